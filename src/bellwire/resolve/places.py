"""Places: every named place of the article, and which place it is."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bellwire.draft import Draft, Part
from bellwire.knowledge import Language
from bellwire.knowledge.gazetteer.gazetteer import Entry, Gazetteer, gazetteer
from bellwire.model import Place
from bellwire.model.ids import content_id
from bellwire.resolve.place_mentions import mentions
from bellwire.resolve.place_names import countries_named, is_name_of_other, part_of_country
from bellwire.resolve.place_ranking import Reading, keep_at_home, rank, readings_of
from bellwire.resolve.place_signs import Page, is_place, page_of, signs, weights


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
            told[number] = (
                *found,
                "sure_elsewhere" if best > 1.5 else "unsure_elsewhere" if best < -1.5 else "seen_twice",
            )
    return told


def chosen(draft: Draft, language: Language, places: Gazetteer) -> list[Reading]:
    """The mentions that are places, each with its place."""
    found = [m for m in mentions(draft, places, language) if not is_name_of_other(m, language)]
    page = page_of(found, _people(draft), language)
    readings = readings_of(found, language)
    told = told_signs(readings, page)
    kept = []
    for r, found_signs in zip(readings, told, strict=True):
        r.sure = is_place(found_signs)
        if r.sure > 0:
            kept.append(r)
    rank(kept)
    for r in keep_at_home(kept, countries_named(draft.text, found)):
        r.sure += weights("is_place")["unknown"]
    return [r for r in kept if r.sure > 0]


def run(draft: Draft, language: Language) -> Iterator[Place]:
    """A Place for each mention. One that the gazetteer lacks has the point of what holds it, where the text says so."""
    places = gazetteer()
    found = chosen(draft, language, places)
    towns = Counter(r.best for r in found if r.best and r.best.feature.startswith("PPL") and r.share > 0.5)
    home = towns.most_common(1)[0][0] if towns else None
    for r in found:
        yield _record(r, _holder(r, home), draft, places, language)


def _holder(r: Reading, home: Entry | None) -> Entry | None:
    """What holds a place that the gazetteer lacks: what the text names ("X, Goma"), else, for a street or a hospital,
    the town that the page is about."""
    named = next((e for e in r.within if e.precision <= 3), None)
    return named or (home if r.kinds & {"point", "street"} or r.mention.label == "FAC" else None)


def _record(r: Reading, holder: Entry | None, draft: Draft, places: Gazetteer, language: Language) -> Place:
    m, e = r.mention, r.best or holder
    id = content_id("p", draft.document.id, m.start, m.end)
    sure = 1 / (1 + math.exp(-r.sure))
    if e is None:
        return Place(id=id, start=m.start, end=m.end, name=m.name, confidence=round(0.5 * sure, 2))
    division = places.division(e.country, e.admin1) if e.country and e.admin1 else None
    place = Place(
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
        confidence=round(sure * (0.6 + 0.4 * r.share), 2),
    )
    if r.best is None:
        confidence = round(0.5 * sure, 2)
        return replace(place, name=m.name, feature=None, precision=2, gazetteer_id=None, confidence=confidence)
    if e.feature == "PCLI" and (part := part_of_country(m, language, places)):
        name, lat, lon = part
        return replace(place, name=name, lat=lat, lon=lon, feature="RGN", precision=5, gazetteer_id=None)
    return place


PART = Part(name="places", version="1", needs=("paragraphs",), gives=("places",), run=run)
