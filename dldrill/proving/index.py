"""Prove the families that can be listed, and keep which of their variants are valid.

    python -m dldrill.proving.index [FAMILY...]

To be run when a family, or the code that judges variants, has changed; a test tells when.
"""

from __future__ import annotations

import os
import sys

from dldrill.dealing.dealer import Dealer
from dldrill.dealing.index import write_index
from dldrill.families import family, names
from dldrill.proving.whole import Findings, pieces, prove_pieces


def main(wanted: list[str]) -> None:
    """Write the index of every family named, or of all; stop at the first that is not proven."""
    for name in wanted or names():
        dealer = Dealer(family(name), name, "proof", judging=True)
        if not dealer.enumerable:
            continue
        found = Findings()
        for _, findings in prove_pieces(pieces(name, "proof", 0, every=True), os.cpu_count() or 1):
            found.add(findings)
        if found.disagreements:
            problem, says = found.disagreements[0]
            raise SystemExit(f"{name}: {problem}: {says}")
        count = write_index(name, dealer.space.size, found.valid)
        sys.stdout.write(f"{count:8,}  {name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
