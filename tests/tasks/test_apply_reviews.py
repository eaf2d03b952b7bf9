"""Decisions of people in a country folder, applied when its tables are made, and shown on its brief."""

import pytest
from builders_review import COUNTRY, analyse, analysed, review

from tasks.adapters.store import Store
from tasks.core.reviews import guard_of
from tasks.manifest import fingerprint, record_manifest
from tasks.measure_agreement import measure_agreement
from tasks.render import make_brief
from tasks.validate_results import validate_results


@pytest.fixture
def store(tmp_path):
    return analysed(tmp_path)


def problems(store: Store) -> list[str]:
    found = store.read_table(COUNTRY, "problems").fillna({"row": 0})
    return [f"{row['code']} {row['file']}:{row['row']}" for row in found.to_dict("records")]


def tables(store: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((store.processed / COUNTRY).glob("*.parquet"))}


def test_decisions__change_codings_and_levels_and_stay_when_made_again(store):
    coding = store.read_table(COUNTRY, "codings").iloc[0]
    segments = store.read_table(COUNTRY, "segments").set_index("segment_id")
    other = next(id_ for id_ in segments.index if id_ not in set(store.read_table(COUNTRY, "codings")["segment_id"]))
    coded = {"kind": "coding", "id": coding["segment_id"], "item": coding["topic"], "decision": "rejected"}
    stale = {"kind": "coding", "id": other, "item": "context", "decision": "added", "guard": "0" * 16}
    level = {"kind": "level", "id": "meetings_held", "decision": "set", "value": "1", "reason": "one [person 1] told"}
    wrong = {"kind": "coding", "id": other, "item": "context", "decision": "added", "value": "no stance"}
    guard = guard_of(segments.loc[coding["segment_id"], "text"])
    review(store, "a.csv", coded | {"guard": guard}, stale, level, wrong)
    assert {"V002 XAA/review/a.csv:5", "V004 XAA/review/a.csv:3"} <= set(problems(store))
    assert not [one for one in problems(store) if one.startswith("R021")]  # decisions are no received data
    codings = store.read_table(COUNTRY, "codings").set_index("coding_id")
    assert codings.loc[coding["coding_id"], "status"] == "rejected"
    scores = store.read_table(COUNTRY, "scores").set_index("unit_id")
    row = scores.loc["meetings_held"]
    assert (row["value"], row["review"], row["review_reason"]) == (1.0, "set", "one [person 1] told")
    assert row["proposed"] not in ("", "1")
    (shown,) = [one for one in make_brief(store, COUNTRY, "en").indicators if one.id == "meetings_held"]
    assert "one [person 1] told" in shown.explanation
    before = tables(store)
    analyse(store)
    assert tables(store) == before


def contradictions_told(store: Store, language: str = "en") -> list[str]:
    (section,) = [one for one in make_brief(store, COUNTRY, language).sections if one.id == "annex_contradictions"]
    return [sentence.text for item in section.items for sentence in item.sentences]


def test_ruling_on_a_contradiction__stands_in_the_brief_with_its_reason_and_ends_the_question(store):
    (found,) = store.read_table(COUNTRY, "contradictions").query("indicator == 'annual_action_plan'").to_dict("records")
    before = contradictions_told(store)
    asked = [sentence for sentence in before if sentence.startswith("Ask both sides")]
    assert asked
    assert not [sentence for sentence in before if "A reviewer" in sentence]
    ruled = {"kind": "contradiction", "id": found["contradiction_id"], "reason": "the plan is signed"}
    review(store, "a.csv", ruled | {"decision": "other"})
    after = contradictions_told(store)
    (sentence,) = [sentence for sentence in after if "A reviewer kept this account" in sentence]
    assert "“there is a current annual plan” (level 3)." in sentence
    assert sentence.endswith("Reason: “the plan is signed”.")
    assert len([sentence for sentence in after if sentence.startswith("Ask both sides")]) == len(asked) - 1
    assert "Reason" not in "".join(contradictions_told(store, "fr"))


def test_ruling_that_neither_side_holds__leaves_the_question_open(store):
    id_ = store.read_table(COUNTRY, "contradictions")["contradiction_id"].iloc[0]
    before = contradictions_told(store)
    review(store, "a.csv", {"kind": "contradiction", "id": id_, "decision": "neither"})
    assert contradictions_told(store) == before


def test_reason__that_names_somebody_is_masked(store):
    register = store.raw / COUNTRY / "interviews.csv"
    header, first, *rest = register.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join([f"{header},name", f"{first},Fatou Inventée", *rest]) + "\n", encoding="utf-8")
    level = {
        "kind": "level",
        "id": "meetings_held",
        "decision": "set",
        "value": "1",
        "reason": "Fatou Inventée said so",
    }
    review(store, "a.csv", level)
    (reason,) = store.read_table(COUNTRY, "reviews")["reason"]
    assert "Fatou" not in reason
    assert reason.endswith("said so")


CLOSED = "Donors say “cluster groups of the agencies do the same work as the networks”."
OPEN = "« Les réunions de coordination ne se tiennent pas au niveau des communes », dit une alliance."


def set_level(reason: str, indicator: str = "meetings_held", **details: str) -> dict[str, str]:
    return {"kind": "level", "id": indicator, "decision": "set", "value": "1", "reason": reason} | details


def reasons(store: Store, indicator: str = "meetings_held") -> set[str]:
    """The reasons of a level in the tables; the brief prints the same."""
    told = store.read_table(COUNTRY, "reviews").query("target_id == @indicator")["reason"]
    (shown,) = [one for one in make_brief(store, COUNTRY, "en").indicators if one.id == indicator]
    assert all(reason in shown.explanation for reason in told)
    return set(told) | set(store.read_table(COUNTRY, "scores").query("unit_id == @indicator")["review_reason"])


def test_reason__that_repeats_words_of_who_may_not_be_quoted_is_held_back_and_told(store):
    review(store, "a.csv", set_level(CLOSED), set_level(OPEN, "entry_process"))
    assert reasons(store) == {"Donors say “[…]”."}
    assert reasons(store, "entry_process") == {OPEN}
    assert [one for one in problems(store) if one.startswith("V009")] == ["V009 XAA/review/a.csv:2"]


def test_reason__of_who_withdrew_is_held_back_also_when_the_words_are_nowhere_any_more(store):
    review(store, "a.csv", set_level(OPEN))
    assert reasons(store) == {OPEN}
    register = store.raw / COUNTRY / "interviews.csv"
    register.write_text(register.read_text("utf-8").replace("Alliance,oui,oui", "Alliance,non,non"), encoding="utf-8")
    analyse(store)
    held = reasons(store)
    assert held == {"« […] », dit une alliance."}
    rows = [row for row in register.read_text("utf-8").splitlines() if "cso.txt" not in row]
    register.write_text("\n".join(rows) + "\n", encoding="utf-8")
    (store.raw / COUNTRY / "transcripts" / "cso.txt").unlink()
    analyse(store)
    assert reasons(store) == held
    beside = [path.read_text("utf-8") for path in (store.keys / COUNTRY).iterdir()]
    assert not any("réunions de coordination" in text for text in beside)


def test_reason__that_went_away_and_came_back_is_held_back_still(store):
    review(store, "a.csv", set_level(OPEN))
    register = store.raw / COUNTRY / "interviews.csv"
    register.write_text(register.read_text("utf-8").replace("Alliance,oui,oui", "Alliance,non,non"), encoding="utf-8")
    analyse(store)
    folder = store.raw / COUNTRY / "review"
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    for path in kept:
        path.unlink()
    rows = [row for row in register.read_text("utf-8").splitlines() if "cso.txt" not in row]
    register.write_text("\n".join(rows) + "\n", encoding="utf-8")
    (store.raw / COUNTRY / "transcripts" / "cso.txt").unlink()
    analyse(store)
    for path, content in kept.items():
        path.write_bytes(content)
    analyse(store)
    assert reasons(store) == {"« […] », dit une alliance."}


def test_reviewer__has_a_number_in_all_tables_that_stays_whoever_comes_later(store):
    review(store, "2026-03-01-mira-b.csv", set_level("seen", reviewer="Mira B."))
    assert set(store.read_table(COUNTRY, "reviews")["reviewer"]) == {"reviewer 1"}
    review(store, "c.csv", set_level("seen too", "entry_process", reviewer="Abel"), set_level("x", reviewer="MIRA b."))
    shown = store.read_table(COUNTRY, "reviews")
    assert set(zip(shown["target_id"], shown["reviewer"], strict=True)) == {
        ("meetings_held", "reviewer 1"),
        ("entry_process", "reviewer 2"),
    }
    measure_agreement(store, COUNTRY, "en")
    files = [path for path in (store.processed / COUNTRY).rglob("*") if path.is_file()]
    assert not [path.name for path in files if b"Abel" in path.read_bytes()]


def test_reviewer__who_bears_a_name_of_the_records_stands_nowhere_by_it(store):
    register = store.raw / COUNTRY / "interviews.csv"
    header, first, *rest = register.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join([f"{header},name", f"{first},Fatou Inventée", *rest]) + "\n", encoding="utf-8")
    person = {"reviewer": "Fatou Inventée"}
    said = {"kind": "validation", "id": COUNTRY, "item": "named", "decision": "validated", "value": "levels:0"} | person
    review(store, "2026-03-01-fatou-inventee.csv", set_level("seen", **person), said)
    shown = store.read_table(COUNTRY, "reviews")
    assert set(shown["reviewer"]) == {"reviewer 1"}
    assert set(shown["item"].fillna("")) == {"", "unnamed"}
    assert not [one for one in (*shown["file"], *problems(store)) if "fatou" in one.casefold()]


def test_placeholders_in_a_reason__are_written_in_the_language_of_the_page(store):
    review(store, "a.csv", set_level("one [person 1] told"))
    for language, word in {"en": "person", "fr": "personne", "es": "persona", "pt": "pessoa"}.items():
        (shown,) = [one for one in make_brief(store, COUNTRY, language).indicators if one.id == "meetings_held"]
        assert f"one [{word} 1] told" in shown.explanation


def confirm_levels(store: Store) -> None:
    """Ada agrees with every level."""
    levels = store.read_table(COUNTRY, "scores").query("unit == 'indicator'").to_dict("records")
    values = {row["unit_id"]: row["state"] if row["state"] != "scored" else f"{row['value']:g}" for row in levels}
    rows = ({"kind": "level", "id": id_, "decision": "confirmed", "value": value} for id_, value in values.items())
    review(store, "levels.csv", *rows)


def publish(store: Store) -> None:
    record_manifest(store, COUNTRY, "en", fingerprint(store, COUNTRY, "en"))


def validate(store: Store, name: str, *, is_named: bool) -> list[str]:
    return [problem.code for problem in validate_results(store, COUNTRY, name, is_named=is_named)[1]]


@pytest.mark.slow
def test_brief__is_draft_then_reviewed_then_validated_and_stale_when_data_change(store):
    publish(store)
    assert make_brief(store, COUNTRY, "en").status == "draft"
    assert validate(store, "Ada Invented", is_named=True) == ["V041"]
    confirm_levels(store)
    assert validate(store, "Ada Invented", is_named=True) == ["V040"]
    publish(store)
    brief = make_brief(store, COUNTRY, "en")
    assert (brief.status, "all 28 levels" in brief.status_text) == ("reviewed", True)
    assert validate(store, "Ada Invented", is_named=True) == []
    assert validate(store, "Ben Invented", is_named=False) == []
    analyse(store)
    brief = make_brief(store, COUNTRY, "en")
    (told,) = [text for label, text in brief.title_block if label == "Validation"]
    assert (brief.status, "by Ada Invented and 1 person" in told) == ("validated", True)
    assert all("Ben Invented" not in content.decode("utf-8", "replace") for content in tables(store).values())
    log = (store.processed.parent / "audit" / "log.jsonl").read_text(encoding="utf-8")
    assert ("Invented" in log, log.count('"event":"validated"')) == (False, 2)
    transcript = store.raw / COUNTRY / "transcripts" / "gov.txt"
    transcript.write_text(transcript.read_text("utf-8").replace("three times", "four times"), encoding="utf-8")
    analyse(store)
    for language, words in {"en": "the sources", "fr": "les sources", "es": "las fuentes", "pt": "as fontes"}.items():
        brief = make_brief(store, COUNTRY, language)
        assert (brief.status, words in brief.status_text) == ("stale", True)


REVIEWERS_SHOWN = {"en": "reviewer 1", "fr": "relecteur 1", "es": "revisor 1", "pt": "revisor 1"}


def test_blind_codings__are_measured_in_a_report_and_a_line_of_the_brief(store):
    codings = store.read_table(COUNTRY, "codings")
    segments = list(dict.fromkeys(codings["segment_id"]))[:6]
    rows = [
        {"kind": "coding", "id": row["segment_id"], "item": row["topic"], "decision": "added", "mode": "blind"}
        for row in codings.to_dict("records")
        if row["segment_id"] in segments[:-1]
    ]
    review(store, "blind.csv", *rows, {"kind": "segment", "id": segments[-1], "decision": "coded", "mode": "blind"})
    assert set(store.read_table(COUNTRY, "codings")["status"]) == {"suggested"}
    for language, words in {"en": "coded blind", "fr": "à l’aveugle", "es": "a ciegas", "pt": "às cegas"}.items():
        found = measure_agreement(store, COUNTRY, language)
        page = (store.staged.reports / COUNTRY / "agreement.html").read_text(encoding="utf-8")
        brief = make_brief(store, COUNTRY, language)
        assert "Krippendorff" in page
        assert REVIEWERS_SHOWN[language] in page
        assert ("Ada" in page, {one.other for one in found}) == (False, {"reviewer 1"})
        assert [row for section in brief.sections for row in section.rows if words in row[-1]]
    (together,) = [one for one in found if one.measure == "topics" and not one.of and one.way == "blind"]
    assert 0.5 < together.figures["nominal"].value < 1.0
