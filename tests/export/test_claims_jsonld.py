"""Claims in JSON-LD: what a processor of JSON-LD makes of them, and that no verdict is invented."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from tests.export.nasty import TEXTS, exported, with_text
from tests.export.record import clash, flight, market

from bellwire.export import Dossier
from bellwire.model.incidents import Grade
from bellwire.model.words import Credibility

jsonld = pytest.importorskip("pyld.jsonld")
SCHEMA = "https://schema.org/"
CONTEXT = {"@context": {"@vocab": SCHEMA, "url": {"@type": "@id"}, "datePublished": {"@type": f"{SCHEMA}Date"}}}
"""As much of schema.org's context as the tests need."""
ARTICLE = {"required": ["@type", "@id"], "properties": {"@type": {"const": "Article"}}}
HAPPENING = {"required": ["@type", "@id", "name"], "properties": {"@type": {"const": "Event"}}}
CLAIM = {
    "required": ["@type", "@id", "text", "appearance", "about"],
    "properties": {
        "@type": {"const": "Claim"},
        "author": {"required": ["name"]},
        "appearance": ARTICLE,
        "about": HAPPENING,
    },
}
REVIEW = {
    "required": ["@type", "@id", "claimReviewed", "itemReviewed", "reviewRating"],
    "properties": {
        "@type": {"const": "ClaimReview"},
        "itemReviewed": {"required": ["@type", "text", "appearance"], "properties": {"appearance": {"items": ARTICLE}}},
        "reviewRating": {
            "required": ["@type", "alternateName", "ratingExplanation"],
            "properties": {"ratingValue": {"type": "integer", "minimum": 1, "maximum": 5}},
            "dependentRequired": {"ratingValue": ["bestRating", "worstRating"]},
        },
    },
}
GRAPH = {
    "required": ["@context", "@graph"],
    "properties": {"@context": {"const": "https://schema.org"}, "@graph": {"items": {"oneOf": [CLAIM, REVIEW]}}},
}


def graph(*dossiers: Dossier) -> list[dict[str, Any]]:
    made = json.loads(exported("claims-jsonld", *dossiers))
    jsonschema.validate(made, GRAPH)
    nodes: list[dict[str, Any]] = made["@graph"]
    return nodes


def test_a_processor_of_json_ld_reads_it_as_schema_org() -> None:
    """A member that expands to nothing is lost to everybody who reads linked data."""
    made = json.loads(exported("claims-jsonld"))
    loader = lambda url, options: {"contextUrl": None, "documentUrl": url, "document": CONTEXT}  # noqa: E731
    expanded = jsonld.expand(made, {"documentLoader": loader})
    by_type = {node["@type"][0]: node for node in expanded}
    claim = by_type[f"{SCHEMA}Claim"]
    assert claim["@id"] == "urn:bellwire:claim:r-river:c-1"
    assert claim[f"{SCHEMA}text"] == [{"@value": "17 people were killed in the shelling of Gao"}]
    assert claim[f"{SCHEMA}author"][0][f"{SCHEMA}name"] == [{"@value": "Malian Armed Forces"}]
    (article,) = claim[f"{SCHEMA}appearance"]
    assert article[f"{SCHEMA}url"] == [{"@id": "https://r-river.example/a?b=1&c=2"}]
    assert f"{SCHEMA}reviewRating" in by_type[f"{SCHEMA}ClaimReview"]


def test_only_what_an_analyst_graded_is_reviewed() -> None:
    """The machine's suggestion is no fact check, and must not be published as one."""
    assert [n["@type"] for n in graph(market())] == ["Claim"], "the machine suggests a grade for this one"
    assert [n["@type"] for n in graph(clash())] == ["ClaimReview"]
    assert graph(flight()) == []


def test_a_review_is_of_the_record_and_of_nobodys_words() -> None:
    """A grade of the incident would rate a denial as probably true."""
    said = market().claims
    graded = replace(clash(), claims=said)
    claim, review = graph(graded)
    assert review["claimReviewed"] == graded.incident.title
    assert review["itemReviewed"]["@id"] != claim["@id"]
    assert "one side's account" in review["reviewRating"]["ratingExplanation"]
    assert "author" not in review, "the analyst is nobody's business"


@pytest.mark.parametrize(
    ("credibility", "value", "name"),
    [
        ("1", 5, "confirmed by other independent sources"),
        ("4", 2, "doubtful"),
        ("5", 1, "improbable"),
        ("6", None, "truth cannot be judged"),
    ],
)
def test_admiraltys_digits_become_ratings(credibility: Credibility, value: int | None, name: str) -> None:
    """1 is the best of Admiralty's digits and the worst of a rating's; 6 is no worse than 5, it is none."""
    dossier = clash()
    grade = Grade(word="weak", reliability="B", credibility=credibility)
    (review,) = graph(replace(dossier, incident=replace(dossier.incident, grade=grade)))
    assert review["reviewRating"].get("ratingValue") == value
    assert review["reviewRating"]["alternateName"] == name
    assert f"B{credibility}" in review["reviewRating"]["ratingExplanation"]


def test_a_word_without_a_digit_is_no_review() -> None:
    """Of a grade that says nothing of credibility no rating can be made."""
    dossier = clash()
    assert graph(replace(dossier, incident=replace(dossier.incident, grade=Grade(word="fair")))) == []


def test_a_speaker_has_a_type_only_where_the_record_has_one() -> None:
    """Residents are no organization."""
    dossier = market()
    (said,) = dossier.claims
    known, unknown, nobody = (
        graph(replace(dossier, claims=(replace(said, speaker=name),)))[0].get("author")
        for name in ("Azawad Front", "residents", None)
    )
    assert (known, unknown, nobody) == (
        {"@type": "Organization", "name": "Azawad Front"}, {"name": "residents"}, None,
    )  # fmt: skip


@given(TEXTS)
def test_no_text_breaks_the_graph(text: str) -> None:
    """One odd quotation must not cost all claims."""
    assert len(graph(with_text(text))) == 1
