"""What each block of the page is there for."""

import re
from collections.abc import Iterator

from bellwire.draft import Draft, Part
from bellwire.knowledge import Language
from bellwire.model import Block


def run(draft: Draft, language: Language) -> Iterator[Block]:
    """A block for each non-empty line; nothing where the reader gave blocks already."""
    if draft.blocks:
        return
    for line in re.finditer(r"\S.*", draft.text):
        yield Block(start=line.start(), end=line.end(), role="paragraph")


PART = Part(name="label", version="0", needs=("document",), gives=("blocks",), run=run)
