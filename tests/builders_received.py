"""Builds what a country folder held, as values. Everything in it is invented."""

from __future__ import annotations

from dataclasses import replace

from tasks.core.sources import Answer, Interview, Piece, Received, Turn, assemble


def interview(id_="MLI-01", file="", **details):
    record = {"record_type": "verbatim", "date": "2023-03-14", "language": "en", "consent_record": True}
    return Interview(id_, file or f"MLI/transcripts/{id_}.txt", **(record | details))


def said(*words, id_="MLI-01", header=(), role="respondent", **details):
    """What was received in one interview or document, a turn for each text."""
    source = assemble([Piece(text) for text in (*header, *words)], f"MLI/transcripts/{id_}.txt", "0" * 64)
    turns = tuple(Turn(n, role, "", text, 0, len(text), place=f"paragraph {n}") for n, text in enumerate(words, 1))
    return Received("MLI", (interview(id_, **details),), {id_: source}, {id_: turns}, (), {}, ())


def document(*words, id_="MLI-D1", **details):
    return said(*words, id_=id_, role="document", **({"record_type": "document", "language": ""} | details))


def answer(question="q5", text="", code="", id_="r-1", row=2, **details):
    own = {"annex_question": "", "indicator": "", "area": 3, "answer_label": "", "missing_reason": "", "language": "en"}
    place = {"file": "MLI/responses/a.xlsx", "sheet": "", "row": row, "column": question}
    return Answer(id_, question, answer_code=code, answer_text=text, **(own | place | details))


def responded(*answers, **details):
    """What was received in responses, one for each id."""
    rows = {one.interview_id: one.row for one in answers}
    records = tuple(
        interview(id_, "MLI/responses/a.xlsx", record_type="questionnaire", row=row, **details)
        for id_, row in rows.items()
    )
    return Received("MLI", records, {}, {}, answers, {}, ())


def together(*received):
    return replace(
        received[0],
        interviews=tuple(one for part in received for one in part.interviews),
        texts={id_: text for part in received for id_, text in part.texts.items()},
        turns={id_: turns for part in received for id_, turns in part.turns.items()},
        answers=tuple(one for part in received for one in part.answers),
    )
