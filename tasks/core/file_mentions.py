"""File mentions: where a text speaks of a file whose name names somebody, however it is written.

"oficios-NAULA pacha_2023 (1).zip": the name of a file goes on to the left of its last word, over names, signs and
words in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

FILE_ENDINGS = "|".join(
    (
        "docx? pdf xlsx? xls[mb] csv pptx? od[tsp] rtf txt zip rar 7z gz tgz tar jpe?g png heic mp[34] m4a wav ogg opus"
        " amr 3gp wma aac flac dss ds2 caf aiff? mov avi mkv webm"
        " vtt srt sav por dta sps rds rdata sas7bdat vcf ics sqlite mdb accdb json xml html? km[lz] gpkg eml"
        " msg pst qgz qgs pbix pptm xlsm pub gpx geojson omv qdpx nvpx? mx\\d\\d"
    ).split()
)
"""How the names of files end, as patterns."""
IN_A_FILE_NAME = r"[^\s,;:\"«»“”/\\|<>@?=&]"
FILE_PATTERN = re.compile(rf"(?<!{IN_A_FILE_NAME})(?:{IN_A_FILE_NAME}|\?(?=\)))+\.(?:{FILE_ENDINGS})\b", re.IGNORECASE)
"""Begins where such a name can begin: a word of a million letters is tried once."""
BARE_PATTERN = re.compile(
    r"(?<![\w@/.-])(?:[^\W_]+(?:_[^\W_]+){2,}(?![\w@/.-])"
    r"|(?=[^\s.]*[A-ZÀ-Þ])[^\W_]+(?:_[^\W_]+)+(?![\w@/-]|\.\w))"
)
"""The name of a file or a folder without an ending: "ACTAS_Ileana_2024", "NORO_perso"; of users it is small."""
WORD_BEFORE = re.compile(r"(?:^|(?<=[\s:;\"«“,]))([^\s:;,\"«»“”]+),?[ ]$")
IN_ONE_PIECE = re.compile(r"[_()+\[\]]|\w-\w|\d|^[-–—+]$|^[A-ZÀ-Þ]{2,}$|[a-z][A-Z]")
"""Of a word that a sentence would not hold."""
MOST_WORDS, MOST_PLAIN = 9, 2
FIRST_SIGNS = (":", '"', "«", "“", "\n")


def find_files(text: str, people: Sequence[tuple[int, int]], is_named: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Find the names of files that name somebody.

    Args:
        text: as received.
        people: offsets of the names in it.
        is_named: tells whether the name of a file names a person.

    Returns:
        Half-open offsets.
    """
    found = []
    for match in FILE_PATTERN.finditer(text):
        start, end = _start_of_name(text, match.start(), people), match.end()
        if any(start < last and first < end for first, last in people) or is_named(text[start:end]):
            found.append((start, end))
    bare = (match.span() for match in BARE_PATTERN.finditer(text)) if "_" in text else ()
    return [*found, *((start, end) for start, end in bare if is_named(text[start:end]))]


def _start_of_name(text: str, start: int, people: Sequence[tuple[int, int]]) -> int:
    """Return where the name of a file begins whose last word begins at an offset."""
    position, plain = start, 0
    for _ in range(MOST_WORDS):
        before = WORD_BEFORE.search(text, max(0, position - 40), position)
        if before is None:
            break
        word, first = before.group(1), before.start(1)
        is_name = any(first < last and begin < before.end(1) for begin, last in people)
        position = first
        if word[-1] in ".!?":
            break
        if is_name or IN_ONE_PIECE.search(word):
            start, plain = first, 0
        elif plain == MOST_PLAIN:
            break
        else:
            plain += 1
            if text[max(0, first - 2) : first].strip()[-1:] in FIRST_SIGNS and plain == 1:
                start = first  # "liste : liste BEYA béatrice.xlsx"
    return start
