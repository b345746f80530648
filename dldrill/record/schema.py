"""The record's tables, and how each format is made from the one before it."""

from __future__ import annotations

APPLICATION = 0x444C4452  #: "DLDR", in the header of the file
CACHE = "2"  #: change it when cards are computed otherwise: they are then made again from the log

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE attempt(id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, clock INTEGER NOT NULL,"
        " question TEXT NOT NULL, revision TEXT NOT NULL, topic TEXT NOT NULL, type TEXT NOT NULL,"
        " family TEXT NOT NULL, seed TEXT NOT NULL, variant INTEGER NOT NULL, session TEXT NOT NULL,"
        " kind TEXT NOT NULL, shown INTEGER NOT NULL, offset INTEGER NOT NULL, day TEXT NOT NULL,"
        " ms INTEGER NOT NULL, idle INTEGER NOT NULL, answers TEXT NOT NULL, parts TEXT NOT NULL,"
        " verdict TEXT NOT NULL, points REAL NOT NULL, of REAL NOT NULL, mistake TEXT NOT NULL,"
        " hints INTEGER NOT NULL, target INTEGER NOT NULL, rating INTEGER NOT NULL,"
        " hash BLOB NOT NULL) STRICT",
        "CREATE UNIQUE INDEX attempt_uuid ON attempt(uuid)",
        "CREATE INDEX attempt_question ON attempt(question, clock)",
        "CREATE INDEX attempt_day ON attempt(day)",
        "CREATE TABLE amendment(id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, clock INTEGER NOT NULL,"
        " attempt TEXT NOT NULL, does TEXT NOT NULL, rating INTEGER NOT NULL, hash BLOB NOT NULL) STRICT",
        "CREATE UNIQUE INDEX amendment_uuid ON amendment(uuid)",
        "CREATE INDEX amendment_attempt ON amendment(attempt)",
        "CREATE TABLE card(question TEXT PRIMARY KEY, topic TEXT NOT NULL, stability REAL NOT NULL,"
        " difficulty REAL NOT NULL, reviewed INTEGER NOT NULL, due INTEGER NOT NULL,"
        " reviews INTEGER NOT NULL, lapses INTEGER NOT NULL, attempts INTEGER NOT NULL,"
        " rights INTEGER NOT NULL, last_right INTEGER NOT NULL, first_day TEXT NOT NULL,"
        " last_day TEXT NOT NULL, median INTEGER NOT NULL, target INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE INDEX card_due ON card(due)",
        "CREATE TABLE day(day TEXT PRIMARY KEY, attempts INTEGER NOT NULL, rights INTEGER NOT NULL,"
        " ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE slip(question TEXT NOT NULL, mistake TEXT NOT NULL, times INTEGER NOT NULL,"
        " last_day TEXT NOT NULL, PRIMARY KEY(question, mistake)) STRICT, WITHOUT ROWID",
        "CREATE TABLE note(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
)
"""For each format, what makes it of the one before; once released, a format is never edited.

``attempt`` and ``amendment`` are the log. ``card``, ``day`` and ``slip`` are made from it and can be
made again at any time; ``note`` holds the clock of the log and what was last checked. ``reviewed``
and ``due`` of a card are study days as ordinals, ``shown`` and ``clock`` of the log milliseconds.
"""
FORMAT = len(MIGRATIONS)
