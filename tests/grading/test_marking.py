"""Grading: right, wrong by name, carried forward, unreadable."""

from __future__ import annotations

import pytest
from toys import Choice, Rectangle

from dldrill.bank.library import load
from dldrill.bank.question import Compute
from dldrill.dealing.dealt import Dealt, Source, original, with_numbers
from dldrill.faults import Fault
from dldrill.grading.marking import by_position, grade


def rectangle() -> Dealt:
    """3 by 4 cells at 2: area 12, price 24."""
    return with_numbers(Rectangle, Rectangle(), "given", 0)


@pytest.mark.parametrize(
    ("answers", "verdict", "points"),
    [
        ({"area": "12", "price": "24"}, "right", 2),
        ({"area": "12", "price": "25"}, "partly", 0.5),
        ({"area": "13", "price": "24"}, "partly", 1.5),
        ({"area": "13", "price": "26"}, "partly", 1.5),
        ({"area": "13", "price": "99"}, "wrong", 0),
        ({"price": "24"}, "right", 2),
        ({"area": "12", "price": "what"}, "unreadable", 0),
    ],
)
def test_verdicts(answers: dict[str, str], verdict: str, points: float) -> None:
    """The parts weigh one and three; a carried part counts, but the whole is not right."""
    found = grade(rectangle(), answers)
    assert (found.verdict, found.points, found.of) == (verdict, points, 2)


def test_named_mistake() -> None:
    """A number that a known mistake leads to is named, with its sentence."""
    (part,) = grade(rectangle(), {"price": "14"}).parts
    assert (part.mistake, part.says) == ("added", "multiply the sides")


def test_two_mistakes_combined() -> None:
    """Where no single mistake explains a number, two are tried."""
    (part,) = grade(rectangle(), {"price": "7"}).parts
    assert part.mistake == "added+no-rate"


def test_unexplained_stays_unexplained() -> None:
    """No mistake is accused of a number that none leads to."""
    (part,) = grade(rectangle(), {"price": "1000"}).parts
    assert (part.verdict, part.mistake, part.says) == ("wrong", None, "")


def test_error_carried_forward() -> None:
    """A later part is right given an earlier slip, and says so."""
    area, price = grade(rectangle(), {"area": "7", "price": "14"}).parts
    assert (area.verdict, area.mistake) == ("wrong", "added")
    assert (price.verdict, price.carried) == ("right", True)
    assert "area" in price.says


def test_other_names_of_the_result() -> None:
    """The last part is also called total and result."""
    assert grade(rectangle(), {"total": "24"}).verdict == "right"
    assert grade(rectangle(), {"result": "24"}).verdict == "right"


def test_unknown_part() -> None:
    """A name that is neither part nor step is refused."""
    with pytest.raises(Fault, match="no part"):
        grade(rectangle(), {"volume": "3"})


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["24"], {"price": "24"}),
        (["12", "24"], {"area": "12", "price": "24"}),
        (["area=12", "24"], {"area": "12", "price": "24"}),
        (["price=24", "12"], {"price": "24", "area": "12"}),
    ],
)
def test_answers_by_position(typed: list[str], named: dict[str, str]) -> None:
    """One bare answer is the result; several go to the parts in order."""
    assert by_position(rectangle(), typed) == named


@pytest.mark.parametrize("typed", [["1", "2", "3"], ["area=1", "area=2"]])
def test_too_many_answers(typed: list[str]) -> None:
    """More answers than parts, or a part twice, is refused."""
    with pytest.raises(Fault):
        by_position(rectangle(), typed)


def free() -> Dealt:
    """The loss of Choice as an expression in B."""
    question = Compute(
        id="toys/loss", topic="toys", minutes=1, points=4, family="x", parts=("loss",), free={"B": "size"}
    )
    return with_numbers(question, Choice(), "given", 0)


@pytest.mark.parametrize(
    ("typed", "verdict", "mistake"),
    [
        ("ln(1+(B-1)e^-2)", "right", None),
        ("-log(e/(e+(B-1)/e))", "right", None),
        ("ln(1+B e^-2)", "wrong", "all-of-them"),
        ("ln(B)", "wrong", None),
    ],
)
def test_expressions(typed: str, verdict: str, mistake: str | None) -> None:
    """Expressions are judged by what they are equal to, and their mistakes by closed form."""
    (part,) = grade(free(), {"loss": typed}).parts
    assert (part.verdict, part.mistake) == (verdict, mistake)


def test_words() -> None:
    """A word is read without regard to case; a word outside the vocabulary is unreadable."""
    dealt = with_numbers(Choice, Choice(), "given", 0)
    assert grade(dealt, {"word": "One"}).verdict == "right"
    assert grade(dealt, {"word": "two"}).verdict == "wrong"
    assert grade(dealt, {"word": "three"}).verdict == "unreadable"


def test_claims_and_their_reasons() -> None:
    """A claim judged wrongly is answered with the reason."""
    claim = load().find("activations/relu-centring")
    dealt = Source(claim, "s").deal(0)
    assert grade(dealt, {"verdict": "f"}).verdict == "right"
    (part,) = grade(dealt, {"verdict": "true"}).parts
    assert part.verdict == "wrong"
    assert part.says


def test_dqn_by_parts() -> None:
    """The exam's network: a total without the output layer's biases, and a slip carried through."""
    dealt = original(load().find("ist-feb23/P1.1"))
    (part,) = grade(dealt, {"params": "1693344"}).parts
    assert part.mistake == "no-bias"
    assert "linear2" in part.says
    verdict = grade(dealt, {"conv1": "8192", "params": "1,693,330"})
    assert [part.carried for part in verdict.parts] == [False, True]
