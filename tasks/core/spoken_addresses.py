"""Addresses as they are told in speech: no street and no number, but landmarks, a house by its look, and a quarter.

"She lives past the mill, third house on the left, Namwera." A clause is taken apart at its commas. What a phrase
announces ("she lives") needs one part that leads to a place; what nothing announces needs a landmark and a dwelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.address_pieces import (
    ARTICLE,
    LOOSE,
    NAME,
    WORD,
    PieceWords,
    compile_pieces,
    end_of_piece,
    is_gap,
    is_of_time,
)
from tasks.core.alternations import any_of, letter_runs_of, openings_of
from tasks.core.spellings import simplify

SMALL_BEGIN = re.compile(rf"\s*(?:(?i:in|at|en|em|na|no|au|aux|à)\s)?{ARTICLE}")
LAST_ARTICLE = re.compile(r"(?<![\w-])" + ARTICLE + "$")
MARK = re.compile(r"[;:!?\n\"“”«»()—]|\.(?=\s|[\"”»]|$)")
SHORT_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ][a-z]{0,3}$")
"""Before a full stop that ends no clause ("Brgy.", "St.")."""
NAMED = re.compile(
    rf"\s?(?:(?:in|at|à|en|em|a|no|na|au)\s)?(?:{NAME}|\d{{1,6}})(?:[\s-]+(?:(?:de|da|do|dos|du|des|del|la|los|of|kwa|wa)\s)?(?:{NAME}|\d{{1,6}}))*"
)
VOWEL = re.compile("[aeiouy]")
COUNTED = re.compile(r"\d\s?[a-z]{1,4}$")
"""Before a full stop that ends no clause where a small letter goes on ("2 c. al norte")."""
COMMA = re.compile(r",(?!\d)")
LEADING = re.compile(r"(?<![\w-])(?:at|in|en|em|na|no|au|aux|à|dans|chez|c/o|en la|en el|in the)\s$", re.IGNORECASE)
LED = re.compile(r"(?:em|c/o)(?!\w)", re.IGNORECASE)
JOINED = re.compile(r"\s(?:and|et|y|e)\s[^\W\d_A-ZÀ-Þ]+\s")
"""Before what somebody does besides living ("she lives with HIV and speaks in front of us")."""
JOINING = frozenset("and et y e but mais mas pero".split())
LOOK_BACK = 8
LONGEST_PIECE, LONGEST_TOWN, LONGEST_GLUE, LONGEST_REST, SHORT_PIECE = 16, 4, 5, 8, 3
SHORTEST_STREET, FEWEST_CHAINED = 2, 3
LANDMARK, NEAR, HOUSE, LOOK, QUARTER = "landmark near house look quarter".split()
STREET, FLOOR, UNIT, ROW, LANE, WAY = "street floor unit row lane way".split()
LONGEST_SCENE, LONGEST_TOLD = 60, 9
COUNTED_PLACE = r"\d{1,3}(?:\.?[ªº°]|er|[eè]re|[eè]me|e|st|nd|rd|th)"
"""A number that counts houses, rows and streets: "19th"."""
GOES_ON = re.compile(r",\s(?![^\W\d_]{1,5}[.:]?\s?\+?\d)[^\W\d_A-ZÀ-Þ]")
"""Behind a place: the sentence goes on, and no number follows ("tél. 74 15")."""


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
        any_one: before a house that is any of many ("a mud house").
        groups: who lives where many live, right before a phrase that announces an address.
        where: words that begin the last part of a way ("where there is an oven").
        public: a house that mostly is no home, counted ("the second building").
        lived_on: phrases of living that tell what somebody is fed by ("vive de").
        bodies: ministries and the like, whose rooms are nobody's home.
        of_body: the name of one, up to its end.
        inner: a landmark within a building ("the end of the corridor").
        any_place: a quarter or a village that is any of many ("in a village behind the hill").
        any_room: a room that is any of many ("uma sala emprestada").
        pieces: what goes on with an address behind a comma.
        abbreviations: short words whose full stop ends no clause.
        scene_words: the small words of these alone.
        scene: from the beginning of a sentence up to a place where something goes on ("In", "The market in").
    """

    told: re.Pattern[str]
    openings: frozenset[str]
    announcing: re.Pattern[str]
    streets: re.Pattern[str]
    glue: frozenset[str]
    parts: Mapping[str, re.Pattern[str]]
    ends: frozenset[str]
    any_one: re.Pattern[str]
    groups: re.Pattern[str]
    scene: re.Pattern[str]
    scene_words: re.Pattern[str]
    where: re.Pattern[str]
    public: re.Pattern[str]
    lived_on: re.Pattern[str]
    bodies: re.Pattern[str]
    of_body: re.Pattern[str]
    inner: re.Pattern[str]
    any_place: re.Pattern[str]
    any_room: re.Pattern[str]
    pieces: PieceWords
    abbreviations: frozenset[str]


def compile_spoken(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> SpokenWords:
    """Make the patterns from the declared words.

    Args:
        declared: part "addresses" of patterns.yaml.
        figures: numbers as they are spoken.
    """
    phrases, houses = declared["dwelling"], [*declared["houses"], *declared["gates"]]
    announcing, dwellings, groups = (any_of(one, LOOSE) for one in (phrases, houses, declared["groups"]))
    whole_words = [word for word in declared["streets_before"] if len(word) > SHORTEST_STREET]
    streets = any_of(whole_words, LOOSE)
    pieces, ordinals = compile_pieces(declared, figures), any_of(declared["ordinals"], LOOSE)
    return SpokenWords(
        told=_whole(f"(?:{announcing})|(?:{dwellings})|(?:{streets})"),
        openings=openings_of(simplify(one) for one in [*phrases, *houses, *whole_words]),
        announcing=_whole(announcing),
        streets=_whole(streets),
        glue=frozenset(map(simplify, declared["dwelling_glue"])),
        parts=_parts(declared, figures, pieces),
        ends=frozenset(map(simplify, declared["landmark_ends"])),
        any_one=re.compile(rf"(?<![\w-])(?:{any_of(declared['any_one'], LOOSE)})\s$", re.IGNORECASE),
        groups=re.compile(rf"(?<!\w)(?:{groups})\s$", re.IGNORECASE),
        scene=_scene(declared),
        scene_words=re.compile(
            rf"(?:{any_of([*declared['scene'], *declared['links']], LOOSE)})\s{ARTICLE}(?=\S)", re.IGNORECASE
        ),
        public=re.compile(
            rf"(?:{ordinals}|{COUNTED_PLACE})\s(?:{any_of(declared['public_houses'], LOOSE)})",
            re.IGNORECASE,
        ),
        where=_whole(any_of(declared["where"], LOOSE)),
        **_doubts(declared),
        pieces=pieces,
        abbreviations=frozenset(
            map(simplify, (*declared["shortened"], *declared["streets_before"], *declared["ranks"]))
        ),
    )


def _doubts(declared: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    """Return what makes of a place that nothing announces, or of a phrase of living, no address."""
    lived_on, bodies, inner, any_one, wards, links, ties = (
        any_of(declared[name], LOOSE) for name in "lived_on bodies inner any_one wards links part_glue".split()
    )
    landmarks = any_of((word for name in ("beside", "beside_stems", "directions") for word in declared[name]), LOOSE)
    public = any_of(declared["public_houses"], LOOSE)
    return {
        "lived_on": re.compile(rf"(?:{lived_on})(?:(?<=['’])|(?!\w))", re.IGNORECASE),
        "bodies": re.compile(rf"(?:{ARTICLE}(?:{public})\s(?:{links})\s{ARTICLE})?(?:{bodies})\s", re.IGNORECASE),
        "of_body": re.compile(
            rf"(?<![\w-])(?i:{bodies})(?:\s(?:(?i:{links})(?!\w)|{NAME})|\s[dl]['’]{NAME})*,?\s?(?i:(?:{ties})\s)?{ARTICLE}$"
        ),
        "inner": _whole(rf"(?:{landmarks})\s(?:(?:{links})\s|[dl]['’])?{ARTICLE}(?:{inner})"),
        "any_room": _whole(rf"(?:{any_one}|num|numa)\s(?:{any_of(declared['work_rooms'], LOOSE)})"),
        "any_place": _whole(rf"(?:{any_one}|num|numa)\s(?:[^\W\d_]+\s)?(?:{wards})\s(?:{landmarks})"),
    }


def _parts(
    declared: Mapping[str, Sequence[str]], figures: Sequence[str], pieces: PieceWords
) -> dict[str, re.Pattern[str]]:
    """Return how the parts of an address look that is told in speech."""
    beside = [*declared["beside"], *declared["beside_stems"], *declared["directions"]]
    dwellings = any_of([*declared["houses"], *declared["gates"]], LOOSE)
    floors, storeys, ordinals, rows, lanes, links = (
        any_of(declared[name], LOOSE) for name in "floors storeys ordinals rows lanes links".split()
    )
    return {
        LANDMARK: _whole(any_of(beside, LOOSE)),
        NEAR: _whole(any_of(declared["nearby"], LOOSE)),
        LOOK: _whole(_look(declared, dwellings)),
        HOUSE: _whole(dwellings),
        FLOOR: _whole(rf"(?:{floors})|(?:{ordinals})\s(?:{storeys})"),
        STREET: _street(declared, figures),
        QUARTER: _quarter(declared, figures),
        UNIT: _unit(declared, figures),
        ROW: _whole(rf"(?:{ordinals}|{COUNTED_PLACE})\s(?:{rows})"),
        WAY: _whole(pieces.way),
        LANE: _whole(rf"(?:{lanes})\s(?:{links})\s[^\W\d_]{{3,}}"),
    }


def _look(declared: Mapping[str, Sequence[str]], dwellings: str) -> str:
    """Return how a house is singled out: by its colour, what it is made of, its turn, or in place of one told."""
    colours, ordinals, materials, gates, trees = (
        any_of(declared[name], LOOSE) for name in "colours ordinals materials gates trees".split()
    )
    which = any_of([*declared["qualities"], *declared["materials"]], LOOSE)
    gated = rf"(?:{colours})[\s-](?:{dwellings})(?:ed)?"  # "the blue-gate house"
    kind, thing = rf"(?:{colours}|{materials})", any_of(declared["in_its_place"], LOOSE)
    rows = any_of([*declared["rows"], *declared["materials"]], LOOSE)
    made_of = r"(?:(?:de|en|em|of|à|au|aux|com|con|avec|with)\s(?:(?:a|the|la|le|el|o)\s)?)"
    return (
        rf"{gated}(?:\s(?:{dwellings}))?|{kind}\s(?:(?:{which}|[a-z]+-[a-z]+)\s)?(?:{dwellings})|(?:{dwellings})\s(?:{made_of}[^\W\d_]{{3,12}}\s)?(?:{colours})"
        rf"|(?:{dwellings})\s(?:{made_of}{kind}|(?:{materials}))"
        rf"|(?:{ordinals}|{COUNTED_PLACE})\s(?:{kind}\s)?(?:{dwellings})"
        rf"|(?:{thing})\s(?:(?:a|the|la|le|el|o)\s)?(?:(?:grand|grande|big|great)\s)?(?:{kind}|{gates}|{trees})"
        rf"|(?:the|la|le|el|a|o)\s(?:{colours}|{ordinals})\s(?:(?:in|of|de|du|del|da|do)\s(?:(?:the|la)\s)?)(?:{rows})"
    )


def _scene(declared: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return what stands between the beginning of a sentence and a place where something goes on."""
    scene, links, wards = (any_of(declared[name], LOOSE) for name in ("scene", "links", "wards"))
    article = r"(?:(?:the|la|le|les|el|los|las|o|os|as|l['’])\s?)?"
    return re.compile(
        rf"\s*(?:(?:{scene})\s{article}|{article}(?:[^\W\d_]+\s){{1,3}}(?:{scene}|{links})\s{article}|(?:the|la|le|el|o|a)\s)"
        rf"(?:(?:{wards})\s)?(?:de\s)?",
        re.IGNORECASE,
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
    other = any_of(declared["no_names"], LOOSE)
    wards, units, streets, after, links, numbering, spoken = (
        any_of(one, LOOSE)
        for one in (
            *(declared[name] for name in ("wards", "units", "streets_before")),
            [*map(str.title, (*declared["streets_after"], *declared["wards_after"])), *declared["wards_after"]],
            *(declared[name] for name in ("links", "numbering")),
            figures,
        )
    )
    number = rf"(?:[A-Z]{{0,3}}[- ]?\d{{1,6}}\b|(?<=[\s°º])(?i:{spoken})(?:[ -](?:(?:e|y|et|and)\s)?(?i:{spoken}))*\b)"
    return re.compile(
        rf"(?<![\w-])(?:(?i:{wards}|{streets})\.?\s(?:(?i:{links})\s|[dl]['’])*{NAME}"
        rf"|(?i:{units}|{numbering}|{wards})\.?,?\s?(?:(?i:{numbering})\.?\s?[°º]?\s?)?{number}"
        rf"|(?i:{units}|{wards})\s[B-HJ-Z]\b"
        rf"|(?!(?i:{other})\s)(?:{NAME}\s){{1,3}}{after}\b|{COUNTED_PLACE}\s{after}\b)"
    )


def _unit(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> re.Pattern[str]:
    """Return how a house, a plot or a milestone with its number looks."""
    units, numbering, spoken = (any_of(one, LOOSE) for one in (declared["units"], declared["numbering"], figures))
    number = rf"(?:\d{{1,5}}\b|(?<=[\s°º])(?i:{spoken})(?!\w))"
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
    clauses = _clauses(text, words) if hits else []
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
            and words.lived_on.match(text, match.start()) is None
        )
        if place > looked:
            yield from _addresses_of(text, clauses[place], words, is_announced=False)
            looked = place
        if is_led and place + 1 > looked:
            yield from _addresses_of(text, clauses[place + 1], words, is_announced=True)
            looked = place + 1


def _clauses(text: str, words: SpokenWords) -> list[tuple[int, int]]:
    marks = [match.span() for match in MARK.finditer(text) if not _is_stop(text, match, words)]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    return list(zip(starts, ends, strict=True))


def _is_stop(text: str, mark: re.Match[str], words: SpokenWords) -> bool:
    """Tell whether a mark is a full stop that ends no clause."""
    return mark.group() == "." and _is_of_abbreviation(text, mark.start(), words)


def _is_of_abbreviation(text: str, stop: int, words: SpokenWords) -> bool:
    before = max(0, stop - LOOK_BACK)
    if short := SHORT_CAPITAL.search(text, before, stop):
        word = simplify(short.group())
        return len(word) == 1 or word in words.abbreviations or VOWEL.search(word) is None  # and no "Blas."
    return COUNTED.search(text, before, stop) is not None and text[stop + 2 : stop + 3].islower()


def _addresses_of(
    text: str, clause: tuple[int, int], words: SpokenWords, *, is_announced: bool
) -> Iterator[tuple[int, int]]:
    """Find the addresses of a clause: pieces between commas, one behind the other, that each are part of one."""
    if not is_announced and not _may_hold(text, clause, words):
        return
    pieces = _pieces(text, clause)
    place, is_led, opened = 0, is_announced, -1
    while place < len(pieces):
        first, end = pieces[place]
        told = _behind_announcing(text, first, end, words)
        start = told[1] if told else first
        if told is None and is_led:
            start = _behind_glue(text, first, end, words)
        if told and not text[start:end].strip():
            place, is_led = place + 1, True
            opened = told[0] if text[slice(*told)].strip() else -1  # "at our house, Purok 4"
            continue
        is_told = told is not None or is_led
        found = _read_run(text, [(start, end), *pieces[place + 1 :]], words, is_told=is_told)
        is_led, begun, opened = False, opened, -1
        if found is None or (not is_told and (is_scene(text, *found[0], words) or is_of_body(text, *found[0], words))):
            place += 1 if found is None else found[1]
            continue
        (begin, stop), taken = found
        yield begun if begun >= 0 else told[0] if told else with_small_words(text, begin), stop
        place += taken


def _may_hold(text: str, clause: tuple[int, int], words: SpokenWords) -> bool:
    """Tell whether a clause holds any of what no address goes without; most clauses with a house in them do not."""
    needed = (words.parts[kind] for kind in (LANDMARK, NEAR, STREET, ROW))
    return words.announcing.search(text, *clause) is not None or any(one.search(text, *clause) for one in needed)


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
        if words.groups.search(text, start, match.start()) or _is_lived_on(text, match.start(), end, words):
            continue
        if told is None or not _kinds(text, match.start(), match.end(), words):
            told = match
    if told is None:
        return None
    place = _behind_glue(text, told.end(), end, words)
    begin = with_small_words(text, told.start())
    is_place = begin < told.start() and words.parts[HOUSE].search(told.group())
    return (begin if is_place or LED.match(text, told.start()) else with_small_words(text, place)), place


def _is_lived_on(text: str, start: int, end: int, words: SpokenWords) -> bool:
    """Tell whether somebody lives of something and not at a place; of a way it may ("vive del puente")."""
    return words.lived_on.match(text, start, end) is not None and words.parts[WAY].search(text, start, end) is None


def _behind_glue(text: str, place: int, end: int, words: SpokenWords) -> int:
    """Return where a piece goes on behind small words ("is just", "c'est à")."""
    for _ in range(LONGEST_GLUE):
        small = re.match(r"\s?['’]?([^\W\d_]{1,10})(?=\s|['’]|$)", text[place:end])
        if (
            not small
            or simplify(small.group(1)) not in words.glue
            or not _kinds(text, place, end, words)
            and NAMED.match(text, place, end)
        ):
            break
        behind = place + small.end()
        if any(pattern.match(text, place + small.start(1), end) for pattern in words.parts.values()):
            break
        place = behind
    while text[place : place + 1] in (" ", "'", "’"):
        place += 1
    return place


def is_scene(text: str, start: int, end: int, words: SpokenWords) -> bool:
    """Tell whether a place that nothing announces is where something goes on: "In Kasaka, behind the well, we met".

    So is a counted house that mostly is no home ("the second building behind the ministry").

    Args:
        text: as received.
        start: of the place.
        end: of the place.
        words: how addresses are told.
    """
    if words.public.match(text, start, end):
        return True
    if not GOES_ON.match(text, end) or _kinds(text, start, end, words) & {LOOK, STREET, UNIT}:
        return False
    lead = words.scene_words.match(text, start, end)
    before = MARK.split(text[max(0, start - LONGEST_SCENE) : lead.end() if lead else start])[-1]
    return words.scene.fullmatch(before) is not None and words.told.search(before) is None


def is_of_body(text: str, start: int, end: int, words: SpokenWords) -> bool:
    """Tell whether a place is within a ministry or the like, which is named right before it and nobody's home.

    Args:
        text: as received.
        start: of the place.
        end: of the place.
        words: how addresses are told.
    """
    before = MARK.split(text[max(0, start - LONGEST_SCENE) : start])[-1]
    starts = [start, *(match.end() + 1 for match in COMMA.finditer(text, start, end))]
    is_body = any(words.bodies.match(text, place, end) for place in starts)
    return is_body or words.of_body.search(before) is not None


def _kinds(text: str, start: int, end: int, words: SpokenWords) -> set[str]:
    return {kind for kind, pattern in words.parts.items() if pattern.search(text, start, end)}


def _read_run(
    text: str, pieces: Sequence[tuple[int, int]], words: SpokenWords, *, is_told: bool
) -> tuple[tuple[int, int], int] | None:
    """Read the pieces of an address from the first one on; None where there is none."""
    told: list[set[str]] = []
    stop, taken = 0, 0
    for place, (start, end) in enumerate(pieces):
        kinds = _kinds(text, start, end, words)
        said = WORD.findall(text[start:end])
        if not said or len(said) > LONGEST_PIECE or simplify(said[0]) in JOINING:
            break
        if not kinds and end == pieces[-1][1] and _is_rest(text[start:end], told, words, is_told=is_told):
            stop, taken = end, taken + 1
            break
        if told and _is_of_sentence(text, start, end, words):
            break
        if kinds:
            last = _cut(text, start, end, words)
        else:
            last = _end_of_other(text, pieces, place, words, is_led=bool(told) or is_told)
        if last == start:
            break
        told.append(kinds)
        stop, taken = last, taken + 1
        if text[last:end].strip():
            break
    if not told or not _is_whole(text, pieces[0], stop, told, words, is_told=is_told):
        return None
    first = pieces[0][0]
    if not is_told and told[0]:
        first = with_small_words(text, min(match.start() for match in _matches(text, *pieces[0], words)))
    return (first + len(text[first:stop]) - len(text[first:stop].lstrip()), stop), taken


def _is_of_sentence(text: str, start: int, end: int, words: SpokenWords) -> bool:
    """Tell whether a piece behind others goes on with the sentence and not with the address."""
    first = WORD.search(text, start, end)
    if first is None:
        return False
    return simplify(first.group()) in words.ends or is_of_time(text, first.start(), end, words.pieces)


def _is_whole(
    text: str, piece: tuple[int, int], stop: int, told: Sequence[set[str]], words: SpokenWords, *, is_told: bool
) -> bool:
    """Tell whether pieces from a first one on are an address, and nothing that is like one."""
    has_name = re.search(r"(?<!\w)[A-ZÀ-Þ]\w", text[piece[0] : stop]) is not None
    is_other = _is_of_another(text, piece, told, words, is_told=is_told)
    return not is_other and _is_address(told, is_told=is_told, has_name=has_name)


def _is_rest(piece: str, told: Sequence[set[str]], words: SpokenWords, *, is_told: bool) -> bool:
    """Tell whether the last piece says what stands where the others lead to: "..., where there is an oven"."""
    if len(WORD.findall(piece)) > LONGEST_REST or not (is_told or words.where.match(piece.lstrip())):
        return False
    return any(LANDMARK in one for one in told) and sum(map(bool, told)) > 1


def _is_of_another(
    text: str, piece: tuple[int, int], told: Sequence[set[str]], words: SpokenWords, *, is_told: bool
) -> bool:
    """Tell whether the first piece is of something else: a house like any, or what somebody does besides living."""
    if is_told:
        first = min((match.start() for match in _matches(text, *piece, words)), default=piece[0])
        is_any_place = words.any_place.search(text, max(0, piece[0] - LOOK_BACK), piece[1]) is not None and not told[
            0
        ] & {QUARTER, LOOK}
        return len(told) == 1 and (is_any_place or JOINED.search(text, piece[0], first) is not None)
    if words.inner.search(text, *piece) or (LOOK not in told[0] and words.any_room.search(text, *piece)):
        return True
    return LOOK in told[0] and _is_any_one(text, *piece, words)


def _is_any_one(text: str, start: int, end: int, words: SpokenWords) -> bool:
    """Tell whether the house of a piece is any of many: "a mud house near the river"."""
    look = words.parts[LOOK].search(text, start, end)
    if look is None:
        return False
    return (
        words.public.fullmatch(look.group()) is not None or words.any_one.search(text, start, look.start()) is not None
    )


def _end_of_other(
    text: str,
    pieces: Sequence[tuple[int, int]],
    place: int,
    words: SpokenWords,
    *,
    is_led: bool,
) -> int:
    """Return where a piece ends that is a town, or a few words before a house; its beginning if it is neither."""
    start, end = pieces[place]
    said = WORD.findall(text[start:end])
    if (named := NAMED.match(text, start, end)) and _is_town(named.group(), said, is_led=is_led):
        return end if len(said) <= SHORT_PIECE else named.end()
    if not is_led:
        return start
    may_begin = place > 0 or re.search(r"[A-ZÀ-Þ\d]", text[start:end]) is not None
    is_followed = may_begin and place + 1 < len(pieces) and is_gap(text, start, end, words.pieces)
    if is_followed and end_of_piece(text, *pieces[place + 1], words.pieces) > pieces[place + 1][0]:
        return end  # "19th Street, beachside, third house ..."
    return end_of_piece(text, start, end, words.pieces)


def end_of_told(text: str, end: int, words: SpokenWords) -> int:
    """Return where the parts end that go on with an address behind a comma: a landmark, a house by its look, a row.

    Args:
        text: as received.
        end: where the address ends as far as it is known.
        words: how addresses are told.
    """
    if not (comma := COMMA.match(text, end)):
        return end
    mark = next((one.start() for one in MARK.finditer(text, end) if not _is_stop(text, one, words)), len(text))
    gap = -1
    for start, stop in _pieces(text, (comma.end(), mark)):
        last = _end_of_further(text, start, stop, words)
        if last == start and gap < 0 and is_gap(text, start, stop, words.pieces):
            gap = stop
            continue
        if last == start:
            break
        end, gap = last, -1
        if text[last:stop].strip():
            break
    return end


def _end_of_further(text: str, start: int, stop: int, words: SpokenWords) -> int:
    """Return where a piece ends that goes on with an address; its start where it does not."""
    if (last := end_of_piece(text, start, stop, words.pieces)) > start:
        return last
    said = WORD.findall(text[start:stop])
    return (
        _cut(text, start, stop, words) if 0 < len(said) <= LONGEST_TOLD and _leads(text, start, stop, words) else start
    )


def _leads(text: str, start: int, end: int, words: SpokenWords) -> bool:
    """Tell whether a piece begins with a landmark, a house by its look or a row."""
    begin = SMALL_BEGIN.match(text, start, end)
    places = {start, begin.start(), begin.end()} if begin else {start}
    places.add(start + len(text[start:end]) - len(text[start:end].lstrip()))
    return any(words.parts[kind].match(text, at, end) for at in places for kind in (LANDMARK, LOOK, ROW))


def with_small_words(text: str, start: int) -> int:
    """Return where the article and the small word begin that stand before a place.

    Args:
        text: as received.
        start: of the place.
    """
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
        is_chain = len(told) > 1 and bool(kinds & {QUARTER, ROW})
        return bool(kinds & {LANDMARK, LOOK, WAY}) or is_near or is_chain
    if {QUARTER, ROW} <= kinds and kinds & {LOOK, HOUSE} and n_parts >= FEWEST_CHAINED:
        return True
    if STREET in kinds and n_parts > 1 and kinds & {LOOK, FLOOR, UNIT, HOUSE}:
        return True
    if WAY in kinds and n_parts > 1 and kinds & {LOOK, QUARTER}:
        return True
    if LANDMARK not in kinds:
        return {NEAR, LOOK, QUARTER} <= kinds  # "Aldea El Tule, casa celeste después del puente"
    return LOOK in kinds or (n_parts > 1 and bool(kinds & {HOUSE, QUARTER}))
