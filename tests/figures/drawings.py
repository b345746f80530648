"""Figures of every kind, sane and not, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from dldrill.figures.marks import Axis, Cell, Dash, Dots, Figure, Line, Shape, Text

numbers = st.one_of(
    st.floats(-10, 10), st.floats(), st.integers(-5, 5).map(float), st.sampled_from([1e308, -1e308, 5e-324])
)
sides = st.one_of(st.floats(0, 10), numbers)
points = st.lists(st.tuples(numbers, numbers), max_size=8).map(tuple)
words = st.one_of(
    st.sampled_from(["", "a", "loss", "x₁₀", "W⁽¹⁾", "a rather long label of a series"]), st.text()
)
lines = st.builds(Line, points, words, st.sampled_from(Dash), st.booleans(), st.floats())
dots = st.builds(Dots, points, st.sampled_from(Shape), st.booleans(), words)
texts = st.builds(Text, numbers, numbers, words, st.sampled_from(["left", "centre", "right"]))
cells = st.builds(Cell, numbers, numbers, sides, sides, words, st.integers(-1, 4), st.booleans())
tick_marks = st.none() | st.lists(numbers, max_size=5).map(tuple)
axis = st.builds(Axis, numbers, numbers, words, tick_marks)


def figures() -> st.SearchStrategy[Figure]:
    """Any figure."""
    return st.builds(
        Figure,
        marks=st.lists(st.one_of(lines, dots, texts, cells), max_size=6).map(tuple),
        x=st.just(Axis(0, 10, "x")) | axis,
        y=st.just(Axis(-5, 5, "y")) | axis,
        axes=st.booleans(),
        alt=words,
        unit=st.none() | st.just((4.0, 2.0)) | st.tuples(st.floats(), st.floats()),
        size=st.just((320.0, 190.0)) | st.tuples(st.floats(), st.floats()),
    )
