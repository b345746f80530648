"""A network of two layers without biases, and the class that it predicts."""

from __future__ import annotations

from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf, Vectors
from dldrill.derivation.family import given
from dldrill.derivation.working import Asked, Working
from dldrill.families._net import TwoLayers, array, named
from dldrill.families._plain import tex
from dldrill.maths.functions import absolute, argmax, argmin, relu
from dldrill.maths.linear import Vector

CLASSES = (("Zom", "Flom", "Nom"), ("oak", "elm", "ash"), ("cat", "dog", "fox"))


class TwoLayerNet(TwoLayers):
    """Scores s = W₂·relu(W₁·x); the class with the highest score is predicted."""

    title = "Prediction of a two-layer network"
    how = "added up the contribution of every path from an input through an open unit to a score"
    minutes = 3.4
    parts: ClassVar[tuple[str, ...]] = ("z", "h", "s", "prediction")

    x: Vector = given("x", Vectors(3, OneOf(-2, -1, 0, 1)), "input", default=Vector(-1, 0, 1))
    classes: tuple[str, ...] = given(
        "classes", OneOf(*CLASSES), "names of the classes, in the order of the scores", default=CLASSES[0]
    )

    def solve(self, work: Working) -> str:
        """The first layer, the ReLU, the second layer, the highest score."""
        z = work.answer(
            "z",
            self.W1 @ self.x,
            "each row of the first matrix is multiplied by the input and added up",
            Asked("pre-activations z of the hidden layer, a vector"),
            columns=(lambda: self.W1.T @ self.x, "a hidden unit has the weights of a row of W₁"),
        )
        h = work.answer(
            "h",
            relu(z),
            "a ReLU passes what is positive and puts 0 for the rest",
            Asked("hidden activations h, a vector"),
            no_relu=(lambda: z, "the hidden layer has a ReLU: what is negative becomes 0"),
            magnitude=(lambda: absolute(z), "a ReLU puts 0 for a negative number, it does not turn its sign"),
        )
        s = work.answer(
            "s",
            self.W2 @ h,
            "each row of the second matrix is multiplied by the hidden activations",
            Asked("scores s, a vector"),
            columns=(lambda: self.W2.T @ h, "a class has the weights of a row of W₂"),
            relu_on_scores=(
                lambda: relu(self.W2 @ h),
                "no ReLU follows the last layer: scores may be negative",
            ),
        )
        return work.answer(
            "prediction",
            self.classes[argmax(s)],
            "the class with the highest score is predicted",
            Asked("predicted class", words=self.classes),
            lowest=(lambda: self.classes[argmin(s)], "the highest score wins, not the lowest"),
            largest_magnitude=(
                lambda: self.classes[argmax(absolute(s))],
                "the highest score wins; a very negative score speaks against its class",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Add up the contributions of all paths from an input through a unit to a score."""
        import numpy as np

        W1, W2, x = array(self.W1), array(self.W2), array(self.x)
        into = W1 * x
        z = np.add.reduce(into, axis=1)
        path = np.where(z > 0, 1.0, 0.0)[None, :, None] * W2[:, :, None] * into[None]
        s = path.sum(axis=(1, 2))
        beaten = (s[:, None] > s[None]).sum(axis=1)
        return {
            "z": Vector(*z.tolist()),
            "h": Vector(*((z + abs(z)) / 2).tolist()),
            "s": Vector(*s.tolist()),
            "prediction": self.classes[list(beaten).index(len(s) - 1)],
        }

    def ask(self) -> str:
        """The network, the input, and the class wanted."""
        many = len(self.classes)
        return (
            "A network of two layers without biases computes the hidden activations "
            "$h = \\mathrm{ReLU}(W_1 x)$ and the scores $s = W_2 h$, where $x$ and $h$ are columns (each row "
            f"of $W_1$ belongs to a hidden unit, each row of $W_2$ to a class) and\n\n{self.weights()}\n\n"
            f"The ${many}$ scores belong to the classes {named(self.classes)}, in this order. For the input "
            f"$x = {tex(self.x)}$, what are the pre-activations "
            "$z = W_1 x$, what are $h$ and $s$, and which class is predicted?"
        )

    def fits(self) -> str | None:
        """Matching sizes, a name for every score, and one highest score."""
        wrong = self.sizes() or self.input_fits(self.x)
        if wrong:
            return wrong
        if len(self.classes) != len(self.W2) or len({name.casefold() for name in self.classes}) < len(
            self.W2
        ):
            return f"classes needs {len(self.W2)} different names, one for each row of W2"
        if not all(name.isalnum() for name in self.classes):
            return "the names in classes must be single words of letters and digits"
        *_, second, first = sorted(self.scores_of(self.x))
        if first - second < 1e-6:
            return "two classes share the highest score: change W2 or x"
        return None

    def suits(self) -> bool:
        """No unit sits at the ReLU's kink, one is on, and the highest score wins by 1 or more."""
        z = self.W1 @ self.x
        *_, second, first = sorted(self.scores_of(self.x))
        return 0 not in z.cells and max(z) > 0 and first - second >= 1
