"""`bellwire serve`: opens the desk in the browser."""

import asyncio
import errno
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from typing import Any

import click

from bellwire.cli.common import say, store_option
from bellwire.errors import InputError
from bellwire.settings import Settings, resolve

PORTS = 20
"""Ports that are tried one after the other where the first is taken."""
SECONDS_TO_END = 2
BUILD = (
    "the desk's scripts and map are not built ({missing}). In a checkout, build them with `make assets`; it needs "
    "Node 18 or newer: https://nodejs.org. An installed Bellwire has them: pip install --force-reinstall bellwire"
)
IN_CLEAR = (
    "Passwords and pages go over the network in clear text: give --certificate and --key, or put a proxy that speaks "
    "https in front (see docs/how-to/run-the-desk.md)."
)


@click.command("serve")
@store_option
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="Where it listens.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address it listens at.")
@click.option("--open/--no-open", "browser", default=None, help="Open the browser, or do not.")
@click.option("--as", "analyst", metavar="NAME", help="Who works here; the setting `analyst`, else the login name.")
@click.option("--proxy-host", "hosts", multiple=True, metavar="NAME", help="A name that it is reached by; repeatable.")
@click.option("--trust-proxy", metavar="ADDRESS", help="Believe this proxy who asks, and whether over https.")
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False), help="Speak https with this (PEM).")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="The certificate's key (PEM).")
@click.option("--verbose", is_flag=True, help="Print every request.")
def command(store: str | None, analyst: str | None, browser: bool | None, **options: Any) -> int:
    """Open the desk: map, timeline, incidents, claims, review, briefs, in the browser and offline.

    On this machine alone it prints a link that lets in whoever opens it first. Others can reach it only with accounts:
    `bellwire user add NAME --role admin` makes the first one.

    \b
    Example:
      bellwire serve --store desk.sqlite
      bellwire serve --host 0.0.0.0 --proxy-host desk.example.org --certificate cert.pem --key key.pem
    """
    settings = resolve({"store": store, "analyst": analyst}).settings
    if bool(options["certificate"]) != bool(options["key"]):
        raise InputError("https needs both: give --certificate FILE and --key FILE")
    check_built()
    return _serve(settings, browser, **options)


def check_built() -> None:
    """Raises InputError that says what to install, where the scripts of the desk are not there."""
    from bellwire.web.app import missing_assets

    missing = missing_assets()
    if missing:
        raise InputError(BUILD.format(missing=", ".join(missing)))


def _serve(
    settings: Settings,
    browser: bool | None,
    *,
    port: int,
    host: str,
    hosts: tuple[str, ...],
    trust_proxy: str | None,
    certificate: str | None,
    key: str | None,
    verbose: bool,
) -> int:
    from bellwire.cli.judge import analyst_of
    from bellwire.desk import Desk
    from bellwire.store import shown
    from bellwire.web.app import guarded
    from bellwire.web.security import Guarded, body_limit
    from bellwire.workspace import Workspace, workspace_of

    workspace = Workspace.open(workspace_of(settings.store))
    accounts = needs_accounts(workspace, host, hosts)
    with listening(host, port) as listener, Desk.open(settings) as desk:
        config = Guarded(
            host=host,
            port=listener.getsockname()[1],
            hosts=hosts,
            analyst=analyst_of(settings),
            accounts=accounts,
            max_body=body_limit(settings.max_page_mb),
        )
        base = address(host, config.port, hosts, secure=bool(certificate), proxied=bool(trust_proxy))
        if accounts and not (certificate or trust_proxy):
            say(IN_CLEAR)

        def started() -> None:
            with desk.view() as view:
                incidents, reports = view.counts()["incidents"], view.counts()["reports"]
            click.echo(f"The desk on {shown(settings.store)}: {reports} reports, {incidents} incidents.")
            link = base if accounts else f"{base}launch?token={config.launch.make()}"
            click.echo(f"{'Sign in at' if accounts else 'Open'} {link}")
            if not accounts:
                _offer_links(lambda: f"{base}launch?token={config.launch.make()}")
            click.echo("Ctrl-C closes it.")
            if wants_browser(browser):
                threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

        run(
            guarded(desk, workspace, config),
            listener,
            started,
            proxy_headers=trust_proxy is not None,
            forwarded_allow_ips=trust_proxy,
            ssl_certfile=certificate,
            ssl_keyfile=key,
            log_level="info" if verbose else "error",
            access_log=verbose,
        )
    workspace.close()
    click.echo(f"The desk is closed; all is kept in {shown(settings.store)}.")
    return 0


def needs_accounts(workspace: Any, host: str, hosts: tuple[str, ...]) -> bool:
    """Whether people must sign in: where there are accounts, or others can reach the desk. Raises InputError where
    others could and nobody has an account that could let them in."""
    from bellwire.web.security import is_loopback
    from bellwire.workspace.accounts import accounts, has_admin

    reachable = bool(hosts) or not is_loopback(host)
    if reachable and not has_admin(workspace):
        raise InputError(
            "others could reach this desk, and no admin has an account; make one: bellwire user add NAME --role admin"
        )
    return reachable or bool(accounts(workspace))


# ---------------------------------------------------------------- where it listens


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to the port, or to the next one that is free; raises InputError where none can be had."""
    try:
        family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
    except (OSError, UnicodeError) as error:
        raise InputError(f"there is no address {host!r} here to listen at ({error})") from error
    for tried in range(port, min(port + PORTS, 65536)):
        try:
            found = socket.create_server((host, tried), family=family)
        except PermissionError as error:
            raise InputError(f"port {tried} may not be used; give one above 1023: --port 8321") from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise InputError(f"cannot listen at {host}: {error.strerror}; give another --host") from error
            continue
        if tried != port:
            say(f"Port {port} is taken, perhaps by another desk; this one is at {tried}.")
        return found
    raise InputError(f"ports {port} to {port + PORTS - 1} are all taken; give another --port")


def address(host: str, port: int, hosts: tuple[str, ...], *, secure: bool = False, proxied: bool = False) -> str:
    """The address to open.

    >>> address("127.0.0.1", 8321, ()), address("0.0.0.0", 8321, ("desk.example.org",), proxied=True)
    ('http://127.0.0.1:8321/', 'https://desk.example.org/')
    """
    scheme = "https" if secure or proxied else "http"
    if hosts:
        return f"{scheme}://{hosts[0]}/" if proxied else f"{scheme}://{hosts[0]}:{port}/"
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"{scheme}://[{host}]:{port}/" if ":" in host else f"{scheme}://{host}:{port}/"


def wants_browser(asked: bool | None) -> bool:
    """Whether to open a browser: when asked to; else where a person sits at a terminal with a screen."""
    if asked is not None:
        return asked
    screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(screen) and sys.stdout.isatty() and "SSH_CONNECTION" not in os.environ


def _offer_links(link: Callable[[], str]) -> None:
    """Prints another link at every Enter, where somebody sits at the terminal in front."""
    try:
        in_front = sys.stdin.isatty() and os.getpgrp() == os.tcgetpgrp(sys.stdin.fileno())
    except (AttributeError, OSError, ValueError):
        in_front = False
    if not in_front:
        click.echo("The link works once; start the desk anew for another one.")
        return

    def offer() -> None:
        while os.read(sys.stdin.fileno(), 1024):  # not through sys.stdin, whose lock would be held when the desk ends
            click.echo(f"Open {link()}")

    click.echo("The link works once; press Enter for another one.")
    threading.Thread(target=offer, daemon=True).start()


def run(app: Any, listener: socket.socket, started: Callable[[], None], **options: Any) -> None:
    """Runs the server until it is told to end; calls `started` when it answers."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started()

    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
        **options,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_fault)
    try:
        Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        click.echo("")  # after the terminal's ^C


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether a line of the server's log tells of a fault: pages that wait for news are cut off at the end."""
    cut_off = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not (cut_off or str(record.msg).startswith("Cancel %s running task"))
