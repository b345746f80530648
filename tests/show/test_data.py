"""The JSON that scripts rely on: exact keys, exact types, the same bytes from the same seed."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from screens import dealt

from dldrill.answer.kinds import KINDS, read, same
from dldrill.bank.library import load
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.source import Source, with_givens
from dldrill.families import family, names
from dldrill.grading.marking import grade
from dldrill.maths.linear import Matrix, Vector
from dldrill.proving.roads import Proof, prove
from dldrill.show.data import answer_value, dumps, plain, variant, verdict

VARIANT = {
    "id": str,
    "family": str | None,
    "topic": str,
    "type": str,
    "sources": list,
    "seed": str,
    "index": int,
    "minutes": int | float,
    "points": int | float,
    "ask": str,
    "givens": dict,
    "answers": list,
    "steps": list,
    "mistakes": list,
    "verified": dict,
    "figure": dict | None,
}
ANSWER = {
    "name": str,
    "label": str,
    "kind": str,
    "value": object,
    "exact": str,
    "unit": str | None,
    "rtol": int | float,
}
STEP = {"name": str, "why": str, "formula": str, "figures": str, "value": object}
MISTAKE = {"name": str, "says": str, "steps": list, "answers": dict}
VERIFIED = {"ok": bool | None, "roads": list, "how": str | None}
FIGURE = {"alt": str, "table": list, "svg": str}
VERDICT = {"verdict": str, "points": int | float, "of": int | float, "parts": list}
PART = {
    "name": str,
    "verdict": str,
    "given": str,
    "read": object,
    "right": object,
    "mistake": str | None,
    "carried": bool,
    "says": str,
}
OPTIONS: dict[str, dict[str, Any]] = {
    "claim": {"true": bool, "why": str},
    "choose": {"true": bool, "why": str},
    "match": {"why": str},
    "order": {"why": str},
    "explain": {"points": int | float},
}
VALUES: dict[str, Any] = {
    "integer": int,
    "number": int | float,
    "shape": list,
    "vector": list,
    "matrix": list,
    "signs": list,
    "expression": str,
    "letters": list,
    "matching": list,
    "order": list,
    "text": str | list,
}


def fits(found: Any, schema: dict[str, Any], *more: str) -> None:
    """A dictionary has exactly these keys, each with a value of its type."""
    assert set(found) - set(more) == set(schema)
    for key, kind in schema.items():
        assert isinstance(found[key], kind), (key, found[key])
        assert kind is object or not (
            isinstance(found[key], bool) and kind != (bool | None) and kind is not bool
        )


def parsed(shown: dict[str, Any]) -> Any:
    """What a script reads."""
    line = dumps(shown)
    assert "\n" not in line
    return json.loads(line)


def check(asked: Dealt, proof: Proof | None = None) -> Any:
    """The JSON of a question, every level of it as promised."""
    found = parsed(variant(asked, proof))
    fits(found, VARIANT, "options", "items", "note")
    for answer in found["answers"]:
        fits(answer, ANSWER)
        assert answer["kind"] in KINDS
        assert answer["value"] is None or isinstance(answer["value"], VALUES[answer["kind"]])
    for step in found["steps"]:
        fits(step, STEP)
    for mistake in found["mistakes"]:
        fits(mistake, MISTAKE)
        assert set(mistake["answers"]) <= {answer["name"] for answer in found["answers"]}
    fits(found["verified"], VERIFIED)
    for option in found.get("options", []):
        fits(option, {"letter": str, "text": str} | OPTIONS[found["type"]], "figure")
    for figure in [found["figure"], *(option.get("figure") for option in found.get("options", []))]:
        if figure is not None:
            fits(figure, FIGURE)
            assert all(isinstance(cell, str) for row in figure["table"] for cell in row)
    return found


@pytest.mark.parametrize("name", names())
def test_families(name: str) -> None:
    """A variant of each family has the promised keys and types."""
    found = check(Source(family(name), "schema").deal(0))
    assert found["family"] == found["id"] == name
    assert found["steps"]
    assert found["verified"] == {"ok": None, "roads": [], "how": None}


ONE_OF_EACH = {question.type + str(getattr(question, "family", "") != ""): question.id for question in load()}


@pytest.mark.parametrize("name", ONE_OF_EACH.values())
def test_types(name: str) -> None:
    """A question of each type has the promised keys and types."""
    found = check(dealt(name, "schema"))
    assert found["topic"] == name.partition("/")[0]
    assert ("options" in found) is (found["type"] != "compute")


def test_the_variant_of_the_interface() -> None:
    """The question that the documentation shows has the values that it shows."""
    asked = dealt("ist-feb23/P1.1")
    assert asked.problem is not None
    found = check(asked, prove(asked.problem))
    assert found["id"] == "convolution/dqn-parameters"
    assert found["sources"] == ["ist-feb23/P1.1"]
    assert (found["points"], found["minutes"]) == (10, 12)
    assert found["answers"] == [
        {
            "name": "params",
            "label": "parameters of the network",
            "kind": "integer",
            "value": 1693362,
            "exact": "1693362",
            "unit": None,
            "rtol": 0,
        }
    ]
    assert found["verified"]["ok"] is True
    assert found["verified"]["roads"] == ["steps", "sympy", "numpy"]


def test_a_disagreement_is_not_verified() -> None:
    """A failed proof is false, not null."""
    asked = dealt("ist-feb23/P1.1")
    found = check(asked, Proof(("steps", "sympy"), ("params: 1 or 2",)))
    assert found["verified"]["ok"] is False


@pytest.mark.parametrize("name", names())
def test_givens_rebuild_the_problem(name: str) -> None:
    """The givens of a variant, put back in, make the same question with the same answers."""
    asked = Source(family(name), "rebuild").deal(0)
    found = parsed(variant(asked, None))
    again = parsed(variant(with_givens(family(name), found["givens"]), None))
    assert {**again, "seed": found["seed"]} == found


def test_same_seed_same_bytes() -> None:
    """The same seed gives the same line, byte for byte, another seed another."""
    first, again, other = (dumps(variant(dealt("ist-feb23/P1.1", seed), None)) for seed in ("a", "a", "b"))
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, 3),
        (True, True),
        (None, None),
        (0.5, 0.5),
        (Fraction(4, 2), 2),
        (Fraction(1, 4), 0.25),
        (Vector(1, Fraction(1, 2)), [1, 0.5]),
        (Matrix((1, 0), (-1, 1)), [[1, 0], [-1, 1]]),
        (frozenset("CA"), ["A", "C"]),
        ((1, (2, 3)), [1, [2, 3]]),
        ({"a": Fraction(1, 2)}, {"a": 0.5}),
        ("text", "text"),
    ],
)
def test_plain(value: object, shown: object) -> None:
    """Values become numbers, strings, booleans and lists."""
    found = plain(value)
    assert found == shown
    assert type(found) is type(shown)


def test_answers_of_letters_and_signs() -> None:
    """Letters are a sorted list, signs a list of lists, expressions text that reads back."""
    asked = dealt("uw-sp24-q4/3.1").parts[-1]
    text = answer_value("expression", asked.right)
    assert same("expression", asked.right, read("expression", text, asked.spec), asked.spec)
    assert answer_value("letters", frozenset("CAB")) == ["A", "B", "C"]
    assert answer_value("signs", (("+", "0"), ("-", "+"))) == [["+", "0"], ["-", "+"]]
    assert answer_value("number", None) is None


def test_infinity_is_not_printed() -> None:
    """JSON has no infinity: it is refused rather than printed."""
    with pytest.raises(ValueError, match="JSON"):
        dumps({"value": float("inf")})


@pytest.mark.parametrize(
    ("name", "answers", "judged", "earned"),
    [
        ("ist-feb23/P1.1", {"params": "1693362"}, "right", 10),
        ("ist-feb23/P1.1", {"params": "5"}, "wrong", 0),
        ("ist-feb23/P1.1", {"params": "many"}, "unreadable", 0),
        ("ist-feb23/P1.1", {"conv1": "8192", "params": "5"}, "wrong", 0),
        ("uw-sp24-q4/3.1", {"loss": "ln(1 + (B-1)/e^2)"}, "right", 4),
        ("uw-sp24-q4/2.1", {"choice": "ABC"}, "right", 4),
        ("uw-sp24-q4/1.4", {"verdict": "t"}, "wrong", 0),
        ("uw-sp23-mid/3.5.3.5", {"s": "2,-1,-3", "ds": "1,1,0", "signs": "++0;000;--0"}, "partly", None),
    ],
)
def test_verdicts(name: str, answers: dict[str, str], judged: str, earned: float | None) -> None:
    """A verdict of each kind has the promised keys and types."""
    found = parsed(verdict(grade(dealt(name), answers)))
    fits(found, VERDICT)
    assert found["verdict"] == judged
    assert earned is None or found["points"] == earned
    assert 0 <= found["points"] <= found["of"]
    for part in found["parts"]:
        fits(part, PART)
        assert part["verdict"] in {"right", "partly", "wrong", "unreadable"}
        assert part["given"] == answers[part["name"]]
        assert (part["read"] is None) is (part["verdict"] == "unreadable")


def test_a_mistake_is_named() -> None:
    """A known slip has its name and a sentence, as the interface shows."""
    asked = dealt("ist-feb23/P1.1")
    slips = {one["name"]: one for one in parsed(variant(asked, None))["mistakes"]}
    typed = str(slips["no-bias"]["answers"]["params"])
    (part,) = parsed(verdict(grade(asked, {"params": typed})))["parts"]
    assert part["mistake"] == "no-bias"
    assert part["says"]
    assert (part["read"], part["right"], part["carried"]) == (int(typed), 1693362, False)
