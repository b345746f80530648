"""Mutation testing of what judges answers, on a sample; CONTRIBUTING tells how to run the whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUNNER = Path(__file__).parents[2] / "benchmarks" / "mutants.py"


@pytest.mark.slow
def test_nine_in_ten_mutants_are_noticed() -> None:
    """Of 80 small changes to answer, derivation and grading at least 72 make a test fail."""
    words = [sys.executable, str(RUNNER), "--sample", "80", "--seed", "1", "--most", "200"]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
