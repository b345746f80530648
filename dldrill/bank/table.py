"""A question's table in a bank file, read key by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from dldrill.faults import BankFault, Key

if TYPE_CHECKING:
    from dldrill.bank.question import Claim

T = TypeVar("T")
MOST_UNKNOWN = 20  #: keys of a question that are told one by one


class Table:
    """One question's table, read key by key; what was not read is a fault.

    The first fault is raised, or, where ``gathered`` is a list, all are put there: what is missing is
    then stood in for, so that reading goes on, and of the faults at one place only the first is kept.
    """

    def __init__(  # noqa: PLR0917
        self,
        raw: Mapping[str, Any],
        question_id: str,
        topic: str,
        where: str,
        claims: Mapping[str, Claim] | None = None,
        gathered: list[BankFault] | None = None,
    ) -> None:
        self.raw, self.id, self.topic, self.where = raw, question_id, topic, where
        self.claims = claims or {}  #: the claims of the same bank, by name
        self.gathered = gathered
        self._told: set[tuple[Key, ...]] = set()
        self.read: set[str] = {"type", "see"}

    def fault(self, text: str, *place: Key) -> BankFault:
        """A fault of this question; ``place`` are the keys that lead to it."""
        return BankFault(self.where, self.id, text, place)

    def report(self, fault: BankFault) -> None:
        """Raise a fault, or gather it and go on.

        Raises:
            BankFault: faults are not gathered.
        """
        if self.gathered is None:
            raise fault
        if fault.place not in self._told:
            self._told.add(fault.place)
            self.gathered.append(fault)

    def each(self, items: Iterable[Any], read: Callable[[Any, int], T]) -> list[T]:
        """What is read of every item at its position; one at fault is reported and left out."""
        found = []
        for at, item in enumerate(items):
            try:
                found.append(read(item, at))
            except BankFault as fault:
                self.report(fault)
        return found

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """The value of a key; without a default the key is needed."""
        self.read.add(key)
        value = self.raw.get(key, default)
        if type(value) is kind:
            return value
        if value is None:
            self.report(self.missing(key))
        elif not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            wanted = f"{key} must be {worded(kind)}, not {shown(value)}{_FORMS.get(key, '')}"
            self.report(self.fault(wanted, key))
        else:
            return value
        return (kind if isinstance(kind, type) else kind[0])() if default is None else default

    def missing(self, key: str) -> BankFault:
        """The fault that a key is not there: which was probably meant, or what to write."""
        from difflib import get_close_matches

        near = get_close_matches(key, sorted(self.raw.keys() - self.read)[:100], 1, 0.7)
        self.read.update(near)
        says = f"rename {near[0]} to {key}" if near else self._example(key)
        return self.fault(f"{key} is missing: {says}", key)

    def _example(self, key: str) -> str:
        says = _EXAMPLES.get(key, f"write {key} = …")
        return says.replace("{name}", self.id.partition("/")[2])

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self.get(key, list, [])
        if not all(isinstance(item, str) for item in value):
            self.report(self.fault(f"{key} must be a list of strings", key))
            return ()
        return tuple(value)

    def above_zero(self, key: str, most: float) -> float:
        """A number above 0; 1 where there is none."""
        value = float(self.get(key, (int, float), 1))
        if not 0 < value <= most:
            self.report(self.fault(f"{key} must be above 0 and at most {most:,}, not {value:g}", key))
        return value

    def common(self) -> dict[str, Any]:
        """What questions of every type have."""
        return {
            "id": self.id,
            "topic": self.topic,
            "where": self.where,
            "sources": self.words("sources"),
            "minutes": self.above_zero("minutes", 600),
            "points": self.above_zero("points", 1000),
            "note": self.get("note", str, "").strip(),
        }

    def close(self) -> None:
        """Every key has been read, or is a fault."""
        unknown = [key for key in self.raw if key not in self.read]
        called = f"a {self.raw['type']} question has no key"
        for key in unknown[:MOST_UNKNOWN]:
            self.report(self.fault(f"{called} {shown(key)}: {meant(key, sorted(self.read))}", key))
        for key in unknown[MOST_UNKNOWN : MOST_UNKNOWN + 1]:
            left = len(unknown) - MOST_UNKNOWN
            self.report(self.fault(f"{called} {shown(key)}, and {left - 1:,} more: remove them", key))


def meant(key: str, known: Iterable[str]) -> str:
    """What to write instead of a key or name that is not known."""
    from difflib import get_close_matches

    known = list(known)
    if not known:
        return "there is none to name"
    near = get_close_matches(key, known, 1)
    return f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"


def worded(kind: type | tuple[type, ...]) -> str:
    """What a value of a type is called in TOML."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(dict.fromkeys(_WORDS[kind] for kind in kinds))


def shown(value: object) -> str:
    """A value as a fault quotes it: harmless and short."""
    from dldrill.maths.text import safe

    told = safe(_toml(value))
    return told if len(told) <= 60 else f"{told[:57]}…"


def _toml(value: object) -> str:
    """A value as it stands in a bank, nearly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    return repr(value) if isinstance(value, str | int | float | list) else str(value)


_WORDS: dict[type, str] = {
    str: "a string",
    dict: "a table",
    list: "a list",
    bool: "true or false",
    int: "a number",
    float: "a number",
}

_EXAMPLES = {
    "type": 'write type = "claim", or compute, choose, match, order, explain',
    "true": "write true = true or true = false",
    "claim": "write claim = 'The output of a ReLU is never negative.'",
    "why": "write why = '…', the reason in one or two lines",
    "ask": "write ask = '…', the text of the question",
    "pool": 'write pool = "…", the pool of the claims that are the options',
    "pairs": 'write pairs = [["item", "answer"], …]',
    "lines": "write lines = [{ says = '…', why = '…' }, …], in the right order",
    "model": "write model = '…', the answer that you would give",
    "rubric": 'write rubric = ["a point of the answer", …]',
    "family": 'write family = "…", or [[{name}.step]] with name, is and why for steps of your own',
    "step": "write [[{name}.step]] and below it name, is and why",
    "given": 'write given = { n = "1..5" }, with every given of the text',
    "answer": 'write answer = "…", the name of a step',
    "check": 'write check = "…", the answer found in another way',
}
"""What to write where a key is missing."""

_FORMS = {"within": ': write "1 %" or "4 figures"'}
"""What to write where a key has a value of another type than its name suggests."""
