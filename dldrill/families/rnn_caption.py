"""A recurrent network writes a caption greedily, from an averaged image or with attention."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from dldrill.derivation.domain import Domain, Matrices, OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import AlteredWorking, Asked, Working
from dldrill.families._plain import tex
from dldrill.maths.functions import argmax, concat, relu, softmax, sqrt, total, vector
from dldrill.maths.linear import Matrix, Vector
from dldrill.maths.trace import bare

WORDS = ("START", "STOP", "fish", "seagull", "flying", "fishing")
START, STOP = 0, 1
MARGIN = 0.3  #: by which the best word of a dealt variant leads
LEAST = 0.01  #: attention of a dealt variant gives no feature less than this
CLEAR = 0.05  #: with attention, no hidden unit of a dealt variant is nearer than this to its kink
ROUNDED = 1e-9  #: a sum below this may be 0 but for rounding
LARGEST = 100
MOST = 5  #: words


class Embeddings(Domain[Matrix]):
    """START is all 0 and STOP all 1, as in the exam; the other words have entries −2 to 2."""

    def __init__(self) -> None:
        self.others = Matrices(len(WORDS) - 2, 3, Range(-2, 2))
        self.size = self.others.size

    def at(self, index: int) -> Matrix:
        """The value at an index."""
        return Matrix((0, 0, 0), (1, 1, 1), *self.others.at(index).cells)

    def draw(self, stream: Random) -> Matrix:
        """The entries at random."""
        return Matrix((0, 0, 0), (1, 1, 1), *self.others.draw(stream).cells)


class OutputWeights(Domain[Matrix]):
    """START scores low whatever the state, so that it is never written; the others −3 to 3."""

    def __init__(self) -> None:
        self.others = Matrices(len(WORDS) - 1, 2, Range(-3, 3))
        self.size = self.others.size

    def at(self, index: int) -> Matrix:
        """The value at an index."""
        return Matrix((-5, -5), *self.others.at(index).cells)

    def draw(self, stream: Random) -> Matrix:
        """The entries at random."""
        return Matrix((-5, -5), *self.others.draw(stream).cells)


class RnnCaption(Family):
    """x_t = [word; image], h_t = relu(W_hx x_t + W_hh h_(t−1)), the word with the largest W_yh h_t."""

    title = "Greedy captions from a recurrent network"
    topic = "sequences"
    how = (
        "ran the network in numpy with both weight matrices stacked into one, and with the image as a "
        "weighted average"
    )
    minutes = 10

    features: Matrix = given(
        "I",
        Matrices(4, 2, Range(0, 4)),
        "one image feature a row",
        default=Matrix((4, 0), (0, 4), (0, 0), (0, 0)),
    )
    embed: Matrix = given(
        "E",
        Embeddings(),
        f"one word a row, in the order {' '.join(WORDS)}",
        default=Matrix((0, 0, 0), (1, 1, 1), (-1, 2, 0), (1, -2, 0), (0, -1, -1), (0, 2, 1)),
    )
    Whx: Matrix = given(
        "W_hx",
        Matrices(2, 5, Range(-1, 1)),
        "input to hidden",
        default=Matrix((1, 0, 1, 1, 0), (0, 1, 1, 0, 1)),
    )
    Whh: Matrix = given(
        "W_hh", Matrices(2, 2, Range(0, 1)), "hidden to hidden", default=Matrix((0, 1), (1, 0))
    )
    Wyh: Matrix = given(
        "W_yh",
        OutputWeights(),
        "hidden to output, one word a row",
        default=Matrix((-5, -5), (0, 3), (1, 2), (2, 2), (3, -1), (Fraction(29, 10), 0)),
    )
    steps: int = given("T", OneOf(2), "how many words are written", default=3)
    attention: bool = given("", OneOf(False, True), "look at the image anew for every word", default=False)

    def __post_init__(self) -> None:
        """As many states and words are asked for as are written, so ``parts`` is the problem's own."""
        last = bare(self.steps)
        seen = (f"p_{last}", f"c_{last}") if self.attention else ()
        written = [name for t in range(1, last + 1) for name in (f"h_{t}", f"word_{t}")]
        object.__setattr__(self, "parts", (*seen, *written))

    def solve(self, work: Working) -> str:
        """Step after step: the image, the state, the scores, the word."""
        state, row, word = Vector(0, 0), START, WORDS[START]
        if self.attention:
            size = work.step("d", len(self.features[0]), "the size of the query and of every key")
        else:
            image = self._pooled(work)
        for t in range(1, self.steps + 1):
            if self.attention:
                image = self._attended(work, t, state, size)
            state = self._state(work, t, row, image, state)
            scores = work.step(f"s_{t}", self.Wyh @ state, "a score for every word")
            row = work.step(f"best_{t}", argmax(scores), "greedy: the position of the largest score, from 0")
            word = work.answer(
                f"word_{t}", WORDS[row], "the word at that position", Asked(f"word {t}", words=WORDS)
            )
        return word

    def _pooled(self, work: Working) -> Vector:
        whole = total(self.features)
        return work.answer(
            "c",
            whole / len(self.features),
            "average pooling: the mean of the image features, the same at every step",
            Asked("image vector c"),
            summed=(lambda: whole, "average pooling divides the sum by the number of features"),
        )

    def _attended(self, work: Working, t: int, query: Vector, size: int) -> Vector:
        match = self.features @ query
        p = work.answer(
            f"p_{t}",
            softmax(match / sqrt(size)),
            "scaled dot-product attention: the last state is the query, the image features are the keys",
            Asked(f"attention probabilities at step {t}", rtol=0.005),
            unscaled=(lambda: softmax(match), "scaled attention divides the dot products by √2"),
            divided_by_size=(
                lambda: softmax(match / size),
                "divide by the square root of the size 2, not by 2",
            ),
            no_softmax=(
                lambda: match / sqrt(size),
                "these are the scores: softmax makes probabilities of them",
            ),
            no_query=(
                lambda: softmax(vector(*(key @ key for key in self.features)) / sqrt(size)),
                "the scores are dot products with the query, not of the features with themselves",
            ),
        )
        return work.answer(
            f"c_{t}",
            self.features.T @ p,
            "the image features, mixed in these proportions",
            Asked(f"image vector at step {t}", rtol=0.005),
            averaged=(
                lambda: total(self.features) / len(self.features),
                "with attention the image vector follows the state: it is the mean only for equal weights",
            ),
        )

    def _state(self, work: Working, t: int, row: int, image: Vector, before: Vector) -> Vector:
        x = work.step(
            f"x_{t}",
            concat(self.embed[row], image),
            "the embedding of the last word, then the image vector",
            image_first=(
                lambda: concat(image, self.embed[row]),
                "the embedding comes first, then the image vector",
            ),
            start_again=(
                lambda: concat(self.embed[START], image),
                "the word that was just written is fed back, not START",
            ),
        )
        z = self.Whx @ x + self.Whh @ before
        return work.answer(
            f"h_{t}",
            relu(z),
            "the new state, from the input and the last state",
            Asked(f"hidden state at step {t}", rtol=0.005),
            no_relu=(lambda: z, "ReLU turns negative entries into 0"),
            relu_too_early=(
                lambda: relu(self.Whx @ x) + self.Whh @ before,
                "the ReLU is applied to the sum of both products, not to one of them",
            ),
            no_memory=(lambda: relu(self.Whx @ x), "the last state comes in too: + W_hh·h"),
        )

    def check(self) -> dict[str, Any]:
        """One stacked matrix on one stacked vector, and the image as a weighted average."""
        import numpy as np

        image, words, inputs, memory, output = (
            np.array([[float(cell) for cell in row.cells] for row in matrix.cells])
            for matrix in (self.features, self.embed, self.Whx, self.Whh, self.Wyh)
        )
        found: dict[str, Any] = {}
        state, row = np.zeros(2), START
        for t in range(1, self.steps + 1):
            weights = np.ones(len(image))
            if self.attention:
                match = np.einsum("nd,d->n", image, state) * image.shape[1] ** -0.5
                weights = np.exp(match - match.max())
                found[f"p_{t}"] = Vector(*(weights / weights.sum()).tolist())
            seen = np.average(image, axis=0, weights=weights)
            found[f"c_{t}" if self.attention else "c"] = Vector(*seen.tolist())
            stacked = np.hstack([inputs, memory]) @ np.hstack([words[row], seen, state])
            state = np.clip(stacked, 0, None)
            row = int(np.argsort(output @ state, kind="stable")[-1])
            found[f"h_{t}"] = Vector(*state.tolist())
            found[f"word_{t}"] = WORDS[row]
        return found

    def ask(self) -> str:
        """All matrices, the equations, and what is asked for."""
        order = ", ".join(f"{word} ${tex(row)}$" for word, row in zip(WORDS, self.embed.cells, strict=True))
        how = (
            "The image vector $c_t$ comes from scaled dot-product attention: the query is $h_{t-1}$, and the "
            r"rows of $I$ are both keys and values, with the dot products divided by $\sqrt{2}$."
            if self.attention
            else "The image vector $c_t = c$ is the mean of the rows of $I$, the same at every step."
        )
        return (
            "A recurrent network writes a caption. The image has the features (one a row)\n\n"
            f"$$I = {tex(self.features)}$$\n\n"
            f"The vocabulary, with its embeddings, is {order}. At step $t$ the input $x_t$ is the embedding "
            "of the last word written (START at $t = 1$), followed by the image vector $c_t$. "
            r"$h_t = \operatorname{ReLU}(W_{hx}x_t + W_{hh}h_{t-1})$ with $h_0 = 0$ and no biases, and the "
            f"word with the largest entry of $W_{{yh}}h_t$ is written. {how}\n\n"
            f"$$W_{{hx}} = {tex(self.Whx)}, \\quad W_{{hh}} = {tex(self.Whh)}, "
            f"\\quad W_{{yh}} = {tex(self.Wyh)}$$\n\n"
            f"The rows of $W_{{yh}}$ are in the order {', '.join(WORDS)}. {self._asked()}"
        )

    def _asked(self) -> str:
        words, states = (
            ("word does greedy decoding write first", "state $h_1$")
            if self.steps == 1
            else (f"${self.steps}$ words does greedy decoding write first", "states $h_t$ on the way")
        )
        seen = ""
        if self.attention:
            weights = f"attention probabilities $p_{{{self.steps}}}$ over the rows of $I$"
            seen = f", the {weights} and the image vector $c_{{{self.steps}}}$ of step ${self.steps}$"
        text = (
            f"Which {words}, and what {'is' if self.steps == 1 and not seen else 'are'} the {states}{seen}?"
        )
        return f"{text} Give four significant digits where a number is not exact." if seen else text

    def fits(self) -> str | None:
        """Sizes match, and no two words tie for the best."""
        sizes = {
            "features": (self.features, None, 2),
            "embed": (self.embed, len(WORDS), 3),
            "Whx": (self.Whx, 2, 5),
            "Whh": (self.Whh, 2, 2),
            "Wyh": (self.Wyh, len(WORDS), 2),
        }
        for name, (matrix, rows, columns) in sizes.items():
            count = len(matrix) if rows is None else rows
            if not len(matrix) or len(matrix) != count or any(len(row) != columns for row in matrix.cells):
                return f"{name} must have {rows or 'at least 1'} rows of {columns} numbers"
            if max(abs(cell) for row in matrix.cells for cell in row.cells) > LARGEST:
                return f"the entries of {name} are too large: keep them within {LARGEST}"
        if not 1 <= self.steps <= MOST:
            return f"steps must be 1 to {MOST}"
        work = self.altered()
        if min(best - second for best, second in self._leads(work)) < ROUNDED:
            return "two words tie for the best score: change Wyh"
        # without attention all is exact
        if self.attention and any(0 < abs(cell) < ROUNDED for cell in self._sums(work)):
            return "a hidden unit is so near to 0 that its sign is uncertain: change Whx or Whh"
        return None

    def _leads(self, work: AlteredWorking) -> list[tuple[float, float]]:
        """The best and second best score at every step."""
        scores: Sequence[Any] = [work.values[f"s_{t}"].cells for t in range(1, self.steps + 1)]
        return [(float(top[-1]), float(top[-2])) for top in map(sorted, scores)]

    def _sums(self, work: AlteredWorking) -> list[float]:
        """What the ReLU is applied to after the first step."""
        values = work.values
        return [
            cell
            for t in range(2, self.steps + 1)
            for cell in self.Whx @ values[f"x_{t}"] + self.Whh @ values[f"h_{t - 1}"]
        ]

    def suits(self) -> bool:
        """A clear best word at every step; neither START, nor STOP before the end; a living state."""
        work, steps = self.altered(), range(1, self.steps + 1)
        if any(best - second < MARGIN for best, second in self._leads(work)):
            return False
        rows = [work.values[f"best_{t}"] for t in steps]
        alive = all(any(work.values[f"h_{t}"].cells) for t in steps)
        if not alive or START in rows or STOP in rows[:-1]:
            return False
        return not self.attention or (
            min(min(work.values[f"p_{t}"]) for t in steps) >= LEAST
            and min(map(abs, self._sums(work)), default=CLEAR) >= CLEAR
        )
