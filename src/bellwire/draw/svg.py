"""SVG as text: elements, escaping, colours that a page can set, and how wide words are."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', 'DejaVu Sans', sans-serif"

COLOURS = {
    "ink": "#1f2328",
    "muted": "#57606a",
    "paper": "#ffffff",
    "water": "#eef3f6",
    "land": "#faf8f3",
    "coast": "#9aa5ad",
    "border": "#6e7781",
    "province": "#b9bfc5",
    "grid": "#d8dee4",
}
"""What is drawn in which colour. A page sets its own by `--bellwire-NAME`."""

_SET = re.compile(r"var\(--bellwire-[a-z]+, (#[0-9a-f]{6})\)")
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
_NARROW = frozenset("ijlftrI.,:;'|!()[]-/ ·’")
_WIDE = frozenset("mwMW@%—…")


def colour(name: str) -> str:
    """A colour that a page can set, and what it is otherwise.

    >>> colour("paper")
    'var(--bellwire-paper, #ffffff)'
    """
    return f"var(--bellwire-{name}, {COLOURS[name]})"


def plain(svg: str) -> str:
    """A picture with its own colours in the place of those that a page can set: for a file of its own.

    >>> plain('<rect fill="var(--bellwire-paper, #ffffff)"/>')
    '<rect fill="#ffffff"/>'
    """
    return _SET.sub(r"\1", svg)


def clean(text: str) -> str:
    """Text as it may stand in XML: on one line, without characters that XML forbids or that turn the line around."""
    return " ".join(_UNFIT.sub("", text).split())


def element(tag: str, *inside: str, **attributes: object) -> str:
    """An element; `_` in an attribute's name is `-`, what is None is left out, `inside` is XML already.

    >>> element("path", d="M0 0", stroke_width=1.5, fill=None)
    '<path d="M0 0" stroke-width="1.5"/>'
    """
    given = "".join(
        f' {name.strip("_").replace("_", "-")}="{escape(number(value), {chr(34): "&quot;"})}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{given}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{given}/>"


def number(value: object) -> str:
    """A value as an attribute has it: numbers with two decimals at most.

    >>> number(1.0), number(0.333333), number(-0.001)
    ('1', '0.33', '0')
    """
    if not isinstance(value, float):
        return clean(str(value))
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def text(x: float, y: float, words: str, size: float = 12, **attributes: object) -> str:
    """Words at a place; their colour is the page's ink unless it is said."""
    given = {"fill": colour("ink")} | attributes
    return element("text", escape(clean(words)), x=x, y=y, font_size=size, **given)


def titled(words: str) -> str:
    """What is shown when the pointer rests on an element, and read out."""
    return element("title", escape(clean(words)))


def width_of(words: str, size: float = 12) -> float:
    """About how wide words are, in pixels, on the wide side of what common fonts make of them."""
    return size * sum(_width(letter) for letter in words)


def _width(letter: str) -> float:
    """A letter's width in parts of the font's size: DejaVu Sans, the widest of the fonts named, measured 2026-11."""
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.95
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.7 if letter.isupper() else 0.62


def cut(words: str, width: float, size: float = 12) -> str:
    """Words that fit into a width in pixels, with an ellipsis where some are left out.

    >>> cut("Shells hit the market", 80)
    'Shells hit t…'
    """
    words = clean(words)
    if width_of(words, size) <= width:
        return words
    kept, room = [], width - width_of("…", size)
    for letter in words:
        room -= width_of(letter, size)
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + ("" if not kept else " " if kept[-1] == " " else "") + "…"


def wrapped(words: str, width: float, size: float = 12) -> list[str]:
    """Words in lines that fit into a width in pixels."""
    lines: list[str] = []
    for word in clean(words).split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(cut(word, width, size))
    return lines


def picture(width: float, height: float, inside: Iterable[str], *, title: str, about: str) -> str:
    """A whole picture, on paper, with a title and a description for those who cannot see it."""
    return element(
        "svg",
        titled(title),
        element("desc", escape(clean(about))),
        element("rect", width=width, height=height, fill=colour("paper")),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=title,
        font_family=FONTS,
    )


def heading(title: str, width: float, top: float = 24) -> tuple[list[str], float]:
    """The title over a picture, and where what follows may begin."""
    lines = wrapped(title, width - 24, 16)[:3]
    drawn = [text(12, top + 20 * row, line, 16, font_weight="600") for row, line in enumerate(lines)]
    return drawn, top + 20 * len(lines) - 8 if lines else 12


def small_print(lines: Sequence[str], width: float, top: float) -> tuple[list[str], float]:
    """Lines of note under a picture, and where they end."""
    rows = [row for line in lines for row in wrapped(line, width - 24, 11)]
    drawn = [text(12, top + 15 * at, row, 11, fill=colour("muted")) for at, row in enumerate(rows)]
    return drawn, top + 15 * len(rows)


def refs(numbers: Iterable[int | None], most: int = 5) -> str:
    """Numbers as a list has them: runs put together, cut after some.

    >>> refs([1, 2, 3, 7, None])
    '1–3, 7'
    >>> refs(range(1, 40, 2), most=3)
    '1, 3, 5 …'
    """
    runs: list[list[int]] = []
    for n in sorted({n for n in numbers if n is not None}):
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    words = [str(a) if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in runs]
    return ", ".join(words[:most]) + (" …" if len(words) > most else "")
