"""The check reads formulas and writes none: every format writes what can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dldrill.bank.places import bank_files, bundled
from dldrill.checking.starter import STARTER
from dldrill.checking.texts import formula_fault
from dldrill.maths.latex import parse
from dldrill.maths.latex_writer import latex
from dldrill.maths.mathml import mathml
from dldrill.maths.speech import speak
from dldrill.maths.typst_tree import formula
from dldrill.maths.unicode_block import block

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.toml"))
FORMULA = re.compile(r"(?<!\\)\$([^$\n]{1,400})\$")


def sources() -> Iterator[str]:
    """What stands between dollars in the bundled banks, the starter and the broken banks, once each."""
    texts = [path.read_text("utf-8") for path in (*bank_files(bundled()), STARTER, *CORPUS)]
    yield from dict.fromkeys(found[1] for text in texts for found in FORMULA.finditer(text))


def test_what_is_read_is_written_in_every_format() -> None:
    """A formula without a fault comes out of each writer."""
    read = [source for source in sources() if not formula_fault(source)]
    assert len(read) > 500
    for source in read:
        layout = parse(source)
        assert all(write(layout) for write in (latex, mathml, speak, formula, block)), source


@pytest.mark.parametrize("source", [r"\frca{1}", "x^{", r"\sqrt" * 50, "x" * 200])
def test_what_is_not_read_is_a_fault(source: str) -> None:
    """A formula that cannot be read, or is too long, is told."""
    assert formula_fault(source)
