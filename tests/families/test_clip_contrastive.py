"""CLIP's loss: the exam's formula, the floor that geometry sets, and embeddings that try to go below it."""

import math

import mpmath
import numpy as np
import pytest

from dldrill.families._plain import exact
from dldrill.families.clip_contrastive import ALL_PAIRS, ClipContrastive
from dldrill.maths.trace import closed_form


@pytest.mark.parametrize(
    ("B", "loss", "floor"),
    [(2, "0.126928", "0.126928"), (3, "0.239545", "0.368981")],
)
def test_exam(B: int, loss: str, floor: str) -> None:
    """uw-sp24-q4/3.1: above 0 from B = 2 on; the floor is the same for two pairs only."""
    answers = ClipContrastive(B=B).plain()
    assert f"{answers['loss']:.6f}" == loss
    assert f"{answers['floor']:.6f}" == floor


@pytest.mark.parametrize("B", [2, 3, 4, 8, 64, ALL_PAIRS, ALL_PAIRS + 1, 32_768])
@pytest.mark.parametrize("tau", ["1", "0.5", "0.2"])
def test_precise(B: int, tau: str) -> None:
    """Steps and similarities agree with the formulas at fifty digits."""
    with mpmath.workdps(50):
        heat = mpmath.mpf(tau)
        right = {
            "loss": mpmath.log(1 + (B - 1) * mpmath.exp(-2 / heat)),
            "lowest": mpmath.mpf(-1) / (B - 1),
            "floor": mpmath.log(1 + (B - 1) * mpmath.exp(-mpmath.mpf(B) / (B - 1) / heat)),
        }
    problem = ClipContrastive(B=B, tau=exact(tau))
    wanted = {name: float(value) for name, value in right.items()}
    assert problem.plain() == pytest.approx(wanted, rel=1e-9)
    assert problem.check() == pytest.approx(wanted, rel=1e-8)


def test_grows_with_the_batch() -> None:
    """The loss of perfect encoders is above 0 and rises with B."""
    losses = [ClipContrastive(B=B).plain()["loss"] for B in range(2, 60)]
    assert losses[0] > 0
    assert losses == sorted(set(losses))


def mean_loss(images: np.ndarray, texts: np.ndarray, tau: float) -> float:
    """The mean image loss of embeddings of any length."""
    u = images / np.linalg.norm(images, axis=1, keepdims=True)
    v = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    logits = u @ v.T / tau
    return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - np.diag(logits)))


@pytest.mark.parametrize(("B", "tau"), [(2, 1.0), (3, 1.0), (4, 1.0), (3, 0.5), (5, 0.5)])
def test_nothing_goes_below_the_floor(B: int, tau: float) -> None:
    """Random embeddings stay above the floor, and a hill climb comes to it but not below."""
    floor = float(ClipContrastive(B=B, tau=exact(str(tau))).plain()["floor"])
    stream = np.random.default_rng(B)
    tries = [mean_loss(stream.normal(size=(B, B)), stream.normal(size=(B, B)), tau) for _ in range(300)]
    assert min(tries) > floor
    best = (stream.normal(size=(B, B)), stream.normal(size=(B, B)))
    reached, step = mean_loss(*best, tau), 0.5
    for _ in range(2_500):
        nearby = (best[0] + step * stream.normal(size=(B, B)), best[1] + step * stream.normal(size=(B, B)))
        found = mean_loss(*nearby, tau)
        step *= 1.2 if found < reached else 0.97
        step = max(step, 1e-3)
        if found < reached:
            best, reached = nearby, found
    assert floor - 1e-12 <= reached < floor + 2e-3


@pytest.mark.parametrize("B", [3, 4, 8])
def test_opposite_texts_are_impossible(B: int) -> None:
    """Cosine −1 for all other pairs needs a Gram matrix with a negative eigenvalue, 2 − B."""
    gram = 2 * np.eye(B) - np.ones((B, B))
    assert min(np.linalg.eigvalsh(gram)) == pytest.approx(2 - B)


def test_closed_form() -> None:
    """With B left as a letter, the loss is ln(1 + (B − 1)e^−2) at every B."""
    work = ClipContrastive().traced()
    tree = closed_form(work.lines["loss"].formula, frozenset("B"))
    assert tree.text == "ln"
    assert "B" in repr(tree)
    assert work.answers["loss"] == pytest.approx(math.log(1 + 63 * math.exp(-2)))


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (ClipContrastive(B=1), "single pair"),
        (ClipContrastive(cos_pos=exact("1.5")), "from −1 to 1"),
        (ClipContrastive(cos_neg=exact(-2)), "from −1 to 1"),
        (ClipContrastive(tau=exact(0)), "tau"),
        (ClipContrastive(tau=exact("0.001")), "tau"),
        (ClipContrastive(tau=exact("0.03")), "too near 0"),
    ],
)
def test_refusals(problem: ClipContrastive, word: str) -> None:
    """Ill-posed givens are refused with a word on what to change."""
    assert word in (problem.fits() or "")
