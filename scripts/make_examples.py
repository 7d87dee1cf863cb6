#!/usr/bin/env python3
"""Writes the examples of the REST API: every operation asked of a small invented record, and what it answers.

python scripts/make_examples.py        after an operation was added, or its answer got another form
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from starlette.testclient import TestClient  # noqa: E402
from tests.web import desk as made  # noqa: E402

from bellwire.web.api.openapi import EXAMPLES, description  # noqa: E402
from bellwire.web.security import Guarded  # noqa: E402

API = "/api/v1"
MOST = 2
"""Items of a list that are kept: an example shows the form."""
DAY = "2025-11-20T09:00:00Z"
SECRET = "bellwire_" + "x" * 43
BY_HAND = {
    "get_openapi_description": {"answer": {"openapi": "3.1.0"}},
    "get_job_events": {
        "answer": 'event: progress\ndata: {"state":"working","done":1,"total":2}\n\nevent: end\ndata: {}\n\n',
        "path": {"id": "1"},
    },
    "remove_brief": {"path": {"id": "brief-0123456789ab"}},
    "revoke": {"path": {"id": "t-0123456789ab"}},
}


def calls(client: TestClient) -> Iterator[tuple[str, str, str, Any]]:
    """Each operation with its path and body, in an order in which each finds what it needs."""
    incident = client.get(f"{API}/incidents?q=shelling").json()["incidents"][0]
    report, _, event = incident["evidence"][0].rpartition("#")
    claim = client.get(f"{API}/claims?contested=true").json()["claims"][0]["line"]["record"].replace("#", "%23")
    other = client.get(f"{API}/incidents?type=PROTEST").json()["incidents"][0]["id"]
    seen = client.get(f"{API}/health").json()["entries"]
    story = client.get(f"{API}/stories").json()["stories"][0]["story"]
    id = incident["id"]
    yield "get_map", "GET", "/map", None
    yield "get_timeline", "GET", "/timeline", None
    yield "get_facets", "GET", "/facets?facet=actor&facet=country", None
    yield "list_incidents", "GET", "/incidents?q=shelling&limit=1", None
    yield "list_review_queue", "GET", "/review?limit=1&type=PROTEST", None
    yield "get_incident", "GET", f"/incidents/{id}", None
    for part in ("evidence", "history", "growth", "relations", "citation"):
        yield f"get_incident_{part}", "GET", f"/incidents/{id}/{part}", None
    yield "list_reports", "GET", "/reports?limit=2", None
    yield "get_report", "GET", f"/reports/{report}", None
    yield "get_report_text", "GET", f"/reports/{report}/text", None
    yield "list_report_records", "GET", f"/reports/{report}/records?layer=figures", None
    yield "get_report_record", "GET", f"/reports/{report}/records/{event}", None
    yield "list_claims", "GET", "/claims?limit=1", None
    yield "get_claim", "GET", f"/claims/{claim}", None
    yield "get_claim_thread", "GET", f"/claims/{claim}/thread", None
    yield "list_speakers", "GET", "/speakers", None
    yield "list_subjects", "GET", "/subjects", None
    yield "list_relations", "GET", "/relations?kind=update", None
    yield "list_stories", "GET", "/stories", None
    yield "get_story", "GET", f"/stories/{story}", None
    decision = {"verb": "accept", "subject": id, "why": "two independent outlets", "seen": seen}
    judgement = yield from _posted(client, "make_judgement", "/judgements", decision)
    grade = {"verb": "grade", "subject": other, "value": {"word": "fair"}}
    yield (
        "make_decisions",
        "POST",
        "/decisions",
        {"decisions": [grade, {"verb": "accept", "subject": "i-000000000000"}]},
    )
    yield "list_judgements", "GET", "/judgements", None
    yield "get_judgement", "GET", f"/judgements/{judgement['id']}", None
    yield "list_gone", "GET", "/gone", None
    yield "list_log", "GET", "/log?limit=2", None
    yield "list_days", "GET", "/days", None
    told = {"text": "At least 12 people were killed in Gao, residents said.", "outlet": "Gao Post"}
    job = yield from _posted(client, "ingest", "/ingest", told | {"published": "2024-05-02"})
    yield "list_jobs", "GET", "/jobs", None
    yield "get_job", "GET", f"/jobs/{job['id']}", None
    yield "list_job_pages", "GET", f"/jobs/{job['id']}/pages", None
    yield "stop_job", "POST", f"/jobs/{job['id']}/stop", None
    yield "try_job_again", "POST", f"/jobs/{job['id']}/again", None
    asked = {"filter": {"country": ["ML"], "start": "2024-05"}, "title": "Mali, May 2024"}
    brief = yield from _posted(client, "make_brief", "/briefs", asked)
    line = brief["sections"][0]["lines"][0]
    yield "list_briefs", "GET", "/briefs", None
    yield "get_brief", "GET", f"/briefs/{brief['id']}", None
    yield "get_brief_file", "GET", f"/briefs/{brief['id']}/file", None
    yield "rename_brief", "PATCH", f"/briefs/{brief['id']}", {"title": "Mali, first week of May"}
    yield "change_brief_line", "PATCH", f"/briefs/{brief['id']}/lines/{line['id']}", {"hidden": True, "seen": 0}
    yield "undo_brief", "POST", f"/briefs/{brief['id']}/undo", None
    yield "list_policies", "GET", "/policies", None
    yield "preview_publish", "GET", "/publish?limit=1", None
    digest = client.get(f"{API}/publish?policy=internal").json()["digest"]
    yield "publish", "POST", f"/publish?policy=internal&digest={digest}", None
    yield "list_formats", "GET", "/export", None
    yield "export", "GET", "/export/csv?table=sources&q=shelling", None
    yield "get_me", "GET", "/me", None
    yield from _posted(client, "new_token", "/tokens", {"name": "nightly export", "days": 30})
    yield "list_tokens", "GET", "/tokens", None
    yield "list_schemas", "GET", "/schemas", None
    yield "get_schema", "GET", "/schemas/story", None
    yield "get_health", "GET", "/health", None


def _posted(client: TestClient, name: str, path: str, body: Any) -> Any:
    """Gives the call, and what it answers to whoever needs it for those that follow."""
    answer = yield name, "POST", path, body
    return answer


def trimmed(value: Any) -> Any:
    """The value with long lists cut short, and all that differs from run to run made the same."""
    if isinstance(value, dict):
        return {name: trimmed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [trimmed(item) for item in value[:MOST]]
    if isinstance(value, str):
        value = re.sub(rf"{datetime.now(UTC):%Y}-\d\d-\d\dT[\d:]+Z", DAY, value)
        value = re.sub(r"brief-[0-9a-f]{12}", "brief-0123456789ab", value)
        return SECRET if value.startswith("bellwire_") else re.sub(r"^t-[0-9a-f]{12}$", "t-0123456789ab", value)
    return value


def parts_of(name: str, path: str) -> dict[str, str]:
    """What stands in the place of the parts of an operation's path."""
    template = next(t for t, each in description()["paths"].items() for o in each.values() if o["operationId"] == name)
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template))
    found = re.fullmatch(pattern, path)
    return {part: trimmed(unquote(value)) for part, value in found.groupdict().items()} if found else {}


def main() -> int:
    """Writes the examples; exit 1 where an operation has none."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, made.opened(Path(folder) / "desk.sqlite") as (desk, workspace):
        made.fill(desk, made.reports())
        client = made.client_of(made.create_app(desk, workspace, Guarded(analyst="ana")))
        asking = calls(client)
        answer: Any = None
        while True:
            try:
                name, method, path, body = asking.send(answer)
            except StopIteration:
                break
            response = client.request(method, API + path, json=body)
            if response.status_code >= 400:
                raise SystemExit(f"{name}: {response.status_code} {response.text}")
            media = response.headers["content-type"].partition(";")[0]
            answer = response.json() if "json" in media else response.text
            found[name] = {"answer": trimmed(answer), "path": parts_of(name, API + path.partition("?")[0])}
            found[name] |= {"body": body} if body is not None else {}
            found[name] |= {"media": media} if "json" not in media else {}
    found |= BY_HAND
    EXAMPLES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    operations = {o["operationId"] for path in description()["paths"].values() for o in path.values()}
    missing = sorted(operations - set(found))
    print(f"{len(found)} examples, {EXAMPLES.stat().st_size // 1024} KB; without: {', '.join(missing) or 'none'}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
