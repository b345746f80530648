"""Formulas as families: the same values plain, traced and by sympy; bounds that nothing passes."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.derivation.carrying_out import carried_out, lowered
from dldrill.derivation.compiling import faults_of, tolerance
from dldrill.derivation.formula import Formula, family_of
from dldrill.derivation.mistakes import mistakes_of
from dldrill.derivation.second_formula import evaluated, holds, prepared
from dldrill.derivation.working import IMPOSSIBLE
from dldrill.derivation.written import Written, WrittenAnswer, WrittenMistake, WrittenStep
from dldrill.derivation.written_domains import domain_of, value_of
from dldrill.faults import Fault
from dldrill.maths.formulas import read_formula
from dldrill.maths.linear import Vector
from dldrill.proving.roads import prove

ROOM = WrittenStep(
    "room", "n + 2*p - k", "why", (WrittenMistake("pad-once", "n + p - k", "padding is on both sides"),)
)
WIDTH = WrittenStep(
    "width", "floor(room/s) + 1", "why", (WrittenMistake("no-plus-one", "width - 1", "one more"),)
)


def written(**other: Any) -> Written:
    """A formula question, with some of it replaced."""
    usual = {
        "id": "toys/width",
        "where": "toys.toml:1",
        "topic": "toys",
        "minutes": 1.0,
        "ask": "@{n} @{k} @{s} @{p}",
        "given": (("n", "8..20 by 4"), ("k", "1, 3, 5"), ("s", "1..3"), ("p", "0..2")),
        "require": ("width >= 2", "k <= n"),
        "steps": (ROOM, WIDTH),
        "answers": (WrittenAnswer("width"),),
        "checks": (("width", "count(i, 0, n + 2*p - k, i mod s = 0)"),),
    }
    return Written(**{**usual, **other})


def one_step(formula: str, check: str, **given: str) -> type[Formula]:
    """The family of one formula."""
    return family_of(
        written(
            ask=" ".join(f"@{{{name}}}" for name in given),
            given=tuple(given.items()),
            require=(),
            steps=(WrittenStep("result", formula, "why"),),
            answers=(WrittenAnswer("result"),),
            checks=(("result", check),),
        )
    )


def test_it_is_a_family() -> None:
    """Answers, mistakes, an own value carried on, and the three roads: all as for code."""
    problem = family_of(written())(n=8, k=3, s=2, p=1)
    assert problem.plain() == {"width": 4}
    assert problem.check() == {"width": 4}
    assert problem.altered(["pad_once"]).answers == {"width": 4}
    assert problem.altered(["no_plus_one"]).answers == {"width": 3}
    assert problem.altered(put={"room": 11}).answers == {"width": 6}
    assert [mistake.name for mistake in mistakes_of(problem)] == ["pad-once", "no-plus-one"]
    assert prove(problem).ok
    assert prove(problem).roads == ("steps", "sympy", "second formula")


def test_every_variant_of_a_finite_domain_is_proven() -> None:
    """All 108 variants fit or say why not; those that fit are proven."""
    family = family_of(written())
    space = family.space()
    problems = [family(**space.at(index)) for index in range(space.size)]
    fitting = [problem for problem in problems if problem.fits() is None]
    assert space.size == 108
    assert len(fitting) > 100
    assert all(prove(problem).ok for problem in fitting)


def test_problems_are_values() -> None:
    """They are equal by their givens, have defaults, take no other names, and can be sent to a process."""
    family = family_of(written())
    problem = family(n=12)
    assert problem == family(n=12, k=1, s=1, p=0) != family(n=16)
    assert hash(problem) == hash(family(n=12))
    assert copy.copy(problem) == problem
    make, parts = problem.__reduce__()
    assert make(*parts) == problem
    with pytest.raises(TypeError):
        family(q=1)
    with pytest.raises(AttributeError):
        problem.n = 3  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"k": 9}, "k <= n must hold, but k = 9 and n = 8: change one of them"),
        ({"s": 9}, "width >= 2 must hold, but width = 1: change one of them"),
        ({"s": 0}, "these numbers have no answer (it divides by zero): change one of them"),
        ({"n": 10**9}, "these numbers are too large to be checked: make them smaller"),
        ({"n": 24}, None),
    ],
)
def test_fits(given_: dict[str, int], says: str | None) -> None:
    """A reader's own numbers are refused with the requirement that they break."""
    assert family_of(written())(**{"n": 8, "k": 3, "s": 1, "p": 1, **given_}).fits() == says


def test_words_of_python_are_only_names() -> None:
    """A given may be called lambda, and nothing is made of its name."""
    family = one_step("2*lambda + class", "lambda + lambda + class", **{"lambda": "1..5", "class": "1, 2"})
    assert family(**{"lambda": 3, "class": 1}).plain() == {"result": 7}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("a/b", Fraction(3, 2)),
        ("a/b*2", 3),
        ("2^-a", Fraction(1, 8)),
        ("a mod b", 1),
        ("(-a) mod b", 1),
        ("floor(a/b) + ceil(a/b)", 3),
        ("max(a, b, 7) - min(a, b)", 5),
        ("e^(b - 2)", 1.0),
        ("cos(pi)", -1.0),
        ("log10(1000*a/3)", 3.0),
        ("relu(b - a) + sign(b - a) + positive(a)", 0),
        ("sum(z)", 6),
        ("mean(z)", 2),
        ("dot(z, z - 1)", 8),
        ("z[a]", 3),
        ("z[1] + z[b]", 3),
        ("sum(2*z/b)", 6),
        ("20%*a", Fraction(3, 5)),
    ],
)
def test_values(formula: str, value: object) -> None:
    """Fractions stay exact, whole ones become whole numbers, and components count from 1."""
    values = {"a": 3, "b": 2, "z": Vector(1, 2, 3)}
    found = carried_out(lowered(read_formula(formula, values)), values)
    assert found == pytest.approx(value) if isinstance(value, float) else found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("formula", "check", "given_"),
    [
        ("exp(-x)/(1 + exp(-x))", "1 - sigmoid(x)", {"x": "-2..2 by 0.5"}),
        (
            "-ln(exp(z[y])/sum(exp(z)))",
            "ln(sum(j, 1, 3, exp(z[j] - z[y])))",
            {"z": "3 distinct of -3..3", "y": "1..3"},
        ),
        ("norm(z)^2", "sum(j, 1, 4, z[j]^2)", {"z": "4 of -2..2"}),
        ("tanh(x) + 0*b", "2*sigmoid(2*x) - 1", {"x": "1/2, 1/4, 3", "b": "1"}),
        ("log2(x) + floor(x/2)*cos(2*pi*x)", "ln(x)/ln(2) + count(i, 1, x, i mod 2 = 0)", {"x": "1..9"}),
        ("max(x, 3) + |x - 4|", "(x + 3 + sqrt((x - 3)^2))/2 + max(x - 4, 4 - x)", {"x": "1..9"}),
        ("(1 - b)*n^2", "product(i, 1, 2, n)*(1 - b)", {"b": "0.9, 0.99", "n": "1..4"}),
    ],
)
def test_roads_meet(formula: str, check: str, given_: dict[str, str]) -> None:
    """Steps, sympy and the second formula agree on vectors, fractions and functions."""
    family = one_step(formula, check, **given_)
    space = family.space()
    for index in range(0, space.size, max(1, space.size // 25)):
        proof = prove(family(**space.at(index)))
        assert proof.ok, proof.disagreements


def test_a_wrong_check_is_seen() -> None:
    """The second formula decides by itself."""
    proof = prove(one_step("x^2", "x*x + 1", x="1..9")(x=3))
    assert proof.disagreements == ("result: steps say 9, second formula says 10",)


HUGE = (
    *("n^(10^6)", "exp(n)^(10^5)", "exp(exp(n))", "10^300*n^9*10^300*n^400", "n^1000 * n^1000", "1/(n - n)"),
    *("ln(n - n)", "sqrt(-n)", "(-n)^(1/2)", "(n - n)^(-1)", "n mod (n - n)", "z[n]", "z[n/7]", "log2(-n)"),
)


@pytest.mark.parametrize("formula", HUGE)
def test_what_has_no_value_is_refused_at_once(formula: str) -> None:
    """Overflow, division by zero and components that are not there are ordinary arithmetic errors."""
    values = {"n": 123456, "z": Vector(1, 2)}
    tree = read_formula(formula, values)
    with pytest.raises(IMPOSSIBLE):
        carried_out(lowered(tree), values)


@pytest.mark.parametrize(
    "formula",
    ["n^n^n", "(n^n)^n", "((n + 1)^9999)^9999", "2^(n^n)"],
)
def test_powers_of_powers_are_not_begun(formula: str) -> None:
    """Exact arithmetic could not follow them."""
    bad = written(steps=(ROOM._replace(formula=formula), WIDTH), require=())
    says = "step room: powers of powers grow too large: use one power, or exp and ln"
    assert (says, ("step", 0, "is")) in faults_of(bad)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sum(i, 1, n, i)", 10),
        ("product(i, 1, n, i)", 24),
        ("count(i, 1, n, i^2 > n)", 2),
        ("max(i, 0, n, i*(n - i))", 4),
        ("min(i, 1, n, (i - 3)^2)", 0),
        ("sum(i, 3, 2, i)", 0),
        ("sum(i, 1, n, sum(j, i, n, 1))", 10),
        ("floor(0.3/0.1)", 3),
        ("dot(z, z) + sum(z*z) + mean(z)", 30),
    ],
)
def test_second_formulas(formula: str, value: float) -> None:
    """Ranges are gone through, ends included; a floor forgives the last bit of a float."""
    tree = read_formula(formula, ("n", "z"), bounded=True)
    assert evaluated(prepared(tree), {"n": 4, "z": Vector(1, 2, 3)}) == (pytest.approx(value))


@pytest.mark.parametrize(
    "formula",
    ["sum(i, 1, 10^9, 1)", "sum(i, 1, 200, sum(j, 1, 200, 1))", "sum(i, 1, 10^40, 1)", "sum(i, 1/2, 3, i)",
     "max(i, 2, 1, i)", "product(i, 1, 9999, 10^300)", "product(i, 1, 9999, i)"],
)  # fmt: skip
def test_second_formulas_are_bounded(formula: str) -> None:
    """At most 10,000 terms, whole ends, and numbers that do not grow for ever."""
    with pytest.raises(IMPOSSIBLE):
        evaluated(prepared(read_formula(formula, (), bounded=True)), {})


@pytest.mark.parametrize(
    ("sign", "truth"), [("=", True), ("!=", False), ("<", False), ("<=", True), (">", False)]
)
def test_rounding_does_not_decide(sign: str, truth: bool) -> None:
    """0.1 + 0.2 is 0.3."""
    assert holds(sign, 0.1 + 0.2, 0.3) is truth


@given(st.integers(-30, 30), st.integers(-30, 30))
def test_comparisons_are_pythons(a: int, b: int) -> None:
    """On whole numbers every comparison is the usual one."""
    assert (holds("<", a, b), holds("<=", a, b), holds("=", a, b)) == (a < b, a <= b, a == b)
    assert (holds(">", a, b), holds(">=", a, b), holds("!=", a, b)) == (a > b, a >= b, a != b)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("16..64 by 16", [16, 32, 48, 64]),
        ("-1..1", [-1, 0, 1]),
        ("0.1..0.5 by 0.2", [Fraction(1, 10), Fraction(3, 10), Fraction(1, 2)]),
        ("1, 3, 5", [1, 3, 5]),
        ("1/2, 2", [Fraction(1, 2), Fraction(2)]),
        ("10^6, 2^20", [10**6, 2**20]),
        ("1e-4", [Fraction(1, 10000)]),
        ("7", [7]),
        ("2 of 1..2", [Vector(1, 1), Vector(1, 2), Vector(2, 1), Vector(2, 2)]),
    ],
)
def test_domains(text: str, values: list[object]) -> None:
    """Ranges with ends, lists, single values, decimals exactly, vectors."""
    domain = domain_of(text)
    assert [domain.at(index) for index in range(domain.size)] == values


@given(st.integers(2, 4), st.integers(0, 10**6))
def test_distinct_vectors(length: int, index: int) -> None:
    """Every index below the size gives another vector without repetition."""
    domain = domain_of(f"{length} distinct of -3..3")
    vectors = {domain.at((index + i) % domain.size) for i in range(20)}
    assert len(vectors) == 20
    assert all(len(set(vector.cells)) == length for vector in vectors)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("20..8", "it is empty: write the smaller number first"),
        ("8..20 by 0", "it is empty: write a step above 0 after by"),
        ("3 distinct of 1..2", "there are no 3 distinct values among 2: write a wider range"),
        ("1, 1", "a value is listed twice: write each once"),
        ("1..10^12", "that has too many values: write a narrower range"),
        ("1 of 1..9", "a vector has 2 to 12 components: write another number before of"),
        ("some", '\'some\' is no number: write "16..64 by 4", "1, 3, 5" or "3 distinct of -3..3"'),
        ("1,,2", 'write "16..64 by 4", "1, 3, 5" or "3 distinct of -3..3"'),
    ],
)
def test_faults_of_domains(text: str, says: str) -> None:
    """A domain that is empty or unreadable says what to write."""
    with pytest.raises(Fault) as caught:
        domain_of(text)
    assert str(caught.value) == says


def test_values_of_tests() -> None:
    """Numbers exactly, and vectors in brackets."""
    assert value_of("0.1") == Fraction(1, 10)
    assert value_of("[1, 1/2]") == Vector(1, Fraction(1, 2))


@pytest.mark.parametrize(
    ("within", "rtol"), [("", 0.01), ("0.5 %", 0.005), ("2%", 0.02), ("4 figures", 0.0005)]
)
def test_tolerances(within: str, rtol: float) -> None:
    """Percent, or significant figures: half a unit of the last one, where it weighs most."""
    assert tolerance(within) == rtol


@pytest.mark.parametrize("within", ["half", "0 %", "50 %", "1 figures", "%", ". %", "-1 %"])
def test_other_tolerances_are_refused(within: str) -> None:
    """The fault says what to write."""
    with pytest.raises(Fault, match=r"write .0\.5 %"):
        tolerance(within)
