"""The pages on judgements: what they say must be what happens."""

import doctest
from dataclasses import fields
from pathlib import Path

import pytest

from bellwire.model import Anchor, Judgement, Quoted
from bellwire.review import Agreement, editable
from bellwire.review.check import GRADES, VERBS
from bellwire.review.subjects import LAYERS

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "judgements.md").read_text(encoding="utf-8")


def test_the_how_to_does_what_it_says() -> None:
    """Its example is the first thing that a reader copies."""
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    page = DOCS / "how-to" / "judge-and-undo.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, optionflags=flags)
    assert (failed, tried > 5) == (0, True)


def test_every_field_and_verb_is_in_the_reference() -> None:
    """A field without a meaning is guessed at."""
    names = {f.name for kind in (Judgement, Anchor, Quoted, Agreement) for f in fields(kind)} | {*VERBS, *GRADES}
    assert not [name for name in sorted(names) if f"`{name}`" not in REFERENCE]


@pytest.mark.parametrize(("of", "row"), [*((layer, f"`{layer}`") for layer in LAYERS), ("report", "a report"),
                                         ("incident", "an incident")])  # fmt: skip
def test_the_editable_fields_are_those_of_the_reference(of: str, row: str) -> None:
    """Whoever is refused a field looks here for those there are."""
    assert f"| {row} | {', '.join(f'`{name}`' for name in editable(of))} |" in REFERENCE
