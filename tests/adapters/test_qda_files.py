"""REFI-QDA files: written strictly, read as programs write them."""

import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyrefiqda import RefiCodebook, RefiProject

from tasks.adapters.qda_files import ROOT, read_project, write_codebook, write_project
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
    derive_guid,
)

AWKWARD = "é́ñ😀𝒜\u00a0«»<&\"'>\n\t—œ\u200f中"
guids = st.integers(0, 10**9).map(lambda number: derive_guid("thing", number))
names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from(AWKWARD), min_size=1, max_size=20
)
lines = st.text(st.sampled_from(AWKWARD + "abc de.\n") | st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
times = st.sampled_from(["", "2026-02-03T04:05:06Z"])
note_guids = st.integers(0, 10**9).map(lambda number: derive_guid("note", number))
codings = st.builds(ProjectCoding, guids, guids, guids, times, st.lists(guids, max_size=2).map(tuple))


@st.composite
def text_sources(draw: st.DrawFn) -> TextSource:
    text = draw(lines)
    selections = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        made = draw(st.builds(Selection, guids, st.just(start), st.just(end), names, lines, guids, times))
        selections.append(replace(made, codings=tuple(draw(st.lists(codings, max_size=2)))))
    return TextSource(
        draw(guids), draw(names), text, selections=tuple(selections), codings=tuple(draw(st.lists(codings, max_size=1)))
    )


codes = st.recursive(
    st.builds(ProjectCode, guids, names, lines, st.sampled_from(["", "#0aF3c9"]), st.booleans()),
    lambda inner: st.builds(
        ProjectCode, guids, names, lines, st.just("#101010"), st.booleans(), st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=4,
)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    variables = draw(st.lists(st.builds(Variable, guids, names), max_size=2, unique_by=lambda one: one.guid))
    values = tuple((one.guid, draw(names)) for one in variables)
    return Project(
        draw(names),
        "MSP Briefs",
        description=draw(lines),
        users=tuple(draw(st.lists(st.builds(User, guids, names), max_size=3))),
        codes=tuple(draw(st.lists(codes, max_size=3))),
        variables=tuple(variables),
        cases=tuple(
            draw(
                st.lists(
                    st.builds(Case, guids, names, st.just(values), st.lists(guids, max_size=2).map(tuple)), max_size=2
                )
            )
        ),
        sources=tuple(draw(st.lists(text_sources(), max_size=3, unique_by=lambda one: one.guid))),
        notes=tuple(
            draw(
                st.lists(
                    st.builds(ProjectNote, note_guids, names, names, guids, times),
                    max_size=2,
                    unique_by=lambda one: one.guid,
                )
            )
        ),
        sets=tuple(
            draw(st.lists(st.builds(ProjectSet, guids, names, st.lists(guids, max_size=2).map(tuple)), max_size=2))
        ),
    )


def through_another_program(content: bytes, folder: Path) -> bytes:
    """Read and write a project with an independent library."""
    folder.mkdir(exist_ok=True)
    (folder / "in.qdpx").write_bytes(content)
    project = RefiProject.load(folder / "in.qdpx", folder / "unpacked")
    RefiProject.save(project, folder / "out.qdpx", folder / "unpacked" / "Sources")
    return (folder / "out.qdpx").read_bytes()


@given(projects())
@settings(max_examples=60)
def test_write_project__any_project__is_read_as_it_was(project):
    content = write_project(project)
    assert read_project(content, "a.qdpx") == (project, ())
    assert write_project(project) == content


def random_project(seed: int) -> Project:
    """A project of some size, from a seed: quicker than Hypothesis draws it, and harder to shrink."""
    chance = random.Random(seed)

    def some(most: int) -> range:
        return range(chance.randint(0, most))

    def words(most: int) -> str:
        return "".join(chance.choice(AWKWARD + "abc de.\n") for _ in range(chance.randint(1, most)))

    def name() -> str:
        return " ".join(words(12).split()) or "x"

    def guid() -> str:
        return derive_guid("thing", chance.random())

    def coding() -> ProjectCoding:
        return ProjectCoding(
            guid(), guid(), guid(), chance.choice(["", "2026-02-03T04:05:06Z"]), tuple(guid() for _ in some(2))
        )

    def source() -> TextSource:
        text = words(90)
        places = [sorted((chance.randint(0, len(text)), chance.randint(0, len(text)))) for _ in some(4)]
        selections = tuple(
            Selection(
                guid(), *place, name(), words(30), guid(), codings=tuple(coding() for _ in some(3)), notes=(guid(),)
            )
            for place in places
        )
        return TextSource(guid(), name(), text, user=guid(), selections=selections)

    def code(depth: int = 0) -> ProjectCode:
        below = tuple(code(depth + 1) for _ in some(1)) if depth < 2 else ()
        return ProjectCode(guid(), name(), words(50), "#00ff7f", chance.random() < 0.5, below)

    variables = tuple(Variable(guid(), name()) for _ in some(4))
    return Project(
        name(),
        description=words(80),
        users=tuple(User(guid(), name()) for _ in some(4)),
        codes=tuple(code() for _ in some(3)),
        variables=variables,
        cases=tuple(Case(guid(), name(), tuple((one.guid, name()) for one in variables), (guid(),)) for _ in some(4)),
        sources=tuple(source() for _ in some(2)),
        notes=tuple(ProjectNote(guid(), name(), words(60), guid()) for _ in some(3)),
        sets=tuple(ProjectSet(guid(), name(), (guid(),), (guid(), guid())) for _ in some(3)),
    )


@pytest.mark.slow
def test_write_project__a_thousand_random_projects__are_read_as_they_were():
    for seed in range(1000):
        project = random_project(seed)
        assert read_project(write_project(project), "a.qdpx") == (project, ()), seed


@given(project=projects())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_another_program__reads_and_writes__nothing_is_lost(project, tmp_path):
    back, problems = read_project(through_another_program(write_project(project), tmp_path / "other"), "b.qdpx")
    assert (back, problems) == (project, ())


def test_another_program__reads_the_codebook(tmp_path):
    codes = (
        ProjectCode(derive_guid("code", 1), "Déjà & <vu>", "é", children=(ProjectCode(derive_guid("code", 2), "b"),)),
    )
    (tmp_path / "c.qdc").write_bytes(write_codebook(codes, "MSP Briefs"))
    (code,) = RefiCodebook.load(tmp_path / "c.qdc").codes.code
    assert (code.name, code.code[0].name) == ("Déjà & <vu>", "b")
    project, problems = read_project((tmp_path / "c.qdc").read_bytes(), "c.qdc")
    assert (project.codes, problems) == (codes, ())


def test_write_project__holds_no_date_of_today_and_no_empty_namespace():
    content = write_project(Project("x", codes=(ProjectCode(derive_guid("code", 1), "a"),)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(ROOT).decode()
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert 'xmlns="urn:QDA-XML:project:1.0"' in xml
    assert 'xmlns=""' not in xml
    assert "\r" not in xml


# --- as programs write them -----------------------------------------------------------------------------------------
WILD = """<Project xmlns="{namespace}" name="p"><Users><User guid="{{5C94BC9E-DB8C-4F1D-9CD6-E900C7440860}}" id="ana"/></Users>
<CodeBook><Codes><Code guid="1B594544-2954-4B67-86FF-FB552F090BA8" name="Réunions" isCodable="1"/></Codes></CodeBook>
<Sources><TextSource guid="a2b94468-80a5-412f-92d6-e900d97b55a6" name="Anna" plainTextPath="{path}">
<PlainTextSelection guid="08cbced0-d736-44c8-8fd6-eb4d29fe46c5" startPosition="0" endPosition="4" creatingUser="5c94bc9e-db8c-4f1d-9cd6-e900c7440860">
<Coding guid="76414714-63c4-4a25-a47e-66fef80bd52e"><CodeRef targetGUID="{{1b594544-2954-4b67-86ff-fb552f090ba8}}"/></Coding>
</PlainTextSelection></TextSource><PictureSource guid="a2b94468-80a5-412f-92d6-e900d97b55a7"/></Sources>
<Links><Link guid="a2b94468-80a5-412f-92d6-e900d97b55a8"/></Links></Project>"""


def archive_of(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:project:1.0", "urn:QDA-XML:project:0:4", "urn:QDA-XML:project:1.5"])
@pytest.mark.parametrize("root", ["project.qde", "My Study.QDE", "export/study.qde"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_read_project__any_root_namespace_and_encoding(namespace, root, encoding):
    xml = WILD.format(namespace=namespace, path="internal://A2.txt").encode(encoding)
    project, problems = read_project(archive_of({root: xml, "sources/a2.TXT": "Bien, été.".encode("cp1252")}), "w.qdpx")
    (source,) = project.sources
    assert source.text == "Bien, été."
    assert project.users[0].name == "ana"
    assert source.selections[0].codings[0].code == project.codes[0].guid
    assert {problem.code for problem in problems} == {"X003"}
    assert [problem.detail.split(" are")[0] for problem in problems] == ["1 elements Link", "1 elements PictureSource"]


@pytest.mark.parametrize("path", ["internal://gone.txt", "absolute:///etc/passwd", "relative://../../etc/passwd", ""])
def test_read_project__a_text_that_is_not_in_the_file__is_told_and_nothing_is_followed(path):
    xml = WILD.format(namespace="urn:QDA-XML:project:1.0", path=path).encode()
    project, problems = read_project(archive_of({"project.qde": xml}), "w.qdpx")
    assert project.sources == ()
    assert "X002" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"no xml",
        b"<Other/>",
        archive_of({"a.txt": b"x"}),
        archive_of({"project.qde": b"<Project"}),
        archive_of({"project.qde": b'<!DOCTYPE p [<!ENTITY a "b">]><Project name="&a;"/>'}),
        archive_of({"project.qde": b"<Project>" * 3000}),
    ],
)
def test_read_project__what_is_none__is_a_problem(content):
    project, problems = read_project(content, "x.qdpx")
    assert (project, [problem.code for problem in problems]) == (None, ["X001"])


def test_read_project__without_users_codes_or_places__is_read_as_far_as_it_goes():
    xml = b"""<Project name="p"><Sources><TextSource guid="1" name="A"><PlainTextContent>Hello you</PlainTextContent>
    <PlainTextSelection guid="2" startPosition="x" endPosition="3"/><PlainTextSelection guid="3" startPosition="0"
    endPosition="5"><Coding guid="4"/></PlainTextSelection></TextSource></Sources></Project>"""
    project, problems = read_project(xml, "p.qde")
    assert project.sources[0].text == "Hello you"
    assert [selection.guid for selection in project.sources[0].selections] == ["3"]
    assert [problem.code for problem in problems] == ["X005"]


@given(
    st.integers(0, 1000),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=4),
    st.booleans(),
)
@settings(max_examples=150)
def test_read_project__damaged_in_any_way__is_a_project_or_a_problem(seed, damages, is_bare):
    content = write_project(random_project(seed % 7))
    if is_bare:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(ROOT)
    for where, damage in damages:
        at = int(where * len(content))
        content = content[:at] + damage + content[at + len(damage) :]
    project, problems = read_project(content, "d.qdpx")
    assert project is not None or [problem.code for problem in problems] == ["X001"]


def test_read_project__an_archive_that_would_fill_the_memory__is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"<Project/>")
        archive.writestr("Sources/a.txt", b" " * 60_000_000)
    project, problems = read_project(stream.getvalue(), "bomb.qdpx")
    assert (project, [problem.code for problem in problems]) == (None, ["X001"])
