"""Answers of every kind that nobody would type on purpose, repeatable from a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from dldrill.answer.spec import Spec

NAMES = {"x": "real", "B": "size", "a": "positive", "Delta": "real", "lambda": "positive", "c": "unit"}
NAMES |= {"p": "probability", "n": "count", "k": "integer", "x_1": "real", "x_{2}": "real", "s_y": "real"}


class Target(NamedTuple):
    """A kind, what a question says about it, and answers it takes."""

    kind: str
    spec: Spec
    valid: tuple[str, ...]


NUMBERS = (
    *("0.25", "1/3", "50%", "1.7 x 10^6", "3.2k", "ln(2)", "1,693,362", "1 693 362", "-2e-5", "~0.3", "√2/2"),
    *("1.69M", "12 MB", "2^10", "e^-1", "sqrt(2)*10^3", "⌊7/2⌋+1", "7*7*64", "½", "3x", "max(1, 2, 3)"),
    *("L = 0.69", "|−3|", "log2(8)", "sigma(0.5)", "(1+1e-9)^1e3", "7//2", "exp(-ln(4))", "１２.５"),
)
CELLS = (
    "(1, 0)",
    "[1 0]^T",
    "1 0",
    "[1; 0]",
    "1/3, 2/3",
    "0.5 -0.5",
    "np.array([1, 2, 3])",
    "x = (1, √2, e)",
)
ROWS = ("1 2; 3 4", "[[1, 2], [3, 4]]", "tensor([[1., 2.], [3., 4.]])", "(1, 2), (3, 4)", "1/2 - 1; 0 1")
FORMULAS = (
    *(
        "sqrt(2-2c)",
        "2a·Δ",
        "-log(e/(e+(B-1)/e))",
        "ln(1+(B-1)e^-2)",
        "tanh^2(x)",
        "max(0, x)",
        "|x|/(1+|x|)",
    ),
    *("σ(x)(1-σ(x))", "1/2x", "e^{-λ x}", "x_1 x_2 - s_y", "n(n+1)/2", "p ln(p) + (1-p) ln(1-p)", "a^n/n"),
    *(
        "f(x) = relu(x) - x²/2",
        "min(x_1, x_2, 0)",
        "⌈n/2⌉",
        "sign(x)·√|x|",
        "(1-p)^B",
        "log(a, 2)",
        "x^3-3x+1",
    ),
    *("1-2e-3x", "k//2+k", "exp(-(x-k)^2/(2a^2))/sqrt(2πa^2)", "∂x", "20% x", "xBa", "cosh(x)-sinh x"),
)
LETTERS = ("A, C", "ac", "none", "all", "{B}", "A and C", "-", "(a) (b)", "E.", "none of the above")
MATCHES = ("1A 2C 3B", "1-A, 2-C, 3-B", "ACB", "1) a 2) b 3) c", "1->A; 2->B; 3->E", "1=A 2=B 3=C.")
ORDERS = ("CABDE", "C > A > B > D > E", "3 1 2 4 5", "31245", "(c) (a) (b) (d) (e)", "A -> B -> C -> D -> E")
TEXTS = ("seagull, flying, STOP", "Seagull", "max-pooling / batch norm", "“sea gull”", "stop -> flying")
SHAPES = ("4x4x5", "4×4×5", "(4, 4, 5)", "4 by 4 by 5", "torch.Size([4, 4, 5])", "5", "()", "x.shape = (3,)")
SIGNS = ("+ 0 -", "+ 0 -; 0 0 0", "pos, neg, zero", "[[+, -], [0, +1]]", "+1 -1 0", "++-0", "(−, ＋, 0)")
WORDS = ("seagull", "flying", "STOP", "max pooling", "batch norm")

TARGETS = (
    Target("integer", Spec(), NUMBERS),
    Target("number", Spec(unit="MB"), NUMBERS),
    Target("number", Spec(rtol=0.03, atol=0.5, unit="%"), NUMBERS),
    Target("shape", Spec(), SHAPES),
    Target("vector", Spec(), CELLS),
    Target("vector", Spec(size=(2, 1)), CELLS),
    Target("matrix", Spec(), ROWS),
    Target("matrix", Spec(size=(2, 2), atol=1e-3), ROWS),
    Target("signs", Spec(), SIGNS),
    Target("signs", Spec(size=(1, 3)), SIGNS),
    Target("expression", Spec(names=NAMES), FORMULAS),
    Target("expression", Spec(), NUMBERS),
    Target("letters", Spec(letters="ABCDE"), LETTERS),
    Target("letters", Spec(letters="TF", count=1), ("t", "false", "Yes", "T.")),
    Target("matching", Spec(letters="ABCDE", count=3), MATCHES),
    Target("matching", Spec(), MATCHES),
    Target("order", Spec(letters="ABCDE"), ORDERS),
    Target("order", Spec(), ORDERS),
    Target("text", Spec(), TEXTS),
    Target("text", Spec(words=WORDS), TEXTS),
)

_PLAIN = "0123456789abcxyzBeEpinltTFAC+-*/^()[]{}|,;.:=<>%_'\"!~ "
_STRANGE = (
    "\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\xa0\xad\u034f\u061c\u200b\u200d\u200e\u2028\u202e\u2066\u3164\ufe0f\ufeff"
    "\ufff9\ufffd\uffff\ud800\udfff\ue000\U000e0041\U0010ffff"
    "×·÷∕⁄−–—‐′’“„≈≤≥→⟶∣⟨⟩、。⊤∅∂√∛∞∑∫±∓°‰‱π∆Δλσµςϑϵİıſß"
    "²³¹⁰⁻⁺⁽⁾ⁿᵀᵢₓ₁₂₊₍½¾⅓⅞↉ⅠⅣⅯ①⑳㉑㎏㏑℃Å٣३௧１ＡｘＥ（）［］，．／＾｜；＝＋－𝟏𝐱𝑒𝔹аеохрсВ"
    "e\u0301x\u0302🙂👩🏽‍🔬﷽ﬁ漢⌊⌋⌈⌉⎡⟦"
)
_PIECES = (
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        "^",
        "**",
        "*",
        "/",
        "//",
        "-",
        "+",
        ",",
        ";",
        "%",
        " ",
        "=",
        "_",
        ".",
        "'",
    ),
    *(
        "1e308",
        "1e-308",
        "1e309",
        "1e999999999",
        "9" * 40,
        "9" * 41,
        "0." + "0" * 38 + "1",
        "1,234",
        "1_000",
        "0x1",
    ),
    *(
        "ln",
        "log",
        "log2",
        "exp",
        "sqrt",
        "√",
        "tanh",
        "relu",
        "max(",
        "min(",
        "abs",
        "floor(",
        "sign",
        "positive(",
    ),
    *(
        "x",
        "B",
        "a",
        "Δ",
        "λ",
        "x_1",
        "x_{2}",
        "s_y",
        "pi",
        "e",
        "n",
        "k",
        "c",
        "p",
        "sigma(",
        "sin ",
        "tan(",
    ),
    *(
        "⌊",
        "⌋",
        "²",
        "^-1",
        "^(1/2)",
        "^0.5",
        "^9",
        "½",
        "M",
        "k",
        "MB",
        "nan",
        "inf",
        "None",
        "true",
        "__",
        "\\",
    ),
    *(
        "1",
        "2",
        "0",
        "0.1",
        "3",
        "10",
        "tensor(",
        "np.array(",
        ".T",
        "^T",
        "and",
        "by",
        "->",
        "A",
        "C",
        "1A",
        "none",
    ),
    *(
        "pos",
        "zero",
        "sea",
        "-1",
        "+1",
        "f(x) =",
        "lambda:",
        "[0]*9",
        "1/0",
        "0^0",
        "(-1)^.5",
        "ln(0)",
        "e^e^e^",
    ),
)
_ALIKE = {
    "0": "OoО٠０",
    "1": "lIｌ１¹",
    "x": "×хｘ𝐱",
    "-": "−–—－",
    "e": "еｅℯ",
    "a": "аａα",
    "B": "ВΒ",
    "(": "（⁽",
}
_OPEN, _CLOSE = (
    ("(", "[", "{", "|", "√(", "-", "ln(", "abs(", "⌊", "2^(", "1/("),
    (")", "]", "}", "|", ")", "", ")"),
)


def _noise(random: Random) -> str:
    """Characters of no language at all."""
    alphabet = random.choice((_PLAIN, _PLAIN, _STRANGE, _PLAIN + _STRANGE))
    return "".join(random.choices(alphabet, k=_length(random)))


def _any_unicode(random: Random) -> str:
    return "".join(chr(random.randrange(0x110000)) for _ in range(random.randint(1, 12)))


def _soup(random: Random) -> str:
    """Pieces of formulas in any order."""
    return "".join(random.choices(_PIECES, k=_length(random) // 2 + 1))


def _nested(random: Random) -> str:
    """Brackets, powers and functions inside each other, sometimes closed."""
    deep = random.randint(1, 60)
    opening = (
        [random.choice(_OPEN) for _ in range(deep)]
        if random.random() < 0.5
        else [random.choice(_OPEN)] * deep
    )
    if random.random() < 0.7:
        closing = [
            {"(": ")", "[": "]", "{": "}", "|": "|", "⌊": "⌋"}.get(sign[-1], "") for sign in reversed(opening)
        ]
    else:
        closing = random.choices(_CLOSE, k=deep)
    return "".join(opening) + random.choice(("1", "x", "2", "1, 2", "")) + "".join(closing)


def _huge(random: Random) -> str:
    """Numbers and powers that must never be computed, and some at the very edge."""
    base = random.choice(
        ("9", "2", "1.5", "(3/7)", "10", "x", "e", "(-1)", "0.1", "(1+1e-30)", "1e300", "9e99")
    )
    tower = "^".join(
        [base, *random.choices(("9", "99", "-9", "1e9", "1e300", "0.5", "(1/3)", "x", "4096"), k=3)]
    )
    size = random.choice((9, 100, 307, 308, 309, 4096, 99999, 10**8))
    return random.choice(
        (
            tower,
            f"{base}^{size}",
            f"1e{size}*1e{size}",
            f"1e-{size}/1e{size}",
            f"({base}^{random.randint(2, 2000)})" * random.randint(1, 12),
            "+".join(f"{base}^{random.randint(2, 1500)}" for _ in range(random.randint(1, 20))),
            "exp(" * random.randint(1, 9) + str(random.randint(1, 99)),
            "*".join(["9" * random.randint(1, 41)] * random.randint(1, 10)),
            f"floor({base}^{size})//{random.randint(0, 9)}",
            f"sin({base}^{random.randint(2, 300)})",
        )
    )


_MUTATIONS: tuple[Callable[[Random, str, int], str], ...] = (
    lambda random, text, at: text[:at] + text[at + random.randint(1, 3) :],
    lambda random, text, at: text[:at] + random.choice(_PLAIN) + text[at + 1 :],
    lambda random, text, at: text[:at] + random.choice(_STRANGE) + text[at:],
    lambda random, text, at: text[:at] + random.choice(_PIECES) + text[at:],
    lambda random, text, at: text[:at] + random.choice(_ALIKE.get(text[at : at + 1], "0")) + text[at + 1 :],
    lambda random, text, at: text[at:] + text[:at],
    lambda random, text, at: text[: at + 1] + text[max(0, at - random.randint(0, 9)) :],
    lambda random, text, at: text.swapcase() if random.random() < 0.5 else text[::-1],
    lambda random, text, at: (text + random.choice(("", " ", ", ", "; ", "+", "^"))) * random.randint(2, 6),
    lambda random, text, at: "(" * (at % 27) + text + ")" * (at % 27),
    lambda random, text, at: text[:at] + "9" * random.randint(1, 45) + text[at:],
)


def _mutated(random: Random, valid: tuple[str, ...]) -> str:
    """A good answer after some accidents."""
    text = random.choice(valid)
    if random.random() < 0.1:
        other = random.choice(valid)
        text = text[: random.randint(0, len(text))] + other[random.randint(0, len(other)) :]
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
        text = random.choice(_MUTATIONS)(random, text, random.randint(0, len(text)))[:420]
    return text


def _length(random: Random) -> int:
    return random.choice((1, 2, 3, 4, 6, 8, 8, 12, 12, 16, 24, 40)) if random.random() < 0.98 else 400


_FROM_NOTHING = (_noise, _noise, _any_unicode, _soup, _soup, _soup, _nested, _huge)


def answers(seed: str, count: int) -> Iterator[tuple[Target, str]]:
    """As many answers, with what they are an answer to; the same for the same seed."""
    random = Random(seed)
    for place in range(count):
        target = TARGETS[place % len(TARGETS)]
        if random.random() < 0.6:
            yield target, _mutated(random, target.valid)
        else:
            yield target, random.choice(_FROM_NOTHING)(random)
