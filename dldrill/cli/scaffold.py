"""A new problem family from the starter: in a checkout of dldrill, or as a package of its own."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from dldrill.faults import Fault

SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
TOPIC = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PROJECT = re.compile(r"[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*")
DECLARED = '[project.entry-points."dldrill.families"]'
LONGEST = 40  #: letters of a name, so that the lines of the starter keep to their width


class Written(NamedTuple):
    """A new family as it stands in its files.

    Attributes:
        files: those that were written, the family's first.
        next: the commands to go on with.
    """

    files: tuple[Path, ...]
    next: tuple[str, ...]


def scaffold(name: str, into: Path | None, topic: str) -> Written:
    """Write the files of a new family.

    Nothing that is there is changed, but that a bank gets an entry and a package a line that declares it.

    Args:
        name: the family's, in snake_case.
        into: a checkout of dldrill, or the folder of a package; None: the checkout that this is in,
            or else a folder named after the family.
        topic: of the bank that gets its question.

    Raises:
        Fault: a name cannot be used, or a file is there already.
    """
    _must_be_good(name)
    if not TOPIC.fullmatch(topic):
        raise Fault(f"the topic {topic!r} names a file: write small letters, as in counting", code="name")
    if into is not None and into.exists() and not into.is_dir():
        raise Fault(f"{into} is a file: give a folder with --into, as in --into my-families", code="name")
    here = Path.cwd()
    roots = [into] if into is not None else [here, *here.parents]
    checkout = next((root for root in roots if is_checkout(root)), None)
    if checkout is not None:
        return _in_checkout(name, checkout, topic)
    return _in_package(name, into or Path(f"dldrill-{name.replace('_', '-')}"), topic)


def is_checkout(folder: Path) -> bool:
    """Whether a folder is a checkout of dldrill."""
    return (folder / "dldrill" / "families" / "__init__.py").is_file() and (folder / "banks").is_dir()


def _must_be_good(name: str) -> None:
    from dldrill.families import class_name, is_family

    if not SNAKE.fullmatch(name):
        raise Fault(f"{name!r}: a family's name is in snake_case: write {_snake(name)}", code="name")
    own = class_name(name)
    imported = re.findall(r"\w+", " ".join(re.findall(r"import (.+)", _template("family.py"))))
    if iskeyword(name) or iskeyword(own) or own in imported:
        raise Fault(f"{name} means something else in Python: write {name}_layer, or the like", code="name")
    if len(name) > LONGEST:
        raise Fault(f"the name has {len(name)} letters: write one of at most {LONGEST}", code="name")
    if is_family(name):
        raise Fault(f"there is a family {name}: write another name", code="name")


def _snake(name: str) -> str:
    """What a name could be, in snake_case."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    found = re.sub(r"[^a-z0-9]+", "_", apart.lower()).strip("_").lstrip("0123456789_")
    return found if SNAKE.fullmatch(found) else "small letters, digits and _, as in lstm_params"


def _in_checkout(name: str, root: Path, topic: str) -> Written:
    family = root / "dldrill" / "families" / f"{name}.py"
    test = root / "tests" / "families" / f"test_{name}.py"
    bank = root / "banks" / f"{topic}.toml"
    words = _words(name, topic)
    _must_be_free(family, test)
    questions = _with_entry(bank, words)
    _write(family, _filled("family.py", words))
    _write(test, _filled("test_in_checkout.py", words))
    bank.write_text(questions, "utf-8")
    return Written(
        (family, test, bank),
        (
            "pip install -e '.[dev]'",  # the settings of our tests name plug-ins of pytest
            f"python -m pytest tests/families -k {name}",
            f"dldrill verify {name}",
            f"dldrill solve {name}",
        ),
    )


def _in_package(name: str, folder: Path, topic: str) -> Written:
    project = folder.resolve().name
    package = re.sub(r"[-.]", "_", project.lower())
    words = {**_words(name, topic), "starter_package": package, "starter-project": project}
    family = folder / package / f"{name}.py"
    test = folder / "tests" / f"test_{name}.py"
    bank = folder / package / "banks" / f"{topic}.toml"
    settings = folder / "pyproject.toml"
    _must_be_free(family, test)
    if settings.exists():
        texts = {settings: _with_family(settings, words)}
    else:
        _must_be_package(project, package)
        init = folder / package / "__init__.py"
        _must_be_free(init, bank)
        texts = {settings: _filled("pyproject.toml", words), init: '"""Problem families for dldrill."""\n'}
    texts[bank] = _with_entry(bank, words)
    _write(family, _filled("family.py", words))
    _write(test, _filled("test_in_package.py", words))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    place = quote(str(folder))
    here = place if folder.is_absolute() else f"./{place}"  # pip takes a bare word for a name
    return Written(
        (family, test, *reversed(texts)),
        (f"pip install -e {here}", f"python -m pytest {place}", f"dldrill verify {name}"),
    )


def _must_be_package(project: str, package: str) -> None:
    if not PROJECT.fullmatch(project) or iskeyword(package):
        raise Fault(f"the folder names a package: {project!r} will not do, write my-families", code="name")
    spec = find_spec(package)
    if spec is not None and spec.origin is not None:
        raise Fault(f"there is a package {package}: give another folder, --into my-families", code="name")


def _with_entry(bank: Path, words: dict[str, str]) -> str:
    """A bank, or a new one, with the question of the family at its end."""
    entries = bank.read_text("utf-8") if bank.exists() else _filled("bank.toml", words)
    own = words["starter-family"]
    if re.search(rf"^\[{re.escape(own)}\]", entries, re.MULTILINE):
        raise Fault(f"{bank} has a question {own}: write another name", code="name")
    return f"{entries.rstrip()}\n\n{_filled('entry.toml', words)}"


def _with_family(settings: Path, words: dict[str, str]) -> str:
    """What declares a package, with one family more."""
    text = settings.read_text("utf-8")
    found = re.search(rf"^{re.escape(DECLARED)} *\n", text, re.MULTILINE)
    if found is None or not (settings.parent / words["starter_package"] / "__init__.py").exists():
        says = f"{settings} is of another package: give another folder with --into"
        raise Fault(says, code="exists")
    own = words["starter_family"]
    return f'{text[: found.end()]}{own} = "{words["starter_package"]}.{own}"\n{text[found.end() :]}'


def _words(name: str, topic: str) -> dict[str, str]:
    """What stands for the words of the starter."""
    from dldrill.families import class_name

    spaced = name.replace("_", " ")
    return {
        "starter_family": name,
        "StarterFamily": class_name(name),
        "starter-family": name.replace("_", "-"),
        "Starter family": spaced[0].upper() + spaced[1:],
        "starter-topic": topic,
        "Starter topic": _title(topic),
    }


def _title(topic: str) -> str:
    """What a bank of a topic is called: as the bundled one, if there is one."""
    from dldrill.bank.places import bundled

    file = bundled() / f"{topic}.toml"
    found = re.search(r'^title = "(.+)"$', file.read_text("utf-8"), re.MULTILINE) if file.is_file() else None
    return found[1] if found else topic.replace("-", " ").capitalize()


def _filled(template: str, words: dict[str, str]) -> str:
    return re.sub("|".join(words), lambda found: words[found[0]], _template(template))


def _template(name: str) -> str:
    return (files("dldrill.cli") / "starter" / f"{name}.txt").read_text("utf-8")


def _must_be_free(*paths: Path) -> None:
    taken = next((path for path in paths if path.exists()), None)
    if taken is not None:
        raise Fault(f"{taken} exists: write another name, or another folder with --into", code="exists")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as stream:
        stream.write(text)
