"""What an export of a past day, and the words of a filter, must not tell."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from bellwire import code
from bellwire.desk import Desk
from bellwire.store import Filter

PAGE = (
    "Trader killed in Gao\n\nGunmen killed Oumar Tessougui, a trader, and two others in Gao on Tuesday, said his "
    "brother Seydou Tessougui. Oumar Tessougui sold grain in the market."
)
THEN, LATER = "2024-05-03T08:00:00Z", "2024-06-03T08:00:00Z"
NAME = "Tessougui"


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A page (invented, as are its people) whose passages with a name were redacted a month after it was read."""
    with Desk.open("sqlite://") as opened:
        page = code(PAGE, kind="article", outlet="Gao Post", published="2024-05-02")
        assert [*opened.keep([page], now=THEN)] and [*opened.relate(now=THEN)]
        text = page.document.text
        at = [n for n in range(len(text)) if text.startswith(NAME, n)]
        for start in at:
            opened.judge("redact", page.id, by="ana", why="asked", value={"start": start, "end": start + 9}, now=LATER)
        yield opened


@pytest.mark.parametrize(
    "form", ["csv", "acled", "geojson", "jsonl", "annotations", "bibtex", "parquet", "sqlite", "kml"]
)
@pytest.mark.parametrize("day", [None, "2024-05-03"])
def test_what_was_redacted_since_goes_out_in_no_export_of_a_past_day(desk: Desk, form: str, day: str | None) -> None:
    """Somebody asked to be left out: the record of last month must not tell on him."""
    from bellwire.export import Options, format_named

    with desk.export(as_known_on=day).opened() as source:
        assert [*source.dossiers(False)]
        for table in format_named(form).tables or (None,):
            out = BytesIO()
            format_named(form).write(source, out, Options(table=table))
            assert NAME.encode() not in out.getvalue(), (form, table)


def test_the_words_of_a_filter_tell_no_hidden_name(desk: Desk) -> None:
    """An export says what was asked for; who asked for a victim must not name him to whoever gets the file."""
    with desk.export(Filter(text=NAME)).opened() as source:
        assert NAME not in source.about.asked and "words" in source.about.asked
    with desk.export(Filter(text=NAME), names=True).opened() as source:
        assert NAME in source.about.asked
