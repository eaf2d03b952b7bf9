"""Reads the coded corpus and the concept lexicon under questionnaires/annex1/coder/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, read_yaml
from tasks.adapters.nlp import LANGUAGES
from tasks.core.identifiers import sha256_of
from tasks.core.theme_corpora import CodedSegment, Splits, join_codings

LEXICON_PREFIX = "lexicon_"
AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class ConceptLexicon:
    """Declared words.

    Attributes:
        phrases: concept -> phrases in all languages.
        hints: concept -> topics and stances it hints at.
    """

    phrases: dict[str, list[str]]
    hints: dict[str, list[str]]


def load_splits(folder: Path = QUESTIONNAIRE) -> Splits:
    """Load which part each voice belongs to."""
    declared = read_yaml(folder / "coder" / "corpus" / "splits.yaml")
    return Splits(*(frozenset(declared[part]) for part in ("test_batches", "dev_voices", "left_out", "once_coded")))


def read_corpus(
    folder: Path = QUESTIONNAIRE, *, coder: str = "adjudicated", sealed: bool = False
) -> list[CodedSegment]:
    """Read the corpus.

    Args:
        folder: of the questionnaire.
        coder: whose codings; of a batch coded once, always its author's.
        sealed: read the sealed test, and nothing else; otherwise its files are not opened.

    Returns:
        Segments by batch, without those that the splits leave out.
    """
    corpus, splits = folder / "coder" / "corpus", load_splits(folder)
    segments = []
    for path in sorted((corpus / "segments").glob("*.jsonl")):
        if (path.stem in splits.sealed_batches) == sealed:
            own = AUTHOR if path.stem in splits.once_coded else coder
            segments += join_codings(_read_rows(path), _read_rows(corpus / "codings" / own / path.name))
    return [one for one in segments if splits.part_of(one)]


def _read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def corpus_hash(segments: list[CodedSegment]) -> str:
    """Return the hash of segments and their codings."""
    rows = [[one.id, one.text, one.question, one.annex_question, *one.topics, one.stance] for one in segments]
    return sha256_of(json.dumps(rows, ensure_ascii=False))


def load_lexicon(folder: Path = QUESTIONNAIRE, *, has_concepts: bool = True, has_cues: bool = True) -> ConceptLexicon:
    """Load the concepts, and the words of the rule-based coder as further concepts.

    Args:
        folder: of the questionnaire.
        has_concepts: take coder/concepts/.
        has_cues: take lexicon/.
    """
    phrases: dict[str, list[str]] = {}
    hints: dict[str, list[str]] = {}
    for path in sorted((folder / "coder" / "concepts").glob("*.yaml")) if has_concepts else ():
        for name, declared in read_yaml(path).items():
            phrases[name] = [str(phrase) for language in LANGUAGES for phrase in declared.get(language, ())]
            hints[name] = [*declared.get("topics", ()), *declared.get("stances", ())]
    topics = load_codebook(folder).topics
    for part in ("topics", "cues") if has_cues else ():
        for language in LANGUAGES:
            for name, declared in read_yaml(folder / "lexicon" / f"{part}_{language}.yaml").items():
                phrases.setdefault(LEXICON_PREFIX + name, []).extend(map(str, declared))
                hints[LEXICON_PREFIX + name] = [name] if name in topics else []
    return ConceptLexicon(phrases, hints)
