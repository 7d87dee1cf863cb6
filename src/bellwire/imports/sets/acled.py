"""ACLED's table of events (31 columns; older editions with other ones), by the ACLED codebook."""

import re
from functools import cache, partial

from bellwire.imports.reading import Reader
from bellwire.imports.told import Cells, DataSet, Deaths, Named, Told
from bellwire.imports.values import code_in, count_in, country_named, day_in, moment_in, month_of, on_day, week_around
from bellwire.knowledge import Row, table
from bellwire.model import Codes
from bellwire.model.words import ActorType
from bellwire.relate.linking_names import fold

COLUMNS = tuple(
    "event_id_cnty event_type sub_event_type notes event_date year time_precision disorder_type actor1 assoc_actor_1 "
    "inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 "
    "location latitude longitude geo_precision source source_scale fatalities tags timestamp".split()
)
"""ACLED's columns, what tells the event first."""
WHERE_PREC = {"1": 1, "2": 3, "3": 4}
"""UCDP's where_prec for ACLED's geo_precision: 1 a town, 2 a part of a region, told by a town in it, 3 a larger region,
told by its capital."""
DATED = {"1": on_day, "2": week_around, "3": month_of}
"""What time_precision says: 1 the day, 2 a week, of which the middle is given, 3 a month."""
TYPES: dict[str, ActorType] = {
    "1": "state_forces",
    "2": "armed_group",
    "3": "militia",
    "4": "militia",
    "5": "civilians",
    "6": "civilians",
    "7": "civilians",
    "8": "other",
}
"""Our types for the codes of inter1 and inter2: state forces, rebels, political and identity militias, rioters,
protesters, civilians, and others, external forces among them."""
BY_NAME: dict[str, ActorType] = {
    "Police Forces": "police",
    "Military Forces": "state_forces",
    "Government of": "government",
    "Civilians": "civilians",
    "Protesters": "civilians",
    "Rioters": "civilians",
}
"""Types by how ACLED begins an actor's name."""
STATE = re.compile(r"(?:(?:Military|Police) Forces|Government) of (?:the )?(?P<name>[^(]+?)\s*(?:\(|$)")


@cache
def _types() -> dict[tuple[str, str], Row]:
    return {(fold(r["event_type"]), fold(r["sub_event_type"])): r for r in table("ontologies", "acled_types")}


@cache
def _inter() -> dict[str, ActorType]:
    """Types of actors by ACLED's codes and words, which some editions have in the plural."""
    found: dict[str, ActorType] = {}
    for row in table("ontologies", "acled_actor_types"):
        for key in (row["code"], _singular(row["word"])):
            found[key] = TYPES[row["code"]]
    return found


def _singular(words: str) -> str:
    return fold(words).removesuffix("s")


def told(cells: Cells) -> Told:
    """What a row says.

    >>> found = told({"event_id_cnty": "BFA1", "event_date": "2024-05-03", "event_type": "Battles",
    ...               "sub_event_type": "Armed clash", "fatalities": "12"})
    >>> found.type, found.killed.best, found.date.value
    ('ASSAULT', 12.0, '2024-05-03')
    """
    read = Reader(cells)
    trigger = "sub_event_type" if "sub_event_type" in cells else "event_type"
    kind, sub = cells.get("event_type", ""), cells.get("sub_event_type", "")
    row = _types().get((fold(kind), fold(sub))) or _types().get((fold(kind), "")) or {}
    if not row:
        read.fault(trigger, f"{kind or 'no event type'} / {sub or 'no sub-event type'} is none of ACLED's")
    elif not row["type"]:
        read.fault(trigger, f"{sub or kind} is told by none of the record's types of events")
    day = read.value("event_date", day_in)
    exact = read.value("time_precision", partial(code_in, codes=tuple(DATED))) or "1"
    where = read.value("geo_precision", partial(code_in, codes=tuple(WHERE_PREC)))
    spot = read.spot(
        ("location", "admin3", "admin2", "admin1", "country"),
        admin1="admin1",
        country=read.country("iso", "numeric"),
        precision=WHERE_PREC[where] if where else None,
    )
    dead = read.value("fatalities", count_in)
    return Told(
        id=cells.get("event_id_cnty") or cells.get("data_id", ""),
        type=row.get("type") or None,  # type: ignore[arg-type]
        mode=row.get("mode") or None,
        codes=Codes(acled_event_type=kind or None, acled_sub_event_type=sub or None),
        trigger=trigger,
        date=DATED[exact](day) if day else None,
        date_columns=("event_date", "event_date"),
        spot=spot,
        actors=(*_actors(read, "1"), *_actors(read, "2")),
        killed=None if dead is None else Deaths(first="fatalities", last="fatalities", low=dead, best=dead, high=dead),
        published=read.value("timestamp", moment_in),
        faults=tuple(read.faults),
    )


def _actors(read: Reader, number: str) -> list[Named]:
    """The actor of a side, and those who are associated with it."""
    kind = read.value(f"inter{number}", _kind)
    found = []
    for column in (f"actor{number}", f"assoc_actor_{number}"):
        for name in filter(None, (part.strip() for part in read.cells.get(column, "").split(";"))):
            own = column.startswith("actor")
            state = STATE.match(name)
            found.append(
                Named(
                    name=name,
                    type=_by_name(name) or (kind if own and kind else "other"),
                    country=country_named(state["name"]) if state else None,
                    column=column,
                    role="agents" if number == "1" else "patients",
                )
            )
    return found


def _kind(cell: str) -> ActorType | None:
    """The type that ACLED's inter gives: a number from 1 to 8, or words; 0 and nothing are no actor."""
    key = re.sub(r"\.0$", "", cell.strip())
    if key == "0":
        return None
    found = _inter().get(key) or _inter().get(_singular(cell))
    if found is None:
        raise ValueError(f"{cell!r} is none of ACLED's types of actors")
    return found


def _by_name(name: str) -> ActorType | None:
    """The type that an actor's name gives of itself."""
    return next((kind for start, kind in BY_NAME.items() if name.startswith(start)), None)


SET = DataSet(
    name="acled",
    outlet="ACLED",
    columns=COLUMNS,
    lead="notes",
    needed=(("event_id_cnty", "data_id"), ("event_date",), ("event_type",)),
    read=told,
    types=frozenset(("AGREE", "ASSAULT", "COERCE", "CONTROL", "MOBILIZE", "PROTEST")),
)
