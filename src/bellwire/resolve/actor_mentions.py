"""A mention of an actor in the making, and the page's words that all the finders read."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from bellwire.draft import Draft, Paragraph, Token
from bellwire.model.words import ActorType
from bellwire.resolve.actor_names import Hit, hits, plain

MentionKind = Literal["name", "person", "group", "anaphor", "role", "pronoun"]


@dataclass(slots=True)
class Mention:
    """Words that stand for an actor. Those with one `key` are one actor; without a key it is to be resolved.

    `name` is what the actor would be called were this its only mention; `points_to` are the types an anaphor may
    point back to; `part_of` is the key of the body it belongs to.
    """

    start: int
    end: int
    paragraph: int
    name: str
    type: ActorType
    kind: MentionKind
    key: str | None = None
    country: str | None = None
    part_of: str | None = None
    points_to: tuple[str, ...] = ()
    definite: bool = False
    private: bool = False
    public: bool = False
    """`private`: named for what befell them or what they saw; `public`: for an office, which makes nobody private."""
    subject: bool = False
    owner: str | None = None
    """The class of a state's body ("forces") where the text does not say whose it is."""
    creed: str = ""
    """The creed that an antecedent must have ("jihadists")."""
    backed: str = ""
    """Who stands behind it, where the words say so ("US-backed")."""
    owned: bool = False
    """Whether its words begin with "its", "their" or "his": the army of whoever that is."""
    beside: int | None = None
    """Where the name begins that it is set beside as the same actor: "a rights group" in "RNDDH, a rights group"."""
    roles: tuple[str, ...] = ()
    """The titles that the text gives a person."""
    speaks_for: "Mention | None" = None
    """Whose spokesman it is, where it is one without a name."""
    also: str = ""
    """Another form of the person's name, where these words are one: "Ania" in "Anna Kova (known as Ania)"."""
    gender: str = ""
    """m or f where a title, a first name or the pronoun itself tells."""


@dataclass(slots=True)
class Page:
    """A paragraph's plain text, its tokens (also by place), and known names; offsets are the paragraph's."""

    paragraph: Paragraph
    text: str
    tokens: tuple[Token, ...]
    at: dict[int, Token]
    hits: list[Hit]

    @property
    def start(self) -> int:
        """Where the paragraph begins in the document."""
        return self.paragraph.start

    def token(self, offset: int) -> Token | None:
        """The token that begins at an offset of the paragraph."""
        return self.at.get(offset)


@dataclass(slots=True)
class Scene:
    """What the page is about: its paragraphs, and its countries, the most named first."""

    draft: Draft
    pages: list[Page]
    countries: list[str] = field(default_factory=list)

    @property
    def country(self) -> str | None:
        """The page's main country."""
        return self.countries[0] if self.countries else None


def _page(draft: Draft, paragraph: Paragraph) -> Page:
    text = plain(draft.text[paragraph.start : paragraph.end])
    tokens = tuple(paragraph.doc)  # once a page: spaCy makes each token anew whenever it is asked for
    return Page(paragraph, text, tokens, {token.idx: token for token in tokens}, hits(text))


def _countries(draft: Draft, pages: list[Page]) -> list[str]:
    """Countries by how often places, states and adjectives name them; what stands first breaks ties."""
    count: Counter[str] = Counter()
    for place in draft.places:
        if place.country:
            count[place.country] += 2 if (place.precision or 9) < 6 else 1
    for page in pages:
        for hit in page.hits:
            known = hit.choices[0]
            if known.country and len(hit.choices) == 1:
                count[known.country] += 1 if known.type != "media" else 0
    return [country for country, number in count.most_common() if number]


def scene(draft: Draft) -> Scene:
    """The scene of a draft."""
    pages = [_page(draft, paragraph) for paragraph in draft.paragraphs]
    return Scene(draft, pages, _countries(draft, pages))
