"""Notes of an interview in any shape: what was asked as a heading or at the front of a paragraph, or not at all."""

import pytest
from builders_transcripts import source_of as source
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.questions import route_questions
from tasks.core.transcripts import parse_transcript

WORDS = load_speaker_words()
HEAD = "Interview notes (not verbatim)\nGroup: donors\nDate: 3 June 2025\n\n"
ANSWERS = {
    "Coordination": "The permanent secretary chairs it; he answers the same day.",
    "Action plan": "There is a draft of the plan for 2025, nobody has signed it yet.",
    "Reporting": "A report goes to the cabinet every quarter, no reply ever came.",
    "Meetings": "Two in the last twelve months, minutes of both are kept.",
    "Funding of the platform": "The ministry pays the hall, one agency pays the travel.",
}
NUMBERED = [(n, asked, said) for n, (asked, said) in zip((4, 5, 7, 16, 22), ANSWERS.items(), strict=True)]
SHAPES = {
    "headings above lists": "\n\n".join(f"{asked}\n- {said}" for asked, said in ANSWERS.items()),
    "headings above paragraphs": "\n\n".join(f"{asked}\n{said}" for asked, said in ANSWERS.items()),
    "marked headings": "\n\n".join(f"Q: {asked}\n- {said}" for asked, said in ANSWERS.items()),
    "numbered topics": "\n\n".join(f"{n}. {asked}: {said}" for n, (asked, said) in enumerate(ANSWERS.items(), 1)),
    "numbered titles": "\n\n".join(f"{n}. {asked}. {said}" for n, (asked, said) in enumerate(ANSWERS.items(), 1)),
    "topics": "\n\n".join(f"{asked}: {said}" for asked, said in ANSWERS.items()),
    "bullets with a colon": "\n".join(f"- {asked}: {said}" for asked, said in ANSWERS.items()),
    "bullets with a dash": "\n".join(f"• {asked} – {said}" for asked, said in ANSWERS.items()),
    "numbers in brackets": "\n\n".join(f"[Q{n}: {asked}]\n{said}" for n, asked, said in NUMBERED),
    "numbered titles without a gap": "\n".join(f"{n}. {asked}\n{said}" for n, asked, said in NUMBERED),
    "labels": "\n\n".join(f"Interviewer: {asked}.\nRespondent: {said}" for asked, said in ANSWERS.items()),
}
REMARK = "\n\nRemarks of the interviewer: the person was tired and the line was cut twice."


def answered(text: str, file: str = "XAA/05.txt") -> list[str]:
    turns = parse_transcript(source(text, file), WORDS).turns
    return [turn.text for turn in turns if turn.speaker_role == "respondent"]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_notes__every_answer_is_read_below_what_was_asked(shape):
    turns = parse_transcript(source(HEAD + shape), WORDS).turns
    asked = [turn.text.strip(".: –") for turn in turns if turn.speaker_role == "interviewer"]
    assert (asked, answered(HEAD + shape)) == (list(ANSWERS), list(ANSWERS.values()))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_notes__remarks_of_their_writer_are_set_apart(shape):
    assert answered(HEAD + shape + REMARK) == list(ANSWERS.values())


def test_heading__is_routed_to_its_question_as_what_was_asked():
    turns = parse_transcript(source(HEAD + SHAPES["headings above lists"]), WORDS).turns
    routed = route_questions(turns, load_question_router(), WORDS.areas)
    told = {turn.text: turn.annex_question for turn in routed if turn.speaker_role == "interviewer"}
    assert (told["Action plan"], told["Meetings"]) == ("Q5", "Q16")


def test_numbered_paragraph__with_a_question__is_parted_behind_it():
    asked = ["Who convenes?", "Is there a plan?", "How often do you meet?", "Who pays?", "And the law?"]
    text = "\n\n".join(f"{n}. {one} He said «not us» and left it there." for n, one in enumerate(asked, 1))
    turns = parse_transcript(source(HEAD + text), WORDS).turns
    assert [turn.text for turn in turns if turn.speaker_role == "interviewer"] == asked
    assert set(answered(HEAD + text)) == {"He said «not us» and left it there."}


PROSE = "\n\n".join(f"{said} The person came back to it twice and added little." for said in ANSWERS.values())


@pytest.mark.parametrize(
    ("head", "file"),
    [
        (HEAD, "XAA/05.txt"),
        ("Talk with a donor\n3 June 2025\n\n", "XAA/05_donor_notes.txt"),
        ("Apuntes\n\n", "XAA/1.txt"),
    ],
)
def test_notes_without_headings__are_the_respondents(head, file):
    assert " ".join(answered(head + PROSE, file)).split() == PROSE.split()


@pytest.mark.parametrize(
    "head",
    [
        "Programme of the workshop\n3 June 2025\n\n",
        "Minutes of the meeting (notes)\nPresent: nine\n\n",
        "Dear colleague,\n\n",
    ],
)
@pytest.mark.parametrize("text", [SHAPES["headings above lists"], PROSE], ids=["headed", "prose"])
def test_programme_minutes_and_letter__nobody_answers_in_them(head, text):
    transcript = parse_transcript(source(head + text), WORDS)
    assert (answered(head + text), [problem.code for problem in transcript.problems]) == ([], ["T001"])


@pytest.mark.parametrize(("times", "codes"), [(1, []), (40, ["T005"])])
def test_words_in_no_turn__are_counted_and_said(times, codes):
    lines = [f"- {n} is a line of a long remark that the writer of these notes made alone." for n in range(times)]
    own = "\n\nObservations\n" + "\n".join(lines)
    transcript = parse_transcript(source(HEAD + SHAPES["headings above lists"] + own), WORDS)
    assert [problem.code for problem in transcript.problems] == codes
    assert all(problem.detail.startswith("680 of ") for problem in transcript.problems)


@given(st.lists(st.text("abc ?:.-•1\n«»", min_size=1, max_size=60), max_size=12))
def test_notes_of_anything__turns_lie_in_the_text_in_order(parts):
    text = source(HEAD + "\n".join(parts))
    turns = parse_transcript(text, WORDS).turns
    spans = [(turn.start_char, turn.end_char) for turn in turns]
    assert all(0 <= start <= end <= len(text.text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))


AREAS = {
    "en": ("Local definition", "Governance", "Structure", "Looking ahead"),
    "fr": ("Définition locale", "Gouvernance", "Structure", "Perspectives"),
    "es": ("Definición local", "Gobernanza", "Estructura", "Perspectivas"),
    "pt": ("Definição local", "Governança", "Estrutura", "Perspetivas"),
}


@pytest.mark.parametrize("head", ["", HEAD])
@pytest.mark.parametrize("shape", ["{name}", "{number}. {name}"])
@pytest.mark.parametrize("language", AREAS)
def test_paragraphs_under_areas_alone__have_an_area_and_no_question(language, shape, head):
    paragraphs = PROSE.split("\n\n")[:4]
    headed = zip((1, 2, 3, 5), AREAS[language], paragraphs, strict=True)
    text = head + "".join(f"{shape.format(number=n, name=name)}\n\n{said}\n\n" for n, name, said in headed)
    router = load_question_router()
    turns = route_questions(
        parse_transcript(source(text), WORDS, router.asks).turns, router, WORDS.areas, WORDS.area_of
    )
    assert [(turn.annex_question, turn.area, turn.text) for turn in turns] == [
        ("", area, said) for area, said in zip((1, 2, 3, 5), paragraphs, strict=True)
    ]


def test_lines_that_open_with_topics_of_the_questionnaire__are_notes_whatever_they_are_called():
    topics = ["Plan d’action", "Fréquence des réunions", "Financement", "Canaux de communication", "Améliorations"]
    text = "".join(f"{topic} : {said}\n" for topic, said in zip(topics, ANSWERS.values(), strict=True))
    turns = parse_transcript(source(text), WORDS, load_question_router().asks).turns
    asked = [turn.text.strip(" :") for turn in turns if turn.speaker_role == "interviewer"]
    assert (asked, [t.text for t in turns if t.speaker_role == "respondent"]) == (topics, list(ANSWERS.values()))


BESIDE_LABELS = (
    "- She came back to it twice, added little, and asked what would become of all that she had said so far."
)
LABELLED = {
    "en": (
        "Running of it",
        {"Action plan 2026": "Q5", "Accountability": "Q12", "Seats by group": "Q17"},
        "For example",
    ),
    "fr": ("Vie du cadre", {"Plan d'action 2026": "Q5", "Redevabilité": "Q12", "Sièges par groupe": "Q17"}, "À noter"),
    "es": ("Vida de la mesa", {"Plan de acción": "Q5", "Rendición de cuentas": "Q12", "Reuniones": "Q16"}, "Ojo"),
    "pt": ("Vida interna", {"Plano de ação": "Q5", "Prestação de contas": "Q12", "Reuniões": "Q16"}, "Exemplo"),
}


def _labelled(language: str, *, labels: int = 3) -> list[tuple[str, str, str]]:
    """Turns of notes whose bullets, below one heading, bear so many labels of subjects and one that is none."""
    heading, subjects, other = LABELLED[language]
    bullets = [f"- {label}: nothing was said of {n}." for n, label in enumerate(list(subjects)[:labels])]
    text = "\n".join([HEAD + heading, *bullets, f"- {other}: the new hall.", BESIDE_LABELS])
    router = load_question_router()
    transcript = parse_transcript(source(text), WORDS, router.asks, router.surely_asked, is_notes=True)
    turns = route_questions(transcript.turns, router, WORDS.areas, WORDS.area_of)
    return [(turn.speaker_role, turn.annex_question, turn.text) for turn in turns]


@pytest.mark.parametrize("language", LABELLED)
def test_labels_of_bullets_that_name_questions__open_them__below_one_heading(language):
    answers = [(question, text) for role, question, text in _labelled(language) if role == "respondent"]
    assert [question for question, _ in answers] == list(LABELLED[language][1].values())
    assert [text.startswith(f"nothing was said of {n}.") for n, (_, text) in enumerate(answers)] == [True] * 3


@pytest.mark.parametrize("language", LABELLED)
def test_labels_of_bullets_that_name_no_question__stay_in_the_answer(language):
    *_, (_, _, last) = _labelled(language)
    assert f"{LABELLED[language][2]}: the new hall." in last


def test_lone_label__may_be_anything__and_stays_in_the_answer():
    *_, (_, _, last) = _labelled("en", labels=1)
    assert last.startswith("Action plan 2026: nothing")


SECTIONED = {
    "en": (
        "1. Definition|2. Governance|3. Who sits there",
        "Components|Benefits|Coordinator|Action plan|Members|Meetings",
    ),
    "fr": (
        "1. Définition|2. Gouvernance|3. Qui est là",
        "Composantes|Bénéfices|Coordination|Plan d'action|Membres|Réunions",
    ),
    "es": (
        "1. Definición|2. Gobernanza|3. Quiénes están",
        "Componentes|Beneficios|Coordinador|Plan de acción|Miembros|Reuniones",
    ),
    "pt": (
        "1. Definição|2. Governação|3. Quem está",
        "Componentes|Benefícios|Coordenador|Plano de acção|Membros|Reuniões",
    ),
}
ROUTER = load_question_router()


def asked_in(text: str) -> list[str]:
    turns = parse_transcript(source(text), WORDS, ROUTER.asks, ROUTER.surely_asked, is_notes=True).turns
    routed = route_questions(turns, ROUTER, WORDS.areas, WORDS.area_of)
    return [turn.annex_question for turn in routed if turn.speaker_role == "respondent"]


@pytest.mark.parametrize("language", SECTIONED)
@pytest.mark.parametrize("bullet", ["- ", "• ", ""])
def test_numbered_headings__above_answers_to_several_questions__are_parts_of_the_notes(language, bullet):
    heads, labels = (one.split("|") for one in SECTIONED[language])
    below = [f"{bullet}{label}: the answer number {n} of this one." for n, label in enumerate(labels, 1)]
    parts = [f"{head}\n{below[2 * n]}\n{below[2 * n + 1]}" for n, head in enumerate(heads)]
    assert asked_in(HEAD + "\n\n".join(parts)) == ["Q2", "Q3", "Q4", "Q5", "Q14", "Q16"]


def test_numbered_headings__above_one_answer_each__are_the_questions_numbers():
    shape = "\n\n".join(f"{n}. {asked}\n- Where: in the capital.\n- {said}" for n, asked, said in NUMBERED[:3])
    assert asked_in(HEAD + shape) == ["Q4", "Q5", "Q7"]
