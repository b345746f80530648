"""Sitting an exam as a pure reducer: answers kept as given, marks, the clock, handing in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dldrill.bank.exam import Item, Marking, Section
from dldrill.bank.question import Claim, Explain, RubricPoint
from dldrill.dealing.paper import Placed
from dldrill.dealing.source import Source
from dldrill.grading.sitting import Phase, Sitting
from dldrill.session.exam import (
    Ask,
    Began,
    Effect,
    Event,
    Gone,
    HandedIn,
    Keep,
    Leave,
    Mark,
    Overview,
    RanOut,
    Result,
    Say,
    Show,
    ShowModel,
    Solve,
    TimeUp,
    Typed,
    reduce,
)
from dldrill.session.replay import entry_of, replay

CLAIMS = [
    Claim(id=f"t/{name}", topic="t", minutes=1, points=1, claim=name, true=True, why="so") for name in "abc"
]
WORDS = Explain(
    id="t/w",
    topic="t",
    minutes=1,
    points=2,
    ask="Why?",
    model="So.",
    rubric=(RubricPoint("x"), RubricPoint("y")),
)
SECTION = Section("all", 4, Marking(), tuple(Item(str(n), 1) for n in range(1, 5)))
PAPER = tuple(
    Placed(SECTION, item, Source(question, "s").deal(0))
    for item, question in zip(SECTION.items, [*CLAIMS, WORDS], strict=True)
)
START, END = 1000.0, 1240.0


class Course:
    """A sitting that is fed with events and keeps what was to be done and what goes to the disk."""

    def __init__(self, sitting: Sitting | None = None, at: float = START) -> None:
        self.at = at
        self.entries: list[dict[str, object]] = []
        self.sitting = sitting or Sitting(PAPER, END)
        self.effects: list[Effect] = []
        self.entries.append({"began": True, "at": at})
        self.feed(Began(at))

    def feed(self, event: Event) -> list[Effect]:
        """One event; the effects that followed."""
        self.sitting, self.effects = reduce(self.sitting, event)
        kept = (entry_of(effect, event.at) for effect in self.effects)
        self.entries += [entry for entry in kept if entry is not None]
        return self.effects

    def type(self, *lines: str) -> list[Effect]:
        """Lines, ten seconds apart; the effects of the last."""
        for line in lines:
            self.at += 10
            self.feed(Typed(line, self.at))
        return self.effects


def kinds(effects: list[Effect]) -> list[type]:
    """What sort of effects they are."""
    return [type(effect) for effect in effects]


def test_answers_lead_from_question_to_question() -> None:
    """Each answer is kept as typed; behind the last question comes the list."""
    course = Course()
    assert Keep("1", "verdict", "t") in course.type("t")
    assert course.sitting.current is PAPER[1]
    course.type(" False ", "", "words")
    assert course.sitting.answers == {
        "1": {"verdict": "t"},
        "2": {"verdict": "False"},
        "3": {},
        "4": {"text": "words"},
    }
    assert course.sitting.current is None
    assert Overview() in course.effects
    assert course.sitting.spent == {"1": 10, "2": 10, "3": 10, "4": 10}


def test_commands_move_about() -> None:
    """Next, previous and go to bring a question to the front."""
    course = Course()
    course.type("n", "n")
    assert course.sitting.current is PAPER[2]
    course.type("p")
    assert course.sitting.current is PAPER[1]
    course.type("g4")
    assert course.sitting.current is PAPER[3]
    assert isinstance(course.type(":g 9")[0], Say)
    assert course.sitting.current is PAPER[3]


def test_a_question_can_be_marked_and_unmarked() -> None:
    """The mark is kept and can be taken back."""
    course = Course()
    assert course.type("m")[0] == Mark("1", True)
    assert course.sitting.marked == {"1"}
    assert course.type("m")[0] == Mark("1", False)
    assert course.sitting.marked == frozenset()


def test_an_answer_can_be_changed_and_taken_back() -> None:
    """The last one counts; a hyphen takes it back; an empty line leaves it."""
    course = Course()
    course.type("t", "p", "f", "p", "")
    assert course.sitting.answers["1"] == {"verdict": "f"}
    course.type("p", "-")
    assert course.sitting.answers["1"] == {}


def test_an_unreadable_answer_is_asked_for_again() -> None:
    """It is not kept, and says why."""
    course = Course()
    says, again = course.type("perhaps")
    assert isinstance(says, Say)
    assert isinstance(again, Ask)
    assert course.sitting.answers == {}
    assert course.sitting.current is PAPER[0]


def test_handing_in_with_blanks_is_asked_twice() -> None:
    """The first s warns, an answer in between takes it back, the second hands in."""
    course = Course()
    assert kinds(course.type("t", "s")) == [Say, Ask]
    course.type("f")
    assert kinds(course.type("s")) == [Say, Ask]
    assert kinds(course.type("s")) == [HandedIn, Result, Ask]
    assert course.sitting.phase is Phase.REVIEW


def test_free_text_is_marked_by_its_author_first() -> None:
    """After handing in, the model answer is shown and the points are ticked; then comes the result."""
    course = Course()
    course.type("t", "t", "t", "because")
    assert kinds(course.type("s")) == [HandedIn, ShowModel, Ask]
    assert course.sitting.phase is Phase.MARKING
    assert kinds(course.type("Z")) == [Say, Ask]
    assert kinds(course.type("A")) == [Keep, Result, Ask]
    assert course.sitting.answers["4"] == {"text": "because", "points": "A"}


def test_solutions_are_shown_on_demand() -> None:
    """After the result, a number shows its solution, q leaves."""
    course = Course()
    course.type("s", "s")
    assert course.type("2")[0] == Solve(PAPER[1])
    assert isinstance(course.type("9")[0], Say)
    assert course.type("q") == [Leave(True)]


def test_time_is_up() -> None:
    """The deadline hands in what is there; an answer typed after it does not count."""
    course = Course()
    course.type("t")
    effects = course.feed(TimeUp(END + 1))
    assert kinds(effects) == [Say, HandedIn, Result, Ask]
    late = Course()
    late.feed(Typed("t", END + 1))
    assert late.sitting.phase is Phase.REVIEW
    assert late.sitting.answers == {}
    assert kinds(Course(at=END + 5).effects) == [HandedIn, Result, Ask]


def test_a_closed_terminal_hands_nothing_in() -> None:
    """It can be taken up again; answers that were piped in are handed in when they end."""
    assert Course().feed(Gone(START + 3)) == [Leave(False)]
    course = Course()
    assert kinds(course.feed(RanOut(START + 3))) == [HandedIn, Result, Ask]
    assert course.feed(RanOut(START + 4)) == [Leave(True)]


LINES = st.sampled_from(
    ["t", "f", "x", "", "-", "n", "p", "m", "g1", "g 3", ":g4", "l", "?", "words", ":n", ":m"]
)


@given(st.lists(LINES, max_size=30))
def test_what_is_on_disk_brings_everything_back(lines: list[str]) -> None:
    """At any moment, replaying the kept lines gives the same answers, marks, seconds and place."""
    course = Course()
    course.type(*lines)
    again = replay(PAPER, END, course.entries)
    there = {number: given for number, given in course.sitting.answers.items() if given}
    assert {number: given for number, given in again.answers.items() if given} == there
    assert again.marked == course.sitting.marked
    assert again.place == course.sitting.place or course.sitting.phase is not Phase.SITTING
    front = PAPER[again.place].item.number if again.place < len(PAPER) else None
    before = {n: s for n, s in again.spent.items() if n != front}
    assert before == {n: s for n, s in course.sitting.spent.items() if n != front and s}


def test_the_time_away_is_given_to_no_question() -> None:
    """A sitting that was closed for a while does not charge a question for it."""
    course = Course()
    course.type("t", "t")
    course.entries.append({"began": True, "at": START + 150})
    again = Course(replay(PAPER, END, course.entries), START + 150)
    assert isinstance(again.effects[1], Show)
    assert again.sitting.current is PAPER[2]
    again.at = START + 160
    again.feed(Typed("t", START + 160))
    assert again.sitting.spent == {"1": 10, "2": 10, "3": 10}
