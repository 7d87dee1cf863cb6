"""The tutorial's notebook: who opens it must see what it says."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_KB = 300
for package in ("nbclient", "ipykernel", "pandas", "geopandas", "pyarrow"):
    pytest.importorskip(package)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:(zmq|jupyter_client|nbclient|tornado)")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/make_notebook.py."""
    spec = importlib.util.spec_from_file_location("make_notebook", ROOT / "scripts" / "make_notebook.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_notebook_runs_and_shows_what_is_kept(script: ModuleType) -> None:
    """A reader would follow steps that fail, or see other tables; run: python scripts/make_notebook.py."""
    kept, made = script.shown(script.read()), script.shown(script.run(script.read()))
    for (source, was), (_, now) in zip(kept, made, strict=True):
        assert now == was, source


def test_every_cell_that_ends_in_a_value_shows_it(script: ModuleType) -> None:
    """On a page that renders notebooks, cells without what they show explain nothing."""
    for source, outputs in script.shown(script.read()):
        last = source.splitlines()[-1]
        shows = last[:1] not in (" ", "#") and " = " not in last and not last.endswith(".close()")
        assert outputs or not shows, source
        assert not any(output.output_type == "error" or output.get("name") == "stderr" for output in outputs), source


def test_the_notebook_is_small_and_holds_no_pictures_of_pixels(script: ModuleType) -> None:
    """Each change of a picture in it would make the repository larger for good."""
    assert script.NOTEBOOK.stat().st_size < MOST_KB * 1024
    text = script.NOTEBOOK.read_text(encoding="utf-8")
    assert "image/png" not in text and "/home/" not in text and "/tmp/" not in text
