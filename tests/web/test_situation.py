"""The situation view: what an analyst sees first."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web.desk import client_of


def test_the_first_page_lists_what_happened_with_its_count_in_the_title(client: TestClient) -> None:
    """An analyst who opens the desk would not see how much there is."""
    page = client.get("/")
    assert page.status_code == 200
    total = client.get("/api/v1/incidents").json()["total"]
    assert f"<title>({total}) Situation" in page.text
    assert page.text.count('class="incident"') == total


def test_a_filter_in_the_address_leaves_out_what_it_does_not_let_through(client: TestClient) -> None:
    """A link that a colleague sent would show something else."""
    page = client.get("/?type=PROTEST")
    assert "Bamako" in page.text and "Menaka" not in page.text
    assert 'href="/"' in page.text


def test_what_cannot_be_asked_is_said_in_words(client: TestClient) -> None:
    """A mistyped filter would look like an empty record."""
    page = client.get("/?type=WAR")
    assert page.status_code == 422 and "ASSAULT" in page.text


def test_the_day_that_is_looked_at_goes_with_every_link(client: TestClient) -> None:
    """A reader of the past would fall back into the present at the first click."""
    page = client.get("/?as_known_on=2025-11-21")
    assert "as it was known on" in page.text
    links = [part.split('"')[0] for part in page.text.split('class="main" href="')[1:]]
    assert links and all("as_known_on=2025-11-21" in link for link in links)
    assert client.get("/?as_known_on=2020-01-01").text.count('class="incident"') == 0


def test_a_fault_of_ours_is_said_in_words_on_pages_and_as_a_problem_in_the_api(
    desk_app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader would see a bare line in another language, and a script no JSON."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bellwire.store.view.View.incidents", broken)
    client = client_of(desk_app, fails=False)
    page = client.get("/")
    assert page.status_code == 500 and "fault of Bellwire" in page.text and "ZeroDivision" not in page.text
    answer = client.get("/api/v1/incidents")
    assert answer.status_code == 500 and answer.headers["content-type"] == "application/problem+json"
