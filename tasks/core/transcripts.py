"""Transcripts: from the text of an interview to its turns, whoever typed it and however.

Who is the interviewer is decided once for a file, from declared labels and from who asks the
questions; never line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import SourceText, Turn
from tasks.core.spellings import simplify

INTERVIEWER, RESPONDENT, DOCUMENT = "interviewer", "respondent", "document"
AREA_LABEL = "area heading"
LONGEST_LABEL_WORDS = 4
LEAST_LABEL_USES = 3
LONGEST_VALUE_WORDS = 10
STAMP = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
STAMP_PATTERN = re.compile(rf"^\s*(?:[\[({{#]\s*({STAMP})\s*[\])}}#]|({STAMP})(?=\s))\s*[-–]?\s*")
LABEL_PATTERN = re.compile(
    r"^\s*(?:\*\*)?\[?([^\W_][\w.'’()/ -]{0,39}?)\]?(?:\*\*)?[\s\u00a0\u202f]*[:：](?:\*\*)?(?!//)(?=\s|$|\S)\s*"
)
BRACKET_PATTERN = re.compile(r"^\s*\[([^\W\d_][\w.'’ -]{0,39})\]\s+(?=\S)")
SPEAKER_LINE_PATTERN = re.compile(rf"^\s*([^\W\d_][\w.'’ -]{{0,39}}?)\t+\s*{STAMP}\s*$")
NUMBERED_PATTERN = re.compile(r"^\s*(?:(?:q|question|pregunta|pergunta)\s*)?\d{1,2}\s*[.):–-]\s*\S", re.IGNORECASE)
LEGEND_PATTERN = re.compile(r"^\s*([^\W_]{1,12})\s*(?:=|–|-)\s*(.+)$")
KEY_PATTERN = re.compile(r"^[^:?]{2,60}[:：]\s*\S")
BULLET_PATTERN = re.compile(r"^\s*(?:[-*•–▪◦]|\d{1,2}[.)])\s+")
STAGE_PATTERN = re.compile(r"[\[(]([^\])]{1,40})[\])]")
PAGE_PATTERN = re.compile(r"^\s*(?:page\s*)?\d{1,3}\s*(?:(?:/|of|sur|de)\s*\d{1,3})?\s*$", re.IGNORECASE)

NO_SPEAKERS = ProblemKind(
    "T001",
    Severity.WARNING,
    "Nobody can tell who asks and who answers, so the file was set aside.",
    "Mark the turns ('Interviewer:' and 'Respondent:'), or put the questions in bold.",
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


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """Declared ways of marking speakers (speakers.yaml), simplified.

    Attributes:
        interviewer: labels of an interviewer.
        respondent: labels of a respondent.
        letters: single letter -> its usual role.
        numbered_respondent: pattern of labels such as "r1".
        identifying_keys: header keys whose value may name a person.
        public_names: values that name nobody.
        areas: pattern of an area heading; its first group is the number.
        notices: beginnings of lines that are no part of the talk.
        notes: words that say that the record is not verbatim.
        stage_directions: words in brackets that nobody said.
    """

    interviewer: frozenset[str]
    respondent: frozenset[str]
    letters: Mapping[str, str]
    numbered_respondent: re.Pattern[str]
    identifying_keys: frozenset[str]
    public_names: frozenset[str]
    areas: re.Pattern[str]
    notices: tuple[str, ...]
    notes: tuple[str, ...]
    stage_directions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a transcript holds.

    Attributes:
        turns: in order, without questions told yet.
        header: key -> value lines before the talk.
        header_identifiers: names in the header, never written to processed/.
        is_notes: the record is notes, not verbatim.
        problems: what was wrong.
    """

    turns: tuple[Turn, ...]
    header: Mapping[str, str]
    header_identifiers: tuple[str, ...] = field(repr=False)
    is_notes: bool
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Line:
    """A line of the source.

    `start` and `end` are offsets of its words once label and time stamp are taken off; `whole` is the
    line before that.
    """

    start: int
    end: int
    words: str
    whole: str = ""
    is_heading: bool = False
    is_bold: bool = False
    column: int | None = None
    label: str = ""
    stamp: str = ""
    role: str = ""


def parse_transcript(source: SourceText, words: SpeakerWords) -> Transcript:
    """Parse a transcript into turns.

    Args:
        source: normalised text with its paragraphs.
        words: declared ways of marking speakers.

    Returns:
        The turns; none with a problem when nobody can tell who speaks.
    """
    lines = _join_speaker_rows(_split_lines(source))
    _find_labels(lines, words)
    labels = _choose_labels(lines, words)
    first = _talk_start(lines, labels)
    is_notes = _says_notes(lines[:first], words)
    problems: list[Problem] = []
    if first is not None and len(labels) > 1:
        roles = _tell_roles(lines, labels, words, source.file, problems)
        talk = _labelled_talk(lines[first:], roles, words)
    else:
        first, talk = _unlabelled_talk(lines, words, is_notes=is_notes)
        roles = {}
    header = _read_header(lines[:first] if talk else [])
    turns = _make_turns(source, talk, words)
    if not turns:
        problems.append(NO_SPEAKERS.at(source.file))
    elif all(turn.speaker_role == INTERVIEWER for turn in turns):
        problems.append(NO_RESPONDENT.at(source.file))
    return Transcript(turns, header, _identifiers(header, words), is_notes, tuple(problems))


def _split_lines(source: SourceText) -> list[_Line]:
    lines = []
    for block in source.blocks:
        position = block.start_char
        for text in source.text[block.start_char : block.end_char].split("\n"):
            lead = len(text) - len(text.lstrip())
            if text.strip():
                start = position + lead
                line = _Line(start, position + len(text.rstrip()), text.strip(), text.strip())
                line.is_heading, line.is_bold, line.column = block.is_heading, block.is_bold, block.table_column
                lines.append(line)
            position += len(text) + 1
    return lines


def _join_speaker_rows(lines: list[_Line]) -> list[_Line]:
    """Turn the rows of a two-column table (speaker, words) into labelled lines."""
    if sum(line.column == 1 for line in lines) < 2:
        return lines
    joined: list[_Line] = []
    label = ""
    for line in lines:
        if line.column == 0 and len(line.words.split()) <= LONGEST_LABEL_WORDS:
            label = line.words.rstrip(" :：\u00a0\u202f")
        elif line.column == 1 and label:
            line.label, label = simplify(label), ""
            joined.append(line)
        else:
            joined.append(line)
    return joined


def _find_labels(lines: Iterable[_Line], words: SpeakerWords) -> None:
    """Take time stamps and what looks like a speaker's label off the beginning of each line."""
    for line in lines:
        _take_stamp(line)
        if line.label:
            continue
        for pattern in (SPEAKER_LINE_PATTERN, BRACKET_PATTERN, LABEL_PATTERN):
            match = pattern.match(line.words)
            if match and _looks_like_label(match.group(1), words):
                line.label = simplify(match.group(1))
                _cut(line, match.end())
                _take_stamp(line)
                break
        if not line.label and _is_declared(simplify(line.words), words):
            line.label = simplify(line.words)
            _cut(line, len(line.words))


def _take_stamp(line: _Line) -> None:
    match = STAMP_PATTERN.match(line.words)
    if match:
        line.stamp = line.stamp or match.group(1) or match.group(2)
        _cut(line, match.end())


def _cut(line: _Line, length: int) -> None:
    rest = line.words[length:]
    line.start += length + len(rest) - len(rest.lstrip())
    line.words = rest.strip()
    line.start = min(line.start, line.end)


def _looks_like_label(text: str, words: SpeakerWords) -> bool:
    plain = simplify(text)
    is_short = bool(plain) and len(plain.split()) <= LONGEST_LABEL_WORDS
    return is_short and not _is_stage(plain, words) and not NUMBERED_PATTERN.match(f"{text}: x")


def _is_declared(label: str, words: SpeakerWords) -> bool:
    return label in words.interviewer or label in words.respondent or bool(words.numbered_respondent.match(label))


def _choose_labels(lines: Sequence[_Line], words: SpeakerWords) -> frozenset[str]:
    """Choose the labels that mark speakers: declared ones that recur or pair up, and others that recur."""
    uses: dict[str, int] = {}
    for line in lines:
        if line.label:
            uses[line.label] = uses.get(line.label, 0) + 1
    legend = _read_legend(lines, words)
    declared = {label for label in uses if _is_declared(label, words) or label in words.letters or label in legend}
    spoken = {label for label in declared if _has_words(lines, label)}
    recurring = {label for label, n in uses.items() if n >= LEAST_LABEL_USES and not _is_key(lines, label)}
    chosen = spoken | recurring
    for line in lines:
        if line.label and line.label not in chosen:
            _restore(line)
    return frozenset(chosen)


def _has_words(lines: Sequence[_Line], label: str) -> bool:
    """Tell whether a declared label opens a talk: a header line `Interviewer: A` stands alone and is short."""
    own = [line for line in lines if line.label == label]
    if label[-1].isdigit():
        return any(line.words for line in own)
    return len(own) > 1 or any(len(line.words.split()) > 3 or "?" in line.words or line.column == 1 for line in own)


def _is_key(lines: Sequence[_Line], label: str) -> bool:
    """Tell whether a recurring label is a field of notes ("Question: ...") with hardly any words."""
    own = [line.words for line in lines if line.label == label]
    return sum(len(words.split()) for words in own) < 2 * len(own)


def _restore(line: _Line) -> None:
    """Give a line back the words that were no speaker's label."""
    line.label, line.words = "", line.whole
    line.start = line.end - len(line.whole)


def _talk_start(lines: Sequence[_Line], labels: frozenset[str]) -> int | None:
    """Find the line the talk starts at: front matter may name the speakers with their own labels."""
    has_keys = False
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if line.label not in labels:
            has_keys = has_keys or bool(KEY_PATTERN.match(line.whole))
            continue
        is_front_matter = has_keys and line.label not in seen and _reads_like_value(line.words)
        if not is_front_matter:
            return number
        seen.add(line.label)
    return None


def _reads_like_value(words: str) -> bool:
    """Tell whether words behind a label name somebody rather than say something."""
    return bool(words) and len(words.split()) <= LONGEST_VALUE_WORDS and words[-1] not in ".!?…"


def _read_legend(lines: Sequence[_Line], words: SpeakerWords) -> dict[str, str]:
    """Read lines such as "AY = interviewer"."""
    legend = {}
    for line in lines:
        match = LEGEND_PATTERN.match(line.whole)
        if match and (role := _declared_role(simplify(match.group(2)), words)):
            legend[simplify(match.group(1))] = role
    return legend


def _tell_roles(
    lines: Sequence[_Line], labels: Iterable[str], words: SpeakerWords, file: str, problems: list[Problem]
) -> dict[str, str]:
    asked = {label: _question_share(lines, label) for label in sorted(labels)}
    legend = _read_legend(lines, words)
    roles = {label: role for label in asked if (role := legend.get(label) or _declared_role(label, words))}
    letters = {label: words.letters[label] for label in asked if label not in roles and label in words.letters}
    unknown = [label for label in asked if label not in roles]
    if INTERVIEWER in roles.values():
        return roles | dict.fromkeys(unknown, RESPONDENT)
    best = max(unknown, key=lambda label: (asked[label], letters.get(label) == INTERVIEWER, label), default="")
    others = [label for label in asked if label != best]
    if best and asked[best] >= 0.4 and all(asked[other] < asked[best] for other in others):
        if letters.get(best) != INTERVIEWER:
            problems.append(GUESSED_ROLES.at(file))
        return dict.fromkeys(asked, RESPONDENT) | {best: INTERVIEWER}
    if letters and INTERVIEWER in letters.values():
        return dict.fromkeys(asked, RESPONDENT) | letters
    return (
        dict.fromkeys(asked, "") | roles
        if RESPONDENT not in roles.values()
        else roles | dict.fromkeys(unknown, INTERVIEWER)
    )


def _declared_role(label: str, words: SpeakerWords) -> str:
    if label in words.interviewer:
        return INTERVIEWER
    if label in words.respondent or words.numbered_respondent.match(label):
        return RESPONDENT
    return ""


def _question_share(lines: Sequence[_Line], label: str) -> float:
    own = [line.words for line in lines if line.label == label and line.words]
    return sum("?" in words or "؟" in words for words in own) / len(own) if own else 0.0


def _labelled_talk(lines: Sequence[_Line], roles: Mapping[str, str], words: SpeakerWords) -> list[_Line]:
    """Give every line of a labelled talk its speaker: a line without a label goes on with the last one."""
    speaker = ""
    talk = []
    for line in lines:
        if words.areas.match(simplify(line.words)) and not line.label:
            line.role, line.label, speaker = INTERVIEWER, AREA_LABEL, ""
        elif _is_outside(line, words):
            continue
        else:
            speaker = line.label = line.label if line.label in roles else speaker
            line.role = roles.get(speaker, "")
        if line.role:
            talk.append(line)
    return talk


def _is_outside(line: _Line, words: SpeakerWords) -> bool:
    plain = simplify(line.words)
    return bool(PAGE_PATTERN.match(line.words)) or any(notice in plain for notice in words.notices)


def _unlabelled_talk(lines: Sequence[_Line], words: SpeakerWords, *, is_notes: bool) -> tuple[int, list[_Line]]:
    """Read a talk without labels: questions in bold, as headings, numbered, in capitals or with a question mark."""
    talk_lines = [line for line in lines if not _is_outside(line, words)]
    bolds = [line for line in talk_lines if line.is_bold or line.is_heading]
    is_by_layout = len([line for line in bolds if len(line.words.split()) > 3 or line.words.endswith("?")]) >= 2
    is_question = _is_marked_question if is_by_layout else _is_typed_question
    questions = [line for line in talk_lines if is_question(line)]
    if len(questions) < 2 and not is_notes:
        return 0, []
    first = lines.index(questions[0]) if questions else 0
    for line in talk_lines:
        is_area = bool(words.areas.match(simplify(line.words)))
        line.label = AREA_LABEL if is_area else ""
        line.role = INTERVIEWER if is_area or is_question(line) else RESPONDENT
    return first, [line for line in talk_lines if lines.index(line) >= first and line.words]


def _is_marked_question(line: _Line) -> bool:
    return line.is_bold or line.is_heading


def _is_typed_question(line: _Line) -> bool:
    ends = line.words.rstrip(' "»”').endswith("?")
    is_capital = line.words.isupper() and len(line.words.split()) > 2
    return (ends and (bool(NUMBERED_PATTERN.match(line.words)) or len(line.words.split()) <= 45)) or is_capital


def _says_notes(lines: Sequence[_Line], words: SpeakerWords) -> bool:
    return any(any(mark in simplify(line.words) for mark in words.notes) for line in lines)


def _read_header(lines: Sequence[_Line]) -> dict[str, str]:
    header: dict[str, str] = {}
    for line in lines:
        key, _, value = line.whole.partition(":")
        if value.strip() and len(key.split()) <= 6:
            header.setdefault(simplify(key), value.strip())
    return header


def _identifiers(header: Mapping[str, str], words: SpeakerWords) -> tuple[str, ...]:
    values = [value for key, value in header.items() if key in words.identifying_keys]
    return tuple(value for value in values if simplify(value) not in words.public_names)


def _make_turns(source: SourceText, talk: Sequence[_Line], words: SpeakerWords) -> tuple[Turn, ...]:
    groups: list[list[_Line]] = []
    for line in talk:
        if groups and _continues(groups[-1][-1], line, source.text):
            groups[-1].append(line)
        elif line.words or line.label:
            groups.append([line])
    respondents = list(dict.fromkeys(line.label for line in talk if line.role == RESPONDENT and line.label))
    names = {label: f"R{n}" for n, label in enumerate(respondents, start=1)} if len(respondents) > 1 else {}
    turns: list[Turn] = []
    for group in groups:
        spoken = [line for line in group if line.words]
        if not spoken or _is_stage_only(source.text[spoken[0].start : spoken[-1].end], words):
            continue
        start, end = spoken[0].start, spoken[-1].end
        turns.append(
            Turn(
                turn_no=len(turns) + 1,
                speaker_role=group[0].role,
                speaker=names.get(group[0].label, ""),
                text=source.text[start:end],
                start_char=start,
                end_char=end,
                start_time=group[0].stamp,
                place=f"paragraph {_paragraph_no(source, start)}",
            )
        )
    return tuple(turns)


def _continues(last: _Line, line: _Line, text: str) -> bool:
    """Tell whether a line goes on with the turn: same speaker, nothing but blanks or its own label between."""
    if last.role != line.role or last.label != line.label or line.stamp:
        return False
    return not text[last.end : line.start].strip()


def _paragraph_no(source: SourceText, start: int) -> int:
    return next(
        n for n, block in enumerate(source.blocks, start=1) if start < block.end_char or n == len(source.blocks)
    )


def _is_stage_only(text: str, words: SpeakerWords) -> bool:
    """Tell whether a text is nothing but a stage direction such as [inaudible]."""
    rest = STAGE_PATTERN.sub(lambda match: "" if _is_stage(match.group(1), words) else match.group(0), text)
    return not any(character.isalnum() for character in rest)


def _is_stage(direction: str, words: SpeakerWords) -> bool:
    return any(word in words.stage_directions for word in simplify(direction).split())


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
        if block.is_heading or PAGE_PATTERN.match(text):
            continue
        place = f"page {block.page}" if block.page else f"paragraph {number}"
        turns.append(Turn(len(turns) + 1, DOCUMENT, "", text, block.start_char, block.end_char, place=place))
    return tuple(turns)
