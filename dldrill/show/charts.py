"""Small figures of counts: bars by day, a calendar by week, a bar for a share; also in ASCII and in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from rich.text import Text

from dldrill.record.activity import WEEK, Studied
from dldrill.record.times import DAY
from dldrill.show.look import GOOD, QUIET, STRONG, Look
from dldrill.show.markdown import GLUE, wrapped

EIGHTHS, HALVES = " ▁▂▃▄▅▆▇█", " .#"  #: how full a row of a bar is
HIGH = 3  #: rows of a bar
WEEKDAYS = "MTWTFSS"
SHADES = (("·", "."), ("░", "-"), ("▒", "+"), ("▓", "*"), ("█", "#"))
STEPS = (1, 10, 20, 40)  #: answers a day from which on a shade is darker
MINUTE = 60_000
NEEDED = 40  #: columns of a calendar; where there are fewer, figures give way to words
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def day_text(day: date, today: date) -> str:
    """A day as people write it, with its year where that is another."""
    year = "" if day.year == today.year else f"{GLUE}{day.year}"
    return f"{day.day}{GLUE}{MONTHS[day.month - 1]}{year}"


def percent(share: float) -> str:
    """A share in percent."""
    return f"{100 * share:.0f} %"


def duration(ms: int) -> str:
    """A time in hours and minutes."""
    minutes = round(ms / MINUTE)
    if not minutes:
        return "under a minute" if ms else f"0{GLUE}min"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes}{GLUE}min"
    return f"{hours}{GLUE}h{GLUE}{rest}{GLUE}min" if rest else f"{hours}{GLUE}h"


def day_bars(title: str, counts: Sequence[int], first: date, caption: Text, look: Look) -> Text:
    """A bar a day over the letters of the weekdays, with a caption; the counts where there is no room."""
    if look.plain or 2 * len(counts) > look.width:
        told = Text.assemble((f"{title}: ", STRONG), ", ".join(map(str, counts)), ". ", caption)
        return wrapped(told, look.width)
    days = " ".join(WEEKDAYS[(first + DAY * place).weekday()] for place in range(len(counts)))
    lines = [Text(title, STRONG), *(Text(row, GOOD) for row in bars(counts, look)), Text(days, QUIET)]
    return Text("\n", no_wrap=True).join([*lines, *wrapped(caption, look.width).split("\n")])


def bars(counts: Sequence[int], look: Look) -> list[str]:
    """The rows of a bar chart with a blank between the bars; the least count still shows."""
    signs = HALVES if look.ascii else EIGHTHS
    each = len(signs) - 1
    most = max([*counts, 1])
    heights = [math.ceil(count * HIGH * each / most) for count in counts]
    return [
        " ".join(signs[min(each, max(0, height - each * row))] for height in heights).rstrip()
        for row in reversed(range(HIGH))
    ]


def beside(left: Text, right: Text, gap: int, width: int) -> Text:
    """Two blocks side by side where there is room for them, else one under the other."""
    rows = [block.split("\n", allow_blank=True) for block in (left, right)]
    wide = max(row.cell_len for row in rows[0])
    if wide + gap + max(row.cell_len for row in rows[1]) > width:
        return Text("\n\n", no_wrap=True).join([left, right])
    lines = []
    for at in range(max(map(len, rows))):
        start, end = (block[at] if at < len(block) else Text("") for block in rows)
        line = start + Text(" " * (wide + gap - start.cell_len)) + end
        line.rstrip()
        lines.append(line)
    return Text("\n", no_wrap=True).join(lines)


def calendar(days: Sequence[Studied], today: date, look: Look) -> Text:
    """A line a week: a shade a day, the answers and the time; in words where there is no room.

    Args:
        days: from a Monday on, every day.
        today: the last of them.
        look: what can be shown.
    """
    weeks = [days[at : at + WEEK] for at in range(0, len(days), WEEK)]
    if look.plain or look.width < NEEDED:
        return Text("\n").join(wrapped(Text(_in_words(week, today)), look.width) for week in weeks)
    head = Text(f"week of  {' '.join(WEEKDAYS)}   answers  h:min", QUIET)
    lines = [head, *(_week(week, look) for week in weeks), *wrapped(_legend(look), look.width).split("\n")]
    return Text("\n", no_wrap=True).join(lines)


def _week(week: Sequence[Studied], look: Look) -> Text:
    monday = week[0].day
    line = Text.assemble((f" {monday.day:>2} {MONTHS[monday.month - 1]}  ", QUIET))
    for studied in week:
        line.append(f"{shade(studied.answers, look)} ", GOOD if studied.answers else QUIET)
    answers, ms = _sums(week)
    if answers:
        minutes = round(ms / MINUTE)
        line.append(" " * (2 * (WEEK - len(week))) + f"  {answers:>7}  {minutes // 60:>2}:{minutes % 60:02}")
    line.rstrip()
    return line


def shade(answers: int, look: Look) -> str:
    """The sign of a day with so many answers."""
    return look.mark(*SHADES[sum(answers >= step for step in STEPS)])


def _legend(look: Look) -> Text:
    ranges = [f"{step}{look.mark('–', '-')}{after - 1}" for step, after in pairwise(STEPS)]
    named = zip(("0", *ranges, f"{STEPS[-1]}+"), (0, *STEPS), strict=True)
    return Text("  ".join(f"{shade(answers, look)}{GLUE}{name}" for name, answers in named), QUIET)


def _sums(week: Sequence[Studied]) -> tuple[int, int]:
    return sum(studied.answers for studied in week), sum(studied.ms for studied in week)


def _in_words(week: Sequence[Studied], today: date) -> str:
    answers, ms = _sums(week)
    begins = f"week of {day_text(week[0].day, today)}"
    if not answers:
        return f"{begins}: nothing"
    days = sum(studied.answers > 0 for studied in week)
    plural = "" if answers == 1 else "s"
    return f"{begins}: {answers} answer{plural} on {days} day{'' if days == 1 else 's'}, {duration(ms)}"


def share_bar(share: float, columns: int, look: Look) -> Text:
    """A bar that is filled to a share; anything but all leaves a gap, anything but nothing a mark."""
    filled = math.floor(share * columns) if share > 0.5 else math.ceil(share * columns)
    full, empty = look.mark("█", "#"), look.mark("░", ".")
    return Text.assemble((full * filled, GOOD), (empty * (columns - filled), QUIET))
