"""Two or three steps of an optimiser on given gradients, in PyTorch's conventions."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from dldrill.derivation.domain import OneOf, Vectors
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.families._descent import ADAGRAD, ADAM, MOMENTUM, NESTEROV, RMSPROP, SGD, settling
from dldrill.families._plain import Either, exact, exacts, tex
from dldrill.maths.functions import absolute, sqrt
from dldrill.maths.linear import Vector

OPTIMIZERS = (SGD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM)
WITH_DECAY = (SGD, MOMENTUM, NESTEROV)
MOST, LARGEST = 6, 10**4
SLOPES = OneOf(-2, -1, 1, 2, 4)


class Averages(NamedTuple):
    """What an optimiser remembers: of the gradients (m), and of their squares (s)."""

    m: float = 0
    s: float = 0


class OptimizerSteps(Family):
    """A parameter, the gradients that it meets, and the rule that moves it."""

    title = "Steps of an optimiser"
    topic = "optimisation"
    how = "wrote each memory as a weighted sum over all gradients so far, Adam's as a weighted average"
    minutes = 4
    parts: ClassVar[tuple[str, ...]] = ("update", "w")

    optimizer: str = given("optimizer", OneOf(*OPTIMIZERS), "the optimiser", default=ADAGRAD)
    lr: float = given("eta", exacts("1/10", "1/2"), "learning rate", default=exact("1/10"))
    w: float = given("w_0", exacts(1), "the parameter before the first step", default=exact(1))
    g: Vector = given(
        "g",
        Either(Vectors(2, SLOPES), Vectors(3, SLOPES)),
        "gradients of the loss in steps 1, 2, …",
        default=Vector(2, 2, 2),
    )
    momentum: float = given(
        "mu", exacts("9/10", "1/2"), "momentum (SGD with momentum and Nesterov)", default=exact("9/10")
    )
    alpha: float = given("alpha", exacts("9/10", "3/4"), "smoothing of RMSprop", default=exact("9/10"))
    beta1: float = given("beta_1", exacts("9/10", "1/2"), "decay of Adam's mean", default=exact("9/10"))
    beta2: float = given(
        "beta_2", exacts("99/100", "3/4"), "decay of Adam's mean square", default=exact("99/100")
    )
    eps: float = given("eps", exacts(0), "added to the root in the divisor", default=exact(0))
    weight_decay: float = given(
        "lambda", exacts(0, "1/5"), "L2 penalty: λ·w is added to the gradient", default=exact(0)
    )

    def solve(self, work: Working) -> float:
        """Step by step: the memory, the direction, the update."""
        w, memory, last = self.w, Averages(), len(self.g)
        for t, slope in enumerate(self.g, 1):
            line = work.part(f"step{t}")
            g = self._gradient(line, slope, w)
            memory, direction = self._direction(line, g, memory, t)
            update = self._update(work if t == last else line, direction)
            w = self._moved(work if t == last else line, w, update)
        return w

    def _gradient(self, line: Working, slope: float, w: float) -> float:
        if not self.weight_decay:
            return line.step("g", slope, "the gradient of this step")
        return line.step(
            "g",
            slope + self.weight_decay * w,
            "weight decay adds λ times the parameter to the gradient",
            no_decay=(lambda: slope, "weight decay adds λ·w to the gradient"),
            decay_subtracted=(
                lambda: slope - self.weight_decay * w,
                "λ·w is added to the gradient, so that the step makes w smaller",
            ),
        )

    def _direction(self, line: Working, g: float, old: Averages, t: int) -> tuple[Averages, float]:
        if self.optimizer in (MOMENTUM, NESTEROV):
            return self._velocity(line, g, old)
        if self.optimizer == ADAGRAD:
            return self._accumulated(line, g, old, t)
        if self.optimizer == RMSPROP:
            return self._smoothed(line, g, old)
        if self.optimizer == ADAM:
            return self._corrected(line, g, old, t)
        return old, g

    def _velocity(self, line: Working, g: float, old: Averages) -> tuple[Averages, float]:
        mu = self.momentum
        v = line.step(
            "v",
            mu * old.m + g,
            "the old velocity, shortened, plus the gradient",
            averaged=(
                lambda: mu * old.m + (1 - mu) * g,
                "the gradient is added whole in this convention, not weighted by 1 − μ",
            ),
            forgotten=(lambda: g + 0 * mu, "the velocity keeps μ times its old value"),
            undamped=(lambda: old.m + g, "the old velocity is multiplied by μ"),
        )
        if self.optimizer == MOMENTUM:
            return Averages(m=v), v
        ahead = line.step(
            "d",
            g + mu * v,
            "Nesterov: the gradient plus μ times the new velocity",
            not_ahead=(lambda: v, "Nesterov's direction is g + μ·v, not the velocity itself"),
        )
        return Averages(m=v), ahead

    def _accumulated(self, line: Working, g: float, old: Averages, t: int) -> tuple[Averages, float]:
        s = line.step(
            "s",
            old.s + g * g,
            "the squares of all gradients so far are added up",
            sizes_added=(lambda: old.s + absolute(g), "AdaGrad adds up squares, not absolute values"),
            averaged=(
                lambda: ((t - 1) * old.s + g * g) / t,
                "AdaGrad adds the squares up: it takes no mean",
            ),
            last_only=(lambda: g * g, "the squares of the earlier gradients count too"),
        )
        return Averages(s=s), self._divided(line, g, s)

    def _smoothed(self, line: Working, g: float, old: Averages) -> tuple[Averages, float]:
        a = self.alpha
        s = line.step(
            "s",
            a * old.s + (1 - a) * (g * g),
            "a running average of the squared gradients",
            summed=(lambda: old.s + g * g, "RMSprop takes a running average: adding up is AdaGrad's rule"),
            weights_swapped=(
                lambda: (1 - a) * old.s + a * (g * g),
                "α weighs the old average, 1 − α the new square",
            ),
        )
        return Averages(s=s), self._divided(line, g, s)

    def _divided(self, line: Working, g: float, s: float) -> float:
        return line.step(
            "d",
            g / (sqrt(s) + self.eps),
            "the gradient is divided by the root",
            no_root=(lambda: g / (s + self.eps), "divide by the square root"),
        )

    def _corrected(self, line: Working, g: float, old: Averages, t: int) -> tuple[Averages, float]:
        b1, b2 = self.beta1, self.beta2
        m = line.step(
            "m",
            b1 * old.m + (1 - b1) * g,
            "a running average of the gradients",
            added_whole=(lambda: b1 * old.m + g, "Adam weighs the new gradient by 1 − β1"),
        )
        s = line.step("s", b2 * old.s + (1 - b2) * (g * g), "a running average of the squared gradients")
        root = line.step(
            "root",
            sqrt(s / (1 - b2**t)) + self.eps,
            "the mean square, corrected for its start at 0, under a root",
            no_correction=(lambda: sqrt(s) + self.eps, CORRECTED),
            first_power=(lambda: sqrt(s / (1 - b2)) + self.eps, POWER),
            no_root=(lambda: s / (1 - b2**t) + self.eps, "divide by the square root"),
        )
        direction = line.step(
            "d",
            m / (1 - b1**t) / root,
            "the mean, corrected for its start at 0, over the root",
            no_correction=(lambda: m / root, CORRECTED),
            first_power=(lambda: m / (1 - b1) / root, POWER),
            no_mean=(lambda: g / root, "Adam moves along the running average, not along the gradient"),
        )
        return Averages(m, s), direction

    def _update(self, line: Working, direction: float) -> float:
        return line.answer(
            "update",
            self.lr * direction,
            "the learning rate scales the direction",
            Asked(
                "what the last step subtracts from the parameter, with its sign", kind="number", rtol=0.005
            ),
        )

    @staticmethod
    def _moved(line: Working, w: float, update: float) -> float:
        return line.answer(
            "w",
            w - update,
            "the step goes against the gradient",
            Asked("parameter after the last step", kind="number", rtol=0.005),
            uphill=(lambda: w + update, "the update is subtracted: the loss is to fall"),
        )

    def check(self) -> dict[str, Any]:
        """Every memory as a weighted sum over the history, not as a recursion."""
        import numpy as np

        lr, eps, w = float(self.lr), float(self.eps), float(self.w)
        found: dict[str, Any] = {}
        seen: list[float] = []
        for t, slope in enumerate(self.g, 1):
            seen.append(float(slope) + float(self.weight_decay) * w)
            update = lr * weighed(np.array(seen), self, eps)
            w -= update
            prefix = "" if t == len(self.g) else f"step{t}."
            found |= {f"{prefix}update": update, f"{prefix}w": w}
        return found

    def ask(self) -> str:
        """The rule in formulas, its numbers, the gradients."""
        gradients = ", ".join(f"$g_{t} = {tex(slope)}$" for t, slope in enumerate(self.g, 1))
        decay = ""
        if self.weight_decay:
            decay = (
                f" Weight decay $\\lambda = {tex(self.weight_decay)}$ is used as in PyTorch: in step $t$ the "
                "rule is given $g_t + \\lambda w_{t-1}$ in the place of $g_t$."
            )
        count = {2: "two", 3: "three"}.get(len(self.g), f"${len(self.g)}$")
        return (
            f"A parameter starts at $w_0 = {tex(self.w)}$ and makes {count} steps of {NAMES[self.optimizer]} "
            f"with learning rate $\\eta = {tex(self.lr)}$. The gradients of the loss that it meets are "
            f"{gradients}. {self.rule()}{decay} What does the last step subtract from the parameter (with "
            "its sign), and what is the parameter then? Three significant digits are enough."
        )

    def rule(self) -> str:
        """The update rule with its constants."""
        return RULES[self.optimizer].format(
            mu=tex(self.momentum), alpha=tex(self.alpha), b1=tex(self.beta1), b2=tex(self.beta2),
            eps=tex(self.eps),
        )  # fmt: skip

    def fits(self) -> str | None:
        """Rates in their ranges, and a first gradient that the adaptive rules can divide by."""
        if self.optimizer not in OPTIMIZERS:
            return f"optimizer must be one of {', '.join(OPTIMIZERS)}"
        if not 1 <= len(self.g) <= MOST:
            return f"g needs from 1 to {MOST} gradients"
        if max(map(abs, [*self.g, self.w, self.lr, self.eps, self.weight_decay])) > LARGEST:
            return f"all numbers must lie from −{LARGEST} to {LARGEST}"
        if self.lr <= 0 or self.eps < 0 or self.weight_decay < 0:
            return "lr must be above 0; eps and weight_decay must not be negative"
        if not all(0 <= rate < 1 for rate in (self.momentum, self.alpha, self.beta1, self.beta2)):
            return "momentum, alpha, beta1 and beta2 must be at least 0 and below 1"
        first = self.g[0] + self.weight_decay * self.w
        if self.optimizer not in WITH_DECAY and first == 0 and self.eps == 0:
            return "the first gradient is 0, and so is the divisor: write another one, or an eps above 0"
        return None

    def suits(self) -> bool:
        """Only what the optimiser uses varies, and neither answer is near 0."""
        used = USED.get(self.optimizer, ())
        first = {"momentum": "9/10", "alpha": "9/10", "beta1": "9/10", "beta2": "99/100"}
        if any(getattr(self, name) != exact(value) for name, value in first.items() if name not in used):
            return False
        if self.weight_decay and (self.optimizer not in WITH_DECAY or self.w == 0):
            return False
        answers = self.plain()
        return bool(abs(answers["update"]) >= 0.01 and abs(answers["w"]) >= 0.05)

    def statements(self) -> list[Statement]:
        """What a constant gradient and a parabola make of the rules; every key said and denied."""
        return [*self._on_constant(), *self._on_parabolas()]

    def _on_constant(self) -> list[Statement]:
        g, lr, mu = self.g[0], float(self.lr), float(self.momentum)
        size, limit = lr * abs(g), lr * abs(g) / (1 - mu)
        start = f"If every gradient is ${tex(g)}$,"
        return [
            *ways("adagrad", f"{start} the updates of AdaGrad", -1,
                  f"The $t$-th is $\\eta/\\sqrt t$ long: {lr:.3g}, {lr / 2**0.5:.3g}, {lr / 3**0.5:.3g}, …"),
            *ways("sgd", f"{start} the updates of SGD without momentum", 0,
                  f"Each is $\\eta\\lvert g\\rvert = {size:.3g}$ long."),
            *ways("momentum", f"{start} the updates of SGD with momentum", 1,
                  f"They are {size:.3g}, {size * (1 + mu):.3g}, {size * (1 + mu + mu * mu):.3g}, …"),
            *ways("rmsprop", f"{start} the updates of RMSprop", -1,
                  "The $t$-th is $\\eta/\\sqrt{1 - \\alpha^t}$ long, as the squares are averaged from 0."),
            *ways("adam", f"{start} the updates of Adam (with its bias corrections)", 0,
                  f"The corrected averages are always $g$ and $g^2$: each is $\\eta = {lr:.3g}$ long."),
            *pair("limit", f"{start} the length of the updates of SGD with momentum tends to {{}}.",
                  limit, size, "it is $\\eta\\lvert g\\rvert/(1 - \\mu)$, the sum of a geometric series"),
            *pair("fourth", f"{start} the fourth update of AdaGrad is {{}} long.", lr / 2, lr / 4,
                  "the divisor is the root of four squares, so the update is $\\eta/\\sqrt 4$"),
            *pair("rmsprop-limit", f"{start} the length of the updates of RMSprop tends to {{}}.", lr, 0.0,
                  "the average of the squares tends to $g^2$, so its root to $\\lvert g\\rvert$"),
        ]  # fmt: skip

    def _on_parabolas(self) -> list[Statement]:
        found = []
        for key, scaled in (("shallow", 0.01), ("steep", 0.5)):
            curvature = scaled / float(self.lr)
            plain, heavy = settling(scaled, 0), settling(scaled, float(self.momentum))
            if plain == heavy:
                continue
            says = (
                f"On the loss $h w^2/2$ with $h = {curvature:.3g}$, from $w = 1$, SGD with this momentum "
                "needs {} steps than without until $\\lvert w\\rvert$ stays below 0.01."
            )
            why = f"It needs {heavy} steps with momentum, {plain} without, at the same learning rate."
            found += [
                Statement(says.format("fewer"), heavy < plain, why, key),
                Statement(says.format("more"), heavy > plain, why, key),
            ]
        return found


def weighed(seen: Any, rule: OptimizerSteps, eps: float) -> float:
    """The direction of the newest step from all gradients so far, the newest last."""
    import numpy as np

    age = np.arange(len(seen))[::-1]

    def root(square: float) -> float:
        return float(np.sqrt(square)) + eps

    if rule.optimizer in (MOMENTUM, NESTEROV):
        velocity = float(seen @ float(rule.momentum) ** age)
        return velocity if rule.optimizer == MOMENTUM else float(seen[-1]) + float(rule.momentum) * velocity
    if rule.optimizer == ADAGRAD:
        return float(seen[-1]) / root(float(np.linalg.norm(seen)) ** 2)
    if rule.optimizer == RMSPROP:
        alpha = float(rule.alpha)
        return float(seen[-1]) / root(float((1 - alpha) * (seen**2 @ alpha**age)))
    if rule.optimizer == ADAM:
        mean = np.average(seen, weights=float(rule.beta1) ** age)
        return float(mean) / root(float(np.average(seen**2, weights=float(rule.beta2) ** age)))
    return float(seen[-1])


def ways(key: str, about: str, trend: int, why: str) -> list[Statement]:
    """That lengths grow, fall or stay: the right one, and a wrong one."""
    words = {-1: "become shorter and shorter", 0: "all have the same length", 1: "become longer and longer"}
    wrong = 1 if trend == 0 else -trend
    return [Statement(f"{about} {words[way]}.", way == trend, why, key) for way in (trend, wrong)]


def pair(key: str, says: str, right: float, wrong: float, why: str) -> list[Statement]:
    """The statement with the right number and with a wrong one."""
    return [
        Statement(says.format(f"{number:.3g}"), number == right, f"It is {right:.3g}: {why}.", key)
        for number in (right, wrong)
    ]


CORRECTED = "both averages start at 0: divide by 1 − β1^t and 1 − β2^t"
POWER = "the correction in step t is 1 − β^t, with the number of the step as exponent"
USED = {
    MOMENTUM: ("momentum",),
    NESTEROV: ("momentum",),
    RMSPROP: ("alpha",),
    ADAM: ("beta1", "beta2"),
}
NAMES = {
    SGD: "SGD (without momentum)",
    MOMENTUM: "SGD with momentum",
    NESTEROV: "SGD with Nesterov momentum",
    ADAGRAD: "AdaGrad",
    RMSPROP: "RMSprop",
    ADAM: "Adam",
}
RULES = {
    SGD: "The rule is $w_t = w_{{t-1}} - \\eta g_t$.",
    MOMENTUM: "The rule is $v_t = \\mu v_{{t-1}} + g_t$ with $v_0 = 0$ and $\\mu = {mu}$, then "
    "$w_t = w_{{t-1}} - \\eta v_t$.",
    NESTEROV: "The rule is PyTorch's: $v_t = \\mu v_{{t-1}} + g_t$ with $v_0 = 0$ and $\\mu = {mu}$, then "
    "$w_t = w_{{t-1}} - \\eta\\,(g_t + \\mu v_t)$.",
    ADAGRAD: "The rule adds up squared gradients, from 0, in $s_t$, then "
    "$w_t = w_{{t-1}} - \\eta g_t/(\\sqrt{{s_t}} + \\varepsilon)$ with $\\varepsilon = {eps}$.",
    RMSPROP: "The rule averages squared gradients: $s_t = \\alpha s_{{t-1}} + (1 - \\alpha) g_t^2$ with "
    "$s_0 = 0$ and $\\alpha = {alpha}$, then $w_t = w_{{t-1}} - \\eta g_t/(\\sqrt{{s_t}} + \\varepsilon)$ "
    "with $\\varepsilon = {eps}$.",
    ADAM: "The averages $m_t$ of the gradients, with $\\beta_1 = {b1}$, and $s_t$ of their squares, with "
    "$\\beta_2 = {b2}$, start at 0 and are corrected for that: "
    "$w_t = w_{{t-1}} - \\eta\\,\\hat m_t/(\\sqrt{{\\hat s_t}} + \\varepsilon)$ with $\\varepsilon = {eps}$.",
}
