"""What stands for a type of event: a shape and a shade, told apart in black and white too."""

from math import cos, pi, sin

from bellwire.draw.svg import colour, element

DEEDS = {
    "ASSAULT": ("circle", "#b42318"),
    "DISPLACE": ("square", "#1f5fa8"),
    "CONTROL": ("diamond", "#6b2fa0"),
    "PROTEST": ("triangle", "#a15c00"),
    "MOBILIZE": ("pentagon", "#3d4f2f"),
    "COERCE": ("hexagon", "#7a3b12"),
    "RETREAT": ("turned", "#2b6777"),
    "AID": ("cross", "#1a7f4b"),
    "SANCTION": ("octagon", "#4a4a68"),
}
WORDS = {
    "AGREE": ("circle", "#cfe8d5"),
    "CONSULT": ("square", "#d6e4f5"),
    "SUPPORT": ("diamond", "#e6dcf3"),
    "CONCEDE": ("triangle", "#f5e3c8"),
    "COOPERATE": ("pentagon", "#dde5d3"),
    "REQUEST": ("hexagon", "#f0ddd0"),
    "REJECT": ("turned", "#d3e6ea"),
    "ACCUSE": ("cross", "#f7d9d5"),
    "THREATEN": ("octagon", "#dcdce8"),
}
"""Deeds are dark, what is only said is pale; each has a shape of its own among them."""

SEVERAL = ("square", "#ffffff")
_CORNERS: dict[str, tuple[int, float]] = {
    "square": (4, 45),
    "diamond": (4, 0),
    "triangle": (3, -90),
    "turned": (3, 90),
    "pentagon": (5, -90),
}
_CORNERS |= {"hexagon": (6, 0), "octagon": (8, 22.5)}
_LARGER = {"square": 1.15, "diamond": 1.3, "triangle": 1.5, "turned": 1.5, "pentagon": 1.15}


def look_of(type_: str) -> tuple[str, str]:
    """The shape and the fill of a type; a type that is not known is a pale square."""
    return DEEDS.get(type_) or WORDS.get(type_) or SEVERAL


def shape(kind: str, x: float, y: float, radius: float, **attributes: object) -> str:
    """A shape around a point."""
    if kind == "circle":
        return element("circle", cx=x, cy=y, r=radius, **attributes)
    if kind == "cross":
        a, b = radius * 1.15, radius * 0.55
        points = [(-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b)]
        points.append((-b, -b))
    else:
        corners, turn = _CORNERS[kind]
        larger = radius * _LARGER.get(kind, 1.0)
        angles = [turn * pi / 180 + 2 * pi * n / corners for n in range(corners)]
        points = [(larger * cos(angle), larger * sin(angle)) for angle in angles]
    path = " ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in points)
    return element("polygon", points=path, **attributes)


def stamp(type_: str, x: float, y: float, radius: float, *, sure: bool = True) -> str:
    """The mark of a type; hollow, with a broken line, where it is not sure."""
    kind, fill = look_of(type_)
    if not sure:
        dark = fill if type_ in DEEDS else "#57606a"
        return shape(
            kind, x, y, radius, fill=colour("paper"), fill_opacity=0.75, stroke=dark, stroke_width=1.8,
            stroke_dasharray="4 2",
        )  # fmt: skip
    line = "#ffffff" if type_ in DEEDS else "#57606a"
    return shape(kind, x, y, radius, fill=fill, stroke=line, stroke_width=1.2)


def ink_on(type_: str, *, sure: bool = True) -> str:
    """The colour of a number in the mark of a type."""
    if not sure:
        return colour("ink")
    return "#ffffff" if type_ in DEEDS else "#1f2328"
