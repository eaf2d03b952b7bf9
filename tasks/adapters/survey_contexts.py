"""Loads what a country's exports are read with: its forms, spellings and declared columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.forms import load_form
from tasks.adapters.interviewing import load_question_router
from tasks.adapters.vocabularies import country_spellings, load_register_vocabulary
from tasks.core.exports import Context, ExportWords
from tasks.core.questionnaires import Form, merge_forms
from tasks.core.spellings import Spellings, simplify


@cache
def load_export_words(folder: Path = QUESTIONNAIRE) -> ExportWords:
    """Load how survey programs name what is no question (exports.yaml)."""
    declared = read_yaml(folder / "exports.yaml")
    return ExportWords(
        system=declared["system"],
        rejected=frozenset(map(simplify, declared["rejected"])),
        doubtful=frozenset(map(simplify, declared["doubtful"])),
        second_header=frozenset(map(simplify, declared["second_header"])),
        ignored=tuple(re.compile(pattern, re.IGNORECASE) for pattern in declared["ignored"]),
        transcript=re.compile(declared["transcript"], re.IGNORECASE),
        missing_codes=Spellings(declared["missing_codes"]),
    )


def load_context(
    country: str, versions: Mapping[str, Form] | None = None, columns: Mapping[str, str] | None = None
) -> Context:
    """Load the context of a country's exports.

    Args:
        country: ISO 3166-1 alpha-3.
        versions: form version -> form, of the country's own forms; the shipped form is one of them.
        columns: header -> question name, as the country declares it.

    Returns:
        The context.
    """
    shipped = load_form()
    known = {shipped.version: shipped} | dict(versions or {})
    own = {question.name for form in (versions or {}).values() for question in form.questions}
    return Context(
        form=merge_forms([*(versions or {}).values(), shipped]),
        country=country_spellings(country),
        vocabulary=load_register_vocabulary(),
        missing=Spellings(read_yaml(QUESTIONNAIRE / "missing_codes.yaml")),
        words=load_export_words(),
        router=load_question_router(),
        columns=columns or {},
        versions=known if versions else {},
        own_questions=frozenset(own - {question.name for question in shipped.questions}),
    )
