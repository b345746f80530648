"""A sitting as a person sees it: scripted answers, a clock of the test's own, a file that brings it back."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dldrill.answer.kinds import show
from dldrill.bank.exam import exam_named, exams
from dldrill.bank.library import load
from dldrill.dealing.paper import Placed, paper
from dldrill.record.sitting import SittingFile, begin, unfinished
from dldrill.session.hall import Hall
from dldrill.session.recorder import Recorder

GOLDEN = Path(__file__).parent / "golden"
LIBRARY = load()
Answer = str | type[BaseException] | None


class Script:
    """Answers from a list, each ten seconds after the last; None where the terminal is closed."""

    def __init__(self, answers: Sequence[Answer], interactive: bool = True) -> None:
        self.answers, self.interactive = iter(answers), interactive
        self.on_wake: Callable[[], str | None] = lambda: None
        self.now = 1000.0
        self.idle = 0.0
        self.said: list[str] = []

    def ask(self, prompt: str) -> str | None:
        """The next answer; the clock is looked at while it is waited for."""
        self.now += 10
        says = self.on_wake()
        if says:
            self.said.append(says)
        answer = next(self.answers, None)
        if isinstance(answer, type):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record's folder of the test's own."""
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path))


def sit(
    placed: tuple[Placed, ...],
    script: Script,
    exam: str,
    kept: SittingFile | None = None,
    recorder: Recorder | None = None,
) -> tuple[str, int]:
    """What a sitting prints, and its exit code."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    hall = Hall(exam_named(exam), placed, kept, stream, False, lambda: script.now, script, recorder)
    code = hall.run()
    stream.seek(0)
    return stream.read(), code


def keys(placed: tuple[Placed, ...]) -> list[str]:
    """The right answers as they would be typed, in the order they are asked for."""
    return [
        "words of my own" if part.kind == "text" and not part.spec.words else show(part.kind, part.right)
        for one in placed
        for part in one.dealt.parts
        if one.dealt.type != "explain" or part.kind == "text"
    ]


def ticks(placed: tuple[Placed, ...]) -> list[str]:
    """All points of the rubrics."""
    return ["".join(o.letter for o in one.dealt.options) for one in placed if one.dealt.type == "explain"]


@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", exams())
def test_right_answers_earn_everything(name: str, seed: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right answers, typed, earn all points and the extra credit, original or fresh."""
    monkeypatch.setenv("COLUMNS", "80")
    placed = paper(exam_named(name), LIBRARY, seed)
    shown, code = sit(placed, Script([*keys(placed), "s", *ticks(placed), "q"]), name)
    extra = sum(item.points for item in exam_named(name).items if item.extra)
    points = exam_named(name).points
    assert f"{points + extra:g} / {points:g}" in shown
    assert "No point was lost." in shown
    assert code == 0


@pytest.mark.parametrize("name", exams())
def test_blank_answers_earn_nothing(name: str) -> None:
    """An exam handed in blank has 0 points."""
    placed = paper(exam_named(name), LIBRARY, None)
    shown, _ = sit(placed, Script(["s", "s", "q"]), name)
    assert f" 0 / {exam_named(name).points:g} (0 %)" in shown


IST = {
    "1.1": "C",
    "1.2": "D",
    "1.3": "C",
    "1.6": "C",
    "1.8": "B",
    "1.5": "1/(1+9999e)",
    "P1.1": "1693362",
    "P1.3": "g + lambda*theta",
}


@pytest.mark.parametrize(("number", "typed"), IST.items())
def test_answers_of_the_exam_as_they_were_published(number: str, typed: str) -> None:
    """The published answers, typed as they stand, are right in the original exam."""
    placed = [one for one in paper(exam_named("ist-feb23"), LIBRARY, None) if one.item.number == number]
    shown, _ = sit(
        tuple(placed), Script([*([""] * (len(placed[0].dealt.parts) - 1)), typed, "s", "q"]), "ist-feb23"
    )
    assert "No point was lost." in shown or len(placed[0].dealt.parts) > 1


def test_fresh_papers_differ_and_repeat() -> None:
    """Another seed deals other numbers and claims; the same seed the same."""
    exam = exam_named("uw-sp23-mid")
    asked = [tuple(one.dealt.ask for one in paper(exam, LIBRARY, seed)) for seed in ("a", "a", "b", None)]
    assert asked[0] == asked[1]
    assert sum(x == y for x, y in zip(asked[0], asked[2], strict=True)) < len(asked[0]) // 2
    assert asked[0] != asked[3]
    claims = [one.dealt.id for one in paper(exam, LIBRARY, "a") if one.dealt.type == "claim"]
    assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("columns", [80, 50])
def test_golden(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screens of a sitting: questions, a mark, the list, the score, a solution."""
    monkeypatch.setenv("COLUMNS", str(columns))
    placed = paper(exam_named("uw-sp24-q4"), LIBRARY, None)
    lines = ["t", "m", "perhaps", "f", "g 2.1", "ABC", "l", "s", "s", "1.4", "9", "q"]
    shown, _ = sit(placed, Script(lines), "uw-sp24-q4")
    path = GOLDEN / f"test_hall-{columns}.txt"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
    assert max(map(len, shown.splitlines())) <= columns


def test_warnings_and_the_end_of_the_time() -> None:
    """Five minutes and one minute before the end it is said once; then the paper is handed in."""
    placed = paper(exam_named("uw-sp24-q4"), LIBRARY, None)
    script = Script(["n", "p"] * 100)
    shown, _ = sit(placed, script, "uw-sp24-q4", begin("uw-sp24-q4", None, 1000.0))
    assert script.said == ["5 minutes left", "1 minute left"]
    assert "Time is up." in shown
    assert " 0 / 20" in shown


def test_a_closed_terminal_is_taken_up_again() -> None:
    """Answers, marks and the clock come back; what was answered is still there."""
    placed = paper(exam_named("uw-sp24-q4"), LIBRARY, None)
    kept = begin("uw-sp24-q4", None, 1000.0)
    shown, code = sit(placed, Script(["t", "m", KeyboardInterrupt]), "uw-sp24-q4", kept)
    assert code == 130
    assert "dldrill exam uw-sp24-q4 --resume" in " ".join(shown.split())
    found = unfinished("uw-sp24-q4")
    assert found is not None
    script = Script(["p", "t", "l", None])
    script.now = 1300.0
    shown, code = sit(placed, script, "uw-sp24-q4", found)
    assert "left 15:00" in shown
    assert "1.2  1 point  about 1:00  marked" in shown
    assert "your answer so far: verdict t" in shown
    assert code == 0
    assert unfinished("uw-sp24-q4") is not None


def test_piped_answers_are_handed_in_when_they_end() -> None:
    """Nobody is there to hand in: the end of the answers does."""
    placed = paper(exam_named("uw-sp24-q4"), LIBRARY, None)
    kept = begin("uw-sp24-q4", None, 1000.0)
    shown, code = sit(placed, Script(["t", "t"], interactive=False), "uw-sp24-q4", kept)
    assert " / 20 " in shown
    assert code == 0
    assert unfinished("uw-sp24-q4") is None


def test_a_full_disk_is_told_and_the_sitting_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers that cannot be kept are still counted."""
    placed = paper(exam_named("uw-sp24-q4"), LIBRARY, None)
    kept = begin("uw-sp24-q4", None, 1000.0)

    def full(entry: dict[str, object]) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "append", full)
    shown, _ = sit(placed, Script(["t", "s", "s", "q"]), "uw-sp24-q4", kept)
    assert "cannot be kept any more (No space left on device)" in " ".join(shown.split())
    assert " 1 / 20 " in shown
