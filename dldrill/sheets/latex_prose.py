r"""The text of a question as LaTeX that pdflatex compiles after :data:`PREAMBLE`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from dldrill.maths.latex_writer import latex as formula
from dldrill.maths.layout import Layout, Symbol
from dldrill.sheets.prose import (
    Block,
    Break,
    Bullets,
    Code,
    CodeBlock,
    Emph,
    Inline,
    MathBlock,
    Maths,
    Numbered,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    Text,
)

PREAMBLE = r"""\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{textcomp}
\usepackage{amsmath,amssymb,mathtools}
\usepackage{graphicx}
\usepackage{enumitem}
\setlistdepth{20}
\renewlist{itemize}{itemize}{20}
\setlist[itemize]{label=\textbullet}
\renewlist{enumerate}{enumerate}{20}
\setlist[enumerate]{label=\arabic*.}
% bold letters upright, bold Greek letters too
\let\boldupright\mathbf
\renewcommand{\mathbf}[1]{\boldsymbol{\mathrm{#1}}}
"""
Pictures = Mapping[str, str]
"""The file of every picture by its name."""

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",  # after \\ and \item it would begin an option
    "]": "{]}",
    "*": "{*}",
    "\xa0": "~",
    **{char: f"\\{char}" for char in "#$%&_"},
}
_T1 = frozenset("ĦħĸĿŀŉŦŧſ")  #: Latin letters that pdflatex's fonts have not
_KNOWN = frozenset("–—‘’“”‚„…•€™‰†‡‹›№")
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)) + r"|([-',])(?=\1)|[^\x00-\x7f]")
_SIDES = {"left": "l", "center": "c", "right": "r"}
_WORDS = re.compile(r"(\\(?:text(?:bf|it|tt)?|operatorname\*?)\{)((?:[^{}\\]|\\.)*)\}")
LINE = 160  #: signs of LaTeX that may be more than a line
_GROWN = re.compile(r"\\(?:left|right|middle)(?![a-zA-Z])(?:\s*\.)?\s*")
_FILE = re.compile(r"[A-Za-z0-9_/.-]+")


def latex(blocks: Iterable[Block], pictures: Pictures | None = None) -> str:
    """The blocks as LaTeX, a blank line between them.

    Args:
        blocks: what :func:`~dldrill.sheets.prose.prose` gives.
        pictures: the files to include, by name; a picture that is not there is named in words.
    """
    files = pictures or {}
    return "\n\n".join(_block(block, files) for block in blocks)


def latex_words(parts: Iterable[Inline], pictures: Pictures | None = None) -> str:
    """The parts of one paragraph as LaTeX."""
    return _inline(parts, pictures or {})


def escaped(text: str) -> str:
    """The text as LaTeX prints it: no character commands, none runs together with the next."""
    return _SPECIAL.sub(lambda found: _character(found.group()), text)


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isascii():
        return char + "{}"
    if char in _KNOWN or ("¡" <= char <= "ſ" and char not in _T1 and char != "\xad"):
        return char
    written = formula(Symbol(char))
    if written.isascii():
        return rf"\ensuremath{{{written}}}"
    return _decomposed(char)


def _decomposed(char: str) -> str:
    """A raised, lowered, wide or unknown character by those that pdflatex's fonts have."""
    how, _, codes = unicodedata.decomposition(char).partition("> ")
    plain = "".join(chr(int(code, 16)) for code in codes.split())
    if not plain or char in plain:
        return f"{{[}}U+{ord(char):04X}{{]}}"
    command = {"<super": r"\textsuperscript", "<sub": r"\textsubscript"}.get(how, "")
    return f"{command}{{{escaped(plain)}}}"


def _maths(layout: Layout) -> str:
    """A formula; signs of words that LaTeX reads as commands, and letters beyond ASCII, as text."""

    def word(found: re.Match[str]) -> str:
        inside = found[2].replace("^", r"\text{\textasciicircum}")
        return f"{found[1]}{inside}}}"

    written = _WORDS.sub(word, formula(layout))
    return re.sub(r"[^\x00-\x7f]", lambda found: rf"\text{{{_character(found.group())}}}", written)


def _block(block: Block, pictures: Pictures) -> str:
    match block:
        case Paragraph((Maths(layout),)):
            return _alone(_maths(layout))
        case Paragraph(inside):
            return _inline(inside, pictures)
        case Bullets(items, tight):
            return _list("itemize", ["nosep"] if tight else [], items, pictures)
        case Numbered(first, items, tight):
            options = [*(["nosep"] if tight else []), *([f"start={first}"] if first != 1 else [])]
            return _list("enumerate", options, items, pictures)
        case CodeBlock(text, _):
            return _lines(text)
        case MathBlock(layout):
            return f"\\[ {_maths(layout)} \\]"
        case Quote(inside):
            return f"\\begin{{quote}}\n{latex(inside, pictures)}\n\\end{{quote}}"
        case Table():
            return _table(block, pictures)


def _alone(written: str) -> str:
    """A formula that is a paragraph; a long one goes on to the next line, which growing brackets forbid."""
    if len(written) <= LINE:
        return rf"\({written}\)"
    small = _GROWN.sub("", written).replace(" , ", r" ,\allowbreak ")
    return rf"{{\raggedright\({small}\)\par}}"


def _list(name: str, options: list[str], items: Iterable[tuple[Block, ...]], pictures: Pictures) -> str:
    said = f"[{','.join(options)}]" if options else ""
    written = "\n".join(f"\\item {latex(item, pictures)}" for item in items)
    return f"\\begin{{{name}}}{said}\n{written}\n\\end{{{name}}}"


def _lines(text: str) -> str:
    """Code, line by line: in a verbatim the text could end it."""
    lines = (_code(line) or r"\mbox{}" for line in text.split("\n"))
    return "\\begin{flushleft}\n" + "\\\\\n".join(lines) + "\n\\end{flushleft}"


def _code(text: str) -> str:
    shown = escaped(text).replace(" ", "~").replace("'", r"\textquotesingle{}")
    return rf"\texttt{{{shown}}}" if shown else ""


def _table(table: Table, pictures: Pictures) -> str:
    sides = "".join(_SIDES[side] for side in table.alignment)
    head = " & ".join(rf"\textbf{{{_inline(cell, pictures)}}}" for cell in table.header)
    rows = [" & ".join(_inline(cell, pictures) for cell in row) for row in table.rows]
    body = "\n".join([rf"{head} \\ \hline", *(rf"{row} \\" for row in rows)])
    return f"\\begin{{center}}\n\\begin{{tabular}}{{{sides}}}\n{body}\n\\end{{tabular}}\n\\end{{center}}"


def _inline(parts: Iterable[Inline], pictures: Pictures) -> str:
    return "".join(_part(part, pictures) for part in parts)


def _part(part: Inline, pictures: Pictures) -> str:
    match part:
        case Text(text):
            return escaped(text)
        case Strong(inside):
            return rf"\textbf{{{_inline(inside, pictures)}}}"
        case Emph(inside):
            return rf"\emph{{{_inline(inside, pictures)}}}"
        case Code(text):
            return _code(text)
        case Maths(layout):
            return rf"\({_maths(layout)}\)"
        case Break():
            return "\\\\\n"
        case Picture(name, alt):
            file = pictures.get(name, "")
            if not _FILE.fullmatch(file):
                return rf"\emph{{{{[}}figure: {escaped(alt)}{{]}}}}"
            return rf"\includegraphics{{{file}}}"
