"""The claims ledger as pages show it: lines with what is hidden marked, threads as chains and pairs, what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal

from bellwire.model import Relation
from bellwire.model.words import Manner
from bellwire.store import ClaimFilter, Filter
from bellwire.store.claim_answers import Entered, Thread
from bellwire.store.claim_lines import ClaimFigure, ClaimLine
from bellwire.web.query import Params, QueryError, clean, params_of, values_of

DEEPEST = 4
"""Steps by which an echo of an echo is moved in; more would leave no room for its words on a phone."""
SEVERAL = {
    "speaker": "speakers",
    "who": "keys",
    "about": "about",
    "through": "through",
    "incident": "incidents",
    "story": "stories",
    "manner": "manners",
}
"""Names of a query that only the ledger has, with the field that each fills."""
YES, NO = frozenset(("true", "yes", "1", "on")), frozenset(("false", "no", "0", "off"))
Changed = Literal["speaker", "through", "outlet", "hedges", "manner", "figure"]


# ---------------------------------------------------------------- what is asked


def ledger_filter(shared: Filter, params: Params) -> ClaimFilter:
    """The filter on claims that a query asks for: days, words, reports and review are the claim's; sources are what it
    came through; what else an incident is asked for must hold of one that it is about.

    >>> asked = ledger_filter(Filter(countries=("ML",), text="market"), [("speaker", "the army"), ("hedged", "true")])
    >>> asked.text, asked.speakers, asked.hedged, asked.incident.countries
    ('market', ('the army',), True, ('ML',))

    Raises QueryError, which names the parameter.
    """
    given = values_of(params)
    several = {
        field: tuple(dict.fromkeys(v for value in given.get(name, ()) if (v := clean(name, value))))
        for name, field in SEVERAL.items()
    }
    several["through"] += tuple(s for s in shared.sources if s not in several["through"])
    for manner in several["manners"]:
        if manner not in Manner.__args__:  # type: ignore[attr-defined]
            raise QueryError("manner", f"there is no {manner!r}; there are: direct, indirect, mixed, section")
    return ClaimFilter(
        **several,
        reports=shared.reports,
        reviews=shared.reviews,
        hedged=_flag(given, "hedged", None),
        contested=bool(_flag(given, "contested", False)),
        rejected=_flag(given, "rejected", True) is not False,
        start=shared.start,
        end=shared.end,
        text=shared.text,
        incident=of_incident(shared),
    )


def of_incident(shared: Filter) -> Filter:
    """What of a filter must hold of an incident that a claim is about: the rest is asked of the claim itself.

    >>> of_incident(Filter(countries=("ML",), text="market", start="2024")) == Filter(countries=("ML",))
    True
    """
    return replace(shared, sources=(), reports=(), reviews=(), start=None, end=None, text=None)


def _flag(given: Mapping[str, Sequence[str]], name: str, default: bool | None) -> bool | None:
    values = [v for value in given.get(name, ()) if (v := clean(name, value))]
    if not values:
        return default
    if values[-1].lower() not in YES | NO:
        raise QueryError(name, f"{values[-1]!r} is neither; give true or false")
    return values[-1].lower() in YES


def ledger_params(wanted: ClaimFilter) -> list[tuple[str, str]]:
    """A filter on claims as pairs of a query: `ledger_filter` gives the same filter again.

    >>> ledger_params(ClaimFilter(speakers=("the army",), hedged=False, contested=True))
    [('speaker', 'the army'), ('hedged', 'false'), ('contested', 'true')]
    """
    found = [(name, value) for name, field in SEVERAL.items() for value in getattr(wanted, field)]
    if wanted.hedged is not None:
        found.append(("hedged", "true" if wanted.hedged else "false"))
    found += [("contested", "true")] if wanted.contested else []
    found += [] if wanted.rejected else [("rejected", "false")]
    own: dict[str, Any] = {
        "reports": wanted.reports,
        "reviews": wanted.reviews,
        "start": wanted.start,
        "end": wanted.end,
    }
    shared = replace(wanted.incident, **own, text=wanted.text)
    return [*found, *params_of(shared)]


# ---------------------------------------------------------------- a line


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a quote: `hidden` says that it is hidden on publishing, `change` whether it came or went."""

    words: str
    hidden: bool = False
    change: Literal["", "new", "gone"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """A line of the ledger: its quotes in pieces, and the actor behind where the report names the speaker otherwise."""

    entered: Entered
    quotes: tuple[tuple[Piece, ...], ...]
    behind: str | None

    @property
    def line(self) -> ClaimLine:
        """The claim itself."""
        return self.entered.line

    @property
    def words(self) -> str:
        """All its words."""
        return " … ".join(self.line.content)

    @property
    def speaker(self) -> str | None:
        """The speaker as the report names them, else the actor's name; None where it tells neither."""
        return self.line.speaker or self.line.actor

    @property
    def through(self) -> tuple[str, ...]:
        """What it came through, hearers left out."""
        return tuple(name for name in self.line.via if name not in self.line.to)

    @property
    def rejected(self) -> bool:
        """Whether people rejected it."""
        return self.line.review == "rejected"

    @property
    def when(self) -> str | None:
        """When it was said, else when the report was published (`dated` tells which)."""
        return self.line.date or self.line.published

    @property
    def dated(self) -> bool:
        """Whether the report says when it was said."""
        return self.line.date is not None


def shown(entered: Entered) -> ShownClaim:
    """A line for the page."""
    line = entered.line
    said, actor = (line.speaker or "").casefold(), line.actor
    apart = actor is not None and said != "" and actor.casefold() not in said
    return ShownClaim(
        entered=entered,
        quotes=tuple(pieces(words, line.hidden) for words in line.content),
        behind=actor if apart else None,
    )


def pieces(words: str, hidden: Sequence[str]) -> tuple[Piece, ...]:
    """The words with those apart that are hidden on publishing.

    >>> [(p.words, p.hidden) for p in pieces("the nurse Asal Demo fled", ["Asal Demo"])]
    [('the nurse ', False), ('Asal Demo', True), (' fled', False)]
    """
    return tuple(_marked([Piece(words)], hidden))


def _marked(found: list[Piece], hidden: Sequence[str]) -> list[Piece]:
    """Pieces, with what is hidden apart."""
    for name in sorted(set(hidden), key=len, reverse=True):
        found = [part for piece in found for part in (_parted(piece, name) if not piece.hidden else (piece,))]
    return found


def _parted(piece: Piece, name: str) -> Iterator[Piece]:
    before, found, after = piece.words.partition(name) if name else (piece.words, "", "")
    if not found:
        yield piece
        return
    if before:
        yield replace(piece, words=before)
    yield replace(piece, words=found, hidden=True)
    if after:
        yield from _parted(replace(piece, words=after), name)


# ---------------------------------------------------------------- a thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an echo says otherwise than the claim that it echoes."""

    what: Changed
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A claim in the chain of those that say one thing: its words against those of the claim that it echoes."""

    claim: ShownClaim
    depth: int
    echoes: str | None
    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...] = ()
    why: str | None = None

    @property
    def same_words(self) -> bool:
        """Whether it says the same in the same words."""
        return not any(piece.change for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Two claims that speak against each other, the older first, and why they are taken to."""

    left: ShownClaim
    right: ShownClaim
    why: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """How a figure changed from one claim to another."""

    kind: str
    before: ClaimFigure
    after: ClaimFigure
    left: ShownClaim
    right: ShownClaim
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownThread:
    """A thread: the claim, the chain of those that say it, the first of them first, what speaks against, figures."""

    claim: ShownClaim
    chain: tuple[Link, ...]
    against: tuple[Against, ...]
    figures: tuple[FigureChange, ...]

    @property
    def first(self) -> ShownClaim:
        """Who said it first, as far as the record knows."""
        return self.chain[0].claim

    @property
    def undated(self) -> bool:
        """Whether a claim of the chain has no day, so that which was first is not certain."""
        return any(link.claim.line.day is None for link in self.chain)


def shown_thread(thread: Thread) -> ShownThread:
    """A thread for the page."""
    claims = {entered.line.record: shown(entered) for entered in thread.claims}
    order = {record: number for number, record in enumerate(claims)}
    echoes = [r for r in thread.relations if r.relation == "echo"]
    pairs = [r for r in thread.relations if r.relation == "contradict"]
    pairs.sort(key=lambda r: (min(order[r.left], order[r.right]), max(order[r.left], order[r.right])))
    return ShownThread(
        claim=claims[thread.record],
        chain=tuple(_chain(thread.record, claims, echoes)),
        against=tuple(_against(r, claims, order) for r in pairs),
        figures=tuple(_figures(thread.relations, claims)),
    )


def _chain(record: str, claims: Mapping[str, ShownClaim], echoes: Sequence[Relation]) -> Iterator[Link]:
    """The claims that say one thing, in their order; each hangs on the first before it that it echoes."""
    beside: dict[str, dict[str, Relation]] = {}
    for r in echoes:
        beside.setdefault(r.left, {})[r.right] = r
        beside.setdefault(r.right, {})[r.left] = r
    chained = _connected(record, beside)
    depth: dict[str, int] = {}
    for one in (record for record in claims if record in chained):
        claim = claims[one]
        source = next((other for other in depth if other in beside.get(one, {})), None)
        depth[one] = min(depth[source] + 1, DEEPEST) if source else (1 if depth else 0)
        before = claims[source] if source else next((claims[other] for other in depth), claim)
        yield Link(
            claim=claim,
            depth=depth[one],
            echoes=before.line.record if before is not claim else None,
            pieces=compared(before.words, claim.words, (*before.line.hidden, *claim.line.hidden))
            if before is not claim
            else pieces(claim.words, claim.line.hidden),
            changes=tuple(changes(before.line, claim.line)),
            why=beside[one][source].why if source else None,
        )


def _connected(record: str, beside: Mapping[str, Mapping[str, object]]) -> set[str]:
    found, ask = {record}, [record]
    while ask:
        new = set(beside.get(ask.pop(), {})) - found
        found |= new
        ask += sorted(new)
    return found


def _against(relation: Relation, claims: Mapping[str, ShownClaim], order: Mapping[str, int]) -> Against:
    left, right = sorted((relation.left, relation.right), key=order.__getitem__)
    return Against(left=claims[left], right=claims[right], why=relation.why, score=relation.score)


def _figures(relations: Sequence[Relation], claims: Mapping[str, ShownClaim]) -> Iterator[FigureChange]:
    held = {
        f"{claim.line.report}#{figure.id}": (figure, claim)
        for claim in claims.values()
        for figure in claim.line.figures
    }
    for r in relations:
        if r.left in held and r.right in held and r.relation not in ("echo", "contradict"):
            (before, left), (after, right) = held[r.left], held[r.right]
            yield FigureChange(kind=r.relation, before=before, after=after, left=left, right=right, why=r.why)


def compared(before: str, after: str, hidden: Sequence[str] = ()) -> tuple[Piece, ...]:
    """The later words, with what came and what went marked, word by word.

    >>> [(p.words, p.change) for p in compared("it killed at least 62 soldiers", "it killed 70 soldiers")]
    [('it killed ', ''), ('at least 62 ', 'gone'), ('70 ', 'new'), ('soldiers', '')]
    """
    old, new = before.split(), after.split()
    plain = [[word.casefold().strip("“”\"'’‘.,;:") for word in words] for words in (old, new)]
    found: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(" ".join(new[k:m])))
            continue
        found += [Piece(" ".join(old[i:j]), change="gone")] if j > i else []
        found += [Piece(" ".join(new[k:m]), change="new")] if m > k else []
    spaced = [replace(piece, words=f"{piece.words} ") for piece in found[:-1]]
    return tuple(_marked([*spaced, *found[-1:]], hidden))


def changes(before: ClaimLine, after: ClaimLine) -> Iterator[Change]:
    """What a later line says otherwise: the speaker, what it came through, how it is guarded, its figures."""
    told: tuple[tuple[Changed, str, str], ...] = (
        ("speaker", before.who or "", after.who or ""),
        ("outlet", before.outlet or "", after.outlet or ""),
        ("through", ", ".join(before.via), ", ".join(after.via)),
        ("hedges", ", ".join(before.hedges), ", ".join(after.hedges)),
        ("manner", before.manner, after.manner),
        ("figure", ", ".join(f.words for f in before.figures), ", ".join(f.words for f in after.figures)),
    )
    for what, old, new in told:
        if old.casefold() != new.casefold():
            yield Change(what=what, before=old, after=new)
