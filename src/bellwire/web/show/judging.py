"""What the form of a judgement asks for. `pages/judge.py` says which fields there are."""

from collections.abc import Mapping, Sequence
from typing import cast

from bellwire.errors import InputError
from bellwire.model.words import JudgementVerb
from bellwire.review.check import GRADES, VERBS
from bellwire.web.deciding import MOST, Decision
from bellwire.web.show.quoting import Form

LONGEST_REASON = 2000


def first(form: Form, name: str) -> str:
    """The value of a field; empty where it was not sent.

    >>> first({"why": [" an age "]}, "why"), first({}, "why")
    ('an age', '')
    """
    values = form.get(name, ())
    return values[0].strip() if values else ""


def verb_of(form: Form) -> JudgementVerb:
    """The verb; raises InputError where it is none."""
    verb = first(form, "verb")
    if verb not in VERBS:
        raise InputError(f"verb: {verb!r} is none; those are: {', '.join(VERBS)}")
    return cast(JudgementVerb, verb)


def subjects_of(form: Form) -> tuple[str, ...]:
    """The subjects, each once; raises InputError where there is none.

    >>> subjects_of({"subject": ["i-1", "i-2", "i-1"]})
    ('i-1', 'i-2')
    """
    found = tuple(dict.fromkeys(s for s in (each.strip() for each in form.get("subject", ())) if s))
    if not found:
        raise InputError("subject: nothing is chosen; tick at least one")
    if len(found) > MOST:
        raise InputError(f"subject: {len(found)} were chosen; at most {MOST} can be at once")
    if any("\0" in s or len(s) > LONGEST_REASON for s in found):
        raise InputError("subject: that is no id")
    return found


def why_of(form: Form) -> str | None:
    """The reason: what was typed, else what was picked; None where there is neither."""
    why = " ".join((first(form, "why") or first(form, "reason")).split())
    if len(why) > LONGEST_REASON:
        raise InputError(f"why: a reason of {len(why)} characters; at most {LONGEST_REASON} are kept")
    if any(not c.isprintable() for c in why):
        raise InputError("why: it has a character that is no text")
    return why or None


def seen_of(form: Form) -> int | None:
    """The last entry of the log that the page had read; None where it does not say."""
    seen = first(form, "seen")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 16 else None


def value_of(form: Form, verb: JudgementVerb) -> dict[str, object]:
    """What the verb needs, of the fields that have one meaning whatever the subject is.

    >>> value_of({"word": ["fair"], "credibility": ["2"], "reliability": [""]}, "grade")
    {'word': 'fair', 'credibility': '2'}
    """
    if verb == "grade":
        return {name: given for name in GRADES if (given := first(form, name))}
    if verb == "merge":
        return {"into": first(form, "other") or first(form, "into")}
    if verb == "split":
        return {"records": [r for r in (each.strip() for each in form.get("records", ())) if r]}
    return {}


def decisions_of(
    verb: JudgementVerb, subjects: Sequence[str], why: str | None, value: Mapping[str, object]
) -> tuple[Decision, ...]:
    """The same decision on each subject."""
    return tuple(Decision(verb=verb, subject=subject, why=why, value=value) for subject in subjects)
