"""The reducer of a drill: what follows from what, and that nothing breaks it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from toys import Rectangle

from dldrill.dealing.dealt import with_numbers
from dldrill.session.drill import (
    AskFor,
    Deal,
    Drill,
    Ended,
    Event,
    Judged,
    Key,
    Phase,
    Planned,
    Posed,
    Pressed,
    ShowHint,
    Summarise,
    Typed,
    Unread,
    begin,
    reduce,
)

DEALT = with_numbers(Rectangle, Rectangle(), "s", 0)
PLAN = (Planned(Rectangle, 0), Planned(Rectangle, 1))


def drive(
    *events: Event, plan: tuple[Planned, ...] = PLAN, deadline: float | None = None
) -> tuple[Drill, list[str]]:
    """The state after some events, and the names of the effects of the last."""
    drill, effects = begin(plan, deadline)
    for event in events:
        drill, effects = reduce(drill, event)
    return drill, [type(effect).__name__ for effect in effects]


def test_parts_are_asked_in_order_and_then_judged() -> None:
    """Each part is asked for; the last answer is followed by the verdict, with the time taken."""
    drill, effects = drive(Posed(DEALT, 10))
    assert effects == [AskFor.__name__]
    drill, effects = drive(Posed(DEALT, 10), Typed("12", 20), Typed("24", 35))
    assert effects == [Judged.__name__]
    assert drill.phase is Phase.JUDGED
    (attempt,) = drill.attempts
    assert attempt.right
    assert attempt.seconds == 25


def test_unreadable_is_asked_again() -> None:
    """What cannot be read is said, asked for again and not counted."""
    drill, effects = drive(Posed(DEALT, 0), Typed("?!", 1))
    assert effects == [Unread.__name__, AskFor.__name__]
    assert drill.attempts == ()


def test_unreadable_from_a_pipe_leaves_the_question() -> None:
    """With nobody to ask, the question is judged unreadable and does not count."""
    drill, _ = drive(Posed(DEALT, 0), Typed("?!", 1, once=True), Typed("24", 2, once=True))
    (attempt,) = drill.attempts
    assert not attempt.counts


def test_named_part_at_any_prompt() -> None:
    """An earlier step can be given by name where another part is asked for."""
    drill, _ = drive(Posed(DEALT, 0), Typed("price=24", 1), Typed("12", 2))
    assert drill.attempts[0].right


def test_keys() -> None:
    """Hint, solution, new numbers, next and quit do what they say."""
    assert drive(Posed(DEALT, 0), Pressed(Key.HINT, 1))[1] == [ShowHint.__name__, AskFor.__name__]
    drill, _ = drive(Posed(DEALT, 0), Pressed(Key.SOLUTION, 1))
    assert drill.attempts[0].verdict is None
    drill, effects = drive(Posed(DEALT, 0), Pressed(Key.RETRY, 1))
    assert effects == [Deal.__name__]
    assert drill.place == 0
    drill, effects = drive(Posed(DEALT, 0), Pressed(Key.SKIP, 1))
    assert (drill.place, effects) == (1, [Deal.__name__])
    assert drive(Posed(DEALT, 0), Pressed(Key.QUIT, 1))[1] == [Summarise.__name__]


def test_deadline_begins_no_question() -> None:
    """After the deadline the next question is not dealt."""
    events = (Posed(DEALT, 0), Typed("12", 1), Typed("24", 100), Pressed(Key.NEXT, 100))
    assert drive(*events, deadline=50)[1] == [Summarise.__name__]
    assert drive(*events, deadline=150)[1] == [Deal.__name__]


def test_an_empty_plan_is_done() -> None:
    """Without questions there is only a summary."""
    drill, effects = drive(plan=())
    assert drill.phase is Phase.DONE
    assert effects == [Summarise.__name__]


EVENTS = st.one_of(
    st.builds(Posed, st.just(DEALT), st.floats(0, 100)),
    st.builds(
        Typed,
        st.sampled_from(["12", "24", "x", "", "area=3", "price=", "\x1b", "9" * 500]),
        st.floats(0, 100),
        st.booleans(),
    ),
    st.builds(Pressed, st.sampled_from(Key), st.floats(0, 100)),
    st.builds(Ended, st.floats(0, 100)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=25))
def test_no_event_breaks_a_drill(events: list[Event]) -> None:
    """Whatever comes in, attempts only grow, the place never goes back, and done stays done."""
    drill, _ = begin(PLAN)
    for event in events:
        after, effects = reduce(drill, event)
        assert after.attempts[: len(drill.attempts)] == drill.attempts
        assert after.place >= drill.place
        if drill.phase is Phase.DONE:
            assert (after, effects) == (drill, [])
        drill = after
    assert replace(drill) == drill
