"""The modules of the program, parsed once for all tests that look into them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("flows/**/*.py"), *ROOT.glob("tasks/**/*.py")])


@dataclass(frozen=True)
class Module:
    """What a module says, without its tree, which is large.

    Attributes:
        imports: modules that it imports, wherever it does so.
        names: that it uses.
        texts: its strings, and its f-strings as templates: a value stands under the last word of its name.
        functions: name and lines of each.
        problem_kinds: calls of `ProblemKind`.
    """

    imports: frozenset[str]
    names: frozenset[str]
    texts: frozenset[str]
    functions: tuple[tuple[str, int], ...]
    problem_kinds: tuple[ast.Call, ...]

    @property
    def libraries(self) -> set[str]:
        return {name.split(".")[0] for name in self.imports}


@cache
def parsed(path: Path) -> Module:
    """Parse a module, once a process."""
    imports, names, texts, functions, kinds = set(), set(), set(), [], []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                imports |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                imports.add(module)
            case ast.Name():
                names.add(node.id)
            case ast.Constant(value=str(text)):
                texts.add(text)
            case ast.JoinedStr(values=values):
                texts.add("".join(map(_template_part, values)))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                functions.append((node.name, node.end_lineno - node.lineno + 1))
            case ast.Call(func=ast.Name(id="ProblemKind")):
                kinds.append(node)
    return Module(frozenset(imports), frozenset(names), frozenset(texts), tuple(functions), tuple(kinds))


def _template_part(part: ast.expr) -> str:
    """Return the words of an f-string, or the place of a value: "{page}" for block.layout.page."""
    match part:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return f"{{{name}}}"
        case ast.FormattedValue(value=ast.Subscript(slice=ast.Constant(value=str(name)))):
            return f"{{{name}}}"
    return "{value}"
