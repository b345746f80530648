"""What a word may mean: names, constants, functions, and several run together."""

from __future__ import annotations

import pytest

from dldrill.faults import Fault
from dldrill.maths.vocabulary import FUNCTIONS, Vocabulary, spelling

NAMES = ("B", "C", "a", "x", "Delta", "lambda", "s_y", "beta1", "in_channels", "W_{ij}", "eps")


def meant(word: str, names: tuple[str, ...] = NAMES) -> list[str]:
    """The pieces, functions with brackets behind them, constants with a dot."""
    marks = {"name": "", "function": "()", "constant": ".", "number": "#"}
    return [piece.text + marks[piece.kind] for piece in Vocabulary(names).pieces(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("B", ["B"]),
        ("BC", ["B", "C"]),
        ("aDelta", ["a", "Delta"]),
        ("axlambda", ["a", "x", "lambda"]),
        ("xe", ["x", "e."]),
        ("pi", ["pi."]),
        ("Pi", ["pi."]),
        ("PI", ["pi."]),
        ("e", ["e."]),
        ("s_y", ["s_y"]),
        ("s_{y}", ["s_y"]),
        ("sy", ["s_y"]),
        ("as_y", ["a", "s_y"]),
        ("beta1", ["beta1"]),
        ("beta_1", ["beta1"]),
        ("beta_{1}", ["beta1"]),
        ("in_channels", ["in_channels"]),
        ("W_ij", ["W_{ij}"]),
        ("epsilon", ["eps"]),
        ("lam", ["lambda"]),
        ("sqrt", ["sqrt()"]),
        ("SQRT", ["sqrt()"]),
        ("ReLU", ["relu()"]),
        ("log_2", ["log2()"]),
        ("log_{10}", ["log10()"]),
        ("sigma", ["sigmoid()"]),
        ("sgn", ["sign()"]),
        ("ln2", ["ln()", "2#"]),
        ("sqrt2", ["sqrt()", "2#"]),
        ("xln2", ["x", "ln()", "2#"]),
        ("Bexp", ["B", "exp()"]),
        ("sinx", ["sin()", "x"]),
    ],
)
def test_reads(word: str, expected: list[str]) -> None:
    """Each word is read as these factors."""
    assert meant(word) == expected


def test_a_declared_name_comes_first() -> None:
    """A question may call its variables e, pi, sigma or BC."""
    names = ("e", "pi", "sigma", "BC", "B", "C", "relu")
    for word in names:
        assert meant(word, names) == [word]


def test_the_longest_names_that_fit() -> None:
    """Where the longest name leaves an unknown rest, a shorter one is tried."""
    assert meant("abc", ("a", "ab", "bc")) == ["a", "bc"]
    assert meant("abab", ("a", "b", "ab")) == ["ab", "ab"]


def test_a_doubtful_joined_spelling_is_refused() -> None:
    """``ab_c`` and ``a_bc`` both join to ``abc``, so ``abc`` is neither."""
    assert meant("abc", ("ab_c",)) == ["ab_c"]
    with pytest.raises(Fault):
        meant("abc", ("ab_c", "a_bc"))
    with pytest.raises(Fault):
        meant("abc", ("ab_c", "a_bc", "a_b_c"))


@pytest.mark.parametrize(
    ("word", "names", "says"),
    [
        ("b", ("B",), "did you mean B?"),
        ("delta", ("Delta",), "did you mean Delta?"),
        ("q", ("B", "A"), "the names here are A, B, e and pi."),
        ("q", (), "write numbers, e, pi and functions such as sqrt, exp and ln."),
        ("beta", ("b", "t", "a"), "the names here are"),
        ("x1", ("x",), "the names here are x"),
        ("log3", (), "write numbers"),
        ("E", (), "write numbers"),
        ("os", ("o", "x"), "the names here are"),
    ],
)
def test_refuses(word: str, names: tuple[str, ...], says: str) -> None:
    """An unknown word is refused with what to write instead."""
    with pytest.raises(Fault, match="I do not know") as caught:
        Vocabulary(names).pieces(word, 7)
    assert says in str(caught.value)
    assert (caught.value.code, caught.value.position) == ("name", 7)


def test_many_names_are_not_all_listed() -> None:
    """The list of names in a fault ends after a dozen."""
    with pytest.raises(Fault) as caught:
        Vocabulary([f"q{i}" for i in range(40)]).pieces("z")
    assert str(caught.value).count("q") == 12


def test_other_functions() -> None:
    """A caller decides which functions there are."""
    only = Vocabulary((), {"total": (1, 1)})
    assert only.pieces("total")[0].kind == "function"
    with pytest.raises(Fault):
        only.pieces("sqrt")


@pytest.mark.parametrize(
    ("name", "key"), [("x_1", "x1"), ("x_{1}", "x1"), ("s_{y}", "s_y"), ("beta12", "beta12")]
)
def test_spelling(name: str, key: str) -> None:
    """Braces, and the bar before a digit, do not make another name."""
    assert spelling(name) == key


def test_the_functions_are_those_of_the_answers() -> None:
    """The functions and the numbers of their arguments are a literal set."""
    one = "exp ln log2 log10 sqrt abs sin cos tan sinh cosh tanh sech sigmoid relu floor ceil sign"
    expected = dict.fromkeys([*one.split(), "positive"], (1, 1))
    expected |= {"log": (1, 2), "max": (2, 8), "min": (2, 8)}
    assert dict(FUNCTIONS) == expected
