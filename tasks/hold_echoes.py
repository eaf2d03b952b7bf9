"""Holds back what a text that somebody writes about a country repeats of words that may not be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.key_files import read_echoes, write_echoes
from tasks.adapters.store import Store
from tasks.core.echoes import Echoes, EchoRule, find_echoes, hold_back_echoes, parse_echo_rule
from tasks.core.quoting import DOCUMENT, grant_permits
from tasks.core.sources import Received
from tasks.core.speakers import INTERVIEWER
from tasks.show_sources import load_quoting_rule

MOST_JOINED = 2
"""Words more than blanks tell, as in "qu'il a dit"."""
Hold = Callable[[str], tuple[str, int]]
"""Takes words that may not be printed out of a text, and tells how many."""


@cache
def load_echo_rule() -> EchoRule:
    """Load from when on words count as repeated (quoting.yaml)."""
    common = read_yaml(QUESTIONNAIRE / "common_words.yaml")["words"]
    told = read_yaml(QUESTIONNAIRE / "quoting.yaml")["repeated"]
    return parse_echo_rule(told, (str(word) for own in common.values() for word in own))


def hold_in_reasons(
    store: Store,
    received: Received,
    reasons: Iterable[str],
    masked: Iterable[Mapping[str, Any]],
    people: Mapping[str, str],
) -> Hold:
    """Return what holds words back that the reasons of a country's reviewers repeat.

    Args:
        store: keeps beside the key where words were found, so that they are held back also when they lie nowhere
            any more.
        received: what the country folder holds, also of people who withdrew.
        reasons: as written.
        masked: rows of the turns and answers tables: reasons are written by people who read those.
        people: id of a record -> its person, as `tell_respondents` returns it.
    """
    reasons = sorted(set(reasons) - {""})
    before = read_echoes(store, received.country)
    found = _find(received, reasons, masked, people)
    if reasons:  # what is known of others stays: they may come back
        write_echoes(store, received.country, before | found.remembered(before))
    echoes = found.with_earlier(before)
    return lambda text: hold_back_echoes(text, echoes, load_echo_rule())


def is_long_enough(note: str) -> bool:
    """Tell whether a note holds enough words to repeat what somebody said."""
    return len(note.split()) >= load_echo_rule().fewest_words - MOST_JOINED


def hold_in_note(received: Received, note: str) -> str:
    """Hold back all that a note repeats of what people said: nobody can take it out of the audit log later.

    Args:
        received: what the country folder holds.
        note: as written.
    """
    rule = load_echo_rule()
    documents = {one.interview_id for one in received.interviews if one.record_type == DOCUMENT}
    said = ((id_ in documents, text) for id_, text in _said(received))
    return hold_back_echoes(note, find_echoes([note], said, rule), rule)[0]


def _find(
    received: Received, reasons: list[str], masked: Iterable[Mapping[str, Any]], people: Mapping[str, str]
) -> Echoes:
    if not reasons:
        return Echoes()
    said = list(_said(received))
    heard = frozenset(id_ for id_, _ in said)
    rows = [asdict(one) | {"respondent_id": people.get(one.interview_id)} for one in received.interviews]
    permits = grant_permits(rows, load_quoting_rule(), heard)
    may_print = {id_ for id_, permit in permits.items() if permit.may_quote}
    said += [(str(row["interview_id"]), text) for row in masked if "[" in (text := _masked_words(row))]
    return find_echoes(reasons, ((id_ in may_print, text) for id_, text in said), load_echo_rule())


def _masked_words(row: Mapping[str, Any]) -> str:
    """Return what a respondent says in a row, "" for an interviewer's question."""
    if "turn_id" not in row:
        return str(row["answer_text"] or "")
    return "" if row["speaker_role"] == INTERVIEWER else str(row["text"])


def _said(received: Received) -> Iterator[tuple[str, str]]:
    """Yield what respondents and documents say, with the id of the record; "" for one that is no more."""
    for one in received.interviews:
        for turn in received.turns.get(one.interview_id, ()):
            if turn.speaker_role != INTERVIEWER:
                yield one.interview_id, turn.text
    for answer in received.answers:
        if answer.answer_text:
            yield answer.interview_id, answer.answer_text
    for text in received.withdrawn:
        yield "", text
