"""Every page of the desk, attacked: hostile reports are shown as text, and nobody opens what is not theirs.

`routes.tsv` names every route with the least role that it needs and an example of its address. A new route fails these
tests until somebody has written down whose it is.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web import attack
from tests.web import desk as made

from bellwire.desk import Desk, utc_now
from bellwire.web.app import create_app
from bellwire.web.security import Guarded
from bellwire.web.security.csrf import csrf_of
from bellwire.workspace import Workspace
from bellwire.workspace.accounts import account, hasher
from bellwire.workspace.journal import folded
from bellwire.workspace.sessions import open_session
from bellwire.workspace.tokens import make_token
from bellwire.workspace.words import ROLES

TABLE = attack.table()
ids = "{0[0]} {0[1]}".format
QUERIES = (
    ("q", "source", "actor", "back", "next", "subject", "record", attack.TAG),
    ("lang", "as_known_on"),
    ("type",),
    ("after",),
)
"""Names of a query that are tried together: what cannot be asked hides what is asked beside it."""


class Hostile:
    """A desk full of hostile reports, judgements and drafts, with everything that can be asked of it."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        self.desk, self.workspace = desk, workspace
        made.fill(desk, list(attack.hostile_reports()))
        with desk.view() as view:
            self.incidents = [incident.id for incident in view.incidents().incidents]
            self.reports = list(view.report_ids())
            found = [report for report in map(view.report, self.reports) if report]
        self.records = [f"{r.id}#{x.id}" for r in found for x in (*r.figures, *r.events)]
        self.claims = [f"{r.id}#{x.id}" for r in found for x in r.claims]
        self.app = create_app(desk, workspace, Guarded(analyst="ana"))
        self.client = made.client_of(self.app, name=f"ana {attack.TAG}")
        self.more: dict[str, list[str]] = {}

    def fill_workspace(self) -> None:
        """Judgements with hostile reasons, a draft and a token with hostile names."""
        words = attack.WORDS[1]
        self.desk.judge("accept", self.incidents[0], by=f"ben {attack.TAG}", why=words)
        self.desk.judge("reject", self.records[0], by=f"ben {attack.TAG}", why=words)
        make_token(self.workspace, words[:60], f"ana {attack.TAG}", "viewer", now=utc_now())
        brief = self.client.post("/briefs", data={"title": words}).headers["location"].split("/")[2]
        self.client.post(f"/briefs/{brief}/notes", data={"section": "", "text": words})
        form = {"verb": "accept", "subject": self.records[:2], "why": words}
        batch = self.client.post("/judge/many", data=form).headers.get("location", "none").rpartition("/")[2]
        pasted = {"text": f"At least 3 people were killed in Gao, residents said. {words}", "outlet": words}
        job = self.client.post("/add/text", data=pasted).headers["location"].rpartition("/")[2]
        self._until_over(job)
        judged = [line["id"] for line in self.client.get("/api/v1/judgements").json()["judgements"]]
        self.more = {"brief": [brief], "batch": [batch], "job": [job], "story": self._stories(), "judgement": judged}

    def _until_over(self, job: str) -> None:
        """Waits until a job has ended: while it is at work, its page is drawn anew."""
        end = monotonic() + 60
        while 'http-equiv="refresh"' in self.client.get(f"/add/jobs/{job}").text:
            assert monotonic() < end, "the job does not end"
            sleep(0.05)

    def _stories(self) -> list[str]:
        listed = self.client.get("/api/v1/stories").json()
        return [story["story"] for value in listed.values() if isinstance(value, list) for story in value][:3] or [
            "none"
        ]

    def addresses(self, route: attack.Route) -> Iterator[str]:
        """A route's example for each incident, report, record that it can be about."""
        held = {"incident": self.incidents, "report": self.reports, "record": self.records, "claim": self.claims}
        found = re.search(r"\{(\w+)\}", route.example)
        if found is None:
            yield route.example
        elif "{local}" in route.example:
            for record in self.records[:20]:
                report, _, local = record.partition("#")
                yield attack.example(route, {"report": quote(report), "local": local})
        else:
            for id in (held | self.more)[found[1]][:20]:
                yield attack.example(route, {found[1]: quote(id)})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """A desk that these tests share."""
    with ExitStack() as stack:
        found = Hostile(*stack.enter_context(made.opened(tmp_path_factory.mktemp("desk") / "desk.sqlite")))
        stack.enter_context(found.client)
        found.fill_workspace()
        yield found


# ---------------------------------------------------------------- the table


def test_every_route_has_a_line_in_the_table(desk_app: FastAPI) -> None:
    """Without it a new page could be open to everybody, and no test would see it."""
    found = attack.routes(desk_app)
    assert found, "the routes are not found any more"
    assert found - set(TABLE) == set(), "add these to tests/web/routes.tsv, with the role that they need"
    assert set(TABLE) - found == set(), "these are gone: take them out of tests/web/routes.tsv"


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize("route", [key for key in TABLE if key[0] == "GET"], ids=ids)
def test_what_a_hostile_page_says_is_shown_as_text(hostile: Hostile, route: tuple[str, str]) -> None:
    """Without it a page that somebody made to be read here takes the desk over, or leads its reader away."""
    addresses = list(hostile.addresses(TABLE[route]))
    assert addresses
    for address in addresses:
        answer = hostile.client.get(address)
        kind = answer.headers.get("content-type", "")
        assert answer.status_code in (200, 303, 304, 404, 422), f"{address}: {answer.text[:300]}"
        if kind.startswith("text/html"):
            kept = answer.headers.get("content-disposition", "").startswith("attachment")  # a file brings its own style
            assert [each for each in attack.dangers(answer.text) if not (kept and "<style >" in each)] == [], address
        else:
            assert kind.partition(";")[0] not in ("image/svg+xml", "application/xhtml+xml", "text/xml"), address


def test_the_hostile_text_is_really_there(hostile: Hostile) -> None:
    """Without it the test above would pass on empty pages."""
    shown = [hostile.client.get(f"/reports/{quote(id)}").text for id in hostile.reports]
    assert len(hostile.reports) == len(attack.WORDS)
    assert sum(f"&lt;{attack.MARK}&gt;" in page for page in shown) == len(shown)
    assert hostile.incidents
    assert hostile.claims


def test_a_hostile_query_is_shown_as_text(hostile: Hostile) -> None:
    """Without it a link to the desk runs a script in it."""
    for key in TABLE:
        if key[0] == "GET" and "{" not in TABLE[key].example:
            for names in QUERIES:
                answer = hostile.client.get(TABLE[key].example, params=dict.fromkeys(names, attack.WORDS[1]))
                if answer.headers.get("content-type", "").startswith("text/html"):
                    assert not attack.dangers(answer.text), (key, names)


@pytest.mark.parametrize(
    "text",
    [
        "At least 12 people were killed in Gao.\x00\x00 The army\x00 denied it.",
        "\u202e\u2066At least 12 people were killed in Gao, residents said.\u2069" * 50,
        "At least 12 people were killed in Gao, residents said. " + "x" * 50_000,
        "<" * 500 + " 12 killed in Gao " + ">" * 500,
        "\ufeff\u2028\u2029At least 12 people were killed in Gao, residents said.\x1b[31m\x08\x7f",
    ],
    ids=["nul", "bidi", "long line", "brackets", "controls"],
)
def test_text_that_bends_pages_bends_none(station: tuple[Desk, Workspace], text: str) -> None:
    """Without it a page full of control characters or one endless line breaks the view of all others."""
    desk, workspace = station
    report = attack.report(text, url="https://gaopost.example/7", outlet="Gao\x00 Post\u202e", published="2024-05-02")
    made.fill(desk, [report])
    client = made.client_of(create_app(desk, workspace, Guarded(analyst="ana")))
    for address in ("/", "/review", f"/reports/{quote(report.id)}", f"/texts/{quote(report.id)}"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not attack.dangers(answer.text)
        assert "\x00" not in answer.text or "text/plain" in answer.headers["content-type"]


# ---------------------------------------------------------------- whose it is


@pytest.fixture(scope="module")
def people(hostile: Hostile) -> Iterator[TestClient]:
    """A client of the same desk with accounts, and somebody of each role in them."""
    rows = [
        {"name": r, "folded": folded(r), "role": r, "password": hasher().hash("x"), "made": utc_now()} for r in ROLES
    ]
    with hostile.workspace.begin() as connection:
        connection.execute(account.insert(), rows)
    yield attack.client_of(hostile.desk, hostile.workspace, Guarded(host="0.0.0.0", accounts=True))
    with hostile.workspace.begin() as connection:
        connection.execute(account.delete())


def let_in(answer: Any) -> bool:
    """Whether a page was run, whatever came of it."""
    turned_away = answer.status_code in (401, 403) or answer.headers.get("location", "").startswith("/login?")
    return not turned_away and answer.headers.get("location") != "/login"


def near(role: str | None, needed: str) -> bool:
    """Whether a role is worth trying: nobody, the most, the one that is needed and the one below."""
    return role in (None, "admin") or ROLES.index(needed) - ROLES.index(role) in (0, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [None, *ROLES], ids=lambda role: role or "nobody")
def test_each_role_opens_its_own_pages_and_no_others(hostile: Hostile, people: TestClient, role: str | None) -> None:
    """Without it somebody who may only read could judge, publish or manage people."""
    wrong = []
    for route in TABLE.values():
        if route.path in ("/login", "/logout") or not near(role, route.role):  # those two answer with where to go next
            continue
        people.cookies.clear()
        headers = {}
        if role:
            secret = open_session(hostile.workspace, role, "account", now=utc_now())
            people.cookies.set("bellwire-8321", secret)
            headers = {"X-CSRF-Token": csrf_of(secret)}
        address = next(hostile.addresses(route))
        answer = people.request(route.method, address, headers=headers)
        may = route.role == "nobody" or (role is not None and ROLES.index(role) >= ROLES.index(route.role))  # type: ignore[arg-type]
        if let_in(answer) != may:
            wrong.append(f"{route.method} {address}: {answer.status_code} for {role}, needs {route.role}")
    assert not wrong, "\n".join(wrong)


def test_whatever_changes_the_record_needs_at_least_an_analyst() -> None:
    """Without it a slip in the table itself would open the record to readers."""
    own = ("/login", "/logout", "/account/", "/api/v1/tokens")
    open_to_viewers = [key for key, route in TABLE.items() if key[0] != "GET" and route.role in ("nobody", "viewer")]
    assert [key for key in open_to_viewers if not key[1].startswith(own)] == []
    assert {TABLE[key].role for key in TABLE if key[1].startswith("/account/people")} == {"admin"}


# ---------------------------------------------------------------- what is written in the templates

TEMPLATES = sorted((Path(attack.__file__).parents[2] / "src" / "bellwire" / "web" / "templates").rglob("*.j2"))
INLINE = {
    "an on… attribute": r"<[^>]*\son[a-z]+\s*=",
    "hx-on, which runs text": r"hx-on",
    "hx-vals or hx-headers that run text": r"hx-(?:vals|headers|vars)\s*=\s*[\"']?\s*js:",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style",
    "a script within the page": r"<script(?![^>]*\ssrc=)(?! type=\"application/json\"[^>]*>\{\{ [^}]*\| ?tojson \}\}<)",
    "a javascript: address": r"javascript:",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+false",
    "a file of another site": r"<(?:link|script|img|form|source|use)\b[^>]*\s(?:src|href|action)=\"(?:https?:)?//",
    "an attribute without quotes": r"<[^>]*\s[\w-]+=\{\{",
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_runs_text(what: str) -> None:
    """Without it the policy breaks the page, or somebody loosens the policy."""
    pattern = re.compile(INLINE[what], re.IGNORECASE)
    found = [f"{t.name}: {m[0][:80]}" for t in TEMPLATES for m in [pattern.search(t.read_text(encoding="utf-8"))] if m]
    assert not found
