"""The desk's own script: what it reckons, how large it is, and that it is built from what is in the repository."""

import gzip
import json
import shutil
import subprocess
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from bellwire.web.app import ASSETS, missing_assets

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
STATIC = ROOT / "src" / "bellwire" / "web" / "static"
MOST = 100_000
"""Bytes of script, compressed, in all."""
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (WEB / "node_modules").is_dir(),
    reason="no Node, or `npm ci` was not run in web/",
)
needs_built = pytest.mark.skipif(bool(missing_assets()), reason="the assets are not built: make assets")


@needs_node
def test_what_the_islands_reckon_is_right() -> None:
    """Selected words, bars and clusters would be wrong in every browser."""
    done = subprocess.run(["node", "build/test.mjs"], cwd=WEB, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


@needs_node
def test_the_islands_keep_their_types() -> None:
    """A renamed field would fail only in the browser."""
    done = subprocess.run(["node_modules/.bin/tsc", "--noEmit"], cwd=WEB, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@needs_built
def test_all_script_together_is_small() -> None:
    """On a bad line the desk would take long to open."""
    scripts = [*STATIC.glob("*.js"), *(STATIC / "built").glob("*.js")]
    size = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in scripts}
    assert sum(size.values()) < MOST, size


@needs_built
def test_nothing_that_is_built_asks_another_machine() -> None:
    """Offline a map or a style would be missing, and online somebody would learn who reads what."""
    for name in ASSETS:
        text = (STATIC / "built" / name).read_text(encoding="utf-8")
        assert "url(http" not in text and "import(" + '"http' not in text, name
        assert "@import" not in text, name


@needs_built
def test_the_basemap_has_no_land_across_the_date_line() -> None:
    """Bands of land would lie across the Arctic."""
    world = json.loads((STATIC / "built" / "world.json").read_bytes())
    (kx, ky), (dx, dy) = world["transform"]["scale"], world["transform"]["translate"]
    for arc in world["arcs"]:
        points = [(x * kx + dx, y * ky + dy) for x, y in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))]
        for (a, lat), (b, _) in pairwise(points):
            assert abs(b - a) < 180 or lat < -60, (a, b, lat)  # the edge of the map runs along the south pole
