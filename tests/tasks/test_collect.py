"""Collecting over real HTTP from servers on this machine that speak the APIs of KoboToolbox and ODK Central."""

import csv
import datetime
import hashlib
import io
import logging
import zipfile
from dataclasses import replace
from pathlib import Path

import builders_exports as exports
import pytest
import yaml
from servers.collection_servers import (
    ASSET,
    EMAIL,
    FORM,
    PASSWORD,
    PROJECT,
    TOKEN,
    VERSION,
    CentralTwin,
    Fault,
    KoboTwin,
    central_submissions,
    kobo_submissions,
    running,
)

from tasks.adapters.source_records import read_record
from tasks.adapters.store import Store
from tasks.collect import collect
from tasks.core.collections import SignIn, Target, leave_out_withdrawn
from tasks.core.paces import Pace
from tasks.ingest import ingest

PACE = Pace(requests_per_second=10_000, tries=3, backoff_seconds=1, longest_wait_seconds=90)
COUNTRY = "XAA"
SIGN_IN = SignIn(TOKEN, EMAIL, PASSWORD)
EDITED = "22222222-0000-4000-8000-000000000002"


@pytest.fixture
def kobo():
    with running(KoboTwin()) as twin:
        twin.submissions = kobo_submissions()
        yield twin


@pytest.fixture
def central():
    with running(CentralTwin()) as twin:
        twin.submissions = central_submissions()
        yield twin


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw" / COUNTRY
    folder.mkdir(parents=True)
    (folder / "source.yaml").write_text(
        "# who and when\ncountry: XAA   # of a test\ncollected_by: Team A\n", encoding="utf-8"
    )
    return tmp_path / "raw"


@pytest.fixture
def waits():
    return []


def pull(twin, raw, waits=None, *, sign_in=SIGN_IN, pace=PACE, day=20, **options):
    is_kobo = isinstance(twin, KoboTwin)
    target = (
        Target(kobo_url=twin.address, asset=ASSET)
        if is_kobo
        else Target(odk_url=twin.address, project=PROJECT, form=FORM)
    )
    moment = datetime.datetime(2026, 3, day, 9, 0, tzinfo=datetime.UTC)
    slept = [] if waits is None else waits
    store = Store(raw, raw.parent / "processed", raw.parent / "reports")
    return collect(
        store, COUNTRY, options.pop("target", target), sign_in, now=moment, pace=pace, sleep=slept.append, **options
    )


def files(raw: Path) -> dict[str, str]:
    return {
        path.relative_to(raw / COUNTRY).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((raw / COUNTRY).rglob("*"))
        if path.is_file()
    }


def record(raw: Path) -> dict:
    return yaml.safe_load((raw / COUNTRY / "source.yaml").read_text(encoding="utf-8"))


def codes(collected) -> set[str]:
    return {problem.code for problem in collected.problems}


def read(raw: Path):
    """What `ingest` gives, without what was withdrawn: who said what, but for where it stands."""
    received = ingest(Store(raw, raw.parent / "processed", raw.parent / "reports"), COUNTRY)
    source, _ = read_record(raw / COUNTRY / "source.yaml")
    interviews, answers, _ = leave_out_withdrawn(received.interviews, received.answers, source, COUNTRY)
    nowhere = {"file": "", "row": None, "identifiers": (), "own_names": (), "untold": frozenset(), "submitted": ""}
    people = {one.interview_id: replace(one, **nowhere) for one in interviews}
    told = {
        (
            a.interview_id,
            a.question_name,
            a.answer_code,
            a.answer_label,
            a.answer_text,
            a.missing_reason,
            a.repeat,
            a.is_one_of_several,
        )
        for a in answers
        if a.missing_reason != "blank"
    }
    return people, told, received


def export_read_directly(tmp_path: Path, write, name: str):
    folder = tmp_path / "direct" / COUNTRY
    for below in ("responses", "forms"):
        (folder / below).mkdir(parents=True)
    exports.write_form(folder / "forms" / "form.xlsx")
    write(folder / "responses" / name)
    return read(folder.parent)


# --- the same answers ---------------------------------------------------------------------------------------------------
def test_kobo__collected_folder_gives_the_answers_of_the_export(kobo, raw, tmp_path):
    kobo.page = 4
    collected = pull(kobo, raw, page_size=3)
    assert not collected.problems
    assert collected.counts == {"listed": 11, "new": 11, "edited": 0, "reviewed": 0, "deleted": 0}
    people, told, received = read(raw)
    assert (people, told) == export_read_directly(
        tmp_path, lambda path: exports.kobo_workbook(path, multiple="summary"), "export.xlsx"
    )[:2]
    assert len(people) == 10
    assert any(answer.repeat for answer in received.answers)
    assert {problem.code for problem in received.problems if "/responses/" in problem.file} == {"A004", "A007"}


def test_kobo__a_question_nobody_answered_is_blank_not_lost(kobo, raw):
    for one in kobo.submissions.values():
        one.pop("area3_structure/network", None)
    pull(kobo, raw)
    received = read(raw)[2]
    asked = {answer.question_name for answer in received.answers if answer.missing_reason == "blank"}
    assert "q1" in asked
    assert "A013" not in {problem.code for problem in received.problems}


def test_central__collected_folder_gives_the_answers_of_the_export(central, raw, tmp_path):
    collected = pull(central, raw)
    assert not collected.problems
    people, told, _ = read(raw)
    direct = export_read_directly(tmp_path, lambda path: exports.odk_zip(path, split=False), "export.zip")
    assert (people, told) == direct[:2]
    assert len(people) == 10
    assert not central.is_open


# --- what a pull leaves behind ------------------------------------------------------------------------------------------
def test_pull__records_who_when_version_and_hashes_without_touching_what_stood_there(kobo, raw):
    before = (raw / COUNTRY / "source.yaml").read_bytes()
    pull(kobo, raw)
    after = (raw / COUNTRY / "source.yaml").read_bytes()
    assert after.startswith(before)
    [entry] = record(raw)["pulls"]
    assert entry["pulled_at"] == "2026-03-20T09:00:00Z"
    assert (entry["pulled_by"], entry["server"], entry["form"]) == ("Team A", kobo.address, ASSET)
    assert (entry["form_version"], entry["n_new"], entry["is_full"]) == (VERSION, 11, True)
    assert {file: digest for file, digest in files(raw).items() if file != "source.yaml"} == entry["files"]


@pytest.mark.parametrize("server", ["kobo", "central"])
def test_second_pull__with_nothing_new_writes_nothing(server, raw, request):
    twin = request.getfixturevalue(server)
    pull(twin, raw)
    before = {file: (raw / COUNTRY / file).stat().st_mtime_ns for file in files(raw)}
    asked = twin.count("csv.zip") + twin.count("$in")
    collected = pull(twin, raw, day=21)
    assert collected.counts["new"] == 0
    assert not collected.files
    assert {file: (raw / COUNTRY / file).stat().st_mtime_ns for file in files(raw)} == before
    assert twin.count("csv.zip") + twin.count("$in") == asked


def change_kobo(twin):
    """One new, one edited, one rejected, one deleted."""
    twin.submissions[1020] = kobo_submissions()[1001] | {
        "_id": 1020,
        "_uuid": "a" * 32,
        "meta/rootUuid": f"uuid:{'a' * 32}",
    }
    twin.submissions[1002] |= {"_uuid": EDITED, "meta/instanceID": f"uuid:{EDITED}"}
    key = next(name for name in twin.submissions[1002] if name.endswith("/q4"))
    twin.submissions[1002][key] = "Edited words"
    twin.submissions[1003]["_validation_status"] = {"uid": "validation_status_not_approved", "label": "Not Approved"}
    del twin.submissions[1004]


def change_central(twin):
    first, second, third, fourth = list(twin.submissions)[:4]
    new = central_submissions()[first]
    twin.submissions["uuid:" + "a" * 32] = new | {"instance": "uuid:" + "a" * 32, "created": "2026-03-25T10:00:00.000Z"}
    header = exports.odk_files(split=False)["msp.csv"][0]
    place = next(n for n, name in enumerate(header) if name.endswith("-q4"))
    row = [*twin.submissions[second]["row"]]
    row[place] = "Edited words"
    twin.submissions[second] |= {"row": row, "instance": f"uuid:{EDITED}", "updated": "2026-03-25T11:00:00.000Z"}
    twin.submissions[third] |= {"review": "rejected", "updated": "2026-03-25T12:00:00.000Z"}
    del twin.submissions[fourth]


@pytest.mark.parametrize(("server", "change"), [("kobo", change_kobo), ("central", change_central)])
def test_next_pull__brings_only_what_changed_and_leaves_raw_files_as_they_were(server, change, raw, request):
    twin = request.getfixturevalue(server)
    pull(twin, raw)
    before, people_before = files(raw), read(raw)[0]
    change(twin)
    collected = pull(twin, raw, day=26)
    assert collected.counts == {"listed": 11, "new": 1, "edited": 1, "reviewed": 1, "deleted": 1}
    after = files(raw)
    assert {file: after[file] for file in before if file != "source.yaml"} == {
        file: digest for file, digest in before.items() if file != "source.yaml"
    }
    second = record(raw)["pulls"][1]
    assert not second["is_full"]
    assert second["deleted"] == [exports.ten_responses()[3].uuid]
    assert second["rejected"] == [exports.ten_responses()[2].uuid]
    people, told, _ = read(raw)
    assert len(people) == len(people_before) - 2 + 1
    edited = [text for _, question, _, _, text, *_ in told if question == "q4"]
    assert edited.count("Edited words") == 1
    assert rows_of(raw, second) == 3
    if server == "central":
        [asked] = [asked for asked in twin.asked if "$filter" in asked]
        assert "__system/updatedAt+ge+2026-03-25T10:00:00.000Z" in asked


def rows_of(raw, entry) -> int:
    """Count the rows of the main table of a pull."""
    [name] = [file for file in entry["files"] if file.endswith(".zip")]
    with zipfile.ZipFile(raw / COUNTRY / name) as archive:
        main = min(archive.namelist(), key=len)
        return len(list(csv.reader(io.StringIO(archive.read(main).decode())))) - 1


def test_central_edit__keeps_its_repeats(central, raw):
    """The edited version has another instance id; rows of repeats name the first."""
    key = next(key for key, one in central.submissions.items() if one["networks"] and one["row"])
    central.submissions[key] |= {"instance": f"uuid:{EDITED}", "updated": "2026-03-15T00:00:00.000Z"}
    pull(central, raw)
    _, told, received = read(raw)
    assert "A012" not in {problem.code for problem in received.problems}
    assert len({one[0] for one in told if one[1] == "network_title"}) == sum(
        bool(s.networks) for s in exports.ten_responses()[:9]
    )


def test_submission__restored_on_the_server_counts_again(kobo, raw):
    pull(kobo, raw)
    gone = kobo.submissions.pop(1005)
    pull(kobo, raw, day=21)
    assert len(read(raw)[0]) == 9
    kobo.submissions[1005] = gone
    collected = pull(kobo, raw, day=22)
    assert collected.counts["new"] == 1
    assert record(raw)["pulls"][2]["restored"] == [exports.ten_responses()[4].uuid]
    assert len(read(raw)[0]) == 10


def test_deletions_alone__write_no_table(kobo, raw):
    pull(kobo, raw)
    del kobo.submissions[1005]
    pull(kobo, raw, day=21)
    assert sorted(path.name for path in (raw / COUNTRY / "responses").glob("*.zip")) == [
        Path(file).name for file in record(raw)["pulls"][0]["files"] if file.endswith(".zip")
    ]


def test_emptied_server__changes_nothing(kobo, raw):
    pull(kobo, raw)
    before = files(raw)
    kobo.submissions = {}
    assert codes(pull(kobo, raw, day=21)) == {"W011"}
    assert files(raw) == before


def test_changed_raw_file__is_named_and_all_is_received_anew(kobo, raw):
    pull(kobo, raw)
    [response] = (raw / COUNTRY / "responses").glob("*.zip")
    response.write_bytes(b"opened and saved")
    collected = pull(kobo, raw, day=21)
    assert codes(collected) == {"W012"}
    assert record(raw)["pulls"][1]["is_full"]
    assert response.read_bytes() == b"opened and saved"
    assert len(read(raw)[0]) == 10
    assert not pull(kobo, raw, day=22).problems


def test_pulls_of_one_second__come_one_after_the_other(kobo, raw):
    pull(kobo, raw)
    kobo.submissions[1001]["_uuid"] = EDITED
    pull(kobo, raw)
    names = [Path(file).name for entry in record(raw)["pulls"] for file in entry["files"] if file.endswith(".zip")]
    assert names == sorted(names)
    assert len(set(names)) == 2


# --- faults -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("server", ["kobo", "central"])
@pytest.mark.parametrize(
    ("path", "kind", "status", "headers", "wait"),
    [
        ("submissions|data.json", "status", 429, {"Retry-After": "7"}, 7),
        ("submissions|data.json", "status", 503, {}, 1),
        ("submissions|data.json", "status", 502, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ("submissions|data.json", "break", 0, {}, 1),
        ("csv.zip|24in", "break", 0, {}, 1),
    ],
)
def test_fault_that_passes__is_waited_out(server, path, kind, status, headers, wait, raw, waits, request):
    twin = request.getfixturevalue(server)
    twin.faults = [Fault(path.split("|")[server == "kobo"], kind, status=status, headers=headers)]
    collected = pull(twin, raw, waits)
    assert not collected.problems
    assert collected.counts["new"] == 11
    assert wait in waits
    assert rows_of(raw, record(raw)["pulls"][0]) == 11


@pytest.mark.parametrize("kind", ["silent", "drip"])
def test_slow_answer__is_asked_for_again(kobo, kind, raw, waits):
    kobo.faults = [Fault("24in", kind)]
    collected = pull(kobo, raw, waits, pace=replace(PACE, silence_seconds=0.25, answer_seconds=0.25))
    assert not collected.problems
    assert 1 in waits
    assert rows_of(raw, record(raw)["pulls"][0]) == 11


@pytest.mark.parametrize("server", ["kobo", "central"])
@pytest.mark.parametrize(
    ("status", "code"), [(401, "W001"), (403, "W002"), (404, "W003"), (400, "W007"), (302, "W005")]
)
def test_refusal__is_said_once_and_not_asked_again(server, status, code, raw, waits, request):
    twin = request.getfixturevalue(server)
    before = files(raw)
    twin.faults = [Fault("data.json" if server == "kobo" else "/submissions", "status", times=99, status=status)]
    collected = pull(twin, raw, waits)
    assert codes(collected) == {code}
    assert not collected.is_passing
    assert twin.count("data.json") + twin.count("/submissions") == 1
    assert [wait for wait in waits if wait >= 1] == []
    assert files(raw) == before


@pytest.mark.parametrize("server", ["kobo", "central"])
def test_wrong_sign_in__is_a_problem(server, raw, request):
    twin = request.getfixturevalue(server)
    assert codes(pull(twin, raw, sign_in=SignIn("wrong", EMAIL, "wrong"))) == {"W001"}
    assert codes(pull(twin, raw, sign_in=SignIn())) == {"W009"}


def test_server_that_stays_down__ends_the_pull_after_some_tries(kobo, raw, waits):
    kobo.faults = [Fault("data.json", "status", times=99, status=500)]
    collected = pull(kobo, raw, waits)
    assert codes(collected) == {"W004"}
    assert collected.is_passing
    assert [wait for wait in waits if wait >= 1] == [1, 2]


def test_server_that_asks_for_too_long_a_wait__ends_the_pull(kobo, raw):
    kobo.faults = [Fault("data.json", "status", status=429, headers={"Retry-After": "86400"})]
    assert codes(pull(kobo, raw)) == {"W004"}
    assert kobo.count("data.json") == 1


def test_page_that_is_no_json__is_a_problem(kobo, raw):
    kobo.faults = [Fault("data.json", "html", times=99)]
    assert codes(pull(kobo, raw)) == {"W005"}


def test_archive_that_is_none__is_a_problem(central, raw):
    central.faults = [Fault("csv.zip", "html", times=99)]
    assert codes(pull(central, raw)) == {"W005"}
    assert not list((raw / COUNTRY / "responses").glob("*.zip"))


def test_nobody_listening__is_a_problem(raw):
    collected = pull(KoboTwin(), raw, target=Target(kobo_url="http://127.0.0.1:9", asset=ASSET))
    assert codes(collected) == {"W004"}


def test_plain_http__is_refused_before_anything_is_sent(raw):
    assert codes(pull(KoboTwin(), raw, target=Target(kobo_url="http://kf.example.org", asset=ASSET))) == {"W006"}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("kf.example.org", "W016"),
        ("https://", "W016"),
        ("https://[bad", "W016"),
        ("https://me:secret@kf.example.org", "W016"),
        ("https://kf.example.org:99x", "W016"),
    ],
)
def test_address_that_is_none__is_a_problem(raw, address, code):
    collected = pull(KoboTwin(), raw, target=Target(kobo_url=address, asset=ASSET))
    assert codes(collected) == {code}
    assert "secret" not in str(collected)


def test_address_copied_from_the_browser__is_that_of_the_server(kobo, raw):
    pull(kobo, raw, target=Target(kobo_url=f"{kobo.address}/#/forms/{ASSET}/summary", asset=ASSET))
    assert record(raw)["pulls"][0]["server"] == kobo.address


@pytest.mark.parametrize("token", ["pasted-ä", "two\nlines"])
def test_token_no_server_accepts__is_a_problem_that_does_not_show_it(kobo, raw, token):
    collected = pull(kobo, raw, sign_in=SignIn(token))
    assert codes(collected) == {"W001"}
    assert token not in str(collected)


def test_encrypted_form__is_a_problem(central, raw):
    central.encrypted = True
    assert codes(pull(central, raw)) == {"W008"}


def test_pull_cut_short__goes_on_where_it_stopped(kobo, raw):
    before = files(raw)
    kobo.faults = [Fault("%24in", "break", times=99, after=6)]
    first = pull(kobo, raw, page_size=1)
    assert codes(first) == {"W004"}
    assert {file: files(raw)[file] for file in before} == before
    assert not list((raw / COUNTRY / "responses").glob("*.zip"))
    kobo.faults, kobo.asked = [], []
    collected = pull(kobo, raw, page_size=1, day=21)
    assert kobo.count("$in") == 11 - 6
    assert collected.counts["new"] == 11
    assert len(record(raw)["pulls"]) == 1
    people, told, received = read(raw)
    assert len(people) == 10
    assert "A005" not in {problem.code for problem in received.problems}


def test_pull_cut_short__does_not_use_what_was_edited_meanwhile(kobo, raw):
    kobo.faults = [Fault("%24in", "break", times=99, after=6)]
    pull(kobo, raw, page_size=1)
    key = next(name for name in kobo.submissions[1002] if name.endswith("/q4"))
    kobo.submissions[1002] |= {"_uuid": EDITED, key: "Edited words"}
    del kobo.submissions[1003]
    kobo.faults = []
    assert pull(kobo, raw, day=21).counts["new"] == 10
    people, told, _ = read(raw)
    assert len(people) == 9
    assert [one[4] for one in told if one[1] == "q4"].count("Edited words") == 1


def test_submission_deleted_while_it_is_pulled__is_not_missed_later(kobo, raw):
    answer = kobo.answer

    def answer_and_delete(method, path, query, headers, body):
        if "query" in query:
            kobo.submissions.pop(1007, None)
        return answer(method, path, query, headers, body)

    kobo.answer = answer_and_delete
    assert pull(kobo, raw).counts["new"] == 10
    assert record(raw)["pulls"][0]["n_listed"] == 10


# --- nothing that signs anybody in is left behind -----------------------------------------------------------------------
@pytest.mark.parametrize("server", ["kobo", "central"])
def test_secrets_and_answers__reach_no_log_and_no_record(server, raw, request, caplog):
    twin = request.getfixturevalue(server)
    caplog.set_level(logging.DEBUG)
    twin.faults = [Fault("submissions" if server == "central" else "data.json", "status", status=500)]
    collected = pull(twin, raw)
    failed = pull(twin, raw, sign_in=SignIn("wrong-" + TOKEN, EMAIL, "wrong-" + PASSWORD), day=21)
    shown = caplog.text + str(collected) + str(failed) + repr(SIGN_IN) + (raw / COUNTRY / "source.yaml").read_text()
    for secret in (TOKEN, PASSWORD, "session-0123456789-secret", "Zoë", "The director convenes"):
        assert secret not in shown
    for path in (raw / COUNTRY).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert TOKEN.encode() not in content
            assert PASSWORD.encode() not in content


def test_next_page__is_asked_of_the_same_server_only(kobo, raw):
    kobo.page = 2
    assert pull(kobo, raw).counts["listed"] == 11
    assert kobo.count("fields=") == 6


# --- source.yaml --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ["pulls: []\ncountry: XAA\n", "- a list\n", "{country: XAA}\n", "country: [\n"],
    ids=["not last", "list", "braces", "broken"],
)
def test_record_that_cannot_be_added_to__is_a_problem_and_stays(kobo, raw, text):
    (raw / COUNTRY / "source.yaml").write_text(text, encoding="utf-8")
    assert codes(pull(kobo, raw)) == {"W010"}
    assert (raw / COUNTRY / "source.yaml").read_text(encoding="utf-8") == text


def test_country_without_a_record__gets_one(kobo, raw):
    (raw / COUNTRY / "source.yaml").unlink()
    assert not pull(kobo, raw).problems
    assert record(raw)["country"] == COUNTRY


def test_country_without_a_folder__is_a_problem(kobo, tmp_path):
    assert codes(pull(kobo, tmp_path / "nowhere")) == {"W015"}


def test_both_servers__keep_their_own_lists(kobo, central, raw):
    pull(kobo, raw)
    pull(central, raw, day=21)
    assert [entry["n_new"] for entry in record(raw)["pulls"]] == [11, 11]
    assert pull(kobo, raw, day=22).counts["new"] == pull(central, raw, day=22).counts["new"] == 0


# --- pace ---------------------------------------------------------------------------------------------------------------
def test_requests__keep_their_distance(kobo, raw, waits):
    pull(kobo, raw, waits, pace=replace(PACE, requests_per_second=0.5))
    assert len(waits) == len(kobo.asked) - 1
    assert all(1.5 < wait <= 2 * len(kobo.asked) for wait in waits)
