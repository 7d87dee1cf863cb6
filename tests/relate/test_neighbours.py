"""Which reports are compared with which."""

from itertools import combinations

from tests.relate.pages import Page

from bellwire.relate.neighbours import FEW, NEAREST, neighbours, paired
from bellwire.relate.readings import Reading
from bellwire.relate.words import Rarity


def near(pages: list[Page], copied: dict[str, str]) -> list[tuple[str, str]]:
    readings = [Reading(p.report()) for p in pages]
    return list(neighbours(readings, Rarity([r.terms for r in readings], readings[0].language), copied))


def page(number: int) -> Page:
    place = ("Minova", "Djibo", "Bourzanga")[number % 3]
    return Page(f"r{number:03}", f"Shells fell on the market of {place}, {number} witnesses said on day {number % 7}.")


def test_a_handful_is_compared_with_all() -> None:
    """In a story of a few reports no pair may be left out."""
    pairs = near([page(n) for n in range(FEW)], {})
    assert len(pairs) == FEW * (FEW + 1) // 2 and ("r000", "r000") in pairs


def test_a_large_story_grows_with_its_reports_and_not_their_square() -> None:
    """A story of two hundred reports would take minutes."""
    pages = [page(n) for n in range(FEW * 4)]
    pairs = near(pages, {})
    assert len(pairs) == len(set(pairs)) <= len(pages) * (NEAREST + 1)
    assert all(a <= b for a, b in pairs) and {(p.id, p.id) for p in pages} <= set(pairs)


def test_a_copy_stays_with_its_original() -> None:
    """A copy whose original is not looked at would count as a source of its own."""
    pages = [page(n) for n in range(FEW * 2)]
    assert ("r000", "r047") in near(pages, {"r047": "r000"})


def test_each_pair_of_records_comes_once() -> None:
    """A pair that came twice would be two relations."""
    told = [Told(Reading(page(n % 4).report()), n) for n in range(12)]
    ids = sorted({t.reading.id for t in told})
    pairs = [(a.number, b.number) for a, b in paired(told, [*((i, i) for i in ids), *combinations(ids, 2)])]
    assert sorted(tuple(sorted(p)) for p in pairs) == list(combinations(range(12), 2))


class Told:
    def __init__(self, reading: Reading, number: int) -> None:
        self.reading, self.number = reading, number
