"""From a sitting that was handed in to the attempts that the record keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dldrill.grading.attempt import Attempt
from dldrill.grading.marks import Marked, mark
from dldrill.grading.sitting import Sitting
from dldrill.grading.verdict import Verdict


def attempts(sitting: Sitting) -> Iterator[tuple[str, Attempt]]:
    """The number and the attempt of every question; extra credit only where it was tried."""
    for marked in mark(sitting.paper, sitting.answers):
        item, dealt = marked.placed.item, marked.placed.dealt
        given = sitting.answers.get(item.number, {})
        spent = sitting.spent.get(item.number, 0.0)
        if given:
            yield item.number, Attempt(dealt, given, _verdict(marked, given.keys()), spent)
        elif not item.extra:
            yield item.number, Attempt(dealt, {}, None, spent, left="blank")


def _verdict(marked: Marked, given: Collection[str]) -> Verdict | None:
    """The verdict on a question; what is right as far as it goes is not right where a part is missing."""
    verdict, dealt = marked.verdict, marked.placed.dealt
    if verdict is None or {part.name for part in dealt.parts} <= set(given):
        return verdict
    share = marked.earned / marked.placed.item.points if marked.placed.item.points else 0.0
    points = round(dealt.points * max(0.0, share), 4)
    return verdict._replace(verdict="partly" if share > 0 else "wrong", points=points)
