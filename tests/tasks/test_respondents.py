"""Who was heard in several files is one respondent, within the strictest of all consents, and named in no table."""

import pytest
import xlsxwriter
from builders_country import HEADER, write

from tasks.adapters.store import Store
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize

TALK = """{head}Enquêteur : Qui coordonne la plateforme ?
{label} : La directrice convoque la plateforme, nommée par décret, pour la réunion numéro {n}.
Enquêteur : Avez-vous un plan d'action ?
{label} : Oui, un plan annuel validé en janvier, avec {n} activités et un budget.
"""
RESPONSES = "country;stakeholder_group;consent_record;consent_quote;consent_attribution;respondent_name;q5;_uuid"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


def talk(store: Store, n: int, head: str = "", label: str = "Répondante") -> None:
    text = TALK.format(head=f"{head}\n" if head else "", label=label, n=n + 20)
    write(store.raw / "XAA" / f"t{n}.txt", text)


def line(n: int, *names: str, record: str = "yes", quote: str = "yes", group: str = "Government") -> str:
    return ",".join([f"A{n},t{n}.txt,XAA,2026-03-{n + 1:02d},fr,{group},national,,{record},{quote},group", *names])


def register(store: Store, *lines: str, columns: str = "") -> None:
    write(store.raw / "XAA" / "interviews.csv", "\n".join([HEADER + columns, *lines]) + "\n")


def export(store: Store, name: str, *rows: str) -> None:
    write(store.raw / "XAA" / "responses" / name, "\n".join([RESPONSES, *rows]) + "\n")


def respondents(store: Store) -> dict[str, str]:
    pseudonymize(store, ingest(store, "XAA"))
    table = store.read_table("XAA", "interviews")
    return dict(zip(table["interview_id"], table["respondent_id"].fillna(""), strict=True))


def written(store: Store) -> str:
    return "\n".join(store.read_table("XAA", name).to_csv() for name in ("interviews", "answers", "turns", "problems"))


@pytest.mark.parametrize(
    "names",
    [
        ("Clarisse Mbétou", "MBETOU Clarisse", "Mme Clarisse Mbetou"),
        ("Clarisse Mbétou", "Clarisse Mbétou (directrice)", "C. Mbétou"),
        ("Clarisse Mbétou", "Clarisse Jeanne Mbétou", "Mbétou Clarisse"),
    ],
)
def test_person__of_three_rows__is_one_respondent_however_the_name_is_spelled(store, names):
    for n in range(4):
        talk(store, n)
    register(store, *(line(n, name) for n, name in enumerate((*names, "Jo Vandermeer"))), columns=",nom")
    assert respondents(store) == {"A0": "A0", "A1": "A0", "A2": "A0", "A3": "A3"}
    assert not [name for name in ("Clarisse", "Mbétou", "Mbetou", "Vandermeer") if name in written(store)]


@pytest.mark.parametrize(
    "heads",
    [
        {"head": "Entretien avec Clarisse Mbétou, partie {n}"},
        {"head": "Transcription de l'entretien avec Mme Clarisse Mbétou"},
        {"head": "Répondante : Clarisse Mbétou"},
        {"label": "Clarisse Mbétou"},
    ],
)
def test_person__named_in_the_files_alone__is_one_respondent(store, heads):
    for n in range(2):
        talk(store, n, **{place: words.format(n=n + 1) for place, words in heads.items()})
    talk(store, 2, **{place: words.replace("Clarisse Mbétou", "Honorine Zafitsara") for place, words in heads.items()})
    talk(store, 3)
    register(store, *map(line, range(4)))
    assert respondents(store) == {"A0": "A0", "A1": "A0", "A2": "A2", "A3": "A3"}


def test_interviewer__of_all_interviews__makes_nobody_one_respondent(store):
    for n in range(3):
        talk(store, n, head=f"Enquêteur : Paul Ndongo\nEntretien numéro {n}")
    register(store, *(line(n, "Paul Ndongo") for n in range(3)), columns=",enquêteur")
    assert respondents(store) == {"A0": "A0", "A1": "A1", "A2": "A2"}


def test_person__of_an_interview_and_a_questionnaire__is_one_respondent(store):
    talk(store, 0)
    register(store, line(0, "Clarisse Mbétou"), columns=",nom")
    export(store, "x.csv", "XAA;government;yes;yes;group;MBÉTOU Clarisse;Annual;u1", "XAA;un;yes;yes;group;;None;u2")
    found = respondents(store)
    assert sorted(found.values()).count("A0") == 2
    assert len(set(found.values())) == 2


def test_ids__of_respondents__are_the_same_in_every_run(store):
    for n in range(3):
        talk(store, n)
    register(store, *(line(n, "Awa Sy") for n in range(3)), columns=",nom")
    assert respondents(store) == respondents(store) == dict.fromkeys(("A0", "A1", "A2"), "A0")


# --- consents ------------------------------------------------------------------------------------------------------
def told(store: Store, *kinds: str) -> tuple[dict[str, tuple[bool, bool]], list[tuple[str, str]]]:
    found = ingest(store, "XAA")
    consents = {one.interview_id: (one.consent_record, one.consent_quote) for one in found.interviews}
    return consents, [(one.code, one.file.rpartition("/")[2]) for one in found.problems if one.code in kinds]


def workbook(store: Store, *lines: str) -> None:
    book = xlsxwriter.Workbook(str(store.raw / "XAA" / "entretiens.xlsx"))
    sheet = book.add_worksheet("entretiens")
    for number, cells in enumerate([HEADER, *lines]):
        sheet.write_row(number, 0, cells.split(","))
    book.close()


@pytest.mark.parametrize(("csv", "xlsx"), [("yes", "no"), ("no", "yes")])
def test_registers__that_list_an_interview_twice__count_the_strictest_consent(store, csv, xlsx):
    for n in range(2):
        talk(store, n)
    register(store, line(0, record=csv), line(1))
    workbook(store, line(0, record=xlsx), line(1))
    consents, problems = told(store, "R029")
    assert consents == {"A0": (False, False), "A1": (True, True)}
    assert len(problems) == 1


def test_register__with_another_id_for_the_same_file__counts_the_strictest_consent(store):
    talk(store, 0)
    register(store, line(0))
    workbook(store, line(0, quote="no").replace("A0", "B7"))
    consents, problems = told(store, "R029")
    assert list(consents.values()) == [(True, False)]
    assert len(problems) == 1


def test_register__with_an_id_twice__counts_the_strictest_consent(store):
    for n in range(2):
        talk(store, n)
    register(store, line(0), line(1, quote="no").replace("A1", "A0"))
    assert told(store)[0] == {"A0": (True, False)}


@pytest.mark.parametrize(("in_register", "in_export"), [("yes", "no"), ("no", "yes")])
def test_person__who_took_a_consent_back_in_one_place__took_it_back_in_the_other(store, in_register, in_export):
    talk(store, 0)
    talk(store, 1)
    register(store, line(0, "Clarisse Mbétou", record=in_register), line(1, "Jo Vandermeer"), columns=",nom")
    answer = "Annual, in March" if in_export == "yes" else ""
    export(store, "x.csv", f"XAA;government;{in_export};yes;group;MBÉTOU Clarisse;{answer};u1")
    consents, problems = told(store, "R030")
    assert consents.pop("A1") == (True, True)
    assert set(consents.values()) == {(False, False)}
    assert len(problems) == 1
    pseudonymize(store, ingest(store, "XAA"))
    assert "Annual" not in written(store)
    assert set(store.read_table("XAA", "turns")["interview_id"]) == {"A1"}
    assert "tou" not in "".join(store.read_table("XAA", "problems")["detail"])


def test_consent__taken_back_in_the_export_that_sorts_first__has_no_answer_in_the_tables(store):
    yes, no = (f"XAA;un;{record};yes;group;;Zebra remark;u1" for record in ("yes", "no"))
    export(store, "a-newer.csv", no)
    export(store, "b-older.csv", yes)
    assert told(store, "A028")[1] == [("A028", "b-older.csv")]
    pseudonymize(store, ingest(store, "XAA"))
    assert "Zebra" not in written(store)
