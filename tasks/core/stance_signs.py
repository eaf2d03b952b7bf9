"""Signs of a stance: what beside the coder bears out that a passage tells a difficulty, a result or a wish."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from tasks.core.evidence_doubts import Doubtful

CHALLENGE, ACHIEVEMENT, RECOMMENDATION, RESPONSE = "challenge", "achievement", "recommendation", "response"
DESCRIPTION = "description"
NEEDED: Mapping[str, int] = {CHALLENGE: 2, ACHIEVEMENT: 2, RECOMMENDATION: 1, RESPONSE: 1}
"""Signs from which a stance is told as such; a passage with fewer is told as a description."""
LOW_LEVEL, GAP_LEVEL, GOOD_LEVEL = 1.0, 2.0, 3.0


class LevelHeard(NamedTuple):
    """A level that a passage tells of an indicator that its topics are evidence of.

    Attributes:
        level: 0 to 4.
        is_hint: told too faintly to be a level.
    """

    level: float
    is_hint: bool = False


def is_borne_out(
    stance: str,
    question: str,
    asked: Mapping[str, Container[str]],
    doubtful: Doubtful,
    levels: Sequence[LevelHeard],
) -> bool:
    """Tell whether what a passage says, and was asked, goes with the stance that the coder gave it.

    A level that says the opposite outweighs all signs: one of 3 or above a difficulty, one of 1 or below a result.

    Args:
        stance: of the coder.
        question: Annex 1 question that the passage answers, "" if unknown.
        asked: question -> stances that it asks for.
        doubtful: what the words give to doubt.
        levels: that the passage tells.

    Returns:
        Whether it has as many signs as the stance needs; a description needs none.
    """
    if stance not in NEEDED:
        return True
    told = [one.level for one in levels if not one.is_hint]
    if stance == CHALLENGE:
        is_opposite, signs = any(level >= GOOD_LEVEL for level in told), _of_challenge(doubtful, levels)
    elif stance == ACHIEVEMENT:
        is_opposite, signs = any(level <= LOW_LEVEL for level in told), _of_achievement(doubtful, levels)
    else:
        is_opposite, signs = False, int(stance == RECOMMENDATION and doubtful.is_wished)
    return not is_opposite and signs + (stance in asked.get(question, ())) >= NEEDED[stance]


def _of_challenge(doubtful: Doubtful, levels: Sequence[LevelHeard]) -> int:
    return doubtful.is_troubled + any(one.level <= GAP_LEVEL for one in levels)


def _of_achievement(doubtful: Doubtful, levels: Sequence[LevelHeard]) -> int:
    is_success = doubtful.is_successful and not doubtful.is_troubled
    return is_success + any(one.level >= GOOD_LEVEL for one in levels)
