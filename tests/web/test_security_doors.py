"""The doors of the desk, attacked: its names, other sites' pages, launch links, cookies, and what every answer says."""

import re
from http.cookies import SimpleCookie

import pytest
from starlette.testclient import TestClient
from tests.web import attack

from bellwire.desk import Desk
from bellwire.web.security import Guarded
from bellwire.workspace import Workspace
from bellwire.workspace.sessions import open_session

Station = tuple[Desk, Workspace]
EVIL = "http://evil.example"


# ---------------------------------------------------------------- names (DNS rebinding)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8321", "127.0.0.1:80", "127.0.0.1", "127.0.0.1:8321.evil.example", "",
        "127.0.0.1:8321@evil.example", "evil.example#127.0.0.1:8321", "0.0.0.0:8321", "localhost.evil.example:8321",
        "2130706433:8321", "127.0.0.1:8321\t", "[::1",
    ],
)  # fmt: skip
def test_a_site_whose_name_points_here_is_refused(inside: TestClient, host: str) -> None:
    """Without it any web page could read the whole record through the analyst's own browser."""
    answer = inside.get("/", headers={"Host": host})
    assert (answer.status_code, "Gao" in answer.text) == (403, False)
    assert "bellwire serve" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "LOCALHOST:8321", "[::1]:8321"])
def test_the_desk_answers_to_its_own_names(inside: TestClient, host: str) -> None:
    """Without it the desk could not be opened by the address that was printed."""
    assert inside.get("/", headers={"Host": host}).status_code == 200


def test_two_host_headers_are_refused(inside: TestClient) -> None:
    """Without it a proxy and the desk could take one request for two different hosts."""
    headers = [("Host", "127.0.0.1:8321"), ("Host", "evil.example")]
    assert inside.get("/", headers=headers).status_code == 403  # type: ignore[arg-type]


def test_behind_a_proxy_only_the_names_that_were_given_count(guarded_desk: Station) -> None:
    """Without it a desk on a network is open to rebinding, or closed to its own proxy."""
    client, _ = attack.behind_guard(*guarded_desk, hosts=("desk.example.org",), accounts=True)
    told = {
        host: client.get("/login", headers={"Host": host}).status_code
        for host in ("desk.example.org", "other.example.org")
    }
    assert told == {"desk.example.org": 200, "other.example.org": 403}


@pytest.mark.parametrize(
    ("base", "status"),
    [("http://192.0.2.5:8321", 200), ("http://[2001:db8::5]:8321", 200), ("http://evil.example:8321", 403)],
)
def test_a_desk_on_a_network_answers_to_its_own_address(guarded_desk: Station, base: str, status: int) -> None:
    """Without it colleagues could not open it by its address; a name that only points there is still refused."""
    client, _ = attack.behind_guard(*guarded_desk, base=base, host="0.0.0.0", accounts=True)
    assert client.get("/login").status_code == status
    assert client.get("/login", headers={"Host": "192.0.2.6:8321"}).status_code == 403


def test_forwarded_headers_change_nothing(inside: TestClient) -> None:
    """Without it anybody could say that they come from elsewhere, or over https."""
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    answer = inside.get("/account", headers=forged)
    assert answer.status_code == 200
    assert "evil.example" not in answer.text
    assert "strict-transport-security" not in answer.headers


# ---------------------------------------------------------------- other sites' pages


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9999"}, {"Origin": "http://localhost:8321"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "file://"},
        {"Origin": "http://127.0.0.1:8321.evil.example"}, {"Origin": "http://127.0.0.1:x"},
        {"Sec-Fetch-Site": "same-origin", "Origin": EVIL},
    ],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(inside: TestClient, headers: dict[str, str]) -> None:
    """Without it a page elsewhere could judge, publish or delete in the analyst's name."""
    data = {"csrf": attack.csrf_of(inside), "graphic": "show"}
    answer = inside.post("/account/view", data=data, headers=headers)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_the_desks_own_forms_are_let_through(inside: TestClient) -> None:
    """Without it no button would work."""
    data = {"csrf": attack.csrf_of(inside), "graphic": "show"}
    headers = {"Origin": attack.BASE, "Sec-Fetch-Site": "same-origin"}
    assert inside.post("/account/view", data=data, headers=headers).status_code == 303


def test_another_site_may_link_to_the_desk_but_not_draw_from_it(inside: TestClient) -> None:
    """Without it data could be drawn into a page of another site, or no link to an incident could be shared."""
    linked = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    framed = linked | {"Sec-Fetch-Dest": "iframe"}
    drawn = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}
    assert [inside.get("/", headers=h).status_code for h in (linked, framed, drawn)] == [200, 403, 403]


def test_no_other_origin_may_read_an_answer(inside: TestClient) -> None:
    """Without it scripts elsewhere could read what the desk answers."""
    for path in ("/", "/api/v1/incidents", "/static/desk.css"):
        answer = inside.get(path, headers={"Origin": EVIL})
        assert not [name for name in answer.headers if name.startswith("access-control-")]


# ---------------------------------------------------------------- the launch link and the cookie


def test_a_launch_link_lets_in_once(door: tuple[TestClient, Guarded]) -> None:
    """Without it whoever later sees the terminal or the browser's history is in."""
    client, config = door
    link = f"/launch?token={config.launch.make()}"
    assert (client.get(link).status_code, client.get("/").status_code) == (303, 200)
    client.cookies.clear()
    assert (client.get(link).status_code, client.get("/").status_code) == (401, 401)


@pytest.mark.parametrize("token", ["", "x", "None", "%00", "é", "a" * 10_000, "' or 1=1 --"])
def test_a_guessed_link_lets_nobody_in(door: tuple[TestClient, Guarded], token: str) -> None:
    """Without it the link is no secret."""
    client, config = door
    config.launch.make()
    answer = client.get("/launch", params={"token": token})
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
    assert "Press Enter" in answer.text


def test_what_only_looks_ahead_uses_no_link_up(door: tuple[TestClient, Guarded]) -> None:
    """Without it a browser's preview, or a scanner's HEAD, would shut the analyst out."""
    client, config = door
    link = f"/launch?token={config.launch.make()}"
    client.head(link)
    client.get(link, headers={"Sec-Purpose": "prefetch;prerender"})
    client.post(link)
    assert client.get(link).status_code == 303


def test_a_launch_link_may_be_opened_again_by_whoever_is_in(inside: TestClient) -> None:
    """Without it a second click on the terminal's link would look like a fault."""
    assert inside.get("/launch?token=used").headers["location"] == "/"


def test_no_script_reads_the_cookie_and_no_other_site_sends_it(door: tuple[TestClient, Guarded]) -> None:
    """Without it one hostile page takes the whole session along."""
    client, config = door
    answer = client.get(f"/launch?token={config.launch.make()}")
    cookie = SimpleCookie(answer.headers["set-cookie"])["bellwire-8321"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "strict", "/", "")
    assert re.fullmatch(r"[\w-]{43}", cookie.value)
    assert 0 < int(cookie["max-age"]) <= 7 * 24 * 3600
    assert config.launch.make() not in answer.headers["location"]


def test_over_https_the_cookie_never_goes_in_clear(guarded_desk: Station) -> None:
    """Without it a network that listens gets the session."""
    client, config = attack.behind_guard(*guarded_desk, base="https://127.0.0.1:8321")
    answer = client.get(f"/launch?token={config.launch.make()}")
    cookie = SimpleCookie(answer.headers["set-cookie"])["__Host-bellwire-8321"]
    assert cookie["secure"] is True
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_a_planted_cookie_is_never_taken_over(door: tuple[TestClient, Guarded]) -> None:
    """Without it an attacker who plants a cookie before shares the session after (session fixation)."""
    client, config = door
    planted = "A" * 43
    client.cookies.set("bellwire-8321", planted)
    assert client.get("/").status_code == 401
    answer = client.get(f"/launch?token={config.launch.make()}")
    assert SimpleCookie(answer.headers["set-cookie"])["bellwire-8321"].value != planted
    client.cookies.clear()  # and it is worth nothing afterwards either
    client.cookies.set("bellwire-8321", planted)
    assert client.get("/").status_code == 401


@pytest.mark.parametrize("value", ["x", "A" * 43, "' or '1'='1", "A" * 5000, "../../etc"])
def test_a_forged_cookie_lets_nobody_in(door: tuple[TestClient, Guarded], value: str) -> None:
    """Without it the door is painted on."""
    client, _ = door
    for path in ("/", "/account", "/api/v1/incidents"):
        answer = client.get(path, headers={"Cookie": f"bellwire-8321={value}"})
        assert (answer.status_code, "Gao" in answer.text) == (401, False)


def test_signing_out_ends_the_session_for_a_copied_cookie(inside: TestClient) -> None:
    """Without it a cookie that was copied before goes on working."""
    copied = dict(inside.cookies)
    answer = inside.post("/logout", data={"csrf": attack.csrf_of(inside)})
    assert answer.status_code == 303
    inside.cookies.clear()
    inside.cookies.update(copied)
    assert inside.get("/").status_code == 401


def test_a_link_opens_nothing_where_people_have_accounts(guarded_desk: Station) -> None:
    """Without it a cookie of the time before accounts would be an admin whom nobody made."""
    _, workspace = guarded_desk
    secret = open_session(workspace, "ana", "launch", now="2999-01-01T00:00:00Z")
    client, config = attack.behind_guard(*guarded_desk, accounts=True)
    client.cookies.set("bellwire-8321", secret)
    assert client.get("/").headers["location"] == "/login?next=/"
    assert client.get(f"/launch?token={config.launch.make()}").headers["location"] == "/login"


@pytest.mark.parametrize(
    "path",
    ["/", "/account", "/reports/x", "/review", "/api/v1/incidents", "/api/v1/openapi.json", "/nothing", "/static",
     "//static/desk.css", "/static/../account", "/static/%2e%2e/account", "/STATIC/desk.css", "/login",
     "/api/v1/jobs/x/events"],
)  # fmt: skip
def test_without_a_cookie_there_is_a_page_that_says_how_to_get_in_and_no_data(
    door: tuple[TestClient, Guarded], path: str
) -> None:
    """Without it another program on the machine reads the record; a person who lost the link is stuck."""
    answer = door[0].get(path)
    assert answer.status_code in (401, 404)
    assert "Gao" not in answer.text
    if answer.status_code == 401:
        assert "bellwire" in answer.text
        assert not attack.dangers(answer.text)


# ---------------------------------------------------------------- what every answer says


@pytest.mark.parametrize(
    "path", ["/", "/account", "/nothing", "/static/desk.css", "/api/v1/nothing", "/incidents/none", "/login"]
)
def test_every_answer_forbids_what_is_not_the_desks_own(inside: TestClient, path: str) -> None:
    """Without it one slip in a template runs a stranger's script."""
    for client_path in (path, path + "?x=<script>"):
        headers = inside.get(client_path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        assert {"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


def test_refusals_carry_the_same_headers(door: tuple[TestClient, Guarded]) -> None:
    """Without it the pages of the guard itself could be framed or sniffed."""
    client, _ = door
    answers = [
        client.get("/"),
        client.get("/", headers={"Host": "evil.example"}),
        client.post("/", headers={"Origin": EVIL}),
    ]
    assert [a.status_code for a in answers] == [401, 403, 403]
    assert all("content-security-policy" in a.headers for a in answers)


def test_pages_are_not_kept_by_the_browser_and_files_are(inside: TestClient) -> None:
    """Without it the next person at the machine reads on with the back button; or every page loads everything again."""
    page = inside.get("/account")
    file = re.search(r"/static/desk\.css\?v=\w+", page.text)
    assert file
    assert page.headers["cache-control"] == "no-store"
    assert "immutable" in inside.get(file[0]).headers["cache-control"]
    assert inside.get("/static/desk.css").headers["cache-control"] == "no-cache"


def test_the_server_tells_nothing_of_itself_when_it_fails(
    guarded_desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it a fault shows paths and code to whoever provokes it."""
    client, config = attack.behind_guard(*guarded_desk)
    attack.launch(client, config)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail of /home/ana")

    monkeypatch.setattr("bellwire.web.pages.account.sessions_of", broken)
    answer = client.get("/account")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "content-security-policy" in answer.headers
