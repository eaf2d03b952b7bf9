"""Page one says what others propose on a gap in their words only where these propose, are read, and tell nobody."""

from dataclasses import replace

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.brief_actions import next_actions
from tasks.core.brief_evidence import Passage
from tasks.core.levels import Level
from tasks.core.next_actions import parse_remedies
from tasks.render import load_wordings
from tests.core.test_brief_sections import DOUBTS, draft, passage

REMEDIES = parse_remedies(read_yaml(QUESTIONNAIRE / "next_actions.yaml"))
GAP = Level("operating_framework", "scored", 1.0, (1.0, 1.0), "B", groups=("un",))
ASKED = {
    "en": "The terms of reference should be adopted this year.",
    "fr": "Il faudrait adopter les termes de référence cette année.",
    "es": "Hay que adoptar los términos de referencia este año.",
    "pt": "É preciso adotar os termos de referência este ano.",
}


def proposal(n: int, text: str, group: str, language: str = "en") -> Passage:
    return passage(f"s-{n}", text, "recommendation", "operating_framework", group, language=language)


def printed(*passages: Passage, language: str = "en", small: frozenset[str] = frozenset()) -> tuple[str, int]:
    """What is said of the proposals on a gap, and how many quotations stand below."""
    heard = tuple(dict.fromkeys(one.group for one in passages))
    of = replace(draft(*passages, heard=heard, small=small), doubts=DOUBTS, remedies=REMEDIES)
    of = replace(of, results=replace(of.results, words=load_wordings(language), scores=(Scored(),)))
    (item,) = [one for one in next_actions(of, [GAP]) if len(one.sentences) > 1]
    return item.sentences[1].text, len(item.quotations)


class Scored:
    """An overall score that is there."""

    score = 50.0


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_proposal__is_quoted_in_the_language_of_the_brief_only(language):
    said = [proposal(n, text, ("un", "donor")[n % 2], spoken) for n, (spoken, text) in enumerate(ASKED.items())]
    text, _ = printed(*said, language=language)
    assert ASKED[language].rstrip(".") in text
    others = [one for one in said if one.language != language]
    text, n = printed(*others, language=language)
    assert n == 0
    assert not any(asked.rstrip(".") in text for asked in ASKED.values())


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("en", "No. If there was one I'd have the premix on it in red."),
        ("en", "No, it should be on the list of the terms."),
        ("en", "It would be nice, I wish we had better terms."),
        ("fr", "Oui, il faudrait adopter les termes cette année."),
        ("es", "Sí, hay que adoptar los términos este año."),
        ("pt", "Não, é preciso adotar os termos este ano."),
    ],
)
def test_proposal__that_answers_a_question_or_only_wishes__is_not_quoted(language, answer):
    said = [proposal(1, answer, "un", language), proposal(2, answer, "donor", language)]
    text, n = printed(*said, language=language)
    assert answer.rstrip(".") not in text
    assert n == 0


@pytest.mark.parametrize(
    ("groups", "small", "is_told"),
    [
        (("un", "donor"), frozenset(), True),
        (("un", "un"), frozenset(), False),
        (("un", "donor"), frozenset({"donor"}), False),
        (("un", "donor"), frozenset({"un", "donor"}), False),
    ],
)
def test_proposal__of_fewer_than_two_groups_told_apart__has_no_words(groups, small, is_told):
    said = [proposal(n, ASKED["en"], group) for n, group in enumerate(groups)]
    text, n = printed(*said, small=small)
    assert (ASKED["en"].rstrip(".") in text, n > 0) == (is_told, is_told)
    assert text.startswith("Proposals on this: ")


def test_proposal__of_a_group_of_few_beside_two_told_apart__is_not_the_one_that_is_quoted():
    said = [proposal(n, ASKED["en"], group) for n, group in enumerate(("un", "donor"))]
    few = proposal(2, "We should adopt them.", "business")
    text, _ = printed(*said, few, small=frozenset({"business"}))
    assert ASKED["en"].rstrip(".") in text
