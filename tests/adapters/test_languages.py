"""What identifies languages: its memory is given back, and never waited for in a forked process."""

import multiprocessing

from tasks.adapters.languages import forget_models, identify

TEXTS = ["Nutriční výbor se sešel dvakrát.", "Kamati ya lishe hukutana kila mwezi katika wilaya yetu."]


def test_language__is_told_again_after_the_models_were_forgotten():
    before = identify(TEXTS)
    forget_models()
    assert identify(TEXTS) == before
    assert before[1] == "sw"


def test_models__in_a_forked_process__are_not_waited_for():
    identify(TEXTS)
    forget_models()
    identify(TEXTS)
    child = multiprocessing.get_context("fork").Process(target=forget_models)
    child.start()
    child.join(timeout=20)
    ended = child.exitcode
    child.kill()
    assert ended == 0
