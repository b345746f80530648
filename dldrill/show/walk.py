"""The screens of a walk through the steps of a solution."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.dealing.dealt import Dealt
from dldrill.grading.verdict import PartVerdict
from dldrill.show.drill import MARKS, remark
from dldrill.show.look import QUIET, STRONG, WARN, Look
from dldrill.show.markdown import hanging, inline, said, value_text, wrapped
from dldrill.show.question import question
from dldrill.show.solution import GUTTER, formula, heading
from dldrill.show.steps import Step

KEYS = (
    ("?", "these keys"),
    ("Enter", "the step itself, not counted as right"),
    (":q", "end the walk"),
)


def opening(dealt: Dealt, look: Look) -> RenderableType:
    """The question before its first step."""
    return Group(heading(dealt, look), Text(""), question(dealt, look))


def reason(place: int, count: int, step: Step, look: Look) -> RenderableType:
    """Which step comes, and why it is taken; no figures yet."""
    head = Text.assemble((f"{place}/{count}", QUIET), "  ", (said(step.name, look), STRONG))
    why = wrapped(inline(step.why, look), look.width - GUTTER)
    return Group(Text(""), wrapped(head, look.width), hanging("", why, GUTTER))


def told(verdict: PartVerdict, look: Look) -> RenderableType:
    """Whether a step was right; if not, what was typed and what explains it."""
    return Group(*_told(verdict, look))


def _told(verdict: PartVerdict, look: Look) -> Iterator[RenderableType]:
    sign, plain_sign, style = MARKS.get(verdict.verdict, ("?", "?", WARN))
    text = Text(f"{look.mark(sign, plain_sign)} {verdict.verdict}", f"{STRONG} {style}")
    if verdict.verdict != "right":
        text.append(f"   you {value_text(verdict.kind, verdict.read, look)}")
    yield wrapped(text, look.width)
    if verdict.says:
        yield remark(verdict.says, look)
    if verdict.mistake:
        yield remark(f"({verdict.mistake})", look, QUIET)


def line(step: Step, look: Look) -> RenderableType:
    """The step with its formula, its figures and its value."""
    return formula(step, look)


def help_on_keys(look: Look) -> RenderableType:
    """What can be typed instead of a value."""
    columns = 10
    return Group(
        *(
            hanging(f"  {key}", wrapped(Text(does), look.width - columns), columns, STRONG)
            for key, does in KEYS
        )
    )


def summary(right: int, reached: int, count: int, look: Look) -> RenderableType:
    """How many of the steps were right the first time."""
    if not reached:
        return Text("\nno step was taken")
    steps = f"{reached} step{'' if reached == 1 else 's'}"
    rest = f"; {count - reached} more not taken" if reached < count else ""
    return wrapped(Text(f"\n{right} of {steps} right the first time{rest}", STRONG), look.width)


def without_steps(dealt: Dealt) -> str:
    """What to say of a question that cannot be walked through."""
    return f"{dealt.id} has no steps"
