"""What a learner sets once: ``config.toml``, beside the record or in the system's folder for it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dldrill.faults import Fault

FILE = "config.toml"
NEW_A_DAY = 20


class Settings(NamedTuple):
    """What was set.

    Attributes:
        exam_date: the day of the exam, if there is one.
        new_a_day: how many new questions a day brings, as long as others are due.
    """

    exam_date: date | None = None
    new_a_day: int = NEW_A_DAY


_KEYS = tuple(name.replace("_", "-") for name in Settings._fields)


def settings_file() -> Path:
    """Where settings are read from."""
    named = os.environ.get("DLDRILL_HOME")
    if named:
        return Path(named) / FILE
    from platformdirs import user_config_path

    return user_config_path("dldrill", appauthor=False) / FILE


def settings() -> Settings:
    """What the learner has set, or the defaults.

    Raises:
        Fault: the file cannot be read, or says something that is no setting.
    """
    path = settings_file()
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(f"{path} cannot be read: {error}", code="settings") from error
    import tomllib

    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(f"{path}: {error}", code="settings") from error
    unknown = found.keys() - set(_KEYS)
    if unknown:
        raise Fault(f"{path}: {min(unknown)} is no setting: there are {', '.join(_KEYS)}", code="settings")
    return Settings(_exam_date(path, found), _new_a_day(path, found))


def _exam_date(path: Path, found: dict[str, Any]) -> date | None:
    value = found.get("exam-date")
    if isinstance(value, str):
        return day_of(value)
    if value is None or type(value) is date:  # a datetime is a date as well
        return value
    raise Fault(f"{path}: write exam-date = 2026-12-10", code="settings")


def _new_a_day(path: Path, found: dict[str, Any]) -> int:
    value = found.get("new-a-day", NEW_A_DAY)
    if type(value) is int and value >= 0:
        return value
    raise Fault(f"{path}: write new-a-day = {NEW_A_DAY}, or another whole number", code="settings")


def day_of(text: str) -> date:
    """A day as it is typed.

    Raises:
        Fault: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Fault(f"{text!r} is no day: write it as 2026-12-10", code="date") from None
