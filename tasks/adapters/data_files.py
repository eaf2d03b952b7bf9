"""Writes data tables for analysts: CSV with HXL tags, Parquet, DDI Codebook, codebooks for other programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree

from tasks.adapters.archives import schema_faults
from tasks.adapters.workbooks import write_csv
from tasks.core.data_tables import CROSSWALK, NUMBER, SCALE, TEXT, Cell, DataTable, crosswalk
from tasks.core.portfolio_tables import TidyTable

DDI_NAMESPACE, DDI_VERSION = "ddi:codebook:2_5", "2.5"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = Path(__file__).parent / "schemas" / "ddi_codebook.rng"
NOT_IN_XML_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class InvalidCodebookError(RuntimeError):
    """What was to be written does not hold to the schema; a defect of this program."""


def write_tidy(table: DataTable, shown: dict[str, str]) -> bytes:
    """Write a table as CSV with HXL tags below the names; no cell is ever a formula.

    Args:
        table: its variables have legal names.
        shown: code of a missing value -> how it is written, where not as it is.
    """
    columns = tuple((column.name, column.tag) for column in table.columns)
    rows = tuple(tuple(shown.get(cell, cell) if isinstance(cell, str) else cell for cell in row) for row in table.rows)
    return write_csv(TidyTable(table.name, columns, rows))


def write_crosswalk(tables: Iterable[DataTable]) -> bytes:
    """Write which name, label and values each variable has here, and had before."""
    columns = tuple((name, f"#meta+{name}") for name in CROSSWALK)
    return write_csv(TidyTable("crosswalk", columns, crosswalk(tables)))


def write_parquet(table: DataTable) -> bytes:
    """Write a table as Parquet: codes as received; beside a number that may lack, a column that says why."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays: dict[str, pa.Array] = {}
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        if column.kind != NUMBER:
            arrays[column.name] = pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
            continue
        numbers = [None if cell is None or isinstance(cell, str) else float(cell) for cell in cells]
        arrays[column.name] = pa.array(numbers, pa.float64())
        if any(one.is_missing for one in column.categories):
            reasons = [cell if isinstance(cell, str) else None for cell in cells]
            arrays[f"{column.name}_missing"] = pa.array(reasons, pa.string())
    labels = {f"label.{column.name}": column.label for column in table.columns}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays).replace_schema_metadata(labels), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def write_pairs(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a plain CSV without tags, as other programs read codebooks."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")


def write_ddi(tables: Sequence[DataTable], title: str, abstract: str, language: str) -> bytes:
    """Write what the variables of data tables are as a DDI Codebook 2.5.

    Args:
        tables: their variables have legal names.
        title: of the study.
        abstract: what was left out.
        language: of the labels.

    Raises:
        InvalidCodebookError: it does not hold to the schema.
    """
    root = ElementTree.Element("codeBook", {"xmlns": DDI_NAMESPACE, "version": DDI_VERSION, XML_LANGUAGE: language})
    study = ElementTree.SubElement(root, "stdyDscr")
    names = ElementTree.SubElement(ElementTree.SubElement(study, "citation"), "titlStmt")
    _told(names, "titl", title)
    _told(names, "IDNo", title)
    if abstract:
        _told(ElementTree.SubElement(study, "stdyInfo"), "abstract", abstract)
    for table in tables:
        text = ElementTree.SubElement(ElementTree.SubElement(root, "fileDscr", {"ID": f"F_{table.name}"}), "fileTxt")
        _told(text, "fileName", f"{table.name}.sav")
        _told(text, "fileCont", table.label)
        size = ElementTree.SubElement(text, "dimensns")
        _told(size, "caseQnty", str(len(table.rows)))
        _told(size, "varQnty", str(len(table.columns)))
    data = ElementTree.SubElement(root, "dataDscr")
    for table in tables:
        _add_variables(data, table, language)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    if faults := schema_faults(content, SCHEMA):
        raise InvalidCodebookError("; ".join(faults[:3]))
    return content


def _add_variables(data: ElementTree.Element, table: DataTable, language: str) -> None:
    for column in table.columns:
        own = {
            "ID": f"V_{table.name}_{column.name}",
            "name": column.name,
            "files": f"F_{table.name}",
            "nature": "ratio" if column.measure == SCALE else column.measure,
        }
        element = ElementTree.SubElement(data, "var", own)
        _told(element, "labl", column.label, language)
        for one in column.categories:
            category = ElementTree.SubElement(element, "catgry", {"missing": "Y"} if one.is_missing else {})
            _told(category, "catValu", str(one.number))
            _told(category, "labl", one.label, language)
        ElementTree.SubElement(element, "varFormat", {"type": "character" if column.kind == TEXT else "numeric"})
        _told(element, "notes", column.source)


def _told(above: ElementTree.Element, name: str, text: str, language: str = "") -> None:
    element = ElementTree.SubElement(above, name, {XML_LANGUAGE: language} if language else {})
    element.text = NOT_IN_XML_PATTERN.sub("\ufffd", text)
