"""A run killed at each call of the system, and real runs killed at some moments (`make crash` kills 200)."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders_country import country_folder
from durability.crashes import kill_at, refuse_at, results, tree

from flows.steps import DIRECT, CountryRefusedError, Made, Steps, compare_countries, run_country
from tasks import manifest
from tasks.adapters.disk import write_bytes
from tasks.adapters.store import Store
from tasks.audit import audit

OURS = "reports/XAA/notes of the team.txt"


# --- a run of steps that only write ---------------------------------------------------------------------------------
def steps(edition: str) -> Steps:
    """A run whose results name the edition; the first sets turns aside, the second does not."""

    def receive(store: Store, country: str) -> None:
        store.write_table(country, "problems", [])
        row = {"interview_id": f"{country}-{edition}", "country_iso3": country, "record_type": "notes"}
        row |= {"attribution": "group", "file": "a.txt", "sha256": edition, "consent_record": True}
        store.write_table(country, "interviews", [row | {"consent_quote": True}])
        answer = {"answer_id": f"a-{edition}", "interview_id": f"{country}-{edition}", "question_name": "q5"}
        store.write_table(country, "answers", [answer | {"file": "a.txt", "sheet": "", "row": 2, "column": "q5"}])
        write_bytes(store.processed / country / "expectations.json", b"[]")
        if edition == "first":
            write_bytes(store.processed / country / "quarantine" / "turns.parquet", b"aside")

    def render(store: Store, country: str, _: str) -> None:
        names = ("brief.html", "brief.docx") if edition == "first" else ("brief.html", "brief.pdf")
        for name in names:
            write_bytes(store.reports / country / name, f"{name} of the {edition} edition".encode() * 100)

    def nothing(*_: object) -> None:
        pass

    return Steps(receive, nothing, nothing, nothing, nothing, nothing, nothing, render, nothing)


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


def run(home: Path, edition: str) -> bool:
    (home / "raw" / "XAA").mkdir(parents=True, exist_ok=True)
    (home / "raw" / "XAA" / "a.txt").write_text(edition)
    return run_country(store_in(home), "XAA", "en", steps(edition)) is Made.UNCHANGED


def first_edition(home: Path) -> Path:
    run(home, "first")
    (home / OURS).write_text("ours")
    return home


def in_a_process(home: Path, prepare: Callable[[], None]) -> int:
    """Make the second edition in a process of its own: its exit code, 3 when the country was refused."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        prepare()
        run(home, "second")
        os._exit(0)
    except CountryRefusedError as refused:
        os._exit(3 if refused.problems and refused.problems[0].code.startswith("H") else 4)
    finally:
        os._exit(5)


@pytest.fixture(autouse=True, scope="module")
def without_code_in_the_fingerprint() -> Iterator[None]:
    """Hashing code and declarations takes most of such a small run, and they do not change in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "CODE_FOLDERS", ())
        patch.setattr(manifest, "QUESTIONNAIRE", Path(__file__).parent / "none")
        patch.setattr(manifest, "TEMPLATES", Path(__file__).parent / "none")
        yield


STEP = 5
"""Every so many calls one is met; `make crash` meets them all in time."""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of runs that write everything through take long on a disk."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shm if shm.is_dir() else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    home = first_edition(tmp_path_factory.mktemp("expected"))
    run(home, "second")
    made = results(home)
    assert OURS in made
    assert "processed/XAA/quarantine/turns.parquet" not in made
    assert not [name for name in made if "/.msp/" in name]
    return made


@pytest.mark.slow
def test_run__killed_at_any_call__ends_like_an_undisturbed_one(expected, memory):
    number, n_killed = 0, 0
    while True:
        home = first_edition(memory / str(number))
        before, raw = results(home), tree(home / "raw")
        code = in_a_process(home, kill_at(number))
        assert code in (0, -signal.SIGKILL), number
        for name, content in results(home).items():
            if name.split("/")[1] == "XAA" and not name.endswith(".msp-part"):
                assert content in (before.get(name), expected.get(name)), (number, name)
        run(home, "second")
        assert results(home) == expected, number
        assert tree(home / "raw").keys() == raw.keys()
        if code == 0:
            break
        number, n_killed = number + STEP, n_killed + 1
    assert n_killed > 20


@pytest.mark.slow
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
def test_run__the_disk_refuses_at_any_call__says_so_and_keeps_the_last_good_results(fault, expected, memory):
    number, n_refused, n_kept = {errno.ENOSPC: 0, errno.EIO: 1, errno.EROFS: 2}[fault], 0, 0
    while True:
        home = first_edition(memory / str(number))
        before = results(home)
        code = in_a_process(home, refuse_at(number, fault))
        assert code in (0, 3), (number, code)
        if code == 3:
            n_refused += 1
            kept = results(home)
            shown = {name for name in kept if name.split("/")[1] == "XAA"}
            is_kept = all(kept.get(name) == before[name] for name in before)
            is_begun = (home / "processed" / ".msp" / "ready" / "XAA").exists() or expected.items() <= kept.items()
            assert is_kept or is_begun, number
            n_kept += is_kept
            assert all(kept[name] in (before.get(name), expected.get(name)) for name in shown), number
        run(home, "second")
        assert results(home) == expected, number
        if code == 0 and number > 150:
            break
        number += 3 * STEP
    assert n_refused > 5
    assert n_kept > n_refused / 2


# --- the true thing -------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_command__killed_and_started_again__ends_like_an_undisturbed_one():
    command = [
        sys.executable,
        "-W",
        "ignore",
        str(Path(__file__).with_name("crashes.py")),
        "--kills",
        "4",
        "--refusals",
        "2",
        "--seed",
        "3",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


# --- a comparison ----------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_comparison__killed_before_its_releases_are_noted__leaves_reports_that_the_next_run_notes(
    tmp_path, monkeypatch
):
    class KilledError(BaseException):
        pass

    def kill(*_: object) -> None:
        raise KilledError

    store, countries = store_in(tmp_path), ("XAA", "XAB")
    for country in countries:
        country_folder(store.raw, country)
        run_country(store, country, "en", DIRECT)
    with monkeypatch.context() as killed:
        killed.setattr("flows.steps.note_release", kill)
        with pytest.raises(KilledError):
            compare_countries(store, countries)
    assert audit(store).problems, "no report was touched: the countries share nothing"
    for country in countries:
        run_country(store, country, "en", DIRECT)
    assert compare_countries(store, countries) == ()
    assert audit(store).problems == ()
