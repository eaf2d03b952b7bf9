"""How fast themes are coded beside spaCy's tokenizer and sentencizer on the same text, as a ratio in one run.

    python tests/bench/coding.py            # make bench
    python tests/bench/coding.py --small    # a hundredth of the size, to see that it works

Processor time is compared, so that neighbours on the machine do not count. Texts are made of the corpus's words in random order, so that no question of what is said helps.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from pathlib import Path

from tasks.adapters.coders import CoderInput, load_coder
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.theme_corpora import read_corpus

WORDS = 1_000_000
WORDS_OF_A_TEXT = 60
ROUNDS = 3
LEAST_RATIO, MOST_START, MOST_MODEL = 0.5, 3.0, 30.0
"""Bars: times spaCy's speed; seconds until the first text is coded; MiB of the model."""


def make_texts(n_words: int) -> list[CoderInput]:
    chance = random.Random(7)
    segments = read_corpus()
    by_language = {name: [one for one in segments if one.language == name] for name in LANGUAGES}
    texts = []
    for number in range(n_words // WORDS_OF_A_TEXT):
        own = by_language[LANGUAGES[number % len(LANGUAGES)]]
        first, second = chance.choice(own), chance.choice(own)
        words = f"{first.text} {second.text}".split()
        text = " ".join((words * 3)[:WORDS_OF_A_TEXT])
        texts.append(CoderInput(text, first.language, first.annex_question, first.question))
    return texts


def measure_spacy(texts: list[CoderInput]) -> float:
    import spacy

    pipelines = {name: spacy.blank(name) for name in LANGUAGES}
    for pipeline in pipelines.values():
        pipeline.add_pipe("sentencizer")
    start = time.process_time()
    for name, pipeline in pipelines.items():
        for _ in pipeline.pipe((one.text for one in texts if one.language == name), batch_size=256):
            pass
    return time.process_time() - start


def measure_coder(texts: list[CoderInput]) -> float:
    coder = load_coder()
    start = time.process_time()
    for first in range(0, len(texts), 2000):
        coder.code(texts[first : first + 2000])
    return time.process_time() - start


def main() -> None:
    is_small = "--small" in sys.argv
    start = time.perf_counter()
    load_coder().code([CoderInput("The platform meets each quarter.", "en", "Q16")])
    started = time.perf_counter() - start
    texts = make_texts(WORDS // 100 if is_small else WORDS)
    rounds = [(measure_spacy(texts), measure_coder(texts)) for _ in range(ROUNDS)]
    spacy, coder = (statistics.median(column) for column in zip(*rounds, strict=True))
    model = Path("questionnaires/annex1/coder/model")
    result = {
        "words": len(texts) * WORDS_OF_A_TEXT,
        "spacy_seconds": round(spacy, 2),
        "coder_seconds": round(coder, 2),
        "times_spacy": round(spacy / coder, 2),
        "start_seconds": round(started, 2),
        "model_mib": round(sum(path.stat().st_size for path in model.iterdir()) / 2**20, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    out = Path("reports/bench")
    out.mkdir(parents=True, exist_ok=True)
    (out / "coding.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    is_beyond = result["times_spacy"] < LEAST_RATIO or started > MOST_START or result["model_mib"] > MOST_MODEL
    if is_beyond and not is_small:
        sys.exit("beyond the bars")


if __name__ == "__main__":
    main()
