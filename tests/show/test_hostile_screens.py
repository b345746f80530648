"""Hostile text through each way to the screen leaves no control, escape or bidi character."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import pytest
from lengths import at_length
from rich.console import Group, RenderableType
from rich.text import Text
from screens import HARMFUL, dealt

from dldrill.answer.kinds import read
from dldrill.answer.spec import Spec
from dldrill.bank.question import Claim
from dldrill.cli.app import _said
from dldrill.dealing.dealt import Dealt, Option, Part
from dldrill.faults import Fault
from dldrill.grading.attempt import Attempt
from dldrill.grading.verdict import PartVerdict, Verdict
from dldrill.maths.text import safe
from dldrill.record.keeping import Circumstances, Kept, logged
from dldrill.record.queue import today
from dldrill.record.rating import Rating
from dldrill.record.settings import Settings
from dldrill.record.slipping import Slipped
from dldrill.record.statistics import Measure, nothing
from dldrill.show import drill as screens
from dldrill.show import kept as kept_screens
from dldrill.show.listing import listing
from dldrill.show.look import Look
from dldrill.show.markdown import markdown, shown_in
from dldrill.show.question import question
from dldrill.show.stats import stats_screen

ALL = 100_000
FEW = 300
BATCH = 50
TOGETHER = 20
LOOK = Look(80)
NOTHING = nothing([], today(1_795_262_400.0, Settings()), None)
PIECES = (
    *map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\x1b[31m", "\x1b[2J", "\x1b]52;c;QUFB\x07",
    "\x1b]0;title\x1b\\", "\x9b31m", "\x9d52;c;QQ==\x9c", "\x1bP+q\x1b\\", "\x1b[200~", "\x1b[6n",
    *map(chr, range(0x200B, 0x2010)), *map(chr, range(0x2028, 0x202F)), *map(chr, range(0x2060, 0x2070)),
    "\u061c", "\ufeff", "\xad", "\u180e", "\u3164", "\U000e0041", "\ud800", "\udcff", "\ufffe",
    "e" + "\u0301" * 20, "\u0e33\u0e33", "\U0001f469\u200d\U0001f467", "界", "ﷺ", "[bold red]", "[/]",
    ":smile:", "[link=http://x]", "**b**", "_i_", "`c`", "`\x1b`", "# h",
    "\n", "\n\n", "\n- ", "\n> ", "\n    ",
    "| a | b |\n|---|---|\n", "[a](b)", "![i](j)", "<b>", "&#27;", "&#x202e;", "&lrm;", "\\", "\\x1b",
    "%s", "{}", "{0}", "\ue000", "a", "B ", "9",
)  # fmt: skip
"""Escapes, C0 and C1, bidi, zero-width, piles, surrogates, and markup and Markdown around them."""
FORMULAS = (
    "$", "$$", "$x_\x1b$", "$\\text{\u202e}$", "$\\alpha$", "$\\frac{1}{\x07}$", "$\\unknown{\x9b}$",
    "$$\\sum$$",
)  # fmt: skip
"""A text with one that cannot be read is not shown at all, so not every text has some."""


def hostile(seed: str, count: int) -> Iterator[str]:
    """Texts that were put together from pieces; every other one has formulas as well."""
    chance = random.Random(seed)
    for place in range(count):
        yield "".join(chance.choices(PIECES + 8 * FORMULAS * (place % 2), k=chance.randint(1, 5)))


def joined(texts: Sequence[str]) -> Iterator[str]:
    """Several texts in one, those with formulas apart from the others."""
    for some in (texts[::2], texts[1::2]):
        for start in range(0, len(some), TOGETHER):
            yield " ".join(some[start : start + TOGETHER])


@cache
def plain() -> Dealt:
    """A claim that texts are put into."""
    return dealt("activations/relu-centring", "a")


def attempt(text: str) -> Attempt:
    """An attempt in which everything is hostile that may come from outside."""
    posed = replace(plain(), id=text, topic=text, seed=text)
    part = PartVerdict(text, "text", "wrong", text, read_or_none(text), "x", text, False, text)
    return Attempt(posed, {text: text}, Verdict("wrong", 0, 1, (part, part)), 1.0)


def read_or_none(text: str) -> object:
    """Free text as it is read."""
    try:
        return read("text", text, Spec())
    except Fault:
        return None


def faults(texts: Sequence[str]) -> Iterator[str]:
    """Why answers of each kind cannot be read."""
    kinds = (("integer", Spec()), ("letters", Spec(letters="TF", count=1)), ("text", Spec(words=("a", "b"))))
    for place, text in enumerate(texts):
        kind, spec = kinds[place % len(kinds)]
        try:
            read(kind, text, spec)
        except Fault as fault:
            yield str(fault)


def or_fault(way: Callable[[str], RenderableType], text: str) -> RenderableType:
    """What is shown; of a bank's formula that cannot be read, the program's only line."""
    try:
        return way(text)
    except Fault as fault:
        return Text(safe(str(fault)))


def ask(texts: Sequence[str]) -> RenderableType:
    """The text of a question."""
    return Group(*(or_fault(lambda text: markdown(text, LOOK), text) for text in texts))


def claim(texts: Sequence[str]) -> RenderableType:
    """A claim."""
    return Group(*(or_fault(lambda text: question(replace(plain(), ask=text), LOOK), text) for text in texts))


def options(texts: Sequence[str]) -> RenderableType:
    """Options and what they are matched to."""
    return Group(*(or_fault(matched, text) for text in texts))


def matched(text: str) -> RenderableType:
    """A question with a text on both sides."""
    return question(
        replace(plain(), type="match", ask="x", options=(Option("A", text),), items=(text,)), LOOK
    )


def reasons(texts: Sequence[str]) -> RenderableType:
    """Hints, reasons and sentences under a verdict."""
    return Group(*(screens.remark(text, LOOK) for text in texts))


def typed(texts: Sequence[str]) -> RenderableType:
    """What was typed, in the sentence that says why it cannot be read."""
    return Group(*(screens.remark(text, LOOK, "yellow") for text in faults(texts)))


def heads(texts: Sequence[str]) -> RenderableType:
    """Ids and seeds above a question."""
    return Group(*(screens.head(attempt(text).dealt, 1, 2, LOOK) for text in texts))


def verdicts(texts: Sequence[str]) -> RenderableType:
    """Names of parts and mistakes, free text as it was read, what is said."""
    return Group(*(screens.judged(attempt(text), LOOK) for text in texts))


def summaries(texts: Sequence[str]) -> RenderableType:
    """Topics, ids and seeds in a summary, and the command that is proposed."""
    return screens.summary([attempt(text) for text in texts], 1.0, texts[0], LOOK)


def disputes(texts: Sequence[str]) -> RenderableType:
    """What a record holds of an attempt."""
    shown = []
    for text in texts:
        tried = attempt(text)
        line = logged(tried, Circumstances("s", "drill", 0.0), None)._replace(revision=text)
        shown.append(kept_screens.disputed(tried, Kept(line, Rating.GOOD, 1, False), LOOK))
    return Group(*shown)


def prompts(texts: Sequence[str]) -> RenderableType:
    """Labels, units and words of a prompt."""
    asked = (Part(text, text, "text", "x", Spec(words=(text,)), unit=text) for text in texts)
    return "\n".join(screens.asking(part, True, LOOK) for part in asked)


def lists(texts: Sequence[str]) -> RenderableType:
    """Ids, topics and sources in a list."""
    claims = [
        Claim(id=t, topic=t, sources=(t,), minutes=1, points=1, claim="", true=True, why="") for t in texts
    ]
    return listing(claims, LOOK)


def stats(texts: Sequence[str]) -> RenderableType:
    """Topics, questions and mistakes that stand in a record, and topics from the command line."""
    known = tuple(Measure(t, t, 2, 1, 2, 1, 1000, 1.0, 0.5, 0.5, 1, 740_000, 1) for t in texts)
    slips = tuple(Slipped(t, 1, "2026-11-21", t, "") for t in texts)
    found = NOTHING._replace(
        topics=known, questions=known, mistakes=slips, unseen=tuple((text, 1) for text in texts)
    )
    return Group(stats_screen(found, [texts[0]], True, LOOK), stats_screen(NOTHING, texts, False, LOOK))


WAYS: dict[str, Callable[[Sequence[str]], RenderableType]] = {
    way.__name__: way
    for way in (
        ask, claim, options, reasons, typed, heads, verdicts, summaries, disputes, prompts, lists, stats
    )
}  # fmt: skip


def shown(way: str, texts: Sequence[str]) -> None:
    """Show the texts, and find nothing harmful on the screen."""
    for start in range(0, len(texts), BATCH):
        screen = shown_in(WAYS[way](texts[start : start + BATCH]), LOOK)
        assert not HARMFUL.search(screen), [repr(row) for row in screen.split("\n") if HARMFUL.search(row)]


@pytest.mark.parametrize("way", WAYS)
def test_a_way_to_the_screen(way: str) -> None:
    """A few hundred texts, each by itself."""
    shown(way, list(hostile(way, FEW)))


@pytest.mark.parametrize("count", at_length(ALL // 10, ALL))
@pytest.mark.parametrize("way", WAYS)
def test_a_way_to_the_screen_at_length(way: str, count: int) -> None:
    """Up to a hundred thousand texts, several at a time."""
    shown(way, list(joined(list(hostile(way, count)))))


@pytest.mark.parametrize("count", [FEW, pytest.param(ALL, marks=pytest.mark.slow)])
def test_faults(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Names of files and exams, faults of banks and options: each is one harmless line on standard error."""
    for text in hostile("faults", count):
        _said(f"{text} cannot be read")
    told = capsys.readouterr().err
    assert not HARMFUL.search(told)
    assert told.count("\n") == count
