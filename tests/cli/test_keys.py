"""Real keys on a terminal: editing, wrapped lines, pastes, other sizes, and what is no text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from terminals import ASKED, CLAIM, PAUSED, Terminal, answered

PASTE = "\x1b[200~{}\x1b[201~"
PROMPT = f"answer (t or f, {ASKED}"


class Drill(Terminal):
    """A long drill that several tests answer a question of."""

    def __init__(self, home: Path, columns: int) -> None:
        super().__init__("drill", "-n", "200", *CLAIM, columns=columns, DLDRILL_HOME=str(home))
        self.home = home
        self.see(ASKED)

    def judged(self, keys: str | bytes) -> str:
        """Type an answer that can be read; how it stands in the record, once its verdict is seen."""
        before = len(answered(self.home))
        self.send(keys)
        self.send("\r")
        self.see(PAUSED)
        answers = answered(self.home)
        assert len(answers) == before + 1
        return answers[-1]

    def go_on(self) -> None:
        """To the next question."""
        self.send("\r")
        self.see(ASKED)

    def is_asking(self) -> bool:
        """Whether an empty prompt of a question stands last, as every test leaves it."""
        self.send("\x05\x15")
        return "".join(self.settle()).endswith(PROMPT.rstrip())


@pytest.fixture(scope="module")
def drills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Drill]]:
    """The drills that run, by their width."""
    running: dict[int, Drill] = {}
    yield running
    for drill in running.values():
        drill.leave()


@pytest.fixture(params=[80])
def drill(
    request: pytest.FixtureRequest, drills: dict[int, Drill], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drill]:
    """A drill at a question; the next test goes on with it, unless this one left it elsewhere."""
    columns = request.param
    if columns not in drills:
        drills[columns] = Drill(tmp_path_factory.mktemp("home"), columns)
    drill = drills[columns]
    yield drill
    assert b"Traceback" not in drill.raw
    if not drill.child.isalive() or not drill.is_asking():
        drills.pop(columns).leave()


EDITED: dict[str, tuple[str | bytes, str]] = {
    "backspace": ("g\x7ft", "t"),
    "left": ("tre\x1b[Du", "true"),
    "left-and-right": ("tre\x1b[D\x1b[D\x1b[Cu", "true"),
    "arrows-of-an-application": ("tre\x1bODu", "true"),
    "home": ("alse\x1b[Hf", "false"),
    "end": ("fals\x1b[H\x1b[Fe", "false"),
    "delete": ("xtrue\x1b[H\x1b[3~", "true"),
    "ctrl-a": ("alse\x01f", "false"),
    "ctrl-e": ("fals\x01\x05e", "false"),
    "ctrl-k": ("truex\x1b[D\x0b", "true"),
    "ctrl-u": ("nonsense\x15t", "t"),
    "ctrl-w": ("true or not\x17\x17", "true"),
    "ctrl-y": ("true\x15\x19", "true"),
    "ctrl-l": ("tr\x0cue", "true"),
    "tab": ("\ttrue", "true"),
    "letters-of-two-bytes": ("t×²π\x7f\x7f\x7f", "t"),
    "nul-sets-a-mark": ("t\x00", "t"),
    "other-control-characters": ("\x02\x06\x0e\x10\x15\x1d\x1ft", "t"),
    "half-a-character": (b"t\xc3", "t"),
    "paste": (PASTE.format("true"), "true"),
    "paste-with-its-line-end": (PASTE.format("true\n"), "true"),
}


@pytest.mark.parametrize("name", EDITED)
def test_a_line_is_edited(name: str, drill: Drill) -> None:
    """What the keys leave in the line is what is recorded, before its verdict is shown."""
    keys, line = EDITED[name]
    assert drill.judged(keys).strip() == line
    drill.go_on()


def test_history(drill: Drill) -> None:
    """Up brings the last answer back, Ctrl-R searches for one."""
    for keys in ("false", "true", "\x1b[A", "\x12fal"):
        answer = drill.judged(keys)
        drill.go_on()
    assert answer == "false"
    assert answered(drill.home)[-2] == "true"


@pytest.mark.parametrize("drill", [40, 80], indirect=True)
def test_a_long_line_wraps(drill: Drill) -> None:
    """A line longer than the window is drawn over several rows, and edited in the middle."""
    columns = drill.screen.columns
    typed = "".join(f"{number:05}" for number in range(40))
    drill.send(typed)
    assert on_screen(drill) == PROMPT + typed
    drill.send("\x1b[D" * 150 + "HERE")
    assert on_screen(drill) == PROMPT + typed[:50] + "HERE" + typed[50:]
    at = len(PROMPT) + 54
    row = drill.screen.cursor.y - last_prompt(drill)
    assert (row, drill.screen.cursor.x) == divmod(at, columns)
    drill.send("\x05\x15")
    assert on_screen(drill).rstrip() == PROMPT.rstrip()


def last_prompt(drill: Drill) -> int:
    """The row where the last prompt begins."""
    begins = [place for place, row in enumerate(drill.settle()) if row.startswith(PROMPT[:20])]
    return begins[-1]


def on_screen(drill: Drill) -> str:
    """What stands from the last prompt on, its rows joined as the terminal breaks them."""
    rows = drill.settle()
    start = last_prompt(drill)
    return "".join(row.ljust(drill.screen.columns) for row in rows[start:]).rstrip(" ") + (
        " " if rows[start].endswith(">") else ""
    )


def test_the_window_takes_other_sizes(tmp_path: Path) -> None:
    """A line that is being typed is drawn anew, and the next screens use the new width."""
    drill = Drill(tmp_path, 80)
    typed = "abcdefghij" * 8
    drill.send(typed)
    for columns in (80, 40, 120):
        drill.resize(columns)
        assert on_screen(drill).endswith(typed[len(PROMPT) :])
        drill.send("x")
        assert on_screen(drill).endswith("x")
        drill.send("\x7f")
    drill.resize(40)
    drill.send("\x05\x15")
    drill.answer("?", "credit if the rest follows\r\n")
    drill.see(ASKED)
    assert drill.judged("t") == "t"
    drill.resize(100)
    drill.send("q\r")
    done = next(row for row in drill.end().split("\n") if " done — 1 question" in row)
    assert len(done) == 100
    assert drill.code == 0


@pytest.mark.parametrize("pasted", ["t\nf\nt", "t\r\nf\r\nt\r\n", "q\nq\nq\n"])
def test_a_paste_of_lines_is_one_answer(pasted: str, drill: Drill) -> None:
    """The ends of its lines are blanks: it answers no other question, and no pause."""
    before = answered(drill.home)
    drill.send(PASTE.format(pasted) + "\r")
    drill.see("Write t for true or f for false.", ASKED)
    assert answered(drill.home) == before


@pytest.mark.parametrize("keys", ["t\nf\nq\nf", "t\rf\rq\r", "t\n\x04"])
def test_what_is_typed_ahead_skips_no_verdict(keys: str, drill: Drill) -> None:
    """The first line answers; what came before the verdict was read is left out, and that is told."""
    before = answered(drill.home)
    drill.send(keys)
    drill.see("What was typed before this was asked is left out.", PAUSED)
    assert answered(drill.home) == [*before, "t"]
    assert "".join(drill.settle()).endswith(PAUSED.rstrip())
    drill.go_on()


def test_an_enter_too_many_is_not_spoken_of(drill: Drill) -> None:
    """Nothing was said with it, so nothing is told; the verdict stays."""
    told = drill.raw.count(b"left out")
    drill.send("f\r\r\r")
    drill.see(PAUSED)
    assert "".join(drill.settle()).endswith(PAUSED.rstrip())
    assert drill.raw.count(b"left out") == told
    drill.send("\rf\r")
    drill.see(ASKED)
    assert "".join(drill.settle()).endswith(PROMPT.rstrip())


def test_a_paste_into_an_exam(tmp_path: Path) -> None:
    """Lines that were pasted without marks answer the question at hand, and none unseen."""
    terminal = Terminal("exam", "uw-sp24-q4", "--original", DLDRILL_HOME=str(tmp_path))
    terminal.see("question 1/9", ASKED)
    terminal.send("t\nf\nt\nf\n")
    terminal.see("question 2/9", ASKED)
    terminal.send("\x04")
    assert "question 3/9" not in terminal.end()
    (kept,) = (tmp_path / "sittings").iterdir()
    assert kept.read_text("utf-8").count('"typed"') == 1


NO_TEXT: dict[str, str | bytes] = {
    "no-character": b"\xff\xfe",
    "signs": "3×3²·π",
    "quoted-escape": b"\x16\x1b[31mred",
    "quoted-bell": b"\x16\x07\x16\x01\x16\x02",
    "bidi": "\u202et",
    "zero-width": "t\u200b\u2060",
    "pile": "t" + "\u0301" * 50,
}


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_text_costs_a_sentence(name: str, drill: Drill) -> None:
    """It is asked again, nothing is recorded, and nothing of it acts on the terminal."""
    before = answered(drill.home)
    drill.send(NO_TEXT[name])
    drill.settle(0.05)
    start = len(drill.raw)
    drill.send("\r")
    drill.see(ASKED)
    assert answered(drill.home) == before
    assert not {"\u202e", "\u200b", "\u2060", "\x07", "\x1b[31mred"} & set(drill.raw[start:].decode())


def test_a_very_long_line(drill: Drill) -> None:
    """A hundred thousand characters cost a sentence, too."""
    before = answered(drill.home)
    drill.send(PASTE.format("x" * 100_000) + "\r")
    drill.see("That is longer than 120 characters; write less.", ASKED)
    assert answered(drill.home) == before
