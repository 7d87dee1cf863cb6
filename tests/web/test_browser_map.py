"""The map in a real browser, on points of its own: how smoothly it is dragged, what it asks for, what its marks say."""

import json
import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bellwire.web.app import missing_assets
from bellwire.web.render import STATIC

pytestmark = pytest.mark.skipif(bool(missing_assets()), reason="the assets are not built: make assets")

BASE = "http://desk.example"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
STYLES = ("/static/desk.css", "/static/built/leaflet.css", "/static/map.css", "/page.css")
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Map</title>
{"".join(f'<link rel="stylesheet" href="{style}">' for style in STYLES)}</head><body>
<div id="map" tabindex="0" aria-label="Map" data-src="/api/v1/map?type=ASSAULT" data-basemap="/static/built/"></div>
<script type="module" src="/static/built/map.js"></script></body></html>"""
EMPTY = json.dumps(
    {"arcs": [], "objects": {}, "capitals": [], **dict.fromkeys(("name", "lat", "lon", "thousands"), ())}
    | dict.fromkeys(("countries", "provinces"), dict.fromkeys(("name", "lat", "lon", "size"), ()))
)
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
KINDS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
FRAMES = """() => new Promise(done => {
  const at = []; const tick = now => { at.push(now); window.__stop ? done(at) : requestAnimationFrame(tick); };
  window.__stop = false; requestAnimationFrame(tick); })"""
Answer = Callable[[dict[str, list[str]]], Any]


def _points(number: int, spread: float = 15) -> dict[str, Any]:
    """So many incidents around 14 N, 2 E."""
    made = random.Random(number)
    rows = [
        {
            "id": f"i-{n:06}", "lat": 14 + made.uniform(-spread, spread), "lon": 2 + made.uniform(-spread, spread),
            "type": made.choice(("ASSAULT", "PROTEST", "COERCE")), "prec": made.choice((1, 1, 2, 4)),
            "killed": made.choice((None, 0, 8, 30)), "low": None, "disagree": int(made.random() < 0.2),
            "title": f"<img src=x onerror=alert({n})> shelled", "day": "2024-05-02",
        }
        for n in range(number)
    ]  # fmt: skip
    return {"total": number, "binned": False, "points": {name: [row[name] for row in rows] for name in rows[0]}}


def _shown(page: Any, answer: Answer, at: str = "", *, land: bool = False) -> list[dict[str, list[str]]]:
    """Opens a page with a map alone, on bare sea or with all of its land; gives what it asks of the points' address."""
    asked: list[dict[str, list[str]]] = []

    def give(route: Any) -> None:
        url = urlsplit(route.request.url)
        if url.path == "/api/v1/map":
            asked.append(parse_qs(url.query))
            said = answer(asked[-1])
            return route.fulfill(body=said if isinstance(said, str) else json.dumps(said), content_type=KINDS[".json"])
        if url.path.endswith(".json") and not land:
            return route.fulfill(body=EMPTY, content_type=KINDS[".json"])
        if url.path.startswith("/static/"):
            file = STATIC / url.path.removeprefix("/static/")
            return route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        if url.path == "/page.css":
            return route.fulfill(body="#map { position: fixed; inset: 0; }", content_type=KINDS[".css"])
        return route.fulfill(body=PAGE, content_type="text/html", headers={"Content-Security-Policy": CSP})

    page.route("**/*", give)
    page.goto(f"{BASE}/{at}", wait_until="networkidle" if land else "load")
    page.wait_for_selector("#map:not([aria-busy]) canvas")
    page.evaluate(TWO_FRAMES)
    return asked


def _box(page: Any) -> list[float]:
    """What the next drag over the map chooses."""
    page.evaluate(
        "window.__box = new Promise(done => document.addEventListener('bellwire:filter', e => done(e.detail.box)))"
        "; undefined"
    )
    page.mouse.move(600, 300)
    page.mouse.down()
    page.mouse.move(700, 400, steps=3)
    page.mouse.up()
    return [float(degree) for degree in page.evaluate("window.__box").split(",")]


def test_ten_thousand_points_are_dragged_at_thirty_frames_a_second(page: Any) -> None:
    """The map would stutter under the hand."""
    _shown(page, lambda _: _points(10_000), land=True)
    page.evaluate(f"window.__frames = ({FRAMES})(); undefined")
    page.mouse.move(900, 450)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(900 - 12 * min(step, 60 - step), 450 + 2 * (step % 20))
    page.mouse.up()
    at = page.evaluate("(window.__stop = true, window.__frames)")
    gaps = [b - a for a, b in pairwise(at)]
    assert len(gaps) > 20
    assert 1000 * len(gaps) / sum(gaps) >= 30


def test_too_many_points_come_as_counts_for_what_is_in_sight(page: Any) -> None:
    """A large record would be sent whole, or what was moved to would stay empty."""
    bins = {"lat": [14.0, 11.0], "lon": [2.0, 8.0], "n": [60_000, 40_000], "disagree": [5, 0]}
    answer = {"total": 100_000, "binned": True, "bins": {**bins, "type": ["ASSAULT", "PROTEST"]}}
    asked = _shown(page, lambda _: answer, "#map=5/13/4")
    assert asked[0]["type"] == ["ASSAULT"] and "bounds" not in asked[0]
    west, south, east, north = (float(degree) for degree in asked[-1]["bounds"][0].split(","))
    assert west < 2 < 8 < east and south < 11 < 14 < north
    assert asked[-1]["zoom"] == ["5"]
    page.locator("#map").focus()
    with page.expect_request(lambda request: "zoom=6" in request.url and "bounds" in request.url):
        page.keyboard.press("+")


def test_an_incident_is_opened_by_key_and_its_words_are_words(page: Any) -> None:
    """Without a mouse no mark could be opened; or a page's text would run as script in the desk."""
    _shown(page, lambda _: _points(1, 0), "#map=6/14/2")
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    link = page.locator(".map-pop a")
    assert link.inner_text() == "<img src=x onerror=alert(0)> shelled"
    assert link.get_attribute("href") == "/incidents/i-000000"
    assert page.locator(".map-pop img").count() == 0
    assert page.evaluate("document.activeElement.closest('.map-pop') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(".map-pop", state="detached")
    assert page.evaluate("document.activeElement.id") == "map"


def test_incidents_at_one_place_are_listed(page: Any) -> None:
    """Of those that lie on each other only one could ever be seen."""
    _shown(page, lambda _: _points(3, 0), "#map=6/14/2")
    page.mouse.click(720, 450)
    assert page.locator(".map-pop li").count() == 3
    assert page.locator(".map-pop-count").inner_text() == "3 incidents"


def test_what_the_pointer_is_on_is_told_to_the_list(page: Any) -> None:
    """Map and list would not be linked."""
    _shown(page, lambda _: _points(1, 0), "#map=6/14/2")
    page.evaluate(
        "window.__id = new Promise(done => document.addEventListener('bellwire:hover', e => done(e.detail.id))); 0"
    )
    page.mouse.move(720, 450, steps=2)
    assert page.evaluate("window.__id") == "i-000000"


def test_a_dragged_area_is_the_one_that_is_asked_for(page: Any) -> None:
    """A search by area would find what lies elsewhere."""
    _shown(page, lambda _: _points(5), "#map=5/14/2")
    page.get_by_role("button", name="Choose an area").click()
    west, south, east, north = _box(page)
    a_degree = 256 * 2**5 / 360
    assert west == pytest.approx(2 + (600 - 720) / a_degree, abs=0.05)
    assert east == pytest.approx(2 + (700 - 720) / a_degree, abs=0.05)
    assert 14 < south < north < 25
    assert page.get_by_role("button", name="Choose an area").get_attribute("aria-pressed") == "false"


def test_where_the_map_was_left_is_in_the_address(page: Any) -> None:
    """A link that was sent would show another place."""
    _shown(page, lambda _: _points(5), "#map=5/14/2")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: "#map=5/14" in url and not url.endswith("/2"))


def test_points_that_do_not_come_are_said_to_be_missing(page: Any) -> None:
    """An empty map would look like a quiet country."""
    _shown(page, lambda _: "{")
    assert page.locator(".map-failed").inner_text() == "The map's points could not be loaded."
    assert page.locator(".map-note").inner_text().startswith("Made with Natural Earth.")
