"""Explains what moved since the last run: scores what that run kept again, with one cause of change at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from tasks.adapters.corrections import NAME as CORRECTIONS_FILE
from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_rubric
from tasks.adapters.disk import DiskError, write_bytes
from tasks.adapters.review_files import FOLDER as REVIEWS
from tasks.adapters.store import KEPT_RUBRIC, Store
from tasks.core.corrections import APPLIED
from tasks.core.reruns import LANGUAGE, compare_inputs
from tasks.core.reviews import Merged
from tasks.core.rubrics import Rubric
from tasks.core.rulings import rule_levels
from tasks.core.score_changes import (
    CAUSES,
    DECISIONS,
    DECLARATIONS,
    SOFTWARE,
    Causes,
    Changed,
    Kept,
    Part,
    Stand,
    Unit,
    count_records,
    find_causes,
    split_moves,
    take_over,
)
from tasks.core.scores import score_areas, score_overall
from tasks.core.tables import CLAIMS, INTERVIEWS, conform, plain_rows
from tasks.manifest import MANIFEST, RAW, hide_names, read_manifest
from tasks.read_reviews import read_merged
from tasks.score import decide_claims, level_row, score_row

OF_REPORTS = frozenset({"templates", LANGUAGE})
"""Inputs that no score depends on."""
OF_RECEIVED = frozenset({"received"})

Stands = dict[str, Stand]
Rows = Sequence[Mapping[str, Any]]


def explain_changes(store: Store, country: str, inputs: Mapping[str, str]) -> None:
    """Split what moved since the last run by its causes, and write the `changes` table.

    A run that no score depends on otherwise than the last one, as after a change of the language, takes over what
    that one explained. The first run of a country has no changes.

    Args:
        store: a draft: reads its tables and those that it will replace, writes `changes` and the rubric.
        country: ISO 3166-1 alpha-3.
        inputs: of this run, as `inputs_of` returns them.
    """
    write_bytes(store.processed / country / KEPT_RUBRIC, (QUESTIONNAIRE / "rubric.yaml").read_bytes())
    try:
        rows = _rows(store, store.target, country, inputs) if store.target else []
    except DiskError:
        rows = []  # what the last run kept is damaged, or of another version
    store.write_table(country, "changes", rows)


def _rows(store: Store, last: Store, country: str, inputs: Mapping[str, str]) -> list[dict[str, Any]]:
    manifest = read_manifest(last.processed / country / MANIFEST)
    if not manifest.fingerprint:
        return []
    differences = {one.kind: one for one in compare_inputs(manifest.inputs, hide_names(inputs))}
    if differences.keys() <= OF_REPORTS:
        return plain_rows(last.read_table(country, "changes"))
    same, *moved = _compare_claims(last, store, country)
    units = {row[name] for claims in moved for row in claims for name in ("segment_id", "answer_id")}
    before, after = (_kept(one, country, claims, units) for one, claims in zip((last, store), moved, strict=True))
    changed = _changed(manifest.inputs, inputs, differences.keys(), [*_files(last, country), *_files(store, country)])
    causes = find_causes(before, after, changed)
    stands = _stands(store, last, country, before, after, changed, causes, same)
    return _changes_rows(country, split_moves(stands), count_records(causes, before, after))


def _compare_claims(last: Store, store: Store, country: str) -> tuple[pd.DataFrame, Rows, Rows]:
    """Return the claims that are as they were, and the rows of all others, as they were and as they are."""
    old, new = (one.read_table(country, "claims") for one in (last, store))
    both = pd.concat([old, new], ignore_index=True)
    is_alone = ~both.duplicated(keep=False)
    was, now = is_alone[: len(old)].to_numpy(), is_alone[len(old) :].to_numpy()
    return new[~now], plain_rows(old[was]), plain_rows(new[now])


def _kept(store: Store, country: str, claims: Rows, units: Collection[str]) -> Kept:
    """Return what a run kept: all records, those claims, and what was said in those segments and answers."""
    segments, answers = (store.read_table(country, name) for name in ("segments", "answers"))
    said = {
        row["segment_id"]: Unit(repr((row["text"], row["speaker"], row["language"])), row["annex_question"] or "")
        for row in plain_rows(segments[segments["segment_id"].isin(units)])
    }
    given = {
        row["answer_id"]: Unit(
            repr([row[name] for name in ("indicator", "answer_code", "answer_text", "missing_reason")]),
            row["annex_question"] or "",
            row["column"],
        )
        for row in plain_rows(answers[answers["answer_id"].isin(units)])
    }
    records = {row["interview_id"]: row for row in plain_rows(store.read_table(country, "interviews"))}
    own = {row["claim_id"]: row for row in claims}
    return Kept(records, own, said | given, _corrected(store, country, records))


def _corrected(store: Store, country: str, records: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the columns of each record that were corrected, and by which correction."""
    problems = store.read_table(country, "problems")
    places = {(row["file"], row["row"]): id_ for id_, row in records.items()}
    found: dict[str, dict[str, str]] = {}
    for problem in plain_rows(problems[problems["code"] == APPLIED.code]):
        record = places.get((problem["file"], problem["row"])) or places.get((problem["file"], None))
        if record:
            found.setdefault(record, {})[problem["column"] or ""] = problem["detail"]
    return found


def _files(store: Store, country: str) -> set[str]:
    """Return the received files that records were read from, and the review files, as the manifest names them."""
    tables = (store.read_table(country, name) for name in ("interviews", "reviews"))
    return {f"{RAW}/{str(file).removeprefix(f'{country}/')}" for table in tables for file in table["file"].dropna()}


def _changed(before: Mapping[str, str], inputs: Mapping[str, str], kinds: Iterable[str], files: list[str]) -> Changed:
    """Tell which inputs differ; the names of received files are hidden in what the last run kept."""
    now = hide_names(inputs)
    names = {hidden: name for name, hidden in zip(inputs, now, strict=True)}
    names |= {hidden: name for name in files for hidden in hide_names({name: ""})}
    received = [
        names.get(hidden, "")
        for hidden in sorted(before.keys() | now.keys())
        if hidden.startswith(f"{RAW}/") and before.get(hidden) != now.get(hidden)
    ]
    corrections = f"{RAW}/{CORRECTIONS_FILE}"
    reviews = [name for name in received if name.startswith(f"{RAW}/{REVIEWS}/")]
    kinds = set(kinds)
    return Changed(
        software="code" in kinds,
        declarations=bool(kinds - OF_REPORTS - OF_RECEIVED - {"code", "model"}),
        corrections=corrections in received,
        registers=bool(set(received) - set(files) - set(reviews) - {corrections}),
        decisions=bool(reviews),
    )


def _stands(
    store: Store,
    last: Store,
    country: str,
    before: Kept,
    after: Kept,
    changed: Changed,
    causes: Causes,
    same: pd.DataFrame,
) -> list[tuple[str, Stands]]:
    """Return where everything stood, and where it stands with each cause and all before it.

    What is all as the last run scored it, or as this one did, is not scored once more.
    """
    decided = {False: read_merged(last, country), True: read_merged(store, country)}
    kept = read_rubric(last.processed / country / KEPT_RUBRIC)
    was, now = (_standing(plain_rows(one.read_table(country, "scores"))) for one in (last, store))
    stands = [("", was)]
    of_scoring = {SOFTWARE, DECLARATIONS} if kept else {changed.instrument or SOFTWARE}
    of_data = [*causes.claims.values(), *causes.records.values()]
    due = {*of_scoring, DECISIONS, *of_data}
    for cause in (cause for cause in CAUSES if cause in due):
        taken = CAUSES[: CAUSES.index(cause) + 1]
        rubric = kept if kept and cause == SOFTWARE else load_rubric()
        n_taken, merged = sum(own in taken for own in of_data), decided[cause == DECISIONS]
        if not n_taken and rubric == kept and merged == decided[False] and not changed.software:
            stands.append((cause, was))
        elif n_taken == len(of_data) and rubric == load_rubric() and merged == decided[True]:
            stands.append((cause, now))
        else:
            records = take_over(before.records, after.records, causes.records, taken)
            moved = conform(take_over(before.claims, after.claims, causes.claims, taken), CLAIMS)
            stands.append((cause, _score(country, records, pd.concat([same, moved]), rubric, merged)))
    return stands


def _score(country: str, records: Rows, claims: pd.DataFrame, rubric: Rubric, merged: Merged) -> Stands:
    indicators = rubric.indicators.values()
    proposed = decide_claims(conform(records, INTERVIEWS), conform(claims, CLAIMS), indicators)
    levels, _ = rule_levels(proposed, merged)
    areas = score_areas(levels, rubric)
    scores = (*areas, score_overall(levels, areas, rubric))
    rows = [level_row(country, level) for level in levels.values()]
    return _standing([*rows, *(score_row(country, score) for score in scores)])


def _standing(rows: Iterable[Mapping[str, Any]]) -> Stands:
    return {str(row["unit_id"]): (str(row["state"]), row["value"]) for row in rows}


def _changes_rows(country: str, parts: Iterable[Part], counts: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    rows, places = [], dict[str, int]()
    for part in parts:
        places[part.unit_id] = places.get(part.unit_id, 0) + 1
        is_indicator = part.unit_id != "overall" and not part.unit_id.isdigit()
        rows.append(
            {
                "country_iso3": country,
                "unit": "indicator" if is_indicator else "area" if part.unit_id.isdigit() else "overall",
                "unit_id": part.unit_id,
                "place": places[part.unit_id],
                "cause": part.cause,
                "before_state": part.before[0] or None,
                "before_value": part.before[1],
                "after_state": part.after[0] or None,
                "after_value": part.after[1],
                "shift": part.shift,
                "n_records": counts.get((part.cause, part.unit_id if is_indicator else "")),
            }
        )
    return rows
