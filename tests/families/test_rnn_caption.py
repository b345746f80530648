"""Captions from a recurrent network: the exam's own numbers."""

from __future__ import annotations

import pytest

from dldrill.dealing.dealer import Dealer
from dldrill.families.rnn_caption import START, STOP, RnnCaption
from dldrill.maths.linear import Matrix, Vector


def test_exam_words_and_states() -> None:
    """ist-feb23/P2.1: seagull, flying, STOP with the states (1, 1), (3, 0), (0, 2)."""
    answers = RnnCaption().plain()
    assert [answers[f"word_{t}"] for t in (1, 2, 3)] == ["seagull", "flying", "STOP"]
    assert [answers[f"h_{t}"] for t in (1, 2, 3)] == [Vector(1, 1), Vector(3, 0), Vector(0, 2)]


def test_exam_words_hide_a_missing_relu() -> None:
    """Without the ReLU the exam's words are the same; only the states tell."""
    right, wrong = RnnCaption(steps=2), RnnCaption(steps=2).altered(("no_relu",)).answers
    assert wrong["word_2"] == right.plain()["word_2"]
    assert wrong["h_2"] == Vector(3, 0) or wrong["h_2"] != right.plain()["h_2"]


def test_exam_attention() -> None:
    """ist-feb23/P2.2 and P2.3: uniform at first, then fishing, with p and c to four digits."""
    answers = RnnCaption(attention=True, steps=2).plain()
    assert answers["p_1"].cells == pytest.approx([0.25] * 4)
    assert answers["c_1"].cells == pytest.approx([1, 1])
    assert answers["word_1"] == "seagull"
    assert answers["p_2"].cells == pytest.approx([0.47209639, 0.47209639, 0.02790361, 0.02790361])
    assert answers["c_2"].cells == pytest.approx([1.88838556] * 2)
    assert answers["h_2"].cells == pytest.approx([3.88838556, 0.88838556])
    assert answers["word_2"] == "fishing"


def test_dealt_captions_are_clear() -> None:
    """Dealt variants lead by a margin, write no START, and STOP only at the end."""
    dealer = Dealer(RnnCaption, "rnn_caption", "tests")
    for index in range(20):
        problem = dealer.variant(index)
        work = problem.altered()
        rows = [work.values[f"best_{t}"] for t in range(1, 3)]
        assert START not in rows
        assert STOP not in rows[:-1]


@pytest.mark.parametrize(
    ("givens", "says"),
    [
        ({"steps": 0}, "steps"),
        ({"Whx": Matrix((1, 0), (0, 1))}, "Whx must have"),
        ({"Wyh": Matrix(*[(1, 1)] * 6)}, "tie"),
        ({"Whh": Matrix((999, 0), (0, 1))}, "too large"),
    ],
)
def test_refuses_what_is_ill_posed(givens: dict[str, object], says: str) -> None:
    """Sizes that do not match, ties and huge entries are refused with a reason."""
    objection = RnnCaption(**givens).fits()  # type: ignore[arg-type]
    assert objection is not None
    assert says in objection
