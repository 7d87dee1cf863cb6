"""The sections of a situation report of chosen incidents.

Nothing is said of happenings that were not chosen. What a sentence says is in the words of the record: a title is made
from it, and everything else is quoted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bellwire.brief.form import Account, Contested, Section, Sentence
from bellwire.brief.telling import (
    STATUS_WORDS,
    claim_account,
    claim_words,
    contested_claims,
    figure_accounts,
    reach,
    shortened,
    whom,
)
from bellwire.brief.told import MOST_NAMED, NOT_SO, Told, claims_of
from bellwire.brief.words import (
    MEASURE_WORDS,
    OWN_VOICE,
    POSSESSIVES,
    bounds,
    country_name,
    day,
    figure_bounds,
    in_quotes,
    joined,
    outlet,
    speaker,
)
from bellwire.model import Tally
from bellwire.review.masks import without_words

FEWEST_HEADLINES, MOST_HEADLINES = 3, 6
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
    """The weightiest happenings, each with its toll and who holds it, and who denies it.

    After the first few only what did harm, or several sources tell.
    """
    for number, each in enumerate(told[:MOST_HEADLINES]):
        if number < FEWEST_HEADLINES or each.incident.sources > 1 or _leading(each)[0]:
            yield headline_of(each)


def headline_of(told: Told) -> Sentence:
    """An incident in a sentence: its title, its day, who says so."""
    tally, ends = _leading(told)
    who, holders = _by_holder(tally, _by_size(told, ends)) if tally else _by_teller(told)
    when = f", {told.when}" if told.when else ""
    against = list(dict.fromkeys(claim_account(told.scene, end).holder for end in told.denials))
    denial = f" {capital(told.named(against))} {'deny' if len(against) > 1 else 'denies'} it." if against else ""
    return Sentence(
        text=f"{told.title}{when}, {who}.{denial}",
        refs=told.scene.refs([*ends, *told.ends, *told.denials]),
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
    if len(holders) == 1 and holders[0].endswith(OWN_VOICE):
        return f"as {holders[0].removesuffix(OWN_VOICE)} reports", holders
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
        tellings = (telling_of(m, head) for m in sorted(members, key=lambda t: (t.first_day, t.ends[0])))
        sentences = _once(tellings, _said)
        yield Section(kind="place", head=head, sentences=tuple(sentences))


def _province(told: Told) -> str:
    where = told.incident.where
    if where is None or not (where.country or where.name):
        return "Place not established"
    country = country_name(where.country)
    return ", ".join(dict.fromkeys(filter(None, (where.admin1, country)))) or where.name


def _text(sentence: Sentence) -> str:
    return sentence.text


def _once(sentences: Iterable[Sentence], same: Callable[[Sentence], str] = _text) -> list[Sentence]:
    """Each sentence once, as it comes first, with the references of all that say the same."""
    kept: dict[str, Sentence] = {}
    for each in sentences:
        before = kept.setdefault(same(each), each)
        if before is not each:
            kept[same(each)] = replace(before, refs=tuple(dict.fromkeys((*before.refs, *each.refs))))
    return list(kept.values())


def telling_of(told: Told, head: str = "") -> Sentence:
    """An incident in the words of the report that tells it at most length."""
    scene, end = told.scene, told.scene.fullest(told.ends)
    status = STATUS_WORDS.get(told.incident.status)
    where = "" if not told.where or told.where in head else f", {told.where}"
    lead = capital(f"{told.when or 'undated'}{where}{f' ({status})' if status else ''}")
    from_, words = outlet(scene.report_of(end)), scene.sentence(end)
    said = in_quotes(shortened(words)) if len(words.split()) >= SHORTEST_TELLING else told.title
    return Sentence(
        text=f"{lead}: {said} – {from_}",
        refs=scene.refs(told.ends),
        about=told.incident.id,
        holders=(from_,),
    )


def _said(sentence: Sentence) -> str:
    """What a telling says, whatever its day; what is denied, announced or not confirmed says something else."""
    lead, _, said = sentence.text.partition(": ")
    return lead[lead.find("(") :] + said if "(" in lead else said


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
    within = [a for low, high, a in sized if _within(tally, low, high)] or [a for *_, a in sized]
    holders = list(dict.fromkeys(inner(a.holder) for a in within))
    if len({a.words.casefold() for a in within}) == 1 or len({figure_bounds(f) for f in counted}) == 1:
        told_as = figure_bounds(scene.figure(_end(within[0])))
        text = f"{label}: {_counting(told_as, whom(counted))}, according to {joined(holders[:MOST_NAMED])}."
    else:
        named = [f"{inner(a.holder)} {a.words}" for a in within]
        more = f" and {len(named) - MOST_NAMED - 1} more" if len(named) > MOST_NAMED + 1 else ""
        spread = _counting(bounds(tally.low, None, tally.high), whom(counted))
        text = f"{label}: {spread}, by source: {'; '.join(named[: MOST_NAMED + 1])}{more}."
    about = ":".join((told.incident.id, tally.measure, tally.population or "", tally.unit))
    return Sentence(text=text, refs=scene.refs(ends), about=about, holders=tuple(holders))


def _counting(number: str, what: str) -> str:
    """A number with what it counts, whose word is in the plural."""
    return f"1 ({what})" if number == "1" else f"{number} {what}"


def _end(account: Account) -> str:
    ref = account.refs[0]
    return f"{ref.report}#{ref.record}"


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
    against = tuple(contested_claims(told[0].scene, claims_of(told))) if told else ()
    yield from against
    shown = {(r.report, r.record) for point in against for account in point.accounts for r in account.refs}
    for each in told:
        denials = [end for end in each.denials if tuple(end.rsplit("#", 1)) not in shown]
        affirmed = tuple(_affirmed(each)) if denials else ()
        if affirmed:
            accounts = (*affirmed, *(claim_account(each.scene, end) for end in denials))
            yield Contested(
                what=f"whether it happened: {each.title}", accounts=accounts, about=f"{each.incident.id}:so"
            )


def _affirmed(told: Told) -> Iterator[Account]:
    """Those in whose words it is told; where there are none, the outlet."""
    affirming = [e for e in told.evidence if e.status not in NOT_SO]
    own = [e for e in affirming if told.scene.report_of(e.record).id not in told.scene.copies] or affirming
    for e in own[:MOST_NAMED]:
        report = told.scene.report_of(e.record)
        claims = [
            f"{report.id}#{id}" for id in told.scene.record_of(e.record).claims if told.scene.has(f"{report.id}#{id}")
        ]
        said = [end for end in claims if end not in told.denials]
        if said:
            yield claim_account(told.scene, said[0])
            continue
        yield Account(
            holder=f"{outlet(report)}{OWN_VOICE}",
            words=in_quotes(shortened(told.scene.sentence(e.record))),
            when=day(report.document.published.value),
            refs=told.scene.refs([e.record]),
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
