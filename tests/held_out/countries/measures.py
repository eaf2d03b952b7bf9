"""Measures levels, conflicts and facts on fictional countries whose truth their authors wrote down before.

    python tests/held_out/countries/measures.py FOLDER [FOLDER...] [--voices]

A folder holds `truth.json`, and `raw/` (transcripts and `register.csv`) unless the country is one of the shipped sample: then the interviews are
those of `data/raw`, without the questionnaires and documents that stand beside them there.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

from flows.steps import DIRECT, run_country  # noqa: E402 - run as a script from anywhere
from tasks.adapters.store import Store  # noqa: E402

NI = "NI"
MASK = re.compile(r"\[[a-z][^\[\]]*\]")
"""What stands for a name, a number or an institution that could tell who speaks."""
LEAST_QUOTED = 8
"""Characters of a quote before a mask from which it is the same place."""
WITHOUT_REPORTS = replace(DIRECT, render_brief=lambda *_: None, release=lambda *_: None)


@dataclass
class Measured:
    """What was measured on one country.

    Attributes:
        country: its folder.
        language: of its interviews.
        levels: indicator -> (true, proposed); a number, NI or CF.
        unknown: indicators nobody knows, with whether NI was said.
        conflicts: (indicator, whether the report of contradictions has it).
        reported: indicators with a contradiction in the report.
        facts: (kind, indicator, whether it was found) of the truth.
        judged: (kind, whether right) of what was found in the words of a true fact of its kind.
    """

    country: str
    language: str
    levels: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    unknown: dict[str, bool] = field(default_factory=dict)
    conflicts: list[tuple[str, bool]] = field(default_factory=list)
    reported: set[str] = field(default_factory=set)
    facts: list[tuple[str, str, bool, str]] = field(default_factory=list)
    judged: list[tuple[str, bool, str]] = field(default_factory=list)


def score_country(folder: Path, workplace: Path) -> tuple[Store, str, dict[str, Any]]:
    """Run the pipeline on a country's interviews, but for its reports, in a scratch place."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    _copy_interviews(folder, truth["country"], workplace / "raw" / truth["country"])
    store = Store(workplace / "raw", workplace / "processed", workplace / "reports")
    run_country(store, truth["country"], "en", WITHOUT_REPORTS)
    return store, truth["country"], truth


def _copy_interviews(folder: Path, country: str, raw: Path) -> None:
    if (folder / "raw").is_dir():
        shutil.copytree(folder / "raw", raw)
        (raw / "register.csv").rename(raw / "interviews.csv")
        return
    sample = ROOT / "data" / "raw" / country
    shutil.copytree(sample / "transcripts", raw / "transcripts")
    for path in (*sample.glob("interviews.*"), sample / "source.yaml"):
        shutil.copy(path, raw)


def measure(folder: Path) -> Measured:
    """Measure one country."""
    with tempfile.TemporaryDirectory() as scratch:
        store, country, truth = score_country(folder, Path(scratch))
        measured = Measured(folder.name, truth["language"])
        _measure_levels(measured, store, country, truth)
        _measure_conflicts(measured, store, country, truth)
        _measure_facts(measured, store, country, truth)
        return measured


def _measure_levels(measured: Measured, store: Store, country: str, truth: Mapping[str, Any]) -> None:
    scores = store.read_table(country, "scores").query("unit == 'indicator'")
    proposed = {row.unit_id: row.value if row.state == "scored" else row.state for row in scores.itertuples()}
    ranges = {row.unit_id: (row.range_low, row.range_high) for row in scores.itertuples()}
    for indicator, told in truth["indicators"].items():
        measured.levels[indicator] = (told["level"], proposed.get(indicator, NI), ranges.get(indicator))
    for indicator, told in truth["indicators"].items():
        if told["level"] == NI:
            measured.unknown[indicator] = proposed.get(indicator, NI) == NI


def _measure_conflicts(measured: Measured, store: Store, country: str, truth: Mapping[str, Any]) -> None:
    try:
        found = store.read_table(country, "contradictions")
    except KeyError:
        return
    measured.reported = set(found["indicator"].dropna())
    readable = _readable(store, country)
    measured.conflicts = [
        (conflict["indicator"], conflict["indicator"] in measured.reported)
        for conflict in truth["conflicts"]
        if all(side["file"] in readable for side in conflict["sides"])
    ]


def _readable(store: Store, country: str) -> set[str]:
    """Return the files whose respondents allow that they are analysed: nothing may be found in the others."""
    interviews = store.read_table(country, "interviews").query("consent_record")
    received = _received(store, country)
    return {received.get(Path(str(file)).name, Path(str(file)).name) for file in interviews["file"]}


def _received(store: Store, country: str) -> dict[str, str]:
    """Return what files were called whose names are masked now: "03_[person 1].txt" was "03_okoro.txt"."""
    names = [path.name for path in (store.raw / country).rglob("*") if path.is_file()]
    received = {}
    for file in store.read_table(country, "interviews")["file"]:
        name = Path(str(file)).name
        pattern = ".+".join(map(re.escape, re.split(r"\[[^\]]+\]", name)))
        alike = [one for one in names if re.fullmatch(pattern, one)]
        if name not in names and len(alike) == 1:
            received[name] = alike[0]
    return received


def _measure_facts(measured: Measured, store: Store, country: str, truth: Mapping[str, Any]) -> None:
    try:
        found = store.read_table(country, "facts")
    except KeyError:
        return
    interviews, received = store.read_table(country, "interviews"), _received(store, country)
    files = {
        row.interview_id: received.get(Path(row.file).name, Path(row.file).name) for row in interviews.itertuples()
    }
    texts = {row.segment_id: str(row.text) for row in store.read_table(country, "segments").itertuples()}
    own: dict[str, list[Any]] = {}
    for row in found.itertuples():
        own.setdefault(files[row.interview_id], []).append(row)
    readable = _readable(store, country)
    for told in truth["facts"]:
        if told["file"] not in readable:
            continue
        near = [row for row in own.get(told["file"], ()) if row.kind == told["kind"] and _overlaps(row, told, texts)]
        hit = _tells([row.value for row in near], told)
        measured.facts.append(
            (
                told["kind"],
                told["indicator"],
                hit,
                f"{told['quote']} [{told['value']}] got {[row.value for row in near]}",
            )
        )
    for file, rows in own.items():
        for row in rows:
            against = [
                t for t in truth["facts"] if t["file"] == file and t["kind"] == row.kind and _overlaps(row, t, texts)
            ]
            right = any(_is_right(row.value, told) for told in against)
            if right or any(not _is_found(told, rows, texts) for told in against):
                measured.judged.append(
                    (row.kind, right, f"{row.quote} -> {row.value}, told {[t['value'] for t in against]}")
                )


def _is_found(told: Mapping[str, Any], rows: Iterable[Any], texts: Mapping[str, str]) -> bool:
    """Tell whether a true fact was found: what else is found in its words is another fact, and not judged."""
    near = (row for row in rows if row.kind == told["kind"] and _overlaps(row, told, texts))
    return _tells([row.value for row in near], told)


def _plain(text: str) -> str:
    return " ".join(str(text).replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ").lower().split())


def _overlaps(row: Any, told: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    """Tell whether a fact stands in the words that a true fact is quoted from."""
    text = texts[row.segment_id]
    place = _place(_plain(told["quote"]), _plain(text))
    return place is not None and place[0] - 2 <= len(_plain(text[: row.start_char])) < place[1]


def _place(quote: str, text: str) -> tuple[int, int] | None:
    """Return where a quote stands, also where a part of it is masked ("head of [institution]")."""
    start = text.find(quote)
    if start >= 0:
        return start, start + len(quote)
    for mask in MASK.finditer(text):
        for size in range(len(quote) - 1, LEAST_QUOTED - 1, -1):
            if text.endswith(quote[:size], 0, mask.start()):
                rest = [n for n in range(size, len(quote)) if text.startswith(quote[n:], mask.end())]
                return mask.start() - size, mask.end() + (len(quote) - rest[0] if rest else 0)
    return None


def _tells(values: Sequence[str], told: Mapping[str, Any]) -> bool:
    """Tell whether what was found tells a true fact: each number of "7 of 8", else the value."""
    numbers = _numbers(told)
    if numbers:
        return all(any(_is_number(value, number) for value in values) for number in numbers)
    return any(_is_right(value, told) for value in values)


def _is_right(value: str, told: Mapping[str, Any]) -> bool:
    """Tell whether one value that was found is the true one, or one number of a true "7 of 8"."""
    kind = told["kind"]
    if kind in {"count", "amount", "share"}:
        return any(_is_number(value, number) for number in _numbers(told))
    if kind in {"date", "year"}:
        return str(value) == str(told["value"])
    return _is_named_alike(value, str(told["value"])) or (
        not _shares_words(str(told["value"]), told["quote"]) and _is_named_alike(value, told["quote"])
    )


def _numbers(told: Mapping[str, Any]) -> list[float]:
    if told["kind"] not in {"count", "amount", "share"}:
        return []
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", str(told["value"]))]


def _is_number(value: str, number: float) -> bool:
    try:
        return abs(float(value) - number) <= 1e-6 * max(1.0, abs(number))
    except ValueError:
        return False


def _shares_words(value: str, quote: str) -> bool:
    """Tell whether a value is written in the language of its quote; numbers and names are the same in any."""
    one, other = (set(re.findall(r"[^\W\d_]{4,}", _plain(text))) for text in (value, quote))
    return bool(one & other)


def _is_named_alike(value: str, true: str) -> bool:
    one, other = (set(_plain(text).replace(",", " ").split()) for text in (value, true))
    return bool(one & other) and len(one & other) >= 0.5 * min(len(one), len(other))


def summarise(measured: Iterable[Measured]) -> dict[str, tuple[int, int]]:
    """Return the counts behind each bar: name -> (right, of)."""
    exact = within = known = 0
    names = ("unknown", "conflicts", "facts_recall", "facts_precision")
    right, of = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for country in measured:
        for true, told, span in country.levels.values():
            if true == NI:
                continue
            known += 1
            if isinstance(told, (int, float)):
                exact += told == true
                within += abs(told - true) <= 1
            elif told == "CF":
                within += span[0] - 1 <= true <= span[1] + 1
        for name, hits in (
            ("unknown", country.unknown.values()),
            ("conflicts", (hit for _, hit in country.conflicts)),
            ("facts_recall", (fact[2] for fact in country.facts)),
            ("facts_precision", (fact[1] for fact in country.judged)),
        ):
            told_hits = list(hits)
            right[name] += sum(told_hits)
            of[name] += len(told_hits)
    return {"level_exact": (exact, known), "level_within_one": (within, known)} | {n: (right[n], of[n]) for n in names}


def as_tables(countries: Sequence[Measured]) -> str:
    """Return the bars by language, and level and conflict by indicator, as Markdown."""
    bars = {country.language: summarise([country]) for country in countries} | {"all": summarise(countries)}
    names = list(bars["all"])
    lines = [f"| | {' | '.join(name.replace('_', ' ') for name in names)} |", f"| --- |{' --- |' * len(names)}"]
    for language, own in bars.items():
        lines.append(f"| {language} | {' | '.join(f'{right} of {of}' for right, of in own.values())} |")
    lines += ["", f"| indicator | {' | '.join(country.language for country in countries)} |"]
    lines.append(f"| --- |{' --- |' * len(countries)}")
    for indicator in countries[0].levels:
        cells = (
            f"{_cell(country.levels[indicator][1])} ({_cell(country.levels[indicator][0])})" for country in countries
        )
        lines.append(f"| {indicator} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(level: Any) -> str:
    return level if isinstance(level, str) else f"{level:g}"


def say(line: str) -> None:
    """Write a line for the reader."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Print the measures of the given folders."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--markdown", action="store_true", help="tables per language and per indicator")
    parser.add_argument("--detail", action="store_true", help="each indicator and what was missed")
    wanted = parser.parse_args()
    countries = [measure(folder) for folder in wanted.folders]
    if wanted.markdown:
        say(as_tables(countries))
        return
    for country in countries:
        say(f"{country.country} ({country.language})")
        if wanted.detail:
            _print_detail(country)
        _print_bars(summarise([country]))
    if len(countries) > 1:
        say("all")
        _print_bars(summarise(countries))


def _print_bars(bars: Mapping[str, tuple[int, int]]) -> None:
    for name, (right, of) in bars.items():
        say(f"  {name:18} {right}/{of}" + (f" = {right / of:.2f}" if of else ""))


def _print_detail(country: Measured) -> None:
    conflicts = dict(country.conflicts)
    for indicator, (true, told, span) in country.levels.items():
        conflict = {True: "conflict found", False: "CONFLICT MISSED", None: ""}[conflicts.get(indicator)]
        extra = "reported" if indicator in country.reported and indicator not in conflicts else ""
        say(f"  {'ok ' if true == told else '   '}{indicator:26} true {true} proposed {told} {span} {conflict}{extra}")
    for kind, indicator, hit, words in country.facts:
        if not hit:
            say(f"   missed {kind} {indicator}: {words}")
    for kind, right, words in country.judged:
        if not right:
            say(f"   wrong {kind}: {words}")


if __name__ == "__main__":
    main()
