"""Person names: who is spoken of in a text, told by the sentence around a name and not by a list of people.

A run of capitalised words is taken apart at words of the language, titles, posts and institutions. What is left is a
name when its words are known as names, or are no words of any of the languages and stand where a person stands.
What stands on one doubtful sign only is reported and not taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import dropwhile, pairwise

from tasks.core.dates import MONTH_NUMBERS
from tasks.core.spellings import simplify

MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0fff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u200c\u200d"
"""Vowel signs and accents that stand within words and that regular expressions do not count as letters."""
WORD_PATTERN = re.compile(rf"(?<!\w)[^\W\d_](?:[^\W\d_]|[{MARKS}])*(?:['’ʼ‑-][^\W\d_](?:[^\W\d_]|[{MARKS}])*)*")
ELISION_PATTERN = re.compile(r"(?:[ldjmstcn]|qu|jusqu|lorsqu|puisqu)['’ʼ](?=[^\W\d_])", re.IGNORECASE)
ELIDING = frozenset("LJTSCQ")
BOUND_PARTICLE = re.compile(r"^(?:[^\W\d_]{2,3}[‑-])(?=[^\W\d_])")
CONTACT_PATTERN = re.compile(
    r"([\w.+-]{3,64})\s?@[\w-]+\.|(?:\.com|\.net|\.org)/([\w./-]{3,80})"
    r"|([\w-]{3,80})\.(?:docx?|pdf|xlsx?|csv|pptx?|odt|txt)\b"
)
CONTACT_WORD = re.compile(r"[A-ZÀ-Þ]?[a-zß-ÿ]{3,}|[A-ZÀ-Þ]{3,}")
CELL_PATTERN = re.compile(r'"(?:[^"]|"")*"|[^,;\t\n"]+|[,;\t\n]')
ELIDED_ARTICLE = re.compile(r"(?<!\w)l['’]([A-ZÀ-Þ][^\W\d_]+)", re.IGNORECASE)
POSSESSIVE_PATTERN = re.compile(r"['’ʼ][sS]$")
SENTENCE_ENDS = frozenset('.?!:;…«“”"\n([–—-•*¿¡|/')
SIGN_OFF_PATTERN = re.compile(r"([,:：])\s*\n\s*$")
TOGETHER_PATTERN = re.compile(r"\s(?:et|and|y|e|&|ou|or|o|ni|nor)\s(?:a\s|o\s|la\s)?", re.IGNORECASE)
DAY_BEFORE = re.compile(r"(?<!\d)[0-3]?\d(?:st|nd|rd|th|er|º)?\s(?:de\s|of\s)?$")
FIRM_TAIL = re.compile(r"\s(?:(?:et|and|y|e|&)\s)?([A-ZÀ-Þ][^\W\d_]+)")
LIST_GOES_ON = re.compile(r"\s?,\s|\s(?:et|and|y|e|ou|or|o)\s|\.\s|\.?$", re.IGNORECASE)
CLAUSE_ENDS = re.compile(r"[.;:!?\n…()]")
RUN_GAP = re.compile(r"[ \u00a0\u2009\u202f]{1,2}(?:[dD]['’ʼ])?|\.[ \u00a0\u202f]?")
ORDINALS = ("º", "ª", "°")
ORDINAL_PATTERN = re.compile(r"\.?[ºª°]")
LOOK_BACK, LOOK_AHEAD = 48, 40
LONGEST_PHRASE, LONGEST_RUN = 4, 7
FEWEST_COLUMNS = 4
FEWEST_LABELS = 2
SHORTEST_SURE = 3
LONGEST_ABBREVIATION = 4
SHORTEST_CAPITALS = 4
LONGEST_ACRONYM = 5
LEAST_LOWERED = 2
ONE_LETTER = frozenset("aoey")
LEAST_BEFORE_ADDRESSED = 2
FEWEST_SHOUTED = 2
MOST_LOWER_NAME_WORDS = 3
MOST_TITLES, LONGEST_TITLE, TWO_INITIALS = 3, 5, 2
FEWEST_LETTER_LABELS = 3
GIVING_TO = ("to", "à", "a", "para", "ao", "pra")
DASHES = "—–"
LIST_COMMA = re.compile(r"\s?,\s(?:and\s|et\s|y\s|e\s)?")
NICKNAMED_PATTERN = re.compile(
    r"([^\W\d_a-zß-ÿ][^\W\d_]+)\s[\"“«‘]\s?([^\W\d_][^\W\d_]+)\s?[\"”»’]\s((?:[^\W\d_]{1,3}\s)?[^\W\d_a-zß-ÿ][\w'’-]+)"
)
TITLE_GAP = re.compile(r"[\w.'’/ºª°() \u00a0\u202f-]+")
NEXT_WORD = re.compile("[ \u00a0-](" + WORD_PATTERN.pattern.removeprefix(r"(?<!\w)") + ")")
NICKNAME_PATTERN = re.compile(r"\s[\"“«(]\s?([^\W\d_][^\W\d_A-ZÀ-Þ]{2,})\s?[\"”»)]")
LETTER_LABEL = re.compile(r"^([A-Z])[.:]?\)?\s", re.MULTILINE)
CONTACT_BEHIND = re.compile(r"\s?[,:(–-]?\s?(?:\+?\(?\+?\d[\d ()./-]{6,}|@\w|[\w.+-]+\s?@[\w-]+\.)")
ATTENDANCE_LINE = re.compile(r"^[ \t*•-]*([^\W\d_][^:\n]{3,30}?)[ \u00a0]?[:：](.+)$", re.MULTILINE)
ATTENDANCE_PART = re.compile(r"(?:(?!\s(?:and|et|y|e)\s)[^,;()\n.]|\.(?=\s?[A-ZÀ-Þ])){3,60}")
LEAST_CAPITALS_LINE, CAPITALS_SHARE = 12, 0.7
HYPHEN_PATTERN = re.compile(r"[‑-]")
LINE_PATTERN = re.compile(r"[^\n]+")
NO_SMALL_LETTERS = str.maketrans("", "", "abcdefghijklmnopqrstuvwxyz")

TITLE, ROLE, INSTITUTION, NAMED_AFTER = "title", "role", "institution", "named after"
SEED, MAYBE, UNKNOWN, PLACE, ORDINARY, ACRONYM, INITIAL, PARTICLE = (
    *("seed", "maybe", "unknown", "place", "ordinary", "acronym", "initial", "particle"),
)
TOLD = {UNKNOWN: SEED, ORDINARY: MAYBE, PLACE: MAYBE, ACRONYM: MAYBE}
"""What a word that may be a name becomes where an e-mail or the like holds it."""
NAMING = frozenset({SEED, MAYBE, UNKNOWN, INITIAL, PARTICLE})
JOINING = frozenset("ni nem et nor and".split())
RELATIVE = frozenset(("que", "qui", "who"))
AFFILIATING = frozenset("of from de del do da du d".split())
KNOWN_WORDS, ONLY_WORD, KNOWN_PROPER = ("word", "both"), "word", "proper"
CONTRACTION_PATTERN = re.compile(r"['’](?:m|d|ve|re|ll|t)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonWords:
    """How names and the sentences around them look (identifiers/*.yaml), all simplified.

    Attributes:
        seeds: given and family names.
        given: of those, the given ones.
        plain: given names that are ordinary words too, which a sentence may begin with.
        listed: of the seeds, names of many countries that are no one's here unless nothing else is spelled so.
        also_words: names of many countries that are words too; sure beside another name only.
        doubtful: names that are also ordinary words.
        particles: small words within a name.
        leading: particles that a name begins with.
        titles: stand before a name.
        behind_titles: forms of address behind a name ("bhai").
        name_titles: titles and small words that belong to the name behind them.
        capital_titles: titles that count only with a capital letter.
        roles: posts and relations of persons.
        relations: of those, the ones that any capitalised word behind is a name of.
        introductions: phrases before a name.
        weak_introductions: phrases before a name or anything else.
        asking: words before somebody who is spoken to or asked.
        said: words behind somebody who speaks or acts.
        giving: verbs of giving and telling, in whose clause "à" stands before a person.
        passing: of a day or a month, what it does ("August came").
        copulas: "is" and its like, as spelled.
        place_words: words before places.
        locatives: of those, the ones that never stand before persons.
        prepositions: of those, the small words, which also stand behind somebody ("they chose Awa to ...").
        somebody: words that announce a person before a colon or a dash ("one of us").
        speaking_to: what follows who is spoken to ("Awa, could you ...").
        ourselves: the speaker, at the end of a list of people ("Awa and I").
        articles: words before things, seldom before names.
        column_heads: what a table calls its names.
        named_after: institutions and laws that bear names of persons.
        institutions: words within names of institutions.
        kept: words and phrases that are no persons.
        places: countries, regions and towns.
        ordinary: the commonest words of the languages; never a name.
        kind_of_word: a word -> "word" of the languages, "proper" name in their dictionaries, "both", or "".
        phrases: places and others that are no persons, of several words.
        opening: the first words of these.
        not_small: words that are no name when typed small.
        before_things: words that stand before things and places.
        makes: of vehicles; what stands behind is a model.
        diminutives: endings of small forms of given names.
        attendance: what a list of those present begins with.
        landforms: words before or behind the name of a place ("Port", "City").
        to_places: phrases of coming, going and lying, before places ("vem de", "camino a").
        firm_tails: words behind a family name that make it a firm's ("Amaral e Filhos").
        firm_endings: how the names of firms end ("bank").
    """

    seeds: frozenset[str]
    given: frozenset[str]
    plain: frozenset[str]
    listed: frozenset[str]
    also_words: frozenset[str]
    doubtful: frozenset[str]
    particles: frozenset[str]
    leading: frozenset[str]
    titles: frozenset[str]
    behind_titles: frozenset[str]
    name_titles: frozenset[str]
    capital_titles: frozenset[str]
    roles: frozenset[str]
    relations: frozenset[str]
    introductions: frozenset[str]
    weak_introductions: frozenset[str]
    asking: frozenset[str]
    said: frozenset[str]
    passing: frozenset[str]
    giving: frozenset[str]
    copulas: frozenset[str]
    place_words: frozenset[str]
    locatives: frozenset[str]
    prepositions: frozenset[str]
    somebody: frozenset[str]
    speaking_to: frozenset[str]
    ourselves: frozenset[str]
    articles: frozenset[str]
    column_heads: frozenset[str]
    named_after: frozenset[str]
    makes: frozenset[str]
    landforms: frozenset[str]
    to_places: frozenset[str]
    firm_tails: frozenset[str]
    firm_endings: frozenset[str]
    diminutives: frozenset[str]
    attendance: frozenset[str]
    institutions: frozenset[str]
    kept: frozenset[str]
    places: frozenset[str]
    ordinary: frozenset[str]
    kind_of_word: Callable[[str], str]
    phrases: frozenset[str] = field(init=False, repr=False)
    opening: frozenset[str] = field(init=False, repr=False)
    not_small: frozenset[str] = field(init=False, repr=False)
    before_things: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "phrases", frozenset(one for one in self.places | self.kept if " " in one))
        object.__setattr__(self, "opening", frozenset(one.partition(" ")[0] for one in self.phrases))
        object.__setattr__(self, "not_small", self.doubtful | self.places | self.kept | self.roles | self.ordinary)
        object.__setattr__(self, "before_things", (self.articles | self.place_words) - {"a"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        start: half-open offset.
        end: end of it.
        name: the words.
        is_sure: whether it is replaced, or only reported as doubtful.
        sign: what told it.
    """

    start: int
    end: int
    name: str = field(repr=False)
    is_sure: bool = True
    sign: str = ""


@dataclass(slots=True)
class _Word:
    """A word of a text with what it may be."""

    start: int
    end: int
    text: str
    folded: str
    kind: str = ORDINARY
    begins_sentence: bool = False
    is_dotted: bool = False
    is_parted: bool = False
    is_thing: bool = False
    is_capital: bool = field(init=False)

    def __post_init__(self) -> None:
        """Tell whether it is typed with a capital, its first letter's or that behind a particle ("al-Rashid")."""
        first = self.text[0] if self.text.isalpha() else BOUND_PARTICLE.sub("", self.text)[0]
        self.is_capital = not first.islower() and first.lower() != first.upper()


@lru_cache(maxsize=200_000)
def fold_name(text: str) -> str:
    """Fold a name word to what seeds are compared by: "N'Diaye" becomes "ndiaye"."""
    return simplify(text).replace(" ", "")


def find_things(texts: Iterable[str], words: PersonWords) -> frozenset[str]:
    """Return words that texts write with a capital behind an article or "in", or beside an institution: no persons.

    Args:
        texts: of one country.
        words: how names and institutions look.
    """
    institutions = words.institutions | words.named_after
    before, behind = words.articles | institutions, institutions
    leading = {phrase.split()[-1] for phrase in words.to_places}
    found: set[str] = set()
    for text in texts:
        spelled = list(WORD_PATTERN.finditer(text))
        for left, right in pairwise(spelled):
            if text[left.end() : right.start()] not in (" ", "\u00a0", "\n"):
                continue
            if right.group()[0].isupper() and fold_name(left.group()) in before:
                found.add(fold_name(right.group()))
            if left.group()[0].isupper() and fold_name(right.group()) in behind:
                found.add(fold_name(left.group()))
            if fold_name(left.group()) in leading and is_named_place(text, right.start(), right.group(), words):
                found.add(fold_name(right.group()))
            if right.group()[0].isupper() and (fold_name(left.group()) in words.locatives or left.group() == "À"):
                found.add(fold_name(right.group()))
        found.update(fold_name(match.group(1)) for match in ELIDED_ARTICLE.finditer(text))
    return frozenset(found)


def told_by_contacts(texts: Iterable[str]) -> frozenset[str]:
    """Return words of e-mails, profiles and files' names, folded: one that a text spells with a capital may be a name.

    Args:
        texts: of one country.
    """
    found: set[str] = set()
    for text in texts:
        for match in CONTACT_PATTERN.finditer(text):
            for word in CONTACT_WORD.findall(match.group(1) or match.group(2) or match.group(3)):
                folded = fold_name(word)
                found.update(part for part in (folded, folded[1:], folded[:-1]) if len(part) > SHORTEST_SURE)
    return frozenset(found)


def is_ordinary_talk(name: str, words: PersonWords) -> bool:
    """Tell whether what fills the place of a name is ordinary words: "não tem", "C'est", "The Director", "KII 3".

    Args:
        name: a cell of a register, a header of a file, or what a text introduces.
        words: how names look.
    """
    spelled = re.findall(r"[^\W\d_]+", name)
    told = [word for word in spelled if len(word) > 1 or len(spelled) == 1]
    if (
        len(spelled) == 1
        and name.isupper()
        and len(name) <= LONGEST_ABBREVIATION
        and fold_name(name) not in words.seeds
    ):
        return True
    if all(_is_never_name(word, words) for word in told):
        return True
    names = (words.seeds, words.doubtful, words.also_words)
    is_known = any(fold_name(word) in listed for word in told for listed in names)
    is_small = name == name.lower() and all(words.kind_of_word(word) in KNOWN_WORDS for word in told)
    return is_small or (not is_known and len(told) > 1 and all(words.kind_of_word(word) == ONLY_WORD for word in told))


def is_public_word(word: str, words: PersonWords) -> bool:
    """Tell whether a word is a place's, an institution's or of the languages, and no given name.

    Args:
        word: as spelled.
        words: how names look.
    """
    folded = fold_name(word)
    if len(folded) < SHORTEST_SURE or folded in words.given | words.particles | words.titles:
        return False
    listed = (words.places, words.kept, words.institutions, words.named_after, words.roles, words.ordinary)
    return any(folded in one for one in listed) or words.kind_of_word(word) == ONLY_WORD


def _is_never_name(word: str, words: PersonWords) -> bool:
    folded = fold_name(word)
    listed = (words.ordinary, words.roles, words.institutions, words.articles, words.titles, words.place_words)
    is_listed = any(folded in one or folded.rstrip("s") in one for one in listed) or folded in words.particles
    return is_listed and folded not in words.given or len(folded) <= 1


def find_people(
    text: str,
    words: PersonWords,
    lowered: frozenset[str] = frozenset(),
    told: frozenset[str] = frozenset(),
    things: frozenset[str] = frozenset(),
) -> list[Mention]:
    """Find the names of persons in a text.

    Args:
        text: as received.
        words: how names look.
        lowered: words that the texts of the country write small.
        told: words of e-mails and the like, as `told_by_contacts` returns them.
        things: words that are no persons, as `find_things` returns them.

    Returns:
        Mentions in order that do not overlap, sure and doubtful ones.
    """
    tokens = _read_words(text, words, lowered, told)
    for place, token in enumerate(tokens):
        token.is_thing = token.folded in things or _goes_with_places(text, tokens, place)
    found: list[Mention] = []
    position = 0
    while position < len(tokens):
        end = _end_of_run(text, tokens, position) if tokens[position].is_capital else position
        if end > position:
            found += _read_run(text, tokens, position, end, words)
        elif small := _lower_name(text, tokens, position, words):
            found.append(small)
        position = max(end, position + 1)
    found = _with_column(text, _with_attendance(text, found, words), words)
    found = _nicknamed(text, found, words)
    found = _with_companions(text, sorted([*found, *_nicknames(text, found, words)], key=lambda one: one.start))
    return _with_lists(text, tokens, found, words)


def _goes_with_places(text: str, tokens: Sequence[_Word], place: int) -> bool:
    """Tell whether an unknown word goes on with a list of places or languages: "Cebuano, Waray and Ilocano"."""
    token = tokens[place]
    if token.kind != UNKNOWN or not place:
        return False
    before = tokens[place - 1]
    if TOGETHER_PATTERN.fullmatch(text[before.start - 1 : token.start]) and place > 1:
        before = tokens[place - 2]
    elif text[before.end : token.start].strip() != "," or not LIST_GOES_ON.match(text, token.end):
        return False
    return before.is_capital and (before.kind == PLACE or (before.is_thing and before.kind == UNKNOWN))


def _nicknamed(text: str, found: Sequence[Mention], words: PersonWords) -> list[Mention]:
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


def _nicknames(text: str, found: Sequence[Mention], words: PersonWords) -> Iterator[Mention]:
    """Find what stands in quotation marks or brackets right behind a name: "Filomena Soares (Mena)"."""
    others = (words.places, words.kept, words.institutions, words.roles, words.named_after, words.titles)
    for one in found:
        match = NICKNAME_PATTERN.match(text, one.end) if one.is_sure else None
        taken = match and any(other.start < match.end(1) and match.start(1) < other.end for other in found)
        is_word = match and match.group(1).islower() and words.kind_of_word(match.group(1)) in KNOWN_WORDS
        if match and not taken and not is_word and not any(fold_name(match.group(1)) in listed for listed in others):
            yield Mention(*match.span(1), match.group(1), True, "nickname")


def find_cells(text: str, heads: Collection[str]) -> list[tuple[int, int]]:
    """Return where the cells beneath a head stand in a text that is a table.

    Args:
        text: of a file; a table has four columns or more, or as many in each of its rows.
        heads: simplified words or phrases that a head begins with.
    """
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    names = [simplify(cell) for cell in head.split(mark)]
    columns = {
        place
        for place, name in enumerate(names)
        if any(" ".join(name.split()[:length]) in heads for length in range(1, LONGEST_PHRASE))
    }
    if not columns or not _is_table(text, mark, len(names)):
        return []
    cells, place = [], 0
    for match in CELL_PATTERN.finditer(text, len(head)):
        cell = match.group()
        if cell == mark:
            place += 1
        elif cell == "\n":
            place = 0
        elif place in columns:
            cells.append(match.span())
    return cells


def _is_table(text: str, mark: str, n_columns: int) -> bool:
    """Tell whether the lines of a text are rows of as many cells as its head."""
    if n_columns >= FEWEST_COLUMNS:
        return True
    rows = [row for row in text.splitlines() if row.strip()]
    return n_columns > 1 and len(rows) > 1 and all(row.count(mark) == n_columns - 1 for row in rows)


def _with_column(text: str, found: list[Mention], words: PersonWords) -> list[Mention]:
    """Take what stands beneath the head "name" of a table within a text, whatever its words are."""
    head = text.partition("\n")[0]
    cells = find_cells(text, words.column_heads)
    if not cells:
        return found
    told = []
    for span in cells:
        spelled = list(WORD_PATTERN.finditer(text, *span))
        spelled = [one for one in spelled if simplify(one.group()) not in words.titles or len(spelled) == 1]
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


def _with_attendance(text: str, found: list[Mention], words: PersonWords) -> list[Mention]:
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
    letters = [word.group() for word in spelled if word.group().isupper() and len(word.group()) > 1]
    capitals = [word.group()[0].isupper() or fold_name(word.group()) in words.particles for word in spelled]
    return all(capitals) and not is_other and (not letters or len(letters) == len(spelled) > 1)


def _with_companions(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Take a doubtful word that is named together with somebody for a name ("Ramatou et Hadjara")."""
    told = list(found)
    for place, (left, right) in enumerate(pairwise(found)):
        if TOGETHER_PATTERN.fullmatch(text[left.end : right.start]) and left.is_sure != right.is_sure:
            other = place if right.is_sure else place + 1
            told[other] = replace(told[other], is_sure=True, sign="together")
    return told


def _with_lists(text: str, tokens: Sequence[_Word], found: list[Mention], words: PersonWords) -> list[Mention]:
    """Take the other words of a list of people for names: "Fé, Awa and Seydou", "Joko, Naw, Su and I"."""
    sure = {one.start: one for one in found if one.is_sure}
    told: list[Mention] = []
    for elements, ends_in_us in _lists(text, tokens, sure, words):
        open_ = [token for token in elements if token.start not in sure]
        if not open_ or (len(open_) == len(elements) and not ends_in_us):
            continue
        if all(_may_be_listed(token, words) for token in open_):
            told += [Mention(token.start, token.end, token.text, True, "list") for token in open_]
    rest = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    return sorted([*rest, *told], key=lambda one: one.start)


def _lists(
    text: str, tokens: Sequence[_Word], sure: dict[int, Mention], words: PersonWords
) -> Iterator[tuple[list[_Word], bool]]:
    """Yield lists of names of one word or of people, and whether the speaker ends the list."""
    place = 0
    while place < len(tokens):
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
            if following is None or not (is_and or is_comma):
                break
            position = tokens.index(following, position)
        is_us = position < len(tokens) and is_list and tokens[position].text in words.ourselves
        if is_list and (len(elements) > 1 or is_us):
            yield elements, is_us
        place = max(position, place + 1)


def _links(token: _Word) -> bool:
    return token.text in ("and", "et", "y", "e", "ni", "nor", "or", "ou", "o")


def _may_be_listed(token: _Word, words: PersonWords) -> bool:
    """Tell whether a word of a list of people may be somebody: one of no language, or a name that is a word too."""
    if token.text.isupper() or token.is_thing or _is_listed(token, words):
        return False
    if token.kind == UNKNOWN:
        return not words.kind_of_word(token.text)
    known = (words.given, words.also_words, words.doubtful, words.listed)
    return token.kind in (SEED, MAYBE, ORDINARY) and any(token.folded in listed for listed in known)


def widen_left(text: str, start: int, words: PersonWords) -> int:
    """Return where a name begins with the titles and small words that belong to it: "El Hadj", "van der", "Ing. Agr.".

    A title tells somebody's sex, profession or faith, and an address by the post ("Mayor de Guzman") the post.
    """
    for _ in range(MOST_TITLES):
        before = list(WORD_PATTERN.finditer(text, max(0, start - LOOK_BACK), start))[-2:]
        found = next((match.start() for match in before if _belongs(text, match, start, words)), None)
        if found is None:
            return start
        start = found
    return start


def widen_over_names(text: str, start: int, end: int, words: PersonWords) -> tuple[int, int]:
    """Take the capitalised words beside a name that are no words of any language for parts of it: "Tránsito Ahú"."""
    for _ in range(MOST_TITLES):
        match = NEXT_WORD.match(text, end)
        if not match or not _goes_with_name(match.group(1), words):
            break
        end = match.end()
    before = list(WORD_PATTERN.finditer(text, max(0, start - LOOK_BACK), start))[-1:]
    for match in before:
        is_near = text[match.end() : start] in (" ", "\u00a0") and not _begins_sentence(text, match.start())
        if is_near and _goes_with_name(match.group(), words):
            start = match.start()
    return start, end


def _goes_with_name(word: str, words: PersonWords) -> bool:
    folded = fold_name(word)
    listed = (words.kept, words.institutions, words.named_after, words.roles, words.ordinary, words.landforms)
    others = (words.titles, words.place_words, words.makes, words.said, words.places)
    if not word[0].isupper() or len(folded) < SHORTEST_SURE or any(folded in one for one in (*listed, *others)):
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
    is_post = is_capital and gap == " " and told in words.roles and not _begins_sentence(text, match.start())
    earlier = list(WORD_PATTERN.finditer(text, max(0, match.start() - LOOK_BACK), match.start()))[-1:]
    return is_post and not any(fold_name(one.group()) in words.before_things for one in earlier)


def widen_right(text: str, end: int, words: PersonWords) -> int:
    """Return where a name ends with the forms of address behind it: "Tofazzal bhai"."""
    match = WORD_PATTERN.match(text, end + 1) if text[end : end + 1] in (" ", "-") else None
    return match.end() if match and fold_name(match.group()) in words.behind_titles else end


def _read_words(text: str, words: PersonWords, lowered: frozenset[str], told: frozenset[str]) -> list[_Word]:
    tokens = []
    for match in WORD_PATTERN.finditer(text):
        start, end = match.span()
        spelled = match.group()
        if not (spelled.isascii() and spelled.isalpha()):  # else nothing leans on it
            elision = ELISION_PATTERN.match(spelled)
            if elision and _is_elided(text, match.start(), spelled, words):
                start += elision.end()
                spelled = text[start:end]
            if possessive := POSSESSIVE_PATTERN.search(spelled):
                end -= len(possessive.group())
                spelled = text[start:end]
            if not spelled.strip("".join(ORDINALS)):
                continue
        token = _Word(start, end, spelled, fold_name(spelled))
        token.begins_sentence = _begins_sentence(text, match.start())
        after = text[end : end + 1]
        token.is_dotted, token.is_parted = after == ".", after in (",", ";", ":")
        tokens.append(token)
    _tell_kinds(text, tokens, words, lowered, told)
    _mark_phrases(tokens, words)
    for before, token in pairwise(tokens):
        is_initialled = before.kind == INITIAL and before.is_dotted and _joins(text, before, token)
        if is_initialled and token.kind in (PLACE, ORDINARY) and token.is_capital and not _is_listed(token, words):
            token.kind = MAYBE
    return tokens


def _tell_kinds(
    text: str, tokens: Sequence[_Word], words: PersonWords, lowered: frozenset[str], told: frozenset[str]
) -> None:
    """Tell what each word of a text may be by itself."""
    capital_lines = _capital_lines(text)
    labels = {letter for letter, n in Counter(LETTER_LABEL.findall(text)).items() if n >= FEWEST_LETTER_LABELS}
    for place, token in enumerate(tokens):
        token.kind = _kind(token, tokens, place, words, lowered)
        if not token.is_capital:
            continue
        if token.kind == INITIAL and token.text in labels and token.begins_sentence:
            token.kind = ORDINARY
        if token.kind == UNKNOWN and any(start <= token.start < end for start, end in capital_lines):
            token.kind = ORDINARY
        before = tokens[place - 1] if place else None
        if token.kind == INSTITUTION and before is not None and _ends_name(text, before, token, words):
            token.kind = MAYBE
        if token.folded in told and _is_spelled_name(token) and not _is_listed(token, words):
            token.kind = TOLD.get(token.kind, token.kind)


def _ends_name(text: str, before: _Word, token: _Word, words: PersonWords) -> bool:
    """Tell whether the word of an institution is a family name here ("Graça Mesquita")."""
    is_given = before.is_capital and before.kind in (SEED, MAYBE) and before.folded in words.given | words.doubtful
    return is_given and token.folded in words.seeds and _joins(text, before, token)


def _is_spelled_name(token: _Word) -> bool:
    return token.is_capital and not (token.text.isupper() and len(token.text) > 1)


def _is_listed(token: _Word, words: PersonWords) -> bool:
    return any(token.folded in listed for listed in (words.kept, words.institutions, words.named_after, words.ordinary))


def _is_elided(text: str, start: int, spelled: str, words: PersonWords) -> bool:
    """Tell a small word that leans on a name ("d'Aminata", "L'Afrique") from the first part of one ("N'Guessan")."""
    if spelled[0].islower():
        return True
    rest = ELISION_PATTERN.sub("", spelled, count=1)
    if spelled[0] in ELIDING and rest.islower() and words.kind_of_word(rest) in KNOWN_WORDS:
        return True  # "L'an dernier", "J'aime"
    is_part = spelled[0] in "NM" or (spelled[0] == "D" and not _begins_sentence(text, start))
    return not is_part and fold_name(spelled) not in words.seeds - words.listed


def _capital_lines(text: str) -> list[tuple[int, int]]:
    """Return where headings in capitals stand: there an unknown word tells nothing."""
    lines = []
    for match in LINE_PATTERN.finditer(text):
        if len(match.group().translate(NO_SMALL_LETTERS)) < CAPITALS_SHARE * len(match.group()):
            continue
        letters = [character for character in match.group() if character.isalpha()]
        if len(letters) >= LEAST_CAPITALS_LINE and sum(map(str.isupper, letters)) >= CAPITALS_SHARE * len(letters):
            lines.append(match.span())
    return lines


def _kind(token: _Word, tokens: Sequence[_Word], place: int, words: PersonWords, lowered: frozenset[str]) -> str:
    folded = token.folded
    if not token.is_capital:
        return PARTICLE if folded in words.particles else ORDINARY
    if folded in words.titles and _is_title(token, tokens, place, words):
        return TITLE
    if len(token.text) == 1:
        return ORDINARY if (token.begins_sentence or token.text == "I") and not token.is_dotted else INITIAL
    for kind, listed in ((NAMED_AFTER, words.named_after), (INSTITUTION, words.institutions), (ROLE, words.roles)):
        is_plural = folded.endswith("s") and folded[:-1] in listed
        is_plural = is_plural and folded not in words.seeds and folded not in words.also_words
        if folded in listed or is_plural:
            return kind
    if folded in words.kept and (folded not in words.doubtful or token.text.isupper()):
        return PLACE
    return _kind_of_name(token, words, lowered)


def _is_title(token: _Word, tokens: Sequence[_Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word that may be a title stands before a capitalised word."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    before = tokens[place - 1] if place else None
    if before is not None and before.is_capital and before.kind in NAMING and following and not following.is_capital:
        return False  # "Shabnam Bibi is one of them": a form of address that ends the name
    is_near = following is not None and following.start - token.end <= LONGEST_PHRASE and not token.is_parted
    if token.folded in words.seeds and token.is_capital and following is not None and not following.is_capital:
        return False  # "Sidi signed": a title that is a name too
    return is_near and following is not None and (following.is_capital or token.folded not in words.capital_titles)


def _kind_of_name(token: _Word, words: PersonWords, lowered: frozenset[str]) -> str:
    folded = token.folded
    spelled = HYPHEN_PATTERN.split(token.text.lower())
    known = {part: words.kind_of_word(part) for part in spelled}
    told = [kind for part, kind in known.items() if len(spelled) == 1 or fold_name(part) not in words.particles]
    is_word = bool(told) and all(kind in KNOWN_WORDS for kind in told) or bool(CONTRACTION_PATTERN.search(token.text))
    if folded in words.ordinary:
        return ORDINARY
    is_shouted = token.text.isupper() and len(token.text) > 1
    sure = _sure_parts(spelled, words, is_shouted=is_shouted)
    if folded in words.listed and (is_word or (is_shouted and len(folded) <= LONGEST_ACRONYM)):
        sure = []
    elif folded in words.seeds or sure:
        is_common = folded in words.doubtful or folded in words.places or len(folded) < SHORTEST_SURE
        is_given = folded in words.given and not (token.begins_sentence and folded in words.plain)
        is_common = is_common or (bool(sure) and not is_given and all(known[part] == ONLY_WORD for part in sure))
        return MAYBE if is_common or (is_word and folded in lowered) else SEED
    if folded in words.doubtful:
        return MAYBE
    if _is_diminutive(folded, words) and folded not in words.places:
        return MAYBE if is_word else SEED
    if folded in words.also_words and folded not in words.places and folded not in lowered:
        return MAYBE
    if folded in words.places:
        return PLACE
    if is_shouted and len(folded) < SHORTEST_CAPITALS:
        return ACRONYM
    if is_word or folded in lowered:
        return ORDINARY
    return UNKNOWN


def _sure_parts(spelled: Sequence[str], words: PersonWords, *, is_shouted: bool) -> list[str]:
    """Return the parts of a word that are known as names; short ones in capitals tell a code ("KII-PNG")."""
    sure = [part for part in spelled if fold_name(part) in words.seeds and fold_name(part) not in words.doubtful]
    is_code = is_shouted and len(spelled) > 1
    return [part for part in sure if len(part) >= SHORTEST_CAPITALS] if is_code else sure


def _is_diminutive(folded: str, words: PersonWords) -> bool:
    """Tell whether a word is the small form of a given name: "Joaninha", "Chayito"."""
    for ending in words.diminutives:
        stem = folded.removesuffix(ending)
        if (
            stem != folded
            and len(stem) >= SHORTEST_SURE
            and any(stem + vowel in words.given for vowel in ("a", "o", "e", ""))
        ):
            return True
    return False


def _mark_phrases(tokens: Sequence[_Word], words: PersonWords) -> None:
    """Mark phrases of several words that are places or no persons ("Burkina Faso", "San Pedro")."""
    for first in range(len(tokens)):
        if not tokens[first].is_capital or simplify(tokens[first].text).partition(" ")[0] not in words.opening:
            continue
        for length in range(LONGEST_PHRASE, 1, -1):
            part = tokens[first : first + length]
            if len(part) == length and " ".join(simplify(token.text) for token in part) in words.phrases:
                for token in part:
                    token.kind = PLACE
                break


def _end_of_run(text: str, tokens: Sequence[_Word], first: int) -> int:
    """Return where a run of capitalised words ends; small particles count if a capital follows."""
    token = tokens[first]
    if not token.is_capital:
        return first
    last = first
    position = first + 1
    while (
        position < len(tokens)
        and position - first < LONGEST_RUN
        and _joins(text, tokens[position - 1], tokens[position])
    ):
        if tokens[position].is_capital:
            last = position
        elif tokens[position].kind != PARTICLE:
            break
        position += 1
    return last + 1 if tokens[last].is_capital else first


def _joins(text: str, left: _Word, right: _Word) -> bool:
    gap = text[left.end : right.start]
    for mark in ORDINALS:
        gap = gap.replace(mark, "")
    if gap.startswith("."):
        return left.kind in (TITLE, INITIAL) and len(gap) <= 3 and "\n" not in gap
    return bool(RUN_GAP.fullmatch(gap))


def _read_run(text: str, tokens: Sequence[_Word], first: int, end: int, words: PersonWords) -> Iterator[Mention]:
    """Take a run apart and read each part that may be a name."""
    position = first
    while position < end:
        if tokens[position].kind == TITLE or tokens[position].kind == PARTICLE:
            position += 1
            continue
        sign = _strong_sign(text, tokens, position, words)
        stop = _end_of_part(tokens, position, end, is_told=_takes_any(text, tokens, position, sign, words))
        if stop == position:
            position += 1
            continue
        start, stop = _widen(text, tokens, first, position, stop, end, words)
        while tokens[stop - 1].kind == PARTICLE:
            stop -= 1
        mention = _judge(text, tokens, start, stop, words, sign)
        if mention is not None:
            yield mention
        position = stop


def _takes_any(text: str, tokens: Sequence[_Word], start: int, sign: str, words: PersonWords) -> bool:
    """Tell whether any capitalised word is a name here: behind a title, an introduction or a relation."""
    if tokens[start].folded in words.ordinary or tokens[start].kind in (INSTITUTION, ROLE):
        return False
    if sign in (TITLE, "introduction"):
        return True
    if not sign and _is_word_named(text, tokens, start, words):
        return True
    if _is_reached(text, tokens, start, words) or _is_told_to_be(text, tokens, start, words):
        return True
    before = tokens[start - 1] if start else None
    is_near = before is not None and not text[before.end : tokens[start].start].strip(" ,")
    if sign != ROLE or before is None or not is_near or tokens[start].kind == ACRONYM:
        return False
    if tokens[start].kind == PLACE:  # "my adviser Maubara, 7890 2217"
        return CONTACT_BEHIND.match(text, tokens[start].end) is not None
    if before.is_capital:
        following = tokens[start + 1] if start + 1 < len(tokens) else None
        return following is not None and following.kind in (SEED, UNKNOWN) and _joins(text, tokens[start], following)
    return before.folded in words.relations or not text[before.end : tokens[start].start].strip()


def _is_word_named(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    """Tell whether an ordinary word is a name, as a post stands behind it ("ask Fé, the secretary")."""
    token, before = tokens[start], tokens[start - 1] if start else None
    if token.kind not in (ORDINARY, UNKNOWN, MAYBE) or before is None or token.begins_sentence:
        return False
    is_thing = before.folded in words.before_things or before.is_capital or token.text.isupper()
    is_thing = (
        is_thing or bool(_institution_beside(text, tokens, start, start + 1, words)) or token.folded in words.kept
    )
    return not is_thing and _is_apposition(text, tokens, start + 1, words)


def _is_told_to_be(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word is what somebody is told to be, and nothing behind it: "quem manda lá é Tuta."."""
    token, before = tokens[start], tokens[start - 1] if start else None
    if before is None or token.text.isupper() or len(token.folded) <= SHORTEST_SURE:
        return False
    is_listed = _is_listed(token, words) or token.folded in words.places or token.is_thing
    is_told = before.text.lower() in words.copulas and text[before.end : token.start] == " "
    is_last = text[token.end : token.end + 1] in (".", "!", "?", ";", ",")
    return token.kind in (ORDINARY, UNKNOWN, MAYBE) and is_told and is_last and not is_listed


def _is_reached(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    """Tell whether a phone, an e-mail or a handle stands behind a word within a sentence ("ask Fé, 76 12 34 56")."""
    token, before = tokens[start], tokens[start - 1] if start else None
    if token.kind not in (ORDINARY, UNKNOWN, MAYBE) or token.begins_sentence or token.text.isupper() or before is None:
        return False
    is_thing = before.folded in words.articles or before.folded in words.locatives or before.is_capital
    is_thing = is_thing or _is_listed(token, words)
    is_listed = token.folded in words.titles or token.folded in words.roles or token.folded in words.places
    return not (is_thing or is_listed) and CONTACT_BEHIND.match(text, token.end) is not None


def _end_of_part(tokens: Sequence[_Word], start: int, end: int, *, is_told: bool) -> int:
    """Return where a part of a run ends that may be a name."""
    naming = NAMING | {ORDINARY, PLACE, ACRONYM} if is_told else NAMING
    position = start
    while position < end and tokens[position].kind in naming:
        position += 1
    return position


def _widen(
    text: str, tokens: Sequence[_Word], first: int, start: int, stop: int, end: int, words: PersonWords
) -> tuple[int, int]:
    """Take the other capitalised words of a run for parts of a name that is known or that fills a field.

    "Surprise Moyo", "Abel Maio", "Rosa M. Quelimane"; but not the word that opens a sentence ("Yesterday Awa Sy").
    """
    is_field = _fills_field(text, tokens[first].start, tokens[end - 1].end)
    unknown = [place for place in range(start, end) if tokens[place].kind == UNKNOWN]
    between = {token.kind for token in tokens[start : unknown[-1] + 1]} if unknown else set()
    if len(unknown) > 1 and unknown[-1] >= stop and between <= NAMING | {ORDINARY}:
        stop = unknown[-1] + 1
    is_known = any(
        token.kind == SEED or token.folded in words.given or token.folded in words.doubtful
        for token in tokens[start:stop]
    )
    is_known = is_known or any(token.kind == MAYBE and token.folded in words.seeds for token in tokens[start:stop])
    own = {token.kind for token in tokens[start:stop]}
    is_known = is_known or {INITIAL, UNKNOWN} <= own or _is_shouted_name(text, tokens, first, end, words)
    is_known = is_known or _holds_unknown_person(text, tokens, start, stop, words)
    if not (is_known or is_field):
        return start, stop
    other = {ORDINARY, PLACE}
    if any(token.kind == SEED and token.text.isupper() for token in tokens[start:stop]):
        other.add(ACRONYM)
    while (
        start > first
        and tokens[start - 1].kind in other | NAMING
        and (is_field or not tokens[start - 1].begins_sentence or tokens[start - 1].folded in words.kept)
    ):
        start -= 1
    while stop < end and tokens[stop].kind in (other | NAMING):
        stop += 1
    return start, stop


def _is_shouted_name(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether words in capitals within a plain line are a name ("the clerk, PIA TZUL"), no heading."""
    own = [token for token in tokens[start:stop] if token.kind not in (PARTICLE, INITIAL)]
    if any(token.folded in words.articles for token in tokens[start:stop]):
        return False
    if len(own) < FEWEST_SHOUTED or not all(token.text.isupper() for token in own):
        return False
    if any(_is_listed(token, words) or token.kind in (INSTITUTION, ROLE, NAMED_AFTER) for token in own):
        return False
    is_long = any(token.kind in (UNKNOWN, SEED, MAYBE) and len(token.folded) >= SHORTEST_CAPITALS for token in own)
    inside = any(first <= own[0].start < last for first, last in _capital_lines(text))
    return is_long and not inside and all(len(token.folded) > 1 for token in own)


def _fills_field(text: str, start: int, end: int) -> bool:
    """Tell whether words fill a field of a form or a cell, and nothing else."""
    before, after = text[max(0, start - 12) : start], text[end : end + 1]
    opens = re.search(r"(?:^|[\n\t;]|\w\s?[:：]\s?|,)[\"«“ \u00a0]*$", before) is not None
    return opens and after in ("", "\n", "\t", ";", ",", "(")


def _judge(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords, sign: str) -> Mention | None:
    """Decide whether a part of a run is a name."""
    own = tokens[start:stop]
    kinds = Counter(token.kind for token in own)
    if not (kinds[SEED] or kinds[MAYBE] or kinds[UNKNOWN] or _takes_any(text, tokens, start, sign, words)):
        return None
    if not sign and (_is_landform(text, tokens, start, stop, words) or is_firm(text, own[0].start, own[-1].end, words)):
        return None
    if (
        sign in ("", ROLE)
        and not (len(own) > 1 and kinds[SEED])
        and is_named_place(text, own[0].start, own[0].text, words)
    ):
        return None
    if not sign and len(own) == 1 and own[0].folded in MONTH_NUMBERS and DAY_BEFORE.search(text[: own[0].start][-10:]):
        return None
    institution = _institution_beside(text, tokens, start, stop, words)
    span = (own[0].start, own[-1].end)
    if not sign and institution and (institution == NAMED_AFTER or not kinds[SEED]):
        return None
    is_phrase = start > 0 and tokens[start - 1].kind == ORDINARY and tokens[start - 1].is_capital
    is_phrase = is_phrase and not kinds[SEED] and not tokens[start - 1].begins_sentence
    if len(own) > 1 and (kinds[SEED] or kinds[MAYBE]) and _fills_field(text, *span):
        sign = sign or "field"
    if _is_shouted_name(text, tokens, start, stop, words):
        sign = sign or "capitals"
    sign = sign or _told_by_words(kinds, is_phrase=is_phrase) or _weak_sign(text, tokens, start, stop, words)
    if sign and not (sign == "unknown" and _is_thing(text, tokens, start, words)):
        return Mention(*span, text[slice(*span)], True, sign)
    if _may_be_name(text, tokens, start, stop, words):
        return Mention(*span, text[slice(*span)], False, "start" if own[0].begins_sentence else "doubtful")
    return None


def _is_landform(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a part of a run is the name of a place by its words: "Port Antonio", "Santiago City"."""
    own = tokens[start:stop]
    if start and tokens[start - 1].folded in words.makes and _joins(text, tokens[start - 1], own[0]):
        return True
    if (
        len(own) > 1
        and (own[0].folded in words.landforms or own[0].folded in words.makes)
        or own[-1].folded in words.landforms
    ):
        return True
    before, following = tokens[start - 1] if start else None, tokens[stop] if stop < len(tokens) else None
    is_before = before is not None and before.is_capital and before.folded in words.landforms
    if is_before and before is not None and _joins(text, before, own[0]):
        return True
    is_behind = following is not None and following.is_capital and following.folded in words.landforms
    return is_behind and following is not None and _joins(text, own[-1], following)


def is_named_place(text: str, start: int, name: str, words: PersonWords) -> bool:
    """Tell whether a word that is no given name stands where the sentence speaks of a place: "vem de Machava".

    Args:
        text: as received.
        start: offset of the word.
        name: the word.
        words: how names and places look.
    """
    folded = fold_name(name)
    return (folded not in words.given or folded in words.places) and _ends_with(text, start, words.to_places)


def is_firm(text: str, start: int, end: int, words: PersonWords) -> bool:
    """Tell whether a family name is that of a firm: "Amaral e Filhos", "Trustbank".

    Args:
        text: as received.
        start: offset of the name.
        end: end of it.
        words: how names and firms look.
    """
    if any(fold_name(text[start:end]).endswith(ending) for ending in words.firm_endings):
        return True
    tail = FIRM_TAIL.match(text, end)
    return tail is not None and fold_name(tail.group(1)) in words.firm_tails


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


def _is_thing(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    """Tell whether unknown words stand as a thing does: behind an article or a place word, or in quotation marks."""
    before = tokens[start - 1] if start else None
    is_near = before is not None and not text[before.end : tokens[start].start].strip()
    if is_near and before is not None and before.text in ("À", "à"):
        clause = CLAUSE_ENDS.split(text[max(0, before.start - LOOK_BACK) : before.start])[-1]
        return not set(simplify(clause).split()) & words.giving
    if text[max(0, tokens[start].start - 1) : tokens[start].start] in ("«", "“", '"', "'", "‘", "#"):
        return True
    return is_near and before is not None and before.folded in words.before_things


def _strong_sign(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> str:
    """Return the title, post or introduction that stands before a name, "" without one."""
    while start and tokens[start - 1].folded in words.leading:
        start -= 1
    first = tokens[start]
    before = tokens[start - 1] if start else None
    if before is not None:
        space = text[before.end : first.start]
        gap = space.strip(" \u00a0\u202f.)")
        is_near = gap in ("", *ORDINALS) and "\n" not in space
        if "." in space and (len(before.text) > LONGEST_TITLE or _is_whole_word(before, words)):
            is_near = False
        is_titled = before.folded in words.titles and (before.is_capital or before.folded not in words.capital_titles)
        is_titled = is_titled and before.kind != PLACE and text[max(0, before.start - 1) : before.start] != "."
        if is_near and is_titled:
            return TITLE
        if before.folded in words.roles and (is_near or gap in (",", "(")):
            return ROLE
    if _is_label(text, first, words):
        return "introduction"
    if _is_addressed(text, tokens, start, words):
        return "addressed"
    return "introduction" if _ends_with(text, first.start, words.introductions) else ""


def _is_whole_word(token: _Word, words: PersonWords) -> bool:
    """Tell a word that ends a sentence ("they were late. Sunday ...") from an abbreviation."""
    is_open = token.text[-1] in "aeiou"
    return is_open and token.text.islower() and words.kind_of_word(token.text) == ONLY_WORD


def _is_addressed(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    """Tell whether a form of address, typed small, and a particle stand before a name ("a senhora da Luz-Embaló")."""
    if start < LEAST_BEFORE_ADDRESSED or tokens[start].kind not in (SEED, MAYBE, UNKNOWN):
        return False
    address, particle = tokens[start - 2], tokens[start - 1]
    is_title = address.folded in words.titles and address.text.islower() and len(address.folded) > SHORTEST_SURE
    return (
        is_title
        and particle.folded in words.particles
        and text[address.end : tokens[start].start].strip() == particle.text
    )


def _is_label(text: str, token: _Word, words: PersonWords) -> bool:
    """Tell whether a word that may be a name stands as the label of a turn ("Price: Here it is.")."""
    opens = token.start == 0 or text[token.start - 1] == "\n"
    if not opens or not re.match(r"[ \u00a0]?[:：]\s", text[token.end : token.end + 3]):
        return False
    if token.folded in words.kept and token.folded not in words.seeds:
        return token.text.istitle() and len(_labels(text, token.text)) >= FEWEST_LABELS
    is_listed = token.folded in words.seeds or token.folded in words.doubtful
    is_maybe = token.kind in (SEED, MAYBE, UNKNOWN) and token.folded not in words.places
    return is_maybe and (is_listed or not token.text.isupper())


def _labels(text: str, word: str) -> list[str]:
    """Return where a word labels turns: a note on Thursday stands once, somebody called Thursday speaks again."""
    return re.findall(rf"^{re.escape(word)}[ \u00a0]?[:：]\s", text, re.MULTILINE)


def _weak_sign(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> str:
    """Return what makes a single word likely to be a name."""
    own = tokens[start:stop]
    if sign := _sign_of_clause(text, tokens, start, stop, words):
        return sign
    if _follows_place_word(text, tokens, start, words):
        return ""
    is_shouted = all(token.text.isupper() and token.kind != INITIAL for token in own)
    if not is_shouted and _ends_with(text, own[0].start, words.asking):
        return "asked"
    if _is_apposition(text, tokens, stop, words) or _is_told_to_be(text, tokens, start, words):
        return ROLE
    if all(token.is_thing and token.kind == UNKNOWN for token in own):
        return ""
    is_proper = any(words.kind_of_word(token.text) == KNOWN_PROPER for token in own)
    if not is_proper and _ends_with(text, own[0].start, words.weak_introductions):
        return "introduction"
    ahead = CLAUSE_ENDS.split(text[own[-1].end : own[-1].end + LOOK_AHEAD])[0]
    acts = simplify(ahead).split()[:3]
    is_passing = own[0].folded in words.kept and bool(set(acts[:1]) & words.passing)
    if set(acts) & words.said and not own[0].text.isupper() and not is_passing:
        return "said"
    is_phrase = start > 0 and tokens[start - 1].is_capital and tokens[start - 1].kind == ORDINARY
    is_phrase = is_phrase and _joins(text, tokens[start - 1], own[0])
    is_sure = own[0].folded in words.given - words.doubtful or _is_diminutive(own[0].folded, words)
    is_asked = text[own[-1].end : own[-1].end + 2].strip()[:1] == "?"
    is_joined = start > 0 and tokens[start - 1].folded in ONE_LETTER | JOINING and (is_sure or is_asked)
    is_phrase = is_phrase and not is_joined
    is_a_thing = own[0].is_thing and start > 0 and tokens[start - 1].folded in words.articles
    is_said = own[0].kind == MAYBE and not is_a_thing and not own[0].begins_sentence and own[0].folded not in words.kept
    is_owned = start > 0 and tokens[start - 1].folded in AFFILIATING
    is_said = is_said and (own[0].folded in words.given | words.doubtful or not is_owned)
    if is_said and not is_phrase and not own[0].text.isupper():
        return "known"
    return "unknown" if not is_proper and _holds_unknown_person(text, tokens, start, stop, words) else ""


def _sign_of_clause(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> str:
    """Return what shows a single word to be somebody, whatever stands right before it."""
    if _is_reached(text, tokens, start, words):
        return ROLE
    if _is_given_to(text, tokens, start, words) or _is_announced(text, tokens, start, stop, words):
        return "given"
    return "addressed" if _is_spoken_to(text, tokens, start, stop, words) else ""


def _is_given_to(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word of no language stands behind "to" in a clause of giving or telling ("it was given to Fé")."""
    before, token = tokens[start - 1] if start else None, tokens[start]
    if before is None or token.kind not in (SEED, MAYBE, UNKNOWN) or text[before.end : token.start] != " ":
        return False
    if before.text not in GIVING_TO or token.is_thing or token.text.isupper():
        return False
    clause = CLAUSE_ENDS.split(text[max(0, before.start - LOOK_BACK) : before.start])[-1]
    return bool(set(simplify(clause).split()) & words.giving)


def _is_announced(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a name fills what a colon or two dashes announce as somebody: "one of us — Fé — kept the key"."""
    own = tokens[start:stop]
    if own[0].text.isupper() or all(token.kind not in (SEED, MAYBE, UNKNOWN) for token in own):
        return False
    before, after = text[max(0, own[0].start - LOOK_BACK) : own[0].start].rstrip(), text[own[-1].end :][:3].strip()
    is_field = before.endswith(":") and (not after or after[0] in ".!?")
    is_field = is_field or (before[-1:] in DASHES and (not after or after[0] in DASHES or after[0] in ".,"))
    clause = re.split(r"[.!?\n]", before)[-1]
    said = simplify(clause).split()
    return is_field and any(
        " ".join(said[first : first + length]) in words.somebody for first in range(len(said)) for length in (1, 2, 3)
    )


def _is_spoken_to(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a word that begins a sentence is who is spoken to: "Fé, could you close the door?"."""
    own = tokens[start:stop]
    if not own[0].begins_sentence or not own[-1].is_parted or stop >= len(tokens):
        return False
    if own[0].kind == PLACE or (own[0].kind == UNKNOWN and words.kind_of_word(own[0].text)):
        return False
    following = tokens[stop]
    return text[own[-1].end : following.start].strip(" ¿¡") == "," and following.folded in words.speaking_to


def _holds_unknown_person(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> bool:
    return any(_is_unknown_person(text, tokens, place, words) for place in range(start, stop))


def _is_unknown_person(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    """Tell whether a word of no language, within a sentence, is taken for a name: not an acronym nor a place's."""
    token = tokens[start]
    capitals = sum(map(str.isupper, token.text))
    if token.kind != UNKNOWN or token.is_thing or token.begins_sentence or len(token.folded) <= SHORTEST_SURE:
        return False
    if capitals > 1 + token.text.count("-") + token.text.count("'") + token.text.count("’"):
        return False
    before, earlier = (tokens[start - back] if start >= back else None for back in (1, 2))
    if before is not None and before.folded in words.makes and _joins(text, before, token):
        return False
    if before is not None and earlier is not None and before.folded in AFFILIATING:
        around = (words.place_words, words.roles, words.institutions, words.named_after)
        return not any(earlier.folded in listed or earlier.folded.rstrip("s") in listed for listed in around)
    following = tokens[start + 1] if start + 1 < len(tokens) else None
    is_bound = following is not None and _joins(text, token, following)
    return not (is_bound and following is not None and following.folded in words.place_words - words.prepositions)


def _is_apposition(text: str, tokens: Sequence[_Word], stop: int, words: PersonWords) -> bool:
    """Tell whether a post stands behind a name: "Tsiory, coordinator of ...", "Tsiory (the mayor)"."""
    if stop >= len(tokens) or text[tokens[stop - 1].end : tokens[stop].start].strip() not in (",", "("):
        return False
    if any(token.folded in words.roles for token in tokens[stop : stop + 3]):
        return True
    if tokens[stop].folded in RELATIVE and any(token.folded in words.roles for token in tokens[stop : stop + 5]):
        return tokens[stop + 1].text.lower() in words.copulas
    is_tied = tokens[stop].folded in AFFILIATING and stop + 1 < len(tokens)
    return is_tied and any(token.kind in (ACRONYM, INSTITUTION) for token in tokens[stop + 1 : stop + 3])


def _follows_place_word(text: str, tokens: Sequence[_Word], start: int, words: PersonWords) -> bool:
    before = tokens[start - 1] if start else None
    return (
        before is not None and before.folded in words.place_words and not text[before.end : tokens[start].start].strip()
    )


def _ends_with(text: str, end: int, phrases: frozenset[str]) -> bool:
    """Tell whether what stands before an offset, within the sentence, ends with one of the phrases."""
    before = text[max(0, end - LOOK_BACK) : end]
    before = SIGN_OFF_PATTERN.sub(r"\1 ", before)
    said = simplify(re.split(r"[.?!…]\s|\n", before)[-1]).split()
    return any(" ".join(said[-length:]) in phrases for length in range(1, LONGEST_PHRASE + 2) if length <= len(said))


def _institution_beside(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> str:
    """Return what kind of institution a part of a run belongs to, "" to none."""
    position = start - 1
    while position >= 0 and tokens[position].folded in words.particles:
        position -= 1
    if position >= 0 and _is_bound(text[tokens[position].end : tokens[start].start]):
        kind = _institution_kind(tokens[position], words)
        if kind:
            return kind
    if stop < len(tokens) and _is_bound(text[tokens[stop - 1].end : tokens[stop].start]):
        return _institution_kind(tokens[stop], words)
    return ""


def _institution_kind(token: _Word, words: PersonWords) -> str:
    if token.folded in words.named_after:
        return NAMED_AFTER
    return INSTITUTION if token.folded in words.institutions else ""


def _is_bound(gap: str) -> bool:
    return not re.search(r"[^\w\s'’-]|\n", gap)


def _may_be_name(text: str, tokens: Sequence[_Word], start: int, stop: int, words: PersonWords) -> bool:
    """Tell whether a single unknown word should be shown to a person."""
    own = tokens[start:stop]
    if len(own) > 1 or own[0].text.isupper() or own[0].kind != UNKNOWN:
        return len(own) > 1
    return not words.kind_of_word(own[0].text) and not _follows_place_word(text, tokens, start, words)


def _lower_name(text: str, tokens: Sequence[_Word], place: int, words: PersonWords) -> Mention | None:
    """Read a name that is typed small behind an introduction or a title ("my name is fatou diallo")."""
    token = tokens[place]
    if not _may_be_small_name(token, words):
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
    is_introduced = gap in ("", ":") and _ends_with(text, token.start, words.introductions)
    is_rare = token.folded in words.seeds and token.folded not in words.listed
    is_known = is_rare and not words.kind_of_word(token.text.title())
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


def _may_be_small_name(token: _Word, words: PersonWords) -> bool:
    if token.is_capital or len(token.text) <= SHORTEST_SURE or token.folded in words.not_small:
        return False
    parts = [token.text] if token.text.isalpha() else HYPHEN_PATTERN.split(token.text)
    return not any(words.kind_of_word(part) in KNOWN_WORDS for part in parts)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 20) : start]
    told = before.rstrip(" \t\u00a0\u202f")
    return not told or told[-1] in SENTENCE_ENDS or before[-1] == ","
