"""Writes one interview in every format and layout that field teams send; see tests/interviews/."""

from __future__ import annotations

import csv
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
import xlsxwriter
from docx.shared import Cm, Pt, RGBColor

from tasks.adapters.declarations import read_yaml
from tasks.core.sources import Block, Layout, SourceText, normalise

FOLDER = Path(__file__).parent / "interviews"
OFFICE_FORMATS = ("odt", "rtf", "pdf")
LABELS = {
    "en": ("Interviewer", "Respondent"),
    "fr": ("Enquêteur\u202f", "Répondante\u202f"),
    "es": ("Entrevistadora", "Entrevistado"),
    "pt": ("Entrevistador", "Entrevistada"),
}
LETTERS = {"en": ("I", "R"), "fr": ("E", "R"), "es": ("P", "R"), "pt": ("P", "R")}
NAMES = {
    "en": ("Ann Lee", "Bo Kay"),
    "fr": ("Aïcha Bâ", "Luc Né"),
    "es": ("Inés Paz", "Raúl Gil"),
    "pt": ("Rui Sá", "Ana Melo"),
}


@dataclass(frozen=True)
class Told:
    """An interview as it was told: role ("interviewer" or "respondent") and paragraphs of each turn."""

    id: str
    language: str
    turns: tuple[tuple[str, tuple[str, ...]], ...]

    def expected(self) -> list[tuple[str, str]]:
        return [(role, "\n".join(paragraphs)) for role, paragraphs in self.turns]


@cache
def ten_interviews() -> tuple[Told, ...]:
    """The ten interviews of tests/interviews/ten_interviews.yaml."""
    roles = {"i": "interviewer", "r": "respondent"}
    declared = read_yaml(FOLDER / "ten_interviews.yaml")
    return tuple(
        Told(
            entry["id"],
            entry["language"],
            tuple(
                (roles[key], tuple(said) if isinstance(said, list) else (said,))
                for turn in entry["turns"]
                for key, said in turn.items()
            ),
        )
        for entry in declared
    )


def labelled(told: Told, labels: tuple[str, str], mark: str = ": ") -> Iterator[list[str]]:
    """Yield the paragraphs of each turn, the first with its speaker's label."""
    for role, paragraphs in told.turns:
        label = labels[0] if role == "interviewer" else labels[1]
        yield [f"{label}{mark}{paragraphs[0]}", *paragraphs[1:]]


def plain(told: Told, labels: tuple[str, str], mark: str = ": ") -> str:
    return "\n\n".join("\n".join(paragraphs) for paragraphs in labelled(told, labels, mark)) + "\n"


def stamp(number: int, *, point: str = ".", hours: bool = True) -> str:
    seconds = number * 7
    clock = f"{seconds // 60:02d}:{seconds % 60:02d}"
    return f"{'00:' if hours else ''}{clock}{point}000" if point else f"{'00:' if hours else ''}{clock}"


def named(told: Told) -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    for number, (role, paragraphs) in enumerate(told.turns):
        yield number, role, NAMES[told.language][role == "respondent"], paragraphs


def source_of(text: str, file: str = "XAA/05.txt") -> SourceText:
    """A plain text whose every line is a paragraph."""
    plain, blocks, position = normalise(text), [], 0
    for line in plain.split("\n"):
        if line.strip():
            blocks.append(Block(position, position + len(line), Layout()))
        position += len(line) + 1
    return SourceText(file, "0", plain, tuple(blocks))


# --- plain text -------------------------------------------------------------------------------------------------
TEXT_LAYOUTS: dict[str, Callable[[Told], str]] = {
    "labels": lambda told: plain(told, LABELS[told.language]),
    "letters": lambda told: plain(told, LETTERS[told.language]),
    "narrow space before the colon": lambda told: plain(told, ("Enquêteur", "Répondant"), "\u00a0: "),
    "time stamps": lambda told: "\n".join(
        f"[{stamp(n, point='', hours=False)}] {'RESEARCHER' if role == 'interviewer' else 'KII1'}: " + "\n".join(said)
        for n, role, _, said in named(told)
    ),
    "initials with a legend": lambda told: "AY = interviewer\nBK = respondent\n\n" + plain(told, ("AY", "BK")),
    "names with a header": lambda told: (
        f"Interviewer: {NAMES[told.language][0]}\nRespondent: {NAMES[told.language][1]}\nDate: 12 March 2026\n\n"
        + plain(told, tuple(name.split()[0] for name in NAMES[told.language]))
    ),
    "numbered pairs": lambda told: "\n".join(
        f"{'Q' if role == 'interviewer' else 'R'}{n // 2 + 1}: " + "\n".join(said) for n, role, _, said in named(told)
    ),
    "labels on their own line": lambda told: "\n\n".join(
        f"{'INTERVIEWER' if role == 'interviewer' else 'RESPONDENT'}\n" + "\n".join(said)
        for _, role, _, said in named(told)
    ),
    "Otter": lambda told: "\n\n".join(
        f"{name}  {stamp(n, point='', hours=False)}\n" + " ".join(said) for n, _, name, said in named(told)
    ),
    "Zoom": lambda told: "\n\n".join(
        f"{name}\t{stamp(n, point='')}\n" + " ".join(said) for n, _, name, said in named(told)
    ),
    "Markdown": lambda told: "# Interview\n\n" + plain(told, ("**Interviewer:**", "**Respondent:**"), " "),
}


def teams_vtt(told: Told) -> str:
    cues = []
    for n, _, name, said in named(told):
        words = " ".join(said).split(" ")
        half = max(len(words) // 2, 1)
        for part, piece in enumerate((words[:half], words[half:])):
            if piece:
                text = " ".join(piece).replace("&", "&amp;").replace("<", "&lt;")
                start, end = f"00:{n:02d}:{part * 5:02d}.000", f"00:{n:02d}:{part * 5 + 4:02d}.500"
                cues.append(f"id-{n}-{part}\n{start} --> {end}\n<v {name}>{text}</v>")
    return "WEBVTT\n\nNOTE made by a meeting\n\n" + "\n\n".join(cues) + "\n"


def zoom_vtt(told: Told) -> str:
    cues = [
        f"{n + 1}\n00:{n:02d}:00.000 --> 00:{n:02d}:06.000\n{name}: {' '.join(said)}"
        for n, _, name, said in named(told)
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def subtitles(told: Told) -> str:
    cues = [
        f"{n + 1}\n00:{n:02d}:00,000 --> 00:{n:02d}:06,000\n{name.upper()}: {' '.join(said)}"
        for n, _, name, said in named(told)
    ]
    return "\n\n".join(cues) + "\n"


def whisper(told: Told) -> str:
    segments = [
        {
            "id": n,
            "start": n * 7.0,
            "end": n * 7.0 + 6.5,
            "text": f" {' '.join(said)}",
            "speaker": f"SPEAKER_0{int(role == 'respondent')}",
        }
        for n, role, _, said in named(told)
    ]
    return json.dumps({"text": "", "segments": segments, "language": told.language}, ensure_ascii=False)


def otter_json(told: Told) -> str:
    entries = [
        {"speaker": {"name": name}, "start_time": n * 7000, "transcript": " ".join(said)}
        for n, _, name, said in named(told)
    ]
    return json.dumps({"transcripts_version": 2, "entries": entries})


SPEECH_LAYOUTS: dict[str, tuple[str, Callable[[Told], str]]] = {
    "Teams captions": ("vtt", teams_vtt),
    "Zoom captions": ("vtt", zoom_vtt),
    "subtitles": ("srt", subtitles),
    "Whisper": ("json", whisper),
    "Otter JSON": ("json", otter_json),
}


# --- Word -------------------------------------------------------------------------------------------------------
def word_labels(told: Told):
    document = docx.Document()
    for paragraphs in labelled(told, LABELS[told.language]):
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    return document


def word_bold_questions(told: Told):
    document = docx.Document()
    document.add_heading("Interview with a member of the platform", 0)
    for role, paragraphs in told.turns:
        for paragraph in paragraphs:
            document.add_paragraph().add_run(paragraph).bold = role == "interviewer"
    return document


def word_italic_questions(told: Told):
    document = docx.Document()
    for role, paragraphs in told.turns:
        for paragraph in paragraphs:
            document.add_paragraph().add_run(paragraph).italic = role == "interviewer"
    return document


def word_table(told: Told):
    document = docx.Document()
    document.add_paragraph("Country: invented")
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for role, paragraphs in told.turns:
        cells = table.add_row().cells
        cells[0].text = LETTERS[told.language][role == "respondent"]
        cells[1].text = paragraphs[0]
        for paragraph in paragraphs[1:]:
            cells[1].add_paragraph(paragraph)
    cells = (row.cells for row in table.rows)
    for left, right in cells:
        left.width, right.width = Pt(40), Pt(420)
    return document


def word_three_columns(told: Told):
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    for cell, head in zip(table.rows[0].cells, ("Time", "Speaker", "Transcript"), strict=True):
        cell.text = head
    for n, _, name, paragraphs in named(told):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = stamp(n, point=""), name, "\n".join(paragraphs)
    return document


def word_question_table(told: Told):
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Question", "Answer"
    for (_, asked), (_, answered) in zip(told.turns[0::2], told.turns[1::2], strict=True):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = "\n".join(asked), "\n".join(answered)
    return document


def word_styles(told: Told):
    document = docx.Document()
    for name in ("Interviewer", "Respondent"):
        document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    for role, paragraphs in told.turns:
        for paragraph in paragraphs:
            document.add_paragraph(paragraph, style=role.capitalize())
    return document


def word_teams(told: Told):
    document = docx.Document()
    document.add_paragraph("Interview-20260312_Meeting Recording")
    for n, _, name, paragraphs in named(told):
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {n // 8}:{n * 7 % 60:02d}")
        paragraph.add_run().add_break()
        paragraph.add_run(" ".join(paragraphs))
    return document


def word_coloured_answers(told: Told) -> object:
    """Nothing but a colour tells the answers."""
    document = docx.Document()
    for role, paragraphs in told.turns:
        for words in paragraphs:
            run = document.add_paragraph().add_run(words)
            if role == "respondent":
                run.font.color.rgb = RGBColor(0x1F, 0x4E, 0x9E)
    return document


def word_indented_answers(told: Told) -> object:
    """Nothing but an indent tells the answers."""
    document = docx.Document()
    for role, paragraphs in told.turns:
        for words in paragraphs:
            paragraph = document.add_paragraph(words)
            if role == "respondent":
                paragraph.paragraph_format.left_indent = Cm(1.25)
    return document


def word_shared_paragraphs(told: Told) -> object:
    """Question and answer in one paragraph, the question in bold."""
    document = docx.Document()
    for role, (first, *others) in told.turns:
        if role == "interviewer":
            paragraph = document.add_paragraph()
            paragraph.add_run("\n".join([first, *others])).bold = True
        else:
            paragraph.add_run(f" {first}")
            for words in others:
                document.add_paragraph(words)
    return document


def sheet_of(told: Told, path: Path) -> Path:
    """A spreadsheet with a row for each speech."""
    names = NAMES[told.language]
    rows = [("Time", "Speaker", "Text")] + [
        (stamp(number, point=""), names[role == "respondent"], "\n".join(paragraphs))
        for number, (role, paragraphs) in enumerate(told.turns)
    ]
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return path
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


WORD_LAYOUTS: dict[str, Callable[[Told], object]] = {
    "labels": word_labels,
    "bold questions": word_bold_questions,
    "italic questions": word_italic_questions,
    "two-column table": word_table,
    "three-column table": word_three_columns,
    "table of questions and answers": word_question_table,
    "styles": word_styles,
    "Teams": word_teams,
    "coloured answers": word_coloured_answers,
    "indented answers": word_indented_answers,
    "shared paragraphs": word_shared_paragraphs,
}
OFFICE_LAYOUTS = ("labels", "bold questions", "two-column table")
SET_LAYOUTS, SET_FORMATS = ("coloured answers", "indented answers"), ("odt", "rtf")
"""Layouts that only the look of a paragraph tells, of two interviews."""


def write_word(told: Told, layout: str, path: Path) -> Path:
    WORD_LAYOUTS[layout](told).save(str(path))  # type: ignore[attr-defined]
    return path


def office_file(told: Told, layout: str, suffix: str) -> Path:
    """The file LibreOffice made of the Word document (kept in the repository: CI has no LibreOffice)."""
    return FOLDER / "office" / f"{told.id}-{layout.replace(' ', '-')}.{suffix}"


def make_office_files() -> None:
    """Convert the Word documents with LibreOffice: `python tests/builders_transcripts.py`."""
    (FOLDER / "office").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for told in ten_interviews():
            for layout in (*OFFICE_LAYOUTS, *SET_LAYOUTS):
                write_word(told, layout, Path(folder) / office_file(told, layout, "docx").name)
        files = sorted(str(path) for path in Path(folder).glob("*.docx"))
        for suffix in OFFICE_FORMATS:
            command = [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                suffix,
            ]
            subprocess.run([*command, "--outdir", str(FOLDER / "office"), *files], check=True, capture_output=True)


if __name__ == "__main__":
    make_office_files()
