"""Whether two expressions are equal."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dldrill.faults import Fault
from dldrill.maths import equality
from dldrill.maths.equality import POINTS, Equality, equal
from dldrill.maths.program import Program, run
from dldrill.maths.reader import read_expression
from dldrill.maths.tree import Node, number


def compare(right: str, given: str, **domains: str) -> Equality:
    """The verdict on two typed expressions."""
    return equal(read_expression(right, domains), read_expression(given, domains), domains)


B, C, X, P, N = {"B": "size"}, {"c": "unit"}, {"x": "real"}, {"x": "positive"}, {"n": "count"}
EQUAL = [
    ("ln(1+(B-1)e^-2)", "-log(e/(e+(B-1)/e))", B),
    ("sqrt(2-2c)", "sqrt(2)sqrt(1-c)", C),
    ("(x+1)^2", "x^2+2x+1", X),
    ("(x+1)^9-(x+1)^9", "0", X),
    ("sin(x)^2+cos(x)^2", "1", X),
    ("tanh(x)", "(e^(2x)-1)/(e^(2x)+1)", X),
    ("1-tanh(x)^2", "sech(x)^2", X),
    ("sigmoid(x)", "(1+tanh(x/2))/2", X),
    ("sinh(x)+cosh(x)", "exp(x)", X),
    ("tan(x)", "sin(x)/cos(x)", X),
    ("log2(x)", "ln(x)/ln(2)", P),
    ("log10(x)", "log(x,10)", P),
    ("x^2/x", "x", X),
    ("|x|", "sqrt(x^2)", X),
    ("|x|", "x", P),
    ("max(x,0)", "(x+|x|)/2", X),
    ("relu(x)-relu(-x)", "x", X),
    ("max(x,1,-1)", "max(max(x,-1),1)", X),
    ("sign(x)|x|", "x", X),
    ("x*positive(x)", "relu(x)", X),
    ("n(n+1)/2", "(n^2+n)/2", N),
    ("floor(n/2)+ceil(n/2)", "n", N),
    ("n//2", "floor(n/2)", N),
    ("2^n", "e^(n ln(2))", N),
    ("1/(n-1)", "(n+1)/(n^2-1)", N),
    ("sqrt(8)", "2sqrt(2)", {}),
    ("ln(8)", "3ln(2)", {}),
    ("e^(ln(3))", "3", {}),
    ("x-x+e-e", "0", X),
    ("sin(x)^2+cos(x)^2-1", "0", X),
    ("ln(e^x)-x", "0", X),
    ("sqrt(x)^2-x", "(x+1)(x-1)-x^2+1", P),
    ("1/(1+x)-1/(1+e^ln(x))", "tanh(x)-sinh(x)/cosh(x)", P),
    ("exp(-x)/(1+exp(-x))", "1-sigmoid(x)", X),
]
UNEQUAL = [
    ("sqrt(2-2c)", "sqrt(2+2c)", C),
    ("ln(1+(B-1)e^-2)", "ln(1+B e^-2)", B),
    ("ln(1+(B-1)e^-2)", "ln(1+(B-1)/7.389056098930650)", B),
    ("tanh(x)", "1", P),
    ("tanh(x)", "x", P),
    ("x", "|x|", X),
    ("x", "relu(x)", X),
    ("relu(x)", "|x|", X),
    ("relu(x-15)", "0", P),
    ("max(x,-9)", "x", X),
    ("min(x,9)", "x", X),
    ("x", "x+1e-30", X),
    ("0", "1e-40*x", X),
    ("x*(1+1e-12)", "x", X),
    ("e", "2.718281828459045", {}),
    ("pi", "22/7", {}),
    ("n^2", "n^2+(n-1)(n-2)(n-3)", N),
    ("(-1)^n", "1", N),
    ("n/2", "floor(n/2)", N),
    ("ln(x^2)", "2ln(x)", X),
    ("x^x", "x^2", P),
    ("x/(x+1e-6)", "1", P),
]


@pytest.mark.parametrize(("right", "typed", "domains"), EQUAL)
def test_equal(right: str, typed: str, domains: dict[str, str]) -> None:
    """Identities are recognised, from both sides."""
    assert compare(right, typed, **domains).equal is True
    assert compare(typed, right, **domains).equal is True


@pytest.mark.parametrize(("right", "typed", "domains"), UNEQUAL)
def test_unequal(right: str, typed: str, domains: dict[str, str]) -> None:
    """Differences are found however small or hidden, from both sides."""
    assert compare(right, typed, **domains).equal is False
    assert compare(typed, right, **domains).equal is False


@pytest.mark.parametrize(
    ("right", "typed", "how", "verdict"),
    [
        ("x+1", "x + 1", "same", True),
        ("1/3+1/3", "2/3", "exact", True),
        ("0.333", "1/3", "exact", False),
        ("x+1", "1+x", "points", True),
        ("x", "x+1", "points", False),
        ("ln(x)", "ln(|x|)", "undefined", False),
        ("ln(-x^2)", "ln(-x^2-1)", "undecided", None),
        ("e^e^e^e^e^e^e^x", "e^e^e^e^e^e^e^(x+1)", "undecided", None),
    ],
)
def test_how(right: str, typed: str, how: str, verdict: bool | None) -> None:
    """The verdict says by which road it was reached."""
    found = compare(right, typed, x="real")
    assert (found.equal, found.how) == (verdict, how)


def test_where_they_differ() -> None:
    """The point of a difference is told, with a value for every name."""
    found = compare("a*b", "a+b", a="count", b="count")
    assert found.equal is False
    assert set(found.point) == {"a", "b"}
    assert found.point["a"] * found.point["b"] != sum(found.point.values())


def test_points_are_enough_and_no_more() -> None:
    """Equal expressions are compared at eight points; constants at one."""
    assert compare("x+x", "2x", x="real").points == POINTS
    assert compare("sqrt(8)", "2sqrt(2)").points == 1
    assert equal(read_expression("x+x", ["x"]), read_expression("2x", ["x"]), points=12).points == 12


@pytest.mark.parametrize(
    ("right", "typed", "domain", "verdict"),
    [
        ("relu(x-18)+relu(-x-11)", "relu(x-18)", "positive", True),
        ("relu(x-18)+relu(-x-11)", "relu(-x-11)", "positive", False),
        ("relu(x-10)+relu(-x-11)", "relu(x-10)", "real", False),
        ("relu(x-11)+relu(-x-10)", "relu(-x-10)", "real", False),
        ("max(x,0,17)", "17", "positive", False),
        ("min(x,11,19)", "x", "real", False),
        ("x-9+|x-9|", "0", "real", False),
    ],
)
def test_both_sides_of_a_kink_are_looked_for(right: str, typed: str, domain: str, verdict: bool) -> None:
    """What bends far out is compared beyond its bend too, as far as the domain goes."""
    assert compare(right, typed, x=domain).equal is verdict


def test_verdicts_repeat() -> None:
    """The same two expressions are compared at the same points every time."""
    assert compare("x", "x+1", x="real") == compare("x", "x+1", x="real")


def test_undefined_constants_differ() -> None:
    """A division by zero equals nothing, and what is too big is not decided."""
    zero = Node("div", (number(1), number(0)))
    assert equal(number(1), zero) == Equality(False, "undefined")
    assert equal(zero, number(1)) == Equality(False, "undefined")
    big = Node("pow", (number(9), number(9999)))
    assert equal(big, number(1)) == Equality(None, "undecided")
    assert equal(number(1), big) == Equality(None, "undecided")


def test_missing_names_are_real() -> None:
    """A name without a domain may be negative."""
    x, absolute = read_expression("x", ["x"]), read_expression("|x|", ["x"])
    assert equal(x, absolute).equal is False
    assert equal(x, absolute, {"x": "positive"}).equal is True


def test_an_unknown_domain_is_refused() -> None:
    """A misspelt domain is a fault, not a guess."""
    with pytest.raises(Fault, match="no domain 'sizes'"):
        compare("B", "B+B", B="sizes")


def test_little_work_is_undecided() -> None:
    """Without work to spend nothing is decided; with a little, three points decide."""
    right, given = read_expression("sin(x)*2", ["x"]), read_expression("sin(x)+sin(x)", ["x"])
    assert equal(right, given, work=10).equal is None
    few = equal(right, given, work=200)
    assert few.equal is True
    assert 3 <= few.points < POINTS


@pytest.mark.parametrize(
    ("right", "typed", "domains"),
    [
        # what is lost beside a huge number is no difference
        ("min(p,sqrt(cosh(p)))", "p+sqrt(cosh(p))-max(p,sqrt(cosh(p)))", {"p": "size"}),
        ("ln(1-sigmoid(x^3))", "-x^3-ln(1+e^(-x^3))", P),
        ("ln(1-tanh(8x))", "ln(2)-ln(e^(16x)+1)", P),
        ("sigmoid(y-a)^-1", "((1+tanh((y-a)/2))/2)^-1", {"y": "unit", "a": "size"}),
        # decisions at an edge that rounding would blur
        ("n^2", "n^(0.1*10+1)", {"n": "integer"}),
        ("floor(n/3*3)", "n", N),
        ("floor(log2(2^n)+1/2)", "n", N),
        ("sqrt(x-x)", "0", X),
    ],
)
def test_rounding_is_no_difference(right: str, typed: str, domains: dict[str, str]) -> None:
    """Equal expressions are not told apart by digits that were lost on the way."""
    assert compare(right, typed, **domains).equal is True
    assert compare(typed, right, **domains).equal is True


@pytest.mark.parametrize(
    ("right", "typed", "domains"),
    [
        # hidden by size or by saturation
        ("x", "x+1e-60", X),
        ("x", "x+1e-300", X),
        ("c(c-B)", "c(c-B)+1e-50*tanh(c)", {"c": "unit", "B": "integer"}),
        ("tanh(70*sigmoid(a))", "tanh((70+1e-30)*sigmoid(a))", {"a": "probability"}),
        ("exp(3)^1.5", "exp(3)^1.5-1e-50", {}),
        # to be seen on one combination of sides only
        ("min(y,max(3,c))", "min(y,3)", {"c": "positive", "y": "positive"}),
        (
            "max(relu(k*p),tanh(p/3))",
            "max(relu(k*max(0.1,p)),tanh(p/3))",
            {"k": "integer", "p": "probability"},
        ),
        (
            "min(exp(min(B,1/3)),tanh(B)(c+B))",
            "min(exp(min(B,1/3+1e-9)),tanh(B)(c+B))",
            {"B": "real", "c": "unit"},
        ),
        ("max(|B|,y)^2", "max(B,y)^2", {"B": "real", "y": "positive"}),
        ("max(sqrt(sigmoid(k)),x)^2", "max(sqrt(sigmoid(k+1e-50)),x)^2", {"k": "integer", "x": "unit"}),
        ("tanh(max(c+3,0.5))", "tanh(max(|c+3|,0.5))", {"c": "real"}),
        # near an end of the domain only
        ("c^(1/3)", "max(c^(1/3),1/3)", {"c": "positive"}),
        ("sigmoid(ln(1+x^2))", "sigmoid(max(ln(1+x^2),1e-3))", X),
        ("p", "min(p,0.99)", {"p": "probability"}),
        ("c", "max(c,-0.99)", C),
        # or at one whole number
        ("max(y,y*y)", "max(2y,y*y)", {"y": "integer"}),
        ("tanh(sin(2)+sin(k))", "tanh(|sin(2)+sin(k)|)", {"k": "integer"}),
    ],
)
def test_hidden_differences_are_found(right: str, typed: str, domains: dict[str, str]) -> None:
    """Unequal expressions are told apart however small or rare the difference is."""
    assert compare(right, typed, **domains).equal is False
    assert compare(typed, right, **domains).equal is False


@pytest.mark.parametrize("typed", ["floor(ln(e^n))", "1/(ln(e^n)-n)", "sign(sin(n)^2+cos(n)^2-1)"])
def test_what_hangs_on_lost_digits_is_not_judged(typed: str) -> None:
    """A step at an edge, whose side rounding would decide, leaves it undecided."""
    assert compare(typed, "n+1/2", n="count").equal is None


LONG = "+".join(f"tan(x+{i})" for i in range(24))
NASTY = [
    "1^min(x,x^2,x^3,x^4,x^5,x^6,x^7,x^8)",
    "x^x^x^x^x^x^x^x",
    "e^e^e^e^x",
    "(((x^9)^9)^9)^9",
    "((1+x/1e30)^1e30)",
    "sin(sin(sin(sin(sin(sin(sin(sin(x))))))))",
    "sin(9^9^x)",
    "abs(1-" * 12 + "x" + ")" * 12,
    "relu(x-1000)",
    "max(x-90,x-91,x-92,x-93,x-94,x-95,x-96)",
    "+".join(f"|x-{i}|" for i in range(30)),
    "+".join(f"max(x,{i})" for i in range(26)),
    "+".join(f"x^.{i}" for i in range(10, 49)),
    "√√√√√√√√√√√√√√√√√√√√√√x",
    "√".join("x+" for _ in range(60)) + "1",
    LONG,
    "tanh(1e5 x)+sinh(1e4 x)",
    "floor(1e300 x)+ceil(1e-300 x)",
    "(x+1e-300)^1e300",
    "exp(-exp(exp(exp(x))))",
    "1/(sin(x)^2+cos(x)^2-1)",
    "ln(sin(x)^2+cos(x)^2-1)",
]


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.parametrize("change", ["{}+0", "({})*(1+1e-30)", "0+{}"])
def test_ends_in_time(typed: str, change: str) -> None:
    """A comparison ends within 100 ms whatever is compared, and never calls a same value different."""
    right, given = (read_expression(text, ["x"]) for text in (typed, change.format(typed)))
    equal(right, given, {"x": "real"})  # loads mpmath
    best, verdict = 1.0, None
    for _ in range(3):
        start = time.process_time()
        verdict = equal(right, given, {"x": "positive"})
        best = min(best, time.process_time() - start)
        if best < 0.1:
            break
    assert best < 0.1
    assert verdict is not None
    if "1e-30" not in change:
        assert verdict.equal is not False or "sin(x)^2" in typed


def test_work_bounds_the_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of operations computed is bounded by the work, not by the clock."""
    computed = 0
    plain_run = run

    def counting(program: Program, *args: Any) -> list[Any]:
        nonlocal computed
        computed += len(program.steps)
        return plain_run(program, *args)

    monkeypatch.setattr(equality, "run", counting)
    for typed in NASTY:
        computed = 0
        right = read_expression(typed, ["x"])
        equal(right, Node("add", (right, number(0))), {"x": "real"})
        assert computed < equality.WORK


LEAVES = st.sampled_from(["x", "y", "1", "2", "0.5", "e", "3"])


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions one operation larger."""
    return st.one_of(
        st.builds("({}{}{})".format, inner, st.sampled_from(["+", "-", "*", "/", "^"]), inner),
        st.builds("{}({})".format, st.sampled_from(["exp", "ln", "sqrt", "tanh", "abs", "relu"]), inner),
    )


@settings(max_examples=60, deadline=None)
@given(st.recursive(LEAVES, grow, max_leaves=8), st.sampled_from(["0+{}", "{}*1", "-(-{})"]))
def test_a_rewritten_expression_is_not_unequal(typed: str, change: str) -> None:
    """An expression never differs from itself plus zero, times one or twice negated."""
    domains = {"x": "real", "y": "positive"}
    try:
        right, given = (read_expression(text, domains) for text in (typed, change.format(typed)))
    except Fault:
        return
    assert equal(right, given, domains).equal is not False


@settings(max_examples=60, deadline=None)
@given(st.recursive(LEAVES, grow, max_leaves=5), st.sampled_from(["{0}+1+({0})^2", "{0}-1-|{0}|"]))
def test_a_changed_expression_is_not_equal(typed: str, change: str) -> None:
    """An expression never equals itself with something added that is as large as it is."""
    domains = {"x": "real", "y": "positive"}
    try:
        right, given = (read_expression(text, domains) for text in (typed, change.format(typed)))
    except Fault:
        return
    assert equal(right, given, domains).equal is not True
