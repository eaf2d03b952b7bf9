"""Learns the weights of the signs of names from the privacy sets and from texts that name nobody.

    PYTHONPATH=.:tests .venv/bin/python tests/privacy/learn.py [--leave-out SET]

What is learnt goes to questionnaires/annex1/identifiers/name_weights.csv, or, with a set left out, to standard output;
the words that the texts of the theme corpus write small go to talk_words.txt beside it.
Learnt again on another machine a weight may differ in its last figure.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from privacy.measure import masks_of, places, read_register, unpack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.identifier_words import NAME_WEIGHTS, TALK_WORDS, load_person_words
from tasks.adapters.nlp import LANGUAGES
from tasks.core.name_evidence import count_weights, frequent, may_be_weighed, signs_of
from tasks.core.name_words import WORD_PATTERN, fold_name, goes_with_places, lines_in_capitals, read_words
from tasks.core.person_names import find_people

LETTERS = (*"abcdefghijklmnopqrstuvwxyz", "za", "zb", "zc")
SETS = ("dev", "opened", "later", *(f"learned_{letter}" for letter in LETTERS))
HERE = Path(__file__).parent
FEWEST_USES, RIDGE, N_PLAIN = 3, 0.2, 3_500
Example = tuple[list[str], bool]


def examples_of(folder: Path) -> Iterator[Example]:
    """Yield the signs of each word of a set that may be weighed, and whether it is a name."""
    register = read_register(folder)
    for gold_path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        masks, text, _ = masks_of(folder / gold["file"], folder, register)
        keep = [match.span() for words in gold["keep"] for match in re.finditer(re.escape(words), text)]
        known = [
            (one["kind"] == "person", span)
            for one in gold["identifiers"]
            if one["where"] != "file_name"
            for span in places(text, one, keep)
        ]
        finders = masks.finders
        told = (finders.lowered, finders.told, finders.things, finders.spoken)
        yield from _examples_in(text, finders.people, known, *told)


def _examples_in(  # noqa: PLR0913  # as `find_people` takes them
    text, words, known, lowered=frozenset(), told=frozenset(), things=frozenset(), spoken=frozenset()
) -> Iterator[Example]:
    tokens = read_words(text, words, lowered, told)
    for place, token in enumerate(tokens):
        token.is_thing = token.folded in things or goes_with_places(text, tokens, place, words)
    headings = lines_in_capitals(text)
    for place, token in enumerate(tokens):
        if any(start <= token.start < end for start, end in headings):
            continue
        own = [is_person for is_person, (start, end) in known if start < token.end and token.start < end]
        if may_be_weighed(text, tokens, place, words) and (not own or any(own)):
            yield signs_of(text, tokens, place, words, spoken), bool(own)


def texts_of_corpus(language: str) -> list[str]:
    """Return the segments of the theme corpus in a language, which name nobody."""
    paths = sorted((QUESTIONNAIRE / "coder" / "corpus" / "segments").glob(f"{language}-*.jsonl"))
    return [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def write_talk_words() -> None:
    """Write the words of the corpus that it writes small, without accents."""
    texts = (text for language in LANGUAGES for text in texts_of_corpus(language))
    small = (word.group() for text in texts for word in WORD_PATTERN.finditer(text))
    folded = {fold_name(word) for word in small if word.islower() and word.isalpha()}
    path = QUESTIONNAIRE / "identifiers" / TALK_WORDS
    path.write_text("".join(f"{word}\n" for word in sorted(folded)), encoding="utf-8")


def plain_examples(language: str) -> Iterator[Example]:
    """Yield words with a capital of texts that name nobody: wordings of questions, and answers of the theme corpus."""
    texts = texts_of_corpus(language)
    random.Random(3).shuffle(texts)
    wordings = read_yaml(QUESTIONNAIRE / "question_wordings" / f"{language}.yaml").values()
    asked = [line.capitalize() for lines in wordings for line in lines.splitlines()]
    text, words, spoken = "\n".join([*asked, *texts][:N_PLAIN]), load_person_words("XAA"), frozenset({language})
    found = find_people(text, words, spoken=spoken)
    people = [(True, (one.start, one.end)) for one in found if one.is_sure and one.sign != "evidence"]
    examples = _examples_in(text, words, people, spoken=spoken)
    yield from ((signs, False) for signs, is_name in examples if not is_name)


def learn(examples: list[Example]) -> dict[str, int]:
    """Return the weight of each sign as a whole number."""
    kept = frequent([signs for signs, _ in examples], FEWEST_USES)
    vectors = DictVectorizer()
    rows = vectors.fit_transform([{sign: 1 for sign in signs if sign in kept} for signs, _ in examples])
    model = LogisticRegression(C=RIDGE, max_iter=400).fit(rows, [is_name for _, is_name in examples])
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    return count_weights({**weights, "": model.intercept_[0]})


def main() -> None:
    left_out = sys.argv[sys.argv.index("--leave-out") + 1] if "--leave-out" in sys.argv else ""
    examples = [example for language in LANGUAGES for example in plain_examples(language)]
    for name in SETS:
        if name != left_out and (HERE / name).is_dir():
            with tempfile.TemporaryDirectory() as scratch:
                marked = any((HERE / name).glob("*.marked.*"))
                examples += examples_of(unpack(HERE / name, Path(scratch)) if marked else HERE / name)
    weights = learn(examples)
    if left_out:
        csv.writer(sys.stdout, lineterminator="\n").writerows(weights.items())
        return
    write_talk_words()
    with (QUESTIONNAIRE / "identifiers" / NAME_WEIGHTS).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(weights.items())


if __name__ == "__main__":
    main()
