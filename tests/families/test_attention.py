"""Self-attention with identity projections."""

from __future__ import annotations

from math import exp, sqrt

import pytest

from dldrill.families.attention import Attention
from dldrill.maths.linear import Matrix, Vector


def test_weights_by_hand() -> None:
    """Token (1, 1) beside (1, 0) and (0, 1): scores 1, 1, 2 over √2."""
    answers = Attention().plain()
    powers = [exp(score / sqrt(2)) for score in (1, 1, 2)]
    weights = [power / sum(powers) for power in powers]
    assert answers["weights"].cells == pytest.approx(weights)
    assert answers["output"].cells == pytest.approx([weights[0] + weights[2], weights[1] + weights[2]])
    assert answers["shape"] == (3, 2)


def test_zero_query_is_uniform() -> None:
    """A token of zeros attends to all alike."""
    answers = Attention(X=Matrix((0, 0), (4, 0), (0, 4)), row=1).plain()
    assert answers["weights"].cells == pytest.approx([1 / 3] * 3)


def test_mask_hides_later_tokens() -> None:
    """With a causal mask the first token sees only itself, and what comes later changes nothing."""
    first = Attention(row=1, masked=True).plain()
    assert first["weights"] == Vector(1.0)
    second = Attention(X=Matrix((1, 0), (0, 1), (1, 1)), row=2, masked=True).plain()
    changed = Attention(X=Matrix((1, 0), (0, 1), (2, 2)), row=2, masked=True).plain()
    assert second["output"] == changed["output"]


@pytest.mark.parametrize(
    ("givens", "says"),
    [
        ({"row": 4}, "row must be"),
        ({"row": 0}, "row must be"),
        ({"X": Matrix((1, 0), (1,))}, "same length"),
        ({"X": Matrix((100, 0), (0, 1), (1, 1))}, "too large"),
    ],
)
def test_refuses_what_is_ill_posed(givens: dict[str, object], says: str) -> None:
    """Rows that do not exist, ragged tokens and overflowing scores are refused with a reason."""
    objection = Attention(**givens).fits()  # type: ignore[arg-type]
    assert objection is not None
    assert says in objection


def test_statements_follow_the_tokens() -> None:
    """Whether a token attends most to itself, or to the first one, is decided by its dot products."""
    tokens = Matrix((3, 0), (1, 0), (0, 1))
    for row, own in ((1, True), (2, False)):
        says = {s.says: s.true for s in Attention(X=tokens, row=row).statements() if s.key == "weights"}
        assert says[f"Token {row} gives its largest attention weight to itself."] is own
        first = "itself" if own else "token 1"
        assert says[f"Token {row} gives {first} a larger attention weight than token 3."]


def test_statements_of_the_exam() -> None:
    """ist-feb23/1.7: the output is L × D; it is neither a vector nor a recurrent state."""
    problem = Attention(X=Matrix((1, 0, 2), (0, 1, 1)), row=1)
    truth = {s.key: [t.true for t in problem.statements() if t.key == s.key] for s in problem.statements()}
    assert len(truth) == 6
    assert truth["rows"] == [True, False]
    assert all(True in both and False in both for key, both in truth.items() if key != "weights")


@pytest.mark.parametrize(("masked", "same"), [(False, True), (True, False)])
def test_order_of_the_tokens(masked: bool, same: bool) -> None:
    """Without a mask the rows move with the tokens; with one they change, as the statement says."""
    tokens = [(1, 0), (0, 1), (1, 1)]
    there = [Attention(X=Matrix(*tokens), row=i, masked=masked).plain()["output"] for i in (1, 2, 3)]
    back = [Attention(X=Matrix(*tokens[::-1]), row=i, masked=masked).plain()["output"] for i in (3, 2, 1)]
    equal = all(a.cells == pytest.approx(b.cells) for a, b in zip(there, back, strict=True))
    assert equal is same
    statements = Attention(X=Matrix(*tokens), masked=masked).statements()
    assert next(s.true for s in statements if s.key == "order") is same
