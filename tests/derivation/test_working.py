"""The sheets that a solution is written on: plain, mistaken, altered, traced."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import (
    AlteredWorking,
    Asked,
    DerivationError,
    MistakenWorking,
    TracedWorking,
    Working,
    named,
    same_kind,
)
from dldrill.maths.functions import argmax, relu, total, vector
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import STEP, Traced, bare, figure, formula
from dldrill.maths.typeset import layout_of
from dldrill.maths.unicode_line import line

CELLS = Range(-3, 3)


def itself(value: int) -> int:
    """What it is given."""
    return value


class Floor(Family):
    """A tiled floor with two rooms, each with an edge."""

    long: int = given("L", Range(2, 20), "long side", default=5)
    wide: int = given("W", Range(2, 20), "wide side", default=3)
    edge: int = given("e", Range(0, 3), "edge", default=1)

    def solve(self, work: Working) -> int:
        """The tiles of both rooms."""
        areas = []
        for name, side in (("hall", self.long), ("bath", self.wide)):
            part = work.part(name)
            inner = part.step(
                "inner",
                side - self.edge,
                "the edge has no tiles",
                no_edge=(partial(itself, side), "the edge takes room"),
            )
            areas.append(
                part.answer(
                    "area", inner * inner, "a square", Asked(name), side_only=(lambda: inner, "square it")
                )
            )
        return work.answer(
            "tiles",
            total(areas),
            "both rooms",
            Asked("tiles", points=2),
            one_room=(lambda: areas[0], "there are two rooms"),
        )


class Scores(Family):
    """Vectors, a matrix, a shape and a word in one solution."""

    x: Vector = given("x", OneOf(Vector(1, 2), Vector(3, -4)), "input", default=Vector(1, -2))
    weights: Matrix = given("A", OneOf(Matrix((1, 0), (0, 1))), "weights", default=Matrix((2, 1), (0, 3)))
    kernel: tuple[int, int] = given("k_h k_w", OneOf((3, 5)), "kernel", default=(3, 5))

    def solve(self, work: Working) -> str:
        """The word of the largest score."""
        scores = work.answer("scores", self.weights @ self.x, "one score a row", Asked("scores"))
        gated = work.answer("gated", relu(scores), "what is negative is dropped", Asked("gated"))
        height, width = self.kernel
        work.answer("shape", (height - 1, width), "one less", Asked("shape"))
        work.answer("pair", vector(gated[0], 1), "a part of it", Asked("pair"))
        return work.answer("word", ("left", "right")[argmax(gated)], "the largest", Asked("word"))


class Loose(Family):
    """One whose solution is a function handed in by the test."""

    x: int = given("x", Range(0, 9), "a number", default=4)

    written: ClassVar[Any] = None

    def solve(self, work: Working) -> Any:
        """Whatever the test says."""
        return type(self).written(self, work)


def loose(written: Any) -> Family:
    """A problem solved by this function."""
    return type("Loose", (Loose,), {"written": staticmethod(written), "__module__": __name__})()  # type: ignore[no-any-return]


def impossible() -> int:
    """A mistake that cannot be computed."""
    raise ZeroDivisionError


def written_once(self: Any, work: Working) -> None:
    """One answer with a mistake that raises."""
    work.answer("y", self.x + 1, "one more", Asked("y"), broken=(impossible, "never"))


def test_plain_sheet_keeps_the_answers_alone() -> None:
    """The plain sheet names answers with their parts and keeps no steps."""
    assert Floor().plain() == {"hall.area": 16, "bath.area": 4, "tiles": 20}


@pytest.mark.parametrize("run", ["plain", "altered", "traced"])
def test_a_mistake_that_raises_breaks_no_solution(run: str) -> None:
    """A mistake is evaluated only when it is made."""
    problem = loose(written_once)
    result = getattr(problem, run)()
    assert (result if run == "plain" else result.answers) == {"y": 5}


def test_a_mistake_that_raises_raises_when_made() -> None:
    """When it is made, the arithmetic error comes through."""
    with pytest.raises(ZeroDivisionError):
        loose(written_once).altered(["broken"])


def twice(self: Any, work: Working) -> None:
    """The same name on two lines."""
    work.step("y", self.x, "first")
    work.step("y", self.x, "second")


def twice_in_parts(self: Any, work: Working) -> None:
    """The same part opened twice with the same step."""
    work.part("a").step("y", self.x, "first")
    work.part("a").step("y", self.x, "second")


@pytest.mark.parametrize("written", [twice, twice_in_parts])
@pytest.mark.parametrize("run", ["altered", "traced"])
def test_a_name_stands_once(written: Any, run: str) -> None:
    """A step that is written twice is an error of the family."""
    with pytest.raises(DerivationError, match="written twice"):
        getattr(loose(written), run)()


@pytest.mark.parametrize(
    ("slips", "put", "says"),
    [
        ([], {"nothing": 3}, "nothing"),
        ([], {"area": 3}, "area"),
        (["no_such"], {}, "no_such"),
        (["no_edge@bath.area"], {}, "no_edge"),
        (["no_edge@garden.inner"], {}, "no_edge@garden.inner"),
        (["no_such@bath.inner"], {}, "no_such"),
        (["no-edge"], {}, "no-edge"),
    ],
)
def test_unknown_names_are_errors(slips: list[str], put: dict[str, Any], says: str) -> None:
    """A put-in step or a slip that the solution does not have is an error, and is named."""
    with pytest.raises(DerivationError, match=says):
        Floor().altered(slips, put)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (3, "three"),
        (3, (3,)),
        ((3, 4), 12),
        (Vector(1, 2), (1, 2)),
        (Vector(1, 2), Matrix((1, 2))),
        ("red", 3),
        (1.5, Vector(1.5)),
    ],
)
def test_a_mistake_of_another_kind_is_an_error(right: Any, wrong: Any) -> None:
    """A mistake gives what could be an answer to the same question."""
    problem = loose(lambda self, work: work.answer("y", right, "so", Asked("y"), odd=(lambda: wrong, "odd")))
    with pytest.raises(DerivationError, match="odd"):
        problem.altered(["odd"])
    assert not same_kind(right, wrong)


@pytest.mark.parametrize(("right", "wrong"), [(3, 2.5), (1.5, 2), ((1, 2), (3,)), (Vector(1), Vector(1, 2))])
def test_numbers_are_of_one_kind(right: Any, wrong: Any) -> None:
    """Whole and decimal numbers can stand for one another, shapes of any length too."""
    problem = loose(
        lambda self, work: work.answer("y", right, "so", Asked("y"), near=(lambda: wrong, "near"))
    )
    assert problem.altered(["near"]).answers == {"y": wrong}


def test_slips_are_made_everywhere_or_at_one_step() -> None:
    """A bare slip is made wherever it stands, one with a step only there."""
    assert Floor().altered(["no_edge"]).answers == {"hall.area": 25, "bath.area": 9, "tiles": 34}
    assert Floor().altered(["no_edge@bath.inner"]).answers == {"hall.area": 16, "bath.area": 9, "tiles": 25}
    both = Floor().altered(["no_edge@bath.inner", "one_room"])
    assert both.answers["tiles"] == 16


@pytest.mark.parametrize(
    "slip", ["no_edge", "no_edge@hall.inner", "side_only", "side_only@bath.area", "one_room"]
)
def test_the_lean_sheet_gives_what_the_altered_one_gives(slip: str) -> None:
    """The sheet that fairness runs on and the one that grading runs on agree."""
    lean = MistakenWorking(slip)
    Floor().solve(lean)
    assert lean.answers == Floor().altered([slip]).answers == Floor().traced([slip]).answers


def test_put_in_values_are_gone_on_with() -> None:
    """A learner's value replaces the step; ``due`` says what it should have been."""
    work = Floor().altered(put={"hall.area": 10})
    assert work.due["hall.area"] == 16
    assert work.values["hall.area"] == 10
    assert work.due["tiles"] == work.answers["tiles"] == 14
    assert Floor().traced(put={"hall.area": 10}).answers == work.answers


def test_sites_and_asked_are_kept() -> None:
    """The altered sheet knows every mistake by its step, and how each answer is asked for."""
    work = Floor().altered()
    assert {name: set(wrong) for name, wrong in work.sites.items()} == {
        "hall.inner": {"no_edge"},
        "hall.area": {"side_only"},
        "bath.inner": {"no_edge"},
        "bath.area": {"side_only"},
        "tiles": {"one_room"},
    }
    assert work.asked["tiles"].points == 2
    assert list(work.values) == ["hall.inner", "hall.area", "bath.inner", "bath.area", "tiles"]


@given_by(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9))
def test_every_sheet_gives_the_same(long: int, wide: int, edge: int) -> None:
    """Plain, altered and traced runs of one solution give equal answers."""
    problem = Floor(long=long, wide=wide, edge=edge)
    assert problem.plain() == problem.altered().answers == problem.traced().answers


@given_by(st.lists(st.integers(-9, 9), min_size=6, max_size=6))
def test_every_sheet_gives_the_same_vectors(cells: list[int]) -> None:
    """So it is with vectors, matrices, shapes and words, and nothing traced is left in an answer."""
    a, b, c, d, e, f = cells
    problem = Scores(x=Vector(a, b), weights=Matrix((c, d), (e, f)))
    work = problem.traced()
    assert problem.plain() == problem.altered().answers == work.answers
    assert all(bare(value) is value or type(value) is tuple for value in work.answers.values())
    assert isinstance(work.answers["word"], str)
    assert isinstance(work.answers["scores"], Vector)


def shown(work: TracedWorking, name: str, figures: bool = False) -> str:
    """A line's formula as text."""
    return line(layout_of(formula(work.lines[name].formula, figures)))


@pytest.mark.parametrize(
    ("name", "symbols", "figures"),
    [
        ("hall.inner", "L − e", "5 − 1"),
        ("tiles", "hall.area + bath.area", "16 + 4"),
    ],
)
def test_formulas_are_those_computed(name: str, symbols: str, figures: str) -> None:
    """A line is shown by the names it was computed from, and by their figures."""
    work = Floor().traced()
    assert (shown(work, name), shown(work, name, True)) == (symbols, figures)


@given_by(st.integers(1, 30), st.integers(1, 30), st.integers(0, 9))
def test_figures_evaluate_to_the_value(long: int, wide: int, edge: int) -> None:
    """Computing the printed figures gives the printed value: what is shown is what was computed."""
    work = Floor(long=long, wide=wide, edge=edge).traced()
    for written in work.lines.values():
        tree = formula(written.formula, figures=True)
        left, right = (int(arg.text) for arg in tree.args)
        computed = {"add": left + right, "sub": left - right, "mul": left * right}[tree.op]
        assert computed == written.value


def test_a_put_in_value_is_shown_as_a_value() -> None:
    """Nothing is shown as computed that was put in."""
    work = Floor().traced(put={"hall.area": 10})
    assert formula(work.lines["hall.area"].formula) == figure(10)
    assert shown(work, "tiles", True) == "10 + 4"


def test_lines_stand_in_order_with_their_reasons() -> None:
    """A traced sheet keeps the reason of every line, and how it is asked for."""
    lines = Floor().traced().lines
    assert list(lines) == ["hall.inner", "hall.area", "bath.inner", "bath.area", "tiles"]
    assert lines["hall.inner"].why == "the edge has no tiles"
    assert lines["hall.inner"].asked is None
    assert lines["tiles"].asked == Asked("tiles", points=2)


def test_parts_can_be_nested() -> None:
    """A section of a section has both names before its own, on every sheet."""

    def nested(self: Any, work: Working) -> None:
        work.part("a").part("b").answer("y", self.x, "so", Asked("y"), more=(lambda: 9, "no"))

    problem = loose(nested)
    assert problem.plain() == problem.traced().answers == {"a.b.y": 4}
    lean = MistakenWorking("more@a.b.y")
    problem.solve(lean)
    assert lean.answers == problem.altered(["more@a.b.y"]).answers == {"a.b.y": 9}


def test_named_keeps_the_names_of_sides() -> None:
    """The sides of a shape that have names keep them; the others are called after the shape."""
    work = TracedWorking()
    inner = work.step("height", Traced(4, "given", (), work.tape, "H") - 1, "one less")
    side, other = named("shape", (inner, 7), work.tape)
    assert (side.name, other.name) == ("height", "shape_2")
    assert named("word", "red", work.tape) == "red"


def test_a_free_sheet_needs_no_family() -> None:
    """A sheet can be written on directly."""
    work = AlteredWorking(put={"y": 3})
    answers: Mapping[str, Any] = work.answers
    assert work.answer("y", 2, "so") == 3
    assert answers == {"y": 3}


def test_named_values_are_steps() -> None:
    """A value goes on as a step of its name, a lone side under the name of its shape."""
    tape = TracedWorking().tape
    for found, value, name in (
        (named("y", 3, tape), 3, "y"),
        (named("line", (7,), tape)[0], 7, "line"),
        (named("pair", (7, 8), tape)[1], 8, "pair_2"),
    ):
        assert (found.value, found.op, found.args, found.tape, found.name) == (
            value,
            STEP,
            (value,),
            tape,
            name,
        )


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (lambda: Floor().altered([], {"nothing": 3}), "Floor has no step or mistake 'nothing'"),
        (lambda: Floor().altered(["no_edge", "odd"]), "Floor has no step or mistake 'odd'"),
        (lambda: Floor().altered(["no_edge@bath.area"]), "the step 'bath.area' has no mistake 'no_edge'"),
        (lambda: loose(twice).altered(), "the step 'y' is written twice"),
        (lambda: loose(twice_in_parts).traced(), "the step 'a.y' is written twice"),
        (lambda: loose(odd).altered(["odd"]), "'odd' at 'y' gives 'three' for 3"),
    ],
)
def test_errors_of_a_family_are_told_whole(run: Any, says: str) -> None:
    """What is written wrongly is named, with its step."""
    with pytest.raises(DerivationError) as caught:
        run()
    assert str(caught.value) == says


def odd(self: Any, work: Working) -> None:
    """A mistake of another kind."""
    three: Any = "three"
    work.answer("y", 3, "so", odd=(lambda: three, "odd"))


def test_reasons_and_ways_of_asking_are_kept() -> None:
    """Of answers as of steps; an answer that says nothing more is asked for plainly."""

    def solve(self: Any, work: Working) -> None:
        work.part("a").answer("y", self.x, "the reason", more=(lambda: 9, "no"))

    line_of = loose(solve).traced().lines["a.y"]
    assert (line_of.name, line_of.why, line_of.value, line_of.asked) == ("a.y", "the reason", 4, Asked())
    work = loose(solve).altered()
    assert work.asked == {"a.y": Asked()}
    assert work.arising == {"a.y": {"more": "no"}}
    assert loose(solve).altered(["more"]).arising == {}
    assert loose(solve).altered(put={"a.y": 5}).arising == {}
    assert loose(solve).traced(["more@a.y"]).answers == {"a.y": 9}
    assert loose(solve).traced(["more@y"]).answers == {"a.y": 4}
