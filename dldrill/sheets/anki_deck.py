"""An Anki package: a zip of a SQLite collection in schema 11, which every Anki reads, and of its media.

Nothing in it comes from a clock or from chance: numbers of rows are hashes of names, and the pages
of the database are written anew in one go. All is dated to one day. The second of the day is a hash
of what is dated, for Anki takes two notes of the same second to be the same, and would not even
update one when it is told to.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from hashlib import sha1, sha256
from html import unescape
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DAY = 86_400
REVISED = 20_413 * DAY
"""Seconds: the day that everything in a deck is dated to. After a later one Anki updates notes by itself."""
DEFAULT = 1  #: the deck and the options that every collection has
NEVER_SENT = -1  #: the update number of what no server knows
LONG_AGO = (1980, 1, 1, 0, 0, 0)
SCHEMA = 11
TABLES = """
CREATE TABLE col (
    id integer primary key, crt integer not null, mod integer not null, scm integer not null,
    ver integer not null, dty integer not null, usn integer not null, ls integer not null,
    conf text not null, models text not null, decks text not null, dconf text not null, tags text not null
);
CREATE TABLE notes (
    id integer primary key, guid text not null, mid integer not null, mod integer not null,
    usn integer not null, tags text not null, flds text not null, sfld integer not null,
    csum integer not null, flags integer not null, data text not null
);
CREATE TABLE cards (
    id integer primary key, nid integer not null, did integer not null, ord integer not null,
    mod integer not null, usn integer not null, type integer not null, queue integer not null,
    due integer not null, ivl integer not null, factor integer not null, reps integer not null,
    lapses integer not null, left integer not null, odue integer not null, odid integer not null,
    flags integer not null, data text not null
);
CREATE TABLE revlog (
    id integer primary key, cid integer not null, usn integer not null, ease integer not null,
    ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
    type integer not null
);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
_BEFORE = "PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=NONE; PRAGMA secure_delete=ON;"
_WRITER = slice(96, 100)  #: of the file: the version of SQLite that wrote it, which tells nothing else
_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r'<img src="([^"]*)"[^>]*>')


class Note(NamedTuple):
    """A note, which has one card.

    Attributes:
        name: what it is recognised by when it is imported again.
        fields: its texts in HTML, one for each field of its type.
        tags: without blanks.
    """

    name: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


class NoteType(NamedTuple):
    """A type of notes.

    Attributes:
        name: its name, from which its number comes.
        fields: the names of the fields.
        sort: the place of the field that notes are listed by.
        front: the template of the question.
        back: the template of the answer.
        css: for both.
    """

    name: str
    fields: tuple[str, ...]
    sort: int
    front: str
    back: str
    css: str


def package(deck: str, kind: NoteType, notes: Sequence[Note], media: Mapping[str, bytes]) -> bytes:
    """The deck as an ``.apkg`` file.

    Args:
        deck: its name; ``::`` stands before the name of a deck within a deck.
        kind: the type of all notes.
        notes: in the order in which they are learned.
        media: files by their names.
    """
    names = sorted(media)
    told = json.dumps({str(number): name for number, name in enumerate(names)})
    entries = [("collection.anki2", collection(deck, kind, notes)), ("media", told.encode())]
    entries += [(str(number), media[name]) for number, name in enumerate(names)]
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in entries:
            info = ZipInfo(name, LONG_AGO)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # as on Unix, whatever this is run on
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def collection(deck: str, kind: NoteType, notes: Sequence[Note]) -> bytes:
    """The database."""
    mid, did = number(f"type {kind.name}"), number(f"deck {deck}")
    numbers = _numbers(note.name for note in notes)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.executescript(_BEFORE + TABLES)
        base.execute("BEGIN")
        _insert(base, "col", [_collection_row(deck, did, kind, mid)])
        _insert(
            base, "notes", (_note_row(one, id_, mid, kind) for one, id_ in zip(notes, numbers, strict=True))
        )
        _insert(base, "cards", (_card_row(id_, did, place) for place, id_ in enumerate(numbers, 1)))
        base.execute("COMMIT")
        base.execute("VACUUM")
        data = bytearray(base.serialize())
    data[_WRITER] = bytes(4)
    return bytes(data)


def number(name: str) -> int:
    """A number for a row, of the size that Anki's own have: milliseconds of some year."""
    return 1_600_000_000_000 + int.from_bytes(_hash(name)[:8]) % 100_000_000_000


def _dated(*content: object) -> int:
    """A second of the day of this edition, another one whenever the content is another."""
    return REVISED + int.from_bytes(_hash(repr(content))[:8]) % DAY


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "backslashreplace")).digest()


def _numbers(names: Iterable[str]) -> list[int]:
    """A number for each name; where two would be the same, the later one gets the next."""
    found: dict[int, None] = {}
    for name in names:
        own = number(f"note {name}")
        while own in found:
            own += 1
        found[own] = None
    return list(found)


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        base.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608


def _note_row(note: Note, own: int, mid: int, kind: NoteType) -> tuple[Any, ...]:
    tags = f" {' '.join(note.tags)} " if note.tags else ""
    fields = "\x1f".join(note.fields)
    guid = _hash(note.name).hex()[:20]
    listed = _words(note.fields[kind.sort])
    return (own, guid, mid, _dated(note), NEVER_SENT, tags, fields, listed, _checksum(note.fields[0]), 0, "")


def _card_row(note: int, did: int, place: int) -> tuple[Any, ...]:
    """A new card: of a number that is its note's, at a place in the queue, never seen."""
    return (note, note, did, 0, REVISED, NEVER_SENT, 0, 0, place, *(0,) * 8, "")


def _words(field: str) -> str:
    """A field without its markup; of pictures, their names."""
    return unescape(_TAG.sub("", _IMAGE.sub(r" \1 ", field)))


def _checksum(field: str) -> int:
    """What Anki finds notes with the same first field by."""
    return int(
        sha1(_words(field).encode("utf-8", "backslashreplace"), usedforsecurity=False).hexdigest()[:8], 16
    )


def _collection_row(deck: str, did: int, kind: NoteType, mid: int) -> tuple[Any, ...]:
    decks = {"1": _deck(DEFAULT, "Default"), str(did): _deck(did, deck)}
    texts: tuple[dict[str, Any], ...] = (
        _settings(mid),
        {str(mid): _type(kind, mid, did)},
        decks,
        {"1": _options()},
        {},
    )
    moment = REVISED * 1000
    return (1, REVISED, moment, moment, SCHEMA, 0, 0, 0, *(json.dumps(text) for text in texts))


def _settings(mid: int) -> dict[str, Any]:
    return {
        "activeDecks": [DEFAULT],
        "addToCur": True,
        "collapseTime": 1200,
        "curDeck": DEFAULT,
        "curModel": str(mid),
        "dueCounts": True,
        "estTimes": True,
        "newBury": True,
        "newSpread": 0,
        "nextPos": 1,
        "sortBackwards": False,
        "sortType": "noteFld",
        "timeLim": 0,
    }


def _deck(own: int, name: str) -> dict[str, Any]:
    return {
        "collapsed": False,
        "conf": DEFAULT,
        "desc": "",
        "dyn": 0,
        "extendNew": 10,
        "extendRev": 50,
        "id": own,
        "lrnToday": [0, 0],
        "mod": REVISED,
        "name": name,
        "newToday": [0, 0],
        "revToday": [0, 0],
        "timeToday": [0, 0],
        "usn": NEVER_SENT,
    }


def _options() -> dict[str, Any]:
    """The options of the default deck as Anki makes them."""
    new = {"bury": True, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1}
    lapse = {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0}
    review = {"bury": True, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1}
    return {
        "autoplay": True,
        "id": DEFAULT,
        "lapse": lapse,
        "maxTaken": 60,
        "mod": 0,
        "name": "Default",
        "new": {**new, "perDay": 20, "separate": True},
        "replayq": True,
        "rev": {**review, "perDay": 100},
        "timer": 0,
        "usn": 0,
    }


def _type(kind: NoteType, mid: int, did: int) -> dict[str, Any]:
    shown = {"font": "Arial", "media": [], "rtl": False, "size": 20, "sticky": False}
    template = {
        "name": "Card",
        "ord": 0,
        "qfmt": kind.front,
        "afmt": kind.back,
        "bqfmt": "",
        "bafmt": "",
        "bfont": "",
        "bsize": 0,
        "did": None,
    }
    return {
        "css": kind.css,
        "did": did,
        "flds": [{"name": name, "ord": place, **shown} for place, name in enumerate(kind.fields)],
        "id": str(mid),
        "latexPost": r"\end{document}",
        "latexPre": "\\documentclass[12pt]{article}\n\\usepackage{amssymb,amsmath}\n\\begin{document}\n",
        "latexsvg": False,
        "mod": _dated(kind),
        "name": kind.name,
        "req": [[0, "any", [0]]],
        "sortf": kind.sort,
        "tags": [],
        "tmpls": [template],
        "type": 0,
        "usn": NEVER_SENT,
        "vers": [],
    }
