"""A walk through the steps: asked for one by one, judged, shown, and counted."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from dldrill.answer.kinds import show
from dldrill.bank.library import load
from dldrill.bank.question import Claim, Compute
from dldrill.cli.app import run as dldrill
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.problem import with_numbers
from dldrill.dealing.source import Source, original
from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families import family, names
from dldrill.session.walk import (
    AskFor,
    Effect,
    Ended,
    Event,
    ShowLine,
    ShowReason,
    Summarise,
    Tell,
    Typed,
    Unread,
    Walk,
    begin,
    reduce,
    walk_through,
)
from dldrill.session.walking import Walker


class Sums(Family):
    """Two steps, a word that no one can type, and two answers."""

    parts: ClassVar[tuple[str, ...]] = ("way", "sum", "total")
    n: int = given("n", Range(2, 90), "number", default=27)

    def solve(self, work: Working) -> int:
        """Add, then double."""
        less = work.step("less", self.n - 1, "one less", kept=(lambda: self.n, "take one away"))
        work.answer("way", ("few", "many")[less > 3], "which of both")
        whole = work.answer("sum", self.n + less, "add them", Asked("sum"))
        return work.answer("total", whole * 2, "twice", Asked("double"))

    def ask(self) -> str:
        """The question."""
        return f"{self.n}?"


CLAIM = Claim(id="t/c", topic="t", minutes=1, points=1, claim="2 is even", true=True, why="it is")


def start(problem: Family | None = None) -> Walk:
    """A walk through the toy."""
    walk = walk_through(with_numbers(Sums, problem or Sums(), "given", 0))
    assert walk is not None
    return walk


def kinds(effects: Sequence[Effect]) -> list[str]:
    """The names of effects."""
    return [type(effect).__name__ for effect in effects]


def told(effects: Sequence[Effect]) -> tuple[str, str | None]:
    """What was said of the value typed."""
    (verdict,) = [effect.verdict for effect in effects if isinstance(effect, Tell)]
    return verdict.verdict, verdict.mistake


def after(*typed: str, once: bool = False) -> tuple[Walk, list[Effect]]:
    """Where the walk stands after these lines, and what the last one led to."""
    walk = start()
    effects = begin(walk)
    for text in typed:
        walk, effects = reduce(walk, Typed(text, once))
    return walk, effects


def test_a_walk_begins_with_the_reason_of_the_first_step() -> None:
    """The first step is named with its reason, and nothing of its value is shown."""
    reason, ask = begin(start())
    assert isinstance(reason, ShowReason)
    assert isinstance(ask, AskFor)
    assert (reason.place, reason.of, reason.step.name, reason.step.why) == (1, 4, "less", "one less")
    assert (ask.part.name, ask.part.label, ask.part.kind) == ("less", "less", "integer")


@pytest.mark.parametrize(
    ("typed", "said", "right"),
    [
        ("26", ("right", None), 1),
        ("less = 26", ("right", None), 1),
        ("2*13", ("right", None), 1),
        ("27", ("wrong", "kept"), 0),
        ("-26", ("wrong", "sign"), 0),
        ("71", ("wrong", None), 0),
    ],
)
def test_a_value_is_judged_and_the_step_shown(typed: str, said: tuple[str, str | None], right: int) -> None:
    """Right or wrong with what explains it, then the line, then the next step."""
    walk, effects = after(typed)
    assert told(effects) == said
    assert kinds(effects) == ["Tell", "ShowLine", "ShowReason", "ShowLine", "ShowReason", "AskFor"]
    assert (walk.right, walk.reached) == (right, 1)


def test_a_word_that_nobody_can_type_is_only_shown() -> None:
    """A step whose value no reader knows is passed with its line, and not counted."""
    walk, effects = after("26")
    assert [effect.step.name for effect in effects if isinstance(effect, ShowLine)] == ["less", "way"]
    assert walk.step
    assert walk.step.name == "sum"
    assert walk.reached == 1


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_line_shows_the_step(typed: str) -> None:
    """It counts as reached and not as right."""
    walk, effects = after(typed)
    assert kinds(effects)[0] == "ShowLine"
    assert (walk.right, walk.reached) == (0, 1)


def test_what_cannot_be_read_is_asked_for_again() -> None:
    """The step is not shown, but it is not right the first time any more."""
    walk, effects = after("many")
    assert kinds(effects) == ["Unread", "AskFor"]
    walk, effects = reduce(walk, Typed("26"))
    assert told(effects) == ("right", None)
    assert (walk.right, walk.reached) == (0, 1)
    walk, effects = reduce(walk, Typed("53"))
    assert (walk.right, walk.reached) == (1, 2)


def test_a_pipe_is_not_asked_again() -> None:
    """Where nobody is there the step is shown, and the next line answers the next step."""
    walk, effects = after("many", once=True)
    assert kinds(effects)[:2] == ["Unread", "ShowLine"]
    assert walk.step
    assert walk.step.name == "sum"


def test_a_slip_is_not_carried() -> None:
    """After a wrong value its line is shown, so the next step goes on from the right one."""
    walk, _ = after("27")
    _, effects = reduce(walk, Typed("54"))
    assert told(effects)[0] == "wrong"
    _, effects = reduce(walk, Typed("53"))
    assert told(effects) == ("right", None)


def test_a_step_that_is_called_like_an_answer_is_itself() -> None:
    """The step named total is judged as itself."""
    _, effects = after("26", "53", "106")
    assert told(effects) == ("right", None)
    assert effects[-1] == Summarise(3, 3)


@pytest.mark.parametrize(
    ("typed", "summary"),
    [
        (["26", "53", "106"], Summarise(3, 3)),
        (["", "53", "7"], Summarise(1, 3)),
        (["26", ":q"], Summarise(1, 1)),
        ([" :q "], Summarise(0, 0)),
    ],
)
def test_the_end_counts_what_was_right(typed: list[str], summary: Summarise) -> None:
    """At the end, or when it is left, the walk says how many steps were right."""
    walk, effects = after(*typed)
    assert effects[-1] == summary
    assert walk.step is None
    assert reduce(walk, Typed("1")) == (walk, [])
    assert reduce(walk, Ended()) == (walk, [])


def test_a_closed_terminal_ends_it() -> None:
    """The end of the input is the end of the walk."""
    walk, effects = reduce(start(), Ended())
    assert effects == [Summarise(0, 0)]
    assert walk.step is None


EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.just(Ended()),
    st.builds(Typed, st.sampled_from(["", "26", "53", "106", "x", "1", ":q", "less=26"]), st.booleans()),
    st.builds(Typed, st.text(max_size=6)),
)


@given_by(st.lists(EVENTS, max_size=9))
def test_any_events_keep_it_sound(events: list[Event]) -> None:
    """Whatever happens, the counts agree, and it either asks for a value or has ended."""
    walk = start()
    for event in events:
        walk, effects = reduce(walk, event)
        assert 0 <= walk.right <= walk.reached <= 3
        assert (walk.step is None) == (walk.place == len(walk.steps))
        if effects:
            assert isinstance(effects[-1], AskFor if walk.step else Summarise)


def test_claims_have_no_steps() -> None:
    """A question of words cannot be walked through."""
    assert walk_through(Source(CLAIM, "a").deal(0)) is None


def test_a_question_in_letters_is_walked_in_letters() -> None:
    """Where givens stay letters, every step is an expression in them."""
    letters = Compute(
        id="t/l", topic="t", minutes=1, points=1, family="sums", parts=("total",), free={"n": "size"}
    )
    walk = walk_through(with_numbers(letters, Sums(), "given", 0))
    assert walk is not None
    assert [step.name for step in walk.steps] == ["less", "sum", "total"]
    assert {part.kind for part in walk.dealt.parts} == {"expression"}
    for typed, said in (
        ("n", ("wrong", "kept")),
        ("(n - 1) + n", ("right", None)),
        ("2 - 4n", ("wrong", "sign")),
    ):
        walk, effects = reduce(walk, Typed(typed))
        assert told(effects) == said
    assert effects[-1] == Summarise(1, 3)


def test_the_questions_of_the_banks_can_be_walked_through() -> None:
    """Every question that computes has a walk whose answers are right as they are shown."""
    walked = 0
    for question in load().questions:
        if type(question) is Compute:
            walk = walk_through(original(question))
            assert walk is not None, question.id
            while walk.step is not None and walk.part is not None:
                walk, effects = reduce(walk, Typed(show(walk.part.kind, walk.part.right)))
                assert told(effects)[0] == "right", (question.id, effects[0])
            walked += 1
    assert walked > 30


@pytest.mark.parametrize("name", names())
def test_every_family_can_be_walked_through(name: str) -> None:
    """The right values, typed as they are shown, are right at every step of every family."""
    walk = walk_through(Source(family(name), "walk").deal(0))
    assert walk is not None
    count = len(walk.dealt.parts)
    while walk.step is not None and walk.part is not None:
        typed = show(walk.part.kind, walk.part.right)
        walk, effects = reduce(walk, Typed(typed))
        assert not any(isinstance(effect, Unread) for effect in effects)
        assert told(effects)[0] == "right"
    assert (walk.right, walk.reached) == (count, count)


class Script:
    """Answers from a list; Ctrl-C where an exception stands."""

    def __init__(self, answers: Sequence[Any], interactive: bool = True) -> None:
        self.answers, self.interactive = iter(answers), interactive
        self.prompts: list[str] = []
        self.on_wake: Callable[[], str | None] = lambda: None
        self.idle = 0.0

    def ask(self, prompt: str) -> str | None:
        """The next answer."""
        self.prompts.append(prompt)
        answer = next(self.answers, None)
        if isinstance(answer, type):
            raise answer
        return answer


def walked(dealt: Dealt, *answers: Any, plain: bool = False) -> tuple[str, int, list[str]]:
    """What a walk prints, its exit code, and the prompts."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    prompt = Script(answers)
    code = Walker(stream, plain, prompt).run(dealt)
    stream.seek(0)
    return stream.read(), code, prompt.prompts


@pytest.mark.parametrize("columns", [80, 40])
def test_a_walk_on_a_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question, the reason, the prompt with its hint, the verdict, the line, the count."""
    monkeypatch.setenv("COLUMNS", str(columns))
    dealt = original(load().find("convolution/output-shape"))
    screen, code, prompts = walked(dealt, "?", "1", "", "perhaps", ":q")
    assert code == 0
    assert max(map(len, screen.splitlines())) <= columns
    assert "1/3  height" in screen
    assert "wrong   you 1" in screen
    assert "height = " in screen
    assert "end the walk" in screen
    assert "width = " in screen
    assert screen.replace("1\n", "1 ").endswith("0 of 2 steps right the first time; 1 more not taken\n")
    assert prompts[0] == "height (a whole number, ? for keys) > "
    assert prompts[-1].startswith("shape (like 4x4x5")
    assert screen.index("1/3") < screen.index("wrong") < screen.index("height = ")


def test_ctrl_c_ends_with_the_count() -> None:
    """An interrupted walk says how it stood, and exits like an interrupted program."""
    screen, code, _ = walked(with_numbers(Sums, Sums(), "given", 0), "26", KeyboardInterrupt)
    assert code == 130
    assert "1 of 1 step right the first time; 2 more not taken" in screen


def test_the_end_of_input_ends_it() -> None:
    """Ctrl-D at the first step."""
    screen, code, _ = walked(with_numbers(Sums, Sums(), "given", 0))
    assert (code, "no step was taken" in screen) == (0, True)


def test_solve_step_by_step(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """``solve --step`` reads values from a pipe; without steps it says so in one line."""
    monkeypatch.setattr("sys.stdin", io.StringIO("30\n5\n"))
    assert dldrill(["solve", "conv_shape", "--step"]) == 0
    screen = capsys.readouterr().out
    assert "1 of 2 steps right the first time; 1 more not taken" in screen
    assert dldrill(["solve", "activations/relu-centring", "--step"]) == 0
    assert capsys.readouterr().out == "activations/relu-centring has no steps\n"
    assert dldrill(["solve", "conv_shape", "--step", "--json"]) == 2
    assert "leave one of the two out" in capsys.readouterr().err
