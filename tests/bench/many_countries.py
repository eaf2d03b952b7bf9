"""What a team's countries cost together: `msp run` over all of them, again with nothing changed, with one interview changed.

    PYTHONPATH=. python tests/bench/many_countries.py 3 20              # three countries of twenty interviews
    PYTHONPATH=. python tests/bench/many_countries.py 66 152 --home /disk/with/room

Two countries run at a time, each in a process of its own. Seconds are of the clock and of the processor in all
processes, the server's among them; memory is that of the largest process. The floor is spaCy's tokenizer and sentencizer
over the words of the same interviews, once on each of two cores. Beside them a tenth of the countries (at least one) runs
alone, for the growth of what an interview costs. Fails when that grows by more than 15 %, when a process takes more than
1.5 GiB, when a run does not end well, or when the changed country has other bytes than in a run of its own from nothing,
but for what is told of passages that other countries hold too.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests"), str(Path(__file__).parent)]

from growth import FLOOR, LARGEST_RATIO  # noqa: E402 - found beside this file
from workers import KINDS, UnfinishedError, run, warm  # noqa: E402

MOST_MEMORY_MIB = 1536
COMPARING = ("problems.parquet", "manifest.json", "data-quality.html")
"""What holds problems that only a comparison with other countries tells (D034)."""


def codes(n: int) -> list[str]:
    """Return so many user-assigned country codes."""
    return ["X" + "".join(letters) for letters in islice(product(ascii_uppercase, repeat=2), n)]


def make_countries(raw: Path, countries: list[str], interviews: int) -> int:
    """Make the countries' folders and return how many words were said in them."""
    from many_interviews import make_country

    return sum(
        make_country(raw, interviews, country, first=number * interviews) for number, country in enumerate(countries)
    )


def timed_run(home: Path, raw: Path, *options: str) -> dict[str, Any]:
    """Run the countries of a folder and return seconds of the clock and of the processor, and what failed in it."""
    said = ""
    try:
        clock, processor = run(home, raw, home / "prefect", *options, **KINDS["processes"])
    except UnfinishedError as failed:
        said, clock, processor = str(failed), failed.clock, failed.processor
    told: dict[str, Any] = {"clock": round(clock, 1), "processor": round(processor, 1)}
    sys.stderr.write(f"{home.name} {told} {said}\n")
    return told | ({"failed": said} if said else {})


def floor(raw: Path, countries: list[str]) -> float:
    """Return the words a second of spaCy's tokenizer and sentencizer on two cores, over one country's text files."""

    def measure(country: str) -> float:
        command = [sys.executable, "-W", "ignore", "-c", FLOOR, str(raw / country)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)
        return float(json.loads(done.stdout.splitlines()[-1]))

    with ThreadPoolExecutor(2) as both:
        return sum(both.map(measure, (countries * 2)[:2]))


def part_of(home: Path, country: str) -> dict[str, str]:
    """Return the digests of what a run made of one country, but for what it told of passages that others hold too."""
    import pandas as pd
    from durability.crashes import results

    found = {name: digest for name, digest in results(home).items() if country in Path(name).parts}
    problems = pd.read_parquet(home / "processed" / country / "problems.parquet")
    own = problems[problems["stage"] != "compare"].to_csv(index=False)
    return {name: digest for name, digest in found.items() if Path(name).name not in COMPARING} | {"problems": own}


def measure(home: Path, n: int, interviews: int) -> tuple[dict[str, Any], list[str]]:
    """Measure the countries: the figures, and what is not as it should be."""
    from many_interviews import EVERY_WORD_FILE, change_one

    countries, raw = codes(n), home / "raw"
    words = make_countries(raw, countries, interviews)
    few, changed = countries[: max(1, n // 10)], countries[n // 2]
    for country in few:
        shutil.copytree(raw / country, home / "few" / country)
    for name in ("tenth", "whole", "alone"):
        (home / name).mkdir()
        warm(home / name / "prefect")
    figures: dict[str, Any] = {"countries": n, "interviews": n * interviews, "words": words}
    figures["tenth"] = timed_run(home / "tenth", home / "few")
    figures["full"] = timed_run(home / "whole", raw)
    figures["largest_process_mib"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    figures["unchanged"] = timed_run(home / "whole", raw)
    first = n // 2 * interviews
    change_one(raw, first + (first % EVERY_WORD_FILE == 0), changed)
    figures["one_changed"] = timed_run(home / "whole", raw)
    timed_run(home / "alone", raw, changed)
    a_piece = [figures[name]["processor"] / count for name, count in (("full", n), ("tenth", len(few)))]
    speed, least = words / figures["full"]["clock"], floor(raw, countries)
    figures |= {
        "growth": round(a_piece[0] / a_piece[1], 3),
        "words_a_second": round(speed),
        "share_of_floor": round(speed / least, 4),
        **{f"{name}_share": round(figures[name]["clock"] / figures["full"]["clock"], 4)
           for name in ("unchanged", "one_changed")},
    }  # fmt: skip
    return figures, faults_of(figures, differing(part_of(home / "whole", changed), part_of(home / "alone", changed)))


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return the files that are not the same in two results."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def faults_of(figures: dict[str, Any], other: list[str]) -> list[str]:
    """Return what is not as it should be."""
    told = {
        f"a country costs {figures['growth']} times as much among many": figures["growth"] > LARGEST_RATIO,
        f"a process took {figures['largest_process_mib']} MiB": figures["largest_process_mib"] > MOST_MEMORY_MIB,
        f"the changed country has other bytes than in a run from nothing: {', '.join(other)}": bool(other),
        "a run did not end well": any("failed" in one for one in figures.values() if isinstance(one, dict)),
    }
    return [fault for fault, holds in told.items() if holds]


def main() -> int:
    """Print the figures as JSON, and what is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("countries", type=int, nargs="?", default=3)
    parser.add_argument("interviews", type=int, nargs="?", default=20)
    parser.add_argument("--home", type=Path, help="where the countries are made, on a disk with room")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=wanted.home, prefix="countries-") as folder:
        figures, faults = measure(Path(folder), wanted.countries, wanted.interviews)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" + "".join(f"FAULT: {fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
