"""Every number and every name of a brief is in its evidence, or in the record: in each form that it is handed on in."""

import io
import re
from collections.abc import Iterable, Iterator
from functools import partial

import docx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from bellwire.annotate.quantities import quantities
from bellwire.brief import Brief, file_of, write_chosen, write_stories
from bellwire.brief.form import Ref
from bellwire.brief.words import MEASURE_WORDS, country_name, day
from bellwire.desk import Desk, code
from bellwire.knowledge import language
from bellwire.model.codec import decode_any
from bellwire.relate.incident_titles import title_of
from bellwire.store import Filter, View

PLACES = ("Gao", "Menaka", "Bamako", "Mopti", "Timbuktu")
HOLDERS = ("residents", "the army", "Amadou Traore, a trader,", "the health ministry", "a rebel spokesman", "medics")
COUNTS = (
    "At least 12 people",
    "Seven soldiers",
    "Dozens of people",
    "Some 3,000 people",
    "Between 40 and 60 civilians",
)
DEEDS = (
    "were killed in {place} on {day}",
    "were wounded when shells hit {place} on {day}",
    "have fled {place} since {day}",
)
SENTENCES = st.builds(
    lambda count, deed, place, day, who: f"{count} {deed.format(place=place, day=day)}, {who} said.",
    st.sampled_from(COUNTS),
    st.sampled_from(DEEDS),
    st.sampled_from(PLACES),
    st.sampled_from(["Monday", "Tuesday", "Sunday"]),
    st.sampled_from(HOLDERS),
)
OTHERS = st.sampled_from(
    [
        "The army denied that its troops had fired on the town.",
        "Gunmen seized Mopti on Monday, officials said.",
        "Talks are to be held in Bamako on 20 May, the government said.",
        "“We have lost all that we had,” said Mariam Coulibaly, a teacher.",
        "Among the dead were four children.",
    ]
)
PAGES = st.lists(
    st.tuples(
        st.sampled_from(["Gao Post", "River Radio", "Sahel Wire"]), st.lists(SENTENCES | OTHERS, min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=3,
)
OWN = frozenset(
    """New Denied Told Undated Since Up Week Place It The From In By January February March April May June July August
    September October November December Background Also""".split()
) | {word.capitalize() for words in MEASURE_WORDS.values() for word in words.split()}
"""Words of the briefs' own that begin with a capital."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*")


def record_words(view: View) -> str:
    """The words of the record that are no page's: titles, places, parties, holders, speakers, days."""
    said: list[object] = []
    for i in view.all_incidents():
        where = i.where
        common = {"where": where, "date": i.date, "agents": i.agents, "patients": i.patients, "source": i.outlets[0]}
        said += [title_of(i.type, mode, i.status, **common) for mode in (i.mode, None)]
        said += [i.title, day(i.date.value if i.date else None)]
        said += [where.name, where.admin1, country_name(where.country)] if where else []
        said += [p.name for p in (*i.agents, *i.patients)]
        said += [h.holder for t in i.tallies for h in t.holdings]
        said += [day(h.as_of) for t in i.tallies for h in t.holdings]
    for report in view.reports():
        said += [report.document.outlet, day(report.document.published.value), *(a.name for a in report.actors)]
        said += [report.document.text[c.speaker.start : c.speaker.end] for c in report.claims if c.speaker]
        said += [day(c.date) for c in report.claims]
    return " ".join(str(words) for words in said if words)


def plain_number(found: str) -> str:
    return found.replace(",", "").rstrip(".")


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, also those in words."""
    found = {plain_number(n) for n in _NUMBER.findall(text)}
    for q in quantities(text, language("en")):
        found |= {
            f"{value:g}" if value < 1e6 else str(int(value)) for value in (q.low, q.best, q.high) if value is not None
        }
    return found


def told(brief: Brief) -> Iterator[tuple[str, tuple[Ref, ...]]]:
    """Each sentence and each account, with what it rests on."""
    yield from ((s.text, s.refs) for s in brief.sentences())
    yield from ((f"{a.holder}: {a.words} {a.when}", a.refs) for a in brief.accounts())


def check(brief: Brief, view: View) -> None:
    """Fails for a number or a name that neither the evidence nor the record has."""
    known = record_words(view)
    numbers, names = numbers_in(known), words_of([known])
    for text, refs in told(brief):
        assert refs
        words = [w for ref in refs for w in (ref.words, ref.around)]
        there = numbers | {n for each in words for n in numbers_in(each)}
        assert {plain_number(n) for n in _NUMBER.findall(text)} <= there, text
        named = {name.casefold().removesuffix("’s") for name in _NAME.findall(text) if name not in OWN}
        assert named <= names | words_of(words), (text, named - names - words_of(words))


def words_of(texts: Iterable[str]) -> set[str]:
    return {w.casefold().removesuffix("’s") for text in texts for w in re.findall(r"\b\w[\w’'-]*", text)}


def shown(brief: Brief, form: str) -> str:
    """What a reader of a form sees; pictures left out."""
    file = file_of(brief, form)
    if form == "docx":
        found = docx.Document(io.BytesIO(file))
        cells = [c.text for table in found.tables for row in table.rows for c in row.cells]
        return " ".join([*(p.text for p in found.paragraphs), *cells])
    if form == "html":
        tree = lxml_html.document_fromstring(file)
        for gone in tree.xpath("//*[local-name()='svg'] | //style | //head | //*[@class='number']"):
            gone.drop_tree()
        return str(tree.text_content())
    if form == "json":
        return " ".join(strings_in(decode_any(file)))
    return re.sub(r"\\(.)", r"\1", file.decode())


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings_in(each)


def check_forms(brief: Brief) -> None:
    """Fails where a form leaves something out, or has a number that the brief has not."""
    own = " ".join(strings_in(decode_any(file_of(brief, "json"))))
    counts = {str(n) for part in brief.parts for n in part.counts.values()} | {str(s.number) for s in brief.sources}
    known = {plain_number(n) for n in _NUMBER.findall(own)} | counts
    for form in ("md", "html", "docx", "json"):
        text = " ".join(shown(brief, form).split())
        for said, _ in told(brief):
            part = said if not said.startswith(tuple(a.holder for a in brief.accounts())) else None
            assert part is None or " ".join(part.split()) in text, (form, said)
        for account in brief.accounts():
            assert account.words in text and account.holder in text, (form, account.words)
        assert {plain_number(n) for n in _NUMBER.findall(text)} <= known, form


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(pages=PAGES)
def test_every_number_and_every_name_is_in_the_evidence_or_in_the_record(pages: list) -> None:
    """A number or a name that no report gives would be ours, and nobody could check it."""
    with Desk.open("sqlite://") as desk:
        made = [
            code(
                "\n\n".join(text),
                kind="article",
                published=f"2024-05-{7 + n:02}",
                outlet=outlet,
                url=f"https://p{n}.example/",
            )
            for n, (outlet, text) in enumerate(pages)
        ]
        for n, report in enumerate(made):
            for _ in desk.keep([report], now=f"2024-06-{1 + n:02}T08:00:00Z"):
                pass
            for _ in desk.relate(now=f"2024-06-{1 + n:02}T09:00:00Z"):
                pass
        with desk.view() as view:
            reports_of = partial(desk.judged_reports, view)
            for brief in (
                write_stories(view, reports_of, since="2024-06-01"),
                write_chosen(view, Filter(countries=("ML",)), reports_of, since="2024-06-02"),
            ):
                check(brief, view)
                check_forms(brief)


def test_the_small_record_is_told_with_evidence_in_each_form(brief_record: Desk) -> None:
    """What is handed on as a page, a table or a Word file must say the same, and no more."""
    with brief_record.view() as view:
        brief = write_stories(view, partial(brief_record.judged_reports, view))
        check(brief, view)
        check_forms(brief)
