"""People's names with their titles, and names of bodies that no table knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.model.words import ActorType
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_names import Hit, Known, states

PARTICLE = r"(?:al|el|bin|ibn|bint|abu|umm|de|del|der|di|du|dos|van|von|ul|ur|ud)"
WORD = r"(?:[A-Z]\.(?:[A-Z]\.)*|(?:[a-z]{1,3}[-'])?[A-ZÀ-ÖØ-ÞĀ-ſ][\w]*(?:[-'][\w]+)*)"
RUN = re.compile(rf"(?<![\w-]){WORD}(?:(?: {PARTICLE}){{0,2}}[ -]{WORD}| \"[A-Z][^\"]{{1,24}}\"){{0,7}}")
ACRONYM = re.compile(r"\s?[(\[]([A-Z][A-Za-z&/-]{1,11})[)\]]")
AGE = re.compile(r", (?:aged )?\d{1,2}(?:,(?!\d)|[.;])| \(\d{1,2}\)|, (?:a|an|the) \d{1,2}-year-old")
BEFORE = 70
"""Characters before a name that may hold its title."""
AFTER = 110
"""Characters after a name that may say what the person is."""
WHERE = frozenset(
    ("in", "at", "near", "outside", "inside", "around", "across", "into", "toward", "towards", "from", "outside")
)
PEOPLE = frozenset(("man", "woman", "him", "her", "he", "she", "one", "commander", "person"))
RUNS = frozenset(("heads", "leads", "runs", "chairs", "directs", "commands", "headed", "led", "founded", "edits"))
JOINS = frozenset(("of", "for", "the", "and", "de", "du", "des", "del", "la"))


AND_MORE = re.compile(rf" and {WORD}(?: {WORD}){{0,4}}")
OF_MORE = re.compile(rf"(?: (?:of|for|and|on|de|du|des)(?: the)? {WORD}(?: {WORD}){{0,4}}){{1,3}}")
PAIR = re.compile(r"(?:brothers|sisters|siblings|twins|cousins|couple) ([A-ZÀ-Þ][\w'-]* and )$")
NUMBERED = re.compile(r"(?<!\w)\d{1,3}(?:st|nd|rd|th) $")
UNIT = re.compile(r".*\d(?:st|nd|rd|th) |.*\b(?:Infantry|Airborne|Mechani[sz]ed|Armou?red|Artillery|Assault)\b")
MINISTRY = re.compile(r"(\w+(?: and \w+)?) Ministry|(?:Ministry|Department) (?:of|for) (?:the )?(.+)")


@dataclass(frozen=True, slots=True)
class Title:
    """A row of titles."""

    word: str
    branch: str
    public: bool


@cache
def titles(language: Language) -> dict[str, Title]:
    """Titles by their words in small letters."""
    return {
        row["title"]: Title(row["title"], row["branch"], row["public"] == "yes") for row in language.table("titles")
    }


@cache
def org_heads(language: Language) -> dict[str, ActorType]:
    """Types of bodies by the head of their name."""
    return {row["word"]: row["type"] for row in language.table("org_heads")}  # type: ignore[misc]


@cache
def speech_verbs(language: Language) -> frozenset[str]:
    """Verbs that take somebody who speaks."""
    return frozenset(row["word"] for row in language.table("cues") if row["part"] == "verb")


@cache
def words_of(language: Language, kind: str) -> frozenset[str]:
    """The words of a class of actor_words."""
    return frozenset(row["word"] for row in language.table("actor_words") if row["class"] == kind)


@cache
def name_cues(language: Language) -> tuple[str, ...]:
    """What stands right before a name that somebody goes by: "identified as "."""
    return tuple(f"{row['cue']} " for row in language.table("private_cues") if row["place"] == "before")


@dataclass(slots=True)
class Run:
    """Capitalised words in a row: where the name begins and ends in the paragraph, and the titles before it."""

    start: int
    name_start: int
    end: int
    titles: list[Title]
    capitals: int
    """Where its capitalised words begin."""
    hit: Hit | None = None
    """The body named in the title: "SDF" in "SDF spokesman Mustafa Bali"."""


def _title_in(words: list[str], known: dict[str, Title]) -> tuple[int, Title | None]:
    """The longest title that ends the words, and how many words it takes."""
    for size in (3, 2, 1):
        if len(words) >= size:
            phrase = " ".join(words[-size:]).lower().removeprefix("then-").removeprefix("ex-")
            title = known.get(phrase) or known.get(phrase.rstrip("."))
            if title:
                return size, title
    return 0, None


def _split_titles(words: list[re.Match[str]], known: dict[str, Title]) -> tuple[int, list[Title]]:
    """How many words of a run are titles with what belongs to them ("Defence Minister"), and the titles."""
    found: list[Title] = []
    cut = 0
    for i in range(1, len(words)):
        size, title = _title_in([w.group() for w in words[:i]], known)
        if title and size:
            found.append(title)
            cut = i
    return cut, found


def _widen_left(page: Page, run: Run, known: dict[str, Title]) -> None:
    """Takes titles, and the words that belong to them, from before the run."""
    left = page.text[max(0, run.start - BEFORE) : run.start]
    pieces = list(re.finditer(r"\S+", left))
    base = run.start - len(left)
    spoken = bool(run.titles)
    i = len(pieces)
    while i > 0:
        size, title = _title_in([p.group() for p in pieces[max(0, i - 3) : i]], known)
        if title:
            run.titles.insert(0, title)
            spoken, i = True, i - size
            run.start = base + pieces[i].start()
            continue
        if not spoken or not _describes(page, base + pieces[i - 1].start(), pieces[i - 1].group()):
            break
        i -= 1
        run.start = base + pieces[i].start()
    inside = [hit for hit in page.hits if run.start <= hit.start and hit.end <= run.name_start]
    run.hit = inside[-1] if inside else None
    if run.hit is None:
        touching = [
            hit
            for hit in page.hits
            if hit.start < run.start <= hit.end + 1 and page.text[hit.end : run.start] in ("", " ", "'s ")
        ]
        if touching and spoken:
            run.hit, run.start = touching[-1], touching[-1].start


def _describes(page: Page, at: int, word: str) -> bool:
    """Whether a word before a title belongs to it: a name, a noun or an adjective, no article, verb or stop."""
    if word[-1] in ',.;:!?)"”' or word[0] in '("“':
        return False
    token = page.token(at)
    if token is None:
        return False
    return token.pos_ in ("PROPN", "NOUN", "ADJ") and token.dep_ in ("compound", "amod", "nmod", "poss")


def _runs(page: Page, language: Language) -> Iterator[Run]:
    known = titles(language)
    for match in RUN.finditer(page.text):
        start, end = match.span()
        if page.text[end - 2 : end] == "'s":
            end -= 2
        start, end = _without_known(page, start, end)
        if start >= end:
            continue
        words = list(re.finditer(r"\S+", page.text[start:end]))
        while len(words) > 1 and _common_word(page, start + words[0].start(), words[0].group(), known):
            start += words[1].start()
            words = list(re.finditer(r"\S+", page.text[start:end]))
        cut, found = _split_titles(words, known)
        name_start = start + words[cut].start() if cut else start
        run = Run(start, name_start, end, found, start)
        _widen_left(page, run, known)
        yield run


def _without_known(page: Page, start: int, end: int) -> tuple[int, int]:
    """A run without the known names at its ends: "SDF Mustafa Bali", "Ukrainian President"; "Georgia Jones" stays."""
    for hit in page.hits:
        if hit.end <= start or hit.start >= end:
            continue
        kind = hit.choices[0].kind
        token = page.token(hit.start)
        if kind in ("state", "seat") and token is not None and token.ent_type_ == "PERSON" and hit.end < end:
            continue
        if hit.start <= start or page.text[start : hit.start].strip().lower() in ("the", "a", "an"):
            start = hit.end + (3 if page.text.startswith("'s ", hit.end) else 1)
        elif kind != "adjective":
            end = hit.start - 1
    return start, end


def _common_word(page: Page, at: int, word: str, known: dict[str, Title]) -> bool:
    """Whether a run's first word is no name but begins the sentence ("Overnight", "In")."""
    token = page.token(at)
    if token is None or word.lower() in known or not _begins(token):
        return False
    return token.pos_ not in ("PROPN", "NOUN", "ADJ", "X") or (token.is_stop and token.pos_ != "PROPN")


def _begins(token: Token) -> bool:
    """Whether a token begins a sentence, a quote or a line."""
    return bool(token.is_sent_start) or token.i == 0 or not token.doc[token.i - 1].text[-1:].isalnum()


def _tokens(page: Page, start: int, end: int) -> list[Token]:
    return [page.at[i] for i in range(start, end) if i in page.at]


def _speaks(tokens: list[Token], language: Language) -> bool:
    """Whether the name is the subject of a verb of speech."""
    verbs = speech_verbs(language)
    return any(t.dep_ in ("nsubj", "nsubjpass") and t.head.lemma_ in verbs for t in tokens)


def _is_place(scene: Scene, start: int, end: int) -> bool:
    return any(place.start <= start and end <= place.end for place in scene.draft.places)


def _body_type(words: list[str], heads: dict[str, ActorType]) -> ActorType | None:
    """The type of a body by its name's head: the word before "of" or "for", else the last that is a head."""
    stop = next((i for i, word in enumerate(words) if word in JOINS and i), len(words))
    for word in (words[stop - 1], words[-1]):
        if word in heads:
            return heads[word]
    return None


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
    after = page.text[run.end : run.end + AFTER]
    if not after.startswith(", "):
        return [], None, None
    clause = re.split(r"[,.;:\"“”]|\bsaid\b|\btold\b", after[2:], maxsplit=1)[0]
    known = titles(language)
    words = clause.split()
    found = [known[w.lower()] for w in words if w.lower() in known]
    if not found:
        return [], None, None
    low, high = run.end + 2, run.end + 2 + len(clause)
    for hit in page.hits:
        if low <= hit.start and hit.end <= high:
            body = _body_of(hit.choose(scene.countries), found)
            if body:
                return found, body, hit.choose(scene.countries).country
    for mention in groups:
        if low <= mention.start - page.start and mention.end - page.start <= high and mention.key:
            return found, mention.key, mention.country
    return found, None, None


def _led(scene: Scene, page: Page, run: Run, language: Language) -> tuple[list[Title], str | None, str | None]:
    """Titles and body in what stands before a name with a comma: "Al-Shabaab's spokesman, Abu Yahya"."""
    before = page.text[max(0, run.start - BEFORE) : run.start]
    if not before.endswith(", "):
        return [], None, None
    clause = re.split(r"[,.;:\"“”]", before[:-2])[-1]
    known = titles(language)
    found = [known[w.lower()] for w in clause.split() if w.lower() in known]
    if not found:
        return [], None, None
    low = run.start - 2 - len(clause)
    for hit in page.hits:
        if low <= hit.start and hit.end <= run.start:
            chosen = hit.choose(scene.countries)
            return found, _body_of(chosen, found), chosen.country
    return found, None, None


def _person(scene: Scene, page: Page, run: Run, language: Language, groups: list[Mention]) -> Mention | None:
    tokens = _tokens(page, run.name_start, run.end)
    name = page.text[run.name_start : run.end].strip()
    if not tokens or not _may_be_a_name(name, tokens) or _ends_in_title(page, run, name, language):
        return None
    after, body, country = _apposed(scene, page, run, language, groups)
    before, led_by, led_country = _led(scene, page, run, language)
    told = [*run.titles, *after, *before]
    if not _is_person(scene, page, run, tokens, language, told=told):
        return None
    own, own_country = _org_of(scene, page, run, groups)
    start = min(run.start, run.name_start)
    pair = PAIR.search(page.text[max(0, run.name_start - 40) : run.name_start])
    if pair and " " in name:  # "brothers Ali and Omar Haddad": one mention of both
        start, name = run.name_start - len(pair.group(1)), pair.group(1) + name
    return Mention(
        page.start + start,
        page.start + run.end,
        page.paragraph.number,
        name,
        "person",
        "person",
        country=own_country or country or led_country,
        part_of=own or body or led_by,
        private=_is_private(page, run, tokens, language, told=told),
        roles=tuple(t.word for t in told),
        public=any(t.public for t in told) or bool(own or body or led_by) or page.paragraph.block.role == "byline",
        subject=any(t.dep_ in ("nsubj", "nsubjpass") for t in tokens),
    )


def _is_private(page: Page, run: Run, tokens: list[Token], language: Language, *, told: list[Title]) -> bool:
    """Whether something tells that the person is named for what befell them or what they saw.

    An age, a family word, a fate; or a speaker who is introduced by no office and acts for no body.
    """
    if any(t.public for t in told):
        return False
    if _aged(page, run) or _named_so(page, run, language) or told:
        return True
    clause = re.split(r"[.;\"“”]", page.text[run.end : run.end + AFTER], maxsplit=1)[0]
    if any(run.end <= hit.start < run.end + len(clause) and hit.choices[0].kind == "organisation" for hit in page.hits):
        return False
    before = page.text[max(0, run.start - 44) : run.start].lower()
    words = {w.strip(",.'").lower() for w in (*clause.split()[:9], *before.split()[-3:])}
    if words & words_of(language, "family") or "-year-old" in before:
        return True
    if _suffers(tokens, language):
        return True
    several = " " in page.text[run.name_start : run.end]
    leads = any(w in RUNS for w in clause.split()[:4])
    return _speaks(tokens, language) and (several or clause.startswith(", ")) and not leads


def _suffers(tokens: list[Token], language: Language) -> bool:
    """Whether something is done to the person, or they do what people caught in it do."""
    for token in tokens:
        verb = token.head.lemma_
        if token.dep_ in ("nsubjpass", "dobj") and verb in words_of(language, "befalls"):
            return True
        if token.dep_ == "nsubj" and verb in words_of(language, "suffers"):
            return True
    return False


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
    if run.titles or _aged(page, run) or _named_so(page, run, language):
        return True
    text = page.text[run.name_start : run.end]
    byline = page.paragraph.block.role == "byline"
    if _is_place(scene, page.start + run.name_start, page.start + run.end) or (text.isupper() and not byline):
        return False
    words = text.lower().split()
    after = page.text[run.end : run.end + 16].split()
    if after and after[0].strip(",.").lower() in words_of(language, "place"):
        return False
    several = " " in text
    speaks = _speaks(tokens, language)
    if several and (told or (speaks and _all_names(tokens))):
        return True
    if any(t.is_stop and t.text[:1].isupper() and len(t) > 1 for t in tokens) or words[-1] in words_of(
        language, "place"
    ):
        return False
    length = sum(len(t) for t in tokens)
    labelled = sum(len(t) for t in tokens if t.ent_type_ == "PERSON") * 2 > length
    if not labelled or not _all_names(tokens) or length < 3:
        return False
    if several:
        return byline or _stands_as_person(tokens, language)
    return bool(told) or speaks or (_acts(tokens) and _stands_as_person(tokens, language))


def _aged(page: Page, run: Run) -> bool:
    return bool(AGE.match(page.text[run.end : run.end + 30]))


def _named_so(page: Page, run: Run, language: Language) -> bool:
    left = page.text[max(0, run.start - 60) : run.start].lower()
    cue = next((cue for cue in name_cues(language) if left.endswith(cue)), None)
    if cue is None:
        return False
    human = words_of(language, "family") | titles(language).keys() | PEOPLE
    return "self" in cue or "name" in cue or any(w.strip(",") in human for w in left.removesuffix(cue).split()[-6:])


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
        return root.head.lower_ not in WHERE and above.lemma_ not in words_of(language, "place")
    if root.dep_ in ("dobj", "oprd", "attr"):
        verb = root.head.lemma_
        return any(verb in words_of(language, kind) for kind in ("befalls", "meets"))
    return True


def _acts(tokens: list[Token]) -> bool:
    return any(t.dep_ in ("nsubj", "nsubjpass") for t in tokens)


def _all_names(tokens: list[Token]) -> bool:
    return all(t.pos_ == "PROPN" or not t.text[0].isalnum() or t.text.islower() for t in tokens)


def _body_end(page: Page, run: Run, heads: dict[str, ActorType]) -> int:
    """Where a body's name ends: over "of the Red Cross", and over "and" where what follows ends in a head."""
    end = run.end
    joined = AND_MORE.match(page.text, end)
    if joined and joined.group().split()[-1] in heads and page.text[run.start : end].split()[-1] not in heads:
        end = joined.end()
    words = page.text[run.start : end].split()
    tail = OF_MORE.match(page.text, end)
    if tail and words and words[-1] in heads and words[-1] not in ("Police", "President"):
        end = tail.end()
    return end


def _body_start(page: Page, start: int) -> int:
    """Where a body's name begins: "6th Infantry Division", "Mexican Institute" take the word before."""
    number = NUMBERED.search(page.text[max(0, start - 8) : start])
    if number:
        return start - len(number.group())
    for hit in page.hits:
        if hit.end + 1 == start and page.text[hit.end] == " " and hit.choices[0].kind in ("adjective", "state"):
            return hit.start
    return start


def _body(scene: Scene, page: Page, run: Run, language: Language) -> Mention | None:
    """A body by its name's head, or by the short name in brackets after it."""
    heads = org_heads(language)
    first = run.capitals
    end = _body_end(page, run, heads)
    words = page.text[first:end].split()
    kind = _body_type(words, heads)
    short = ACRONYM.match(page.text[end : end + 16])
    if kind is None and (not short or run.titles or run.name_start != first):
        return None
    start = _body_start(page, first)
    if len(page.text[start:end].split()) < 2 or _is_place(scene, page.start + first, page.start + end):
        return None
    name = page.text[start:end]
    if UNIT.match(name):
        kind = "state_forces"
    ministry = MINISTRY.fullmatch(page.text[first:end])
    country = None
    if ministry:
        name, country = ministry_name(ministry.group(1) or ministry.group(2), scene.country), scene.country
    tokens = _tokens(page, first, end)
    return Mention(
        page.start + start,
        page.start + end,
        page.paragraph.number,
        name,
        kind or "other",
        "name",
        name,
        country,
        subject=any(t.dep_ in ("nsubj", "nsubjpass") for t in tokens),
    )


def ministry_name(field: str, country: str | None) -> str:
    """What a ministry is called: "Ministry of Health of Sudan".

    >>> ministry_name("Foreign", "EG")
    'Ministry of Foreign Affairs of Egypt'
    """
    field = {"Foreign": "Foreign Affairs", "Defense": "Defence"}.get(field, field)
    state = states().get(country or "")
    return (
        f"Ministry of {field} of {state.government.removeprefix('Government of ')}" if state else f"Ministry of {field}"
    )


def short_name(page: Page, mention: Mention) -> tuple[str, int, int] | None:
    """The short name in brackets right after a mention, with its place in the document."""
    at = mention.end - page.start
    match = ACRONYM.match(page.text[at : at + 16])
    if not match:
        return None
    return match.group(1), page.start + at + match.start(1), page.start + at + match.end(1)


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
            if _is_place(scene, start, end) or _capital_before(page, match.start(), titles(language)):
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
    for run in _runs(page, language):
        if run.name_start < covered:
            continue
        body = _body(scene, page, run, language)
        mention = body or _person(scene, page, run, language, groups)
        if mention:
            covered = mention.end - page.start
            yield mention
