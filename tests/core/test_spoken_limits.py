"""What respondents say in the interview of how they may be quoted is heard, and full consent is no limit."""

from dataclasses import replace
from time import process_time

import pytest
from builders_received import interview, said, together

from tasks.adapters.interviewing import load_limit_words
from tasks.core.sources import Turn
from tasks.core.spoken_limits import find_limits, honour_limits

WORDS = load_limit_words()
SLOW = 4.0
"""Seconds of this process; a search that grows with the square of a line takes ten times as long."""

LIMITED = {
    "en": [
        "And that story about the driver, don't put that in.",
        "This is off the record, of course.",
        "That stays between us, please.",
        "You can quote what I said about the budget, the rest no.",
        "I would rather you didn't print that.",
        "The figure is a guess, so don't quote me.",
        "I'd prefer not to be quoted.",
        "Keep that out of the report.",
        "Send me the quotes before you publish, I want to check them.",
        "Only quote the part on salt.",
        "You didn't hear it from me.",
        "You may use it but please not the bit about the minister.",
        "I'd be grateful if you left that out.",
        "Scratch that last bit.",
        "I don't want to see that in print.",
    ],
    "fr": [
        "Ne me citez pas là-dessus.",
        "N'écrivez pas ça, s'il vous plaît.",
        "Que cela reste entre nous.",
        "Vous pouvez citer ce que j'ai dit du sel, pas le reste.",
        "Je vous le dis en off.",
        "Je souhaite ne pas être cité.",
        "Je voudrais relire les phrases avant que vous les publiiez.",
        "Utilisez l'idée, mais sans guillemets.",
        "Ça ne sort pas d'ici.",
        "Ce que j'ai dit du gouverneur, gardez-le pour vous.",
        "Enlevez ce que j'ai dit sur la ministre.",
        "Pour le ministre, je préfère que vous n'écriviez rien.",
    ],
    "es": [
        "Eso no lo ponga.",
        "No me cite en lo del presupuesto.",
        "Que quede entre nosotros.",
        "Puede citar lo que dije de la sal, lo demás no.",
        "Esto se lo digo fuera de grabación.",
        "Le pido que no lo publique.",
        "Mejor no lo escriba.",
        "Prefiero que no me citen.",
        "Quiero revisar las frases antes de que las publiquen.",
        "Bórreme esa parte.",
        "No quiero que eso salga en el informe.",
        "Lo que le conté del gerente, guárdeselo.",
    ],
    "pt": [
        "Isso não é para citar.",
        "Não escreva isso, por favor.",
        "Isto fica entre nós.",
        "Podem citar o que disse do sal, o resto não.",
        "Digo isto fora da gravação.",
        "Peço que não me citem.",
        "Prefiro não ser citada.",
        "Quero rever as frases antes de as publicarem.",
        "Cite só a parte do orçamento.",
        "Tire essa parte, por favor.",
        "O que contei da ministra fica só para si.",
        "Isto não pode aparecer no relatório.",
    ],
}
BODIES = [
    "If you quote me, put private sector, not the chamber.",
    "Just say a donor, nothing more.",
    "Si me cita, ponga sector privado nada más.",
    "Ponga sociedad civil, no la red.",
    "Mettez un bailleur, pas l'ambassade.",
    "Citez-moi sans nommer mon organisation.",
    "Ponha sociedade civil, não a associação.",
    "Pode citar, sem dizer o distrito.",
]
FREE = [
    "Yes, you can quote me.",
    "Of course, no problem, quote whatever you want, I have nothing to hide.",
    "I do not mind being quoted at all.",
    "You can quote everything I said.",
    "People quote that number against the committees.",
    "We don't use that, and they never quote the plan.",
    "We take it out of whatever activity has a balance.",
    "The budget is split between us and the districts.",
    "They do not put that in the minutes.",
    "Between you, the ministry and the province nobody pays.",
    "Oui, pas de souci, vous pouvez me citer.",
    "Citez-moi comme réseau de la société civile.",
    "Ce n'est pas seulement entre nous, dans les salles de réunion.",
    "Vous ne mettez pas d'argent, vous ne décidez pas.",
    "N'écrivez pas que le réseau est absent.",
    "Le décret cite des ministères qui n'existent plus.",
    "Sí, claro, cíteme sin problema, no tengo nada que esconder.",
    "Cite lo que quiera, yo ya me jubilo.",
    "No se puede citar a la gente en plena siembra.",
    "Pedimos que pongan un responsable en cada municipio.",
    "El informe de esa sala no sale.",
    "Pode citar, não me importo, não temos nada a esconder.",
    "Que não escrevam que funciona.",
    "É raridade entre nós.",
    "Não puseram dinheiro nenhum.",
]


def told(*turns, asked=""):
    roles = [("interviewer", asked)] if asked else []
    roles += [("respondent", text) for text in turns]
    return find_limits(
        [Turn(n, role, "", text, 0, len(text), place=f"paragraph {n}") for n, (role, text) in enumerate(roles, 1)],
        WORDS,
    )


def kinds(*turns, asked=""):
    return {limit.kind for limit in told(*turns, asked=asked)}


@pytest.mark.parametrize("text", [text for texts in LIMITED.values() for text in texts])
def test_limit_on_words__is_heard_in_every_language(text):
    assert "words" in kinds(f"The secretariat is small. {text} Thank you.")


@pytest.mark.parametrize("text", BODIES)
def test_limit_on_naming_a_body__is_heard(text):
    assert "bodies" in kinds(text)


@pytest.mark.parametrize("text", FREE)
def test_consent_without_limits__and_talk_of_quoting__is_no_limit(text):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Can we quote you?", "What I said of the north, yes. What I said of the minister, rather not."),
        ("Pouvons-nous vous citer ?", "Sur le plan, oui. Sur le ministre, plutôt pas."),
        ("¿Podemos citarlo?", "Lo de la sal, sí. Lo del gobernador, mejor no."),
        ("Podemos citar?", "O que disse da província, sim. O que disse do governador, é melhor não."),
    ],
)
def test_answer_to_the_question_whether_one_may_quote__is_heard_though_it_does_not_say_quote(asked, answer):
    assert kinds(answer, asked=asked) == {"words"}


def test_answer__to_another_question__is_no_limit_for_its_not():
    assert kinds("On the plan, yes. On the budget, no.", asked="Does the council meet?") == set()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Can we quote you?", "Yes, no problem."),
        ("Pouvons-nous vous citer ?", "Oui, aucun souci, rien à cacher."),
        ("¿Podemos citarlo?", "Sí, sin problema, cómo no."),
        ("Podemos citar?", "Pode, à vontade, não me importo."),
        (
            "Can we record you and quote you?",
            "Yes, both. But I am not really the right person for all of these questions.",
        ),
    ],
)
def test_full_consent__to_the_question_whether_one_may_quote__is_no_limit(asked, answer):
    assert kinds(answer, asked=asked) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You can quote that, but not with my name on it.", "names"),
        ("Citez-moi, mais pas mon nom.", "names"),
        ("Cítelo, pero sin mi nombre.", "names"),
        ("Podem citar, mas não pelo nome.", "names"),
        ("Please don't quote my title either.", "posts"),
        ("Citez le groupe, mais pas mon poste.", "posts"),
        ("Puede citar, sin mi cargo.", "posts"),
        ("Pode, como sociedade civil. Sem o meu cargo.", "posts"),
    ],
)
def test_wish_not_to_be_named__is_no_limit_on_the_words(text, kind):
    assert kinds(text) == {kind}


def test_limit__in_an_interviewers_mouth__is_none():
    assert (
        find_limits(
            [Turn(1, "interviewer", "", "Don't worry, I won't quote you on that. Off the record?", 0, 9)], WORDS
        )
        == []
    )


def heard(text, **details):
    received = together(
        said("The plan is costed.", text, **({"consent_quote": True, "attribution": "role"} | details)),
        said("The plan is costed.", id_="MLI-02", consent_quote=True, attribution="role"),
    )
    limits = {id_: find_limits(turns, WORDS) for id_, turns in received.turns.items()}
    return honour_limits(received, limits)


def test_interview__with_a_limit__is_not_quoted_until_somebody_decides_and_the_others_are():
    found = heard("Don't put that in.", consent_acknowledge=True)
    limited, other = found.interviews
    assert (limited.consent_record, limited.consent_quote, limited.attribution) == (True, False, "group")
    assert not limited.consent_acknowledge
    assert (other.consent_quote, other.attribution) == (True, "role")
    (problem,) = found.problems
    assert (problem.code, problem.file) == ("P004", limited.file)
    assert "paragraph 2" in problem.detail
    assert "put that in" not in problem.detail


def test_attribution__falls_to_the_narrowest_told_and_no_further():
    assert [one.code for one in heard("Quote me, but not my name.").problems] == []  # the role holds no name
    named = heard("Quote me, but not my name.", attribution="named")
    assert (named.interviews[0].consent_quote, named.interviews[0].attribution) == (True, "group")
    assert [one.code for one in named.problems] == ["P005"]
    assert heard("Quote me, but not my post.").interviews[0].attribution == "group"
    assert heard("Quote me, but not my post.", attribution="none").interviews[0].attribution == "none"


def test_interview__that_may_not_be_quoted_anyway__has_no_problem():
    found = heard("Don't put that in.", consent_quote=False)
    assert (found.problems, found.interviews[0].attribution) == ((), "role")


def test_limits__that_somebody_has_read__narrow_nothing():
    received = replace(said("Don't put that in."), interviews=(interview(consent_quote=True, attribution="named"),))
    assert honour_limits(received, {}) == received


@pytest.mark.parametrize(
    "text",
    [
        "There is a picture of me at the market. Please don't publish it.",
        "There's a video of the launch, don't share it.",
        "Il y a une photo de moi à vélo, ne la publiez surtout pas.",
        "Je vous laisse des photos de la remise des prix. Ne les diffusez pas.",
        "Le mando una foto mía en bicicleta, no la publique.",
        "Hay un mapa de mi comunidad; no lo pongan en el informe.",
        "Tenho fotografias da reunião, mas não as publiquem.",
        "Esta é uma foto do meu filho. Não a mostrem.",
    ],
)
def test_limit_on_a_picture__is_none_on_the_words(text):
    assert kinds(f"We trained 340 people. {text} Thank you.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "I have a photo of the meeting. What I said about the budget, don't publish it.",
        "There was a photo in the paper; that number I gave you, don't publish it.",
        "Il y a une photo de la réunion, et ce que j'ai dit du ministre, ne le publiez pas.",
        "Mire la foto. Lo que dije del alcalde no lo publique.",
        "Veja a foto. O que eu disse do governador, não o publiquem.",
        "La photo est belle. Ne me citez pas.",
    ],
)
def test_limit_on_words__beside_a_picture__stays_one(text):
    assert "words" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        'Now they ring us up: "doctor, please don\'t publish our district, the report comes on Monday".',
        "The old chair used to say 'do not write that down', but now all of it is in the minutes.",
        "Les maires appellent : « n'écrivez pas ça, je rends le rapport lundi ».",
        'Ahora llaman antes: "licenciada, no me ponga en rojo, el lunes cumplo".',
        "Y la directora decía: “eso no lo escriba en el acta”, así era antes.",
        "Os chefes dizem sempre «doutora, não publique isso, na segunda entrego».",
    ],
)
def test_words_of_others__within_quotation_marks__are_no_limit(text):
    assert kinds(f"The register is public. {text} So it works.") == set()


@pytest.mark.parametrize(
    "text",
    [
        'I ask you: "do not quote me on the budget".',
        "« Ne me citez pas sur ce point. »",
        'Esto es "off the record", claro.',
        "Le pido, «por favor no me cite en lo del presupuesto».",
        "«Não me cite sobre o orçamento.»",
    ],
)
def test_words_of_ones_own__within_quotation_marks__are_a_limit(text):
    assert "words" in kinds(text)


def test_words_within_quotation_marks__of_notes__are_the_respondents():
    told = [Turn(1, "respondent", "", "El director pidió: «por favor no me cite en esto».", 0, 50, place="paragraph 1")]
    assert [one.kind for one in find_limits(told, WORDS, are_notes=True)] == ["words"]
    assert find_limits(told, WORDS) == []


@pytest.mark.parametrize(
    "text",
    [
        "He called: do not put me in red.",
        "We ask donors: please don't use the funds for workshops.",
        "On a demandé : ne mettez pas ça dans le budget de la santé.",
        "Pedimos que no usen los fondos de nutrición para otra cosa.",
        "Le dijimos que no nos ponga más reuniones.",
        "Ele pediu: não me ponha no vermelho.",
        "Pedimos que não usem o dinheiro das bolsas para combustível.",
    ],
)
def test_limit__on_what_is_no_words__is_none(text):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Please do not put me in the list of people you spoke to.",
        "Ne me mettez pas dans la liste des personnes interrogées.",
        "No me ponga en la lista de entrevistados.",
        "Eso no me lo ponga en el informe.",
        "Não me ponha no relatório.",
    ],
)
def test_limit__on_being_in_a_list_or_a_report__is_one(text):
    assert "words" in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please don't put it in the budget report.", "words"),
        ("Please don't put that in the committee minutes you publish.", "words"),
        ("Please do not put it in the green book.", "words"),
        ("It was hard, so don't put it in the board papers.", "words"),
        ("Please don't put me in the group photo caption.", "words"),
        ("Please don't put me in the red book.", "words"),
        ("Please don't put us in the budget annex.", "words"),
        ("Don't put my name in the group report.", "names"),
        ("Ne mettez pas ça dans le tableau.", "words"),
        ("Ne mettez pas ça dans le budget, s'il vous plaît.", "words"),
        ("Ne mettez pas mon nom dans le tableau.", "names"),
        ("No lo ponga en el grupo de WhatsApp.", "words"),
        ("No me ponga en el grupo, por favor.", "words"),
        ("No me ponga en el tablero.", "words"),
        ("No me ponga en el presupuesto comentado.", "words"),
        ("Não me ponha no quadro.", "words"),
        ("Não ponha isso no orçamento do relatório.", "words"),
        ("Não me ponha no livro verde.", "words"),
        ("Não ponha o meu nome no quadro.", "names"),
    ],
)
def test_limit__on_a_text_called_after_a_colour_a_budget_or_a_group__is_one(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "They beg us: please do not put us in red again.",
        "They said: don't put that in the budget of the ministry.",
        "Ils disent : ne nous mettez pas en rouge, on paie lundi.",
        "Nos piden: no nos ponga en el rojo todavía.",
        "Pedem: não nos ponha no vermelho, por favor.",
    ],
)
def test_place__in_a_traffic_light_or_a_budget__is_no_limit(text):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "In the '90s it was bad, please do not quote me on the donors' money.",
        "It was 'bad' then, so please do not quote me on the donors' money.",
        'And as for the minister: "please do not quote me on that."',
        "Sobre el ministro, lo de siempre: «no me cite en eso, por favor».",
        "Y la directora: «no me cite en eso, por favor».",
        "Pour le ministre, comme tout à l'heure : « ne me citez pas là-dessus s'il vous plaît ».",
        "Sobre o ministro, o de sempre: «não me cite nisso, por favor».",
        'What I told you about the minister, "do not quote me on that please", is between us.',
        'What was said about the minister: "please do not quote me on that".',
        'What the minister told you: "please do not quote me on that".',
        'The ministry never writes: "please do not quote me on that".',
        "De la ministra decía: «por favor no me cite en eso».",
        "Da ministra eu disse: «por favor não me cite nisso».",
        "Ma demande : « ne me citez pas là-dessus s'il vous plaît ».",
        "J'ai dit au ministre, et je vous le dis : « ne me citez pas là-dessus ».",
    ],
)
def test_words_within_quotation_marks__that_no_third_person_says__are_a_limit(text):
    assert "words" in kinds(f"It was hard. {text} Thank you.")


@pytest.mark.parametrize(
    "text",
    [
        'The ministry wrote to us: "please do not quote us on that".',
        "Then she said, 'please don't put that in the report'.",
        "Le préfet nous a dit : « ne me citez pas là-dessus ».",
        "Ils nous disent toujours : « ne nous citez pas là-dessus ».",
        "El ministro me dijo: «por favor no me cite en eso».",
        "Nos piden siempre: «por favor no me cite en eso».",
        "O ministro disse: «por favor não me cite nisso».",
        "Telefonam antes: «por favor não publique isso».",
    ],
)
def test_words_within_quotation_marks__behind_a_third_persons_verb_of_saying__are_no_limit(text):
    assert kinds(f"It was hard. {text} Thank you.") == set()


@pytest.mark.parametrize("text", ["'a ", "« a ", '"a ', "“a ", "they say: 'do not quote me on it' ", "I'm 'so "])
def test_many_marks__of_one_long_line__take_no_long_time(text):
    started = process_time()
    told(text * (24_000 // len(text)))
    assert process_time() - started < SLOW
