"""A question with its numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import pytest

from dldrill import families
from dldrill.answer.kinds import read, same, show
from dldrill.bank.question import Choose, Claim, Compute, Question
from dldrill.dealing.dealt import ORIGINAL
from dldrill.dealing.problem import as_read, family_name, kind_of, part_of, with_numbers
from dldrill.dealing.source import Source, original
from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.faults import Fault
from dldrill.maths.linear import Matrix, Vector

NAME = __name__.rpartition(".")[2]


class Toy(Family):
    """Answers of every kind."""

    topic = "toys"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("sum", "share")
    a: int = given("a", Range(2, 30), "a", default=3)
    b: int = given("b", Range(2, 30), "b", default=4)

    def solve(self, work: Working) -> Any:
        """A few answers."""
        less = work.step("less_by_one", self.a - 1, "one less")
        work.answer("sum", less + self.b, "add", Asked("the sum", points=2, unit="MB"))
        work.answer("share", self.a / self.b, "divide", Asked("share", kind="number", rtol=0.05))
        work.answer("row", Vector(self.a, self.b), "both", Asked("row"))
        work.answer("grid", Matrix((1, 0), (-1, 1)), "both", Asked("grid", kind="signs"))
        return work.answer("word", "red", "always", Asked("word", words=("red", "blue")))

    def ask(self) -> str:
        """The question."""
        return f"add {self.a} and {self.b}"

    def statements(self) -> list[Statement]:
        """Eight statements, of which some say the same thing."""
        return [
            Statement("a is at least b", self.a >= self.b, "see", "order"),
            Statement("a is below b", self.a < self.b, "see", "order"),
            *(Statement(f"a is above {n}", self.a > n, f"a = {self.a}") for n in range(0, 60, 10)),
            Statement("b is above 15", self.b > 15, f"b = {self.b}", "size"),
        ]


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bank's questions find the toy."""
    monkeypatch.setattr(families, "family", {"toy": Toy}.__getitem__)


def compute(kind: type[Compute] = Compute, **more: Any) -> Compute:
    """A bank question on the toy."""
    return kind(id="toys/sum", topic="toys", minutes=2, points=5, family="toy", **more)


CLAIM = Claim(id="toys/c", topic="toys", minutes=1, points=2, claim="2 is even", true=True, why="it is")


def test_a_family_asked_for_directly() -> None:
    """Without a bank question everything comes from the family."""
    dealt = Source(Toy, "k7").deal(3)
    assert dealt.question is None
    assert (dealt.id, dealt.family, dealt.topic, dealt.type) == (NAME, NAME, "toys", "compute")
    assert (dealt.minutes, dealt.points, dealt.seed, dealt.index) == (4, 2, "k7", 3)
    assert [part.name for part in dealt.parts] == ["sum", "share"]
    assert isinstance(dealt.problem, Toy)
    assert dealt.ask == f"add {dealt.problem.a} and {dealt.problem.b}"
    assert dealt.free == {}
    assert family_name(Toy) == NAME


def test_a_bank_question_has_its_own_terms() -> None:
    """Id, points, minutes, parts, text and domains come from the bank."""
    question = compute(parts=("word", "sum"), ask="what is @{a} + @{b}?", given={"a": "7", "b": "5..6"})
    source = Source(question, "k7")
    found = [source.deal(i) for i in range(2)]
    assert {dealt.ask for dealt in found} == {"what is 7 + 5?", "what is 7 + 6?"}
    assert (found[0].id, found[0].points, found[0].minutes) == ("toys/sum", 5, 2)
    assert [part.name for part in found[0].parts] == ["word", "sum"]
    with pytest.raises(Fault, match="toys/sum has 2 variants"):
        source.deal(2)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"parts": ("sum",)}, "\n\nGive only: the sum."),
        ({"parts": ("row", "word")}, "\n\nGive only: row; word."),
        ({"parts": ("share", "sum")}, ""),
        ({}, ""),
    ],
)
def test_fewer_parts_than_the_text_asks_for_are_named(more: Any, said: str) -> None:
    """Where the family's own text asks for more, the question says what is wanted."""
    dealt = Source(compute(**more), "k7").deal(0)
    assert dealt.problem is not None
    assert dealt.ask == dealt.problem.ask() + said
    assert Source(compute(ask="@{a}?", **more), "k7").deal(0).ask == f"{dealt.problem.a}?"  # type: ignore[attr-defined]


def test_two_questions_on_a_family_differ() -> None:
    """The id of the question goes into the seed."""
    other = Compute(id="toys/other", topic="toys", minutes=2, points=5, family="toy")
    one, two = ([Source(q, "k7").deal(i).problem for i in range(5)] for q in (compute(), other))
    assert one != two
    assert one == [Source(compute(), "k7").deal(i).problem for i in range(5)]


def test_the_original_has_the_exam_s_numbers() -> None:
    """With numbers of its own the question is dealt with these, else with its first variant."""
    exam = original(compute(original={"a": "10", "b": 20}))
    assert exam.problem == Toy(a=10, b=20)
    assert (exam.seed, exam.index) == (ORIGINAL, 0)
    assert original(compute()) == Source(compute(), ORIGINAL).deal(0)
    assert original(CLAIM).parts[0].right == {"T"}
    with pytest.raises(Fault, match="there is no given"):
        original(compute(original={"c": "10"}))


def test_parts_are_judged_as_asked() -> None:
    """Label, kind, tolerance, unit, points and vocabulary come from the solution."""
    work = Toy().altered()
    whole, share, row, grid, word, step = (
        part_of(work, name) for name in ("sum", "share", "row", "grid", "word", "less_by_one")
    )
    assert (whole.label, whole.kind, whole.right, whole.points, whole.unit) == (
        "the sum",
        "integer",
        6,
        2,
        "MB",
    )
    assert (whole.spec.unit, share.spec.rtol) == ("MB", 0.05)
    assert (share.kind, share.right) == ("number", 0.75)
    assert (row.kind, row.right, row.spec.size) == ("vector", (3, 4), (1, 2))
    assert (grid.kind, grid.right, grid.spec.size) == ("signs", ("+0", "-+"), (2, 2))
    assert (word.kind, word.right, word.spec.words) == ("text", "red", ("red", "blue"))
    assert (step.label, step.kind, step.right) == ("less by one", "integer", 2)


def test_right_answers_read_back_as_right() -> None:
    """What is shown as right is read as right, for every kind."""
    work = Toy().altered()
    for name in work.values:
        part = part_of(work, name)
        assert same(part.kind, part.right, read(part.kind, show(part.kind, part.right), part.spec), part.spec)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (3, "integer"),
        (0.5, "number"),
        (Fraction(1, 2), "number"),
        ((1, 2), "shape"),
        (Vector(1, 2), "vector"),
        (Matrix((1, 2)), "matrix"),
        ("red", "text"),
    ],
)
def test_the_kind_follows_from_the_value(value: Any, kind: str) -> None:
    """An answer of no stated kind is of the kind of its value."""
    assert kind_of(value) == kind
    assert as_read(kind, value) == {"vector": (1, 2), "matrix": ((1, 2),)}.get(kind, value)


def test_a_part_that_is_no_answer_is_a_fault() -> None:
    """A bank that asks for what the family does not answer is told what it answers."""
    with pytest.raises(Fault, match=f"{NAME} answers sum, share, row, grid, word, not 'total'"):
        with_numbers(compute(parts=("total",)), Toy(), "a", 0)


@pytest.mark.parametrize("parts", [("totl",), ("sum", "shre")])
def test_a_part_that_is_misspelt_is_told_when_dealt(parts: tuple[str, ...]) -> None:
    """Dealing ends with the answers that there are and the nearest, whatever stands before the wrong one."""
    with pytest.raises(
        Fault, match=f"{NAME} answers sum, share, row, grid, word, not '(totl'$|shre': did you mean share)"
    ) as fault:
        Source(compute(parts=parts), "a").deal(0)
    assert fault.value.code == "part"


def test_a_claim_has_two_options() -> None:
    """True or false, whatever the seed."""
    dealt = Source(CLAIM, "a").deal(5)
    assert (dealt.ask, dealt.points, dealt.index, dealt.problem) == ("2 is even", 2, 5, None)
    assert [(option.letter, option.true) for option in dealt.options] == [("T", True), ("F", False)]
    assert (dealt.parts[0].kind, dealt.parts[0].right, dealt.parts[0].spec.letters) == (
        "letters",
        {"T"},
        "TF",
    )


def test_select_all_has_some_statements() -> None:
    """Up to six statements in a seeded order, none twice, none that deny each other."""
    source = Source(compute(Choose), "k7")
    orders = set()
    for index in range(12):
        dealt = source.deal(index)
        assert isinstance(dealt.problem, Toy)
        assert "".join(option.letter for option in dealt.options) == "ABCDEF"
        texts = [option.text for option in dealt.options]
        orders.add(tuple(texts))
        assert len(set(texts)) == 6
        assert not {"a is at least b", "a is below b"} <= set(texts)
        truth = {statement.says: statement.true for statement in dealt.problem.statements()}
        assert all(option.true == truth[option.text] for option in dealt.options)
        assert dealt.parts[0].right == {option.letter for option in dealt.options if option.true}
        assert source.deal(index) == dealt
    assert len(orders) > 6


def test_letters_stay_free() -> None:
    """A question with free givens asks for an expression in them."""
    dealt = with_numbers(compute(parts=("share",), free={"b": "positive"}), Toy(), "a", 0)
    assert (dealt.parts[0].kind, dealt.free) == ("expression", {"b": "positive"})
    assert dealt.parts[0].spec.names == {"b": "positive"}


def test_what_cannot_be_dealt_is_refused() -> None:
    """Only claims, problems and families can be dealt."""
    bare = Question(id="t/q", topic="t", minutes=1, points=1)
    with pytest.raises(TypeError, match="cannot be dealt"):
        Source(bare, "a").deal(0)


def test_own_options_are_statements_of_these_numbers() -> None:
    """An exam's own options are found by key and truth; one that is not there is a fault."""
    question = compute(Choose, options=("-order", "+size"), original={"a": "3", "b": "20"}, where="t.toml:1")
    dealt = original(question)
    assert [(option.letter, option.text, option.true) for option in dealt.options] == [
        ("A", "a is at least b", False),
        ("B", "b is above 15", True),
    ]
    wrong = compute(Choose, options=("-size",), original={"a": "3", "b": "20"}, where="t.toml:1")
    with pytest.raises(Fault, match=r"t\.toml:1: toys/sum: there is no false statement 'size'"):
        original(wrong)
