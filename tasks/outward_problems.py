"""Chooses the problems that go out with a brief: who gave no consent, or took it back, is told to the owner alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tasks.core.answers import NO_CONSENT as NO_CONSENT_TO_ANSWERS
from tasks.core.collections import WITHDRAWN
from tasks.core.consents import CONSENTS_DIFFER
from tasks.core.corrections import APPLIED, CONSENTS, GIVES_CONSENT
from tasks.core.echoes import ECHO_HELD
from tasks.core.joined_exports import CONSENTS_DIFFER as CONSENTS_OF_RESPONSE_DIFFER
from tasks.core.joined_exports import NO_LONGER_HELD
from tasks.core.registers import MISSING_CONSENT, NOT_ANALYSED, QUOTE_WITHOUT_RECORD
from tasks.core.releases import EDITED_AND_STALE, GONE, STALE
from tasks.core.respondents import CONSENTS_OF_ONE_DIFFER

OWNERS = frozenset(
    kind.code
    for kind in (
        STALE,
        GONE,
        EDITED_AND_STALE,
        NOT_ANALYSED,
        NO_CONSENT_TO_ANSWERS,
        WITHDRAWN,
        MISSING_CONSENT,
        QUOTE_WITHOUT_RECORD,
        GIVES_CONSENT,
        CONSENTS_DIFFER,
        CONSENTS_OF_ONE_DIFFER,
        CONSENTS_OF_RESPONSE_DIFFER,
        NO_LONGER_HELD,
        ECHO_HELD,
    )
)
"""Codes of problems that tell of consents: they stand on the console and among the tables."""

Rows = Iterable[Mapping[str, Any]]


def outward_problems(problems: Rows, interviews: Rows) -> list[dict[str, Any]]:
    """Return the problems that may be told to whoever reads a brief.

    Args:
        problems: rows of the problems table, as plain values.
        interviews: rows of the interviews table, likewise.

    Returns:
        Those that neither tell of a consent nor are about a file of which nothing may be used.
    """
    records = list(interviews)
    unused = {row["file"] for row in records if not row["consent_record"]}
    unused -= {row["file"] for row in records if row["consent_record"]}
    return [dict(row) for row in problems if not _is_owners(row) and row["file"] not in unused]


def outward_codes(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how often each problem was found, without those that are the owner's."""
    return {code: n for code, n in counts.items() if code not in OWNERS}


def _is_owners(row: Mapping[str, Any]) -> bool:
    return row["code"] in OWNERS or (row["code"] == APPLIED.code and row["column"] in CONSENTS)
