"""The incident: what an analyst reads of a happening that several reports tell of."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.relate.evidence import (
    ARMY,
    BAMAKO,
    BY_ARMY,
    BY_MINISTER,
    GROUP,
    MALI,
    OTHERS,
    TESSIT,
    dated,
    held,
    told,
)
from tests.relate.pages import Page

from bellwire.errors import InputError
from bellwire.model import Block, Claim, EventDate, Evidence, Figure, Incident, Redaction, Report, Tally
from bellwire.model.codec import decode, encode
from bellwire.relate.incidents import evidence_of, growth, merge
from bellwire.relate.readings import Reading


def killed(incident: Incident) -> Tally:
    return next(t for t in incident.tallies if t.measure == "killed" and not t.part)


# ---------------------------------------------------------------- the evidence of one report


def page_with_toll() -> tuple[Page, str]:
    page = Page("r1", "The Mali Army said gunmen killed 12 people in Tessit.", "2024-05-03")
    army = page.actor("Mali Army", "state_forces", "ML")
    claim = page.claim("gunmen killed 12 people", speaker=army, cue="said")
    toll = page.figure("12 people", population="people", best=12.0, claim=claim)
    return page, toll


def event_page(page: Page, *, figures: tuple[str, ...] = (), claims: tuple[str, ...] = ()) -> Report:
    page.event("killed", "2024-05-02", figures=figures)
    report = page.report()
    return replace(report, events=(replace(report.events[0], claims=claims),))


def test_evidence_says_who_holds_a_figure_and_as_of_when() -> None:
    """An analyst could not tell whose toll it is, nor of which day."""
    page, toll = page_with_toll()
    report = event_page(page, figures=(toll,), claims=("c0",))
    found = evidence_of(Reading(report), report.events[0])
    (figure,) = found.figures
    assert (figure.record, figure.quote, figure.best, figure.as_of) == ("r1#f0", "12 people", 12.0, "2024-05-03")
    assert (figure.holder, "state:ML" in figure.side, figure.part) == ("Mali Army", True, False)
    assert (found.record, found.speakers) == ("r1#e0", ("Mali Army",))


def test_evidence_keeps_the_figures_own_day() -> None:
    """A toll of last week would be read as of the day of the report."""
    page = Page("r1", "Gunmen killed 12 people.", "2024-05-03")
    toll = page.figure("12 people", population="people", best=12.0, as_of="2024-04-30")
    report = event_page(page, figures=(toll,))
    assert evidence_of(Reading(report), report.events[0]).figures[0].as_of == "2024-04-30"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Police lowered the toll to 23 from 27.", (False, True)),
        ("Police said 23 had died, down from an initial count of 27.", (False, True)),
        ("The army, which had put the toll at 27, said 31 were dead.", (True, False)),
        ("Officials had earlier said 9 villagers died but raised that to 15.", (True, False)),
        ("The earlier toll of 27 was wrong; 23 people were killed.", (True, False)),
        ("Medics counted 27 dead, later revised to 23.", (True, False)),
        ("Gunmen from Tessit killed 27 people and wounded 40.", (False, False)),
        ("Tolls ranging from 12 to 15 went round on Friday.", (False, False)),
        ("Gunmen killed 27 people earlier on Friday and 4 on Saturday, police said.", (False, False)),
    ],
)
def test_the_words_around_say_which_figure_is_a_former_one(text: str, marks: tuple[bool, ...]) -> None:
    """A toll that its holder has corrected would be listed as the one that holds."""
    page = Page("r1", text, "2024-05-03")
    numbers = [word.strip(".,;") for word in text.split() if word[0].isdigit()]
    figures = tuple(page.figure(number, best=float(number)) for number in numbers)
    page.event(next(w for w in text.split() if w.islower()), "2024-05-02", figures=figures)
    report = page.report()
    held_ = evidence_of(Reading(report), report.events[0]).figures
    assert tuple(h.former for h in held_) == marks
    assert all(h.as_of == (None if h.former else "2024-05-03") for h in held_)


def spoken(text: str, speaker: str, said: str, *actor: str | None) -> tuple[str, tuple[str, ...]]:
    """The one who speaks in a page on Tessit, Mali, as evidence names him: `actor` is his name, type and country."""
    page = Page("r1", text, "2024-05-03")
    id = page.actor(actor[0] or "", actor[1] or "", actor[2]) if actor else None
    page.claim(said, speaker=id, cue="said")
    report = event_page(page, claims=("c0",))
    claims = tuple(replace(c, speaker=page.span(speaker)) for c in report.claims)
    report = replace(report, claims=claims, places=(replace(TESSIT, start=0, end=1),))
    event = replace(report.events[0], place="p")
    found = evidence_of(Reading(replace(report, events=(event,))), event)
    return found.speakers[0], found.sides[0]


@pytest.mark.parametrize(
    ("speaker", "actor", "state"),
    [
        ("the police spokesman, Awa Keita", ("Awa Keita", "person", None), True),
        ("The Gao Police Command", ("Gao Police Command", "state_forces", None), True),
        ("a police officer", (), True),
        ("Gao governor Awa Keita", ("Awa Keita", "person", None), True),
        ("local officials", ("local officials", "government", "ML"), True),
        ("Hospital officials", (), False),
        ("the human rights commission", ("human rights commission", "government", "ML"), False),
        ("opposition leader Awa Keita", ("Awa Keita", "person", None), False),
        ("former police chief Awa Keita", ("Awa Keita", "person", None), False),
        ("Sahel Aid", ("Sahel Aid", "ngo", None), False),
        ("residents", (), False),
    ],
)
def test_only_those_who_speak_for_a_state_have_its_side(
    speaker: str, actor: tuple[str | None, ...], state: bool
) -> None:
    """One police force would be three sources, or a hospital and the government it belongs to one."""
    _, side = spoken(f"{speaker} said 12 people were killed.", speaker, "12 people were killed", *actor)
    assert ("state:ML" in side) is state


def test_hospital_officials_are_not_the_government_whatever_they_are_resolved_to() -> None:
    """A hospital's account would be lost in the government's."""
    page = Page("r1", "Hospital officials said gunmen killed 12. The Government of Mali said so too.", "2024-05-03")
    state = page.actor("Government of Mali", "government", "ML")
    page.claim("gunmen killed 12", speaker=state, cue="said")
    page.claims[0] = replace(page.claims[0], speaker=page.span("Hospital officials"))
    report = event_page(page, claims=("c0",))
    found = evidence_of(Reading(report), report.events[0])
    assert (found.speakers, found.sides) == (("hospital officials",), ((),))


def test_a_difference_is_no_toll() -> None:
    """“Two more than before” would stand as a toll of two."""
    page = Page("r1", "Gunmen killed 12 people, two more than the army had said.", "2024-05-03")
    more = page.figure("two", population="people", best=2.0)
    report = event_page(page, figures=(more,))
    assert evidence_of(Reading(report), report.events[0]).figures[0].part


def test_hidden_names_are_in_no_title_and_speak_for_nobody() -> None:
    """A witness whose name must be hidden would be named in lists, titles and source names."""
    page = Page("r1", "Moussa Ba said gunmen killed his brother in Tessit.", "2024-05-03")
    report = event_page(page)
    claim = Claim(id="c0", speaker=page.span("Moussa Ba"), content=(page.span("gunmen killed"),), manner="indirect")
    document = replace(report.document, title="Moussa Ba tells of attack")
    report = replace(
        report,
        document=document,
        claims=(claim,),
        redact=(Redaction(start=0, end=9, why="name of a private person"),),
        events=(replace(report.events[0], claims=("c0",)),),
    )
    found = evidence_of(Reading(report), report.events[0])
    assert found.title == "[name withheld] tells of attack"
    assert found.speakers == ("an unnamed person",)
    assert "Moussa" not in encode(merge("i-1", [found])).decode()


HEADED = "Moussa Ba tells\nof attack\n\nGunmen killed his brother Moussa Ba in Tessit."
"""A page whose headline is in its text, as most pages are read that come without a title."""


@pytest.mark.parametrize(
    ("title", "hidden", "said"),
    [
        (None, [], "Moussa Ba tells of attack"),
        (" ", [], "Moussa Ba tells of attack"),
        ("Attack on Tessit", [], "Attack on Tessit"),
        (None, [(53, 62)], "[name withheld] tells of attack"),
        (None, [(7, 9)], "Moussa [name withheld] tells of attack"),
        (None, [(16, 33)], "Moussa Ba tells [name withheld]"),
        (None, [(0, 9), (3, 15)], "[name withheld] of attack"),
    ],
)
def test_a_page_without_a_title_has_its_headline(title: str | None, hidden: list[tuple[int, int]], said: str) -> None:
    """A list of sources that calls a page “Without a headline” which begins with one; or names whom it must hide."""
    page = Page("r1", HEADED, "2024-05-03")
    report = event_page(page)
    head = Block(start=0, end=25, role="headline")
    report = replace(
        report,
        document=replace(report.document, title=title),
        blocks=(head, Block(start=27, end=len(HEADED), role="paragraph")),
        redact=tuple(Redaction(start=a, end=b, why="name of a private person") for a, b in hidden),
    )
    assert evidence_of(Reading(report), report.events[0]).title == said
    assert evidence_of(Reading(replace(report, blocks=report.blocks[1:])), report.events[0]).title in (None, title)


def test_a_denial_is_no_account() -> None:
    """The army's denial would count as a source for what it denies."""
    page = Page("r1", "Villagers said soldiers killed 12 people. The Mali Army denied it.", "2024-05-03")
    page.actor("Villagers", "civilians")
    army = page.actor("Mali Army", "state_forces", "ML")
    page.claim("soldiers killed 12 people", speaker="a0", cue="said")
    page.claim("it", speaker=army, cue="denied")
    report = event_page(page, claims=("c0", "c1"))
    found = evidence_of(Reading(report), report.events[0])
    assert (found.speakers, found.denied_by) == (("villagers",), ("Mali Army",))
    assert "state:ML" in found.denied_sides[0]


# ---------------------------------------------------------------- what is merged


def test_order_does_not_matter() -> None:
    """The same reports would give another incident on another day."""
    pages = [
        told("a", place=TESSIT, agents=(GROUP,), figures=(held("a", "army", low=12.0),), date=dated("2024-05-02")),
        told("b", place=MALI, mode="firearms", figures=(held("b", best=15.0),), **BY_ARMY),
        told("c", "2024-05-05", place=BAMAKO, mode="drone", status="possible", agents=(OTHERS,)),
    ]
    made = {encode(merge("i", order, copied={"c": "a"})) for order in permutations(pages)}
    assert len(made) == 1
    assert decode(made.pop(), Incident).id == "i"


@given(st.permutations([told(name, None, figures=(held(name, best=float(n)),)) for n, name in enumerate("abcd", 9)]))
def test_undated_reports_merge_in_any_order(pages: Sequence[Evidence]) -> None:
    """Undated reports would be counted by the order in which they were read."""
    assert (killed(merge("i", pages)).low, killed(merge("i", pages)).high) == (9.0, 12.0)


def test_no_evidence_and_double_evidence_are_refused() -> None:
    """An incident out of nothing, or one that counts a report twice, would pass for a record."""
    with pytest.raises(InputError, match="no evidence"):
        merge("i", [])
    with pytest.raises(InputError, match="twice"):
        merge("i", [told("a"), told("a")])


def test_copies_and_echoes_are_no_sources() -> None:
    """One army statement printed five times would look like five sources."""
    pages = [told("a", **BY_ARMY), told("b", **BY_ARMY), told("c", **BY_MINISTER), told("d"), told("e")]
    made = merge("i", pages, copied={"e": "d"})
    assert (made.reports, made.copies, made.sources) == (5, 1, 2)
    assert made.source_names == ("Mali army", "d")


def test_nameless_speakers_of_one_outlet_are_one_source() -> None:
    """“Medics” in the headline and “a medic” in the text would make a weak incident fair."""
    nameless: dict[str, Any] = {"speakers": ("medics", "a medic at the hospital"), "sides": ((), ())}
    made = merge("i", [told("a", **nameless)])
    assert (made.sources, made.source_names) == (1, ("a medic at the hospital (in a)",))
    assert merge("i", [told("a", **nameless), told("b", **nameless)]).sources == 2
    assert merge("i", [told("a", **nameless), told("a", report="a2")]).sources == 1


def test_one_states_officials_are_one_source_with_or_without_names() -> None:
    """A police force quoted under three names in three outlets would make an incident fair."""
    police: dict[str, Any] = {"speakers": ("Mali Police",), "sides": (("mali polic", "state:ML"),)}
    officer: dict[str, Any] = {"speakers": ("a police officer",), "sides": (("state:ML",),)}
    made = merge("i", [told("a", **officer), told("b", **officer), told("c", **police), told("d", **BY_ARMY)])
    assert (made.sources, made.source_names) == (1, ("Mali Police",))
    abroad = told("b", speakers=("a police officer",), sides=(("state:NE",),))
    assert merge("i", [told("a", **officer), abroad]).sources == 2


def test_who_only_denies_is_no_source_for_it() -> None:
    """The denial of the accused would count as one more account of the attack."""
    denied = told("b", status="denied", denied_by=("Sahel Front",), denied_sides=(("sahel front",),))
    made = merge("i", [told("a"), denied, told("c")])
    assert (made.sources, made.source_names, made.suggested.word) == (2, ("a", "c"), "fair")
    assert (made.suggested.why or "").endswith("Sahel Front denies it.")
    accused = merge("i", [told("a", agents=(GROUP,)), denied, told("c")])
    assert (accused.sources, accused.suggested.word) == (2, "contested")
    assert accused.suggested.why == "Sahel Front denies it; it is told by a and c."
    assert merge("i", [denied]).source_names == ("Sahel Front",)


def test_a_copy_without_its_original_still_tells() -> None:
    """A copy would vanish where the original is not in the store."""
    made = merge("i", [told("b"), told("c")], copied={"b": "a", "c": "a"})
    assert (made.reports, made.copies, made.sources) == (2, 1, 1)


def test_most_independent_tellings_decide() -> None:
    """One odd reading would rename what all others agree on."""
    pages = [told("a", mode="drone"), told("b", mode="drone"), told("c", type="COERCE", mode="arrest"), told("d")]
    made = merge("i", pages)
    assert (made.type, made.mode) == ("ASSAULT", "drone")
    assert merge("i", [told("a", mode="drone"), told("b", mode="firearms")]).mode is None


def test_what_was_announced_has_happened_when_a_later_report_tells_it() -> None:
    """An evacuation that took place would stay “announced” for ever."""
    before, after = told("a", "2024-05-01", status="announced"), told("b", "2024-05-03")
    assert merge("i", [before, told("c", "2024-05-02", status="announced"), after]).status == "occurred"
    assert merge("i", [before]).status == "announced"


def test_a_denial_does_not_undo_an_account() -> None:
    """The accused could delete an attack by denying it."""
    denied = told("b", status="denied", denied_by=("Mali army",), denied_sides=(("mali army", "state:ML"),))
    assert merge("i", [told("a", agents=(ARMY,)), denied]).status == "occurred"
    assert merge("i", [denied]).status == "denied"


def test_the_most_precise_place_that_most_agree_on() -> None:
    """The map would show the middle of the country, or where one report errs."""
    made = merge(
        "i", [told("a", place=MALI), told("b", place=TESSIT), told("c", place=TESSIT), told("d", place=BAMAKO)]
    )
    assert made.where is not None
    assert (made.where.name, made.where.precision, made.where.records) == ("Tessit", 1, ("b#e", "c#e"))
    assert made.where.spread_km > 900
    assert merge("i", [told("a")]).where is None


def test_the_narrowest_days_that_most_agree_on() -> None:
    """News told late as of its own day would move the happening."""
    pages = [
        told("a", date=dated("2024-05-02")),
        told("b", date=EventDate(value="2024-05", earliest="2024-05-01", latest="2024-05-31", precision="month")),
        told("c", date=dated("2024-05-04~")),
    ]
    made = merge("i", pages)
    assert made.date is not None and made.date.value == "2024-05-02"


def test_actors_are_counted_by_independent_sources() -> None:
    """An army that names its enemy in three outlets would look like three who name him."""
    pages = [told("a", agents=(GROUP,), **BY_ARMY), told("b", agents=(GROUP,), **BY_ARMY), told("c", agents=(OTHERS,))]
    assert [(p.name, p.sources) for p in merge("i", pages).agents] == [("River Brigade", 1), ("Sahel Front", 1)]


# ---------------------------------------------------------------- how many


def test_the_span_is_what_holders_hold_now() -> None:
    """A toll that its holder has raised would still be the lowest."""
    pages = [
        told("a", figures=(held("a", "army", best=12.0),)),
        told("b", "2024-05-04", figures=(held("b", "army", best=20.0, as_of="2024-05-04"),)),
        told("c", figures=(held("c", "MSF", low=15.0),)),
    ]
    tally = killed(merge("i", pages))
    assert (tally.low, tally.high) == (15.0, 20.0)
    assert [h.best or h.low for h in tally.holdings] == [12.0, 15.0, 20.0]


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        ({"best": 12.0}, {"best": 30.0}, True),
        ({"low": 12.0}, {"best": 30.0}, False),
        ({"low": 12.0}, {"low": 30.0}, False),
        ({"low": 24.0, "approx": True}, {"best": 12.0}, False),
        ({"best": 12.0}, {"best": 30.0, "state": "cumulative"}, False),
        ({"best": 12.0, "measure": "missing"}, {"best": 30.0, "measure": "missing"}, False),
    ],
)
def test_only_figures_that_exclude_each_other_disagree(
    left: dict[str, Any], right: dict[str, Any], differ: bool
) -> None:
    """A disagreement would be shown between figures that can both be right."""
    pages = [told("a", figures=(held("a", "army", **left),)), told("b", figures=(held("b", "MSF", **right),))]
    assert any(t.disagree for t in merge("i", pages).tallies) is differ


def test_one_holder_and_later_figures_never_disagree() -> None:
    """An update would be shown as a dispute."""
    pages = [told("a", figures=(held("a", "army", best=12.0),)), told("b", figures=(held("b", "army", best=30.0),))]
    assert not killed(merge("i", pages)).disagree
    later = told("b", "2024-05-06", figures=(held("b", "MSF", best=30.0, as_of="2024-05-06"),))
    assert not killed(merge("i", [pages[0], later])).disagree


def test_a_later_figure_of_another_holder_that_is_lower_disagrees() -> None:
    """A toll cannot shrink: one side's 62 and the other's 8, two days after, would stand there as if agreed."""
    first = told("a", figures=(held("a", "rebels", best=62.0),))
    later = told("b", "2024-05-06", figures=(held("b", "army", best=8.0, as_of="2024-05-06"),))
    assert killed(merge("i", [first, later])).disagree
    lowered = told("b", "2024-05-06", figures=(held("b", "rebels", best=8.0, as_of="2024-05-06"),))
    assert not killed(merge("i", [first, lowered])).disagree
    bound = told("b", "2024-05-06", figures=(held("b", "army", low=8.0, as_of="2024-05-06"),))
    assert not killed(merge("i", [first, bound])).disagree


def test_an_open_end_stays_open() -> None:
    """“More than 30” would be shown as at most 30."""
    pages = [told("a", figures=(held("a", best=12.0),)), told("b", figures=(held("b", low=30.0),))]
    tally = killed(merge("i", pages))
    assert (tally.low, tally.high) == (12.0, None)


def test_parts_and_other_kinds_are_tallies_of_their_own() -> None:
    """Three children would stand as a rival toll to twelve dead."""
    figures = (
        held("a", best=12.0),
        held("a", best=3.0, kind="children", population="children", part=True),
        held("a", best=5.0, kind="soldiers", population="soldiers"),
    )
    made = merge("i", [told("a", figures=figures)])
    assert [(t.population, t.part, t.low) for t in made.tallies] == [
        (None, False, 12.0), ("soldiers", False, 5.0), ("children", True, 3.0),
    ]  # fmt: skip


def test_a_wars_toll_is_not_the_attacks() -> None:
    """An attack would have killed 43,000."""
    figures = (
        held("a", best=38.0),
        held("a", low=43000.0, state="cumulative"),
        held("a", low=900.0, as_of="2024-01-01/2024-05-02", population="x"),
    )
    tally = killed(merge("i", [told("a", figures=figures, date=dated("2024-05-02"))]))
    assert (tally.low, tally.high) == (38.0, 38.0)


def test_a_headlines_number_gives_way_to_the_texts() -> None:
    """One outlet's toll would be listed twice."""
    figures = (held("a", low=12.0), held("a", "army", best=12.0), held("a", best=12.0, quote="twelve"))
    assert [h.holder for h in killed(merge("i", [told("a", figures=figures)])).holdings] == ["army"]


def test_a_former_figure_stands_before_the_one_that_took_its_place() -> None:
    """A toll that police lowered from 27 to 23 would be shown as one that rose to 27."""
    day = "2024-05-04"
    figures = (
        held("b", "police", best=23.0, as_of=day),
        held("b", "police", best=27.0, former=True, as_of=None),
        held("b", best=27.0, as_of=day),
    )
    first, later = told("a", figures=(held("a", "police", best=27.0),)), told("b", day, figures=figures)
    for pages in ([first, later], [later]):
        tally = killed(merge("i", pages))
        assert (tally.low, tally.high, tally.disagree) == (23.0, 23.0, False)
        assert [(s.holding.best, s.change) for s in growth(pages)] == [(27.0, "first"), (23.0, "down")]


def test_a_former_figure_holds_where_no_other_took_its_place() -> None:
    """What witnesses said before would be struck out by what the army says now."""
    figures = (held("a", "witnesses", best=50.0, former=True), held("a", "army", best=27.0))
    tally = killed(merge("i", [told("a", figures=figures)]))
    assert (tally.low, tally.high) == (27.0, 50.0)
    alone = killed(merge("i", [told("a", figures=figures[:1])]))
    assert (alone.low, alone.high) == (50.0, 50.0)


def test_growth_tells_who_raised_the_toll_and_leaves_copies_out() -> None:
    """The course of the toll would be told by whoever copied it."""
    pages = [
        told("a", "2024-05-03", figures=(held("a", "army", best=12.0),)),
        told("b", "2024-05-03", figures=(held("b", "army", best=12.0),)),
        told("c", "2024-05-04", figures=(held("c", "army", best=15.0, as_of="2024-05-04"),)),
        told("d", "2024-05-05", figures=(held("d", "MSF", best=40.0, as_of="2024-05-05"),)),
        told("e", "2024-05-06", figures=(held("e", "army", best=14.0, as_of="2024-05-06"),)),
        told("f", "2024-05-06", figures=(held("f", best=99.0, as_of="2024-05-06"),)),
    ]
    steps = growth(pages, {"f": "e"})
    assert [(s.holding.best, s.change, s.before and s.before.best) for s in steps] == [
        (12.0, "first", None), (15.0, "up", 12.0), (40.0, "other holder", 15.0), (14.0, "down", 15.0),
    ]  # fmt: skip


def test_every_figure_of_the_page_has_a_text_to_show() -> None:
    """A holding without its words could not be checked."""
    page, toll = page_with_toll()
    report = event_page(page, figures=(toll,))
    figure: Figure = report.figures[0]
    found = evidence_of(Reading(report), report.events[0]).figures[0]
    assert found.quote == report.document.text[figure.start : figure.end]
