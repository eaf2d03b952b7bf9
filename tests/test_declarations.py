"""What is declared under questionnaires/ holds together; its ids are those the outside world uses."""

import csv
import re
from pathlib import Path

import pytest
import yaml

from tasks.adapters.coders import load_coder
from tasks.adapters.declarations import QUESTIONNAIRE, TEMPLATES, load_codebook, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.templates import WORD_KEYS
from tasks.adapters.vocabularies import load_vocabulary
from tasks.core.codings import parse_coding_rules

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


def test_ids__are_those_outside_checks_use():
    assert list(load_codebook().topics) == TOPICS
    assert sorted(load_codebook().stances) == sorted(STANCES)
    assert list(load_rubric().indicators) == INDICATORS
    assert list(load_rubric().questions) == [f"Q{n}" for n in range(1, 24)]


@pytest.mark.parametrize("path", sorted(QUESTIONNAIRE.rglob("*.yaml")), ids=lambda path: path.name)
def test_yaml__every_file_parses(path):
    if path.parent.name != "country_folder":
        assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_form__asks_23_open_questions_and_a_companion_for_each_indicator():
    form = load_form()
    assert [q.name for q in form.questions if re.fullmatch(r"q\d+", q.name)] == [f"q{n}" for n in range(1, 24)]
    for id_ in INDICATORS:
        companion = form.question(id_)
        assert [choice.name for choice in form.choices[companion.list_name]] == ["0", "1", "2", "3", "4", "dk", "na"]
        assert companion.area == load_rubric().indicators[id_].area


def test_form__every_label_is_there_in_four_languages():
    form = load_form()
    labelled = [q.labels for q in form.questions if q.type not in ("start", "end", "today")]
    labelled += [choice.labels for choices in form.choices.values() for choice in choices]
    assert all(set(labels) == set(LANGUAGES) and all(labels.values()) for labels in labelled)


def test_form__the_area_groups_are_named():
    groups = {q.group.split("/")[0] for q in load_form().questions if q.area}
    assert groups == {"area1_definition", "area2_governance", "area3_structure", "area4_results", "area5_outlook"}


def test_text_catalogue__has_every_key_in_four_languages_with_the_same_places():
    catalogue = read_yaml(TEMPLATES / "text.yaml")
    assert set(WORD_KEYS) <= set(catalogue)
    for key, texts in catalogue.items():
        assert set(texts) == set(LANGUAGES), key
        places = {language: sorted(re.findall(r"\{(\w+)\}", text)) for language, text in texts.items()}
        assert len(set(map(tuple, places.values()))) == 1, key


def test_text_catalogue__has_no_key_that_nobody_says():
    code = " ".join(path.read_text(encoding="utf-8") for path in Path("tasks").rglob("*.py"))
    families = ("practice.", "network.", "topic.", "band.", "flag.", "method.", "section.", "level.", "page.", "label.")
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


def test_country_folder__registers_have_the_columns_of_the_how_to():
    template = QUESTIONNAIRE / "country_folder"
    with (template / "interviews.csv").open(encoding="utf-8") as stream:
        header = next(csv.reader(stream, delimiter=";"))
    assert all(f"| {column} |" in (template / "HOW-TO.md").read_text(encoding="utf-8") for column in header)


def test_everything_declared__loads():
    assert load_coder().version.startswith("lexicon:")
    assert load_vocabulary().groups.read("Société civile") == "civil_society"
    assert load_speaker_words().interviewer
    assert load_question_router().route("Who are the members of the MSP?")[0] == "Q14"
