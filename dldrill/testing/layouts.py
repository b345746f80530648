"""A family's formulas, texts and solutions can be shown: in every writer, on every screen."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from dldrill.derivation.mistakes import mistakes_of
from dldrill.faults import Fault
from dldrill.maths.layout import Layout
from dldrill.maths.trace import formula
from dldrill.maths.typeset import layout_of
from dldrill.show.look import Look
from dldrill.show.markdown import inline, shown_in
from dldrill.show.question import question
from dldrill.show.solution import worked
from dldrill.testing.sample import Sample

FEW = 3  #: variants whose formulas go through every writer
LOOKS = (Look(80), Look(50), Look(40, ascii=True), Look(80, plain=True))
COLUMNS = 46  #: what a screen of 50 leaves a formula


def formulas_are_written(sample: Sample) -> Iterator[str]:
    """Every step, in symbols and in figures, comes out of every writer of formulas."""
    for _, problem in sample.problems(FEW):
        for written in problem.traced().lines.values():
            for figures in (False, True):
                layout = layout_of(formula(written.formula, figures))
                yield from (f"{problem}: {written.name}: {says}" for says in _in_every_writer(layout))


def _in_every_writer(layout: Layout) -> Iterator[str]:
    from dldrill.maths.latex import parse
    from dldrill.maths.latex_writer import latex
    from dldrill.maths.mathml import mathml
    from dldrill.maths.speech import speak
    from dldrill.maths.typst_tree import group
    from dldrill.maths.unicode_block import block
    from dldrill.maths.unicode_line import line

    texts = {"one line": line(layout), "ASCII": line(layout, ascii=True), "words": speak(layout)}
    yield from (f"nothing is left of it in {name}" for name, text in texts.items() if not text.strip())
    if not texts["ASCII"].isascii():
        yield f"in ASCII it is {texts['ASCII']}"
    if not group(layout):
        yield "nothing is left of it in Typst"
    if max(map(len, block(layout, COLUMNS))) > COLUMNS:
        yield f"it does not fit {COLUMNS} columns"
    try:
        parse(latex(layout))
        ElementTree.fromstring(mathml(layout))  # noqa: S314 - our own
    except (Fault, ElementTree.ParseError) as error:
        yield f"its LaTeX or MathML cannot be read: {error}"


def screens_fit(sample: Sample) -> Iterator[str]:
    """The question and its solution keep to the width; ASCII and plain screens get what they can show."""
    one, problem = sample.first
    for look in LOOKS:
        screens = {"question": question(one, look), "solution": worked(one, sample.proof, look)}
        for name, renderable in screens.items():
            screen = shown_in(renderable, look)
            if max(map(len, screen.splitlines())) > look.width:
                yield f"{problem}: the {name} is wider than {look.width} columns"
            odd = sorted({char for char in screen if not char.isascii()}) if look.ascii else []
            if odd:
                yield f"{problem}: the {name} has no ASCII for {' '.join(odd)}"


def words_for_who_listens(sample: Sample) -> Iterator[str]:
    """No LaTeX is left in what is read aloud; every sentence to a learner can be shown."""
    look = Look(80, plain=True)
    for one, problem in sample.problems(FEW):
        told = {"question": shown_in(question(one, look), look)}
        told |= {f"mistake {slip.name}": inline(slip.says, look).plain for slip in mistakes_of(problem)}
        told |= {f"step {name}": inline(at.why, look).plain for name, at in problem.traced().lines.items()}
        for name, text in told.items():
            if not text.strip():
                yield f"{problem}: the {name} says nothing"
            if "\\" in text or "$" in text:
                yield f"{problem}: the {name} has LaTeX outside of dollar signs: {text.strip()[:60]}"
