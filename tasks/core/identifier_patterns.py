"""Identifiers other than names: e-mails, profiles, positions, numbers, dates of birth and addresses in a text.

A number is told by the nearest word that announces it; one that nothing announces is taken for an identifier by its
shape alone, unless it is an amount, a date, a year or the reference of a law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.alternations import any_of
from tasks.core.dates import MONTH_NUMBERS, read_date
from tasks.core.spellings import simplify
from tasks.core.text_tables import find_cells

LOOSE = {
    "a": "[aàáâã]",
    "e": "[eéèê]",
    "i": "[iíî]",
    "o": "[oóôõ]",
    "u": "[uúûü]",
    "c": "[cç]",
    "n": "[nñ]",
    " ": r"[\s.-]{1,2}",
}
"""Letters -> what may stand for them in what announces an identifier."""
EMAIL_PATTERN = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+\s?(?:@|\[at\]|\(at\)|\(a\)|\[arroba\]|\(arroba\)|\[arobase\]|\(arobase\))\s?[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
HANDLE_PATTERN = re.compile(r"(?<![\w@.])@[A-Za-z_À-ÿ][\w.]{1,40}(?<!\.)")
IBAN_PATTERN = re.compile(r"(?<![\w])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}(?!\w)")
_DEGREES = r"[-−]?\d{1,3}[.,]\d{3,}"
_SEXAGESIMAL = r"\d{1,3}\s?[°º]\s?\d{1,2}\s?['’′]\s?(?:\d{1,2}(?:[.,]\d+)?\s?[\"”″]\s?)?"
POSITION_PATTERN = re.compile(
    rf"(?<![\d.])(?:(?<!\w)lat\w*[:. ]{{1,2}})?[NSns]?\s?{_DEGREES}\s?°?\s?[NSns]?\s?[,;/ ]\s?"
    r"(?:(?:lon|long|lng)\w*[:. ]{0,2})?"
    rf"[EWOewo]?\s?{_DEGREES}(?:\s?°?\s?[EWOewo]\b)?"
    rf"|{_SEXAGESIMAL}[NSns][\s,;]*{_SEXAGESIMAL}[EWOewo]\b"
)
NUMBER_PATTERN = re.compile(
    r"(?<![\w@/.])(?:[(+]{1,2})?"
    r"(?:[A-Z]{1,5}[ -]?(?=[\d(])|[A-Z]{2,5}/(?=[A-Z0-9/]*\d)|[A-Z][a-z] (?=\d))?"
    r"[A-Z]{0,2}\d[\dA-Z]*"
    r"(?:\)|(?:[ \u00a0\u202f–-]{1,2}|\.(?=\d)|/|\(\d\)\s?|\(|\)[\s-]?|\s\()"
    r"(?:[A-Z]{0,4}\d[\dA-Z]*|[A-Z]{1,4}(?![a-zà-ÿ])|[A-Z][a-z]{1,2}(?= \d)))*"
    r"(?:\s(?:ext|poste|interno|ramal)\.?\s?\d{1,5})?"
)
PLATE_SHAPE = re.compile(
    r"[A-Z]\d[A-Z][ -]\d{3}|[A-Z]{1,3}[ -]\d{2,4}[ -]?[A-Z]{1,3}|[A-Z]{2,3}\d{3}[A-Z]{1,2}"
    r"|[A-Z]{2}-\d{2}-\d{2}-[A-Z]{2}|\d{1,4}[ -][A-Z]{2,3}[ -]\d{2,4}"
    r"|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-\d{2}"
    r"|\d{4} ?[A-Z]{2} ?\d{2}|[A-Z]{1,3}[ -]\d{3,5}[ -][A-Z]"
)
"""Letters on both sides of figures, or figures on both sides of letters: plates that no word announces."""
WHOLE_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2} [A-Z]{2,3}-\d{4}|[A-Z]{2} \d{1,2} [A-Z]{1,2} \d{4}|\d{2} [A-Z]{2} \d{4}(?: [A-Z]{2})?"
    r"|\d{4}-[A-Z]{3}|[A-Z]{3}-\d{3} [A-Z]{2})"
    r"(?![\w-])"
)
"""Plates of two groups of letters and two of figures, or of a group that no code is made of."""
OWNED_PLATE = re.compile(r"[A-Z]{2,3}[ -]?\d{3,5}(?:[ -]?[A-Z]{1,2})?")
GROUP_BEHIND = re.compile(r"\s\d{4,5}\s\d{4}\b")
"""Goes on with a number that begins as a year does ("DPI 1984 37021 1315")."""
FOUR_AND_FOUR = re.compile(r"\d{4}[- ]\d{4}")
"""A phone, and no date, unless both halves are years."""
EXTENSION_PATTERN = re.compile(r"\s(?:ext|poste|interno|ramal)\.?\s?\d{1,5}$")
REFERENCE_CODE = re.compile(r"(?<![\w@/])[A-Z]{2,6}(?:[/.-][A-Z0-9]{1,8}){1,4}(?![\w])")
DATE_PATTERN = re.compile(
    r"\d{1,2}\s?[./-]\s?(?:\d{1,2}|[^\W\d_]{3,10})\s?[./-]\s?\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|(?<!\d)(?:[12]\d|3[01]|0?[1-9])(?:er|st|nd|rd|th|º|ro)?(?:\s(?:de|of))?\s[^\W\d_]{3,12}\.?,?(?:\s(?:de|del))?\s(?:\d{4}|\d{2})(?!\d)"
    r"|[^\W\d_]{3,12}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|(?<!\d)(?:19|20)\d{2}(?!\d)"
)
YEAR_PATTERN = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
DAY_PATTERNS = (
    re.compile(r"(?<![\w/.-])\d{1,2}(?:er|st|nd|rd|th|º|ro)?\s(?:de\s|of\s)?([^\W\d_]{3,10})(?!\w)"),
    re.compile(r"(?<!\w)([^\W\d_]{3,10})\s\d{1,2}(?:st|nd|rd|th)?(?![\w/.-]\d|\w)"),
)
PHONE_BEHIND = re.compile(r"\s?[,;:(]\s?((?:\(?\+?\d{1,4}\)?[ .-]?)(?:\d[ .-]?){4,10}\d)(?![\d.,]*\s?[%$€])\b")
DATE_BEHIND = re.compile(r"\s?[,(]\s?(?:de |do |del |du |le |of |the )?")
BORN_SHORT = re.compile(r"\((?:b|n|nac|nasc|née?)\.\s?$")
MONTH_BEFORE = re.compile(r"(?<!\w)([^\W\d_]{3,10})\.?\s(?:de\s)?$")
WITHIN_NUMBER = re.compile(r"\d[-/.]$|\d$")
LATEST_BIRTH, LATEST_ADULT = 2000, 2010
THOUSANDS_PATTERN = re.compile(r"\s?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*\s?")
PLACE_PIECE = re.compile(r"(?<!\S)[A-ZÀ-Þ][\w'’-]+(?:\s(?:d[eaou]s?|la|del|[A-ZÀ-Þ\d][\w'’-]*))*$")
BIRTH_ACCENT = re.compile(r"(?<!\w)ne(?:e)?s?(?!\w)", re.IGNORECASE)
YEARS_PATTERN = re.compile(r"(?:19|20)\d{2}\D{1,3}(?:(?:19|20)\d{2}|\d{2})")
GROUPED_PATTERN = re.compile(r"[1-9]\d{0,2}(?:([ .,\u00a0\u202f])\d{3})(?:\1\d{3})*")
WORD_PATTERN = re.compile(r"[^\W\d_]+(?:[./][^\W\d_]+)*", re.UNICODE)
LINE_BREAK = re.compile(r"[^\W\d_]\n\d")
"""Between the end of a line and a number that begins the next ("Date and place", "9 June")."""
LOOK_BACK, LOOK_AHEAD = 64, 24
BIRTH_REACH = 48
NEAR_WORDS = 10
LONGEST_DATE = 8
FEWEST_PLATE_DIGITS = 2
ACCOUNT_LABEL = re.compile(r"(?<![^\W_])(?:[A-ZÀ-Þ][\w-]*[ \u00a0]){1,3}$")
SHORT_PIECE = 3
LONGEST_DWELLING = 7
ADDRESS_PIECE = re.compile(
    r"[,\s]*((?:[^,;:\n.\"”»]|\.(?=[ºª°\w,]|\s\d)|(?<=\b\w)\.(?!\n)|(?<=\b[A-Z][a-z])\.|(?<=\b[a-z]{3})\.(?=,))+)"
)
SERVICE_BEHIND = re.compile(r"(?<=\d)\s\(([A-ZÀ-Þ][\w-]*(?:\s[A-ZÀ-Þ][\w-]*){0,2})\)")
EXTENSION_BEHIND = re.compile(r"(?<=\d),\s(?:ext|poste|interno|ramal|extension)\.?\s?\d{1,5}\b")
NEAR_VEHICLE = 40
SHORTEST_BARE, SHORTEST_ANNOUNCED, SHORTEST_MIXED, MOST_DIGITS = 7, 4, 5, 26
SHORTEST_PHONE, SHORTEST_PLATE, SHORTEST_CODE = 6, 3, 7
FEWEST_SPOKEN = 6
"""Figures or tens in words, one after the other, that are a number somebody is reached by."""
FEWEST_CELL_DIGITS = {"birth_date": 4, "address": 1}
"""Of a cell beneath a head; five where nothing else is said."""
KINDS = ("phone", "account", "id_number", "plate", "reference")
CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
MOST_ADDRESS_PIECES, LONGEST_ADDRESS_PIECE = 6, 5


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in a text.

    Attributes:
        start: half-open offset.
        end: end of it.
        kind: "phone", "e_mail", "id_number", "account", "plate", "gps", "handle", "address" or "birth_date".
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class PatternWords:
    """How identifiers are announced (identifiers/patterns.yaml).

    Attributes:
        announcing: simplified word or phrase -> kind of number it announces.
        numbering: words that tell a number behind a word of law to be the law's ("décret numéro 2021-087").
        plate_owners: phrases right before a plate that nothing else announces.
        quantities: words beside an amount or a count.
        marks: signs beside an amount.
        per_cent: phrases behind a share.
        birth: words before a date of birth.
        birth_papers: papers and ages, near which a date that lies long back is one.
        profiles: addresses on the web whose pages are persons'.
        on_networks: somebody told on a network without a sign ("on Twitter I am maria_c").
        networks: names of social networks.
        spelled: an e-mail as it is read out.
        read_out: figures and tens in words, one after the other.
        heads: kind of identifier -> what a table calls its column of them.
        anchors: what makes an address.
        address_start: words that an address part begins with.
        address_tail: what goes on behind an address without a comma: the road of a kilometre, a landmark.
        lived_at: phrases before an address ("I live at").
        landmark: a word before a landmark or within a house that an address part begins with.
        street_behind: a street behind a house or a lot ("Lot 6 Kavanagasau Road").
        street_before: a word before the name of a street, abbreviated or not.
        corner_tail: the second street of a corner.
        road_words: between the name of a road and its number ("route nationale 6").
    """

    announcing: Mapping[str, tuple[str, ...]]
    numbering: frozenset[str]
    plate_owners: frozenset[str]
    quantities: frozenset[str]
    marks: frozenset[str]
    per_cent: tuple[str, ...]
    birth: frozenset[str]
    birth_papers: frozenset[str]
    profiles: re.Pattern[str]
    networks: re.Pattern[str]
    on_networks: re.Pattern[str]
    spelled: re.Pattern[str]
    read_out: re.Pattern[str]
    heads: Mapping[str, frozenset[str]]
    anchors: re.Pattern[str]
    address_start: re.Pattern[str]
    address_tail: re.Pattern[str]
    lived_at: re.Pattern[str]
    landmark: re.Pattern[str]
    street_behind: re.Pattern[str]
    street_before: re.Pattern[str]
    corner_tail: re.Pattern[str]
    road_words: frozenset[str]


def compile_patterns(declared: Mapping[str, Any]) -> PatternWords:
    """Make the patterns from the declared words.

    Args:
        declared: content of patterns.yaml.
    """
    announcing: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        for word in declared["announcing"][kind]:
            announcing[simplify(word)] = (*announcing.get(simplify(word), ()), kind)
    return PatternWords(
        announcing=announcing,
        numbering=frozenset(map(simplify, declared["numbering"])),
        plate_owners=frozenset(map(simplify, declared["plate_owners"])),
        quantities=frozenset(map(simplify, declared["quantity"])),
        marks=frozenset(declared["quantity_marks"]),
        per_cent=tuple(map(simplify, declared["per_cent"])),
        birth=frozenset(map(simplify, declared["birth"])),
        birth_papers=frozenset(map(simplify, declared["birth_papers"])),
        profiles=_profiles(declared),
        networks=re.compile(
            rf"(?<!\w)(?:{_words(declared['networks'])})(?:\s(?:id|user|name|account|compte|cuenta|conta|is|est|es|é))*"
            r"(?:\s?[:=]\s?([\w.-]*[._\d][\w.-]*\w)|(?<=\w{4})\s([a-z][\w-]*[._\d][\w.-]*\w))",
            re.IGNORECASE,
        ),
        on_networks=re.compile(
            rf"(?<!\w)(?:{_words(declared['networks'])}),?\s(?:{_words(declared['on_network'])})\s?:?\s"
            r"[\"“«]?([^\W\d_]?[a-z\d]*[._\d][\w.-]*\w)",
            re.IGNORECASE,
        ),
        spelled=_spelled(declared),
        read_out=_read_out(declared["spoken_figures"], declared["spoken_joiners"]),
        heads={kind: frozenset(map(simplify, told)) for kind, told in declared["column_heads"].items()},
        **_address_patterns(declared["addresses"]),
        road_words=frozenset(map(simplify, declared["addresses"]["road_words"])),
    )


def _address_patterns(declared: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    """Return how the parts of addresses look, by the fields of `PatternWords`."""
    streets, lived, after = (_words(declared[name]) for name in ("streets_before", "lived_at", "streets_after"))
    landmarks = _words([*declared["beside"], *declared["floors"]])
    return {
        "anchors": _address_anchors(declared),
        "address_start": re.compile(rf"(?:{_words(_address_words(declared))})\b", re.IGNORECASE),
        "address_tail": _address_tail(declared),
        "lived_at": re.compile(rf"(?<!\w)(?:{lived})(?!\w)\s?[:,]?\s", re.IGNORECASE),
        "landmark": re.compile(rf"\s?(?:{landmarks})(?!\w)", re.IGNORECASE),
        "street_behind": re.compile(rf",?\s(?:{CAPITAL}\s){{1,3}}(?i:{after})\b\.?"),
        "street_before": re.compile(rf"(?<!\w)(?:{streets})\.?\s?$", re.IGNORECASE),
        "corner_tail": re.compile(rf"\s(?i:y|e|et|and|&|con|com)\s(?:{CAPITAL}\s?){{1,3}}(?<!\s)(?=[,.;)\n]|$)"),
    }


def _profiles(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how a person's page is told: by its host, by what its address names, or by figures of a register."""
    hosts = "|".join(re.escape(host) for host in declared["profiles"])
    paths, queries = ("|".join(map(re.escape, declared[name])) for name in ("profile_paths", "profile_queries"))
    start, rest = r"(?<![\w/])(?:https?://)?(?:www\.)?", r"[^\s,;)\]»”\"]"
    host = r"[\w-]+(?:\.[\w-]+)+"
    return re.compile(
        rf"(?:https?://)?(?:www\.|[a-z]{{2}}\.)?(?:{hosts})/{rest}+(?<![.:!?])"
        rf"|{start}{host}/(?:{rest}*?/)?(?:(?:{paths})/|@|~){rest}+(?<![.:!?])"
        rf"|{start}{host}/{rest}*?[?&](?:{queries})={rest}+(?<![.:!?])"
        rf"|{start}(?:{host}/{rest}*?)?\d{{4}}-\d{{4}}-\d{{4}}-\d{{3}}[\dX]\b",
        re.IGNORECASE,
    )


def _spelled(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how an e-mail is read out: "awa point diallo arobase example point org"."""
    at, dot, sure, signs = (
        "|".join(declared[name]) for name in ("spelled_at", "spelled_dot", "sure_at", "spelled_signs")
    )
    inner = rf"(?:\s(?:{dot}|{signs})\s[\w-]+)*"
    return re.compile(
        rf"(?<![\w.])[\w.-]+{inner}\s(?:{at})\s[\w-]+(?:(?:\s(?:{dot}|{signs})\s|\.)[\w-]+)+"
        rf"|(?<![\w.])[\w.-]+{inner},?\s(?:{sure})\s[\w-]+(?:\.[\w-]+)*",
        re.IGNORECASE,
    )


def _read_out(figures: Sequence[str], joiners: Sequence[str]) -> re.Pattern[str]:
    figure = rf"(?:{_words(figures)})"
    gap = rf"(?:[,;]?\s|-|\s(?:{_words(joiners)})\s|-(?:{_words(joiners)})-)"
    return re.compile(rf"(?<!\w){figure}(?:{gap}{figure}){{{FEWEST_SPOKEN - 1},}}(?!\w)", re.IGNORECASE)


def _address_tail(declared: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    links, roads, kinds, to, beside = (
        _words(declared[name]) for name in ("links", "roads", "road_words", "to", "beside")
    )
    article = r"(?:(?i:the|la|le|les|el|los|las|o|a|os|as|au)\s|[ld]['’])?"
    road = rf"\s(?i:{to}|on|along|sur|na|no|en)\s{article}(?i:{roads})(?:\s(?i:{kinds}))?"
    leads = rf"(?:\s(?i:{to})\s|\s)(?:(?i:{links})\s|{CAPITAL}\s?|\d+\b){{1,4}}(?<!\s)"
    return re.compile(rf"{road}(?:{leads})?|,?\s(?i:{beside})\s{article}[^\W\d_]+(?:\s(?i:{links})\s{CAPITAL})?")


def _address_words(declared: Mapping[str, Sequence[str]]) -> list[str]:
    return [*declared["streets_before"], *declared["units"], *declared["wards"], *declared["floors"]]


def _words(listed: Iterable[str]) -> str:
    """Return an alternation of words, the longest first, accents and abbreviation marks left open."""
    return any_of(listed, LOOSE)


def _address_anchors(declared: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    before, after, units, wards = (
        _words(declared[name]) for name in ("streets_before", "streets_after", "units", "wards")
    )
    link = rf"(?:{_words(declared['links'])})"
    capital = CAPITAL
    number = (
        r"(?:(?i:km|pk)\.?\s?)?(?:[Nn]\.?\s?[°ºo]\.?\s?|[Nn][ro]{1,2}\.?\s?|#\s?)?[A-Z]{0,3}[- ]?"
        r"(?:(?!\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d\b)\d{1,5}(?:[- /.]\d{1,5}){0,2}(?:-?[A-Za-z])?\b(?:\s?bis)?|\bs/n\b)"
    )
    corner = rf"\s(?i:{_words(declared['corners'])})\.?\s(?:{link}\s|{capital}\s?){{1,4}}(?<!\s)"
    name = rf"(?:{link}\s|{capital}\s|\d{{1,2}}\s(?={link}\s))*"
    return re.compile(
        rf"(?<!\w)(?:{number},?\s)?(?i:{before})\.?\s(?:{name}{capital}(?:{corner})?,?\s{number}|{name}{number})"
        rf"(?:,?\s?(?:#|[Nn]\.?\s?[°ºor]{{1,2}}\.?)\s?{number})?(?:{corner})?"
        rf"|(?<!\w)(?i:de|del|desde|from)\s(?:[^\W\d_]+\s){{1,6}}?\d{{2,4}}\s?(?i:metros|mts?|m|varas|meters|metres|mètres)"
        rf"\s(?:(?i:al|to the|au)\s)?(?i:{_words(declared['bearings'])})\b"
        rf"|(?<!\w)(?i:{before})\.?\s(?:{name}{capital}|{number}){corner}"
        rf"|(?<!\w){number},?\s(?i:{before})\.?\s{name}(?:{capital}|\d[\d-]*(?:\s{capital})?)"
        rf"|(?<!\w)(?:{number},?\s)(?:{capital}\s){{1,3}}(?i:{after})\b"
        rf"|(?<!\w)(?:{capital}\s){{1,3}}(?i:{after})\.?,?\s{number}"
        rf"|(?<!\w)(?i:{units}|{wards})\s(?:{capital}\s?){{1,3}},\s(?i:{before})\.?\s(?:{link}\s|{capital}\s?){{1,4}}(?<!\s)"
        rf"|(?<!\w)(?i:{units})(?![^\W\d_])\.?[ \u00a0]?(?:(?:[A-Z]{{1,3}} ){{0,2}}{number}|[A-Z]\b(?=,\s(?i:{units})))"
    )


def find_identifiers(text: str, words: PatternWords) -> list[Identifier]:
    """Find identifiers other than names and posts.

    Args:
        text: as received.
        words: how they are announced.

    Returns:
        Their places; they may overlap.
    """
    found = [Identifier(*match.span(), "e_mail") for match in EMAIL_PATTERN.finditer(text)]
    found += [Identifier(*match.span(), "e_mail") for match in words.spelled.finditer(text)]
    if "/" in text or "-" in text:
        found += [Identifier(*match.span(), "handle") for match in words.profiles.finditer(text)]
    found += [Identifier(*match.span(match.lastindex or 0), "handle") for match in words.networks.finditer(text)]
    found += [Identifier(*match.span(1), "handle") for match in words.on_networks.finditer(text)]
    found += [Identifier(*match.span(), "handle") for match in HANDLE_PATTERN.finditer(text)]
    found += [Identifier(*match.span(), "phone") for match in words.read_out.finditer(text) if "," in match.group()]
    if not any(map(str.isdigit, text)):
        return found
    found += [Identifier(*match.span(), "phone") for match in EXTENSION_BEHIND.finditer(text)]
    found += [Identifier(*match.span(), "plate") for match in WHOLE_PLATE.finditer(text)]
    for kind in words.heads:
        if kind != "address":
            found += [Identifier(*span, kind) for span in _cells_of(text, kind, words)]
    positions = (match for match in POSITION_PATTERN.finditer(text) if not THOUSANDS_PATTERN.fullmatch(match.group()))
    found += [Identifier(*match.span(), "gps") for match in positions]
    found += [Identifier(*span, "address") for span in find_addresses(text, words)]
    found += _find_births(text, words)
    taken = [(one.start, one.end) for one in found]
    ibans = [match.span() for match in IBAN_PATTERN.finditer(text)]
    found += [Identifier(*span, "account") for span in ibans if sum(map(str.isdigit, text[slice(*span)])) > 9]
    found += [Identifier(*span, "account") for span in _services_behind(text, words)]
    return found + list(_find_numbers(text, words, taken))


def _services_behind(text: str, words: PatternWords) -> Iterable[tuple[int, int]]:
    """Find the service of an account in brackets behind its number: "0995 220 618 (Airtel Money)"."""
    for match in SERVICE_BEHIND.finditer(text):
        if "account" in words.announcing.get(simplify(match.group(1)), ()):
            yield match.span()


def find_addresses(text: str, words: PatternWords) -> list[tuple[int, int]]:
    """Find addresses: those beneath a head of a table, and an anchor with a number and what goes on beside it.

    Args:
        text: as received.
        words: how addresses look.

    Returns:
        Half-open offsets; they may overlap.
    """
    if not any(map(str.isdigit, text)):
        return []
    return [*_cells_of(text, "address", words), *_find_addresses(text, words)]


def _cells_of(text: str, kind: str, words: PatternWords) -> list[tuple[int, int]]:
    """Return the cells beneath the heads of a kind of identifier that hold figures enough."""
    fewest = FEWEST_CELL_DIGITS.get(kind, SHORTEST_MIXED)
    cells = find_cells(text, words.heads.get(kind, frozenset()))
    return [span for span in cells if _n_digits(text[slice(*span)]) >= fewest]


def _n_digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _find_births(text: str, words: PatternWords) -> list[Identifier]:
    """Find dates near words of births, those near papers and ages that lie long back, and others like them beside."""
    found: list[Identifier] = []
    for match in DATE_PATTERN.finditer(text):
        if WITHIN_NUMBER.search(text[: match.start()][-2:]) or re.match(r"[-/.]?\d", text[match.end() :]):
            continue
        is_year = YEAR_PATTERN.fullmatch(match.group()) is not None
        if is_year and GROUP_BEHIND.match(text, match.end()):
            continue
        if is_year and int(match.group()) > LATEST_ADULT:
            continue  # what was born lately is no respondent ("la mesa nació en mayo de 2022")
        near = _words_before(text, match.start())
        is_paper = bool(near & words.birth_papers) and not near & _references(words)
        is_told = bool(near & words.birth) or BORN_SHORT.search(text[: match.start()][-8:]) is not None
        is_told = is_told or (is_paper and _is_long_back(match.group()))
        if is_told or (_is_long_back(match.group()) and _goes_on(text, found, match.start())):
            found.append(_whole_date(text, *match.span()))
    taken = [(one.start, one.end) for one in found]
    for match in (match for pattern in DAY_PATTERNS for match in pattern.finditer(text)):
        is_free = not any(start < match.end() and match.start() < end for start, end in taken)
        is_day = simplify(match.group(1)) in MONTH_NUMBERS
        if is_free and is_day and _words_before(text, match.start()) & words.birth:
            found.append(_whole_date(text, *match.span()))
    return found


def _words_before(text: str, start: int) -> frozenset[str]:
    """Return the words of a sentence shortly before a place, alone and in pairs."""
    before = re.split(r"[.?!;]\s|\n\n", text[max(0, start - BIRTH_REACH) : start])[-1]
    near = simplify(BIRTH_ACCENT.sub(" ", before)).split()[-NEAR_WORDS:]
    return frozenset(near) | {" ".join(near[place : place + 2]) for place in range(len(near))}


def _references(words: PatternWords) -> frozenset[str]:
    return frozenset(word for word, kinds in words.announcing.items() if kinds == ("reference",))


def _is_long_back(date: str) -> bool:
    """Tell whether a whole date lies so far back that who was born on it can be asked."""
    year = YEAR_PATTERN.search(date)
    return year is not None and len(date) > len(year.group()) and int(year.group()) <= LATEST_ADULT


def _goes_on(text: str, found: Sequence[Identifier], start: int) -> bool:
    """Tell whether a date stands in the sentence of a date of birth ("the card says ..., the town hall wrote ...")."""
    if not found or start - found[-1].end > BIRTH_REACH:
        return False
    return re.search(r"[.?!]\s|\n", text[found[-1].end : start]) is None


def _whole_date(text: str, start: int, end: int) -> Identifier:
    article = re.search(
        r"(?<!\w)(?:the|le|el|dia|o dia|vers|circa|about|around|hacia|cerca de|por volta de)\s$",
        text[:start][-16:],
        re.IGNORECASE,
    )
    tail = re.match(r"\s(?:B\.?S\.?|A\.?D\.?)(?!\w)", text[end:])
    first = start - (len(article.group()) if article else 0)
    month = MONTH_BEFORE.search(text[:start][-16:])
    if month and simplify(month.group(1)) in MONTH_NUMBERS:
        first = start - len(month.group())
    return Identifier(first, end + (tail.end() if tail else 0), "birth_date")


def find_dates_behind(text: str, people: Iterable[tuple[int, int]]) -> list[Identifier]:
    """Find whole dates that stand right behind a name and lie long back: nobody is interviewed on them.

    Args:
        text: as received.
        people: offsets of the names in it.
    """
    found = []
    for _, end in people:
        match = DATE_BEHIND.match(text, end)
        whole = DATE_PATTERN.match(text, match.end()) if match else None
        year = YEAR_PATTERN.search(whole.group()) if whole else None
        if whole and year and len(whole.group()) > len(year.group()) and int(year.group()) < LATEST_BIRTH:
            found.append(Identifier(*whole.span(), "birth_date"))
    return found


def find_numbers_behind(text: str, people: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find numbers that stand right behind a name and are long enough to be phones, however they are grouped.

    Args:
        text: as received.
        people: offsets of the names in it.
    """
    found = (PHONE_BEHIND.match(text, end) for _, end in people)
    return [match.span(1) for match in found if match and not read_date(match.group(1)).iso]


def _find_numbers(text: str, words: PatternWords, taken: Sequence[tuple[int, int]]) -> Iterable[Identifier]:
    for pattern in (NUMBER_PATTERN, REFERENCE_CODE):
        for match in pattern.finditer(text):
            start, end = _trim(text, *match.span())
            label = re.match(r"([^\W\d_]{2,5}) ", text[start:end])
            if label and simplify(label.group(1)) in words.announcing:
                start += label.end()
            if any(start < last and first < end for first, last in taken):
                continue
            kind = _kind_of_number(text, start, end, words)
            if kind:
                yield Identifier(_start_of_account(text, start) if kind == "account" else start, end, kind)


def _start_of_account(text: str, start: int) -> int:
    """Return where an account begins with the name of the bank or the service before it: "Tigo Money 7744 0318"."""
    label = ACCOUNT_LABEL.search(text[max(0, start - LOOK_AHEAD) : start])
    return start - len(label.group()) if label else start


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a bracket without its partner and a sign at the end."""
    while end > start and text[end - 1] in " .-–/(\u00a0\u202f":
        end -= 1
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end


def _kind_of_number(text: str, start: int, end: int, words: PatternWords) -> str:
    """Tell what a number is: a kind of identifier, or "" for an amount, a date, a reference or a short number."""
    raw = EXTENSION_PATTERN.sub("", text[start:end])
    digits = sum(map(str.isdigit, raw))
    fewest = FEWEST_PLATE_DIGITS if any(map(str.isalpha, raw)) else SHORTEST_PLATE
    if digits < fewest or digits > MOST_DIGITS or _is_date(raw):
        return ""
    announced = _announced(text, start, end, words)
    has_letters = any(map(str.isalpha, raw))
    is_dialled = raw.startswith(("+", "(+")) or re.match(r"00\s?[1-9]", raw) is not None
    if is_dialled and digits >= SHORTEST_BARE + 1 and not has_letters:
        return "phone" if "reference" not in announced else ""
    if has_letters and OWNED_PLATE.fullmatch(raw) and _is_by_vehicle(text, start, end, words):
        return "plate"
    if announced == ("reference",) or _is_quantity(text, start, end, words):
        return ""
    if kind := _announced_kind(raw, announced):
        return kind
    if has_letters and (PLATE_SHAPE.fullmatch(raw) or _is_owned_plate(text, start, raw, words)):
        return "plate"
    if has_letters:
        return "id_number" if digits >= SHORTEST_MIXED and not YEAR_PATTERN.search(raw) else ""
    return "phone" if digits >= SHORTEST_BARE and not GROUPED_PATTERN.fullmatch(raw) else ""


def _announced_kind(raw: str, announced: Sequence[str]) -> str:
    """Return the first of the announced kinds that a number is long enough for."""
    digits, has_letters = _n_digits(raw), any(map(str.isalpha, raw))
    if YEAR_PATTERN.fullmatch(raw):
        return ""
    is_mixed = has_letters and sum(map(str.isalnum, raw)) >= SHORTEST_CODE
    for kind in announced:
        is_long = digits >= SHORTEST_ANNOUNCED or is_mixed
        if kind in ("id_number", "account") and is_long:
            return kind
        if kind == "plate" and (has_letters or digits >= SHORTEST_ANNOUNCED):
            return kind
        if kind == "phone" and digits >= SHORTEST_PHONE and not has_letters:
            return kind
    return ""


def _is_owned_plate(text: str, start: int, raw: str, words: PatternWords) -> bool:
    """Tell whether letters and figures stand right behind "his own" and the like."""
    before = simplify(text[max(0, start - LOOK_AHEAD) : start]).split()
    is_owned = any(" ".join(before[-length:]) in words.plate_owners for length in (1, 2))
    return is_owned and OWNED_PLATE.fullmatch(raw) is not None


def _is_by_vehicle(text: str, start: int, end: int, words: PatternWords) -> bool:
    """Tell whether a vehicle is spoken of shortly before a code, or right behind it: "A car. We share GP 318"."""
    before = simplify(text[max(0, start - NEAR_VEHICLE) : start]).split()[-NEAR_WORDS // 2 :]
    after = simplify(text[end : end + LOOK_AHEAD]).split()[:2]
    near = [" ".join(said[place : place + n]) for said in (before, after) for n in (1, 2) for place in range(len(said))]
    letters = re.match(r"[A-Z]{2,4}", text[start:end])
    if letters and simplify(letters.group()) in words.quantities:  # of money, but for "my moto MT 77103"
        near = [" ".join(before[-n:]) for n in (1, 2)]
    return any(words.announcing.get(one) == ("plate",) for one in near)


def _is_date(raw: str) -> bool:
    plain = raw.strip("() ")
    if sum(map(str.isdigit, plain)) > LONGEST_DATE or re.fullmatch(r"\d{5}", plain):
        return False
    if YEARS_PATTERN.fullmatch(plain) or read_date(plain).iso:
        return YEARS_PATTERN.fullmatch(plain) is not None or FOUR_AND_FOUR.fullmatch(plain) is None
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*", plain))


def _announced(text: str, start: int, end: int, words: PatternWords) -> tuple[str, ...]:
    """Return the kinds that the nearest announcing word tells, of those before a number or else right behind it."""
    before = re.split(r"[?!]\s|[^\d\W]{3}\.\s|[.?!][\"”»]|\n\n", text[max(0, start - LOOK_BACK) : start])[-1]
    near = simplify(before).split()[-NEAR_WORDS:]
    for place in range(len(near) - 1, -1, -1):
        for length in (3, 2, 1):
            phrase = " ".join(near[place - length + 1 : place + 1]) if place - length + 1 >= 0 else ""
            if phrase in words.announcing:
                return _of_law(near[:place], phrase, words) or words.announcing[phrase]
    after = simplify(re.split(r"[.?!;]", text[end : end + LOOK_AHEAD])[0]).split()[:3]
    return next(
        (
            words.announcing[word]
            for word in after
            if word in words.announcing and "phone" not in words.announcing[word]
        ),
        (),
    )


def _of_law(before: Sequence[str], phrase: str, words: PatternWords) -> tuple[str, ...]:
    """Return "reference" for the number of a law, a decree or the like, nothing for others."""
    kinds = words.announcing.get(before[-1], ()) if before else ()
    return kinds if phrase in words.numbering and kinds == ("reference",) else ()


def _is_quantity(text: str, start: int, end: int, words: PatternWords) -> bool:
    before, after = text[max(0, start - 20) : start].rstrip(), text[end : end + 40]
    if before[-1:] in words.marks and before or after.lstrip()[:1] in words.marks and after.strip():
        return True
    if re.match(r"[.,]\d", after) or simplify(after[:LOOK_AHEAD]).startswith(words.per_cent):
        return True
    following = re.match(r"\s{0,2}(?:(?:de|d|of)[\s'’])?\s*([^\W\d_]+)", after, re.IGNORECASE)
    preceding = re.search(r"([^\W\d_]+)\.?$", before)
    raw = text[start:end]
    inside = (
        re.match(r"([A-Z]{2,4}) ?\d", raw) if raw[-1].isdigit() else None,
        re.search(r"\d ?([A-Z]{2,4})$", raw) if raw[0].isdigit() else None,
    )
    found = [match.group(1) for match in (following, preceding, *inside) if match]
    return any(simplify(word) in words.quantities for word in found)


def _find_addresses(text: str, words: PatternWords) -> list[tuple[int, int]]:
    """Find addresses: an anchor with a number, and the parts between commas that go on beside it."""
    spans: list[tuple[int, int]] = []
    for match in words.anchors.finditer(text):
        if LINE_BREAK.search(match.group()):
            continue
        if spans and match.start() < spans[-1][1]:
            continue
        spans.append((_extend_left(text, match.start(), words), _end_of_address(text, match.end(), words)))
    return [*spans, *_find_dwellings(text, spans, words)]


def _find_dwellings(text: str, found: Sequence[tuple[int, int]], words: PatternWords) -> Iterable[tuple[int, int]]:
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
        is_told = words.landmark.search(text, start, end) or words.address_start.search(text, start, end)
        is_known = any(start <= first and last <= end + LOOK_AHEAD and first < end for first, last in found)
        if pieces > 1 and (is_known or is_told or any(map(str.isdigit, text[start:end]))):
            yield start, max([end, *(last for first, last in found if start <= first < end)])


def _is_address_piece(piece: str, words: PatternWords) -> bool:
    if len(piece.split()) > LONGEST_DWELLING:
        return False
    return bool(words.landmark.match(piece) or re.search(r"[A-ZÀ-Þ\d]", piece))


def _end_of_address(text: str, end: int, words: PatternWords) -> int:
    for pattern in (words.street_behind, words.corner_tail):
        behind = pattern.match(text, end)
        end = behind.end() if behind else end
    for _ in range(2):  # a landmark may stand behind the road
        tail = words.address_tail.match(text, end)
        end = _extend_right(text, tail.end() if tail else end, words)
    return end


def _extend_right(text: str, end: int, words: PatternWords) -> int:
    for _ in range(MOST_ADDRESS_PIECES):
        match = re.match(
            r",\s*((?:[^,.;:()\n]|\.(?=[ºª°\w]|\s\d)|(?<=\bHH)\.|(?<=\b[A-Z])\.|(?<=\b[Aa]v)\."
            r"|(?<=\b[a-z]{3})\.(?=,|\s\d)|(?<=\b[a-z]{2})\.(?=\s\d))+)",
            text[end:],
        )
        if not match:
            break
        piece = match.group(1)
        kept = _leading_part(piece, words)
        if not kept:
            break
        end += match.start(1) + len(kept)
        if kept.strip() != piece.strip():
            break
    return end


def _leading_part(piece: str, words: PatternWords) -> str:
    """Return what of a part between commas goes on with an address: capitals, numbers and words of addresses."""
    last = 0
    tokens = list(re.finditer(r"\S+", piece))
    for token in tokens[:LONGEST_ADDRESS_PIECE]:
        word = token.group()
        is_link = word.lower() in ("de", "da", "do", "du", "des", "dos", "la", "el", "los", "las", "del")
        is_link = is_link or simplify(word) in words.road_words
        is_elided = re.match(r"[dl]['’][A-ZÀ-Þ]", word) is not None
        if word[0].isupper() or word[0].isdigit() or words.address_start.match(word) or is_elided or word in "-–":
            last = token.end()
        elif not is_link or token is tokens[0]:
            break
    return piece[:last]


def _extend_left(text: str, start: int, words: PatternWords) -> int:
    for _ in range(MOST_ADDRESS_PIECES):
        before = re.search(r"([^,.;:()\n]+),\s*$", text[:start][-80:])
        if not before:
            break
        offset = start - len(text[:start][-80:]) + before.start(1)
        piece = before.group(1)
        starts = [
            match.start()
            for match in words.address_start.finditer(piece)
            if match.start() == 0 or piece[match.start() - 1] == " "
        ]
        named = PLACE_PIECE.search(piece) if len(piece.split()) > SHORT_PIECE else re.search(r"^.*[A-ZÀ-Þ].*$", piece)
        if starts and piece[starts[0] :][:1] and re.search(r"[A-ZÀ-Þ\d]", piece[starts[0] + 1 :]):
            start = offset + starts[0]
        elif named:
            start = offset + named.start()
        else:
            break
    street = words.street_before.search(text[max(0, start - LOOK_AHEAD) : start])
    if street:
        return start - len(street.group())
    unit = re.search(r"(?:^|[\s(])([^\W\d_]{2,14}\.?\s)$", text[max(0, start - 18) : start])
    return start - len(unit.group(1)) if unit and words.address_start.match(unit.group(1)) else start
