"""The REST API against its own description: what a script loses if the description says other than what is done."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.web import desk as made

from bellwire.desk import utc_now
from bellwire.export import all_formats
from bellwire.web.api.openapi import description
from bellwire.web.app import guarded
from bellwire.web.security import Guarded
from bellwire.workspace.tokens import make_token

EXAMPLES = 2
"""Of each kind for each operation: all of it takes less than a minute."""


MANY, SHARE = 6, 40
"""Of the cases that walk through every value of many parameters, one in so many is asked."""


class Desk:
    """The desk that is asked, once there is one: without its background work, so that nothing is read or fetched."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the desk does."""
        if scope["type"] == "http":
            assert self.app is not None
            await self.app(scope, receive, send)
            return
        for part in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{part}.complete"})


DEGREES, LATITUDES = st.integers(-180, 180), st.integers(-90, 90)
DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)).map(date.isoformat)
BOXES = st.tuples(DEGREES, st.tuples(LATITUDES, LATITUDES).map(sorted), DEGREES)
schemathesis.openapi.format("box", BOXES.map(lambda b: f"{b[0]},{b[1][0]},{b[2]},{b[1][1]}"))
schemathesis.openapi.format("published", DAYS)
schemathesis.openapi.format("web-address", st.integers(1, 99).map(lambda n: f"https://news.example/{n}"))

schemathesis.serializer.alias("application/x-ndjson", "text/plain")

DESK = Desk()
schema = schemathesis.openapi.from_dict(description(), config=SchemathesisConfig())
schema.config.phases.coverage.unexpected_methods = {"options", "trace"}
schema.app = DESK


@pytest.fixture(scope="module")
def token(small_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An admin's token for the whole desk behind its guard, on a record of its own."""
    file = tmp_path_factory.mktemp("api") / "desk.sqlite"
    file.write_bytes(small_record.read_bytes())
    with made.opened(file) as (desk, workspace), pytest.MonkeyPatch.context() as patch:
        patch.setattr("bellwire.web.events.LIFE", 0.1)  # of a job that waits for ever, events would be waited for
        _, secret = make_token(workspace, "tests", "ana", "admin", now=utc_now(), days=1)
        DESK.app = guarded(desk, workspace, Guarded(analyst="ana", hosts=("testserver",)))
        yield secret
        DESK.app = None


def heeded(case: Any) -> bool:
    """Whether a form heeds all options that a case has: which does what no schema can say."""
    form, query = all_formats().get(str((case.path_parameters or {}).get("format"))), case.query or {}
    if form is None:
        return True
    ticked = {option for name, option in OPTIONS.items() if str(query.get(name, "false")).lower() != "false"}
    return ("table" not in query or query["table"] in form.tables) and ticked <= set(form.options)


OPTIONS = {"codes": "codes", "bom": "bom", "raw": "raw_csv"}
"""Options in an address, and as the forms have them."""


@schema.hook
def filter_case(context: Any, case: Any) -> bool:
    """Leaves out most of very many cases that are alike, and what a schema cannot say: that a period does not end
    before it begins, that text is text, which options a form heeds."""
    if case.path.endswith("/export/{format}") and not heeded(case):
        return False
    header = case.meta.components.get(ParameterLocation.HEADER) if case.meta else None
    if header is not None and header.mode.is_negative:
        return False  # the token is sent all the same; that nobody is let in without one is tried elsewhere
    if case.media_type not in (None, "application/json") and not isinstance(case.body, str):
        return False  # whatever is sent as text is text
    if case.meta and case.meta.phase.name == TestPhase.COVERAGE and len(case.query or {}) > MANY:
        return crc32(repr(sorted(case.query.items())).encode()) % SHARE == 0
    told = getattr(case.meta.phase.data, "description", "told") if case.meta else "told"
    if case.meta and case.meta.generation.mode.is_negative and not told:
        return False  # wrong in nothing that is described: in a header that nothing reads
    given = [case.query, case.body.get("filter") if isinstance(case.body, dict) else None]
    for each in given:
        start, end = (each.get(name) if isinstance(each, dict) else None for name in ("start", "end"))
        if isinstance(start, str) and isinstance(end, str) and start and end and start[:4] > end[:4]:
            return False
        if start and end and start != end and str(start)[:4] == str(end)[:4]:
            return False
    return True


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_does_what_its_description_says(case: Any, token: str) -> None:
    """A client that was made from the description must be understood, and every answer be of a form it describes."""
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
