"""What is new since the last brief: the record as it was known then against the record as it is now."""

from functools import partial
from pathlib import Path

import pytest

from bellwire.brief import Brief, file_of, write_chosen, write_stories
from bellwire.brief.form import Section
from bellwire.cli.brief import moment_of
from bellwire.desk import Desk, code, utc_now
from bellwire.errors import InputError
from bellwire.store import Filter

MARKET = (
    "Shells hit Gao\n\nAt least 12 people were killed on Wednesday when shells hit the market in Gao, residents said."
)
TOLL = (
    "Gao toll rises\n\nThe army said on Thursday that 17 people were killed in the shelling of Gao's market on "
    "Wednesday. A spokesman for the rebels denied that its fighters had shelled the market in Gao."
)
OTHER = "Villages attacked\n\nGunmen killed six civilians in Menaka on Thursday, local officials said."


def add(desk: Desk, text: str, outlet: str, day: str) -> None:
    """Keeps a page on a day of June, when it is read."""
    report = code(text, kind="article", outlet=outlet, published="2024-05-02", url=f"https://{outlet}.example/1")
    for _ in desk.keep([report], now=f"2024-06-{day}T08:00:00Z"):
        pass
    for _ in desk.relate(now=f"2024-06-{day}T08:00:00Z"):
        pass


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("since") / "desk.sqlite"
    with Desk.open(str(file)) as desk:
        add(desk, MARKET, "post", "01")
        add(desk, TOLL, "radio", "03")
        add(desk, OTHER, "wire", "05")
    return file


def told(file: Path, since: str, **asked: object) -> Brief:
    with Desk.open(str(file)) as desk, desk.view() as view:
        return write_chosen(view, Filter(**asked), partial(desk.judged_reports, view), since=since)  # type: ignore[arg-type]


def new(brief: Brief) -> Section:
    return next(section for section in brief.parts[0].sections if section.kind == "new")


def test_a_toll_that_changed_says_from_what_to_what_and_by_whom(record: Path) -> None:
    """A reader of the last brief has 12 in mind; he must see who says 17 now."""
    section = new(told(record, "2024-06-02"))
    toll = next(s for s in section.sentences if s.text.startswith("Killed (Gao"))
    assert "from at least 12 to between 12 and 17, by Malian Armed Forces “17 people”" in toll.text
    assert {ref.words for ref in toll.refs} >= {"At least 12 people", "17 people"}


def test_what_was_not_known_before_is_new_and_what_was_is_not(record: Path) -> None:
    """An old attack told as new would be counted twice."""
    section = new(told(record, "2024-06-03"))
    assert [s.text.startswith("New: ") for s in section.sentences] == [True] * len(section.sentences)
    assert any("Menaka" in s.text for s in section.sentences)
    assert not any("12" in s.text for s in section.sentences)


def test_it_stands_right_behind_what_is_told_in_short(record: Path) -> None:
    """Who read the last brief reads this first."""
    sections = told(record, "2024-06-02").parts[0].sections
    assert [s.kind for s in sections[:2]] == ["in_short", "new"]
    assert sections[1].head == "New since 2 June 2024"


@pytest.mark.parametrize("form", ["md", "html", "docx", "json"])
def test_nothing_new_is_said_to_be_nothing(record: Path, form: str) -> None:
    """Silence would leave open whether anybody looked."""
    brief = told(record, "2024-06-05")
    assert new(brief).sentences == ()
    assert new(brief).remark == "Nothing changed in what the record says of these incidents."
    if form != "docx":
        assert b"Nothing changed in what the record says" in file_of(brief, form)


def test_all_is_new_where_nothing_was_known(record: Path) -> None:
    """The first brief is not an error."""
    section = new(told(record, "2024-05-01"))
    assert section.sentences and all(s.text.startswith("New: ") for s in section.sentences)


def test_of_a_filter_only_its_own_news_are_told(record: Path) -> None:
    """News of another place are none of this brief's."""
    assert not any("Gao" in s.text for s in new(told(record, "2024-06-02", text="Menaka")).sentences)


def test_what_analysts_rejected_since_is_told_as_gone(tmp_path: Path) -> None:
    """Who passed the last brief on must learn that a part of it fell."""
    file = tmp_path / "desk.sqlite"
    with Desk.open(str(file)) as desk:
        add(desk, MARKET, "post", "01")
        add(desk, OTHER, "wire", "01")
        with desk.view() as view:
            gone = next(i for i in view.all_incidents() if i.where and i.where.name == "Menaka")
        desk.judge("reject", gone.id, by="ana", why="an old report", now="2024-06-04T08:00:00Z")
    brief = told(file, "2024-06-02")
    (sentence,) = [s for s in new(brief).sentences if s.text.startswith("Told no more")]
    assert "rejected by an analyst" in sentence.text
    assert sentence.refs[0].report in {s.report for s in brief.sources}


def test_what_was_merged_says_into_what(tmp_path: Path) -> None:
    """Two incidents that became one are one less to count."""
    file = tmp_path / "desk.sqlite"
    with Desk.open(str(file)) as desk:
        add(desk, MARKET, "post", "01")
        add(desk, OTHER, "wire", "01")
        with desk.view() as view:
            first, second = sorted((i for i in view.all_incidents() if i.tallies), key=lambda i: i.id)[:2]
        desk.judge("merge", first.id, value={"into": second.id}, by="ana", why="one attack", now="2024-06-04T08:00:00Z")
    texts = [s.text for s in new(told(file, "2024-06-02")).sentences]
    assert any(text.startswith("Told no more") and "merged into “" in text for text in texts), texts


def test_a_brief_of_stories_tells_it_too_and_gives_the_next_one_its_start(record: Path, tmp_path: Path) -> None:
    """A desk that sends a brief each week keeps only the last file."""
    with Desk.open(str(record)) as desk, desk.view() as view:
        brief = write_stories(view, partial(desk.judged_reports, view), since="2024-06-02")
    assert any(section.kind == "new" for part in brief.parts for section in part.sections)
    file = tmp_path / "last.json"
    file.write_bytes(file_of(brief, "json"))
    assert moment_of(str(file)) == brief.known_at == "2024-06-05T08:00:00Z"
    assert moment_of("2024-06-02") == "2024-06-02"


@pytest.mark.parametrize("text", ["{}", "[]", '{"schema": "bellwire.brief/1"}', "no json"])
def test_a_file_that_is_no_brief_is_refused(tmp_path: Path, text: str) -> None:
    """A wrong file must not be taken for an empty past."""
    (tmp_path / "last.json").write_text(text, "utf-8")
    with pytest.raises(InputError, match="is no brief"):
        moment_of(str(tmp_path / "last.json"))
    with pytest.raises(InputError, match="cannot read"):
        moment_of(str(tmp_path / "none.json"))


def test_a_moment_that_is_none_is_refused(record: Path) -> None:
    """A slip of the pen must not give a brief in which all is new."""
    with pytest.raises(InputError):
        told(record, "yesterday")


@pytest.mark.parametrize(
    ("since", "known", "said"),
    [
        ("2999-01-01", None, "since 2999-01-01: that is still to come; give an earlier --since"),
        ("2999", None, "still to come"),
        ("2999-01-01T08:00:00Z", None, "still to come"),
        ("2024-06-03", "2024-06-02", "since 2024-06-03 in the record of 2024-06-02"),
        ("2024-06-02T09:00:00Z", "2024-06-02T08:00:00Z", "give an earlier --since"),
        ("Monday", None, "no day"),
    ],
)
def test_what_is_still_to_come_is_refused(since: str, known: str | None, said: str) -> None:
    """A slip in the year, and the brief says that nothing is new."""
    with pytest.raises(InputError, match=said):
        moment_of(since, known)
    assert moment_of("2024-06-02", "2024-06-02") == "2024-06-02"
    assert moment_of(utc_now()[:10]) == utc_now()[:10]
