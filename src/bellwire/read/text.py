"""Text to a document: the text itself, decoded, with line ends as `\\n`, nothing else touched."""

import re

from bellwire.model import Document, Published, content_id
from bellwire.read.page import Given, ReadPage


def read_text(text: str, given: Given) -> ReadPage:
    """The page of a text."""
    text = re.sub(r"\r\n?", "\n", text)
    published = Published(value=given.published, from_="given") if given.published else Published()
    document = Document(
        id=content_id("d", text),
        kind=given.kind or "page",
        text=text,
        url=given.url,
        outlet=given.outlet,
        title=given.title,
        language=given.language or "en",
        published=published,
    )
    return ReadPage(id=given.id or document.id, document=document)
