"""What people decide, and what follows from it: on both databases, through a Desk."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bellwire.desk import Desk
from bellwire.errors import BellwireError, InputError, JudgementError, StoreError
from bellwire.keeping import named_incident
from bellwire.model import Incident, Report
from bellwire.settings import Settings
from bellwire.store import Filter
from bellwire.store.verify import faults
from tests.relate.pages import Page

MONDAY, TUESDAY, WEDNESDAY = "2025-10-13T10:00:00Z", "2025-10-14T10:00:00Z", "2025-10-15T10:00:00Z"


def attack() -> Report:
    page = Page("attack", "At least 12 people were killed when gunmen raided the market of Tessit.", "2025-10-13")
    page.event("raided", "2025-10-12", figures=(page.figure("12 people", low=12.0, population="people"),))
    return page.report()


def strike() -> Report:
    page = Page("strike", "Dockers in Buenaventura began a strike over unpaid wages.", "2025-10-13")
    page.event("strike", "2025-10-13", type="PROTEST")
    return page.report()


@pytest.fixture
def desk(any_store: str) -> Iterator[Desk]:
    with Desk.open(Settings(store=any_store)) as opened:
        keep(opened, attack(), strike())
        yield opened
        with opened.view() as view:
            assert list(faults(view.connection)) == []


def keep(desk: Desk, *reports: Report, now: str = MONDAY) -> list[str]:
    outcomes = [outcome for _, outcome in desk.keep(reports, now=now)]
    for _ in desk.relate(now=now):
        pass
    return outcomes


def incidents(desk: Desk, as_known_on: str | None = None) -> dict[str, Incident]:
    """The incidents by the reports that tell of them."""
    with desk.view(as_known_on) as view:
        listed = view.incidents().incidents
        evidence = view.evidence([i.id for i in listed])
    return {"+".join(sorted({e.report for e in evidence[i.id]})): i for i in listed}


def test_every_happening_is_an_incident(desk: Desk) -> None:
    """What the analyst asks for is what happened, not what pages there are."""
    found = incidents(desk)
    assert found.keys() == {"attack", "strike"}
    (tally,) = found["attack"].tallies
    assert (tally.measure, tally.low, tally.high) == ("killed", 12, None)
    with desk.view() as view:
        assert view.incidents(Filter(types=("PROTEST",))).total == 1
        assert view.incidents(Filter(reports=("attack",))).incidents == (found["attack"],)


def test_a_grade_is_kept_beside_the_machines_suggestion(desk: Desk) -> None:
    """An analyst's choice must never pass for the machine's, nor the other way round."""
    id = incidents(desk)["attack"].id
    suggested = incidents(desk)["attack"].suggested
    desk.judge("grade", id, by="ana", why="two lists", value={"word": "confirmed", "credibility": "1"}, now=TUESDAY)
    graded = incidents(desk)["attack"]
    assert graded.grade and (graded.grade.word, graded.suggested) == ("confirmed", suggested)
    assert incidents(desk, "2025-10-13")["attack"].grade is None
    with desk.view() as view:
        assert view.incidents(Filter(grades=("confirmed",))).total == 1
        line = view.log(limit=1)[0]
    assert (line.by, line.action, line.subject, line.why) == ("ana", "grade", id, "two lists")


def test_a_merge_is_one_incident_and_can_be_taken_back(desk: Desk) -> None:
    """Two names for one blast must become one; a mistake must not be for ever."""
    before = incidents(desk)
    gone, kept = before["strike"].id, before["attack"].id
    merged = desk.judge("merge", gone, by="ana", value={"into": kept}, why="one day of unrest", now=TUESDAY)
    assert incidents(desk).keys() == {"attack+strike"}
    with desk.view() as view:
        (stone,) = view.tombstones(gone)
        assert (stone.reason, stone.into, stone.why) == ("merged", kept, "one day of unrest")
        assert view.incident(gone) is None
        with pytest.raises(InputError, match=f"{gone} was merged into {kept} on 2025-10-14"):
            named_incident(view, gone)
    desk.judge("undo", merged.id, by="ben", now=WEDNESDAY)
    assert incidents(desk) == before
    assert incidents(desk, "2025-10-14").keys() == {"attack+strike"}
    with desk.view() as view:
        assert view.tombstones(gone) == ()
        assert view.timeline(step="day") == {"2025-10-12": 1, "2025-10-13": 1}


def test_what_was_merged_by_people_stays_when_a_page_is_coded_anew(desk: Desk) -> None:
    """A newer version of the program must not undo a person's work."""
    before = incidents(desk)
    desk.judge("merge", before["strike"].id, by="ana", value={"into": before["attack"].id}, now=TUESDAY)
    again = strike()
    (event,) = again.events
    renamed = replace(again, events=(replace(event, id="e-new", confidence=0.9),))
    assert keep(desk, renamed, now=WEDNESDAY) == ["changed"]
    assert incidents(desk).keys() == {"attack+strike"}


def test_what_was_split_by_people_stays_apart(desk: Desk) -> None:
    """The machine must not join again what a person took apart."""
    before = incidents(desk)
    kept = before["attack"].id
    desk.judge("merge", before["strike"].id, by="ana", value={"into": kept}, now=TUESDAY)
    record = f"strike#{strike().events[0].id}"
    split = desk.judge("split", kept, by="ben", value={"records": [record]}, now=WEDNESDAY)
    after = incidents(desk)
    assert after.keys() == {"attack", "strike"} and after["strike"].id != before["strike"].id
    with desk.view() as view:
        (stone,) = view.tombstones(kept)
        assert (stone.reason, stone.into) == ("split", after["strike"].id)
    (event,) = strike().events
    keep(desk, replace(strike(), events=(replace(event, confidence=0.7),)), now=WEDNESDAY)
    assert incidents(desk).keys() == {"attack", "strike"}
    with desk.view() as view:
        assert [stone.reason for stone in view.tombstones(kept)] == ["split"]
    desk.judge("undo", split.id, by="ben", now=WEDNESDAY)
    assert incidents(desk).keys() == {"attack+strike"}
    with desk.view() as view:
        assert view.tombstones(kept) == ()


def test_a_rejected_record_leaves_the_record_and_comes_back(desk: Desk) -> None:
    """A misread line must go from the incidents at once, and nothing of it be lost."""
    before = incidents(desk)
    record = f"strike#{strike().events[0].id}"
    no = desk.judge("reject", record, by="ana", why="a headline of 1999", now=TUESDAY)
    assert incidents(desk).keys() == {"attack"}
    with desk.view() as view:
        (stone,) = view.tombstones(before["strike"].id)
        assert (stone.reason, stone.why) == ("withdrawn", "a headline of 1999")
        assert desk.judged_reports(view, ["strike"])[0].events == ()
        assert view.report("strike") == strike()
    desk.judge("undo", no.id, by="ana", now=WEDNESDAY)
    assert incidents(desk) == before


def test_an_edited_figure_changes_the_toll(desk: Desk) -> None:
    """A number that was corrected by hand must be the one that is counted and exported."""
    figure = f"attack#{attack().figures[0].id}"
    desk.judge("edit", figure, by="ana", value={"low": None, "best": 14}, now=TUESDAY)
    (tally,) = incidents(desk)["attack"].tallies
    assert (tally.low, tally.high) == (14, 14)
    (then,) = incidents(desk, "2025-10-13")["attack"].tallies
    assert (then.low, then.high) == (12, None)


def test_two_people_must_accept_where_the_rule_says_so(any_store: str) -> None:
    """The two-person rule is worth nothing if one person can meet it."""
    with Desk.open(Settings(store=any_store, reviewers=2)) as desk:
        keep(desk, attack())
        id = incidents(desk)["attack"].id
        for by, review in (("ana", "unreviewed"), ("Ana ", "unreviewed"), ("ben", "accepted")):
            desk.judge("accept", id, by=by, now=TUESDAY)
            assert incidents(desk)["attack"].review == review


@pytest.mark.parametrize(
    ("verb", "subject", "value", "message"),
    [
        ("accept", "i-nothing", {}, "there is no incident, report or record"),
        ("accept", "attack#f-nothing", {}, "the report has no record f-nothing"),
        ("merge", "ATTACK", {"into": "ATTACK"}, "itself"),
        ("merge", "ATTACK", {"into": "i-nothing"}, "i-nothing"),
        ("split", "ATTACK", {"records": ["strike#e0"]}, "strike#e0"),
        ("grade", "ATTACK", {"word": "certain"}, "certain"),
        ("undo", "j-nothing", {}, "there is no judgement 'j-nothing'"),
        ("edit", "attack#f0", {"lowest": 3}, "lowest"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_no_trace(
    desk: Desk, verb: str, subject: str, value: dict[str, object], message: str
) -> None:
    """A typing mistake must not become part of the record."""
    id = incidents(desk)["attack"].id
    value = {name: id if given == "ATTACK" else given for name, given in value.items()}
    with desk.view() as view:
        before = view.log(limit=1)
    with pytest.raises(JudgementError, match=message):
        desk.judge(verb, id if subject == "ATTACK" else subject, by="ana", value=value, now=TUESDAY)  # type: ignore[arg-type]
    with desk.view() as view:
        assert view.log(limit=1) == before and view.judgements() == ()


def test_the_same_reports_again_change_nothing(desk: Desk) -> None:
    """Reading a folder every hour must not fill the log."""
    with desk.view() as view:
        before = (view.log(limit=99), view.counts())
    for _ in range(2):
        assert keep(desk, attack(), strike(), now=TUESDAY) == ["unchanged", "unchanged"]
    with desk.view() as view:
        assert (view.log(limit=99), view.counts()) == before


def test_a_backup_is_the_whole_record(desk: Desk, tmp_path, bare_store: str) -> None:
    """A backup that leaves out who decided what is none; it must restore into either database."""
    id = incidents(desk)["attack"].id
    desk.judge("accept", id, by="ana", now=TUESDAY)
    desk.backup(tmp_path / "desk.bellwire")
    with Desk.open(Settings(store=bare_store.replace("desk.sqlite", "other.sqlite"))) as other:
        other.restore(tmp_path / "desk.bellwire")
        with other.view() as view, desk.view() as mine:
            assert list(faults(view.connection)) == []
            assert view.counts() == mine.counts()
            assert view.log(limit=99) == mine.log(limit=99)
            assert tuple(view.reports()) == tuple(mine.reports())
            assert view.incidents(Filter(text="tessit")).total == mine.incidents(Filter(text="tessit")).total
        assert incidents(other) == incidents(desk)
        keep(other, attack(), strike())
        assert incidents(other) == incidents(desk)


def test_two_splits_have_a_tombstone_each(desk: Desk) -> None:
    """Taking one back must not hide that there was another."""
    before = incidents(desk)
    kept = before["attack"].id
    third = replace(strike(), id="third", document=replace(strike().document, text=strike().document.text + " Again."))
    keep(desk, third, now=TUESDAY)
    for each in {i.id for tellers, i in incidents(desk).items() if "attack" not in tellers}:
        desk.judge("merge", each, by="ana", value={"into": kept}, now=TUESDAY)
    first, second = (
        desk.judge("split", kept, by="ana", value={"records": [f"{r}#{strike().events[0].id}"]}, now=TUESDAY)
        for r in ("strike", "third")
    )

    def stones() -> int:
        with desk.view() as view:
            return len(view.tombstones(kept))

    assert stones() == 2
    undone = desk.judge("undo", first.id, by="ana", now=WEDNESDAY)
    assert stones() == 1
    desk.judge("undo", undone.id, by="ana", now=WEDNESDAY)
    assert stones() == 2
    desk.judge("undo", second.id, by="ana", now=WEDNESDAY)
    assert stones() == 1


def test_a_reports_id_may_be_the_address_of_a_part_of_a_page(desk: Desk) -> None:
    """Live blogs are known by addresses with a #; their copies and judgements must find them."""
    names = ("https://post.example/live#1", "https://post.example/live#2")
    text = attack().document.text + " The market was full, traders said, and the wounded lay among the stalls."
    pages = [replace(attack(), id=id, document=replace(attack().document, text=text)) for id in names]
    keep(desk, *pages, now=TUESDAY)
    with desk.view() as view:
        copies = [{r.left, r.right} for r in view.relations([names[0]]) if r.relation == "syndicated_copy"]
        assert set(names) in copies
        log = view.log(limit=99)
    keep(desk, *pages, now=TUESDAY)
    with desk.view() as view:
        assert view.log(limit=99) == log
    desk.judge("reject", names[1], by="ana", why="a test page", now=TUESDAY)
    with desk.view() as view:
        assert desk.judged_reports(view, [names[1]])[0].events == ()


def test_a_report_that_cannot_be_related_does_not_keep_the_others_back(
    any_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page that meets a fault of ours must not stop the desk for good."""
    from bellwire import keeping

    real = keeping.arrive

    def faulty(report: Report, *given, **named):  # type: ignore[no-untyped-def]
        if report.id == "attack":
            raise ZeroDivisionError
        return real(report, *given, **named)

    with Desk.open(Settings(store=any_store)) as desk:
        monkeypatch.setattr(keeping, "arrive", faulty)
        with pytest.raises(BellwireError, match=r"report attack could not be related .ZeroDivisionError"):
            keep(desk, attack(), strike())
        assert incidents(desk).keys() == {"strike"}
        monkeypatch.undo()
        assert keep(desk, attack()) == ["unchanged"]
        assert incidents(desk).keys() == {"attack", "strike"}


@pytest.mark.parametrize(
    ("bend", "message"),
    [
        (lambda raw: raw[: len(raw) // 2], "cannot be read|cut off"),
        (lambda raw: raw[:200] + bytes([raw[200] ^ 64]) + raw[201:], "cannot be read|does not match|no table"),
        (lambda raw: gzip.compress(gzip.decompress(raw).replace(b'"table":"text"', b'"table":"user"')), "no table"),
        (lambda raw: gzip.compress(gzip.decompress(raw).replace(b'"frame"', b'"frames"')), "no table"),
        (lambda raw: gzip.compress(b"[1]\n"), "is no row"),
        (lambda raw: b"", "cut off|cannot be read"),
    ],
)
def test_a_bent_backup_is_refused_and_leaves_nothing(tmp_path: Path, bend, message: str) -> None:
    """A backup comes from somewhere else: it may be broken, or made to break things."""
    with Desk.open(str(tmp_path / "a.sqlite")) as desk:
        keep(desk, attack(), strike())
        desk.backup(tmp_path / "whole")
    (tmp_path / "bent").write_bytes(bend((tmp_path / "whole").read_bytes()))
    with Desk.open(str(tmp_path / "b.sqlite")) as other:
        with pytest.raises(StoreError, match=message):
            other.restore(tmp_path / "bent")
        with other.view() as view:
            assert view.report_ids() == () and view.log() == ()
