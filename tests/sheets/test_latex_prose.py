r"""LaTeX of a text: read by a strict reader of its own, and by pdflatex where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hostile_texts import TEXTS, hostile, random_texts
from hypothesis import given
from lengths import at_length

from dldrill.maths.latex import parse
from dldrill.sheets.latex_prose import PREAMBLE, escaped, latex
from dldrill.sheets.prose import Code, CodeBlock, MathBlock, Maths, Paragraph, Text, prose

FORMULAS = (Path(__file__).parents[1] / "maths" / "exam_formulas.txt").read_text("utf-8").splitlines()
SIGNS = {
    "textbackslash": "\\",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textquotedbl": '"',
    "textasciigrave": "`",
    "textquotesingle": "'",
}
LIGATURES = ("--", "''", "``", ",,", "<<", ">>", "?`", "!`")
_TOKEN = re.compile(r"\\([a-zA-Z]+)(\{\})?|\\(.)|(.)", re.DOTALL)

_SIGN = re.compile(r"\\ensuremath\{(?:\{(?:\\[a-zA-Z]+|[-*])\}|\\(?:[a-zA-Z]+|\|))\}")


def printed(source: str) -> str:
    """The text that LaTeX prints for a source of signs and groups, and of nothing else."""
    shown: list[str] = []
    depth = 0
    for found in _TOKEN.finditer(_SIGN.sub("", source)):
        name, empty, escape, char = found.groups()
        if name in ("textsuperscript", "textsubscript"):
            continue
        if name:
            assert empty, found.group()
            shown.append(SIGNS[name])
        elif escape:
            assert escape in "#$%&_{}", escape
            shown.append(escape)
        elif char in "{}":
            depth += 1 if char == "{" else -1
            assert depth >= 0
        else:
            assert char not in '#$%&_^\\`|<>"', char
            shown.append({"~": "\xa0"}.get(char, char))
    assert depth == 0
    return "".join(shown)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("a *b* **c** `d e`", r"a \emph{b} \textbf{c} \texttt{d~e}"),
        ("50% of $x$ & [1]", r"50\% of \(x\) \& {[}1{]}"),
        ("a\\\nb", "a\\\\\nb"),
        ("don't -- 'quote'", "don't -{}- 'quote'"),
        ("a → ℝ ² ₁ 字", r"a \ensuremath{{\to}} {R} ² \textsubscript{1} {[}U+5B57{]}"),
        ("- a\n- b", "\\begin{itemize}[nosep]\n\\item a\n\\item b\n\\end{itemize}"),
        ("3. a\n\n4. b", "\\begin{enumerate}[start=3]\n\\item a\n\\item b\n\\end{enumerate}"),
        ("> a", "\\begin{quote}\na\n\\end{quote}"),
        (
            "```\na b\n\nc\n```",
            "\\begin{flushleft}\n\\texttt{a~b}\\\\\n\\mbox{}\\\\\n\\texttt{c}\n\\end{flushleft}",
        ),
        ("$$x$$", r"\[ x \]"),
        (
            "a|b\n-|-\nc|1",
            "\\begin{center}\n\\begin{tabular}{lr}\n\\textbf{a} & \\textbf{b} \\\\ \\hline\nc & 1 \\\\\n"
            "\\end{tabular}\n\\end{center}",
        ),
        ("![x](fig:f)", r"\includegraphics{f-1.pdf}"),
        ("![x](fig:g)", r"\emph{{[}figure: x{]}}"),
        ("![x](fig:h)", r"\emph{{[}figure: x{]}}"),
    ],
)
def test_writes(source: str, written: str) -> None:
    """Each part of a text is LaTeX's own construct; a file of an odd name is not included."""
    assert latex(prose(source), {"f": "f-1.pdf", "h": "a}\\input{b"}) == written


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (r"\text{a^b}", r"\(\text{a\text{\textasciicircum}b}\)"),
        (r"\text{é}", r"\(\text{\text{é}}\)"),
        ("ж", r"\(\text{{[}U+0436{]}}\)"),
    ],
)
def test_formulas(source: str, written: str) -> None:
    """In formulas too, what LaTeX would read as a command or not at all is printed as text."""
    assert latex([Paragraph((Maths(parse(source)),))]) == written


def test_long_formulas_go_on() -> None:
    """A formula of its own that is wider than a line may be broken: no bracket holds it together."""
    long = r"\left[ " + " , ".join(["a_{1}"] * 40) + r" \right]_{2}"
    written = latex([Paragraph((Maths(parse(long)),))])
    assert written.startswith(r"{\raggedright\([")
    assert r"\left" not in written
    assert r"\right]" not in written
    assert written.count(r"\allowbreak") == 39


@pytest.mark.parametrize("text", [*TEXTS, *random_texts(200)])
def test_hostile_texts(text: str) -> None:
    """A strict reader finds each text in its LaTeX, and nothing that LaTeX would run."""
    plain = "".join(char for char in text if char.isascii())
    assert printed(escaped(plain)) == plain


@given(hostile())
def test_any_text(text: str) -> None:
    """All that is printed is signs and groups, without the pairs that fonts draw as one."""
    written = escaped(text)
    printed(written)
    assert not any(pair in written for pair in LIGATURES)
    assert "\n[" not in written
    assert written.isascii() or all(char in text for char in written if not char.isascii())


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_compiles(tmp_path: Path) -> None:
    """A real LaTeX compiles the exams' formulas and the hostile texts without an error or a file."""
    blocks = [MathBlock(parse(source)) for source in FORMULAS]
    texts = [Paragraph((Text(text), Code(text))) for text in (*TEXTS, *random_texts(200))]
    lines = ["\\documentclass{article}", PREAMBLE, "\\begin{document}"]
    lines += [latex([*blocks, *texts, *map(CodeBlock, TEXTS)]), "\\end{document}"]
    (tmp_path / "page.tex").write_text("\n".join(lines), "utf-8")
    run = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    log = (tmp_path / "page.log").read_text("utf-8", errors="replace")
    assert run.returncode == 0, log[-2000:]
    assert "Missing character" not in log
    assert "(/etc" not in log.replace("\n", "")


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_many_hostile_texts(count: int) -> None:
    """The strict reader finds each of many texts as it was."""
    for text in random_texts(count):
        plain = "".join(char for char in text if char.isascii())
        assert printed(escaped(plain)) == plain
        printed(escaped(text))
