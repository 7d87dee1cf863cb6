"""The claims ledger: what a fact-checker loses if who said what is forgotten, mixed up or found too late."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text as sql
from tests.store.ledger_record import TUESDAY, WEDNESDAY, at, fill, report

from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.keeping import judge
from bellwire.review import make_judgement
from bellwire.store import ClaimFilter, Filter, Store
from bellwire.store.verify import faults


@pytest.fixture
def store(any_store: str) -> Iterator[Store]:
    opened = Store.open(any_store)
    yield opened
    opened.close()


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with the small record of claims."""
    fill(store)
    return store


def records(store: Store, on: str | None = None, **wanted: object) -> list[str]:
    with store.view(on) as view:
        return [each.line.record for each in view.claims(ClaimFilter(**wanted)).claims]  # type: ignore[arg-type]


def decide(store: Store, verb: str, subject: str, now: str = TUESDAY, **more: object) -> str:
    with store.write(now=now, by="ana") as writer:
        return judge(writer, verb, subject, **more).id  # type: ignore[arg-type]


# ---------------------------------------------------------------- what a line says


def test_a_line_says_who_said_what_to_whom_and_how_guarded(filled: Store) -> None:
    """A ledger without the words, the hedge or the hearer cannot be cited."""
    with filled.view() as view:
        army, nurse, they = (view.claim(f"r1#c-{n}") for n in (1, 2, 3))
    assert army and nurse and they
    assert (army.line.speaker, army.line.actor, army.line.sides) == (
        "The army", "Army of Ruma", ("Government of Ruma",),
    )  # fmt: skip
    assert army.line.content == ("it might have killed 12 fighters of the Red Front",)
    assert (army.line.hedges, army.line.about, army.line.outlet) == (("might",), ("Red Front",), "Osta Post")
    assert [about.title for about in army.incidents] == ["Attack on Osta"]
    assert (nurse.line.to, nurse.line.via, nurse.line.private) == (("Radio Osta",), ("Radio Osta",), True)
    assert [figure.words for figure in nurse.line.figures] == ["nine villagers"]
    assert (they.line.who, they.line.key) == (None, "")
    assert army.echoes == ("r2#c-1",) and not army.against


def test_the_ledger_is_in_order_the_latest_first_page_by_page(filled: Store) -> None:
    """A claim that is on no page is lost; one on two is counted twice."""
    whole = records(filled)
    assert whole[0].startswith("r2#") and whole[-1].startswith("r3#") and len(set(whole)) == 9
    paged: list[str] = []
    after = None
    with filled.view() as view:
        while True:
            page = view.claims(limit=2, after=after)
            assert page.total == 9 and not page.total_is_least
            paged += [each.line.record for each in page.claims]
            after = page.after
            if after is None:
                break
        with pytest.raises(InputError, match="no place in a list"):
            view.claims(after="somewhere")
    assert paged == whole


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"speakers": ("the army",)}, {"r1#c-1", "r2#c-1", "r3#c-1"}),
        ({"speakers": ("Army of Ruma",)}, {"r1#c-1", "r2#c-1", "r3#c-1"}),
        ({"speakers": ("government of ruma",), "reports": ("r1",)}, {"r1#c-1"}),
        ({"speakers": ("nobody",)}, set()),
        ({"about": ("red front",), "start": "2024-05-03"}, {"r2#c-1"}),
        ({"through": ("Radio Osta",), "reports": ("r2", "r3")}, {"r2#c-2", "r3#c-2"}),
        ({"through": ("coast",)}, {"r2#c-1", "r2#c-2", "r2#c-3"}),
        ({"text": "villager dies", "end": "2024-05"}, {"r1#c-2", "r2#c-2"}),
        ({"text": '"nine villagers"', "end": "2024-05-02"}, {"r1#c-2"}),
        ({"text": "fight*", "hedged": True, "reports": ("r1",)}, {"r1#c-1"}),
        ({"hedged": False, "reports": ("r1",)}, {"r1#c-2", "r1#c-3"}),
        ({"contested": True}, {"r2#c-1", "r3#c-3"}),
        ({"incidents": ("i-1",)}, {"r1#c-1", "r2#c-1"}),
        ({"incident": Filter(countries=("ML",))}, {"r1#c-1", "r2#c-1"}),
        ({"incident": Filter(countries=("NE",))}, set()),
        ({"incident": Filter(types=("ASSAULT",)), "contested": True}, {"r2#c-1"}),
        ({"manners": ("direct",)}, set()),
        ({"reviews": ("accepted",)}, set()),
    ],
)
def test_each_filter_lets_through_what_it_says(filled: Store, wanted: dict[str, object], found: set[str]) -> None:
    """A filter that leaves a claim out makes a denial look like silence."""
    assert set(records(filled, **wanted)) == found


def test_many_lines_are_found_as_few_are(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large record must answer the same as a small one, only by another way."""
    asked: tuple[dict[str, object], ...] = (
        {"speakers": ("the army",)},
        {"text": "villagers"},
        {"contested": True},
        {"incident": Filter(countries=("ML",))},
    )
    few = [records(filled, **wanted) for wanted in asked]
    monkeypatch.setattr("bellwire.store.claim_filters.AT_ONCE", 1)
    monkeypatch.setattr("bellwire.store.claim_filters.FEW", 0)
    assert [records(filled, **wanted) for wanted in asked] == few
    with filled.view() as view:
        assert view.subjects(ClaimFilter(incident=Filter(countries=("ML",)))).subjects[0].claims == 2


def test_what_cannot_be_asked_is_refused(filled: Store) -> None:
    """A mistyped word must not look like an empty ledger."""
    with pytest.raises(InputError, match="manners"):
        ClaimFilter(manners=("shouted",))
    with pytest.raises(InputError, match="ends"):
        ClaimFilter(start="2024-05-02", end="2024-05-01")
    with filled.view() as view:
        with pytest.raises(InputError, match="kind"):
            view.subjects(kind="town")
        with pytest.raises(InputError, match="no place"):
            view.speakers(after="x~y")


# ---------------------------------------------------------------- groups and threads


def test_speakers_are_counted_with_their_days_and_contradictions(filled: Store) -> None:
    """Who speaks most, and whom others contradict, is the first question about a source."""
    with filled.view() as view:
        army, nurse = view.speakers().speakers
        assert [s.name for s in view.speakers(limit=1, after=view.speakers(limit=1).after).speakers] == ["Lena Vog"]
    assert (army.name, army.named, army.claims, army.first, army.last, army.contradicted) == (
        "Army of Ruma", True, 3, "2024-05-02", "2024-05-03", 1,
    )  # fmt: skip
    assert (nurse.name, nurse.claims, nurse.contradicted) == ("Lena Vog", 3, 0)


def test_subjects_are_incidents_and_stories(filled: Store) -> None:
    """An analyst asks of a happening who says what; a story has the claims of all its reports."""
    from bellwire.model import Story

    with filled.write(now=TUESDAY) as writer, writer.entry("relate", "r1") as entry:
        entry.story(Story(story="s-1", reports=("r1", "r2")))
    with filled.view() as view:
        (found,) = view.subjects().subjects
        (story,) = view.subjects(kind="story").subjects
    assert (found.id, found.title, found.claims, found.contradicted) == ("i-1", "Attack on Osta", 2, 1)
    assert (story.id, story.claims, story.contradicted) == ("s-1", 6, 1)
    assert len(records(filled, stories=("s-1",))) == 6


def test_a_thread_has_the_echoes_and_what_speaks_against_any_of_them(filled: Store) -> None:
    """Who said it first and who denies it must be seen from any claim of the thread."""
    for record in ("r1#c-1", "r2#c-1"):
        with filled.view() as view:
            found = view.claim_thread(record)
        assert found is not None
        assert [each.line.record for each in found.claims] == ["r1#c-1", "r2#c-1", "r3#c-3"]
        assert [r.relation for r in found.relations] == ["echo", "contradict"]
    with filled.view() as view:
        nurse = view.claim_thread("r1#c-2")
        assert view.claim_thread("r9#c-1") is None and view.claim_thread("nothing") is None
    assert nurse is not None and [each.line.record for each in nurse.claims] == ["r1#c-2"]


# ---------------------------------------------------------------- versions, judgements, upgrades


def test_the_ledger_is_known_as_it_was_on_a_day(filled: Store) -> None:
    """What was said to be known must not change when a page is read anew."""
    fewer = report("r1")
    with filled.write(now=WEDNESDAY) as writer:
        writer.add(replace(fewer, claims=fewer.claims[:1]))
    assert [r for r in records(filled) if r.startswith("r1#")] == ["r1#c-1"]
    assert len([r for r in records(filled, "2024-05-07") if r.startswith("r1#")]) == 3
    assert records(filled, "2024-05-05") == []
    with filled.view("2024-05-05") as view:
        assert view.speakers().speakers == () and view.claim_thread("r1#c-1") is None


def test_the_ledger_follows_what_people_decide(filled: Store) -> None:
    """A claim that an analyst rejected or put right must be found as it was put right, and come back when undone."""
    rejected = decide(filled, "reject", "r1#c-3", why="no claim")
    decide(filled, "edit", "r1#c-2", value={"manner": "direct"})
    assert records(filled, reviews=("rejected",)) == ["r1#c-3"]
    assert "r1#c-3" in records(filled) and "r1#c-3" not in records(filled, rejected=False)
    assert records(filled, manners=("direct",)) == ["r1#c-2"] == records(filled, reviews=("edited",))
    assert records(filled, "2024-05-06", manners=("direct",)) == []
    decide(filled, "undo", rejected, WEDNESDAY)
    assert records(filled, reviews=("rejected",)) == []
    assert records(filled, "2024-05-07", reviews=("rejected",)) == ["r1#c-3"]
    decide(filled, "accept", "r1#c-1", WEDNESDAY)
    assert records(filled, reviews=("accepted",)) == ["r1#c-1"]
    with filled.view() as view:
        assert [fault.what for fault in faults(view.connection)] == []


def test_a_name_that_a_person_hides_is_marked(filled: Store) -> None:
    """A name that must not go out has to be known as such before somebody copies the line."""
    span = at("the Red Front")
    decide(filled, "redact", "r1", value={"start": span.start, "end": span.end, "why": "threatened"})
    with filled.view() as view:
        found = view.claim("r1#c-1")
    assert found and found.line.hidden == ("the Red Front",)


def test_judgements_from_before_the_ledger_are_applied_to_it(filled: Store) -> None:
    """After an update, a claim that was rejected must not stand as if nobody had looked."""
    with filled.write(now=TUESDAY, by="ana") as writer, writer.entry("reject", "r1#c-3") as entry:
        no = make_judgement("reject", "r1#c-3", by="ana", at=TUESDAY, number=9, value={}, reports=[report("r1")])
        entry.judge(no)
    with filled.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sql("update claim_line set review = 'waiting' where report_id = 'r1'"))
    with filled.view() as view:
        assert view.claims_waiting() == ("r1",)
    with Desk.open(filled.name):
        pass
    assert records(filled, reviews=("rejected",)) == ["r1#c-3"]
    assert records(filled, "2024-05-06", reviews=("rejected",)) == []
    with filled.view() as view:
        assert view.claims_waiting() == ()
        assert [fault.what for fault in faults(view.connection)] == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("update claim_line set who = 'somebody' where claim = 'c-1'", "the column who"),
        ("update claim_line set body = replace(body, 'might', 'must') where claim = 'c-1'", "what was read"),
        ("delete from claim_term where kind = 'about'", "found by"),
        ("update claim_line set claim = 'c-9' where claim = 'c-2'", "same claims"),
    ],
)
def test_a_bent_ledger_is_found(filled: Store, damage: str, said: str) -> None:
    """A ledger that says other than the record must not pass for it."""
    with filled.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sql(damage))
    with filled.view() as view:
        assert any(said in fault.what for fault in faults(view.connection))
