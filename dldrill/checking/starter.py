"""The bank that a new bank starts from."""

from __future__ import annotations

from pathlib import Path

from dldrill.bank.toml import topic_of
from dldrill.faults import BankFault, Fault

STARTER = Path(__file__).with_name("starter.toml")


def start_bank(path: Path) -> None:
    """Write the starter to a new file.

    Raises:
        Fault: the file is there already, cannot be written, or has a name that is no topic.
    """
    if path.suffix != ".toml":
        raise Fault(f"{path}: a bank is a .toml file: write {path.with_suffix('.toml').name}", code="name")
    try:
        topic_of(path)
    except BankFault as fault:
        raise Fault(f"{path}: {fault.says}", code="name") from None
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(STARTER.read_text("utf-8"))
    except FileExistsError:
        raise Fault(f"{path} exists: name a new file", code="exists") from None
    except OSError as error:
        raise Fault(f"{path} cannot be written: {error.strerror}", code="write") from error
