"""`bellwire plot` as it is called: what a picture shows, what it hides, and how a wrong call ends."""

import struct
import sys
from pathlib import Path

import pytest
from lxml import etree
from tests.export.record import source
from tests.web import published

from bellwire.cli import run
from bellwire.draw import png
from bellwire.errors import InputError
from bellwire.export.pictures import PICTURES, drawn, scene_of

KINDS = tuple(PICTURES)
POLICY = 'about = "For tests."\n' + published.POLICY


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small record with a private person, a redacted house and a point to the metre."""
    file = tmp_path_factory.mktemp("pictures") / "desk.sqlite"
    published.fill(file)
    return str(file)


def words_in(svg: str) -> str:
    """All the words of a picture, which has to be XML, those for the pointer and for screen readers too."""
    return " ".join(etree.fromstring(svg.encode()).itertext())


def plot(kind: str, store: str, out: Path, *more: str) -> str:
    """The picture that a call writes."""
    assert run(["plot", kind, "--store", store, "-o", str(out), *more]) == 0
    return out.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_a_file_of_its_own(
    kind: str, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A picture that needs a page around it, or of which nobody knows what its numbers are."""
    svg = plot(kind, store, tmp_path / "made.svg")
    assert svg.startswith("<svg") and "var(" not in svg
    said = words_in(svg)
    assert "Shows: all incidents." in said and "Sources: 3 reports of 3 outlets" in said
    listed = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in listed] == [str(n) for n in range(1, len(listed) + 1)]
    assert plot(kind, store, tmp_path / "again.svg") == svg


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_a_png_of_the_scale_that_was_asked(kind: str, store: str, tmp_path: Path) -> None:
    """A picture for a slide that is blurred, or empty."""
    pytest.importorskip("resvg_py")
    svg = etree.fromstring(plot(kind, store, tmp_path / "made.svg").encode())
    out = tmp_path / "made.PNG"
    try:
        png("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>")
    except InputError as error:
        pytest.skip(str(error))
    assert run(["plot", kind, "--store", store, "-o", str(out), "--scale", "1"]) == 0
    data = out.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", data[16:24])
    assert width == int(svg.get("width")) and abs(height - float(svg.get("height"))) <= 1
    assert len(data) > 5_000


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("named", ["public", "own"])
def test_what_a_policy_hides_is_in_no_picture(
    kind: str, named: str, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A private person's name or house in what an organisation hands on."""
    own = tmp_path / "own.toml"
    own.write_text(POLICY)
    policy = str(own) if named == "own" else named
    svg = plot(kind, store, tmp_path / "made.svg", "--policy", policy, "--today", "2024-06-01")
    listed = capsys.readouterr().err
    for secret in published.SECRETS:
        assert secret not in svg and secret not in listed, secret
    assert "As the publish policy" in words_in(svg)
    assert named == "public" or listed


def test_the_public_policy_withholds_what_nobody_accepted(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only a machine read would go out as if somebody had looked at it."""
    svg = plot("map", store, tmp_path / "made.svg", "--policy", "public", "--today", "2024-06-01")
    assert "No incident is found." in words_in(svg)
    assert "Market" not in svg and "Market" not in capsys.readouterr().err


def test_points_are_drawn_as_coarse_as_they_go_out(store: str, tmp_path: Path) -> None:
    """A house in a village would be found by measuring the map."""
    from bellwire import Desk, Filter
    from bellwire.export import source_of
    from bellwire.publish.policy import named_policy

    own = tmp_path / "own.toml"
    own.write_text(POLICY)
    points = {}
    with Desk.open(store) as desk, desk.view() as view:
        for policy in ("internal", str(own)):
            made = source_of(
                view, named_policy(policy), Filter(), published.TODAY, lambda ids: desk.judged_reports(view, ids)
            )
            points[policy] = [mark.lat for mark in scene_of(made).marks if mark.lat is not None]
    assert points[str(own)] and all(lat == round(lat, 1) for lat in points[str(own)])
    assert any(lat != round(lat, 1) for lat in points["internal"])


def test_a_picture_of_an_earlier_day_has_what_was_known_then(store: str, tmp_path: Path) -> None:
    """A picture of what was known would show what came out later."""
    day = published.made.NOW[:10]
    now = words_in(plot("map", store, tmp_path / "now.svg", "--as-known-on", day))
    before = words_in(plot("map", store, tmp_path / "before.svg", "--as-known-on", "2024-01-01"))
    assert f"As known on {day}" in now and "No incident is found" not in now
    assert "As known on 2024-01-01" in before and "No incident is found" in before


def test_the_list_alone_draws_nothing(store: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Numbers without what they stand for."""
    out = tmp_path / "made.svg"
    assert run(["plot", "map", "--store", store, "--list", "-o", str(out)]) == 0
    listed = capsysbinary.readouterr().out.decode().splitlines()
    assert listed and listed[0].split()[0] == "1" and "Gao" in "".join(listed)
    assert not out.exists()


def test_the_list_needs_no_file_at_a_terminal(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list is for a terminal: it must not ask for a file."""
    monkeypatch.setattr("bellwire.cli.plot._terminal", lambda: True)
    assert run(["plot", "map", "--store", store, "--list"]) == 0
    assert capsys.readouterr().out
    assert run(["plot", "map", "--store", store]) == 2
    assert "give a file: -o NAME.svg" in capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_a_filter_that_finds_nothing_says_so(kind: str, store: str, tmp_path: Path) -> None:
    """An empty frame would be taken for a quiet month."""
    said = words_in(plot(kind, store, tmp_path / "made.svg", "--from", "1990", "--to", "1991"))
    assert "No " in said and "Shows: " in said


@pytest.mark.parametrize("more", [["--from", "1990", "--to", "1991"], ["--policy", "public"]])
@pytest.mark.parametrize("listing", [False, True])
def test_the_terminal_says_that_nothing_is_found(
    more: list[str], listing: bool, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever draws twenty pictures in a row opens none to see that it is empty."""
    how = ["--list"] if listing else ["-o", str(tmp_path / "made.svg")]
    assert run(["plot", "map", "--store", store, *how, *more]) == 0
    out, err = capsys.readouterr()
    named = more[1] if more[0] == "--policy" else "internal"
    assert out == "" and err.startswith(f"no incident that the policy {named} lets out is found by this filter")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["map", "-o", "mali.jpg"], "mali.jpg: pictures are SVG or PNG; give NAME.svg or NAME.png"),
        (["map", "-o", "mali"], "give NAME.svg or NAME.png"),
        (["chart", "-o", "mali.svg"], "chart"),
        (["map", "-o", "mali.svg", "--policy", "none-such"], "none-such"),
        (["map", "-o", "mali.png", "--scale", "99"], "give a scale from 0.1 to 10"),
        (["map", "-o", "mali.png", "--scale", "nan"], "give a scale from 0.1 to 10"),
    ],
)
def test_a_wrong_call_is_one_line_that_helps(
    more: list[str],
    said: str,
    store: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A half-written file, or a page of Python's own words."""
    monkeypatch.chdir(tmp_path)
    assert run(["plot", *more, "--store", store]) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error
    assert not [*tmp_path.iterdir()]


def test_a_png_without_its_package_says_how_to_get_it(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An ImportError does not say what to install."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert run(["plot", "map", "--store", store, "-o", str(tmp_path / "made.png")]) == 2
    assert "pip install 'bellwire[pictures]'" in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]


def test_a_png_on_a_machine_without_fonts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A map without a word on it would go out."""
    pytest.importorskip("resvg_py")
    monkeypatch.setattr(sys.modules["bellwire.draw.png"], "_probe", lambda words: b"")
    with pytest.raises(InputError, match="no words"):
        png("<svg xmlns='http://www.w3.org/2000/svg'/>")


def test_figures_have_their_holders_and_no_former_ones() -> None:
    """A figure that its holder has given up would stand beside the new one."""
    scene = scene_of(source())
    assert scene.reports and scene.outlets
    held = [held for span in scene.spans for held in span.held]
    assert held and all(each.holder for each in held)
    svg, listed = drawn("figures", source(), "Tolls")
    assert "Tolls" in words_in(svg) and len(listed) == len(scene.marks)
    former = [h for d in source().dossiers(False) for t in d.incident.tallies for h in t.holdings if h.former]
    assert len(held) == sum(len(t.holdings) for d in source().dossiers(False) for t in d.incident.tallies) - len(former)
