"""The sections of a situation report of chosen incidents.

Nothing is said of happenings that were not chosen. What a sentence says is in the words of the record: a title is made
from it, and everything else is quoted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bellwire.brief.counted import figure_sentence
from bellwire.brief.form import Ref, Section, Sentence
from bellwire.brief.lines import Sized, by_size, capital, inner, joined_refs, once
from bellwire.brief.scene import Scene
from bellwire.brief.telling import (
    STATUS_WORDS,
    claim_account,
    claim_words,
    shortened,
)
from bellwire.brief.told import MOST_NAMED, NOT_SO, Told, claims_of
from bellwire.brief.words import (
    MEASURE_WORDS,
    OWN_VOICE,
    country_name,
    folded,
    in_quotes,
    joined,
    outlet,
    speaker,
)
from bellwire.model import Tally
from bellwire.review.masks import without_words

FEWEST_HEADLINES, MOST_HEADLINES = 3, 6
MOST_STATEMENTS = 8
MOST_TOLD_AS_SAID = 12
MOST_OPEN = 8
BACKGROUND, NOWHERE = "Background", "Place not established"
"""Heads of the happenings that come last."""
SHORTEST_STATEMENT = 40
"""Characters: below this a quotation is a phrase, which the sentence that it stands in tells better."""
SHORTEST_TELLING = 5
"""Words: below this what tells a happening is a head or a scrap, which says nothing by itself."""
TOWN, DAYS = 2, frozenset(("time", "day", "days"))
"""where_prec, and precisions of a date, by which two happenings may be told together."""
PROVINCE = 5
"""where_prec from which a place is a province or more: where it happened is not established."""


# ---------------------------------------------------------------- in short


def headlines(told: Sequence[Told]) -> Iterator[Sentence]:
    """The weightiest happenings, each with its toll and who holds it, and who denies it.

    After the first few only what several sources tell, and harm that is told at the head of a report; after the first
    nothing that has neither a day nor a toll. What is of one
    kind and told of one town and day comes together; a figure that stands in two happenings is told of the weightier.
    """
    given: set[str] = set()
    lately = [each for each in told if not each.past and not each.plan]
    kept = 0
    for group in together(lately or told):
        fresh = [each for each in group if not (ends := set(_leading(each)[1])) or not ends <= given]
        if not fresh or kept == MOST_HEADLINES:
            continue
        given.update(end for each in group for end in _leading(each)[1])
        known = kept == 0 or any(e.when or _leading(e)[1] for e in fresh)
        strong = any(e.incident.sources > 1 or (_leading(e)[1] and e.led) for e in fresh)
        if known and (kept < FEWEST_HEADLINES or strong):
            kept += 1
            yield _with_others(headline_of(fresh[0]), fresh)


def together(told: Sequence[Told]) -> list[list[Told]]:
    """Happenings in groups, in the order of the first of each: those of one type, town and day."""
    groups: dict[object, list[Told]] = {}
    for each in told:
        groups.setdefault(_spot(each) or each.incident.id, []).append(each)
    return [*groups.values()]


def _spot(told: Told) -> tuple[object, ...] | None:
    """The type, town and days of a happening; None where the town or the days are not known well."""
    where, date = told.incident.where, told.incident.date
    if where is None or (where.precision or PROVINCE) > TOWN or date is None or date.precision not in DAYS:
        return None
    return told.incident.type, where.gazetteer_id or (where.country, where.name), date.value


def _with_others(sentence: Sentence, group: Sequence[Told]) -> Sentence:
    """A headline with the counts that others of its group have, which may be of the same happening."""
    lead, *others = group
    given = set(_leading(lead)[1])
    counts: list[Sentence] = []
    for each in sorted(others, key=lambda t: -len(_leading(t)[1])):
        tally, ends = _leading(each)
        if tally is not None and not given.issuperset(ends):
            given.update(ends)
            counts.append(figure_sentence(each, tally, ends, placed=False))
    if not counts:
        return sentence
    more = "; ".join(f"{c.text[:1].lower()}{c.text[1:].rstrip('.')}" for c in counts)
    return replace(
        sentence,
        text=f"{sentence.text} Also told of this place and day – {more}.",
        refs=joined_refs(sentence.refs, *(c.refs for c in counts)),
        holders=tuple(dict.fromkeys((*sentence.holders, *(h for c in counts for h in c.holders)))),
    )


def headline_of(told: Told) -> Sentence:
    """An incident in a sentence: its title, its day, who says so; without a toll in the words of who tells it."""
    tally, ends = _leading(told)
    if tally is None or not _has_toll(told.title, tally):
        return _with_denial(told, telling_of(told))
    who, holders = _by_holder(tally, by_size(told, ends))
    when = f", {told.when}" if told.when else ""
    text = f"{told.title}{when}, {who}."
    made = Sentence(
        text=text, refs=told.scene.refs([*ends, *told.ends]), about=told.incident.id, holders=tuple(holders)
    )
    return _with_denial(told, made)


def _has_toll(title: str, tally: Tally) -> bool:
    """Whether a title tells of a toll: "Control of Gao" has none, though many fled."""
    return any(c.isdigit() for c in title) or MEASURE_WORDS.get(tally.measure, tally.measure) in title


def _with_denial(told: Told, sentence: Sentence) -> Sentence:
    """The sentence with who denies what it tells."""
    against = list(dict.fromkeys(claim_account(told.scene, end).holder for end in told.denials))
    if not against:
        return sentence
    denial = f" {capital(told.named(against))} {'deny' if len(against) > 1 else 'denies'} it."
    return replace(
        sentence,
        text=f"{sentence.text}{denial}",
        refs=joined_refs(sentence.refs, told.scene.refs(told.denials)),
    )


def _leading(told: Told) -> tuple[Tally | None, list[str]]:
    """The tally of people that a title tells, with its figures: of the first measure that of all, or the largest."""
    found = [(t, ends) for t, ends in told.whole if t.unit == "person"]
    mine = [(t, ends) for t, ends in found if t.measure == found[0][0].measure]
    return max(mine, key=lambda row: (row[0].holdings[0].kind == "all", _size(row[0])), default=(None, []))


def _size(tally: Tally) -> float:
    return max(tally.low or 0.0, tally.high or 0.0)


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
    """The happenings by province, the one with the weightiest first; within it by day. What is long past comes last.

    Each sentence stands once, however many happenings were read from it.
    """
    groups: dict[str, list[Told]] = {}
    for each in told:
        if not each.plan and not each.said:
            groups.setdefault(BACKGROUND if each.past else _province(each), []).append(each)
    groups |= {head: groups.pop(head) for head in (NOWHERE, BACKGROUND) if head in groups}
    by_day = {head: sorted(members, key=lambda t: (t.first_day, t.ends[0])) for head, members in groups.items()}
    tellings = once((telling_of(t, head) for head, members in by_day.items() for t in members), said_in)
    heads = {t.incident.id: head for head, members in by_day.items() for t in members}
    for head in groups:
        mine = tuple(s for s in tellings if heads[s.about] == head)
        if mine:
            yield Section(kind="place", head=head, sentences=mine)


def _province(told: Told) -> str:
    where = told.incident.where
    if where is None or not (where.country or where.name):
        return NOWHERE
    country = country_name(where.country)
    return ", ".join(dict.fromkeys(filter(None, (where.admin1, country)))) or where.name


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


def said_in(sentence: Sentence) -> str:
    """What a telling says, whatever its day; what is denied, announced or not confirmed says something else."""
    lead, _, said = sentence.text.partition(": ")
    return lead[lead.find("(") :] + said if "(" in lead else said


# ---------------------------------------------------------------- statements, what is open


def statements_and_plans(told: Sequence[Told]) -> Iterator[Sentence]:
    """What named speakers said in their own words; what else was said and is not told so; what is announced."""
    quoted = [*statements(told)]
    yield from quoted
    known = {words for sentence in quoted for ref in sentence.refs for words in (ref.words, ref.around)}
    rest = [
        t for t in told if t.plan or (t.said and not t.past and t.scene.sentence(t.scene.fullest(t.ends)) not in known)
    ]
    tellings = once((telling_of(each) for each in rest), said_in)
    yield from sorted(tellings[:MOST_TOLD_AS_SAID], key=lambda s: "(announced)" in s.text)


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
        yield Sentence(text=_stopped(f"{capital(who)}{via} {words}"), refs=scene.refs([end]), about=end, holders=(who,))
        if len(said) == MOST_STATEMENTS:
            return


def _stopped(text: str) -> str:
    """The text with a full stop, where it ends in none."""
    return text if text.rstrip("”’\"')")[-1:] in ".!?…" else f"{text}."


def not_established(told: Sequence[Told], scene: Scene) -> Iterator[Sentence]:
    """What stays open: pages without a day, and days, places and whether it happened; of the weightiest happenings."""
    yield from _undated(scene)
    for each, found in _opened(told)[:MOST_OPEN]:
        tellers, holders = _by_teller(each)
        text = f"“{each.deed}” ({tellers}): {joined(found)}."
        yield Sentence(text=text, refs=each.scene.refs(each.ends), about=each.incident.id, holders=tuple(holders))


def more_open(told: Sequence[Told]) -> str:
    """How many more happenings leave something open than the section tells; empty where it tells all."""
    more = len(_opened(told)) - MOST_OPEN
    return f"Of {more:,} more the day or the place is not established." if more > 0 else ""


def _opened(told: Sequence[Told]) -> list[tuple[Told, list[str]]]:
    """What happened, not long ago, with what is open of it."""
    return [(t, found) for t in told if not t.past and not t.said and (found := list(_open(t)))]


def _undated(scene: Scene) -> Iterator[Sentence]:
    """Pages without a date of publication, whose days by name are of no week."""
    for report in scene.reports:
        lost = [i for i in report.issues if i.code == "undated" and i.start is not None and i.end is not None]
        if lost:
            words = [f"“{folded(report.document.text[i.start : i.end])}”" for i in lost]
            said = joined(list(dict.fromkeys(words))[:MOST_NAMED])
            text = f"{outlet(report)} gives no date of publication: {said} could not be placed."
            ref = Ref(source=scene.numbers[report.id], report=report.id, words=said.strip("“”"))
            yield Sentence(text=text, refs=(ref,), about=report.id, holders=(outlet(report),))


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
