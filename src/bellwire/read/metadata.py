"""What a page says of itself in its head: title, outlet, address, authors, time of publication, language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bellwire.errors import DecodeError, InputError
from bellwire.model.codec import decode_any
from bellwire.read.page import checked_date

ARTICLES = re.compile(r"(?:News|Report|Blog|Article|Posting|Opinion|Analysis|Review|LiveBlog|WebPage)", re.IGNORECASE)
DATE_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date.published",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "published_time", "publication_date",
    "pubdate", "publishdate", "pub_date", "dc.date.issued", "dc.date", "dcterms.date",
    "dcterms.created", "dcterms.issued",
    "cxenseparse:recs:publishtime", "article.published", "og:published_time", "bt:pubdate", "originalpublicationdate",
    "date", "created",
)  # fmt: skip
"""Names of meta elements that hold the time of publication, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the head says; None and empty where it says nothing."""

    title: str | None = None
    titles: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    description: str | None = None


def _clean(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    text = " ".join(re.sub(r"<[^<>]*>", " ", value).split())
    return text or None


def _records(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """All objects of JSON-LD, in order."""
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _records(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value[:200]:
            yield from _records(item, depth + 1)


def _linked_data(tree: Any) -> list[dict[str, Any]]:
    """The JSON-LD records that describe an article, best first."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        raw = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(raw) > 500_000:
            continue
        try:
            found.extend(_records(decode_any(re.sub(r"[\x00-\x1f]", " ", raw))))
        except DecodeError:
            continue
    articles = [r for r in found if ARTICLES.search(str(r.get("@type", ""))[:200])]
    return sorted(articles, key=lambda r: not (r.get("headline") and r.get("datePublished")))


def _names(value: Any) -> Iterator[str]:
    """Names in a JSON-LD author or publisher: text, object or list."""
    if isinstance(value, list):
        for item in value[:20]:
            yield from _names(item)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))
    elif text := _clean(value):
        yield text


def day_or_time(value: Any) -> str | None:
    """A date or date and time as ISO 8601 writes it; None where a value is none.

    >>> day_or_time("2024-11-17T09:15:00.000-0500"), day_or_time("2024-11-17 09:15"), day_or_time("yesterday")
    ('2024-11-17T09:15:00-05:00', '2024-11-17T09:15:00', None)
    """
    text = _clean(value)
    found = text and re.match(
        r"(\d{4}-\d\d-\d\d)(?:[T ]{1,2}(\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s?(Z|[+-]\d\d:?\d\d|[+-]\d\d\b)?)?", text
    )
    if not found:
        return None
    day, minute, second, zone = found.groups()
    if zone and zone != "Z":
        zone = f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"
    try:
        return checked_date(day + (f"T{minute}{second or ':00'}{zone or ''}" if minute else ""))
    except InputError:
        return None


def _metas(tree: Any) -> dict[str, str]:
    """Names and properties of the meta elements, in lower case, with the first content of each."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = _clean(meta.get("content"))
        if name and content:
            found.setdefault(name, content)
    return found


def _first_time(tree: Any) -> str | None:
    """The time of a `time` element that is marked as that of publication."""
    for element in tree.iter("time", "meta", "span", "abbr"):
        marked = f"{element.get('itemprop') or ''} {element.get('pubdate') or ''} {element.get('class') or ''}".lower()
        if "datepublished" in marked or "pubdate" in marked or (element.tag == "time" and "publish" in marked):
            found = day_or_time(element.get("datetime") or element.get("content"))
            if found:
                return found
    return None


def _guessed_date(tree: Any, url: str | None) -> str | None:
    """The date that htmldate finds without guessing at bare numbers."""
    import htmldate

    try:
        found = htmldate.find_date(tree, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, RecursionError):  # htmldate on odd trees (1.9)
        return None
    return day_or_time(found)


def published_in(tree: Any, records: list[dict[str, Any]], metas: dict[str, str], url: str | None) -> str | None:
    """When the page was published: JSON-LD, meta elements, marked time elements, htmldate."""
    said = [r.get("datePublished") for r in records] + [metas.get(name) for name in DATE_METAS]
    return (
        next((found for value in said if (found := day_or_time(value))), None)
        or _first_time(tree)
        or (_guessed_date(tree, url))
    )


def _authors(records: list[dict[str, Any]], metas: dict[str, str]) -> tuple[str, ...]:
    names = [name for record in records for name in _names(record.get("author"))]
    if not names:
        said = [
            metas.get(key)
            for key in ("author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author")
        ]
        names = [
            name for value in said if value and not value.startswith("http") for name in re.split(r",|;| and ", value)
        ][:10]
    plain = (re.sub(r"^[Bb]y\s+", "", name).strip() for name in names)
    return tuple(
        dict.fromkeys(name for name in plain if name and not name.startswith(("http", "@")) and len(name) < 80)
    )


def _canonical(tree: Any, metas: dict[str, str]) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and str(link.get("href") or "").startswith("http"):
            return str(link.get("href"))
    said = metas.get("og:url", "")
    return said if said.startswith("http") else None


def metadata_of(tree: Any, url: str | None = None) -> Metadata:
    """What the head of a tree (lxml) says of the page."""
    records, metas = _linked_data(tree), _metas(tree)
    head = tree.find(".//title")
    shown = _clean(head.text_content()) if head is not None else None
    headlines = [_clean(r.get("headline")) for r in records]
    titles = [t for t in (*headlines, metas.get("og:title"), metas.get("twitter:title"), shown) if t]
    publishers = [name for record in records for name in _names(record.get("publisher"))]
    outlets = [metas.get("og:site_name"), *publishers, metas.get("application-name"), metas.get("dc.publisher")]
    lang = (tree.get("lang") or metas.get("og:locale") or metas.get("language") or "")[:2].lower()
    return Metadata(
        title=titles[0] if titles else None,
        titles=tuple(dict.fromkeys(titles)),
        outlet=next((o for o in outlets if o), None),
        url=_canonical(tree, metas),
        authors=_authors(records, metas),
        published=published_in(tree, records, metas, url),
        language=lang if re.fullmatch(r"[a-z]{2}", lang) else None,
        description=metas.get("og:description") or metas.get("description"),
    )
