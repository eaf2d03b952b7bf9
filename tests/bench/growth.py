"""What a country costs as it grows: a full run, nothing changed, one interview changed, memory, beside spaCy's tokenizer.

    PYTHONPATH=. python tests/bench/growth.py                   # make bench: 20 and 60 interviews
    PYTHONPATH=. python tests/bench/growth.py 300 1000 --out growth.json

Each run is a process of its own; seconds are of the processor. The floor is spaCy's tokenizer and sentencizer over the
words of the same interviews. Fails when an interview costs more in the larger country than in the smaller one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(Path(__file__).parent)]

RUN = """
import json, resource, sys, time
from pathlib import Path
from flows.steps import DIRECT, run_country
from tasks.adapters.store import Store
home, began = Path(sys.argv[1]), time.process_time()
made = run_country(Store(home / "raw", home / "processed", home / "reports"), sys.argv[2], "en", DIRECT)
used, of_others = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
seconds = time.process_time() - began + of_others.ru_utime + of_others.ru_stime
print(json.dumps([str(made), seconds, max(used.ru_maxrss, of_others.ru_maxrss) / 1024]))
"""
FLOOR = """
import json, sys, time
from pathlib import Path
import spacy
texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).rglob("*.txt"))]
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
began = time.process_time()
for _ in nlp.pipe(texts):
    pass
print(json.dumps(sum(len(text.split()) for text in texts) / (time.process_time() - began)))
"""
LARGEST_RATIO = 1.15
"""Of what an interview costs beyond the start, in the largest country to that in the smallest one."""


def measure(*command: str) -> Any:
    """Run a script in a process of its own and return what it printed last."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", *command], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure_size(home: Path, interviews: int) -> dict[str, Any]:
    """Measure a country with so many interviews."""
    from many_interviews import COUNTRY, change_one, make_country

    words = make_country(home / "raw", interviews)
    figures: dict[str, Any] = {"interviews": interviews, "words": words}
    for name in ("full", "unchanged", "one_changed"):
        if name == "one_changed":
            change_one(home / "raw")
        made, seconds, memory = measure(RUN, str(home), COUNTRY)
        expected = "unchanged" if name == "unchanged" else "written"
        if made != expected:
            raise SystemExit(f"{interviews} interviews, {name}: {made} instead of {expected}")
        figures |= {f"{name}_seconds": round(seconds, 2), f"{name}_mib": round(memory)}
    floor = measure(FLOOR, str(home / "raw"))
    speed = words / figures["full_seconds"]
    shares = {name: figures[f"{name}_seconds"] / figures["full_seconds"] for name in ("unchanged", "one_changed")}
    return figures | {
        "words_per_second": round(speed),
        "share_of_floor": round(speed / floor, 4),
        **{f"{name}_share": round(share, 4) for name, share in shares.items()},
    }


def compare(sizes: list[dict[str, Any]]) -> dict[str, float]:
    """Tell what one more interview costs in processor seconds and memory, and how that grows."""
    slopes = [
        (two[key] - one[key]) / (two["interviews"] - one["interviews"])
        for key in ("full_seconds", "one_changed_seconds", "full_mib")
        for one, two in [(sizes[0], sizes[-1])]
    ]
    start = sizes[0]["full_seconds"] - slopes[0] * sizes[0]["interviews"]
    found = {
        "seconds_an_interview": round(slopes[0], 4),
        "seconds_an_unchanged_interview": round(slopes[1], 4),
        "mib_an_interview": round(slopes[2], 3),
        "seconds_to_start": round(start, 2),
    }
    if len(sizes) > 2:  # noqa: PLR2004 - two sizes make a line and tell nothing of its bend
        first, last = ((sizes[n + 1]["full_seconds"] - sizes[n]["full_seconds"])
                       / (sizes[n + 1]["interviews"] - sizes[n]["interviews"]) for n in (0, len(sizes) - 2))  # fmt: skip
        found["growth"] = round(last / first, 3)
    return found


def main() -> None:
    """Print the figures as JSON, and write them where asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("interviews", type=int, nargs="*", default=[20, 60])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--home", type=Path, help="where the countries are made, on a disk with room")
    wanted = parser.parse_args()
    sizes = []
    for n in sorted(wanted.interviews):
        with tempfile.TemporaryDirectory(dir=wanted.home) as name:
            sizes.append(measure_size(Path(name), n))
    report = {"sizes": sizes, **(compare(sizes) if len(sizes) > 1 else {})}
    text = json.dumps(report, indent=1)
    sys.stdout.write(text + "\n")
    if wanted.out:
        wanted.out.write_text(text + "\n", encoding="utf-8")
    if report.get("growth", 0) > LARGEST_RATIO:
        raise SystemExit(f"an interview costs {report['growth']} times as much in the larger country")


if __name__ == "__main__":
    main()
