"""Actors: who does, suffers or says something, with every mention of each on the page."""

import re
from collections.abc import Iterator

from bellwire.draft import Draft, Part
from bellwire.knowledge import Language
from bellwire.model import Actor, Span
from bellwire.model.ids import content_id
from bellwire.resolve.actor_bodies import short_name
from bellwire.resolve.actor_groups import group_mentions
from bellwire.resolve.actor_known import known_mentions
from bellwire.resolve.actor_mentions import Mention, Page, Scene, scene
from bellwire.resolve.actor_names import index, organisations, plain
from bellwire.resolve.actor_other_names import also_mentions
from bellwire.resolve.actor_people import name_people
from bellwire.resolve.actor_persons import name_mentions, surname_mentions
from bellwire.resolve.actor_roles import role_mentions
from bellwire.resolve.coref import pronoun_mentions, resolve


def _of_page(found: Scene, page: Page, language: Language) -> list[Mention]:
    """The mentions of a paragraph; a name beats a group inside it."""
    groups = list(group_mentions(found, page, language))
    names = list(name_mentions(found, page, language, groups))
    known = list(known_mentions(found, page, language))
    spans = [(m.start, m.end) for m in names]
    groups = [g for g in groups if not any(s <= g.start and g.end <= e for s, e in spans)]
    covered = [(g.start, g.end) for g in groups if g.kind == "name"]
    known = [k for k in known if not any(s <= k.start and k.end <= e for s, e in covered)]
    owned = [(g.start, g.end) for g in groups]
    names = [m for m in names if m.kind != "name" or not any(s <= m.start and m.end <= e for s, e in owned)]
    bodies = [(m.start, m.end) for m in names if m.kind == "name"]
    known = [k for k in known if not any(s <= k.start and k.end <= e for s, e in bodies)]
    people = [m for m in names if m.kind == "person"]
    roles = list(role_mentions(found, page, people, language))
    spans = [(m.start, m.end) for m in roles]
    groups = [g for g in groups if not any(s <= g.start and g.end <= e for s, e in spans)]
    return groups + names + known + roles


def _short_names(found: Scene, mentions: list[Mention]) -> dict[str, Mention]:
    """Short names that the page itself explains: "Rapid Support Forces (RSF)"."""
    by_number = {page.paragraph.number: page for page in found.pages}
    shorts: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind in ("name", "group") and mention.type != "civilians":
            short = short_name(by_number[mention.paragraph], mention)
            if short and mention.key:
                shorts.setdefault(short[0], mention)
            initials = _initials(mention.name)
            if len(initials) > 2 and mention.key and mention.kind == "name" and initials not in index():
                shorts.setdefault(initials, mention)
    return shorts


def _outlet(found: Scene, mentions: list[Mention]) -> Iterator[Mention]:
    """Where the page names its own outlet: in full, as "the Tribune", or by its initials."""
    outlet = plain(found.draft.document.outlet or "").removeprefix("The ").strip()
    words = outlet.split()
    if len(outlet) < 3 or not outlet[0].isupper():
        return
    known = next((k for alias, choices in index().get(words[0], ()) if alias == outlet for k in choices), None)
    key = known.name if known else outlet
    forms = [re.escape(outlet)]
    if len(words) > 1:
        if words[0].isupper() or any(c.isdigit() for c in words[0]):
            forms.append(re.escape(words[0]))
        forms.append(r"(?<=[Tt]he )" + re.escape(words[-1]))
        forms.append("".join(re.escape(w[0]) for w in words))
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(forms) + r")(?![\w-])")
    taken = [(m.start, m.end) for m in mentions if m.kind != "person"]
    for page in found.pages:
        for match in pattern.finditer(page.text):
            start, end = page.start + match.start(), page.start + match.end()
            if not any(s < end and start < e for s, e in taken):
                yield Mention(start, end, page.paragraph.number, outlet, "media", "name", key, None)


def _apposed(mentions: list[Mention]) -> None:
    """Makes "a rights group" in "RNDDH, a rights group" the body named."""
    names = [m for m in mentions if m.kind == "name" and m.key]
    for mention in mentions:
        if mention.beside is None or mention.kind not in ("group", "anaphor") or mention.type == "civilians":
            continue
        for other in names:
            if other.start <= mention.beside < other.end and other.type in (mention.type, *mention.points_to):
                mention.kind, mention.key, mention.name, mention.type = "name", other.key, other.name, other.type
                break


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _with_shorts(found: Scene, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with those of the short names that the page explains."""
    shorts = _short_names(found, mentions)
    if not shorts:
        return mentions
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(shorts, key=len, reverse=True))) + r")(?!\w)"
    )
    added: list[Mention] = []
    for page in found.pages:
        for match in pattern.finditer(page.text):
            full, start, end = shorts[match.group()], page.start + match.start(), page.start + match.end()
            token = page.token(match.start())
            added.append(Mention(
                start, end, page.paragraph.number, full.name, full.type, "name", full.key, full.country, full.part_of,
                subject=token is not None and token.dep_ in ("nsubj", "nsubjpass"),
            ))  # fmt: skip
    there = {(m.start, m.end, m.key) for m in mentions}
    added = [m for m in added if (m.start, m.end, m.key) not in there]
    spans = {(m.start, m.end) for m in added}
    return [m for m in mentions if (m.start, m.end) not in spans] + added


def _name(key: str, mentions: list[Mention]) -> str:
    """The fullest usual name: the table's, else the longest of the mentions' names."""
    known = organisations().get(key)
    if known:
        return known.name
    names = [m.name for m in mentions if m.kind == "person"] or [m.name for m in mentions if m.kind != "pronoun"]
    return max(names, key=lambda name: (len(name), name)) if mentions[0].type == "person" else names[0]


def _clusters(mentions: list[Mention]) -> dict[str, list[Mention]]:
    clusters: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.key:
            clusters.setdefault(mention.key, []).append(mention)
    return {key: all_ for key, all_ in clusters.items() if any(m.kind != "pronoun" for m in all_)}


def _actor(key: str, mentions: list[Mention], ids: dict[str, str]) -> Actor:
    spans = sorted({(m.start, m.end) for m in mentions})
    own = [m for m in mentions if m.kind != "pronoun"]
    body = next((m.part_of for m in own if m.part_of and m.part_of in ids and m.part_of != key), None)
    return Actor(
        id=ids[key],
        name=_name(key, own),
        type=own[0].type,
        country=next((m.country for m in own if m.country), None),
        part_of=ids[body] if body else None,
        mentions=tuple(Span(start=start, end=end) for start, end in spans),
        private=own[0].type == "person" and any(m.private for m in own) and not any(m.public for m in own),
    )


def _ids(clusters: dict[str, list[Mention]]) -> dict[str, str]:
    """An id for each key, made from the actor's name; of actors with one name, the later get their number."""
    ids: dict[str, str] = {}
    used: set[str] = set()
    for key, mentions in clusters.items():
        name, number = _name(key, mentions), 1
        id = content_id("a", name)
        while id in used:
            number += 1
            id = content_id("a", name, number)
        used.add(id)
        ids[key] = id
    return ids


def mentions_of(draft: Draft, language: Language) -> list[Mention]:
    """All mentions of the page in the order of the text, each with the key of its actor where it has one."""
    found = scene(draft)
    mentions = [m for page in found.pages for m in _of_page(found, page, language)]
    mentions = _with_shorts(found, mentions)
    outlet = list(_outlet(found, mentions))
    spans = {(m.start, m.end) for m in outlet}
    mentions = [m for m in mentions if (m.start, m.end) not in spans] + outlet
    mentions += pronoun_mentions(found, language)
    mentions += also_mentions(found, mentions)
    mentions += surname_mentions(found, mentions, language)
    mentions.sort(key=lambda m: (m.start, -m.end, m.kind))
    _apposed(mentions)
    name_people(mentions)
    resolve(draft, mentions, language)
    for mention in mentions:
        if mention.key is None and mention.roles and mention.kind == "pronoun":  # a spokesman of nobody knows whom
            mention.kind, mention.key, mention.type = "role", f"role:{mention.name.lower()}", "person"
        elif mention.key is None and mention.kind in ("group", "anaphor") and mention.type != "other":
            mention.key = mention.name
    return mentions


def run(draft: Draft, language: Language) -> Iterator[Actor]:
    """The page's actors in the order of their first mention."""
    clusters = _clusters(mentions_of(draft, language))
    ids = _ids(clusters)
    for key, mentions in clusters.items():
        yield _actor(key, mentions, ids)


PART = Part(name="actors", version="2", needs=("paragraphs", "quotes", "places"), gives=("actors",), run=run)
