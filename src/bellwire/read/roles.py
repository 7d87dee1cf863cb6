"""Roles of a marked-up page's lines: from where the article lies, and from what the tree says of each line."""

import re
from collections import Counter
from dataclasses import dataclass

from bellwire.clean.bylines import byline_strength, has_date
from bellwire.clean.furniture import signs
from bellwire.knowledge import Language
from bellwire.model.words import Role
from bellwire.read.dom import HEADS, VisibleLine
from bellwire.read.metadata import Metadata

FULL = 60
"""Characters from which on a line of the article's own container is taken for a paragraph."""
DIRT = frozenset(("dirt", "related", "comments", "nav", "footer", "form"))
Said = tuple[Role, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a page's article lies: its headline, first and last paragraph, and the containers of its paragraphs."""

    lines: list[VisibleLine]
    core: list[bool]
    head: int | None
    first: int
    last: int
    groups: frozenset[int]
    families: frozenset[str]
    found: list[frozenset[str]]
    description: str
    authors: tuple[str, ...]
    language: Language


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _title_score(line: VisibleLine, titles: tuple[str, ...]) -> float:
    """How much a line looks like the page's headline."""
    own = _bare(line.text)
    same = 0.0
    for title in titles:
        bare = _bare(title)
        if own == bare:
            same = max(same, 3.0)
        elif len(own) > 15 and (bare.startswith(own) or own.startswith(bare)):
            same = max(same, 2.0)
    score = same + (1.5 if line.tag == "h1" else 0.5 if line.tag == "h2" else 0.0)
    return score - 2.0 * bool(line.places & DIRT) - (2.0 if line.alt else 0.0)


def headline_of(lines: list[VisibleLine], core: list[bool], meta: Metadata) -> int | None:
    """The headline's line; None where none is like one."""
    long = [i for i, is_core in enumerate(core) if is_core and len(lines[i].text) > FULL and lines[i].tag not in HEADS]
    until = long[0] if long else len(lines)
    scored = [(_title_score(lines[i], meta.titles), i) for i in range(min(until + 1, len(lines)))]
    best = max(scored, key=lambda pair: (pair[0], pair[1]), default=(0.0, 0))
    if best[0] < 1.5:
        return None
    ties = [i for score, i in scored if score >= best[0] - 0.1]
    return ties[-1]


def layout_of(lines: list[VisibleLine], core: list[bool], meta: Metadata, language: Language) -> Layout | None:
    """Where the article lies; None where no line is the article's."""
    head = headline_of(lines, core, meta)
    start = -1 if head is None else head
    texts = [i for i, is_core in enumerate(core) if is_core and i > start]
    solid = [i for i in texts if len(lines[i].text) >= FULL and lines[i].tag not in HEADS] or texts
    if not solid:
        return None
    sizes, kin = Counter[int](), Counter[str]()
    for i in solid:
        sizes[lines[i].group] += len(lines[i].text)
        kin[lines[i].family] += len(lines[i].text)
    total = sum(sizes.values())
    groups = frozenset(group for group, size in sizes.items() if size >= 0.2 * total)
    families = frozenset(name for name, size in kin.items() if size >= 0.3 * total and "." in name[:-1])
    first = next((i for i in solid if not _above_text(lines, i, start, meta)), solid[0])
    found = [signs(line.text, language) for line in lines]
    own = [i for i in range(texts[-1], len(lines)) if lines[i].family in families and reads_like_text(lines[i])]
    last = max((texts[-1], *own))
    return Layout(
        lines, core, head, first, last, groups, families, found, _bare(meta.description or ""), _names(meta), language
    )


def _names(meta: Metadata) -> tuple[str, ...]:
    return tuple(_bare(name) for name in meta.authors if len(name.split()) > 1)


def reads_like_text(line: VisibleLine) -> bool:
    """Whether a line is long, ends like a sentence, has few links and stands in no menu, list of teasers or form."""
    apart = set() if "box" in line.places else {"aside"}
    if line.links > 0.3 or line.alt or line.places & (DIRT | {"figure", "caption"} | apart):
        return False
    return (
        len(line.text) >= FULL
        and line.tag in ("p", "div", "blockquote")
        and line.text.rstrip("\"”’')")[-1:] in (".", "!", "?", "…", ":")
    )


def plain_core(lines: list[VisibleLine]) -> list[bool]:
    """The lines of the container that holds most running text: what stands in for an article that was not found."""
    sizes = Counter[int]()
    for line in lines:
        if reads_like_text(line):
            sizes[line.group] += len(line.text)
    best = max(sizes, key=lambda group: (sizes[group], -group), default=-1)
    return [line.group == best and reads_like_text(line) for line in lines]


def best_core(lines: list[VisibleLine], core: list[bool]) -> list[bool]:
    """The lines found to be the article's; those of the largest text where they are a small part beside it."""
    plain = plain_core(lines)
    size = sum(len(line.text) for line, is_core in zip(lines, core, strict=True) if is_core)
    other = sum(len(line.text) for line, is_core in zip(lines, plain, strict=True) if is_core)
    return plain if size < 1000 and other > 3 * size else core


def _above_text(lines: list[VisibleLine], number: int, head: int, meta: Metadata) -> bool:
    """Whether a line is one that stands between headline and text: a standfirst has a byline under it."""
    line = lines[number]
    if number == head + 1 and len(line.text) < 250 and number + 1 < len(lines):
        under = lines[number + 1]
        names = any(_bare(under.text).startswith(name) for name in _names(meta))
        if names or byline_strength(under.text) >= 0.5 or ("byline" in under.places and len(under.text) < 160):
            return True
    return bool(line.places & {"standfirst", "byline", "caption", "figure"}) or byline_strength(line.text) >= 0.8


def roles_of(layout: Layout) -> list[Said]:
    """Role and confidence of each line."""
    found: list[Said] = []
    for number in range(len(layout.lines)):
        if number == layout.head:
            found.append(("headline", 0.95))
        elif layout.core[number] and number > (-1 if layout.head is None else layout.head):
            found.append(_of_article(layout, number))
        elif (layout.first if layout.head is None else layout.head) < number <= layout.last + 6:
            found.append(_within(layout, number))
        else:
            found.append(_outside(layout, number))
    return _lists(layout, _captions_doubled(layout, found))


def _lists(layout: Layout, found: list[Said]) -> list[Said]:
    """Teasers are what follows the head of a list of teasers, up to a line of another sort."""
    listing = False
    for number, line in enumerate(layout.lines):
        signed, role = layout.found[number], found[number][0]
        if (
            signed & {"related_head", "list_head"}
            and role in ("related", "boilerplate")
            and len(line.text.split()) <= 6
        ):
            listing = True
        elif role not in ("related", "boilerplate") or line.tag in HEADS or line.places & {"footer", "form"}:
            listing = False
        elif listing and role == "boilerplate" and len(line.text.split()) >= 3 and "boilerplate" not in signed:
            found[number] = ("related", 0.6)
    return found


def _of_article(layout: Layout, number: int) -> Said:
    """The role of a line that the article's text has."""
    line, found = layout.lines[number], layout.found[number]
    early, words = number < layout.first, len(line.text.split())
    if (line.places & {"related", "comments"} and line.links > 0.7) or ("related" in found and line.links > 0.6):
        return ("related", 0.7)
    if words < 8 and _is_dirt(layout, number):
        return ("related" if "related" in found and words > 2 else "boilerplate", 0.7)
    if "related" in found and words <= 16 and line.text[-1] not in '.”"':
        return ("related", 0.7)
    if "caption" in line.places or ("figure" in line.places and len(line.text) < 400):
        return ("caption", 0.9)
    if _is_byline(layout, number):
        return ("byline", 0.85)
    if early and _is_standfirst(layout, number):
        return ("standfirst", 0.8)
    if line.tag in HEADS and line.tag != "h1" and words <= 25:
        return ("heading", 0.9) if number > layout.first else ("standfirst", 0.6)
    if line.strong >= 0.9 * len(line.text) and words <= 14 and line.text[-1] not in '.,:;!”"':
        return ("heading", 0.7) if number > layout.first else ("paragraph", 0.6)
    if "related_head" in found and words <= 5:
        return ("related", 0.6)
    return ("paragraph", 0.95)


def _is_dirt(layout: Layout, number: int) -> bool:
    """Whether a short line that trafilatura took along is a button, a tag or a sharing link."""
    line, found = layout.lines[number], layout.found[number]
    if line.tag in HEADS or line.text[-1] in '.!?”"':
        return "boilerplate" in found and bool(line.places & DIRT)
    after = not any(layout.core[i] and len(layout.lines[i].text) >= FULL for i in range(number, len(layout.lines)))
    return "boilerplate" in found or "related" in found or (line.links > 0.8 and after)


def _is_byline(layout: Layout, number: int) -> bool:
    """Whether a line says who wrote the article, or when."""
    line, bare = layout.lines[number], _bare(layout.lines[number].text)
    if line.alt or line.places & {"related", "comments", "nav", "footer"} or len(line.text) > 160:
        return False
    strength, near = byline_strength(line.text), number < layout.first
    if near and any(bare.startswith((name, f"by {name}")) for name in layout.authors):
        return True
    if near and len(bare.split()) <= 20 and line.places & {"byline"} and "boilerplate" not in layout.found[number]:
        return len(bare.split()) > 1
    return strength >= 0.8 or (near and (strength >= 0.5 or (has_date(line.text) and len(bare.split()) <= 10)))


def _is_standfirst(layout: Layout, number: int) -> bool:
    line = layout.lines[number]
    bare = _bare(line.text)
    if line.linked > 0.5 * len(line.text) or len(bare) < 25 or line.alt:
        return False
    if number - 1 == layout.head and _is_byline(layout, number + 1) and len(line.text) < 250:
        return True
    return "standfirst" in line.places or bool(bare and (bare == layout.description or _close(layout, bare)))


def _close(layout: Layout, bare: str) -> bool:
    return len(layout.description) > 40 and (
        bare.startswith(layout.description[:-3]) or layout.description.startswith(bare)
    )


def _within(layout: Layout, number: int) -> Said:
    """The role of a line between headline and the end of the article that the article's text lacks."""
    line, found = layout.lines[number], layout.found[number]
    early, words = number < layout.first, len(line.text.split())
    if "comments" in line.places and number > layout.last:
        return _outside(layout, number)
    if line.alt:
        return ("caption", 0.6) if words >= 3 and not found & {"boilerplate"} else ("boilerplate", 0.7)
    if (
        line.places & {"caption", "figure"}
        and words >= 3
        and "related" not in line.places
        and "boilerplate" not in found
    ):
        return ("caption", 0.8)
    strength = byline_strength(line.text)
    if _is_byline(layout, number):
        return ("byline", 0.8)
    if early and not line.places & {"nav", "footer", "related", "form"} and words <= 25:
        if strength >= 0.5 or ("byline" in line.places and "boilerplate" not in found and words >= 2):
            return ("byline", 0.75)
        if _is_standfirst(layout, number) or (line.tag == "h2" and words >= 6 and line.links < 0.5):
            return ("standfirst", 0.7)
        if strength >= 0.25 and number <= (layout.head or 0) + 3 and line.tag not in ("li", "button"):
            return ("byline", 0.5)
    if strength >= 0.9 and number <= layout.last + 1:
        return ("byline", 0.7)
    if _is_heading(layout, number):
        return ("heading", 0.7)
    if _is_own(layout, number):
        return ("paragraph", 0.7)
    return _outside(layout, number)


def _is_heading(layout: Layout, number: int) -> bool:
    """Whether a line is a head within the article that its text lacks."""
    line, found = layout.lines[number], layout.found[number]
    apart = set() if "box" in line.places else {"aside"}
    if line.tag not in HEADS - {"h1"} or line.links > 0.5 or line.places & (DIRT | apart):
        return False
    if found & {"related_head", "list_head", "comment_head", "boilerplate"} or not layout.first < number < layout.last:
        return False
    near = range(number + 1, min(number + 5, len(layout.lines)))
    return any(layout.core[i] or _is_own(layout, i) for i in near)


def _is_own(layout: Layout, number: int) -> bool:
    """Whether a line stands among the article's paragraphs, in their container, and reads like one."""
    line, found = layout.lines[number], layout.found[number]
    kin = line.group in layout.groups or line.family in layout.families
    if not kin and not ("box" in line.places and number < layout.last):
        return False
    return reads_like_text(line) and number >= layout.first and not found & {"boilerplate", "related", "comment_head"}


def _outside(layout: Layout, number: int) -> Said:
    """The role of a line that is no part of the article."""
    line, found, words = layout.lines[number], layout.found[number], len(layout.lines[number].text.split())
    if "comments" in line.places and number > layout.last and not line.alt:
        dirt = found & {"boilerplate", "comment_head"} or line.places & {"form"} or words < 2 or line.tag in HEADS
        return ("boilerplate", 0.7) if dirt else ("comment", 0.8)
    if line.alt or line.places & {"form", "footer"} or "boilerplate" in found - {"related_head"}:
        return ("boilerplate", 0.8)
    if "related" in found and words >= 3:
        return ("related", 0.8)
    if "related_head" in found and words <= 6 and number > layout.first:
        return ("related", 0.55)
    if "list_head" in found:
        return ("boilerplate", 0.55)
    linked = line.links > 0.6 or "related" in line.places
    enough = 3 if line.places & {"related", "aside"} else 5
    if linked and words >= enough and "nav" not in line.places:
        return ("related", 0.7)
    return ("boilerplate", 0.8)


def _captions_doubled(layout: Layout, found: list[Said]) -> list[Said]:
    """An image's alternative text is a caption where a caption with some of its words stands next to it."""
    for number, line in enumerate(layout.lines):
        if not line.alt:
            continue
        near = [i for i in (number - 1, number + 1, number + 2) if 0 <= i < len(found) and found[i][0] == "caption"]
        own = set(_bare(line.text).split())
        if any(own & set(_bare(layout.lines[i].text).split()) for i in near) and len(own) >= 3:
            found[number] = ("caption", 0.8)
    return found
