"""What blanks of Canvas accept is what we take for right."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lms_at_hand import EXAMS, exam_sheet

from dldrill.answer.kinds import read, same
from dldrill.answer.spec import Spec
from dldrill.dealing.dealt import Part
from dldrill.sheets.lms import Asked, Field, asked, slots
from dldrill.sheets.qti_blanks import accepted, places


@pytest.mark.parametrize("name", EXAMS)
def test_blanks_accept_what_is_right(name: str) -> None:
    """Every accepted text is read by us and right, and so is the right number rounded as asked for."""
    for variants in slots(exam_sheet(name, "k3f9", 3)).values():
        for variant in variants:
            for one in asked(variant.shown.dealt) or ():
                for field in one.fields:
                    _accepts(one, field)


def _accepts(one: Asked, field: Field) -> None:
    decimals = places(one)
    texts = accepted(field, decimals)
    assert 0 < len(texts) <= 200
    assert len(set(texts)) == len(texts)
    if one.part.kind == "shape":
        assert all(same("shape", one.part.right, read("shape", text, Spec())) for text in texts)
    if isinstance(field.right, tuple):
        return
    kind = "integer" if one.part.kind == "integer" else "number"
    assert all(same(kind, field.right, read(kind, text, Spec()), one.part.spec) for text in texts)
    if decimals is not None:
        assert f"{float(field.right):.{decimals}f}" in texts
        rounded = Fraction(round(Fraction(field.right) * 10**decimals), 10**decimals)
        assert same(kind, field.right, rounded, one.part.spec)


@given(
    st.fractions(min_value=-1000, max_value=1000, max_denominator=997),
    st.sampled_from([0.05, 0.01, 0.005, 1e-4]),
)
def test_blanks_of_any_number(value: Fraction, rtol: float) -> None:
    """Every text of a blank is right within the tolerance, and the right number rounded is among them."""
    spec = Spec(rtol=rtol, atol=1e-12)
    tolerance = max(Fraction(str(rtol)) * abs(value), Fraction(1, 10**9 if not value else 10**12))
    field = Field(value, tolerance)
    _accepts(Asked(Part("a", "a", "number", value, spec), ((field,),)), field)


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ((Fraction(1, 3), 0), 3),
        ((Fraction(1, 3), 3), 3),
        ((Fraction(1, 3), Fraction(17, 8)), 3),
        ((411.137, 0), 0),
    ],
)
def test_one_rounding_for_a_vector(values: tuple[Fraction, ...], decimals: int) -> None:
    """A vector asks for one rounding, which a zero or a whole number in it does not make finer."""
    spec = Spec(rtol=0.005, atol=1e-12)
    fields = tuple(
        Field(value, max(Fraction(1, 10**9), Fraction(1, 200) * abs(Fraction(value)))) for value in values
    )
    one = Asked(Part("a", "a", "vector", values, spec), (fields,))
    assert places(one) == decimals
    for field in fields:
        _accepts(one, field)


@pytest.mark.parametrize(
    ("value", "decimals", "texts"),
    [
        (-3, None, ("-3", "-3.0")),
        (1500, None, ("1500", "1,500", "1500.0", "+1500")),
        (Fraction(5, 2), None, ("2.5", "2.50", "5/2")),
        (Fraction(1, 2), None, ("0.5", ".5", "0.50", "1/2")),
    ],
)
def test_short_numbers(value: Fraction, decimals: int | None, texts: tuple[str, ...]) -> None:
    """Whole numbers and short decimals are asked for as they are."""
    field = Field(value, Fraction(1, 100))
    assert places(Asked(Part("a", "a", "number", value, Spec()), ((field,),))) == decimals
    assert accepted(field, decimals) == texts
