"""What the portfolio of many countries costs: copies of one country's tables, side by side.

Run with `PYTHONPATH=. .venv/bin/python tests/bench/portfolio.py [PROCESSED/ISO3 ...]`; without arguments the
shipped sample is run first.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase

from flows.direct import run_directly
from tasks.adapters.store import Store
from tasks.portfolio_state import PAGE
from tasks.render_portfolio import render_portfolio

ROOT = Path(__file__).parents[2]
COUNTRIES = 60


def copy_countries(sources: list[Path], store: Store, n: int) -> None:
    """Copy processed tables under the user-assigned codes XAA, XAB ..., in turn."""
    codes = ("X" + "".join(letters) for letters in product(ascii_uppercase, repeat=2))
    for number, code in enumerate(islice(codes, n)):
        source = sources[number % len(sources)]
        shutil.copytree(source, store.processed / code)
        (store.reports / code).mkdir(parents=True)
        for name in ("brief.html", "brief.docx", "brief.pdf", "data-quality.html"):
            (store.reports / code / name).touch()


def measure(sources: list[Path], n: int) -> tuple[float, dict[str, int]]:
    """Return the seconds a portfolio of n countries takes, and the sizes of its files in bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = Store(folder / "raw", folder / "processed", folder / "reports")
        copy_countries(sources, store, n)
        started = time.perf_counter()
        paths = render_portfolio(store, "en")
        return time.perf_counter() - started, {path.name: path.stat().st_size for path in paths}


def main() -> None:
    """Measure and print."""
    sources = [Path(name) for name in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as name:
        if not sources:
            sample = Store(ROOT / "data" / "raw", Path(name) / "processed", Path(name) / "reports")
            run_directly(sample, ["MLI"], "en")
            sources = [sample.processed / "MLI"]
        seconds, sizes = measure(sources, COUNTRIES)
    print(f"{COUNTRIES} countries: {seconds:.1f} s; page {sizes[PAGE] / 1e6:.2f} MB; {sizes}")  # noqa: T201


if __name__ == "__main__":
    main()
