"""Every fault of a question of formulas, with the keys that lead to it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from dldrill.derivation.compiling import compiled, faults_of, like, tolerance
from dldrill.derivation.written import Written, WrittenAnswer, WrittenMistake, WrittenStep
from dldrill.faults import Fault
from dldrill.maths.linear import Vector

ROOM = WrittenStep("room", "n + 2*p - k", "why", (WrittenMistake("pad-once", "n + p - k", "on both sides"),))
WIDTH = WrittenStep("width", "floor(room/s) + 1", "why")
GIVEN = (("n", "8..20 by 4"), ("k", "1, 3, 5"), ("s", "1..3"), ("p", "0..2"))
SLOTS = "@{n} @{k} @{s} @{p}"
AS_STEPS = "it is the step's own formula: write what people get wrong"
GROWS = "powers of powers grow too large: use one power, or exp and ln"
COMPARED = "vectors are not compared: use a component, as in z[1]"
WITHIN = 'write "0.5 %" (up to 20 %) or "4 figures" (2 to 9)'


def written(**other: Any) -> Written:
    """A question without fault, with some of it replaced; ``more`` are further givens."""
    more = other.pop("more", ())
    usual = {
        "id": "toys/width", "where": "toys.toml:1", "topic": "toys", "minutes": 1.0,
        "ask": " ".join([SLOTS, *(f"@{{{name}}}" for name, _ in more)]), "given": (*GIVEN, *more),
        "require": ("width >= 2",), "steps": (ROOM, WIDTH), "answers": (WrittenAnswer("width"),),
        "checks": (("width", "count(i, 0, n + 2*p - k, i mod s = 0)"),),
    }  # fmt: skip
    return Written(**{**usual, **other})


def is_(*formulas: str) -> tuple[WrittenStep, ...]:
    """The two steps with other formulas."""
    return tuple(step._replace(formula=text) for step, text in zip((ROOM, WIDTH), formulas, strict=True))


def wrong(formula: str) -> tuple[WrittenStep, ...]:
    """The two steps, with another mistake at the second of its kind."""
    return (ROOM._replace(mistakes=(*ROOM.mistakes, WrittenMistake("bad", formula, ""))), WIDTH)


@pytest.mark.parametrize(
    ("other", "place", "says"),
    [
        ({"more": (("2x", "1"),)}, ("given", "2x"),
         "'2x' is no name: write letters and digits, as in n, d_model or beta_1"),
        ({"more": (("x" * 41, "1"),)}, ("given", "x" * 41),
         f"'{'x' * 40}' is no name: write letters and digits, as in n, d_model or beta_1"),
        ({"more": (("z", "2 of 1..3"), ("z_2", "1"))}, ("given", "z_2"),
         "the name 'z_2' looks like a component of a vector: choose another"),
        ({"more": (("z", "9..8"),)}, ("given", "z"),
         "given z = '9..8': it is empty: write the smaller number first"),
        ({"steps": is_("n + q", "room/s")}, ("step", 0, "is"),
         "step room: 'n + q': I do not know 'q'; the names here are k, n, p, s."),
        ({"steps": is_("n - width", "room/s")}, ("step", 0, "is"),
         "step room: 'n - width': width is not known yet: use the givens and the steps before"),
        ({"steps": is_("n - k", "count(i, 0, room, i mod s = 0)")}, ("step", 1, "is"),
         "step width: 'count(i, 0, room, i mod s = 0)': count over a range belongs in the check: "
         "write a formula without it"),
        ({"more": (("z", "3 of 1..2"), ("y", "2 of 1..2")), "steps": is_("z + y", "room/s")},
         ("step", 0, "is"), "step room: 'z + y': vectors of 3 and 2 components do not go together"),
        ({"more": (("z", "3 of 1..2"),), "steps": is_("n", "2*z"), "require": ()}, ("step", 1, "is"),
         "step width is a vector: answer with a number, as sum(width) or a component"),
        ({"steps": is_("n^9999", "room^9999")}, ("step", 1, "is"), f"step width: {GROWS}"),
        ({"steps": is_("n^10", "room^10001")}, ("step", 1, "is"), f"step width: {GROWS}"),
        ({"steps": (ROOM._replace(name="n"), WIDTH)}, ("step", 0, "name"),
         "the name 'n' stands twice: rename one of the two"),
        ({"steps": wrong("n + q")}, ("step", 0, "mistakes", 1),
         "step room, mistake bad: 'n + q': I do not know 'q'; the names here are k, n, p, room, s."),
        ({"steps": wrong("room")}, ("step", 0, "mistakes", 1), f"step room, mistake bad: {AS_STEPS}"),
        ({"steps": wrong("n + 2*p - k")}, ("step", 0, "mistakes", 1), f"step room, mistake bad: {AS_STEPS}"),
        ({"more": (("z", "3 of 1..2"),), "steps": wrong("z")}, ("step", 0, "mistakes", 1),
         "step room, mistake bad: a vector for a number, or the other way round"),
        ({"require": ("k <= n", "n = k + m")}, ("require", 1),
         "require: 'n = k + m': I do not know 'm'; the names here are k, n, p, room, s, width."),
        ({"more": (("z", "3 of 1..2"),), "require": ("z > 2",)}, ("require", 0),
         f"require: 'z > 2': {COMPARED}"),
        ({"more": (("z", "3 of 1..2"),), "require": ("n = z",)}, ("require", 0),
         f"require: 'n = z': {COMPARED}"),
        ({"checks": (("width", "width"),)}, ("check", "width"),
         "check: 'width': width is a step: write the check of the givens alone"),
        ({"checks": (("width", "floor((n + 2*p - k)/s) + 1"),)}, ("check", "width"),
         "check: it is the steps' own formula: find the answer in another way"),
        ({"more": (("z", "3 of 1..2"),), "checks": (("width", "2*z"),)}, ("check", "width"),
         "check: '2*z': it gives a vector: give a number"),
        ({"more": (("z", "3 of 1..2"),), "checks": (("width", "n"), ("room", "n + z[9]"))}, ("check", "room"),
         "check of room: 'n + z[9]': z has the components 1 to 3, not 9"),
        ({"ask": f"{SLOTS} @{{nn}}"}, ("ask",), "ask: @{nn} names no given: did you mean n?"),
        ({"ask": f"{SLOTS} @{{q}}"}, ("ask",), "ask: @{q} names no given: write one of n, k, s, p"),
        ({"ask": "@{n} @{k} @{s}"}, ("ask",), "ask: the given p is not in the text: write @{p}"),
        ({"more": (("z", "1..3"),)}, ("given", "z"), "the given z is used in no step: remove it"),
        ({"steps": is_("n + p + k + s", "n")}, ("step", 0),
         "the step room leads to no answer: remove it, or add it to answer"),
        ({"answers": (WrittenAnswer("width", within="half"),)}, ("within",), f"within 'half': {WITHIN}"),
        ({"tests": ((("n", "8.5"), ("k", "1"), ("s", "1"), ("p", "0")),)}, ("tests", 0),
         "tests: 17/2 stands for a whole number"),
    ],
)  # fmt: skip
def test_faults(other: dict[str, Any], place: tuple[str | int, ...], says: str) -> None:
    """A fault is told in a line, once, and its place are the keys of the bank that lead to it."""
    assert [(fault.says, fault.place) for fault in faults_of(written(**other)) if fault.place == place] == [
        (says, place)
    ]
    assert compiled(written(**other))[0] is None


def test_a_question_without_fault() -> None:
    """Slots may have a format, powers may grow up to the bound, a mistake may name its own step."""
    assert faults_of(written()) == []
    assert faults_of(written(ask="@{ n : x } @{k} @{s} @{p}")) == []
    steps = (ROOM, WIDTH._replace(formula="room^(10^0)/s", mistakes=(WrittenMistake("m", "width + 1", ""),)))
    assert faults_of(written(steps=steps)) == []
    assert faults_of(written(steps=is_("(n + p + k + s)^10", "room^10000"), require=())) == []


def test_what_is_compiled() -> None:
    """Steps, requirements with the steps that they wait for, answers with how they are asked for."""
    answers = (WrittenAnswer("width", "the width", "px", 3, "2 %"), WrittenAnswer("room", within="3 figures"))
    checks = (("width", "n"), ("room", "k"))
    require = ("width >= 2", "k <= n", "room > p")
    found, faults = compiled(written(answers=answers, checks=checks, require=require))
    assert found is not None
    assert faults == []
    assert [(one.text, one.sign, one.names, one.after) for one in found.requirements] == [
        ("k <= n", "<=", ("k", "n"), 0), ("room > p", ">", ("room", "p"), 1),
        ("width >= 2", ">=", ("width",), 2),
    ]  # fmt: skip
    room, width = found.steps
    assert (room.name, room.why, [mistake.kind for mistake in room.mistakes]) == ("room", "why", ["pad_once"])
    assert room.mistakes[0].says == "on both sides"
    assert room.asked is not None
    assert (room.asked.rtol, room.asked.unit, room.asked.label) == (0.005, None, "")
    assert width.asked is not None
    assert (width.asked.rtol, width.asked.unit, width.asked.label, width.asked.points) == (
        0.02,
        "px",
        "the width",
        3,
    )
    assert list(found.checks) == ["width", "room"]
    assert found.defaults == {"n": 8, "k": 1, "s": 1, "p": 0}
    assert compiled(written(answers=(WrittenAnswer("width"),)))[0].steps[0].asked is None  # type: ignore[union-attr]


def test_defaults_are_the_first_test() -> None:
    """A test that names all givens is the example; one that does not leaves the first values."""
    whole = (("n", "12"), ("k", "3"), ("s", "2"), ("p", "1"), ("width", "6"))
    found, _ = compiled(written(tests=(whole,)))
    assert found is not None
    assert found.defaults == {"n": 12, "k": 3, "s": 2, "p": 1}
    found, _ = compiled(written(tests=(whole[1:], whole)))
    assert found is not None
    assert found.defaults == {"n": 8, "k": 1, "s": 1, "p": 0}


@pytest.mark.parametrize(
    ("first", "value", "found"),
    [
        (3, 4, 4),
        (3, Fraction(8, 2), 4),
        (Fraction(1, 2), 3, Fraction(3)),
        (Vector(1, 2), Vector(3, 4), Vector(3, 4)),
    ],
)
def test_values_are_of_the_kind_of_the_domain(first: Any, value: Any, found: Any) -> None:
    """Whole where the domain is whole, a fraction where it has fractions."""
    assert (like(first, value), type(like(first, value))) == (found, type(found))


@pytest.mark.parametrize(
    ("first", "value", "says"),
    [
        (3, Fraction(7, 2), "7/2 stands for a whole number"),
        (3, Vector(1), "a vector has another length, or stands for a number"),
        (Vector(1, 2), 1, "a vector has another length, or stands for a number"),
        (Vector(1, 2), Vector(1), "a vector has another length, or stands for a number"),
    ],
)
def test_values_of_another_kind(first: Any, value: Any, says: str) -> None:
    """They are refused."""
    with pytest.raises(Fault) as caught:
        like(first, value)
    assert (caught.value.code, str(caught.value)) == ("test", says)


@pytest.mark.parametrize(
    ("within", "rtol"),
    [("20 %", 0.2), ("0.000001 %", 1e-8), (".5%", 0.005), ("2 figures", 0.05), ("9 figures", 5e-9)],
)
def test_tolerances_at_their_ends(within: str, rtol: float) -> None:
    """The widest and the narrowest that can be written."""
    assert tolerance(within) == rtol


@pytest.mark.parametrize("within", ["20.1 %", "0.0 %", "10 figures", "4 figure", "4  figures", "100 %"])
def test_tolerances_beyond_their_ends(within: str) -> None:
    """Anything else is refused, whole."""
    with pytest.raises(Fault) as caught:
        tolerance(within)
    assert (caught.value.code, str(caught.value)) == ("within", f"within {within!r}: {WITHIN}")


Q = "step room: 'n + q + p': I do not know 'q'; the names here are k, n, p, s. It stands in 2 more formulas."
R = "require: 'room > r': I do not know 'r'; the names here are k, n, p, room, s, width."
EMPTY = "given z = '9..8': it is empty: write the smaller number first"


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({"steps": is_("n + q + p", "room/s + q"), "require": ("q > 1", "room > r", "r < 2")},
         [(Q, ("step", 0, "is")), (f"{R} It stands in 1 more formula.", ("require", 1))]),
        ({"require": ("room > r",)}, [(R, ("require", 0))]),
        ({"more": (("z", "3 of 1..2"),), "steps": is_("n + z_2", "room/s")},
         [("step room: 'n + z_2': I do not know 'z_2'; write z[2] for a component of z.",
           ("step", 0, "is"))]),
        ({"ask": "@{nn} @{kk} @{s} @{p}"},
         [("ask: @{nn} names no given: did you mean n?", ("ask",)),
          ("ask: @{kk} names no given: did you mean k?", ("ask",))]),
        ({"ask": "@{n} @{k} @{q}"},
         [("ask: @{q} names no given: write one of n, k, s, p", ("ask",)),
          ("ask: the given p is not in the text: write @{p}", ("ask",))]),
        ({"ask": "@{n @{k} @{s} @{p}"}, []),
        ({"more": (("z", "9..8"),), "steps": is_("z[1] + n", "room/s"), "require": ("z > 1", "room[1] > 2")},
         [(EMPTY, ("given", "z"))]),
        ({"more": (("z", "9..8"),), "checks": (("width", "z + 2*n"),)}, [(EMPTY, ("given", "z"))]),
        ({"more": (("z", "9..8"),), "ask": SLOTS}, [(EMPTY, ("given", "z"))]),
        ({"more": (("Pi", "1"),)}, [("the name 'Pi' is taken by a number: choose another", ("given", "Pi"))]),
        ({"more": (("PI", "1"),)}, [("the name 'PI' is taken by a number: choose another", ("given", "PI"))]),
        ({"more": (("exp", "1"),)},
         [("the name 'exp' is taken by a function: choose another", ("given", "exp"))]),
        ({"more": (("solve", "1"),)},
         [("the name 'solve' is taken by dldrill itself: choose another", ("given", "solve"))]),
    ],
)  # fmt: skip
def test_what_follows_from_a_fault_is_not_told(other: dict[str, Any], faults: list[Any]) -> None:
    """A name that nobody knows is told once, and what would fit once a fault is mended not at all."""
    assert [(fault.says, fault.place) for fault in faults_of(written(**other))] == faults
