"""``dldrill`` by itself: what there is, and what to go on with."""

from __future__ import annotations

import sys

from rich.console import Group
from rich.text import Text

from dldrill.cli.target import library
from dldrill.show.look import QUIET, STRONG, console_of, stdout_look


def welcome() -> None:
    """Print what the banks hold and the commands to go on with."""
    questions = library(None)
    look = stdout_look()
    topics = questions.topics()
    console_of(sys.stdout, look).print(
        Group(
            Text("dldrill: a gym for deep-learning exams", STRONG),
            Text(f"{len(questions.questions)} questions in {len(topics)} topics: {', '.join(topics)}", QUIET),
            Text(""),
            Text("dldrill drill -n 5           five questions, topics in turn"),
            Text("dldrill solve ist-feb23/P1.1 the worked answer of an exam's question"),
            Text("dldrill --help               everything else"),
        )
    )
