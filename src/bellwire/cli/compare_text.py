"""A comparison in lines for people, as JSON and as rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bellwire.imports.compared import Comparison, Pair
from bellwire.relate.linking import Link, Noted
from bellwire.relate.linking_differences import days_text, kind_text, place_text
from bellwire.relate.linking_features import range_text

WIDEST = 96
HEADS = (
    *("outcome", "score", "a_id", "b_id", "a_date", "b_date", "a_place", "b_place", "a_type", "b_type"),
    *("a_killed", "b_killed", "a_actors", "b_actors", "differing", "why", "beside"),
)
"""The columns of --csv."""


def summary_lines(found: Comparison, chance: int | None) -> Iterator[str]:
    """How many are in both, in one alone, and differ; and how many links chance makes."""
    for letter, side, foreign in (("A", found.a, found.foreign_a), ("B", found.b, found.foreign_b)):
        aside = [f"{foreign:,} of kinds that the other never has"] if foreign else []
        aside += [f"{side.left_out:,} with no event that happened"] if side.left_out else []
        more = f" (left out: {', '.join(aside)})" if aside else ""
        yield f"{letter}  {side.name}: {len(side.noted):,} incidents{more}"
    links, differing = found.found.links, found.differing()
    by_field = ", ".join(f"{field} {count:,}" for field, count in found.counts().items() if count)
    yield ""
    yield f"in both    {len(links):>7,}" + (f"   differing: {len(differing):,} ({by_field})" if differing else "")
    if chance is not None and links:
        yield f"by chance  {chance:>7,}   that many would be linked if the days of B were other ones"
    for letter, other, only, beside in (
        ("A", "B", found.found.only_left, found.found.beside_left),
        ("B", "A", found.found.only_right, found.found.beside_right),
    ):
        some = f"   {len(beside):,} of them may be part of one that is matched in {other}" if beside else ""
        yield f"only in {letter}  {len(only):>7,}{some}"


def lines_of(found: Comparison, show: Sequence[str], limit: int) -> Iterator[str]:
    """The lists that are asked for, each cut at a limit."""
    if "differing" in show:
        yield from _list("Differing", found.differing(), limit, _differing_lines)
    if "matched" in show:
        yield from _list("In both", found.found.links, limit, _matched_lines)
    if "missing" in show:
        beside = found.found.beside_left
        yield from _list("Only in A", found.found.only_left, limit, lambda n: [_line(n, beside.get(n.id))])
        beside_b = found.found.beside_right
        yield from _list("Only in B", found.found.only_right, limit, lambda n: [_line(n, beside_b.get(n.id))])


def _list(head: str, items: Sequence[Any], limit: int, lines: Any) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"{head}:"
    for item in items[:limit]:
        yield from (f"  {line}" for line in lines(item))
    if len(items) > limit:
        yield f"  … and {len(items) - limit:,} more (--limit {len(items)})"


def _differing_lines(link: Link) -> Iterator[str]:
    yield from _matched_lines(link)
    for each in link.differing:
        yield f"    {each.field:7} A {each.left}  |  B {each.right}"


def _matched_lines(link: Link) -> Iterator[str]:
    yield f"A {_line(link.left, None)}"
    yield f"B {_line(link.right, None)}"
    if link.features:
        yield f"    score   {link.score:g}: {'; '.join(felt.why for felt in link.features)}"


def _line(noted: Noted, beside: str | None) -> str:
    """A happening in a line."""
    dead = f", killed {range_text(noted.killed)}" if noted.killed else ""
    text = f"{noted.id}  {days_text(noted)}  {kind_text(noted)}  {place_text(noted)}{dead}"
    title = noted.title if len(noted.title) <= WIDEST else noted.title[: WIDEST - 1] + "…"
    also = f"  (may be part of {beside})" if beside else ""
    return f"{text}  {title}{also}".rstrip()


def _plain(noted: Noted | None) -> dict[str, Any] | None:
    if noted is None:
        return None
    return {
        "id": noted.id,
        "title": noted.title,
        "type": noted.type,
        "mode": noted.mode,
        "first": noted.first.isoformat() if noted.first else None,
        "last": noted.last.isoformat() if noted.last else None,
        "place": noted.place,
        "country": noted.country,
        "lat": noted.lat,
        "lon": noted.lon,
        "where_prec": noted.precision,
        "actors": list(noted.names),
        "killed": [n if n < float("inf") else None for n in noted.killed] if noted.killed else None,
    }


def pair_of(pair: Pair) -> dict[str, Any]:
    """A pair as plain JSON: an open end of a range is null."""
    link = pair.link
    return {
        "outcome": pair.outcome,
        "a": _plain(pair.left),
        "b": _plain(pair.right),
        "score": link.score if link else None,
        "features": [[f.name, f.value, f.weight, f.why] for f in link.features] if link else [],
        "differing": [{"field": d.field, "a": d.left, "b": d.right} for d in link.differing] if link else [],
        "beside": pair.beside,
    }


def csv_rows(pairs: Iterable[Pair]) -> Iterator[list[str]]:
    """The head, and a row a pair."""
    yield list(HEADS)
    for pair in pairs:
        link, ends = pair.link, (pair.left, pair.right)
        yield [
            pair.outcome,
            f"{link.score:g}" if link else "",
            *(n.id if n else "" for n in ends),
            *(days_text(n) if n else "" for n in ends),
            *(place_text(n) if n else "" for n in ends),
            *(kind_text(n) if n else "" for n in ends),
            *(range_text(n.killed) if n and n.killed else "" for n in ends),
            *("; ".join(n.names) if n else "" for n in ends),
            "; ".join(d.field for d in link.differing) if link else "",
            "; ".join(f.why for f in link.features) if link else "",
            pair.beside or "",
        ]
