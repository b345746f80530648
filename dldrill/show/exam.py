"""The screens of an exam: a question in its place, the list, the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dldrill.bank.exam import Exam, Section
from dldrill.dealing.dealt import Part
from dldrill.dealing.paper import Placed
from dldrill.grading.marks import Marked, mark
from dldrill.grading.sitting import Phase, Sitting
from dldrill.show.drill import asking, minutes, points, remark
from dldrill.show.look import QUIET, STRONG, WARN, Look
from dldrill.show.markdown import grid, hanging, inline, said, wrapped
from dldrill.show.question import question
from dldrill.show.suggested import NOTHING, Carried, command_line


def before(exam: Exam, seed: str | None, look: Look) -> RenderableType:
    """What is told before the clock starts: sections, marking, and what the exam had left open."""
    numbers = "the exam's own numbers" if seed is None else f"fresh numbers, seed {seed}"
    extra = sum(item.points for item in exam.items if item.extra)
    more = f" (+ {points(extra)} extra)" if extra else ""
    rows = [
        (section.name, str(len(section.items)), points(section.points), f"{section.minutes:g} min")
        for section in exam.sections
    ]
    return Group(
        wrapped(Text(exam.title, STRONG), look.width),
        wrapped(
            Text(f"{exam.minutes:g} minutes, {points(exam.points)} points{more}, {numbers}", QUIET),
            look.width,
        ),
        Text(""),
        grid(("section", "questions", "points", "advised"), rows, look),
        Text(""),
        *(_bullet(rule, look) for rule in exam.rules),
        Text(""),
    )


def _bullet(says: str, look: Look) -> Text:
    return hanging(look.mark("• ", "- "), wrapped(inline(says, look), look.width - 2), 2)


def posed(exam: Exam, sitting: Sitting, placed: Placed, left: float, look: Look) -> RenderableType:
    """A question in front of the learner, with the time that is left and what was answered."""
    place = sitting.paper.index(placed) + 1
    head = f"{exam.name}   left {minutes(left)}   question {place}/{len(sitting.paper)}"
    number = Text(placed.item.number, STRONG)
    unit = "point" if placed.item.points == 1 else "points"
    worth = f"  {points(placed.item.points)} {unit}{', extra credit' if placed.item.extra else ''}"
    number.append(f"{worth}  {_advised(placed)}", QUIET)
    if placed.item.number in sitting.marked:
        number.append("  marked", WARN)
    given = sitting.answers.get(placed.item.number, {})
    kept = ", ".join(f"{name} {said(typed, look)}" for name, typed in given.items())
    return Group(
        Text(""),
        wrapped(Text(head, QUIET), look.width),
        _progress(sitting, look),
        wrapped(number, look.width),
        Text(""),
        question(placed.dealt, look),
        *([Text(""), wrapped(Text(f"your answer so far: {kept}", QUIET), look.width)] if kept else []),
        Text(""),
    )


def _advised(placed: Placed) -> str:
    """The minutes that the section recommends, shared by points."""
    whole = sum(item.points for item in placed.section.items if not item.extra)
    if placed.item.extra or not whole:
        return ""
    return f"about {minutes(60 * placed.section.minutes * placed.item.points / whole)}"


def _progress(sitting: Sitting, look: Look) -> Text:
    done, open_ = look.mark("■", "#"), look.mark("□", ".")
    boxes = "".join(done if sitting.answers.get(p.item.number) else open_ for p in sitting.paper)
    return wrapped(Text(f"answered {boxes}", QUIET), look.width)


def prompt(sitting: Sitting, part: Part | None, look: Look) -> str:
    """What stands before the cursor."""
    if part is not None and sitting.phase is Phase.MARKING:
        return asking(part, True, look).replace(", ? for keys", "")
    if part is not None:
        return asking(part, len(sitting.asked()) > 1, look).replace("? for keys", "- blank, ? for keys")
    if sitting.phase is Phase.REVIEW:
        return "number for its solution, q to leave > "
    return "s hand in, l list, g and a number > "


def overview(sitting: Sitting, look: Look) -> RenderableType:
    """Every question: its number, whether it was answered, whether it is marked."""
    rows = []
    for placed in sitting.paper:
        number = placed.item.number
        given = sitting.answers.get(number, {})
        shown = "; ".join(given.values())
        rows.append(
            (number, points(placed.item.points), shown or "", "marked" if number in sitting.marked else "")
        )
    return Group(Text(""), grid(("question", "points", "answer", ""), rows, look), Text(""))


def model(placed: Placed, look: Look) -> RenderableType:
    """A model answer, to mark one's own by."""
    from dldrill.show.words import shown_answer

    return Group(
        Text(""),
        Text(f"{placed.item.number}: mark your own answer", STRONG),
        shown_answer(placed.dealt, look),
    )


def warning(seconds: float) -> str:
    """What is said when little time is left."""
    return f"{seconds / 60:g} minute{'' if seconds == 60 else 's'} left"


def left(exam: Exam, kept: bool, look: Look, carried: Carried = NOTHING) -> RenderableType:
    """What is said when a sitting is left before it was handed in."""
    if not kept:
        return remark("Not handed in, and not kept.", look)
    resume = said(command_line(carried, "exam", exam.name, "--resume"), look)
    return Group(
        wrapped(Text("Not handed in. Answers are kept, and the clock goes on.", WARN), look.width),
        wrapped(Text(f"next: {resume}"), look.width),
    )


def solution(placed: Placed, look: Look) -> RenderableType:
    """The worked solution of a question."""
    from dldrill.show.solution import on_demand

    return Group(
        Text(""),
        Text(placed.item.number, STRONG),
        question(placed.dealt, look),
        on_demand(placed.dealt, look),
    )


def result(exam: Exam, sitting: Sitting, look: Look) -> RenderableType:
    """The score by section, the time against the advised one, and how the class had done."""
    marks = mark(sitting.paper, sitting.answers)
    total = sum(m.earned for m in marks)
    used = sum(sitting.spent.values())
    share = f"{100 * total / exam.points:.0f} %"
    title = (
        f" {points(round(total, 2))} / {points(exam.points)} ({share})"
        f"  {minutes(used)} of {minutes(exam.minutes * 60)} "
    )
    rows = [_row(section, marks, sitting) for section in exam.sections]
    return Group(
        Text(""),
        Text(title.center(look.width, look.mark("─", "-")), STRONG),
        Text(""),
        grid(("section", "score", "time", "advised"), rows, look),
        Text(""),
        *_class(exam, total, look),
        *_lost(marks, look),
    )


def _row(section: Section, marks: Sequence[Marked], sitting: Sitting) -> tuple[str, str, str, str]:
    own = [m for m in marks if m.placed.section is section]
    spent = sum(sitting.spent.get(m.placed.item.number, 0) for m in own)
    score = f"{points(round(sum(m.earned for m in own), 2))}/{points(section.points)}"
    return section.name, score, minutes(spent), minutes(60 * section.minutes)


def _class(exam: Exam, total: float, look: Look) -> Iterator[RenderableType]:
    if not exam.published:
        return
    mean, median, sd = (exam.published[key] for key in ("mean", "median", "sd"))
    away = (total - mean) / sd
    says = (
        f"The class of that exam: mean {mean:g}, median {median:g}, sd {sd:g}. This score lies "
        f"{abs(away):.2f} sd {'above' if away >= 0 else 'below'} its mean; "
        "numbers and wording differ from theirs."
    )
    yield wrapped(Text(says), look.width)
    yield Text("")


def _lost(marks: Sequence[Marked], look: Look) -> Iterator[RenderableType]:
    missed = [m for m in marks if m.earned < m.placed.item.points and not m.placed.item.extra]
    if not missed:
        yield Text("No point was lost.", STRONG)
        return
    lost = ", ".join(
        f"{m.placed.item.number} ({points(round(m.earned - m.placed.item.points, 2))})" for m in missed
    )
    yield wrapped(Text(f"points lost: {lost.replace('-', look.mark('−', '-'))}"), look.width)
