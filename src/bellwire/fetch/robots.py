"""What a site asks robots to leave alone (robots.txt, RFC 9309)."""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from urllib.robotparser import RobotFileParser

from bellwire.errors import FetchError
from bellwire.fetch.fetcher import Fetcher, checked_url

NAME = "bellwire"
"""The name that a site's rules may give to it."""
KEPT = 3600.0
"""Seconds for which a site's rules are remembered."""
MOST_LINES = 5000


class Robots:
    """Asks each site for its rules once an hour, by the same careful fetcher as its pages."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], float] = monotonic) -> None:
        self._fetcher, self._clock = fetcher, clock
        self._rules: dict[str, tuple[float, RobotFileParser]] = {}
        self._lock = Lock()

    def check(self, url: str) -> None:
        """Raises FetchError where the site asks that a page be left alone, or its rules cannot be had just now."""
        page = checked_url(url)
        site = str(page.copy_with(raw_path=b"/"))
        with self._lock:
            until, rules = self._rules.get(site, (0.0, None))
        if rules is None or self._clock() >= until:
            rules = self._ask(site)
            with self._lock:
                self._rules[site] = (self._clock() + KEPT, rules)
        if not rules.can_fetch(NAME, str(page)):
            raise FetchError(f"{url}: the site asks that robots leave this page alone (robots.txt)")

    def _ask(self, site: str) -> RobotFileParser:
        """A site's rules; where it has none, all is allowed."""
        rules = RobotFileParser()
        try:
            body = self._fetcher.get(f"{site}robots.txt").body
        except FetchError as error:
            if error.passing:
                raise
            body = b""
        rules.parse(body.decode("utf-8", "replace").splitlines()[:MOST_LINES])
        return rules
