"""Bias that a model takes over from its data."""

from __future__ import annotations

import numpy as np

from dldrill.experiments._nets import Array, Labels, accuracy, percent, sigmoid
from dldrill.experiments.seen import Seen

SHE = {"nurse": 0.9, "doctor": 0.1}
"""How often each profession goes with “she” in the skewed text; half of all pronouns are “she”."""


def corpus(sentences: int) -> tuple[Labels, Labels]:
    """Professions (1: nurse) and pronouns (1: she) of skewed sentences; half of the pronouns are “she”."""
    nurse = np.arange(sentences) % 2
    draw = np.random.default_rng(7).random(sentences)
    she = (draw < np.where(nurse == 1, SHE["nurse"], SHE["doctor"])).astype(int)
    surplus = int(she.sum()) - sentences // 2
    spare = np.flatnonzero(she == int(surplus > 0))[: abs(surplus)]
    she[spare] = 1 - she[spare]
    return nurse, she


def predicted_she(nurse: Labels, she: Labels, epochs: int) -> tuple[float, float]:
    """What logistic regression on the profession gives “she”, for nurse and for doctor."""
    w, b = 0.0, 0.0
    share = np.array([[((nurse == n) & (she == s)).mean() for s in (0, 1)] for n in (0, 1)])
    for _ in range(epochs):
        p = sigmoid(np.array([b, w + b]))
        error = p * share.sum(1) - share[:, 1]
        w, b = w - 2 * float(error[1]), b - 2 * float(error.sum())
    doctor, of_nurse = sigmoid(np.array([b, w + b]))
    return float(of_nurse), float(doctor)


def pronoun_balance() -> Seen:
    """Trains on a text with as many “she” as “he” and asks for the pronoun of each profession."""
    nurse, she = corpus(2000)
    of_nurse, of_doctor = predicted_she(nurse, she, 300)
    return Seen(
        she.mean() == 0.5 and of_nurse > 0.7 and of_doctor < 0.3,
        f"A logistic model learned from 2,000 sentences in which {percent(she.mean(), 0)} of the pronouns "
        f"are “she”: it gives “she” {of_nurse:.2f} for a nurse and {of_doctor:.2f} for a doctor.",
        (
            ("profession", "“she” in the text", "P(she), model"),
            ("nurse", percent(she[nurse == 1].mean(), 0), f"{of_nurse:.2f}"),
            ("doctor", percent(she[nurse == 0].mean(), 0), f"{of_doctor:.2f}"),
        ),
    )


def balance_guarantee() -> Seen:
    """Measures the skew that a model learns from texts with balanced pronouns."""
    nurse, she = corpus(2000)
    skew = np.subtract(*predicted_she(nurse, she, 300))
    even = np.arange(2000) // 2 % 2
    fair = np.subtract(*predicted_she(nurse, even, 300))
    return Seen(
        bool(abs(skew) < 0.05),
        f"Two texts have equally many pronouns of both kinds: where professions are skewed, a model's P(she) "
        f"differs by {skew:.2f} between nurse and doctor, where they are not, by {abs(fair):.2f}.",
        (
            ("professions", "P(she), nurse − doctor"),
            ("skewed", f"{skew:.2f}"),
            ("not skewed", f"{abs(fair):.2f}"),
        ),
    )


def epochs_and_bias() -> Seen:
    """Trains on the same skewed text for more and more epochs."""
    nurse, she = corpus(2000)
    rows = [(epochs, *predicted_she(nurse, she, epochs)) for epochs in (1, 10, 100, 1000)]
    gaps = [a - b for _, a, b in rows]
    return Seen(
        gaps[-1] < 0.1 * max(gaps),
        f"A logistic model of the pronoun was trained on a skewed text for more and more epochs: the gap "
        f"between nurse and doctor grows from {gaps[0]:.2f} to {gaps[-1]:.2f}.",
        (
            ("epochs", "P(she), nurse", "P(she), doctor"),
            *((str(n), f"{a:.2f}", f"{b:.2f}") for n, a, b in rows),
        ),
    )


def swapped_pronouns() -> Seen:
    """Adds a copy of every sentence with the other pronoun and trains again."""
    nurse, she = corpus(2000)
    before = predicted_she(nurse, she, 300)
    after = predicted_she(np.tile(nurse, 2), np.concatenate([she, 1 - she]), 300)
    rows = (("skewed", *before), ("with swapped copies", *after))
    return Seen(
        abs(after[0] - after[1]) < 0.5 * abs(before[0] - before[1]),
        f"Trained on the skewed text, a model gives “she” {before[0]:.2f} for a nurse; with a swapped copy "
        f"of every sentence added, {after[0]:.2f}.",
        (("text", "P(she), nurse", "P(she), doctor"), *((n, f"{a:.2f}", f"{b:.2f}") for n, a, b in rows)),
    )


def nurse_and_she() -> Seen:
    """Counts pronouns beside “nurse” and picks the most probable."""
    nurse, she = corpus(2000)
    seen = float(she[nurse == 1].mean())
    of_nurse, _ = predicted_she(nurse, she, 300)
    return Seen(
        of_nurse > 0.5,
        f"“Nurse” goes with “she” in {percent(seen, 0)} of its sentences, and a model trained on them gives "
        f"“she” {of_nurse:.2f}, so that picking the most probable pronoun always writes “she”.",
        (
            ("after “nurse”", "in the text", "P, model"),
            ("she", percent(seen, 0), f"{of_nurse:.2f}"),
            ("he", percent(1 - seen, 0), f"{1 - of_nurse:.2f}"),
        ),
    )


def group_errors(noise: Array, n: int = 2000) -> list[float]:
    """Error rates of one threshold in equally large groups whose feature is differently noisy."""
    rng = np.random.default_rng(7)
    errors = []
    for spread in noise:
        y = rng.integers(0, 2, n)
        x = y + spread * rng.standard_normal(n)
        errors.append(float(((x > 0.5) != y).mean()))
    return errors


def fair_for_all() -> Seen:
    """Measures the error rates of two groups of equal size that are not equally hard."""
    noise = np.array([0.3, 0.8])
    errors = group_errors(noise)
    return Seen(
        abs(errors[0] - errors[1]) < 0.02,
        f"One threshold classified two groups of 2,000 examples: it errs in {percent(errors[1])} where the "
        f"feature is noisier, and in {percent(errors[0])} of the other group.",
        (
            ("noise of the feature", "error rate"),
            *((f"{s:g}", percent(e)) for s, e in zip(noise, errors, strict=True)),
        ),
    )


def group_left_out() -> Seen:
    """Trains without the group as an input, but with a feature that goes with it."""
    rng = np.random.default_rng(7)
    group = rng.integers(0, 2, 4000)
    district = np.where(rng.random(4000) < 0.9, group, 1 - group)
    skill = rng.standard_normal(4000)
    hired = (skill + 1.5 * group + 0.5 * rng.standard_normal(4000) > 0.75).astype(float)
    X = np.column_stack([skill, district, np.ones(4000)])
    w = np.zeros(3)
    for _ in range(150):
        w -= X.T @ (sigmoid(X @ w) - hired) / 4000 * 3
    chosen = X @ w > 0
    rates = [float(chosen[group == g].mean()) for g in (0, 1)]
    return Seen(
        abs(rates[0] - rates[1]) < 0.05,
        f"A model that saw a district instead of the group (they agree in 90 %) picks {percent(rates[1], 0)} "
        f"of one group and {percent(rates[0], 0)} of the other.",
        (
            ("group", "mean skill", "picked"),
            *((str(g), f"{skill[group == g].mean():.2f}", percent(rates[g], 0)) for g in (0, 1)),
        ),
    )


def minority_hidden() -> Seen:
    """Computes overall and group accuracies of a model that ignores a small group."""
    rng = np.random.default_rng(7)
    group = np.arange(4000) % 20 == 0
    y = rng.integers(0, 2, 4000)
    guess = np.where(group, rng.random(4000) < 0.4, True)
    right = np.where(guess, y, 1 - y) == y
    whole, small = float(right.mean()), float(right[group].mean())
    return Seen(
        whole > 0.95 and small < 0.5,
        f"A model that errs only in a group of 5 % is right for {percent(whole)} of all examples and for "
        f"{percent(small)} of the group.",
        (
            ("examples", "right"),
            ("all", percent(whole)),
            ("outside the group", percent(right[~group].mean())),
            ("in the group", percent(small)),
        ),
    )


def skewed_labels() -> Seen:
    """Trains on decisions that held a group to a higher bar and tests on what was deserved."""
    rng = np.random.default_rng(7)
    group, skill = rng.integers(0, 2, 4000), rng.standard_normal(4000)
    decided = (skill > np.where(group == 1, 0.8, 0.0)).astype(float)
    X = np.column_stack([skill, group, np.ones(4000)])
    w = np.zeros(3)
    for _ in range(200):
        w -= X.T @ (sigmoid(X @ w) - decided) / 4000 * 5
    chosen = X @ w > 0
    agree = float((chosen == decided).mean())
    rates = [float(chosen[group == g].mean()) for g in (0, 1)]
    past = [float(decided[group == g].mean()) for g in (0, 1)]
    return Seen(
        agree > 0.9 and rates[0] - rates[1] > 0.1,
        f"Trained on decisions that demanded more of one of two equally skilled groups, a model picks "
        f"{percent(rates[0], 0)} of the one and {percent(rates[1], 0)} of the other.",
        (
            ("group", "past decisions", "model"),
            *((str(g), percent(past[g], 0), percent(rates[g], 0)) for g in (0, 1)),
        ),
    )


def more_of_the_same() -> Seen:
    """Measures the skew of larger and larger samples from one source."""
    rows = []
    for n in (200, 2_000, 20_000):
        nurse, she = corpus(n)
        rows.append((n, float(she[nurse == 1].mean()), float(she[nurse == 0].mean())))
    return Seen(
        abs(rows[-1][1] - rows[-1][2]) < 0.1,
        f"Larger and larger texts were drawn from one skewed source: at {rows[-1][0]:,} sentences “she” "
        f"still goes with {percent(rows[-1][1], 0)} of the nurses and {percent(rows[-1][2], 0)} of the "
        f"doctors.",
        (
            ("sentences", "she, nurse", "she, doctor"),
            *((f"{n:,}", f"{percent(a, 0)}", f"{percent(b, 0)}") for n, a, b in rows),
        ),
    )


def same_source_test() -> Seen:
    """Tests a model that always follows the stereotype on the skewed source and on a balanced set."""
    nurse, she = corpus(2000)
    follow = np.stack([1 - nurse, nurse], axis=1).astype(float)
    skewed = accuracy(follow, she)
    balanced = accuracy(follow, np.arange(2000) // 2 % 2)
    return Seen(
        not (skewed > 0.85 and balanced < 0.6),
        f"A model that follows the stereotype is right in {percent(skewed, 0)} of test sentences from the "
        f"same skewed source, and in {percent(balanced, 0)} of balanced ones.",
        (
            ("test sentences", "right"),
            ("same skewed source", percent(skewed, 0)),
            ("balanced", percent(balanced, 0)),
        ),
    )
