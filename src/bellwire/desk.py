"""Ties the stages together: pages to reports, in this process or in several, and reports into the store."""

import signal
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bellwire.annotate.sentences import parser
from bellwire.errors import BellwireError, StoreError
from bellwire.keeping import apply_waiting, judge, judged_reports, relate_report, relate_rows, reports_as_known
from bellwire.model import LAYERS, Judgement, Report, text_digest
from bellwire.model.codec import encode_plain
from bellwire.model.ids import is_imported
from bellwire.model.notebook import counts_html
from bellwire.model.records import Issue
from bellwire.model.words import JudgementVerb, Kind
from bellwire.pipeline import code_document, load_parts
from bellwire.publish.policy import Policy, named_policy
from bellwire.read import Given, ReadPage, checked_date, read_html, read_text
from bellwire.relate.arrival import Readings
from bellwire.settings import Settings
from bellwire.store import Filter, Outcome, Store, View, shown
from bellwire.store.backup import find_again, read_backup, restore, write_backup
from bellwire.store.filters import ALL
from bellwire.store.shelf import Shelf
from bellwire.store.writer import chunks, report_of_end

if TYPE_CHECKING:
    from bellwire.export import Source
    from bellwire.export.chosen import Chosen

BATCH, BATCH_SECONDS = 100, 0.5
"""Reports in one transaction, and how long it takes at most until they are written."""
MOST_TIMES = 2
"""How often a report is related in one run: once, and once more where a later one turns out to be its original."""
WINDOW = 8
"""Pages that wait for each worker: enough that none idles, few enough that memory stays flat."""


def config_digest(settings: Settings) -> str:
    """SHA-256 over what changes records: the settings that reading depends on, and the parts' versions."""
    kept = {name: asdict(settings)[name] for name in ("max_page_mb", "language")}
    kept["parts"] = {part.name: part.version for part in load_parts()}
    return text_digest(encode_plain(kept).decode())


def code_page(page: ReadPage, *, config_sha256: str | None = None, strict: bool = False) -> Report:
    """The report of one page. An id that is kept for rows of imported data sets is not taken from a page."""
    id, issues = page.id, page.issues
    if is_imported(id):
        id = f"page:{id}"
        issues = (*issues, Issue(code="id", message=f"ids that begin so are those of imported rows; this page is {id}"))
    return code_document(
        page.document,
        id=id,
        blocks=page.blocks,
        issues=issues,
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
    """A store with what works on it. `with Desk.open(Settings(store="desk.sqlite")) as desk: ...`"""

    store: Store
    settings: Settings
    readings: Readings = field(default_factory=Readings, repr=False)  # notebooks keep what a cell's value prints

    @classmethod
    def open(cls, settings: Settings | str, *, make: bool = True) -> "Desk":
        """Opens a store, or the one that the settings name; at the end of a `with` it is closed, else by `close`.

        >>> with Desk.open("sqlite://") as desk:
        ...     report = code("At least 12 people were killed in Gao, residents said.", published="2024-05-02")
        ...     outcomes, related = [*desk.keep([report])], [*desk.relate()]
        ...     with desk.view() as view:
        ...         [incident.title for incident in view.incidents().incidents]
        ['At least 12 killed in attack on Gao, Mali']

        Raises StoreError where it cannot be opened; where it is not there and must not be made (`make`) as well.
        """
        settings = Settings(store=settings) if isinstance(settings, str) else settings
        file = Path(settings.store.removeprefix("sqlite:///"))
        local = "://" not in settings.store or settings.store.startswith("sqlite:///")
        if not make and local and not (file.is_file() and file.stat().st_size):
            raise StoreError(f"there is no store {settings.store}; read something first: bellwire ingest FILE...")
        desk = cls(Store.open(settings.store), settings)
        try:
            _apply_waiting(desk.store, settings)
        except BaseException:
            desk.close()
            raise
        return desk

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the store."""
        self.store.close()

    def ingest(self, pages: Iterable[ReadPage], *, now: str | None = None) -> Iterator[tuple[Report, Outcome]]:
        """Codes pages and keeps them: what was given out is kept."""
        reports = code_pages(pages, workers=self.settings.workers, config_sha256=config_digest(self.settings))
        return self.keep(reports, now=now)

    def keep(self, reports: Iterable[Report], *, now: str | None = None) -> Iterator[tuple[Report, Outcome]]:
        """Keeps reports that were coded before, some in one transaction: what was given out is kept."""
        for batch in _batches(reports):
            with self.store.write(now=now or utc_now()) as writer:
                outcomes = writer.add_all(batch)
            yield from zip(batch, outcomes, strict=True)

    def relate(self, *, now: str | None = None) -> Iterator[str]:
        """Relates the reports that were not related yet, one transaction a report; gives their ids as it goes.

        Rows of data sets are related to nothing: some hundred of them are a transaction.
        """
        for some in chunks(filter(is_imported, self._unrelated())):
            with self.store.write(now=now or utc_now()) as writer:
                done = relate_rows(writer, some)
            yield from done
        times: Counter[str] = Counter()
        failed: dict[str, Exception] = {}
        while waiting := [id for id in self._unrelated() if times[id] < MOST_TIMES]:
            for id in waiting:
                times[id] += 1
                try:
                    with self.store.write(now=now or utc_now()) as writer:
                        relate_report(writer, id, self.readings, people=self.settings.reviewers)
                except BellwireError:
                    raise
                except Exception as error:  # noqa: BLE001  (one report must not keep all others from being related)
                    failed[id] = error
                    continue
                yield id
        if failed:
            (id, first), *more = failed.items()
            others = f", and {len(more)} others neither" if more else ""
            raise BellwireError(f"report {id} could not be related ({first!r}){others}; all else was") from first

    def _unrelated(self) -> tuple[str, ...]:
        with self.store.view() as view:
            return Shelf(view.connection).unrelated()

    def judge(
        self,
        verb: JudgementVerb,
        subject: str,
        *,
        by: str,
        why: str | None = None,
        value: Mapping[str, object] | None = None,
        now: str | None = None,
    ) -> Judgement:
        """Keeps what a person decides, and what follows from it; `undo` takes the id of a judgement as its subject.

        Raises JudgementError for what cannot be.
        """
        with self.store.write(now=now or utc_now(), by=by) as writer:
            made = judge(writer, verb, subject, why=why, value=value, people=self.settings.reviewers)
        self.readings.forget(report_of_end(made.subject))
        return made

    def judged_reports(self, view: View, ids: Collection[str] | None = None) -> tuple[Report, ...]:
        """The reports of a view, all or some, with what people decided about their records."""
        return judged_reports(view, ids, people=self.settings.reviewers)

    def reports_to_publish(self, view: View, now: View | None, ids: Collection[str]) -> tuple[Report, ...]:
        """Judged reports of a view; of a view of another day with what was redacted since, as `now` has it."""
        people = self.settings.reviewers
        return reports_as_known(view, now, ids, people=people) if now else judged_reports(view, ids, people=people)

    def export(
        self,
        wanted: Filter = ALL,
        *,
        policy: str = "internal",
        names: bool = False,
        as_known_on: str | None = None,
        today: date | None = None,
    ) -> "Chosen":
        """What a filter finds, as a policy lets it out: for data frames, for files of any format, for notebooks.

        `names` shows names that are hidden otherwise; a policy's delays are counted from `today`, today (UTC) if left
        out. Raises ConfigError for a policy that is none.

        >>> with Desk.open("sqlite://") as desk:
        ...     report = code("At least 12 people were killed in Gao, residents said.", published="2024-05-02")
        ...     outcomes, related = [*desk.keep([report])], [*desk.relate()]
        ...     desk.export(Filter(countries=("ML",))).to_pandas("figures")[["quote", "low", "holder"]].values.tolist()
        [['At least 12 people', 12.0, 'residents']]
        """
        from bellwire.export.chosen import Chosen

        rules, day = named_policy(policy), today or datetime.now(UTC).date()
        return Chosen(opened=lambda: self._source(wanted, rules, day, names=names, as_known_on=as_known_on))

    @contextmanager
    def _source(
        self, wanted: Filter, policy: Policy, today: date, *, names: bool, as_known_on: str | None
    ) -> "Iterator[Source]":
        from bellwire.export import source_of

        with self.view(as_known_on, throughout=True) as view:
            now = View(view.connection) if as_known_on else None
            reports_of = partial(self.reports_to_publish, view, now)
            yield source_of(view, policy, wanted, today, reports_of, names=names, as_known_on=as_known_on, now=now)

    def _repr_html_(self) -> str:
        """As notebooks show it: how much is in the store."""
        with self.view() as view:
            counts = view.counts()
        kept = {name: counts.get(name, 0) for name in ("incidents", "stories", "reports", *LAYERS)}
        kept["relations"] = sum(counts.values()) - sum(kept.values())
        return counts_html(kept, caption=f"Desk {shown(self.settings.store)}")

    def backup(self, file: Path) -> None:
        """Writes the whole store into one file, as it is now."""
        with self.store.view() as view:
            write_backup(view.connection, self.store.revision(), file)

    def restore(self, file: Path) -> str:
        """Fills the store, which must be empty, from a backup; gives the digest of its last entry."""
        with self.store.write(now=utc_now()) as writer:
            return restore(writer.connection, read_backup(file), self.store.revision())

    def mend_search(self) -> None:
        """Makes the search and the map anew from the record."""
        with self.store.write(now=utc_now()) as writer:
            find_again(writer.connection)

    @contextmanager
    def view(self, as_known_on: str | None = None, *, throughout: bool = False) -> Iterator[View]:
        """The store as it is now, or as it was known at the end of a day, or at a moment.

        `throughout` is for reading all of it, in little memory.
        """
        with self.store.view(as_known_on, throughout=throughout) as view:
            yield view


def _apply_waiting(store: Store, settings: Settings) -> None:
    """After an upgrade, applies people's judgements to what the upgrade made."""
    with store.view() as view:
        waiting = view.claims_waiting()
    if waiting:
        with store.write(now=utc_now()) as writer:
            apply_waiting(writer, people=settings.reviewers)


def _batches(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """Reports in batches small enough that little is lost where a run is cut off."""
    batch: list[Report] = []
    began = monotonic()
    for report in reports:
        batch.append(report)
        if len(batch) >= BATCH or monotonic() - began >= BATCH_SECONDS:
            yield batch
            batch, began = [], monotonic()
    if batch:
        yield batch
