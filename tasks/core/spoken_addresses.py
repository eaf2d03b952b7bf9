"""Addresses as they are told in speech: no street and no number, but landmarks, a house by its look, and a quarter.

"She lives past the mill, third house on the left, Namwera." A clause is taken apart at its commas. What a phrase
announces ("she lives") needs one part that leads to a place; what nothing announces needs a landmark and a dwelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.alternations import OPEN_LETTERS, any_of, letter_runs_of, openings_of
from tasks.core.spellings import simplify

LOOSE = OPEN_LETTERS | {"n": "[nñ]", " ": r"[\s.-]{1,2}"}
"""Letters -> what may stand for them in what announces an identifier."""
NAME = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]|\.(?=[\w]))*"
ARTICLE = r"(?:(?i:the|a|an|my|our|la|le|les|un|une|el|los|las|o|os|as|um|uma|au|aux)\s|[ld]['’])?"
LAST_ARTICLE = re.compile(r"(?<![\w-])" + ARTICLE + "$")
MARK = re.compile(r"[;:!?\n\"“”«»()—]|\.(?=\s|[\"”»]|$)")
SHORT_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ][a-z]{0,3}$")
"""Before a full stop that ends no clause ("Brgy.", "St.")."""
NAMED = re.compile(
    rf"\s?(?:(?:in|at|à|en|em|a|no|na|au)\s)?(?:{NAME}|\d{{1,6}})(?:[\s-]+(?:(?:de|da|do|dos|du|des|del|la|los|of)\s)?(?:{NAME}|\d{{1,6}}))*"
)
COUNTED = re.compile(r"\d\s?[a-z]{1,4}$")
"""Before a full stop that ends no clause where a small letter goes on ("2 c. al norte")."""
WORD = re.compile(r"[^\W_][\w'’-]*")
LEADING = re.compile(r"(?<![\w-])(?:at|in|en|em|na|no|au|aux|à|dans|chez|c/o|en la|en el|in the)\s$", re.IGNORECASE)
LED = re.compile(r"(?:em|c/o)(?!\w)", re.IGNORECASE)
JOINING = frozenset("and et y e but mais mas pero".split())
LOOK_BACK = 8
LONGEST_PIECE, LONGEST_TOWN, LONGEST_GLUE, LONGEST_REST, SHORT_PIECE = 16, 4, 5, 8, 3
SHORTEST_STREET = 2
LANDMARK, NEAR, HOUSE, LOOK, QUARTER, STREET, FLOOR, UNIT = "landmark near house look quarter street floor unit".split()


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """How addresses are told (identifiers/patterns.yaml).

    Attributes:
        told: what tells that an address may be near: a phrase that announces it, or a dwelling.
        openings: the first words of these.
        streets: what streets are called.
        announcing: phrases of living and finding ("she lives", "ma maison").
        glue: small words between such a phrase and the address.
        parts: kind of part -> how it looks.
        ends: words that no part of an address holds.
    """

    told: re.Pattern[str]
    openings: frozenset[str]
    announcing: re.Pattern[str]
    streets: re.Pattern[str]
    glue: frozenset[str]
    parts: Mapping[str, re.Pattern[str]]
    ends: frozenset[str]


def compile_spoken(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> SpokenWords:
    """Make the patterns from the declared words.

    Args:
        declared: part "addresses" of patterns.yaml.
        figures: numbers as they are spoken.
    """
    phrases, houses = declared["dwelling"], [*declared["houses"], *declared["gates"]]
    beside = [*declared["beside"], *declared["beside_stems"], *declared["directions"]]
    announcing, dwellings, colours, ordinals = (
        any_of(one, LOOSE) for one in (phrases, houses, declared["colours"], declared["ordinals"])
    )
    floors, storeys = (any_of(declared[name], LOOSE) for name in ("floors", "storeys"))
    whole_words = [word for word in declared["streets_before"] if len(word) > SHORTEST_STREET]
    streets = any_of(whole_words, LOOSE)
    made_of = r"(?:(?:de|en|em)\s[^\W\d_]{3,12}\s)?"  # "casa de zinc rojo"
    look = rf"(?:{colours})\s(?:{dwellings})|(?:{dwellings})\s{made_of}(?:{colours})|(?:{ordinals})\s(?:{dwellings})"
    return SpokenWords(
        told=_whole(f"(?:{announcing})|(?:{dwellings})|(?:{streets})"),
        openings=openings_of(simplify(one) for one in [*phrases, *houses, *whole_words]),
        announcing=_whole(announcing),
        streets=_whole(streets),
        glue=frozenset(map(simplify, declared["dwelling_glue"])),
        parts={
            LANDMARK: _whole(any_of(beside, LOOSE)),
            NEAR: _whole(any_of(declared["nearby"], LOOSE)),
            LOOK: _whole(look),
            HOUSE: _whole(dwellings),
            FLOOR: _whole(rf"(?:{floors})|(?:{ordinals})\s(?:{storeys})"),
            STREET: _street(declared, figures),
            QUARTER: _quarter(declared, figures),
            UNIT: _unit(declared, figures),
        },
        ends=frozenset(map(simplify, declared["landmark_ends"])),
    )


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)


def _street(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> re.Pattern[str]:
    """Return how a street looks that has a name, a letter or a figure for a name: "senda tres oriente"."""
    streets, links, spoken = (any_of(one, LOOSE) for one in (declared["streets_before"], declared["links"], figures))
    return re.compile(
        rf"(?<![\w-])(?i:{streets})\.?\s(?:(?:(?i:{links})\s|[dl]['’])*{NAME}|[A-Z]\b|(?i:{spoken})(?!\w))"
    )


def _quarter(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> re.Pattern[str]:
    """Return how a quarter, a street or a numbered house looks."""
    wards, units, streets, after, links, numbering, spoken = (
        any_of(one, LOOSE)
        for one in (
            *(declared[name] for name in ("wards", "units", "streets_before")),
            [*map(str.title, declared["streets_after"]), "Village", "village"],
            *(declared[name] for name in ("links", "numbering")),
            figures,
        )
    )
    number = rf"(?:[A-Z]{{0,3}}[- ]?\d{{1,6}}\b|(?i:{spoken})(?:[ -](?:(?:e|y|et|and)\s)?(?i:{spoken}))*\b)"
    return re.compile(
        rf"(?<![\w-])(?:(?i:{wards}|{streets})\.?\s(?:(?i:{links})\s|[dl]['’])*{NAME}"
        rf"|(?i:{units}|{numbering}|{wards})\.?,?\s?(?:(?i:{numbering})\.?\s?[°º]?\s?)?{number}"
        rf"|(?:{NAME}\s){{1,3}}{after}\b)"
    )


def _unit(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> re.Pattern[str]:
    """Return how a house, a plot or a milestone with its number looks."""
    units, numbering, spoken = (any_of(one, LOOSE) for one in (declared["units"], declared["numbering"], figures))
    number = rf"(?:\d{{1,5}}\b|(?i:{spoken})(?!\w))"
    return re.compile(rf"(?<![\w-])(?i:{units}|{numbering})\.?\s?[°º]?\s?{number}")


def find_spoken_addresses(text: str, words: SpokenWords) -> Iterator[tuple[int, int]]:
    """Find addresses that are told in speech.

    Args:
        text: as received.
        words: how addresses are told.

    Yields:
        Half-open offsets.
    """
    if not letter_runs_of(simplify(text)) & words.openings:
        return
    hits = list(words.told.finditer(text))
    clauses = _clauses(text) if hits else []
    looked, place = -1, 0
    for match in hits:
        while clauses[place][1] < match.end():
            place += 1
        is_led = text[clauses[place][1] : clauses[place][1] + 1] in (":", "?") and place + 1 < len(clauses)
        is_alone = text[slice(*clauses[place])].strip() == match.group()
        is_led = is_led and (
            is_alone
            and not words.streets.match(match.group())
            or words.announcing.match(text, match.start()) is not None
        )
        if place > looked:
            yield from _addresses_of(text, clauses[place], words, is_announced=False)
            looked = place
        if is_led and place + 1 > looked:
            yield from _addresses_of(text, clauses[place + 1], words, is_announced=True)
            looked = place + 1


def _clauses(text: str) -> list[tuple[int, int]]:
    marks = [
        match.span()
        for match in MARK.finditer(text)
        if match.group() != "." or not _is_of_abbreviation(text, match.start())
    ]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    return list(zip(starts, ends, strict=True))


def _is_of_abbreviation(text: str, stop: int) -> bool:
    before = max(0, stop - LOOK_BACK)
    if SHORT_CAPITAL.search(text, before, stop):
        return True
    return COUNTED.search(text, before, stop) is not None and text[stop + 2 : stop + 3].islower()


def _addresses_of(
    text: str, clause: tuple[int, int], words: SpokenWords, *, is_announced: bool
) -> Iterator[tuple[int, int]]:
    """Find the addresses of a clause: pieces between commas, one behind the other, that each are part of one."""
    pieces = _pieces(text, clause)
    place, is_led = 0, is_announced
    while place < len(pieces):
        first, end = pieces[place]
        told = _behind_announcing(text, first, end, words)
        start = told[1] if told else first
        if told and not text[start:end].strip():
            place, is_led = place + 1, True
            continue
        found = _read_run(text, [(start, end), *pieces[place + 1 :]], words, is_told=told is not None or is_led)
        is_led = False
        if found is None:
            place += 1
            continue
        (begin, stop), taken = found
        yield told[0] if told else begin, stop
        place += taken


def _pieces(text: str, clause: tuple[int, int]) -> list[tuple[int, int]]:
    pieces, start = [], clause[0]
    for match in re.finditer(r",(?!\d)", text[slice(*clause)]):
        pieces.append((start, clause[0] + match.start()))
        start = clause[0] + match.end()
    return [*pieces, (start, clause[1])]


def _behind_announcing(text: str, start: int, end: int, words: SpokenWords) -> tuple[int, int] | None:
    """Return where a piece goes on behind a phrase that announces an address, after where that begins to be one.

    "Em casa dele" is part of the address, "she lives" is not.
    """
    told = None
    for match in words.announcing.finditer(text, start, end):
        if told is None or not _kinds(text, match.start(), match.end(), words):
            told = match
    if told is None:
        return None
    place = told.end()
    for _ in range(LONGEST_GLUE):
        small = re.match(r"\s?([^\W\d_]{1,10})['’]?(?=\s|['’]|$)", text[place:end])
        if not small or simplify(small.group(1)) not in words.glue or _kinds(text, place, end, words) == set():
            break
        behind = place + small.end()
        if any(pattern.match(text, place + small.start(1), end) for pattern in words.parts.values()):
            break
        place = behind
    while text[place : place + 1] == " ":
        place += 1
    begin = _with_small_words(text, told.start())
    is_place = begin < told.start() and words.parts[HOUSE].search(told.group())
    return (begin if is_place or LED.match(text, told.start()) else _with_small_words(text, place)), place


def _kinds(text: str, start: int, end: int, words: SpokenWords) -> set[str]:
    return {kind for kind, pattern in words.parts.items() if pattern.search(text, start, end)}


def _read_run(
    text: str, pieces: Sequence[tuple[int, int]], words: SpokenWords, *, is_told: bool
) -> tuple[tuple[int, int], int] | None:
    """Read the pieces of an address from the first one on; None where there is none."""
    told: list[set[str]] = []
    stop, taken = 0, 0
    for start, end in pieces:
        kinds = _kinds(text, start, end, words)
        said = WORD.findall(text[start:end])
        if not said or len(said) > LONGEST_PIECE or simplify(said[0]) in JOINING:
            break
        is_last = end == pieces[-1][1] and len(said) <= LONGEST_REST
        is_led = any(LANDMARK in one for one in told)
        if not kinds and is_last and is_led and sum(map(bool, told)) > 1:  # "..., where there is an oven"
            stop, taken = end, taken + 1
            break
        if told and simplify(said[0]) in words.ends:
            break
        if kinds:
            last = _cut(text, start, end, words)
        elif (named := NAMED.match(text, start, end)) and _is_town(named.group(), said, is_led=bool(told) or is_told):
            last = end if len(said) <= SHORT_PIECE else named.end()
        else:
            break
        told.append(kinds)
        stop, taken = last, taken + 1
        if text[last:end].strip():
            break
    first = pieces[0][0]
    has_name = re.search(r"\s[A-ZÀ-Þ]\w", text[first:stop]) is not None
    if not told or not _is_address(told, is_told=is_told, has_name=has_name):
        return None
    if not is_told and told[0]:
        first = _with_small_words(text, min(match.start() for match in _matches(text, *pieces[0], words)))
    return (first + len(text[first:stop]) - len(text[first:stop].lstrip()), stop), taken


def _with_small_words(text: str, start: int) -> int:
    """Return where the article and the small word begin that stand before a place."""
    for pattern in (LAST_ARTICLE, LEADING):
        small = pattern.search(text[max(0, start - LOOK_BACK) : start])
        start -= len(small.group()) if small else 0
    return start


def _is_town(named: str, said: Sequence[str], *, is_led: bool) -> bool:
    """Tell whether a piece is or begins with the name of a town, alone at the beginning of an address."""
    n_words = len(named.split())
    return n_words <= LONGEST_TOWN and (is_led or n_words == len(said))


def _matches(text: str, start: int, end: int, words: SpokenWords) -> Iterator[re.Match[str]]:
    for pattern in words.parts.values():
        if match := pattern.search(text, start, end):
            yield match


def _cut(text: str, start: int, end: int, words: SpokenWords) -> int:
    """Return where a piece ends as part of an address: before a word that goes on with the sentence."""
    parts = [match.span() for match in _matches(text, start, end, words)]
    first = min(last for _, last in parts)
    for word in WORD.finditer(text, first, end):
        is_inner = any(begin < word.start() < last for begin, last in parts)  # "casa trinta e um"
        if simplify(word.group()) in words.ends and not is_inner:
            return word.start() - len(text[first : word.start()]) + len(text[first : word.start()].rstrip())
    return end


def _is_address(told: Sequence[set[str]], *, is_told: bool, has_name: bool) -> bool:
    """Tell whether pieces are an address: by one that leads there, or by a landmark and a dwelling."""
    kinds = set().union(*told)
    n_parts = sum(map(bool, told))
    if is_told:
        is_near = NEAR in kinds and (n_parts > 1 or has_name)
        return bool(kinds & {LANDMARK, LOOK}) or is_near or (QUARTER in kinds and len(told) > 1)
    if STREET in kinds and n_parts > 1 and kinds & {LOOK, FLOOR, UNIT, HOUSE}:
        return True
    if LANDMARK not in kinds:
        return {NEAR, LOOK, QUARTER} <= kinds  # "Aldea El Tule, casa celeste después del puente"
    return LOOK in kinds or (n_parts > 1 and bool(kinds & {HOUSE, QUARTER}))
