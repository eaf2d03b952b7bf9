"""A small invented brief, for the renderers."""

from __future__ import annotations

from dataclasses import replace

from tasks.adapters.templates import WORD_KEYS
from tasks.core.briefs import AreaResult, Brief, IndicatorResult, Item, Quotation, Section, Sentence
from tasks.render import load_wordings

HOSTILE = '<script>alert("x")</script> & =1+1 \u202e \x07'


def quotation(id_: str = "q-1", segment: str = "s-1", text: str = "We met three times, as planned.") -> Quotation:
    """Words of an invented informant."""
    return Quotation(
        id_,
        segment,
        text,
        "en",
        "un",
        "United Nations",
        "XAA-01",
        "verbatim",
        "2026-03-14",
        "XAA/a.txt",
        "paragraph 2",
        10,
        41,
    )


def area(id_: int, score: float | None = 62.5) -> AreaResult:
    """Result of an area."""
    interval = None if score is None else (score - 5, score + 5)
    return AreaResult(
        id_,
        f"Area {id_}",
        score,
        "",
        (40.0, 80.0),
        interval,
        0.8,
        "satisfactory",
        "satisfactory",
        f"Area {id_}: {score}.",
    )


def indicator(id_: str, level: float | str, number: int = 3) -> IndicatorResult:
    """Result of an indicator."""
    return IndicatorResult(
        id_,
        f"Label of {id_}",
        number,
        ("Q16",),
        level,
        "as planned",
        (2.0, 3.0),
        "B",
        4,
        "4",
        ("un",),
        ("United Nations",),
        "2026-03",
        ("s-1", "s-2"),
        "Because.",
    )


def brief(language: str = "en", text: str = "The platform met three times.") -> Brief:
    """A brief with a sentence, a quotation, an indicator of each state and evidence that may not be quoted."""
    words = load_wordings(language).texts
    said = Sentence("interventions", text, ("s-1", "s-2"))
    item = Item("a.", "Meetings", (said,), ("q-1",))
    sections = (
        Section("introduction", "Introduction", fixed=("Why.",)),
        Section("interventions", "Interventions", items=(item,)),
        Section("annex_scores", "Scores"),
        Section("annex_gaps", "Gaps", rows=(("Indicator", "Question"), ("Seats", "How many?"))),
    )
    return Brief(
        country="XAA",
        country_name="XAA",
        language=language,
        title="Coordination in XAA",
        subtitle="A brief",
        status="draft",
        status_text="Draft.",
        is_synthetic=True,
        synthetic_note="Invented for a test.",
        title_block=(("Country", "XAA"),),
        verdict=(replace(said, section="verdict"),),
        practices=(item,),
        gaps=(),
        how_sure=("Four voices.",),
        next_actions=(Item("", "", (replace(said, section="next_actions"),)),),
        overall=area(0),
        areas=tuple(area(n, None if n == 1 else 50.0 + n) for n in range(1, 6)),
        indicators=(indicator("meetings_held", 2.5), indicator("seat_balance", "NI"), indicator("entry_process", "CF")),
        sections=sections,
        quotations={"q-1": quotation()},
        problems=(
            {
                "code": "R006",
                "severity": "warning",
                "severity_text": "warning",
                "file": "XAA/interviews.csv",
                "row": 3,
                "column": "date",
                "detail": "Bad.",
                "fix": "Mend.",
            },
        ),
        provenance=(("XAA/a.txt", "sha256 0"),),
        words={key: words[key] for key in WORD_KEYS},
    )
