"""Kills runs (SIGKILL) and starts them again: what is there at the end is what an undisturbed run makes, byte for byte.

    python tests/durability/crashes.py               # make crash: 200 kills
    python tests/durability/crashes.py --kills 8 --seed 3

Every case starts from the results of an earlier state of the raw folder, which has changed since. A run is killed, once or
several times in a row, then one runs to its end. Kills come in three kinds:

* moment: after a random time, from outside;
* call: in the middle of the n-th write, or before the n-th sync, rename, removal or new folder, so that each step of
  writing and publishing is met;
* process: as `moment`, on a freshly started `msp run --direct`, its imports included.

The first two fork from a process that has loaded the libraries: a run then takes a second or two instead of fifteen.
After each kill: raw as it was, every table and report either the old or the new one. At the end: tables and reports as
those of the undisturbed run, and nothing else there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

COUNTRIES = ("XAA", "XAB")
KINDS = ("moment", "call", "call", "moment", "call")
EVERY_PROCESS = 20
"""One kill in so many hits a freshly started process."""
MOST_IN_A_ROW = 3
LONGEST_SECONDS = 180
ROOMS = ("processed", "reports")
CALLS = ("fsync", "replace", "unlink", "rmdir", "mkdir")
OURS = "reports/XAA/notes of the team.txt"
Tree = dict[str, bytes]


# --- what is run -----------------------------------------------------------------------------------------------------
def make_raw(raw: Path) -> None:
    """Two countries that share an interview, as the field teams first sent them."""
    from builders_country import country_folder

    for country in COUNTRIES:
        country_folder(raw, country)
        (raw / country / "transcripts" / "torn.docx").write_bytes(b"this is no Word file")


def change_raw(raw: Path) -> None:
    """What changed since: an interview more, another gone, a file mended."""
    from builders_country import GOVERNMENT, write

    folder = raw / "XAA"
    write(folder / "transcripts" / "gov2.txt", GOVERNMENT.replace("three times", "four times"))
    register = folder / "interviews.csv"
    rows = [row for row in register.read_text(encoding="utf-8").splitlines() if "-03," not in row]
    rows.append("XAA-04,gov2.txt,XAA,2026-02-01,en,Government,national,Ministry,yes,yes,group")
    write(register, "\n".join(rows) + "\n")
    (folder / "transcripts" / "torn.docx").unlink()
    write(raw / "XAB" / "documents" / "minutes.txt", "Minutes\n\nThe platform met twice in 2025.\n")


def plant_leftovers(home: Path) -> None:
    """What an earlier state set aside, what an earlier writer was killed at, and what the team keeps among the reports."""
    aside = home / "processed" / "XAA" / "quarantine"
    aside.mkdir()
    (aside / "turns.parquet").write_bytes(b"set aside in an earlier state")
    (home / "reports" / "XAA" / ".brief.html.x1y2.msp-part").write_bytes(b"half a bri")
    (home / OURS).write_bytes(b"ours")


def arguments(home: Path, raw: Path) -> list[str]:
    folders = [f"--raw={raw}", *(f"--{room}={home / room}" for room in ROOMS)]
    return ["run", "--direct", *folders]


def tree(folder: Path) -> Tree:
    """All that lies below a folder but locks, and results kept for the next run, which may be deleted at any time."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not is_kept(path) and not (path.suffix == ".lock" and path.parent.name == ".msp")
    }


def is_kept(path: Path) -> bool:
    """Tell whether a path is the folder of kept results or lies in it."""
    return ".msp" in path.parts and "cache" in path.parts[path.parts.index(".msp") :]


def results(home: Path) -> Tree:
    return {f"{room}/{name}": content for room in ROOMS for name, content in tree(home / room).items()}


# --- runs that end, and runs that are killed --------------------------------------------------------------------------
def load_libraries(scratch: Path) -> None:
    """Load what a run needs, but for the chart engine, which does not survive a fork."""
    from flows.steps import DIRECT
    from tasks.adapters.store import Store

    make_raw(scratch / "raw")
    store = Store(scratch / "raw", scratch / "processed", scratch / "reports")
    DIRECT.receive(store, "XAA")
    DIRECT.validate(store, "XAA", "received")
    for step in (DIRECT.segment, DIRECT.apply_codes, DIRECT.extract_claims, DIRECT.score_country):
        step(store, "XAA")


def fork(command: list[str], log: Path, prepare: Callable[[], None] = lambda: None) -> int:
    """Start the command in a forked process."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
        from flows.cli import app

        prepare()
        app(command, standalone_mode=False)
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException as error:  # the harness must see it, whatever it is
        code = getattr(error, "exit_code", 71)
        if code == 71:
            import traceback

            traceback.print_exc()
    finally:
        os._exit(code)


def wait(child: int) -> int:
    """Wait for a process: its exit code, or minus the signal that ended it."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -999


def wrap_calls(act: Callable[[str], None]) -> None:
    """Call `act` before each write, sync, rename, removal and new folder, and in the middle of each write."""
    for name in CALLS:
        true = getattr(os, name)
        setattr(os, name, lambda *args, _true=true, _name=name, **kw: (act(_name), _true(*args, **kw))[1])
    true_fdopen = os.fdopen

    class Torn:
        """A stream that writes in two halves."""

        def __init__(self, stream: Any) -> None:
            self.stream = stream

        def write(self, content: bytes) -> None:
            self.stream.write(content[: len(content) // 2])
            self.stream.flush()
            act("write")
            self.stream.write(content[len(content) // 2 :])

        def __enter__(self) -> Torn:
            return self

        def __exit__(self, *_: object) -> None:
            self.stream.close()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.stream, name)

    os.fdopen = lambda descriptor, *args, **kw: Torn(true_fdopen(descriptor, *args, **kw))


def kill_at(number: int) -> Callable[[], None]:
    def prepare() -> None:
        left = iter(range(number, -1, -1))

        def act(_: str) -> None:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        wrap_calls(act)

    return prepare


def count_calls(path: Path) -> Callable[[], None]:
    def prepare() -> None:

        seen: Counter[str] = Counter()
        true_open, true_write, true_close = os.open, os.write, os.close

        def act(name: str) -> None:
            seen[name] += 1
            descriptor = true_open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            true_write(descriptor, json.dumps(seen).encode())
            true_close(descriptor)

        wrap_calls(act)

    return prepare


# --- a case ----------------------------------------------------------------------------------------------------------
class Crashes:
    """The states that every case starts from and must end in."""

    def __init__(self, home: Path) -> None:
        self.home, self.raw = home, home / "raw"
        self.before, self.expected = home / "before", home / "expected"
        make_raw(self.raw)
        self._finish(self.before)
        plant_leftovers(self.before)
        change_raw(self.raw)
        self.raw_tree = tree(self.raw)
        shutil.copytree(self.before, self.expected)
        start = time.monotonic()
        self._finish(self.expected)
        self.seconds = time.monotonic() - start
        counted = home / "counted"
        shutil.copytree(self.before, counted)
        wait(fork(arguments(counted, self.raw), home / "log", count_calls(home / "calls.json")))
        self.calls = json.loads((home / "calls.json").read_text())
        self.n_calls = sum(self.calls.values())
        self.old, self.new = results(self.before), results(self.expected)
        if self.new != results(counted) or self.new == self.old:
            raise SystemExit("undisturbed runs differ, or nothing changed: there is nothing to compare with")

    def _finish(self, home: Path) -> None:
        code = wait(fork(arguments(home, self.raw), self.home / "log"))
        if code:
            raise SystemExit(f"an undisturbed run ended with {code}:\n{(self.home / 'log').read_text()[-3000:]}")

    def case(self, number: int, seed: int, n_kills: int) -> dict[str, Any]:
        """Kill runs one after the other, then let one end."""
        chance = random.Random(f"{seed} {number}")
        home = self.home / f"case-{number}"
        shutil.copytree(self.before, home)
        faults: list[str] = []
        kills: Counter[str] = Counter()
        for _ in range(n_kills):
            kind = "process" if chance.random() < 1 / EVERY_PROCESS else chance.choice(KINDS)
            kills[kind if self._kill(kind, home, chance) else "too late"] += 1
            faults += list(self._faults_after_a_kill(home))
        log = home / "log"
        if code := wait(fork(arguments(home, self.raw), log)):
            faults.append(f"the run after it ended with {code}: {log.read_text(errors='replace')[-600:]}")
        if results(home) != self.new:
            faults.append(f"other results at the end: {_differences(results(home), self.new)}")
        left = [path.relative_to(home) for room in ROOMS for path in (home / room / ".msp").rglob("*")]
        if strange := [str(path) for path in left if path.suffix != ".lock" and not is_kept(path)]:
            faults.append(f"left behind: {strange}")
        if not faults:
            shutil.rmtree(home)
        return {"case": number, "kills": kills, "faults": faults}

    def _kill(self, kind: str, home: Path, chance: random.Random) -> bool:
        command = arguments(home, self.raw)
        if kind == "call":
            return wait(fork(command, home / "log", kill_at(chance.randrange(self.n_calls)))) == -signal.SIGKILL
        if kind == "moment":
            child, seconds = fork(command, home / "log"), self.seconds
        else:
            nowhere = subprocess.DEVNULL
            started = [sys.executable, "-m", "flows.cli", *command]
            child = subprocess.Popen(started, stdout=nowhere, stderr=nowhere, cwd=TESTS.parent).pid
            seconds = self.seconds + 12
        time.sleep(chance.uniform(0, seconds))
        os.kill(child, signal.SIGKILL)
        return wait(child) == -signal.SIGKILL

    def _faults_after_a_kill(self, home: Path) -> Iterator[str]:
        if tree(self.raw) != self.raw_tree:
            yield "raw was changed"
        for name, content in results(home).items():
            is_result = name.split("/")[1] in COUNTRIES and not name.endswith(".msp-part")
            if is_result and content not in (self.old.get(name), self.new.get(name)) and not _is_compared(name):
                yield f"{name} is neither the old nor the new one"


def _is_compared(name: str) -> bool:
    """Tell whether a file is written again once the countries are compared, so that there is a third state of it."""
    return name.endswith(("problems.parquet", "data-quality.html", "manifest.json"))


def _differences(found: Tree, expected: Tree) -> list[str]:
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


# --- all of them -----------------------------------------------------------------------------------------------------
_crashes: Crashes


def _case(task: tuple[int, int, int]) -> dict[str, Any]:
    return _crashes.case(*task)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the cases and say what they found."""
    global _crashes
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    chosen = options.parse_args()
    start = time.monotonic()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory(prefix="crashes-") as folder:
        home = Path(folder)
        load_libraries(home / "scratch")
        _crashes = Crashes(home)
        say(f"undisturbed: {_crashes.seconds:.1f} s, {_crashes.n_calls} calls {_crashes.calls}")
        tasks, n = [], 0
        while n < chosen.kills:
            in_a_row = min(chance.choice((1, 1, 1, 2, MOST_IN_A_ROW)), chosen.kills - n)
            tasks.append((len(tasks), chosen.seed, in_a_row))
            n += in_a_row
        kills: Counter[str] = Counter()
        faulty = []
        with multiprocessing.get_context("fork").Pool(chosen.workers) as pool:
            for number, done in enumerate(pool.imap_unordered(_case, tasks), start=1):
                kills += done["kills"]
                if number % 20 == 0:
                    say(f"{number} of {len(tasks)} cases, {kills.total()} kills, {time.monotonic() - start:.0f} s")
                if done["faults"]:
                    faulty.append(done)
                    say(f"case {done['case']}: {done['faults']}")
    n_killed = kills.total() - kills["too late"]
    say(f"{n_killed} kills {dict(kills)} in {len(tasks)} cases, {len(faulty)} faulty; {time.monotonic() - start:.0f} s")
    return 1 if faulty or n_killed < chosen.kills * 0.8 else 0


if __name__ == "__main__":
    sys.exit(main())
