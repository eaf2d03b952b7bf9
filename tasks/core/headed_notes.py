"""Notes of an interview: what was asked stands as a heading, as the beginning of a paragraph, or not at all.

Only for records that say they are notes and whose speakers nothing else tells; what a note-taker remarks on their own
is set apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tasks.core.speakers import INTERVIEWER, RESPONDENT, SpeakerWords
from tasks.core.spellings import simplify
from tasks.core.talk_frames import LONGEST_HEADING_WORDS
from tasks.core.transcript_lines import BULLET_PATTERN, QUESTION_NUMBER, SENTENCE_ENDS, Line

LONGEST_FRONT_LINES, LONGEST_FRONT_WORDS = 12, 35
"""A head has so few lines of so few words."""
LEAST_LED, LED_SHARE, LED_BULLETS = 4, 0.5, 0.8
"""So many paragraphs, so many of all of them, must begin with what was asked; more bullets: they hold colons, too."""
FEWEST_AREAS, MOST_SECTIONS = 3, 9
AGAIN = re.compile(r"^\W*\d{1,2}\s?(?:bis|ter|[a-f])\b", re.IGNORECASE)
FEWEST_KNOWN, KNOWN_SHARE = 3, 1 / 3
"""So many topics, so many of all of them, are worded like questions of the questionnaire."""
FEWEST_LABELS = 2
"""So many lines of notes must begin with a label that names a question."""
FEWEST_WORDS = 60
"""Fewer words without a heading are no record of an interview."""
LONGEST_QUESTION_WORDS, LONGEST_TOPIC_WORDS, LONGEST_TITLE_WORDS = 25, 12, 6
LONGEST_REMARK_WORDS = 10
LABEL = re.compile(r"^([^\W\d_][^\W\d_ ]{0,20}(?:\s\d{1,2})?)\s*[:.]\s*(?=\S|$)")
SUBJECT_LABEL = re.compile(r"^([^\W\d_][^.!?:;…«“\"]{2,59}?)\s*:\s+(?=\S)")
QUESTION_LEAD = re.compile(r"^[^.!?:…«“\"]+\?")
TOPIC_LEAD = re.compile(r"^[^.!?:…«“\"]+?(?::|\s[–—-]|\.(?=\s))\s+(?=\S)")
LED_QUESTION = re.compile(r"^[^?]{3,300}?\?")
ASKED_ON = re.compile(r"\s+[^.!?]{3,150}\?")
DASH = re.compile(r"(?:[–—:-]\s+)?")
"""What may stand between a question and its answer on one line."""
TITLE_END = re.compile(r"\.\s+$")


def part_notes(
    lines: Sequence[Line],
    words: SpeakerWords,
    first: int | None = None,
    question_of: Callable[[str], str] = lambda _: "",
) -> tuple[list[Line], int | None]:
    """Tell what was asked from what was answered in notes of an interview.

    Args:
        lines: of the record, without labels; changed in place.
        words: declared ways of marking speakers and remarks.
        first: number of the line the talk starts at, where that is known.
        question_of: tells which question of the guide a label surely names, "" for none.

    Returns:
        The lines, those cut in two that begin with what was asked; and the number of the one the talk starts at, None
        where the file holds no talk.
    """
    first = _skip_front(lines, words) if first is None else first
    sections = find_sections(lines, question_of)
    for line in sections:
        line.cut(QUESTION_NUMBER.match(line.words).end())  # type: ignore[union-attr]
    first = min(first, lines.index(sections[0])) if sections else first
    talk = list(lines[first:])
    headings = {id(line) for line in _headings(talk, words)}
    areas = {id(line) for line in talk if _is_title(line) and words.area_of(line.words)}
    headings -= areas
    paragraphs = [line for line in talk if id(line) not in headings | areas and not line.is_remark]
    leads = {id(line): lead for line in paragraphs if (lead := find_lead(line))}
    if len(leads) < max(LEAST_LED, LED_SHARE * sum(not _is_listed(line) for line in paragraphs)):
        leads = _bullet_leads(paragraphs) if sections or not (headings or areas) else {}
    leads = _labelled(paragraphs, words, question_of) | leads
    if not (headings or leads or areas) and sum(len(line.words.split()) for line in talk) < FEWEST_WORDS:
        return list(lines), None
    parted: list[Line] = []
    is_remark = False
    for line in talk:
        is_heading = id(line) in headings
        is_new = is_heading or id(line) in areas or id(line) in leads or _starts_paragraph(parted, line)
        if is_new:
            is_remark = opens_remark(line, words, is_heading=is_heading)
        line.is_outside = is_remark or id(line) in areas
        parted += _parts(line, leads.get(id(line), 0), words, is_heading=is_heading)
    return [*lines[:first], *parted], first


def heads_areas(lines: Sequence[Line], words: SpeakerWords) -> bool:
    """Tell whether a record has the areas of the questionnaire for headings, in their order.

    Args:
        lines: of the record.
        words: declared names of areas.
    """
    numbers = [number for line in lines if _is_title(line) and (number := words.area_of(line.words))]
    return len(set(numbers)) >= FEWEST_AREAS and numbers == sorted(numbers)


def find_sections(lines: Sequence[Line], question_of: Callable[[str], str]) -> list[Line]:
    """Find the numbered headings of notes that stand above the answers to several questions each: "2. Governance".

    Their numbers count the parts of the notes and are no questions' numbers: labels of other questions stand below
    ("- Action plan: not seen").

    Args:
        lines: of the record.
        question_of: tells which question of the guide a label surely names, "" for none.

    Returns:
        The headings in order, none where the numbers may be the questions'.
    """
    numbered = [line for line in lines if (sign := QUESTION_NUMBER.match(line.words)) and sign.end() < len(line.words)]
    heads = [line for line in numbered if _is_section(line)]
    counted = [line for line in heads if not _is_again(line)]
    numbers = [int(match[0]) for line in counted if (match := re.search(r"\d+", line.words))]
    if not FEWEST_AREAS <= len(counted) <= MOST_SECTIONS or numbers != list(range(1, len(numbers) + 1)):
        return []
    own = {id(line) for line in heads}
    labels: list[set[str]] = []
    for line in lines:
        if id(line) in own:
            labels.append(set())
        elif labels and (label := _label_of(line)):
            labels[-1].add(question_of(label) or simplify(label))
    asked = {name for names in labels for name in names if name.startswith("Q")}
    n_several = sum(len(names) > 1 for names in labels)
    return heads if n_several >= LED_SHARE * len(heads) and len(asked) >= FEWEST_KNOWN else []


def _is_section(line: Line) -> bool:
    """Tell whether a numbered line is a heading of a few words and no question."""
    title = line.words[QUESTION_NUMBER.match(line.words).end() :]  # type: ignore[union-attr]
    is_whole = title.rstrip()[-1:] not in (*SENTENCE_ENDS, *",;:")
    return not line.layout.is_listed and len(title.split()) <= LONGEST_HEADING_WORDS and is_whole


def _is_again(line: Line) -> bool:
    """Tell whether a number is an earlier one once more: "3 bis."."""
    return AGAIN.match(line.words) is not None


def _label_of(line: Line) -> str:
    """Return the label that a line or a bullet begins with, "" without one."""
    label = SUBJECT_LABEL.match(line.words[_begin_of(line) :])
    return label[1] if label and len(label[1].split()) <= LONGEST_TITLE_WORDS else ""


def _begin_of(line: Line) -> int:
    """Return where the words of a line begin, behind the sign of a bullet."""
    sign = BULLET_PATTERN.match(line.words) if _is_listed(line) else None
    return sign.end() if sign else 0


def find_topics(lines: Sequence[Line], is_question: Callable[[str], bool]) -> int | None:
    """Find the lines of a record that open with what a question of the questionnaire is about: "Funding: ...".

    Args:
        lines: of the record.
        is_question: tells whether a text is worded like one of its questions.

    Returns:
        The number of the first one, None where few lines open so.
    """
    topics = {
        number: line.words[:lead].strip(" :–—-") for number, line in enumerate(lines) if (lead := find_lead(line))
    }
    titles = [topic for topic in topics.values() if len(topic.split()) <= LONGEST_TITLE_WORDS]
    known = sum(map(is_question, titles))
    is_most = len(titles) >= max(LEAST_LED, LED_SHARE * len(lines))
    return next(iter(topics)) if is_most and known >= max(FEWEST_KNOWN, KNOWN_SHARE * len(titles)) else None


def part_led(lines: Sequence[Line], is_question: Callable[[str], bool]) -> tuple[list[Line], int | None]:
    """Part the questions of a record whose answers stand behind them on the same line, as in "4. Who convenes? We do".

    Args:
        lines: of the record, without labels; changed in place.
        is_question: tells whether an interviewer would say this, by its wording.

    Returns:
        The lines, those that open with a question cut in two; and the number of the one the talk starts at, None where
        few lines open so.
    """
    leads = {id(line): lead for line in lines if (lead := _question_lead(line, is_question))}
    asked = [line.words[: leads[id(line)]] for line in lines if id(line) in leads]
    known = [text for text in asked if QUESTION_NUMBER.match(text) or is_question(text)]
    if (
        len(asked) < LEAST_LED
        or len(known) < LEAST_LED - 1
        or len(known) < LED_SHARE * len(asked)
        or len(asked) < LED_SHARE * len(lines)
    ):
        return list(lines), None
    first = next(number for number, line in enumerate(lines) if id(line) in leads)
    parted: list[Line] = list(lines[:first])
    for line in lines[first:]:
        line.role = RESPONDENT
        if lead := leads.get(id(line), 0):
            parted.append(_cut_asked(line, lead))
            line.cut(len(DASH.match(line.words)[0]))  # type: ignore[index]
        parted.append(line)
    return parted, first


def _question_lead(line: Line, is_question: Callable[[str], bool]) -> int:
    """Return the length of a question at the front of a line that goes on behind it, 0 without it."""
    asked = LED_QUESTION.match(line.words)
    if asked is None or len(asked[0].split()) > LONGEST_QUESTION_WORDS:
        return 0
    end = asked.end()
    while (more := ASKED_ON.match(line.words, end)) and is_question(more[0]):
        end = more.end()
    return end if any(map(str.isalnum, line.words[end:])) else 0


def _cut_asked(line: Line, lead: int) -> Line:
    """Cut what was asked off the front of a line."""
    asked = replace(line, role=INTERVIEWER, words=line.words[:lead].rstrip(" –—-"), end=line.start + lead)
    asked.end = asked.start + len(asked.words)
    if _is_listed(asked) and (sign := BULLET_PATTERN.match(asked.words)):
        asked.cut(sign.end())
    line.cut(lead)
    return asked


def _parts(line: Line, lead: int, words: SpeakerWords, *, is_heading: bool) -> list[Line]:
    """Give a line its role; one that begins with what was asked becomes two."""
    line.role = INTERVIEWER if is_heading else RESPONDENT
    if (label := LABEL.match(line.words)) and (role := _asker(line, words)):
        line.role, lead = role, 0
        line.cut(label.end())
    if not lead or line.is_outside or is_heading:
        return [line]
    asked = _cut_asked(line, lead)
    return [asked, line] if line.words else [asked]


def _skip_front(lines: Sequence[Line], words: SpeakerWords) -> int:
    """Return the number of the first line below the head: what stands above the first gap, at most so many lines."""
    last = 0
    for number, line in enumerate(lines[:LONGEST_FRONT_LINES]):
        if _is_title(line) and words.area_of(line.words):
            return number
        is_talk = number > 0 and (
            _is_listed(line)
            or QUESTION_NUMBER.match(line.words)
            or bool(_asker(line, words))
            or len(line.words.split()) > LONGEST_FRONT_WORDS
        )
        if is_talk:
            return number - 1 if number > 1 and _looks_headed(lines[number - 1], line) else number
        if number and line.has_gap and not _is_field(line, words):
            return number
        last = number + 1
    return last


def _is_field(line: Line, words: SpeakerWords) -> bool:
    """Tell whether a line is front matter: what stands before its colon says when, where or who."""
    key = simplify(line.words.partition(":")[0])
    return ":" in line.words and key in words.fields | words.identifying_keys | words.observers


def _asker(line: Line, words: SpeakerWords) -> str:
    """Return the role that a label in front declares; "A. Coordination" counts headings and labels nobody."""
    label = LABEL.match(line.words)
    if label is None:
        return ""
    plain = simplify(label[1])
    role = words.role_of(plain) or words.letters.get(plain, "")
    return "" if role == RESPONDENT and ":" not in label[0] else role


def cut_answer_label(line: Line, words: SpeakerWords) -> None:
    """Take a respondent's label, "R:", off the front of an answer.

    Args:
        line: changed in place.
        words: declared ways of marking speakers.
    """
    label = LABEL.match(line.words)
    if label and _asker(line, words) == RESPONDENT:
        line.cut(label.end())


def _headings(talk: Sequence[Line], words: SpeakerWords) -> list[Line]:
    """Return the lines that head others: a few words set off by a gap, by their face, or by a list below."""
    found = []
    for number, line in enumerate(talk):
        below = talk[number + 1] if number + 1 < len(talk) else None
        is_set = line.layout.is_heading or line.layout.is_bold or line.has_gap or number == 0
        asker = _asker(line, words)
        if asker == RESPONDENT:
            continue
        if (asker == INTERVIEWER and _is_short(line)) or (
            _is_title(line) and (is_set or (below and _looks_headed(line, below)))
        ):
            found.append(line)
    return found


def _is_short(line: Line) -> bool:
    return len(line.words.split()) <= LONGEST_QUESTION_WORDS and not _is_listed(line)


def _is_title(line: Line) -> bool:
    is_short = 0 < len(line.words.split()) <= LONGEST_HEADING_WORDS
    ends = line.words.rstrip()[-1:]
    return is_short and not _is_listed(line) and (ends == "?" or ends not in (*SENTENCE_ENDS, *',;"»”'))


def _looks_headed(line: Line, below: Line) -> bool:
    """Tell whether a list stands below a line that is none itself."""
    return _is_title(line) and _is_listed(below) and not below.has_gap


def _is_listed(line: Line) -> bool:
    return line.layout.is_listed or bool(BULLET_PATTERN.match(line.words) and not QUESTION_NUMBER.match(line.words))


def _starts_paragraph(parted: Sequence[Line], line: Line) -> bool:
    return not parted or (line.has_gap and not _is_listed(line))


def find_lead(line: Line) -> int:
    """Return the length of what was asked at the front of a paragraph, with its number; 0 without it."""
    if _is_listed(line):
        return 0
    number = QUESTION_NUMBER.match(line.words)
    begins = number.end() if number else 0
    rest = line.words[begins:]
    asked = QUESTION_LEAD.match(rest)
    if asked and len(asked[0].split()) <= LONGEST_QUESTION_WORDS and rest[asked.end() :].strip():
        return begins + asked.end()
    topic = TOPIC_LEAD.match(rest)
    longest = LONGEST_TITLE_WORDS if topic and TITLE_END.search(topic[0]) else LONGEST_TOPIC_WORDS
    return begins + topic.end() if topic and len(topic[0].split()) <= longest else 0


def _bullet_leads(paragraphs: Sequence[Line]) -> dict[int, int]:
    """Return how much of each bullet is what was asked, where nearly all of them begin with a title."""
    leads = {}
    bullets = [line for line in paragraphs if _is_listed(line)]
    for line in bullets:
        sign = BULLET_PATTERN.match(line.words)
        begins = sign.end() if sign else 0
        topic = TOPIC_LEAD.match(line.words[begins:])
        if topic and len(topic[0].strip(" :–—-").split()) <= LONGEST_TITLE_WORDS and not TITLE_END.search(topic[0]):
            leads[id(line)] = begins + topic.end()
    is_most = len(leads) >= LED_BULLETS * len(bullets) and len(leads) >= LED_SHARE * len(paragraphs)
    return leads if is_most and len(leads) >= LEAST_LED else {}


def _labelled(paragraphs: Sequence[Line], words: SpeakerWords, question_of: Callable[[str], str]) -> dict[int, int]:
    """Return how much of a line or bullet is a label that names what was asked about: "Action plan 2026: a draft".

    What stands on, below a heading of several subjects, is told apart so. A label that is front matter or a remark of
    the note-taker names nothing, and a lone one in a file may be anything.
    """
    found = {}
    for line in paragraphs:
        begins = _begin_of(line)
        asked = QUESTION_LEAD.match(line.words[begins:])
        if asked and begins + asked.end() < len(line.words) and question_of(asked[0]):
            found[id(line)] = begins + asked.end()
            continue
        label = SUBJECT_LABEL.match(line.words[begins:])
        if label is None or len(label[1].split()) > LONGEST_TITLE_WORDS or not label[1][0].isupper():
            continue
        if not (_is_field(line, words) or opens_remark(line, words, is_heading=False)) and question_of(label[1]):
            found[id(line)] = begins + label.end()
    return found if len(found) >= FEWEST_LABELS else {}


def opens_remark(line: Line, words: SpeakerWords, *, is_heading: bool) -> bool:
    """Tell whether a heading or the beginning of a paragraph opens what the note-taker remarks on their own.

    Args:
        line: the heading, or the first one of the paragraph.
        words: declared ways of marking remarks.
        is_heading: the line is a heading.
    """
    key = simplify(line.words if is_heading else line.words.partition(":")[0])
    if not is_heading and ":" not in line.words or not key or len(key.split()) > LONGEST_REMARK_WORDS:
        return False
    opens = key.split()[0] in words.fields | words.observers or key in words.closings
    return key in words.own_remarks or (opens and any(f" {taker} " in f" {key} " for taker in words.takers))
