"""Decisions on words in which a reviewer masks a name, or that stand elsewhere now: they follow the words."""

import pytest
from builders_country import HEADER, country_folder, write
from builders_review import COUNTRY, analyse, review

from tasks.adapters.store import Store
from tasks.core.reviews import guard_of, name_guard

LONG = " ".join(
    f"In month {n} the platform met, agreed on its action plan and took down what was said." for n in range(12)
)
TALK = f"""Interviewer: How often does the platform meet?
Respondent: {LONG} Then people asked for a budget line, and we owe it to Summer Field that everybody agreed.
Interviewer: Who is the coordinator of your platform?
Respondent: We owe it to Summer Field that the director convenes the platform and is very active.
Interviewer: Is there an action plan available?
Respondent: Mr Bakari Ndolwane wrote the annual action plan, and it is costed.
"""


@pytest.fixture
def store(tmp_path) -> Store:
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    folder = country_folder(store.raw)
    write(folder / "transcripts" / "un.txt", TALK)
    register = (folder / "interviews.csv").read_text(encoding="utf-8")
    row = f"{COUNTRY}-04,un.txt,{COUNTRY},2026-01-17,en,UN,national,,yes,yes,group\n"
    assert register.startswith(HEADER)
    write(folder / "interviews.csv", register + row)
    analyse(store)
    return store


def spoken(store: Store) -> dict[str, str]:
    """The segments of the talk: words -> id."""
    segments = store.read_table(COUNTRY, "segments").query(f"interview_id == '{COUNTRY}-04'")
    return dict(zip(segments["text"], segments["segment_id"], strict=True))


def decided_on(segments: dict[str, str], words: str, **decision: str) -> dict[str, str]:
    (text,) = [text for text in segments if words in text]
    return {"kind": "coding", "item": "leadership", "id": segments[text], "guard": guard_of(text)} | decision


def codings(store: Store, words: str) -> dict[str, str]:
    (id_,) = [id_ for text, id_ in spoken(store).items() if words in text]
    found = store.read_table(COUNTRY, "codings").query(f"segment_id == '{id_}'")
    return dict(zip(found["topic"], found["status"], strict=True))


def problems(store: Store) -> list[str]:
    return [code for code in store.read_table(COUNTRY, "problems")["code"] if code in ("V004", "V005", "V008")]


MASK = {"kind": "pseudonym", "id": name_guard("Summer Field"), "decision": "replace"}


def test_codings__follow_words_in_which_the_same_workbook_masks_a_name(store):
    before = spoken(store)
    assert any("[person 1] wrote" in text for text in before)
    added = {"decision": "added", "value": "description"}
    review(
        store,
        "a.csv",
        MASK,
        decided_on(before, "the director convenes", **added),
        decided_on(before, "wrote the annual", **added),
        decided_on(before, "asked for a budget", **added, item="msp_funding"),
    )
    after = spoken(store)
    assert "Summer" not in " ".join(after)
    assert len({guard_of(text) for text in before} - {guard_of(text) for text in after}) >= 2
    assert problems(store) == []
    assert codings(store, "the director convenes")["leadership"] == "confirmed"
    assert codings(store, "wrote the annual")["leadership"] == "confirmed"  # whoever it names has another number now
    assert codings(store, "asked for a budget")["msp_funding"] == "confirmed"  # a part of a turn that stays whole now


def test_absence__that_was_told_of_a_part_does_not_follow_to_the_whole(store):
    before = spoken(store)
    parts = [text for text in before if "met, agreed" in text or "asked for a budget" in text]
    assert len(parts) > 1
    review(store, "a.csv", MASK, decided_on(before, "asked for a budget", item="meetings", decision="rejected"))
    assert set(problems(store)) == {"V005"}


def test_question_of_a_turn__holds_when_a_name_in_it_is_masked(store):
    turns = store.read_table(COUNTRY, "turns")
    (turn,) = turns[turns["text"].str.contains("the director convenes")].to_dict("records")
    routed = {
        "kind": "routing",
        "id": turn["turn_id"],
        "decision": "set",
        "value": "Q21",
        "guard": guard_of(turn["text"]),
    }
    review(store, "a.csv", MASK, routed)
    now = store.read_table(COUNTRY, "turns").set_index("turn_id").loc[turn["turn_id"]]
    assert (now["annex_question"], problems(store)) == ("Q21", [])
    assert "Summer Field" not in now["text"]


def test_words__that_were_corrected_are_still_told_as_changed(store):
    before = spoken(store)
    decision = decided_on(
        before, "the director convenes", decision="added", value="description", guard=guard_of("Else.")
    )
    review(store, "a.csv", MASK, decision)
    assert set(problems(store)) == {"V005"}


def test_decisions__on_words_that_something_was_inserted_before__follow_them(store):
    before = spoken(store)
    turns = store.read_table(COUNTRY, "turns")
    (turn,) = turns[turns["text"].str.contains("wrote the annual")].to_dict("records")
    routed = {"kind": "routing", "id": turn["turn_id"], "decision": "set", "value": "Q21"}
    write(
        store.raw / COUNTRY / "transcripts" / "un.txt",
        f"Interviewer: How are you?\nRespondent: Very well, thank you.\n{TALK}",
    )
    review(
        store,
        "a.csv",
        decided_on(before, "wrote the annual", decision="added", value="description"),
        routed | {"guard": guard_of(turn["text"])},
    )
    after = spoken(store)
    (words,) = [text for text in before if "wrote the annual" in text]
    assert before[words] != after[words]
    assert codings(store, "wrote the annual")["leadership"] == "confirmed"
    turns = store.read_table(COUNTRY, "turns")
    (turn,) = turns[turns["text"].str.contains("wrote the annual")].to_dict("records")
    assert (turn["annex_question"], problems(store)) == ("Q21", [])


def test_decision__on_words_that_now_stand_twice__follows_to_neither(store):
    before = spoken(store)
    again = TALK.replace(
        "Interviewer: Who is",
        "Respondent: Mr Bakari Ndolwane wrote the annual action plan, and it is costed.\nInterviewer: Who is",
    )
    write(store.raw / COUNTRY / "transcripts" / "un.txt", f"Interviewer: How are you?\nRespondent: Well.\n{again}")
    review(store, "a.csv", decided_on(before, "wrote the annual", decision="added", value="description"))
    assert set(problems(store)) == {"V005"}
