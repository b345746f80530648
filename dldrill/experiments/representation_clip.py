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
        f"of matching pairs went from {own[0]:.2f} to {own[1]:.2f}, that of the others from {other[0]:.2f} "
        f"to {other[1]:.2f}.",
    )


def clip_matching_pairs() -> Seen:
    """Raises the similarity of one matching pair in random batches and compares losses."""
    rng = np.random.default_rng(7)
    smallest = np.inf
    for _ in range(150):
        size = int(rng.integers(2, 9))
        similar = rng.uniform(-1, 0.9, (size, size))
        raised = similar.copy()
        raised[0, 0] += 0.05
        for scale in (1.0, 14.0):
            smallest = min(smallest, clip_loss(similar, scale) - clip_loss(raised, scale))
    return Seen(
        bool(smallest > 0),
        f"In 150 random batches of 2 to 8 pairs and with two temperatures, one matching cosine was raised by "
        f"0.05: the loss fell every time, by {small(smallest)} at least.",
    )


def clip_two_directions() -> Seen:
    """Compares the loss formed pair by pair with cross-entropies over rows and columns."""
    rng = np.random.default_rng(7)
    similar = cosine(rng.standard_normal((6, 4)), rng.standard_normal((6, 4)))
    rows, columns = softmax(similar), softmax(similar.T)
    by_pair = [-(np.log(rows[i, i]) + np.log(columns[i, i])) / 2 for i in range(6)]
    gap = abs(float(np.mean(by_pair)) - clip_loss(similar))
    return Seen(
        gap < 1e-12,
        f"For six random pairs, the mean over images and over texts is {-np.log(np.diag(rows)).mean():.4f} "
        f"and {-np.log(np.diag(columns)).mean():.4f}; the loss is their average, {clip_loss(similar):.4f}.",
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
        "For the first image of random batches, the texts were counted whose similarity raises the loss.",
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
    right = accuracy(cosine(new @ image @ align, concepts[6:] @ text), np.repeat([0, 1], 50))
    return Seen(
        right < 0.7,
        f"A linear image encoder was aligned with text embeddings of six concepts. Two concepts that "
        f"training never met were embedded as prompts: {percent(right, 0)} of their images lie nearer to the "
        f"right one.",
    )


def clip_scale() -> Seen:
    """Multiplies image embeddings by positive constants and compares cosines."""
    rng = np.random.default_rng(7)
    images, texts = rng.standard_normal((50, 8)), rng.standard_normal((20, 8))
    gap = float(np.abs(cosine(images * rng.uniform(0.01, 100, (50, 1)), texts) - cosine(images, texts)).max())
    return Seen(
        gap < 1e-12,
        f"Fifty embeddings were multiplied by constants between 0.01 and 100: their cosines to 20 texts "
        f"moved by {small(gap)} at most, which is rounding.",
    )


def clip_false_negatives() -> Seen:
    """Gives two pairs the same caption and looks at the slope of the other caption's similarity."""
    rng = np.random.default_rng(7)
    images, texts = rng.standard_normal((4, 5)), rng.standard_normal((4, 5))
    texts[1] = texts[0]
    slope = numeric_gradient(lambda s: clip_loss(s, 5.0), cosine(images, texts))
    return Seen(
        bool(slope[0, 1] > 0),
        f"In a batch of four, the second caption is the same as the first. For the first image the slope of "
        f"the loss is {slope[0, 0]:.3f} in the similarity to its own caption and {slope[0, 1]:+.3f} in that "
        f"to the other: it is pushed away.",
    )


def clip_zero_loss() -> Seen:
    """Computes the cross-entropy of an image for cosines 1 and −1."""
    found = cross_entropy(np.array([[1.0, -1.0]]), np.array([0]))
    return Seen(found < 1e-9, f"The cross-entropy of the logits 1 (own text) and −1 is {found:.4f}.")


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
        f"For two noisy views of eight inputs, the InfoNCE loss is {nce:.6f}, and the cross-entropy of the "
        f"similarities, with the other view of the same input as the class, is {same:.6f}.",
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
        f"{losses[0]:.3f} to {losses[-1]:.3f}, and the lead of the mean cosine within classes over that "
        f"across from {gap[0]:.2f} to {gap[1]:.2f}.",
    )
