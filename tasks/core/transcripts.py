"""Transcripts: from the text of an interview to its turns, whoever typed it and however.

Who is the interviewer is decided once for a file, from declared labels, the front matter and who asks the
questions; never line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tasks.core.asked_turns import find_unanswered, part_questions, place_of, restore_answers
from tasks.core.bracketed_probes import hide_probes, part_probes
from tasks.core.headed_notes import LONGEST_FRONT_WORDS, find_sections, find_topics, heads_areas, part_led, part_notes
from tasks.core.numbered_answers import counts_questions, part_numbered
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.question_faces import LEAST_MARKED_QUESTIONS, choose_way, find_opening, is_capital, without_sections
from tasks.core.reading_doubts import find_doubts
from tasks.core.shared_paragraphs import part_shared
from tasks.core.sources import SourceText, Turn
from tasks.core.speakers import (
    INTERVIEWER,
    LONGEST_VALUE_WORDS,
    RESPONDENT,
    SpeakerWords,
    choose_speakers,
    find_recurring,
    join_numbered_pairs,
    read_legend,
    tell_roles,
)
from tasks.core.spellings import simplify
from tasks.core.talk_frames import (
    LONGEST_HEADING_WORDS,
    find_closing,
    find_closing_below,
    find_headings,
    find_titles,
    find_unlabelled_questions,
)
from tasks.core.transcript_labels import find_headers, find_labels, label_alone, label_by_style, label_dialogue
from tasks.core.transcript_lines import (
    BULLET_PATTERN,
    LEAST_ROUND_STAMPS,
    NUMBERED_PATTERN,
    PAGE_PATTERN,
    QUESTION_NUMBER,
    QUOTED_PATTERN,
    REMARK_PATTERN,
    ROUND_STAMP,
    RULED_PATTERN,
    SENTENCE_ENDS,
    Line,
    split_lines,
    spoken_words,
)
from tasks.core.transcript_tables import count_answer_rows, is_form, read_tables
from tasks.core.unmarked_talk import part_unmarked

DOCUMENT = "document"
NOTES_SHARE, MOST_LABELLED_NOTES = 0.6, 0.1
LONGEST_KEY_WORDS = 5
HEADER_SHARE, LONGEST_TITLE_LINES = 0.4, 4
LONGEST_LETTERS = 2
LAST_LINES = 3
LEAST_RULE = 3
"""A line of so many signs and nothing else closes a record."""
LEAST_BULLETS, BULLET_SHARE = 5, 0.8
LEAST_ONE_SIDED, ONE_SIDED_SHARE = 4, 0.7
"""So many labels of one side, so many of them with an unlabelled line beside them, show a talk of two sides."""
KEY_PATTERN = re.compile(r"^[^:?\t]{2,60}[:：\t]\s*\S")
WITHIN_QUOTES = re.compile(r"^(?:«\s*([^«»]+?)\s*»|“\s*([^“”]+?)\s*”|\"\s*([^\"]+?)\s*\")$")
KEY_IN_LINE = re.compile(r"([^\W\d_]{4,})\s*:")
SENTENCE_BREAK = re.compile(r"[^\W\d_]{3,}[.!?]\s+[^\W\d_]*[A-ZÀ-Þ¿¡“«]")
NAME_END = re.compile(r"[,;(]|\s[-–—]\s")
WORD = re.compile(r"[^\W\d_]+")
LONGEST_PARTICLE = 3
CLOSING_MARK = re.compile(r"[:.,]")
MOST_HEADINGS = 0.6
STAGE_PATTERN = re.compile(r"[\[(]([^\])]{1,60})[\])]")

NO_SPEAKERS = ProblemKind(
    "T001",
    Severity.WARNING,
    "Nobody can tell who asks and who answers, so the file was set aside.",
    "Mark the turns ('Interviewer:', 'Respondent:'), end each question with a question mark, or write 'Interview "
    "notes' in the first line and a heading or the question's number ('Q4.') above each answer.",
)
NO_RESPONDENT = ProblemKind(
    "T002",
    Severity.WARNING,
    "No turn of a respondent was found, so nothing of it is analysed.",
    "Check the speakers' labels.",
)
GUESSED_ROLES = ProblemKind(
    "T003",
    Severity.INFO,
    "Roles were told by who asks the questions.",
    "Use the labels 'Interviewer:' and 'Respondent:' to be sure.",
)

DOUBTFUL = ProblemKind(
    "T004",
    Severity.WARNING,
    "The turns may be read wrongly: {doubts}.",
    "Compare the turns with the file; mark each one ('Interviewer:', 'Respondent:') if they differ.",
)
LEFT_OUT = ProblemKind(
    "T005",
    Severity.WARNING,
    "{left_out} of {words} words below the head were read as nobody's and are not analysed.",
    "Compare the turns with the file; mark what the respondent said ('Respondent:').",
)
UNANSWERED = ProblemKind(
    "T006",
    Severity.INFO,
    "No answer stands below these numbered questions: {numbers}.",
    "Nothing to mend where they were left blank; else compare the turns with the file.",
)
HEADERS_LEFT_OUT = ProblemKind(
    "T007",
    Severity.INFO,
    "{n} lines that come back word for word were read as running headers and are not analysed.",
    "Nothing to mend where they are; else end them with a full stop, or mark who said them ('Respondent:').",
)
SEVERAL = ProblemKind(
    "T008",
    Severity.WARNING,
    "The file seems to hold {n} interviews, which are read as one.",
    "Save each in a file of its own, with its own line in the register.",
)
IN_COLUMNS = ProblemKind(
    "T009",
    Severity.WARNING,
    "Questions head its columns and {n} rows of answers stand below, so the file was set aside.",
    "Answers in columns belong in responses/.",
)
MOST_LEFT_OUT, FEWEST_LEFT_OUT = 0.25, 40
"""Share and number of words of the talk from which it is said that they stand in no turn."""
LABELLED, RECURRING, FACES = "labelled", "recurring", "faces"
ONLY_MARKS = "only question marks tell who speaks"
WAYS = (LABELLED, RECURRING, FACES)
MOST_UNPARTED = 2
"""One question and one answer, or an answer alone: a reading that parted nothing."""
LEAST_READ = 0.75
"""Share of the words of notes that a reading must give the respondent; below, one by headings may give more."""
MUCH_MORE, FEWEST_GAINED = 1.2, 30
LONGEST_ASKED_WORDS = 30
"""Of an interviewer's turn in notes, so many words are counted as asked: what is longer holds an answer, too."""
LONGEST_HEAD_LINES = 8
FILE_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a transcript holds.

    Attributes:
        turns: in order, without questions told yet.
        header: key -> value lines before the talk.
        header_identifiers: names in the header, never written to processed/.
        is_notes: the record is notes, not verbatim.
        problems: what was wrong.
        doubts: what speaks against this reading.
    """

    turns: tuple[Turn, ...]
    header: Mapping[str, str]
    header_identifiers: tuple[str, ...] = field(repr=False)
    is_notes: bool
    problems: tuple[Problem, ...]
    doubts: tuple[str, ...] = ()


def parse_transcript(
    source: SourceText,
    words: SpeakerWords,
    is_question: Callable[[str], bool] = lambda text: "?" in text,
    question_of: Callable[[str], str] = lambda _: "",
    *,
    is_notes: bool = False,
) -> Transcript:
    """Parse a transcript into turns.

    A reading that cannot be what was said, by who asks and what is left over, gives way to the one with fewer doubts
    among other ways to tell the speakers; where doubts remain, a problem names them.

    Args:
        source: normalised text with its paragraphs.
        words: declared ways of marking speakers.
        is_question: tells whether an interviewer would say this, by its wording.
        question_of: tells which question of the guide a line surely asks, "" for none.
        is_notes: the register calls the record notes.

    Returns:
        The turns; none with a problem when nobody can tell who speaks.
    """

    def prompts(text: str) -> bool:
        return "?" in text or "؟" in text or simplify(QUESTION_NUMBER.sub("", text)).startswith(words.prompts)

    def asks(text: str) -> bool:
        return prompts(text) or (is_question(text) and not words.areas.match(simplify(text)))

    n_rows = count_answer_rows(split_lines(source), asks)
    if n_rows > 1:
        return Transcript((), {}, (), False, (IN_COLUMNS.at(source.file, n=n_rows),))
    is_notes = is_notes or _are_notes(source, words)
    best = _read_best(source, words, prompts, asks)
    has_sections = is_notes and bool(find_sections(split_lines(source), question_of))
    if not has_sections and (numbered := _read_numbered(source, words, best, is_notes=is_notes)) is not None:
        return numbered
    if not best.turns and not is_notes:
        best = _read_unlabelled(source, words, is_question, asks) or best
    best = _read_as_notes(source, words, best, is_question, question_of, is_notes=is_notes)
    turns = part_questions(source, best.turns, question_of)
    return replace(best, turns=turns, problems=(*best.problems, *_compare(source, turns, words)))


def _read_as_notes(
    source: SourceText,
    words: SpeakerWords,
    best: Transcript,
    is_question: Callable[[str], bool],
    question_of: Callable[[str], str],
    *,
    is_notes: bool,
) -> Transcript:
    """Return what a file of notes gives when its headings or areas are taken for questions, where that is much more."""
    lines, topics = split_lines(source), None
    has_areas = heads_areas(lines, words) and not any("?" in line.words for line in lines)
    if not best.turns and not _is_other_record(lines, words):
        topics = find_topics(lines, is_question)
        is_notes = is_notes or has_areas or topics is not None
    if not is_notes:
        return best
    if find_sections(lines, question_of):
        headed = _read_headed(source, words, topics, question_of)
        return headed if len(headed.turns) > len(best.turns) else best
    asked = [len(turn.text.split()) for turn in best.turns if turn.speaker_role == INTERVIEWER]
    n_words = len(source.text.split()) - sum(min(n, LONGEST_ASKED_WORDS) for n in asked)
    if _said(best) < LEAST_READ * n_words:
        headed = _read_headed(source, words, topics, question_of)
        is_more = _said(headed) > max(MUCH_MORE * _said(best), _said(best) + FEWEST_GAINED)
        return headed if is_more and len(headed.turns) >= len(best.turns) else best
    if has_areas:
        headed = _read_headed(source, words, None, question_of)
        return headed if _said(headed) >= _said(best) else best
    return best


def _compare(source: SourceText, turns: Sequence[Turn], words: SpeakerWords) -> list[Problem]:
    """Say which questions have no answer, and where one file holds several interviews."""
    unanswered = find_unanswered(turns)
    told = [UNANSWERED.at(source.file, numbers=", ".join(unanswered))] if unanswered else []
    lines = [line.whole for line in split_lines(source) if len(line.whole.split()) <= LONGEST_HEADING_WORDS]
    numbers = {match[1] for line in lines if (match := words.interviews.match(simplify(line)))}
    return [*told, SEVERAL.at(source.file, n=len(numbers))] if turns and len(numbers) > 1 else told


def _said(read: Transcript) -> int:
    return sum(len(turn.text.split()) for turn in read.turns if turn.speaker_role == RESPONDENT)


def _are_notes(source: SourceText, words: SpeakerWords) -> bool:
    """Tell whether the head or the name of a file says that it holds notes of an interview, and nothing else."""
    lines = split_lines(source)
    if _is_other_record(lines, words):
        return False
    head = [f" {simplify(line.whole)} " for line in lines[:LONGEST_HEAD_LINES]]
    file = " ".join(FILE_WORD.findall(source.file.rpartition("/")[2]))
    return any(mark in line for line in head for mark in words.notes) or _names_any(
        [f" {simplify(file)} ", *head[:1]], words.record_names
    )


def _is_other_record(lines: Sequence[Line], words: SpeakerWords) -> bool:
    """Tell whether a head tells of no interview: minutes, a programme, a letter."""
    head = [f" {simplify(line.whole)} " for line in lines[:2]]
    return any(line.startswith(f" {other} ") for line in head for other in words.other_records)


def _names_any(lines: Sequence[str], names: Sequence[str]) -> bool:
    return any(f" {name} " in line for line in lines for name in names)


def _read_numbered(source: SourceText, words: SpeakerWords, best: Transcript, *, is_notes: bool) -> Transcript | None:
    """Read answers under the numbers of questions that are not written; None where another way reads the file."""
    lines = hide_probes(split_lines(source), words)
    if _is_other_record(lines, words):
        return None
    _mark_remarks(lines, words)
    lines, first, is_surest = part_numbered(lines, words, is_notes=is_notes)
    if first is None or (len(best.turns) > MOST_UNPARTED and not is_surest):
        return None
    if not is_notes and not best.problems and {turn.speaker_role for turn in best.turns} >= {INTERVIEWER, RESPONDENT}:
        return None
    for line in lines[first:]:
        line.is_outside = line.is_outside or (line.role == RESPONDENT and _is_outside(line, words))
    read = _compose(source, lines, first, words, is_notes=True, is_guessed=False)
    return read if len(read.turns) > len(best.turns) or is_surest else None


def _read_unlabelled(
    source: SourceText, words: SpeakerWords, is_question: Callable[[str], bool], asks: Callable[[str], bool]
) -> Transcript | None:
    """Read a file whose lines hold a question and its answer, or speech with nothing but question marks."""
    lines = hide_probes(split_lines(source), words)
    if _is_other_record(lines, words):
        return None
    _mark_remarks(lines, words)
    lines, first = part_led(lines, is_question)
    is_unmarked = first is None
    if is_unmarked:
        lines, first = part_unmarked(lines, is_question, asks)
    if first is None:
        return None
    for line in lines[first:]:
        line.is_outside = line.role == RESPONDENT and _is_outside(line, words)
    read = _compose(source, lines, first, words, is_notes=False, is_guessed=False)
    doubtful = (DOUBTFUL.at(source.file, doubts=ONLY_MARKS),) if is_unmarked else ()
    return replace(read, problems=(*read.problems, *doubtful))


def _read_headed(
    source: SourceText, words: SpeakerWords, first: int | None, question_of: Callable[[str], str]
) -> Transcript:
    """Read notes by their headings, or by what their paragraphs begin with."""
    lines = part_shared(hide_probes(split_lines(source), words))
    _mark_remarks(lines, words)
    lines, first = part_notes(lines, words, first, question_of)
    for line in lines[first:] if first is not None else ():
        line.is_outside = line.is_outside or line.is_remark or _is_outside(line, words)
    return _compose(source, lines, first, words, is_notes=True, is_guessed=False)


def _read_best(
    source: SourceText, words: SpeakerWords, prompts: Callable[[str], bool], asks: Callable[[str], bool]
) -> Transcript:
    """Read a transcript in the first way that leaves no doubt, else in the one with fewest."""
    readings: list[Transcript] = []
    for way in WAYS:
        read = _read_as(way, source, words, prompts, asks)
        readings.append(read)
        if not read.doubts:
            return read
    best = min(readings, key=lambda read: (not read.turns, len(read.doubts)))
    if not best.turns:
        return best
    return replace(best, problems=(*best.problems, DOUBTFUL.at(source.file, doubts="; ".join(best.doubts))))


def _read_as(
    way: str, source: SourceText, words: SpeakerWords, prompts: Callable[[str], bool], asks: Callable[[str], bool]
) -> Transcript:
    """Read a transcript in one way: "labelled" where labels tell, else "recurring" labels of any words, or "faces"."""
    lines = hide_probes(split_lines(source), words)
    lines = read_tables(part_shared(lines), words.table_headers, asks)
    label_by_style(lines, words)
    find_labels(lines, words.chat)
    label_alone(lines, words)
    label_dialogue(lines)
    join_numbered_pairs(lines, words)
    legend = read_legend(lines, words)
    labels = find_recurring(lines) if way == RECURRING else choose_speakers(lines, words, legend)
    for line in lines:
        if line.label and line.label not in labels:
            line.restore()
    first = _talk_start(lines, labels, words, legend, asks)
    roles, is_guessed = tell_roles(lines[first:], labels, words, legend, prompts) if first is not None else ({}, False)
    if first is not None and not set(roles.values()) >= {INTERVIEWER, RESPONDENT}:
        roles, is_guessed = tell_roles(lines[first:], labels, words, legend, asks)
    n_labelled = sum(line.label in labels for line in lines)
    is_notes = n_labelled <= MOST_LABELLED_NOTES * len(lines) and _reads_like_notes(lines)
    is_notes = is_notes or _says_notes(lines[:first], words)
    _mark_remarks(lines, words)
    is_labelled = way != FACES and first is not None and set(roles.values()) >= {INTERVIEWER, RESPONDENT}
    if first is not None and is_labelled and not _asks_mostly_unlabelled(lines, roles, words, asks):
        _mark_labelled(lines, first, roles, words)
    else:
        first, is_guessed = _mark_unlabelled(lines, roles, words, asks, is_notes=is_notes), False
    read = _compose(source, lines, first, words, is_notes=is_notes, is_guessed=is_guessed)
    n_words = sum(len(line.whole.split()) for line in lines)
    return replace(read, doubts=find_doubts(read.turns, n_words, prompts, is_notes=is_notes))


def _compose(
    source: SourceText, lines: list[Line], first: int | None, words: SpeakerWords, *, is_notes: bool, is_guessed: bool
) -> Transcript:
    lines = part_probes(lines, source.text)
    problems: list[Problem] = [GUESSED_ROLES.at(source.file)] if is_guessed else []
    header = _read_header(lines[:first] if first is not None else [])
    if first is not None:
        restore_answers(lines[first:], words)
    turns = _make_turns(source, lines[first:], words) if first is not None else ()
    if not turns:
        problems = [NO_SPEAKERS.at(source.file)]
    elif all(turn.speaker_role == INTERVIEWER for turn in turns):
        problems.append(NO_RESPONDENT.at(source.file))
    if turns:
        problems += _find_left_out(source.file, lines, first or 0, words)
        n_headers = sum(line.is_remark and line.is_header for line in lines[first:])
        problems += [HEADERS_LEFT_OUT.at(source.file, n=n_headers)] if n_headers else []
    return Transcript(turns, header, _identifiers(header, words), is_notes, tuple(problems))


def _find_left_out(file: str, lines: Sequence[Line], first: int, words: SpeakerWords) -> list[Problem]:
    """Say where many words that are neither front matter, heading nor remark stand in no turn."""
    above = [line for line in lines[:first] if len(line.whole.split()) > LONGEST_FRONT_WORDS]
    below = [line for line in lines[first:] if not line.is_remark and line.label not in words.observers]
    outside = [line for line in below if line.is_outside and len(line.words.split()) > LONGEST_HEADING_WORDS]
    n_words, left_out = (sum(len(line.words.split()) for line in own) for own in (above + below, above + outside))
    if left_out < max(FEWEST_LEFT_OUT, MOST_LEFT_OUT * n_words):
        return []
    return [LEFT_OUT.at(file, left_out=left_out, words=n_words)]


def _talk_start(
    lines: Sequence[Line],
    labels: frozenset[str],
    words: SpeakerWords,
    legend: Mapping[str, str],
    asks: Callable[[str], bool],
) -> int | None:
    """Find the line the talk starts at: front matter may name the speakers with their own labels."""
    has_keys = False
    seen: set[str] = set()
    uses = Counter(line.label for line in lines)
    last = -2
    talk = _header_table(lines)
    for line in lines[:talk]:
        line.restore()
    for number, line in enumerate(lines[talk:], start=talk):
        if line.label not in labels or (line.label in words.observers and line.label not in legend):
            has_keys = has_keys or bool(KEY_PATTERN.match(line.whole)) or line.whole.endswith((":", "："))
            continue
        goes_on = last == number - 1 and line.label not in seen
        if _explains(line, words) or _goes_without_saying(line, uses[line.label], goes_on=goes_on):
            seen.add(line.label)
            line.restore()
            last = number
            continue
        opens_header = has_keys or _is_key_line(lines, number + 1, labels)
        if line.mark == "alone" and not line.words and _is_key_line(lines, number + 1, labels):
            line.restore()
            continue
        is_new = opens_header and line.label not in seen and not _is_answered(lines, number, labels)
        if not (is_new and _is_front_matter(line, asks)):
            return number
        seen.add(line.label)
        line.restore()
        has_keys = True
    return None


def _goes_without_saying(line: Line, uses: int, *, goes_on: bool) -> bool:
    """Tell whether words behind a label are no speech: a title with a dash, or the next line of a legend."""
    is_title = line.mark in ("dash", "sign") and uses == 1
    return _reads_like_value(line.words) and (is_title or (goes_on and uses > 1))


def _is_front_matter(line: Line, asks: Callable[[str], bool]) -> bool:
    """Tell whether a line of front matter may look so: a longer label and a short value that asks nothing."""
    is_typed = line.mark in ("colon", "dash", "tab", "sign") and not line.stamp
    is_long = len(line.label) > LONGEST_LETTERS
    return is_typed and is_long and _reads_like_value(line.words) and not asks(line.words)


def _is_answered(lines: Sequence[Line], number: int, labels: frozenset[str]) -> bool:
    """Tell whether another speaker's label stands alone on the line below: front matter has a value there."""
    below = lines[number + 1] if number + 1 < len(lines) else None
    return below is not None and below.label in labels and below.label != lines[number].label and not below.words


def _explains(line: Line, words: SpeakerWords) -> bool:
    """Tell whether a line explains a label: the words behind it name a role and say nothing."""
    first = simplify(re.split(r"[(,;/]|\s{3,}|\t", line.words)[0])
    is_role = bool(words.role_of(first)) or first in words.observers
    is_role = is_role or any(words.role_of(simplify(key)) for key in KEY_IN_LINE.findall(line.words))
    return line.mark in ("colon", "dash") and is_role and "?" not in line.words


def _is_key_line(lines: Sequence[Line], number: int, labels: frozenset[str]) -> bool:
    """Tell whether the next line is front matter too: a label with a short value that is not said."""
    if number >= len(lines):
        return False
    line = lines[number]
    return (
        bool(KEY_PATTERN.match(line.whole))
        and _reads_like_value(line.whole)
        and (line.label not in labels or _reads_like_value(line.words))
    )


def _reads_like_value(words: str) -> bool:
    """Tell whether words behind a label name somebody rather than say something."""
    is_short = bool(words) and len(words.split()) <= LONGEST_VALUE_WORDS
    return is_short and words[-1] not in ".!?…" and not SENTENCE_BREAK.search(words)


def _mark_remarks(lines: Sequence[Line], words: SpeakerWords) -> None:
    """Mark what nobody said and the talk goes on around: remarks in brackets, page numbers and running lines.

    A messenger's own words ("image omitted") are such remarks, too.
    """
    headers = find_headers(lines)
    for line in lines:
        plain = simplify(line.words)
        line.is_remark = len(plain.split()) <= LONGEST_HEADING_WORDS and plain.startswith(words.messengers)
        if line.label or line.is_remark:
            continue
        is_page = bool(PAGE_PATTERN.match(line.words)) and line.words not in SENTENCE_ENDS
        line.is_header = plain in headers
        line.is_remark = bool(REMARK_PATTERN.match(line.words)) or line.is_header or is_page


def _asks_mostly_unlabelled(
    lines: Sequence[Line], roles: Mapping[str, str], words: SpeakerWords, asks: Callable[[str], bool]
) -> bool:
    """Tell whether most questions of a talk have no label, although some lines have one ("Probe:", "R2:")."""
    labelled = sum(roles.get(line.label) == INTERVIEWER for line in lines)
    bare = [
        line
        for line in lines
        if not line.label and not _is_outside(line, words) and _is_set_off(line) and asks(line.words)
    ]
    return len(bare) >= max(3, 2 * labelled)


def _is_set_off(line: Line) -> bool:
    """Tell whether a line stands out as a question of a guide does."""
    return is_capital(line) or bool(NUMBERED_PATTERN.match(line.words)) or line.layout.is_bold or line.layout.is_heading


def _mark_labelled(lines: Sequence[Line], first: int, roles: Mapping[str, str], words: SpeakerWords) -> None:
    """Give every line of a labelled talk its speaker: a line without a label goes on with the last one."""
    speaker = ""
    has_ended = False
    last = len(lines) - LAST_LINES
    closing = find_closing(lines, first)
    headings = find_headings(lines[first:], roles)
    asked = find_unlabelled_questions(lines[first:], roles)
    asker = next((line.label for line in lines[first:] if roles.get(line.label) == INTERVIEWER), "")
    for number, line in enumerate(lines[first:], start=first):
        has_ended = has_ended or number == closing
        if line.label:
            has_ended = False
            speaker = line.label
        elif _is_end(line, words, is_last=number >= last):
            has_ended = True
        if line.label in words.observers and not roles.get(line.label) and "?" in line.words:
            line.role, line.is_outside = INTERVIEWER, False
            continue
        if (
            line.is_remark
            or (line.label in words.observers and not roles.get(line.label))
            or has_ended
            or _is_outside(line, words)
        ):
            line.is_outside = True
            speaker = "" if line.label in words.observers else speaker
            continue
        is_awaited = number > first and bool(lines[number - 1].label) and not lines[number - 1].words
        if not is_awaited and (_is_heading(line, words) or id(line) in headings):
            line.is_outside = True
            continue
        speaker = asker if id(line) in asked else speaker
        line.label, line.role = speaker, roles.get(speaker, "")
        line.is_outside = not line.role
    _close_tables(lines[first:])


def _is_heading(line: Line, words: SpeakerWords) -> bool:
    """Tell whether an unlabelled line of a labelled talk is a heading: nobody said it."""
    if line.label:
        return False
    if line.mark == "heading" or line.layout.is_heading or words.areas.match(simplify(line.words)):
        return True
    is_short = len(line.words.split()) <= LONGEST_HEADING_WORDS and line.words[-1:] not in ".!…,;"
    is_set_off = line.layout.is_bold or (line.words.isupper() and len(line.words.split()) > 1 and "?" not in line.words)
    return is_short and is_set_off and not line.layout.is_listed and line.layout.table is None


def _is_outside(line: Line, words: SpeakerWords) -> bool:
    if line.label:
        return False
    plain = simplify(line.words)
    if line.words in SENTENCE_ENDS:
        return False
    is_ruled = bool(RULED_PATTERN.match(line.words)) and len(line.words.split()) <= LONGEST_HEADING_WORDS
    is_page = bool(PAGE_PATTERN.match(line.words))
    return not plain or is_page or is_ruled or any(notice in plain for notice in words.notices)


def _is_end(line: Line, words: SpeakerWords, *, is_last: bool) -> bool:
    """Tell whether a line closes a record: a notice, or at its very end who typed, checked or noted it."""
    plain = simplify(line.words)
    if plain.startswith(words.ends):
        return True
    if is_last and not plain and len(line.words) >= LEAST_RULE:
        return True
    key = simplify(CLOSING_MARK.split(line.whole, maxsplit=1)[0])
    if (
        is_last
        and key != plain
        and len(key.split()) <= LONGEST_KEY_WORDS
        and _speaks_of(key, words.observers - words.fields)
    ):
        return True
    if len(line.words.split()) > LONGEST_HEADING_WORDS:
        return False
    begins = tuple(f"{closing} " for closing in words.closings if " " in closing)
    is_closing = is_last and key != plain and (key in words.closings or key.startswith(begins))
    is_closing = is_closing or (is_last and key != plain and bool(key) and key.split()[0] in words.legends)
    is_closing = is_closing or (line.words.endswith(",") and plain in words.closings)
    return is_closing or any(end in plain for end in words.ends)


def _speaks_of(key: str, spellings: frozenset[str]) -> bool:
    return any(f" {spelling} " in f" {key} " for spelling in spellings)


def _mark_unlabelled(
    lines: Sequence[Line],
    roles: Mapping[str, str],
    words: SpeakerWords,
    asks: Callable[[str], bool],
    *,
    is_notes: bool,
) -> int | None:
    """Tell the questions of a talk without labels by how they are set: style, bold, italic, heading, number, capitals.

    Returns:
        The line the talk starts at, None when nobody can tell.
    """
    front = _header_table(lines)
    talk = [line for line in lines[front:] if not line.is_remark and not _is_outside(line, words)]
    marks = choose_way(talk, asks, is_notes=is_notes)
    questions = without_sections(talk, {id(line) for line in talk if marks(line) and not roles.get(line.label)}, asks)
    if not is_notes and (asked := _answered_beside_labels(talk, roles, words, asks)):
        questions = asked
    headings = set() if is_notes else find_titles(talk, questions)
    questions -= headings
    opening = find_opening(lines, questions, asks, is_notes=is_notes)
    if opening is None or (len(questions) < LEAST_MARKED_QUESTIONS and not is_notes):
        return None
    has_ended = False
    last_asked = max((number for number, line in enumerate(lines) if id(line) in questions), default=0)
    closing = None if is_notes else find_closing_below(lines, questions)
    heads = sum(line.layout.is_heading for line in talk) <= MOST_HEADINGS * len(talk)
    for number, line in enumerate(lines[opening:], start=opening):
        is_end = _is_end(line, words, is_last=number >= len(lines) - LAST_LINES) or number == closing
        has_ended = is_end or (has_ended and not (id(line) in questions and asks(line.words)))
        if is_end and number < last_asked and simplify(line.words).startswith(words.breaks):
            line.is_remark, has_ended = True, False
        is_area = id(line) in headings or _names_area(line, words)
        is_area = is_area or (heads and line.layout.is_heading and id(line) not in questions)
        line.is_outside = line.is_remark or has_ended or is_area or _is_outside(line, words)
        is_question = id(line) in questions or (roles.get(line.label) == INTERVIEWER and not is_notes)
        line.role = INTERVIEWER if is_question else RESPONDENT
        if is_notes and line.role == RESPONDENT:
            line.restore()
        line.label = line.label if line.role == RESPONDENT else ""
    _close_notes(lines[opening:])
    _close_tables(lines[opening:])
    _name_nobody(lines[opening:])
    return opening


def _names_area(line: Line, words: SpeakerWords) -> bool:
    return bool(words.areas.match(simplify(line.words))) and not line.words.rstrip().endswith("?")


def _answered_beside_labels(
    talk: Sequence[Line], roles: Mapping[str, str], words: SpeakerWords, asks: Callable[[str], bool]
) -> set[int]:
    """Return the questions of a talk in which only one side has labels: those labelled, or those above answers.

    None where most lines with a label have none of the other side beside them.
    """
    told = {role for role in roles.values() if role}
    labelled = [number for number, line in enumerate(talk) if roles.get(line.label)]
    if len(told) != 1 or len(labelled) < LEAST_ONE_SIDED or _asks_mostly_unlabelled(talk, roles, words, asks):
        return set()
    if told == {INTERVIEWER}:
        beside = [number for number in labelled if number + 1 < len(talk) and not talk[number + 1].label]
        questions = {id(talk[number]) for number in labelled}
    else:
        beside = [number for number in labelled if number and not talk[number - 1].label]
        questions = {id(talk[number - 1]) for number in beside}
    return questions if len(beside) >= ONE_SIDED_SHARE * len(labelled) else set()


def _name_nobody(lines: Sequence[Line]) -> None:
    """Take the label off the answers where all have the same."""
    answers = [line for line in lines if line.role == RESPONDENT]
    if len({line.label for line in answers if line.label}) == 1:
        for line in answers:
            line.label = ""


def _header_table(lines: Sequence[Line]) -> int:
    """Return the number of the line below a table that opens a talk which is no table: it tells who, when and where."""
    tables = [line.layout.table for line in lines if line.layout.table is not None and line.layout.page is None]
    if not tables:
        return 0
    numbers = [number for number, line in enumerate(lines) if line.layout.table == tables[0]]
    if len(tables) > HEADER_SHARE * len(lines) and not is_form([lines[number] for number in numbers]):
        return 0
    return numbers[-1] + 1 if numbers[0] <= LONGEST_TITLE_LINES else 0


def _close_tables(lines: Sequence[Line]) -> None:
    """Leave out what stands without a label below a talk that is a table."""
    talk = [line for line in lines if line.role and not line.is_outside]
    within = [line for line in talk if line.layout.table is not None and line.layout.page is None]
    if not within or len(within) < BULLET_SHARE * len(talk):
        return
    for line in reversed(talk):
        if line is within[-1]:
            return
        line.is_outside = line.is_outside or not line.mark


def _close_notes(lines: Sequence[Line]) -> None:
    """Leave out what stands without a bullet below the last answer of notes whose answers all have one."""
    answers = [line for line in lines if line.role == RESPONDENT and not line.is_outside]
    listed = [line for line in answers if line.layout.is_listed or BULLET_PATTERN.match(line.words)]
    if len(listed) < LEAST_BULLETS or len(listed) < BULLET_SHARE * len(answers):
        return
    for line in reversed(lines):
        if line is listed[-1]:
            return
        is_heading = line.role == INTERVIEWER and not line.words.endswith("?")
        line.is_outside = line.is_outside or is_heading or (line.role == RESPONDENT and not line.words[:1].islower())


def _says_notes(lines: Sequence[Line], words: SpeakerWords) -> bool:
    return any(any(mark in simplify(line.whole) for mark in words.notes) for line in lines)


def _reads_like_notes(lines: Sequence[Line]) -> bool:
    """Tell whether a record without speakers is made of bullets."""
    is_set = [line.layout.is_heading or line.layout.is_bold for line in lines]
    said = [line for line, own in zip(lines, is_set, strict=True) if not own and not line.words.rstrip().endswith("?")]
    listed = [line for line in said if line.layout.is_listed or BULLET_PATTERN.match(line.words)]
    return len(listed) >= 4 and len(listed) >= NOTES_SHARE * len(said)


def _read_header(lines: Sequence[Line]) -> dict[str, str]:
    header: dict[str, str] = {}
    for line in lines:
        key, _, value = line.whole.partition(":")
        if value.strip() and len(key.split()) <= 6:
            header.setdefault(simplify(key), value.strip())
    return header


def _identifiers(header: Mapping[str, str], words: SpeakerWords) -> tuple[str, ...]:
    values = [value for key, value in header.items() if key in words.identifying_keys]
    return tuple(value for value in values if simplify(value) not in words.public_names and _looks_named(value))


def _looks_named(value: str) -> bool:
    """Tell whether a header's value may name a person: a name, or what an official typed in small letters alone."""
    first = NAME_END.split(value.strip(), maxsplit=1)[0]
    long = [word for word in WORD.findall(first) if len(word) > LONGEST_PARTICLE]
    return bool(long) and "?" not in value and (not any(word[0].islower() for word in long) or len(value.split()) <= 2)


def _make_turns(source: SourceText, lines: Sequence[Line], words: SpeakerWords) -> tuple[Turn, ...]:
    _unquote_answers(lines)
    groups = _group(lines)
    names = _number_respondents([group[0].label for _, group in groups if group[0].role == RESPONDENT], words)
    has_round = len(ROUND_STAMP.findall(source.text)) >= LEAST_ROUND_STAMPS
    counts_list = counts_questions(lines)
    turns: list[Turn] = []
    heading = ""
    for above, group in groups:
        heading = above or heading
        spoken = [line for line in group if line.words]
        number = _number_of(spoken[0], counts_list=counts_list) if spoken else ""
        whole = "\n".join(line.words for line in spoken)
        said = spoken_words(whole, has_round_stamps=has_round)
        if not said and group[0].role == RESPONDENT:
            said = whole
        if not said or _is_stage_only(said, words):
            continue
        start, end = spoken[0].start, spoken[-1].end
        turns.append(
            Turn(
                turn_no=len(turns) + 1,
                speaker_role=group[0].role,
                speaker=names.get(group[0].label, ""),
                text=said,
                start_char=start,
                end_char=end,
                start_time=next((line.stamp for line in group if line.stamp), ""),
                place=place_of(source, start),
                heading=heading,
                number=number,
            )
        )
        heading = ""
    return tuple(turns)


def _unquote_answers(lines: Sequence[Line]) -> None:
    """Take the quotation marks off the answers where most of them stand within such marks."""
    answers = [line for line in lines if line.role == RESPONDENT and not line.is_outside and line.words]
    quoted = [(line, match) for line in answers if (match := WITHIN_QUOTES.match(line.words))]
    if len(quoted) < max(LEAST_MARKED_QUESTIONS, len(answers) / 2):
        return
    for line, match in quoted:
        said = match.lastindex or 0
        line.start, line.end = line.start + match.start(said), line.start + match.end(said)
        line.words = match[said]


def _number_respondents(labels: Sequence[str], words: SpeakerWords) -> dict[str, str]:
    """Number respondents in the order they first speak; labels that only say "respondent", however spelled, are one.

    An interpreter speaks for the one respondent there is.
    """
    people = {label: RESPONDENT if words.names_role(label) else label for label in labels}
    others = {person for label, person in people.items() if label not in words.interpreters}
    if len(others) == 1:
        people |= {label: next(iter(others)) for label in people if label in words.interpreters}
    order = list(dict.fromkeys(people.values()))
    return {label: f"R{order.index(person) + 1}" for label, person in people.items()} if len(order) > 1 else {}


def _number_of(line: Line, *, counts_list: bool) -> str:
    """Return the number before a question, typed or written by the format, or of the question that is answered."""
    if line.number or line.role != INTERVIEWER:
        return line.number
    return _take_number(line) or (str(line.layout.list_number or "") if counts_list else "")


def _take_number(line: Line) -> str:
    """Take the number typed before a question, and the quotation marks around it, off its words."""
    if (quoted := QUOTED_PATTERN.match(line.words)) and not line.label:
        line.start, line.end = line.start + quoted.start(1), line.start + quoted.end(1)
        line.words = quoted[1]
    match = QUESTION_NUMBER.match(line.words)
    if match is None:
        return ""
    line.cut(match.end())
    return match[1]


def _group(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Group the lines of each speech; headings above it go with the first one below."""
    groups: list[tuple[str, list[Line]]] = []
    heading = ""
    is_interrupted = False
    for line in lines:
        if line.is_remark:
            is_interrupted = True
            continue
        if line.is_outside:
            heading = f"{heading}\n{line.words}" if heading else line.words
        elif (
            groups
            and not (heading or line.number)
            and (last := groups[-1][1][-1]).role == line.role
            and last.label == line.label
            and (is_interrupted or line.stamp or line.mark not in ("colon", "dash", "sign"))
        ):
            groups[-1][1].append(line)
        elif line.words or line.label:
            groups.append((heading, [line]))
            heading = ""
        is_interrupted = False
    return groups


def _is_stage_only(text: str, words: SpeakerWords) -> bool:
    """Tell whether a text is nothing but a stage direction such as [inaudible]."""
    rest = STAGE_PATTERN.sub(lambda match: "" if words.is_stage(match.group(1)) else match.group(0), text)
    return not any(character.isalnum() for character in rest)


def parse_document(source: SourceText) -> tuple[Turn, ...]:
    """Parse a reviewed document: one turn per paragraph, headings left out.

    Args:
        source: normalised text with its paragraphs.

    Returns:
        Turns with the role "document", in order.
    """
    turns: list[Turn] = []
    for number, block in enumerate(source.blocks, start=1):
        text = source.text[block.start_char : block.end_char]
        if block.layout.is_heading or PAGE_PATTERN.match(text):
            continue
        place = f"page {block.layout.page}" if block.layout.page else f"paragraph {number}"
        turns.append(Turn(len(turns) + 1, DOCUMENT, "", text, block.start_char, block.end_char, place=place))
    return tuple(turns)
