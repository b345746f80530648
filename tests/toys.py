"""Small families with known properties, for the tests of the kernel."""

from __future__ import annotations

from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf, Range, Vectors
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.maths.functions import argmax, exp, ln, relu, vector
from dldrill.maths.linear import Vector


class Rectangle(Family):
    """Area, then the price: two answers, mistakes at both."""

    title = "A rectangle"
    topic = "toys"
    how = "counted its cells"
    parts: ClassVar[tuple[str, ...]] = ("area", "price")

    width: int = given("w", Range(2, 9), "its width", default=3)
    height: int = given("h", Range(2, 9), "its height", default=4)
    rate: int = given("r", Range(2, 4), "price of a cell", default=2)

    def solve(self, work: Working) -> int:
        """Width times height, times the rate."""
        area = work.answer(
            "area",
            self.width * self.height,
            "cells in rows",
            added=(lambda: self.width + self.height, "multiply the sides"),
        )
        return work.answer(
            "price",
            area * self.rate,
            "every cell costs the same",
            Asked("price", points=3),
            no_rate=(lambda: area, "multiply by the rate"),
            impossible=(lambda: area // 0, "never"),
        )

    def check(self) -> dict[str, Any]:
        """Count the cells."""
        cells = sum(1 for _ in range(self.width) for _ in range(self.height))
        return {"area": cells, "price": sum([cells] * self.rate)}

    def ask(self) -> str:
        """The sides and the rate."""
        return f"A rectangle of ${self.width}$ by ${self.height}$ cells at ${self.rate}$ each."

    def fits(self) -> str | None:
        """Sides and rate are positive."""
        return None if min(self.width, self.height, self.rate) > 0 else "sides and rate must be at least 1"


class Sum(Family):
    """Adds terms, the mistake of each step named alike: made everywhere, or at one step only."""

    title = "A sum of squares"
    topic = "toys"
    how = "added"

    x: Vector = given("x", Vectors(2, Range(0, 3)), "terms", default=Vector(2, 3))

    def solve(self, work: Working) -> float:
        """Squares, then their sum."""
        squares = [
            work.step(
                f"square_{i + 1}", self.x[i] ** 2, "square it", doubled=(lambda: 2 * self.x[i], "square it")
            )
            for i in range(2)
        ]
        return work.answer("sum", squares[0] + squares[1], "add them")

    def check(self) -> dict[str, Any]:
        """Square by multiplication."""
        return {"sum": sum(cell * cell for cell in self.x.cells)}

    def ask(self) -> str:
        """The terms."""
        return "Add the squares."


class Choice(Family):
    """A word chosen by an arg max, a ReLU, and a closed form beside them."""

    title = "A choice"
    topic = "toys"
    how = "looked"
    parts: ClassVar[tuple[str, ...]] = ("loss", "word")

    s: Vector = given("s", Vectors(3, Range(-9, 9)), "scores", default=Vector(-1, 2, 0))
    B: int = given("B", Range(2, 5), "batch", default=3)
    gap: int = given("g", OneOf(-2), "difference of the cosines", default=-2)

    def solve(self, work: Working) -> str:
        """The rectified scores, a loss, the word."""
        h = work.step("h", relu(self.s), "what is positive passes")
        work.answer(
            "loss",
            ln(1 + (self.B - 1) * exp(self.gap)),
            "the others against one",
            all_of_them=(lambda: ln(1 + self.B * exp(self.gap)), "one is not among the others"),
        )
        best = argmax(vector(*h))
        names = ("zero", "one", "two")
        return work.answer("word", names[best], "the largest", Asked("word", words=names))

    def check(self) -> dict[str, Any]:
        """With numpy."""
        import numpy as np

        scores = np.clip(np.array(self.s.cells, float), 0, None)
        row = np.array([1.0, *[-1.0] * (self.B - 1)])
        loss = float(np.log(np.exp(row - 1).sum()))
        return {"loss": loss, "word": ("zero", "one", "two")[int(np.argmax(scores))]}

    def ask(self) -> str:
        """Everything."""
        return "Which?"


class Unfair(Family):
    """Its only mistake always gives the right answer."""

    title = "Unfair"
    topic = "toys"
    how = "repeated it"

    n: int = given("n", OneOf(1, 2, 3), "a number", default=1)

    def solve(self, work: Working) -> int:
        """N − n + 0, whatever happens in between."""
        twice = work.step("twice", self.n * 2, "double it", halved=(lambda: self.n, "double it"))
        return work.answer("nothing", (twice - twice) * 1, "nothing is left")

    def check(self) -> dict[str, Any]:
        """Nothing."""
        return {"nothing": 0}

    def ask(self) -> str:
        """What is left?"""
        return "What is left?"
