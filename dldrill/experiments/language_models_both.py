"""Bidirectional recurrent layers: which tokens reach which states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dldrill.experiments._nets import Array, percent
from dldrill.experiments.language_models import cell
from dldrill.experiments.seen import Seen


def both_ways(seed: int, x: Array) -> tuple[Array, Array]:
    """Forward and backward states of a bidirectional layer; its directions have weights of their own."""
    rng = np.random.default_rng(seed)
    forward, backward = cell(rng), cell(rng)
    return forward.states(x), backward.states(x[::-1])[::-1]


def touched(place: int, length: int = 12) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where forward and where backward states move when one token changes."""
    x = np.random.default_rng(7).standard_normal((length, 4))
    changed = x.copy()
    changed[place] += 1
    moved = [np.abs(a - b).max(1) > 0 for a, b in zip(both_ways(8, x), both_ways(8, changed), strict=True)]
    return np.flatnonzero(moved[0]), np.flatnonzero(moved[1])


def birnn_state() -> Seen:
    """Changes each token in turn and checks which states move."""
    right, rows = True, []
    for place in range(12):
        forward, backward = touched(place)
        right &= bool(
            (forward >= place).all() and (backward <= place).all() and len(forward) and len(backward)
        )
        rows.append(
            (str(place + 1), *(f"{found[0] + 1} to {found[-1] + 1}" for found in (forward, backward)))
        )
    return Seen(
        right,
        f"Each of 12 tokens was changed in turn: changing token {rows[5][0]} moves the forward states of "
        f"tokens {rows[5][1]} and the backward states of tokens {rows[5][2]}.",
        (("changed token", "forward states moved", "backward states moved"), rows[0], rows[5], rows[11]),
    )


def birnn_generation() -> Seen:
    """Compares the states of a prefix with those of the same tokens in the finished text."""
    x = np.random.default_rng(7).standard_normal((12, 4))
    whole, prefix = both_ways(8, x), both_ways(8, x[:6])
    gaps = [float(np.abs(a[:6] - b).max()) for a, b in zip(whole, prefix, strict=True)]
    return Seen(
        max(gaps) < 1e-9,
        f"For the first six of twelve tokens, the rest changes the forward states by {gaps[0]:g} and the "
        f"backward states by up to {gaps[1]:.2f}.",
        (
            ("states of the first six tokens", "largest change by the rest"),
            ("forward", f"{gaps[0]:g}"),
            ("backward", f"{gaps[1]:.2f}"),
        ),
    )


def birnn_tagging() -> Seen:
    """Tags symbols whose tag depends on both neighbours, from forward states and from both."""
    rng = np.random.default_rng(7)
    words = rng.integers(0, 2, 402)
    x = np.eye(4)[words]
    tags = (words[:-2] + words[2:])[:400]
    forward, backward = (s[1:401] for s in both_ways(8, x))
    found = []
    for states in (forward, np.hstack([forward, backward])):
        A = np.column_stack([states, np.ones(400)])
        w = np.linalg.lstsq(A[:300], np.eye(3)[tags[:300]], rcond=None)[0]
        found.append(float(((A[300:] @ w).argmax(1) == tags[300:]).mean()))
    return Seen(
        found[1] > found[0] + 0.1,
        f"Where a tag is the sum of both neighbours, a linear tagger is right in {percent(found[0], 0)} of "
        f"the cases on forward states and in {percent(found[1], 0)} on the states of both directions.",
        (
            ("states", "tags right"),
            ("forward", percent(found[0], 0)),
            ("both directions", percent(found[1], 0)),
        ),
    )


def birnn_width() -> Seen:
    """Concatenates the states and looks at the width."""
    forward, backward = both_ways(8, np.zeros((5, 4)))
    joined = np.hstack([forward, backward])
    return Seen(
        joined.shape[1] == 2 * forward.shape[1],
        f"States of width {forward.shape[1]} from each direction make vectors of width {joined.shape[1]}.",
        (
            ("states", "width"),
            ("forward", str(forward.shape[1])),
            ("backward", str(backward.shape[1])),
            ("concatenated", str(joined.shape[1])),
        ),
    )


def birnn_order() -> Seen:
    """Runs the backward direction with and without the forward one before it."""
    x = np.random.default_rng(7).standard_normal((12, 4))
    rng = np.random.default_rng(8)
    _, backward = cell(rng), cell(rng)
    alone = backward.states(x[::-1])
    usual = both_ways(8, x)[1][::-1]
    gap = float(np.abs(usual - alone).max())
    return Seen(
        gap > 1e-12,
        f"The backward states of 12 tokens, computed before any forward state existed and in the usual "
        f"order, differ by {gap:g}.",
        (
            ("backward states", "length of all"),
            ("before any forward state", f"{np.linalg.norm(alone):.6f}"),
            ("in the usual order", f"{np.linalg.norm(usual):.6f}"),
            ("largest difference", f"{gap:g}"),
        ),
    )


def birnn_streaming() -> Seen:
    """Lets frames arrive one by one and checks which outputs still change."""
    x = np.random.default_rng(7).standard_normal((15, 4))
    final = np.hstack(both_ways(8, x))
    early = [float(np.abs(np.hstack(both_ways(8, x[:n])) - final[:n]).max()) for n in range(1, 15)]
    return Seen(
        min(early) > 1e-9,
        f"Fifteen frames arrived one by one: at every moment before the end, some outputs still differed "
        f"from the final ones, by {min(early):.2f} at least.",
        (
            ("frames arrived", "largest difference from the final outputs"),
            *((str(n), f"{early[n - 1]:.2f}") for n in (1, 5, 10, 14)),
        ),
    )


def forward_sees_right() -> Seen:
    """Changes the tokens to the right and looks at the forward states."""
    reached = {place: touched(place)[0] for place in range(1, 12)}
    moved = [int((forward < place).sum()) for place, forward in reached.items()]
    return Seen(
        max(moved) > 0,
        f"Each of the tokens 2 to 12 was changed in turn: {sum(moved)} forward states of tokens to its left "
        f"moved.",
        (
            ("changed token", "forward states moved", "of them to its left"),
            *((str(place + 1), str(len(reached[place])), str(moved[place - 1])) for place in (1, 6, 11)),
        ),
    )


def backward_first_token() -> Seen:
    """Changes every token in turn and looks at the backward state of the first."""
    moved = [touched(place)[1] for place in range(12)]
    reached = [0 in backward for backward in moved]
    return Seen(
        all(reached),
        f"Each of 12 tokens was changed in turn: the backward state of the first token moved in "
        f"{sum(reached)} of 12 cases.",
        (
            ("changed token", "backward states moved", "that of the first token"),
            *(
                (str(k + 1), f"{moved[k][0] + 1} to {moved[k][-1] + 1}", "moved" if reached[k] else "stayed")
                for k in (0, 5, 11)
            ),
        ),
    )


def reversed_sentence() -> Seen:
    """Reverses the sentence and compares the states with exchanged ones, for own and for shared weights."""
    x = np.random.default_rng(7).standard_normal((12, 4))
    (forward, _), (_, backward) = both_ways(8, x), both_ways(8, x[::-1])
    own = float(np.abs(backward[::-1] - forward).max())
    same = cell(np.random.default_rng(8))
    shared = float(np.abs(same.states(x[::-1][::-1]) - same.states(x)).max())
    return Seen(
        own < 1e-9,
        f"The sentence was reversed: the backward states, read in the other order, differ from the earlier "
        f"forward states by up to {own:.2f}, and by {shared:g} if both directions share their weights.",
        (
            ("weights of the directions", "largest difference"),
            ("their own", f"{own:.2f}"),
            ("shared", f"{shared:g}"),
        ),
    )
