"""What a command was pointed at: a question or a family, its options made from the declaration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from dldrill.faults import Fault

if TYPE_CHECKING:
    from dldrill.bank.library import Library
    from dldrill.bank.question import Question
    from dldrill.dealing.dealt import Dealt
    from dldrill.derivation.family import Family

EXTRA = {"ignore_unknown_options": True, "allow_extra_args": True}
"""Context settings of commands that take a family's givens as options."""


class TakesGivens(TyperCommand):
    """A command whose options are also those of the family that it names."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The options of the command, and the givens."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            from typer._click.shell_completion import CompletionItem

            from dldrill.cli.completing import given_options

            options = given_options(ctx)
            found += [
                CompletionItem(name, help=says) for name, says in options if name.startswith(incomplete)
            ]
        return found


def library(bank: Sequence[Path] | None) -> Library:
    """The bundled questions and those of more banks."""
    from dldrill.bank.library import load

    return load(bank or ())


def split_givens(words: Sequence[str], what: Question | type[Family]) -> tuple[dict[str, str], list[str]]:
    """Separate ``--given value`` and ``--given=value`` from the rest.

    Raises:
        Fault: an option that is no given, a given without a value or twice.
    """
    from dldrill.bank.question import Compute

    family = what.problems() if isinstance(what, Compute) else what if isinstance(what, type) else None
    givens: dict[str, str] = {}
    rest: list[str] = []
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--":
            rest += words
            break
        name, equals, value = word.removeprefix("--").partition("=")
        own = name.replace("-", "_")
        if not word.startswith("--") or not name or not name[0].isalpha():
            rest.append(word)
            continue
        if family is None or own not in family.givens():
            raise Fault(_no_option(word, family), code="usage")
        if own in givens:
            raise Fault(f"{word} is given twice: give it once", code="usage")
        if not equals and not words:
            raise Fault(f"{word} needs a value", code="usage")
        givens[own] = value if equals else words.pop(0)
    return givens, rest


def _no_option(word: str, family: type[Family] | None) -> str:
    from dldrill.derivation.values import unknown_given

    name = word.partition("=")[0]
    if family is None:
        return f"no such option: {name}; this question has no numbers to give"
    return unknown_given(name.removeprefix("--"), family)


def dealt_of(what: Question | type[Family], givens: dict[str, str], seed: str | None, index: int) -> Dealt:
    """The question with the reader's own numbers, with a seed's, or with the exam's own.

    Raises:
        Fault: numbers and a seed at once, or numbers that do not fit.
    """
    from dldrill.dealing.source import Source, with_givens

    if givens and seed is not None:
        raise Fault("give numbers or a --seed, not both", code="usage")
    if seed is not None:
        return Source(what, seed).deal(index)
    if index:
        raise Fault("--index needs a --seed", code="usage")
    return with_givens(what, givens)
