"""A country goes out as a project and comes back with a person's codes. Nobody here is real."""

import csv
import datetime
import io
import json
import uuid
import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from builders_exchange import MACHINE, QUESTION, WORDS, country_tables
from builders_qualcoder import import_into_qualcoder, through_qualcoder
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrefiqda import RefiProject
from typer.testing import CliRunner

from flows.cli import app
from tasks.adapters.declarations import load_codebook
from tasks.adapters.finished_files import read_finished
from tasks.adapters.qda_files import read_project, write_codebook, write_project
from tasks.core.qda_exports import STANCE, TOPIC, UNKNOWN_TIME, by_coder, code_guid
from tasks.core.qda_projects import ProjectCode, ProjectCoding, Selection, TextSource, User, derive_guid, walk_codes
from tasks.core.qda_returns import Persons, choose_reading, find_segments, read_return, unify_lines
from tasks.exchange import export_codebook, export_project, import_project, make_country_project
from tasks.release import note_withdrawals

runner = CliRunner()
ANA = User(str(uuid.UUID(int=7)), "Ana Ñandú")
DAY = datetime.date(2026, 3, 1)


@pytest.fixture
def store(tmp_path):
    return country_tables(tmp_path)


def coded_by_ana(exported, interview="XAA-01", *, codes=("leadership",), stance="challenge", cut=0, at=""):
    """The project as Ana's program writes it: her selection on a segment, with topics and a stance."""
    guid = derive_guid("source", interview)
    span = exported.spans[guid][0]
    given = [code_guid(TOPIC, code) if code in load_codebook().topics else code for code in codes]
    given += [code_guid(STANCE, stance)] if stance else []
    codings = tuple(ProjectCoding(str(uuid.uuid4()), code, ANA.guid, "2026-02-03T04:05:06Z") for code in given)
    own = Selection(
        str(uuid.uuid4()), span.start + cut, span.end - cut, "", "Elle dit : « oui »", ANA.guid, at, codings
    )
    sources = tuple(
        replace(source, selections=(*source.selections, own)) if source.guid == guid else source
        for source in exported.project.sources
    )
    return replace(exported.project, users=(*exported.project.users, ANA), sources=sources)


def as_other_programs_write(project, *, line_end="\n", has_mark=False, counts="points"):
    """New guids, other line ends, a mark before the text, UTF-16 places, a selection each code: what programs do."""
    made: dict[str, str] = {}

    def new(guid: str) -> str:
        return made.setdefault(guid, str(uuid.uuid4()).upper()) if guid else ""

    def place(text: str, at: int) -> int:
        before = text[:at].replace("\n", line_end) if line_end != "\n" else text[:at]
        return (len(before.encode("utf-16-le")) // 2 if counts == "units" else len(before)) + has_mark

    def source_of(source: TextSource) -> TextSource:
        selections = tuple(
            replace(
                one,
                guid=str(uuid.uuid4()),
                name=source.text[one.start : one.end],
                start=place(source.text, one.start),
                end=place(source.text, one.end),
                user=new(one.user),
                codings=(
                    replace(coding, guid=str(uuid.uuid4()), code=new(coding.code), user=new(coding.user), when=""),
                ),
                when=coding.when or "2027-01-01T00:00:00Z",
            )
            for one in source.selections
            for coding in one.codings
        )
        text = ("\ufeff" if has_mark else "") + source.text.replace("\n", line_end)
        return replace(source, guid=new(source.guid), text=text, selections=selections)

    def code_of(code: ProjectCode) -> ProjectCode:
        return replace(code, guid=new(code.guid), description="", children=tuple(map(code_of, code.children)))

    return replace(
        project,
        users=tuple(replace(user, guid=new(user.guid)) for user in project.users),
        codes=tuple(map(code_of, project.codes)),
        sources=tuple(map(source_of, project.sources)),
        variables=(),
        cases=(),
        sets=(),
        notes=(),
    )


# --- out ------------------------------------------------------------------------------------------------------------
def test_export__selections_hold_the_words_of_their_segments(store):
    exported = make_country_project(store, "XAA", "fr")
    told = {words for _, words in WORDS.values()}
    for source in exported.project.sources:
        for selection in source.selections:
            assert source.text[selection.start : selection.end] in told
    assert sum(len(source.selections) for source in exported.project.sources) == 4
    assert [user.name for user in exported.project.users] == ["Relecteur", f"msp-auto {MACHINE}"]


def test_project__tells_no_group_that_the_tables_hide__as_nothing_was_read_in_some_of_its_records(tmp_path):
    store = country_tables(tmp_path)
    interviews = store.read_table("XAA", "interviews")
    donor = interviews[interviews["interview_id"] == "XAA-04"]
    set_aside = [donor.assign(interview_id=f"XAA-1{n}", consent_quote=False) for n in range(2)]
    store.write_table("XAA", "interviews", pd.concat([interviews, *set_aside]))
    cases = {
        case.name: {value for _, value in case.values}
        for case in make_country_project(store, "XAA", "en").project.cases
    }
    assert "Government" in cases["XAA-01"]
    (donor,) = (values for name, values in cases.items() if not name.startswith("XAA-"))
    assert "Donors" not in donor
    assert "2026-01-14" not in donor


def test_export__who_may_not_be_quoted_is_left_out_and_counted(store, tmp_path):
    out = tmp_path / "out.qdpx"
    (problem,) = export_project(store, "XAA", out, "en")
    assert (problem.code, "3 of 8" in problem.detail) == ("X006", True)
    with zipfile.ZipFile(out) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "may not be quoted by" not in everything
    assert "XAA-05" not in everything
    assert QUESTION in everything


def test_export__group_and_level_of_the_only_donor_are_not_told(store):
    project = make_country_project(store, "XAA", "en").project
    values = {case.name: dict(case.values) for case in project.cases}
    group, month = derive_guid("variable", "stakeholder_group"), derive_guid("variable", "month")
    assert values["XAA-01"][group] == "Government"
    (donor,) = (told for name, told in values.items() if not name.startswith("XAA"))
    assert not {group, *(derive_guid("variable", name) for name in ("level", "date", "month"))} & set(donor)
    assert values["XAA-02"][month] == "2026-01"


def test_export__of_the_only_donor__has_no_id_of_the_tables_and_stands_last(store, tmp_path):
    export_project(store, "XAA", tmp_path / "x.qdpx", "en")
    told = "\n".join(text for _, text in read_finished(tmp_path / "x.qdpx"))
    segments = store.read_table("XAA", "segments").set_index("interview_id")["segment_id"]
    assert segments["XAA-01"] in told
    assert not [one for one in ("XAA-04", segments["XAA-04"], derive_guid("source", "XAA-04")) if one in told]
    assert make_country_project(store, "XAA", "en").project.sources[-1].name.startswith("h-")


def test_import__of_codes_on_the_only_donors_words__are_of_its_own_segment(store, tmp_path):
    exported = make_country_project(store, "XAA", "en")
    donor = next(shown for shown, own in exported.owners.items() if own == "XAA-04")
    (tmp_path / "back.qdpx").write_bytes(write_project(coded_by_ana(exported, donor)))
    (coding, *_) = import_project(store, "XAA", tmp_path / "back.qdpx", today=DAY).codings
    segments = store.read_table("XAA", "segments").set_index("interview_id")["segment_id"]
    assert (coding.segment_id, coding.source) == (segments["XAA-04"], "XAA-04")


def test_export__of_the_only_donor__is_named_when_consent_is_taken_back(store, tmp_path):
    export_project(store, "XAA", tmp_path / "x.qdpx", "en")
    interviews = store.read_table("XAA", "interviews")
    interviews.loc[interviews["interview_id"] == "XAA-04", "consent_record"] = False
    store.write_table("XAA", "interviews", interviews)
    assert any("x.qdpx" in problem.detail for problem in note_withdrawals(store, "XAA"))


def test_export__a_second_time_gives_the_same_bytes(store, tmp_path):
    for name in ("one.qdpx", "two.qdpx"):
        export_project(store, "XAA", tmp_path / name, "en")
    assert (tmp_path / "one.qdpx").read_bytes() == (tmp_path / "two.qdpx").read_bytes()


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_codebook__names_are_short_and_their_own(language, tmp_path):
    export_codebook(tmp_path / "c.qdc", language)
    project, _ = read_project((tmp_path / "c.qdc").read_bytes(), "c.qdc")
    found = [code.name for code, _ in walk_codes(project.codes)]
    assert len(found) == len({name.casefold() for name in found}) == 27 + 5 + 5 + 1
    assert max(map(len, found)) <= 63


def test_export__with_a_name_in_it__is_not_written(store, tmp_path, monkeypatch):
    from tasks import release

    monkeypatch.setattr(release, "searched_words", lambda entries, ordinary: ["nobody else does"])
    problems = export_project(store, "XAA", tmp_path / "out.qdpx", "en")
    assert {problem.code for problem in problems} == {"L001"}
    assert any("out.qdpx" in problem.detail for problem in problems)
    assert not (tmp_path / "out.qdpx").exists()


def test_export__who_confirmed_and_who_added_are_users_of_their_own():
    machine = {"coding_id": "c-1", "coder": MACHINE, "topic": "meetings", "stance": "challenge", "status": "confirmed"}
    seen = by_coder(machine | {"proposed_stance": "description", "reviewers": ("Ana", "Bo")})
    assert [(row["coder"], row["stance"]) for row in seen] == [
        (MACHINE, "description"),
        ("Ana", "challenge"),
        ("Bo", "challenge"),
    ]
    assert len({row["coding_id"] for row in seen}) == 3
    assert [row["coder"] for row in by_coder(machine | {"coder": "person:Ana, Bo", "reviewers": ("Ana", "Bo")})] == [
        "Ana",
        "Bo",
    ]
    assert [row["coder"] for row in by_coder(machine | {"coder": "person:Ana"})] == ["Ana"]
    assert [row["coder"] for row in by_coder(machine)] == [MACHINE]


# --- and back -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("has_mark", [False, True])
@pytest.mark.parametrize("counts", ["points", "units"])
def test_return__through_programs_that_count_otherwise__same_segment_topic_stance_and_coder(
    store, line_end, has_mark, counts
):
    exported = make_country_project(store, "XAA", "fr")
    project = as_other_programs_write(coded_by_ana(exported), line_end=line_end, has_mark=has_mark, counts=counts)
    back, problems = read_project(write_project(project), "r.qdpx")
    assert problems == ()
    (row,), problems = read_return(back, exported, load_codebook(), "XAA")
    span = exported.spans[derive_guid("source", "XAA-01")][0]
    assert (row.segment_id, row.topic, row.stance, row.coder) == (
        span.segment_id,
        "leadership",
        "challenge",
        "Ana Ñandú",
    )
    assert (row.start, row.end, row.note) == (span.start, span.end, "Elle dit : « oui »")
    assert problems == ()


def test_return__through_an_independent_program__same_codings_ids_places_and_coders(store, tmp_path):
    exported = make_country_project(store, "XAA", "en")
    sent = coded_by_ana(exported, "XAA-02", codes=("leadership", "meetings"))
    (tmp_path / "in.qdpx").write_bytes(write_project(sent))
    other = RefiProject.load(tmp_path / "in.qdpx", tmp_path / "x")
    RefiProject.save(other, tmp_path / "out.qdpx", tmp_path / "x" / "Sources")
    assert read_project((tmp_path / "out.qdpx").read_bytes(), "") == (sent, ())
    rows, problems = read_return(
        read_project((tmp_path / "out.qdpx").read_bytes(), "")[0], exported, load_codebook(), "XAA"
    )
    assert [(row.topic, row.stance, row.coder) for row in rows] == [
        ("leadership", "challenge", ANA.name),
        ("meetings", "challenge", ANA.name),
    ]
    assert problems == ()


def test_return__through_what_is_known_of_qualcoder__same_codings_places_and_coders(store):
    exported = make_country_project(store, "XAA", "en")
    sent = coded_by_ana(exported, "XAA-02", codes=("leadership", "meetings"), at="2026-02-03T04:05:06Z")
    before = import_into_qualcoder(write_project(sent))
    back = through_qualcoder(write_project(sent))
    after = import_into_qualcoder(back)
    assert (after.texts, after.codings, set(after.codes)) == (before.texts, before.codings, set(before.codes))
    assert before.texts == {source.name: source.text for source in sent.sources}
    users = {one.guid: one.name for one in sent.users}
    codes = {one.guid: one.name for one, _ in walk_codes(sent.codes)}
    assert set(before.codings) == {
        (source.name, codes[coding.code], one.start, one.end, users[coding.user])
        for source in sent.sources
        for one in source.selections
        for coding in one.codings
    }  # who coded is the creator of the selection: none is lost, and none changes hands
    project, problems = read_project(back, "r.qdpx")
    assert problems == ()
    rows, problems = read_return(project, exported, load_codebook(), "XAA")
    assert [(row.topic, row.stance, row.coder, row.note) for row in rows] == [
        ("leadership", "challenge", ANA.name, "Elle dit : « oui »"),
        ("meetings", "challenge", ANA.name, "Elle dit : « oui »"),
    ]
    span = exported.spans[derive_guid("source", "XAA-02")][0]
    assert {(row.segment_id, row.start, row.end) for row in rows} == {(span.segment_id, span.start, span.end)}
    assert problems == ()


def test_return__the_machines_own_codings_are_nobodys_decision(store):
    exported = make_country_project(store, "XAA", "en")
    assert read_return(exported.project, exported, load_codebook(), "XAA") == ((), ())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda project: replace(project, users=()), "X013"),
        (
            lambda project: replace(
                project,
                sources=tuple(replace(one, guid="1", name="?", text="?", selections=()) for one in project.sources),
            ),
            "X010",
        ),
        (
            lambda project: replace(
                project, sources=tuple(replace(one, selections=one.selections[1:]) for one in project.sources)
            ),
            "X015",
        ),
    ],
)
def test_return__what_is_not_understood_is_told(store, change, code):
    exported = make_country_project(store, "XAA", "en")
    _, problems = read_return(change(coded_by_ana(exported)), exported, load_codebook(), "XAA")
    assert code in {problem.code for problem in problems}


def test_return__a_code_that_the_codebook_lacks_is_kept_and_told(store):
    exported = make_country_project(store, "XAA", "en")
    new = ProjectCode(str(uuid.uuid4()), "Gardiens d’école", "")
    project = coded_by_ana(exported, codes=(new.guid,))
    (row,), problems = read_return(replace(project, codes=(*project.codes, new)), exported, load_codebook(), "XAA")
    assert (row.topic, row.code) == ("", "Gardiens d’école")
    assert [problem.code for problem in problems] == ["X012"]


def test_return__words_of_the_interviewer_are_no_answer(store):
    exported = make_country_project(store, "XAA", "en")
    project = coded_by_ana(exported)
    moved = [replace(one, start=0, end=20) if one.user == ANA.guid else one for one in project.sources[0].selections]
    project = replace(project, sources=(replace(project.sources[0], selections=tuple(moved)), *project.sources[1:]))
    rows, problems = read_return(project, exported, load_codebook(), "XAA")
    assert rows == ()
    assert "X011" in {problem.code for problem in problems}


def test_return__a_text_that_was_changed__the_words_are_found_where_they_stand(store):
    exported = make_country_project(store, "XAA", "en")
    project = coded_by_ana(exported)
    first = project.sources[0]
    shifted = [replace(one, start=one.start + 5, end=one.end + 5) for one in first.selections]
    changed = replace(first, text="Hm.\n\n" + first.text, selections=tuple(shifted))
    (row,), _ = read_return(replace(project, sources=(changed, *project.sources[1:])), exported, load_codebook(), "XAA")
    span = exported.spans[first.guid][0]
    assert (row.segment_id, row.start, row.end) == (span.segment_id, span.start, span.end)


def test_return__two_stances_on_a_segment__none_is_taken(store):
    exported = make_country_project(store, "XAA", "en")
    project = coded_by_ana(exported, codes=("leadership", code_guid(STANCE, "response")))
    (row,), problems = read_return(project, exported, load_codebook(), "XAA")
    assert (row.topic, row.stance) == ("leadership", "")
    assert [problem.code for problem in problems] == ["X014"]


@given(st.text(st.sampled_from("ab 😀é\n."), min_size=4, max_size=60), st.data())
@settings(max_examples=80)
def test_reading__known_places_tell_how_a_program_counts(text, data):
    start, end = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True)))
    if not text[start:end].strip():
        return
    units = [len(text[:at].replace("\n", "\r\n").encode("utf-16-le")) // 2 for at in (start, end)]
    source = TextSource("", "", text.replace("\n", "\r\n"), selections=(Selection("", *units),))
    reading = choose_reading(source, [(start, end)])
    assert (reading(units[0]), reading(units[1])) == (start, end)
    assert unify_lines(source.text) == text


def test_find_segments__half_a_segment_or_the_most_selected():
    from tasks.core.qda_exports import Span

    spans = (Span(0, 10, "a"), Span(12, 20, "b"), Span(22, 40, "c"))
    assert [span.segment_id for span in find_segments(spans, 2, 22)] == ["a", "b"]
    assert [span.segment_id for span in find_segments(spans, 23, 26)] == ["c"]
    assert find_segments(spans, 10, 12) == ()


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_import__of_a_project_exported_in_any_language__at_exact_places(store, tmp_path, language):
    exported = make_country_project(store, "XAA", language)
    (tmp_path / "a.qdpx").write_bytes(write_project(coded_by_ana(exported)))
    imported = import_project(store, "XAA", tmp_path / "a.qdpx", today=DAY)
    span = exported.spans[derive_guid("source", "XAA-01")][0]
    assert [(row.start, row.end, row.segment_id) for row in imported.codings] == [
        (span.start, span.end, span.segment_id)
    ]


def test_import__who_codes_as_the_first_user_is_named_by_the_command(store, tmp_path):
    exported = make_country_project(store, "XAA", "fr")
    project = coded_by_ana(exported)
    reviewer = exported.project.users[0].guid
    (tmp_path / "a.qdpx").write_bytes(write_project(replace(project, sources=given_to(project, reviewer))))
    (row,) = import_project(store, "XAA", tmp_path / "a.qdpx", today=DAY).codings
    assert row.coder == "Relecteur"
    (row,) = import_project(store, "XAA", tmp_path / "a.qdpx", coder="Ana", today=DAY).codings
    assert row.coder == "Ana"


def test_return__what_a_person_codes_under_the_machines_name_is_told_and_taken(store):
    exported = make_country_project(store, "XAA", "en")
    project = coded_by_ana(exported)
    machine = exported.project.users[1].guid
    project = replace(project, sources=given_to(project, machine))
    (row,), problems = read_return(project, exported, load_codebook(), "XAA", Persons("Ana"))
    assert (row.topic, row.coder) == ("leadership", "Ana")
    assert [problem.code for problem in problems] == ["X017"]


def given_to(project, user):
    """The sources of a project with what Ana gave given by another user."""

    def passed(one: Selection) -> Selection:
        if one.user != ANA.guid:
            return one
        return replace(one, user=user, codings=tuple(replace(coding, user=user) for coding in one.codings))

    return tuple(replace(source, selections=tuple(map(passed, source.selections))) for source in project.sources)


def test_import__what_a_person_had_decided_before_the_export__is_no_new_decision(store, tmp_path):
    codings, segment = store.read_table("XAA", "codings"), ""
    segment = codings["segment_id"][0]
    own = codings["segment_id"] == segment
    codings.loc[own, "status"] = "confirmed"
    codings["reviewers"] = [("Ana",) if mine else () for mine in own]
    store.write_table("XAA", "codings", codings)
    topics = list(codings.loc[own, "topic"])
    decision = {"review_id": "v-1", "kind": "coding", "target_id": segment, "item": topics[0], "decision": "confirmed"}
    told = {"reviewer": "Ana", "at": "2026-02-03", "reason": "Said so.", "mode": "review", "file": "f", "row": 2}
    store.write_table("XAA", "reviews", [decision | told])
    exported = make_country_project(store, "XAA", "en")
    (own_selection,) = [
        one for source in exported.project.sources for one in source.selections if one.when != UNKNOWN_TIME
    ]
    assert (own_selection.description, own_selection.when) == ("Said so.", "2026-02-03T00:00:00Z")
    path = tmp_path / "again.qdpx"
    path.write_bytes(write_project(as_other_programs_write(exported.project)))
    assert import_project(store, "XAA", path, today=DAY).codings == ()


def test_import__of_a_codebook__tells_which_codes_are_new(store, tmp_path):
    exported = make_country_project(store, "XAA", "pt")
    codes = (*exported.project.codes, ProjectCode(str(uuid.uuid4()), "Guardiãs"))
    (tmp_path / "c.qdc").write_bytes(write_codebook(codes, "Another"))
    (problem,) = import_project(store, "XAA", tmp_path / "c.qdc").problems
    assert (problem.code, "lacks: Guardiãs." in problem.detail) == ("X009", True)


def test_import__writes_decisions_once_and_leaves_what_is_there(store, tmp_path):
    path = tmp_path / "ana.qdpx"
    path.write_bytes(
        write_project(coded_by_ana(make_country_project(store, "XAA", "en"), codes=("leadership", "meetings")))
    )
    imported = import_project(store, "XAA", path, today=DAY)
    assert sorted(name.rpartition(".")[2] for name in imported.files) == ["csv", "json"]
    decisions = next(name for name in imported.files if name.endswith(".csv"))
    rows = list(csv.DictReader(io.StringIO((store.raw / decisions).read_text(encoding="utf-8"))))
    assert [(row["kind"], row["item"], row["decision"], row["value"]) for row in rows] == [
        ("coding", "leadership", "added", "challenge"),
        ("coding", "meetings", "confirmed", "challenge"),
    ]
    assert {(row["reviewer"], row["at"], row["mode"]) for row in rows} == {(ANA.name, "2026-02-03T04:05:06Z", "review")}
    assert rows[1]["proposed"] == "description"
    told = json.loads((store.raw / next(name for name in imported.files if name.endswith(".json"))).read_text())
    assert len(told) == 3
    assert import_project(store, "XAA", path, today=datetime.date(2027, 1, 1)).files == ()


def test_commands__out_and_back(store, tmp_path):
    folders = ["--raw", str(store.raw), "--processed", str(store.processed)]
    out = tmp_path / "out.qdpx"
    shown = runner.invoke(app, ["export", "XAA", "--qda", str(out), *folders])
    assert (shown.exit_code, out.is_file()) == (0, True)
    assert runner.invoke(app, ["export", "XAA", "--qda", str(tmp_path / "out.nvp"), *folders]).exit_code == 2
    assert runner.invoke(app, ["import", str(out), "XAA", *folders]).exit_code == 1
    out.write_bytes(write_project(coded_by_ana(make_country_project(store, "XAA", "en"))))
    shown = runner.invoke(app, ["import", str(out), "XAA", *folders])
    assert (shown.exit_code, "1 codings by 1 persons: Ana Ñandú" in shown.output) == (0, True)
    assert runner.invoke(app, ["import", str(tmp_path / "gone.qdpx"), "XAA", *folders]).exit_code == 1
