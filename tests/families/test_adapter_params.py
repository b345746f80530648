"""Parameters of adapters, against published and hand-made counts."""

import pytest

from dldrill.families.adapter_params import AdapterParams


@pytest.mark.parametrize(
    ("givens", "adapter", "total"),
    [
        ({}, 2 * 768 * 64 + 768 + 64, 2_379_264),
        ({"embed_dim": 4, "bottleneck": 2, "num_layers": 1, "adapters": 1}, 22, 22),
        ({"embed_dim": 4, "bottleneck": 2, "num_layers": 3, "adapters": 2, "bias": False}, 16, 96),
    ],
)
def test_counts(givens: dict[str, int], adapter: int, total: int) -> None:
    """2dr + d + r an adapter, or 2dr without biases, for all adapters of all layers."""
    problem = AdapterParams(**givens)  # type: ignore[arg-type]
    share = pytest.approx(total / problem.backbone, rel=1e-12)
    assert problem.plain() == {"adapter": adapter, "total": total, "share": share}
    assert problem.check() == {"adapter": adapter, "total": total, "share": share}


@pytest.mark.parametrize(
    ("givens", "word"),
    [
        ({"bottleneck": 0}, "at least 1"),
        ({"bottleneck": 768}, "narrower"),
        ({"backbone": 0}, "at least 1"),
        ({"embed_dim": 10**6, "bottleneck": 10**5}, "10^8"),
        ({"num_layers": 10**5}, "10^4"),
    ],
)
def test_refused(givens: dict[str, int], word: str) -> None:
    """Sizes that make no adapter, or too many, are refused with what to change."""
    assert word in (AdapterParams(**givens).fits() or "")  # type: ignore[arg-type]


def test_a_bias_too_few_shows() -> None:
    """Forgetting the biases of one projection changes the count by just those."""
    right = AdapterParams().plain()["adapter"]
    assert right - AdapterParams().altered(["no_bias@down"]).answers["adapter"] == 64
    assert right - AdapterParams().altered(["no_bias@up"]).answers["adapter"] == 768
