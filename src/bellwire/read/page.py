"""What a reader gives back: a document, and what the reader already knows of its blocks."""

from dataclasses import dataclass

from bellwire.model import Block, Document, Issue
from bellwire.model.words import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the caller says of a page; it beats what the page says of itself."""

    id: str | None = None
    kind: Kind | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page as it was read. `id` is the id given, else the document's."""

    id: str
    document: Document
    blocks: tuple[Block, ...] = ()
    issues: tuple[Issue, ...] = ()
