"""Writes the situation report. Attribution and hedges stay; every figure has its holder; nothing is averaged."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bellwire.brief.form import Brief, Contested, Part, Ref, Section, SectionKind, Sentence, Source
from bellwire.brief.scene import Scene
from bellwire.brief.situation import title_of, write_selection
from bellwire.brief.telling import (
    NEWS,
    PEOPLE,
    STATUS_WORDS,
    claim_words,
    contested_claims,
    figure_accounts,
    reach,
    shortened,
    source_of,
    whom,
)
from bellwire.brief.told import Selection, told_of
from bellwire.brief.words import (
    MEASURE_WORDS,
    bounds,
    country_name,
    day,
    figure_bounds,
    folded,
    headline,
    holder,
    joined,
    outlet,
    period,
    quote,
    speaker,
    unquoted,
)
from bellwire.model import Relation, Report, Story
from bellwire.review.masks import without_words

MOST_DEVELOPMENTS = 8
MOST_STATEMENTS = 5
HARM = ("killed", "injured", "missing", "abducted", "displaced")


def range_sentence(scene: Scene, group: Sequence[str]) -> Sentence | None:
    """What a group of figures comes to: its range where accounts differ, else the figure and who holds it."""
    figures = [scene.figure(end) for end in group]
    edges = reach(figures)
    if edges is None:
        return None
    what = MEASURE_WORDS.get(figures[0].measure, figures[0].measure).capitalize()
    words = {figure_bounds(f) for f in figures}
    if len(words) == 1:
        holders = list(dict.fromkeys(holder(scene.figure(e), scene.report_of(e)) for e in scene.original(group)))
        text = f"{what}: {words.pop()} {whom(figures)}, according to {joined(holders[:3])}."
    else:
        text = f"{what}: {bounds(edges[0], None, edges[1])} {whom(figures)}, by count and source."
    return Sentence(text=text, refs=scene.refs(group))


def _weight(scene: Scene, group: Sequence[str]) -> tuple[int, bool, int, float]:
    """Counts told in the heads and first paragraphs of most reports lead, then those of the happening itself."""
    figures = [scene.figure(end) for end in group]
    led = {scene.report_of(end).id for end in group if scene.figure(end).start < scene.lead(scene.report_of(end))}
    own = any(f.state == "flow" for f in figures)
    return len(led), own, len({scene.report_of(end).id for end in group}), (reach(figures) or (0, 0))[1]


def in_short(scene: Scene) -> Iterator[Sentence]:
    """The head of the fullest report, then the weightiest count of each harm, then who contradicts whom."""
    yield from _headline(scene)
    for measure in HARM:
        found = [g for g in scene.counts if scene.figure(g[0]).measure == measure and _leads(scene, g)]
        if found:
            sentence = range_sentence(scene, max(found, key=lambda g: _weight(scene, g)))
            if sentence:
                yield sentence


def _leads(scene: Scene, group: Sequence[str]) -> bool:
    """Whether a group counts people, as a whole and above none."""
    figures = [scene.figure(end) for end in group]
    edges = reach(figures)
    return bool(edges and edges[1] > 0 and figures[0].unit == "person" and not all(f.part_of for f in figures))


def _headline(scene: Scene) -> Iterator[Sentence]:
    leading = [r for r in scene.reports if r.id not in scene.copies]
    latest = max(leading, key=lambda r: (r.document.published.value or "", len(r.events), r.id))
    head = headline(latest)
    if head:
        ref = Ref(source=scene.numbers[latest.id], report=latest.id)
        yield Sentence(text=f"The latest report ({outlet(latest)}) is headed: “{unquoted(head)}”.", refs=(ref,))


def contested_figures(scene: Scene) -> Iterator[Contested]:
    """Counts of one thing that differ, each with its holder and day."""
    differing = scene.related("disagree", "update", "revised_down")
    ends = {end for r in differing for end in (r.left, r.right)}
    for group in scene.counts:
        if not ends.intersection(group):
            continue
        figures = [scene.figure(end) for end in group]
        measure = MEASURE_WORDS.get(figures[0].measure, figures[0].measure)
        population = whom(figures)
        what = population if measure in population else f"{population} {measure}"
        yield Contested(what=what, accounts=tuple(figure_accounts(scene, group)))


def developments(scene: Scene) -> Iterator[Sentence]:
    """Happenings, weightiest first chosen and told in order of their days, in the words of the fullest telling."""
    told: set[str] = set()
    chosen: list[list[str]] = []
    for group in sorted(scene.happenings, key=lambda g: _news_weight(scene, g), reverse=True):
        sentence = scene.sentence(scene.fullest(group))
        if sentence not in told and len(chosen) < MOST_DEVELOPMENTS:
            told.add(sentence)
            chosen.append(group)
    for group in sorted(chosen, key=lambda g: _when(scene, g)):
        yield _development(scene, group)


def _news_weight(scene: Scene, group: Sequence[str]) -> tuple[bool, int, float]:
    event = scene.record_of(group[0])
    return event.type in NEWS, len({scene.report_of(e).id for e in group}), event.confidence


def _when(scene: Scene, group: Sequence[str]) -> str:
    dates = [scene.record_of(end).date for end in group]
    return min((d.earliest or d.value or "9999" for d in dates if d), default="9999")


def _development(scene: Scene, group: Sequence[str]) -> Sentence:
    end = scene.fullest(group)
    event = scene.record_of(end)
    text = shortened(scene.sentence(end))
    when = day(event.date.value) if event.date and event.date.value else "Undated"
    status = f" ({STATUS_WORDS[event.status]})" if event.status in STATUS_WORDS else ""
    report = scene.report_of(end)
    return Sentence(text=f"{when}{status}: {text} – {outlet(report)}", refs=scene.refs(group))


def people(scene: Scene) -> Iterator[Sentence]:
    """Counts of people that no account contests, with their holders and the parts named of them."""
    contested = {e for r in scene.related("disagree", "update", "revised_down") for e in (r.left, r.right)}
    for group in scene.counts:
        first = scene.figure(group[0])
        if first.measure not in PEOPLE or contested.intersection(group) or first.part_of or not reach([first]):
            continue
        end = scene.original(group)[0]
        figure, report = scene.figure(end), scene.report_of(end)
        parts = [quote(report, f) for f in report.figures if f.part_of == figure.id]
        of_them = f", of them {joined(parts)}" if parts else ""
        words, measure = quote(report, figure), MEASURE_WORDS[figure.measure]
        measured = "" if measure in words else f" ({measure})"
        text = f"{holder(figure, report)}: {words}{measured}{of_them}."
        yield Sentence(text=text, refs=scene.refs(group))


def statements(scene: Scene) -> Iterator[Sentence]:
    """What named speakers said in their own words."""
    told: set[str] = set()
    for end in scene.ends("claims"):
        report, claim = scene.report_of(end), scene.claim(end)
        named = claim.speaker is not None and claim.manner in ("direct", "mixed")
        if not named or report.id in scene.copies or len(told) >= MOST_STATEMENTS:
            continue
        words = claim_words(scene, end)
        if words not in told and len(words) > 40:
            told.add(words)
            via = f" (via {', '.join(claim.via)})" if claim.via else ""
            yield Sentence(text=f"{speaker(claim, report)}{via} {words}", refs=scene.refs([end]))


def not_established(scene: Scene) -> Iterator[Sentence]:
    """What the reports leave open: pages without a date, happenings that their own tellers hedge."""
    for report in scene.reports:
        undated = [i for i in report.issues if i.code == "undated" and i.start is not None and i.end is not None]
        if undated:
            words = joined([f"“{folded(report.document.text[i.start : i.end])}”" for i in undated[:3]])
            text = f"{outlet(report)} gives no date of publication: {words} could not be placed."
            yield Sentence(text=text, refs=(Ref(source=scene.numbers[report.id], report=report.id),))
    told = {sentence.text for sentence in developments(scene)}
    for group in scene.happenings:
        event = scene.record_of(scene.fullest(group))
        if event.status == "possible" and event.type in ("ASSAULT", "CONTROL"):
            sentence = _development(scene, group)
            if sentence.text not in told:
                told.add(sentence.text)
                yield sentence


def story_title(scene: Scene) -> str:
    """Place, period and how many reports, of which how many are independent."""
    where = _where(scene)
    days = [r.document.published.value[:10] for r in scene.reports if r.document.published.value]
    independent = len(scene.reports) - len(scene.copies)
    read = f"{len(scene.reports)} report{'s' if len(scene.reports) > 1 else ''} read, {independent} independent"
    return f"{where} · {period([d for d in days if len(d) == 10])} · {read}"


def _where(scene: Scene) -> str:
    """The place that the reports' happenings and heads name most."""
    named: Counter[str] = Counter()
    for report in scene.reports:
        at_events = Counter(event.place for event in report.events if event.place)
        body = next((b.end for b in report.blocks if b.role == "paragraph"), 0)
        for place in report.places:
            if (place.precision or 9) <= 4:
                country = country_name(place.country)
                name = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, country))))
                named[name] += 1 + at_events[place.id] + (2 if place.start < body else 0)
    return named.most_common(1)[0][0] if named else "Place not established"


def method(scene: Scene) -> str:
    """How this part was made."""
    count = {layer: len(scene.ends(layer)) for layer in ("events", "claims", "figures")}
    pages = len(scene.reports)
    return (
        f"{pages} page{'s' if pages > 1 else ''} read; {scene.set_aside()} lines of menus, teasers, comments and forms "
        f"set aside; {count['events']} events, {count['claims']} claims and {count['figures']} figures recorded."
    )


def write_story(scene: Scene) -> Part:
    """The brief of one story."""
    written: tuple[tuple[SectionKind, str, Iterator[Sentence]], ...] = (
        ("developments", "Developments", developments(scene)),
        ("people", "People", people(scene)),
        ("statements", "Statements", statements(scene)),
        ("not_established", "Not established", not_established(scene)),
    )
    sections = (
        Section(kind="in_short", head="In short", sentences=tuple(in_short(scene))),
        Section(kind="contested", head="Contested", contested=(*contested_figures(scene), *contested_claims(scene))),
        *(Section(kind=kind, head=head, sentences=tuple(sentences)) for kind, head, sentences in written),
    )
    return Part(
        title=story_title(scene),
        sections=tuple(s for s in sections if s.sentences or s.contested),
        method=method(scene),
    )


def write_brief(
    reports: Sequence[Report],
    relations: Sequence[Relation],
    stories: Sequence[Story],
    *,
    selection: Selection | None = None,
) -> Brief:
    """The situation report of some reports: a part for each story, and for each report in none.

    With a selection of incidents it is of these alone, in one part; `reports` are then those that tell them. Reports
    and relations are taken as they are: what people rejected must be left out, and what is hidden masked, before.
    """
    by_id = {report.id: report for report in reports if report.document.text}
    if selection is not None:
        return _of_selection(sorted(by_id.values(), key=_published), relations, selection)
    told = [[by_id[id] for id in story.reports if id in by_id] for story in stories]
    alone = {id for members in told for id in (r.id for r in members)}
    told += [[report] for report in by_id.values() if report.id not in alone]
    told = sorted((members for members in told if members), key=len, reverse=True)
    numbers = {report.id: n for n, report in enumerate((r for members in told for r in members), 1)}
    scenes = [Scene(members, relations, numbers) for members in told]
    days = [r.document.published.value[:10] for r in by_id.values() if r.document.published.value]
    title = f"Situation report · {period([d for d in days if len(d) == 10])} · {len(by_id)} reports"
    return Brief(title=title, parts=tuple(map(write_story, scenes)), sources=_sources(by_id, scenes))


def _published(report: Report) -> tuple[str, str]:
    return report.document.published.value or "~", report.id


def _sources(by_id: Mapping[str, Report], scenes: Sequence[Scene]) -> tuple[Source, ...]:
    """The reports by their numbers."""
    numbers = {id: n for scene in scenes for id, n in scene.numbers.items()}
    copies = {copy: numbers[original] for scene in scenes for copy, original in scene.copies.items()}
    return tuple(source_of(by_id[id], n, copies.get(id)) for id, n in numbers.items())


def _of_selection(reports: Sequence[Report], relations: Sequence[Relation], selection: Selection) -> Brief:
    held = (h for each in selection.evidence.values() for e in each for h in e.figures if h.holder)
    holders = {h.record: without_words(h.holder or "", selection.hidden) for h in held}
    scene = Scene(reports, relations, {report.id: n for n, report in enumerate(reports, 1)}, holders)
    independent = len(reports) - len(scene.copies)
    read = f"{len(reports)} report{'' if len(reports) == 1 else 's'} read, {independent} independent"
    published = [r.document.published.value or "" for r in reports]
    return Brief(
        title=f"{title_of(told_of(selection, scene), published)} · {read}",
        parts=(write_selection(selection, scene),),
        sources=_sources({report.id: report for report in reports}, [scene]),
    )
