"""What can go wrong in a way a user can mend: one line of text each."""

Key = str | int
"""A step into a table by its key, or into a list by its position."""


class Fault(ValueError):
    """Something a person typed or wrote cannot be used.

    The text is one line and says what to write instead. ``code`` is a stable word for tests and
    scripts; ``position`` is the column of the offending character, where there is one.
    """

    def __init__(self, text: str, *, code: str = "fault", position: int | None = None) -> None:
        super().__init__(text)
        self.code, self.position = code, position


class BankFault(Fault):
    """A fault in a bank.

    Attributes:
        where: file:line of the question's header.
        id: the question; empty where the file itself is at fault.
        says: what is wrong, and what to write instead.
        place: the keys that lead from the question's table to what is wrong.
    """

    def __init__(self, where: str, id: str, says: str, place: tuple[Key, ...] = ()) -> None:  # noqa: A002
        super().__init__(": ".join(filter(None, (where, id, says))), code="bank")
        self.where, self.id, self.says, self.place = where, id, says, place
