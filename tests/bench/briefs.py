"""What a brief costs once a country is coded: HTML, Word and PDF together, for twenty interviews and sixty responses.

    PYTHONPATH=. python tests/bench/briefs.py [--responses 60]

The country is made of the interviews of the four invented countries and of their responses, over and over under new ids.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from flows.steps import DIRECT, run_country
from tasks.adapters.store import Store
from tasks.ingest import ingest
from tasks.render import render_brief
from tasks.render_portfolio import render_portfolio

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
PARTS = ("XMU", "XTA", "XVS", "XOB")
COUNTRY = "XZB"
WITHOUT_REPORTS = replace(DIRECT, render_brief=lambda *_: None, release=lambda *_: None)
MOST_SECONDS, MOST_BYTES = 5.0, 1_500_000


def make_country(raw: Path, responses: int) -> int:
    """Put the interviews of the invented countries into one folder, with so many responses; return the interviews."""
    folder = raw / COUNTRY
    rows, answers = [], {}
    for part in PARTS:
        received = ingest(Store(RAW, raw.parent / "processed", raw.parent / "reports"), part)
        for answer in received.answers:
            answers.setdefault(answer.interview_id, {})[answer.question_name] = answer.answer_code or answer.answer_text
        for one in received.interviews:
            if one.record_type in ("verbatim", "notes"):
                path = RAW / one.file
                (folder / "transcripts").mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / "transcripts" / path.name)
                consent = ["yes", "yes" if one.consent_quote else "no", one.attribution]
                rows.append([one.interview_id, path.name, COUNTRY, one.date, one.language, one.stakeholder_group,
                             one.level, *consent])  # fmt: skip
    write(folder / "interviews.csv", [
        ["interview_id", "file", "country", "date", "language", "stakeholder_group", "level", "consent_record",
         "consent_quote", "consent_attribution"], *rows])  # fmt: skip
    told = list(answers.values())
    names = sorted({name for one in told for name in one} | {"consent_record"})
    export = [
        [*(one.get(name, "") for name in names), f"u{n}"] for n in range(responses) if (one := told[n % len(told)])
    ]
    write(folder / "responses" / "export.csv", [[*names, "_uuid"], *export])
    return len(rows)


def write(path: Path, rows: list[list[str]]) -> None:
    """Write a table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)


def main() -> None:
    """Print seconds and sizes; fail when a brief takes too long or its page is too large."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--responses", type=int, default=60)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = Store(Path(name) / "raw", Path(name) / "processed", Path(name) / "reports")
        interviews = make_country(store.raw, wanted.responses)
        run_country(store, COUNTRY, "en", WITHOUT_REPORTS)
        took = []
        for _ in range(2):
            start, used = time.perf_counter(), time.process_time()
            paths = render_brief(store, COUNTRY, "en")
            took.append((time.perf_counter() - start, time.process_time() - used))
        sizes = {path.name: path.stat().st_size for path in paths}
        start = time.process_time()
        render_portfolio(store, "en")
        sys.stdout.write(
            f"{interviews} interviews, {len(store.read_table(COUNTRY, 'interviews')) - interviews} responses, "
            f"{len(store.read_table(COUNTRY, 'segments'))} segments\n"
            + "".join(f"brief {n}: {wall:.1f} s, {cpu:.1f} s of processor\n" for n, (wall, cpu) in enumerate(took, 1))
            + "".join(f"{name}: {size / 1e6:.2f} MB\n" for name, size in sizes.items())
            + f"portfolio: {time.process_time() - start:.1f} s of processor\n"
        )
        if took[0][1] > MOST_SECONDS or sizes["brief.html"] > MOST_BYTES:
            raise SystemExit(f"more than {MOST_SECONDS:g} s, or a page of more than {MOST_BYTES / 1e6:g} MB")


if __name__ == "__main__":
    main()
