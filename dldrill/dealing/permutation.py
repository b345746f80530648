"""A seeded order in which every element of a finite set comes once."""

from __future__ import annotations

from random import Random

ROUNDS = 4


class Permutation:
    """A permutation of 0 … size − 1 that is computed, not stored.

    A balanced Feistel network on the smallest even number of bits that holds the size, walked until
    it lands inside (cycle walking: Black and Rogaway, Ciphers with Arbitrary Finite Domains, 2002).
    """

    def __init__(self, size: int, stream: Random) -> None:
        self.size = size
        self._half = max(1, ((size - 1).bit_length() + 1) // 2)
        self._mask = (1 << self._half) - 1
        self._keys = [(stream.getrandbits(32) | 1, stream.getrandbits(32)) for _ in range(ROUNDS)]

    def __getitem__(self, position: int) -> int:
        """The element at a position."""
        if not 0 <= position < self.size:
            raise IndexError(f"position {position} of {self.size}")
        element = self._scramble(position)
        while element >= self.size:
            element = self._scramble(element)
        return element

    def _scramble(self, x: int) -> int:
        half, mask = self._half, self._mask
        left, right = x >> half, x & mask
        for factor, shift in self._keys:
            mixed = (right * factor + shift) & 0xFFFFFFFF
            mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF
            left, right = right, left ^ ((mixed >> 12) & mask)
        return (left << half) | right
