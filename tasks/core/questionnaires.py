"""The questionnaire as a value: what an XLSForm asks, of whom, and which answers it allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer a form offers.

    Attributes:
        name: code that is stored.
        labels: language -> what the respondent reads.
    """

    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A row of the survey sheet that collects something.

    Attributes:
        name: XML name, unique in the form.
        type: text, integer, decimal, date, select_one, select_multiple, start, end, today, calculate ...
        labels: language -> wording; empty for metadata.
        group: names of the enclosing groups joined by "/", "" at the top.
        list_name: choice list of a select, else "".
        is_required: must be answered when it is asked.
        relevant: XPath expression under which it is asked, "" for always.
        constraint: XPath expression an answer must meet, "" for none.
        annex_question: "Q1" to "Q23", or "" when it is not part of Annex 1.
        indicator: rubric id when it is a closed companion, else "".
        area: 1 to 5, or None for metadata.
        is_identifying: holds a name, phone or e-mail of the respondent.
    """

    name: str
    type: str
    labels: Mapping[str, str]
    group: str = ""
    list_name: str = ""
    is_required: bool = False
    relevant: str = ""
    constraint: str = ""
    annex_question: str = ""
    indicator: str = ""
    area: int | None = None
    is_identifying: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire.

    Attributes:
        form_id: of the settings sheet.
        version: of the settings sheet.
        title: of the settings sheet.
        default_language: code of the language labels fall back to.
        questions: in form order.
        choices: list name -> its choices in order.
    """

    form_id: str
    version: str
    title: str
    default_language: str
    questions: tuple[Question, ...]
    choices: Mapping[str, tuple[Choice, ...]]

    def question(self, name: str) -> Question | None:
        """Return the question of that name, or None."""
        return next((question for question in self.questions if question.name == name), None)
