"""A real PostgreSQL for the tests: started from the system's binaries in a folder of its own, and gone afterwards.

Debian: apt-get install postgresql postgresql-15-postgis-3 (newer releases: the version that they have). The server of
the system is not touched. Root may not run PostgreSQL, so under root it runs as `postgres`, else as `nobody`.
"""

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bellwire.store import Store

REQUIRED = "BELLWIRE_REQUIRE_POSTGRES"
"""Where this is set to 1, tests on PostgreSQL fail where it is missing; they are skipped otherwise."""
OLDEST = 15
OWNER, PASSWORD = "bellwire", "not-a-secret"
START_SECONDS = 60
ATTEMPTS = 5
BARE, MIGRATED = "bare", "migrated"
"""Templates for databases: one with PostGIS only, one with the schema too."""
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


class Missing(Exception):
    """PostgreSQL or PostGIS is not on this machine."""


def binaries() -> Path:
    """The folder with `postgres` and `initdb`: the newest of Debian's, else that on PATH. Raises Missing."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    numbered = sorted((int(path.parent.name), path) for path in found if path.parent.name.isdigit())
    if numbered and numbered[-1][0] >= OLDEST:
        return numbered[-1][1]
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    raise Missing(
        f"PostgreSQL {OLDEST} or newer is not installed (Debian: apt-get install postgresql postgresql-15-postgis-3)"
    )


def _account() -> pwd.struct_passwd | None:
    """Whom to run the server as, under root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Missing("root may not run PostgreSQL, and there is neither a user postgres nor nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A PostgreSQL that runs until `stop`, or until the process that started it is gone.

    Over its Unix socket, in a folder that only its owner and root may enter, it asks for no password; over loopback it
    does. With `durable=False` it does not wait for the disk, as is enough for tests that do not cut off its power.
    """

    def __init__(self, *, durable: bool = True) -> None:
        self.bin = binaries()
        self.account = _account()
        self.folder = Path(tempfile.mkdtemp(prefix="bellwire-pg-"))
        self.port = 0
        self._names = itertools.count(1)
        self._templates: set[str] = set()
        self._process: subprocess.Popen[bytes] | None = None
        try:
            if self.account:
                os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
            self._initdb()
            self._start({} if durable else FAST)
        except BaseException:
            self.stop()
            raise

    # ------------------------------------------------------------ starting and stopping

    def _run(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        """Starts a program as the server's user; it is told to end when this process dies, however it dies."""
        prefix: list[str] = []
        if setpriv := shutil.which("setpriv"):
            prefix = [setpriv, "--pdeathsig", "INT"]
            if self.account:
                prefix += [f"--reuid={self.account.pw_uid}", f"--regid={self.account.pw_gid}", "--clear-groups"]
        elif self.account:
            options |= {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        return subprocess.Popen(
            [*prefix, *command],
            cwd=self.folder,
            env=environment | {"LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            start_new_session=True,  # Ctrl-C goes to the tests, which stop the server in their own time
            **options,
        )

    def _initdb(self) -> None:
        password = self.folder / "password"
        password.write_text(PASSWORD, encoding="utf-8")
        password.chmod(0o644)  # in a folder that others may not enter
        command = [str(self.bin / "initdb"), "--pgdata=data", f"--username={OWNER}", f"--pwfile={password.name}"]
        command += ["--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--no-sync"]
        # A server's usual order of words is not that of their bytes, as SQLite's is: tests must see the difference.
        for locale in (["--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"], ["--locale=C.UTF-8"]):
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            process = self._run([*command, *locale], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            said, _ = process.communicate()
            if process.returncode == 0:
                return
        raise RuntimeError(f"initdb failed: {said.decode(errors='replace')}")

    def _start(self, settings: dict[str, str]) -> None:
        for _ in range(ATTEMPTS):  # another program may take the port before the server does
            self.port = _free_port()
            chosen = settings | {
                "listen_addresses": "127.0.0.1",
                "port": str(self.port),
                "unix_socket_directories": str(self.folder),
                "shared_buffers": "64MB",
                "max_connections": "60",
            }
            options = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
            with (self.folder / "log").open("wb") as log:
                command = [str(self.bin / "postgres"), "-D", "data", *options]
                self._process = self._run(command, stdout=log, stderr=subprocess.STDOUT)
            if self._answers():
                return
        raise RuntimeError(f"PostgreSQL does not start:\n{self.log()}")

    def _answers(self) -> bool:
        assert self._process is not None
        end = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < end:
            try:
                self.sql("select 1")
            except Exception:  # noqa: BLE001  (whatever the driver says while the server comes up)
                time.sleep(0.05)
            else:
                return True
        return False

    def log(self) -> str:
        """What the server wrote to its log."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Ends the server and takes its folder away. Once is enough, twice is no harm."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(2)  # SIGINT: PostgreSQL's fast shutdown
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ------------------------------------------------------------ databases

    def sql(self, *statements: str, database: str = "postgres") -> list[Any]:
        """Runs statements as the server's owner, each at once; gives back the rows of the last one."""
        from pg8000 import Connection

        connection = Connection(OWNER, database=database, unix_sock=f"{self.folder}/.s.PGSQL.{self.port}")
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def url(self, database: str) -> str:
        """A store's URL over the Unix socket, without a password."""
        return f"postgresql://{OWNER}@/{database}?host={quote(str(self.folder))}&port={self.port}"

    def tcp_url(self, database: str, *, user: str = OWNER, password: str | None = PASSWORD) -> str:
        """A store's URL over loopback, with a password."""
        secret = "" if password is None else f":{quote(password, safe='')}"
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = MIGRATED) -> str:
        """Makes a database and gives back its name."""
        if template != "template0":
            self._make_template(template)
        name = f"t{next(self._names)}"
        self.sql(f"create database {name} template {template} strategy wal_log")
        return name

    def drop(self, name: str) -> None:
        """Takes a database away, whoever uses it."""
        self.sql(f"drop database if exists {name} with (force)")

    @contextmanager
    def database(self, template: str = MIGRATED) -> Iterator[str]:
        """A database of one's own, by its name."""
        name = self.create(template)
        try:
            yield name
        finally:
            self.drop(name)

    def _make_template(self, template: str) -> None:
        if template in self._templates:
            return
        self.drop(template)  # what is left of an attempt that failed
        if template == BARE:
            self.sql(f"create database {BARE}")
            try:
                self.sql("create extension postgis", database=BARE)
            except Exception as error:
                if not any(arg.get("C") in ("58P01", "0A000") for arg in error.args if isinstance(arg, dict)):
                    raise
                package = f"postgresql-{self.bin.parent.name}-postgis-3"
                raise Missing(f"PostGIS is not installed (Debian: apt-get install {package})") from error
        else:
            self._make_template(BARE)
            self.sql(f"create database {MIGRATED} template {BARE}")
            Store.open(self.url(MIGRATED)).close()
        self._templates.add(template)
