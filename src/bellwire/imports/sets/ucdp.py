"""UCDP's Georeferenced Event Dataset (49 columns), by the UCDP GED codebook."""

import re
from datetime import date
from functools import partial

from bellwire.imports.reading import Reader
from bellwire.imports.told import Cells, DataSet, Deaths, Named, Told
from bellwire.imports.values import between, code_in, count_in, country_named, day_in
from bellwire.model import EventDate
from bellwire.model.words import ActorType

COLUMNS = tuple(
    "id relid type_of_violence dyad_name source_headline year active_year code_status conflict_dset_id "
    "conflict_new_id conflict_name dyad_dset_id dyad_new_id side_a_dset_id side_a_new_id side_a side_b_dset_id "
    "side_b_new_id side_b number_of_sources source_article source_office source_date source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob".split()
)
"""UCDP's columns, what tells the event first."""
VIOLENCE = ("1", "2", "3")
"""1 state-based, 2 non-state, 3 one-sided: all of it is armed force with at least one death."""


def told(cells: Cells) -> Told:
    """What a row says.

    >>> found = told({"id": "41", "type_of_violence": "1", "side_a": "Government of Mali", "side_b": "JNIM",
    ...               "date_start": "2024-05-03 00:00:00.000", "date_end": "2024-05-05", "best": "4", "low": "4",
    ...               "high": "6"})
    >>> found.type, found.date.value, (found.killed.low, found.killed.high), found.actors[0].country
    ('ASSAULT', '2024-05-03/2024-05-05', (4.0, 6.0), 'ML')
    """
    read = Reader(cells)
    violence = read.value("type_of_violence", partial(code_in, codes=VIOLENCE))
    if violence is None and "type_of_violence" not in cells:
        read.fault("id", "no type of violence")
    where = read.value("where_prec", partial(code_in, codes=tuple("1234567")))
    names = ("where_coordinates", "adm_2", "adm_1", "country")
    country, precision = read.country("country_id", "gw"), int(where) if where else None
    spot = read.spot(names, country=country, admin1="adm_1", precision=precision)
    parts = (
        read.part("deaths_a", of="side_a"),
        read.part("deaths_b", of="side_b"),
        read.part("deaths_civilians", population="civilians"),
    )
    return Told(
        id=cells.get("id", ""),
        type="ASSAULT" if violence else None,
        trigger="type_of_violence",
        date=_date(read),
        date_columns=("date_start", "date_end" if "date_end" in cells else "date_start"),
        spot=spot,
        actors=tuple(_side(cells, side, violence) for side in ("side_a", "side_b") if side in cells),
        killed=_killed(read),
        parts=tuple(filter(None, parts)),
        faults=tuple(read.faults),
    )


def _date(read: Reader) -> EventDate | None:
    """The days from date_start to date_end, which is what date_prec says too."""
    first, last = read.value("date_start", day_in), read.value("date_end", day_in)
    days: list[date] = [day for day in (first, last) if day]
    if len(days) == 2 and days[0] > days[1]:
        read.fault("date_end", f"the event ends ({days[1]}) before it begins ({days[0]})")
        return None
    return between(days[0], days[-1]) if days else None


def _killed(read: Reader) -> Deaths | None:
    """UCDP's best, high and low estimate, which stand side by side."""
    best, high, low = (read.value(column, count_in) for column in ("best", "high", "low"))
    there = [column for column in ("best", "high", "low") if column in read.cells]
    bounds = [n for n in (low, best, high) if n is not None]
    if not bounds:
        return None
    if bounds != sorted(bounds):
        read.fault(there[0], f"low, best and high are not in order: {', '.join(f'{n:g}' for n in bounds)}")
        low, high = min(bounds), max(bounds)
    return Deaths(
        first=there[0],
        last=there[-1],
        low=bounds[0] if low is None else low,
        best=best,
        high=bounds[-1] if high is None else high,
    )


def _side(cells: Cells, side: str, violence: str | None) -> Named:
    """A side of the dyad. UCDP's side_a is the state in state-based and the one who kills in one-sided violence."""
    name = cells[side]
    state = re.match(r"Government of (?:the )?(.+)", name)
    kind: ActorType = "government" if state else "armed_group"
    if side == "side_b" and (violence == "3" or name.startswith("Civilians")):
        kind = "civilians"
    country = country_named(state[1]) if state else None
    return Named(name=name, type=kind, country=country, column=side, role="agents" if side == "side_a" else "patients")


SET = DataSet(
    name="ucdp",
    outlet="UCDP GED",
    columns=COLUMNS,
    lead="source_headline",
    needed=(("id",), ("type_of_violence",), ("date_start",)),
    read=told,
    types=frozenset(("ASSAULT",)),
    deadly=True,
)
