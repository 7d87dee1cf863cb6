"""Which language a text is in."""

import re
from functools import cache
from typing import Any

from bellwire.knowledge import language

SHORT = 100
"""Characters of a text below which a guess is not worth having; the default stands."""
SURE = 0.9
"""Probability from which on a guess against the default is taken (py3langid, on news text, 2026-11)."""

ENGLISH = 0.2
"""Share of English function words that makes a text English without asking the model, which takes a second to load."""


@cache
def _function_words(code: str) -> frozenset[str]:
    rows = language(code).table("furniture_words")
    return frozenset(row["word"] for row in rows if row["kind"] == "function")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, default: str = "en") -> str:
    """ISO 639-1 code of the language of a text; the default where the text is short or the guess unsure.

    >>> language_of("Die Armee teilte am Montag mit, sie habe die Stadt nach wochenlangen Kämpfen zurückerobert. "
    ...             "Bewohner berichteten von Beschuss in der Nacht.")
    'de'
    >>> language_of("Kano")
    'en'
    """
    sample = " ".join(text.split())[:4000]
    letters = re.findall(r"[^\W\d_]", sample)
    foreign = len(re.findall(r"[A-Za-zÀ-ɏ]", sample)) * 2 < len(letters)
    if len(sample) < SHORT and not foreign:
        return default
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    if sum(word in _function_words("en") for word in words) > ENGLISH * len(words):
        return "en"
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= SURE or foreign else default
