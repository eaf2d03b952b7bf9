"""Marks the concepts of claims in texts: the lexicon of a language, numbers, and other countries' names.

A phrase of `lexicon/claims_<language>.yaml` is matched in one of three ways:
- as it stands ("action plan"): by dictionary form, so that "Action plans" is found too;
- with "=" before it or "*" in it ("=will", "reuni*"): as written, capitals and accents aside, "*" for
  any ending;
- between slashes: a regular expression on the lower-cased text, accents kept only if it has any itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, reduce
from itertools import groupby

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.locales import all_countries, country_name, country_names
from tasks.adapters.nlp import PhraseFinder, plain
from tasks.adapters.placeholder_marks import load_placeholders
from tasks.core.claims import NUMBER, PERCENT, ClaimRules, parse_claim_rules
from tasks.core.cues import Hit
from tasks.core.placeholders import hide_placeholders


class _BareLetters(dict[int, str]):
    """Characters without their accents, each as it is first met."""

    def __missing__(self, code: int) -> str:
        bare = self[code] = unicodedata.normalize("NFD", chr(code))[0]
        return bare


BARE_LETTERS = _BareLetters()
OTHER_COUNTRY, ACRONYM = "other_country", "acronym"
"""Concepts that no lexicon lists: another country's name, and capitals that no phrase explains ("CTIN")."""
FOUND_ONLY = frozenset({OTHER_COUNTRY, ACRONYM})
WORD = re.compile(r"\w+")
OPENING = re.compile(r"\w+\*?")
WORDS_KEPT = 1 << 15
FINDERS_HELD = 8
"""Of a country in four languages, and of the one before it."""
CAPITALS = re.compile(r"\b[A-Z]{3,10}(?:-[A-Z]{2,})?\b")
DIGITS = re.compile(
    r"(?<![\w.,/-])(\d{1,3})(?:\s*(?:[-–]|to|à|a)\s*\d{1,3})?"
    r"(?=\s*(%|per ?cent|pour ?cent|por ?cent[oe]?)|(?![\w/]|[.,]\d))"
)


@cache
def load_claim_rules() -> ClaimRules:
    """Load the claim rules of the questionnaire."""
    return parse_claim_rules(read_yaml(QUESTIONNAIRE / "claim_rules.yaml"))


def load_claim_lexicon(language: str) -> Mapping[str, Sequence[str]]:
    """Load the claims lexicon of a language: concept -> phrases; with what is said outright (outright_words.yaml)."""
    lexicon: Mapping[str, Sequence[str]] = read_yaml(QUESTIONNAIRE / "lexicon" / f"claims_{language}.yaml")
    return {**lexicon, **_load_outright_words(language)}


def _load_outright_words(language: str) -> dict[str, list[str]]:
    """Load the concepts of what is said outright in a language, with those who lead and what goes on put in."""
    own = read_yaml(QUESTIONNAIRE / "outright_words.yaml")[language]
    pieces = {"{head}": own["head"], "{body}": own["body"]}
    return {
        concept: [
            f"/{reduce(lambda text, piece: text.replace(*piece), pieces.items(), pattern)}/" for pattern in patterns
        ]
        for concept, patterns in own["concepts"].items()
    }


@lru_cache(maxsize=FINDERS_HELD)
def claim_finder(language: str, country: str) -> ClaimFinder:
    """Return the finder for texts in a language about a country.

    Args:
        language: one of `nlp.LANGUAGES`.
        country: ISO 3166-1 alpha-3 of the country the records speak of.
    """
    donors = frozenset(read_yaml(QUESTIONNAIRE / "claim_rules.yaml")["donor_countries"])
    names = {*other_countries(language, country, donors), *_short_names(country)}
    return ClaimFinder(load_claim_lexicon(language), language, sorted(names))


def _short_names(country: str) -> Iterator[str]:
    """Yield what people call countries for short, but for a country and what is inside its own names."""
    own = f" {' | '.join(_bare(name) for name in country_names(country))} "
    for code, names in read_yaml(QUESTIONNAIRE / "claim_rules.yaml")["short_names"].items():
        if code != country:
            yield from (name for name in names if f" {_bare(name)} " not in own)


def other_countries(language: str, country: str, left_out: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the names of all countries but one.

    Args:
        language: language of the names.
        country: ISO 3166-1 alpha-3 of the country left out, with every name inside its own ("Congo").
        left_out: alpha-3 codes of further countries to leave out.

    Returns:
        Names in alphabetical order.
    """
    own = f" {' | '.join(_bare(name) for name in country_names(country))} "
    names = {country_name(code, language) for code in all_countries() if code not in left_out}
    return tuple(sorted(name for name in names if f" {_bare(name)} " not in own))


def _bare(text: str) -> str:
    """Lower-case a text and take off its accents, every character at its old offset; signs become spaces."""
    letters = (unicodedata.normalize("NFD", character)[0] for character in text.lower().translate(_SIGNS))
    return "".join(letters)


_SIGNS = str.maketrans(dict.fromkeys("-–()", " "))


class ClaimFinder:
    """Finds concepts, numbers and other countries' names in texts of one language.

    Args:
        lexicon: concept -> phrases, see the module.
        language: one of `nlp.LANGUAGES`.
        countries: names of other countries.
    """

    def __init__(self, lexicon: Mapping[str, Sequence[str]], language: str, countries: Sequence[str] = ()) -> None:
        by_form = {concept: [p for p in phrases if not _is_pattern(p)] for concept, phrases in lexicon.items()}
        self._phrases = PhraseFinder({concept: phrases for concept, phrases in by_form.items() if phrases}, language)
        self._patterns = [
            (concept, re.compile(_pattern(own)), has_accents, _openings(own))
            for concept, phrases in lexicon.items()
            for has_accents in (False, True)
            if (own := [p for p in phrases if _is_pattern(p) and _has_accents(p) is has_accents])
        ]
        self._always = {place for place, (*_, own) in enumerate(self._patterns) if not own}
        self._by_opening: dict[str, set[int]] = {}
        for place, (*_, own) in enumerate(self._patterns):
            for opening in own:
                self._by_opening.setdefault(opening, set()).add(place)
        self._lengths = {len(opening) - 1 for opening in self._by_opening if opening[-1] == "*"}
        self._opened_by = lru_cache(WORDS_KEPT)(self._patterns_opened_by)
        names = sorted(map(re.escape, countries), key=len, reverse=True)
        first = _first_letter(countries)
        self._countries = re.compile(rf"(?<!\w){first}(?:{'|'.join(names)})(?!\w)") if names else None

    def find(self, texts: Iterable[str]) -> Iterator[tuple[Hit, ...]]:
        """Find the concepts in each text.

        Args:
            texts: texts in this finder's language.

        Yields:
            The hits of one text in text order, none in a placeholder; sentence numbers are left to `core.claims`.
        """
        kept = [plain(hide_placeholders(text, load_placeholders())) for text in texts]
        for text, hits in zip(kept, self._phrases.find_anywhere(kept), strict=True):
            found = {Hit(hit.concept, hit.start_char, hit.end_char, 0) for hit in hits}
            found.update(self._as_written(text), _numbers(text), self._named_countries(text))
            found.update(_acronyms(text, found))
            yield tuple(sorted(found, key=lambda hit: (hit.start_char, hit.end_char, hit.concept)))

    def _as_written(self, text: str) -> Iterator[Hit]:
        lowered = text.lower() if len(text.lower()) == len(text) else text
        stripped = lowered if lowered.isascii() else lowered.translate(BARE_LETTERS)
        for place in self._always.union(*map(self._opened_by, set(WORD.findall(stripped)))):
            concept, pattern, has_accents, _ = self._patterns[place]
            for match in pattern.finditer(lowered if has_accents else stripped):
                yield Hit(concept, match.start(), match.end(), 0)

    def _patterns_opened_by(self, word: str) -> frozenset[int]:
        """Return the places of the patterns that a word may open."""
        openings = (word, *(f"{word[:length]}*" for length in self._lengths))
        return frozenset().union(*(self._by_opening.get(opening, ()) for opening in openings))

    def _named_countries(self, text: str) -> Iterator[Hit]:
        for match in self._countries.finditer(text) if self._countries else ():
            yield Hit(OTHER_COUNTRY, match.start(), match.end(), 0)


def _numbers(text: str) -> Iterator[Hit]:
    """Find numbers in digits, the lower end of a range, and percentages; never years."""
    for match in DIGITS.finditer(text):
        prefix = PERCENT if match[2] else NUMBER
        yield Hit(f"{prefix}{int(match[1])}", match.start(), match.end(), 0)


def _acronyms(text: str, found: Iterable[Hit]) -> list[Hit]:
    """Find words in capitals that no other concept covers; none in a text all in capitals."""
    covered = [(hit.start_char, hit.end_char) for hit in found]
    return [
        Hit(ACRONYM, match.start(), match.end(), 0)
        for match in (CAPITALS.finditer(text) if not text.isupper() else ())
        if not any(start < match.end() and match.start() < end for start, end in covered)
    ]


def _is_pattern(phrase: str) -> bool:
    return phrase[0] in "=/" or "*" in phrase


def _openings(phrases: Sequence[str]) -> frozenset[str]:
    """Return the words that any of some phrases begins with, those that may go on with "*"; empty if it may be any."""
    found = [OPENING.match(_bare_letters(phrase)) for phrase in phrases if not phrase.startswith("/")]
    if len(found) < len(phrases) or not all(found):
        return frozenset()
    return frozenset(match.group() for match in found if match)


def _has_accents(phrase: str) -> bool:
    return phrase.startswith("/") and not phrase.isascii()


def _bare_letters(phrase: str) -> str:
    return phrase.removeprefix("=").lower().translate(BARE_LETTERS).strip()


def _pattern(phrases: Sequence[str]) -> str:
    """Return the pattern of some phrases, of which the first that fits counts.

    Where a word begins is looked for once for all that are no regular expressions, and its first letter is told.
    """
    parts: list[str] = []
    for is_expression, own in groupby(phrases, lambda phrase: phrase.startswith("/")):
        if is_expression:
            parts += (f"(?:{phrase.strip('/')})" for phrase in own)
        else:
            parts.append(_whole_words([_bare_letters(phrase) for phrase in own]))
    return "|".join(parts)


def _whole_words(phrases: Sequence[str]) -> str:
    spelled = (r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()) for phrase in phrases)
    either = "|".join(phrase + r"(?!\w)" for phrase in spelled)
    return rf"(?<!\w){_first_letter(phrases)}(?:{either})"


def _first_letter(phrases: Iterable[str]) -> str:
    """Return a look at the letter that one of some phrases begins with, "" where it may be any."""
    letters = {phrase[0] for phrase in phrases}
    return "" if "*" in letters else f"(?=[{re.escape(''.join(sorted(letters)))}])"
