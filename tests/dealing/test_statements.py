"""Questions of words: options drawn fairly, matched, ordered, ticked."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dldrill.bank.question import (
    Claim,
    DerivationLine,
    Explain,
    Match,
    Order,
    RubricPoint,
    Select,
)
from dldrill.dealing.source import Source, original
from dldrill.faults import Fault

COMMON = {"topic": "t", "minutes": 1.0, "points": 4.0}


def claim(name: str, true: bool, key: str = "") -> Claim:
    """A claim that says its name."""
    return Claim(id=f"t/{name}", claim=name, true=true, why=f"why {name}", key=key, **COMMON)  # type: ignore[arg-type]


POOL = tuple(claim(f"c{i}", i % 2 == 0, "pair" if i < 4 else "") for i in range(16))


def select(single: bool = False, own: tuple[Claim, ...] = (), claims: tuple[Claim, ...] = POOL) -> Select:
    """A question on the pool."""
    return Select(
        id="t/q", pool="p", claims=claims, own=own, single=single, ask="Which?", where="t.toml:1", **COMMON  # type: ignore[arg-type]
    )  # fmt: skip


MATCH = Match(id="t/m", ask="Match.", pairs=(("x", "1"), ("y", "2"), ("z", "1")), extra=("3",), **COMMON)  # type: ignore[arg-type]
ORDER = Order(
    id="t/o",
    ask="Order.",
    lines=tuple(DerivationLine(text, "why") for text in "pqrs"),
    **COMMON,  # type: ignore[arg-type]
)
EXPLAIN = Explain(
    id="t/e", ask="Why?", model="Because.", rubric=(RubricPoint("one"), RubricPoint("two", 3)), **COMMON  # type: ignore[arg-type]
)  # fmt: skip


@given(st.text(max_size=5), st.integers(0, 10**6))
def test_options_are_four_to_six_and_never_two_of_a_key(seed: str, index: int) -> None:
    """Whatever the seed, options differ, and no two say or deny the same thing."""
    dealt = Source(select(), seed).deal(index)
    texts = [option.text for option in dealt.options]
    assert 4 <= len(texts) == len(set(texts)) <= 6
    assert sum(text in ("c0", "c1", "c2", "c3") for text in texts) <= 1
    assert dealt.parts[-1].right == {option.letter for option in dealt.options if option.true}


def test_each_option_is_true_or_false_by_a_coin() -> None:
    """Half of all options are true, and all numbers of true options occur, none and all included."""
    source = Source(select(), "coins")
    dealt = [source.deal(index) for index in range(2000)]
    rate = Counter(option.true for d in dealt for option in d.options)
    assert rate[True] / rate.total() == pytest.approx(0.5, abs=0.03)
    for size in (4, 5, 6):
        numbers = {len(d.parts[0].right) for d in dealt if len(d.options) == size}
        assert numbers == set(range(size + 1))


@given(st.integers(0, 10**6))
def test_a_single_choice_has_one_true_option(index: int) -> None:
    """Exactly one option is true, and one letter is asked for."""
    dealt = Source(select(single=True), "s").deal(index)
    assert len(dealt.parts[0].right) == 1 == dealt.parts[0].spec.count


def test_the_exam_s_own_options_in_order() -> None:
    """The original has the exam's options as they stood; fresh ones have as many."""
    own = (POOL[5], POOL[4], POOL[7], POOL[6], POOL[8])
    dealt = original(select(own=own))
    assert [option.text for option in dealt.options] == ["c5", "c4", "c7", "c6", "c8"]
    assert dealt.parts[0].right == {"B", "D", "E"}
    assert len(Source(select(own=own), "x").deal(0).options) == 5


def test_a_pool_that_cannot_fill_the_options_is_a_fault() -> None:
    """Too few claims are told with the question's place."""
    with pytest.raises(Fault, match=r"t\.toml:1: t/q: the pool 'p' is too small"):
        Source(select(claims=POOL[:4]), "x").deal(0)
    with pytest.raises(Fault, match="too small"):
        Source(select(single=True, claims=POOL[::2]), "x").deal(0)


@given(st.integers(0, 10**6))
def test_matching_is_shuffled_and_right(index: int) -> None:
    """Every item gets the letter of its answer; answers of two items stand once."""
    dealt = Source(MATCH, "s").deal(index)
    text = {option.letter: option.text for option in dealt.options}
    assert sorted(text.values()) == ["1", "2", "3"]
    answers = dict(MATCH.pairs)
    assert [text[letter] for letter in dealt.parts[0].right] == [answers[item] for item in dealt.items]


def test_the_original_matching_keeps_its_items() -> None:
    """An exam's items stand in their own order."""
    assert original(MATCH).items == ("x", "y", "z")


@given(st.integers(0, 10**6))
def test_lines_are_never_dealt_in_order(index: int) -> None:
    """The letters of the right order are no alphabet, and lead to the lines in order."""
    dealt = Source(ORDER, "s").deal(index)
    right = dealt.parts[0].right
    assert list(right) != sorted(right)
    text = {option.letter: option.text for option in dealt.options}
    assert [text[letter] for letter in right] == list("pqrs")


def test_free_text_comes_before_its_rubric() -> None:
    """First the text, which earns nothing by itself, then the points that it makes."""
    dealt = Source(EXPLAIN, "s").deal(0)
    assert [(part.name, part.kind, part.points) for part in dealt.parts] == [
        ("text", "text", 0),
        ("points", "letters", 1),
    ]
    assert [(option.letter, option.text, option.points) for option in dealt.options] == [
        ("A", "one", 1),
        ("B", "two", 3),
    ]
