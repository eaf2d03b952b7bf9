"""Of what sentences speak, and what follows for the levels that are read in them."""

from __future__ import annotations

import pytest

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.level_wordings import load_level_reader
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.number_words import load_number_words
from tasks.adapters.scope_words import load_scope_finder
from tasks.core.claims import HINT, LEVEL
from tasks.core.doubts import DOUBTS
from tasks.core.scopes import BARE_DENIAL, BYGONE, FRAMED, OWN_BODY, OWN_COMMITTEE, PAST_PART, PLACING, WISHED, Answer
from tasks.core.spoken_numbers import find_numbers
from tasks.core.told_levels import AskedAnswer, read_levels


def levels(language: str, *told: tuple[str, str], tier: str = "national", are_notes: bool = False) -> dict[str, float]:
    """Read the levels that one voice tells in answer to questions, as a run does."""
    texts = [text for _, text in told]
    scopes = load_scope_finder(language).find(
        [Answer(text, question) for question, text in told], tier, are_notes=are_notes
    )
    marked = zip(
        told, claim_finder(language, "XAA").find(texts), scopes, mark_counts(texts, language, "un"), strict=True
    )
    answers = [
        AskedAnswer(f"s-{n}", text, question, "", (*hits, *scope), counts, language=language)
        for n, ((question, text), hits, scope, counts) in enumerate(marked)
    ]
    found = read_levels(answers, load_level_reader(), load_claim_rules(), load_count_rules())
    return {f.indicator: f.level for f in found if f.state == LEVEL and f.state != HINT and f.level is not None}


@pytest.mark.parametrize(
    ("language", "concept", "text"),
    [
        ("en", "own_body", "Our provincial committee sits on Fridays."),
        ("fr", "own_body", "Chez nous à la région, on se voit le lundi."),
        ("es", "own_body", "La mesa departamental se junta los viernes."),
        ("pt", "own_body", "O nosso distrito nunca falha uma sessão."),
        ("en", "desire", "I'd like to see it every year."),
        ("fr", "desire", "J'aimerais qu'elle se réunisse chaque mois."),
        ("es", "desire", "Ojalá se reuniera cada mes."),
        ("pt", "desire", "Gostaria que houvesse um plano."),
        ("en", "unreal", "If there had been a budget, we would know."),
        ("fr", "unreal", "S'il y avait eu un budget, on le saurait."),
        ("es", "unreal", "Si hubiera presupuesto, lo sabríamos."),
        ("pt", "unreal", "Se houvesse orçamento, sabíamos."),
        ("en", "invited", "They invited us once."),
        ("fr", "invited", "On nous a invités en mars."),
        ("es", "invited", "Nos invitaron una vez."),
        ("pt", "invited", "Já nos convidaram."),
    ],
)
def test_scope_finder__marks_the_sentence_that_tells_it(language, concept, text):
    finder = load_scope_finder(language)
    found = [hit.concept for hit in finder.find([Answer(text, "")], "national")[0]]
    assert [one for one in found if one not in DOUBTS] == [concept]


@pytest.mark.parametrize(
    ("language", "question", "follow_up", "platform"),
    [
        ("en", "How often does your committee meet?", "And last year?", "And the national forum?"),
        ("fr", "Votre comité se réunit-il ?", "Et l'an dernier ?", "Et la plateforme nationale ?"),
        ("es", "¿Se reúne su mesa?", "¿Y el año pasado?", "¿Y la plataforma nacional?"),
        ("pt", "O vosso grupo reúne-se?", "E no ano passado?", "E a plataforma nacional?"),
    ],
)
def test_scope_finder__who_is_asked_of_their_own_committee__goes_on_about_it(language, question, follow_up, platform):
    asked = [Answer("Twice, 2.", text) for text in (question, follow_up, platform)]
    below = load_scope_finder(language).find(asked, "region")
    assert [bool(hits) for hits in below] == [True, True, False]
    assert not any(load_scope_finder(language).find(asked, "national"))


def test_scope_finder__how_notes_were_taken__is_told_in_notes_only():
    answer = [Answer("Only what stands between quotation marks was said word for word.", "")]
    assert load_scope_finder("en").find(answer, "national", are_notes=True)[0]
    assert not load_scope_finder("en").find(answer, "national")[0]


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator"),
    [
        ("en", "How often does your committee meet?", "We met once this year.", "meetings_held"),
        ("fr", "Votre comité se réunit-il ?", "Une fois cette année.", "meetings_held"),
        ("es", "¿Cada cuánto se reúne su mesa?", "Nueve veces este año.", "meetings_held"),
        ("pt", "Quantas vezes se reúne o vosso grupo?", "Duas vezes este ano.", "meetings_held"),
    ],
)
def test_read_levels__a_province_s_own_meetings__are_not_the_platform_s(language, question, text, indicator):
    assert indicator not in levels(language, (question, text), tier="region")
    assert indicator in levels(language, (question, text), tier="national")


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator"),
    [
        ("en", "Did money come?", "I'd like it to be there every year.", "money_mobilized"),
        ("fr", "Y a-t-il un plan d'action ?", "J'aimerais un plan annuel, budgétisé et revu.", "annual_action_plan"),
        ("es", "¿Hay un plan de acción?", "Ojalá tuviéramos un plan anual aprobado.", "annual_action_plan"),
        ("pt", "Há um plano de acção?", "Gostaria de um plano anual aprovado e com custos.", "annual_action_plan"),
    ],
)
def test_read_levels__a_wish__is_no_state(language, question, text, indicator):
    assert indicator not in levels(language, (question, text))


def test_read_levels__a_remark_on_the_notes__is_no_level():
    told = (
        "Et sans cette personne ?",
        "Notes prises à la main puis mises au propre, passages entre guillemets à part.",
    )
    assert "beyond_one_person" not in levels("fr", told, are_notes=True)


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "Between eighteen and twenty ministries", [18, 20]),
        ("fr", "entre douze et quinze ministères", [12, 15]),
        ("es", "entre dieciocho y veinte ministerios", [18, 20]),
        ("pt", "entre dezoito e vinte ministérios", [18, 20]),
        ("en", "two hundred and forty-one", [241]),
        ("fr", "soixante et onze, vingt et un", [71, 21]),
        ("es", "treinta y dos", [32]),
        ("pt", "cento e vinte e dois", [122]),
    ],
)
def test_find_numbers__a_range__has_two_ends_and_no_sum(language, text, numbers):
    assert [number.value for number in find_numbers(text, load_number_words(language))] == numbers


def test_scope_words__stand_in_four_languages_and_in_the_rules():
    declared = read_yaml(QUESTIONNAIRE / "scope_words.yaml")
    assert all(set(LANGUAGES) == set(phrases) for phrases in declared.values())
    rules = load_claim_rules()
    used = (
        {concept for context in rules.contexts.values() for concept in context.concepts | context.unless}
        | rules.bare_denials
        | {load_count_rules().money_ends}
    )
    told = {concept for concept in declared if not concept.startswith("asked_of")} - set(PLACING)
    assert told | FRAMED <= used


def test_scope_frames__stand_in_four_languages():
    declared = read_yaml(QUESTIONNAIRE / "scope_frames.yaml")
    assert all(set(LANGUAGES) == set(phrases) and all(phrases.values()) for phrases in declared.values())


def concepts(language: str, text: str, question: str = "", year: int | None = 2025) -> set[str]:
    (hits,) = load_scope_finder(language).find([Answer(text, question)], "national", year=year)
    return {hit.concept for hit in hits}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Until 2019 we met every month."),
        ("en", "Before independence of the districts, in 2012, each of the six had one."),
        ("fr", "Jusqu'en 2019 nous nous réunissions tous les mois."),
        ("es", "Hasta 2019 nos reuníamos cada mes, doce veces al año."),
        ("pt", "Até 2019 reuníamo-nos todos os meses."),
    ],
)
def test_scope_finder__what_was_until_a_past_year__is_bygone(language, text):
    assert BYGONE in concepts(language, text)
    assert BYGONE not in concepts(language, text, year=2012)
    assert BYGONE not in concepts(language, text, year=None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The line is funded until 2028."),
        ("en", "Before 2022 there was none; now there is one."),
        ("fr", "Avant 2022 il n'y en avait pas, depuis il y en a un par an."),
        ("es", "El plan va de 2023 hasta 2027."),
        ("pt", "Até 2022 não havia, hoje há."),
    ],
)
def test_scope_finder__what_goes_on_today__is_not_bygone(language, text):
    assert BYGONE not in concepts(language, text.split(";")[-1])


@pytest.mark.parametrize(
    ("language", "question", "wish", "fact"),
    [
        ("en", "What is needed for it to last?", "A law with its own budget.", "Today there is a decree."),
        ("fr", "Que faut-il pour que cela dure ?", "Une loi avec son budget.", "Aujourd'hui nous avons une loi."),
        ("es", "¿Qué hace falta para que dure?", "Una ley con presupuesto.", "Hoy hay un acuerdo ministerial."),
        ("pt", "O que é preciso para que dure?", "Uma lei com orçamento próprio.", "Hoje temos uma lei própria."),
    ],
)
def test_read_levels__what_is_asked_for_as_needed__is_no_state(language, question, wish, fact):
    assert WISHED in concepts(language, wish, question)
    assert WISHED not in concepts(language, fact, question) | concepts(language, wish, "?")
    assert "institutionalization" not in levels(language, (question, wish))
    assert "institutionalization" in levels(language, (question, fact))


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "Is there an annual action plan?", "There isn't one. If there were, we would fund it."),
        ("fr", "Y a-t-il un plan d'action annuel ?", "S'il y en avait un, je le connaîtrais. Il n'y en a pas."),
        ("es", "¿Hay un plan de acción anual?", "Si lo hubiera, yo lo conocería. No lo hay."),
        ("pt", "Existe um plano de ação anual?", "Se houvesse, eu conhecia-o. Não há."),
    ],
)
def test_read_levels__a_denial_beside_a_condition__is_level_0(language, question, text):
    assert BARE_DENIAL in concepts(language, text)
    assert levels(language, (question, text))["annual_action_plan"] == 0


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "Would the platform have power?", "If it were in the Presidency, the ministries would come and decide."),
        ("fr", "Aurait-elle du poids ?", "Si elle était à la Présidence, les ministres viendraient et décideraient."),
        ("es", "¿Tendría fuerza?", "Si estuviera en la Presidencia, los otros ministerios vendrían y decidirían."),
        ("pt", "Teria força?", "Se estivesse na Presidência, os outros ministérios viriam e decidiriam."),
    ],
)
def test_read_levels__what_would_be__is_no_state(language, question, text):
    assert "convening_power" not in levels(language, (question, text))


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "What happened to stunting?", "Stunting rose from 28 percent in 2018 to 33 percent in 2024."),
        ("fr", "Et le retard de croissance ?", "Le retard de croissance est passé de 28 % à 33 %."),
        ("es", "¿Qué pasó con la desnutrición?", "La desnutrición crónica subió del 28 % al 33 %."),
        ("pt", "Houve progressos na desnutrição?", "A desnutrição crónica aumentou de 37 % para 41 %."),
    ],
)
def test_read_levels__a_worsening__is_no_result(language, question, text):
    assert "result_level" not in levels(language, (question, text))


DEFINED = {
    "en": "Here it is the District Food Committee.",
    "fr": "Ici, c'est le comité départemental.",
    "es": "Aquí es la mesa municipal de alimentos.",
    "pt": "Aqui é o comité distrital.",
}
"""What somebody from below the national level says the platform is."""


@pytest.mark.parametrize(
    ("language", "question", "own", "of_country"),
    [
        ("en", "Who pays?", "The council gives us fuel money.", "The national budget pays the minister's staff."),
        ("fr", "Qui paie ?", "On se cotise pour le carburant.", "Le budget national paie le ministère."),
        ("es", "¿Quién paga?", "Ponemos para la gasolina.", "El presupuesto nacional paga al ministerio."),
        ("pt", "Quem paga?", "Juntamos para o combustível.", "O orçamento nacional paga o ministério."),
    ],
)
def test_scope_finder__who_means_the_committee_where_they_are__speaks_of_it(language, question, own, of_country):
    told = [Answer(DEFINED[language], "?"), Answer(own, question), Answer(of_country, question)]
    below = [{hit.concept for hit in hits} for hits in load_scope_finder(language).find(told, "district")]
    assert [OWN_COMMITTEE in found for found in below] == [True, True, False]
    assert not any(
        OWN_COMMITTEE in {hit.concept for hit in hits} for hits in load_scope_finder(language).find(told, "national")
    )


@pytest.mark.parametrize(
    ("language", "of_country", "own"),
    [
        ("en", "It met twice, I was there.", "The governor signed it in May."),
        ("fr", "Elle s'est réunie deux fois.", "Le gouverneur l'a signé en mai."),
        ("es", "Se reunió dos veces.", "La alcaldesa lo firmó en mayo."),
        ("pt", "Reuniu-se duas vezes.", "O governador assinou-o em maio."),
    ],
)
def test_scope_finder__who_means_the_platform__speaks_of_a_local_authority_only_by_name(language, of_country, own):
    told = [Answer("X.", ""), Answer(of_country, ""), Answer(own, "")]
    below = [{hit.concept for hit in hits} for hits in load_scope_finder(language).find(told, "region")]
    assert [OWN_BODY in found for found in below] == [False, False, True]
    assert not any(OWN_BODY in {hit.concept for hit in hits} for hits in load_scope_finder(language).find(told, ""))


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "Who sits in it?", "Health, water, education, agriculture, trade and gender are members."),
        ("fr", "Qui sont les membres ?", "La santé, l'eau, l'éducation, l'agriculture, le commerce et le genre."),
    ],
)
def test_read_levels__members_of_a_district_s_committee__are_not_the_platform_s(language, question, text):
    told = (("?", DEFINED[language]), (question, text))
    assert "sector_breadth" not in levels(language, *told, tier="district")
    assert levels(language, *told, tier="national") != levels(language, *told, tier="district")


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "What would sustain it?", "A law with teeth."),
        ("fr", "Qu'est-ce qui la ferait durer ?", "Une loi."),
        ("es", "¿Qué la haría sostenible?", "Una ley propia."),
        ("pt", "O que a faria durar?", "Uma lei própria."),
    ],
)
def test_scope_finder__what_would_make_it_last__is_answered_by_a_wish(language, question, text):
    assert WISHED in concepts(language, text, question)


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "What is needed to sustain it?", "If the chairperson leaves, it all stops."),
        ("fr", "Que faut-il pour que cela dure ?", "Si la secrétaire part, tout s'arrête."),
        ("es", "¿Qué se necesita para sostener los logros?", "Si se va el encargado, esto se apaga."),
        ("pt", "O que é preciso para que dure?", "Se o interino for embora amanhã, aquilo fecha."),
    ],
)
def test_read_levels__a_warning_where_wishes_were_asked_for__is_level_0(language, question, text):
    assert levels(language, (question, text))["beyond_one_person"] == 0


@pytest.mark.parametrize(("language", "year", "is_wish"), [("en", 2019, False), ("en", 2031, True)])
def test_scope_finder__a_text_of_a_past_year__is_no_wish(language, year, is_wish):
    marked = concepts(language, f"A decree of {year}.", "What is needed for it to last?")
    assert (WISHED in marked) == is_wish


@pytest.mark.parametrize(
    ("language", "text", "past"),
    [
        ("en", "Since then we lost one, before it was five a year.", "before it was five a year."),
        ("fr", "Les données arrivent à temps, ce qui avant prenait trois mois.", "ce qui avant prenait trois mois."),
        ("es", "Hoy vienen diez, antes venían dos.", "antes venían dos."),
        ("pt", "Dão-nos os dados, que antes demoravam seis meses.", "que antes demoravam seis meses."),
        ("es", "Antes nos reuníamos cada mes y comíamos juntos.", ""),
        ("pt", "Antes, reuníamos todos os meses.", ""),
        ("en", "We used to meet every month, all of us.", ""),
        ("fr", "On se voyait tous les mois, avant.", ""),
    ],
)
def test_scope_finder__what_was_before__is_a_part_beside_what_is_today(language, text, past):
    (hits,) = load_scope_finder(language).find([Answer(text, "?")], "national", year=2026)
    assert "".join(text[hit.start_char : hit.end_char] for hit in hits if hit.concept == PAST_PART) == past


@pytest.mark.parametrize(
    ("language", "question", "text", "level"),
    [
        ("es", "¿Cuántas veces se reúne al año?", "Nos reunimos una vez, que antes era cada mes.", 1),
        ("pt", "Quantas vezes se reúne por ano?", "Este ano uma vez, antes eram doze por ano.", 1),
    ],
)
def test_read_levels__meetings_before__are_not_counted_beside_those_of_today(language, question, text, level):
    assert levels(language, (question, text))["meetings_held"] == level


@pytest.mark.parametrize(
    ("language", "question", "told", "silent"),
    [
        (
            "en",
            "What difficulties were there?",
            "When parliament was dissolved we went seven months without a meeting.",
            "For lack of money we went seven months without a meeting.",
        ),
        (
            "fr",
            "Quelles difficultés ?",
            "Avec la dissolution de l'Assemblée, on a passé neuf mois sans réunion.",
            "Faute d'argent, on a passé neuf mois sans réunion.",
        ),
        (
            "es",
            "¿Qué dificultades hubo?",
            "Cuando disolvieron el Congreso estuvimos ocho meses sin una sola reunión.",
            "Por falta de plata estuvimos ocho meses sin una sola reunión.",
        ),
        (
            "pt",
            "Que dificuldades houve?",
            "Quando o presidente foi destituído estivemos quatro meses sem reunir.",
            "Por falta de dinheiro estivemos quatro meses sem reunir.",
        ),
    ],
)
def test_read_levels__an_upheaval_in_other_words__is_a_shock(language, question, told, silent):
    assert levels(language, (question, told))["shock_survival"] == 1
    assert "shock_survival" not in levels(language, (question, silent))


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "What has been achieved?", "Wasting fell from 12 to 8 per cent."),
        ("fr", "Quels sont les acquis ?", "L'émaciation est tombée de 12 à 8 pour cent."),
        ("es", "¿Cuáles son los logros?", "La anemia bajó de 40 a 31 por ciento."),
        ("pt", "Quais são as grandes conquistas?", "A desnutrição crónica desceu de 43 para 37 por cento."),
    ],
)
def test_read_levels__shares_that_are_better__are_a_result_where_results_were_asked_for(language, question, text):
    assert levels(language, (question, text))["result_level"] == 4
    assert "result_level" not in levels(language, ("?", text))


@pytest.mark.parametrize(
    ("language", "own", "of_country"),
    [
        ("en", "Here the mayor chairs and I am the secretariat.", "Here the national secretariat convenes us."),
        ("fr", "Ici, le secrétariat n'a pas un franc.", "Ici, le secrétariat de la plateforme nous convoque."),
        ("es", "Aquí preside la prefecta, yo hago la secretaría, sola.", "La secretaría nos convoca en mayo."),
        (
            "pt",
            "Aqui quem preside é a administradora, o secretariado sou eu.",
            "O secretariado nacional convoca-nos aqui.",
        ),
    ],
)
def test_scope_finder__here_opens_what_is_told_of_an_office__is_of_the_place(language, own, of_country):
    finder = load_scope_finder(language)
    marked = [
        any(hit.concept == "own_committee" for hit in found)
        for text in (own, of_country)
        for found in finder.find([Answer(text, "")], "region", year=2025)
    ]
    assert marked == [True, False]


@pytest.mark.parametrize(
    ("language", "question", "told", "wished"),
    [
        ("en", "What is needed to sustain it?", "It is in the budget law now.", "To have a law."),
        ("en", "What is needed to sustain it?", "To be honest, the money ends in March.", "A Nutrition Act."),
        ("fr", "Que faut-il pour que cela dure ?", "C'est inscrit dans la loi.", "C'est de trouver un budget."),
        ("es", "¿Qué se necesita para sostenerla?", "Es ley.", "Es que el Estado pague."),
        ("pt", "O que é preciso para durar?", "É lei, está no orçamento.", "Que o Estado pague."),
    ],
)
def test_scope_finder__what_is_so__is_no_wish_in_any_language(language, question, told, wished):
    assert WISHED not in concepts(language, told, question)
    assert WISHED in concepts(language, wished, question)
