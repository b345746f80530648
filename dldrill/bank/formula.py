r"""A ``compute`` question without code: its TOML read into strings, which are compiled when it is asked.

    [output-width]
    type = "compute"
    ask = '''A $@{k}\times @{k}$ window moves by $@{s}$ over $@{n}\times @{n}$ pixels. How wide is it then?'''
    given = { n = "16..64 by 4", k = "1, 3, 5", s = "1..4" }  # also "0.1..0.9 by 0.1", "3 distinct of -3..3"
    require = ["k <= n", "width >= 2"]                        # = != < <= > >=, of givens and steps
    answer = "width"       # or { step = "width", label = "…", unit = "…", within = "2 %" }, or a list
    within = "0.5 %"       # or "4 figures"; whole numbers are exact; left out, it is 1 %
    check = "count(i, 0, n - k, i mod s = 0)"  # of the givens alone; { width = "…", … } for several answers
    how = "counted the places of the window"   # what the check does: "verified by …: counted the places"
    tests = [{ n = 32, k = 3, s = 1, width = 30 }]  # known cases; the first one's numbers are the defaults

    [[output-width.step]]
    name = "width"
    is = "floor((n - k)/s) + 1"
    why = "one place, and one more for every stride that fits"
    mistakes = [{ name = "no-plus-one", is = "width - 1", says = "the first place counts, too" }]

What is wrong with the tables is found here, at the start; what is wrong with the formulas, when the
question is first asked, proven or checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dldrill.bank.question import FormulaQuestion
from dldrill.bank.table import Table
from dldrill.bank.toml import NAME
from dldrill.derivation.written import Written, WrittenAnswer, WrittenMistake, WrittenStep

MOST = 40  #: steps, givens, requirements, mistakes of a step
_WORDS: dict[Any, str] = {str: "a string", list: "a list", dict: "a table"}


def read_formula_question(table: Table) -> FormulaQuestion:
    """The question of a table.

    Raises:
        Fault: the first fault of its form.
    """
    common = table.common()
    steps = tuple(_step(table, raw) for raw in _some(table, "step", table.get("step", list)))
    answers = _answers(table, steps)
    ask = table.get("ask", str).strip()
    original = table.get("original", dict, {})
    for name in original:
        if name not in table.raw.get("given", {}):
            raise table.fault(f"original names {name!r}, which is no given")
    written = Written(
        id=table.id,
        where=table.where,
        topic=table.topic,
        minutes=common["minutes"],
        ask=ask,
        given=_given(table),
        require=_some(table, "require", table.words("require"), none=True),
        steps=steps,
        answers=answers,
        checks=_checks(table, answers),
        how=table.get("how", str, "").strip(),
        tests=tuple(_test(table, raw, steps) for raw in table.get("tests", list, [])),
    )
    return FormulaQuestion(**common, family="", ask=ask, formula=written, original=original)


def _some(table: Table, key: str, found: Any, *, none: bool = False) -> tuple[Any, ...]:
    """A list that is neither empty nor endless."""
    if not found and not none:
        raise table.fault(f"{key} is empty: write at least one")
    if len(found) > MOST:
        raise table.fault(f"{key} has more than {MOST} entries: split the question")
    return tuple(found)


def _given(table: Table) -> tuple[tuple[str, str], ...]:
    given = table.get("given", dict)
    return tuple((name, _domain(table, name, raw)) for name, raw in _some(table, "given", given.items()))


def _domain(table: Table, name: str, raw: Any) -> str:
    values = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(value, str | int | float) and not isinstance(value, bool) for value in values):
        raise table.fault(f'given {name} must be a string like "16..64 by 4", a number or a list of numbers')
    return ", ".join(map(str, values))


def _part(table: Table, place: str, raw: Any, needed: Mapping[str, type], free: Mapping[str, Any]) -> None:
    """The keys of an inner table are those it can have, of the right types."""
    if not isinstance(raw, dict):
        raise table.fault(f"{place} must be a table: {{ {', '.join(f'{key} = …' for key in needed)} }}")
    known = [*needed, *free]
    for key in raw:
        if key not in known:
            from difflib import get_close_matches

            near = get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"it can have {', '.join(known)}"
            raise table.fault(f"{place} has no key {key!r}: {hint}")
    for key, kind in needed.items():
        if key not in raw:
            raise table.fault(f"{place} needs {key}")
        if not isinstance(raw[key], kind):
            raise table.fault(f"{place}: {key} must be {_WORDS[kind]}, not {raw[key]!r}")
    for key, kind in free.items():
        if key in raw and (not isinstance(raw[key], kind) or isinstance(raw[key], bool)):
            raise table.fault(f"{place}: {key} must be {_WORDS.get(kind, 'a number')}, not {raw[key]!r}")


def _step(table: Table, raw: Any) -> WrittenStep:
    named = isinstance(raw, dict) and isinstance(raw.get("name"), str)
    place = f"step {raw['name']}" if named else "a step"
    _part(table, place, raw, {"name": str, "is": str, "why": str}, {"mistakes": list})
    mistakes = _some(table, f"{place}: mistakes", raw.get("mistakes", []), none=True)
    found = tuple(_mistake(table, place, mistake) for mistake in mistakes)
    names = [mistake.name for mistake in found]
    for name in names:
        if names.count(name) > 1:
            raise table.fault(f"{place} has two mistakes {name!r}: rename one")
    return WrittenStep(raw["name"], raw["is"], raw["why"].strip(), found)


def _mistake(table: Table, step: str, raw: Any) -> WrittenMistake:
    named = isinstance(raw, dict) and isinstance(raw.get("name"), str)
    place = f"{step}, mistake {raw['name']}" if named else f"{step}: a mistake"
    _part(table, place, raw, {"name": str, "is": str, "says": str}, {})
    if not NAME.fullmatch(raw["name"]) or not raw["name"][0].isalpha():
        raise table.fault(f"{place}: write its name in small letters, digits and hyphens, as in no-bias")
    return WrittenMistake(raw["name"], raw["is"], raw["says"].strip())


def _answers(table: Table, steps: tuple[WrittenStep, ...]) -> tuple[WrittenAnswer, ...]:
    """``"width"``, a list of names, a table with label, unit, points and within, or a list of those."""
    raw = table.get("answer", (str, list, dict))
    within = table.get("within", str, "")
    answers = tuple(
        _answer(table, item, within)
        for item in _some(table, "answer", raw if isinstance(raw, list) else [raw])
    )
    names = [step.name for step in steps]
    for place, answer in enumerate(answers):
        if answer.step not in names:
            from difflib import get_close_matches

            near = get_close_matches(answer.step, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(names)}"
            raise table.fault(f"answer names no step {answer.step!r}: {hint}")
        if answer.step in [other.step for other in answers[:place]]:
            raise table.fault(f"answer names {answer.step!r} twice: name it once")
    return answers


def _answer(table: Table, raw: Any, within: str) -> WrittenAnswer:
    if isinstance(raw, str):
        return WrittenAnswer(raw, within=within)
    free = {"label": str, "unit": str, "points": (int, float), "within": str}
    _part(table, "an answer", raw, {"step": str}, free)
    points = raw.get("points", 1)
    if not 0 < points <= 1000:
        raise table.fault("an answer: points must be above 0")
    return WrittenAnswer(
        raw["step"], raw.get("label", ""), raw.get("unit", ""), points, raw.get("within", within)
    )


def _checks(table: Table, answers: tuple[WrittenAnswer, ...]) -> tuple[tuple[str, str], ...]:
    raw = table.get("check", (str, dict))
    names = [answer.step for answer in answers]
    if isinstance(raw, str):
        if len(names) > 1:
            some = ", ".join(f'{name} = "…"' for name in names)
            raise table.fault(f"check must have a formula for every answer: {{ {some} }}")
        return ((names[0], raw),)
    for name in names:
        if not isinstance(raw.get(name), str):
            raise table.fault(f'check has no formula for the answer {name}: write {name} = "…"')
    for name in raw:
        if name not in names:
            raise table.fault(f"check has a formula for {name!r}, which is no answer: remove it")
    return tuple((name, raw[name]) for name in names)


def _test(table: Table, raw: Any, steps: tuple[WrittenStep, ...]) -> tuple[tuple[str, str], ...]:
    """A known case: a value for every given, and for one step or more."""
    if not isinstance(raw, dict):
        raise table.fault("a test must be a table: { n = 32, …, width = 32 }")
    given, names = table.raw["given"], [step.name for step in steps]
    for name in given:
        if name not in raw:
            raise table.fault(f"a test needs a value for every given: {name} is missing")
    if not any(name in raw for name in names):
        raise table.fault(f"a test needs a known value: write one for {names[-1]}")
    for name, value in raw.items():
        if name not in given and name not in names:
            raise table.fault(f"a test names {name!r}, which is neither a given nor a step")
        cells = value if isinstance(value, list) else [value]
        if not all(isinstance(cell, str | int | float) and not isinstance(cell, bool) for cell in cells):
            raise table.fault(f"a test: {name} must be a number, not {value!r}")
    return tuple(
        (name, f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value))
        for name, value in raw.items()
    )
