"""A run makes again only what follows from what changed, and gives the bytes of a run from scratch."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from builders_country import GOVERNMENT, country_folder, write

from flows.steps import DIRECT, Made, run_country
from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.results import CACHE, Results, results_of
from tasks.adapters.store import HIDDEN, Store
from tasks.core.tables import TABLES
from tasks.ingest import ingest
from tasks.manifest import READING, is_beyond_reading, version_of
from tasks.pseudonymize import pseudonymize
from tasks.segment import segment

STAGES = ("read", "check", "mask", "segment", "code", "claim", "fact", "sentence")
NAMED = GOVERNMENT + "Interviewer: Whom do we call?\nRespondent: Call Hawa Sanogo on +223 76 12 34 56.\n"


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How often each kind of result is made."""
    made: dict[str, int] = {}
    of = Results.of

    def count(self: Results, kind: object, make, *content: object, **words: object) -> object:
        before = self.n_made
        result = of(self, kind, make, *content, **words)
        made[str(kind)] = made.get(str(kind), 0) + self.n_made - before
        return result

    with monkeypatch.context() as patch:
        patch.setattr(Results, "of", count)
        yield made


def files(store: Store) -> dict[str, bytes]:
    """All that a run wrote, but for the audit log and the manifest's own hashes of it."""
    tables = {name: store.table_path("XAA", name).read_bytes() for name in TABLES}
    folder = store.reports / "XAA"
    return tables | {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def cached(store: Store) -> dict[str, Path]:
    return {path.stem: path for path in (store.processed / HIDDEN / CACHE / "XAA").glob("*.results")}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("country")
    write(country_folder(home / "raw", "XAA") / "transcripts" / "gov.txt", NAMED)
    assert run_country(store_in(home), "XAA", "en", DIRECT) is Made.WRITTEN
    return home


@pytest.mark.slow
def test_one_changed_interview__is_the_only_one_made_again_and_gives_the_bytes_of_a_full_run(
    home, tmp_path, monkeypatch
):
    store = store_in(tmp_path / "again")
    shutil.copytree(home, tmp_path / "again")
    talk = store.raw / "XAA" / "transcripts" / "cso.txt"
    write(talk, talk.read_text(encoding="utf-8").replace("validé par tous", "approuvé par tous"))
    with counted(monkeypatch) as made:
        assert run_country(store, "XAA", "en", DIRECT) is Made.WRITTEN
    assert {kind.split(".")[-1].strip("'>]"): n for kind, n in made.items() if "_Heard" in kind} == {"_Heard": 1}
    assert sum(n for kind, n in made.items() if "Coded" in kind) == 1
    scratch = store_in(tmp_path / "scratch")
    shutil.copytree(store.raw, scratch.raw)
    run_country(scratch, "XAA", "en", DIRECT)
    assert files(store) == files(scratch)


@pytest.fixture
def read(tmp_path: Path) -> Store:
    """A country that was read, pseudonymised and segmented."""
    store = store_in(tmp_path)
    write(country_folder(store.raw, "XAA") / "transcripts" / "gov.txt", NAMED)
    again(store)
    return store


def again(store: Store) -> None:
    pseudonymize(store, ingest(store, "XAA"))
    segment(store, "XAA")


def test_same_input__makes_nothing_anew(read, monkeypatch):
    with counted(monkeypatch) as made:
        again(read)
    assert sum(made.values()) == 0


def test_results__hold_no_word_of_who_speaks_and_open_only_for_who_holds_the_words(read):
    for path in cached(read).values():
        for words in (b"Sanogo", b"76 12 34 56", "Sanogo".encode("utf-16-le")):
            assert words not in path.read_bytes()
    for stage in ("read", "check", "mask"):
        for kept in pq.read_table(cached(read)[stage])["result"].to_pylist():
            assert kept.startswith(b"gAAAA"), "sealed with Fernet"


def test_withdrawn_interview__leaves_no_trace_after_the_next_run(read):
    register = read.raw / "XAA" / "interviews.csv"
    with results_of(read, "XAA", "read", version_of(READING)) as results:
        n_before = len(results._kept)
        results.used.update(results._kept)
    write(register, register.read_text(encoding="utf-8").replace("national,Coordination cell,yes", "national,,no"))
    again(read)
    with results_of(read, "XAA", "read", version_of(READING)) as results:
        assert len(results._kept) == n_before - 2  # what is told of it, and its words
        results.used.update(results._kept)
    assert all(b"deputy" not in path.read_bytes() for path in cached(read).values())


def test_damaged_or_deleted_results__cost_time_and_nothing_else(read):
    before = read.table_path("XAA", "segments").read_bytes()
    cached(read)["mask"].write_bytes(b"no table")
    cached(read)["read"].unlink()
    again(read)
    assert read.table_path("XAA", "segments").read_bytes() == before


@pytest.mark.slow
def test_lexicon__is_never_opened_by_reading(read):
    script = (
        "import sys; from pathlib import Path; from tasks.adapters.store import Store;"
        "opened = []; sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None);"
        "from tasks.ingest import ingest; from tasks.pseudonymize import pseudonymize;"
        "reading = (sys.modules['tasks.ingest'], sys.modules['tasks.pseudonymize']);"
        "[setattr(module, 'version_of', str) for module in reading];"
        f"store = Store(Path({str(read.raw)!r}), Path({str(read.processed / 'other')!r}), Path('reports'));"
        "pseudonymize(store, ingest(store, 'XAA')); print('\\n'.join(opened))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    names = [
        f"questionnaire/{Path(line).relative_to(QUESTIONNAIRE).as_posix()}"
        for line in shown.stdout.splitlines()
        if line.startswith(str(QUESTIONNAIRE))
    ]
    assert len(names) > 5
    assert [name for name in names if is_beyond_reading(name)] == []


def test_version__of_reading_stays_when_the_lexicon_changes_and_that_of_coding_does_not(tmp_path):
    folder = tmp_path / "annex1"
    for name, text in (("registers.yaml", "a: 1"), ("lexicon/topics.yaml", "b: 1")):
        write(folder / name, text)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    write(other / "lexicon" / "topics.yaml", "b: 2")
    assert version_of(READING, folder) == version_of(READING, other)
    assert version_of("code", folder) != version_of("code", other)
    write(other / "registers.yaml", "a: 2")
    third = tmp_path / "third"
    shutil.copytree(other, third)
    assert version_of(READING, folder) != version_of(READING, third)
