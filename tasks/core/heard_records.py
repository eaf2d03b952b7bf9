"""Heard records: which interviews, responses and documents gave something that is read.

A record counts as evidence when its person agreed to be recorded and a segment or an answer of it is there. A file that
was set aside, or in which nobody answers, is registered, and is no evidence.
"""

from __future__ import annotations

import pandas as pd


def heard_records(interviews: pd.DataFrame, segments: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Keep the records that something was read in.

    Args:
        interviews: rows of the interviews table.
        segments: rows of the segments table.
        answers: rows of the answers table.

    Returns:
        The rows of `interviews` whose person agreed and that have a segment, or an answer that is given.
    """
    given = answers.loc[answers["missing_reason"].isna(), "interview_id"]
    is_heard = interviews["interview_id"].isin({*segments["interview_id"], *given})
    return interviews[interviews["consent_record"].astype(bool) & is_heard]


def heard_ids(interviews: pd.DataFrame, segments: pd.DataFrame, answers: pd.DataFrame) -> frozenset[str]:
    """Return the ids of the records that something was read in; see `heard_records`."""
    return frozenset(heard_records(interviews, segments, answers)["interview_id"])
