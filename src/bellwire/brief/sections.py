"""The sections of a situation report of chosen incidents.

Nothing is said of happenings that were not chosen. What a sentence says is in the words of the record: a title is made
from it, and everything else is quoted.
"""

from collections.abc import Iterator, Sequence

from bellwire.brief.form import Account, Contested, Section, Sentence
from bellwire.brief.telling import STATUS_WORDS, claim_words, contested_claims, figure_accounts, reach, shortened, whom
from bellwire.brief.told import MOST_NAMED, NOT_SO, Told, claims_of
from bellwire.brief.words import (
    MEASURE_WORDS,
    POSSESSIVES,
    bounds,
    country_name,
    day,
    figure_bounds,
    joined,
    outlet,
    speaker,
)
from bellwire.model import Evidence, Tally
from bellwire.review.masks import without_words

MOST_HEADLINES = 6
MOST_STATEMENTS = 8
LOWERED = POSSESSIVES | {"the", "a", "an", "one", "another", "some"}
SHORTEST_STATEMENT = 40
"""Characters: below this a quotation is a phrase, which the sentence that it stands in tells better."""
SHORTEST_TELLING = 5
"""Words: below this what tells a happening is a head or a scrap, which says nothing by itself."""
PROVINCE = 5
"""where_prec from which a place is a province or more: where it happened is not established."""


# ---------------------------------------------------------------- in short


def headlines(told: Sequence[Told]) -> Iterator[Sentence]:
    """The weightiest happenings, each with its toll and who holds it, and who denies it."""
    for each in told[:MOST_HEADLINES]:
        yield headline_of(each)


def headline_of(told: Told) -> Sentence:
    """An incident in a sentence: its title, its day, who says so."""
    tally, ends = _leading(told)
    who, holders = _by_holder(tally, _by_size(told, ends)) if tally else _by_teller(told)
    when = f", {told.when}" if told.when else ""
    denied = list(dict.fromkeys(name for e in told.evidence for name in e.denied_by))
    denial = f" {capital(told.named(denied))} {'deny' if len(denied) > 1 else 'denies'} it." if denied else ""
    return Sentence(
        text=f"{told.title}{when}, {who}.{denial}",
        refs=told.scene.refs([*ends, *told.ends]),
        about=told.incident.id,
        holders=tuple(holders),
    )


def _leading(told: Told) -> tuple[Tally | None, list[str]]:
    """The tally of people that a title tells, with its figures: of the first measure that of all, or the largest."""
    found = [(t, ends) for t, ends in told.whole if t.unit == "person"]
    mine = [(t, ends) for t, ends in found if t.measure == found[0][0].measure]
    return max(mine, key=lambda row: (row[0].holdings[0].kind == "all", _size(row[0])), default=(None, []))


def _size(tally: Tally) -> float:
    return max(tally.low or 0.0, tally.high or 0.0)


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def inner(name: str) -> str:
    """A holder as he is named within a sentence: a name keeps its capital, "Its spokesman" does not."""
    first = name.partition(" ")[0].casefold()
    return name[:1].lower() + name[1:] if first in LOWERED else name


Sized = list[tuple[float, float, Account]]
"""Accounts with the lowest and the highest number that each gives."""


def _by_size(told: Told, ends: Sequence[str]) -> Sized:
    """The accounts of figures from the lowest to the highest."""
    sized = []
    for account in figure_accounts(told.scene, ends):
        given = reach([told.scene.figure(f"{r.report}#{r.record}") for r in account.refs])
        if given:
            sized.append((*given, account))
    return sorted(sized, key=lambda row: (row[:2], row[2].holder))


def _by_holder(tally: Tally, sized: Sized) -> tuple[str, list[str]]:
    """Who holds a figure: all who give the same; else who gives the ends of the range, in their words."""
    accounts = [a for *_, a in sized]
    holders = list(dict.fromkeys(inner(a.holder) for a in accounts))
    if len({a.words.casefold() for a in accounts}) == 1 or len(holders) == 1:
        return f"according to {joined(holders[:MOST_NAMED])}", holders[:MOST_NAMED]
    lowest = next((a for low, _, a in sized if low == tally.low), accounts[0])
    highest = next((a for _, high, a in reversed(sized) if high == tally.high), accounts[-1])
    if lowest == highest:
        return f"according to {inner(lowest.holder)}", [inner(lowest.holder)]
    told = f"{lowest.words} ({inner(lowest.holder)}) to {highest.words} ({inner(highest.holder)})"
    return f"by source: {told}", [inner(lowest.holder), inner(highest.holder)]


def _by_teller(told: Told) -> tuple[str, list[str]]:
    """Who tells an incident without a figure: its speakers; the outlets where they speak in their own voice."""
    speakers = [name for e in told.evidence for name in e.speakers]
    if speakers:
        return f"according to {told.named(speakers)}", [without_words(name, told.hidden) for name in speakers]
    outlets = list(dict.fromkeys(outlet(told.scene.report_of(end)) for end in told.ends))
    return f"as {told.named(outlets)} {'report' if len(outlets) > 1 else 'reports'}", outlets


# ---------------------------------------------------------------- by place


def places(told: Sequence[Told]) -> Iterator[Section]:
    """The happenings by province, the one with the weightiest first; within it by day."""
    groups: dict[str, list[Told]] = {}
    for each in told:
        groups.setdefault(_province(each), []).append(each)
    for head, members in groups.items():
        sentences = _once(telling_of(m, head) for m in sorted(members, key=lambda t: (t.first_day, t.ends[0])))
        yield Section(kind="place", head=head, sentences=tuple(sentences))


def _province(told: Told) -> str:
    where = told.incident.where
    if where is None or not (where.country or where.name):
        return "Place not established"
    country = country_name(where.country)
    return ", ".join(dict.fromkeys(filter(None, (where.admin1, country)))) or where.name


def _once(sentences: Iterator[Sentence]) -> list[Sentence]:
    """Each quotation once, with the references of all that it tells."""
    kept: dict[str, Sentence] = {}
    for each in sentences:
        before = kept.get(each.text)
        refs = dict.fromkeys((*before.refs, *each.refs)) if before else ()
        kept[each.text] = (
            Sentence(text=each.text, refs=tuple(refs), about=before.about, holders=each.holders) if before else each
        )
    return list(kept.values())


def telling_of(told: Told, head: str = "") -> Sentence:
    """An incident in the words of the report that tells it at most length."""
    scene, end = told.scene, told.scene.fullest(told.ends)
    status = STATUS_WORDS.get(told.incident.status)
    where = "" if not told.where or told.where in head else f", {told.where}"
    lead = capital(f"{told.when or 'undated'}{where}{f' ({status})' if status else ''}")
    from_, words = outlet(scene.report_of(end)), scene.sentence(end)
    said = f"“{shortened(words)}”" if len(words.split()) >= SHORTEST_TELLING else told.title
    return Sentence(
        text=f"{lead}: {said} – {from_}",
        refs=scene.refs(told.ends),
        about=told.incident.id,
        holders=(from_,),
    )


# ---------------------------------------------------------------- figures, contested points


def figures(told: Sequence[Told], measures: Sequence[str]) -> Iterator[Sentence]:
    """The figures of some measures, each with its range and who holds it; by measure, then by weight."""
    found = [
        (measures.index(tally.measure), place, each, tally, ends)
        for place, each in enumerate(told)
        for tally, ends in each.whole
        if tally.measure in measures
    ]
    ordered = sorted(found, key=lambda row: row[:2])
    yield from _once(_figure_sentence(each, tally, ends) for _, _, each, tally, ends in ordered)


def _figure_sentence(told: Told, tally: Tally, ends: Sequence[str]) -> Sentence:
    scene, sized = told.scene, _by_size(told, ends)
    counted = [scene.figure(end) for end in ends]
    what = MEASURE_WORDS.get(tally.measure, tally.measure).capitalize()
    at = ", ".join(filter(None, (told.where, told.when)))
    label = f"{what}{f' ({at})' if at else ''}"
    words = {figure_bounds(f) for f in counted}
    holders = list(dict.fromkeys(inner(a.holder) for *_, a in sized))
    if len(words) == 1:
        text = f"{label}: {words.pop()} {whom(counted)}, according to {joined(holders[:MOST_NAMED])}."
    else:
        within = [a for low, high, a in sized if _within(tally, low, high)] or [a for *_, a in sized]
        named = [f"{inner(a.holder)} {a.words}" for a in within]
        more = f" and {len(named) - MOST_NAMED - 1} more" if len(named) > MOST_NAMED + 1 else ""
        spread = bounds(tally.low, None, tally.high)
        text = f"{label}: {spread} {whom(counted)}, by source: {'; '.join(named[: MOST_NAMED + 1])}{more}."
    about = ":".join((told.incident.id, tally.measure, tally.population or "", tally.unit))
    return Sentence(text=text, refs=scene.refs(ends), about=about, holders=tuple(holders))


def _within(tally: Tally, low: float, high: float) -> bool:
    """Whether a figure is in the tally's range; what its holder gave before his last figure may lie outside."""
    return (tally.low is None or tally.low <= low) and (tally.high is None or high <= tally.high)


def contested(told: Sequence[Told]) -> Iterator[Contested]:
    """Counts that differ, who says that it happened and who denies it, and claims that contradict each other."""
    for each in told:
        for tally, ends in each.whole:
            accounts = tuple(figure_accounts(each.scene, ends))
            if len({a.words.casefold() for a in accounts}) > 1 and (tally.disagree or tally.low != tally.high):
                word = MEASURE_WORDS.get(tally.measure, tally.measure)
                population = whom([each.scene.figure(e) for e in ends])
                what = population if word in population else f"{population} {word}"
                yield Contested(what=f"{what}: {each.title}", accounts=accounts, about=f"{each.incident.id}:{what}")
        denials = _denied(each)
        if denials:
            yield Contested(what=f"whether it happened: {each.title}", accounts=denials, about=f"{each.incident.id}:so")
    if told:
        yield from contested_claims(told[0].scene, claims_of(told))


def _denied(told: Told) -> tuple[Account, ...]:
    """Who tells an incident and who denies it; empty where nobody does either."""
    own = [e for e in told.evidence if told.scene.report_of(e.record).id not in told.scene.copies]
    rows = {e.record: _account(told, e) for e in own}
    against = {e.record for e in own if e.denied_by}
    return tuple(rows.values()) if rows.keys() & against and rows.keys() - against else ()


def _account(told: Told, evidence: Evidence) -> Account:
    report = told.scene.report_of(evidence.record)
    names = evidence.denied_by or evidence.speakers
    return Account(
        holder=told.named(names) if names else f"{outlet(report)}, in its own words",
        words=f"“{shortened(told.scene.sentence(evidence.record))}”",
        when=day(report.document.published.value),
        refs=told.scene.refs([evidence.record]),
    )


# ---------------------------------------------------------------- statements, what is open


def statements(told: Sequence[Told]) -> Iterator[Sentence]:
    """What named speakers said of the happenings in their own words."""
    said: set[str] = set()
    for end in claims_of(told):
        scene = told[0].scene
        report, claim = scene.report_of(end), scene.claim(end)
        words = claim_words(scene, end)
        named = claim.speaker is not None and claim.manner in ("direct", "mixed")
        if not named or report.id in scene.copies or words in said or len(words) <= SHORTEST_STATEMENT:
            continue
        said.add(words)
        who = speaker(claim, report)
        via = f" (via {', '.join(claim.via)})" if claim.via else ""
        yield Sentence(text=f"{capital(who)}{via} {words}", refs=scene.refs([end]), about=end, holders=(who,))
        if len(said) == MOST_STATEMENTS:
            return


def not_established(told: Sequence[Told]) -> Iterator[Sentence]:
    """What stays open: days, places, whether it happened, and what rests on one source alone."""
    for each in told:
        incident, what = each.incident, f"“{each.title}”"
        tellers, holders = _by_teller(each)
        open_ = list(_open(each))
        if open_:
            text = f"{what}: {joined(open_)}, {tellers}."
            yield Sentence(text=text, refs=each.scene.refs(each.ends), about=incident.id, holders=tuple(holders))


def _open(told: Told) -> Iterator[str]:
    incident = told.incident
    if not told.when:
        yield "the day is not established"
    if incident.where is None:
        yield "the place is not established"
    elif (incident.where.precision or 0) >= PROVINCE:
        yield f"where in {incident.where.name} is not established"
    if incident.status == "possible":
        yield "it is not confirmed"
    elif incident.status in NOT_SO:
        yield "it is denied" if incident.status == "denied" else "it is said not to have happened"
