"""What is sent to the desk, attacked: forms, sizes, slow bodies, paths, redirects, filters."""

import re
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient
from tests.web import attack

from bellwire.desk import Desk
from bellwire.web.security import Guarded, body_limit
from bellwire.web.security.bodies import Bodies
from bellwire.workspace import Workspace

Station = tuple[Desk, Workspace]


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("given", [None, "", "0" * 64, "é", "\x00", "x" * 50_000])
@pytest.mark.parametrize("how", ["field", "header", "multipart"])
def test_a_form_without_the_sessions_word_changes_nothing(inside: TestClient, given: str | None, how: str) -> None:
    """Without it a form that was made elsewhere counts."""
    data = {"name": "leaked", "days": "1"}
    if how == "header":
        header = None if given is None else given.encode()
        answer = inside.post(
            "/account/tokens", data=data, headers={"X-CSRF-Token": header} if header is not None else {}
        )  # type: ignore[dict-item]
    else:
        fields = data | ({} if given is None else {"csrf": given})
        files = {"file": b"x"} if how == "multipart" else None
        answer = inside.post("/account/tokens", data=fields, files=files)
    assert answer.status_code == 403
    assert "leaked" not in inside.get("/account").text


def test_the_word_of_another_session_does_not_count(guarded_desk: Station, inside: TestClient) -> None:
    """Without it one's own form word could be put into a form for somebody else."""
    other, config = attack.behind_guard(*guarded_desk)
    attack.launch(other, config)
    answer = inside.post("/account/tokens", data={"name": "leaked", "csrf": attack.csrf_of(other)})
    assert answer.status_code == 403


def test_nothing_is_changed_by_a_get(inside: TestClient) -> None:
    """Without it an image or a link could do what only a form may."""
    for path in ("/logout", "/account/view", "/account/tokens", "/account/sessions/end"):
        assert inside.get(path).status_code == 405
    assert inside.get("/").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_every_unsafe_method_needs_the_word(inside: TestClient, method: str) -> None:
    """Without it the API's other verbs are open to forged requests."""
    assert inside.request(method, "/account/view").status_code in (403, 405)
    assert "set-cookie" not in inside.request(method, "/account/view").headers


# ---------------------------------------------------------------- sizes and speed


def test_a_body_that_is_too_big_is_refused_before_it_is_read(inside: TestClient) -> None:
    """Without it one upload fills the memory or the disk."""
    answer = inside.post("/account/view", content=b"x" * 300_000)
    assert answer.status_code == 413
    assert "max_page_mb" in answer.text


def test_a_body_that_hides_its_size_is_cut_off(inside: TestClient) -> None:
    """Without it a stream without a length goes on for ever."""
    sent = 0

    def stream() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b"graphic=" + b"x" * 10_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert inside.post("/account/view", content=stream(), headers=headers).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10", "99999999999999999999"])
def test_a_length_that_is_none_is_refused(inside: TestClient, length: str) -> None:
    """Without it the count could be talked round."""
    assert inside.post("/account/view", content=b"x", headers={"Content-Length": length}).status_code == 413


def test_a_stranger_may_send_very_little(guarded_desk: Station) -> None:
    """Without it somebody who is not even known can make the desk take in megabytes."""
    client, _ = attack.behind_guard(*guarded_desk, accounts=True)
    assert client.post("/login", content=b"x" * 100_000).status_code == 413


def run(attacked: Callable[[], Awaitable[None]]) -> None:
    """Runs it in a thread of its own: a browser that other tests opened keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(anyio.run, attacked).result()


def test_a_body_that_never_ends_is_cut_off() -> None:
    """Without it a few slow requests hold the desk for ever."""

    async def app(scope: object, receive: object, send: object) -> None:
        await receive()  # type: ignore[operator]

    async def never() -> dict[str, object]:
        await anyio.sleep(60)
        raise AssertionError

    async def attacked() -> None:
        guard = Bodies(app, Guarded(idle_seconds=0.05))
        await guard({"type": "http", "path": "/add", "headers": []}, never, never)  # type: ignore[arg-type]

    began = time.monotonic()
    with pytest.raises(HTTPException) as caught:
        run(attacked)
    assert caught.value.status_code == 408
    assert time.monotonic() - began < 5


def test_a_body_that_trickles_is_cut_off_in_the_end() -> None:
    """Without it a byte now and then holds a place as well as none."""

    async def app(scope: object, receive: object, send: object) -> None:
        while True:
            await receive()  # type: ignore[operator]

    async def trickle() -> dict[str, object]:
        await anyio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def attacked() -> None:
        guard = Bodies(app, Guarded(idle_seconds=1, body_seconds=0.2))
        await guard({"type": "http", "path": "/add", "headers": []}, trickle, trickle)  # type: ignore[arg-type]

    with pytest.raises(HTTPException) as caught:
        run(attacked)
    assert caught.value.status_code == 408


def test_the_limit_lets_a_drop_of_pages_through() -> None:
    """Without it files of the size that the settings allow could not be added."""
    assert body_limit(10) == 100_000_000
    assert body_limit(0.001) == 10_000


# ---------------------------------------------------------------- paths, headers, redirects


@pytest.mark.parametrize(
    "path",
    ["/static/../security/gate.py", "/static/%2e%2e/security/gate.py", "/static/..%2fapp.py", "/static//etc/passwd",
     "/static/..%5capp.py", "/static/....//app.py", "/static/built/../../app.py", "/static/%252e%252e/app.py",
     "/static/%00"],
)  # fmt: skip
def test_only_the_desks_own_files_are_given_out(inside: TestClient, path: str) -> None:
    """Without it any file of the machine could be read."""
    answer = inside.get(path)
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "id",
    ["../../etc/passwd", "%00", "..%2f..%2fetc%2fpasswd", "a%0d%0aSet-Cookie:x=1", "%f0%28", "x" * 4000, "' or 1=1 --"],
)
@pytest.mark.parametrize("place", ["/incidents/", "/reports/", "/texts/", "/judge/batches/"])
def test_an_id_that_is_none_is_said_to_be_none(inside: TestClient, place: str, id: str) -> None:
    """Without it a crafted id reads a file, adds a header or breaks the page."""
    answer = inside.get(place + id)
    assert answer.status_code in (400, 404, 422)
    assert "set-cookie" not in answer.headers
    assert not attack.dangers(answer.text)


NEXT = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)", "/\x00",
    "/\t/evil.example", "/%09/evil.example", "http:evil.example", "///evil.example", "/\r\nSet-Cookie: x=1", "", "/é",
    "evil.example",
]  # fmt: skip


@pytest.mark.parametrize("there", NEXT)
def test_no_link_leads_through_the_desk_to_another_site(inside: TestClient, there: str) -> None:
    """Without it a link that looks like the desk's leads to a page that looks like its sign-in."""
    answer = inside.get("/login", params={"next": there})
    where = answer.headers["location"]
    assert answer.status_code == 303
    assert re.match(r"/(?![/\\])", where), where
    assert "set-cookie" not in answer.headers
    assert not set(where) & set("\r\n\t\\")


def test_what_is_told_after_a_redirect_adds_no_header(inside: TestClient) -> None:
    """Without it a name with a line break in it writes headers of its own."""
    csrf = attack.csrf_of(inside)
    answer = inside.post(
        "/account/view", data={"csrf": csrf, "language": "en\r\nSet-Cookie: x=1", "graphic": "\r\nx: y"}
    )
    assert answer.status_code == 303
    assert "x=1" not in str(answer.headers.multi_items())


@pytest.mark.parametrize(
    "name", ["type", "q", "box", "start", "source", "actor", "grade", "country", "after", "killed", "report", "limit"]
)
@pytest.mark.parametrize(
    "value",
    ["' or 1=1 --", '"; drop table report; --', "\x00", "%", "' union select password from account --", "\ud800", "*",
     "a" * 5000],
)  # fmt: skip
def test_a_filter_is_a_question_and_never_a_command(inside: TestClient, name: str, value: str) -> None:
    """Without it a crafted link reads other tables, or wipes them."""
    answer = inside.get("/", params={name: value.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (200, 422), answer.text
    assert "sqlite" not in answer.text.lower()
    assert not attack.dangers(answer.text)
