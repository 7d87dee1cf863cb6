"""PostgreSQL as the store: its URL, its connections, its errors in plain words.

The driver is pg8000 (docs/decisions/0009-postgresql-driver.md). It knows no libpq, so what people expect of libpq is
done here: Unix sockets, `sslmode`, PGPASSWORD and the password file.
"""

import getpass
import os
import re
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from bellwire.errors import StoreError
from bellwire.store.columns import kept_text, read_text

DRIVER = "postgresql+pg8000"
OLDEST = 15
"""The oldest PostgreSQL that the tests run on: that of Debian 12."""
CONNECT_SECONDS = 10
"""How long to wait for the server to answer at all."""
TEXT_TYPES = (25, 1043)
"""PostgreSQL's numbers of text and varchar, whose values cannot hold a NUL."""
WRITERS = int.from_bytes(b"bellwire")
"""The advisory lock that writers of one database take in turn."""
SOCKETS = Path("/var/run/postgresql")
"""Where Debian's PostgreSQL has its Unix socket."""
SERVER = """
select current_database(),
  current_setting('server_encoding'),
  exists (select from pg_extension where extname = 'postgis'),
  exists (select from pg_available_extensions where name = 'postgis'),
  (select rolsuper from pg_roles where rolname = current_user)
"""
OTHER_ORDER = """
select c.relname as table, a.attname as column
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_collation o on o.oid = a.attcollation
where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.atttypid = 'text'::regtype
  and o.collname <> 'C' and a.attnum > 0 and not a.attisdropped
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
order by 1, 2
"""
"""Text columns that are not yet in the order of their bytes; those of extensions are left alone."""
KNOWN = ("host", "port", "sslmode", "sslrootcert")
"""What a URL may say after the question mark."""


def shown(name: str) -> str:
    """A store's name as messages show it: without its password.

    >>> shown("postgresql://desk:p@ss@db.example.org/desk"), shown("desk.sqlite")
    ('postgresql://desk:***@db.example.org/desk', 'desk.sqlite')
    """
    if "://" not in name:
        return name
    hidden = re.sub(r"(?<=://)([^:/@]*):.*@", r"\1:***@", name)
    return re.sub(r"(?<=[?&]password=)[^&]*", "***", hidden)


def check_coded(name: str) -> None:
    """Raises StoreError where the password holds a character that ends it: a part of it would be taken for the host.

    >>> check_coded("postgresql://desk:p%40ss@db.example.org/desk")
    """
    signed = re.match(r"[^:/]+://(.*)@", name)
    if signed and re.search(r"[@/?#]", signed[1]):
        how = "write @ as %40, / as %2F, ? as %3F, # as %23, % as %25"
        raise StoreError(f"store {shown(name)}: its URL is ambiguous; in its user and password {how}")


def is_postgres(connection: Connection) -> bool:
    """Whether the store is a PostgreSQL server, not an SQLite file."""
    return connection.dialect.name == "postgresql"


# ---------------------------------------------------------------- the URL


def connect_args(url: URL) -> dict[str, Any]:
    """What pg8000 is called with. What the URL leaves out is as psql has it; raises StoreError on what it cannot say.

    >>> from sqlalchemy.engine import make_url
    >>> args = connect_args(make_url("postgresql://desk:secret@db.example.org/record?sslmode=require"))
    >>> args["host"], args["port"], args["database"], args["user"], args["ssl_context"]
    ('db.example.org', 5432, 'record', 'desk', True)
    """
    name = shown(url.render_as_string(hide_password=True))
    unknown = sorted(set(url.query) - set(KNOWN))
    if unknown:
        raise StoreError(f"store {name}: unknown in its URL: {', '.join(unknown)}; known are {', '.join(KNOWN)}")
    if not url.database:
        raise StoreError(f"store {name}: the URL names no database; write postgresql://USER@HOST/DATABASE")
    said = {key: str(value) for key, value in url.query.items()}
    port = url.port or int(said.get("port", "5432"))
    user = url.username or getpass.getuser()
    host = url.host or said.get("host") or _default_host(port)
    args: dict[str, Any] = {"user": user, "database": url.database, "port": port, "application_name": "bellwire"}
    # An empty password, not None: pg8000 falls over None where the server asks for one.
    password = url.password or stored_password(host, port, url.database, user) or ""
    if host.startswith("/"):
        where = {"unix_sock": f"{host}/.s.PGSQL.{port}", "ssl_context": False}
    else:
        where = {"host": host, "ssl_context": _tls(said.get("sslmode", "prefer"), said.get("sslrootcert"), name)}
    return args | where | {"password": password}


def _default_host(port: int) -> str:
    return str(SOCKETS) if (SOCKETS / f".s.PGSQL.{port}").exists() else "localhost"


def _tls(mode: str, authority: str | None, name: str) -> ssl.SSLContext | bool | None:
    """How the connection is encrypted, in libpq's words; pg8000 says None for `prefer` and True for `require`."""
    if mode in ("verify-ca", "verify-full"):
        try:
            context = ssl.create_default_context(cafile=authority)
        except OSError as error:
            raise StoreError(f"store {name}: sslrootcert={authority} cannot be read: {error.strerror}") from error
        context.check_hostname = mode == "verify-full"
        return context
    modes: dict[str, bool | None] = {"disable": False, "allow": None, "prefer": None, "require": True}
    if mode not in modes:
        raise StoreError(f"store {name}: sslmode={mode} is none of {', '.join(modes)}, verify-ca, verify-full")
    return modes[mode]


def stored_password(host: str, port: int, database: str, user: str) -> str | None:
    """The password out of PGPASSWORD, else out of the password file (PGPASSFILE, else ~/.pgpass), as libpq reads it."""
    if "PGPASSWORD" in os.environ:
        return os.environ["PGPASSWORD"]
    path = Path(os.environ.get("PGPASSFILE", "~/.pgpass")).expanduser()
    try:
        if path.stat().st_mode & 0o077:  # readable by others: libpq does not use it either
            return None
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    wanted = ("localhost" if host.startswith("/") else host, str(port), database, user)
    for line in lines:
        fields = [re.sub(r"\\(.)", r"\1", field) for field in re.split(r"(?<!\\):", line, maxsplit=4)]
        if len(fields) == 5 and all(have in ("*", want) for have, want in zip(fields, wanted, strict=False)):
            return fields[4]
    return None


# ---------------------------------------------------------------- connections


def make_server_engine(url: URL, wait: float) -> Engine:
    """An engine on a PostgreSQL store. A second writer waits for `wait` seconds."""
    try:
        from bellwire.store import driver
    except ImportError as error:
        raise StoreError("a PostgreSQL store needs a driver; install it: pip install 'bellwire[server]'") from error
    creator = _connector(driver.Connection, connect_args(url))
    engine = create_engine(f"{DRIVER}://", creator=creator, paramstyle=driver.PARAMSTYLE, pool_pre_ping=True)
    # pg8000 sends the rows of an executemany one by one: let SQLAlchemy send them together.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    engine.dialect.execution_ctx_cls = driver.ExecutionContext
    event.listen(engine, "begin", _beginner(wait))
    return engine


def _connector(connect: Callable[..., Any], args: dict[str, Any]) -> Callable[[], Any]:
    def connected() -> Any:
        connection = connect(**args, **_socket(args))
        connection.autocommit = True
        # What is acknowledged is on the disk; a server that was set to be stricter stays so.
        connection.cursor().execute(
            "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'"
        )
        connection.autocommit = False
        connection.register_out_adapter(str, kept_text)
        for kind in TEXT_TYPES:
            connection.register_in_adapter(kind, read_text)
        return connection

    return connected


def _socket(args: dict[str, Any]) -> dict[str, Any]:
    """A socket of our own: pg8000's timeout would also cut off long queries."""
    if "host" not in args:
        return {}
    try:
        opened = socket.create_connection((args["host"], args["port"]), timeout=CONNECT_SECONDS)
    except OSError as error:
        where = f"{args['host']}:{args['port']}"
        raise StoreError(
            f"no PostgreSQL answers at {where} ({_cause(error)}); is it running, and does it listen there?"
        ) from error
    opened.settimeout(None)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    with suppress(AttributeError, OSError):  # not on every system: a dead line is then found later
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
    return {"sock": opened}


def _beginner(wait: float) -> Callable[[Connection], None]:
    """What every transaction starts with: writers take their turn, views fix what they see."""
    writes = (
        f"set local lock_timeout = {max(1, round(wait * 1000))}; "
        "set local idle_in_transaction_session_timeout = 0; "
        f"select pg_advisory_xact_lock({WRITERS})"
    )
    reads = "set transaction isolation level repeatable read read only; select 1"

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(writes if connection.get_execution_options().get("writes") else reads)

    return begin


def check_server(connection: Connection, name: str) -> None:
    """Raises StoreError where the server is too old, has no PostGIS or does not keep Unicode."""
    found = connection.dialect.server_version_info or (0,)
    if int(found[0]) < OLDEST:
        said = ".".join(map(str, found))
        raise StoreError(f"store {name}: its PostgreSQL is {said}; Bellwire needs {OLDEST} or newer")
    database, encoding, postgis, offered, superuser = connection.exec_driver_sql(SERVER).one()
    if encoding != "UTF8":
        how = f"createdb --encoding=UTF8 --template=template0 {database}"
        raise StoreError(
            f"store {name}: its database is in {encoding}, which cannot hold every page; make one by: {how}"
        )
    if postgis or (offered and superuser):  # the migration makes it
        return
    package = "" if offered else f"install it on the server (Debian: postgresql-{found[0]}-postgis-3), then "
    how = f"as a superuser: psql -d {database} -c 'CREATE EXTENSION postgis'"
    raise StoreError(f"store {name}: its database has no PostGIS; {package}run {how}")


def order_by_bytes(connection: Connection) -> None:
    """Gives every text column the order of its bytes, as SQLite has it.

    Under a language's order the same query would give another list on each store, and ranges of ids would miss rows.
    """
    found = connection.exec_driver_sql(OTHER_ORDER).all()
    for table in sorted({row.table for row in found}):
        changes = ", ".join(f'alter "{row.column}" type text collate "C"' for row in found if row.table == table)
        connection.exec_driver_sql(f'alter table "{table}" {changes}')


# ---------------------------------------------------------------- errors


def _cause(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error) or type(error).__name__


PLAIN = {
    "28P01": "wrong user or password; give the password in the URL, in PGPASSWORD or in ~/.pgpass",
    "28000": "the server does not let this user in from here; see its pg_hba.conf",
    "3D000": "the server has no database of that name; make it with createdb, then CREATE EXTENSION postgis in it",
    "42501": "this user may not do that; it must own the database, or be granted CREATE on its schema",
    "53100": "the disk is full; nothing of the last report was written",
    "53300": "the server has no connection left; close other programs, or raise its max_connections",
    "25006": "the server takes no writes: it is a standby, or set to read-only",
    "57P01": "the server was shut down; nothing of what was not yet acknowledged is kept. Try again when it is up",
    "57P03": "the server is starting up or shutting down; try again in a moment",
}
"""What to say, by SQLSTATE."""
LOCKED = "55P03"


def plain_reason(error: BaseException, waited: float) -> str:
    """One of pg8000's errors in words that say what to do."""
    said = error.args[0] if error.args and isinstance(error.args[0], dict) else None
    if said is None:
        cause = error.__cause__
        if isinstance(cause, OSError) and "communication" in str(error):
            return f"no PostgreSQL answers there ({_cause(cause)}); is it running?"
        if "failed transaction" in str(error):
            return "an earlier statement failed, and the transaction with it; nothing of it is kept"
        if "SSL" in str(error):
            return "the server speaks no TLS; give sslmode=disable in the URL, or set up TLS on the server"
        return f"the connection to the server broke ({error}); what was not yet acknowledged is not kept. Is it up?"
    code, message = str(said.get("C")), " ".join(str(said.get("M")).split())
    if code == LOCKED:
        return f"another writer is at work; waited {waited:g} s. Try again when it has ended"
    plain = PLAIN.get(code)
    return f"{plain} ({message})" if plain else message
