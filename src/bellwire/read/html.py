"""Markup to a document: its visible text, a line a block, with roles; and what its head says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bellwire.clean.analysis import mark_analysis
from bellwire.clean.furniture import tables
from bellwire.errors import InputError
from bellwire.model import Block, Document, Issue, Published, content_id
from bellwire.read.article import article_lines, extracted
from bellwire.read.decode import cut, decode
from bellwire.read.dom import VisibleLine, joined, visible_lines
from bellwire.read.language import language_of
from bellwire.read.metadata import Metadata, metadata_of
from bellwire.read.page import MAX_BYTES, MAX_TEXT, Given, Reader, ReadPage, Source, checked_date
from bellwire.read.roles import Said, best_core, layout_of, roles_of
from bellwire.read.text import published_in, too_large, too_long

QUICK = 2_000_000
"""Characters of markup that are read where the tree cannot be built in full."""
DEPTH = "depth"
"""In the parser's log where it gave up on the nesting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    """A page's lines; `tree` is None where no tree could be built and the lines come from the quick path."""

    tree: Any
    lines: list[VisibleLine]


def _tree(markup: str) -> Any:
    """The tree of markup (lxml); None where there is none or its nesting is too deep for the parser."""
    import lxml.html
    from lxml import etree

    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return None if any(DEPTH in (entry.message or "") for entry in parser.error_log) else tree


def _quick_lines(markup: str) -> list[VisibleLine]:
    """The visible lines of markup that no tree could be built of."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(markup[:QUICK], main_content=False, alt_texts=True, links=False)
    solid = (" ".join(line.split()) for line in text.split("\n"))
    return [VisibleLine(line, frozenset(), "p", n, 0) for n, line in enumerate(solid) if line]


def _printable(markup: str) -> str:
    """The markup without characters that no document may hold, and without an XML declaration."""
    plain = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", " ", markup)
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", plain)


def _parse(markup: str) -> _Parsed:
    tree = _tree(markup) if markup.strip() else None
    if tree is not None:
        return _Parsed(tree=tree, lines=visible_lines(tree))
    return _Parsed(tree=None, lines=_quick_lines(markup))


def _shortened(parsed: _Parsed, issues: list[Issue]) -> _Parsed:
    """The lines up to the most text that is kept; an issue where there were more."""
    kept, length = 0, 0
    while kept < len(parsed.lines) and length <= MAX_TEXT:
        length += len(parsed.lines[kept].text) + 1
        kept += 1
    if kept == len(parsed.lines):
        return parsed
    issues.append(too_long())
    return replace(parsed, lines=parsed.lines[:kept])


def _published(given: Given, meta: Metadata, text: str, issues: list[Issue]) -> Published:
    if given.published:
        try:
            return Published(value=checked_date(given.published), from_="given")
        except InputError as error:
            issues.append(Issue(code="bad_date", message=f"published: {error}"))
    if meta.published:
        return Published(value=meta.published, from_="metadata")
    found = published_in(text, "page")
    return Published(value=found, from_="text") if found else Published()


def _blocks(parsed: _Parsed, meta: Metadata, markup: str, text: str, code: str) -> tuple[Block, ...]:
    """The page's blocks; empty where no article was found."""
    if parsed.tree is None:
        return ()
    article = extracted(parsed.tree, markup, len(text))
    core = best_core(parsed.lines, article_lines(parsed.lines, article))
    layout = layout_of(parsed.lines, core, meta, tables(code))
    if layout is None:
        return ()
    blocks, groups = _joined_breaks(parsed.lines, roles_of(layout), text)
    return mark_analysis(text, blocks, tables(code), groups)


def _joined_breaks(lines: list[VisibleLine], roles: list[Said], text: str) -> tuple[list[Block], list[int]]:
    """A block for each line, with its container; one for the lines of a paragraph that are broken within a sentence."""
    blocks: list[Block] = []
    groups: list[int] = []
    for number, (line, (role, sure)) in enumerate(zip(lines, roles, strict=True)):
        block = Block(start=line.start, end=line.end, role=role, confidence=sure)
        before = blocks[-1] if blocks else None
        broken = before is not None and role == before.role == "paragraph" and line.holder == lines[number - 1].holder
        if broken and before and line.text[0].islower() and text[before.end - 1] not in ".!?:":
            blocks[-1] = replace(before, end=line.end)
        else:
            blocks.append(block)
            groups.append(line.group)
    return blocks, groups


def _why_none(text: str, markup: str) -> Issue:
    """The issue of a page in which no article was found."""
    if not text.strip():
        scripts = len(re.findall(r"<script", markup[:QUICK], re.IGNORECASE))
        why = "the page has no visible text" + ("; it may need JavaScript" if scripts else "")
        return Issue(code="empty", message=why)
    return Issue(code="no_article", message="no article was found in the page; its lines were labelled one by one")


def read_html(
    source: bytes | str,
    given: Given = Given(),  # noqa: B008
    issues: tuple[Issue, ...] = (),
    *,
    max_bytes: int = MAX_BYTES,
) -> ReadPage:
    """The page of markup. Never raises on strange markup; bytes that are no text raise InputError.

    >>> page = read_html("<title>Goma falls</title><h1>Goma falls</h1><p>The M23 said on Monday that it held Goma.</p>")
    >>> page.document.text
    'Goma falls\\nThe M23 said on Monday that it held Goma.'
    >>> [block.role for block in page.blocks]
    ['headline', 'paragraph']
    """
    markup = _printable(decode(source, markup=True) if isinstance(source, bytes) else source)
    found = list(issues)
    if len(markup) > max_bytes:
        markup = markup[:max_bytes]
        found.append(too_large("the markup", max_bytes))
    parsed = _shortened(_parse(markup), found)
    text = joined(parsed.lines)
    meta = metadata_of(parsed.tree, given.url) if parsed.tree is not None else Metadata()
    published = _published(given, meta, text, found)
    long = "\n".join(line.text for line in parsed.lines if len(line.text) > 90 and line.links < 0.5)
    code = given.language or language_of(long, default=meta.language or "en")
    blocks = _blocks(parsed, meta, markup, text, code)
    if not blocks:
        found.append(_why_none(text, markup))
    document = Document(
        id=content_id("d", text, meta.url or given.url or ""),
        kind="html",
        text=text,
        url=given.url or meta.url,
        outlet=given.outlet or meta.outlet,
        title=given.title or meta.title,
        bylines=meta.authors,
        language=code,
        published=published,
    )
    return ReadPage(id=given.id or document.id, document=document, blocks=blocks, issues=tuple(found))


def read(source: Source) -> Iterator[ReadPage]:
    """The page of an HTML file."""
    with source.open() as stream:
        raw = stream.read(source.max_bytes + 1)
    issues = (too_large(source.name, source.max_bytes),) if len(raw) > source.max_bytes else ()
    yield read_html(cut(raw, source.max_bytes), source.given, issues, max_bytes=source.max_bytes)


def sniff(head: bytes) -> bool:
    """Whether bytes begin like markup."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return plain.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--")) or b"<body" in plain


READER = Reader(name="html", suffixes=(".html", ".htm", ".xhtml"), sniff=sniff, read=read)
