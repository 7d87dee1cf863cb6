"""Markup to visible text, a line for each line a reader sees, with what the tree says of where the line stands."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

SKIPPED = frozenset("script style head template noscript svg math object embed iframe canvas audio video".split())
"""Elements whose text no reader sees."""
BLOCK_TAGS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol br tr td th table figure figcaption section article header footer nav aside "
    "blockquote form title main button dl dt dd pre hr address fieldset legend details summary dialog center "
    "thead tbody tfoot caption option select textarea html body menu search hgroup".split()
)
"""Elements that begin and end a line."""
HEADS = frozenset("h1 h2 h3 h4 h5 h6".split())
PLACES = {
    "nav": "nav", "menu": "nav", "footer": "footer", "aside": "aside", "header": "header", "form": "form",
    "button": "form", "select": "form", "textarea": "form", "figure": "figure", "figcaption": "caption",
    "time": "byline", "article": "article", "main": "main", "blockquote": "quote", "table": "table", "li": "item",
    "address": "byline", "option": "form", "pre": "quote",
}  # fmt: skip
"""What an element's name says of the lines within."""
HINTS = (
    ("comments", r"comment|disqus|respond(?!er)|discussion|livefyre|coral"),
    ("related", r"relat|recirc|promo|teaser|recommend|popular|trending|most-?(?:read|viewed|pop)"
     r"|read-?(?:more|next|also)|more-?(?:from|stories|news|on|in|posts|articles|coverage)|see-?also|outbrain|taboola|upnext|up-next|latest|also-?read"),
    ("dirt", r"share|sharing|social|newsletter|sign-?up|subscri|cookie|consent|gdpr|breadcrumb|menu|\bnav|navbar|footer"
     r"|\bads?\b|\bads?[-_]|advert|sponsor|toolbar|\btags?\b|tag-?list|\btools?\b|\bbanner|print|paywall|modal|popup|overlay|widget"
     r"|skip|masthead|topbar|pagination|pager|copyright|disclaimer|donat|\blogo|search|sr-only|visually-?hidden|screen-?reader"),
    ("byline", r"by-?line|author|dateline|timestamp|time-?stamp|pub-?date|publish|posted-?(?:on|by)|\bdates?\b"
     r"|entry-?meta|article-?meta|post-?meta|contributor|writer|\bmeta\b|updated|entry-?date|post-?date|reporter|correspondent"),
    ("caption", r"caption|photo-?credit|img-?credit|image-?credit|media-?credit|\bcredit|cutline|legend"),
    ("standfirst", r"standfirst|sub-?title|\bdek\b|\bdeck\b|summary|stand-?first|sub-?head(?:line)?\b|excerpt|strapline"
     r"|tagline|description|\bintro\b|kicker-?text"),
    ("box", r"\bbox\b|(?:fact|info|analysis|explainer|side)-?box|\banalysis\b|\bexplainer\b"),
    ("aside", r"side-?bar|\baside\b|\brail\b|pull-?quote"),
    ("figure", r"\bfigure|wp-caption|gallery|image-?wrap|photo\b|media-?wrap"),
)  # fmt: skip
"""What words in class and id say of the lines within; markup is in English wherever the page is from."""
HINT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in HINTS))


@dataclass(slots=True)
class VisibleLine:
    """A line of visible text and where it stands.

    `places` are names of PLACES and HINTS around it; `holder` and `group` number the block element that holds it and
    the one around that; `family` is name and class of the latter.
    """

    text: str
    places: frozenset[str]
    tag: str
    holder: int
    group: int
    family: str = ""
    linked: int = 0
    strong: int = 0
    alt: bool = False
    start: int = 0
    end: int = 0

    @property
    def links(self) -> float:
        """Share of its characters that are a link."""
        return self.linked / max(1, len(self.text))


@dataclass(slots=True)
class _Frame:
    """A block element that is open: its name, its places, its number and that of the block around it."""

    tag: str
    places: frozenset[str]
    holder: int
    group: int
    family: str = ""
    inner: str = ""


@dataclass(slots=True)
class _Walker:
    """Collects lines while the tree is walked."""

    lines: list[VisibleLine] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    strong: int = 0
    in_link: int = 0
    in_strong: int = 0
    places: frozenset[str] = frozenset()
    first: _Frame | None = None

    def say(self, text: str | None, frame: _Frame, places: frozenset[str]) -> None:
        """Adds text to the line."""
        if not text:
            return
        solid = len(text) if not text.isspace() else 0
        self.parts.append(text)
        if solid:
            self.first = self.first or frame
            self.places = self.places | places
            self.linked += solid if self.in_link else 0
            self.strong += solid if self.in_strong else 0

    def end_line(self, *, alt: bool = False) -> None:
        """Closes the line, where it holds anything that can be seen."""
        if self.first is not None:
            text = " ".join("".join(self.parts).split())
            if text:
                frame = self.first
                line = VisibleLine(text, self.places, frame.tag, frame.holder, frame.group, frame.family, alt=alt)
                line.linked, line.strong = min(self.linked, len(text)), min(self.strong, len(text))
                self.lines.append(line)
        self.parts, self.linked, self.strong, self.places, self.first = [], 0, 0, frozenset(), None


@lru_cache(maxsize=8192)
def _said(words: str) -> frozenset[str]:
    """What the words of a class, id or role say."""
    return frozenset(match.lastgroup for match in HINT.finditer(words.lower()) if match.lastgroup)


def _hints(element: Any, tag: str) -> frozenset[str]:
    """What a block element's or link's name, class and id say."""
    place = PLACES.get(tag)
    names = frozenset((place,)) if place else frozenset[str]()
    if tag not in ("html", "body", "main", "article"):
        words = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role"))))
        if words:
            names |= _said(words[:300])
        if element.get("itemprop") in ("author", "datePublished", "dateModified"):
            names |= {"byline"}
    return names


def visible_lines(root: Any) -> list[VisibleLine]:
    """The lines of a tree (lxml), in order; alternative texts of images are lines too."""
    walker, number = _Walker(), 0
    stack: list[tuple[Any, bool, _Frame, frozenset[str]]] = []
    top = _Frame("body", frozenset(), 0, 0)
    stack.append((root, True, top, frozenset()))
    while stack:
        element, opening, frame, places = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if not opening:
            _close(walker, element, tag, frame, places)
            continue
        if not tag or tag in SKIPPED:
            walker.say(element.tail, frame, places)
            continue
        inner_frame, inner = frame, places | _hints(element, tag)
        if tag in BLOCK_TAGS:
            number += 1
            walker.end_line()
            if tag != "br":
                inner_frame = _Frame(
                    tag, inner, number, frame.holder, frame.inner, f"{tag}.{element.get('class') or ''}"
                )
        elif tag == "img":
            _say_alt(walker, element, frame, inner)
        walker.in_link += tag == "a"
        walker.in_strong += tag in ("b", "strong")
        walker.say(element.text, inner_frame, inner)
        stack.append((element, False, frame, places))
        if len(stack) < 100_000:
            stack.extend((child, True, inner_frame, inner) for child in reversed(element))
    walker.end_line()
    return walker.lines


def _close(walker: _Walker, element: Any, tag: str, frame: _Frame, places: frozenset[str]) -> None:
    walker.in_link -= tag == "a"
    walker.in_strong -= tag in ("b", "strong")
    if tag in BLOCK_TAGS:
        walker.end_line()
    if frame.tag != "body" or frame.holder:
        walker.say(element.tail, frame, places)


def _say_alt(walker: _Walker, element: Any, frame: _Frame, places: frozenset[str]) -> None:
    alt = element.get("alt")
    if alt and not alt.isspace():
        walker.end_line()
        walker.say(alt, frame, places)
        walker.end_line(alt=True)


def joined(lines: list[VisibleLine]) -> str:
    """The text of the lines, a line each; sets where each of them stands."""
    at = 0
    for line in lines:
        line.start, line.end = at, at + len(line.text)
        at = line.end + 1
    return "\n".join(line.text for line in lines)
