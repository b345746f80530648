"""Which mistakes arise, and which make a problem unfair."""

from __future__ import annotations

from toys import Choice, Rectangle, Sum, Unfair

from dldrill.derivation.mistakes import answers_after, blocking_mistake, mistakes_of
from dldrill.maths.linear import Vector


def test_arising_mistakes() -> None:
    """Impossible mistakes and those that change nothing at their step do not arise."""
    assert {mistake.name for mistake in mistakes_of(Rectangle())} == {"added", "no-rate"}
    assert {mistake.name for mistake in mistakes_of(Rectangle(width=2, height=2))} == {"no-rate"}


def test_everywhere_and_at_single_steps() -> None:
    """A mistake that arises at several steps is also listed for each by itself."""
    slips = [mistake.slips for mistake in mistakes_of(Sum(x=Vector(3, 1)))]
    assert slips == [("doubled",), ("doubled@square_1",), ("doubled@square_2",)]


def test_answers_after() -> None:
    """The answers a mistake leads to, or None where it cannot be made."""
    assert answers_after(Rectangle(), ("added",)) == {"area": 7, "price": 14}
    assert answers_after(Rectangle(), ("impossible",)) is None


def test_fair_and_unfair() -> None:
    """A problem is unfair if a mistake made everywhere, or at one step only, gives the right answer."""
    assert blocking_mistake(Rectangle()) is None
    assert blocking_mistake(Sum(x=Vector(3, 1))) is None  # 10 against 8, 7 and 11
    found = blocking_mistake(Unfair())
    assert found is not None
    assert found.name == "halved"


def test_one_step_alone_can_be_unfair() -> None:
    """Doubling 2 is squaring it: the mistake arises at the other step only, and is told there."""
    assert [mistake.steps for mistake in mistakes_of(Sum(x=Vector(2, 3)))] == [("square_2",)]
    assert blocking_mistake(Sum(x=Vector(2, 3))) is None


def test_only_asked_parts_count() -> None:
    """A mistake after everything that is asked for does not make a problem unfair."""
    assert blocking_mistake(Rectangle(), ("area",)) is None


def test_steps_a_part_is_not_made_from_do_not_count() -> None:
    """The loss does not depend on the scores: mistakes elsewhere cannot block it."""
    assert blocking_mistake(Choice(), ("loss",)) is None
