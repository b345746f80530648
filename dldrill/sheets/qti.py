r"""A QTI 1.2 package for Canvas: *Settings › Import Course Content › QTI .zip file*, classic or New Quizzes.

The package is one quiz. Of several forms each question of the sheet is a question group that gives
every student one of its variants; forms that ask the same give one. A single form is a quiz of its
questions as they are. Claims are true/false, choices multiple choice or multiple answers, matchings
and derivations matching, a lone number numerical with its margin, and everything else that can be
marked fill-in-multiple-blanks: a blank for each number or sign, which accepts the listed texts.
Formulas and free text are essays, marked by hand.

Canvas decides itself what a wrong tick costs (classic: one right tick; New Quizzes asks), gives no
points off for a wrong claim, and has no place for what only graders read: rubrics stand in the
comment that students see after their answers. Formulas are LaTeX in ``\( \)``, figures SVG files.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dldrill.sheets import worded
from dldrill.sheets.form import Sheet
from dldrill.sheets.lms import Variant, child, ident, line, slots, xml
from dldrill.sheets.qti_items import FOLDER, Item

LONG_AGO = (1980, 1, 1, 0, 0, 0)
XSI = "http://www.w3.org/2001/XMLSchema-instance"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"


def write(sheet: Sheet) -> bytes:
    """The sheet as a package."""
    found = slots(sheet)
    variants = [variant for group in found.values() for variant in group]
    name = ident(sheet.exam.name, sheet.title, *(variant.ident for variant in variants))
    files = {
        f"{name}/{name}.xml": xml(_assessment(sheet, found, name)),
        f"{name}/assessment_meta.xml": xml(_settings(sheet, found, name)),
    }
    images = {f"{FOLDER}/{file}": data for variant in variants for file, data in variant.files.values()}
    manifest = xml(_manifest(sheet, name, sorted(images)))
    return _packed({"imsmanifest.xml": manifest, **files, **dict(sorted(images.items()))})


def _packed(files: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as package:
        for path, data in files.items():
            entry = ZipInfo(path, LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(entry, data)
    return held.getvalue()


def _assessment(sheet: Sheet, found: dict[str, list[Variant]], name: str) -> ET.Element:
    root = ET.Element("questestinterop", {"xmlns": QTI, "xmlns:xsi": XSI})
    root.set("xsi:schemaLocation", f"{QTI} http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd")
    assessment = child(root, "assessment", ident=name, title=_title(sheet))
    data = child(assessment, "qtimetadata")
    for label, entry in (("cc_maxattempts", "1"), *_minutes(sheet)):
        field = child(data, "qtimetadatafield")
        child(field, "fieldlabel", label)
        child(field, "fieldentry", entry)
    section = child(assessment, "section", ident="root_section")
    for number, variants in found.items():
        into = section if len(sheet.forms) == 1 else _group(section, name, number, variants)
        for variant in variants:
            Item(into, variant).write()
    return root


def _title(sheet: Sheet) -> str:
    return worded.line(sheet.title) or sheet.exam.name


def _minutes(sheet: Sheet) -> Iterable[tuple[str, str]]:
    return [("qmd_timelimit", f"{round(sheet.exam.minutes)}")] if sheet.shows.minutes else []


def _group(section: ET.Element, name: str, number: str, variants: list[Variant]) -> ET.Element:
    """A question group, of which every student gets one variant."""
    group = child(section, "section", ident=ident(name, number), title=number)
    selection = child(child(group, "selection_ordering"), "selection")
    child(selection, "selection_number", "1")
    points = f"{variants[0].shown.points:g}"
    child(child(selection, "selection_extension"), "points_per_item", points)
    return group


def _settings(sheet: Sheet, found: dict[str, list[Variant]], name: str) -> ET.Element:
    """What Canvas keeps of a quiz beside its questions."""
    root = ET.Element("quiz", {"identifier": name, "xmlns": CANVAS, "xmlns:xsi": XSI})
    root.set("xsi:schemaLocation", f"{CANVAS} https://canvas.instructure.com/xsd/cccv1p0.xsd")
    points = sum(variants[0].shown.points for variants in found.values() if not variants[0].shown.extra)
    for setting, value in (
        ("title", _title(sheet)),
        ("description", "\n".join(f"<p>{line(rule)}</p>" for rule in sheet.exam.rules)),
        ("shuffle_answers", "false"),  # the solutions name the letters
        ("scoring_policy", "keep_highest"),
        ("hide_results", ""),
        ("quiz_type", "assignment"),
        ("points_possible", f"{points:.1f}"),
        ("show_correct_answers", "true"),
        *((("time_limit", f"{round(sheet.exam.minutes)}"),) if sheet.shows.minutes else ()),
        ("allowed_attempts", "1"),
        ("available", "false"),
    ):
        child(root, setting, value)
    return root


def _manifest(sheet: Sheet, name: str, images: list[str]) -> ET.Element:
    root = ET.Element("manifest", {"identifier": ident(name, "manifest"), "xmlns": PACKAGE})
    root.set("xmlns:imsmd", METADATA)
    root.set("xmlns:xsi", XSI)
    metadata = child(root, "metadata")
    child(metadata, "schema", "IMS Content")
    child(metadata, "schemaversion", "1.1.3")
    general = child(child(metadata, "imsmd:lom"), "imsmd:general")
    child(child(general, "imsmd:title"), "imsmd:string", _title(sheet))
    child(root, "organizations")
    resources = child(root, "resources")
    settings = ident(name, "settings")
    quiz = child(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
    child(quiz, "file", href=f"{name}/{name}.xml")
    child(quiz, "dependency", identifierref=settings)
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    path = f"{name}/assessment_meta.xml"
    child(child(resources, "resource", identifier=settings, type=kind, href=path), "file", href=path)
    for path in images:
        image = child(resources, "resource", identifier=ident(name, path), type="webcontent", href=path)
        child(image, "file", href=path)
    return root
