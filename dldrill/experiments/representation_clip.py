"""Contrastive losses, on images with texts and otherwise."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import (
    Array,
    accuracy,
    blobs,
    cosine,
    cross_entropy,
    numeric_gradient,
    percent,
    small,
    softmax,
)
from dldrill.experiments.seen import Seen
from dldrill.figures.scale import number


def clip_loss(similar: Array, scale: float = 1.0) -> float:
    """CLIP's loss on a matrix of similarities, images down, texts across; scale is 1/temperature."""
    own = np.arange(len(similar))
    return (cross_entropy(scale * similar, own) + cross_entropy(scale * similar.T, own)) / 2


def clip_contrastive() -> Seen:
    """Follows the gradient of CLIP's loss on free embeddings and measures their similarities."""
    rng = np.random.default_rng(7)
    images, texts = rng.standard_normal((4, 3)), rng.standard_normal((4, 3))

    def loss(both: Array) -> float:
        return clip_loss(cosine(both[:4], both[4:]), 5.0)

    both = np.vstack([images, texts])
    for _ in range(15):
        both = both - 1.0 * numeric_gradient(loss, both)
    before, after = cosine(images, texts), cosine(both[:4], both[4:])
    off = ~np.eye(4, dtype=bool)
    own = [float(np.diag(s).mean()) for s in (before, after)]
    other = [float(s[off].mean()) for s in (before, after)]
    return Seen(
        own[1] > own[0] + 0.1 and own[1] > other[1] + 0.5,
        f"Four images and four texts with random embeddings took 15 steps down CLIP's loss: the mean cosine "
        f"of matching pairs went from {number(own[0], 2)} to {number(own[1], 2)}.",
        (
            ("pairs", "mean cosine before", "after"),
            ("matching", *(number(v, 2) for v in own)),
            ("others", *(number(v, 2) for v in other)),
        ),
    )


def clip_matching_pairs() -> Seen:
    """Raises the similarity of one matching pair in random batches and compares losses."""
    rng = np.random.default_rng(7)
    smallest = {1.0: np.inf, 14.0: np.inf}
    for _ in range(150):
        size = int(rng.integers(2, 9))
        similar = rng.uniform(-1, 0.9, (size, size))
        raised = similar.copy()
        raised[0, 0] += 0.05
        for scale, least in smallest.items():
            smallest[scale] = min(least, clip_loss(similar, scale) - clip_loss(raised, scale))
    return Seen(
        min(smallest.values()) > 0,
        f"In 150 random batches of 2 to 8 pairs and at two temperatures, one matching cosine was raised by "
        f"0.05: the loss fell every time, by {small(min(smallest.values()))} at least.",
        (
            ("1/temperature", "smallest fall of the loss"),
            *((f"{scale:g}", small(least)) for scale, least in smallest.items()),
        ),
    )


def clip_two_directions() -> Seen:
    """Compares the loss formed pair by pair with cross-entropies over rows and columns."""
    rng = np.random.default_rng(7)
    similar = cosine(rng.standard_normal((6, 4)), rng.standard_normal((6, 4)))
    rows, columns = softmax(similar), softmax(similar.T)
    by_pair = [-(np.log(rows[i, i]) + np.log(columns[i, i])) / 2 for i in range(6)]
    both = [float(-np.log(np.diag(p)).mean()) for p in (rows, columns)]
    gap = abs(float(np.mean(by_pair)) - clip_loss(similar))
    return Seen(
        gap < 1e-12,
        f"For six random pairs, the cross-entropies over texts and over images average "
        f"{np.mean(by_pair):.4f}; the loss is {clip_loss(similar):.4f}.",
        (
            ("measured", "value"),
            ("over the texts for each image", f"{both[0]:.4f}"),
            ("over the images for each text", f"{both[1]:.4f}"),
            ("average, pair by pair", f"{np.mean(by_pair):.4f}"),
            ("loss", f"{clip_loss(similar):.4f}"),
        ),
    )


def clip_negatives() -> Seen:
    """Counts the texts whose similarity to an image pushes the loss up."""
    rng = np.random.default_rng(7)
    rows = []
    for size in (2, 5, 12):
        similar = rng.uniform(-1, 1, (size, size))
        slope = numeric_gradient(clip_loss, similar)
        rows.append((size, int((slope[0] > 1e-7).sum())))
    return Seen(
        all(pushed == size - 1 for size, pushed in rows),
        f"For the first image of random batches, the texts were counted whose similarity raises the loss: "
        f"{rows[-1][1]} of {rows[-1][0]} in the largest batch.",
        (("batch size", "texts that are pushed away"), *((str(a), str(b)) for a, b in rows)),
    )


def clip_unseen_names() -> Seen:
    """Classifies images of two new classes by embedded prompts in a shared space."""
    rng = np.random.default_rng(7)
    concepts = rng.standard_normal((8, 6))
    text, image = rng.standard_normal((6, 6)), rng.standard_normal((6, 6))
    seen = concepts[:6]
    raw = np.vstack([seen + 0.1 * rng.standard_normal((6, 6)) for _ in range(20)]) @ image
    align = np.linalg.lstsq(raw, np.tile(seen @ text, (20, 1)), rcond=None)[0]
    new = np.repeat(concepts[6:], 50, axis=0) + 0.3 * rng.standard_normal((100, 6))
    near, own = cosine(new @ image @ align, concepts[6:] @ text), np.repeat([0, 1], 50)
    right = accuracy(near, own)
    return Seen(
        right < 0.7,
        f"A linear image encoder was aligned with texts of six concepts: {percent(right, 0)} of the images "
        f"of two others lie nearer to the right one of their prompts.",
        (
            ("images of", "nearer to the right prompt"),
            ("the first new concept", percent(accuracy(near[:50], own[:50]), 0)),
            ("the second", percent(accuracy(near[50:], own[50:]), 0)),
        ),
    )


def clip_scale() -> Seen:
    """Multiplies image embeddings by positive constants and compares cosines."""
    rng = np.random.default_rng(7)
    images, texts = rng.standard_normal((50, 8)), rng.standard_normal((20, 8))
    factors = rng.uniform(0.01, 100, (50, 1))
    before, after = cosine(images, texts), cosine(images * factors, texts)
    gap = float(np.abs(after - before).max())
    ends = int(factors.argmin()), int(factors.argmax())
    return Seen(
        gap < 1e-12,
        f"Fifty embeddings were multiplied by constants between 0.01 and 100: their cosines to 20 texts "
        f"moved by {small(gap)} at most, which is rounding.",
        (
            ("constant", "cosine to the first text", "after"),
            *((f"{factors[k, 0]:.2f}", number(before[k, 0], 4), number(after[k, 0], 4)) for k in ends),
        ),
    )


def clip_false_negatives() -> Seen:
    """Gives two pairs the same caption and looks at the slope of the other caption's similarity."""
    rng = np.random.default_rng(7)
    images, texts = rng.standard_normal((4, 5)), rng.standard_normal((4, 5))
    texts[1] = texts[0]
    slope = numeric_gradient(lambda s: clip_loss(s, 5.0), cosine(images, texts))
    return Seen(
        bool(slope[0, 1] > 0),
        f"The second of four captions is the same as the first, yet for the first image the loss has slope "
        f"{number(slope[0, 0], 3)} in the similarity to the first and {number(slope[0, 1], 3)} in that to "
        f"the second.",
        (
            ("caption", "slope of the loss in its similarity"),
            ("the image's own", number(slope[0, 0], 3)),
            ("the same again", number(slope[0, 1], 3)),
            *(("another", number(s, 3)) for s in slope[0, 2:]),
        ),
    )


def clip_zero_loss() -> Seen:
    """Computes the cross-entropy of an image for cosines 1 and −1."""
    logits = np.array([[1.0, -1.0]])
    found, p = cross_entropy(logits, np.array([0])), softmax(logits)[0]
    return Seen(
        found < 1e-9,
        f"The cross-entropy of the logits 1 (own text) and −1 is {found:.4f}.",
        (
            ("text", "logit", "probability", "−ln of it"),
            *(
                (name, number(z, 2), f"{share:.4f}", f"{-np.log(share):.4f}")
                for name, z, share in zip(("own", "other"), logits[0], p, strict=True)
            ),
        ),
    )


def ssl_cross_entropy() -> Seen:
    """Compares the InfoNCE loss of augmented views with a cross-entropy over their similarities."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((8, 5))
    first, second = (x + 0.1 * rng.standard_normal((8, 5)) for _ in range(2))
    similar = cosine(first, second) / 0.2
    nce = float(np.mean([-similar[i, i] + np.log(sum(np.exp(s) for s in similar[i])) for i in range(8)]))
    same = cross_entropy(similar, np.arange(8))
    return Seen(
        abs(nce - same) > 1e-9,
        f"For two noisy views of eight inputs, the InfoNCE loss is {nce:.6f}, and the cross-entropy of "
        f"the similarities with the other view as the class {same:.6f}.",
        (("loss", "value"), ("InfoNCE", f"{nce:.6f}"), ("cross-entropy", f"{same:.6f}")),
    )


def supervised_contrastive() -> Seen:
    """Lowers a contrastive loss whose positive pairs share a label and watches the classes."""
    rng = np.random.default_rng(7)
    x, y = blobs(rng, [[1, 0], [-1, 0]], 8, 1.5)
    same = (y[:, None] == y) & ~np.eye(16, dtype=bool)

    def loss(W: Array) -> float:
        similar = cosine(x @ W, x @ W) / 0.5 - 1e9 * np.eye(16)
        return float(-np.log(softmax(similar)[same]).mean())

    def lead(W: Array) -> float:
        similar = cosine(x @ W, x @ W)
        return float(similar[same].mean() - similar[y[:, None] != y].mean())

    W = rng.standard_normal((2, 2))
    losses, gap = [loss(W)], [lead(W)]
    for _ in range(40):
        W = W - 0.5 * numeric_gradient(loss, W)
        losses.append(loss(W))
    gap.append(lead(W))
    return Seen(
        losses[-1] < losses[0] and gap[1] > gap[0],
        f"Pairs of the same labelled class were the positives of a contrastive loss: 40 steps took it from "
        f"{losses[0]:.3f} to {losses[-1]:.3f} and drew the classes apart.",
        (
            ("steps", "loss", "mean cosine, within − across classes"),
            ("0", f"{losses[0]:.3f}", f"{gap[0]:.2f}"),
            (str(len(losses) - 1), f"{losses[-1]:.3f}", f"{gap[1]:.2f}"),
        ),
    )
