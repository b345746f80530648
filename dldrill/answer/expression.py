"""An expression in the names of the question: ``sqrt(2-2c)``, ``2a·Δ``, ``-log(e/(e+(B-1)/e))``."""

from __future__ import annotations

from dldrill.answer.spec import Spec
from dldrill.maths.equality import equal
from dldrill.maths.infix import infix
from dldrill.maths.reader import Reading, reading
from dldrill.maths.tree import Node


def read(text: str, spec: Spec) -> Node:
    """The tree of what was typed.

    Raises:
        Fault: It cannot be read, or it holds an unknown name.
    """
    return read_expression(text, spec).node


def read_expression(text: str, spec: Spec) -> Reading:
    """The same with the notes on how it was read."""
    return reading(text, spec.names)


def same(right: Node, given: Node, spec: Spec) -> bool:
    """Whether they are equal wherever the names may be; what cannot be decided is not right."""
    return equal(right, given, spec.names).equal is True


show = infix
