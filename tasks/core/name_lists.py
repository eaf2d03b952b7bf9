"""Lists of names: those present, the column of a table, somebody named together with others, and nicknames."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise

from tasks.core.name_words import (
    KNOWN_WORDS,
    MAYBE,
    ONE_LETTER,
    ORDINARY,
    PLACE,
    SEED,
    SHORTEST_SURE,
    TOGETHER_PATTERN,
    UNKNOWN,
    WORD_PATTERN,
    Mention,
    PersonWords,
    Word,
    fold_name,
    is_listed_word,
    is_ordinary_talk,
)
from tasks.core.spellings import simplify
from tasks.core.text_tables import LONGEST_PHRASE, LONGEST_RUN, find_cells

LIST_COMMA = re.compile(r"\s?,\s(?:(?:and|et|y|e|then|puis|ensuite|luego|después|depois)\s)?")
NICKNAMED_PATTERN = re.compile(
    r"([^\W\d_a-zß-ÿ][^\W\d_]+)\s[\"“«‘]\s?([^\W\d_][^\W\d_]+)\s?[\"”»’]\s((?:[^\W\d_]{1,3}\s)?[^\W\d_a-zß-ÿ][\w'’-]+)"
)
NICKNAME_PATTERN = re.compile(r"\s[\"“«(]\s?([^\W\d_][^\W\d_A-ZÀ-Þ]{2,})\s?[\"”»)]")
QUOTED_BYNAME = re.compile(
    r",?\s(?:o|a|el|la|le|alias|dit|dite|dito|dita)\s[\"“«]\s?"
    r"([A-ZÀ-Þ][^\W\d_]+(?:\s(?:d[aeo]s?\s)?[A-ZÀ-Þ][^\W\d_]+){0,2})\s?[\"”»](?=[,.;) ])"
)
"""What a name goes on with in quotation marks: 'Delfim Soma, o "Boca Doce".'."""
BYNAME_PATTERN = re.compile(r",\s(?:o|a|el|la)\s([^\W\d_a-zß-ÿ][^\W\d_A-ZÀ-Þ]+)(?=[,.;)])")
"""What a name goes on with between commas: "Severino Ramos, o Biu, dirige"."""
ATTENDANCE_LINE = re.compile(r"^[ \t*•-]*([^\W\d_][^:\n]{3,30}?)[ \u00a0]?[:：](.+)$", re.MULTILINE)
ATTENDANCE_PART = re.compile(r"(?:(?!\s(?:and|et|y|e)\s)[^,;()\n.]|\.(?=\s?[A-ZÀ-Þ])){3,60}")
LIST_ENDS = re.compile(r"\s(?:and|et|y|e)\s(?:a|o|la|el|le|the|my|his|her|mon|ma|mi|meu|minha|su|sa|son)\s")
"""A list goes on behind it with somebody told otherwise ("Kiluanje, Lourenço Pascoal e a doutora")."""
ANNOUNCED = re.compile(r"([^\W\d_A-ZÀ-Þ]{4,})[ \u00a0]?:\s$")
LONGEST_ANNOUNCED = 30
LEAST_SURE = 2
"""Names that a list holds beside as many words that may be names."""


def nicknamed(text: str, found: Sequence[Mention], words: PersonWords) -> list[Mention]:
    """Take a name with a nickname within it for one: 'Filomena "Mena" Soares'."""
    others = (words.kept, words.institutions, words.roles, words.named_after, words.ordinary, words.place_words)
    told = []
    for match in NICKNAMED_PATTERN.finditer(text):
        first, last = match.group(1), match.group(3).split()[-1]
        if any(fold_name(word) in listed for word in (first, last) for listed in others):
            continue
        own = [one for one in found if one.start < match.end() and match.start() < one.end]
        if any(one.is_sure for one in own) or fold_name(first) in words.seeds:
            told.append(Mention(*match.span(), match.group(), True, "nickname"))
    rest = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    before = [
        Mention(one.start, name.start, text[one.start : name.start].strip(), one.is_sure, one.sign)
        for name in told
        for one in found
        if one.start < name.start < one.end
    ]
    return sorted([*told, *rest, *before], key=lambda one: one.start)


def nicknames(text: str, found: Sequence[Mention], words: PersonWords) -> Iterator[Mention]:
    """Find what stands in quotation marks or brackets right behind a name: "Filomena Soares (Mena)"."""
    others = (words.kept, words.institutions, words.roles, words.named_after, words.vouched)
    for one in found:
        match = None
        if one.is_sure:
            patterns = (NICKNAME_PATTERN, BYNAME_PATTERN, QUOTED_BYNAME)
            match = next(filter(None, (pattern.match(text, one.end) for pattern in patterns)), None)
        taken = match and any(other.start < match.end(1) and match.start(1) < other.end for other in found)
        is_word = match and match.group(1).islower() and words.kind_of_word(match.group(1)) in KNOWN_WORDS
        is_place = match and match.re is NICKNAME_PATTERN and fold_name(match.group(1)) in words.places
        is_title = (
            match and fold_name(match.group(1)) in words.titles and len(fold_name(match.group(1))) <= SHORTEST_SURE
        )
        if not match or taken or is_word or is_place or is_title:
            continue
        own = (match.group(1), *match.group(1).split())
        if not any(fold_name(word) in listed for word in own for listed in others):
            yield Mention(*match.span(1), match.group(1), True, "nickname")


def with_column(text: str, found: list[Mention], words: PersonWords) -> list[Mention]:
    """Take what stands beneath the head "name" of a table within a text, whatever its words are."""
    head = text.partition("\n")[0]
    cells = find_cells(text, words.column_heads)
    if not cells:
        return found
    told = []
    for span in cells:
        spelled = list(WORD_PATTERN.finditer(text, *span))
        spelled = list(dropwhile(lambda one: simplify(one.group()) in words.titles, spelled)) or spelled
        while (
            len(spelled) > 1 and simplify(spelled[-1].group()) in words.titles and text[spelled[-1].start() - 1] in "(,"
        ):
            spelled.pop()  # "Coulibaly (Mme)"
        cell = text[slice(*span)].strip()
        if (
            spelled
            and len(spelled) <= LONGEST_RUN
            and (spelled[0].group()[0].isupper() or not is_ordinary_talk(cell, words))
        ):
            start, end = spelled[0].start(), spelled[-1].end()
            told.append(Mention(start, end, text[start:end], True, "column"))
    others = [one for one in found if not any(cell.start < one.end and one.start < cell.end for cell in told)]
    others = [one for one in others if one.start >= len(head)]
    return sorted([*told, *others], key=lambda one: one.start)


def with_attendance(text: str, found: list[Mention], words: PersonWords) -> list[Mention]:
    """Take each part of a list of those present for a name, whatever its words are ("Present: Innocent, Blessing")."""
    told = []
    leading = words.titles | words.articles | words.particles | ONE_LETTER
    for line in ATTENDANCE_LINE.finditer(text):
        if simplify(re.sub(r"\d+", " ", line.group(1))) not in words.attendance:
            continue
        for part in ATTENDANCE_PART.finditer(text, *line.span(2)):
            whole = list(WORD_PATTERN.finditer(text, *part.span()))
            spelled = list(dropwhile(lambda word: fold_name(word.group()) in leading, whole)) or whole[1:]
            if spelled and len(spelled) <= LONGEST_PHRASE and _is_present(spelled, words):
                start, end = whole[0].start(), spelled[-1].end()
                told.append(Mention(start, end, text[start:end], True, "present"))
    others = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    return sorted([*told, *others], key=lambda one: one.start)


def _is_present(spelled: Sequence[re.Match[str]], words: PersonWords) -> bool:
    """Tell whether a part of a list is somebody and no body, place or post."""
    folded = [fold_name(word.group()) for word in spelled]
    others = (words.institutions, words.places, words.kept, words.roles, words.ordinary, words.place_words)
    is_other = any(word in listed or word.rstrip("s") in listed for word in folded for listed in others)
    is_other = is_other or " ".join(folded) in words.phrases
    letters = [word.group() for word in spelled if word.group().isupper() and len(word.group()) > 1]
    capitals = [word.group()[0].isupper() or fold_name(word.group()) in words.particles for word in spelled]
    return all(capitals) and not is_other and (not letters or len(letters) == len(spelled) > 1)


def with_companions(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Take a doubtful word that is named together with somebody for a name ("Ramatou et Hadjara")."""
    told = list(found)
    for place, (left, right) in enumerate(pairwise(found)):
        if TOGETHER_PATTERN.fullmatch(text[left.end : right.start]) and left.is_sure != right.is_sure:
            other = place if right.is_sure else place + 1
            told[other] = replace(told[other], is_sure=True, sign="together")
    return told


def with_lists(text: str, tokens: Sequence[Word], found: list[Mention], words: PersonWords) -> list[Mention]:
    """Take the other words of a list of people for names: "Fé, Awa and Seydou", "Joko, Naw, Su and I"."""
    sure = {one.start: one for one in found if one.is_sure}
    told: list[Mention] = []
    for elements, ends_in_us in _lists(text, tokens, sure, words):
        open_ = [token for token in elements if token.start not in sure]
        if not open_ or (len(open_) == len(elements) and not ends_in_us):
            continue
        if _is_announced(text, elements[0].start, words):
            told += [
                Mention(one.start, one.end, one.text, True, "list") for one in open_ if _may_be_announced(one, words)
            ]
            continue
        is_mostly = len(elements) - len(open_) >= max(LEAST_SURE, len(open_))
        if all(_may_be_listed(token, words) or (is_mostly and _is_borne(token, words)) for token in open_):
            told += [Mention(token.start, token.end, token.text, True, "list") for token in open_]
    rest = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    return sorted([*rest, *told], key=lambda one: one.start)


def _lists(
    text: str, tokens: Sequence[Word], sure: dict[int, Mention], words: PersonWords
) -> Iterator[tuple[list[Word], bool]]:
    """Yield lists of names of one word or of people, and whether the speaker ends the list."""
    place = 0
    while place < len(tokens):
        if not tokens[place].is_capital:
            place += 1
            continue
        elements, position, is_list = [], place, False
        while position < len(tokens) and tokens[position].is_capital:
            elements.append(tokens[position])
            end = sure[tokens[position].start].end if tokens[position].start in sure else tokens[position].end
            while position < len(tokens) and tokens[position].start < end:
                position += 1
            following = next((one for one in tokens[position : position + 2] if not _links(one)), None)
            gap = text[end : following.start] if following is not None else ""
            is_and = TOGETHER_PATTERN.fullmatch(gap) is not None
            is_comma = LIST_COMMA.fullmatch(gap) is not None
            is_list = is_list or is_and or (is_comma and gap.strip() != ",")
            is_list = is_list or (len(elements) > 1 and LIST_ENDS.match(text, end) is not None)
            if following is None or not (is_and or is_comma):
                break
            position = tokens.index(following, position)
        is_us = position < len(tokens) and is_list and tokens[position].text in words.ourselves
        is_list = is_list or (len(elements) > LEAST_SURE and _is_announced(text, elements[0].start, words))
        if is_list and (len(elements) > 1 or is_us):
            yield elements, is_us
        place = max(position, place + 1)


def _is_announced(text: str, start: int, words: PersonWords) -> bool:
    """Tell whether a list is announced as one of people: "cinco ministros: Nhasse, Tchuda, Cá, Sanhá"."""
    match = ANNOUNCED.search(text, max(0, start - LONGEST_ANNOUNCED), start)
    return match is not None and fold_name(match.group(1)).removesuffix("s") in words.roles


def _may_be_announced(token: Word, words: PersonWords) -> bool:
    is_spelled = not token.text.isupper() and token.kind in (UNKNOWN, PLACE, ORDINARY, MAYBE)
    listed = (words.institutions, words.named_after, words.kept - words.given)
    return is_spelled and not any(token.folded in one for one in listed)


def _links(token: Word) -> bool:
    return token.text in (
        "and",
        "et",
        "y",
        "e",
        "ni",
        "nor",
        "or",
        "ou",
        "o",
        "then",
        "puis",
        "ensuite",
        "luego",
        "después",
        "depois",
    )


def _is_borne(token: Word, words: PersonWords) -> bool:
    """Tell whether a word or a place among people is somebody's name too: "Socorro, Consuelo, Refugio y Ángeles"."""
    is_open = token.kind in (ORDINARY, PLACE, MAYBE) and token.text[1:].islower() and token.folded not in words.kept
    return is_open and any(token.folded in one for one in (words.word_names, words.also_words, words.doubtful))


def _may_be_listed(token: Word, words: PersonWords) -> bool:
    """Tell whether a word of a list of people may be somebody: one of no language, or a name that is a word too."""
    if token.text.isupper() or token.is_thing or is_listed_word(token, words):
        return False
    if token.kind == UNKNOWN:
        return not words.kind_of_word(token.text)
    known = (words.given, words.also_words, words.doubtful, words.listed)
    return token.kind in (SEED, MAYBE, ORDINARY) and any(token.folded in listed for listed in known)
