"""Points of two classes in the plane: nearest neighbours, and lines between the classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, Statement, given, see
from dldrill.derivation.working import Asked, Working
from dldrill.families._point_claims import claims
from dldrill.families._point_sets import PointSets
from dldrill.families._points import (
    Clouds,
    Labelled,
    TrainingPoints,
    both,
    crossing,
    errors,
    has_tie,
    is_separable,
    nearest,
    only_touches,
    read_clouds,
    widest_line,
)
from dldrill.figures.marks import Axis, Dots, Figure, Shape
from dldrill.maths.functions import added, positive, vector
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import Tape, bare

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, Any]

MOST = 12  #: points of a kind
WORDS = ("yes", "no")
RIGHT_ONES = "asked are the errors, not the points that are right"
STREETS = "distances are Euclidean: add the squares of the two differences, not the differences"
ITSELF = "a training point is its own nearest neighbour, at distance 0, and has a vote"


class KnnSvmDataset(Family):
    """Test and training errors of nearest neighbours, and whether lines separate the classes."""

    title = "Nearest neighbours and separating lines"
    topic = "generalisation"
    how = (
        "ranked all distances in one array and let the nearest vote by a matrix product; turned a line "
        "through every direction between two of the points"
    )
    minutes = 6
    parts: ClassVar[tuple[str, ...]] = ("test_1", "test_k", "train_k", "train_line", "test_line")

    points: Clouds = given(
        "points",
        PointSets(),
        "the points with their classes: train 1,2+ 3,4+ 5,6-; test 2,2+ 6,6-",
        default=read_clouds("train 8,6+ 7,6+ 2,1- 1,1- 7,1- 6,3+ 8,1+ 3,3-; test 2,8- 4,8+ 7,2- 6,7+ 1,5+"),
    )
    k: int = given("k", OneOf(3), "neighbours that vote, an odd number", default=3)

    def seen(self, tape: Tape, suffix: str = "") -> Self:
        """The same problem with traced coordinates, under the symbols of the two sets."""
        train, test = self.points
        return type(self)(
            points=(train.seen(tape, suffix), test.seen(tape, suffix)), k=see(self.k, "k", tape, suffix)
        )

    def solve(self, work: Working) -> None:
        """The votes of the nearest for the test points, then for the training points, then the lines."""
        (train, test), k = self.points, int(bare(self.k))
        known, asked = both(self.points)
        near = [nearest(p, known, k) for p in asked]
        for i, _ in enumerate(asked):
            _distances(work.part(f"test{i + 1}"), train, test.x[i], test.y[i])
        ones = work.step(
            "nearest", vector(*(train.label[js[0]] for js in near)), "the class of the nearest training point"
        )
        work.answer(
            "test_1",
            added(positive(-(ones * test.label))),
            "wrong where the signs differ",
            Asked("test errors with one neighbour"),
            manhattan=(lambda: _wrong(asked, _streets(asked, known, 1)), STREETS),
            test_points_too=(
                lambda: _wrong(asked, _with_test_points(asked, known, 1)),
                "only training points are neighbours; other test points have no vote",
            ),
            counted_right=(lambda: len(asked) - errors(asked, known, 1), RIGHT_ONES),
        )
        votes = work.step(
            "votes", vector(*(_sum(train.label, js) for js in near)), "the classes of the k nearest added up"
        )
        work.answer(
            "test_k",
            added(positive(-(votes * test.label))),
            "wrong where the signs differ",
            Asked(f"test errors with {k} neighbours"),
            manhattan=(lambda: _wrong(asked, _streets(asked, known, k)), STREETS),
            test_points_too=(
                lambda: _wrong(asked, _with_test_points(asked, known, k)),
                "only training points are neighbours; other test points have no vote",
            ),
            nearest_alone=(lambda: errors(asked, known, 1), "all k nearest vote, not the nearest alone"),
            majority_of_all=(
                lambda: errors(asked, known, len(known)),
                "only the k nearest vote, not all training points",
            ),
            counted_right=(lambda: len(asked) - errors(asked, known, k), RIGHT_ONES),
        )
        self._on_training_points(work, known, k)
        _lines(work, known, asked)

    def _on_training_points(self, work: Working, known: list[Labelled], k: int) -> None:
        train = self.points[0]
        for i, _ in enumerate(known):
            _distances(work.part(f"train{i + 1}"), train, train.x[i], train.y[i])
        votes = work.step(
            "own_votes",
            vector(*(_sum(train.label, nearest(p, known, k)) for p in known)),
            "every training point is among its own nearest",
        )
        work.answer(
            "train_k",
            added(positive(-(votes * train.label))),
            "wrong where the signs differ",
            Asked(f"training errors with {k} neighbours"),
            itself_left_out=(lambda: _wrong(known, _left_out(known, k)), ITSELF),
            none_ever=(lambda: 0, "that holds for one neighbour; of several, others can outvote the point"),
            counted_right=(lambda: len(known) - errors(known, known, k), RIGHT_ONES),
        )

    def check(self) -> dict[str, Any]:
        """Rank by counting the nearer points; try a normal between any two directions that matter."""
        import numpy as np

        (train, c), (test, t) = (
            (np.array([(p.x, p.y) for p in points]), np.array([p.label for p in points]))
            for points in both(self.points)
        )

        def wrong(points: Numbers, labels: Numbers, k: int) -> int:
            far = ((points[:, None] - train[None]) ** 2).sum(axis=-1)
            votes = ((far[:, :, None] > far[:, None, :]).sum(axis=-1) < k) @ c
            return int((votes * labels < 0).sum())

        return {
            "test_1": wrong(test, t, 1),
            "test_k": wrong(test, t, self.k),
            "train_k": wrong(train, c, self.k),
            "train_line": WORDS[not _turned(train, c)],
            "test_line": WORDS[not _turned(test, t)],
        }

    def ask(self) -> str:
        """Where the points lie, how neighbours vote, and what is asked."""
        (train, test), k = both(self.points), self.k
        rows = "\n".join(
            f"- {name} points of class ${side:+d}$: {_listed(points, side)}"
            for name, points in (("training", train), ("test", test))
            for side in (1, -1)
        )
        return (
            f"Points of the plane have the class $+1$ or $-1$:\n\n{rows}\n\nA test point is given the class "
            f"of its nearest training point ($k = 1$), or the class that most of its ${k}$ nearest training "
            f"points have ($k = {k}$). Distances are Euclidean. A training point that is classified is among "
            "its own neighbours.\n\nHow many test points are classified wrongly with $k = 1$, how many with "
            f"$k = {k}$, and how many training points with $k = {k}$? Is there a straight line that has the "
            "training points of each class strictly on its own side? Is there one that does this for the "
            "test points, wherever the training points lie?"
        )

    def figure(self) -> Figure:
        """The points: training points filled, test points hollow; a shape for each class."""
        series = list(self._series())
        xs, ys = zip(*(point for dots in series for point in dots.points), strict=True)
        train, test = both(self.points)
        return Figure(
            marks=tuple(series),
            x=Axis(min(0, *xs) - 1, max(9, *xs) + 1, "x"),
            y=Axis(min(0, *ys) - 1, max(9, *ys) + 1, "y"),
            alt=(
                f"{len(train)} training points, filled, and {len(test)} test points, hollow; class +1 are "
                "circles, class −1 squares."
            ),
            table=(
                ("set", "x", "y", "class"),
                *(
                    (name, str(p.x), str(p.y), f"{p.label:+d}".replace("-", "−"))
                    for name, points in (("train", train), ("test", test))
                    for p in points
                ),
            ),
            size=(280, 260),
        )

    def _series(self) -> Iterator[Dots]:
        for name, points in zip(("train", "test"), both(self.points), strict=True):
            for side, shape in ((1, Shape.CIRCLE), (-1, Shape.SQUARE)):
                places = tuple((float(p.x), float(p.y)) for p in points if p.label == side)
                sign = "+1" if side > 0 else "−1"
                yield Dots(places, shape, filled=name == "train", label=f"{name} {sign}")

    def fits(self) -> str | None:
        """Both classes in both sets, no ties in the votes or the distances."""
        train, test = both(self.points)
        if max(len(train), len(test)) > MOST:
            return f"there are more than {MOST} points of a kind: leave some out"
        if any(len({p.label for p in points}) < 2 for points in (train, test)):
            return "training points and test points must both have both classes"
        if len({(p.x, p.y) for p in train}) < len(train):
            return "two training points lie in the same place: move one"
        if self.k < 3 or self.k % 2 == 0 or self.k > len(train):
            return f"k must be odd, at least 3 and at most {len(train)}, the number of training points"
        for p in test:
            if has_tie(p, train, 1) or has_tie(p, train, self.k):
                return f"the test point {p.x},{p.y} has two training points at the same distance: move it"
        for p in train:
            if has_tie(p, train, self.k):
                return f"the training point {p.x},{p.y} has two neighbours at the same distance: move it"
        return None

    def suits(self) -> bool:
        """No point lies on a line that would separate the others, nor on the widest line."""
        train, test = both(self.points)
        line = widest_line(train)
        unclear = any(only_touches(points) for points in (train, test, [*train, *test]))
        return not unclear and not (line and any(line.of(p) == 0 for p in test))

    def statements(self) -> list[Statement]:
        """Claims on the lines and on the errors of nearest neighbours."""
        train, test = both(self.points)
        return claims(train, test, self.k)


def _distances(work: Working, train: TrainingPoints, x: float, y: float) -> None:
    work.step(
        "distances",
        (train.x - x) * (train.x - x) + (train.y - y) * (train.y - y),
        "squared distances to the training points, in their order",
    )


def _sum(labels: Vector, positions: Sequence[int]) -> float:
    first, *rest = (labels[j] for j in sorted(positions))
    for label in rest:
        first = first + label
    return first


def _lines(work: Working, train: list[Labelled], test: list[Labelled]) -> None:
    """Whether lines separate the classes: with the widest one, or with four points that rule it out."""
    work.answer(
        "train_line",
        _line(work, "train", train),
        "a line separates the classes unless some of their points stand in its way",
        Asked("whether a line separates the training points", words=WORDS),
        curve=(lambda: "yes", "the border must be straight: a curve can always be drawn"),
    )
    work.answer(
        "test_line",
        _line(work, "test", test),
        "the same for the test points by themselves",
        Asked("whether a line separates the test points", words=WORDS),
        curve=(lambda: "yes", "the border must be straight: a curve can always be drawn"),
        training_points_too=(
            lambda: WORDS[not is_separable([*train, *test])],
            "this line need not do anything for the training points",
        ),
    )


def _line(work: Working, name: str, points: list[Labelled]) -> str:
    line, witness = widest_line(points), crossing(points)
    if line is not None:
        work.step(f"{name}_widest", Vector(*line), "[a, b, c]: the line a·x + b·y = c is farthest from both")
    elif witness is not None:
        one, other = witness
        why = (
            "rows are points: the first lies in the triangle of the others, which have the other class"
            if len(one) == 1
            else "rows are points, two of a class: their connection crosses that of the other two"
        )
        work.step(f"{name}_obstacle", Matrix(*((p.x, p.y) for p in [*one, *other])), why)
    return WORDS[line is None]


def _wrong(points: Sequence[Labelled], votes: Sequence[int]) -> int:
    return sum(vote * p.label <= 0 for vote, p in zip(votes, points, strict=True))


def _streets(points: Sequence[Labelled], train: Sequence[Labelled], k: int) -> list[int]:
    """Votes of the nearest by the sum of both differences."""
    return [
        sum(q.label for q in sorted(train, key=lambda q: abs(p.x - q.x) + abs(p.y - q.y))[:k]) for p in points
    ]


def _with_test_points(test: Sequence[Labelled], train: Sequence[Labelled], k: int) -> list[int]:
    """Votes of the nearest of all other points."""
    votes = []
    for i, p in enumerate(test):
        others = [*train, *test[:i], *test[i + 1 :]]
        votes.append(sum(others[j].label for j in nearest(p, others, k)))
    return votes


def _left_out(train: Sequence[Labelled], k: int) -> list[int]:
    """Votes of the nearest other training points."""
    votes = []
    for i, p in enumerate(train):
        others = [*train[:i], *train[i + 1 :]]
        votes.append(sum(others[j].label for j in nearest(p, others, k)))
    return votes


def _turned(places: Numbers, labels: Numbers) -> bool:
    """Whether some direction has all of one class before all of the other.

    Which points come first changes only at directions across a difference of two points, so one
    direction between any two neighbouring such ones is enough.
    """
    import numpy as np

    apart = (places[labels > 0][:, None] - places[labels < 0][None]).reshape(-1, 2)
    quarter = np.arctan2(apart[:, 1], apart[:, 0]) + np.pi / 2
    across = np.unique(np.concatenate([quarter, quarter + np.pi]) % (2 * np.pi))
    middle = (across + np.append(across[1:], across[0] + 2 * np.pi)) / 2
    along = places @ np.array([np.cos(middle), np.sin(middle)])
    return bool((along[labels > 0].min(axis=0) > along[labels < 0].max(axis=0) + 1e-9).any())


def _listed(points: Sequence[Labelled], side: int) -> str:
    return ", ".join(f"$({p.x}, {p.y})$" for p in points if p.label == side)
