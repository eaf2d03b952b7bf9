"""Makes a country with any number of interviews: those of the sample, each copy with other sentences and numbers.

    PYTHONPATH=. python tests/bench/many_interviews.py RAW 300

Same number, same seed, same folder. Each interview has about a thousand words in one of three languages, and a
respondent with a name of their own, in the register and once in their words.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tasks.adapters.store import Store
from tasks.core.sources import Interview, Turn
from tasks.ingest import ingest

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
PARTS = ("MLI", "XTA", "XVS")
COUNTRY = "XZB"
HEADER = (
    "interview_id", "file", "country", "date", "language", "stakeholder_group", "level", "respondent name",
    "consent_record", "consent_quote", "consent_attribution",
)  # fmt: skip
LABELS = {
    "en": ("Interviewer", "Respondent", "My name is {}."),
    "fr": ("Enquêteur", "Répondant", "Je m'appelle {}."),
    "es": ("Entrevistador", "Entrevistado", "Me llamo {}."),
}
BEFORE = {
    "en": "as far as I know|to be honest|in my opinion|from what we see|as you know|in our office|for many years",
    "fr": "à ma connaissance|pour être honnête|à mon avis|d'après ce que nous voyons|comme vous savez|chez nous|depuis des années",
    "es": "que yo sepa|para ser sincero|en mi opinión|por lo que vemos|como usted sabe|en nuestra oficina|desde hace años",
}
AFTER = {
    "en": "in the north|in the south|in most districts|near the lake|in our villages|after the rains|before the harvest|at the border",
    "fr": "dans le nord|dans le sud|dans la plupart des districts|près du lac|dans nos villages|après les pluies|avant la récolte|à la frontière",
    "es": "en el norte|en el sur|en casi todos los distritos|cerca del lago|en nuestras aldeas|después de las lluvias|antes de la cosecha|en la frontera",
}
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])")
SYLLABLES = ("bel", "dru", "kev", "lon", "mirr", "nash", "ruv", "sey", "tov", "vash", "zul", "ond")
OTHER_SENTENCE, OTHER_NUMBER, ONE_MORE = 0.5, 0.5, 0.4
"""Chances of a sentence from another interview, of another number, and of words before and after a sentence."""
EVERY_WORD_FILE = 3


@dataclass(frozen=True)
class Heard:
    """An interview of the sample that copies are made of."""

    interview: Interview
    turns: tuple[Turn, ...]


@cache
def read_sample() -> tuple[Heard, ...]:
    """Read the interviews of the sample whose language has labels."""
    heard = []
    for part in PARTS:
        with tempfile.TemporaryDirectory() as home:  # reading keeps results beside the tables
            received = ingest(Store(RAW, Path(home) / "processed", Path(home) / "reports"), part)
        heard += [
            Heard(one, received.turns[one.interview_id])
            for one in received.interviews
            if one.record_type in ("verbatim", "notes") and one.language in LABELS and received.turns[one.interview_id]
        ]
    return tuple(heard)


class Varied:
    """Says what the sample's interviews say, in other words each time."""

    def __init__(self, sample: tuple[Heard, ...]) -> None:
        self.sentences: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in sample:
            for turn in one.turns:
                if turn.speaker_role != "interviewer":
                    self.sentences[one.interview.language, turn.annex_question or ""] += SENTENCE.split(turn.text)

    def say(self, text: str, language: str, question: str, chance: random.Random) -> str:
        """Say a turn in other words."""
        others = self.sentences[language, question]
        return " ".join(
            self._vary(chance.choice(others) if chance.random() < OTHER_SENTENCE else sentence, language, chance)
            for sentence in SENTENCE.split(text)
        )

    def _vary(self, sentence: str, language: str, chance: random.Random) -> str:
        def number(found: re.Match[str]) -> str:
            return str(chance.randint(2, 40)) if chance.random() < OTHER_NUMBER else found[0]

        said = re.sub(r"\b\d{1,2}\b", number, sentence)
        if chance.random() < ONE_MORE and said[-1:] == ".":
            before, after = (chance.choice(words[language].split("|")) for words in (BEFORE, AFTER))
            said = f"{said[:-1]}, {before}, {after}."
        return said


def name_person(n: int) -> str:
    """Return an invented name, another one for each number."""
    parts = []
    for count in (2, 3):
        own = []
        for _ in range(count):
            n, place = divmod(n, len(SYLLABLES))
            own.append(SYLLABLES[place])
        parts.append("".join(own).capitalize())
    return " ".join(parts)


def tell(one: Heard, varied: Varied, n: int) -> list[str]:
    """Tell the lines of the interview of a number."""
    chance = random.Random(n)
    language = one.interview.language
    asks, answers, introduces = LABELS[language]
    lines = []
    for turn in one.turns:
        if turn.speaker_role == "interviewer":
            lines.append(f"{asks}: {turn.text}")
        else:
            said = varied.say(turn.text, language, turn.annex_question or "", chance)
            first = introduces.format(name_person(n * 977 % 200_000)) + " " if len(lines) < 2 else ""  # noqa: PLR2004
            lines.append(f"{answers}: {first}{said}")
    return [re.sub(r"\s+", " ", line) for line in lines]


def write_interview(folder: Path, n: int, lines: list[str]) -> str:
    """Write an interview as text, or every third one as a Word file."""
    if n % EVERY_WORD_FILE:
        (folder / f"talk-{n:05d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return f"talk-{n:05d}.txt"
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / f"talk-{n:05d}.docx"))
    return f"talk-{n:05d}.docx"


def make_country(raw: Path, interviews: int, country: str = COUNTRY, first: int = 0) -> int:
    """Make the folder of a country with so many interviews, from a number on; return how many words were said in them."""
    folder = raw / country / "transcripts"
    folder.mkdir(parents=True)
    sample = read_sample()
    varied, words = Varied(sample), 0
    with (raw / country / "interviews.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(HEADER)
        for n in range(first, first + interviews):
            one = sample[n % len(sample)]
            lines = tell(one, varied, n)
            words += sum(len(line.split()) for line in lines)
            about = one.interview
            rows.writerow([
                f"{country}-{n:05d}", write_interview(folder, n, lines), country, f"2026-{n % 9 + 1:02d}-{n % 28 + 1:02d}",
                about.language, about.stakeholder_group, about.level, name_person(n * 977 % 200_000),
                "yes", "yes" if n % 5 else "no", "group",
            ])  # fmt: skip
    note = (
        f"country: {country}\n"
        + "name: {en: Zubara}\nbrief_language: en\nsynthetic: true\nsynthetic_note: {en: Invented for a measurement.}\n"
    )
    (raw / country / "source.yaml").write_text(note, encoding="utf-8")
    return words


def change_one(raw: Path, n: int = 1, country: str = COUNTRY) -> None:
    """Let the respondent of one interview, a text file, say something else."""
    path = raw / country / "transcripts" / f"talk-{n:05d}.txt"
    path.write_text(path.read_text(encoding="utf-8").replace(", ", ", after all, ", 1), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("raw", type=Path)
    parser.add_argument("interviews", type=int)
    wanted = parser.parse_args()
    sys.stdout.write(f"{make_country(wanted.raw, wanted.interviews)} words\n")
