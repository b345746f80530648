"""The log as JSON Lines: what goes out comes back, and what is no line is told with its number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import count
from typing import Any

import pytest
from attempts import attempt, logs, on_day, replayed
from hypothesis import example, given, settings
from hypothesis import strategies as st
from records import fresh, tables

from dldrill.faults import Fault
from dldrill.record.log import Amendment, Line
from dldrill.record.transfer import exported, imported

WHOLE = json.loads(next(exported([attempt(uuid="u", clock=5)])))
SAID = json.loads(next(exported([Amendment("a", 6, "u", "regrade", 2)])))


@given(logs())
def test_what_goes_out_comes_back(log: list[Line]) -> None:
    """Export, then import, is the identity, and so is export again."""
    texts = list(exported(log))
    assert list(imported(texts)) == log
    assert list(exported(imported(texts))) == texts


@settings(deadline=None, max_examples=50)
@given(logs())
def test_a_record_comes_back(log: list[Line]) -> None:
    """A record made of an export has the same lines and tables; merging it again adds nothing."""
    with fresh() as record, fresh() as other:
        record.merge(log)
        assert other.merge(imported(exported(record.lines()))) == len(log)
        assert list(other.lines()) == list(record.lines())
        assert tables(other) == tables(record)
        assert other.merge(imported(exported(record.lines()))) == 0


@settings(deadline=None, max_examples=50)
@given(logs(), st.data())
def test_two_machines(log: list[Line], data: st.DataObject) -> None:
    """Lines that two machines share in any way are joined to the same record in either order."""
    on_one = [line for line in log if data.draw(st.booleans())]
    on_other = [line for line in log if line not in on_one or data.draw(st.booleans())]
    with fresh() as one, fresh() as other:
        one.merge(on_one)
        other.merge(on_other)
        first = list(one.lines())
        one.merge(other.lines())
        other.merge(first)
        assert list(one.lines()) == list(other.lines())
        assert tables(one) == tables(other) == replayed(log)


def test_the_clock_goes_on_after_a_merge() -> None:
    """What is answered after a merge comes after all that was merged, whatever the clock says."""
    with fresh(clock=count(1).__next__) as record:
        record.merge([on_day(0, clock=10**9)])
        record.add(on_day(1))
        assert [line.clock for line in record.lines()] == [10**9, 10**9 + 1]
        record.merge([on_day(2, clock=7)])
        record.add(on_day(3))
        assert [line.clock for line in record.lines()] == [7, 10**9, 10**9 + 1, 10**9 + 2]


def test_what_is_shown_is_plain_text() -> None:
    """Whatever was typed, a line has no control, bidi or half characters: a terminal may show it."""
    hostile = "\x1b]52;c;AAAA\x07\x9b31m\u202e\u2028\x85\udcff é"
    line = attempt(answers=json.dumps({"p": hostile}))
    [text] = exported([line])
    assert text.isascii()
    assert text.isprintable()
    assert list(imported([text])) == [line]


def changed(line: dict[str, Any], **fields: Any) -> str:
    """A line of JSON with other fields; those that are None are left out."""
    return json.dumps({name: value for name, value in (line | fields).items() if value is not None})


HOSTILE = {
    "no JSON": "{",
    "a list": "[]",
    "a number": "1",
    "a text": '"uuid"',
    "nothing": "null",
    "deep": "[" * 100_000,
    "deep answers": changed(WHOLE).replace(
        '"answers": {', '"answers": {"x": ' + '{"x":' * 5_000 + "1" + "}" * 5_001 + ', "z": {'
    ),
    "a long number": changed(WHOLE).replace('"ms": 20000', f'"ms": {"9" * 5_000}'),
    "no uuid": changed(WHOLE, uuid=None),
    "a uuid that is a number": changed(WHOLE, uuid=7),
    "no answers": changed(WHOLE, answers=None),
    "answers that are a list": changed(WHOLE, answers=[]),
    "parts that are a text": changed(WHOLE, parts="x"),
    "not a number": changed(WHOLE, points=float("nan")),
    "infinite": changed(WHOLE, points=float("inf")),
    "true for one": changed(WHOLE, hints=True),
    "a fraction of a millisecond": changed(WHOLE, ms=1.0),
    "too large": changed(WHOLE, variant=2**63),
    "before 1970": changed(WHOLE, shown=-1),
    "after 2100": changed(WHOLE, clock=10**13),
    "a negative time": changed(WHOLE, ms=-5),
    "negative hints": changed(WHOLE, hints=-1),
    "a target that is none": changed(WHOLE, target=-1),
    "no rating": changed(WHOLE, rating=5),
    "no such kind": changed(WHOLE, kind="test"),
    "no such verdict": changed(WHOLE, verdict="good"),
    "no day": changed(WHOLE, day="today"),
    "no such day": changed(WHOLE, day="2026-02-30"),
    "a day that sorts wrongly": changed(WHOLE, day="20260211"),
    "a day after which no interval ends": changed(WHOLE, day="9999-12-31"),
    "a week": changed(WHOLE, day="2026-W07-3"),
    "a wrong offset": changed(WHOLE, offset=10_000),
    "a field too many": changed(WHOLE, colour="red"),
    "a hostile field": changed(WHOLE, **{"\x1b[31m\n" * 1_000: 1}),
    "half a character": changed(WHOLE, question="\udcff"),
    "an amendment of nothing": changed(SAID, amends=None),
    "an amendment with too much": changed(SAID, answers={}),
    "an amendment that does nothing known": changed(SAID, does="delete"),
    "an amendment's rating": changed(SAID, rating=9),
    "a regrade to nothing": changed(SAID, rating=0),
    "both": json.dumps(WHOLE | SAID),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lines(text: str) -> None:
    """What is no line is one line of printable text with its number; what stood before it is not added."""
    with fresh() as record:
        with pytest.raises(Fault, match=r"^line 3: .") as caught:
            record.merge(imported([changed(WHOLE), "", text]))
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 200
        assert list(record.lines()) == []


def read_or_told(text: str) -> Line | str:
    """A line, or why it is none."""
    try:
        return next(imported([text]))
    except Fault as fault:
        return str(fault)


_values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({})
)


@settings(deadline=None, max_examples=50)
@given(st.sampled_from([WHOLE, SAID]), st.data())
@example(WHOLE, None)
def test_any_value_in_any_field(line: dict[str, Any], data: st.DataObject | None) -> None:
    """Whatever a field holds, the line is refused, or it is recorded, exported, and the same again."""
    fields = {} if data is None else {data.draw(st.sampled_from(sorted(line))): data.draw(_values)}
    text = json.dumps(line | fields)
    found = read_or_told(text)
    if isinstance(found, str):
        assert found.startswith("line 1: ")
        assert found.isprintable()
        return
    with fresh() as record:
        assert record.merge([found]) == 1
        assert list(record.lines()) == [found]
        assert record.damaged() == []
        assert list(imported(exported(record.lines()))) == [found]


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_any_text(text: str) -> None:
    """Text that is no JSON of ours is a fault and nothing else; blank lines are passed over."""
    if not text.strip():
        assert list(imported([text])) == []
        return
    with pytest.raises(Fault):
        list(imported([text]))


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_line_ends(end: str) -> None:
    """Files of other systems are read alike."""
    texts: Iterable[str] = (f"{text}{end}" for text in (changed(WHOLE), changed(SAID)))
    assert [line.uuid for line in imported(texts)] == ["u", "a"]


def test_older_than_its_attempt() -> None:
    """An amendment that comes before its attempt holds as soon as the attempt is there."""
    line = attempt(uuid="u", clock=3)
    with fresh() as record:
        record.merge([Amendment("a", 9, "u", "regrade", 1)])
        assert record.cards() == {}
        record.merge([line])
        assert tables(record) == replayed([line._replace(rating=1)])
