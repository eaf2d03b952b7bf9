"""A word that may be somebody's name or a public one is decided once a country. Nobody here is real."""

import pytest
from builders_country import country_folder, write

from flows.direct import run_directly
from tasks.adapters.identifier_words import load_person_words
from tasks.adapters.key_files import read_key
from tasks.adapters.store import Store
from tasks.core.name_words import fold_name
from tasks.core.pseudonym_keys import look_into, searched_words
from tasks.core.pseudonyms import mask_text
from tasks.core.sources import Interview, Received, SourceText
from tasks.core.vouched_words import find_public_words
from tasks.make_masks import make_country_masks

STORM = ("The platform sat in the dark. After Idara there was nothing else.", "Did cyclone Idara stop the platform?")
DONOR = ("Donors, well, Hallam comes, and the other one now and then.", "The balance is the Hallam Fund, they pay.")
TOWN = (
    "He ido a dos, Karanday e Yvyraty. Karanday muy bien.",
    "Fui a Karanday a dar una charla. Hay dos comités en Karanday.",
)
CHAMBER = (
    "El abogado de la Cámara le puede confirmar. Por la Cámara, uno con su suplente.",
    "La Cámara sí funciona, pero la Cámara es la Cámara. ¿Qué gana la Cámara?",
)
SIGH = (
    "¿Mensuales? No, señor. Ojalá. Acá somos los mejores.",
    "Que ojalá esto no quede en un cajón. Y ojalá les salga.",
)
INITIALS = (
    "El nombre es Comité Intersectorial de Nutrición y Alimentación, CINA, pero todo el mundo dice la Mesa.",
    "No puede decir más. En el expediente le llaman CINA.",
)
PERSON_TOO = (
    "I spoke with Mr Hallam about it. Then Hallam signed.",
    "We drove to the town of Hallam. He is from Hallam.",
)


def masks_of(texts, cell=""):
    people = [Interview(f"I{n}", f"XAA/{n}.txt", "verbatim", identifiers=(cell,)) for n in range(len(texts))]
    sources = {f"I{n}": SourceText(f"XAA/{n}.txt", "", text, ()) for n, text in enumerate(texts)}
    return make_country_masks(Received("XAA", tuple(people), sources, {}, (), {}, ()), {}).masks


@pytest.mark.parametrize(
    "texts",
    [STORM, DONOR, TOWN, CHAMBER, SIGH, INITIALS],
    ids=["storm", "donor", "town", "chamber", "sigh", "initials"],
)
def test_word__shown_to_be_public_somewhere_and_a_person_nowhere__is_left_everywhere(texts):
    masks = masks_of(texts)
    assert [mask_text(text, masks) for text in texts] == list(texts)


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (STORM, "Ms Idara Sow chairs it."),
        (DONOR, "My name is Hallam."),
        (TOWN, "Preguntemos al Dr. Karanday."),
    ],
)
def test_word__that_names_somebody_somewhere_too__is_replaced_where_no_place_is_meant(texts, name):
    masks = masks_of([*texts, name])
    assert not {"Idara", "Hallam", "Karanday"} & set(mask_text(name, masks).replace(".", "").split())
    assert mask_text(texts[0], masks) != texts[0]


def test_word__behind_a_title_that_letters_of_a_body_spell_too__is_somebody():
    text = "Le professeur et Papa Essomba, le planton, attendent."
    assert "Essomba" not in mask_text(text, masks_of([text]))


def test_word__of_a_register__is_somebodys_whatever_the_texts_show():
    assert "Idara" not in mask_text(STORM[0], masks_of(STORM, "Idara Sow"))


def test_person_and_town__the_town_stays_and_is_known_to_be_left():
    masks = masks_of(PERSON_TOO)
    masked = [mask_text(text, masks) for text in PERSON_TOO]
    assert ["Hallam" in text for text in masked] == [False, True]
    assert [bool(look_into(text, masks).left) for text in PERSON_TOO] == [False, True]


def test_town_of_an_address__is_nobody_whom_the_release_is_searched_for():
    text = "In Birnin Gwari nobody met. His compound, No. 9 Layin Masallaci, Birnin Gwari, is closed."
    found = look_into(text, masks_of((text,)))
    assert [text[one.start : one.end] for one in found.replacements] == ["No. 9 Layin Masallaci, Birnin Gwari"]


@pytest.mark.slow
def test_release__of_a_country_with_a_storm_and_a_town_that_people_are_called_too__is_not_blocked(tmp_path):
    country_folder(tmp_path / "raw")
    said = f"Respondent: {STORM[0]} {PERSON_TOO[0]}\n"
    asked = f"Interviewer: {STORM[1]}\nRespondent: Yes. {PERSON_TOO[1]} We had a meeting in March.\n"
    folder = tmp_path / "raw" / "XAA" / "transcripts"
    write(folder / "gov.txt", f"Interviewer: Does the platform meet in a crisis?\n{said}{asked}")
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    (outcome,) = run_directly(store, ["XAA"], "en")
    assert outcome.is_written
    left = {
        entry["words"]: entry["is_left"] for entry in read_key(store, "XAA")["entries"] if entry["kind"] == "person"
    }
    assert left["Hallam"]
    assert not any("Idara" in words for words in left)


@pytest.mark.parametrize(
    ("entry", "is_searched"),
    [
        ({"words": "Dos Aguas", "is_left": True, "is_doubt": True}, False),
        ({"words": "Hallam", "is_left": True, "is_doubt": True}, False),
        ({"words": "Ruth Hallam", "is_left": False, "is_doubt": True}, True),
        ({"words": "Dos Aguas", "is_left": False, "is_doubt": False}, True),
    ],
)
def test_words_left_on_purpose__also_those_of_two_ordinary_ones__block_no_release(entry, is_searched):
    found = searched_words([{"kind": "person", **entry}], lambda word: word in ("Dos", "Aguas"))
    assert bool(found) == is_searched


@pytest.mark.parametrize(
    "text",
    [
        "Ciclones. O Gombe, o Freddy, o Chido e o Jude levaram tudo.",
        "Los huracanes Julia, Eta e Iota pararon las reuniones.",
        "Les cyclones Emnati, Freddy et Batsirai ont tout emporté.",
        "The cyclones Idai, Kenneth and Freddy stopped the meetings.",
    ],
)
def test_storms__of_a_list__are_nobodys_names(text):
    assert mask_text(text, masks_of([text])) == text


def test_people__of_a_list_behind_a_storm__are_masked():
    text = "After the cyclone, Freddy Banda and Ruth Phiri came. Ms Ruth Phiri chairs it."
    assert "Ruth" not in mask_text(text, masks_of([text]))


@pytest.mark.parametrize(
    ("cell", "text", "left"),
    [
        ("Amina Diallo. Remplacée par la suite par Moussa Keita", "Depuis, c'est Keita qui convoque.", "Keita"),
        ("Ana Pérez. La reemplaza desde marzo don Luis Quispe", "Ahora Quispe convoca.", "Quispe"),
        ("Ana Sitoe. Foi substituída mais tarde por Celeste Macuacua", "Agora Macuacua convoca.", "Macuacua"),
        ("Ann Bell. She was later replaced by Peter Mwangi", "Now Mwangi calls the meetings.", "Mwangi"),
        ("Jean Koné. Responsable du suivi de la nutrition, 76 45 12 33", "Appelez le 76451233 demain.", "76451233"),
        ("Ana Pérez. Su número de casa es 2233 4455", "Llame al 22334455 mañana.", "22334455"),
    ],
)
def test_people_and_phones__behind_the_first_sentence_of_a_cell__are_replaced(cell, text, left):
    assert left not in mask_text(text, masks_of([text], cell))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("After the cyclone Peter and Mary counted the children. We thank Peter for that.", ("Peter", "Mary")),
        ("After the cyclones Peter and Mary counted the children.", ("Peter", "Mary")),
        ("After the cyclones Peter, Mary and Grace counted the children.", ("Peter", "Mary", "Grace")),
        ("It was the cyclone. Peter and Mary counted.", ("Peter", "Mary")),
        (
            "Depois do ciclone, o Pedro e a Celeste contaram as crianças. Sem o Pedro não havia lista.",
            ("Pedro", "Celeste"),
        ),
        ("Ciclones. O Pedro e a Celeste contaram as crianças.", ("Pedro", "Celeste")),
        ("Houve ciclones. O Pedro e a Celeste contaram as crianças.", ("Pedro", "Celeste")),
        ("La tormenta. Rosa y Manuel salieron a contar.", ("Rosa", "Manuel")),
        ("Después de las tormentas Rosa y Manuel salieron a contar.", ("Rosa", "Manuel")),
        ("Après le cyclone, Moussa et Fatou sont allés compter.", ("Moussa", "Fatou")),
        ("Après les cyclones Moussa et Fatou sont allés compter.", ("Moussa", "Fatou")),
    ],
)
def test_people__of_a_list_behind_a_storm__are_nowhere_public(text, names):
    shown = find_public_words(text, load_person_words("MOZ"))
    assert not set(map(fold_name, names)) & set(shown.called)


@pytest.mark.parametrize(
    "text",
    [
        "Tivemos ciclones como o Gombe e o Freddy.",
        "We had the cyclones Idai and Kenneth.",
        "On a eu les cyclones Emnati et Batsirai.",
        "Hubo huracanes como Eta e Iota.",
    ],
)
def test_storms__that_end_their_clause__are_called(text):
    names = {fold_name(one) for one in text.rstrip(".").split() if one[0].isupper()} - set("tivemos we on hubo".split())
    assert names <= set(find_public_words(text, load_person_words("MOZ")).called)


def test_given_name__of_a_list_of_storms_that_is_used_elsewhere_too__is_not_called():
    text = "Os ciclones Gombe, Idai e Pedro pararam tudo. Sem o Pedro não havia lista."
    called = find_public_words(text, load_person_words("MOZ")).called
    assert "pedro" not in called
    assert "gombe" in called
