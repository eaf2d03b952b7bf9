"""How much time and memory reading adds to what the underlying library takes alone, as ratios in one run.

    python tests/bench/reading.py            # make bench
    python tests/bench/reading.py --small    # a hundredth of the size, to see that it works

Every measurement runs in a process of its own (imports are not counted), the library and ours in turn.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3
MOST_TIME, MOST_MEMORY = 2.5, 2.0
"""Bars: reading adds at most 1.5 times the library's time; memory stays within twice that of the library's frame."""
WORDS = (
    "the platform meets when the ministry pays the room and every network sends one person each quarter to it".split()
)


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(3, 14)))


# --- what is read ----------------------------------------------------------------------------------------------
def make_rows(n: int, width: int) -> tuple[list[str], list[list[str]]]:
    chance = random.Random(7)
    pool = [sentence(chance) for _ in range(5_000)]
    header = ["_uuid", *(f"q{k}" if k % 3 else f"closed_{k}" for k in range(1, width))]
    return header, [
        [f"uuid-{row:012d}", *(chance.choice(pool) if k % 3 else str(chance.randrange(5)) for k in range(1, width))]
        for row in range(n)
    ]


def make_xlsx(path: Path, scale: float) -> None:
    import xlsxwriter

    header, rows = make_rows(int(100_000 * scale), 20)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("export")
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)


def make_csv(path: Path, scale: float) -> None:
    import csv

    header, rows = make_rows(int(100_000 * scale), 20)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        for _ in range(10):
            writer.writerows(rows)


def make_sav(path: Path, scale: float) -> None:
    import numpy as np
    import pandas as pd
    import pyreadstat

    n = int(1_000_000 * scale)
    chance = np.random.default_rng(7)
    columns = {f"closed_{k}": chance.choice([0.0, 1.0, 2.0, 3.0, 4.0, 97.0], n) for k in range(18)}
    pool = np.array([sentence(random.Random(k))[:60] for k in range(500)], dtype=object)
    columns |= {f"open_{k}": chance.choice(pool, n) for k in range(2)}
    labels = {name: {97.0: "Don't know", 4.0: "Fully"} for name in columns if name.startswith("closed")}
    pyreadstat.write_sav(
        pd.DataFrame(columns), str(path), variable_value_labels=labels, missing_ranges={name: [97] for name in labels}
    )


def make_docx(path: Path, scale: float) -> None:
    import docx

    path.mkdir()
    chance = random.Random(7)
    for number in range(20):
        document = docx.Document()
        for _ in range(30):
            document.add_paragraph(f"Interviewer: {sentence(chance)}?")
            document.add_paragraph(f"Respondent: {'. '.join(sentence(chance) for _ in range(6))}.")
        document.save(str(path / f"{number:04d}.docx"))
    for number in range(20, int(2_000 * scale)):
        (path / f"{number:04d}.docx").write_bytes((path / f"{number % 20:04d}.docx").read_bytes())


# --- the library alone, and ours ---------------------------------------------------------------------------------
# The first reader of a case is what the others are divided by.
def calamine_alone(path: Path) -> object:
    import pandas as pd

    return pd.read_excel(path, engine="calamine", dtype=str)


def arrow_alone(path: Path) -> object:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = path.open(encoding="utf-8").readline().strip().split(",")
    options = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string()))
    return arrow_csv.read_csv(
        str(path), convert_options=options, parse_options=arrow_csv.ParseOptions(newlines_in_values=True)
    ).to_pandas()


def pandas_alone(path: Path) -> object:
    import pandas as pd

    return pd.read_csv(path, dtype=str, keep_default_na=False)


def pyreadstat_alone(path: Path) -> object:
    import pyreadstat

    return pyreadstat.read_sav(str(path), user_missing=True)


def lxml_alone(path: Path) -> object:
    import zipfile

    from lxml import etree

    texts = []
    for file in sorted(path.iterdir()):
        with zipfile.ZipFile(file) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
            texts.append("".join(root.itertext()))
    return texts


def python_docx_alone(path: Path) -> object:
    import docx

    return ["\n".join(p.text for p in docx.Document(str(file)).paragraphs) for file in sorted(path.iterdir())]


def ours(path: Path) -> object:
    from tasks.adapters.survey_files import read_export

    sheets, problems = read_export(path, path.name)
    assert sheets, problems
    return sheets


def ours_word(path: Path) -> object:
    from tasks.adapters.documents import read_source

    return [read_source(file, file.name) for file in sorted(path.iterdir())]


CASES: dict[str, tuple[str, Callable[[Path, float], None], dict[str, Callable[[Path], object]]]] = {
    "XLSX, 100,000 rows x 20": ("a.xlsx", make_xlsx, {"python-calamine": calamine_alone, "ours": ours}),
    "CSV, 1,000,000 rows x 20": ("a.csv", make_csv, {"pyarrow": arrow_alone, "pandas": pandas_alone, "ours": ours}),
    ".sav, 1,000,000 rows x 20": ("a.sav", make_sav, {"pyreadstat": pyreadstat_alone, "ours": ours}),
    "2,000 .docx of 60 paragraphs": (
        "docx",
        make_docx,
        {"python-docx": python_docx_alone, "zipfile + lxml, bare text": lxml_alone, "ours": ours_word},
    ),
}
IMPORTS = "import pandas, pyarrow.csv, pyreadstat, lxml.etree, python_calamine, tasks.adapters.survey_files, tasks.adapters.documents"


def measure(case: str, who: str, path: str) -> None:
    """Run one reader and print its seconds and the peak of the process in MiB beyond that of the imports."""
    exec(IMPORTS)  # noqa: S102 - imports are not part of what is measured
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    CASES[case][2][who](Path(path))
    seconds = time.perf_counter() - start
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sys.stdout.write(json.dumps([seconds, peak]))


def run(scale: float) -> list[dict[str, object]]:
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for case, (name, make, readers) in CASES.items():
            path = Path(folder) / name
            make(path, scale)
            taken: dict[str, list[list[float]]] = {who: [] for who in readers}
            for _ in range(ROUNDS):
                for who in readers:
                    command = [sys.executable, __file__, "--measure", case, who, str(path)]
                    done = subprocess.run(command, capture_output=True, text=True, check=True)
                    taken[who].append(json.loads(done.stdout))
            medians = {
                who: [statistics.median(column) for column in zip(*rounds, strict=True)]
                for who, rounds in taken.items()
            }
            floor = next(iter(readers))
            for who, (seconds, peak) in medians.items():
                results.append(
                    {
                        "case": case,
                        "reader": who,
                        "seconds": round(seconds, 2),
                        "peak_mib": round(peak),
                        "time_ratio": round(seconds / medians[floor][0], 2),
                        "memory_ratio": round(peak / max(medians[floor][1], 1), 2),
                        "floor": floor,
                    }
                )
                sys.stdout.write(
                    "{case}: {reader} {seconds} s, {peak_mib} MiB ({time_ratio} x, {memory_ratio} x of {floor})\n".format(
                        **results[-1]
                    )
                )
                sys.stdout.flush()
    return results


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:5])
        return
    is_small = "--small" in sys.argv
    results = run(0.01 if is_small else 1.0)
    out = Path("reports/bench")
    out.mkdir(parents=True, exist_ok=True)
    (out / "reading.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    slow = [
        r for r in results if r["reader"] == "ours" and (r["time_ratio"] > MOST_TIME or r["memory_ratio"] > MOST_MEMORY)
    ]
    if slow and not is_small:
        sys.exit(f"beyond the bars: {', '.join(str(r['case']) for r in slow)}")


if __name__ == "__main__":
    main()
