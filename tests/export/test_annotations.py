"""Web Annotations: every selector leads to the words that were read, in either way of counting."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.nasty import TEXTS, exported, with_text
from tests.export.record import dossier, dossiers, market, reports, rumour, source, span, told

from bellwire.errors import InputError
from bellwire.export import Source
from bellwire.export.formats.annotations import Units, nodes
from bellwire.model import Report

jsonld = pytest.importorskip("pyld.jsonld")
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
SELECTOR = {
    "oneOf": [
        {
            "required": ["type", "exact"],
            "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1}},
        },
        {
            "required": ["type", "start", "end"],
            "properties": {"type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0}},
        },
    ]
}
ANNOTATION = {
    "required": ["id", "type", "body", "target"],
    "properties": {
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["tagging", "describing"]},
        "body": {"type": "array", "items": {"required": ["type", "purpose"]}},
        "target": {
            "required": ["source", "selector"],
            "properties": {"selector": {"type": "array", "minItems": 1, "items": SELECTOR}},
        },
    },
}
COLLECTION = {
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "type": {"const": "AnnotationCollection"},
        "first": {
            "required": ["id", "type", "partOf", "items"],
            "properties": {"type": {"const": "AnnotationPage"}, "items": {"items": ANNOTATION}},
        },
    },
}


def collection(*given: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(exported("annotations", *given))
    jsonschema.validate(made, COLLECTION)
    return made


def selectors(annotation: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    found = {s["type"]: s for s in annotation["target"]["selector"]}
    return found.get("TextQuoteSelector"), found["TextPositionSelector"]


def units(text: str, start: int, end: int) -> str:
    """The words between two positions as a script in a browser cuts them."""
    raw = text.encode("utf-16-le")
    return raw[2 * start : 2 * end].decode("utf-16-le")


def pages(text: str) -> Iterator[Report]:
    """The page of the rumour with another text."""
    for report in reports():
        if report.id == "r-rumour":
            yield replace(report, document=replace(report.document, text=text))


def test_the_shape_is_that_of_the_data_model() -> None:
    """A client shows nothing of what it does not know as an annotation."""
    made = collection()
    items = made["first"]["items"]
    assert made["total"] == len(items) == 25
    assert len({a["id"] for a in items}) == len(items), "two annotations of one id are one"


def test_a_processor_of_json_ld_knows_every_member() -> None:
    """A member that no context explains is dropped in silence."""
    terms = {
        "oa": OA, "as": AS, "id": "@id", "type": {"@id": "@type", "@type": "@vocab"}, "@vocab": OA,
        "first": "as:first", "items": {"@id": "as:items", "@container": "@list"},
    }  # fmt: skip
    document = {"@context": terms}
    loader = lambda url, options: {"contextUrl": None, "documentUrl": url, "document": document}  # noqa: E731
    (expanded,) = jsonld.expand(collection(market()), {"documentLoader": loader})
    annotation = expanded[f"{AS}first"][0][f"{AS}items"][0]["@list"][0]
    _, position = annotation[f"{OA}target"][0][f"{OA}selector"]
    assert position[f"{OA}start"] == [{"@value": 49}]
    assert position["urn:bellwire:term:utf16Start"] == [{"@value": 49}]


def test_positions_and_quotes_are_of_the_same_words() -> None:
    """An annotation that stands beside its words is worse than none."""
    texts = {r.id: r.document.text for r in reports()}
    urls = {r.document.url or f"urn:bellwire:report:{r.id}": r.id for r in reports()}
    for annotation in collection()["first"]["items"]:
        text = texts[urls[annotation["target"]["source"]]]
        quoted, position = selectors(annotation)
        assert quoted is not None
        assert text[position["start"] : position["end"]] == quoted["exact"]
        assert units(text, position["bellwire:utf16Start"], position["bellwire:utf16End"]) == quoted["exact"]
        assert quoted.get("prefix", "") + quoted["exact"] + quoted.get("suffix", "") in text


def test_positions_count_code_points_and_the_others_are_marked() -> None:
    """Behind an emoji the two ways differ: the standard's `start` must not be a browser's."""
    trigger, _ = collection(rumour())["first"]["items"]
    _, position = selectors(trigger)
    assert position["bellwire:utf16Start"] - position["start"] == 3, "three letters outside the basic plane before it"


@given(st.text("aé📢𞤀 ", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_code_points_become_code_units(text: str, first: int, last: int) -> None:
    """Whatever stands before the words, a browser finds them."""
    start, end = sorted((min(first, len(text)), min(last, len(text))))
    found = Units.of(text)
    in_units = found.at(start), found.at(end)
    assert in_units[0] is not None and in_units[1] is not None
    assert units(text, in_units[0], in_units[1]) == text[start:end]


def test_nothing_is_counted_behind_a_hidden_name() -> None:
    """A name in letters of two units is hidden by as many marks of one: what follows cannot be counted."""
    found = Units.of("📢 said ████ of Gao")
    assert found.at(2) == 3 and found.at(12) is None


def test_without_whole_pages_the_code_units_are_left_out() -> None:
    """A policy that lets no pages out must not end the export, nor make it guess."""

    def refused() -> Iterator[Report]:
        raise InputError("no whole pages")

    given = source()
    made = [*nodes(Source(dossiers=given.dossiers, reports=refused, about=given.about))]
    assert len(made) == 25
    assert not any("bellwire:utf16Start" in selectors(a)[1] for a in made)


@pytest.mark.parametrize(
    ("words", "prefix", "suffix"),
    [
        ("[name withheld] said: 12 people were killed near a bridge.", " said: ", " were killed near a bridge."),
        ("At dawn, 12 people were killed near […]", "At dawn, ", " were killed near "),
        ("Men of [place withheld] say 12 people died; ████ fled.", " say ", " died; "),
    ],
)  # fmt: skip
def test_what_a_policy_hid_is_not_quoted(words: str, prefix: str, suffix: str) -> None:
    """Words that a policy changed stand nowhere in the page; a quotation of them finds nothing."""
    text = "A trader called Demo said: 12 people were killed near the old bridge in Gao."
    given = told("r-x", "Gao Post", "2024-05-02", text, "killed")
    figure = replace(market().evidence[0].figures[0], span=span(text, "12 people"), quote="12 people")
    given = replace(given, words=words, figures=(figure,))
    trigger, sentence, counted = collection(dossier("i-x", (given,)))["first"]["items"]
    assert selectors(trigger)[0] is None and selectors(sentence)[0] is None
    assert selectors(trigger)[1]["start"] == text.index("killed")
    assert selectors(counted)[0] == {
        "type": "TextQuoteSelector", "exact": "12 people", "prefix": prefix, "suffix": suffix,
    }  # fmt: skip


def test_the_record_is_in_the_body() -> None:
    """Whoever opens an annotation must see what was read there, and of which incident."""
    figure = next(a for a in collection(market())["first"]["items"] if ":figure:" in a["id"])
    tag, record, linked = figure["body"]
    assert tag["value"] == "killed" and json.loads(record["value"])["low"] == 12
    assert linked["source"] == "urn:bellwire:incident:i-market"


@given(TEXTS)
def test_no_text_breaks_the_collection(text: str) -> None:
    """One odd sentence must not cost all annotations."""
    made = collection(with_text(text))
    assert made["total"] == len(made["first"]["items"]) > 0


def test_a_claim_is_where_it_is_said() -> None:
    """Who reads a claim wants to see it in its sentence; of one in two pieces, both."""
    (claim,) = (a for a in collection(market())["first"]["items"] if ":claim:" in a["id"])
    quoted, _ = selectors(claim)
    assert quoted is not None and quoted["prefix"].endswith("said on Thursday that ")
    assert json.loads(claim["body"][1]["value"])["speaker"] == "Malian Armed Forces"
    given = market()
    (said,) = given.claims
    far = replace(said, content=(*said.content, span("x" * 900 + "y", "y")))
    first, second = (
        a for a in collection(replace(given, claims=(far,)))["first"]["items"] if ":claim:" in a["id"]
    )  # fmt: skip
    assert selectors(first)[0] == quoted and selectors(second)[0] is None
    assert selectors(second)[1]["start"] == 900 and first["id"] != second["id"]


def test_every_telling_is_there() -> None:
    """A copy is evidence too: its spans are in a page of its own."""
    sentences = [a for a in collection()["first"]["items"] if ":sentence:" in a["id"]]
    assert len(sentences) == sum(len(d.evidence) for d in dossiers())


def test_a_figure_that_two_events_of_a_page_share_is_annotated_once() -> None:
    """Two annotations of one id are one too few for whoever stores them by it."""
    first = market()
    again = replace(first.evidence[0], event="e-2")
    shared = replace(first, evidence=(first.evidence[0], again, *first.evidence[1:]))
    ids = [node["id"] for node in nodes(source(shared)) if node.get("type") == "Annotation"]
    assert ids and len(ids) == len(set(ids))
