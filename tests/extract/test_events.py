"""Events: who did what to whom, as read from sentences of conflict reports."""

import pytest

from bellwire.annotate import sentences
from bellwire.draft import Draft
from bellwire.extract import events
from bellwire.knowledge import language
from bellwire.model import Event
from bellwire.pipeline import run_part
from bellwire.read import Given, read_text


def drafted(text: str, *, published: str | None = None) -> Draft:
    page = read_text(text, Given(kind="article", published=published, language="en"))
    from bellwire.clean import label

    draft = Draft(document=page.document, blocks=page.blocks)
    for part in (label.PART, sentences.PART, events.PART):
        draft = run_part(draft, part, language("en").code, strict=True)
    return draft


def told(text: str) -> list[tuple[str, str | None, list[str], list[str]]]:
    draft = drafted(text)

    def quotes(event: Event, role: str) -> list[str]:
        return [draft.text[p.start : p.end] for p in getattr(event, role)]

    return [(e.type, e.mode, quotes(e, "agents"), quotes(e, "patients")) for e in draft.events]


CASES = [
    ("The army shelled the rebels.", ("ASSAULT", "heavy-weapons", ["army"], ["rebels"])),
    ("The rebels were shelled by the army.", ("ASSAULT", "heavy-weapons", ["army"], ["rebels"])),
    ("The convoy came under fire from militants.", ("ASSAULT", None, ["militants"], ["convoy"])),
    ("Police arrested 12 protesters on Sunday.", ("COERCE", "arrest", ["Police"], ["12 protesters"])),
    ("Norway accused Russia of jamming signals.", ("ACCUSE", None, ["Norway"], ["Russia"])),
    ("Chad refused to meet the rebels.", ("REJECT", None, ["Chad"], ["rebels"])),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_did_what_to_whom_is_read_from_the_sentence(text: str, expected: tuple[object, ...]) -> None:
    """A lost role puts the victim in the attacker's place."""
    assert expected in told(text)


def test_a_plain_said_is_no_event() -> None:
    """Every report would be full of speech acts that nobody counts."""
    assert told("The minister said the weather was fine.") == []
