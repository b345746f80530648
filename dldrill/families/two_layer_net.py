"""A network of two layers without biases, and the class that it predicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from dldrill.derivation.domain import OneOf, Vectors
from dldrill.derivation.family import given
from dldrill.derivation.working import Asked, Working
from dldrill.families._net import TwoLayers, array, named
from dldrill.families._plain import tex
from dldrill.maths.functions import absolute, argmax, argmin, relu
from dldrill.maths.linear import Vector

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure


class Activation(NamedTuple):
    """What the hidden layer applies to each pre-activation.

    Attributes:
        tex: the hidden activations in a question's text.
        value: the activation.
        why: the reason for the step.
        below: its slope where the pre-activation is negative.
        wrong: what else people apply: name → function and what to tell them.
    """

    tex: str
    value: Callable[[Vector], Vector]
    why: str
    below: float
    wrong: dict[str, tuple[Callable[[Vector], Vector], str]]


def leaky(z: Vector) -> Vector:
    """What is positive passes, and a tenth of what is negative."""
    return relu(z) - relu(-z) / 10


ACTIVATIONS = {
    "relu": Activation(
        r"h = \mathrm{ReLU}(z)", relu, "a ReLU passes what is positive and puts 0 for the rest", 0,
        {
            "no_relu": (lambda z: z, "the hidden layer has a ReLU: what is negative becomes 0"),
            "magnitude": (absolute, "a ReLU puts 0 for a negative number, it does not turn its sign"),
        },
    ),
    "leaky": Activation(
        r"h_i = \max(z_i,\ z_i/10)", leaky, "a leaky ReLU passes what is positive, and a tenth of the rest",
        0.1,
        {
            "no_relu": (lambda z: z, "a leaky ReLU passes only a tenth of what is negative"),
            "not_leaky": (relu, "a leaky ReLU does not put 0 for a negative number, but a tenth of it"),
            "magnitude": (
                lambda z: relu(z) + relu(-z) / 10,
                "a leaky ReLU makes a negative number smaller, it does not turn its sign",
            ),
        },
    ),
    "abs": Activation(
        "h_i = |z_i|", absolute, "the absolute value turns the sign of what is negative", -1,
        {
            "no_activation": (lambda z: z, "the hidden layer takes absolute values: none is negative"),
            "relu_instead": (relu, "the absolute value keeps the size of a negative number: that is a ReLU"),
        },
    ),
}  # fmt: skip
CLASSES = (("Zom", "Flom", "Nom"), ("oak", "elm", "ash"), ("cat", "dog", "fox"))


class TwoLayerNet(TwoLayers):
    """Scores s = W₂·h with h = relu(W₁·x); the class with the highest score is predicted."""

    title = "Prediction of a two-layer network"
    how = "added up the contribution of every path from an input through a hidden unit to a score"
    minutes = 3.4
    parts: ClassVar[tuple[str, ...]] = ("z", "h", "s", "prediction")

    x: Vector = given("x", Vectors(3, OneOf(-2, -1, 0, 1)), "input", default=Vector(-1, 0, 1))
    activation: str = given(
        "activation",
        OneOf(*ACTIVATIONS),
        "of the hidden layer; leaky has a slope of 1/10 below 0",
        default="relu",
    )
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
        hidden = ACTIVATIONS[self.activation]
        h = work.answer(
            "h",
            hidden.value(z),
            hidden.why,
            Asked("hidden activations h, a vector"),
            **{name: ((lambda fn=fn: fn(z)), says) for name, (fn, says) in hidden.wrong.items()},
        )
        s = work.answer(
            "s",
            self.W2 @ h,
            "each row of the second matrix is multiplied by the hidden activations",
            Asked("scores s, a vector"),
            columns=(lambda: self.W2.T @ h, "a class has the weights of a row of W₂"),
            relu_on_scores=(
                lambda: relu(self.W2 @ h),
                "no activation follows the last layer: scores may be negative",
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
        slope = np.where(z > 0, 1.0, ACTIVATIONS[self.activation].below)
        path = slope[None, :, None] * W2[:, :, None] * into[None]
        s = path.sum(axis=(1, 2))
        beaten = (s[:, None] > s[None]).sum(axis=1)
        return {
            "z": Vector(*z.tolist()),
            "h": Vector(*(slope[:, None] * into).sum(axis=1).tolist()),
            "s": Vector(*s.tolist()),
            "prediction": self.classes[list(beaten).index(len(s) - 1)],
        }

    def ask(self) -> str:
        """The network, the input, and the class wanted."""
        many = len(self.classes)
        return (
            "A network of two layers without biases computes the pre-activations $z = W_1 x$, the hidden "
            f"activations ${ACTIVATIONS[self.activation].tex}$, entry by entry, and the scores $s = W_2 h$, "
            "where $x$ and $h$ are columns (each row "
            f"of $W_1$ belongs to a hidden unit, each row of $W_2$ to a class) and\n\n{self.weights()}\n\n"
            f"The ${many}$ scores belong to the classes {named(self.classes)}, in this order. For the input "
            f"$x = {tex(self.x)}$, what are $z$, $h$ and $s$, and which class is predicted?"
        )

    def figure(self) -> Figure | None:
        """The network, with the input in its boxes."""
        from dldrill.families._diagrams import two_layers

        names = {"relu": "ReLU", "leaky": "leaky ReLU", "abs": "|z|"}
        return two_layers(self.W1, self.W2, names[self.activation], self.classes, tuple(self.x))

    def fits(self) -> str | None:
        """Matching sizes, a name for every score, and one highest score."""
        wrong = self.sizes() or self.input_fits(self.x)
        if wrong:
            return wrong
        if self.activation not in ACTIVATIONS:
            return f"activation must be one of {', '.join(ACTIVATIONS)}"
        if len(self.classes) != len(self.W2) or len({name.casefold() for name in self.classes}) < len(
            self.W2
        ):
            return f"classes needs {len(self.W2)} different names, one for each row of W2"
        if not all(name.isalnum() for name in self.classes):
            return "the names in classes must be single words of letters and digits"
        *_, second, first = sorted(self._scores())
        if first - second < 1e-6:
            return "two classes share the highest score: change W2 or x"
        return None

    def _scores(self) -> Vector:
        return self.W2 @ ACTIVATIONS[self.activation].value(self.W1 @ self.x)

    def suits(self) -> bool:
        """No unit sits at the ReLU's kink, one is on, and the highest score wins by 1 or more."""
        z = self.W1 @ self.x
        *_, second, first = sorted(self._scores())
        return 0 not in z.cells and max(z) > 0 and first - second >= 1
