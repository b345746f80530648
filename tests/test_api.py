"""What ``from dldrill import …`` offers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dldrill
from dldrill import draw, grade, load_banks, solve, verify
from dldrill.answer.kinds import show
from dldrill.dealing.dealer import Dealer
from dldrill.families import family
from dldrill.faults import Fault
from dldrill.proving.roads import Proof

TOYS = """\
[shape]
type = "compute"
family = "pool_shape"
points = 3
[even]
type = "claim"
claim = 'Two is even.'
true = true
why = 'It is twice one.'
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of the test's own, and no banks of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("DLDRILL_BANKS", raising=False)


def test_all_that_is_offered_is_there() -> None:
    """Every name of ``__all__`` can be imported, and no other is made up."""
    assert set(dldrill.__all__) == {"draw", "grade", "load_banks", "solve", "verify"}
    assert all(callable(getattr(dldrill, name)) for name in dldrill.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        dldrill.nothing  # noqa: B018


def test_importing_dldrill_loads_nothing_heavy() -> None:
    """The command line begins with the same import, and must not pay for numpy or sympy."""
    heavy = ("numpy", "sympy", "rich", "dldrill.api")
    code = f"import sys, dldrill; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_draw_deals_what_the_dealer_deals() -> None:
    """Variants by seed and index, from any start, the same every time."""
    three = draw("pool_shape", 3, seed="k7")
    dealer = Dealer(family("pool_shape"), "pool_shape", "k7", judging=True)
    assert [one.problem for one in three] == [dealer.variant(index) for index in range(3)]
    assert [one.index for one in three] == [0, 1, 2]
    (last,) = draw("pool-shape", seed="k7", start=2)
    assert last.problem == three[2].problem
    assert draw("pool_shape", seed="other")[0].problem != three[0].problem


def test_right_answers_are_graded_right() -> None:
    """What was drawn can be graded, part by part or with the result alone."""
    (one,) = draw("conv_params", seed="a")
    right = {part.name: show(part.kind, part.right) for part in one.parts}
    assert grade(one, right).verdict == "right"
    assert grade(one, right[one.parts[-1].name]).verdict == "right"
    assert grade(one, "123456789").verdict == "wrong"
    with pytest.raises(Fault, match="there is no part"):
        grade(one, {"nothing": "1"})


def test_solve_gives_steps_and_a_proof() -> None:
    """The worked answer of a family with one's own numbers, as values or as text."""
    solution = solve("conv_shape", {"height": "10", "width": 12, "kernel_size": "2", "stride": "2"})
    assert solution.proof is not None
    assert solution.proof.ok
    shape = solution.question.parts[-1].right
    assert shape[:2] == (5, 6)
    assert solution.steps[-1].value == shape
    assert all(step.why for step in solution.steps)
    again = solve("conv-shape", {"height": 10, "width": "12", "kernel-size": "2x2", "stride": [2, 2]})
    assert again.question.problem == solution.question.problem


def test_solve_without_numbers_has_the_exam_s_own() -> None:
    """An exam's question is solved with its own numbers, a family with its defaults."""
    exam = solve("ist-feb23/P1.1")
    assert exam.question.seed == "original"
    assert exam.question.parts[-1].right == 1_693_362
    assert solve("pool_shape").question.problem == family("pool_shape")()


@pytest.mark.parametrize(
    ("name", "givens", "says"),
    [
        ("pool_shap", None, "did you mean pool_shape"),
        ("ist-feb23/P99", None, "there is no question"),
        ("pool_shape", {"heigth": 3}, "did you mean --height"),
        ("pool_shape", {"height": "x"}, "--height 'x'"),
        ("pool_shape", {"height": "0"}, "must be at least 1"),
    ],
)
def test_what_cannot_be_solved_is_a_fault(name: str, givens: dict[str, object] | None, says: str) -> None:
    """Names and numbers that cannot be used are faults with what to write instead."""
    with pytest.raises(Fault) as caught:
        solve(name, givens)
    assert says in str(caught.value)


def test_verify_proves_problems_and_questions() -> None:
    """A problem, or a question with numbers; a claim has none."""
    assert verify(family("pool_shape")()).ok
    (one,) = draw("pool_shape", seed="a")
    proof = verify(one)
    assert isinstance(proof, Proof)
    assert proof.roads == ("steps", "sympy", "numpy")


def test_banks_of_one_s_own(tmp_path: Path) -> None:
    """Questions of another file are drawn, solved and graded like the bundled ones."""
    path = tmp_path / "toys.toml"
    path.write_text(TOYS)
    banks = load_banks(path)
    (one,) = draw("toys/shape", seed="a", banks=banks)
    assert (one.id, one.points) == ("toys/shape", 3)
    assert draw("toys/shape", seed="a", banks=load_banks(tmp_path))[0].problem == one.problem
    (claim,) = draw("toys/even", seed="a", banks=banks)
    assert grade(claim, "true").verdict == "right"
    assert grade(claim, "F").parts[0].says == "It is twice one."
    assert solve("toys/even", banks=banks).proof is None
    assert solve("toys/even", banks=banks).steps == ()
    with pytest.raises(TypeError, match="no numbers"):
        verify(claim)
    with pytest.raises(Fault, match="no numbers"):
        solve("toys/even", {"height": 3}, banks=banks)
    with pytest.raises(Fault):
        draw("toys/shape", seed="a")
