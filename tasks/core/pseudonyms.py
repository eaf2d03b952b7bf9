"""Pseudonyms: names, phones and e-mails of people are replaced before anything reaches data/processed.

The roster of a country holds the names of its registers, headers and forms, and those that its texts show to be names
(`person_names`); what is replaced can be explained, and institutions keep their names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from tasks.core.dates import read_date
from tasks.core.file_mentions import find_files
from tasks.core.identifier_patterns import (
    EMAIL_PATTERN,
    Identifier,
    PatternWords,
    find_dates_behind,
    find_identifiers,
    find_numbers_behind,
    is_budget_line,
    is_law_number,
)
from tasks.core.lone_names import is_public
from tasks.core.name_frames import is_firm
from tasks.core.name_titles import widen_left, widen_over_names, widen_right
from tasks.core.name_words import (
    MARKS,
    WORD_LETTERS,
    Mention,
    PersonWords,
    follows_line_mark,
    is_named_place,
)
from tasks.core.person_names import find_people
from tasks.core.posts import PostWords, find_posts, kind_of_post
from tasks.core.reviews import name_guard
from tasks.core.spellings import simplify

PHONE_PATTERN = re.compile(r"[+(]?\d[\d\s.()/-]{4,}\d")
TOKEN_PATTERN = re.compile(rf"[^\W_]++(?:[{MARKS}]++[^\W_]*+)*+")
NAME_WORD_PATTERN = re.compile(rf"{WORD_LETTERS}(?:['’ʼ-]{WORD_LETTERS})*")
PEOPLE_PATTERN = re.compile(r"[;\n|&/]")
JOINED_PATTERN = re.compile(r"\s(?:et|and|y|e)\s", re.IGNORECASE)
PIECE_PATTERN = re.compile(r",|\s[–—-]\s|:")
NICKNAME_PATTERN = re.compile(rf"\(\s?[\"'“«]?({WORD_LETTERS}(?:[ -]{WORD_LETTERS})?)[\"'”»]?\s?\)")
"""What somebody is called, behind the name: "Tasnim (Toma)"."""
SENTENCE_BEHIND = re.compile(r"[.?!]\s[A-ZÀ-Þ][\w'’]*(?:\s[a-zß-ÿ][\w'’-]*){4}")
"""Behind a name in a cell, what its owner says: "Bishnu Maya ji. Let us start with what ..."."""
AMOUNT_BEHIND = re.compile(r"(?:19|20)\d\d[-/](?:19|20)\d\d|\d{1,3}(?:[\s.]\d{3})*[\s.]000")
"""In what somebody says, years and round amounts are no phones: "2019-2021", "1 200 000"."""
BRACKETS_PATTERN = re.compile(r"[(\[][^)\]]*[)\]]")
SHORTEST_PART, SHORTEST_ALONE = 3, 2
FEWEST_PHONE_DIGITS, LONGEST_PHONE_TAIL = 6, 8
LONGEST_INDENT = 20
IS_BEHIND = re.compile(
    r"\s(?:é|est (?:une?|notre|m(?:on|a)) (?!(?:\w+ )?(?:mois|jour|journée|fête|période))"
    r"|[lnsmt]['’]\w|from\s[A-ZÀ-Þ]|al principio|au début|at first"
    r"|no (?:princípio|começo))"
)
"""Of what somebody is or does: "é" is no "and", once its accent is gone; "Kyabu l'a cité", "Grace from Trade",
"Juste est un homme"."""
DAY_BEFORE = re.compile(r"(?<!\d)[0-3]?\d(?:st|nd|rd|th|er|[ºª°.])?[ \u00a0](?:de |of )?$")
"""A day before a month: "14 May" is nobody's name."""
LONGEST_DAY = 10
BELONGING = frozenset("of for with by de d da do del du des por para pelo pela com par pour".split())
"""Before a day, these tell as well of somebody who is called so."""
LONGEST_GAP = 3
"""Characters between the words of one name: a blank, a hyphen, ". "."""
SENTENCE_ENDS = frozenset('.?!:;…«“”"\n([–—-•*¿¡')
WHOLE_WORD_PATTERN = re.compile(r"\w+")
LABEL_PATTERN = re.compile(r"^(\w+)\s?[:：]", re.MULTILINE)
INITIALS_PATTERN = re.compile(r"(?<![\w.])(?:[^\W\d_a-zß-ÿ]\.\s?){2,4}(?!\w)")
SPELLED_PATTERN = re.compile(r"(?<![\w-])[^\W\d_a-zß-ÿ](?:-[^\W\d_a-zß-ÿ]){3,}(?![\w-])")
"""A name that is spelled out, letter by letter."""
SHORT_FORM_PATTERN = re.compile(r"\s?\((?P<letters>[^\W\d_]{2,4})\)")
SITE_PATTERN = re.compile(
    r"(?:https?://|www\.|(?<![\w.@/])[\w-]+(?:\.[a-z-]{2,})+/)[^\s,;)\]»”\"]+(?<![.:!?])", re.IGNORECASE
)
GLUED_PATTERN = re.compile(r"(?<![\w@./\\-])[^\W\dA-ZÀ-Þ_][^\WA-ZÀ-Þ_]*(?:[._][^\WA-ZÀ-Þ_]+)+(?![\w@/\\-])")
"""Small words in one piece, as users of networks are called: "wara.limachi.nutre"."""
FILE_WORD_PATTERN = re.compile(r"[^\W\d_]+")
CAMEL_PATTERN = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])")
MASCULINE, ARTICLES = frozenset(("o", "el", "le")), frozenset(("o", "el", "le", "a", "la"))
JOINING = frozenset("and et y e".split())
NEAR_LENGTH, FAR_LENGTH = 5, 9
"""Words from these lengths on may differ by one letter, or two, from a name and still be it."""
FULL_NAME_WORDS, FEWEST_LETTERS = 2, 2
SHORTEST_GLUED = 9
TEXTS_KEPT = 4
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "œ": "oe", "æ": "ae", "ı": "i", "ð": "d", "þ": "th"})
CAPITAL_ARTICLES = ("La", "El", "Los", "Las", "Le", "Les", "O", "A", "Os", "As")
WHOLE, INITIAL, PART = "whole", "initial", "part"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Declared words that tell names from other words (registers.yaml), all simplified.

    Attributes:
        honorifics: stand before a name and are no part of it.
        everyday: words of posts and institutions, and particles; never replaced alone.
        doubtful: names that are also ordinary words; alone, replaced only within a sentence or after a title.
        not_names: cells that name nobody ("anonymous").
        shared: placeholder of a name that several people bear.
        binding: go on with a noun, so that what stands before them is no name ("grâce à").
        particles: small words within names, never replaced alone.
        places: and days, months, makes: as a part of a name, replaced only where none of them is spoken of.
        kept_by: behind a name they make it that of a place or an institution.
        acting: behind a name they tell what somebody does ("is", "ne").
        days: days, months, makes and the like that are names too.
        before_days: before one of those they tell that it is none ("on Monday").
        named_after: before a name they make it that of a street, a school or a law ("place Toussaint").
    """

    honorifics: frozenset[str]
    everyday: frozenset[str]
    doubtful: frozenset[str]
    not_names: frozenset[str]
    shared: str = "[name]"
    binding: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    kept_by: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    before_days: frozenset[str] = frozenset()
    named_after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of somebody's name and what stands for it.

    Attributes:
        tokens: its folded words in order.
        placeholder: for example "[government respondent 1]".
        kind: `WHOLE` is replaced however it is capitalised; `INITIAL` ("A. Traoré") and `PART` need a capital.
        is_doubtful: also an ordinary word.
        is_place: also a place: no name behind "in" or "of", nor before "River".
    """

    tokens: tuple[str, ...]
    placeholder: str
    kind: str
    is_doubtful: bool = False
    is_place: bool = False


class Parts(dict[str, str]):
    """Folded parts of names -> placeholder; those that a misspelt word may mean are found by what both share."""

    def __init__(self, placeholders: Mapping[str, str]) -> None:
        super().__init__(placeholders)
        self._shortened: dict[str, list[str]] = {}
        for part in placeholders:
            for shorter in _shortened(part) if len(part) >= NEAR_LENGTH else ():
                self._shortened.setdefault(shorter, []).append(part)
        self._known: dict[str, list[str]] = {}

    def near(self, word: str) -> list[str]:
        """Return the parts that a folded word is a misspelling of; a word comes back in many texts."""
        if len(word) < NEAR_LENGTH:
            return []
        if word not in self._known:
            shared = self._shortened.keys() & _shortened(word)
            alike = sorted({part for shorter in shared for part in self._shortened[shorter]})
            self._known[word] = [part for part in alike if is_misspelt(word, part)]
        return self._known[word]


def _shortened(word: str) -> set[str]:
    """Return a word with as many letters left out as it may have wrong: it shares one with what it is misspelt from.

    Its first letter is never left out, as nobody gets that wrong (`is_misspelt`).
    """
    once = [word[:place] + word[place + 1 :] for place in range(1, len(word))]
    found = {word, *once}
    if len(word) >= FAR_LENGTH:  # of two letters the one that stands first is left out first
        for place, one in enumerate(once, start=1):
            found.update(one[:other] + one[other + 1 :] for other in range(place, len(one)))
    return found


@dataclass(frozen=True, slots=True)
class Roster:
    """The names that are replaced in the texts of one country.

    Attributes:
        aliases: first folded word -> spellings that begin with it, the longest first.
        honorifics: simplified titles.
        binding: simplified words that go on with a noun: what stands before them is no name.
        kept_by: simplified words behind which a name is that of a place or an institution ("River").
        initials: letters of a full name ("am") -> placeholder.
        short_forms: letters that a text itself gives for a name ("CM") -> placeholder.
        parts: folded parts of names -> placeholder, for misspelt ones and file names.
        phrases: simplified places of several words.
        acting: simplified words that go on with somebody who acts ("is", "ne").
        days: simplified days, months, makes and the like.
        before_days: simplified words before those ("on", "every").
        named_after: simplified words before what is called after somebody ("university").
        personal: articles that stand before people as before places, as spelled ("a Bete", "a Huíla").
    """

    aliases: Mapping[str, tuple[Alias, ...]]
    honorifics: frozenset[str] = frozenset()
    binding: frozenset[str] = frozenset()
    kept_by: frozenset[str] = frozenset()
    initials: Mapping[str, str] = field(default_factory=dict)
    short_forms: Mapping[str, str] = field(default_factory=dict)
    parts: Parts = field(default_factory=lambda: Parts({}))
    phrases: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    before_days: frozenset[str] = frozenset()
    named_after: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Masks:
    """What replaces identifiers in the texts of one country.

    Attributes:
        roster: names.
        contacts: patterns of phones in the registers, with their placeholders and the digits they end with.
        find_phones: finds phone numbers in a text, as half-open offsets.
        phone: placeholder of a phone.
        email: placeholder of an e-mail.
    """

    roster: Roster
    contacts: tuple[tuple[re.Pattern[str], str, str], ...]
    find_phones: Callable[[str], Sequence[tuple[int, int]]]
    phone: str = "[phone]"
    email: str = "[e-mail]"
    finders: Finders | None = None


@dataclass(frozen=True, slots=True)
class Finders:
    """What finds identifiers that stand in no register.

    Attributes:
        people: how names of persons look.
        patterns: how numbers, profiles and addresses look.
        posts: how posts look.
        lowered: words that the texts of the country write small.
        placeholders: kind of identifier -> what stands for it.
        known_posts: posts that the texts tell to be somebody's, simplified.
        told: words of e-mails, profiles and files' names.
        things: words that are no persons.
        kept: guards of words that a person says name nobody.
        bodies: words for a body that most texts of the country speak of, as the platform.
        public: words that are decided to be nobody's name in the whole country, as `decide_public_names` does.
        spoken: languages of the country's records.
    """

    people: PersonWords
    patterns: PatternWords
    posts: PostWords
    lowered: frozenset[str]
    placeholders: Mapping[str, str]
    known_posts: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()

    def people_in(self, text: str) -> list[Mention]:
        """Find the names of persons in a text, sure and doubtful ones, but for those that a person says are none."""
        found = find_people(text, self.people, self.lowered, self.told, self.things, self.spoken)
        if self.public:
            found = [one for one in found if not is_public(one, self.public, self.people)]
        return [one for one in found if not self._is_kept(text, one)] if self.kept else found

    def _is_kept(self, text: str, one: Mention) -> bool:
        start, end = widen_over_names(text, one.start, one.end, self.people)
        whole = text[widen_left(text, start, self.people) : widen_right(text, end, self.people)]
        return bool({name_guard(one.name), name_guard(whole)} & self.kept)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A stretch of a text and what stands for it.

    Attributes:
        start: half-open offset.
        end: end of it.
        placeholder: "[person 3]", "[phone]" ...
        kind: "person", "phone", "e_mail" ...
    """

    start: int
    end: int
    placeholder: str
    kind: str


def read_identifiers(cell: str, words: NameWords) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take a cell apart that holds names, phones and e-mails of people, together or alone.

    Args:
        cell: "Mme Aminata TRAORÉ, Directrice, 76 12 34 56", "Traoré, Aminata", "Ana Cruz; Luis Paz" ...
        words: declared words.

    Returns:
        The names without titles and posts, and the phones. E-mails are found in any text and left out. Names behind
        the first sentence are left out, too: see `part_at_sentence`.
    """
    named, behind = (EMAIL_PATTERN.sub(" ; ", part) for part in part_at_sentence(cell))
    phones = tuple(match for match in PHONE_PATTERN.findall(named) if _is_phone(match))
    told = (match for match in PHONE_PATTERN.findall(behind) if not AMOUNT_BEHIND.fullmatch(match))
    phones = tuple(dict.fromkeys([*phones, *filter(_is_phone, told)]))
    rest = named
    nicknames = [one for one in NICKNAME_PATTERN.findall(rest) if one.istitle()]
    rest = PHONE_PATTERN.sub(" ; ", BRACKETS_PATTERN.sub(" ", rest))
    names = (_read_name(person, words) for person in (*_split_people(rest), *nicknames))
    return tuple(dict.fromkeys(name for name in names if name)), phones


def part_at_sentence(cell: str) -> tuple[str, str]:
    """Part a cell behind the name: what names somebody, and the sentences that follow ("Replaced later by ...").

    Args:
        cell: of a register, a header or a form.

    Returns:
        The first part, and the rest: a text, in which names are found as in any text; "" without a sentence.
    """
    match = SENTENCE_BEHIND.search(cell)
    return (cell[: match.start()], cell[match.start() + 1 :].strip()) if match else (cell, "")


def _is_phone(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= FEWEST_PHONE_DIGITS and not read_date(text).iso


def _split_people(text: str) -> Iterator[str]:
    for person in PEOPLE_PATTERN.split(text):
        both = JOINED_PATTERN.split(person)
        yield from both if all(len(NAME_WORD_PATTERN.findall(one)) > 1 for one in both) else [person]


def _read_name(text: str, words: NameWords) -> str:
    """Read one person's name; "" when nothing is left without titles, posts and institutions."""
    if simplify(text) in words.not_names:
        return ""
    pieces = [kept for piece in PIECE_PATTERN.split(text) if (kept := _name_words(piece, words))]
    if not pieces:
        return ""
    name = pieces[0] if len(pieces[0]) > 1 else [word for piece in pieces[:2] for word in piece]
    return " ".join(name) if any(len(word) >= SHORTEST_PART for word in name) else ""


def _name_words(text: str, words: NameWords) -> list[str]:
    kept = [word for word in NAME_WORD_PATTERN.findall(text) if simplify(word) not in words.honorifics]
    everyday = {word for word in kept if simplify(word).removesuffix(" s") in words.everyday}
    named = [word for word in kept if word not in everyday and len(word) >= SHORTEST_PART]
    if not named:
        return []
    first, last = kept.index(named[0]), len(kept) - kept[::-1].index(named[-1])
    if len(kept) >= last + FEWEST_LETTERS and all(len(word) == 1 for word in kept[last:]):
        last = len(kept)  # "Anjali K.C."
    return [word for word in kept[first:last] if word not in everyday or len(word) <= SHORTEST_PART]


def name_owners(names: Sequence[str], placeholder: str, shared: str) -> list[tuple[str, str]]:
    """Tell whose names the identifiers of one interview are.

    The first is the respondent's, under each spelling that adds or drops words; any other names an interviewer,
    a note taker or a second respondent, and nobody can tell which.

    Args:
        names: as `read_identifiers` returns them, the respondent's first.
        placeholder: of the respondent.
        shared: of everybody else.

    Returns:
        Names and placeholders, as `make_roster` takes them.
    """
    first = set(fold_tokens(names[0])) if names else set()
    owned = []
    for name in names:
        tokens = set(fold_tokens(name))
        owned.append((name, placeholder if tokens <= first or tokens >= first else shared))
    return owned


def make_roster(people: Iterable[tuple[str, str]], words: NameWords) -> Roster:
    """Make the spellings under which people are found in texts.

    A person who appears under several placeholders of one group keeps the first; under several groups, and
    for a part of a name that several people bear, nobody can tell who is meant: the shared placeholder stands.

    Args:
        people: name as `read_identifiers` returns it, and the placeholder of its owner.
        words: declared words.

    Returns:
        Full names in both orders, with initials, and their parts.
    """
    owners: dict[tuple[str, ...], tuple[list[str], str]] = {}
    for name, placeholder in people:
        spelled = NAME_WORD_PATTERN.findall(name)
        key = tuple(sorted(token for word in spelled for token in fold_tokens(word)))
        if key:
            known = owners.get(key, (spelled, placeholder))[1]
            told = [one for one in (known, placeholder) if one != words.shared]
            is_clear = len({_group(one) for one in told}) == 1
            owners[key] = (spelled, told[0] if is_clear else words.shared)
    found: dict[tuple[str, ...], Alias] = {}
    for spelled, placeholder in owners.values():
        for alias in _spell(spelled, placeholder, words):
            other = found.get(alias.tokens, alias)
            is_shared = other.placeholder != alias.placeholder
            found[alias.tokens] = replace(other, placeholder=words.shared) if is_shared else other
    aliases: dict[str, list[Alias]] = {}
    for alias in sorted(found.values(), key=lambda one: (-len(one.tokens), one.tokens)):
        aliases.setdefault(alias.tokens[0], []).append(alias)
    parts = {one.tokens[0]: one.placeholder for one in found.values() if one.kind == PART and len(one.tokens) == 1}
    return Roster(
        {first: tuple(spellings) for first, spellings in aliases.items()},
        words.honorifics,
        words.binding,
        words.kept_by,
        _initials(owners.values(), words),
        phrases=frozenset(place for place in words.places if " " in place),
        acting=words.acting,
        days=words.days,
        before_days=words.before_days,
        named_after=words.named_after,
        parts=Parts(parts),
    )


def _initials(owners: Iterable[tuple[list[str], str]], words: NameWords) -> dict[str, str]:
    """Return the initials of full names, in both orders, that only one person has."""
    found: dict[str, str] = {}
    for spelled, placeholder in owners:
        letters = [_fold(word[0]) for word in spelled if simplify(word) not in words.particles]
        if len(letters) < FULL_NAME_WORDS:
            continue
        alone = "".join(_fold(word) for word in spelled if len(word) == 1)  # "K.C." of "Anjali K.C."
        orders = {"".join(letters), letters[0] + letters[-1], letters[-1] + letters[0], *([alone] if alone[1:] else ())}
        for order in sorted(orders):
            found[order] = placeholder if found.get(order, placeholder) == placeholder else words.shared
    return found


def name_people(
    mentions: Iterable[str], known: Sequence[tuple[str, str]], words: NameWords, mark: str
) -> list[tuple[str, str]]:
    """Number the people that texts speak of and no register holds.

    Args:
        mentions: their names, in the order of the texts.
        known: people of the registers, as `make_roster` takes them.
        words: declared words.
        mark: template of their placeholder, with the number {n}.

    Returns:
        Names and placeholders, one a spelling; a name that adds or drops words is the same person's.
    """
    people: list[tuple[frozenset[str], str]] = [(name_key(name, words), placeholder) for name, placeholder in known]
    singles: dict[str, frozenset[str]] = {}
    found: list[tuple[str, str]] = []
    n = 0
    for name in dict.fromkeys(mentions):
        key = name_key(name, words)
        if len(key) < FULL_NAME_WORDS:
            singles.setdefault(name, key)
            continue
        same = next((mark_ for other, mark_ in people if len(other) > 1 and (key <= other or other <= key)), "")
        if not same:
            n += 1
            same = mark.format(n=n)
        people.append((key, same))
        found.append((name, same))
    taken = frozenset().union(*(key for key, _ in people)) if people else frozenset()
    for name, key in singles.items():
        is_misspelling = any(is_misspelt(token, other) for token in key for other in taken)
        if key and not key <= taken and not is_misspelling:
            n += 1
            taken |= key
            found.append((name, mark.format(n=n)))
    return found


def name_key(name: str, words: NameWords) -> frozenset[str]:
    """Return the words that names are compared by: folded, in no order, without initials, particles and titles."""
    parts = (part for word in NAME_WORD_PATTERN.findall(name) for part in word.split("-"))
    tokens = ("".join(fold_tokens(part)) for part in parts)
    return frozenset(token for token in tokens if len(token) > 1 and token not in words.particles | words.honorifics)


def _group(placeholder: str) -> str:
    return placeholder.rstrip("0123456789] ")


def _spell(spelled: Sequence[str], placeholder: str, words: NameWords) -> Iterator[Alias]:
    split = [fold_tokens(word) for word in spelled]
    if len(spelled) > 1:
        is_ordinary = all(simplify(word) in words.doubtful | words.everyday for word in spelled)
        kind = PART if is_ordinary else WHOLE
        small = words.particles | words.everyday | words.honorifics
        pairs = [  # "Pa Modou" of "Pa Modou Gaye"
            [one, other]
            for (first, one), (last, other) in pairwise(zip(spelled, split, strict=True))
            if simplify(first) not in small and simplify(last) not in small
        ]
        for order in (split, split[::-1], [split[0], split[-1]], [split[-1], split[0]], *pairs):
            yield Alias(tuple(token for word in order for token in word), placeholder, kind)
        yield Alias((split[0][0][0], *split[-1]), placeholder, INITIAL)
        yield Alias((split[-1][0][0], *split[0]), placeholder, INITIAL)
    for (before, _), (_word, tokens) in pairwise(zip(spelled, split, strict=True)):
        if simplify(before) in words.particles and len("".join(tokens)) >= SHORTEST_PART:
            yield Alias((*fold_tokens(before), *tokens), placeholder, PART)
    for word, tokens in zip(spelled, split, strict=True):
        parts = {tokens, ("".join(tokens),), *((token,) for token in tokens)}
        for part in sorted(parts):
            plain = " ".join(part)
            is_title = plain in words.honorifics and len(spelled) > 1  # "todos lhe chamam Nené"
            is_kept = plain in words.everyday or plain in words.particles or is_title
            is_short = len(spelled) == 1 and len(word) == SHORTEST_ALONE  # "Padre Zé"
            if (len("".join(part)) >= SHORTEST_PART or is_short) and not is_kept:
                is_place = bool({plain, simplify(word)} & words.places)
                is_doubtful = is_place or is_short or plain in words.doubtful or simplify(word) in words.doubtful
                yield Alias(part, placeholder, PART, is_doubtful, is_place)


def phone_tail(phone: str) -> str:
    """Return the digits by which a phone in a register is known again."""
    return "".join(filter(str.isdigit, phone))[-LONGEST_PHONE_TAIL:]


def contact_pattern(phone: str) -> re.Pattern[str]:
    """Make a pattern of a phone in a register, however a text groups it and with or without its country's code.

    Args:
        phone: with at least six digits.

    Returns:
        A pattern that needs the last eight digits, or all of a shorter number.
    """
    tail = r"[\s().\-/]{0,3}".join(phone_tail(phone))
    return re.compile(rf"(?<!\d)(?:\((?:\+|00)?\d{{1,4}}\)\s?|\+|00)?(?:\d[\s().\-/]{{0,3}}){{0,7}}{tail}(?!\d)")


def mask_text(text: str, masks: Masks) -> str:
    """Replace identifiers in a text.

    Args:
        text: as received.
        masks: of its country.

    Returns:
        The text with placeholders in square brackets.
    """
    return apply_replacements(text, find_replacements(text, masks))


def apply_replacements(text: str, found: Iterable[Replacement]) -> str:
    """Put placeholders in place of what was found; of stretches that overlap the first and longest stands."""
    return _replace(text, [(one.start, one.end, one.placeholder) for one in found])


def find_replacements(text: str, masks: Masks, mentions: Sequence[Mention] | None = None) -> list[Replacement]:
    """Find what is replaced in a text; see `mask_text`.

    Args:
        text: as received.
        masks: of its country.
        mentions: what `Finders.people_in` finds in the text, if that is known.

    Returns:
        Stretches that may overlap: the first and longest stands.
    """
    found = _find_contacts(text, masks)
    names = _find_names(text, masks.roster)
    finders = masks.finders
    if finders is None:
        return found + [Replacement(*span, "person") for span in names]
    found += [Replacement(*span, "person") for span in names if not _is_no_person_here(text, *span[:2], finders.people)]
    marks = finders.placeholders
    others = find_identifiers(text, finders.patterns)
    found = [one for one in found if one.kind != "phone" or not _is_within(one, others)]
    found += [Replacement(one.start, one.end, marks[one.kind], one.kind) for one in others]
    addresses = [one for one in others if one.kind == "address"]
    for mention in finders.people_in(text) if mentions is None else mentions:
        placeholder = _placeholder_of(mention, masks.roster, marks["name"])
        is_town = placeholder == marks["name"] and _is_within(mention, addresses)  # "9 Layin Masallaci, Birnin Gwari"
        if placeholder and not is_town:
            found.append(Replacement(mention.start, mention.end, placeholder, "person"))
    found += _find_misspelt(text, finders.people, masks.roster, [(one.start, one.end) for one in found], marks["name"])
    found = [_whole_name(one, text, finders.people) if one.kind == "person" else one for one in found]
    found = [one for one in found if not _is_reference(one, text, finders.patterns)]
    people = [(one.start, one.end) for one in found if one.kind == "person"]
    found += [Replacement(*span, masks.phone, "phone") for span in find_numbers_behind(text, people)]
    births = find_dates_behind(text, people, finders.patterns)
    found += [Replacement(one.start, one.end, marks[one.kind], one.kind) for one in births]
    initials = list(_find_initials(text, masks.roster))
    found += [Replacement(*span, "person") for span in initials]
    people_of_posts = sorted([*people, *((start, end) for start, end, _ in initials)])
    posts = find_posts(text, finders.posts, people_of_posts, finders.known_posts, finders.bodies)
    for start, end in posts:
        found.append(Replacement(start, end, marks[kind_of_post(text[start:end], finders.posts)], "post"))
    return found + list(_find_written(text, masks, people, marks))


def _find_written(
    text: str, masks: Masks, people: Sequence[tuple[int, int]], marks: Mapping[str, str]
) -> Iterator[Replacement]:
    """Yield names that are written otherwise than in words: in those of files, in addresses of pages, spelled out."""
    for span in find_files(text, people, lambda name: names_a_person(name, masks)):
        yield Replacement(*span, marks["file"], "file")
    for match in SITE_PATTERN.finditer(text):
        if names_a_person(match.group(), masks):
            yield Replacement(*match.span(), marks["handle"], "handle")
    for match in GLUED_PATTERN.finditer(text):
        is_named = any(start < match.end() and match.start() < end for start, end in people)
        if is_named or names_a_person(match.group(), masks):
            yield Replacement(*match.span(), marks["handle"], "handle")
    for match in SPELLED_PATTERN.finditer(text):
        yield Replacement(*match.span(), marks["name"], "person")


def _is_reference(one: Replacement, text: str, words: PatternWords) -> bool:
    """Tell whether what was taken for a name is a law, or what was taken for a phone a line of a budget."""
    if one.kind == "person":
        return is_law_number(text, one.start, one.end, words)
    return one.kind == "phone" and is_budget_line(text, one.start, one.end, words)


def _is_no_person_here(text: str, start: int, end: int, words: PersonWords) -> bool:
    """Tell whether a part of a name is a place or a firm here: "o eng. Machava vem de Machava", "Amaral e Filhos"."""
    name = text[start:end]
    is_single = NAME_WORD_PATTERN.fullmatch(name) is not None
    return is_single and (is_named_place(text, start, name, words) or is_firm(text, start, end, words))


def _find_contacts(text: str, masks: Masks) -> list[Replacement]:
    """Find e-mails, phones, and the numbers that the country's registers give."""
    found = [Replacement(*match.span(), masks.email, "e_mail") for match in EMAIL_PATTERN.finditer(text)]
    if any(map(str.isdigit, text)):
        found += [Replacement(start, end, masks.phone, "phone") for start, end in masks.find_phones(text)]
        digits = "".join(filter(str.isdigit, text))
        near = [(pattern, word) for pattern, word, tail in masks.contacts if tail in digits]
        found += [
            Replacement(*match.span(), word, "phone") for pattern, word in near for match in pattern.finditer(text)
        ]
    return found


def _find_misspelt(
    text: str, words: PersonWords, roster: Roster, taken: Sequence[tuple[int, int]], unknown: str
) -> Iterator[Replacement]:
    """Find words of no language that are misspelt names of the roster, in capitals too ("VIRANBEL")."""
    listed = (words.places, words.kept, words.institutions, words.roles, words.ordinary)
    for match in NAME_WORD_PATTERN.finditer(text):
        spelled = match.group()
        if spelled[0].islower() or len(spelled) <= NEAR_LENGTH:
            continue
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        folded = "".join(fold_tokens(spelled))
        if folded in roster.parts or any(folded in one for one in listed) or words.kind_of_word(spelled.lower()):
            continue
        if near := {roster.parts[part] for part in roster.parts.near(folded)}:
            yield Replacement(*match.span(), near.pop() if len(near) == 1 else unknown, "person")


def _whole_name(one: Replacement, text: str, words: PersonWords) -> Replacement:
    start, end = widen_over_names(text, one.start, one.end, words)
    return replace(one, start=widen_left(text, start, words), end=widen_right(text, end, words))


def _is_within(one: Replacement | Mention, others: Iterable[Identifier]) -> bool:
    """Tell whether a stretch is part of another: a phone of a position or an account, a town of an address."""
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _placeholder_of(mention: Mention, roster: Roster, unknown: str) -> str:
    """Return what stands for a name, "" for a doubtful one that is no misspelt name of the roster."""
    tokens = [token for word in NAME_WORD_PATTERN.findall(mention.name) for token in fold_tokens(word)]
    known = [roster.parts[token] for token in tokens if token in roster.parts]
    if mention.is_sure:
        told = {one for one in known if one != unknown}
        told = told or {roster.parts[part] for token in tokens for part in roster.parts.near(token)}
        return told.pop() if len(told) == 1 else unknown
    if known and len(known) == len(tokens):
        return known[0]
    near = {roster.parts[part] for token in tokens for part in roster.parts.near(token)}
    return (near.pop() if len(near) == 1 else unknown) if near else ""


def is_misspelt(word: str, name: str) -> bool:
    """Tell whether a word is a name with a letter wrong, missing, doubled or exchanged; two in a long one.

    Args:
        word: folded.
        name: folded.
    """
    most = 2 if min(len(word), len(name)) >= FAR_LENGTH else 1
    if min(len(word), len(name)) < NEAR_LENGTH or abs(len(word) - len(name)) > most or word[0] != name[0]:
        return False
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(word, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(name, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and word[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most


def _find_initials(text: str, roster: Roster) -> Iterator[tuple[int, int, str]]:
    """Find initials of people of the roster: "F. D.", and "CM" where a text says that it stands for somebody."""
    for (start, end), letters in initials_in(text):
        if placeholder := roster.initials.get(letters):
            yield start, end, placeholder
    words = set(WHOLE_WORD_PATTERN.findall(text)) if roster.short_forms else ()
    for letters, placeholder in roster.short_forms.items():
        if letters in words:
            for match in re.finditer(rf"(?<!\w){re.escape(letters)}(?!\w)", text):
                yield *match.span(), placeholder


def initials_in(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield where letters with full stops stand ("F. D.") and which they are ("fd")."""
    for match in INITIALS_PATTERN.finditer(text):
        letters = "".join(character for character in match.group().lower() if character.isalpha())
        yield (match.start(), match.start() + len(match.group().rstrip())), letters


def short_forms_in(text: str, roster: Roster) -> dict[str, str]:
    """Find the letters that a text gives for a name, "Comfort Mensah (CM)".

    Args:
        text: of the country.
        roster: its people.

    Returns:
        Letters -> placeholder.
    """
    told: dict[str, str] = {}
    for start, end, placeholder in _find_names(text, roster):
        match = SHORT_FORM_PATTERN.match(text, end)
        letters = "".join(token[0] for token in map(_fold, TOKEN_PATTERN.findall(text[start:end])))
        if match and match["letters"].isupper() and set(match["letters"].lower()) <= set(letters):
            told[match["letters"]] = placeholder
    return told


def mask_file(name: str, masks: Masks) -> str:
    """Replace names of persons in the name of a file and in those of the folders that it lies in.

    Args:
        name: path with forward slashes, below the raw folder: the country's own folder comes first.
        masks: of its country.

    Returns:
        The path, with placeholders for the words that name somebody.
    """
    *first, below = name.split("/", 1)
    return "/".join([*first, *(mask_piece(part, masks) for part in below.split("/"))])


def mask_piece(words: str, masks: Masks) -> str:
    """Replace names of persons in words that stand in one piece: the name of a file, a folder or a column."""
    spans = _names_in_file(words, masks)
    return _replace(words, spans) if spans else words


def names_a_person(name: str, masks: Masks) -> bool:
    """Tell whether the name of a file names a person."""
    return bool(_names_in_file(name, masks))


def _names_in_file(name: str, masks: Masks) -> list[tuple[int, int, str]]:
    """Find the words of a file's name that are names: known ones, and what stands between them."""
    words = []
    for match in FILE_WORD_PATTERN.finditer(name):
        cuts = [0, *(cut.start() for cut in CAMEL_PATTERN.finditer(match.group())), len(match.group())]
        words += [(match.start() + first, match.start() + last) for first, last in zip(cuts, cuts[1:], strict=False)]
    folded = [_fold(name[start:end]) for start, end in words]
    parts = masks.roster.parts
    spelled = [
        (match.span(), one)
        for match in FILE_WORD_PATTERN.finditer(name)
        if (one := _initialled_part(match.group(), masks))
    ]
    sure = [_is_name_in_file(name[slice(*span)], word, masks, name) for span, word in zip(words, folded, strict=True)]
    sure = [is_name or _is_glued_to(place, words, name, masks) for place, is_name in enumerate(sure)]
    sure = [is_name or _is_initialled(place, words, name, masks) for place, is_name in enumerate(sure)]
    spans = []
    for place, is_name in enumerate(sure):
        beside = any(
            sure[other]
            and not re.search(
                r"\d", name[min(words[other][1], words[place][1]) : max(words[other][0], words[place][0])]
            )
            for other in (place - 1, place + 1)
            if 0 <= other < len(words)
        )
        if is_name or (beside and _goes_with_name(name, words[place], folded[place], masks)):
            placeholder = masks.roster.parts.get(folded[place], "[name]")
            spans.append((*words[place], placeholder))
    return [*spans, *((*span, parts.get(part, "[name]")) for span, part in spelled)]


def _is_glued_to(place: int, words: Sequence[tuple[int, int]], name: str, masks: Masks) -> bool:
    """Tell whether a part of a name that is a place too is a person's in a file's name, by its spelling.

    "CABAÑAS", or in one piece with what is no word: "ConceCabañas", "MNevesTrindade".
    """
    people, parts = masks.finders.people if masks.finders else None, masks.roster.parts
    start, end = words[place]
    folded = _fold(name[start:end])
    if people is None or folded not in parts or len(folded) <= SHORTEST_PART:
        return False
    if folded in people.kept or folded in people.institutions:
        return False
    if name[start:end].isupper() and end - start > NEAR_LENGTH:
        return True
    for other, is_glued in ((place - 1, place > 0), (place + 1, place + 1 < len(words))):
        if not is_glued or (words[other][1] != start and words[other][0] != end):
            continue
        beside = _fold(name[slice(*words[other])])
        if beside in parts or len(beside) == 1 or not (beside in people.places or people.kind_of_word(beside)):
            return True
    return False


def _initialled_part(word: str, masks: Masks) -> str:
    """Return the part of a name that a word of a file's name holds behind or before an initial ("smbewe", "mbewes")."""
    folded, roster = _fold(word), masks.roster
    if word.isupper() and len(word) == SHORTEST_PART and folded in roster.initials:
        return folded
    is_word = masks.finders is not None and bool(masks.finders.people.kind_of_word(word.lower()))
    if is_word or len(folded) <= NEAR_LENGTH:
        return ""
    initialled = next((part for part in (folded[1:], folded[:-1], folded[2:]) if part in roster.parts), "")
    return initialled or _glued_part(folded, masks)


def _glued_part(word: str, masks: Masks) -> str:
    """Return the part of a name that a word holds beside another part or a small word of names ("vandunem")."""
    parts = masks.roster.parts
    small = masks.finders.people.particles | masks.finders.people.leading if masks.finders else frozenset()
    for cut in range(len(word) - 2, 1, -1):
        pair = word[:cut], word[cut:]
        told = [one for one in pair if one in parts and len(one) > SHORTEST_PART]
        if told and all(one in parts or one in small for one in pair):
            return told[0]
    return ""


def _is_name_in_file(word: str, folded: str, masks: Masks, name: str) -> bool:
    if len(folded) < SHORTEST_PART:
        return False
    if masks.finders is None:
        return folded in masks.roster.parts
    people = masks.finders.people
    if word.islower() and re.search(rf"\d{re.escape(word)}", name) and folded not in masks.roster.parts:
        return False  # letters of a code
    if folded not in masks.roster.parts and word.isupper() and len(word) <= SHORTEST_PART:
        return False  # the code of a country
    if folded in people.listed and not word.istitle() and len(folded) < NEAR_LENGTH:
        return False
    is_initialled = re.search(rf"(?<![^\W_]){re.escape(word)}_[A-Z](?:_|$|\W)", name) is not None
    is_kept = folded in people.kept or folded in people.institutions
    is_listed = is_kept or folded in people.places
    if folded in masks.roster.parts:
        is_far = folded in people.elsewhere and not is_kept  # a town of Portugal, a family in Cabo Verde
        return is_far or not is_listed or _may_be_dated(folded, name, masks)
    is_seed = folded in people.seeds
    if is_initialled and is_seed and not is_kept:
        return True
    is_other = is_listed or folded in people.doubtful or folded in people.roles
    is_own = is_seed and folded not in people.listed
    if word.istitle() and len(folded) > SHORTEST_PART and is_own and not is_other:
        return True
    if word.islower() and len(folded) >= SHORTEST_GLUED and not people.kind_of_word(word) and _is_glued(folded, people):
        return True
    is_common = is_listed or people.kind_of_word(word.lower()) == "word"
    return is_seed and folded not in people.doubtful and not is_common


def _is_glued(word: str, people: PersonWords) -> bool:
    """Tell whether a word is a given and a family name written together ("ruthraiwalui")."""
    parts = ((word[:cut], word[cut:]) for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1))
    return any(
        {left, right} <= people.seeds
        and bool({left, right} & people.given)
        and max(map(len, (left, right))) > NEAR_LENGTH
        for left, right in parts
    )


def _may_be_dated(folded: str, name: str, masks: Masks) -> bool:
    """Tell whether a name that is a day or a month too is one in a file's name: no figure stands in it."""
    return (
        folded in masks.roster.days
        and folded not in (masks.finders.people.places if masks.finders else ())
        and not re.search(r"\d", name)
    )


def _is_initialled(place: int, words: Sequence[tuple[int, int]], name: str, masks: Masks) -> bool:
    """Tell whether a word is a family name behind initials: "JXimenes", "VRatsimba"."""
    if masks.finders is None or place == 0:
        return False
    (first, last), (start, end) = words[place - 1], words[place]
    is_single = last - first == 1 and name[last:start] in ("_", "-", ".")
    is_bound = (last == start or is_single) and last - first <= SHORTEST_PART and end - start > SHORTEST_PART
    is_bound = is_bound and name[first:last].isupper() and name[start].isupper()
    people = masks.finders.people
    folded = _fold(name[start:end])
    is_joined = last == start and name[start + 1 : end].islower() and name[first:last].isupper()
    is_listed = any(folded in one for one in (people.places, people.kept, people.institutions, people.ordinary))
    is_known = folded in people.seeds or folded in masks.roster.parts or is_joined
    return is_bound and not is_listed and (is_known or people.kind_of_word(name[start:end]) not in ("word", "both"))


def _goes_with_name(name: str, span: tuple[int, int], folded: str, masks: Masks) -> bool:
    """Tell whether a word beside a name in a file's name belongs to it.

    It is an initial, a name that is a word too, or a capitalised word that no language has: "Wilhelmina Trasköld".
    """
    if masks.finders is None:
        return False
    people = masks.finders.people
    is_initial = name[slice(*span)].isupper() and len(folded) < SHORTEST_PART
    if is_initial or folded in people.doubtful or folded in people.seeds or folded in masks.roster.parts:
        return True
    word = name[slice(*span)]
    listed = (people.places, people.kept, people.institutions, people.roles, people.ordinary, people.listed)
    is_strange = word.istitle() and len(folded) > SHORTEST_PART and not people.kind_of_word(word.lower())
    return is_strange and not any(folded in one for one in listed)


def find_left(text: str, roster: Roster, taken: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Find parts of names that are left standing with a capital, for they stand as a place, a firm or a day there.

    Args:
        text: as received.
        roster: the people of the country.
        taken: what is replaced in it.

    Returns:
        Each with whether it is clear there that nobody is spoken of.
    """
    places, tokens = _tokens_of(text)
    named = [(place, span) for place, span in enumerate(places) if tokens[place] in roster.parts]
    return [
        (text[start:end], _is_clear(text, places, tokens, place, roster))
        for place, (start, end) in named
        if not text[start].islower() and not any(first < end and start < last for first, last in taken)
    ]


def _is_clear(text: str, places: Sequence[tuple[int, int]], tokens: Sequence[str], place: int, roster: Roster) -> bool:
    """Tell whether a part of a name is a place, a day or a thing here: "in Bong", "Sunday services", "14 May"."""
    start, end = places[place]
    following, before = (tokens[other] if 0 <= other < len(tokens) else "" for other in (place + 1, place - 1))
    gap = text[end : end + 2]
    if (gap[:1] in tuple("-’'") and gap[1:].isalpha()) or (gap[:1] == " " and following in roster.kept_by):
        return True
    is_dated = DAY_BEFORE.search(text[:start][-LONGEST_DAY:]) is not None
    if is_dated or _is_in_place(text, places, place, 1, roster, is_place=True):
        return True
    if not _is_right_behind(text, places, place):
        return False
    if tokens[place] in roster.days and before in BELONGING:  # "o reembolso da Segunda"
        return False
    if text[slice(*places[place - 1])] in roster.personal:
        return False
    is_bound = any(before in listed for listed in (roster.binding, roster.before_days, roster.named_after))
    return is_bound or text[places[place - 1][0]].isupper()


def mask_names(text: str, roster: Roster) -> str:
    """Replace only names in a text; see `mask_text`."""
    return _replace(text, _find_names(text, roster))


def _find_names(text: str, roster: Roster) -> list[tuple[int, int, str]]:
    if not roster.aliases:
        return []
    places, tokens = _tokens_of(text)
    spans = []
    position = 0
    while position < len(tokens):
        for alias in roster.aliases.get(tokens[position], ()):
            end = position + len(alias.tokens)
            if tuple(tokens[position:end]) == alias.tokens and _is_name(text, places, tokens, position, alias, roster):
                spans.append((places[position][0], places[end - 1][1], alias.placeholder))
                position = end - 1
                break
        position += 1
    return spans


@lru_cache(maxsize=TEXTS_KEPT)
def _tokens_of(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Return where the words of a text stand, and what they are compared by; kept until the next texts come."""
    places = [match.span() for match in TOKEN_PATTERN.finditer(text)]
    return places, [_fold(text[start:end]) for start, end in places]


def _is_name(
    text: str, places: Sequence[tuple[int, int]], tokens: Sequence[str], first: int, alias: Alias, roster: Roster
) -> bool:
    """Tell whether the words of an alias stand here as a name."""
    own = places[first : first + len(alias.tokens)]
    gaps = [text[last:start] for (_, last), (start, _) in zip(own, own[1:], strict=False)]
    if any(len(gap) > LONGEST_GAP for gap in gaps):
        return False
    if alias.kind == WHOLE:
        return True
    if alias.kind == INITIAL:
        return gaps[0].startswith(".") and not text[own[0][0]].islower()
    if text[own[0][0]].islower() or (text[own[-1][0]].islower() and gaps[-1].isspace()):
        return False
    is_titled = first > 0 and tokens[first - 1] in roster.honorifics
    if alias.tokens[0] in roster.days and DAY_BEFORE.search(text[: own[0][0]][-LONGEST_DAY:]):
        return False
    last = first + len(alias.tokens)
    following = tokens[last] if last < len(tokens) else ""
    gap = text[own[-1][1] : own[-1][1] + 2]
    if not is_titled and _is_in_place(text, places, first, len(alias.tokens), roster, is_place=alias.is_place):
        return False
    is_near = _is_right_behind(text, places, first)
    bound = roster.before_days if alias.tokens[0] in roster.days else roster.binding
    is_verb = first > 1 and tokens[first - 2] == "to"  # "we had to report Gideon"
    if is_near and tokens[first - 1] in roster.named_after and not (is_titled or is_verb):
        return False
    is_bound = is_near and tokens[first - 1] in bound and not _is_spoken_of(text, places, tokens, first, last, roster)
    is_bound = is_bound and not (
        alias.tokens[0] in roster.days and tokens[first - 1] in BELONGING and following in roster.acting
    )
    if alias.is_place and not is_titled and is_bound:
        return False
    is_joined = first > 0 and tokens[first - 1] in JOINING and not alias.is_place  # "Mutale and Bright report on time"
    is_kept = following in roster.kept_by and not is_joined
    if alias.is_doubtful and not is_titled and (gap[:1] in "-’'" and gap[1:].isalpha() or is_kept):
        return False
    return (
        not alias.is_doubtful
        or not _begins_sentence(text, own[0][0])
        or is_titled
        or _is_told_behind(text, places, tokens, first, alias, roster)
    )


def _is_spoken_of(
    text: str, places: Sequence[tuple[int, int]], tokens: Sequence[str], first: int, last: int, roster: Roster
) -> bool:
    """Tell whether an article stands before somebody who is called like a place: "le Condé de ...", "A Victória pede".

    Before towns it stands seldom, and hardly ever the masculine one; behind the feminine one an act has to follow.
    """
    article, end = tokens[first - 1], places[last - 1][1]
    if article not in ARTICLES or text[end : end + 1] in ("-", "’", "'"):
        return False
    following = tokens[last] if last < len(tokens) else ""
    is_acting = text[end : end + 1] == " " and text[end + 1 : end + 2].islower() and following not in roster.binding
    return article in MASCULINE or is_acting


def _is_right_behind(text: str, places: Sequence[tuple[int, int]], place: int) -> bool:
    """Tell whether nothing but a blank, a hyphen or an apostrophe stands between a word and the one before it."""
    return place > 0 and not text[places[place - 1][1] : places[place][0]].strip("'’ \u00a0\u202f-")


def _is_told_behind(
    text: str, places: Sequence[tuple[int, int]], tokens: Sequence[str], first: int, alias: Alias, roster: Roster
) -> bool:
    """Tell whether what follows an alias shows somebody: the mark of a label, an act, more of the name, an end."""
    last = first + len(alias.tokens)
    start, end = places[first][0], places[last - 1][1]
    following, gap = tokens[last] if last < len(tokens) else "", text[end : end + 2]
    if gap.lstrip()[:1] in (":", "：", "—", "–") and _begins_line(text, start):
        return True
    is_acting = bool({following, " ".join(tokens[last : last + 2])} & roster.acting)
    is_acting = is_acting or IS_BEHIND.match(text, end) is not None
    if roster.binding and gap[:1] == " " and gap[1:].islower() and (following not in roster.binding or is_acting):
        return True
    is_own = roster.parts.get(following, "") == alias.placeholder  # "Nara Bahadur" of "Nara Bahadur Sejuwal"
    is_name = following in roster.parts and (is_own or not alias.is_place)
    is_open = alias.is_doubtful and (not alias.is_place or alias.tokens[0] in roster.days)  # "Timor Gap"
    goes_on = last < len(places) and gap == " " + text[places[last][0]] and text[places[last][0]].isupper()
    if goes_on and (is_name or (is_open and _may_go_on(text[slice(*places[last])], roster))):
        return True
    is_closed = gap[:1] in tuple(',.!?;)»”"') or not gap or (gap[:1] == ":" and not alias.is_place)
    return is_closed and (not alias.is_place or gap[:1] == ",")


def _may_go_on(word: str, roster: Roster) -> bool:
    """Tell whether a word with a capital may be the family name behind a given one: "Generosa Pires", "Julio Marzo"."""
    listed = (roster.binding, roster.kept_by, roster.named_after, roster.honorifics)
    return word.istitle() and not any(_fold(word) in one for one in listed)


def _is_in_place(
    text: str, places: Sequence[tuple[int, int]], first: int, n: int, roster: Roster, *, is_place: bool
) -> bool:
    """Tell whether words are part of the name of a place of several words ("Santo Domingo", "La Altagracia")."""
    for start, stop in ((first - 1, first + n), (first, first + n + 1), (first - 2, first + n), (first, first + n + 2)):
        if (
            start >= 0
            and stop <= len(places)
            and simplify(text[places[start][0] : places[stop - 1][1]]) in roster.phrases
        ):
            return True
    if not first or not is_place:
        return False
    article = text[slice(*places[first - 1])]
    return article in CAPITAL_ARTICLES and not _begins_sentence(text, places[first - 1][0])


def _begins_line(text: str, start: int) -> bool:
    return not text[max(0, start - LONGEST_INDENT) : start].rpartition("\n")[2].strip()


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - LONGEST_INDENT) : start].rstrip(" \t\u00a0\u202f")
    return not before or before[-1] in SENTENCE_ENDS or follows_line_mark(text, start)


def fold_tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text as names are compared by, in order."""
    return tuple(_fold(token) for token in TOKEN_PATTERN.findall(text))


@lru_cache(maxsize=100_000)
def _fold(token: str) -> str:
    """Reduce a word to what names are compared by: lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", token.casefold())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return plain.translate(LETTERS) or token


def _replace(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Put placeholders in place of spans; of those that overlap the first and longest, of neighbours that agree one."""
    parts: list[str] = []
    position, last, first = 0, "", 0
    for start, end, placeholder in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= position:
            continue
        between = text[position:start] if start >= position else ""
        is_end = ". " in between and position - first > SHORTEST_PART
        is_same = placeholder == last and not between.strip(" \u00a0-.'’_") and not is_end
        first = start
        if not is_same:
            parts += [between, placeholder]
        position, last = end, placeholder
    return "".join([*parts, text[position:]])


def number_people(owners: Sequence[tuple[str, str]], names: Mapping[str, str]) -> dict[str, str]:
    """Give every person a placeholder, numbered within the group.

    Args:
        owners: interview id and stakeholder group, in register order.
        names: group id -> words of its placeholder ("government respondent").

    Returns:
        Interview id -> placeholder.
    """
    counts: dict[str, int] = {}
    placeholders = {}
    for interview_id, group in owners:
        counts[group] = counts.get(group, 0) + 1
        placeholders[interview_id] = f"[{names.get(group, 'respondent')} {counts[group]}]"
    return placeholders
