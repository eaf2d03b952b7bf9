"""Which format and feature is proved by which test, with a file of which program: the table in docs/formats.md is made of this."""

from __future__ import annotations

from builders_exports import LAYOUTS, OFFICE_FILES
from builders_transcripts import OFFICE_FORMATS, OFFICE_LAYOUTS, SPEECH_LAYOUTS, TEXT_LAYOUTS, WORD_LAYOUTS

EXPORTS, ANSWERS = "tests/adapters/test_export_layouts.py", "tests/core/test_answers.py"
TRANSCRIPTS, LAYOUT = "tests/adapters/test_transcript_formats.py", "tests/core/test_transcript_layouts.py"
EVIDENCE, PAGES = "tests/core/test_transcript_evidence.py", "tests/core/test_page_paragraphs.py"
HOSTILE, SHEETS = "tests/adapters/test_hostile_files.py", "tests/adapters/test_spreadsheets.py"
REGISTERS, DOCUMENTS = "tests/core/test_registers.py", "tests/core/test_document_headers.py"
LINT, COLLECT = "tests/adapters/test_form_lint.py", "tests/tasks/test_collect.py"
WRITERS = {
    "xlsx": "XlsxWriter",
    "csv": "csv",
    "tsv": "csv",
    "zip": "zipfile",
    "sav": "pyreadstat",
    "zsav": "pyreadstat",
}
WRITERS |= {"dta": "pyreadstat", "xpt": "pyreadstat"}
OFFICE_WRITERS = {
    "SPSS multiple-response set": "PSPP",
    "SPSS .por": "PSPP",
    "ODS": "LibreOffice",
    "XLS ": "LibreOffice",
    "SAS .sas7bdat": "haven (R)",
}


def _export_rows() -> list[tuple[str, str, str, str]]:
    rows = []
    for layout, (suffix, _) in LAYOUTS.items():
        program, _, features = layout.partition(", ")
        rows.append(
            (program, features or "all answers", WRITERS[suffix], f"{EXPORTS}::test_export__gives_the_same_answers")
        )
    for layout, writer in OFFICE_WRITERS.items():
        assert layout in OFFICE_FILES
        rows.append((layout.strip(), "all answers", writer, f"{EXPORTS}::test_export__gives_the_same_answers"))
    return rows


def _transcript_rows() -> list[tuple[str, str, str, str]]:
    rows = [
        (".docx", layout, "python-docx", f"{TRANSCRIPTS}::test_word__has_the_same_turns") for layout in WORD_LAYOUTS
    ]
    rows += [
        (f".{suffix}", layout, "LibreOffice", f"{TRANSCRIPTS}::test_office__has_the_same_turns")
        for suffix in OFFICE_FORMATS
        for layout in OFFICE_LAYOUTS
    ]
    rows += [
        (
            ".txt, .md",
            f"{layout}; UTF-8, UTF-16, Windows-1252, byte order mark",
            "text",
            f"{TRANSCRIPTS}::test_text__has_the_same_turns",
        )
        for layout in TEXT_LAYOUTS
    ]
    rows += [
        (f".{suffix}", layout, "text", f"{TRANSCRIPTS}::test_recognised_speech__has_the_same_turns")
        for layout, (suffix, _) in SPEECH_LAYOUTS.items()
    ]
    return rows


FEATURES = [
    (
        "any export with repeats",
        "a file without them says so",
        "csv, pyreadstat",
        f"{EXPORTS}::test_csv_of_a_form_with_repeats__says_what_it_lacks",
    ),
    (
        "XLSX and ZIP with repeats",
        "joined by parent; none lacking",
        "XlsxWriter, zipfile",
        f"{EXPORTS}::test_export_with_repeats__lacks_nothing",
    ),
    (
        "any export",
        "edits supersede, under the first id",
        "table",
        f"{ANSWERS}::test_edits__keep_the_newest_version_under_the_first_id",
    ),
    (
        "any export",
        "repeats of rejected responses",
        "table",
        f"{ANSWERS}::test_repeats_of_a_rejected_response__are_left_out_in_silence",
    ),
    ("any export", "month/day/year", "table", f"{ANSWERS}::test_dates__are_month_first_when_one_of_them_shows_it"),
    ("any export", "several groups in one cell", "table", f"{ANSWERS}::test_merged_groups__are_nobodys_voice"),
    (
        "KoboToolbox",
        "transcript, translation and analysis of a recording",
        "table",
        f"{ANSWERS}::test_transcript_of_a_recording__is_the_answer_and_its_analysis_is_not",
    ),
    (
        "LimeSurvey, Qualtrics",
        "responses never sent",
        "table",
        f"{ANSWERS}::test_response_begun_and_never_sent__is_reported",
    ),
    (
        ".csv",
        "separators, encodings, line ends",
        "csv",
        f"{SHEETS}::test_text__of_any_separator_and_encoding__reads_alike",
    ),
    (".xlsx", "formulas, dates, numbers", "XlsxWriter", f"{SHEETS}::test_workbook__cells_become_text"),
    (
        ".docx",
        "tracked changes as accepted, comments out",
        "Word markup",
        "tests/adapters/test_word_sources.py::test_word__tracked_changes_are_read_as_accepted",
    ),
    ("transcripts", "several respondents", "text", f"{LAYOUT}::test_group_interview__each_respondent_has_a_number"),
    (
        "transcripts",
        "remarks in brackets, closing lines",
        "text",
        f"{LAYOUT}::test_remark_on_a_line_of_its_own__is_not_said_and_the_turn_goes_on",
    ),
    (
        "transcripts",
        "numbers and capitals beside a few labels",
        "text",
        f"{LAYOUT}::test_questions_in_capitals_with_numbers__beside_a_few_labels",
    ),
    (
        "transcripts",
        "labels of any words and sign, or in a face of their own",
        "text",
        f"{EVIDENCE}::test_labels__of_unknown_words_and_any_mark__take_turns",
    ),
    (
        "transcripts",
        "labels of one side, two speakers in a paragraph",
        "text",
        f"{LAYOUT}::test_two_sides__whatever_marks_them",
    ),
    (
        "transcripts .odt, .rtf",
        "answers told by a colour or an indent only",
        "LibreOffice",
        f"{TRANSCRIPTS}::test_office__with_answers_that_only_look_different",
    ),
    (
        "transcripts .xlsx, .csv",
        "a row for each speech",
        "XlsxWriter, csv",
        f"{TRANSCRIPTS}::test_sheet__has_the_same_turns",
    ),
    (
        "transcripts",
        "titles, signatures and summaries around the talk",
        "text",
        f"{EVIDENCE}::test_titles_between_questions__and_what_closes_a_record__are_not_said",
    ),
    (
        ".pdf, .txt",
        "paragraphs by gap, indent or label; wrapped lines",
        "text",
        f"{PAGES}::test_paragraphs__show_by_a_gap__an_indent__or_a_label",
    ),
    (
        "registers",
        "headers and values in en, fr, es, pt",
        "table",
        f"{REGISTERS}::test_register__of_each_language__reads_alike",
    ),
    (
        "documents",
        ".docx, .odt, .pdf: title, kind, date, validity, pages",
        "python-docx, LibreOffice",
        f"{DOCUMENTS}::test_office_files__tell_the_same_and_their_paragraphs_have_places",
    ),
    ("XLSForm .xlsx", "what authors get wrong", "XlsxWriter", f"{LINT}::test_mistake__is_found_where_it_stands"),
    ("XLSForm .md, .csv", "what authors get wrong", "text", f"{LINT}::test_form_as_text__is_checked_too"),
    ("any", "passwords", "msoffcrypto, pypdf, Info-ZIP", f"{HOSTILE}::test_file_with_a_password__is_refused"),
    ("any", "cut short", "all writers", f"{HOSTILE}::test_truncated_file__is_refused_or_says_what_it_lacks"),
    (".docx, .odt", "XML entities", "python-docx, LibreOffice", f"{HOSTILE}::test_xml_entities__are_refused"),
    (".docx, .odt, .xlsx, .zip", "bombs", "zipfile", f"{HOSTILE}::test_bomb__is_refused_before_it_unpacks"),
    (
        ".csv, .xlsx",
        "a million columns, cells far apart",
        "csv, XlsxWriter",
        f"{HOSTILE}::test_million_columns__are_refused",
    ),
    (
        "folders",
        "names like paths, links that lead away",
        "–",
        f"{HOSTILE}::test_names_like_paths_and_links_out_of_the_folder__are_named_and_not_followed",
    ),
    (
        "all readers",
        "1,500 damaged files; 20,000 in `make fuzz`",
        "all writers",
        "tests/fuzz/test_damaged_files.py::test_damaged_files__end_in_tables_or_problems",
    ),
]


def matrix_rows() -> str:
    """The rows of the matrix, as Markdown."""
    rows = [*_export_rows(), *_transcript_rows(), *FEATURES]
    return "\n".join(
        f"| {kind} | {feature} | {writer} | `{test.partition('::')[2]}` |" for kind, feature, writer, test in rows
    )


def named_tests() -> list[tuple[str, str]]:
    """File and function of every test of the matrix."""
    rows = [*_export_rows(), *_transcript_rows(), *FEATURES]
    return sorted({tuple(test.split("::")) for *_, test in rows})  # type: ignore[misc]
