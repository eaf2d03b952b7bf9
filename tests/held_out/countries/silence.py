"""Counts levels that come although nobody was asked and nobody told: answers are taken out, one indicator at a time.

    python tests/held_out/countries/silence.py FOLDER [FOLDER...]

For each country and indicator, every answer to a question that asks for the indicator is left out, and every answer that the
truth quotes for it. A level that still comes is told in passing elsewhere, or false; most are false.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

from tasks.adapters.declarations import load_rubric  # noqa: E402 - run as a script from anywhere
from tasks.adapters.level_wordings import load_level_reader  # noqa: E402
from tasks.core.tables import text_of  # noqa: E402
from tasks.core.told_levels import WAS_ASKED  # noqa: E402
from tasks.extract_claims import questions_before  # noqa: E402
from tasks.read_words import About, Said, read_words, words_by_record  # noqa: E402
from tasks.score import decide_claims  # noqa: E402
from tests.held_out.countries.measures import NI, _plain, say, score_country  # noqa: E402

LONGEST_QUOTED = 40
"""Characters of a quote that tell its answer."""


def levels_in_silence(folder: Path) -> dict[str, Any]:
    """Return the level that comes for each indicator whose answers are left out, NI where none does."""
    with tempfile.TemporaryDirectory() as scratch:
        store, country, truth = score_country(folder, Path(scratch))
        interviews, claims = store.read_table(country, "interviews"), store.read_table(country, "claims")
        records = {row["interview_id"]: row for row in interviews.query("consent_record").to_dict("records")}
        asked = questions_before(store.read_table(country, "turns"))
        by_record, _ = words_by_record(store.read_table(country, "segments"), records, asked)
    silent: dict[str, Any] = {}
    for id_, indicator in load_rubric().indicators.items():
        quotes = [_plain(quote)[:LONGEST_QUOTED] for quote in _quotes(truth, id_)]
        left = [claims[(claims["indicator"] != id_) & (claims["indicator"] != indicator.told_beside)]]
        for interview, said in by_record.items():
            kept = [one for one in said if not _is_about(one, id_, quotes)]
            left.append(_told(kept, country, records[interview], claims))
        told = pd.concat([part for part in left if len(part)], ignore_index=True)
        level = decide_claims(interviews, told, [indicator])[id_]
        silent[id_] = NI if level.state == NI else level.state if level.value is None else level.value
    return silent


def _quotes(truth: Mapping[str, Any], indicator: str) -> Iterator[str]:
    yield from (fact["quote"] for fact in truth["facts"] if fact["indicator"] == indicator)
    for conflict in truth["conflicts"]:
        if conflict["indicator"] == indicator:
            yield from (side["quote"] for side in conflict["sides"])


def _is_about(one: Said, indicator: str, quotes: Sequence[str]) -> bool:
    weight = load_level_reader().asked_for(one.before, one.question).get(indicator, 0.0)
    return weight >= WAS_ASKED or any(quote in _plain(one.text) for quote in quotes)


def _told(said: Sequence[Said], country: str, record: Mapping[Any, Any], like: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of a record's remaining words, as rows of the claims table."""
    if not said:
        return like.head(0)
    about = About(
        record["interview_id"],
        country,
        record["record_type"],
        text_of(record["stakeholder_group"]),
        text_of(record["level"]),
        text_of(record["date"]),
    )
    rows = [
        {
            "claim_id": f"c-{n}",
            "indicator": finding.indicator,
            "interview_id": record["interview_id"],
            "respondent": record["interview_id"],
            "segment_id": finding.segment_id,
            "state": finding.state,
            "proposed_level": finding.level,
            "stakeholder_group": record["stakeholder_group"],
            "level": record["level"],
            "record_type": record["record_type"],
            "is_second_hand": finding.is_second_hand,
            "rule": finding.rule,
            "status": "proposed",
        }
        for n, finding in enumerate(read_words(said, about, {one.language: frozenset() for one in said}).findings)
    ]
    return pd.DataFrame(rows, columns=like.columns).astype(like.dtypes)


def main() -> None:
    """Print, for each country, how often a level came where every answer was taken out, and which."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    trials = came = 0
    for folder in parser.parse_args().folders:
        silent = levels_in_silence(folder)
        false = {indicator: level for indicator, level in silent.items() if level != NI}
        trials, came = trials + len(silent), came + len(false)
        say(f"{folder.name}: {len(false)} of {len(silent)} {json.dumps(false) if false else ''}".rstrip())
    say(f"all: {came} of {trials}")


if __name__ == "__main__":
    main()
