"""What tests share: drafts made by the real parts."""

from bellwire import pipeline
from bellwire.draft import Draft
from bellwire.knowledge import language
from bellwire.model.words import Kind
from bellwire.read import Given, read_text


def draft_of(text: str, *, published: str | None = None, kind: Kind = "article", upto: str = "events") -> Draft:
    """The draft of a text after the parts up to the one named, in strict mode."""
    page = read_text(text, Given(kind=kind, published=published, language="en"))
    draft = Draft(document=page.document, blocks=page.blocks)
    for part in pipeline.load_parts():
        draft = pipeline.run_part(draft, part, language("en").code, strict=True)
        if part.name == upto:
            break
    return draft
