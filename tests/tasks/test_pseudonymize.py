"""Nobody's name, phone or e-mail reaches data/processed, whatever the format they came in."""

import re
from dataclasses import asdict

import docx
import openpyxl
import pandas as pd
import pytest
from builders_country import HEADER, write

from tasks.adapters.key_files import KeyFileError, read_echoes, read_key, read_secret, write_echoes
from tasks.adapters.store import Store
from tasks.core.pseudonym_keys import Masking, make_key, searched_words
from tasks.core.pseudonyms import mask_text
from tasks.core.releases import Searcher
from tasks.core.reviews import name_guard
from tasks.core.sources import Interview, Received, SourceText
from tasks.ingest import ingest
from tasks.make_masks import make_country_masks
from tasks.pseudonymize import pseudonymize
from tasks.segment import segment
from tasks.told_notes import read_told_note
from tasks.trace import trace

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


CELLS = {
    "Nom et prénom": "Mme Aïssata TRAORÉ, Directrice",
    "Contact": "0022376123456 / aissata.traore@example.org",
    "Nombre completo": "Luis Peña Cruz",
    "Telefone": "+351 912 345 678",
    "Interviewee": "N'Golo Kanté; Ana-Maria da Silva",
}
SPOKEN = (
    "Mme Traoré m'a appelée au 76.12.34.56.",
    "AISSATA TRAORE signe A. Traoré.",
    "Escriban a luis.pena [at] example.org o a Luis Pena, 912345678.",
    "Ngolo Kante et N’Golo; da Silva, Ana Maria.",
)
LEAKS = re.compile(r"tra?or|issata|peña|pena|kant|golo|silva|ana.maria|76.?12.?34|912.?345|@|\[at\]", re.IGNORECASE)


@pytest.fixture
def kobo_store(tmp_path):
    folder = tmp_path / "raw" / "MLI"
    talk = "\n".join(f"Interviewer: Who?\nRespondent: {words}" for words in SPOKEN)
    write(folder / "a.txt", talk)
    write(folder / "d.txt", "Minutes\n\n" + "\n\n".join(SPOKEN))
    head = ["id", "file", "group", "consent_record", "consent_quote", *CELLS]
    cells = ["traore-01", "a.txt", "Gouvernement", "oui", "oui", *CELLS.values()]
    write(folder / "interviews.csv", "\n".join(";".join(f'"{cell}"' for cell in line) for line in (head, cells)))
    write(folder / "documents.csv", "id;file;title\nD1;d.txt;PV signé par Aïssata Traoré\n")
    asked = ["_uuid", "country", "consent_record", "consent_quote", "respondent_name", "active_convenor", "q1", "q4"]
    answered = [
        ["u1", "Mali", "yes", "yes", "Moussa Coulibaly", "Moussa Coulibaly said 3", "Voir M. Coulibaly", SPOKEN[0]],
        ["u2", "Mali", "no", "yes", "Fanta Sidibé", "2", "SECRETWORD", "SECRETWORD"],
    ]
    write(folder / "responses" / "export.csv", "\n".join(";".join(line) for line in (asked, *answered)))
    return Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


def test_folder__names_in_cells_ids_titles_and_answers__reach_no_table(kobo_store):
    found = pseudonymize(kobo_store, ingest(kobo_store, "MLI"))
    segment(kobo_store, "MLI")
    tables = sorted(kobo_store.processed.rglob("*.parquet"))
    assert len(tables) >= 5
    for path in tables:
        text = pd.read_parquet(path).astype(str).to_csv()
        assert not LEAKS.search(text), path.name
        assert not re.search("coulibaly|sidib|secretword", text, re.IGNORECASE), path.name
    assert {"P003"} <= {problem.code for problem in found}
    assert not LEAKS.search(" ".join(f"{one.detail} {one.fix}" for one in found))


def test_folder__the_same_person__has_one_placeholder_in_every_table(kobo_store):
    pseudonymize(kobo_store, ingest(kobo_store, "MLI"))
    turns = kobo_store.read_table("MLI", "turns")
    words = dict(zip(turns["interview_id"] + turns["turn_no"].astype(str), turns["text"], strict=True))
    assert words["MLI-12"] == words["D12"] == "[government respondent 1] m'a appelée au [phone]."
    assert words["MLI-14"] == "[government respondent 1] signe [government respondent 1]."
    assert words["MLI-18"] == "[name] et [name]; da [name]."
    assert set(turns["interview_id"]) == {"MLI-1", "D1"}
    assert kobo_store.read_table("MLI", "answers")["answer_text"].str.contains("respondent", regex=False).any()


def test_file__named_after_a_person__is_written_without_the_name_and_found_again(tmp_path):
    folder = tmp_path / "raw" / "MLI"
    write(folder / "2023_traore_aissata.txt", TALK)
    row = "M1,2023_traore_aissata.txt,Mali,2026-03-12,en,UN,national,,yes,yes,group,Aïssata Traoré-Koné"
    write(folder / "interviews.csv", f"{HEADER},name\n{row}\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    found = pseudonymize(store, ingest(store, "MLI"))
    assert "P002" in {problem.code for problem in found}
    (told,) = store.read_table("MLI", "interviews")["file"]
    assert told == "MLI/2023_[United Nations respondent 1].txt"
    assert not any("traore" in str(problem).lower() for problem in found)
    segment(store, "MLI")
    assert trace(store, store.read_table("MLI", "segments")["segment_id"].iloc[0]).is_found


def test_key__names_who_stands_for_whom__and_is_its_owners_alone(kobo_store):
    pseudonymize(kobo_store, ingest(kobo_store, "MLI"))
    folder = kobo_store.keys / "MLI"
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "key.json": 0o600,
        "review.csv": 0o600,
    }
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.is_relative_to(kobo_store.processed)
    assert not folder.is_relative_to(kobo_store.reports)
    entries = {(one["words"], one["placeholder"]) for one in read_key(kobo_store, "MLI")["entries"]}
    assert ("Aïssata TRAORÉ", "[government respondent 1]") in entries
    sheet = (folder / "review.csv").read_text(encoding="utf-8-sig")
    assert "replaced,phone,[phone],76.12.34.56," in sheet


def test_key__with_a_passphrase__is_encrypted(kobo_store, monkeypatch):
    monkeypatch.setenv("MSP_KEY_PASSPHRASE", "correct horse")
    pseudonymize(kobo_store, ingest(kobo_store, "MLI"))
    kept = [path.read_bytes() for path in sorted((kobo_store.keys / "MLI").iterdir())]
    assert len(kept) == 2
    assert not any(b"TRAOR" in content or b"76.12" in content for content in kept)
    assert read_key(kobo_store, "MLI")["entries"]
    monkeypatch.setenv("MSP_KEY_PASSPHRASE", "another")
    with pytest.raises(KeyFileError) as refusal:
        read_key(kobo_store, "MLI")
    assert "horse" not in str(refusal.value)


def test_people__in_properties_comments_and_voices__are_known(tmp_path):
    folder = tmp_path / "raw" / "KEN"
    document = docx.Document()
    document.core_properties.author = "Tsiory Rakotoson"
    document.core_properties.last_modified_by = "zo.andriamasy"
    for line in TALK.replace("Moussa", "Tsiory, as Andriamasy knows").splitlines():
        document.add_paragraph(line)
    (folder / "transcripts").mkdir(parents=True)
    document.save(str(folder / "transcripts" / "one.docx"))
    captions = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Interviewer>Who convenes?\n\n00:05.000 --> 00:09.000\n<v Nalesoni Vuki>I do, Vuki does.\n"
    write(folder / "transcripts" / "two.vtt", captions)
    rows = [
        f"K{n},{name},KEN,2026-03-12,en,UN,national,,yes,yes,group" for n, name in enumerate(("one.docx", "two.vtt"))
    ]
    write(folder / "interviews.csv", "\n".join([HEADER, *rows]) + "\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    pseudonymize(store, ingest(store, "KEN"))
    words = " ".join(store.read_table("KEN", "turns")["text"])
    assert not re.search("Tsiory|Andriamasy|Vuki", words)


def test_tables__of_the_same_folder__are_the_same_bytes(kobo_store, tmp_path):
    again = Store(kobo_store.raw, tmp_path / "again", tmp_path / "reports")
    for store in (kobo_store, again):
        pseudonymize(store, ingest(store, "MLI"))
    written = [path.relative_to(kobo_store.processed) for path in sorted(kobo_store.processed.rglob("*.parquet"))]
    assert written
    assert all((kobo_store.processed / name).read_bytes() == (again.processed / name).read_bytes() for name in written)


def test_answers__one_question_twice_in_an_export__is_one_answer(tmp_path):
    folder = tmp_path / "raw" / "MLI"
    head = "_uuid;consent_record;consent_quote;active_convenor;active_convenor;q1"
    write(folder / "responses" / "export.csv", f"{head}\nu1;yes;yes;3;3;text\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    pseudonymize(store, ingest(store, "MLI"))
    answers = store.read_table("MLI", "answers")
    assert list(answers["answer_code"].dropna()) == ["3"]


def test_names__of_interviewers__are_not_taken_for_the_respondent(tmp_path):
    folder = tmp_path / "raw" / "KEN"
    head = "Name of interviewer: Peter Otieno\nName: Dr. Wanjiku Mwangi, Deputy Director\nDate: 12 March 2026\n\n"
    talk = "Interviewer: Thanks Wanjiku. Who convenes?\nRespondent: Mwangi does, as Peter and Achieng know.\n"
    write(folder / "a.txt", head + talk)
    row = "K1,a.txt,KEN,2026-03-12,en,Government,national,,yes,yes,group,Achieng Odhiambo,W. Mwangi"
    write(folder / "interviews.csv", f"{HEADER},Note taker's name,Name\n{row}\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    pseudonymize(store, ingest(store, "KEN"))
    assert list(store.read_table("KEN", "turns")["text"]) == [
        "Thanks [government respondent 1]. Who convenes?",
        "[government respondent 1] does, as [name] and [name] know.",
    ]


BOGUS = (
    *("N/A", "n.a.", "The Director", "the director", "Interviewee 3", "Respondent", "Anonymous woman", "Not given"),
    *("C'est", "Le directeur", "Répondant 2", "Anonyme", "Pas de nom", "Une femme du village", "Chef de service"),
    *(
        "El director",
        "Entrevistada 4",
        "No quiso dar su nombre",
        "Sin nombre",
        "La coordinadora",
        "Mujer de la comunidad",
    ),
    *("A directora", "Entrevistado 1", "Não quis dizer", "não tem", "Sem nome", "Mulher da comunidade", "KII 3", "-"),
)
ORDINARY = {
    "en": "The Director of the ministry said: not given, the woman and the respondent meet. Anonymous letters came.",
    "fr": "C'est le directeur. Le chef de service vient du village. Pas de nom, une femme parle. Le répondant aussi.",
    "es": "El director dijo que no quiso. La coordinadora y la mujer de la comunidad hablan. Sin nombre no hay lista.",
    "pt": "A directora não quis dizer. A mulher da comunidade fala, o entrevistado não tem tempo. Sem nome não há lista.",
}


@pytest.mark.parametrize("language", sorted(ORDINARY))
def test_register__cells_that_name_nobody__mask_no_ordinary_word(language):
    files = [f"XAA/{n}.txt" for n in range(len(BOGUS))]
    people = [
        Interview(f"I{n}", file, "verbatim", identifiers=(cell,))
        for n, (file, cell) in enumerate(zip(files, BOGUS, strict=True))
    ]
    text = ORDINARY[language]
    received = Received("XAA", tuple(people), {"I0": SourceText(files[0], "", text, ())}, {}, (), {}, ())
    made = make_country_masks(received, {})
    masks, known = made.masks, made.people
    assert mask_text(text, masks) == text
    entries = [asdict(one) for one in make_key(Masking(masks), known)]
    assert Searcher(searched_words(entries, lambda _: False), {}).search([("p", text)]) == []


@pytest.mark.parametrize(("registered", "is_masked"), [("", False), ("Hawa Sanogo", True)])
def test_name__that_a_person_says_is_nobodys__stays_unless_a_register_holds_it(registered, is_masked):
    text = "We met Hawa Sanogo at the market."
    person = Interview("I0", "XAA/0.txt", "verbatim", identifiers=(registered,) if registered else ())
    received = Received("XAA", (person,), {"I0": SourceText("XAA/0.txt", "", text, ())}, {}, (), {}, ())
    assert "Sanogo" not in mask_text(text, make_country_masks(received, {}).masks)
    masks = make_country_masks(received, {}, (frozenset(), frozenset({name_guard("Hawa Sanogo")}))).masks
    assert ("Sanogo" not in mask_text(text, masks)) is is_masked


SENTENCES = {
    "They chose Gatluukwe to carry the file.": "Gatluukwe",
    "The motorbike was given to Azaratune last year.": "Azaratune",
    "One of us \u2014 Zulfaniya \u2014 kept the key.": "Zulfaniya",
    "Odanisse, Awa et Mariam ont fait la pesée.": "Odanisse",
    "Ese día estábamos Joko, Nawira y yo.": "Nawira",
    "Zarmunea, podes fechar a porta?": "Zarmunea",
    'Without Sitora "Zizou" Ndikurene there is no meeting.': "Zizou",
    "Call zero seven one two, three four five, six seven eight.": "three four",
}


@pytest.mark.parametrize(("text", "words"), SENTENCES.items())
def test_sentence__shows_who_is_meant_whatever_the_name(text, words):
    person = Interview("I0", "XAA/0.txt", "verbatim")
    received = Received("XAA", (person,), {"I0": SourceText("XAA/0.txt", "", text, ())}, {}, (), {}, ())
    assert words not in mask_text(text, make_country_masks(received, {}).masks)


def masked(text):
    person = Interview("I0", "XAA/0.txt", "verbatim")
    received = Received("XAA", (person,), {"I0": SourceText("XAA/0.txt", "", text, ())}, {}, (), {}, ())
    return mask_text(text, make_country_masks(received, {}).masks)


NOBODY_VOUCHES = {
    "We had a photo from Dawn at the dawn of the year.": "Dawn",
    "Je ne connais que Brindille, qui arrive tard.": "Brindille",
    "Felicidade é o meu nome, não um estado.": "Felicidade",
    "Eu, Lamparina, não fui convidado.": "Lamparina",
    "They wrote to Meadow and to nobody else.": "Meadow",
}


@pytest.mark.parametrize(("text", "name"), NOBODY_VOUCHES.items())
def test_word__with_a_capital_that_nothing_vouches_for__is_a_name(text, name):
    assert name not in masked(text)


VOUCHED = [
    "Without a budget Health and Agriculture sit apart.",
    "Está Salud con Agricultura, y convoca la Presidencia.",
    "Le Ministère de la Santé et de la Population décide.",
    "As províncias de Lembeta, Moranga e Sul enviaram actas; em Lembeta há comité.",
    "They asked again: When does the Cabinet meet?",
    "Farmers plant Millet, Taro and beans.",
]


@pytest.mark.parametrize("text", VOUCHED)
def test_word__of_a_sector_a_place_a_crop_or_a_question__stays(text):
    assert masked(text) == text


NUMBERS_AND_PAGES = {
    "Ma moto MT 77103 attend.": "77103",
    "A car. We share GP 318 with the clinic.": "318",
    "Nunca quiso manejar el HBA-4471.": "4471",
    "Por carta, e por 331 0447.": "0447",
    "My page: https://papers.example.org/citations?user=zulnik77.": "zulnik77",
    "Mon profil : https://ids.example.org/0000-0003-4471-9920.": "9920",
    "Escriba a zulma guion vela arroba correo.": "zulma",
    "Kept in Av. de Portugal, lote 7, Farol, Dilmar.": "Portugal",
    "I live at 17B Sander Lane, off Wilkinson Road, Newton.": "Wilkinson",
    "On l'a versé sur le 36 20 51 77 (Bankily).": "Bankily",
    "As cartas vão para Rua Belo Monte, 118, ap. 55, Jardim Novo.": "Jardim",
}


@pytest.mark.parametrize(("text", "words"), NUMBERS_AND_PAGES.items())
def test_number_page_and_address__without_a_label__is_masked(text, words):
    assert words not in masked(text)


@pytest.mark.parametrize("text", ["Reached 331 044 por cento of the plan.", "They spent MT 77103 on seed."])
def test_amount_and_share__beside_its_word__stays(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    ("words", "is_searched"),
    [
        ("near the lake", False),
        ("Oui, chez nous", False),
        ("12 Mill Road", True),
        ("house 7, near the lake", True),
        ("behind Kofi's shop", True),
    ],
)
def test_searched_words__way_to_an_address_without_number_or_name__leads_to_nobody(words, is_searched):
    entries = [{"kind": "address", "words": words, "placeholder": "[address]"}]
    assert bool(searched_words(entries, {"Oui", "chez", "nous"}.__contains__)) == is_searched


ASKED_OF_HELPERS = """country,language,stakeholder_group,level,consent_record,consent_quote,q4,"Who helped, Montague Eddlestone?",_uuid
MLI,en,government,national,yes,yes,The convenor works,yes,u1
"""


def test_problem__quotes_a_header_with_a_name__tells_neither_place_nor_words(tmp_path):
    write(tmp_path / "raw" / "MLI" / "responses" / "survey.csv", ASKED_OF_HELPERS)
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    found = pseudonymize(store, ingest(store, "MLI"))
    (unknown,) = (one for one in found if one.code == "A002" and "helped" in one.detail)
    assert "Who helped, [name]?" in unknown.detail
    assert not any("Eddlestone" in f"{one.detail} {one.fix} {one.column}" for one in found)
    assert "Eddlestone" not in store.read_table("MLI", "problems").to_csv()


def test_answer__to_a_column_whose_header_names_somebody__is_found_again_without_the_name(tmp_path):
    header = "Q21. What are the challenges, Montague Eddlestone?"
    table = ASKED_OF_HELPERS.replace("Who helped, Montague Eddlestone?", header)
    write(tmp_path / "raw" / "MLI" / "responses" / "survey.csv", table)
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    pseudonymize(store, ingest(store, "MLI"))
    answers = store.read_table("MLI", "answers")
    assert not answers["column"].str.contains("Eddlestone").any()
    (named,) = answers.loc[answers["column"].str.contains("[name]", regex=False), "answer_id"]
    assert trace(store, named).is_found


def test_problem__tells_of_another_file__in_a_folder_named_after_a_person__names_neither(tmp_path):
    folder, words = tmp_path / "raw" / "MLI", "The convenor works and the plan of action is costed each year. " * 9
    rows = []
    for id_, file in (("M1", "transcripts/Barnabas Quillfeather/one.txt"), ("M2", "two.txt")):
        write(folder / file, f"Interviewer: Who?\nRespondent: {words}\n")
        rows.append(f"{id_},{file},Mali,2026-03-12,en,UN,national,,yes,yes,group")
    write(folder / "interviews.csv", "\n".join([HEADER, *rows]) + "\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    found = pseudonymize(store, ingest(store, "MLI"))
    assert any("MLI/transcripts/[name]/one.txt" in one.detail for one in found)
    assert not any("Quillfeather" in str(one) for one in found)


def test_file__in_a_folder_named_after_a_person__is_written_without_both_names(tmp_path):
    folder = tmp_path / "raw" / "MLI"
    place = "transcripts/Barnabas Quillfeather/Wilhelmina Trasköld interview.txt"
    write(folder / place, TALK)
    write(folder / "interviews.csv", f"{HEADER}\nM1,{place},Mali,2026-03-12,en,UN,national,,yes,yes,group\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    pseudonymize(store, ingest(store, "MLI"))
    (told,) = store.read_table("MLI", "interviews")["file"]
    assert told.startswith("MLI/transcripts/[name]")
    assert told.endswith(" interview.txt")
    assert not re.search("Barnabas|Quillfeather|Wilhelmina|Trask", told)
    segment(store, "MLI")
    assert trace(store, store.read_table("MLI", "segments")["segment_id"].iloc[0]).is_found


def test_id__that_may_be_a_name__is_told_and_stands_in_no_table(tmp_path):
    folder = tmp_path / "raw" / "MLI"
    rows = []
    for id_, file in (("Quintella-Farnsworth", "a.txt"), ("MLI-1", "b.txt"), ("KII-3", "c.txt")):
        write(folder / file, f"{TALK}\n{file}")
        rows.append(f"{id_},{file},Mali,2026-03-12,en,UN,national,,yes,yes,group")
    write(folder / "interviews.csv", "\n".join([HEADER, *rows]) + "\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    found = pseudonymize(store, ingest(store, "MLI"))
    assert set(store.read_table("MLI", "interviews")["interview_id"]) == {"MLI-4", "MLI-1", "KII-3"}
    assert [one.severity for one in found if one.code == "P006"] == ["warning"]
    for path in sorted(store.processed.rglob("*.parquet")):
        assert "Quintella" not in pd.read_parquet(path).astype(str).to_csv(), path.name


def test_secret_of_exports__is_made_once_beside_the_key__for_its_owner_alone(kobo_store, monkeypatch):
    assert read_secret(kobo_store, "MLI") != read_secret(kobo_store, "MLI")
    monkeypatch.setenv("MSP_KEY_PASSPHRASE", "correct horse")
    pseudonymize(kobo_store, ingest(kobo_store, "MLI"))
    made = read_secret(kobo_store, "MLI")
    pseudonymize(kobo_store, ingest(kobo_store, "MLI"))
    assert read_secret(kobo_store, "MLI") == made
    (path,) = (kobo_store.keys / "MLI").glob("exports.secret*")
    assert path.stat().st_mode & 0o777 == 0o600
    assert made.hex().encode() not in path.read_bytes()
    monkeypatch.setenv("MSP_KEY_PASSPHRASE", "another")
    with pytest.raises(KeyFileError):
        read_secret(kobo_store, "MLI")


def test_places_of_echoes__sealed_with_another_passphrase__are_not_written_over(kobo_store, monkeypatch):
    monkeypatch.setenv("MSP_KEY_PASSPHRASE", "correct horse")
    write_echoes(kobo_store, "MLI", {"reason": frozenset({3, 4})})
    monkeypatch.setenv("MSP_KEY_PASSPHRASE", "another")
    with pytest.raises(KeyFileError):
        write_echoes(kobo_store, "MLI", {"other": frozenset({1})})
    monkeypatch.setenv("MSP_KEY_PASSPHRASE", "correct horse")
    assert read_echoes(kobo_store, "MLI") == {"reason": frozenset({3, 4})}


def test_note_to_readers__that_names_somebody__is_told_without_the_name(tmp_path):
    folder = tmp_path / "raw" / "MLI"
    write(folder / "one.txt", TALK)
    write(folder / "interviews.csv", f"{HEADER}\nM1,one.txt,Mali,2026-03-12,en,UN,national,,yes,yes,group\n")
    write(folder / "source.yaml", "synthetic: true\nsynthetic_note: {en: Written by Philippa Drummondley for Mali.}\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    assert "Drummondley" in read_told_note(store, "MLI").synthetic_note_in("en")
    pseudonymize(store, ingest(store, "MLI"))
    assert read_told_note(store, "MLI").synthetic_note_in("en") == "Written by [name] for Mali."


LABELS_OF_OWN_FORM = ["Araminta Cholmondie", "The office of Mr Moussa Dembélé", "The ministry"]


def test_labels__of_a_countrys_own_choices__name_nobody_though_the_question_is_a_shipped_one(tmp_path):
    folder = tmp_path / "raw" / "MLI" / "responses"
    form = [["type", "name", "label"], ["select_one who", "active_convenor", "Who convenes?"], ["text", "q4", "Why?"]]
    choices = [["list_name", "name", "label"], *(["who", str(n), label] for n, label in enumerate(LABELS_OF_OWN_FORM))]
    workbook = openpyxl.Workbook()
    for name, rows in (("survey", form), ("choices", choices), ("settings", [["form_id", "version"], ["own", "7"]])):
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del workbook["Sheet"]
    forms = tmp_path / "raw" / "MLI" / "forms"
    forms.mkdir(parents=True)
    workbook.save(forms / "form.xlsx")
    head = "country,language,stakeholder_group,level,consent_record,consent_quote,active_convenor,q4,__version__,_uuid"
    rows = [f"MLI,en,government,national,yes,yes,{n},It works,7,u{n}" for n in range(len(LABELS_OF_OWN_FORM))]
    write(folder / "survey.csv", "\n".join([head, *rows]) + "\n")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    pseudonymize(store, ingest(store, "MLI"))
    labels = store.read_table("MLI", "answers")["answer_label"].dropna().tolist()
    assert "The ministry" in labels
    assert not re.search("Araminta|Cholmondie|Moussa|Demb", " ".join(labels))
