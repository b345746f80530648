"""Shells complete commands, options, ids, exams, topics and families, fast and quietly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from terminals import DLDRILL, PATIENCE, Terminal, environment

from dldrill.bank.library import load
from dldrill.bank.question import Compute
from dldrill.cli.app import COMMANDS, run
from dldrill.families import bundled

HERE = Path(__file__).parent
Ask = Callable[[str], list[str]]
BANK = """
[own-claim]
type = "claim"
claim = "One is one."
true = true
why = "It is."
"""


def asked(line: str, shell: str = "bash", **more: str) -> subprocess.CompletedProcess[str]:
    """What a shell is answered about the last word of a line."""
    words = line.split(" ")
    told = {
        "bash": {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
        "powershell": {
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        },
    }[shell]
    return subprocess.run(
        DLDRILL,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(_DLDRILL_COMPLETE=f"complete_{shell}", **told, **more),
        check=False,
    )


@pytest.fixture
def candidates(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What bash gets, asked of this process, which is faster; nothing else is ever printed."""

    def ask(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setattr(sys, "stderr", sys.stderr)  # it is closed for the answer
        monkeypatch.setenv("_DLDRILL_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        assert run([]) == 0
        return capsys.readouterr().out.split()

    return ask


LIBRARY = load()
IDS = {question.id for question in LIBRARY}
SOURCES = {source for question in LIBRARY for source in question.sources}
TOPICS = set(LIBRARY.topics())
FAMILIES = set(bundled())
EXAMS = {source.partition("/")[0] for source in SOURCES}
NUMERIC = {
    name
    for question in LIBRARY
    if isinstance(question, Compute)
    for name in (question.id, *question.sources)
    if LIBRARY.find(name) is question
}
WHOLE: dict[str, set[str]] = {
    "dldrill ": set(COMMANDS),
    "dldrill solve ": IDS | SOURCES | FAMILIES,
    "dldrill check ": IDS | SOURCES | FAMILIES,
    "dldrill draw ": IDS | SOURCES | FAMILIES,
    "dldrill sheet ": IDS | SOURCES,
    "dldrill exam ": EXAMS,
    "dldrill drill --topic ": TOPICS,
    "dldrill drill --exam ": EXAMS,
    "dldrill drill --family ": FAMILIES,
    "dldrill list --topic ": TOPICS,
    "dldrill list --exam ": EXAMS,
    "dldrill list --family ": FAMILIES,
    "dldrill stats --topic ": TOPICS,
    "dldrill sheet --exam ": EXAMS,
    "dldrill sheet --topic ": TOPICS,
    "dldrill sheet --format ": set("pdf html latex markdown moodle qti anki gift jsonl".split()),
    "dldrill list --type ": set("claim choose compute explain match order".split()),
    "dldrill new-family mine --topic ": TOPICS,
    "dldrill record ": set("export import rebuild repair".split()),
}


@pytest.mark.parametrize("line", WHOLE)
def test_all_that_can_stand_there(line: str, candidates: Ask) -> None:
    """Nothing is missing; what installed packages add may come with it."""
    found = candidates(line)
    assert WHOLE[line] <= set(found)
    assert len(found) == len(set(found))


def test_what_has_no_numbers_is_not_offered_to_verify(candidates: Ask) -> None:
    """Claims cannot be proven; families and questions with numbers can."""
    found = set(candidates("dldrill verify "))
    assert FAMILIES | {name for name in NUMERIC if name in IDS} <= found
    assert not {question.id for question in LIBRARY if question.type == "claim"} & found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("dldrill so", "solve"),
        ("dldrill list --topic gen", "generalisation"),
        ("dldrill list --topic = gen", "generalisation"),
        ("dldrill list --topic=gen", "--topic=generalisation"),
        ("dldrill list --exam ist-feb23 --topic gen", "generalisation"),
        ("dldrill exam ist", "ist-feb23"),
        ('dldrill exam "ist', "ist-feb23"),
        ("dldrill drill -n 3 --family conv_sh", "conv_shape"),
        ("dldrill sheet --format jso", "jsonl"),
        ("dldrill solve ist-feb23/P1.1 --se", "--seed"),
        ("dldrill solve conv_shape --kern", "--kernel-size"),
        ("dldrill solve conv-shape --kern", "--kernel-size"),
        ("dldrill check conv_shape --height 5 --kern", "--kernel-size"),
        ("dldrill --version dri", "drill"),
        ("dldrill solve conv_shape --height ", ""),
        ("dldrill solve nothing/such --kern", ""),
        ("dldrill solve --kern", ""),
        ("dldrill nothing-such --to", ""),
        ("dldrill list --topic nothing-such", ""),
        ("dldrill list -n x --topic gen", "generalisation"),
    ],
)
def test_what_begins_like_a_word(line: str, expected: str, candidates: Ask) -> None:
    """Only what begins like it, wherever the shell splits the line."""
    assert candidates(line) == expected.split()


@pytest.mark.parametrize(
    ("shell", "says"),
    [
        ("bash", "ist-feb23/P1.1\n"),
        ("zsh", """_arguments '*: :(("ist-feb23/P1.1":"convolution/dqn-parameters"))'\n"""),
        ("fish", "ist-feb23/P1.1\tconvolution/dqn-parameters\n"),
        ("powershell", "ist-feb23/P1.1:::convolution/dqn-parameters\n"),
    ],
)
def test_each_shell_in_its_form(shell: str, says: str) -> None:
    """A candidate and, where the shell shows it, what it stands for."""
    ran = asked("dldrill solve ist-feb23/P1.1", shell)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, says, "")


@pytest.mark.parametrize("named", ["option", "variable"])
def test_banks_of_ones_own(named: str, tmp_path: Path) -> None:
    """Questions of ``--bank`` and ``DLDRILL_BANKS`` are completed, and ~ is understood."""
    (tmp_path / "mine.toml").write_text(BANK)
    if named == "option":
        ran = asked("dldrill solve --bank ~/mine.toml mine/", HOME=str(tmp_path))
    else:
        ran = asked("dldrill solve mine/", DLDRILL_BANKS=str(tmp_path))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "mine/own-claim\n", "")


@pytest.mark.parametrize("fault", ["text", "missing", "folder", "pipe", "repeated"])
def test_banks_that_cannot_be_read(fault: str, tmp_path: Path) -> None:
    """They are passed over in silence; all the rest is completed."""
    place = tmp_path / "mine.toml"
    if fault == "text":
        place.write_text("[[[")
    elif fault == "folder":
        place.mkdir()
    elif fault == "pipe":
        os.mkfifo(place)
    elif fault == "repeated":
        place.write_text(BANK + BANK)
    ran = asked("dldrill solve ist-feb23/P1.", DLDRILL_BANKS=str(place))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split() == ["ist-feb23/P1.1", "ist-feb23/P1.2", "ist-feb23/P1.3"]


@pytest.mark.parametrize("asking", ["complete_bash", "complete_tcsh", "complete", "nothing_bash", "_"])
def test_nothing_but_candidates(asking: str) -> None:
    """A question that makes no sense gets no traceback and no answer."""
    ran = subprocess.run(
        DLDRILL, capture_output=True, text=True, env=environment(_DLDRILL_COMPLETE=asking), check=False
    )
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    if asking.startswith("complete_"):
        assert ran.stderr == ""


@pytest.mark.parametrize(
    ("line", "shell"),
    [
        ("dldrill solve ", "fish"),
        ("dldrill solve conv_shape --", "zsh"),
        ("dldrill sheet --format ", "bash"),
    ],
)
def test_no_heavy_library(line: str, shell: str) -> None:
    """A Tab loads neither numpy nor sympy, rich, or pydantic."""
    code = (
        "import sys\ntold = sys.stderr\nfrom dldrill.cli.app import run\nrun([])\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=told)"
    )
    words = line.split(" ")
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment(
            _DLDRILL_COMPLETE=f"complete_{shell}",
            COMP_WORDS="\n".join(words),
            COMP_CWORD=str(len(words) - 1),
            _TYPER_COMPLETE_ARGS=line,
            _TYPER_COMPLETE_FISH_ACTION="get-args",
        ),
    )
    assert "dldrill" in ran.stderr.split()
    assert not {"numpy", "sympy", "mpmath", "rich", "pydantic"} & set(ran.stderr.split())
    assert len(ran.stdout) > 50


def test_every_familys_givens_without_numerics() -> None:
    """The givens of every bundled family can be listed before numpy or sympy is loaded."""
    code = (
        "import sys, typer\nfrom types import SimpleNamespace\nfrom dldrill.families import bundled\n"
        "from dldrill.cli.completing import given_options\n"
        "for name in bundled():\n"
        "    assert given_options(SimpleNamespace(params={'name': name})), name\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "sympy", "mpmath", "rich", "pydantic"} & set(ran.stdout.split())


@pytest.fixture
def program(tmp_path: Path) -> dict[str, str]:
    """A home, and a program ``dldrill`` on the path: as it is installed, in this interpreter."""
    script = tmp_path / "bin" / "dldrill"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nfrom dldrill.__main__ import main\nmain()\n")
    script.chmod(0o755)
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    homes = dict.fromkeys(("HOME", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(tmp_path))
    return environment(PATH=path, TERM="xterm", PS1="here$ ", DLDRILL_HOME=str(tmp_path), **homes)


SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(_DLDRILL_COMPLETE=source_bash dldrill)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -Uz compinit; compinit -u; eval "$(_DLDRILL_COMPLETE=source_zsh dldrill)"',
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "function fish_prompt; echo 'here$ '; end; _DLDRILL_COMPLETE=source_fish dldrill | source",
    ),
}
"""How each is started, and how it learns to complete."""
TYPED = (
    ("dldrill sol\tist-feb23/P1.1\t", "dldrill solve ist-feb23/P1.1"),
    ("dldrill list --topic gen\t", "dldrill list --topic generalisation"),
    ("dldrill list --topic=gen\t", "dldrill list --topic=generalisation"),
    ("dldrill exam ist\t--orig\t", "dldrill exam ist-feb23 --original"),
    ("dldrill solve conv_shape --kern\t", "dldrill solve conv_shape --kernel-size"),
    ("dldrill solve convolution/dqn-par\t", "dldrill solve convolution/dqn-parameters"),
)


@pytest.mark.parametrize(
    "name", ["bash", *(pytest.param(name, marks=pytest.mark.slow) for name in ("zsh", "fish"))]
)
def test_tab_in_an_interactive_shell(name: str, program: dict[str, str]) -> None:
    """The script that dldrill prints completes words that have ``/``, ``.`` and ``=`` in them."""
    if shutil.which(name) is None:
        pytest.skip(f"there is no {name} here")
    command, script = SHELLS[name]
    shell = Terminal(command=command, environ=program, columns=200)
    shell.send(f"{script}; echo rea''dy\r")
    shell.see("ready")
    for keys, line in TYPED:
        shell.send(f"{keys}#")  # which stands behind what a Tab has completed
        latest = monotonic() + PATIENCE
        while not any(row.endswith(f"{line} #") for row in shell.settle(0.05)):
            assert monotonic() < latest, "\n".join(filter(str.strip, shell.screen.display))
        shell.send("\x15")
    shell.leave()


def test_it_installs_itself(program: dict[str, str]) -> None:
    """``--install-completion`` writes the script for the shell that it runs in, which a new shell reads."""
    ran = subprocess.run(
        ["bash", "-c", "dldrill --install-completion; exit $?"],
        capture_output=True,
        text=True,
        env=program,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "bash completion installed" in ran.stdout
    tried = (
        "source ~/.bashrc; COMP_WORDS=(dldrill so); COMP_CWORD=1; _dldrill_completion dldrill;echo $COMPREPLY"
    )
    ran = subprocess.run(["bash", "-c", tried], capture_output=True, text=True, env=program, check=True)
    assert ran.stdout == "solve\n"
