"""Moodle's embedded answers: ``{1:NUMERICAL:=5:0.1~%0%4:0.1#why}`` inside the text of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

from dldrill.sheets.lms import Asked, Field, decimal, line, margin, says

_MEANT = str.maketrans({**{char: f"&#{ord(char)};" for char in "&{}~#\\=%\"'<>"}, "\n": " "})
"""Moodle undoes entities in what it finds between the braces, once.

An ampersand is no ``&amp;``, behind which Moodle takes ``~`` for text.
"""

_LOSING = re.compile(r"\\(?=[#}])")


def cloze(asked: Iterable[Asked], points: float) -> str:
    """The parts of an answer, each with its places to answer in, as HTML."""
    parts = list(asked)
    return "\n".join(
        _part(one, weight, len(parts) > 1) for one, weight in zip(parts, weights(parts, points), strict=True)
    )


def verdicts(right: Iterable[tuple[str, bool]]) -> str:
    """Statements to be judged one by one, as HTML; each is given as HTML with its truth."""
    return "\n".join(
        f"<p>{_embedded(1, 'MULTICHOICE', _choice(('True', 'False'), str(true)))} {says}</p>"
        for says, true in right
    )


def weights(parts: list[Asked], points: float) -> list[int]:
    """What a field of each part counts: whole numbers, with the points as their sum if possible."""
    shares = [Fraction(str(one.part.points)) / len(one.fields) for one in parts]
    scale = lcm(*(share.denominator for share in shares))
    whole = [int(share * scale) for share in shares]
    least = [count // gcd(*whole) for count in whole]
    total = sum(count * len(one.fields) for count, one in zip(least, parts, strict=True))
    times = points / total
    return [count * int(times) for count in least] if times >= 1 and times == int(times) else least


def plain(text: str) -> str:
    r"""A text as Moodle reads it from between the braces; there ``\#`` and ``\}`` lose a backslash."""
    return _LOSING.sub(r"\\\\", text).translate(_MEANT)


def _part(one: Asked, weight: int, has_label: bool) -> str:
    label = f"{line(one.part.label)}: " if has_label else "Answer: "
    unit = f" {line(one.part.unit)}" if one.part.unit else ""
    shown = [[_field(field, weight) for field in row] for row in one.rows]
    if len(shown) == 1:
        inside = ", ".join(shown[0])
        return f"<p>{label}{inside if len(shown[0]) == 1 else f'({inside})'}{unit}</p>"
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in shown)
    return f"<p>{label}</p>\n<table><tbody>{rows}</tbody></table>"


def _field(field: Field, weight: int) -> str:
    if not isinstance(field.right, tuple):
        right = f"={decimal(field.right)}:{margin(field.tolerance)}"
        wrong = (
            f"%0%{decimal(slip.value)}:{margin(slip.tolerance)}#{plain(says(slip.says))}"
            for slip in field.slips
        )
        return _embedded(weight, "NUMERICAL", [right, *wrong])
    if field.options:
        return _embedded(weight, "MULTICHOICE", _choice(field.options, field.right[0]))
    return _embedded(weight, "SHORTANSWER", [f"={plain(pattern(form))}" for form in field.right])


def pattern(form: str) -> str:
    """A short answer that means itself: a star is any text in Moodle."""
    return form.replace("*", "\\*")


def _choice(options: Iterable[str], right: str) -> list[str]:
    return [("=" if option == right else "") + plain(line(option)) for option in options]


def _embedded(weight: int, kind: str, alternatives: Iterable[str]) -> str:
    return f"{{{weight}:{kind}:{'~'.join(alternatives)}}}"
