"""Counts without a number: a soldier, her husband, a tank."""

import re
from collections.abc import Iterator
from functools import cache

from bellwire.annotate.quantities import Quantity
from bellwire.draft import Paragraph, Sentence, Token
from bellwire.extract.figure_reading import Reading
from bellwire.extract.figure_readings import Reader
from bellwire.knowledge import Language

IMPLIED = frozenset(("killed", "injured", "abducted", "destroyed"))
"""The measures of which one person or thing is a figure without a number."""


@cache
def _triggers(language: Language) -> re.Pattern[str]:
    """Finds whether a text has the beginning of a word that tells one of the measures at all."""
    words = {row["word"].split()[0] for row in language.table("measure_triggers") if row["measure"] in IMPLIED}
    stems = sorted({word.removesuffix("e").removesuffix("y") for word in words})
    irregular = ("died", "dying", "slain", "shot", "lost", "beaten")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, (*stems, *irregular)))})", re.IGNORECASE)


def implied(reader: Reader, paragraph: Paragraph) -> Iterator[Reading]:
    """One of them, where the text tells that it was killed, hurt, abducted or destroyed."""
    if not _triggers(reader.language).search(reader.draft.text, paragraph.start, paragraph.end):
        return
    for sentence in paragraph.sentences:
        for noun in sentence.tokens:
            if noun.tag_ == "NN" and noun.pos_ == "NOUN":
                found = _one(reader, paragraph, sentence, noun)
                if found is not None:
                    yield found


def _determiner(noun: Token) -> Token | None:
    """A, an, her."""
    for child in noun.children:
        if child.lower_ in ("a", "an") or (child.tag_ == "PRP$" and child.dep_ == "poss"):
            return child
    return None


def _one(reader: Reader, paragraph: Paragraph, sentence: Sentence, noun: Token) -> Reading | None:
    det = _determiner(noun)
    if det is None or noun.dep_ == "compound" or noun.i - det.i > 8:
        return None
    about = reader.words.population(noun.lower_)
    kinds = ("person",) if det.tag_ == "PRP$" else ("person", "vehicle")
    start, end = paragraph.start + det.idx, paragraph.start + noun.idx + len(noun)
    if about.kind not in kinds or any(r.start < end and start < r.end for r in reader.before):
        return None
    found = Reading(
        quantity=Quantity(
            start=det.idx, end=noun.idx + len(noun), number_start=det.idx, number_end=det.idx + len(det),
            low=1.0, best=1.0, high=1.0,
        ),
        paragraph=paragraph, sentence=sentence, tokens=[det], start=start, end=end, noun=noun, about=about,
        population=reader.draft.text[end - len(noun) : end],
    )  # fmt: skip
    found.measure = _measure(reader, found, noun)
    return found if found.measure in IMPLIED else None


def _measure(reader: Reader, found: Reading, noun: Token) -> str:
    """The measure by the whole that it is part of, else by its role; empty where none tells."""
    person = found.about.kind == "person"
    part = reader.part_of(found)
    if part is not None and part.measure in IMPLIED and person:
        found.whole = part
        return part.measure
    if noun.dep_ in ("attr", "appos") or (not person and noun.dep_ not in ("dobj", "nsubjpass", "conj")):
        return ""
    measure = reader.roles.measure(noun, found.about.kind)
    return "" if person == (measure == "destroyed") else measure
