"""Who reads all that leaves a country finds no group of under three respondents, not even by subtraction."""

import csv
import io
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from flows.direct import run_directly
from tasks.adapters.store import Store
from tasks.core.heard_records import heard_ids
from tasks.core.quoting import count_groups
from tasks.core.tables import plain_rows
from tasks.country_folders import find_countries
from tasks.exchange import make_country_project
from tasks.export_data import make_data_files
from tasks.render import load_group_labels, load_wordings, make_brief
from tasks.render_portfolio import render_portfolio
from tasks.show_sources import AFTER_BRIEFS, read_permits

pytestmark = pytest.mark.slow
RAW = Path(__file__).parents[1] / "data" / "raw"
BUILT = {
    "XAB": {"government": 3, "civil_society": 3, "donor": 1},
    "XAC": {"government": 4, "donor": 1},
    "XAD": {"government": 5, "civil_society": 3, "un": 2, "donor": 2, "business": 2},
}
HEARD_AGAIN = {
    "XAE": (("Clarisse Mbetou", "MBETOU Clarisse", "Mme Clarisse Mbetou"), "register"),
    "XAF": (("Clarisse Mbetou", "Clarisse Mbetou", "Clarisse Mbetou"), "heads"),
    "XAG": (("Clarisse Mbetou", "Mbetou, Clarisse", "Clarisse Mbetou"), "questionnaire"),
}
"""Countries in which one official is heard three times, and three of civil society, of whom one twice."""
OTHERS = ("Honorine Zafitsara", "Lucas Ferrandez", "Theodule Rakombary", "RAKOMBARY Theodule")
SHIPPED = ("XTA", "MLI")
COUNTRIES = (*SHIPPED, *BUILT, *HEARD_AGAIN)
SAID = (
    ("Who is the convenor?", "The permanent secretary convenes it and signs the invitations for meeting number {n}."),
    ("How often do you meet?", "We meet four times a year, every quarter, and I came {n} times to that table."),
    ("What were the challenges?", "The funding is late every year and {n} districts are not reached by the platform."),
)


def build(raw: Path, country: str, counts: dict[str, int], names: tuple[str, ...] = (), told_in: str = "") -> None:
    """Write a country with so many interviews of each group; those of one interview are of one day.

    Each person has a name, in the register or in the heads of the files; the last of the first group answers a
    questionnaire instead of an interview where it is told so.
    """
    folder = raw / country
    (folder / "transcripts").mkdir(parents=True)
    lines = [
        "interview_id,file,country,date,language,stakeholder_group,level,consent_record,consent_quote,"
        "consent_attribution,respondent_name"
    ]
    for n, group in enumerate((group for group, many in counts.items() for _ in range(many)), 1):
        name = names[n - 1] if names else ""
        if told_in == "questionnaire" and n == next(iter(counts.values())):
            answer(folder, country, group, name)
            continue
        head = f"Interview with {name}, part {n}\n" if told_in == "heads" else ""
        text = head + "\n".join(f"Interviewer: {asked}\nRespondent: {told.format(n=n + 20)}\n" for asked, told in SAID)
        (folder / "transcripts" / f"i{n}.txt").write_text(text, encoding="utf-8")
        level = "district" if n == 1 else "national"
        lines.append(
            f"{country}-{n:02d},transcripts/i{n}.txt,{country},2026-02-{n:02d},en,{group},{level},yes,yes,role,"
            f"{'' if told_in == 'heads' else chr(34) + name + chr(34)}"
        )
    (folder / "interviews.csv").write_text("\n".join(lines), encoding="utf-8")
    name = ", ".join(f'{language}: "{country}"' for language in ("en", "fr", "es", "pt"))
    about = f"country: {country}\nname: {{{name}}}\nbrief_language: en\ncollected_from: 2026-01-01\ncollected_to: 2026-03-30\n"
    (folder / "source.yaml").write_text(about, encoding="utf-8")


def answer(folder: Path, country: str, group: str, name: str) -> None:
    """Write the questionnaire of one person."""
    cells = {
        "country": country, "stakeholder_group": group, "level": "national", "interview_date": "2026-02-25",
        "consent_record": "yes", "consent_quote": "yes", "consent_attribution": "role", "respondent_name": name,
        "active_convenor": "3", "annual_action_plan": "3", "q21": SAID[2][1].format(n=99), "_uuid": "u" * 36,
    }  # fmt: skip
    (folder / "responses").mkdir()
    rows = [";".join(cells), ";".join(cells.values())]
    (folder / "responses" / "export.csv").write_text("\n".join(rows), encoding="utf-8")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("small")
    for country in SHIPPED:
        shutil.copytree(RAW / country, folder / "raw" / country)
    for country, counts in BUILT.items():
        build(folder / "raw", country, counts)
    for country, (names, told_in) in HEARD_AGAIN.items():
        build(folder / "raw", country, {"government": 3, "civil_society": 4}, (*names, *OTHERS), told_in)
    made = Store(folder / "raw", folder / "processed", folder / "reports")
    outcomes = run_directly(made, find_countries(made), "own")
    assert [outcome.message for outcome in outcomes if not outcome.is_written] == []
    render_portfolio(made, "en")
    return made


def truth(store: Store, country: str) -> dict[str, int]:
    """Respondents of each group that may not be told apart by their number."""
    tables = [store.read_table(country, name) for name in ("interviews", "segments", "answers")]
    return count_groups(plain_rows(tables[0]), heard_ids(*tables))


def tidy(text: str) -> list[dict[str, str]]:
    """Rows of a tidy table, without that of its tags."""
    return list(csv.DictReader(io.StringIO(text)))[1:]


def brief_of(store: Store, country: str) -> dict:
    return json.loads((store.reports / country / "brief.json").read_text(encoding="utf-8"))


def quality_counts(store: Store, country: str) -> dict[str, str]:
    """Number of each stakeholder group on the data-quality page, by name."""
    page = (store.reports / country / "data-quality.html").read_text(encoding="utf-8")
    tables = re.findall(r"<h2>[^<]*</h2>\s*<table><thead>.*?</table>", page, re.DOTALL)
    return dict(re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td></tr>', tables[0]))


@pytest.mark.parametrize("country", HEARD_AGAIN)
def test_person__heard_three_times__is_counted_once_and_signs_with_no_group(store, country):
    assert truth(store, country) == {"government": 1, "civil_society": 3}
    brief = brief_of(store, country)
    signed = {one["group"] for part in ("quotations", "answers") for one in brief[part]}
    labels = load_group_labels("en")
    assert signed & {"government", labels["government"]} == set()
    text = json.dumps(brief, ensure_ascii=False)
    for group in ("government", "civil_society"):  # with the larger one told, subtraction would find the smaller
        assert not re.search(rf"heard: [^.]*{labels[group]}", text)
    told = {one["n_shown"] for one in brief["indicators"]}
    assert told <= {"0", "<3", "3", "4"}
    assert {name: n for name, n in quality_counts(store, country).items() if name in labels.values()} == {}


@pytest.mark.parametrize("country", HEARD_AGAIN)
def test_tables__of_a_person_heard_three_times__hold_one_respondent_and_no_name(store, country):
    table = store.read_table(country, "interviews")
    people = table.groupby("stakeholder_group")["respondent_id"].nunique()
    assert people.to_dict() == {"government": 1, "civil_society": 3}
    assert set(table["respondent_id"]) <= set(table["interview_id"])
    claims = store.read_table(country, "claims")
    assert set(claims["respondent"]) <= set(table["respondent_id"])
    files = [path for folder in (store.processed, store.reports) for path in sorted((folder / country).rglob("*"))]
    tables = [pd.read_parquet(path).to_csv() for path in files if path.suffix == ".parquet"]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix in (".json", ".html", ".csv")]
    assert tables
    assert texts
    written = "\n".join([*tables, *texts]).casefold()
    assert not [name for name in ("mbetou", "zafitsara", "ferrandez", "rakombary") if name in written]


@pytest.mark.parametrize("country", COUNTRIES)
def test_names__of_small_groups__stand_nowhere_beside_what_they_told(store, country):
    small = {group for group, n in truth(store, country).items() if 0 < n < 3}
    brief = brief_of(store, country)
    named = {group for one in brief["indicators"] for group in one["groups"]}
    named |= {one["group"] for part in ("quotations", "answers") for one in brief[part]}
    files = make_data_files(store, country, "en")
    for name in ("codings.csv", "topics.csv", "answers.csv", "answers_long.csv"):
        named |= {row["stakeholder_group"] for row in tidy(files[name].decode("utf-8"))}
    for name in ("portfolio-scores.csv", "portfolio-topics.csv", "portfolio-sources.csv"):
        rows = tidy((store.reports / name).read_text(encoding="utf-8"))
        own = [row for row in rows if row["country_iso3"] == country]
        named |= {group for row in own for group in (row.get("groups") or row.get("stakeholder_group") or "").split()}
    labels = load_group_labels("en")
    project = make_country_project(store, country, "en").project
    of_project = {value for case in project.cases for _, value in case.values}
    assert named & small == set()
    assert of_project & {labels[group] for group in small} == set()


@pytest.mark.parametrize("country", COUNTRIES)
def test_subtraction__of_all_counts_of_groups__leaves_no_rest_of_under_three(store, country):
    counts, shown = truth(store, country), quality_counts(store, country)
    told = {name: n for name, n in shown.items() if n.isdigit()}
    assert all(int(n) >= 3 for n in told.values())
    named = {label for language in ("en", "fr", "es", "pt") for label in load_group_labels(language).values()}
    rest = sum(counts.values()) - sum(int(n) for name, n in told.items() if name in named)
    assert not (set(told) & named) or rest == 0 or rest >= 3
    brief = make_brief(store, country, "en")
    said = " ".join(text for section in brief.sections for text in section.fixed) + " ".join(brief.how_sure)
    heard_text = re.search(r"Stakeholder groups heard: ([^.]*)", said)[1]
    told_text = {group for group, label in load_group_labels("en").items() if label in heard_text}
    assert {group for group in told_text if counts[group] < 3} == set()
    assert sum(counts.values()) - sum(counts[group] for group in told_text) not in ((1, 2) if told_text else ())


@pytest.mark.parametrize("country", COUNTRIES)
def test_counts__of_one_or_two_persons__stand_in_no_table(store, country):
    brief = brief_of(store, country)
    assert {one["n"] for one in brief["indicators"]} & {1, 2} == set()
    few = [one for one in brief["indicators"] if one["n"] is None]
    assert all(one["n_shown"] == "<3" and len(one["date"]) <= 4 for one in few)
    rows = tidy((store.reports / "portfolio-scores.csv").read_text(encoding="utf-8"))
    assert {row["n_respondents"] for row in rows if row["country_iso3"] == country} & {"1", "2"} == set()
    levels = tidy(make_data_files(store, country, "en")["levels.csv"].decode("utf-8"))
    assert all(len(row["date"]) <= 4 for row in levels if row["n_respondents"] == "<3")


@pytest.mark.parametrize("country", [country for country in COUNTRIES if country not in HEARD_AGAIN])
def test_topics__are_of_the_same_persons_as_the_codings__so_that_the_difference_is_nobody(store, country):
    files = make_data_files(store, country, "en")
    coded = {
        (row["topic"], row["stakeholder_group"], row["interview_id"])
        for row in tidy(files["codings.csv"].decode("utf-8"))
        if row["record_type"] != "document"
    }
    voices = Counter((topic, group) for topic, group, _ in coded)
    for row in tidy(files["topics.csv"].decode("utf-8")):
        n = voices.pop((row["topic"], row["stakeholder_group"]))
        assert row["n_voices"] == ("<3" if n < 3 else str(n))
    assert voices == {}


@pytest.mark.parametrize("country", HEARD_AGAIN)
def test_topics__of_people_heard_again__count_each_of_them_once(store, country):
    interviews, segments, codings = (store.read_table(country, name) for name in ("interviews", "segments", "codings"))
    told = codings.query("status != 'rejected'").merge(segments[["segment_id", "interview_id"]], on="segment_id")
    people = told.merge(interviews, on="interview_id").groupby("topic")["respondent_id"].nunique().to_dict()
    shown = {topic: "<3" if n < 3 else str(n) for topic, n in people.items()}
    assert max(people.values()) == 4
    topics = tidy(make_data_files(store, country, "en")["topics.csv"].decode("utf-8"))
    assert {row["topic"]: row["n_voices"] for row in topics} == shown
    portfolio = tidy((store.reports / "portfolio-topics.csv").read_text(encoding="utf-8"))
    counts = {row["n_voices"] for row in portfolio if row["country_iso3"] == country and row["n_voices"].isdigit()}
    assert counts <= {"3", "4"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_words__whose_source_is_not_told__have_no_day_and_no_place_that_link_them(store, country):
    brief = brief_of(store, country)
    hidden = [one for one in brief["quotations"] if not one["interview_id"]]
    assert {(one["date"], one["start_char"], one["end_char"], one["file"], one["place"]) for one in hidden} <= {
        ("", None, None, "", "")
    }
    assert {one["date"] for one in brief["answers"] if not one["interview_id"]} <= {""}
    rows = tidy(make_data_files(store, country, "en")["codings.csv"].decode("utf-8"))
    assert {row["date"] for row in rows if not row["stakeholder_group"] and row["record_type"] != "document"} <= {""}


def evidence(store: Store, country: str) -> tuple[list[dict], set[str]]:
    """Records of which the reports of a country count, and the dates of those that show their day."""
    tables = [store.read_table(country, name) for name in ("interviews", "segments", "answers")]
    heard, permits = heard_ids(*tables), read_permits(store, country)
    rows = [row for row in plain_rows(tables[0]) if row["interview_id"] in heard]
    shown = {
        row["interview_id"]
        for row in rows
        if (permit := permits[row["interview_id"]]).may_quote and permit.shows_source
    }
    return rows, shown


def source_line(store: Store, country: str) -> dict[str, str]:
    rows = tidy((store.reports / "portfolio-sources.csv").read_text(encoding="utf-8"))
    return next(row for row in rows if row["country_iso3"] == country)


@pytest.mark.parametrize("country", COUNTRIES)
def test_latest_date__tells_no_day_of_a_person__nor_a_month_that_subtraction_gives_to_few(store, country):
    rows, shown = evidence(store, country)
    documents = {row["date"] for row in rows if row["record_type"] == "document"}
    unseen = Counter(row["date"][:7] for row in rows if row["date"] and row["interview_id"] not in shown)
    brief = make_brief(store, country, "en")
    told = {
        source_line(store, country)["latest_date"],
        *(one["date"] for one in brief_of(store, country)["indicators"]),
    }
    levels = tidy(make_data_files(store, country, "en")["levels.csv"].decode("utf-8"))
    told |= {row["date"] for row in levels} - {""}
    assert {date for date in told if len(date) == 10} <= documents
    assert {date for date in told if len(date) == 7 and unseen[date] in (1, 2)} == set()
    days = {load_wordings("en").date(row["date"]) for row in rows if row["date"] and len(row["date"]) == 10}
    days -= {load_wordings("en").date(date) for date in documents}
    page = (store.reports / country / "data-quality.html").read_text(encoding="utf-8")
    facts = re.search(r'<dl class="facts">.*?</dl>', page, re.DOTALL)[0]
    heads = [value for _, value in brief.title_block] + [
        text for one in brief.sections if one.id == "period" for text in one.fixed
    ]
    assert not [day for day in days if day in facts or any(day in head for head in heads)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_quotable__is_told_only_where_neither_those_nor_the_others_are_few(store, country):
    rows, _ = evidence(store, country)
    people = [row for row in rows if row["record_type"] != "document"]
    agreed = sum(row["consent_quote"] for row in people)
    is_few = bool({agreed, len(people) - agreed} & {1, 2})
    told = source_line(store, country)["n_quotable"]
    assert told == ("" if is_few else str(agreed + len(rows) - len(people)))
    method = next(one for one in make_brief(store, country, "en").sections if one.id == "annex_method")
    assert bool(re.search(r"may be quoted: \d+ of", str(method.rows))) is not is_few


@pytest.mark.parametrize("country", COUNTRIES)
def test_rows_of_checks__beside_the_records_that_are_counted__leave_nobody(store, country):
    rows, _ = evidence(store, country)
    page = (store.reports / country / "data-quality.html").read_text(encoding="utf-8")
    facts = re.search(r'<dl class="facts">.*?</dl>', page, re.DOTALL)[0]
    counts = re.findall(r"<dd>([^<]*)</dd>", facts)[:-1]  # the last one is the date
    assert sum(map(int, counts)) == len(rows)
    checks = re.search(r"<details.*?</details>", page, re.DOTALL)[0]  # the first table is that of the records
    told = re.findall(r"<td[^>]*>([^<]*)</td><td[^>]*>[^<]*</td><td[^>]*>[^<]*</td></tr>", checks)
    assert told
    assert set(told) <= {str(len(rows)), "–"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_problems__that_the_portfolio_counts__are_those_that_the_brief_lists(store, country):
    line, listed = source_line(store, country), Counter(one["severity"] for one in brief_of(store, country)["problems"])
    after = Counter(
        row["severity"] for row in plain_rows(store.read_table(country, "problems")) if row["stage"] in AFTER_BRIEFS
    )
    counted = {"critical": line["n_critical"], "warning": line["n_warnings"], "info": line["n_notes_of_checks"]}
    assert counted == {severity: str(listed[severity] + after[severity]) for severity in counted}
