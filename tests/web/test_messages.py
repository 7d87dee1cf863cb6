"""The desk in other languages: every message is there, and says the same things."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from bellwire.web.messages import FOLDER, Language, language_of, languages

ROOT = Path(__file__).resolve().parents[2]
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)|\{\w+\}|</?\w+>")
OTHERS = [code for code in languages() if code != "en"]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/make_messages.py."""
    spec = importlib.util.spec_from_file_location("make_messages", ROOT / "scripts" / "make_messages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(code: str) -> list[Message]:
    """The messages of a language."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return [message for message in read_po(file, locale=code) if message.id]


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated_and_none_is_left_over(code: str, script: ModuleType) -> None:
    """A page would be half English; run: python scripts/make_messages.py."""
    made = script.updated(FOLDER / f"{code}.po", script.collected())
    assert not script.missing(made)
    assert {str(m.id) for m in made if m.id} == {str(m.id) for m in messages(code)}


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_numbers_and_names_of_the_message(code: str) -> None:
    """A count or a name would be lost, or a page would fail where it is put in."""
    for message in messages(code):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = {place for id in ids for place in PLACE.findall(id)}
        for string in strings:
            extra = set(PLACE.findall(string)) - wanted
            assert not extra, (message.id, string)
        assert set(PLACE.findall(strings[-1])) == wanted, (message.id, strings[-1])


def test_a_language_that_is_not_there_falls_back_to_english() -> None:
    """A browser set to an unknown language would get an error."""
    assert language_of("tlh").code == "en" and language_of(None, "ar-SY, en;q=0.5").code == "ar"
    assert Language("ar").rtl and not Language("en").rtl
    assert "2" in Language("ar").day("2024-05-02")  # figures are written 0 to 9 in every language


def test_the_language_that_was_chosen_stays(client: TestClient) -> None:
    """A reader would have to choose it again on every page."""
    assert 'dir="rtl"' in client.get("/?lang=ar").text
    assert 'dir="rtl"' in client.get("/claims").text
    assert 'dir="ltr"' in client.get("/claims?lang=en").text
