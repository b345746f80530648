r"""LaTeX of sheets: pdflatex sets it without errors or anything that sticks out; no text is a command."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hostile_texts import HARMFUL, TEXTS, random_texts
from lms_at_hand import EXAMS, batches, exam_sheet, hostile_questions, library, made_sheet

from dldrill.bank.question import Match
from dldrill.sheets.form import Sheet, Shows
from dldrill.sheets.latex import COMMANDS, HEAD, write
from dldrill.sheets.latex_prose import PREAMBLE

needs_pdflatex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
OURS = frozenset(re.findall(r"\\([a-zA-Z]+)", HEAD + PREAMBLE + COMMANDS))
DANGEROUS = frozenset(
    "input include write openout openin read immediate special catcode csname def let newcommand usepackage "
    "loop jobname directlua verbatiminput includegraphics lstinputlisting scantokens expandafter".split()
)


def compiled(source: bytes, folder: Path) -> str:
    """The log of pdflatex, which fails at the first error."""
    (folder / "sheet.tex").write_bytes(source)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "sheet.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    log = (folder / "sheet.log").read_text("utf-8", errors="replace")
    assert run.returncode == 0, log[-3000:]
    return log


def commands(source: bytes) -> set[str]:
    """The commands in the body of a document, each group of which is closed."""
    body = source.decode().partition(r"\begin{document}")[2]
    assert body.count(r"\end{document}") == 1
    assert body.endswith("\\end{document}\n")
    bare = re.sub(r"\\[^a-zA-Z]", "", body)
    depth = 0
    for brace in re.findall("[{}]", bare):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert "^^" not in body
    assert "%" not in bare
    return set(re.findall(r"\\([a-zA-Z]+)", body))


@pytest.mark.parametrize("shows", [Shows(solutions=True), Shows(key=True)], ids=["solutions", "key"])
@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", EXAMS)
def test_sources(name: str, seed: str | None, shows: Shows) -> None:
    """Every exam is written with closed groups and known commands, the same each time."""
    sheet = exam_sheet(name, seed)._replace(shows=shows)
    source = write(sheet)
    assert source == write(sheet)
    assert not commands(source) & DANGEROUS
    text = source.decode()
    for placed in sheet.forms[0].placed:
        number = re.escape(placed.item.number)
        assert re.search(rf"\\begin{{question}}{{{number}}}", text)
        assert bool(re.search(rf"^{number} & .* \\\\ \\hline$", text, re.MULTILINE)) == shows.key
    assert text.count(r"\begin{worked}") == (len(sheet.forms[0].placed) if shows.solutions else 0)


@pytest.mark.slow
@needs_pdflatex
@pytest.mark.parametrize(
    ("name", "seed", "shows"),
    [
        ("ist-feb23", None, Shows()),
        ("uw-sp23-mid", "k3f9", Shows(key=True)),
        ("uw-au24-q4", None, Shows(solutions=True)),
    ],
)
def test_pdflatex(name: str, seed: str | None, shows: Shows, tmp_path: Path) -> None:
    """LaTeX has nothing to complain of, and nothing stands outside its page."""
    log = compiled(write(exam_sheet(name, seed)._replace(shows=shows)), tmp_path)
    assert "Overfull" not in log
    assert "Missing character" not in log
    assert "LaTeX Warning" not in log


@needs_pdflatex
@pytest.mark.slow
@pytest.mark.parametrize("shows", [Shows(), Shows(solutions=True), Shows(only_key=True)])
@pytest.mark.parametrize("seed", [None, "k3f9"])
@pytest.mark.parametrize("name", EXAMS)
def test_every_exam_with_pdflatex(name: str, seed: str | None, shows: Shows, tmp_path: Path) -> None:
    """All exams, however printed, are set without an error and with nothing outside a page's height."""
    log = compiled(write(exam_sheet(name, seed)._replace(shows=shows)), tmp_path)
    assert "Overfull \\vbox" not in log
    assert "Missing character" not in log


def hostile_sheet(texts: list[str]) -> Sheet:
    """Texts in all places of all types of questions, and in what stands around them."""
    sheet = made_sheet(hostile_questions(texts), title=texts[0])
    form = sheet.forms[0]._replace(command=texts[1])
    return sheet._replace(course=texts[2], forms=(form,), shows=Shows(key=True, solutions=True))


def test_hostile_texts() -> None:
    """No text is a command or leaves a group open, wherever it stands."""
    texts = [*TEXTS, *(f"a{char}b" for char in HARMFUL), *random_texts(200)]
    for start in range(0, len(texts) - 8, 8):
        assert not commands(write(hostile_sheet(texts[start : start + 8]))) & DANGEROUS


@needs_pdflatex
def test_hostile_texts_compile(tmp_path: Path) -> None:
    """LaTeX sets a sheet of hostile texts, and reads no file for them."""
    for start in (0, 12):
        log = compiled(write(hostile_sheet(list(TEXTS[start : start + 20]))), tmp_path)
        assert "(/etc" not in log.replace("\n", "")


@needs_pdflatex
@pytest.mark.slow
def test_what_no_page_can_hold_goes_on(tmp_path: Path) -> None:
    """A question of two pages is torn apart rather than cut off, and pictures stand in pairs."""
    (tall, _), *_ = batches(200)
    picture = next(question for question in library() if question.id == "networks/score-picture")
    for sheet in (tall, made_sheet([picture])):
        source = write(sheet._replace(shows=Shows(space=0)))
        assert "Overfull \\vbox" not in compiled(source, tmp_path)
    assert source.decode().count(r"\begin{minipage}[t]{0.48\linewidth}") == 4


def test_a_letter_is_written_in_one_place() -> None:
    """What is matched has a line before each item, and none below; other questions have one below."""
    match = Match(id="toys/m", topic="t", minutes=1, points=1, ask="m", pairs=(("one", "a"), ("two", "b")))
    source = write(made_sheet([match], seed="s")).decode()
    assert source.count(r"\answerline{1.6em}") == 2
    assert "Answer: " not in source
