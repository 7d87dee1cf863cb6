"""The graphic-content guard on the desk's pages: nobody reads what they did not choose to."""

import re
from collections.abc import Callable

from starlette.testclient import TestClient
from tests.web import desk as made

from bellwire import code
from bellwire.desk import Desk
from bellwire.model.marks import MARKED
from bellwire.workspace import Workspace

TEXT = "Corpses lay in the street after shells killed 12 people in Gao on Wednesday, it said.\n\nThe army denied it."
GUARD = r'<details class="guard"( open)?>(.*?)</details>'


def with_graphic(station: tuple[Desk, Workspace]) -> str:
    """The desk with a report that has a graphic paragraph; gives its id."""
    page = code(TEXT, kind="article", published="2024-05-02", outlet="Gao Post")
    made.fill(station[0], [page])
    return page.id


def guards(page: str) -> list[tuple[str, str]]:
    """Whether each guard is open, and what stands behind it."""
    return re.findall(GUARD, page, re.DOTALL)


def test_a_graphic_paragraph_is_closed_and_others_are_open(
    station: tuple[Desk, Workspace], as_role: Callable[..., TestClient]
) -> None:
    """The page is read by people who do this all day."""
    assert "events" in MARKED
    page = as_role("viewer").get(f"/reports/{with_graphic(station)}").text
    ((closed, behind),) = guards(page)
    assert not closed and "Corpses" in behind and "bodies" in behind
    assert "The army" not in behind and "denied" not in behind


def test_a_graphic_quote_is_closed_on_the_incident_page_and_in_review(
    station: tuple[Desk, Workspace], as_role: Callable[..., TestClient]
) -> None:
    """A quote is read in more places than one."""
    id = with_graphic(station)
    with station[0].view() as view:
        incident = next(i for i in view.all_incidents() if any(e.startswith(id) for e in i.evidence))
    client = as_role("admin")
    for path in (f"/incidents/{incident.id}", "/review", f"/review/incident?subject={incident.id}"):
        page = client.get(path).text
        outside = re.sub(GUARD, "", page, flags=re.DOTALL)
        assert "Graphic content" in page, path
        assert "Corpses" not in outside, path


def test_who_chose_to_see_all_sees_all(station: tuple[Desk, Workspace], as_role: Callable[..., TestClient]) -> None:
    """Whoever reviews hundreds of them cannot open each."""
    id = with_graphic(station)
    client = as_role("viewer")
    client.cookies.set("graphic", "show")
    assert [opened for opened, _ in guards(client.get(f"/reports/{id}").text)] == [" open"]
