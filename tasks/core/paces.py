"""Paces: how fast and how patiently a server is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently a server is asked.

    Attributes:
        requests_per_second: most requests in a second.
        tries: how often one request is made before giving up.
        backoff_seconds: wait before the second try; doubled for each further one.
        longest_wait_seconds: longest wait between two tries; a server that asks for more ends the pull.
        silence_seconds: longest silence within an answer.
        answer_seconds: longest time for one answer.
    """

    requests_per_second: float = 4.0
    tries: int = 5
    backoff_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    silence_seconds: float = 60.0
    answer_seconds: float = 600.0
