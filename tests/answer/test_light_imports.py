"""Reading answers loads none of the large libraries."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from dldrill.answer.kinds import read, same, show
from dldrill.answer.spec import Spec
spec = Spec(names={"x": "real"})
tree = read("expression", "2x+1", spec)
read("vector", "1/3 ln(2)"), show("number", read("number", "1.5M")), show("expression", tree)
same("expression", tree, tree, spec), same("number", 0.5, read("number", "1/2"))
print(sorted({"numpy", "sympy", "mpmath", "rich", "hypothesis"} & set(sys.modules)))
"""


def test_no_large_library_is_loaded() -> None:
    """Reading, showing and comparing plain answers leave numpy, sympy and mpmath alone."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
