"""PDF of sheets: accessible, the same bytes each time, and Typst kept in its folder and its time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hostile_texts import HARMFUL, TEXTS, random_texts
from lms_at_hand import EXAMS, batches, exam_sheet, hostile_questions, made_sheet

from dldrill.bank.question import DerivationLine, Order
from dldrill.faults import Fault
from dldrill.sheets import pdf
from dldrill.sheets.form import Sheet, Shows

PRINTS = {
    "plain": (None, Shows()),
    "solutions": (None, Shows(solutions=True)),
    "fresh-key": ("k3f9", Shows(key=True, points=False, minutes=False)),
    "fresh-only-key": ("k3f9", Shows(only_key=True)),
}
OTHERS = {
    "key": (None, Shows(key=True)),
    "only-key": (None, Shows(only_key=True)),
    "fresh": ("k3f9", Shows(space=0)),
    "fresh-solutions": ("k3f9", Shows(solutions=True, key=True)),
}
FOOT = re.compile(r"(?:form ([A-Z]+) · )?page (\d+) of (\d+)$", re.MULTILINE)
needs_typst = pytest.mark.skipif(find_spec("typst") is None, reason="typst is not installed")
reads_pdf = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def pages(file: bytes) -> list[str]:
    """The text of each page."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=file, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


def signs(text: str) -> str:
    """A text without blanks, which a page sets as it likes."""
    return "".join(text.split())


@needs_typst
@pytest.mark.parametrize(
    ("seed", "shows"),
    [
        *(pytest.param(*case, id=name) for name, case in PRINTS.items()),
        *(pytest.param(*case, id=name, marks=pytest.mark.slow) for name, case in OTHERS.items()),
    ],
)
@pytest.mark.parametrize("name", EXAMS)
def test_exams(name: str, seed: str | None, shows: Shows) -> None:
    """Every exam passes the checks of PDF/UA-1, whatever is printed; its pages and questions are counted."""
    sheet = exam_sheet(name, seed)._replace(shows=shows)
    file = pdf.write(sheet)
    assert file.startswith(b"%PDF")
    assert b"pdfuaid" in file
    if shutil.which("pdftotext") is None:
        return
    found = pages(file)
    numbers = [FOOT.findall(page)[-1] for page in found]
    parts = (not shows.only_key) + (shows.key or shows.only_key)
    assert [number for _, number, _ in numbers].count("1") == parts
    assert all(1 <= int(number) <= int(last) for _, number, last in numbers)
    assert sum(int(last) for _, number, last in numbers if number == "1") == len(found)
    text = "\n".join(found)
    for placed in sheet.forms[0].placed:
        assert len(re.findall(rf"^ *{re.escape(placed.item.number)}\s", text, re.MULTILINE)) >= parts
    assert ("Key to" in text) == (shows.key or shows.only_key)
    assert ("Full name" in text) == (not shows.solutions and not shows.only_key)
    assert signs(sheet.title) in signs(text)


@needs_typst
@reads_pdf
def test_forms_are_numbered_by_themselves() -> None:
    """Every form counts its pages from 1; keys stand at the end, on pages of their own."""
    sheet = exam_sheet("uw-sp24-q4", "k3f9", 3)._replace(shows=Shows(key=True))
    feet = [FOOT.findall(page)[-1] for page in pages(pdf.write(sheet))]
    firsts = [letter for letter, number, _ in feet if number == "1"]
    assert firsts == ["A", "B", "C", "A", "B", "C"]
    assert [number for letter, number, _ in feet if letter == "A"][:3] == ["1", "2", "3"]


@needs_typst
def test_the_same_bytes_in_other_processes() -> None:
    """Neither the clock nor the order of sets is in the file."""
    command = [sys.executable, "-m", "dldrill", "sheet", "--exam", "uw-sp24-q4"]
    command += ["--copies", "2", "--key", "--seed", "k3f9", "-o", "-", "--format", "pdf"]
    files = [
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": hashed, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for hashed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert files[0] == files[1]
    assert files[0].startswith(b"%PDF")


@needs_typst
@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("#for i in range(100000) { for j in range(100000) {} }", "within 1 seconds"),
        ('#read("/etc/passwd")', "could not set the sheet"),
        ('#read("../secret.txt")', "could not set the sheet"),
        ('#read("..\\\\..\\\\secret.txt")', "could not set the sheet"),
        ('#image("/../secret.svg", alt: "x")', "could not set the sheet"),
        ('#include "/etc/hostname"', "could not set the sheet"),
    ],
)
def test_the_child_is_kept_in(template: str, says: str, tmp_path: Path) -> None:
    """A template that does not end is ended, and one that reads elsewhere finds nothing."""
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    folder = tmp_path / "sheet"
    folder.mkdir()
    (folder / "sheet.typ").write_text(f'#set document(title: "x")\n{template}')
    with pytest.raises(Fault, match=says) as fault:
        pdf._compiled(folder, 1.0)
    assert "\n" not in str(fault.value)


@needs_typst
def test_its_own_folder_is_read(tmp_path: Path) -> None:
    """The same document without the reading elsewhere is set, so the faults above come from that."""
    (tmp_path / "own.txt").write_text("own")
    (tmp_path / "sheet.typ").write_text('#set document(title: "x")\n#read("own.txt")')
    assert pdf._compiled(tmp_path, 20.0).startswith(b"%PDF")


def test_without_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says how to get it, and what does without."""
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    with pytest.raises(Fault, match=r"pip install 'dldrill\[pdf\]'.*sheet\.html") as fault:
        pdf.write(exam_sheet("uw-sp24-q4"))
    assert "\n" not in str(fault.value)


def bands(file: bytes, page: int) -> int:
    """How many bands of ink lie below each other on a page, with white between them."""
    drawn = ["pdftoppm", "-r", "150", "-gray", "-f", str(page), "-l", str(page)]
    found = subprocess.run(drawn, input=file, capture_output=True, check=True).stdout
    _, size, _, rows = found.split(b"\n", 3)
    width = int(size.split()[0])
    inked = [min(rows[start : start + width]) < 128 for start in range(0, len(rows), width)]
    return sum(now and not before for before, now in pairwise([False, *inked]))


@needs_typst
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
def test_fractions_of_two_lines_do_not_touch() -> None:
    """Tall formulas make as many bands on the page as there are lines of them."""
    lines = tuple(DerivationLine(rf"$\left(\frac{{x^{n}}}{{y_{n}}}\right)$", "") for n in range(4))
    some, more = (
        made_sheet(
            [Order(id="toys/o", topic="t", minutes=1, points=1, ask="o", lines=lines[:count])], seed="s"
        )
        for count in (2, 4)
    )
    counts = [bands(pdf.write(sheet), 1) for sheet in (some, more)]
    assert counts[1] - counts[0] == 2


def hostile_sheet(texts: list[str]) -> Sheet:
    """Texts in all places of all types of questions, and in what stands around them."""
    sheet = made_sheet(hostile_questions(texts), title=texts[0])
    form = sheet.forms[0]._replace(command=texts[1])
    return sheet._replace(course=texts[2], forms=(form,), shows=Shows(key=True, solutions=True))


@needs_typst
def test_hostile_texts() -> None:
    """Whatever a bank, a title or a seed says, the sheet is set, and still accessible."""
    texts = [*TEXTS, *(f"a{char}b" for char in HARMFUL), *random_texts(60)]
    sheets = [hostile_sheet(texts[start : start + 8]) for start in range(0, len(texts) - 8, 8)]
    exam = sheets[0]
    parts = [part for sheet in sheets for part in [pdf.part(sheet, sheet.forms[0])]]
    assert pdf.whole(exam, parts).startswith(b"%PDF")
    assert pdf.write(hostile_sheet([*HARMFUL[:8]])).startswith(b"%PDF")


@needs_typst
@reads_pdf
@pytest.mark.slow
def test_hostile_pages() -> None:
    """The letters and digits of thousands of hostile texts are on the pages, and hardly others."""
    for sheet, expected in batches(4000):
        found = pages(pdf.write(sheet._replace(shows=Shows(space=0))))
        wanted = Counter(char for char in expected if char.isascii() and char.isalnum())
        shown = Counter(char for char in signs("".join(found)) if char.isascii() and char.isalnum())
        assert wanted <= shown
        assert shown.total() <= wanted.total() + 80 * (len(found) + 3)
