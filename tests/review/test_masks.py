"""Hiding names: what a victim loses if one gets through."""

from bellwire.model import Actor, Document, MadeBy, Redaction, Report, Span
from bellwire.review import masked

TEXT = "Mirsa Tolun saw it. Her son Tolun was killed, the army said."


def report(*redact: Redaction, private: bool = False) -> Report:
    person = Actor(id="a", name="Mirsa Tolun", type="person", mentions=(Span(start=0, end=11),), private=private)
    army = Actor(id="b", name="the army", type="state_forces", mentions=(Span(start=46, end=54),))
    document = Document(id="d", kind="article", text=TEXT, title="Mirsa Tolun weeps, the army denies")
    return Report(id="r", document=document, actors=(person, army), redact=redact, made_by=MadeBy(bellwire="0"))


def test_a_redacted_name_is_nowhere_in_what_goes_out() -> None:
    """One place that was forgotten is enough to find a witness."""
    hidden = masked(report(Redaction(start=0, end=11, why="a witness")))
    assert len(hidden.document.text) == len(TEXT)
    assert "Mirsa" not in hidden.document.text and "Mirsa" not in str(hidden.document.title)
    assert "Tolun" not in str(hidden.document.title)
    assert [actor.name for actor in hidden.actors] == ["a person whose name is withheld", "the army"]


def test_what_nobody_hides_stays() -> None:
    """A record without its speakers is of no use."""
    plain = report()
    assert masked(plain) is plain
    forces = masked(report(Redaction(start=46, end=54, why="mistaken")))
    assert forces.actors[1].name == "the army"


def test_a_private_person_has_no_name() -> None:
    """The machine marks private persons; a brief must not name them."""
    hidden = masked(report(Redaction(start=0, end=5, why="name of a private person"), private=True))
    assert hidden.actors[0].name == "a person whose name is withheld"
