"""The worked answer on a terminal: the question, every step with its reason, how it was verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.bank.exam import is_of_an_exam
from dldrill.bank.question import Compute
from dldrill.dealing.dealt import GIVEN, ORIGINAL, Dealt, Part
from dldrill.maths.speech import speak
from dldrill.maths.unicode_block import block
from dldrill.proving.roads import Proof
from dldrill.show.look import BAD, GOOD, MATHS, QUIET, STRONG, Look
from dldrill.show.markdown import GLUE, hanging, indented, inline, markdown, right_text, said, wrapped
from dldrill.show.question import question
from dldrill.show.steps import Step, steps_of
from dldrill.show.words import answer

GUTTER = 4


def worked(dealt: Dealt, proof: Proof | None, look: Look) -> RenderableType:
    """The whole worked answer."""
    return Group(
        heading(dealt, look),
        Text(""),
        question(dealt, look),
        Text(""),
        *_answer(dealt, look),
        *_verified(dealt, proof, look),
        *_note(dealt, look),
    )


def on_demand(dealt: Dealt, look: Look) -> RenderableType:
    """What a learner sees who asks for the steps in a drill."""
    return Group(Text(""), *_answer(dealt, look), Text(""))


def heading(dealt: Dealt, look: Look) -> Text:
    """The id, where it comes from and what makes the same numbers again."""
    text = Text(dealt.id, STRONG)
    sources = dealt.question.sources if dealt.question else ()
    given = isinstance(dealt.question, Compute) and dealt.question.original
    whose = "original numbers" if dealt.seed == ORIGINAL and given else ""
    at = f" --index {dealt.index}" if dealt.index else ""
    seed = "" if dealt.seed in (ORIGINAL, GIVEN) else f"--seed {said(dealt.seed, look)}{at}"
    for extra in (said(", ".join(sources), look), whose, seed):
        if extra:
            text.append(look.mark(" · ", " - ") + extra, QUIET)
    return wrapped(text, look.width)


def _answer(dealt: Dealt, look: Look) -> Iterator[RenderableType]:
    if dealt.options:
        yield from answer(dealt, look)
        if dealt.type in ("choose", "match", "order"):  # the letters as they are typed
            yield Text("")
            yield result(dealt.parts[-1], look)
        if dealt.options[0].figure is not None:  # nothing but the working says why a picture is right
            yield Text("")
            yield steps(steps_of(dealt), look)
        return
    yield steps(steps_of(dealt), look)
    yield Text("")
    several = len(dealt.parts) > 1
    yield from (result(part, look, several) for part in dealt.parts)


def steps(taken: Sequence[Step], look: Look) -> RenderableType:
    """Numbered steps: the reason, then the formula with its figures and its value."""
    return Group(*(part for number, step in enumerate(taken, 1) for part in _step(number, step, look)))


def _step(number: int, step: Step, look: Look) -> Iterator[RenderableType]:
    if number > 1:
        yield Text("")
    why = wrapped(inline(step.why, look), look.width - GUTTER)
    yield hanging(f"{number:>2}", why, GUTTER, QUIET)
    yield formula(step, look)


def formula(step: Step, look: Look) -> RenderableType:
    """A step's chain of equal formulas."""
    if look.plain:
        return indented(wrapped(Text(speak(step.chain())), look.width - GUTTER), GUTTER)
    lines = block(step.chain(), look.width - GUTTER, look.ascii)
    return indented(Text("\n".join(lines), MATHS), GUTTER)


def result(part: Part, look: Look, several: bool = False) -> RenderableType:
    """The answer to a part, with its unit, and the name to answer it by where there are several."""
    value = right_text(part, look) + (f"{GLUE}{part.unit}" if part.unit else "")
    text = inline(f"{part.label}: ", look) + Text(value, f"{STRONG} {GOOD}")
    if part.name != part.label and (several or part.name not in part.label):
        text.append(f"   ({part.name})", QUIET)
    return wrapped(text, look.width)


def _verified(dealt: Dealt, proof: Proof | None, look: Look) -> Iterator[RenderableType]:
    if proof is None or dealt.problem is None:
        return
    yield Text("")
    if proof.ok:
        how = f"verified by {', '.join(proof.roads)}: {dealt.problem.how}"
        yield wrapped(Text(look.mark("✓ ", "")) + inline(how, look), look.width)
        return
    yield Text("NOT verified:", f"{STRONG} {BAD}")
    for line in proof.disagreements:
        yield wrapped(Text(f"  {line}", BAD), look.width)


def _note(dealt: Dealt, look: Look) -> Iterator[RenderableType]:
    """What the bank adds; about an official key only where its own numbers are shown, or none."""
    if not dealt.question or not dealt.question.note:
        return
    official = is_of_an_exam(dealt.question)
    if not official or dealt.problem is None or dealt.seed == ORIGINAL:
        yield Text("")
        title = "About the official answer" if official else "Note"
        yield wrapped(Text(title, STRONG), look.width)
        yield markdown(dealt.question.note, look)
