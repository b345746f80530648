"""Which variants of a family are valid, known beforehand.

Judging a variant fair costs a run of its solution for every mistake. For families whose space can be
listed that work is done once, when all of it is proven (``python -m dldrill.proving.index``), and
kept as one bit a variant in ``proven/NAME.txt`` beside the family's file, together with a fingerprint
of the code that decided it. An index whose fingerprint is not that of the code at hand is not used, and
a family that has none is judged as it is dealt.
"""

from __future__ import annotations

import sys
from _imp import source_hash  # what Python keeps compiled files by; hashlib loads OpenSSL
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dldrill.derivation.domain import Product

PACKAGE = Path(__file__).parents[1]
DECIDING = (
    *("derivation/ancestry.py", "derivation/domain.py", "derivation/family.py", "derivation/mistakes.py"),
    *("derivation/working.py", "maths/compare.py", "maths/functions.py", "maths/linear.py", "maths/trace.py"),
)
"""The shared code that decides which variants are valid, beside the family's own."""

KEY = 0x0A0D0DA7
"""Of the hash: fixed, since importlib.util.source_hash takes another one with each version of Python."""

FORMULAS = (
    *("derivation/carrying_out.py", "derivation/compiling.py", "derivation/formula.py"),
    *("derivation/lengths.py", "derivation/second_formula.py", "derivation/written_domains.py"),
    *("maths/formulas.py", "maths/reader.py"),
)
"""What decides, beside the shared code, which variants of a question of formulas are valid."""


class Index(NamedTuple):
    """The valid variants of a family as bits.

    Attributes:
        bits: bit *i* of the bytes, the lowest first, tells whether candidate *i* is valid.
        total: how many are.
    """

    bits: bytes
    total: int

    def __contains__(self, candidate: object) -> bool:
        """Whether a candidate is valid."""
        return isinstance(candidate, int) and bool(self.bits[candidate >> 3] >> (candidate & 7) & 1)


class Narrowed:
    """An index of a family's whole space, asked by the candidates of a narrower one.

    Args:
        index: the valid candidates of the whole space.
        whole: the family's own space.
        narrow: the space that variants are dealt from; it may be the same.
    """

    def __init__(self, index: Index, whole: Product, narrow: Product) -> None:
        self._index = index
        self._places: list[list[int | None]] = []
        for name, domain in whole.domains.items():
            known = {domain.at(i): i for i in range(domain.size)}
            own = narrow.domains[name]
            self._places.append([known.get(own.at(i)) for i in range(own.size)])
        self._sizes = [domain.size for domain in whole.domains.values()]
        self.complete = all(place is not None for places in self._places for place in places)

    def is_valid(self, candidate: int) -> bool | None:
        """Whether a candidate of the narrow space is valid; None where a value of it is a new one."""
        place, weight = 0, 1
        for places, size in zip(reversed(self._places), reversed(self._sizes), strict=True):
            candidate, digit = divmod(candidate, len(places))
            found = places[digit]
            if found is None:
                return None
            place += found * weight
            weight *= size
        return place in self._index


@cache
def index_of(module: str) -> Index | None:
    """The index of a family by its module; None if there is none, or the code has changed since."""
    import zlib  # these three are needed for few questions, and not at start-up
    from base64 import b64decode

    try:
        made_for, count, bits = place_of(module).read_text("ascii").split()
        if made_for != fingerprint(module):
            return None
        return Index(zlib.decompress(b64decode(bits)), int(count))
    except (OSError, ValueError, zlib.error):
        return None


def place_of(module: str) -> Path:
    """Where the index of a family is kept.

    Raises:
        FileNotFoundError: the family was not read from a file.
    """
    file = _file(module)
    if file is None:
        raise FileNotFoundError(f"{module} was not read from a file")
    return file.parent / "proven" / f"{file.stem}.txt"


def _file(module: str) -> Path | None:
    found = getattr(sys.modules.get(module), "__file__", None)
    return Path(found) if found else None


def fingerprint(module: str, more: Iterable[str] = ()) -> str:
    """A hash of all the code that decides which variants of a family are valid.

    Args:
        module: the family's.
        more: further files of dldrill.
    """
    places = (*_sources(module), *(PACKAGE / path for path in more))
    code = b"".join(path.read_bytes() for path in places)
    return hashed(code.replace(b"\r\n", b"\n"))


def hashed(code: bytes) -> str:
    """Sixteen hexadecimal digits that stand for some bytes, the same on every Python."""
    return source_hash(KEY, code).hex()


def _sources(family: str) -> Iterator[Path]:
    """The family's file, what it imports from the families or its own package, and the shared code."""
    yield from (PACKAGE / path for path in DECIDING)
    seen: set[str] = set()
    package = family.partition(".")[0]
    near = ("dldrill.families.",) if package == "dldrill" else ("dldrill.families.", f"{package}.")
    ahead = [family]
    while ahead:
        module = ahead.pop()
        if module in seen or module not in sys.modules:
            continue
        seen.add(module)
        used = vars(sys.modules[module]).values()
        homes = {getattr(value, "__module__", "") or "" for value in used}
        ahead += sorted(home for home in homes if home.startswith(near))
    yield from sorted(filter(None, map(_file, seen)))


def write_index(module: str, size: int, valid: Iterable[int]) -> int:
    """Keep the valid candidates of a family; the number of them."""
    from base64 import b64encode
    from zlib import compress

    bits = bytearray((size + 7) // 8)
    count = 0
    for candidate in valid:
        bits[candidate >> 3] |= 1 << (candidate & 7)
        count += 1
    place = place_of(module)
    place.parent.mkdir(exist_ok=True)
    packed = b64encode(compress(bytes(bits), 9)).decode()
    place.write_text(f"{fingerprint(module)}\n{count}\n{packed}\n", "ascii")
    return count
