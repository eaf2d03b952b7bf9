"""Feeds damaged files to every reader: each must end in tables or Problems, within 2 GiB and ten seconds.

    python tests/fuzz/readers.py            # make fuzz: 20,000 files, two processes
    python tests/fuzz/readers.py --cases 500 --seed 7
    python tests/fuzz/readers.py --show 1234    # writes that file and reads it, to see the traceback

Every file is a real one (of Word, LibreOffice, PSPP, R, Excel writers, caption tools ...) mutated from a numbered seed: cut,
bytes flipped, pieces dropped, doubled or taken from another file, and, for ZIP formats, the same inside an entry.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

LONGEST_SECONDS = 10
LARGEST_MEMORY = 2 << 30
TOKENS = [
    b"\x00",
    b"\xff",
    b"<",
    b"&",
    b'"',
    b"\n",
    b"]]>",
    b"{",
    b"}",
    b"\\u-1?",
    b"-->",
    b"99999999999",
    b"\xf0\x9f\x98\x80",
    b"=",
    b";",
    b"%PDF-",
    b"PK\x03\x04",
    "é".encode(),
    b"\r\r",
    b"<!DOCTYPE x>",
]
ARCHIVES = (".docx", ".odt", ".xlsx", ".ods", ".zip")


# --- files to start from -----------------------------------------------------------------------------------------
@cache
def seeds() -> tuple[tuple[str, str, bytes], ...]:
    """Real files: kind (transcript, export or form), name, bytes."""
    import builders_exports as exports
    import builders_transcripts as transcripts

    found: list[tuple[str, str, bytes]] = []
    told = transcripts.ten_interviews()
    for number, one in enumerate(told):
        for suffix in transcripts.OFFICE_FORMATS:
            for layout in transcripts.OFFICE_LAYOUTS:
                path = transcripts.office_file(one, layout, suffix)
                found.append(("transcript", path.name, path.read_bytes()))
        for layout, write in list(transcripts.TEXT_LAYOUTS.items())[number % 3 :: 3]:
            found.append(("transcript", f"{layout}.txt", write(one).encode("utf-8")))
        for layout, (suffix, write) in transcripts.SPEECH_LAYOUTS.items():
            found.append(("transcript", f"{layout}.{suffix}", write(one).encode("utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        for layout in transcripts.WORD_LAYOUTS:
            path = transcripts.write_word(told[0], layout, Path(folder) / "a.docx")
            found.append(("transcript", f"{layout}.docx", path.read_bytes()))
        for layout, (suffix, write_export) in exports.LAYOUTS.items():
            path = write_export(Path(folder) / f"b.{suffix}")
            found.append(("export", f"{layout}.{suffix}", path.read_bytes()))
        for path in exports.OFFICE_FILES.values():
            found.append(("export", path.name, path.read_bytes()))
        path = exports.write_form(Path(folder) / "form.xlsx")
        found.append(("form", "form.xlsx", path.read_bytes()))
        markdown = "| survey | | | |\n| | type | name | label |\n| | text | q5 | Plan? |\n"
        found.append(("form", "form.md", markdown.encode()))
    return tuple(found)


# --- damage ------------------------------------------------------------------------------------------------------
def damage(content: bytes, chance: random.Random, other: bytes) -> bytes:
    """Damage bytes once to eight times."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        if not data:
            break
        at, length = chance.randrange(len(data)), chance.choice((1, 2, 8, 64, 512, 4096))
        how = chance.randrange(8)
        if how == 0:
            del data[at:]
        elif how == 1:
            data[at] ^= 1 << chance.randrange(8)
        elif how == 2:
            del data[at : at + length]
        elif how == 3:
            data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))
        elif how == 4:
            start = chance.randrange(len(other) or 1)
            data[at : at + length] = other[start : start + length]
        elif how == 5:
            data[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 3, 1000))
        elif how == 6:
            data[at : at + length] = chance.randbytes(min(length, 64))
        else:
            data[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f", b"\x01\x00\x00\x80")
            )
    return bytes(data)


def damage_archive(content: bytes, chance: random.Random, other: bytes) -> bytes:
    """Damage an entry of an archive, and write the archive soundly again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as damaged:
        names = archive.namelist()
        chosen = chance.choice(names)
        for name in names:
            entry = archive.read(name)
            if name == chosen and chance.random() < 0.1:
                continue
            damaged.writestr(name, damage(entry, chance, other) if name == chosen else entry)
    return out.getvalue()


def make_case(number: int) -> tuple[str, str, bytes]:
    """Make the damaged file of a number; the same on every machine."""
    chance = random.Random(number)
    kind, name, content = chance.choice(seeds())
    other = chance.choice(seeds())[2]
    is_archive = name.lower().endswith(ARCHIVES)
    if is_archive and chance.random() < 0.7:
        content = damage_archive(content, chance, other)
    else:
        content = damage(content, chance, other)
    if chance.random() < 0.05:
        name = Path(chance.choice(seeds())[1]).name
    return kind, name, content


# --- reading -----------------------------------------------------------------------------------------------------
def read(kind: str, path: Path) -> None:
    """Read a file as a country's run would."""
    from builders_exports import team_form

    from tasks.adapters.documents import SHEET_SUFFIXES, read_source, read_talk_sheet
    from tasks.adapters.forms import lint_form, read_form
    from tasks.adapters.interviewing import load_question_router, load_speaker_words
    from tasks.adapters.survey_contexts import load_context
    from tasks.adapters.survey_files import read_export
    from tasks.core.answers import parse_export
    from tasks.core.questions import route_questions
    from tasks.core.transcripts import parse_document, parse_transcript

    file = f"XAA/{path.name}"
    if kind == "form":
        form, problems = read_form(path, file)
        assert form is not None or problems
        lint_form(path)
    elif kind == "export":
        sheets, problems = read_export(path, file)
        assert sheets or problems
        if sheets:
            _, answers, problems = parse_export(sheets, load_context("XAA", {"team-2": team_form()}), file=file)
            assert answers or problems
    if kind not in ("form", "export") or path.suffix in SHEET_SUFFIXES:
        source, problems = (read_talk_sheet if path.suffix in SHEET_SUFFIXES else read_source)(path, file)
        assert source is not None or problems
        if source is not None:
            words, router = load_speaker_words(), load_question_router()
            transcript = parse_transcript(source, words, router.asks)
            assert transcript.turns or transcript.problems
            route_questions(transcript.turns, router, words.areas)
            parse_document(source)


class TooSlowError(Exception):
    """A file took longer than it may."""


def _stop(*_: object) -> None:
    raise TooSlowError


def run_case(number: int, folder: Path) -> dict[str, object] | None:
    """Run one case; returns what went wrong, None when all went well."""
    kind, name, content = make_case(number)
    path = folder / f"case{Path(name).suffix}"
    path.write_bytes(content)
    _reset_peak()
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)
    fault = ""
    try:
        read(kind, path)
    except BaseException:  # noqa: BLE001 - whatever comes out of a reader is a finding
        fault = traceback.format_exc(limit=-4)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if not fault and (peak := _peak()) > LARGEST_MEMORY:
        fault = f"took {peak >> 20} MiB"
    return {"case": number, "kind": kind, "name": name, "fault": fault} if fault else None


def _reset_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) << 10
    return 0


def work(numbers: range, current, findings) -> None:
    """Run cases in a process of its own; `current` tells which one is running, should the process die."""
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            current.value = number
            if finding := run_case(number, Path(folder)):
                findings.put(finding)
        current.value = -1


def run(cases: int, seed: int = 0, processes: int = 2) -> list[dict[str, object]]:
    """Run numbered cases; a process that dies is a finding, and another goes on behind it."""
    seeds()
    context = multiprocessing.get_context("fork")
    findings = context.Queue()
    told: list[dict[str, object]] = []
    shares = [range(seed + n, seed + cases, processes) for n in range(processes)]
    workers = [_start(context, share, findings) for share in shares]
    while workers:
        time.sleep(0.2)
        told += _drain(findings)
        for worker in [one for one in workers if not one[0].is_alive()]:
            workers.remove(worker)
            process, current, share = worker
            if current.value >= 0:
                told.append({"case": current.value, "fault": f"the process died ({process.exitcode})"})
                workers.append(_start(context, range(current.value + share.step, share.stop, share.step), findings))
    return told + _drain(findings)


def _start(context, share: range, findings):
    current = context.Value("q", -1)
    process = context.Process(target=work, args=(share, current, findings))
    process.start()
    return process, current, share


def _drain(findings) -> Iterator[dict[str, object]] | list[dict[str, object]]:
    found = []
    while not findings.empty():
        found.append(findings.get())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int)
    given = parser.parse_args()
    if given.show is not None:
        kind, name, content = make_case(given.show)
        path = Path(tempfile.mkdtemp()) / f"case{Path(name).suffix}"
        path.write_bytes(content)
        sys.stdout.write(f"{kind} {name}: {path}\n")
        read(kind, path)
        return
    start = time.monotonic()
    findings = run(given.cases, given.seed)
    for finding in findings:
        sys.stdout.write(json.dumps(finding) + "\n")
    sys.stdout.write(f"{given.cases} files in {time.monotonic() - start:.0f} s, {len(findings)} findings\n")
    sys.exit(bool(findings))


if __name__ == "__main__":
    main()
