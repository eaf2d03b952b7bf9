"""Evidence doubts: words that keep a passage from being shown as evidence of a line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.core.spellings import simplify

SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
MOSTLY = 1 / 3
"""Share of a passage's words in sentences that say not to know from which it tells nothing."""
HALF = 1 / 2
"""Share of a passage's words in sentences that deny from which it is denied."""
CLAUSE_END = re.compile(r"[,:]\s+")
GAP = r"(?:\S+ ){0,4}"
NEVER = re.compile(r"(?!)")


class Doubtful(NamedTuple):
    """What a whole passage gives to doubt.

    Attributes:
        is_unknowing: the speaker says not to know, or not to be the one to ask.
        is_mostly_unknowing: that is a third of it or more.
        is_denied: what is told is denied to be a result, or refused.
        is_wished: something is wanted rather than there.
        is_troubled: words of trouble stand in it.
        is_successful: words of success stand in it.
    """

    is_unknowing: bool = False
    is_mostly_unknowing: bool = False
    is_denied: bool = False
    is_wished: bool = False
    is_troubled: bool = False
    is_successful: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceDoubts:
    """How people say that they do not know, deny, and wish (evidence_doubts.yaml).

    Attributes:
        unknowing: the speaker does not know, or is not the one to ask.
        denied: what is told is no result of the platform, or did not happen.
        wished: what is told is wanted, not there.
        former: what is told was so before something else.
        troubled: what is told is a difficulty.
        succeeded: what is told is a result.
        asking: what is told should be done.
        answering: it opens as an answer to a question does.
        ended: something fell, was closed or came about in part.
    """

    unknowing: re.Pattern[str]
    denied: re.Pattern[str]
    wished: re.Pattern[str]
    former: re.Pattern[str] = NEVER
    troubled: re.Pattern[str] = NEVER
    succeeded: re.Pattern[str] = NEVER
    asking: re.Pattern[str] = NEVER
    answering: re.Pattern[str] = NEVER
    ended: re.Pattern[str] = NEVER

    def read(self, text: str) -> Doubtful:
        """Tell what a passage gives to doubt."""
        return Doubtful(
            is_unknowing=self.is_unknowing(text),
            is_mostly_unknowing=self.is_mostly_unknowing(text),
            is_denied=self.is_denied(text),
            is_wished=self.is_wished(text),
            is_troubled=self.is_troubled(text),
            is_successful=self.is_successful(text),
        )

    def is_unknowing(self, text: str) -> bool:
        """Tell whether the speaker says not to know, or not to be the one to ask."""
        return self.unknowing.search(_plain(text)) is not None

    def is_mostly_unknowing(self, text: str) -> bool:
        """Tell whether saying not to know is a third of a passage or more."""
        sentences = SENTENCE_END.split(text)
        unknowing = sum(len(sentence.split()) for sentence in sentences if self.is_unknowing(sentence))
        return unknowing > 0 and unknowing >= MOSTLY * len(text.split())

    def is_denied(self, text: str) -> bool:
        """Tell whether what is told is denied to be a result, or refused, in half of a passage or more.

        What was not so before something else came about denies nothing of that.
        """
        sentences = [sentence for sentence in SENTENCE_END.split(text) if _count(sentence)]
        denying = [sentence for sentence in sentences if self.denied.search(_plain(sentence))]
        now = [sentence for sentence in denying if self._denies_now(sentence)]
        if len(denying) == len(sentences) and not now:
            return not any(self._tells_on(sentence) for sentence in denying) and bool(denying)
        return bool(now) and sum(map(_count, now)) >= HALF * _count(text)

    def _denies_now(self, sentence: str) -> bool:
        """Tell whether a sentence still denies without its clauses of what was before."""
        left = self._clauses_of_now(sentence)
        return self.denied.search(_plain(", ".join(left))) is not None

    def _tells_on(self, sentence: str) -> bool:
        """Tell whether a sentence has more clauses than those of what was before."""
        return any(_count(clause) for clause in self._clauses_of_now(sentence))

    def _clauses_of_now(self, sentence: str) -> list[str]:
        """Return the clauses that do not tell what was before; "before it came" makes the next one tell that too."""
        left, is_opened = [], False
        for clause in CLAUSE_END.split(sentence):
            is_before = self.former.search(_plain(clause)) is not None
            if not is_before and not is_opened:
                left.append(clause)
            is_opened = is_before and self.denied.search(_plain(clause)) is None
        return left

    def is_troubled(self, text: str) -> bool:
        """Tell whether words of trouble stand in a text."""
        return self.troubled.search(_plain(text)) is not None

    def is_successful(self, text: str) -> bool:
        """Tell whether words of success stand in a text."""
        return self.succeeded.search(_plain(text)) is not None

    def is_ended(self, text: str) -> bool:
        """Tell whether something fell, was closed or came about in part, and no other words tell a success."""
        plain = _plain(text)
        return self.ended.search(plain) is not None and self.succeeded.search(self.ended.sub("", plain)) is None

    def is_wished(self, text: str) -> bool:
        """Tell whether what is told is wanted rather than there."""
        return self.wished.search(_plain(text)) is not None

    def is_proposal(self, text: str) -> bool:
        """Tell whether a text says what should be done, and does not open as an answer does."""
        return self.asking.search(_plain(text)) is not None and not self.is_answer(text)

    def is_answer(self, text: str) -> bool:
        """Tell whether a text opens with the yes or no to a question."""
        return self.answering.match(_plain(text)) is not None


NO_DOUBTS = EvidenceDoubts(NEVER, NEVER, NEVER)


def compile_doubts(declared: Mapping[str, Sequence[str]]) -> EvidenceDoubts:
    """Make the patterns from the declared words."""

    def compile_any(kind: str) -> re.Pattern[str]:
        patterns = "|".join(declared[kind]).replace("<gap>", GAP)
        return re.compile(rf"(?<!\S)(?:{patterns})(?!\S)")

    kinds = ("unknowing", "denied", "wished", "former", "troubled", "succeeded", "asking", "answering", "ended")
    return EvidenceDoubts(*map(compile_any, kinds))


def _count(text: str) -> int:
    return len(simplify(text).split())


def _plain(text: str) -> str:
    return simplify(text) + " ,"
