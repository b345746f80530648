"""From what was asked for to the forms of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from shlex import quote
from typing import NamedTuple

from dldrill.bank.exam import Exam, Item, Marking, Section
from dldrill.bank.library import Library
from dldrill.bank.question import Question
from dldrill.dealing.paper import Placed, dealt_paper
from dldrill.faults import Fault
from dldrill.sheets.form import Form, letter, letter_of

MOST = 26 + 26 * 26  #: forms that have letters
IN_ONE_PROCESS = 8  #: forms that are dealt sooner than other processes start


class Kind(NamedTuple):
    """A section of a sheet that is no exam's.

    Attributes:
        name: its title.
        types: the types of questions that it gathers.
    """

    name: str
    types: tuple[str, ...]


KINDS = (
    Kind("True or false", ("claim",)),
    Kind("Choices", ("choose", "match", "order")),
    Kind("Problems", ("compute",)),
    Kind("Short answers", ("explain",)),
)


class Paper(NamedTuple):
    """What every form of a sheet has in common.

    Attributes:
        exam: the sections.
        questions: by number.
        named: whether each of them was asked for by name; no other claim then takes its place.
    """

    exam: Exam
    questions: Mapping[str, Question]
    named: bool = False


def paper_of_exam(exam: Exam, library: Library) -> Paper:
    """A source exam.

    Raises:
        Fault: a question of it is in no bank.
    """
    return Paper(exam, {item.number: library.find(f"{exam.name}/{item.number}") for item in exam.items})


def paper_of(questions: Sequence[Question], name: str, title: str, *, named: bool = False) -> Paper:
    """Questions gathered into sections by their types, numbered within them.

    Args:
        questions: in order.
        name: what the random streams of the forms are named by.
        title: of the sheet.
        named: whether each of them was asked for by name.
    """
    sections: list[Section] = []
    numbered: dict[str, Question] = {}
    kinds = [kind for kind in KINDS if any(question.type in kind.types for question in questions)]
    for place, kind in enumerate(kinds, 1):
        own = [question for question in questions if question.type in kind.types]
        items = tuple(Item(f"{place}.{number}", question.points) for number, question in enumerate(own, 1))
        numbered |= {item.number: question for item, question in zip(items, own, strict=True)}
        minutes = sum(question.minutes for question in own)
        sections.append(Section(kind.name, minutes, Marking(), items))
    return Paper(
        Exam(
            name=name,
            title=title,
            minutes=sum(section.minutes for section in sections),
            points=sum(section.points for section in sections),
            rules=(),
            sections=tuple(sections),
            published={},
        ),
        numbered,
        named,
    )


def forms(
    paper: Paper,
    library: Library,
    seed: str | None,
    copies: int,
    *,
    command: str,
    done: Callable[[], None] = lambda: None,
) -> tuple[Form, ...]:
    """The versions of a sheet, each from a seed of its own.

    Args:
        paper: what they have in common.
        library: where claims find others of their pool.
        seed: what the numbers come from; None: the questions' own.
        copies: how many.
        command: the command that makes a form again, but for its seed.
        done: called for each form that is dealt.

    Raises:
        Fault: there are more copies than letters, or copies of numbers that are always the same.
    """
    if copies > MOST:
        raise Fault(f"there are letters for {MOST} forms: ask for fewer copies", code="usage")
    if seed is None:
        if copies > 1:
            raise Fault("copies of an exam's own numbers are all the same: add --fresh", code="usage")
        return (Form("", None, _deal(paper, library)(None), command),)
    seeds = [seed] if copies == 1 else [f"{seed}-{letter(number)}" for number in range(copies)]
    found = []
    for own, placed in zip(seeds, _dealt(paper, library, seeds), strict=True):
        found.append(Form(letter_of(own), own, placed, f"{command} --seed {quote(own)}"))
        done()
    return tuple(found)


def _dealt(paper: Paper, library: Library, seeds: Sequence[str]) -> Iterable[tuple[Placed, ...]]:
    deal = _deal(paper, library)
    if len(seeds) <= IN_ONE_PROCESS:
        yield from map(deal, seeds)
        return
    with ProcessPoolExecutor() as pool:
        for placed in pool.map(deal, seeds, chunksize=4):
            yield tuple(one._replace(section=_same(paper.exam, one.section)) for one in placed)


def _deal(paper: Paper, library: Library) -> Callable[[str | None], tuple[Placed, ...]]:
    return partial(dealt_paper, paper.exam, paper.questions, library, named=paper.named)


def _same(exam: Exam, section: Section) -> Section:
    """The exam's own section for a copy of it that came from another process."""
    return next(own for own in exam.sections if own == section)
