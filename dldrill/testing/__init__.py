r"""What holds for every problem family, to be asked of one with a line: for tests of your own.

from dldrill.testing import family_faults

def test_my_family() -> None:
    faults = family_faults(MyFamily)
    assert not faults, "\n".join(faults)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dldrill.families._packages import in_words, place_of
from dldrill.faults import Fault
from dldrill.testing import distinct, figures, grading, layouts, rebuilding, roads, sheets, telling
from dldrill.testing.sample import Sample

if TYPE_CHECKING:
    from dldrill.derivation.family import Family

CHECKS: dict[str, Callable[[Sample], Iterator[str]]] = {
    "declares itself": roads.declares_itself,
    "default is proven": roads.default_is_proven,
    "variants are proven": roads.variants_are_proven,
    "variants are fair": roads.variants_are_fair,
    "check catches mistakes": roads.check_catches_mistakes,
    "mistakes are distinct": distinct.mistakes_are_distinct,
    "givens are shown": telling.givens_are_shown,
    "right is right": grading.right_is_right,
    "mistakes are named": grading.mistakes_are_named,
    "nonsense is nameless": grading.nonsense_is_nameless,
    "unreadable is not counted": grading.unreadable_is_not_counted,
    "options are fair": grading.options_are_fair,
    "seeds repeat": rebuilding.seeds_repeat,
    "json rebuilds": rebuilding.json_rebuilds,
    "givens are typed back": rebuilding.givens_are_typed_back,
    "index is current": rebuilding.index_is_current,
    "formulas are written": layouts.formulas_are_written,
    "screens fit": layouts.screens_fit,
    "words for who listens": layouts.words_for_who_listens,
    "figures fit": figures.figures_fit,
    "figures in rows and words": figures.figures_in_rows_and_words,
    "figures on paper": figures.figures_on_paper,
    "sheets in every format": sheets.sheets_in_every_format,
}
"""The checks by what they say; each yields a sentence for whatever does not hold."""

FIRST = "default is proven"
"""The check that those after it build on."""


def family_faults(family: type[Family], variants: int = 12) -> list[str]:
    """What does not hold of a family that has to hold of every one.

    Its steps, sympy and numpy meet; no mistake leads to the right answer, the check catches each and
    grading names it; a variant is rebuilt from its JSON; and its text, formulas and figures can be
    shown at every width and written in every format.

    Args:
        family: the class.
        variants: how many are dealt; more look deeper and take longer.

    Returns:
        A sentence for each fault, with the check that found it; an empty list if there are none. What
        follows from defaults that are not proven is not looked for.
    """
    try:
        sample = Sample(family, variants)
    except Exception as error:  # noqa: BLE001 - the code of a family can fail in any way
        return [f"dealing: {_told(error, family)}"]
    found: list[str] = []
    for name in CHECKS:
        faults = faults_of(sample, name)
        found += [f"{name}: {says}" for says in faults]
        if faults and name == FIRST:
            break
    return found


def faults_of(sample: Sample, name: str) -> list[str]:
    """What a check finds; a text that cannot be shown is found by whatever shows it."""
    found: list[str] = []
    try:
        found.extend(CHECKS[name](sample))
    except Exception as error:  # noqa: BLE001 - the code of a family can fail in any way
        found.append(_told(error, sample.family))
    return found


def _told(error: Exception, family: type[Family]) -> str:
    if isinstance(error, Fault):
        return str(error)
    return f"{place_of(error, family.__module__)}: {in_words(error)}"
