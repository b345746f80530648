"""The rules of Moodle's importer and forms, written down from its documentation and its source."""

from __future__ import annotations

import base64
import html
import re
from typing import NamedTuple
from xml.etree import ElementTree as ET

from lms_at_hand import Browser

FRACTIONS = [
    *(1, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2, 0.1666667),
    *(0.1428571, 0.125, 0.1111111, 0.1, 0.05, 0),
]
"""question_bank::fraction_options_full(), without those below 0."""
COMMON = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags"}
CHILDREN = {
    "multichoice": {"single", "shuffleanswers", "answernumbering", "showstandardinstruction", "answer"},
    "truefalse": {"answer"},
    "numerical": {"answer"},
    "matching": {"shuffleanswers", "subquestion"},
    "cloze": set(),
    "essay": {
        *("responseformat", "responserequired", "responsefieldlines", "attachments", "attachmentsrequired"),
        *("graderinfo", "responsetemplate"),
    },
}
# question/type/multianswer/questiontype.php; Python wants a look behind for each length
FRACTION = r"=|%(-?[0-9]+(?:[.,][0-9]*)?)%"
ANSWER = r".+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$)"
FEEDBACK = r".*?(?<!\\)(?=[~}]|$)"
ALTERNATIVE = rf"({FRACTION})?({ANSWER})(#({FEEDBACK}))?"
NUMBER = r"-?(([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?)"
TYPES = (
    "NUMERICAL|NM|MULTICHOICE|MC|MULTICHOICE_V|MCV|SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC|MULTIRESPONSE|MR"
)
EMBEDDED = re.compile(rf"\{{([0-9]*):({TYPES}):({ALTERNATIVE}(~{ALTERNATIVE})*)\}}", re.S)
PLUGINFILE = re.compile(r"@@PLUGINFILE@@/([^\"]*)")


class Alternative(NamedTuple):
    """An answer inside the braces."""

    fraction: float
    answer: str
    tolerance: float
    feedback: str


class Embedded(NamedTuple):
    """What Moodle finds between braces."""

    mark: int
    kind: str
    alternatives: list[Alternative]


def embedded(text: str) -> list[Embedded]:
    """qtype_multianswer_extract_question()."""
    found = []
    for match in EMBEDDED.finditer(text):
        left, alternatives = match[3], []
        while left:
            one = re.compile("~?" + ALTERNATIVE, re.S).match(left)
            assert one, left
            assert one.end(), left
            left = left[one.end() :]
            number = re.fullmatch(rf"({NUMBER})(:({NUMBER}))?", one[3]) if match[2] == "NUMERICAL" else None
            decoded = html.unescape(one[3]).replace(r"\}", "}").replace(r"\#", "#")
            alternatives.append(
                Alternative(
                    1.0 if one[1] == "=" else 0.01 * float(one[2] or 0),
                    number[1] if number else decoded,
                    float(number[6] or 0) if number else 0.0,
                    html.unescape(one[5] or "").replace(r"\}", "}").replace(r"\#", "#"),
                )
            )
        found.append(Embedded(int(match[1] or 1), match[2], alternatives))
    return found


def check(data: bytes) -> list[ET.Element]:
    """The questions, after everything that the importer and the forms of Moodle ask for."""
    root = ET.fromstring(data)  # noqa: S314
    assert root.tag == "quiz"
    category, numbers, found = "", set(), []
    for question in root:
        assert question.tag == "question"
        if question.get("type") == "category":
            category = question.findtext("category/text") or ""
            assert category.startswith("$course$/dldrill/")
            continue
        assert category
        kind = question.get("type") or ""
        children = {child.tag for child in question}
        assert children == COMMON | CHILDREN[kind], children ^ (COMMON | CHILDREN[kind])
        assert (question.findtext("name/text") or "").strip()
        assert float(question.findtext("defaultgrade") or "") > 0
        idnumber = question.findtext("idnumber") or ""
        assert 0 < len(idnumber) <= 100
        assert idnumber not in numbers
        numbers.add(idnumber)
        _texts(question)
        globals()[f"_{kind}"](question)
        if kind != "cloze":
            assert not EMBEDDED.search(question.findtext("questiontext/text") or "")
        found.append(question)
    return found


def _texts(question: ET.Element) -> None:
    """Every HTML text is whole, and its files stand beside it."""
    for parent in question.iter():
        if parent.get("format") != "html":
            continue
        text = parent.findtext("text") or ""
        Browser(EMBEDDED.sub("", text))
        files = {file.get("name"): file for file in parent.findall("file")}
        assert set(PLUGINFILE.findall(text)) == set(files)
        for name, file in files.items():
            assert re.fullmatch(r"[0-9a-f]{16}\.svg", name or "")
            assert (file.get("encoding"), file.get("path")) == ("base64", "/")
            ET.fromstring(base64.b64decode(file.text or "", validate=True))  # noqa: S314


def _fractions(question: ET.Element) -> list[float]:
    found = [float(answer.get("fraction") or "") / 100 for answer in question.findall("answer")]
    for fraction in found:  # match_grade_options()
        assert any(abs(abs(fraction) - known) < 0.00001 for known in FRACTIONS), fraction
    return found


def _truefalse(question: ET.Element) -> None:
    answers = {answer.findtext("text"): answer.get("fraction") for answer in question.findall("answer")}
    assert set(answers) == {"true", "false"}
    assert set(answers.values()) == {"0", "100"}


def _multichoice(question: ET.Element) -> None:
    fractions = _fractions(question)
    assert len(fractions) >= 2
    assert question.findtext("answernumbering") in ("none", "abc", "ABCD", "123", "iii", "IIII")
    if question.findtext("single") == "true":
        assert max(fractions) == 1
    else:
        assert round(sum(fraction for fraction in fractions if fraction > 0), 2) == 1


def _numerical(question: ET.Element) -> None:
    assert max(_fractions(question)) == 1
    for answer in question.findall("answer"):
        assert re.fullmatch(NUMBER, answer.findtext("text") or "")
        assert float(answer.findtext("tolerance") or "") >= 0


def _matching(question: ET.Element) -> None:
    pairs = [
        (one.findtext("text") or "", one.findtext("answer/text") or "")
        for one in question.findall("subquestion")
    ]
    assert all(answer for _, answer in pairs)
    assert len([text for text, _ in pairs if text]) >= 2
    assert len(pairs) >= 3


def _cloze(question: ET.Element) -> None:
    """qtype_multianswer_validate_question()."""
    text = question.findtext("questiontext/text") or ""
    found = embedded(text)
    assert found
    assert not re.search(r"\{#[^\s}]*\}", text)  # would be taken for the place of an answer
    assert len(found) == len(re.findall(r"\{[0-9]*:", text))
    for one in found:
        assert any(alternative.fraction == 1 for alternative in one.alternatives)
        assert one.kind != "MULTICHOICE" or len(one.alternatives) >= 2
        for alternative in one.alternatives:
            assert alternative.answer.strip()
            assert one.kind != "NUMERICAL" or re.fullmatch(NUMBER, alternative.answer)
            Browser(alternative.feedback)


def _essay(question: ET.Element) -> None:
    assert int(question.findtext("responsefieldlines") or "") in {2, 3, *range(5, 41, 5)}
    assert (question.findtext("graderinfo/text") or "").strip()
