"""A country with a thousand interviews of which one in twenty would hurt a careless reader: all others are read.

    python tests/bench/hostile.py               # make hostile: 1,000 interviews
    python tests/bench/hostile.py --files 60 --every 4

Passes when every sound interview has its turns, every hostile file is named by a problem and has none, the brief is written,
and the run's memory stays below 2 GiB.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

LARGEST_MEMORY = 2 << 30
COUNTRY = "XAA"
OFFICE = TESTS / "interviews" / "office"
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
)
QUESTIONS = (
    "Who convenes the platform?",
    "Is there an action plan available for the platform?",
    "How is the platform funded?",
    "How often does the platform meet?",
    "What challenges have you faced as a platform?",
)
WHO = "ministry secretariat committee governor council network university alliance commune cell".split()
DOES = "convenes chairs funds plans reviews supports joins coordinates reports follows".split()
WHAT = "meetings budgets plans reviews members sectors districts data campaigns agreements".split()
WHEN = "every-month twice-a-year since-January last-year rarely each-quarter before-the-budget after-harvest".split()
ODD_NAMES = (
    "entretien n°{n} (final) – copie.txt",
    "интервью {n}.txt",
    "面谈 {n} 🎤.txt",
    "\u202egnp.{n}.txt",
    "' OR 1=1; -- {n}.txt",
    "$(reboot) {n}.txt",
    "=cmd|'!A{n}.txt",
    "<script>alert({n})</script>.txt".replace("/", "\u2215"),
    "name\twith tab {n}.txt",
    "x" * 180 + " {n}.txt",
    "CON {n}.txt",
    "a,b;c|{n}.txt",
)


MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
"""A small process between: a child's peak counts what its parent held when it was started."""


# --- sound interviews -------------------------------------------------------------------------------------------------
def talk(chance: random.Random) -> str:
    """An interview that no other one resembles."""
    lines = []
    for question in QUESTIONS:
        said = [
            f"The {chance.choice(WHO)} {chance.choice(DOES)} the {chance.choice(WHAT)} with the {chance.choice(WHO)} "
            f"{chance.choice(WHEN).replace('-', ' ')}, and {chance.randint(2, 900)} {chance.choice(WHAT)} were counted."
            for _ in range(chance.randint(2, 5))
        ]
        lines += [f"Interviewer: {question}", f"Respondent: {' '.join(said)}"]
    return "\n".join(lines) + "\n"


def write_sound(folder: Path, n: int, chance: random.Random) -> str:
    """Write a sound interview; one in nine has an odd name, one in five is a Word file."""
    text = talk(chance)
    if n % 5 == 0:
        import docx

        document = docx.Document()
        for line in text.splitlines():
            document.add_paragraph(line)
        document.save(str(folder / f"talk-{n}.docx"))
        return f"talk-{n}.docx"
    name = ODD_NAMES[n // 9 % len(ODD_NAMES)].format(n=n) if n % 9 == 0 else f"talk-{n}.txt"
    (folder / name).write_text(text, encoding="utf-8")
    return name


# --- hostile ones -----------------------------------------------------------------------------------------------------
@cache
def word_file() -> bytes:
    import docx

    document = docx.Document()
    for line in talk(random.Random(1)).splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return stream.getvalue()


@cache
def bomb(suffix: str) -> bytes:
    """An office file whose text unpacks to 600 million bytes."""
    source, part = {
        ".docx": (word_file(), "word/document.xml"),
        ".odt": ((OFFICE / "XAA-01-labels.odt").read_bytes(), "content.xml"),
    }[suffix]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as entry:
                entry.write(old.read(name))
                for _ in range(600 if name == part else 0):
                    entry.write(b" " * 1_000_000)
    return stream.getvalue()


def with_entities() -> bytes:
    return rewritten(word_file(), "word/document.xml", lambda xml: xml.replace(b"?>", b"?>" + ENTITIES, 1))


def nested() -> bytes:
    content = b"Respondent: nobody reads this."
    for depth in range(12):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{depth}.zip", content)
        content = stream.getvalue()
    return content


def many_entries() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"word/{number}.xml", b"")
    return stream.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "bomb in Word": (".docx", lambda: bomb(".docx")),
    "bomb in OpenDocument": (".odt", lambda: bomb(".odt")),
    "entities": (".docx", with_entities),
    "cut Word file": (".docx", lambda: word_file()[: len(word_file()) // 2]),
    "cut OpenDocument file": (".odt", lambda: (OFFICE / "XAA-01-labels.odt").read_bytes()[:2000]),
    "cut PDF": (".pdf", lambda: (OFFICE / "XAA-01-labels.pdf").read_bytes()[:700]),
    "picture named Word": (".docx", lambda: PNG),
    "picture named text": (".txt", lambda: PNG),
    "archives in archives": (".docx", nested),
    "twenty thousand entries": (".docx", many_entries),
    "password": (".docx", lambda: (TESTS / "hostile" / "protected.docx").read_bytes()),
    "nothing": (".txt", lambda: b""),
    "noise named PDF": (".pdf", lambda: random.Random(5).randbytes(60_000)),
    "brackets": (".json", lambda: b"[" * 200_000),
    "program": (".docx", lambda: b"\x7fELF" + random.Random(6).randbytes(30_000)),
    "link out of the folder": (".txt", lambda: b""),
}


def write_hostile(folder: Path, n: int, kind: str) -> str:
    suffix, make = HOSTILE[kind]
    path = folder / f"hostile-{n}{suffix}"
    if kind.startswith("link"):
        path.symlink_to("/etc/hostname")
    else:
        path.write_bytes(make())
    return path.name


# --- the country ------------------------------------------------------------------------------------------------------
def make_country(raw: Path, n_files: int, every: int) -> tuple[set[str], dict[str, str]]:
    """Make the country's folder.

    Returns:
        The ids of sound interviews, and file -> kind of the hostile ones.
    """
    import csv

    from builders_country import HEADER

    folder = raw / COUNTRY / "transcripts"
    folder.mkdir(parents=True)
    sound: set[str] = set()
    hostile: dict[str, str] = {}
    chance, kinds = random.Random(20), list(HOSTILE)
    groups = ("Government", "Civil society", "Donor", "UN", "Business", "Academia")
    with (raw / COUNTRY / "interviews.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(HEADER.split(","))
        for n in range(n_files):
            id_ = f"{COUNTRY}-{n:04d}"
            if n % every == every - 1:
                kind = kinds[len(hostile) % len(kinds)]
                name = write_hostile(folder, n, kind)
                hostile[f"{COUNTRY}/transcripts/{name}"] = kind
            else:
                name = write_sound(folder, n, chance)
                sound.add(id_)
            rows.writerow(
                [
                    id_,
                    f"transcripts/{name}",
                    COUNTRY,
                    f"2026-01-{n % 28 + 1:02d}",
                    "en",
                    groups[n % 6],
                    "national",
                    "Office",
                ]
                + ["yes", "yes", "group"]
            )
    return sound, hostile


def run_country(home: Path) -> tuple[int, float, int, str]:
    """Run the command: its exit code, the seconds, the largest memory of it and its children in bytes, and what it said."""
    folders = [f"--{name}={home / name}" for name in ("raw", "processed", "reports")]
    start = time.monotonic()
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "flows.cli", "run", "--direct", *folders]
    done = subprocess.run(command, capture_output=True, text=True, cwd=TESTS.parent, check=False)
    return done.returncode, time.monotonic() - start, int(done.stdout.split()[-1]) * 1024, done.stderr


def measure(home: Path, n_files: int, every: int) -> tuple[dict[str, Any], list[str]]:
    """Make a country, run it and say what came of it: the figures, and what is not as it should be."""
    from tasks.adapters.store import Store

    sound, hostile = make_country(home / "raw", n_files, every)
    bomb.cache_clear()
    code, seconds, peak, said = run_country(home)
    store = Store(home / "raw", home / "processed", home / "reports")
    read = set(store.read_table(COUNTRY, "turns")["interview_id"].astype(str))
    problems = store.read_table(COUNTRY, "problems")
    serious = problems[problems["severity"] != "info"]
    named = {file: sorted(set(serious.loc[serious["file"] == file, "code"])) for file in hostile}
    rows = set(problems.loc[problems["code"] == "R022", "row"].dropna().astype(int))
    links = {file for file, kind in hostile.items() if kind.startswith("link")}
    faults = [f"{file} ({hostile[file]}) is named by no problem" for file, codes in named.items() if not codes]
    faults += (
        [f"{len(sound - read)} sound interviews were not read: {sorted(sound - read)[:5]}"] if sound - read else []
    )
    faults += [f"hostile files were read: {sorted(read - sound)}"] if read - sound else []
    faults += [f"the command ended with {code}: {said[-500:]}"] if code else []
    faults += ["no brief was written"] if not (home / "reports" / COUNTRY / "brief.html").is_file() else []
    faults += [f"{peak / 2**20:.0f} MiB"] if peak > LARGEST_MEMORY else []
    faults += ["rows of links are not named"] if len(rows) < len(links) else []
    faults += ["a traceback was printed"] if "Traceback" in said else []
    figures = {"read": len(read), "hostile": len(hostile), "named": sum(map(bool, named.values()))}
    figures |= {"MiB": round(peak / 2**20), "seconds": round(seconds)}
    figures["codes"] = {hostile[file]: codes for file, codes in named.items()}
    return figures, faults


def main() -> int:
    """Measure and say so."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--every", type=int, default=20)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        figures, faults = measure(Path(folder), chosen.files, chosen.every)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" + "".join(f"FAULT: {fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
