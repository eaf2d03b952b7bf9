"""Levels and closed answers in the words of a brief's language."""

from dataclasses import replace

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.core.brief_results import Results, explain, indicator_result
from tasks.core.levels import Level, Silence, decide_level
from tasks.core.quoting import QuotingRule
from tasks.core.told_dates import ToldDates
from tasks.core.voices import Voice
from tasks.render import load_wordings


def results(language: str) -> Results:
    return Results(
        rubric=load_rubric(),
        form=load_form(),
        words=load_wordings(language),
        group_labels={},
        levels={},
        scores=(),
        small_groups=frozenset(),
    )


@pytest.mark.parametrize(
    ("code", "missing_reason", "told"),
    [
        ("1", "", "Uma reunião"),
        ("dk", "dont_know", "Não sei"),
        ("97", "dont_know", "Não sei"),  # as a file of statistics codes it
        ("99", "not_applicable", "Não se aplica aqui"),
        ("22", "", "22"),
    ],
)
def test_closed_answer__is_worded_in_the_language_of_the_brief(code, missing_reason, told):
    assert results("pt").name_answer("meetings_held", code, missing_reason) == told


@pytest.mark.parametrize(
    ("language", "whole", "half"),
    [
        ("en", "“one meeting”", "between “no meeting in twelve months” and “one meeting”"),
        (
            "fr",
            "«\u00a0une réunion\u00a0»",
            "entre «\u00a0aucune réunion en douze mois\u00a0» et «\u00a0une réunion\u00a0»",
        ),
        ("es", "«una reunión»", "entre «ninguna reunión en doce meses» y «una reunión»"),
        ("pt", "“uma reunião”", "entre “nenhuma reunião em doze meses” e “uma reunião”"),
    ],
)
def test_level__is_quoted_as_the_scale_words_it(language, whole, half):
    assert results(language).quote_level("meetings_held", 1.0) == whole
    assert results(language).quote_level("meetings_held", 0.5) == half


SMALL = frozenset({"business", "donor", "un", "academia"})


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (["government"], "1 stakeholder group"),
        (["government", "civil_society"], "2 stakeholder groups"),
        (["donor"], "at least 1 stakeholder group"),
        (["government", "donor"], "at least 2 stakeholder groups"),
        (["business", "donor", "un"], "at least 2 stakeholder groups"),
        (["government", "business", "donor", "un", "academia"], "at least 3 stakeholder groups"),
    ],
)
def test_groups__are_counted_alike_behind_a_level_and_behind_the_brief__and_small_ones_up_to_two(groups, told):
    one = replace(results("en"), small_groups=SMALL)
    assert one.count_groups(groups) == one.count_tellers([*groups, *groups, ""], has_documents=False) == told


def test_groups__with_documents__are_counted_beside_them():
    assert results("fr").count_tellers(["un"], has_documents=True) == "1 groupe d’acteurs et documents"
    assert results("fr").count_tellers([], has_documents=True) == "documents"


PHRASES = read_yaml(QUESTIONNAIRE / "level_phrases.yaml")
RULE = QuotingRule(3, "generalise", 3)


def scored(*groups: str) -> Level:
    """A level that one person of each of these groups told at 3, the first of them at 1."""
    voices = tuple(
        Voice(str(n), group, 3.0 if n else 1.0, date="2026-02-07", evidence=(f"s-{n}",))
        for n, group in enumerate(groups)
    )
    told = {"n_respondents": len(voices), "groups": tuple(sorted(set(groups))), "date": "2026-02-07"}
    return Level("meetings_held", "scored", 3.0, (1.0, 3.0), "C", voices=voices, deciding=voices, **told)


@pytest.mark.parametrize(
    ("groups", "n", "shown", "date"),
    [(("government", "donor"), None, "<3", "2026"), (("government", "donor", "un"), 3, "3", "2026-02")],
)
def test_level__of_one_or_two_persons__tells_neither_their_number_nor_the_day(groups, n, shown, date):
    told = indicator_result(with_level(*groups), "meetings_held")
    assert (told.n, told.n_shown, told.date) == (n, shown, date)


def test_explanation__of_a_level__has_no_level_that_one_unattributed_voice_told():
    told = explain(with_level("government", "donor", "un"), scored("government", "donor", "un"))
    assert "Government: level 1, unattributed voices (a level that fewer than three told is not shown)" in told
    more = scored("government", "donor", "un", "un")
    assert "Government: level 1, unattributed voices: level 3" in explain(
        with_level("government", "donor", "un", "un"), more
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "evidence grade C with a contradiction,"),
        ("fr", "qualité des preuves C avec contradiction,"),
        ("es", "calidad de la evidencia C con contradicción,"),
        ("pt", "qualidade da evidência C com contradição,"),
    ],
)
def test_grade__of_a_level_that_sources_contradict__shows_it(language, told):
    plain = replace(with_level("government", "donor", "un"), words=load_wordings(language))
    disputed = replace(plain, disputed=frozenset({"meetings_held"}))
    assert told in disputed.statement("gaps", "meetings_held").text
    assert told not in plain.statement("gaps", "meetings_held").text
    assert indicator_result(disputed, "meetings_held").grade_shown == "C*"
    assert "B)" in " ".join(indicator_result(disputed, "meetings_held").flag_texts)
    assert indicator_result(plain, "meetings_held").grade_shown == "C"


def test_question__to_both_sides__is_the_indicators_own():
    assert "bring other sectors together" in results("en").indicator_question("convening_power")
    assert "réunir les autres secteurs" in results("fr").indicator_question("convening_power")
    without = replace(results("en"), form=replace(load_form(), questions=()))
    assert without.indicator_question("convening_power") == "Q8"


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_seats__of_two_in_three_or_of_five_in_nine__are_told_by_words_that_hold_for_both(language):
    named = replace(results(language), phrases=PHRASES).name_level("seat_balance", 2.0)
    assert "75" in named
    assert "60" not in named


def with_level(*groups: str) -> Results:
    hidden = frozenset({"donor", "un"})
    labels = {"government": "Government", "donor": "Donors", "un": "United Nations"}
    known = replace(results("en"), levels={"meetings_held": scored(*groups)}, group_labels=labels)
    return replace(known, small_groups=hidden, rule=RULE, dates=ToldDates(RULE, frozenset({"2026-02"})))


def voices(*told: tuple[str, float]) -> tuple[Voice, ...]:
    """Voices of groups that may be named or are too few to be, each with a level."""
    return tuple(
        Voice(
            str(n), group, level, date="2026-02", evidence=(f"s-{n}",), record_type="verbatim" if group else "document"
        )
        for n, (group, level) in enumerate(told)
    )


def explained(indicator: str, *told: tuple[str, float], language: str = "en") -> tuple[str, float | None]:
    """What is said of a level that was read from these voices, and the level."""
    level = decide_level(load_rubric().indicators[indicator], voices(*told), Silence(), as_of="2026-03", are_read=True)
    known = replace(with_level("government"), words=load_wordings(language))
    return explain(known, level), level.value


def test_explanation__of_a_level_that_asks_for_several_sources__is_not_that_of_a_median():
    told, value = explained("shared_definition", ("government", 4.0), *[("un", 3.0)] * 3, *[("donor", 3.0)] * 3)
    assert value == 4.0
    assert "Medians: Government: level 4, unattributed voices: level 3." in told
    assert told.startswith("The highest level for which there are as many sources as the scale asks for (here ")


def test_explanation__of_a_median_between_two_levels__says_that_the_nearest_was_taken():
    told, value = explained("convening_power", *[("government", 3.0)] * 3, ("un", 2.0), ("un", 2.0), ("un", 2.0))
    assert value == 3.0
    assert told.startswith("The level nearest to the median of the groups’ medians (Government: level 3")
    plain, value = explained("convening_power", *[("government", 3.0)] * 3, *[("un", 3.0)] * 3)
    assert plain.startswith("Median of the groups’ medians (")


@pytest.mark.parametrize("un", [2.0, 3.0])
def test_explanation__with_a_level_of_few__does_not_tell_by_its_words_whether_they_are_of_one_mind(un):
    told, value = explained("convening_power", ("government", 3.0), ("un", un))
    assert told.startswith("From the median of the groups’ medians, which are not shown")
    assert value == 3.0
    fact, _ = explained("annual_action_plan", ("un", un), ("donor", 3.0))
    assert "Between two levels" not in fact


def test_explanation__of_a_fact__says_of_nobody_that_they_agree_who_told_otherwise():
    for_it = [("government", 3.0), *[("un", 3.0)] * 3, ("academia", 3.0)]
    told, value = explained("annual_action_plan", *for_it, *[("donor", 0.0)] * 3)
    assert value == 3.0
    agreeing, otherwise = told.split("Others say otherwise: ")
    assert agreeing.startswith("The best-evidenced sources agree on it: ")
    assert agreeing.endswith("unattributed voices: level 3. ")
    assert otherwise.startswith("unattributed voices: level 0.")
    assert "Others" not in explained("annual_action_plan", *for_it)[0]


@pytest.mark.parametrize(
    ("levels", "value", "told"),
    [
        ((2.0, 2.0, 3.0, 3.0), 3.0, "Between two levels: the higher one, as two groups tell it."),
        ((2.0, 3.0), 2.0, "Between two levels: the lower one, as fewer than two groups tell the higher one."),
        ((3.0, 3.0), 3.0, ""),
    ],
)
def test_explanation__of_a_fact_between_two_levels__says_why_it_is_the_higher_or_the_lower_one(levels, value, told):
    groups = ("government", "academia", "business", "civil_society")
    text, of = explained("annual_action_plan", *zip(groups, levels, strict=False))
    assert of == value
    assert told in text
    assert ("Between two levels" in text) == bool(told)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "D, weak: to be confirmed"),
        ("fr", "D, faible\u00a0: à confirmer"),
        ("es", "D, débil: por confirmar"),
        ("pt", "D, fraca: por confirmar"),
    ],
)
def test_grade__of_weak_evidence__asks_for_confirmation(language, told):
    known = replace(with_level("government"), words=load_wordings(language))
    weak = replace(known, levels={"meetings_held": replace(scored("government"), grade="D")})
    assert told in weak.statement("practices", "meetings_held", is_short=True).text
    assert told not in known.statement("practices", "meetings_held", is_short=True).text


@pytest.mark.parametrize("dissent", [0, 1])
def test_explanation__of_many_voices__compares_no_voice_with_all_others(dissent, monkeypatch):
    told = voices(*[("government", 3.0)] * 300, *[("academia", 0.0)] * dissent)
    level = Level("annual_action_plan", "scored", 3.0, (0.0, 3.0), "C", voices=told, deciding=told[:300])
    compared, same = [], Voice.__eq__
    monkeypatch.setattr(Voice, "__eq__", lambda one, other: compared.append(one) or same(one, other))
    text = explain(with_level("government"), level)
    assert len(compared) < len(told)
    assert ("Others" in text) == bool(dissent)


HELD = "unattributed voices (a level that fewer than three told is not shown)"


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_explanation__of_a_view_of_few__gives_no_median_from_which_theirs_is_worked_out(language):
    """With the level and the others' median theirs would be known; and "nearest" would be said of the very median."""
    told = {
        explained("convening_power", *[("government", 1.0)] * 3, ("donor", level), language=language)[0]
        for level in (0.0, 1.0, 2.0, 3.0)
    }
    (text,) = told
    assert not any(one in text for one in ("level", "niveau", "nivel", "nível"))


def of_groups(*told: tuple[str, float]) -> str:
    """What is said of a fact that these deciding voices and, at another level than 3, others told; few are named."""
    all_told = voices(*told)
    deciding = tuple(voice for voice in all_told if voice.level == 3.0)
    level = Level("annual_action_plan", "scored", 3.0, (0.0, 4.0), "C", voices=all_told, deciding=deciding)
    return explain(with_level("government"), level)


def test_explanation__of_a_fact__does_not_tell_one_apart_who_differs_among_those_not_attributed():
    told = of_groups(("government", 1.0), ("donor", 3.0), ("donor", 3.0), ("un", 3.0), ("un", 4.0))
    assert told.startswith(f"The best-evidenced sources decide; {HELD}. Others say otherwise: Government: level 1.")
    told = of_groups(("government", 3.0), ("donor", 3.0), *[("un", 0.0)] * 3)
    assert told.startswith(f"The best-evidenced sources decide; Government: level 3, {HELD}.")
    assert "Others" not in told


def test_explanation__of_a_fact__does_not_say_on_which_side_one_or_two_not_attributed_stand():
    agrees, differs = (of_groups(("government", 3.0), ("donor", level)) for level in (3.0, 0.0))
    assert agrees == differs
    assert HELD in agrees


def test_explanation__of_a_fact__tells_both_sides_where_neither_is_of_few():
    told = of_groups(*[("donor", 3.0)] * 3, *[("un", 0.0)] * 3)
    assert "agree on it: unattributed voices: level 3. Others say otherwise: unattributed voices: level 0." in told
