"""What the README says is so."""

import ast
import re

from builders_modules import MODULES, ROOT, parsed
from format_matrix import matrix_rows, named_tests

from flows.cli import app

README = (ROOT / "README.md").read_text(encoding="utf-8")


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


def test_readme__lists_every_problem_code_and_no_other(request):
    readme = README
    if request.config.getoption("--update-golden"):
        readme = CATALOGUE.sub(lambda match: match.group(1) + problem_rows() + match.group(3), README)
        (ROOT / "README.md").write_text(readme, encoding="utf-8")
    assert CATALOGUE.search(readme).group(2) == problem_rows()


def test_readme__lists_what_is_read_and_the_test_that_proves_it(request):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        readme = MATRIX.sub(lambda match: match.group(1) + matrix_rows() + match.group(3), readme)
        (ROOT / "README.md").write_text(readme, encoding="utf-8")
    assert MATRIX.search(readme).group(2) == matrix_rows()
    for file, name in named_tests():
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), (file, name)


def test_readme__names_every_command():
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    groups = {group.name for group in app.registered_groups}
    assert commands | groups == set(re.findall(r"^\| `msp (\w+)", README, re.MULTILINE))


def test_readme__names_only_files_that_exist():
    named = re.findall(r"`((?:tasks|flows|tests|questionnaires)/[\w/.-]+)`", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_readme__commands_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in makefile for target in re.findall(r"^make (\w+)", README, re.MULTILINE))


def test_tree__names_no_registry_and_no_machine_path():
    for name in ("constraints.txt", "pyproject.toml", "Makefile", ".ci/run", ".pre-commit-config.yaml"):
        assert not re.search(r"https?://|/(?:home|root)/", (ROOT / name).read_text(encoding="utf-8")), name
