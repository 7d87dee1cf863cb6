"""Does what people decide, one thing or many: each once, none over what changed meanwhile, none twice by one person.

A form says up to which entry of the log its page had read the record (`seen`). What changed since is not decided over
in silence, and the same form sent twice does the same thing once: the record itself says what came of the first time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bellwire.desk import utc_now
from bellwire.errors import InputError, JudgementError
from bellwire.keeping import judge
from bellwire.model import Judgement, content_id
from bellwire.model.codec import encode_plain
from bellwire.model.words import JudgementVerb
from bellwire.review import effective, standing
from bellwire.review.effective import person
from bellwire.store import View, Writer
from bellwire.store.writer import chunks, report_of_end
from bellwire.web.security import User
from bellwire.web.station import Station
from bellwire.workspace.batches import Batch, Done, keep_batch

MOST = 1000
"""Things that are decided in one go: some 20 ms of writing each, with 100,000 incidents kept (2026-11)."""
AT_ONCE = 50
"""Decisions in one transaction: others get their turn in between."""
Gettext = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be decided of a subject; for undo the subject is a judgement."""

    verb: JudgementVerb
    subject: str
    why: str | None = None
    value: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a decision: the judgement that it made, or why there is none.

    `changed` says that the subject is not what it was when it was shown; `again` that it was done before, by the same
    form.
    """

    decision: Decision
    judgement: Judgement | None = None
    refused: str | None = None
    changed: bool = False
    again: bool = False


def decide(
    station: Station,
    user: User,
    decisions: Sequence[Decision],
    *,
    seen: int | None,
    gettext: Gettext,
    blind: bool = False,
) -> tuple[Outcome, ...]:
    """Decides, and says what came of each; what cannot be keeps no other back.

    `seen` is the last entry of the log that the person's page had read; None: whatever changed. Blind, what others
    decided meanwhile is no change: it is not to be known. An editor may undo what others decided.
    Raises InputError for more than MOST.
    """
    desk, outcomes, untouched = station.desk, list[Outcome](), seen
    if len(decisions) > MOST:
        raise InputError(f"{len(decisions)} decisions at once; at most {MOST} can be, so give them in parts")
    for some in chunks(decisions, AT_ONCE):
        with station.writing.turn(), desk.store.write(now=utc_now(), by=user.name) as writer:
            view = View(writer.connection)
            as_shown = untouched is not None and untouched == view.last_seq()  # then there is nothing to compare
            for decision in some:
                each = _Each(
                    writer,
                    user.name,
                    decision,
                    None if as_shown else seen,
                    gettext,
                    user.may("editor"),
                    blind,
                    desk.settings.reviewers,
                )
                outcomes.append(each.outcome())
            untouched = view.last_seq() if as_shown else None
        for outcome in outcomes:
            if outcome.judgement:
                desk.readings.forget(report_of_end(outcome.judgement.subject))
    return tuple(outcomes)


@dataclass(slots=True)
class _Each:
    """One decision, with the transaction that it is made in."""

    writer: Writer
    by: str
    decision: Decision
    seen: int | None
    gettext: Gettext
    editor: bool
    blind: bool
    people: int

    def outcome(self) -> Outcome:
        decision = self.decision
        view = View(self.writer.connection)
        undone = self._undone_before(view) if decision.verb == "undo" else None
        if undone is not None:
            return Outcome(decision=decision, judgement=undone, again=True)
        if decision.verb != "undo" and self.seen is not None:
            now = view.judgements([decision.subject])
            since = judgements_since(view, decision.subject, self.seen)
            mine = self._made_before(since, now)
            if mine is not None:
                return Outcome(decision=decision, judgement=mine, again=True)
            if has_changed(view, decision.subject, self.seen, only=self.by if self.blind else None):
                return Outcome(
                    decision=decision, refused=self.gettext("it has changed since it was shown"), changed=True
                )
        why_not = self._why_not(view)
        if why_not is not None:
            return Outcome(decision=decision, refused=why_not)
        try:
            made = judge(
                self.writer,
                decision.verb,
                decision.subject,
                why=decision.why,
                value=decision.value if decision.verb != "undo" else None,
                people=self.people,
            )
        except JudgementError as error:
            return Outcome(decision=decision, refused=str(error))
        return Outcome(decision=decision, judgement=made)

    def _made_before(self, since: Sequence[Judgement], now: Sequence[Judgement]) -> Judgement | None:
        """The judgement that this same form made when it was sent before, where it still stands."""
        d, stands = self.decision, {j.id for j in standing(now)}
        same = [j for j in since if (j.verb, j.why, dict(j.value)) == (d.verb, d.why, dict(d.value))]
        return next((j for j in reversed(same) if j.id in stands and person(j.by) == person(self.by)), None)

    def _undone_before(self, view: View) -> Judgement | None:
        """The person's own undo of the judgement, where it stands: an undo that is sent twice brings nothing back."""
        undone = view.judgement(self.decision.subject)
        known = view.judgements([undone.subject]) if undone else ()
        own = [j for j in standing(known) if j.verb == "undo" and person(j.by) == person(self.by)]
        return next((j for j in own if undone and j.value.get("judgement") == undone.id), None)

    def _why_not(self, view: View) -> str | None:
        decision = self.decision
        if decision.verb == "accept":
            accepts = [j for j in effective(view.judgements([decision.subject])) if j.verb == "accept"]
            if any(person(j.by) == person(self.by) for j in accepts):
                if self.people > len({person(j.by) for j in accepts}):
                    return self.gettext("you accepted it already; another person is needed")
                return self.gettext("you accepted it already")
        if decision.verb == "undo" and not self.editor:
            undone = view.judgement(decision.subject)
            if undone is not None and person(undone.by) != person(self.by):
                return self.gettext("it is %s's judgement; only an editor may undo what others decided") % undone.by
        return None


def judgements_since(view: View, subject: str, seen: int) -> tuple[Judgement, ...]:
    """The judgements of a subject that were not known at an entry of the log."""
    before = {j.id for j in View(view.connection, seen).judgements([subject])}
    return tuple(j for j in view.judgements([subject]) if j.id not in before)


def has_changed(view: View, subject: str, seen: int, *, only: str | None = None) -> bool:
    """Whether a subject is not what it was at an entry of the log: judged, told by more, read anew, or gone.

    With `only`, what others than that person decided is left out of account.
    """
    if seen >= view.last_seq():
        return False
    then = View(view.connection, seen)
    if any(only is None or person(j.by) == person(only) for j in judgements_since(view, subject, seen)):
        return True
    if (incident := view.incident(subject)) is not None or then.incident(subject) is not None:
        before = then.incident(subject)
        if only is not None and incident is not None and before is not None:
            return incident.evidence != before.evidence
        return incident != before
    report = subject if view.report(subject) is not None else report_of_end(subject)
    return view.report(report) != then.report(report)


def decide_together(
    station: Station,
    user: User,
    decisions: Sequence[Decision],
    *,
    seen: int | None,
    gettext: Gettext,
    back: str,
    blind: bool = False,
) -> tuple[Batch, tuple[Outcome, ...]]:
    """Decides several things in one go, and keeps what was done, so that one undo takes it back."""
    outcomes = decide(station, user, decisions, seen=seen, gettext=gettext, blind=blind)
    first = decisions[0]
    named = [first.verb, user.name, first.why, seen, *(d.subject for d in decisions)]
    made = Batch(
        id=content_id("b", encode_plain(named).decode()),
        verb=first.verb,
        by=user.name,
        at=utc_now(),
        why=first.why,
        back=back,
        done=tuple(
            Done(subject=o.decision.subject, judgement=o.judgement.id if o.judgement else None, refused=o.refused)
            for o in outcomes
        ),
    )
    keep_batch(station.workspace, made)
    return made, outcomes
