"""The situation report: each sentence holds the records that it rests on."""

from bellwire.brief.form import Brief
from bellwire.brief.render import markdown
from bellwire.brief.write import write_brief

__all__ = ["Brief", "markdown", "write_brief"]
