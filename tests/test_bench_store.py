"""The store's answers against those of one who looks through every incident; and the script that times them."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bellwire.store import filters, pages

SCRIPT = Path(__file__).resolve().parent.parent / "bench" / "store.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_store", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = sys.modules["bench_store"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("few", [60, pages.FEW])
def test_every_question_is_answered_right(
    bench: ModuleType, any_store: str, few: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A filter, a page or a total that is wrong hides incidents from who asks, whichever way they were looked for."""
    for module in (pages, filters):
        monkeypatch.setattr(module, "FEW", few)
    small = "--small --incidents 1200 --draws 3 --runs 1 --cold 0 --seconds 0 --reports 120 --arrivals 3"
    wrong = bench.main([*small.split(), "--store", any_store])
    said = capsys.readouterr().out
    assert wrong == 0, said
    for question in bench.QUESTIONS:
        assert f"| {question.name} |" in said
    assert "| compared and written |" in said
