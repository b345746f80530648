"""GIFT as Moodle's importer reads it, written down from its documentation, and as gift-pegjs reads it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HIDDEN = 0xDC00  #: signs behind a backslash are kept as halves of characters, which no file can hold
SIGNS = "\\~=#{}:n"
NUMBER = r"-?\d+(?:\.\d+)?"
PARSE = (
    "process.stdout.write(JSON.stringify(require('gift-pegjs').parse(require('fs').readFileSync(0, 'utf8'))))"
)


class Choice(NamedTuple):
    """What stands behind ``=`` or ``~``."""

    share: float
    text: str
    feedback: str


class Item(NamedTuple):
    """A question."""

    category: str
    name: str
    kind: str
    text: str
    choices: tuple[Choice, ...]
    pairs: tuple[tuple[str, str], ...]
    feedback: str


def items(source: str) -> list[Item]:
    """The questions of a file, each on a line of its own, blank lines between them."""
    found, category = [], ""
    for block in re.split(r"\n\n+", source.strip()):
        assert "\n" not in block
        if block.startswith("$CATEGORY: "):
            category = block.removeprefix("$CATEGORY: ")
        else:
            found.append(_item(category, _hide(block)))
    return found


def _hide(block: str) -> str:
    assert "&&" not in block  # Moodle marks signs so itself
    return re.sub(r"\\(.)", lambda sign: chr(HIDDEN + ord(_known(sign[1]))), block)


def _known(sign: str) -> str:
    assert sign in SIGNS
    return sign


def _shown(text: str) -> str:
    """A text in the end."""
    assert not re.search(r"[\\~=#{}]", text), text
    plain = re.sub("[\udc00-\udcff]", lambda sign: chr(ord(sign[0]) - HIDDEN).replace("n", "\n"), text)
    return plain.strip()


def _item(category: str, block: str) -> Item:
    whole = re.fullmatch(r"::(.*?)::\[html\]([^{}]*)\{([^{}]*)\}", block)
    assert whole, block
    answers, _, feedback = whole[3].rpartition("####") if "####" in whole[3] else (whole[3], "", "")
    kind, choices, pairs = _answers(answers.strip())
    return Item(category, _shown(whole[1]), kind, _shown(whole[2]), choices, pairs, _shown(feedback))


def _answers(text: str) -> tuple[str, tuple[Choice, ...], tuple[tuple[str, str], ...]]:
    if not text:
        return "essay", (), ()
    if text in ("TRUE", "FALSE"):
        return "truefalse", (Choice(1, text, ""),), ()
    if text.startswith("#"):
        return "numerical", tuple(_choice(one) for one in re.findall("=[^=]*", text[1:])), ()
    if "~" in text:
        kind = "single" if "=" in text else "multiple"
        return kind, tuple(_choice(one) for one in re.findall("[=~][^=~]*", text)), ()
    if "->" in text:
        pairs = (one[1:].split("->", 1) for one in re.findall("=[^=]*", text))
        return "matching", (), tuple((_shown(item), _shown(answer)) for item, answer in pairs)
    return "short", tuple(_choice(one) for one in re.findall("=[^=]*", text)), ()


def _choice(text: str) -> Choice:
    whole = re.fullmatch(rf"([=~])(?:%({NUMBER})%)?([^#]*)(?:#([^#]*))?", text)
    assert whole, text
    share = float(whole[2]) / 100 if whole[2] else float(whole[1] == "=")
    return Choice(share, _shown(whole[3]), _shown(whole[4] or ""))


@cache
def node() -> str | None:
    """Node.js, where it finds gift-pegjs: in ``NODE_PATH``, or beside the working folder."""
    program = shutil.which("node")
    if program is None:
        return None
    found = subprocess.run([program, "-e", "require('gift-pegjs')"], capture_output=True, check=False)
    return program if found.returncode == 0 else None


def by_pegjs(source: str) -> list[dict[str, Any]]:
    """The questions and categories, as gift-pegjs reads them."""
    program = node()
    assert program
    told = subprocess.run(
        [program, "-e", PARSE], input=source.encode(), capture_output=True, check=True, cwd=Path.cwd()
    )
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found
