"""Terminals of few means, other encodings and sizes, no home, and clocks that jump."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from terminals import ASKED, CLAIM, DLDRILL, PAUSED, Terminal, answered, environment, recorded, run

C_LOCALE = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
TERMINALS: dict[str, dict[str, str]] = {
    "dumb": {"TERM": "dumb"},
    "no-such-terminal": {"TERM": "no-such-terminal"},
    "no-name": {"TERM": ""},
    "no-color": {"NO_COLOR": "1"},
    "linux": {"TERM": "linux"},
    "lang-c": {"LANG": "C", "PYTHONUTF8": "0"},
    "lc-all-c": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "ascii": C_LOCALE,
    "said-to-be-ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "no-such-locale": {"LC_ALL": "xx_XX.UTF-8"},
    "five-rows": {"LINES": "5"},
    "columns-are-nonsense": {"COLUMNS": "-3"},
}
FIRST = ("dumb", "no-such-terminal", "ascii", "latin-1", "five-rows")  #: the others are much like them
PLAIN = ("dumb", "ascii", "said-to-be-ascii", "latin-1")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FIRST else pytest.mark.slow) for name in TERMINALS]
)
def test_a_terminal_of_few_means(name: str, tmp_path: Path) -> None:
    """A drill can be answered, other letters cost a sentence, and ASCII terminals get only ASCII."""
    surroundings = environment(TERM="xterm", DLDRILL_HOME=str(tmp_path)) | TERMINALS[name]
    family = ["--family", "softmax_prob", "--seed", "a"]
    terminal = Terminal("drill", "-n", "1", *family, environ=surroundings)
    terminal.see(ASKED)
    terminal.send("×²π-ß\r")
    terminal.see(ASKED)
    terminal.send(":s\r")
    terminal.see(PAUSED)
    terminal.send("q\r")
    screen = terminal.end()
    assert terminal.code == 0
    assert "done" in screen
    assert len(recorded(tmp_path)) == 1
    if name in PLAIN:
        printed = terminal.raw.replace("×²π-ß".encode(), b"")  # the terminal shows what was typed
        assert name == "ascii" or printed.isascii()
    if name == "dumb":
        assert b"\x1b" not in terminal.raw


def test_no_name_of_the_terminal(tmp_path: Path) -> None:
    """TERM need not be set."""
    surroundings = {name: value for name, value in environment().items() if name != "TERM"}
    terminal = Terminal(
        "drill", "-n", "1", *CLAIM, environ=surroundings | {"DLDRILL_HOME": str(tmp_path)}, rows=5
    )
    terminal.see(ASKED)
    terminal.answer("t")
    terminal.send("\r")
    terminal.end()
    assert terminal.code == 0
    assert answered(tmp_path) == ["t"]


@pytest.mark.parametrize("columns", [20, 40, 1000])
def test_narrow_and_wide(columns: int, tmp_path: Path) -> None:
    """Within 20 and 40 columns no line is longer, and none is longer than can be read."""
    home = {"DLDRILL_HOME": str(tmp_path), "COLUMNS": str(columns)}
    ran = run("drill", "-n", "3", *CLAIM, typed="t\nf\nt\n", **home)
    assert ran.returncode == 0
    assert max(map(cell_len, ran.stdout.splitlines())) <= min(columns, 100)


ENCODINGS = {
    "ascii": ({"PYTHONIOENCODING": "ascii"}, "ascii"),
    "latin-1": ({"PYTHONIOENCODING": "latin-1"}, "latin-1"),
    "c": (C_LOCALE, "ascii"),
    "utf-16": ({"PYTHONIOENCODING": "utf-16"}, "utf-16"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_other_encodings_of_a_pipe(name: str, tmp_path: Path) -> None:
    """Bytes that are no text are answers that cannot be read; every command can print."""
    surroundings, encoding = ENCODINGS[name]
    commands = [["drill", "-n", "2", *CLAIM], ["record", "export"]]
    if name == "c":
        commands += [["solve", "uw-sp24-q4/3.1"], ["stats"]]
    for command in commands:
        ran = subprocess.run(
            [*DLDRILL, *command],
            input="t\n".encode(encoding) + b"\xff\xfe\xc3",
            capture_output=True,
            timeout=60,
            env=environment(DLDRILL_HOME=str(tmp_path), **surroundings),
            check=False,
        )
        assert b"Traceback" not in ran.stderr
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.decode(encoding)


def test_no_terminal_at_all(tmp_path: Path) -> None:
    """In a session of its own, without a terminal, answers are read and recorded."""
    ran = subprocess.run(
        [*DLDRILL, "drill", "-n", "1", *CLAIM],
        input=b"t\n",
        capture_output=True,
        timeout=60,
        env=environment(DLDRILL_HOME=str(tmp_path)),
        start_new_session=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert answered(tmp_path) == ["t"]


@pytest.mark.parametrize("home", [None, "", "/proc/nobody", "/dev/null"])
def test_no_home(home: str | None, tmp_path: Path) -> None:
    """Without a home, or one that can be written, a drill says so and goes on."""
    hidden = ("HOME", "DLDRILL_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    surroundings = {name: value for name, value in environment().items() if name not in hidden}
    if home is not None:
        surroundings["HOME"] = home
    else:
        surroundings["XDG_DATA_HOME"] = str(tmp_path)  # else it would be the home of who runs the tests
    surroundings["PYTHONPATH"] = str(Path(__file__).parents[2])
    ran = subprocess.run(
        [*DLDRILL, "drill", "-n", "1", *CLAIM],
        input="t\n",
        text=True,
        capture_output=True,
        timeout=60,
        env=surroundings,
        cwd=tmp_path,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "done" in ran.stdout
    assert not (tmp_path / "~").exists()


JUMPING = """
import os, time
real = time.time
time.time = lambda: float(os.environ["NOW"]) + real() % 1
"""
CENTRAL = "CET-1CEST,M3.5.0,M10.5.0/3"  # needs no list of time zones


def drill_at(when: str, home: Path, zone: str = "UTC", line: str = "t") -> None:
    """A drill of one question at an instant, by a clock that stands still."""
    (home / "clock").mkdir(exist_ok=True)
    (home / "clock" / "sitecustomize.py").write_text(JUMPING)
    paths = os.pathsep.join([str(home / "clock"), str(Path(__file__).parents[2])])
    now = str(int(datetime.fromisoformat(when).timestamp()))
    ran = run(
        "drill", "-n", "1", *CLAIM, typed=f"{line}\n",
        DLDRILL_HOME=str(home), TZ=zone, NOW=now, PYTHONPATH=paths,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1 recorded" in ran.stdout


@pytest.mark.slow
def test_a_clock_set_back(tmp_path: Path) -> None:
    """The order of the log is that of the answers, and each has the day that it seemed to be."""
    drill_at("2026-11-21T12:00:00+00:00", tmp_path, line="t")
    drill_at("2026-11-19T12:00:00+00:00", tmp_path, line="f")
    drill_at("1970-01-02T12:00:00+00:00", tmp_path, line="true")
    lines = recorded(tmp_path)
    assert answered(tmp_path) == ["t", "f", "true"]
    assert [line["day"] for line in lines] == ["2026-11-21", "2026-11-19", "1970-01-02"]
    clocks = [line["clock"] for line in lines]
    assert clocks == sorted(set(clocks))


@pytest.mark.slow
def test_another_time_zone(tmp_path: Path) -> None:
    """The same instant is another day on the other side of the world."""
    for zone in ("XXX-14", "UTC", "XXX12"):
        drill_at("2026-11-21T12:00:00+00:00", tmp_path, zone)
    found = [(line["day"], line["offset"]) for line in recorded(tmp_path)]
    assert found == [("2026-11-21", 840), ("2026-11-21", 0), ("2026-11-20", -720)]


@pytest.mark.slow
def test_the_clocks_change(tmp_path: Path) -> None:
    """The hour that comes twice, and the one that is left out: the offset tells them apart."""
    instants = [
        "2026-03-29T00:59",
        "2026-03-29T01:01",
        "2026-10-25T00:30",
        "2026-10-25T01:30",
        "2026-10-25T04:00",
    ]
    for instant in instants:
        drill_at(f"{instant}:00+00:00", tmp_path, CENTRAL)
    found = [(line["day"], line["offset"]) for line in recorded(tmp_path)]
    spring, autumn = ("2026-03-28", "2026-10-24")
    assert found == [(spring, 60), (spring, 120), (autumn, 120), (autumn, 60), ("2026-10-25", 60)]
