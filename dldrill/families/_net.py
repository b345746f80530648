"""What the families on a network of two layers without biases share: sizes, texts, the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dldrill.derivation.domain import Matrices, OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.families._plain import tex
from dldrill.maths.functions import relu
from dldrill.maths.linear import Array, Matrix, Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST = 8  #: units of a layer
LARGEST = 100  #: numbers beyond this are no exercise on paper
FIRST = Matrices(3, 3, OneOf(-1, 0, 1, 2))
SECOND = Matrices(3, 3, Range(-2, 2))
EXAM_W1 = Matrix((0, -1, -1), (1, 1, -1), (-1, -1, 1))
OWN_W2 = Matrix((-2, 1, 2), (1, 2, -1), (-1, 0, -1))


class TwoLayers(Family):
    """Scores s = W₂·relu(W₁·x): the weights, and whether their sizes fit."""

    topic = "networks"

    W1: Matrix = given(
        "W_1", FIRST, "weights of the first layer, a row for each hidden unit", default=EXAM_W1
    )
    W2: Matrix = given("W_2", SECOND, "weights of the second layer, a row for each class", default=OWN_W2)

    def weights(self) -> str:
        """The two matrices as they stand in a question."""
        return f"$$W_1 = {tex(self.W1)},\\qquad W_2 = {tex(self.W2)}.$$"

    def sizes(self) -> str | None:
        """What is wrong with the sizes and the entries of the weights."""
        for name, weights in (("W1", self.W1), ("W2", self.W2)):
            if not len(weights) or not 1 <= len(weights[0]) <= MOST or len(weights) > MOST:
                return f"{name} needs 1 to {MOST} rows and columns"
            if any(len(row) != len(weights[0]) for row in weights):
                return f"the rows of {name} must be equally long"
            if any(abs(cell) > LARGEST for row in weights for cell in row):
                return f"the weights in {name} must be at most {LARGEST} in size"
        if len(self.W2) < 2:
            return "W2 needs a row for each of two classes or more"
        if len(self.W2[0]) != len(self.W1):
            return f"W2 needs {len(self.W1)} columns, one for each row of W1"
        return None

    def input_fits(self, x: Vector) -> str | None:
        """What is wrong with an input."""
        if len(x) != len(self.W1[0]):
            return f"x needs {len(self.W1[0])} numbers, one for each column of W1"
        if any(abs(cell) > LARGEST for cell in x):
            return f"the numbers in x must be at most {LARGEST} in size"
        return None

    def scores_of(self, x: Vector) -> Vector:
        """The scores, for the judgement of givens."""
        return self.W2 @ relu(self.W1 @ x)


def array(value: Array) -> Floats:
    """A vector or matrix in numpy."""
    import numpy as np

    if isinstance(value, Matrix):
        return np.array([[float(cell) for cell in row] for row in value])
    return np.array([float(cell) for cell in value])


def named(classes: tuple[str, ...]) -> str:
    """Class names as they stand in a sentence."""
    return f"{', '.join(classes[:-1])} and {classes[-1]}"
