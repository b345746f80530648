"""A figure as TikZ, from its SVG: LaTeX has no SVG of its own, and ours has few kinds of elements."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from dldrill.figures.marks import Figure
from dldrill.figures.svg import svg
from dldrill.sheets.latex_prose import escaped

NAMESPACE = "{http://www.w3.org/2000/svg}"
GREY = re.compile(r"#([0-9a-f])\1\1?|#([0-9a-f]{2})\2\2")
ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}


def tikz(figure: Figure) -> str:
    """The figure as a ``tikzpicture`` of the same size; it needs nothing but ``tikz``."""
    drawing = ET.fromstring(svg(figure))  # noqa: S314 - we wrote it just now
    size = drawing.get("font-size", "10")
    lines = [line for element in drawing if (line := _drawn(element, size))]
    return "\\begin{tikzpicture}[x=1bp,y=-1bp,line join=round]\n" + "\n".join(lines) + "\n\\end{tikzpicture}"


def _drawn(element: ET.Element, size: str) -> str:
    match element.tag.removeprefix(NAMESPACE):
        case "polyline":
            return rf"\draw[{_stroke(element)}] {_path(element)};"
        case "polygon":
            return rf"\fill {_path(element)} -- cycle;"
        case "circle":
            at = f"({element.get('cx')},{element.get('cy')})"
            return (
                rf"\filldraw[{_stroke(element)},{_fill(element)}] {at} circle[radius={element.get('r')}bp];"
            )
        case "rect":
            return _rectangle(element)
        case "text":
            return _text(element, size)
    return ""


def _rectangle(element: ET.Element) -> str:
    x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
    corners = f"({x:g},{y:g}) rectangle ({x + width:g},{y + height:g})"
    if not element.get("stroke"):
        return rf"\fill[{_fill(element)}] {corners};"
    rounded = f",rounded corners={element.get('rx')}bp" if element.get("rx") else ""
    return rf"\filldraw[{_stroke(element)},{_fill(element)}{rounded}] {corners};"


def _text(element: ET.Element, size: str) -> str:
    slant = r"\itshape " if element.get("font-style") == "italic" else ""
    anchor = ANCHORS[element.get("text-anchor", "start")]
    font = rf"\fontsize{{{size}bp}}{{{size}bp}}\selectfont "
    said = escaped(element.text or "")
    return (
        rf"\node[anchor={anchor},inner sep=0pt] at ({element.get('x')},{element.get('y')}) "
        rf"{{{font}{slant}{said}}};"
    )


def _path(element: ET.Element) -> str:
    return " -- ".join(f"({point})" for point in element.get("points", "").split())


def _stroke(element: ET.Element) -> str:
    dash = element.get("stroke-dasharray", "")
    pattern = ""
    if dash:
        lengths = re.split(r"[ ,]+", dash.strip())
        steps = [f"{'off' if place % 2 else 'on'} {length}bp" for place, length in enumerate(lengths)]
        pattern = f",dash pattern={' '.join(steps)}"
    weight, colour = element.get("stroke-width", "1"), _grey(element.get("stroke", "#000"))
    return f"line width={weight}bp,draw={colour}{pattern}"


def _fill(element: ET.Element) -> str:
    return f"fill={_grey(element.get('fill', '#000'))}"


def _grey(colour: str) -> str:
    """A grey of SVG as one of xcolor."""
    found = GREY.fullmatch(colour)
    if found is None:
        raise ValueError(f"{colour} is no grey")
    digits = found[1] * 2 if found[1] else found[2]
    return f"black!{round(100 - int(digits, 16) / 2.55)}"
