"""The publish page: nothing goes out that nobody looked at, and who may not publish cannot."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient
from tests.web import desk as made
from tests.web import published

from bellwire.desk import Desk
from bellwire.publish.fields import Difference
from bellwire.web.security import Guarded
from bellwire.web.show.publish import pieces, row_of

As = Callable[..., TestClient]


@contextmanager
def desk_in(folder: Path) -> Iterator[tuple[Desk, As]]:
    """A desk on the record, with a policy of its own beside it and one that is not sound."""
    published.fill(folder / "desk.sqlite")
    (folder / "policies").mkdir()
    (folder / "policies" / "ours.toml").write_text('about = "For the tests."\n' + published.POLICY)
    (folder / "policies" / "broken.toml").write_text("nmaes = 'show'")
    with made.opened(folder / "desk.sqlite") as (desk, workspace):
        app = made.create_app(desk, workspace, Guarded(analyst="ana"))
        yield desk, lambda role="editor": made.client_of(app, role=role)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, As]]:
    """A desk for tests that only look."""
    with desk_in(tmp_path_factory.mktemp("publish")) as both:
        yield both


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[tuple[Desk, As]]:
    """A desk for a test that judges."""
    with desk_in(tmp_path) as both:
        yield both


def form_of(page: str, **more: str) -> dict[str, str]:
    """What the confirming form sends."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return {k: v.replace("&amp;", "&") for k, v in found.items()} | {"form": "zip"} | more


def test_the_page_shows_what_changes_before_anything_goes_out(opened: tuple[Desk, As]) -> None:
    """Who confirms must see each name that is hidden, beside what goes out in its place."""
    page = opened[1]().get("/publish?policy=ours").text
    assert "<del>Amina" in page and "<ins>[name" in page
    assert "private names hidden" in page and "points coarsened" in page and "redacted by people" in page
    assert "Names of private persons" in page
    assert "broken.toml: no key" in page.replace("&#39;", "'")


def test_the_policy_that_is_seen_is_the_one_that_is_confirmed(opened: tuple[Desk, As]) -> None:
    """Who chose the public's policy and confirmed would publish under another."""
    client = opened[1]()
    for policy in ("internal", "ours"):
        page = client.get(f"/publish?type=ASSAULT&policy={policy}").text
        seen = re.findall(r'<a href="([^"]+)" aria-current="true" aria-describedby="policy-\d"><bdi>(\w+)</bdi>', page)
        assert seen == [(f"/publish?type=ASSAULT&amp;policy={policy}", policy)]
        assert form_of(page)["policy"] == policy and 'type="radio"' not in page


def test_withheld_incidents_say_why(opened: tuple[Desk, As]) -> None:
    """Under the public policy nothing goes out until somebody accepted it."""
    page = opened[1]().get("/publish").text
    assert "not reviewed as asked" in page and "unreviewed; published are: accepted" in page
    assert "Download" not in page


def test_a_zip_and_json_go_out_when_confirmed(opened: tuple[Desk, As]) -> None:
    """The way to a site, all of it."""
    client = opened[1]()
    form = form_of(client.get("/publish?policy=ours&type=ASSAULT").text, confirmed="yes")
    answer = client.post("/publish", data=form)
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as archive:
        assert "index.html" in archive.namelist()
        record = json.loads(archive.read("data/incidents.json"))
    assert {i["incident"]["type"] for i in record["incidents"]} == {"ASSAULT"}
    assert record["filter"] == [["type", "ASSAULT"]]
    as_json = client.post("/publish", data=form | {"form": "json"})
    assert json.loads(as_json.content) == record
    assert "Duba" not in as_json.text


def test_without_the_tick_nothing_goes_out(opened: tuple[Desk, As]) -> None:
    """A click too many must not publish."""
    client = opened[1]()
    answer = client.post("/publish", data=form_of(client.get("/publish?policy=ours").text))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/publish?policy=ours")


def test_what_changed_since_is_looked_at_again(changing: tuple[Desk, As]) -> None:
    """A colleague rejected an incident while the page was open."""
    desk, client_as = changing
    client = client_as()
    form = form_of(client.get("/publish?policy=ours").text, confirmed="yes")
    with desk.view() as view:
        id = view.incidents().incidents[0].id
    desk.judge("reject", id, by="ben", why="an exercise", now=made.NOW)
    answer = client.post("/publish", data=form)
    assert answer.status_code == 303
    fresh = form_of(client.get("/publish?policy=ours").text, confirmed="yes")
    assert fresh["token"] != form["token"]
    assert client.post("/publish", data=fresh).status_code == 200


@pytest.mark.parametrize("role", ["viewer", "analyst", None])
def test_who_is_no_editor_cannot_publish(opened: tuple[Desk, As], role: str | None) -> None:
    """The left side of the page has the names."""
    client = opened[1](role)
    for answer in (client.get("/publish"), client.post("/publish", data={"policy": "ours", "token": "x"})):
        assert answer.status_code in (401, 403)
        assert "Amina" not in answer.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"policy": "../ours"}, 400),
        ({"policy": "broken"}, 400),
        ({"form": "exe"}, 400),
        ({"query": "type=WAR"}, 400),
        ({"token": "0" * 64}, 303),
        ({"policy": "x" * 300}, 422),
    ],
)
def test_bad_forms_are_answered_in_words(opened: tuple[Desk, As], form: dict[str, str], status: int) -> None:
    """A form that was made by hand must not break the page."""
    client = opened[1]()
    given = form_of(client.get("/publish?policy=ours").text, confirmed="yes") | form
    assert client.post("/publish", data=given).status_code in (status, 422)


@pytest.mark.parametrize("query", ["after=-5", "after=999999", "after=abc", "policy=none", "type=WAR", "start=2024-13"])
def test_bad_queries_are_answered_in_words(opened: tuple[Desk, As], query: str) -> None:
    """A link that was cut off must say what is wrong."""
    assert opened[1]().get(f"/publish?policy=ours&{query}").status_code in (200, 400, 422)


def test_it_is_always_the_record_as_it_is_now(opened: tuple[Desk, As]) -> None:
    """A redaction of today must hold for what is published of last month."""
    page = opened[1]().get("/publish?policy=ours&as_known_on=2025-11-20").text
    assert "as it is known now" in page and "redacted by people" in page


def test_pieces_of_before_and_after_are_the_texts() -> None:
    """A diff that loses a word hides what it was made to show."""
    before, after = "Gunmen shot Amina Duba near Gao, she said.", "Gunmen shot [name withheld] near Gao, she said."
    left, right = pieces(before, after)
    assert "".join(text for _, text in left) == before
    assert "".join(text for _, text in right) == after
    assert ("gone", "Amina Duba ") in left and ("come", "[name withheld] ") in right
    row = row_of(Difference(record="i", field="url", before="https://a.example", after=None, rules=("links",)))
    assert row.gone and row.after == ()


def test_the_page_is_for_everybody(opened: tuple[Desk, As], page: object) -> None:
    """Looked at in a browser: one heading of the first rank, no row wider than a phone."""
    with made.served(opened[0], _workspace(opened)) as url:
        page.goto(url)  # type: ignore[attr-defined]
        page.set_viewport_size({"width": 390, "height": 800})  # type: ignore[attr-defined]
        page.goto(url.partition("/launch")[0] + "/publish?policy=ours")  # type: ignore[attr-defined]
        assert page.locator("h1").count() == 1  # type: ignore[attr-defined]
        wide = page.evaluate("document.documentElement.scrollWidth")  # type: ignore[attr-defined]
        assert wide <= 390


def _workspace(opened: tuple[Desk, As]) -> object:
    from bellwire.workspace import Workspace

    return Workspace.open("sqlite://")
