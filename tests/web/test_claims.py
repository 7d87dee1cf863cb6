"""The claims ledger's pages: what a fact-checker loses if who said it first, and who denies it, is not shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.store.ledger_record import MONDAY, fill, report
from tests.web import desk as made

from bellwire.store import ClaimFilter, Filter
from bellwire.store.claim_answers import Entered
from bellwire.store.claim_lines import ClaimLine, lines_of
from bellwire.web.query import QueryError
from bellwire.web.security import Guarded
from bellwire.web.show.claims import compared, ledger_filter, ledger_params, pieces, shown, shown_thread

HOSTILE = "<script>alert(1)</script> & “they” \"said\" 'so'"


@contextmanager
def on_the_ledger(folder: Path) -> Iterator[TestClient]:
    """A client of a desk on the small record of claims."""
    with made.opened(folder / "desk.sqlite") as station:
        fill(station[0].store)
        yield made.client_of(made.create_app(*station, Guarded(analyst="ana")))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A desk that tests only look at."""
    with on_the_ledger(tmp_path_factory.mktemp("ledger")) as client:
        yield client


# ---------------------------------------------------------------- the list


def test_a_claim_is_shown_with_who_how_and_where(ledger: TestClient) -> None:
    """A quote without its speaker, its outlet and its place in the report cannot be checked."""
    page = ledger.get("/claims")
    assert page.status_code == 200 and "<title>(9) Claims" in page.text
    assert page.text.count('class="claim"') == 9
    assert 'href="/reports/r1#c-1"' in page.text and 'href="/incidents/i-1"' in page.text
    assert "Radio Osta" in page.text and "Army of Ruma" in page.text and "Coast" in page.text
    assert "might" in page.text and "a source that is not named" in page.text


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("speaker=Army+of+Ruma", 3),
        ("speaker=nobody", 0),
        ("speaker=Government+of+Ruma", 3),
        ("who=Government+of+Ruma", 0),
        ("who=army+of+ruma", 3),
        ("q=villagers&start=2024-05-03", 1),
        ("contested=true", 2),
        ("hedged=true&report=r1", 1),
        ("country=ML", 2),
        ("country=NE", 0),
        ("source=Coast", 3),
        ("incident=i-1&manner=indirect", 2),
        ("as_known_on=2024-05-05", 0),
    ],
)
def test_the_address_holds_the_filter(ledger: TestClient, asked: str, number: int) -> None:
    """A link to "what the army says" would open everything else."""
    page = ledger.get(f"/claims?{asked}")
    assert page.status_code == 200
    assert page.text.count('class="claim"') == number
    assert ("No claim is found so." in page.text) == (number == 0)


@pytest.mark.parametrize(
    "asked",
    ["manner=shouted", "by=town", "after=x", "by=speaker&after=x", "hedged=perhaps", "start=yesterday", "q=%00"],
)
def test_what_cannot_be_asked_is_said_in_words(ledger: TestClient, asked: str) -> None:
    """A mistyped filter would look like silence."""
    page = ledger.get(f"/claims?{asked}")
    assert page.status_code == 422 and "Traceback" not in page.text


def test_every_claim_is_on_one_page(ledger: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim between two pages would never be read."""
    monkeypatch.setattr("bellwire.web.pages.claims.PAGE", 2)
    address, seen = "/claims", list[str]()
    while address:
        text = ledger.get(address).text
        seen += [part.split('"')[0] for part in text.split('<li class="claim" id="')[1:]]
        following = text.split('rel="next" href="')
        address = following[1].split('"')[0].replace("&amp;", "&") if len(following) > 1 else ""
    assert len(seen) == len(set(seen)) == 9


def test_speakers_incidents_and_stories_lead_to_their_claims(ledger: TestClient) -> None:
    """Who is contradicted most, and what is contested, is asked before the single claim."""
    speakers = ledger.get("/claims?by=speaker").text
    assert "Army of Ruma" in speakers and "/claims?who=army+of+ruma" in speakers
    assert ledger.get("/claims?by=incident").text.count("Attack on Osta") >= 1
    assert ledger.get("/claims?by=story").status_code == 200
    assert "contested=true" in speakers


def test_a_piece_of_the_page_is_given_to_htmx(ledger: TestClient) -> None:
    """A filter that reloads the whole page loses the reader's place."""
    piece = ledger.get("/claims", headers={"HX-Request": "true"})
    assert "<html" not in piece.text and 'class="claim"' in piece.text


def test_a_hidden_name_is_marked_and_a_rejected_claim_struck(tmp_path: Path) -> None:
    """An analyst would copy a name that must not go out, or a claim that a colleague took back."""
    with on_the_ledger(tmp_path) as ledger:
        _hidden_and_struck(ledger)


def _hidden_and_struck(ledger: TestClient) -> None:
    assert "hidden when published" in ledger.get("/claims?report=r1&speaker=lena+vog").text
    form = {"verb": "reject", "subject": "r1#c-2", "why": "not hers", "back": "/claims", "csrf": made.CSRF}
    assert ledger.post("/judge", data=form).status_code == 303
    page = ledger.get("/claims?report=r1")
    assert 'class="claim rejected"' in page.text and '<blockquote class="struck">' in page.text
    assert 'class="claim rejected"' not in ledger.get("/claims?report=r1&rejected=false").text


# ---------------------------------------------------------------- threads


def test_a_thread_says_who_said_it_first_and_who_denies_it(ledger: TestClient) -> None:
    """The fact-checker's question: who first said it, through whom, what changed since, who speaks against it."""
    page = ledger.get("/claims/r2%23c-1")
    assert page.status_code == 200
    first = page.text.split('class="first"')[1].split("</p>")[0]
    assert "The army" in first and "Osta Post" in first and "2 May 2024" in first
    assert "in the same words" in page.text and "Coast" in page.text
    assert page.text.count('class="side') == 2 and "because" in page.text
    assert 'value="accept"' in page.text


def test_a_reader_of_the_past_is_offered_no_judging(ledger: TestClient) -> None:
    """A button that will be refused wastes the reader's trust."""
    assert 'value="accept"' not in ledger.get("/claims/r2%23c-1?as_known_on=2024-05-06").text


def test_a_claim_that_is_not_there_is_said_so(ledger: TestClient) -> None:
    """A dead link must tell why."""
    assert ledger.get("/claims/r9%23c-1").status_code == 404
    assert ledger.get("/claims/r1").status_code == 404
    assert ledger.get("/claims/r1%23c-1?as_known_on=2024-05-01").status_code == 404


def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    """A page that says <script> must not run in the desk."""
    from bellwire.model import Claim, Document, MadeBy, Report, Span

    text = f"{HOSTILE} said {HOSTILE}."
    start = len(HOSTILE) + 6
    claim = Claim(
        id="c-<b>", manner="direct", speaker=Span(start=0, end=len(HOSTILE)), via=(HOSTILE,),
        content=(Span(start=start, end=start + len(HOSTILE)),), hedges=(Span(start=0, end=8),),
    )  # fmt: skip
    document = Document(id="d", kind="article", text=text, outlet=HOSTILE, title=HOSTILE)
    bad = Report(id='r"#<i>', document=document, claims=(claim,), made_by=MadeBy(bellwire="0"))
    with made.opened(tmp_path / "desk.sqlite") as station:
        with station[0].store.write(now=MONDAY) as writer:
            writer.add(bad)
        client = made.client_of(made.create_app(*station, Guarded(analyst="ana")))
        for address in ("/claims", "/claims?by=speaker", "/claims/r%22%23%3Ci%3E%23c-%3Cb%3E", "/log"):
            page = client.get(address)
            assert page.status_code == 200
            assert "<script>alert" not in page.text and "<b>" not in page.text and 'r"#' not in page.text


# ---------------------------------------------------------------- the presenter


def entered(**fields: Any) -> Entered:
    line: dict[str, Any] = {"record": "r1#c-1", "report": "r1", "content": ("it fell",), "manner": "indirect"}
    return Entered(line=ClaimLine(**(line | fields)))


def test_the_actor_behind_is_named_where_the_report_does_not() -> None:
    """ "The group said" does not tell which group."""
    assert shown(entered(speaker="the group", actor="Red Front")).behind == "Red Front"
    assert shown(entered(speaker="a man of the Red Front", actor="Red Front")).behind is None
    assert shown(entered(actor="Red Front")).speaker == "Red Front"


def test_a_chain_shows_what_each_echo_changed() -> None:
    """A toll that grew while it was passed on must be seen to have grown."""
    from bellwire.model import Relation
    from bellwire.store.claim_answers import Thread

    first = entered(day="2024-05-01", content=("at least 12 people died",), outlet="Post", hedges=("may",))
    second = entered(record="r2#c-1", report="r2", day="2024-05-02", content=("20 people died",), outlet="Wire")
    third = entered(record="r3#c-1", report="r3", day="2024-05-03", content=("20 people died",), outlet="Radio")
    pairs = (("r1#c-1", "r2#c-1"), ("r2#c-1", "r3#c-1"))
    echo = tuple(Relation(relation="echo", left=a, right=b, score=0.5, why="same words") for a, b in pairs)
    thread = shown_thread(Thread(record="r3#c-1", claims=(first, second, third), relations=echo))
    assert [link.depth for link in thread.chain] == [0, 1, 2]
    assert thread.first.line.outlet == "Post" and not thread.undated
    assert [(p.words.strip(), p.change) for p in thread.chain[1].pieces if p.change] == [
        ("at least 12", "gone"),
        ("20", "new"),
    ]
    assert [change.what for change in thread.chain[1].changes] == ["outlet", "hedges"]
    assert thread.chain[2].same_words and [c.what for c in thread.chain[2].changes] == ["outlet"]


WORDS = st.text("ab “”.,é\u0627 ", max_size=40)


@given(WORDS, WORDS)
def test_a_comparison_loses_no_word(before: str, after: str) -> None:
    """A word that the comparison swallows would be a word that nobody said."""
    found = compared(before, after)
    assert " ".join(p.words for p in found if p.change != "gone").split() == after.split()
    assert not after or "".join(p.words for p in pieces(after, [before])) == after


NAMES = st.lists(st.text("abc ", min_size=1, max_size=5).map(str.strip).filter(bool), max_size=2, unique=True).map(
    tuple
)


@given(
    NAMES, NAMES, NAMES, st.sampled_from((None, True, False)), st.booleans(), st.booleans(),
    st.sampled_from((Filter(), Filter(countries=("ML",), types=("ASSAULT",), least_killed=3.0))),
)  # fmt: skip
def test_a_filter_survives_its_address(
    speakers: tuple[str, ...],
    about: tuple[str, ...],
    through: tuple[str, ...],
    hedged: bool | None,
    contested: bool,
    rejected: bool,
    incident: Filter,
) -> None:
    """A link that drops a condition shows a colleague other claims."""
    from bellwire.web.query import filter_of

    wanted = ClaimFilter(
        speakers=speakers, keys=about, about=about, through=through, hedged=hedged, contested=contested,
        rejected=rejected, incident=incident, text="shell*", start="2024-05", manners=("direct",),
        reviews=("edited",), reports=("r1",),
    )  # fmt: skip
    pairs = ledger_params(wanted)
    assert ledger_filter(filter_of(pairs), pairs) == wanted


def test_a_flag_that_is_none_is_refused() -> None:
    """ "hedged=perhaps" must not be taken for no."""
    with pytest.raises(QueryError, match="hedged"):
        ledger_filter(Filter(), [("hedged", "perhaps")])
    assert ledger_filter(Filter(sources=("Post",)), [("hedged", "")]).through == ("Post",)


def test_a_line_without_day_or_speaker_is_shown() -> None:
    """The barest claim is still a claim."""
    lines = lines_of(report("r8", None))
    assert [shown(Entered(line=line)).when for line in lines] == [None, None, None]
    assert shown(Entered(line=lines[2])).speaker is None
