"""What the record keeps of an exam."""

from __future__ import annotations

from pathlib import Path

import pytest

from dldrill.answer.kinds import show
from dldrill.bank.exam import exam_named
from dldrill.bank.library import load
from dldrill.dealing.paper import Placed, paper
from dldrill.grading.sitting import Sitting
from dldrill.session.handed_in import attempts

EXAM = exam_named("uw-sp24-q4")
PAPER = paper(EXAM, load(), None)


def right(placed: Placed) -> dict[str, str]:
    """The right answers to a question."""
    return {part.name: show(part.kind, part.right) for part in placed.dealt.parts}


def test_every_question_is_an_attempt() -> None:
    """Right ones are right, blank ones blank, with their seconds; extra credit only where it was tried."""
    first = PAPER[0]
    sitting = Sitting(PAPER, 0, answers={first.item.number: right(first)}, spent={first.item.number: 12.0})
    found = dict(attempts(sitting))
    assert found.keys() == {placed.item.number for placed in PAPER if not placed.item.extra}
    assert found[first.item.number].right
    assert found[first.item.number].seconds == 12.0
    assert {attempt.left for number, attempt in found.items() if number != first.item.number} == {"blank"}


@pytest.mark.parametrize("part", [0, -1])
def test_a_missing_part_is_not_right(part: int) -> None:
    """What was left out counts, though what was given is right."""
    placed = next(one for one in PAPER if len(one.dealt.parts) > 1 and one.dealt.type == "compute")
    name = placed.dealt.parts[part].name
    sitting = Sitting(PAPER, 0, answers={placed.item.number: {name: right(placed)[name]}})
    attempt = dict(attempts(sitting))[placed.item.number]
    assert attempt.verdict is not None
    assert attempt.verdict.verdict == "partly"
    assert 0 < attempt.verdict.points < placed.dealt.points


def test_the_record_has_an_exam_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Handed in, and taken up again after a crash before that was noted: nothing is doubled."""
    from test_hall import Script, sit

    from dldrill.record.settings import Settings
    from dldrill.record.sitting import begin, unfinished
    from dldrill.record.store import Record
    from dldrill.session.recorder import Recorder

    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path))
    kept = begin(EXAM.name, None, 1000.0)
    with Record(tmp_path / "record.db", lambda: 1000.0) as record:
        recorder = Recorder(record, Settings(), lambda: 1000.0, "exam", kept.path.stem)
        sit(PAPER, Script(["t", "f"], interactive=False), EXAM.name, kept, recorder)
        lines = len(list(record.lines()))
        assert lines == len([placed for placed in PAPER if not placed.item.extra])
        assert unfinished(EXAM.name) is None
        text = kept.path.read_text("utf-8").replace('"recorded"', '"lost"')
        kept.path.write_text(text, "utf-8")
        again = unfinished(EXAM.name)
        assert again is not None
        script = Script([None])
        script.now = 1500.0
        shown, _ = sit(PAPER, script, EXAM.name, again, recorder)
        assert " / 20" in shown
        assert len(list(record.lines())) == lines
        assert unfinished(EXAM.name) is None
