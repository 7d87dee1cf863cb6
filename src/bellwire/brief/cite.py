"""Citations: of a report as a page that was published, of an incident as an entry of the record with its sources.

BibTeX for TeX and reference managers, CSL-JSON (citationstyles.org, schema 1.0.2) for everything else. Names that are
to be redacted and those of private persons are hidden (█) in titles and bylines.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bellwire.brief.words import folded, headline, publisher
from bellwire.model import Evidence, Incident, Report
from bellwire.review import masked

KEEPER = "Bellwire"
"""Who an entry of the record is published by, where nothing else is said."""
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces even behind a backslash
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_IN_URL = re.compile(r"[\\{}\s<>\"^`|\x00-\x1f\x7f]")
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def tex(text: str) -> str:
    """Text that TeX prints as it stands, on one line; control characters are left out.

    >>> print(tex("50% of R&D_{x} burnt"))
    50\\% of R\\&D\\_\\textbraceleft{}x\\textbraceright{} burnt
    """
    plain = "".join(c for c in folded(text) if unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(_TEX.get(c, c) for c in plain)


def tex_url(url: str) -> str:
    r"""An address for `\\url`, in which only what ends or splits the field is written in per cent.

    >>> tex_url("https://example.org/a_b?c=50%25&d={e}")
    'https://example.org/a_b?c=50%25&d=%7Be%7D'
    """
    return _IN_URL.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), url)


def date_parts(value: str | None) -> list[int]:
    """Year, month and day of an EDTF value, as far as it has them.

    >>> date_parts("2024-05-02T10:00"), date_parts("2024-05~"), date_parts("next week"), date_parts(None)
    ([2024, 5, 2], [2024, 5], [], [])
    """
    found = _DATE.match(value or "")
    return [int(part) for part in found.groups() if part] if found else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a page is cited by: of its report when there is one, else of what the record still says of it."""

    report: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    bylines: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A key for a bibliography: the outlet, the year, and eight digits that no other report has.

        >>> Citation(report="r1", outlet="Gao Post", published="2024-05-02").key
        'gaopost2024-82f3e9c6'
        """
        named = unicodedata.normalize("NFKD", self.container).encode("ascii", "ignore").decode().casefold()
        year = "".join(str(part) for part in date_parts(self.published)[:1])
        return f"{re.sub('[^a-z0-9]', '', named)[:24] or 'report'}{year}-{_digits(self.report)}"

    @property
    def heading(self) -> str:
        """The title, else words that say that there is none."""
        return folded(self.title or "") or "Without a headline"

    @property
    def container(self) -> str:
        """Who published it."""
        return publisher(self.outlet, self.url)


def citation(report: Report) -> Citation:
    """What a report is cited by, names that are to be redacted hidden."""
    report = masked(report)
    page = report.document
    return Citation(
        report=report.id,
        title=headline(report),
        outlet=page.outlet,
        url=page.url,
        published=page.published.value,
        language=page.language,
        bylines=tuple(name for name in page.bylines if name.strip()),
    )


def citation_of(told: Evidence) -> Citation:
    """What a report is cited by where only its evidence is at hand."""
    return Citation(report=told.report, title=told.title, outlet=told.outlet, url=told.url, published=told.published)


def key(report: Report) -> str:
    """A key for a bibliography: the outlet, the year, and eight digits that no other report has.

    >>> from bellwire.model import Document, MadeBy, Published
    >>> page = Document(id="d", kind="article", text="-", outlet="Gao Post", published=Published(value="2024-05-02"))
    >>> key(Report(id="r1", document=page, made_by=MadeBy(bellwire="0")))
    'gaopost2024-82f3e9c6'
    """
    return citation(report).key


def _digits(id: str) -> str:
    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _entry(kind: str, name: str, fields: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields if value)
    return f"@{kind}{{{name},\n{lines}}}\n"


def _bibtex_dates(value: str | None) -> Iterator[tuple[str, str]]:
    parts = date_parts(value)
    if parts:
        yield "year", str(parts[0])
        yield "date", "-".join(f"{part:02}" for part in parts)
    if len(parts) > 1:
        yield "month", _MONTHS[parts[1] - 1]


def bibtex(report: Report, *, accessed: str | None = None) -> str:
    """The BibTeX entry of a report; `accessed` is the ISO day on which the page was read.

    >>> from bellwire.model import Document, MadeBy, Published
    >>> page = Document(id="d", kind="article", text="-", outlet="Gao Post", title="12 killed & 3 hurt in Tessit",
    ...                 url="https://gaopost.example/n?id=4", published=Published(value="2024-05-02", from_="given"))
    >>> print(bibtex(Report(id="r1", document=page, made_by=MadeBy(bellwire="0"))), end="")
    @misc{gaopost2024-82f3e9c6,
      title = {{12 killed \\& 3 hurt in Tessit}},
      howpublished = {Gao Post},
      year = {2024},
      date = {2024-05-02},
      month = {may},
      url = {https://gaopost.example/n?id=4},
      note = {Report r1},
    }
    """
    return entry(citation(report), accessed=accessed)


def entry(of: Citation, *, accessed: str | None = None) -> str:
    """The BibTeX entry of a citation."""
    fields = (
        ("author", " and ".join(f"{{{tex(name)}}}" for name in of.bylines)),
        ("title", f"{{{tex(of.heading)}}}"),
        ("howpublished", tex(of.container)),
        *_bibtex_dates(of.published),
        ("url", tex_url(of.url or "")),
        ("urldate", accessed or ""),
        ("langid", tex(of.language or "")),
        ("note", f"Report {tex(of.report)}"),
    )
    return _entry("misc", of.key, fields)


def bibliography(reports: Iterable[Report], *, accessed: str | None = None) -> str:
    """The BibTeX entries of reports, each once, in the order of their keys."""
    entries = {key(report): bibtex(report, accessed=accessed) for report in reports}
    return "\n".join(entries[name] for name in sorted(entries))


def csl(report: Report, *, accessed: str | None = None) -> dict[str, Any]:
    """The CSL-JSON item of a report.

    >>> from bellwire.model import Document, MadeBy, Published
    >>> page = Document(id="d", kind="article", text="-", outlet="Gao Post", title="12 killed in Tessit",
    ...                 published=Published(value="2024-05", from_="given"))
    >>> item = csl(Report(id="r1", document=page, made_by=MadeBy(bellwire="0")))
    >>> item["title"], item["container-title"], item["issued"]
    ('12 killed in Tessit', 'Gao Post', {'date-parts': [[2024, 5]]})
    """
    return item(citation(report), accessed=accessed)


def item(of: Citation, *, accessed: str | None = None) -> dict[str, Any]:
    """The CSL-JSON item of a citation."""
    made = {
        "id": of.key,
        "type": "article-newspaper" if of.outlet else "webpage" if of.url else "document",
        "title": of.heading,
        "author": [{"literal": folded(name)} for name in of.bylines],
        "container-title": of.container,
        "issued": _csl_date(of.published),
        "accessed": _csl_date(accessed),
        "URL": of.url,
        "language": of.language,
        "note": f"Report {of.report}",
    }
    return {name: value for name, value in made.items() if value}


def _csl_date(value: str | None) -> dict[str, Any] | None:
    parts = date_parts(value)
    if not parts:
        return None
    return {"date-parts": [parts], **({"circa": True} if value and value.rstrip("%").endswith("~") else {})}


def _of_the_record(incident: Incident, as_known_on: str | None) -> str:
    told = f"{incident.reports} report{'s' if incident.reports > 1 else ''}"
    independent = f"{incident.sources} independent source{'s' if incident.sources > 1 else ''}"
    known = f", as known on {as_known_on}" if as_known_on else ""
    return f"Incident {incident.id}, merged from {told} ({independent}){known}"


def incident_bibtex(
    incident: Incident,
    reports: Sequence[Report],
    *,
    as_known_on: str | None = None,
    accessed: str | None = None,
    url: str | None = None,
) -> str:
    """BibTeX entries: first of the record's entry on an incident, then of the reports that tell it.

    `as_known_on` is the day as of which the record is cited, `url` where the entry is to be seen. The entry names its
    sources' keys as `related`.
    """
    fields = (
        ("title", f"{{{tex(incident.title)}}}"),
        ("howpublished", tex(f"{KEEPER} incident record")),
        *_bibtex_dates(as_known_on or accessed),
        ("eventdate", _event_date(incident)),
        ("url", tex_url(url or "")),
        ("urldate", accessed or ""),
        ("related", ",".join(sorted({key(report) for report in reports}))),
        ("note", tex(_of_the_record(incident, as_known_on))),
    )
    record = _entry("misc", f"bellwire-{incident.id}", fields)
    return "\n".join(filter(None, (record, bibliography(reports, accessed=accessed))))


def _event_date(incident: Incident) -> str:
    return "-".join(f"{part:02}" for part in date_parts(incident.date.value if incident.date else None))


def incident_csl(
    incident: Incident,
    reports: Sequence[Report],
    *,
    as_known_on: str | None = None,
    accessed: str | None = None,
    url: str | None = None,
) -> list[dict[str, Any]]:
    """CSL-JSON items: first of the record's entry on an incident, then of the reports that tell it."""
    items = {key(report): csl(report, accessed=accessed) for report in reports}
    record = {
        "id": f"bellwire-{incident.id}",
        "type": "entry",
        "title": incident.title,
        "container-title": f"{KEEPER} incident record",
        "issued": _csl_date(as_known_on or accessed),
        "event-date": _csl_date(incident.date.value if incident.date else None),
        "accessed": _csl_date(accessed),
        "URL": url,
        "note": _of_the_record(incident, as_known_on),
    }
    return [{name: value for name, value in record.items() if value}, *(items[name] for name in sorted(items))]
