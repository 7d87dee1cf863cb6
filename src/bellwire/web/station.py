"""What a running desk has: the record, the workspace beside it, and what works in the background."""

from dataclasses import dataclass, field

from bellwire.desk import Desk
from bellwire.web.jobs import Jobs
from bellwire.web.known import KnownDays
from bellwire.web.sending import Exports
from bellwire.web.writing import Writing
from bellwire.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What all pages of one desk work with; `writing` is held by whoever writes the record."""

    desk: Desk
    workspace: Workspace
    writing: Writing
    jobs: Jobs
    known: KnownDays = field(default_factory=KnownDays)
    exports: Exports = field(default_factory=Exports)
