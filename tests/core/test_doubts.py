"""Sentences that deny, refuse or restrict what they sound like: their level is a hint, not a level."""

from __future__ import annotations

import time

import pytest

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.correction_words import load_correction_words
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.level_wordings import load_level_reader
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.scope_words import load_scope_finder
from tasks.core.claims import LEVEL, MarkedSegment, find_claims
from tasks.core.cues import Hit
from tasks.core.doubts import HERE, carry_elsewhere
from tasks.core.scopes import Answer
from tasks.core.self_corrections import take_back
from tasks.core.told_levels import AskedAnswer, read_levels


def answer(language: str, question: str, text: str) -> AskedAnswer:
    """An answer, marked as a run marks it."""
    (hits,) = claim_finder(language, "XAA").find([text])
    (scope,) = load_scope_finder(language).find([Answer(text, question)], "national")
    (counted,) = mark_counts([text], language, "government")
    return AskedAnswer("s-1", text, question, "", (*hits, *scope), counted, language=language)


def told(language: str, question: str, text: str, indicator: str) -> list[tuple[str, float | None]]:
    """The states and levels that are read of one indicator."""
    own = answer(language, question, text)
    found = read_levels([own], load_level_reader(), load_claim_rules(), load_count_rules())
    return [(finding.state, finding.level) for finding in found if finding.indicator == indicator]


def levels(language: str, question: str, text: str, indicator: str) -> list[float | None]:
    return [level for state, level in told(language, question, text, indicator) if state == LEVEL]


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator", "denied"),
    [
        ("fr", "Y a-t-il un mécanisme de redevabilité ?", "Il y a une matrice, mais rien n'est publié.",
         "accountability_mechanism", 3),
        ("fr", "Comment est organisée la redevabilité ?",
         "On voulait nommer un responsable par engagement, ça n'a pas été fait.", "accountability_mechanism", 3),
        ("en", "To whom does the platform report?",
         "It was to send a report to the prime minister every quarter, but nothing has gone out.", "reporting_line", 3),
        ("pt", "Quem convoca a plataforma?",
         "O coordenador tem mandato e convoca todos os meses, mas não é verdade.", "active_convenor", 3),
        ("fr", "Quels résultats a-t-on obtenus ?",
         "On dit aussi que le retard de croissance a baissé, mais moi je n'y crois pas.", "result_level", 4),
        ("es", "¿La mesa rinde informes?", "Mandan un informe trimestral al presidente. No es cierto.",
         "reporting_line", 3),
        ("en", "Do all districts have a committee that works?", "All of them have a committee. Five meet.",
         "subnational_function", 4),
        ("en", "Which ministry hosts the platform?", "No ministry, it's the Office of the Vice President.",
         "convening_power", 0),
        ("es", "¿Tiene poder de convocatoria?", "No es un mal anclaje, pero los ministros no vienen.",
         "convening_power", 0),
        ("fr", "Les sièges sont-ils équilibrés ?", "Ce n'est pas la parité.", "seat_balance", 0),
        ("en", "How much money was mobilised through the platform?", "Through it, nothing, it isn't a fund.",
         "money_mobilized", 0),
    ],
)  # fmt: skip
def test_read_levels__sentence_that_denies_what_it_sounds_like__tells_no_such_level(
    language, question, text, indicator, denied
):
    assert denied not in levels(language, question, text, indicator)


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator", "level"),
    [
        ("en", "To whom does it report?", "Every quarter a report goes to the prime minister, never late.",
         "reporting_line", 3),
        ("es", "¿Hay términos de referencia?", "Existen, pero nadie los usa.", "operating_framework", 2),
        ("fr", "Y a-t-il un plan pour cette année ?", "Il n'y a pas de plan.", "annual_action_plan", 0),
        ("fr", "Y a-t-il un ancrage ?", "Aucun ancrage, la plateforme n'est rattachée à aucun ministère.",
         "convening_power", 0),
        ("en", "Are there fixed seats?", "No, there is no list of seats, whoever comes sits down.", "seat_balance", 0),
        ("pt", "Há um plano anual?", "Sim, para o plano anual, está aprovado.", "annual_action_plan", 3),
        ("fr", "Le plan annuel existe-t-il ?", "Le plan annuel.", "annual_action_plan", 3),
    ],
)  # fmt: skip
def test_read_levels__denial_that_is_the_level_itself__stays_a_level(language, question, text, indicator, level):
    assert levels(language, question, text, indicator) == [level]


def test_read_levels__doubtful_level__is_kept_as_a_hint():
    asked, text = "Y a-t-il un mécanisme de redevabilité ?", "Il y a une matrice, mais rien n'est publié."
    assert ("hint", 3.0) in told("fr", asked, text, "accountability_mechanism")


def test_find_claims__rule_in_a_sentence_that_was_not_done__is_a_hint():
    asked, text = "À qui rend-elle compte ?", "Un rapport trimestriel au Premier ministre, ça n'a pas été fait."
    own = answer("fr", asked, text)
    found = find_claims([MarkedSegment("s-1", text, own.hits)], load_claim_rules(), {})
    assert [finding.state for finding in found if finding.indicator == "reporting_line" and finding.level == 3] == [
        "hint"
    ]


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("fr", "Et le plan d'action ?", "Pour le plan, hmm."),
        ("en", "And the action plan?", "As for the annual plan, hmm."),
        ("pt", "E o plano de ação?", "Sobre o plano, pois..."),
        ("es", "¿Y el plan?", "El plan anual, mmm."),
    ],
)
def test_read_levels__words_that_only_name_their_subject__tell_nothing(language, question, text):
    assert told(language, question, text, "annual_action_plan") == []


@pytest.mark.parametrize(
    ("language", "said", "stands"),
    [
        ("fr", "On en a tenu trois... non, pardon, deux.", "deux."),
        ("en", "We held four, no, sorry, two.", "two."),
        ("es", "Son ocho ministerios, digo, cinco.", "cinco ministerios."),
        ("pt", "Tivemos quatro, aliás, duas.", "duas."),
        ("fr", "Il y a 120 millions de francs, non, attendez, 102.", "102 millions de francs."),
        ("fr", "Quatre fois, euh non, trois, je veux dire deux.", "deux fois."),
        ("es", "Hubo tres, no, perdón, una.", "1."),
    ],
)
def test_take_back__number_taken_back__gives_way_to_the_other(language, said, stands):
    corrected = take_back(said, load_correction_words(language))
    assert len(corrected.text) == len(said)
    assert corrected.text.endswith(f"  {stands}")
    assert said.startswith(corrected.text.removesuffix(stands).rstrip())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We held three, no more, no less."),
        ("en", "There were three. No, two have closed."),
        ("en", "In 2024, sorry, two meetings."),
        ("fr", "Quatre plutôt que trois."),
        ("es", "Hubo cuatro, no tres."),
        ("pt", "Tivemos duas, não mais."),
    ],
)
def test_take_back__numbers_that_both_stand__stay(language, said):
    assert take_back(said, load_correction_words(language)).text == said


@pytest.mark.parametrize(
    ("language", "text", "level"),
    [
        ("fr", "Il y a onze ministères, mais seulement quatre présents à chaque fois.", 2),
        ("fr", "Neuf sur la liste. Cinq ou six qui viennent vraiment.", 2),
        ("en", "Eight are invited. Three actually show up.", 1),
        ("es", "Son diez ministerios, pero solo cuatro vienen.", 2),
        ("pt", "Estão inscritos nove setores, só quatro vêm de facto.", 2),
        ("en", "Eleven ministries, but only two come with their minister.", 3),
        ("fr", "Onze ministères, et ils viennent tous.", 3),
        ("en", "Nine ministries, I mean six.", 2),
        ("en", "Twelve ministries, each with a named focal person.", 4),
        ("es", "Doce ministerios, cada uno con una persona focal.", 4),
    ],
)
def test_read_levels__sectors_on_the_list_and_those_that_come__counts_who_comes(language, text, level):
    asked = {"fr": "Combien de ministères participent ?", "en": "How many ministries take part?",
             "es": "¿Cuántos ministerios participan?", "pt": "Quantos setores participam?"}[language]  # fmt: skip
    assert levels(language, asked, text, "sector_breadth") == [level]


def test_read_levels__number_taken_back__is_quoted_with_what_was_said_instead():
    own = answer("en", "How many ministries take part?", "Thirteen ministries, no, wait, eight.")
    read = read_levels([own], load_level_reader(), load_claim_rules(), load_count_rules())
    (found,) = (finding for finding in read if finding.indicator == "sector_breadth")
    assert (found.level, found.number, found.value) == (3, 8, "Thirteen ministries, no, wait, eight")


@pytest.mark.parametrize(
    ("language", "asked", "text"),
    [
        ("en", "How often did you meet?", "Four meetings, actually, 12 people came."),
        ("fr", "Combien de réunions ?", "Quatre réunions, attendez, deux heures chacune."),
    ],
)
def test_number_of_something_else__behind_words_of_correction__corrects_nothing(language, asked, text):
    own = answer(language, asked, text)
    read = read_levels([own], load_level_reader(), load_claim_rules(), load_count_rules())
    assert {finding.number for finding in read if finding.indicator == "meetings_held"} <= {4.0, None}


def test_take_back__a_long_run_of_marks__is_read_in_time():
    begun = time.monotonic()
    for text in ("- " * 20_000, "... " * 10_000, "three - no - " * 2_000):
        take_back(text, load_correction_words("en"))
    assert time.monotonic() - begun < 5  # noqa: PLR2004 - seconds; it took minutes


def test_read_levels__month_in_brackets_behind_a_number__leaves_it_a_count():
    assert levels("fr", "Combien de réunions ?", "2 sur 4 prévues (février et juin 2026)", "meetings_held") == [2]
    assert levels("fr", "Combien de réunions ?", "Le 4 février et le 9 juin.", "meetings_held") == [2]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Au Burkina, ils ont un manuel révisé tous les deux ans."),
        ("fr", "En Côte d'Ivoire, c'est publié."),
        ("es", "En Costa de Marfil se publica."),
        ("en", "In Ivory Coast they publish it."),
        ("pt", "No Burkina publicam."),
    ],
)
def test_claim_finder__short_name_of_another_country__is_known(language, text):
    assert "other_country" in {hit.concept for hit in next(iter(claim_finder(language, "GIN").find([text])))}


def test_claim_finder__short_name_of_ones_own_country__is_not_another():
    assert "other_country" not in {hit.concept for hit in next(iter(claim_finder("fr", "BFA").find(["Au Burkina."])))}


def test_carry_elsewhere__part_behind_a_semicolon__is_elsewhere_until_here_is_named():
    text = "In Ghana there is a plan; it is costed; here it is not. It is used."
    ghana, here = text.index("Ghana"), text.index("here it")
    hits = [Hit("other_country", ghana, ghana + 5, 0), Hit(HERE, here, here, 0)]
    found = carry_elsewhere(text, hits, {"other_country"})
    assert [hit.start_char for hit in found] == [text.index("it is costed")]


def test_doubt_words__all_lists__are_in_four_languages():
    for name, own in read_yaml(QUESTIONNAIRE / "doubt_words.yaml").items():
        assert set(own) == set(LANGUAGES), name
        assert all(own.values()), name


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator", "sure"),
    [
        ("en", "Is there an accountability mechanism?",
         "The commitments ought to be followed up in public, with an owner and a date for each.",
         "accountability_mechanism", "The commitments are followed up in public, with an owner and a date for each."),
        ("fr", "Y a-t-il un mécanisme de redevabilité ?",
         "Le suivi des engagements devrait être public, avec un responsable et une date pour chacun.",
         "accountability_mechanism",
         "Le suivi des engagements est public, avec un responsable et une date pour chacun."),
        ("es", "¿Hay un mecanismo de rendición de cuentas?",
         "El registro de compromisos debería publicarse en la web, con responsable y fecha.",
         "accountability_mechanism", "El registro de compromisos se publica en la web, con responsable y fecha."),
        ("pt", "Há um mecanismo de prestação de contas?",
         "Íamos propor uma matriz pública dos compromissos, com responsável e prazo.", "accountability_mechanism",
         "Temos uma matriz pública dos compromissos, com responsável e prazo."),
        ("es", "¿Tiene la plataforma un plan de acción anual?", "El plan operativo anual 2026 está en elaboración.",
         "annual_action_plan", "El plan operativo anual 2026 está aprobado."),
        ("fr", "La plateforme a-t-elle un plan d'action annuel ?", "Il y a une ébauche de plan de travail annuel 2026.",
         "annual_action_plan", "Il y a un plan de travail annuel 2026."),
        ("pt", "A plataforma tem um plano de acção anual?",
         "O plano anual de 2026 está em discussão, ainda não foi aprovado.", "annual_action_plan",
         "O plano anual de 2026 foi aprovado depois de uma discussão."),
        ("fr", "Qu'est-ce que votre institution gagne à être dans la plateforme ?",
         "On y gagnerait des données et une voix auprès de l'État. Jusqu'ici, rien.", "member_benefit",
         "On y gagne une voix auprès de l'État et des données. On les reçoit déjà."),
        ("pt", "O que ganha a sua instituição com estar na plataforma?",
         "Esperávamos formação para os nossos técnicos. Isso ainda não aconteceu.", "member_benefit",
         "Recebemos formação para os nossos técnicos. Isso foi no ano passado."),
    ],
)  # fmt: skip
def test_read_levels__what_should_be_or_is_drafted_or_never_came__tells_no_high_level(
    language, question, text, indicator, sure
):
    assert max(levels(language, question, text, indicator), default=0) < 3
    assert max(levels(language, question, sure, indicator), default=0) >= 2


@pytest.mark.parametrize(
    ("language", "question", "then", "now"),
    [
        ("en", "Who coordinates the platform?",
         "Back when Mrs Hall was in charge, we had an appointed coordinator with a deputy and staff.",
         "We have an appointed coordinator with a deputy and staff."),
        ("fr", "Qui coordonne la plateforme ?",
         "Du temps du docteur Ba, nous avions un coordonnateur nommé, un adjoint et un secrétariat.",
         "Nous avons un coordonnateur nommé, un adjoint et un secrétariat."),
        ("es", "¿Quién coordina la plataforma?",
         "En la época del doctor Paz había coordinador nombrado, con adjunto y secretaría.",
         "Hay coordinador nombrado, con adjunto y secretaría."),
        ("pt", "Quem coordena a plataforma?",
         "No tempo da doutora Lídia, em 2021, tínhamos coordenadora, adjunto e um secretariado.",
         "Temos coordenadora nomeada, adjunto e um secretariado."),
    ],
)  # fmt: skip
def test_read_levels__somebody_s_time_that_is_over__tells_nothing_of_today(language, question, then, now):
    assert levels(language, question, then, "active_convenor") == []
    assert levels(language, question, now, "active_convenor") == [4]
