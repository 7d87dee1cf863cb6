"""A look at a watched folder or feed: what is there that was not read before."""

from dataclasses import dataclass
from pathlib import Path

from bellwire.errors import FetchError, InputError
from bellwire.fetch.fetcher import Fetcher
from bellwire.fetch.inputs import entry_input, path_input
from bellwire.fetch.pages import look
from bellwire.model import text_digest
from bellwire.read.feed import Entry
from bellwire.read.inputs import suffixes
from bellwire.workspace import Workspace
from bellwire.workspace.jobs import Input
from bellwire.workspace.watched import Watch, WatchKind, failed_waiting, fresh

AT_ONCE = 500
"""Things that one look takes up; the next look takes the rest."""
MOST_FILES = 100_000
SETTLED = 2.0
"""Seconds for which a file must have stayed as it is: what is still being written is left for the next look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look found to read, the marks by which each is known again (by its name), and the site's own marks."""

    inputs: tuple[Input, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    modified: str | None = None


def watched_place(place: str) -> tuple[WatchKind, str]:
    """What a place is, and how it is kept: a feed's address, or a folder's whole path. Raises InputError.

    >>> watched_place("https://gao.example/feed#top")
    ('feed', 'https://gao.example/feed')
    """
    from bellwire.fetch.fetcher import checked_url

    if "://" in place:
        return "feed", str(checked_url(place))
    folder = Path(place).expanduser()
    if not folder.is_dir():
        raise InputError(f"{place}: no such folder; a feed begins with https://")
    return "folder", str(folder.resolve())


def look_at(watch: Watch, workspace: Workspace, fetcher: Fetcher, *, now: float) -> Found:
    """What is new at a watched place. `now` is in seconds since 1970, as files' times are.

    Raises InputError or OSError where it cannot be reached.
    """
    if watch.kind == "folder":
        return _in_folder(watch, workspace, now)
    return _in_feed(watch, workspace, fetcher)


def _in_folder(watch: Watch, workspace: Workspace, now: float) -> Found:
    folder = Path(watch.place)
    if not folder.is_dir():
        raise InputError(f"{watch.place}: the folder is not there")
    marks = dict(_files(folder, now))
    new = sorted(fresh(workspace, watch.id, marks))[:AT_ONCE]
    return Found(inputs=tuple(path_input(Path(name)) for name in new), marks=tuple((n, marks[n]) for n in new))


def _files(folder: Path, now: float) -> list[tuple[str, str]]:
    """The files of a folder that can be read, each with its time and size; not those that a link leads out to."""
    root, forms, found = folder.resolve(), suffixes(), list[tuple[str, str]]()
    for path in folder.rglob("*"):
        if len(found) >= MOST_FILES:
            raise InputError(f"{folder} has more than {MOST_FILES:,} files to read; watch a smaller folder")
        if not path.name.lower().endswith(forms) or any(p.startswith(".") for p in path.relative_to(folder).parts):
            continue
        try:
            stat = path.stat()
        except OSError:  # gone since the folder was listed
            continue
        if path.is_file() and path.resolve().is_relative_to(root) and now - stat.st_mtime >= SETTLED:
            found.append((str(path), f"{stat.st_mtime_ns}:{stat.st_size}"))
    return found


def _in_feed(watch: Watch, workspace: Workspace, fetcher: Fetcher) -> Found:
    retry = failed_waiting(workspace, watch.id)
    etag, modified = (None, None) if retry else (watch.etag, watch.modified)
    found = look(watch.place, fetcher, etag=etag, modified=modified)
    if found.unchanged:
        return Found(etag=watch.etag, modified=watch.modified)
    if found.feed is None:
        raise FetchError(f"{watch.place}: this is a page, no feed; give the address of its RSS or Atom feed")
    feed = found.feed
    entries = {e.url or e.id: e for e in reversed(feed.entries)}  # the oldest first, as they came
    marks = {key: _mark(entry, content_only=watch.content_only) for key, entry in entries.items()}
    new = fresh(workspace, watch.id, marks)
    taken = new[:AT_ONCE]
    inputs = (entry_input(entries[key], feed, watch.place, content_only=watch.content_only) for key in taken)
    whole = len(taken) == len(new)  # else the site must not say next time that nothing has changed
    return Found(
        inputs=tuple(inputs),
        marks=tuple((key, marks[key]) for key in taken),
        etag=found.fetched.etag if whole else None,
        modified=found.fetched.modified if whole else None,
    )


def _mark(entry: Entry, *, content_only: bool) -> str:
    """What an entry is known by: its title and date; where its own text is read, that too."""
    return text_digest("\n".join((entry.title or "", entry.published or "", entry.content if content_only else "")))[
        :16
    ]
