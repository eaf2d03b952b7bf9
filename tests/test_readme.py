"""What the README and the pages under docs/ say is so."""

import ast
import re

from builders_modules import MODULES, ROOT, parsed
from format_matrix import matrix_rows, named_tests

from flows.cli import app
from tasks.core.reviews import COLUMNS, DECISIONS, MODES, WITHDRAWN

DOCS = ROOT / "docs"
PAGES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}
README = PAGES[ROOT / "README.md"]
MOST_LINES = 420
"""Of the README, which a newcomer reads in a quarter of an hour; what is looked up stands in docs/."""

PLACE = re.compile(r"\{(\w+)\}")
CATALOGUE = re.compile(r"(\| code \| severity \| what is wrong \|\n\| --- \| --- \| --- \|\n)(.*?)(\n\n)", re.DOTALL)


MATRIX = re.compile(
    r"(\| format \| what \| file made by \| test \|\n\| --- \| --- \| --- \| --- \|\n)(.*?)(\n\n)", re.DOTALL
)


def problem_rows() -> str:
    rows = set()
    for path in MODULES:
        for node in parsed(path).problem_kinds:
            if node.args and isinstance(node.args[0], ast.Constant):
                code, severity, detail = node.args[0].value, node.args[1].attr.lower(), node.args[2].value
                shown = PLACE.sub(r"*\1*", detail).replace("|", "/")
                rows.add(f"| {code} | {severity} | {shown} |")
    return "\n".join(sorted(rows))


def table_of(page, pattern, rows, request):
    """The rows that a generated table of a page has, after `--update-golden` wrote them anew."""
    text = page.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        text = pattern.sub(lambda match: match.group(1) + rows + match.group(3), text)
        page.write_text(text, encoding="utf-8")
    return pattern.search(text).group(2)


def test_page_of_problems__lists_every_problem_code_and_no_other(request):
    assert table_of(DOCS / "problems.md", CATALOGUE, problem_rows(), request) == problem_rows()


def test_page_of_problems__explains_every_letter_and_no_other():
    before, _, _ = PAGES[DOCS / "problems.md"].partition("| code |")
    explained = re.findall(r"\| ([A-Z]) \w", before)
    assert sorted(explained) == sorted({row[len("| ")] for row in problem_rows().splitlines()})


def test_page_of_formats__lists_what_is_read_and_the_test_that_proves_it(request):
    assert table_of(DOCS / "formats.md", MATRIX, matrix_rows(), request) == matrix_rows()
    for file, name in named_tests():
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), (file, name)


def test_page_of_review__lists_what_each_column_of_a_decision_may_hold():
    named = set(re.findall(r"`(\w+)`", PAGES[DOCS / "review.md"]))
    assert {*COLUMNS, *DECISIONS, *MODES, WITHDRAWN, *(one for kind in DECISIONS.values() for one in kind)} <= named


def test_readme__is_short_and_leads_to_every_page():
    assert len(README.splitlines()) <= MOST_LINES
    assert [page.name for page in PAGES if page.parent == DOCS and f"](docs/{page.name})" not in README] == []


def anchors(text):
    """The anchors of the headings of a page, as web sites of repositories make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_pages__links_lead_somewhere():
    broken = []
    for page, text in PAGES.items():
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            if not target.is_file() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
                broken.append((page.name, link))
    assert broken == []


def test_readme__names_every_command():
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    groups = {group.name for group in app.registered_groups}
    assert commands | groups == set(re.findall(r"^\| `msp (\w+)", README, re.MULTILINE))


def test_readme__names_only_files_that_exist():
    named = [
        name
        for text in PAGES.values()
        for name in re.findall(r"`((?:tasks|flows|tests|questionnaires|docs)/[\w/.-]+)", text)
    ]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_readme__names_only_modules_of_the_core_that_exist():
    rows = re.findall(r"^\| \w+ \| `tasks/.+?\| (.+?) \|", README, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert named
    assert [name for name in named if not (ROOT / "tasks" / "core" / f"{name}.py").exists()] == []


def test_readme__commands_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = [
        target
        for text in PAGES.values()
        for target in re.findall(r"(?:^|`|; )make ([\w-]+)(?=[` ]|$)", text, re.MULTILINE)
    ]
    assert named
    assert [target for target in named if f"\n{target}:" not in makefile] == []


def test_tree__names_no_registry_and_no_machine_path():
    for name in ("constraints.txt", "pyproject.toml", "Makefile", ".ci/run", ".pre-commit-config.yaml"):
        assert not re.search(r"https?://|/(?:home|root)/", (ROOT / name).read_text(encoding="utf-8")), name
