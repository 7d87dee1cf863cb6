"""The JSON form: what colleagues' programs read."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import DecodeError
from bellwire.model import Anchor, Claim, Document, Figure, Judgement, MadeBy, Published, Quoted, Report, Span
from bellwire.model.codec import (
    SCHEMAS,
    decode,
    decode_any,
    decode_reports,
    encode,
    encode_plain,
    json_schema,
    to_plain,
)

REPORT = Report(
    id="r",
    document=Document(id="d", kind="page", text="12 “dead”", published=Published(value="2024", from_="given")),
    made_by=MadeBy(bellwire="0"),
)
numbers = st.none() | st.integers(0, 10**9).map(float) | st.floats(0, 1e9, allow_nan=False)


def test_a_report_has_the_contracts_fields_in_the_contracts_order() -> None:
    """A renamed field breaks every reader of the format."""
    assert list(to_plain(REPORT)) == (
        "schema id document blocks actors places times claims figures events redact issues made_by".split()
    )
    assert to_plain(REPORT)["document"]["published"] == {"value": "2024", "from": "given"}


@given(low=numbers, best=numbers, high=numbers, start=st.integers(0, 99), length=st.integers(1, 99))
def test_figures_survive_the_trip(low, best, high, start: int, length: int) -> None:
    """A bound that changes on the way to disk is a wrong number in the record."""
    figure = Figure(id="f", start=start, end=start + length, measure="killed", low=low, best=best, high=high)
    assert decode(encode(figure), Figure) == figure
    assert encode(decode(encode(figure), Figure)) == encode(figure)


@given(st.text())
def test_any_text_survives_the_trip(text: str) -> None:
    """Emoji, Arabic and control characters are text as well."""
    document = Document(id="d", kind="page", text=text.encode("utf-8", "ignore").decode())
    assert decode(encode(document), Document) == document


def test_whole_numbers_are_written_as_such() -> None:
    """12 people, not 12.0 people."""
    assert b'"low":12,' in encode(Figure(id="f", start=0, end=2, measure="killed", low=12.0))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("{", "not a Report"),
        ("[]", "not a Report"),
        (b"\xff", "not a Report"),
        (encode(REPORT).replace(b'"page"', b'"pgae"'), r"document\.kind"),
        (encode(REPORT).replace(b'"made_by"', b'"made"'), "made_by"),
    ],
)
def test_what_is_no_report_is_refused_with_its_path(raw, message: str) -> None:
    """A message without a place in the file helps nobody."""
    with pytest.raises(DecodeError, match=message):
        decode(raw, Report)


def test_a_bad_line_is_named_by_its_number() -> None:
    """In a file of a million lines the number is all one has."""
    with pytest.raises(DecodeError, match="line 3: not a Report"):
        list(decode_reports([encode(REPORT), b"\n", b"nonsense"]))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 2)])
def test_a_span_that_is_none_cannot_be_made(start: int, end: int) -> None:
    """A record that points at nothing is no evidence."""
    with pytest.raises(ValueError, match="a span needs"):
        Span(start=start, end=end)
    with pytest.raises(ValueError, match="a span needs"):
        Figure(id="f", start=start, end=end, measure="killed")


def test_a_claim_without_content_cannot_be_made() -> None:
    """No record without evidence."""
    with pytest.raises(ValueError, match="without evidence"):
        Claim(id="c", manner="direct", content=())


def test_the_schema_describes_the_report() -> None:
    """The printed schema must be the form that is written."""
    schema = json_schema()
    assert set(schema["$defs"]["Report"]["properties"]) == set(to_plain(REPORT))
    assert set(schema["$defs"]["Published"]["properties"]) == {"value", "from"}
    assert schema["$defs"]["Event"]["properties"]["type"]["enum"][0] == "ACCUSE"
    with pytest.raises(DecodeError, match="there are: incident, judgement, relation, report, story"):
        json_schema("nonsense")


@pytest.mark.parametrize("low", [12.0, -3.0, 0.5, 1e-7, 1e16, 1.5e22, None])
def test_the_short_way_to_json_writes_what_the_long_way_does(low: float | None) -> None:
    """Digests are taken over these bytes: two ways of writing a number would make a sound store look broken."""
    nasty = 'a "low":12.0, "from_":1.0} \\'
    figure = Figure(id=nasty, start=0, end=1, measure="killed", low=low, population='low":12.0,')
    assert decode_any(encode(figure)) == to_plain(figure)
    assert encode(figure) == encode_plain(to_plain(figure))
    document = Document(id="d", kind="article", text=nasty, published=Published(value="2024", from_="given"))
    report = Report(id='"from":', document=document, figures=(figure,), made_by=MadeBy(bellwire="0"))
    assert encode(report) == encode_plain(to_plain(report))
    assert decode(encode(report), Report) == report


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_everything_that_goes_out_has_a_schema(kind: str) -> None:
    """A colleague's program that reads judgements or incidents needs their form as well."""
    schema = json_schema(kind)
    name = SCHEMAS[kind].__name__
    assert {f.name for f in fields(SCHEMAS[kind])} == set(schema["$defs"][name]["properties"])


def test_a_judgement_survives_the_trip() -> None:
    """What a person decided must not change on the way to disk: numbers, lists and null in a value as well."""
    span = Span(start=3, end=9)
    anchor = Anchor(layer="figures", kind="killed", text_sha256="0", spans=(span,), quoted=(Quoted(words="“dead”"),))
    made = Judgement(
        id="j-1", verb="edit", subject="r#f", by="ana", at="2024-05-01T10:00:00Z", anchor=anchor,
        value={"low": 12, "best": None, "content": [{"start": 3, "end": 9}]}, named={"c": anchor},
    )  # fmt: skip
    assert decode(encode(made), Judgement) == made
