"""Reads figures: a quantity in its sentence, what it counts, and the figures before it that it may refer to."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bellwire.annotate.quantities import Quantity, quantities
from bellwire.draft import Draft, Paragraph, Sentence, Token
from bellwire.extract.figure_reading import ACTOR_MEASURES, CLEAR, CROWD, UNIT_MEASURES, VICTIMS, Reading
from bellwire.extract.figure_roles import LEFT_MODIFIERS, NOUNS, RoleReader, fits, top_of
from bellwire.extract.figure_words import PERSON, UNKNOWN, FigureWords, Population, figure_words, singular
from bellwire.knowledge import Language
from bellwire.model import Span


@dataclass(slots=True)
class Reader:
    """Reads the figures of a page's paragraphs one after the other; keeps those before for what refers back."""

    draft: Draft
    language: Language
    words: FigureWords = field(init=False)
    roles: RoleReader = field(init=False)
    before: list[Reading] = field(default_factory=list)
    last: Reading | None = None

    def __post_init__(self) -> None:
        self.words = figure_words(self.language)
        self.roles = RoleReader(self.words)

    def paragraph(self, paragraph: Paragraph) -> list[Reading]:
        """The figures of a paragraph, in order."""
        self.before = list(self._told(paragraph))
        self.last = next((r for r in reversed(self.before) if r.measure in VICTIMS), self.last)
        return self.before

    def _told(self, paragraph: Paragraph) -> Iterator[Reading]:
        """The figures of a paragraph that stand in numbers."""
        self.before = []
        starts = [t.idx for t in paragraph.doc]

        def tag(at: int) -> str:
            return str(paragraph.doc[bisect_right(starts, at) - 1].tag_) if at >= 0 else ""

        text = self.draft.text[paragraph.start : paragraph.end]
        sentences: tuple[Sentence, ...] = ()
        for quantity in quantities(text, self.language, tag):
            sentences = sentences or paragraph.sentences
            found = self._located(paragraph, sentences, quantity)
            if found is None or self._is_dated(found):
                continue
            self._count(found)
            self._decide(found)
            if self._is_kept(found):
                self.before.append(found)
                yield found

    def _located(self, paragraph: Paragraph, sentences: Sequence[Sentence], q: Quantity) -> Reading | None:
        span = paragraph.doc.char_span(q.number_start, q.number_end, alignment_mode="expand")
        at = paragraph.start + q.number_start
        sentence = next((s for s in sentences if s.start <= at < s.end), None)
        if span is None or not len(span) or sentence is None:
            return None
        start, end = paragraph.start + q.start, paragraph.start + q.end
        return Reading(quantity=q, paragraph=paragraph, sentence=sentence, tokens=list(span), start=start, end=end)

    def _is_dated(self, found: Reading) -> bool:
        """Whether the number is part of a date or time that was placed."""
        start = found.paragraph.start + found.quantity.number_start
        end = found.paragraph.start + found.quantity.number_end
        return any(t.start < end and start < t.end and t.value is not None for t in self.draft.times)

    # ---- what is counted

    def _count(self, found: Reading) -> None:
        """Sets noun, population, class and the end of the phrase."""
        found.noun, found.partitive = self.roles.counted(found.tokens)
        noun, q = found.noun, found.quantity
        measured = q.kind not in ("count", "none", "share") and not (found.partitive and q.kind in ("mass", "volume"))
        if noun is not None:
            found.about = self._about(found, noun)
        if measured and not (noun is not None and not found.partitive and self._is_adjective(found)):
            found.population = q.unit_word
        elif noun is None:
            self._count_alone(found)
        else:
            self._count_noun(found, noun)

    def _is_adjective(self, found: Reading) -> bool:
        """Whether a measure stands as an adjective: a four-month siege, an 1,800ft knoll."""
        number = self.draft.text[
            found.paragraph.start + found.quantity.number_start : found.paragraph.start + found.quantity.number_end
        ]
        return " " not in number

    def _count_noun(self, found: Reading, noun: Token) -> None:
        base = found.paragraph.start
        if not found.is_count and found.quantity.kind not in ("share", "mass", "volume"):
            found.population = self._phrase(found, noun)
            return
        pair = self._pair(noun)
        found.end = max(found.end, base + pair.idx + len(pair))
        if noun.pos_ == "PRON" or noun.tag_ in ("DT", "PRP", "WP", "WDT"):
            self._refer(found)
        elif noun.lower_ in self.words.marks["others"]:
            self._refer_others(found)
        elif noun.lower_ in self.words.marks["hurt"]:
            found.population, found.about = "people", Population("person", found.about.measure)
        else:
            found.population = self._phrase(found, pair)
        self._attribute(found)

    @staticmethod
    def _pair(noun: Token) -> Token:
        """The second noun of a pair that one number counts: 17 women and girls."""
        doc, i = noun.doc, noun.i
        if (
            i + 2 < len(doc)
            and doc[i + 1].lower_ == "and"
            and doc[i + 2].tag_ == noun.tag_ == "NNS"
            and doc[i + 2].head.i == i
        ):
            return doc[i + 2]
        return noun

    def _about(self, found: Reading, noun: Token) -> Population:
        about = self.words.population(noun.lower_)
        if about is UNKNOWN and self.draft.actors:
            at = found.paragraph.start + noun.idx
            actor = self.draft.actor_at(Span(start=at, end=at + len(noun)))
            measure = ACTOR_MEASURES.get(actor.type) if actor else None
            if measure:
                return Population("person", measure)
        return about

    def _phrase(self, found: Reading, noun: Token) -> str:
        """The words counted, from behind the number or its of and article."""
        base, doc = found.paragraph.start, found.paragraph.doc
        between = doc[found.tokens[-1].i + 1 : noun.i]
        first = next((t for t in between if t.pos_ in ("ADJ", *NOUNS) or t.tag_ in ("VBN", "VBG")), noun)
        if first.i > 1 and doc[first.i - 1].text in "-‑" and doc[first.i - 2].like_num and first.i - 2 >= between.start:
            first = doc[first.i - 2]  # "500-pound bombs"
        return self.draft.text[base + first.idx : base + noun.idx + len(noun)].strip()

    def _count_alone(self, found: Reading) -> None:
        """A number without its noun: 12 dead; at least 11 were children."""
        doc, after = found.paragraph.doc, found.tokens[-1].i + 1
        if after < len(doc) and doc[after].lower_ in self.words.marks["adjective_count"] and found.is_count:
            found.end = max(found.end, found.paragraph.start + doc[after].idx + len(doc[after]))
            found.population = doc[after].lower_ if doc[after].lower_ == "dead" else "people"
        self._attribute(found)

    def _attribute(self, found: Reading) -> None:
        """Takes the population from behind "were": seven of the dead were women; 21 of them children."""
        if not found.is_count and found.quantity.kind != "share":
            return
        pronoun = found.noun is not None and found.noun.pos_ == "PRON"
        if found.noun is not None and not found.partitive:
            return
        doc, last = found.paragraph.doc, found.noun if found.noun is not None else found.tokens[-1]
        run = [t for t in doc[last.i + 1 : last.i + 5] if t.sent == last.sent]
        if (run and run[0].lemma_ == "be") or (pronoun and run and run[0].pos_ in ("ADJ", "NOUN")):
            noun = next((t for t in run if t.pos_ not in ("ADJ", "AUX", "NUM", "ADV")), None)
            if noun is not None and noun.tag_ == "NNS":
                found.population = self.draft.text[found.paragraph.start + noun.idx :][: len(noun)]

    def _refer(self, found: Reading) -> None:
        """Of whom, of which, of them: the nearest plural noun before, or the last people counted."""
        assert found.noun is not None
        relative = found.noun.tag_ in ("WP", "WDT")
        people = [r for r in self.before if r.is_count and (relative or r.about.kind in ("person", "group"))]
        if people:
            found.whole, found.about = people[-1], people[-1].about
            found.population = people[-1].population
        if relative:
            before = reversed(found.paragraph.doc[found.sentence.tokens.start : found.tokens[0].i])
            noun = next((t for t in before if t.pos_ in NOUNS), None)
            if noun is not None:
                found.about = self.words.population(noun.lower_)
                found.population = self.draft.text[found.paragraph.start + noun.idx :][: len(noun)]
        elif found.population is None and found.noun.tag_ == "PRP":
            found.population = "people"

    def _refer_others(self, found: Reading) -> None:
        people = [r for r in self.before if r.is_count and r.about.kind == "person" and r.population]
        found.about = Population("person", "")
        found.population = people[-1].population if people else "people"

    # ---- which measure

    def _decide(self, found: Reading) -> None:
        """Sets measure, unit and whole."""
        q = found.quantity
        if q.kind in UNIT_MEASURES:
            found.measure, found.unit, found.sure = UNIT_MEASURES[q.kind], q.unit or "other", True
            place = q.kind == "share" and found.about.kind == "place"
            if place and self.roles.measure(top_of(found.tokens), "place") == "territory":
                found.measure = "territory"
            return
        found.measure = self._measure(found)
        if found.population is None:
            found.population = self._carried(found)
        found.unit = q.unit or self._unit(found)

    def _measure(self, found: Reading) -> str:
        kind, top = found.about.kind, top_of(found.tokens)
        if self._is_whole(found):
            return found.about.measure if found.about.measure != "people_present" else "other"
        part = self.part_of(found)
        if part is not None and part.measure != "other" and fits(part.measure, kind):
            found.whole, found.sure = part, True
            own = self.roles.measure(top, kind) if found.partitive else ""
            return own or part.measure
        role = found.noun if found.noun is not None and not found.partitive else top
        measure = self.roles.measure(role, kind)
        if not measure and role is not top:
            measure = self.roles.measure(top, kind)
        if not measure and found.noun is not None and found.partitive:
            measure = self.roles.modified(found.noun, kind)
        if self._tells_itself(found, measure):
            return found.about.measure
        found.sure = bool(measure)
        return measure or self._measure_around(found)

    def _tells_itself(self, found: Reading, measure: str) -> bool:
        """Whether the noun tells the measure, whatever its role: deaths are deaths, soldiers who arrive are troops."""
        own = found.about.measure
        if found.noun is not None and not found.partitive and found.noun.lower_ in self.words.marks["toll"]:
            return True
        if own in VICTIMS:
            weak = ("detained", "displaced", "people_present", "troops")
            return not measure or (own in ("abducted", "killed") and measure in weak)
        return own in ("troops", "combatants") and measure == "displaced"

    def _is_whole(self, found: Reading) -> bool:
        """Whether it is the whole of the figure before: two of the four attackers."""
        return (
            bool(self.before)
            and found.noun is not None
            and self.before[-1].noun is not None
            and (self.before[-1].partitive and self.before[-1].noun.i == found.noun.i)
        )

    def part_of(self, found: Reading) -> Reading | None:
        """The whole that a figure is part of: including three children; 32: 22 civilians and ten soldiers."""
        wholes = [
            r for r in self.before if r.is_count and r.sentence.start == found.sentence.start and r.end <= found.start
        ]
        if not wholes:
            return None
        whole = wholes[-1]
        gap = self.draft.text[whole.end : found.start].strip()
        if gap == ":":
            return whole
        if gap in ("and", ",", ", and") and whole.whole is not None and found.noun is not None:
            return whole.whole
        first = found.tokens[0].i
        words = [t.lower_ for t in found.paragraph.doc[max(0, first - 5) : first]]
        for k, word in enumerate(words):
            if word not in self.words.marks["subset"] or {".", ";"} & set(words[k:]):
                continue
            if word != "among" or (words[k + 1 : k + 2] and words[k + 1] in self.words.marks["whole"]):
                return whole.whole or whole
        return whole if found.whole is whole and found.partitive else None

    def _measure_around(self, found: Reading) -> str:
        """The measure of a figure whose role does not tell: from counts of deaths, near words, figures before."""
        kind, q = found.about.kind, found.quantity
        if found.noun is None:
            counted = self._hurt(found) or self._number_of(found)
            if counted:
                found.sure = True
                return counted
        last = found.noun if found.noun is not None and found.noun.i > found.tokens[-1].i else found.tokens[-1]
        measure = self.roles.near(found.tokens[0], last, kind)
        if measure:
            return measure
        if found.whole is not None and found.whole.measure in CLEAR:
            return found.whole.measure
        counts = [r for r in self.before if r.is_count]
        if found.noun is None and counts and q.kind == "count" and self._is_linked(found, counts[-1]):
            found.about, found.population = counts[-1].about, found.population or counts[-1].population
            return counts[-1].measure
        if found.about.measure == "people_present" and (q.low or q.best or q.high or 0) < CROWD:
            return "other"
        return found.about.measure or "other"

    def _hurt(self, found: Reading) -> str:
        """The measure of an adjective that stands behind a number alone: 12 wounded, dozens missing."""
        doc, after = found.paragraph.doc, found.tokens[-1].i + 1
        if after >= len(doc) or doc[after].lower_ not in self.words.marks["adjective_count"]:
            return ""
        measure = next((m for m in self.words.trigger("adjective", doc[after].lower_, "any")), "")
        if measure in VICTIMS and found.about.kind == "":
            found.about, found.sure = PERSON, True
        return measure

    def _is_linked(self, found: Reading, before: Reading) -> bool:
        """Whether a bare number goes on from the figure before: in its sentence, or with a population of its own."""
        if found.population is not None or found.quantity.bounded:
            return before.measure in VICTIMS or found.sentence.start == before.sentence.start
        return found.sentence.start == before.sentence.start and before.noun is not None

    def _number_of(self, found: Reading) -> str:
        """The measure of a bare number by a noun such as toll or number in its sentence."""
        goes_on = False
        for t in found.sentence.tokens:
            if t.lower_ in self.words.marks["toll"]:
                return "killed"
            if t.lower_ in self.words.marks["number"]:
                measure, noun = self.roles.counted_of(t)
                if measure:
                    if noun is not None and noun.pos_ in NOUNS:
                        found.about = self.words.population(noun.lower_)
                        found.population = self.draft.text[found.paragraph.start + noun.idx :][: len(noun)]
                    return measure
                goes_on = goes_on or noun is None
        return self._goes_on(found) if goes_on or self._is_put(found) else ""

    def _goes_on(self, found: Reading) -> str:
        """The measure of the victims counted last, which a bare number goes on from; takes their population."""
        here = [r.whole or r for r in self.before if r.measure in VICTIMS]
        last = here[-1] if here else None if self.before else self.last
        if last is None:
            return ""
        found.about, found.population = last.about, last.population
        return last.measure

    @staticmethod
    def _is_put(found: Reading) -> bool:
        """Whether somebody counts what was counted before: "put it at 60"."""
        at = found.tokens[0]
        while at.dep_ in LEFT_MODIFIERS and at.head.i != at.i:
            at = at.head
        verb = at.head.head
        return at.head.lower_ == "at" and verb.lemma_ == "put" and any(c.lower_ == "it" for c in verb.rights)

    def _carried(self, found: Reading) -> str | None:
        """The population of a number that stands alone: that of the figure before of its measure, else people."""
        if found.measure not in VICTIMS and found.measure != "people_present":
            return None
        alike = [
            r
            for r in self.before
            if r.is_count and r.population and r.about.kind == "person" and r.about.measure != "killed"
        ]
        if alike and alike[-1].sentence.start == found.sentence.start:
            return alike[-1].population
        return "people"

    @staticmethod
    def _unit(found: Reading) -> str:
        if found.about.kind == "person" or (found.measure in VICTIMS and found.about.kind != "group"):
            return "person"
        noun = (found.population or "").split()
        return singular(noun[-1].lower()) if noun else "person"

    # ---- which are figures

    def _is_kept(self, found: Reading) -> bool:
        """Whether a count is a figure: "no", "one" and "the two" are where a toll is told."""
        q = found.quantity
        if q.kind == "none":
            return (
                found.measure in VICTIMS - {"displaced", "returned"}
                and (found.sure or found.about.measure in VICTIMS)
                and found.noun is not None
            )
        if (
            q.kind != "count"
            or found.measure != "other"
            or (found.noun is not None and q.bounded and found.tokens[0].lower_ != "one")
        ):
            return found.tokens[0].lower_ != "one" or q.kind != "count" or q.bounded or self._is_one_of(found)
        if found.tokens[0].lower_ == "one":
            return q.bounded
        if self._is_age(found):
            return False
        words = not any(t.text[:1].isdigit() for t in found.tokens)
        bare = found.noun is None and not found.partitive
        before = found.paragraph.doc[found.tokens[0].i - 1].lower_ if found.tokens[0].i else ""
        return not (words and (bare or before == "the"))

    @staticmethod
    def _is_one_of(found: Reading) -> bool:
        """Whether a role tells that "one" is a count, and it is no whole: "twelve members of one family"."""
        return found.sure and not (found.noun is not None and found.noun.dep_ == "pobj" and not found.partitive)

    @staticmethod
    def _is_age(found: Reading) -> bool:
        """Whether a bare number says how old somebody is: "she is 87"."""
        at = found.tokens[-1]
        if found.noun is not None or at.head.lemma_ != "be" or (found.quantity.best or 0) > 110:
            return False
        return any(c.dep_ == "nsubj" and c.tag_ == "PRP" and "Gender=" in str(c.morph) for c in at.head.lefts)
