"""Candidate codes: what segments that no topic fits have in common, offered to people and never scored."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tasks.core.word_columns import WORD, fold, stem

FEWEST_SEGMENTS = 8
"""Fewer segments without a topic than this say nothing of what they have in common."""
FEWEST_USES, LEAST_KEYNESS = 3, 6.63
"""Segments a key word stands in, and the log-likelihood beyond which chance is one in a hundred."""
MOST_GROUPS, MOST_WORDS, FEWEST_OF_A_GROUP = 8, 8, 3
MOST_KEYS = 400
"""Words that segments are grouped by, the most telling ones; all of them would fill the memory of a large country."""
FEWEST_LETTERS, WORDS_KEPT = 3, 1 << 16
MOST_COMPARED = 500
"""Segments from which groups are made again and again; of more, some at equal distances, and the rest joins them."""
SEEDS = range(1, 11)
ROUNDS = 30

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group of segments that no topic fits.

    Attributes:
        words: that tell it from the rest, the most telling first, as they were said.
        members: places of its segments, the most typical first.
        keyness: log-likelihood of its first word against the coded segments.
        stability: how alike groupings from different seeds are, 1 for the same; of the whole grouping.
    """

    words: tuple[str, ...]
    members: tuple[int, ...]
    keyness: float
    stability: float


def find_candidates(uncoded: Sequence[str], coded: Sequence[str]) -> list[Candidate]:
    """Group segments by the words that set them off from what the codebook covers.

    Args:
        uncoded: segments of one language without a topic, long enough to say something.
        coded: segments of the same language with a topic.

    Returns:
        Groups, the largest first; none of too few segments, or where no word sets them off.
    """
    if len(uncoded) < FEWEST_SEGMENTS:
        return []
    own = [_stems(text) for text in uncoded]
    keyness = _keyness(own, [{_stem_of(word) for word in WORD.findall(text)} - {""} for text in coded])
    keys = sorted(keyness, key=lambda name: (-keyness[name], name))[:MOST_KEYS]
    if len(keys) < 2:  # noqa: PLR2004 - one word groups nothing
        return []
    matrix = np.zeros((len(own), len(keys)))
    columns = {key: column for column, key in enumerate(keys)}
    for row, names in enumerate(own):
        matrix[row, [columns[name] for name in names if name in columns]] = 1.0
    told = np.flatnonzero(matrix.any(axis=1))
    if len(told) < FEWEST_SEGMENTS:
        return []
    rows = matrix[told] * np.log(len(told) / matrix[told].sum(axis=0).clip(1) + 1)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    groups, stability = _group(rows)
    candidates = []
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        if len(members) < FEWEST_OF_A_GROUP:
            continue
        centre = rows[members].mean(axis=0)
        order = members[np.argsort(-(rows[members] @ centre), kind="stable")]
        telling = [keys[n] for n in np.argsort(-centre, kind="stable")[:MOST_WORDS] if centre[n] > 0]
        words = tuple(_as_said(name, [own[told[n]] for n in members]) for name in telling)
        places = tuple(int(told[n]) for n in order)
        candidates.append(Candidate(words, places, round(keyness[telling[0]], 1), round(stability, 2)))
    return sorted(candidates, key=lambda one: (-len(one.members), one.words))


def _stems(text: str) -> dict[str, str]:
    """Return stem -> a word as it was said."""
    return {name: word.lower() for word in reversed(WORD.findall(text)) if (name := _stem_of(word))}


@lru_cache(maxsize=WORDS_KEPT)
def _stem_of(word: str) -> str:
    """Return the stem of a word, "" for one that is too short to tell anything."""
    return stem(fold(word)) if len(word) >= FEWEST_LETTERS else ""


def _as_said(name: str, texts: Sequence[dict[str, str]]) -> str:
    uses = Counter(words[name] for words in texts if name in words)
    return min(uses, key=lambda word: (-uses[word], word)) if uses else name


def _keyness(own: Sequence[Collection[str]], others: Sequence[Collection[str]]) -> dict[str, float]:
    """Return the words more frequent here than among the others, with Dunning's log-likelihood of segment counts."""
    here, there = (Counter(name for words in side for name in words) for side in (own, others))
    n, m = len(own), len(others)
    found = {}
    for name, uses in here.items():
        if uses < FEWEST_USES or uses == n:
            continue
        expected = n * (uses + there[name]) / (n + m)
        other = max(m * (uses + there[name]) / (n + m), 1e-9)
        score = 2 * (
            uses * math.log(uses / expected) + (there[name] * math.log(there[name] / other or 1) if there[name] else 0)
        )
        if uses > expected and score >= LEAST_KEYNESS:
            found[name] = score
    return found


def _group(rows: Floats) -> tuple[Ints, float]:
    """Return the grouping, of those into 2 to 8 groups, that other seeds repeat best, and how well they do."""
    if len(rows) > MOST_COMPARED:
        some = rows[np.linspace(0, len(rows) - 1, MOST_COMPARED).astype(np.int64)]
        groups, stability = _group(some)
        centres = np.array([some[groups == n].mean(axis=0) for n in np.unique(groups)])
        return np.round(rows @ _unit(centres).T, 9).argmax(axis=1), stability
    best, best_stability = np.zeros(len(rows), dtype=np.int64), -1.0
    for k in range(2, min(MOST_GROUPS, len(rows) // FEWEST_OF_A_GROUP) + 1):
        runs = [_k_means(rows, k, seed) for seed in SEEDS]
        stability = float(np.mean([likeness(one, other) for one, other in combinations([g for g, _ in runs], 2)]))
        if stability > best_stability:
            best, best_stability = max(runs, key=lambda run: run[1])[0], stability
    return best, max(best_stability, 0.0)


def _k_means(rows: Floats, k: int, seed: int) -> tuple[Ints, float]:
    rng = np.random.default_rng(seed)
    centres = rows[rng.choice(len(rows), k, replace=False)]
    groups = np.zeros(len(rows), dtype=np.int64)
    for n_round in range(ROUNDS):
        last, groups = groups, np.round(rows @ centres.T, 9).argmax(axis=1)
        if n_round and np.array_equal(groups, last):
            break
        sums = np.array([rows[groups == n].sum(axis=0) if (groups == n).any() else centres[n] for n in range(k)])
        centres = _unit(sums)
    return groups, float((rows * centres[groups]).sum())


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-9))


def likeness(first: Ints, second: Ints) -> float:
    """Return how alike two groupings are beyond chance, 1 for the same (adjusted Rand index)."""
    table = np.zeros((int(first.max()) + 1, int(second.max()) + 1))
    np.add.at(table, (first, second), 1)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, one, other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = one * other / max(len(first) * (len(first) - 1) / 2, 1)
    most = (one + other) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)
