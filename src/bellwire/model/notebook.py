"""Records as notebooks show them: plain HTML, every text of the record escaped and its direction its own.

No scripts and no styles; what is long is cut, and says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from itertools import islice

from bellwire.model.incidents import Incident
from bellwire.model.marks import Piece, marks_of, pieces_of
from bellwire.model.records import Claim, Event, Figure, Report
from bellwire.model.words import ARTICLE_ROLES

ROWS, CHARACTERS, BLOCKS = 20, 400, 60
"""Rows of a table, characters of a cell and blocks of a page that are shown: a screen or three."""
SHOWN = frozenset(("trigger", "cue", "figure"))
"""What of a page is marked, as `bellwire explain` does: more would leave little that is not."""


def text_html(text: object) -> str:
    """A text of the record: escaped, cut where it is long, with a direction of its own.

    >>> text_html("<b>Gao</b>"), text_html(None)
    ('<bdi>&lt;b&gt;Gao&lt;/b&gt;</bdi>', '')
    """
    if text is None or text == "":
        return ""
    whole = " ".join(str(text).split())
    return f"<bdi>{escape(whole if len(whole) <= CHARACTERS else whole[: CHARACTERS - 1] + '…')}</bdi>"


def table_html(
    heads: Sequence[str], rows: Iterable[Sequence[object]], *, caption: str, total: int | None = None
) -> str:
    """A table of texts, of so many rows at most; `caption` may say how many there are in all (`total`).

    >>> table_html(["place"], [["Gao"]], caption="Places")
    '<table><caption>Places</caption><thead><tr><th>place</th></tr></thead><tbody><tr><td><bdi>Gao</bdi></td></tr></tbody></table>'
    """
    left = iter(rows)
    some = [*islice(left, ROWS)]
    more = (total is not None and total > len(some)) or (total is None and next(left, None) is not None)
    if more:
        caption += f"; the first {len(some)}" + (f" of {total:,}" if total is not None else "")
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{text_html(cell)}</td>" for cell in row) + "</tr>" for row in some)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def counts_html(counts: Mapping[str, int], *, caption: str) -> str:
    """A table of how many there are of each."""
    return table_html(
        ["records", "number"], [(name, f"{number:,}") for name, number in counts.items()], caption=caption
    )


# ---------------------------------------------------------------- incidents

INCIDENT: Mapping[str, Callable[[Incident], object]] = {
    "when": lambda i: i.date and i.date.value,
    "what": lambda i: i.title,
    "type": lambda i: f"{i.type}/{i.mode}" if i.mode else i.type,
    "status": lambda i: i.status,
    "grade": lambda i: i.grade.word if i.grade else f"{i.suggested.word or 'not graded'}?",
    "sources": lambda i: f"{i.sources} in {i.reports}",
    "review": lambda i: i.review,
    "incident": lambda i: i.id,
}
"""The columns of a list of incidents, those of `bellwire incidents`."""


def incidents_html(incidents: Iterable[Incident], *, caption: str, total: int | None = None) -> str:
    """A list of incidents: a grade with a question mark is the machine's; “2 in 5” are two sources in five reports."""
    rows = ([value(i) for value in INCIDENT.values()] for i in incidents)
    return table_html(list(INCIDENT), rows, caption=caption, total=total)


def incident_html(incident: Incident) -> str:
    """An incident, and under it every figure with who holds it."""
    holdings = [(t, h) for t in incident.tallies for h in t.holdings]
    rows = (
        [
            t.measure,
            h.population,
            h.quote,
            h.holder or f"{h.outlet or 'the report'} (own voice)",
            h.as_of,
            "yes" if t.disagree else "no",
        ]
        for t, h in holdings
    )
    heads = ["measure", "of", "in the words", "held by", "as of", "disputed"]
    told = incidents_html([incident], caption="Incident")
    return told + (table_html(heads, rows, caption="Figures", total=len(holdings)) if holdings else "")


# ---------------------------------------------------------------- reports


def _number(figure: Figure) -> str:
    """A figure's number, or its bounds: 12, 12 or more, 12–17."""
    low, best, high = (f"{n:,.12g}" if n is not None else "" for n in (figure.low, figure.best, figure.high))
    bounds = f"{low}–{high}" if low and high else f"{low} or more" if low else f"up to {high}"
    return ("about " if figure.approx else "") + (best or bounds)


def _event(report: Report, event: Event) -> list[object]:
    place = next((p.name for p in report.places if p.id == event.place), None)
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    what = ", ".join(filter(None, (kind, event.status, place, event.date.value if event.date else None)))
    return ["event", event.trigger.quote(report.document.text), what, event.id]


def _claim(report: Report, claim: Claim) -> list[object]:
    text = report.document.text
    speaker = claim.speaker.quote(text) if claim.speaker else "nobody named"
    said = " … ".join(span.quote(text) for span in claim.content)
    hedged = ", hedged" if claim.hedges else ""
    return [
        "claim",
        claim.cue.quote(text) if claim.cue else None,
        f"{speaker} ({claim.manner}{hedged}): {said}",
        claim.id,
    ]


def _figure(report: Report, figure: Figure) -> list[object]:
    unit = "people" if figure.unit == "person" else figure.unit
    what = f"{figure.measure}: {_number(figure)} {unit} ({figure.state})"
    return ["figure", report.document.text[figure.start : figure.end], what, figure.id]


def _piece(piece: Piece) -> str:
    shown = [mark for mark in piece.marks if mark.part in SHOWN]
    text = escape(piece.text)
    if not shown:
        return text
    title = escape(", ".join(dict.fromkeys(f"{mark.layer[:-1]} {mark.record}" for mark in shown)))
    return f'<mark title="{title}">{text}</mark>'


def page_html(report: Report) -> str:
    """The article, a block a paragraph, with the words marked that events, claims and figures were read from."""
    marks = [m for m in marks_of(report) if m.part in SHOWN]
    blocks = [b for b in report.blocks if b.role in ARTICLE_ROLES]
    lines = []
    for block in blocks[:BLOCKS]:
        inside = [m for m in marks if m.start < block.end and m.end > block.start]
        pieces = pieces_of(report.document.text, block, inside)
        name = "h4" if block.role in ("headline", "heading") else "p"
        lines.append(f'<{name} dir="auto">' + "".join(map(_piece, pieces)) + f"</{name}>")
    if len(blocks) > BLOCKS:
        lines.append(f"<p>… and {len(blocks) - BLOCKS:,} more blocks</p>")
    return "".join(lines)


def report_html(report: Report) -> str:
    """A report: what page it is of, its text with marks, and its events, claims and figures."""
    page = report.document
    of = [page.title, page.outlet, page.published.value, page.language, page.url]
    heads = ["title", "outlet", "published", "language", "url"]
    rows = [
        *(_event(report, e) for e in report.events),
        *(_claim(report, c) for c in report.claims),
        *(_figure(report, f) for f in report.figures),
    ]
    records = table_html(["record", "words", "read as", "id"], rows, caption="Read from it", total=len(rows))
    issues = "".join(f"<p>issue {escape(i.code)}: {text_html(i.message)}</p>" for i in report.issues[:ROWS])
    return (
        table_html(heads, [of], caption=f"Report {report.id}") + page_html(report) + (records if rows else "") + issues
    )
