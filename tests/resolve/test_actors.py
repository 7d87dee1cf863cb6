"""Actors: who is found, what is one actor, whom pronouns stand for."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.draft import Draft
from bellwire.knowledge.tables import ROOT, check_table
from bellwire.model import Actor, Span
from bellwire.resolve.actor_names import hits, index, plain
from tests.support import draft_of

STORY = (
    "The Rapid Support Forces (RSF) shelled a camp near El Fasher on Monday, the Sudanese army said. "
    "RSF spokesman Tarig Osman denied that the group had fired. He said the army was lying.\n\n"
    "Osman told Reuters that 12 civilians had been killed by soldiers."
)


def named(draft: Draft, name: str) -> Actor:
    return next(actor for actor in draft.actors if actor.name == name)


def at(draft: Draft, words: str, n: int = 1) -> Actor | None:
    start = -1
    for _ in range(n):
        start = draft.text.index(words, start + 1)
    return draft.actor_at(Span(start=start, end=start + len(words)))


@pytest.fixture(scope="module")
def story() -> Draft:
    return draft_of(STORY, upto="actors")


def test_a_short_name_is_the_body_it_stands_for(story: Draft) -> None:
    """Without it the RSF and the Rapid Support Forces would be two parties on the map."""
    rsf = named(story, "Rapid Support Forces")
    assert rsf.type == "militia" and rsf.country == "SD"
    assert at(story, "RSF") == rsf and at(story, "RSF spokesman") is not rsf


def test_the_group_points_to_the_body_named_last(story: Draft) -> None:
    """Without it a claim by "the group" would have no speaker."""
    assert at(story, "the group") == named(story, "Rapid Support Forces")


def test_a_pronoun_and_a_surname_are_the_person(story: Draft) -> None:
    """Without it what "he said" would be nobody's claim."""
    osman = named(story, "Tarig Osman")
    assert osman.type == "person"
    assert at(story, "He") == osman and at(story, "Osman told"[:5], 2) == osman


def test_a_spokesman_belongs_to_his_force(story: Draft) -> None:
    """Without it one could not ask for all that the RSF says."""
    assert named(story, "Tarig Osman").part_of == named(story, "Rapid Support Forces").id


def test_the_army_is_the_army_that_was_named(story: Draft) -> None:
    """Without it "the army" and "soldiers" would be strangers beside the Sudanese army."""
    army = named(story, "Sudanese Armed Forces")
    assert army.type == "state_forces"
    assert at(story, "the army was") == army and at(story, "soldiers") == army


def test_a_spokesman_without_a_name_is_his_force() -> None:
    """Without it what the army says through "an army spokesman" would be nobody's."""
    text = "The Malian army fired at Kidal. An army spokesman said ten died. Its spokesman denied more."
    draft = draft_of(text, upto="actors")
    army = named(draft, "Malian Armed Forces")
    assert at(draft, "army spokesman") == army and at(draft, "Its spokesman") == army


def test_it_is_nobody_who_is_only_quoted() -> None:
    """Without it "its spokesman" after a quote would speak for whoever the quote names."""
    text = "Kigali rejected the charge. “The Congolese army attacked,” its spokesman said on Monday."
    draft = draft_of(text, upto="actors")
    assert at(draft, "its") == named(draft, "Government of Rwanda")


def test_she_is_not_a_man_named_nearer() -> None:
    """Without it what a woman said would be a man's claim."""
    text = "Elena Brandt met Viktor Oster in Riga. Mr Oster was silent. She said the talks had failed."
    draft = draft_of(text, upto="actors")
    assert at(draft, "She") == named(draft, "Elena Brandt")


def test_capitals_and_states_that_act_are_governments() -> None:
    """Without it "Kigali denied" would be a place without a voice."""
    draft = draft_of("Kigali denied the charge. Russia attacked Odesa from the sea.", upto="actors")
    assert named(draft, "Government of Rwanda").type == "government"
    assert named(draft, "Government of Russia").country == "RU"


def test_a_ministry_is_its_states() -> None:
    """Without it ministries of two states would be one."""
    draft = draft_of("Turkey's defence ministry said troops had crossed into Iraq.", upto="actors")
    assert named(draft, "Ministry of Defence of Turkey").country == "TR"


def test_a_town_is_no_person() -> None:
    """Without it towns would act in events."""
    draft = draft_of("Fighting went on in Zalingei and near Abu Shouk camp.", upto="actors")
    assert [actor.name for actor in draft.actors if actor.type == "person"] == []


def test_is_the_verb_is_not_the_group() -> None:
    """Without it every "is" in a headline in capitals would be a mention of Islamic State."""
    assert hits("PEACE IS NEAR, SAYS ENVOY") == []
    assert [hit.choices[0].name for hit in hits("They crush IS in the village")] == ["Islamic State"]


def test_ids_are_stable_and_unique(story: Draft) -> None:
    """Without it a record could not be cited tomorrow."""
    again = draft_of(STORY, upto="actors")
    assert [actor.id for actor in again.actors] == [actor.id for actor in story.actors]
    assert len({actor.id for actor in story.actors}) == len(story.actors)


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "“", "\U0001f4a3\U0001f4a3", "قال الجيش إن المدينة", "İİİ ARMY", "A" * 300, "He said."]
)
def test_strange_text_loses_nothing(text: str) -> None:
    """Without it one odd page would stop a run."""
    draft = draft_of(text, upto="actors")
    assert all(m.end <= len(text) for actor in draft.actors for m in actor.mentions)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ISUNRF Mali's army-’al .,\n", max_size=80))
def test_known_names_lie_in_the_text(text: str) -> None:
    """Without it the marks on a page would be shifted."""
    flat = plain(text)
    assert len(flat) == len(text)
    found = hits(flat)
    assert all(0 <= hit.start < hit.end <= len(flat) for hit in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_tables_keep_their_schemas() -> None:
    """Without it a slip in a table would silently lose actors."""
    paths = sorted((ROOT / "actors").glob("*.tsv"))
    assert len(paths) >= 8
    names = ("group_nouns", "group_anaphors", "titles", "org_heads", "pronouns", "private_cues", "actor_words")
    paths += [ROOT / "languages" / "en" / f"{name}.tsv" for name in names]
    assert [fault for path in paths for fault in check_table(path)] == []
    assert len({known.name for pairs in index().values() for _, all_ in pairs for known in all_}) > 1200
