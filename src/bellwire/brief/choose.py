"""From a filter, or from the stories, to a brief: the incidents, the reports that tell them, and what is hidden."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bellwire.brief.form import Brief
from bellwire.brief.since import Before
from bellwire.brief.told import Selection
from bellwire.brief.words import country_name, day, joined, number
from bellwire.brief.write import write_brief
from bellwire.errors import InputError
from bellwire.model import Evidence, Incident, Report
from bellwire.review import masked
from bellwire.review.masks import hidden_words, redacted_names
from bellwire.store import Filter, View
from bellwire.store.view import Listed, seq_on

MOST_INCIDENTS = 200
"""Incidents that a brief is made of at most, the latest: more than anybody reads, few enough to write in seconds."""
MOST_OF_STORIES = 500
"""The same for a brief of all stories, which has a part for each."""
ReportsOf = Callable[[Collection[str]], Sequence[Report]]
"""Gives reports by their ids, with what people decided about their records."""


def write_chosen(
    view: View,
    wanted: Filter,
    reports_of: ReportsOf,
    *,
    as_known_on: str | None = None,
    names: bool = False,
    most: int = MOST_INCIDENTS,
    since: str | None = None,
) -> Brief:
    """The situation report of the incidents that a filter finds; `names` shows what is hidden otherwise.

    Incidents that people rejected are left out, unless the filter asks for them, and so are rejected reports. `since`
    is a day, or a moment (UTC), whose record is compared with this one: the report tells what is new since then.
    """
    found = _Found.of(view, wanted, most, as_known_on)
    whole = found.selection(found.kept, asked=asked_in_words(wanted))
    return found.written([whole], reports_of, names=names, since=since)


def write_stories(
    view: View,
    reports_of: ReportsOf,
    *,
    story: str | None = None,
    as_known_on: str | None = None,
    names: bool = False,
    most: int = MOST_OF_STORIES,
    since: str | None = None,
) -> Brief:
    """The situation report of all stories, the largest first, and of what is in none; or of one story.

    The other arguments are those of `write_chosen`. Raises InputError where there is no such story.
    """
    stories = {s.story: s.reports for s in view.stories() if story is None or s.story == story}
    if story is not None and not stories:
        raise InputError(f"no story {story!r} in the store")
    wanted = Filter(reports=stories[story]) if story is not None else Filter()
    found = _Found.of(view, wanted, most, as_known_on)
    story_of = {report: id for id, members in stories.items() for report in members}
    groups: dict[str, list[Incident]] = {}
    for incident in found.kept:
        inside = Counter(story_of[e.report] for e in found.evidence[incident.id] if e.report in story_of)
        groups.setdefault(inside.most_common(1)[0][0] if inside else "", []).append(incident)
    order = sorted((id for id in groups if id), key=lambda id: (-len(stories[id]), id))
    made = [
        replace(found.selection(groups[id], asked="the incidents of this story"), reports=stories[id]) for id in order
    ]
    if "" in groups:
        named = "In no story" if made else ""
        made.append(replace(found.selection(groups[""], asked="the incidents of no story"), named=named))
    return found.written(made, reports_of, names=names, since=since)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a filter found in a view. `kept` is without what people rejected."""

    view: View
    wanted: Filter
    page: Listed
    kept: tuple[Incident, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]
    as_known_on: str | None

    @classmethod
    def of(cls, view: View, wanted: Filter, most: int, as_known_on: str | None) -> "_Found":
        page = view.incidents(wanted, limit=most)
        kept = tuple(i for i in page.incidents if "rejected" in wanted.reviews or not is_rejected(i))
        evidence = view.evidence([i.id for i in kept])
        return cls(view=view, wanted=wanted, page=page, kept=kept, evidence=evidence, as_known_on=as_known_on)

    def selection(self, incidents: Sequence[Incident], *, asked: str) -> Selection:
        """Some of what was found; all of it tells how much that was."""
        all_ = len(incidents) == len(self.kept)
        return Selection(
            incidents=tuple(incidents),
            evidence={i.id: self.evidence[i.id] for i in incidents},
            asked=asked,
            found=self.page.total if all_ else len(incidents),
            least=self.page.total_is_least and all_,
            rejected=len(self.page.incidents) - len(self.kept) if all_ else 0,
            as_known_on=self.as_known_on,
        )

    def written(self, made: Sequence[Selection], reports_of: ReportsOf, *, names: bool, since: str | None) -> Brief:
        """The brief of selections, with what is hidden masked."""
        before = self.before(since) if since else None
        ids = frozenset(id for each in made for id in each.report_ids())
        if before is not None:
            lost = frozenset(e.report for each in before.lost().values() for e in each)
            ids |= lost & frozenset(self.view.report_ids()) if lost - ids else frozenset()
            made = [replace(each, reports=(*each.reports, *sorted(lost))) for each in made]
        reports = [r for r in reports_of(sorted(ids)) if not any(issue.code == "rejected" for issue in r.issues)]
        hidden = frozenset() if names else frozenset(word for r in reports for word in hidden_words(r))
        also = frozenset() if names else redacted_names(reports)
        return write_brief(
            [r if names else masked(r, also) for r in reports],
            self.view.relations(ids),
            [replace(each, hidden=hidden) for each in made],
            copied=self.view.originals(ids),
            before=before,
            known_at=self.view.known_at(),
        )

    def before(self, since: str) -> Before:
        """What was known of these incidents on a day, or at a moment."""
        then = View(self.view.connection, seq_on(self.view.connection, since))
        matched = [i for i in then.incidents(self.wanted, limit=MOST_OF_STORIES).incidents if not is_rejected(i)]
        known = {i.id: i for i in matched}
        for incident in self.kept:
            if incident.id not in known and (old := then.incident(incident.id)) is not None and not is_rejected(old):
                known[incident.id] = old
        now = {i.id for i in self.kept}
        gone = {i.id: fate for i in matched if i.id not in now and (fate := _fate(self.view, i.id))}
        return Before(moment=since, incidents=known, evidence=then.evidence(list(known)), gone=gone)


def _fate(view: View, id: str) -> tuple[str, str | None] | None:
    """What became of an incident that is not told any more, and into what it went; None where it only fits no more."""
    stones = view.tombstones(id, kind="incident")
    if stones:
        return stones[-1].reason, stones[-1].into
    now = view.incident(id)
    return ("rejected", None) if now is not None and is_rejected(now) else None


def is_rejected(incident: Incident) -> bool:
    """Whether people threw an incident out, or graded it as one that did not take place."""
    return incident.review == "rejected" or (incident.grade is not None and incident.grade.word == "discounted")


def asked_in_words(wanted: Filter) -> str:
    """What a filter asks for, as a reader of the brief is told it.

    >>> asked_in_words(Filter(types=("ASSAULT",), countries=("ml", "ne"), start="2024-05", text="market"))
    'type assault; in Mali or Niger; from May 2024 on; words “market”'
    """
    said = [
        ("type", [t.lower() for t in wanted.types]),
        ("in", [country_name(c.upper()) or c for c in wanted.countries]),
        ("in", list(wanted.admin1s)),
        ("with", list(wanted.actors)),
        ("told by", list(wanted.sources)),
        ("status", list(wanted.statuses)),
        ("grade", list(wanted.grades)),
        ("review", list(wanted.reviews)),
        ("in report", list(wanted.reports)),
    ]
    parts = [f"{word} {joined(values).replace(' and ', ' or ')}" for word, values in said if values]
    if wanted.start or wanted.end:
        parts.append(_period(wanted.start, wanted.end))
    if wanted.text:
        parts.append(f"words “{wanted.text}”")
    if wanted.box:
        parts.append("within {} to {} degrees of longitude, {} to {} of latitude".format(*_degrees(wanted.box)))
    if wanted.least_killed is not None:
        parts.append(f"of which somebody says that {number(wanted.least_killed)} or more were killed")
    if wanted.origin in ("imported", "all"):
        parts.append("imported from data sets" if wanted.origin == "imported" else "with those imported from data sets")
    return "; ".join(parts)


def _period(start: str | None, end: str | None) -> str:
    if start and end:
        return day(start) if start == end else f"from {day(start)} to {day(end)}"
    return f"from {day(start)} on" if start else f"up to {day(end)}"


def _degrees(box: tuple[float, float, float, float]) -> tuple[str, str, str, str]:
    west, south, east, north = (f"{value:g}" for value in box)
    return west, east, south, north
