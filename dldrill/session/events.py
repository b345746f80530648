"""What passes between a drill and its shell: the events that come in, the effects that go out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dldrill.bank.question import Question
from dldrill.dealing.dealt import Dealt, Part
from dldrill.grading.attempt import Attempt

if TYPE_CHECKING:
    from dldrill.derivation.family import Family


@dataclass(frozen=True, slots=True)
class Planned:
    """A question to come.

    Attributes:
        what: what to deal.
        index: at which index of the drill's seed.
        why: why it is asked, in a word for the learner.
        recall: the predicted recall; None where nothing is known.
        study: whether another variant's solution is shown first.
    """

    what: Question | type[Family]
    index: int
    why: str = ""
    recall: float | None = None
    study: bool = False


class Key(Enum):
    """What a learner can ask for beside answering."""

    NEXT = "next"
    RETRY = "retry"
    STEPS = "steps"
    HINT = "hint"
    SOLUTION = "solution"
    SKIP = "skip"
    REGRADE = "regrade"
    UNDO = "undo"
    QUIT = "quit"


class Posed(NamedTuple):
    """A question was dealt and shown.

    Attributes:
        studied: a solution was shown before, which counts as a hint.
        target: seconds that it should take, as was told; 0: what the bank says.
    """

    dealt: Dealt
    at: float
    studied: bool = False
    target: float = 0


class Typed(NamedTuple):
    """An answer was typed.

    Attributes:
        once: nobody is there to ask again, so an answer that cannot be read leaves the question.
    """

    text: str
    at: float
    once: bool = False


class Pressed(NamedTuple):
    """A key was asked for."""

    key: Key
    at: float


class Regraded(NamedTuple):
    """The learner rates the answer anew, or says that it was right.

    Attributes:
        rating: from 1 to 4; 0: leave it.
        right: whether the verdict is disputed.
    """

    rating: int
    right: bool = False


class Ended(NamedTuple):
    """The terminal was closed, or the learner interrupted."""

    at: float


Event = Posed | Typed | Pressed | Regraded | Ended


class Deal(NamedTuple):
    """Deal and show this, then send ``Posed``."""

    planned: Planned


class AskFor(NamedTuple):
    """Ask for this part."""

    part: Part


class Unread(NamedTuple):
    """Say why an answer could not be used; it is asked for again."""

    says: str


class Judged(NamedTuple):
    """Keep the attempt, then show what became of the question."""

    attempt: Attempt


class Passed(NamedTuple):
    """Keep that a question was passed over."""

    attempt: Attempt


class AskRating(NamedTuple):
    """Ask how well the question was known, then send ``Regraded``."""

    attempt: Attempt


class Regrade(NamedTuple):
    """Keep the learner's own rating, or that the answer is said to be right."""

    attempt: Attempt
    rating: int
    right: bool


class TakeBack(NamedTuple):
    """Keep that the last attempt is taken back, and show its question again."""

    dealt: Dealt


class ShowSteps(NamedTuple):
    """Show the worked steps."""

    dealt: Dealt


class ShowModel(NamedTuple):
    """Show the model answer, before the learner marks an answer of free text by it."""

    dealt: Dealt


class ShowHint(NamedTuple):
    """Show the reason of the next step, without figures."""

    says: str


@dataclass(frozen=True, slots=True)
class Summarise:
    """Show how it went."""


Effect = (
    Deal
    | AskFor
    | Unread
    | Judged
    | Passed
    | AskRating
    | Regrade
    | TakeBack
    | ShowModel
    | ShowSteps
    | ShowHint
    | Summarise
)
