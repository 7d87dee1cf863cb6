"""Ties the stages together: pages to reports, in this process or in several, and reports into the store."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bellwire.annotate.sentences import parser
from bellwire.errors import BellwireError, StoreError
from bellwire.model import Report, text_digest
from bellwire.model.codec import encode_plain
from bellwire.model.words import Kind
from bellwire.pipeline import code_document, load_parts
from bellwire.read import Given, ReadPage, checked_date, read_html, read_text
from bellwire.relate import relate
from bellwire.settings import Settings
from bellwire.store import Outcome, Store, View

WINDOW = 8
"""Pages that wait for each worker: enough that none idles, few enough that memory stays flat."""


def config_digest(settings: Settings) -> str:
    """SHA-256 over what changes records: the settings that reading depends on, and the parts' versions."""
    kept = {name: asdict(settings)[name] for name in ("max_page_mb", "language")}
    kept["parts"] = {part.name: part.version for part in load_parts()}
    return text_digest(encode_plain(kept).decode())


def code_page(page: ReadPage, *, config_sha256: str | None = None, strict: bool = False) -> Report:
    """The report of one page."""
    return code_document(
        page.document,
        id=page.id,
        blocks=page.blocks,
        issues=page.issues,
        config_sha256=config_sha256,
        strict=strict,
    )


def _start_worker() -> None:
    """Loads the parser; an interrupt is the parent's to handle, or every worker prints a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parser("en")


def code_pages(pages: Iterable[ReadPage], *, workers: int = 1, config_sha256: str | None = None) -> Iterator[Report]:
    """The pages' reports, in the pages' order whatever the number of workers (processes).

    Raises BellwireError where a worker died.
    """
    work = partial(code_page, config_sha256=config_sha256)
    if workers <= 1:
        yield from map(work, pages)
        return
    waiting: deque[Future[Report]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker) as pool:
        try:
            for page in pages:
                waiting.append(pool.submit(work, page))
                if len(waiting) >= workers * WINDOW:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise BellwireError("a worker process died (out of memory?); try fewer --workers") from error
        finally:
            pool.shutdown(cancel_futures=True)


def code(
    text: str,
    *,
    kind: Kind | None = None,
    published: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    language: str | None = None,
) -> Report:
    """The report of a text or of mark-up (`kind`: article, page or html; judged from the text where not given).

    Nothing is fetched or kept. Raises InputError for an impossible `published`.

    >>> report = code("At least 12 people were killed in Gao, residents said.", kind="article", published="2024-05-02")
    >>> [(f.measure, f.low) for f in report.figures]
    [('killed', 12.0)]
    """
    if published:
        published = checked_date(published)
    given = Given(kind=kind, published=published, url=url, outlet=outlet, title=title, language=language)
    markup = kind == "html" or (kind is None and text.lstrip()[:1] == "<")
    return code_page(read_html(text, given) if markup else read_text(text, given))


def utc_now() -> str:
    """The time as records are stamped with it: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Desk:
    """A store with what works on it. `with Desk.open("desk.sqlite") as desk: ...`"""

    store: Store
    settings: Settings

    @classmethod
    @contextmanager
    def open(cls, settings: Settings, *, make: bool = True) -> Iterator["Desk"]:
        """Opens the store that the settings name, and closes it at the end.

        Raises StoreError where it cannot be opened; where it is not there and must not be made (`make`) as well.
        """
        file = Path(settings.store.removeprefix("sqlite:///"))
        if not make and "://" not in str(file) and not (file.is_file() and file.stat().st_size):
            raise StoreError(f"there is no store {settings.store}; read something first: bellwire ingest FILE...")
        store = Store.open(settings.store)
        try:
            yield cls(store, settings)
        finally:
            store.close()

    def ingest(self, pages: Iterable[ReadPage], *, now: str | None = None) -> Iterator[tuple[Report, Outcome]]:
        """Codes pages and keeps them, one transaction a report: what was given out is kept."""
        reports = code_pages(pages, workers=self.settings.workers, config_sha256=config_digest(self.settings))
        for report in reports:
            with self.store.write() as writer:
                outcome = writer.add(report, now=now or utc_now())
            yield report, outcome

    def relate(self) -> None:
        """Relates all reports of the store anew."""
        with self.store.view() as view:
            reports = tuple(view.reports())
        found = relate(reports)
        with self.store.write() as writer:
            writer.relate(found.relations, found.stories)

    @contextmanager
    def view(self) -> Iterator[View]:
        """The store as it is now."""
        with self.store.view() as view:
            yield view
