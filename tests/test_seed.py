"""The page that started the project: what a person reads in it must be in its record."""

from pathlib import Path

import pytest

from bellwire.brief.words import speaker
from bellwire.desk import code
from bellwire.model import Report

SEED = sorted((Path(__file__).resolve().parents[2] / "shared" / "seed").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEED, reason="the seed page lies beside the project only where it is developed")


def seed(published: str | None) -> Report:
    return code(SEED[0].read_text(encoding="utf-8"), published=published)


@pytest.fixture(scope="module")
def report() -> Report:
    return seed("2019-02-10")


def test_teasers_and_the_comment_form_are_kept_out(report: Report) -> None:
    """Another story's headline must not become a fact of this one."""
    text = report.document.text
    roles = {text[b.start : b.end].strip(): b.role for b in report.blocks}
    assert roles["UAE arming Yemen militias with Western weapons – Amnesty"] == "related"
    assert roles["Kurdish protesters storm Turkish military camp in Iraq"] == "related"
    assert roles["Leave a Reply"] == roles["Connecting to %s"] == "boilerplate"
    aside = [(b.start, b.end) for b in report.blocks if b.role in ("related", "comment", "boilerplate")]
    spans = [s for c in report.claims for s in c.content] + [e.trigger for e in report.events]
    assert not any(low <= span.start < high for span in spans for low, high in aside)


def test_who_said_what(report: Report) -> None:
    """The heart of the record."""
    text = report.document.text
    said = {(speaker(c, report), text[c.content[0].start : c.content[0].end][:40]) for c in report.claims}
    starts = dict(sorted(said))
    assert any("Mustafa Bali" in who and words.startswith("The battle is very fierce") for who, words in said)
    assert any("Donald Trump" in who and words.startswith("It should be announced") for who, words in said)
    assert starts["United Nations"].startswith("it still reportedly controls")
    assert any(c.manner == "section" and "Usher" in speaker(c, report) for c in report.claims)
    assert not any("Amnesty" in who for who, _ in said)


def test_the_figures_with_their_bounds_and_holders(report: Report) -> None:
    """14,000 to 18,000, of them up to 3,000 foreigners, says the UN; some 20,000 civilians."""
    by_low = {f.low: f for f in report.figures if f.low}
    militants = by_low[14000]
    assert (militants.high, militants.measure) == (18000, "combatants")
    holder = next(c for c in report.claims if c.id == militants.claim)
    assert speaker(holder, report) == "United Nations"
    foreigners = next(f for f in report.figures if f.high == 3000)
    assert foreigners.part_of == militants.id and foreigners.low is None
    civilians = next(f for f in report.figures if f.best == 20000)
    assert civilians.approx and civilians.population == "civilians"


def test_baghuz_is_on_the_map(report: Report) -> None:
    """A village of a few thousand people that the large gazetteers miss."""
    (place,) = (p for p in report.places if p.name == "Baghuz")
    assert place.country == "SY" and place.lat is not None and place.lon is not None
    assert abs(place.lat - 34.45) < 0.1 and abs(place.lon - 40.95) < 0.1


def test_saturday_is_resolved_with_a_date_and_left_open_without(report: Report) -> None:
    """It is never read against the clock of the machine."""

    def saturday(read: Report) -> str | None:
        return next(t.value for t in read.times if "Saturday" in read.document.text[t.start : t.end])

    assert saturday(report) == "2019-02-09"
    undated = seed(None)
    assert saturday(undated) is None and "undated" in [i.code for i in undated.issues]
