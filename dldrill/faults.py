"""What can go wrong in a way a user can mend: one class, one line of text."""


class Fault(ValueError):
    """Something a person typed or wrote cannot be used.

    The text is one line and says what to write instead. ``code`` is a stable word for tests and
    scripts; ``position`` is the column of the offending character, where there is one.
    """

    def __init__(self, text: str, *, code: str = "fault", position: int | None = None) -> None:
        super().__init__(text)
        self.code, self.position = code, position
