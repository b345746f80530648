"""How cost grows with size: multiplications, numbers kept, weights, before and after."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working

LENGTH, WIDTH, KERNEL = "n", "d", "k"
MOST = 10**7  #: of what the simulation lists
GATES = 4
PROJECTIONS = 4


class Cost(NamedTuple):
    """Something that is counted.

    Attributes:
        setting: what there is; ``{n}``, ``{d}`` and ``{k}`` are its sizes.
        what: what is counted.
        sizes: the names of the sizes that play a part, by their symbols.
        short: how a statement calls it.
        why: the reason for the count.
    """

    setting: str
    what: str
    sizes: dict[str, str]
    short: str
    why: str


_TOKENS = {LENGTH: "the length of the sequence", WIDTH: "the width of all vectors"}
COSTS = {
    "lstm": Cost(
        "An LSTM layer reads ${n}$ tokens; input and hidden state have width ${d}$. For every token each of "
        "the four gates multiplies the input and the hidden state with a matrix of its own; count those "
        "products only.",
        "multiplications", _TOKENS, "the multiplications in the matrix products of an LSTM layer",
        "for each token four gates multiply two vectors with d × d matrices",
    ),
    "attention": Cost(
        "A layer of full self-attention (one head, no mask) reads ${n}$ tokens of width ${d}$. Count the "
        "products of all tokens with the four $d\\times d$ matrices (query, key, value, output), the "
        "scores of all queries with all keys, and the weighted sums of the values; not the softmax.",
        "multiplications", _TOKENS,
        "the multiplications in self-attention (scores, weighted sums, and the four projections)",
        "four projections of each token, and for each pair d for the score and d for the weighted sum",
    ),
    "scores": Cost(
        "Full self-attention (one head, no mask) compares the queries of ${n}$ tokens with all their keys; "
        "both have width ${d}$. Count the dot products for the scores only.",
        "multiplications", _TOKENS, "the multiplications for the scores of full self-attention",
        "each of n queries is compared with each of n keys, d products each",
    ),
    "map": Cost(
        "Full self-attention (${k}$ heads, no mask) reads ${n}$ tokens and keeps all its attention weights.",
        "attention weights in memory", {LENGTH: _TOKENS[LENGTH], KERNEL: "the number of heads"},
        "the attention weights that full self-attention keeps",
        "every head has a weight for each pair of tokens",
    ),
    "conv": Cost(
        "A convolution of stride 1 that keeps the size (zero padding, whose products are counted too) goes "
        "over an image of ${n}\\times {n}$ pixels with ${d}$ channels and has ${d}$ filters of "
        "${k}\\times {k}$.",
        "multiplications",
        {LENGTH: "the side of the image", WIDTH: "the number of channels and of filters",
         KERNEL: "the side of the kernel"},
        "the multiplications of a convolution of stride 1 that keeps the size",
        "each output number of d maps of n × n takes k × k × d products",
    ),
    "filters": Cost(
        "A convolution goes over an image of ${n}\\times {n}$ pixels with ${d}$ channels and has ${d}$ "
        "filters of ${k}\\times {k}$, without biases.",
        "weights",
        {LENGTH: "the side of the image", WIDTH: "the number of channels and of filters",
         KERNEL: "the side of the kernel"},
        "the weights of a convolution",
        "a filter has k × k × d weights wherever it is used, and there are d of them",
    ),
    "dense": Cost(
        "An image of ${n}\\times {n}$ pixels with one channel is flattened and goes into a fully connected "
        "layer of ${d}$ units, without biases.",
        "weights", {LENGTH: "the side of the image", WIDTH: "the number of units"},
        "the weights of a fully connected layer on a flattened image",
        "each unit has a weight for each of n × n pixels",
    ),
    "neighbours": Cost(
        "A nearest-neighbour classifier has stored ${n}$ training examples of ${d}$ features. To classify a "
        "new one it computes the squared distance to each of them, one multiplication a feature.",
        "multiplications", {LENGTH: "the number of training examples", WIDTH: "the number of features"},
        "the multiplications with which a nearest-neighbour classifier classifies one example",
        "each stored example costs one product for every feature",
    ),
}  # fmt: skip
POWERS = {
    ("lstm", LENGTH): 1, ("lstm", WIDTH): 2, ("scores", LENGTH): 2, ("scores", WIDTH): 1, ("map", LENGTH): 2,
    ("map", KERNEL): 1, ("conv", LENGTH): 2, ("conv", WIDTH): 2, ("conv", KERNEL): 2, ("filters", LENGTH): 0,
    ("filters", WIDTH): 2, ("filters", KERNEL): 2, ("dense", LENGTH): 2, ("dense", WIDTH): 1,
    ("neighbours", LENGTH): 1, ("neighbours", WIDTH): 1,
}  # fmt: skip
"""The power of r by which a cost grows with a size; the whole of attention has none."""


class ComplexityScaling(Family):
    """One size grows by a factor: by which factor does the cost grow?"""

    title = "How cost grows with size"
    topic = "counting"
    how = "went through the loops of the computation with arrays of the sizes before and after"
    minutes = 2
    parts: ClassVar[tuple[str, ...]] = ("before", "factor")

    cost: str = given("cost", OneOf(*COSTS), "what is counted", default="lstm")
    grown: str = given("grown", OneOf(LENGTH, WIDTH, KERNEL), "the size that grows", default=LENGTH)
    factor: int = given("r", OneOf(2, 3, 4, 5, 10), "the factor by which it grows", default=2)
    n: int = given("n", Range(4, 20, 2), "tokens, side of the image, or stored examples", default=8)
    d: int = given("d", OneOf(2, 3, 4, 5, 6, 8, 10, 12), "width, channels, units or features", default=4)
    k: int = given("k", OneOf(2, 3, 4, 5), "side of the kernel, or attention heads", default=2)

    def solve(self, work: Working) -> float:
        """The count, the count with one size larger, their ratio."""
        r = self.factor
        n, d, k = self.n, self.d, self.k
        before = self._before(work)
        many = (
            (r * n, d, k) if self.grown == LENGTH else (n, r * d, k) if self.grown == WIDTH else (n, d, r * k)
        )
        after = work.step("after", self._count(*many), "the same count with the larger size")
        return work.answer(
            "factor",
            after / before,
            "divide: what does not grow cancels",
            Asked("factor by which it grows", rtol=0.002),
            linear=(
                lambda: r / 1,
                "one size grows by r, but not every factor of the count goes with its first power",
            ),
            quadratic=(lambda: (r**2) / 1, "not every factor of the count goes with the square of that size"),
            cubic=(lambda: (r**3) / 1, "the size does not occur three times in the count"),
            unchanged=(lambda: r / r, "that size plays a part in the count"),
            the_difference=(
                lambda: (after - before) / before,
                "that is by how much more it is: divide the counts",
            ),
        )

    def _before(self, work: Working) -> int:
        """The count at the sizes given, with the usual mistakes in it."""
        n, d, k = self.n, self.d, self.k
        cost = COSTS[self.cost]
        asked = Asked(f"{cost.what} before")
        count = self._count(n, d, k)
        if self.cost == "lstm":
            return work.answer("before", count, cost.why, asked,
                one_gate=(lambda: 2 * n * d**2, "an LSTM has four gates with matrices of their own"),
                input_only=(lambda: GATES * n * d**2, "the hidden state is multiplied with a matrix as well"),
            )  # fmt: skip
        if self.cost == "attention":
            return work.answer("before", count, cost.why, asked,
                no_projections=(lambda: 2 * n**2 * d, "the four projections of each token count too"),
                scores_only=(lambda: PROJECTIONS * n * d**2 + n**2 * d, "the weighted sums count too"),
                no_pairs=(lambda: PROJECTIONS * n * d**2, "the scores and weighted sums count too"),
            )  # fmt: skip
        if self.cost in ("scores", "map"):
            return work.answer("before", count, cost.why, asked,
                one_query=(lambda: count // n, "every token has a query, not the last one only"),
                earlier_only=(lambda: count * (n + 1) // (2 * n), "without a mask each query meets all keys"),
            )  # fmt: skip
        if self.cost in ("conv", "filters"):
            return work.answer("before", count, cost.why, asked,
                one_channel=(lambda: count // d, "a filter goes through all channels of its input"),
                kernel_side=(lambda: count // k, "the kernel has k × k cells"),
            )  # fmt: skip
        return work.answer("before", count, cost.why, asked,
            added=(lambda: count // d + d, "multiply the sizes, do not add them"),
        )  # fmt: skip

    def _count(self, n: int, d: int, k: int) -> int:
        if self.cost == "lstm":
            return n * GATES * (d**2 + d**2)
        if self.cost == "attention":
            return PROJECTIONS * n * d**2 + 2 * n**2 * d
        if self.cost == "scores":
            return n**2 * d
        if self.cost == "map":
            return k * n**2
        if self.cost == "conv":
            return n**2 * d * (k**2 * d)
        if self.cost == "filters":
            return k**2 * d * d
        return n**2 * d if self.cost == "dense" else n * d

    def check(self) -> dict[str, Any]:
        """The loops of the computation, with arrays where a loop would be long."""
        sizes = {LENGTH: self.n, WIDTH: self.d, KERNEL: self.k}
        before = self._listed(**sizes)
        after = self._listed(**{**sizes, self.grown: sizes[self.grown] * self.factor})
        return {"before": before, "factor": after / before}

    def _listed(self, n: int, d: int, k: int) -> int:
        import numpy as np

        def size(*shape: int) -> int:
            return int(np.broadcast_to(0, shape).size)

        matrix = size(d, d)
        if self.cost == "lstm":
            return sum(matrix for _ in range(n) for _gate in "ifog" for _given in "xh")
        if self.cost == "attention":
            return sum(sum(matrix for _ in "qkvo") + sum(size(d) for _ in "sv") * n for _ in range(n))
        if self.cost == "scores":
            return sum(size(n, d) for _ in range(n))
        if self.cost == "map":
            return sum(size(n, n) for _ in range(k))
        if self.cost == "conv":
            windows = np.lib.stride_tricks.sliding_window_view(np.broadcast_to(0, (n + k - 1,) * 2), (k, k))
            return sum(windows.size for _filter in range(d) for _channel in range(d))
        if self.cost == "filters":
            return sum(size(k, k, d) for _ in range(d))
        if self.cost == "dense":
            return sum(size(n, n) for _ in range(d))
        return sum(size(d) for _ in range(n))

    def ask(self) -> str:
        """What there is, what is counted, what grows."""
        cost = COSTS[self.cost]
        old = {LENGTH: self.n, WIDTH: self.d, KERNEL: self.k}[self.grown]
        return (
            f"{cost.setting.format(n=self.n, d=self.d, k=self.k)}\n\nHow many {cost.what} are there? By "
            f"which factor does their number grow when {cost.sizes[self.grown]} grows from ${old}$ to "
            f"${old * self.factor}$ and everything else stays as it is? (1 means that it does not grow.)"
        )

    def fits(self) -> str | None:
        """Known words, a size that plays a part, and sizes that can be listed."""
        if self.cost not in COSTS:
            return f"cost must be one of {', '.join(COSTS)}"
        if self.grown not in COSTS[self.cost].sizes:
            return f"grown must be one of {', '.join(COSTS[self.cost].sizes)} for {self.cost}"
        if min(self.factor, self.n, self.d, self.k) < 1:
            return "factor, n, d and k must be at least 1"
        if max(self.n, self.d, self.k) * self.factor > MOST**0.5:
            return "n, d and k times factor must be at most 3000: make one of them smaller"
        return None

    def suits(self) -> bool:
        """Sizes that play no part do not vary, and convolutions, which have one more, not so much."""
        played = COSTS[self.cost].sizes
        if (WIDTH not in played and self.d > 2) or (KERNEL not in played and self.k > 2):
            return False
        if self.cost in ("conv", "filters") and not self._is_usual_convolution():
            return False
        return self.factor > 1

    def _is_usual_convolution(self) -> bool:
        """So few of them that each cost is dealt about equally often."""
        return self.n % 4 == 0 and (self.k == 3 or (self.k == 5 and self.grown == KERNEL))

    def statements(self) -> list[Statement]:
        """How each of the costs grows with each of its sizes, rightly and wrongly."""
        r = self.factor
        return [
            Statement(
                f"If only {COSTS[cost].sizes[grown]} is multiplied by {r}, {COSTS[cost].short} "
                f"{_grow(r, said)}.",
                said == power,
                f"{COSTS[cost].why.capitalize()}: {_law(power)}.",
                f"{cost} {grown}",
            )
            for (cost, grown), power in POWERS.items()
            for said in (power, 1 if power == 2 else 2)
        ]


def _grow(r: int, power: int) -> str:
    return f"become {r**power} times as many" if power else "stay as many"


def _law(power: int) -> str:
    """How a count goes with a size of this power."""
    square = "the square of " if power == 2 else ""
    return f"that is proportional to {square}this size" if power else "the side of the image is not in it"
