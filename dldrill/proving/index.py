"""Prove the families that can be listed, and keep which of their variants are valid.

    python -m dldrill.proving.index [FAMILY...]

To be run when a family, or the code that judges variants, has changed; a test tells when.
"""

from __future__ import annotations

import json
import os
import sys

from dldrill.bank.places import bank_files
from dldrill.bank.places import bundled as bundled_banks
from dldrill.bank.question import Compute
from dldrill.bank.toml import read_file
from dldrill.dealing.counts import PROVEN, dealer_of, decided_by, digest
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.index import write_index
from dldrill.families import bundled, family
from dldrill.proving.whole import Findings, pieces, prove_pieces


def main(wanted: list[str]) -> None:
    """Write the index of every family named, or of all bundled, and count the questions' variants.

    Stops at the first variant that is not proven.
    """
    for name in wanted or bundled():
        dealer = Dealer(family(name), name, "proof", judging=True)
        if not dealer.enumerable:
            continue
        found = Findings()
        for _, findings in prove_pieces(pieces(name, "proof", 0, every=True), os.cpu_count() or 1):
            found.add(findings)
        if found.disagreements:
            problem, says = found.disagreements[0]
            raise SystemExit(f"{name}: {problem}: {says}")
        count = write_index(dealer.family.__module__, dealer.space.size, found.valid)
        sys.stdout.write(f"{count:8,}  {name}\n")
    if not wanted or {*wanted} & {*bundled()}:
        sys.stdout.write(f"{_count_questions():8,}  questions counted\n")


def _count_questions() -> int:
    """Write how many variants every bundled question has, where they can be listed."""
    counts = {}
    for path in bank_files(bundled_banks()):
        for question in read_file(path):
            if isinstance(question, Compute) and (dealer := dealer_of(question)).enumerable:
                counts[digest(decided_by(question))] = dealer.count()
    PROVEN.write_text(f"{json.dumps(counts, indent=0, sort_keys=True)}\n", "utf-8")
    return len(counts)


if __name__ == "__main__":
    main(sys.argv[1:])
