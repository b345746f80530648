"""What the record has to say in a drill: when a question comes again, and how its rating is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import RenderableType
from rich.text import Text

from dldrill.answer.kinds import show
from dldrill.grading.attempt import Attempt
from dldrill.record.keeping import Kept
from dldrill.record.rating import Rating, allows
from dldrill.show.look import QUIET, Look
from dldrill.show.markdown import indented, said, wrapped

STUDY = "This question keeps slipping away. Look at a worked example first; the question itself comes after."
NO_RATING = "Write the number of a rating, ! if your answer was right, or nothing to leave it."


class Saved(NamedTuple):
    """What a drill left in the record.

    Attributes:
        kept: its attempts.
        due: how many questions are still due today.
    """

    kept: Sequence[Kept]
    due: int


def scheduled(kept: Kept, look: Look) -> RenderableType:
    """When the question comes again, and the rating that says so."""
    rating = kept.rating.name.capitalize()
    if kept.logged.kind == "cram":
        told = "recorded; cramming leaves the schedule as it is"
    elif kept.practice:
        told = f"recorded as practice; next {in_days(kept.days)}"
    else:
        told = f"next {in_days(kept.days)}   rated {rating}"
    return indented(wrapped(Text(told, QUIET), look.width - 2), 2)


def in_days(days: int) -> str:
    """A number of study days in words."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def asking_rating(attempt: Attempt, look: Look) -> str:
    """The prompt for the learner's own rating."""
    numbers = [rating for rating in Rating if allows(attempt.dealt.type, rating)]
    choices = "  ".join(f"{rating.value} {rating.name.lower()}" for rating in numbers)
    dispute = "" if attempt.right else "  ! I was right"
    return f"{choices}{dispute}  {look.mark('⏎', 'Enter')} leave it > "


def go_on(look: Look) -> str:
    """The prompt under a worked example."""
    return f"{look.mark('⏎', 'Enter')} to the question > "


def disputed(attempt: Attempt, kept: Kept, look: Look) -> RenderableType:
    """A line that tells the author of a bank all there is to know about an answer."""
    line, verdict = kept.logged, attempt.verdict
    right = "; ".join(f"{part.name}={show(part.kind, part.right)}" for part in attempt.dealt.parts)
    given = "; ".join(f"{part.name}={part.given}" for part in verdict.parts) if verdict else "nothing"
    revision = f" revision {line.revision}" if line.revision else ""
    told = (
        f"{line.question}{revision} seed {line.seed} index {line.variant}: "
        f"answered {given}, the key says {right}"
    )
    head = Text("Recorded as right. If the key is wrong, send this line to the author of the bank:")
    text = Text("\n").join([wrapped(head, look.width - 2), wrapped(Text(said(told, look)), look.width - 2)])
    return indented(text, 2)


def saved_line(saved: Saved, look: Look) -> Iterator[RenderableType]:
    """How much was recorded, and what is still due."""
    due = f"{saved.due} more due today" if saved.due else "nothing more is due today"
    yield wrapped(Text(f"{len(saved.kept)} recorded, {due}", QUIET), look.width)
