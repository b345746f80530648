"""Sheets of 20 questions with keys as PDF against pdflatex on the same content, in one run, as ratios.

python benchmarks/sheets.py [runs]

Ours is the whole time from a loaded library to the bytes: dealing, writing, Typst in a process of its
own. Theirs is one run of pdflatex over the LaTeX that we write of the same sheets, as a teacher would
compile it; the time in which that file was dealt and written is not counted.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from dldrill.bank.library import Library, load
from dldrill.session.plan import plan
from dldrill.sheets.form import Sheet, Shows
from dldrill.sheets.formats import written
from dldrill.sheets.making import Paper, forms, paper_of

QUESTIONS = 20
AIMS = {1: 0.4, 10: 0.25, 100: 0.16}  #: times pdflatex, at most


def paper(library: Library) -> Paper:
    """Twenty questions, as a drill of all topics would choose them: claims, choices, problems, figures."""
    planned = plan(tuple(library), QUESTIONS, "benchmark")
    return paper_of([one.what for one in planned if not isinstance(one.what, type)], "sheet", "Practice")


def sheet(paper: Paper, library: Library, copies: int, seed: str) -> Sheet:
    """Their forms, with keys."""
    found = forms(paper, library, seed, copies, command="dldrill sheet")
    return Sheet("Practice", "", paper.exam, found, Shows(key=True))


def ours(paper: Paper, library: Library, copies: int, seed: str) -> float:
    """Seconds from the library to the PDF."""
    started = perf_counter()
    written(sheet(paper, library, copies, seed), "pdf")
    return perf_counter() - started


def theirs(source: bytes) -> float:
    """Seconds of one run of pdflatex."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sheet.tex").write_bytes(source)
        command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", "sheet.tex"]
        started = perf_counter()
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        return perf_counter() - started


def main() -> None:
    """Print the medians, and how many times pdflatex ours is."""
    if shutil.which("pdflatex") is None:
        sys.exit("pdflatex is needed")
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    library = load()
    chosen = paper(library)
    for copies, aim in AIMS.items():
        source = written(sheet(chosen, library, copies, "s0"), "latex")
        times: dict[str, list[float]] = {"ours": [], "pdflatex": []}
        for run in range(runs):  # in turn, so that a slow moment strikes both
            times["ours"].append(ours(chosen, library, copies, f"s{run}"))
            times["pdflatex"].append(theirs(source))
        mine, other = median(times["ours"]), median(times["pdflatex"])
        print(f"{copies:4} sheets {mine:7.2f} s  pdflatex {other:7.2f} s  {mine / other:5.2f}× (aim: {aim})")


if __name__ == "__main__":
    main()
