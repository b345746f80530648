"""Typst's view of a text: the data build the page that is meant, accessible, with each text only as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hostile_texts import HARMFUL, TEXTS, random_texts
from lengths import at_length
from typst_pages import SAID, files

from dldrill.maths.latex import DEEPEST, parse
from dldrill.maths.layout import Row, Symbol
from dldrill.maths.text import safe
from dldrill.maths.typst_glyphs import shown
from dldrill.maths.typst_tree import formula
from dldrill.sheets.prose import (
    Bullets,
    Code,
    CodeBlock,
    Emph,
    MathBlock,
    Maths,
    Paragraph,
    Strong,
    Table,
    Text,
    prose,
)
from dldrill.sheets.typst_prose import typst, typst_words

FORMULAS = (Path(__file__).parents[1] / "maths" / "exam_formulas.txt").read_text("utf-8").splitlines()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
SAMPLE = r"""A *para* **with $x_i$** and `code` <b>, next
$$a = b$$ tail ![a red box](fig:f) ![nothing](fig:g)

- one
- two
  3. deep

> quote

| a | b |
|---|--:|
| x | 1 |

```py
def f(x):
```
"""


@pytest.fixture
def compiled(tmp_path: Path) -> Any:
    """Compiles a document to accessible PDF; nothing but its own files is in reach."""
    library: Any = pytest.importorskip("typst")

    def run(main: bytes, data: Any) -> Any:
        return library.compile(
            files(main, data), root=tmp_path, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True
        )

    return run


@pytest.fixture
def queried(tmp_path: Path) -> Any:
    """The values of a document's metadata."""
    library = pytest.importorskip("typst")

    def run(main: bytes, data: Any) -> Any:
        found = library.query(
            files(main, data), "<out>", field="value", one=True, root=tmp_path, ignore_system_fonts=True
        )
        return json.loads(found)

    return run


def test_data() -> None:
    """Each part of a text is a node that begins with what it is."""
    data = typst(prose(SAMPLE), {"f": SVG})
    assert [node[0] for node in data if isinstance(node, list)] == [
        *("paragraph", "formula", "paragraph", "bullets", "quote", "table", "code")
    ]
    missing = ["emph", [["text", "[figure: nothing]"]]]
    assert data[2] == [
        "paragraph",
        [["text", "tail "], ["picture", SVG, "a red box"], ["text", " "], missing],
    ]
    rows = [[[["text", "a"]], [["text", "b"]]], [[["text", "x"]], [["text", "1"]]]]
    assert data[5] == ["table", ["left", "right"], rows]


def test_text_compiles(compiled: Any) -> None:
    """Every part of a text builds an accessible page, and the same bytes each time."""
    data = typst(prose(SAMPLE), {"f": SVG})
    page = compiled(b"#prose(data)", data)
    assert page.startswith(b"%PDF")
    assert compiled(b"#prose(data)", data) == page


def test_formulas_compile(compiled: Any) -> None:
    """Every formula of the exams builds an accessible page, in a line and on its own."""
    data = [formula(parse(source), block) for source in FORMULAS for block in (True, False)]
    assert compiled(b"#for one in data { formula(one) }", data)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"a := \text{if } \log 8,224", "a≔if log8,224"),
        (r"\frac{a+1}{b}", "a+1b"),
        (r"\hat{y} \neq \mathcal{L}", "y\u0302≠L"),
        (r"\left( x \middle| y \right]", "(x|y]"),
        (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "abcd"),
    ],
)
def test_symbols_reach_the_page(source: str, said: str, queried: Any) -> None:
    """The signs and words of a formula are those of its layout, in their order."""
    found = queried(SAID + b"#metadata(said(formula(data)))<out>", formula(parse(source)))
    assert found == said


@pytest.mark.parametrize(("before", "after"), [(r"\frac{x+", "}{2}"), ("x^{y+", "}"), (r"\sqrt{x+", "}")])
def test_deep_formulas(before: str, after: str, compiled: Any) -> None:
    """A formula as deep as the reader of LaTeX lets through is built, in as deep a quotation."""
    layout = parse(before * (DEEPEST - 1) + "z" + after * (DEEPEST - 1))
    assert compiled(b"#prose(data)", typst([MathBlock(layout)]))
    assert compiled(b"#prose(data)", typst(prose("> " * 30 + "- $a$")))


def test_wide_formulas_fit(queried: Any) -> None:
    """A formula wider than its column is made smaller, no other."""
    wide = Row(tuple(Symbol("x") for _ in range(200)))
    main = b"#let fits(size, one) = measure(formula(one), ..size).width <= size.width\n"
    main += b"#layout(size => [#metadata(data.map(fits.with(size)))<out>])"
    assert queried(main, [formula(wide, block=True), formula(Symbol("x"), block=True)]) == [True, True]


def test_hostile_texts_are_only_text(queried: Any, compiled: Any) -> None:
    """Every text is found in the content that is built from it, as it was; none runs, none fails."""
    texts = [*TEXTS, *random_texts(300), *(f"a{char}b" for char in HARMFUL)]
    parts = [part for text in texts for part in prose_of(text)]
    data = [typst_words(part) for part in parts]
    expected = [shown(leaf(part)) for part in parts]
    main = SAID + b"#metadata(data.map(part => said(words(part))))<out>"
    assert queried(main, data) == expected
    assert compiled(b"#for part in data { words(part) }", data)


def prose_of(text: str) -> list[tuple[Any, ...]]:
    """A text in each place within a line, read from a code span, which changes nothing but controls."""
    fence = "`" * 9
    (paragraph,) = prose(f"{fence} {' '.join(text.split(chr(10)))} {fence}")
    assert isinstance(paragraph, Paragraph)
    said = "".join(part.text for part in paragraph.inside if isinstance(part, Code))
    return [
        (Text(said),),
        (Code(said),),
        (Strong((Emph((Text(said),)),)),),
        (Maths(Symbol(said, "text", "rm")),),
    ]


def leaf(part: tuple[Any, ...]) -> str:
    """The only text in a tree."""
    inside = part[0]
    while not isinstance(inside, str):
        inside = inside[0]
    return inside


def test_hostile_blocks_compile(compiled: Any) -> None:
    """Hostile texts in lists, tables and code build an accessible page."""
    blocks = [
        block
        for text in TEXTS
        for block in (
            CodeBlock(text, text),
            Bullets(((Paragraph((Text(text),)),),)),
            Table(((Text(text),),), (((Code(text),),),), ("left",)),
        )
    ]
    assert compiled(b"#prose(data)", typst(blocks))


@pytest.mark.parametrize("count", at_length(20_000, 200_000))
def test_many_hostile_texts_are_only_text(count: int, queried: Any) -> None:
    """The same for many texts, many in a document."""
    texts = random_texts(count)
    main = SAID + b"#metadata(data.map(part => said(words(part))))<out>"
    for start in range(0, len(texts), 4000):
        parts = [(Text(safe(text)), Code(safe(text))) for text in texts[start : start + 4000]]
        expected = ["".join(shown(one.text) for one in part) for part in parts]
        assert queried(main, [typst_words(part) for part in parts]) == expected
