"""Data tables for statistics programs: variables with legal names, labels, values and missing codes, one case a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Cell = str | float | int | None
TEXT, NUMBER, CATEGORY = "text", "number", "category"
"""Kinds of a variable: free text; a number; one of declared values, or of others that were received."""
NOMINAL, ORDINAL, SCALE = "nominal", "ordinal", "scale"
LONGEST_VARIABLE = 32
"""Characters of a variable's name: what Stata allows; SPSS allows more."""
LONGEST_LABEL, LONGEST_VALUE_LABEL = 255, 120
"""Bytes of a label of a variable and of a value in SPSS."""
LONGEST_STATA_LABEL = 80
"""Characters of a variable's label in Stata."""
RESERVED = frozenset(
    """all and by eq ge gt le lt ne not or to with if in using byte int long float double strl aggregate array boolean
    break case catch class colvector complex const continue default delegate delete do else end enum explicit export
    external for friend function global goto inline local mata matrix namespace new null numeric nullmat operator
    orgtypedef pointer polymorphic pragma private protected public quad real return rowvector scalar short signed static
    string struct super switch template this throw transmorphic try typedef typename union unsigned version virtual
    vector void volatile while""".split()
)
"""Words that SPSS or Stata keep for themselves."""
DONT_KNOW, REFUSED, NOT_APPLICABLE = "dont_know", "refused", "not_applicable"
MISSING_NUMBERS = {DONT_KNOW: 97, REFUSED: 98, NOT_APPLICABLE: 99}
"""Reason why there is no answer -> its code; what was left blank is missing without a code."""


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a variable.

    Attributes:
        number: what a statistics program stores.
        code: what the cells of a table hold, as received.
        label: what people read.
        is_missing: whether it says why there is no value.
    """

    number: int
    code: str
    label: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A variable.

    Attributes:
        source: name as received or as the tables have it.
        label: what people read.
        tag: HXL.
        kind: `TEXT`, `NUMBER` or `CATEGORY`.
        measure: `NOMINAL`, `ORDINAL` or `SCALE`.
        categories: its values; of a number, those that have a label or say why there is none.
        name: legal in SPSS and Stata; given by `name_columns`.
    """

    source: str
    label: str
    tag: str
    kind: str = TEXT
    measure: str = NOMINAL
    categories: tuple[Category, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table that leaves.

    Attributes:
        name: of its files.
        label: what a row is.
        columns: its variables.
        rows: cells in the order of the columns: a category's code, a number, a text, None where nothing is known.
    """

    name: str
    label: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


def legal_name(source: str, taken: Iterable[str] = ()) -> str:
    """Make a name that SPSS and Stata both take.

    Args:
        source: any name: `_uuid`, `area2/q5`, `Où ?`.
        taken: names given already; case does not tell two names apart.

    Returns:
        At most `LONGEST_VARIABLE` small letters, digits and underscores, a letter first, no word of the programs' own.
    """
    decomposed = unicodedata.normalize("NFKD", source)
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark)).lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if source.startswith("_"):
        name = f"sys_{name}"
    if not name or not name[0].isalpha():
        name = f"v_{name}".rstrip("_")
    if name in RESERVED or re.fullmatch(r"str\d+", name):
        name = f"{name}_v"
    name = name[:LONGEST_VARIABLE].rstrip("_")
    known, number, base = {one.lower() for one in taken}, 2, name
    while name in known:
        end = f"_{number}"
        name, number = base[: LONGEST_VARIABLE - len(end)] + end, number + 1
    return name


def name_columns(columns: Iterable[DataColumn]) -> tuple[DataColumn, ...]:
    """Give each variable a legal name of its own."""
    named: list[DataColumn] = []
    for column in columns:
        name = legal_name(column.source, [one.name for one in named])
        parts = (column.source, column.label, column.tag, column.kind, column.measure, column.categories)
        named.append(DataColumn(*parts, name))
    return tuple(named)


def on_one_line(text: str) -> str:
    """Return a label with one blank for each run of white space."""
    return " ".join(text.split())


def cut_bytes(text: str, most: int) -> str:
    """Cut a label to so many bytes of UTF-8, between characters, with an ellipsis where something is lost."""
    text = on_one_line(text)
    if len(text.encode("utf-8")) <= most:
        return text
    return text.encode("utf-8")[: most - 3].decode("utf-8", "ignore") + "…"


def number_of(column: DataColumn, cell: Cell) -> float | None:
    """Return what a statistics program stores for a cell of a number or category, None where nothing is known."""
    if isinstance(cell, str):
        return next((float(one.number) for one in column.categories if one.code == cell), None)
    return None if cell is None else float(cell)


def categories_of(values: Mapping[str, str], missing: Mapping[str, str] | None = None) -> tuple[Category, ...]:
    """Number the values of a variable: their own numbers where all are whole numbers below 97, else 1, 2, 3.

    Args:
        values: code -> label, in their order.
        missing: reason -> label, of those in `MISSING_NUMBERS`.
    """
    is_numbered = all(re.fullmatch(r"\d{1,2}", code) and int(code) < min(MISSING_NUMBERS.values()) for code in values)
    numbers = [int(code) for code in values] if is_numbered else list(range(1, len(values) + 1))
    if len(set(numbers)) < len(numbers):
        numbers = list(range(1, len(values) + 1))
    given = [Category(number, code, label) for number, (code, label) in zip(numbers, values.items(), strict=True)]
    return (*given, *(Category(MISSING_NUMBERS[one], one, label, True) for one, label in (missing or {}).items()))


CROSSWALK = ("table", "variable", "source", "label", "number", "code", "value_label", "is_missing")


def crosswalk(tables: Iterable[DataTable]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of the crosswalk: each variable with the name it had, then each of its values with its code."""
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        for column in table.columns:
            rows.append((table.name, column.name, column.source, column.label, None, None, None, None))
            for one in column.categories:
                told = (one.number, one.code, one.label, int(one.is_missing))
                rows.append((table.name, column.name, column.source, column.label, *told))
    return tuple(rows)


def readable_rows(table: DataTable) -> Sequence[Mapping[str, Cell]]:
    """Return the rows as mappings by legal name."""
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]
