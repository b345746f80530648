"""The index of valid variants: dealing with it is dealing without it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dldrill.dealing import index as indexing
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.index import PACKAGE, Index, Narrowed, fingerprint, hashed, index_of, write_index
from dldrill.derivation.domain import Domain, OneOf, Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.working import Asked, Working
from dldrill.families import bundled, family

NAME = __name__


class Toy(Family):
    """Some variants fit and are fair."""

    n: int = given("n", Range(2, 13), "numbers", default=4)
    gap: int = given("g", OneOf(1, 3, 4, 8), "gap", default=3)

    def solve(self, work: Working) -> float:
        """A quarter of the product, judged loosely."""
        return work.answer(
            "quarter",
            self.n * self.gap / 4,
            "times",
            Asked("quarter", rtol=0.1),
            one_less=(lambda: (self.n - 1) * self.gap / 4, "all of them"),
        )

    def fits(self) -> str | None:
        """Not too large."""
        return "make n smaller" if self.n * self.gap > 60 else None


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Indexes of the test's own, which nobody remembers afterwards."""
    monkeypatch.setattr(indexing, "place_of", lambda module: tmp_path / f"{module}.txt")
    index_of.cache_clear()
    yield tmp_path
    index_of.cache_clear()


def judged(narrowed: dict[str, Domain[Any]] | None = None, parts: tuple[str, ...] = ()) -> list[Family]:
    """The variants in order, each judged."""
    return list(Dealer(Toy, "toy", "a", narrowed, parts, judging=True).every())


def write() -> int:
    """Keep the index of the toy."""
    space = Toy.space()
    dealer = Dealer(Toy, "toy", "a", judging=True)
    return write_index(
        NAME, space.size, [i for i in range(space.size) if dealer.is_valid(Toy(**space.at(i)))]
    )


NARROWED: dict[str, dict[str, Domain[Any]] | None] = {
    "whole": None,
    "within": {"n": Range(3, 9, 2)},
    "another order": {"gap": OneOf(8, 1)},
    "beyond": {"n": OneOf(5, 14, 20), "gap": OneOf(2, 3)},
    "single": {"n": OneOf(6)},
}


@pytest.mark.parametrize("name", NARROWED)
def test_an_index_deals_what_judging_deals(name: str) -> None:
    """With the index the same variants come in the same order, also from narrower or wider domains."""
    expected = judged(NARROWED[name])
    assert write() == len(judged())
    dealer = Dealer(Toy, "toy", "a", NARROWED[name])
    assert dealer._known is not None
    assert list(dealer.every()) == expected
    assert dealer.count() == len(expected)


def test_what_is_known_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index spares the judging; only values it has not seen are judged."""
    write()
    seen: list[Family] = []

    def judge(_: Dealer, problem: Family) -> bool:
        seen.append(problem)
        return True

    monkeypatch.setattr(Dealer, "is_valid", judge)
    list(Dealer(Toy, "toy", "a").every())
    assert seen == []
    list(Dealer(Toy, "toy", "a", {"gap": OneOf(3, 5)}).every())
    assert {problem.gap for problem in seen} == {5}  # type: ignore[attr-defined]


def test_other_parts_are_judged_anew() -> None:
    """The index knows the family's own parts; a question that asks for others is judged."""
    write()
    assert Dealer(Toy, "toy", "a", parts=("quarter",))._known is None
    assert Dealer(Toy, "toy", "a", judging=True)._known is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "nonsense",
        lambda text: "0" * 24 + text[24:],
        lambda text: text.replace("\n", " ", 1).rsplit("\n", 2)[0],
        lambda text: text[:-10],
        lambda text: text.rsplit("\n", 2)[0] + "\nAAAA\n",
        lambda text: text.rsplit("\n", 2)[0] + "\n!!!!\n",
        lambda text: text.rsplit("\n", 2)[0] + "\né\n",
        lambda text: text + " more",
        lambda text: text.replace("\n", "\nx", 1),
    ],
)
def test_a_stale_or_damaged_index_is_ignored(damage: Any, folder: Path) -> None:
    """What was made by other code, or cannot be read, is not used: everything is judged."""
    write()
    path = folder / f"{NAME}.txt"
    path.write_text(damage(path.read_text("ascii")), "utf-8")
    index_of.cache_clear()
    assert index_of(NAME) is None
    assert list(Dealer(Toy, "toy", "a").every()) == judged()


def test_a_change_of_the_deciding_code_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another byte in the code that judges is another fingerprint; line ends do not count."""
    write()
    before = fingerprint(NAME)
    copy = tmp_path / "package"
    for name in indexing.DECIDING:
        place = copy / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((PACKAGE / name).read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(indexing, "PACKAGE", copy)
    assert fingerprint(NAME) == before
    changed = copy / indexing.DECIDING[-1]
    changed.write_bytes(changed.read_bytes() + b"#")
    index_of.cache_clear()
    assert fingerprint(NAME) != before
    assert index_of(NAME) is None


def test_an_index_tells_each_candidate() -> None:
    """One bit a candidate, the lowest first."""
    valid = {0, 3, 8, 17}
    assert write_index("bits", 20, valid) == 4
    found = index_of("bits")
    assert found is not None
    assert found.total == 4
    assert {i for i in range(20) if i in found} == valid
    assert not found.__contains__("3")


def test_new_values_are_not_known() -> None:
    """Candidates with a value that the whole space does not have are for judging."""
    whole = Toy.space()
    index = Index(bytes([0xFF] * 6), 48)
    narrow = Narrowed(index, whole, Toy.space({"gap": OneOf(3, 7)}))
    assert not narrow.complete
    known = [narrow.is_valid(i) for i in range(24)]
    assert known == [True, None] * 12
    assert Narrowed(index, whole, Toy.space({"gap": OneOf(8)})).complete


SHOWING = {"ask", "figure", "pictures", "statements", "_tex"}


def imported(name: str, seen: set[str]) -> set[str]:
    """The modules of families that a module imports, and theirs, read from their text.

    What words and draws its questions decides nothing, and is left out.
    """
    if name not in seen:
        seen.add(name)
        tree = ast.parse((PACKAGE / "families" / f"{name}.py").read_text("utf-8"))
        drawing = [
            node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in SHOWING
        ]
        drawn = {id(inner) for node in drawing for inner in ast.walk(node)}
        for node in (node for node in ast.walk(tree) if id(node) not in drawn):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dldrill.families."):
                imported(str(node.module).rpartition(".")[2], seen)
    return seen


@pytest.mark.parametrize("name", bundled())
def test_the_fingerprint_covers_what_a_family_imports(name: str) -> None:
    """Every helper module that a family computes with is part of its fingerprint."""
    family(name)
    assert f"dldrill.families.{name}" in sys.modules
    sources = indexing._sources(f"dldrill.families.{name}")
    covered = {path.stem for path in sources if path.parent.name == "families"}
    assert covered >= imported(name, set()), "a change there would go unnoticed"


def test_the_hash_is_the_same_on_every_python() -> None:
    """Fingerprints that one version wrote are found by all: the hash of some bytes is a literal."""
    assert hashed(b"abc") == "c7af82e77c1da4f5"
