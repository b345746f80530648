"""Saliency maps: what they are computed from and what they show."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, Net, numeric_gradient, small, softmax
from dldrill.experiments.seen import Seen
from dldrill.figures.scale import number


def picture_net() -> tuple[Net, Array]:
    """A small random network over images of 4 × 4 pixels with 3 channels, and one image."""
    rng = np.random.default_rng(7)
    return Net.drawn(rng, 48, 12, 3), rng.random((4, 4, 3))


def score(net: Net, image: Array, label: int = 1) -> float:
    """The score of a class."""
    return float(net(image.reshape(1, -1))[0, label])


def map_of(net: Net, image: Array, label: int = 1) -> Array:
    """The gradient of a class score with respect to the image, by one backward pass."""
    return net.gradients(image.reshape(1, -1), np.eye(3)[[label]])[2].reshape(image.shape)


def saliency_gradient() -> Seen:
    """Compares the backward pass to the image with changes of the score, pixel by pixel."""
    net, image = picture_net()
    found = map_of(net, image)
    told = numeric_gradient(lambda v: score(net, v), image)
    gap = float(np.abs(found - told).max())
    most, least = (np.unravel_index(int(k), found.shape) for k in (abs(found).argmax(), abs(found).argmin()))
    moved = []
    for where in (most, least):
        changed = image.copy()
        changed[where] += 0.1
        moved.append(abs(score(net, changed) - score(net, image)))
    return Seen(
        gap < 1e-6 and moved[0] > moved[1],
        f"The backward pass to a 4 × 4 image agrees with finite differences; changing the value with the "
        f"largest entry by 0.1 moved the score by {moved[0]:.4f}, the one with the smallest by "
        f"{moved[1]:.4f}.",
        (
            ("entry of the map", "backward pass", "finite difference", "score moved by"),
            ("largest", number(found[most], 4), number(told[most], 4), f"{moved[0]:.4f}"),
            ("smallest", number(found[least], 3), number(told[least], 3), f"{moved[1]:.4f}"),
        ),
    )


def saliency_updates() -> Seen:
    """Compares the weights before and after a saliency map is computed."""
    net, image = picture_net()
    before = [W.copy() for W in net.weights]
    found = map_of(net, image)
    moved = max(float(np.abs(a - b).max()) for a, b in zip(before, net.weights, strict=True))
    return Seen(
        moved > 0 or not found.any(),
        f"A map with largest entry {np.abs(found).max():.3f} was computed; the weights moved by {moved:g}.",
        (
            ("measured", "largest"),
            ("entry of the map", f"{np.abs(found).max():.3f}"),
            ("change of a weight", f"{moved:g}"),
        ),
    )


def saliency_weights() -> Seen:
    """Counts the entries of a saliency map, of its image and of the weights."""
    net, image = picture_net()
    found, weights = np.abs(map_of(net, image)).max(2).size, sum(W.size for W in net.weights)
    pixels = image.shape[0] * image.shape[1]
    return Seen(
        found == weights,
        f"For an image of {pixels} pixels and a network of {weights} weights the map has {found} entries.",
        (
            ("counted", "number"),
            ("pixels", str(pixels)),
            ("entries of the map", str(found)),
            ("weights", str(weights)),
        ),
    )


def saliency_channels() -> Seen:
    """Takes the maximum over the channels and looks at the shape."""
    net, image = picture_net()
    raw = map_of(net, image)
    found = np.abs(raw).max(2)
    shapes = [" × ".join(map(str, a.shape)) for a in (image, raw, found)]
    return Seen(
        found.shape == image.shape[:2],
        f"The gradient has the shape {shapes[1]}; after the maximum of the absolute values over the channels "
        f"it is {shapes[2]}.",
        (
            ("array", "shape"),
            ("image", shapes[0]),
            ("gradient of the score", shapes[1]),
            ("largest absolute values", shapes[2]),
        ),
    )


def saliency_brightness() -> Seen:
    """Correlates saliency with brightness over random images and counts dark salient pixels."""
    net, _ = picture_net()
    rng = np.random.default_rng(8)
    light, strong, dark = [], [], 0
    for _ in range(100):
        image = rng.random((4, 4, 3))
        found = np.abs(map_of(net, image)).max(2)
        light.append(image.mean(2).ravel())
        strong.append(found.ravel())
        dark += bool(light[-1][found.argmax()] < np.median(light[-1]))
    related = float(np.corrcoef(np.concatenate(light), np.concatenate(strong))[0, 1])
    return Seen(
        related > 0.5 and dark == 0,
        f"On 100 random images the correlation of brightness and saliency is {related:.2f}; on {dark} of "
        f"them the most salient pixel is darker than the median.",
        (
            ("measured", "value"),
            ("correlation of brightness and saliency", f"{related:.2f}"),
            ("images whose most salient pixel is dark", f"{dark} of {len(light)}"),
        ),
    )


def saliency_occlusion() -> Seen:
    """Finds by forward passes alone where a template sits that the score responds to."""
    rng = np.random.default_rng(7)
    template = rng.random((3, 3)) + 0.5
    hits, seen = 0, []
    for _ in range(20):
        image = 0.2 * rng.random((10, 10))
        top, left = (int(v) for v in rng.integers(0, 8, 2))
        image[top : top + 3, left : left + 3] += template
        drops = np.zeros((8, 8))
        for i in range(8):
            for j in range(8):
                hidden = image.copy()
                hidden[i : i + 3, j : j + 3] = 0
                drops[i, j] = best_match(image, template) - best_match(hidden, template)
        found = divmod(int(drops.argmax()), 8)
        hits += found == (top, left)
        seen.append((f"{top}, {left}", f"{found[0]}, {found[1]}", f"{drops.max():.2f}"))
    return Seen(
        hits >= 18,
        f"A pattern was hidden in 20 images; covering each 3 × 3 patch in turn, the largest drop of the "
        f"score found its place in {hits} of them.",
        (("pattern at", "largest drop at", "drop of the score"), *seen[:4]),
    )


def best_match(image: Array, template: Array) -> float:
    """The largest product of a template with a patch of the image."""
    patches = np.lib.stride_tricks.sliding_window_view(image, template.shape)
    return float((patches * template).sum((2, 3)).max())


def saliency_score() -> Seen:
    """Lowers another class's score and watches the probability."""
    before, after = (softmax(np.array([1.0, 1.0, other])) for other in (1.0, -1.0))
    return Seen(
        bool(after[0] > before[0]),
        f"The score of the class stays 1 while another score falls from 1 to −1: its probability rises from "
        f"{before[0]:.3f} to {after[0]:.3f}.",
        (
            ("probability of", "before", "after"),
            *(
                (name, f"{p:.3f}", f"{q:.3f}")
                for name, p, q in zip(("the class", "a second", "a third"), before, after, strict=True)
            ),
        ),
    )


def saliency_brighter_linear() -> Seen:
    """Brightens images under a linear score and compares the maps."""
    rng = np.random.default_rng(7)
    net = Net.drawn(rng, 48, 3)
    image = rng.random((4, 4, 3))
    maps = {c: map_of(net, c * image) for c in (1.0, 1.5, 2.0, 10.0)}
    gap = max(float(np.abs(maps[1.0] - found).max()) for found in maps.values())
    return Seen(
        gap > 1e-12,
        f"An image was made up to 10 times as bright under a linear class score: the map moved by {gap:g}.",
        (
            ("times as bright", "score", "largest entry of the map"),
            *(
                (f"{c:g}", number(score(net, c * image), 3), f"{np.abs(found).max():.4f}")
                for c, found in maps.items()
            ),
        ),
    )


def saliency_zero_gradient() -> Seen:
    """Removes a pixel with gradient 0 under a score that has saturated in it."""

    def saturated(x: Array) -> float:
        return float(3 * np.minimum(x[0], 1) + 0.1 * x[1])

    x = np.array([2.0, 1.0])
    slope = numeric_gradient(saturated, x)
    without = np.array([0.0, 1.0])
    drop = saturated(x) - saturated(without)
    return Seen(
        not (slope[0] == 0 and drop > 0),
        f"The score 3·min(x₁, 1) + 0.1·x₂ at (2, 1) has slope {slope[0]:.1f} in x₁; setting x₁ to 0 lowers "
        f"it by {drop:.1f}.",
        (
            ("x₁", "x₂", "score"),
            *((f"{at[0]:g}", f"{at[1]:g}", f"{saturated(at):.1f}") for at in (x, without)),
        ),
    )


def saliency_one_backward() -> Seen:
    """Compares one backward pass with finite differences for images of several sizes."""
    rng = np.random.default_rng(7)
    rows = []
    for pixels in (9, 64, 225):
        net, image = Net.drawn(rng, pixels, 5, 3), rng.random((1, pixels))
        once = net.gradients(image, np.eye(3)[[0]])[2]
        told = numeric_gradient(lambda v: float(net(v)[0, 0]), image)
        rows.append((pixels, 2 * pixels, float(np.abs(once - told).max())))
    worst = max(gap for *_, gap in rows)
    return Seen(
        worst < 1e-6,
        f"A single backward pass gave the slopes in all pixels, up to {rows[-1][0]} of them: finite "
        f"differences, two forward passes a pixel, agree within {small(worst)}.",
        (
            ("pixels", "backward passes", "forward passes", "largest difference"),
            *((str(n), "1", str(passes), small(gap)) for n, passes, gap in rows),
        ),
    )
