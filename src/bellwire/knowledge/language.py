"""What is known of a language before reading: a folder of tables under `languages/<code>/`, and no code."""

from dataclasses import dataclass
from functools import cache

from bellwire.errors import KnowledgeError
from bellwire.knowledge.tables import ROOT, Row, table


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language by its ISO 639-1 code, with its tables. There is one object a language: see `language`.

    >>> english = language("en")
    >>> english.code
    'en'
    """

    code: str

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of one of the language's tables; raises KnowledgeError, listing the tables, for an unknown name."""
        return table("languages", self.code, name)

    def words(self, name: str, column: str = "word") -> frozenset[str]:
        """One column of a table as a set."""
        return _words(self.code, name, column)


@cache
def _words(code: str, name: str, column: str) -> frozenset[str]:
    return frozenset(row[column] for row in table("languages", code, name))


def languages() -> tuple[str, ...]:
    """The codes of the languages that Bellwire has tables for."""
    return tuple(sorted(p.name for p in (ROOT / "languages").iterdir() if p.is_dir() and any(p.glob("*.tsv"))))


def language(code: str) -> Language:
    """The language of a code; raises KnowledgeError, listing those there are, for an unknown one."""
    if code not in languages():
        raise KnowledgeError(f"no tables for language {code!r}; there are: {', '.join(languages())}")
    return _one(code)


@cache
def _one(code: str) -> Language:
    """One object a language, so that tables kept by language are quickly found."""
    return Language(code)
