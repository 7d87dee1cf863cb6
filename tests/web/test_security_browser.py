"""A page of another site, open in the same browser as the desk: what it cannot do, in a real Chromium."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

HOSTILE = """<!doctype html><title>hostile</title>
<form method="post" action="{desk}/account/view"><input name="graphic" value="show"><input name="csrf" value="x"></form>
<iframe src="{desk}/"></iframe>
<script src="{desk}/api/v1/incidents"></script>
<img src="{desk}/static/bell.svg" id="image">"""


@pytest.fixture
def elsewhere(desk_url: str) -> Iterator[str]:
    """A hostile page on another port: to a browser the same site, so that it sends the desk's cookie along."""
    desk = "{0.scheme}://{0.netloc}".format(urlsplit(desk_url))

    class Hostile(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = HOSTILE.format(desk=desk).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def test_a_hostile_page_in_the_same_browser_reads_nothing_and_changes_nothing(
    browser: Any, desk_url: str, elsewhere: str
) -> None:
    """Without it any page that an analyst opens beside the desk has the record, and works in the analyst's name."""
    desk = "{0.scheme}://{0.netloc}".format(urlsplit(desk_url))
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk_url)
    assert "Gao" in page.content()

    answers: dict[str, int] = {}
    page.on("response", lambda answer: answers.setdefault(urlsplit(answer.url).path, answer.status))
    page.goto(elsewhere)
    page.wait_for_load_state("networkidle")
    answers.pop("/", None)
    assert all("Gao" not in frame.content() for frame in page.frames if frame.url.startswith(desk))
    assert answers.get("/api/v1/incidents", 403) == 403
    assert page.evaluate("document.getElementById('image').naturalWidth") == 0
    reading = f"fetch('{desk}/api/v1/incidents', {{credentials: 'include'}}).then(r => r.text()).catch(() => 'refused')"
    assert page.evaluate(reading) == "refused"

    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")
    assert "another site" in page.content()
    assert "graphic" not in {cookie["name"] for cookie in context.cookies()}
    page.goto(f"{desk}/account")
    assert page.locator("input[name=graphic]:checked").get_attribute("value") == ""
    context.close()


def test_a_link_from_elsewhere_still_opens_the_desk(browser: Any, desk_url: str, elsewhere: str) -> None:
    """Without it no colleague could send a link to an incident."""
    desk = "{0.scheme}://{0.netloc}".format(urlsplit(desk_url))
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk_url)
    page.goto(elsewhere)
    with page.expect_navigation():
        page.evaluate(f"location.href = '{desk}/account'")
    assert page.locator("h1").inner_text() == "Your account"
    context.close()
