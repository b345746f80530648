"""The formats of sheets: their names, their endings, and what all of them keep."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path

import pytest
from lms_at_hand import EXAMS, exam_sheet

from dldrill.faults import Fault
from dldrill.sheets import formats
from dldrill.sheets.formats import FORMATS, format_of, written

TEXTS = sorted(set(FORMATS) - {"pdf"})
"""The formats that need nothing beside dldrill."""


@pytest.mark.parametrize(
    ("path", "named", "expected"),
    [
        ("sheet.pdf", None, "pdf"),
        ("sheet.html", None, "html"),
        ("sheet.HTM", None, "html"),
        ("sheet.tex", None, "latex"),
        ("sheet.md", None, "markdown"),
        ("sheet.xml", None, "moodle"),
        ("sheet.zip", None, "qti"),
        ("sheet.apkg", None, "anki"),
        ("sheet.gift", None, "gift"),
        ("sheet.txt", None, "gift"),
        ("sheet.jsonl", None, "jsonl"),
        ("sheet.pdf", "anki", "anki"),
        ("-", "gift", "gift"),
        ("-", "md", "markdown"),
        ("-", ".TEX", "latex"),
        ("sheet.pdf", "txt", "gift"),
        ("a.b/sheet.v2.md", None, "markdown"),
    ],
)
def test_format_of(path: str, named: str | None, expected: str) -> None:
    """The name decides, which may be an ending, too; then the ending of the file."""
    assert format_of(Path(path), named) == expected


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("sheet", None),
        ("-", None),
        ("sheet.doc", None),
        ("sheet.pdf", "word"),
        ("-", ""),
        ("-", "."),
        ("a.", None),
    ],
)
def test_no_format(path: str, named: str | None) -> None:
    """What tells no format is a fault that lists them all."""
    with pytest.raises(Fault) as fault:
        format_of(Path(path), named)
    assert fault.value.code == "format"
    assert ", ".join(FORMATS) in str(fault.value)


def test_endings() -> None:
    """No ending stands for two formats, and each format has a module that writes."""
    endings = [ending for known in FORMATS.values() for ending in known.endings]
    assert len(set(endings)) == len(endings)
    for known in FORMATS.values():
        module = import_module(f"dldrill.sheets.{known.module}")
        assert hasattr(module, "write") or (hasattr(module, "part") and hasattr(module, "whole"))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("exam", EXAMS)
@pytest.mark.parametrize("seed", [None, pytest.param("k3f9", marks=pytest.mark.slow)])
def test_every_exam_without_a_warning(name: str, exam: str, seed: str | None) -> None:
    """Each exam, with its own numbers and in two fresh forms, is written without a warning, twice alike."""
    sheet = exam_sheet(exam, seed, 2 if seed else 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = written(sheet, name)
    assert data
    assert written(sheet, name) == data


@pytest.mark.parametrize("name", TEXTS)
def test_forms_on_all_cores(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More forms than one process writes give the bytes that one process gives."""
    sheet = exam_sheet("uw-sp24-q4", "k3f9", 3)
    alone = written(sheet, name)
    monkeypatch.setattr(formats, "IN_ONE_PROCESS", 2)
    assert written(sheet, name) == alone


@pytest.mark.parametrize("name", TEXTS)
def test_each_form_is_told_of(name: str) -> None:
    """A format that writes form by form tells of each."""
    told: list[int] = []
    written(exam_sheet("uw-sp24-q4", "k3f9", 3), name, lambda: told.append(1))
    module = import_module(f"dldrill.sheets.{FORMATS[name].module}")
    assert len(told) == (3 if hasattr(module, "part") else 0)


@pytest.mark.slow
def test_same_bytes_everywhere() -> None:
    """Two processes with other hash seeds, time zones and languages write the same bytes in every format."""
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests/sheets')\n"
        "from lms_at_hand import exam_sheet\n"
        "from dldrill.sheets.formats import written\n"
        "sheet = exam_sheet('uw-au24-q4', 'k3f9', 2)\n"
        f"for name in {TEXTS}: print(name, hashlib.sha256(written(sheet, name)).hexdigest())"
    )
    places = (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C"))
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": ".", "TZ": zone, "LC_ALL": language},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone, language in places
    }
    assert len(found) == 1
