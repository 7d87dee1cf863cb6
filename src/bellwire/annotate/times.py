"""Times: the date and time expressions of the article, read against the day of publication.

Words and patterns are the language's tables (`time_words`, `time_patterns`, `time_holidays`, `time_ahead`); what they mean is
in `time_readings`, how they join in `time_joins`. On a page without a date relative expressions stay unresolved.
"""

from collections.abc import Iterator
from datetime import date

from bellwire.annotate.time_joins import Expression, bounds, expressions, select
from bellwire.annotate.time_lexer import lexicon
from bellwire.annotate.time_readings import Context, Reading
from bellwire.annotate.time_tense import Tenses
from bellwire.draft import Draft, Paragraph, Part
from bellwire.knowledge import Language
from bellwire.model import Issue, TimeRef
from bellwire.model.edtf import days_of
from bellwire.model.ids import content_id

METADATA_ROLES = frozenset(("byline",))
"""Roles whose dates say when the page was published, not when something happened (labelling guide, Times)."""


def run(draft: Draft, language: Language) -> Iterator[TimeRef | Issue]:
    """A TimeRef for each expression; one `undated` issue where some are relative and the page has no date."""
    published = days_of(draft.document.published.value)[0]
    undated: TimeRef | None = None
    last: Reading | None = None
    last_day: date | None = None
    known: list[date] = []
    words = lexicon(language)
    for paragraph in draft.paragraphs:
        if paragraph.block.role in METADATA_ROLES:
            continue
        line = words.line(draft.text[paragraph.start : paragraph.end])
        matches = select(words.matches(line))
        if not matches:
            continue
        context = Context(published, words, line, Tenses(paragraph, language), last, last_day, known=known)
        for found in expressions(matches, context):
            time = _record(found, paragraph, context, draft.document.id)
            undated = undated or (time if time.value is None else None)
            yield time
        last, last_day = context.last, context.last_day
    if undated and published is None:
        message = "the page has no date, so expressions such as this one stay unresolved; give --published to read them"
        yield Issue(code="undated", message=message, start=undated.start, end=undated.end)


def _record(found: Expression, paragraph: Paragraph, context: Context, document: str) -> TimeRef:
    start = paragraph.start + context.line.starts[found.start]
    end = paragraph.start + context.line.ends[found.end - 1]
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
