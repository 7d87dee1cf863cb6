"""A small record that briefs are written from. What it tells of did not happen."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bellwire import code
from bellwire.brief import Brief, write_chosen
from bellwire.desk import Desk
from bellwire.store import Filter

NOW = "2025-11-20T08:00:00Z"
TEXTS = (
    (
        "Gao Post", "2024-05-02", "https://gaopost.example/1",
        "Market shelled in Gao\n\nAt least 12 people were killed on Wednesday when shells hit the market in Gao, "
        "residents said. “We carried the wounded to the school ourselves, in carts,” said Amadou Traore, a trader.",
    ),
    (
        "River Radio", "2024-05-03", "https://riverradio.example/9",
        "Gao toll rises\n\nThe army said on Thursday that 17 people were killed in the shelling of Gao's market on "
        "Wednesday. A spokesman for the rebels denied that its fighters had fired on the town.",
    ),
    (
        "Daily Coast", "2024-05-04", "https://dailycoast.example/7",
        "Protest in Bamako\n\nHundreds of people marched in Bamako on Friday to protest against fuel prices, police "
        "said. Officers arrested 23 protesters.",
    ),
    (
        "Sahel Wire", "2024-05-06", None,
        "Families flee Menaka\n\nSome 3,000 people have fled Menaka since Sunday after gunmen attacked two villages, "
        "the United Nations said on Monday. Six civilians were killed, according to local officials.",
    ),
)  # fmt: skip
Written = Callable[..., Brief]


@pytest.fixture(scope="session")
def brief_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on the record; nobody changes it."""
    file: Path = tmp_path_factory.mktemp("brief") / "desk.sqlite"
    with Desk.open(str(file)) as desk:
        reports = [code(t, kind="article", outlet=o, published=day, url=url) for o, day, url, t in TEXTS]
        for _ in desk.keep(reports, now=NOW):
            pass
        for _ in desk.relate(now=NOW):
            pass
        yield desk


@pytest.fixture
def written(brief_record: Desk) -> Written:
    """`written(countries=("ML",))`: the brief of what a filter finds."""

    def write(**given: object) -> Brief:
        with brief_record.view() as view:
            return write_chosen(view, Filter(**given), partial(brief_record.judged_reports, view))  # type: ignore[arg-type]

    return write
