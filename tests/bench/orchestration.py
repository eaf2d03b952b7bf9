"""What Prefect costs: the shipped sample of five countries with it and without, beside the start of its server alone.

    PYTHONPATH=. python tests/bench/orchestration.py            # make bench
    PYTHONPATH=. python tests/bench/orchestration.py --times 1

Seconds are of the clock, so nothing else may be at work; the best of some turns counts. `processor` tells the same cost in
seconds of the processor, in all processes, which a busy machine changes less. Each run begins without tables,
reports and kept results, on a database of Prefect that is there. Fails when a run with Prefect has other bytes, or takes
over 5 s more than one without it and the start of its server.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from operator import sub
from pathlib import Path
from typing import Any

from workers import PROJECT, run, timed, warm

RAW = PROJECT / "data" / "raw"
IMPORTS = """
from flows.own_server import own_server
from flows.settings import quiet_prefect
quiet_prefect()
from prefect.client.orchestration import get_client
"""
START = f"""{IMPORTS}
with own_server(), get_client(sync_client=True) as client:
    client.api_healthcheck()
"""
LONGEST = 5.0


def measure(folder: Path, times: int) -> tuple[dict[str, Any], list[str]]:
    """Measure by turns: the figures, and what is not as it should be."""
    from durability.crashes import results

    warm(prefect := folder / "prefect")
    turns: dict[str, list[tuple[float, float]]] = {"direct": [], "prefect": [], "server": []}
    for n in range(times):
        turns["direct"].append(run(folder / f"direct-{n}", RAW, prefect, "--direct"))
        turns["prefect"].append(run(folder / f"prefect-{n}", RAW, prefect))
        before = timed(prefect, "-c", IMPORTS)
        turns["server"].append(tuple(map(sub, timed(prefect, "-c", START), before)))
    best, used = ({name: min(one[of] for one in turns[name]) for name in turns} for of in (0, 1))
    cost, more = (of["prefect"] - of["direct"] - of["server"] for of in (best, used))
    figures = {**best, "orchestration": cost, "share": cost / best["direct"], "processor": more}
    faults = [f"Prefect costs {cost:.1f} s beyond the start of its server"] if cost > LONGEST else []
    if results(folder / "direct-0") != results(folder / "prefect-0"):
        faults.append("other bytes with Prefect")
    return {name: round(value, 2) for name, value in figures.items()}, faults


def main() -> int:
    """Print the figures as JSON, and what is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=2)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="orchestration-") as folder:
        figures, faults = measure(Path(folder), wanted.times)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" + "".join(f"FAULT: {fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
