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

import re
from collections.abc import Mapping
from typing import Any

from dldrill.bank.question import FormulaQuestion
from dldrill.bank.table import Table, meant, shown, worded
from dldrill.bank.toml import NAME
from dldrill.derivation.written import Written, WrittenAnswer, WrittenMistake, WrittenStep
from dldrill.faults import BankFault, Key
from dldrill.maths.text import quoted

MOST = 40  #: steps, givens, requirements, tests
MOST_MISTAKES = 80  #: of a question: every two of them are compared
NAMED = re.compile(r"[A-Za-z]\w*")


def read_formula_question(table: Table) -> FormulaQuestion:
    """The question of a table.

    Raises:
        BankFault: the first fault of its form, where the table does not gather them.
    """
    common = table.common()
    raw = _some(table, "step", table.get("step", list))
    _count_mistakes(table, raw)
    steps = tuple(table.each(raw, lambda step, at: _step_or_name(table, step, at)))
    answers = _answers(table, [step.get("name") for step in raw if isinstance(step, dict)])
    given = _given(table)
    ask = table.get("ask", str).strip()
    original = table.get("original", dict, {})
    for name in original:
        if name not in dict(given):
            hint = meant(name, dict(given))
            says = f"original names {quoted(name)}, which is no given: {hint}"
            table.report(table.fault(says, "original", name))
    written = Written(
        id=table.id,
        where=table.where,
        topic=table.topic,
        minutes=common["minutes"],
        ask=ask,
        given=given,
        require=_some(table, "require", table.words("require"), none=True),
        steps=steps,
        answers=answers,
        checks=_checks(table, answers),
        how=table.get("how", str, "").strip(),
        tests=_tests(table, dict(given), steps),
    )
    return FormulaQuestion(**common, family="", ask=ask, formula=written, original=original)


def _some(table: Table, key: str, found: Any, *, none: bool = False) -> tuple[Any, ...]:
    """A list that is neither empty nor endless."""
    if not found and not none:
        table.report(table.fault(f"{key} is empty: write at least one", key))
    if len(found) > MOST:
        table.report(table.fault(f"{key} has more than {MOST} entries: split the question", key))
    return tuple(found)[:MOST]


def _given(table: Table) -> tuple[tuple[str, str], ...]:
    given = _some(table, "given", table.get("given", dict).items())
    return tuple(table.each(given, lambda pair, _: (pair[0], _domain(table, *pair))))


def _domain(table: Table, name: str, raw: Any) -> str:
    """As written; where it cannot be, and faults are gathered, nothing, so that its name is known."""
    values = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(value, str | int | float) and not isinstance(value, bool) for value in values):
        wanted = 'must be a string like "16..64 by 4", a number or a list of numbers'
        table.report(table.fault(f"given {quoted(name)[1:-1]} {wanted}", "given", name))
        return ""
    return ", ".join(map(str, values))


def _part(  # noqa: PLR0917
    table: Table,
    at: tuple[Key, ...],
    called: str,
    raw: Any,
    needed: Mapping[str, type],
    free: Mapping[str, Any],
) -> None:
    """The keys of an inner table are those it can have, of the right types."""
    if not isinstance(raw, dict):
        form = ", ".join(f"{key} = …" for key in needed)
        raise table.fault(f"{called} must be a table: {{ {form} }}", *at)
    known = [*needed, *free]
    for key in raw:
        if key not in known:
            raise table.fault(f"{called} has no key {quoted(key)}: {meant(key, known)}", *at, key)
    for key in needed:
        if key not in raw:
            raise table.fault(f"{called} needs {key}", *at)
    for key, kind in (*needed.items(), *free.items()):
        if key in raw and (not isinstance(raw[key], kind) or isinstance(raw[key], bool)):
            raise table.fault(f"{called}: {key} must be {worded(kind)}, not {shown(raw[key])}", *at, key)


def _count_mistakes(table: Table, raw: tuple[Any, ...]) -> None:
    listed = [step.get("mistakes") for step in raw if isinstance(step, dict)]
    many = sum(len(mistakes) for mistakes in listed if isinstance(mistakes, list))
    if many > MOST_MISTAKES:
        says = f"{many:,} mistakes are too many: write at most {MOST_MISTAKES} in all"
        table.report(table.fault(says, "step"))


def _step_or_name(table: Table, raw: Any, at: int) -> WrittenStep:
    """A step; of one at fault, where faults are gathered, what seems to be its name, which others use."""
    try:
        return _step(table, raw, at)
    except BankFault as fault:
        table.report(fault)
        texts = raw if isinstance(raw, dict) else {}
        known = {"is", "why", "mistakes"}
        names = [text for key, text in texts.items() if key not in known and isinstance(text, str)]
        name = next((name for name in names if NAMED.fullmatch(name)), "")
        if not name:
            raise
        return WrittenStep(name, "", "", ())


def _step(table: Table, raw: Any, at: int) -> WrittenStep:
    named = isinstance(raw, dict) and isinstance(raw.get("name"), str)
    called = f"step {quoted(raw['name'])[1:-1]}" if named else "a step"
    _part(table, ("step", at), called, raw, {"name": str, "is": str, "why": str}, {"mistakes": list})
    place: tuple[Key, ...] = ("step", at, "mistakes")
    mistakes = raw.get("mistakes", [])[:MOST]
    found = table.each(mistakes, lambda item, nth: _mistake(table, (*place, nth), called, item))
    names = [mistake.name for mistake in found]
    for name in names:
        if names.count(name) > 1:
            says = f"{called} has two mistakes {quoted(name)}: rename one"
            table.report(table.fault(says, *place))
    return WrittenStep(raw["name"], raw["is"], raw["why"].strip(), tuple(found))


def _mistake(table: Table, at: tuple[Key, ...], step: str, raw: Any) -> WrittenMistake:
    named = isinstance(raw, dict) and isinstance(raw.get("name"), str)
    called = f"{step}, mistake {quoted(raw['name'])[1:-1]}" if named else f"{step}: a mistake"
    _part(table, at, called, raw, {"name": str, "is": str, "says": str}, {})
    if not NAME.fullmatch(raw["name"]) or not raw["name"][0].isalpha():
        says = f"{called}: write its name in small letters, digits and hyphens, as in no-bias"
        raise table.fault(says, *at)
    return WrittenMistake(raw["name"], raw["is"], raw["says"].strip())


def _answers(table: Table, names: list[Any]) -> tuple[WrittenAnswer, ...]:
    """``"width"``, a list of names, a table with label, unit, points and within, or a list of those."""
    raw = table.get("answer", (str, list, dict))
    within = table.get("within", str, "")
    items = _some(table, "answer", raw if isinstance(raw, list) else [raw])
    listed = isinstance(raw, list)
    answers = table.each(
        items, lambda item, at: _answer(table, ("answer", at) if listed else ("answer",), item, within, names)
    )
    asked = [answer.step for answer in answers]
    for name in dict.fromkeys(asked):
        if asked.count(name) > 1:
            table.report(table.fault(f"answer names {quoted(name)} twice: name it once", "answer"))
    return tuple({answer.step: answer for answer in answers}.values())


def _answer(table: Table, at: tuple[Key, ...], raw: Any, within: str, names: list[Any]) -> WrittenAnswer:
    free = {"label": str, "unit": str, "points": (int, float), "within": str}
    raw = {"step": raw} if isinstance(raw, str) else raw
    _part(table, at, "an answer", raw, {"step": str}, free)
    if raw["step"] not in names:
        steps = [name for name in names if isinstance(name, str)]
        raise table.fault(f"answer names no step {quoted(raw['step'])}: {meant(raw['step'], steps)}", *at)
    points = raw.get("points", 1)
    if not 0 < points <= 1000:
        table.report(table.fault("an answer: points must be above 0 and at most 1,000", *at))
        points = 1
    return WrittenAnswer(
        raw["step"], raw.get("label", ""), raw.get("unit", ""), points, raw.get("within", within)
    )


def _checks(table: Table, answers: tuple[WrittenAnswer, ...]) -> tuple[tuple[str, str], ...]:
    raw = table.get("check", (str, dict))
    names = [answer.step for answer in answers]
    if isinstance(raw, str):
        if len(names) > 1:
            some = ", ".join(f'{name} = "…"' for name in names)
            says = f"check must have a formula for every answer: {{ {some} }}"
            table.report(table.fault(says, "check"))
        return tuple((name, raw) for name in names[:1])
    unknown = [name for name in raw if name not in names]
    missing = [name for name in names if not isinstance(raw.get(name), str)]
    for name in unknown[:MOST]:
        hint = f"rename it to {missing[0]}" if missing else "remove it"
        says = f"check has a formula for {quoted(name)}, which is no answer: {hint}"
        table.report(table.fault(says, "check", name))
    for name in missing[len(unknown) :]:
        says = f'check has no formula for the answer {name}: write {name} = "…"'
        table.report(table.fault(says, "check"))
    return tuple((name, raw[name]) for name in names if isinstance(raw.get(name), str))


def _tests(
    table: Table, given: Mapping[str, str], steps: tuple[WrittenStep, ...]
) -> tuple[tuple[tuple[str, str], ...], ...]:
    raw = _some(table, "tests", table.get("tests", list, []), none=True)
    names = [step.name for step in steps]
    return tuple(table.each(raw, lambda test, at: _test(table, test, at, given, names)))


def _test(
    table: Table, raw: Any, at: int, given: Mapping[str, str], names: list[str]
) -> tuple[tuple[str, str], ...]:
    """A known case: a value for every given, and for one step or more."""
    if not isinstance(raw, dict):
        raise table.fault("a test must be a table: { n = 32, …, width = 32 }", "tests", at)
    for name in given:
        if name not in raw:
            raise table.fault(f"a test needs a value for every given: {name} is missing", "tests", at)
    if names and not any(name in raw for name in names):
        raise table.fault(f"a test needs a known value: write one for {names[-1]}", "tests", at)
    for name, value in raw.items():
        if name not in given and name not in names:
            hint = meant(name, [*given, *names])
            says = f"a test names {quoted(name)}, which is neither a given nor a step: {hint}"
            raise table.fault(says, "tests", at)
        cells = value if isinstance(value, list) else [value]
        if not all(isinstance(cell, str | int | float) and not isinstance(cell, bool) for cell in cells):
            raise table.fault(f"a test: {name} must be a number, not {shown(value)}", "tests", at)
    return tuple(
        (name, f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value))
        for name, value in raw.items()
    )
