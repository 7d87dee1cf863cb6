"""Pictures as SVG text: where it happened, when, what is said of how many, and who did it to whom.

What goes in is plain (`bellwire.draw.form`), what comes out is text that can stand in a page: the same text each time.
"""

from bellwire.draw.basemap import Basemap, read_basemap, shipped_basemap
from bellwire.draw.figures import figures_svg
from bellwire.draw.form import Deed, Held, Mark, Moment, Span, Words
from bellwire.draw.map import map_svg
from bellwire.draw.network import network_svg
from bellwire.draw.png import can_png, png
from bellwire.draw.svg import plain
from bellwire.draw.timeline import timeline_svg

__all__ = [
    "Basemap",
    "Deed",
    "Held",
    "Mark",
    "Moment",
    "Span",
    "Words",
    "can_png",
    "figures_svg",
    "map_svg",
    "network_svg",
    "plain",
    "png",
    "read_basemap",
    "shipped_basemap",
    "timeline_svg",
]
