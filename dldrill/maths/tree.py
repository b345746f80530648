"""The expression tree: what a typed answer, a bank's formula and a traced step all become.

A tree is plain data: it can be compared, hashed, stored and written, and nothing in it is ever
looked up in a Python namespace. The operations, with the number of arguments:

==============  =====================================================================
``number``      0; ``text`` holds its decimal digits as typed or computed (``8224``, ``1e-3``, ``1/3``)
``name``        0; ``text`` is a variable's name (``B``, ``s_y``, ``lambda``)
``constant``    0; ``text`` is ``e`` or ``pi``
``word``        0; ``text`` is a word of a vocabulary (``seagull``)
``add sub mul div pow``  2
``neg``         1
``call``        the function's arguments; ``text`` is its name (``exp``, ``ln``, ``max``, …)
``floordiv``    2; ⌊a/b⌋
``matmul``      2; a matrix product or a dot product
``transpose``   1
``index``       2; a component: base, position (``s_y``, ``x_2``)
``shape``       n sides
``vector``      n cells
``matrix``      n rows, each a ``vector``
==============  =====================================================================
"""

from __future__ import annotations

from typing import NamedTuple


class Node(NamedTuple):
    """One operation of an expression with its arguments."""

    op: str
    args: tuple[Node, ...] = ()
    text: str = ""


def number(text: str | int) -> Node:
    """A literal."""
    return Node("number", (), str(text))


def name(text: str) -> Node:
    """A variable."""
    return Node("name", (), text)


def call(function: str, *args: Node) -> Node:
    """A function applied to its arguments."""
    return Node("call", args, function)
