"""The parameters that adapters train, beside those of the frozen network they are put into."""

from __future__ import annotations

from typing import Any, ClassVar

from dldrill.derivation.domain import OneOf
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working

LARGEST = 10**8  #: entries of a projection that can be allocated
MOST = 10**4  #: adapters that can be allocated one by one


class AdapterParams(Family):
    """Bottleneck adapters (Houlsby et al., 2019): down to a few features, a nonlinearity, and up again."""

    title = "Parameters of adapters"
    topic = "counting"
    how = "allocated the matrices and bias vectors of every adapter and counted their elements"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("adapter", "total", "share")

    embed_dim: int = given(
        "d", OneOf(128, 256, 384, 512, 768, 1024), "width of the layers, in features", default=768
    )
    bottleneck: int = given(
        "r", OneOf(4, 8, 12, 16, 24, 32, 48, 64), "width inside the adapter, in features", default=64
    )
    num_layers: int = given("n", OneOf(4, 6, 8, 12, 16, 24), "layers of the frozen network", default=12)
    adapters: int = given("m", OneOf(1, 2, 3), "adapters in every layer", default=2)
    bias: bool = given("bias", OneOf(True, False), "whether the projections have biases", default=True)
    backbone: int = given(
        "B",
        OneOf(11_000_000, 22_000_000, 30_000_000, 66_000_000, 86_000_000, 110_000_000, 180_000_000,
              340_000_000),
        "parameters of the frozen network",
        default=110_000_000,
    )  # fmt: skip

    def solve(self, work: Working) -> float:
        """One adapter, all adapters, their share."""
        d, r, n, m = self.embed_dim, self.bottleneck, self.num_layers, self.adapters
        down = self._projection(work, "down", d, r)
        up = self._projection(work, "up", r, d)
        adapter = work.answer(
            "adapter",
            down + up,
            "an adapter is a projection down and one up; the nonlinearity between them learns nothing",
            Asked("parameters of one adapter"),
            one_projection=(lambda: down, "what was projected down has to be projected up again"),
            full_square=(lambda: d**2, "the bottleneck replaces one large square matrix by two thin ones"),
        )
        total = work.answer(
            "total",
            n * m * adapter,
            "every layer has its own adapters",
            Asked("parameters trained in all"),
            one_a_layer=(lambda: n * adapter, "every layer has several adapters"),
            one_layer=(lambda: m * adapter, "every layer has adapters of its own"),
            backbone_too=(
                lambda: self.backbone + n * m * adapter,
                "the network around the adapters is frozen: its parameters are not trained",
            ),
        )
        return work.answer(
            "share",
            total / self.backbone,
            "what is trained, over what is frozen",
            Asked("share of the frozen parameters (0.05 or 5%)"),
            upside_down=(lambda: self.backbone / total, "the small number over the large one"),
            in_percent=(lambda: 100 * total / self.backbone, "write it as a share of 1, or with a % sign"),
        )

    def _projection(self, work: Working, name: str, inputs: int, outputs: int) -> int:
        if not self.bias:
            return work.step(name, inputs * outputs, "a weight for every pair of input and output, no biases")
        return work.step(
            name,
            inputs * outputs + outputs,
            "a weight for every pair of input and output, and a bias for every output",
            no_bias=(lambda: inputs * outputs, "every output of a projection has a bias"),
        )

    def check(self) -> dict[str, Any]:
        """Allocate every adapter, count the elements, and lay them beside the frozen ones."""
        import numpy as np

        d, r = self.embed_dim, self.bottleneck
        shapes: list[tuple[int, ...]] = [(d, r), (r, d)]
        if self.bias:
            shapes += [(r,), (d,)]
        sizes = [
            sum(np.empty(shape, np.int8).size for shape in shapes)
            for _ in range(self.num_layers)
            for _ in range(self.adapters)
        ]
        frozen = np.broadcast_to(np.int8(0), self.backbone)
        return {"adapter": sizes[0], "total": sum(sizes), "share": sum(sizes) / frozen.size}

    def ask(self) -> str:
        """The adapter, where it is put, and what is asked."""
        d, r = self.embed_dim, self.bottleneck
        biases = "Both projections have biases." if self.bias else "The projections have no biases."
        each = "one adapter is" if self.adapters == 1 else f"${self.adapters}$ adapters are"
        return (
            f"A pretrained network of {self.backbone:,} parameters is frozen, and {each} put into each of "
            f"its ${self.num_layers}$ layers. An adapter projects the ${d}$ features of a token linearly "
            f"down to ${r}$, applies a nonlinearity without parameters, projects linearly back up to ${d}$ "
            f"features, and adds the result to its input. {biases} Nothing else is trained. How many "
            "parameters does one adapter have, how many are trained in all, and what share of the number of "
            "frozen parameters is that (as a share of 1, or in percent with the % sign)?"
        )

    def fits(self) -> str | None:
        """Sizes are at least 1, the bottleneck is narrower than the layers."""
        smallest = min(self.embed_dim, self.bottleneck, self.num_layers, self.adapters, self.backbone)
        if smallest < 1:
            return "embed_dim, bottleneck, num_layers, adapters and backbone must be at least 1"
        if self.bottleneck >= self.embed_dim:
            return "the bottleneck must be narrower than embed_dim: make it smaller"
        if self.embed_dim * self.bottleneck > LARGEST:
            return "embed_dim × bottleneck must be at most 10^8: make one of them smaller"
        if self.num_layers * self.adapters > MOST:
            return "num_layers × adapters must be at most 10^4: make one of them smaller"
        return None

    def suits(self) -> bool:
        """A network of these layers has about that many parameters, and the adapters are the smaller part."""
        d, n = self.embed_dim, self.num_layers
        return 10 * n * d**2 <= self.backbone and 10 * self.bottleneck <= 4 * d
