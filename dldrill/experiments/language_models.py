"""Recurrent language models: what their states remember and which tokens reach them."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dldrill.experiments._nets import (
    Array,
    Net,
    accuracy,
    cross_entropy,
    cross_entropy_slope,
    curves,
    numeric_gradient,
    percent,
    small,
    softmax,
)
from dldrill.experiments.seen import Seen
from dldrill.figures.scale import number


class Cell(NamedTuple):
    """A tanh cell: the state is tanh(x U + h W)."""

    U: Array
    W: Array

    def states(self, x: Array) -> Array:
        """The state after every token, from a state of zeros; a row a token."""
        h, found = np.zeros(len(self.W)), []
        for token in x:
            h = np.tanh(token @ self.U + h @ self.W)
            found.append(h)
        return np.array(found)

    def reach(self, x: Array) -> Array:
        """The norm of the gradient of the last state in each token."""
        states = self.states(x)
        back, found = np.eye(len(self.W)), []
        for h in states[::-1]:
            back = back * (1 - h**2)
            found.append(float(np.linalg.norm(back @ self.U.T)))
            back = back @ self.W.T
        return np.array(found[::-1])


def cell(rng: np.random.Generator, width: int = 8, tokens: int = 4, gain: float = 0.8) -> Cell:
    """A random cell whose recurrent matrix is ``gain`` times an orthogonal one."""
    turn = np.linalg.qr(rng.standard_normal((width, width)))[0]
    return Cell(rng.standard_normal((tokens, width)) * 0.5, np.asarray(gain * turn, float))


def reaches(length: int, runs: int = 20) -> Array:
    """Mean gradients of the last state in every token, over random cells with recurrent gains up to 1."""
    rng = np.random.default_rng(7)
    gains = np.linspace(0.5, 1.0, runs).tolist()
    return np.array([cell(rng, gain=gain).reach(rng.standard_normal((length, 4))) for gain in gains])


def rnn_memory() -> Seen:
    """Measures how much the last state of random cells depends on the first and on the last tokens."""
    found = reaches(40)
    t = list(range(1, 41))
    mean = np.log10(found).mean(0)
    return Seen(
        bool((found[:, 0] > 0).all() and (found[:, 0] < found[:, -1]).mean() > 0.5),
        f"Twenty random tanh cells read 40 tokens: the last state depends on the first token in all of them, "
        f"with a gradient of about $10^{{{mean[0]:.0f}}}$, against {10 ** mean[-1]:.1f} for the last token.",
        figure=curves(
            {"gradient": (t, mean.tolist())},
            "token",
            "log₁₀ of gradient",
            "The logarithm of the gradient of the last state in each of 40 tokens, the mean of 20 cells.",
        ),
    )


def rnn_markov() -> Seen:
    """Changes single words ever further back and looks whether the prediction changes."""
    rng = np.random.default_rng(7)
    net, out = cell(rng, gain=1.0), rng.standard_normal((8, 5))
    x = np.eye(4)[rng.integers(0, 4, 60)]
    before = softmax(net.states(x)[-1] @ out)
    rows = []
    for back in (1, 5, 10, 20):
        changed = x.copy()
        changed[-1 - back] = np.roll(changed[-1 - back], 1)
        rows.append((back, float(np.abs(softmax(net.states(changed)[-1] @ out) - before).max())))
    return Seen(
        any(change == 0 for _, change in rows),
        f"One word of a text of 60 was exchanged: the prediction after the text changes however far back the "
        f"word stands, by {small(rows[-1][1])} for {rows[-1][0]} words back.",
        (("words back", "change of a probability"), *((str(b), f"{small(c)}") for b, c in rows)),
    )


def rnn_recent_words() -> Seen:
    """Reads the first and the last word back from the states of random cells."""
    rng = np.random.default_rng(7)
    net = cell(rng, 16, 4, 0.9)
    words = rng.integers(0, 4, (300, 25))
    h = np.zeros((300, 16))
    for t in range(25):
        h = np.tanh(np.eye(4)[words[:, t]] @ net.U + h @ net.W)
    h = np.column_stack([h, np.ones(300)])
    found = {}
    for name, place in (("first", 0), ("last", 24)):
        target = np.eye(4)[words[:, place]]
        weights = np.linalg.lstsq(h[:200], target[:200], rcond=None)[0]
        found[name] = float(((h[200:] @ weights).argmax(1) == words[200:, place]).mean())
    return Seen(
        found["first"] > found["last"],
        f"From the last state of a random tanh cell after 25 words, a linear reader finds the last word in "
        f"{percent(found['last'], 0)} of new texts and the first in {percent(found['first'], 0)}.",
        (
            ("word", "found in new texts"),
            *((name, percent(share, 0)) for name, share in found.items()),
            ("chance", percent(1 / 4, 0)),
        ),
    )


def clipped_training(length: int, steps: int = 80) -> tuple[float, float]:
    """Trains a tanh cell to recall the sign of the first input, gradients clipped to norm 1.

    Returns the accuracy on its 64 sequences, and the share of the first step in the last gradient.
    """
    rng = np.random.default_rng(7)
    x = rng.choice((-1.0, 1.0), (64, length))
    y = (x[:, 0] > 0).astype(np.int64)
    U, W, out = rng.standard_normal((1, 6)), cell(rng, 6, gain=0.5).W, 0.5 * rng.standard_normal((6, 2))
    share = 0.0
    for _ in range(steps):
        states = [np.zeros((64, 6))]
        for t in range(length):
            states.append(np.tanh(x[:, t : t + 1] * U + states[-1] @ W))
        slope = cross_entropy_slope(states[-1] @ out, y)
        dout, back, dU, dW = states[-1].T @ slope, slope @ out.T, np.zeros((1, 6)), np.zeros((6, 6))
        for t in range(length, 0, -1):
            back = back * (1 - states[t] ** 2)
            now = (back * x[:, t - 1 : t]).sum(0, keepdims=True)
            dU, dW, back = dU + now, dW + states[t - 1].T @ back, back @ W.T
        whole = float(np.sqrt(sum((g**2).sum() for g in (dU, dW, dout))))
        share, scale = float(np.linalg.norm(now)) / whole, min(1.0, 1.0 / whole)
        U, W, out = U - 0.5 * scale * dU, W - 0.5 * scale * dW, out - 0.5 * scale * dout
    return accuracy(states[-1] @ out, y), share


def rnn_clipping() -> Seen:
    """Trains cells with clipped gradients to recall a word from near and from far."""
    rows = [(length, *clipped_training(length)) for length in (2, 25)]
    return Seen(
        rows[1][1] > 0.85,
        f"A tanh cell was trained with clipped gradients to recall the first word of 64 texts: it is right "
        f"for {percent(rows[0][1], 0)} of texts of {rows[0][0]} words and {percent(rows[1][1], 0)} of texts "
        f"of {rows[1][0]}, chance being 50 %.",
        (
            ("words", "recalled", "share of the first word's gradient"),
            *((str(n), f"{percent(a, 0)}", f"{small(s)}") for n, a, s in rows),
        ),
    )


def rnn_fixed_state() -> Seen:
    """Counts the components of the state after short and long texts."""
    rng = np.random.default_rng(7)
    net = cell(rng)
    lengths = (10, 1000)
    sizes = [net.states(rng.standard_normal((n, 4)))[-1].size for n in lengths]
    return Seen(
        sizes[0] == sizes[1],
        f"The state of a cell of width 8 has {sizes[0]} components after 10 words and {sizes[1]} after "
        f"1,000.",
        (
            ("words", "components of the state"),
            *((f"{n:,}", str(size)) for n, size in zip(lengths, sizes, strict=True)),
        ),
    )


def rnn_parameters() -> Seen:
    """Counts the parameters that a cell uses for texts of several lengths."""
    rng = np.random.default_rng(7)
    net = cell(rng)
    rows = []
    for n in (10, 100, 1000):
        states = net.states(rng.standard_normal((n, 4)))
        rows.append((n, len(states), net.U.size + net.W.size))
    return Seen(
        rows[-1][2] > rows[0][2],
        f"The same cell read texts of {rows[0][0]:,} to {rows[-1][0]:,} words with {rows[0][2]} and "
        f"{rows[-1][2]} parameters: its matrices serve every step.",
        (("words", "steps", "parameters"), *((f"{n:,}", f"{s:,}", str(p)) for n, s, p in rows)),
    )


def rnn_parallel() -> Seen:
    """Computes all states at once from the words alone and compares them with the true ones."""
    rng = np.random.default_rng(7)
    net, x = cell(rng), rng.standard_normal((20, 4))
    gap = float(np.abs(np.tanh(x @ net.U)[1:] - net.states(x)[1:]).max())
    changed = x.copy()
    changed[0] += 1
    moved = float(np.abs(net.states(changed)[1] - net.states(x)[1]).max())
    return Seen(
        gap < 1e-9 and moved < 1e-9,
        f"Computed from the true words without each other, the states of a cell are off by up to {gap:.2f}, "
        f"and changing the first word moves the second state by {moved:.2f}.",
        (
            ("measured", "largest difference"),
            ("states computed without each other", f"{gap:.2f}"),
            ("second state after another first word", f"{moved:.2f}"),
        ),
    )


def rnn_jacobians() -> Seen:
    """Compares the product of one Jacobian a step with finite differences through all steps."""
    rng = np.random.default_rng(7)
    net, x = cell(rng, 4, 3), rng.standard_normal((12, 3))
    states = net.states(x)
    product = net.U * (1 - states[0] ** 2)
    for h in states[1:]:
        product = product @ (net.W * (1 - h**2))

    def last(first: Array) -> Array:
        return np.asarray(net.states(np.vstack([first, x[1:]]))[-1])

    told = np.array([numeric_gradient(lambda v: float(last(v)[k]), x[0]) for k in range(4)]).T
    gap = float(np.abs(product - told).max() / np.abs(told).max())
    return Seen(
        gap < 1e-4,
        f"The derivative of the last of 12 states in the first word, as a product of one Jacobian a step, "
        f"agrees with finite differences within a relative {small(gap)}.",
        (
            ("component of the state", "product of Jacobians", "finite differences"),
            *((str(k + 1), number(product[0, k], 4), number(told[0, k], 4)) for k in range(4)),
        ),
    )


def uniform_perplexity() -> Seen:
    """Computes the perplexity of uniform predictions for several vocabularies."""
    rows = []
    for size in (2, 50, 10_000):
        loss = cross_entropy(np.zeros((3, size)), np.array([0, 1, size - 1]))
        rows.append((size, float(np.exp(loss)), float(np.log(size))))
    return Seen(
        all(abs(found - log) < 1e-6 for _, found, log in rows),
        f"Under uniform probabilities over {rows[-1][0]:,} words the perplexity is {rows[-1][1]:,.2f}; ln of "
        f"{rows[-1][0]:,} is {rows[-1][2]:.2f}.",
        (
            ("vocabulary", "perplexity", "ln of its size"),
            *((f"{n:,}", f"{p:,.2f}", f"{v:.2f}") for n, p, v in rows),
        ),
    )


def own_errors() -> Seen:
    """Trains on true prefixes and counts prefixes in generation that training never held."""
    rng = np.random.default_rng(7)
    cycle = np.arange(60) % 6
    pairs = np.eye(6)[cycle]
    x, y = np.hstack([pairs[:-2], pairs[1:-1]]), cycle[2:].astype(np.int64)
    net = Net.drawn(rng, 12, 8, 6)
    for _ in range(30):
        net.step(x, cross_entropy_slope(net(x), y), 0.3)
    seen = {(int(a), int(b)) for a, b in pairwise(cycle)}
    text = [0, 1]
    for _ in range(200):
        p = softmax(net(np.hstack([np.eye(6)[text[-2]], np.eye(6)[text[-1]]])[None]))[0]
        text.append(int(rng.choice(6, p=p)))
    written = list(pairwise(text[2:]))
    strange = sum(pair not in seen for pair in written)
    return Seen(
        strange > 0,
        f"A model trained on true prefixes of 0 1 2 3 4 5 0 1 … wrote 200 symbols itself: {strange} of the "
        f"pairs it had to go on from never occur in the training text.",
        (
            ("pairs of neighbours", "number"),
            ("different ones in training", str(len(seen))),
            ("in the model's own text", str(len(written))),
            ("of these never in training", str(strange)),
        ),
    )
