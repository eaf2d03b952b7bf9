"""Makes the masks of a country: tells from its registers, files and texts who is replaced in them, and by what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.document_people import read_people
from tasks.adapters.identifier_words import load_finders, load_name_words, load_people
from tasks.adapters.identifiers_in_text import PhoneWords, phone_finder
from tasks.adapters.nlp import LANGUAGES, kind_of_word
from tasks.adapters.results import Results
from tasks.adapters.store import Store
from tasks.core.identifier_patterns import find_addresses
from tasks.core.lone_names import decide_public_names, named_apart
from tasks.core.name_words import Mention, PersonWords, fold_name, is_ordinary_talk
from tasks.core.person_names import find_people
from tasks.core.posts import name_posts
from tasks.core.pseudonyms import (
    Finders,
    Masks,
    NameWords,
    Roster,
    contact_pattern,
    make_roster,
    name_owners,
    name_people,
    number_people,
    part_at_sentence,
    phone_tail,
    read_identifiers,
    short_forms_in,
)
from tasks.core.reviews import name_guard
from tasks.core.sources import Received
from tasks.core.spellings import simplify
from tasks.core.text_words import (
    AllTold,
    TextWords,
    Told,
    Traces,
    labels_told,
    listed_of,
    name_by_place,
    read_text_words,
    read_told,
)
from tasks.core.unvouched_names import CALLED, PERSONAL

PORTUGUESE = "pt"
DECIDED = "decided"
"""Sign of a name that a person told to be one."""
TOLD_ALONE = ("unknown", "known")
AT_HOME = re.compile(r"(?<!\w)[Cc]hez\s$")
"""Before whoever lives at an address: "Chez Awa Sy, quartier Nord, 3e avenue, n° 12"."""
"""Signs of a name that nothing but its own words tells."""


def make_masks(received: Received, people_of_files: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Masks:
    """Make the masks of a country; see `make_country_masks`."""
    return make_country_masks(received, people_of_files).masks


def make_key_masks(country: str, entries: Iterable[Mapping[str, object]], own_places: Sequence[str] = ()) -> Masks:
    """Make masks from the key of a country alone, for a short text that somebody writes about its brief.

    Args:
        country: ISO 3166-1 alpha-3.
        entries: of its key as it is kept.
        own_places: names that its folder gives the country.

    Returns:
        What replaces the people of its key, and identifiers that their looks tell.
    """
    words = load_name_words(country)
    finders = load_finders(load_people(country, own_places), AllTold())
    people = [(str(one["words"]), str(one["placeholder"])) for one in entries if one["kind"] == "person"]
    roster = make_roster(people, _with_plain_words(words, people, finders.people))
    return _masks_of(country, read_yaml(QUESTIONNAIRE / "registers.yaml"), roster, (), finders)


@dataclass(frozen=True, slots=True)
class CountryMasks:
    """The masks of a country, and by what the texts are found that a change of them can matter for.

    Attributes:
        masks: what replaces identifiers in its texts.
        people: its people with their placeholders.
        nobodys: guards of words that a person says name nobody.
        about: all else that a look into a text depends on.
        words: file -> words of its text.
        traces: what of the masks can matter for a text.
    """

    masks: Masks
    people: list[tuple[str, str]]
    nobodys: frozenset[str]
    about: list[list[str]]
    words: Mapping[str, TextWords]
    traces: Traces

    def matter_for(self, file: str) -> tuple[list[Any], tuple[str, ...]]:
        """Return what can matter for a file, and the placeholders that may stand in it.

        What is said in it is masked as it was as long as what matters stays, but for these placeholders in their order.
        """
        words, finders = self.words[file], self.masks.finders
        traces, placeholders = name_by_place(self.traces.of(words))
        return [self.about, traces, listed_of(words, finders) if finders else []], placeholders


def make_country_masks(
    received: Received,
    people_of_files: Mapping[str, Sequence[str]],
    decided: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
    results: Results | None = None,
) -> CountryMasks:
    """Make the masks of a country from its registers, headers, forms and texts.

    Args:
        received: what the country folder held.
        people_of_files: file -> names in its properties, comments and captions.
        decided: guards of words that a person says name somebody, and of those that name nobody.
        results: of earlier runs; none are kept of what may not be analysed.

    Returns:
        What replaces identifiers in its texts, and its people with their placeholders.
    """
    declared = read_yaml(QUESTIONNAIRE / "registers.yaml")
    words = load_name_words(received.country)
    spoken = frozenset(one.language.split("-")[0] for one in received.interviews if one.language) & set(LANGUAGES)
    person_words = load_people(received.country, received.country_names, spoken)
    texts, told_words = _read_texts(received, person_words, results, spoken)
    finders = replace(load_finders(person_words, told_words), kept=decided[1], spoken=spoken)
    people, phones = _people_of_registers(received, words, finders.people)
    cells = [cell for names in people_of_files.values() for cell in names]
    told = [name for cell in cells for name in read_identifiers(cell, words)[0]]
    about = [sorted(decided[0]), sorted(received.country_names), sorted(decided[1]), sorted(spoken)]
    named = [_name_or_recall(one, finders, decided[0], about, results) for one in _each_once(texts)]
    signed = [mention for one in named for mention in one.people]
    registered = [*told, *(name for name, _ in people)]
    public = decide_public_names(signed, registered, told_words.public(), finders.people)
    finders = replace(finders, known_posts=frozenset().union(*(one.posts for one in named)), public=public)
    called = frozenset(fold_name(name) for name, sign in signed if sign == CALLED)
    words = _with_called(words, called)
    people += _people_of_texts([*told, *named_apart(signed, public, finders.people)], people, words, finders, called)
    roster = make_roster(people, _with_plain_words(words, people, finders.people))
    roster = replace(roster, personal=PERSONAL if PORTUGUESE in spoken else frozenset())
    masks = _masks_of(received.country, declared, roster, phones, finders)
    traces = Traces(masks, {word for one in texts if one.seal for word in one.words.own})
    short_forms = _find_short_forms(texts, masks.roster, traces, results)
    traces.hang_short_forms(short_forms)
    masks = replace(masks, roster=replace(masks.roster, short_forms=short_forms))
    of_files = {one.file: one.words for one in texts if one.file}
    return CountryMasks(masks, people, decided[1], about, of_files, traces)


def _masks_of(
    country: str, declared: Mapping[str, Any], roster: Roster, phones: Iterable[str], finders: Finders
) -> Masks:
    marks = declared["placeholders"]
    return Masks(
        roster=roster,
        contacts=tuple((contact_pattern(phone), marks["phone"], phone_tail(phone)) for phone in sorted(set(phones))),
        find_phones=phone_finder(country, _phone_words(declared)),
        phone=marks["phone"],
        email=marks["e_mail"],
        finders=finders,
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a country with its words.

    Attributes:
        open: returns it: a whole source with its front matter, the title of a document, or an answer.
        words: in it.
        file: of a whole source, else "".
        seal: what results of it may be kept under, "" where none may.
    """

    open: Callable[[], str]
    words: TextWords
    file: str = ""
    seal: str = ""


def _read_texts(
    received: Received, people: PersonWords, results: Results | None, spoken: frozenset[str]
) -> tuple[list[_Text], AllTold]:
    """Read everything that somebody wrote or said, and what all of it tells of words."""
    found: list[_Text] = []
    country = AllTold()
    shared: dict[str, str] = {}
    about = [sorted(received.country_names), sorted(spoken)]

    def add(one: _Text, told: Told) -> None:
        country.add(told)
        own = tuple(shared.setdefault(word, word) for word in one.words.own)  # a word of many texts is held once
        found.append(replace(one, words=replace(one.words, own=own)))

    @lru_cache(maxsize=CELLS_HELD)
    def read_cell(text: str) -> tuple[TextWords, Told]:
        return read_text_words(text), read_told(text, people)

    for one in received.interviews:
        id_ = one.interview_id
        if id_ in received.texts:
            seal = received.seals.get(one.file, "") if results else ""
            read = partial(_read_words, received, id_, people, is_kept=bool(seal))
            words, told = results.of(READ_WORDS, read, "words", about, seal=seal) if results and seal else read()
            add(_Text(partial(_text_of, received, id_), words, one.file, seal), told)
        for text in filter(None, [one.title]):
            words, told = read_cell(text)
            add(_Text(partial(str, text), words), told)
    for answer in received.answers:
        for text in filter(None, (answer.answer_text, answer.answer_code)):
            words, told = read_cell(text)
            add(_Text(partial(str, text), words), told)
    return found, country


def _each_once(texts: Iterable[_Text]) -> Iterator[_Text]:
    """Yield the texts but for answers that were given before: the codes of answers come back in each response."""
    seen: set[str] = set()
    for one in texts:
        text = "" if one.file else one.open()
        if one.file or text not in seen:
            yield one
        seen.add(text)


def _text_of(received: Received, interview_id: str) -> str:
    return received.texts[interview_id].text


CELLS_HELD = 4096
"""Cells of questionnaires whose words are held, as the codes of answers come back."""
READ_WORDS = tuple[TextWords, Told]


def _read_words(received: Received, interview_id: str, people: PersonWords, *, is_kept: bool) -> tuple[TextWords, Told]:
    text = received.texts[interview_id].text
    said = [turn.text for turn in received.turns.get(interview_id, ())] if is_kept else None
    return read_text_words(text, said), read_told(text, people)


def _name_or_recall(
    one: _Text, finders: Finders, known_names: frozenset[str], about: list[list[str]], results: Results | None
) -> _Named:
    """Find who is named in a text, or return what was found in the same words among the same others.

    Args:
        one: the text.
        finders: of the country.
        known_names: guards of words that a person says name somebody.
        about: all else that this depends on.
        results: of earlier runs.
    """
    find = partial(_name, one.open, finders, known_names)
    if results is None or not one.seal:
        return find()
    return results.of(_Named, find, "named", about, listed_of(one.words, finders), seal=one.seal)


@dataclass(frozen=True, slots=True)
class _Named:
    """Who is named in a text: names that are surely of persons, with their signs, and posts that are somebody's."""

    people: tuple[tuple[str, str], ...]
    posts: tuple[str, ...]


def _name(open_text: Callable[[], str], finders: Finders, known_names: frozenset[str]) -> _Named:
    text = open_text()
    mentions = finders.people_in(text)
    may_be_towns = any(one.is_sure and one.sign in TOLD_ALONE for one in mentions)
    addresses = find_addresses(text, finders.patterns) if may_be_towns else []
    sure = [
        one
        for one in mentions
        if (one.is_sure and not _is_town(text, one, addresses)) or name_guard(one.name) in known_names
    ]
    posts = name_posts(text, finders.posts, [(one.start, one.end) for one in sure])
    signs = (DECIDED if name_guard(one.name) in known_names else one.sign for one in sure)
    return _Named(tuple((one.name, sign) for one, sign in zip(sure, signs, strict=True)), tuple(sorted(posts)))


def _is_town(text: str, one: Mention, addresses: Sequence[tuple[int, int]]) -> bool:
    """Tell whether words within an address are its town or street: they are nobody's name elsewhere."""
    if AT_HOME.search(text[: one.start][-8:]):
        return False
    return one.sign in TOLD_ALONE and any(start <= one.start and one.end <= end for start, end in addresses)


def _find_short_forms(
    texts: Sequence[_Text], roster: Roster, traces: Traces, results: Results | None
) -> dict[str, str]:
    """Find the letters that stand for a name in the texts themselves: "Comfort Mensah (CM)", or a label "CM:".

    Returns:
        Letters -> placeholder; what is told last counts, and what a label tells only where nothing else does.
    """
    initials = {letters.upper(): placeholder for letters, placeholder in roster.initials.items()}
    found: dict[str, str] = {}
    for one in texts:
        told: dict[str, str] = {}
        if one.words.has_short_form and results and one.seal:
            look = partial(_look_for_short_forms, one, roster)
            told = results.of(dict[str, str], look, "short", traces.of(one.words), seal=one.seal)
        elif one.words.has_short_form:
            told = _look_for_short_forms(one, roster)
        for letters, placeholder in labels_told(one.words, initials).items():
            found.setdefault(letters, placeholder)
        found |= told
    return found


def _look_for_short_forms(one: _Text, roster: Roster) -> dict[str, str]:
    return short_forms_in(one.open(), roster)


def _with_called(words: NameWords, called: frozenset[str]) -> NameWords:
    """Count what people are said to be called ("we call him Kip") among the doubtful words, and no more as talk."""
    return replace(
        words,
        honorifics=words.honorifics - called,
        everyday=words.everyday - called,
        doubtful=words.doubtful | called,
    )


def _with_plain_words(words: NameWords, people: Sequence[tuple[str, str]], known: PersonWords) -> NameWords:
    """Count the words of the languages that somebody's name holds among the doubtful ones."""
    spelled = {simplify(word) for name, _ in people for word in name.split()}
    plain = {word for word in spelled if word not in known.seeds and kind_of_word(word) == "word"}
    return replace(words, doubtful=words.doubtful | plain)


def _people_of_registers(
    received: Received, words: NameWords, known: PersonWords
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the people whom registers, headers and forms name, with their placeholders, and the phones beside them."""
    groups = read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]
    placeholders = number_people(
        [(one.interview_id, one.stakeholder_group) for one in received.interviews],
        {group["id"]: group["pseudonym"]["en"] for group in groups},
    )
    people: list[tuple[str, str]] = []
    found: list[str] = []
    for one in received.interviews:
        cells = [read_identifiers(cell, words) for cell in one.identifiers]
        names = [name for told, _ in cells for name in told if not is_ordinary_talk(name, known)]
        behind = _told_behind(one.identifiers, known)
        owned = name_owners([*names, *behind], placeholders[one.interview_id], words.shared)
        people += owned if names else [(name, words.shared) for name in behind]
        found += [phone for _, phones in cells for phone in phones]
    return people, found


def _told_behind(cells: Iterable[str], known: PersonWords) -> list[str]:
    """Return the sure names in the sentences behind what cells name: "Amina Diallo. Replaced later by Moussa Keita"."""
    texts = [behind for cell in cells if (behind := part_at_sentence(cell)[1])]
    return [one.name for text in texts for one in find_people(text, known) if one.is_sure]


def _people_of_texts(
    names: Iterable[str],
    known: Sequence[tuple[str, str]],
    words: NameWords,
    finders: Finders,
    called: frozenset[str],
) -> list[tuple[str, str]]:
    told_of = [name for name in names if fold_name(name) in called or not is_ordinary_talk(name, finders.people)]
    return name_people(told_of, known, words, finders.placeholders["person"])


def people_of_files(store: Store, received: Received, results: Results | None = None) -> dict[str, tuple[str, ...]]:
    """Read whom the files of a country name outside their text: in properties, comments and voices of captions.

    Args:
        store: raw folder.
        received: what the country folder held.
        results: of earlier runs; none are kept of what may not be analysed.

    Returns:
        File -> names.
    """
    texts = {one.file: one.interview_id for one in received.interviews if one.interview_id in received.texts}
    found = {}
    for file in sorted({*received.file_hashes, *texts}):
        read = partial(_people_of, store.raw / file, received, texts.get(file, ""))
        seal = received.seals.get(file, "")
        found[file] = results.of(tuple[str, ...], read, "people", seal=seal) if results and seal else read()
    return {file: names for file, names in found.items() if names}


def _people_of(path: Path, received: Received, interview_id: str) -> tuple[str, ...]:
    source = received.texts.get(interview_id)
    blocks = source.blocks if source else ()
    voices = tuple(dict.fromkeys(block.layout.speaker for block in blocks if block.layout.speaker))
    return (*read_people(path), *voices)


def _phone_words(declared: Mapping[str, Any]) -> PhoneWords:
    announcing, quantities = (frozenset(map(simplify, declared[key])) for key in ("phone_words", "quantity_words"))
    return PhoneWords(announcing, quantities, frozenset(declared["quantity_marks"]))
