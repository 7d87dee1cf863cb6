"""Adding reports in a real browser: files that are dropped, progress without a reload, and without script."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TEXT = "Shells hit Ansongo\n\nAt least %d people were killed in Ansongo on Monday, a hospital doctor said."
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  const zone = document.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def files(*bodies: bytes) -> list[dict[str, Any]]:
    return [{"name": f"r{n}.txt", "mimeType": "text/plain", "buffer": body} for n, body in enumerate(bodies)]


def enter(page: Any, url: str) -> str:
    page.goto(url)
    return str(url.partition("/launch")[0])


def test_progress_is_seen_without_a_reload(page: Any, desk_url: str) -> None:
    """Lost: how far a job is; and for who cannot see it, that anything happens at all."""
    base = enter(page, desk_url)
    page.goto(f"{base}/add")
    page.set_input_files("#files", files(*(TEXT.encode() % n for n in range(3, 9)), b"%PDF-1.7"))
    page.get_by_role("button", name="Read the files").click()
    page.wait_for_url("**/add/jobs/*")
    page.evaluate("window.same = true")
    page.wait_for_selector(".state-done", timeout=30_000)
    page.wait_for_function("document.querySelector('[data-said]').textContent.includes('7 pages')")
    assert page.evaluate("window.same")  # it is still the page that was opened
    assert page.locator("table.pages").count() == 2
    assert not page.title().startswith("0 %")
    link = page.locator("table.pages a[href*='/incidents/']").first
    assert "Ansongo" in link.inner_text()
    if AXE.is_file():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert not page.evaluate("async () => (await axe.run()).violations.map(v => v.id)")
    assert page.request.get(base + str(link.get_attribute("href"))).ok


def test_a_file_is_dropped(page: Any, desk_url: str) -> None:
    """Lost: the way in which most people add a file."""
    base = enter(page, desk_url)
    page.goto(f"{base}/add")
    page.evaluate(DROP, ["dropped.txt", TEXT % 9])
    assert page.evaluate("document.querySelector('#files').files[0].name") == "dropped.txt"


def test_without_script_all_of_it_works(browser: Any, desk_url: str) -> None:
    """Lost: the desk, to who browses without script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        base = enter(page, desk_url)
        page.goto(f"{base}/add")
        page.fill("#text", TEXT % 9)
        page.fill("#published", "2024-05-07")
        page.get_by_role("button", name="Look first").click()
        assert page.get_by_role("heading", name="This is what would be read").is_visible()
        page.get_by_role("button", name="Change it").click()
        assert page.input_value("#published") == "2024-05-07"
        page.get_by_role("button", name="Read and keep").click()
        page.wait_for_selector(".state-done", timeout=30_000)  # it reloads itself
        assert page.locator("table.pages a[href*='/reports/']").count() == 1
    finally:
        context.close()
