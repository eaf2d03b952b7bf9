"""How well a theme coder codes: F1, precision, recall, silence, calibration, agreement between coders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BINS = 10
RESAMPLES = 500
SEED = 1
Z80 = 1.2816
"""Half-width of a two-sided 80 % interval, in standard errors."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Codings of segments as arrays; a row a segment.

    Attributes:
        topics: segments x topics, whether coded.
        stances: number of the stance, -1 without a topic.
    """

    topics: Bools
    stances: NDArray[np.int64]


def f1(found: Bools, truth: Bools) -> float:
    """Return the harmonic mean of precision and recall over all cells; 0 where nothing is right."""
    both, either = (found & truth).sum(), found.sum() + truth.sum()
    return float(2 * both / either) if either else 0.0


def summarise(found: Coding, truth: Coding, is_implied: Bools) -> dict[str, float]:
    """Return the figures that targets are set for.

    Args:
        found: by the coder.
        truth: adjudicated.
        is_implied: segments whose topics are not named.

    Returns:
        `f1`, `macro_f1`, `explicit_f1`, `implied_f1`, `silent` (share of segments without a topic that stay
        without), `stance` (accuracy on segments with a topic, whatever topics were found) and `n`.
    """
    silent: Bools = np.asarray(~truth.topics.any(axis=1))
    explicit, implied = ~is_implied & ~silent, is_implied & ~silent
    by_topic = [f1(found.topics[:, n], truth.topics[:, n]) for n in range(truth.topics.shape[1])]
    figures = {
        "f1": f1(found.topics, truth.topics),
        "macro_f1": float(np.mean(by_topic)),
        "explicit_f1": f1(found.topics[explicit], truth.topics[explicit]),
        "implied_f1": f1(found.topics[implied], truth.topics[implied]),
        "silent": float((~found.topics[silent].any(axis=1)).mean()) if silent.any() else 1.0,
        "stance": float((found.stances[~silent] == truth.stances[~silent]).mean()) if (~silent).any() else 0.0,
    }
    return {name: round(value, 3) for name, value in figures.items()} | {"n": len(silent)}


def by_topic(found: Bools, truth: Bools, topics: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return precision, recall, F1 and the number of true codings of each topic."""
    table = {}
    for n, topic in enumerate(topics):
        both = int((found[:, n] & truth[:, n]).sum())
        table[topic] = {
            "precision": round(both / max(int(found[:, n].sum()), 1), 3),
            "recall": round(both / max(int(truth[:, n].sum()), 1), 3),
            "f1": round(f1(found[:, n], truth[:, n]), 3),
            "n": int(truth[:, n].sum()),
        }
    return table


def calibration(probabilities: Floats, truth: Bools) -> dict[str, Any]:
    """Return how far probabilities are from shares: by tenths, and their mean distance (ECE)."""
    flat, right = probabilities.ravel(), truth.ravel()
    places = np.minimum((flat * BINS).astype(int), BINS - 1)
    bins = []
    for n in range(BINS):
        own = places == n
        if own.any():
            bins.append(
                {
                    "said": round(float(flat[own].mean()), 3),
                    "true": round(float(right[own].mean()), 3),
                    "n": int(own.sum()),
                }
            )
    error = sum(abs(one["said"] - one["true"]) * one["n"] for one in bins) / max(len(flat), 1)
    coded = flat >= 0.5  # noqa: PLR2004 - more likely than not
    return {
        "expected_error": round(error, 4),
        "said_when_likely": round(float(flat[coded].mean()), 3) if coded.any() else 0.0,
        "true_when_likely": round(float(right[coded].mean()), 3) if coded.any() else 0.0,
        "bins": bins,
    }


def confusions(found: Bools, truth: Bools, topics: Sequence[str], most: int = 10) -> list[dict[str, Any]]:
    """Return the topics that are most often coded where another was missed."""
    pairs: Counter[tuple[str, str]] = Counter()
    for row in range(len(found)):
        missed, wrong = np.flatnonzero(truth[row] & ~found[row]), np.flatnonzero(found[row] & ~truth[row])
        pairs.update((topics[one], topics[other]) for one in missed.tolist() for other in wrong.tolist())
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return [{"missed": missed, "coded": coded, "n": n} for (missed, coded), n in ranked]


def choose_thresholds(
    probabilities: Floats, truth: Bools, groups: NDArray[Any], names: Sequence[str], *, shrinkage: float, silent: float
) -> Floats:
    """Choose from which probability each topic is coded in each language.

    Args:
        probabilities: segments x topics, of voices the coder had not heard.
        truth: adjudicated.
        groups: language of each segment.
        names: languages in order.
        shrinkage: codings of a topic or language that weigh as much as all together.
        silent: share of segments without a topic that must stay silent.

    Returns:
        Topics x languages: the best threshold of all, moved toward the topic's own and the language's own.
    """
    steps = np.round(np.arange(0.2, 0.61, 0.01), 2)
    without = ~truth.any(axis=1)
    allowed = [t for t in steps if not without.any() or (probabilities[without] < t).all(axis=1).mean() >= silent]
    common = max(allowed or [steps[-1]], key=lambda t: f1(probabilities >= t, truth))

    def own_best(columns: Any, rows: Any) -> float:
        chances, right = probabilities[rows][:, columns], truth[rows][:, columns]
        best = max(steps, key=lambda t: f1(chances >= t, right))
        weight = right.sum() / (right.sum() + shrinkage * (1 if chances.shape[1] == 1 else chances.shape[1] / 4))
        return float(weight * (best - common))

    everyone, everything = np.ones(len(truth), dtype=bool), np.arange(truth.shape[1])
    moves = np.array([own_best([n], everyone) for n in everything])
    shifts = np.array([own_best(everything, groups == name) if (groups == name).any() else 0.0 for name in names])
    return np.round(common + moves[:, None] + shifts[None, :], 3)


def tier_table(
    found: Bools,
    truth: Bools,
    groups: NDArray[Any],
    topics: Sequence[str],
    names: Sequence[str],
    bars: tuple[float, float],
) -> dict[str, dict[str, str]]:
    """Return the tier of each topic and language, from the share of codings that were right.

    Args:
        found: by the coder, of voices it had not heard.
        truth: adjudicated.
        groups: language of each segment.
        topics: in order.
        names: languages.
        bars: least share for "auto" and for "sample", held by the lower end of an 80 % interval in which the
            topic in all languages counts as ten codings.
    """
    table: dict[str, dict[str, str]] = {}
    for n, topic in enumerate(topics):
        everywhere = float((found[:, n] & truth[:, n]).sum() + 1) / float(found[:, n].sum() + 2)
        table[topic] = {}
        for name in names:
            own = found[:, n] & (groups == name)
            right, total = float((own & truth[:, n]).sum()) + 10 * everywhere, float(own.sum()) + 10
            low = _lower_end(right / total, total)
            table[topic][name] = "auto" if low >= bars[0] else "sample" if low >= bars[1] else "all"
    return table


def _lower_end(share: float, n: float) -> float:
    """Return the lower end of Wilson's 80 % interval."""
    centre = share + Z80**2 / (2 * n)
    spread = Z80 * np.sqrt(share * (1 - share) / n + Z80**2 / (4 * n**2))
    return float((centre - spread) / (1 + Z80**2 / n))


def krippendorff_alpha(first: NDArray[Any], second: NDArray[Any]) -> float:
    """Return Krippendorff's alpha of two coders for nominal values without gaps.

    Args:
        first: values by one coder.
        second: values by the other, of the same units.

    Returns:
        1 for full agreement, 0 for chance; 1 where all values are alike.
    """
    observed = float(np.mean(first != second))
    values, counts = np.unique(np.concatenate([first, second]), return_counts=True)
    n = counts.sum()
    expected = 1 - float((counts * (counts - 1)).sum()) / float(n * (n - 1)) if len(values) > 1 else 0.0
    return 1 - observed / expected if expected else 1.0


def with_interval(figure: Callable[[NDArray[np.int64]], float], n: int) -> dict[str, float]:
    """Return a figure with its 95 % bootstrap interval over segments.

    Args:
        figure: from chosen rows to a number.
        n: how many rows there are.
    """
    rng = np.random.default_rng(SEED)
    drawn = [figure(rng.integers(0, n, n)) for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {"value": round(figure(np.arange(n)), 3), "low": round(float(low), 3), "high": round(float(high), 3)}


def agreement(first: Coding, second: Coding) -> dict[str, dict[str, float]]:
    """Return how two coders agree: micro F1 and alpha of topics, alpha of stances, each with its interval.

    Args:
        first: by one coder.
        second: by the other, of the same segments.
    """
    n = len(first.stances)
    return {
        "topics_f1": with_interval(lambda rows: f1(first.topics[rows], second.topics[rows]), n),
        "topics_alpha": with_interval(
            lambda rows: krippendorff_alpha(first.topics[rows].ravel(), second.topics[rows].ravel()), n
        ),
        "stances_alpha": with_interval(lambda rows: krippendorff_alpha(first.stances[rows], second.stances[rows]), n),
    }
