"""What two workers save: two countries of equal size, one after the other and side by side, in processes and by Dask.

    PYTHONPATH=. python tests/bench/workers.py                  # make bench: two countries of 150 interviews
    PYTHONPATH=. python tests/bench/workers.py 40 --kinds processes

Seconds are of the clock, so nothing else may be at work. Each kind also runs over two countries of three interviews: that
is what starting costs (the server, the processes, their libraries and dictionaries). Fails when a kind has other bytes
than one worker, or when two workers do the rest of the work less than 1.6 times as fast as one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests"), str(Path(__file__).parent)]

from servers.environments import clean_environment  # noqa: E402 - found beside this folder

COUNTRIES = ("XZB", "XZC")
TWO_AT_ONCE = {"MSP_COUNTRIES_AT_ONCE": "2"}
KINDS: dict[str, dict[str, str]] = {
    "one": {},
    "processes": {"MSP_TASK_RUNNER": "processes", **TWO_AT_ONCE},
    "dask": {"MSP_TASK_RUNNER": "dask", **TWO_AT_ONCE},
}
FEW = 3
MOST_SAID = 4000
"""Characters that are told of a run that did not end well."""
LEAST_GAIN = 1.6


class UnfinishedError(RuntimeError):
    """A run that did not end well: what it said, and its seconds of the clock and of the processor."""

    def __init__(self, said: str, clock: float, processor: float) -> None:
        super().__init__(said)
        self.clock, self.processor = clock, processor


def timed(prefect: Path, *arguments: str, **settings: str) -> tuple[float, float]:
    """Run a Python process with a home of Prefect: seconds of the clock, and of the processor in all its processes.

    Raises:
        UnfinishedError: it did not end well.
    """
    environment = clean_environment(prefect, **settings)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-W", "ignore", *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=environment, check=False, capture_output=True, text=True)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        raise UnfinishedError(_without_warnings(done.stdout + done.stderr)[-MOST_SAID:], clock, used)
    return clock, used


def _without_warnings(said: str) -> str:
    """Leave out the lines that tell of what is fit to be released."""
    return "\n".join(line for line in said.splitlines() if " warning: " not in line)


def warm(prefect: Path) -> None:
    """Make the database of Prefect, which the first server does otherwise."""
    timed(prefect, "-m", "prefect", "server", "database", "upgrade", "-y")


def run(home: Path, raw: Path, prefect: Path, *options: str, **settings: str) -> tuple[float, float]:
    """Run all countries; see `timed`."""
    folders = [f"--raw={raw}", *(f"--{room}={home / room}" for room in ("processed", "reports"))]
    return timed(prefect, "-m", "flows.cli", "run", *folders, *options, **settings)


def measure(folder: Path, kind: str) -> dict[str, float]:
    """Measure one kind: over few interviews, and over all."""
    prefect = folder / "prefect"
    start, _ = run(folder / f"{kind}-few", folder / "few", prefect, **KINDS[kind])
    seconds, used = run(folder / kind, folder / "raw", prefect, **KINDS[kind])
    figures = {"seconds": seconds, "start": start, "work": seconds - start, "processor": used}
    return {name: round(value, 1) for name, value in figures.items()}


def compare(folder: Path, interviews: int, kinds: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Measure the kinds: the figures, and what is not as it should be."""
    from durability.crashes import results
    from many_interviews import make_country

    for number, country in enumerate(COUNTRIES):
        for room, n in (("few", FEW), ("raw", interviews)):
            make_country(folder / room, n, country, first=number * n)
    warm(folder / "prefect")
    figures: dict[str, Any] = {"interviews": interviews * len(COUNTRIES)}
    faults = []
    for kind in ["one", *kinds]:
        figures[kind] = measure(folder, kind)
        if kind == "one":
            continue
        gains = {name: figures["one"][name] / figures[kind][name] for name in ("seconds", "work")}
        figures[kind] |= {"gain": round(gains["seconds"], 2), "gain_of_work": round(gains["work"], 2)}
        if results(folder / kind) != results(folder / "one"):
            faults.append(f"{kind}: other bytes than with one worker")
        if gains["work"] < LEAST_GAIN:
            faults.append(f"{kind}: {gains['work']:.2f} times as fast as one worker, starting apart")
    return figures, faults


def main() -> int:
    """Print the figures as JSON, and what is not as it should be."""
    there = [kind for kind in KINDS if kind != "one" and (kind != "dask" or importlib.util.find_spec("prefect_dask"))]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("interviews", type=int, nargs="?", default=150)
    parser.add_argument("--kinds", nargs="+", choices=there, default=there)
    parser.add_argument("--home", type=Path, help="where the countries are made, on a disk with room")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=wanted.home, prefix="workers-") as folder:
        figures, faults = compare(Path(folder), wanted.interviews, wanted.kinds)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" + "".join(f"FAULT: {fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
