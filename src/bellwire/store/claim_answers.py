"""What the claims ledger answers: claims with what hangs on them, who speaks, what is spoken of, threads."""

from dataclasses import dataclass

from bellwire.model import Relation
from bellwire.store.claim_lines import ClaimLine


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """An incident that a claim is about."""

    id: str
    title: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A line of the ledger with what hangs on it: the incidents it is about, the claims (`REPORT#CLAIM`) that speak
    against it and that say it again, and the report that its report copies."""

    line: ClaimLine
    incidents: tuple[About, ...] = ()
    against: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """A page of the ledger: these, how many there are in all (`total_is_least`: or more), where the next begins."""

    claims: tuple[Entered, ...]
    total: int
    total_is_least: bool
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks in the ledger: how many claims, from which day to which, and how many of them are spoken against.

    `key` finds them again (`ClaimFilter.keys`); `named` says that they have a name of their own, which "residents"
    have not: those are others in each report.
    """

    key: str
    name: str
    named: bool
    claims: int
    first: str | None
    last: str | None
    contradicted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What claims are about: an incident or a story; how many claims, from which day to which, how many contested."""

    kind: str
    id: str
    title: str
    claims: int
    first: str | None
    last: str | None
    contradicted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """A page of speakers, and where the next begins."""

    speakers: tuple[Speaker, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """A page of subjects, and where the next begins."""

    subjects: tuple[Subject, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A claim with those that say it again, those that speak against any of them, and how their figures changed.

    `claims` are in the order in which they were said; `relations` are those between them, and between their figures.
    """

    record: str
    claims: tuple[Entered, ...]
    relations: tuple[Relation, ...]
