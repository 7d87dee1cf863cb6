"""The gates before two figures are compared: each stands against a comparison that would mislead."""

from dataclasses import replace

from tests.relate.pages import Page, ambush

from bellwire.relate.counts import Count, count
from bellwire.relate.disagreements import verdict
from bellwire.relate.gates import gate, tied
from bellwire.relate.readings import Reading
from bellwire.relate.words import Rarity


def laid_out(page: Page, figure: int = 0) -> Count:
    """A page's figure, its happenings not yet known to be those of others."""
    reading = Reading(page.report())
    return count(reading, page.figures[figure], {}, Rarity([reading.terms], reading.language))


def both(page: Page) -> tuple[Count, Count]:
    """The first two figures of one report."""
    reading = Reading(page.report())
    rarity = Rarity([reading.terms], reading.language)
    return count(reading, page.figures[0], {}, rarity), count(reading, page.figures[1], {}, rarity)


def stopped_at(left: Count, right: Count) -> str | None:
    failed = gate(left, right)
    return failed[0] if failed else None


def page(id: str, text: str, words: str, **fields: object) -> Page:
    told = Page(id, text, "2025-10-14")
    told.figure(words, **fields)
    return told


def test_deaths_are_not_set_against_injuries() -> None:
    """ "19 deaths and 44 injured": the deaths would stand as a lower count of the injured."""
    deaths = page("a", "The clinic reported 19 deaths and 44 injured.", "19 deaths", measure="injured",
                  population="deaths", best=19)  # fmt: skip
    injured = page("b", "More than 40 people were injured.", "More than 40 people", measure="injured",
                   population="people", low=40)  # fmt: skip
    assert laid_out(deaths).measure == "killed"
    assert stopped_at(laid_out(deaths), laid_out(injured)) == "measure"


def test_some_of_the_dead_are_no_toll() -> None:
    """ "Forty of the dead were killed in the camp" would contradict a toll of 57."""
    some = page("a", "Forty of the dead were killed inside the camp.", "Forty of the dead", population="dead", best=40)
    toll = page("b", "The number of people killed rose to 57.", "57", population="people", best=57)
    assert stopped_at(laid_out(some), laid_out(toll)) == "part"


def test_more_behind_the_number_adds() -> None:
    """ "20,000 more fled" comes on top of the first count and does not replace it."""
    more = page("a", "Some 20,000 more had fled across the river.", "20,000", measure="displaced", best=20000)
    told = page("b", "About 30,000 have fled.", "30,000", measure="displaced", best=30000)
    assert stopped_at(laid_out(more), laid_out(told)) == "addition"
    assert not laid_out(page("c", "Some 20,000 more than in May fled.", "20,000", best=20000)).added


def test_a_bare_number_of_things_is_not_compared() -> None:
    """ "Claims to hold seven posts; the army says it left two" is no quarrel about a number."""
    text = "The rebels hold seven posts; the army left two."
    both = Page("a", text, "2025-10-14")
    for words, n in (("seven posts", 7), ("two", 2)):
        both.figure(words, measure="territory", population="posts", unit="post", best=n)
    assert stopped_at(laid_out(both), laid_out(both, 1)) == "population"


def test_figures_of_nothing_shared_are_not_tied() -> None:
    """Two numbers of one measure in one story would be compared though nothing ties them to one happening."""
    one, other = ambush("a", "four soldiers", "2025-10-14", best=4), ambush("b", "nine soldiers", "2025-10-16", best=9)
    for told in (one, other):
        told.events.clear()
    soldiers = [laid_out(p) for p in (one, other)]
    assert tied(*soldiers)  # of all the people killed, each is its report's count
    marked = [page(i, f"{w} were killed.", w, population="soldiers", best=n)
              for i, w, n in (("a", "Four soldiers", 4), ("b", "Nine soldiers", 9))]  # fmt: skip
    assert stopped_at(*(laid_out(p) for p in marked)) == "happening"


def test_a_toll_that_has_risen_comes_after_one_that_has_not() -> None:
    """On one day "rose to 57" would only agree with "at least 31", and the reader would not see the rise."""
    one, other = ambush("a", "at least 31 people", None, low=31), ambush("b", "57", None, best=57, state="cumulative")
    assert verdict(laid_out(one), laid_out(other)) == verdict(laid_out(other), laid_out(one)) == "update"


def test_an_undated_toll_by_nobody_known_does_not_disagree() -> None:
    """A page without a date may be of a later day: its higher toll is then no quarrel."""
    one, other = ambush("a", "11 people", "2025-10-14", best=11), ambush("b", "19 people", None, best=19)
    assert verdict(laid_out(one), laid_out(other)) is None


def test_one_that_is_told_of_is_no_count() -> None:
    """ "A baby was among the dead" would be brought up to date by "three children"."""
    baby = page("a", "A baby was among the dead.", "A baby", population="baby", best=1)
    children = page("b", "Three children were killed.", "Three children", population="children", best=3)
    assert stopped_at(laid_out(baby), laid_out(children)) == "number"


def test_fewer_troops_later_are_no_correction() -> None:
    """ "1,500 troops were sent, 1,200 have arrived" would be shown as a number taken back."""
    sent, there = (ambush(id, words, day, best=best, measure="troops")
                   for id, words, day, best in (("a", "1,500 people", "2025-10-14", 1500),
                                                ("b", "1,200 people", "2025-10-16", 1200)))  # fmt: skip
    for told in (sent, there):
        army = told.actor("northern Burkina Faso", "state_forces", "BF")
        told.figures[0] = replace(told.figures[0], actor=army)
    assert verdict(laid_out(sent), laid_out(there)) is None


def answer(left: str, right: str, low: float, high: float, *, types: tuple[str, str], **fields: object) -> Page:
    """Two holders' counts in one report, one after the other."""
    told = Page("a", f"{left} said {low:.0f} were killed. {right} put the toll at {high:.0f}.", "2025-10-14")
    countries = ("TH", "KH")
    for name, type, country, words, number in zip(
        (left, right), types, countries, (f"{low:.0f}", f"{high:.0f}"), (low, high), strict=True
    ):
        known = country if type in ("state_forces", "government") else None
        cue = "said" if name == left else "put the toll at"
        claim = told.claim(words, speaker=told.actor(name, type, known), cue=cue)
        told.figure(words, best=number, claim=claim, **{"population": "people", **fields})
    return told


def test_counts_of_two_holders_that_stand_together_answer_each_other() -> None:
    """ "The police say six, the clinic 19" tells the reader of a quarrel, though the numbers are far apart."""
    told = answer("Police of Sarn", "The clinic", 6, 19, types=("police", "ngo"))
    assert stopped_at(*both(told)) is None
    far = answer("Police of Sarn", "The clinic", 6, 190, types=("police", "ngo"))
    assert stopped_at(*both(far)) == "happening"


def test_two_states_count_their_own_losses() -> None:
    """ "Thailand said 4 soldiers, Cambodia 3" are two armies' dead and no quarrel about one number."""
    told = answer("Thailand", "Cambodia", 4, 3, types=("government", "government"), population="soldiers")
    assert stopped_at(*both(told)) == "happening"


def test_none_answers_any_number() -> None:
    """ "The army killed 17 fighters", "the rebels lost none": the flattest quarrel of all would be left out."""
    told = answer("Police of Sarn", "The front", 17, 0, types=("police", "armed_group"), population="fighters")
    assert stopped_at(*both(told)) is None


def test_people_let_go_are_returned() -> None:
    """ "60 captives were let go" and "58 men freed" would be a count of captives and one of nothing."""
    one = page("a", "The movement said 60 of the rebels' captives were let go.", "60 of the rebels' captives",
               measure="abducted", population="rebels' captives", best=60)  # fmt: skip
    other = page("b", "The mediator said 58 men were freed.", "58 men", measure="other", population="men", best=58)
    assert laid_out(one).measure == laid_out(other).measure == "returned"
    assert stopped_at(laid_out(one), laid_out(other)) not in ("measure", "population")


def test_whose_they_are_is_not_what_they_are() -> None:
    """ "The rebels' captives" would be counted among the rebels."""
    words = "60 of the rebels' children"
    told = page("a", f"They hold {words}.", words, population="rebels' children", measure="detained", best=60)
    assert laid_out(told).classes == {"children"}
