"""Who may do what: `Depends(needs("analyst"))` guards a page or a part of the API."""

from collections.abc import Callable

from starlette.requests import Request

from bellwire.web.errors import NotLoggedIn, Refused
from bellwire.web.security.users import User, user_of
from bellwire.workspace.words import ROLES, Role


def needs(role: Role) -> Callable[[Request], User]:
    """A dependency that gives who asks, and refuses whoever has not the role. `needs.role` says it to tests.

    >>> needs("editor").role
    'editor'
    """
    if role not in ROLES:
        raise ValueError(f"no role {role!r}; there are: {', '.join(ROLES)}")

    def allowed(request: Request) -> User:
        user = user_of(request)
        if user.role is None:
            raise NotLoggedIn("Please sign in first.")
        if not user.may(role):
            raise Refused(
                f"This needs the role {role} or higher, and {user.name} is {user.role}. Ask an admin of this desk."
            )
        return user

    allowed.role = role  # type: ignore[attr-defined]
    return allowed
