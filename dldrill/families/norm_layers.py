"""Batch, layer, instance and group norm on small maps: which values share a mean and a variance."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import Matrices, OneOf, Range, Tuples
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._norms import (
    BATCH,
    CONFUSED,
    GROUP,
    INSTANCE,
    LAYER,
    NORMS,
    WHICH,
    cells_of,
    normalised,
    statements_on,
    statistics_of,
)
from dldrill.families._plain import Either, exact, exacts, tex
from dldrill.maths.functions import mean, sqrt, total
from dldrill.maths.linear import Matrix

if TYPE_CHECKING:
    import numpy as np

CELLS = Range(-2, 4)
LARGEST = 10**4  #: entries beyond this drown the rest in rounding
VISIBLE = 0.1  #: an ε below this changes no answer
Place = tuple[int, ...]


class NormLayers(Family):
    """A batch of one map, or of two of which the second is α·A + c, is normalised."""

    title = "Normalisation layers"
    topic = "normalisation"
    how = "normalised the whole batch as one array, its axes grouped, and looked up the entry"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("mean", "var", "output")

    norm: str = given("norm", OneOf(*NORMS), "batch, layer, instance or group norm", default=LAYER)
    A: Matrix = given(
        "A",
        Either(Matrices(2, 3, CELLS), Matrices(4, 2, CELLS), Matrices(4, 1, CELLS)),
        "the first example: a row for every channel, a column for every position",
        default=Matrix((1, 0, 0), (0, -1, 1)),
    )
    batch: int = given("N", OneOf(1, 2), "examples in the batch", default=2)
    alpha: float = given(
        "alpha", exacts(2, 3, -1, -2), "factor between the first example and the second", default=exact(2)
    )
    c: float = given("c", exacts(0, 1), "constant added to the second example", default=exact(0))
    at: Place = given(
        "channel position",
        Tuples(Range(1, 4), Range(1, 3)),
        "channel and position of the entry asked for, from 1",
        default=(1, 1),
    )
    groups: int = given("G", OneOf(2), "groups of channels in group norm", default=2)
    eps: float = given("eps", exacts(0, 1), "added to the variance under the root", default=exact(0))
    weight: float = given("gamma", exacts(1, 2, 3), "scale of the channel", default=exact(1))
    bias: float = given("beta", exacts(0, 1, -2), "shift of the channel", default=exact(0))
    training: bool = given(
        "training", OneOf(True, False), "whether a batch norm is in training mode", default=True
    )
    running_mean: float = given("r", exacts(0, 1, 2), "the channel's running mean", default=exact(0))
    running_var: float = given("R", exacts("1/4", 4, 9), "the channel's running variance", default=exact(1))
    momentum: float = given(
        "m", exacts("1/10"), "weight of the new batch in the running statistics", default=exact("1/10")
    )

    def solve(self, work: Working) -> float:
        """Collect what is averaged, take its mean and variance, normalise, scale and shift."""
        examples = [self.A]
        if self.batch == 2:
            examples.append(
                work.step("A_2", self.alpha * self.A + self.c, "every entry is scaled, then shifted")
            )
        channel, position = index(self.at[0]) - 1, index(self.at[1]) - 1
        x = work.step("x", examples[-1][channel][position], "the entry that is normalised")
        mu, var = self._stored(work, examples) if self._stored_used() else self._own(work, examples)
        eps_seen = self.eps >= VISIBLE
        sigma = work.step(
            "sigma",
            sqrt(var + self.eps),
            "the divisor is the root of the variance plus ε",
            no_root=(lambda: var + self.eps, "divide by the standard deviation, the root of the variance"),
            **(
                {"eps_left_out": (lambda: sqrt(var), "ε is added to the variance under the root")}
                if eps_seen
                else {}
            ),
        )
        return work.answer(
            "output",
            self.weight * ((x - mu) / sigma) + self.bias,
            "the normalised entry is scaled and shifted",
            Asked("output at that entry", rtol=0.005),
            no_affine=(lambda: (x - mu) / sigma, "the layer then scales by γ and shifts by β"),
            mean_only=(
                lambda: self.weight * (x - mu) + self.bias,
                "besides removing the mean, divide by the standard deviation",
            ),
            shifted_first=(
                lambda: self.weight * ((x - mu) / sigma + self.bias),
                "γ scales the normalised entry only: β is added after that",
            ),
            input_unchanged=(lambda: x + 0 * sigma, "the layer normalises: its output is not its input"),
        )

    def _stored_used(self) -> bool:
        return self.norm == BATCH and not self.training

    def _stored(self, work: Working, examples: list[Matrix]) -> tuple[float, float]:
        """What evaluation normalises with: statistics that training left behind."""
        own = cells_of(BATCH, examples, index(self.at[0]) - 1, index(self.groups))
        says = "in evaluation mode the running statistics are used, not those of the batch"
        mu = work.answer(
            "mean",
            self.running_mean,
            "evaluation uses the stored running mean",
            Asked("mean that is subtracted", kind="number"),
            batch_statistics=(lambda: mean(own), says),
        )
        var = work.answer(
            "var",
            self.running_var,
            "evaluation uses the stored running variance",
            Asked("variance that is used, before ε is added", kind="number"),
            batch_statistics=(lambda: mean((own - mean(own)) * (own - mean(own))), says),
        )
        return mu, var

    def _own(self, work: Working, examples: list[Matrix]) -> tuple[float, float]:
        """Mean and variance of the values that are normalised together."""
        channel, groups = index(self.at[0]) - 1, index(self.groups)
        chosen = {
            norm: cells_of(norm, examples, channel, groups) for norm in (self.norm, BATCH, LAYER, INSTANCE)
        }
        wrong: dict[str, Any] = {
            f"as_{norm}": (lambda cells=chosen[norm]: cells, CONFUSED[self.norm])
            for norm in (BATCH, LAYER, INSTANCE)
            if norm != self.norm
        }
        cells = work.step("cells", chosen[self.norm], WHICH[self.norm], **wrong)
        running: dict[str, Any] = (
            {
                "running_statistics": (
                    lambda: self.running_mean,
                    "in training mode the statistics of the batch are used, not the running ones",
                )
            }
            if self.norm == BATCH
            else {}
        )
        mu = work.answer(
            "mean",
            mean(cells),
            "the mean of these values",
            Asked("mean that is subtracted", kind="number", rtol=0.005),
            **running,
        )
        away = work.step("d", cells - mu, "how far each lies from the mean")
        many = len(cells)
        var = work.answer(
            "var",
            total(cell**2 for cell in away) / many,
            "the mean of the squared differences (divided by their number)",
            Asked("variance that is used, before ε is added", kind="number", rtol=0.005),
            one_fewer=(
                lambda: total(cell**2 for cell in away) / (many - 1),
                "a normalisation layer divides by the number of values, not by one fewer",
            ),
            mean_not_removed=(
                lambda: total(cell**2 for cell in cells) / many,
                "subtract the mean before squaring",
            ),
        )
        if self.norm == BATCH:
            self._update(work, mu)
        return mu, var

    def _update(self, work: Working, mu: float) -> None:
        m, old = self.momentum, self.running_mean
        work.answer(
            "running_mean",
            (1 - m) * old + m * mu,
            "the running mean moves a little towards the mean of the batch",
            Asked("running mean after this batch", kind="number", rtol=0.005),
            weights_swapped=(
                lambda: m * old + (1 - m) * mu,
                "in PyTorch's convention the momentum weighs the new batch, not the old value",
            ),
            not_updated=(lambda: old + 0 * mu, "in training mode every batch moves the running mean"),
        )

    def check(self) -> dict[str, Any]:
        """Normalise the whole array of examples, channels and positions at once."""
        x = self._array(self.batch)
        place = (-1, self.at[0] - 1, self.at[1] - 1)
        gamma, beta, eps = float(self.weight), float(self.bias), float(self.eps)
        if self._stored_used():
            low, spread = float(self.running_mean), float(self.running_var)
            slope = gamma * (spread + eps) ** -0.5
            # evaluation is one affine map, as when the layer is folded into a convolution
            return {"mean": low, "var": spread, "output": float(slope * x[place] + (beta - slope * low))}
        mu, var = statistics_of(x, self.norm, self.groups)
        found = {
            "mean": float(mu[place]),
            "var": float(var[place]),
            "output": float(gamma * normalised(x, self.norm, self.groups, eps)[place] + beta),
        }
        if self.norm == BATCH:
            old = float(self.running_mean)
            found["running_mean"] = old + float(self.momentum) * (found["mean"] - old)
        return found

    def _array(self, examples: int) -> np.ndarray[Any, Any]:
        """The batch: examples × channels × positions."""
        import numpy as np

        first = np.array([row.cells for row in self.A], float)
        second = float(self.alpha) * first + float(self.c)
        return np.stack([first, second][:examples])

    def ask(self) -> str:
        """The batch, the layer with its convention, the entry."""
        channel, position = self.at
        dense = len(self.A[0]) == 1
        entry = f"channel {channel}" + ("" if dense else f", position {position}")
        which = "the second example" if self.batch == 2 else "the example"
        text = f"{self._batch()}\n\n{self._layer()}"
        if self.norm == BATCH:
            text += (
                f" Before this batch, the running mean of channel {channel} is ${tex(self.running_mean)}$ "
                f"and its running variance ${tex(self.running_var)}$; the layer is in "
                f"{'training' if self.training else 'evaluation'} mode."
            )
        return (
            f"{text} Channel {channel} has the scale $\\gamma = {tex(self.weight)}$ and the shift "
            f"$\\beta = {tex(self.bias)}$, and $\\varepsilon = {tex(self.eps)}$ is added to the variance "
            f"under the root. For the entry of {which} in {entry}: which mean is subtracted, which variance "
            "is used (before $\\varepsilon$ is added), and what does the layer put out there? Channels"
            f"{'' if dense else ' and positions'} are counted from 1; variances are divided by the number of "
            "values; three significant digits are enough."
        )

    def _batch(self) -> str:
        rows = "channels, with one value each" if len(self.A[0]) == 1 else "channels, the columns positions"
        if self.batch == 1:
            return f"A batch holds a single example. The rows of ${tex(self.A)}$ are {rows}."
        return (
            f"A batch holds two examples, $A_1 = {tex(self.A)}$ and $A_2 = {scaled(self.alpha, self.c)}$ "
            f"(every entry). The rows are {rows}."
        )

    def _layer(self) -> str:
        if self.norm == GROUP:
            return f"Group norm with ${self.groups}$ groups of neighbouring channels is applied."
        return f"{self.norm.capitalize()} norm is applied."

    def fits(self) -> str | None:
        """The entry exists, and no divisor is 0."""
        channels, positions = len(self.A), len(self.A[0])
        if self.batch not in (1, 2):
            return "batch must be 1 or 2"
        if not (1 <= self.at[0] <= channels and 1 <= self.at[1] <= positions):
            return f"at must name a channel from 1 to {channels} and a position from 1 to {positions}"
        if self.norm == GROUP and (self.groups < 1 or channels % self.groups):
            return f"groups must divide the {channels} channels"
        numbers = [*(x for row in self.A for x in row), self.alpha, self.c, self.weight, self.bias]
        if max(map(abs, [*numbers, self.running_mean, self.running_var])) > LARGEST:
            return f"all numbers must lie from −{LARGEST} to {LARGEST}"
        if self.eps < 0 or self.running_var < 0 or not 0 <= self.momentum <= 1:
            return "eps and running_var must not be negative, and momentum must lie from 0 to 1"
        if self.eps == 0 and self._variance() == 0:
            return "the variance is 0: write an eps above 0, or values that differ"
        return None

    def _variance(self) -> float:
        if self._stored_used():
            return self.running_var
        return self.plain_variance()

    def plain_variance(self) -> float:
        """The variance of what the entry is normalised with, before ε."""
        examples = [self.A, self.alpha * self.A + self.c][: self.batch]
        cells = cells_of(self.norm, examples, self.at[0] - 1, self.groups)
        away = cells - mean(cells)
        return mean(away * away)

    def suits(self) -> bool:
        """Each norm with the maps that tell it from the others; batches of one for batch norm only."""
        form = (len(self.A), len(self.A[0]))
        if self.norm != BATCH and not (self.training and self.batch == 2):
            return False
        wanted = {GROUP: ((4, 2),), INSTANCE: ((2, 3),), LAYER: ((2, 3), (4, 1)), BATCH: ((2, 3), (4, 1))}
        if form not in wanted[self.norm] or not all(len(set(row)) > 1 for row in self.A if form[1] > 1):
            return False
        if (self.eps == 0 and form[1] == 1) or len({tuple(row) for row in self.A}) < 2:
            return False
        variance = self.plain_variance()
        return variance >= 0.25 or (self.norm == BATCH and self.batch == 1 and form[1] == 1)

    def statements(self) -> list[Statement]:
        """What each norm makes of A_1 and A_2; every key once as it is and once denied."""
        return statements_on(self._array(2), float(self.eps))


def scaled(alpha: float, c: float) -> str:
    """``2 A_1 + 1`` with the signs as they are written."""
    factor = {1: "", -1: "-"}.get(alpha, f"{tex(alpha)}\\,")  # type: ignore[call-overload]
    shift = "" if c == 0 else f" {'+' if c > 0 else '-'} {tex(abs(c))}"
    return f"{factor}A_1{shift}"
