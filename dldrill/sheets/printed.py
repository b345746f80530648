"""A question as it stands on a sheet: its text, its pictures, and the places to answer in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dldrill.dealing.dealt import Dealt, Part
from dldrill.dealing.paper import Placed
from dldrill.figures.marks import Figure
from dldrill.sheets.prose import Block, Inline, Picture, prose, words
from dldrill.sheets.solution import answer, solution

LINE = 1.5  #: minutes for which a line is room enough; more ask for working, and get a box
CENTIMETRES = 0.6  #: of a box, for each minute
TALLEST = 9.0


class Choice(NamedTuple):
    """An option to tick.

    Attributes:
        letter: what it is called; empty for true and false.
        text: what it says.
        picture: the figure that it is, instead of a text.
        true: whether it is to be ticked.
    """

    letter: str
    text: tuple[Inline, ...]
    picture: Picture | None
    true: bool


class Blank(NamedTuple):
    """A place to write an answer in.

    Attributes:
        name: the part's name.
        label: what stands before it.
        unit: what stands behind it.
    """

    name: str
    label: tuple[Inline, ...]
    unit: str


class Printed(NamedTuple):
    """A question on a sheet.

    Attributes:
        number: as in 2.1.
        points: what it is worth.
        extra: whether it is extra credit.
        dealt: the question with its numbers.
        text: what is asked.
        figure: the picture under the text.
        choices: what there is to tick.
        single: whether exactly one choice is right.
        items: what the lettered lines are matched to, numbered from 1.
        lines: the lettered lines of a matching or of a derivation.
        blanks: places for short answers.
        room: centimetres of empty space for working.
        answer: the answers on one line.
        solution: the worked answer.
        pictures: every figure by its name.
    """

    number: str
    points: float
    extra: bool
    dealt: Dealt
    text: tuple[Block, ...]
    figure: Picture | None
    choices: tuple[Choice, ...]
    single: bool
    items: tuple[tuple[Inline, ...], ...]
    lines: tuple[tuple[str, tuple[Inline, ...]], ...]
    blanks: tuple[Blank, ...]
    room: float
    answer: tuple[Inline, ...]
    solution: tuple[Block, ...]
    pictures: Mapping[str, Figure]

    @property
    def below(self) -> tuple[Blank, ...]:
        """The places that stand below the question, where what is matched has places of its own."""
        return () if self.items else self.blanks


def printed(placed: Placed, *, worked: bool = True) -> Printed:
    """A question in its place, as a sheet shows it; its solution is not worked out where none is shown."""
    dealt = placed.dealt
    pictures = _pictures(dealt, placed.item.number)
    own = f"{placed.item.number}-figure"
    return Printed(
        number=placed.item.number,
        points=placed.item.points,
        extra=placed.item.extra,
        dealt=dealt,
        text=prose(dealt.ask),
        figure=Picture(own, pictures[own].alt) if own in pictures else None,
        choices=_choices(dealt, placed.item.number, pictures),
        single=dealt.type == "claim" or dealt.parts[-1].spec.count == 1,
        items=tuple(words(item) for item in dealt.items),
        lines=tuple((option.letter, words(option.text)) for option in dealt.options)
        if dealt.type in ("match", "order") or dealt.items
        else (),
        blanks=_blanks(dealt),
        room=_room(dealt),
        answer=answer(dealt),
        solution=solution(dealt, placed.item.points) if worked else (),
        pictures=pictures,
    )


def _pictures(dealt: Dealt, number: str) -> dict[str, Figure]:
    """The figures of a question, by names that are theirs alone on the sheet."""
    drawn = dealt.problem.figure() if dealt.problem else None
    found = {} if drawn is None else {f"{number}-figure": drawn}
    shown = {f"{number}-{option.letter}": option.figure for option in dealt.options}
    return found | {name: figure for name, figure in shown.items() if figure is not None}


def _choices(dealt: Dealt, number: str, pictures: Mapping[str, Figure]) -> tuple[Choice, ...]:
    if dealt.type == "claim":
        true = "T" in dealt.parts[-1].right
        return (Choice("", words("True"), None, true), Choice("", words("False"), None, not true))
    if dealt.type != "choose":
        return ()
    return tuple(
        Choice(
            option.letter,
            words(option.text),
            Picture(name, pictures[name].alt) if (name := f"{number}-{option.letter}") in pictures else None,
            option.true,
        )
        for option in dealt.options
    )


def _blanks(dealt: Dealt) -> tuple[Blank, ...]:
    """A line for every part; free text and choices have none."""
    if dealt.type in ("claim", "choose", "explain"):
        return ()
    return tuple(Blank(part.name, _label(dealt, part), part.unit or "") for part in dealt.parts)


def _label(dealt: Dealt, part: Part) -> tuple[Inline, ...]:
    return words(part.label if len(dealt.parts) > 1 else "Answer")


def _room(dealt: Dealt) -> float:
    """Space for working, by the minutes that the question takes."""
    if dealt.type in ("claim", "choose", "match", "order") or dealt.minutes <= LINE:
        return 0.0
    return min(TALLEST, round(dealt.minutes * CENTIMETRES, 1))
