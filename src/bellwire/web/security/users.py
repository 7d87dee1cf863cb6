"""Who asks: known once a request, before any page is run."""

from dataclasses import dataclass
from typing import Literal, cast

from starlette.requests import HTTPConnection
from starlette.types import Scope

from bellwire.workspace.words import Role, may

KEY = "bellwire.user"
By = Literal["launch", "account", "token", "nobody"]
"""What someone is known by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who asks. `csrf` is what their forms carry, `session` the id of their sign-in; a token has neither."""

    name: str
    role: Role | None
    csrf: str = ""
    session: str = ""
    by: By = "nobody"

    def may(self, role: str) -> bool:
        """Whether they may do what needs a role.

        >>> User(name="ana", role="analyst").may("viewer"), User(name="ana", role="analyst").may("admin")
        (True, False)
        """
        return may(self.role, cast(Role, role))


NOBODY = User(name="", role=None)


def user_of(request: HTTPConnection) -> User:
    """Who asks; NOBODY, who may do nothing, where the guard did not say."""
    found: User = request.scope.get(KEY, NOBODY)
    return found


def set_user(scope: Scope, user: User) -> None:
    """Keeps who asks with the request."""
    scope[KEY] = user
