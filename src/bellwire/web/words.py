"""The record's words as the desk shows them: `words.toml`, each a message for the catalogues."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("words.toml")


@cache
def shown_words() -> Mapping[str, Mapping[str, str]]:
    """What each word of each vocabulary is shown as, in English."""
    words: Mapping[str, Mapping[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return words


def shown_word(vocabulary: str, word: object) -> str:
    """What a word is shown as, in English; the word itself where the file has none.

    >>> shown_word("type", "ASSAULT"), shown_word("status", "not_occurred")
    ('Attack', 'Did not happen')
    """
    return shown_words().get(vocabulary, {}).get(str(word), str(word))


def N_(message: str) -> str:  # noqa: N802  (the name by which catalogues know it)
    """Marks a message that is put into the reader's language later, where it is shown; gives it back as it is.

    >>> N_("a value is needed")
    'a value is needed'
    """
    return message
