"""Words of names: what each word of a text may be by itself, before the sentence around it is looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from tasks.core.dates import MONTH_NUMBERS
from tasks.core.spellings import simplify
from tasks.core.text_tables import LONGEST_PHRASE

MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0fff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u200c\u200d"
"""Vowel signs and accents that stand within words and that regular expressions do not count as letters."""
WORD_LETTERS = rf"[^\W\d_]++(?:[{MARKS}]++[^\W\d_]*+)*+"
"""Letters and the marks on them: one class that repeats is read faster than a choice of two."""
WORD_PATTERN = re.compile(rf"(?<!\w){WORD_LETTERS}(?:['’ʼ‑-]{WORD_LETTERS})*")
ELISION_PATTERN = re.compile(r"(?:[ldjmstcn]|qu|jusqu|lorsqu|puisqu)['’ʼ](?=[^\W\d_])", re.IGNORECASE)
ELIDING = frozenset("LJTSCQ")
BOUND_PARTICLE = re.compile(r"^(?:[^\W\d_]{2,3}[‑-])(?=[^\W\d_])")
CONTACT_PATTERN = re.compile(
    r"([\w.+-]{3,64})\s?@[\w-]+\.|(?:\.com|\.net|\.org)/([\w./-]{3,80})"
    r"|([\w-]{3,80})\.(?:docx?|pdf|xlsx?|csv|pptx?|odt|txt)\b"
)
CONTACT_WORD = re.compile(r"[A-ZÀ-Þ]?[a-zß-ÿ]{3,}|[A-ZÀ-Þ]{3,}")
ELIDED_ARTICLE = re.compile(r"(?<!\w)[lL]['’]([A-ZÀ-Þ][^\W\d_]+)")
POSSESSIVE_PATTERN = re.compile(r"['’ʼ][sS]$")
SENTENCE_ENDS = frozenset('.?!:;…«“”"\n([]–—-•*¿¡|/')
LINE_MARK = re.compile(r"(?:^|\n)[ \t]*#\w{0,3} $")
"""What notes put before a paragraph ("#P ", "#2 "): a sentence begins behind it."""
LONGEST_MARK = 6
SIGN_OFF_PATTERN = re.compile(r"([,:：])\s*\n\s*$")
SENTENCE_BREAK = re.compile(r"[.?!…]\s|\n")
TOGETHER_PATTERN = re.compile(r"\s(?:et|and|y|e|&|ou|or|o|ni|nor)\s(?:a\s|o\s|la\s)?", re.IGNORECASE)
LIST_GOES_ON = re.compile(r"\s?,\s|\s(?:et|and|y|e|ou|or|o)\s|\.\s|\.?$", re.IGNORECASE)
CAPITALS_LIST = re.compile(
    r"[A-ZÀ-Þ][^\W\d_]+(?:(?:,\s[A-ZÀ-Þ][^\W\d_]+)+,?\s(?:and|et|y|e)\s(?:[^\W\d_]{1,3}\s)?[A-ZÀ-Þ][^\W\d_]+"
    r"|(?:,\s[A-ZÀ-Þ][^\W\d_]+){2,})"
)
RUN_GAP = re.compile(r"[ \u00a0\u2009\u202f]{1,2}(?:[dD]['’ʼ])?|\.[ \u00a0\u202f]?")
ORDINALS = ("º", "ª", "°")
SYLLABIC = tuple("'’‘ʼ")
LONGEST_QUOTED = 160
VOWEL = re.compile(r"[aeiouy]")
CLOSING_MARK = re.compile(r"['’]\W")
LOOK_BACK, LOOK_AHEAD = 48, 40
SHORTEST_SURE = 3
ENDS_OF_GIVEN = ("a", "o", "e", "", "os", "as", "es")
"""How a given name goes on where its small form has an ending of its own ("Marcos", "Mercedes")."""
LONGEST_ABBREVIATION = 4
SHORTEST_CAPITALS = 4
LONGEST_ACRONYM = 5
LEAST_LOWERED = 2
TEXTS_KEPT, PLACES_KEPT, WORDS_KEPT = 4, 4096, 1 << 15
"""Texts, stretches before a place and words of which what was read is kept: words of texts are few and come back."""
FEWEST_POST_WORDS, FULL_NAME, FULL_POST = 2, 2, 3
ONE_LETTER = frozenset("aoey")
ROMAN = frozenset("IVX")
MOST_TITLES, LONGEST_TITLE, TWO_INITIALS = 3, 5, 2
FEWEST_LETTER_LABELS = 3
LETTER_LABEL = re.compile(r"^([A-Z])(?:[.:]?\)?|\.\s?:)\s", re.MULTILINE)
LEAST_CAPITALS_LINE, CAPITALS_SHARE = 12, 0.7
FOREIGN_LETTER = re.compile(r"[^\Wa-záàâãäçéèêëíîïñóôõöúùûüÿœæßªºʼ\d]", re.IGNORECASE)
"""A letter that none of the coded languages has ("ợ", "ò", "ş"): what its word folds to is another word."""
ENCLITIC = re.compile(r"[áéíóú]\w*l[aeo]s?$|[áéíóú]\w*(?:nos|me|se|te)$|[aei]r(?:l[aeo]s?|nos|me|se|te)$|mente?$")
"""How a verb that is told to somebody ends ("Llámelo"), and an adverb: no dictionary holds them all."""
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
CODED = frozenset(("en", "fr", "es", "pt"))
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
        kin: relatives of persons ("filha").
        name_abbreviations: abbreviated names within a name ("Rafael Ant. Familia").
        belonging: before who somebody is to the speaker ("my").
        eras: phrases before somebody who was in office then ("in the time of").
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
        elsewhere: of those, regions and towns of other countries, which may be somebody's name here.
        ordinary: the commonest words of the languages; never a name.
        kind_of_word: a word -> "word" of the languages, "proper" name in their dictionaries, "both", or "".
        is_word_of: tells whether a dictionary of one of some languages holds a word.
        phrases: places and others that are no persons, of several words.
        opening: the first words of these.
        not_small: words that are no name when typed small.
        before_things: words that stand before things and places.
        makes: of vehicles; what stands behind is a model.
        diminutives: endings of small forms of given names.
        attendance: what a list of those present begins with.
        landforms: words before or behind the name of a place ("Port", "City").
        saints: words before a name that make it a place's ("San").
        since: phrases before a month ("desde").
        to_places: phrases of coming, going and lying, before places ("vem de", "camino a").
        storms: words before what a storm is called ("cyclone").
        ties: small words that tie a place or a body to what stands before ("port of").
        at: "at" and its like, as spelled.
        firm_tails: words behind a family name that make it a firm's ("Amaral e Filhos").
        firm_endings: how the names of firms end ("bank").
        chaining: longer words within the name of an institution ("Action contre la Faim").
        determiners: articles and the like, also fused ("du", "no"), before things and offices.
        respelled: how the end of a name is spelled before those endings -> how it is else ("Paquito" of "Paco").
        personal_articles: articles before what talk calls somebody ("el Kiko").
        persons: somebody not named yet ("alguien", "muchacho"), before a comma and who it is.
        ones: the same of persons and things both ("uno").
        praises: what is said of persons only, behind a comma ("muy trabajador").
        parts: what happens to persons at work ("lo despidieron").
        whos: behind somebody who alone did something ("era el que").
        sayings: phrases that open a sentence with a word that is a name too, as spelled ("grâce à").
        exclaimed: words that are names too and stand before a comma as an answer ("Parfait, ...").
        behind_names: phrases behind what somebody is called ("is my name").
        callings: phrases before what a person is called, and never a thing ("call him").
        closed_callings: the same, where nothing stands behind the word but a mark ("eu sou a Quinta.").
        title_callings: the same, where the word is a title else ("on l'appelle Alhadji.").
        lone_titles: titles that are somebody's name where no name stands behind them ("el motorista, Lolo.").
        clitics: small words between somebody and what they do ("lo tiene").
        reached_by: what stands between somebody and their number ("is on").
        small_words: common words that are nobody's name.
        vouched: sectors, organs, papers and the like, which texts write with a capital.
        word_names: names of many countries that dictionaries hold as words only ("Comfort").
        groups: single words that a group of stakeholders or a side of an interview is called.
        place_fields: heads of the field that tells a place ("Lieu").
        asked_things: how one asks what a thing is ("what is the").
        before_days: before a day, a month or a make, which is then nobody's name ("last Friday").
        clause_openers: open a clause, and no post follows them ("porque").
        staff: what people of one kind of work are ("staff"), behind the word of the work.
        those: people of a body or a place, before "of" ("los de Abastos").
        indefinite: before one of many ("uma senhora de").
        small_given: common words of one language that are given names in others ("Ali").
        weights: sign of a name -> its weight in whole numbers; "" for what every word begins with.
        talked: words that talk about platforms writes small; a word of a dictionary that is none of them is rare there.
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
    saints: frozenset[str]
    since: frozenset[str]
    to_places: frozenset[str]
    firm_tails: frozenset[str]
    storms: frozenset[str]
    ties: frozenset[str]
    at: frozenset[str]
    firm_endings: frozenset[str]
    chaining: frozenset[str]
    determiners: frozenset[str]
    behind_names: frozenset[str]
    callings: frozenset[str]
    closed_callings: frozenset[str]
    title_callings: frozenset[str]
    lone_titles: frozenset[str]
    vouched: frozenset[str]
    clitics: frozenset[str]
    reached_by: frozenset[str]
    small_words: frozenset[str]
    diminutives: frozenset[str]
    attendance: frozenset[str]
    institutions: frozenset[str]
    kept: frozenset[str]
    places: frozenset[str]
    ordinary: frozenset[str]
    kind_of_word: Callable[[str], str]
    is_word_of: Callable[[str, frozenset[str]], bool] = lambda _word, _languages: True
    word_names: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    place_fields: frozenset[str] = frozenset()
    asked_things: frozenset[str] = frozenset()
    before_days: frozenset[str] = frozenset()
    clause_openers: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    those: frozenset[str] = frozenset()
    small_given: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()
    eras: frozenset[str] = frozenset()
    name_abbreviations: frozenset[str] = frozenset()
    belonging: frozenset[str] = frozenset()
    weights: Mapping[str, int] = field(default_factory=dict, repr=False)
    talked: frozenset[str] = field(default=frozenset(), repr=False)
    sayings: frozenset[str] = frozenset()
    exclaimed: frozenset[str] = frozenset()
    respelled: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    personal_articles: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    ones: frozenset[str] = frozenset()
    praises: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    whos: frozenset[str] = frozenset()
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
class Word:
    """A word of a text with what it may be."""

    start: int
    end: int
    text: str
    folded: str
    is_capital: bool
    kind: str = ORDINARY
    begins_sentence: bool = False
    is_dotted: bool = False
    is_parted: bool = False
    is_thing: bool = False
    is_phrase: bool = False


@lru_cache(maxsize=WORDS_KEPT)
def _shape(spelled: str) -> tuple[str, bool]:
    """Return a word folded, and whether its first letter is a capital, or that behind a particle ("al-Rashid")."""
    first = spelled[0] if spelled.isalpha() else BOUND_PARTICLE.sub("", spelled)[0]
    return fold_name(spelled), not first.islower() and first.lower() != first.upper()


@lru_cache(maxsize=200_000)
def fold_name(text: str) -> str:
    """Fold a name word to what seeds are compared by: "N'Diaye" becomes "ndiaye"."""
    return simplify(text).replace(" ", "")


class Spelled(NamedTuple):
    """A word as it stands in a text, with its offsets."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=TEXTS_KEPT)
def spelled_words(text: str) -> tuple[Spelled, ...]:
    """Return the words of a text; kept until the next texts come, as several readers ask for the same."""
    return tuple(Spelled(match.group(), *match.span()) for match in WORD_PATTERN.finditer(text))


@dataclass(frozen=True, slots=True)
class Things:
    """Words of a text that are no persons.

    Attributes:
        named: stand behind an article or beside an institution.
        located: stand behind "in", or what is gone to: places.
        lists: capitalised words that one list holds ("Lae, Meren and Wau").
    """

    named: frozenset[str]
    located: frozenset[str]
    lists: tuple[tuple[str, ...], ...]


def find_things(text: str, words: PersonWords) -> Things:
    """Find words that a text writes with a capital where no person would stand.

    Args:
        text: of the country.
        words: how names and institutions look.
    """
    institutions = words.institutions | words.named_after
    before, behind = words.articles | institutions, institutions
    leading = {phrase.split()[-1] for phrase in words.to_places}
    named = {fold_name(match.group(1)) for match in ELIDED_ARTICLE.finditer(text)}
    located: set[str] = set()
    for left, right in pairwise(spelled_words(text)):
        first, is_capital = fold_name(left.text), right.text[0].isupper()
        if not (is_capital or left.text[0].isupper() or first in leading):
            continue
        if text[left.end : right.start] not in (" ", "\u00a0", "\n"):
            continue
        if is_capital and first in before:
            named.add(fold_name(right.text))
        if left.text[0].isupper() and fold_name(right.text) in behind:
            named.add(first)
        if first in leading and is_named_place(text, right.start, right.text, words):
            located.add(fold_name(right.text))
        if is_capital and (first in words.locatives or left.text == "À"):
            located.add(fold_name(right.text))
    return Things(frozenset(named), frozenset(located), tuple(_lists_of_capitals(text)))


def _lists_of_capitals(text: str) -> Iterator[tuple[str, ...]]:
    for match in CAPITALS_LIST.finditer(text):
        yield tuple(fold_name(word) for word in re.split(r",\s|\s", match.group()) if word[0].isupper())


def join_things(told: Iterable[Things], words: PersonWords) -> frozenset[str]:
    """Return the words of a country that are no persons: of a list with a place, those that nobody is called too.

    Args:
        told: of each text.
        words: how names and places look.
    """
    told = list(told)
    located = frozenset().union(*(one.located for one in told))
    found = set(located).union(*(one.named for one in told))
    for items in chain.from_iterable(one.lists for one in told):
        if any(item in located or item in words.places for item in items):
            found.update(item for item in items if item not in words.seeds and item not in words.doubtful)
    return frozenset(found)


def told_by_contacts(text: str) -> frozenset[str]:
    """Return words of e-mails, profiles and files' names, folded: one that a text spells with a capital may be a name.

    Args:
        text: of the country.
    """
    found: set[str] = set()
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
    if all(_is_never_name(word, words) for word in told) or _is_post_of(told, words):
        return True
    names = (words.seeds, words.doubtful, words.also_words)
    is_known = any(fold_name(word) in listed for word in told for listed in names)
    is_small = name == name.lower() and all(words.kind_of_word(word) in KNOWN_WORDS for word in told)
    is_full = len(told) == FULL_NAME and all(word.istitle() for word in told)  # "Sum Pedrinha" in the field of a name
    is_talk = all(words.kind_of_word(word) == ONLY_WORD for word in told) and not is_full
    return is_small or (not is_known and len(told) > 1 and is_talk)


def _is_post_of(spelled: Sequence[str], words: PersonWords) -> bool:
    """Tell whether words are the post of somebody in a body: "presidente de la Cámara de Molineros"."""
    if len(spelled) <= FEWEST_POST_WORDS or fold_name(spelled[1]) not in words.ties:
        return False
    return spelled[0].islower() and fold_name(spelled[0]) in words.roles


def is_public_word(word: str, words: PersonWords) -> bool:
    """Tell whether a word is a place's, an institution's or of the languages, and no given name.

    Args:
        word: as spelled.
        words: how names look.
    """
    folded = fold_name(word)
    if len(folded) < SHORTEST_SURE or folded in words.given or folded in words.particles | words.titles:
        return False
    listed = (words.places, words.kept, words.institutions, words.named_after, words.roles, words.ordinary)
    return any(folded in one for one in listed) or words.kind_of_word(word) == ONLY_WORD


def _is_never_name(word: str, words: PersonWords) -> bool:
    folded = fold_name(word)
    listed = (words.ordinary, words.roles, words.institutions, words.articles, words.titles, words.place_words)
    is_listed = any(folded in one or folded.rstrip("s") in one for one in listed) or folded in words.particles
    return is_listed and not (folded in words.given or folded in words.doubtful) or len(folded) <= 1


def goes_with_places(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether an unknown word goes on with a list of places or languages: "Cebuano, Waray and Ilocano"."""
    token = tokens[place]
    if token.kind != UNKNOWN or not place:
        return False
    before = tokens[place - 1]
    if (
        place >= FULL_POST
        and tokens[place - FULL_POST].folded in words.roles
        and tokens[place - 2].folded in words.ties
    ):
        return False  # "un commerçant de Moundou, Ngarbaye, enrichit"
    if place > 1 and TOGETHER_PATTERN.fullmatch(text[tokens[place - 2].end : token.start]):
        before = tokens[place - 2]
    elif text[before.end : token.start].strip() != "," or not LIST_GOES_ON.match(text, token.end):
        return False
    return before.is_capital and (before.kind == PLACE or (before.is_thing and before.kind == UNKNOWN))


def read_words(text: str, words: PersonWords, lowered: frozenset[str], told: frozenset[str]) -> list[Word]:
    """Return the words of a text, each with what it may be by itself."""
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
        begins, after = begins_sentence(text, match.start()), text[end : end + 1]
        is_dotted, is_parted = after == ".", after in (",", ";", ":")
        tokens.append(Word(start, end, spelled, *_shape(spelled), ORDINARY, begins, is_dotted, is_parted))
    _tell_kinds(text, tokens, words, lowered, told)
    _mark_phrases(text, tokens, words)
    _mark_middle_initials(text, tokens, words)
    for before, token in pairwise(tokens):
        is_initialled = before.kind == INITIAL and before.is_dotted and joins(text, before, token)
        if is_initialled and _heads_section(text, before, token, words):
            continue
        if is_initialled and token.kind in (PLACE, ORDINARY) and token.is_capital and not is_listed_word(token, words):
            token.kind = MAYBE
    return tokens


def _mark_middle_initials(text: str, tokens: Sequence[Word], words: PersonWords) -> None:
    """Take a letter that is a title elsewhere for an initial within a name: "Aura M. Puac", but for "Hier M. Sarr"."""
    for before, letter, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_letter = letter.kind == TITLE and len(letter.text) == 1 and letter.is_dotted and after.is_capital
        if not (is_letter and joins(text, before, letter) and joins(text, letter, after)):
            continue
        first_names = (words.given, words.seeds, words.doubtful, words.word_names)
        is_name = before.text.istitle() and any(before.folded in known for known in first_names)
        if is_name and before.kind not in (TITLE, ROLE, PARTICLE):
            letter.kind = INITIAL
            before.kind = MAYBE if before.kind == ORDINARY else before.kind


def _heads_section(text: str, numeral: Word, token: Word, words: PersonWords) -> bool:
    """Tell whether a Roman numeral and a word of the languages head a section: "V. Logros"."""
    opens = numeral.start == 0 or text[numeral.start - 1] == "\n"
    return opens and numeral.text in ROMAN and words.kind_of_word(token.text) in KNOWN_WORDS


def _tell_kinds(
    text: str, tokens: Sequence[Word], words: PersonWords, lowered: frozenset[str], told: frozenset[str]
) -> None:
    """Tell what each word of a text may be by itself."""
    capital_lines = lines_in_capitals(text)
    labels = {letter for letter, n in Counter(LETTER_LABEL.findall(text)).items() if n >= FEWEST_LETTER_LABELS}
    for place, token in enumerate(tokens):
        if not token.is_capital:
            token.kind = PARTICLE if token.folded in words.particles else ORDINARY
            continue
        token.kind = _kind(token, tokens, place, words, lowered)
        if token.kind == INITIAL and token.text in labels and token.begins_sentence:
            token.kind = ORDINARY
        if token.kind == UNKNOWN and any(start <= token.start < end for start, end in capital_lines):
            token.kind = ORDINARY
        before = tokens[place - 1] if place else None
        if token.kind in (INSTITUTION, NAMED_AFTER) and before is not None and _ends_name(text, before, token, words):
            token.kind = MAYBE
        if token.kind == INSTITUTION and _ends_titled_name(text, tokens, place, words):
            token.kind = MAYBE
        if before is not None and _begins_name(text, before, token, tokens[place - 2] if place > 1 else None, words):
            before.kind = MAYBE
        if token.folded in told and _is_spelled_name(token) and not is_listed_word(token, words):
            token.kind = TOLD.get(token.kind, token.kind) if not _is_there(token, before, words) else token.kind


def _is_there(token: Word, before: Word | None, words: PersonWords) -> bool:
    """Tell whether a place stands behind "in" or "at", whatever e-mails and files are called: "à Moundou"."""
    is_behind = before is not None and (before.folded in words.locatives or before.text in words.at)
    return token.kind == PLACE and is_behind


def _ends_name(text: str, before: Word, token: Word, words: PersonWords) -> bool:
    """Tell whether the word of an institution is a name here ("Graça Mesquita", "Infirmier Tresor")."""
    if before.kind == ROLE and token.folded in words.doubtful:
        return token.text.istitle() and joins(text, before, token)
    if before.folded in words.roles and token.folded in words.given and not before.is_capital:
        # "o motorista, Papa, vai"
        return text[before.end : token.start] == ", " and text[token.end : token.end + 1] in (",", ".")
    is_known = before.folded in words.given or before.folded in words.doubtful
    is_given = is_known and before.is_capital and before.kind in (SEED, MAYBE)
    return is_given and token.folded in words.seeds and joins(text, before, token)


def _ends_titled_name(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether the word of an institution ends a name behind a title ("Licda. Clary Mesa lleva las actas")."""
    if place <= 1 or not tokens[place].text.istitle():
        return False
    title, before, token = tokens[place - 2], tokens[place - 1], tokens[place]
    is_named = title.kind == TITLE and before.is_capital and before.kind in NAMING
    if not (is_named and joins(text, title, before) and joins(text, before, token)):
        return False
    return ends_run(text, tokens, place, words)


def ends_run(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether nothing goes on with a word: no other word with a capital, and no small one that ties ("of")."""
    token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None or text[token.end : after.start] != " ":
        return True
    return not (after.is_capital or after.folded in words.ties or after.folded in words.particles)


def _begins_name(text: str, token: Word, after: Word, before: Word | None, words: PersonWords) -> bool:
    """Tell whether the word of an institution is a given name here ("Trésor Mbuyi"), as no article stands before it."""
    is_given = token.kind in (INSTITUTION, NAMED_AFTER) and token.text.istitle() and token.folded in words.doubtful
    is_bound = before is not None and before.folded in words.determiners | words.ties
    return is_given and not is_bound and after.kind == SEED and joins(text, token, after)


def _is_spelled_name(token: Word) -> bool:
    return token.is_capital and not (token.text.isupper() and len(token.text) > 1)


def is_listed_word(token: Word, words: PersonWords) -> bool:
    """Tell whether a word is declared as one of institutions, of what is kept, or of the commonest."""
    return any(token.folded in listed for listed in (words.kept, words.institutions, words.named_after, words.ordinary))


def _is_elided(text: str, start: int, spelled: str, words: PersonWords) -> bool:
    """Tell a small word that leans on a name ("d'Aminata", "L'Afrique") from the first part of one ("N'Guessan")."""
    if spelled[0].islower():
        return True
    rest = ELISION_PATTERN.sub("", spelled, count=1)
    if spelled[0] in ELIDING and rest.islower() and words.kind_of_word(rest) in KNOWN_WORDS:
        return True  # "L'an dernier", "J'aime"
    if spelled[0] == "N" and len(rest) > LONGEST_ACRONYM and rest.islower() and words.kind_of_word(rest) == ONLY_WORD:
        return True  # "N'insiste pas"
    is_part = spelled[0] in "NM" or (spelled[0] == "D" and not begins_sentence(text, start))
    return not is_part and fold_name(spelled) not in words.seeds - words.listed


@lru_cache(maxsize=TEXTS_KEPT)
def lines_in_capitals(text: str) -> tuple[tuple[int, int], ...]:
    """Return where headings in capitals stand: there an unknown word tells nothing."""
    lines = []
    for match in LINE_PATTERN.finditer(text):
        if len(match.group().translate(NO_SMALL_LETTERS)) < CAPITALS_SHARE * len(match.group()):
            continue
        letters = [character for character in match.group() if character.isalpha()]
        if len(letters) >= LEAST_CAPITALS_LINE and sum(map(str.isupper, letters)) >= CAPITALS_SHARE * len(letters):
            lines.append(match.span())
    return tuple(lines)


def _kind(token: Word, tokens: Sequence[Word], place: int, words: PersonWords, lowered: frozenset[str]) -> str:
    """Tell what a word with a capital may be."""
    folded = token.folded
    if is_foreign(token.text):
        is_place = folded in words.places and len(folded) > SHORTEST_SURE
        return PLACE if is_place else SEED if folded in words.seeds else UNKNOWN
    before = tokens[place - 1] if place else None
    is_after_letter = before is not None and before.kind == INITIAL and before.end + 1 == token.start
    if len(token.text) == 1 and token.is_dotted and is_after_letter:
        return INITIAL  # "H.M. Gunapala"
    is_behind_name = before is not None and (before.kind in (SEED, MAYBE) or before.folded in words.seeds)
    if token.is_dotted and folded in words.name_abbreviations and is_behind_name:
        return INITIAL  # "Rafael Ant. Familia"
    if folded in words.titles and _is_title(token, tokens, place, words):
        return TITLE
    if len(token.text) == 1:
        return ORDINARY if (token.begins_sentence or token.text == "I") and not token.is_dotted else INITIAL
    if is_no_acronym(token.text, words):
        return SEED if folded in words.seeds else UNKNOWN
    for kind, listed in ((NAMED_AFTER, words.named_after), (INSTITUTION, words.institutions), (ROLE, words.roles)):
        is_plural = folded.endswith("s") and folded[:-1] in listed
        is_plural = is_plural and folded not in words.seeds and folded not in words.also_words
        if folded in listed or is_plural:
            return kind
    is_kept = folded in words.kept and (folded not in words.doubtful or token.text.isupper())
    if is_kept or ("-" in token.text and simplify(token.text) in words.places):  # "Cap-Haïtien"
        return PLACE
    return _kind_of_name(token, words, lowered)


def is_foreign(spelled: str) -> bool:
    """Tell whether a word in Latin letters is spelled as no word of the coded languages can be: "Lợi" is not "loi"."""
    return not spelled.isascii() and FOREIGN_LETTER.search(spelled) is not None


def is_no_acronym(spelled: str, words: PersonWords) -> bool:
    """Tell whether what would be a body's acronym in capitals is spelled as a name is: "Ngo Bassong", "Ông Lử"."""
    is_body = len(spelled) == SHORTEST_SURE and spelled.istitle() and fold_name(spelled) in words.institutions
    return is_body and not words.kind_of_word(spelled)


def _is_title(token: Word, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    """Tell whether a word that may be a title stands before a capitalised word."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    before = tokens[place - 1] if place else None
    if before is not None and before.folded in words.leading and place > 1 and tokens[place - 2].is_capital:
        return False  # "Ahmed ould Sidi Baba"
    is_whole = len(token.text) > LONGEST_TITLE - 1 or token.text[-1] in "aeiou"
    if before is not None and before.folded in words.titles | words.name_titles and token.is_dotted and is_whole:
        return False  # "Dr. Malam. But he ...", "a velha Cadi."
    if before is not None and before.is_capital and before.kind in (SEED, UNKNOWN) and token.is_dotted and is_whole:
        return False  # "Alhassan Tia. He takes"
    if before is not None and before.is_capital and before.kind in NAMING and following and not following.is_capital:
        return False  # "Shabnam Bibi is one of them": a form of address that ends the name
    if following is not None and following.folded in MONTH_NUMBERS and token.folded in words.prepositions:
        return False  # "Até Março"
    is_near = following is not None and following.start - token.end <= LONGEST_PHRASE and not token.is_parted
    is_behind = before is not None and before.folded in words.titles
    is_name_too = token.folded in words.seeds or is_behind
    is_small = following is not None and not following.is_capital and following.kind != PARTICLE
    is_small = is_small and (following is None or following.folded not in words.particles or not is_behind)
    if is_name_too and token.is_capital and is_small:
        return False  # "Sidi signed", "Maître Lawan suit l'affaire": a title that is a name too
    return is_near and following is not None and (following.is_capital or token.folded not in words.capital_titles)


def _kind_of_name(token: Word, words: PersonWords, lowered: frozenset[str]) -> str:
    folded = token.folded
    spelled = HYPHEN_PATTERN.split(token.text.lower())
    known = {part: words.kind_of_word(part) for part in spelled}
    told = [kind for part, kind in known.items() if len(spelled) == 1 or fold_name(part) not in words.particles]
    is_word = bool(told) and all(kind in KNOWN_WORDS for kind in told) or bool(CONTRACTION_PATTERN.search(token.text))
    if folded in words.ordinary and not _is_oddly_marked(token, words):
        return ORDINARY
    is_shouted = token.text.isupper() and len(token.text) > 1
    sure = _sure_parts(spelled, words, is_shouted=is_shouted)
    is_own_place = folded in words.places and folded not in words.elsewhere  # "Kenya", "Jérémie"
    if folded in words.listed and (is_word or is_own_place or (is_shouted and len(folded) <= LONGEST_ACRONYM)):
        sure = []
    elif folded in words.seeds or sure:
        is_common = folded in words.doubtful or folded in words.places or len(folded) < SHORTEST_SURE
        is_given = folded in words.given and not (token.begins_sentence and folded in words.plain)
        is_common = is_common or (bool(sure) and not is_given and all(known[part] == ONLY_WORD for part in sure))
        return MAYBE if is_common or (is_word and folded in lowered) else SEED
    if folded in words.doubtful:
        return MAYBE
    if is_diminutive(folded, words) and folded not in words.places:
        return MAYBE if is_word else SEED
    if folded in words.also_words and folded not in words.places and folded not in lowered:
        return MAYBE
    if folded in words.places:
        return PLACE
    if is_shouted and (len(folded) < SHORTEST_CAPITALS or not VOWEL.search(folded)):
        return ACRONYM  # "BNNC" is no name that could be said
    is_talk = token.begins_sentence and folded in words.talked and not words.is_word_of(token.text, CODED)
    if is_word or folded in lowered or is_talk:
        return ORDINARY  # "Refus du groupe": a word of talk, though no dictionary holds it
    return UNKNOWN


def _is_oddly_marked(token: Word, words: PersonWords) -> bool:
    """Tell whether a short word is a small one of the languages but for an accent that no language writes: "Dú"."""
    is_short = len(token.folded) < SHORTEST_SURE and not token.text.isascii() and token.text.istitle()
    return is_short and not token.begins_sentence and not words.kind_of_word(token.text)


def _sure_parts(spelled: Sequence[str], words: PersonWords, *, is_shouted: bool) -> list[str]:
    """Return the parts of a word that are known as names; short ones in capitals tell a code ("KII-PNG")."""
    sure = [part for part in spelled if fold_name(part) in words.seeds and fold_name(part) not in words.doubtful]
    is_code = is_shouted and len(spelled) > 1
    return [part for part in sure if len(part) >= SHORTEST_CAPITALS] if is_code else sure


def is_diminutive(folded: str, words: PersonWords) -> bool:
    """Tell whether a word is the small form of a given name: "Joaninha", "Chayito", "Dieguito", "Carlitos"."""
    for ending in words.diminutives:
        stem = folded.removesuffix(ending)
        if stem == folded or len(stem) < SHORTEST_SURE:
            continue
        if any(one + vowel in words.given for one in _stems(stem, words) for vowel in ENDS_OF_GIVEN):
            return True
    return False


def _stems(stem: str, words: PersonWords) -> Iterator[str]:
    """Yield the stem of a small form as it stands, and as the given name spells it: "Paquito" is of "Paco"."""
    yield stem
    for spelled, others in words.respelled.items():
        if stem.endswith(spelled) and len(stem) > SHORTEST_SURE:
            yield from (stem.removesuffix(spelled) + other for other in others)


def _mark_phrases(text: str, tokens: Sequence[Word], words: PersonWords) -> None:
    """Mark phrases of several words that are places or no persons ("Burkina Faso", "San Pedro")."""
    for first in range(len(tokens)):
        if tokens[first].begins_sentence and _opens_saying(text, tokens[first : first + LONGEST_PHRASE], words):
            tokens[first].is_capital, tokens[first].kind = False, ORDINARY
        if not tokens[first].is_capital or _opening_of(tokens[first]) not in words.opening:
            continue
        for length in range(LONGEST_PHRASE, 1, -1):
            part = tokens[first : first + length]
            if len(part) == length and " ".join(simplify(token.text) for token in part) in words.phrases:
                for token in part:
                    token.kind, token.is_phrase = PLACE, True
                break


def _opens_saying(text: str, part: Sequence[Word], words: PersonWords) -> bool:
    """Tell whether a word that is a name too opens a sentence as the languages do: "Grâce à eux", "Parfait, merci"."""
    first = part[0]
    if not first.text.istitle():
        return False
    if first.folded in words.exclaimed and text[first.end : first.end + 1] in (",", ".", "!"):
        after = part[1] if len(part) > 1 else None  # "Parfait, vous étiez là", "Bravo, Carmen et Luz"
        is_list = text[first.end] == "," and after is not None and after.is_capital
        return after is None or not (is_list or after.folded in words.speaking_to)
    told = [token.text.lower() for token in part]
    return any(" ".join(told[:length]) in words.sayings for length in range(2, len(told) + 1))


def _opening_of(token: Word) -> str:
    """Return the first word of a token as it is spelled: "Saint-Louis" opens as "Saint" does."""
    is_one = token.text.isascii() and token.text.isalpha()
    return token.folded if is_one else simplify(token.text).partition(" ")[0]


def joins(text: str, left: Word, right: Word) -> bool:
    """Tell whether two words stand together as parts of one name do."""
    gap = text[left.end : right.start]
    for mark in ORDINALS:
        gap = gap.replace(mark, "")
    if gap.startswith("."):
        is_short = len(gap) <= 3 and "\n" not in gap and ":" not in gap  # "I.: Nada", a turn and its label
        return left.kind in (TITLE, INITIAL) and is_short
    if left.kind == TITLE and gap[-1:] in SYLLABIC and opens_with_mark(text, right):
        gap = gap[:-1]
    return bool(RUN_GAP.fullmatch(gap))


def opens_with_mark(text: str, token: Word) -> bool:
    """Tell whether a mark that no other closes stands before a name, as Sesotho writes its syllabic M: "'Mapoloko"."""
    before = text[max(0, token.start - 2) : token.start]
    if not (before[-1:] in SYLLABIC and token.text.startswith("M") and token.text.istitle()):
        return False
    after = SENTENCE_BREAK.split(text[token.end : token.end + LONGEST_QUOTED])[0]
    return not before[:-1].isalnum() and CLOSING_MARK.search(f"{after} ") is None


def is_named_place(text: str, start: int, name: str, words: PersonWords) -> bool:
    """Tell whether a word that is no given name stands where the sentence speaks of a place: "vem de Machava".

    Args:
        text: as received.
        start: offset of the word.
        name: the word.
        words: how names and places look.
    """
    folded = fold_name(name)
    return (folded not in words.given or folded in words.places) and ends_with_phrase(text, start, words.to_places)


def ends_with_phrase(text: str, end: int, phrases: frozenset[str]) -> bool:
    """Tell whether what stands before an offset, within the sentence, ends with one of the phrases."""
    return not phrases.isdisjoint(_phrases_before(text[max(0, end - LOOK_BACK) : end]))


@lru_cache(maxsize=PLACES_KEPT)
def _phrases_before(before: str) -> tuple[str, ...]:
    """Return the last word of a stretch, the last two, and so on; kept, as each place is asked for many phrases."""
    said = simplify(SENTENCE_BREAK.split(SIGN_OFF_PATTERN.sub(r"\1 ", before))[-1]).split()
    return tuple(" ".join(said[-length:]) for length in range(1, LONGEST_PHRASE + 2) if length <= len(said))


def follows_line_mark(text: str, start: int) -> bool:
    """Tell whether nothing but a mark of notes stands between the start of a line and an offset: "#P Entrada"."""
    before = text[max(0, start - LONGEST_MARK) : start]
    return "#" in before and LINE_MARK.search(before) is not None


def begins_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence or a part of one begins at an offset."""
    if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalnum():
        return follows_line_mark(text, start)  # no, of most words, and the rest would tell it more slowly
    before = text[max(0, start - 20) : start]
    told = before.rstrip(" \t\u00a0\u202f")
    return not told or told[-1] in SENTENCE_ENDS or before[-1] == ","
