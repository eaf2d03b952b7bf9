"""Exchanges a country's texts and codings with programs of qualitative analysis: out as a project, back as codings."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, load_rubric, read_yaml
from tasks.adapters.disk import make_folder, write_bytes
from tasks.adapters.forms import load_form
from tasks.adapters.key_files import read_secret
from tasks.adapters.locks import hold
from tasks.adapters.qda_files import read_project, write_codebook, write_project
from tasks.adapters.review_files import FOLDER
from tasks.adapters.store import HIDDEN, Store
from tasks.audit import note
from tasks.core.disguises import disguise
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.qda_exports import ORIGIN, CountryTables, ExchangeWords, Exported, is_machine, make_codes, make_project
from tasks.core.qda_projects import Project, walk_codes
from tasks.core.qda_returns import (
    CodeMeanings,
    Persons,
    ReturnedCoding,
    count_same_texts,
    decide,
    read_return,
)
from tasks.core.reviews import BLIND, COLUMNS, REVIEW
from tasks.core.tables import plain_rows
from tasks.release import check_finished, remember_export
from tasks.render import load_group_labels
from tasks.show_sources import read_permits

EXPORTING = "exporting"

LEFT_OUT = ProblemKind(
    "X006",
    Severity.INFO,
    "{n} of {total} records are left out: their persons did not agree to be quoted.",
    "Nothing to do; their answers count in tables and scores.",
)
NO_SUCH_FILE = ProblemKind(
    "X008", Severity.CRITICAL, "The file {name} cannot be opened ({reason}).", "Name the file that was exported."
)
CODES_ONLY = ProblemKind(
    "X009",
    Severity.INFO,
    "The file holds codes but no texts, so no coding came. Codes that the codebook lacks: {names}.",
    "Add to codebook.yaml what the team agrees on; export a project (.qdpx) to bring codings.",
)
NOTHING_TO_EXPORT = ProblemKind(
    "X007",
    Severity.CRITICAL,
    "There is nothing to export for {country}.",
    "Run the country first: `msp run {country}`.",
)


def load_exchange_words(language: str) -> ExchangeWords:
    """Load the words that exported files carry in a language."""
    declared = read_yaml(QUESTIONNAIRE / "exchange.yaml")
    rubric = load_rubric()
    questions: dict[str, str] = {}
    for question in load_form().questions:
        if question.annex_question and not question.indicator:
            questions.setdefault(question.annex_question, question.labels.get(language, ""))
    return ExchangeWords(
        language=language,
        roles={role: words[language] for role, words in declared["roles"].items()},
        area=declared["areas"][language],
        areas={area.id: area.label[language] for area in rubric.areas.values()},
        stance=declared["stance"][language],
        coding_rules=declared["coding_rules"][language],
        variables={name: words[language] for name, words in declared["variables"].items()},
        groups=load_group_labels(language),
        questions=questions,
        statement=declared["statement"][language],
        reviewer=declared["reviewer"][language],
    )


def read_country(store: Store, country: str) -> CountryTables:
    """Read the tables that a project is made of."""
    names = ("interviews", "turns", "segments", "codings", "reviews")
    return CountryTables(country, *(plain_rows(store.read_table(country, name)) for name in names))


def make_country_project(store: Store, country: str, language: str, *, is_blind: bool = False) -> Exported:
    """Make the project of a country from its tables, as it would be exported now.

    Args:
        store: reads the tables.
        country: ISO 3166-1 alpha-3.
        language: of the project's own words.
        is_blind: leave all codings out, so that a person codes without seeing them.

    Returns:
        The project; records that must not be told bear the ids of exports.
    """
    tables = read_country(store, country)
    tables = replace(tables, codings=()) if is_blind else tables
    names = [name for name in CountryTables.__dataclass_fields__ if name != "country"]
    rows = {name: getattr(tables, name) for name in names}
    hidden = disguise(rows, read_permits(store, country), read_secret(store, country))
    tables = replace(tables, **hidden.tables)
    exported = make_project(tables, load_codebook(), hidden.permits, load_exchange_words(language))
    return replace(exported, owners=hidden.owners)


def export_project(
    store: Store, country: str, out: Path, language: str, *, is_blind: bool = False
) -> tuple[Problem, ...]:
    """Write a country's texts and codings as a REFI-QDA project.

    Args:
        store: reads the tables and the key.
        country: ISO 3166-1 alpha-3.
        out: where to; ends in .qdpx.
        language: of the project's own words.
        is_blind: leave all codings out.

    Returns:
        What was left out, or why nothing was written.
    """
    exported = make_country_project(store, country, language, is_blind=is_blind)
    total = len(exported.interviews) + exported.left_out
    if not total:
        return (NOTHING_TO_EXPORT.at(country=country),)
    blocked = hand_out(
        store, country, {out: write_project(exported.project)}, map(exported.own, exported.interviews.values())
    )
    left_out = (LEFT_OUT.at(n=exported.left_out, total=total),) if exported.left_out else ()
    return blocked or left_out


def export_codebook(out: Path, language: str) -> None:
    """Write the codebook as .qdc; it holds no word of any respondent."""
    codes = make_codes(load_codebook(), load_exchange_words(language))
    write_bytes(out, write_codebook(codes, ORIGIN))


def hand_out(store: Store, country: str, files: Mapping[Path, bytes], interviews: Iterable[str]) -> tuple[Problem, ...]:
    """Write files that leave the house once none of them holds an identifier of a person.

    Args:
        store: reads the key and the tables; the audit log notes the files' hashes.
        country: ISO 3166-1 alpha-3.
        files: place -> content.
        interviews: ids of those whose words or answers are in them; a withdrawal names the files.

    Returns:
        What they hold; then nothing was written.
    """
    if problems := search_files(store, country, files):
        return problems
    _write_all(store, country, files, interviews)
    return ()


def hand_out_packed(
    store: Store, country: str, out: Path, packed: bytes, files: Mapping[str, bytes], interviews: Iterable[str]
) -> tuple[Problem, ...]:
    """Write an archive once none of the files in it holds an identifier of a person.

    Args:
        store: as for `hand_out`.
        country: ISO 3166-1 alpha-3.
        out: the archive.
        packed: its content.
        files: path in it -> content: each is opened by itself.
        interviews: ids of those whose words or answers are in them.

    Returns:
        What they hold; then nothing was written.
    """
    if problems := search_files(store, country, {Path(name): content for name, content in files.items()}):
        return problems
    _write_all(store, country, {out: packed}, interviews)
    return ()


def _write_all(store: Store, country: str, files: Mapping[Path, bytes], interviews: Iterable[str]) -> None:
    for path, content in files.items():
        write_bytes(path, content)
    hashes = {path.name: sha256_of(content) for path, content in files.items()}
    remember_export(store, country, hashes, interviews)
    note(store.processed, "exported", country, files=hashes)


def search_files(store: Store, country: str, files: Mapping[Path, bytes]) -> tuple[Problem, ...]:
    """Open files as somebody would who receives them, and search them for identifiers of persons."""
    room = store.processed / HIDDEN / EXPORTING
    make_folder(room)
    with tempfile.TemporaryDirectory(dir=room) as folder:
        return tuple(check_finished(store, country, list(_stage(Path(folder), files))))


def _stage(folder: Path, files: Mapping[Path, bytes]) -> Iterable[Path]:
    for number, (path, content) in enumerate(files.items()):
        staged = folder / str(number) / path.name
        staged.parent.mkdir()
        staged.write_bytes(content)
        yield staged


# --- back -----------------------------------------------------------------------------------------------------------
LANGUAGES = ("en", "fr", "es", "pt")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came back.

    Attributes:
        codings: by persons, on segments of this country.
        files: written, below the raw folder; none when all was there already.
        problems: what was not understood.
    """

    codings: tuple[ReturnedCoding, ...] = ()
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def import_project(
    store: Store,
    country: str,
    path: Path,
    *,
    coder: str = "",
    is_blind: bool = False,
    today: datetime.date | None = None,
) -> Imported:
    """Take what persons coded in another program into a country's review folder.

    Args:
        store: reads the tables, adds to the raw folder.
        country: ISO 3166-1 alpha-3.
        path: .qdpx that the other program wrote; a .qdc is read, and only told about.
        coder: person behind codings that name none.
        is_blind: the persons had not seen the machine's codes: theirs are measured, not applied.
        today: date of codings that bear none.

    Returns:
        The codings, the files written, and what was not understood. The same codings again write nothing.
    """
    try:
        project, problems = read_project(path.read_bytes(), path.name)
    except OSError as error:
        return Imported(problems=(NO_SUCH_FILE.at(name=path.name, reason=error.strerror or "no answer"),))
    if project is None:
        return Imported(problems=problems)
    if not project.sources:
        return Imported(problems=(*problems, CODES_ONLY.at(path.name, names=_new_codes(project))))
    persons = Persons(coder, frozenset(read_yaml(QUESTIONNAIRE / "exchange.yaml")["reviewer"].values()))
    exported = _as_exported(store, country, project)
    codings, found = read_return(project, exported, load_codebook(), country, persons)
    codings = tuple(
        replace(one, segment_id=exported.own(one.segment_id), source=exported.own(one.source)) for one in codings
    )
    day = (today or datetime.datetime.now(datetime.UTC).date()).isoformat()
    files = _keep(store, country, codings, BLIND if is_blind else REVIEW, day) if codings else ()
    return Imported(codings, files, (*problems, *found))


def _new_codes(project: Project) -> str:
    """Name the codes that can be given and that the codebook lacks, in any of its languages."""
    known = CodeMeanings(project, load_codebook())
    new = {code.name for code, _ in walk_codes(project.codes) if code.is_codable and not known.read(code.guid)}
    return ", ".join(sorted(new)) or "–"


def _as_exported(store: Store, country: str, project: Project) -> Exported:
    """Make the project as it was exported: in the language in which most of its texts are the same."""
    made = [make_country_project(store, country, language) for language in LANGUAGES]
    return max(made, key=lambda exported: count_same_texts(project, exported))


def _keep(store: Store, country: str, codings: Sequence[ReturnedCoding], mode: str, day: str) -> tuple[str, ...]:
    """Write codings beside the raw files: decisions as CSV, and all that the program knew of them as JSON."""
    tables = read_country(store, country)
    words = {row["segment_id"]: row["text"] for row in tables.segments}
    proposed = {(row["segment_id"], row["topic"]): row["stance"] for row in tables.codings if is_machine(row["coder"])}
    told = json.dumps([mode, *map(asdict, codings)], ensure_ascii=False, indent=1).encode("utf-8")
    stem = f"qda-{sha256_of(told)[:12]}"
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(decide(codings, words, proposed, day, mode))
    written = []
    with hold([store.raw_lock(country)], f"the raw folder of {country}"):
        for name, content in ((f"{stem}.csv", stream.getvalue().encode("utf-8")), (f"returned/{stem}.json", told)):
            path = store.raw / country / FOLDER / name
            if not path.exists():
                write_bytes(path, content)
                written.append(f"{country}/{FOLDER}/{name}")
    if written:
        note(store.processed, "imported", country, codings=len(codings), files={stem: sha256_of(told)})
    return tuple(written)
