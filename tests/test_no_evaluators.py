"""Nothing in the package evaluates a string: no eval, no sympify, nothing that calls them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dldrill

PACKAGE = Path(dldrill.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

BUILTINS = {"eval", "exec", "compile", "__import__"}
"""Refused as plain names; ``re.compile`` is another thing."""

EVALUATORS = {
    "sympify", "parse_expr", "parse_latex", "lambdify", "literal_eval", "run_path", "run_module",
    "loads_pickle", "unpickle", "eval_expr", "autowrap", "ufuncify",
}  # fmt: skip
"""Refused under any module's name."""

MODULES = {"pickle", "marshal", "shelve", "code", "codeop", "runpy", "dill", "cloudpickle"}
"""Modules that run what they read."""

TAKE_STRINGS = {
    "N", "S", "Expr", "Float", "Integer", "Matrix", "Poly", "Rational", "Symbol.subs", "evalf",
    "nsimplify", "simplify", "solve", "subs", "xreplace", "diff", "mpf", "mpmathify",
}  # fmt: skip
"""Calls that evaluate a string when they are given one."""


def called(node: ast.Call) -> str:
    """The last part of the name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def textual(node: ast.expr) -> bool:
    """Whether an argument is plainly a string."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.List | ast.Tuple):
        return any(map(textual, node.elts))
    if isinstance(node, ast.Dict):
        return any(textual(value) for value in node.values)
    if isinstance(node, ast.BinOp):
        return textual(node.left) or textual(node.right)
    if isinstance(node, ast.Call):
        return called(node) in {"str", "repr", "join", "format", "ascii"}
    return isinstance(node, ast.JoinedStr)


def offences(source: str) -> Iterator[str]:
    """What in a source text evaluates strings, with its line."""
    for node in ast.walk(ast.parse(source)):
        where = f"line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Name) and node.id in BUILTINS | EVALUATORS:
            yield f"{where}: {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr in EVALUATORS | {"eval", "exec"}:
            yield f"{where}: .{node.attr}"
        elif isinstance(node, ast.ImportFrom | ast.Import):
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            names = {alias.name for alias in node.names}
            if (names | {module}) & MODULES or names & (EVALUATORS | BUILTINS):
                yield f"{where}: import {module} {names}"
        elif isinstance(node, ast.Call) and called(node) in TAKE_STRINGS:
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            # subs("x", 1) looks the name up, which is evaluation too
            if any(map(textual, arguments)):
                yield f"{where}: {called(node)}(text)"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_evaluator(path: Path) -> None:
    """No file of the package holds a call that could run a string."""
    assert list(offences(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)",
        "f = exec",
        "builtins.eval(x)",
        "compile(x, '', 'eval')",
        "__import__(x)",
        "import sympy; sympy.sympify(x)",
        "from sympy import sympify",
        "from sympy.parsing.sympy_parser import parse_expr",
        "sympy.lambdify(x, y)",
        "import pickle",
        "from pickle import loads",
        "sympy.N('9**9**9')",
        "S('x')",
        "y.subs('x', 1)",
        "y.subs({x: '1'})",
        "y.subs(x, str(v))",
        "Matrix([['1']])",
        "Rational(f'{x}')",
        "Float(a + '1')",
        "ast.literal_eval(x)",
    ],
)
def test_the_guard_sees(source: str) -> None:
    """Each way to evaluate a string is found."""
    assert list(offences(source))


@pytest.mark.parametrize(
    "source",
    ["re.compile('x')", "Symbol('x')", "y.subs(x, 1)", "Rational(1, 3)", "evaluate(tree)", "Matrix([[1]])"],
)
def test_the_guard_lets_pass(source: str) -> None:
    """What evaluates no string is left alone."""
    assert not list(offences(source))


def test_the_whole_package_is_guarded() -> None:
    """The files are those of the package, the reader among them."""
    names = {str(path.relative_to(PACKAGE)) for path in FILES}
    assert {"maths/reader.py", "answer/kinds.py", "faults.py"} <= {name.replace("\\", "/") for name in names}
