"""Bringing reports together."""

import random
from dataclasses import replace

from tests.relate.pages import Page, ambush

from bellwire.model import Claim, Relation
from bellwire.relate import explain, relate


def found(*pages: Page) -> list[Relation]:
    return list(relate([p.report() for p in pages]).relations)


def kinds(*pages: Page) -> list[tuple[str, str, str]]:
    return [(r.relation, r.left, r.right) for r in found(*pages)]


def test_nothing_gives_nothing() -> None:
    """An empty store must not break the desk."""
    assert relate([]).relations == () and relate([]).stories == () and list(explain([])) == []


def test_empty_texts_are_left_alone() -> None:
    """A page from which nothing was read is no copy of another such page, and starts no story."""
    result = relate([Page("a", " ").report(), Page("b", " ").report()])
    assert result.relations == () and result.stories == ()


def test_later_toll_is_an_update() -> None:
    """Losing this, a rising toll would be shown as a quarrel between sources."""
    pages = (ambush("a", "28 people", "2025-10-14", best=28), ambush("b", "41 people", "2025-10-16", best=41))
    assert ("update", "a#f0", "b#f0") in kinds(*pages)
    assert ("update", "a#f0", "b#f0") in kinds(*reversed(pages))


def test_disjoint_tolls_of_one_day_disagree() -> None:
    """The disagreement between sources is what an analyst looks for first."""
    one, other = ambush("a", "28 people", "2025-10-14", best=28), ambush("b", "17 people", "2025-10-14", best=17)
    relation = next(r for r in found(one, other) if r.relation == "disagree")
    assert "28 people" in relation.why and "17 people" in relation.why
    assert dict(relation.features)["gap"] == 11


def test_open_bounds_that_overlap_never_disagree() -> None:
    """ "At least 12" and 15 are no quarrel; calling it one would cry wolf."""
    one, other = (
        ambush("a", "at least 12 people", "2025-10-14", low=12),
        ambush("b", "15 people", "2025-10-14", best=15),
    )
    assert [k for k, *_ in kinds(one, other) if k in ("agree", "disagree")] == ["agree"]


def test_a_part_is_a_subset_and_not_compared_with_wholes() -> None:
    """ "Including three children" must not be set against another source's total."""
    page = Page("a", "Gunmen killed 28 people, including three children, in an ambush near Bourzanga.", "2025-10-14")
    whole = page.figure("28 people", population="people", best=28)
    part = page.figure("three children", population="children", best=3, part_of=whole)
    page.event("ambush", "2025-10-13", figures=(whole, part))
    other = ambush("b", "17 people", "2025-10-14", best=17)
    told = kinds(page, other)
    assert ("subset", "a#f1", "a#f0") in told
    assert not any("a#f1" in ends and "b#f0" in ends for _, *ends in told)


def test_missing_and_killed_are_never_compared() -> None:
    """A list of missing people may hold the dead of another list; a relation would be made up."""
    page = ambush("a", "28 people", "2025-10-14", best=28)
    other = Page("b", AMBUSH_MISSING, "2025-10-14")
    other.event("ambush", "2025-10-13", figures=(other.figure("Nine people", "missing", population="people", best=9),))
    assert not any(k in ("agree", "disagree", "update") for k, *_ in kinds(page, other))


AMBUSH_MISSING = "Nine people are missing after an ambush on a convoy near Bourzanga in northern Burkina Faso."


def test_explain_names_the_gate() -> None:
    """Without it an analyst cannot see why two numbers were not set against each other."""
    one, other = ambush("a", "28 people", "2025-10-14", best=28), ambush("b", "28 people", "2025-10-14", best=28)
    planned = Page("c", AMBUSH_PLANNED, "2025-10-14")
    planned.event(
        "ambush", "2025-10-13", figures=(planned.figure("30 people", population="people", best=30, state="planned"),)
    )
    gates = {(c.left, c.right): c for c in explain([p.report() for p in (one, other, planned)])}
    assert gates["a#f0", "c#f0"].gate == "state"
    assert "planned" in gates["a#f0", "c#f0"].why
    assert ("a#f0", "b#f0") not in gates


AMBUSH_PLANNED = (
    "Gunmen had planned to kill 30 people in an ambush on a convoy near Bourzanga in northern Burkina Faso on the road."
)


def test_the_same_happening_in_two_reports() -> None:
    """Two reports of one ambush would be counted as two ambushes."""
    told = found(ambush("a", "28 people", "2025-10-14", best=28), ambush("b", "41 people", "2025-10-16", best=41))
    same = next(r for r in told if r.relation == "same_event")
    assert {same.left, same.right} == {"a#e0", "b#e0"} and 0 < same.score <= 1 and same.why


def test_happenings_of_different_months_stay_apart() -> None:
    """A second ambush on the same road must not vanish in the first."""
    other = ambush("b", "41 people", "2025-12-16", best=41)
    other.events.clear()
    other.event("ambush", "2025-12-15", figures=("f0",))
    assert not any(k == "same_event" for k, *_ in kinds(ambush("a", "28 people", "2025-10-14", best=28), other))


def denial_pages() -> Page:
    page = Page(
        "a",
        "The army said M23 had shelled the market of Minova from the hills. M23 denied shelling the market of Minova.",
        "2025-09-07",
    )
    army, rebels = page.actor("army", "state_forces", "CD"), page.actor("M23", "armed_group")
    page.claim("M23 had shelled the market of Minova from the hills", speaker=army, cue="said")
    page.claim("shelling the market of Minova", speaker=rebels, cue="denied")
    return page


def test_a_denial_contradicts_what_it_denies() -> None:
    """A denial that is not tied to the accusation reads as news of its own."""
    relation = next(r for r in found(denial_pages()) if r.relation == "contradict")
    assert {relation.left, relation.right} == {"a#c0", "a#c1"}
    assert relation.why.startswith("M23 denied what army said")


def test_a_demand_is_not_denied() -> None:
    """ "Urged the army to stop" tells nothing that a denial next to it could deny."""
    page = Page("a", "The UN urged the army to spare Minova. The army denied shelling it.", "2025-09-07")
    un, army = page.actor("UN", "igo"), page.actor("army", "state_forces", "CD")
    page.claim("the army to spare Minova", speaker=un, cue="urged")
    page.claim("shelling it", speaker=army, cue="denied")
    assert not any(k == "contradict" for k, *_ in kinds(page))


def test_nobody_contradicts_himself() -> None:
    """One speaker's two claims are no contradiction between sources."""
    page = denial_pages()
    one = page.claims[0].speaker_actor
    page.claims = [page.claims[0], said_by(page, one)]
    assert not any(k == "contradict" for k, *_ in kinds(page))


def said_by(page: Page, speaker: str | None) -> Claim:
    return replace(page.claims[1], speaker_actor=speaker)


def echo_page(id: str, day: str, lead: str) -> Page:
    page = Page(id, f"{lead} OCHA said some 12,000 people had fled Minova for Kalehe and Nyabibwe.", day)
    ocha = page.actor("OCHA", "igo")
    claim = page.claim("some 12,000 people had fled Minova for Kalehe and Nyabibwe", speaker=ocha, cue="said")
    page.figure("some 12,000 people", "displaced", population="people", best=12000, approx=True, claim=claim)
    return page


def test_the_same_words_of_one_speaker_are_an_echo() -> None:
    """One source heard twice would count as two that agree."""
    pages = (
        echo_page("a", "2025-09-07", "Shells fell on Minova."),
        echo_page("b", "2025-09-08", "The market of Minova was hit."),
    )
    assert ("echo", "a#c0", "b#c0") in kinds(*pages)


def crowd_page(id: str, lead: str, speaker: str | None, number: int = 12000) -> Page:
    page = Page(
        id, f"{lead} Residents said some {number} people had fled Minova for Kalehe and Nyabibwe.", "2025-09-07"
    )
    known = page.actor("Residents", "civilians") if speaker else None
    page.actors = [replace(a, name=speaker or a.name) for a in page.actors]
    words = f"some {number} people had fled Minova for Kalehe and Nyabibwe"
    claim = page.claim(words, speaker=known, cue="said")
    page.figure(f"some {number} people", "displaced", population="people", best=number, approx=True, claim=claim)
    return page


LEADS = ("Shells fell on Minova.", "The market of Minova was hit.")


def test_people_without_a_name_do_not_echo() -> None:
    """ "Residents said" in two reports are other residents: two sources would count as one."""
    pages = [crowd_page(id, lead, "residents") for id, lead in zip("ab", LEADS, strict=True)]
    assert not any(k == "echo" for k, *_ in kinds(*pages))


def test_a_rare_number_in_like_words_is_an_echo_though_one_report_names_nobody() -> None:
    """One count of OCHA, told once without its source, would stand as two counts that agree."""
    named = echo_page("a", "2025-09-07", LEADS[0])
    assert ("echo", "a#c0", "b#c0") in kinds(named, crowd_page("b", LEADS[1], None))
    assert not any(k == "echo" for k, *_ in kinds(named, crowd_page("b", LEADS[1], None, 14000)))


def test_each_claim_of_a_copy_repeats_one() -> None:
    """A claim with others like it beside it would be counted again and again in each copy."""
    text = "OCHA said OCHA had counted 12,000 people who fled Minova for Kalehe and Nyabibwe, and were without shelter."
    pages = []
    for id, day in (("a", "2025-09-07"), ("b", "2025-09-08")):
        page = Page(id, text, day)
        ocha = page.actor("OCHA", "igo")
        page.claim("OCHA had counted 12,000 people who fled Minova for Kalehe and Nyabibwe", speaker=ocha, cue="said")
        page.claim("12,000 people who fled Minova for Kalehe and Nyabibwe", speaker=ocha, cue="counted")
        pages.append(page)
    assert [k for k in kinds(*pages) if k[0] == "echo"] == [("echo", "a#c0", "b#c0"), ("echo", "a#c1", "b#c1")]


def test_order_does_not_matter() -> None:
    """The same reports must give the same relations on every machine and in every order."""
    pages = [
        ambush("a", "28 people", "2025-10-14", best=28),
        ambush("b", "41 people", "2025-10-16", best=41),
        ambush("c", "17 people", "2025-10-14", best=17),
        denial_pages(),
        echo_page("e", "2025-09-07", "Shells fell on Minova."),
        echo_page("f", "2025-09-08", "The market of Minova was hit."),
    ]
    pages[3].id = "d"
    reports = [p.report() for p in pages]
    first = relate(reports)
    for seed in range(4):
        shuffled = reports.copy()
        random.Random(seed).shuffle(shuffled)
        assert relate(shuffled) == first
    assert relate([*reports, *reports]) == first
    assert {s.reports for s in first.stories} == {("a", "b", "c"), ("d", "e", "f")}
