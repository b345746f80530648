r"""A sheet as one LaTeX file, which pdflatex compiles; its figures are drawn with TikZ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dldrill.sheets.form import Form, Sheet, Shows
from dldrill.sheets.latex_prose import PREAMBLE, escaped, latex, latex_words
from dldrill.sheets.printed import Printed, printed
from dldrill.sheets.prose import Picture, words
from dldrill.sheets.tikz import tikz
from dldrill.sheets.worded import instructions, line, manner, time, worth

NAMES = ("Full name", "Student ID")

HEAD = r"""\documentclass[11pt]{article}
\usepackage[letterpaper,margin=2.2cm]{geometry}
\usepackage{xcolor,tikz,array,longtable}
\usepackage{fancyhdr}
\usepackage[most]{tcolorbox}
"""
COMMANDS = r"""\setlength{\parindent}{0pt}\setlength{\parskip}{0.5em}\raggedbottom
\pagestyle{fancy}\fancyhf{}\renewcommand{\headrulewidth}{0pt}\setlength{\headheight}{14pt}
\fancypagestyle{first}{\fancyhead{}}
\newcommand{\answerline}[1]{\underline{\hspace{#1}}}
\newcommand{\fitted}[1]{\sbox0{#1}\begin{center}\ifdim\wd0>\linewidth
  \resizebox{\linewidth}{!}{\usebox0}\else\usebox0\fi\end{center}}
\newcommand{\squaremark}[1]{\tikz[baseline=0.2ex]\filldraw[draw=black,fill=#1] (0,0) rectangle (1.5ex,1.5ex);}
\newcommand{\circlemark}[1]{\tikz[baseline=-0.6ex]\filldraw[draw=black,fill=#1] (0,0) circle[radius=0.8ex];}
\newtcolorbox{worked}{breakable,left skip=3em,colback=black!5,boxrule=0pt,leftrule=2pt,colframe=black!60,%
  arc=1pt,left=6pt,parbox=false}
\newenvironment{lines}[1]{\begin{list}{}{\setlength{\leftmargin}{#1}\setlength{\labelwidth}{#1}%
  \addtolength{\labelwidth}{-0.5em}\setlength{\labelsep}{0.5em}\setlength{\itemsep}{0.1em}%
  \setlength{\topsep}{0.2em}\setlength{\partopsep}{0pt}\setlength{\parsep}{0pt}%
  \renewcommand{\makelabel}[1]{##1\hfill}}}{\end{list}}
\newcommand{\heading}[1]{\par\addvspace{1.8em}{\large\bfseries #1\par}\nopagebreak}
\AtBeginDocument{\setlength{\abovedisplayskip}{0.6em}\setlength{\belowdisplayskip}{0.6em}}
% a question is not torn apart if a page can hold it; the box under it is smaller where it would not fit
\newsavebox{\questionbox}\newlength{\questionheight}\newlength{\roomheight}
\newcommand{\asked}[2]{\begin{list}{}{\setlength{\leftmargin}{3em}\setlength{\labelwidth}{2.7em}%
  \setlength{\labelsep}{0.3em}\setlength{\listparindent}{0pt}\setlength{\parsep}{0.5em}%
  \setlength{\topsep}{0pt}\setlength{\partopsep}{0pt}\renewcommand{\makelabel}[1]{##1\hfill}}%
  \item[\textbf{#1}]#2\end{list}}
\NewDocumentEnvironment{question}{m +b}{\par\addvspace{1.4em}%
  \sbox{\questionbox}{\begin{minipage}[t]{\linewidth}\asked{#1}{#2}\end{minipage}}%
  \global\questionheight=\dimexpr\ht\questionbox+\dp\questionbox\relax\relax
  \ifdim\questionheight>0.9\textheight\asked{#1}{#2}\else\noindent\usebox{\questionbox}\par\fi}{}
\newcommand{\room}[1]{\setlength{\roomheight}{\dimexpr\textheight-\questionheight-7em\relax}%
  \ifdim\roomheight>#1\setlength{\roomheight}{#1}\fi\ifdim\roomheight>1cm
  \nopagebreak\hspace*{3em}\framebox[\dimexpr\linewidth-3em\relax]{\rule{0pt}{\roomheight}}\par\fi}
"""


def write(sheet: Sheet) -> bytes:
    """The source, in UTF-8."""
    return whole(sheet, [part(sheet, form) for form in sheet.forms])


def part(sheet: Sheet, form: Form) -> tuple[str, str]:
    """The questions and the key of one form; what is not printed is empty."""
    shows = sheet.shows
    return (
        "" if shows.only_key else _form(sheet, form),
        _key(sheet, form) if shows.key or shows.only_key else "",
    )


def whole(sheet: Sheet, parts: Sequence[tuple[str, str]]) -> bytes:
    """The source of forms that are written: their questions, then their keys."""
    body = [text for texts in zip(*parts, strict=True) for text in texts if text]
    source = (HEAD + PREAMBLE + COMMANDS, r"\begin{document}", "\n\\clearpage\n".join(body))
    return ("\n".join(source) + "\n\\end{document}\n").encode()


def _form(sheet: Sheet, form: Form) -> str:
    parts = [_running(sheet, form), _title(sheet, form)]
    for section in sheet.exam.sections:
        questions = [printed(placed, worked=sheet.shows.solutions) for placed in form.of(section)]
        takes = time(section.minutes, sheet.shows)
        title = _named(section.name, section.points, sheet.shows) + (f" -- {escaped(takes)}" if takes else "")
        told = rf"\emph{{{escaped(instructions(questions))}}}\par\nopagebreak"
        parts.append(rf"\heading{{{title}}}" + "\n" + told)
        parts += [_question(one, sheet.shows) for one in questions]
    return "\n\n".join(parts)


def _running(sheet: Sheet, form: Form) -> str:
    name = "" if sheet.shows.solutions or sheet.shows.only_key else r"Name: \answerline{5cm}"
    letter = f"form {form.letter}, " if form.letter else ""
    return "\n".join(
        (
            rf"\setcounter{{page}}{{1}}\thispagestyle{{first}}\fancyhead[L]{{\small {_plain(sheet.title)}}}",
            rf"\fancyhead[R]{{\small {name}}}",
            rf"\fancyfoot[L]{{\scriptsize\texttt{{{_plain(form.command)}}}}}",
            rf"\fancyfoot[R]{{\scriptsize {letter}page \thepage}}",
        )
    )


def _title(sheet: Sheet, form: Form) -> str:
    letter = rf"\par Form {form.letter}" if form.letter else ""
    course = rf"{_plain(sheet.course)}\par\smallskip " if sheet.course else ""
    title = rf"{{\Large\bfseries {_plain(sheet.title)}\par}}"
    lines = [rf"\begin{{center}}{course}{title}{letter}\end{{center}}"]
    if not sheet.shows.solutions:
        lines += [
            *(rf"\makebox[2.6cm][l]{{\textbf{{{name}:}}}}\answerline{{12cm}}" for name in NAMES),
            _scores(sheet),
        ]
    if sheet.exam.rules:
        rules = "\n".join(rf"\item {latex_words(words(rule))}" for rule in sheet.exam.rules)
        lines.append(f"\\begin{{itemize}}[nosep]\n{rules}\n\\end{{itemize}}")
    return "\n\n".join(lines)


def _scores(sheet: Sheet) -> str:
    named = [_named(section.name, section.points, sheet.shows) for section in sheet.exam.sections]
    named.append(rf"\textbf{{{_named('Total', sheet.exam.points, sheet.shows)}}}")
    head = r"\hline \textbf{Section} & \textbf{Score} \\ \hline"
    body = "\n".join((head, *(rf"{name} & \\ \hline" for name in named)))
    table = f"\\begin{{tabular}}{{|l|p{{2.5cm}}|}}\n{body}\n\\end{{tabular}}"
    return rf"\begin{{center}}\renewcommand{{\arraystretch}}{{1.35}}{table}\end{{center}}"


def _named(name: str, points: float, shows: Shows) -> str:
    told = worth(points, shows)
    return _plain(name + (f" ({told})" if told else ""))


def _plain(text: str) -> str:
    return escaped(line(text))


def _question(one: Printed, shows: Shows) -> str:
    told = worth(one.points, shows, extra=one.extra)
    parts = [(f"({told}) " if told else "") + latex(one.text)]
    if one.figure is not None:
        parts.append(_drawn(one, one.figure))
    parts += _matched(one)
    parts += _choices(one, shows.solutions)
    if shows.space and not shows.solutions:
        parts += [rf"{latex_words(label)}: \answerline{{5cm}} {_plain(unit)}" for _, label, unit in one.below]
    body = "\n\n".join(parts)
    asked = f"\\begin{{question}}{{{_plain(one.number)}}}\n{body}\n\\end{{question}}"
    if shows.solutions:
        return f"{asked}\n\\begin{{worked}}\n{latex(one.solution)}\n\\end{{worked}}"
    size = one.room * shows.space
    return f"{asked}\n\\room{{{size:.1f}cm}}" if size else asked


def _drawn(one: Printed, picture: Picture) -> str:
    return rf"\fitted{{{tikz(one.pictures[picture.name])}}}"


def _matched(one: Printed) -> Iterator[str]:
    if one.items:
        yield _lines(
            "3.5em",
            [
                (rf"\answerline{{1.6em}} {place}.", latex_words(item))
                for place, item in enumerate(one.items, 1)
            ],
        )
    if one.lines:
        yield _lines(
            "1.8em", [(rf"\textbf{{{escaped(letter)}}}", latex_words(text)) for letter, text in one.lines]
        )


def _choices(one: Printed, solved: bool) -> Iterator[str]:
    shape = "circlemark" if one.single else "squaremark"
    marks = [rf"\{shape}{{{'black' if solved and choice.true else 'white'}}}" for choice in one.choices]
    if manner(one) == "claim":
        yield r" \qquad ".join(
            rf"{mark}~{latex_words(choice.text)}" for mark, choice in zip(marks, one.choices, strict=True)
        )
        return
    letters = [rf"\textbf{{{escaped(choice.letter)}}}" for choice in one.choices]
    labels = [rf"{mark}\enspace{letter}" for mark, letter in zip(marks, letters, strict=True)]
    if any(choice.picture for choice in one.choices):
        shown = [_drawn(one, choice.picture) if choice.picture else "" for choice in one.choices]
        cells = [
            rf"\begin{{minipage}}[t]{{0.48\linewidth}}{label} {drawn}\end{{minipage}}"
            for label, drawn in zip(labels, shown, strict=True)
        ]
        yield from (r"\hfill ".join(cells[place : place + 2]) for place in range(0, len(cells), 2))
    elif one.choices:
        yield _lines(
            "2.8em", list(zip(labels, (latex_words(choice.text) for choice in one.choices), strict=True))
        )


def _lines(width: str, lines: Sequence[tuple[str, str]]) -> str:
    """Lines that hang behind their labels."""
    body = "\n".join(rf"\item[{{{label}}}] {text}" for label, text in lines)
    return f"\\begin{{lines}}{{{width}}}\n{body}\n\\end{{lines}}"


def _key(sheet: Sheet, form: Form) -> str:
    letter = f", form {form.letter}" if form.letter else ""
    parts = [_running(sheet, form), rf"\heading{{Key to {_plain(sheet.title)}{letter}}}"]
    points = sheet.shows.points
    columns = r"|l|>{\raggedright\arraybackslash}p{0.75\linewidth}|" + ("r|" if points else "")
    head = r"\hline \textbf{No.} & \textbf{Answer}" + (r" & \textbf{Points}" if points else "")
    for section in sheet.exam.sections:
        rows = "\n".join(_key_row(printed(placed, worked=False), points) for placed in form.of(section))
        table = (
            f"\\begin{{longtable}}[l]{{{columns}}}\n{head} \\\\ \\hline\\endhead\n{rows}\n\\end{{longtable}}"
        )
        parts.append(rf"\textbf{{{_plain(section.name)}}}\par\nopagebreak {table}")
    return "\n\n".join(parts)


def _key_row(one: Printed, points: bool) -> str:
    worth = f" & {one.points:g}" if points else ""
    return rf"{_plain(one.number)} & {latex_words(one.answer)}{worth} \\ \hline"
