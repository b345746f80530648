"""Which mistakes can be made in a problem, and which of them make it unfair."""

from __future__ import annotations

from functools import partial
from operator import add, floordiv
from typing import Any, ClassVar

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.mistakes import answers_after, blocking_mistake, mistakes_of
from dldrill.derivation.working import Asked, Working
from dldrill.maths.compare import close

ANY = Range(0, 9)


class Padded(Family):
    """Two layers that pad, and a count of both."""

    parts: ClassVar[tuple[str, ...]] = ("sum",)
    first: int = given("p_1", ANY, "padding of the first", default=1)
    second: int = given("p_2", ANY, "padding of the second", default=2)

    def solve(self, work: Working) -> int:
        """Each side grows by its padding twice."""
        sides = [
            work.part(name).step(
                "side",
                10 + 2 * padding,
                "on both sides",
                no_padding=(lambda: 10, "padding makes it larger"),
                pad_once=(partial(add, 10, padding), "on both sides"),
                divided=(partial(floordiv, 10, padding), "not divided"),
            )
            for name, padding in (("one", self.first), ("two", self.second))
        ]
        whole = work.answer("sum", sides[0] + sides[1], "both", Asked("sum"))
        return work.answer("after", whole * 2, "twice", Asked("after"), once=(lambda: whole, "twice"))


def by_slips(problem: Family, asked: tuple[str, ...] = ()) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The mistakes that arise: slips → steps."""
    return {mistake.slips: mistake.steps for mistake in mistakes_of(problem, asked=asked)}


def test_mistakes_arise_everywhere_then_at_one_step() -> None:
    """A mistake at two steps is listed for both together and for each alone."""
    found = by_slips(Padded(), ("sum",))
    assert found[("no_padding",)] == ("one.side", "two.side")
    assert found[("no_padding@one.side",)] == ("one.side",)
    assert found[("no_padding@two.side",)] == ("two.side",)


def test_a_mistake_that_changes_nothing_does_not_arise() -> None:
    """Forgetting a padding of 0 is no mistake; what remains stands at a single step."""
    found = by_slips(Padded(first=0), ("sum",))
    assert found == {
        ("no_padding",): ("two.side",),
        ("pad_once",): ("two.side",),
        ("divided",): ("two.side",),
    }
    assert by_slips(Padded(first=0, second=0), ("sum",)) == {}


def test_names_have_hyphens_and_sentences() -> None:
    """A mistake is named as it is shown, and tells the learner what was wrong."""
    (padding, *_) = mistakes_of(Padded())
    assert (padding.name, padding.says) == ("no-padding", "padding makes it larger")


def test_a_mistake_after_all_that_is_asked_does_not_arise() -> None:
    """Nobody who is asked for the sum can slip after it."""
    assert ("once",) not in by_slips(Padded(), ("sum",))
    assert by_slips(Padded(), ("after",))[("once",)] == ("after",)
    assert by_slips(Padded())[("once",)] == ("after",)


def test_an_impossible_mistake_gives_no_answers() -> None:
    """A mistake that cannot be computed leads nowhere, alone or among others."""
    problem = Padded(first=0)
    assert answers_after(problem, ("divided",)) is None
    assert answers_after(problem, ("divided@one.side", "once")) is None
    assert answers_after(problem, ("divided@two.side",)) == {"sum": 15, "after": 30}


@pytest.mark.parametrize("slips", [("no_padding",), ("no_padding@two.side",), ("pad_once", "once")])
def test_answers_after_are_those_of_the_altered_sheet(slips: tuple[str, ...]) -> None:
    """One slip or several: the answers are those of the altered solution."""
    assert answers_after(Padded(), slips) == Padded().altered(slips).answers


class Mean(Family):
    """A decimal with a mistake that is a little off, and one that is off at a single step only."""

    parts: ClassVar[tuple[str, ...]] = ("mean",)
    n: int = given("n", Range(2, 2000), "numbers", default=10)
    rtol: ClassVar[float] = 0.01

    def solve(self, work: Working) -> float:
        """A thousand over n."""
        return work.answer(
            "mean",
            1000 / self.n,
            "the sum over the number",
            Asked("mean", rtol=self.rtol),
            degrees=(lambda: 1000 / (self.n - 1), "n, not n − 1"),
        )


class Sharp(Mean):
    """The same with a tighter tolerance."""

    rtol: ClassVar[float] = 1e-4


@pytest.mark.parametrize(("n", "blocked"), [(10, False), (99, False), (102, True), (1500, True)])
def test_a_mistake_within_the_tolerance_blocks(n: int, blocked: bool) -> None:
    """A mistake whose answer would be accepted makes the problem unfair, and is named."""
    found = blocking_mistake(Mean(n=n))
    assert (found.name if found else None) == ("degrees" if blocked else None)
    assert blocking_mistake(Sharp(n=n)) is None


@given_by(st.integers(2, 2000))
def test_fair_means_that_no_mistake_is_accepted(n: int) -> None:
    """A problem is fair exactly if no arising mistake is within the tolerance."""
    problem = Mean(n=n)
    right = problem.plain()["mean"]
    accepted = close(right, problem.altered(["degrees"]).answers["mean"], Mean.rtol)
    assert (blocking_mistake(problem) is not None) == accepted


class Twice(Family):
    """A mistake that cancels: made at both steps it is right again, made at one it is not."""

    parts: ClassVar[tuple[str, ...]] = ("difference",)
    a: int = given("a", ANY, "first", default=3)
    b: int = given("b", ANY, "second", default=5)

    def solve(self, work: Working) -> int:
        """The difference of two numbers that are one more than the givens."""
        first = work.step("first", self.a + 1, "one more", no_one=(lambda: self.a, "one more"))
        second = work.step("second", self.b + 1, "one more", no_one=(lambda: self.b, "one more"))
        return work.answer("difference", second - first, "take away", Asked("difference"))


def test_a_mistake_that_cancels_blocks() -> None:
    """Made everywhere, the mistake leads to the right answer: the problem is not fair."""
    found = blocking_mistake(Twice())
    assert found is not None
    assert (found.name, found.slips, found.steps) == ("no-one", ("no_one",), ("first", "second"))


class Gated(Family):
    """The second of two numbers is multiplied by a gate that can be 0."""

    parts: ClassVar[tuple[str, ...]] = ("out",)
    gate: int = given("g", Range(0, 1), "gate", default=1)

    def solve(self, work: Working) -> int:
        """One number, and another one that counts if the gate is open."""
        first = work.step("first", self.gate + 5, "plus 5", less=(lambda: self.gate + 4, "plus 5"))
        second = work.step("second", self.gate + 7, "plus 7", less=(lambda: self.gate + 6, "plus 7"))
        return work.answer("out", first + self.gate * second, "gated", Asked("out"))


def test_a_mistake_at_one_step_is_judged_too() -> None:
    """With the gate shut the mistake shows when made everywhere, but not at the second step alone."""
    assert blocking_mistake(Gated(gate=1)) is None
    found = blocking_mistake(Gated(gate=0))
    assert found is not None
    assert found.slips == ("less@second",)


class Aside(Family):
    """A step beside the way to what is asked."""

    parts: ClassVar[tuple[str, ...]] = ("out",)
    x: int = given("x", ANY, "a number", default=4)
    asking: ClassVar[Any] = Asked("out")

    def solve(self, work: Working) -> int:
        """One number asked for, one that is only a remark."""
        work.answer("remark", self.x * 3, "thrice", Asked("remark"), twice=(lambda: self.x * 2, "thrice"))
        return work.answer("out", self.x + 1, "one more", Asked("out"), same=(lambda: self.x, "one more"))


def test_a_mistake_beside_the_way_does_not_count() -> None:
    """A step that the asked part is not made from cannot make the problem unfair."""
    assert ("twice",) in by_slips(Aside(), ("out",))
    assert blocking_mistake(Aside()) is None


def test_all_parts_together_tell_a_mistake() -> None:
    """A mistake is accepted only if it gives the right answer to all the parts that are asked."""
    assert blocking_mistake(Padded(), ("sum", "after")) is None
    assert blocking_mistake(Aside(), ("out", "remark")) is None
    found = blocking_mistake(Twice(b=3), ("difference",))
    assert found is not None
    assert found.name == "no-one"


def test_without_parts_the_last_answer_is_asked() -> None:
    """A family that names no parts is judged by its last answer."""

    class Lasting(Padded):
        parts: ClassVar[tuple[str, ...]] = ()

    assert blocking_mistake(Lasting()) is None
    assert blocking_mistake(Lasting(first=0, second=0)) is None
