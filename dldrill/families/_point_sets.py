"""Training and test points for every pattern of what can be true of them, equally often."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random

from dldrill.derivation.domain import Domain
from dldrill.families._points import (
    Clouds,
    Labelled,
    Pair,
    clouds,
    errors,
    has_tie,
    is_separable,
    nearest,
    only_touches,
    read_clouds,
    widest_line,
)

SIDE, K = 10, 3  #: of the grid; neighbours that vote besides the nearest one alone
SEEDS = 2**40
COMPARED = (-1, -1, 0, 1)
"""Test errors of the nearest one against those of the vote: fewer (twice as often), as many, more.

"Fewer" is one option of a question and "not fewer" its denial, so each is dealt half of the time.
"""
KINDS = 2 * 2 * len(COMPARED) * 2
FEWEST_TRAIN, MOST_TRAIN, FEWEST_TEST, MOST_TEST = 6, 8, 4, 5


class PointSets(Domain[Clouds]):
    """Points by pattern: an index first says what is true of them, then where the search starts.

    The pattern is whether a line separates the training points, whether one separates the test
    points, which of 1 and 3 neighbours makes fewer test errors, and whether 3 neighbours make a
    training error. Drawn without care, most patterns never come up.
    """

    size = KINDS * SEEDS

    def at(self, index: int) -> Clouds:
        """The points at an index."""
        seed, kind = divmod(index, KINDS)
        kind, outvoted = divmod(kind, 2)
        kind, compared = divmod(kind, len(COMPARED))
        lines, separable = divmod(kind, 2)
        stream = Random(f"{index % KINDS}/{seed}")
        while True:
            train = _train(stream, bool(separable), bool(outvoted))
            test = train and _test(stream, train, bool(lines), COMPARED[compared])
            if test:
                return clouds(train, test)

    def read(self, text: str) -> Clouds:
        """The points of a text: ``train 1,2+ 3,4+ 5,6-; test 2,2+ 6,6-``."""
        return read_clouds(text)


def _train(stream: Random, separable: bool, outvoted: bool) -> list[Labelled]:
    """Some groups of points, each of one class; none if they are not of the kind wanted."""
    count = stream.randint(FEWEST_TRAIN, MOST_TRAIN)
    sizes = _sizes(stream, count, outvoted)
    places = [place for size in sizes for place in _group(stream, size)]
    labels = [side for size, side in zip(sizes, _sides(stream, len(sizes)), strict=True) for _ in range(size)]
    train = [Labelled(*place, label) for place, label in zip(places, labels, strict=True)]
    stream.shuffle(train)
    if len(set(places)) < count or abs(sum(labels)) > count - 4 or is_separable(train) != separable:
        return []
    if only_touches(train) or any(has_tie(p, train, K) for p in train):
        return []
    return train if (errors(train, train, K) > 0) == outvoted else []


def _sizes(stream: Random, count: int, outvoted: bool) -> list[int]:
    """How many points the groups have; a point by itself can be outvoted, two together seldom."""
    sizes = [1] if outvoted else []
    while sum(sizes) < count:
        sizes.append(min(stream.randint(1 if outvoted else 2, 4), count - sum(sizes)))
    return sizes


def _sides(stream: Random, count: int) -> list[int]:
    first = stream.choice((1, -1))
    return [first, -first, *(stream.choice((1, -1)) for _ in range(count - 2))][:count]


def _group(stream: Random, size: int) -> list[Pair]:
    """Points within a few cells of each other."""
    x, y = stream.randint(0, SIDE - 3), stream.randint(0, SIDE - 3)
    cells = [(x + i, y + j) for i in range(3) for j in range(3)]
    return stream.sample(cells, size)


def _test(stream: Random, train: Sequence[Labelled], separable: bool, compared: int) -> list[Labelled]:
    """Test points without ties whose classes make the pattern; none if there are none."""
    taken = {(p.x, p.y) for p in train}
    grid = [Labelled(x, y, 0) for x in range(SIDE) for y in range(SIDE) if (x, y) not in taken]
    line = widest_line(train)
    clear = [p for p in grid if not (_is_unclear(p, train) or (line and line.of(p) == 0))]
    votes = {p: _votes(p, train) for p in clear}
    split = [p for p in clear if votes[p][0] != votes[p][1]]
    count = stream.randint(FEWEST_TEST, MOST_TEST)
    if not split or len(clear) < count:
        return []
    chosen = stream.sample(split, min(len(split), stream.randint(1, 2)))
    rest = [p for p in clear if p not in chosen]
    chosen += stream.sample(rest, count - len(chosen))
    stream.shuffle(chosen)
    return _labelled(stream, chosen, [votes[p] for p in chosen], separable, compared)


def _is_unclear(point: Labelled, train: Sequence[Labelled]) -> bool:
    return has_tie(point, train, 1) or has_tie(point, train, K)


def _votes(point: Labelled, train: Sequence[Labelled]) -> Pair:
    labels = [train[i].label for i in nearest(point, train, K)]
    return labels[0], 1 if sum(labels) > 0 else -1


def _labelled(
    stream: Random, places: Sequence[Labelled], votes: Sequence[Pair], separable: bool, compared: int
) -> list[Labelled]:
    """The points with classes of the pattern, as few of them got wrong as may be, if there are any."""
    count, found = len(places), list[tuple[int, float, list[Labelled]]]()
    for labels in product((1, -1), repeat=count):
        alone, three = (sum(v[i] != c for v, c in zip(votes, labels, strict=True)) for i in range(2))
        if (alone > three) - (alone < three) == compared and abs(sum(labels)) < count:
            points = [p._replace(label=c) for p, c in zip(places, labels, strict=True)]
            found.append((max(alone, three), stream.random(), points))
    for _, _, points in sorted(found):
        if is_separable(points) == separable and not only_touches(points):
            return points
    return []
