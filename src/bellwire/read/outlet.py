"""Who published a pasted page, by what the page says of itself: its masthead, else its copyright line."""

import re

from bellwire.clean.segment import lines_of

NAME = r"(?P<name>[A-Z0-9][\w&'’-]*(?: (?:[A-Z0-9][\w&'’-]*|of|the|and|for|de|la|&)){0,6})"
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|Copyright)\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?,?\s*)?(?:by )?(?:the )?{NAME}"
)
BARE_NAME = re.compile(rf"{NAME}\s*")
MENU = re.compile(r"\S\s*(?:[|·•>»/]|\s{2,}|\t)\s*\S")
NO_NAME = re.compile(
    r"all rights|home|menu|skip|search|news|log ?in|sign in|subscribe|share|live|world|breaking|support|advert\w*", re.I
)
SHORT = 5
"""Characters up to which capitals are an outlet's own way to write itself (BBC, TASS)."""


def outlet_in(text: str) -> str | None:
    """The outlet that a page's visible text names; None where it names none surely.

    >>> outlet_in("SAHEL COURIER\\nNews | Security | Sport\\n\\nTwelve die at Tessit")
    'Sahel Courier'
    >>> outlet_in("Twelve die at Tessit\\n\\n© 2025 Sahel Courier. All rights reserved.")
    'Sahel Courier'
    >>> outlet_in("Twelve die at Tessit\\n\\nGunmen killed twelve people on Thursday.") is None
    True
    """
    lines = [line.text for line in lines_of(text[:200_000])]
    for number, line in enumerate(lines[:2]):
        menu_below = any(MENU.search(below) for below in lines[number + 1 : number + 3])
        if BARE_NAME.fullmatch(line) and menu_below and len(line) < 50 and not NO_NAME.fullmatch(line.split()[0]):
            return line.title() if line.isupper() and len(line) > SHORT else line
    for line in reversed(lines[-15:]):
        found = COPYRIGHT.search(line)
        if found and not NO_NAME.fullmatch(found["name"]):
            return found["name"].removesuffix(" All")
    return None
