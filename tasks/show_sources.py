"""Loads what stands in reports for the files of a country, and tells its team which file each is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.disk import write_bytes
from tasks.adapters.placeholder_marks import placeholder_translator
from tasks.adapters.store import LOOKED_UP, Store
from tasks.core.heard_records import heard_ids
from tasks.core.pseudonym_keys import neutralise
from tasks.core.quoting import Permit, QuotingRule, grant_permits, parse_quoting_rule
from tasks.core.shown_sources import ShownSources, SourceWords, show_sources
from tasks.core.spellings import simplify
from tasks.core.tables import plain_rows
from tasks.core.wordings import Wordings
from tasks.outcomes import SHOWN
from tasks.outward_problems import outward_problems

AFTER_BRIEFS = frozenset({"render", "release", "withdraw", "compare"})
"""Stages that may find problems once a brief is made."""
HEADER = ("shown_as", "interview_id", "file", "sha256")


def load_quoting_rule() -> QuotingRule:
    """Load who may be quoted and what may stand under their words (quoting.yaml)."""
    groups = [group["id"] for group in read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]]
    return parse_quoting_rule(read_yaml(QUESTIONNAIRE / "quoting.yaml"), groups)


def read_permits(store: Store, country: str) -> dict[str, Permit]:
    """Read what may be done with the words of each record of a country: the same for its brief and its exports.

    Args:
        store: reads `interviews`, `segments` and `answers`.
        country: ISO 3166-1 alpha-3.

    Returns:
        Interview id -> permit.
    """
    interviews, segments, answers = (store.read_table(country, name) for name in ("interviews", "segments", "answers"))
    return permits_of(interviews, segments, answers)


def permits_of(interviews: pd.DataFrame, segments: pd.DataFrame, answers: pd.DataFrame) -> dict[str, Permit]:
    """Tell the same from the tables."""
    return grant_permits(plain_rows(interviews), load_quoting_rule(), heard_ids(interviews, segments, answers))


def read_sources(store: Store, country: str, words: Wordings, found: Iterable[Mapping[str, Any]] = ()) -> ShownSources:
    """Tell what stands for the files of a country: the same in each of its reports and in what a server shows of it.

    Files that are numbered bear the first numbers where a brief names them, then those that it could not name yet; the
    owner's come last, so that no number that is left out tells of a consent.

    Args:
        store: reads `interviews`, `segments`, `answers` and `problems`.
        country: ISO 3166-1 alpha-3.
        words: of a brief.
        found: problems that stand in no table.
    """
    people, *heard = (store.read_table(country, name) for name in ("interviews", "segments", "answers"))
    interviews, problems = plain_rows(people), plain_rows(store.read_table(country, "problems"))
    outward = outward_problems(problems, interviews)
    early = [row for row in outward if row["stage"] not in AFTER_BRIEFS]
    told = [
        file for rows in (early, outward, [*problems, *found]) for file in sorted({row["file"] or "" for row in rows})
    ]
    named = SourceWords(
        answers=lambda n: words.say("source.answers", n=n),
        other=lambda n: words.say("source.other", n=n),
        is_own=is_own_file,
        translate=placeholder_translator(words.language),
    )
    usable = [row for row in interviews if row["consent_record"]]
    return show_sources(usable, told, permits_of(people, *heard), named)


@cache
def _own_names() -> frozenset[str]:
    declared = read_yaml(QUESTIONNAIRE / "registers.yaml")
    registers = (*declared["register_names"], *declared["document_register_names"])
    return frozenset(map(simplify, (*registers, "source", "corrections", "columns", "how-to", "readme")))


def is_own_file(file: str) -> bool:
    """Tell whether a path is of a file that the house names: a register or declaration of the country, or a report."""
    path = PurePosixPath(file)
    return len(path.parts) <= 2 and (path.name in SHOWN or simplify(path.stem) in _own_names())


def write_sources(store: Store, country: str, sources: ShownSources) -> None:
    """Write for the country's team which file each name of a source in its reports means; it is never released."""
    stream = io.StringIO(newline="")
    rows = [(one.shown, one.record, one.file, one.sha256) for one in sources.sources]
    csv.writer(stream, lineterminator="\n").writerows([HEADER, *(map(neutralise, row) for row in rows)])
    write_bytes(store.processed / country / LOOKED_UP, stream.getvalue().encode("utf-8-sig"))
