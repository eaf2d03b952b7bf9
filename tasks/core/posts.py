"""Posts: what is told of a post that one person holds is generalised; the kind of post stays.

"The director of the nutrition unit of Tamale" names one person as surely as a name does. The post is kept, as it
carries what is said about the platform; the body or place that makes it one person's is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.spellings import simplify

CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w’'&-]*)"
LONGEST_COMPLEMENT, LONGEST_REACH = 14, 160
MOST_SMALL = 2
"""Small words in a row, between those that tie them to what follows, that may still belong to a body's name."""
WORD_PATTERN = re.compile(r"[^\W_][\w’'&-]*")
SENTENCE_END = re.compile(r"(?:[?!;:]|(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})\.)\s|\n")
"""Where a sentence ends; not behind a title ("Dr.", "Hon.") or an initial."""
LETTERS_PATTERN = re.compile(r"(?<=[ -])[A-Z]{2,8}$")
CELL_END = re.compile(r",(?=\S)")
NEAR_BEFORE, NEAR_BEHIND = 48, 28
"""Characters between a name and the post beside it."""
GAP_PATTERN = re.compile(r"[ \u00a0\u202f]{1,2}|['’]")


@dataclass(frozen=True, slots=True)
class PostWords:
    """How posts are told (identifiers/patterns.yaml).

    Attributes:
        heads: what a post is called, with the words that may stand beside it.
        letters: an acronym before a post ("the SUN focal point").
        capitals: capitalised words before a post ("the Northern Regional Director").
        own: words by which somebody tells their own post ("I am", "en tant que").
        of: words that tie a post to its body or place.
        inner: small words within the name of a body.
    """

    heads: re.Pattern[str]
    letters: re.Pattern[str]
    capitals: re.Pattern[str]
    own: frozenset[str]
    of: frozenset[str]
    inner: frozenset[str]


def compile_posts(declared: Mapping[str, Any], institutions: Iterable[str]) -> PostWords:
    """Make the patterns from the declared words.

    Args:
        declared: content of patterns.yaml.
        institutions: simplified words of institutions.
    """
    posts = declared["posts"]
    heads, adjectives = _alternation(posts["heads"]), _alternation(posts["adjectives"])
    return PostWords(
        heads=re.compile(
            rf"(?<!\w)(?:(?:{adjectives})[ -])*(?:{heads})(?:[\s-](?:{adjectives}))*(?!\w)", re.IGNORECASE
        ),
        letters=re.compile(rf"(?<!\w)([A-Z]{{2,8}})[ -](?=(?i:(?:{adjectives})[ -])?(?i:{heads})(?!\w))"),
        capitals=re.compile(rf"(?<=\bthe )((?:{CAPITAL} ){{2,4}})(?={_capitalised(posts['heads'])}\b)"),
        own=frozenset(map(simplify, posts["own"])),
        of=frozenset(map(simplify, posts["of"])),
        inner=frozenset(map(simplify, [*posts["of"], *posts["adjectives"], "and", "et", "e"]))
        | frozenset(institutions),
    )


def _alternation(listed: Sequence[str]) -> str:
    loose = {"a": "[aàáâã]", "e": "[eéèê]", "i": "[iíî]", "o": "[oóôõ]", "u": "[uúûü]", "c": "[cç]", " ": r"[\s-]"}
    opened = ("".join(loose.get(letter, re.escape(letter)) for letter in word) for word in listed)
    return "|".join(sorted(set(opened), key=lambda word: (-len(word), word)))


def _capitalised(listed: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word.title()) for word in sorted(listed, key=len, reverse=True)) + ")"


def find_posts(
    text: str, words: PostWords, people: Sequence[tuple[int, int]] = (), known: Container[str] = ()
) -> list[tuple[int, int]]:
    """Find what makes posts one person's.

    A post counts where it is somebody's: beside a name, in the mouth of who holds it, or as the whole of a cell.
    What the platform's offices do in general is evidence and stays.

    Args:
        text: as received.
        words: how posts are told.
        people: offsets of the names in it.
        known: posts that are somebody's elsewhere in the country's texts, as `name_posts` returns them.

    Returns:
        Half-open offsets of the body or place behind a post, or of the words before it; the post itself stays.
    """
    return [
        (start, end)
        for start, end, head in _candidates(text, words)
        if simplify(text[head:end]) in known or _is_somebodys(text, min(start, head), end, words, people)
    ]


def name_posts(text: str, words: PostWords, people: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Return the posts of a text that are somebody's, simplified; see `find_posts`."""
    found = _candidates(text, words)
    return frozenset(
        simplify(text[head:end]) for _, end, head in found if _is_somebodys(text, head, end, words, people)
    )


def _candidates(text: str, words: PostWords) -> list[tuple[int, int, int]]:
    """Return body or place of each post, and where the post begins."""
    found = [(match.start(1), match.end(1) - 1, match.start(1)) for match in words.capitals.finditer(text)]
    found += [(match.start(1), match.end(1), match.start(1)) for match in words.letters.finditer(text)]
    for match in words.heads.finditer(text):
        span = _complement(text, match.end(), words) or _last_letters(match)
        if span is not None:
            found.append((*span, match.start()))
    return found


def _last_letters(head: re.Match[str]) -> tuple[int, int] | None:
    """Return the acronym that ends what a post is called: "point focal SUN"."""
    letters = LETTERS_PATTERN.search(head.group())
    return (head.start() + letters.start(), head.end()) if letters else None


def _is_somebodys(text: str, start: int, end: int, words: PostWords, people: Sequence[tuple[int, int]]) -> bool:
    for first, last in people:
        if last <= start and start - last <= NEAR_BEFORE and not SENTENCE_END.search(text[last:start]):
            return True
        if first >= end and first - end <= NEAR_BEHIND and not SENTENCE_END.search(text[end:first]):
            return True
    before = simplify(text[max(0, start - NEAR_BEHIND) : start]).split()
    if any(" ".join(before[-length:]) in words.own for length in range(1, 5) if length <= len(before)):
        return True
    opens = re.search(r"(?:(?:^|[\n\t;|]|\w\s?[:：])[\"« \u00a0]*|,\"?)$", text[max(0, start - 12) : start]) is not None
    closes = text[end : end + 1] in ("", "\n", "\t", ";", "|", '"', "(") or CELL_END.match(text, end) is not None
    return opens and closes


def _complement(text: str, start: int, words: PostWords) -> tuple[int, int] | None:
    """Read the body or place behind a post: "of the unit of nutrition of Tamale", "of the policy division", "SUN"."""
    first = end = plain = None
    position, is_tied, n_small = start, False, 0
    for match in list(WORD_PATTERN.finditer(text[start : start + LONGEST_REACH]))[:LONGEST_COMPLEMENT]:
        if not GAP_PATTERN.fullmatch(text[position : start + match.start()]):
            break
        word, folded = match.group(), simplify(match.group()).split()
        is_of = bool(folded) and folded[0] in words.of
        is_capital = any(part[:1].isupper() for part in re.split(r"['’]", word))
        is_letters = len(word) > 1 and word.isupper()
        if not (is_tied or is_of or is_letters):
            break
        position = start + match.end()
        n_small = 0 if is_capital or is_of else n_small + 1
        if n_small > MOST_SMALL and not set(folded) <= words.inner:
            break
        if is_tied and first is None and not (is_of and not is_capital):
            first = start + match.start()
        if is_capital:
            first = start + match.start() if first is None else first
            end = position
        if first is not None and not is_of and (plain is None or set(folded) <= words.inner):
            plain = position
        is_tied = True
    end = end or plain
    return (first, end) if first is not None and end is not None else None
