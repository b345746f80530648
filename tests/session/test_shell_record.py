"""A drill with a record, as a person sees it."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from test_shell import Script, ticking

from dldrill.bank.library import load
from dldrill.record.errors import Unrecordable
from dldrill.record.log import Amendment, Logged
from dldrill.record.settings import Settings
from dldrill.record.store import Record
from dldrill.session.events import Planned
from dldrill.session.recorder import Recorder
from dldrill.session.shell import Shell

GOLDEN = Path(__file__).parent / "golden"
NOON = 1_795_262_400.0  # 2026-11-21, 12:00 UTC
CLAIM = "activations/relu-centring"
SHAPE = "convolution/output-shape"
Answers = Sequence[str | type[BaseException] | None]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A new record at noon."""
    with Record(tmp_path / "record.db", lambda: NOON) as opened:
        yield opened


def run(record: Record, plan: Sequence[Planned], answers: Answers, interactive: bool = True) -> str:
    """What a drill prints."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    clock, prompt = ticking(), Script(answers, interactive)
    recorder = Recorder(record, Settings(), lambda: NOON)
    shell = Shell(
        stream, False, "golden", "dldrill drill", lambda: next(clock), prompt, recorder, lambda: NOON
    )
    shell.run(tuple(plan), None)
    stream.seek(0)
    return stream.read()


def planned(name: str, index: int = 0, why: str = "new", study: bool = False) -> Planned:
    """A question."""
    return Planned(load().find(name), index, why, None if why == "new" else 0.81, study)


CASES: dict[str, tuple[list[Planned], list[str | type[BaseException] | None]]] = {
    "right-and-wrong": ([planned(CLAIM), planned(SHAPE, 1, "due")], ["f", "", "1x1x1", ""]),
    "regraded": ([planned(SHAPE)], [":s", "g", "7", "2", ""]),
    "disputed": ([planned(CLAIM)], ["t", "g", "!", ""]),
    "taken-back": ([planned(CLAIM)], ["t", "u", "f", ""]),
    "practice": ([planned(CLAIM), planned(CLAIM, 1, "practice")], ["f", "", "f", ""]),
    "leech": ([planned(SHAPE, 0, "due", study=True)], ["", ":s", ""]),
}


@pytest.mark.parametrize("columns", [80, 50])
@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, columns: int, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why it is asked, when it comes again, and what became of the rating; within the width."""
    monkeypatch.setenv("COLUMNS", str(columns))
    screen = run(record, *CASES[name])
    assert max(map(len, screen.splitlines())) <= columns
    path = GOLDEN / f"test_shell_record-{name}-{columns}.txt"
    if os.environ.get("DLDRILL_ACCEPT"):
        path.write_text(screen, "utf-8")
    assert path.is_file(), f"no golden file yet:\n{screen}"
    assert screen == path.read_text("utf-8")


def test_the_log_has_what_happened(record: Record) -> None:
    """The attempt, its regrading and its undoing are lines of their own."""
    run(record, [planned(CLAIM)], ["t", "g", "2", "u", "f", ""])
    wrong, right, *said = record.lines()
    assert isinstance(wrong, Logged)
    assert isinstance(right, Logged)
    assert [(line.verdict, line.rating) for line in (wrong, right)] == [("wrong", 1), ("right", 3)]
    assert [(line.does, line.attempt) for line in said if isinstance(line, Amendment)] == [
        ("regrade", wrong.uuid),
        ("undo", wrong.uuid),
    ]


def test_an_answer_is_kept_before_its_verdict_is_shown(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever happens after the commit, the answer is there; before it, nothing was said of it."""
    told: list[int] = []

    def judged(*_: object) -> str:
        told.append(len(list(record.lines())))
        return ""

    monkeypatch.setattr("dldrill.show.drill.judged", judged)
    run(record, [planned(CLAIM)], ["t", ""])
    assert told == [1]


def failing(*_: object, **__: object) -> None:
    """A record that cannot be written any more."""
    raise Unrecordable("the record x: the disk is full: make room, then go on", code="full")


def test_a_full_disk_is_told_and_the_learner_decides(
    record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With y the drill goes on unrecorded and asks no more; with n it ends, and nothing was judged."""
    monkeypatch.setattr(Record, "add", failing)
    screen = run(record, [planned(CLAIM), planned(SHAPE, 1)], ["f", "perhaps", "y", "", ":s", ""])
    assert "right" in screen
    assert "regrade" not in screen
    assert "the disk is full" in capsys.readouterr().err
    with pytest.raises(Unrecordable, match="the disk is full"):
        run(record, [planned(CLAIM)], ["f", "n"])


def test_a_pipe_goes_on_unrecorded(
    record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is there to ask; it is said on the side."""
    monkeypatch.setattr(Record, "add", failing)
    screen = run(record, [planned(CLAIM)], ["f"], interactive=False)
    assert "1/1 right" in screen
    assert "the drill goes on unrecorded" in capsys.readouterr().err


def test_an_unreadable_answer_is_not_recorded(record: Record) -> None:
    """It is asked again; from a pipe it is left."""
    run(record, [planned(CLAIM)], ["perhaps", "f", ""])
    run(record, [planned(CLAIM)], ["perhaps"], interactive=False)
    assert [line.verdict for line in record.lines() if isinstance(line, Logged)] == ["right"]


def test_idle_time_is_not_the_learners(record: Record) -> None:
    """While the program was stopped no time was taken; the log tells how long that was."""

    class Stopped(Script):
        """Somebody who stops the program before the answer."""

        def ask(self, prompt: str) -> str | None:
            self.idle = 5.0
            return super().ask(prompt)

    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    clock = ticking()
    recorder = Recorder(record, Settings(), lambda: NOON)
    Shell(stream, False, "s", "", lambda: next(clock), Stopped(["f", ""], True), recorder, lambda: NOON).run(
        (planned(CLAIM),), None
    )
    (line,) = record.lines()
    assert isinstance(line, Logged)
    assert (line.ms, line.idle) == (5_000, 5_000)


def test_a_pipe_is_told_no_schedule(record: Record) -> None:
    """Scripts get verdicts; the schedule is for the learner."""
    assert not re.search(r"next (today|tomorrow|in)", run(record, [planned(CLAIM)], ["f"], interactive=False))
