"""Signs of furniture: what a line's words say of its part in the page."""

from pathlib import Path

import pytest

from bellwire.clean.furniture import signs
from bellwire.knowledge import check_table
from bellwire.knowledge.tables import ROOT


@pytest.mark.parametrize("name", ["furniture", "furniture_words"])
def test_the_tables_keep_their_schemas(name: str) -> None:
    """An editor's slip in a table would go unseen."""
    assert check_table(Path(ROOT) / "languages" / "en" / f"{name}.tsv") == []


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("» Share this article", "boilerplate"),
        ("ALSO READ: Cholera spreads in the camps", "related"),
        ("Most read in Africa", "list_head"),
        ("12 comments", "comment_head"),
        ("Smoke over Omdurman. Photo: AFP", "caption"),
        ("Staff reporter", "byline"),
        ("Analysis by our Sahel correspondent Awa Diallo", "analysis"),
    ],
)
def test_furniture_shows_its_sign(line: str, sign: str) -> None:
    """Menus, teasers and credits would be read as the report."""
    assert sign in signs(line)


@pytest.mark.parametrize(
    "line",
    [
        "The army shared the footage on Monday and said that it showed the strike.",
        "Commentators in Khartoum said the truce would not last.",
        "",
        "   ",
        "🙂",
        "الجيش يعلن السيطرة على المدينة",
    ],
)
def test_plain_text_shows_none(line: str) -> None:
    """Paragraphs of the report would be thrown out with the furniture."""
    assert not signs(line)
