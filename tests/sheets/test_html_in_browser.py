"""The page marks itself in a browser: right and wrong answers, mistakes by name, by keyboard, on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from html_pages import ask, form_of

from dldrill.answer.kinds import show
from dldrill.bank.exam import exams
from dldrill.dealing.paper import Placed
from dldrill.dealing.problem import as_read
from dldrill.derivation.mistakes import mistakes_of
from dldrill.derivation.working import AlteredWorking
from dldrill.grading.marking import grade

pytestmark = pytest.mark.slow  # a browser starts for each


def place_of(name: str, number: str, seed: str | None = None) -> tuple[int, Placed]:
    """Where a question stands."""
    placed = form_of(name, seed).placed
    return next((at, one) for at, one in enumerate(placed) if one.item.number == number)


def right(placed: Placed) -> list[str]:
    """The right answers as a person types or ticks them."""
    dealt = placed.dealt
    if dealt.type in ("claim", "choose"):
        return sorted(dealt.parts[-1].right) or [""]
    if dealt.type == "explain":
        return ["because"]
    return [show(part.kind, part.right) for part in dealt.parts]


@pytest.mark.parametrize("name", exams())
@pytest.mark.parametrize("seed", [None, "k3f9"])
def test_right_answers(page: Any, name: str, seed: str | None) -> None:
    """All the right answers earn all the points, and cleared they earn nothing."""
    tab = page(name, seed)
    placed = form_of(name, seed).placed
    for place, one in enumerate(placed):
        seen = ask(tab, "put", place, right(one))
        if one.dealt.type == "explain":
            tab.run(f"article({place}).querySelectorAll('.rubric input').forEach((tick) => tick.click())")
            seen = ask(tab, "seen", place)
        assert seen["state"] == "right", (one.item.number, right(one), seen)
        assert seen["slips"] == []
    whole = sum(one.item.points for one in placed)
    assert tab.run("score()").startswith(f"{whole:g} of {exams()[name].points:g} points")
    tab.run("document.querySelector('.restart').click()")
    assert tab.run("score()").startswith("0 of ")
    tab.run("document.querySelector('.check-all').click()")
    assert tab.run("score()").startswith("0 of ")
    assert {ask(tab, "seen", place)["state"] for place in range(len(placed))} == {"blank"}


@pytest.mark.parametrize("name", exams())
def test_mistakes_are_named(page: Any, name: str) -> None:
    """The answers that a mistake leads to are wrong or carried, as in the terminal, and it is named."""
    tab = page(name, "k3f9")
    named = 0
    for place, one in enumerate(form_of(name, "k3f9").placed):
        dealt = one.dealt
        if dealt.problem is None or dealt.options or dealt.free:
            continue
        for mistake in mistakes_of(dealt.problem, asked=[part.name for part in dealt.parts])[:6]:
            work = AlteredWorking(mistake.slips)
            dealt.problem.solve(work)
            typed = [show(part.kind, as_read(part.kind, work.values[part.name])) for part in dealt.parts]
            verdict = grade(dealt, dict(zip([part.name for part in dealt.parts], typed, strict=True)))
            seen = ask(tab, "put", place, typed)
            ours = [part.verdict == "right" for part in verdict.parts]
            assert [text.startswith("✓") for text in seen["parts"]] == ours, (one.item.number, typed, seen)
            if not all(ours):
                assert seen["slips"], (one.item.number, mistake)
                named += 1
    assert named or name == "uw-sp24-q4"


def test_wrong_expression(page: Any) -> None:
    """A mistake in a formula is named, and a formula in another form is right."""
    tab = page("uw-sp23-mid")
    place, _ = place_of("uw-sp23-mid", "3.2")
    assert ask(tab, "put", place, ["sqrt(2-2c)"])["state"] == "right"
    assert ask(tab, "put", place, ["√2·√(1−c)"])["state"] == "right"
    seen = ask(tab, "put", place, ["sqrt(2+2c)"])
    assert seen["state"] == "wrong"
    assert "near vectors have a large cosine" in seen["slips"][0]
    assert ask(tab, "put", place, ["sqrt(2-2q)"])["state"] == "unreadable"
    assert "I do not know" in ask(tab, "seen", place)["parts"][0]


def test_penalties(page: Any) -> None:
    """A wrong claim costs what the section says; each wrong or missing tick 2 points, down to 0."""
    tab = page("uw-sp23-mid")
    place, claim = place_of("uw-sp23-mid", "1.1")
    wrong = next(letter for letter in "TF" if letter not in claim.dealt.parts[-1].right)
    assert ask(tab, "put", place, [wrong])["verdict"] == "✗ Wrong: −1 of 2 points."
    assert tab.run("score()").startswith("−1 of 100 points")
    assert len(ask(tab, "seen", place)["whys"]) == 1
    place, _ = place_of("uw-sp23-mid", "2.1")  # A, C and D are true
    assert ask(tab, "put", place, ["A", "C"])["verdict"].startswith(
        "◐ Partly right: 2 of 4 points. 1 wrong or"
    )
    assert ask(tab, "put", place, ["A", "B", "C"])["verdict"].startswith("✗ Wrong: 0 of 4 points.")
    seen = ask(tab, "put", place, ["B"])
    assert seen["verdict"].startswith("✗ Wrong: 0 of 4 points. 4 wrong or missing ticks: A, B, C, D.")
    assert len(seen["whys"]) == 4
    assert ask(tab, "put", place, [""])["verdict"].startswith("✗ Wrong: 0 of 4 points. 3 wrong")
    assert ask(tab, "put", place, [])["verdict"] == "Left blank: 0 of 4 points."


def test_matching_by_pairs(page: Any) -> None:
    """Every right pair of a matching earns its share."""
    tab = page("uw-au24-q4")
    place, one = place_of("uw-au24-q4", "2.2")  # A D B C
    assert ask(tab, "put", place, ["1A 2D 3C 4B"])["verdict"] == "◐ Partly right: 2 of 4 points."
    assert ask(tab, "put", place, ["ADBC"])["state"] == "right"
    assert ask(tab, "put", place, ["1A 2D"])["state"] == "unreadable"
    assert one.dealt.parts[0].right == tuple("ADBC")


def test_carried(page: Any) -> None:
    """What follows rightly from a mistake counts, but not without the mistake."""
    tab = page("uw-sp23-mid")
    place, _ = place_of("uw-sp23-mid", "3.5.1.1")
    seen = ask(tab, "put", place, ["(1, 3, -3)", "1 3 -3", "(-5, 10, 2)", "Flom"])
    assert seen["parts"][:2] == ["✓ right", "✗ wrong"]
    assert "given your earlier answer" in seen["parts"][2]
    assert ask(tab, "put", place, ["(1, 3, -3)", "1 3 0", "(-5, 10, 2)", ""])["parts"][2] == "✗ wrong"


def test_answers_by_keyboard(page: Any) -> None:
    """Everything can be done with the keys: ticking, typing, checking, opening the solution."""
    tab = page("uw-sp24-q4")
    place, one = place_of("uw-sp24-q4", "3.2")
    tab.run(f"article({place}).querySelector('input').focus()")
    for part in one.dealt.parts:
        tab.call("Input.insertText", text=show(part.kind, part.right))
        tab.press("Tab", 9)
    assert tab.run("document.activeElement.className") == "check"
    tab.press("Enter", 13, "\r")
    assert ask(tab, "seen", place)["state"] == "right"
    tab.press("Tab", 9)
    tab.press("Enter", 13, "\r")
    assert tab.run(f"article({place}).querySelector('details').open")
    tab.run("article(0).querySelector('input').focus()")
    tab.press(" ", 32, " ")
    tab.press("Tab", 9)
    tab.press("Enter", 13, "\r")
    assert ask(tab, "seen", 0)["state"] in ("right", "wrong")


def test_changed_answers_lose_their_verdict(page: Any) -> None:
    """A verdict stands only as long as its answer."""
    tab = page("uw-sp24-q4")
    place, one = place_of("uw-sp24-q4", "3.1")
    ask(tab, "put", place, right(one))
    assert tab.run("score()").startswith("4 of 20")
    tab.run(f"article({place}).querySelector('input').focus()")
    tab.call("Input.insertText", text="1")
    assert ask(tab, "seen", place)["verdict"] == ""
    assert tab.run("score()").startswith("0 of 20")


@pytest.mark.parametrize("name", exams())
def test_fits_a_phone(page: Any, name: str) -> None:
    """Nothing stands out of a page 360 pixels wide, with all that can be opened open."""
    tab = page(name, "k3f9")
    tab.call("Emulation.setDeviceMetricsOverride", width=360, height=800, deviceScaleFactor=1, mobile=True)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.run("document.querySelectorAll('[hidden]').forEach((one) => { one.hidden = false; })")
    assert tab.run("document.documentElement.scrollWidth") == 360
    tab.call("Emulation.clearDeviceMetricsOverride")
