"""The REST API: what a script loses if a resource does not answer, or answers other than the desk shows."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web import desk as made

from bellwire.model import Incident, Judgement, Relation, Report
from bellwire.model.codec import decode
from bellwire.web.api.openapi import description, examples
from bellwire.web.security import User

API = "/api/v1"


def got(client: TestClient, path: str, status: int = 200) -> Any:
    response = client.get(API + path)
    assert response.status_code == status, response.text
    return response.json()


def problem(response: Any, status: int, parameter: str | None = None) -> str:
    """What a problem says; it is of the form that is promised."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    said = response.json()
    assert said.keys() >= {"type", "title", "status", "detail", "instance"}
    assert said["status"] == status and said["type"].startswith("/api/v1/docs#")
    assert unquote(said["instance"]) == response.request.url.path
    assert said.get("parameter") == parameter
    return str(said["detail"])


@pytest.fixture
def shelling(client: TestClient) -> Any:
    """An incident that two reports tell of."""
    return got(client, "/incidents?q=shelling")["incidents"][0]


# ---------------------------------------------------------------- incidents


def test_incidents_go_out_in_the_form_of_their_schema(client: TestClient, shelling: Any) -> None:
    """A script that reads what `bellwire incidents --json` writes must read this too."""
    found = decode(json.dumps(shelling), Incident)
    assert (found.reports, found.where and found.where.country) == (2, "ML")
    assert got(client, f"/incidents/{found.id}") == shelling


def test_a_list_is_read_page_by_page_to_its_end(client: TestClient) -> None:
    """A script that follows `next` must get every incident, each once."""
    everything = [i["id"] for i in got(client, "/incidents?limit=100")["incidents"]]
    found, path = [], "/incidents?limit=2&country=ML"
    while path:
        response = client.get(API + path)
        page = response.json()
        found += [i["id"] for i in page["incidents"]]
        path = (page["next"] or "").removeprefix(API)
        assert response.headers.get("link") == (f'<{page["next"]}>; rel="next"' if page["next"] else None)
    assert found == everything and len(set(found)) == len(found) == page["total"]


def test_filters_are_those_of_the_pages(client: TestClient) -> None:
    """A link from the desk, with its filter, must find the same in the API."""
    query = "?type=PROTEST&type=COERCE&country=ml&start=2024-05&box=-12,10,0,20"
    ids = {i["id"] for i in got(client, f"/incidents{query}")["incidents"]}
    page = client.get(f"/{query}").text
    assert len(ids) >= 1 and all(id in page for id in ids)


def test_the_review_queue_begins_with_what_is_least_sure(client: TestClient) -> None:
    """A reviewer's script must begin where the machine was least sure."""
    first = got(client, "/review?limit=3")
    rest = got(client, f"/review?limit=100&after={first['after']}")
    found = [*first["incidents"], *rest["incidents"]]
    assert len(found) == first["total"]
    assert [i["confidence"] for i in found] == sorted(i["confidence"] for i in found)


def test_an_incident_comes_with_all_that_it_rests_on(client: TestClient, shelling: Any) -> None:
    """Every figure must be traceable through the API: words, history, growth, relations, citation."""
    base = f"/incidents/{shelling['id']}"
    evidence = got(client, f"{base}/evidence")["evidence"]
    assert {e["report"] + "#" + e["event"] for e in evidence} == set(shelling["evidence"])
    text = client.get(f"{API}/reports/{evidence[0]['report']}/text").text
    span = evidence[0]["sentence"]
    assert evidence[0]["words"] == " ".join(text[span["start"] : span["end"]].split())
    assert got(client, f"{base}/history")["versions"][-1]["incident"] == shelling
    assert got(client, f"{base}/growth")["steps"][0]["change"] == "first"
    kinds = {r["relation"] for r in got(client, f"{base}/relations")["relations"]}
    assert "update" in kinds
    assert got(client, f"{base}/citation")[0]["id"] == f"bellwire-{shelling['id']}"
    assert "@misc{" in client.get(f"{API}{base}/citation?form=bibtex").text


def test_what_became_of_an_incident_is_said(client: TestClient, shelling: Any) -> None:
    """A script that kept an id must learn that it was merged, and into what."""
    other = got(client, "/incidents?type=PROTEST")["incidents"][0]["id"]
    merge = {"verb": "merge", "subject": other, "value": {"into": shelling["id"]}}
    assert client.post(f"{API}/judgements", json=merge).status_code == 201
    detail = problem(client.get(f"{API}/incidents/{other}"), 404)
    assert f"merged into {shelling['id']}" in detail
    gone = got(client, "/gone?kind=incident")["gone"]
    assert [(g["id"], g["into"]) for g in gone] == [(other, shelling["id"])]


# ---------------------------------------------------------------- the overview


def test_map_timeline_and_facets_count_what_the_list_has(client: TestClient) -> None:
    """The islands of the pages draw from these: a wrong count there is a wrong picture."""
    total = got(client, "/incidents")["total"]
    drawn = got(client, "/map")
    assert drawn["total"] + drawn["nowhere"] == total and not drawn["binned"]
    assert {len(column) for column in drawn["points"].values()} == {drawn["total"]}
    binned = got(client, "/map?most=0&zoom=3")
    assert binned["binned"] and sum(binned["bins"]["n"]) == drawn["total"]
    near = got(client, "/map?bounds=-9,12,-7,13")
    assert set(near["points"]["lat"]) == {12.6091}
    line = got(client, "/timeline?step=day")
    assert sum(map(sum, line["counts"])) + line["undated"] == total
    facets = {f["name"]: f for f in got(client, "/facets")["facets"]}
    assert sum(v["incidents"] for v in facets["type"]["values"]) == total
    assert len(got(client, "/facets?facet=actor&beginning=malian&most=1")["facets"][0]["values"]) == 1


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/map?zoom=21", "zoom"),
        ("/map?bounds=1,2,3", "bounds"),
        ("/timeline?step=decade", "step"),
        ("/facets?facet=colour", "facet.0"),
        ("/incidents?country=Mali", "country"),
        ("/incidents?contry=ML", "contry"),
        ("/incidents?start=2024-06&end=2024-05", "end"),
        ("/incidents?limit=0", "limit"),
        ("/incidents?after=x", "after"),
        ("/incidents?as_known_on=yesterday", "as_known_on"),
        ("/review?after=2024-05-02~1", "after"),
        ("/claims?manner=loud", "manner.0"),
        ("/claims?speaker=%00", "speaker.0"),
        ("/relations?kind=friend", "kind.0"),
        ("/reports?after=x", "after"),
        ("/log?limit=5000", "limit"),
    ],
)
def test_what_cannot_be_asked_names_the_parameter(client: TestClient, path: str, parameter: str) -> None:
    """A script's author must read which parameter is wrong; a mistyped filter must not be one that is not there."""
    problem(client.get(API + path), 422, parameter)


# ---------------------------------------------------------------- reports, claims, relations


def test_reports_are_listed_searched_and_read_whole(client: TestClient) -> None:
    """Whoever checks a figure needs the page behind it, as it was read."""
    page = got(client, "/reports?limit=3")
    assert len(page["reports"]) == 3 and page["next"]
    (found,) = got(client, "/reports?q=fuel")["reports"]
    assert (found["outlet"], found["published"]) == ("Daily Coast", "2024-05-04")
    assert [r["id"] for r in got(client, "/reports?source=Daily+Coast&start=2024-05-04&end=2024-05-04")["reports"]] == [
        found["id"]
    ]
    assert got(client, "/reports?end=2024-05-01")["reports"] == []
    response = client.get(f"{API}/reports/{found['id']}")
    report = decode(response.content, Report)
    assert client.get(f"{API}/reports/{found['id']}/text").text == report.document.text
    records = got(client, f"/reports/{found['id']}/records?layer=figures&layer=events")
    assert [f["id"] for f in records["figures"]] == [f.id for f in report.figures] and "claims" not in records


def test_why_a_record_was_coded_so(client: TestClient) -> None:
    """Behind every record stand its words, the part that made it, and the incident that it went into."""
    (found,) = got(client, "/reports?q=fuel")["reports"]
    report = decode(client.get(f"{API}/reports/{found['id']}").content, Report)
    event = report.events[0]
    why = got(client, f"/reports/{found['id']}/records/{event.id}")
    assert why["layer"] == "events" and why["incident"].startswith("i-")
    assert why["made_by"]["part"] and why["made_by"]["bellwire"]
    for each in why["evidence"]:
        assert each["words"] == report.document.text[each["start"] : each["end"]]
    assert "trigger" in {each["field"] for each in why["evidence"]}
    problem(client.get(f"{API}/reports/{found['id']}/records/e-0"), 404)


def test_an_id_with_slashes_is_found(client: TestClient, station: Any) -> None:
    """Reports named by their files have slashes and # in their ids."""
    from dataclasses import replace

    from bellwire import code

    desk, _ = station
    report = replace(code("Two people were killed in Gao, police said.", published="2024-05-09"), id="blog/2024#p3")
    made.fill(desk, [report])
    for id in ("blog/2024%23p3", quote("blog/2024#p3", safe="")):
        assert got(client, f"/reports/{id}")["id"] == "blog/2024#p3"
        assert client.get(f"{API}/reports/{id}/text").text == report.document.text
        assert got(client, f"/reports/{id}/records/{report.figures[0].id}")["report"] == "blog/2024#p3"


def test_the_ledger_of_claims(client: TestClient) -> None:
    """Who said it first, who denies it: a fact-checker's script asks the ledger."""
    page = got(client, "/claims?limit=2")
    assert page["total"] >= 5 and len(page["claims"]) == 2
    contested = got(client, "/claims?contested=true")["claims"]
    assert contested and all(c["against"] for c in contested)
    record = quote(contested[0]["line"]["record"], safe="")
    assert got(client, f"/claims/{record}") == contested[0]
    thread = got(client, f"/claims/{record}/thread")
    assert {r["relation"] for r in thread["relations"]} >= {"contradict"}
    assert "Malian police" in {s["name"] for s in got(client, "/speakers?named=true")["speakers"]}
    assert got(client, "/claims?speaker=Malian+police")["total"] == 1
    assert got(client, "/subjects")["subjects"][0]["claims"] >= 1
    problem(client.get(f"{API}/claims/x%23y"), 404)
    problem(client.get(f"{API}/claims/x%23y/thread"), 404)


def test_relations_and_stories(client: TestClient) -> None:
    """How reports hang together must come out whole, a page at a time."""
    first = got(client, "/relations?limit=1")
    assert decode(json.dumps(first["relations"][0]), Relation)
    second = got(client, first["next"].removeprefix(API))
    assert second["relations"] and second["relations"] != first["relations"]
    (story,) = got(client, "/stories")["stories"]
    assert got(client, f"/stories/{story['story']}") == story and len(story["reports"]) == 2
    touching = got(client, f"/relations?report={story['reports'][0]}&kind=update")["relations"]
    assert touching and all(r["relation"] == "update" for r in touching)
    assert got(client, f"/stories?after={story['story']}")["stories"] == []
    problem(client.get(f"{API}/stories/s-0"), 404)


# ---------------------------------------------------------------- judging


def test_judging_and_taking_back(client: TestClient, shelling: Any) -> None:
    """A script's decision must count like a person's, be in the log, and be taken back."""
    sent = {"verb": "accept", "subject": shelling["id"], "why": "two independent outlets"}
    response = client.post(f"{API}/judgements", json=sent)
    assert response.status_code == 201
    judgement = decode(response.content, Judgement)
    assert (judgement.by, judgement.why) == ("ana", "two independent outlets")
    assert got(client, response.headers["location"].removeprefix(API))["id"] == judgement.id
    assert got(client, f"/incidents/{shelling['id']}")["review"] == "accepted"
    assert got(client, "/log?limit=1")["entries"][0]["judgement"] == judgement.id
    undo = client.post(f"{API}/judgements", json={"verb": "undo", "subject": judgement.id})
    assert undo.status_code == 201
    assert got(client, f"/incidents/{shelling['id']}")["review"] == "unreviewed"
    found = got(client, f"/judgements?subject={shelling['id']}&by=ana")["judgements"]
    assert [j["verb"] for j in found] == ["undo", "accept"]
    assert [j["verb"] for j in got(client, "/judgements?verb=accept")["judgements"]] == ["accept"]
    problem(client.get(f"{API}/judgements/j-0"), 404)


def test_many_decisions_each_with_its_outcome(client: TestClient, shelling: Any) -> None:
    """One that cannot be must not keep the others back, and must say why."""
    ids = [i["id"] for i in got(client, "/incidents")["incidents"]]
    decisions: list[dict[str, Any]] = [{"verb": "grade", "subject": id, "value": {"word": "fair"}} for id in ids]
    decisions.insert(1, {"verb": "accept", "subject": "i-0"})
    response = client.post(f"{API}/decisions", json={"decisions": decisions})
    outcomes = response.json()["outcomes"]
    assert [o["subject"] for o in outcomes] == [d["subject"] for d in decisions]
    assert [bool(o["judgement"]) for o in outcomes] == [d["verb"] == "grade" for d in decisions]
    assert "no incident" in outcomes[1]["refused"]
    assert got(client, "/incidents?grade=fair")["total"] == len(ids)


def test_nothing_is_decided_over_what_changed(client: TestClient, shelling: Any) -> None:
    """Two scripts that decide on what they read before must not overwrite each other."""
    seen = got(client, "/health")["entries"]
    accept = {"verb": "accept", "subject": shelling["id"], "seen": seen}
    assert client.post(f"{API}/judgements", json=accept).status_code == 201
    assert client.post(f"{API}/judgements", json=accept).status_code == 200
    assert "changed" in problem(client.post(f"{API}/judgements", json=accept | {"verb": "reject"}), 409)
    assert len(got(client, "/judgements")["judgements"]) == 1


@pytest.mark.parametrize(
    ("sent", "status", "parameter"),
    [
        ({"verb": "accept"}, 422, "subject"),
        ({"verb": "praise", "subject": "i-0"}, 422, "verb"),
        ({"verb": "accept", "subject": "i-0", "wy": "typo"}, 422, "wy"),
        ({"verb": "accept", "subject": "i\0"}, 422, "subject"),
        ({"verb": "edit", "subject": "i-0", "value": {"title": "a\0"}}, 422, "value.title"),
        ({"verb": "edit", "subject": "i-0", "value": {"title": [[[1]]]}}, 422, "value.title"),
        ({"verb": "edit", "subject": "i-0", "value": {"killed": 1e300}}, 422, "value.killed"),
        ({"verb": "accept", "subject": "i-0", "seen": True}, 422, "seen"),
        ({"verb": "accept", "subject": "i-0"}, 409, None),
        ({"verb": "undo", "subject": "j-0"}, 409, None),
        ([], 422, "body"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    client: TestClient, sent: Any, status: int, parameter: str | None
) -> None:
    """A mistyped decision must change nothing and name the field."""
    problem(client.post(f"{API}/judgements", json=sent), status, parameter)
    assert got(client, "/judgements")["judgements"] == []


def test_bodies_that_are_no_json(client: TestClient) -> None:
    """A broken body is the script's fault, and said to be."""
    headers = {"Content-Type": "application/json"}
    problem(client.post(f"{API}/judgements", content=b"{", headers=headers), 422, "1")
    assert client.post(f"{API}/judgements", content=b"\xff\xfe", headers=headers).status_code in (400, 422)


# ---------------------------------------------------------------- reading in


def test_a_text_that_is_sent_becomes_a_report(client: TestClient) -> None:
    """A newsroom's script sends pages in; it must learn what became of each."""
    sent = {"text": "Nine people were killed in Kidal, officials said.", "outlet": "Post", "published": "2024-05-08"}
    response = client.post(f"{API}/ingest", json=sent)
    assert response.status_code == 202
    path = response.headers["location"].removeprefix(API)
    for _ in range(600):
        job = got(client, path)
        if job["state"] == "done":
            break
        import time

        time.sleep(0.05)
    assert (job["state"], job["outcomes"]) == ("done", {"new": 1})
    (page,) = got(client, f"{path}/pages")["pages"]
    assert got(client, f"/reports/{page['report']}")["document"]["outlet"] == "Post"
    assert got(client, f"/incidents/{page['incidents'][0]}")
    events = client.get(f"{API}{path}/events")
    assert events.headers["content-type"].startswith("text/event-stream") and "event: end" in events.text
    problem(client.post(f"{API}{path}/stop"), 409)
    problem(client.post(f"{API}{path}/again"), 409)
    assert got(client, "/jobs")["jobs"][0]["id"] == job["id"]


@pytest.mark.parametrize(
    ("content", "media", "status", "parameter"),
    [
        (b"", "text/plain", 422, "body"),
        (b"\xff\xfe", "text/plain", 422, "body"),
        (b"{}", "application/json", 422, "text"),
        (b'{"text": "a", "html": "b"}', "application/json", 422, "html"),
        (b'{"text": null}', "application/json", 422, "body"),
        (b'{"urls": ["ftp://x"]}', "application/json", 422, "urls.0"),
        (b'{"text": "a", "published": "soon"}', "application/json", 422, "published"),
        (b"%PDF", "application/pdf", 415, None),
        (b"x", "", 415, None),
    ],
)
def test_what_cannot_be_read_in_is_refused(
    as_role: Callable[..., TestClient], content: bytes, media: str, status: int, parameter: str | None
) -> None:
    """What is refused at once need not be looked for in a job later."""
    headers = {"Content-Type": media} if media else {}
    asked = as_role("analyst")
    problem(asked.post(f"{API}/ingest", content=content, headers=headers), status, parameter)
    assert got(asked, "/jobs")["jobs"] == []


def test_mark_up_and_lines_are_taken_as_they_are(as_role: Callable[..., TestClient]) -> None:
    """Pages that a crawler saved are sent without being put into JSON first."""
    asked = as_role("analyst")
    page = asked.post(
        f"{API}/ingest?title=Raid&published=2024-05-02", content="<p>Raid</p>", headers={"Content-Type": "text/html"}
    )
    lines = asked.post(
        f"{API}/ingest", content='{"text":"a"}\n{"text":"b"}\n', headers={"Content-Type": "application/x-ndjson"}
    )
    assert (page.json()["title"], lines.json()["total"]) == ("Raid", 2)
    stopped = asked.post(f"{API}/jobs/{lines.json()['id']}/stop")
    assert stopped.json()["state"] == "stopped"
    assert asked.post(f"{API}/jobs/{lines.json()['id']}/again").json()["state"] == "waiting"
    problem(asked.get(f"{API}/jobs/99"), 404)


# ---------------------------------------------------------------- briefs, publishing, tokens


def test_a_brief_is_written_edited_and_handed_on(client: TestClient) -> None:
    """A situation report every morning: made by a script, edited by people, taken as a file."""
    response = client.post(f"{API}/briefs", json={"filter": {"country": ["ML"], "killed": 1}, "title": "Mali"})
    assert response.status_code == 201
    brief = response.json()
    path = f"/briefs/{brief['id']}"
    assert got(client, path) == brief and brief["title"] == "Mali"
    line = brief["sections"][0]["lines"][0]
    edited = client.patch(f"{API}{path}/lines/{line['id']}", json={"text": "Seventeen died.", "seen": line["version"]})
    assert edited.json()["sections"][0]["lines"][0]["text"] == "Seventeen died."
    problem(client.patch(f"{API}{path}/lines/{line['id']}", json={"hidden": True, "seen": 0}), 409)
    problem(client.patch(f"{API}{path}/lines/{line['id']}", json={"text": " ", "seen": 2}), 422, "text")
    problem(client.patch(f"{API}{path}/lines/x", json={"seen": 0}), 404)
    assert "Seventeen died." in client.get(f"{API}{path}/file?form=md").text
    for form, begins in (("docx", b"PK"), ("html", b"<!"), ("bib", b"@misc"), ("json", b"{")):
        assert client.get(f"{API}{path}/file?form={form}").content.startswith(begins)
    assert client.post(f"{API}{path}/undo").json()["sections"][0]["lines"][0]["text"] == line["text"]
    problem(client.post(f"{API}{path}/undo"), 409)
    assert client.patch(f"{API}{path}", json={"title": "Mali, May"}).json()["title"] == "Mali, May"
    assert [b["title"] for b in got(client, "/briefs")["briefs"]] == ["Mali, May"]
    assert client.delete(f"{API}{path}").status_code == 204
    problem(client.get(API + path), 404)


@pytest.mark.parametrize(
    ("sent", "status", "parameter"),
    [
        ({"filter": {"contry": "ML"}}, 422, "filter.contry"),
        ({"filter": {"country": ["Mali"]}}, 422, "country"),
        ({"filter": {"q": "nowhere"}}, 409, None),
        ({"as_known_on": "soon"}, 422, "as_known_on"),
    ],
)
def test_a_brief_of_what_cannot_be_is_refused(client: TestClient, sent: Any, status: int, parameter: str) -> None:
    """A mistyped filter must not make a brief of everything."""
    problem(client.post(f"{API}/briefs", json=sent), status, parameter)


def test_nothing_is_published_before_it_was_looked_at(client: TestClient, shelling: Any) -> None:
    """A script must not publish what nobody saw: the preview's digest is asked for."""
    assert {p["name"] for p in got(client, "/policies")["policies"]} >= {"public", "internal"}
    preview = got(client, "/publish?policy=internal&limit=1")
    assert preview["out"] + sum(preview["withheld"].values()) == preview["total"]
    go = f"{API}/publish?policy=internal&digest="
    problem(client.post(f"{API}/publish?policy=internal"), 422, "digest")
    problem(client.post(f"{go}0"), 409)
    out = client.post(f"{go}{preview['digest']}")
    assert out.status_code == 200 and out.json()
    client.post(f"{API}/judgements", json={"verb": "reject", "subject": shelling["id"]})
    problem(client.post(f"{go}{preview['digest']}"), 409)
    withheld = got(client, "/publish")["digest"]
    problem(client.post(f"{API}/publish?digest={withheld}"), 409)


def test_tokens_of_ones_own(client: TestClient, desk_app: FastAPI) -> None:
    """A script's token is told once, can do no more than its maker, and ends at once."""
    made_one = client.post(f"{API}/tokens", json={"name": "nightly", "role": "viewer", "days": 3})
    assert made_one.status_code == 201 and made_one.headers["cache-control"] == "no-store"
    secret, id = made_one.json()["secret"], made_one.json()["token"]["id"]
    listed = client.get(f"{API}/tokens")
    assert secret not in listed.text and listed.json()["tokens"][0]["id"] == id
    assert client.delete(f"{API}/tokens/{id}").status_code == 204
    problem(client.delete(f"{API}/tokens/{id}"), 404)
    problem(client.post(f"{API}/tokens", json={"name": " "}), 422, "name")
    problem(client.post(f"{API}/tokens", json={"name": "x", "days": 0}), 422, "days")
    viewer = made.client_of(desk_app, name="ben", role="viewer")
    problem(viewer.post(f"{API}/tokens", json={"name": "x", "role": "admin"}), 403)
    assert viewer.get(f"{API}/tokens").json()["tokens"] == []
    by_token = TestClient(made.SignedIn(desk_app, User(name="ana", role="admin", by="token")))
    problem(by_token.post(f"{API}/tokens", json={"name": "x"}), 403)
    assert got(by_token, "/me") == {"name": "ana", "role": "admin", "by": "token"}


# ---------------------------------------------------------------- who may, and what has changed


def test_roles_are_those_that_the_description_names(as_role: Callable[..., TestClient]) -> None:
    """A viewer's token must change nothing, whatever it asks for."""
    ranks = ("viewer", "analyst", "editor", "admin")
    for path, operations in description()["paths"].items():
        for method, operation in operations.items():
            needed = ranks.index(operation["x-role"])
            if needed == 0:
                assert method == "get" or "tokens" in path
                continue
            below = as_role(ranks[needed - 1])
            filled = path.replace("{id}", "1").replace("{line}", "s-1")
            given = {"digest": "0"} if method == "post" and path.endswith("publish") else {}
            problem(below.request(method, filled, params=given), 403)


def test_nobody_sees_nothing(desk_app: FastAPI) -> None:
    """Without a sign-in or a token there is no answer but how to get one."""
    nobody = made.client_of(desk_app, role=None)
    for path in ("/incidents", "/openapi.json", "/health", "/docs"):
        problem(nobody.get(API + path), 401)


def test_a_form_of_another_site_changes_nothing(client: TestClient, shelling: Any) -> None:
    """Who is signed in must not judge by opening a page of somebody else's."""
    del client.headers["X-CSRF-Token"]
    problem(client.post(f"{API}/judgements", json={"verb": "accept", "subject": shelling["id"]}), 403)
    assert got(client, "/judgements")["judgements"] == []


def test_what_has_not_changed_is_not_sent_again(client: TestClient, shelling: Any) -> None:
    """A script that asks every minute must cost nothing until something changes, and then be told."""
    first = client.get(f"{API}/incidents?country=ML")
    tag = first.headers["etag"]
    again = client.get(f"{API}/incidents?country=ML", headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(f"{API}/incidents?country=NE", headers={"If-None-Match": tag}).status_code == 200
    client.post(f"{API}/judgements", json={"verb": "accept", "subject": shelling["id"]})
    after = client.get(f"{API}/incidents?country=ML", headers={"If-None-Match": tag})
    assert after.status_code == 200 and after.headers["etag"] != tag


def test_the_record_as_it_was_known(client: TestClient, shelling: Any) -> None:
    """What was known on a day must be what the API says of that day."""
    assert got(client, "/days")["days"] == [{"day": "2025-11-20", "entries": 8}]
    assert got(client, "/incidents?as_known_on=2025-11-19")["total"] == 0
    assert got(client, "/claims?as_known_on=2025-11-19")["total"] == 0
    assert got(client, "/reports?as_known_on=2025-11-19")["reports"] == []
    client.post(f"{API}/judgements", json={"verb": "accept", "subject": shelling["id"]})
    then = got(client, f"/incidents/{shelling['id']}?as_known_on=2025-11-20")
    assert then["review"] == "unreviewed"


# ---------------------------------------------------------------- about itself


def test_what_is_not_there_and_what_is_not_done(client: TestClient) -> None:
    """A mistyped address must say so in the API's own form."""
    problem(client.get(f"{API}/nothing"), 404)
    problem(client.get(f"{API}/incidents/i-0"), 404)
    problem(client.get(f"{API}/reports/"), 404)
    problem(client.get(f"{API}/schemas/nothing"), 404)
    problem(client.get(f"{API}/publish?policy=nothing"), 404)
    refused = client.put(f"{API}/judgements")
    problem(refused, 405)
    assert refused.headers["allow"] == "GET, POST"
    assert client.delete(f"{API}/briefs/x/undo").headers["allow"] == "POST"


def test_every_operation_is_described_with_an_example(client: TestClient) -> None:
    """Whoever writes a script reads the description first."""
    described = got(client, "/openapi.json")
    assert described["openapi"].startswith("3.1")
    seen = set()
    for operations in described["paths"].values():
        for operation in operations.values():
            seen.add(operation["operationId"])
            assert len(operation["summary"]) > 10 and operation["description"]
            for found in (*operation["responses"].values(), operation.get("requestBody", {})):
                contents = found.get("content", {}).values()
                shown = [c for c in contents if c["schema"] != {"type": "string", "pattern": "\\S"}]
                anyhow = any if operation["operationId"] == "export" else all  # of so many forms one is shown
                assert not shown or anyhow("example" in content for content in shown), operation["operationId"]
    assert seen == set(examples())


def test_the_reference_is_a_page_of_the_desk(client: TestClient) -> None:
    """The reference must be there offline, with every operation and every kind of problem."""
    page = client.get(f"{API}/docs")
    assert page.headers["content-type"].startswith("text/html")
    for operations in description()["paths"].values():
        for operation in operations.values():
            assert f'id="{operation["operationId"]}"' in page.text
    assert 'id="not-found"' in page.text and 'id="cannot-be"' in page.text
    assert got(client, "/schemas")["schemas"] == ["incident", "judgement", "relation", "report", "story"]
    assert client.get(f"{API}/schemas/incident").headers["content-type"] == "application/schema+json"
