"""The brief of what a filter finds: of these happenings alone, with evidence, each figure with its holder."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellwire import code
from bellwire.brief import Brief, markdown, write_chosen
from bellwire.brief.choose import asked_in_words
from bellwire.desk import Desk
from bellwire.store import Filter, View

FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "types": st.sets(st.sampled_from(["ASSAULT", "PROTEST", "COERCE", "DISPLACE", "CONTROL"])).map(tuple),
        "countries": st.sets(st.sampled_from(["ML", "NE", "SD"])).map(tuple),
        "statuses": st.sets(st.sampled_from(["occurred", "denied", "possible"])).map(tuple),
        "start": st.sampled_from(["2024", "2024-05-01", "2024-05-04"]),
        "text": st.sampled_from(["market", "Gao", "people", "nothing at all"]),
        "least_killed": st.sampled_from([0.0, 10.0, 15.0, 100.0]),
    },
)


def evidence(brief: Brief) -> Iterator[tuple[str, tuple]]:
    """Each sentence and each row with what it rests on."""
    yield from ((s.text, s.refs) for s in brief.sentences())
    yield from ((a.words, a.refs) for a in brief.accounts())


def check_evidence(view: View, brief: Brief) -> None:
    """Fails where a reference leads nowhere, or its words are not the page's."""
    known = {s.number: s.report for s in brief.sources}
    reports = {r.id: r for r in view.reports(known.values())}
    for text, refs in evidence(brief):
        assert refs, text
        for ref in refs:
            assert known[ref.source] == ref.report
            report = reports[ref.report]
            records = {r.id for layer in ("events", "claims", "figures") for r in getattr(report, layer)}
            assert ref.record in records
            page = " ".join(report.document.text.split())
            assert all(part in page for part in ref.words.split(" … ")), ref.words


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=FILTERS)
def test_no_sentence_without_evidence_whatever_is_asked_for(brief_record: Desk, asked: dict) -> None:
    """What no report says must not be in a brief, and nothing of a happening that was not chosen."""
    wanted = Filter(**asked)
    with brief_record.view() as view:
        brief = write_chosen(view, wanted, partial(brief_record.judged_reports, view))
        check_evidence(view, brief)
        chosen = {i.id for i in view.all_incidents(wanted)}
        told = {e.record for each in view.evidence(chosen).values() for e in each}
        for sentence in brief.sentences():
            subject = sentence.about.partition(":")[0]
            assert subject in chosen if subject.startswith("i-") else subject.partition("#")[0] in known_reports(told)
        assert {s.report for s in brief.sources} == known_reports(told)


def known_reports(ends: set[str]) -> set[str]:
    return {end.rpartition("#")[0] for end in ends}


def test_every_figure_stands_with_its_holder(written) -> None:
    """A number without who says it is a number of ours."""
    brief = written(countries=("ML",))
    figures = [*brief.parts[0].of("figures"), *brief.parts[0].of("people")]
    assert figures
    for sentence in figures:
        assert sentence.holders and any(holder in sentence.text for holder in sentence.holders), sentence.text
    for account in brief.accounts():
        assert account.holder


def test_the_range_is_given_by_source_and_never_an_average(written) -> None:
    """12 and 17 are two counts; 14.5 is nobody's."""
    brief = written(text="Gao")
    text = markdown(brief)
    assert "12 to 17 killed" in text or "at least 12" in text.casefold()
    assert "residents" in text and "army" in text.casefold()
    assert "14.5" not in text and "29" not in text
    (toll,) = [p for p in brief.parts[0].contested if p.what.startswith("people killed")]
    assert [a.words for a in toll.accounts] == ["“At least 12 people”", "“17 people”"]


def test_the_denial_stands_with_what_it_denies(written) -> None:
    """An accusation without the answer to it misleads."""
    assert re.search("rebels.*den", markdown(written(text="Gao")))


def test_only_what_was_asked_for_is_told(written) -> None:
    """A brief on a shelling must not tell of a protest."""
    text = markdown(written(types=("ASSAULT",), text="Gao"))
    assert "Bamako" not in text and "protest" not in text and "Daily Coast" not in text


def test_the_method_note_counts_what_was_read_and_left_out(written) -> None:
    """A reader must see how much a brief rests on, and how much was not told."""
    part = written(types=("ASSAULT",)).parts[0]
    assert "Asked for: type assault." in part.method
    assert part.counts["told"] <= part.counts["found"] and part.counts["figures_told"] <= part.counts["figures"]
    assert f"{part.counts['reports']} reports read" in part.method
    assert "not reviewed by an analyst" in part.method


def test_the_same_question_gives_the_same_brief(written) -> None:
    """A brief that differs each time cannot be cited."""
    assert written(countries=("ML",)) == written(countries=("ML",))


def test_nothing_found_is_an_empty_brief_not_an_invention(written) -> None:
    """A quiet month is no news of any kind."""
    brief = written(countries=("SD",))
    assert brief.sentences() == () and brief.sources == ()


def test_rejected_incidents_and_reports_are_left_out(tmp_path: Path) -> None:
    """What analysts threw out must not come back in a brief."""
    with Desk.open(str(tmp_path / "desk.sqlite")) as desk:
        texts = ("Gunmen killed 5 people in Gao on Friday, police said.", "Floods hit Mopti. Nine people were killed.")
        keep(desk, texts)
        with desk.view() as view:
            first = next(i for i in view.all_incidents() if i.where and i.where.name == "Gao")
        desk.judge("reject", first.id, by="ana", why="an old report", now="2025-01-02T00:00:00Z")
        with desk.view() as view:
            brief = write_chosen(view, Filter(), partial(desk.judged_reports, view))
            asked = write_chosen(view, Filter(reviews=("rejected",)), partial(desk.judged_reports, view))
    assert "Gao" not in markdown(brief).split("How this was made")[0]
    assert "1 left out because analysts rejected them" in brief.parts[0].method
    assert "Gao" in markdown(asked)


def test_a_rejected_figure_is_gone_from_the_brief(tmp_path: Path) -> None:
    """A brief that cites a figure that was thrown out is worse than one without it."""
    with Desk.open(str(tmp_path / "desk.sqlite")) as desk:
        keep(desk, ("Gunmen killed 5 people in Gao on Friday, police said.",))
        with desk.view() as view:
            report = next(view.reports())
        figure = next(f for f in report.figures if f.measure == "killed")
        desk.judge("reject", f"{report.id}#{figure.id}", by="ana", why="misread", now="2025-01-02T00:00:00Z")
        with desk.view() as view:
            brief = write_chosen(view, Filter(), partial(desk.judged_reports, view))
            check_evidence(view, brief)
    assert not brief.parts[0].of("figures")


def test_hidden_names_are_hidden_in_titles_holders_and_quotations(tmp_path: Path) -> None:
    """A name that was redacted must not stand in a brief; only who asks for names gets them."""
    text = "Mariam Sidibe, 14, was killed by gunmen in Gao on Friday, her uncle Oumar Sidibe said."
    with Desk.open(str(tmp_path / "desk.sqlite")) as desk:
        keep(desk, (text,))
        with desk.view() as view:
            report = next(view.reports())
        for words in ("Mariam Sidibe", "Oumar Sidibe"):
            start = text.index(words)
            value = {"start": start, "end": start + len(words), "why": "a child's family"}
            desk.judge("redact", report.id, by="ana", value=value, now="2025-01-02T00:00:00Z")
        with desk.view() as view:
            hidden = write_chosen(view, Filter(), partial(desk.judged_reports, view))
            shown = write_chosen(view, Filter(), partial(desk.judged_reports, view), names=True)
    assert "Sidibe" not in repr(hidden) and "█" in markdown(hidden)
    assert "Sidibe" in repr(shown)


def test_the_past_is_told_as_it_was_known(brief_record: Desk) -> None:
    """As known before anything was read, there is nothing to tell."""
    with brief_record.view("2025-11-19") as view:
        brief = write_chosen(view, Filter(), partial(brief_record.judged_reports, view), as_known_on="2025-11-19")
    assert brief.sources == () and "as it was" not in brief.title
    assert "As the record was known on 2025-11-19" in brief.parts[0].method


def test_more_than_anybody_reads_is_cut_and_said_to_be(brief_record: Desk) -> None:
    """A brief of the latest two of many must say so."""
    with brief_record.view() as view:
        brief = write_chosen(view, Filter(), partial(brief_record.judged_reports, view), most=2)
    counts = brief.parts[0].counts
    assert counts["told"] == 2 < counts["found"]
    assert "2 told here" in brief.parts[0].method


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Filter(), ""),
        (Filter(start="2024-05", end="2024-05"), "May 2024"),
        (Filter(least_killed=10), "of which somebody says that 10 or more were killed"),
        (Filter(end="2024-05-03"), "up to 3 May 2024"),
        (Filter(box=(-10.0, 5.0, 10.0, 25.0)), "within -10 to 10 degrees of longitude, 5 to 25 of latitude"),
    ],
)  # fmt: skip
def test_what_was_asked_for_is_told_in_words(wanted: Filter, words: str) -> None:
    """A reader must know what a brief leaves out by its question."""
    assert asked_in_words(wanted) == words


def keep(desk: Desk, texts: tuple[str, ...]) -> None:
    reports = [code(t, kind="article", outlet=f"Outlet {n}", published="2024-05-04") for n, t in enumerate(texts)]
    reports = [replace(r, id=f"r{n}") for n, r in enumerate(reports)]
    for _ in desk.keep(reports, now="2025-01-01T00:00:00Z"):
        pass
    for _ in desk.relate(now="2025-01-01T00:00:00Z"):
        pass


def test_counts_of_one_town_and_day_stand_in_one_headline() -> None:
    """Two tolls of one attack in two lines read as two attacks; each count keeps its holder."""
    page = (
        "Army post attacked in Gao\n\nGunmen attacked an army post in Gao on Friday. Nine people were killed, a doctor "
        "said.\n\nThe army said that 4 soldiers were killed in the attack in Gao on Friday.\n\nThe rebels said they "
        "had killed 20 soldiers in the attack in Gao on Friday."
    )
    with Desk.open("sqlite://") as desk:
        keep(desk, (page,))
        with desk.view() as view:
            told = [*view.all_incidents()]
            brief = write_chosen(view, Filter(), partial(desk.judged_reports, view))
    assert len([i for i in told if i.type == "ASSAULT"]) > 1, "the happening is read as several, which this is about"
    of_gao = [s for s in brief.parts[0].of("in_short") if "Gao" in s.text]
    assert len(of_gao) == 1
    assert {"a doctor", "Malian Armed Forces"} <= {*of_gao[0].holders} and len(of_gao[0].holders) == 3
    for words in ("a doctor", "“4 soldiers” (", "“20 soldiers” ("):
        assert words in of_gao[0].text, of_gao[0].text
