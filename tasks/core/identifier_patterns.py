"""Identifiers other than names: e-mails, profiles, positions, numbers, dates of birth and addresses in a text.

A number is told by the nearest word that announces it; one that nothing announces is taken for an identifier by its
shape alone, unless it is an amount, a date, a year or the reference of a law.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from tasks.core.addresses import AddressWords, compile_addresses, find_anchored_addresses
from tasks.core.alternations import any_of
from tasks.core.dates import MONTH_NUMBERS, hide_times, read_date
from tasks.core.spellings import simplify
from tasks.core.spoken_addresses import LOOSE
from tasks.core.text_tables import find_cells

EMAIL_PATTERN = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+\s?(?:@|\[at\]|\(at\)|\(a\)|\[arroba\]|\(arroba\)|\[arobase\]|\(arobase\))\s?[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
HANDLE_PATTERN = re.compile(r"(?<![\w@.])@[A-Za-z_À-ÿ](?:[\w.]|-(?=\w)){1,40}(?<!\.)")
IBAN_PATTERN = re.compile(r"(?<![\w])(?:[A-Z]{2,6} )?[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}(?:[ -]\d)?(?!\w)")
"""With the letters of the bank before it and a last figure alone: "BAI AO06 0040 0000 5518 2740 1017 3"."""
_DEGREES = r"[-−]?\d{1,3}[.,]\d{3,}"
_ANGLE = r"\d{1,3}\s?[°º]\s?\d{1,2}(?:[.,]\d+)?\s?['’′]\s?(?:\d{1,2}(?:[.,]\d+)?\s?[\"”″]\s?)?"
POSITION_PATTERN = re.compile(
    rf"(?<![\d.])(?:(?<!\w)lat\w*[:. ]{{1,2}})?[NSns]?\s?{_DEGREES}\s?°?\s?[NSns]?\s?[,;/ ]\s?"
    r"(?:(?:lon|long|lng)\w*[:. ]{0,2})?"
    rf"[EWOewo]?\s?{_DEGREES}(?:\s?°?\s?[EWOewo]\b)?"
)
MINUTES_PATTERN = re.compile(
    rf"(?<!\w)[NSns]\s?{_ANGLE}[\s,;/]*[EWOewo]\s?{_ANGLE}|{_ANGLE}[NSns][\s,;/]*{_ANGLE}[EWOewo]\b"
)
"""A position in degrees and minutes, with the letters before or behind: "N 16° 54.10' W 024° 55.62'"."""
NUMBER_PATTERN = re.compile(
    r"(?<![\w@/.])(?:[(+]{1,2})?"
    r"(?:[A-Z]{1,5}[ -]?(?=[\d(])|[A-Z]{2,3}-[A-Z]{1,2} (?=\d{3})|[A-Z]{2,5}/(?=[A-Z0-9/]*\d)|[A-Z][a-z] (?=\d))?"
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
    r"|\d{4}-[A-Z]{3}|[A-Z]{3}-\d{3} [A-Z]{2}|[A-Z][a-z]{2,11} Metro-[A-Z][a-z]{0,3} \d\d-\d{4}"
    r"|[A-Z]{2} \d{2}-\d{2}-[A-Z]|[A-Z]{3}[- ]?\d[A-Z]\d{2}"
    r"|[A-Z][a-z]{1,2} \d{1,2} [A-Z][a-z]{1,3} (?!(?:19|20)\d\d)\d{3,4})"
    r"(?![\w-])"
)
"""Plates of two groups of letters and two of figures, of a group that no code is made of, or of the Mercosur."""
OWNED_PLATE = re.compile(
    r"[A-Z]{2,3}-[A-Z]{1,2}-\d{3,5}"
    r"|\d{3,5}[ -]?[A-Z]{2,3}|[A-Z]{2,3}[ -]?\d{3,5}(?:[ -]?[A-Z]{1,2})?|[A-Z]{2,3}[ -]\d{2}-\d{2}"
)
FOREIGN_PLATE = re.compile(r"(?<!\w)(?:(?![\dA-Za-zªºÀ-ɏ_])\w){1,3}[ -]?[\d]{3,5}(?!\w)")
"""Letters of another script before figures."""
OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u2c00-\ufaff]")
GROUP_BEHIND = re.compile(r"\s\d{4,5}\s\d{4}\b")
"""Goes on with a number that begins as a year does ("DPI 1984 37021 1315")."""
FOUR_AND_FOUR = re.compile(r"\d{4}[- ]\d{4}")
"""A phone, and no date, unless both halves are years."""
LAW_NUMBER = re.compile(r"\s(?:n\.?\s?[º°o]?s?\.?\s?|no\.?\s|nr\.?\s|núm\w*\.?\s)\d|\s\d+[/-]\d|\s\d{3,4}(?![\w ]*\d)")
LETTERED_CODE = re.compile(r"[A-Z]{2,5}(?:[-/][A-Z]{2,5})+[-/]\d{4,}")
"""Two groups of letters before four figures: "RC-OUH-2291"."""
STAFF_NUMBER = re.compile(r"(?<!\w)(?:func|empl|matr?)\.\s(?:n\.?\s?[º°o]?\.?\s?)?(\d[\d.-]{3,10}\d)", re.IGNORECASE)
"""Behind a short word for a post, whose full stop ends no sentence: "func. n.º 28417-3"."""
CIVIL_NUMBER = re.compile(r"(?<![\w.-])[12](?: ?\d){12,14} [A-Z](?!\w)")
"""A number of the civil register that begins with sex, year and month of birth and ends with a letter."""
DIALLED_SERVICE = re.compile(r"\*\d{2,4}(?:\*\d+){2,8}#")
"""A dialled code that may hold the number of who gets money: "*182*8*1*447208#"."""
BUDGET_SHAPE = re.compile(r"\d{1,4}(?:[.-]\d{2,4}){2,5}")
MOBILE = re.compile(r"0\d{3}([.-])\d{3}\1\d{3}")
EXTENSION_PATTERN = re.compile(r"\s(?:ext|poste|interno|ramal)\.?\s?\d{1,5}$")
REFERENCE_CODE = re.compile(
    r"(?<![\w@/])(?:\d{1,4}[/-])?[A-Z]{2,6}(?:[/.-][A-Z0-9](?:[A-Z0-9&]{0,6}[A-Z0-9])?){1,4}(?![\w])"
)
DATE_PATTERN = re.compile(
    r"\d{1,2}\s?[./-]\s?(?:\d{1,2}|[^\W\d_]{3,10}|[IVX]{1,2})\s?[./-]\s?\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|(?<!\d)(?:[12]\d|3[01]|0?[1-9])(?:er|st|nd|rd|th|º|ro)?(?:\s(?:de|of))?\s[^\W\d_]{3,12}\.?,?(?:\s(?:de|del))?\s(?:\d{4}|\d{2})(?!\d)"
    r"|[^\W\d_]{3,12}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|(?<!\d)(?:19|20)\d{2}\s[A-Z][^\W\d_]{2,9}\s\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d{2}(?!\d)"
)
IN_FIGURES = re.compile(r"\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?\d{4}")
"""A day long back that is told in figures stands on somebody's papers; history is told in words."""
YEAR_PATTERN = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
DAY_PATTERNS = (
    re.compile(r"(?<![\w/.-])\d{1,2}(?:er|st|nd|rd|th|º|ro)?\s(?:de\s|of\s)?([^\W\d_]{3,10})(?!\w)"),
    re.compile(r"(?<!\w)([^\W\d_]{3,10})\s\d{1,2}(?:st|nd|rd|th)?(?![\w/.-]\d|\w)"),
    re.compile(r"(?<!\w)([^\W\d_]{3,10})\s(?:del?|of|du)\s['’]?\d{2}(?![\w/.-]\d|\w)"),  # "diciembre del 71"
)
DAY_BEHIND = re.compile(
    r",?\s(?:(?:un|le|el|um|a|aos|no dia|o dia|el día|on the|on|the|du|del)\s)?"
    r"\d{1,2}(?:er|st|nd|rd|th|º|ro)?\s(?:de\s|of\s)?([^\W\d_]{3,10})(?!\w)"
)
"""Behind a year: "1968, un 29 septembre"."""
PHONE_BEHIND = re.compile(r"\s?[,;:(]\s?((?:\(?\+?\d{1,4}\)?[ .-]?)(?:\d[ .-]?){4,10}\d)(?![\d.,]*\s?[%$€])\b")
DATE_BEHIND = re.compile(r"\s?[,(]\s?(?:de |do |del |du |le |of |the )?")
BORN_SHORT = re.compile(r"\((?:b|n|nac|nasc|née?)\.\s?$")
YEAR_BEHIND = re.compile(r",?\s(?:en|in|em|de|del)\s(?:19|20)\d{2}\b|,?\s['’]\d{2}\b|\s(?:prochain|próximo|next)\b")
"""Behind a day of a birth: "un 26 juin, en 1990", "16th '97"."""
BORN_LETTER = re.compile(r"(?:^|[\n,;:|–-]\s?)(?:b|n)\.\s$")
"""Before a date that lies long back: "Mary, b. 12 March 1961"."""
SHORTENED = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,9}$")
"""The word before a full stop."""
MONTH_BEFORE = re.compile(r"(?<!\w)([^\W\d_]{3,10})\.?\s(?:de\s)?$")
YEAR_IN_TALK = re.compile(r"(?:[^\W\d_]+(?<=[a-zß-ÿ])\s)?(?:19|20)\d\d(?:\s(?:[IYEOA]|[^\W\d_]*[a-zß-ÿ]))?")
"""A year between words of the sentence ("In 2025", "For 2021 I"): letters and figures, but no number."""
WITHIN_NUMBER = re.compile(r"\d[-/.]?\Z")
EARLIEST_BIRTH, LATEST_BIRTH, LATEST_ADULT = 1930, 2000, 2010
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.?!…][\s»”\"]|[?!…;]\s|\n")
HISTORY_REACH = 160
ENDING_LETTER = re.compile(r"\d ?[A-Z]$")
HYPHENATED = re.compile(r"\d+(?:-\d+)+")
LETTERED = re.compile(r"\d{7,}[A-Z]")
"""No amount ends with a letter behind so many figures: "826471903V"."""
THOUSANDS_PATTERN = re.compile(r"\s?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*\s?")
BIRTH_ACCENT = re.compile(r"(?<!\w)ne(?:e)?s?(?!\w)", re.IGNORECASE)
YEARS_PATTERN = re.compile(r"(?:19|20)\d{2}\D{1,3}(?:(?:19|20)\d{2}|\d{2})")
TIME_STAMP = re.compile(r"(?:19|20)\d{6}T\d{6}Z?")
"""A moment as names of files hold it: "20261128T101516Z"."""
TITLED_YEARS = re.compile(r"^[A-Z]{2,6} (?=20\d{2}\s?[-–/]\s?20\d{2}$)")
"""Letters before the years of a plan ("PNAN 2023-2027")."""
GROUPED_PATTERN = re.compile(r"[1-9]\d{0,2}(?:([ .,\u00a0\u202f])\d{3})(?:\1\d{3})*")
WORD_PATTERN = re.compile(r"[^\W\d_]+(?:[./][^\W\d_]+)*", re.UNICODE)
LOOK_BACK, LOOK_AHEAD = 64, 24
CHILD_REACH = 24
BIRTH_REACH = 48
CLAUSE_END = re.compile(r"[.?!;…]\s|\n")
NEAR_WORDS = 10
ASKING = re.compile(r"(?:^|[.!\n]\s*)([^.!?\n]+)\?\s$")
OF = frozenset("de da do du del des of dos das".split())
LABEL_BEFORE = re.compile(r"(?:^|\n)[^\n:：]{1,30}[:：]\s$")
NEXT_TURN = re.compile(r"\.?\s*\n\s*[^\n:：]{1,30}[:：]\s")
"""Between two dates that are whole turns: who answers the second."""
TURN_END = re.compile(r"\.?\s*(?:\n|$)")
SHORTEST_NETWORK = 5
"""Of the name of a network that stands behind a small word: shorter ones are words too ("on line")."""
LONGEST_LABEL, QUESTION_REACH = 40, 200
LONGEST_DATE = 8
MOST_LETTERED = 4
"""Words that a clause holds which spells the first part of an e-mail ("ene ben zaken")."""
FEWEST_PLATE_DIGITS = 2
SHORTEST_CONTRACT = 2
"""Figures in the number of a contract."""
ACCOUNT_LABEL = re.compile(
    r"(?<![^\W_])(?:[A-ZÀ-Þ][\w-]*[ \u00a0](?:of|de|du|do|da|des|del)[ \u00a0])?(?:[A-ZÀ-Þ][\w-]*[ \u00a0]){1,3}$"
)
SERVICE_BEHIND = re.compile(r"(?<=\d)\s\(([A-ZÀ-Þ][\w-]*(?:\s[A-ZÀ-Þ][\w-]*){0,2})\)")
BANK_BEHIND = re.compile(
    r",?\s\(?((?:[A-ZÀ-Þ][\w&-]{0,20}\s){0,2}\w{0,20}(?i:bank|banque|banco|banca|caixa|caja|mutuelle|sacco)\b"
    r"(?:(?:\s(?:of|de|do|da|du|des|del))?\s[A-ZÀ-Þ][\w-]*){0,2})"
)
"""The bank right behind an account."""
PERSONAL_CODE = re.compile(r"(?<!\w)[A-Z]{4,6}\d{6,8}[A-Z][A-Z0-9]{2,8}(?!\w)")
"""Letters of a name, figures of a birth, and more: what Mexico gives tax payers, citizens and voters."""
LINE_OF_FIGURES = re.compile(
    r"^[ \t]*(\d(?:[ .\u00a0\u202f/-]?\d){8,19}|\d{1,2}\.\d{3}\.\d{3}"
    r"|[A-Z]{2,3}[ -]?\d{3,5}(?:[ -]?[A-Z]{1,2})?)[ \t]*$",
    re.MULTILINE,
)
"""A line that is one number: beneath a name in a sign-off or a list of those present, of a paper, a phone or a car."""
OPENING_NUMBER = re.compile(r"\s*(\d{1,3}(?:[. ]\d{3}){2,3}|\d{7,11})[.,;]\s(?=(?s:.*)(?:@|\d{3}[ -]?\d{3,}))")
"""A number that a turn opens with, before a phone or an e-mail: in answer to what the turn before asked for."""
FEWEST_ALONE, FEWEST_OF_YEAR = 11, 9
"""Figures of a line that needs no other beside it, and of a code that holds what could be a year."""
BANK_GROUPS = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{3}|\d{5}|[A-Z]{2,4})[ \u00a0]\d{5}[ \u00a0]\d{10,12}[ \u00a0]\d{2}(?!\w)"
)
"""Bank, branch, account and key, as banks of West and Central Africa write them."""
ROUND_AMOUNT = re.compile(r"\(?(?:\d{1,2}[ .\u00a0\u202f]\d00|\d{1,3}[ .\u00a0\u202f]\d{3}(\s?F(?:CFA)?))\)?")
"""A price, and whether its money is told: "15 000", "(4 000 F)"."""
EXTENSION_BEHIND = re.compile(r"(?<=\d),\s(?:ext|poste|interno|ramal|extension)\.?\s?\d{1,5}\b")
REST_OF_WORD = re.compile(r"(?<=\w)\w*")
INITIAL_BEFORE = re.compile(r"(?<![^\W_])[A-Z]$")
INITIALED = re.compile(r"(?:\.[A-Z])*\.(?:\s[A-ZÀ-Þ][\w'’-]+)+")
"""What goes on behind the first of some initials."""
NEAR_VEHICLE = 40
NUMERO = re.compile(r"(?<!\w)[nN]\.\s?[º°]\s")
"""Of two words once its signs are gone ("n.º de agente"), which is declared as one."""
SHORTEST_MONTH = 3
SHORTEST_BARE, SHORTEST_ANNOUNCED, SHORTEST_MIXED, MOST_DIGITS = 7, 4, 5, 26
SHORTEST_PHONE, SHORTEST_PLATE, SHORTEST_CODE = 6, 3, 7
FEWEST_SPOKEN, FEWEST_ANNOUNCED = 6, 4
"""Figures or tens in words, one after the other, that are a number somebody is reached by."""
FEWEST_CELL_DIGITS = {"birth_date": 4, "address": 1}
"""Of a cell beneath a head; five where nothing else is said."""
KINDS = ("phone", "account", "id_number", "plate", "reference")


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
        law_names: what laws are called, which may be names of persons too ("Lei n.º 5/2013").
        budget_words: words of a budget, near which a number that one of its papers announces is a line of it.
        budget_lines: papers and lines of a budget.
        plate_owners: phrases right before a plate that nothing else announces.
        plate_words: what a plate is called.
        quantities: words beside an amount or a count.
        marks: signs beside an amount.
        per_cent: phrases behind a share.
        birth: words before a date of birth.
        papers: papers whose number is read out ("la cédula").
        history: laws, treaties, disasters and the like, of which a day long back is ("proclaimed", "traité").
        contracts: papers by which somebody works ("contrat", "orden de servicio").
        birth_beside: phrases right before a date of birth ("soy del 5-VIII-1963").
        birth_behind: phrases shortly behind one ("30 November 2027, my birthday").
        age_behind: phrases right behind one, before a number of years ("15 septembre 2026, jour de mes 65 ans").
        figures: numbers as they are spoken.
        born_bodies: what is born and no person ("la mesa nació el 4 de marzo de 2020").
        spoken_births: a date of birth in words.
        birthdays: the day of an age, and a holiday that somebody was born on.
        birth_papers: papers and ages, near which a date that lies long back is one.
        children: words before a name, behind which a date is that of a birth ("la niña Ana, 11-07-2024").
        profiles: addresses on the web whose pages are persons'.
        before_networks: somebody told before the name of a network ("maria.c7 (Skype)").
        on_networks: somebody told on a network without a sign ("on Twitter I am maria_c").
        networks: names of social networks.
        spelled: an e-mail as it is read out.
        joined: an e-mail read out with what tells that it is one word ("ben zaken, todo junto, arroba ...").
        branches: an account behind the number of its branch ("ag. 1144-2 c/c 20.773-8").
        own_ones: phrases right before somebody's own number ("la mía entonces: 1.908.447").
        bracketed: an e-mail with words in brackets for its signs.
        read_out: figures and tens in words, one after the other.
        read_short: fewer of them, which are an identifier where a word announces one.
        dashed: the same with dashes between.
        heads: kind of identifier -> what a table calls its column of them.
        addresses: how addresses look.
    """

    announcing: Mapping[str, tuple[str, ...]]
    numbering: frozenset[str]
    law_names: frozenset[str]
    budget_words: frozenset[str]
    budget_lines: frozenset[str]
    plate_owners: frozenset[str]
    plate_words: frozenset[str]
    quantities: frozenset[str]
    marks: frozenset[str]
    per_cent: tuple[str, ...]
    birth: frozenset[str]
    papers: frozenset[str]
    history: frozenset[str]
    contracts: frozenset[str]
    birth_beside: frozenset[str]
    birth_behind: frozenset[str]
    age_behind: frozenset[str]
    figures: frozenset[str]
    born_bodies: frozenset[str]
    spoken_births: re.Pattern[str]
    birthdays: re.Pattern[str]
    birth_papers: frozenset[str]
    children: frozenset[str]
    profiles: re.Pattern[str]
    networks: re.Pattern[str]
    on_networks: re.Pattern[str]
    before_networks: re.Pattern[str]
    spelled: re.Pattern[str]
    joined: re.Pattern[str]
    branches: re.Pattern[str]
    own_ones: re.Pattern[str]
    bracketed: re.Pattern[str]
    read_out: re.Pattern[str]
    read_short: re.Pattern[str]
    dashed: re.Pattern[str]
    heads: Mapping[str, frozenset[str]]
    addresses: AddressWords


def compile_patterns(declared: Mapping[str, Any]) -> PatternWords:
    """Make the patterns from the declared words.

    Args:
        declared: content of patterns.yaml.
    """
    return PatternWords(
        announcing=_announcing(declared["announcing"], _staff_numbers(declared["staff_numbers"])),
        numbering=frozenset(map(simplify, declared["numbering"])),
        law_names=frozenset(map(simplify, declared["law_names"])),
        budget_words=frozenset(map(simplify, declared["budget_words"])),
        budget_lines=frozenset(map(simplify, declared["budget_lines"])),
        plate_owners=frozenset(map(simplify, declared["plate_owners"])),
        plate_words=frozenset(map(simplify, declared["plate_words"])),
        quantities=_quantities(declared),
        marks=frozenset(declared["quantity_marks"]),
        per_cent=tuple(map(simplify, declared["per_cent"])),
        birth=frozenset(map(simplify, declared["birth"])),
        papers=frozenset(map(simplify, declared["papers"])),
        history=frozenset(map(simplify, declared["history"])),
        contracts=frozenset(map(simplify, declared["contracts"])),
        birth_beside=frozenset(map(simplify, declared["birth_beside"])),
        birth_behind=frozenset(map(simplify, declared["birth_behind"])),
        age_behind=frozenset(map(simplify, declared["age_behind"])),
        figures=frozenset(map(simplify, declared["spoken_figures"])),
        born_bodies=frozenset(map(simplify, declared["born_bodies"])),
        spoken_births=_spoken_births(declared),
        birthdays=_birthdays(declared),
        birth_papers=frozenset(map(simplify, declared["birth_papers"])),
        children=frozenset(map(simplify, declared["children"])),
        profiles=_profiles(declared),
        networks=_networks(declared),
        on_networks=_on_networks(declared),
        before_networks=_before_networks(declared),
        spelled=_spelled(declared),
        joined=_joined(declared),
        branches=_branches(declared),
        own_ones=_own_ones(declared),
        bracketed=_bracketed(declared),
        read_out=_read_out(declared["spoken_figures"], declared["spoken_joiners"], declared["spoken_plus"]),
        read_short=_read_short(declared),
        dashed=_dashed(declared["spoken_figures"]),
        heads={kind: frozenset(map(simplify, told)) for kind, told in declared["column_heads"].items()},
        addresses=compile_addresses(declared["addresses"], declared["spoken_figures"]),
    )


def _quantities(declared: Mapping[str, Any]) -> frozenset[str]:
    """Return the words of amounts that announce no paper: NIC was once money of Nicaragua."""
    return frozenset(map(simplify, declared["quantity"])) - set(map(simplify, declared["announcing"]["id_number"]))


def _read_short(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how a short number is read out, thousands among it."""
    figures = [*declared["spoken_figures"], *declared["spoken_thousands"]]
    return _read_out(figures, declared["spoken_joiners"], (), FEWEST_ANNOUNCED)


def _staff_numbers(listed: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Return how the number of somebody who belongs somewhere is announced: "agent no", "codigo de empleada"."""
    owners, numbering = ([simplify(word) for word in listed[key]] for key in ("owners", "numbering"))
    for owner, number in product(owners, numbering):
        yield f"{owner} {number}"
        for glue in ("", "d ", "de ", "do ", "da ", "du "):
            yield f"{number} {glue}{owner}"


def _announcing(listed: Mapping[str, Sequence[str]], staff_numbers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the kinds of number that each word announces."""
    announcing: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        for word in listed[kind]:
            announcing[simplify(word)] = (*announcing.get(simplify(word), ()), kind)
    for phrase in staff_numbers:
        announcing.setdefault(phrase, ("id_number",))
    return announcing


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


def _networks(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how a handle stands right behind the name of a network."""
    return re.compile(
        rf"(?<!\w)(?:{_words(declared['networks'])})(?:\s(?:id|user|name|account|compte|cuenta|conta|is|est|es|é))*"
        r"(?:\s(?:of|de|du|do|da|del)\s(?:(?:the|la|el|o|a)\s|l['’])?[\w-]{2,20}(?:\s[\w-]{2,20})?(?=\s?[:=]))?"
        r"(?:\s?[:=]\s?([\w.-]*[._\d][\w.-]*\w)|(?<=\w{4})\s([a-z][\w-]*[._\d][\w.-]*\w)"
        r"|,\s([a-z][\w-]*[._][\w.-]*\w)|\s?\(\s?([a-z][\w-]*[._][\w.-]*\w)(?=\s?\))|,\s(?-i:([A-Z][a-z]+(?:[A-Z][a-z]*){1,8}))(?!\w)|(?<=linkedin)\s?:?\s?/?(in/[\w%-]+))",
        re.IGNORECASE,
    )


def _on_networks(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how somebody is told on a network without a sign."""
    return re.compile(
        rf"(?<!\w)(?:{_words(declared['networks'])}),?\s(?:{_words(declared['on_network'])})\s?:?\s"
        r"[\"“«]?([^\W\d_]?[a-z\d]*[._\d][\w.-]*\w)",
        re.IGNORECASE,
    )


def _before_networks(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how a handle stands before the name of a network: "maria.c7 (Skype)", "tamba_88 on Instagram"."""
    long = [name for name in declared["networks"] if len(name) >= SHORTEST_NETWORK]
    return re.compile(
        r"(?<![\w@./-])((?=[\d.-]{0,40}[a-z])\w{1,40}[._\d][\w.-]{0,40}(?<![.-]))\s?"
        rf"(?:[(\[]\s?(?:{_words(declared['networks'])})\s?[)\]]|\s(?:on|sur|en|no|na)\s(?:{_words(long)})(?!\w))",
        re.IGNORECASE,
    )


def _own_ones(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how somebody tells a number of their own in answer to another's."""
    return re.compile(
        rf"(?<!\w)(?:{_words(declared['own_ones'])})(?:,?\s[^\W\d_]{{1,9}})?\s?[:,]?\s(\d[\d .,/-]{{3,}}\d)",
        re.IGNORECASE,
    )


def _branches(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how an account is told by its branch and its number, each behind its word or abbreviation."""
    branch, account = _words(declared["branches"]), _words(declared["branch_accounts"])
    number = r"\.?\s?:?\s?(?:n[.ºo°]{0,2}\s)?\d[\d.-]{2,14}[\dx]?"
    return re.compile(
        rf"(?<!\w)(?:{branch}){number}\s?[,;/-]?\s(?:op\.?\s\d{{1,4}},?\s)?(?:{account}){number}"
        r"(?:[ -]\d{1,5}\b){0,5}",
        re.IGNORECASE,
    )


def _spelled(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how an e-mail is read out: "awa point diallo arobase example point org"."""
    at, dot, sure, signs = (
        "|".join(declared[name]) for name in ("spelled_at", "spelled_dot", "sure_at", "spelled_signs")
    )
    inner = rf"(?:\s(?:{dot}|{signs})\s[\w-]+)*"
    return re.compile(
        rf"(?<![\w.])[\w.-]+{inner}\s(?:{at})\s[\w-]+(?:(?:\s(?:{dot}|{signs})\s|\.)[\w-]+)*"
        rf"(?:\s(?:{dot})\s|\.)[^\W\d_]{{2,}}(?!\w)"  # no "costed at 1.8 million"
        rf"|(?<![\w.])[\w.-]+{inner},?\s(?:{sure})\s[\w-]+(?:(?:\s(?:{dot}|{signs})\s|\.)[\w-]+)*",
        re.IGNORECASE,
    )


def _bracketed(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how an e-mail is hidden from machines: "awa(point)diallo(arobase)example.org"."""
    at, dot = ("|".join(declared[name]) for name in ("spelled_at", "spelled_dot"))
    dot, at = rf"\s?[(\[{{](?:{dot}|\.)[)\]}}]\s?", rf"(?:\s?[(\[{{](?:{at}|@)[)\]}}]\s?|[(\[]a[)\]]|\s[(\[]a[)\]]\s)"
    return re.compile(rf"(?<![\w.])[\w.-]+(?:{dot}[\w.-]+)*{at}[\w-]+(?:(?:\.|{dot})[\w-]+)+", re.IGNORECASE)


def _joined(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how an e-mail goes on behind its first part: ", todo junto, arroba correo punto ejemplo"."""
    at, dot, signs = ("|".join(declared[name]) for name in ("spelled_at", "spelled_dot", "spelled_signs"))
    return re.compile(
        rf",?\s(?:{_words(declared['spelled_joined'])}),?\s(?:{at})\s[\w-]+(?:(?:\s(?:{dot}|{signs})\s|\.)[\w-]+)*",
        re.IGNORECASE,
    )


def _spoken_births(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how a date looks in words behind a phrase of births: "du deux février soixante-dix-neuf"."""
    figure = _words([*declared["spoken_figures"], *declared["spoken_thousands"]])
    run = rf"(?:{figure})(?:(?:[\s-]|[\s-](?:{_words(declared['spoken_joiners'])})[\s-])(?:{figure})){{0,7}}"
    first = rf"(?:{_words([*declared['spoken_figures'], *declared['spoken_days']])}|\d{{1,2}})"
    day = rf"{first}(?:[\s-](?:(?:{_words(declared['spoken_joiners'])})[\s-])?{first})?"
    born = _words([*declared["birth"], *declared["birth_beside"]])
    months = _words(word for word in MONTH_NUMBERS if len(word) >= SHORTEST_MONTH)
    between = r"(?:,?\s(?:[^\W\d_]{1,6}\s){0,3}?)"
    article = r"(?:(?:the|el|le|no dia|aos|o)\s)?"
    return re.compile(
        rf"(?<!\w)(?:{born}){between}({article}{day}\s(?:de\s|of\s)?(?:{months}),?\s(?:de\s|del\s|do\s)?{run})(?!\w)",
        re.IGNORECASE,
    )


def _birthdays(declared: Mapping[str, Any]) -> re.Pattern[str]:
    """Return how the day of an age looks ("he will be sixty on 1st January"), and a holiday somebody was born on."""
    figure, born = _words(declared["spoken_figures"]), _words(declared["birth"])
    months = _words(word for word in MONTH_NUMBERS if len(word) >= SHORTEST_MONTH)
    first = rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º)?|{figure}|{_words(declared['spoken_days'])})"
    day = rf"(?:(?:the|el|le)\s)?{first}(?:[\s-](?:(?:{_words(declared['spoken_joiners'])})[\s-])?{first})?"
    age = rf"(?:\d{{2}}|{figure}(?:[\s-](?:(?:{_words(declared['spoken_joiners'])})[\s-])?{figure})?)"
    return re.compile(
        rf"(?<!\w)(?:{_words(declared['turning'])})\s{age}(?:\s(?:years|ans|años|anos))?(?:\sold)?"
        r",?\s(?:(?:on|a|em|no dia)\s)?"
        rf"({day}\s(?:de\s|of\s)?(?:{months})(?:,?\s(?:(?:de|del)\s)?\d{{4}}|\sprochain|\spróximo|\snext)?)(?!\w)"
        rf"|(?<!\w)(?:{born})\s(?:[^\W\d_]{{1,6}}\s)??((?:(?:la|le|el|o|a|na|no|the)\s)?(?:{_words(declared['holidays'])})"
        r"(?:\s(?:(?:de|del|of|in)\s)?\d{4})?)(?!\w)",
        re.IGNORECASE,
    )


def _read_out(
    figures: Sequence[str], joiners: Sequence[str], signs: Sequence[str], fewest: int = FEWEST_SPOKEN
) -> re.Pattern[str]:
    figure = rf"(?:{_words(figures)})"
    sign = rf"(?:(?:{_words(signs)})\s)?" if signs else ""
    gap = rf"(?:[,;]?\s|-|\s(?:{_words(joiners)})\s|-(?:{_words(joiners)})-)"
    return re.compile(rf"(?<!\w){sign}{figure}(?:{gap}{figure}){{{fewest - 1},}}(?!\w)", re.IGNORECASE)


def _dashed(figures: Sequence[str]) -> re.Pattern[str]:
    """Return how a number is read out figure by figure and written with dashes: "oh-eight-one, 2-4-4, 9-0-7-1"."""
    figure = rf"(?:\d|{_words(figures)})"
    run = rf"{figure}(?:-{figure})+"
    return re.compile(rf"(?<![\w-]){figure}(?:-{figure}){{2,}}(?:,?\s{run})+(?![\w-])", re.IGNORECASE)


def _words(listed: Iterable[str]) -> str:
    """Return an alternation of words, the longest first, accents and abbreviation marks left open."""
    return any_of(listed, LOOSE)


def find_identifiers(text: str, words: PatternWords) -> list[Identifier]:
    """Find identifiers other than names and posts.

    Args:
        text: as received.
        words: how they are announced.

    Returns:
        Their places; they may overlap.
    """
    found = list(_find_in_words(text, words))
    found += [Identifier(*span, "address") for span in find_addresses(text, words)]
    if not any(map(str.isnumeric, text)):
        return found
    for kind in words.heads:
        if kind != "address":
            found += [Identifier(*span, kind) for span in _cells_of(text, kind, words)]
    found += [Identifier(*match.span(), "phone") for match in EXTENSION_BEHIND.finditer(text)]
    found += [Identifier(*match.span(), "plate") for match in WHOLE_PLATE.finditer(text)]
    found += [Identifier(*match.span(), "id_number") for match in PERSONAL_CODE.finditer(text)]
    found += [Identifier(*match.span(1), "id_number") for match in STAFF_NUMBER.finditer(text)]
    found += [Identifier(*match.span(), "id_number") for match in CIVIL_NUMBER.finditer(text)]
    dialled = (match for match in DIALLED_SERVICE.finditer(text) if re.search(r"\d{5}", match.group()))
    found += [Identifier(*match.span(), "account") for match in dialled]
    if OTHER_SCRIPT.search(text):
        plates = (match.span() for match in FOREIGN_PLATE.finditer(text))
        found += [Identifier(*span, "plate") for span in plates if _is_by_vehicle(text, *span, words)]
    found += _find_positions(text)
    found += _find_births(text, words)
    taken = [(one.start, one.end) for one in found]
    ibans = [match.span() for match in IBAN_PATTERN.finditer(text)]
    found += [Identifier(*span, "account") for span in ibans if sum(map(str.isdigit, text[slice(*span)])) > 9]
    found += [Identifier(*span, "account") for span in _services_behind(text, words)]
    found += [Identifier(*match.span(), "account") for match in words.branches.finditer(text)]
    found += [Identifier(*match.span(), "account") for match in BANK_GROUPS.finditer(text)]
    found += _find_numbers(hide_times(text), words, taken)
    found += _find_contracts(text, words)
    found += _find_lines(text, found)
    if opening := OPENING_NUMBER.match(text):
        found.append(Identifier(*opening.span(1), "id_number"))
    found = [_with_bank(one, text) if one.kind == "account" else one for one in found]
    return found + list(_find_own(text, words, found))


def _find_contracts(text: str, words: PatternWords) -> Iterator[Identifier]:
    """Find the numbers of papers by which somebody works: "her contract, OVP/SUN/C/044"."""
    for match in REFERENCE_CODE.finditer(text):
        if _n_digits(match.group()) < SHORTEST_CONTRACT:
            continue
        before = NUMERO.sub("no ", text[max(0, match.start() - LOOK_BACK) : match.start()])
        said = simplify(re.split(r"[.?!]\s|\n\n", before)[-1]).split()
        if _phrases_of(said, 3) & words.contracts:
            yield Identifier(*match.span(), "id_number")


def _find_lines(text: str, found: Sequence[Identifier]) -> list[Identifier]:
    """Find the lines that are one long number, grouped like an amount: "501 011 023 984".

    A shorter one counts only next to a line that ends or begins with another number or an e-mail, or below one that
    holds it ("0985 613 748 (es de Luz)").
    """
    starts, ends = {one.start for one in found}, sorted(one.end for one in found)
    lines = []
    for match in LINE_OF_FIGURES.finditer(text):
        above = text.rfind("\n", 0, max(0, match.start() - 1)) + 1
        is_below = bisect_right(ends, above) < bisect_left(ends, match.start())
        is_beside = is_below or match.end() + 1 in starts
        is_long = _n_digits(match.group(1)) >= FEWEST_ALONE
        if match.start(1) not in starts and (is_long or is_beside) and not _is_date(match.group(1)):
            lines.append(Identifier(*match.span(1), "id_number"))
    return lines


def _with_bank(one: Identifier, text: str) -> Identifier:
    """Return an account with the bank behind it: "8804 2050 11736, Agribank"."""
    bank = BANK_BEHIND.match(text, one.end)
    return Identifier(one.start, bank.end(1), one.kind) if bank and bank.group(1)[0].isupper() else one


def _find_in_words(text: str, words: PatternWords) -> list[Identifier]:
    """Find what needs no figures: e-mails, profiles, and what is read out."""
    found = [Identifier(*match.span(), "e_mail") for match in EMAIL_PATTERN.finditer(text)]
    found += [Identifier(*match.span(), "e_mail") for match in words.spelled.finditer(text)]
    if "/" in text or "-" in text:
        found += [Identifier(*match.span(), "handle") for match in words.profiles.finditer(text)]
    found += [Identifier(*match.span(match.lastindex or 0), "handle") for match in words.networks.finditer(text)]
    found += [Identifier(*match.span(1), "handle") for match in words.on_networks.finditer(text)]
    found += [Identifier(*match.span(1), "handle") for match in words.before_networks.finditer(text)]
    found += [Identifier(*match.span(), "handle") for match in HANDLE_PATTERN.finditer(text)]
    found += [Identifier(*match.span(), "phone") for match in words.read_out.finditer(text) if "," in match.group()]
    if "-" in text:
        found += [Identifier(*match.span(), "phone") for match in words.dashed.finditer(text)]
    if "(" in text or "[" in text:
        found += [Identifier(*match.span(), "e_mail") for match in words.bracketed.finditer(text)]
    found += [Identifier(*match.span(1), "birth_date") for match in words.spoken_births.finditer(text)]
    found += [Identifier(*match.span(match.lastindex or 0), "birth_date") for match in words.birthdays.finditer(text)]
    return [*found, *_find_joined(text, words), *_find_read_short(text, words)]


def _find_positions(text: str) -> list[Identifier]:
    positions = (match for match in POSITION_PATTERN.finditer(text) if not THOUSANDS_PATTERN.fullmatch(match.group()))
    found = [Identifier(*match.span(), "gps") for match in positions]
    if "°" in text or "º" in text:
        found += [Identifier(*match.span(), "gps") for match in MINUTES_PATTERN.finditer(text)]
    return found


def _find_joined(text: str, words: PatternWords) -> Iterable[Identifier]:
    """Find an e-mail that is said to be one word: its clause is that word, or ends with it."""
    for match in words.joined.finditer(text):
        clause = re.split(r"[:;,.?!\n\"“«(]\s?", text[max(0, match.start() - LOOK_BACK) : match.start()])[-1]
        said = clause.split()
        first = len(clause) if len(said) <= MOST_LETTERED else len(said[-1])
        yield Identifier(match.start() - first, match.end(), "e_mail")


def _find_read_short(text: str, words: PatternWords) -> Iterable[Identifier]:
    """Find phones and numbers of papers that are read out in few words and announced in the same sentences."""
    for match in words.read_short.finditer(text):
        before = re.split(r"[?!.]\s|\n", text[max(0, match.start() - QUESTION_REACH) : match.start()])[-1]
        near = simplify(before).split()
        is_paper = bool(set(near) & words.papers) and simplify(match.group()).split()[-1] not in words.quantities
        if "," in match.group() and any("phone" in words.announcing.get(word, ()) for word in near[-NEAR_WORDS:]):
            yield Identifier(*match.span(), "phone")
        elif is_paper and re.search(r"[:,]\s$|\s(?:es|is|est|é)(?:\s\w{1,3})?\s$", before):
            yield Identifier(*match.span(), "id_number")


def _find_own(text: str, words: PatternWords, found: Sequence[Identifier]) -> Iterable[Identifier]:
    """Find somebody's own number, told in answer to another's: "la mía entonces: 1.908.447"."""
    for match in words.own_ones.finditer(text):
        before = [
            one for one in found if one.kind in KINDS and match.start() - QUESTION_REACH * 2 < one.end <= match.start()
        ]
        if before and _n_digits(match.group(1)) >= SHORTEST_PHONE:
            yield Identifier(*match.span(1), before[-1].kind)


def _services_behind(text: str, words: PatternWords) -> Iterable[tuple[int, int]]:
    """Find the service of an account in brackets behind its number: "0995 220 618 (Airtel Money)"."""
    for match in SERVICE_BEHIND.finditer(text):
        told = _phrases_of(simplify(match.group(1)).split(), 3)
        if any("account" in words.announcing.get(phrase, ()) for phrase in told):
            yield match.span()


def find_addresses(text: str, words: PatternWords) -> list[tuple[int, int]]:
    """Find addresses: those beneath a head of a table, and an anchor with a number and what goes on beside it.

    Args:
        text: as received.
        words: how addresses look.

    Returns:
        Half-open offsets; they may overlap.
    """
    found = find_anchored_addresses(hide_times(text), words.addresses)
    return [*_cells_of(text, "address", words), *((start, _end_of_word(text, end)) for start, end in found)]


def _end_of_word(text: str, end: int) -> int:
    """Return where the word ends that an address breaks off in: "casa de reja|s", "after the E|.P. Church"."""
    is_initial = INITIAL_BEFORE.search(text[max(0, end - 2) : end]) is not None
    rest = (INITIALED if is_initial else REST_OF_WORD).match(text, end)
    return rest.end() if rest else end


def _cells_of(text: str, kind: str, words: PatternWords) -> list[tuple[int, int]]:
    """Return the cells beneath the heads of a kind of identifier that hold figures enough."""
    fewest = FEWEST_CELL_DIGITS.get(kind, SHORTEST_MIXED)
    cells = find_cells(text, words.heads.get(kind, frozenset()))
    return [span for span in cells if _n_digits(text[slice(*span)]) >= fewest]


def _n_digits(text: str) -> int:
    """Return the number of figures of any script."""
    return sum(map(str.isnumeric, text))


def is_law_number(text: str, start: int, end: int, words: PatternWords) -> bool:
    """Tell whether a word that may be a name is what a law is called here: "Lei n.º 5/2013", "Decision 1635".

    Args:
        text: as received.
        start: of the word.
        end: of it.
        words: how identifiers are announced.
    """
    first = simplify(text[start:end]).split()
    return bool(first) and first[0] in words.law_names and LAW_NUMBER.match(text, end) is not None


def is_budget_line(text: str, start: int, end: int, words: PatternWords) -> bool:
    """Tell whether a number is a line of a budget: "rubrica 02.03.01.19", "the vote code 2214-03-118".

    Args:
        text: as received.
        start: of the number.
        end: of it.
        words: how identifiers are announced.
    """
    if BUDGET_SHAPE.fullmatch(text[start:end]) is None or MOBILE.fullmatch(text[start:end]):
        return False
    before = CLAUSE_END.split(text[max(0, start - LOOK_BACK // 2) : start])[-1]
    return bool(set(simplify(before).split()[-3:]) & words.budget_lines)


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
        if _is_born_body(text, match.start(), words):
            continue
        near = _words_before(text, match.start(), words)
        is_law = bool(near & _references(words))
        is_paper = bool(near & words.birth_papers) and not is_law
        near |= _words_of_question(text, *match.span())
        if not is_year:
            near |= _words_of_asking(text, match.start())
        is_told = bool(near & words.birth) or BORN_SHORT.search(text[: match.start()][-8:]) is not None
        is_told = is_told or (
            _is_long_back(match.group()) and BORN_LETTER.search(text[: match.start()][-5:]) is not None
        )
        is_told = is_told or (bool(found) and NEXT_TURN.fullmatch(text[found[-1].end : match.start()]) is not None)
        is_told = is_told or (not is_year and _is_told_beside(text, *match.span(), words))
        is_told = is_told or (is_paper and _is_long_back(match.group()))
        is_told = is_told or (
            not is_law and _is_long_back(match.group()) and IN_FIGURES.fullmatch(match.group()) is not None
        )
        is_told = is_told or (_is_long_back(match.group(), LATEST_BIRTH) and _is_line_of_papers(text, *match.span()))
        is_told = is_told or (
            not is_law and _is_long_back(match.group(), LATEST_BIRTH) and not _is_of_history(text, match, words)
        )
        if is_told or (_is_long_back(match.group()) and _goes_on(text, found, match.start())):
            found.append(_whole_date(text, *match.span()))
    return found + list(_find_days(text, words, found))


def _find_days(text: str, words: PatternWords, found: Sequence[Identifier]) -> Iterator[Identifier]:
    """Find days without a year beside words of births, but for those that are found."""
    for match in (match for pattern in DAY_PATTERNS for match in pattern.finditer(text)):
        is_free = not any(one.start < match.end() and match.start() < one.end for one in found)
        is_day = simplify(match.group(1)) in MONTH_NUMBERS
        if not is_free or not is_day or _is_born_body(text, match.start(), words):
            continue
        if _words_before(text, match.start(), words) & words.birth or _is_told_behind(text, match.end(), words):
            yield _whole_date(text, *match.span())


def _words_before(text: str, start: int, words: PatternWords) -> frozenset[str]:
    """Return the words of a sentence shortly before a place, alone and in pairs."""
    before = _clause_before(text, start, words)
    near = simplify(BIRTH_ACCENT.sub(" ", before)).split()[-NEAR_WORDS:]
    return _phrases_of(near, 3)


def _clause_before(text: str, start: int, words: PatternWords) -> str:
    """Return what stands shortly before a place, from the last end of a sentence on; "nasc." and "B." end none."""
    before = text[max(0, start - BIRTH_REACH) : start]
    first = 0
    for stop in re.finditer(r"[?!;]\s|\n\n|[\"”»]\s?\n|\.\s", before):
        shortened = SHORTENED.search(before, 0, stop.start()) if stop.group()[0] == "." else None
        if shortened is None or not (len(shortened.group()) == 1 or simplify(shortened.group()) in words.birth):
            first = stop.end()
    return before[first:]


def _words_of_question(text: str, start: int, end: int) -> frozenset[str]:
    """Return the words of the turn before a date that is a whole turn: "date of birth, please. Hope: 9/11/1979."."""
    label = LABEL_BEFORE.search(text[max(0, start - LONGEST_LABEL) : start])
    if label is None or TURN_END.match(text, end) is None:
        return frozenset()
    before = text[max(0, start - QUESTION_REACH) : start - len(label.group())].rstrip()
    asked = simplify(before.rpartition("\n")[2]).split()
    return _phrases_of(asked, 2)


def _words_of_asking(text: str, start: int) -> frozenset[str]:
    """Return the words of a question right before a date: "Do you need the date of birth also? 3rd of April, 1974"."""
    asked = ASKING.search(text[max(0, start - LOOK_BACK) : start])
    said = simplify(asked.group(1)).split() if asked else []
    return _phrases_of(said, 2)


def _phrases_of(said: Sequence[str], longest: int) -> frozenset[str]:
    """Return the words of a sentence alone and with so many behind them."""
    return frozenset(" ".join(said[place : place + n]) for n in range(1, longest + 1) for place in range(len(said)))


def _is_right_behind(text: str, start: int, phrases: frozenset[str]) -> bool:
    """Tell whether one of some phrases stands right before a place."""
    return not phrases.isdisjoint(_endings(CLAUSE_END.split(text[max(0, start - BIRTH_REACH) : start])[-1]))


def _endings(before: str) -> list[str]:
    """Return the last word of a stretch, the last two and the last three."""
    said = simplify(before).split()
    return [" ".join(said[-length:]) for length in (1, 2, 3) if length <= len(said)]


def _is_told_beside(text: str, start: int, end: int, words: PatternWords) -> bool:
    """Tell whether what stands right before a day or behind it says who was born on it."""
    return _is_right_behind(text, start, words.birth_beside) or _is_told_behind(text, end, words)


def _is_told_behind(text: str, end: int, words: PatternWords) -> bool:
    """Tell whether the rest of the clause says who was born on a day: "30 November 2027, my birthday"."""
    said = simplify(CLAUSE_END.split(text[end : end + BIRTH_REACH])[0]).split()[:NEAR_WORDS]
    if not words.birth_behind.isdisjoint(_phrases_of(said[: NEAR_WORDS // 2], 3)):
        return True
    ages = (n for n in range(2, len(said)) if said[n][0].isdigit() or said[n] in words.figures)
    return any(" ".join(said[:n]) in words.age_behind for n in ages)


def _is_born_body(text: str, start: int, words: PatternWords) -> bool:
    """Tell whether a body was born and nobody: "la mesa nació el 4 de marzo", not "el jefe de la mesa nació"."""
    before = CLAUSE_END.split(text[max(0, start - BIRTH_REACH) : start])[-1]
    said = simplify(before).split()
    born = max((place for place, word in enumerate(said) if word in words.birth), default=0)
    for place in range(max(0, born - 2), born):
        if said[place] in words.born_bodies:
            return not set(said[max(0, place - 2) : place]) & OF
    return False


def _references(words: PatternWords) -> frozenset[str]:
    return frozenset(word for word, kinds in words.announcing.items() if kinds == ("reference",))


def _is_long_back(date: str, latest: int = LATEST_ADULT) -> bool:
    """Tell whether a whole date lies so far back, in that year or before, that who was born on it can be asked."""
    year = YEAR_PATTERN.search(date)
    return year is not None and len(date) > len(year.group()) and int(year.group()) <= latest


def _is_of_history(text: str, date: re.Match[str], words: PatternWords) -> bool:
    """Tell whether a date long back is no day of somebody's birth: no whole one, or of a law, a treaty or a disaster.

    Whoever speaks of such a day names what it was of; whose day goes without saying is in most cases who speaks.
    """
    year = YEAR_PATTERN.search(date.group())
    is_heading = text[date.start() - 1 : date.start()] in ("", "\n") and text[date.end() : date.end() + 1] in ("", "\n")
    if year is None or is_heading or int(year.group()) < EARLIEST_BIRTH or not read_date(date.group()).iso:
        return True
    before = SENTENCE_END.split(text[max(0, date.start() - HISTORY_REACH) : date.start()])[-1]
    behind = SENTENCE_END.split(text[date.end() : date.end() + HISTORY_REACH])[0]
    near = _phrases_of(simplify(f"{before} ; {behind}").split(), 2)
    return bool(near & (words.history | _references(words)))


def _is_line_of_papers(text: str, start: int, end: int) -> bool:
    """Tell whether a date is a whole line below one that holds a number or an e-mail, as in the data of a person."""
    above = text[:start].rstrip("\n").rpartition("\n")[2]
    is_line = text[start - 1 : start] == "\n" and text[end : end + 1] in ("", "\n")
    return is_line and re.search(r"\d[\d-]{5,}\d|@", above) is not None


def _goes_on(text: str, found: Sequence[Identifier], start: int) -> bool:
    """Tell whether a date stands in the sentence of a date of birth ("the card says ..., the town hall wrote ...")."""
    if not found or start - found[-1].end > BIRTH_REACH:
        return False
    return re.search(r"[.!]\s|\n", text[found[-1].end : start]) is None


def _whole_date(text: str, start: int, end: int) -> Identifier:
    article = re.search(
        r"(?<!\w)(?:the|le|el|un|um|dia|o dia|vers|circa|about|around|hacia|cerca de|por volta de)\s$",
        text[:start][-16:],
        re.IGNORECASE,
    )
    tail = re.match(r"\s(?:B\.?S\.?|A\.?D\.?)(?!\w)", text[end:])
    first = start - (len(article.group()) if article else 0)
    day = DAY_BEHIND.match(text, end) if YEAR_PATTERN.fullmatch(text[start:end]) else None
    if day and simplify(day.group(1)) in MONTH_NUMBERS:
        end = day.end()
    year = YEAR_BEHIND.match(text, end)
    end = year.end() if year else end
    month = MONTH_BEFORE.search(text[:start][-16:])
    if month and simplify(month.group(1)) in MONTH_NUMBERS:
        first = start - len(month.group())
    return Identifier(first, end + (tail.end() if tail else 0), "birth_date")


def find_dates_behind(text: str, people: Iterable[tuple[int, int]], words: PatternWords) -> list[Identifier]:
    """Find whole dates that stand right behind a name and lie long back, or behind the name of a child.

    Nobody is interviewed on a day long back, nor is a child: "la niña Ana, 11-07-2024, fue la primera".

    Args:
        text: as received.
        people: offsets of the names in it.
        words: how identifiers are announced.
    """
    found = []
    for start, end in people:
        match = DATE_BEHIND.match(text, end)
        whole = DATE_PATTERN.match(text, match.end()) if match else None
        year = YEAR_PATTERN.search(whole.group()) if whole else None
        if whole is None or year is None or len(whole.group()) == len(year.group()):
            continue
        before = simplify(CLAUSE_END.split(text[max(0, start - CHILD_REACH) : end])[-1]).split()
        if int(year.group()) < LATEST_BIRTH or not words.children.isdisjoint(_phrases_of(before, 2)):
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
            label = re.match(r"\(?([^\W\d_]{2,5}) ", text[start:end])
            if label and simplify(label.group(1)) in words.announcing:
                start, end = _trim(text, start + label.end(), end)
            if any(start < last and first < end for first, last in taken):
                continue
            kind = _kind_of_number(text, start, end, words)
            if kind:
                yield Identifier(_start_of_account(text, start) if kind == "account" else start, end, kind)


def _start_of_account(text: str, start: int) -> int:
    """Return where an account begins with the name of the bank or the service before it: "Tigo Money 7744 0318"."""
    label = ACCOUNT_LABEL.search(text[max(0, start - NEAR_VEHICLE) : start])
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
    if digits < fewest or digits > MOST_DIGITS or _is_date(raw) or YEAR_IN_TALK.fullmatch(raw):
        return ""
    if kind := _kind_right_before(text, start, raw, words):
        return kind
    if (amount := ROUND_AMOUNT.fullmatch(raw)) and (amount.group(1) or text[:start].endswith("\n")):
        return ""  # in a cell of its own
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
        is_long = digits >= SHORTEST_MIXED or LETTERED_CODE.fullmatch(raw) is not None
        is_of_year = YEAR_PATTERN.search(raw) is not None and digits < FEWEST_OF_YEAR
        return "id_number" if is_long and not is_of_year else ""
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
        if kind == "plate" and (has_letters or (digits >= SHORTEST_ANNOUNCED and not ROUND_AMOUNT.fullmatch(raw))):
            return kind
        if kind == "phone" and digits >= SHORTEST_PHONE and not has_letters:
            return kind
    return ""


def _is_owned_plate(text: str, start: int, raw: str, words: PatternWords) -> bool:
    """Tell whether letters and figures stand right behind "his own" and the like."""
    is_owned = not words.plate_owners.isdisjoint(_endings(text[max(0, start - LOOK_AHEAD) : start]))
    return is_owned and OWNED_PLATE.fullmatch(raw) is not None and not YEAR_PATTERN.search(raw)


def _is_by_vehicle(text: str, start: int, end: int, words: PatternWords) -> bool:
    """Tell whether a vehicle is spoken of shortly before a code, or right behind it: "A car. We share GP 318"."""
    n_before = NEAR_WORDS // 2 if text[start].isascii() else NEAR_WORDS  # letters of another script are no amount's
    before = simplify(text[max(0, start - NEAR_VEHICLE) : start]).split()[-n_before:]
    after = simplify(text[end : end + LOOK_AHEAD]).split()[:2]
    near = [" ".join(said[place : place + n]) for said in (before, after) for n in (1, 2) for place in range(len(said))]
    letters = re.match(r"[A-Z]{2,4}", text[start:end])
    is_pairs = text[start:end].count("-") == 1 and " " in text[start:end]  # "MT 60-17"
    if (
        letters and not is_pairs and simplify(letters.group()) in words.quantities
    ):  # of money, but for "my moto MT 77103"
        near = [" ".join(before[-n:]) for n in (1, 2)]
    return any(words.announcing.get(one) == ("plate",) for one in near)


def _is_date(raw: str) -> bool:
    plain = TITLED_YEARS.sub("", raw.strip("() "))
    if TIME_STAMP.fullmatch(plain):
        return True
    if sum(map(str.isdigit, plain)) > LONGEST_DATE or re.fullmatch(r"\d{5}", plain):
        return False
    if YEARS_PATTERN.fullmatch(plain) or read_date(plain).iso:
        return YEARS_PATTERN.fullmatch(plain) is not None or FOUR_AND_FOUR.fullmatch(plain) is None
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*", plain))


def _announced(text: str, start: int, end: int, words: PatternWords) -> tuple[str, ...]:
    """Return the kinds that the nearest announcing word tells, of those before a number or else right behind it."""
    before = re.split(
        r"[?!]\s|[^\d\W]{3}\.\s|[.?!][\"”»]|[.;,\"”»]\s?\n|\n\n", text[max(0, start - LOOK_BACK) : start]
    )[-1]
    near = simplify(NUMERO.sub("no ", before)).split()[-NEAR_WORDS:]
    for place in range(len(near) - 1, -1, -1):
        for length in (3, 2, 1):
            phrase = " ".join(near[place - length + 1 : place + 1]) if place - length + 1 >= 0 else ""
            if phrase in words.announcing:
                is_line = phrase in words.budget_lines and _is_of_budget(text, start, end, words)
                return ("reference",) if is_line else _of_law(near[:place], phrase, words) or words.announcing[phrase]
    after = simplify(re.split(r"[.?!;]", text[end : end + LOOK_AHEAD])[0]).split()[:3]
    return next(
        (
            words.announcing[word]
            for word in after
            if word in words.announcing and "phone" not in words.announcing[word]
        ),
        (),
    )


def _is_of_budget(text: str, start: int, end: int, words: PatternWords) -> bool:
    """Tell whether a budget is spoken of around a number: its line is announced ("Partida 44-07, Presupuesto ...")."""
    around = text[max(0, start - LOOK_BACK) : start] + " " + text[end : end + LOOK_AHEAD * 2]
    return bool(set(simplify(around).split()) & words.budget_words)


def _of_law(before: Sequence[str], phrase: str, words: PatternWords) -> tuple[str, ...]:
    """Return "reference" for the number of a law, a decree or the like, nothing for others."""
    kinds = words.announcing.get(before[-1], ()) if before else ()
    return kinds if phrase in words.numbering and kinds == ("reference",) else ()


def _kind_right_before(text: str, start: int, raw: str, words: PatternWords) -> str:
    """Return the kind of a code whose word stands right before, though its letters are of money elsewhere.

    "matricule 148 362 F", "staff number, GHS 881204", "placa MT 17 894"
    """
    is_opening = raw[0].isalpha()
    if not (is_opening or ENDING_LETTER.search(raw)):
        return ""
    phrases = _endings(text[max(0, start - LOOK_AHEAD) : start].rpartition("\n")[2])
    if is_opening and not words.plate_words.isdisjoint(phrases):
        return "plate"
    is_paper = any(words.announcing.get(phrase, ())[:1] == ("id_number",) for phrase in phrases)
    return "id_number" if is_paper else ""


def _is_hyphenated(raw: str) -> bool:
    """Tell whether hyphens tie figures as no amount and no range has them: "LBP 1955-0182-37", "MMK 27-18"."""
    tied = HYPHENATED.search(raw)
    if tied is None:
        return False
    groups = tied.group().split("-")
    is_range = len(groups) == 2 and groups[1][0] != "0" and int(groups[0]) < int(groups[1])
    return _n_digits(tied.group()) >= SHORTEST_BARE and not is_range and not YEAR_PATTERN.fullmatch(groups[-1])


def _is_quantity(text: str, start: int, end: int, words: PatternWords) -> bool:
    if LETTERED.fullmatch(text[start:end]) or _is_hyphenated(text[start:end]):
        return False
    before = text[max(0, start - 20) : start].rpartition("\n")[2].rstrip()
    after = text[end : end + 40]
    if before[-1:] in words.marks and before or after.lstrip()[:1] in words.marks and after.strip():
        return True
    if re.match(r"[.,]\d", after) or simplify(after[:LOOK_AHEAD]).startswith(words.per_cent):
        return True
    following = re.match(r"[^\S\n]{0,2}(?:(?:de|d|of)[\s'’])?[^\S\n]*([^\W\d_]+)", after, re.IGNORECASE)
    preceding = re.search(r"(?<![^\W_])([^\W\d_]+)\.?$", before)
    raw = text[start:end]
    inside = (
        re.match(r"([A-Z]{2,4}) ?\d", raw) if raw[-1].isdigit() else None,
        re.search(r"\d(?: ?(?=[A-Z]{2})| (?=F$))([A-Z]{1,4})$", raw) if raw[0].isdigit() else None,
    )
    found = [match.group(1) for match in (following, preceding, *inside) if match]
    return any(simplify(word) in words.quantities for word in found)
