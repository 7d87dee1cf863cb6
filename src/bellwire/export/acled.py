"""An incident as ACLED codes it: kind of event, actors with their types, how they meet, and a note in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bellwire.brief.words import MEASURE_WORDS, bounds, day, folded, in_quotes, joined
from bellwire.export.deaths import conservative, counted, sides_hurt, standing
from bellwire.export.dossier import Dossier
from bellwire.export.geography import acled_country
from bellwire.export.opponents import ARMED, Opponents, is_crowd, opponents, sides
from bellwire.extract.event_codes import codes_of
from bellwire.knowledge import table
from bellwire.model import Holding, Incident, Party
from bellwire.model.ids import is_imported
from bellwire.model.words import Measure
from bellwire.publish.texts import UNQUOTED
from bellwire.relate.values import is_vague

HAPPENED = frozenset(("occurred", "ongoing", "possible"))
"""Statuses of what ACLED would code; what was announced, denied by all or did not happen is no event."""
CIVILIANS, PROTESTERS, RIOTERS, EXTERNAL = 7, 6, 5, 8
"""ACLED's codes of actors that are found by more than their type."""
FIGHTERS = frozenset(("state", "armed"))
"""Sides of the crosswalk that fight."""
ATTACKS = "Violence against civilians"
HARM: tuple[Measure, ...] = ("killed", "injured", "missing", "abducted")
"""Measures whose figures stand in a note."""
PLAIN = frozenset("civilian civilians people person villagers residents locals".split())
"""Words for civilians that say no more than ACLED's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """ACLED's disorder type, event type and sub-event type; the last two None where too little is told to say which."""

    disorder: str
    event: str | None = None
    sub_event: str | None = None


UNTOLD = Kind(disorder="Political violence")
"""An attack of which nobody says whom it befell, or a place taken of which nobody says by whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An actor as ACLED names it, who is with it, and the code of its type; None where ACLED has no type for it."""

    name: str
    associates: tuple[str, ...] = ()
    inter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An incident with what ACLED's columns say of it."""

    dossier: Dossier
    kind: Kind
    first: Actor | None
    second: Actor | None
    fatalities: int


def coded(dossier: Dossier) -> Coded | None:
    """An incident as ACLED codes it; None for what ACLED does not code: talks, threats, plans, what did not happen."""
    incident = dossier.incident
    fatalities = conservative(dossier)
    met = opponents(incident)
    kind = kind_of(incident, met, deadly=fatalities > 0) if incident.status in HAPPENED else None
    if kind is None:
        return None
    first, second = _ordered(kind, met)
    country = incident.where.country if incident.where else None
    if kind.event in ("Protests", "Riots"):
        people = [p for p in first if p.type not in ARMED] or [p for p in second if is_crowd(p)]
        own: Actor | None = _crowd(kind, people, country)
        second = tuple(p for p in (*(p for p in first if p.type in ARMED), *second) if p not in people)
    else:
        own = _actor(first, country)
    return Coded(dossier=dossier, kind=kind, first=own, second=_actor(second, country), fatalities=fatalities)


# ---------------------------------------------------------------- kind of event


def kind_of(incident: Incident, met: Opponents, *, deadly: bool = False) -> Kind | None:
    """The kind of event by the crosswalk; None where ACLED has none.

    Property that is destroyed where people die is an attack; an attack on none but fighters is a battle, whoever did it
    (ACLED Codebook 2023: violence against civilians is against those who take no part in the fighting).
    """
    against = _against(incident, met)
    mode = None if incident.mode == "destroy" and deadly else incident.mode
    found = codes_of(incident.type, mode, _acting(incident, met), against, mutual=met.mutual)
    event, sub_event = found.acled_event_type, found.acled_sub_event_type or ""
    if event is None:
        return None
    if event == ATTACKS and sub_event == "Attack":
        if not against and not _harmed(incident):
            return UNTOLD
        if FIGHTERS & set(against) and "civilian" not in against:
            event, sub_event = "Battles", "Armed clash"
    if incident.type == "CONTROL" and event == "Battles" and not any(p.type in ARMED for p in met.first):
        return UNTOLD
    return Kind(disorder=_disorder(event, sub_event), event=event, sub_event=sub_event)


def _acting(incident: Incident, met: Opponents) -> list[str]:
    """The sides that acted. Of territory a state's forces abroad are none of its government's (ACLED Codebook 2023:
    government regains territory is the state's own)."""
    country = incident.where.country if incident.where else None
    if incident.type == "CONTROL" and met.first and inter(met.first[0], country) == EXTERNAL:
        return ["armed"]
    return sides(met.first)


def _harmed(incident: Incident) -> bool:
    """Whether somebody is counted as killed or injured."""
    return any(t.measure in ("killed", "injured") and t.unit == "person" for t in incident.tallies)


def _against(incident: Incident, met: Opponents) -> list[str]:
    """The sides that it befell: those of the parties named, else of those who were hurt.

    Where fighters are named and were hurt, civilians who came to harm beside them make it no attack on civilians.
    """
    hurt = sides_hurt(incident.tallies)
    named = set(sides(met.second)) or set(hurt)
    return sorted(named - {"civilian"} if FIGHTERS & named and FIGHTERS & hurt else named)


def _disorder(event: str, sub_event: str) -> str:
    rows = table("ontologies", "acled_disorder")
    fit = (r for r in rows if r["event_type"] == event and r["sub_event_type"] in ("", sub_event))
    return next(fit)["disorder_type"]


def targets_civilians(coded: Coded) -> bool:
    """Whether civilians are the main or only target: ACLED's civilian_targeting.

    ACLED Codebook 2023: all violence against civilians, excessive force against protesters, and explosions, remote
    violence and riots in which civilians are the second actor.
    """
    if coded.kind.event == ATTACKS or coded.kind.sub_event == "Excessive force against protesters":
        return True
    remote = coded.kind.event in ("Explosions/Remote violence", "Riots")
    return remote and coded.second is not None and coded.second.inter == CIVILIANS


# ---------------------------------------------------------------- actors


@cache
def _inter_of_type() -> dict[str, int]:
    return {t: int(r["code"]) for r in table("ontologies", "acled_actor_types") for t in r["types"].split(";") if t}


@cache
def inter_words() -> dict[int, str]:
    """ACLED's names of the types of actors, by their codes."""
    return {int(row["code"]): row["word"] for row in table("ontologies", "acled_actor_types")}


def inter(party: Party, country: str | None) -> int | None:
    """The code of an actor's type; a state's forces outside their own country are external (ACLED Codebook 2023).

    >>> inter(Party(name="Front", type="armed_group"), "ML"), inter(Party(name="GA", type="state_forces", country="GH"), "ML")
    (2, 8)
    """  # noqa: E501
    code = _inter_of_type().get(party.type)
    abroad = code == 1 and party.country is not None and country is not None and party.country != country
    return EXTERNAL if abroad else code


def interaction(first: Actor | None, second: Actor | None) -> tuple[int, int] | None:
    """The codes of the two types, the lower first; 0 for nobody. None where the first is not known.

    >>> interaction(Actor(name="Front", inter=2), Actor(name="Army", inter=1)), interaction(None, None)
    ((1, 2), None)
    """
    if first is None or first.inter is None:
        return None
    if second is None:
        return first.inter, 0
    if second.inter is None:
        return None
    low, high = sorted((first.inter, second.inter))
    return low, high


def interaction_words(codes: tuple[int, int] | None) -> str | None:
    """How two types of actors meet, in ACLED's words.

    >>> interaction_words((1, 2)), interaction_words((6, 0))
    ('State forces-Rebel group', 'Protesters only')
    """
    if codes is None:
        return None
    words, (low, high) = inter_words(), codes
    if codes == (CIVILIANS, EXTERNAL):
        return f"{words[EXTERNAL]}-{words[CIVILIANS]}"
    return f"{words[low]}-{words[high]}" if high else f"{words[low]} only"


def _ordered(kind: Kind, met: Opponents) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The sides with those first whom the kind of event is about: fighters of a battle, civilians of an attack."""

    def rank(party: Party) -> bool:
        return (party.type in ARMED) is (kind.event == ATTACKS) if kind.event in ("Battles", ATTACKS) else False

    return tuple(sorted(met.first, key=lambda p: p.type not in ARMED)), tuple(sorted(met.second, key=rank))


def _actor(parties: Sequence[Party], country: str | None) -> Actor | None:
    """The first of a side as the actor, and those with it: fighters with fighters, civilians with civilians.

    Single persons are not named, as in ACLED's tables.
    """
    if not parties:
        return None
    head = parties[0]
    name = actor_name(head, country)
    own = [head.name] if head.type == "civilians" else []
    beside = [p for p in parties[1:] if p.type != "person" and (p.type in ARMED) is (head.type in ARMED)]
    others = [p.name if p.type == "civilians" else actor_name(p, country) for p in beside]
    plain = [n for n in (*own, *others) if n.casefold() not in PLAIN and n != name]
    return Actor(name=name, associates=tuple(dict.fromkeys(map(_capital, plain))), inter=inter(head, country))


def actor_name(party: Party, country: str | None) -> str:
    """An actor's name in ACLED's manner: civilians by that word, those without a name by what they are, with country.

    >>> actor_name(Party(name="villagers", type="civilians"), "ML"), actor_name(Party(name="gunmen", type="militia"), "ML")
    ('Civilians (Mali)', 'Gunmen (Mali)')
    """  # noqa: E501
    if party.type in ("civilians", "person"):
        return _with_country("Civilians", country)
    return _with_country(_capital(party.name), country) if party.name.islower() else party.name


def _crowd(kind: Kind, parties: Sequence[Party], country: str | None) -> Actor:
    """Those who protest or riot: they are in the event by its kind, named or not."""
    word, code = ("Protesters", PROTESTERS) if kind.event == "Protests" else ("Rioters", RIOTERS)
    named = (p.name for p in parties if p.type != "person" and p.name.casefold() not in PLAIN)
    own = tuple(dict.fromkeys(_capital(n) for n in named if n.casefold() != word.casefold()))
    return Actor(name=_with_country(word, country), associates=own, inter=code)


def _with_country(name: str, country: str | None) -> str:
    where = acled_country(country)
    return f"{name} ({where})" if where else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------- in words


def crowd_size(dossier: Dossier) -> str:
    """How many took part, in ACLED's manner: "around 50", "at least 100", "hundreds", "no report"."""
    found = next((standing(t)[-1] for t in counted(dossier, "people_present")), None)
    return _number(found).replace("about ", "around ") if found else "no report"


def note(dossier: Dossier) -> str:
    """What is told, in sentences made of the record: when, what and where, who is said to have done it, tolls, denials.

    Each says who holds it; nothing stands in it that no report tells.
    """
    return " ".join(_sentences(dossier))


def _sentences(dossier: Dossier) -> Iterator[str]:
    incident = dossier.incident
    when = incident.date.value if incident.date else None
    yield f"{_when(when)}{incident.title}." if when else f"{incident.title}."
    if incident.agents:
        named = [p.name for p in incident.agents]
        tellers = _tellers(dossier)
        yield f"Said to have acted: {joined(named)}" + (f" (according to {joined(tellers)})." if tellers else ".")
    if incident.patients:
        yield f"Affected: {joined([p.name for p in incident.patients])}."
    for measure in HARM:
        tallies = counted(dossier, measure)
        if tallies:
            parts = dict.fromkeys(f"{_quoted(h)}{_held(h)}" for tally in tallies for h in standing(tally))
            yield f"{_capital(MEASURE_WORDS[measure])}: {'; '.join(parts)}."
    denied = dict.fromkeys(name for e in dossier.originals() for name in e.denied_by)
    if denied:
        yield f"Denied by {joined(list(denied))}."


def _when(value: str) -> str:
    word = day(value)
    return f"{_capital(word)}: " if "/" in value or len(value.rstrip("~?%")) < 10 else f"On {word}: "


def _tellers(dossier: Dossier) -> list[str]:
    """In whose words the acting is told: the speakers, or the outlet that tells it itself."""
    told = [e for e in dossier.originals() if e.agents]
    return list(dict.fromkeys(name for e in told for name in (e.speakers or (e.outlet,)) if name))


def _quoted(holding: Holding) -> str:
    """A figure in the words that it was read from: a side's own words for people stay its own.

    Where a policy leaves these out, the number; so too of a row of a table, whose cells are no words.
    """
    if is_imported(holding.record) and holding.best is not None and holding.low != holding.high:
        return f"{bounds(None, holding.best, None)} ({bounds(holding.low, None, holding.high)})"
    wordless = holding.quote == UNQUOTED or is_imported(holding.record)
    return _number(holding) if wordless else in_quotes(folded(holding.quote))


def _held(holding: Holding) -> str:
    holder = holding.holder or holding.outlet
    return f" (according to {holder})" if holder else ""


def _number(holding: Holding) -> str:
    """A figure's number in words; words for many as the report has them, without whom they count."""
    if is_vague(holding) and holding.quote != UNQUOTED:
        words = folded(holding.quote).removesuffix(holding.population or "").strip()
        return words.removesuffix(" of") or folded(holding.quote)
    return bounds(holding.low, holding.best, holding.high, approx=holding.approx)
