"""Rules that mend what the line model says of a page: what it cannot see, and what only the whole page tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from bellwire.clean.analysis import opens_box
from bellwire.clean.bylines import author_in, byline_strength, is_date_line
from bellwire.clean.features import Array
from bellwire.clean.furniture import signs
from bellwire.clean.segment import Line, words_of
from bellwire.knowledge import Language
from bellwire.model.words import ROLES, Role

AT = {role: number for number, role in enumerate(ROLES)}
DIRT = frozenset(("boilerplate", "related", "related_head", "list_head", "comment_head"))
SURE = 0.9
"""Confidence of a role that a rule gave."""


@dataclass(slots=True)
class Page:
    """A page's lines while they are labelled: roles, how sure each is, and what is known of the lines."""

    lines: Sequence[Line]
    roles: list[Role]
    sure: list[float]
    odds: Array
    signs: list[frozenset[str]]
    bylines: list[float]
    language: Language

    @property
    def body(self) -> list[int]:
        """Numbers of the lines that are long paragraphs: where the article surely is."""
        return [i for i, role in enumerate(self.roles) if role == "paragraph" and len(self.lines[i].text) >= 80]

    def put(self, number: int, role: Role, sure: float = SURE) -> None:
        """Gives a line a role."""
        self.roles[number], self.sure[number] = role, max(sure, float(self.odds[number, AT[role]]))


def start(lines: Sequence[Line], odds: Array, language: Language) -> Page:
    """The page as the model has it: for each line the likeliest role."""
    best = odds.argmax(axis=1) if len(lines) else np.zeros(0, dtype=int)
    found = [signs(line.text, language) for line in lines]
    return Page(
        lines=lines,
        roles=[cast("Role", ROLES[i]) for i in best],
        sure=[float(odds[n, i]) for n, i in enumerate(best)],
        odds=odds,
        signs=found,
        bylines=[byline_strength(line.text, language.code, f) for line, f in zip(lines, found, strict=True)],
        language=language,
    )


def _ends(text: str) -> bool:
    """Whether a line ends like a sentence."""
    return text.rstrip("\"'”’»)]")[-1:] in (".", "!", "?", "…")


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def headline(page: Page) -> int | None:
    """The headline: the likeliest line before the first paragraphs; its repetitions there are furniture of the page."""
    body = page.body
    until = body[min(1, len(body) - 1)] if body else len(page.lines)
    heads = [i for i in range(until) if 3 <= len(page.lines[i].text.split()) <= 30 and not page.bylines[i] >= 0.8]
    if not heads:
        return None
    best = max(heads, key=lambda i: (float(page.odds[i, AT["headline"]]), i))
    for i, role in enumerate(page.roles):
        if role == "headline" and i != best:
            nearby = i == best + 1 and page.odds[i, AT["headline"]] > 0.4
            second = cast("Role", ROLES[int(np.argsort(page.odds[i])[-2])])
            page.put(i, "headline" if nearby else second, 0.5)
    if page.odds[best, AT["headline"]] >= 0.15:
        page.put(best, "headline", 0.6)
        return best
    return None


def bylines(page: Page, head: int | None) -> None:
    """Lines between headline and text that say who and when; later ones only where their words leave no doubt."""
    body = page.body
    first = body[0] if body else len(page.lines)
    after = -1 if head is None else head
    for i, strength in enumerate(page.bylines):
        role = page.roles[i]
        if role == "byline" and strength < 0.25 and not after - 2 <= i <= first:
            page.put(i, "boilerplate", 0.5)
        elif after < i < first and role not in ("headline", "standfirst"):
            plain = not page.signs[i] & {"boilerplate", "related", "related_head", "list_head"}
            if strength >= 0.5 or (strength >= 0.25 and i <= after + 4 and plain):
                page.put(i, "byline", 0.8)
        elif i > first and _signs_box(page, i):
            page.put(i, "byline", 0.8)
        elif strength >= SURE and i < first and is_date_line(page.lines[i].text) and i >= after - 2:
            page.put(i, "byline", 0.7)


def _signs_box(page: Page, number: int) -> bool:
    """Whether a line after the first paragraph names the author of an analysis box, at its head or under it."""
    text = page.lines[number].text
    if opens_box(text, page.language):
        return True
    return bool(re.match(r"[-–—]{1,2} ?[A-ZÀ-Þ]", text)) and author_in(text, page.language.code) is not None


def standfirst(page: Page, head: int | None) -> None:
    """The line under the headline where a byline follows, or a longer line above a headline that the text follows."""
    if head is None or head + 2 >= len(page.lines):
        return
    under = page.lines[head + 1].text
    plain = page.roles[head + 1] not in ("byline", "caption") and not page.signs[head + 1] & DIRT
    if not plain or len(under.split()) < 4 or len(under) > 300:
        return
    if page.roles[head + 2] == "byline":
        page.put(head + 1, "standfirst", 0.8)
    elif page.roles[head + 2] == "paragraph" and not _ends(under) and len(under) < 120:
        first_longer = len(page.lines[head].text) > 1.2 * len(under)
        page.put(head, "standfirst" if first_longer else "headline", 0.5)
        page.put(head + 1, "headline" if first_longer else "standfirst", 0.5)


def doubled_captions(page: Page) -> None:
    """An image's alternative text and its caption: neighbours that are the same, or share words and end in no stop."""
    for i in range(1, len(page.lines)):
        one, two = page.lines[i - 1].text, page.lines[i].text
        if len(two.split()) < 4 or len(one.split()) < 4 or page.lines[i].gap > 1 or len(one) > 400:
            continue
        same = _bare(one) == _bare(two)
        mine, other = words_of(one), words_of(two)
        alike = mine and other and len(mine & other) >= 0.4 * min(len(mine), len(other))
        close = alike and page.lines[i].gap == 0 and not _ends(one) and (not _ends(two) or len(two) < 160)
        inside = page.body and page.body[0] - 4 <= i <= page.body[-1] + 1
        if inside and (same or close) and "headline" not in page.roles[i - 1 : i + 1]:
            page.put(i - 1, "caption")
            page.put(i, "caption")


def words_of_furniture(page: Page) -> None:
    """Short lines whose words leave no doubt: teasers with their mark, buttons, forms, credits."""
    body = page.body
    first, last = (body[0], body[-1]) if body else (len(page.lines), -1)
    for i, (line, found) in enumerate(zip(page.lines, page.signs, strict=True)):
        role, short = page.roles[i], len(line.text) < 160
        if not short or role == "headline":
            continue
        words = len(line.text.split())
        if "related" in found and not _ends(line.text) and first < i and words >= 3:
            page.put(i, "related")
        elif "boilerplate" in found and not _long(line.text) and not ("caption" in found and words > 9):
            page.put(i, "boilerplate", 0.8)
        elif len(re.findall(r" [|›·•] ", line.text)) >= 2 and not _long(line.text) and page.bylines[i] < 0.5:
            page.put(i, "boilerplate", 0.8)
        elif role == "related" and i < min(10, first):
            page.put(i, "boilerplate", 0.6)
        elif "related_head" in found and first < i and words <= 5:
            page.put(i, "related", 0.6)
        elif "list_head" in found and first < i and words <= 5:
            page.put(i, "boilerplate", 0.6)
        elif "caption" in found and first - 6 <= i <= last + 1 and (not _ends(line.text) or role != "paragraph"):
            page.put(i, "caption", 0.75)


def lists(page: Page) -> None:
    """What follows the head of a list of teasers is a teaser, up to a line of another sort."""
    listing = False
    for i, (line, found) in enumerate(zip(page.lines, page.signs, strict=True)):
        words = len(line.text.split())
        if found & {"related_head", "list_head"} and words <= 5 and page.roles[i] in ("related", "boilerplate"):
            listing = True
        elif page.roles[i] not in ("related", "boilerplate", "heading") or "boilerplate" in found or words < 3:
            listing = False
        elif listing:
            page.put(i, "related", 0.6)


def _long(text: str) -> bool:
    return len(text) > 120 and _ends(text)


def headings_and_teasers(page: Page) -> None:
    """Short lines between paragraphs: heads are short, quote or ask; teasers of other stories share no words with them."""
    body = page.body
    if len(body) < 2:
        return
    about = frozenset[str]().union(*(words_of(page.lines[i].text) for i in body))
    for i in range(body[0] + 1, body[-1]):
        line = page.lines[i]
        role, words = page.roles[i], len(line.text.split())
        if (
            role not in ("heading", "related", "paragraph", "standfirst", "headline")
            or words > 18
            or len(line.text) > 120
        ):
            continue
        if page.signs[i] & {"related", "boilerplate", "related_head", "list_head"} or (
            _ends(line.text) and line.text[-1] != "?"
        ):
            continue
        if page.bylines[i] >= 0.8:
            continue
        heads = (
            float(page.odds[i, AT["heading"]])
            + (0.2 if words <= 5 else 0.0)
            + (0.3 if line.text[0] in "‘“'\"" else 0.0)
        )
        own = words_of(line.text)
        foreign = len(own - about) / max(1, len(own))
        teaser = float(page.odds[i, AT["related"]]) + (0.3 if foreign > 0.5 and words >= 5 else 0.0)
        page.put(i, "heading" if heads >= teaser else "related", 0.6)


def _between(page: Page, number: int) -> bool:
    """Whether a line reads like a head and stands before a paragraph, or a byline or caption and then a paragraph."""
    text = page.lines[number].text
    if not (text[0].isupper() or text[0] in "‘“'\"") or not re.search(r"[^\W\d_]{2}", text):
        return False
    if page.odds[number, AT["boilerplate"]] > 0.9:
        return False
    for i in range(number + 1, min(number + 4, len(page.lines))):
        if page.roles[i] == "paragraph" or opens_box(page.lines[i].text, page.language):
            return True
        if page.roles[i] not in ("byline", "caption"):
            return False
    return False


def comments(page: Page) -> None:
    """What follows the head of the readers' comments: lines like `Name: text` or `Name says: text`."""
    body = page.body
    last, opened = (body[-1] if body else -1), False
    for i in range(last + 1, len(page.lines)):
        line, found = page.lines[i], page.signs[i]
        named = re.match(r"[^:]{2,40}(?<!https)(?<!http): \S.{3,}", line.text)
        opened = opened or "comment_head" in found
        spoken = "comment" in found or (opened and named is not None and "related" not in found)
        if spoken and not found & {"boilerplate", "comment_head"}:
            page.put(i, "comment", 0.8)
        elif "comment_head" in found and page.roles[i] in ("comment", "heading", "paragraph"):
            page.put(i, "boilerplate", 0.8)


def last_paragraphs(page: Page) -> None:
    """A short sentence between paragraphs is a paragraph."""
    body = page.body
    for i in range(body[0] + 1, body[-1]) if body else ():
        line = page.lines[i]
        plain = not page.signs[i] and page.bylines[i] < 0.5 and line.text[0].isupper()
        if (
            plain
            and page.roles[i] in ("boilerplate", "comment", "related")
            and _ends(line.text)
            and len(line.text) > 40
        ):
            page.put(i, "paragraph", 0.6)


def mended(page: Page) -> Page:
    """The page after all rules."""
    words_of_furniture(page)
    head = headline(page)
    bylines(page, head)
    standfirst(page, head)
    lists(page)
    headings_and_teasers(page)
    last_paragraphs(page)
    doubled_captions(page)
    comments(page)
    return page
