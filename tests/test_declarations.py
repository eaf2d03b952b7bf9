"""What is declared under questionnaires/ holds together; its ids are those the outside world uses."""

import csv
import re
from pathlib import Path

import pytest

from tasks.adapters.coders import load_coder
from tasks.adapters.declarations import QUESTIONNAIRE, TEMPLATES, load_codebook, load_rubric, read_yaml
from tasks.adapters.forms import load_form, read_rows
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.templates import WORD_KEYS
from tasks.adapters.vocabularies import load_vocabulary
from tasks.core.codings import parse_coding_rules
from tasks.core.grades import CONCORDANT_SPAN, RECENT_MONTHS
from tasks.core.next_actions import parse_remedies
from tasks.core.spellings import simplify

TOPICS = """local_definition member_expectations leadership action_plan operating_framework reporting_lines anchoring
subnational msp_funding accountability communication membership sectors meetings new_members networks advocacy policy_planning
resource_mobilization capacity_building alignment context information_systems implementation sustainability learning_exchange
sun_support""".split()
STANCES = "description achievement challenge response recommendation".split()
INDICATORS = """shared_definition agreed_components member_benefit active_convenor annual_action_plan operating_framework
reporting_line convening_power subnational_function running_costs accountability_mechanism communication_channels
stakeholder_breadth sector_breadth meetings_held seat_balance entry_process member_renewal networks_functioning result_level
plausible_contribution money_mobilized response_to_challenges improvement_owned institutionalization financial_durability
beyond_one_person shock_survival""".split()
SHARED_WORDS = {
    "Date",
    "Organisation",
    "Structure",
    "National",
    "Nacional",
    "No",
    "Nada",
    "Nunca",
    "Academia",
    "Parlamento",
}


def translations(kind):
    """The texts of a kind of column in the four languages, a tuple a row of the form's sheets."""
    rows = [row for sheet in ("survey", "choices") for row in read_rows(QUESTIONNAIRE / f"{sheet}.csv")]
    return [
        texts
        for row in rows
        if (texts := tuple(text for header, text in row.items() if header.startswith(f"{kind}::")))
    ]


def test_ids__are_those_outside_checks_use():
    assert list(load_codebook().topics) == TOPICS
    assert sorted(load_codebook().stances) == sorted(STANCES)
    assert list(load_rubric().indicators) == INDICATORS
    assert list(load_rubric().questions) == [f"Q{n}" for n in range(1, 24)]


@pytest.mark.parametrize("path", sorted(QUESTIONNAIRE.rglob("*.yaml")), ids=lambda path: path.name)
def test_yaml__every_file_parses(path):
    assert read_yaml(path)


def test_form__asks_23_open_questions_and_a_companion_for_each_indicator():
    form = load_form()
    assert [q.name for q in form.questions if re.fullmatch(r"q\d+", q.name)] == [f"q{n}" for n in range(1, 24)]
    assert sorted(q.indicator for q in form.questions if q.indicator) == sorted(INDICATORS)
    for id_ in INDICATORS:
        companion = form.question(id_)
        assert (companion.type, companion.list_name) == ("select_one", id_)
        assert [choice.name for choice in form.choices[id_]] == ["0", "1", "2", "3", "4", "dk", "na"]
        assert companion.area == load_rubric().indicators[id_].area


def test_form__a_companion_follows_the_first_question_of_its_indicator():
    asked = ""
    for question in load_form().questions:
        if question.indicator:
            assert load_rubric().indicators[question.indicator].questions[0] == asked, question.name
        asked = question.annex_question or asked


def test_form__asks_nothing_on_the_platform_without_consent():
    survey = read_rows(QUESTIONNAIRE / "survey.csv")
    place = next(n for n, row in enumerate(survey) if row["name"] == "consent_record")
    later = [row for row in survey[place + 1 :] if row["type"] == "begin_group" or row["name"].startswith("consent_")]
    assert len(later) == 5 + 3
    assert all(row["relevant"].startswith("${consent_record} = 'yes'") for row in later)
    required = {q.name for q in load_form().questions if q.is_required}
    assert {"consent_record", "stakeholder_group", "country", "interview_date"} <= required
    assert not any(q.is_required for q in load_form().questions if q.area)


def test_form__every_label_is_there_in_four_languages():
    for kind in ("label", "hint", "constraint_message"):
        for translated in translations(kind):
            assert all(translated) or not any(translated), translated
    form = load_form()
    labelled = [q.labels for q in form.questions if q.type not in ("start", "end", "today")]
    labelled += [choice.labels for choices in form.choices.values() for choice in choices]
    assert all(set(labels) == set(LANGUAGES) and all(labels.values()) for labels in labelled)


def test_form__a_text_is_the_same_in_two_languages_only_where_they_share_the_word():
    for kind in ("label", "hint", "constraint_message"):
        for translated in translations(kind):
            same = {text for text in translated if text and translated.count(text) > 1}
            assert same <= SHARED_WORDS, same


def test_form__no_two_questions_or_choices_read_alike_in_any_language():
    """An export with labels as headers, or labels as answers, must tell them apart."""
    form = load_form()
    readers = [[(q.name, q.labels) for q in form.questions]]
    readers += [[(choice.name, choice.labels) for choice in choices] for choices in form.choices.values()]
    for entries in readers:
        owners: dict[str, str] = {}
        for name, labels in entries:
            for label in labels.values():
                assert owners.setdefault(simplify(label), name) == name, label


def test_form__a_level_stands_alone():
    """A brief prints a level without the one below it, so none begins with "and"."""
    levels = [choice for id_ in INDICATORS for choice in load_form().choices[id_]]
    joined = re.compile(r"(?:and|et|y|e) ", re.IGNORECASE)
    assert not [label for choice in levels for label in choice.labels.values() if joined.match(label)]


def test_form__the_area_groups_are_named():
    groups = {q.group.split("/")[0] for q in load_form().questions if q.area}
    assert groups == {"area1_definition", "area2_governance", "area3_structure", "area4_results", "area5_outlook"}


def test_rubric__holds_the_worked_case_and_the_numbers_that_the_program_uses():
    rubric, declared = load_rubric(), read_yaml(QUESTIONNAIRE / "rubric.yaml")
    worked = declared["worked_case_mali"]
    assert list(worked["levels"]) == INDICATORS
    assert set(worked["levels"].values()) <= {0, 1, 2, 3, 4, "NI", "NA", "CF"}
    assert worked["areas"] == {1: "insufficient", 2: 63.9, 3: "insufficient", 4: 62.5, 5: 55.0}
    assert worked["overall"] == 60.5
    evidence = declared["aggregation"]["evidence"]
    assert (evidence["document_months"], evidence["concordant_span"]) == (RECENT_MONTHS, CONCORDANT_SPAN)
    assert set(rubric.gate) <= set(INDICATORS)
    assert rubric.gate_cap in rubric.bands
    assert set(rubric.jitter) == set("ABCD")


def test_rubric__names_areas_and_indicators_in_four_languages():
    named = [*load_rubric().areas.values(), *load_rubric().indicators.values()]
    assert len(named) == 5 + 28
    assert all(set(entry.label) == set(LANGUAGES) and all(entry.label.values()) for entry in named)
    assert {topic for entry in load_rubric().indicators.values() for topic in entry.topics} <= set(TOPICS)
    assert {question for entry in load_rubric().indicators.values() for question in entry.questions} == set(
        load_rubric().questions
    )


def test_codebook__labels_codes_in_four_languages_and_topics_stand_in_an_area():
    codebook = load_codebook()
    codes = [*codebook.topics.values(), *codebook.stances.values()]
    assert all(set(code.label) == set(LANGUAGES) and code.definition for code in codes)
    assert {topic.area for topic in codebook.topics.values()} == set(load_rubric().areas)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_guide__asks_the_23_questions_in_the_words_of_the_form(language):
    guide = (QUESTIONNAIRE / "interview_guide.md").read_text(encoding="utf-8")
    for number in range(1, 24):
        wording = load_form().question(f"q{number}").labels[language]
        assert f"**Q{number}. {wording}**" in guide


def test_text_catalogue__has_every_key_in_four_languages_with_the_same_places():
    catalogue = read_yaml(TEMPLATES / "text.yaml")
    assert set(WORD_KEYS) <= set(catalogue)
    for key, texts in catalogue.items():
        assert set(texts) == set(LANGUAGES), key
        places = {language: sorted(re.findall(r"\{(\w+)\}", text)) for language, text in texts.items()}
        assert len(set(map(tuple, places.values()))) == 1, key


def test_text_catalogue__names_every_stakeholder_group_inside_a_sentence():
    catalogue = read_yaml(TEMPLATES / "text.yaml")
    groups = {group["id"] for group in read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]}
    assert {f"who.{id_}" for id_ in groups} == {key for key in catalogue if key.startswith("who.")}


def test_portfolio_catalogue__has_every_key_in_four_languages_with_the_same_places():
    for key, texts in read_yaml(TEMPLATES / "portfolio.yaml").items():
        assert set(texts) == set(LANGUAGES), key
        places = {tuple(sorted(re.findall(r"\{(\w+)\}", text))) for text in texts.values()}
        assert len(places) == 1, key


def test_text_catalogue__has_no_key_that_nobody_says():
    code = " ".join(path.read_text(encoding="utf-8") for path in Path("tasks").rglob("*.py"))
    families = (
        "practice.",
        "network.",
        "topic.",
        "band.",
        "flag.",
        "method.",
        "section.",
        "level.",
        "page.",
        "label.",
        "status.",
        "validation.",
        "who.",
        "tier.",
        "acknowledgements.",
        "sensitivity.",
        "changes.",
        "next.",
        "unit.",
    )
    for key in read_yaml(TEMPLATES / "text.yaml"):
        stem = key.removesuffix(".one").removesuffix(".other")
        assert key.startswith(families) or f'"{stem}"' in code, key


@pytest.mark.parametrize("part", ["topics", "cues", "claims"])
def test_lexicons__hold_the_same_concepts_in_four_languages(part):
    concepts = {
        language: set(read_yaml(QUESTIONNAIRE / "lexicon" / f"{part}_{language}.yaml")) for language in LANGUAGES
    }
    assert len({frozenset(own) for own in concepts.values()}) == 1


def test_coding_rules__name_only_concepts_of_the_lexicon_and_ids_of_the_codebook():
    topics, stances = (read_yaml(QUESTIONNAIRE / name) for name in ("topic_rules.yaml", "stance_rules.yaml"))
    rules = parse_coding_rules(topics, stances)
    concepts = {c for part in ("topics", "cues") for c in read_yaml(QUESTIONNAIRE / "lexicon" / f"{part}_en.yaml")}
    named = {c for rule in (*rules.topics, *rules.stances) for needed in rule.all_of for c in needed}
    named |= {c for rule in (*rules.topics, *rules.stances) for c in rule.none_of} | rules.silent | rules.asked_support
    assert named <= concepts
    assert {rule.target for rule in rules.topics} == set(TOPICS)
    assert set(rules.stance_order) == set(STANCES)
    assert {t for own in rules.asked_topics.values() for t in own} <= set(TOPICS)


def test_outline__names_indicators_topics_and_words_that_exist():
    outline, catalogue = read_yaml(QUESTIONNAIRE / "brief_outline.yaml"), read_yaml(TEMPLATES / "text.yaml")
    for part in ("practices", "conditions"):
        for entry in outline[part]:
            assert set(entry["indicators"]) <= set(INDICATORS)
            assert set(entry["topics"]) <= set(TOPICS)
    assert all(f"practice.{entry['id']}" in catalogue for entry in outline["practices"])
    assert all(f"network.{entry['id']}" in catalogue for entry in outline["networks"])


def test_next_actions__are_worded_for_every_gap_of_every_indicator():
    remedies = parse_remedies(read_yaml(QUESTIONNAIRE / "next_actions.yaml"))
    assert sorted(remedies) == sorted(INDICATORS)
    for id_, remedy in remedies.items():
        assert remedy.proposals <= set(TOPICS)
        for language in LANGUAGES:
            told = [remedy.action(level, language) for level in (0.0, 1.0, 2.0)]
            assert all(text and text[-1] not in ".:;" and text[0].islower() for text in told), (id_, language)


def test_level_phrases__name_levels_that_exist_in_four_languages():
    for id_, levels in read_yaml(QUESTIONNAIRE / "level_phrases.yaml").items():
        assert id_ in INDICATORS
        for level, phrase in levels.items():
            assert level in range(5)
            assert set(phrase) == set(LANGUAGES)
            assert not any(text.endswith(".") for text in phrase.values())


def test_placeholders__are_named_in_the_other_languages():
    named = read_yaml(QUESTIONNAIRE / "placeholders.yaml")
    used = read_yaml(QUESTIONNAIRE / "identifiers" / "patterns.yaml")["placeholders"].values()
    groups = [group["pseudonym"]["en"] for group in read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]]
    assert {mark.strip("[]").removesuffix(" {n}") for mark in used} | set(groups) == set(named)
    assert all(set(one) == set(LANGUAGES) - {"en"} for one in named.values())


def test_country_folder__registers_have_the_columns_of_the_how_to():
    template = QUESTIONNAIRE / "country_folder"
    with (template / "interviews.csv").open(encoding="utf-8") as stream:
        header = next(csv.reader(stream, delimiter=";"))
    assert all(f"| {column} |" in (template / "HOW-TO.md").read_text(encoding="utf-8") for column in header)


def test_everything_declared__loads():
    assert load_coder().version.startswith("model:")
    assert load_vocabulary().groups.read("Société civile") == "civil_society"
    assert load_speaker_words().interviewer
    assert load_question_router().route("Who are the members of the MSP?")[0] == "Q14"
