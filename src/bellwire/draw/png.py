"""A picture as PNG, through resvg, which has to be installed: `pip install 'bellwire[pictures]'`."""

from bellwire.draw.svg import FONTS, plain
from bellwire.errors import InputError


def _probe(words: str) -> bytes:
    """A small picture with words in the fonts that pictures ask for."""
    import resvg_py

    body = f'<text x="2" y="16" font-size="16" font-family="{FONTS}">{words}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{body}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=svg))


def can_png(scale: float = 2.0) -> None:
    """Raises InputError where resvg is not installed, where this machine has no fonts, or for a scale out of bounds."""
    try:
        import resvg_py  # noqa: F401
    except ImportError:
        raise InputError("PNG needs resvg: pip install 'bellwire[pictures]'; or write SVG: -o NAME.svg") from None
    if not 0.1 <= scale <= 10:
        raise InputError(f"a picture {scale} times as large cannot be made; give a scale from 0.1 to 10")
    if _probe("ag") == _probe(""):
        raise InputError(
            "this machine has none of the fonts that pictures ask for, so that a PNG would have no words; install some "
            "(such as the package fonts-dejavu-core), or write SVG: -o NAME.svg"
        )


def png(svg: str, scale: float = 2.0) -> bytes:
    """The picture as PNG, `scale` times as large in pixels as it says.

    Raises InputError as `can_png` does: without fonts there would be no words.
    """
    can_png(scale)
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=plain(svg), zoom=scale, background="#ffffff"))
