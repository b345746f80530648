"""A drill as a person sees it: scripted answers, a clock that does not run by itself."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from dldrill.bank.library import load
from dldrill.dealing.source import Source
from dldrill.session.events import Planned
from dldrill.session.shell import Shell

GOLDEN = Path(__file__).parent / "golden"


class Script:
    """Answers from a list; None where the terminal is closed, Ctrl-C where an exception stands."""

    def __init__(self, answers: Sequence[str | type[BaseException] | None], interactive: bool) -> None:
        self.answers, self.interactive = iter(answers), interactive
        self.prompts: list[str] = []
        self.idle = 0.0
        self.on_wake: Callable[[], str | None] = lambda: None

    def ask(self, prompt: str) -> str | None:
        """The next answer."""
        self.prompts.append(prompt)
        answer = next(self.answers, None)
        if isinstance(answer, type):
            raise answer
        return answer


def ticking(step: float = 10) -> Iterator[float]:
    """A clock that moves on each time it is read."""
    now = 0.0
    while True:
        yield now
        now += step


def run(  # noqa: PLR0917
    ids: list[str],
    answers: Sequence[str | type[BaseException] | None],
    monkeypatch: pytest.MonkeyPatch,
    columns: int = 80,
    interactive: bool = True,
    seconds: float | None = None,
) -> tuple[str, int, list[str]]:
    """What a drill of these questions prints, its exit code, and the prompts."""
    monkeypatch.setenv("COLUMNS", str(columns))
    library = load()
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    clock = ticking()
    prompt = Script(answers, interactive)
    shell = Shell(stream, False, "golden", "dldrill drill", lambda: next(clock), prompt)
    plan = tuple(Planned(library.find(name), place) for place, name in enumerate(ids))
    code = shell.run(plan, seconds)
    stream.seek(0)
    return stream.read(), code, prompt.prompts


CASES: dict[str, tuple[list[str], list[str | type[BaseException] | None]]] = {
    "claim-wrong": (["activations/relu-centring"], ["t", ""]),
    "claim-right": (["activations/relu-centring"], ["f", ""]),
    "unreadable-then-right": (["activations/relu-centring"], ["perhaps", "f", ""]),
    "steps-on-demand": (["convolution/output-shape"], ["1x1x1", "w", ""]),
    "solution": (["convolution/output-shape"], [":s", ""]),
    "hint-and-keys": (["convolution/output-shape"], ["?", ":h", ":q"]),
    "new-numbers": (["convolution/output-shape"], ["1x1x1", "r", "1x1x1", ""]),
    "select-all": (["counting/author-matcher"], ["AB", ""]),
    "closed": (["activations/relu-centring", "convolution/output-shape"], ["f", "", None]),
    "interrupted": (["activations/relu-centring"], [KeyboardInterrupt]),
}


@pytest.mark.parametrize("columns", [80, 50])
@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each drill looks as it was accepted, and keeps to the width."""
    ids, answers = CASES[name]
    screen, code, _ = run(ids, answers, monkeypatch, columns)
    assert max(map(len, screen.splitlines())) <= columns
    assert code == (130 if name == "interrupted" else 0)
    path = GOLDEN / f"test_shell-{name}-{columns}.txt"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(screen, "utf-8")
    assert path.is_file(), f"no golden file yet:\n{screen}"
    assert screen == path.read_text("utf-8")


def test_named_mistake_and_carried_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in an early part is named, and what follows from it gets its credit."""
    dealt = Source(load().find("ist-feb23/P1.1"), "golden").deal(0)
    assert dealt.problem is not None
    wrong = dealt.problem.altered(("no_bias@conv1",))
    answers = [f"conv1={wrong.values['conv1']}", str(wrong.answers["params"]), ""]
    screen, _, _ = run(["ist-feb23/P1.1"], answers, monkeypatch)
    assert "(no-bias)" in screen
    assert "Right given your conv1." in screen


def test_piped_answers_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a person an unreadable answer is told, left, and not counted."""
    ids = ["activations/relu-centring", "activations/sigmoid-mean"]
    screen, code, prompts = run(ids, ["perhaps", "f"], monkeypatch, interactive=False)
    assert code == 0
    assert len(prompts) == 2
    assert "1 question" in screen


def test_no_question_begins_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --minutes the question at hand is finished, and no other begun."""
    ids = ["activations/relu-centring", "activations/sigmoid-mean"]
    screen, _, prompts = run(ids, ["f", "f"], monkeypatch, interactive=False, seconds=5)
    assert len(prompts) == 1
    assert "2/2" not in screen
