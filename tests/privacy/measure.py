"""Measures pseudonymisation on a privacy corpus: files with planted identifiers, a gold file beside each.

    PYTHONPATH=.:tests .venv/bin/python tests/privacy/measure.py FOLDER [--show]

Every file is read as a country's own record, with its row of register.csv. An identifier counts as found when nothing of
it stands in the text any more but small words; a replacement that touches no identifier counts as false.
Open answers of a survey are masked one by one, as in a run; in its other cells (numbers of rows, chosen answers, names of
those who answered), which no reader ever sees, what is left counts as missed, and nothing replaced counts in precision.
Of a number, what announces it may stay ("Kina Bank", "TIN", "em"): see `is_only_label`. Of a person, what the person is
may stay ("enfermero", "la niña", "Kap."): see `is_only_title`. Letters of a speaker ("RM") are neither true nor false.
A file called NAME.marked.txt holds its gold itself: {kind|words}, with {keep|words} for what must stay.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tasks.adapters.locales import alpha_2_of
from tasks.adapters.spreadsheets import sniff_separator
from tasks.adapters.store import Store
from tasks.core.pseudonyms import Masks, Replacement, apply_replacements, find_replacements, mask_file
from tasks.core.sources import Interview, SourceText
from tasks.ingest import ingest
from tasks.make_masks import make_masks, people_of_files

CODE_CELL = re.compile(r"(?<=[;,])\"?([A-Z]{3})\"?(?=[;,])")
INDIRECT = ("post",)
NUMBERS = ("account", "id_number", "phone", "birth_date")
SMALL_WORDS = re.compile(
    r"\b(?:mr|mrs|dr|eng|engª|ing|sr|sra|mme|me|dom|de|da|do|dos|das|la|las|los|le|van|der|den|ben|bin|el|al|el hadj|hadja|nana|dada|baba|y|e|ii|iii)\b",
    re.I,
)
CAPITAL_TITLES = frozenset(
    "père barrister traductrice inspector maître comandante le la el o a mais maire ministre gobernador gobernadora"
    " conseiller conseillère préfet préfète député deputado diputado diputada doyen".split()
)
SPEAKER_LETTERS = re.compile(r"[A-Z]{2,3}|(?:[A-Z]\.){2,3}")
HEADER = (
    "interview_id,file,country,date,language,stakeholder_group,level,consent_record,consent_quote,attribution,name,post"
)


MARK = re.compile(r"\{([a-z_]+)\|([^{}]+)\}")


def unmark(text: str) -> tuple[str, dict]:
    """Take the marks out of a text and return it with its gold."""
    plain, position, identifiers, keep = "", 0, [], []
    for match in MARK.finditer(text):
        plain += text[position : match.start()]
        kind, words = match.groups()
        if kind == "keep":
            keep.append(words)
        else:
            identifiers.append({"kind": kind, "text": words, "where": "body", "start": len(plain)})
        plain, position = plain + words, match.end()
    return plain + text[position:], {"identifiers": identifiers, "keep": keep}


def unpack(folder: Path, target: Path) -> Path:
    """Write the marked texts of a folder as plain ones with their gold beside them."""
    for path in sorted(folder.glob("*.marked.*")):
        text, gold = unmark(path.read_text(encoding="utf-8"))
        name = path.name.replace(".marked", "")
        (target / name).write_text(text, encoding="utf-8")
        gold = json.dumps({"file": name, **gold}, ensure_ascii=False)
        (target / f"{Path(name).stem}.gold.json").write_text(gold, encoding="utf-8")
    return target


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def country_of(path: Path, register: dict[str, dict[str, str]]) -> str:
    """Return the country of a file: its register row's, its answers', or capitals in its name, else a made-up one."""
    if path.name in register:
        return register[path.name]["country"]
    if path.suffix == ".csv":
        answers = path.read_text(encoding="utf-8-sig").partition("\n")[2]
        cells = Counter(code for code in CODE_CELL.findall(answers) if alpha_2_of(code))
        if cells:
            return cells.most_common(1)[0][0]
    told = re.search(r"(?<![A-Z])[A-Z]{3}(?![A-Z])", path.name) or re.match(r"(?:en|fr|es|pt)_([a-z]{3})_", path.name)
    return (told.groups() or (told.group(),))[-1].upper() if told else "XAA"


def read_register(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / "register.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream, delimiter=";")}


def masks_of(path: Path, folder: Path, register: dict[str, dict[str, str]]) -> tuple[Masks, str, frozenset[str]]:
    """Read a file as the only record of its country and return its masks, its whole text and its open answers."""
    country = country_of(path, register)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "raw" / country
        kind = "responses" if path.suffix == ".csv" else "transcripts"
        (root / kind).mkdir(parents=True)
        shutil.copy(path, root / kind / path.name)
        row = register.get(path.name, {})
        cells = [
            row.get(key, "")
            for key in (
                "date",
                "language",
                "group",
                "level",
                "consent_record",
                "consent_quote",
                "attribution",
                "name",
                "post",
            )
        ]
        if kind == "transcripts":
            with (root / "interviews.csv").open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([HEADER.split(","), ["01", path.name, country, *cells]])
        store = Store(root.parent, Path(scratch) / "processed", Path(scratch) / "reports")
        received = ingest(store, country)
        text = next((source.text for source in received.texts.values()), None)
        if text is None:
            text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
        if not received.texts and not received.answers:  # a sheet of no known form: read as a plain text
            file = next(iter(received.file_hashes), path.name)
            source = SourceText(file, "", text, ())
            received = replace(received, interviews=(Interview("01", file, "verbatim"),), texts={"01": source})
        answers = frozenset(one.answer_text for one in received.answers if one.answer_text)
        return make_masks(received, people_of_files(store, received)), text, answers


def cells_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the cells of a survey: where each begins behind its quotation mark, and its words as they stand there."""
    between = re.escape(sniff_separator(text))
    for match in re.finditer(rf'(?:^|[{between}\n])(?:"((?:[^"]|"")*)"|([^"{between}\n]*))', text):
        place = 1 if match.group(1) is not None else 2
        yield match.start(place), match.group(place)


def find_masked(text: str, masks: Masks, answers: frozenset[str]) -> tuple[list[Replacement], list[tuple[int, int]]]:
    """Find what is replaced in a file, and the stretches of it that are read by people.

    Args:
        text: the whole file.
        masks: of its country.
        answers: its open answers, none for a transcript.
    """
    if not answers:
        return find_replacements(text, masks), [(0, len(text))]
    read = [(start, cell) for start, cell in cells_of(text) if cell.replace('""', '"').strip() in answers]
    spans = [(start, start + len(cell)) for start, cell in read]
    found = [
        one
        for one in find_replacements(text, masks)
        if not any(start < one.end and one.start < end for start, end in spans)
    ]
    for start, cell in read:
        places = [start + match.start() for match in re.finditer(r'""|[\s\S]|$', cell)]  # a mark in a cell is doubled
        found += [
            replace(one, start=places[one.start], end=places[one.end])
            for one in find_replacements(cell.replace('""', '"'), masks)
        ]
    return found, spans


def places(text: str, one: dict, keep: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return where an identifier stands: at its offset, or wherever its words stand outside the kept texts."""
    if one["start"] >= 0 and text[one["start"] : one["start"] + len(one["text"])] == one["text"]:
        yield one["start"], one["start"] + len(one["text"])
        return
    letter = r"[^\W\d_]" if one["kind"] == "file_name" else r"\w"  # "plan_Awa_Keita2025.docx"
    for match in re.finditer(rf"(?<!{letter}){re.escape(one['text'])}(?!{letter})", text):
        if not any(start <= match.start() and match.end() <= end for start, end in keep):
            yield match.span()


def is_only_label(words: str, left: str, kind: str, people: set[str]) -> bool:
    """Tell whether of a number nothing is left but whole words before it, none of which is of anybody's name.

    Args:
        words: the identifier.
        left: the same with blanks in place of what was replaced.
        kind: of identifier.
        people: words of all names in the gold of the file, in small letters.
    """
    first = re.search(r"\d", words)
    if kind not in NUMBERS or first is None or left[first.start() :].strip() or not words[first.start() - 1].isspace():
        return False
    return not people & set(re.findall(r"[^\W\d_]+", left.lower()))


def is_only_title(words: str, left: str, kind: str) -> bool:
    """Tell whether of a person nothing is left but what the person is, before the name ("la niña", "Kap.", "Père").

    Args:
        words: the identifier.
        left: the same with blanks in place of what was replaced.
        kind: of identifier.
    """
    stays = left.rstrip()
    if kind not in ("person", "comment") or not stays or stays == left or not words.startswith(stays):
        return False
    return all(word.islower() or word.endswith(".") or word.lower() in CAPITAL_TITLES for word in stays.split())


def measure(folder: Path, *, show: bool) -> dict[str, object]:  # noqa: C901 - one pass over the corpus
    register = read_register(folder)
    found, total, true, false = Counter(), Counter(), 0, 0
    kept = n_keep = 0
    for gold_path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        path = folder / gold["file"]
        masks, text, answers = masks_of(path, folder, register)
        replaced, read = find_masked(text, masks, answers)
        output = apply_replacements(text, replaced)
        keep = [match.span() for words in gold["keep"] for match in re.finditer(re.escape(words), text)]
        spans = [(one.start, one.end) for one in replaced]
        gold_spans = set()
        names = (one["text"].lower() for one in gold["identifiers"] if one["kind"] == "person")
        people = {word for name in names for word in re.findall(r"[^\W\d_]{2,}", SMALL_WORDS.sub(" ", name))}
        for one in gold["identifiers"]:
            if one["where"] == "file_name":
                total["file_name"] += 1
                is_found = one["text"] not in mask_file(path.name, masks)
                found["file_name"] += is_found
                if show and not is_found:
                    say("MISS file_name", path.name, mask_file(path.name, masks))
                continue
            for span in places(text, one, keep):
                if (one["kind"], span) in gold_spans:
                    continue
                gold_spans.add((one["kind"], span))
                total[one["kind"]] += 1
                gone = [(a, b) for a, b in spans if a < span[1] and span[0] < b]
                left = "".join(
                    c if not any(a <= span[0] + n < b for a, b in gone) else " "
                    for n, c in enumerate(text[slice(*span)])
                )
                is_post = one["kind"] in INDIRECT and left != text[slice(*span)]
                is_gone = not re.search(r"[^\W_]{2}", SMALL_WORDS.sub("", left))
                is_found = is_post or is_gone or is_only_label(text[slice(*span)], left, one["kind"], people)
                is_found = is_found or is_only_title(text[slice(*span)], left, one["kind"])
                found[one["kind"]] += is_found
                if show and not is_found:
                    say(
                        "MISS",
                        one["kind"],
                        repr(one["text"]),
                        "left",
                        repr(left.strip()),
                        repr(text[max(0, span[0] - 50) : span[1] + 20]),
                    )
        for span in set(spans):
            is_true = any(a < span[1] and span[0] < b for _, (a, b) in gold_spans)
            if not is_true and SPEAKER_LETTERS.fullmatch(text[slice(*span)]):
                continue
            if not any(start <= span[0] and span[1] <= end for start, end in read):
                continue
            true, false = true + is_true, false + (not is_true)
            if show and not is_true:
                say("FALSE", path.name[:12], repr(text[slice(*span)]), repr(text[max(0, span[0] - 40) : span[1] + 15]))
        for words in gold["keep"]:
            n_keep += 1
            kept += words in output
            if show and words not in output:
                say("LOST", path.name[:12], repr(words))
    direct = [kind for kind in total if kind not in INDIRECT]
    return {
        "recall_direct": round(sum(found[k] for k in direct) / max(1, sum(total[k] for k in direct)), 4),
        "precision": round(true / max(1, true + false), 4),
        "kept": f"{kept}/{n_keep}",
        "recall_by_kind": {kind: f"{found[kind]}/{total[kind]}" for kind in sorted(total)},
    }


if __name__ == "__main__":
    given = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as unpacked:
        marked = any(given.glob("*.marked.*"))
        source = unpack(given, Path(unpacked)) if marked else given
        say(json.dumps(measure(source, show="--show" in sys.argv), indent=1))
