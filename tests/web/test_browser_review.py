"""The review path in a real browser: by keys, by mouse, by selecting words, and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bellwire.desk import Desk
from bellwire.model import Judgement
from bellwire.workspace import Workspace

Station = tuple[Desk, Workspace]
AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def base(page: Any, desk_url: str) -> str:
    """The desk's address, the browser let in."""
    page.set_default_timeout(8000)
    page.goto(desk_url)
    return desk_url.partition("/launch")[0]


@pytest.fixture
def scriptless(browser: Any, desk_url: str) -> Iterator[tuple[Any, str]]:
    """A page without JavaScript, let in."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(8000)
    page.goto(desk_url)
    yield page, desk_url.partition("/launch")[0]
    context.close()


def judgements(station: Station) -> tuple[Judgement, ...]:
    """All judgements, in order."""
    with station[0].view() as view:
        return view.judgements()


def event_of(station: Station, words: str) -> tuple[str, str]:
    """A killed-event of the report that has the words: its name as a subject, and the report's text."""
    with station[0].view() as view:
        for report in view.reports():
            text = report.document.text
            if words in text:
                event = next(e for e in report.events if e.trigger.quote(text) == "killed")
                return f"{report.id}#{event.id}", text
    raise AssertionError(words)


def test_the_queue_is_worked_by_keys_without_leaving_the_page(page: Any, base: str, station: Station) -> None:
    """A day of review would be a day of loading pages."""
    page.goto(f"{base}/review?lang=en")
    page.evaluate("window.stillHere = true")
    page.keyboard.press("j")
    first = page.locator("[data-list] > [aria-current=true]")
    assert first.count() == 1
    page.keyboard.press("a")
    first.locator(".outcome").wait_for()
    assert "Accepted" in first.locator(".outcome").inner_text()
    page.keyboard.press("j")
    second = page.locator("[data-list] > [aria-current=true]")
    page.keyboard.press("x")
    second.locator(".outcome").wait_for()
    assert [(j.verb, j.by) for j in judgements(station)] == [("accept", "ana"), ("reject", "ana")]
    page.keyboard.press("u")
    second.locator(".outcome", has_text="Taken back").wait_for()
    assert page.evaluate("window.stillHere === true")
    made_now = judgements(station)
    assert made_now[-1].verb == "undo" and made_now[-1].value["judgement"] == made_now[1].id


def test_a_card_is_judged_in_its_place_by_mouse(page: Any, base: str, station: Station) -> None:
    """One click would throw the reader back to the head of the page."""
    page.goto(f"{base}/review?lang=en")
    page.evaluate("window.stillHere = true")
    card = page.locator(".card").nth(1)
    name = card.locator("h2").inner_text()
    card.locator("input[name=why]").fill("an age, not a toll")
    card.get_by_role("button", name="Reject").click()
    card.locator(".outcome").wait_for()
    (kept,) = judgements(station)
    assert page.locator("#said").inner_text() == f"Rejected: {name}"
    assert (kept.verb, kept.why) == ("reject", "an age, not a toll") and name in card.inner_text()
    card.get_by_role("button", name="Undo").first.click()
    card.get_by_role("button", name="Accept").wait_for()
    assert page.evaluate("window.stillHere === true")
    page.reload()
    assert page.locator(".card").count() > 3 and name in page.locator("main").inner_text()


def test_ticked_cards_are_counted_before_they_are_judged(page: Any, base: str) -> None:
    """One would not see how many are ticked further down the page."""
    page.goto(f"{base}/review?lang=en")
    page.locator(".pick input").first.check()
    assert page.locator("[data-count]").inner_text() == "1"
    page.get_by_label("all on this page").check()
    assert page.locator("[data-count]").inner_text() == str(page.locator(".card").count())


def test_what_a_colleague_changed_meanwhile_is_shown_in_the_card(page: Any, base: str, station: Station) -> None:
    """It would be judged over, or the click would seem to do nothing."""
    page.goto(f"{base}/review?lang=en")
    with station[0].view() as view:
        first = view.review_queue(limit=1).incidents[0]
    station[0].judge("edit", first.id, by="ben", value={"title": "Ben’s title"})
    card = page.locator(".card").first
    card.get_by_role("button", name="Accept").click()
    card.get_by_text("It has changed since it was shown").wait_for()
    assert "Ben’s title" in card.inner_text() and len(judgements(station)) == 1


def test_words_are_chosen_by_selecting_them(page: Any, base: str, station: Station) -> None:
    """Correcting a trigger would mean counting characters."""
    subject, text = event_of(station, "17 people")
    page.goto(f"{base}/review/record?lang=en&subject={subject.replace('#', '%23')}")
    field = page.locator("[name='set.trigger.words']")
    field.focus()
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector('[data-page]'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                document.querySelector('[data-page]').dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
                document.querySelector('[data-page]').dispatchEvent(new PointerEvent('pointerup', {bubbles: true}));
                return;
            }
        }""",
        "shelling",
    )
    page.wait_for_function("document.querySelector(\"[name='set.trigger.words']\").value === 'shelling'")
    start = text.index("shelling")
    assert page.locator("[name='set.trigger.start']").input_value() == str(start)
    page.get_by_role("button", name="Keep the edit").click()
    page.wait_for_url("**/review")
    (kept,) = judgements(station)
    assert kept.value == {"trigger": {"start": start, "end": start + len("shelling")}}


def test_what_was_typed_is_there_after_a_reload(page: Any, base: str, station: Station) -> None:
    """A reload by mistake would cost an edit that took minutes."""
    subject, _ = event_of(station, "17 people")
    page.goto(f"{base}/review/record?lang=en&subject={subject.replace('#', '%23')}")
    page.locator("#edit [name=why]").fill("the hospital's list")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_function("document.querySelector('#edit [name=why]').value === \"the hospital's list\"")


def test_all_of_it_works_without_javascript(scriptless: tuple[Any, str], station: Station) -> None:
    """Who turns scripts off, or whose browser is old, could review nothing."""
    page, base = scriptless
    page.goto(f"{base}/review?lang=en")
    total = page.locator(".card").count()
    page.locator(".card").first.get_by_role("button", name="Accept").click()
    assert "Accepted: " in page.locator(".notice").inner_text() and page.locator(".card").count() == total - 1
    page.locator(".notice button").click()
    assert page.locator(".card").count() == total
    for number in (0, 1):
        page.locator(".card .pick input").nth(number).check()
    page.get_by_role("button", name="Reject ticked").click()
    assert "2 things" in page.locator("h1").inner_text()
    page.locator("#why-many").fill("not of interest")
    page.locator("main form button").first.click()
    assert page.locator(".card").count() == total - 2
    subject, _ = event_of(station, "17 people")
    page.goto(f"{base}/review/record?lang=en&subject={subject.replace('#', '%23')}")
    page.locator("[name='set.trigger.words']").fill("shelling")
    page.get_by_role("button", name="Keep the edit").click()
    assert judgements(station)[-1].verb == "edit"


def test_the_forms_have_no_barrier_for_a_screen_reader(page: Any, base: str, station: Station) -> None:
    """Who does not see the page could not edit, compare or confirm."""
    if not AXE.is_file():
        pytest.skip("axe-core is installed by npm ci in web/")
    subject, _ = event_of(station, "17 people")
    with station[0].view() as view:
        incident = view.incidents(limit=1).incidents[0].id
    for by, verb in (("ana", "accept"), ("ben", "reject")):
        station[0].judge(verb, incident, by=by)  # type: ignore[arg-type]
    escaped = subject.replace("#", "%23")
    paths = (
        f"/review/record?subject={escaped}",
        f"/review/incident?subject={incident}",
        "/review?review=rejected",
        "/review/agreement",
        f"/review/redact?subject={escaped}",
    )
    for path in paths:
        page.goto(base + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert not found, (path, [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found])
