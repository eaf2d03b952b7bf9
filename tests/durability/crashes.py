"""Kills runs (SIGKILL) and starts them again: what is there at the end is what an undisturbed run makes, byte for byte.

    python tests/durability/crashes.py               # make crash: 200 kills and 24 disks that refuse
    python tests/durability/crashes.py --kills 8 --refusals 2 --seed 3

Every case starts from the results of an earlier state of the raw folder, which has changed since. Several runs in a row
are killed, or meet a disk that refuses, and then one runs to its end. They end in these ways:

* moment: the whole group of processes dies after a random time, from outside;
* call: in the middle of the n-th write, or before the n-th sync, rename, removal or new folder, so that each step of
  writing and publishing is met;
* workers: as `moment`, while a process for each country is at work;
* one worker: one of those dies, and the others go on;
* process: as `moment`, on a freshly started `msp run --direct`, its imports included;
* ENOSPC, EIO: from the n-th call on, for some calls, the disk says that it is full or broken; n is drawn from the calls
  that an undisturbed run makes from there, so that each of them is met. A run that ends well nevertheless (what was
  refused may be done without) has made what it should.

All but `process` fork from a process that has loaded the libraries: a run then takes seconds instead of half a minute.
After each: raw as it was, every table and report either the old or the new one, no traceback. At the end: tables,
reports and keys as those of the undisturbed run, nothing else there, no file half written, and a whole audit log.
"""

from __future__ import annotations

import argparse
import errno
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

COUNTRIES = ("XAA", "XAB")
KINDS = ("moment", "call") * 3
KINDS_OF_TWO = ("moment", "call", "workers", "one worker")
REFUSALS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO}
EVERY_PROCESS = 50
"""One kill in so many hits a freshly started process."""
EVERY_TWO = 10
"""One kill in so many hits a run of two countries that share their interviews."""
IN_A_ROW = (1, 3, 5, 6, 8)
IN_TIME = 0.95
"""Share of a run in which it is killed: one that takes up kept results is over sooner."""
SPARE = 1.12
MOST_ROUNDS = 4
"""How often kills that came too late are made up for: a busy machine is slower than the undisturbed run was."""
LONGEST_SECONDS = 180
ROOMS = ("processed", "reports")
KEYS = ("key.json", "review.csv")
CALLS = ("fsync", "replace", "unlink", "rmdir", "mkdir")
DISK_CODE = re.compile(r"\bH\d{3}\b")
"""Of a problem of the disk, as a run says it."""
OURS = "reports/XAA/notes of the team.txt"
PART = ".msp-part"
SCRATCH = "scratch"
"""Where a run's own temporary files would lie."""
Tree = dict[str, bytes]


# --- what is run -----------------------------------------------------------------------------------------------------
def make_raw(raw: Path, countries: Sequence[str]) -> None:
    """Countries, two of which share their interviews, as the field teams first sent them."""
    from builders_country import GOVERNMENT, country_folder, write

    for country in countries:
        country_folder(raw, country)
        write(raw / country / "transcripts" / "gov.txt", f"Interviewee: Awa Tessougué\n\n{GOVERNMENT}")
        (raw / country / "transcripts" / "torn.docx").write_bytes(b"this is no Word file")


def change_raw(raw: Path) -> None:
    """What changed since: an interview more, another gone, a file mended."""
    from builders_country import GOVERNMENT, write

    folder = raw / "XAA"
    write(
        folder / "transcripts" / "gov2.txt",
        GOVERNMENT.replace("three times", "four times").replace("She is", "Moussa Dembélé is"),
    )
    register = folder / "interviews.csv"
    rows = [row for row in register.read_text(encoding="utf-8").splitlines() if "-03," not in row]
    rows.append("XAA-04,gov2.txt,XAA,2026-02-01,en,Government,national,Ministry,yes,yes,group")
    write(register, "\n".join(rows) + "\n")
    (folder / "transcripts" / "torn.docx").unlink()
    if (raw / "XAB").is_dir():
        write(raw / "XAB" / "documents" / "minutes.txt", "Minutes\n\nThe platform met twice in 2025.\n")


def plant_leftovers(home: Path) -> None:
    """What an earlier state set aside, what an earlier writer was killed at, and what the team keeps among the reports."""
    aside = home / "processed" / "XAA" / "quarantine"
    aside.mkdir()
    (aside / "turns.parquet").write_bytes(b"set aside in an earlier state")
    (home / "reports" / "XAA" / ".brief.html.x1y2.msp-part").write_bytes(b"half a bri")
    (home / OURS).write_bytes(b"ours")


def arguments(home: Path, raw: Path, *countries: str) -> list[str]:
    folders = [f"--raw={raw}", *(f"--{room}={home / room}" for room in ROOMS)]
    return ["run", "--direct", *folders, *countries]


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


def keys(home: Path) -> Tree:
    """Who stands behind which pseudonym, and what was replaced; when reports were released is of the day."""
    return {name: content for name, content in tree(home / "keys").items() if name.endswith(KEYS)}


# --- runs that end, and runs that are killed --------------------------------------------------------------------------
def load_libraries(scratch: Path) -> None:
    """Load what a run needs, but for the chart engine, which does not survive a fork."""
    from flows.steps import DIRECT
    from tasks.adapters.store import Store

    make_raw(scratch / "raw", COUNTRIES[:1])
    store = Store(scratch / "raw", scratch / "processed", scratch / "reports")
    DIRECT.receive(store, "XAA")
    DIRECT.validate(store, "XAA", "received")
    for step in (DIRECT.segment, DIRECT.apply_codes, DIRECT.extract_claims, DIRECT.score_country):
        step(store, "XAA")


@dataclass(frozen=True)
class Run:
    """A group of processes that runs the command.

    Attributes:
        leader: its process, and the number of the group.
        alive: a pipe that ends when no process of the group is left.
    """

    leader: int
    alive: int

    def kill(self) -> None:
        """Kill all of them at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.leader, signal.SIGKILL)

    def wait(self) -> int:
        """Wait until all have ended: the leader's exit code, or minus the signal that ended it."""
        deadline = time.monotonic() + LONGEST_SECONDS
        ended = 0
        while not ended and time.monotonic() < deadline:
            ended, status = os.waitpid(self.leader, os.WNOHANG)
            time.sleep(0.01)
        if not ended:
            self.kill()
            os.waitpid(self.leader, 0)
        os.read(self.alive, 1)  # nobody writes: the end comes with the last process
        os.close(self.alive)
        return os.waitstatus_to_exitcode(status) if ended else -999


def fork(command: list[str], log: Path, prepare: Callable[[], None] = lambda: None) -> Run:
    """Start the command in a forked process that leads a group of its own.

    Args:
        command: of `msp`.
        log: what it says is added here.
        prepare: called in it before the command.
    """
    alive, held = os.pipe()
    child = os.fork()
    if child:
        with suppress(PermissionError, ProcessLookupError):
            os.setpgid(child, child)
        os.close(held)
        return Run(child, alive)
    os.setpgid(0, 0)

    def work() -> int:
        from flows.cli import app

        prepare()
        return int(app(command, standalone_mode=False) or 0)

    return _work(work, log)


def start(command: list[str], scratch: Path) -> Run:
    """Start the command as a person does."""
    scratch.mkdir(exist_ok=True)
    alive, held = os.pipe()
    nowhere = subprocess.DEVNULL
    started = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *command],
        stdout=nowhere,
        stderr=nowhere,
        cwd=TESTS.parent,
        env=os.environ | {"TMPDIR": str(scratch)},
        start_new_session=True,
        pass_fds=[held],
    )
    os.close(held)
    return Run(started.pid, alive)


def _work(work: Callable[[], int], log: Path) -> NoReturn:
    code = 70
    try:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
        tempfile.tempdir = str(log.parent / SCRATCH)
        Path(tempfile.tempdir).mkdir(exist_ok=True)
        code = work()
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException as error:  # the harness must see it, whatever it is
        code = getattr(error, "exit_code", 71)
        if code == 71:
            import traceback

            traceback.print_exc()
    finally:
        os._exit(code)


def work_apart(home: Path, raw: Path, countries: Sequence[str], told: Path) -> Callable[[], None]:
    """Let a process for each country work first, all at once; the leader takes up what they leave.

    Args:
        home: of the results.
        raw: folder of what was received.
        countries: one a process.
        told: where the processes' numbers are written.
    """

    def prepare() -> None:
        from tasks.adapters.store import Store

        store = Store(raw, *(home / room for room in ROOMS))
        workers = []
        for country in countries:
            worker = os.fork()
            if not worker:
                _work(partial(_make_country, store, country), home / "log")
            workers.append(worker)
        told.write_text(" ".join(map(str, workers)))
        for worker in workers:
            os.waitpid(worker, 0)

    return prepare


def _make_country(store: Any, country: str) -> int:
    from flows.steps import DIRECT, run_country

    run_country(store, country, "own", DIRECT)
    return 0


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


def refuse_at(number: int, fault: int, length: int = 2, told: Path | None = None) -> Callable[[], None]:
    """Let the disk answer with a fault from the n-th call on, for some calls: the second is the writer's cleaning up.

    Args:
        number: of the first call that is refused.
        fault: the number of the error.
        length: how many calls are refused.
        told: a file that is made when a call is refused.
    """

    def prepare() -> None:
        calls = iter(range(1_000_000))
        true_open, true_close = os.open, os.close

        def act(_: str) -> None:
            if number <= next(calls) < number + length:
                if told is not None:
                    true_close(true_open(told, os.O_WRONLY | os.O_CREAT))
                raise OSError(fault, os.strerror(fault))

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
    """The states that every case of some countries starts from and must end in."""

    def __init__(self, home: Path, countries: Sequence[str]) -> None:
        home.mkdir()
        self.home, self.raw, self.countries = home, home / "raw", countries
        self.before, self.expected = home / "before", home / "expected"
        make_raw(self.raw, countries)
        self._finish(self.before)
        plant_leftovers(self.before)
        change_raw(self.raw)
        self.raw_tree = tree(self.raw)
        shutil.copytree(self.before, self.expected)
        start = time.monotonic()
        self._finish(self.expected)
        self.seconds = time.monotonic() - start
        self.calls, counted = self._count_calls(self.before, "counted")
        self.n_calls = sum(self.calls.values())
        self.old, self.new, self.keys = results(self.before), results(self.expected), keys(self.expected)
        if self.new != counted or self.new == self.old or not self.keys:
            raise SystemExit("undisturbed runs differ, or nothing changed: there is nothing to compare with")

    def _count_calls(self, home: Path, name: str) -> tuple[dict[str, int], Tree]:
        """Let a run end well on a copy of a home: the calls it makes, and its results."""
        copy, told = self.home / name, self.home / f"{name}.json"
        shutil.copytree(home, copy)
        fork(arguments(copy, self.raw), copy / "log", count_calls(told)).wait()
        found = json.loads(told.read_text()), results(copy)
        shutil.rmtree(copy)
        told.unlink()
        return found

    def _finish(self, home: Path) -> None:
        code = fork(arguments(home, self.raw), self.home / "log").wait()
        if code:
            raise SystemExit(f"an undisturbed run ended with {code}:\n{(self.home / 'log').read_text()[-3000:]}")

    def case(self, number: int, seed: int, ends: Sequence[str]) -> dict[str, Any]:
        """Let runs end badly one after the other, then let one end well.

        Args:
            number: of the case.
            seed: of what is left to chance.
            ends: how each run ends; "kill" leaves the kind of it to chance.
        """
        chance = random.Random(f"{seed} {number}")
        home = self.home / f"case-{number}"
        faults: list[str] = []
        met: Counter[str] = Counter()
        for end in ends:
            if not home.exists():
                shutil.copytree(self.before, home)
            kind = self._kind(chance) if end == "kill" else end
            if kind in REFUSALS:
                has_met, silent = self._refuse(kind, home, chance, f"case-{number}-counted")
                faults += [f"after {kind}: {one}" for one in silent]
            else:
                has_met = self._kill(kind, home, chance)
            met[kind if has_met else f"{kind} too late"] += 1
            faults += [f"after {kind}: {fault}" for fault in self._faults_after(home)]
            if not faults and results(home) == self.new:  # published: what is left to do is little
                faults += self._end(home)
        faults += self._end(home) if home.exists() and not faults else []
        return {"case": number, "ends": met, "faults": faults}

    def _end(self, home: Path) -> list[str]:
        """Let a run end well; its results go if they are as they should be."""
        faults = []
        log = home / "log"
        if code := fork(arguments(home, self.raw), log).wait():
            faults.append(f"the run after it ended with {code}: {log.read_text(errors='replace')[-600:]}")
        faults += self._faults_at_the_end(home)
        if not faults:
            shutil.rmtree(home)
        return faults

    def _kind(self, chance: random.Random) -> str:
        if chance.random() < 1 / EVERY_PROCESS:
            return "process"
        return chance.choice(KINDS if len(self.countries) == 1 else KINDS_OF_TWO)

    def _kill(self, kind: str, home: Path, chance: random.Random) -> bool:
        command, log, told = arguments(home, self.raw), home / "log", home / "workers"
        told.unlink(missing_ok=True)
        if kind == "call":
            return (
                fork(command, log, kill_at(round(chance.random() * self.n_calls * IN_TIME))).wait() == -signal.SIGKILL
            )
        apart = work_apart(home, self.raw, self.countries, told) if "worker" in kind else lambda: None
        run = start(command, home / SCRATCH) if kind == "process" else fork(command, log, apart)
        time.sleep(chance.uniform(0, IN_TIME * self.seconds + (8 if kind == "process" else 0)))
        if kind == "one worker":
            workers = told.read_text().split() if told.is_file() else []
            is_killed = bool(workers) and _is_killed(int(chance.choice(workers)))
            return run.wait() == 0 and is_killed
        run.kill()
        return run.wait() == -signal.SIGKILL

    def _refuse(self, kind: str, home: Path, chance: random.Random, name: str) -> tuple[bool, list[str]]:
        """Let a run meet a refusing disk: whether it did, and what it left undone and did not say."""
        calls, _ = self._count_calls(home, name)
        n_calls, told, log = sum(calls.values()), home / "refused", home / "log"
        n_said = len(log.read_bytes()) if log.is_file() else 0
        prepare = refuse_at(chance.randrange(n_calls), REFUSALS[kind], chance.choice((1, 2, 5, n_calls)), told)
        code = fork(arguments(home, self.raw), log, prepare).wait()
        has_met, said = told.is_file(), log.read_bytes()[n_said:].decode(errors="replace")
        told.unlink(missing_ok=True)
        if code not in (0, 1):
            return has_met, [f"ended with {code}"]
        undone = [] if code else [name for name in _differences(results(home), self.new) if name in self.new]
        return has_met, [f"said nothing of {undone}"] if undone and not DISK_CODE.search(said) else []

    def _faults_after(self, home: Path) -> Iterator[str]:
        if tree(self.raw) != self.raw_tree:
            yield "raw was changed"
        if (home / "log").is_file() and (bad := _bad_words((home / "log").read_text(errors="replace"))):
            yield f"said {bad}"
        for name, content in results(home).items():
            is_result = name.split("/")[1] in COUNTRIES and not name.endswith(PART)
            if is_result and content not in (self.old.get(name), self.new.get(name)) and not self._is_compared(name):
                yield f"{name} is neither the old nor the new one"

    def _is_compared(self, name: str) -> bool:
        """Tell whether a file is written again once the countries are compared, so that there is a third state of it."""
        return len(self.countries) > 1 and name.endswith(("problems.parquet", "data-quality.html", "manifest.json"))

    def _faults_at_the_end(self, home: Path) -> Iterator[str]:
        from tasks.adapters.store import Store
        from tasks.audit import audit
        from tasks.core.problems import Severity

        if results(home) != self.new:
            yield f"other results at the end: {_differences(results(home), self.new)}"
        if keys(home) != self.keys:
            yield f"other keys at the end: {_differences(keys(home), self.keys)}"
        left = [path.relative_to(home) for room in ROOMS for path in (home / room / ".msp").rglob("*")]
        left = [path for path in left if path.suffix != ".lock" and not is_kept(path)]
        strays = [path for path in home.rglob("*") if path.name.endswith(PART) or path.parent.name == SCRATCH]
        if left := [*map(str, left), *(path.name for path in strays)]:
            yield f"left behind: {left}"
        found = audit(Store(self.raw, home / "processed", home / "reports")).problems
        if codes := sorted({problem.code for problem in found if problem.severity != Severity.INFO}):
            yield f"the audit log: {codes}"


def _is_killed(worker: int) -> bool:
    try:
        os.kill(worker, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _bad_words(said: str) -> list[str]:
    return [line for line in said.splitlines() if "Traceback" in line or "unexpected" in line]


def _differences(found: Tree, expected: Tree) -> list[str]:
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


# --- all of them -----------------------------------------------------------------------------------------------------
_crashes: dict[int, Crashes] = {}


def _case(task: tuple[int, int, int, tuple[str, ...]]) -> dict[str, Any]:
    n_countries, *rest = task
    return _crashes[n_countries].case(*rest)


def plan_cases(chance: random.Random, seed: int, n_kills: int, n_refusals: int) -> list[Any]:
    """Return the cases: with how many countries, their number, the seed, and how their runs end.

    A disk refuses with one country only: with two, the portfolio rightly shows the one that was written, and the next
    one what moved since.
    """
    refusals = [list(REFUSALS)[n % len(REFUSALS)] for n in range(n_refusals)]
    n_of_two = n_kills // EVERY_TWO
    cases: list[Any] = []
    for n_countries, ends in ((2, ["kill"] * n_of_two), (1, ["kill"] * (n_kills - n_of_two) + refusals)):
        chance.shuffle(ends)
        while ends:
            in_a_row = chance.choice(IN_A_ROW)
            cases.append((n_countries, len(cases), seed, tuple(ends[:in_a_row])))
            ends = ends[in_a_row:]
    return cases


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run_cases(cases: Sequence[Any], workers: int) -> tuple[Counter[str], int]:
    """Run the cases: how often each end was met, and how many cases were faulty."""
    begun = time.monotonic()
    met: Counter[str] = Counter()
    n_faulty = 0
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for number, done in enumerate(pool.imap_unordered(_case, cases), start=1):
            met += done["ends"]
            if number % 10 == 0:
                say(f"{number} of {len(cases)} cases, {met.total()} runs ended, {time.monotonic() - begun:.0f} s")
            if done["faults"]:
                n_faulty += 1
                say(f"case {done['case']}: {done['faults']}")
    return met, n_faulty


def count_kills(met: Counter[str]) -> int:
    """Count the runs that were killed: those that were over before their moment came are not."""
    late = sum(n for kind, n in met.items() if kind.endswith("too late"))
    return met.total() - late - sum(met[kind] for kind in REFUSALS)


def main() -> int:
    """Run the cases and say what they found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--refusals", type=int, default=24)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    chosen = options.parse_args()
    begun = time.monotonic()
    # a fifth more than asked for: some runs are over before their moment comes
    planned = plan_cases(random.Random(chosen.seed), chosen.seed, round(chosen.kills * SPARE), chosen.refusals)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="crashes-", dir=memory if memory.is_dir() else None) as folder:
        home = Path(folder)
        load_libraries(home / "scratch")
        for n_countries in sorted({case[0] for case in planned}):
            made = _crashes[n_countries] = Crashes(home / str(n_countries), COUNTRIES[:n_countries])
            say(f"undisturbed, {n_countries}: {made.seconds:.1f} s, {made.n_calls} calls {made.calls}")
        met, n_faulty = run_cases(planned, chosen.workers)
        for again in range(1, MOST_ROUNDS):
            if (missing := chosen.kills - count_kills(met)) <= 0:
                break
            seed = chosen.seed + again * 1000
            more = plan_cases(random.Random(seed), seed, 2 * missing, 0)
            found, n_more = run_cases([one for one in more if one[0] in _crashes], chosen.workers)
            met, n_faulty = met + found, n_faulty + n_more
    n_killed, n_refused = count_kills(met), sum(met[kind] for kind in REFUSALS)
    say(f"{n_killed} kills, {n_refused} refusals, {dict(met)} in {len(planned)} cases, ")
    say(f"{n_faulty} faulty; {time.monotonic() - begun:.0f} s")
    return 1 if n_faulty or n_killed < chosen.kills or n_refused < chosen.refusals else 0


if __name__ == "__main__":
    sys.exit(main())
