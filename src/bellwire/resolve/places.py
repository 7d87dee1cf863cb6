"""Places: every named place of the article, and which place it is."""

from collections.abc import Iterator

from bellwire.draft import Draft, Part
from bellwire.knowledge import Language
from bellwire.knowledge.gazetteer.gazetteer import Gazetteer, gazetteer
from bellwire.model import Place
from bellwire.model.ids import content_id
from bellwire.resolve.place_mentions import Mention, mentions, name_key
from bellwire.resolve.place_ranking import Reading, rank, readings_of
from bellwire.resolve.place_signs import Page, is_place, page_of, signs


def _people(draft: Draft) -> set[str]:
    """Last names of persons whose full name the page has."""
    found = set()
    for paragraph in draft.paragraphs:
        for ent in paragraph.doc.ents:
            if ent.label_ == "PERSON":
                words = draft.text[paragraph.start + ent.start_char : paragraph.start + ent.end_char].split()
                if len(words) > 1:
                    found.add(words[-1].removesuffix("'s").removesuffix("’s").casefold())
    return found


def told_signs(readings: list[Reading], page: Page) -> list[tuple[str, ...]]:
    """The signs of each reading, the second time with what the page's other mentions of the name say."""
    told = [(*signs(r.mention, page), *(("contained",) if r.within else ())) for r in readings]
    surest: dict[str, list[float]] = {}
    for r, found in zip(readings, told, strict=True):
        surest.setdefault(r.key, []).append(is_place(found))
    for number, (r, found) in enumerate(zip(readings, told, strict=True)):
        scores = surest[r.key]
        if len(scores) > 1:
            others = sorted(scores, reverse=True)
            best = others[1] if is_place(found) == others[0] else others[0]
            told[number] = (*found, "sure_elsewhere" if best > 1.5 else "unsure_elsewhere" if best < -1.5 else "seen_twice")
    return told


def chosen(draft: Draft, language: Language, places: Gazetteer) -> list[Reading]:
    """The mentions that are places, each with its place."""
    found = mentions(draft, places, language)
    page = page_of(found, _people(draft), language)
    readings = readings_of(found, language)
    told = told_signs(readings, page)
    kept = [r for r, signs_of in zip(readings, told, strict=True) if is_place(signs_of) > 0]
    rank(kept)
    return kept


def run(draft: Draft, language: Language) -> Iterator[Place]:
    """A Place for each mention."""
    places = gazetteer()
    for r in chosen(draft, language, places):
        yield _record(r, draft, places)


def _record(r: Reading, draft: Draft, places: Gazetteer) -> Place:
    m, e = r.mention, r.best
    id = content_id("p", draft.document.id, m.start, m.end)
    if e is None:
        return Place(id=id, start=m.start, end=m.end, name=m.name, confidence=0.3)
    division = places.division(e.country, e.admin1) if e.country and e.admin1 else None
    return Place(
        id=id,
        start=m.start,
        end=m.end,
        name=e.name,
        lat=e.lat,
        lon=e.lon,
        country=e.country,
        admin1=division[0] if division else None,
        feature=e.feature,
        precision=e.precision,
        gazetteer_id=e.ref,
        confidence=round(0.5 + 0.4 * r.share, 2),
    )


PART = Part(name="places", version="1", needs=("paragraphs",), gives=("places",), run=run)
__all__ = ["PART", "Mention", "chosen", "name_key", "run"]
