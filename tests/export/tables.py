"""What the tests of tables share: incidents of few fields, and what is written of them as rows."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

from tests.export.record import ARMY, CIVILIANS, GROUP, day, dossier, place, source, span, told

from bellwire.export import Dossier, Options, all_formats
from bellwire.model import Holding

TEXT = "Shells fell on Tessit."


def count(quote: str, id: str = "f-1", **fields: Any) -> Holding:
    """A figure of people killed in words that are no part of a text; the bounds are given."""
    given: dict[str, Any] = {"measure": "killed", "population": "people", "outlet": "Gao Post"} | fields
    return Holding(record=f"r-1#{id}", span=span(quote, quote), quote=quote, **given)


def incident(*figures: Holding, id: str = "i-1", analyst: dict[str, Any] | None = None, **fields: Any) -> Dossier:
    """A clash of a group with an army on a day in a town, or what else the fields say."""
    given: dict[str, Any] = {
        "mode": "firearms", "agents": (GROUP,), "patients": (ARMY,), "place": place(), "date": day("2024-05-01"),
    } | fields  # fmt: skip
    evidence = told("r-1", "Gao Post", "2024-05-02", TEXT, "Shells", figures=figures, **given)
    return dossier(id, (evidence,), **(analyst or {}))


def over_days(*told_on: tuple[str, Holding]) -> Dossier:
    """A clash of which a report of each day tells, with a figure."""
    evidence = [
        told(f"r-{n}", f"Outlet {n}", published, TEXT, "Shells", mode="firearms", agents=(GROUP,), patients=(ARMY,),
             place=place(), date=day("2024-05-01"), figures=(replace(figure, record=f"r-{n}#f-1"),))
        for n, (published, figure) in enumerate(told_on)
    ]  # fmt: skip
    return dossier("i-1", tuple(evidence))


def written(name: str, *dossiers: Dossier, **options: Any) -> bytes:
    """The bytes of a format."""
    out = BytesIO()
    all_formats()[name].write(source(*dossiers), out, Options(**options))
    return out.getvalue()


def rows(name: str, *dossiers: Dossier, **options: Any) -> list[dict[str, str]]:
    """The rows of a table by its head; of HXL's the line of tags is a row too."""
    return list(csv.DictReader(StringIO(written(name, *dossiers, **options).decode("utf-8"))))


__all__ = ["ARMY", "CIVILIANS", "GROUP", "count", "incident", "over_days", "rows", "written"]
