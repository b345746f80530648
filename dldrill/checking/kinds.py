"""What is wrong with a question that was read, by its type: what repeats, is missing, or never fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dldrill.bank.question import (
    Choose,
    Claim,
    Compute,
    Explain,
    FormulaQuestion,
    Match,
    Order,
    Question,
    Select,
)
from dldrill.bank.table import meant
from dldrill.checking.texts import LIMITS, Wrong
from dldrill.faults import BankFault, Fault
from dldrill.maths.text import quoted

if TYPE_CHECKING:
    from dldrill.dealing.dealt import Dealt

DRAWS = 40  #: of a pool, with which it has to fill the options
MOST_SOURCES = 100  #: of a question, that are looked up
LARGE_POOL = 100  #: claims that always fill the options
FEW_DRAWS = 3  #: of such a pool
FEW = 2  #: claims that may have been put into another pool by a slip
_LETTER = re.compile(r"[A-Za-zΑ-Ωα-ω]\w{0,23}")
EXPERIMENTS = Path(__file__).parents[1] / "experiments"


def kind_faults(question: Question) -> Iterator[Wrong]:
    """Every fault of a question that its type knows of."""
    yield from _sources(question)
    match question:
        case Claim():
            yield from _claim(question)
        case Select():
            yield from _select(question)
        case Match():
            yield from _match(question)
        case Order():
            yield from _order(question)
        case Explain():
            yield from _repeated("rubric", [point.says for point in question.rubric])
        case Compute():
            yield from _compute(question)


def form_faults(question: Question) -> Iterator[Wrong]:
    """The faults of a question that is not whole: those of the formulas that are there."""
    yield from _sources(question)
    if isinstance(question, FormulaQuestion):
        from dldrill.derivation.compiling import faults_of

        yield from (Wrong(place, says) for says, place in faults_of(question.formula, whole=False))


def claims_that_repeat(claims: Iterable[Claim]) -> Iterator[tuple[Claim, str]]:
    """Claims that say what another claim of the bank says, and what to do about it."""
    said: dict[str, Claim] = {}
    for claim in claims:
        other = said.setdefault(_plain(claim.claim), claim)
        if other is not claim:
            yield claim, f"claim: it says the same as {other.id}: remove one of them"


def pools_apart(questions: Iterable[Question]) -> Iterator[tuple[Question, str]]:
    """Questions whose pool has no claims, and claims whose pool was probably to be another one."""
    questions = list(questions)
    held = Counter(claim.pool for claim in questions if isinstance(claim, Claim) and claim.pool)
    drawn = {question.pool for question in questions if isinstance(question, Select) and question.claims}
    for question in questions:
        if isinstance(question, Select) and question.pool and not question.claims:
            near = get_close_matches(question.pool, held, 1)
            hint = f"did you mean {near[0]}?" if near else "write that into some of them"
            yield question, f"no claim of this bank has pool = {quoted(question.pool)}: {hint}"
    meant_one = {pool: _misspelt(pool, count, drawn, held) for pool, count in held.items()}
    for claim in questions:
        if isinstance(claim, Claim) and meant_one.get(claim.pool):
            says = f"no question draws from the pool {quoted(claim.pool)}"
            yield claim, f"{says}: did you mean {meant_one[claim.pool]}?"


def _misspelt(pool: str, count: int, drawn: Collection[str], held: Mapping[str, int]) -> str:
    """The pool that was meant by one that few claims have and no question draws from; empty if none."""
    if pool in drawn or count > FEW:
        return ""
    # numbered pools are close to each other, and meant as they are
    other = [name for name in drawn if held[name] > count and _unnumbered(name) != _unnumbered(pool)]
    near = get_close_matches(pool, other, 1, 0.8)
    return near[0] if near else ""


def _unnumbered(name: str) -> str:
    return re.sub(r"[-_ ]?\d", "", name)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _repeated(key: str, texts: Iterable[str]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for place, text in enumerate(texts):
        if _plain(text) in seen:
            yield Wrong((key, place), f"{key}: {quoted(text, 40)} stands twice: remove one")
        seen.add(_plain(text))


def _sources(question: Question) -> Iterator[Wrong]:
    """A source within a known exam is one of its questions; other sources are the author's own."""
    if not question.sources:
        return
    from dldrill.bank.exam import exams

    for place, source in enumerate(question.sources[:MOST_SOURCES]):
        exam, _, number = source.partition("/")
        known = exams().get(exam)
        if known and number not in {item.number for item in known.items}:
            hint = meant(number, [item.number for item in known.items])
            yield Wrong(("sources", place), f"sources: {exam} has no question {quoted(number)}: {hint}")


def _claim(claim: Claim) -> Iterator[Wrong]:
    if not claim.experiment:
        return
    file, _, function = claim.experiment.partition(".")
    known = _experiments()
    if file not in known:
        hint = meant(file, known)
        yield Wrong(("experiment",), f"there is no file of experiments {quoted(file)}: {hint}")
    elif function not in known[file]:
        hint = meant(function, known[file])
        yield Wrong(("experiment",), f"experiments {file!r} has no {quoted(function)}: {hint}")


@lru_cache(maxsize=1)
def _experiments() -> Mapping[str, list[str]]:
    """The experiments by file, from their source: they need not run to be found."""
    return {
        path.stem: re.findall(r"^def ([a-z]\w*)\(", path.read_text("utf-8"), re.MULTILINE)
        for path in sorted(EXPERIMENTS.glob("[a-z]*.py"))
    }


def _select(question: Select) -> Iterator[Wrong]:
    """Its pool has claims of both kinds, and fills the options however they are drawn."""
    yield from _repeated("original", [claim.claim for claim in question.own])
    if not question.claims:
        return  # told with the pools of the other questions
    if len({claim.true for claim in question.claims}) < 2:
        verdict = "true" if question.claims[0].true else "false"
        yield Wrong(("pool",), f"all claims of the pool {quoted(question.pool)} are {verdict}: add others")
        return
    from dldrill.dealing.statements import words_only

    try:
        for index in range(DRAWS if len(question.claims) <= LARGE_POOL else FEW_DRAWS):
            words_only(question, "check", index)
    except Fault:
        count = len({claim.key or claim.id for claim in question.claims})
        small = f"the pool {quoted(question.pool)} is too small"
        says = f"{small}: its {count} different claims do not fill the options"
        yield Wrong(("pool",), f"{says}; 8 are enough, half of them true")
    if question.single and question.own and sum(claim.true for claim in question.own) != 1:
        yield Wrong(("original",), "original: exactly one claim must be true where single = true")


def _match(question: Match) -> Iterator[Wrong]:
    yield from _repeated("pairs", [item for item, _ in question.pairs])
    answers = {_plain(answer) for _, answer in question.pairs}
    if len(answers | set(question.extra)) < 2:
        yield Wrong(("pairs",), "pairs: all answers are the same: write at least two, or some extra")
    yield from _repeated("extra", question.extra)
    for place, extra in enumerate(question.extra):
        if _plain(extra) in answers:
            yield Wrong(("extra", place), f"extra: {quoted(extra, 40)} is the answer of a pair: remove it")


def _order(question: Order) -> Iterator[Wrong]:
    """No line stands twice; those with formulas are proven."""
    yield from _repeated("lines", [line.says for line in question.lines])
    from dldrill.maths.domains import DOMAINS

    unknown = [name for name, of in question.names.items() if of not in DOMAINS]
    for name in unknown:
        of = question.names[name]
        yield Wrong(("names", name), f"names: there is no set {quoted(of)}: {meant(of, DOMAINS)}")
    for name in question.names:
        if not _LETTER.fullmatch(name):
            says = f"names: {quoted(name)} is no name: write letters and digits, as in s or x_1"
            yield Wrong(("names", name), says)
    if unknown or not any(line.equals for line in question.lines):
        return
    from dldrill.proving.lines import prove_lines

    for fault in prove_lines(question):
        yield Wrong(("lines", fault.place - 1), str(fault))


def _compute(question: Compute) -> Iterator[Wrong]:
    if isinstance(question, FormulaQuestion):
        from dldrill.proving.formulas import formula_faults

        found = [Wrong(fault.place, fault.says) for fault in formula_faults(question)]
    else:
        from dldrill.checking.of_family import family_faults

        found = list(family_faults(question))
    yield from found
    if found or len(question.ask) > LIMITS["ask"]:
        return
    try:
        every = list(_some_dealt(question))
        if question.ask:  # else the text is the family's own
            yield from [wrong for dealt in every for wrong in _shown(dealt)][:1]
        if isinstance(question, Choose) and not every[0].options:
            key = "pictures" if question.pictures else "family"
            what = "draws no pictures" if question.pictures else "has no statements"
            yield Wrong((key,), f"{question.family} {what} to choose from: write another family")
    except Fault as fault:
        yield Wrong((_BY_CODE.get(fault.code, "given"),), _without_place(fault, question))


_BY_CODE = {"slot": "ask", "part": "parts", "ill-posed": "original", "bank": "options"}
"""The key that a fault is about, by the fault's code."""


def _some_dealt(question: Compute) -> Iterator[Dealt]:
    from dldrill.dealing.source import Source, original

    yield original(question)
    if question.original or isinstance(question, FormulaQuestion):
        yield Source(question, "check").deal(0)  # else the first one was dealt, too


def _shown(dealt: Dealt) -> Iterator[Wrong]:
    """The text with its numbers put in can be read."""
    from dldrill.checking.texts import marked

    for says, needle in marked(dealt.ask):
        yield Wrong(("ask",), f"ask: {says}", needle)
        return


def _without_place(fault: Fault, question: Question) -> str:
    if isinstance(fault, BankFault):
        return fault.says
    return str(fault).removeprefix(f"{question.where}: ").removeprefix(f"{question.id}: ")
