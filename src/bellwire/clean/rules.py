"""Rules that mend what the line model says of a page: what it cannot see, and what only the whole page tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from bellwire.clean.analysis import opens_box
from bellwire.clean.bylines import author_in, byline_strength, has_date, is_date_line
from bellwire.clean.features import Array
from bellwire.clean.furniture import signs
from bellwire.clean.segment import Line, words_of
from bellwire.knowledge import Language
from bellwire.model.words import ROLES, Role

AT = {role: number for number, role in enumerate(ROLES)}
DIRT = frozenset(("boilerplate", "related", "related_head", "list_head", "comment_head"))
HEADLINE = 0.9
"""Score from which on a line is taken for the headline (half of the desk's pages, 2026-11)."""
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
    says: list[bool]
    language: Language

    @property
    def body(self) -> list[int]:
        """Numbers of the lines that are long paragraphs: where the article surely is, without readers' comments."""
        lengths = {i: len(self.lines[i].text) for i, role in enumerate(self.roles) if role == "paragraph"}
        long = min(80, max(lengths.values(), default=0))
        found = [i for i, length in lengths.items() if length >= long]
        heads = [i for i, signed in enumerate(self.signs) if "comment_head" in signed or self.says[i]]
        cut = next((h for h in heads if sum(i < h for i in found) >= max(2, 0.6 * len(found))), len(self.lines))
        return [i for i in found if i < cut]

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
        says=[_says(line.text) for line in lines],
        language=language,
    )


def sentences_at_least(page: Page) -> None:
    """On a page without a paragraph, lines that are sentences become paragraphs: the model hardly knows short pages."""
    if "paragraph" in page.roles:
        return
    for number, line in enumerate(page.lines):
        furniture = _is_furniture(line.text, page.signs[number], page.bylines[number]) or page.says[number]
        if len(line.text.split()) >= 6 and _ends(line.text) and not furniture:
            page.put(number, "paragraph", 0.5)


def _ends(text: str) -> bool:
    """Whether a line ends like a sentence."""
    return text.rstrip("\"'”’»)]")[-1:] in (".", "!", "?", "…")


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _headline_score(page: Page, number: int, about: frozenset[str]) -> float:
    """How much a line above the text looks like its headline: the model, the text's words, a byline below."""
    line, found = page.lines[number], page.signs[number]
    words, own = len(line.text.split()), words_of(line.text)
    if not 3 <= words <= 32 or page.bylines[number] >= 0.8 or len(line.text) > 220:
        return 0.0
    under = page.bylines[number + 1 : number + 4]
    score = 2.0 * float(page.odds[number, AT["headline"]])
    score += len(own & about) / max(1, len(own)) if len(own) > 1 else 0.0
    score += 0.5 * any(b >= 0.5 for b in under) + 0.3 * (5 <= words <= 20)
    return score - 0.5 * (line.text[-1] in ".:;,") - bool(found & DIRT) - 0.6 * ("caption" in found)


def headline(page: Page) -> int | None:
    """The headline: the best line above the first paragraphs; other headlines of the model get its next best role."""
    body = page.body
    until = body[min(1, len(body) - 1)] if body else len(page.lines)
    about = frozenset[str]().union(*(words_of(page.lines[i].text) for i in body[:5]))
    scored = [(_headline_score(page, i, about), i) for i in range(until)]
    score, best = max(scored, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    head = best if score >= HEADLINE else None
    for i, role in enumerate(page.roles):
        if role == "headline" and i != head:
            second = cast("Role", ROLES[int(np.argsort(page.odds[i])[-2])])
            nearby = head is not None and i == head + 1 and float(page.odds[i, AT["headline"]]) > 0.4
            page.put(i, "headline" if nearby else second, 0.5)
    if head is not None:
        page.put(head, "headline", 0.6)
    return head


def bylines(page: Page, head: int | None) -> None:
    """Lines between headline and text that say who and when; later ones only where their words leave no doubt."""
    body = page.body
    first = next((i for i in body if head is None or i > head), len(page.lines))
    for i, strength in enumerate(page.bylines):
        role = page.roles[i]
        if head is not None and head < i < first and role not in ("headline", "standfirst"):
            plain = not page.signs[i] & DIRT
            if strength >= 0.5 or (plain and i <= head + 4 and (strength >= 0.25 or _is_agency(page, i, head))):
                page.put(i, "byline", 0.8)
        elif i > first and _signs_box(page, i):
            page.put(i, "byline", 0.8)
        elif role == "byline" and strength < 0.5:
            page.put(i, "boilerplate", 0.5)


def _is_agency(page: Page, number: int, head: int) -> bool:
    """Whether a short line of capitalised words right under the headline names an agency or outlet."""
    words = page.lines[number].text.split()
    return number <= head + 2 and len(words) <= 5 and all(w[0].isupper() or not w[0].isalnum() for w in words)


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
    caption = page.roles[head + 1] == "caption" and page.sure[head + 1] >= 0.5
    named = page.roles[head + 1] == "byline" or page.bylines[head + 1] >= 0.5
    plain = not named and not caption and not page.signs[head + 1] & DIRT
    if not plain or len(under.split()) < 4 or len(under) > 300:
        return
    if page.bylines[head + 2] >= 0.25 and page.bylines[head + 1] < 0.25:
        page.put(head + 1, "standfirst", 0.8)
    elif page.roles[head + 2] == "paragraph" and not _ends(under) and len(under) < 120:
        first_longer = len(page.lines[head].text) > 1.2 * len(under)
        page.put(head, "standfirst" if first_longer else "headline", 0.5)
        page.put(head + 1, "headline" if first_longer else "standfirst", 0.5)


def doubled_captions(page: Page) -> None:
    """An image's alternative text and its caption: neighbours that are the same, or share words and end in no stop."""
    body = page.body
    for i in range(1, len(page.lines)):
        one, two = page.lines[i - 1].text, page.lines[i].text
        if len(two.split()) < 4 or len(one.split()) < 4 or page.lines[i].gap > 1 or len(one) > 400:
            continue
        same = _bare(one) == _bare(two)
        mine, other = words_of(one), words_of(two)
        alike = mine and other and len(mine & other) >= 0.4 * min(len(mine), len(other))
        close = alike and page.lines[i].gap == 0 and not _ends(one) and (not _ends(two) or len(two) < 160)
        inside = body and body[0] - 4 <= i <= body[-1] + 1
        if inside and (same or close) and "headline" not in page.roles[i - 1 : i + 1]:
            page.put(i - 1, "caption")
            page.put(i, "caption")


def single_captions(page: Page, head: int | None) -> None:
    """A long line above the text, or one without a stop under an analyst's name, is the caption of a picture there."""
    body = page.body
    if not body or head is None:
        return
    for i in range(head + 1, body[-1]):
        line, role = page.lines[i], page.roles[i]
        if role not in ("boilerplate", "related") or page.signs[i] & DIRT or len(line.text.split()) < 7:
            continue
        boxed = page.roles[i - 1] == "byline" and i > body[0] and not _ends(line.text)
        if boxed or (i < body[0] and len(line.text.split()) >= 10):
            page.put(i, "caption", 0.5)
    if body[0] <= head + 6 and page.lines[body[0]].text.endswith(")") and len(page.lines[body[0]].text) < 300:
        page.put(body[0], "caption", 0.6)


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
        elif "related_head" in found and first < i and words <= 5:
            page.put(i, "related", 0.6)
        elif not _long(line.text) and _is_furniture(line.text, found, page.bylines[i]):
            page.put(i, "boilerplate", 0.8)
        elif "list_head" in found and first < i and words <= 5:
            page.put(i, "boilerplate", 0.6)
        elif "caption" in found and first - 6 <= i <= last + 1 and (not _ends(line.text) or role != "paragraph"):
            page.put(i, "caption", 0.75)


def menus(page: Page) -> None:
    """Teasers above the headline of a short page, and lines all in capitals below its text, are its menus and tags."""
    body = page.body
    first, last = (body[0], body[-1]) if body else (len(page.lines), -1)
    for i, (line, role) in enumerate(zip(page.lines, page.roles, strict=True)):
        below = i > last and line.text.isupper() and " " in line.text
        if role == "related" and page.sure[i] < SURE and (i < min(10, first) or below):
            page.put(i, "boilerplate", 0.6)


def lists(page: Page) -> None:
    """What follows the head of a list of teasers is a teaser, up to a line of another sort."""
    listing = False
    for i, (line, found) in enumerate(zip(page.lines, page.signs, strict=True)):
        words = len(line.text.split())
        if found & {"related_head", "list_head"} and words <= 5 and page.roles[i] in ("related", "boilerplate"):
            listing = True
        elif page.roles[i] not in ("related", "boilerplate", "heading") or "boilerplate" in found or words < 3:
            listing = False
        elif listing and page.odds[i, AT["related"]] > 0.15:
            page.put(i, "related", 0.6)


def _is_furniture(text: str, found: frozenset[str], byline: float) -> bool:
    """Whether a line's words or bars are those of menus, buttons and forms."""
    if "boilerplate" in found:
        return not ("caption" in found and len(text.split()) > 9)
    return len(re.findall(r" [|›·•] ", text)) >= 2 and byline < 0.5


def _long(text: str) -> bool:
    return len(text) > 120 and _ends(text)


def headings_and_teasers(page: Page) -> None:
    """Short lines between paragraphs: heads are short, quote or ask; teasers share no words with the article."""
    body = page.body
    if len(body) < 2:
        return
    about = frozenset[str]().union(*(words_of(page.lines[i].text) for i in body))
    for i in range(body[0] + 1, body[-1]):
        line = page.lines[i]
        role, words = page.roles[i], len(line.text.split())
        if role in ("caption", "byline", "comment") or words > 18 or len(line.text) > 120 or page.bylines[i] >= 0.8:
            continue
        if role == "paragraph" and page.sure[i] > (0.8 if line.text[-1] == "?" or line.text[0] in "‘“" else 0.5):
            continue
        if page.signs[i] & DIRT or (_ends(line.text) and line.text[-1] not in "?’”'\""):
            continue
        if "analysis" in page.signs[i] and words <= 4:
            page.put(i, "heading", 0.7)
            continue
        if role == "boilerplate" and not _between(page, i):
            continue
        heads = (
            float(page.odds[i, AT["heading"]])
            + (0.2 if words <= 5 else 0.0)
            + (0.3 if line.text[0] in "‘“'\"" or line.text[-1] == "?" else 0.0)
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


def _says(text: str) -> bool:
    """Whether a line is the head of a reader's comment: a name, a date and a colon, or a date after the colon."""
    if len(text) > 100 or ":" not in text or not has_date(text):
        return False
    return text.endswith(":") or bool(re.match(r"[^:]{2,40}: ", text) and is_date_line(text.split(": ", 1)[1]))


def comments(page: Page) -> None:
    """What follows the head of the readers' comments: lines like `Name: text` or `Name says: text`."""
    body = page.body
    last, opened = (body[-1] if body else -1), False
    for i in range(last + 1, len(page.lines)):
        line, found = page.lines[i], page.signs[i]
        named = re.match(r"[^:]{2,40}(?<!https)(?<!http): \S.{3,}", line.text)
        opened = opened or "comment_head" in found or page.says[i]
        near = i < last + 25 and _ends(line.text) and len(line.text.split()) > 5 and page.roles[i] != "related"
        spoken = "comment" in found or (named is not None and (opened or near) and "related" not in found)
        if (spoken or (opened and page.roles[i] == "paragraph")) and not found & {"boilerplate", "comment_head"}:
            page.put(i, "comment", 0.8)
        elif "comment_head" in found and page.roles[i] in ("comment", "heading", "paragraph"):
            page.put(i, "boilerplate", 0.8)


def last_paragraphs(page: Page) -> None:
    """A short sentence between paragraphs is a paragraph, and so is one right under the last."""
    body = page.body
    if not body:
        return
    for i in range(body[0] + 1, min(body[-1] + 2, len(page.lines))):
        line, under = page.lines[i], i > body[-1]
        text = _ends(line.text) and line.text[-1] != "?" and len(line.text) > (25 if under else 40)
        plain = not page.signs[i] and page.bylines[i] < 0.5 and text
        likely = page.odds[i, AT["paragraph"]] > (0.1 if under else 0.25)
        if plain and likely and page.roles[i] in ("boilerplate", "comment", "related"):
            page.put(i, "paragraph", 0.6)


def mended(page: Page) -> Page:
    """The page after all rules."""
    words_of_furniture(page)
    menus(page)
    sentences_at_least(page)
    head = headline(page)
    standfirst(page, head)
    bylines(page, head)
    lists(page)
    headings_and_teasers(page)
    last_paragraphs(page)
    doubled_captions(page)
    single_captions(page, head)
    comments(page)
    return page
