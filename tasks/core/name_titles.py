"""Titles of names: where a name begins and ends with the titles and small words that belong to it."""

from __future__ import annotations

import re

from tasks.core.name_words import (
    LONGEST_TITLE,
    LOOK_BACK,
    MOST_TITLES,
    SHORTEST_SURE,
    TWO_INITIALS,
    WORD_PATTERN,
    PersonWords,
    begins_sentence,
    fold_name,
    is_foreign,
    is_no_acronym,
)
from tasks.core.spellings import simplify

ORDINAL_PATTERN = re.compile(r"\.?[ºª°]")
POST_ADDRESS = re.compile(
    r"(?<!\w)(?:([^\W\d_]+)\.?\s)?(le\s|la\s|el\s|[ld]['’])([^\W\d_]+,?[ \u00a0])$", re.IGNORECASE
)
"""A title, an article and a post before a name, or what leans on a title."""
TITLE_GAP = re.compile(r"[\w.'’/ºª°() \u00a0\u202f-]+")
PARTNERS = re.compile(r"\s&\s([A-ZÀ-Þ][^\W\d_]+)")
NEXT_WORD = re.compile("[ \u00a0-](" + WORD_PATTERN.pattern.removeprefix(r"(?<!\w)") + ")")


def widen_left(text: str, start: int, words: PersonWords) -> int:
    """Return where a name begins with the titles and small words that belong to it: "El Hadj", "van der", "Ing. Agr.".

    A title tells somebody's sex, profession or faith, and an address by the post ("Mayor de Guzman") the post.
    """
    for _ in range(MOST_TITLES):
        before = list(WORD_PATTERN.finditer(text, max(0, start - LOOK_BACK), start))[-3:]
        found = next((match.start() for match in before if _belongs(text, match, start, words)), None)
        found = _addressed_by_post(text, start, words) if found is None else found
        if found is None:
            return start
        start = found
    return start


def _addressed_by_post(text: str, start: int, words: PersonWords) -> int | None:
    """Return where a form of address with a post begins before a name: "Madame la préfète", "l'abbé"."""
    match = POST_ADDRESS.search(text[max(0, start - LOOK_BACK) : start])
    if match is None:
        return None
    address, post = fold_name(match.group(1) or ""), fold_name(match.group(3).strip(" \u00a0,"))
    if address in words.titles and post in words.roles | words.titles:
        return start - len(match.group())
    return start - len(match.group(3)) if post in words.titles else None


def widen_over_names(text: str, start: int, end: int, words: PersonWords) -> tuple[int, int]:
    """Take the capitalised words beside a name that are no words of any language for parts of it: "Tránsito Ahú"."""
    for _ in range(MOST_TITLES):
        match = NEXT_WORD.match(text, end)
        if not match or not (_goes_with_name(match.group(1), words) or _is_last_title(text, match, words)):
            break
        end = match.end()
    before = list(WORD_PATTERN.finditer(text, max(0, start - LOOK_BACK), start))[-1:]
    for match in before:
        is_near = text[match.end() : start] in (" ", "\u00a0", "-")
        is_open = not begins_sentence(text, match.start()) or _is_of_no_language(match.group(), text[start:end], words)
        is_month = not match.group().isupper() and _is_month_and_name(text, match, words)  # "«Julio Avelar»"
        if is_near and (is_month or (is_open and _goes_with_name(match.group(), words))):
            start = match.start()
    return start, end


def _is_of_no_language(word: str, name: str, words: PersonWords) -> bool:
    """Tell whether a word that begins a sentence before a name can only belong to it ("Đỗ Thu Lan", "Julio Avelar")."""
    if word.isupper() and not name.isupper():
        return False
    return is_foreign(word) or not words.kind_of_word(word) or fold_name(word) in words.given


def _is_month_and_name(text: str, match: re.Match[str], words: PersonWords) -> bool:
    """Tell whether a sentence begins with a month or a day that people are called too, and a name right behind it."""
    folded = fold_name(match.group())
    is_borne = folded in words.given or folded in words.doubtful or folded in words.also_words
    return is_borne and folded in words.kept and match.group().istitle() and begins_sentence(text, match.start())


def _is_last_title(text: str, match: re.Match[str], words: PersonWords) -> bool:
    """Tell whether a title that is a name too ends a name: "Alhassan Tia.", "Kiari Fougou Malam;"."""
    word, behind = match.group(1), text[match.end() : match.end() + 2]
    is_name = fold_name(word) in words.titles and word.istitle() and fold_name(word) not in words.roles
    is_whole = fold_name(word) in words.seeds or (word[-1] in "aeiou" and len(word) >= SHORTEST_SURE)
    return is_name and is_whole and match.group()[0] == " " and behind[:1] in ("", ".", ",", ";", ")", "\n", "?", "!")


def _goes_with_name(word: str, words: PersonWords) -> bool:
    folded = fold_name(word)
    listed = (words.kept, words.institutions, words.named_after, words.roles, words.ordinary, words.landforms)
    others = (words.titles, words.place_words, words.makes, words.said, words.places)
    if word[0].isupper() and (is_foreign(word) or is_no_acronym(word, words)):
        return folded not in words.places  # "Lò Thị Pành", "Ngo Bassong"
    is_short = len(folded) < SHORTEST_SURE and (word.isupper() or bool(words.kind_of_word(word)))
    if not word[0].isupper() or is_short or any(folded in one for one in (*listed, *others)):
        return False
    return folded in words.seeds or not words.kind_of_word(word.lower())


def _belongs(text: str, match: re.Match[str], start: int, words: PersonWords) -> bool:
    """Tell whether what stands from a word up to a name is a title of it."""
    gap = text[match.end() : start]
    if not TITLE_GAP.fullmatch(text[match.start() : start]) or (len(match.group()) > LONGEST_TITLE and "." in gap):
        return False
    told = simplify(ORDINAL_PATTERN.sub("", text[match.start() : start]))
    is_capital = match.group()[0].isupper()
    if told in words.name_titles or (told in words.titles and (is_capital or told not in words.capital_titles)):
        return True
    is_known = any(told in listed for listed in (words.kept, words.places, words.institutions, words.ordinary))
    if gap == " " and match.group().isupper() and len(match.group()) == TWO_INITIALS and not is_known:
        return True
    is_post = is_capital and gap == " " and told in words.roles - words.groups and not match.group().isupper()
    earlier = list(WORD_PATTERN.finditer(text, max(0, match.start() - LOOK_BACK), match.start()))[-1:]
    near = [one for one in earlier if not text[one.end() : match.start()].strip()]
    return is_post and not any(fold_name(one.group()) in words.before_things for one in near)


def widen_right(text: str, end: int, words: PersonWords) -> int:
    """Return where a name ends with the address or the partners behind it: "Tofazzal bhai", "Mukasa & Sons"."""
    if partners := PARTNERS.match(text, end):
        return partners.end() if fold_name(partners.group(1)) in words.firm_tails else end
    match = WORD_PATTERN.match(text, end + 1) if text[end : end + 1] in (" ", "-") else None
    return match.end() if match and fold_name(match.group()) in words.behind_titles else end
