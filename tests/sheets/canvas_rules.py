"""The rules of the QTI 1.2.1 DTD and of Canvas' importers, written down from these."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from lms_at_hand import Browser

NAMESPACE = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
CONDITIONS = "(not |and |or |other |varequal |vargte |varlte )"
MODEL = {
    "questestinterop": "(assessment )",
    "assessment": "(qtimetadata )*(section )+",
    "section": "(selection_ordering )?((item |section )*)",
    "selection_ordering": "(selection )*",
    "selection": "(selection_number )?(selection_extension )?",
    "selection_extension": "(points_per_item )",  # ANY in the DTD; Canvas' own
    "item": "(itemmetadata )?(presentation )?(resprocessing )*(itemfeedback )*",
    "itemmetadata": "(qtimetadata )*",
    "qtimetadata": "(qtimetadatafield )+",
    "qtimetadatafield": "fieldlabel fieldentry ",
    "presentation": "((material |response_lid |response_str )+)",
    "material": "(mattext )+",
    "response_lid": "(material )?render_choice ",
    "response_str": "(material )?render_fib ",
    "render_choice": "(response_label )*",
    "render_fib": "(response_label )*",
    "response_label": "(material )*",
    "resprocessing": "outcomes (respcondition )+",
    "outcomes": "(decvar )+",
    "respcondition": "conditionvar (setvar )*(displayfeedback )*",
    "conditionvar": f"{CONDITIONS}+",
    "not": CONDITIONS,
    "and": f"{CONDITIONS}+",
    "or": f"{CONDITIONS}+",
    "itemfeedback": "(flow_mat )+",
    "flow_mat": "(material )+",
}
"""What the DTD allows inside of the elements that are used; all others hold text."""
ATTRIBUTES = {
    "assessment": {"ident": "", "title": ""},
    "section": {"ident": "", "title": ""},
    "item": {"ident": "", "title": ""},
    "mattext": {"texttype": "text/(html|plain)"},
    "response_lid": {"ident": "", "rcardinality": "Single|Multiple"},
    "response_str": {"ident": "", "rcardinality": "Single"},
    "render_fib": {"fibtype": "Decimal"},
    "response_label": {"ident": "", "rshuffle": "Yes|No"},
    "decvar": {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": "100"},
    "respcondition": {"continue": "Yes|No"},
    "setvar": {"varname": "SCORE", "action": "Set|Add"},
    "displayfeedback": {"feedbacktype": "Response", "linkrefid": ""},
    "itemfeedback": {"ident": ""},
    "varequal": {"respident": ""},
    "vargte": {"respident": ""},
    "varlte": {"respident": ""},
}


def unpacked(data: bytes) -> tuple[ET.Element, dict[str, bytes]]:
    """The assessment and all files, after what the importer asks of the package."""
    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        entries = package.infolist()
        files = {entry.filename: package.read(entry) for entry in entries}
    assert len(files) == len(entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert all(re.fullmatch(r"[A-Za-z0-9_]+(/[A-Za-z0-9_]+)?\.(xml|svg)", name) for name in files)
    space = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
    manifest = ET.fromstring(files["imsmanifest.xml"])  # noqa: S314
    listed = [file.get("href") or "" for file in manifest.iter(f"{space}file")]
    assert sorted(listed) == sorted(set(files) - {"imsmanifest.xml"})
    resources = {one.get("identifier") or "": one for one in manifest.iter(f"{space}resource")}
    (quiz,) = (one for one in resources.values() if one.get("type") == "imsqti_xmlv1p2")
    (needed,) = (one.get("identifierref") or "" for one in quiz.iter(f"{space}dependency"))
    assert (resources[needed].get("href") or "").endswith("/assessment_meta.xml")
    name = quiz.get("identifier")
    meta = ET.fromstring(files[f"{name}/assessment_meta.xml"])  # noqa: S314
    assert meta.get("identifier") == name
    for file, held in files.items():
        if file.endswith(".svg"):
            ET.fromstring(held)  # noqa: S314
    assessment = ET.fromstring(files[f"{name}/{name}.xml"])  # noqa: S314
    return assessment, files


def plain(root: ET.Element) -> ET.Element:
    """The elements without their namespace."""
    for one in root.iter():
        assert one.tag.startswith(NAMESPACE)
        one.tag = one.tag.removeprefix(NAMESPACE)
    return root


def check(data: bytes) -> list[ET.Element]:
    """The items, after the rules of the DTD and of Canvas' importers."""
    root, files = unpacked(data)
    for one in plain(root).iter():
        inside = "".join(f"{child.tag} " for child in one)
        assert re.fullmatch(MODEL.get(one.tag, ""), inside), (one.tag, inside)
        known = ATTRIBUTES.get(one.tag, {})
        for name, value in one.attrib.items():
            assert one is root or re.fullmatch(known[name] or ".+", value, re.S), (one.tag, name, value)
    idents = [one.get("ident") for one in root.iter() if one.tag in ("item", "section", "assessment")]
    assert len(set(idents)) == len(idents)
    items = list(root.iter("item"))
    shown = {path for item in items for path in _item(item)}
    assert shown == {path for path in files if path.endswith(".svg")}
    return items


def _item(item: ET.Element) -> set[str]:
    """Check an item; gives the pictures in it."""
    entries = {f.findtext("fieldlabel"): f.findtext("fieldentry") for f in item.iter("qtimetadatafield")}
    assert float(entries["points_possible"] or "") > 0
    kind = (entries["question_type"] or "").removesuffix("_question")
    responses = {
        one.get("ident") or "": [label.get("ident") or "" for label in one.iter("response_label")]
        for one in item.iter()
        if one.tag in ("response_lid", "response_str")
    }
    feedback = [one.get("ident") for one in item.iter("itemfeedback")]
    assert len(set(feedback)) == len(feedback)
    assert {one.get("linkrefid") for one in item.iter("displayfeedback")} == set(feedback)
    for tested in item.iter("varequal"):
        labels = responses[tested.get("respident") or ""]
        assert kind == "numerical" or tested.text in labels
    scores = [(float(one.text or ""), one.get("action")) for one in item.iter("setvar")]
    globals()[f"_{kind}"](item, responses, scores)
    shown: set[str] = set()
    for text in item.iter("mattext"):
        if text.get("texttype") == "text/html":
            browser = Browser(text.text or "")
            sources = [value or "" for name, value in browser.attributes if name == "src"]
            assert all(source.startswith("%24IMS-CC-FILEBASE%24/images/") for source in sources)
            shown |= {source.removeprefix("%24IMS-CC-FILEBASE%24/") for source in sources}
    return shown


Responses = dict[str, list[str]]
Scores = list[tuple[float, str | None]]


def _numbered(responses: Responses) -> None:
    """Canvas makes numbers of the digits in names: each only once."""
    names = {label for labels in responses.values() for label in labels}
    assert all(re.fullmatch("[0-9]{4}", name) for name in names)


def _multiple_choice(item: ET.Element, responses: Responses, scores: Scores) -> None:
    assert list(responses) == ["response1"]
    assert len(responses["response1"]) >= 2
    assert scores == [(100, "Set")]
    _numbered(responses)


_true_false = _multiple_choice


def _multiple_answers(item: ET.Element, responses: Responses, scores: Scores) -> None:
    _multiple_choice(item, responses, scores)
    (tested,) = item.iter("and")
    named = [(one[0] if len(one) else one).text for one in tested]
    assert named == responses["response1"]


def _numerical(item: ET.Element, responses: Responses, scores: Scores) -> None:
    assert scores == [(100, "Set")]
    (tested,) = item.iter("or")
    assert [one.tag for one in tested] == ["varequal", "and"]
    assert [one.tag for one in tested[1]] == ["vargte", "varlte"]
    right, low, high = (float(text or "") for text in (tested[0].text, *(one.text for one in tested[1])))
    assert low <= right <= high


def _essay(item: ET.Element, responses: Responses, scores: Scores) -> None:
    assert list(responses) == ["response1"]
    assert not scores


def _fill_in_multiple_blanks(item: ET.Element, responses: Responses, scores: Scores) -> None:
    text = item.findtext("presentation/material/mattext") or ""
    for response, labels in responses.items():
        name = response.removeprefix("response_")
        assert text.count(f"[{name}]") == 1
        assert labels
    assert len(re.findall(r"\[b\d+x[0-9a-f]{6}\]", text)) == len(responses)
    numbers = [label for labels in responses.values() for label in labels]
    assert len(set(numbers)) == len(numbers)
    _numbered(responses)
    _add_up(responses, scores)


def _matching(item: ET.Element, responses: Responses, scores: Scores) -> None:
    assert len(responses) >= 2
    first, *others = responses.values()
    assert all(labels == first for labels in others)
    assert not {response.removeprefix("response_") for response in responses} & set(first)
    _numbered(responses)
    _add_up(responses, scores)


def _add_up(responses: Responses, scores: Scores) -> None:
    assert len(scores) == len(responses)
    assert {action for _, action in scores} == {"Add"}
    assert abs(sum(score for score, _ in scores) - 100) < 0.1
