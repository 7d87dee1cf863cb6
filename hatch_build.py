"""Builds the gazetteer when Bellwire is built or installed, and the desk's assets, and puts them into the wheel."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GAZETTEER = Path("src/bellwire/knowledge/gazetteer")
ASSETS = Path("src/bellwire/web/static/built")


class GazetteerHook(BuildHookInterface[Any]):
    """Writes knowledge/gazetteer/places.sqlite where its sources have changed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the file (some seconds), and names it as an artifact of the wheel. A source archive goes without."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root) / GAZETTEER
        for name in ("gazetteer_build", "gazetteer_build.keys", "gazetteer_build.build"):
            file = "__init__" if name == "gazetteer_build" else name.rpartition(".")[2]
            spec = importlib.util.spec_from_file_location(name, folder / f"{file}.py")
            assert spec is not None and spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
        target = folder / "places.sqlite"
        sys.modules["gazetteer_build.build"].build(target)
        build_data["artifacts"].append(f"/{GAZETTEER.as_posix()}/places.sqlite")
        if version != "editable":
            self.assets()

    def assets(self) -> None:
        """Builds the desk's scripts and basemap where they are missing; without Node the wheel has none."""
        root = Path(self.root)
        if (root / ASSETS / "keys.js").is_file():
            return
        npm = shutil.which("npm")
        if npm is None:
            self.app.display_warning("the desk's scripts are not built: Node 18 or newer is missing")
            return
        subprocess.run([sys.executable, "scripts/derive_towns.py"], cwd=root, check=True)
        for arguments in (("ci", "--no-audit", "--no-fund"), ("run", "build")):
            subprocess.run([npm, *arguments], cwd=root / "web", check=True)
