"""Prove families: every valid variant of those that can be listed, a sample of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from dldrill.dealing.dealer import Dealer
from dldrill.dealing.permutation import Permutation
from dldrill.derivation.family import Family
from dldrill.derivation.formula import family_of
from dldrill.derivation.mistakes import mistakes_of
from dldrill.derivation.written import Written
from dldrill.families import family
from dldrill.proving.roads import prove

CHUNK = 1_000  #: candidates in one piece of work
WHOLE = 20_000  #: families with no more candidates than this are proven whole unasked


@dataclass(slots=True)
class Findings:
    """What proving some variants of a family found.

    Attributes:
        valid: the variants that fit, suit and are fair, by their numbers.
        proven: of these, those on which all roads met.
        disagreements: the givens of a variant, and what the roads said.
        mistakes: the names of the mistakes that arose; each was told from the right answer.
        seconds: processor time.
    """

    valid: list[int] = field(default_factory=list)
    proven: int = 0
    disagreements: list[tuple[Family, str]] = field(default_factory=list)
    mistakes: set[str] = field(default_factory=set)
    seconds: float = 0

    def add(self, other: Findings) -> None:
        """Take over what another piece of work found."""
        self.valid += other.valid
        self.proven += other.proven
        self.disagreements += other.disagreements
        self.mistakes |= other.mistakes
        self.seconds += other.seconds


@dataclass(frozen=True, slots=True)
class Piece:
    """Some variants of a family.

    Attributes:
        family: its name, or the id of a question of formulas.
        seed: the seed.
        start: the first position in the seeded order, or the first index of a sample.
        stop: the position after the last.
        sampled: whether these are indices of a sample.
        formula: what the formulas are compiled from, where they are a question's own.
    """

    family: str
    seed: str
    start: int
    stop: int
    sampled: bool
    formula: Written | None = None


def pieces(name: str, seed: str, sample: int, every: bool, formula: Written | None = None) -> list[Piece]:
    """The work of proving a family.

    Args:
        name: the family, or the id of a question of formulas.
        seed: the seed of the order and of the samples.
        sample: how many variants of a family that is not proven whole.
        every: prove every family whole that can be listed, however large.
        formula: what the formulas are compiled from, where they are a question's own.
    """
    dealer = Dealer(_family(name, formula), name, seed)
    size = dealer.space.size
    whole = dealer.enumerable and (every or size <= WHOLE)
    count = size if whole else sample
    step = CHUNK if whole else max(1, min(CHUNK, sample // 8))
    return [Piece(name, seed, at, min(at + step, count), not whole, formula) for at in range(0, count, step)]


def _family(name: str, formula: Written | None) -> type[Family]:
    return family(name) if formula is None else family_of(formula)


def prove_piece(piece: Piece) -> Findings:
    """Prove the variants of one piece of work."""
    started = perf_counter()
    found = Findings()
    for number, problem in _problems(piece):
        found.valid.append(number)
        found.mistakes.update(mistake.name for mistake in mistakes_of(problem))
        proof = prove(problem)
        if proof.ok:
            found.proven += 1
        else:
            found.disagreements.append((problem, "; ".join(proof.disagreements)))
    found.seconds = perf_counter() - started
    return found


def _problems(piece: Piece) -> Iterator[tuple[int, Family]]:
    """The valid variants of a piece, each with its number among the candidates (or its index)."""
    dealer = Dealer(_family(piece.family, piece.formula), piece.family, piece.seed, judging=True)
    if piece.sampled:
        yield from ((index, dealer.variant(index)) for index in range(piece.start, piece.stop))
        return
    order = Permutation(dealer.space.size, Random(f"{piece.family}/{piece.seed}"))
    for position in range(piece.start, piece.stop):
        candidate = order[position]
        problem = dealer.family(**dealer.space.at(candidate))
        if dealer.is_valid(problem):
            yield candidate, problem


def prove_pieces(work: Sequence[Piece], jobs: int) -> Iterator[tuple[Piece, Findings]]:
    """Prove pieces of work, as they are done, on several processes if asked."""
    if jobs <= 1:
        yield from ((piece, prove_piece(piece)) for piece in work)
        return
    with ProcessPoolExecutor(jobs) as pool:
        waiting: dict[Future[Findings], Piece] = {pool.submit(prove_piece, piece): piece for piece in work}
        for done in as_completed(waiting):
            yield waiting[done], done.result()
