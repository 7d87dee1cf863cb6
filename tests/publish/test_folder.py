"""Writing an export: nobody's files may be lost by it, and no reader may meet half of one."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bellwire.errors import InputError
from bellwire.model.codec import decode_any
from bellwire.publish.folder import MANIFEST, with_manifest, write_folder, zipped

FILES = [("index.html", b"<p>one"), ("data/map.json", b"{}")]


def export(files: list[tuple[str, bytes]] | None = None) -> Iterator[tuple[str, bytes]]:
    return with_manifest(FILES if files is None else files, {"policy": "mine"})


def paths(out: Path) -> list[str]:
    return sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())


def test_a_folder_is_written_and_replaced_by_the_next_export(tmp_path: Path) -> None:
    """A page that is no longer published must not stay behind."""
    out = tmp_path / "deep" / "site"
    assert write_folder(export(), out) > 0
    assert paths(out) == [MANIFEST, "data/map.json", "index.html"]
    write_folder(export([("index.html", b"<p>two")]), out)
    assert paths(out) == [MANIFEST, "index.html"]
    assert (out / "index.html").read_bytes() == b"<p>two"
    assert [p.name for p in out.parent.iterdir()] == ["site"]


def test_the_manifest_has_every_file_with_its_digest(tmp_path: Path) -> None:
    """Who mirrors a site must be able to check it."""
    write_folder(export(), tmp_path / "site")
    said = decode_any((tmp_path / "site" / MANIFEST).read_bytes())
    assert said["schema"] == "bellwire.site/1" and said["policy"] == "mine"
    assert set(said["files"]) == {"index.html", "data/map.json"}
    assert all(len(digest) == 64 for digest in said["files"].values())


@pytest.mark.parametrize(
    ("there", "message"),
    [
        ({"notes.txt": "mine"}, "was not written by `bellwire publish`"),
        ({MANIFEST: "not json"}, "was not written by `bellwire publish`"),
        ({MANIFEST: '{"schema": "other", "files": {}}'}, "was not written by `bellwire publish`"),
        ({MANIFEST: '{"schema": "bellwire.site/1", "files": {}}', "a/notes.txt": "mine"}, "holds a/notes.txt"),
    ],
)
def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path, there: dict[str, str], message: str) -> None:
    """`--out ~` must not cost anybody their home."""
    for name, text in there.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=message):
        write_folder(export(), tmp_path)
    assert all((tmp_path / name).read_text() == text for name, text in there.items())


def test_a_file_or_a_link_is_no_folder(tmp_path: Path) -> None:
    """A link would lead the export to where nobody looked."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "home")
    for name in ("file", "link", "file/below"):
        with pytest.raises(InputError, match=r"is not a folder|cannot write"):
            write_folder(export(), tmp_path / name)


def test_what_fails_leaves_the_old_export_whole(tmp_path: Path) -> None:
    """A full disk at noon must not take the site off the web."""
    out = tmp_path / "site"
    write_folder(export(), out)

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left"):
        write_folder(failing(), out)
    assert (out / "index.html").read_bytes() == b"<p>one"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\\b", "", "index.html"])
def test_no_file_lies_outside_the_folder(name: str) -> None:
    """A stored name is never a path."""
    with pytest.raises(InputError, match="cannot be a file's path"):
        [*export([("index.html", b""), (name, b"")])]


def test_a_zip_has_no_clock_in_it() -> None:
    """The same export twice must be the same bytes."""
    assert zipped(export()) == zipped(export())
    with ZipFile(BytesIO(zipped(export()))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
