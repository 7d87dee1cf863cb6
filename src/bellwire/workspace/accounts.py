"""Accounts: who may use a desk that others can reach, with which password and in which role."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from threading import BoundedSemaphore
from typing import Any, cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Column, Connection, Text, delete, func, insert, select, update

from bellwire.errors import InputError
from bellwire.workspace.database import Workspace, table
from bellwire.workspace.journal import folded, journal, note
from bellwire.workspace.moments import later
from bellwire.workspace.sessions import end_all
from bellwire.workspace.tokens import revoke_all
from bellwire.workspace.words import Role, check_role

account = table(
    "account",
    Column("folded", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("made", Text, nullable=False),
)

SHORTEST, LONGEST = 12, 1024
"""Characters of a password. Length is what helps; kinds of characters are not asked for (NIST SP 800-63B, 3.1.1)."""
LONGEST_NAME = 64
WINDOW = 15 * 60
"""Seconds over which refused sign-ins are counted."""
LIMITS = {"both": 5, "address": 20, "name": 50}
"""Refused sign-ins of one name from one address, from one address, and of one name from anywhere, after which nobody
is let try for the rest of the window."""
AT_ONCE = 4
"""Passwords that are checked at the same time: each check takes 64 MB of memory."""

_checking = BoundedSemaphore(AT_ONCE)


class SignInRefused(InputError):
    """A sign-in is refused; the message is the same whatever was wrong. `busy`: not now, whoever it is."""

    def __init__(self, message: str, *, busy: bool = False) -> None:
        super().__init__(message)
        self.busy = busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Someone who may use the desk."""

    name: str
    role: Role
    made: str


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the library's parameters (RFC 9106, low memory): 64 MB, three passes."""
    return PasswordHasher()


# ---------------------------------------------------------------- who there is


def accounts(workspace: Workspace) -> tuple[Account, ...]:
    """Everybody who has an account, by name."""
    with workspace.connect() as connection:
        rows = connection.execute(select(account).order_by(account.c.folded)).mappings()
        return tuple(_account(row) for row in rows)


def account_of(workspace: Workspace, name: str) -> Account | None:
    """Someone's account; None where they have none."""
    with workspace.connect() as connection:
        row = _row(connection, name)
    return _account(row) if row else None


def has_admin(workspace: Workspace) -> bool:
    """Whether there is an account that may manage the others."""
    with workspace.connect() as connection:
        return _admins(connection) > 0


def _admins(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(account).where(account.c.role == "admin")) or 0


def _row(connection: Connection, name: str) -> Mapping[Any, Any] | None:
    return connection.execute(select(account).where(account.c.folded == folded(name))).mappings().one_or_none()


def _account(row: Mapping[Any, Any]) -> Account:
    return Account(name=row["name"], role=cast(Role, row["role"]), made=row["made"])


# ---------------------------------------------------------------- making and changing


def check_name(name: str) -> str:
    """The name as it is kept; raises InputError for one that cannot be told from another, or hides characters."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InputError(f"a name has 1 to {LONGEST_NAME} characters")
    # Control, format (such as those that turn the direction of writing) and unassigned characters.
    if any(unicodedata.category(character).startswith("C") for character in name):
        raise InputError("a name has letters, figures, spaces and signs; this one has characters that are not seen")
    return name


def check_password(name: str, password: str) -> str:
    """The password; raises InputError for one that is too short, too long, or the name."""
    if len(password) < SHORTEST:
        raise InputError(f"a password has at least {SHORTEST} characters; several words make a good one")
    if len(password) > LONGEST:
        raise InputError(f"a password has at most {LONGEST} characters")
    if folded(name) in (folded(password), folded(password)[::-1]) or len(set(password)) < 4:
        raise InputError("this password is too easy to guess; several words make a good one")
    return password


def add_account(
    workspace: Workspace, name: str, role: str, password: str, *, by: str, now: str, address: str = ""
) -> Account:
    """Makes an account; raises InputError where there is one of that name, or the password is no good.

    >>> workspace = Workspace.open("sqlite://")
    >>> made = add_account(workspace, "Ana", "editor", "four green boats sail", by="bo", now="2024-05-02T10:00:00Z")
    >>> account_of(workspace, " ana ").role
    'editor'
    """
    name = check_name(name)
    made = Account(name=name, role=check_role(role), made=now)
    row = {"folded": folded(name), "name": name, "role": role, "made": now}
    row["password"] = hasher().hash(check_password(name, password))
    with workspace.begin() as connection:
        if _row(connection, name):
            raise InputError(f"there is an account {name} already")
        connection.execute(insert(account), [row])
        note(connection, "account made", name, at=now, by=by, address=address, detail=role)
    return made


def set_role(workspace: Workspace, name: str, role: str, *, by: str, now: str, address: str = "") -> Account:
    """Gives someone another role, from their next request on. The last admin stays one."""
    role = check_role(role)
    with workspace.begin() as connection:
        row = _needed(connection, name)
        if row["role"] == "admin" and role != "admin":
            _keep_an_admin(connection)
        connection.execute(update(account).where(account.c.folded == row["folded"]).values(role=role))
        note(connection, "role changed", row["name"], at=now, by=by, address=address, detail=f"{row['role']} to {role}")
    return Account(name=row["name"], role=role, made=row["made"])


def set_password(
    workspace: Workspace, name: str, password: str, *, by: str, now: str, but: str | None = None, address: str = ""
) -> None:
    """Gives someone another password, and ends their sign-ins (`but` one)."""
    kept = hasher().hash(check_password(name, password))
    with workspace.begin() as connection:
        row = _needed(connection, name)
        connection.execute(update(account).where(account.c.folded == row["folded"]).values(password=kept))
        end_all(connection, name, but=but)
        note(connection, "password changed", row["name"], at=now, by=by, address=address)


def remove_account(workspace: Workspace, name: str, *, by: str, now: str, address: str = "") -> None:
    """Takes an account away, with its sign-ins and tokens; what they judged stays. The last admin stays."""
    with workspace.begin() as connection:
        row = _needed(connection, name)
        if row["role"] == "admin":
            _keep_an_admin(connection)
        connection.execute(delete(account).where(account.c.folded == row["folded"]))
        end_all(connection, name)
        revoke_all(connection, name, now=now)
        note(connection, "account removed", row["name"], at=now, by=by, address=address)


def _needed(connection: Connection, name: str) -> Mapping[Any, Any]:
    row = _row(connection, name)
    if row is None:
        raise InputError(f"there is no account {name}; see: bellwire user list")
    return row


def _keep_an_admin(connection: Connection) -> None:
    if _admins(connection) == 1:
        raise InputError("this is the last admin; make another one first")


# ---------------------------------------------------------------- signing in

WRONG = "The name or the password is not right."


def sign_in(
    workspace: Workspace, name: str, password: str, *, now: str, address: str = "", detail: str = ""
) -> Account:
    """The account of someone who gives its name and password. Raises SignInRefused, after the same time and in the same
    words whether there is such a name or not; too many refusals end trying for some minutes. `detail` says in the
    journal what it was for.

    >>> workspace = Workspace.open("sqlite://")
    >>> made = add_account(workspace, "Ana", "editor", "four green boats sail", by="bo", now="2024-05-02T10:00:00Z")
    >>> sign_in(workspace, "ana", "four green boats sail", now="2024-05-02T10:01:00Z").name
    'Ana'
    >>> sign_in(workspace, "ana", "a guess", now="2024-05-02T10:02:00Z")
    Traceback (most recent call last):
    bellwire.workspace.accounts.SignInRefused: The name or the password is not right.
    """
    if not _checking.acquire(blocking=False):
        raise SignInRefused("Many people are signing in at this moment. Please try again in a few seconds.", busy=True)
    try:
        return _sign_in(workspace, name, password, now, group_of(address), detail)
    finally:
        _checking.release()


def _sign_in(workspace: Workspace, name: str, password: str, now: str, address: str, detail: str) -> Account:
    with workspace.connect() as connection:
        wait = _wait(connection, name, address, now)
        row = _row(connection, name)
    if wait:
        raise SignInRefused(
            f"Too many tries. Please wait {WINDOW // 60} minutes, or ask an admin of this desk.", busy=True
        )
    right = _verify(row["password"] if row else _decoy(), password)
    with workspace.begin() as connection:
        if row is None or not right:
            note(connection, "refused", name, at=now, by="", address=address)
        else:
            note(connection, "signed in", row["name"], at=now, address=address, detail=detail)
            if hasher().check_needs_rehash(row["password"]):
                fresh = hasher().hash(password)
                connection.execute(update(account).where(account.c.folded == row["folded"]).values(password=fresh))
    if row is None or not right:
        raise SignInRefused(WRONG)
    return _account(row)


def _verify(kept: str, password: str) -> bool:
    try:
        return hasher().verify(kept, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy() -> str:
    """What an unknown name's password is compared with, so that it takes as long as a known one's."""
    return hasher().hash("nobody has this password")


def group_of(address: str) -> str:
    """An address as tries are counted: one household or office has a whole /64 of IPv6.

    >>> group_of("203.0.113.7"), group_of("2001:db8::1:2:3:4"), group_of("testclient")
    ('203.0.113.7', '2001:db8::/64', 'testclient')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)


def _wait(connection: Connection, name: str, address: str, now: str) -> bool:
    """Whether too many tries were refused in the last minutes; a sign-in that went well wipes that pair's slate."""
    c = journal.c
    since = c.at > later(now, -WINDOW)
    by_name, by_address = c.folded == folded(name[:200]), c.address == address
    last = connection.scalar(select(func.max(c.seq)).where(c.what == "signed in", by_name, by_address, since)) or 0
    refused = select(func.count()).select_from(journal).where(c.what == "refused", since)
    counts = {
        "both": connection.scalar(refused.where(by_name, by_address, c.seq > last)),
        "address": connection.scalar(refused.where(by_address)),
        "name": connection.scalar(refused.where(by_name)),
    }
    return any((counts[which] or 0) >= most for which, most in LIMITS.items())
