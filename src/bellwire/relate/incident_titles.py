"""A neutral line for an incident, made from the record: how many, what, where. Who did it is not in it."""

from collections.abc import Iterable, Sequence
from functools import cache

from bellwire.knowledge import Row, table
from bellwire.model import EventDate, Party, Tally, Where
from bellwire.model.words import EventType, Status
from bellwire.relate.incident_sources import listed
from bellwire.relate.values import is_vague
from bellwire.relate.who import UNNAMED

NEAR, COUNTRY = 2, 6
"""where_prec of a place near a known point, and from which it is a whole country."""
MOST_NAMED = 2
"""Parties that a title names."""
BETWEEN = "between"
CLASH = "clash"
"""What stands for the mode in the table of nouns where both sides fight."""


@cache
def _nouns() -> dict[tuple[str, str], Row]:
    return {(row["type"], row["mode"]): row for row in table("languages", "en", "incident_nouns")}


@cache
def _tolls() -> dict[str, str]:
    return {row["measure"]: row["word"] for row in table("languages", "en", "incident_tolls")}


@cache
def _kinds() -> dict[str, Row]:
    return {row["kind"]: row for row in table("languages", "en", "incident_kinds")}


@cache
def _people() -> frozenset[str]:
    return frozenset(r["word"] for r in table("languages", "en", "population_classes") if r["class"] == "people")


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
    source: str | None = None,
) -> str:
    """A line that tells an incident from others: the toll, the word for it, the place.

    Those who did harm are never in it; those who met, agreed, spoke or helped are, and names of private persons are
    not. Where there is neither toll, place nor party, the date and the `source` tell it from others.

    >>> title_of("ASSAULT", "drone", "possible", where=Where(name="Tessit", country="ML", precision=1))
    'Drone attack on Tessit, Mali (possible)'
    """
    row = _nouns().get((kind, _manner(kind, mode, agents, patients))) or _nouns()[kind, ""]
    toll, row = _toll(row, tallies)
    parties = "" if toll else _parties(row, agents, patients)
    at = _at(row, where, alone=bool(toll) and not toll.endswith(row["noun"]))
    line = " ".join(filter(None, (toll or row["noun"], parties, at)))
    if not (toll or at or parties):
        line = ", ".join(filter(None, (line, date.value if date else None, f"told by {source}" if source else None)))
    note = _status_words().get(status)
    line = f"{line} ({note})" if note else line
    return line[:1].upper() + line[1:]


def _manner(kind: EventType, mode: str | None, agents: Sequence[Party], patients: Sequence[Party]) -> str:
    """The mode by which its noun is found: CLASH where two sides are on both ends of an attack."""
    both = {p.name for p in agents if p.type not in UNNAMED} & {p.name for p in patients}
    return CLASH if kind == "ASSAULT" and mode in (None, "firearms") and len(both) > 1 else mode or ""


# ---------------------------------------------------------------- how many


def _toll(row: Row, tallies: Sequence[Tally]) -> tuple[str, Row]:
    """The toll in words, "at least 12 killed in shelling", and the row whose noun it uses.

    No words where the type has no toll, or nobody came to harm. A toll that the mode has no place for is of the type
    (12 killed where property was destroyed are "killed in attack"); one that says itself what happened needs no noun
    ("250 abducted").
    """
    for each in (row, _nouns()[row["type"], ""]):
        for measure, _, itself in (m.partition("=") for m in each["measures"].split(";")):
            best = told_by_title(measure, tallies)
            if best is not None:
                word = itself or _tolls()[measure]
                number = " ".join(filter(None, (*_number_and_whom(best), word))).replace(f"{word} {word}", word)
                return (number if itself else f"{number} in {each['noun']}"), each
    return "", row


def told_by_title(measure: str, tallies: Sequence[Tally]) -> Tally | None:
    """The tally of a measure that a title tells: of all people where there is one, else the greatest."""
    mine = [t for t in tallies if t.measure == measure and not t.part and t.unit == "person" and _reach(t)]
    mine = [t for t in mine if t.holdings[0].state not in ("planned", "peak")]
    return max(mine, key=lambda t: (_is_all(t), _reach(t)), default=None)


def _reach(tally: Tally) -> float:
    return max(tally.low or 0.0, tally.high or 0.0)


def _is_all(tally: Tally) -> bool:
    return tally.holdings[0].kind == "all"


MOST_WORDS = 2
"""Words of a population that a title has; of more the last."""


def _whom(tally: Tally) -> str:
    """Who they are, where they are not just people; in a neutral word where a side's own may stand in a report."""
    known, word = _kinds().get(tally.holdings[0].kind), tally.population or ""
    word = word.lower() if word.isupper() else word
    if known:
        return known["one"] if _reach(tally) == 1 else known["many"]
    last = word.casefold().split()[-1:]
    if _is_all(tally) and (not last or last[0] in _people()):
        return ""
    return word if len(word.split()) <= MOST_WORDS else word.split()[-1]


def _number_and_whom(tally: Tally) -> tuple[str, str]:
    low, high, whom = tally.low, tally.high, _whom(tally)
    if high is None and low is not None and all(is_vague(h) for h in tally.holdings):
        word = next((word for least, word in _vague() if low >= least), None)
        if word:
            return word, f"of {whom}" if whom else ""
    if low is not None and high is not None:
        about = "about " if low == high and all(h.approx for h in tally.holdings) else ""
        return f"{about}{_plain(low)}" if low == high else f"{_plain(low)} to {_plain(high)}", whom
    return f"at least {_plain(low)}" if low is not None else f"up to {_plain(high or 0.0)}", whom


def _plain(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.10g}"


# ---------------------------------------------------------------- who, where


def _parties(row: Row, agents: Sequence[Party], patients: Sequence[Party]) -> str:
    """Those who speak, meet or help, and those whom it is done to, in the words of the type."""
    if row["agents"] == BETWEEN:
        both = [name for name in _named((*agents, *patients)) if not name.islower()]
        return f"between {listed(both[:MOST_NAMED])}" if len(both) > 1 else "".join(f"with {name}" for name in both)
    told = []
    if row["agents"]:
        told.append((row["agents"], _named(agents)))
    if row["patients"]:
        told.append((row["patients"], [n for n in _named(patients) if n not in _named(agents)]))
    return " ".join(f"{word} {listed(names[:MOST_NAMED])}" for word, names in told if names)


def _named(parties: Iterable[Party]) -> list[str]:
    """Names without doubles, the most told first; private persons, and those who are just people, are left out."""
    named = (p for p in parties if not p.private and p.name.casefold() not in _people())
    return list(dict.fromkeys(_article(p.name) for p in named if p.type != "person" or not p.name.islower()))


def _article(name: str) -> str:
    """A body's name with its article where the words call for one: "the Ministry of Health"."""
    return f"the {name}" if " of " in name and name[:1].isupper() and not name.startswith("The ") else name


def _at(row: Row, where: Where | None, *, alone: bool) -> str:
    """The place: "near Tessit, Mali". `alone` says that no noun stands before it."""
    if where is None:
        return ""
    country = _countries().get(where.country or "", "")
    bare = country.removeprefix("the ")
    before = "near" if where.precision == NEAR else "in" if alone else _before(row, where)
    if where.name == bare:
        return f"{before} {country}"
    return f"{before} {where.name}" + (f", {bare}" if bare and bare not in where.name else "")


def _before(row: Row, where: Where) -> str:
    precision = where.precision or 1
    return "in" if precision >= COUNTRY else row["place"] if precision < NEAR else row["area"]
