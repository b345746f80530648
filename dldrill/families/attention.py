"""One head of self-attention with identity projections: queries, keys and values are the tokens."""

from __future__ import annotations

from operator import index
from typing import Any, ClassVar

from dldrill.derivation.domain import Matrices, OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._plain import Either, tex
from dldrill.maths.functions import softmax, sqrt, total, vector
from dldrill.maths.linear import Matrix, Vector

ENTRIES = Range(-2, 2)
LARGEST_SCORE = 300  #: beyond this the weights are 0 and 1 to all digits
MOST, LEAST = 0.995, 0.01  #: weights of a dealt variant


class Attention(Family):
    """Each row of X attends to the rows of X (Vaswani et al., Attention Is All You Need, 2017)."""

    title = "Self-attention with identity projections"
    topic = "sequences"
    how = (
        "computed all rows at once in numpy with a mask of minus infinities, on the tokens in another order, "
        "and put the rows back"
    )
    minutes = 5
    parts: ClassVar[tuple[str, ...]] = ("weights", "output", "shape")

    X: Matrix = given(
        "X",
        Either(*(Matrices(length, size, ENTRIES) for length in (3, 4) for size in (2, 3))),
        "one token a row",
        default=Matrix([1, 0], [0, 1], [1, 1]),
    )
    row: int = given("i", Range(1, 4), "the token whose output is asked for, counted from 1", default=3)
    scaled: bool = given(
        "", OneOf(True, False), "divide the scores by the root of the tokens' size", default=True
    )
    masked: bool = given(
        "", OneOf(False, True), "a token attends to itself and earlier ones only", default=False
    )

    def solve(self, work: Working) -> tuple[int, int]:
        """Scores of one query, softmax over the keys, the weighted sum of the values."""
        row, length = index(self.row) - 1, work.step("L", len(self.X), "the number of tokens")
        seen = row + 1 if self.masked else len(self.X)
        query = work.step("query", self.X[row], "the query is the token itself: no projection")
        keys = [self.X[j] for j in range(seen)]
        products = work.step(
            "products",
            vector(*(key @ query for key in keys)),
            "a dot product with the key of every token that may be attended to",
        )
        size = work.step("D", len(query), "the size of a token")
        scores = work.step("scores", products / sqrt(size), "divided by √D") if self.scaled else products
        slips: dict[str, Any] = {
            "only_itself": (
                lambda: vector(*(int(j == row) for j in range(seen))),
                "identity projections do not make a token attend only to itself: the dot products decide",
            ),
            "uniform": (
                lambda: vector(*(1 / seen + 0 * key[0] for key in keys)),
                "the weights are equal only if all scores are",
            ),
            "no_exponential": (
                lambda: scores / total(scores),
                "softmax takes the exponential of every score before dividing by their sum",
            ),
        }
        if self.scaled:
            slips["unscaled"] = (lambda: softmax(products), "scaled attention divides the scores by √D")
            slips["divided_by_size"] = (
                lambda: softmax(products / size),
                "divide by the square root of D, not by D",
            )
        weights = work.answer(
            "weights",
            softmax(scores),
            "softmax over the keys: the weights of one query add up to 1",
            Asked(
                f"attention weights of token {row + 1}, in the order of the tokens it attends to", rtol=0.005
            ),
            **slips,
        )
        work.answer(
            "output",
            total(self.X[j] * weights[j] for j in range(seen)),
            "the values, mixed in these proportions",
            Asked(f"output row {row + 1}", rtol=0.005),
            unmixed=(
                lambda: self.X[row],
                "the output mixes the values of all tokens attended to",
            ),
        )
        return work.answer(
            "shape",
            (length, size),
            "every token is a query once and gets one row as wide as a value",
            Asked("shape of the output of all tokens, L × D"),
            one_vector=(lambda: (1, size), "self-attention gives an output for every token, not one summary"),
            weights_shape=(
                lambda: (length, length),
                "that is the shape of the attention weights: they mix values of size D",
            ),
        )

    def check(self) -> dict[str, Any]:
        """Attend with every query at once, the tokens in reversed order, and reverse the rows again."""
        import numpy as np

        tokens = np.array([row.cells for row in self.X.cells], float)[::-1]
        scores = np.einsum("id,jd->ij", tokens, tokens)
        if self.scaled:
            scores /= np.linalg.norm(np.ones(tokens.shape[1]))
        if self.masked:
            scores[np.tril_indices(len(tokens), -1)] = -np.inf  # reversed: what comes later is earlier
        log_weights = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        weights = np.exp(log_weights)[::-1, ::-1]
        output = np.exp(log_weights) @ tokens
        seen = self.row if self.masked else len(tokens)
        return {
            "weights": Vector(*weights[self.row - 1][:seen].tolist()),
            "output": Vector(*output[::-1][self.row - 1].tolist()),
            "shape": output.shape,
        }

    def ask(self) -> str:
        """The tokens, the convention of the scores, what is asked for."""
        length, size = len(self.X), len(self.X[0])
        mask = (
            "A causal mask lets a token attend only to itself and to the tokens before it."
            if self.masked
            else "There is no mask."
        )
        scale = r"divided by $\sqrt{D}$" if self.scaled else "not scaled"
        return (
            f"A sequence of $L = {length}$ tokens of size $D = {size}$ is the matrix, one token a row,\n\n"
            f"$$X = {tex(self.X)}$$\n\n"
            "It goes through one head of self-attention whose projections of queries, keys and values are "
            f"all the identity. The dot products are {scale} before the softmax. {mask} What are the "
            f"attention weights of token {self.row} (row {self.row} of $X$) over the tokens that it may "
            "attend to, its output, and the shape of the output of all tokens? Give four significant digits "
            "where a number is not exact."
        )

    def fits(self) -> str | None:
        """The row exists, and the weights can be computed."""
        if len({len(row) for row in self.X.cells}) != 1 or not len(self.X[0]):
            return "the rows of X must have the same length, at least 1"
        if not 1 <= self.row <= len(self.X):
            return f"row must be one of 1 to {len(self.X)}, the tokens of X"
        if max(abs(cell) for row in self.X.cells for cell in row.cells) ** 2 * len(self.X[0]) > LARGEST_SCORE:
            return "the entries of X are too large: keep their dot products below 300"
        return None

    def suits(self) -> bool:
        """Different weights, none of them nearly 1; scores whose sum is not 0."""
        seen = self.row if self.masked else len(self.X)
        query = self.X[self.row - 1]
        products = [self.X[j] @ query for j in range(seen)]
        if seen < 2 or len(set(products)) < seen or not sum(products) or len(self.X) == len(query):
            return False
        weights = self._weights(self.row)
        if max(weights) > MOST or min(weights) < LEAST:
            return False
        mixed: Vector = total(self.X[j] * weights[j] for j in range(seen))
        # an entry that cancels has few digits of its own
        return min(map(abs, mixed)) >= LEAST

    def statements(self) -> list[Statement]:
        """What the output is, and what it depends on: for every key, one that is true and one that is not."""
        return [*self._on_shape(), *self._on_order(), *self._on_weights(), *self._on_sums()]

    def _on_shape(self) -> list[Statement]:
        length, size = len(self.X), len(self.X[0])
        rows = f"Each of the ${length}$ tokens is the query once; its output is as wide as a value, ${size}$."
        token = "Queries are tokens, which are the rows of $X$."
        return [
            Statement(
                f"The output is a ${length}\\times {size}$ matrix, and its row $i$ comes from attending to "
                "the tokens with $x_i$ as the query.", True, rows, "rows",
            ),
            Statement(
                f"The output is a ${length}\\times {length}$ matrix, and its row $i$ holds what token $i$ "
                "gives to each token.", False, f"Those are the attention weights. {rows}", "rows",
            ),
            Statement(
                f"The output is one vector with ${size}$ entries that sums up the whole sequence, with the "
                "first token as the query.", False, rows, "one vector",
            ),
            Statement(
                f"With the first token as the query, one row of the output comes about, with ${size}$ "
                "entries.", True, rows, "one vector",
            ),
            Statement(
                f"The output is one vector with ${length}$ entries, with the first column of $X$ as the "
                "query.", False, token, "column",
            ),
            Statement("Every query is a row of $X$, and so is every key.", True, token, "column"),
        ]  # fmt: skip

    def _on_order(self) -> list[Statement]:
        order = (
            "With the mask a token's place decides what it may attend to."
            if self.masked
            else "Nothing in the layer depends on a token's place: the same sums are formed in another order."
        )
        return [
            Statement(
                "If the tokens are put in another order, the output has the same rows in the new order.",
                not self.masked, order, "order",
            ),
            Statement(
                "The output is the last state of a recurrent network that has read the tokens one by one.",
                False, "There is no recurrent state: all rows of the output are computed side by side.",
                "order",
            ),
        ]  # fmt: skip

    def _on_weights(self) -> list[Statement]:
        weights = self._weights(self.row)
        last = len(weights)
        own, figures = weights[self.row - 1], ", ".join(f"{weight:.3f}" for weight in weights)
        why = f"The attention weights of token {self.row} are ${figures}$."
        return [
            Statement(
                f"Token {self.row} gives its largest attention weight to itself.", own == max(weights), why,
                "weights",
            ),
            Statement(
                f"Token {self.row} gives {self._called(1)} a larger attention weight than "
                f"{self._called(last)}.", weights[0] > weights[last - 1], why, "weights",
            ),
            Statement(
                f"Token {self.row} gives itself more than half of its attention.", own > 0.5, why, "weights"
            ),
        ]  # fmt: skip

    def _on_sums(self) -> list[Statement]:
        given = [self._weights(row) for row in range(1, len(self.X) + 1)]
        received = sum(weights[self.row - 1] for weights in given if len(weights) >= self.row)
        return [
            Statement(
                f"The attention weights that token {self.row} gives to the tokens add up to 1.", True,
                "Softmax normalises over the keys of each query.", "sum",
            ),
            Statement(
                f"The attention weights that token {self.row} gets from the tokens add up to 1.",
                abs(received - 1) < 1e-9,
                f"They add up to ${received:.3f}$: softmax normalises over the keys of a query, not over the "
                "queries.", "sum",
            ),
        ]  # fmt: skip

    def _called(self, token: int) -> str:
        return "itself" if token == self.row else f"token {token}"

    def _weights(self, row: int) -> Vector:
        """The weights that a token gives, for statements on them."""
        seen = row if self.masked else len(self.X)
        scores = Vector(*(self.X[j] @ self.X[row - 1] for j in range(seen)))
        return softmax(scores / sqrt(len(self.X[0])) if self.scaled else scores)
