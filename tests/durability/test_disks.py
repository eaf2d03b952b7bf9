"""True disks that refuse, and results that were damaged: a clear problem, and the last good results stay."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_country import country_folder
from durability.crashes import results

from flows.direct import run_directly
from tasks.adapters.disk import DiskError
from tasks.adapters.store import Store
from tasks.outcomes import summarise

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made")
    country_folder(home / "raw", "XAA")
    assert run_directly(store_in(home), ["XAA"], "en")[0].is_written
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


def codes(home: Path) -> tuple[bool, set[str]]:
    [outcome] = run_directly(store_in(home), ["XAA"], "en", refresh=True)
    return outcome.is_written, {problem["code"] for problem in outcome.problems}


# --- disks that refuse ----------------------------------------------------------------------------------------------
@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this account mounts no disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 1024)


def test_disk_that_is_full__is_named_and_the_last_good_results_stay(made, small_disk):
    home = small_disk
    shutil.copytree(made, home, dirs_exist_ok=True)
    before = results(home)
    filler = home / "filler"
    with pytest.raises(OSError, match="No space"):
        fill(filler)
    assert codes(home) == (False, {"H002"})
    assert results(home) == before
    filler.unlink()
    assert codes(home)[0]
    assert results(home) == before


def test_disk_that_may_only_be_read__is_named(made, small_disk):
    shutil.copytree(made, small_disk, dirs_exist_ok=True)
    before = results(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert codes(small_disk) == (False, {"H003"})
    assert results(small_disk) == before


def test_file_size_that_is_not_allowed__is_named_and_the_last_good_results_stay(home):
    before = results(home)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        found = codes(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert found == (False, {"H002"})
    assert results(home) == before


def test_folder_of_the_results_that_is_a_file__is_named(home):
    shutil.rmtree(home / "reports")
    (home / "reports").write_text("a file")
    is_written, found = codes(home)
    assert not is_written
    assert found <= {"H004", "H005"}
    assert found


# --- results that were damaged ----------------------------------------------------------------------------------------
DAMAGE = {
    "cut": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "other bytes": lambda content: bytes(byte ^ 0x55 for byte in content),
    "another format": lambda content: b'{"outputs": [1]}',
}


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("6_scores.parquet", "cut"),
        ("6_scores.parquet", "other bytes"),
        ("problems.parquet", "empty"),
        ("manifest.json", "cut"),
        ("manifest.json", "another format"),
        ("expectations.json", "empty"),
    ],
)
def test_damaged_table__is_told_by_readers_and_made_again_by_the_next_run(name, how, home):
    before = results(home)
    path = home / "processed" / "XAA" / name
    path.write_bytes(DAMAGE[how](path.read_bytes()))
    store = store_in(home)
    if name.endswith("parquet"):
        with pytest.raises(DiskError) as told:
            store.read_table("XAA", {"6_scores.parquet": "scores"}.get(name, "problems"))
        assert told.value.problem.code == "H006"
        assert "H006" in {problem["code"] for problem in summarise(store, "XAA", is_written=True).problems}
    [outcome] = run_directly(store, ["XAA"], "en")
    assert outcome.is_written
    assert not outcome.is_unchanged
    assert results(home) == before


def test_trace__of_a_damaged_table__says_so_without_a_traceback(home):
    path = home / "processed" / "XAA" / "3_segments.parquet"
    path.write_bytes(path.read_bytes()[:100])
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "trace", "s-222222222222", f"--processed={home / 'processed'}"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "H006" in done.stderr
    assert "Traceback" not in done.stderr


def test_disk_that_refuses_a_library__is_named_and_the_last_good_results_stay(home, monkeypatch):
    from flows import steps

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = results(home)
    monkeypatch.setattr(steps, "triangulate", refuse)
    is_written, told = codes(home)
    assert not is_written
    assert "H002" in told
    assert results(home) == before


def test_file_that_vanishes_while_it_is_read__is_a_problem_of_that_file_only(home, monkeypatch):
    from tasks import ingest

    true = ingest.read_source

    def read(path: Path, file: str):
        if path.name == "donor.txt":
            path.unlink(missing_ok=True)
        return true(path, file)

    monkeypatch.setattr(ingest, "read_source", read)
    [outcome] = run_directly(store_in(home), ["XAA"], "en", refresh=True)
    assert outcome.is_written
    assert [problem["file"] for problem in outcome.problems if problem["code"].startswith("F")] == [
        "XAA/transcripts/donor.txt"
    ]


def test_country_that_has_nothing_left__publishes_what_was_found_and_drops_its_tables(home):
    register = home / "raw" / "XAA" / "interviews.csv"
    register.write_text(register.read_text().splitlines()[0] + "\n")
    (home / "raw" / "XAA" / "documents.csv").unlink()
    [outcome] = run_directly(store_in(home), ["XAA"], "en")
    assert not outcome.is_written
    assert "F091" in {problem["code"] for problem in outcome.problems}
    tables = b"".join(path.read_bytes() for path in (home / "processed" / "XAA").glob("*.parquet"))
    assert not (home / "processed" / "XAA" / "4_codings.parquet").exists()
    assert b"coordination cell" not in tables
    assert {path.name for path in (home / "reports" / "XAA").iterdir()} == {"data-quality.html"}
