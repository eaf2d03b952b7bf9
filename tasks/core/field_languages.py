"""Languages of fields: which answers are in another language than the response declares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.passages import Passage
from tasks.core.problems import Problem, ProblemKind, Severity

CHARACTERS_READ = 400
"""So much of an answer shows its language."""
WORD_PATTERN = re.compile(r"[^\W\d_]+")

OTHER_LANGUAGE = ProblemKind(
    "D070",
    Severity.INFO,
    "Answers of this record that are in '{found}', not in the declared '{declared}'{where}: {n}.",
    "Nothing to mend if the person answered so; each answer is read in its own language.",
)


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """Declared words and numbers of languages (checks.yaml).

    Attributes:
        function_words: language -> its commonest small words, in small letters with accents.
        fewest_words: shorter answers are passed over.
    """

    function_words: Mapping[str, frozenset[str]]
    fewest_words: int


def check_languages(
    passages: Iterable[Passage], words: LanguageWords, identify: Callable[[Sequence[str]], list[str]]
) -> list[Problem]:
    """Find answers in another language than declared.

    A look at the small words finds the suspects, which costs little; the identifier then decides.

    Args:
        passages: words of respondents; documents have no declared language of answers.
        words: small words of each language.
        identify: tells the language of each text, "" for none.

    Returns:
        A note for each record and language, at the first such answer.
    """
    suspects = [passage for passage in passages if _is_suspect(passage, words)]
    found: dict[tuple[str, str], list[Passage]] = {}
    for passage, language in zip(suspects, identify([one.text for one in suspects]), strict=True):
        if language and language != passage.language:
            found.setdefault((passage.interview.interview_id, language), []).append(passage)
    return [
        OTHER_LANGUAGE.at(
            own[0].interview.file,
            own[0].row,
            own[0].column,
            n=len(own),
            found=language,
            declared=own[0].language,
            where=own[0].where,
        )
        for (_, language), own in found.items()
    ]


def _is_suspect(passage: Passage, words: LanguageWords) -> bool:
    if passage.interview.record_type == "document" or passage.language not in words.function_words:
        return False
    said = WORD_PATTERN.findall(passage.text[:CHARACTERS_READ].lower())
    if len(said) < words.fewest_words:
        return False
    tally = Counter({language: sum(word in small for word in said) for language, small in words.function_words.items()})
    (best, most), *_ = tally.most_common(1)
    return best != passage.language and most >= 2 * max(1, tally[passage.language])
