"""What the subject of a judgement is called: an incident's title, a record's words, a report's headline."""

from bellwire.brief.words import headline
from bellwire.model import Claim
from bellwire.review.subjects import own_spans
from bellwire.store import View
from bellwire.web.errors import NotFound
from bellwire.web.show.subjects import Subject, subject_of

LONGEST = 90


def name_of(view: View, id: str) -> str:
    """The name; of what is no more, its last; the id where it has none."""
    try:
        return name_in(subject_of(view, id))
    except NotFound:
        versions = view.history(id)
        return versions[-1].incident.title if versions else id


def name_in(subject: Subject) -> str:
    """The name of a subject."""
    if subject.incident is not None:
        return subject.incident.title
    if subject.report is None or subject.layer == "report":
        return (headline(subject.report) if subject.report else "") or subject.id
    text = subject.report.document.text
    if isinstance(subject.record, Claim):
        said = _short(subject.record.content[0].quote(text))
        return f"{_short(subject.record.speaker.quote(text))}: {said}" if subject.record.speaker else said
    return _short(own_spans(subject.record)[0].quote(text))


def _short(words: str) -> str:
    """Words of a page in quotation marks, on one line and not too long."""
    words = " ".join(words.split())
    return f"“{words}”" if len(words) <= LONGEST else f"“{words[:LONGEST].rstrip()}…”"
