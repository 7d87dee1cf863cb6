"""Times: the date and time expressions of the article, read against the day of publication.

Words and patterns are the language's tables (`time_words`, `time_patterns`, `time_holidays`, `time_ahead`); what they
mean is in `time_readings`, how they join in `time_joins`. Without a date of publication relative ones stay unresolved.
"""

from collections.abc import Iterator
from datetime import date

from bellwire.annotate.time_context import Context, Reading
from bellwire.annotate.time_joins import Expression, bounds, expressions
from bellwire.annotate.time_lexer import lexicon
from bellwire.annotate.time_tense import Tenses
from bellwire.draft import Draft, Paragraph, Part
from bellwire.knowledge import Language
from bellwire.model import Issue, TimeRef
from bellwire.model.edtf import day_of
from bellwire.model.ids import content_id

METADATA_ROLES = frozenset(("byline",))
"""Roles whose dates say when the page was published, not when something happened (labelling guide, Times)."""


PLAUSIBLE_YEARS = range(1500, 2500)
"""Years in which a page may have been published; any other date is a fault of the page."""


def run(draft: Draft, language: Language) -> Iterator[TimeRef | Issue]:
    """A TimeRef for each expression; one `undated` issue where some are relative and the page has no date."""
    published = _day_of_publication(draft)
    undated: TimeRef | None = None
    last: Reading | None = None
    last_day: date | None = None
    known: list[date] = []
    words = lexicon(language)
    paragraphs = [p for p in draft.paragraphs if p.block.role not in METADATA_ROLES]
    lines = [words.line(draft.text[p.start : p.end]) for p in paragraphs]
    for paragraph, line, matches in zip(paragraphs, lines, words.matches(lines), strict=True):
        if not matches:
            continue
        context = Context(
            published=published,
            lexicon=words,
            line=line,
            tenses=Tenses(paragraph, language),
            role=paragraph.block.role,
            last=last,
            last_day=last_day,
            known=known,
        )
        for found in expressions(matches, context):
            time = _record(found, paragraph, context, draft.document.id)
            undated = undated or (time if time.value is None else None)
            yield time
        last, last_day = context.last, context.last_day
    if undated and published is None:
        message = (
            "the page has no date, so expressions such as this one stay unresolved; give its date of publication "
            "(on the command line: --published) to have them read"
        )
        yield Issue(code="undated", message=message, start=undated.start, end=undated.end)


def _day_of_publication(draft: Draft) -> date | None:
    """The page's own calendar day, whatever its offset; None where it has none that a page can have."""
    day = day_of(draft.document.published.value)
    return day if day and day.year in PLAUSIBLE_YEARS else None


def _record(found: Expression, paragraph: Paragraph, context: Context, document: str) -> TimeRef:
    start = paragraph.start + context.line.start(found.start)
    end = paragraph.start + context.line.end(found.end - 1)
    first, last = bounds(found.reading)
    return TimeRef(
        id=content_id("t", document, start, end),
        start=start,
        end=end,
        value=found.reading.value,
        earliest=first.isoformat() if first else None,
        latest=last.isoformat() if last else None,
        precision=found.reading.precision,
    )


PART = Part(name="times", version="1", needs=("paragraphs",), gives=("times",), run=run)
