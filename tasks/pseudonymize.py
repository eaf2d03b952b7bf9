"""Pseudonymises what was received, honours consent, and writes the first tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.document_people import read_people
from tasks.adapters.identifier_words import load_finders, load_name_words, load_people
from tasks.adapters.identifiers_in_text import PhoneWords, phone_finder
from tasks.adapters.key_files import write_key, write_review
from tasks.adapters.nlp import kind_of_word
from tasks.adapters.results import Results, results_of
from tasks.adapters.store import Store
from tasks.core.followed_reviews import Renamed, earlier_texts, follow_decisions, rename_words
from tasks.core.identifier_patterns import find_addresses
from tasks.core.identifiers import derive_id
from tasks.core.person_names import Mention, PersonWords, fold_name, is_ordinary_talk, is_public_word
from tasks.core.posts import name_posts
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.pseudonym_keys import DOUBTFUL, Masking, look_into, make_key, review_rows
from tasks.core.pseudonyms import (
    Finders,
    Masks,
    NameWords,
    Roster,
    contact_pattern,
    make_roster,
    mask_names,
    mask_text,
    name_owners,
    name_people,
    names_a_person,
    number_people,
    phone_tail,
    read_identifiers,
    short_forms_in,
)
from tasks.core.reviews import name_guard, names_of_people, words_to_keep
from tasks.core.sources import Answer, Interview, Received, Turn, Unopened
from tasks.core.spellings import simplify
from tasks.core.text_words import (
    CountryWords,
    TextWords,
    Told,
    Traces,
    labels_told,
    listed_of,
    read_text_words,
    read_told,
)
from tasks.manifest import READING, version_of
from tasks.read_reviews import read_decisions, write_reviews

NO_CONSENT = ProblemKind(
    "P001",
    Severity.INFO,
    "There is no consent to record, so nothing of it is analysed.",
    "Nothing to mend, unless the consent is missing by mistake.",
)
NAME_IN_FILE_NAME = ProblemKind(
    "P002",
    Severity.WARNING,
    "The file's name seems to hold the name of a person.",
    "Rename the file and correct the register.",
)
NAME_IN_ID = ProblemKind(
    "P003",
    Severity.WARNING,
    "The id of a row seems to hold the name of a person; '{derived}' is used.",
    "Give the row a short code without a name.",
)

TOLD_ALONE = ("unknown", "known")
"""Signs of a name that nothing but its own words tells."""
NOT_SAID = ("heading", "number")
"""Of a turn, what helps to tell its question and stands in no table."""
TOLD_OF_TURNS = tuple(column.name for column in fields(Turn) if column.name not in NOT_SAID)
NOT_KEPT = ("repeat", "is_one_of_several")
"""Of an answer, what makes its id and stands in no table."""


def pseudonymize(store: Store, received: Received) -> tuple[Problem, ...]:
    """Write interviews, answers and turns without names, phones and e-mails.

    Args:
        store: writes `interviews`, `answers`, `turns` and `problems`.
        received: what the country folder held.

    Returns:
        Problems of reading, of consent and of privacy.
    """
    with results_of(store, received.country, "mask", version_of(READING)) as results:
        return _pseudonymize(store, received, results)


def _pseudonymize(store: Store, received: Received, results: Results) -> tuple[Problem, ...]:
    decisions, faults = read_decisions(store, received.country)
    told = people_of_files(store, received, results)
    named, nobodys = names_of_people(decisions), words_to_keep(decisions)
    masks = make_country_masks(received, told, (named, nobodys), results)
    masking = Masking(masks.masks, kept=nobodys)
    received, found = _rename_ids(received, masking)
    allowed = {interview.interview_id for interview in received.interviews if interview.consent_record}
    store.write_table(
        received.country, "interviews", [_interview_row(one, received, masks, masking) for one in received.interviews]
    )
    spoken = {
        one.interview_id: _mask_turns(one, received, masks, results)
        for one in received.interviews
        if one.interview_id in allowed and one.interview_id in received.turns
    }
    for one in spoken.values():
        masking.remember(one.replaced, one.doubtful)
    store.write_table(received.country, "turns", _joined(spoken.values()))
    answers = [(one, _answer_row(one, masking)) for one in received.answers if one.interview_id in allowed]
    store.write_table(received.country, "answers", {row["answer_id"]: row for _, row in reversed(answers)}.values())
    found += [*_consent_problems(received), *_name_problems(received, masks.masks)]
    known, found = ([_mask_problem(one, masking) for one in problems] for problems in (received.problems, found))
    store.record_problems(received.country, "ingest", known)
    store.record_problems(received.country, "pseudonymize", found)
    told_by_people = frozenset(placeholder for name, placeholder in masks.people if name_guard(name) in named)
    renamed = _rename(received.turns, spoken, answers, masks.masks, told_by_people)
    followed = follow_decisions(decisions, renamed)
    reviews = write_reviews(store, received.country, followed, faults, masking.text)
    entries = make_key(masking, masks.people, _doubt_of(received, told, masks.masks, named))
    write_key(store, received.country, entries, masking.files)
    write_review(store, received.country, review_rows(masking, entries))
    return (*known, *found, *reviews)


def _doubt_of(
    received: Received, people_of_files: Mapping[str, Sequence[str]], masks: Masks, named: frozenset[str]
) -> Callable[[str], bool]:
    """Return what tells whether a name is doubtful: no register or file names it, and a word of it is a public one."""
    cells = [cell for one in received.interviews for cell in one.identifiers]
    cells += [cell for names in people_of_files.values() for cell in names]
    registered = {fold_name(word) for cell in cells for word in re.findall(r"[^\W\d_]+", cell)}
    people = masks.finders.people if masks.finders else None

    def is_doubt(name: str) -> bool:
        spelled = re.findall(r"[^\W\d_]+", name)
        if people is None or name_guard(name) in named or any(fold_name(word) in registered for word in spelled):
            return False
        return any(is_public_word(word, people) for word in spelled)

    return is_doubt


def _rename(
    turns: Mapping[str, Sequence[Turn]],
    spoken: Mapping[str, _Spoken],
    answers: Sequence[tuple[Answer, Mapping[str, Any]]],
    masks: Masks,
    placeholders: frozenset[str],
) -> dict[tuple[str, str], Renamed]:
    """Lead from the words as they read before people named somebody in them to the words as they read now."""
    found: dict[tuple[str, str], Renamed] = {}
    for id_, one in spoken.items():
        if placeholders.isdisjoint(placeholder for placeholder, *_ in one.replaced):
            continue
        for turn, said in zip(turns[id_], one.rows(), strict=True):
            replaced = look_into(turn.text, masks).replacements
            found |= rename_words(said, earlier_texts(turn.text, replaced, placeholders))
    for answer, row in answers:
        if any(placeholder in (row["answer_text"] or "") for placeholder in placeholders):
            replaced = look_into(answer.answer_text, masks).replacements
            found |= rename_words(row, earlier_texts(answer.answer_text, replaced, placeholders))
    return found


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What was said in one interview, without names.

    Attributes:
        columns: of its turns.
        replaced: placeholder, kind, words, how often they were replaced and where first.
        doubtful: words left standing that may name somebody, how often and where first.
    """

    columns: dict[str, list[Any]]
    replaced: list[tuple[str, str, str, int, str]] = field(repr=False)
    doubtful: list[tuple[str, int, str]] = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return its turns."""
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]


def _mask_turns(interview: Interview, received: Received, masks: CountryMasks, results: Results) -> _Spoken:
    """Mask the turns of an interview, or return what was made of the same with all that can matter for its words."""
    make = partial(_mask_each, interview.interview_id, received.turns, masks)
    seal = received.seals.get(interview.file, "")
    if not seal:
        return make()
    return results.of(_Spoken, make, "spoken", interview.interview_id, masks.matter_for(interview.file), seal=seal)


def _mask_each(interview_id: str, turns: Mapping[str, Sequence[Turn]], masks: CountryMasks) -> _Spoken:
    masking = Masking(masks.masks, kept=masks.nobodys)
    rows = [_turn_row(interview_id, turn, masking) for turn in turns[interview_id]]
    return _Spoken(
        {key: [row[key] for row in rows] for key in rows[0]} if rows else {},
        [(*key, times, masking.places[key]) for key, times in masking.replaced.items()],
        [(name, times, masking.places[DOUBTFUL, "", name]) for name, times in masking.doubtful.items()],
    )


def _joined(spoken: Iterable[_Spoken]) -> pd.DataFrame:
    """Join the turns of all interviews to one table."""
    columns: dict[str, list[Any]] = {}
    for one in spoken:
        for key, values in one.columns.items():
            columns.setdefault(key, []).extend(values)
    return pd.DataFrame(columns)


def _mask_problem(problem: Problem, masking: Masking) -> Problem:
    """Take names out of the file and the column that a problem is told of."""
    column = mask_text(problem.column, masking.masks) if problem.column else ""
    detail, fix = problem.detail, problem.fix
    for name, masked in masking.files.items():
        if name != masked:
            detail, fix = (text.replace(Path(name).name, Path(masked).name) for text in (detail, fix))
    return replace(problem, file=masking.file(problem.file), column=column, detail=detail, fix=fix)


def make_masks(received: Received, people_of_files: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Masks:
    """Make the masks of a country; see `make_country_masks`."""
    return make_country_masks(received, people_of_files).masks


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

    def matter_for(self, file: str) -> list[Any]:
        """Return what can matter for a file: what is said in it is masked as it was as long as this stays."""
        words, finders = self.words[file], self.masks.finders
        return [self.about, self.traces.of(words), listed_of(words, finders) if finders else []]


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
    person_words = load_people(received.country, received.country_names)
    texts, told_words = _read_texts(received, person_words, results)
    finders = replace(load_finders(person_words, told_words), kept=decided[1])
    people, phones = _people_of_registers(received, words, finders.people)
    cells = [cell for names in people_of_files.values() for cell in names]
    told = [name for cell in cells for name in read_identifiers(cell, words)[0] if _may_name(name, finders)]
    about = [sorted(decided[0]), sorted(received.country_names), sorted(decided[1])]
    named = [_name_or_recall(one, finders, decided[0], about, results) for one in _each_once(texts)]
    mentioned = [name for one in named for name in one.people if not is_ordinary_talk(name, finders.people)]
    people += name_people([*told, *mentioned], people, words, finders.placeholders["person"])
    marks = declared["placeholders"]
    masks = Masks(
        roster=make_roster(people, _with_plain_words(words, people, finders.people)),
        contacts=tuple((contact_pattern(phone), marks["phone"], phone_tail(phone)) for phone in sorted(set(phones))),
        find_phones=phone_finder(received.country, _phone_words(declared)),
        phone=marks["phone"],
        email=marks["e_mail"],
        finders=replace(finders, known_posts=frozenset().union(*(one.posts for one in named))),
    )
    traces = Traces(masks, {word for one in texts if one.seal for word in one.words.own})
    short_forms = _find_short_forms(texts, masks.roster, traces, results)
    traces.hang_short_forms(short_forms)
    masks = replace(masks, roster=replace(masks.roster, short_forms=short_forms))
    of_files = {one.file: one.words for one in texts if one.file}
    return CountryMasks(masks, people, decided[1], about, of_files, traces)


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


def _read_texts(received: Received, people: PersonWords, results: Results | None) -> tuple[list[_Text], CountryWords]:
    """Read everything that somebody wrote or said, and what all of it tells of words."""
    found: list[_Text] = []
    country = CountryWords()
    shared: dict[str, str] = {}
    names = sorted(received.country_names)

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
            words, told = results.of(READ_WORDS, read, "words", names, seal=seal) if results and seal else read()
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
    """Who is named in a text: names that are surely of persons, and posts that are somebody's."""

    people: tuple[str, ...]
    posts: tuple[str, ...]


def _name(open_text: Callable[[], str], finders: Finders, known_names: frozenset[str]) -> _Named:
    text = open_text()
    mentions = finders.people_in(text)
    may_be_towns = any(one.is_sure and one.sign in TOLD_ALONE for one in mentions)
    addresses = find_addresses(text, finders.patterns) if may_be_towns else []
    sure = [
        one for one in mentions if (one.is_sure and not _is_town(one, addresses)) or name_guard(one.name) in known_names
    ]
    posts = name_posts(text, finders.posts, [(one.start, one.end) for one in sure])
    return _Named(tuple(one.name for one in sure), tuple(sorted(posts)))


def _is_town(one: Mention, addresses: Sequence[tuple[int, int]]) -> bool:
    """Tell whether words within an address are its town or street: they are nobody's name elsewhere."""
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
        people += name_owners(names, placeholders[one.interview_id], words.shared)
        found += [phone for _, phones in cells for phone in phones]
    return people, found


def _may_name(name: str, finders: Finders) -> bool:
    """Tell whether what stands as an author names a person, not a team or a template."""
    return not is_ordinary_talk(name, finders.people)


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


def _phone_words(declared: dict[str, Any]) -> PhoneWords:
    announcing, quantities = (frozenset(map(simplify, declared[key])) for key in ("phone_words", "quantity_words"))
    return PhoneWords(announcing, quantities, frozenset(declared["quantity_marks"]))


def _rename_ids(received: Received, masking: Masking) -> tuple[Received, list[Problem]]:
    """Replace ids that hold somebody's name: they would stand in every table."""
    renamed: dict[str, str] = {}
    problems = []
    for number, interview in enumerate(received.interviews, start=1):
        if _names_somebody(interview.interview_id, masking.masks):
            new = f"{received.country}-{number}"
            renamed[interview.interview_id] = new
            problems.append(NAME_IN_ID.at(interview.file, interview.row, derived=new))
    if not renamed:
        return received, []
    return replace(
        received,
        interviews=tuple(
            replace(one, interview_id=renamed.get(one.interview_id, one.interview_id)) for one in received.interviews
        ),
        texts=Unopened({renamed.get(id_, id_): partial(received.texts.__getitem__, id_) for id_ in received.texts}),
        turns=Unopened({renamed.get(id_, id_): partial(received.turns.__getitem__, id_) for id_ in received.turns}),
        answers=tuple(
            replace(one, interview_id=renamed.get(one.interview_id, one.interview_id)) for one in received.answers
        ),
    ), problems


def _names_somebody(name: str, masks: Masks) -> bool:
    """Tell whether a file's name or an id holds a name of the roster, however it is capitalised."""
    words = "x " + re.sub(r"[\W_]+", " ", name).title()
    return mask_names(words, masks.roster) != words or names_a_person(name, masks)


def _interview_row(interview: Interview, received: Received, masks: CountryMasks, masking: Masking) -> dict[str, Any]:
    words = masks.words.get(interview.file)
    row = {key: value if value != "" else None for key, value in asdict(interview).items() if key != "identifiers"}
    return row | {
        "country_iso3": received.country,
        "title": _mask_title(interview, masking) if interview.title else None,
        "file": masking.file(interview.file),
        "sha256": received.file_hashes[interview.file],
        "text_sha256": words.sha256 if words else None,
    }


def _mask_title(interview: Interview, masking: Masking) -> str:
    """Take names out of a document's title; one that is the file's name is read as such."""
    if interview.title == Path(interview.file).stem:
        return Path(masking.file(interview.file)).stem
    return masking.text(interview.title, masking.file(interview.file))


def _turn_row(interview_id: str, turn: Turn, masking: Masking) -> dict[str, Any]:
    said = ((key, getattr(turn, key)) for key in TOLD_OF_TURNS)
    row = {key: value if value != "" else None for key, value in said}
    return row | {
        "turn_id": derive_id("turn", interview_id, turn.turn_no, turn.start_char, turn.text),
        "interview_id": interview_id,
        "text": masking.text(turn.text, f"{interview_id}, {turn.place}"),
    }


def _answer_row(answer: Answer, masking: Masking) -> dict[str, Any]:
    row = {key: value if value != "" else None for key, value in asdict(answer).items() if key not in NOT_KEPT}
    where = f"{masking.file(answer.file)}, row {answer.row}, {answer.question_name}"
    place = (answer.interview_id, answer.question_name, answer.column, *([answer.repeat] if answer.repeat else []))
    return row | {
        "answer_id": derive_id("answer", *place, *([answer.answer_code] if answer.is_one_of_several else [])),
        "answer_code": masking.text(answer.answer_code, where) if answer.answer_code else None,
        "answer_text": masking.text(answer.answer_text, where) if answer.answer_text else None,
        "file": masking.file(answer.file),
    }


def _consent_problems(received: Received) -> list[Problem]:
    return [
        NO_CONSENT.at(interview.file, interview.row)
        for interview in received.interviews
        if not interview.consent_record and interview.record_type != "questionnaire"
    ]


def _name_problems(received: Received, masks: Masks) -> list[Problem]:
    files = sorted({interview.file for interview in received.interviews})
    return [NAME_IN_FILE_NAME.at(file) for file in files if _names_somebody(Path(file).stem, masks)]
