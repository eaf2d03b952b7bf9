import pytest

from tasks.adapters import languages
from tasks.adapters.languages import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We have not met since the launch and nobody is paid.", "en"),
        ("Nous ne sommes pas dans la salle avec les autres.", "fr"),
        ("No hay plata para las reuniones y por eso los sectores faltan.", "es"),
        ("Não há uma sala para as reuniões do comité, e os sectores faltam.", "pt"),
        ("Kamati ya lishe ya wilaya ya Kilosa ilikutana.", "sw"),
        ("Het comité is er nog, en we had een lijst of twee, was het niet?", "nl"),
        ("Je ne sais pas, on ne m'a rien dit ici.", "fr"),
        ("Kamati hukutana mara tatu kwa mwaka kujadili bajeti.", "sw"),
    ],
)
def test_identify__by_common_words_or_detector(text, language):
    assert identify([text]) == [language]


@pytest.fixture
def without_large_models(monkeypatch):
    told = languages._detector

    def detector(*, is_quick):
        assert is_quick
        return told(is_quick=True)

    monkeypatch.setattr(languages, "_detector", detector)


def test_identify__long_clear_text_needs_no_large_models(without_large_models):
    text = "Commissie vergadert maandelijks; notulen verschijnen binnen veertien dagen, burgemeester tekent besluiten."
    assert identify([text]) == ["nl"]


UNCLEAR = "Total de 26 reuniones"


def test_identify__declared_language_gives_way_to_clear_words_only(without_large_models):
    assert identify(["Tafadhali, karibuni sana wageni wetu", UNCLEAR], is_declared=True) == ["sw", ""]


def test_identify__no_language_declared__unclear_words_tell_it():
    assert identify([UNCLEAR]) == ["es"]
