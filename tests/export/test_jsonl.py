"""JSON lines: what leaves is what the contract says, and comes in again."""

from io import BytesIO
from pathlib import Path

from tests.export.record import dossiers, reports, source

from bellwire.cli import run
from bellwire.export import Options
from bellwire.export.formats import jsonl
from bellwire.model import Incident
from bellwire.model.codec import decode, decode_reports


def written(**options: object) -> bytes:
    out = BytesIO()
    jsonl.write(source(), out, Options(**options))  # type: ignore[arg-type]
    return out.getvalue()


def test_reports_come_back_as_they_were() -> None:
    """A record that its own format loses cannot be moved to another desk."""
    assert [*decode_reports(written().splitlines())] == [*reports()]


def test_incidents_come_back_as_they_were() -> None:
    """A merged record with an analyst's edits is a week of work."""
    lines = written(table="incidents").splitlines()
    assert [decode(line, Incident) for line in lines] == [d.incident for d in dossiers()]


def test_bellwire_relates_what_it_exported(tmp_path: Path) -> None:
    """A file that other verbs refuse is no exchange format."""
    (tmp_path / "reports.jsonl").write_bytes(written())
    assert run(["relate", str(tmp_path / "reports.jsonl"), "-o", str(tmp_path / "related.jsonl")]) == 0
