"""What the desk is attacked with, and how one sees that an attack went through."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient
from tests.web import desk as made

from bellwire import code
from bellwire.desk import Desk
from bellwire.model import Report
from bellwire.web.app import guarded
from bellwire.web.security import Guarded
from bellwire.workspace import Workspace

BASE = "http://127.0.0.1:8321"
MARK = "evilmark"
"""An element of this name is in a page only when something hostile was not escaped."""
TAG = f"<{MARK}>"
WORDS = (
    f"{TAG}<script>alert(1)</script>",
    f'"><img src=x onerror=alert(1)>{TAG}',
    f"'><svg/onload=alert(1)>{TAG}",
    f"</script></style></textarea></title>{TAG}",
    f"{{{{7*191}}}} {{% raw %}} ${{7*191}} {TAG}",
    f"<!--{TAG}--><![CDATA[{TAG}]]>",
    f"&lt;{MARK}&gt; &#60;{MARK}&#62;",
    f"\u202e\u2066{TAG}\u2069\u202d",
)
"""Pieces of hostile text that a report may be full of."""
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x",
    " javascript:alert(1)", "java\tscript:alert(1)", f'https://gaopost.example/"{TAG}', "//evil.example/",
)  # fmt: skip
"""Addresses that no link may have as they are."""
SAFE_LINKS = re.compile(r"(?:https?://|/|#|\?|mailto:|[\w.-]+(?:[/?#]|$)|data:image/|$)", re.IGNORECASE)
ADDRESS_ATTRIBUTES = frozenset(
    "href src action formaction poster data cite background srcdoc xlink:href ping hx-get hx-post hx-delete".split()
)


def report(text: str, **given: Any) -> Report:
    """A report of a hostile page."""
    return code(text, kind="article", **given)


def hostile_reports() -> Iterator[Report]:
    """Reports that tell of something, and are hostile in every field that a page can give."""
    for number, (words, address) in enumerate(zip(WORDS, ADDRESSES, strict=True)):
        text = (
            f"Market shelled in Gao {words}\n\nAt least {12 + number} people were killed in Gao on Wednesday, {words} "
            "residents said. "
            f"“We carried the wounded {words} ourselves,” said Amadou Traore {words}, a trader.\n\n{words}\n\n"
            f"The {words} army denied that its soldiers had fired on Gao."
        )
        yield report(text, url=address, outlet=f"Gao Post {words}", published="2024-05-02")


# ---------------------------------------------------------------- seeing whether it went through


@dataclass
class Danger(HTMLParser):
    """Everything in a page that could run, or lead somewhere that runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element that should not be there, or an attribute of one."""
        given = {name: value or "" for name, value in attrs}
        if tag in (MARK, "iframe", "object", "embed", "base", "applet", "frame", "frameset"):
            self.found.append(f"<{tag}>")
        self.data = tag == "script" and given.get("type") == "application/json" and "src" not in given
        if tag == "script" and not self.data and not given.get("src", "").startswith("/static/"):
            self.found.append(f"a script that is not the desk's: {given}")
        if tag == "style" or "style" in given:
            self.found.append(f"style within the page: <{tag} {given.get('style', '')}>")
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.found.append("a refresh")
        for name, value in given.items():
            if name.startswith(("on", "hx-on")) or MARK in name:
                self.found.append(f"<{tag} {name}>")
            if name in ADDRESS_ATTRIBUTES and not SAFE_LINKS.match(value):
                self.found.append(f'<{tag} {name}="{value}">')
            if name in ADDRESS_ATTRIBUTES and value.startswith("//"):
                self.found.append(f'<{tag} {name}="{value}"> leads away')

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        """Notes data for a script that could be taken for the page's own markup."""
        if self.data and "<" in data:
            self.found.append(f"data that could end its script: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        """Ends such data."""
        self.data = False


def dangers(page: str) -> list[str]:
    """What in a page could run.

    >>> dangers("<p>At least 12 were killed in Gao.</p>"), dangers('<a href="javascript:x">x</a>')
    ([], ['<a href="javascript:x">'])
    """
    parser = Danger()
    parser.feed(page)
    parser.close()
    found = list(parser.found)
    if "1337" in page and "7*191" not in page:
        found.append("a template in the text was filled in")
    return found


# ---------------------------------------------------------------- getting in


@contextmanager
def desk_of(file: Path) -> Iterator[tuple[Desk, Workspace]]:
    """A desk on a store that several tests share: they may read it, and sign in and out."""
    with made.opened(file) as opened:
        yield opened


def behind_guard(desk: Desk, workspace: Workspace, *, base: str = BASE, **given: Any) -> tuple[TestClient, Guarded]:
    """A client in front of the whole desk, with nobody signed in; it follows no redirect."""
    config = Guarded(analyst="ana", **given)
    return client_of(desk, workspace, config, base), config


def client_of(desk: Desk, workspace: Workspace, config: Guarded, base: str = BASE, **more: Any) -> TestClient:
    """A client of a desk as it is guarded."""
    app = guarded(desk, workspace, config)
    return TestClient(app, base_url=base, follow_redirects=False, raise_server_exceptions=False, **more)


def launch(client: TestClient, config: Guarded) -> None:
    """Lets a client in by a launch link."""
    answer = client.get(f"/launch?token={config.launch.make()}")
    assert answer.status_code == 303, answer.text


def csrf_of(client: TestClient, path: str = "/account") -> str:
    """What the forms of a page carry."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get(path).text)
    assert found, f"{path} has no form"
    return found[1]


def login(client: TestClient, name: str, password: str, **more: str) -> Any:
    """Signs in through the form."""
    fields = {"csrf": csrf_of(client, "/login"), "name": name, "password": password, **more}
    return client.post("/login", data=fields)


# ---------------------------------------------------------------- the table of routes


@dataclass(frozen=True)
class Route:
    """A line of routes.tsv: a route, the least role that it needs, and an example of its address."""

    method: str
    path: str
    role: str
    example: str


def table() -> dict[tuple[str, str], Route]:
    """Every route of the desk with the role that it needs, as people decided it."""
    lines = (Path(__file__).parent / "routes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [Route(*line.split("\t")) for line in lines[1:] if line and not line.startswith("#")]
    return {(row.method, row.path): row for row in rows}


def routes(app: FastAPI) -> set[tuple[str, str]]:
    """Every route that the application has: a method and a path."""
    return {
        (method, str(route.path))
        for route in iter_route_contexts(app.routes)
        if route.endpoint is not None
        for method in sorted(route.methods or ())
        if method not in ("HEAD", "OPTIONS")
    }


def example(route: Route, ids: Mapping[str, str]) -> str:
    """The example's address, with ids of the record at hand in the place of {incident}, {report}, {record}."""
    return re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], route.example)
