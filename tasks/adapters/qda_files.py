"""Reads and writes the files of programs of qualitative analysis: REFI-QDA projects (.qdpx) and codebooks (.qdc).

Written strictly as the standard says; read as programs write it: any name of the root, any namespace, folders in any
case, parts that are missing. What was not understood is told.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

from tasks.adapters.archives import UnsafeArchiveError, open_archive, parse_xml, read_entry, schema_faults
from tasks.adapters.encodings import decode_text
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.qda_projects import (
    Case,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectNote,
    ProjectSet,
    Selection,
    TextSource,
    User,
    Variable,
    read_guid,
)

PROJECT_NAMESPACE, CODEBOOK_NAMESPACE = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
PROJECT_ENDING, CODEBOOK_ENDING, ROOT_ENDING = ".qdpx", ".qdc", ".qde"
ROOT, FOLDER = "project.qde", "Sources"
INTERNAL = "internal://"
SCHEMAS = Path(__file__).parent / "schemas"
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
"""Time of every entry, so that the same project gives the same bytes."""
NOT_IN_XML_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

NO_PROJECT = ProblemKind(
    "X001",
    Severity.CRITICAL,
    "The file cannot be read as a REFI-QDA project or codebook ({reason}).",
    "Export it anew from the other program as a REFI-QDA project (.qdpx).",
)
TEXT_MISSING = ProblemKind(
    "X002",
    Severity.WARNING,
    "{n} sources come without a plain text in the file; codes in them are left out.",
    "Export the project with its sources inside it.",
)
NOT_UNDERSTOOD = ProblemKind(
    "X003",
    Severity.INFO,
    "{n} elements {name} are not read here.",
    "Nothing to do, unless codes on words of an interview are among them.",
)
SEVERAL_ROOTS = ProblemKind(
    "X004",
    Severity.WARNING,
    "The file holds {n} projects; only {name} was read.",
    "Export each project to a file of its own.",
)
BAD_PLACE = ProblemKind(
    "X005",
    Severity.WARNING,
    "{n} selections say no place in the text that is a number; they are left out.",
    "Look into them in the other program, and code the words again.",
)


class InvalidProjectError(RuntimeError):
    """What was to be written does not hold to the schema; a defect of this program."""


# --- writing --------------------------------------------------------------------------------------------------------
def write_project(project: Project) -> bytes:
    """Write a project as .qdpx: the same project gives the same bytes.

    Args:
        project: its texts have no byte order mark.

    Raises:
        InvalidProjectError: it does not hold to the schema.
    """
    content = _write_root(_project_element(project), "qda_project.rng")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, ROOT, content)
        texts = {one.guid: one.text for one in (*project.sources, *project.notes)}
        for guid in sorted(texts):
            _add(archive, f"{FOLDER}/{guid}.txt", texts[guid].encode("utf-8"))
    return stream.getvalue()


def write_codebook(codes: Iterable[ProjectCode], origin: str) -> bytes:
    """Write a tree of codes as .qdc.

    Raises:
        InvalidProjectError: it does not hold to the schema.
    """
    root = ElementTree.Element("CodeBook", {"xmlns": CODEBOOK_NAMESPACE, "origin": origin})
    _add_codes(ElementTree.SubElement(root, "Codes"), codes)
    return _write_root(root, "qda_codebook.rng")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, WRITTEN_AT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(entry, content)


def _write_root(root: ElementTree.Element, schema: str) -> bytes:
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    if faults := schema_faults(content, SCHEMAS / schema):
        raise InvalidProjectError("; ".join(faults[:3]))
    return content


def _attributes(**values: object) -> dict[str, str]:
    """Return the attributes that have a value; what XML cannot hold is replaced."""
    return {name: _clean(str(value)) for name, value in values.items() if value != ""}


def _clean(text: str) -> str:
    return NOT_IN_XML_PATTERN.sub("\ufffd", text)


def _told(above: ElementTree.Element, name: str, text: str) -> None:
    if text:
        ElementTree.SubElement(above, name).text = _clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def _refer(above: ElementTree.Element, name: str, guids: Iterable[str]) -> None:
    for guid in guids:
        ElementTree.SubElement(above, name, {"targetGUID": guid})


def _project_element(project: Project) -> ElementTree.Element:
    """Make the root: its parts in the order of the schema, and none that would be empty."""
    root = ElementTree.Element(
        "Project",
        {
            "xmlns": PROJECT_NAMESPACE,
            **_attributes(name=project.name, origin=project.origin, modifyingUserGUID=project.user),
        },
    )
    if project.users:
        users = ElementTree.SubElement(root, "Users")
        for user in project.users:
            ElementTree.SubElement(users, "User", _attributes(guid=user.guid, name=user.name))
    if project.codes:
        _add_codes(ElementTree.SubElement(ElementTree.SubElement(root, "CodeBook"), "Codes"), project.codes)
    _add_variables(root, project.variables)
    types = {variable.guid: variable.type for variable in project.variables}
    if project.cases:
        cases = ElementTree.SubElement(root, "Cases")
        for case in project.cases:
            _add_case(cases, case, types)
    if project.sources:
        sources = ElementTree.SubElement(root, "Sources")
        for source in project.sources:
            _add_source(sources, source)
    if project.notes:
        notes = ElementTree.SubElement(root, "Notes")
        for note in project.notes:
            path = f"{INTERNAL}{note.guid}.txt"
            made = {"creatingUser": note.user, "creationDateTime": note.when}
            ElementTree.SubElement(
                notes, "Note", _attributes(guid=note.guid, name=note.name, plainTextPath=path, **made)
            )
    _add_sets(root, project.sets)
    _told(root, "Description", project.description)
    return root


def _add_codes(above: ElementTree.Element, codes: Iterable[ProjectCode]) -> None:
    for code in codes:
        own = _attributes(
            guid=code.guid, name=code.name, isCodable="true" if code.is_codable else "false", color=code.colour
        )
        element = ElementTree.SubElement(above, "Code", own)
        _told(element, "Description", code.description)
        _add_codes(element, code.children)


def _add_variables(root: ElementTree.Element, variables: Iterable[Variable]) -> None:
    above = None
    for variable in variables:
        above = ElementTree.SubElement(root, "Variables") if above is None else above
        ElementTree.SubElement(
            above, "Variable", _attributes(guid=variable.guid, name=variable.name, typeOfVariable=variable.type)
        )


def _add_case(above: ElementTree.Element, case: Case, types: Mapping[str, str]) -> None:
    element = ElementTree.SubElement(above, "Case", _attributes(guid=case.guid, name=case.name))
    for variable, value in case.values:
        own = ElementTree.SubElement(element, "VariableValue")
        _refer(own, "VariableRef", (variable,))
        _told(own, f"{types[variable]}Value", value)
    _refer(element, "SourceRef", case.sources)


def _add_source(above: ElementTree.Element, source: TextSource) -> None:
    own = _attributes(
        guid=source.guid, name=source.name, plainTextPath=f"{INTERNAL}{source.guid}.txt", creatingUser=source.user
    )
    element = ElementTree.SubElement(above, "TextSource", own)
    for selection in source.selections:
        own = _attributes(
            guid=selection.guid,
            name=selection.name,
            startPosition=selection.start,
            endPosition=selection.end,
            creatingUser=selection.user,
            creationDateTime=selection.when,
        )
        inner = ElementTree.SubElement(element, "PlainTextSelection", own)
        _told(inner, "Description", selection.description)
        _add_codings(inner, selection.codings)
        _refer(inner, "NoteRef", selection.notes)
    _add_codings(element, source.codings)


def _add_codings(above: ElementTree.Element, codings: Iterable[ProjectCoding]) -> None:
    for coding in codings:
        own = _attributes(guid=coding.guid, creatingUser=coding.user, creationDateTime=coding.when)
        element = ElementTree.SubElement(above, "Coding", own)
        _refer(element, "CodeRef", (coding.code,))
        _refer(element, "NoteRef", coding.notes)


def _add_sets(root: ElementTree.Element, sets: Iterable[ProjectSet]) -> None:
    above = None
    for one in sets:
        above = ElementTree.SubElement(root, "Sets") if above is None else above
        element = ElementTree.SubElement(above, "Set", _attributes(guid=one.guid, name=one.name))
        _refer(element, "MemberCode", one.codes)
        _refer(element, "MemberSource", one.sources)


# --- reading --------------------------------------------------------------------------------------------------------
UNDERSTOOD = frozenset(
    """Project Users User CodeBook Codes Code Variables Variable Cases Case VariableValue VariableRef TextValue
    BooleanValue IntegerValue FloatValue DateValue DateTimeValue SourceRef SelectionRef Sources TextSource PDFSource
    Representation PlainTextContent PlainTextSelection Coding CodeRef Notes Note NoteRef Sets Set MemberCode
    MemberSource MemberNote Description""".split()
)


@dataclass(slots=True)
class _Reading:
    """A file being read: its texts, and what was not understood."""

    file: str
    texts: Mapping[str, bytes] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    without_text: int = 0
    without_place: int = 0

    def told(self) -> tuple[Problem, ...]:
        """Return all that was wrong."""
        found = [*self.problems]
        if self.without_text:
            found.append(TEXT_MISSING.at(self.file, n=self.without_text))
        if self.without_place:
            found.append(BAD_PLACE.at(self.file, n=self.without_place))
        found += [NOT_UNDERSTOOD.at(self.file, name=name, n=n) for name, n in sorted(self.unknown.items())]
        return tuple(found)


def read_project(content: bytes, file: str) -> tuple[Project | None, tuple[Problem, ...]]:
    """Read a project or a codebook.

    Args:
        content: of a .qdpx, a bare .qde, or a .qdc.
        file: its name, for problems.

    Returns:
        The project, None where the file is none; and what was not understood.
    """
    reading = _Reading(file)
    try:
        root = _local(parse_xml(_find_root(content, reading)), reading.unknown)
    except UnsafeArchiveError:
        return None, (NO_PROJECT.at(file, reason="it is larger or stranger than is safe to read"),)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        KeyError,
        ValueError,
        SyntaxError,
        OSError,
    ) as error:
        return None, (NO_PROJECT.at(file, reason=type(error).__name__),)
    if root.tag not in ("Project", "CodeBook"):
        return None, (NO_PROJECT.at(file, reason="its root is no Project or CodeBook"),)
    return _read_root(root, reading), reading.told()


def _find_root(content: bytes, reading: _Reading) -> bytes:
    """Find the XML of the project: the file itself, or the .qde of an archive, whatever its name."""
    if not content.startswith(b"PK"):
        return content
    with open_archive(content) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        roots = sorted(
            (name for name in names if name.lower().endswith(ROOT_ENDING)),
            key=lambda name: (name.count("/"), PurePosixPath(name).name.lower() != ROOT, name),
        )
        if not roots:
            raise KeyError(ROOT_ENDING)
        if len(roots) > 1:
            reading.problems.append(SEVERAL_ROOTS.at(reading.file, n=len(roots), name=PurePosixPath(roots[0]).name))
        texts = [name for name in names if name.lower().endswith((".txt", ".md", ".csv"))]
        reading.texts = {_file_name(name): read_entry(archive, name) for name in texts}
        return read_entry(archive, roots[0])


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].lower()


def _local(root: Any, unknown: Counter[str]) -> ElementTree.Element:
    """Copy a tree without its namespaces; elements that mean nothing here are counted, with all in them left out."""

    def copy(element: Any) -> ElementTree.Element:
        made = ElementTree.Element(
            element.tag.rpartition("}")[2], {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        )
        made.text = element.text
        for child in element:
            if not isinstance(child.tag, str):
                made.text = (made.text or "") + (child.tail or "")
                continue
            name = child.tag.rpartition("}")[2]
            if name in UNDERSTOOD:
                made.append(copy(child))
            elif name in ("Links", "Graphs"):
                unknown.update(
                    grandchild.tag.rpartition("}")[2] for grandchild in child if isinstance(grandchild.tag, str)
                )
            else:
                unknown[name] += 1
        return made

    return copy(root)


def _read_root(root: ElementTree.Element, reading: _Reading) -> Project:
    codebook = root if root.tag == "CodeBook" else root.find("CodeBook")
    codes = codebook.find("Codes") if codebook is not None else None
    sources = [_read_source(element, reading) for element in root.iterfind("Sources/*")]
    return Project(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        user=read_guid(root.get("modifyingUserGUID") or root.get("creatingUserGUID")),
        description=_text(root, "Description"),
        users=tuple(
            User(read_guid(one.get("guid")), one.get("name") or one.get("id") or "")
            for one in root.iterfind("Users/User")
        ),
        codes=() if codes is None else _read_codes(codes),
        variables=tuple(
            Variable(read_guid(one.get("guid")), one.get("name", ""), one.get("typeOfVariable", "Text"))
            for one in root.iterfind("Variables/Variable")
        ),
        cases=tuple(_read_case(one) for one in root.iterfind("Cases/Case")),
        sources=tuple(source for source in sources if source is not None),
        notes=tuple(_read_note(one, reading) for one in root.iterfind("Notes/Note")),
        sets=tuple(
            ProjectSet(
                read_guid(one.get("guid")),
                one.get("name", ""),
                _targets(one, "MemberCode"),
                _targets(one, "MemberSource"),
            )
            for one in root.iterfind("Sets/Set")
        ),
    )


def _text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(name) or ""


def _targets(element: ElementTree.Element, name: str) -> tuple[str, ...]:
    return tuple(read_guid(one.get("targetGUID")) for one in element.iterfind(name))


def _read_codes(above: ElementTree.Element) -> tuple[ProjectCode, ...]:
    return tuple(
        ProjectCode(
            read_guid(one.get("guid")),
            one.get("name", ""),
            _text(one, "Description"),
            one.get("color", ""),
            one.get("isCodable", "true").strip().lower() not in ("false", "0"),
            _read_codes(one),
        )
        for one in above.iterfind("Code")
    )


def _read_case(element: ElementTree.Element) -> Case:
    values = []
    for own in element.iterfind("VariableValue"):
        value = next((child.text or "" for child in own if child.tag.endswith("Value")), "")
        values += [(variable, value) for variable in _targets(own, "VariableRef")]
    sources = _targets(element, "SourceRef")
    return Case(read_guid(element.get("guid")), element.get("name", ""), tuple(values), sources)


def _read_note(element: ElementTree.Element, reading: _Reading) -> ProjectNote:
    found = _find_text(element, reading)
    return ProjectNote(
        read_guid(element.get("guid")),
        element.get("name", ""),
        found[0] if found else _text(element, "Description"),
        _user(element),
        _when(element),
    )


def _read_source(element: ElementTree.Element, reading: _Reading) -> TextSource | None:
    """Read a source; of a PDF its plain text, where it has one."""
    body = element.find("Representation") if element.tag == "PDFSource" else element
    found = None if body is None else _find_text(body, reading)
    if body is None or found is None:
        reading.without_text += 1
        return None
    selections = [_read_selection(one, reading) for one in body.iterfind("PlainTextSelection")]
    return TextSource(
        read_guid(element.get("guid")),
        element.get("name", ""),
        found[0],
        found[1],
        _user(element),
        tuple(selection for selection in selections if selection is not None),
        _read_codings(element),
    )


def _find_text(element: ElementTree.Element, reading: _Reading) -> tuple[str, bool] | None:
    """Find a text inside the XML or in a file of the archive; no path outside it is followed.

    Returns:
        The text without its byte order mark, and whether it had one.
    """
    inside = element.findtext("PlainTextContent")
    if inside is not None:
        return inside.removeprefix("\ufeff"), inside.startswith("\ufeff")
    content = reading.texts.get(_file_name(element.get("plainTextPath", "")))
    text = None if content is None else decode_text(content)
    if content is None or text is None:
        return None
    return text.removeprefix("\ufeff"), content.startswith(BYTE_ORDER_MARKS)


def _read_selection(element: ElementTree.Element, reading: _Reading) -> Selection | None:
    try:
        start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
    except ValueError:
        reading.without_place += 1
        return None
    return Selection(
        read_guid(element.get("guid")),
        start,
        end,
        element.get("name", ""),
        _text(element, "Description"),
        _user(element),
        _when(element),
        _read_codings(element),
        _targets(element, "NoteRef"),
    )


def _read_codings(above: ElementTree.Element) -> tuple[ProjectCoding, ...]:
    return tuple(
        ProjectCoding(read_guid(one.get("guid")), code, _user(one), _when(one), _targets(one, "NoteRef"))
        for one in above.iterfind("Coding")
        for code in _targets(one, "CodeRef")
    )


def _user(element: ElementTree.Element) -> str:
    return read_guid(element.get("creatingUser") or element.get("modifyingUser"))


def _when(element: ElementTree.Element) -> str:
    return element.get("creationDateTime") or element.get("modifiedDateTime") or ""
