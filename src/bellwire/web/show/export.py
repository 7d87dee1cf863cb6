"""What can be exported, in which formats, under which name, and how much of it goes out."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import get_args

from bellwire.export import Format, Options
from bellwire.export.formats import needed
from bellwire.model import Incident
from bellwire.model.words import GradeWord
from bellwire.publish.needles import Rule
from bellwire.publish.policy import Policy
from bellwire.publish.withheld import why_withheld
from bellwire.store import Filter, View
from bellwire.store.filters import days_of_period
from bellwire.web.words import shown_words

COUNTED = 2_000
"""Incidents that are looked at one by one to say how many a policy lets out: half a second (2 cores, 2026-11)."""
SOME = 200
MOST_NAMED = 3
"""Countries, or types, that the name of a file has."""
OPTIONS = ("codes", "bom", "raw_csv")
"""What a format may heed beside its tables."""
_ALL_GRADES = frozenset((*get_args(GradeWord), "none"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A format as it is offered: what it is for in the desk's words, else its own; `missing` is an extra to install."""

    name: str
    about: str
    suffix: str
    media: str
    tables: tuple[str, ...]
    options: tuple[str, ...]
    missing: str | None


def offers(formats: Iterable[Format]) -> tuple[Offer, ...]:
    """The formats in their order, each with those of its options that one file can have."""
    return tuple(
        Offer(
            name=form.name,
            about=shown_words().get("export_format", {}).get(form.name, form.about),
            suffix=form.suffix,
            media=form.media,
            tables=form.tables if "table" in form.options else (),
            options=tuple(name for name in OPTIONS if name in form.options),
            missing=form.needs if needed(form) else None,
        )
        for form in formats
    )


# ---------------------------------------------------------------- how much


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many incidents are found, and how many go out; `out` is None where too many are found to look at each."""

    total: int
    out: int | None
    withheld: Mapping[Rule, int]


def counted(view: View, policy: Policy, wanted: Filter, only: Incident | None, today: date) -> Count:
    """How many incidents a filter finds, or one alone, and how many of them a policy lets out on a day."""
    total = view.count(wanted) if only is None else 1
    if only is None and keeps_back_only_rejected(policy):
        rejected = _rejected(view, wanted)
        return Count(total=total, out=total - rejected, withheld={"review": rejected} if rejected else {})
    if total > COUNTED:
        return Count(total=total, out=None, withheld={})
    found = view.all_incidents(wanted) if only is None else iter((only,))
    withheld = Counter(_withheld(view, policy, found, today))
    return Count(total=total, out=total - withheld.total(), withheld=dict(sorted(withheld.items())))


def keeps_back_only_rejected(policy: Policy) -> bool:
    """Whether a policy lets out all that was not rejected.

    >>> from bellwire.publish.policy import shipped
    >>> keeps_back_only_rejected(shipped("internal")), keeps_back_only_rejected(shipped("public"))
    (True, False)
    """
    held = policy.delay_days or policy.embargoed_reports or policy.embargoed_incidents
    return len(set(policy.review)) == 3 and set(policy.grades) >= _ALL_GRADES and not held


def _rejected(view: View, wanted: Filter) -> int:
    """Rejected incidents among those that a filter finds."""
    if wanted.reviews and "rejected" not in wanted.reviews:
        return 0
    return view.count(replace(wanted, reviews=("rejected",)))


def _withheld(view: View, policy: Policy, found: Iterator[Incident], today: date) -> Iterator[Rule]:
    """The rule by which each incident is withheld that is."""
    while some := [*islice(found, SOME)]:
        evidence = view.evidence([i.id for i in some])
        for incident in some:
            why = why_withheld(policy, incident, evidence[incident.id], today=today)
            if why is not None:
                yield why[0]


# ---------------------------------------------------------------- the file's name


def file_name(
    form: Format, options: Options, wanted: Filter, *, policy: str, only: str | None, as_known_on: str | None
) -> str:
    """The name of a file: of what, where and when it is, as far as few words say it.

    >>> from bellwire.export import all_formats
    >>> csv, may = all_formats()["csv"], Filter(countries=("ML",), start="2024-05-01", end="2024-05")
    >>> file_name(csv, Options(), may, policy="internal", only=None, as_known_on=None)
    'bellwire-ML-2024-05.csv'
    >>> file_name(csv, Options(table="figures"), Filter(), policy="public", only=None, as_known_on="2024-06-01")
    'bellwire-figures-public-as-known-on-2024-06-01.csv'
    """
    table = options.table if options.table not in (None, *form.tables[:1]) else None
    parts = ["bellwire", only or "", table or "", *_few(wanted.countries), *(t.lower() for t in _few(wanted.types))]
    parts += [period(wanted.start, wanted.end), policy_part(policy)]
    parts += [f"as-known-on-{as_known_on}" if as_known_on else ""]
    return "-".join(filter(None, (plain(part) for part in parts))) + form.suffix


def policy_part(policy: str) -> str:
    """A policy as a file's name has it; one of a name in other letters is told from `internal` all the same.

    >>> policy_part("internal"), policy_part("for donors"), policy_part("للنشر")
    ('', 'for-donors', 'own-policy')
    """
    return "" if policy == "internal" else plain(policy) or "own-policy"


def _few(values: Collection[str]) -> Collection[str]:
    return values if len(values) <= MOST_NAMED else ()


def plain(text: str) -> str:
    """A text as a file's name may have it, on every system.

    >>> plain("2024-05-02T14:00:00Z"), plain("ours/../x")
    ('2024-05-02T14-00-00Z', 'ours-..-x')
    """
    return re.sub(r"[^A-Za-z0-9._]+", "-", text).strip("-.")[:80]


def period(start: str | None, end: str | None) -> str:
    """The days, months or years from one to another, as a file's name has them.

    >>> period("2024-05", "2024-05-31"), period("2024-05-02", None), period("2024-05-30", "2024-06-02")
    ('2024-05', 'from-2024-05-02', '2024-05-30-to-2024-06-02')
    """
    if start is None or end is None:
        return f"from-{start}" if start else f"until-{end}" if end else ""
    days = days_of_period(start)[0], days_of_period(end)[1]
    for length in (4, 7, 10):  # a whole year, a whole month, a day
        if days_of_period(days[0][:length]) == days:
            return days[0][:length]
    return f"{start}-to-{end}"
