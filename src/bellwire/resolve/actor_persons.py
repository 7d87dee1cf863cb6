"""People by name, with their titles and the body they act for."""

import re
from collections.abc import Iterator

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.resolve.actor_bodies import body
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_names import Known, states
from bellwire.resolve.actor_other_names import is_in_other_script, other_names
from bellwire.resolve.actor_people import has_given_name
from bellwire.resolve.actor_private import AFTER, aged, is_private, named_so
from bellwire.resolve.actor_runs import BEFORE, Run, is_place, runs, script_runs, speaks, tokens_of
from bellwire.resolve.actor_titles import Title, titles, words_of

PAIR = re.compile(r"(?:brothers|sisters|siblings|twins|cousins|couple) ([A-ZÀ-Þ][\w'-]* and )$")

APPOSED = re.compile(r", (?:a|an|the) ")


def _org_of(scene: Scene, page: Page, run: Run, groups: list[Mention]) -> tuple[str | None, str | None]:
    """Key and country of the body a person acts for, from the title or from what follows the name."""
    if run.hit:
        known = run.hit.choose(scene.countries)
        found = _body_of(known, run.titles)
        if found:
            return found, known.country
    inside = [m for m in groups if run.start <= m.start - page.start < run.name_start]
    if inside:
        return inside[-1].key, inside[-1].country
    return None, None


def _body_of(known: Known, found: list[Title]) -> str | None:
    if known.kind == "organisation":
        return known.name
    state = states().get(known.country or "")
    branch = next((t.branch for t in found if t.branch), "")
    if state is None:
        return None
    return {"forces": state.forces, "police": state.police, "government": state.government}.get(branch)


def _apposed(
    scene: Scene, page: Page, run: Run, language: Language, groups: list[Mention]
) -> tuple[list[Title], str | None, str | None]:
    """Titles, body and country in what follows a name between commas: "Liban Warfa, the spokesman for the police"."""
    after = page.text[run.right : run.right + AFTER]
    if not after.startswith(", "):
        return [], None, None
    clause = re.split(r"[,.;:\"“”]|\bsaid\b|\btold\b", after[2:], maxsplit=1)[0]
    known = titles(language)
    words = clause.split()
    found = [known[w.lower()] for w in words if w.lower() in known]
    if not found:
        return [], None, None
    low, high = run.right + 2, run.right + 2 + len(clause)
    for hit in page.hits:
        if low <= hit.start and hit.end <= high:
            known_body = _body_of(hit.choose(scene.countries), found)
            if known_body:
                return found, known_body, hit.choose(scene.countries).country
    for mention in groups:
        if low <= mention.start - page.start and mention.end - page.start <= high and mention.key:
            return found, mention.key, mention.country
    return found, None, None


def _led(scene: Scene, page: Page, run: Run, language: Language) -> tuple[list[Title], str | None, str | None]:
    """Titles and body in what stands before a name with a comma: "Al-Shabaab's spokesman, Abu Yahya"."""
    before = page.text[max(0, run.left - BEFORE) : run.left]
    if not before.endswith(", "):
        return [], None, None
    clause = re.split(r"[,.;:\"“”]", before[:-2])[-1]
    known = titles(language)
    found = [known[w.lower()] for w in clause.split() if w.lower() in known]
    if not found:
        return [], None, None
    low = run.left - 2 - len(clause)
    for hit in page.hits:
        if low <= hit.start and hit.end <= run.left:
            chosen = hit.choose(scene.countries)
            return found, _body_of(chosen, found), chosen.country
    return found, None, None


def _person(scene: Scene, page: Page, run: Run, language: Language, groups: list[Mention]) -> Mention | None:
    tokens = tokens_of(page, run.name_start, run.end)
    name = page.text[run.name_start : run.end].strip()
    if not tokens or not _may_be_a_name(name, tokens) or _ends_in_title(page, run, name, language):
        return None
    after, told_body, country = _apposed(scene, page, run, language, groups)
    before, led_by, led_country = _led(scene, page, run, language)
    told = [*run.titles, *after, *before]
    if not _is_person(scene, page, run, tokens, language, told=told):
        return None
    own, own_country = _org_of(scene, page, run, groups)
    start = min(run.start, run.name_start)
    pair = PAIR.search(page.text[max(0, run.name_start - 40) : run.name_start])
    paired = pair is not None and " " in name
    if pair and paired:  # "brothers Ali and Omar Haddad": one mention of both
        start, name = run.name_start - len(pair.group(1)), pair.group(1) + name
    return Mention(
        page.start + start,
        page.start + run.end,
        page.paragraph.number,
        name,
        "person",
        "person",
        country=own_country or country or led_country,
        part_of=own or told_body or led_by,
        private=paired or is_private(page, run, tokens, language, told=told),
        roles=tuple(t.word for t in told),
        gender=next((t.gender for t in run.titles if t.gender), ""),
        public=any(t.public for t in told) or bool(own or told_body or led_by) or page.paragraph.block.role == "byline",
        subject=any(t.dep_ in ("nsubj", "nsubjpass") for t in tokens),
    )


def _may_be_a_name(name: str, tokens: list[Token]) -> bool:
    if len(name) < 2 or any(c.isdigit() for c in name) or (name.isupper() and " " not in name):
        return False
    return not any(t.ent_type_ in ("DATE", "TIME") for t in tokens) and not (len(tokens) == 1 and tokens[0].is_stop)


def _ends_in_title(page: Page, run: Run, name: str, language: Language) -> bool:
    """Whether the run only leads up to a name: "Lt. Col" before ". Yael Stern"."""
    return page.text[run.end : run.end + 1] == "." and f"{name.split()[-1].lower()}." in titles(language)


def _is_person(
    scene: Scene, page: Page, run: Run, tokens: list[Token], language: Language, *, told: list[Title]
) -> bool:
    """Whether a run names a person: by title, age, what is said of it; else by the parser's label and its place."""
    if run.titles or aged(page, run) or named_so(page, run, language):
        return True
    text = page.text[run.name_start : run.end]
    if is_in_other_script(text):  # no parser tells what it names
        return bool(APPOSED.match(page.text, run.right)) and is_private(page, run, tokens, language, told=told)
    byline = page.paragraph.block.role == "byline"
    if is_place(scene, page.start + run.name_start, page.start + run.end) or (text.isupper() and not byline):
        return False
    words = text.lower().split()
    after = page.text[run.end : run.end + 16].split()
    place = words_of(language, "place")
    if words[-1] in place or (after and after[0].strip(",.").lower() in place):
        return False
    several = " " in text
    spoken = speaks(tokens, language)
    if several and (told or (spoken and _all_names(tokens))):
        return True
    if any(t.is_stop and t.text[:1].isupper() and len(t) > 1 for t in tokens):
        return False
    length = sum(len(t) for t in tokens)
    labelled = sum(len(t) for t in tokens if t.ent_type_ == "PERSON") * 2 > length or (several and has_given_name(text))
    if not labelled or not _all_names(tokens) or length < 3:
        return False
    if several:
        return byline or _stands_as_person(tokens, language)
    return bool(told) or spoken or (_acts(tokens) and _stands_as_person(tokens, language))


def _stands_as_person(tokens: list[Token], language: Language) -> bool:
    """Whether the name stands where people stand: not "in X", not the object of a verb that takes places."""
    inside = {t.i for t in tokens}
    root = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[-1])
    while root.dep_ == "conj" and root.head.i != root.i:
        root = root.head
    if root.dep_ in ("compound", "amod", "nmod"):
        return False
    if root.dep_ == "pobj":
        above = root.head.head
        return root.head.lower_ not in words_of(language, "where") and above.lemma_ not in words_of(language, "place")
    if root.dep_ in ("dobj", "oprd", "attr"):
        verb = root.head.lemma_
        return any(verb in words_of(language, kind) for kind in ("befalls", "meets"))
    return True


def _acts(tokens: list[Token]) -> bool:
    return any(t.dep_ in ("nsubj", "nsubjpass") for t in tokens)


def _all_names(tokens: list[Token]) -> bool:
    return all(t.pos_ == "PROPN" or not t.text[0].isalnum() or t.text.islower() for t in tokens)


def _capital_before(page: Page, at: int, known: dict[str, Title]) -> bool:
    """Whether the word before is the first part of another name, not a title and not a sentence's first word."""
    word = page.text[max(0, at - 30) : at].split(" ")[-2:-1]
    token = page.token(at - 1 - len(word[0])) if word else None
    return bool(
        word and word[0][:1].isupper() and word[0].lower() not in known and token is not None and token.pos_ == "PROPN"
    )


def surname_mentions(scene: Scene, mentions: list[Mention], language: Language) -> Iterator[Mention]:
    """Where the page calls a person by the last word of the name, or a private one by the first, alone."""
    names: dict[str, Mention] = {}
    for mention in mentions:
        words = mention.name.split()
        if mention.kind == "person" and len(words) > 1:
            names.setdefault(words[-1].removeprefix("al-"), mention)
            if mention.private:
                names.setdefault(words[0], mention)
    names = {name: m for name, m in names.items() if len(name) > 2 and name[0].isupper()}
    if not names:
        return
    taken = sorted((m.start, m.end) for m in mentions)
    pattern = re.compile(r"(?<![\w-])(?:al-)?(" + "|".join(map(re.escape, sorted(names))) + r")(?![\w-])")
    for page in scene.pages:
        for match in pattern.finditer(page.text):
            start, end = page.start + match.start(), page.start + match.end()
            token = page.token(match.start())
            if token is None or token.pos_ not in ("PROPN", "NOUN", "VERB", "ADJ") or _taken(start, end, taken):
                continue
            if (
                page.text[match.end() : match.end() + 1] == " "
                and page.text[match.end() + 1 : match.end() + 2].isupper()
            ):
                continue
            if is_place(scene, start, end) or _capital_before(page, match.start(), titles(language)):
                continue
            yield Mention(
                start,
                end,
                page.paragraph.number,
                match.group(1),
                "person",
                "person",
                subject=token.dep_ in ("nsubj", "nsubjpass"),
            )


def _taken(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(s < end and start < e for s, e in spans)


def name_mentions(scene: Scene, page: Page, language: Language, groups: list[Mention]) -> Iterator[Mention]:
    """People, and bodies that no table knows, of a paragraph."""
    covered = 0
    told: set[int] = set()
    for run in sorted((*runs(page, language), *script_runs(page, language)), key=lambda run: run.left):
        if run.name_start < covered or run.name_start in told:
            continue
        known = not is_in_other_script(page.text[run.name_start : run.end])
        mention = (body(scene, page, run, language) if known else None) or _person(scene, page, run, language, groups)
        if mention:
            covered = mention.end - page.start
            yield mention
            for other in other_names(scene, page, run.others, mention) if mention.type == "person" else ():
                told |= {*range(other.start - page.start, other.end - page.start)}
                yield other
