"""`Desk.export`: what is found becomes data frames and files, under the same policy as on the command line."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from tests.export.record import source
from tests.web import published

from bellwire import Desk, Filter, Settings
from bellwire.errors import ConfigError, InputError
from bellwire.export import Source
from bellwire.export.frames import frame_of, need, points_of
from bellwire.export.own import TABLES


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("chosen") / "desk.sqlite"
    published.fill(file)
    return file


@pytest.fixture
def desk(store: Path):  # type: ignore[no-untyped-def]
    with Desk.open(str(store)) as opened:
        yield opened


def test_a_desk_is_opened_and_closed_without_a_with(store: Path) -> None:
    """A notebook's cells cannot share one `with`."""
    desk = Desk.open(str(store))
    assert len([*desk.export()]) > 0
    desk.close()


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_typed_columns(name: str) -> None:
    """A column of objects sorts, compares and counts otherwise than one thinks."""
    frame, table = frame_of(source(), name), TABLES[name]().table
    types = {"text": "string", "list": "object", "whole": "Int64", "number": "float64", "truth": "boolean"}
    types |= {"day": "datetime64[ms]", "moment": "datetime64[ms, UTC]"}
    assert {c.name: str(frame[c.name].dtype) for c in table.columns} == {c.name: types[c.kind] for c in table.columns}
    assert frame.attrs["asked"] == "all incidents" and frame.attrs["rules"][table.names[0]]


def test_values_are_those_of_the_record() -> None:
    """A frame that differs from the file of the same table."""
    frame = frame_of(source(), "incidents").set_index("incident")
    assert frame.loc["i-market", "killed_low"] == 12 and frame.loc["i-market", "killed_disagree"] is not pd.NA
    assert frame.loc["i-clash", "agents"] == ["Azawad Front"] and frame.loc["i-rumour", "place"] is pd.NA
    assert frame.loc["i-clash", "date_start"] == pd.Timestamp("2024-05-04") and frame["date_start"].isna().sum() == 1


def test_incidents_are_points_and_those_without_a_place_none() -> None:
    """A point at 0, 0 off the coast of Africa for what has no place."""
    frame = points_of(source())
    assert isinstance(frame, gpd.GeoDataFrame) and frame.crs == "EPSG:4326"
    placed = frame.set_index("incident").geometry
    assert placed["i-rumour"] is None and (placed["i-clash"].x, placed["i-clash"].y) == (2.4022, 15.91819)


def test_nothing_found_is_an_empty_frame_with_all_columns() -> None:
    """A report that runs each morning must not stop on a quiet day."""
    nothing = Source(dossiers=lambda claims: iter(()), reports=lambda: iter(()))
    frame = frame_of(nothing, "figures")
    assert frame.empty and tuple(frame.columns) == TABLES["figures"]().table.names
    assert points_of(nothing).empty


def test_names_are_hidden_as_on_the_command_line(desk: Desk) -> None:
    """A notebook that is sent on must not tell the names that exports hide."""
    hidden, shown = desk.export(), desk.export(names=True)
    assert not hidden.to_pandas("evidence")["words"].str.contains("Amina Duba").any()
    assert shown.to_pandas("evidence")["words"].str.contains("Amina Duba").any()
    assert "Amina Duba" not in hidden._repr_html_()


def test_a_filter_a_day_and_a_policy_are_heeded(desk: Desk) -> None:
    """A frame of all incidents where those of a day were asked for."""
    none = desk.export(Filter(start="1990", end="1991"))
    assert none.to_pandas().empty and "1990" in none._repr_html_()
    assert desk.export(as_known_on="2000-01-01").to_pandas().empty
    assert len(desk.export(policy="public", today=date(2024, 6, 1)).to_pandas()) <= len(desk.export().to_pandas())
    with pytest.raises(ConfigError, match="no policy"):
        desk.export(policy="secret")


def test_files_are_written_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    """Half a file is read as a whole one."""
    found = desk.export()
    found.write("csv", tmp_path / "figures.csv", table="figures")
    found.write("parquet", tmp_path / "parts", partition_by=("type",))
    assert len(pd.read_csv(tmp_path / "figures.csv")) == len(found.to_pandas("figures"))
    assert len(pd.read_parquet(tmp_path / "parts")) == len(found.to_pandas())
    with pytest.raises(InputError, match="has no use for --codes"):
        found.write("csv", tmp_path / "no.csv", codes=True)
    with pytest.raises(InputError, match="no table 'x'"):
        found.write("csv", tmp_path / "no.csv", table="x")
    with pytest.raises(InputError, match="cannot write"):
        found.write("csv", tmp_path / "none" / "no.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["figures.csv", "parts"]


def test_a_desk_shows_how_much_is_in_it_and_no_password(desk: Desk) -> None:
    """A notebook with the desk's repr is put in a repository."""
    server = Settings(store="postgresql://desk:s3cret@db.example/desk")
    html = replace(desk, settings=server)._repr_html_()
    assert "incidents" in html and "relations" in html and "postgresql://desk:***@db.example/desk" in html


def test_a_table_that_is_none_is_named_with_those_that_are() -> None:
    """A KeyError names no table."""
    with pytest.raises(InputError, match="no table 'victims'; there are: incidents, evidence"):
        frame_of(source(), "victims")


def test_a_missing_package_is_named_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ModuleNotFoundError: pyarrow` does not say which extra brings it."""
    monkeypatch.setitem(sys.modules, "geopandas", None)
    with pytest.raises(InputError, match=r"geopandas is not installed: pip install 'bellwire\[frames\]'"):
        need("geopandas")
