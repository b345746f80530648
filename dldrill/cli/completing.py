"""What can stand for an argument or an option's value, for shells to complete.

A shell asks at every Tab: nothing here may load numpy, sympy, or rich, and a bank that cannot be read
is passed over, since a prompt is no place to say so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from dldrill.bank.question import Question

Candidates = list[tuple[str, str]]
"""Words with what is said beside them, where a shell shows that."""


def topics(ctx: typer.Context) -> Candidates:
    """Topics of questions."""
    return _plain(dict.fromkeys(question.topic for question in _questions(ctx)))


def exams() -> Candidates:
    """Source exams."""
    from dldrill.bank.places import bank_files, bundled

    return _plain(path.stem for path in bank_files(bundled() / "exams"))


def families() -> Candidates:
    """Problem families."""
    from dldrill.families import bundled, names
    from dldrill.faults import Fault

    try:
        found = names()
    except Fault:  # a package's fault is no reason not to know our own
        found = bundled()
    return [(name, "family") for name in found]


def types() -> Candidates:
    """Types of questions."""
    from dldrill.bank.types import READERS

    return _plain(READERS)


def formats() -> Candidates:
    """Formats of sheets."""
    from dldrill.sheets.formats import FORMATS

    return [(name, " ".join(form.endings)) for name, form in FORMATS.items()]


def questions(ctx: typer.Context) -> Candidates:
    """Questions by their ids, and exams' questions."""
    return _named(_questions(ctx))


def problems(ctx: typer.Context) -> Candidates:
    """Questions, exams' questions, and families."""
    return [*families(), *questions(ctx)]


def provable(ctx: typer.Context) -> Candidates:
    """Families, and the questions that have numbers to prove."""
    from dldrill.bank.question import Compute

    return [*families(), *_named(q for q in _questions(ctx) if isinstance(q, Compute))]


def given_options(ctx: typer.Context) -> Candidates:
    """The givens of the family or question that a command line names, as options."""
    from dldrill.bank.library import Library
    from dldrill.bank.question import Compute
    from dldrill.dealing.locate import locate
    from dldrill.derivation.values import option
    from dldrill.faults import Fault

    name = ctx.params.get("name")
    if not name:
        return []
    try:
        what = locate(name, Library(tuple(_questions(ctx))))
        family = what.problems() if isinstance(what, Compute) else what
    except (Fault, ImportError):
        return []
    if not isinstance(family, type):
        return []
    return [(option(given), str(field.metadata["help"])) for given, field in family.givens().items()]


def _plain(words: Iterable[str]) -> Candidates:
    return [(word, "") for word in words]


def _named(found: Iterable[Question]) -> Candidates:
    """Ids with their types, then the exams' questions with the ids that stand for them."""
    ids: dict[str, str] = {}
    sources: dict[str, str] = {}
    for question in found:
        ids[question.id] = question.type
        for source in question.sources:
            sources.setdefault(source, question.id)
    return [*ids.items(), *sources.items()]


def _questions(ctx: typer.Context) -> Iterator[Question]:
    """The questions of the banks that can be read: bundled, of packages, and named in either way."""
    from dldrill.bank.places import bank_files
    from dldrill.bank.toml import read_file
    from dldrill.faults import Fault

    for place in _places(ctx):
        for path in bank_files(place) if place.is_dir() else [place]:
            with suppress(Fault, OSError):
                if path.is_file():  # a pipe would be waited for
                    yield from read_file(path)


def _places(ctx: typer.Context) -> Iterator[Path]:
    """Where banks are: those at hand, those of the environment, and those of the command line."""
    from dldrill.bank.places import bundled, packaged
    from dldrill.faults import Fault

    yield bundled()
    with suppress(Fault):
        yield from packaged()
    yield from (Path(part) for part in os.environ.get("DLDRILL_BANKS", "").split(os.pathsep) if part)
    for named in ctx.params.get("bank") or ():
        # the shell has not put in what ~ and $HOME stand for yet
        yield Path(os.path.expandvars(named)).expanduser()
