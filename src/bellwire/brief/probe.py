"""Whether a template prints a figure without who holds it: found by printing a brief of marked words with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html as lxml_html

from bellwire.brief.form import Account, Brief, Contested, Note, Part, Plotted, Ref, Section, Sentence, Source

ROWS = frozenset("tr li p dd dt td blockquote figcaption caption h1 h2 h3 h4 h5 h6 title".split())
"""Elements that are read as one line."""
_ITEM = re.compile(r"(?m)^(?=\s*(?:[-*+|>]|\d+[.)])\s?)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
"""What no reader of Markdown sees."""
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Marked words, and those of which one must stand in the row that they are printed in."""

    said: str
    beside: tuple[str, ...]
    lacks: str


def probe() -> tuple[Brief, tuple[Pair, ...]]:
    """A brief in which each word is found again, and which of its words must stand with which."""
    pairs: list[Pair] = []
    kinds = ("in_short", "new", "contested", "place", "figures", "people", "statements", "not_established")
    parts = tuple(
        Part(
            title=f"Ztitle{n}q",
            sections=tuple(_section(kind, f"{n}x{k}", pairs) for k, kind in enumerate(kinds)),
            method=f"Zmethod{n}q",
            counts={},
        )
        for n in (1, 2)
    )
    sources = tuple(
        Source(
            number=n, report=f"Zreport{n}q", outlet=f"Zoutlet{n}q", title=f"Zhead{n}q", when=f"Zwhen{n}q", copy_of=copy
        )
        for n, copy in ((91001, None), (91002, 91001), (91003, None))
    )
    pairs += [Pair(said=s.title, beside=(s.outlet, str(s.number)), lacks="the outlet of a source") for s in sources]
    plotted = (
        Plotted(number=81001, about="i-1", title="Zplot1q", type="ASSAULT", lat=1.0, lon=1.0, start="2024-05-02"),
    )
    return Brief(title="Zbriefq", parts=parts, sources=sources, plotted=plotted), tuple(pairs)


def _section(kind: str, n: str, pairs: list[Pair]) -> Section:
    sentences, accounts, notes = [], [], []
    for at, source in enumerate((91001, 91002, 91003)):
        refs = (Ref(source=source, report="Zr", record="Zf", words=f"Zrefwords{n}a{at}q"),)
        text, words, holder = f"Ztext{n}a{at}q", f"Zwords{n}a{at}q", f"Zholder{n}a{at}q"
        sentences.append(Sentence(text=text, refs=refs, about="i-1", holders=(holder,)))
        accounts.append(Account(holder=holder, words=words, when="–", refs=refs))
        pairs.append(Pair(said=text, beside=(str(source),), lacks="the number of its source"))
        pairs.append(Pair(said=words, beside=(holder,), lacks="its holder"))
        pairs.append(Pair(said=words, beside=(str(source),), lacks="the number of its source"))
        notes.append(Note(text=f"Znote{n}a{at}q", by=f"Zby{n}a{at}q"))
        pairs.append(Pair(said=notes[-1].text, beside=(notes[-1].by,), lacks="its author"))
    point = Contested(what=f"Zpoint{n}q", accounts=tuple(accounts))
    return Section(
        kind=kind,  # type: ignore[arg-type]
        head=f"Zsection{n}q",
        sentences=tuple(sentences),
        contested=(point,),
        notes=tuple(notes),
    )


def faults(printed: str, pairs: tuple[Pair, ...], *, is_html: bool) -> Iterator[str]:
    """What is wrong with a brief of marked words as a template printed it, each fault once."""
    rows = [row.casefold() for row in (_html_rows(printed) if is_html else _md_rows(printed))]
    told: set[str] = set()
    for pair in pairs:
        said = pair.said.casefold()
        mine = [row for row in rows if said in row]
        alone = [row for row in mine if not any(b.casefold() in row for b in pair.beside)]
        kind = re.sub(r"\d.*", "", pair.said)[1:]
        message = f"in what it prints, {NAMES.get(kind, kind)} stands without {pair.lacks} in the same line or row"
        if alone and message not in told:
            told.add(message)
            yield message
    whole = printed.casefold()
    for mark, what in (
        ("zmethod{}q", "how each part was made (part.method)"),
        ("9100{}", "the numbers of the sources"),
    ):
        if not all(mark.format(n) in whole for n in (1, 2)):
            yield f"in what it prints, {what} is missing"


NAMES = {
    "text": "a sentence",
    "words": "an account's figure",
    "note": "a note",
    "head": "the headline of a source",
}


def _md_rows(text: str) -> Iterator[str]:
    """Paragraphs, items of lists and rows of tables."""
    for paragraph in _PARAGRAPH.split(_COMMENT.sub("", text)):
        yield from filter(str.strip, _ITEM.split(paragraph))


def _html_rows(page: str) -> Iterator[str]:
    """The words of each row, with those that stand in none by their element; what attributes say as well."""
    tree = lxml_html.document_fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        own = [element.text or "", *(child.tail or "" for child in element), *map(str, element.attrib.values())]
        if any("z" in words.casefold() for words in own):
            yield _row_of(element, " ".join(own))


def _row_of(element: lxml_html.HtmlElement, own: str) -> str:
    """All words of the row that an element stands in: of a table's cell those of the whole table row."""
    rows = [e for e in (element, *element.iterancestors()) if e.tag in ROWS]
    row = next((e for e in rows if e.tag == "tr"), None)
    near = row if row is not None else rows[0] if rows else element
    attributes = " ".join(str(v) for e in near.iter() if isinstance(e.tag, str) for v in e.attrib.values())
    return f"{own} {near.text_content()} {attributes}"
