"""Events: who did what to whom, as read from sentences of conflict reports."""

from typing import Any

import pytest
from tests.support import draft_of

from bellwire.extract.event_words import lexicon
from bellwire.knowledge import language
from bellwire.model import Event
from bellwire.model.words import MODES

Told = tuple[str, str | None, list[str], list[str]]


def events_in(text: str, **given: Any) -> tuple[Event, ...]:
    return draft_of(text, **given).events


def told(text: str) -> list[Told]:
    draft = draft_of(text)

    def quotes(event: Event, role: str) -> list[str]:
        return [draft.text[p.start : p.end] for p in getattr(event, role)]

    return [(e.type, e.mode, quotes(e, "agents"), quotes(e, "patients")) for e in draft.events]


CASES: list[tuple[str, Told]] = [
    ("The army shelled the rebels.", ("ASSAULT", "heavy-weapons", ["army"], ["rebels"])),
    ("The rebels were shelled by the army.", ("ASSAULT", "heavy-weapons", ["army"], ["rebels"])),
    ("The convoy came under fire from militants.", ("ASSAULT", None, ["militants"], ["convoy"])),
    ("Police arrested 12 protesters.", ("COERCE", "arrest", ["Police"], ["12 protesters"])),
    ("Norway accused Russia of jamming signals.", ("ACCUSE", None, ["Norway"], ["Russia"])),
    ("Chad refused to meet the rebels.", ("REJECT", None, ["Chad"], ["rebels"])),
    ("Fighters who attacked the police fled.", ("ASSAULT", None, ["Fighters"], ["police"])),
    ("The soldiers withdrew from the town.", ("RETREAT", "withdraw", ["soldiers"], [])),
    ("Norway imposed sanctions on Belarus.", ("SANCTION", None, ["Norway"], ["Belarus"])),
    ("The rebels released 40 prisoners.", ("RETREAT", "release", ["rebels"], ["40 prisoners"])),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_did_what_to_whom_is_read_from_the_sentence(text: str, expected: Told) -> None:
    """A lost role puts the victim in the attacker's place."""
    assert expected in told(text)


def test_a_plain_said_is_no_event() -> None:
    """Every report would be full of speech acts that nobody counts."""
    assert told("The minister said the weather was fine.") == []


def test_both_sides_of_a_clash_have_both_roles() -> None:
    """A clash would look like an attack by whoever is named first."""
    events = [e for e in events_in("Clashes between the army and the rebels left 12 dead.") if e.type == "ASSAULT"]
    assert len(events) == 1
    assert len(events[0].agents) == 2
    assert {p.start for p in events[0].agents} <= {p.start for p in events[0].patients}


def test_a_strike_and_its_dead_are_one_event() -> None:
    """Each word for one blow would be counted as a blow of its own."""
    events = [e for e in events_in("An air strike killed 12 people near the market.") if e.type == "ASSAULT"]
    assert len(events) == 1
    assert events[0].mode == "aerial"
    assert len(events[0].tellings) == 2


STATUSES = [
    ("The army attacked the rebels.", "occurred"),
    ("The army is shelling the rebels.", "ongoing"),
    ("The army will deploy 300 soldiers.", "announced"),
    ("Gunmen may have attacked the soldiers.", "possible"),
    ("The rebels denied attacking the soldiers.", "denied"),
]


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_what_did_not_happen_is_not_told_as_done(text: str, status: str) -> None:
    """A plan, a fear or a denial would stand in the record as a deed."""
    assert status in {e.status for e in events_in(text)}


def test_what_is_only_asked_for_is_no_deed() -> None:
    """A call to withdraw would be recorded as a withdrawal."""
    assert {e.type for e in events_in("Kenya urged Rwanda to withdraw its troops.")} == {"REQUEST"}


def test_an_event_told_again_is_one_event_with_its_tellings() -> None:
    """A page that tells a strike five times would give five strikes."""
    text = "A drone strike hit soldiers in Goma on Friday. The drone strike killed nine soldiers."
    blows = [e for e in events_in(text) if e.type == "ASSAULT"]
    assert len(blows) == 1
    assert len({t.sentence.start for t in blows[0].tellings}) == 2


STRANGE = [
    "",
    "“",
    "ARMY KILLS 12",
    "🙂🙂 attacked 🙂",
    "هاجم الجيش البلدة",
    "killed",
    "by by by of the attack on",
    "a" * 5000,
]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_loses_nothing(text: str) -> None:
    """One odd page would stop the run."""
    draft = draft_of(text)
    for event in draft.events:
        assert draft.text[event.trigger.start : event.trigger.end].strip()


def test_the_same_page_gives_the_same_events() -> None:
    """Two runs over one page could not be compared."""
    text = "Rebels ambushed a convoy near Goma. The army blamed the rebels and vowed to retaliate."
    assert events_in(text) == events_in(text)


def test_every_trigger_tells_a_mode_of_its_type() -> None:
    """A mistyped mode in the table would reach the record."""
    words = lexicon(language("en"))
    rows = [t for table in (words.verbs, words.nouns) for group in table.values() for t in group]
    assert len(rows) > 1200
    assert [t.word for t in rows if t.mode and t.mode not in MODES.get(t.type, ())] == []


OWNED = [
    ("The army denied that its drones had struck the market.", "ASSAULT", ["army"]),
    ("Rebels, backed by air strikes carried out by the coalition, took the town.", "SUPPORT", ["coalition"]),
]


@pytest.mark.parametrize(("text", "kind", "agents"), OWNED)
def test_a_weapon_stands_for_whose_it_is(text: str, kind: str, agents: list[str]) -> None:
    """A drone, not an army, would be named as the doer."""
    assert [a for t, _, a, _ in told(text) if t == kind] == [agents]


def test_a_denied_blow_is_not_given_another_ones_doer() -> None:
    """The gunmen of one attack would be blamed for the strike that an army denies."""
    text = "Gunmen killed nine people in Gao. The army denied that the market had been shelled."
    denied = [e for e in events_in(text) if e.status == "denied"]
    assert [e.agents for e in denied] == [()]


def test_who_flees_fighting_does_not_fight() -> None:
    """Civilians on the run would be counted as a side of the clash."""
    fights = [e for e in told("Thousands of civilians have fled fighting in the village.") if e[0] == "ASSAULT"]
    assert [(a, p) for _, _, a, p in fights] == [([], [])]


def test_who_is_driven_out_has_lost_the_ground() -> None:
    """A capture would be told without its loser."""
    assert ("CONTROL", "capture", ["army"], ["rebels"]) in told(
        "The army has driven out the rebels from several towns."
    )


def test_an_event_is_never_placed_in_a_bodys_name() -> None:
    """A town that shares its name with a charity would be put on the map."""
    draft = draft_of("Thousands fled Goma, according to the Red Cross.")
    names = {p.id: draft.text[p.start : p.end] for p in draft.places}
    assert {names.get(e.place or "") for e in draft.events} == {"Goma"}


def test_nobody_does_nothing() -> None:
    """A sentence that says there was none would add one."""
    assert "occurred" not in {e.status for e in events_in("No soldiers attacked the village.")}


def test_a_headline_tells_what_the_page_tells() -> None:
    """ "Sarn market strike: what we know" would be lost, or stand as a second strike beside the page's own."""
    text = (
        "Homs market strike: what we know so far\n\nBy Sarah Quill\n\n4 March 2025\n\n"
        "Residents of the Syrian city of Homs said an aircraft fired on the market on Monday and killed 26 people, "
        "the most in a single day since the war began.\n\n"
        "The hospital has asked for blood, and the roads to the north of the town are closed to lorries, said a doctor "
        "who did not want to be named. The market, he said, had only opened again last week.\n\n"
        "The governor has not spoken of it. His office did not answer when it was called on Tuesday morning.\n"
    )
    strikes = [e for e in events_in(text, published="2025-03-04", kind="page") if e.type == "ASSAULT"]
    assert len(strikes) == 1
    assert text[strikes[0].trigger.start : strikes[0].trigger.end] == "strike" and len(strikes[0].tellings) > 1


def test_a_car_bomb_is_a_blow() -> None:
    """ "Car bomb at hotel" names the attack and has no verb."""
    assert [e.mode for e in events_in("The assault on the hotel began with a car bomb at the gate.")].count(
        "explosives"
    ) == 1
