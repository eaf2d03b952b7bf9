"""How often the 80 % interval holds the truth: countries with a known truth, respondents and coders drawn with error.

    PYTHONPATH=. .venv/bin/python tests/bench/intervals.py [--countries 300] [--fit]

A country has a true level on each indicator. Of six groups some are heard, with one to three respondents each; a group sees
an indicator its own way, a respondent errs, and the coder is off by a level now and then. One in four was not asked or does
not know; some records are notes, some indicators have a document. What the program makes of it is compared with the truth:
the mean of the true levels of the indicators that got a level, since what nobody knows is for the bounds. `--fit` prints the
half-widths of the jitter at which a level's draws spread as far as levels of its grade really miss.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tasks.adapters.declarations import load_rubric
from tasks.core.levels import SCORED, Level, Silence, decide_level
from tasks.core.rubrics import Rubric
from tasks.core.scores import draw_level, score_areas, score_overall
from tasks.core.voices import Voice

GROUPS = ("government", "civil_society", "business", "united_nations", "donor", "academia")
AS_OF = "2026-11"
GROUP_SPREAD, RESPONDENT_SPREAD = 0.35, 0.45
"""Standard deviations, in levels, of a group's view and of a respondent's error."""
CODER_OFF = 0.2
"""Share of levels that the coder reads one too high or too low."""
NOT_KNOWN, NOTES, DOCUMENTS, DOCUMENT_SPREAD = 0.25, 0.2, 0.2, 0.3
SEED = 20261125


@dataclass(frozen=True, slots=True)
class Country:
    """A drawn country.

    Attributes:
        truth: indicator -> true level.
        levels: what the program decides.
    """

    truth: dict[str, float]
    levels: dict[str, Level]


def draw_country(rubric: Rubric, generator: np.random.Generator) -> Country:
    """Draw a country and decide its levels."""
    heard = list(generator.permutation(GROUPS)[: generator.integers(3, len(GROUPS) + 1)])
    respondents = [(group, n) for group in sorted(heard) for n in range(int(generator.integers(1, 4)))]
    notes = {respondent: generator.random() < NOTES for respondent in respondents}
    truth, levels = {}, {}
    for indicator in rubric.indicators.values():
        true = float(generator.integers(0, 5))
        views = {group: generator.normal(0, GROUP_SPREAD) for group in sorted(heard)}
        voices = [
            Voice(
                f"{group}-{n}",
                group,
                _told(true + views[group] + generator.normal(0, RESPONDENT_SPREAD), generator),
                "notes" if notes[group, n] else "verbatim",
                "2026-10",
                tier="national",
            )
            for group, n in respondents
            if generator.random() >= NOT_KNOWN
        ]
        if generator.random() < DOCUMENTS:
            level = _told(true + generator.normal(0, DOCUMENT_SPREAD), generator)
            voices.append(Voice("document", "", level, "document", "2026-01"))
        whole = replace(indicator, sources_needed={})
        truth[indicator.id] = true
        levels[indicator.id] = decide_level(whole, voices, Silence(), as_of=AS_OF, are_read=True)
    return Country(truth, levels)


def _told(level: float, generator: np.random.Generator) -> float:
    read = round(level) + (generator.choice((-1, 1)) if generator.random() < CODER_OFF else 0)
    return float(np.clip(read, 0, 4))


def coverage(rubric: Rubric, countries: int, seed: int = SEED) -> dict[str, float]:
    """Return the share of areas, and of overall scores, whose interval holds the truth."""
    generator = np.random.default_rng(seed)
    held: dict[str, list[bool]] = {"areas": [], "overall": []}
    for _ in range(countries):
        country = draw_country(rubric, generator)
        areas = score_areas(country.levels, rubric)
        means = {}
        for area in areas:
            if area.interval is None:
                continue
            means[area.unit_id] = _true_score(country, rubric, int(area.unit_id))
            held["areas"].append(area.interval[0] <= means[area.unit_id] <= area.interval[1])
        overall = score_overall(country.levels, areas, replace(rubric, gate=()))
        counted = [mean for id_, mean in means.items() if rubric.areas[int(id_)].is_in_overall]
        if overall.interval is not None:
            held["overall"].append(overall.interval[0] <= float(np.mean(counted)) <= overall.interval[1])
    return {name: float(np.mean(own)) for name, own in held.items()}


def _true_score(country: Country, rubric: Rubric, area: int) -> float:
    own = [
        country.truth[i.id]
        for i in rubric.indicators.values()
        if i.area == area and country.levels[i.id].state == SCORED
    ]
    return 25 * float(np.mean(own))


def misses(rubric: Rubric, countries: int, seed: int = SEED + 1) -> Iterator[tuple[str, float, float]]:
    """Yield grade, squared miss and variance of the resampling of each scored level."""
    generator = np.random.default_rng(seed)
    still = replace(rubric, jitter=dict.fromkeys(rubric.jitter, 0.0))
    for _ in range(countries):
        country = draw_country(rubric, generator)
        for id_, level in country.levels.items():
            if level.state == SCORED and level.value is not None:
                yield level.grade, (level.value - country.truth[id_]) ** 2, float(np.var(draw_level(level, still)))


def fit(rubric: Rubric, countries: int) -> dict[str, float]:
    """Return the half-width of each grade at which draws spread as far as levels really miss."""
    seen: dict[str, list[tuple[float, float]]] = {}
    for grade, miss, spread in misses(rubric, countries):
        seen.setdefault(grade, []).append((miss, spread))
    return {
        grade: round(float(np.sqrt(3 * max(np.mean([m for m, _ in own]) - np.mean([s for _, s in own]), 0.0))), 2)
        for grade, own in sorted(seen.items())
    }


def main() -> None:
    """Print the coverage, and the fitted half-widths if wished."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--countries", type=int, default=300)
    parser.add_argument("--fit", action="store_true")
    wanted = parser.parse_args()
    rubric = load_rubric()
    for name, share in coverage(rubric, wanted.countries).items():
        sys.stdout.write(f"{name}: {share:.1%} of the intervals hold the truth\n")
    if wanted.fit:
        fitted = fit(rubric, wanted.countries)
        sys.stdout.write(f"jitter {dict(rubric.jitter)}, fitted {fitted}\n")
        again = coverage(replace(rubric, jitter={**rubric.jitter, **fitted}), wanted.countries)
        sys.stdout.write(f"with the fitted widths: {again}\n")


if __name__ == "__main__":
    main()
