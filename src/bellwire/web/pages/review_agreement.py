"""How far two people agree who judged the same things, and what they decided otherwise, for an editor to settle."""

from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from bellwire.model import Judgement
from bellwire.review import agreement, double_coded
from bellwire.review.differences import differences
from bellwire.review.effective import person
from bellwire.store import View
from bellwire.store.writer import report_of_end
from bellwire.web.here import Asked, needs
from bellwire.web.show.names import name_of

router = APIRouter(dependencies=[Depends(needs("analyst"))])
MOST_REPORTS = 200
"""Reports that two people's readings are compared on."""
MOST_DIFFERENCES = 200


@router.get("/review/agreement", response_class=HTMLResponse)
def agreed(here: Asked) -> HTMLResponse:
    """The table of two people, and their differences."""
    with here.view() as view:
        judgements = view.judgements()
        people = people_of(judgements)
        a, b = _two(people, here.asked("a"), here.asked("b"))
        mine, theirs = (_of(judgements, name) for name in (a, b))
        reports = _both(view, mine, theirs)
        readings = double_coded(tuple(view.reports(reports)), judgements, a, b) if reports else ((), ())
        found = differences(mine, theirs, judgements)
        return here.render(
            "review_agreement.html.j2",
            people=people,
            a=a,
            b=b,
            decided=agreement(mine, theirs) if mine and theirs else (),
            read=[row for row in agreement(*readings) if row.n] if readings[0] else [],
            reports=len(readings[0]),
            differences=[(each, name_of(view, each.subject)) for each in found[:MOST_DIFFERENCES]],
            total=len(found),
            seen=view.last_seq(),
        )


def people_of(judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """Who judged, those who judged most first; each by the name that they used last.

    >>> made = [Judgement(id=f"j-{n}", verb="accept", subject="i", by=by, at="2024-05-01")
    ...         for n, by in enumerate(["ben", "ana", "Ana "])]
    >>> people_of(made)
    ('Ana ', 'ben')
    """
    names = {person(j.by): j.by for j in judgements}
    counted = Counter(person(j.by) for j in judgements)
    return tuple(names[who] for who, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _two(people: Sequence[str], a: str, b: str) -> tuple[str, str]:
    """The two that were asked for, else the two who judged most."""
    first = a or next((name for name in people if person(name) != person(b)), "")
    second = b or next((name for name in people if person(name) != person(first)), "")
    return first, second


def _of(judgements: Sequence[Judgement], name: str) -> tuple[Judgement, ...]:
    return tuple(j for j in judgements if person(j.by) == person(name))


def _both(view: View, mine: Sequence[Judgement], theirs: Sequence[Judgement]) -> tuple[str, ...]:
    """The reports on whose records both decided something."""
    ends = ({j.subject for j in some} for some in (mine, theirs))
    ours, others = ({*subjects, *map(report_of_end, subjects)} for subjects in ends)
    known = set(view.report_ids()) if ours & others else set()
    return tuple(sorted(ours & others & known))[:MOST_REPORTS]
