"""The worked solution as steps: the reason, the formula, the figures, the value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dldrill.dealing.dealt import Dealt
from dldrill.derivation.ancestry import ancestors
from dldrill.derivation.working import Line
from dldrill.maths.layout import Layout, Row, Symbol
from dldrill.maths.tidy import tidied
from dldrill.maths.trace import Traced, figure, formula
from dldrill.maths.tree import Node
from dldrill.maths.typeset import layout_of, symbol
from dldrill.maths.unicode_line import line


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a solution.

    Attributes:
        name: the step's name.
        why: the reason for it.
        symbols: how it was computed, in symbols; None for a value that is simply stated.
        figures: the same with the numbers.
        value: the result.
    """

    name: str
    why: str
    symbols: Node | None
    figures: Node
    value: Any

    def chain(self, with_figures: bool = True) -> Layout:
        """``name = formula = figures = value``, with nothing said twice."""
        shown = [self.symbols, self.figures if with_figures else None, figure(self.value)]
        links = list(dict.fromkeys(node for node in shown if node is not None))
        items: list[Layout] = [symbol(self.name)]
        for node in links:
            layout = layout_of(node)
            items.append(Symbol("=", "rel"))
            items += layout.items if isinstance(layout, Row) else (layout,)
        return Row(tuple(items))

    def formula_line(self, ascii_only: bool = False) -> str:
        """The formula in symbols on one line, or the value where there is none."""
        return line(layout_of(self.symbols or figure(self.value)), ascii_only)

    def figures_line(self, ascii_only: bool = False) -> str:
        """The formula in figures on one line."""
        return line(layout_of(self.figures), ascii_only)


def steps_of(dealt: Dealt) -> list[Step]:
    """The steps of a dealt question: all of them, in order; none for a claim."""
    if dealt.problem is None:
        return []
    lines = dealt.problem.traced().lines
    asked = [part.name for part in dealt.parts]
    if dealt.options and dealt.options[0].figure is not None:
        asked = list(dealt.problem.plain())
    needed = ancestors(lines, asked)
    steps = [step_of(written) for name, written in lines.items() if name in needed]
    return [*steps, *_closed_forms(dealt)]


def step_of(written: Line) -> Step:
    """A written line as a step."""
    history = written.formula
    has_formula = type(history) is Traced or isinstance(history, tuple)
    return Step(
        written.name,
        written.why,
        formula(history) if has_formula else None,
        formula(history, figures=True) if has_formula else figure(written.value),
        written.value,
    )


def _closed_forms(dealt: Dealt) -> list[Step]:
    """The answers in closed form, where the question leaves givens as letters."""
    return [
        Step(part.name, "all the steps in one", part.right, tidied(part.right), _last_value(dealt, part.name))
        for part in dealt.parts
        if part.kind == "expression"
    ]


def _last_value(dealt: Dealt, name: str) -> Any:
    if dealt.problem is None:
        raise TypeError("only problems have steps")
    return dealt.problem.plain()[name]
