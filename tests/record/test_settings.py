"""What a learner sets once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dldrill.faults import Fault
from dldrill.record.settings import Settings, day_of, settings, settings_file


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the test's own."""
    monkeypatch.setenv("DLDRILL_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Settings()),
        ("exam-date = 2026-12-10", Settings(exam_date=date(2026, 12, 10))),
        ('exam-date = "2026-12-10"\nnew-a-day = 5', Settings(date(2026, 12, 10), 5)),
    ],
)
def test_settings_are_read(text: str, found: Settings) -> None:
    """A day with or without quotes; what is not set has its default."""
    settings_file().write_text(text)
    assert settings() == found


def test_no_file_is_no_setting() -> None:
    """Nothing has to be set, and nothing is written."""
    assert settings() == Settings()
    assert not settings_file().exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exam = 2026-12-10", "exam is no setting: there are exam-date, new-a-day"),
        ("exam-date = 5", "write exam-date = 2026-12-10"),
        ("exam-date = 2026-12-10T10:00:00", "write exam-date = 2026-12-10"),
        ('exam-date = "soon"', "'soon' is no day: write it as 2026-12-10"),
        ("new-a-day = -1", "write new-a-day = 20"),
        ("new-a-day = true", "write new-a-day = 20"),
        ("new-a-day = ", "Invalid value"),
    ],
)
def test_a_wrong_setting_says_what_to_write(text: str, says: str) -> None:
    """One line that names the file and the right form."""
    settings_file().write_text(text)
    with pytest.raises(Fault, match=r"(?s).*") as caught:
        settings()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_told() -> None:
    """Neither a folder nor bytes that are no text end in a traceback."""
    settings_file().mkdir()
    with pytest.raises(Fault, match="cannot be read"):
        settings()
    settings_file().rmdir()
    settings_file().write_bytes(b"\xff\xfe")
    with pytest.raises(Fault, match="cannot be read"):
        settings()


@pytest.mark.parametrize("text", ["10.12.2026", "2026-13-01", "", "tomorrow"])
def test_a_day_is_written_in_one_way(text: str) -> None:
    """Year, month, day."""
    with pytest.raises(Fault, match="write it as 2026-12-10"):
        day_of(text)
