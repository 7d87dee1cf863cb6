"""How far two annotators agree on pages that both coded, or on records that both judged.

Of two readings of a page, records are matched first (by shared characters, one to one): how well that went is F1, and
kappa and alpha over the characters that each counts as part of a record. On the matched records, fields are compared.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from bellwire.errors import JudgementError
from bellwire.model import LAYERS, Judgement, Report
from bellwire.model.codec import encode_plain
from bellwire.review.apply import judged
from bellwire.review.coefficients import Metric, alpha_of, both_ways, expected, kappa, observed
from bellwire.review.compared import FIELDS, NONE, value_of
from bellwire.review.effective import effective, person, reviews
from bellwire.review.match import length, same_records
from bellwire.review.subjects import concerns, own_spans, records_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One line of the table: how far two agree on a field of a layer.

    `n` units were coded by both; `observed` is the share on which they agree, `expected` the share by chance. `alpha`
    is by distance where `metric` is interval; kappa always asks whether two values are the same. Where one of the two
    is None, `why` says why. For the field `spans`, units are characters, `f1` tells how well the records match, and
    `only_a` and `only_b` count those that one has alone.
    """

    layer: str
    field: str
    n: int
    observed: float | None
    expected: float | None
    kappa: float | None
    alpha: float | None
    metric: Metric = "nominal"
    f1: float | None = None
    only_a: int = 0
    only_b: int = 0
    why: str | None = None


def agreement(
    a: Sequence[Report] | Sequence[Judgement], b: Sequence[Report] | Sequence[Judgement]
) -> tuple[Agreement, ...]:
    """The table of agreement of two annotators: of their reports on the same pages, or of their judgements.

    Pages and subjects that only one of them has are left out. Raises JudgementError where a page was coded by both,
    but not on the same text.

    >>> yes = [Judgement(id=f"a{n}", verb="accept", subject=f"r#{n}", by="ana", at="2024-05-01") for n in range(4)]
    >>> no = [Judgement(id=f"b{n}", verb="accept" if n else "reject", subject=f"r#{n}", by="ben", at="2024-05-01")
    ...       for n in range(4)]
    >>> row = agreement(yes, no)[0]
    >>> row.field, row.n, row.observed, row.kappa
    ('decision', 4, 0.75, 0.0)
    """
    if any(isinstance(each, Report) for each in (*a, *b)):
        return tuple(_of_reports(cast(Sequence[Report], a), cast(Sequence[Report], b)))
    return tuple(_of_judgements(cast(Sequence[Judgement], a), cast(Sequence[Judgement], b)))


def double_coded(
    reports: Sequence[Report], judgements: Sequence[Judgement], a: str, b: str
) -> tuple[tuple[Report, ...], tuple[Report, ...]]:
    """The pages on which both people have judged something: as the one has them, and as the other.

    Both begin with what was read, so records that neither touched agree; to compare two who coded alone, give
    `agreement` their own reports.
    """
    mine, theirs = ([j for j in judgements if person(j.by) == person(by)] for by in (a, b))
    both = [
        report
        for report in reports
        if all(any(concerns(j.subject, report.id) for j in effective(judged_by)) for judged_by in (mine, theirs))
    ]
    return tuple(judged(report, mine) for report in both), tuple(judged(report, theirs) for report in both)


def row_of(layer: str, name: str, pairs: Counter[tuple[Any, Any]], metric: Metric = "nominal") -> Agreement:
    """The line of a field, from its units counted by the two values that they were given."""
    k, a = kappa(pairs), alpha_of(both_ways(pairs), metric)
    return Agreement(
        layer=layer,
        field=name,
        n=pairs.total(),
        observed=observed(pairs),
        expected=expected(pairs),
        kappa=k.value,
        alpha=a.value,
        metric=metric,
        why=k.why or a.why,
    )


@dataclass(slots=True)
class _Tally:
    """What two readings of a layer have in common, over all pages."""

    fields: dict[str, Counter[tuple[Any, Any]]] = field(default_factory=dict)
    characters: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    matched: int = 0
    only_a: int = 0
    only_b: int = 0


def _of_reports(a: Sequence[Report], b: Sequence[Report]) -> Iterator[Agreement]:
    theirs = {report.id: report for report in b}
    pages = [(report, theirs[report.id]) for report in a if report.id in theirs]
    for left, right in pages:
        if left.document.text != right.document.text:
            raise JudgementError(f"report {left.id} was coded on two different texts; code the same text twice")
    for layer in LAYERS:
        tally = _Tally(fields={name: Counter() for name in FIELDS[layer]})
        for left, right in pages:
            _count(tally, layer, left, right)
        yield _row_of_spans(layer, tally)
        yield from (row_of(layer, name, tally.fields[name], metric) for name, metric in FIELDS[layer].items())


def _count(tally: _Tally, layer: str, left: Report, right: Report) -> None:
    mine = {record.id: record for record in records_of(left, layer)}
    theirs = {record.id: record for record in records_of(right, layer)}
    same = same_records(left, right, layer)
    tally.matched += len(same)
    tally.only_a += len(mine) - len(same)
    tally.only_b += len(theirs) - len(same)
    for one, other in same.items():
        for name, metric in FIELDS[layer].items():
            pair = value_of(mine[one], name, left), value_of(theirs[other], name, right)
            if metric == "nominal" or NONE not in pair:
                tally.fields[name][pair] += 1
    spans = [span for record in mine.values() for span in own_spans(record)]
    others = [span for record in theirs.values() for span in own_spans(record)]
    first, second, either = length(spans), length(others), length([*spans, *others])
    tally.characters[True, True] += first + second - either
    tally.characters[True, False] += either - second
    tally.characters[False, True] += either - first
    tally.characters[False, False] += len(left.document.text) - either


def _row_of_spans(layer: str, tally: _Tally) -> Agreement:
    found = 2 * tally.matched + tally.only_a + tally.only_b
    characters = row_of(layer, "spans", +tally.characters)
    return Agreement(
        layer=layer,
        field="spans",
        n=characters.n,
        observed=characters.observed,
        expected=characters.expected,
        kappa=characters.kappa,
        alpha=characters.alpha,
        f1=2 * tally.matched / found if found else None,
        only_a=tally.only_a,
        only_b=tally.only_b,
        why=characters.why if found or not characters.n else "neither has a record",
    )


def _of_judgements(a: Sequence[Judgement], b: Sequence[Judgement]) -> Iterator[Agreement]:
    layers = _layers([*a, *b])
    mine, theirs = reviews(a), reviews(b)
    decided: dict[str, Counter[tuple[Any, Any]]] = {"all": Counter()}
    for subject in sorted(mine.keys() & theirs.keys()):
        for layer in ("all", layers[subject]):
            decided.setdefault(layer, Counter())[mine[subject], theirs[subject]] += 1
    for layer, pairs in decided.items():
        yield row_of(layer, "decision", pairs)
    for (layer, name), pairs in sorted(_values(a, b, layers).items()):
        yield row_of(layer, name, pairs, _metric(pairs))


def _layers(judgements: Sequence[Judgement]) -> Mapping[str, str]:
    """The layer of each subject, of its anchor; incidents and reports have none."""
    found = dict.fromkeys((j.subject for j in judgements), "other")
    found.update((j.subject, j.anchor.layer) for j in judgements if j.anchor and j.anchor.layer in LAYERS)
    return found


def _values(
    a: Sequence[Judgement], b: Sequence[Judgement], layers: Mapping[str, str]
) -> Mapping[tuple[str, str], Counter[tuple[Any, Any]]]:
    """Values that both gave, by grades and by edits, counted by layer and field."""
    mine, theirs = _given(a), _given(b)
    found: dict[tuple[str, str], Counter[tuple[Any, Any]]] = {}
    for subject, name in sorted(mine.keys() & theirs.keys()):
        pair = mine[subject, name], theirs[subject, name]
        found.setdefault((layers[subject], name), Counter())[pair] += 1
    return found


def _given(judgements: Sequence[Judgement]) -> Mapping[tuple[str, str], Any]:
    return {
        (j.subject, name): value if _is_number(value) else encode_plain(_sorted(value)).decode()
        for j in effective(judgements)
        if j.verb in ("edit", "grade")
        for name, value in j.value.items()
    }


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _metric(pairs: Counter[tuple[Any, Any]]) -> Metric:
    return "interval" if all(_is_number(value) for pair in pairs for value in pair) else "nominal"


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list | tuple) else value
