"""Grading: read, judged, carried forward, explained."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from dldrill.bank.question import Choose, Claim, Compute
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.problem import with_numbers
from dldrill.dealing.source import Source
from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.faults import Fault
from dldrill.grading.marking import answerable, by_position, grade
from dldrill.grading.verdict import PartVerdict, Verdict, summed
from dldrill.maths.functions import argmax, sign
from dldrill.maths.linear import Vector


class Shop(Family):
    """Boxes of apples and pears: each counted, then all, then what they cost."""

    parts: ClassVar[tuple[str, ...]] = ("apples", "pears", "cost")
    boxes: int = given("b", Range(2, 20), "boxes", default=7)
    each: int = given("n", Range(2, 20), "a box", default=11)
    price: float = given("p", OneOf(0.5), "price", default=0.35)

    def solve(self, work: Working) -> float:
        """Count both, then pay."""
        apples = work.answer(
            "apples",
            self.boxes * self.each,
            "boxes times apples",
            Asked("apples", points=2),
            added=(lambda: self.boxes + self.each, "boxes are multiplied"),
            one_less=(lambda: (self.boxes - 1) * self.each, "all boxes count"),
        )
        left = work.step(
            "left", apples - 3, "three are bad", all_good=(lambda: apples, "three are bad: take them away")
        )
        pears = work.answer(
            "pears",
            left * 2,
            "twice as many pears",
            Asked("pears"),
            half=(lambda: left * 5, "twice, not half"),
        )
        return work.answer(
            "cost",
            (left + pears) * self.price,
            "each costs the same",
            Asked("cost", rtol=0.01, unit="EUR"),
            free_pears=(lambda: left * self.price, "pears cost too"),
        )

    def ask(self) -> str:
        """The question."""
        return f"{self.boxes} boxes of {self.each}"

    def statements(self) -> list[Statement]:
        """Two true ones and two others."""
        return [
            Statement("there are boxes", self.boxes > 0, "there are some", "boxes"),
            Statement("there are no boxes", self.boxes == 0, "there are some", "boxes"),
            Statement("a box holds more than 5", self.each > 5, f"it holds {self.each}"),
            Statement("a box holds more than 50", self.each > 50, f"it holds {self.each}"),
            Statement("boxes outnumber apples", self.boxes > self.each, "compare them"),
        ]


class Words(Family):
    """A word, a vector and signs."""

    parts: ClassVar[tuple[str, ...]] = ("scores", "signs", "word")
    x: Vector = given("x", OneOf(Vector(1, 2)), "x", default=Vector(2, -3, 1))

    def solve(self, work: Working) -> str:
        """The word of the largest score."""
        scores = work.answer(
            "scores", self.x * 2, "doubled", Asked("scores"), flipped=(lambda: self.x * -2, "not negated")
        )
        work.answer("signs", sign(scores), "each sign", Asked("signs", kind="signs"))
        words = ("red", "green", "blue")
        return work.answer(
            "word",
            words[argmax(scores)],
            "the largest",
            Asked("word", words=words),
            second=(lambda: "blue", "the largest, not the last"),
        )

    def ask(self) -> str:
        """The question."""
        return "x?"


def shop(**givens: Any) -> Dealt:
    """The shop with these numbers, asked for all parts."""
    return with_numbers(Shop, Shop(**givens), "given", 0)


def asking(*parts: str, points: float = 1, kind: type[Compute] = Compute) -> Dealt:
    """A bank question on the shop."""
    question = kind(id="t/shop", topic="t", minutes=2, points=points, family="shop", parts=parts)
    return with_numbers(question, Shop(), "given", 0)


RIGHT = {"apples": "77", "pears": "148", "cost": "77.7"}


def part(verdict: Verdict, name: str) -> PartVerdict:
    """The verdict on one part."""
    (found,) = [part for part in verdict.parts if part.name == name]
    return found


def test_right_answers_are_right() -> None:
    """All parts right: all points."""
    verdict = grade(shop(), RIGHT)
    assert (verdict.verdict, verdict.points, verdict.of) == ("right", 3, 3)
    assert [part.name for part in verdict.parts] == ["apples", "pears", "cost"]
    assert all(not part.carried and part.mistake is None for part in verdict.parts)


@pytest.mark.parametrize("typed", ["77.7", "77.70 EUR", "78.4", "77.0", "777/10", "74 + 3.7"])
def test_decimals_are_judged_within_their_tolerance(typed: str) -> None:
    """One per cent either way, with the unit or without, typed as one likes."""
    assert part(grade(shop(), {"cost": typed}), "cost").verdict == "right"


@pytest.mark.parametrize("typed", ["79", "76.8", "-77.7", "0"])
def test_decimals_beyond_their_tolerance_are_wrong(typed: str) -> None:
    """More than one per cent off is wrong."""
    assert part(grade(shop(), {"cost": typed}), "cost").verdict == "wrong"


@pytest.mark.parametrize("typed", ["76", "78", "77.5"])
def test_whole_numbers_are_exact(typed: str) -> None:
    """A count is right or wrong; no tolerance helps, and a decimal is none."""
    assert part(grade(shop(), {"apples": typed}), "apples").verdict in ("wrong", "unreadable")


@pytest.mark.parametrize(
    ("answers", "name", "mistake", "says"),
    [
        ({"apples": "18"}, "apples", "added", "boxes are multiplied"),
        ({"apples": "66"}, "apples", "one-less", "all boxes count"),
        ({"pears": "154"}, "pears", "all-good", "three are bad: take them away"),
        ({"pears": "370"}, "pears", "half", "twice, not half"),
        ({"cost": "25.9"}, "cost", "free-pears", "pears cost too"),
        ({"pears": "126"}, "pears", "one-less", "all boxes count"),
    ],
)
def test_a_wrong_answer_is_explained(answers: dict[str, str], name: str, mistake: str, says: str) -> None:
    """A single mistake, at the part or before it, is named and told."""
    found = part(grade(shop(), answers), name)
    assert (found.verdict, found.mistake, found.says) == ("wrong", mistake, says)


@pytest.mark.parametrize(
    ("answers", "name", "mistake"),
    [
        ({"pears": "36"}, "pears", "added+all-good"),
        ({"pears": "315"}, "pears", "one-less+half"),
        ({"cost": "23.1"}, "cost", None),
    ],
)
def test_two_mistakes_are_named_together(answers: dict[str, str], name: str, mistake: str | None) -> None:
    """Where no single mistake explains it, two do."""
    found = part(grade(shop(), answers), name)
    assert found.mistake == mistake or (mistake is None and found.mistake is not None)
    assert " And " in found.says or mistake is None


def test_nothing_is_accused_that_explains_nothing() -> None:
    """An answer that no mistake leads to is wrong, and that is all."""
    found = part(grade(shop(), {"apples": "123456"}), "apples")
    assert (found.verdict, found.mistake, found.says) == ("wrong", None, "")


def test_an_error_is_carried_forward() -> None:
    """What follows rightly from an earlier slip is right, but the whole is not."""
    verdict = grade(shop(), {"apples": "66", "pears": "126", "cost": "66.15"})
    assert [part.verdict for part in verdict.parts] == ["wrong", "right", "right"]
    assert [part.carried for part in verdict.parts] == [False, True, True]
    assert part(verdict, "pears").says == "Right given your apples."
    assert (verdict.verdict, verdict.points) == ("partly", 1.5)


def test_carrying_knows_the_steps_between() -> None:
    """A slip in two parts is carried from both; what does not follow is wrong."""
    verdict = grade(shop(), {"apples": "100", "pears": "200", "cost": "104"})
    assert [part.verdict for part in verdict.parts] == ["wrong", "wrong", "right"]
    assert part(verdict, "cost").says == "Right given your apples and pears."
    assert part(verdict, "pears").mistake == "all-good"
    assert part(verdict, "pears").says == "three are bad: take them away (given your apples)"
    unlucky = grade(shop(), {"apples": "100", "cost": "100"})
    assert part(unlucky, "cost").verdict == "wrong"
    assert not part(unlucky, "cost").carried


def test_what_is_right_after_a_slip_is_plainly_right() -> None:
    """The right answer is right, whatever was slipped before."""
    found = part(grade(shop(), {"apples": "66", "pears": "148"}), "pears")
    assert (found.verdict, found.carried) == ("right", False)


@pytest.mark.parametrize("typed", ["", "many", "7 7 7 7", "__import__('os')", "x"])
def test_what_cannot_be_read_is_not_counted(typed: str) -> None:
    """One unreadable answer, and nothing is judged; the reading says why."""
    verdict = grade(shop(), {"apples": typed, "pears": "1"})
    assert (verdict.verdict, verdict.points) == ("unreadable", 0)
    assert part(verdict, "apples").verdict == "unreadable"
    assert part(verdict, "apples").says
    assert part(verdict, "pears").mistake is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["layer_9=5", "3"], "there is no step 'layer_9': its steps are "),
        (["layer_9=5"], "there is no step 'layer_9': its steps are "),
        (["aples=77"], "there is no step 'aples': did you mean apples?"),
        (["y=many"], "there is no step 'y': its steps are "),
        (["y=1", "1", "1", "1"], "there is no step 'y': its steps are "),
    ],
)
def test_a_step_that_is_not_there_is_told(typed: list[str], says: str) -> None:
    """What is named is not taken for the value of something else."""
    with pytest.raises(Fault) as fault:
        by_position(shop(), typed)
    assert str(fault.value).startswith(says)


@pytest.mark.parametrize("name", ["total", "result"])
def test_the_last_part_has_other_names(name: str) -> None:
    """``total`` and ``result`` mean the last part."""
    verdict = grade(shop(), {name: "77.7"})
    assert [(part.name, part.verdict) for part in verdict.parts] == [("cost", "right")]


def test_the_last_part_is_judged_once() -> None:
    """Under its own name and another it is answered twice, and nobody can tell which is meant."""
    with pytest.raises(Fault, match="twice"):
        by_position(shop(), ["cost=77.7", "total=1"])
    with pytest.raises(Fault, match="twice"):
        by_position(shop(), ["total=77.7", "result=1"])
    with pytest.raises(Fault, match="cost is answered twice"):
        grade(shop(), {"cost": "77.7", "total": "77.7"})
    assert by_position(shop(), ["total=77.7"]) == {"cost": "77.7"}


def test_an_earlier_step_can_be_given_by_name() -> None:
    """A named step is judged like a part, in its place, and its slip is carried."""
    verdict = grade(asking("cost"), {"cost": "76.65", "left": "73"})
    assert [part.name for part in verdict.parts] == ["left", "cost"]
    assert part(verdict, "left").verdict == "wrong"
    strict = grade(asking("cost"), {"left": "77", "cost": "80.85"})
    assert part(strict, "left").mistake == "all-good"
    assert part(strict, "cost").says == "Right given your left."
    assert strict.verdict == "partly"


def test_an_unknown_name_is_a_fault() -> None:
    """An answer to nothing is refused, with the names that there are."""
    with pytest.raises(Fault, match="there is no part 'plums': the parts are apples") as caught:
        grade(shop(), {"plums": "3"})
    assert caught.value.code == "part"


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        (RIGHT, 10),
        ({**RIGHT, "apples": "1"}, 5),
        ({**RIGHT, "cost": "1"}, 7.5),
        ({"apples": "1", "pears": "1", "cost": "1"}, 0),
    ],
)
def test_points_go_by_the_shares_of_the_parts(answers: dict[str, str], points: float) -> None:
    """A question's points are shared out by the parts' weights (here 2, 1 and 1)."""
    verdict = grade(asking("apples", "pears", "cost", points=10), answers)
    assert (verdict.points, verdict.of) == (points, 10)


@given_by(st.lists(st.tuples(st.sampled_from(["right", "wrong"]), st.integers(1, 5)), min_size=1, max_size=6))
def test_points_stay_between_none_and_all(judged: list[tuple[Any, int]]) -> None:
    """All right earns all, all wrong none, and the verdict says which."""
    parts = tuple(
        PartVerdict(f"p{i}", "integer", v, "", 1, 1, weight=w, share=float(v == "right"))
        for i, (v, w) in enumerate(judged)
    )
    verdict = summed(parts, 7)
    assert 0 <= verdict.points <= 7
    assert (verdict.verdict == "right") == (verdict.points == 7) == all(v == "right" for v, _ in judged)
    assert (verdict.verdict == "wrong") == (verdict.points == 0) == all(v == "wrong" for v, _ in judged)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["77.7"], {"cost": "77.7"}),
        (["77", "148"], {"apples": "77", "pears": "148"}),
        (["77", "148", "77.7"], RIGHT),
        (["pears=148", "77", "77.7"], {"pears": "148", "apples": "77", "cost": "77.7"}),
        (["apples=77", "1"], {"apples": "77", "cost": "1"}),
        (["cost=77.7", "5"], {"cost": "77.7", "pears": "5"}),
        (["left = 74 "], {"left": "74"}),
        (["x=3"], {"cost": "x=3"}),
        ([], {}),
    ],
)
def test_answers_find_their_parts(typed: list[str], named: dict[str, str]) -> None:
    """Named ones as named, a single bare one to the last part that is free, several in order."""
    assert by_position(shop(), typed) == named


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["1", "2", "3", "4"], "4 answers for 3 parts: give one for each of apples, pears, cost"),
        (["apples=1", "apples=2"], "apples is answered twice: give it once"),
        (["apples=1", "pears=1", "cost=1", "5"], "1 answer for 0 parts"),
    ],
)
def test_too_many_answers_are_a_fault(typed: list[str], says: str) -> None:
    """More answers than parts, or a part twice, are refused."""
    with pytest.raises(Fault) as caught:
        by_position(shop(), typed)
    assert says in str(caught.value)
    assert caught.value.code == "usage"


def test_steps_can_be_answered_only_where_numbers_are_asked() -> None:
    """A select-all question has no steps to name."""
    assert "left" in answerable(shop())
    assert "left" not in answerable(asking(kind=Choose))


def test_letters_say_what_was_ticked_wrongly() -> None:
    """Each option ticked or left out wrongly is told with its reason."""
    dealt = asking(kind=Choose)
    true = {option.letter for option in dealt.options if option.true}
    assert grade(dealt, {"choice": "".join(sorted(true))}).verdict == "right"
    wrong = next(option for option in dealt.options if not option.true)
    verdict = grade(dealt, {"choice": "".join(sorted(true | {wrong.letter}))})
    assert verdict.verdict == "wrong"
    assert verdict.parts[0].says == f"{wrong.letter} is false: {wrong.why}"
    nothing = grade(dealt, {"choice": "none"})
    assert nothing.verdict == "wrong"
    assert len(nothing.parts[0].says.splitlines()) == len(true)


@pytest.mark.parametrize(
    ("typed", "verdict"), [("true", "wrong"), ("F", "right"), ("false", "right"), ("T", "wrong")]
)
def test_a_claim_is_judged_with_its_reason(typed: str, verdict: str) -> None:
    """True or false, with the reason where it was wrong."""
    claim = Claim(id="t/c", topic="t", minutes=1, points=2, claim="2 is odd", true=False, why="it is even")
    found = grade(Source(claim, "a").deal(0), {"verdict": typed})
    assert (found.verdict, found.points) == (verdict, 2 if verdict == "right" else 0)
    assert found.parts[0].says == ("" if verdict == "right" else "it is even")


def test_vectors_signs_and_words() -> None:
    """Answers of other kinds are read and judged by their kind."""
    dealt = with_numbers(Words, Words(), "given", 0)
    assert [part.kind for part in dealt.parts] == ["vector", "signs", "text"]
    right = {"scores": "4, -6, 2", "signs": "+ - +", "word": "red"}
    assert grade(dealt, right).verdict == "right"
    wrong = grade(dealt, {"scores": "-4, 6, -2", "signs": "- + -", "word": "green"})
    assert part(wrong, "scores").mistake == "flipped"
    assert [part.carried for part in wrong.parts] == [False, True, True]
    assert part(grade(dealt, {"word": "blue"}), "word").mistake == "second"
    assert part(grade(dealt, {"word": "purple"}), "word").verdict in ("wrong", "unreadable")


@given_by(
    st.dictionaries(st.sampled_from(["apples", "left", "pears", "cost", "total"]), st.text(max_size=12))
)
def test_any_text_gets_a_verdict(answers: dict[str, str]) -> None:
    """Whatever is typed, there is a verdict or a fault."""
    try:
        verdict = grade(shop(), answers)
    except Fault:
        return
    assert 0 <= verdict.points <= verdict.of
