"""Reports brought together: copies found, stories told apart, and in each story what its records say of each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bellwire.model import Relation, Report, Story
from bellwire.model.ids import is_imported
from bellwire.relate.copies import copied_from, copies
from bellwire.relate.disagreements import Comparison, incomparable
from bellwire.relate.neighbours import neighbours
from bellwire.relate.readings import Reading
from bellwire.relate.scenes import Laid, Scene
from bellwire.relate.stories import stories_of, tell_together
from bellwire.relate.words import Rarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """How reports and their records stand to each other, and the stories that they tell."""

    relations: tuple[Relation, ...] = ()
    stories: tuple[Story, ...] = ()


def relate(reports: Sequence[Report]) -> Relations:
    """Relations and stories of reports: the same whatever their order; a report given twice counts once.

    Rows of data sets of others are left out: what they tell, reports told.

    >>> from bellwire.model import Document, MadeBy
    >>> def page(id, text):
    ...     return Report(id=id, document=Document(id=id, kind="article", text=text), made_by=MadeBy(bellwire="0"))
    >>> text = ("At least 28 people were killed when gunmen ambushed a convoy near Bourzanga, officials said. "
    ...         "The trucks were bound for Djibo, which has been under blockade for years, and carried grain.")
    >>> found = relate([page("a", text), page("b", text + " Nobody claimed the attack.")])
    >>> [(r.relation, r.left, r.right) for r in found.relations]
    [('syndicated_copy', 'a', 'b')]
    >>> [story.reports for story in found.stories]
    [('a', 'b')]
    """
    readings = _readings(reports)
    printed = list(copies(readings))
    pairs = [(a, b) for a, b, _ in printed]
    copied = copied_from(readings, pairs)
    groups = [[readings[i] for i in group] for group in tell_together(readings, pairs)]
    rarity = _rarity(readings)
    relations = [relation for _, _, relation in printed]
    for group in groups:
        relations += _scene(group, copied, rarity).relations()
    return Relations(relations=tuple(sorted(relations, key=_order)), stories=tuple(stories_of(groups)))


def explain(reports: Sequence[Report]) -> Iterator[Comparison]:
    """The figures of one measure that were found incomparable, each with the gate that it failed."""
    readings = _readings(reports)
    pairs = [(a, b) for a, b, _ in copies(readings)]
    rarity = _rarity(readings)
    for group in tell_together(readings, pairs):
        scene = _scene([readings[i] for i in group], {}, rarity)
        yield from incomparable(scene.counts, scene.near)


def _scene(readings: Sequence[Reading], copied: Mapping[str, str], rarity: Rarity) -> Scene:
    return Scene([Laid(r, rarity) for r in readings], neighbours(readings, rarity, copied), copied)


def _readings(reports: Sequence[Report]) -> list[Reading]:
    once = {report.id: report for report in sorted(reports, key=lambda r: (r.id, r.document.text))}
    return [Reading(report) for report in once.values() if not is_imported(report.id)]


def _rarity(readings: Sequence[Reading]) -> Rarity:
    return Rarity([r.terms for r in readings], readings[0].language if readings else None)


def _order(relation: Relation) -> tuple[str, str, str]:
    return relation.relation, relation.left, relation.right
