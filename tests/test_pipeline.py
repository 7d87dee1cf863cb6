"""The pipeline: one part's fault must not lose a page, and the same page must give the same bytes."""

import pickle
from collections.abc import Iterator

import pytest

from bellwire.draft import Draft, Part
from bellwire.errors import PartError
from bellwire.model import Block, Document, Issue, Published, TimeRef
from bellwire.model.codec import encode
from bellwire.model.words import ARTICLE_ROLES
from bellwire.pipeline import check_parts, code_document, load_parts
from bellwire.store.frame import ends_in

TEXT = (
    "Gunmen killed at least 12 people in the village of Tessit on Thursday, residents said.\n\n"
    "“We buried them at dawn,” said Mayor Issa Maiga. The army denied that its drones struck the market."
)
PAGE = Document(
    id="d", kind="article", text=TEXT, language="en", published=Published(value="2024-05-04", from_="given")
)


def blocks(draft: Draft, _: object) -> Iterator[Block]:
    yield Block(start=0, end=5, role="paragraph")


def broken(draft: Draft, _: object) -> Iterator[TimeRef]:
    yield TimeRef(id="t", start=0, end=3)
    raise ZeroDivisionError("by zero")


def part(name: str, run, needs=("document",), gives=("blocks",)) -> Part:
    return Part(name=name, version="1", needs=needs, gives=gives, run=run)


LABEL = part("label", blocks)
BROKEN = part("times", broken, ("blocks",), ("times",))


def test_a_broken_part_loses_its_layer_and_not_the_page() -> None:
    """One odd sentence must not cost the whole report."""
    report = code_document(PAGE, parts=(LABEL, BROKEN))
    assert report.blocks and report.times == ()
    assert [i.code for i in report.issues] == ["part_failed"]
    assert "part times failed and gave nothing: ZeroDivisionError: by zero" in report.issues[0].message


def test_strict_mode_lets_the_error_through() -> None:
    """A developer must see the fault itself."""
    with pytest.raises(ZeroDivisionError):
        code_document(PAGE, parts=(LABEL, BROKEN), strict=True)


def test_a_part_that_gives_what_it_did_not_announce_is_refused() -> None:
    """An undeclared layer would make the order of parts a matter of luck."""
    with pytest.raises(PartError, match=r"'label' gave a Block, but says it gives"):
        code_document(PAGE, parts=(part("label", blocks, gives=("times",)),))


def test_a_missing_layer_is_named_before_any_work() -> None:
    """The message must name the part and the layer."""
    with pytest.raises(PartError, match="part 'times' needs blocks, which no part before it gives"):
        check_parts((BROKEN, LABEL))


def test_every_part_can_be_sent_to_another_process() -> None:
    """Workers get the parts by pickle."""
    parts = load_parts()
    check_parts(parts)
    assert pickle.loads(pickle.dumps(parts)) == parts
    assert len({p.name for p in parts}) == len(parts)


def test_the_same_page_gives_the_same_bytes() -> None:
    """Two runs that differ cannot be compared."""
    assert encode(code_document(PAGE, strict=True)) == encode(code_document(PAGE, strict=True))


def test_every_layer_is_there_and_every_span_quotes_the_text() -> None:
    """The record of a plain report must hold what a reader sees in it."""
    report = code_document(PAGE, strict=True)
    for layer in ("blocks", "actors", "places", "times", "claims", "figures", "events"):
        assert getattr(report, layer), layer
    assert max(ends_in(encode(report).decode())) <= len(TEXT)
    assert [(f.measure, f.low) for f in report.figures] == [("killed", 12)]
    assert report.figures[0].claim in {c.id for c in report.claims}
    assert "2024-05-02" in [t.value for t in report.times]
    assert any(e.type == "ASSAULT" and e.date and e.date.value == "2024-05-02" for e in report.events)
    ids = [
        r.id for layer in ("actors", "claims", "figures", "events", "places", "times") for r in getattr(report, layer)
    ]
    assert len(ids) == len(set(ids))


def test_without_a_date_nothing_is_resolved_against_the_clock() -> None:
    """A wrong date is worse than none."""
    bare = Document(id="d", kind="article", text="Gunmen attacked Tessit on Saturday.", language="en")
    report = code_document(bare, strict=True)
    assert [(t.value, t.earliest) for t in report.times] == [(None, None)]
    assert "undated" in [i.code for i in report.issues]
    assert all(e.date is None or e.date.value is None for e in report.events)


def test_a_language_without_tables_is_said_so() -> None:
    """An empty record must not look like a quiet day."""
    page = Document(id="d", kind="article", text="Des hommes armés ont attaqué le village.", language="fr")
    report = code_document(page, issues=(Issue(code="x", message="y"),), strict=True)
    assert report.events == () and report.made_by.model is None
    assert [i.code for i in report.issues] == ["x", "language"]


@pytest.mark.parametrize("text", ["", "   \n\n", "“", "””“”“\n“", "\u200f🙂 هجوم", "A" * 30_000, "THE " * 3000])
def test_odd_texts_do_no_harm(text: str) -> None:
    """Whatever is pasted, something sensible must come back."""
    report = code_document(Document(id="d", kind="article", text=text, language="en"), strict=True)
    assert all(block.role in ARTICLE_ROLES for block in report.blocks)


def test_a_negated_toll_is_none() -> None:
    """Deaths that the text says did not happen must not be counted."""
    text = "Not a single soldier was killed in the raid, the army said."
    report = code_document(Document(id="d", kind="article", text=text, language="en"), strict=True)
    assert [(f.measure, f.best) for f in report.figures] == [("killed", 0)]
    assert all(e.status in ("denied", "not_occurred") for e in report.events)
