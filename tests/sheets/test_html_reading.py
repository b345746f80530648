"""The page's reader of answers against the terminal's: the same values, the same refusals."""

from __future__ import annotations

from typing import Any

import pytest
from html_pages import ask

from dldrill.answer.kinds import read, same
from dldrill.answer.spec import Spec
from dldrill.faults import Fault
from dldrill.maths.numeric import evaluate
from dldrill.maths.program import NoValue
from dldrill.sheets.html_marks import plain


def apart(*lines: str) -> list[str]:
    """Texts with two blanks between them."""
    return [text for line in lines for text in line.split("  ")]


PLAIN = Spec(rtol=0.01)
TYPED = {
    ("number", PLAIN): apart(
        "0.126928  1/3  1e-3  1E3  50 %  50%  1,693,362",
        "1.7 x 10^6  1.7×10⁶  2·10^-3  -.5  −0.5  3.2k  3 million",
        "1 000 000  1'000  ln(2)  log2(8)  sqrt 2  √2  ½",
        "e^2  2e  2(3+4)  1/2(4)  2^3^2  -2^2  max(1,234)  |−3|",
        "⌈2.1⌉  ~5  5.  x = 3  p = 1/4  tanh^2(1)",
        "exp(-1)/(1+exp(-1))  7//2  1_000  log(8, 2)  12 x  pi  π/2",
        "-(3)  --3  1,5  0,5  1.2.3  abc  1/0  sqrt(-1)  ln 0",
        "(1  1)  2 3  1 2 3  =3  1..2  5%%  20% 3  max(1)",
        "sin  <script>  constructor  __proto__  toString  1e999  \u202e1  1\x00",
    ),
    ("number", Spec(unit="MB")): apart("5 MB  5mb  5  5 GB  5M"),
    ("number", Spec(unit="%")): apart("50 %  50"),
    ("integer", PLAIN): apart(
        "1693362  1,693,362  7*7*64  1.6e6  3.5  log2(8)  0.1*30  12345678901234567890  ten"
    ),
    ("shape", PLAIN): apart(
        "20x20x32  20×20×32  (4, 4, 5)  4 4 5  4 by 4  [4,4]  torch.Size([2, 3])  (5,)  5  ()  4x  x4  4.5x3",
        "1x2x3x4x5x6x7x8x9  (4, 4  4*4*5  shape = 4x4",
    ),
    ("vector", Spec(size=(1, 2))): apart(
        "(1, 0)  [1 0]^T  1 0  [1; 0]  1/2 -1/2  1 - 2, 3",
        "1 -2  [1, 0].T  h = (1, 0)  √2 1  [[1], [0]]  1  1 2 3",
        "(1, 0  1 2; 3 4  torch.tensor([1, 2])  1, , 2  (1)(2)  1 x",
    ),
    ("matrix", Spec(size=(2, 2))): apart(
        "1 2; 3 4  [[1, 2], [3, 4]]  [1 2; 3 4]  1,2;3,4  [[1,2],[3,4]]^T  (1 2)(3 4)  1 2 3 4  1 2; 3",
        "[[1, 2], [3, 4]  1 2\n3 4",
    ),
    ("signs", Spec(size=(2, 3))): apart(
        "+ 0 -; 0 0 0  +0-;000  pos, zero, neg; 0 0 0  [[+1, 0, -1], [0, 0, 0]]  + 0; - 0  + 0 2; 0 0 0",
        "1 0 -1; 0 0 0  + 0 0.5; 0 0 0",
    ),
    ("matching", Spec(letters="ABC", count=3)): apart(
        "1A 2C 3B  1-A, 2-C, 3-B  ACB  a c b  1a2c3b  3B 1A 2C  1A 2C  1A 1B 2C  1D 2A 3B  AC"
    ),
    ("order", Spec(letters="ABCD")): apart(
        "CABD  C > A > B > D  3 1 2 4  3124  c,a,b,d  C->A->B->D  ABC  AABC  ABCE  1 2 3 5"
    ),
    ("text", Spec(words=("seagull", "STOP", "c_0"), count=1)): apart(
        'Seagull  stop  "stop"  c_0  c 0  gull  stop seagull'
    ),
}


@pytest.mark.parametrize(("kind", "spec"), TYPED, ids=lambda one: one if isinstance(one, str) else "")
def test_reads_as_the_terminal(page: Any, kind: str, spec: Spec) -> None:
    """What is typed has the value that it has in the terminal, or cannot be read in either."""
    tab = page("uw-sp24-q4")
    part = {
        "kind": kind,
        "unit": spec.unit,
        "size": spec.size,
        "words": spec.words,
        "letters": list(spec.letters),
        "count": spec.count,
    }
    part["right"] = ["A"] * (spec.count or 0)
    for typed in TYPED[kind, spec]:
        found = ask(tab, "reading", typed, part)
        try:
            value = read(kind, typed, spec)
        except Fault as fault:
            assert isinstance(found, str), f"{typed}: {found}, not {fault}"  # noqa: PT017
            continue
        assert isinstance(found, list), (typed, found, value)
        own = found[0]
        if kind in ("number", "integer"):
            assert float(own) == pytest.approx(float(value), rel=1e-12), typed
        else:
            assert (
                own == pytest.approx(plain(kind, value)) if kind in ("vector",) else own == plain(kind, value)
            ), typed


FORMULAS = apart(
    "a + b  ab  2ab  a b  a/2b  a^2b  a^-1  -a^2",
    "exp(a)  e^(a b)  ln a  log(a)  ln(a)^2  max(a, b)  √a  √(a b)",
    "max(0, a - b + Δ)  Δa  aΔ  2Δ  a²  a₁  s_j - s_y",
    "sj  |a|b  |a - |b||  sqrt a b  sigmoid(a)  σ(a)  relu(b)",
    "a // 2  tanh^2(a)  ln2 a  log3  1/2a  a(b+1)  e(a)",
    "L = a + b  f(a) = a  a = b  a ** 2  a_{1}  A  exp  a..b",
    "a +  b > a  [a > b]  positive(a)  min(a, b, Delta)  ⌊a⌋  a%",
    "50% a  a^b^2  (((a)))  s_{j}  lambda  Delta  delta",
)
NAMES = {"a": "positive", "b": "real", "Delta": "positive", "s_j": "real", "s_y": "real", "a_1": "real"}


def test_reads_formulas_as_the_terminal(page: Any) -> None:
    """A formula has the terminal's value at every point, or cannot be read in either."""
    tab = page("uw-sp24-q4")
    names = sorted(NAMES)
    points = [
        dict(zip(names, values, strict=True))
        for values in ((1.5, 2.25, 0.5, -1.25, 3.0, 0.75), (0.25, 3.5, 7.0, 2.5, -2.0, 0.5))
    ]
    part = {"kind": "expression", "names": names, "at": [[point[name] for name in names] for point in points]}
    for typed in FORMULAS:
        found = ask(tab, "reading", typed, part)
        try:
            tree = read("expression", typed, Spec(names=NAMES))
        except Fault as fault:
            assert isinstance(found, str), f"{typed}: {found}, not {fault}"  # noqa: PT017
            continue
        assert isinstance(found, list), (typed, found)
        for own, point in zip(found[0], points, strict=True):
            try:
                assert own == pytest.approx(evaluate(tree, point), rel=1e-12), typed
            except NoValue:
                assert own is None, typed


def test_compares_numbers_as_the_terminal(page: Any) -> None:
    """The tolerance ends where the terminal's does."""
    tab = page("uw-sp24-q4")
    for right_value, rtol, atol, typed in (
        *((1, 0.01, 0.0, typed) for typed in ("1", "1.01", "0.99", "1.0101", "0.9899")),
        *((0, 0.01, 0.0, typed) for typed in ("0", "1e-9", "1.1e-9", "-1e-9")),
        *((-250, 0.005, 1e-12, typed) for typed in ("-251.25", "-248.75", "-251.26", "250")),
        *((0.125, 0.0, 0.05, typed) for typed in ("0.175", "0.075", "0.1751", "0.0749")),
    ):
        part = {"kind": "number", "rtol": rtol, "atol": atol}
        spec = Spec(rtol=rtol, atol=atol)
        (given,) = ask(tab, "reading", typed, part)
        own = ask(tab, "same", right_value, given, part)
        assert own == same("number", right_value, read("number", typed), spec), (right_value, typed)
