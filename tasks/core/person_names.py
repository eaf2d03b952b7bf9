"""Person names: who is spoken of in a text, told by the sentence around a name and not by a list of people.

A run of capitalised words is taken apart at words of the language, titles, posts and institutions. What is left is a
name when its words are known as names, or are no words of any of the languages and stand where a person stands.
What stands on one doubtful sign only is reported and not taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise

from tasks.core.dates import MONTH_NUMBERS
from tasks.core.full_names import with_full_names
from tasks.core.name_evidence import with_evidence
from tasks.core.name_frames import (
    AFFILIATING,
    PERSONAL_ARTICLES,
    bears_name,
    fills_field,
    follows_place_word,
    holds_unknown_person,
    institution_beside,
    is_apposition,
    is_body_in_capitals,
    is_firm,
    is_landform,
    is_saints_place,
    is_shouted_name,
    is_told_by_post,
    stands_as_thing,
    strong_sign,
    takes_any,
    weak_sign,
)
from tasks.core.name_lists import nicknamed, nicknames, with_attendance, with_column, with_companions, with_lists
from tasks.core.name_words import (
    ACRONYM,
    HYPHEN_PATTERN,
    INITIAL,
    KNOWN_WORDS,
    MAYBE,
    NAMED_AFTER,
    NAMING,
    ORDINARY,
    PARTICLE,
    PLACE,
    ROLE,
    SEED,
    SHORTEST_SURE,
    TITLE,
    UNKNOWN,
    VOWEL,
    Mention,
    PersonWords,
    Word,
    ends_with_phrase,
    goes_with_places,
    is_listed_word,
    is_named_place,
    joins,
    opens_with_mark,
    read_words,
)
from tasks.core.speaker_names import with_labels
from tasks.core.spellings import simplify
from tasks.core.text_tables import LONGEST_RUN
from tasks.core.told_of import with_told_of
from tasks.core.unvouched_names import with_doubts, with_unvouched
from tasks.core.vouched_words import without_vouched

DAY_BEFORE = re.compile(r"(?<!\d)[0-3]?\d(?:st|nd|rd|th|er|º)?\s(?:de\s|of\s)?$")
NUMBER_BEHIND = re.compile(r"\s\d{1,3}(?![\d ./-]*\d)")
MOST_LOWER_NAME_WORDS = 3
FAMILY_OF_LETTERS = 2
FEWEST_OF_PHRASE = 2
TIED = 2
"""Words of the shortest name that a particle ties to something, without that: the name and the particle."""


def find_people(
    text: str,
    words: PersonWords,
    lowered: frozenset[str] = frozenset(),
    told: frozenset[str] = frozenset(),
    things: frozenset[str] = frozenset(),
    spoken: frozenset[str] = frozenset(),
) -> list[Mention]:
    """Find the names of persons in a text.

    Args:
        text: as received.
        words: how names look.
        lowered: words that the texts of the country write small.
        told: words of e-mails and the like, as `told_by_contacts` returns them.
        things: words that are no persons, as `find_things` returns them.
        spoken: languages of the country's records.

    Returns:
        Mentions in order that do not overlap, sure and doubtful ones.
    """
    tokens = read_words(text, words, lowered, told)
    for place, token in enumerate(tokens):
        token.is_thing = token.folded in things or _is_by_place(text, tokens, place, words)
    small_things = cache(partial(_small_things, tokens, words))
    found: list[Mention] = []
    position = 0
    while position < len(tokens):
        end = _end_of_run(text, tokens, position) if tokens[position].is_capital else position
        if end > position:
            found += _read_run(text, tokens, position, end, words)
        elif small := _lower_name(text, tokens, position, words, small_things):
            found.append(small)
        position = max(end, position + 1)
    found = with_column(text, with_attendance(text, found, words), words)
    found = with_unvouched(text, tokens, nicknamed(text, found, words), words)
    found = with_told_of(text, tokens, found, words)
    found = with_companions(text, sorted([*found, *nicknames(text, found, words)], key=lambda one: one.start))
    found = with_full_names(text, tokens, with_evidence(text, tokens, found, words, lowered, spoken), words)
    found = with_labels(text, tokens, found, words)
    found = with_lists(text, tokens, found, words)
    found = without_vouched(text, tokens, found, words, lowered)
    return with_doubts(text, tokens, found, words, lowered, spoken)


def _is_by_place(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether an unknown word goes on with places, and is no name told of: "À Ambovombe, Haova, mère-leader"."""
    if tokens[place].kind != UNKNOWN or not goes_with_places(text, tokens, place, words):
        return False
    return not is_apposition(text, tokens, place + 1, words)


def _end_of_run(text: str, tokens: Sequence[Word], first: int) -> int:
    """Return where a run of capitalised words ends; small particles count if a capital follows."""
    token = tokens[first]
    if not token.is_capital:
        return first
    last = first
    position = first + 1
    while (
        position < len(tokens)
        and position - first < LONGEST_RUN
        and joins(text, tokens[position - 1], tokens[position])
    ):
        if tokens[position].is_capital:
            last = position
        elif tokens[position].kind != PARTICLE:
            break
        position += 1
    return last + 1 if tokens[last].is_capital else first


def _read_run(text: str, tokens: Sequence[Word], first: int, end: int, words: PersonWords) -> Iterator[Mention]:
    """Take a run apart and read each part that may be a name."""
    position = first
    while position < end:
        sign = strong_sign(text, tokens, position, words)
        is_called = sign == "introduction" or (sign == ROLE and not tokens[position - 1].is_capital)
        if tokens[position].kind == TITLE and is_called and position + 1 == end:
            tokens[position].kind = MAYBE  # "Chamam-me Comandante por causa ...", "a tesoureira Cadi que"
        if tokens[position].kind == TITLE or tokens[position].kind == PARTICLE:
            position += 1
            continue
        stop = _end_of_part(tokens, position, end, is_told=takes_any(text, tokens, position, sign, words))
        if stop == position:
            position += 1
            continue
        start, stop = _widen(text, tokens, first, position, stop, end, words)
        if _ends_in_body(tokens[start:stop], words):
            stop -= 1
        while tokens[stop - 1].kind == PARTICLE:
            stop -= 1
        mention = _judge(text, tokens, start, stop, words, sign)
        if mention is not None:
            yield mention
        position = max(stop, position + 1)


def _ends_in_body(own: Sequence[Word], words: PersonWords) -> bool:
    """Tell whether the letters of a body end what begins with a name in small letters: "Monsieur Mbengue du CNDN"."""
    last = own[-1]
    is_tied = len(own) > TIED and own[-2].kind == PARTICLE and not own[0].text.isupper()
    return is_tied and last.text.isupper() and len(last.text) >= SHORTEST_SURE and last.folded not in words.seeds


def _end_of_part(tokens: Sequence[Word], start: int, end: int, *, is_told: bool) -> int:
    """Return where a part of a run ends that may be a name."""
    naming = NAMING | {ORDINARY, PLACE, ACRONYM} if is_told else NAMING
    position = start
    while position < end and tokens[position].kind in naming:
        position += 1
    return position


def _widen(
    text: str, tokens: Sequence[Word], first: int, start: int, stop: int, end: int, words: PersonWords
) -> tuple[int, int]:
    """Take the other capitalised words of a run for parts of a name that is known or that fills a field.

    "Surprise Moyo", "Abel Maio", "Rosa M. Quelimane"; but not the word that opens a sentence ("Yesterday Awa Sy").
    """
    is_field = fills_field(text, tokens[first].start, tokens[end - 1].end)
    own_start = start
    unknown = [place for place in range(start, end) if tokens[place].kind == UNKNOWN]
    between = {token.kind for token in tokens[start : unknown[-1] + 1]} if unknown else set()
    if len(unknown) > 1 and unknown[-1] >= stop and between <= NAMING | {ORDINARY}:
        stop = unknown[-1] + 1
    is_known = _is_known(text, tokens, start, stop, end, words) or is_shouted_name(text, tokens, first, end, words)
    if not (is_known or is_field):
        return start, stop
    other = {ORDINARY, PLACE}
    if any(token.kind == SEED and token.text.isupper() for token in tokens[start:stop]):
        other.add(ACRONYM)
    while (
        start > first
        and tokens[start - 1].kind in other | NAMING
        and not (tokens[start - 1].is_capital and tokens[start - 1].folded in words.small_words)
        and not (stop - start > 1 and _is_where(text, tokens, start - 1, words))
        and (
            is_field
            or not tokens[start - 1].begins_sentence
            or tokens[start - 1].folded in words.kept
            or (tokens[start - 1].text.isupper() and tokens[start].text.isupper())
        )
    ):
        start -= 1
    while start < own_start and start and tokens[start].kind == PARTICLE and tokens[start - 1].is_capital:
        start += 1  # "Fora da Grande ..."
    while stop < end and (tokens[stop].kind in (other | NAMING) or _is_family_of_letters(tokens[stop])):
        if _leads_to_place(tokens[stop - 1 : end], words) or _leads_to_place(tokens[stop:end], words):
            break
        stop += 1
    return start, stop


def _leads_to_place(part: Sequence[Word], words: PersonWords) -> bool:
    """Tell whether a particle and a place of several words go on: "Bartolina Sisa de La Paz"."""
    is_tie = part[0].kind == PARTICLE and part[0].folded in AFFILIATING
    told = [simplify(token.text) for token in part[1:]]
    return is_tie and any(" ".join(told[:n]) in words.phrases for n in range(FEWEST_OF_PHRASE, len(told) + 1))


def _is_known(text: str, tokens: Sequence[Word], start: int, stop: int, end: int, words: PersonWords) -> bool:
    """Tell whether a part of a run holds a name by itself, or goes on as one does ("Franklin Zulia", "A. Sorambel")."""
    own = tokens[start:stop]
    if any(one.kind == SEED or one.folded in words.given or one.folded in words.doubtful for one in own):
        return True
    if any(one.kind == MAYBE and one.folded in words.seeds for one in own):
        return True
    kinds = {one.kind for one in own}
    is_far = kinds == {MAYBE} and stop < end and tokens[stop].folded in words.elsewhere
    return is_far or {INITIAL, UNKNOWN} <= kinds or holds_unknown_person(text, tokens, start, stop, words)


def _is_where(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word is where something is: "In Oromia Obbo Lammaa does it well"."""
    before = tokens[place - 1] if place else None
    is_behind = (
        before is not None and before.folded in words.locatives and text[before.end : tokens[place].start] == " "
    )
    return is_behind and tokens[place].kind == PLACE


def _is_family_of_letters(token: Word) -> bool:
    """Tell whether two letters that cannot be said behind a name are a family name, as in Nepal: "Nabin KC"."""
    return token.kind == ACRONYM and len(token.text) == FAMILY_OF_LETTERS and not VOWEL.search(token.folded)


def _judge(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords, sign: str) -> Mention | None:
    """Decide whether a part of a run is a name."""
    own = tokens[start:stop]
    kinds = Counter(token.kind for token in own)
    if not (kinds[SEED] or kinds[MAYBE] or kinds[UNKNOWN] or takes_any(text, tokens, start, sign, words)):
        return None
    if _is_no_person(text, tokens, start, stop, words, sign):
        return None
    institution = institution_beside(text, tokens, start, stop, words)
    is_marked = own[0].kind in (SEED, UNKNOWN) and opens_with_mark(text, own[0])
    span = (own[0].start - int(is_marked), own[-1].end)
    if not sign and institution and (institution == NAMED_AFTER or not kinds[SEED]):
        return None
    if sign == TITLE and tokens[start - 1].is_capital and bears_name(text, tokens, stop, words):
        return None  # "Bangabandhu Sheikh Mujib Medical University"
    is_phrase = start > 0 and tokens[start - 1].kind == ORDINARY and tokens[start - 1].is_capital
    is_phrase = is_phrase and not kinds[SEED] and not tokens[start - 1].begins_sentence
    if len(own) > 1 and (kinds[SEED] or kinds[MAYBE]) and fills_field(text, *span):
        sign = sign or "field"
    if is_shouted_name(text, tokens, start, stop, words):
        sign = sign or "capitals"
    if is_marked:
        sign = sign or "known"
    sign = sign or _told_by_words(kinds, is_phrase=is_phrase) or weak_sign(text, tokens, start, stop, words)
    sign = sign or ("known" if _is_called_so(text, tokens, start, stop, words) else "")
    if sign and not (sign == "unknown" and stands_as_thing(text, tokens, start, words)):
        return Mention(*span, text[slice(*span)], True, sign)
    if _may_be_name(text, tokens, start, stop, words):
        return Mention(*span, text[slice(*span)], False, "start" if own[0].begins_sentence else "doubtful")
    return None


def _is_no_person(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords, sign: str) -> bool:
    """Tell whether a part of a run is a body, a firm, a place or a day, for all that its words may be names."""
    own = tokens[start:stop]
    if len(own) == 1 and sign not in (TITLE, "introduction") and is_body_in_capitals(text, tokens, start, words):
        return True
    is_known = any(token.kind == SEED for token in own) and (len(own) > 1 or _is_only_name(own[0], words))
    if (
        sign in ("", ROLE)
        and not is_known
        and is_named_place(text, own[0].start, own[0].text, words)
        and not is_told_by_post(text, tokens, start, stop, words)  # "A Robinson, el chofer"
    ):
        return True
    if sign:
        return False
    if is_landform(text, tokens, start, stop, words) or is_firm(text, own[0].start, own[-1].end, words):
        return True
    return is_saints_place(text, tokens, start, words) or _is_dated_or_numbered(text, own, words)


def _is_only_name(token: Word, words: PersonWords) -> bool:
    """Tell whether a word is a name of the project's own lists and neither a place nor a word: "vient de Thiam"."""
    is_other = token.folded in words.places or token.folded in words.listed or token.folded in words.kept
    return not (is_other or words.kind_of_word(token.text))


def _is_dated_or_numbered(text: str, own: Sequence[Word], words: PersonWords) -> bool:
    return _is_numbered(text, own, words) if len(own) > 1 else _is_month(text, own, words)


def _is_numbered(text: str, own: Sequence[Word], words: PersonWords) -> bool:
    """Tell whether words of the languages go on with a short number, as papers' names do ("Norma Técnica 14")."""
    is_number = NUMBER_BEHIND.match(text, own[-1].end) is not None
    return is_number and all(words.kind_of_word(token.text) in KNOWN_WORDS for token in own)


def _is_month(text: str, own: Sequence[Word], words: PersonWords) -> bool:
    """Tell whether a word is a month behind a day ("14 May") or behind "since" and the like."""
    if len(own) > 1 or own[0].folded not in MONTH_NUMBERS:
        return False
    is_dated = DAY_BEFORE.search(text[: own[0].start][-10:]) is not None
    return is_dated or ends_with_phrase(text, own[0].start, words.since)


def _told_by_words(kinds: Counter[str], *, is_phrase: bool) -> str:
    """Tell a name by its own words alone; a title of ordinary words goes on with ordinary words."""
    if is_phrase:
        return ""
    others = kinds[MAYBE] + kinds[UNKNOWN] + kinds[INITIAL]
    if kinds[SEED]:
        return "known"
    if kinds[MAYBE] and others + kinds[PLACE] > 1:
        return "known"
    if kinds[UNKNOWN] and kinds[UNKNOWN] + kinds[INITIAL] > 1:
        return "unknown"
    return ""


def _is_called_so(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a nickname and a family name that are words too stand behind an article: "parado, o Saco Mané,"."""
    before, own = tokens[start - 1] if start else None, tokens[start:stop]
    is_behind = before is not None and before.text in PERSONAL_ARTICLES and text[before.end : own[0].start] == " "
    is_family = own[-1].kind == MAYBE and own[-1].folded in words.seeds and own[-1].text.istitle()
    return is_behind and is_family and len(own) > 1 and not any(is_listed_word(one, words) for one in own)


def _may_be_name(text: str, tokens: Sequence[Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a single unknown word should be shown to a person."""
    own = tokens[start:stop]
    if len(own) > 1 or own[0].text.isupper() or own[0].kind != UNKNOWN:
        return len(own) > 1
    is_vouched = own[0].is_thing or bool(words.kind_of_word(own[0].text))
    return not is_vouched and not follows_place_word(text, tokens, start, words)


def _lower_name(
    text: str, tokens: Sequence[Word], place: int, words: PersonWords, small_things: Callable[[], Collection[str]]
) -> Mention | None:
    """Read a name that is typed small behind an introduction or a title ("my name is fatou diallo")."""
    token = tokens[place]
    is_part = "_" in text[max(0, token.start - 1) : token.end + 1]  # "couts_unitaires_v4.xlsx"
    if is_part or token.is_phrase or not _may_be_small_name(token, words):
        return None
    before = tokens[place - 1] if place else None
    is_titled = (
        before is not None
        and len(before.folded) > 2
        and before.folded in words.titles
        and before.folded not in words.capital_titles
    )
    gap = text[before.end : token.start].strip() if before is not None else ","
    is_titled = is_titled and gap in ("", ".")
    is_introduced = gap in ("", ":") and ends_with_phrase(text, token.start, words.introductions)
    is_rare = token.folded in words.seeds and token.folded not in words.listed
    is_known = is_rare and not words.kind_of_word(token.text.title()) and token.folded not in small_things()
    if not (is_titled or is_introduced or is_known):
        return None
    last = place
    while (
        last + 1 < len(tokens)
        and last - place + 1 < MOST_LOWER_NAME_WORDS
        and text[tokens[last].end : tokens[last + 1].start] == " "
        and (_may_be_small_name(tokens[last + 1], words) or tokens[last + 1].kind in (SEED, UNKNOWN))
    ):
        last += 1
    return Mention(token.start, tokens[last].end, text[token.start : tokens[last].end], True, "small")


def _small_things(tokens: Sequence[Word], words: PersonWords) -> frozenset[str]:
    """Return the words that a text writes small behind an article that no person has: "the lito pays for nothing"."""
    articles = words.determiners - PERSONAL_ARTICLES
    return frozenset(one.folded for before, one in pairwise(tokens) if not one.is_capital and before.text in articles)


def _may_be_small_name(token: Word, words: PersonWords) -> bool:
    if token.is_capital or len(token.text) <= SHORTEST_SURE or token.folded in words.not_small:
        return False
    if token.text.isalpha():
        return words.kind_of_word(token.text) not in KNOWN_WORDS
    return not any(words.kind_of_word(part) in KNOWN_WORDS for part in HYPHEN_PATTERN.split(token.text))
