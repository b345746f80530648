"""Typst run in tests: our templates and data, as files in memory, below an empty folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dldrill.sheets

TEMPLATES = Path(dldrill.sheets.__file__).parent
HEAD = b"""
#import "prose.typ": *
#set document(title: "test", date: none)
#set text(lang: "en", font: "New Computer Modern")
#let data = json("data.json")
"""
SAID = b"""
#let parts = (
  "text", "body", "child", "children", "base", "t", "b", "num", "denom", "radicand", "rows", "accent",
)
#let said(part) = {
  if type(part) == str { return part }
  if type(part) == array { return part.map(said).join("") + "" }
  if type(part) != content { return "" }
  part.fields().pairs().filter(pair => pair.at(0) in parts).map(pair => said(pair.at(1))).join("") + ""
}
"""
"""The text of content: what reaches the page, whatever it is made of."""


def files(main: bytes, data: Any) -> dict[str, bytes]:
    """A document with its templates and data."""
    found = {name: (TEMPLATES / name).read_bytes() for name in ("maths.typ", "prose.typ")}
    return {"main": HEAD + main, "data.json": json.dumps(data).encode(), **found}
