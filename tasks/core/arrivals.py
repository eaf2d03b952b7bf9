"""Arrivals: when what lies in a country's raw folder has settled after a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Arrivals:
    """Folders being watched.

    Attributes:
        settle_seconds: how long a folder has to stay as it is before it counts as settled: copies take their time.
        seen: country -> what lay in its folder at the last look, and since when.
        told: country -> what lay there when it was last told.
    """

    settle_seconds: float
    seen: dict[str, tuple[str, float]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def look(self, folders: Mapping[str, str], now: float) -> list[str]:
        """Look once.

        Args:
            folders: country -> what tells its content from any other.
            now: seconds, from any clock that never goes back.

        Returns:
            Countries whose folder changed since they were last told and has settled; each is told once a change.
        """
        settled = []
        for country, content in sorted(folders.items()):
            before, since = self.seen.get(country, ("", now))
            if content != before:
                since = now
            self.seen[country] = (content, since)
            if now - since >= self.settle_seconds and self.told.get(country) != content:
                self.told[country] = content
                settled.append(country)
        for country in self.seen.keys() - folders.keys():
            del self.seen[country]
            self.told.pop(country, None)
        return settled
