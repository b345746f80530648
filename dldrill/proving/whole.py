"""Prove families and questions: every valid variant of those that can be listed, else a sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from dldrill.bank.question import Compute
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.domains import narrowed
from dldrill.dealing.permutation import Permutation
from dldrill.derivation.family import Family
from dldrill.derivation.mistakes import mistakes_of
from dldrill.families import family
from dldrill.faults import Fault
from dldrill.proving.letters import in_letters
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
    """Some variants of a family, or of a question.

    Attributes:
        family: its name, or the id of the question.
        seed: the seed.
        start: the first position in the seeded order, or the first index of a sample.
        stop: the position after the last.
        sampled: whether these are indices of a sample.
        question: whose variants they are; None: the family's.
    """

    family: str
    seed: str
    start: int
    stop: int
    sampled: bool
    question: Compute | None = None


def pieces(name: str, seed: str, sample: int, every: bool, question: Compute | None = None) -> list[Piece]:
    """The work of proving a family, or a question in the numbers and parts that it asks for.

    Args:
        name: the family, or the id of the question.
        seed: the seed of the order and of the samples.
        sample: how many variants of a family that is not proven whole.
        every: prove every family whole that can be listed, however large.
        question: whose variants are proven; None: the family's.
    """
    dealer = _dealer(name, seed, question)
    size = dealer.space.size
    whole = dealer.enumerable and (every or size <= WHOLE)
    count = size if whole else sample
    step = CHUNK if whole else max(1, min(CHUNK, sample // 8))
    return [Piece(name, seed, at, min(at + step, count), not whole, question) for at in range(0, count, step)]


def _dealer(name: str, seed: str, question: Compute | None, judging: bool = False) -> Dealer:
    if question is None:
        return Dealer(family(name), name, seed, judging=judging)
    own = question.problems()
    return Dealer(own, name, seed, narrowed(own, question.given), question.parts, judging)


def prove_piece(piece: Piece) -> Findings:
    """Prove the variants of one piece of work."""
    started = perf_counter()
    found = Findings()
    asked = piece.question.parts if piece.question else ()
    for number, problem in _problems(piece):
        found.valid.append(number)
        found.mistakes.update(mistake.name for mistake in mistakes_of(problem, asked=asked))
        said = "; ".join([*prove(problem).disagreements, *in_letters(piece.question, problem)])
        if said:
            found.disagreements.append((problem, said))
        else:
            found.proven += 1
    found.seconds = perf_counter() - started
    return found


def _problems(piece: Piece) -> Iterator[tuple[int, Family]]:
    """The valid variants of a piece, each with its number among the candidates (or its index)."""
    dealer = _dealer(piece.family, piece.seed, piece.question, judging=True)
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
        waiting: dict[Future[Findings], Piece] = {pool.submit(_prove_apart, piece): piece for piece in work}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def _prove_apart(piece: Piece) -> Findings:
    """Prove a piece in a process of its own; an error that is sent from there has lost where it was."""
    from dldrill.families._packages import blamed

    try:
        return prove_piece(piece)
    except Fault:
        raise
    except Exception as error:
        says = blamed(error)
        if says is None:
            raise
        raise Fault(says, code="family") from error
