"""Sentences of a passage by topic: how each topic is told where a passage mixes several, and which one tells most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tasks.core.evidence_doubts import EvidenceDoubts
from tasks.core.stance_signs import ACHIEVEMENT, CHALLENGE, DESCRIPTION, RECOMMENDATION
from tasks.core.trends import BETTER

FEWEST_WORDS, MOST_WORDS = 4, 40
"""Length of a sentence that can stand for what was achieved or asked for."""
HELD_BACK = ("[", "…]")


class Weighed(NamedTuple):
    """A sentence and a topic.

    Attributes:
        text: of the sentence.
        weight: how many of the words that led to the topic stand in it.
        is_of_it_most: whether of no other topic of the passage more do.
        turn: whether something got worse or better in it (`trends`), "" for neither; None where that was not read.
    """

    text: str
    weight: int
    is_of_it_most: bool = True
    turn: str | None = None


def weigh_sentences(sentences: Sequence[str], topic: str, words_of: Mapping[str, str]) -> list[Weighed]:
    """Return the sentences in which the words stand that led to a topic, with how many.

    Args:
        sentences: of one passage.
        topic: id.
        words_of: topic -> words of the passage that led to it, parted by " | ".

    Returns:
        Those sentences; all of them where the passage has no other topic.
    """
    weighed = []
    for sentence in sentences:
        weights = {one: _count_phrases(sentence, words) for one, words in words_of.items()}
        own = weights.get(topic, 0)
        if own or len(words_of) <= 1:
            weighed.append(Weighed(sentence, own, own == max(weights.values(), default=0)))
    return weighed


def _count_phrases(sentence: str, words: str) -> int:
    return sum(phrase in sentence for phrase in words.split(" | ") if phrase)


def own_sentences(sentences: Sequence[str], topic: str, words_of: Mapping[str, str]) -> list[str]:
    """Return the sentences alone of `weigh_sentences`."""
    return [one.text for one in weigh_sentences(sentences, topic, words_of)]


def stances_by_topic(
    sentences: Sequence[str], stance: str, words_of: Mapping[str, str], doubts: EvidenceDoubts
) -> dict[str, str]:
    """Tell of which topics a passage tells something else than its own stance.

    Args:
        sentences: of the passage.
        stance: in which the whole passage is told.
        words_of: topic -> words of the passage that led to it.
        doubts: words of trouble, of success and of wishes.

    Returns:
        Topic -> stance, of those topics only whose own sentences are all wishes, or show nothing of a difficulty, a
        result or a wish that other sentences of the passage show.
    """
    if len(words_of) <= 1 or stance not in (CHALLENGE, ACHIEVEMENT, RECOMMENDATION):
        return {}
    shows = _signs(doubts)
    told: dict[str, str] = {}
    for topic in words_of:
        own = own_sentences(sentences, topic, words_of)
        others = [sentence for sentence in sentences if sentence not in own]
        if not own or not others:
            continue
        if stance == CHALLENGE and all(map(doubts.is_wished, own)):
            told[topic] = RECOMMENDATION
        elif any(map(shows[stance], others)) and _says_otherwise(stance, own, doubts):
            told[topic] = DESCRIPTION
    return told


def _signs(doubts: EvidenceDoubts) -> dict[str, Callable[[str], bool]]:
    return {CHALLENGE: doubts.is_troubled, ACHIEVEMENT: doubts.is_successful, RECOMMENDATION: doubts.is_wished}


def _says_otherwise(stance: str, own: Sequence[str], doubts: EvidenceDoubts) -> bool:
    """Tell whether the sentences on a topic say the opposite of a stance: no trouble, or nothing but trouble."""
    if stance == CHALLENGE:
        return not any(map(doubts.is_troubled, own))
    sign = _signs(doubts)[stance]
    return all(doubts.is_troubled(sentence) and not sign(sentence) for sentence in own)


def telling_sentence(
    sentences: Iterable[Weighed], stance: str, doubts: EvidenceDoubts, longest: int = MOST_WORDS
) -> str:
    """Choose the sentence that says best and most shortly what was achieved or asked for.

    Args:
        sentences: that may be printed, each with how many words of the topic stand in it.
        stance: achievement or recommendation.
        doubts: words of trouble, of success and of wishes.
        longest: in words.

    Returns:
        Of results one that has words of success rather than a figure; then the one with most words of the topic, of
        these one without anything held back, then the shortest; "" where none tells it.
    """
    told = [
        one for one in sentences if FEWEST_WORDS <= len(one.text.split()) <= longest and _tells(one, stance, doubts)
    ]
    ranked = sorted(
        told,
        key=lambda one: (
            stance == ACHIEVEMENT and one.turn != BETTER and not doubts.is_successful(one.text),
            -one.weight,
            any(mark in one.text for mark in HELD_BACK),
            len(one.text.split()),
            one.text,
        ),
    )
    return ranked[0].text if ranked else ""


def _tells(one: Weighed, stance: str, doubts: EvidenceDoubts) -> bool:
    sentence = one.text
    if sentence.rstrip().endswith("?") or doubts.is_unknowing(sentence):
        return False
    if stance == RECOMMENDATION:
        return doubts.is_wished(sentence)
    if doubts.is_wished(sentence) or doubts.is_denied(sentence) or doubts.is_troubled(sentence):
        return False
    return _is_result(one, doubts)


def _is_result(one: Weighed, doubts: EvidenceDoubts) -> bool:
    """Tell whether a sentence that denies nothing tells a result: a figure does where nothing fell or was closed."""
    if one.turn:
        return one.turn == BETTER
    if doubts.is_ended(one.text):
        return one.turn is None and doubts.is_successful(one.text)
    return doubts.is_successful(one.text) or any(letter.isdigit() for letter in one.text)
