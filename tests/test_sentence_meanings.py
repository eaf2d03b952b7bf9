"""What sentences mean: the same in any language, in any company, and never more of them kept than wished."""

from __future__ import annotations

import numpy as np
import pytest

from tasks.adapters import sentence_meanings
from tasks.adapters.sentence_meanings import SentenceMeanings

SAID = {
    "en": "The committee has not met since last year.",
    "fr": "Le comité ne s'est pas réuni depuis l'an dernier.",
    "es": "El comité no se ha reunido desde el año pasado.",
    "pt": "O comité não se reúne desde o ano passado.",
}
OTHER = "Our budget comes entirely from two donors."


@pytest.mark.parametrize("language", SAID)
def test_sentence__is_nearer_to_its_translation_than_to_another_sentence(language: str) -> None:
    own, english, other = SentenceMeanings().find([SAID[language], SAID["en"], OTHER])
    assert own @ english > own @ other + 0.2


def test_meaning__is_of_length_1_and_the_same_alone_and_among_others() -> None:
    together = SentenceMeanings().find([*SAID.values(), OTHER])
    alone = SentenceMeanings().find([OTHER])[0]
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-4)
    np.testing.assert_allclose(together[-1], alone, atol=1e-5)


def test_meanings__of_more_texts_than_are_kept__are_all_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_meanings, "TEXTS_KEPT", 2)
    meanings = SentenceMeanings()
    found = meanings.find([*SAID.values(), OTHER, SAID["en"]])
    assert len(found) == 6
    np.testing.assert_array_equal(found[0], found[-1])
    np.testing.assert_allclose(meanings.find([SAID["en"]])[0], found[0], atol=1e-5)
