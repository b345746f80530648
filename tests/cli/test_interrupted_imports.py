"""A signal that arrives in the middle of an import ends the program like any other."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from terminals import CLAIM, environment

import dldrill.cli.app

STRUCK = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)

class Striking:
    def {method}(self, *args):
        os.kill(os.getpid(), {number})
        for _ in range(100):
            pass

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.stderr.write("struck")
            sys.stderr.flush()
            type("Owner", (), {{"one": Striking()}})
            Striking()

from dldrill.__main__ import main
sys.meta_path.insert(0, Finder())
main()
"""
"""A signal in what Python calls while it imports, a class being made or an object dying.

Python 3.11 turns what is raised in ``__set_name__`` into another error; what is raised in ``__del__`` is
printed, and lost.
"""


def struck(
    module: str, number: signal.Signals, home: Path, method: str = "__set_name__"
) -> subprocess.CompletedProcess[str]:
    """A drill that gets a signal while it imports a module."""
    source = STRUCK.format(module=module, number=int(number), method=method)
    return subprocess.run(
        [sys.executable, "-c", source, "drill", "-n", "1", *CLAIM],
        input="1x1x1\n" * 2000,  # enough for a signal to come in time, and none of them ends the drill
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(DLDRILL_HOME=str(home)),
        check=False,
    )


@pytest.mark.parametrize("module", ["typer", "dldrill.faults"])
def test_ctrl_c_while_the_program_loads(module: str, tmp_path: Path) -> None:
    """It ends with 130 and says nothing: there was no line to end yet."""
    ran = struck(module, signal.SIGINT, tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "struck")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("module", ["dldrill.cli.drill", "dldrill.session.plan", "rich.console"])
def test_signals_while_a_command_imports(module: str, number: signal.Signals, tmp_path: Path) -> None:
    """The exit code is the signal's, and there is no traceback."""
    ran = struck(module, number, tmp_path)
    assert (ran.returncode, ran.stderr.strip()) == (128 + number, "struck")


def test_other_errors_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error with no signal behind it is a fault of the program and is seen."""

    def fail(*args: object, **more: object) -> None:
        raise RuntimeError("of the program") from ValueError("its cause")

    monkeypatch.setattr(dldrill.cli.app, "app", fail)
    with pytest.raises(RuntimeError, match="of the program"):
        dldrill.cli.app.run(["list"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_in_a_callback_of_an_import_are_not_lost(number: signal.Signals, tmp_path: Path) -> None:
    """They wait until the import is over, and then end the program."""
    ran = struck("dldrill.session.plan", number, tmp_path, "__del__")
    assert (ran.returncode, ran.stderr.replace("\n", "")[:6]) == (128 + number, "struck")
    assert "ignored" not in ran.stderr
