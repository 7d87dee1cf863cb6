"""Golden cases: hard pages whose record a person has read and found right, or right but for what why.md says."""

import json
from pathlib import Path

import pytest

from tests.corpus_view import cases, report_of, view


@pytest.mark.parametrize("case", cases(), ids=lambda p: p.name)
def test_a_golden_case_is_read_as_before(case: Path) -> None:
    """A rule that mends one page must not silently change another (python scripts/make_corpus.py shows the diff)."""
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert view(report_of(case)) == expected
