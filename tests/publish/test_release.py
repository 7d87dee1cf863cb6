"""What leaves the desk: a name that slips through cannot be called back."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.made import LAT, LON, TODAY, incident, place, policy, report, told
from tests.support import draft_of

from bellwire.model import Evidence, Grade, Incident, Party, Report, Story
from bellwire.model.codec import encode
from bellwire.publish.hidden import hidden_in
from bellwire.publish.needles import common_words
from bellwire.publish.policy import Policy, shipped
from bellwire.publish.release import Release, published
from bellwire.publish.statements import statements

TEXT = "Gunmen killed Amina Duba near the market of Tessit. AMINA DUBA's uncle fled; the Dubas, neighbours said, hid."


VOCABULARIES = frozenset(("schema", "type", "status", "measure", "state", "precision", "word", "review", "manner"))


def release(rules: Policy, pages: list[Report], evidence: list[Evidence], happening: Incident, **more: Any) -> Release:
    return published(rules, happening, evidence, today=TODAY, hidden=hidden_in(rules, pages), **more)


def everything(made: Release, rules: Policy, pages: list[Report], evidence: list[Evidence]) -> str:
    """All that goes out of an incident, as text."""
    said = [*statements(rules, made, evidence, {p.id: p for p in pages})]
    return encode({"incident": made.incident, "evidence": made.evidence, "claims": said}).decode()


def plain(text: str) -> str:
    """Text without accents and case."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold()


def values(out: Any) -> Iterator[str]:
    """Every text that a JSON value holds, but for words of closed vocabularies."""
    if isinstance(out, dict):
        yield from (text for key, value in out.items() if key not in VOCABULARIES for text in values(value))
    elif isinstance(out, list):
        yield from (text for value in out for text in values(value))
    elif isinstance(out, str):
        yield out


def leaks(name: str, out: str) -> list[str]:
    """The parts of a name that stand in the values as words of their own."""
    said = plain("\n".join(values(json.loads(out))))
    return [p for p in {name, *name.split()} if re.search(rf"(?<![^\W\d_]){re.escape(plain(p))}(?![^\W\d_])", said)]


def test_a_private_name_is_in_no_field() -> None:
    """The name is in the title, the quote, the parties, the speakers and the sources: one that is left tells all."""
    page = report("r1", TEXT, ("Amina Duba",), title="Amina Duba killed in Tessit")
    evidence = [told(page)]
    happening = incident(evidence, title="Killing of Amina Duba", grade=Grade(word="fair", why="Duba's kin confirm"))
    rules = policy()
    made = release(rules, [page], evidence, happening)
    assert leaks("Amina Duba", everything(made, rules, [page], evidence)) == []
    assert made.incident is not None and made.incident.patients[0].name == "a person whose name is withheld"
    assert made.evidence[0].words.startswith(
        "Gunmen killed [name withheld] near the market of Tessit. [name withheld]'s"
    )
    assert "the [name withheld]s, neighbours" in made.evidence[0].words
    assert made.rules["private names"] >= 6


def test_the_same_person_in_another_report_is_hidden_there_too() -> None:
    """Another outlet calls the victim by surname alone, and its page was not read as naming a private person."""
    page = report("r1", TEXT, ("Amina Duba",))
    other = report("r2", "Duba was 34, Amina's brother said. Aminá‑Duba and amina_duba and AminaDuba.")
    evidence = [told(page), told(other)]
    rules = policy()
    made = release(rules, [page, other], evidence, incident(evidence))
    assert leaks("Amina Duba", everything(made, rules, [page, other], evidence)) == []
    assert "AminaDuba" not in everything(made, rules, [page, other], evidence)


def test_a_report_of_the_same_story_is_hidden_too_and_others_keep_their_names() -> None:
    """The follow-up names the family; a minister with the same surname elsewhere is no private person."""
    page = report("r1", TEXT, ("Amina Duba",))
    later = report("r2", "The Duba family buried her.")
    elsewhere = report("r3", "Minister Awa Duba spoke.")
    full = report("r4", "Nobody was charged for the death of Amina Duba. Duba was 34.")
    rules = policy()
    stories = [Story(story="s", reports=("r1", "r2"))]
    hidden = hidden_in(rules, [page, later, elsewhere, full], stories)

    def words(of: Report) -> str:
        made = published(rules, incident([told(of)]), [told(of)], today=TODAY, hidden=hidden)
        return made.evidence[0].words

    assert words(later) == "The [name withheld] family buried her."
    assert words(elsewhere) == "Minister Awa Duba spoke."
    assert words(full) == "Nobody was charged for the death of [name withheld]. [name withheld] was 34."


def test_what_people_redacted_is_hidden_where_it_is_quoted() -> None:
    """A redaction survives in the page; the quote in the incident must not undo it."""
    text = "Gunmen came to the blue house behind the school. They left."
    page = report("r1", text, redacted=("the blue house behind the school",))
    evidence = [told(page)]
    made = release(policy(), [page], evidence, incident(evidence))
    assert made.evidence[0].words == "Gunmen came to [withheld]. They left."
    assert "redactions" in made.rules
    open_ = policy('redactions = "show"')
    assert release(open_, [page], evidence, incident(evidence)).evidence[0].words == text


def test_a_redaction_over_two_sentences_is_hidden_in_each() -> None:
    """Each sentence is quoted on its own, so neither holds the whole redaction."""
    from dataclasses import replace

    text = "Gunmen came to the blue house. Behind the school they left a car."
    page = report("r1", text, redacted=("the blue house. Behind the school",))
    from bellwire.model import Span, Telling

    first, second = Span(start=0, end=30), Span(start=31, end=len(text))
    tellings = tuple(Telling(trigger=Span(start=s.start, end=s.start + 1), sentence=s) for s in (first, second))
    page = replace(page, events=(replace(page.events[0], tellings=tellings),))
    evidence = [told(page, sentence=second, words=second.quote(text))]
    made = release(policy(), [page], evidence, incident(evidence))
    assert made.evidence[0].words == "[withheld] they left a car."


def test_names_can_be_shown_by_a_policy_that_says_so() -> None:
    """A tribunal needs them; the default must be the other way."""
    page = report("r1", TEXT, ("Amina Duba",))
    rules = policy('names = "show"')
    evidence = [told(page)]
    assert "Amina Duba" in everything(release(rules, [page], evidence, incident(evidence)), rules, [page], evidence)
    assert shipped("public").names == shipped("partner").names == shipped("internal").names == "hide"


NAMES = st.lists(
    st.text(alphabet="abdefghijklmnopqrstuvwyzéñøü'", min_size=2, max_size=9).map(str.title).filter(
        lambda w: w.isalpha() and plain(w) not in common_words() and len(plain(w)) > 1
    ),
    min_size=1,
    max_size=3,
).map(" ".join)  # fmt: skip
FORMS = st.sampled_from(
    [
        "{0}",
        "{1}",
        "{0}'s son",
        "the {2}s fled",
        "{3}",
        "({0})",
        "“{2}”",
        "{1}\u00a0{2}",
        "Mr {2}",
        "{0},",
        "{4}",
        "@{4}_1",
    ]
)
ROOM = frozenset(
    "gunmen killed near the market and uncle said sahel post news example death of file or withheld name a person "
    "whose is son fled mr tessit gao mali ml attack on in assault people person all https e i p r id days".split()
)
"""Words of the test's own texts."""


@settings(max_examples=80, deadline=None)
@given(NAMES, st.lists(FORMS, min_size=1, max_size=5), st.sampled_from(["title", "url", "outlet", "id"]))
def test_no_private_name_survives_in_any_string(name: str, forms: list[str], field: str) -> None:
    """Whatever the name and however it is spelled: hidden means hidden in all that goes out."""
    words = name.split()
    if any(plain(w) in ROOM for w in words):
        return
    spelled = [f.format(name, words[0], words[-1], name.upper(), "_".join(words).lower()) for f in forms]
    text = f"Gunmen killed {name} near the market. " + " and ".join(spelled)
    address = f"https://news.example/{'-'.join(words)}"
    more: dict[str, Any] = {field: address if field == "url" else f"The {spelled[-1]} file"}
    id = more.pop("id", "r1")
    page = report(id, text, (name,), **more)
    other = report("r2", " or ".join(spelled))
    rules = policy('quote_words = -1\ncoordinates = [{to = "decimals", decimals = 1}]')
    evidence = [told(page), told(other)]
    happening = incident(evidence, title=f"Death of {name}", edited={"title": f"Death of {name}"})
    made = release(rules, [page, other], evidence, happening)
    assert leaks(name, everything(made, rules, [page, other], evidence)) == []


def exact(text: str) -> list[str]:
    return [n for n in (str(LAT), str(LON), "15.203", "0.614", "geonames:2449") if n in text]


@pytest.mark.parametrize(
    "to",
    ['to = "decimals", decimals = 1', 'to = "grid", degrees = 0.5', 'to = "admin1"', 'to = "admin1", hide_name = true',
     'to = "withheld"'],
)  # fmt: skip
def test_an_exact_point_is_in_no_field(to: str) -> None:
    """The map is coarse, and the point stands in the evidence, in an edit, in a quote or in a link."""
    page = report(
        "r1", f"Gunmen attacked Tessit at {LAT}, {LON}, residents said.", url=f"https://maps.example/@{LAT},{LON},17z"
    )
    evidence = [told(page), told(report("r2", "Gunmen attacked Tessit."), place=place(id="p-2", lat=LAT + 0.01))]
    where = {"name": "Tessit", "lat": LAT, "lon": LON, "precision": 1}
    happening = incident(evidence, edited={"where": where})
    rules = policy(f"coordinates = [{{{to}}}]")
    made = release(rules, [page], evidence, happening)
    assert exact(everything(made, rules, [page], evidence)) == []
    assert made.incident is not None and made.incident.where is not None
    assert (made.incident.where.precision or 0) > 1
    assert made.evidence[0].url is None
    if "hide_name" in to:
        assert "Tessit" not in everything(made, rules, [page], evidence)
        assert made.incident.where.name == "Gao"


def test_links_that_are_hidden_are_hidden_in_ids_and_words_too() -> None:
    """Pages read from a feed have their address as id."""
    address = "https://news.example/2024/05/secret"
    page = report(address, f"Gunmen attacked Tessit, see {address} and www.other.example/x.", url=address)
    evidence = [told(page)]
    rules = policy('links = "hide"')
    made = release(rules, [page], evidence, incident(evidence))
    out = everything(made, rules, [page], evidence)
    assert "secret" not in out and "www.other" not in out
    assert "[link withheld]" in made.evidence[0].words
    assert made.incident is not None
    assert made.incident.evidence == (made.evidence[0].record,)


def test_a_report_under_embargo_is_in_nothing() -> None:
    """The toll and the list of sources must be those of the other reports."""
    page, secret = report("r1", "Gunmen attacked Tessit."), report("r2", "Gunmen came.", outlet="Secret Post")
    evidence = [told(page), told(secret, figures=())]
    rules = policy('embargoed_reports = ["r2"]')
    made = release(rules, [page, secret], evidence, incident(evidence))
    assert made.incident is not None
    assert (made.incident.reports, made.incident.outlets, len(made.evidence)) == (1, ("Sahel Post",), 1)
    assert "Secret" not in everything(made, rules, [page, secret], evidence)
    assert made.incident.review == "accepted"
    assert any(d.rules == ("embargo",) and d.after is None for d in made.differences)
    alone = published(rules, incident([told(secret)]), [told(secret)], today=TODAY)
    assert (alone.incident, alone.why) == (None, "embargo")


@pytest.mark.parametrize(
    ("rules", "fields", "why"),
    [
        (policy(), {"review": "rejected"}, "review"),
        (shipped("public"), {"review": "unreviewed"}, "review"),
        (policy("delay_days = 60"), {}, "delay"),
        (policy("delay_days = 60"), {"date": None}, "delay"),
        (policy('embargoed_incidents = ["i-1"]'), {}, "embargo"),
        (policy('graded_by = "analyst"'), {}, None),
        (policy("delay_days = 20"), {}, None),
    ],
)  # fmt: skip
def test_what_is_withheld_says_why(rules: Policy, fields: dict[str, Any], why: str | None) -> None:
    """An incident that is silently missing is taken for a quiet day."""
    evidence = [told(report("r1", "Gunmen attacked Tessit."))]
    made = published(rules, incident(evidence, **fields), evidence, today=TODAY)
    assert made.why == why
    assert (made.incident is None) == (why is not None) == bool(made.because)


def test_grades_are_an_analysts_where_the_policy_says_so() -> None:
    """A machine's suggestion published as a grade is a claim that nobody made."""
    from bellwire.publish.policy import policy_of

    rules = policy_of('graded_by = "analyst"\ngrades = ["confirmed", "fair"]', "strict")
    evidence = [told(report("r1", "Gunmen attacked Tessit."))]
    suggested = incident(evidence, suggested=Grade(word="fair"))
    assert published(rules, suggested, evidence, today=TODAY).why == "grade"
    given = incident(evidence, grade=Grade(word="fair"))
    assert published(rules, given, evidence, today=TODAY).why is None


def test_quotes_are_cut_and_graphic_ones_left_out() -> None:
    """Long quotes are the outlet's own, and a partner asked for no graphic content."""
    page = report("r1", "Shells fell on Tessit at dawn. Corpses lay in the road.", title="Corpses in the road")
    evidence = [told(page)]
    short = release(policy("quote_words = 3"), [page], evidence, incident(evidence))
    assert short.evidence[0].words == "Shells fell on […]"
    assert short.rules["quotes"] == 1
    none = release(policy("quote_words = 0"), [page], evidence, incident(evidence))
    assert none.evidence[0].words == none.evidence[0].figures[0].quote == "[quote left out]"
    mild = release(policy('graphic = "leave out"'), [page], evidence, incident(evidence))
    assert mild.evidence[0].words == "Shells fell on Tessit at dawn. [graphic content left out]"
    assert mild.evidence[0].title == "[graphic content left out]"


def test_differences_say_from_what_to_what() -> None:
    """Who confirms an export must see what goes out in the place of what."""
    page = report("r1", TEXT, ("Amina Duba",))
    evidence = [told(page)]
    rules = policy('coordinates = [{to = "decimals", decimals = 1}]')
    found = {(d.record, d.field): d for d in release(rules, [page], evidence, incident(evidence)).differences}
    where = found["i-1", "where"]
    assert where.before == f"Tessit ({LAT}, {LON}; precision 1; geonames:2449)"
    assert (where.after, where.rules) == ("Tessit (15.2, 0.6; precision 2)", ("coordinates",))
    words = found["r1#e-1", "words"]
    assert words.before == TEXT and words.rules == ("private names",)
    assert all(d.before != d.after for d in found.values())


def test_publishing_twice_changes_nothing_more() -> None:
    """What went out is what a second export gives, or every copy of the site differs."""
    page = report("r1", TEXT, ("Amina Duba",))
    evidence = [told(page)]
    rules = policy('coordinates = [{to = "grid", degrees = 0.5}]')
    first = release(rules, [page], evidence, incident(evidence))
    assert first.incident is not None
    again = published(rules, first.incident, first.evidence, today=TODAY, hidden=hidden_in(rules, [page]))
    assert (again.incident, again.evidence) == (first.incident, first.evidence)
    assert release(rules, [page], evidence, incident(evidence)).differences == first.differences


def test_public_names_and_sources_stay() -> None:
    """A record from which everybody is gone accuses nobody."""
    page = report("r1", TEXT, ("Amina Duba",))
    evidence = [told(page, agents=(Party(name="Sahel Front", type="armed_group"),), speakers=("Awa Keita",))]
    made = release(policy(), [page], evidence, incident(evidence))
    assert made.incident is not None
    assert made.incident.agents[0].name == "Sahel Front"
    assert made.evidence[0].speakers == ("Awa Keita",)
    assert made.incident.title == incident(evidence).title


def test_the_day_that_counts_is_the_last_on_which_it_may_have_happened() -> None:
    """An incident "in May" is not old on the second of May."""
    from bellwire.model import EventDate
    from bellwire.publish.withheld import youngest

    month = EventDate(value="2024-05", earliest="2024-05-01", latest="2024-05-31", precision="month")
    evidence = [told(report("r1", "Gunmen attacked Tessit."))]
    assert youngest(incident(evidence, date=month), evidence) == date(2024, 5, 31)
    assert youngest(incident(evidence, date=None), evidence) == date(2024, 5, 3)


def test_a_coordinate_that_was_read_as_a_figure_is_in_nothing() -> None:
    """“16.2716, -0.0446” is read as two numbers of something, and a table of figures prints them."""
    from dataclasses import replace

    page = report("r1", f"Gunmen attacked Tessit at {LAT}, {LON}, killing 12.")
    base = told(page)
    wrong = replace(
        base.figures[0], record="r1#f-2", measure="other", unit="thing", quote=str(LAT), best=LAT, low=LAT, high=LAT
    )
    evidence = [replace(base, figures=(*base.figures, wrong))]
    rules = policy('coordinates = [{to = "decimals", decimals = 1}]')
    made = release(rules, [page], evidence, incident(evidence))
    assert exact(everything(made, rules, [page], evidence)) == []
    assert made.incident is not None and [t.measure for t in made.incident.tallies] == ["killed"]
    assert made.incident.review == "accepted"
    assert any(d.field == "figures" and d.after is None and d.rules == ("coordinates",) for d in made.differences)


def test_a_number_that_was_redacted_is_hidden() -> None:
    """A telephone number, or the number of a house, is what somebody redacted."""
    page = report("r1", "Gunmen came to house 12 of Mill Road and took 555 0134 down.", redacted=("12", "555 0134"))
    evidence = [told(page)]
    made = release(policy(), [page], evidence, incident(evidence))
    assert made.evidence[0].words == "Gunmen came to [withheld] of Mill Road and took [withheld] down."
    assert made.evidence[0].figures[0].quote == "12 people"


@pytest.mark.parametrize(
    ("name", "text", "hidden"),
    [
        ("أمينة دوبا", "قال شهود لأمينة دوبا وأمينة", "أمين"),
        ("阿米娜", "据阿米娜说，军队来了", "阿米娜"),
        ("Амина Дуба", "Амина Дуба и ДУБА", "Дуба"),
    ],
)
def test_names_in_other_scripts_are_hidden_with_what_is_joined_to_them(name: str, text: str, hidden: str) -> None:
    """In Arabic "and" and "to" are written in one with the name, in Chinese so is the whole clause."""
    page = report("r1", f"{name}. {text}", (name,))
    evidence = [told(page)]
    rules = policy()
    out = everything(release(rules, [page], evidence, incident(evidence)), rules, [page], evidence)
    assert plain(hidden) not in plain(out)


def in_office(page: Report, name: str) -> Report:
    """The page with somebody on it who acts for a body."""
    from dataclasses import replace

    from bellwire.model import Actor, Span

    at = page.document.text.index(name)
    mention = (Span(start=at, end=at + len(name)),)
    return replace(
        page, actors=(*page.actors, Actor(id="a-x", name=name, type="person", part_of="a-y", mentions=mention))
    )


def test_people_in_office_keep_their_names() -> None:
    """A minister who shares a name with the victim must stay accountable, and half a name helps nobody."""
    text = "Amina Duba was shot, Minister Awa Duba said. Duba was 34."
    page = in_office(report("r1", text, ("Amina Duba",)), "Awa Duba")
    evidence = [told(page, speakers=("Awa Duba",), sides=((),))]
    made = release(policy(), [page], evidence, incident(evidence))
    assert made.evidence[0].words == "[name withheld] was shot, Minister Awa Duba said. [name withheld] was 34."
    assert made.evidence[0].speakers == ("Awa Duba",)


@pytest.mark.parametrize("name", ["Amina Duba", "Amina Hassan Duba", "Amina Duba Hassan", "Duba Amina"])
def test_a_private_person_who_is_read_as_in_office_elsewhere_stays_hidden(name: str) -> None:
    """Another page was misread: the same person, or her fuller name, must not come back through that."""
    page = report("r1", "Amina Duba was shot.", ("Amina Duba",))
    other = in_office(report("r2", f"Spokeswoman {name} was shot."), name)
    evidence = [told(page), told(other)]
    rules = policy()
    made = release(rules, [page, other], evidence, incident(evidence))
    assert leaks("Amina Duba", everything(made, rules, [page, other], evidence)) == []


def test_a_redacted_passage_is_hidden_near_and_a_redacted_name_everywhere() -> None:
    """A blue house in another country is another house; a name is the same person."""
    page = report("r1", "Gunmen came to the blue house of Dr Awa Keita near Gao hospital.",
                  redacted=("blue house", "Awa Keita", "near Gao hospital"))  # fmt: skip
    other = report("r2", "A blue house burned in Gao, Awa Keita said.")
    hidden = hidden_in(policy(), [page, other])
    near = [told(page), told(other)]
    made = published(policy(), incident(near), near, today=TODAY, hidden=hidden)
    assert made.evidence[0].words == "Gunmen came to the [withheld] of Dr [withheld]."
    assert made.evidence[1].words == "A [withheld] burned in Gao, [withheld] said."
    far = published(policy(), incident([told(other)]), [told(other)], today=TODAY, hidden=hidden)
    assert far.evidence[0].words == "A blue house burned in Gao, [withheld] said."


def test_a_report_under_embargo_still_says_whom_to_hide() -> None:
    """What one report calls a victim, another must not name because the first is held back."""
    page, secret = report("r1", "Duba was shot."), report("r2", "Amina Duba, 34, was shot.", ("Amina Duba",))
    evidence = [told(page), told(secret)]
    rules = policy('embargoed_reports = ["r2"]')
    made = release(rules, [page, secret], evidence, incident(evidence))
    assert made.evidence[0].words == "[name withheld] was shot."


FORMATS = st.sampled_from(
    "{0}, {1}|{0} {1}|{0}° N, {1}° E|lat {0} lon {1}|({0};{1})|{0}|at {1}, they said|https://m.example/@{0},{1},17z".split(
        "|"
    )
)


@settings(max_examples=80, deadline=None)
@given(st.integers(-8_999_999, 8_999_999), st.integers(-17_999_999, 17_999_999), FORMATS, st.integers(0, 2))
def test_no_exact_point_survives_in_any_string(north: int, east: int, form: str, digits: int) -> None:
    """Wherever the point lies and however the report prints it: coarse means coarse in all that goes out."""
    lat, lon = north / 100_000, east / 100_000
    if any(round(v, 2) == round(v, 3) for v in (lat, lon)):
        return  # so round that it is coarse already
    page = report("r1", f"Gunmen attacked Tessit. {form.format(lat, lon)}")
    evidence = [told(page, place=place(lat=lat, lon=lon))]
    rules = policy(f'quote_words = -1\ncoordinates = [{{to = "decimals", decimals = {digits}}}]')
    out = everything(release(rules, [page], evidence, incident(evidence)), rules, [page], evidence)
    assert not [n for v in (lat, lon) for n in (str(abs(v)), f"{abs(v):.3f}", f"{abs(v):.4f}") if n in out]


@pytest.mark.parametrize(
    "text",
    [
        "Karl Oster Lind (كارل أوستر ليند), a baker, was killed. His sister said كارل أوستر ليند was at work.",
        "A woman named سفورا ليند (Sefora Lind), 34, was killed. Lind had three children. ليند was known to all.",
        "Anna Kova (known as Ania), 34, was killed. Neighbours said Ania sang in the street.",
    ],
)
def test_no_form_of_a_private_name_that_was_read_goes_out(text: str) -> None:
    """A name in brackets or in another script names the dead as well as the one that is hidden."""
    draft = draft_of(text, upto="redact")
    page = replace(report("r1", text), actors=draft.actors, redact=draft.redact)
    made = release(policy("quote_words = -1"), [page], [told(page)], incident([told(page)]))
    names = ("Karl", "Oster", "Lind", "كارل", "ليند", "سفورا", "Sefora", "Anna", "Kova", "Ania")
    out = everything(made, policy("quote_words = -1"), [page], [told(page)])
    assert "was killed" in out and [name for name in names if name in out] == []
