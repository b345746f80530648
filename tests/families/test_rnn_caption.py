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


def test_exam_hides_a_missing_relu() -> None:
    """The exam's sums are never negative: without the ReLU all states and words are the same."""
    assert RnnCaption().altered(("no_relu",)).answers == RnnCaption().plain()


def test_relu_of_the_sum() -> None:
    """With the ReLU on the input alone the exam's second state is (3, 1), and fishing wins by 8.7 to 8."""
    answers = RnnCaption().altered(("relu_too_early@h_2",)).answers
    assert answers["h_2"] == Vector(3, 1)
    assert answers["word_2"] == "fishing"


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
    scores = RnnCaption(attention=True, steps=2).altered().values["s_2"]
    assert scores.cells[4:] == pytest.approx([10.77677112, 11.27631812])


@pytest.mark.parametrize(
    ("slip", "p"),
    [
        ("unscaled", [0.491006, 0.491006, 0.008993, 0.008993]),
        ("divided_by_size", [0.440399, 0.440399, 0.059601, 0.059601]),
        ("no_softmax", [2.828427, 2.828427, 0, 0]),
    ],
)
def test_exam_attention_slips(slip: str, p: list[float]) -> None:
    """Wrong probabilities for ist-feb23/P2.3; without the scaling the word is still fishing."""
    wrong = RnnCaption(attention=True, steps=2).altered((f"{slip}@p_2",)).answers
    assert wrong["p_2"].cells == pytest.approx(p, abs=1e-6)
    assert slip != "unscaled" or wrong["word_2"] == "fishing"


def test_asks_for_what_is_written() -> None:
    """A problem of so many words asks for the state and the word of every step."""
    assert RnnCaption(steps=1).parts == ("h_1", "word_1")
    assert RnnCaption(steps=2, attention=True).parts == ("p_2", "c_2", "h_1", "word_1", "h_2", "word_2")
    for problem in (RnnCaption(steps=1, attention=True), RnnCaption(steps=5)):
        assert set(problem.parts) <= set(problem.plain())


def test_dealt_captions_are_clear() -> None:
    """Dealt variants lead by a margin, write no START, STOP only at the end, and attend to all features."""
    dealer = Dealer(RnnCaption, "rnn_caption", "tests")
    for index in range(20):
        work = dealer.variant(index).altered()
        rows = [work.values[f"best_{t}"] for t in (1, 2)]
        assert START not in rows
        assert STOP not in rows[:-1]
        for t in (1, 2):
            *_, second, first = sorted(work.values[f"s_{t}"])
            assert first - second >= 0.3
            assert min(work.values.get(f"p_{t}", [1])) >= 0.01


@pytest.mark.parametrize(
    ("givens", "says"),
    [
        ({"steps": 0}, "steps"),
        ({"steps": 6}, "steps"),
        ({"features": Matrix((1, 2, 3))}, "features must have"),
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
