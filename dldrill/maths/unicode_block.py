"""A formula in two dimensions: stacked fractions, growing brackets, limits under and over sums."""

from __future__ import annotations

from collections.abc import Sequence

from dldrill.maths.ascii import asciified
from dldrill.maths.boxes import BAR, Box, above, beside, between, collide, separated, text
from dldrill.maths.glyphs import centred, glyph, in_ascii, marked, padded, width
from dldrill.maths.layout import Accent, Fence, Fraction, Grid, Layout, Root, Row, Script, Space, Symbol
from dldrill.maths.one_line import (
    is_atom,
    is_small,
    joined,
    lowered,
    merges,
    raised,
    root_sign,
    squeezed,
    with_scripts,
    written,
)
from dldrill.maths.spacing import Classed, classed, fenced, gap
from dldrill.maths.unicode_line import wrapped

INDENTS = (4, 2)  #: columns by which the lines of a broken formula are moved in: the widest that fits
LONGEST_FLAT = 10  #: columns of a script whose fractions are written a/b
CLAUSE_GAP = 3  #: columns between two equations of a list on a line
QUAD = 2  #: columns of a blank that sets equations apart
BETWEEN_PAIRS = 3  #: columns between two aligned equations on a line
STATES = 2  #: rows of cases that get a blank line for the brace's tip


def block(layout: Layout, columns: int = 76, ascii: bool = False) -> list[str]:  # noqa: A002
    """The formula as lines of at most a width.

    In two dimensions if that fits; else broken before relations and operators; else with the
    conditions of cases on lines of their own; else on one line, wrapped.
    """
    lines = _fitted(asciified(layout) if ascii else layout, max(1, columns))
    return [in_ascii(row.rstrip()) if ascii else row.rstrip() for row in lines]


def _fitted(layout: Layout, columns: int) -> list[str]:
    whole = box(layout)
    if whole.columns <= columns:
        return whole.lines
    if isinstance(layout, Grid) and layout.kind == "align" and len(layout.rows) > 1:
        return separated([_fitted(joined(row), columns) for row in layout.rows])
    if isinstance(layout, Grid) and layout.kind == "align":
        return _fitted(joined(layout.rows[0]), columns)
    lines = _broken(layout, columns)
    if not lines and _has_cases(layout):
        narrow = _narrowed(layout)
        whole = box(narrow)
        lines = whole.lines if whole.columns <= columns else _broken(narrow, columns)
    return lines or wrapped(written(layout), columns, min(INDENTS[0], columns // 4))


def _broken(layout: Layout, columns: int) -> list[str]:
    """The formula broken between its equations, and those before relations; [] if that is not enough."""
    if not isinstance(layout, Row):
        return []
    clauses = _clauses(classed(fenced(layout.items)))
    for indent in INDENTS:
        rows: list[tuple[int, Box]] = []
        for clause in clauses:
            whole = beside(_segments(clause, apart=True))
            if rows and rows[-1][1].columns + CLAUSE_GAP + whole.columns <= columns - rows[-1][0]:
                rows[-1] = rows[-1][0], beside([rows[-1][1], text(" " * CLAUSE_GAP), whole])
            else:
                rows += _filled(_segments(clause), columns, indent)
        if all(margin + row.columns <= columns for margin, row in rows):
            lines = [[" " * margin + line for line in row.lines] for margin, row in rows]
            flat = all(row.rows == 1 for _, row in rows)
            return [line for group in lines for line in group] if flat else separated(lines)
    return []


def _filled(segments: list[Box], columns: int, indent: int) -> list[tuple[int, Box]]:
    """Segments in as few lines as they fit in, each with its margin."""
    rows: list[tuple[int, Box]] = []
    for segment in segments:
        longer = beside([rows[-1][1], text(" "), segment]) if rows else segment
        if rows and longer.columns <= columns - rows[-1][0]:
            rows[-1] = rows[-1][0], longer
        else:
            rows.append((indent if rows else 0, segment))
    return rows


def _clauses(row: list[Classed]) -> list[list[Classed]]:
    """A list of equations taken apart: after a comma or a wide blank that stands between two relations."""
    clauses: list[list[Classed]] = [[]]
    related = [left == "rel" for _, left, _ in row]
    start = 0
    for place, (item, _, right) in enumerate(row):
        is_wide = isinstance(item, Space) and item.columns >= QUAD
        if (right == "punct" or is_wide) and any(related[start:place]) and any(related[place:]):
            clauses[-1] += [] if is_wide else [row[place]]
            clauses.append([])
            start = place
        elif clauses[-1] or not isinstance(item, Space):
            clauses[-1].append(row[place])
    return [clause for clause in clauses if clause]


def _segments(row: list[Classed], apart: bool = False) -> list[Box]:
    """What may stand on a line of its own: each begins with a relation or operator, but the first.

    ``apart`` keeps a blank before each, as on one line.
    """
    segments: list[list[Box]] = [[]]
    before: str | None = None
    for item, left, right in row:
        if left in ("rel", "bin") and segments[-1]:
            segments.append([text(" "), box(item)] if apart else [box(item)])
        else:
            _append(segments[-1], box(item), gap(before, left))
        before = right
    return [beside(segment) for segment in segments]


def _has_cases(layout: Layout) -> bool:
    items = layout.items if isinstance(layout, Row) else (layout,)
    return any(isinstance(item, Grid) and item.kind == "cases" for item in items)


def _narrowed(layout: Layout) -> Layout:
    """The formula with every condition of its cases on the line under its value."""
    if isinstance(layout, Row):
        return Row(tuple(map(_narrowed, layout.items)))
    if not isinstance(layout, Grid) or layout.kind != "cases":
        return layout
    rows: list[tuple[Layout, ...]] = []
    for place, (value, *conditions) in enumerate(layout.rows):
        if place:
            rows.append((Space(1),))
        rows.append((value,))
        rows += [(Row((Space(INDENTS[0]), condition)),) for condition in conditions]
    return layout._replace(rows=tuple(rows))


def box(layout: Layout) -> Box:
    """The formula in two dimensions, however wide."""
    match layout:
        case Symbol():
            return text(glyph(layout))
        case Space(columns):
            return text(" " * columns)
        case Row(items):
            return _row(items)
        case Fraction():
            return _fraction(layout)
        case Root(body, degree):
            return _root(body, degree)
        case Script():
            return _limits(layout) if layout.limits else _scripts(layout)
        case Fence(left, body, right):
            return between(left, box(body), right)
        case Accent(mark, body):
            return _accented(mark, box(body))
        case Grid():
            return _grid(layout)


def _append(parts: list[Box], one: Box, space: int) -> None:
    """A box added to a row, kept apart from what it would run into."""
    if parts and not space and one.columns and parts[-1].columns:
        last = "".join(part.lines[part.base] for part in parts[-2:])
        space = int(collide(parts[-1], one) or (one.rows == 1 and merges(last, one.lines[0])))
    parts += [text(" " * space), one] if space else [one]


def _row(items: Sequence[Layout], before: str | None = None) -> Box:
    parts: list[Box] = []
    first = before
    for item, left, right in classed(fenced(items), first):
        _append(parts, box(item), gap(before, left) if parts else 0)
        before = right
    return beside(part for part in parts if part.columns)


def _fraction(fraction: Fraction) -> Box:
    """A bar a little wider than what is nested in it, and than a single letter, which a minus could be."""
    top, bottom = box(fraction.above), box(fraction.below)
    columns = max(top.columns, bottom.columns)
    nested = any(isinstance(part, Fraction) for part in fraction)
    bar = text(BAR * (columns + 2 if nested or columns == 1 else columns))
    return above([top, bar, bottom], 1)


def _root(body: Layout, degree: Layout | None) -> Box:
    inside = box(body)
    sign = root_sign(degree)
    if inside.rows == 1:
        return beside([text(sign), inside if is_small(body) else between("(", inside, ")")])
    head = "" if degree is None else raised(degree) or squeezed(degree)
    hook = max(1, width(head))
    lines = [" " * hook + "┌" + BAR * inside.columns + "╴"]
    lines += [" " * hook + "│" + padded(line, inside.columns) + " " for line in inside.lines]
    lines[-1] = " " * (hook - 1) + "╲" + lines[-1][hook:]
    lines[-2] = padded(head, hook) + lines[-2][hook:]
    return Box(lines, inside.base + 1)


def _limits(script: Script) -> Box:
    parts = [] if script.sup is None else [_small(script.sup)]
    parts.append(box(script.base))
    base = len(parts) - 1
    if script.sub is not None:
        parts.append(_small(script.sub))
    return above(parts, base)


def _scripts(script: Script) -> Box:
    """Subscripts stay on the line; superscripts too if they have small letters, else they stand above."""
    base = box(script.base)
    if script.base != Row(()) and not is_atom(script.base):
        base = between("(", base, ")")
    sub, sup = script.sub, script.sup
    low = None if sub is None or base.rows > 1 else lowered(sub)
    high = None if sup is None or base.rows > 1 else raised(sup)
    if sub is not None and low is not None:
        sub = None
    if sup is not None and high is not None:
        sup = None
    line = [base, text(with_scripts("", low or "", high or ""))]
    if sub is None and sup is None:
        return beside(line)
    return beside([*line, _stacked(sub, sup, base.rows, base.base)])


def _stacked(sub: Layout | None, sup: Layout | None, rows: int, level: int) -> Box:
    """Scripts above and below a base of some rows, in the column beside it."""
    over = [] if sup is None else _small(sup).lines
    under = [] if sub is None else _small(sub).lines
    columns = max(map(width, (*over, *under)))
    lines = [padded(line, columns) for line in (*over, *[""] * rows, *under)]
    return Box(lines, len(over) + level)


def _small(layout: Layout) -> Box:
    """A script: without blanks, and short ones on one line."""
    inside = box(layout)
    flat = text(squeezed(layout))
    return flat if inside.rows == 1 or flat.columns <= LONGEST_FLAT else inside


def _accented(mark: str, inside: Box) -> Box:
    if inside.rows == 1 and inside.columns == 1:
        return text(marked(inside.lines[0], mark))
    over = "‾" * inside.columns if mark == "bar" else {"hat": "^", "tilde": "~", "vec": "→"}.get(mark, "·")
    return Box([centred(over, inside.columns), *inside.lines], inside.base + 1)


def _grid(grid: Grid) -> Box:
    count = max(map(len, grid.rows))
    cells = [_cells(grid, row) + [text("")] * (count - len(row)) for row in grid.rows]
    widths = [max(row[j].columns for row in cells) for j in range(count)]
    numeric = [grid.kind == "matrix" and all(_is_number(row[j]) for row in cells) for j in range(count)]
    rows = [_grid_row(grid, row, widths, numeric) for row in cells]
    airy = any(row.rows > 1 for row in rows) or (grid.kind == "cases" and len(rows) == STATES)
    groups = [row.lines for row in rows]
    lines = separated(groups) if airy else [line for group in groups for line in group]
    columns = max(map(width, lines))
    body = Box([padded(line, columns) for line in lines], rows[0].base if len(rows) == 1 else len(lines) // 2)
    if grid.kind == "matrix" and len(rows) > 1:
        body = body._replace(base=(len(lines) - 1) // 2)
    if grid.left or grid.right:
        blank = Box([" "] * body.rows, body.base)
        body = beside([blank, body, blank] if grid.right else [blank, body])
    return between(grid.left, body, grid.right)


def _cells(grid: Grid, row: tuple[Layout, ...]) -> list[Box]:
    """The boxes of a row; every second cell of aligned lines goes on from the one before it."""
    if grid.kind != "align":
        return [box(cell) for cell in row]
    return [_row(_items(cell), "ord" if place % 2 else None) for place, cell in enumerate(row)]


def _items(layout: Layout) -> tuple[Layout, ...]:
    return layout.items if isinstance(layout, Row) else (layout,)


def _grid_row(grid: Grid, row: list[Box], widths: list[int], numeric: list[bool]) -> Box:
    parts: list[Box] = []
    for j, cell in enumerate(row):
        free = widths[j] - cell.columns
        if numeric[j] or (grid.kind == "align" and j % 2 == 0):
            left = free
        else:
            left = 0 if grid.kind in ("cases", "align") else free // 2
        if j:
            pair = 1 if j % 2 else BETWEEN_PAIRS
            parts.append(text(" " * (pair if grid.kind == "align" else 2)))
        parts += [text(" " * left), cell, text(" " * (free - left))]
    return beside(parts)


def _is_number(one: Box) -> bool:
    if one.rows > 1:
        return False
    digits = one.lines[0].replace("−", "").replace("-", "").replace(",", "")
    return digits.replace(".", "", 1).isdigit() or not one.lines[0]
