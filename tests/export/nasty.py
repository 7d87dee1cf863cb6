"""Dossiers whose texts are as bad as texts can be: controls, halves of surrogate pairs, marks of every format."""

from dataclasses import replace
from io import BytesIO

from hypothesis import strategies as st
from tests.export.record import market, source

from bellwire.export import Dossier, Options, format_named

MARKS = list("\\{}%$#_&~^\"'<>;:,=-@\r\n\t\0\x0b\x1b\x85\u2028\u202e\ufffe\uffff\ud83d\udd25📢é ]")
TEXTS = st.text(st.sampled_from(MARKS) | st.characters(codec=None), max_size=120)
"""Texts of any characters, the worst of them often."""


def with_text(text: str) -> Dossier:
    """The shelling of the market, told with this text wherever a page or an analyst can put one."""
    dossier = market()
    where = dossier.incident.where
    assert where is not None
    evidence = tuple(
        replace(e, words=text, title=text, outlet=text, url=f"https://a.example/{text}", published=text)
        for e in dossier.evidence
    )
    incident = replace(dossier.incident, title=text, where=replace(where, name=text, admin1=text))
    claims = tuple(replace(c, words=text, speaker=text, via=(text,)) for c in dossier.claims)
    return replace(dossier, incident=incident, evidence=evidence, claims=claims)


def exported(name: str, *dossiers: Dossier, options: Options | None = None) -> bytes:
    """What a format writes of some dossiers, of the whole small record where none are given."""
    out = BytesIO()
    format_named(name).write(source(*dossiers), out, options or Options())
    return out.getvalue()
