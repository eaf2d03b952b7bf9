"""What moved between two runs of a country, split by its causes: real folders, run twice."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders_country import country_folder, write

from flows import steps
from flows.steps import DIRECT, Made, run_country
from tasks.adapters.declarations import load_rubric, read_rubric
from tasks.adapters.store import Store
from tasks.core.reviews import COLUMNS
from tasks.core.score_changes import CAUSES
from tasks.core.scores import score_areas, score_overall
from tasks.core.tables import plain_rows
from tasks.manifest import MANIFEST
from tasks.outcomes import summarise
from tasks.render import make_brief
from tasks.score import decide_claims, level_row, score_row

COUNTRY = "XAA"
pytestmark = pytest.mark.slow
UNPRINTED = replace(DIRECT, **dict.fromkeys(("apply_codes", "validate", "render_brief", "release"), lambda *_: None))
"""The steps that scores depend on: tables are published as ever; checks, themes and pages are left out."""


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


@pytest.fixture(scope="module", autouse=True)
def no_page() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "write_quality_page", lambda *_: None)
        yield


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A country that was run once."""
    home = tmp_path_factory.mktemp("once")
    country_folder(home / "raw", COUNTRY)
    answer(store_in(home), ("un", 1), ("academia", 1))
    assert run_country(store_in(home), COUNTRY, "en", UNPRINTED) is Made.WRITTEN
    return home


@pytest.fixture
def store(once: Path, tmp_path: Path) -> Store:
    shutil.copytree(once, tmp_path / "home")
    return store_in(tmp_path / "home")


def answer(store: Store, *respondents: tuple[str, int]) -> None:
    """Respondents of a questionnaire: group, and level of the annual action plan; 2 is all that they say elsewhere."""
    indicators = list(load_rubric().indicators)
    lines = [",".join(["country,interview_date,stakeholder_group,level,consent_record,_uuid", *indicators])]
    for number, (group, plan) in enumerate(respondents, 1):
        levels = (str(plan) if id_ == "annual_action_plan" else "2" for id_ in indicators)
        uuid = f"6f1c2d0a-0000-4000-8000-00000000000{number}"
        lines.append(",".join([f"XAA,2026-01-20,{group},national,yes,{uuid}", *levels]))
    write(store.raw / COUNTRY / "responses" / "export.csv", "\n".join(lines) + "\n")


def edit(store: Store) -> None:
    minutes = store.raw / COUNTRY / "documents" / "minutes.txt"
    write(minutes, minutes.read_text(encoding="utf-8").replace("three times in 2025, as planned", "once in 2025"))


def withdraw(store: Store) -> None:
    register = store.raw / COUNTRY / "interviews.csv"
    write(register, register.read_text(encoding="utf-8").replace("Alliance,oui", "Alliance,non"))


def correct(store: Store) -> None:
    write(
        store.raw / COUNTRY / "corrections.yaml",
        "- {file: responses/export.csv, row: 2, question: annual_action_plan, was: 1, becomes: 4,"
        " reason: Called back., by: M&E officer, date: 2026-04-02}\n",
    )


def set_level(store: Store) -> None:
    known = {row["unit_id"]: row for row in plain_rows(store.read_table(COUNTRY, "scores"))}
    told = known["meetings_held"]
    proposed = told["state"] if told["value"] is None else f"{told['value']:g}"
    row = {"kind": "level", "id": "meetings_held", "decision": "set", "value": "1", "proposed": proposed}
    row |= {"reviewer": "Ada", "at": "2026-03-01", "reason": "The minutes say so.", "mode": "review"}
    values = ",".join(row.get(name, "") for name in COLUMNS)
    write(store.raw / COUNTRY / "review" / "levels.csv", f"{','.join(COLUMNS)}\n{values}\n")


def come(store: Store) -> None:
    answer(store, ("un", 1), ("academia", 1), ("business", 4), ("donor", 4), ("civil_society", 4))


def pretend(store: Store, room: str) -> None:
    """Let the last run have been made by another version of the code or of the declarations."""
    path = store.processed / COUNTRY / MANIFEST
    made = json.loads(path.read_text(encoding="utf-8"))
    name = next(name for name in made["inputs"] if name.startswith(room))
    made["inputs"][name] = "0" * 64
    made["fingerprint"] = "1" * 64
    write(path, json.dumps(made))


def older_software(store: Store) -> None:
    """Let older software have read less from the same words."""
    pretend(store, "tasks/")
    claims, scores = store.read_table(COUNTRY, "claims"), store.read_table(COUNTRY, "scores")
    store.write_table(COUNTRY, "claims", claims[claims["indicator"] != "annual_action_plan"])
    is_it = scores["unit_id"] == "annual_action_plan"
    scores.loc[is_it, ["state", "value"]] = ["NI", None]
    store.write_table(COUNTRY, "scores", scores)


def older_rubric(store: Store) -> None:
    """Let an older rubric have taken the median of all views where the best evidence counts now."""
    pretend(store, "questionnaire/rubric.yaml")
    kept = store.processed / COUNTRY / "rubric.yaml"
    write(kept, kept.read_text(encoding="utf-8").replace("kind: fact", "kind: view"))
    rubric = read_rubric(kept)
    tables = [store.read_table(COUNTRY, name) for name in ("interviews", "claims")]
    levels = decide_claims(*tables, rubric.indicators.values())
    areas = score_areas(levels, rubric)
    rows = [score_row(COUNTRY, score) for score in (*areas, score_overall(levels, areas, rubric))]
    store.write_table(COUNTRY, "scores", [*(level_row(COUNTRY, level) for level in levels.values()), *rows])


def run_again(store: Store, *acts: Callable[[Store], None]) -> dict[str, list[dict]]:
    """Do something, run again, and return what moved: unit -> its parts, checked to make up the whole of its move."""
    before = standing(store)
    for act in acts:
        act(store)
    before |= standing(store)  # an act may let the last run have been another
    assert run_country(store, COUNTRY, "en", UNPRINTED) is Made.WRITTEN
    after = standing(store)
    moves: dict[str, list[dict]] = {}
    for row in plain_rows(store.read_table(COUNTRY, "changes")):
        moves.setdefault(row["unit_id"], []).append(row)
    for unit in before.keys() | after.keys():
        if unit not in moves:
            assert before[unit] == after[unit]
            continue
        parts = moves[unit]
        ends = [((one["before_state"], one["before_value"]), (one["after_state"], one["after_value"])) for one in parts]
        assert (ends[0][0], ends[-1][1]) == (before[unit], after[unit])
        assert all(one[1] == other[0] for one, other in zip(ends, ends[1:], strict=False))
    return moves


def standing(store: Store) -> dict[str, tuple]:
    return {row["unit_id"]: (row["state"], row["value"]) for row in plain_rows(store.read_table(COUNTRY, "scores"))}


def causes(moves: dict[str, list[dict]], unit: str) -> list[str]:
    return [row["cause"] for row in moves.get(unit, [])]


def test_first_run__has_nothing_to_explain(store):
    assert len(store.read_table(COUNTRY, "changes")) == 0


@pytest.mark.parametrize(
    ("act", "unit", "cause"),
    [
        (come, "annual_action_plan", "new_data"),
        (edit, "meetings_held", "edited_data"),
        (withdraw, "response_to_challenges", "edited_data"),
        (correct, "annual_action_plan", "corrections"),
        (set_level, "meetings_held", "decisions"),
        (older_software, "annual_action_plan", "software"),
        (older_rubric, "meetings_held", "declarations"),
    ],
)
def test_one_cause__is_the_only_one_named(store, act, unit, cause):
    moves = run_again(store, act)
    assert causes(moves, unit) == [cause]
    assert {row["cause"] for parts in moves.values() for row in parts} == {cause}


def test_several_causes_at_once__are_told_apart(store):
    moves = run_again(store, edit, withdraw, correct, come, set_level)
    told = {row["cause"] for parts in moves.values() for row in parts}
    assert told == {"corrections", "edited_data", "new_data", "decisions"}
    assert causes(moves, "meetings_held")[-1] == "decisions"
    assert causes(moves, "overall") == [cause for cause in CAUSES if cause in causes(moves, "overall")]


def test_another_language__keeps_what_was_explained__and_briefs_say_it(store):
    run_again(store, come, set_level)
    explained = plain_rows(store.read_table(COUNTRY, "changes"))
    assert "new data +" in summarise(store, COUNTRY, is_written=True).moved
    assert run_country(store, COUNTRY, "fr", UNPRINTED) is Made.WRITTEN
    assert plain_rows(store.read_table(COUNTRY, "changes")) == explained
    said = {"en": ("new data", "What moved"), "fr": ("données nouvelles", "Ce qui a bougé")}
    said |= {"es": ("datos nuevos", "Qué cambió"), "pt": ("dados novos", "O que mudou")}
    for language, (cause, title) in said.items():
        section = make_brief(store, COUNTRY, language).sections[-1]
        assert (section.id, title in section.title) == ("annex_changes", True)
        overall = section.rows[1]
        assert f"{cause} ({overall[1]} → " in overall[3]


def test_made_again_from_the_same_input__gives_the_same_changes(store):
    run_again(store, come)
    before = store.table_path(COUNTRY, "changes").read_bytes()
    run_country(store, COUNTRY, "en", UNPRINTED, refresh=True)
    assert store.table_path(COUNTRY, "changes").read_bytes() == before


def correct_a_consent(store: Store) -> None:
    line = "- {interview: XAA-02, column: consent_record, was: oui, becomes: 'no', reason: By letter., by: team, date: 2026-04-02}"
    write(store.raw / COUNTRY / "corrections.yaml", f"{line}\n")


@pytest.mark.parametrize("act", [withdraw, correct_a_consent, edit])
def test_brief_after_records_changed__ties_none_of_it_to_a_level__and_the_owner_is_told(store, act):
    moves = run_again(store, act)
    assert moves
    for language, said in {
        "en": "not all as they were",
        "fr": "telles quelles",
        "es": "como estaban",
        "pt": "como estavam",
    }.items():
        section = make_brief(store, COUNTRY, language).sections[-1]
        assert (section.id, section.rows, len(section.fixed)) == ("annex_changes", (), 1)
        assert said in section.fixed[0]
    assert summarise(store, COUNTRY, is_written=True).moved


def test_brief_after_records_changed_and_others_came__tells_only_what_the_others_alone_moved(store):
    moves = run_again(store, withdraw, come)
    section = make_brief(store, COUNTRY, "en").sections[-1]
    hidden = {unit for unit in moves if "edited_data" in causes(moves, unit)}
    assert hidden
    assert len(section.rows) == 1 + len(moves) - len(hidden)
    assert {row[3] for row in section.rows[1:]} == {"new data"}
    assert len(section.fixed) == 2
