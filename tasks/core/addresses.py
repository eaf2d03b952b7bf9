"""Addresses in a text: a part that only addresses have, with all parts that go on beside it.

An anchor is a street or a dwelling with its number. An address that is told in speech has none: it is known by the
phrase that announces it ("I live"), or by a landmark beside a quarter or a house.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.address_pieces import ARTICLE, LOOSE, NAME, end_of_piece
from tasks.core.alternations import any_of
from tasks.core.spellings import simplify
from tasks.core.spoken_addresses import (
    SpokenWords,
    compile_spoken,
    end_of_told,
    find_spoken_addresses,
    is_of_body,
    is_scene,
    with_small_words,
)

CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]|\.(?=\w)|(?<!\w{5})\.)*"
"""A capitalised word; a full stop is part of a short one ("Gral."), behind a longer one the sentence ends."""
LINE_BREAK = re.compile(r"[^\W\d_]\.?\n\d")
"""Between the end of a line and a number that begins the next ("Date and place", "9 June")."""
PLACE_PIECE = re.compile(r"(?<!\S)[A-ZÀ-Þ][\w'’-]+(?:\s(?:d[eaou]s?|la|del|[A-ZÀ-Þ\d][\w'’-]*))*$")
TIES = r"(?i:de|du|des|del|da|do|das|dos|a|à|ao|às|al|to|of|from)"
"""Small words between a word that leads to a landmark and the landmark."""
ADDRESS_PIECE = re.compile(
    r"[,\s]*((?:[^,;:\n.\"”»]|\.(?=[ºª°\w,]|\s\d)|(?<=\b\w)\.(?!\n)|(?<=\b[A-Z][a-z])\.|(?<=\b[a-z]{3})\.(?=,)"
    r"|(?:(?<=, [a-z]{2})|(?<=, [a-z]{3})(?<!etc)|(?<=, [a-z]{4}))\.(?=\s[A-ZÀ-Þ\d]))+)"
)
NAMED_BEHIND = re.compile(rf"(?:\s{NAME}){{1,4}}(?:\s\d{{2}})?(?=[,;)\n]|\.?\s*$|\.\s)")
"""A quarter or a village right behind the number of a lot, up to a mark."""
DAY_BEHIND = re.compile(
    rf"(?<=\d)\s(?:de|du|of)\s(?!(?:19|20)\d\d){NAME}(?:,?\s(?:[Nn]\.?\s?[°ºo]\.?\s?)?\d{{1,5}}\b)?"
)
"""The month of a day that a street is called by: "rua 12 de Outubro"."""
LAST_TOLD = re.compile(r",\s[^\W\d_A-ZÀ-Þ][^,]*$")
"""The last part of an address where it tells of the place: ", behind the mill"."""
NUMBER_BEFORE = re.compile(r"(?<![\w.:/,-])(?!(?:19|20)\d\d\s)\d{1,4}[A-Z]?(?:[/-]\d{1,4}[A-Z]?)?,? $")
"""The number of a house before its street: "42B Spur Loop"."""
UNNUMBERED = r"(?i:s/nr?[º°]?|s\.n\.|(?:sin|sem|sans) n[uú]m[eé]ro|domicilio conocido)(?!\w)"
"""In place of a number: "Calle Sucre s/n"."""
HOUSE_NUMBER = (
    r"(?:(?i:km|pk)\.?\s?)?(?:[Nn]\.?\s?[°ºo]\.?\s?|[Nn][ro]{1,2}\.?\s?|[Nn][úu]m\.?\s|#\s?)?[A-Z]{0,3}[- ]?"
    r"(?:(?!\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d\b)\d{1,5}(?:[- /.]\d{1,5}){0,2}"
    r"(?:[-/]?[A-Za-z]|\s[A-Z](?=\s(?:[Nn]\.|#)))?\b(?:\s?bis)?|"
    rf"{UNNUMBERED})"
)
"""The number of a house or a plot, or what stands in its place."""
HAS_ANCHOR = re.compile(rf"\d|[cq]uadras?\b|(?<!\w){UNNUMBERED}")
LIST_NUMBER = re.compile(r"\w{4}\.\s\d{1,2}$")
NUMBERED = re.compile(r"[^\W\d_A-ZÀ-Þ]{3,12}\s\d{1,4}[A-Z]?")
"""A part of a settlement with its number, between commas: "grupo 14"."""
NUMBER_SIGN = re.compile(r"[Nn]\.?[º°]|[Nn]ro?\.?|[Nn][úu]m\.?|#")
"""Between a house and its number: "casa n.º 12"."""
OWN_NUMBER, NAME_BEFORE = re.compile(r"\d{1,3},\s\D"), re.compile(rf"(?<!\w){NAME}\s$")
"""A quarter with a number of its own, which a street follows: "Delmas 33, ruelle Charlemagne"."""
ALONG = re.compile(r"(?<!\w)(?:sobre|sur|along|ao longo d[ao])\s(?:la\s|las\s|el\s|le\s|les\s|the\s|a\s|o\s|l['’])?$")
"""Before a street on which a house stands: "sobre la 25 avenida norte"."""
YEAR_ONLY = re.compile(r"\D*(?:199\d|20[0-3]\d)$")
SENTENCE_END = re.compile(r"(?<=\w{3})\.\s|[?!;\n]")
FORMER = re.compile(r"(?:anciens?|anciennes?|ex|antigu[oa]s?|antig[oa]s?|former|old)\b", re.IGNORECASE)
CROSSING = re.compile(r"\s(?:con|com|y|e|et|and|with|avec|entre)\s")
LOOK_AHEAD, LOOK_AROUND, LOOK_BACK = 24, 64, 12
SHORT_PIECE = 3
LONGEST_DWELLING = 7
MOST_ADDRESS_PIECES, LONGEST_ADDRESS_PIECE = 6, 5
LONGEST_LEFT, LONGEST_SHORT = 80, 7
LONGEST_LANDMARK = 7
LANDMARK, HOUSE, WARD, UNIT, STREET, TOWN, FLOOR = "landmark", "house", "ward", "unit", "street", "town", "floor"
STEPS = "steps"
ABBREVIATION_END = re.compile(r"(?<!\w)([^\W\d_]{1,6})\.\s?$")
"""A full stop that may be of a short word ("Pje. Los Almendros")."""


@dataclass(frozen=True, slots=True)
class AddressWords:
    """How addresses look (identifiers/patterns.yaml).

    Attributes:
        anchors: what makes an address.
        boxes: of those, the ones whose number may look like a year.
        start: words that an address part begins with.
        tail: what goes on behind an address without a comma: the road of a kilometre, a landmark.
        lived_at: phrases before an address ("I live at").
        landmark: a word before a landmark or within a house that an address part begins with.
        shortened: abbreviations in addresses, behind whose full stop the address goes on.
        piece_behind: a part behind a comma.
        passed: a landmark that stands behind how a house looks ("casa amarela depois do curral").
        dwelling: a house or how it looks, up to such a landmark.
        street_behind: a street behind a house or a lot ("Lot 6 Kavanagasau Road").
        street_before: a word before the name of a street, abbreviated or not.
        ward_before: a quarter right before the number of its lot ("quartier Sica" before "2, rue 3.041").
        told_before: a quarter or a street with its name, up to a comma.
        street_tail: small words behind the name of a street ("prolongée").
        corner_tail: the second street of a corner.
        road_words: between the name of a road and its number ("route nationale 6").
        parts: kind of part -> how it looks where an address is told in speech.
        glue: small words between two parts.
        landmark_ends: words that no landmark holds.
        spoken: how addresses without a number are told.
        led_behind: the same parts behind an address that has a number.
        led_to: a place, and behind a comma a landmark beside it or the house by its look, up to the last place.
        law_parts: a part of a law, which a dwelling may have too ("section 11").
        laws: words of laws and of the parts they have.
        around: a part of an address with its number or name.
        venue: what a place is called where many meet.
        town: a town or the last street behind what an address is told by: ", à Hinche", ", Islamkot road".
        milestones: with a number they are the name of a place too ("PK12").
        measures: behind a number they make it a count ("in the room 55 minutes").
    """

    anchors: re.Pattern[str]
    boxes: re.Pattern[str]
    start: re.Pattern[str]
    tail: re.Pattern[str]
    lived_at: re.Pattern[str]
    landmark: re.Pattern[str]
    shortened: re.Pattern[str]
    piece_behind: re.Pattern[str]
    passed: re.Pattern[str]
    dwelling: re.Pattern[str]
    street_behind: re.Pattern[str]
    street_before: re.Pattern[str]
    ward_before: re.Pattern[str]
    told_before: re.Pattern[str]
    street_tail: re.Pattern[str]
    corner_tail: re.Pattern[str]
    road_words: frozenset[str]
    parts: Mapping[str, re.Pattern[str]]
    glue: re.Pattern[str]
    landmark_ends: frozenset[str]
    spoken: SpokenWords
    led_to: re.Pattern[str]
    led_behind: re.Pattern[str]
    law_parts: re.Pattern[str]
    laws: re.Pattern[str]
    around: re.Pattern[str]
    venue: re.Pattern[str]
    measures: re.Pattern[str]
    milestones: re.Pattern[str]
    town: re.Pattern[str]


def compile_addresses(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> AddressWords:
    """Make the patterns of addresses from the declared words.

    Args:
        declared: part "addresses" of patterns.yaml.
        figures: numbers as they are spoken.
    """
    streets, lived, after = (_words(declared[name]) for name in ("streets_before", "lived_at", "streets_after"))
    landmarks = _words([*declared["beside"], *declared["close_by"], *declared["floors"]])
    led_behind, led_to = _led_to(declared, figures)
    return AddressWords(
        anchors=_anchors(declared, figures),
        boxes=re.compile(rf"(?:{_words(declared['boxes'])})\b", re.IGNORECASE),
        start=re.compile(rf"(?:{_words(_address_words(declared))})\b", re.IGNORECASE),
        tail=_address_tail(declared),
        lived_at=re.compile(rf"(?<!\w)(?:{lived})(?!\w)\s?[:,]?\s", re.IGNORECASE),
        landmark=re.compile(rf"\s?(?:{landmarks}|(?:{_words(declared['beside_stems'])})\s{TIES})(?!\w)", re.IGNORECASE),
        shortened=re.compile(_words(declared["shortened"]), re.IGNORECASE),
        piece_behind=_piece_behind(declared["shortened"]),
        passed=re.compile(rf"(?:{_words(declared['nearby'])})(?!\w)", re.IGNORECASE),
        dwelling=re.compile(
            rf"(?<!\w)(?:{_words([*declared['houses'], *declared['gates'], *declared['colours']])})$", re.IGNORECASE
        ),
        street_behind=re.compile(rf",?\s(?:{CAPITAL}\s){{1,3}}(?i:{after})\b\.?"),
        street_before=re.compile(rf"(?<!\w)(?:{streets})\.?\s?$", re.IGNORECASE),
        ward_before=re.compile(rf"(?<!\w)(?i:{_words(declared['wards'])})\s(?:{CAPITAL}\s){{1,3}}$"),
        told_before=re.compile(rf"(?<!\w)(?i:{_words(declared['wards'])}|{streets})\.?\s(?:{CAPITAL}\s?){{1,3}},$"),
        street_tail=re.compile(rf"(?:\s(?:{_words(declared['street_tails'])})\b)+", re.IGNORECASE),
        corner_tail=re.compile(rf"\s(?i:y|e|et|and|&|con|com)\s(?:{CAPITAL}\s?){{1,3}}(?<!\s)(?=[,.;)\n]|$)"),
        road_words=frozenset(map(simplify, declared["road_words"])),
        parts=_spoken_parts(declared, figures),
        glue=re.compile(
            rf"(?:\s?,\s?|\s[-–]\s|\s)(?:(?i:{_words(declared['part_glue'])})\s|[ldLD]['’])?{ARTICLE}", re.IGNORECASE
        ),
        landmark_ends=frozenset(map(simplify, declared["landmark_ends"])),
        spoken=compile_spoken(declared, figures),
        led_to=led_to,
        led_behind=led_behind,
        around=_around(declared),
        **_others(declared),
        town=_town(declared),
    )


def _others(declared: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    """Return how laws, counts, milestones and places where many meet look, which are no addresses."""
    return {
        "law_parts": re.compile(rf"(?:{_words(declared['law_parts'])})\b", re.IGNORECASE),
        "measures": re.compile(rf"\s(?:{_words(declared['measures'])})(?!\w)", re.IGNORECASE),
        "milestones": re.compile(rf"(?:{_words(declared['milestones'])})\.?\s?\d{{1,3}}$", re.IGNORECASE),
        "venue": re.compile(rf"(?<!\w)(?:{_words(declared['venues'])})\s", re.IGNORECASE),
        "laws": re.compile(rf"(?<!\w)(?:{_words(declared['laws'])})(?!\w)", re.IGNORECASE),
    }


def _town(declared: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return how a town or the last street looks behind what an address is told by."""
    ends = _words([*declared["streets_after"], *declared["wards_after"], *declared["street_tails"]])
    return re.compile(
        rf", (?:(?:à|au|en|in|at|em|no|na) )?(?:[A-Z][a-z]{{1,3}}\. )?(?![A-Z]{{2}}){NAME}"
        rf"(?:[ -](?:(?:de|du|del|da|do|la|los|las) )?{NAME}){{0,3}}(?: (?i:{ends}))?(?= ?[,.;:)\n\"”»]| ?$)"
    )


def _around(declared: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return how a part of an address looks that has its number or name."""
    after = _words(declared["streets_after"])
    return re.compile(
        rf"(?<!\w)(?i:{_words(_address_words(declared))})\.?\s(?:[A-ZÀ-Þ]|\d)|,\s[A-ZÀ-Þ][\w'’-]{{2,}}"
        rf"|\s(?i:{after})\b"
    )


def _spoken_parts(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> dict[str, re.Pattern[str]]:
    """Return how the parts of an address that is told in speech look, in the order in which they are tried."""
    exact, houses, colours, links, units, wards, gates, ordinals = (
        _words(declared[name]) for name in "exact houses colours links units wards gates ordinals".split()
    )
    beside = _words(word for name in ("beside", "beside_stems", "nearby", "close_by") for word in declared[name])
    before, after, numbering = (_words(declared[name]) for name in ("streets_before", "streets_after", "numbering"))
    spoken = rf"(?i:{_words(figures)})"
    in_words = rf"{spoken}(?:[ -](?:(?:e|y|et|and)\s)?{spoken})*"
    number = rf"(?:[A-Z]{{0,3}}[- ]?\d{{1,6}}(?:[-/ ]?[A-Z0-9]{{1,3}}\b)*|{in_words})(?!\w)"
    named = rf"(?:(?i:{links})\s|[dl]['’])*(?:{NAME}|\d+\b)(?:\s(?:(?i:{links})\s|[dl]['’])*{NAME}){{0,3}}"
    gate = rf"\s(?i:with|avec|au|a|à|aux|de|con|com|do|da)\s{ARTICLE}(?:[^\W\d_]+\s){{0,2}}?(?i:{gates})"
    tinted = rf"(?:\s(?i:{colours})(?!\w))"
    return {
        LANDMARK: re.compile(rf"(?:(?i:{exact})\s)?(?i:{beside})(?:\s{TIES})?\s{ARTICLE}(?=[\w«“\"])"),
        STEPS: re.compile(_steps(declared, figures)),
        HOUSE: re.compile(
            rf"(?i:{colours})\s(?i:{houses}|{gates})(?!\w)|(?i:{houses})(?!\w)(?:{tinted}|{gate}{tinted}?)"
            r"(?:,?\s(?:[Nn]\.?\s?[º°]|#)\s?\d{1,5})?"
            rf"|(?i:{gates}){tinted}|(?i:{ordinals})\s(?i:{houses}|{gates})(?!\w)"
        ),
        FLOOR: re.compile(_floor(declared)),
        UNIT: re.compile(
            rf"(?i:{units})\.?,?\s?(?:(?i:{numbering})\.?\s?[°º]?\s?)?(?:{number}|[A-Z]\b)"
            rf"|(?i:{numbering})\.?\s?[°º]?\s?{number}"
        ),
        STREET: re.compile(
            rf"(?:{number},?\s)?(?:(?i:{before})\.?\s{named}(?:,?\s{number})?|(?:{NAME}\s){{1,3}}(?i:{after})\b)"
        ),
        WARD: re.compile(rf"(?i:{wards})\s{named}"),
        TOWN: re.compile(
            rf"{NAME}(?:\s(?:(?i:{links})\s|[dl]['’])?{NAME}){{0,3}}(?:\s\d{{2,6}}\b)?|\d{{4,6}}(?:-\d{{3}})?\b"
        ),
    }


def _floor(declared: Mapping[str, Sequence[str]]) -> str:
    """Return how a floor is told: "planta baja", "segundo piso", "2e étage"."""
    floors, ordinals, storeys = (_words(declared[name]) for name in ("floors", "ordinals", "storeys"))
    counted = r"\d{1,2}(?:\.?[ªº°]|er|[eè]me|e|st|nd|rd|th)"
    return rf"(?:(?i:{floors})|(?:(?i:{ordinals})|{counted})\s(?i:{storeys}))(?![\w-])"


def _led_to(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how a place and a landmark or a house behind it look: "Koko, près du château d'eau, Korhogo"."""
    wards, before, after, units, houses, ordinals, gates, links, colours = (
        _words(declared[name])
        for name in "wards streets_before streets_after units houses ordinals gates links colours".split()
    )
    beside = _words([*declared["beside"], *declared["close_by"], *declared["behind_place"]])
    tail = r"[^,.;:!?()\n\"”»|–—]{2,48}(?:\.[º°]\s?\d{1,5})?"
    named = rf"{NAME}(?:\s(?:(?i:{links})\s)?(?:{NAME}|\d{{1,3}}\b)){{0,4}}"
    sides = _words([*declared["street_tails"], *declared["wards_after"], "block"])
    place = rf"(?:(?i:{wards}|{before})\.?\s)?(?:(?i:{links})\s)?{named}(?:\s(?i:{sides})(?!\w))?"
    minor = rf"(?i:{wards}|{before}|{units})\.?\s{tail}"
    nowhere = _words([*figures, *declared["shares"], *declared["persons"], *declared["occasions"]])
    landmark = rf"(?i:{beside})\s{ARTICLE}(?!\d|(?i:{nowhere})(?!\w))(?=\w){tail}"
    lane = rf"(?i:{_words(declared['lanes'])})\s(?i:{links})\s{tail}"
    ties = _words(declared["house_ties"])
    house = (
        rf"{ARTICLE}(?:(?:(?i:{ordinals})|\d{{1,2}}(?:er|[eè]me|[eªº°]))\s)?(?i:{houses}|{gates})\s(?i:{ties})\s{tail}"
        rf"|{ARTICLE}(?i:{ordinals})\s(?i:{houses}|{gates})\b"
        rf"|{ARTICLE}(?i:{houses}|{gates})\s(?i:{colours})\s(?i:{beside})\s{tail}"
    )
    tinted = rf"{ARTICLE}(?i:{houses}|{gates})\s(?i:{colours})"
    stop = r"(?=[,.;:!?()\n\"”»|–—]|$)"
    behind = re.compile(rf"(?:,\s(?:{landmark}|{lane}|{house}){stop}){{1,3}}")
    street = rf"(?:(?i:{before})s?\s(?:(?i:{links})\s)?{NAME}(?:\s{NAME}){{0,2}}|(?:{NAME}\s){{1,3}}(?i:{after})\b)"
    corner = rf"(?i:{_words(declared['corner_nouns'])})\s{ARTICLE}{street}"
    other = rf"\s(?i:y|e|and|et|com|con)\s{ARTICLE}(?:{street}|{NAME}(?:\s{NAME}){{0,2}})"
    return behind, re.compile(
        rf"(?<!\w)(?:(?P<corner>{corner}{other})|(?<!['’-]){place}(?:,\s(?:{place}|{minor})){{0,2}},\s(?:{landmark}|{lane}|{house})"
        rf"{stop}(?:,\s(?:{landmark}|{lane}|{house}|{tinted}|{minor}|{place}){stop}){{0,3}}"
        rf"|(?i:{wards})\.?\s{named}(?:,\s{place})?,\s(?i:{houses})\s{NAME}(?:,\s{place}{stop})?"
        rf"|(?i:{ordinals})\s(?i:{houses}|{gates})\s(?i:{beside})\s{tail}{stop}"
        rf"|(?i:{houses})(?:\s(?i:{ties})(?:\s[^,.;:()\n]{{2,20}})?)?,\s(?i:{gates})\s(?i:{colours}),\s{landmark}{stop})"
    )


def _steps(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> str:
    """Return how the way from a landmark is told in blocks or metres: "2 c. al norte", "media cuadra abajo"."""
    lengths, bearings = _words(declared["lengths"]), _words(declared["bearings"])
    spoken = _words([*figures, *declared["counts"]])
    count = rf"(?:\d{{1,4}}(?:[.,]\d|\s?[½¼¾])?|[½¼¾]|(?i:media|medio|half a|{spoken}))"
    way = rf"\s(?:(?i:al|a la|hacia el|hacia la|to the|au|à)\s)?(?i:{bearings})(?!\w)"
    return rf"{count}\s?(?i:{lengths})\.?{way}(?:(?:\s(?i:y|e|and|et)|,)\s{count}(?:\s?(?i:{lengths})\.?)?{way})*"


def _metres(declared: Mapping[str, Sequence[str]]) -> str:
    """Return how a way is told whose metres go without saying: "200 sur y 50 oeste", "200 sur de la iglesia"."""
    leg = _leg(declared)
    landmark = r"\s(?:del|de(?:\s(?:la|las|los))?|d[aou]s?)\s[^\W\d_]+"
    return rf"(?:{leg}(?:\s(?:y|e)\s{leg})+(?:{landmark})?|{leg}{landmark})"


def _leg(declared: Mapping[str, Sequence[str]]) -> str:
    """Return how one stretch of such a way is told: "200 sur"."""
    return rf"(?:25|50|75|125|[1-9]\d?[05]0)\s(?i:{_words(declared['compass'])})(?!\w)"


def _address_tail(declared: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    links, roads, kinds, to, beside = (
        _words(declared[name]) for name in ("links", "roads", "road_words", "to", "beside")
    )
    article = r"(?:(?i:the|la|le|les|el|los|las|o|a|os|as|au)\s|[ld]['’])?"
    road = rf"\s(?i:{to}|on|along|sur|na|no|en)\s{article}(?i:{roads})(?:\s(?i:{kinds}))?"
    leads = rf"(?:\s(?i:{to})\s|\s)(?:(?i:{links})\s|{CAPITAL}\s?|\d+\b){{1,4}}(?<!\s)"
    ends = _words(declared["landmark_ends"])
    further = rf"(?:\s(?!(?i:{ends})(?!\w))[^\W_][\w'’-]*)"
    noun = rf"(?:(?i:{_words(declared['qualities'])})\s)?[^\W\d_]+"
    return re.compile(
        rf"{road}(?:{leads})?|,?\s(?i:{beside})\s{article}"
        rf"(?:[^\W\d_]+{further}{{0,4}}(?=\s?[,.;:!?)\n\"”»]|\s?$)|{noun}(?:\s(?:(?i:{links})\s)?{NAME})*)"
    )


def _address_words(declared: Mapping[str, Sequence[str]]) -> list[str]:
    return [*declared["streets_before"], *declared["units"], *declared["wards"], *declared["floors"]]


def _words(listed: Iterable[str]) -> str:
    """Return an alternation of words, the longest first, accents and abbreviation marks left open."""
    return any_of(listed, LOOSE)


def _anchors(declared: Mapping[str, Sequence[str]], figures: Sequence[str]) -> re.Pattern[str]:
    before, after, units, wards, boxes = (
        _words(declared[name]) for name in ("streets_before", "streets_after", "units", "wards", "boxes")
    )
    link, houses = rf"(?:{_words(declared['links'])})", _words([*declared["houses"], *declared["gates"]])
    capital, steps = rf"(?:[dlDL]['’])?{CAPITAL}", _steps(declared, figures)
    corner = rf"\s(?i:{_words(declared['corners'])})\.?\s(?:{link}\s|{capital}\s?|\d{{1,3}}\b\s?){{1,4}}(?<!\s)"
    sides, papers = _words(declared["street_tails"]), _words([*declared["laws"], *declared["papers"]])
    floor = rf"(?:,?\s{_floor(declared)}|,?\s(?i:{units})\.?\s\d{{1,3}})?,?"
    name = rf"(?:{link}\s|{capital}\s|\d{{1,2}}\s(?={link}\s))*"
    dated = rf"\d{{1,2}}\s(?i:de|du|of)\s{capital}"  # "calle 14 de Mayo, casa azul"
    tinted = rf"{name}{capital}(?=,\s(?i:{houses})\s(?i:{_words(declared['colours'])})(?!\w))"
    return re.compile(
        rf"(?<!\w)(?:(?i:{before})\.?\s(?:{dated}(?:(?=,\s(?i:{houses}|{units})(?!\w))|{corner})|{tinted})"
        rf"|(?:{HOUSE_NUMBER},?\s|\d{{1,2}}(?:[aªº]|[rdtvnm]a|er|[dtvm]o)\.?\s)?(?i:{before})\.?\s(?:{name}{capital}(?:{corner})?,?\s{HOUSE_NUMBER}|{name}{HOUSE_NUMBER})"
        rf"(?:,?\s?(?:#|[Nn]\.?\s?[°ºor]{{1,2}}\.?|[Nn][úu]m\.?)\s?{HOUSE_NUMBER}|,?\s?{UNNUMBERED})?(?:{corner})?"
        rf"|(?!(?i:{papers})\s)(?:{capital}\s){{1,3}}(?:[Nn]\.?\s?[°ºo]\.?\s?)?\d{{2,5}}{floor}{corner}"
        rf"|(?i:{before})\.?\s\d{{1,3}}(?:[aªº°])?\s(?i:{sides})(?!\w)"
        rf"|\d{{1,3}}(?:[aªº°]|st|nd|rd|th)?\s(?i:{before}|{after})\s(?i:{sides})(?!\w)"
        rf"|(?i:{before}|{wards})\.?\s(?:\d{{1,2}}\s|[^\W\d_]+,?\s){{1,5}}{UNNUMBERED}"
        rf"|(?i:{wards})\.?\s{name}{capital},\s"
        rf"(?:(?=[Nn#]){HOUSE_NUMBER}|{steps}(?:\s(?i:del?|d[aou]s?|du|of|from)\s{ARTICLE}[^\W\d_]+)?)"
        rf"|(?:(?i:{wards})\.?\s)?(?:{capital}\s){{0,2}}{capital},\s{_metres(declared)}"
        rf"|(?i:de|del|desde|from)\s(?:[^\W\d_]+,?\s){{1,6}}?(?:{steps}|{_leg(declared)}(?=\s?[,.;)\n]|$))"
        rf"|(?:{capital}\s){{0,2}}{capital},\s{steps}\s(?i:del?|d[aou]s?|du|of|from)\s{ARTICLE}"
        rf"[^\W\d_]+(?:\s(?:{link}\s)?[^\W\d_]+(?=[,.;)\n]|$))?"
        rf"|{steps}\s(?i:del?|d[aou]s?|du|of|from)\s{ARTICLE}[^\W\d_]+(?:\s(?:{link}\s)*{capital}){{0,3}}"
        rf",\s(?i:{houses})(?!\w)[^,.;:()\n]{{0,40}}(?=[,.;)\n]|$)"
        rf"|(?i:{before})\.?\s(?:{name}{capital}|{HOUSE_NUMBER}){corner}"
        rf"|(?i:{_words(declared['codes'])})\s(?:(?i:is|est|es)\s|é\s|:\s)?[A-Z][A-Z0-9]-\d{{3,4}}-\d{{4}}\b"
        rf"|{HOUSE_NUMBER},?\s(?i:{before})\.?\s{name}(?:{capital}|\d[\d-]*(?:\s{capital})?)"
        rf"|(?:{HOUSE_NUMBER},?\s)(?:{capital}\s){{1,3}}(?i:{after})\b"
        rf"|(?:{capital}\s){{1,3}}(?i:{after})\.?,?\s{HOUSE_NUMBER}"
        rf"|\d{{1,2}}(?:er|[eè]me|e|st|nd|rd|th)\s(?i:{before}|{after}),?\s(?=[Nn#]){HOUSE_NUMBER}"
        rf"|(?:{capital}\s(?:{link}\s)*){{1,3}}(?:[NSEO][eo]?)?\d{{1,3}}-\d{{2,3}}\s(?i:y|e)\s(?:{capital}\s?){{1,3}}(?<!\s)"
        rf"|(?i:{before}|{units}|{wards})\.?\s{name}{capital},\s{_floor(declared)}"
        rf"|(?i:{units}|{wards})\s(?:{capital}\s?){{1,3}},\s(?i:{before})\.?\s(?:{link}\s|{capital}\s?){{1,4}}(?<!\s)"
        rf"(?:,?\s{HOUSE_NUMBER})?"
        rf"|(?:\d\d\s)?(?i:{boxes})(?![^\W\d_])[.:]?[ \u00a0]?(?:[Nn]\.?[°ºo]\.?\s?)?"
        r"(?![- ]?\d\d?-\d\d?-(?:19|20)\d\d\b)[A-Z]{0,3}[- ]?\d{1,7}"
        r"(?:(?:-\d{1,6}){1,2}|-?[A-Za-z]|[ \u00a0]\d{3}(?!\d))?\b"
        rf"|(?i:{units})(?![^\W\d_])\.?[ \u00a0]?(?:(?:[A-Z]{{1,3}} ){{0,2}}{HOUSE_NUMBER}"
        r"(?: [A-Z] \d{1,3}\b)?"
        rf"|[A-Z]\b(?=,\s(?i:{units}))))"
    )


def find_anchored_addresses(text: str, words: AddressWords) -> list[tuple[int, int]]:
    """Find addresses: an anchor with what goes on beside it, and those that are told in speech.

    Args:
        text: as received.
        words: how addresses look.

    Returns:
        Half-open offsets; they may overlap.
    """
    spans: list[tuple[int, int]] = []
    if HAS_ANCHOR.search(text):
        for match in words.anchors.finditer(text):
            if (spans and match.start() < spans[-1][1]) or _is_no_anchor(text, match, words):
                continue
            start = _extend_left(text, match.start(), words)
            if along := ALONG.search(text, max(0, start - LOOK_AHEAD), start):
                start = along.start()
            end = _end_of_address(text, match.end(), words)
            if (start, end) != match.span() or not _is_milestone(text, match, words):
                spans.append((start, end))
        spans += list(_find_dwellings(text, spans, words))
    spans += _find_led_to(text, words)
    spans = [(start, _end_with_towns(text, start, end, words)) for start, end in spans]
    spans += find_spoken_addresses(text, words.spoken)
    spans = [(_start_with_number(text, start), end) for start, end in spans]
    return [*spans, *_crossings(text, spans)]


def _is_no_anchor(text: str, match: re.Match[str], words: AddressWords) -> bool:
    """Tell whether what looks like a part of an address is a year, a part of a law, a count or the number of a list."""
    if LINE_BREAK.search(match.group()):
        return True
    if YEAR_ONLY.match(match.group()) and not words.boxes.match(match.group()):
        return True  # "plan conjunto 2024"
    if words.law_parts.match(match.group()) and _is_of_law(text, *match.span(), words):
        return True  # "section 11 of the Act"
    if LIST_NUMBER.search(match.group()) and text[match.end() : match.end() + 1] == ")":
        return True  # "compra local. 3) ..."
    return (
        match.group()[-1].isdigit() and words.measures.match(text, match.end()) is not None
    )  # "in the room 55 minutes"


def _is_milestone(text: str, match: re.Match[str], words: AddressWords) -> bool:
    """Tell whether an anchor is a milestone alone, at which nobody is said to live: "o mercado do Km 30"."""
    if not words.milestones.match(match.group()):
        return False
    before = max(0, match.start() - LOOK_AHEAD), match.start()
    return not (words.lived_at.search(text, *before) or words.spoken.announcing.search(text, *before))


def _end_with_towns(text: str, start: int, end: int, words: AddressWords) -> int:
    """Return where an address ends with all that is told of the place, and the town behind it."""
    end = end_of_told(text, end, words.spoken)
    while LAST_TOLD.search(text, start, end) and (town := words.town.match(text, end)):
        end = end_of_told(text, town.end(), words.spoken)
    return end


def _start_with_number(text: str, start: int) -> int:
    """Return where an address begins with the number of its house, which may stand before the street."""
    if not text[start : start + 1].isupper():
        return start
    number = NUMBER_BEFORE.search(text, max(0, start - LOOK_BACK), start)
    return number.start() if number else start


def _find_led_to(text: str, words: AddressWords) -> Iterable[tuple[int, int]]:
    """Find places with a landmark or a house behind them, and corners of two streets."""
    for match in words.led_to.finditer(text):
        if match["corner"]:
            start = _extend_left(text, match.start(), words)
            yield with_small_words(text, start), _end_of_address(text, match.end(), words)
        elif not (
            is_scene(text, *match.span(), words.spoken)
            or _is_venue(text, *match.span(), words)
            or is_of_body(text, *match.span(), words.spoken)
        ):
            yield with_small_words(text, match.start()), match.end()


def _is_venue(text: str, start: int, end: int, words: AddressWords) -> bool:
    """Tell whether a place is one where many meet: "hotel Azalaï, en face du fleuve"; not "7 Hospital Hill"."""
    if _start_with_number(text, start) < start:
        return False
    venue = words.venue.search(text, max(0, start - LOOK_AHEAD), end)
    return venue is not None and venue.start() <= start <= venue.end()


def _crossings(text: str, found: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Join two addresses that a small word ties: "calle 72 con avenida 8, piso 4"."""
    for start, end in found:
        if tie := CROSSING.match(text, end):
            yield from ((start, last) for first, last in found if first == tie.end())


def _is_of_law(text: str, start: int, end: int, words: AddressWords) -> bool:
    """Tell whether a section with its number is of a law: one is spoken of, or nothing of an address stands around."""
    before, behind = text[max(0, start - LOOK_AROUND) : start], text[end : end + LOOK_AROUND]
    if words.laws.search(before) or words.laws.search(behind):
        return True
    before, behind = SENTENCE_END.split(before)[-1], SENTENCE_END.split(behind)[0]
    is_lived_at = words.lived_at.search(before) is not None
    return not (is_lived_at or words.around.search(before) or words.around.search(behind))


def _read_part(text: str, start: int, words: AddressWords, *, is_first: bool) -> tuple[str, int]:
    for kind, pattern in words.parts.items():
        match = pattern.match(text, start)
        if match is None or (kind == TOWN and is_first):
            continue
        if kind == LANDMARK:
            end = _end_of_landmark(text, match.end(), words)
            return (kind, end) if end > match.end() else ("", start)
        return kind, match.end()
    return "", start


def _end_of_landmark(text: str, start: int, words: AddressWords) -> int:
    """Return where the landmark ends that begins at an offset: at a mark, or before a word that no landmark holds."""
    end = start
    told: list[tuple[str, int]] = []
    for match in re.finditer(r"(?:[^\S\n]|\n(?!\d))?[«“\"]?([^\W_][\w'’-]*)[»”\"]?", text[start : start + 90]):
        if match.start() + start != end or len(told) == LONGEST_LANDMARK:
            break
        if told and simplify(match.group(1)) in words.landmark_ends:
            break
        told.append((match.group(1), start + match.end()))
        end = start + match.end()
    while told and len(told[-1][0]) < SHORT_PIECE and told[-1][0].islower():
        told.pop()  # a small word that goes on with something else
    if len(told) == LONGEST_LANDMARK:  # nothing ends it: up to its last capital, or its noun
        named = [place for place, (word, _) in enumerate(told) if word[0].isupper()]
        told = told[: (named[-1] if named else 1) + 1]
    return told[-1][1] if told else start


def _find_dwellings(text: str, found: Sequence[tuple[int, int]], words: AddressWords) -> Iterable[tuple[int, int]]:
    """Find the addresses that a sentence announces, whatever their parts are: "I live at 17B Sander Lane, off ..."."""
    for match in words.lived_at.finditer(text):
        start = end = match.end()
        if not (text[start : start + 1].isupper() or text[start : start + 1].isdigit()) and not words.landmark.match(
            text, start
        ):
            continue
        pieces = 0
        for piece in ADDRESS_PIECE.finditer(text, start):
            kept = piece.group(1)
            if piece.start() != end or not _is_address_piece(kept, words):
                break
            leading = kept if words.landmark.match(kept) else _leading_part(kept, words)
            pieces += 1
            end = piece.start(1) + len(leading)
            if leading.strip() != kept.strip():
                break
        is_told = words.landmark.search(text, start, end) or words.start.search(text, start, end)
        is_known = any(start <= first and last <= end + LOOK_AHEAD and first < end for first, last in found)
        if pieces > 1 and (is_known or is_told or any(map(str.isdigit, text[start:end]))):
            yield start, max([end, *(last for first, last in found if start <= first < end)])


def _is_address_piece(piece: str, words: AddressWords) -> bool:
    if len(piece.split()) > LONGEST_DWELLING:
        return False
    return bool(words.landmark.match(piece) or re.search(r"[A-ZÀ-Þ\d]", piece))


def _end_of_address(text: str, end: int, words: AddressWords) -> int:
    if day := DAY_BEHIND.match(text, end):
        end = day.end()
    for pattern in (words.street_tail, words.street_behind, words.corner_tail, NAMED_BEHIND):
        behind = pattern.match(text, end)
        end = behind.end() if behind else end
    for _ in range(2):  # a landmark may stand behind the road
        tail = words.tail.match(text, end)
        end = _extend_right(text, tail.end() if tail else end, words)
    if behind := words.led_behind.match(text, end):
        end = _extend_right(text, behind.end(), words)
    while (further := _end_of_next_part(text, end, words)) > end:
        end = _extend_right(text, further, words)
    last = words.street_tail.match(text, end)  # "numéro 91 bis"
    return last.end() if last else end


def _end_of_next_part(text: str, end: int, words: AddressWords) -> int:
    """Return where the part ends that goes on with an address as it is told, the offset itself without one."""
    glue = words.glue.match(text, end)
    kind, stop = _read_part(text, glue.end(), words, is_first=True) if glue else ("", end)
    if not kind or glue is None:
        return end
    is_apart = "," in glue.group() or "-" in glue.group()
    if kind == LANDMARK:
        is_passed = words.passed.match(text, glue.end()) and words.dwelling.search(text, max(0, end - LOOK_AHEAD), end)
        return stop if is_passed or words.landmark.match(text, glue.end()) else end
    return stop if is_apart or kind in (STREET, HOUSE, WARD, STEPS) else end


def _extend_right(text: str, end: int, words: AddressWords) -> int:
    for _ in range(MOST_ADDRESS_PIECES):
        match = words.piece_behind.match(text, end)
        if not match:
            break
        piece = match.group(1)
        is_told = any(words.parts[kind].match(text, match.start(1)) for kind in (STEPS, HOUSE))
        if is_told or words.led_behind.match(text, end):
            break  # a part that is told, which need not hold a capital
        kept = _leading_part(piece, words)
        if not kept:
            break
        end = match.start(1) + len(kept)
        if kept.strip() != piece.strip():
            stop = match.start(1) + len(piece.rstrip(' "”»'))
            return max(end, end_of_piece(text, match.start(1), stop, words.spoken.pieces))
    return end


def _leading_part(piece: str, words: AddressWords) -> str:
    """Return what of a part between commas goes on with an address: capitals, numbers and words of addresses."""
    last = 0
    tokens = list(re.finditer(r"\S+", piece))
    for token in tokens[:LONGEST_ADDRESS_PIECE]:
        word = token.group()
        is_link = word.lower() in ("de", "da", "do", "du", "des", "dos", "la", "el", "los", "las", "del")
        is_link = is_link or simplify(word) in words.road_words
        is_elided = re.match(r"[dl]['’][A-ZÀ-Þ]", word) is not None
        if word[0].isupper() or word[0].isdigit() or words.start.match(word) or is_elided or word in "-–":
            last = token.end()
        elif not (is_link or NUMBER_SIGN.fullmatch(word)) or token is tokens[0]:
            break
    return piece[:last].rstrip('"”»')


def _piece_behind(shortened: Sequence[str]) -> re.Pattern[str]:
    """Return how a part behind a comma looks: up to a mark, over the full stops of abbreviations."""
    stops = "|".join(rf"(?<=\b{word})|(?<=\b{word.capitalize()})" for word in shortened)
    return re.compile(
        r",\s*((?:[^,.;:()\n]|\.(?=[ºª°\w]|\s\d)|(?<=\bHH)\.|(?<=\b[A-Z])\."
        rf"|(?<=\b[a-z]{{3}})\.(?=,|\s\d)|(?<=\b[a-z]{{2}})\.(?=\s\d)|(?:{stops})\.(?=\s\w))+)"
    )


def _behind_sentence(piece: str, words: AddressWords) -> str:
    """Return what of a part stands behind the last full stop that is not of an abbreviation in addresses ("Pje. ")."""
    first = 0
    for stop in re.finditer(r"\.\s?(?![ªº°])", piece):
        short = ABBREVIATION_END.search(piece, max(0, stop.start() - LONGEST_SHORT), stop.end())
        if short is None or not words.shortened.fullmatch(short.group(1)):
            first = stop.end()
    return piece[first:].lstrip()


def _without_floor(piece: str, words: AddressWords) -> str:
    """Return a part without the floor or phase that ends it: "Cocody Angré 8e tranche"."""
    floor = next((match for match in words.parts[FLOOR].finditer(piece) if match.end() == len(piece)), None)
    return piece[: floor.start()].rstrip() if floor and floor.start() else piece


def _is_between(text: str, start: int, piece: str, words: AddressWords) -> bool:
    """Tell whether a short part behind a quarter or a street says what was there: "quartier X, ancien dragage"."""
    before = text[max(0, start - LONGEST_LEFT) : start].rstrip()
    is_former = len(piece.split()) < SHORT_PIECE and FORMER.match(piece) is not None
    return is_former and words.told_before.search(before) is not None


def _is_of_body(piece: str, start: int, words: AddressWords) -> bool:
    """Tell whether a name within a part is of a ministry or a hotel, in which the rest of the address lies."""
    if words.landmark.search(piece, 0, start):
        return False
    venue = words.venue.search(piece, max(0, start - LOOK_AHEAD))
    is_venue = venue is not None and venue.start() <= start <= venue.end()
    body = words.spoken.bodies.match(piece, start) or words.spoken.of_body.search(piece[:start])
    return is_venue or body is not None


def _extend_left(text: str, start: int, words: AddressWords) -> int:
    if ward := words.ward_before.search(text, max(0, start - LONGEST_LEFT), start):
        start = ward.start()
    elif OWN_NUMBER.match(text, start) and (quarter := NAME_BEFORE.search(text, max(0, start - LOOK_AHEAD), start)):
        start = quarter.start()
    for _ in range(MOST_ADDRESS_PIECES):
        before = re.search(r"([^,;:()\n–—•]+),\s*$", text[max(0, start - LONGEST_LEFT) : start])
        if not before:
            break
        piece = _behind_sentence(before.group(1), words)
        offset = max(0, start - LONGEST_LEFT) + before.end(1) - len(piece)
        starts = [
            match.start()
            for match in words.start.finditer(piece)
            if match.start() == 0 or piece[match.start() - 1] == " "
        ]
        head = _without_floor(piece, words)
        named = PLACE_PIECE.search(head) if len(head.split()) > SHORT_PIECE else re.search(r"^.*[A-ZÀ-Þ].*$", head)
        if named and _is_of_body(head, named.start(), words):
            break
        if starts and piece[starts[0] :][:1] and re.search(r"[A-ZÀ-Þ\d]", piece[starts[0] + 1 :]):
            start = offset + starts[0]
        elif named:
            start = offset + named.start()
        elif (
            any(words.parts[kind].fullmatch(piece) for kind in (FLOOR, STEPS))
            or (starts[:1] == [0] and len(piece.split()) <= SHORT_PIECE)  # "sanzala de baixo"
            or (NUMBERED.fullmatch(piece) and text[:offset].rstrip().endswith(","))
            or _is_between(text, offset, piece, words)
            or end_of_piece(text, offset, offset + len(piece), words.spoken.pieces) == offset + len(piece)
        ):
            start = offset
        else:
            break
    street = words.street_before.search(text[max(0, start - LOOK_AHEAD) : start])
    if street:
        return start - len(street.group())
    unit = re.search(r"(?:^|[\s(])([^\W\d_]{2,14}\.?\s)$", text[max(0, start - 18) : start])
    return start - len(unit.group(1)) if unit and words.start.match(unit.group(1)) else start
