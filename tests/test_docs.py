"""The docs: a page that is not what the code does sends people wrong."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_generated_pages_are_what_the_code_says() -> None:
    """An undocumented command, setting, field, part or table is one that nobody finds."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_docs.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr + "run: python scripts/make_docs.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """A dead link in the README is the first thing that a stranger meets."""
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_word_of_the_vocabulary_is_in_the_glossary() -> None:
    """One word for one thing: the page that defines them must have them."""
    from typing import get_args

    from bellwire.model import words

    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    for kind in (words.Role, words.Status, words.Manner, words.FigureState, words.RelationKind):
        for word in get_args(kind):
            assert word in glossary, word
