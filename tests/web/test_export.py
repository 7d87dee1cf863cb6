"""Exports from the desk: exactly what is shown, under a policy, without names, however large it is."""

import asyncio
import csv
import io
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from tests.web import desk as made
from tests.web import published

from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.export import Format, Options, Source, all_formats
from bellwire.web import exporting
from bellwire.web.pages import export as page_of_export
from bellwire.web.security import Guarded
from bellwire.web.sending import BUFFER, Exports, Growing, Left, Sending
from bellwire.web.writing import Busy

Rows = list[dict[str, str]]


def rows_of(answer: Any) -> Rows:
    assert answer.status_code == 200, answer.text
    return [*csv.DictReader(io.StringIO(answer.text))]


def shown(client: TestClient, query: str) -> list[str]:
    """The incidents that the situation page lists."""
    return re.findall(r'<li class="incident" data-id="([^"]+)"', client.get(f"/{query}").text)


def a_format(write: Callable[[Source, BinaryIO, Options], None], **more: Any) -> Format:
    return replace(all_formats()["csv"], name="tried", write=write, **more)


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Format], None]:
    """Adds a format to those of the desk."""

    def add(form: Format) -> None:
        found = {**all_formats(), form.name: form}
        for module in (exporting, page_of_export):
            monkeypatch.setattr(module, "all_formats", lambda: found)

    return add


# ---------------------------------------------------------------- exactly what is shown


@pytest.mark.parametrize(
    "query",
    ["", "?type=ASSAULT", "?country=ML&q=market", "?start=2024-05-03&end=2024-05", "?killed=10", "?actor=nobody"],
)
def test_the_file_has_the_incidents_of_the_list_in_its_order(client: TestClient, query: str) -> None:
    """An export that ignored the filter would hand on what nobody looked at."""
    assert [row["incident"] for row in rows_of(client.get(f"/export/csv{query}"))] == shown(client, query)


def test_the_page_links_lead_to_the_same_filter(client: TestClient) -> None:
    """A link that loses a condition exports something else than the reader saw."""
    link = re.search(r'href="(/export\?[^"]+)"', client.get("/?type=ASSAULT&q=market&as_known_on=2030").text)
    assert link
    page = client.get(unescape(link[1])).text
    form = re.search(r'<form method="get" action="/export/csv">(.*?)</form>', page, re.DOTALL)
    assert form
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[1]))
    assert kept == {"type": "ASSAULT", "q": "market", "as_known_on": "2030", "policy": "internal"}
    assert [row["incident"] for row in rows_of(client.get("/export/csv", params=kept))] == shown(
        client, "?type=ASSAULT&q=market&as_known_on=2030"
    )


def test_the_record_is_exported_as_known_on_the_chosen_day(client: TestClient) -> None:
    """Who looks at last month would download this morning."""
    assert rows_of(client.get("/export/csv?as_known_on=2020-01-01")) == []
    answer = client.get("/export/csv?as_known_on=2030-01-01")
    assert len(rows_of(answer)) == len(shown(client, ""))
    assert "as-known-on-2030-01-01" in answer.headers["content-disposition"]
    assert "As known on" in client.get("/export?as_known_on=2030-01-01").text


def test_an_incident_alone_is_exported_with_what_it_rests_on(client: TestClient) -> None:
    """The link of an incident's page must not give all that its reports tell."""
    ids = shown(client, "")
    for id in ids:
        assert f'href="/export?incident={id}"' in client.get(f"/incidents/{id}").text
        assert [row["incident"] for row in rows_of(client.get(f"/export/csv?incident={id}"))] == [id]
        evidence = rows_of(client.get(f"/export/csv?incident={id}&table=evidence"))
        assert evidence and {row["incident"] for row in evidence} == {id}
    page = client.get(f"/export?incident={ids[0]}").text
    assert ids[0] in page and "1 of <bdi>1</bdi>" in page.replace("<bdi>1</bdi> of", "1 of")
    assert client.get("/export?incident=i-0").status_code == 404
    assert client.get("/export/csv?incident=i-0").status_code == 404
    assert client.get("/api/v1/export/csv?incident=i-0").json()["title"] == "Not Found"


def test_the_file_is_called_after_what_is_in_it(client: TestClient) -> None:
    """Ten files called export.csv are told apart by nobody."""
    answer = client.get("/export/csv?country=ML&start=2024-05&end=2024-05&table=figures")
    assert answer.headers["content-disposition"] == 'attachment; filename="bellwire-figures-ML-2024-05.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_options_reach_the_format(client: TestClient) -> None:
    """Excel would show a page of signs where the box was ticked for nothing."""
    assert client.get("/export/csv?bom=yes").content.startswith(b"\xef\xbb\xbf")
    assert not client.get("/export/csv").content.startswith(b"\xef\xbb\xbf")
    assert "speaker" in client.get("/export/csv?table=claims").text.partition("\n")[0]


# ---------------------------------------------------------------- policies


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Callable[..., TestClient]]]:
    """A desk on a record with private names and a redaction, beside it a policy that shows them."""
    folder = tmp_path_factory.mktemp("private")
    published.fill(folder / "desk.sqlite")
    (folder / "policies").mkdir()
    (folder / "policies" / "open.toml").write_text(
        'names = "show"\nredactions = "show"\nreview = ["unreviewed", "accepted", "edited"]\nquote_words = -1\n'
        'grades = ["confirmed", "fair", "weak", "contested", "discounted", "none"]\n'
    )
    with made.opened(folder / "desk.sqlite") as (desk, workspace):
        app = made.create_app(desk, workspace, Guarded(analyst="ana"))
        yield desk, lambda role="viewer": made.client_of(app, role=role)


SEEN = re.compile(r'<a href="([^"]+)" aria-current="true" aria-describedby="policy-\d"><bdi>([^<]+)</bdi></a>')
"""The policy that the page shows as chosen: its address and its name."""


@pytest.mark.parametrize("query", ["?", "?type=ASSAULT&q=market&as_known_on=2030&", "?incident=FIRST&"])
def test_the_policy_that_is_seen_is_the_one_of_every_download(client: TestClient, query: str) -> None:
    """A file for the public would be made under the house's own policy, with nobody the wiser."""
    first = shown(client, "")[0]
    page = client.get("/export" + query.replace("FIRST", first).rstrip("?&")).text
    links = {
        name: unescape(link)
        for link, name in re.findall(r'href="(/export\?[^"]+)"[^>]* aria-des[^>]*><bdi>(\w+)', page)
    }
    assert {"internal", "partner", "public"} <= {*links}
    for policy, link in links.items():
        page = client.get(link).text
        assert [(unescape(at), name) for at, name in SEEN.findall(page)] == [(link, policy)]
        assert f"Each file is made under the policy <bdi>{policy}</bdi>." in page
        assert 'type="radio"' not in page, "a box can be ticked and not heeded"
        forms = re.findall(r'<form method="get" action="(/export/[^"]+)">(.*?)</form>', page, re.DOTALL)
        assert forms
        for action, form in forms:
            kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
            assert f"/export?{urlencode(kept)}" == link, action
        file = client.get("/export/csv", params=kept)
        assert (policy in file.headers["content-disposition"]) is (policy != "internal")
        api = re.search(r"<code>(/api/[^<]+)</code>", page)
        assert api and client.get(unescape(api[1])).content == file.content


def test_a_policy_named_in_other_letters_shows_in_the_file_name(private: tuple[Desk, Any]) -> None:
    """A file made under the organisation's own policy would look like one of the policy for the house."""
    client, folder = private[1](), Path(str(private[0].store.engine.url.database)).parent / "policies"
    for name, part in (("للنشر", "own-policy"), ("for donors", "for-donors")):
        file = folder / f"{name}.toml"
        file.write_text('names = "hide"\n')
        try:
            assert client.get("/export", params={"policy": name}).status_code == 200
            said = client.get("/export/csv", params={"policy": name}).headers["content-disposition"]
        finally:
            file.unlink()
        assert said == f'attachment; filename="bellwire-{part}.csv"'


@pytest.mark.parametrize("policy", ["internal", "partner", "public", "open"])
@pytest.mark.parametrize("path", ["/export/csv", "/api/v1/export/csv"])
def test_names_are_hidden_under_every_policy(private: tuple[Desk, Any], policy: str, path: str) -> None:
    """A file leaves the house: no policy of an organisation's own, and no role, gets names into it here."""
    client = private[1]()
    for table in all_formats()["csv"].tables:
        text = client.get(f"{path}?policy={policy}&table={table}").text
        assert "Duba" not in text and "Amina" not in text
    if policy in ("internal", "open"):
        assert "withheld]" in client.get(f"{path}?policy={policy}&table=evidence").text


def test_what_is_redacted_today_is_hidden_in_the_record_of_last_month(
    client: TestClient, station: tuple[Desk, Any]
) -> None:
    """A name that had to be hidden would go out with the record as it was known before."""
    desk, word = station[0], "Menaka"
    with desk.view() as view:
        told = next(r for r in view.reports() if word in r.document.text)
    for found in re.finditer(word, told.document.text):
        span = {"start": found.start(), "end": found.end()}
        desk.judge("redact", told.id, by="ana", why="a shelter", value=span, now="2026-02-01T00:00:00Z")
    for day in ("", "&as_known_on=2026-01-01"):
        rows = [*rows_of(client.get(f"/export/csv?table=evidence&q=fled{day}"))]
        assert rows and not any(word in row["words"] for row in rows)


def test_the_page_says_how_much_goes_out(private: tuple[Desk, Any], client: TestClient) -> None:
    """A file that is shorter than the list must not surprise anybody."""
    total = len(shown(private[1](), ""))
    page = re.sub(r"<[^>]+>", "", private[1]().get("/export?policy=public").text)
    assert f"0 of {total} go out" in page and "not reviewed as asked" in page and "files would be empty" in page
    client.post("/judge", data={"verb": "reject", "subject": shown(client, "")[0], "why": "an exercise"})
    found = len(shown(client, ""))
    page = re.sub(r"<[^>]+>", "", client.get("/export").text)
    assert f"{found - 1} of {found} go" in page and "1, rejected by an analyst" in page
    assert len(rows_of(client.get("/export/csv"))) == found - 1
    assert "finds no incidents" in client.get("/export?actor=nobody").text


def test_too_many_to_look_at_are_not_counted_one_by_one(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page would take minutes on a large record."""
    monkeypatch.setattr("bellwire.web.show.export.COUNTED", 1)
    assert "may hold some back" in client.get("/export?policy=public").text
    assert "may hold some back" not in client.get("/export?policy=internal").text


# ---------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("nope", 404, "there is no format 'nope'; there are: csv"),
        ("csv?table=x", 422, "there are: incidents, evidence"),
        ("csv?policy=none", 422, "there are: internal"),
        ("csv?type=WAR", 422, "type"),
        ("csv?as_known_on=yesterday", 422, "no day"),
        ("csv?codes=yes", 422, "has no use for it"),
    ],
)
def test_what_cannot_be_is_answered_in_words(client: TestClient, asked: str, status: int, said: str) -> None:
    """A link that was cut off, or an option of another format, must not give half a file."""
    answer = client.get(f"/export/{asked}")
    assert answer.status_code == status and "html" in answer.headers["content-type"]
    assert said in unescape(answer.text)
    answer = client.get(f"/api/v1/export/{asked}")
    assert answer.status_code == (404 if "policy" in asked else status)
    assert answer.headers["content-type"] == "application/problem+json" and said in answer.json()["detail"]


def test_a_format_that_is_not_installed_says_what_to_install(client: TestClient, offer: Any) -> None:
    """A button that fails would be pressed again and again."""
    offer(a_format(lambda *_: None, needs="tables", module="no_such_package"))
    page = unescape(client.get("/export").text)
    assert 'class="missing"' in page and "pip install 'bellwire[tables]'" in page and "/export/tried" not in page
    answer = client.get("/export/tried")
    assert answer.status_code == 422 and "pip install 'bellwire[tables]'" in unescape(answer.text)


def test_what_fails_before_the_first_bytes_is_an_error_page(client: TestClient, offer: Any) -> None:
    """A file that has an error in the place of data would be read as data."""

    def fails(source: Source, out: BinaryIO, options: Options) -> None:
        out.write(b"half a file")
        raise InputError("the policy lets no whole pages out")

    offer(a_format(fails))
    answer = client.get("/export/tried")
    assert answer.status_code == 422 and "no whole pages" in answer.text and "half a file" not in answer.text


def test_what_fails_later_cuts_the_sending_off(client: TestClient, offer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a file must not look like a whole one."""
    sending, piece = threading.Event(), Growing.piece

    def fails(source: Source, out: BinaryIO, options: Options) -> None:
        out.write(b"x" * BUFFER * 2)
        sending.wait(10)
        raise InputError("the disk is gone")

    def noticed(growing: Growing, at: int) -> bytes:
        sending.set()
        return piece(growing, at)

    monkeypatch.setattr(Growing, "piece", noticed)
    offer(a_format(fails))
    with pytest.raises(RuntimeError, match="already started"):  # on which a server cuts the connection
        client.get("/export/tried")


# ---------------------------------------------------------------- large files


def test_a_large_file_arrives_whole(client: TestClient, offer: Any) -> None:
    """Bytes must be neither lost nor doubled where the file is read while it grows."""
    lines = [b"%d\n" % number for number in range(300_000)]

    def write(source: Source, out: BinaryIO, options: Options) -> None:
        assert not out.seekable() and out.writable()
        for line in lines:
            out.write(line)
        assert out.tell() == sum(map(len, lines))

    offer(a_format(write))
    assert client.get("/export/tried").content == b"".join(lines)


def test_who_goes_away_stops_the_writing() -> None:
    """A reader who closed the window would leave the store open until a million incidents are written."""
    stopped = threading.Event()

    def endless(growing: Growing, out: BinaryIO) -> None:
        try:
            while True:
                out.write(b"x" * 1000)
        except Left:
            stopped.set()
            raise

    growing = Exports().begin(endless)
    assert growing.first() is None and growing.piece(0) and not stopped.is_set()
    growing.leave()
    assert stopped.wait(5)


def test_who_goes_away_stops_the_reading_before_it() -> None:
    """Nothing is written while the reports are read for names to hide: that must end, too."""
    reading, stopped = threading.Event(), threading.Event()

    def long(growing: Growing, out: BinaryIO) -> None:
        while True:
            try:
                growing.check()
            except Left:
                stopped.set()
                raise
            reading.set()
            time.sleep(0.001)

    async def closed() -> dict[str, str]:
        await asyncio.to_thread(reading.wait, 5)
        return {"type": "http.disconnect"}

    async def never(message: Any) -> None:
        raise AssertionError("nobody is there to be answered")

    answer = Sending(Exports().begin(long), media="text/plain", headers={})
    thread = threading.Thread(target=lambda: asyncio.run(answer({"type": "http"}, closed, never)))
    thread.start()
    assert stopped.wait(5)
    thread.join(5)


def test_a_slow_reader_does_not_keep_the_writer_waiting() -> None:
    """A reader on a slow line would hold a transaction of the database for an hour."""
    ended = threading.Event()

    def write(growing: Growing, out: BinaryIO) -> None:
        out.write(b"x" * BUFFER * 20)
        ended.set()

    growing = Exports().begin(write)
    assert growing.piece(0) and ended.wait(5)  # nothing more was read
    growing.leave()


def test_too_many_at_once_wait_and_are_told() -> None:
    """Ten people who export all of the record would stop the desk for everybody else."""
    exports, go = Exports(at_once=1), threading.Event()
    first = exports.begin(lambda growing, out: (go.wait(10), None)[1])
    with pytest.raises(Busy, match="other exports"):
        exports.begin(lambda growing, out: None, patience=0.05)
    go.set()
    second = exports.begin(lambda growing, out: None, patience=5)
    for growing in (first, second):
        assert growing.first() == 0
        growing.leave()


def test_other_pages_are_answered_while_an_export_waits(client: TestClient, offer: Any) -> None:
    """The desk would stand still while a large file is made."""
    begun, go = threading.Event(), threading.Event()

    def slow(source: Source, out: BinaryIO, options: Options) -> None:
        begun.set()
        assert go.wait(20)
        out.write(b"done")

    offer(a_format(slow))
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(client.get("/export/tried")))
    asking.start()
    try:
        assert begun.wait(10)
        assert client.get("/claims").status_code == 200 and not answers
    finally:
        go.set()
        asking.join(20)
    assert answers[0].content == b"done"


# ---------------------------------------------------------------- the API


def test_the_api_gives_the_same_file_and_says_when_it_has_not_changed(client: TestClient) -> None:
    """A nightly script would fetch all of the record again for nothing."""
    query = "?type=ASSAULT&table=figures"
    answer = client.get(f"/api/v1/export/csv{query}")
    assert answer.content == client.get(f"/export/csv{query}").content
    assert answer.headers["cache-control"] == "no-store"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/api/v1/export/csv{query}", headers=tag).status_code == 304
    assert client.get("/api/v1/export/csv?type=PROTEST&table=figures", headers=tag).status_code == 200
    client.post("/judge", data={"verb": "accept", "subject": shown(client, "")[0]})
    assert client.get(f"/api/v1/export/csv{query}", headers=tag).status_code == 200


def test_the_api_lists_the_formats(client: TestClient) -> None:
    """A script has to find out which formats there are, and with which options."""
    formats = {form["name"]: form for form in client.get("/api/v1/export").json()["formats"]}
    assert [*formats] == [*all_formats()]
    assert formats["csv"]["tables"] == [*all_formats()["csv"].tables]
    assert formats["csv"]["options"] == ["bom", "raw"] and formats["csv"]["missing"] is None
    assert client.get("/api/v1/export/csv?tabel=figures").status_code == 422
    for form in formats.values():
        assert form["about"] and "--" not in form["about"], f"{form['name']}: the desk has no command line"


@pytest.mark.parametrize("name", [name for name, form in all_formats().items() if exporting.needed(form) is None])
def test_every_format_goes_out_through_the_desk(client: TestClient, name: str) -> None:
    """A format that seeks in its file, or closes it, would work on the command line alone."""
    answer = client.get(f"/export/{name}")
    assert answer.status_code == 200, answer.text
    form = all_formats()[name]
    assert answer.headers["content-type"] == form.media
    assert int(answer.headers.get("content-length", len(answer.content))) == len(answer.content) > 0
    assert answer.headers["content-disposition"].endswith(f'{form.suffix}"')


# ---------------------------------------------------------------- in a browser


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_downloads_what_is_shown(browser: Any, desk_url: str, script: bool) -> None:
    """Links and forms are all it needs; a policy that was chosen must not wait for another button."""
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(desk_url)
    page.goto(desk_url.partition("/launch")[0] + "/?type=PROTEST")
    page.get_by_role("link", name="Export").click()
    chosen = page.locator("[aria-current=true]", has=page.locator("bdi")).filter(visible=True)
    assert chosen.all_inner_texts() == ["internal"]
    page.get_by_role("link", name="public").click()
    assert "type=PROTEST" in page.url and "policy=public" in page.url
    assert chosen.all_inner_texts() == ["public"]
    assert _downloaded(page) == "bellwire-protest-public.csv"
    page.go_back()
    assert chosen.all_inner_texts() == ["internal"]
    assert _downloaded(page) == "bellwire-protest.csv"
    context.close()


def _downloaded(page: Any) -> str:
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download csv").click()
    return str(loading.value.suggested_filename)
