"""Text to a document: the text itself, decoded, with line ends as `\\n`, nothing else touched."""

import re
from collections.abc import Iterator

from bellwire.clean.bylines import byline_strength, date_in, ends_with_date
from bellwire.clean.furniture import signs
from bellwire.clean.segment import lines_of, segments
from bellwire.errors import InputError
from bellwire.model import Document, Issue, Published, content_id
from bellwire.model.words import Kind
from bellwire.read.decode import cut, decode, is_binary
from bellwire.read.language import language_of
from bellwire.read.outlet import outlet_in
from bellwire.read.page import MAX_TEXT, Given, Reader, ReadPage, Source, checked_date

DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ’' .-]{2,30}(?:, [A-Z][\w’ .-]{1,30})?,? [\w., ]{6,24}\d{4}\s*(?:\([^)]{1,40}\))?\s*[-–—] "
)
"""An agency's dateline with its year: "PORT SUDAN, March 18, 2025 (Reuters) - "."""
MENU = re.compile(r"\S(?:\s*[|·•/>]\s*|\s{2,}|\t)\S[^|·•/>\t]*(?:[|·•/>]|\s{2,}|\t)\s*\S")
"""Three or more entries on a line, parted by strokes, dots or wide gaps: a menu or a trail of crumbs."""
LONG_LINE = 90
"""Characters from which on a line counts as running text."""


def kind_of(text: str) -> Kind:
    """Whether a text is an article alone or the visible text of a whole page.

    >>> kind_of("Rebels take Bunagana\\n\\nThe M23 said on Monday that its men had entered the town on the border.")
    'article'
    >>> kind_of("Skip to content\\nHome | World | Sport\\nRebels take Bunagana\\nThe M23 said on Monday that it had "
    ...         "entered the town.\\nShare this article\\nLeave a reply")
    'page'
    """
    blocks = segments(text[:200_000])
    dirt = {"boilerplate", "related", "related_head", "comment_head"}
    lines = [line.text for block in blocks for line in block[:1]]
    dirty = sum(1 for line in lines if signs(line) & dirt and len(line) < LONG_LINE)
    short = sum(1 for line in lines if len(line) < 40 and line[-1] not in '.!?"”’:')
    if dirty >= 2 or any(len(line) < LONG_LINE and MENU.search(line) for line in lines[:5]):
        return "page"
    return "page" if len(lines) >= 15 and short > 0.5 * len(lines) else "article"


def published_in(text: str, kind: Kind) -> str | None:
    """The date that a byline near the head of the text gives in full; None where none is sure.

    >>> published_in("Rebels take Bunagana\\nBy Salma Idris | 13 June 2022, 09:14 GMT\\nThe M23 said so.", "page")
    '2022-06-13T09:14:00Z'
    >>> published_in("Rebels took Bunagana on 13 June 2022. The army fled.", "article") is None
    True
    """
    lines = lines_of(text[:40_000])
    first = next(
        (i for i, line in enumerate(lines) if len(line.text) > LONG_LINE and line.text[-1] in '.”"'), len(lines)
    )
    near = lines[: first if kind == "article" else min(len(lines), first + 3)]
    lead = DATELINE.match(lines[first].text) if first < len(lines) else None
    heads = [line.text for line in near if _dates_the_page(line.text)] + ([lead.group()] if lead else [])
    return next((found for head in heads if (found := date_in(head))), None)


def _dates_the_page(line: str) -> bool:
    """Whether a line is a byline, or a short line that ends with its date ("Bulletin no. 88, 11 September 2025")."""
    return byline_strength(line) >= 0.5 or ends_with_date(line)


def published_of(text: str, kind: Kind, given: Given, issues: list[Issue]) -> Published:
    """The date given, else the date that the text gives; a date given that is none becomes an issue."""
    if given.published:
        try:
            return Published(value=checked_date(given.published), from_="given")
        except InputError as error:
            issues.append(Issue(code="bad_date", message=f"published: {error}"))
            return Published()
    found = published_in(text, kind)
    return Published(value=found, from_="text") if found else Published()


def read_text(text: str, given: Given = Given(), issues: tuple[Issue, ...] = ()) -> ReadPage:  # noqa: B008
    """The page of a text; `kind` and `language` are judged from the text where they are not given.

    >>> page = read_text("Rebels take Bunagana\\r\\n\\r\\nThe M23 said so.", Given(published="2022-06-13"))
    >>> page.document.text, page.document.kind, page.document.published.value
    ('Rebels take Bunagana\\n\\nThe M23 said so.', 'article', '2022-06-13')
    """
    text = re.sub(r"\r\n?", "\n", text)
    found = list(issues)
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
        found.append(too_long())
    kind: Kind = given.kind if given.kind in ("article", "page") else kind_of(text)
    document = Document(
        id=content_id("d", text),
        kind=kind,
        text=text,
        url=given.url,
        outlet=given.outlet or (outlet_in(text) if kind == "page" else None),
        title=given.title,
        language=given.language or language_of(_body(text)),
        published=published_of(text, kind, given, found),
    )
    if not text.strip():
        found.append(Issue(code="empty", message="the page has no text"))
    return ReadPage(id=given.id or document.id, document=document, issues=tuple(found))


def _body(text: str) -> str:
    """The longest lines of a text: what tells its language, unlike menus."""
    long = [line.text for line in lines_of(text[:100_000]) if len(line.text) > LONG_LINE]
    return "\n".join(long) or text[:4000]


def too_large(name: str, limit: int) -> Issue:
    """The issue that says that only the first part of a page was read."""
    message = f"{name} is larger than {limit:,} bytes; only the first {limit:,} were read (setting: max_page_mb)"
    return Issue(code="too_large", message=message)


def too_long() -> Issue:
    """The issue that says that only the first part of a page's text was kept."""
    return Issue(code="too_large", message=f"the page has more text than {MAX_TEXT:,} characters; only those were read")


def read(source: Source) -> Iterator[ReadPage]:
    """The page of a text file; raises InputError where its bytes are no text."""
    with source.open() as stream:
        raw = stream.read(source.max_bytes + 1)
    issues = (too_large(source.name, source.max_bytes),) if len(raw) > source.max_bytes else ()
    yield read_text(decode(cut(raw, source.max_bytes), name=source.name), source.given, issues)


def sniff(head: bytes) -> bool:
    """Whether bytes may be text."""
    return not is_binary(head)


READER = Reader(name="text", suffixes=(".txt", ".text"), sniff=sniff, read=read)
