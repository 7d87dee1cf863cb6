"""The publish page: a policy in plain words, what it does in numbers, and what changes, field by field."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from bellwire.publish.coarsen import KM_A_DEGREE, PointRule
from bellwire.publish.fields import Difference
from bellwire.publish.policy import Policy
from bellwire.publish.release import Release
from bellwire.web.words import shown_word, shown_words

Say = Callable[[str], str]
Piece = tuple[Literal["same", "gone", "come"], str]
LONGEST_COMPARED = 4000
"""Characters of a field up to which its words are compared; longer ones are shown as wholly changed."""


def policy_lines(policy: Policy, _: Say) -> tuple[str, ...]:
    """A policy in plain words, a sentence each: what a reader of the site must know of how it was made."""
    return tuple(_lines(policy, _))


def _lines(policy: Policy, _: Say) -> Iterator[str]:
    yield _states(policy, _)
    if policy.delay_days:
        yield _("Incidents are withheld until %(days)s days have passed.") % {"days": policy.delay_days}
    if policy.names == "hide":
        yield _("Names of private persons (victims, minors, witnesses) are hidden wherever they occur.")
    else:
        yield _("Names of private persons are shown.")
    if policy.redactions == "hide":
        yield _("What people redacted in the reports is hidden.")
    yield from (_point_line(rule, _) for rule in policy.coordinates)
    if not policy.coordinates:
        yield _("Points are shown as exactly as the reports allow.")
    yield _quote_line(policy.quote_words, _)
    yield _("Links to the reports are given.") if policy.links == "show" else _("No links to the reports are given.")
    yield {
        "guard": _("Sentences with graphic content are closed until a reader opens them."),
        "leave out": _("Sentences with graphic content are left out."),
        "show": _("Sentences with graphic content are shown like others."),
    }[policy.graphic]
    if policy.claims == "hide":
        yield _("Who said what is not listed claim by claim.")


def _states(policy: Policy, _: Say) -> str:
    reviews = ", ".join(_(shown_word("review", state)) for state in policy.review)
    grades = ", ".join(_(shown_word("grade", g)) if g != "none" else _("not graded") for g in policy.grades)
    by = _("by an analyst") if policy.graded_by == "analyst" else _("by an analyst, or suggested where none graded")
    said = _("Published are incidents whose review is: %(reviews)s; and whose grade (%(by)s) is: %(grades)s.")
    return said % {"reviews": reviews, "grades": grades, "by": by}


def _point_line(rule: PointRule, _: Say) -> str:
    what = {
        "exact": _("as exactly as reports allow"),
        "decimals": _("rounded to %(amount)s degrees (some %(km)s km)"),
        "grid": _("as the middle of a cell of %(amount)s degrees"),
        "admin1": _("as the middle of the province"),
        "withheld": _("not at all"),
    }[rule.to] % {"amount": f"{rule.degrees:g}", "km": f"{rule.degrees * KM_A_DEGREE:.2g}"}
    if rule.hide_name:
        what = _("%(what)s, without the name of the place") % {"what": what}
    whom = _("Points of %(which)s are shown %(what)s.") if _which(rule, _) else _("Points are shown %(what)s.")
    return whom % {"which": _which(rule, _), "what": what}


def _which(rule: PointRule, _: Say) -> str:
    kinds = [_(shown_word("type", kind)) for kind in rule.types]
    places = [*rule.words, *rule.features]
    said = [", ".join(each) for each in (kinds, places, [*map(str, rule.precisions)]) if each]
    return "; ".join(said)


def _quote_line(most: int | None, _: Say) -> str:
    if most is None:
        return _("Sentences of the reports are quoted whole.")
    if not most:
        return _("The reports are not quoted.")
    return _("Of each sentence at most %(words)s words are quoted.") % {"words": most}


# ---------------------------------------------------------------- before and after


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A field before and after, in pieces that stayed, went and came; `gone` says that nothing goes out."""

    field: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    gone: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An incident in the list of changes: withheld, with the reason, or its fields, record by record."""

    id: str
    title: str
    why: str | None
    because: str
    groups: tuple["Group", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What changes in one record: the incident itself, or what one report tells of it (`report` by its outlet)."""

    record: str
    report: str | None
    rows: tuple[Row, ...]


def changed_of(release: Release, before_title: str) -> Changed:
    """An incident as the publish page lists it; its title as the desk knows it."""
    records: dict[str, list[Row]] = {}
    outlets = {e.record: " ".join(filter(None, (e.outlet, e.published))) or e.report for e in release.evidence}
    for difference in release.differences:
        records.setdefault(difference.record, []).append(row_of(difference))
    return Changed(
        id=release.id,
        title=before_title,
        why=release.why,
        because=release.because,
        groups=tuple(
            Group(record=record, report=None if record == release.id else outlets.get(record, record), rows=tuple(rows))
            for record, rows in sorted(records.items(), key=lambda pair: pair[0] != release.id)
        ),
    )


def row_of(difference: Difference) -> Row:
    """A difference in pieces, word by word."""
    after = difference.after or ""
    before_pieces, after_pieces = pieces(difference.before, after)
    return Row(
        field=field_of(difference.field),
        before=before_pieces,
        after=after_pieces,
        gone=difference.after is None,
        rules=difference.rules,
    )


def field_of(path: str) -> str:
    """The word that a field is shown by: a key of `publish_field` in words.toml, or the path where there is none.

    >>> field_of("patients.0.name"), field_of("figures.1.quote"), field_of("where")
    ('patients', 'figures.quote', 'where')
    """
    names = [part for part in path.split(".") if not part.isdigit()]
    known = shown_words().get("publish_field", {})
    return next((key for key in (".".join(names), names[0]) if key in known), path)


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two texts in pieces: what both have, what only the first has (gone), what only the second (come).

    >>> pieces("Gunmen shot Amina Duba.", "Gunmen shot [name withheld].")[0]
    (('same', 'Gunmen shot '), ('gone', 'Amina Duba.'))
    """
    if max(len(before), len(after)) > LONGEST_COMPARED:
        return (("gone", before),), (("come", after),)
    left, right = _words(before), _words(after)
    gone: list[Piece] = []
    come: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if b > a:
            gone.append(("same" if tag == "equal" else "gone", "".join(left[a:b])))
        if d > c:
            come.append(("same" if tag == "equal" else "come", "".join(right[c:d])))
    return tuple(gone), tuple(come)


def _words(text: str) -> Sequence[str]:
    """Words, each with the space behind it."""
    found: list[str] = []
    for word in text.split(" "):
        found.append(f"{word} ")
    if found:
        found[-1] = found[-1][:-1]
    return [word for word in found if word]
