"""Writes ten responses in every layout in which survey programs export them; see `ten_responses`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.forms import read_form, read_rows
from tasks.core.questionnaires import Form

FOLDER = Path(__file__).parent / "responses"
META = ("country", "interview_date", "language", "stakeholder_group", "level", "consent_record", "consent_quote")
CLOSED = ("active_convenor", "annual_action_plan", "meetings_held", "running_costs")
OPEN = ("q4", "q5", "q16", "q21")
SECTORS = ("health", "agriculture", "education", "wash")
SECTOR_LABELS = {
    "en": ("Health", "Agriculture and livestock", "Education", "Water, sanitation and hygiene"),
    "fr": ("Santé", "Agriculture et élevage", "Éducation", "Eau, assainissement et hygiène"),
}
GROUPS = ("government", "civil_society", "business", "un", "donor", "academia")


@dataclass(frozen=True)
class Said:
    """A response as it was given; "" is a question left out."""

    uuid: str
    values: dict[str, str]
    sectors: tuple[str, ...]
    networks: tuple[tuple[str, str], ...]

    def flat(self) -> dict[str, str]:
        return self.values | {"sectors_present": " ".join(self.sectors)}


OPEN_WORDS = (
    ("The director convenes us.", 'Yes; annual, "costed".', "Three times, at 9:30", "Money, and people leaving."),
    ("C’est la directrice – elle préside.", "Oui, annuel", "Trois fois", "L’argent ; et la rotation"),
    ("La secretaria técnica.", "Sí, con presupuesto", "", "no sabe"),
    ("A ministra; ela também é ponto focal.", "Não existe", "De três em três meses", "sem informação"),
    ("=SUM(A1)", "+plan", "-", "Zoë's\nsecond line"),
)


@cache
def ten_responses() -> tuple[Said, ...]:
    """Ten invented responses: every code, blanks, don't know, not applicable, accents, quotes, formulas, line feeds."""
    told = []
    for n in range(10):
        words = OPEN_WORDS[n % 5]
        codes = [("0", "1", "2", "3", "4", "dk", "na", "")[(n * 3 + k) % 8] for k in range(len(CLOSED))]
        values = {
            "country": "XAA",
            "interview_date": f"2026-03-{n + 1:02d}",
            "language": ("en", "fr", "es", "pt")[n % 4],
            "stakeholder_group": GROUPS[n % 6],
            "level": ("national", "region", "district", "commune")[n % 4],
            "consent_record": "no" if n == 9 else "yes",
            "consent_quote": "yes" if n % 2 else "no",
            **dict(zip(CLOSED, codes, strict=True)),
            **dict(zip(OPEN, words, strict=True)),
        }
        sectors = tuple(sector for k, sector in enumerate(SECTORS) if (n >> k) & 1)
        networks = tuple((f"Network {k}", str(k)) for k in range(1, n % 3 + 1))
        told.append(Said(f"6f1c2d0a-0000-4000-8000-{n:012d}", values, sectors, networks))
    return tuple(told)


# --- the form -----------------------------------------------------------------------------------------------------
def write_form(path: Path, *, version: str = "team-2") -> Path:
    """The shipped form with a select_multiple and a repeat, as a team that needed more would have made it."""
    sheets = {name: read_rows(QUESTIONNAIRE / f"{name}.csv") for name in ("survey", "choices", "settings")}
    survey = sheets["survey"]
    at = next(n for n, row in enumerate(survey) if row["name"] == "seat_balance")
    blank = dict.fromkeys(survey[0], "")
    extra = [
        {
            "type": "select_multiple sector",
            "name": "sectors_present",
            "label::English (en)": "Sectors that came",
            "label::Français (fr)": "Secteurs présents",
        },
        {
            "type": "begin_repeat",
            "name": "network",
            "label::English (en)": "Networks",
            "label::Français (fr)": "Réseaux",
        },
        {
            "type": "text",
            "name": "network_title",
            "label::English (en)": "Title of the network",
            "label::Français (fr)": "Titre du réseau",
        },
        {
            "type": "integer",
            "name": "network_meetings",
            "label::English (en)": "Its meetings",
            "label::Français (fr)": "Ses réunions",
        },
        {"type": "end_repeat", "name": ""},
    ]
    sheets["survey"] = [*survey[:at], *[blank | row for row in extra], *survey[at:]]
    blank = dict.fromkeys(sheets["choices"][0], "")
    sheets["choices"] += [
        blank | {"list_name": "sector", "name": name, "label::English (en)": en, "label::Français (fr)": fr}
        for name, en, fr in zip(SECTORS, SECTOR_LABELS["en"], SECTOR_LABELS["fr"], strict=True)
    ]
    sheets["settings"][0]["version"] = version
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, rows in sheets.items():
            write_sheet(workbook.add_worksheet(name), [list(rows[0]), *[list(row.values()) for row in rows]])
    return path


@cache
def team_form() -> Form:
    with tempfile.TemporaryDirectory() as folder:
        form, problems = read_form(write_form(Path(folder) / "form.xlsx"), "XAA/forms/form.xlsx")
    assert form is not None
    assert not problems
    return form


def group_of(name: str) -> str:
    question = team_form().question(name)
    return question.group if question else ""


def label_of(name: str, language: str) -> str:
    question = team_form().question(name)
    return question.labels[language]


def value_label(name: str, code: str, language: str) -> str:
    question = team_form().question(name)
    choices = team_form().choices.get(question.list_name, ())
    return next((choice.labels[language] for choice in choices if choice.name == code), code)


# --- writing tables -----------------------------------------------------------------------------------------------
def write_sheet(worksheet, rows: Sequence[Sequence[object]]) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                worksheet.write_string(number, column, str(cell))


def write_workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, rows in sheets.items():
            write_sheet(workbook.add_worksheet(name), rows)
    return path


def write_csv(path: Path, rows: Sequence[Sequence[object]], separator: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


QUESTIONS = (*META, *CLOSED, *OPEN)


def kobo_rows(
    *, separator: str = "/", groups: bool = True, language: str = "", multiple: str = "both", hxl: bool = False
) -> list[list[str]]:
    """Rows of the main table of a KoboToolbox export: XML names, or labels of a language."""

    def header(name: str) -> str:
        text = label_of(name, language) if language else name
        return f"{group_of(name)}{separator}{text}" if groups and group_of(name) else text

    def cell(name: str, value: str) -> str:
        return value_label(name, value, language) if language and value else value

    choices = [value_label("sectors_present", sector, language) if language else sector for sector in SECTORS]
    split = [f"{header('sectors_present')}/{choice}" for choice in choices]
    names = [header(name) for name in QUESTIONS]
    names += [header("sectors_present")] if multiple in ("both", "summary") else []
    names += split if multiple in ("both", "details") else []
    rows = [[*names, "_id", "_uuid", "_submission_time", "_validation_status", "__version__", "_index"]]
    if hxl:
        rows.append(["#country+code" if name.endswith("country") else "" for name in rows[0]])
    for n, said in enumerate(ten_responses(), start=1):
        row = [cell(name, said.values[name]) for name in QUESTIONS]
        if multiple in ("both", "summary"):
            row.append(" ".join(cell("sectors_present", sector) for sector in said.sectors))
        if multiple in ("both", "details"):
            row += [str(int(sector in said.sectors)) if said.sectors else "" for sector in SECTORS]
        rows.append([*row, str(1000 + n), said.uuid, f"2026-03-{n:02d}T10:00:00", "", "team-2", str(n)])
    rejected = [*rows[-1]]
    rejected[rows[0].index("_uuid")], rejected[rows[0].index("_validation_status")] = (
        "rejected-0000-0000",
        "Not Approved",
    )
    return [*rows, rejected]


def kobo_repeat_rows(*, prefix: str = "area3_structure/network/") -> list[list[str]]:
    rows = [
        [
            f"{prefix}network_title",
            f"{prefix}network_meetings",
            "_index",
            "_parent_table_name",
            "_parent_index",
            "_submission__uuid",
        ]
    ]
    for n, said in enumerate(ten_responses(), start=1):
        for title, meetings in said.networks:
            rows.append([title, meetings, str(len(rows)), "export", str(n), said.uuid])
    return rows


def kobo_workbook(path: Path, **layout) -> Path:
    return write_workbook(path, {"export": kobo_rows(**layout), "network": kobo_repeat_rows()})


def odk_files(*, split: bool) -> dict[str, list[list[str]]]:
    names = [f"{group_of(name)}-{name}" if group_of(name) else name for name in QUESTIONS]
    names += (
        [f"area3_structure-sectors_present/{sector}" for sector in SECTORS]
        if split
        else ["area3_structure-sectors_present"]
    )
    rows = [["SubmissionDate", *names, "meta-instanceID", "KEY", "ReviewState", "FormVersion"]]
    repeats = [["network_title", "network_meetings", "PARENT_KEY", "KEY"]]
    for n, said in enumerate(ten_responses(), start=1):
        key = f"uuid:{said.uuid}"
        sectors = (
            [str(int(s in said.sectors)) if said.sectors else "" for s in SECTORS]
            if split
            else [" ".join(said.sectors)]
        )
        state = "hasIssues" if n == 3 else ""
        rows.append(
            [
                f"2026-03-{n:02d}T10:00:00Z",
                *(said.values[name] for name in QUESTIONS),
                *sectors,
                key,
                key,
                state,
                "team-2",
            ]
        )
        for k, network in enumerate(said.networks, start=1):
            repeats.append([*network, key, f"{key}/network[{k}]"])
    rejected = [*rows[-1]]
    rejected[-4:-1] = ["uuid:gone", "uuid:gone", "rejected"]
    return {"msp.csv": [*rows, rejected], "msp-network.csv": repeats}


def odk_zip(path: Path, *, split: bool) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in odk_files(split=split).items():
            stream = io.StringIO()
            csv.writer(stream).writerows(rows)
            archive.writestr(name, stream.getvalue())
        archive.writestr("msp - audit.csv", "event,node,start,end\n")
        archive.writestr("media/photo.jpg", b"\xff\xd8\xff")
    return path


def surveycto_rows() -> list[list[str]]:
    """Wide: repeats are numbered columns."""
    names = [*QUESTIONS, "sectors_present", *(f"sectors_present_{s}" for s in SECTORS)]
    wide = [f"{name}_{k}" for k in (1, 2) for name in ("network_title", "network_meetings")]
    rows = [
        [
            "SubmissionDate",
            "starttime",
            "endtime",
            "deviceid",
            *names,
            *wide,
            "instanceID",
            "formdef_version",
            "review_status",
            "KEY",
        ]
    ]
    for n, said in enumerate(ten_responses(), start=1):
        split = [str(int(s in said.sectors)) if said.sectors else "" for s in SECTORS]
        pairs = [cell for network in (*said.networks, ("", ""), ("", ""))[:2] for cell in network]
        key = f"uuid:{said.uuid}"
        rows.append(
            [
                f"Mar {n}, 2026 10:00:00 AM",
                "",
                "",
                "x",
                *(said.values[name] for name in QUESTIONS),
                " ".join(said.sectors),
                *split,
                *pairs,
                key,
                "team-2",
                "APPROVED",
                key,
            ]
        )
    return rows


def surveymonkey_rows(language: str = "en") -> list[list[str]]:
    """Two header rows: the question, and what stands below it."""
    first = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
    ]
    second = [""] * len(first)
    for name in QUESTIONS:
        first.append(label_of(name, language))
        second.append("Open-Ended Response" if name in OPEN else "Response")
    first += [label_of("sectors_present", language), "", "", ""]
    second += [value_label("sectors_present", sector, language) for sector in SECTORS]
    rows = [first, second]
    for n, said in enumerate(ten_responses(), start=1):
        choices = [value_label("sectors_present", s, language) if s in said.sectors else "" for s in SECTORS]
        values = [value_label(name, said.values[name], language) if said.values[name] else "" for name in QUESTIONS]
        rows.append(
            [said.uuid, "77", f"03/{n:02d}/2026 09:00:00 AM", f"2026-03-{n:02d} 10:00:00", *[""] * 5, *values, *choices]
        )
    return rows


def qualtrics_rows(language: str = "en") -> list[list[str]]:
    """Three header rows: names, texts, import ids."""
    names = ["StartDate", "EndDate", "Status", "Progress", "ResponseId", *QUESTIONS, "sectors_present"]
    texts = [
        "Start Date",
        "End Date",
        "Response Type",
        "Progress",
        "Response ID",
        *(label_of(name, language) for name in (*QUESTIONS, "sectors_present")),
    ]
    imports = [json.dumps({"ImportId": name}) for name in names]
    rows = [names, texts, imports]
    for n, said in enumerate(ten_responses(), start=1):
        values = [value_label(name, said.values[name], language) if said.values[name] else "" for name in QUESTIONS]
        sectors = ",".join(value_label("sectors_present", s, "en").replace(",", "") for s in said.sectors)
        sectors = "; ".join(value_label("sectors_present", s, language) for s in said.sectors)
        rows.append(
            ["2026-03-01 09:00:00", f"2026-03-{n:02d} 10:00:00", "IP Address", "100", said.uuid, *values, sectors]
        )
    return rows


def limesurvey_rows(*, texts: bool, language: str = "en") -> list[list[str]]:
    """Codes, or full question texts behind the code; multiple choices as [code] or [text] columns with Yes and No."""

    def header(name: str) -> str:
        return f"{name}. {label_of(name, language)}" if texts else name

    split = [
        f"{header('sectors_present')} [{value_label('sectors_present', s, language)}]"
        if texts
        else f"sectors_present[{s}]"
        for s in SECTORS
    ]
    rows = [["id", "submitdate", "lastpage", "startlanguage", "seed", "token", *map(header, QUESTIONS), *split]]
    for n, said in enumerate(ten_responses(), start=1):
        values = [
            value_label(name, said.values[name], language) if texts and said.values[name] else said.values[name]
            for name in QUESTIONS
        ]
        marks = ["Yes" if s in said.sectors else "No" for s in SECTORS] if said.sectors else [""] * 4
        rows.append([str(n), f"2026-03-{n:02d} 10:00:00", "5", language, "1", "", *values, *marks])
    return rows


def statistics_frame(*, codes: dict[str, float]) -> tuple[pd.DataFrame, dict[str, str], dict[str, dict]]:
    """A frame with numbers for the closed questions, its column labels and value labels."""
    columns: dict[str, list] = {"sys_uuid": [said.uuid for said in ten_responses()]}
    labels = {"sys_uuid": "_uuid"}
    value_labels: dict[str, dict] = {}
    for name in QUESTIONS:
        labels[name] = label_of(name, "en")
        values = [said.values[name] for said in ten_responses()]
        if name in CLOSED:
            columns[name] = [codes[v] if v in codes else (float(v) if v else float("nan")) for v in values]
            value_labels[name] = {float(c): value_label(name, c, "en") for c in "01234"} | {
                codes["dk"]: "Don't know",
                codes["na"]: "Not applicable",
            }
        else:
            columns[name] = values
    for sector in SECTORS:
        name = f"sectors_present_{sector}"
        labels[name] = f"Sectors that came :: {value_label('sectors_present', sector, 'en')}"
        columns[name] = [float(sector in said.sectors) if said.sectors else float("nan") for said in ten_responses()]
    return pd.DataFrame(columns), labels, value_labels


MISSING_CODES = {"dk": 97.0, "na": 99.0}


def plain_letters(text: str) -> str:
    """Text as a portable file can hold it: ASCII, one line."""
    return unicodedata.normalize("NFKD", text).replace("’", "'").replace("\n", " ").encode("ascii", "ignore").decode()


def write_spss(path: Path, *, is_ascii: bool = False) -> Path:
    frame, labels, value_labels = statistics_frame(codes=MISSING_CODES)
    if is_ascii:
        frame = frame.map(lambda cell: plain_letters(cell) if isinstance(cell, str) else cell)
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=labels,
        variable_value_labels=value_labels,
        missing_ranges={name: [97, 98, 99] for name in CLOSED},
        compress=path.suffix == ".zsav",
    )
    return path


def write_stata(path: Path) -> Path:
    frame, labels, value_labels = statistics_frame(codes=MISSING_CODES)
    pyreadstat.write_dta(
        frame,
        str(path),
        column_labels={name: label[:80] for name, label in labels.items()},
        variable_value_labels={k: {int(c): t for c, t in v.items()} for k, v in value_labels.items()},
    )
    return path


def write_xport(path: Path) -> Path:
    frame, labels, _ = statistics_frame(codes=MISSING_CODES)
    pyreadstat.write_xport(frame, str(path), column_labels=labels, file_format_version=8)
    return path


# --- all layouts ----------------------------------------------------------------------------------------------------
def plain_rows(language: str = "") -> list[list[str]]:
    """A table somebody typed, under a title; labels of a language or names."""
    rows = kobo_rows(groups=False, language=language, multiple="summary" if not language else "details")[:-1]
    return [["Answers to the questionnaire, March 2026"], [], *[row[:-6] + [row[-5]] for row in rows]]


LAYOUTS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "KoboToolbox XLSX, names, groups, both": ("xlsx", lambda path: kobo_workbook(path)),
    "KoboToolbox XLSX, names, groups by _": ("xlsx", lambda path: kobo_workbook(path, separator="_")),
    "KoboToolbox XLSX, names, no groups, summary": (
        "xlsx",
        lambda path: kobo_workbook(path, groups=False, multiple="summary"),
    ),
    "KoboToolbox XLSX, names, details": ("xlsx", lambda path: kobo_workbook(path, multiple="details")),
    "KoboToolbox XLSX, English labels": ("xlsx", lambda path: kobo_workbook(path, language="en")),
    "KoboToolbox XLSX, French labels, no groups": (
        "xlsx",
        lambda path: kobo_workbook(path, language="fr", groups=False),
    ),
    "KoboToolbox XLSX, HXL row": ("xlsx", lambda path: kobo_workbook(path, hxl=True)),
    "KoboToolbox CSV ;": ("csv", lambda path: write_csv(path, kobo_rows(), ";")),
    "KoboToolbox CSV , with byte order mark": ("csv", lambda path: write_csv(path, kobo_rows(), ",", "utf-8-sig")),
    "ODK Central ZIP": ("zip", lambda path: odk_zip(path, split=False)),
    "ODK Central ZIP, split": ("zip", lambda path: odk_zip(path, split=True)),
    "ODK Central CSV": ("csv", lambda path: write_csv(path, odk_files(split=False)["msp.csv"])),
    "SurveyCTO wide CSV": ("csv", lambda path: write_csv(path, surveycto_rows())),
    "SurveyMonkey CSV": ("csv", lambda path: write_csv(path, surveymonkey_rows())),
    "SurveyMonkey XLSX": ("xlsx", lambda path: write_workbook(path, {"Sheet": surveymonkey_rows("fr")})),
    "Qualtrics CSV": ("csv", lambda path: write_csv(path, qualtrics_rows())),
    "LimeSurvey CSV, codes": ("csv", lambda path: write_csv(path, limesurvey_rows(texts=False))),
    "LimeSurvey CSV, texts": ("csv", lambda path: write_csv(path, limesurvey_rows(texts=True), ";", "utf-8-sig")),
    "plain TSV": ("tsv", lambda path: write_csv(path, plain_rows(), "\t", "utf-16")),
    "plain XLSX under a title": ("xlsx", lambda path: write_workbook(path, {"Réponses": plain_rows("fr")})),
    "SPSS .sav": ("sav", write_spss),
    "SPSS .zsav": ("zsav", write_spss),
    "Stata .dta": ("dta", write_stata),
    "SAS .xpt": ("xpt", write_xport),
}
WITHOUT_REPEATS = ("CSV", "SurveyMonkey", "Qualtrics", "LimeSurvey", "plain", "SPSS", "Stata", "SAS", "ODS", "XLS ")
OFFICE_FILES = {
    "SPSS multiple-response set": FOLDER / "multiple-response.sav",
    "SPSS .por": FOLDER / "responses.por",
    "ODS": FOLDER / "kobo.ods",
    "XLS ": FOLDER / "kobo.xls",
    "SAS .sas7bdat": FOLDER / "responses.sas7bdat",
}


def expected() -> dict[str, dict[str, object]]:
    """What every layout says: uuid -> question -> (code or text, reason)."""
    blank = {"-", "sem informação"}
    told: dict[str, dict[str, object]] = {}
    for said in ten_responses():
        answers: dict[str, object] = {}
        if said.values["consent_record"] == "yes":
            for name in CLOSED:
                code = said.values[name]
                reason = {"": "blank", "dk": "dont_know", "na": "not_applicable"}.get(code, "")
                answers[name] = reason or code
            for name in OPEN:
                text = said.values[name]
                answers[name] = {"no sabe": "dont_know"}.get(text) or ("blank" if text in blank or not text else text)
            answers["sectors_present"] = frozenset(said.sectors) or "blank"
            answers["network"] = said.networks
        told[said.uuid] = answers
    return told


MULTIPLE_RESPONSE = """GET FILE='{}'.
MRSETS /MDGROUP NAME=$sectors LABEL='Sectors that came' CATEGORYLABELS=VARLABELS
  VARIABLES=sectors_present_health sectors_present_agriculture sectors_present_education sectors_present_wash VALUE=1.
RENAME VARIABLES (sectors_present_health=s1)(sectors_present_agriculture=s2)
  (sectors_present_education=s3)(sectors_present_wash=s4).
VARIABLE LABELS s1 'Health' s2 'Agriculture and livestock' s3 'Education' s4 'Water, sanitation and hygiene'.
SAVE OUTFILE='{}'.
"""


def make_office_files() -> None:
    """Convert with LibreOffice, PSPP and R's haven (CI has none of them): `python tests/builders_exports.py`."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        book = write_workbook(Path(folder) / "kobo.xlsx", {"export": kobo_rows()})
        for suffix in ("ods", "xls"):
            command = [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                suffix,
            ]
            subprocess.run([*command, "--outdir", str(FOLDER), str(book)], check=True, capture_output=True)
        spss = write_spss(Path(folder) / "responses.sav")
        portable = write_spss(Path(folder) / "ascii.sav", is_ascii=True)
        subprocess.run(["pspp-convert", str(portable), str(FOLDER / "responses.por")], check=True)
        subprocess.run(
            ["pspp"], input=MULTIPLE_RESPONSE.format(spss, FOLDER / "multiple-response.sav"), text=True, check=True
        )
        script = f'd <- haven::read_sav("{spss}", user_na=TRUE); for (n in names(d)) {{ l <- attr(d[[n]], "label"); v <- unclass(d[[n]]); attributes(v) <- list(label=l); d[[n]] <- v }}; suppressWarnings(haven::write_sas(d, "{FOLDER / "responses.sas7bdat"}"))'
        subprocess.run(["Rscript", "-e", script], check=True)


if __name__ == "__main__":
    make_office_files()
