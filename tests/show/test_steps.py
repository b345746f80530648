"""The worked solution as steps."""

from __future__ import annotations

import dataclasses

import pytest
from screens import dealt

from dldrill.dealing.source import with_givens
from dldrill.families import family
from dldrill.maths.unicode_line import line
from dldrill.show.steps import Step, steps_of


def chains(name: str) -> list[str]:
    """The steps of a bank question, each on one line."""
    return [line(step.chain()) for step in steps_of(dealt(name))]


def test_a_step_says_formula_figures_and_value() -> None:
    """A step's line goes from symbols over figures to the value."""
    assert chains("ist-feb23/P1.1")[1] == "conv1.weights = kₕ₁·k_w1·C = 8·8·4 = 256"


def test_nothing_is_said_twice() -> None:
    """A value that is its own formula is written once."""
    assert "e_y = [0, 1, 0]" in chains("uw-sp23-mid/3.5.3.5")
    assert "conv3.width = conv3.height = 7" in chains("ist-feb23/P1.1")


def test_closed_form_comes_last() -> None:
    """Where givens stay letters the answer is written in them, after the steps in numbers."""
    steps = steps_of(dealt("uw-sp24-q4/3.1"))
    assert [step.name for step in steps] == ["others", "weight", "loss", "loss"]
    assert steps[-1].why == "all the steps in one"
    assert steps[-1].formula_line() == "ln(1 + (B − 1)·e⁻²)"


def test_only_what_the_answer_needs() -> None:
    """Steps that the asked parts do not rest on are left out."""
    whole = with_givens(family("conv_params"), {})
    names = {step.name for step in steps_of(whole)}
    assert {"conv1", "params"} <= names
    first = dataclasses.replace(whole, parts=(whole.parts[-1]._replace(name="conv1"),))
    assert [step.name for step in steps_of(first)] == ["conv1.weights", "conv1"]


@pytest.mark.parametrize("name", ["uw-sp24-q4/1.4", "uw-sp24-q4/2.1", "losses/triplet-line-by-line"])
def test_words_have_no_steps(name: str) -> None:
    """A claim, a choice from a pool and an order have nothing to compute."""
    assert steps_of(dealt(name)) == []


def test_lines_in_ascii() -> None:
    """A step's formula can be had in ASCII, its figures in one line."""
    step: Step = steps_of(dealt("ist-feb23/P1.1"))[0]
    assert step.formula_line(ascii_only=True).isascii()
    assert step.figures_line() == "⌊(84 − 8)/4⌋ + 1"
