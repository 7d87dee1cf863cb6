"""Syndicated copies."""

from tests.relate.pages import Page

from bellwire.relate.copies import copied_from, copies
from bellwire.relate.readings import Reading

WIRE = (
    "Gunmen ambushed a convoy of fuel and grain trucks on the road to Djibo on Monday, officials said. The column, "
    "escorted by soldiers and volunteers, was hit by roadside bombs and then by heavy gunfire north of Bourzanga. "
    "Search parties were still looking for drivers in the bush. The army said that its men had repelled the attack "
    "with air support and gave no figure for its own losses. Djibo has been under blockade for more than three years "
    "and depends on convoys and flights for food, the United Nations says. The last big convoy took eleven days."
)
OTHER = (
    "Villagers near Tabayin buried their dead on Tuesday evening for fear of a second raid, a volunteer said. A jet "
    "had bombed a monastery where eighty pupils were in class. The military denied that a school had been struck and "
    "spoke of a gathering of fighters. Aid workers were treating the wounded in a clinic hidden in the forest."
)


def pairs(*texts: str) -> list[tuple[int, int]]:
    readings = [Reading(Page(str(i), text).report()) for i, text in enumerate(texts)]
    return [(a, b) for a, b, _ in copies(readings)]


def test_a_copy_cut_short_is_found() -> None:
    """A wire story cut to its first half would count as a second source."""
    assert pairs(WIRE, WIRE[: len(WIRE) // 2]) == [(0, 1)]


def test_other_spelling_is_still_a_copy() -> None:
    """A reprint with its own style book would count as a second source."""
    assert pairs(WIRE, WIRE.replace("Monday", "Oct. 13").replace("fuel", "petrol")) == [(0, 1)]


def test_different_articles_are_no_copies() -> None:
    """Two independent reports taken for copies would lose one of them."""
    assert pairs(WIRE, OTHER) == []


def test_a_shared_quotation_is_no_copy() -> None:
    """Everybody prints the same quotation; that does not make one report of two."""
    quoted = "The column, escorted by soldiers and volunteers, was hit by roadside bombs"
    assert pairs(WIRE, f"{OTHER} {quoted}.") == []


def test_the_earliest_is_the_original() -> None:
    """The copy would stand as the source, and the agency's report as its copy."""
    late, early = Page("a", WIRE, "2025-10-16"), Page("b", WIRE, "2025-10-14T08:00:00Z")
    readings = [Reading(late.report()), Reading(early.report())]
    assert copied_from(readings, [(0, 1)]) == {"a": "b"}
