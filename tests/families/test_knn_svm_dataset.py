"""Points of two classes: lines and votes against other ways to find them, patterns equally often."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from math import cos, pi, sin
from random import Random
from typing import Any

import pytest

from dldrill.dealing.dealer import Dealer
from dldrill.derivation.values import problem_of
from dldrill.families._point_sets import KINDS, PointSets
from dldrill.families._points import (
    Labelled,
    Line,
    both,
    clouds,
    crossing,
    errors,
    is_separable,
    only_touches,
    read_clouds,
    widest_line,
)
from dldrill.families.knn_svm_dataset import KnnSvmDataset
from dldrill.faults import Fault
from dldrill.figures.marks import Dots
from dldrill.proving.roads import prove

ORIGINAL = "train 8,6+ 7,6+ 2,1- 1,1- 7,1- 6,3+ 8,1+ 3,3-; test 2,8- 4,8+ 7,2- 6,7+ 1,5+"


def points(text: str) -> list[Labelled]:
    """Points as they are typed."""
    return both(read_clouds(f"train {text}; test 0,0+"))[0]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (ORIGINAL, (1, 3, 1, "yes", "no")),
        # two far groups: nothing goes wrong
        ("train 0,0+ 1,0+ 0,2+ 9,9- 8,9- 9,7-; test 1,1+ 2,3+ 8,8- 7,7-", (0, 0, 0, "yes", "yes")),
        # the nearest of 4,4 is the lone +, outvoted by two −
        ("train 4,5+ 4,6- 5,3- 0,0+ 1,0+ 9,9-; test 4,4+ 0,1+ 9,8- 8,8-", (0, 1, 1, "yes", "yes")),
        # the corners of a square, crosswise
        ("train 0,0+ 9,9+ 0,8- 9,1-; test 1,0+ 0,7- 8,9+ 8,1-", (0, 4, 4, "no", "no")),
    ],
)
def test_known_points(text: str, answers: tuple[object, ...]) -> None:
    """Errors counted and lines drawn by hand; the roads agree."""
    problem = problem_of(KnnSvmDataset, {"points": text})
    assert tuple(problem.plain()[part] for part in KnnSvmDataset.parts) == answers
    assert prove(problem).ok


@pytest.mark.parametrize(
    ("text", "separable", "touches"),
    [
        ("0,0+ 1,1-", True, False),
        ("0,0+ 2,2+ 1,1-", False, True),  # between the others, on their line
        ("0,0+ 2,2+ 1,1- 3,1-", False, True),
        ("0,0+ 2,2+ 2,0- 0,2-", False, False),
        ("0,0+ 4,0+ 2,3+ 2,1-", False, False),
        ("0,0+ 4,0+ 2,3+ 2,-1-", True, False),
        ("0,0+ 1,0+ 2,0- 3,0-", True, False),
        ("0,0+ 0,0-", False, True),
        ("0,0+ 5,5+", True, False),
    ],
)
def test_lines_between_classes(text: str, separable: bool, touches: bool) -> None:
    """Points on the line count against it, and are told from points that are in the way."""
    assert is_separable(points(text)) == separable
    assert only_touches(points(text)) == touches


def scattered(count: int) -> list[list[Labelled]]:
    """Points with classes at random, some of them separable."""
    stream, found = Random("points"), list[list[Labelled]]()
    while len(found) < count:
        places = [(stream.randint(0, 6), stream.randint(0, 6)) for _ in range(stream.randint(3, 8))]
        labels = [stream.choice((1, -1)) for _ in places]
        if len(set(places)) == len(places) and len(set(labels)) == 2:
            found.append([Labelled(*place, label) for place, label in zip(places, labels, strict=True)])
    return found


def margin(line: tuple[float, float], some: list[Labelled]) -> float:
    """How far apart the classes are along a direction."""
    along = [(line[0] * p.x + line[1] * p.y, p.label) for p in some]
    return min(s for s, label in along if label > 0) - max(s for s, label in along if label < 0)


@pytest.mark.parametrize("some", scattered(60), ids=str)
def test_widest_line_is_widest(some: list[Labelled]) -> None:
    """No direction of 3,600 has the classes farther apart, and the line lies in the middle of them."""
    widest = max(margin((cos(i * pi / 1800), sin(i * pi / 1800)), some) for i in range(3600))
    line = widest_line(some)
    if line is None:
        assert widest < 1e-9
        return
    size = float(line.a**2 + line.b**2) ** 0.5
    ours = margin((float(line.a) / size, float(line.b) / size), some)
    assert widest <= ours + 1e-12
    assert ours == pytest.approx(widest, abs=9 * pi / 1800)  # half a step, at the end of the longest arm
    assert min(line.of(p) for p in some if p.label > 0) == -max(line.of(p) for p in some if p.label < 0) > 0


@pytest.mark.parametrize("some", scattered(60), ids=str)
def test_four_points_rule_a_line_out(some: list[Labelled]) -> None:
    """Where there is no line and nothing only touches, the obstacle alone leaves no line either."""
    found = crossing(some)
    if is_separable(some):
        assert found is None
    elif not only_touches(some):
        assert found is not None
        one, other = found
        assert len(one) + len(other) == 4
        assert not is_separable([*one, *other])


@pytest.mark.parametrize("kind", range(KINDS))
def test_every_pattern_is_drawn(kind: int) -> None:
    """An index says by its remainder what is true of its points."""
    train, test = both(PointSets().at(kind + KINDS * 5))
    fewer, pattern = errors(test, train, 1) - errors(test, train, 3), kind // 2 % 4
    assert is_separable(test) == (kind >= KINDS // 2)
    assert is_separable(train) == (kind // 8 % 2 == 1)
    assert (fewer > 0) - (fewer < 0) == (-1, -1, 0, 1)[pattern]
    assert (errors(train, train, 3) > 0) == (kind % 2 == 1)


def pattern_of(problem: Any) -> tuple[bool, ...]:
    """What is true of the exam's four options."""
    train, test = both(problem.points)
    return (
        is_separable(train),
        is_separable(test),
        errors(test, train, 1) < errors(test, train, 3),
        errors(train, train, 3) > 0,
    )


@pytest.mark.slow
def test_patterns_are_equally_often() -> None:
    """In 2,000 variants each of the sixteen patterns comes up 125 times, give or take four deviations."""
    dealer = Dealer(KnnSvmDataset, "knn_svm_dataset", "frequencies")
    drawn = [dealer.variant(index) for index in range(2000)]
    counts = Counter(map(pattern_of, drawn))
    assert set(counts) == set(product((False, True), repeat=4))
    spread = (2000 * Fraction(1, 16) * Fraction(15, 16)) ** 0.5
    assert all(abs(count - 125) < 4 * spread for count in counts.values()), counts
    assert len({str(problem.givens) + str(problem.points) for problem in drawn}) == 2000  # type: ignore[attr-defined]


@pytest.mark.slow
def test_wording_does_not_tell() -> None:
    """A statement of each wording is right, and wrong, in at least a fifth of the variants."""
    dealer, true, told = Dealer(KnnSvmDataset, "knn_svm_dataset", "words"), Counter[str](), Counter[str]()
    for index in range(600):
        for statement in dealer.variant(index).statements():
            words = " ".join(word for word in statement.says.split() if not word.strip("$,.").isdigit())
            told[words] += 1
            true[words] += statement.true
    assert all(0.2 <= true[words] / told[words] <= 0.8 for words in told), {
        w: true[w] / told[w] for w in told
    }


@pytest.mark.parametrize("index", range(0, 64 * KINDS, 61))
def test_statements_are_as_the_check_says(index: int) -> None:
    """The verdicts on lines and errors are those of the numpy road; keys have both verdicts or say so."""
    problem = KnnSvmDataset(points=PointSets().at(index))
    answers, count = problem.check(), len(problem.points[1].x)
    for statement in problem.statements():
        says = statement.says
        if statement.key in ("train", "test"):
            assert statement.true == ((answers[f"{statement.key}_line"] == "yes") == says.startswith("Some"))
        elif statement.key == "compared":
            assert statement.true == ((answers["test_1"] < answers["test_k"]) == ("higher than" in says))
        elif statement.key == "own":
            assert statement.true == ((answers["train_k"] > 0) == ("higher than" in says))
        elif statement.key == "count":
            right = int(says.split("exactly ")[1].split()[0])
            assert statement.true == (right == count - answers["test_k"])
    keys = {s.key for s in problem.statements()}
    assert keys == {"train", "test", "margin", "compared", "count", "own"}


def drawn_without_care(count: int) -> list[KnnSvmDataset]:
    """Problems that fit, whatever is true of them, with three or five neighbours."""
    stream, found = Random("plain"), list[KnnSvmDataset]()
    while len(found) < count:
        train, test = (
            [
                Labelled(stream.randint(-9, 9), stream.randint(-9, 9), stream.choice((1, -1)))
                for _ in range(stream.randint(*sizes))
            ]
            for sizes in ((5, 12), (2, 8))
        )
        problem = KnnSvmDataset(points=clouds(train, test), k=stream.choice((3, 5)))
        if problem.fits() is None:
            found.append(problem)
    return found


@pytest.mark.parametrize("problem", drawn_without_care(40), ids=str)
def test_any_points_are_proven(problem: KnnSvmDataset) -> None:
    """Steps and numpy agree on points of no pattern, with negative coordinates and five neighbours."""
    assert problem.check() == problem.plain()


def test_hard_margin_statements() -> None:
    """The border of the default points is x + y = 17/2, and two of five test points are right."""
    assert widest_line(both(read_clouds(ORIGINAL))[0]) == Line(Fraction(1), Fraction(1), Fraction(17, 2))
    found = {s.says: s.true for s in KnnSvmDataset().statements() if s.key == "margin"}
    assert [true for says, true in found.items() if "at least 2 of the 5" in says] == [True]
    assert [true for says, true in found.items() if "at least 3 of the 5" in says] == [False]


def test_mistakes() -> None:
    """Leaving the point out, city blocks, test points as neighbours, the nearest alone."""
    problem = KnnSvmDataset()
    for slip, part, value in (
        ("itself_left_out", "train_k", 2),
        ("none_ever", "train_k", 0),
        ("nearest_alone", "test_k", 1),
        ("counted_right@test_1", "test_1", 4),
        ("curve@test_line", "test_line", "yes"),
    ):
        assert problem.altered([slip]).answers[part] == value, slip


def test_figure_has_every_point_once() -> None:
    """Filled dots are training points, hollow ones test points; a shape for each class."""
    problem = KnnSvmDataset()
    figure = problem.figure()
    series = [mark for mark in figure.marks if isinstance(mark, Dots)]
    drawn = {(x, y, dots.shape, dots.filled) for dots in series for x, y in dots.points}
    assert len(drawn) == sum(len(dots.points) for dots in series) == 13
    assert len({(dots.shape, dots.filled) for dots in series}) == 4
    assert len(figure.table) == 14


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"points": "train 1,2+"}, "write the points as in"),
        ({"points": "train 1;2"}, "write the points as in"),
        ({"points": "train 1,2; test 3,4+"}, "is no point"),
        ({"points": "train ; test 3,4+"}, "training points and test points"),
        ({"points": "train 1,2+ " * 99}, "longer than"),
        ({"points": "train 0,0+ 1,1+ 5,5+; test 3,4+ 6,6-"}, "both classes"),
        ({"points": "train 0,0+ 0,0- 5,5+; test 3,4+ 6,6-"}, "same place"),
        ({"points": "train 0,0+ 2,0- 9,9+ 8,8-; test 1,0+ 6,7-"}, "same distance"),
        ({"points": "train 4,4+ 4,5- 3,4+ 5,4-; test 0,1+ 9,8-"}, "training point 4,4"),
        ({"k": 4}, "must be odd"),
        ({"k": 1}, "at least 3"),
        ({"k": 9}, "at most 8"),
    ],
)
def test_points_that_do_not_fit(given: dict[str, object], says: str) -> None:
    """Ill-posed points are refused with a sentence."""
    with pytest.raises(Fault, match=says):
        problem_of(KnnSvmDataset, given)
