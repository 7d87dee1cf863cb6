"""Who asks, and the tokens of the API."""

from fastapi import APIRouter
from starlette.responses import Response

from bellwire.desk import utc_now
from bellwire.errors import InputError
from bellwire.model.codec import to_plain
from bellwire.web.api.answers import JSON, joined, listed, plain
from bellwire.web.api.bodies import NewToken, checked
from bellwire.web.api.described import an_object, answers, ref, several
from bellwire.web.api.reports import storable
from bellwire.web.errors import NotFound, Refused
from bellwire.web.here import Asked
from bellwire.web.query import QueryError
from bellwire.workspace.tokens import make_token, revoke_token, tokens

router = APIRouter(tags=["tokens"])
TEXT = {"type": "string"}


@router.get("/me", **answers(an_object(name=TEXT, role=TEXT, by=TEXT), known=False))
def get_me(here: Asked) -> Response:
    """Who asks, as the desk knows it: the name, the role, and by what it is known (launch, account, token)."""
    return plain({"name": here.user.name, "role": here.user.role, "by": here.user.by})


@router.get("/tokens", **answers(an_object(tokens=several("Token")), known=False))
def list_tokens(here: Asked) -> Response:
    """One's own tokens, the newest first, with those that do not let in any more; never their secrets."""
    return Response(joined(tokens=listed(tokens(here.workspace, here.user.name))), media_type=JSON)


@router.post("/tokens", **answers(an_object(token=ref("Token"), secret={"type": "string"}), known=False, status=201))
def new_token(here: Asked, body: NewToken) -> Response:
    """Makes a token; its secret is told this once. A token makes no other: sign in, or use `bellwire token make`."""
    user = here.user
    if user.by == "token":
        raise Refused("A token makes no other token. Sign in for that, or use: bellwire token make")
    if not user.may(body.role):
        raise Refused(f"A token can do at most what you may do: {user.role}.")
    try:
        name = checked(body.name, "name")
        made, secret = make_token(here.workspace, name, user.name, body.role, now=utc_now(), days=body.days)
    except InputError as error:
        raise error if isinstance(error, QueryError) else QueryError("name", str(error)) from error
    response = plain({"token": to_plain(made), "secret": secret})
    response.status_code = 201
    response.headers["Cache-Control"] = "no-store"
    return response


@router.delete("/tokens/{id}", **answers({}, known=False, fails=(404,), status=204))
def revoke(here: Asked, id: str) -> Response:
    """Ends a token of one's own at once."""
    own = {token.id for token in tokens(here.workspace, here.user.name) if token.revoked is None}
    if not storable(id) or id not in own:
        raise NotFound(f"you have no token {id!r} that lets in")
    revoke_token(here.workspace, id, now=utc_now(), by=here.user.name, owner=here.user.name)
    return Response(status_code=204)
