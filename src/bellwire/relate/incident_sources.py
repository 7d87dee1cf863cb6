"""Independent sources: copies folded into their originals, and everybody counted once whoever prints the words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bellwire.model import Evidence
from bellwire.relate.grouping import linked
from bellwire.relate.incident_evidence import NOT_SO

UNKNOWN = "an unnamed outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An independent source: its name as an analyst reads it, what it speaks for, and the records that it tells."""

    name: str
    side: frozenset[str]
    outlet: bool
    records: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Voice:
    """One who tells in one record: `tokens` are what makes two voices one source."""

    name: str
    tokens: frozenset[str]
    side: frozenset[str]
    outlet: bool
    record: str


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Evidence by when it was published, undated last; the same whatever order it comes in."""
    return sorted(evidence, key=lambda e: (e.published is None, e.published or "", e.report, e.event))


def original(report: str, copied: Mapping[str, str]) -> str:
    """The report that another is a copy of, in the end; itself where it is none.

    >>> original("c", {"c": "b", "b": "a"})
    'a'
    """
    seen = {report}
    while (before := copied.get(report)) is not None and before not in seen:
        seen.add(before)
        report = before
    return report


def without_copies(evidence: Sequence[Evidence], copied: Mapping[str, str]) -> list[Evidence]:
    """The evidence of one report for each text: the original's, else that of the copy that came first."""
    ordered = in_order(evidence)
    printed: dict[str, str] = {}
    for each in ordered:
        root = original(each.report, copied)
        if each.report == root:
            printed[root] = root
    for each in ordered:
        printed.setdefault(original(each.report, copied), each.report)
    kept = set(printed.values())
    return [each for each in ordered if each.report in kept]


def tokens_of(evidence: Evidence, name: str | None, side: Iterable[str]) -> frozenset[str]:
    """What two voices share where they are one: a name, a side; without a side a speaker is one of its outlet.

    No name is the outlet's own voice, and an outlet that is not known counts by its report. "Officials" of two states
    share no name.
    """
    at = f"name:{evidence.outlet.casefold()}" if evidence.outlet else f"report:{evidence.report}"
    if name is None:
        return frozenset((at,))
    members = frozenset(f"side:{member}" for member in side)
    if not members:
        return frozenset((f"{at}:{name.casefold()}",))
    named = any(not member.startswith("state:") for member in side)
    return members | {f"name:{name.casefold()}"} if named else members


def _voices(evidence: Evidence) -> Iterator[_Voice]:
    """Those who tell it: its speakers; who denies it, where it tells that alone; else the outlet.

    Speakers without a name are one voice, and the outlet's: nobody can check whether "medics" and "a hospital official"
    are two, nor whether the outlet has it from others when it says it in its own voice.
    """
    record, outlet = evidence.record, evidence.outlet
    said = list(zip(evidence.speakers, evidence.sides, strict=True))
    if not said and evidence.status in NOT_SO:
        said = list(zip(evidence.denied_by, evidence.denied_sides, strict=True))
    for name, side in said:
        if side:
            yield _Voice(name, tokens_of(evidence, name, side), frozenset(side), False, record)
    nameless = [name for name, side in said if not side]
    if nameless:
        longest = max(dict.fromkeys(nameless), key=len)
        shown = f"{longest} (in {outlet})" if outlet else longest
        yield _Voice(shown, tokens_of(evidence, None, ()), frozenset(), False, record)
    if not said:
        yield _Voice(outlet or UNKNOWN, tokens_of(evidence, None, ()), frozenset(), True, record)


def sources_of(own: Sequence[Evidence]) -> tuple[Source, ...]:
    """The independent sources of evidence that has no copies, in the order of their first telling.

    A telling is its speakers'; where it has none, the outlet's. Two voices are one source where they share a name or a
    side: a minister and an army speak for one state. What only tells that it did not happen counts where nobody tells
    otherwise.
    """
    voices = [voice for e in [e for e in own if affirms(e)] or own for voice in _voices(e)]
    groups = together([voice.tokens for voice in voices])
    return tuple(_source([voices[i] for i in group]) for group in groups)


def together(tokens: Sequence[Iterable[str]]) -> list[list[int]]:
    """Places in a list that share a token, be it through others; in the order of the list.

    >>> together([("a",), ("b",), ("b", "c"), ("c", "d")])
    [[0], [1, 2, 3]]
    """
    pairs: list[tuple[int | str, int | str]] = [(i, token) for i, mine in enumerate(tokens) for token in mine]
    return sorted(sorted(m for m in group if isinstance(m, int)) for group in linked(pairs))


def _source(group: Sequence[_Voice]) -> Source:
    """The source that voices make, by the name that is used most, of those that are names; of as many, the first."""
    names = [v.name for v in group]
    return Source(
        name=max(dict.fromkeys(names), key=lambda name: (not name.islower(), names.count(name))),
        side=frozenset().union(*(v.side for v in group)),
        outlet=all(v.outlet for v in group),
        records=frozenset(v.record for v in group),
    )


def affirms(evidence: Evidence) -> bool:
    """Whether a report tells that it happened, or has somebody who says so beside the denial."""
    return evidence.status not in NOT_SO or bool(evidence.speakers)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> listed(["Sahel Post", "the army", "MSF"])
    'Sahel Post, the army and MSF'
    """
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
