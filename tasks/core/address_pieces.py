"""Pieces between commas that go on with an address: what stands there, how far it is, on which side, at what corner.

A piece is told by its head: a house or a gate, a floor, a street, a distance, a word that leads to a landmark, "where
there is". It ends at a mark or before a word with which a sentence goes on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.core.alternations import OPEN_LETTERS, any_of
from tasks.core.spellings import simplify

LOOSE = OPEN_LETTERS | {"n": "[nñ]", " ": r"[\s.-]{1,2}"}
"""Letters -> what may stand for them in what announces an identifier."""
NAME = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]|\.(?=[\w]))*"
ARTICLE = r"(?:(?i:the|a|an|my|our|la|le|les|un|une|el|los|las|o|os|as|um|uma|au|aux)\s|[ld]['’])?"
WORD = re.compile(r"[^\W_][\w'’-]*")
LEAD = re.compile(rf"\s*(?:(?:in|at|on|en|em|na|no|a|à|au|aux|sur|sobre|por|dans|of|de)\s)?{ARTICLE}", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LONGEST_PIECE, LONGEST_GAP = 10, 3


@dataclass(frozen=True, slots=True)
class PieceWords:
    """What pieces of an address begin with (identifiers/patterns.yaml).

    Attributes:
        sure: heads that stand in an address alone; such a piece may be cut before a word that ends it.
        whole: heads that something else has too; such a piece goes up to the next mark.
        way: a distance from a landmark, or a house counted from one.
        of_house: what a house has, behind "with".
        occasions: times and events that stand where a landmark does ("after the war").
        ends: words that no piece holds.
    """

    sure: re.Pattern[str]
    whole: re.Pattern[str]
    way: str
    of_house: re.Pattern[str]
    occasions: re.Pattern[str]
    ends: frozenset[str]


def compile_pieces(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> PieceWords:
    """Make the patterns of pieces from the declared words.

    Args:
        declared: part "addresses" of patterns.yaml.
        figures: numbers as they are spoken.
    """
    of_house = [*declared["colours"], *declared["materials"], *declared["qualities"], *declared["trees"]]
    never = any_of([*declared["occasions"], *declared["measures"], *declared["persons"], *declared["shares"]], LOOSE)
    relations = _relations(declared)
    known = rf"{relations}|{any_of(declared['behind_known'], LOOSE)}"
    way = _way(declared, figures, relations)
    return PieceWords(
        sure=re.compile(rf"(?:{way}|{_sure(declared, figures)})(?:(?<=\s)|(?!\w))", re.IGNORECASE),
        whole=re.compile(_whole(declared, known), re.IGNORECASE),
        way=way,
        of_house=re.compile(
            rf"(?<!\w)(?:(?:{_houses(declared)})(?:e?s)?|{any_of(of_house, LOOSE)})(?!\w)", re.IGNORECASE
        ),
        occasions=re.compile(
            rf"(?:(?:{known})(?:\s(?:de|du|des|del|da|do|a|à|ao|of))?\s{ARTICLE}(?:[^\W\d_]+\s)?)(?-i:{never})(?!\w)",
            re.IGNORECASE,
        ),
        ends=frozenset(map(simplify, declared["landmark_ends"])),
    )


def _houses(declared: Mapping[str, Sequence[str]]) -> str:
    return any_of([*declared["houses"], *declared["gates"]], LOOSE)


def _relations(declared: Mapping[str, Sequence[str]]) -> str:
    """Return what leads to a landmark."""
    return any_of(
        (word for name in ("beside", "beside_stems", "nearby", "close_by", "directions") for word in declared[name]),
        LOOSE,
    )


def _way(declared: Mapping[str, Sequence[str]], figures: Sequence[str], relations: str) -> str:
    """Return how a distance from a landmark is told, or a house counted from one: "200 m after", "la segunda tras"."""
    lengths, spoken, bearings, ordinals, further = (
        any_of(one, LOOSE)
        for one in (
            declared["lengths"],
            [*figures, *declared["counts"]],
            declared["bearings"],
            declared["ordinals"],
            declared["further"],
        )
    )
    counted = any_of([*declared["lengths"], *declared["houses"], *declared["gates"]], LOOSE)
    ties = r"(?:(?:al|a\sla|to\sthe|au|à\sl['’]|ao|a)\s?)?"
    relation = rf"(?:{relations}|{ties}(?:{bearings})|(?:del?|da|do|des|du|from|of)(?!\w))"
    return (
        rf"(?:\d{{1,4}}|{spoken})\s?(?:{lengths})\.?\s(?:(?:{further})\s)?{relation}"
        rf"|(?:{spoken})\s(?:{counted})(?:e?s)?\s(?:(?:{further})\s)?{relation}"
        rf"|(?:{ordinals})\s(?:{relations})"
    )


def _sure(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> str:
    """Return the heads that stand in an address alone: a floor, a unit, a counted row, a corner, a side."""
    floors, ordinals, numbering, corners, sides, where, beside = (
        any_of(declared[name], LOOSE) for name in "floors ordinals numbering corners sides where beside".split()
    )
    counted = any_of([*declared["storeys"], *declared["rows"], *declared["rooms"]], LOOSE)
    units = any_of([*declared["units"], *declared["rooms"]], LOOSE)
    streets, both = any_of(declared["streets_before"], LOOSE), any_of(declared["betweens"], LOOSE)
    named = rf"{ARTICLE}(?:(?:{streets})\.?\s)?(?-i:{NAME})"
    letter = r"(?-i:[A-Z])(?!\w)|[A-Z](?=\s?$)"
    number = rf"(?:[A-Z]{{0,2}}\s?\d{{1,5}}(?:\s?(?:bis|ter|[A-Z])(?!\w))?|{letter}|(?:{any_of(figures, LOOSE)}))"
    return (
        rf"(?:{floors})|(?:{ordinals}|\d{{1,2}}(?:\.?[ªº°]|e|[eè]me|er|st|nd|rd|th))\s(?:{counted})"
        rf"|(?:{units}|{numbering})\.?\s?[°º]?\s?{number}|(?:{both})\s{named}[^,;\n]{{0,30}}?\s(?:y|e|et|and)\s"
        rf"|(?:{corners})\.?\s{named}|(?:{sides})"
        rf"|(?:{where})|(?:{beside})"
    )


def _whole(declared: Mapping[str, Sequence[str]], relations: str) -> str:
    """Return the heads that something else has too: a house or a street with what singles it out, a landmark."""
    streets, links, kinds = (any_of(declared[name], LOOSE) for name in ("lanes", "links", "road_words"))
    looks = any_of([*declared["colours"], *declared["materials"], *declared["qualities"], *declared["ordinals"]], LOOSE)
    withs, rooms, houses = any_of(declared["withs"], LOOSE), any_of(declared["rooms"], LOOSE), _houses(declared)
    return (
        rf"(?P<house>(?:(?:{looks})\s){{0,3}}(?:{houses})(?:e?s)?(?!\w))|(?:{streets})\s(?:(?:{links})\s|(?:{kinds})(?!\w))"
        rf"|(?P<relation>{relations})(?!\w)(?=\s\w|['’]\w)|(?P<having>{withs})\s"
        rf"|(?:{rooms})\s(?:(?:{relations}|{links}|par|por)(?!\w)|(?:{looks})(?!\w))"
    )


def end_of_piece(text: str, start: int, stop: int, words: PieceWords) -> int:
    """Return where a piece ends that goes on with an address; its start where it is no such piece.

    Args:
        text: as received.
        start: of the piece, behind its comma.
        stop: before the next comma or mark.
        words: what pieces begin with.
    """
    said = list(WORD.finditer(text, start, stop))
    if not said or len(said) > LONGEST_PIECE:
        return start
    lead = LEAD.match(text, start, stop)
    places = sorted({said[0].start(), lead.end() if lead else start})
    if is_of_time(text, said[0].start(), stop, words) or YEAR.search(text, start, stop):
        return start
    for place in places:
        if match := words.sure.match(text, place, stop):
            return _cut(text, match.end(), stop, words)
    for place in places:
        if (match := words.whole.match(text, place, stop)) and _is_whole(text, match, stop, words):
            return stop
    return start


def is_of_time(text: str, start: int, stop: int, words: PieceWords) -> bool:
    """Tell whether a piece leads to a time or an event and to no landmark: "after the war".

    Args:
        text: as received.
        start: of its first word.
        stop: before the next comma or mark.
        words: what pieces begin with.
    """
    return words.occasions.match(text, start, stop) is not None


def is_gap(text: str, start: int, stop: int, words: PieceWords) -> bool:
    """Tell whether a piece may stand between two that are of an address: a few words, of which none goes on.

    Args:
        text: as received.
        start: of the piece.
        stop: before the next comma.
        words: what pieces begin with.
    """
    said = WORD.findall(text[start:stop])
    return 0 < len(said) <= LONGEST_GAP and words.ends.isdisjoint(map(simplify, said))


def _is_whole(text: str, head: re.Match[str], stop: int, words: PieceWords) -> bool:
    """Tell whether nothing of a sentence stands behind the head of a piece, and what singles its house out does."""
    if head["having"]:
        return words.of_house.search(text, head.end(), stop) is not None and _cut(text, head.end(), stop, words) == stop
    return _cut(text, head.end(), stop, words) == stop


def _cut(text: str, start: int, stop: int, words: PieceWords) -> int:
    for word in WORD.finditer(text, start, stop):
        if simplify(word.group()) in words.ends:
            return start + len(text[start : word.start()].rstrip())
    return stop
