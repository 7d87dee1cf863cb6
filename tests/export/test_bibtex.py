"""Citations of the sources: what parsers of BibTeX and programs that speak CSL make of them."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from tests.brief.test_cite import is_whole
from tests.export.nasty import TEXTS, exported, with_text
from tests.export.record import market, reports

from bellwire.brief.cite import citation, citation_of, key
from bellwire.export.columns import said

bibtexparser = pytest.importorskip("bibtexparser")
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["article-newspaper", "webpage", "document", "entry"]},
            "title": {"type": "string"},
            "container-title": {"type": "string"},
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array", "minItems": 1, "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                    },
                    "circa": {"type": ["string", "number", "boolean"]},
                },
            },
            "URL": {"type": "string"},
            "note": {"type": "string"},
        },
    },
}  # fmt: skip
"""The fields that are used, as CSL-JSON's schema 1.0.2 (csl-data.json) has them."""


def entries(raw: bytes) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(raw.decode())
    assert not library.failed_blocks
    return {e.key: {f.key: f.value for f in e.fields} for e in library.entries}


def items(*dossiers: Any) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(exported("csl", *dossiers))
    jsonschema.validate(made, CSL)
    return made


def test_a_parser_of_bibtex_reads_each_source_once() -> None:
    """A source that two incidents rest on is one source."""
    read = entries(exported("bibtex"))
    assert len(read) == 6
    again = replace(market(), incident=replace(market().incident, id="i-again"))
    assert entries(exported("bibtex", market(), again)) == entries(exported("bibtex", market()))
    gao = next(e for k, e in read.items() if k.startswith("gaopost2024-"))
    assert gao["date"] == "2024-05-02" and gao["url"] == "https://r-gao.example/a?b=1&c=2"


def test_csl_and_bibtex_name_the_same_sources_alike() -> None:
    """Who changes the program must find the keys of the text again."""
    made = items()
    assert [i["id"] for i in made] == list(entries(exported("bibtex")))
    assert made[1]["issued"] == {"date-parts": [[2024, 5, 2]]} and "issued" not in made[-1]


def test_an_export_cites_by_the_key_that_the_desk_gives() -> None:
    """A key that differs between the desk and an export breaks each \\cite."""
    pages = {r.id: r for r in reports()}
    for told in market().evidence:
        page = pages[told.report]
        assert citation_of(told).key == key(page)
        assert replace(citation_of(told), language=None) == replace(citation(page), language=None)


@pytest.mark.parametrize("name", ["bibtex", "csl"])
def test_every_field_that_is_written_has_its_rule(name: str) -> None:
    """A field that the reference does not name is one to guess at."""
    written = {f for e in entries(exported("bibtex")).values() for f in e} if name == "bibtex" else set()
    written |= {f for i in items() for f in i} if name == "csl" else set()
    assert written == {column.name for column in said(name)}


@given(TEXTS)
def test_no_headline_breaks_the_bibliography(text: str) -> None:
    """One brace in a headline would cost all entries after it."""
    raw = exported("bibtex", with_text(text))
    assert is_whole(raw.decode()) and len(entries(raw)) == 3
    assert len(items(with_text(text))) == 3
