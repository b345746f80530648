"""One reader for each type of question."""

from __future__ import annotations

from collections.abc import Callable
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
from dldrill.bank.table import Table

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
            raise table.fault("a question has a family or steps of its own: remove one of the two")
        from dldrill.bank.formula import read_formula_question  # most banks hold none

        return read_formula_question(table)
    return Compute(**_of_family(table))


def _of_family(table: Table) -> dict[str, Any]:
    free = table.get("free", dict, {})
    if not _are_words(list(free.values())):
        raise table.fault('free must name a set for each letter, as in { B = "size" }')
    return {
        **table.common(),
        "family": table.get("family", str),
        "parts": table.words("parts"),
        "free": free,
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
        raise table.fault('options must be keys of statements, as in ["+train", "-test"]')
    return Choose(**_of_family(table), pictures=table.get("pictures", bool, False), options=options)


def _select(table: Table) -> Select:
    pool = table.get("pool", str)
    claims = tuple(claim for claim in table.claims.values() if claim.pool == pool)
    return Select(
        **table.common(),
        pool=pool,
        claims=claims,
        own=tuple(_named_claim(table, name) for name in table.words("original")),
        single=table.get("single", bool, False),
        ask=table.get("ask", str).strip(),
    )


def _named_claim(table: Table, name: str) -> Claim:
    if name not in table.claims:
        raise table.fault(f"original names {name!r}, which is no claim of this bank")
    return table.claims[name]


def _match(table: Table) -> Match:
    pairs = table.get("pairs", list)
    if not pairs or not all(isinstance(p, list) and len(p) == 2 and _are_words(p) for p in pairs):
        raise table.fault('pairs must be a list like [["item", "answer"], …]')
    return Match(
        **table.common(),
        ask=table.get("ask", str).strip(),
        pairs=tuple((item, answer) for item, answer in pairs),
        extra=table.words("extra"),
        why=table.get("why", str, "").strip(),
    )


def _are_words(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _order(table: Table) -> Order:
    lines = tuple(_line(table, raw) for raw in table.get("lines", list))
    if len(lines) < 3:
        raise table.fault("lines must be at least three")
    names = table.get("names", dict, {})
    if not _are_words(list(names.values())):
        raise table.fault('names must name a set for each letter, as in { s = "real" }')
    return Order(**table.common(), ask=table.get("ask", str).strip(), lines=lines, names=names)


def _line(table: Table, raw: Any) -> DerivationLine:
    known = DerivationLine._fields
    if not isinstance(raw, dict) or not _are_words(list(raw.values())) or not set(raw) <= set(known):
        raise table.fault(f"a line must be a table of strings: {', '.join(known)}")
    if "says" not in raw or "why" not in raw:
        raise table.fault("a line needs says and why")
    return DerivationLine(**raw)


def _explain(table: Table) -> Explain:
    rubric = tuple(_point(table, raw) for raw in table.get("rubric", list))
    if not rubric:
        raise table.fault("rubric must have at least one point")
    return Explain(
        **table.common(),
        ask=table.get("ask", str).strip(),
        model=table.get("model", str).strip(),
        rubric=rubric,
    )


def _point(table: Table, raw: Any) -> RubricPoint:
    if isinstance(raw, str):
        return RubricPoint(raw)
    match raw:
        case {"says": str(says), "points": int() | float() as points} if len(raw) == 2 and points > 0:
            return RubricPoint(says, float(points))
    raise table.fault('a point of a rubric is a string, or { says = "…", points = 2 }')


READERS: dict[str, Reader] = {
    "claim": _claim,
    "compute": _compute,
    "choose": _choose,
    "match": _match,
    "order": _order,
    "explain": _explain,
}
