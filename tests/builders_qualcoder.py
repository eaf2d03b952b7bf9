"""Takes a REFI-QDA project through what is known of QualCoder's import and export (3.8): no program of ours reads or writes here.

QualCoder keeps a project in a database without guids: who coded is the creator of the selection, a code is its name, a
coding is one row of code, text, place, coder and memo, and each row may stand once. On export everything gets new guids and
each coding a selection of its own. It needs Qt and cannot be run in a test; its import fails on what is asserted here.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

INTERNAL = "internal://"
Element = ElementTree.Element


@dataclass(slots=True)
class QualCoderProject:
    """The rows of its database.

    Attributes:
        categories: name -> name of the category above, "" for none.
        codes: name -> (category or code above, colour, memo).
        texts: name of a text -> its words.
        codings: (text, code, start, end, coder) -> (memo, time).
    """

    categories: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    codings: dict[tuple[str, str, int, int, str], tuple[str, str]] = field(default_factory=dict)


def through_qualcoder(content: bytes) -> bytes:
    """Import a project and export it again."""
    return export_from_qualcoder(import_into_qualcoder(content))


def import_into_qualcoder(content: bytes) -> QualCoderProject:
    """Import a .qdpx file as QualCoder does."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    (main,) = [name for name in files if name.endswith(".qde") and "/" not in name]
    root = ElementTree.fromstring(files[main].decode("utf-8"))
    assert root.get("origin") is not None  # it looks for the name of a program in it
    parts = {child.tag.partition("}")[2]: child for child in root}
    users = {user.get("guid"): user.get("name") or "" for user in parts.get("Users", ())}
    project, names = QualCoderProject(), {}
    for code in parts["CodeBook"][0]:  # Codes is its first child
        _take_code(code, "", project, names)
    for source in parts["Sources"]:
        assert source.tag.endswith("}TextSource")
        _take_source(source, project, users, names, files)
    return project


def _take_code(code: Element, above: str, project: QualCoderProject, names: dict[str | None, str]) -> None:
    name = code.get("name") or ""
    assert name
    memo = "".join(child.text or "" for child in code if child.tag.endswith("}Description"))
    if code.get("isCodable") == "false":
        project.categories.setdefault(name, above)
    elif name not in project.codes:  # a second code of the name keeps its codings without a code
        project.codes[name] = (above, code.get("color") or "#777777", memo)
        names[code.get("guid")] = name
    for child in code:
        if child.tag.endswith("}Code"):
            _take_code(child, name, project, names)


def _take_source(
    source: Element,
    project: QualCoderProject,
    users: dict[str | None, str],
    names: dict[str | None, str],
    files: dict[str, bytes],
) -> None:
    path = source.get("plainTextPath") or ""
    assert path.startswith(INTERNAL)
    content = files[f"Sources/{path.removeprefix(INTERNAL)}"]
    with io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="replace") as stream:
        text = stream.read()
    if b"\r\n" in content[: content.find(b"\n") + 1]:
        text = text.replace("\n", "\n ")
    title = source.get("name") or ""
    assert title not in project.texts  # it would be renamed
    project.texts[title] = text
    for selection in source:
        if not selection.tag.endswith("}PlainTextSelection"):
            continue
        start, end = int(selection.get("startPosition") or ""), int(selection.get("endPosition") or "")
        coder = users.get(selection.get("creatingUser"), "default")
        time = selection.get("creationDateTime") or ""
        assert time  # older versions stop here without one
        memo = "".join(child.text or "" for child in selection if child.tag.endswith("}Description"))
        for coding in (child for child in selection if child.tag.endswith("}Coding")):
            name = names[coding[0].get("targetGUID")]  # CodeRef is its first child
            project.codings.setdefault((title, name, start, end, coder), (memo, time))


def export_from_qualcoder(project: QualCoderProject) -> bytes:
    """Export a project as QualCoder does: new guids, a selection for each coding, no time at a coding."""
    guids: dict[tuple[str, str], str] = {}

    def guid(kind: str, name: str) -> str:
        return guids.setdefault((kind, name), str(uuid.uuid4()))

    root = Element("Project", {"xmlns": "urn:QDA-XML:project:1.0", "name": "walk", "origin": "QualCoder-3.8"})
    users = ElementTree.SubElement(root, "Users")
    for coder in sorted({key[4] for key in project.codings} | {"default"}):
        ElementTree.SubElement(users, "User", {"guid": guid("user", coder), "name": coder})
    codes = ElementTree.SubElement(ElementTree.SubElement(root, "CodeBook"), "Codes")
    _give_codes(codes, "", project, guid)
    sources = ElementTree.SubElement(root, "Sources")
    files: dict[str, bytes] = {}
    for title, text in project.texts.items():
        file = f"{uuid.uuid4()}.txt"
        files[f"Sources/{file}"] = text.encode("utf-8")
        about = {"plainTextPath": INTERNAL + file, "guid": guid("text", title), "name": title}
        source = ElementTree.SubElement(sources, "TextSource", about | {"creatingUser": guid("user", "default")})
        for (own, code, start, end, coder), (memo, time) in project.codings.items():
            if own == title:
                place = {"startPosition": str(start), "endPosition": str(end), "name": text[start:end]}
                who = {"creatingUser": guid("user", coder)}
                made = {"guid": str(uuid.uuid4()), "creationDateTime": time}
                selection = ElementTree.SubElement(source, "PlainTextSelection", made | place | who)
                if memo:
                    ElementTree.SubElement(selection, "Description").text = memo
                coding = ElementTree.SubElement(selection, "Coding", {"guid": str(uuid.uuid4())} | who)
                ElementTree.SubElement(coding, "CodeRef", {"targetGUID": guid("code", code)})
    files["project.qde"] = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _give_codes(parent: Element, above: str, project: QualCoderProject, guid) -> None:  # noqa: ANN001 - a local function
    for name, (own, colour, memo) in project.codes.items():
        if own == above:
            about = {"guid": guid("code", name), "name": name, "isCodable": "true", "color": colour}
            code = ElementTree.SubElement(parent, "Code", about)
            if memo:
                ElementTree.SubElement(code, "Description").text = memo
    for name, own in project.categories.items():
        if own == above:
            about = {"guid": guid("category", name), "name": name, "isCodable": "false"}
            _give_codes(ElementTree.SubElement(parent, "Code", about), name, project, guid)
