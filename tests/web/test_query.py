"""The words of a query: what a user loses if a link does not open the list that it was copied from."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import InputError
from bellwire.model.words import EVENT_TYPES, GradeWord, ReviewState, Status
from bellwire.store import Filter
from bellwire.web.query import MOST_VALUES, NAMES, QueryError, filter_of, params_of, query_of, values_of

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=30)
NAME = TEXT.map(str.strip).filter(bool)
DAYS = st.dates().map(lambda day: day.isoformat())
PERIODS = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))
LONGITUDE, LATITUDE = st.floats(-180, 180), st.floats(-90, 90)


def some(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=4, unique=True).map(tuple)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    start = draw(st.none() | PERIODS)
    end = draw(st.none() | PERIODS)
    if start and end and start > end:
        start, end = end, start
    if start and end and start.startswith(end):  # 2024-05-02 to 2024 is a period, 2024 to 2023 is none
        start = end
    south, north = sorted((draw(LATITUDE), draw(LATITUDE)))
    box = draw(st.none() | st.tuples(LONGITUDE, st.just(south), LONGITUDE, st.just(north)))
    return Filter(
        types=draw(some(st.sampled_from(EVENT_TYPES))),
        statuses=draw(some(st.sampled_from(get_args(Status)))),
        countries=draw(some(st.from_regex("[A-Z]{2}", fullmatch=True))),
        admin1s=draw(some(NAME)),
        actors=draw(some(NAME)),
        sources=draw(some(NAME)),
        grades=draw(some(st.sampled_from(get_args(GradeWord)))),
        reviews=draw(some(st.sampled_from(get_args(ReviewState)))),
        reports=draw(some(NAME)),
        start=start,
        end=end,
        text=draw(st.none() | NAME),
        box=box,
        least_killed=draw(st.none() | st.floats(0, 1e12)),
    )


@given(filters())
def test_a_link_opens_the_list_it_was_copied_from(wanted: Filter) -> None:
    """A filter written into a URL must be the same filter when the URL is opened."""
    assert filter_of(params_of(wanted)) == wanted
    assert filter_of(values_of(params_of(wanted))) == wanted


@given(st.lists(st.tuples(st.sampled_from([*NAMES, "limit", "x"]), st.text(max_size=20)), max_size=6))
def test_whatever_is_asked_is_a_filter_or_a_named_fault(pairs: list[tuple[str, str]]) -> None:
    """A mistyped URL must say which word of it is wrong, never break; what it means must not change when copied on."""
    try:
        wanted = filter_of(pairs)
    except QueryError as error:
        assert error.parameter in NAMES
        assert str(error).startswith(f"{error.parameter}: ")
    else:
        assert filter_of(params_of(wanted)) == wanted


def test_fields_left_empty_ask_for_nothing() -> None:
    """Browsers send empty fields of a form; they must not filter everything away."""
    assert filter_of([(name, " ") for name in NAMES]) == Filter()


def test_values_are_read_as_people_write_them() -> None:
    """Small letters and space around a word must not empty a list."""
    wanted = filter_of({"type": ["assault", "ASSAULT"], "country": ["ml"], "grade": [" Fair"], "actor": [" JNIM "]})
    assert wanted == Filter(types=("ASSAULT",), countries=("ML",), grades=("fair",), actors=("JNIM",))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("type", "WAR", "AGREE, CONSULT"),
        ("status", "perhaps", "occurred, ongoing"),
        ("grade", "good", "confirmed, fair"),
        ("review", "done", "unreviewed, accepted"),
        ("country", "Mali", "two letters of ISO 3166"),
        ("start", "yesterday", "give 2024, 2024-05 or 2024-05-02"),
        ("end", "2024-13", "give 2024, 2024-05 or 2024-05-02"),
        ("box", "1,2,3", "west,south,east,north"),
        ("box", "0,50,10,40", "on the globe"),
        ("box", "nan,0,1,1", "on the globe"),
        ("killed", "many", "give 0 or more"),
        ("killed", "-1", "give 0 or more"),
        ("killed", "nan", "give 0 or more"),
        ("killed", "inf", "give 0 or more"),
        ("q", "a\0b", "no text"),
        ("actor", "\ud800", "no text"),
        ("source", "x" * 1001, "at most 1000"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(name: str, value: str, says: str) -> None:
    """Who mistypes a value must read which one, and what could stand there."""
    with pytest.raises(InputError, match=says) as caught:
        filter_of([(name, value)])
    assert isinstance(caught.value, QueryError)
    assert caught.value.parameter == name


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    """An impossible period would look like a quiet one."""
    with pytest.raises(QueryError, match="before it begins") as caught:
        filter_of([("start", "2024-06"), ("end", "2024-05")])
    assert caught.value.parameter == "end"


def test_one_value_where_one_can_be() -> None:
    """Two days to begin with would silently be one of them."""
    with pytest.raises(QueryError, match="at most 1"):
        filter_of([("start", "2024"), ("start", "2023")])
    with pytest.raises(QueryError, match=f"at most {MOST_VALUES}"):
        filter_of([("actor", str(n)) for n in range(MOST_VALUES + 1)])


def test_a_query_says_what_else_is_asked() -> None:
    """A page's link must keep the filter beside the place in the list."""
    assert query_of(Filter(actors=("A & B",)), after="2024-05-02~7") == "actor=A+%26+B&after=2024-05-02~7"
