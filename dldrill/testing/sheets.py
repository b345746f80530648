"""A family's questions are printed and exported in every format."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from dldrill.bank.exam import Exam, Item, Marking, Section
from dldrill.dealing.paper import Placed
from dldrill.faults import Fault
from dldrill.sheets.form import Form, Sheet, Shows
from dldrill.sheets.formats import FORMATS, written
from dldrill.testing.sample import Sample

FEW = 2  #: variants that stand on the sheet
APART = ("pdf",)  #: formats that start a process of their own; what Typst is given is looked at instead


def sheets_in_every_format(sample: Sample) -> Iterator[str]:
    """A sheet with the solutions is written in every format without a warning."""
    sheet = sheet_of(sample)
    for name in (name for name in FORMATS if name not in APART):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                page = written(sheet, name)
            except (Fault, Warning) as error:
                yield f"a sheet cannot be written as {name}: {error}"
                continue
        if not page:
            yield f"a sheet is empty as {name}"
    yield from _for_typst(sheet)


def _for_typst(sheet: Sheet) -> Iterator[str]:
    from dldrill.sheets.pdf import part

    if not part(sheet, sheet.forms[0]):
        yield "a sheet is empty as pdf"


def sheet_of(sample: Sample, variants: int = FEW) -> Sheet:
    """A sheet of some variants, with their solutions."""
    dealt = sample.dealt[:variants]
    items = tuple(Item(f"1.{number}", one.points) for number, one in enumerate(dealt, 1))
    minutes = sum(one.minutes for one in dealt)
    section = Section("Problems", minutes, Marking(), items)
    exam = Exam(
        name="sheet",
        title=sample.family.title,
        minutes=minutes,
        points=section.points,
        rules=(),
        sections=(section,),
        published={},
    )
    placed = tuple(Placed(section, item, one) for item, one in zip(items, dealt, strict=True))
    form = Form("", None, placed, f"dldrill draw {sample.name}")
    return Sheet(exam.title, "", exam, (form,), Shows(key=True, solutions=True))
