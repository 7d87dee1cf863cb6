"""A new report comes into a store of others."""

import random
from dataclasses import replace

import pytest
from tests.relate.memory import MemoryShelf, shelved
from tests.relate.pages import AMBUSH, Page, ambush
from tests.relate.test_together import denial_pages, echo_page

from bellwire.model import Report, Story, content_id
from bellwire.model.codec import decode, encode
from bellwire.model.signatures import Signature
from bellwire.relate import arrival_stories, relate
from bellwire.relate.arrival import Readings, arrive
from bellwire.relate.arrival_signing import CROWD, cosines, labelled, sign, words_in
from bellwire.relate.readings import Reading
from bellwire.relate.stories import LIKENESS
from bellwire.relate.words import Rarity, cosine, weighed

TEXT = (
    "At least 28 people were killed when gunmen ambushed a convoy near Bourzanga in northern Burkina Faso, officials "
    "said on Monday. The trucks were bound for Djibo, which has been under blockade for years, and carried grain. "
    "Nobody claimed the attack, but fighters of JNIM have hit the road again and again since the blockade began."
)


def pages() -> list[Report]:
    other = denial_pages()
    other.id = "d"
    told = [
        ambush("a", "28 people", "2025-10-14", best=28),
        ambush("b", "41 people", "2025-10-16", best=41),
        ambush("c", "17 people", "2025-10-14", best=17),
        other,
        echo_page("e", "2025-09-07", "Shells fell on Minova."),
        echo_page("f", "2025-09-08", "The market of Minova was hit."),
    ]
    return [page.report() for page in told]


def told(shelf: MemoryShelf) -> set[Story]:
    return {Story(story=story, reports=reports) for story, reports in shelf.stories.items()}


@pytest.mark.parametrize("seed", range(4))
def test_one_by_one_gives_what_all_at_once_gives(seed: int) -> None:
    """What an analyst sees must not hang on whether reports came one by one, or in which order."""
    reports = pages()
    random.Random(seed).shuffle(reports)
    shelf, batch = shelved(reports), relate(reports)
    assert set(shelf.found) == {(r.relation, r.left, r.right) for r in batch.relations}
    assert {s.reports for s in told(shelf)} == {s.reports for s in batch.stories}


def test_it_is_the_same_with_and_without_a_memory() -> None:
    """A program that was started anew must not find other relations than one that ran on."""
    reports = pages()
    assert shelved(reports).found == shelved(reports, Readings()).found == shelved(reports, Readings(most=1)).found


def test_relations_have_an_end_in_the_new_report() -> None:
    """Relations of others, given again, would be written twice or undo what was found of them."""
    shelf = MemoryShelf()
    for report in pages():
        for relation in shelf.add(report).relations:
            assert report.id in (relation.left.split("#")[0], relation.right.split("#")[0])


def test_events_of_one_happening_come_into_one_incident() -> None:
    """A second report of an ambush would stand beside the first as a second ambush."""
    shelf = MemoryShelf()
    first, second = (shelf.add(page) for page in pages()[:2])
    assert first.incidents == {"e0": content_id("i", "a#e0")}
    assert second.incidents == {"e0": first.incidents["e0"]} and not second.merged


def test_a_report_that_tells_of_two_incidents_joins_them() -> None:
    """Two incidents that turn out to be one must not stay two."""
    a, b, c = pages()[:3]
    shelf = shelved([a, b])
    shelf._keep_incidents(b, replace(shelf.add(b), incidents={"e0": "i-other"}, merged={}))
    one, other = shelf.incident["a#e0"], shelf.incident["b#e0"]
    assert one != other
    arrival = shelf.add(c)
    assert set(arrival.merged.items()) in ({(one, other)}, {(other, one)})
    assert len({shelf.incident[end] for end in ("a#e0", "b#e0", "c#e0")}) == 1


def test_what_people_split_is_not_joined_again() -> None:
    """An analyst who told two ambushes apart would have to do so again with each new report."""
    a, b, c = pages()[:3]
    shelf = shelved([a, b])
    shelf._keep_incidents(b, replace(shelf.add(b), incidents={"e0": "i-other"}, merged={}))
    one, other = shelf.incident["a#e0"], shelf.incident["b#e0"]
    arrival = shelf.add(c, apart=[(one, other)])
    assert not arrival.merged and arrival.incidents["e0"] in (one, other)
    assert {shelf.incident["a#e0"], shelf.incident["b#e0"]} == {one, other}


def test_a_report_that_is_coded_anew_stays_where_people_put_it() -> None:
    """A new version of the program would undo every merge and split."""
    a, b = pages()[:2]
    shelf = shelved([a, b])
    shelf._keep_incidents(b, replace(shelf.add(b), incidents={"e0": "i-other"}, merged={}))
    known = {"e0": "i-other"}
    apart = [(shelf.incident["a#e0"], "i-other")]
    assert shelf.add(b, known=known, apart=apart).incidents == known


def test_relating_a_report_again_changes_nothing() -> None:
    """Coding the same page twice must leave the record as it is."""
    reports = pages()
    shelf = shelved(reports)
    found, stories, incidents = dict(shelf.found), told(shelf), dict(shelf.incident)
    known = {"e0": shelf.incident["b#e0"]}
    again = shelf.add(reports[1], known=known)
    assert not again.stories and not again.merged
    assert set(shelf.found) == set(found) and told(shelf) == stories and shelf.incident == incidents
    assert shelf.count == len(reports)


def test_a_report_that_no_longer_tells_a_story_leaves_it() -> None:
    """A page that was coded wrongly at first would stay in a story for good."""
    a, b = pages()[:2]
    shelf = shelved([a, b])
    story = shelf.story_of["a"]
    other = echo_page("b", "2025-09-07", "Shells fell on Minova.").report()
    assert [(c.story, c.reports) for c in shelf.add(other).stories] == [(story, ())]
    assert not shelf.stories and not shelf.story_of


def copy_of(id: str, day: str, text: str = TEXT) -> Report:
    return Page(id, text, day).report()


def test_a_copy_that_was_cut_is_found() -> None:
    """A wire story in ten papers would count as ten sources."""
    shelf = shelved([copy_of("wire", "2025-10-13"), *pages()])
    arrival = shelf.add(copy_of("paper", "2025-10-14", TEXT[: TEXT.index(" Nobody")]))
    assert [(r.relation, r.left, r.right) for r in arrival.relations] == [("syndicated_copy", "paper", "wire")]
    assert arrival.originals == {"paper": "wire"} and shelf.story_of["paper"] == shelf.story_of["wire"]


def test_an_original_that_comes_late_takes_its_place() -> None:
    """The paper that printed a wire story would be named as its source."""
    shelf = shelved([copy_of("paper", "2025-10-14"), copy_of("post", "2025-10-15")])
    assert shelf.original == {"post": "paper"}
    arrival = shelf.add(copy_of("wire", "2025-10-13"))
    assert arrival.originals == {"paper": "wire", "post": "wire"} == shelf.original
    assert arrival.again == ("paper", "post")


def test_a_story_keeps_its_id_as_it_grows() -> None:
    """A link to a story would break with each report that comes to it."""
    shelf = MemoryShelf()
    c, b, a = (shelf.add(report) for report in reversed(pages()[:3]))
    assert not c.stories
    assert [change.story for change in a.stories] == [change.story for change in b.stories]
    assert a.stories[0].reports == ("a", "b", "c")


def test_stories_that_one_report_brings_together_become_one() -> None:
    """The reports of one ambush would be shown as two stories for ever."""
    a, b, c = pages()[:3]
    shelf = shelved([a, b, c])
    shelf.stories = {"s-x": ("a",), "s-y": ("b", "c")}
    shelf.story_of = {"a": "s-x", "b": "s-y", "c": "s-y"}
    last = replace(b, id="z")
    (change,) = shelf.add(replace(last, document=replace(last.document, id="z"))).stories
    assert (change.story, change.reports, change.joined) == ("s-y", ("a", "b", "c", "z"), ("s-x",))


def test_a_large_story_is_joined_and_not_told_apart_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story of thousands of reports would make each new one wait."""
    monkeypatch.setattr(arrival_stories, "AFFECTED", 2)
    shelf = shelved(pages()[:2])
    story = shelf.story_of["a"]
    (change,) = shelf.add(pages()[2]).stories
    assert (change.story, change.reports) == (story, ("a", "b", "c"))


def test_nothing_in_common_gives_nothing() -> None:
    """A report of something else must start no story and join no incident."""
    shelf = shelved(pages()[:3])
    arrival = shelf.add(echo_page("e", "2025-09-07", "Shells fell on Minova.").report())
    assert not arrival.stories and not arrival.originals and not arrival.likeness
    assert all(r.left.startswith("e#") and r.right.startswith("e#") for r in arrival.relations)


def test_an_empty_page_is_kept_too() -> None:
    """One page from which nothing was read must not stop the desk."""
    shelf = shelved([Page("a", " ").report(), Page("b", " ").report(), *pages()[2:]])
    assert "a" not in shelf.story_of and not shelf.original


def test_the_order_in_which_the_shelf_answers_does_not_matter() -> None:
    """Two databases that give rows in another order must keep the same record."""

    class Reversed(MemoryShelf):
        def sharing(self, keys):  # type: ignore[no-untyped-def]
            return dict(reversed(super().sharing(keys).items()))

        def likeness(self, ids):  # type: ignore[no-untyped-def]
            return dict(reversed(super().likeness(ids).items()))

        def incidents_of(self, records):  # type: ignore[no-untyped-def]
            return dict(reversed(super().incidents_of(records).items()))

    one, other = MemoryShelf(), Reversed()
    for report in pages():
        assert one.add(report) == other.add(report)


def signed(report: Report) -> Signature:
    reading = Reading(report)
    bags = words_in(reading)
    return sign(reading, bags, 1, {labelled(n, w): 1 for n, bag in enumerate(bags) for w in bag}).signature


def test_signatures_compare_as_whole_reports_do() -> None:
    """Stories found one by one would differ from those that are found at once."""
    reports = pages()
    readings = [Reading(report) for report in reports]
    near = cosines(signed(reports[0]), [signed(report) for report in reports])
    for number, (bag, _) in enumerate(LIKENESS):
        counted = [Rarity.counted(1, dict.fromkeys(bag(r), 1), r.language) for r in readings]
        vectors = [weighed(bag(r), rarity) for r, rarity in zip(readings, counted, strict=True)]
        assert near[number] == pytest.approx([cosine(vectors[0], v) for v in vectors], abs=1e-3)


def test_a_signature_is_small_and_comes_back_from_the_store() -> None:
    """A hundred thousand reports must fit beside their pages."""
    signature = signed(pages()[0])
    assert decode(encode(signature), Signature) == signature and len(encode(signature)) < 1000


def test_keys_are_few_and_fit_a_database() -> None:
    """Rows without number, or numbers that PostgreSQL cannot hold, would stop the store."""
    text = " ".join(f"word{n} stood where word{n * 7 % 400} fell" for n in range(400))
    arrival = arrive(Page("a", text, "2025-10-14").report(), MemoryShelf())
    assert 40 < len(arrival.keys) <= 80 and all(0 <= key < 2**63 for key in arrival.keys)


def test_a_word_that_many_reports_have_is_no_key_by_itself() -> None:
    """Looking at every report that names a capital would take seconds."""
    shelf = MemoryShelf()
    undated = Page("a", AMBUSH["a"].format("28 people"), None).report()
    before = arrive(undated, shelf)
    shelf.count, shelf.words = CROWD * 10, {**dict.fromkeys(before.words, CROWD)}  # type: ignore[assignment]
    assert len(arrive(undated, shelf).keys) < len(before.keys)
