r"""The text of a question as HTML whose formulas are LaTeX in ``\( \)``, as classes' platforms show them.

MathJax runs over these pages, and some platforms give braces, brackets or ``@@`` a meaning of their
own. So each character that could begin such a thing is spelled as an entity, and backslash and
dollar stand in elements of their own, across which no formula is looked for.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Mapping

from dldrill.maths.latex_writer import latex
from dldrill.maths.layout import Layout
from dldrill.sheets import html_prose
from dldrill.sheets.prose import Block, Inline

Sources = Mapping[str, str]
"""The address of every picture by its name."""

_MEANT = str.maketrans({char: f"&#{ord(char)};" for char in "{}@[]`"})
_BEGINS = re.compile(r"[\\$]")
_ANSWER = re.compile(r"\{(?=[0-9]*:|#)")
_WORDS = re.compile(r"\\(text(?:bf|it|tt)?)\{((?:[^{}\\]|\\.)*)\}")
_SIGN = re.compile(r"(\\[_%&#${}])")


def html(blocks: Iterable[Block], sources: Sources | None = None) -> str:
    """The blocks as HTML.

    Args:
        blocks: what :func:`~dldrill.sheets.prose.prose` gives.
        sources: where the pictures are, by name; a picture that is not there is named in words.
    """
    return html_prose.html(blocks, sources, THEIRS)


def html_words(parts: Iterable[Inline], sources: Sources | None = None) -> str:
    """The parts of one paragraph as HTML."""
    return html_prose.html_words(parts, sources, THEIRS)


def escaped(text: str) -> str:
    """The text between tags: only text for the browser, for MathJax and for the platform."""
    plain = entities.escape(text).translate(_MEANT)
    return _BEGINS.sub(lambda found: f"<span>{found.group()}</span>", plain)


def quoted(text: str) -> str:
    """The text as the value of an attribute."""
    plain = entities.escape(text).translate(_MEANT)
    return _BEGINS.sub(lambda found: f"&#{ord(found.group())};", plain)


def formula(layout: Layout, block: bool = False) -> str:
    r"""The formula in ``\( \)`` or ``\[ \]``."""
    # MathJax shows \_ in words as it stands: these signs go between the words
    written = _WORDS.sub(lambda found: _word(found[1], found[2]), latex(layout))
    shown = _ANSWER.sub("&#123;", entities.escape(written)).replace("@", "&#64;")
    left, right = "[]" if block else "()"
    return f"\\{left} {shown} \\{right}"


def image(source: str, alt: str) -> str:
    """A picture with its words."""
    return f'<img src="{entities.escape(source)}" alt="{quoted(alt)}">'


def _word(command: str, text: str) -> str:
    pieces = [piece for piece in _SIGN.split(text) if piece]
    written = [piece if _SIGN.fullmatch(piece) else rf"\{command}{{{piece}}}" for piece in pieces]
    return written[0] if len(written) == 1 else "{" + "".join(written) + "}"


THEIRS = html_prose.Dialect(
    escaped, formula, lambda layout: f"<p>{formula(layout, block=True)}</p>", image, '<table border="1">'
)
