"""Vouched words: what nobody is called by itself, and the places and bodies that the texts of a country tell.

"Business", "Some" and "Bilan :" begin with a capital because they begin a line. They are names in a register, behind a
title or where somebody says to be called so, and nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from tasks.core.lone_names import UNFRAMED, PublicWords
from tasks.core.name_words import (
    KNOWN_WORDS,
    LOOK_BACK,
    ONLY_WORD,
    WORD_PATTERN,
    Mention,
    PersonWords,
    Spelled,
    Word,
    ends_with_phrase,
    fold_name,
    spelled_words,
)
from tasks.core.spellings import simplify

LABELLED = re.compile(r"[ \u00a0]?[:：]")
FIELD_PATTERN = re.compile(
    r"(?:^|[.;|]\s|\s{2})([^\W\d_][^:\n.;|]{2,24}?)[ \u00a0]?[:：][ \u00a0]?([^\n|]+?)(?=\.\s|\.?$|\n|\|)", re.M
)
PLACE_IN_FIELD = re.compile(
    r"\s?([^\W\d_a-zß-ÿ][\w'’-]+(?:\s(?:d[eaou]s?|la|of|[^\W\d_a-zß-ÿ][\w'’-]+)){0,3})\s?(?:\([^)]*\))?"
)
CLAUSE_ENDS = re.compile(r"[.;:!?\n…()]")
SHORTEST_STORM = 2
STORM = r"(?:(?:[OAoa]|[EeIi]l|[Ll][ae]|[Tt]he)\s)?[A-ZÀ-Þ][a-zß-ÿ]{2,}(?![\w'’-])(?![ \u00a0][A-ZÀ-Þ])"
STORMS_LISTED = re.compile(
    r"(?P<opens>[:.]?[ \u00a0](?P<like>como\s|comme\s|like\s)?)"
    rf"(?P<names>{STORM}(?:(?:,\s|,?\s(?:e|y|et|and|ou|o|or)\s){STORM})+)"
    r"(?P<ends>[ \u00a0]?(?:[.;:!?)\n]|$))?"
)
"""At least two single names behind the word for storms, and whether their clause ends with them."""
MANY = "s"
"""What words for several storms end in, in every language."""
LEAST_ACTING = 3
"""Names of the shortest list that a verb may follow: behind a storm, two who do something are people."""
BLANKS = (" ", "\u00a0")
FEWEST_INITIALS, WORDS_OF_A_BODY = 3, 14
"""Letters from which capitals are initials of a body's name, and how many words such a name has at most."""


def without_vouched(
    text: str, tokens: Sequence[Word], found: Sequence[Mention], words: PersonWords, lowered: frozenset[str]
) -> list[Mention]:
    """Leave out the single words that nobody is called by themselves.

    Args:
        text: as received.
        tokens: its words.
        found: what was told to be a name.
        words: how names look.
        lowered: words that the texts of the country write small.
    """
    places = {token.start: place for place, token in enumerate(tokens)}
    fields = [field.span(2) for field in FIELD_PATTERN.finditer(text) if simplify(field.group(1)) in words.place_fields]

    def is_vouched(one: Mention) -> bool:
        if one.sign in ("field", "unknown") and any(_fills_part(text, one, *field) for field in fields):
            return True
        place = places.get(one.start)
        if place is None or tokens[place].end < one.end:
            return False
        is_label = one.sign == "introduction" and LABELLED.match(text, one.end) is not None
        return (is_label or one.sign in UNFRAMED) and _is_nobody(text, tokens, place, words, lowered)

    return [one for one in found if not is_vouched(one)]


def _fills_part(text: str, one: Mention, first: int, last: int) -> bool:
    """Tell whether what was told to be a name lies in a field of a place: as a part of it, if nothing tells it so."""
    if not first <= one.start < last:
        return False
    opens = text[first : one.start].rstrip()[-1:] in ("", ",")
    return one.sign == "field" or (opens and text[one.end : one.end + 1] in ("", ",", ".", "\n", " "))


def _is_nobody(text: str, tokens: Sequence[Word], place: int, words: PersonWords, lowered: frozenset[str]) -> bool:
    token = tokens[place]
    if token.folded in words.groups or token.folded in words.small_words:
        return True
    if token.folded in words.vouched and not (token.folded in words.given or token.folded in words.doubtful):
        return True
    if not token.begins_sentence:
        return False
    if token.folded in words.small_given and token.folded in lowered:
        return True  # "Ali não se decide nada"
    kind = words.kind_of_word(token.text)
    if LABELLED.match(text, token.end) and kind in KNOWN_WORDS and token.folded not in words.doubtful:
        return not _begins_line(text, token.start)  # "rien. Bilan : un peu"
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    is_beside = after is not None and text[token.end : after.start] == " " and after.text.islower()
    return kind == ONLY_WORD and is_beside and after is not None and after.folded in words.staff


def _begins_line(text: str, start: int) -> bool:
    return not text[:start].rpartition("\n")[2].strip(" \t*•-")


def told_places(text: str, words: PersonWords) -> Iterator[str]:
    """Yield the folded words that a text tells to be places: in a field of places, behind "at" or "the port of".

    Args:
        text: of the country.
        words: how names and places look.
    """
    for field in FIELD_PATTERN.finditer(text):
        if simplify(field.group(1)) in words.place_fields:
            yield from _places_of_field(field.group(2), words)
    spelled = spelled_words(text)
    for place in range(1, len(spelled)):
        word, before = spelled[place], spelled[place - 1]
        if not word.text[0].isupper() or text[before.end : word.start] not in (" ", "\u00a0", "\n"):
            continue
        earlier = spelled[place - 2] if place > 1 else None
        is_tied = earlier is not None and fold_name(before.text) in words.ties
        is_of = is_tied and earlier is not None and fold_name(earlier.text) in words.locatives | words.landforms
        if (is_of or _is_at(text, before, words)) and _may_be_place(word.text, words):
            yield fold_name(word.text)


def _places_of_field(told: str, words: PersonWords) -> Iterator[str]:
    for piece in re.split(r"[,;–—]", told):
        whole = PLACE_IN_FIELD.fullmatch(piece)
        spelled = [one for one in WORD_PATTERN.findall(piece) if one[0].isupper()] if whole else []
        if all(_may_be_place(one, words) for one in spelled):
            yield from map(fold_name, spelled)


def find_public_words(text: str, words: PersonWords) -> PublicWords:
    """Find words that a text shows to be public names: "in Karanday", "cyclone Idara", "the Hallam Fund".

    Args:
        text: of the country.
        words: how names, places and institutions look.
    """
    placed: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    called: set[str] = set()
    bodies = (words.institutions | words.named_after) - words.titles  # "Papa Essomba" is called by no body
    leading = {phrase.split()[-1] for phrase in words.to_places}
    for left, right in pairwise(spelled_words(text)):
        before, after = left.text, right.text
        if not (before[0].isupper() or after[0].isupper()) or text[left.end : right.start] not in BLANKS:
            continue
        folded, beside = fold_name(after), fold_name(before)
        if after[0].isupper():
            is_body = before[0].isupper() and beside in bodies and folded not in words.given
            if is_body or (beside in words.storms and not _may_be_people(text, left, folded, words)):
                called.add(folded)
            elif _is_placed(text, left, right, words, leading):
                placed[folded] += 1
            elif beside in words.articles:
                behind[folded] += 1
        if before[0].isupper() and after[0].isupper() and folded in bodies and beside not in words.given:
            called.add(beside)
    called.update(_storms(text, words))
    return PublicWords(dict(placed), dict(behind), tuple(sorted(called)), tuple(sorted(set(_acronyms(text)))))


def _may_be_people(text: str, storm: Spelled, folded: str, words: PersonWords) -> bool:
    """Tell whether a given name behind a storm may begin a list of people: "After the cyclone Peter and Mary left"."""
    is_list = fold_name(storm.text).endswith(MANY) or STORMS_LISTED.match(text, storm.end) is not None
    return folded in words.given and is_list


def _storms(text: str, words: PersonWords) -> Iterator[str]:
    """Yield the folded words of a list behind the word for storms: "Ciclones. O Gombe, o Freddy e o Jude".

    A given name that the text uses elsewhere, too, is no storm's: "Sem o Pedro não havia lista".
    """
    listed: Counter[str] = Counter()
    for word in spelled_words(text):
        folded = fold_name(word.text)
        found = STORMS_LISTED.match(text, word.end) if folded in words.storms else None
        if found is None:
            continue
        names = [fold_name(one) for one in WORD_PATTERN.findall(found["names"]) if one[0].isupper()]
        names = [one for one in names if len(one) > SHORTEST_STORM]
        if _are_storms(text, word, found, names, words):
            listed.update(names)
    if not listed:
        return
    spelled = spelled_words(text)
    behind = {right.start for left, right in pairwise(spelled) if fold_name(left.text) in words.storms}
    uses = Counter(fold_name(one.text) for one in spelled if one.text[0].isupper() and one.start not in behind)
    yield from (name for name in listed if name not in words.given or uses[name] <= listed[name])


def _are_storms(text: str, word: Spelled, found: re.Match[str], names: Collection[str], words: PersonWords) -> bool:
    """Tell whether a list behind a word for storms names these: after a storm, people do something."""
    before = CLAUSE_ENDS.split(text[max(0, word.start - LOOK_BACK) : word.start])[-1].strip()
    is_many = fold_name(word.text).endswith(MANY)
    if "." in found["opens"] and (before or not is_many):
        return False  # "La tormenta. Rosa y Manuel salieron"
    if found["ends"] is not None:
        return is_many or bool(found["like"])
    is_opened = not before or fold_name(before) in words.articles | words.determiners
    is_unknown = any(name not in words.given and name not in words.seeds for name in names)
    return is_many and is_opened and is_unknown and len(names) >= LEAST_ACTING


def _acronyms(text: str) -> Iterator[str]:
    """Yield the folded words in capitals that stand behind the words whose initials they are, as bodies' names do."""
    spelled = spelled_words(text)
    for place, word in enumerate(spelled):
        letters = fold_name(word.text) if word.text.isupper() else ""
        if len(letters) < FEWEST_INITIALS:
            continue
        before = spelled[max(0, place - WORDS_OF_A_BODY) : place]
        initials = "".join(fold_name(one.text)[:1] for one in before if one.text[0].isupper())
        if initials.endswith(letters):
            yield letters


def _is_placed(text: str, before: Spelled, word: Spelled, words: PersonWords, leading: Collection[str]) -> bool:
    is_there = fold_name(before.text) in words.locatives or _is_at(text, before, words)
    return is_there or (fold_name(before.text) in leading and ends_with_phrase(text, word.start, words.to_places))


def _is_at(text: str, before: Spelled, words: PersonWords) -> bool:
    return before.text in words.at and not _is_given(text, before.start, words)


def _is_given(text: str, start: int, words: PersonWords) -> bool:
    """Tell whether somebody gives or tells before an "à": then a person stands behind."""
    clause = CLAUSE_ENDS.split(text[max(0, start - LOOK_BACK) : start])[-1]
    return bool(set(simplify(clause).split()) & words.giving)


def _may_be_place(word: str, words: PersonWords) -> bool:
    folded = fold_name(word)
    return not any(folded in one for one in (words.seeds, words.doubtful, words.titles, words.roles))


def told_bodies(text: str, words: PersonWords) -> Iterator[str]:
    """Yield the folded words that a text tells to be bodies: behind a post ("directora de Reservas"), or asked for.

    Args:
        text: of the country.
        words: how names and posts look.
    """
    posts = ((words.roles | words.titles) - words.relations - words.capital_titles) | words.those
    spelled = spelled_words(text)
    for place in range(1, len(spelled)):
        word, before = spelled[place], spelled[place - 1]
        if not word.text[0].isupper() or text[before.end : word.start] != " ":
            continue
        earlier = spelled[place - 2] if place > 1 else None
        is_tied = earlier is not None and text[earlier.end : before.start] == " "
        is_of = is_tied and fold_name(before.text) in words.ties
        is_of = is_of and earlier is not None and fold_name(earlier.text) in posts
        if (is_of or ends_with_phrase(text, word.start, words.asked_things)) and _may_be_place(word.text, words):
            yield fold_name(word.text)
