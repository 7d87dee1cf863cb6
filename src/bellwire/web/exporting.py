"""An export through the desk: what is asked for, checked, and written in a thread of its own while it is sent."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import BinaryIO

from bellwire.export import Dossier, Format, Options, Source, all_formats, source_of
from bellwire.export.formats import needed
from bellwire.model import Incident, Report
from bellwire.publish.policy import Policy
from bellwire.store import Filter, View
from bellwire.web.errors import NotFound
from bellwire.web.here import Here
from bellwire.web.pages.incident import the_incident
from bellwire.web.pages.publish import chosen, today
from bellwire.web.query import QueryError
from bellwire.web.sending import Growing, Sending
from bellwire.web.show.export import file_name

OWN = "internal"
"""The policy where no other is asked for: that of the desk's own people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be exported, how; `only` is the one incident that is asked for. Names are hidden in all of it."""

    form: Format
    options: Options
    policy: Policy
    wanted: Filter
    only: str | None
    as_known_on: str | None
    today: date

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return file_name(
            self.form,
            self.options,
            self.wanted,
            policy=self.policy.name,
            only=self.only,
            as_known_on=self.as_known_on,
        )


def nameless(policy: Policy) -> Policy:
    """The policy, with names and redactions hidden whatever it says."""
    return replace(policy, names="hide", redactions="hide")


def format_here(name: str) -> Format:
    """The format of a name; raises NotFound that lists those there are."""
    formats = all_formats()
    if name not in formats:
        raise NotFound(f"there is no format {name!r}; there are: {', '.join(formats)}")
    return formats[name]


def wish_of(here: Here, form: Format, policy: str, options: Options, only: str | None) -> Wish:
    """What is asked for; raises QueryError for what the format cannot do, InputError where there is no such policy."""
    missing = needed(form)
    if missing:
        raise QueryError("format", missing)
    for name, given in (("table", options.table), ("codes", options.codes), ("bom", options.bom)):
        if given and name not in form.options:
            raise QueryError(name, f"the format {form.name} has no use for it; leave it out")
    if options.raw_csv and "raw_csv" not in form.options:
        raise QueryError("raw", f"the format {form.name} has no use for it; leave it out")
    if options.table is not None and options.table not in form.tables:
        raise QueryError("table", f"{form.name} has no {options.table!r}; there are: {', '.join(form.tables)}")
    return Wish(
        form=form,
        options=options,
        policy=nameless(chosen(here, policy)),
        wanted=here.filter,
        only=only,
        as_known_on=here.as_known_on,
        today=today(),
    )


def sent(here: Here, wish: Wish) -> Sending:
    """The file, sent while it is written. What fails before its first bytes is raised; later the sending is cut off.

    Raises Busy where too many others are being written.
    """

    def write(growing: Growing, out: BinaryIO) -> None:
        with here.desk.view(wish.as_known_on, throughout=True) as view:
            now = View(view.connection) if wish.as_known_on else None
            wish.form.write(_source(here, view, now, wish, growing), out, wish.options)

    headers = {
        "Content-Disposition": f'attachment; filename="{wish.file_name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Sending(here.station.exports.begin(write), media=wish.form.media, headers=headers)


def _source(here: Here, view: View, now: View | None, wish: Wish, growing: Growing) -> Source:
    """What is exported of a view: by the filter, or one incident alone.

    Where the view is of another day, `now` is the record as it is: what was redacted since must not go out.
    """

    def reports_of(ids: Collection[str]) -> tuple[Report, ...]:
        growing.check()  # to find what is hidden, all reports are read before anything is written
        return here.desk.reports_to_publish(view, now, ids)

    wanted = wish.wanted if wish.only is None else told_by(view, the_incident(view, wish.only))
    source = source_of(view, wish.policy, wanted, wish.today, reports_of, as_known_on=wish.as_known_on, now=now)
    return source if wish.only is None else alone(source, wish.only, wanted.reports)


def told_by(view: View, incident: Incident) -> Filter:
    """The filter that finds an incident, and others that the same reports tell."""
    return Filter(reports=tuple(sorted({e.report for e in view.evidence([incident.id])[incident.id]})))


def alone(source: Source, id: str, reports: Collection[str]) -> Source:
    """What is exported of one incident out of several, and of the reports that tell it."""

    def dossiers(claims: bool) -> Iterator[Dossier]:
        return (dossier for dossier in source.dossiers(claims) if dossier.incident.id == id)

    return Source(
        dossiers=dossiers,
        reports=lambda: (report for report in source.reports() if report.id in reports),
        about=replace(source.about, asked=f"incident {id}"),
    )
