"""Which of the places of a name is meant: by size, by what the text puts beside it, and by the company it keeps."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from bellwire.knowledge import Language
from bellwire.knowledge.gazetteer.gazetteer import Entry
from bellwire.resolve.place_mentions import Mention, cue_words, name_key
from bellwire.resolve.place_signs import weights

ABBREVIATION = 2
SMALL = 100_000
"""A place of fewer inhabitants, or one that is seldom called so, is not looked for in a country that the page has no
other sign of."""
ANCHORS = 25
"""Places that distance is measured to: the first ones of a page suffice, and keep long lists cheap."""


@dataclass(slots=True)
class Reading:
    """A mention with what the text says of it, and the place chosen.

    `share` says how clearly it was chosen, `sure` (log odds) how far the signs speak for a place at all.
    """

    mention: Mention
    key: str
    within: tuple[Entry, ...] = ()
    kinds: frozenset[str] = frozenset()
    best: Entry | None = None
    share: float = 0.0
    sure: float = 0.0


@dataclass(slots=True)
class Company:
    """What the places chosen so far say of the page: countries and divisions by weight, and points."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: defaultdict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    points: list[tuple[float, float, str]] = field(default_factory=list)
    total: float = 0.0


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance of two points on a sphere.

    >>> round(kilometres(36.34, 43.13, 36.19, 44.01))
    81
    """
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def contains(outer: Entry, inner: Entry) -> bool:
    """Whether a country or division holds a place."""
    if outer.id == inner.id or outer.country is None or outer.country != inner.country:
        return False
    if outer.feature == "PCLI":
        return inner.feature != "PCLI"
    if outer.feature == "ADM1":
        return outer.admin1 == inner.admin1 and inner.feature != "ADM1"
    if outer.feature == "ADM2":
        near = kilometres(outer.lat, outer.lon, inner.lat, inner.lon) < 80
        return outer.admin1 == inner.admin1 and inner.feature not in ("ADM1", "ADM2") and near
    return False


def kinds_of(m: Mention, language: Language) -> frozenset[str]:
    """What kinds of place the words beside a mention announce."""
    line, found = m.line, set()
    if m.last + 1 < len(line.words) and not line.gap(m.last).strip(" "):
        found.add(cue_words(language, "kind_after").get(line.words[m.last + 1].lower))
    number = m.first - 1
    if number >= 1 and line.words[number].lower == "of" and not line.gap(number).strip(" "):
        found.add(cue_words(language, "kind_before").get(line.words[number - 1].lower))
    elif number >= 0 and not line.gap(number).strip(" "):
        found.add(cue_words(language, "kind_before").get(line.words[number].lower))
    return frozenset(k for k in found if k)


def fits(entry: Entry, kind: str) -> bool:
    """Whether a place is of the kind that the text announces."""
    if kind == "adm1":
        return entry.feature == "ADM1"
    if kind == "adm2":
        return entry.feature == "ADM2"
    if kind == "town":
        return entry.feature.startswith("PPL")
    if kind == "region":
        return entry.precision in (4, 5)
    if kind == "water":
        return entry.precision == 7 or entry.feature in ("STM", "LK")
    if kind == "country":
        return entry.feature == "PCLI"
    if kind == "island":
        return entry.feature.startswith("ISL")
    return False


def features(entry: Entry, reading: Reading, company: Company | None) -> dict[str, float]:
    """The features of a candidate, by the names of the table `place_weights`."""
    found = {"population": math.log10(entry.weight + 100) - 4, "usual_name": float(entry.kind == 0)}
    found["country"] = float(entry.feature == "PCLI")
    found["adm1"] = float(entry.feature == "ADM1")
    found["adm2"] = float(entry.feature == "ADM2")
    found["capital"] = float(entry.feature == "PPLC")
    found["curated"] = float(entry.ref.startswith("bellwire"))
    if reading.within:
        found["within"] = float(any(contains(outer, entry) for outer in reading.within))
    if reading.kinds:
        told = [k for k in reading.kinds if k not in ("any", "point", "street")]
        if told:
            found["kind"] = float(any(fits(entry, k) for k in told))
    if company and company.total:
        own = 1.0 if entry is reading.best else 0.0
        total = max(1.0, company.total - own)
        if entry.country:
            same = company.countries.get(entry.country, 0.0) - own
            found["same_country"] = same / total
            found["country_named"] = float(same > 0)
        if entry.admin1 and entry.country and entry.feature not in ("PCLI",):
            same = company.divisions.get((entry.country, entry.admin1), 0.0) - own
            found["same_division"] = same / total
            found["division_named"] = float(same > 0)
        found["near"] = nearness(entry, reading, company)
    return found


def nearness(entry: Entry, reading: Reading, company: Company) -> float:
    """1 where another place of the page is next door, falling with distance."""
    best = 0.0
    for lat, lon, name in company.points[:ANCHORS]:
        if name != reading.key and abs(lat - entry.lat) < 3:
            best = max(best, 1 / (1 + kilometres(lat, lon, entry.lat, entry.lon) / 40))
    return best


def score(reading: Reading, company: Company | None) -> None:
    """Chooses the best candidate of a reading, and says how clearly it is the best (`share`, 0 to 1)."""
    table = weights("ranking")
    entries = candidates(reading.mention)
    if not entries:
        return
    scores = [0.0] * len(entries)
    for number, entry in enumerate(entries):
        for name, value in features(entry, reading, company).items():
            if value:
                scores[number] += table[name] * value
    top = max(range(len(entries)), key=lambda n: (scores[n], -n))
    reading.best = entries[top]
    reading.share = 1 / sum(math.exp(min(50.0, s - scores[top])) for s in scores)


def candidates(m: Mention) -> list[Entry]:
    """The places that a mention may mean; a short form ("Minn.") counts only where its name says nothing else."""
    full = [e for e in m.entries if e.kind != ABBREVIATION]
    return full or list(m.entries)


def company_of(readings: list[Reading]) -> Company:
    """What the places chosen say of the page; a name counts once, by how clear it is."""
    company = Company()
    seen: set[tuple[str, int]] = set()
    for r in readings:
        if r.best is None or (r.key, r.best.id) in seen:
            continue
        seen.add((r.key, r.best.id))
        weight = r.share if r.best.precision < 7 else 0.0
        company.total += weight
        if r.best.country:
            company.countries[r.best.country] += weight
            if r.best.admin1:
                company.divisions[r.best.country, r.best.admin1] += weight
        if r.best.precision <= 4 and r.share > 0.4:
            company.points.append((r.best.lat, r.best.lon, r.key))
    return company


def rank(readings: list[Reading]) -> None:
    """Chooses a place for each reading: alone first, then in the company of the others, twice."""
    _score_all(readings, None)
    _agree(readings)
    for _ in range(2):
        _score_all(readings, company_of(readings))
        _agree(readings)


def _score_all(readings: list[Reading], company: Company | None) -> None:
    """Scores each reading; those of which the text says the same are scored once."""
    done: dict[object, tuple[Entry | None, float]] = {}
    for r in readings:
        alike = (r.key, r.within, r.kinds, r.best, r.mention.entries)
        if alike not in done:
            score(r, company)
            done[alike] = r.best, r.share
        r.best, r.share = done[alike]


def keep_at_home(readings: list[Reading], named: frozenset[str]) -> list[Reading]:
    """Takes from small namesakes abroad their place where the page's countries are clear, and gives them one at home
    if there is one; gives back those that have none now.

    `named` are the countries that the page speaks of ("Malian", "Mali"). A pin in the wrong country is worse than none.
    """
    homes: dict[str, set[str]] = {}
    for r in readings:
        if r.best is not None and r.best.country and r.share > 0.4:
            homes.setdefault(r.best.country, set()).add(r.key)
    big = {r.best.country for r in readings if r.best and r.best.country and _is_big(r.best) and r.share > 0.6}
    lost = []
    for r in readings:
        e = r.best
        if e is None or not e.country or e.precision > 4 or _is_big(e) or any(contains(o, e) for o in r.within):
            continue
        known = named | big
        if not known or e.country in known or homes.get(e.country, set()) - {r.key}:
            continue
        r.best = next((c for c in candidates(r.mention) if c.country in known), None)
        if r.best is None:
            lost.append(r)
    return lost


def _is_big(entry: Entry) -> bool:
    return entry.weight >= SMALL and entry.kind == 0


def _agree(readings: list[Reading]) -> None:
    """One name means one place on a page: the one whose mention says most clearly which."""
    best: dict[str, Reading] = {}
    for r in readings:
        known = best.get(r.key)
        clear = (bool(r.within), r.share)
        if r.best is not None and (known is None or clear > (bool(known.within), known.share)):
            best[r.key] = r
    for r in readings:
        leader = best.get(r.key)
        if leader is not None and leader is not r and not r.within and not r.kinds and leader.within:
            r.best, r.share = leader.best, leader.share


def readings_of(found: list[Mention], language: Language) -> list[Reading]:
    """Readings with what the text says of each: "Paris, Texas", "Goma in North Kivu", "Syria's Idlib"."""
    readings = [Reading(m, name_key(m), kinds=kinds_of(m, language)) for m in found]
    for left, right in pairwise(readings):
        a, b = left.mention, right.mention
        if a.line is not b.line:
            continue
        between = a.line.text[a.end : b.start]
        if between.strip() == "," or between in (" (",):
            left.within = _outer(b, abbreviations=True)
        elif _linked(between, a.line.text[b.end : b.end + 2]):
            left.within = _outer(b)
        elif between in ("'s ", "’s ", "' ", "’ "):
            right.within = _outer(a)
    for left, right in zip(readings[-2::-1], readings[:0:-1], strict=False):
        # "Khan Younis, Gaza Strip, Palestine": what holds the middle one holds the first
        if left.within and right.within and left.mention.line is right.mention.line:
            left.within += tuple(e for e in right.within if e.feature == "PCLI")
    return readings


def _outer(m: Mention, *, abbreviations: bool = False) -> tuple[Entry, ...]:
    wide = ("PCLI", "ADM1", "ADM2") if abbreviations or m.name else ()
    return tuple(e for e in m.entries if e.feature in wide and (abbreviations or e.kind != ABBREVIATION))[:12]


def _linked(between: str, after: str) -> bool:
    words = between.strip(" ,").split()
    return 1 <= len(words) <= 6 and words[0] in ("in", "of") and all(w[:1].islower() for w in words)
