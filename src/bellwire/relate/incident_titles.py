"""A neutral line for an incident, made from the record: how many, what, where. Who did it is not in it."""

from collections.abc import Iterable, Sequence
from functools import cache

from bellwire.knowledge import Row, table
from bellwire.model import EventDate, Party, Tally, Where
from bellwire.model.words import EventType, Status
from bellwire.relate.incident_sources import listed
from bellwire.relate.values import is_vague

NEAR = 2
"""where_prec of a place near a known point."""
MOST_NAMED = 2
"""Parties that a title names."""
BETWEEN = "between"


@cache
def _nouns() -> dict[tuple[str, str], Row]:
    return {(row["type"], row["mode"]): row for row in table("languages", "en", "incident_nouns")}


@cache
def _tolls() -> dict[str, Row]:
    return {row["measure"]: row for row in table("languages", "en", "incident_tolls")}


@cache
def _vague() -> tuple[tuple[float, str], ...]:
    rows = table("languages", "en", "incident_vague")
    return tuple(sorted(((float(row["low"]), row["word"]) for row in rows), reverse=True))


@cache
def _countries() -> dict[str, str]:
    return {row["code"]: f"{row['article']} {row['name']}".strip() for row in table("actors", "countries")}


@cache
def _status_words() -> dict[str, str]:
    return {row["status"]: row["word"] for row in table("languages", "en", "incident_statuses")}


def title_of(
    kind: EventType,
    mode: str | None,
    status: Status,
    *,
    where: Where | None = None,
    date: EventDate | None = None,
    agents: Sequence[Party] = (),
    patients: Sequence[Party] = (),
    tallies: Sequence[Tally] = (),
) -> str:
    """A line that tells an incident from others: the toll, the word for it, the place.

    Those who did harm are never in it; those who met, agreed, spoke or helped are, and names of private persons are
    not.

    >>> title_of("ASSAULT", "drone", "possible", where=Where(name="Tessit", country="ML", precision=1))
    'Drone attack on Tessit, Mali (possible)'
    """
    row = _nouns().get((kind, mode or "")) or _nouns()[kind, ""]
    toll = _toll(row, tallies)
    what = f"{toll} in {row['noun']}" if toll else row["noun"]
    parties = "" if toll else _parties(row, agents, patients)
    at = _at(row, where)
    line = " ".join(filter(None, (what, parties, at)))
    if not (toll or at) and date and date.value:
        line += f", {date.value}"
    note = _status_words().get(status)
    line = f"{line} ({note})" if note else line
    return line[:1].upper() + line[1:]


# ---------------------------------------------------------------- how many


def _toll(row: Row, tallies: Sequence[Tally]) -> str:
    """The toll in words: "at least 12 killed"; empty where the type has none, or nobody came to harm."""
    for measure in row["measures"].split(";"):
        mine = [t for t in tallies if t.measure == measure and not t.part and t.unit == "person" and _reach(t)]
        mine = [t for t in mine if t.holdings[0].state not in ("planned", "peak")]
        if mine:
            best = max(mine, key=lambda t: (_is_all(t), _reach(t)))
            return " ".join(filter(None, (_number(best), _whom(best), _tolls()[measure]["word"])))
    return ""


def _reach(tally: Tally) -> float:
    return max(tally.low or 0.0, tally.high or 0.0)


def _is_all(tally: Tally) -> bool:
    return tally.holdings[0].kind == "all"


def _whom(tally: Tally) -> str:
    """Who they are, where they are not just people."""
    word = tally.population or ""
    if _is_all(tally):
        return "civilians" if word == "civilians" and _reach(tally) != 1 else ""
    return word if len(word.split()) <= MOST_WORDS else word.split()[-1]


MOST_WORDS = 2
"""Words of a population that a title has; of more the last."""


def _number(tally: Tally) -> str:
    low, high = tally.low, tally.high
    if high is None and low is not None and all(is_vague(h) for h in tally.holdings):
        word = next((word for least, word in _vague() if low >= least), None)
        if word:
            return word
    if low is not None and high is not None:
        about = "about " if low == high and all(h.approx for h in tally.holdings) else ""
        return f"{about}{_plain(low)}" if low == high else f"{_plain(low)} to {_plain(high)}"
    return f"at least {_plain(low)}" if low is not None else f"up to {_plain(high or 0.0)}"


def _plain(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.10g}"


# ---------------------------------------------------------------- who, where


def _parties(row: Row, agents: Sequence[Party], patients: Sequence[Party]) -> str:
    """Those who speak, meet or help, and those whom it is done to, in the words of the type."""
    if row["agents"] == BETWEEN:
        both = _named((*agents, *patients))
        return f"between {listed(both[:MOST_NAMED])}" if len(both) > 1 else "".join(f"with {name}" for name in both)
    told = []
    if row["agents"]:
        told.append((row["agents"], _named(agents)))
    if row["patients"]:
        told.append((row["patients"], [n for n in _named(patients) if n not in _named(agents)]))
    return " ".join(f"{word} {listed(names[:MOST_NAMED])}" for word, names in told if names)


def _named(parties: Iterable[Party]) -> list[str]:
    """Names without doubles, the most told first; private persons left out."""
    return list(dict.fromkeys(_article(p.name) for p in parties if not p.private))


def _article(name: str) -> str:
    """A body's name with its article where the words call for one: "the Ministry of Health"."""
    return f"the {name}" if " of " in name and name[:1].isupper() and not name.startswith("The ") else name


def _at(row: Row, where: Where | None) -> str:
    """The place: "near Tessit, Mali"."""
    if where is None:
        return ""
    country = _countries().get(where.country or "", "")
    bare = country.removeprefix("the ")
    if where.name == bare:
        return f"{_before(row, where)} {country}"
    parts = [where.name, *([bare] if bare and bare != where.name else [])]
    return f"{_before(row, where)} {', '.join(parts)}"


def _before(row: Row, where: Where) -> str:
    if row["place"] == "of":
        return "of"
    if where.precision == NEAR:
        return "near"
    return row["place"] if (where.precision or NEAR) < NEAR else "in"
