"""Who asks is made out before any page is run; whom the desk does not know sees a page that says how to get in."""

from functools import partial
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bellwire.desk import utc_now
from bellwire.web.security.answers import API, refusal
from bellwire.web.security.config import Guarded
from bellwire.web.security.cookies import VISIT, cookie_of, drop_cookie, new_visit, secret_of, set_cookie
from bellwire.web.security.csrf import csrf_of
from bellwire.web.security.users import NOBODY, User, set_user
from bellwire.workspace import Workspace
from bellwire.workspace.accounts import account_of, group_of
from bellwire.workspace.journal import note
from bellwire.workspace.sessions import note_seen, open_session, session_of
from bellwire.workspace.tokens import token_of
from bellwire.workspace.words import least

LAUNCH, LOGIN, STATIC = "/launch", "/login", "/static/"
CLOSED = (
    "This desk opens with the link that `bellwire serve` printed in its terminal. Each link works once: press Enter \
in that terminal for another one."
)
USED = (
    "This link was used already, or is of an earlier start. Press Enter in the terminal where `bellwire serve` runs: \
it prints another one."
)
NO_TOKEN = (
    "Send a token: Authorization: Bearer TOKEN. `bellwire token make` makes one; this one is missing, wrong, ended \
or revoked."
)


class Gate:
    """Lets in by a cookie, a token of the API or a launch link, and keeps who it is with the request."""

    def __init__(self, app: ASGIApp, config: Guarded, workspace: Workspace) -> None:
        self.app = app
        self.config = config
        self.workspace = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it. There are no web sockets."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and scope["path"].startswith(STATIC)):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        user = await to_thread.run_sync(self._who, request)
        if scope["path"] == LAUNCH:
            answer = await to_thread.run_sync(self._launch, request, user)
            await answer(scope, receive, send)
        elif user.role is not None:
            set_user(scope, user)
            await self.app(scope, receive, send)
        elif scope["path"] == LOGIN and self.config.accounts:
            await self._visit(request, receive, send)
        else:
            await self._closed(request)(scope, receive, send)

    # ---------------------------------------------------------------- who it is

    def _who(self, request: Request) -> User:
        if request.url.path.startswith(API) and "authorization" in request.headers:
            return self._bearer(request.headers["authorization"])
        secret = cookie_of(request, self.config)
        return self._known(secret) if secret else NOBODY

    def _known(self, secret: str) -> User:
        now = utc_now()
        found = session_of(self.workspace, secret, now=now)
        if found is None or (found.kind == "account") != self.config.accounts:
            return NOBODY
        user = partial(User, csrf=csrf_of(secret), session=found.id)
        note_seen(self.workspace, found, now=now)
        if found.kind == "launch":  # whoever may read the terminal may read the files as well
            return user(name=self.config.analyst, role="admin", by="launch")
        account = account_of(self.workspace, found.name)
        return user(name=account.name, role=account.role, by="account") if account else NOBODY

    def _bearer(self, given: str) -> User:
        kind, _, secret = given.partition(" ")
        token = token_of(self.workspace, secret.strip(), now=utc_now()) if kind.lower() == "bearer" else None
        if token is None:
            return NOBODY
        if not self.config.accounts:
            return User(name=token.owner, role=token.role, by="token")
        owner = account_of(self.workspace, token.owner)  # who may do less than before lends a token no more
        return User(name=owner.name, role=least(owner.role, token.role), by="token") if owner else NOBODY

    # ---------------------------------------------------------------- getting in

    def _launch(self, request: Request, user: User) -> Response:
        """A link's secret traded for a cookie. What only looks ahead (a HEAD, a prefetch) uses no link up."""
        if self.config.accounts:
            return RedirectResponse(LOGIN, 303)
        if request.method != "GET" or "prefetch" in request.headers.get("sec-purpose", ""):
            return refusal(request.scope, 405, USED)
        if not self.config.launch.use(request.query_params.get("token", "")):
            return RedirectResponse("/", 303) if user.role else refusal(request.scope, 401, USED)
        address, agent = address_of(request), request.headers.get("user-agent", "")
        now = utc_now()
        secret = open_session(self.workspace, self.config.analyst, "launch", now=now, address=address, agent=agent)
        with self.workspace.begin() as connection:
            note(connection, "signed in", self.config.analyst, at=now, address=address, detail="launch link")
        response = RedirectResponse("/", 303)
        set_cookie(response, request, self.config, secret)
        return response

    async def _visit(self, request: Request, receive: Receive, send: Send) -> None:
        """Signing in: a form needs a word of its own before there is a session."""
        held = secret_of(request, VISIT)
        visit = held or new_visit()
        set_user(request.scope, User(name="", role=None, csrf=csrf_of(visit)))

        async def with_visit(message: Message) -> None:
            if message["type"] == "http.response.start" and not held:
                response = Response()
                set_cookie(response, request, self.config, visit, name=VISIT)
                MutableHeaders(scope=message).append("set-cookie", response.headers["set-cookie"])
            await send(message)

        await self.app(request.scope, receive, with_visit)

    def _closed(self, request: Request) -> Response:
        """What somebody unknown sees: how to get in."""
        path = request.url.path
        if path.startswith(API):
            return refusal(request.scope, 401, NO_TOKEN, {"WWW-Authenticate": 'Bearer realm="Bellwire"'})
        if not self.config.accounts:
            return refusal(request.scope, 401, CLOSED)
        query = f"?{request.url.query}" if request.url.query else ""
        there = f"{LOGIN}?next={quote(path + query, safe='/')}" if request.method == "GET" else LOGIN
        if request.headers.get("hx-request") == "true":
            return Response(status_code=401, headers={"HX-Redirect": LOGIN})
        return RedirectResponse(there, 303)


def address_of(request: HTTPConnection) -> str:
    """Where a request comes from, as tries are counted."""
    return group_of(request.client.host if request.client else "")


def sign_out(response: Response, request: HTTPConnection, config: Guarded) -> None:
    """Takes the cookie back."""
    drop_cookie(response, request, config)
