"""A site without a server: what a policy publishes of a filter, as pages of the desk's own templates and data files."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from markupsafe import Markup
from starlette.datastructures import QueryParams

from bellwire.model import Incident, content_id
from bellwire.model.codec import encode_plain, to_plain
from bellwire.publish.folder import with_manifest
from bellwire.publish.policy import Policy
from bellwire.publish.release import Release
from bellwire.publish.selection import Counting, Selection, Summary, nothing_out
from bellwire.publish.statements import Statement
from bellwire.store import Filter
from bellwire.store.view import Listed
from bellwire.version import __version__
from bellwire.web.here import Here
from bellwire.web.messages import Language
from bellwire.web.pages.table import Nav
from bellwire.web.query import params_of
from bellwire.web.render import STATIC, render
from bellwire.web.security import User
from bellwire.web.show import incident as show
from bellwire.web.show import site as data
from bellwire.web.show.publish import policy_lines
from bellwire.web.show.situation import rows_of

PAGES = {"/": "index.html", "/claims": "claims.html", "/sources": "sources.html", "/method": "method.html"}
"""Addresses of the desk that the site has too, and their files."""
NAV = (Nav("/", "Situation"), Nav("/claims", "Claims"), Nav("/sources", "Sources"), Nav("/method", "Method"))
ROWS = 200
"""Incidents, or claims, on a page."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
"""What a page may load: its own site's files, and nothing from elsewhere."""
SAID = frozenset(("type", "status", "country", "grade", "review", "start", "end", "killed"))
"""Conditions of a filter that are told; words, names, ids and areas may themselves be what is hidden."""
_HEAD = '<meta charset="utf-8">'
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHere(Here):
    """A page of the site: its addresses are relative, so that the site works wherever it lies."""

    path: str
    policy: Policy
    anchors: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def root(self) -> str:
        """The way from this page to the site's first folder."""
        return "../" * self.path.count("/")

    @property
    def graphic(self) -> str:
        """Graphic content is shown at once where the policy says so."""
        return "show" if self.policy.graphic == "show" else ""

    def url(self, path: str, given: Any = None, **more: object) -> str:
        """The address of one of the site's pages; what would filter it is left out, for want of a server."""
        bare, mark, anchor = path.partition("#")
        return self.root + PAGES.get(bare, PAGES["/"]) + mark + anchor

    def here(self, **more: object) -> str:
        """This list's page of a number."""
        after = more.get("after")
        return self.root + (numbered(self.path, int(str(after))) if after else self.path)

    def data(self, name: str) -> str:
        """The file that the map or the timeline reads."""
        return f"{self.root}data/{name}.json"

    def asset(self, name: str) -> str:
        """A file of the desk's own, or a folder of them, which then is in the site."""
        self.used.add(name)
        return f"{self.root}static/{name}"

    def incident_url(self, id: str) -> str:
        """The page of an incident."""
        return f"{self.root}{incident_file(id)}"

    def report_url(self, id: str, record: str | None = None) -> str:
        """Where a report stands in the list of sources: the page itself is not published."""
        return f"{self.root}{PAGES['/sources']}" + (f"#{self.anchors[id]}" if id in self.anchors else "")

    def nav(self) -> tuple[Nav, ...]:
        """The site's pages."""
        return tuple(n for n in NAV if n.path != "/claims" or self.policy.claims == "show")

    def csrf(self) -> Any:
        """Nothing: there is no server that a form could reach."""
        return Markup("")

    def notice(self) -> dict[str, str] | None:
        """Nothing happened before."""
        return None

    def file(self, template: str, **context: object) -> tuple[str, bytes]:
        """A page as a file."""
        shared = {
            "here": self, "url": self.url, "static": self.asset, "user": self.user, "nav": self.nav(),
            "languages": [], "csrf": self.csrf, "notice": None,
        }  # fmt: skip
        page = render(template, self.language, shared | context)
        guarded = f'{_HEAD}\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        return self.path, page.replace(_HEAD, guarded, 1).encode()


def incident_file(id: str) -> str:
    """The file of an incident's page; an id that is no safe name gets one made of it.

    >>> incident_file("i-0123456789ab"), incident_file("../i")
    ('incidents/i-0123456789ab.html', 'incidents/i-4fa8aa8e6f75.html')
    """
    safe = id if _SAFE.fullmatch(id) or id == "{id}" else content_id("i", id)
    return f"incidents/{safe}.html"


def numbered(path: str, number: int) -> str:
    """The file of a list's further page.

    >>> numbered("index.html", 2), numbered("index-2.html", 3), numbered("index-3.html", 1)
    ('index-2.html', 'index-3.html', 'index.html')
    """
    stem = re.sub(r"-\d+$", "", path.removesuffix(".html"))
    return f"{stem}-{number}.html" if number > 1 else f"{stem}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is published, ready to be written: releases that go out, their claims, and what the policy did."""

    policy: Policy
    wanted: Filter
    today: date
    language: Language
    releases: tuple[Release, ...]
    claims: tuple[Statement, ...]
    summary: Summary

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The incidents as they go out, the latest first."""
        return tuple(r.incident for r in self.releases if r.incident is not None)


def site_of(selection: Selection, language: Language) -> Site:
    """The site of a selection; raises InputError that says why where nothing would go out."""
    counting = Counting()
    releases: list[Release] = []
    claims: list[Statement] = []
    for release, said in selection.releases():
        counting.add(release, said)
        if release.incident is not None:
            releases.append(release)
            claims += said
    if not releases:
        raise nothing_out(counting.summary())
    return Site(
        policy=selection.policy,
        wanted=selection.wanted,
        today=selection.today,
        language=language,
        releases=tuple(releases),
        claims=tuple(sorted(claims, key=lambda s: (s.published or "~", s.report, s.claim))),
        summary=counting.summary(),
    )


def files_of(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file of the site with its path, the manifest last: the same site gives the same bytes."""
    return with_manifest(_files(site), said_of(site))


def said_of(site: Site) -> dict[str, Any]:
    """What the manifest says of an export."""
    return {
        "made_by": f"bellwire {__version__}",
        "policy": site.policy.name,
        "policy_sha256": site.policy.digest,
        "filter": [list(pair) for pair in told_conditions(site.wanted)],
        "day": site.today.isoformat(),
        "language": site.language.code,
        "incidents": len(site.releases),
    }


def told_conditions(wanted: Filter) -> list[tuple[str, str]]:
    """The conditions by which incidents were chosen, as far as they may be told.

    >>> told_conditions(Filter(types=("ASSAULT",), text="the name of a victim"))
    [('type', 'ASSAULT')]
    """
    return [(name, value) for name, value in params_of(wanted) if name in SAID]


def _files(site: Site) -> Iterator[tuple[str, bytes]]:
    told = data.told_by(site.releases)
    anchors = {each.report: each.anchor for each in told}
    used: set[str] = set()

    def here(path: str, desk: str = "") -> SiteHere:
        request = SimpleNamespace(
            url=SimpleNamespace(path=desk), query_params=QueryParams(), headers={}, cookies={}
        )  # what templates ask of a request
        return SiteHere(
            request=cast(Any, request), station=cast(Any, None), user=User(name="", role="viewer"),
            language=site.language, static=True, path=path, policy=site.policy, anchors=anchors, used=used,
        )  # fmt: skip

    yield from _lists(site, here)
    for release in site.releases:
        yield _incident(here(incident_file(release.id)), release)
    if site.policy.claims == "show":
        yield from _claims(site, here)
    yield here("sources.html", "/sources").file("site_sources.html.j2", told=told)
    yield here("method.html", "/method").file(
        "site_method.html.j2",
        site=site,
        lines=policy_lines(site.policy, site.language.gettext),
        given=told_conditions(site.wanted),
        more=len(told_conditions(site.wanted)) < len(params_of(site.wanted)),
    )
    yield from _data(site)
    yield from assets(used)


def _lists(site: Site, here: Callable[[str, str], SiteHere]) -> Iterator[tuple[str, bytes]]:
    """The situation, page after page."""
    incidents = site.incidents
    for number, first in enumerate(range(0, len(incidents), ROWS), 1):
        more = str(number + 1) if first + ROWS < len(incidents) else None
        some = incidents[first : first + ROWS]
        yield here(numbered("index.html", number), "/").file(
            "situation.html.j2",
            rows=rows_of(some, site.language),
            listed=Listed(incidents=some, total=len(incidents), after=more),
            facets=data.facets_of(incidents),
            empty=False,
            wanted=Filter(),
            query="",
            chips=(),
            vocabularies={},
        )


def _incident(here: SiteHere, release: Release) -> tuple[str, bytes]:
    """The page of an incident."""
    incident = release.incident
    assert incident is not None, "only what goes out has a page"
    return here.file(
        "incident.html.j2",
        incident=incident,
        tallies=tuple(map(show.shown, incident.tallies)),
        charts=show.charts(release.growth),
        told=show.by_report(release.evidence),
        contested=tuple(show.contested(release.evidence)),
        copied=release.copied,
        versions=(),
        judgements=(),
        later=(),
        seen=0,
    )


def _claims(site: Site, here: Callable[[str, str], SiteHere]) -> Iterator[tuple[str, bytes]]:
    """Who said what, page after page; one page where nobody said anything."""
    titles = {release.id: release.title for release in site.releases}
    for number, first in enumerate(range(0, max(len(site.claims), 1), ROWS), 1):
        more = str(number + 1) if first + ROWS < len(site.claims) else None
        yield here(numbered("claims.html", number), "/claims").file(
            "site_claims.html.j2",
            claims=site.claims[first : first + ROWS],
            total=len(site.claims),
            titles=titles,
            after=more,
        )


def _data(site: Site) -> Iterator[tuple[str, bytes]]:
    """The data that the islands read, and the record for other programs."""
    incidents = site.incidents
    yield "data/map.json", encode_plain(data.points_of(incidents))
    yield "data/list.json", encode_plain(data.columns_of(incidents))
    yield "data/timeline.json", encode_plain(data.counts_of(incidents))
    yield "data/incidents.json", record_of(site)
    yield "data/incidents.csv", data.table_of(incidents).encode()


def record_of(site: Site) -> bytes:
    """All that goes out as one JSON document: how it was made, incidents with their evidence, claims."""
    made = {
        "schema": "bellwire.published/1",
        **said_of(site),
        "incidents": [{"incident": to_plain(r.incident), "evidence": _plain(r.evidence)} for r in site.releases],
        "claims": _plain(site.claims),
    }
    return encode_plain(made, indent=1) + b"\n"


def _plain(records: Sequence[object]) -> list[dict[str, Any]]:
    return [to_plain(record) for record in records]


def assets(used: set[str]) -> Iterator[tuple[str, bytes]]:
    """The desk's own files that the pages name; of a folder all that a page of the site may ask for."""
    names: set[str] = set()
    for name in used:
        file = STATIC / name
        names |= {f"{name}{each.name}" for each in file.glob("*.json")} if name.endswith("/") else {name}
    for name in sorted(names):
        file = STATIC / name
        if file.is_file():
            yield f"static/{name}", file.read_bytes()
