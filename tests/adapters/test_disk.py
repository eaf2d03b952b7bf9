"""What is written is the old file or the new one, whatever happens on the way."""

import errno
import os
import random
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.disk import (
    PART,
    DiskError,
    append_line,
    check_place,
    make_folder,
    move_into,
    need_apart,
    refusals_explained,
    sweep,
    write_bytes,
    write_spare,
)

CALLS = ("fsync", "replace", "chmod")
TURNS = 400


def fail(monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> None:
    """Let one call of the system answer with an error."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, refuse)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "H002"),
        (errno.EDQUOT, "H002"),
        (errno.EROFS, "H003"),
        (errno.EIO, "H004"),
        (errno.ENOENT, "H005"),
    ],
)
def test_write__the_disk_refuses__the_old_file_stands_and_nothing_is_left(call, number, code, tmp_path, monkeypatch):
    path = tmp_path / "brief.html"
    write_bytes(path, b"the last good one")
    with monkeypatch.context() as patch:
        fail(patch, call, number)
        with pytest.raises(DiskError) as refused:
            write_bytes(path, b"the new one")
    assert refused.value.problem.code == code
    assert refused.value.problem.fix
    assert path.read_bytes() == b"the last good one"
    assert list(tmp_path.iterdir()) == [path]


def test_write__is_written_through__file_before_its_name_and_name_before_the_return(tmp_path, monkeypatch):
    done = []
    for call in ("fsync", "replace"):
        true = getattr(os, call)
        monkeypatch.setattr(os, call, lambda *args, call=call, true=true: (done.append(call), true(*args))[1])
    write_bytes(tmp_path / "a", b"x")
    assert done == ["fsync", "replace", "fsync"]


def test_write__a_secret_file__is_nobody_elses_at_any_moment(tmp_path, monkeypatch):
    seen = []
    true = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: (seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode)), true(descriptor))[1]
    )
    write_bytes(tmp_path / "key.json", b"secret", mode=0o600)
    assert seen[0] == 0o600
    assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600


def test_sweep__takes_what_a_killed_writer_left_and_nothing_else(tmp_path):
    write_bytes(tmp_path / "MLI" / "quarantine" / "turns.parquet", b"x")
    (tmp_path / "MLI" / f".brief.html.a1b2{PART}").write_bytes(b"half")
    (tmp_path / "MLI" / "quarantine" / f".turns.parquet.c3{PART}").write_bytes(b"half")
    (tmp_path / "MLI" / "notes of the team.txt").write_bytes(b"ours")
    sweep(tmp_path / "MLI")
    assert {path.name for path in (tmp_path / "MLI").rglob("*.*")} == {"turns.parquet", "notes of the team.txt"}


@given(lines=st.lists(st.binary(max_size=50).filter(lambda line: b"\n" not in line), max_size=6))
def test_append__keeps_every_line_before(lines, tmp_path_factory):
    path = Path(tmp_path_factory.mktemp("log")) / "log"
    for line in lines:
        append_line(path, line)
    content = path.read_bytes() if lines else b""
    assert content == b"".join(line + b"\n" for line in lines)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "H002"), (errno.EROFS, "H003"), (errno.EIO, "H004")])
def test_refusal__of_a_disk_that_a_library_wrote_to__is_told_as_one(number, code):
    with pytest.raises(DiskError) as told, refusals_explained("XAA"):
        raise OSError(number, os.strerror(number), "somebody's.txt")
    assert told.value.problem.code == code
    assert "somebody" not in str(told.value)


def test_error__that_is_no_disk_s__stays_what_it_is(tmp_path):
    with pytest.raises(FileNotFoundError), refusals_explained("XAA"):
        (tmp_path / "nowhere").read_bytes()


def test_write_spare__takes_what_a_killed_writer_of_the_same_left_and_is_silent_on_a_full_disk(tmp_path, monkeypatch):
    left, others = tmp_path / f".compared.mark.5id7cdra{PART}", tmp_path / f".words-1.marks.a1b2c3d4{PART}"
    for part in (left, others):
        part.write_bytes(b"half")
    write_spare(tmp_path / "compared.mark", b"same")
    assert (left.exists(), others.exists()) == (False, True)
    fail(monkeypatch, "fsync", errno.ENOSPC)
    write_spare(tmp_path / "compared.mark", b"other")
    assert (tmp_path / "compared.mark").read_bytes() == b"same"


def test_folder_that_countries_share__is_removed_by_others_whenever_it_is_empty__and_yet_takes_what_is_made(tmp_path):
    shared, done, chance = tmp_path / "making", threading.Event(), random.Random(1)

    def tidy() -> None:
        while not done.wait(chance.uniform(0, 0.001)):  # even pauses keep step with the writer on some machines
            with suppress(OSError):
                shared.rmdir()

    other = threading.Thread(target=tidy)
    other.start()
    try:
        for n in range(TURNS):
            make_folder(shared / f"XA{n}")
            move_into(shared / f"XA{n}", tmp_path / "out")
            move_into(tmp_path / "out" / f"XA{n}", shared)
            (shared / f"XA{n}").rmdir()
    finally:
        done.set()
        other.join()


@pytest.mark.parametrize(
    ("place", "is_folder", "reason"),
    [
        ("file", True, "it is a file and no folder"),
        ("file/below/out.qdpx", False, "file is a file and no folder"),
        ("folder", False, "it is a folder and no file"),
        ("/proc/out", True, "no file can be made in /proc"),
    ],
)
def test_place__that_cannot_be_written_to__is_said_to_be_the_place(place, is_folder, reason, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    if place.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    with pytest.raises(DiskError) as refused:
        check_place(tmp_path / place, is_folder=is_folder)
    assert refused.value.problem.code == "H008"
    assert reason in refused.value.problem.detail
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize(("place", "is_folder"), [("new/out.zip", False), ("file", False), ("new/one", True)])
def test_place__that_can_be_written_to__is_left_as_it_is(place, is_folder, tmp_path):
    (tmp_path / "file").write_text("kept")
    check_place(tmp_path / place, is_folder=is_folder)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("raw", "reports"),
    [
        ("home", "home"),
        ("home", "home/reports"),
        ("home/reports/raw", "home/reports"),
        ("home", "home/raw/../."),
        ("home", "link"),
        ("home", "link/reports"),
    ],
)
def test_folders__of_which_one_is_or_holds_the_other__are_refused(raw, reports, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to("home")
    with pytest.raises(DiskError) as refused:
        need_apart({"raw": tmp_path / raw, "reports": tmp_path / reports})
    assert refused.value.problem.code == "H009"


def test_folders__by_paths_from_where_the_command_runs__are_the_same_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DiskError):
        need_apart({"raw": Path(), "reports": tmp_path / "reports"})


def test_folders__side_by_side__are_apart_whether_they_are_there_or_not(tmp_path):
    (tmp_path / "raw").mkdir()
    need_apart({"raw": tmp_path / "raw", "reports": tmp_path / "raw-reports", "processed": tmp_path / "new" / "one"})
