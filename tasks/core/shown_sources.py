"""Shown sources: what stands in reports where the file of a record is meant, as the name of a file may tell who spoke.

A record is shown by its id, a table of answers by a number, a document by its name, for it is public; a source that
must not be told by its hash alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from tasks.core.file_mentions import FILE_ENDINGS
from tasks.core.quoting import DOCUMENT, Permit

QUESTIONNAIRE = "questionnaire"
HASH_SHOWN = 12
COUNTRY_LENGTH = 3
FOLDERS_ABOVE = r"(?:/[^\n;]*/|[^\s'\"(;/]+(?:/[^\s'\"(;/]+)*/)?"
PATH_ENDS = rf"(?=, row \d|; [A-Z]{{{COUNTRY_LENGTH}}}/|\):|\)\.|\)?$)"
FILE_PATTERN = re.compile(
    rf"(?<![\w/]){FOLDERS_ABOVE}([A-Z]{{{COUNTRY_LENGTH}}})/[^\n]*?"
    rf"(?:\.(?i:{FILE_ENDINGS}|ya?ml)\b(?:\.\w+)*|\.[A-Za-z]\w{{0,7}}{PATH_ENDS})"
)
"""The path of a file below the folder of a country, with all folders above it; any ending where nothing follows."""
QUOTED_PATTERN = re.compile(r"'[^']+'")
DAY_PATTERN = re.compile(r"\b(\d{4})-\d{2}(?:-\d{2})?\b")
ENDING_PATTERN = re.compile(rf"\.(?:{FILE_ENDINGS}|ya?ml)\b", re.IGNORECASE)

BETWEEN_WORDS = re.compile(r"[\s,;:()'’«»\"“”]+")


@dataclass(frozen=True, slots=True)
class SourceWords:
    """How sources without an id of their own are named.

    Attributes:
        answers: number of a table of answers -> its name: "answers 2".
        other: number of another file -> its name: "file 3".
        is_own: tells whether a path is of a file whose name the house gives, such as a register.
        translate: writes what stands for identifiers in the language of the report.
    """

    answers: Callable[[int], str]
    other: Callable[[int], str]
    is_own: Callable[[str], bool]
    translate: Callable[[str], str] = lambda text: text


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and what stands for it.

    Attributes:
        shown: in reports.
        file: path below the raw folder, without names of persons.
        sha256: of its content, "" where it is not known.
        record: id of the one record that was read from it, "" for none or several.
        tells_day: whether the day that it was recorded on may be told, as it stands beside quotations.
        is_path: its path is shown, in the language of the report.
    """

    shown: str
    file: str
    sha256: str = ""
    record: str = ""
    tells_day: bool = True
    is_path: bool = False

    @property
    def hidden(self) -> str:
        """Id of a record that may not be told, "" without one."""
        is_told = self.is_path or self.shown == self.record
        return "" if is_told or self.record.isdecimal() else self.record  # "2" stands for much else


@dataclass(frozen=True, slots=True)
class ShownSources:
    """What stands for each file of a country.

    Attributes:
        sources: those that records were read from, then others that problems are told of.
        n_records: of them, how many records were read from; the rest are others.
        shown: file -> what stands for it.
        hidden: first words of the ids of records that may not be told.
        labels: how sentences may write a file or the id of such a record -> what stands for it, long ones first.
        undated: files of persons whose day is not told.
        translate: writes what stands for identifiers in the language of the report.
    """

    sources: tuple[Source, ...]
    n_records: int
    shown: Mapping[str, str] = field(repr=False)
    hidden: frozenset[str] = field(repr=False)
    labels: Mapping[str, str] = field(repr=False)
    undated: frozenset[str] = field(default=frozenset(), repr=False)
    translate: Callable[[str], str] = lambda text: text

    @property
    def of_records(self) -> Sequence[Source]:
        """Sources that records were read from, as provenance lists them."""
        return self.sources[: self.n_records]

    def name(self, file: str) -> str:
        """Return what stands for a file."""
        return self.shown.get(file, file)

    def tell_problem(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row of the problems table with what stands for files in place of their names.

        Where it is of a person whose day is not told, dates in it lose all but the year.
        """
        told = {key: self.translate(self.tell(str(row[key]))) for key in ("detail", "fix")}
        if row["file"] in self.undated:
            told = {key: DAY_PATTERN.sub(r"\1", text) for key, text in told.items()}
        column = self.translate(str(row["column"])) if row.get("column") else row.get("column")
        return {**row, "file": self.name(row["file"]) if row["file"] else row["file"], "column": column, **told}

    def tell(self, text: str) -> str:
        """Return a sentence with what stands for files in place of their names; of other countries only the code."""
        if not self._may_name(text):
            return text
        for name, shown in self.labels.items():
            if name in text:
                text = re.sub(rf"(?<![\w./-]){re.escape(name)}(?![\w-])", shown.replace("\\", r"\\"), text)

        def cut(match: re.Match[str]) -> str:
            return match[0] if match[0] in paths else match[1]

        paths = {one.shown for one in self.sources if one.is_path}
        return FILE_PATTERN.sub(cut, text)

    def _may_name(self, text: str) -> bool:
        """Tell quickly whether a sentence may name a file or a hidden record: most name none."""
        if "/" in text or ENDING_PATTERN.search(text) or not self.hidden.isdisjoint(BETWEEN_WORDS.split(text)):
            return True
        return any(quoted in self.labels for quoted in QUOTED_PATTERN.findall(text))


def show_sources(
    interviews: Iterable[Mapping[str, Any]],
    files_told: Iterable[str],
    permits: Mapping[str, Permit],
    words: SourceWords,
) -> ShownSources:
    """Tell what stands for each file of a country.

    Args:
        interviews: rows of the interviews table.
        files_told: files that problems are told of; those that are numbered, in the order of their numbers.
        permits: interview id -> what may stand beside its words.
        words: how sources without an id are named.

    Returns:
        The same for the same files: tables are numbered in the order of their names.
    """
    by_file: dict[str, list[Mapping[str, Any]]] = {}
    for row in interviews:
        by_file.setdefault(str(row["file"]), []).append(row)
    tables = sorted(file for file, rows in by_file.items() if _is_table(rows))
    numbers = {file: number for number, file in enumerate(tables, start=1)}
    sources = [_source_of(file, rows, permits, numbers, words) for file, rows in by_file.items()]
    sources.sort(key=lambda one: _order_of(one, numbers, by_file))
    others = [file for file in dict.fromkeys(files_told) if file and file not in by_file]
    hidden = [file for file in others if PurePosixPath(file).parent.name and not words.is_own(file)]
    numbered = {file: words.other(number) for number, file in enumerate(hidden, start=1)}
    own = [
        Source(numbered.get(file) or words.translate(file), file, is_path=file not in numbered)
        for file in sorted(others)
    ]
    every = (*sources, *own)
    undated = frozenset(one.file for one in sources if not one.tells_day)
    first_words = frozenset(one.hidden.split()[0] for one in sources if one.hidden)
    shown = {one.file: one.shown for one in every}
    return ShownSources(every, len(sources), shown, first_words, _labels(every), undated, words.translate)


def _labels(sources: Iterable[Source]) -> dict[str, str]:
    """Return paths, whole or from any folder on, quoted names, and ids of records whose hash alone may be told."""
    labels: dict[str, str] = {}
    for source in sources:
        if source.shown != source.file:
            parts = PurePosixPath(source.file).parts
            paths = ["/".join(parts[first:]) for first in range(1 if source.is_path else len(parts))]
            labels |= {name: source.shown for name in (*paths, source.hidden) if name and name not in labels}
            labels.setdefault(f"'{PurePosixPath(source.file).stem}'", f"'{source.shown}'")
    return dict(sorted(labels.items(), key=lambda one: -len(one[0])))


def _is_table(rows: Sequence[Mapping[str, Any]]) -> bool:
    return len(rows) > 1 or rows[0]["record_type"] == QUESTIONNAIRE


def _source_of(
    file: str,
    rows: Sequence[Mapping[str, Any]],
    permits: Mapping[str, Permit],
    numbers: Mapping[str, int],
    words: SourceWords,
) -> Source:
    row, digest = rows[0], str(rows[0]["sha256"] or "")
    if file in numbers:
        return Source(words.answers(numbers[file]), file, digest, tells_day=False)
    id_ = str(row["interview_id"])
    if row["record_type"] == DOCUMENT:
        return Source(words.translate(file), file, digest, id_, is_path=True)
    permit = permits.get(id_)
    if permit is None or not permit.shows_source:
        return Source(show_hash(digest), file, digest, id_, tells_day=False)
    return Source(id_, file, digest, id_, tells_day=permit.may_quote)


def show_hash(digest: str) -> str:
    """Return what stands for a source of which nothing else may be told."""
    return f"sha256 {digest[:HASH_SHOWN]}"


def _order_of(
    source: Source, numbers: Mapping[str, int], by_file: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[int, int, str]:
    """Order records by their ids, then tables, then documents, and last what is not told, by its hash."""
    if source.file in numbers:
        return 1, numbers[source.file], ""
    if by_file[source.file][0]["record_type"] == DOCUMENT:
        return 2, 0, source.file
    return (0, 0, source.shown) if source.shown == source.record else (3, 0, source.shown)
