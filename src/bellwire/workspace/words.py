"""The words of the workspace: who may do how much."""

from typing import Literal, get_args

from bellwire.errors import InputError

Role = Literal["viewer", "analyst", "editor", "admin"]
"""From the least to the most: each may do what those before it may."""
ROLES: tuple[Role, ...] = get_args(Role)


def may(role: Role | None, needed: Role) -> bool:
    """Whether someone with a role may do what needs another; nobody (None) may do nothing.

    >>> may("editor", "analyst"), may("viewer", "analyst"), may(None, "viewer")
    (True, False, False)
    """
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


def check_role(role: str) -> Role:
    """The role; raises InputError for one that is none."""
    if role not in ROLES:
        raise InputError(f"no role {role!r}; there are: {', '.join(ROLES)}")
    return role


def least(one: Role, other: Role) -> Role:
    """The one of two roles that may do less.

    >>> least("admin", "viewer")
    'viewer'
    """
    return min(one, other, key=ROLES.index)
