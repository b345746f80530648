"""Worked answers of questions of words: what is true and why, what belongs together, a model answer."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.bank.question import Claim, Explain, Match, Order
from dldrill.dealing.dealt import Dealt
from dldrill.experiments.seen import Seen
from dldrill.proving.lines import prove_lines
from dldrill.show.look import BAD, GOOD, QUIET, STRONG, Look
from dldrill.show.markdown import grid, hanging, inline, markdown, wrapped
from dldrill.show.question import option

GUTTER = 6


def answer(dealt: Dealt, look: Look) -> Iterator[RenderableType]:
    """The worked answer."""
    question = dealt.question
    if isinstance(question, Claim):
        yield from _claim(question, look)
    elif isinstance(question, Match):
        yield from _match(dealt, question, look)
    elif isinstance(question, Order):
        yield from _order(dealt, question, look)
    elif isinstance(question, Explain):
        yield from model_answer(dealt, look)
    else:
        yield from _options(dealt, look)


def _claim(claim: Claim, look: Look) -> Iterator[RenderableType]:
    yield Text("True." if claim.true else "False.", f"{STRONG} {GOOD if claim.true else BAD}")
    yield wrapped(inline(claim.why, look), look.width)
    if claim.experiment:
        from dldrill.experiments import experiment

        yield from measured(experiment(claim.experiment)(), look)


def measured(seen: Seen, look: Look) -> Iterator[RenderableType]:
    """What an experiment did and saw."""
    yield Text("")
    yield wrapped(Text("measured: ", QUIET) + inline(seen.says, look), look.width)
    if seen.figure is not None or seen.table:
        yield Text("")
    if seen.figure is not None:
        from dldrill.show.figure import figure

        yield figure(seen.figure, look)
    elif seen.table:
        yield grid(seen.table[0], seen.table[1:], look)


def _options(dealt: Dealt, look: Look) -> Iterator[RenderableType]:
    for o in dealt.options:
        verdict = Text("true  " if o.true else "false ", GOOD if o.true else BAD)
        body = wrapped(verdict + inline(o.why, look), look.width - GUTTER)
        yield hanging(f"  {o.letter}", body, GUTTER, STRONG)


def _match(dealt: Dealt, question: Match, look: Look) -> Iterator[RenderableType]:
    text = {o.letter: o.text for o in dealt.options}
    for number, (item, letter) in enumerate(zip(dealt.items, dealt.parts[-1].right, strict=True), 1):
        says = (
            inline(f"{item}: ", look) + Text(f"{letter}  ", f"{STRONG} {GOOD}") + inline(text[letter], look)
        )
        yield hanging(f"  {number}", wrapped(says, look.width - GUTTER), GUTTER, STRONG)
    if question.why:
        yield Text("")
        yield markdown(question.why, look)


def _order(dealt: Dealt, question: Order, look: Look) -> Iterator[RenderableType]:
    for place, (letter, line) in enumerate(zip(dealt.parts[-1].right, question.lines, strict=True)):
        if place:
            yield Text("")
        yield option(letter, line.says, look)
        yield hanging("", wrapped(inline(line.why, look, QUIET), look.width - GUTTER), GUTTER)
    if not any(line.equals for line in question.lines):
        return  # lines in words claim no proof
    wrong = prove_lines(question)
    yield Text("")
    if wrong:
        yield wrapped(Text(f"NOT verified: {'; '.join(map(str, wrong))}", f"{STRONG} {BAD}"), look.width)
    else:
        how = "verified: at random points each line equals the one before, or is as near to it as it says"
        yield wrapped(Text(look.mark("✓ ", "") + how), look.width)


def model_answer(dealt: Dealt, look: Look) -> Iterator[RenderableType]:
    """A model answer and the points that a good answer makes."""
    if not isinstance(dealt.question, Explain):
        raise TypeError("only a question of free text has a model answer")
    yield Text("A model answer", STRONG)
    yield markdown(dealt.question.model, look)
    yield Text("")
    yield wrapped(Text("Points that a good answer makes", STRONG), look.width)
    for o in dealt.options:
        worth = "" if o.points == 1 else f" ({o.points:g})"
        yield option(o.letter, o.text + worth, look)


def shown_answer(dealt: Dealt, look: Look) -> RenderableType:
    """The model answer by itself, before its points are ticked."""
    return Group(Text(""), *model_answer(dealt, look), Text(""))
