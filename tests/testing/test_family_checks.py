"""The checks of families find what is wrong: a sound one passes, and each of these is caught."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from dldrill.cli import check, solve
from dldrill.dealing.problem import with_numbers
from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.figures.marks import Axis, Cell, Figure, Line
from dldrill.testing import CHECKS, family_faults, faults_of, rebuilding
from dldrill.testing.roads import OPTIONS
from dldrill.testing.sample import Sample

DEALT: list[None] = []
"""What a family must not look at: something beside its givens."""


AXIS = Axis(0, 1)


class Sound(Family):
    """A family without a fault."""

    title = "A product"
    topic = "toys"
    how = "counted the cells of an array"

    rows: int = given("R", Range(2, 9), "rows", default=4)
    columns: int = given("C", Range(11, 19), "columns", default=12)

    def solve(self, work: Working) -> Any:
        """Multiply."""
        cells = work.step("cells", self.rows * self.columns, "every row has all columns")
        return work.answer("sum", cells + 1, "one more", Asked("cells"), none=(lambda: cells, "one more"))

    def check(self) -> dict[str, Any]:
        """Count."""
        import numpy as np

        return {"sum": np.zeros((self.rows, self.columns)).size + 1}

    def ask(self) -> str:
        """A short text."""
        return f"How many cells do ${self.rows}$ rows of ${self.columns}$ have, and one more?"


class Untitled(Sound):
    """No title."""

    title = ""


class Helpless(Sound):
    """A given without help."""

    rows: int = given("R", Range(2, 9), "", default=4)


class Objecting(Sound):
    """The defaults do not fit."""

    def fits(self) -> str | None:
        """All but the default."""
        return "make rows another number" if self.rows == 4 else None


class Miscounting(Sound):
    """The check disagrees."""

    def check(self) -> dict[str, Any]:
        """One too few."""
        return {"sum": self.rows * self.columns}


class Blind(Sound):
    """A mistake that nothing could notice."""

    def solve(self, work: Working) -> float:
        """As good as right."""
        cells = self.rows * self.columns + 1.0
        return work.answer("sum", cells, "one more", Asked("cells"), none=(lambda: cells + 1e-7, "one more"))


class Wordless(Sound):
    """The right word is not among those that can be answered."""

    def solve(self, work: Working) -> str:
        """A word."""
        return work.answer(
            "sum", "many", "so it is", Asked(words=("few", "none")), none=(lambda: "few", "no")
        )

    def check(self) -> dict[str, Any]:
        """The word."""
        return {"sum": "many"}


class Unmistakable(Sound):
    """No mistake is declared."""

    def solve(self, work: Working) -> int:
        """Multiply."""
        return work.answer("sum", self.rows * self.columns + 1, "every row has all columns", Asked("cells"))


class Narrow(Sound):
    """A mistake always gives the right answer."""

    def solve(self, work: Working) -> float:
        """Within the tolerance."""
        cells = self.rows * self.columns
        return work.answer(
            "sum", cells + 1 / 2, "a half", Asked(rtol=0.5), none=(lambda: cells + 0.0, "a half")
        )


class Forgetful(Sound):
    """The text depends on something else than the givens."""

    def ask(self) -> str:
        """Another text each time."""
        DEALT.append(None)
        return f"How many cells, for the ${len(DEALT)}$th time?"


class Crooked(Sound):
    """LaTeX that does not parse."""

    def ask(self) -> str:
        """An unknown command."""
        return f"How many cells have $\\frobnicate{{{self.rows}}}$ rows?"


class Bare(Sound):
    """LaTeX outside of dollar signs."""

    def ask(self) -> str:
        """A command in the text."""
        return f"How many cells have {self.rows}\\times {self.columns} cells?"


class Unsteady(Sound):
    """What is dealt depends on what was dealt before."""

    def suits(self) -> bool:
        """Every other one."""
        DEALT.append(None)
        return len(DEALT) % 2 == 0


class Untypable(Sound):
    """A given that cannot be typed back."""

    word: str = given("w", OneOf("one ", "two"), "words", default="one ")


class Twofold(Sound):
    """The same statement twice, without a reason."""

    def statements(self) -> list[Statement]:
        """Twice."""
        return [Statement("there are rows", True, ""), Statement("there are rows", True, "")]


class Mute(Sound):
    """A figure without words."""

    def figure(self) -> Figure | None:
        """A line."""
        return Figure(marks=(Line(((0, 0), (1, 1)), "loss"),), x=AXIS, y=AXIS, alt="line")


class Huge(Sound):
    """A figure that is too wide for any screen."""

    def figure(self) -> Figure | None:
        """Many boxes with long texts side by side."""
        marks = tuple(Cell(x, 0, 1, 1, "a long text in a small box") for x in range(60))
        return Figure(
            marks=marks,
            x=Axis(0, 60),
            y=AXIS,
            alt="sixty boxes side by side",
            axes=False,
            unit=(9, 3),
            table=(("box",), ("1",)),
        )


class Posed(Sample):
    """A single problem that nobody has judged."""

    def __init__(self, problem: Family) -> None:
        self.family, self.name = type(problem), "toy"
        self.dealt = (with_numbers(type(problem), problem, "given", 0),)


def test_a_sound_family_has_no_faults() -> None:
    """Nothing is found where nothing is wrong."""
    assert family_faults(Sound) == []


@pytest.mark.parametrize(
    ("family", "check"),
    [
        (Untitled, "declares itself"),
        (Helpless, "declares itself"),
        (Objecting, "default is proven"),
        (Miscounting, "default is proven"),
        (Unmistakable, "check catches mistakes"),
        (Narrow, "dealing"),
        (Forgetful, "json rebuilds"),
        (Crooked, "screens fit"),
        (Crooked, "sheets in every format"),
        (Bare, "words for who listens"),
        (Twofold, "options are fair"),
        (Mute, "figures in rows and words"),
        (Huge, "figures fit"),
        (Wordless, "right is right"),
        (Untypable, "givens are typed back"),
        (Unsteady, "seeds repeat"),
    ],
)
def test_a_fault_is_found(family: type[Family], check: str) -> None:
    """What is wrong is found by the check that is there for it, and told in one line."""
    found = [says for says in family_faults(family) if says.startswith(f"{check}: ")]
    assert found
    assert all("\n" not in says for says in found)


@pytest.mark.parametrize(
    ("family", "check"),
    [
        (Narrow, "variants are fair"),
        (Narrow, "mistakes are named"),
        (Blind, "check catches mistakes"),
        (Miscounting, "json rebuilds"),
    ],
)
def test_a_fault_that_dealing_avoids_is_found(family: type[Family], check: str) -> None:
    """What a dealt variant cannot be is found in one that was not judged."""
    assert faults_of(Posed(family()), check)


def test_an_index_of_other_code_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept index that the code at hand did not make is told, with the command that makes it."""
    index = tmp_path / "toy.txt"
    index.write_text("0123456789abcdef 1 AAAA\n", "ascii")
    monkeypatch.setattr(rebuilding, "place_of", lambda module: index)
    (says,) = faults_of(Posed(Sound()), "index is current")
    assert "python -m dldrill.proving.index toy" in says


class Raising(Sound):
    """Its check raises."""

    def check(self) -> dict[str, Any]:
        """Divide by nothing."""
        return {"sum": 1 // (self.rows - self.rows)}


class Cutting(Sound):
    """A function of math in the solution: what it gives has no history."""

    def solve(self, work: Working) -> float:
        """The side of a square."""
        cells = work.step("cells", self.rows * self.columns, "every row has all columns")
        return work.answer("sum", math.sqrt(cells), "a side", none=(lambda: cells / 2, "not a half"))

    def check(self) -> dict[str, Any]:
        """A power."""
        return {"sum": (self.rows * self.columns) ** 0.5}


class Listing(Sound):
    """A list as a step."""

    def solve(self, work: Working) -> Any:
        """Both sides."""
        return work.answer("sum", [self.rows, self.columns], "the sides")


class Unanswered(Sound):
    """The check answers something else."""

    def check(self) -> dict[str, Any]:
        """Misnamed."""
        return {"cells": 0}


class Silent(Sound):
    """The check returns nothing."""

    def check(self) -> dict[str, Any]:
        """Nothing."""
        return None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("family", "says"),
    [
        (Raising, r"default is proven: .*test_family_checks\.py:\d+: ZeroDivisionError: .*by zero"),
        (
            Cutting,
            r"default is proven: .*test_family_checks\.py:\d+: TypeError: .*functions has exp, ln,",
        ),
        (Listing, r"dealing: .*DerivationError: the step 'sum' is a list: write Vector\(a, b\) for numbers"),
        (Unanswered, r"default is proven: .*: check\(\) has no 'sum', solve\(\) has no answer 'cells'"),
        (Silent, r"default is proven: .*: check\(\) returns None, not the answers by their names"),
        (Miscounting, r"default is proven: .*: sum: steps say 49, numpy says 48"),
    ],
)
def test_a_family_that_fails_is_told_once(family: type[Family], says: str) -> None:
    """An error in its own code is one sentence with file and line, and what follows from it is not told."""
    (told,) = family_faults(family)
    assert re.match(says, told)


class Mistaken(Sound):
    """Mistakes that no answer tells apart."""

    def solve(self, work: Working) -> Any:
        """Multiply."""
        cells = self.rows * self.columns
        idle = work.step("idle", self.rows + 1, "used by nothing", unused=(lambda: self.rows, "one more"))
        return work.answer(
            "sum",
            cells + 1,
            "one more",
            none=(lambda: cells, "one more"),
            no_one=(lambda: cells + 0, "one more"),
            right=(lambda: 1 + cells, "as it is"),
            raising=(lambda: cells // (idle - idle), "by nothing"),
        )


def test_mistakes_that_tell_nothing_are_found() -> None:
    """Twins, one that is right, one that cannot be made, and one that no answer is made from."""
    assert [says.removeprefix("mistakes are distinct: ") for says in family_faults(Mistaken)] == [
        "the mistake unused at idle never changes an answer: no answer is made from this step",
        "the mistake right at sum is never another value than the right one: remove it, or mend its lambda",
        "the mistake raising at sum can never be made, its lambda raises "
        "ZeroDivisionError: integer division or modulo by zero",
        "the mistakes no_one and none always lead to the same answers: remove one of them",
    ]


class Hidden(Sound):
    """A given that is not shown, with the name of an option."""

    seed: int = given("s", Range(0, 5), "added", default=2)

    def solve(self, work: Working) -> Any:
        """Multiply and add."""
        cells = work.step("cells", self.rows * self.columns, "every row has all columns")
        return work.answer("sum", cells + self.seed + 1, "and more", none=(lambda: cells, "more"))

    def check(self) -> dict[str, Any]:
        """Count."""
        return {"sum": sum(1 for _ in range(self.rows * self.columns)) + self.seed + 1}


def test_a_given_that_nobody_can_see_or_type_is_found() -> None:
    """Neither the text nor a figure changes with it; an option of the commands has its name."""
    assert family_faults(Hidden) == [
        "declares itself: the given seed cannot be told from the option --seed: give it another name",
        "givens are shown: the question is the same whatever seed is: show it in ask() or in figure()",
    ]


def test_options_of_commands_are_no_names_of_givens() -> None:
    """The names that are refused are those of the commands that take givens as options."""
    own = {
        option.removeprefix("--")
        for module in (check, solve)
        for param in typer.main.get_command(module.app).params
        for option in param.opts
        if option.startswith("--")
    }
    assert own | {"help"} == OPTIONS


def test_every_check_says_what_it_proves() -> None:
    """A check has a docstring that tells what holds."""
    assert all(check.__doc__ for check in CHECKS.values())
