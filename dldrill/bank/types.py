"""One reader for each type of question."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Any

from dldrill.bank.question import (
    Choose,
    Claim,
    Compute,
    DerivationLine,
    Explain,
    Match,
    Order,
    Question,
    RubricPoint,
    Select,
)
from dldrill.bank.table import Table, meant
from dldrill.maths.text import quoted

MOST_LETTERED = 10  #: options with a letter each, A to J
MOST_READ = 40  #: entries of a list that are read where there are more than can be
MOST_POINTS = 1000
_OF_STEPS = frozenset(("answer", "check", "how", "require", "tests", "within"))
"""What only problems with steps of their own have."""

Reader = Callable[[Table], Question]


def _claim(table: Table) -> Claim:
    return Claim(
        **table.common(),
        claim=table.get("claim", str).strip(),
        true=table.get("true", bool),
        why=table.get("why", str).strip(),
        pool=table.get("pool", str, ""),
        key=table.get("key", str, ""),
        experiment=table.get("experiment", str, ""),
    )


def _compute(table: Table) -> Compute:
    """A problem of a family, or one whose steps the bank holds."""
    if "step" in table.raw:
        if "family" in table.raw:
            table.read.add("family")
            table.report(table.fault("a question has a family or steps of its own: remove one", "family"))
        from dldrill.bank.formula import read_formula_question  # most banks hold none

        return read_formula_question(table)
    if "family" not in table.raw and _OF_STEPS & table.raw.keys():
        raise table.missing("step")
    return Compute(**_of_family(table))


def _of_family(table: Table) -> dict[str, Any]:
    return {
        **table.common(),
        "family": table.get("family", str),
        "parts": table.words("parts"),
        "free": _sets(table, "free", 'free must name a set for each letter, as in { B = "size" }'),
        "ask": table.get("ask", str, "").strip(),
        "given": table.get("given", dict, {}),
        "original": table.get("original", dict, {}),
    }


def _choose(table: Table) -> Question:
    """Statements about a family's data, or claims of a pool."""
    if "family" not in table.raw:
        return _select(table)
    options = table.words("options")
    if not all(option[:1] in ("+", "-") for option in options):
        says = 'options must be keys of statements, as in ["+train", "-test"]'
        table.report(table.fault(says, "options"))
    return Choose(**_of_family(table), pictures=table.get("pictures", bool, False), options=options)


def _select(table: Table) -> Select:
    pool = table.get("pool", str)
    claims = tuple(claim for claim in table.claims.values() if claim.pool == pool)
    return Select(
        **table.common(),
        pool=pool,
        claims=claims,
        own=_own_claims(table),
        single=table.get("single", bool, False),
        ask=table.get("ask", str).strip(),
    )


def _own_claims(table: Table) -> tuple[Claim, ...]:
    names = table.words("original")
    _lettered(table, "original", names, "claims")
    return tuple(table.each(names[:MOST_READ], lambda name, at: _named_claim(table, name, at)))


def _named_claim(table: Table, name: str, at: int) -> Claim:
    if name not in table.claims:
        hint = meant(name, table.claims) if table.claims else "write its claims first"
        says = f"original names {quoted(name)}, which is no claim of this bank: {hint}"
        raise table.fault(says, "original", at)
    return table.claims[name]


def _match(table: Table) -> Match:
    raw, extra = table.get("pairs", list), table.words("extra")
    pairs = tuple(table.each(raw[:MOST_READ], lambda pair, at: _pair(table, pair, at)))
    if len(raw) > MOST_READ:
        table.report(table.fault(f"pairs has more than {MOST_READ} entries: split the question", "pairs"))
    if not raw:
        table.report(table.fault('pairs must be a list like [["item", "answer"], …]', "pairs"))
    _lettered(table, "pairs", {answer for _, answer in pairs} | {*extra}, "different answers")
    return Match(
        **table.common(),
        ask=table.get("ask", str).strip(),
        pairs=pairs,
        extra=extra,
        why=table.get("why", str, "").strip(),
    )


def _lettered(table: Table, key: str, items: Sized, called: str) -> None:
    """There is a letter for each."""
    if len(items) > MOST_LETTERED:
        says = f"{key}: {len(items)} {called} are too many: write at most {MOST_LETTERED}"
        table.report(table.fault(says, key))


def _pair(table: Table, raw: Any, at: int) -> tuple[str, str]:
    match raw:
        case [str(item), str(answer)]:
            return item, answer
    raise table.fault('a pair is a list of two strings, as in ["item", "answer"]', "pairs", at)


def _sets(table: Table, key: str, says: str) -> dict[str, str]:
    """Letters, each with the set that it ranges over."""
    found: dict[str, str] = table.get(key, dict, {})
    if all(isinstance(value, str) for value in found.values()):
        return found
    table.report(table.fault(says, key))
    return {}


def _order(table: Table) -> Order:
    raw = table.get("lines", list)
    lines = tuple(table.each(raw[:MOST_READ], lambda line, at: _line(table, line, at)))
    if len(raw) < 3:
        table.report(table.fault("lines must be at least three", "lines"))
    _lettered(table, "lines", raw, "lines")
    return Order(
        **table.common(),
        ask=table.get("ask", str).strip(),
        lines=lines,
        names=_sets(table, "names", 'names must name a set for each letter, as in { s = "real" }'),
    )


def _line(table: Table, raw: Any, at: int) -> DerivationLine:
    known = DerivationLine._fields
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise table.fault(f"a line must be a table of strings: {', '.join(known)}", "lines", at)
    for key in raw:
        if key not in known:
            raise table.fault(f"a line has no key {quoted(key)}: {meant(key, known)}", "lines", at)
    if "says" not in raw or "why" not in raw:
        raise table.fault("a line needs says and why", "lines", at)
    return DerivationLine(**raw)


def _explain(table: Table) -> Explain:
    raw = table.get("rubric", list)
    rubric = tuple(table.each(raw[:MOST_READ], lambda point, at: _point(table, point, at)))
    if not raw:
        table.report(table.fault("rubric must have at least one point", "rubric"))
    _lettered(table, "rubric", raw, "points")
    return Explain(
        **table.common(),
        ask=table.get("ask", str).strip(),
        model=table.get("model", str).strip(),
        rubric=rubric,
    )


def _point(table: Table, raw: Any, at: int) -> RubricPoint:
    if isinstance(raw, str):
        return RubricPoint(raw)
    match raw:
        case {"says": str(says), "points": int() | float() as points} if (
            len(raw) == 2 and 0 < points <= MOST_POINTS and not isinstance(points, bool)
        ):
            return RubricPoint(says, float(points))
    raise table.fault('a point of a rubric is a string, or { says = "…", points = 2 }', "rubric", at)


READERS: dict[str, Reader] = {
    "claim": _claim,
    "compute": _compute,
    "choose": _choose,
    "match": _match,
    "order": _order,
    "explain": _explain,
}
