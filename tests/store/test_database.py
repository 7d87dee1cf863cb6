"""Opening a store: what a user loses if a URL is misread, an error says nothing, or two writers mix."""

import os
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError
from tests.postgres import BARE, PASSWORD, Server

from bellwire.desk import Desk
from bellwire.errors import StoreError
from bellwire.settings import Settings
from bellwire.store import Store, server
from bellwire.store.database import make_engine, plain_errors, store_url
from bellwire.store.server import connect_args, plain_reason, shown

NOW = "2024-05-02T10:00:00Z"
SECRET = "s3cr@t:/?x"
CODED = quote(SECRET, safe="")
COUNT = "select count(*) from text"


@pytest.fixture(autouse=True)
def no_passwords_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The tests must not depend on who runs them."""
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))


@pytest.fixture
def guest(postgres: Server) -> str:
    """A user who may make tables and no more, with the password SECRET."""
    if not postgres.sql("select 1 from pg_roles where rolname = 'guest'"):
        postgres.sql(f"create role guest login password '{SECRET}'")
    return "guest"


def arguments(url: str) -> dict[str, object]:
    return connect_args(store_url(url))


def keep(engine: Engine, word: str, *, writes: bool = True) -> None:
    """Writes a text into a store."""
    with engine.execution_options(writes=writes).begin() as connection:
        connection.exec_driver_sql(f"insert into text (sha256, text) values ('{word}', '{word}')")


@pytest.fixture
def engines(any_store: str) -> Iterator[tuple[Engine, Engine]]:
    """Two programs on one store; neither waits long for the other."""
    Store.open(any_store).close()
    both = make_engine(any_store, wait=0.2), make_engine(any_store, wait=0.2)
    yield both
    for engine in both:
        engine.dispose()


# ---------------------------------------------------------------- URLs


def test_a_path_is_a_file_whatever_it_is_called() -> None:
    """A question mark in a file's name must not cut it off."""
    assert store_url("what?.sqlite").database == "what?.sqlite"
    assert store_url("sqlite:///desk.sqlite").database == "desk.sqlite"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+pg8000"])
def test_the_usual_names_of_the_server_are_known(scheme: str) -> None:
    """A URL that works elsewhere must work here."""
    assert str(store_url(f"{scheme}://desk@db.example.org/record")) == "postgresql+pg8000://desk@db.example.org/record"


def test_the_url_says_where_and_as_whom() -> None:
    """A part of the URL that is passed over leads to the wrong record."""
    args = arguments("postgresql://desk:a%40b@db.example.org:5433/record?sslmode=disable")
    assert (args["host"], args["port"], args["user"], args["password"]) == ("db.example.org", 5433, "desk", "a@b")
    assert (args["database"], args["ssl_context"], args["application_name"]) == ("record", False, "bellwire")


def test_a_unix_socket_can_be_given() -> None:
    """On the server itself nobody needs a password: as psql does."""
    args = arguments("postgresql:///record?host=/run/pg&port=5433")
    assert args["unix_sock"] == "/run/pg/.s.PGSQL.5433"
    assert "host" not in args


def test_the_servers_own_socket_is_taken_where_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`postgresql:///record` must mean what it means to psql."""
    monkeypatch.setattr(server, "SOCKETS", tmp_path)
    assert arguments("postgresql:///record")["host"] == "localhost"
    (tmp_path / ".s.PGSQL.5432").touch()
    assert arguments("postgresql:///record")["unix_sock"] == str(tmp_path / ".s.PGSQL.5432")


def test_a_certificate_is_checked_where_that_is_asked_for() -> None:
    """`verify-full` that checks nothing sends the record to whoever answers."""
    full = arguments("postgresql://db.example.org/record?sslmode=verify-full")["ssl_context"]
    assert isinstance(full, ssl.SSLContext)
    assert full.check_hostname
    assert full.verify_mode == ssl.CERT_REQUIRED
    authority = arguments("postgresql://db.example.org/record?sslmode=verify-ca")["ssl_context"]
    assert isinstance(authority, ssl.SSLContext)
    assert not authority.check_hostname
    assert authority.verify_mode == ssl.CERT_REQUIRED


def test_the_password_can_stay_out_of_the_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever can list processes reads what is on a command line."""
    file = tmp_path / "pgpass"
    file.write_text("other:*:*:*:no\n# a remark\ndb.example.org:5432:*:de\\:sk:on\\:e\n", encoding="utf-8")
    monkeypatch.setenv("PGPASSFILE", str(file))
    file.chmod(0o644)
    assert arguments("postgresql://de%3Ask@db.example.org/record")["password"] == ""
    file.chmod(0o600)
    assert arguments("postgresql://de%3Ask@db.example.org/record")["password"] == "on:e"
    assert arguments("postgresql://desk@db.example.org/record")["password"] == ""
    monkeypatch.setenv("PGPASSWORD", "two")
    assert arguments("postgresql://de%3Ask@db.example.org/record")["password"] == "two"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://desk:{secret}@here/record", "no mysql store; give a file's path"),
        ("postgresql+psycopg://desk:{secret}@here/record", r"no postgresql\+psycopg store"),
        ("postgresql://desk:{secret}@here:port/record", "is no store: give a file's path, or a URL"),
        ("postgresql://desk:{secret}@here", "names no database"),
        ("postgresql://desk:{secret}@here/record?sslmode=maybe", "sslmode=maybe is none of disable, allow"),
        ("postgresql://here/record?sslmode=verify-ca&sslrootcert=none.pem", "sslrootcert=none.pem cannot be read"),
        ("postgresql://desk:s3cr@t:1/x@here/record", "is ambiguous; in its user and password write @ as %40"),
        ("postgresql://here/record?password={secret}", "unknown in its URL: password; known are host, port"),
        ("postgresql://desk:{secret}@127.0.0.1:9/record", r"no PostgreSQL answers at 127.0.0.1:9 \(Connection refused"),
        ("postgresql:///record?host=/no/such/folder", r"no PostgreSQL answers there \(No such file"),
    ],
)
def test_a_url_that_leads_nowhere_says_why_and_hides_the_password(url: str, message: str) -> None:
    """Messages end up in logs and in questions to others: a password in one is a password lost."""
    with pytest.raises(StoreError, match=message) as caught:
        Store.open(url.format(secret=CODED))
    said: BaseException | None = caught.value
    assert "\n" not in str(said)
    while said is not None:  # --debug shows what an error was made from
        assert not any(secret in str(said) for secret in (SECRET, CODED, "s3cr"))
        said = said.__cause__ or (None if said.__suppress_context__ else said.__context__)


def test_a_name_is_shown_without_its_password() -> None:
    """What shows the store's name must not show its key."""
    assert shown(f"postgres://desk:{SECRET}@here/record") == "postgres://desk:***@here/record"
    assert (
        shown("postgres://desk@here/record?port=1&password=p#&x=1")
        == "postgres://desk@here/record?port=1&password=***&x=1"
    )
    assert shown("postgres://desk@here/record") == "postgres://desk@here/record"
    assert shown("a:b@c.sqlite") == "a:b@c.sqlite"


def test_without_the_driver_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bare install has SQLite only; an ImportError would leave its user alone."""
    monkeypatch.setitem(sys.modules, "pg8000", None)
    monkeypatch.delitem(sys.modules, "bellwire.store.driver", raising=False)
    monkeypatch.delattr("bellwire.store.driver", raising=False)
    with pytest.raises(StoreError, match=r"pip install 'bellwire\[server\]'"):
        Store.open("postgresql://here/record")


# ---------------------------------------------------------------- what a server says


@pytest.mark.parametrize("password", ["wrong", None])
def test_a_wrong_password_is_called_so(postgres: Server, password: str | None) -> None:
    """Of all that can be wrong, the user must know that it is this."""
    url = postgres.tcp_url("postgres", password=password)
    with pytest.raises(StoreError, match="wrong user or password; give the password in the URL, in PGPASSWORD"):
        Store.open(url)


def test_over_the_network_with_a_password(postgres: Server) -> None:
    """Servers are elsewhere: what works over a socket only works nowhere."""
    with postgres.database() as name:
        store = Store.open(postgres.tcp_url(name))
        with store.view() as view:
            assert view.report_ids() == ()
        store.close()
        assert PASSWORD not in repr(store.engine)


def test_what_shows_a_store_hides_its_password(postgres: Server) -> None:
    """Traces and logs print what they hold."""
    with postgres.database() as name:
        store = Store.open(postgres.tcp_url(name))
        store.close()
        assert PASSWORD not in repr(store)


def test_a_desk_opens_on_a_server_that_is_only_looked_at(postgres_url: str) -> None:
    """`bellwire brief` must not take a URL for a file that is missing."""
    with Desk.open(Settings(store=postgres_url), make=False) as desk, desk.view() as view:
        assert view.report_ids() == ()


def test_a_server_without_tls_says_so(postgres: Server) -> None:
    """Who asks for encryption must not be told of a broken line."""
    with pytest.raises(StoreError, match="speaks no TLS; give sslmode=disable"):
        Store.open(postgres.tcp_url("postgres") + "?sslmode=require")


def test_a_database_that_is_not_there(postgres: Server) -> None:
    """The message must say how it is made."""
    with pytest.raises(StoreError, match=r"no database of that name; make it with createdb.*CREATE EXTENSION postgis"):
        Store.open(postgres.tcp_url("nowhere"))


def test_postgis_is_asked_for(postgres: Server, guest: str) -> None:
    """A missing extension must not come as an unknown type in a migration."""
    with postgres.database("template0") as name:
        postgres.sql(f"grant create on schema public to {guest}", database=name)
        with pytest.raises(
            StoreError, match=f"no PostGIS; run as a superuser: psql -d {name} -c 'CREATE EXTENSION postgis'"
        ):
            Store.open(postgres.tcp_url(name, user=guest, password=SECRET))
        assert postgres.sql("select 1 from pg_class where relname = 'report'", database=name) == []


def test_a_user_without_rights_is_told_which(postgres: Server, guest: str) -> None:
    """`permission denied` alone helps nobody."""
    message = "may not do that; it must own the database, or be granted CREATE"
    with postgres.database(BARE) as name, pytest.raises(StoreError, match=message):
        Store.open(postgres.tcp_url(name, user=guest, password=SECRET))


def test_a_user_with_rights_on_its_schema_is_enough(postgres: Server, guest: str) -> None:
    """Nobody should have to give a program the rights of a superuser."""
    with postgres.database(BARE) as name:
        postgres.sql(f"grant create on schema public to {guest}", database=name)
        Store.open(postgres.tcp_url(name, user=guest, password=SECRET)).close()


def test_a_server_that_is_too_old_is_refused(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old server must be found before it is written to, not in the middle."""
    monkeypatch.setattr(server, "OLDEST", 99)
    with pytest.raises(StoreError, match=r"its PostgreSQL is 1\d\.\d+; Bellwire needs 99 or newer"):
        Store.open(postgres_url)


def test_a_database_that_cannot_hold_every_letter_is_refused(postgres: Server) -> None:
    """A page in another script must not break a run that went well for weeks."""
    postgres.sql("create database latin template template0 encoding latin1 locale 'C' locale_provider libc")
    try:
        with pytest.raises(StoreError, match=r"is in LATIN1.*createdb --encoding=UTF8 --template=template0 latin"):
            Store.open(postgres.url("latin"))
    finally:
        postgres.drop("latin")


def test_a_server_that_takes_no_writes_can_be_read(postgres: Server) -> None:
    """A standby serves readers; who writes there must be told what it is."""
    with postgres.database() as name:
        postgres.sql(f"alter database {name} set default_transaction_read_only = on")
        store = Store.open(postgres.url(name))
        with store.view() as view:
            assert view.report_ids() == ()
        with pytest.raises(StoreError, match="takes no writes: it is a standby"), plain_errors(store.name):
            keep(store.engine, "a")
        store.close()


def test_a_server_that_goes_down_is_called_so(postgres: Server) -> None:
    """A restart of the server must not look like a fault in the record; the next try must work."""
    with postgres.database() as name:
        store = Store.open(postgres.url(name))
        with (
            pytest.raises(StoreError, match=r"what was not yet acknowledged is not kept|was shut down"),
            plain_errors(store.name),
            store.engine.execution_options(writes=True).begin() as connection,
        ):
            connection.exec_driver_sql("insert into text (sha256, text) values ('a', 'a')")
            postgres.sql(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
            connection.exec_driver_sql(COUNT)
        with store.engine.begin() as connection:
            assert connection.exec_driver_sql(COUNT).scalar() == 0
        store.close()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("53100", "the disk is full; nothing of the last report was written (could not extend file)"),
        ("53300", "no connection left"),
        ("57P03", "starting up or shutting down"),
        ("XX000", "could not extend file"),
    ],
)
def test_what_a_server_says_is_told_in_plain_words(code: str, message: str) -> None:
    """A number of five characters says nothing to who must act on it."""
    assert message in plain_reason(RuntimeError({"C": code, "M": "could not\nextend file"}), 30)


def test_what_is_acknowledged_is_on_the_disk(postgres: Server) -> None:
    """A server that is set to be fast and forgetful must not lose a report that a run called kept."""
    with postgres.database() as name:
        for setting, expected in (("off", "on"), ("remote_apply", "remote_apply")):
            postgres.sql(f"alter database {name} set synchronous_commit = {setting}")
            engine = make_engine(postgres.url(name))
            with engine.begin() as connection:
                assert connection.exec_driver_sql("show synchronous_commit").scalar() == expected
            engine.dispose()


def test_lists_are_in_one_order_on_every_store(engines: tuple[Engine, Engine]) -> None:
    """The same query must give the same list, and a range of ids must hold what lies in it."""
    words = ["Zebra", "apple", "b-1", "b1", "ä"]
    for word in words:
        keep(engines[0], word)
    with engines[0].begin() as connection:
        query = "select sha256 from text order by sha256"
        assert connection.exec_driver_sql(query).scalars().all() == sorted(words)
        within = "select count(*) from text where sha256 >= 'b' and sha256 < 'b\U0010ffff'"
        assert connection.exec_driver_sql(within).scalar() == 2


def test_an_error_while_rows_are_fetched_leaves_the_rest_readable(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """`bellwire verify` must go on after a page that cannot be read, and must not fill the screen with traces."""
    engine = make_engine(postgres_url)
    rows = sql("select n from generate_series(1, 5000) n").execution_options(yield_per=1)
    broken = sql("select 1 / (2 - n) from generate_series(1, 5000) n").execution_options(yield_per=1)
    with engine.begin() as connection:
        with pytest.raises(DBAPIError, match="division by zero"), connection.begin_nested():
            started = connection.execute(rows)
            assert next(started)[0] == 1
            connection.execute(broken).all()
        started.close()
        assert connection.execute(sql(COUNT)).scalar() == 0
    engine.dispose()
    assert caplog.text == ""


# ---------------------------------------------------------------- writers and views


def test_a_second_writer_that_waits_too_long_says_so(engines: tuple[Engine, Engine], any_store: str) -> None:
    """Two runs into one store must not corrupt it, nor hang without a word."""
    first, second = engines
    with first.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("insert into text (sha256, text) values ('a', 'a')")
        with pytest.raises(StoreError, match="another writer is at work; waited 30 s"), plain_errors(any_store):
            keep(second, "b")
    keep(second, "c")
    with first.begin() as connection:
        assert connection.exec_driver_sql("select sha256 from text order by 1").scalars().all() == ["a", "c"]


def test_a_second_writer_waits_for_the_first_and_sees_what_it_wrote(any_store: str) -> None:
    """The second must build on the first's entries, or the audit log forks."""
    Store.open(any_store).close()
    first, second = make_engine(any_store), make_engine(any_store)
    seen: list[object] = []

    def write() -> None:
        with second.execution_options(writes=True).begin() as connection:
            seen.append(connection.exec_driver_sql(COUNT).scalar())

    waiting = threading.Thread(target=write)
    with first.execution_options(writes=True).begin() as connection:
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        connection.exec_driver_sql("insert into text (sha256, text) values ('a', 'a')")
    waiting.join(20)
    assert seen == [1]
    first.dispose()
    second.dispose()


def test_a_view_does_not_change_while_it_is_looked_at(engines: tuple[Engine, Engine]) -> None:
    """A brief whose numbers and sentences are from two moments contradicts itself."""
    reader, writer = engines
    with reader.begin() as connection:
        keep(writer, "a")  # after the view began, before it read anything: it is still of before
        assert connection.exec_driver_sql(COUNT).scalar() == 0
        keep(writer, "b")
        assert connection.exec_driver_sql(COUNT).scalar() == 0
    with reader.begin() as connection:
        assert connection.exec_driver_sql(COUNT).scalar() == 2


def test_who_only_looks_cannot_write(postgres_url: str) -> None:
    """A fault in a page of the desk must not be able to change the record."""
    engine = make_engine(postgres_url)
    with pytest.raises(DBAPIError, match="read-only transaction"):
        keep(engine, "a", writes=False)
    engine.dispose()


def test_readers_go_on_while_one_writes(engines: tuple[Engine, Engine]) -> None:
    """The desk must not stand still while reports come in."""
    writer, reader = engines
    with writer.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("insert into text (sha256, text) values ('a', 'a')")
        with reader.begin() as other:
            assert other.exec_driver_sql(COUNT).scalar() == 0


KILLED = """
import sys, time
from bellwire.store.database import make_engine
with make_engine(sys.argv[1]).execution_options(writes=True).begin() as connection:
    connection.exec_driver_sql("insert into text (sha256, text) values ('a', 'a')")
    print("written", flush=True)
    time.sleep(60)
"""


def test_a_writer_that_was_killed_leaves_nothing_and_holds_up_nobody(
    engines: tuple[Engine, Engine], any_store: str
) -> None:
    """After a crash the next run must start at once, and find no half of anything."""
    with subprocess.Popen([sys.executable, "-c", KILLED, any_store], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        os.kill(process.pid, signal.SIGKILL)
    patient = make_engine(any_store, wait=10)
    keep(patient, "b")
    with patient.begin() as connection:
        assert connection.exec_driver_sql("select sha256 from text").scalars().all() == ["b"]
    patient.dispose()


def test_two_who_open_a_new_store_make_it_once(bare_store: str) -> None:
    """Two runs that start together must both find a whole store."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            Store.open(bare_store).close()
        except BaseException as error:  # noqa: BLE001  (shown by the assertion below)
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    engine = make_engine(bare_store)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("select count(*) from alembic_version").scalar() == 1
    engine.dispose()
