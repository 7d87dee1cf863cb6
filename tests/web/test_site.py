"""The published site: what must not leave the desk is in no byte of it, and it works wherever it lies."""

import csv
import functools
import json
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from tests.web import desk as made
from tests.web import published

from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.publish.folder import write_folder
from bellwire.web.site import files_of

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with what must not leave it."""
    file = tmp_path_factory.mktemp("published") / "desk.sqlite"
    published.fill(file)
    return file


@pytest.fixture(scope="module")
def desk(store: Path) -> Iterator[Desk]:
    with made.opened(store) as (desk, _):
        yield desk


@pytest.fixture(scope="module")
def files(desk: Desk) -> Files:
    """The site of the record."""
    return dict(files_of(published.site(desk)))


def own(files: Files) -> Files:
    """What is made of the record: all but the basemap, which has the names of the world's towns."""
    return {name: body for name, body in files.items() if not name.startswith("static/built/")}


def test_the_record_has_what_must_not_leave_it(desk: Desk) -> None:
    """Or the tests below would prove nothing."""
    with desk.view() as view:
        texts = " ".join(f"{r.document.text} {r.document.url}" for r in view.reports())
        points = [i.where for i in view.all_incidents() if i.where]
    assert all(secret in texts for secret in published.SECRETS if secret != "-0.0446")
    assert any(w.lat is not None and round(w.lat, 1) != w.lat for w in points)


def test_no_secret_is_in_any_byte(desk: Desk, files: Files) -> None:
    """A name in one forgotten file is a name on the web."""
    with desk.view() as view:
        exact = {str(v) for i in view.all_incidents() if i.where for v in (i.where.lat, i.where.lon)}
    exact = {number for number in exact if len(number.partition(".")[2]) > 1}
    assert exact
    for name, body in own(files).items():
        said = body.decode().casefold()
        for secret in (*published.SECRETS, *exact):
            assert secret.casefold() not in said, (name, secret)
            assert secret.casefold() not in name


def test_the_whole_way_from_the_other_report_is_hidden(files: Files) -> None:
    """River Radio calls the victim by surname alone, and nothing on its page says that this is a private person."""
    record = json.loads(files["data/incidents.json"])
    words = " ".join(e["words"] for i in record["incidents"] for e in i["evidence"])
    assert "17 people, [name withheld] among them" in words


def test_the_same_record_gives_the_same_bytes(desk: Desk, files: Files) -> None:
    """A mirror that differs by a clock cannot be checked."""
    assert dict(files_of(published.site(desk))) == files


class Links(HTMLParser):
    """The addresses that a page names: of links, and of what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "href", "data-src", "data-filter-src", "data-basemap", "action"):
                self.loads.append(value or "")
            assert name != "style" and not name.startswith("on"), (tag, name)


def read(body: bytes) -> Links:
    found = Links()
    found.feed(body.decode())
    return found


def target(page: str, address: str) -> str:
    """The file that a relative address on a page names."""
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *address.partition("#")[0].split("/")):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def test_every_link_leads_to_a_file_of_the_site(files: Files) -> None:
    """A link to the desk's own server is dead on the web, and one to elsewhere that is loaded tells who reads."""
    pages = {name: read(body) for name, body in files.items() if name.endswith(".html")}
    for name, page in pages.items():
        for address in page.loads:
            assert "://" not in address and not address.startswith("/"), (name, address)
            found = target(name, address)
            assert found in files or any(f.startswith(f"{found}/") for f in files), (name, address)
        for address in page.links:
            if address.startswith("https://www.openstreetmap.org/"):
                continue
            assert "://" not in address and not address.startswith("/"), (name, address)
            found = target(name, address) if not address.startswith("#") else name
            assert found in files, (name, address)
            anchor = address.partition("#")[2]
            if anchor and found.endswith(".html"):
                assert anchor in pages[found].ids, (name, address)


def test_pages_may_load_nothing_from_elsewhere(files: Files) -> None:
    """A host that a site is copied to sets no headers, so each page carries its policy."""
    for name, body in files.items():
        if name.endswith(".html"):
            assert b'http-equiv="Content-Security-Policy" content="default-src \'none\'' in body, name
            assert b'<form method="post"' not in body, name
            assert b"csrf" not in body.lower(), name


def test_incident_pages_have_what_the_desks_have(desk: Desk, files: Files) -> None:
    """The site is made of the desk's own templates: figures with who holds them, and who reports it."""
    page = next(b for n, b in files.items() if n.startswith("incidents/") and b"17 people" in b).decode()
    assert "Figures" in page and "Who reports it" in page and "River Radio" in page
    assert "History" not in page and "Judgements" not in page
    assert "graphic" not in page or '<details class="guard"' in page


def test_the_method_page_says_the_policy_in_plain_words(files: Files) -> None:
    """Who reads a coarse map must know that it is coarse."""
    page = files["method.html"].decode()
    for words in (
        "Names of private persons",
        "rounded to 0.1 degrees (some 11 km)",
        "No links to the reports",
        "do not imply",
    ):
        assert words in page


def test_the_data_is_for_other_programs(files: Files) -> None:
    """A colleague opens the table in a spreadsheet."""
    rows = [*csv.DictReader(StringIO(files["data/incidents.csv"].decode()))]
    record = json.loads(files["data/incidents.json"])
    assert record["schema"] == "bellwire.published/1" and record["policy"] == "test"
    assert [r["id"] for r in rows] == [i["incident"]["id"] for i in record["incidents"]]
    assert {r["type"] for r in rows} >= {"ASSAULT", "PROTEST"}
    points = json.loads(files["data/map.json"])
    assert points["total"] == len(points["points"]["id"]) == sum(1 for r in rows if r["lat"])
    counts = json.loads(files["data/timeline.json"])
    assert sum(map(sum, counts["counts"])) + counts["undated"] == len(rows)


def test_no_cell_is_a_formula() -> None:
    """A headline that begins with = would run in a spreadsheet."""
    from tests.publish import made as records

    from bellwire.web.show.site import table_of

    told = records.told(records.report("r1", "Gunmen attacked Tessit."))
    out = table_of([records.incident([told], title='=HYPERLINK("https://evil.example")')])
    assert "\"'=HYPERLINK" in out


def test_arabic_pages_run_from_right_to_left(desk: Desk) -> None:
    """The site is in the language that the desk was in."""
    page = dict(files_of(published.site(desk, language="ar")))["index.html"].decode()
    assert '<html lang="ar" dir="rtl">' in page


def test_a_policy_without_claims_or_quotes_publishes_none(desk: Desk) -> None:
    """Quotes are the outlets'."""
    files = dict(files_of(published.site(desk, 'claims = "hide"\nquote_words = 0\n' + published.POLICY)))
    assert "claims.html" not in files
    assert b"claims.html" not in files["index.html"]
    assert b"were shot dead" not in b"".join(own(files).values())


def test_a_list_of_many_has_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand rows on a page are no list."""
    from bellwire.web import site

    monkeypatch.setattr(site, "ROWS", 1)
    files = dict(files_of(published.site(desk)))
    assert "index-2.html" in files
    assert "index-2.html" in read(files["index.html"]).links
    last = max(int(m[1]) for n in files if (m := re.fullmatch(r"index-(\d+).html", n)))
    assert f"index-{last + 1}.html" not in read(files[f"index-{last}.html"]).links


def test_nothing_to_publish_says_why(desk: Desk) -> None:
    """An empty site is taken for a quiet month."""
    with pytest.raises(InputError, match=r"incidents are withheld \(\d+ by review\)"):
        published.site(desk, 'review = ["accepted"]')


@pytest.fixture
def served(files: Files, tmp_path: Path) -> Iterator[str]:
    """The site in a folder of a plain web server: its address."""
    write_folder(files.items(), tmp_path / "some" / "where")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/some/where/"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def test_a_browser_reads_it_from_a_folder_of_any_server(served: str, page: Any) -> None:
    """A reader opens the site, chooses a type, and follows an incident."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served)
    rows = page.locator("#found .rows > li")
    assert rows.count() >= 2
    page.wait_for_selector("#filter:not([hidden])")
    page.check("input[name=type][value=PROTEST]")
    page.wait_for_function("document.querySelectorAll('#found .rows > li').length === 1")
    assert "Bamako" in rows.first.inner_text() and "May 3, 2024" in rows.first.inner_text()
    assert page.locator(".count-line").inner_text() == "1 incident"
    page.uncheck("input[name=type][value=PROTEST]")
    page.wait_for_function("document.querySelectorAll('#found .rows > li').length >= 2")
    page.fill("input[name=start]", "2024-05-03")
    page.press("input[name=start]", "Enter")
    page.wait_for_function("document.querySelectorAll('#found .rows > li').length === 1")
    rows.first.locator("a").first.click()
    page.wait_for_selector("h1")
    assert "/some/where/incidents/" in page.url
    page.click("nav a >> text=Method")
    assert page.url.endswith("/some/where/method.html")
    assert all(url.startswith((served, "data:", "blob:")) for url in asked)


def test_what_was_asked_for_does_not_tell_what_is_hidden(desk: Desk) -> None:
    """Somebody searches for the victim by name and publishes what is found; the method page says how it was chosen."""
    from bellwire.store import Filter
    from bellwire.web.messages import Language
    from bellwire.web.site import site_of

    wanted = Filter(text="Duba", types=("ASSAULT",), box=(-0.0449, 16.0, 1.0, 17.0))
    with desk.view() as view:
        found = site_of(published.selection(desk, view, wanted=wanted), Language("en"))
        files = own(dict(files_of(found)))
    said = b"".join(files.values()).decode()
    assert "Duba" not in said and "-0.0449" not in said
    assert "other conditions" in files["method.html"].decode()
    assert '"ASSAULT"' in files["bellwire-site.json"].decode()


@pytest.mark.parametrize("path", ["index.html", "method.html", "sources.html", "claims.html"])
def test_a_screen_reader_finds_nothing_amiss(served: str, browser: Any, path: str) -> None:
    """The public includes people who cannot see the page."""
    axe = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not there: npm ci in web/")
    context = browser.new_context(bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(served + path)
        page.wait_for_load_state("networkidle")
        page.evaluate(axe.read_text(encoding="utf-8"))
        assert not page.evaluate("async () => (await axe.run()).violations.map(v => v.id)")
    finally:
        context.close()


def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    """A page that was read may hold script; on the site it would run in every reader's browser."""
    from bellwire import code

    text = (
        "Gunmen <script>alert(1)</script> attacked Gao\n\nGunmen killed 12 people in Gao on Wednesday, "
        '<img src=x onerror=alert(2)> residents said. "><svg onload=alert(3)>'
    )
    page = code(
        text, kind="article", published="2024-05-02", outlet="<b>Evil</b> Post", url="javascript:alert(4)",
        title="<script>alert(5)</script>",
    )  # fmt: skip
    with made.opened(tmp_path / "desk.sqlite") as (desk, _):
        made.fill(desk, [page])
        files = dict(files_of(published.site(desk, published.POLICY.replace('"hide"', '"show"'))))
    for name, body in files.items():
        if name.endswith(".html"):
            assert not re.search(rb"<script>|<img|<svg onload|<b>Evil|href=.javascript:", body), name
            read(body)
