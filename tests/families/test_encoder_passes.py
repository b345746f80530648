"""Passes of encoders, by hand and by the exams' numbers."""

import pytest

from dldrill.families.encoder_passes import EncoderPasses


@pytest.mark.parametrize(
    ("givens", "references", "inputs", "total"),
    [
        ({}, 4, 10, 14),  # uw-au24-q4/1.4
        ({"cached": False}, 40, 10, 50),  # its wrong count, right without memory
        ({"images": 10, "classes": 20, "setting": "authors"}, 20, 10, 30),  # uw-sp23-mid/2.6 D
        ({"images": 10, "classes": 20, "setting": "authors", "cached": False}, 200, 10, 210),
        ({"images": 3, "classes": 2, "templates": 5}, 10, 3, 13),
        ({"images": 3, "classes": 2, "templates": 5, "cached": False}, 30, 3, 33),
        ({"images": 1, "classes": 1}, 1, 1, 2),
    ],
)
def test_passes(givens: dict[str, int], references: int, inputs: int, total: int) -> None:
    """The steps and the simulation give the passes counted by hand."""
    right = {"references": references, "inputs": inputs, "total": total}
    problem = EncoderPasses(**givens)  # type: ignore[arg-type]
    assert problem.plain() == right
    assert problem.check() == right


def test_many_images_are_simulated() -> None:
    """A realistic data set can be checked: 50,000 images, 1,000 classes with 8 templates."""
    assert EncoderPasses(images=50_000, classes=1000, templates=8).check()["total"] == 58_000


@pytest.mark.parametrize(
    ("givens", "word"),
    [
        ({"images": 0}, "at least 1"),
        ({"classes": -2}, "at least 1"),
        ({"templates": 0}, "at least 1"),
        ({"images": 10**6, "classes": 10**4}, "smaller"),
    ],
)
def test_refused(givens: dict[str, int], word: str) -> None:
    """Sizes below 1 and tasks beyond counting are refused with what to change."""
    assert word in (EncoderPasses(**givens).fits() or "")  # type: ignore[arg-type]


@pytest.mark.parametrize("setting", ["clip", "authors"])
@pytest.mark.parametrize("cached", [True, False])
def test_statements_agree_with_the_count(setting: str, cached: bool) -> None:
    """Statements of a key differ in truth unless they say the same; six keys or more can be asked."""
    problem = EncoderPasses(images=10, classes=20, templates=2, cached=cached, setting=setting)
    statements = problem.statements()
    total = str(problem.check()["total"])
    for statement in statements:
        if statement.key in ("total", "matcher"):
            assert statement.true == (f" {total}." in statement.says)
    assert len({statement.key for statement in statements}) >= 6
    assert {True, False} <= {statement.true for statement in statements}


def test_the_joint_model_scores_every_pair() -> None:
    """A cross-encoder needs a pass for every image and prompt."""
    statements = EncoderPasses(images=3, classes=4, templates=2).statements()
    joint = {statement.says: statement.true for statement in statements if statement.key == "joint"}
    assert [true for says, true in joint.items() if " 24 passes" in says] == [True]
