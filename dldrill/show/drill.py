"""The screens of a drill: the head of a question, its verdict, the summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.answer.kinds import show
from dldrill.dealing.dealt import Dealt, Part
from dldrill.faults import Fault
from dldrill.grading.attempt import Attempt
from dldrill.grading.verdict import PartVerdict, Verdict
from dldrill.show.kept import Saved, saved_line
from dldrill.show.look import BAD, GOOD, QUIET, STRONG, WARN, Look
from dldrill.show.markdown import GLUE, grid, hanging, indented, inline, right_text, said, value_text, wrapped
from dldrill.show.suggested import NOTHING, Carried, command_line

HINTS = {
    "integer": "a whole number",
    "number": "within {percent}",
    "shape": "like 4x4x5",
    "vector": "{columns} numbers, like 1, 0, within {percent}",
    "matrix": "{rows}×{columns}, rows by ;",
    "signs": "+ - 0, rows by ;",
    "expression": "in {names}",
    "letters": "like AC, or none",
    "matching": "like 1A 2C",
    "order": "like {reverse}",
    "text": "{words}",
}


def minutes(seconds: float) -> str:
    """A time as m:ss."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def points(value: float) -> str:
    """Points without a needless fraction."""
    return f"{value:g}"


class Why(NamedTuple):
    """Why a question is asked, and how long it should take.

    Attributes:
        word: due, new, weak, again, practice or simpler; empty where the seed alone chose.
        recall: the predicted recall, where something is known.
        seconds: the target time.
    """

    word: str
    recall: float | None
    seconds: float


def head(dealt: Dealt, place: int, count: int, look: Look, why: Why | None = None) -> Text:
    """Where the drill stands, the question's id, its target time and seed, and why it is asked."""
    why = why or Why("", None, dealt.minutes * 60)
    text = Text.assemble((f"{place}/{count}", STRONG), "  ", (said(dealt.id, look), STRONG))
    told = [f"target{GLUE}{minutes(why.seconds)}", f"seed {said(dealt.seed, look)}"]
    if why.word:
        known = "" if not why.recall else f" (recall{GLUE}{why.recall:.0%})"
        told.append(f"{why.word}{known}")
    text.append("  " + "  ".join(told), QUIET)
    return wrapped(text, look.width)


def asking(part: Part, several: bool, look: Look) -> str:
    """The prompt for a part: what it is called, how it is written, and where to find the keys."""
    label = part.label if several else "answer"
    how = HINTS.get(part.kind, "").format(
        percent=f"{100 * part.spec.rtol:g} %",
        rows=part.spec.size[0] if part.spec.size else "",
        columns=part.spec.size[1] if part.spec.size else "",
        names=", ".join(part.spec.names),
        words=" ".join(part.spec.words),
        reverse=part.spec.letters[::-1],
    )
    if part.kind == "letters" and set(part.spec.letters) == {"T", "F"}:
        how = "t or f"
    if part.kind == "letters" and part.spec.count == 1:
        how = "one letter"
    unit = f" in {part.unit}" if part.unit else ""
    hint = ", ".join(filter(None, (how, "? for keys")))
    return said(f"{label}{unit} ({hint}) > ", look)


def judged(attempt: Attempt, look: Look) -> RenderableType:
    """What became of a question: right or wrong, the time, the points, the mistake by name."""
    timed = f"{minutes(attempt.seconds)}{GLUE}of{GLUE}{minutes(attempt.due)}"
    if attempt.verdict is None:
        return wrapped(Text(f"{look.mark('–', '-')} not answered   {timed}", WARN), look.width)
    return verdict_of(attempt.verdict, look, timed)


def verdict_of(found: Verdict, look: Look, timed: str = "") -> RenderableType:
    """A verdict, with the time taken where there is one."""
    score = f"{points(found.points)}/{points(found.of)}"
    lines: list[RenderableType] = [wrapped(_verdict_line(found, timed, score, look), look.width)]
    several = len(found.parts) > 1
    for part in found.parts:
        waits = found.verdict == "unreadable" != part.verdict
        lines += [_waiting(part, look)] if waits else _part(part, several, look)
    return Group(*lines)


def _waiting(part: PartVerdict, look: Look) -> RenderableType:
    """An answer that could be read beside one that could not: what it was read as, and no more."""
    told = f"  {look.mark('·', '-')} {said(part.name, look)}  {value_text(part.kind, part.read, look)}"
    return wrapped(Text(told, QUIET), look.width)


MARKS = {"right": ("✓", "ok", GOOD), "partly": ("◐", "~", WARN), "wrong": ("✗", "x", BAD)}


def _verdict_line(found: Verdict, timed: str, score: str, look: Look) -> Text:
    sign, plain_sign, style = MARKS.get(found.verdict, ("?", "?", WARN))
    told = found.verdict if found.verdict != "partly" else "partly right"
    text = Text(f"{look.mark(sign, plain_sign)} {told}", f"{STRONG} {style}")
    if len(found.parts) == 1:
        part = found.parts[0]
        if part.read is not None and found.verdict != "right":
            text.append(f"   you{GLUE}{value_text(part.kind, part.read, look)}")
        if found.verdict in ("wrong", "partly"):
            text.append(f"   right{GLUE}{right_text(part, look)}")
        if found.verdict == "right":
            text.append(f"   {right_text(part, look)}")
    text.append("".join(f"   {extra}" for extra in (timed, score) if extra), QUIET)
    return text


def _part(part: PartVerdict, several: bool, look: Look) -> Iterator[RenderableType]:
    if several:
        sign, plain_sign, style = MARKS.get(part.verdict, ("?", "?", WARN))
        text = Text(f"  {look.mark(sign, plain_sign)} {said(part.name, look)}", style)
        if part.read is not None:
            text.append(f"  {value_text(part.kind, part.read, look)}")
        if part.verdict == "wrong":
            text.append(f"   right{GLUE}{right_text(part, look)}")
        yield wrapped(text, look.width)
    if part.says:
        yield remark(part.says, look)
    if part.mistake:
        yield remark(f"({part.mistake})", look, QUIET)


OPTION = re.compile(r"\n(?=[A-Z] is (?:true|false): )")  #: other ends of lines are the bank's, within a text


def remark(says: str, look: Look, style: str = "") -> RenderableType:
    """What is said under a verdict, each option's reason on a line of its own."""
    lines = [wrapped(_sentence(part, look, style), look.width - 4) for part in OPTION.split(says)]
    return indented(Text("\n").join(lines), 4)


def _sentence(says: str, look: Look, style: str) -> Text:
    """What is said; it may quote what was typed, which need not be a formula although it looks like one."""
    try:
        return inline(says, look, style)
    except Fault:
        return Text(said(says, look), style)


def read_as(attempt: Attempt, look: Look) -> RenderableType | None:
    """How a single answer was read, where that may be doubted."""
    if attempt.verdict is None or len(attempt.verdict.parts) != 1:
        return None
    part = attempt.verdict.parts[0]
    if part.read is None or part.kind in ("letters", "text"):
        return None
    shown = show(part.kind, part.read)
    return (
        None
        if _is_plain(part.kind, part.given, shown)
        else wrapped(Text(f"read as {shown}", QUIET), look.width)
    )


SAME = str.maketrans({"×": "x", "X": "x", "*": "x", "−": "-"})  #: signs that a shape or a number may have
AROUND = str.maketrans("", "", " ()[]")


def _is_plain(kind: str, typed: str, shown: str) -> bool:
    """Whether an answer was typed as it is shown, but for blanks, brackets and signs that mean the same."""
    if kind in ("matching", "order"):
        typed = typed.upper()
    if kind == "expression":
        return typed.replace(" ", "") == shown.replace(" ", "")
    typed, shown = (text.translate(AROUND).translate(SAME) for text in (typed, shown))
    commas = kind in ("integer", "number")
    return typed in (shown, shown.replace(",", "") if commas else shown)


def keys(look: Look, recorded: bool) -> str:
    """The keys after a verdict; some only make sense where it was recorded."""
    enter = look.mark("⏎", "Enter")
    record = "  g regrade  u undo" if recorded else ""
    return f"{enter} next  r new numbers  w steps{record}  q quit > "


KEYS = (
    ("?", "these keys"),
    (":h", "a hint: the reason of the next step"),
    (":s", "the solution; the question counts as not known"),
    (":r", "the same question with new numbers"),
    (":n", "leave this question"),
    (":q", "end the drill"),
    ("g", "after a verdict: another rating, or that you were right"),
    ("u", "after a verdict: take the answer back"),
    ("name=value", "an earlier step, for credit if the rest follows from it"),
)


def help_on_keys(look: Look) -> RenderableType:
    """What can be typed instead of an answer."""
    columns = 14
    return Group(
        *(
            hanging(f"  {key}", wrapped(Text(does), look.width - columns), columns, STRONG)
            for key, does in KEYS
        )
    )


def summary(
    attempts: Sequence[Attempt],
    seconds: float,
    again: str,
    look: Look,
    saved: Saved | None = None,
    *,
    carried: Carried = NOTHING,
) -> RenderableType:
    """How a drill went: a row a topic, the total, what was recorded, and what to run next."""
    counted = [attempt for attempt in attempts if attempt.counts]
    unread = list(_unread(len(attempts) - len(counted), look))
    count = f"{len(counted)} question{'' if len(counted) == 1 else 's'}"
    title = f" done {look.mark('—', '-')} {count} in {minutes(seconds)} "
    rule = title.center(look.width, look.mark("─", "-"))
    if not counted:
        return Group(Text(rule, QUIET), Text("nothing was answered"), *unread)
    topics: dict[str, list[Attempt]] = {}
    for attempt in counted:
        topics.setdefault(attempt.dealt.topic, []).append(attempt)
    rows = [_row(topic, group) for topic, group in topics.items()]
    right = sum(attempt.right for attempt in counted)
    earned = sum(attempt.points for attempt in counted)
    whole = sum(attempt.dealt.points for attempt in counted)
    return Group(
        Text(rule, QUIET),
        Text(""),
        grid(("topic", "right", "median", "target"), rows, look),
        Text(""),
        wrapped(
            Text(f"{right}/{len(counted)} right   {points(round(earned, 2))}/{points(whole)} points", STRONG),
            look.width,
        ),
        *unread,
        *(() if saved is None else saved_line(saved, look)),
        *_next(counted, again, look, saved is not None, carried),
    )


def _unread(count: int, look: Look) -> Iterator[RenderableType]:
    if count:
        what = "1 answer" if count == 1 else f"{count} answers"
        yield wrapped(Text(f"{what} could not be read: not counted", WARN), look.width)


def _row(topic: str, group: Sequence[Attempt]) -> tuple[str, str, str, str]:
    from statistics import median  # a summary comes last: start-up need not pay for it

    right = sum(attempt.right for attempt in group)
    return (
        topic,
        f"{right}/{len(group)}",
        minutes(median(attempt.seconds for attempt in group)),
        minutes(median(attempt.due for attempt in group)),
    )


def _next(
    counted: Sequence[Attempt], again: str, look: Look, recorded: bool, carried: Carried
) -> Iterator[RenderableType]:
    """Where to go on: the first question that was missed, the others like it, the same drill again."""
    missed = [attempt.dealt for attempt in counted if not attempt.right]
    if missed:
        first = missed[0]
        solve = command_line(carried, "solve", *_repeated(first))
        yield wrapped(Text(f"next: {said(solve, look)}", QUIET), look.width)
        more = command_line(carried, "drill", *(("--missed",) if recorded else ("--topic", first.topic)))
        yield wrapped(Text(f"      {said(more, look)}", QUIET), look.width)
    lead = "      " if missed else "next: "
    yield wrapped(Text(f"{lead}{said(again, look)}", QUIET), look.width)


def _repeated(dealt: Dealt) -> tuple[str, ...]:
    if dealt.problem is None:
        return (dealt.id,)
    at = ("--index", str(dealt.index)) if dealt.index else ()
    return (dealt.id, "--seed", dealt.seed, *at)
