"""What of an incident is published under a policy, and what the policy changed: pure functions over the record."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bellwire.model import Evidence, Holding, Incident, Span, Step
from bellwire.publish.coarsen import EXACT, PointRule, points_in, without_points
from bellwire.publish.fields import Difference, Work, point_rule
from bellwire.publish.hidden import NOTHING, Hidden
from bellwire.publish.needles import Rule
from bellwire.publish.policy import Policy
from bellwire.publish.texts import Veil
from bellwire.publish.withheld import why_withheld
from bellwire.relate.incidents import NO_COPIES, merge


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What of an incident goes out: the incident (None: it is withheld, `why` says by which rule), its evidence, and
    the differences from what is kept. `point` is the rule that its points were coarsened by, `veil` what its texts went
    through; `copied` and `growth` are those of what goes out."""

    id: str
    title: str
    incident: Incident | None = None
    evidence: tuple[Evidence, ...] = ()
    differences: tuple[Difference, ...] = ()
    why: Rule | None = None
    because: str = ""
    point: PointRule = EXACT
    veil: Veil | None = None
    copied: Mapping[str, str] = field(default_factory=dict)
    growth: tuple[Step, ...] = ()

    @property
    def rules(self) -> Counter[Rule]:
        """How many fields each rule changed; a withheld incident counts once."""
        if self.why is not None:
            return Counter([self.why])
        return Counter(rule for difference in self.differences for rule in difference.rules)


def published(
    policy: Policy,
    incident: Incident,
    evidence: Sequence[Evidence],
    *,
    today: date,
    hidden: Hidden = NOTHING,
    copied: Mapping[str, str] = NO_COPIES,
    steps: bool = True,
) -> Release:
    """What of an incident is published; `hidden` is what its reports hide, `copied` names each copy's original.

    Without `steps` the release says nothing of how the toll grew, which takes time to find. Names that are hidden are
    in no string of what is published. The same record and policy give the same release.

    >>> from bellwire.model import Party, Span
    >>> from bellwire.model.incidents import Where
    >>> from bellwire.publish.policy import policy_of
    >>> told = Evidence(report="r1", event="e-1", type="ASSAULT", status="occurred", trigger=Span(start=0, end=1),
    ...                 sentence=Span(start=0, end=9), words="Gunmen shot Amina Duba. Duba's uncle fled.",
    ...                 patients=(Party(name="Amina Duba", type="person", private=True),))
    >>> incident = Incident(id="i-1", title="Attack", type="ASSAULT", status="occurred", review="accepted",
    ...                     patients=told.patients, where=Where(name="Tessit", lat=15.2031, lon=0.6142, precision=1))
    >>> policy = policy_of('grades = ["none"]\\ncoordinates = [{to = "decimals", decimals = 1}]', "mine")
    >>> made = published(policy, incident, [told], today=date(2024, 5, 2))
    >>> made.evidence[0].words, made.incident.where.lat
    ("Gunmen shot [name withheld]. [name withheld]'s uncle fled.", 15.2)
    >>> made.rules["private names"], made.rules["coordinates"]
    (3, 1)
    """
    withheld = why_withheld(policy, incident, evidence, today=today)
    if withheld:
        return Release(id=incident.id, title=incident.title, why=withheld[0], because=withheld[1])
    open_ = [_unredacted(e, hidden.redacted.get(e.report, ())) for e in evidence]
    allowed = tuple(e for e in open_ if e is not None and e.report not in policy.embargoed_reports)
    if not allowed:
        return Release(id=incident.id, title=incident.title, why="redactions", because="")
    kept = tuple(_without_points(e, point_rule(policy, incident, allowed)) for e in allowed)
    told = (*_gone(policy, evidence, open_), *_figures_gone(allowed, kept))
    whole = incident if kept == tuple(evidence) else _without(incident, kept, copied)
    work = Work(policy, whole, kept, hidden, [e.report for e in evidence])
    made, shown, more = work.run()
    return Release(
        id=incident.id,
        title=made.title,
        incident=made,
        evidence=shown,
        differences=(*told, *(_of_embargo(incident, whole) if len(kept) < len(evidence) else ()), *more),
        point=work.point,
        veil=work.veil,
        copied=work.copied(copied),
        growth=work.growth(copied) if steps else (),
    )


# ---------------------------------------------------------------- without reports under embargo


def _without(incident: Incident, kept: Sequence[Evidence], copied: Mapping[str, str]) -> Incident:
    """The incident made of fewer reports, with what analysts decided about it."""
    ids = {e.report for e in kept}
    made = merge(incident.id, kept, copied={c: o for c, o in copied.items() if c in ids and o in ids})
    edited = {name: getattr(incident, name) for name in incident.edited if hasattr(incident, name)}
    made = replace(made, **edited)
    return replace(made, review=incident.review, grade=incident.grade, edited=incident.edited)


def _unredacted(told: Evidence, passages: Sequence[Span]) -> Evidence | None:
    """What is left of a telling when its page's redacted passages are taken out: its place and figures may have been
    read from one; None where the happening itself was.
    """
    if any(p.overlaps(told.trigger) for p in passages):
        return None
    place = told.place
    if place is not None and any(p.start < place.end and place.start < p.end for p in passages):
        place = None
    figures = tuple(h for h in told.figures if not any(p.overlaps(h.span) for p in passages))
    same = place is told.place and len(figures) == len(told.figures)
    return told if same else replace(told, place=place, figures=figures)


def _gone(policy: Policy, evidence: Sequence[Evidence], left: Sequence[Evidence | None]) -> tuple[Difference, ...]:
    """The tellings that are taken out whole, and what redactions take out of the others."""
    found: list[Difference] = []
    for was, now in zip(evidence, left, strict=True):
        embargo = was.report in policy.embargoed_reports
        if embargo or now is None:
            rule: Rule = "embargo" if embargo else "redactions"
            found.append(Difference(record=was.record, field="evidence", before=was.words, after=None, rules=(rule,)))
            continue
        gone = [("figures", h.quote) for h in was.figures if h not in now.figures]
        gone += [("place", was.place.name)] if was.place is not None and now.place is None else []
        found += [
            Difference(record=was.record, field=name, before=told, after=None, rules=("redactions",))
            for name, told in gone
        ]
    return tuple(found)


def _without_points(told: Evidence, rule: PointRule) -> Evidence:
    """The evidence without figures that are a coordinate: read as a number of something, it would tell the point."""
    if rule.to == "exact" or not told.figures:
        return told
    kept = tuple(h for h in told.figures if not _is_point(h, told))
    return replace(told, figures=kept) if len(kept) < len(told.figures) else told


FINE = 100.0
"""What nobody counts in finer parts than."""


def _is_point(held: Holding, told: Evidence) -> bool:
    """Whether a figure stands within coordinates in the words, or is a number of the place's own point."""
    own = [abs(v) for v in ((told.place.lat, told.place.lon) if told.place else ()) if v is not None]
    numbers = [abs(n) for n in (held.low, held.best, held.high) if n is not None and not float(n).is_integer()]
    if any(abs(n * FINE - round(n * FINE)) > 1e-6 for n in numbers):
        return True  # so many decimals count nothing: a point that stands elsewhere on the page, read as a number
    near = {round(n, 2) for n in own}
    return (
        without_points(held.quote, own) != held.quote
        or any(round(n, 2) in near for n in numbers)
        or any(_stands_in(held.quote, point) for point in points_in(told.words))
    )


def _stands_in(quote: str, point: str) -> bool:
    digits = quote.strip(" ,;()-−")
    return bool(digits) and any(c.isdigit() for c in digits) and digits in point


def _figures_gone(before: Sequence[Evidence], after: Sequence[Evidence]) -> Iterator[Difference]:
    for was, now in zip(before, after, strict=True):
        for held in was.figures:
            if held not in now.figures:
                yield Difference(
                    record=was.record, field="figures", before=held.quote, after=None, rules=("coordinates",)
                )


def _of_embargo(was: Incident, now: Incident) -> Iterator[Difference]:
    for name in ("title", "reports", "sources", "source_names", "outlets"):
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            yield Difference(record=was.id, field=name, before=_shown(before), after=_shown(after), rules=("embargo",))


def _shown(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
