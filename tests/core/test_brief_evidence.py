"""A quotation bears out the line it stands under, and begins and ends where sentences do."""

from dataclasses import fields

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.brief_evidence import (
    Passage,
    Tables,
    bearing_words,
    choose_support,
    excerpt,
    gather_passages,
    quotable_sentences,
)
from tasks.core.evidence_doubts import compile_doubts

DOUBTS = compile_doubts(read_yaml(QUESTIONNAIRE / "evidence_doubts.yaml"))


def passage(text, id_="s-1", matched=(), **details):
    own = {"group": "un", "record_type": "verbatim", "topics": {}, "stance": "", "is_quotable": True} | details
    return Passage(id_, "i-1", text=text, start_char=0, end_char=len(text), language="en", matched=matched, **own)


def claim(segment="s-1", level=3.0, **details):
    own = {"indicator": "meetings_held", "state": "level", "status": "proposed", "is_second_hand": False}
    return own | {"segment_id": segment, "proposed_level": level, "value": "It meets."} | details


@pytest.mark.parametrize(
    ("claims", "borne_out"),
    [
        ([claim()], {"s-1": "It meets."}),
        ([claim(level=2.0)], {}),
        ([claim(), claim(level=2.0, value="At times.")], {}),  # the same words were read two ways
        ([claim(), claim(state="NI", proposed_level=None)], {}),
        ([claim(is_second_hand=True)], {}),
        ([claim(status="rejected")], {}),
        ([claim(indicator="running_costs")], {}),
        ([claim(segment=None)], {}),
    ],
)
def test_level__is_borne_out_by_first_hand_words_that_tell_it_and_nothing_else(claims, borne_out):
    assert bearing_words(claims, "meetings_held", 3.0) == borne_out


def test_level_between_two__is_borne_out_by_either():
    assert set(bearing_words([claim("a", 2.0), claim("b"), claim("c", 1.0)], "meetings_held", 2.5)) == {"a", "b"}


def test_support__is_cut_around_the_words_that_tell_the_level():
    said = passage("The hall is cold in winter and the chairs are old. It meets every quarter, I was there myself.")
    (chosen,) = choose_support([said], ["s-1"], 1, is_used=lambda _: False, bearing={"s-1": "It meets every quarter"})
    start, end = excerpt(chosen, 10)
    assert chosen.text[start:end] == "It meets every quarter, I was there myself."
    assert choose_support([said], ["s-1"], 1, is_used=lambda _: False, bearing={}) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("El acta n.º 18, del 14 de febrero. Ahí está.", ["El acta n.º 18, del 14 de febrero. ", "Ahí está."]),
        ("See Art. 3 of it. It binds.", ["See Art. 3 of it. ", "It binds."]),
        ("Le Dr. Bagayo est venu. Il préside.", ["Le Dr. Bagayo est venu. ", "Il préside."]),
        ("Custou 1.250 no total. Não chegou.", ["Custou 1.250 no total. ", "Não chegou."]),
        ("It stopped… and went on. ¿Y ahora? Nada.", ["It stopped… and went on. ", "¿Y ahora? ", "Nada."]),
        ("Plan: approved\nBudget: none", ["Plan: approved\n", "Budget: none"]),
    ],
)
def test_sentence__ends_within_no_word_number_or_abbreviation(text, sentences):
    assert [text[start:end] for start, end in quotable_sentences(text)] == sentences


@given(st.text(alphabet="aZ .,!?…\n«»3º", max_size=80))
def test_sentences__hold_every_word_once(text):
    assert "".join(text[start:end] for start, end in quotable_sentences(text)).split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        "I'm really not the right person for that.",
        "I don't know, ask the ministry.",
        "Là, je ne suis pas la bonne personne.",
        "Je ne sais pas vous dire.",
        "No sé, pregúntele a la ministra.",
        "No soy la persona indicada.",
        "Não sei, não sou a pessoa certa.",
        "Não lhe posso dizer.",
    ],
)
def test_not_knowing__is_heard_in_every_language(text):
    assert DOUBTS.is_unknowing(text)
    assert DOUBTS.is_mostly_unknowing(text)


@pytest.mark.parametrize(
    "text",
    [
        "That had nothing to do with the Forum.",
        "The waiver was refused in May.",
        "Cela n'a rien à voir avec la plateforme.",
        "On l'aurait fait avec ou sans comité.",
        "Eso no tuvo nada que ver con la mesa.",
        "Se hacía con mesa o sin mesa.",
        "Isso não teve nada a ver com o Grupo.",
        "Fazia-se com grupo ou sem grupo.",
        "The network does not exist. It has never met.",
        "Aucune loi n'a été votée, aucun budget obtenu.",
        "Elle n'a pas survécu, tout s'est arrêté.",
        "No hay ningún mecanismo de rendición de cuentas.",
        "El reglamento dejó de aplicarse y hoy nadie lo usa.",
        "A rede não se reúne desde 2021.",
    ],
)
def test_denial__is_heard_in_every_language(text):
    assert DOUBTS.is_denied(text)


@pytest.mark.parametrize(
    "text",
    ["What I want is a decision.", "Il faudrait un budget.", "Ojalá hubiera un fondo.", "Gostaríamos de ter um plano."],
)
def test_wish__is_heard_in_every_language(text):
    assert DOUBTS.is_wished(text)


@pytest.mark.parametrize(
    "text",
    [
        "We know the plan, it was adopted in May.",
        "Nous savons que le décret est signé.",
        "No se reunió en 2023, pero en 2024 sí.",
        "O plano foi aprovado em maio com todos.",
    ],
)
def test_plain_facts__raise_no_doubt(text):
    raised = [DOUBTS.is_unknowing(text), DOUBTS.is_denied(text), DOUBTS.is_wished(text)]
    assert not any(raised)


def test_long_answer__with_one_thing_not_known__still_tells_the_rest():
    text = "The council met in March, in June and in September, with all the ministries there. The costs I don't know."
    assert DOUBTS.is_unknowing(text)
    assert not DOUBTS.is_mostly_unknowing(text)


@pytest.mark.parametrize(
    ("stance", "levels", "shown"),
    [
        ("achievement", [1.0, 0.0], ""),
        ("achievement", [0.0, 3.0], "achievement"),
        ("achievement", [], "achievement"),
        ("challenge", [4.0], ""),
        ("challenge", [3.0, 4.0], "challenge"),
    ],
)
def test_stance__that_all_levels_of_a_segment_speak_against__is_not_shown(stance, levels, shown):
    told = {
        "segments": {
            "segment_id": "s-1",
            "interview_id": "i-1",
            "segment_no": 1,
            "text": "So it is.",
            "start_char": 0,
            "end_char": 9,
            "language": "en",
            "annex_question": "",
        },
        "interviews": {"interview_id": "i-1", "stakeholder_group": "un", "record_type": "verbatim"},
        "codings": {"segment_id": "s-1", "topic": "plan", "stance": stance, "confidence": 0.9, "status": "suggested"},
    }
    tables = {field.name: pd.DataFrame() for field in fields(Tables)}
    tables |= {name: pd.DataFrame([row]) for name, row in told.items()}
    tables["codings"]["matched_text"] = None
    tables["claims"] = pd.DataFrame([claim(level=level) for level in levels], columns=list(claim()))
    (passage,) = gather_passages(Tables(**tables), {}, {}, {"meetings_held": {"plan"}}, {})
    assert passage.stance == shown
    (passage,) = gather_passages(Tables(**tables), {}, {}, {"meetings_held": {"meetings"}}, {})
    assert passage.stance == stance
    assert passage.told_as == ("description" if stance else "")  # "So it is." bears out nothing
    assert not passage.is_by_person
    tables["codings"]["status"] = "confirmed"
    (passage,) = gather_passages(Tables(**tables), {}, {}, {"meetings_held": {"meetings"}}, {})
    assert passage.is_by_person
