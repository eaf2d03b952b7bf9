"""What a coder learns from: segments that people judged wholly, within consent."""

from tasks.core.reviewed_segments import reviewed_segments, worse_languages
from tasks.core.reviews import Decision

SEGMENTS = [
    {"segment_id": f"s-{n}", "interview_id": "i" if n < 4 else "no", "language": "en", "text": f"words {n}",
     "question": None, "annex_question": "Q16"}
    for n in range(5)
]  # fmt: skip
INTERVIEWS = [{"interview_id": "i", "consent_record": True}, {"interview_id": "no", "consent_record": False}]


def coding(segment, topic, status="confirmed"):
    return {"segment_id": segment, "topic": topic, "stance": "challenge", "status": status}


def blind(segment, topic="", who="Ada"):
    if not topic:
        return [Decision("segment", segment, "", "coded", reviewer=who, mode="blind")]
    stance = Decision("stance", segment, "", "set", "challenge", reviewer=who, mode="blind")
    return [Decision("coding", segment, topic, "added", reviewer=who, mode="blind"), stance]


def learnt(codings=(), decisions=()):
    tables = {"interviews": INTERVIEWS, "segments": SEGMENTS, "codings": list(codings)}
    return {one.id[-3:]: (one.topics, one.stance) for one in reviewed_segments("XAA", tables, decisions, ("en",))}


def test_segment__is_learnt_from_when_each_of_its_codings_was_decided_on():
    codings = [
        coding("s-0", "meetings"), coding("s-0", "context", "rejected"),
        coding("s-1", "meetings"), coding("s-1", "context", "suggested"),
        coding("s-2", "meetings", "rejected"),
    ]  # fmt: skip
    assert learnt(codings) == {"s-0": (("meetings",), "challenge"), "s-2": ((), "")}


def test_segment__coded_blind_is_learnt_from_where_coders_agree():
    told = [*blind("s-0", "meetings"), *blind("s-1"), *blind("s-2", "meetings"), *blind("s-2", "context", "Ben")]
    assert learnt(decisions=told) == {"s-0": (("meetings",), "challenge"), "s-1": ((), "")}


def test_person__without_consent_is_not_learnt_from():
    assert learnt([coding("s-4", "meetings")]) == {}


def test_coder__that_is_worse_in_one_language_by_more_than_the_margin_is_named():
    before = {"en": {"f1": 0.8}, "fr": {"f1": 0.7}}
    after = {"en": {"f1": 0.795}, "fr": {"f1": 0.68}}
    assert worse_languages(before, after, 0.01) == {"fr": (0.7, 0.68)}
