"""The desk in a real browser: a first-time user's path, right to left, dark, on a phone, for a screen reader."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.desk import fill, opened, reports, served

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/", "/claims", "/review", "/briefs", "/add", "/publish", "/export", "/log", "/account", "/incident", "/report",
)  # fmt: skip
"""Every page of the desk; the last two stand for the first incident and its report."""


def _enter(page: Any, url: str) -> str:
    """Lets the browser in; gives the desk's address."""
    page.goto(url)
    return str(url.partition("/launch")[0])


def _path(page: Any, base: str, path: str) -> str:
    if path not in ("/incident", "/report"):
        return path
    found = page.request.get(f"{base}/api/v1/incidents?type=ASSAULT").json()["incidents"][0]
    if path == "/incident":
        return f"/incidents/{found['id']}"
    return f"/reports/{found['evidence'][0].partition('#')[0]}"


def test_a_first_time_user_finds_an_incident_and_the_words_it_rests_on(page: Any, desk_url: str) -> None:
    """A stranger would not get from the map to the sentence in the page."""
    base = _enter(page, desk_url)
    assert page.url == f"{base}/"
    assert "Situation" in page.title()
    page.keyboard.press("/")
    page.keyboard.type("Gao")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Gao**")
    found = page.locator("#found .incident").all_inner_texts()
    assert any("Gao" in text for text in found) and not any("Bamako" in text for text in found)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/**")
    assert page.locator("h1").inner_text()
    page.locator("#told ~ ol blockquote a").first.click()
    page.wait_for_url("**/reports/**")
    assert page.locator("[data-page] mark").count() > 3
    record = page.url.partition("#")[2]
    assert page.locator(f"mark[data-records~='{record}']").first.is_visible()
    page.go_back()
    assert "/incidents/" in page.url


def test_the_map_and_the_timeline_show_what_the_list_shows(page: Any, desk_url: str) -> None:
    """A filter would change the list and leave the map as it was."""
    base = _enter(page, desk_url)
    page.goto(f"{base}/?type=PROTEST")
    with page.expect_response("**/api/v1/map**") as answer:
        page.reload()
    points = page.request.get(answer.value.url).json()["points"]
    listed = page.locator("#found .incident").evaluate_all("all => all.map(one => one.dataset.id)")
    assert set(points["id"]) <= set(listed) and set(points["type"]) == {"PROTEST"}
    page.wait_for_selector("#map canvas")
    page.wait_for_selector("#timeline canvas")


def test_a_period_chosen_by_key_on_the_timeline_is_in_the_address(page: Any, desk_url: str) -> None:
    """Who uses no mouse could not choose a period."""
    base = _enter(page, desk_url)
    page.goto(base + "/?lang=en")
    handle = page.locator("#timeline [role=slider]").first
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**start=**")
    assert page.locator(".chips .chip").count() >= 1


@pytest.fixture(scope="module")
def tour(browser: Any, small_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    """A page that was let in, and the desk's address: for tests that only look."""
    file = Path(shutil.copy(small_record, tmp_path_factory.mktemp("tour") / "desk.sqlite"))
    with opened(file) as station, served(*station) as url:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        yield page, _enter(page, url)
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_screen_reader_finds_nothing_amiss(tour: tuple[Any, str], path: str) -> None:
    """Who cannot see the page, or sees little contrast, would be kept out."""
    if not AXE.is_file():
        pytest.skip("axe-core is not there: npm ci in web/")
    page, base = tour
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.goto(base + _path(page, base, path))
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = page.evaluate("async () => (await axe.run()).violations")
        told = [f"{scheme}: {f['id']}: {f['help']}: {[n['target'] for n in f['nodes']][:3]}" for f in faults]
        assert not told, "\n".join(told)


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone_nothing_runs_out_of_the_page(tour: tuple[Any, str], path: str) -> None:
    """On a phone a reader would have to drag the page from side to side."""
    page, base = tour
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(base + _path(page, base, path))
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert width <= 390


@pytest.mark.parametrize("path", PAGES)
def test_from_right_to_left_figures_and_dates_keep_their_order(tour: tuple[Any, str], path: str) -> None:
    """In Arabic "12–17 killed" would read "17–12"."""
    page, base = tour
    page.goto(base + _path(page, base, path) + "?lang=ar")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    loose = page.evaluate(LOOSE)
    page.context.clear_cookies(name="bellwire-language")
    assert not loose, f"not in <bdi>: {loose[:5]}"


def test_a_range_reads_from_low_to_high_in_arabic_too(tour: tuple[Any, str]) -> None:
    """ "12–17 killed" would be seen as "17–12"."""
    page, base = tour
    page.goto(f"{base}/?lang=ar")
    seen = page.evaluate(ORDER)
    page.context.clear_cookies(name="bellwire-language")
    assert seen and all(first < last for first, last in seen), seen


ORDER = r"""() => {
  const at = (node, from) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, from + 1);
    return range.getBoundingClientRect().left;
  };
  return [...document.querySelectorAll('#found .figure bdi')].map(e => e.firstChild)
    .filter(node => /^\d+–\d+$/.test(node.data)).map(node => [at(node, 0), at(node, node.data.length - 1)]);
}"""
"""Where the first and the last digit of each range are seen."""
LOOSE = r"""() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim(), within = node.parentElement;
    if (/\d/.test(text) && !within.closest('bdi, input, textarea, select, script, svg, pre, code, kbd, canvas, time, '
        + '.leaflet-container, [dir]:not(html)')) found.push(text.slice(0, 60));
  }
  return found;
}"""
"""Numbers that stand outside of <bdi>: what is around them could turn their order."""


def test_the_slider_takes_the_whole_desk_to_a_past_day_and_back(page: Any, tmp_path: Path) -> None:
    """Nobody could see what was known when a decision was made."""
    with opened(tmp_path / "desk.sqlite") as station:
        made = reports()
        fill(station[0], made[:1], "2025-11-18T08:00:00Z")
        fill(station[0], made[1:], "2025-11-20T08:00:00Z")
        with served(*station) as url:
            base = _enter(page, url)
            now = page.locator("#found .incident").count()
            page.click("[data-known] > summary")
            page.locator("input[type=range][data-known-on]").focus()
            page.keyboard.press("ArrowLeft")
            page.wait_for_url("**as_known_on=2025-11-18**")
            assert 0 < page.locator("#found .incident").count() < now
            assert "18 Nov 2025" in page.locator(".banner").inner_text()
            page.locator("#found .incident a").first.click()
            page.wait_for_url("**/incidents/**as_known_on=2025-11-18**")
            assert page.locator("form[action='/judge']").count() == 0, "the past cannot be judged"
            page.click(".banner a")
            page.wait_for_url(lambda address: "as_known_on" not in address)
            assert page.request.get(f"{base}/?as_known_on=2025-11-17").text().count('class="incident"') == 0


def test_what_the_server_refuses_is_said(tour: tuple[Any, str]) -> None:
    """A refused change would look like one that was kept."""
    page, base = tour  # of all pages here the one whose script errors (the refusal itself) are not counted
    page.goto(base + "/briefs")
    page.click("text=Write the brief")
    page.locator("textarea").first.fill("   ")
    page.click("button[form^=form-][value=save]")
    page.wait_for_selector(".notice.refused[role=alert]")
    assert "needs words" in page.locator(".notice.refused").inner_text()
    page.locator("textarea").first.fill("Other words.")
    page.click("button[form^=form-][value=save]")
    page.wait_for_selector(".notice.refused", state="detached")
