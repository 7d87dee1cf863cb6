"""Signing in and out, and one's own account: language, graphic content, password, sign-ins, tokens of the API."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bellwire.desk import utc_now
from bellwire.errors import InputError
from bellwire.web.here import GRAPHIC, LANGUAGE, YEAR, Asked, Here, local_path
from bellwire.web.messages import language_of, languages
from bellwire.web.security import Guarded
from bellwire.web.security.cookies import drop_cookie, set_cookie
from bellwire.web.security.gate import address_of
from bellwire.workspace.accounts import SignInRefused, set_password, sign_in
from bellwire.workspace.sessions import end_session, open_session, sessions_of
from bellwire.workspace.tokens import DAYS, make_token, revoke_token, tokens
from bellwire.workspace.words import ROLES, may

router = APIRouter()
Text = Annotated[str, Form()]


def guarded_of(here: Here) -> Guarded:
    """What is known of the server."""
    config: Guarded = here.request.app.state.config
    return config


# ---------------------------------------------------------------- signing in and out


@router.get("/login", response_class=HTMLResponse)
def login(here: Asked) -> Response:
    """The form that asks who it is."""
    back = local_path(here.asked("next", "/"))
    return RedirectResponse(back, 303) if here.user.role else _login(here, back)


def _login(here: Here, back: str, *, name: str = "", problem: str = "", status: int = 200) -> Response:
    return here.render("login.html.j2", status=status, back=back, name=name, problem=problem)


@router.post("/login")
def enter(here: Asked, name: Text = "", password: Text = "", next: Text = "/") -> Response:
    """Signs in, with a session that is new every time, and goes on to the page that was asked for."""
    config, now, address = guarded_of(here), utc_now(), address_of(here.request)
    if not config.accounts:
        return RedirectResponse("/", 303)
    try:
        found = sign_in(here.workspace, name, password, now=now, address=address)
    except SignInRefused as error:
        return _login(here, local_path(next), name=name[:64], problem=str(error), status=429 if error.busy else 401)
    if here.user.session:
        end_session(here.workspace, here.user.session, name=here.user.name, now=now, signed_out=True)
    agent = here.request.headers.get("user-agent", "")
    secret = open_session(here.workspace, found.name, "account", now=now, address=address, agent=agent)
    response = RedirectResponse(local_path(next), 303)
    set_cookie(response, here.request, config, secret)
    return response


@router.post("/logout")
def leave(here: Asked) -> Response:
    """Signs out: the cookie is worth nothing from now on."""
    end_session(here.workspace, here.user.session, name=here.user.name, now=utc_now(), signed_out=True)
    response = RedirectResponse("/login" if guarded_of(here).accounts else "/", 303)
    drop_cookie(response, here.request, guarded_of(here))
    return response


# ---------------------------------------------------------------- one's own account


@router.get("/account", response_class=HTMLResponse)
def account(here: Asked) -> Response:
    """What somebody may set for themselves."""
    return _account(here)


def _account(here: Here, *, problem: str = "", secret: str = "", status: int = 200) -> Response:
    now, name = utc_now(), here.user.name
    return here.render(
        "account.html.j2",
        status=status,
        accounts=guarded_of(here).accounts,
        sessions=sessions_of(here.workspace, name, now=now),
        tokens=tokens(here.workspace, name),
        roles=[role for role in ROLES if may(here.user.role, role)],
        days=DAYS,
        now=now,
        problem=problem,
        secret=secret,
    )


@router.post("/account/view")
def view(here: Asked, language: Text = "", graphic: Text = "") -> Response:
    """Keeps the language and whether graphic content is shown at once, in this browser."""
    response = here.see("/account", here._("Kept for this browser."))
    code = language if language in languages() else language_of(None).code
    response.set_cookie(LANGUAGE, code, max_age=YEAR, samesite="lax", path="/")
    if graphic == "show":
        response.set_cookie(GRAPHIC, "show", max_age=YEAR, samesite="strict", path="/")
    else:
        response.delete_cookie(GRAPHIC, path="/")
    return response


@router.post("/account/password")
def password(here: Asked, current: Text = "", new: Text = "", again: Text = "") -> Response:
    """Changes one's password, and ends one's other sign-ins."""
    now, address = utc_now(), address_of(here.request)
    try:
        if not guarded_of(here).accounts:
            raise InputError("this desk has no accounts; see: bellwire user add")
        if new != again:
            raise InputError("the new password was not typed the same way twice")
        sign_in(here.workspace, here.user.name, current, now=now, address=address, detail="to change the password")
        session, name = here.user.session, here.user.name
        set_password(here.workspace, name, new, by=name, now=now, but=session, address=address)
    except InputError as error:
        return _account(here, problem=str(error), status=422)
    return here.see("/account", here._("Your password is changed, and your other sign-ins are ended."))


@router.post("/account/sessions/end")
def end(here: Asked, id: Text = "") -> Response:
    """Ends one of one's sign-ins."""
    if not end_session(here.workspace, id, name=here.user.name, now=utc_now()):
        return _account(here, problem=here._("That sign-in has ended already."), status=422)
    return here.see("/account", here._("That sign-in is ended."))


@router.post("/account/tokens")
def new_token(here: Asked, name: Text = "", role: Text = "viewer", days: Text = str(DAYS)) -> Response:
    """Makes a token and shows it, this once."""
    user = here.user
    try:
        if not (days.isdecimal() and len(days) < 5):
            raise InputError("give the days that the token lasts as a whole number")
        if role in ROLES and not user.may(role):
            raise InputError(f"a token can do at most what you may do: {user.role}")
        _, secret = make_token(here.workspace, name, user.name, role, now=utc_now(), days=int(days))
    except InputError as error:
        return _account(here, problem=str(error), status=422)
    return _account(here, secret=secret)


@router.post("/account/tokens/revoke")
def end_token(here: Asked, id: Text = "") -> Response:
    """Ends a token of one's own at once."""
    try:
        revoke_token(here.workspace, id, now=utc_now(), by=here.user.name, owner=here.user.name)
    except InputError as error:
        return _account(here, problem=str(error), status=422)
    return here.see("/account", here._("The token is revoked."))
