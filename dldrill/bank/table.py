"""A question's table in a bank file, read key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dldrill.faults import Fault

if TYPE_CHECKING:
    from dldrill.bank.question import Claim


class Table:
    """One question's table, read key by key; what was not read is a fault."""

    def __init__(
        self,
        raw: Mapping[str, Any],
        question_id: str,
        topic: str,
        where: str,
        claims: Mapping[str, Claim] | None = None,
    ) -> None:
        self.raw, self.id, self.topic, self.where = raw, question_id, topic, where
        self.claims = claims or {}  #: the claims of the same bank, by name
        self.read: set[str] = {"type", "see"}

    def fault(self, text: str) -> Fault:
        """A fault of this question."""
        return Fault(f"{self.where}: {self.id}: {text}", code="bank")

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """The value of a key; without a default the key is needed."""
        self.read.add(key)
        value = self.raw.get(key, default)
        if type(value) is kind:
            return value
        if value is None:
            raise self.fault(f"{key} is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            wanted = kind.__name__ if isinstance(kind, type) else "a number"
            raise self.fault(f"{key} must be {_WORDS.get(wanted, wanted)}, not {value!r}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self.get(key, list, [])
        if not all(isinstance(item, str) for item in value):
            raise self.fault(f"{key} must be a list of strings")
        return tuple(value)

    def common(self) -> dict[str, Any]:
        """What questions of every type have."""
        return {
            "id": self.id,
            "topic": self.topic,
            "where": self.where,
            "sources": self.words("sources"),
            "minutes": float(self.get("minutes", (int, float), 1)),
            "points": float(self.get("points", (int, float), 1)),
            "note": self.get("note", str, "").strip(),
        }

    def close(self) -> None:
        """Every key has been read, or is a fault."""
        for key in self.raw.keys() - self.read:
            from difflib import get_close_matches

            near = get_close_matches(key, self.read, 1)
            hint = f": did you mean {near[0]}?" if near else ""
            raise self.fault(f"a {self.raw['type']} question has no key {key!r}{hint}")


_WORDS = {"str": "a string", "dict": "a table", "list": "a list", "bool": "true or false"}
