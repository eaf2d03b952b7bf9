"""Nobody's name, phone or e-mail reaches data/processed, whatever the format they came in."""

import docx
import pytest
from builders_country import HEADER, write

from tasks.adapters.store import Store
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize
from tasks.segment import segment

NAMES = ("Aïssata Traoré-Koné", "Moussa Dembélé", "Pedro Sánchez")
PLANTED = ("Traor", "Dembélé", "Dembele", "76 12 34 56", "a.traore@example.org", "Sánchez")
TALK = """Interviewer: Who coordinates?
Respondent: Call Ms TRAORE-KONE on +223 76 12 34 56, or write to a.traore@example.org. Dembele chairs, I mean Moussa.
Interviewer: And the plan 2021-2025?
Respondent: CFAF 600 000 000 on 12/03/2023. Hope Pedro Sánchez reads it.
"""


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "raw" / "MLI"
    write(folder / "transcripts" / "one.txt", TALK)
    write(folder / "transcripts" / "secret.txt", TALK.replace("Who", "Tell me who"))
    document = docx.Document()
    for line in ("Interview 3", "Date: 12 March 2026", "Respondent: Pedro Sánchez", *TALK.splitlines()):
        document.add_paragraph(line)
    document.save(str(folder / "transcripts" / "three.docx"))
    rows = [
        "M1,one.txt,Mali,2026-03-12,en,Government,national,,yes,yes,group,Mme Aïssata Traoré-Koné,+223 76 12 34 56",
        "M2,secret.txt,Mali,2026-03-12,en,CSO,national,,no,yes,group,Moussa Dembélé,",
        "M3,three.docx,Mali,2026-03-12,en,UN,national,,yes,no,none,,",
    ]
    write(folder / "interviews.csv", "\n".join([f"{HEADER},name,phone", *rows]) + "\n")
    return Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


@pytest.fixture
def problems(store):
    found = pseudonymize(store, ingest(store, "MLI"))
    segment(store, "MLI")
    return found


@pytest.mark.usefixtures("problems")
def test_tables__hold_no_planted_identifier(store):
    for path in sorted(store.processed.rglob("*.parquet")):
        text = " ".join(map(str, store.read_table("MLI", path.stem.split("_")[-1]).to_numpy().ravel()))
        assert not [planted for planted in PLANTED if planted.lower() in text.lower()], path.name


@pytest.mark.usefixtures("problems")
def test_texts__placeholders_are_consistent_and_figures_stay(store):
    words = " ".join(store.read_table("MLI", "turns")["text"])
    assert "[government respondent 1]" in words
    assert "[civil society respondent 1]" in words
    assert all(kept in words for kept in ("2021-2025", "CFAF 600 000 000", "12/03/2023", "[phone]", "[e-mail]"))


@pytest.mark.usefixtures("problems")
def test_consent__without_it_nothing_said_is_kept(store):
    assert "M2" in set(store.read_table("MLI", "interviews")["interview_id"])
    assert "M2" not in set(store.read_table("MLI", "turns")["interview_id"])
    assert "M2" not in set(store.read_table("MLI", "segments")["interview_id"])


def test_problems__name_nobody(problems):
    text = " ".join(map(str, problems))
    assert not [planted for planted in PLANTED if planted.lower() in text.lower()]
    assert "P001" in {problem.code for problem in problems}
    assert "R012" in {problem.code for problem in problems}
