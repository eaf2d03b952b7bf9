"""Exports a country's data for analysts: within consent, and searched before it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tasks.adapters.data_files import write_crosswalk, write_ddi, write_pairs, write_parquet, write_tidy
from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.adapters.key_files import read_secret
from tasks.adapters.qda_files import write_codebook
from tasks.adapters.statistics_files import write_spss, write_stata
from tasks.adapters.store import Store
from tasks.adapters.workbooks import write_workbook
from tasks.core.data_exports import (
    TOO_FEW,
    AskedQuestion,
    CountryData,
    DataWords,
    Rows,
    make_data_tables,
    tabulate_codebook,
    tabulate_matrix,
    tabulate_quotes,
)
from tasks.core.disguises import disguise
from tasks.core.heard_records import heard_ids
from tasks.core.portfolio_tables import TidyTable
from tasks.core.problems import Problem
from tasks.core.qda_exports import ORIGIN, make_codes
from tasks.core.quoting import grant_permits
from tasks.core.reviews import number_reviewers
from tasks.core.rulings import PERSON
from tasks.core.tables import plain_rows
from tasks.core.told_dates import tell_dates
from tasks.exchange import LEFT_OUT, NOTHING_TO_EXPORT, hand_out, load_exchange_words
from tasks.printable import read_printable
from tasks.read_reviews import read_reviews
from tasks.render import load_group_labels
from tasks.show_sources import load_quoting_rule, read_permits

TAGUETTE, MAXQDA = ("tag", "description"), (("Code", "#subject+path"), ("Memo", "#description"))


def load_data_words(language: str) -> DataWords:
    """Load the words of data tables in a language."""
    declared = read_yaml(QUESTIONNAIRE / "exchange.yaml")

    def chosen(name: str) -> dict[str, str]:
        return {key: words[language] for key, words in declared[name].items()}

    return DataWords(
        language=language,
        columns=chosen("columns") | chosen("variables"),
        tables=chosen("tables"),
        missing=chosen("missing"),
        states=chosen("states"),
        too_few=declared["too_few"][language],
        groups=load_group_labels(language),
        areas={area.id: area.label[language] for area in load_rubric().areas.values()},
        stance=declared["stance"][language],
    )


def load_country_data(store: Store, country: str, language: str) -> CountryData:
    """Load all that the data tables of a country are made of."""
    printable = read_printable(store, country, "interviews", "answers", "segments", "codings", "scores")
    tables = {name: plain_rows(table) for name, table in printable.items()}
    tables["codings"] = _without_reviewers(tables["codings"], [one.reviewer for one in read_reviews(store, country)])
    rule, heard = load_quoting_rule(), heard_ids(*(printable[name] for name in ("interviews", "segments", "answers")))
    permits = grant_permits(tables["interviews"], rule, heard)
    hidden = disguise(tables, permits, read_secret(store, country))
    return CountryData(
        country,
        **hidden.tables,
        permits=hidden.permits,
        rule=rule,
        dates=tell_dates(tables["interviews"], permits, rule, heard),
        codebook=load_codebook(),
        rubric=load_rubric(),
        questions=tuple(_asked(hidden.tables["answers"], language)),
        words=load_data_words(language),
    )


def _without_reviewers(codings: Rows, reviewers: Iterable[str]) -> list[Mapping[str, Any]]:
    """Number the persons who gave codings, as the report on their agreement does."""
    given = {row["coder"]: _persons_of(row) for row in codings if row["coder"].startswith(PERSON)}
    numbers = number_reviewers([*reviewers, *(person for persons in given.values() for person in persons)])
    shown = {
        coder: PERSON + ", ".join(f"reviewer {numbers[person]}" for person in persons)
        for coder, persons in given.items()
    }
    return [{**row, "coder": shown.get(row["coder"], row["coder"])} for row in codings]


def _persons_of(row: Mapping[str, Any]) -> Sequence[str]:
    return row.get("reviewers") or row["coder"].removeprefix(PERSON).split(", ")


def _asked(answers: Iterable[Mapping[str, Any]], language: str) -> Iterable[AskedQuestion]:
    """Yield the questions of Annex 1 in the form's order, then those that only a country's own form asks."""
    form, known = load_form(), set()
    for question in form.questions:
        if question.annex_question and not question.is_identifying:
            known.add(question.name)
            choices = {one.name: one.labels.get(language, one.name) for one in form.choices.get(question.list_name, ())}
            label, is_multiple = question.labels.get(language, question.name), question.type == "select_multiple"
            yield AskedQuestion(question.name, label, question.annex_question, choices, is_multiple)
    others: dict[str, list[Mapping[str, Any]]] = {}
    for row in answers:
        if row["annex_question"] and row["question_name"] not in known:
            others.setdefault(row["question_name"], []).append(row)
    for name, rows in sorted(others.items()):
        choices = {row["answer_code"]: row["answer_label"] or row["answer_code"] for row in rows if row["answer_code"]}
        chosen = [row["interview_id"] for row in rows if row["answer_code"]]
        is_multiple = len(chosen) > len(set(chosen))
        yield AskedQuestion(
            name, rows[0]["column"], rows[0]["annex_question"], dict(sorted(choices.items())), is_multiple
        )


def make_data_files(store: Store, country: str, language: str) -> dict[str, bytes]:
    """Make the data files of a country.

    Returns:
        Name -> content, the same bytes for the same tables.
    """
    data = load_country_data(store, country, language)
    tables = make_data_tables(data)
    shown = {TOO_FEW: f"<{data.rule.smallest_cell}"}
    files: dict[str, bytes] = {}
    for table in tables:
        files[f"{table.name}.csv"] = write_tidy(table, shown)
        files[f"{table.name}.parquet"] = write_parquet(table)
        files[f"{table.name}.sav"] = write_spss(table)
        files[f"{table.name}.zsav"] = write_spss(table, is_packed=True)
        files[f"{table.name}.dta"] = write_stata(table)
    said = read_yaml(QUESTIONNAIRE / "exchange.yaml")["left_out"][language]
    codes = tabulate_codebook(data)
    maxqda = TidyTable("codes", MAXQDA, tuple((path, text) for _, path, text, _ in codes))
    return files | {
        "crosswalk.csv": write_crosswalk(tables),
        "ddi-codebook.xml": write_ddi(tables, f"{ORIGIN} {country}", said, language),
        "quotes.xlsx": write_workbook([tabulate_quotes(data)], is_wrapped=True),
        "framework-matrix.xlsx": write_workbook(tabulate_matrix(data), is_wrapped=True),
        "codebook.qdc": write_codebook(make_codes(data.codebook, load_exchange_words(language)), ORIGIN),
        "codebook-taguette.csv": write_pairs(TAGUETTE, ((path, text) for path, _, text, _ in codes)),
        "codebook-maxqda.xlsx": write_workbook([maxqda], is_wrapped=True, has_tags=False),
    }


def export_data(store: Store, country: str, folder: Path, language: str) -> tuple[Problem, ...]:
    """Write a country's data into a folder, all of it or, where something in it identifies a person, nothing.

    Args:
        store: reads the tables and the key.
        country: ISO 3166-1 alpha-3.
        folder: where to; files of these names are replaced.
        language: of labels.

    Returns:
        What was left out, or why nothing was written.
    """
    interviews = plain_rows(store.read_table(country, "interviews"))
    if not interviews:
        return (NOTHING_TO_EXPORT.at(country=country),)
    files = make_data_files(store, country, language)
    recorded = [row["interview_id"] for row in interviews if row["consent_record"]]
    if blocked := hand_out(store, country, {folder / name: content for name, content in files.items()}, recorded):
        return blocked
    permits = read_permits(store, country)
    left_out = sum(not permits[row["interview_id"]].may_quote for row in interviews)
    return (LEFT_OUT.at(n=left_out, total=len(interviews)),) if left_out else ()
