"""The form of a situation report: sections of sentences and rows, each with the records that it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """What a sentence rests on: a source by its number in the brief, and the record read from it."""

    source: int
    report: str
    record: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its references. One without any cannot be made.

    >>> Sentence(text="Twelve people were killed.", refs=())
    Traceback (most recent call last):
    ValueError: no sentence without evidence: 'Twelve people were killed.'
    """

    text: str
    refs: tuple[Ref, ...]

    def __post_init__(self) -> None:
        if not self.refs:
            raise ValueError(f"no sentence without evidence: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a contested point: who says what, as of when."""

    holder: str
    words: str
    when: str
    refs: tuple[Ref, ...]

    def __post_init__(self) -> None:
        if not self.refs or not self.holder:
            raise ValueError(f"no account without holder and evidence: {self.words!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A point on which accounts differ, side by side."""

    what: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A head and its sentences."""

    head: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBrief:
    """What the reports of one story come to."""

    title: str
    in_short: tuple[Sentence, ...]
    contested: tuple[Contested, ...]
    sections: tuple[Section, ...]
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A report by its number in the brief; `copy_of` is the number of the report that it copies."""

    number: int
    report: str
    outlet: str
    title: str
    when: str
    url: str | None = None
    copy_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A situation report."""

    title: str
    stories: tuple[StoryBrief, ...]
    sources: tuple[Source, ...]

    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(
            s
            for story in self.stories
            for part in (story.in_short, *(x.sentences for x in story.sections))
            for s in part
        )
