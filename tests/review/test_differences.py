"""What two people decided otherwise is listed, once, and is settled by a third."""

from typing import Any

from bellwire.model import Judgement
from bellwire.review.differences import differences


def judgement(number: int, verb: str, subject: str, by: str, **value: Any) -> Judgement:
    """A judgement, in the order of its number."""
    return Judgement(id=f"j-{number}", verb=verb, subject=subject, by=by, at=f"2024-05-{number:02}", value=value)  # type: ignore[arg-type]


def test_what_two_decide_alike_is_no_difference() -> None:
    """An editor would be asked to settle what nobody disputes."""
    ana = [judgement(1, "accept", "i-1", "ana"), judgement(2, "grade", "i-1", "ana", word="fair")]
    ben = [judgement(3, "accept", "i-1", "ben"), judgement(4, "grade", "i-1", "ben", word="fair")]
    assert differences(ana, ben) == ()


def test_other_values_are_listed_by_field() -> None:
    """Two grades that cannot both hold would stay unseen behind one decision."""
    ana = [judgement(1, "edit", "r#f-1", "ana", low=12, high=12)]
    ben = [judgement(2, "edit", "r#f-1", "ben", low=14, high=12)]
    assert [(d.field, d.a, d.b) for d in differences(ana, ben)] == [("low", 12, 14)]


def test_what_was_taken_back_is_no_difference() -> None:
    """A slip that was undone would count against the coder."""
    ana = [judgement(1, "reject", "i-1", "ana"), judgement(2, "undo", "i-1", "ana", judgement="j-1")]
    ben = [judgement(3, "accept", "i-1", "ben")]
    assert differences(ana, ben) == ()


def test_a_third_person_settles_it_and_not_one_of_the_two() -> None:
    """One of the two would have the last word by judging again."""
    ana, ben = judgement(1, "accept", "i-1", "ana"), judgement(2, "reject", "i-1", "ben")
    again, eva = judgement(3, "accept", "i-1", "Ana "), judgement(4, "accept", "i-1", "eva")
    (own,) = differences([ana, again], [ben], [ana, ben, again])
    assert own.settled is None
    (settled,) = differences([ana, again], [ben], [ana, ben, again, eva])
    assert settled.settled == eva
    early = judgement(5, "accept", "i-1", "eva")
    (open_still,) = differences([ana], [ben], [early, ana, ben])
    assert open_still.settled is None
