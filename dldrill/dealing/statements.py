"""Questions of words: claims, options drawn from a pool, matching, ordering, free text."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from dldrill.answer.spec import Spec
from dldrill.bank.question import Claim, Explain, Match, Order, Question, Select
from dldrill.dealing.dealt import ORIGINAL, Dealt, Option, Part
from dldrill.faults import Fault

LETTERS = "ABCDEF"
FEWEST = 4  #: options of a question that are drawn from a pool


def words_only(question: Question, seed: str, index: int) -> Dealt:
    """A question that has no numbers, at an index of a seed.

    Raises:
        Fault: its pool cannot fill the options.
    """
    stream = Random(f"{question.id}/{seed}/{index}")
    own = seed == ORIGINAL
    if isinstance(question, Claim):
        options: tuple[Option, ...] = (
            Option("T", "True", question.true),
            Option("F", "False", not question.true),
        )
        part = Part("verdict", "true or false", "letters", _ticked(options), Spec(letters="TF"))
        return _dealt(question, seed, index, question.claim, (part,), options)
    if isinstance(question, Select):
        claims = question.own if own and question.own else _drawn(question, stream)
        options = tuple(Option(*lettered) for lettered in _lettered(claims))
        return _dealt(question, seed, index, question.ask, (to_tick(options, question.single),), options)
    if isinstance(question, Match):
        return _match(question, seed, index, stream)
    if isinstance(question, Order):
        return _order(question, seed, index, stream)
    if isinstance(question, Explain):
        return _explain(question, seed, index)
    raise TypeError(f"{question!r} cannot be dealt")


def to_tick(options: tuple[Option, ...], single: bool = False) -> Part:
    """The part that asks for the letters of the true options."""
    label = "letter of the one that is true" if single else "letters of all that are true"
    letters = "".join(option.letter for option in options)
    spec = Spec(letters=letters, count=1 if single else None)
    return Part("choice", label, "letters", _ticked(options), spec)


def _dealt(  # noqa: PLR0917
    question: Question,
    seed: str,
    index: int,
    ask: str,
    parts: tuple[Part, ...],
    options: tuple[Option, ...],
    items: tuple[str, ...] = (),
) -> Dealt:
    return Dealt(
        question=question,
        id=question.id,
        type=question.type,
        topic=question.topic,
        family=None,
        minutes=question.minutes,
        points=question.points,
        seed=seed,
        index=index,
        ask=ask,
        parts=parts,
        options=options,
        items=items,
    )


def _ticked(options: tuple[Option, ...]) -> frozenset[str]:
    return frozenset(option.letter for option in options if option.true)


def _lettered(claims: Sequence[Claim]) -> list[tuple[str, str, bool, str]]:
    return [(letter, c.claim, c.true, c.why) for letter, c in zip(LETTERS, claims, strict=False)]


def _drawn(question: Select, stream: Random) -> list[Claim]:
    """Options of a pool: each is true or false by a coin, and no two say or deny the same thing."""
    count = len(question.own) or (FEWEST if question.single else stream.randint(FEWEST, len(LETTERS)))
    wanted = [place == 0 for place in range(count)] if question.single else None
    left = list(question.claims)
    stream.shuffle(left)
    chosen: list[Claim] = []
    for place in range(count):
        true = wanted[place] if wanted else stream.random() < 0.5
        claim = next((c for c in left if c.true == true), None) or _other(left, question)
        chosen.append(claim)
        left = [c for c in left if c is not claim and (not c.key or c.key != claim.key)]
    stream.shuffle(chosen)
    return chosen


def _other(left: Sequence[Claim], question: Select) -> Claim:
    """A claim of the other truth, where that does no harm."""
    if not left or question.single:
        raise Fault(f"{question.where}: {question.id}: the pool {question.pool!r} is too small", code="bank")
    return left[0]


def _match(question: Match, seed: str, index: int, stream: Random) -> Dealt:
    """The items in the order of the bank for an exam's own version, else shuffled; options always."""
    items = list(question.pairs)
    if seed != ORIGINAL:
        stream.shuffle(items)
    answers = sorted({right for _, right in items} | set(question.extra))
    stream.shuffle(answers)
    options = tuple(Option(letter, text) for letter, text in zip("ABCDEFGHIJ", answers, strict=False))
    letter_of = {option.text: option.letter for option in options}
    right = tuple(letter_of[answer] for _, answer in items)
    spec = Spec(letters="".join(letter_of.values()), count=len(items))
    part = Part("matching", "a letter for every number", "matching", right, spec)
    return _dealt(question, seed, index, question.ask, (part,), options, tuple(item for item, _ in items))


def _order(question: Order, seed: str, index: int, stream: Random) -> Dealt:
    """The lines in a mixed order, never the right one."""
    places = list(range(len(question.lines)))
    while places == sorted(places):
        stream.shuffle(places)
    letters = "ABCDEFGHIJ"[: len(places)]
    options = tuple(
        Option(letter, question.lines[place].says, why=question.lines[place].why)
        for letter, place in zip(letters, places, strict=True)
    )
    right = tuple(letters[places.index(place)] for place in range(len(places)))
    part = Part("order", "letters in order", "order", right, Spec(letters=letters, count=len(letters)))
    return _dealt(question, seed, index, question.ask, (part,), options)


def _explain(question: Explain, seed: str, index: int) -> Dealt:
    """Free text first, then the points of the rubric that its author finds in it."""
    options = tuple(
        Option(letter, point.says, points=point.points)
        for letter, point in zip("ABCDEFGHIJ", question.rubric, strict=False)
    )
    letters = "".join(option.letter for option in options)
    text = Part("text", "your answer", "text", question.model, Spec(), 0)
    ticks = Part(
        "points", "letters of the points you made", "letters", frozenset(letters), Spec(letters=letters)
    )
    return _dealt(question, seed, index, question.ask, (text, ticks), options)
