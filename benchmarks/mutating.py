"""The mutants of a file: each a function with one small change, as mutmut makes them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor, OuterFunctionProvider, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).parent.parent


class Mutant(NamedTuple):
    """A changed function.

    Attributes:
        name: ``answer.number.same:3``, the third change of that function.
        module: where the function is.
        owner: the class that it is a method of, or nothing.
        function: its name.
        lines: the lines of the statement that is changed; a test that runs one of them may notice.
        source: the function, changed.
        was: the function as it is.
    """

    name: str
    module: str
    owner: str
    function: str
    lines: range
    source: str
    was: str

    @property
    def path(self) -> Path:
        """The file that the function stands in."""
        return ROOT / (self.module.replace(".", "/") + ".py")

    @property
    def key(self) -> str:
        """What it is remembered by: the same change of the same function."""
        return f"{self.name.partition(':')[0]}:{sha256(self.source.encode()).hexdigest()[:16]}"

    @property
    def package(self) -> str:
        """The package that it is counted under."""
        return self.name.partition(".")[0]


class _Visitor(MutationVisitor):
    """Goes into decorated functions, too: here only what they wrap is exchanged."""

    METADATA_DEPENDENCIES = (PositionProvider, OuterFunctionProvider)

    def _skip_node_and_children(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.FunctionDef) and node.decorators:
            return False
        return super()._skip_node_and_children(node)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change that mutmut makes in the functions of a file."""
    wrapper = MetadataWrapper(libcst.parse_module(path.read_text()))
    visitor = _Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    owners = {
        child: node.name.value
        for node in module.body
        if isinstance(node, libcst.ClassDef)
        for child in node.body.body
    }
    positions = wrapper.resolve(PositionProvider)
    spans = _statements(wrapper, positions)
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    counts: Counter[str] = Counter()
    for mutation in visitor.mutations:
        function = mutation.contained_by_top_level_function
        if not isinstance(function, libcst.FunctionDef):
            continue
        changed = deep_replace(function, mutation.original_node, mutation.mutated_node)
        if not isinstance(changed, libcst.FunctionDef):
            continue
        owner = owners.get(function, "")
        name = ".".join(filter(None, (dotted.partition(".")[2], owner, function.name.value)))
        counts[name] += 1
        place = positions[mutation.original_node].start.line
        yield Mutant(
            f"{name}:{counts[name]}",
            dotted,
            owner,
            function.name.value,
            spans.get(place, range(place, place + 1)),
            _text(module, changed),
            _text(module, function),
        )


def _text(module: libcst.Module, function: libcst.FunctionDef) -> str:
    return module.code_for_node(function.with_changes(decorators=[], leading_lines=[]))


def _statements(wrapper: MetadataWrapper, positions: Mapping[Any, Any]) -> dict[int, range]:
    """For every line those of its statement; of one with a body the head, of a function all of it."""
    spans: dict[int, range] = {}

    class Visitor(libcst.CSTVisitor):
        def on_visit(self, node: libcst.CSTNode) -> bool:
            if isinstance(node, libcst.SimpleStatementLine | libcst.BaseCompoundStatement):
                at = positions[node]
                last = at.end.line
                if isinstance(node, libcst.BaseCompoundStatement) and not isinstance(
                    node, libcst.FunctionDef
                ):
                    last = positions[node.body].start.line
                for line in range(at.start.line, last + 1):
                    spans[line] = range(at.start.line, last + 1)
            return True

    wrapper.module.visit(Visitor())
    return spans


def difference(mutant: Mutant) -> str:
    """The lines that are changed."""
    was, now = mutant.was.splitlines(), mutant.source.splitlines()
    gone = [f"  - {line.strip()}" for line in was if line not in now]
    return "\n".join([*gone, *(f"  + {line.strip()}" for line in now if line not in was)])


class _Loader(SourceFileLoader):
    """Loads a module with a changed function in it."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(self.mutant.path.read_text())
        body = tree.body
        if self.mutant.owner:
            body = next(n.body for n in body if isinstance(n, ast.ClassDef) and n.name == self.mutant.owner)
        (changed,) = ast.parse(self.mutant.source.strip()).body
        for node in body:
            if isinstance(node, ast.FunctionDef) and node.name == self.mutant.function:
                node.args, node.body = changed.args, changed.body  # type: ignore[attr-defined]
        return compile(tree, str(self.mutant.path), "exec")


class Finder(MetaPathFinder):
    """Finds the module of a mutant: for a function that is called while modules are loaded."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The changed module, if it is that one."""
        if fullname != self.mutant.module:
            return None
        return spec_from_loader(fullname, _Loader(self.mutant))
