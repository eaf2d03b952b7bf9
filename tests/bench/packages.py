"""Known weaknesses of the packages that are used, and whether what is installed is what was tested together.

    python tests/bench/packages.py      # make audit

Weaknesses are asked for on the network (pip-audit). Without one, or where the index does not tell them, this says so: nothing
was checked then, and nothing is said to be sound.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"
LONGEST_SECONDS = 600


def ask(constraints: Path) -> list[dict[str, Any]] | None:
    """Ask for the weaknesses of each package: what was told of each, or None when nobody answers."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(constraints), "--no-deps", "--disable-pip"]
    try:
        done = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off"],
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
        told: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError, subprocess.TimeoutExpired):
        return None
    return told


def report(told: list[dict[str, Any]] | None, n_packages: int) -> tuple[list[str], bool]:
    """Say what was told: lines, and whether a weakness is known."""
    asked = [one for one in told or () if "skip_reason" not in one]
    if not asked:
        why = "nobody answers on the network" if told is None else "the index that is set up does not tell them"
        return [f"NOT CHECKED: the weaknesses of {n_packages} packages could not be asked for: {why}."], False
    lines = [f"{len(asked)} of {n_packages} packages asked for."]
    if len(asked) < n_packages:
        lines.append(f"NOT CHECKED: {n_packages - len(asked)} packages of which the index tells nothing.")
    weak = [(one, weakness) for one in asked for weakness in one.get("vulns", ())]
    lines += [
        f"{one['name']} {one['version']}: {weakness['id']}, mended in {', '.join(weakness['fix_versions']) or 'no version yet'}"
        for one, weakness in weak
    ]
    return [*lines, f"{len(weak)} known weaknesses."], bool(weak)


def read_constraints(path: Path) -> dict[str, str]:
    """Return package -> version."""
    rows = (line.partition("==") for line in path.read_text(encoding="utf-8").splitlines() if "==" in line)
    return {_plain(name): version.strip() for name, _, version in rows}


def other_versions(constraints: dict[str, str]) -> list[str]:
    """Say which installed packages are not of the version that was tested."""
    installed = {_plain(one.metadata["Name"]): one.version for one in distributions()}
    return [
        f"{name} {installed[name]} is installed; {version} was tested."
        for name, version in constraints.items()
        if installed.get(name, version) != version
    ]


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")


def main() -> int:
    """Ask and say."""
    constraints = read_constraints(CONSTRAINTS)
    lines, is_weak = report(ask(CONSTRAINTS), len(constraints))
    others = other_versions(constraints)
    sys.stdout.write("\n".join([*lines, *others]) + "\n")
    return 1 if is_weak or others else 0


if __name__ == "__main__":
    sys.exit(main())
