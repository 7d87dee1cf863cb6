"""A desk with accounts, attacked: signing in, roles, one's own account, other people's, tokens of the API."""

import shutil
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient
from tests.web import attack

from bellwire.desk import Desk, utc_now
from bellwire.web.security import Guarded
from bellwire.workspace import Workspace, accounts
from bellwire.workspace.accounts import add_account, remove_account, set_role
from bellwire.workspace.tokens import make_token, revoke_token
from bellwire.workspace.words import ROLES

Station = tuple[Desk, Workspace]
PASSWORD = "four green boats sail"
PEOPLE = {role: f"{role}-person" for role in ROLES}
SignIn = Callable[..., TestClient]


@pytest.fixture(scope="module")
def desk(small_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that these tests share."""
    file = shutil.copy(small_record, tmp_path_factory.mktemp("desk") / "desk.sqlite")
    with attack.desk_of(Path(file)) as (opened, _):
        yield opened


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace with somebody of each role."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "hasher", lambda: quick)
    opened = Workspace.open("sqlite://")
    for role, name in PEOPLE.items():
        add_account(opened, name, role, PASSWORD, by="test", now=utc_now())
    yield opened
    opened.close()


@pytest.fixture
def sign_in(desk: Desk, workspace: Workspace) -> SignIn:
    """`sign_in("viewer")`: a client of somebody who signed in; `sign_in()`: of nobody."""
    config = Guarded(host="0.0.0.0", accounts=True)

    def signed(role: str | None = None) -> TestClient:
        client = attack.client_of(desk, workspace, config)
        if role:
            assert attack.login(client, PEOPLE[role], PASSWORD).status_code == 303
        return client

    return signed


# ---------------------------------------------------------------- signing in


def test_one_signs_in_and_comes_where_one_wanted_to(sign_in: SignIn) -> None:
    """Without it a link from a colleague ends at the first page."""
    client = sign_in()
    asked = client.get("/incidents/i-1?as_known_on=2024-05-02")
    assert asked.headers["location"] == "/login?next=/incidents/i-1%3Fas_known_on%3D2024-05-02"
    form = client.get(asked.headers["location"])
    assert 'name="next" value="/incidents/i-1?as_known_on=2024-05-02"' in form.text
    answer = attack.login(client, PEOPLE["viewer"], PASSWORD, next="/incidents/i-1?as_known_on=2024-05-02")
    assert answer.headers["location"] == "/incidents/i-1?as_known_on=2024-05-02"
    assert client.get("/").status_code == 200


def test_each_sign_in_has_a_cookie_of_its_own(sign_in: SignIn) -> None:
    """Without it a cookie that was planted before the sign-in is signed in after it."""
    client = sign_in()
    planted = "A" * 43
    client.cookies.set("bellwire-8321", planted)
    first = SimpleCookie(attack.login(client, PEOPLE["viewer"], PASSWORD).headers["set-cookie"])
    client.cookies.clear()
    second = SimpleCookie(attack.login(client, PEOPLE["viewer"], PASSWORD).headers["set-cookie"])
    values = {planted, first["bellwire-8321"].value, second["bellwire-8321"].value}
    assert len(values) == 3
    assert first["bellwire-8321"]["httponly"] is True
    assert first["bellwire-8321"]["samesite"] == "strict"


def test_an_unknown_name_and_a_wrong_password_look_the_same(sign_in: SignIn) -> None:
    """Without it a stranger finds out who works here."""
    pages = []
    for name in (PEOPLE["admin"], "nobody-person"):
        answer = attack.login(sign_in(), name, "a wrong guess")
        assert answer.status_code == 401
        pages.append(answer.text.replace(name, "NAME"))
    csrf = [page.split('name="csrf" value="')[1][:64] for page in pages]
    assert pages[0].replace(csrf[0], "") == pages[1].replace(csrf[1], "")
    assert "not right" in pages[0]


def test_guessing_is_ended_with_a_plain_word(sign_in: SignIn) -> None:
    """Without it a machine tries passwords until one fits."""
    client = sign_in()
    told = [attack.login(client, PEOPLE["admin"], f"guess {n}").status_code for n in range(7)]
    assert told == [401] * 5 + [429] * 2
    answer = attack.login(client, PEOPLE["admin"], PASSWORD)
    assert (answer.status_code, "Please wait 15 minutes" in answer.text) == (429, True)
    assert client.get("/").status_code == 303


def test_signing_in_needs_the_forms_word_too(sign_in: SignIn) -> None:
    """Without it another site could sign the analyst in as somebody else, and read what they then write."""
    client = sign_in()
    fields = {"name": PEOPLE["viewer"], "password": PASSWORD}
    client.get("/login")
    assert client.post("/login", data=fields).status_code == 403
    other = attack.csrf_of(sign_in(), "/login")
    assert client.post("/login", data=fields | {"csrf": other}).status_code == 403


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_after_signing_in_nobody_is_led_away(sign_in: SignIn, there: str) -> None:
    """Without it a trusted sign-in ends at a page that asks for the password again."""
    client = sign_in()
    page = client.get("/login", params={"next": there})
    assert not attack.dangers(page.text)
    assert 'name="next" value="/"' in page.text
    assert attack.login(client, PEOPLE["viewer"], PASSWORD, next=there).headers["location"] == "/"


def test_a_hostile_name_is_shown_as_text(sign_in: SignIn) -> None:
    """Without it the sign-in form, or the admin's list of tries, runs what a stranger typed."""
    client = sign_in()
    for words in attack.WORDS[:4]:
        assert not attack.dangers(attack.login(client, words[:64], "x").text)
    page = sign_in("admin").get("/account/people").text
    assert attack.MARK in page
    assert not attack.dangers(page)


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(sign_in: SignIn, workspace: Workspace) -> None:
    """Without it somebody who was let go works on until the evening."""
    client = sign_in("editor")
    assert client.get("/publish").status_code == 200
    set_role(workspace, PEOPLE["editor"], "viewer", by="admin", now=utc_now())
    assert client.get("/publish").status_code == 403
    remove_account(workspace, PEOPLE["editor"], by="admin", now=utc_now())
    assert client.get("/account").headers["location"].startswith("/login")


def test_a_piece_of_a_page_sends_to_the_sign_in_as_a_whole(sign_in: SignIn) -> None:
    """Without it the sign-in form appears in the middle of a list when a session has ended."""
    answer = sign_in().get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login")


# ---------------------------------------------------------------- one's own account


def test_a_new_password_needs_the_old_one_and_ends_other_sign_ins(sign_in: SignIn) -> None:
    """Without it whoever finds an open screen takes the account over; or a thief stays in."""
    mine, other = sign_in("analyst"), sign_in("analyst")
    fields = {"csrf": attack.csrf_of(mine), "new": "nine red kites circle", "again": "nine red kites circle"}
    assert mine.post("/account/password", data=fields | {"current": "wrong"}).status_code == 422
    assert mine.post("/account/password", data=fields | {"current": PASSWORD, "again": "x"}).status_code == 422
    assert mine.post("/account/password", data=fields | {"current": PASSWORD}).status_code == 303
    assert (mine.get("/account").status_code, other.get("/account").status_code) == (200, 303)


def test_language_and_graphic_content_are_chosen_for_a_browser(sign_in: SignIn) -> None:
    """Without it graphic content would be shown to whoever does not want to see it, or the choice would not last."""
    client = sign_in("viewer")
    fields = {"csrf": attack.csrf_of(client), "language": "ar", "graphic": "show"}
    assert client.post("/account/view", data=fields).status_code == 303
    page = client.get("/account").text
    assert 'lang="ar" dir="rtl"' in page
    assert client.cookies["graphic"] == "show"
    client.post("/account/view", data=fields | {"graphic": "", "language": "../../etc/passwd"})
    assert 'lang="en" dir="ltr"' in client.get("/account").text
    assert "graphic" not in client.cookies


def test_nobody_ends_the_sign_in_of_another(sign_in: SignIn) -> None:
    """Without it a viewer could throw the admin out again and again."""
    viewer, admin = sign_in("viewer"), sign_in("admin")
    page = sign_in("admin").get("/account").text  # another sign-in of the admin's, so that the first has a button
    id = page.split('name="id" value="')[1].split('"')[0]
    answer = viewer.post("/account/sessions/end", data={"csrf": attack.csrf_of(viewer), "id": id})
    assert answer.status_code == 422
    assert admin.get("/account").status_code == 200


@pytest.mark.parametrize("role", ["viewer", "analyst", "editor"])
def test_only_an_admin_manages_people(sign_in: SignIn, role: str) -> None:
    """Without it anybody makes themselves an admin."""
    client = sign_in(role)
    fields = {"csrf": attack.csrf_of(client), "name": PEOPLE[role], "role": "admin", "password": PASSWORD}
    assert client.get("/account/people").status_code == 403
    for what in ("add", "role", "password", "remove", "tokens/revoke"):
        assert client.post(f"/account/people/{what}", data=fields).status_code == 403
    assert client.get("/account/people").status_code == 403


def test_an_admin_adds_changes_and_removes_people(sign_in: SignIn) -> None:
    """Without it every change needs the machine's terminal."""
    admin, stranger = sign_in("admin"), sign_in()
    csrf = attack.csrf_of(admin)
    new = {"csrf": csrf, "name": "Cleo", "role": "viewer", "password": "a plain pass phrase"}
    assert admin.post("/account/people/add", data=new | {"password": "short"}).status_code == 422
    assert admin.post("/account/people/add", data=new).status_code == 303
    assert attack.login(stranger, "cleo", "a plain pass phrase").status_code == 303
    assert admin.post("/account/people/role", data=new | {"role": "editor"}).status_code == 303
    assert "editor" in stranger.get("/account").text
    assert admin.post("/account/people/remove", data=new).status_code == 303
    assert stranger.get("/account").status_code == 303
    page = admin.get("/account/people").text
    assert all(what in page for what in ("account made", "role changed", "account removed"))
    assert "a plain pass phrase" not in page


# ---------------------------------------------------------------- tokens of the API


def bearer(client: TestClient, secret: str, path: str = "/api/v1/incidents", method: str = "GET") -> int:
    """How a request with a token is answered: 401 and 403 where it is not let in."""
    return client.request(method, path, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_is_shown_once_and_lets_in(sign_in: SignIn) -> None:
    """Without it no script can use the API, or whoever looks at the page later has the token."""
    client = sign_in("analyst")
    data = {"csrf": attack.csrf_of(client), "name": "nightly export", "role": "viewer", "days": "30"}
    page = client.post("/account/tokens", data=data).text
    secret = page.split('id="secret" value="')[1].split('"')[0]
    assert secret not in client.get("/account").text
    assert "nightly export" in client.get("/account").text
    assert bearer(sign_in(), secret) not in (401, 403)


@pytest.mark.parametrize("secret", ["", "x", "bellwire_" + "A" * 43, "' or 1=1 --"])
def test_a_wrong_token_lets_nobody_in_even_beside_a_good_cookie(sign_in: SignIn, secret: str) -> None:
    """Without it a script would not learn that its token has ended."""
    assert bearer(sign_in(), secret) == 401
    assert bearer(sign_in("admin"), secret) == 401


def test_a_token_opens_the_api_alone(sign_in: SignIn, workspace: Workspace) -> None:
    """Without it a token for reading could change a password."""
    _, secret = make_token(workspace, "export", PEOPLE["admin"], "admin", now=utc_now())
    for path in ("/", "/account", "/account/people"):
        assert bearer(sign_in(), secret, path) == 303


def test_a_token_does_no_more_than_its_role_and_its_owners(sign_in: SignIn) -> None:
    """Without it a token is a way around one's own role."""
    client = sign_in("viewer")
    data = {"csrf": attack.csrf_of(client), "name": "export", "role": "admin", "days": "30"}
    answer = client.post("/account/tokens", data=data)
    assert (answer.status_code, "at most what you may do" in answer.text) == (422, True)


def test_who_loses_a_role_takes_it_from_their_tokens(workspace: Workspace) -> None:
    """Without it somebody who may only read now goes on writing through a script."""
    from bellwire.web.security.gate import Gate

    gate = Gate(lambda *_: None, Guarded(host="0.0.0.0", accounts=True), workspace)  # type: ignore[arg-type, return-value]
    _, secret = make_token(workspace, "export", PEOPLE["editor"], "editor", now=utc_now())
    assert gate._bearer(f"Bearer {secret}").role == "editor"
    set_role(workspace, PEOPLE["editor"], "viewer", by="admin", now=utc_now())
    assert gate._bearer(f"Bearer {secret}").role == "viewer"
    remove_account(workspace, PEOPLE["editor"], by="admin", now=utc_now())
    assert gate._bearer(f"Bearer {secret}").role is None


def test_a_revoked_token_lets_in_no_more(sign_in: SignIn, workspace: Workspace) -> None:
    """Without it a leak could not be stopped."""
    made, secret = make_token(workspace, "export", PEOPLE["viewer"], "viewer", now=utc_now())
    assert bearer(sign_in(), secret) not in (401, 403)
    revoke_token(workspace, made.id, now=utc_now(), by="admin")
    assert bearer(sign_in(), secret) == 401


def test_an_unknown_caller_of_the_api_gets_a_problem_and_no_page(sign_in: SignIn) -> None:
    """Without it a script takes the sign-in form for data."""
    answer = sign_in().get("/api/v1/incidents")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "bellwire token make" in answer.json()["detail"]
