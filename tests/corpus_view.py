"""A report as short lines that a person can read in a diff: the form of the golden cases."""

from pathlib import Path
from typing import Any

from bellwire.brief.words import figure_bounds, folded, holder, speaker
from bellwire.desk import code
from bellwire.model import Report, Span

CORPUS = Path(__file__).parent / "corpus"
PUBLISHED = {"no-date": None}


def cases() -> list[Path]:
    """The folders of the golden cases."""
    return sorted(path for path in CORPUS.iterdir() if path.is_dir())


def report_of(case: Path) -> Report:
    """The report of a case as the pipeline makes it now; dated 14 June 2022 where the case does not say otherwise."""
    kind = (case / "why.md").read_text(encoding="utf-8").split("\n")[0].removeprefix("kind: ")
    text = (case / "source.txt").read_text(encoding="utf-8")
    return code(text, kind=kind, published=PUBLISHED.get(case.name, "2022-06-14"), language="en")  # type: ignore[arg-type]


def view(report: Report) -> dict[str, Any]:
    """What a reader checks: roles, claims, figures, events, places, times, issues."""
    text = report.document.text

    def words(span: Span | None) -> str | None:
        return folded(span.quote(text)) if span else None

    actors = {a.id: a.name for a in report.actors}
    places = {p.id: p.name for p in report.places}
    return {
        "blocks": [f"{b.role}: {folded(text[b.start : b.end])[:60]}" for b in report.blocks],
        "actors": sorted(f"{a.name} ({a.type})" for a in report.actors),
        "places": [f"{text[p.start : p.end]}: {p.name} ({p.country}, {p.precision})" for p in report.places],
        "times": [f"{text[t.start : t.end]}: {t.value}" for t in report.times],
        "claims": [
            f"{speaker(c, report)} | {words(c.cue)} | {' … '.join(words(s) or '' for s in c.content)} | {c.manner}"
            + (f" | via {', '.join(c.via)}" if c.via else "")
            for c in report.claims
        ],
        "figures": [
            f"{folded(text[f.start : f.end])} | {f.measure} | {figure_bounds(f)} | {holder(f, report)}"
            + (" | part" if f.part_of else "")
            for f in report.figures
        ],
        "events": [
            f"{words(e.trigger)} | {e.type} {e.mode or ''} | {e.status} | "
            f"{'+'.join(actors.get(p.actor or '', text[p.start : p.end]) for p in e.agents)} > "
            f"{'+'.join(actors.get(p.actor or '', text[p.start : p.end]) for p in e.patients)} | "
            f"{places.get(e.place or '')} | {e.date.value if e.date else None}"
            for e in report.events
        ],
        "issues": [issue.code for issue in report.issues],
    }
