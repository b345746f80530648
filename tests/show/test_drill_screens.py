"""The screens of a drill: heads, prompts, verdicts and summaries."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from screens import LOOKS, accepted, dealt, tidy

from dldrill.answer.kinds import KINDS
from dldrill.answer.spec import Spec
from dldrill.bank.exam import exam_named
from dldrill.bank.library import load
from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.paper import paper
from dldrill.grading.attempt import Attempt
from dldrill.grading.marking import grade
from dldrill.grading.sitting import Sitting
from dldrill.grading.verdict import PartVerdict, Verdict
from dldrill.show.drill import (
    asking,
    head,
    help_on_keys,
    judged,
    minutes,
    points,
    read_as,
    remark,
    summary,
    verdict_of,
)
from dldrill.show.exam import before, overview, posed
from dldrill.show.look import Look

WIDE = Look(80)
HOSTILE = "\x1b[31m\u202e\x07x"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (3600, "60:00"), (-3, "0:00")]
)
def test_minutes(seconds: float, shown: str) -> None:
    """Times are minutes and two-digit seconds, never negative."""
    assert minutes(seconds) == shown


@pytest.mark.parametrize(("value", "shown"), [(4.0, "4"), (2.5, "2.5"), (0, "0")])
def test_points(value: float, shown: str) -> None:
    """Whole points have no fraction."""
    assert points(value) == shown


PROMPTS = {
    "integer": (Spec(), "a whole number"),
    "number": (Spec(rtol=0.05), "within 5 %"),
    "shape": (Spec(), "like 4x4x5"),
    "vector": (Spec(size=(1, 3)), "3 numbers, like 1, 0, within 1 %"),
    "matrix": (Spec(size=(2, 3)), "2×3, rows by ;"),
    "signs": (Spec(size=(2, 2)), "+ - 0, rows by ;"),
    "expression": (Spec(names={"B": "size", "tau": "positive"}), "in B, tau"),
    "letters": (Spec(letters="ABCD"), "like AC, or none"),
    "matching": (Spec(), "like 1A 2C"),
    "order": (Spec(letters="ABC"), "like CBA"),
    "text": (Spec(words=("red", "blue")), "red blue"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_prompts(kind: str) -> None:
    """Each kind of answer is asked for with how it is written."""
    spec, how = PROMPTS[kind]
    part = Part("x", "the value", kind, None, spec)
    assert asking(part, False, WIDE) == f"answer ({how}, ? for keys) > "
    assert asking(part, True, LOOKS["ascii"]).isascii()


@pytest.mark.parametrize(
    ("spec", "unit", "prompt"),
    [
        (Spec(letters="TF"), None, "the value (t or f, ? for keys) > "),
        (Spec(letters="ABC", count=1), None, "the value (one letter, ? for keys) > "),
        (Spec(letters="ABC"), "MB", "the value in MB (like AC, or none, ? for keys) > "),
    ],
)
def test_prompts_for_letters(spec: Spec, unit: str | None, prompt: str) -> None:
    """What has two answers, or one letter, or a unit, is asked for accordingly."""
    assert asking(Part("x", "the value", "letters", None, spec, unit=unit), True, WIDE) == prompt


ANSWERS = {
    "right": ("ist-feb23/P1.1", {"params": "1693362"}),
    "named-mistake": ("ist-feb23/P1.1", {"conv1": "8192", "params": "5"}),
    "unreadable": ("ist-feb23/P1.1", {"params": "many"}),
    "expression": ("uw-sp24-q4/3.1", {"loss": "ln(1+B)"}),
    "parts": ("uw-sp23-mid/3.5.3.5", {"s": "2,-1,-3", "ds": "1, 1, 0", "signs": "++0;000;--0"}),
    "select-all": ("uw-sp24-q4/2.1", {"choice": "ABD"}),
    "claim": ("uw-sp24-q4/1.4", {"verdict": "t"}),
}


@pytest.mark.parametrize("look", LOOKS)
def test_golden(look: str) -> None:
    """Verdicts of each kind look as they were accepted, in each look."""
    shown = LOOKS[look]
    screens = []
    for name, (question, answers) in ANSWERS.items():
        asked = dealt(question)
        attempt = Attempt(asked, answers, grade(asked, answers), 47)
        screens += [f"== {name}\n", tidy(judged(attempt, shown), shown)]
        echoed = read_as(attempt, shown)
        screens += [tidy(echoed, shown)] if echoed is not None else []
    accepted("".join(screens), f"test_drill-verdicts-{look}")


def test_beside_an_unreadable_answer_nothing_is_given_away() -> None:
    """What could be read is shown as it was read: neither judged, nor beside what is right."""
    asked = dealt("uw-sp23-mid/3.5.3.5")
    answers = {"s": "2,-1,-3", "ds": "7, 7, 7", "signs": "perhaps"}
    screen = tidy(verdict_of(grade(asked, answers), WIDE), WIDE)
    first, good, bad, unread, *_ = screen.splitlines()
    assert first.startswith("? unreadable")
    assert good.split() == ["·", "s", *good.split()[2:]]
    assert bad.split() == ["·", "ds", *bad.split()[2:]]
    assert unread.split() == ["?", "signs"]
    assert not {"✓", "✗", "right", "wrong"} & set(screen.split())


def test_a_solution_asked_for_is_no_answer() -> None:
    """What was not answered is neither right nor wrong, and says so."""
    asked = dealt("ist-feb23/P1.1")
    screen = tidy(judged(Attempt(asked, {}, None, 5), WIDE), WIDE)
    assert screen == "– not answered   0:05 of 12:00\n"


@pytest.mark.parametrize(
    ("says", "lines"),
    [
        ("one text\nof a bank", ["    one text of a bank"]),
        ("A is true: one\nreason\nB is false: no", ["    A is true: one reason", "    B is false: no"]),
    ],
)
def test_remarks(says: str, lines: list[str]) -> None:
    """The reason of each option stands on a line of its own; a bank's own lines are joined."""
    assert tidy(remark(says, WIDE), WIDE).splitlines() == lines


@pytest.mark.parametrize(
    ("typed", "echo"),
    [
        ("1693362", None),
        ("1 693 362", None),
        ("1,693,362", None),
        ("1.7M", "read as 1,700,000"),
        ("2^10", "read as 1,024"),
    ],
)
def test_read_as(typed: str, echo: str | None) -> None:
    """How an answer was read is told unless it was typed that way."""
    asked = dealt("ist-feb23/P1.1")
    shown = read_as(Attempt(asked, {}, grade(asked, {"params": typed}), 5), WIDE)
    assert (shown.plain if isinstance(shown, Text) else shown) == echo


@pytest.mark.parametrize(
    ("kind", "typed", "value", "echo"),
    [
        ("shape", "63x5", (63, 5), None),
        ("shape", "(63, 5)", (63, 5), "read as 63×5"),
        ("vector", "-1, 0", (-1, 0), None),
        ("vector", "-1 0", (-1, 0), "read as [-1, 0]"),
        ("number", "−0.5", -0.5, None),
        ("matching", "1a 2c", ("A", "C"), None),
        ("matching", "ac", ("A", "C"), "read as 1A 2C"),
        ("order", "cab", ("C", "A", "B"), None),
        ("integer", "12,5", 125, "read as 125"),
    ],
)
def test_signs_that_mean_the_same_are_not_echoed(kind: str, typed: str, value: Any, echo: str | None) -> None:
    """A reading that differs in blanks, brackets, or the sign for times and minus only leaves no doubt."""
    part = PartVerdict("x", kind, "wrong", typed, value, value)
    attempt = Attempt(dealt("ist-feb23/P1.1"), {}, Verdict("wrong", 0, 1, (part,)), 5)
    shown = read_as(attempt, WIDE)
    assert (shown.plain if isinstance(shown, Text) else shown) == echo


def test_one_target() -> None:
    """The verdict measures by the time that the head of the question told, the summary too."""
    asked = dealt("ist-feb23/P1.1")
    attempt = Attempt(asked, {}, grade(asked, {"params": "1693362"}), 47, target=83)
    assert "0:47 of 1:23" in tidy(judged(attempt, WIDE), WIDE)
    row = tidy(summary([attempt], 60, "dldrill drill", WIDE), WIDE).splitlines()[4]
    assert row.split() == ["convolution", "1/1", "0:47", "1:23"]


@pytest.mark.parametrize("look", LOOKS.values())
def test_summary(look: Look) -> None:
    """The summary counts what was answered by topic, and leads on to what was missed."""
    wrong, right = dealt("ist-feb23/P1.1", "s" + HOSTILE), dealt("uw-sp24-q4/3.1")
    attempts = [
        Attempt(wrong, {}, grade(wrong, {"params": "3"}), 30),
        Attempt(wrong, {}, grade(wrong, {"params": "many"}), 30),
        Attempt(right, {}, grade(right, {"loss": "ln(1+(B-1)/e^2)"}), 90),
    ]
    words = " ".join(tidy(summary(attempts, 150, "dldrill drill", look), look).split())
    assert "2 questions in 2:30" in words
    assert "1/2 right 4/14 points 1 answer could not be read: not counted" in words
    assert "dldrill drill --topic convolution dldrill drill" in words
    assert "dldrill solve convolution/dqn-parameters --seed 's\\x1b[31m" in words


def test_summary_of_nothing() -> None:
    """A drill that was left at once has no table."""
    assert tidy(summary([], 3, "dldrill drill", WIDE), WIDE).endswith("nothing was answered\n")
    asked = dealt("ist-feb23/P1.1")
    unread = [Attempt(asked, {}, grade(asked, {"params": "many"}), 30)] * 7
    told = "nothing was answered\n7 answers could not be read: not counted\n"
    assert tidy(summary(unread, 3, "dldrill drill", WIDE), WIDE).endswith(told)


@pytest.mark.parametrize("look", LOOKS.values())
def test_keys_keep_to_the_width(look: Look) -> None:
    """What a key does stands beside it, not under it."""
    screen = tidy(help_on_keys(look), look)
    starts = ("  ?", "  :", "  name=", "  g ", "  u ", " " * 14)
    assert all(line.startswith(starts) for line in screen.splitlines())


@given(seed=st.text(max_size=30), look=st.sampled_from([*LOOKS.values(), Look(20)]))
def test_any_seed_is_shown(seed: str, look: Look) -> None:
    """A seed is any text, and none of it reaches the terminal as a control character."""
    asked = dataclasses.replace(CLAIM, seed=seed)
    assert "target" in tidy(head(asked, 1, 3, look), look)


CLAIM = dealt("uw-sp24-q4/1.4")
GRADED = [dealt(name) for name in ("ist-feb23/P1.1", "uw-sp24-q4/3.1", "uw-sp24-q4/2.1", "uw-sp24-q4/1.4")]


@given(
    asked=st.sampled_from(GRADED),
    typed=st.one_of(st.text(max_size=40), st.text("0123456789.,e^*/()-AB ", max_size=30)),
    look=st.sampled_from([*LOOKS.values(), Look(20)]),
)
def test_any_answer_is_answered(asked: Dealt, typed: str, look: Look) -> None:
    """Whatever was typed, its verdict has no control character and keeps to the width."""
    found = grade(asked, {asked.parts[-1].name: typed})
    assert found.verdict in tidy(verdict_of(found, look, "0:10"), look)


@pytest.mark.parametrize("look", LOOKS.values())
def test_typed_answers_of_an_exam_are_harmless(look: Look) -> None:
    """What was typed into an exam comes back without its control characters."""
    exam = exam_named("uw-sp24-q4")
    placed = paper(exam, load(), None)
    sitting = Sitting(placed, 1000, answers={placed[0].item.number: {"verdict": HOSTILE}})
    for screen in (posed(exam, sitting, placed[0], 60, look), overview(sitting, look)):
        assert "\\x1b[31m\\u202e\\x07x" in "".join(tidy(screen, look).split())


@pytest.mark.parametrize("look", LOOKS.values())
def test_the_rules_of_an_exam_hang(look: Look) -> None:
    """The further lines of a rule stand under its words, not under its bullet."""
    exam = exam_named("uw-sp24-q4")
    rules = tidy(before(exam, None, look), look).rstrip().splitlines()
    first = next(at for at, line in enumerate(rules) if line.startswith(("• ", "- ")))
    lines = rules[first:]
    assert {line[:2] for line in lines} <= {"• ", "- ", "  "}
    assert sum(line[:2] != "  " for line in lines) == len(exam.rules)
