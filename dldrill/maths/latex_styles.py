"""Letters in a style: bold, calligraphic, upright."""

from __future__ import annotations

from dldrill.maths.layout import Layout, Row, Script, Style, Symbol


def styled(layout: Layout, style: Style) -> Layout:
    """The layout with its letters in a style; upright letters in a row become one word."""
    if isinstance(layout, Symbol):
        kinds = ("ord", "num") if style in ("cal", "bb") else ("ord", "num", "text")
        return Symbol(layout.text, layout.kind, style) if layout.kind in kinds else layout
    if isinstance(layout, Row):
        if style in ("rm", "tt", "it") and layout.items:
            letters = [_letter(item) for item in layout.items]
            if all(letters):
                return Symbol("".join(letters), "text", style)
        return Row(tuple(styled(item, style) for item in layout.items))
    if isinstance(layout, Script):
        return layout._replace(base=styled(layout.base, style))
    return layout


def _letter(item: Layout) -> str:
    """A letter or number of a word; the minus sign is its hyphen."""
    if not isinstance(item, Symbol):
        return ""
    if item.text == "−":
        return "-"
    return item.text if item.kind in ("ord", "num") and item.text.isascii() else ""
