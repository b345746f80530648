"""What normalisation layers average over, as lists of values and as axes of an array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dldrill.derivation.family import Statement
from dldrill.maths.functions import vector
from dldrill.maths.linear import Matrix, Vector

if TYPE_CHECKING:
    import numpy as np

BATCH, LAYER, INSTANCE, GROUP = "batch", "layer", "instance", "group"
NORMS = (BATCH, LAYER, INSTANCE, GROUP)
SAME = 1e-9
SHORT = {BATCH: "batch norm in training mode", LAYER: "layer norm", INSTANCE: "instance norm"}

WHICH = {
    BATCH: "batch norm averages a channel over all examples and positions",
    LAYER: "layer norm averages over all channels and positions of one example",
    INSTANCE: "instance norm averages over the positions of one channel of one example",
    GROUP: "group norm averages over the channels of a group, in one example",
}
CONFUSED = {
    BATCH: "batch norm takes one channel, over all examples and positions of the batch",
    LAYER: "layer norm takes one example, over all its channels and positions",
    INSTANCE: "instance norm takes one channel of one example, over its positions",
    GROUP: "group norm takes the channels of one group, of one example",
}


def cells_of(norm: str, examples: list[Matrix], channel: int, groups: int) -> Vector:
    """The values that are normalised with an entry of this channel of the last example."""
    last = examples[-1]
    if norm == BATCH:
        rows = [example[channel] for example in examples]
    elif norm == LAYER:
        rows = list(last)
    elif norm == INSTANCE:
        rows = [last[channel]]
    else:
        size = len(last) // groups
        first = channel // size * size
        rows = [last[k] for k in range(first, first + size)]
    return vector(*(cell for row in rows for cell in row))


def statistics_of(x: np.ndarray[Any, Any], norm: str, groups: int) -> tuple[Any, Any]:
    """Mean and variance for every entry of examples × channels × positions."""
    import numpy as np

    examples, channels, positions = x.shape
    form, axes = {
        BATCH: (x.shape, (0, 2)),
        LAYER: (x.shape, (1, 2)),
        INSTANCE: (x.shape, (2,)),
        GROUP: ((examples, groups, max(1, channels // groups), positions), (2, 3)),
    }[norm]
    grouped = x.reshape(form)
    moments = grouped.mean(axes, keepdims=True), grouped.var(axes, keepdims=True)
    return tuple(np.broadcast_to(m, form).reshape(x.shape) for m in moments)  # type: ignore[return-value]


def normalised(x: np.ndarray[Any, Any], norm: str, groups: int, eps: float) -> np.ndarray[Any, Any]:
    """The array after a norm without scale and shift; with ε = 0, what equals its mean becomes 0."""
    import numpy as np

    mu, var = statistics_of(x, norm, groups)
    sigma = np.sqrt(var + eps)
    out: np.ndarray[Any, Any] = (x - mu) / np.where(sigma > 0, sigma, 1)
    return out


def statements_on(x: np.ndarray[Any, Any], eps: float) -> list[Statement]:
    """On the two examples of a batch and what the norms make of them.

    Every key has a statement and its denial, so that each is true or false half of the time.
    """
    out = {norm: normalised(x, norm, 1, eps) for norm in SHORT}
    return [
        *(statement for norm in SHORT for statement in _on_outputs(norm, x, out[norm])),
        *_on_length(x[0], out[LAYER][0]),
        *_on_means(out),
        *_on_others(),
    ]


def both(key: str, says: str, denies: str, true: bool, why: str) -> list[Statement]:
    """A statement and its denial."""
    return [Statement(says, true, why, key), Statement(denies, not true, why, key)]


def _on_outputs(norm: str, x: np.ndarray[Any, Any], out: np.ndarray[Any, Any]) -> list[Statement]:
    import numpy as np

    name, apart = SHORT[norm], float(np.abs(out[0] - out[1]).max())
    turned = float(np.abs(out[0] + out[1]).max())
    equal, negated = apart < SAME, turned < SAME
    own = (
        "Batch norm subtracts the mean that both examples share, and divides by one deviation"
        if norm == BATCH
        else f"{name.capitalize()} takes mean and deviation from each example by itself"
    )
    differ = "the outputs are equal" if equal else f"the outputs are up to {apart:.3g} apart"
    opposed = (
        "the outputs differ in sign only"
        if negated
        else f"an entry of $B_1 + B_2$ is {turned:.3g} in size instead of 0"
    )
    return [
        *both(
            f"{norm}-equal",
            f"If N is {name}, then $B_1 = B_2$.",
            f"If N is {name}, then $B_1 \\ne B_2$.",
            equal,
            f"{own}: {differ}.",
        ),
        *both(
            f"{norm}-negated",
            f"If N is {name}, then $B_2 = -B_1$.",
            f"If N is {name}, then $B_2 \\ne -B_1$.",
            negated,
            f"{own}: {opposed}.",
        ),
    ]


def _on_length(before: np.ndarray[Any, Any], after: np.ndarray[Any, Any]) -> list[Statement]:
    import numpy as np

    old, new = float(np.linalg.norm(before)), float(np.linalg.norm(after))
    return both(
        "length",
        "If N is layer norm, the L2 norm of the entries of $B_1$ is smaller than that of $A_1$.",
        "If N is layer norm, the L2 norm of the entries of $B_1$ is at least that of $A_1$.",
        new < old,
        f"It is {new:.3g} for $B_1$ and {old:.3g} for $A_1$; with negligible $\\varepsilon$ layer norm makes "
        f"it the root of the number of entries, $\\sqrt{{{before.size}}}$.",
    )


def _on_means(out: dict[str, np.ndarray[Any, Any]]) -> list[Statement]:
    import numpy as np

    found = []
    for norm, name in SHORT.items():
        means = out[norm][0].mean(axis=1)
        zero = bool(np.abs(means).max() < SAME)
        shown = ", ".join(f"${mean:.3g}$" if abs(mean) >= SAME else "$0$" for mean in means)
        found += both(
            f"{norm}-means",
            f"If N is {name}, every channel of $B_1$ has mean 0.",
            f"If N is {name}, some channel of $B_1$ has a mean other than 0.",
            zero,
            f"The means of the channels of $B_1$ are {shown}.",
        )
    return found


def _on_others() -> list[Statement]:
    found = []
    for norm, name in SHORT.items():
        shared = norm == BATCH
        why = (
            "Batch norm in training mode averages over both examples."
            if shared
            else f"{name.capitalize()} averages within one example only."
        )
        found += both(
            f"{norm}-others",
            f"If N is {name}, putting another map in the place of $A_2$ can change $B_1$.",
            f"If N is {name}, $B_1$ stays the same whatever map is put in the place of $A_2$.",
            shared,
            why,
        )
    return found
