"""The forms that a brief is handed on in, each with its media type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bellwire.brief.docx import docx_of
from bellwire.brief.form import Brief
from bellwire.brief.render import html, markdown
from bellwire.errors import InputError
from bellwire.model.codec import encode


@dataclass(frozen=True, slots=True)
class Form:
    """A file's form: its media type, and what makes the file."""

    media: str
    write: Callable[[Brief], bytes]


FORMS: Mapping[str, Form] = {
    "md": Form("text/markdown; charset=utf-8", lambda brief: markdown(brief).encode("utf-8", "replace")),
    "html": Form("text/html; charset=utf-8", lambda brief: html(brief).encode("utf-8", "replace")),
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of),
    "json": Form("application/json", lambda brief: encode(brief) + b"\n"),
}
"""By the ending of the file's name."""


def file_of(brief: Brief, form: str) -> bytes:
    """The brief as a file of a form, one of FORMS, the same bytes each time. Raises InputError for other forms."""
    if form not in FORMS:
        raise InputError(f"no form {form!r}; there are: {', '.join(FORMS)}")
    return FORMS[form].write(brief)
