"""A text as it goes out under a policy: names, redactions, points and addresses hidden, graphic content and length."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from bellwire.model import Place, content_id
from bellwire.model.incidents import Where
from bellwire.publish.coarsen import AREA, PointRule, has_point, without_points
from bellwire.publish.graphic import LEFT_OUT, flags, without_graphic
from bellwire.publish.needles import MARKS, Finder, Rule, hide, whole
from bellwire.publish.policy import Policy
from bellwire.review.masks import UNNAMED_PERSON

LINK = "[link withheld]"
CUT, UNQUOTED = " […]", "[quote left out]"
_LINK = re.compile(r"(?:[a-zA-Z][a-zA-Z+.-]{1,9}://|www\.)[^\s<>\"“”]{1,2000}")
_WORDS = re.compile(r"\S+")
QUOTED = frozenset(("words", "quote"))
"""Fields that hold a source's own words."""
GUARDED = frozenset(("words", "quote", "title"))
"""Fields that may hold graphic content."""
NAMED = frozenset(("name", "holder", "actor", "speaker"))
"""Fields that hold a name and nothing else."""
PEOPLE, PLACES = frozenset(("source_names", "speakers", "denied_by")), frozenset(("where", "place"))
"""Fields whose texts are names of who speaks; fields whose `name` is no person's."""
MOST_UNQUOTED = 3
"""How often an address is unquoted at most: %2541 is A only after two times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Veil:
    """What a policy does to the texts of one incident. `points` are coordinates (degrees) that must not be told."""

    policy: Policy
    finders: tuple[Finder, ...] = ()
    kept: Finder | None = None
    points: tuple[float, ...] = ()
    coarse: bool = False

    @property
    def heedless(self) -> bool:
        """Whether names, and addresses that tell them, are all that is hidden."""
        policy = self.policy
        shown = policy.links == "show" and policy.quote_words is None and policy.graphic != "leave out"
        return shown and not self.coarse

    def field(self, path: str, text: str) -> tuple[str, frozenset[Rule]]:
        """A field's text as it goes out, and the rules that changed it; `path` ends with the field's name."""
        names = [part for part in path.split(".") if not part.isdigit()]
        name = names[-1]
        made, rules = self.text(text)
        if (name in NAMED and names[0] not in PLACES) or names[0] in PEOPLE:
            made = _somebody(made)
        if name in GUARDED and self.policy.graphic == "leave out" and flags(made):
            made, rules = without_graphic(made) if name != "title" else LEFT_OUT, rules | {"graphic content"}
        if name in QUOTED and made:
            short = cut(made, self.policy.quote_words)
            made, rules = short, rules | ({"quotes"} if short != made else frozenset())
        return made, frozenset(rules)

    def text(self, text: str) -> tuple[str, frozenset[Rule]]:
        """Any text as it goes out."""
        rules: set[Rule] = set()
        made = _LINK.sub(lambda m: self._link(m[0], rules), text) if has_link(text) else text
        made, by = hide(made, self.finders, self.kept)
        rules |= by
        if self.coarse:
            pointless = without_points(made, self.points)
            rules |= {"coordinates"} if pointless != made else set()
            made = pointless
        return made, frozenset(rules)

    def _link(self, link: str, rules: set[Rule]) -> str:
        shown, by = self.url(link)
        rules |= by
        return shown or LINK

    def url(self, url: str | None) -> tuple[str | None, frozenset[Rule]]:
        """An address, or None where the policy shows none, or where it tells a name or a point that is hidden."""
        if url is None:
            return None, frozenset()
        rules: set[Rule] = {"links"} if self.policy.links == "hide" else set()
        plain = url
        for _ in range(MOST_UNQUOTED):
            plain = unquote(plain)
        for finder in self.finders:
            rule = finder.in_run(plain)
            rules |= {rule} if rule else set()
        if self.coarse and (has_point(plain) or without_points(plain, self.points) != plain):
            rules.add("coordinates")
        return (None if rules else url), frozenset(rules)

    def id(self, id: str) -> str:
        """A report's id; another one, made of it, where it is an address or a name that is hidden."""
        address = _LINK.search(id)
        shown, rules = self.url(id) if address or self.policy.links == "show" else (id, frozenset())
        if shown is not None and self.policy.links == "hide":
            rules = frozenset(rule for f in self.finders if (rule := f.in_run(unquote(id))))
        return id if not rules else content_id("r", "withheld", id)


def has_link(text: str) -> bool:
    """Whether a text may hold an address."""
    return "://" in text or "www." in text


def named_in(places: Iterable[Place | Where], rule: PointRule) -> Finder:
    """The names of places that are hidden: of points, not of the divisions and countries around them."""
    some = [*places] if rule.hide_name else []
    around = {n.casefold() for p in some for n in (p.admin1, p.country) if n}
    around |= {p.name.casefold() for p in some if (p.precision or 1) >= AREA}
    named = (p.name for p in some if p.name.casefold() not in around)
    return Finder.of(needle for name in named if (needle := whole(name, "place names")))


def _somebody(name: str) -> str:
    """A name of which nothing but marks is left, in plain words."""
    rest = name
    for mark in MARKS.values():
        rest = rest.replace(mark, "")
    return UNNAMED_PERSON if rest != name and not any(map(str.isalnum, rest)) else name


def cut(text: str, most: int | None) -> str:
    """The first words of a text, with a mark where more follow; all where there is no limit, a note for none at all.

    >>> cut("Gunmen attacked Tessit on Friday.", 3), cut("Gunmen attacked Tessit.", 3), cut("Gunmen attacked.", 0)
    ('Gunmen attacked Tessit […]', 'Gunmen attacked Tessit.', '[quote left out]')
    """
    if most is None:
        return text
    words = [*_WORDS.finditer(text)]
    if len(words) <= most:
        return text
    return text[: words[most - 1].end()] + CUT if most else UNQUOTED
