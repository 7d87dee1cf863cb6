"""Writes what is published: as a folder that is there all at once or not at all, or as a zip; the same bytes again."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bellwire.errors import DecodeError, InputError
from bellwire.model.codec import decode_any, encode_plain
from bellwire.store.spared import check_spared

Files = Iterable[tuple[str, bytes]]
"""Paths below the folder, with `/`, and what stands in the files."""
MANIFEST = "bellwire-site.json"
SCHEMA = "bellwire.site/1"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""When each file of a zip was made: the first moment that the format knows, so that no clock is in the bytes."""


def with_manifest(files: Files, said: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files and, last, the manifest: what was `said` of them, and the SHA-256 of each."""
    digests: dict[str, str] = {}
    for name, body in files:
        digests[_checked(name, digests)] = hashlib.sha256(body).hexdigest()
        yield name, body
    yield MANIFEST, encode_plain({"schema": SCHEMA, **said, "files": dict(sorted(digests.items()))}, indent=2) + b"\n"


def _checked(name: str, seen: Iterable[str]) -> str:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or name in seen:
        raise InputError(f"{name!r} cannot be a file's path in what is published")
    return name


def zipped(files: Files) -> bytes:
    """The files as a zip; the same files give the same bytes.

    >>> zipped([("a.txt", b"a")]) == zipped([("a.txt", b"a")])
    True
    """
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, body in files:
            info = ZipInfo(name, ZIP_TIME)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, body)
    return made.getvalue()


def check_folder(out: Path) -> None:
    """Raises InputError where a folder is there that holds anything that an earlier export did not write."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise InputError(f"{out} is not a folder; give another --out")
    if not out.exists() or not any(out.iterdir()):
        return
    ours = _written(out)
    if ours is None:
        raise InputError(f"{out} was not written by `bellwire publish` (no {MANIFEST}); give a new or empty folder")
    there = {p.relative_to(out).as_posix() for p in out.rglob("*") if not p.is_dir() or p.is_symlink()}
    foreign = sorted(there - ours - {MANIFEST})
    if foreign:
        more = f" and {len(foreign) - 1} others" if len(foreign) > 1 else ""
        raise InputError(f"{out} holds {foreign[0]}{more}, which no export wrote; move that away, or give a new folder")


def check_new_folder(out: Path) -> None:
    """Raises InputError where a folder is there that holds anything."""
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise InputError(f"{out} is there already; give a new folder")


def _written(out: Path) -> set[str] | None:
    """The files that the last export wrote into a folder; None where it has no sound manifest."""
    try:
        read = decode_any((out / MANIFEST).read_bytes())
    except (OSError, DecodeError):
        return None
    ours = read.get("files") if isinstance(read, dict) and read.get("schema") == SCHEMA else None
    return set(ours) if isinstance(ours, dict) else None


def write_folder(files: Files, out: Path) -> int:
    """Writes the files into a folder of their own, in the place of an earlier export; gives how many bytes.

    Readers see the old folder or the new one, never half of one; what fails leaves the old. Raises InputError where
    the folder is not ours, or cannot be written.
    """
    size = 0
    with new_folder(out, check_folder) as part:
        for name, body in files:
            target = part / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
            size += len(body)
    return size


@contextmanager
def new_folder(out: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """A folder to write into, which is put in its place when all is written, and is gone where that fails.

    `check` raises InputError where something stands in that place that must not be replaced.
    """
    check(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    except OSError as error:
        raise InputError(f"cannot write {out}: {error.strerror or error}") from error
    try:
        yield part
        part.chmod(0o755)
        check(out)
        _put(part, out)
    except OSError as error:
        raise InputError(f"cannot write {out}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def new_file(out: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its place when all of it is written.

    Two that write one file at once do not meet: the one that ends last stands there, whole. Raises InputError where
    that cannot be, and where a record stands in that place, which no file may cost.
    """
    part = out.with_name(f".{out.name}.{token_hex(4)}.part")
    check_spared(out)
    try:
        with part.open("xb") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise InputError(f"cannot write {out}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _put(part: Path, out: Path) -> None:
    """Puts a finished folder in its place; the old one is put back where that fails."""
    old = part.with_suffix(".old")
    if out.exists():
        out.rename(old)
    try:
        part.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
