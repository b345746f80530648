"""The drill as a pure reducer: whatever happens, it knows where it stands."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from dldrill.bank.question import Claim
from dldrill.dealing.dealt import Dealt
from dldrill.dealing.problem import with_numbers
from dldrill.dealing.source import Source
from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.session.drill import Drill, Phase, begin, reduce
from dldrill.session.events import (
    AskFor,
    Deal,
    Effect,
    Ended,
    Event,
    Judged,
    Key,
    Passed,
    Planned,
    Posed,
    Pressed,
    ShowHint,
    ShowSteps,
    Summarise,
    TakeBack,
    Typed,
    Unread,
)


class Sums(Family):
    """Two parts and a step before them."""

    parts: ClassVar[tuple[str, ...]] = ("sum", "double")
    n: int = given("n", Range(2, 90), "number", default=7)

    def solve(self, work: Working) -> int:
        """Add, then double."""
        less = work.step("less", self.n - 1, "one less")
        whole = work.answer("sum", self.n + less, "add them", Asked("sum"))
        return work.answer("double", whole * 2, "twice", Asked("double"), half=(lambda: whole, "twice"))

    def ask(self) -> str:
        """The question."""
        return f"{self.n}?"


CLAIM = Claim(id="t/c", topic="t", minutes=1, points=1, claim="2 is even", true=True, why="it is")
PLAN = (Planned(Sums, 0), Planned(CLAIM, 1), Planned(Sums, 2))
RIGHT = ("13", "26")


def dealt(planned: Planned) -> Dealt:
    """The question, with the default numbers."""
    if isinstance(planned.what, type):
        return with_numbers(planned.what, Sums(), "seed", planned.index)
    return Source(planned.what, "seed").deal(planned.index)


class Course:
    """A drill that is fed with events and remembers what was to be done."""

    def __init__(self, plan: tuple[Planned, ...] = PLAN, deadline: float | None = None) -> None:
        self.drill, effects = begin(plan, deadline)
        self.effects: list[Effect] = list(effects)
        self.at = 0.0

    def feed(self, event: Event) -> list[Effect]:
        """One event."""
        self.drill, effects = reduce(self.drill, event)
        self.effects += effects
        return effects

    def pose(self) -> list[Effect]:
        """Deal what was asked for last."""
        planned = [effect for effect in self.effects if isinstance(effect, Deal)][-1].planned
        self.at += 10
        return self.feed(Posed(dealt(planned), self.at))

    def type(self, *texts: str, once: bool = False) -> list[Effect]:
        """Type answers, ten seconds apart."""
        effects: list[Effect] = []
        for text in texts:
            self.at += 10
            effects = self.feed(Typed(text, self.at, once))
        return effects

    def press(self, key: Key) -> list[Effect]:
        """Press a key."""
        self.at += 10
        return self.feed(Pressed(key, self.at))


def kinds(effects: list[Effect]) -> list[type]:
    """What was to be done, without the details."""
    return [type(effect) for effect in effects]


def test_a_drill_begins_with_dealing() -> None:
    """The first question is dealt; a drill without questions is over at once."""
    drill, effects = begin(PLAN)
    assert (drill.phase, effects) == (Phase.DEALING, [Deal(PLAN[0])])
    drill, effects = begin(())
    assert (drill.phase, kinds(effects)) == (Phase.DONE, [Summarise])


def test_a_whole_drill() -> None:
    """Pose, answer each part, judge, go on, and sum up."""
    course = Course()
    assert [effect.part.name for effect in course.pose() if isinstance(effect, AskFor)] == ["sum"]
    assert [effect.part.name for effect in course.type("13") if isinstance(effect, AskFor)] == ["double"]
    (judged,) = course.type("26")
    assert isinstance(judged, Judged)
    assert judged.attempt.right
    assert judged.attempt.answers == {"sum": "13", "double": "26"}
    assert judged.attempt.seconds == 20
    assert course.press(Key.NEXT) == [Deal(PLAN[1])]
    course.pose()
    assert kinds(course.type("true")) == [Judged]
    course.press(Key.NEXT)
    course.pose()
    course.type(*RIGHT)
    assert kinds(course.press(Key.NEXT)) == [Summarise]
    assert course.drill.phase is Phase.DONE
    assert [attempt.right for attempt in course.drill.attempts] == [True] * 3


def test_an_unreadable_answer_is_asked_for_again() -> None:
    """It says why, asks the same part again, and costs nothing."""
    course = Course()
    course.pose()
    unread, again = course.type("many")
    assert isinstance(unread, Unread)
    assert unread.says
    assert isinstance(again, AskFor)
    assert again.part.name == "sum"
    assert not course.drill.attempts
    course.type(*RIGHT)
    assert course.drill.attempts[0].right


def test_an_unreadable_answer_of_a_script_leaves_the_part() -> None:
    """Where nobody can be asked again the drill goes on, and the attempt is not counted."""
    course = Course()
    course.pose()
    assert kinds(course.type("many", once=True)) == [Unread, AskFor]
    assert kinds(course.type("26", once=True)) == [Judged]
    assert not course.drill.attempts[0].counts


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        (["double=26", "13"], {"double": "26", "sum": "13"}),
        (["total = 26", "13"], {"double": "26", "sum": "13"}),
        (["result=26", "sum=13"], {"double": "26", "sum": "13"}),
        (["less=6", "13", "26"], {"less": "6", "sum": "13", "double": "26"}),
    ],
)
def test_parts_can_be_answered_by_name(typed: list[str], answers: dict[str, str]) -> None:
    """``name=value`` answers that part, and the others are asked for."""
    course = Course()
    course.pose()
    course.type(*typed)
    (attempt,) = course.drill.attempts
    assert attempt.answers == answers
    assert attempt.right


def test_hints_come_one_by_one() -> None:
    """Each hint is the reason of the next step, without figures; they are counted."""
    course = Course()
    course.pose()
    says = [course.press(Key.HINT)[0] for _ in range(4)]
    assert says == [
        ShowHint("one less"),
        ShowHint("add them"),
        ShowHint("twice"),
        ShowHint("there is no further hint"),
    ]
    course.type(*RIGHT)
    assert course.drill.attempts[0].hints == 4
    course.press(Key.NEXT)
    course.pose()
    assert course.press(Key.HINT)[0] == ShowHint("there is no further hint")
    assert course.drill.hints == 1


@pytest.mark.parametrize("key", [Key.SOLUTION, Key.STEPS])
def test_a_solution_gives_the_question_up(key: Key) -> None:
    """Looking at the solution ends the question without a verdict."""
    course = Course()
    course.pose()
    course.type("13")
    assert kinds(course.press(key)) == [ShowSteps, Judged]
    (attempt,) = course.drill.attempts
    assert (attempt.verdict, attempt.right, attempt.counts) == (None, False, True)
    assert attempt.answers == {"sum": "13"}
    assert course.drill.phase is Phase.JUDGED
    assert kinds(course.press(Key.STEPS)) == [ShowSteps]
    assert len(course.drill.attempts) == 1


def test_skipping_goes_on() -> None:
    """A skipped question is an attempt without a verdict, and the next is dealt."""
    course = Course()
    course.pose()
    passed, deal = course.press(Key.SKIP)
    assert passed == Passed(course.drill.attempts[0])
    assert deal == Deal(PLAN[1])
    assert (course.drill.attempts[0].verdict, course.drill.attempts[0].left) == (None, "skipped")


def test_new_numbers_never_repeat_an_index() -> None:
    """Asking for new numbers deals an index that no planned question has, another one each time."""
    course = Course()
    indexes = []
    for _ in range(3):
        course.pose()
        (deal,) = course.press(Key.RETRY)
        assert isinstance(deal, Deal)
        assert deal.planned.what is Sums
        indexes.append(deal.planned.index)
    assert len({*indexes, *(planned.index for planned in PLAN)}) == 6
    course.pose()
    course.type(*RIGHT)
    assert course.press(Key.NEXT) == [Deal(PLAN[1])]


def test_no_question_is_begun_after_the_deadline() -> None:
    """The one that is running may be finished, then it is over."""
    course = Course(deadline=25)
    course.pose()
    course.type(*RIGHT)
    assert course.drill.phase is Phase.JUDGED
    assert kinds(course.press(Key.NEXT)) == [Summarise]


@pytest.mark.parametrize("event", [Ended(5), Pressed(Key.QUIT, 5)])
def test_quitting_sums_up_once(event: Event) -> None:
    """Quitting ends the drill with its summary; nothing follows."""
    course = Course()
    course.pose()
    assert kinds(course.feed(event)) == [Summarise]
    assert course.drill.phase is Phase.DONE
    assert course.feed(Ended(6)) == course.type("13") == course.press(Key.NEXT) == []


@pytest.mark.parametrize(
    ("event", "phase"),
    [
        (Typed("13", 1), Phase.DEALING),
        (Pressed(Key.NEXT, 1), Phase.DEALING),
        (Pressed(Key.HINT, 1), Phase.DEALING),
        (Posed(dealt(PLAN[0]), 1), Phase.ANSWERING),
        (Typed("13", 1), Phase.JUDGED),
        (Posed(dealt(PLAN[0]), 1), Phase.JUDGED),
        (Pressed(Key.HINT, 1), Phase.JUDGED),
        (Pressed(Key.SKIP, 1), Phase.JUDGED),
    ],
)
def test_what_is_not_waited_for_changes_nothing(event: Event, phase: Phase) -> None:
    """An event at the wrong time is no event."""
    course = Course()
    if phase is not Phase.DEALING:
        course.pose()
    if phase is Phase.JUDGED:
        course.type(*RIGHT)
    before = course.drill
    assert before.phase is phase
    assert course.feed(event) == []
    assert course.drill is before


def test_next_before_an_answer_asks_again() -> None:
    """There is nothing to go on from while a part is open."""
    course = Course()
    course.pose()
    assert kinds(course.press(Key.NEXT)) == [AskFor]


TEXTS = st.one_of(
    st.sampled_from(
        [
            "13",
            "26",
            "12",
            "many",
            "",
            "sum=13",
            "double=26",
            "total=26",
            "less=6",
            "T",
            "false",
            "=",
            "x=1",
            "sum=",
        ]
    ),
    st.text(max_size=8),
)
ACTIONS = st.lists(
    st.one_of(
        st.just(("pose", None)),
        st.tuples(st.just("type"), TEXTS),
        st.tuples(st.just("once"), TEXTS),
        st.tuples(st.just("press"), st.sampled_from(list(Key))),
        st.just(("end", None)),
    ),
    max_size=25,
)


def checked(before: Drill, after: Drill, effects: list[Effect]) -> None:
    """What holds at every turn."""
    assert after.plan == before.plan
    assert before.place <= after.place < len(after.plan)
    taken_back = any(isinstance(effect, TakeBack) for effect in effects)
    if taken_back:
        assert after.attempts == before.attempts[:-1]
    else:
        assert len(after.attempts) - len(before.attempts) in (0, 1)
        assert after.attempts[: len(before.attempts)] == before.attempts
    assert after.hints >= 0
    asked = {part.name for part in after.posed.parts} if after.posed else set()
    if after.phase is Phase.ANSWERING:
        assert after.left()
        assert effects == [] or isinstance(effects[-1], AskFor)
    assert all(effect.part.name in asked for effect in effects if isinstance(effect, AskFor))
    assert sum(isinstance(effect, Deal) for effect in effects) == int(
        after.phase is Phase.DEALING and bool(effects)
    )
    assert sum(isinstance(effect, Summarise) for effect in effects) == int(
        after.phase is Phase.DONE and before.phase is not Phase.DONE
    )
    if before.phase is Phase.DONE:
        assert (after, effects) == (before, [])
    for attempt in after.attempts:
        assert attempt.seconds >= 0


@given_by(ACTIONS)
@settings(max_examples=60, deadline=None)
def test_no_course_of_events_breaks_a_drill(actions: list[tuple[str, Any]]) -> None:
    """Random events never raise; attempts only grow, and there is always something to wait for."""
    course = Course()
    for action, detail in actions:
        before, known = course.drill, len(course.effects)
        if action == "pose":
            course.pose()
        elif action == "press":
            course.press(detail)
        elif action == "end":
            course.feed(Ended(course.at))
        else:
            course.type(detail, once=action == "once")
        checked(before, course.drill, course.effects[known:])


@given_by(ACTIONS)
@settings(max_examples=15, deadline=None)
def test_the_reducer_is_pure(actions: list[tuple[str, Any]]) -> None:
    """The same events lead to the same state and the same effects."""
    first, second = Course(), Course()
    for action, detail in actions:
        for course in (first, second):
            if action == "pose":
                course.pose()
            elif action == "press":
                course.press(detail)
            elif action == "end":
                course.feed(Ended(course.at))
            else:
                course.type(detail)
    assert first.drill == second.drill
    assert first.effects == second.effects


@pytest.mark.parametrize("then", [Typed("t", 9), Pressed(Key.SOLUTION, 9), Pressed(Key.SKIP, 9)])
def test_an_attempt_knows_the_time_that_was_told(then: Event) -> None:
    """The target under which a question was shown goes with the attempt."""
    asked = dealt(PLAN[1])
    drill, _ = reduce(begin(PLAN)[0], Posed(asked, 1, target=47))
    drill, _ = reduce(drill, then)
    assert [attempt.due for attempt in drill.attempts] == [47]
    untold, _ = reduce(reduce(begin(PLAN)[0], Posed(asked, 1))[0], then)
    assert [attempt.due for attempt in untold.attempts] == [60]
