"""Labelled points of the plane with whole coordinates: lines between classes, nearest neighbours.

Everything is decided exactly, in whole numbers and fractions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import gcd
from typing import NamedTuple

from dldrill.derivation.domain import Range
from dldrill.derivation.domain import Vectors as Coordinates
from dldrill.derivation.family import Family, given
from dldrill.faults import Fault
from dldrill.maths.linear import Vector
from dldrill.maths.text import quoted
from dldrill.maths.trace import bare

Pair = tuple[int, int]
LONGEST = 600  #: characters of a set of points
_POINT = re.compile(r"(-?\d{1,3}),(-?\d{1,3})([+-])")


class Labelled(NamedTuple):
    """A point and its class, +1 or −1."""

    x: int
    y: int
    label: int


class Line(NamedTuple):
    """The points with a·x + b·y = c; those above c are on the side of class +1."""

    a: Fraction
    b: Fraction
    c: Fraction

    def of(self, point: Labelled) -> Fraction:
        """Above 0 on the side of class +1, below 0 on the other, 0 on the line."""
        return self.a * point.x + self.b * point.y - self.c


class TrainingPoints(Family):
    """The points that a classifier is trained on."""

    x: Vector = given("x", Coordinates(3, Range(0, 9)), "first coordinates", default=Vector(0, 4, 8))
    y: Vector = given("y", Coordinates(3, Range(0, 9)), "second coordinates", default=Vector(0, 4, 8))
    label: Vector = given("c", Coordinates(3, Range(-1, 1, 2)), "classes", default=Vector(1, 1, -1))

    def __str__(self) -> str:
        return f"train {_written(points_of(self))}"


class HeldOutPoints(Family):
    """The points that it is tested on."""

    x: Vector = given("u", Coordinates(2, Range(0, 9)), "first coordinates", default=Vector(1, 7))
    y: Vector = given("v", Coordinates(2, Range(0, 9)), "second coordinates", default=Vector(2, 6))
    label: Vector = given("t", Coordinates(2, Range(-1, 1, 2)), "classes", default=Vector(1, -1))

    def __str__(self) -> str:
        return f"test {_written(points_of(self))}"


Clouds = tuple[TrainingPoints, HeldOutPoints]


def clouds(train: Sequence[Labelled], test: Sequence[Labelled]) -> Clouds:
    """Points as a problem holds them."""
    (x, y, c), (u, v, t) = (
        [Vector(*column) for column in zip(*points, strict=True)] for points in (train, test)
    )
    return TrainingPoints(x=x, y=y, label=c), HeldOutPoints(x=u, y=v, label=t)


def points_of(cloud: TrainingPoints | HeldOutPoints) -> list[Labelled]:
    """The points of a cloud one by one, without their history."""
    columns = (bare(cloud.x), bare(cloud.y), bare(cloud.label))
    return [Labelled(*map(int, point)) for point in zip(*columns, strict=True)]


def both(of: Clouds) -> tuple[list[Labelled], list[Labelled]]:
    """The training points and the test points."""
    return points_of(of[0]), points_of(of[1])


def _written(points: Sequence[Labelled]) -> str:
    return " ".join(f"{p.x},{p.y}{'+' if p.label > 0 else '-'}" for p in points)


def read_clouds(text: str) -> Clouds:
    """The points of a text: ``train 1,2+ 3,4+ 5,6-; test 2,2+ 6,6-``.

    Raises:
        Fault: it cannot be read.
    """
    if len(text) > LONGEST:
        raise Fault(f"that is longer than {LONGEST} characters: write fewer points", code="long")
    # as JSON the two halves are a list: [train …, test …]
    halves = [half.split() for half in re.split(r";|,\s*(?=test)", text.strip("[] \n"))]
    if [half[:1] for half in halves] != [["train"], ["test"]]:
        raise Fault("write the points as in: train 1,2+ 3,4+ 5,6-; test 2,2+ 6,6-", code="points")
    train, test = ([_point(word) for word in half[1:]] for half in halves)
    if not train or not test:
        raise Fault("there must be training points and test points", code="points")
    return clouds(train, test)


def _point(word: str) -> Labelled:
    match = _POINT.fullmatch(word)
    if match is None:
        raise Fault(
            f"{quoted(word)} is no point: write its coordinates and its class, as in 3,4+ or 5,6-",
            code="points",
        )
    return Labelled(int(match[1]), int(match[2]), 1 if match[3] == "+" else -1)


# Nearest neighbours


def squared_distance(p: Labelled, q: Labelled) -> int:
    """The square of the Euclidean distance, which puts points in the same order."""
    return (p.x - q.x) ** 2 + (p.y - q.y) ** 2


def nearest(point: Labelled, among: Sequence[Labelled], k: int) -> list[int]:
    """The positions of the k nearest; the first of equals."""
    return sorted(range(len(among)), key=lambda i: squared_distance(point, among[i]))[:k]


def has_tie(point: Labelled, among: Sequence[Labelled], k: int) -> bool:
    """Whether the k-th and the next are equally far, so that the k nearest are not clear."""
    distances = sorted(squared_distance(point, other) for other in among)
    return k < len(distances) and distances[k - 1] == distances[k]


def voted(point: Labelled, among: Sequence[Labelled], k: int) -> int:
    """The class that most of the k nearest have, for an odd k."""
    return 1 if sum(among[i].label for i in nearest(point, among, k)) > 0 else -1


def errors(points: Sequence[Labelled], among: Sequence[Labelled], k: int) -> int:
    """How many points the vote of the k nearest gets wrong."""
    return sum(voted(p, among, k) != p.label for p in points)


# Lines between the classes


def differences(points: Sequence[Labelled]) -> list[Pair]:
    """From every point of class −1 to every point of class +1."""
    return [(p.x - q.x, p.y - q.y) for p in points if p.label > 0 for q in points if q.label < 0]


def cross(d: Pair, e: Pair) -> int:
    """Above 0 where e is to the left of d."""
    return d[0] * e[1] - d[1] * e[0]


def dot(d: Pair, e: Pair) -> int:
    """The scalar product."""
    return d[0] * e[0] + d[1] * e[1]


def is_separable(points: Sequence[Labelled]) -> bool:
    """Whether a line has each class strictly on its own side.

    A normal that makes all differences positive exists exactly if they lie in an open half-plane:
    if from one of them all others are found by turning left, by less than half a turn.
    """
    ways = set(differences(points))
    return not ways or any(
        all((c := cross(d, e)) > 0 or (c == 0 and dot(d, e) > 0) for e in ways) for d in ways
    )


def only_touches(points: Sequence[Labelled]) -> bool:
    """Whether the classes cannot be separated, but would be if points were allowed on the line."""
    ways = set(differences(points))
    nearly = any(all(cross(d, e) >= 0 for e in ways) or all(cross(d, e) <= 0 for e in ways) for d in ways)
    return nearly and not is_separable(points)


def widest_line(points: Sequence[Labelled]) -> Line | None:
    """The separating line that is farthest from the nearest point: that of a hard-margin SVM.

    Its normal is the shortest vector in the convex hull of the differences, which lies on an edge.
    """
    ways = sorted(set(differences(points)))
    if not ways or not is_separable(points):
        return None
    corner = min(ways, key=lambda d: dot(d, d))
    a, b, shortest = Fraction(corner[0]), Fraction(corner[1]), Fraction(dot(corner, corner))
    for d, e in combinations(ways, 2):
        along = (e[0] - d[0], e[1] - d[1])
        size, foot = dot(along, along), -dot(d, along)
        if 0 < foot < size and cross(d, e) ** 2 < shortest * size:
            shortest = Fraction(cross(d, e) ** 2, size)
            a, b = (d[i] + Fraction(foot, size) * along[i] for i in range(2))
    above = min(a * p.x + b * p.y for p in points if p.label > 0)
    below = max(a * p.x + b * p.y for p in points if p.label < 0)
    return simplified(Line(a, b, (above + below) / 2))


def simplified(line: Line) -> Line:
    """The same line with the smallest whole numbers before x and y."""
    scale = line.a.denominator * line.b.denominator
    whole = gcd(int(line.a * scale), int(line.b * scale))
    return Line(*(value * scale / whole for value in line))


# Why no line separates the classes


def crossing(points: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]] | None:
    """Two and two points whose connections cross, or one inside a triangle of three of the other class.

    If no line separates two classes in the plane, some four of the points show it (Kirchberger).
    """
    plus, minus = ([p for p in points if p.label == side] for side in (1, -1))
    for pair in combinations(plus, 2):
        for other in combinations(minus, 2):
            if _cross_each_other(pair, other):
                return list(pair), list(other)
    for inner, outer in ((plus, minus), (minus, plus)):
        for triangle in combinations(outer, 3):
            for point in inner:
                if _lies_in(point, triangle):
                    return [point], list(triangle)
    return None


def _turn(p: Labelled, q: Labelled, r: Labelled) -> int:
    return cross((q.x - p.x, q.y - p.y), (r.x - p.x, r.y - p.y))


def _cross_each_other(one: Sequence[Labelled], other: Sequence[Labelled]) -> bool:
    (p, q), (r, s) = one, other
    return _turn(p, q, r) * _turn(p, q, s) < 0 and _turn(r, s, p) * _turn(r, s, q) < 0


def _lies_in(point: Labelled, triangle: Sequence[Labelled]) -> bool:
    p, q, r = triangle
    turns = (_turn(p, q, point), _turn(q, r, point), _turn(r, p, point))
    return all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)
