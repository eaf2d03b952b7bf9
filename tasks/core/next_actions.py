"""Next actions: what a platform can do about an indicator that stands low, as declared for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done about one indicator.

    Attributes:
        proposals: topics under which a call for action speaks to the indicator.
        up_to: highest present level -> language -> action, ascending.
    """

    proposals: frozenset[str]
    up_to: Mapping[int, Mapping[str, str]]

    def action(self, level: float, language: str) -> str:
        """Return the action for a present level, "" where none is declared for one so high."""
        return next((texts[language] for highest, texts in self.up_to.items() if level < highest + 1), "")


def parse_remedies(declared: Mapping[str, Any]) -> dict[str, Remedy]:
    """Parse the content of next_actions.yaml.

    Args:
        declared: indicator id -> its `proposals` and `up_to`.

    Returns:
        Indicator id -> what can be done about it.
    """
    return {
        indicator: Remedy(frozenset(entry["proposals"]), dict(sorted(entry["up_to"].items())))
        for indicator, entry in declared.items()
    }
