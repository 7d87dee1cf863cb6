"""The figures of a situation report with their ranges and holders, and the points on which accounts differ."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bellwire.brief.form import Account, Contested, Ref, Sentence
from bellwire.brief.lines import by_size, inner, once
from bellwire.brief.telling import claim_account, contested_claims, figure_accounts, shortened, whom
from bellwire.brief.told import MOST_NAMED, NOT_SO, Told, claims_of
from bellwire.brief.words import MEASURE_WORDS, OWN_VOICE, bounds, day, figure_bounds, in_quotes, joined, outlet
from bellwire.model import Figure, Tally

# ---------------------------------------------------------------- figures, contested points


def figures(told: Sequence[Told], measures: Sequence[str]) -> Iterator[Sentence]:
    """The figures of some measures, each with its range and who holds it; by measure, then by weight.

    A figure that stands in several happenings is told of the weightiest.
    """
    found = []
    given: set[str] = set()
    for place, each in enumerate(told):
        for tally, ends in each.whole:
            if tally.measure in measures and not given.issuperset(ends):
                given.update(ends)
                found.append((measures.index(tally.measure), place, each, tally, ends))
    ordered = sorted(found, key=lambda row: row[:2])
    yield from once(figure_sentence(each, tally, ends) for _, _, each, tally, ends in ordered)


def figure_sentence(told: Told, tally: Tally, ends: Sequence[str], *, placed: bool = True) -> Sentence:
    """A tally with its range and who holds it; `placed` tells where and when as well."""
    scene, sized = told.scene, by_size(told, ends)
    what = MEASURE_WORDS.get(tally.measure, tally.measure).capitalize()
    at = ", ".join(filter(None, (told.where, told.when))) if placed else ""
    label = f"{what}{f' ({at})' if at else ''}"
    within = [a for low, high, a in sized if _within(tally, low, high)] or [a for *_, a in sized]
    holders = list(dict.fromkeys(inner(a.holder) for a in within))
    parts = [part for end in ends for part in _parts(told, end)]
    about = ":".join((told.incident.id, tally.measure, tally.population or "", tally.unit))
    return Sentence(
        text=f"{label}: {_spread(told, tally, ends, within, holders)}{_of_them(told, parts, holders)}.",
        refs=scene.refs([*ends, *parts]),
        about=about,
        holders=tuple(holders),
    )


def _spread(told: Told, tally: Tally, ends: Sequence[str], within: Sequence[Account], holders: list[str]) -> str:
    """The figure that all give, or the range with who gives what; vague numbers in their holders' words."""
    counted = [told.scene.figure(end) for end in ends]
    mine = [end_of(account) for account in within]
    vague = any(is_vague(told.scene.figure(end), told.scene.words_of(end)) for end in mine)
    if len({a.words.casefold() for a in within}) == 1 or len({figure_bounds(f) for f in counted}) == 1:
        told_as = figure_bounds(told.scene.figure(end_of(within[0])))
        said = (
            within[0].words
            if vague or told_as in ("0", "1") or tally.unit != "person"
            else f"{told_as} {whom(counted)}"
        )
        return f"{said}, according to {joined(holders[:MOST_NAMED])}"
    named = [f"{inner(a.holder)} {a.words}" for a in within]
    more = f" and {len(named) - MOST_NAMED - 1} more" if len(named) > MOST_NAMED + 1 else ""
    spread = "" if vague else f"{_counting(bounds(tally.low, None, tally.high), whom(counted))}, "
    return f"{spread}by source: {'; '.join(named[: MOST_NAMED + 1])}{more}"


def is_vague(figure: Figure, words: str) -> bool:
    """Whether a figure's bounds are of our own reading: "thousands" is no count of 2,000.

    >>> is_vague(Figure(id="f", start=0, end=1, measure="displaced", low=2000.0), "Thousands of people")
    True
    >>> is_vague(Figure(id="f", start=0, end=1, measure="displaced", low=2000.0), "more than 2,000 people")
    False
    """
    return figure.best is None and not any(c.isdigit() for c in words)


def _parts(told: Told, end: str) -> list[str]:
    """The figures that are parts of a figure, as the same report gives them."""
    report, figure = told.scene.report_of(end), told.scene.figure(end)
    return [f"{report.id}#{f.id}" for f in report.figures if f.part_of == figure.id]


def _of_them(told: Told, parts: Sequence[str], holders: Sequence[str]) -> str:
    """Parts of a figure in the words of who gives it, who is named where others give the whole as well."""
    said = {f"“{told.scene.words_of(p)}”": inner(told.scene.holder(p)) for p in parts}
    if not said:
        return ""
    shown = [
        words if list(holders) == [holder] else f"{words} by {holder}"
        for words, holder in list(said.items())[:MOST_NAMED]
    ]
    return f"; counted in it: {joined(shown)}"


def _counting(number: str, what: str) -> str:
    """A number with what it counts, whose word is in the plural."""
    return f"1 ({what})" if number == "1" else f"{number} {what}"


def end_of(account: Account) -> str:
    ref = account.refs[0]
    return f"{ref.report}#{ref.record}"


def _within(tally: Tally, low: float, high: float) -> bool:
    """Whether a figure is in the tally's range; what its holder gave before his last figure may lie outside."""
    return (tally.low is None or tally.low <= low) and (tally.high is None or high <= tally.high)


def contested(told: Sequence[Told]) -> Iterator[Contested]:
    """Counts that differ, who says that it happened and who denies it, and claims that contradict each other."""
    shown: set[Ref] = set()
    for point in (*_counts(told), *_claims(told), *_denied(told)):
        refs = {ref for account in point.accounts for ref in account.refs}
        if not refs <= shown:
            shown |= refs
            yield point


def _counts(told: Sequence[Told]) -> Iterator[Contested]:
    """Counts that differ, each with its holder and its day."""
    for each in told:
        for tally, ends in each.whole:
            accounts = tuple(figure_accounts(each.scene, ends))
            if len({a.words.casefold() for a in accounts}) > 1 and (tally.disagree or tally.low != tally.high):
                word = MEASURE_WORDS.get(tally.measure, tally.measure)
                population = whom([each.scene.figure(e) for e in ends])
                what = population if word in population else f"{population} {word}"
                at = ", ".join(filter(None, (each.where, each.when)))
                about = f"{each.incident.id}:{what}"
                yield Contested(what=f"{what}{f', {at}' if at else ''}", accounts=accounts, about=about)


def _claims(told: Sequence[Told]) -> Iterator[Contested]:
    """Claims that contradict each other, each pair with the happening that it is about."""
    titles = {end: each.deed for each in reversed(told) for end in claims_of([each])}
    for point in contested_claims(told[0].scene, titles.keys()) if told else ():
        ends = [end_of(account) for account in point.accounts]
        title = next((titles[end] for end in ends if end in titles), "")
        yield replace(point, what=f"{point.what}: {title}" if title else point.what)


def _denied(told: Sequence[Told]) -> Iterator[Contested]:
    """Who says that something happened, and who denies it."""
    for each in told:
        denials = [end for end in each.denials if each.scene.report_of(end).id not in each.scene.copies]
        affirmed = tuple(_affirmed(each)) if denials else ()
        if affirmed:
            accounts = (*affirmed, *(claim_account(each.scene, end) for end in denials))
            about = f"{each.incident.id}:so"
            yield Contested(what=f"whether it happened: {each.deed}", accounts=accounts, about=about)


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
