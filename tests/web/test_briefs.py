"""Briefs in the desk: made from a filter, edited with their evidence, brought up to date, handed on."""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import docx
import pytest
from starlette.testclient import TestClient
from tests.web import desk as made
from tests.web.test_browser_desk import AXE, LOOSE

from bellwire import code
from bellwire.desk import Desk
from bellwire.workspace import Workspace
from bellwire.workspace.drafts import WorkspaceDraft, find_draft, list_drafts

Station = tuple[Desk, Workspace]


@pytest.fixture
def brief(client: TestClient) -> str:
    """The address of a brief of all the small record."""
    return new_brief(client, "country=ML")


def new_brief(client: TestClient, query: str = "", **form: str) -> str:
    answer = client.post("/briefs", data={"filter": query, **form})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def kept(station: Station, at: str) -> WorkspaceDraft:
    found = find_draft(station[1], at.removeprefix("/briefs/"))
    assert found is not None
    return found


def first_sentence(station: Station, at: str) -> Any:
    return next(line for line in kept(station, at).lines() if line.kind == "sentence")


def add_report(station: Station, text: str) -> None:
    report = code(text, kind="article", outlet="Azawad News", published="2024-05-08")
    made.fill(station[0], [report], "2026-01-03T00:00:00Z")


def do(client: TestClient, at: str, line: Any, deed: str, **form: str) -> Any:
    return client.post(f"{at}/lines/{line.id}", data={"do": deed, "seen": str(line.version), **form})


def test_the_filter_is_counted_before_a_brief_is_made(client: TestClient) -> None:
    """Nobody should make a brief of ten thousand incidents, or of none, unawares."""
    page = client.get("/briefs?q=market").text
    told = re.sub(r"<[^>]+>|\s+", " ", page)
    assert re.search(r"\d+ +incidents? *, *told by +\d+ +reports?", told)
    assert "Words: market" in told or "Search: market" in told
    assert 'name="filter" value="q=market"' in page
    assert "Nothing is found" in client.get("/briefs?country=FR").text


def test_a_brief_is_made_of_what_the_filter_finds(client: TestClient, station: Station) -> None:
    """A brief on Gao must not tell of Bamako."""
    at = new_brief(client, "q=Gao", title="Gao, early May")
    page = client.get(at).text
    assert '<h1><bdi dir="auto">Gao, early May</bdi></h1>' in page and "Bamako" not in page
    assert all(line.refs for line in kept(station, at).lines())
    assert [e.title for e in list_drafts(station[1])] == ["Gao, early May"] and "Gao, early May" in client.get(
        "/briefs"
    ).text


@pytest.mark.parametrize("query", ["country=France", "type=WAR", "start=yesterday", "country=FR"])
def test_a_filter_that_cannot_be_or_finds_nothing_makes_no_brief(
    client: TestClient, station: Station, query: str
) -> None:
    """The answer says what is wrong; no empty brief is left behind."""
    assert client.post("/briefs", data={"filter": query}).status_code == 422
    assert list_drafts(station[1]) == ()


def test_a_sentence_is_edited_and_keeps_its_evidence(client: TestClient, station: Station, brief: str) -> None:
    """The words are the analyst's, what they rest on is the record's."""
    line = first_sentence(station, brief)
    assert do(client, brief, line, "save", text=f"{line.text} Nothing else is known.").status_code == 303
    now = first_sentence(station, brief)
    assert now.text.endswith("Nothing else is known.") and now.refs == line.refs and now.edited_by == "ana"
    assert "Nothing else is known." in client.get(brief).text
    assert do(client, brief, now, "restore").status_code == 303
    assert first_sentence(station, brief).text == line.text


def test_a_number_that_is_not_in_the_evidence_is_warned_of(client: TestClient, station: Station, brief: str) -> None:
    """A slip from 12 to 21 must be seen before it goes out, and by who reads it."""
    do(client, brief, first_sentence(station, brief), "save", text="Some 2,100 people were killed.")
    assert "Not in its evidence:" in client.get(brief).text
    assert "not in its evidence: Some 2,100" in client.get(f"{brief}.md").text
    assert "not in its evidence:" in client.get(f"{brief}/print").text


def test_evidence_is_quoted_and_leads_to_its_place_in_the_report(
    client: TestClient, station: Station, brief: str
) -> None:
    """Each bracket must lead to the words in the page."""
    page = unescape(client.get(brief).text)
    for line in kept(station, brief).lines():
        for ref in line.refs:
            assert f'href="/reports/{ref.report}#{ref.record}"' in page and ref.words in page


def test_two_who_edit_one_sentence_are_told(client: TestClient, station: Station, brief: str) -> None:
    """The second sees what the first wrote, and has not lost a word of their own."""
    line = first_sentence(station, brief)
    do(client, brief, line, "save", text="The first wording.")
    answer = do(client, brief, line, "save", text="The second wording.")
    assert answer.status_code == 409
    assert "The second wording.</textarea>" in answer.text and "The first wording." in answer.text
    assert first_sentence(station, brief).text == "The first wording."
    fragment = client.post(
        f"{brief}/lines/{line.id}",
        data={"do": "save", "seen": str(line.version), "text": "The second wording."},
        headers={"HX-Request": "true"},
    )
    assert fragment.status_code == 200 and fragment.text.lstrip().startswith("<li")
    assert "The second wording.</textarea>" in fragment.text


def test_lines_are_left_out_put_back_and_moved(client: TestClient, station: Station, brief: str) -> None:
    """The order and the choice are the analyst's."""
    section = kept(station, brief).sections[0]
    first, second = section.lines[:2]
    do(client, brief, first, "down")
    assert [x.id for x in kept(station, brief).sections[0].lines][:2] == [second.id, first.id]
    moved = kept(station, brief).line(first.id)
    do(client, brief, moved, "hide")
    assert first.text not in client.get(f"{brief}.md").text
    do(client, brief, kept(station, brief).line(first.id), "show")
    assert not kept(station, brief).line(first.id).hidden
    assert client.post(f"{brief}/undo", data={"seen": str(kept(station, brief).version)}).status_code == 303
    assert kept(station, brief).line(first.id).hidden


def test_undo_of_an_old_page_is_refused(client: TestClient, station: Station, brief: str) -> None:
    """Undo takes back what one sees, not what came since."""
    do(client, brief, first_sentence(station, brief), "hide")
    assert client.post(f"{brief}/undo", data={"seen": "1"}).status_code == 422
    assert first_sentence(station, brief).hidden


def test_a_note_is_the_analysts_own_and_marked(client: TestClient, station: Station, brief: str) -> None:
    """A thought must not pass for a finding."""
    section = kept(station, brief).sections[0].id
    client.post(f"{brief}/notes", data={"section": section, "text": "<b>We</b> expect more."})
    page = client.get(f"{brief}/print").text
    assert "Note, not from the reports, by" in page and "&lt;b&gt;We&lt;/b&gt; expect more." in page
    note = kept(station, brief).sections[0].lines[-1]
    assert note.kind == "note"
    do(client, brief, note, "remove")
    assert all(line.kind != "note" for line in kept(station, brief).lines())
    sentence = first_sentence(station, brief)
    assert do(client, brief, sentence, "remove").status_code == 422
    assert do(client, brief, sentence, "eat").status_code == 422


def test_files_are_handed_on_in_every_form(client: TestClient, brief: str) -> None:
    """What is printed, mailed and cited is the same brief."""
    for form, media in (
        ("md", "text/markdown"),
        ("html", "text/html"),
        ("json", "application/json"),
        ("bib", "bibtex"),
    ):
        answer = client.get(f"{brief}.{form}")
        assert answer.status_code == 200 and media in answer.headers["content-type"]
        assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+\.{form}"', answer.headers["content-disposition"])
    found = docx.Document(io.BytesIO(client.get(f"{brief}.docx").content))
    assert any(p.text == "Sources" for p in found.paragraphs)
    assert client.get(f"{brief}.exe").status_code == 404


def test_a_record_that_was_rejected_since_is_told_and_left_out(
    client: TestClient, station: Station, brief: str
) -> None:
    """A brief must not go out on a figure that was thrown out yesterday."""
    assert "every line rests on the record as it is now" in client.get(f"{brief}/news").text
    line = next(x for x in kept(station, brief).lines() if x.about.count(":") and "killed" in x.about)
    for ref in line.refs:
        station[0].judge("reject", f"{ref.report}#{ref.record}", by="ben", why="misread", now="2026-01-02T00:00:00Z")
    page = client.get(f"{brief}/news").text
    assert "rejected by ben on 2026-01-02: misread" in page
    client.post(f"{brief}/news", data={"take": re.findall(r'name="take" value="([^"]+)"', page)})
    assert kept(station, brief).line(line.id).hidden and kept(station, brief).line(line.id).refs == line.refs
    assert "every line rests on the record as it is now" in client.get(f"{brief}/news").text


def test_a_new_report_is_offered_and_edits_stay(client: TestClient, station: Station, brief: str) -> None:
    """New since: what came in is offered, and nobody's wording is thrown away."""
    line = first_sentence(station, brief)
    do(client, brief, line, "save", text="My own wording of it.")
    text = "Gunmen killed 9 people in Kidal on Tuesday, a local official said."
    made.fill(
        station[0], [code(text, kind="article", outlet="Azawad News", published="2024-05-08")], "2026-01-03T00:00:00Z"
    )
    page = client.get(f"{brief}/news").text
    assert "New in the record" in page and "Kidal" in page
    client.post(f"{brief}/news", data={"take": re.findall(r'name="take" value="([^"]+)"', page)})
    assert "Kidal" in client.get(f"{brief}.md").text and "Azawad News" in client.get(f"{brief}.md").text
    assert kept(station, brief).line(line.id).text == "My own wording of it."


def test_a_name_hidden_since_is_in_no_file(client: TestClient, station: Station) -> None:
    """A redaction reaches the briefs that were written before it."""
    text = "Gunmen killed the merchant Salif Coulibaly in Kidal on Tuesday, “a great loss for all”, his brother said."
    made.fill(
        station[0], [code(text, kind="article", outlet="Azawad News", published="2024-05-08")], "2026-01-03T00:00:00Z"
    )
    at = new_brief(client, "q=Kidal", title="Salif Coulibaly")
    with station[0].view() as view:
        report = next(r for r in view.reports() if r.document.text == text)
    start = text.index("Salif")
    value = {"start": start, "end": start + len("Salif Coulibaly"), "why": "his family asked"}
    station[0].judge("redact", report.id, by="ana", value=value, now="2026-01-04T00:00:00Z")
    for form in ("md", "html", "json", "bib"):
        assert "Coulibaly" not in client.get(f"{at}.{form}").text, form
    assert "Coulibaly" not in client.get(f"{at}/print").text


def test_a_policy_lets_out_what_it_lets_out_and_no_more(client: TestClient, station: Station, brief: str) -> None:
    """Under a policy for the public a brief tells of accepted incidents alone."""
    assert "Nothing of it may go out" in client.get(f"{brief}/print?policy=public").text
    line = next(x for x in kept(station, brief).lines() if "killed" in x.text and x.about.startswith("i-"))
    id = line.about.partition(":")[0]
    station[0].judge("accept", id, by="ben", now="2026-01-02T00:00:00Z")
    text = client.get(f"{brief}.json?policy=public").json()
    told = [s for section in text["parts"][0]["sections"] for s in section["sentences"]]
    assert told and {s["about"].partition(":")[0] for s in told if s["about"].startswith("i-")} == {id}
    assert len(told) < len([x for x in kept(station, brief).lines() if x.kind == "sentence"])
    assert {s["report"] for s in text["sources"]} == {
        r["report"] for section in text["parts"][0]["sections"] for r in refs_in(section)
    }
    assert "Published under the policy public" in text["parts"][0]["method"]
    assert client.get(f"{brief}.md?policy=nobody").status_code == 422
    assert len(list(kept(station, brief).lines())) > len(told)


def refs_in(section: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [a for point in section["contested"] for a in point["accounts"]]
    return [ref for each in (*section["sentences"], *rows) for ref in each["refs"]]


def test_a_brief_is_removed_and_put_back(client: TestClient, brief: str) -> None:
    """A slip of the mouse is taken back."""
    answer = client.post(f"{brief}/remove")
    assert answer.status_code == 200 and "Put it back" in answer.text
    assert (
        client.get(brief).status_code == 404 and client.post(f"{brief}/title", data={"title": "x"}).status_code == 404
    )
    assert client.post(f"{brief}/remove", data={"back": "1"}).status_code == 303
    assert client.post(f"{brief}/title", data={"title": "May in Gao"}).status_code == 303
    assert "May in Gao" in client.get(brief).text


def test_a_viewer_reads_and_changes_nothing(
    as_role: Callable[..., TestClient], client: TestClient, station: Station, brief: str
) -> None:
    """Who may only look gets no form, and no change through the back door."""
    viewer = as_role("viewer", name="vera")
    page = viewer.get(brief).text
    assert "textarea" not in page and viewer.get(f"{brief}.md").status_code == 200
    before = kept(station, brief)
    line = first_sentence(station, brief)
    for path, form in (
        (f"{brief}/lines/{line.id}", {"do": "hide", "seen": "0"}),
        (f"{brief}/notes", {"section": before.sections[0].id, "text": "x"}),
        (f"{brief}/title", {"title": "x"}),
        (f"{brief}/undo", {}),
        (f"{brief}/remove", {}),
        (f"{brief}/news", {"take": line.id}),
        ("/briefs", {"filter": ""}),
    ):
        assert viewer.post(path, data=form).status_code == 403, path
    assert kept(station, brief) == before


def test_a_brief_as_it_was_known_says_so(client: TestClient, station: Station) -> None:
    """What was not known then is not in it."""
    assert client.post("/briefs?as_known_on=2025-11-19", data={"filter": ""}).status_code == 422
    at = client.post("/briefs?as_known_on=2025-11-21", data={"filter": ""}).headers["location"]
    assert kept(station, at).as_known_on == "2025-11-21"
    assert "As the record was known on 2025-11-21" in client.get(at.partition("?")[0]).text


@pytest.fixture
def editor(page: Any, desk_url: str) -> Any:
    """A browser on a new brief."""
    page.goto(desk_url)
    page.goto(f"{desk_url.split('/launch')[0]}/briefs?q=Gao")
    page.click("button:has-text('Write the brief')")
    page.wait_for_selector(".line textarea")
    return page


def test_a_sentence_is_saved_in_its_place_and_chips_open_by_keyboard(editor: Any) -> None:
    """In a browser: saving one sentence keeps what is typed in the others, and a chip shows its words."""
    other, line = editor.locator(".line textarea").nth(1), editor.locator(".line").first
    other.fill("Typed and not saved.")
    line.locator("textarea").fill("Some 2,100 people were killed.")
    line.locator("button[value=save]").click()
    line.locator(".warned").wait_for()
    assert other.input_value() == "Typed and not saved."
    chip = line.locator(".evidence").first
    assert not chip.locator("q").first.is_visible()
    chip.locator("summary").press("Enter")
    assert chip.locator("q").first.is_visible()


def test_words_that_were_typed_outlive_a_reload(editor: Any) -> None:
    """In a browser: a sentence that was not saved yet is there again, and said to be unsaved; a saved one is kept."""
    first, second = editor.locator(".line").nth(0), editor.locator(".line").nth(1)
    second.locator("textarea").fill("Typed and not saved.")
    first.locator("textarea").fill("Some 2,100 people were killed.")
    first.locator("button[value=save]").click()
    first.locator(".warned").wait_for()
    first.locator("button[value=down]").click()
    editor.wait_for_url("**#s-*")
    assert first.locator("textarea").input_value() == "Typed and not saved."
    assert first.locator("[data-kept]").is_visible()
    editor.reload()
    assert first.locator("textarea").input_value() == "Typed and not saved."
    assert second.locator("textarea").input_value() == "Some 2,100 people were killed."
    assert not second.locator("[data-kept]").is_visible()


def test_the_pages_of_a_brief_are_for_everybody(editor: Any) -> None:
    """In a browser: axe finds nothing amiss, a phone shows all of it, figures and dates keep their order in Arabic."""
    if not AXE.is_file():
        pytest.skip("axe-core is not there: npm ci in web/")
    at = editor.url
    editor.locator(".line textarea").first.fill("Some 2,100 people were killed.")
    editor.locator(".line button[value=save]").first.click()
    editor.locator(".warned").first.wait_for()
    for path in ("", "/print", "/news"):
        editor.goto(f"{at}{path}?lang=ar")
        editor.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        assert not editor.evaluate(LOOSE)
        editor.evaluate(AXE.read_text(encoding="utf-8"))
        faults = editor.evaluate("async () => (await axe.run()).violations")
        assert not [(f["id"], [n["target"] for n in f["nodes"]][:3]) for f in faults]
        editor.set_viewport_size({"width": 390, "height": 844})
        assert editor.evaluate("document.documentElement.scrollWidth") <= 390
        editor.set_viewport_size({"width": 1440, "height": 900})
