"""A sheet of SVG elements that remembers how far they reach."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dldrill.figures.labels import Box
from dldrill.figures.marks import Point
from dldrill.figures.paper import FONT, text_width

FONTS = "Libertinus Serif, STIX Two Text, Times New Roman, Times, serif"
EDGE = 3.0  #: points around what is drawn
BASELINE = 0.34  #: of the size: how far below its middle a text stands
ANCHORS = {"left": "start", "centre": "middle", "right": "end"}


class Sheet:
    """SVG elements in the order in which they are drawn."""

    def __init__(self) -> None:
        self.elements: list[str] = []
        self.reach: Box | None = None

    def include(self, box: Box) -> None:
        """Make the sheet large enough for a rectangle."""
        old = self.reach or box
        self.reach = Box(
            min(old.left, box.left),
            min(old.top, box.top),
            max(old.right, box.right),
            max(old.bottom, box.bottom),
        )

    def add(self, name: str, box: Box, **attributes: str | float) -> None:
        """Draw an element; underscores in its attributes stand for hyphens."""
        self.include(box)
        written = "".join(f' {key.replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
        self.elements.append(f"<{name}{written}/>")

    def polyline(self, path: list[Point], weight: float, dash: str = "", stroke: str = "#000") -> None:
        """Points joined in order."""
        self.add(
            "polyline",
            around(path),
            points=written(path),
            fill="none",
            stroke=stroke,
            stroke_width=weight,
            stroke_linejoin="round",
            **({"stroke_dasharray": dash} if dash else {}),
        )

    def blank(self, box: Box) -> None:
        """Leave a rectangle white."""
        size = {"width": box.right - box.left, "height": box.bottom - box.top}
        self.add("rect", box, x=box.left, y=box.top, **size, fill="#fff")

    def text(self, x: float, y: float, says: str, anchor: str = "centre", is_italic: bool = False) -> Box:
        """A text with its middle at a height; the rectangle that it takes."""
        box = text_box(x, y, says, anchor)
        self.include(box)
        style = ' font-style="italic"' if is_italic else ""
        at = f'x="{short(x)}" y="{short(y + BASELINE * FONT)}" text-anchor="{ANCHORS.get(anchor, "middle")}"'
        self.elements.append(f"<text {at}{style}>{escape(says)}</text>")
        return box

    def document(self, title: str) -> str:
        """The sheet as a document, cropped to what is on it."""
        box = (self.reach or Box(0, 0, 1, 1)).grown(EDGE, EDGE)
        width, height = short(box.right - box.left), short(box.bottom - box.top)
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" '
            f'viewBox="{short(box.left)} {short(box.top)} {width} {height}" '
            f'width="{width}" height="{height}" font-family="{FONTS}" font-size="{short(FONT)}">'
            f"<title>{escape(title)}</title>" + "".join(self.elements) + "</svg>\n"
        )


def text_box(x: float, y: float, says: str, anchor: str) -> Box:
    """The rectangle that a text takes."""
    width = text_width(says)
    left = x - {"left": 0.0, "right": width}.get(anchor, width / 2)
    return Box(left, y - FONT * 0.45, left + width, y + FONT * 0.45)


def around(points: Iterable[Point]) -> Box:
    """The rectangle around points."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def written(points: Iterable[Point]) -> str:
    """Points as an attribute."""
    return " ".join(f"{short(x)},{short(y)}" for x, y in points)


def short(value: float) -> str:
    """A coordinate to a hundredth of a point."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else short(value)
