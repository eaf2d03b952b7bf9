"""What waits for a person's decision is published when it is approved, and only if it is still what would be made."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from builders_country import country_folder
from builders_steps import steps
from pydantic import ValidationError

from flows import gate, gate_forms
from flows.gate_forms import Answer, Asked, PublicationDecision
from flows.steps import CountryRefusedError, Made, decide_country, note_set_aside, run_country
from tasks.adapters.disk import write_bytes
from tasks.adapters.key_files import write_key
from tasks.adapters.store import Store
from tasks.core.pseudonym_keys import KeyEntry
from tasks.decide import Choice, Decision, Ended, waiting_for
from tasks.explain import explain
from tasks.publish import waiting_store
from tasks.release import check_finished


def received(store: Store, text: str) -> None:
    write_bytes(store.raw / "XAA" / "talk.txt", text.encode())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    received(store, "first")
    assert run_country(store, "XAA", "en", steps(), is_gated=True) is Made.WAITING
    return store


def brief(store: Store) -> str:
    path = store.reports / "XAA" / "brief.html"
    return path.read_text() if path.is_file() else ""


def entries(store: Store) -> list[dict]:
    lines = (store.processed.parent / "audit" / "log.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def decide(store: Store, choice: Choice) -> Ended:
    return decide_country(store, "XAA", waiting_for(store, "XAA"), Decision(choice, "M&E team", "seen"))


def test_gated_run__without_an_answer__publishes_nothing_and_waits_on(store):
    assert brief(store) == ""
    assert not (store.processed / "XAA").exists()
    before = waiting_for(store, "XAA")
    assert run_country(store, "XAA", "en", steps(), is_gated=True) is Made.WAITING
    assert waiting_for(store, "XAA") == before != ""


def test_approval__publishes_what_waited_with_the_decision_beside_it_and_in_the_log(store):
    assert decide(store, Choice.APPROVE) is Ended.PUBLISHED
    assert brief(store) == "first"
    said = {"choice": "approve", "by": "M&E team", "note": "seen"}
    assert json.loads((store.reports / "XAA" / "publication.json").read_bytes()) == said
    decided, released = entries(store)[-2:]
    assert decided["event"] == "decided"
    assert {key: decided[key] for key in said} == said
    assert "publication.json" in released["reports"]
    assert waiting_for(store, "XAA") == ""
    assert run_country(store, "XAA", "en", steps(), is_gated=True) is Made.UNCHANGED


@pytest.mark.parametrize(("choice", "ended"), [(Choice.RETURN, Ended.RETURNED), (Choice.WITHHOLD, Ended.WITHHELD)])
def test_refusal__publishes_nothing_keeps_what_was_there_and_is_noted(choice, ended, store):
    decide(store, Choice.APPROVE)
    received(store, "second")
    run_country(store, "XAA", "en", steps(), is_gated=True)
    assert decide(store, choice) is ended
    assert brief(store) == "first"
    assert entries(store)[-1]["outcome"] == str(ended)
    assert not (waiting_store(store).reports / "XAA").exists()


@pytest.mark.parametrize("choice", [Choice.RETURN, Choice.WITHHOLD])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_refusal__holds_for_runs_without_a_gate_in_any_language_until_something_is_received(choice, language, store):
    decide(store, choice)
    with pytest.raises(CountryRefusedError) as refused:
        run_country(store, "XAA", language, steps(), refresh=True)
    (problem,) = refused.value.problems
    assert problem.code == "G002"
    assert "by M&E team" in problem.detail
    assert brief(store) == ""
    is_made, (why,) = explain(store, "XAA", "en")
    assert not is_made
    assert "is not published" in why
    received(store, "mended")
    assert run_country(store, "XAA", language, steps()) is Made.WRITTEN
    assert brief(store) == "mended"


def test_refusal__is_not_lifted_by_decisions_that_decided_nothing(store):
    waiting = waiting_for(store, "XAA")
    decide(store, Choice.WITHHOLD)
    assert decide_country(store, "XAA", waiting, Decision(Choice.APPROVE, "late")) is Ended.SUPERSEDED
    decide_country(store, "XAA", waiting, Decision(Choice.WITHHOLD, "late"))
    note_set_aside(store, "XAA", Decision(Choice.APPROVE, "later"))
    with pytest.raises(CountryRefusedError):
        run_country(store, "XAA", "en", steps())


def test_decision__that_was_followed_by_a_process_that_died_before_it_said_so__is_told_as_it_ended(
    store, form, monkeypatch
):
    waiting = waiting_for(store, "XAA")
    decide_country(store, "XAA", waiting, Decision(Choice.APPROVE, "M&E team"))
    asked_so_far(monkeypatch, answered(waiting[:32], 1, "approve"))
    assert gate.set_aside_unfollowed(store, "XAA").name == "Published"
    assert form == {"followed 1": "published"}
    assert entries(store)[-1]["event"] != "decided" or entries(store)[-1]["outcome"] == "published"


def test_decision__with_the_words_of_an_earlier_one_that_was_followed__is_set_aside_all_the_same(
    store, form, monkeypatch
):
    decide_country(store, "XAA", waiting_for(store, "XAA"), Decision(Choice.APPROVE, "M&E team"))
    received(store, "second")
    run_country(store, "XAA", "en", steps(), is_gated=True)
    brief_before = waiting_for(store, "XAA")[:32]
    run_country(store, "XAA", "en", steps())
    asked_so_far(monkeypatch, answered(brief_before, 1, "approve"))
    assert gate.set_aside_unfollowed(store, "XAA").name == "Superseded"


def test_refusal__then_approval_of_the_same__publishes_it_and_runs_go_on(store):
    decide(store, Choice.WITHHOLD)
    run_country(store, "XAA", "en", steps(), is_gated=True)
    assert decide(store, Choice.APPROVE) is Ended.PUBLISHED
    assert run_country(store, "XAA", "en", steps(), refresh=True) is Made.WRITTEN


def test_refusal__is_told_with_its_reason_to_who_decides_next(store, form):
    decide(store, Choice.RETURN)
    run_country(store, "XAA", "en", steps(), is_gated=True)
    gate.ask_and_decide(store, "XAA")
    assert "was returned, by M&E team. Why: seen" in form["question"]


@pytest.mark.parametrize("by", ["", " ", "   ", "x", " x "])
def test_decision__of_nobody__is_not_accepted(by):
    with pytest.raises(ValidationError):
        PublicationDecision(decision="approve", by=by)


NAME = "Hawa Sanogo"


@pytest.fixture
def known(store) -> Store:
    """The same, with somebody in the key whom the records name."""
    entries = [KeyEntry("[person 1]", "person", name) for name in (NAME, "Sanogo")]
    entries.append(KeyEntry("[civil society respondent 1]", "person", "Awa Keita"))
    write_key(store, "XAA", entries, {})
    return store


SAID = [
    ("M&E team", f"{NAME} asked us to take her words out", "M&E team", "[person 1] asked us to take her words out"),
    ("M&E team", "as hawa sanogo wished", "M&E team", "as [person 1] wished"),
    ("M&E team", "Mme Sanogo asked", "M&E team", "[person 1] asked"),
    ("M&E team", "call +223 76 12 34 56 or write to h.s@example.org", "M&E team", "call [phone] or write to [e-mail]"),
    ("A. D., coordinator", "seen and sound", "A. D., coordinator", "seen and sound"),
    ("Hawa SANOGO", "seen", "[person 1]", "seen"),
    ("team, m.e@example.org", "seen", "[withheld]", "seen"),
    ("M&E team", "as Awa Keita of the NGOs asked", "M&E team", "as [respondent] of the NGOs asked"),
]


@pytest.mark.parametrize(("by", "note", "kept_by", "kept_note"), SAID)
@pytest.mark.parametrize("choice", [Choice.APPROVE, Choice.WITHHOLD])
def test_decision__that_names_somebody_of_the_records__is_kept_masked_and_blocks_no_release(
    choice, by, note, kept_by, kept_note, known
):
    decide_country(known, "XAA", waiting_for(known, "XAA"), Decision(choice, by, note))
    (decided,) = (one for one in entries(known) if one["event"] == "decided")
    assert (decided["by"], decided["note"]) == (kept_by, kept_note)
    record = known.reports / "XAA" / "publication.json"
    assert record.is_file() is (choice is Choice.APPROVE)
    assert check_finished(known, "XAA", [record] if record.is_file() else []) == []


def test_note__that_repeats_what_somebody_said_is_kept_without_it_though_they_may_be_quoted(known):
    said = "The whole platform sleeps on its budget like an old crocodile"
    country_folder(known.raw)
    transcript = known.raw / "XAA" / "transcripts" / "gov.txt"
    transcript.write_text(f"Interviewer: How is it?\nRespondent: {said}.\n", encoding="utf-8")
    note_set_aside(known, "XAA", Decision(Choice.APPROVE, "team", f"They say {said.lower()}, as before"))
    assert entries(known)[-1]["note"] == "They say […], as before"


def test_decision__on_a_brief_that_is_no_more__is_noted_masked_too(known):
    note_set_aside(known, "XAA", Decision(Choice.APPROVE, NAME, f"{NAME} agreed"))
    assert (entries(known)[-1]["by"], entries(known)[-1]["note"]) == ("[person 1]", "[person 1] agreed")


def test_approval__of_what_is_no_longer_what_was_received__is_superseded(store):
    waiting = waiting_for(store, "XAA")
    received(store, "a consent was withdrawn")
    assert decide_country(store, "XAA", waiting, Decision(Choice.APPROVE)) is Ended.SUPERSEDED
    assert brief(store) == ""
    assert waiting_for(store, "XAA") == ""


def test_approval__of_a_brief_that_another_run_replaced__leaves_the_new_one_waiting(store):
    seen = waiting_for(store, "XAA")
    received(store, "second")
    run_country(store, "XAA", "en", steps(), is_gated=True)
    assert decide_country(store, "XAA", seen, Decision(Choice.APPROVE)) is Ended.SUPERSEDED
    assert brief(store) == ""
    assert decide(store, Choice.APPROVE) is Ended.PUBLISHED
    assert brief(store) == "second"


def test_brief_that_was_changed_while_it_waited__is_not_published(store):
    waiting = waiting_for(store, "XAA")
    (waiting_store(store).reports / "XAA" / "brief.html").write_text("other words")
    assert decide_country(store, "XAA", waiting, Decision(Choice.APPROVE)) is Ended.SUPERSEDED
    assert brief(store) == ""


def test_run_without_a_gate__leaves_nothing_waiting(store):
    received(store, "second, with an interview withdrawn")
    assert run_country(store, "XAA", "en", steps()) is Made.WRITTEN
    assert brief(store).startswith("second")
    assert not (waiting_store(store).processed / "XAA").exists()


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The form as it was shown, answered with `return`; no server is asked."""
    shown: dict[str, str] = {}

    def ask(brief: str, n: int, question: str, said: str) -> Answer:
        shown.update(n=str(n), question=question, said=said)
        return answered(brief, n, "return")

    monkeypatch.setattr(gate, "ask", ask)
    monkeypatch.setattr(gate, "read_asked", Asked)
    monkeypatch.setattr(gate, "show_waiting", lambda outcome, said: shown.update(artifact=said))
    monkeypatch.setattr(gate, "note_followed", lambda answer, ended: shown.update({f"followed {answer.n}": ended}))
    return shown


def test_answer__that_names_somebody__is_kept_by_the_server_without_the_name_and_said_without_it(
    known, form, monkeypatch
):
    asked = f"suspended-{'0' * 32}-1-response"
    kept = {asked: "as typed"}
    held = lambda prefix, limit: [SimpleNamespace(key=key) for key in kept if key.startswith(prefix)]  # noqa: E731
    monkeypatch.setattr(gate_forms, "filter_flow_run_input", held)
    monkeypatch.setattr(gate_forms, "delete_flow_run_input", kept.pop)
    monkeypatch.setattr(gate_forms, "create_flow_run_input", kept.__setitem__)
    given = PublicationDecision(decision="approve", by=NAME, note=f"for {NAME}")
    asked_so_far(monkeypatch, Answer("0" * 32, 1, given))
    gate.ask_and_decide(known, "XAA")
    response = {"decision": "approve", "by": "[person 1]", "note": "for [person 1]"}
    assert kept == {asked: response}
    assert "(approve, by [person 1]) was set aside" in form["question"]
    assert NAME not in str(form)


def answered(brief: str, n: int, decision: str, followed: str = "") -> Answer:
    return Answer(brief, n, PublicationDecision(decision=decision, by="M&E team"), followed)


def asked_so_far(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    monkeypatch.setattr(gate, "read_asked", lambda: Asked(answer.n, answer))


def test_decision__that_an_earlier_process_did_not_follow__is_followed_without_asking_again(store, form, monkeypatch):
    asked_so_far(monkeypatch, answered(waiting_for(store, "XAA")[:32], 1, "approve"))
    assert gate.ask_and_decide(store, "XAA")[1] is Ended.PUBLISHED
    assert form == {"followed 1": "published"}


def test_decision__that_was_followed__is_asked_for_again(store, form, monkeypatch):
    asked_so_far(monkeypatch, answered(waiting_for(store, "XAA")[:32], 1, "approve", "returned"))
    assert gate.ask_and_decide(store, "XAA")[1] is Ended.RETURNED
    assert (form["n"], form["said"]) == ("2", "")


@pytest.mark.parametrize(("followed", "is_said"), [("", True), ("superseded", True), ("published", False)])
def test_decision__on_a_brief_that_is_no_more__is_said_and_noted_once(followed, is_said, store, form, monkeypatch):
    asked_so_far(monkeypatch, answered("0" * 32, 1, "approve", followed))
    assert gate.ask_and_decide(store, "XAA")[1] is Ended.RETURNED
    said = "The decision before (approve, by M&E team) was set aside"
    assert [said in form[place] for place in ("said", "question", "artifact")] == [is_said] * 3
    outcomes = [one["outcome"] for one in entries(store) if one["event"] == "decided"]
    assert outcomes == ["returned"] if followed else ["superseded", "returned"]


def test_decision__on_a_brief_that_a_run_without_a_gate_replaced__is_noted_masked_and_said_to_be_set_aside(
    known, form, monkeypatch
):
    brief_before = waiting_for(known, "XAA")[:32]
    received(known, "second")
    run_country(known, "XAA", "en", steps())
    given = PublicationDecision(decision="withhold", by="M&E team", note=f"{NAME} asked")
    asked_so_far(monkeypatch, Answer(brief_before, 1, given))
    keep = lambda answer, by, note: replace(answer, given=given.model_copy(update={"by": by, "note": note}))  # noqa: E731
    monkeypatch.setattr(gate, "keep_instead", keep)
    state = gate.set_aside_unfollowed(known, "XAA")
    assert state.name == "Superseded"
    assert form == {"followed 1": "superseded"}
    last = entries(known)[-1]
    assert (last["event"], last["choice"], last["note"]) == ("decided", "withhold", "[person 1] asked")
    asked_so_far(monkeypatch, answered(brief_before, 1, "withhold", "superseded"))
    assert gate.set_aside_unfollowed(known, "XAA") is None


@pytest.mark.parametrize(("ending", "outcome"), [(KeyboardInterrupt, "cancelled"), (SystemExit, "failed")])
def test_run__that_is_ended__stands_in_the_audit_log_as_cancelled_only_if_a_person_did_it(ending, outcome, store):
    def end(*_: object) -> None:
        raise ending

    received(store, "second")
    with pytest.raises(ending):
        run_country(store, "XAA", "en", replace(steps(), segment=end))
    assert (entries(store)[-1]["event"], entries(store)[-1]["outcome"]) == ("ended", outcome)
