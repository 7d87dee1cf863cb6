"""The words of the record: closed vocabularies, as the labelling guide defines them (docs/reference/glossary.md)."""

from typing import Literal, get_args

Role = Literal[
    "headline", "standfirst", "byline", "heading", "paragraph", "caption", "related", "comment", "boilerplate"
]
Kind = Literal["article", "page", "html"]
ActorType = Literal[
    "state_forces", "police", "government", "armed_group", "militia", "civilians", "person",
    "party", "igo", "ngo", "media", "company", "other",
]  # fmt: skip
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "DISPLACE", "CONTROL",
]  # fmt: skip
Status = Literal["occurred", "ongoing", "announced", "possible", "denied", "not_occurred"]
Manner = Literal["direct", "indirect", "mixed", "section"]
Measure = Literal[
    "killed", "injured", "missing", "abducted", "detained", "displaced", "returned", "combatants",
    "people_present", "troops", "territory", "destroyed", "weapons", "aid", "arrested", "money",
    "distance", "duration", "share", "other",
]  # fmt: skip
FigureState = Literal["flow", "stock", "cumulative", "peak", "planned"]
TimePrecision = Literal["time", "day", "days", "week", "month", "season", "year", "decade", "open"]
RelationKind = Literal[
    "same_event", "syndicated_copy", "agree", "disagree", "update", "revised_down", "subset", "inconsistent",
    "contradict", "echo",
]  # fmt: skip
PublishedFrom = Literal["given", "metadata", "text"]
GradeWord = Literal["confirmed", "fair", "weak", "contested", "discounted"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]
ReviewState = Literal["unreviewed", "accepted", "edited", "rejected"]
Change = Literal["first", "up", "down", "same", "other holder"]
JudgementVerb = Literal["accept", "edit", "reject", "merge", "split", "grade", "redact", "undo"]

# The modes of a type, from PLOVER (openeventdata/PLOVER) and, for CONTROL and DISPLACE, the labelling guide.
MODES: dict[str, frozenset[str]] = {
    "ASSAULT": frozenset(
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
        "heavy-weapons crowd-control unconventional".split()
    ),
    "RETREAT": frozenset("withdraw release disarm ceasefire access resign".split()),
    "PROTEST": frozenset("demo riot strike hunger boycott obstruct vandalize".split()),
    "COERCE": frozenset("seize restrict censor curfew martial-law arrest deport withhold misinformation cyber".split()),
    "MOBILIZE": frozenset("troops weapons police militia".split()),
    "CONTROL": frozenset("capture hold lose transfer".split()),
    "DISPLACE": frozenset("flee evacuate return block".split()),
    "CONSULT": frozenset("visit third-party multilateral phone".split()),
    "REQUEST": frozenset("assist change yield meet".split()),
    "ACCUSE": frozenset("disapprove investigate allege".split()),
    "REJECT": frozenset("assist change yield meet".split()),
    "THREATEN": frozenset("restrict arrest relations expel territory violence".split()),
    "SANCTION": frozenset("convict expel withdraw discontinue".split()),
}

ARTICLE_ROLES: frozenset[str] = frozenset(("headline", "standfirst", "byline", "heading", "paragraph", "caption"))
"""Blocks that belong to the article: records are read from these alone."""

EVENT_TYPES: tuple[str, ...] = get_args(EventType)
MEASURES: tuple[str, ...] = get_args(Measure)
ROLES: tuple[str, ...] = get_args(Role)
ACTOR_TYPES: tuple[str, ...] = get_args(ActorType)
