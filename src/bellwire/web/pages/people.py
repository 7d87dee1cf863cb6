"""The people of a desk with accounts: who may do what, and who signed in. For admins."""

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bellwire.desk import utc_now
from bellwire.errors import InputError
from bellwire.web.here import Asked, Here, needs
from bellwire.web.pages.account import Text, guarded_of
from bellwire.web.security.gate import address_of
from bellwire.workspace.accounts import accounts, add_account, remove_account, set_password, set_role
from bellwire.workspace.journal import lines
from bellwire.workspace.tokens import revoke_token, tokens
from bellwire.workspace.words import ROLES

router = APIRouter(prefix="/account/people", dependencies=[Depends(needs("admin"))])
LINES = 100


@router.get("", response_class=HTMLResponse)
def people(here: Asked) -> Response:
    """Everybody who has an account, their tokens, and what happened of late."""
    return _people(here)


def _people(here: Here, *, problem: str = "", name: str = "", status: int = 200) -> Response:
    return here.render(
        "account_people.html.j2",
        status=status,
        accounts=guarded_of(here).accounts,
        people=accounts(here.workspace),
        tokens=[token for token in tokens(here.workspace) if token.works(utc_now())],
        lines=lines(here.workspace, limit=LINES),
        roles=ROLES,
        problem=problem,
        name=name,
    )


@router.post("/add")
def add(here: Asked, name: Text = "", role: Text = "viewer", password: Text = "") -> Response:
    """Makes an account."""
    by, now = here.user.name, utc_now()
    try:
        made = add_account(here.workspace, name, role, password, by=by, now=now, address=address_of(here.request))
    except InputError as error:
        return _people(here, problem=str(error), name=name[:64], status=422)
    return here.see("/account/people", here._("%(name)s may sign in now.", name=made.name))


@router.post("/role")
def role(here: Asked, name: Text = "", role: Text = "") -> Response:
    """Gives somebody another role, from their next request on."""
    by, now = here.user.name, utc_now()
    try:
        made = set_role(here.workspace, name, role, by=by, now=now, address=address_of(here.request))
    except InputError as error:
        return _people(here, problem=str(error), status=422)
    return here.see("/account/people", here._("%(name)s is %(role)s now.", name=made.name, role=made.role))


@router.post("/password")
def password(here: Asked, name: Text = "", password: Text = "") -> Response:
    """Gives somebody another password, and ends their sign-ins."""
    by, now = here.user.name, utc_now()
    try:
        set_password(here.workspace, name, password, by=by, now=now, address=address_of(here.request))
    except InputError as error:
        return _people(here, problem=str(error), status=422)
    return here.see("/account/people", here._("%(name)s has a new password.", name=name))


@router.post("/remove")
def remove(here: Asked, name: Text = "") -> Response:
    """Takes an account away; what they judged stays."""
    by, now = here.user.name, utc_now()
    try:
        remove_account(here.workspace, name, by=by, now=now, address=address_of(here.request))
    except InputError as error:
        return _people(here, problem=str(error), status=422)
    return here.see("/account/people", here._("%(name)s can sign in no more. What they judged stays.", name=name))


@router.post("/tokens/revoke")
def end_token(here: Asked, id: Text = "") -> Response:
    """Ends anybody's token at once."""
    try:
        revoke_token(here.workspace, id, now=utc_now(), by=here.user.name)
    except InputError as error:
        return _people(here, problem=str(error), status=422)
    return here.see("/account/people", here._("The token is revoked."))
