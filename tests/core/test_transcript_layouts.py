"""The ways people type an interview: who speaks, what they say, where it stands, which question it answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.questions import route_questions
from tasks.core.sources import Block, Layout, SourceText, normalise
from tasks.core.transcript_lines import spoken_words
from tasks.core.transcripts import parse_document, parse_transcript

WORDS = load_speaker_words()


def source(text: str, bold: tuple[str, ...] = ()) -> SourceText:
    """A plain text; lines in `bold` are bold as in Word."""
    plain, blocks, position = normalise(text), [], 0
    for line in plain.split("\n"):
        if line.strip():
            start = position + len(line) - len(line.lstrip())
            blocks.append(Block(start, position + len(line.rstrip()), Layout(is_bold=line.strip() in bold)))
        position += len(line) + 1
    return SourceText("XAA/a.txt", "0", plain, tuple(blocks))


def spoken(text: str, bold: tuple[str, ...] = ()) -> list[str]:
    turns = parse_transcript(source(text, bold), WORDS).turns
    return [f"{turn.speaker_role[0]}{turn.speaker[1:]}|{turn.text}" for turn in turns]


EXPECTED = ["i|Who convenes?", "r|The ministry does.", "i|And the plan?", "r|We have one.\nIt is annual."]
LAYOUTS = {
    "labels": "Interviewer: Who convenes?\nRespondent: The ministry does.\nInterviewer: And the plan?\nRespondent: We have one.\nIt is annual.",
    "letters": "I: Who convenes?\nR: The ministry does.\n\nI: And the plan?\nR: We have one.\nIt is annual.",
    "question and answer": "Q: Who convenes?\nA: The ministry does.\nQ: And the plan?\nA: We have one.\nIt is annual.",
    "narrow space": "Enquêteur\u202f: Who convenes?\nRépondant\u202f: The ministry does.\nEnquêteur\u00a0: And the plan?\nRépondant : We have one.\nIt is annual.",
    "spanish letters": "P: Who convenes?\nR: The ministry does.\nP: And the plan?\nR: We have one.\nIt is annual.",
    "portuguese": "Entrevistadora: Who convenes?\nEntrevistado: The ministry does.\nEntrevistadora: And the plan?\nEntrevistado: We have one.\nIt is annual.",
    "time stamps": "[00:10] RESEARCHER: Who convenes?\n[00:20] KII1: The ministry does.\n[00:31] RESEARCHER: And the plan?\n[00:40] KII1: We have one.\nIt is annual.",
    "initials": "AB: Who convenes?\nCD: The ministry does.\nAB: And the plan?\nCD: We have one.\nIt is annual.\nAB: Really?\nCD:",
    "labels on their own line": "INTERVIEWER\nWho convenes?\nRESPONDENT\nThe ministry does.\nINTERVIEWER\nAnd the plan?\nRESPONDENT\nWe have one.\nIt is annual.",
    "bold markdown": "**Interviewer:** Who convenes?\n**Respondent:** The ministry does.\n**Interviewer:** And the plan?\n**Respondent:** We have one.\nIt is annual.",
    "legend": "AY = interviewer\nBK = respondent\nAY: Who convenes?\nBK: The ministry does.\nAY: And the plan?\nBK: We have one.\nIt is annual.",
}


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_labelled_transcript__roles_and_words(layout):
    assert spoken(LAYOUTS[layout])[:4] == EXPECTED


def test_header__that_names_the_respondent__is_no_speaker_of_the_talk():
    text = (
        "Respondent: a chapter coordinator, civil society. Mode: face to face. Language: English\n"
        "Q1. Who convenes it?\nA: The ministry does.\nQ2. And the plan?\nA: We have one.\nQ2a. Is it annual?\nA: It is.\n"
        "Q3. Who pays for it?\nA: Nobody."
    )
    assert spoken(text) == [
        "i|Who convenes it?",
        "r|The ministry does.",
        "i|And the plan?",
        "r|We have one.",
        "i|Is it annual?",
        "r|It is.",
        "i|Who pays for it?",
        "r|Nobody.",
    ]


def test_shortened_labels__with_a_number_and_a_colon():
    text = (
        "Enq. 1 : Qui convoque ?\nRép. : Le ministère.\nEnq. 2 : Et le plan ?\nRép. : Il y en a un.\n"
        "Enq. 1 : Chaque année ?\nRép. : Oui, chaque année."
    )
    assert spoken(text)[:3] == ["i|Qui convoque ?", "r|Le ministère.", "i|Et le plan ?"]


def test_note_taker__whom_only_the_legend_names():
    text = (
        "E1 e E2 – entrevistadoras; Rel. – relatora; R – respondente\nE1: Quem convoca?\nR: O ministério.\n"
        "Rel.: De que ano é?\nR: De 2021.\nE2: E o plano?\nR: Há um."
    )
    assert [one.partition("|")[0][0] for one in spoken(text)] == ["i", "r", "i", "r", "i", "r"]


def test_interviewers__told_by_a_verb_in_brackets_and_labelled_by_their_first_names():
    text = (
        "[Entrevistan: Tamia Quero Paz y Yarel Ipana Sol (intérprete)]\n\nTamia: Buenas tardes. ¿Se presentan?\n"
        "Rosa Añez: Soy la secretaria.\nIola: Yo, de Salud.\nTamia: Bien. Cuénteme del plan.\nRosa Añez: Hay uno."
    )
    assert [one.partition("|")[0][0] for one in spoken(text)] == ["i", "r", "i", "r"]


def test_interpreter__speaks_for_the_one_respondent():
    text = (
        "Enquêtrice : Qui participe ?\nInterprète : Elle dit que le chef y est.\nEnquêtrice : Il dort ?\n"
        "Présidente : Oui ! Toujours, la présidente le dit.\nEnquêtrice : Et qui paie ?\nInterprète : Personne.\n"
        "Enquêtrice : Merci beaucoup.\nPrésidente : Na gode."
    )
    assert [one.partition("|")[0] for one in spoken(text)] == ["i", "r"] * 4


def test_unlabelled_transcript__bold_questions_and_untagged_answers():
    text = "Who convenes?\nThe ministry does.\nAnd the plan?\nWe have one.\nIt is annual."
    assert spoken(text, bold=("Who convenes?", "And the plan?")) == EXPECTED


def test_unlabelled_transcript__numbered_questions():
    assert spoken("1. Who convenes?\nThe ministry does.\n2. And the plan?\nWe have one.")[1::2] == [
        "r|The ministry does.",
        "r|We have one.",
    ]


def test_group_interview__each_respondent_has_a_number():
    told = spoken("Moderator: Results?\nR1: The law.\nR2: The champions.\nR1: And money.")
    assert told == ["i|Results?", "r1|The law.", "r2|The champions.", "r1|And money."]


def test_front_matter__names_go_to_the_identifiers_and_nowhere_else():
    text = "Date: 12 March 2026\nInterviewer: Jane Roe\nRespondent: Dr Awa Keita\n\nInterviewer: Who convenes?\nRespondent: The ministry does."
    transcript = parse_transcript(source(text), WORDS)
    assert transcript.header_identifiers == ("Jane Roe", "Dr Awa Keita")
    assert "Keita" not in " ".join(turn.text for turn in transcript.turns)


def test_colons_urls_and_times__are_no_speakers():
    text = "I: Where?\nR: One thing: the budget. See https://example.org at 10:30.\nI: Why?\nR: Because: money."
    assert spoken(text)[1::2] == ["r|One thing: the budget. See https://example.org at 10:30.", "r|Because: money."]


def test_stage_directions_alone__are_no_turn():
    assert spoken("I: Why?\nR: [inaudible]\nI: Again?\nR: Money [laughs] of course.") == [
        "i|Why?",
        "i|Again?",
        "r|Money [laughs] of course.",
    ]


def test_remark_on_a_line_of_its_own__is_not_said_and_the_turn_goes_on():
    text = "I: Where?\nR: In the ministry.\n[The telephone rings; she answers it.]\nNot under the Prime Minister.\nI: Why?\nR: History."
    assert spoken(text)[1] == "r|In the ministry.\nNot under the Prime Minister."


def test_questions_in_capitals_with_numbers__beside_a_few_labels():
    text = "1. QUI EST LE COORDONNATEUR ACTUEL ?\nR2 : Le préfet.\nIl préside.\n2. EXISTE-T-IL UN PLAN D’ACTION ?\nOui.\nRelance : Et il est suivi ?\nR2 : Non.\n3. COMMENT EST-ELLE FINANCÉE ?\nElle ne l'est pas."
    assert spoken(text) == [
        "i|QUI EST LE COORDONNATEUR ACTUEL ?",
        "r|Le préfet.\nIl préside.",
        "i|EXISTE-T-IL UN PLAN D’ACTION ?",
        "r|Oui.",
        "i|Et il est suivi ?",
        "r|Non.",
        "i|COMMENT EST-ELLE FINANCÉE ?",
        "r|Elle ne l'est pas.",
    ]
    numbers = [turn.number for turn in parse_transcript(source(text), WORDS).turns]
    assert numbers == ["1", "", "2", "", "", "", "3", ""]


@pytest.mark.parametrize(
    "closing",
    [
        "--- end of tape, side A ---",
        "Transcribió: equipo de campo. Revisado.",
        "*Fin. Transcripción hecha a mano.*",
        "Typed by: the field team",
        "Fim da entrevista",
    ],
)
def test_closing_line__is_no_part_of_the_last_answer(closing):
    text = f"I: Who convenes?\nR: The ministry does.\nI: And the plan?\nR: We have one.\n{closing}"
    assert spoken(text)[-1] == "r|We have one."


def test_short_answer_with_a_capital__is_no_name_of_a_respondent():
    text = "Consent\nYes: record, quote\nInterviewer: May I record?\nRespondent: Yes, please record.\nInterviewer: Who convenes?\nRespondent: There is one.\n"
    assert spoken(text)[:2] == ["i|May I record?", "r|Yes, please record."]


def test_nobody_can_tell_who_speaks__the_file_is_set_aside_with_its_fix():
    transcript = parse_transcript(source("The ministry convenes. It is fine.\nWe meet often."), WORDS)
    assert (transcript.turns, [problem.code for problem in transcript.problems]) == ((), ["T001"])


def test_document__paragraphs_are_turns_and_page_numbers_are_not():
    turns = parse_document(source("The decree creates the council.\n3\nIt meets yearly."))
    assert [turn.text for turn in turns] == ["The decree creates the council.", "It meets yearly."]


@given(st.text(max_size=400))
def test_any_text__offsets_give_the_words_back(text):
    read = source(text)
    for turn in (*parse_transcript(read, WORDS).turns, *parse_document(read)):
        said = read.text[turn.start_char : turn.end_char]
        assert turn.text in (said, spoken_words(said))


PARAPHRASES = """
Q4 | So who is in charge of calling the platform together these days, who chairs it?
Q5 | Avez-vous un plan de travail pour l'année en cours ?
Q6 | ¿Existe un decreto o un reglamento que rija la mesa?
Q7 | A quem é que a plataforma apresenta os seus relatórios?
Q9 | Under which authority is the platform hosted?
Q10 | Et dans les régions et les communes, comment ça se passe ?
Q11 | ¿Quién paga las reuniones y la secretaría?
Q12 | How do you check that members keep their commitments?
Q13 | Como é que circula a informação entre os membros?
Q16 | Combien de fois vous êtes-vous réunis l'année dernière ?
Q18 | What must an organisation do to become a member?
Q20 | De quoi êtes-vous le plus fier ?
Q21 | ¿Qué dificultades han encontrado y cómo las superaron?
Q22 | O que deveria mudar para funcionar melhor?
Q23 | What would keep all this going in the long run?
"""


def test_questions__asked_in_other_words__are_told_nine_times_in_ten():
    cases = [[cell.strip() for cell in line.split("|")] for line in PARAPHRASES.strip().splitlines()]
    right = [load_question_router().route(text)[0] == question for question, text in cases]
    assert sum(right) / len(right) >= 0.9


def test_questions__small_talk_keeps_the_question_and_the_unknown_is_not_forced():
    text = "I: Who convenes the platform?\nR: We do.\nI: Could you give an example?\nR: Yes.\nI: What did you have for breakfast at the hotel this morning before coming here by car with your colleagues?\nR: Tea."
    turns = route_questions(parse_transcript(source(text), WORDS).turns, load_question_router(), WORDS.areas)
    assert [turn.annex_question for turn in turns] == ["Q4", "Q4", "Q4", "Q4", "", ""]


QUESTIONS = ("Who convenes it?", "And the plan?", "Who pays for it?", "Is it enough?", "Do the regions come?")
ANSWERS = ("The ministry does.", "We have one.", "Nobody.", "Hardly ever.", "Two of them do.")
PAIRS = [turn for pair in zip(QUESTIONS, ANSWERS, strict=True) for turn in (f"i|{pair[0]}", f"r|{pair[1]}")]


def pairs(layout: str) -> str:
    """The five questions with their answers, each pair laid out in one way."""
    return "\n".join(
        layout.format(n=number, q=question, a=answer)
        for number, (question, answer) in enumerate(zip(QUESTIONS, ANSWERS, strict=True), start=1)
    )


@pytest.mark.parametrize(
    "layout",
    [
        "Q: {q} A: {a}",
        "Interviewer: {q} Respondent: {a}",
        "Harriet Moyo: {q} Chief Mvula: {a}",
        "Q. {q}\n{a}",
        "{q}\nR: {a}",
        "{q}\n-> {a}",
        "{q}\n--> {a}",
        "{q}\n“{a}”",
        "P:. {q}\nR:. {a}",
        "> {n}. {q}\n{a}",
        "Ann, 12:0{n}: {q}\nBo, 12:1{n}: {a}",
        "Ann, 12:0{n}\t{q}\nBo, 12:1{n}\t{a}",
        "Ann Lee [00:0{n}:03] {q}\nM. Kay [00:0{n}:09] {a}",
        "Pilar Ch.\n0:0{n}\n{q}\nIng. Rojas\n0:1{n}\n{a}",
        "Question {n}\n{q}\nAnswer\n{a}",
        "Interviewer: {q}\nRespondent (officer, Ministry of Health): {a}",
        "Moderator: {q}\nP1 – F: {a}",
    ],
)
def test_two_sides__whatever_marks_them(layout):
    assert [unnumbered(turn) for turn in spoken(pairs(layout))] == PAIRS


def unnumbered(turn: str) -> str:
    return turn[0] + turn[turn.index("|") :]


def test_chief_beside_an_interpreter__is_a_speaker_though_heard_once():
    text = "Enquêteur : Merci de nous recevoir.\nChef : Vous êtes les bienvenus.\n" + pairs(
        "Enquêteur : {q}\nInterprète : {a}"
    )
    assert [unnumbered(turn) for turn in spoken(text)][:2] == [
        "i|Merci de nous recevoir.",
        "r|Vous êtes les bienvenus.",
    ]


def test_titled_name__in_front_of_a_speech__is_no_second_speaker():
    assert [unnumbered(turn) for turn in spoken(pairs("Dr. Sarah Okello: {q}\nHon. James Otieno: {a}"))] == PAIRS


def test_rest_of_a_label__before_most_answers__is_told():
    text = pairs("Interviewer: {q}\nRespondent: (Bo) {a}")
    assert "T004" in [problem.code for problem in parse_transcript(source(text), WORDS).problems]
