"""A small country in tables, for what leaves to other programs and comes back. Nobody here is real."""

from __future__ import annotations

from pathlib import Path

from tasks.adapters.key_files import write_key
from tasks.adapters.store import Store
from tasks.core.identifiers import derive_id, sha256_of

MACHINE = "model:abc12345"
WORDS = {
    "XAA-01": ("government", "Le plan d'action est validé chaque année. 😀 Les ministères y contribuent, à l’heure."),
    "XAA-02": ("government", "The platform meets every quarter; the minutes go to all members.\nNobody is late."),
    "XAA-03": ("government", "La plataforma no tiene presupuesto propio: «nada», dijo él."),
    "XAA-04": ("donor", "We pay for the secretariat, and nobody else does."),
    "XAA-05": ("government", "This may not be quoted by anybody."),
    "XAA-07": ("un", "This may not be quoted by anybody either."),
    "XAA-08": ("business", "This may not be quoted by anybody, too."),
}
NOT_QUOTABLE = frozenset({"XAA-05", "XAA-07", "XAA-08"})
"""Two of them are of other small groups: beside one such voice alone, the large group would not be told either."""
QUESTION = "How is it going? 🧭 Ça va ?"


def country_tables(folder: Path, country: str = "XAA") -> Store:
    """Write the tables of a country: four quotable interviews, three that may not be quoted, a questionnaire."""
    store = Store(folder / "raw", folder / "processed", folder / "reports")
    (store.raw / country).mkdir(parents=True)
    interviews, turns, segments, codings = [], [], [], []
    for id_, (group, words) in WORDS.items():
        interviews.append(_interview(country, id_, group, may_quote=id_ not in NOT_QUOTABLE))
        turns += _turns(id_, words)
        segments.append(_segment(id_, words))
        codings += _codings(segments[-1]["segment_id"]) if group in ("government", "donor") else []
    interviews.append(_interview(country, "XAA-06", "government", record_type="questionnaire"))
    open_answer = _segment("XAA-06", "Une ligne budgétaire de l’État.") | {"turn_id": None, "answer_id": "a-open"}
    segments.append(open_answer | {"start_char": 0, "end_char": len(open_answer["text"]), "annex_question": "Q22"})
    for name, rows in (
        ("interviews", interviews),
        ("turns", turns),
        ("segments", segments),
        ("codings", codings),
        ("answers", answers(country)),
        ("scores", scores(country)),
        ("claims", []),
        ("problems", []),
    ):
        store.write_table(country, name, rows)
    write_key(store, country, (), {})
    return store


def _interview(country: str, id_: str, group: str, *, may_quote: bool = True, record_type: str = "verbatim") -> dict:
    return {
        "interview_id": id_,
        "country_iso3": country,
        "record_type": record_type,
        "date": "2026-01-14" if id_ != "XAA-02" else "2026-01",
        "language": {"XAA-01": "fr", "XAA-03": "es"}.get(id_, "en"),
        "stakeholder_group": group,
        "level": "national",
        "consent_record": True,
        "consent_quote": may_quote,
        "attribution": "role",
        "file": f"{country}/transcripts/{id_}.txt",
        "sha256": sha256_of(id_),
    }


def _turns(id_: str, words: str) -> list[dict]:
    asked = {"turn_no": 1, "speaker_role": "interviewer", "text": QUESTION, "start_char": 0, "end_char": 20}
    told = {"turn_no": 2, "speaker_role": "respondent", "text": f"Well. {words}", "start_char": 21}
    told["end_char"] = 21 + len(told["text"])
    return [{"interview_id": id_, "turn_id": derive_id("turn", id_, one["turn_no"]), **one} for one in (asked, told)]


def _segment(id_: str, words: str) -> dict:
    return {
        "segment_id": derive_id("segment", id_, words),
        "interview_id": id_,
        "turn_id": derive_id("turn", id_, 2),
        "segment_no": 1,
        "annex_question": "Q5",
        "language": "en",
        "text": words,
        "start_char": 27,
        "end_char": 27 + len(words),
    }


def _codings(segment: str) -> list[dict]:
    return [
        {
            "coding_id": derive_id("coding", segment, topic, MACHINE),
            "segment_id": segment,
            "topic": topic,
            "stance": "description",
            "confidence": 0.9,
            "matched_text": "words",
            "rule": "a_rule",
            "tier": "auto",
            "is_to_review": False,
            "coder": MACHINE,
            "status": "suggested",
        }
        for topic in ("action_plan", "meetings")
    ]


def answers(country: str) -> list[dict]:
    """Answers of a questionnaire: a level, a refusal, an open text that looks like a formula."""
    place = {"interview_id": "XAA-06", "file": f"{country}/responses/kobo.xlsx", "row": 2, "language": "fr"}
    return [
        {
            "answer_id": "a-closed",
            "question_name": "annual_action_plan",
            "annex_question": "Q5",
            "indicator": "annual_action_plan",
            "area": 2,
            "answer_code": "3",
            "answer_label": "A current annual plan",
            "column": "area2_governance/annual_action_plan",
            **place,
        },
        {
            "answer_id": "a-refused",
            "question_name": "operating_framework",
            "annex_question": "Q6",
            "indicator": "operating_framework",
            "area": 2,
            "missing_reason": "refused",
            "column": "area2_governance/operating_framework",
            **place,
        },
        {
            "answer_id": "a-open",
            "question_name": "q22",
            "annex_question": "Q22",
            "area": 5,
            "answer_text": "=HYPERLINK(0) 😀",
            "column": "area5_outlook/q22",
            **place,
        },
    ]


def scores(country: str) -> list[dict]:
    """Scores of one indicator, one area and the whole."""
    rows = (
        ("indicator", "annual_action_plan", "scored", 3),
        ("area", "2", "shown", 61.5),
        ("overall", "overall", "shown", 60.5),
    )
    return [
        {
            "country_iso3": country,
            "unit": unit,
            "unit_id": id_,
            "state": state,
            "value": value,
            "groups": ("government", "donor"),
            "n_respondents": 4,
        }
        for unit, id_, state, value in rows
    ] + [{"country_iso3": country, "unit": "indicator", "unit_id": "reporting_line", "state": "NI"}]
