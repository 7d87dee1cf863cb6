"""Claims: what is lost where they fail is who vouches for what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import draft_of

from bellwire.extract.claims import find
from bellwire.knowledge import language
from bellwire.knowledge.tables import ROOT, check_table
from bellwire.model import Claim


def claims(text: str, **kwargs: str) -> list[Claim]:
    """The claims of an article."""
    return list(draft_of(text, upto="claims", **kwargs).claims)  # type: ignore[arg-type]


def told(text: str) -> list[tuple[str | None, str | None, list[str], str]]:
    """Speaker, cue, content and manner of each claim of a text."""
    return [
        (
            claim.speaker.quote(text) if claim.speaker else None,
            claim.cue.quote(text) if claim.cue else None,
            [span.quote(text) for span in claim.content],
            claim.manner,
        )
        for claim in claims(text)
    ]


def test_clause_after_the_cue() -> None:
    """Without it plain reported speech is the outlet's own voice."""
    text = "The defence ministry said that its troops had taken the village."
    assert told(text) == [
        ("The defence ministry", "said", ["its troops had taken the village"], "indirect"),
    ]


def test_clause_before_the_cue_and_title_first_speaker() -> None:
    """Without it "..., officials said" leaves the count without a holder."""
    text = "At least 12 people were killed in the attack, police spokeswoman Amina Yusuf said."
    assert told(text) == [
        ("police spokeswoman Amina Yusuf", "said", ["At least 12 people were killed in the attack"], "indirect"),
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Ten people died when gunmen stopped a bus bound for Harim, a medic and two officials told AFP.",
            "a medic and two officials",
            "Ten people died when gunmen stopped a bus bound for Harim",
        ),
        (
            "Two guards were killed and six people were injured in the raid, the mayor said.",
            "the mayor",
            "Two guards were killed and six people were injured in the raid",
        ),
        (
            "Twenty people were wounded, seven of them seriously, a doctor at the hospital said.",
            "a doctor at the hospital",
            "Twenty people were wounded, seven of them seriously",
        ),
    ],
)
def test_speaker_begins_where_what_is_said_ends(text: str, speaker: str, content: str) -> None:
    """Without it a convoy or a region speaks, or a count loses its holder."""
    assert told(text)[0][0] == speaker
    assert told(text)[0][2] == [content]


def test_those_counted_accuse_nobody() -> None:
    """Without it the dead accuse, and the ministry's charge is lost."""
    text = "The ministry said 20 people had died and accused the rebels of a crime."
    assert [(speaker, cue) for speaker, cue, *_ in told(text)] == [
        ("The ministry", "said"),
        ("The ministry", "accused"),
    ]
    assert told(text)[0][2] == ["20 people had died"]


def test_broken_quote_is_whole() -> None:
    """Without it the second half of a sentence is lost."""
    text = "“It is a lie,” the mayor added, “and they know it.”"
    assert told(text)[0][2] == ["It is a lie", "and they know it."]


@pytest.mark.parametrize(
    "text",
    [
        "Both sides blame each other for the raid.",
        "The public is urged not to believe rumours.",
        "A listener in Harim called us.",
    ],
)
def test_nothing_said_is_no_claim(text: str) -> None:
    """Without it a reader sees claims of which nobody can say whether they hold."""
    assert told(text) == []


def test_dateline_is_nobodys_claim() -> None:
    """Without it the town of the dateline is part of what the police said."""
    text = "GOMA (Wire) - Ten people died in the raid, police said."
    assert told(text)[0][2] == ["Ten people died in the raid"]


def test_according_to() -> None:
    """Without it a count "according to" somebody stands as fact."""
    text = "Forty houses burned down in the raid, according to the provincial governor."
    assert told(text) == [
        ("the provincial governor", "according to", ["Forty houses burned down in the raid"], "indirect"),
    ]


def test_split_quote_is_one_claim_without_marks() -> None:
    """Without it one statement counts twice."""
    text = "“We had no warning,” said the mayor of Harim. “The shells came at night.”"
    assert told(text) == [
        ("the mayor of Harim", "said", ["We had no warning", "The shells came at night."], "direct"),
    ]


def test_said_and_added_are_two_claims() -> None:
    """Without it two speech acts become one."""
    text = "The army said the road was open. It added that convoys would leave at dawn."
    assert [cue for _, cue, _, _ in told(text)] == ["said", "added"]


def test_quoted_fragment_is_mixed() -> None:
    """Without it the outlet's words pass for the speaker's own."""
    text = "The general said the militia would be “wiped out” within weeks."
    assert told(text) == [
        ("The general", "said", ["the militia would be “wiped out” within weeks"], "mixed"),
    ]


def test_quote_after_a_colon_keeps_all_its_sentences() -> None:
    """Without it a quote of several sentences breaks off after the first."""
    text = "Later he told the Associated Press (AP): “The fight is hard. They have tunnels. We need time.”"
    (claim,) = claims(text)
    assert [span.quote(text) for span in claim.content] == ["The fight is hard. They have tunnels. We need time."]
    assert claim.manner == "direct"
    assert claim.via == ("the Associated Press",)


def test_channel_of_a_post() -> None:
    """Without it nobody sees that words came over Telegram."""
    (claim,) = claims("The governor said in a post on Telegram that two drones were shot down.")
    assert claim.via == ("Telegram",)


def test_hedge_in_the_content_and_remark_in_the_next_sentence() -> None:
    """Without it a guarded claim looks as sure as any other."""
    text = "The UN says the group reportedly holds 300 prisoners. The figure could not be independently verified."
    claim = claims(text)[0]
    assert [h.quote(text) for h in claim.hedges] == ["reportedly", "could not be independently verified"]


def test_belief_of_nobody_has_no_speaker() -> None:
    """Without it "is believed to" gets a speaker that the text does not name."""
    text = "The commander is believed to have left the country."
    (claim,) = claims(text)
    assert claim.speaker is None
    assert [h.quote(text) for h in claim.hedges] == ["is believed"]


def test_day_of_the_speech_act() -> None:
    """Without it an old statement looks like today's."""
    (claim,) = claims("The ministry said on Monday that the bridge was destroyed.", published="2024-03-06")
    assert claim.date == "2024-03-04"


def test_denial_of_reports_holds_what_the_reports_say() -> None:
    """Without it a denial is a claim of the deed itself."""
    text = "The army denied reports that its planes had bombed the market."
    assert told(text) == [("The army", "denied", ["its planes had bombed the market"], "indirect")]


def test_scare_quotes_are_no_speech() -> None:
    """Without it every name in quotation marks is a statement."""
    assert claims("The group set up a “caliphate” in the north.") == []


def test_request_not_to_be_named_is_no_claim() -> None:
    """Without it anonymity is listed among the claims."""
    text = "A guard who asked not to be named said the gate was locked."
    assert [content for _, _, content, _ in told(text)] == [["the gate was locked"]]


def test_participle_begins_a_claim_of_its_own() -> None:
    """Without it the first claim swallows the second."""
    text = "She said the clinic was full, adding that medicine had run out."
    assert [content for _, _, content, _ in told(text)] == [["the clinic was full"], ["medicine had run out"]]


def test_ids_and_order_are_the_same_each_time() -> None:
    """Without it links from figures to claims break between runs."""
    text = "Police said two men died. “It was dark,” a witness said. Rebels claim ten soldiers fell."
    assert claims(text) == claims(text)
    assert len({claim.id for claim in claims(text)}) == len(claims(text))


@pytest.mark.parametrize(
    "text", ["", "“", "said", "”” said “", "SAID THE ARMY: ", "قال 🚀 “", "According to", "reportedly"]
)
def test_strange_text_never_raises(text: str) -> None:
    """Without it one odd page stops a run."""
    claims(text or " ")


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(["“", "”", '"', " said", " the army", ", ", ". ", "It fell", " that", ": ", "X – "]),
        max_size=14,
    )
)
def test_content_lies_in_the_text_and_outside_its_cue(pieces: list[str]) -> None:
    """Without it a span points at other characters than those it was read from."""
    draft = draft_of("".join(pieces) or "x", upto="actors")
    for found in find(draft, language("en")):
        for span in found.content:
            assert 0 <= span.start < span.end <= len(draft.text)


@pytest.mark.parametrize("name", ["cues", "hedges", "channels", "holders"])
def test_tables_keep_their_schemas(name: str) -> None:
    """Without it a slip in a table silently drops a cue."""
    assert check_table(ROOT / "languages" / "en" / f"{name}.tsv") == []


def test_has_said_is_a_cue() -> None:
    """Without it a toll that a minister "has said" is the outlet's own."""
    text = "At least 19 people have been killed in a strike on a prison in the city, the minister has said."
    assert told(text)[0][:2] == ("the minister", "has said")


def test_headline_names_its_source_behind_a_hyphen() -> None:
    """Without it the doctors' count in a headline is the outlet's own."""
    text = "Conflict: drones hit Harim prison, killing 19 - doctors\n\n3 May 2024\n\nThe raid came at dawn in the town."
    assert told(text)[0][0] == "doctors"


def test_long_line_is_no_headline() -> None:
    """Without it a page without line breaks is read as one headline, and takes long."""
    text = "Harim police: " + "shells fell on the market " * 60
    assert not any(f.rule == "headline" for f in find(draft_of(text, upto="actors"), language("en")))
