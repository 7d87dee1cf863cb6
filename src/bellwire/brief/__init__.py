"""The situation report: each sentence holds the records that it rests on."""

from bellwire.brief.choose import write_chosen, write_stories
from bellwire.brief.files import FORMS, file_of
from bellwire.brief.form import Brief
from bellwire.brief.render import html, markdown
from bellwire.brief.told import Selection
from bellwire.brief.write import write_brief

__all__ = [
    "FORMS",
    "Brief",
    "Selection",
    "file_of",
    "html",
    "markdown",
    "write_brief",
    "write_chosen",
    "write_stories",
]
