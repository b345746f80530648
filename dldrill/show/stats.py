"""The screen of ``dldrill stats``: what was done, what is weak, what comes due, how far the exam is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.record.activity import Activity
from dldrill.record.slipping import Slipped
from dldrill.record.statistics import AHEAD, Measure, Progress, Statistics
from dldrill.record.times import DAY
from dldrill.show.charts import NEEDED, beside, calendar, day_bars, day_text, duration, percent, share_bar
from dldrill.show.known import known
from dldrill.show.listing import counted
from dldrill.show.look import QUIET, STRONG, Look
from dldrill.show.markdown import GLUE, hanging, indented, inline, said, wrapped
from dldrill.show.suggested import NOTHING, Carried, command_line

GAP = "   "
WEAKEST = 3
LONG = 48  #: columns that an id may need
ROOMY = 60  #: columns from which on bars are long


def stats_screen(
    found: Statistics, topics: Sequence[str], by_question: bool, look: Look, carried: Carried = NOTHING
) -> RenderableType:
    """Everything at a glance, block by block with a blank line between them.

    Args:
        found: what the record tells.
        topics: those asked for; none: all.
        by_question: whether a table of questions stands under that of topics.
        look: what can be shown.
        carried: the options of this run that the suggested commands need.
    """
    only = [word for topic in topics for word in ("--topic", topic)]
    if not found.questions and not (found.activity and found.activity.answers):
        return _nothing(topics, command_line(carried, "drill", "-n", "5", *only), look)
    blocks = [*_past_and_coming(found, look), *_mistakes(found, look), *_knowledge(found, by_question, look)]
    blocks += [_towards_exam(found.progress, found, look), _next(found, carried, only, look)]
    shown: list[RenderableType] = [_headline(found, look)]
    for block in blocks:
        shown += [Text(""), block]
    return Group(*shown)


def _nothing(topics: Sequence[str], begin: str, look: Look) -> Text:
    where = f" in {' or '.join(said(topic, look) for topic in topics)}" if topics else ""
    command = said(begin, look).replace(" ", GLUE)
    return wrapped(Text(f"Nothing recorded yet{where}. Begin with five questions: {command}"), look.width)


def _headline(found: Statistics, look: Look) -> Text:
    activity = found.activity
    answers = activity.answers if activity else sum(topic.answers for topic in found.topics)
    rights = activity.rights if activity else sum(topic.rights for topic in found.topics)
    told = [counted(answers, "answer"), f"{percent(rights / answers)} right"]
    if activity:
        told.append(duration(activity.ms))
    if activity and activity.streak > 1:
        told.append(f"{activity.streak} days in a row")
    text = Text.assemble((GAP.join(part.replace(" ", GLUE) for part in told), STRONG))
    if activity and activity.first:
        text.append(f"{GAP}since{GLUE}{day_text(activity.first, found.day)}", QUIET)
    return wrapped(text, look.width)


def _past_and_coming(found: Statistics, look: Look) -> Iterator[Text]:
    coming = day_bars("due in the next 14 days", found.forecast, found.day, _coming(found), look)
    if found.activity is None:
        yield coming
        return
    yield beside(_last_days(found.activity, found, look), coming, 2 * len(GAP), look.width)
    yield calendar(found.activity.days, found.day, look)


def _last_days(activity: Activity, found: Statistics, look: Look) -> Text:
    since = found.day - DAY * (AHEAD - 1)
    by_day = {studied.day: studied for studied in activity.days}
    days = [by_day.get(since + DAY * place) for place in range(AHEAD)]
    counts = [studied.answers if studied else 0 for studied in days]
    rights = sum(studied.rights for studied in days if studied)
    told = [counted(sum(counts), "answer")]
    if any(counts):
        told += [f"{percent(rights / sum(counts))} right", f"{max(counts)} at most"]
    return day_bars("answers in the last 14 days", counts, since, _caption(told), look)


def _coming(found: Statistics) -> Text:
    return _caption([f"{found.forecast[0]} today", f"{sum(found.forecast)} in all"])


def _caption(told: Sequence[str]) -> Text:
    return Text(", ".join(part.replace(" ", GLUE) for part in told))


def _mistakes(found: Statistics, look: Look) -> Iterator[Text]:
    if found.mistakes:
        column = len(str(found.mistakes[0].times)) + 4
        lines = [_mistake(slip, column, found, look) for slip in found.mistakes]
        yield Text("\n", no_wrap=True).join([Text("mistakes made most often", STRONG), *lines])


def _mistake(slip: Slipped, column: int, found: Statistics, look: Look) -> Text:
    width = look.width - column
    told = Text.assemble((said(slip.name, look), STRONG))
    if slip.says:
        told += Text(": ") + inline(slip.says, look)
    where = f" in {said(slip.question, look)}" if slip.question else ""
    last = Text(f"last {day_text(date.fromisoformat(slip.last_day), found.day)}{where}", QUIET)
    body = Text("\n").join([wrapped(told, width), wrapped(last, width)])
    return hanging(f"{slip.times:>{column - 3}}{look.mark('×', 'x')}", body, column)


def _knowledge(found: Statistics, by_question: bool, look: Look) -> Iterator[Text]:
    if found.topics:
        yield known("topic", found.topics, found.day, look)
    notes = []
    if found.unseen:
        names = (f"{said(topic, look)}{GLUE}({count})" for topic, count in found.unseen)
        notes.append(wrapped(Text(f"Not begun: {', '.join(names)}", QUIET), look.width))
    if found.elsewhere:
        told = f"{counted(found.elsewhere, 'answered question')} not in these banks; add theirs with --bank"
        notes.append(wrapped(Text(told, QUIET), look.width))
    if notes:
        yield Text("\n", no_wrap=True).join(notes)
    if by_question and found.questions:
        yield known("question", found.questions, found.day, look)


def _towards_exam(progress: Progress, found: Statistics, look: Look) -> Text:
    seen, all_seen = progress.seen, progress.questions
    now, then = percent(progress.recall), percent(progress.then)
    lines = [
        wrapped(Text(_exam_line(progress, found), STRONG), look.width),
        _share("seen", seen / (all_seen or 1), f"{seen} of {counted(all_seen, 'question')}", look),
        _share("recall now", progress.recall, f"{now} of those seen", look),
    ]
    if progress.new_a_day is not None:
        told = f"{then} of those seen, {percent(progress.then_of_all)} of all"
        lines.append(_share("on that day", progress.then, told, look))
    return Text("\n", no_wrap=True).join([*lines, *_advice(progress, look)])


def _exam_line(progress: Progress, found: Statistics) -> str:
    if progress.exam is None or progress.days is None:
        return "progress"
    day = day_text(progress.exam, found.day)
    if progress.days == 0:
        return f"exam today, {day}: good luck!"
    if progress.days < 0:
        return f"the exam was on {day}"
    return f"exam on {day}, {'tomorrow' if progress.days == 1 else f'in {progress.days} days'}"


def _share(name: str, share: float, told: str, look: Look) -> Text:
    if look.plain or look.width < NEEDED:
        return wrapped(Text(f"{name}: {told}"), look.width)
    bar = share_bar(share, 10 if look.width < ROOMY else 24, look)
    head = Text.assemble(f" {name:<12}", bar, "  ")
    first, *rest = wrapped(Text(told), look.width - head.cell_len).split("\n")
    return Text("\n", no_wrap=True).join([head + first, *(indented(row, head.cell_len) for row in rest)])


def _advice(progress: Progress, look: Look) -> Iterator[Text]:
    if progress.new_a_day:
        told = f"{counted(progress.new_a_day, 'new question')} a day, and you will have seen all of them."
        yield wrapped(Text(told), look.width)
    elif progress.questions and progress.seen == progress.questions:
        yield wrapped(Text("You have seen all of them."), look.width)
    if progress.exam is None:
        told = "With --exam-date 2026-12-10, or exam-date in config.toml,"
        yield _quiet(f"{told} you see how far you are from an exam.", look.width)


def _next(found: Statistics, carried: Carried, only: Sequence[str], look: Look) -> Text:
    """What to run next, and why."""

    def drill(*words: str) -> str:
        return said(command_line(carried, "drill", *words, *only), look)

    missed = sum(topic.missed for topic in found.topics)
    commands = [
        (
            drill(),
            f"{found.forecast[0]} due today" if found.forecast[0] else "nothing is due: what is new or weak",
        )
    ]
    if found.questions:
        commands.append((drill("--weak"), _weakest(found.questions, look)))
    if missed:
        commands.append((drill("--missed"), f"{counted(missed, 'question')} not right the last time"))
    column = max(len(command) for command, _ in commands) + 3
    if look.width - column >= LONG:
        lines = [hanging(command, _quiet(does, look.width - column), column) for command, does in commands]
    else:
        lines = [
            Text("\n").join([wrapped(Text(command), look.width), indented(_quiet(does, look.width - 4), 4)])
            for command, does in commands
        ]
    return Text("\n", no_wrap=True).join(lines)


def _quiet(text: str, width: int) -> Text:
    return wrapped(Text(text, QUIET), width)


def _weakest(questions: Sequence[Measure], look: Look) -> str:
    return "\n".join(said(question.name, look) for question in questions[:WEAKEST])
