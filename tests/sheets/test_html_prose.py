"""HTML of a text: a browser's view of it has the text and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hostile_texts import TEXTS, hostile
from hypothesis import given

from dldrill.sheets.html_prose import html, html_words
from dldrill.sheets.prose import Block, Code, CodeBlock, Emph, Inline, Paragraph, Picture, Strong, Text, prose
from dldrill.sheets.prose import words as read

ELEMENTS = {"p", "strong", "em", "code", "pre", "span"}


class Reader(HTMLParser):
    """The text of a page and the elements in it, each closed in its turn."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Refuse a comment: it would hide text."""
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        """Refuse a declaration."""
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        """Refuse an instruction."""
        raise AssertionError(data)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
        ("1 < 2 & \"3\" > '0'", "<p>1 &lt; 2 &amp; &quot;3&quot; &gt; &#x27;0&#x27;</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("- a\n\n- b", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("```c\na\n  b\n```", "<pre><code>a\n  b\n</code></pre>"),
        (
            "a|b\n-|-\nc|1",
            '<table>\n<thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead>\n'
            '<tbody>\n<tr><td>c</td><td style="text-align:right">1</td></tr>\n</tbody>\n</table>',
        ),
        ("![x < y](fig:f)", "<p><em>[figure: x &lt; y]</em></p>"),
    ],
)
def test_writes(source: str, written: str) -> None:
    """Each part of a text is the element that HTML has for it."""
    assert html(prose(source)) == written


def test_formulas() -> None:
    """Formulas are MathML, in the line or on their own."""
    assert '<p>a <math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"' in html(prose("a $x$"))
    assert html(prose("$$x$$")).endswith('display="block" alttext="x"><mi>x</mi></math>')


def test_pictures() -> None:
    """A picture that is handed in stands in the text, with its words."""
    written = html_words((Picture("f", 'a "b"'),), {"f": "<svg></svg>"})
    assert written == '<span class="picture" role="img" aria-label="a &quot;b&quot;"><svg></svg></span>'


def everywhere(text: str) -> tuple[Block, ...]:
    """A text in each place that a text can stand in."""
    inside: tuple[Inline, ...] = (Text(text), Strong((Text(text),)), Emph((Code(text),)), Picture(text, text))
    return Paragraph(inside), CodeBlock(text, text)


@given(hostile())
def test_only_text(text: str) -> None:
    """A browser reads each text back as it was, and no element or attribute but ours."""
    leaf = "".join(part.text for part in read(f"`` {text} ``") if isinstance(part, Code)) or "x"
    page = Reader(html(everywhere(leaf), {}))
    assert page.text == f"{leaf * 3}[figure: {leaf}]\n{leaf}\n"
    assert set(page.tags) <= ELEMENTS
    assert not page.attributes
    drawn = Reader(html_words((Picture("f", leaf),), {"f": "."}))
    assert ("aria-label", leaf) in drawn.attributes
    assert drawn.text == "."


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_sources(text: str) -> None:
    """A hostile text inside a formula's words is only words too."""
    plain = "".join(char for char in text if char not in "\\{}$~\n" and char.isascii())
    page = Reader(html(prose(rf"$\text{{{plain} x}}$")))
    assert set(page.tags) <= {"p", "math", "mtext"}
    assert page.text.replace("\xa0", " ").split() == f"{plain} x".split()
