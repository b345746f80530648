"""Proving families whole, in pieces."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dldrill import families
from dldrill.bank.question import Compute
from dldrill.dealing.dealer import Dealer
from dldrill.derivation.domain import Range
from dldrill.derivation.family import Family, given
from dldrill.derivation.mistakes import blocking_mistake
from dldrill.derivation.working import Asked, Working
from dldrill.proving import whole
from dldrill.proving.whole import Findings, Piece, pieces, prove_piece, prove_pieces


class Toy(Family):
    """A small family with one wrong check, at n = 5."""

    n: int = given("n", Range(1, 40), "number", default=7)
    m: int = given("m", Range(0, 4), "number", default=3)

    def solve(self, work: Working) -> int:
        """The product."""
        return work.answer(
            "product", self.n * self.m, "times", Asked("product"), plus=(lambda: self.n + self.m, "times")
        )

    def check(self) -> dict[str, Any]:
        """Count, but not at 5."""
        return {"product": sum(self.m for _ in range(self.n)) + (self.n == 5)}

    def suits(self) -> bool:
        """Something is multiplied."""
        return self.m > 0


class Two(Family):
    """Two answers, each with a mistake of its own."""

    n: int = given("n", Range(1, 9), "number", default=4)

    def solve(self, work: Working) -> int:
        """The double, and the square."""
        work.answer("double", self.n * 2, "twice", Asked("double"), plus=(lambda: self.n + 20, "twice"))
        return work.answer(
            "square", self.n**2, "times itself", Asked("square"), doubled=(lambda: self.n * 2, "itself")
        )

    def check(self) -> dict[str, Any]:
        """Add."""
        return {"double": self.n + self.n, "square": sum(self.n for _ in range(self.n))}


NARROW = {"n": Range(3, 6), "m": Range(2, 2)}


class Large(Toy):
    """Too large to be listed."""

    other: int = given("o", Range(1, 10**6), "not used", default=1)


@pytest.fixture(autouse=True)
def toys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the proving find the toys."""
    monkeypatch.setattr(whole, "family", {"toy": Toy, "large": Large}.__getitem__)


def valid() -> set[int]:
    """The numbers of the valid variants, by brute force."""
    space = Toy.space()
    problems = ((i, Toy(**space.at(i))) for i in range(space.size))
    return {i for i, p in problems if p.suits() and blocking_mistake(p) is None}


def found_in(work: list[Piece]) -> Findings:
    """All findings of some pieces."""
    found = Findings()
    for _, findings in prove_pieces(work, 1):
        found.add(findings)
    return found


def test_a_listed_family_is_proven_whole() -> None:
    """Every valid variant is proven once, and the one whose check is wrong is found."""
    found = found_in(pieces("toy", "a", 10, every=False))
    assert len(found.valid) == len(set(found.valid))
    assert set(found.valid) == valid()
    assert len(found.disagreements) == sum(Toy(**Toy.space().at(i)).n == 5 for i in valid())
    assert found.proven + len(found.disagreements) == len(found.valid)
    assert all(problem.n == 5 for problem, _ in found.disagreements)  # type: ignore[attr-defined]
    assert "numpy" in found.disagreements[0][1]
    assert found.mistakes == {"plus"}


TIMES_TWO = Compute(
    id="toys/twice", topic="toys", minutes=1, points=1, family="toy", given={"n": "3..6", "m": 2}
)


def test_a_question_is_proven_in_its_own_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a question on a family nothing is proven but what it deals."""
    monkeypatch.setattr(families, "family", {"toy": Toy}.__getitem__)
    work = pieces("toys/twice", "a", 10, every=True, question=TIMES_TWO)
    found = found_in(work)
    dealt = {(problem.n, problem.m) for problem in Dealer(Toy, "toys/twice", "a", NARROW).every()}  # type: ignore[attr-defined]
    assert len(found.valid) == len(dealt) == 4
    assert [(problem.n, problem.m) for problem, _ in found.disagreements] == [(5, 2)]  # type: ignore[attr-defined]
    assert sum(piece.stop - piece.start for piece in work) == 4


def test_a_question_is_proven_in_the_parts_it_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mistake is counted that comes after all that it asks for."""
    monkeypatch.setattr(families, "family", {"toy": Two}.__getitem__)
    both, first = (
        found_in(pieces("toys/twice", "a", 10, True, replace(TIMES_TWO, given={}, parts=parts)))
        for parts in (("square",), ("double",))
    )
    assert (len(both.valid), both.mistakes) == (9, {"plus", "doubled"})
    assert (len(first.valid), first.mistakes) == (9, {"plus"})


def test_pieces_cover_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is cut, the same variants are proven."""
    monkeypatch.setattr(whole, "CHUNK", 37)
    work = pieces("toy", "a", 10, every=False)
    assert [(piece.start, piece.stop) for piece in work][-2:] == [(148, 185), (185, 200)]
    assert set(found_in(work).valid) == valid()


def test_a_large_family_is_sampled() -> None:
    """A sample is the first indexes under the seed, the variants that a dealer deals."""
    work = pieces("large", "a", 16, every=True)
    assert all(piece.sampled for piece in work)
    assert (work[0].start, work[-1].stop) == (0, 16)
    found = found_in(work)
    assert found.valid == list(range(16))
    dealer = Dealer(Large, "large", "a")
    wrong = {dealer.variant(i) for i in range(16) if dealer.variant(i).n == 5}  # type: ignore[attr-defined]
    assert {problem for problem, _ in found.disagreements} == wrong


def test_more_than_a_whole_is_sampled_unless_all_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Families beyond the usual size are proven whole only when that is asked for."""
    monkeypatch.setattr(whole, "WHOLE", 100)
    assert all(piece.sampled for piece in pieces("toy", "a", 8, every=False))
    assert not any(piece.sampled for piece in pieces("toy", "a", 8, every=True))


def test_a_piece_takes_its_time_and_adds_up() -> None:
    """Findings of two pieces are those of both."""
    first, second = (prove_piece(Piece("toy", "a", *span, False)) for span in ((0, 100), (100, 200)))
    assert first.seconds > 0
    proven = first.proven
    first.add(second)
    assert first.proven == proven + second.proven
    assert set(first.valid) == valid()
