"""Levels told in answers: what may change them, and what may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.level_wordings import (
    LEVEL_WEIGHTS,
    QUESTIONNAIRE,
    _checksum,
    _declared,
    _read_weights,
    load_level_reader,
    load_wordings,
)
from tasks.adapters.scope_words import load_scope_finder
from tasks.adapters.sparse_rows import SparseRows
from tasks.core.claims import HINT, LEVEL, NO_INFORMATION, Finding, MarkedSegment, find_claims
from tasks.core.concepts import ConceptWords
from tasks.core.question_classifiers import (
    RIDGE,
    STEP,
    FeatureScaling,
    TextFeatures,
    _SparseRows,
    learn_weights,
)
from tasks.core.scopes import Answer
from tasks.core.told_levels import AskedAnswer, _highest, _middle, join_findings, read_levels, take_asides_for_hints

WORDINGS = [wording for wording in load_wordings() if wording.level is not None and wording.indicator != "none"]
SILENT = ("Thank you for coming.", "It is raining a lot.", "Yes please, record.")


def answers(*told: tuple[str, str], language: str = "en") -> list[AskedAnswer]:
    """Answers to questions, marked as a run marks them."""
    texts = [text for _, text in told]
    hits = claim_finder(language, "XAA").find(texts)
    counted = mark_counts(texts, language, "un")
    return [
        AskedAnswer(f"s-{n}", text, question, "", own, counts)
        for n, ((question, text), own, counts) in enumerate(zip(told, hits, counted, strict=True))
    ]


def levels(*told: tuple[str, str], language: str = "en") -> dict[str, object]:
    found = read_levels(answers(*told, language=language), load_level_reader(), load_claim_rules(), load_count_rules())
    told = [finding for finding in found if finding.state != HINT and not finding.is_second_hand]
    return {finding.indicator: finding.level if finding.state == LEVEL else finding.state for finding in told}


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator", "level"),
    [
        (
            "en",
            "Who pays for the meetings?",
            "The agencies, meeting by meeting. Government, nothing.",
            "running_costs",
            1,
        ),
        (
            "fr",
            "Y a-t-il un plan pour cette année ?",
            "C'est encore un brouillon, il circule.",
            "annual_action_plan",
            1,
        ),
        ("es", "¿Hay términos de referencia?", "Existen, pero nadie los usa.", "operating_framework", 2),
        ("pt", "Quantos lugares tem cada grupo?", "Ninguém fixou isso, quem chega senta-se.", "seat_balance", 0),
        ("es", "¿A quién le reporta la mesa?", "No sé, eso no me lo explicaron.", "reporting_line", NO_INFORMATION),
        ("pt", "Quantas vezes se reuniu no último ano?", "Duas vezes.", "meetings_held", 2),
    ],
)
def test_read_levels__plain_talk__has_its_level(language, question, text, indicator, level):
    assert levels((question, text), language=language).get(indicator) == level


def test_read_levels__what_was_and_what_is_elsewhere__is_no_level():
    assert "meetings_held" not in levels(("How often does it meet?", "It used to meet every month."))
    assert "annual_action_plan" not in levels(("Is there a plan?", "In Kenya they have an annual plan and use it."))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The 2025 nutrition budget is 14 million dollars."),
        ("fr", "Le budget de la nutrition pour 2025 est de 14 millions de dollars."),
        ("es", "El presupuesto de nutrición para 2025 es de 14 millones de dólares."),
        ("pt", "O orçamento da nutrição para 2025 é de 14 milhões de dólares."),
    ],
)
def test_read_levels__amount_of_money__is_never_none(language, text):
    asked = "How much was mobilised for nutrition?"
    (answer,) = answers((asked, text), language=language)
    told = replace(answer, amounts=(text.index("14"),))
    found = read_levels([told], load_level_reader(), load_claim_rules(), load_count_rules())
    assert 0 not in [one.level for one in found if one.indicator == "money_mobilized"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=4), st.integers(2, 3))
def test_read_levels__the_same_words_again__move_nothing(told, times):
    said = [("", wording.text.capitalize() + ".") for wording in told]
    assert levels(*said) == levels(*(pair for pair in said for _ in range(times)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=4), st.sampled_from(SILENT))
def test_read_levels__words_that_say_nothing__change_nothing(told, silent):
    said = [("", wording.text.capitalize() + ".") for wording in told]
    assert levels(*said) == levels(*said, ("", silent))
    assert levels(("", silent)) == {}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDINGS), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_read_levels__order_of_answers__does_not_matter(told, random):
    said = [("", wording.text.capitalize() + ".") for wording in told]
    shuffled = random.sample(said, len(said))
    assert levels(*said) == levels(*shuffled)


@pytest.mark.parametrize(
    ("shares", "level"),
    [({2: 1.0}, 2), ({0: 0.4, 2: 0.5, 3: 0.3}, 2), ({1: 0.5, 4: 0.5}, 1), ({0: 0.9, 4: 0.5}, 0)],
)
def test_middle__of_what_was_told__is_moved_little_by_what_stands_out(shares, level):
    assert _middle(shares) == level


def test_read_levels__count_that_nobody_gives__is_read_in_words_where_it_was_asked_for():
    said = "Every one that was planned was held."
    assert levels(("How often did the platform meet in the last year?", said)) == {"meetings_held": 4.0}
    assert "meetings_held" not in levels(("What do you like best about your work?", said))


@given(
    st.lists(st.dictionaries(st.integers(0, 5), st.floats(-3, 3), min_size=1), min_size=1, max_size=6),
    st.integers(1, 3),
)
def test_sparse_rows__multiply_as_plain_columns_do(told, width):
    rows = [([*row], np.array([*row.values()])) for row in told]
    right = np.arange(6.0 * width).reshape(6, width)
    below = np.arange(1.0 * len(rows) * width).reshape(len(rows), width)
    ours, plain = SparseRows(rows, 6), _SparseRows(rows, 6)
    np.testing.assert_allclose(ours.times(right), plain.times(right), atol=1e-9)
    np.testing.assert_allclose(ours.transposed_times(below), plain.transposed_times(below), atol=1e-9)


WORDS = {"=a": ("we meet each month", "meetings are held"), "b": ("nobody pays", "we meet each month"), "c": ("a law",)}


@pytest.mark.parametrize("evenly", [0.0, 1.0])
def test_learn_weights__solve_the_ridge_regression__a_text_of_two_classes_is_one_example_of_both(evenly: float) -> None:
    features = TextFeatures(ConceptWords({}), frozenset(), has_pairs=False)
    learnt = learn_weights(WORDS, features, SparseRows, evenly)
    texts = list(dict.fromkeys(text for own in WORDS.values() for text in own))
    scaling = FeatureScaling(learnt.uses, len(texts))
    rows = np.zeros((len(texts), len(learnt.uses)))
    for row, text in zip(rows, texts, strict=True):
        places, values = scaling.scale(features.find(text.split()))
        row[places] = values
    targets = np.array([[float(text in own) for own in WORDS.values()] for text in texts])
    emphasis = (targets / targets.sum(axis=0) ** evenly).max(axis=1, keepdims=True)
    emphasis /= emphasis.mean()
    exact = np.linalg.solve(rows.T @ (emphasis * rows) + RIDGE * np.eye(rows.shape[1]), rows.T @ (emphasis * targets))
    assert learnt.examples == len(texts) == 4
    np.testing.assert_allclose(learnt.weights * STEP, exact, atol=STEP)


ASKED = {
    "en": ("If the coordinator left tomorrow, what would be left of it?", "beyond_one_person"),
    "fr": ("Et les réunions, il y en a eu combien l'année passée ?", "meetings_held"),
    "es": ("¿De dónde sale la plata para que esto funcione?", "running_costs"),
    "pt": ("Quem é que manda aqui, quem é que chama as pessoas?", "active_convenor"),
}


@pytest.mark.parametrize("language", ASKED)
def test_question__in_words_that_nobody_declared__asks_for_its_indicator(language: str) -> None:
    question, indicator = ASKED[language]
    weights = load_level_reader().asked_for(question, "")
    assert max(weights, key=weights.__getitem__) == indicator


def test_question__may_ask_for_two_indicators_at_once() -> None:
    weights = load_level_reader().asked_for("How often does it meet, and who pays for the meetings?", "")
    assert {"meetings_held", "running_costs"} <= set(weights)


@pytest.mark.parametrize("question", ["", "Shall we start, then?", "Puis-je enregistrer ?"])
def test_question__that_asks_for_nothing__has_no_indicator(question: str) -> None:
    assert load_level_reader().asked_for(question, "") == {}


def test_level_weights__are_learnt_from_the_wordings_as_they_stand():
    learnt = _read_weights(QUESTIONNAIRE / LEVEL_WEIGHTS)
    assert learnt is not None
    assert learnt.checksum == _checksum(*_declared(QUESTIONNAIRE), QUESTIONNAIRE), "run `make level-weights`"


def test_wordings__every_language__words_every_level_that_any_language_words():
    from tasks.adapters.declarations import read_yaml
    from tasks.adapters.nlp import LANGUAGES

    for path in (QUESTIONNAIRE / "level_wordings").glob("*.yaml"):
        for indicator, by_level in read_yaml(path).items():
            for level, by_language in by_level.items():
                assert set(by_language) == set(LANGUAGES), (path.name, indicator, level)


MEMBERS_LISTED = {
    "en": ("Who are the members?", "Of forty-one, thirty-two are from government, four from the UN, three from NGOs and two are donors."),
    "fr": ("Qui sont les membres ?", "Trente-deux de l'État, quatre des Nations unies, trois des ONG et deux des bailleurs."),
    "es": ("¿Quiénes son los miembros?", "Treinta y dos del Estado, cuatro de Naciones Unidas, tres de ONG y dos de los donantes."),
    "pt": ("Quem são os membros?", "Trinta e dois do Estado, quatro das Nações Unidas, três de ONG e dois dos doadores."),
}  # fmt: skip


@pytest.mark.parametrize("language", MEMBERS_LISTED)
def test_seats_told_in_answer_to_another_question_are_counted_all_the_same(language: str) -> None:
    assert levels(MEMBERS_LISTED[language], language=language)["seat_balance"] == 1


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "And the networks?", "Ours works, it has a plan. The others do not exist. The business one is asleep, the donors asleep."),
        ("fr", "Et les réseaux ?", "Le nôtre fonctionne. Les autres n'existent pas. Les entreprises dorment, les bailleurs aussi dorment."),
        ("es", "¿Y las redes?", "La nuestra funciona. Las otras no existen. La de empresas está dormida, la de donantes dormida."),
        ("pt", "E as redes?", "A nossa funciona. As outras não existem. A das empresas está parada, a dos doadores parada."),
    ],
)  # fmt: skip
def test_what_is_said_of_the_others_does_not_put_the_own_network_to_sleep(
    language: str, question: str, text: str
) -> None:
    assert levels((question, text), language=language)["networks_functioning"] == 1


def test_who_names_problems_and_says_that_nothing_was_done_has_named_them() -> None:
    told = answers(
        ("What has been difficult and what was done?", "The lack of transport, the lack of money. Nothing was done.")
    )
    readers = load_level_reader(), load_claim_rules(), load_count_rules()
    found = read_levels(told, *readers, cumulative={"response_to_challenges"})
    assert [f.level for f in found if f.indicator == "response_to_challenges" and f.state == LEVEL] == [1]


def test_a_single_sentence_on_what_nobody_asked_tells_no_level() -> None:
    assert "member_benefit" not in levels(("Who chairs it?", "We asked three times and nobody answered."))


@pytest.mark.parametrize(
    ("language", "question", "without", "named"),
    [
        ("en", "What if you left tomorrow?", "It slept for months.", "After the cyclone it slept for months."),
        ("fr", "Et si vous partiez ?", "Il a dormi des mois.", "Après le cyclone, le comité a dormi des mois."),
        ("es", "¿Y si usted se va?", "Aguantó.", "Con el huracán aguantó, no dejó de reunirse."),
        ("pt", "E se a senhora sair?", "O fórum não parou.", "Com o ciclone o fórum não parou, reuniu-se na mesma."),
    ],
)
def test_who_was_not_asked_for_shocks_tells_of_one_only_by_naming_it(language, question, without, named):
    def told(text: str) -> set[str]:
        return {reading.indicator for reading in read_levels(_routed(question, text, language), *READERS)}

    assert "shock_survival" not in told(without)
    assert "shock_survival" in told(named)


READERS = load_level_reader(), load_claim_rules(), load_count_rules()


def _routed(question: str, text: str, language: str) -> list[AskedAnswer]:
    """An answer to what is known to be Annex 1's question on what keeps the platform going."""
    return [replace(answer, annex_question="Q23") for answer in answers((question, text), language=language)]


def test_a_rule_in_the_answer_to_another_question_is_a_hint():
    told = answers(("Who pays for the meetings?", "A draft of the terms of reference is with the agencies."))
    segment = MarkedSegment("s-0", told[0].text, told[0].hits)
    by_rules = find_claims([segment], load_claim_rules(), {})
    assert {finding.state for finding in by_rules if finding.indicator == "operating_framework"} == {LEVEL}
    taken = take_asides_for_hints(by_rules, told, load_level_reader())
    assert {finding.state for finding in taken if finding.indicator == "operating_framework"} == {HINT}
    assert take_asides_for_hints(by_rules, answers(("", told[0].text)), load_level_reader()) == by_rules


def test_hints_stay_beside_what_is_told():
    told = Finding("s-0", "running_costs", LEVEL, 3.0, "running_costs.sounds like level 3")
    hint = replace(told, state=HINT, level=1.0)
    unknown = replace(told, state=NO_INFORMATION, level=None)
    assert join_findings([hint], [told]) == [hint, told]
    assert join_findings([told], [hint]) == [told, hint]
    assert join_findings([unknown], [hint]) == [unknown, hint]


@pytest.mark.parametrize(
    ("language", "question", "text", "level"),
    [
        ("en", "How often did it meet?", "Once a quarter is the rule. We held two sessions.", 2),
        ("fr", "Combien de réunions ?", "Une fois par trimestre, c'est la règle, et on s'est réunis quatre fois.", 3),
        ("es", "¿Cuántas veces se reunió?", "El decreto manda cuatro. Hay acta del día 20 y del 14. Entonces dos.", 2),
        (
            "pt",
            "Quantas reuniões houve?",
            "Uma em Outubro, no dia 22, outra em Maio. Foram duas reuniões, não mais.",
            2,
        ),
        (
            "pt",
            "Quantas reuniões houve?",
            "Tenho as atas de fevereiro e de junho. Portanto, duas em quatro previstas.",
            2,
        ),
        ("en", "How often did it meet?", "March, and July I think. So two of the four planned.", 2),
    ],
)
def test_meetings__the_sum_told_goes_before_dates_and_rhythms(language, question, text, level):
    assert levels((question, text), language=language)["meetings_held"] == level


def test_meetings__the_answer_to_their_question_goes_before_one_in_passing():
    paid = ("Who pays for the meetings and the staff?", "Two sides pay, the State and the partners.")
    told = levels(paid, ("How many meetings were held in the last twelve months?", "Four, all that were planned."))
    assert told["meetings_held"] == 3


def test_what_others_told_is_no_hint_as_well():
    heard = ("Who pays for the meetings?", "They told us that the State pays for nearly all of it.")
    own = ("And what do you see yourself?", "The agencies pay, meeting by meeting. Government, nothing.")
    found = read_levels(answers(heard, own), *READERS)
    keys = [(one.indicator, one.segment_id, one.rule, one.level, one.value) for one in found]
    assert len(keys) == len(set(keys))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=4))
def test_read_levels__no_level_of_an_indicator_is_told_twice_by_the_same_words(told):
    said = [("", f"{start}{wording.text}.") for wording in told for start in ("They told us that ", "")]
    found = read_levels(answers(*said), *READERS)
    keys = [(one.indicator, one.segment_id, one.rule, one.level, one.value) for one in found]
    assert len(keys) == len(set(keys))


def test_seats__that_nobody_numbers__are_balanced_in_nobody_s_words__but_may_be_unlisted() -> None:
    question = "How many seats does each group have?"
    assert "seat_balance" not in levels((question, "Government has most of them, the others a few."))
    assert levels((question, "There is no list of seats, nobody ever fixed that.")) == {"seat_balance": 0.0}


MEMBERS = {
    "en": "Who are the members?",
    "fr": "Qui sont les membres ?",
    "es": "¿Quiénes son los miembros?",
    "pt": "Quem são os membros?",
}


@pytest.mark.parametrize(
    ("language", "text", "indicator", "level"),
    [
        ("en", "When our coordinator left, the meetings went on.", "beyond_one_person", 4),
        ("fr", "D'ailleurs, quand la directrice est partie, le comité a continué.", "beyond_one_person", 4),
        ("es", "Si la secretaria técnica se va, la mesa se acaba.", "beyond_one_person", 0),
        ("pt", "Se o ponto focal sair, a plataforma continua.", "beyond_one_person", 3),
        ("en", "In the lockdown the forum met online with a revised plan.", "shock_survival", 4),
        ("fr", "Pendant la transition, tout s’est arrêté six mois.", "shock_survival", 1),
        ("es", "Con el huracán la plataforma desapareció.", "shock_survival", 0),
        ("pt", "Durante a pandemia as reuniões nunca pararam.", "shock_survival", 3),
    ],
)
def test_a_level_told_outright__counts_whatever_was_asked(language, text, indicator, level):
    assert levels((MEMBERS[language], text), language=language) == {indicator: level}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The director left the meeting early and we went on with lunch."),
        ("fr", "Pendant la transition, on a continué entre ONG, mais la plateforme, elle, a dormi un an."),
        ("es", "La directora de la escuela se fue y el huerto siguió."),
        ("pt", "Com o ciclone, a fábrica parou três meses."),
        ("en", "When I went to the village it stopped raining."),
        ("en", "The director changed the agenda and we met as usual."),
        ("en", "The coordinator left for Geneva on mission and the meeting went on."),
        ("en", "With the transition to digital registers the work continued."),
        ("en", "Due to the drought all animals died."),
        ("fr", "Le directeur a changé de bureau et on a continué."),
        ("fr", "Si elle part en mission, on continue par téléphone."),
        ("es", "La presidenta salió electa y la mesa siguió."),
        ("es", "Durante la sequía todo murió: maíz y frijol."),
        ("pt", "Tudo para a comunidade, se o coordenador sair."),
        ("pt", "O diretor mudou a data e a reunião continuou."),
    ],
)
def test_a_departure_or_a_shock__that_says_nothing_of_the_platform_as_a_whole__tells_no_level(language, text):
    told = levels((MEMBERS[language], text), language=language)
    assert not told.keys() & {"beyond_one_person", "shock_survival"}


def test_what_is_told_outright__is_no_wish__though_wishes_were_asked_for():
    asked = "What is needed to sustain it?"
    outright, wish = "If the director left tomorrow we would carry on.", "Strong meetings that continue after a flood."
    kept = {text: _as_wished(asked, text) for text in (outright, wish)}
    assert kept == {outright: {"beyond_one_person": 3.0}, wish: {}}


def _as_wished(question: str, text: str) -> dict[str, float | None]:
    (answer,) = answers((question, text))
    (marks,) = load_scope_finder("en").find([Answer(text, question)], "national", are_notes=False, year=2026)
    found = read_levels(
        [replace(answer, hits=(*answer.hits, *marks))], load_level_reader(), load_claim_rules(), load_count_rules()
    )
    of_both = {"beyond_one_person", "shock_survival"}
    return {one.indicator: one.level for one in found if one.state == LEVEL and one.indicator in of_both}


@pytest.mark.parametrize(
    ("shares", "level"),
    [
        ({1: 0.4, 2: 0.49, 3: 0.32}, 2),
        ({1: 0.5, 3: 0.36, 4: 0.39}, 3),
        ({1: 0.6, 2: 0.3}, 1),
        ({0: 0.9, 4: 0.5}, 0),
        ({0: 0.5, 1: 0.3}, 0),
        ({1: 0.5, 3: 0.3}, 1),
        ({2: 0.4, 3: 0.5}, 3),
    ],
)
def test_highest__neighbouring_levels__tell_the_lower_of_them(shares, level):
    assert _highest(shares) == level
