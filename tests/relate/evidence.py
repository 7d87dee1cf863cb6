"""Evidence for the tests of incidents, made by hand: an outlet, what it tells, and who says so."""

from typing import Any

from bellwire.model import EventDate, Evidence, Holding, Party, Place, Span

ARMY = Party(name="Mali army", type="state_forces", country="ML", side=("mali army", "state:ML"))
GROUP = Party(name="Sahel Front", type="armed_group", side=("sahel front",))
OTHERS = Party(name="River Brigade", type="armed_group", side=("river brigad",))
VILLAGERS = Party(name="villagers", type="civilians", side=("villager",))
TESSIT = Place(id="p", start=0, end=6, name="Tessit", lat=15.2, lon=0.6, country="ML", precision=1)
MALI = Place(id="p", start=0, end=4, name="Mali", lat=17.0, lon=-4.0, country="ML", precision=6)
BAMAKO = Place(id="p", start=0, end=6, name="Bamako", lat=12.6, lon=-8.0, country="ML", precision=1)
BY_ARMY: dict[str, Any] = {"speakers": ("Mali army",), "sides": (("mali army", "state:ML"),)}
BY_MINISTER: dict[str, Any] = {"speakers": ("Awa Keita",), "sides": (("awa keita", "keita", "state:ML"),)}


def told(outlet: str, day: str | None = "2024-05-03", **fields: Any) -> Evidence:
    """One report's evidence; the outlet's name is the report's id too."""
    given: dict[str, Any] = {
        "report": outlet, "event": "e", "outlet": outlet, "published": day, "type": "ASSAULT", "status": "occurred",
        "trigger": Span(start=0, end=6), "sentence": Span(start=0, end=20), "words": "Gunmen attacked Tessit.",
    }  # fmt: skip
    return Evidence(**(given | fields))


def held(report: str, holder: str | None = None, **fields: Any) -> Holding:
    """A figure of people killed, held by a speaker with a side of his own name."""
    given: dict[str, Any] = {
        "record": f"{report}#f{len(str(fields))}", "span": Span(start=0, end=2), "quote": "12", "measure": "killed",
        "holder": holder, "side": (holder.casefold(),) if holder else (), "outlet": report, "as_of": "2024-05-03",
    }  # fmt: skip
    return Holding(**(given | fields))


def dated(value: str, precision: str = "day") -> EventDate:
    return EventDate(value=value, earliest=value[:10], latest=value[:10], precision=precision)  # type: ignore[arg-type]
