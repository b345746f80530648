"""Pages of exams, and what the tests do on them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from headless import Browser

from dldrill.bank.exam import exams
from dldrill.bank.library import Library, load
from dldrill.sheets.form import Form, Sheet, Shows
from dldrill.sheets.html import write
from dldrill.sheets.making import forms, paper_of_exam

HELPERS = """
window.article = (place) => document.querySelectorAll(".question")[place];
window.put = (place, answers) => {
  const own = article(place), text = own.querySelector("textarea");
  own.querySelectorAll(".blank input").forEach((input, at) => { input.value = answers[at] ?? ""; });
  for (const tick of own.querySelectorAll(".choice input"))
    if (tick.checked !== answers.includes(tick.value)) tick.click();
  if (text) text.value = answers[0] ?? "";
  own.querySelector(".check").click();
  return seen(place);
};
window.seen = (place) => {
  const own = article(place), shown = (selector) =>
    [...own.querySelectorAll(selector)].filter((one) => !one.hidden).map((one) => one.textContent);
  const state = own.dataset.state ?? "", verdict = own.querySelector(".verdict").textContent;
  return {state, verdict, parts: shown(".blank output"), slips: shown(".slip"), whys: shown(".why")};
};
window.score = () => document.querySelector(".score output").textContent;
window.reading = (typed, part) => {
  const written = (_, value) => typeof value === "bigint" ? String(value) : value;
  try {
    return [JSON.parse(JSON.stringify(read(typed, part), written))];
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
};
"""


@cache
def library() -> Library:
    """The bundled banks."""
    return load()


@cache
def form_of(name: str, seed: str | None) -> Form:
    """An exam with its own or with fresh numbers."""
    return forms(paper_of_exam(exams()[name], library()), library(), seed, 1, command="dldrill sheet")[0]


@cache
def written(name: str, seed: str | None) -> bytes:
    """An exam's page."""
    exam = exams()[name]
    return write(Sheet(exam.title, "", exam, (form_of(name, seed),), Shows()))


def ask(tab: Browser, function: str, *given: Any) -> Any:
    """What a function of the page gives."""
    return tab.run(f"{function}({', '.join(json.dumps(one) for one in given)})")
