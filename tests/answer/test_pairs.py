"""Labelled pairs of a right answer and a typed one, over all kinds: ``pairs.tsv``."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dldrill.answer import kinds
from dldrill.answer.spec import Spec
from dldrill.faults import Fault

with (Path(__file__).parent / "pairs.tsv").open(encoding="utf-8", newline="") as file:
    PAIRS = [tuple(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


def spec_of(text: str) -> Spec:
    """A Spec as ``names=B:size,c:unit size=2x1 letters=ABC words=a/b count=3 rtol=0.1``."""
    fields: dict[str, str] = {}
    last = ""
    for part in [] if text == "-" else text.split(" "):
        key, equals, value = part.partition("=")
        if not equals:  # a space inside a word
            fields[last] = f"{fields[last]} {part}"
            continue
        fields[key], last = value, key
    convert: dict[str, Callable[[str], Any]] = {
        "names": lambda v: dict(pair.split(":") for pair in v.split(",")),
        "size": lambda v: tuple(map(int, v.split("x"))),
        "words": lambda v: tuple(v.split("/")),
        "count": int,
        "rtol": float,
        "atol": float,
    }
    return Spec(**{key: convert.get(key, str)(value) for key, value in fields.items()})


def verdict(kind: str, spec: Spec, right: str, typed: str) -> str:
    """What a learner would be told."""
    value = kinds.read(kind, right, spec)
    try:
        given = kinds.read(kind, typed, spec)
    except Fault:
        return "unreadable"
    return "right" if kinds.same(kind, value, given, spec) else "wrong"


@pytest.mark.parametrize(("kind", "spec", "right", "typed", "expected"), PAIRS)
def test_verdict(kind: str, spec: str, right: str, typed: str, expected: str) -> None:
    """What was typed is judged as the label says."""
    assert verdict(kind, spec_of(spec), right, typed) == expected


def test_every_kind_has_every_verdict() -> None:
    """The table holds at least 300 pairs, and right, wrong and unreadable ones of every kind."""
    counts = Counter((kind, expected) for kind, *_, expected in PAIRS)
    assert len(PAIRS) >= 300
    assert len(set(PAIRS)) == len(PAIRS)
    for kind in kinds.KINDS:
        for expected in "right", "wrong", "unreadable":
            assert counts[kind, expected], f"{kind} has no {expected} pair"
