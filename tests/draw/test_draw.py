"""Pictures: what they say can be relied on, whatever stands in the record."""

import random
import re
from time import process_time

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from lxml import etree

from bellwire.draw import (
    Deed,
    Held,
    Mark,
    Moment,
    Span,
    figures_svg,
    map_svg,
    network_svg,
    plain,
    shipped_basemap,
    timeline_svg,
)
from bellwire.draw.frame import frame_of
from bellwire.draw.map import spots_of

DEED = Deed(agent="the army", patient="civilians", type="ASSAULT")
HOSTILE = '</text><script>alert(1)</script>"\x00\u202e&<image href="https://a.example/x"/>'


def mark(**fields: object) -> Mark:
    given: dict[str, object] = {"lat": 16.27, "lon": -0.04, "title": "Shells", "type": "ASSAULT", "ref": 1}
    return Mark(**(given | fields))  # type: ignore[arg-type]


def words_in(svg: str) -> str:
    """All the words of a picture, which has to be XML."""
    root = etree.fromstring(svg.encode())
    tags = {etree.QName(e).localname for e in root.iter()}
    assert not tags & {"script", "image", "foreignObject", "style", "a", "use"}
    assert "href" not in {etree.QName(name).localname for e in root.iter() for name in e.attrib}
    return " ".join(root.itertext())


@pytest.mark.parametrize(
    "svg",
    [
        map_svg([mark(title=HOSTILE, type=HOSTILE)]),
        timeline_svg([Moment(start="2024-05-02", end=None, title=HOSTILE, type=HOSTILE, place=HOSTILE)]),
        timeline_svg([Moment(start="2024-05-02", end=None, title="", type="AID", place=HOSTILE)], lanes="place"),
        figures_svg([Span(title=HOSTILE, measure=HOSTILE, held=(Held(holder=HOSTILE, low=1, high=None),))]),
        network_svg([Deed(agent=HOSTILE, patient="civilians", type=HOSTILE)]),
    ],
)
def test_a_hostile_title_stays_words(svg: str) -> None:
    """A page that was read could run a script in a reader's browser."""
    words_in(svg)


def test_pictures_of_nothing_say_so() -> None:
    """An empty frame would be taken for a quiet country."""
    assert "No incident is found" in words_in(map_svg([]))
    assert "None of the incidents has a place" in words_in(map_svg([mark(lat=None, lon=None)]))
    assert "None of the incidents has a date" in words_in(
        timeline_svg([Moment(start=None, end="soon", title="", type="AID")])
    )
    assert "No figure" in words_in(figures_svg([]))
    assert "No incident says" in words_in(network_svg([]))


def test_a_map_says_what_has_to_be_said() -> None:
    """A map without its disclaimer, or that hides what it leaves out, could not be handed on."""
    said = words_in(map_svg([mark(), mark(ref=2), mark(ref=3, lat=None, lon=None)]))
    assert "do not imply endorsement" in said
    assert "1 of 3 incidents have no point" in said
    assert "×2" in said and "1, 2" in said


def test_a_map_across_the_date_line_is_no_map_of_the_world() -> None:
    """Fiji's incidents would lie at both ends of an empty world."""
    frame = frame_of([(179.5, -17.0), (-179.5, -16.0)], 700)
    assert frame.east - frame.west < 10
    assert frame.west < 179.5 < frame.turned(-179.5) < frame.east


@pytest.mark.skipif(shipped_basemap() is None, reason="the basemap was not built")
@pytest.mark.parametrize("points", [[(16.27, -0.04)], [(-40, -170), (65, 170), (10, 0)], [(-17, 179.9), (-16, -179)]])
def test_a_map_with_land_is_small_enough_for_a_page(points: list[tuple[float, float]]) -> None:
    """A brief with a map would be too large to send."""
    svg = map_svg([mark(lat=lat, lon=lon) for lat, lon in points], basemap=shipped_basemap())
    assert "Natural Earth" in words_in(svg)
    assert 3_000 < len(svg.encode()) < 150_000


def test_figures_that_disagree_are_said_to() -> None:
    """Two tolls would melt into one."""
    held = (Held(holder="the army", low=3, high=3), Held(holder="doctors", low=12, high=None))
    said = words_in(figures_svg([Span(title="Shells", measure="killed", held=held, disagree=True)]))
    assert "the army" in said and "doctors" in said
    assert "12 or more" in said and "cannot all be right" in said


def test_many_moments_are_counted() -> None:
    """A timeline of thousands of marks could not be read."""
    moments = [Moment(start="2024-05-02", end="2024-05-02", title="", type="AID", ref=n) for n in range(201)]
    assert "201 incidents are too many" in words_in(timeline_svg(moments))


def test_a_few_old_moments_are_left_aside_and_counted() -> None:
    """One story of ten years ago would squeeze this month into one column."""
    may = [Moment(start=f"2024-05-{n:02}", end=f"2024-05-{n:02}", title="", type="AID", ref=n) for n in range(1, 31)]
    old = [Moment(start=f"{year}-01-01", end=f"{year}-12-31", title="", type="AID", ref=year) for year in (2016, 2019)]
    said = words_in(timeline_svg([*may, *old]))
    assert "2 earlier incidents (2016, 2019), 2016–2019, are not drawn." in said
    assert "13 May" in said
    assert "not drawn" not in words_in(timeline_svg(may[:5] + old))
    assert "not drawn" not in words_in(timeline_svg(old))


def test_an_actor_against_itself_is_counted_not_drawn() -> None:
    """An army would seem to shell itself."""
    svg = network_svg([Deed(agent="the army", patient="the army", type="ASSAULT"), *2 * [DEED]])
    said = words_in(svg)
    assert "the army to the army" not in said and "1 time one name stands on both sides" in said
    assert "paired with everybody" in said
    assert "No incident says" in words_in(network_svg([Deed(agent="x", patient="x ", type="AID")]))


def test_disagreement_is_drawn_before_what_one_holder_says() -> None:
    """The contested toll would be the one that is left out."""
    lone = Span(title="lone", measure="killed", held=(Held(holder="a", low=1, high=1),))
    both = (Held(holder="b", low=3, high=3), Held(holder="c", low=9, high=9))
    spans = [*40 * [lone], Span(title="two of them", measure="killed", held=both)]
    spans.append(Span(title="contested", measure="killed", held=both, disagree=True))
    said = words_in(figures_svg(spans))
    assert said.index("contested") < said.index("two of them") < said.index("lone")
    assert "25 of 42 are drawn" in said and "17 more are not" in said


def test_a_map_says_what_its_sizes_are() -> None:
    """A mark's size would be taken for what happened."""
    assert "the lowest figure that anybody gives" in words_in(map_svg([mark(toll=12)]))
    assert "lowest figure" not in words_in(map_svg([mark()]))


def test_marks_are_put_together_in_a_time_that_grows_with_their_number() -> None:
    """A map of a large record would take minutes."""

    def seconds(count: int) -> float:
        some = random.Random(count)
        marks = [mark(lat=some.uniform(10, 20), lon=some.uniform(-5, 5), ref=n) for n in range(count)]
        frame = frame_of([(m.lon or 0, m.lat or 0) for m in marks], 736)
        begun = process_time()
        assert sum(len(spot.marks) for spot in spots_of(marks, frame)) == count
        return process_time() - begun

    assert seconds(20_000) < 16 * seconds(2_500)


NUMBERS = st.one_of(st.none(), st.floats(0, 1e9))
DAYS = st.one_of(st.none(), st.dates().map(str))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            mark,
            lat=st.floats(-90, 90),
            lon=st.floats(-180, 180),
            toll=NUMBERS,
            where_prec=st.integers(1, 7),
            title=st.text(),
        ),
        max_size=12,
    )
)
def test_any_marks_make_the_same_map_twice(marks: list[Mark]) -> None:
    """A pole, or the date line, would end a brief."""
    svg = map_svg(marks)
    words_in(svg)
    assert svg == map_svg(marks)
    assert not re.search(r"[^a-z]nan[^a-z]", svg) and "var(" not in plain(svg)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(Moment, start=DAYS, end=DAYS, title=st.text(), type=st.sampled_from(["AID", "ASSAULT", "x"])),
        max_size=9,
    ),
    st.lists(st.builds(Held, holder=st.text(), low=NUMBERS, high=NUMBERS), max_size=5),
)
def test_any_moments_and_figures_are_drawn(moments: list[Moment], held: list[Held]) -> None:
    """The first and the last day there is, or a figure of nothing, would end a brief."""
    words_in(timeline_svg(moments))
    words_in(figures_svg([Span(title="", measure="killed", held=tuple(held))]))
