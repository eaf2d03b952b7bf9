"""The way of an interview through the questions: every turn's evidence weighed with that of the turns around it.

An interview is at one question at a time, or at none. What an interviewer says moves it on or, as a probe, leaves it
where it is; what is answered tells afterwards where it was. All of it together gives the likelihood of each question
at each turn (the forward-backward algorithm).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PROBE, SAME, ELSEWHERE = 1.5, 0.5, 5.0
"""Weights of the shares of a probe, of the question that is being answered anyway, and of other talk."""
SHORT_TURN_WORDS = 6
SHORT_PROBE = 7.0
"""Factor on the likelihood that so short a turn is a probe."""
SHARED_WORDS = 15.0
"""How much likelier a probe is when all the words of a turn were in the answer before it."""
STAY = 0.01
FLOOR = 0.00001
"""Likelihood of a probe, and of anything, that no wording supports."""
NEXT_QUESTIONS = 3
NEXT, BACK = 1.5, 0.5
"""Factors on the likelihood of the next questions, and of those passed already."""
OUTSIDE_AREA = 0.05
"""What an area heading leaves of the likelihood of questions of other areas."""
ANSWER_POWER = 0.5
"""Words of an answer are not independent: their shares count with this exponent."""
UNASKED_ANSWER = 0.05
"""Likelihood of an answer when nothing is asked."""


class QuestionPaths:
    """Follows interviews through questions.

    Args:
        areas: of the questions, in their order.
    """

    def __init__(self, areas: Sequence[int]) -> None:
        self._areas = np.array(areas)
        self._count = len(areas)
        self._places = np.arange(self._count)
        ahead = self._places[None, :] - self._places[:, None]
        order = np.where(ahead < 0, BACK, np.where(ahead <= NEXT_QUESTIONS, NEXT, 1.0))
        self._moves = np.vstack([order, np.ones((1, self._count))])

    def ask(
        self, shares: NDArray[np.float64], others: tuple[float, float], words: int, shared: float
    ) -> NDArray[np.float64]:
        """Return how likely an interviewer's turn moves from each question (rows; last: none) to each.

        Args:
            shares: likelihood that the turn asks each question.
            others: that it is other talk, and that it is a probe.
            words: its length.
            shared: share of its words that the answer before it holds.
        """
        elsewhere, probe = others
        moves = np.empty((self._count + 1, self._count + 1))
        moves[:, :-1] = self._moves * shares
        shape = (SHORT_PROBE if words <= SHORT_TURN_WORDS else 1.0) * (1 + SHARED_WORDS * shared)
        moves[self._places, self._places] = shape * (PROBE * probe + STAY) + SAME * shares
        moves[:, -1] = ELSEWHERE * elsewhere
        moves[-1, -1] += probe
        return moves + FLOOR

    def name(self, place: int, confidence: float) -> NDArray[np.float64]:
        """Return the moves of a turn or heading that names a question, as sure as that."""
        moves = (1 - confidence) * np.eye(self._count + 1) + FLOOR
        moves[:, place] += confidence
        return moves

    def leave(self) -> NDArray[np.float64]:
        """Return the moves of a turn that asks nobody knows what: the question before it is left."""
        moves = np.zeros((self._count + 1, self._count + 1)) + FLOOR
        moves[:, -1] += 1.0
        return moves

    def enter(self, area: int) -> NDArray[np.float64]:
        """Return the moves of an area heading: the question before it is left."""
        inside = np.append(np.where(self._areas == area, 1.0, OUTSIDE_AREA), self._count)
        return np.tile(inside, (self._count + 1, 1)) / self._count

    def answer(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the likelihood of an answer after each question, and after none.

        Args:
            shares: of the questions it may answer.
        """
        return np.append(shares**ANSWER_POWER, UNASKED_ANSWER)

    def follow(self, evidence: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
        """Return after each piece of evidence the likelihood of each question, and of none, given all of it.

        Args:
            evidence: moves (a matrix) and answers (a vector) in order; at first nothing is asked.
        """
        here = np.append(np.zeros(self._count), 1.0)
        forward = []
        for piece in evidence:
            here = here @ piece if piece.ndim == 2 else here * piece
            here = here / here.sum()
            forward.append(here)
        after = np.ones(self._count + 1)
        paths = []
        for piece, here in zip(reversed(evidence), reversed(forward), strict=True):
            both = here * after
            paths.append(both / both.sum())
            after = piece @ after if piece.ndim == 2 else piece * after
            after = after / after.sum()
        return paths[::-1]
