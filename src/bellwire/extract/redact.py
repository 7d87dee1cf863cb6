"""What a publish policy hides: the names of private persons."""

from collections.abc import Iterator

from bellwire.draft import Draft, Part
from bellwire.knowledge import Language
from bellwire.model import Redaction
from bellwire.resolve.coref import pronouns


def run(draft: Draft, language: Language) -> Iterator[Redaction]:
    """A Redaction for each mention by name of each private person."""
    bare = pronouns(language)
    for actor in draft.actors:
        if not actor.private:
            continue
        for mention in actor.mentions:
            if mention.quote(draft.text).lower() not in bare:
                yield Redaction(start=mention.start, end=mention.end, why="name of a private person")


PART = Part(name="redact", version="1", needs=("actors",), gives=("redact",), run=run)
