"""Coded reports for bench/store.py: the example pages, coded once, and copies of them that differ in words and ids."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from store_data import MOMENTS, THINGS, World

from bellwire.model import Report, content_id
from bellwire.model.codec import encode
from bellwire.pipeline import code_document
from bellwire.read import Given, read_text

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LONG = 30_000
"""Bytes of JSON of a long report: a page of some 1,500 words."""


def coded(*, long: bool) -> list[Report]:
    """The example pages as reports: one by one (some 8 KB of JSON), or joined until they are long."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*/*.txt"))]
    given = Given(kind="article", published="2024-05-02", language="en")
    found: list[Report] = []
    joined = ""
    for text in texts + texts * long:
        joined = f"{joined}\n\n{text}" if joined else text
        page = read_text(joined, given)
        report = code_document(page.document, blocks=page.blocks)
        if not long or len(encode(report)) >= LONG:
            found.append(report)
            joined = ""
    return found


def varied(world: World, originals: list[Report]) -> Iterator[Report]:
    """Reports without end: each an original under its own id, with a last sentence and a day of its own."""
    number = 0
    while True:
        for original in originals:
            number += 1
            place, other = world.pick(world.places).name, world.rng.choice(world.places).name
            words = f"{world.pick(THINGS)} {world.pick(MOMENTS)} {world.pick(world.actors).name}"
            text = f"{original.document.text}\n\nBulletin {number} from {place} and {other}: {words}."
            outlet, day = world.pick(world.sources), f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
            document = original.document
            published = replace(document.published, value=day)
            id = content_id("d", str(number), text)
            document = replace(document, id=id, text=text, outlet=outlet, published=published)
            yield replace(original, id=f"r-{number:07}", document=document)
