"""The arrows of the house: flows -> tasks -> adapters -> core, never back; one door for each outside library."""

import ast
from pathlib import Path

import pytest
from builders_modules import MODULES, ROOT, parsed

ROOMS = {
    "flows": ("flows", "tasks", "tasks.adapters", "tasks.core"),
    "tasks": ("tasks", "tasks.adapters", "tasks.core"),
    "tasks.adapters": ("tasks.adapters", "tasks.core"),
    "tasks.core": ("tasks.core",),
}
CORE_LIBRARIES = {"numpy", "pandas"}
DOORS = {
    "krippendorff": {"tasks/adapters/reliability.py"},
    "filelock": {"tasks/adapters/locks.py"},
    "httpx": {"tasks/adapters/web_servers.py"},
    "great_expectations": {"tasks/adapters/expectations.py"},
    "spacy": {"tasks/adapters/nlp.py", "tasks/adapters/theme_pipelines.py"},
    "scipy": {
        "tasks/adapters/expectations.py",
        "tasks/adapters/sparse_rows.py",
        "tasks/adapters/theme_models.py",
        "tasks/adapters/theme_training.py",
    },
    "sklearn": {"tasks/adapters/theme_training.py"},
    "simplemma": {"tasks/adapters/nlp.py"},
    "lingua": {"tasks/adapters/languages.py"},
    "pyxform": {"tasks/adapters/forms.py"},
    "docx": {
        "tasks/adapters/word.py",
        "tasks/adapters/word_elements.py",
        "tasks/adapters/word_footnotes.py",
        "tasks/adapters/word_styles.py",
    },
    "lxml": {"tasks/adapters/archives.py"},
    "pypdfium2": {"tasks/adapters/pdf_documents.py"},
    "webvtt": {"tasks/adapters/captions.py"},
    "jinja2": {"tasks/adapters/templates.py"},
    "altair": {"tasks/adapters/charts.py"},
    "vl_convert": {"tasks/adapters/charts.py"},
    "typst": {"tasks/adapters/typesetting.py"},
    "babel": {"tasks/adapters/locales.py"},
    "python_calamine": {"tasks/adapters/spreadsheets.py"},
    "pyreadstat": {"tasks/adapters/statistics_files.py", "tasks/adapters/survey_files.py"},
    "cryptography": {"tasks/adapters/key_files.py"},
    "phonenumbers": {"tasks/adapters/identifiers_in_text.py"},
    "pycountry": {"tasks/adapters/locales.py"},
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}
LONGEST_FUNCTION = 45


def room_of(module: str) -> str:
    return max((room for room in ROOMS if module == room or module.startswith(room + ".")), key=len)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module__imports_only_from_rooms_below(path: Path) -> None:
    own = room_of(path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."))
    inner = [name for name in parsed(path).imports if name.split(".")[0] in ("flows", "tasks")]
    assert {room_of(name) for name in inner} <= set(ROOMS[own])


@pytest.mark.parametrize("path", sorted(ROOT.glob("tasks/core/*.py")), ids=lambda path: path.name)
def test_core__knows_no_library_but_numpy_and_pandas(path: Path) -> None:
    import sys

    outside = parsed(path).libraries - set(sys.stdlib_module_names) - {"tasks"}
    assert outside <= CORE_LIBRARIES


@pytest.mark.parametrize("path", sorted(ROOT.glob("tasks/core/*.py")), ids=lambda path: path.name)
def test_core__opens_no_file_and_prints_nothing(path: Path) -> None:
    assert not parsed(path).names & {"open", "print", "Path", "input"}


@pytest.mark.parametrize("library", sorted(DOORS))
def test_library__has_one_door(library: str) -> None:
    users = {path.relative_to(ROOT).as_posix() for path in MODULES if library in parsed(path).libraries}
    assert users <= DOORS[library]


def test_prefect__stays_in_flows() -> None:
    users = [path for path in MODULES if "prefect" in parsed(path).libraries]
    assert users
    assert all(path.relative_to(ROOT).parts[0] == "flows" for path in users)


def test_flows__touch_no_tables() -> None:
    assert not [path for path in ROOT.glob("flows/**/*.py") if "pandas" in parsed(path).libraries]


def test_modules__are_named_for_what_they_hold() -> None:
    assert not [path for path in MODULES if path.stem in FORBIDDEN_NAMES]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_functions__stay_short(path: Path) -> None:
    assert not [(name, lines) for name, lines in parsed(path).functions if lines > LONGEST_FUNCTION]


def test_problem_codes__are_unique_and_fill_in() -> None:
    codes: dict[str, str] = {}
    for path in MODULES:
        for node in parsed(path).problem_kinds:
            first = node.args[0] if node.args else node.keywords[0].value
            if not isinstance(first, ast.Constant):
                continue
            code = first.value
            assert code not in codes, f"{code} in {path.name} and {codes[code]}"
            codes[code] = path.name
    assert codes
