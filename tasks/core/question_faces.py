"""Questions of a talk without labels: how they are set off from the answers, by face, style, number or capitals."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from tasks.core.transcript_lines import (
    BULLET_PATTERN,
    NUMBERED_PATTERN,
    QUESTION_NUMBER,
    QUOTED_PATTERN,
    QUOTED_STYLE,
    SENTENCE_ENDS,
    SIGN_PATTERN,
    Line,
)

LEAST_COUNTED, LONGEST_KEY_WORDS = 5, 5
FEWEST_UNENDED_WORDS = 10
"""So many words are a speech though no full stop ends them, as recognised speech has none."""
LEAST_SHARE_SET, LEAST_SHARE_ASKING, PLACES = 0.2, 0.05, ("left", "right")
"""Share of the lines that must be set off in one way for the others, or for themselves, to be questions."""
LEAST_MARKED_QUESTIONS = 2
LONGEST_QUESTION_WORDS = 60
LEAST_ASKING, LEAST_ASKING_NOTES = 0.5, 0.2
"""Share of the lines that are set off in one way that must ask something: headings of notes seldom do."""
NUMBERED_WEIGHT, COUNTED_WEIGHT, SET_WEIGHT = 1.15, 1.8, 1.6
"""How much more a numbered question, and one that is set off by its face, counts than one that is only typed."""
HEADING_LEVEL = re.compile(r"(\d)\s*$")
Way = Callable[[Line], bool]


def choose_way(talk: Sequence[Line], asks: Callable[[str], bool], *, is_notes: bool) -> Way:
    """Choose the way the questions of a file are set off: its lines mostly ask, and it finds most that do.

    Args:
        talk: lines of a talk without labels.
        asks: tells whether a text asks something.
        is_notes: the record is notes, whose headings seldom ask.

    Returns:
        Tells whether a line is set off as a question is.
    """
    weights = _ways(talk, is_notes=is_notes)
    asking = {id(line) for line in talk if asks(line.words)}
    asked = [line for line in talk if id(line) in asking and len(line.words.split()) <= LONGEST_QUESTION_WORDS]
    best: tuple[float, Way] = (0.0, _is_typed_question)
    for way, weight in weights.items():
        marked = [line for line in talk if way(line)]
        if len(marked) < LEAST_MARKED_QUESTIONS or len(marked) > 0.8 * len(talk):
            continue
        hits = sum(id(line) in asking for line in marked)
        precision, recall = hits / len(marked), hits / max(len(asked), 1)
        score = math.sqrt(precision) * (0.4 + recall) * weight
        if precision >= (LEAST_ASKING_NOTES if is_notes else LEAST_ASKING) and score > best[0] + 1e-9:
            best = (score, way)
    return best[1]


def _ways(talk: Sequence[Line], *, is_notes: bool) -> dict[Way, float]:
    """Return the ways questions may be set off in a talk, with how much a find by each counts."""
    counted = _counted_lines(talk)
    faces: list[Way] = [
        lambda line: line.layout.is_bold and not line.layout.is_heading,
        lambda line: line.layout.is_bold,
        lambda line: line.layout.is_italic,
        lambda line: (line.layout.is_bold or line.layout.is_italic) and not line.layout.is_heading,
        lambda line: line.layout.is_heading,
        lambda line: line.layout.is_bold or line.layout.is_heading,
        is_capital,
        lambda line: bool(QUOTED_PATTERN.match(line.words)),
    ]
    if not is_notes:
        faces.append(lambda line: line.layout.is_listed)
    faces += [lambda line, away=away: not away(line) for away in _answering_ways(talk)]  # type: ignore[misc]
    styles = {line.layout.style for line in talk if line.layout.style}
    faces += [lambda line, style=style: line.layout.style == style for style in sorted(styles)]  # type: ignore[misc]
    looks = _look_ways(talk, LEAST_SHARE_ASKING, leaves_out=PLACES)
    faces += [way for way in looks if not _asks_less(way, talk)]
    weights: dict[Way, float] = {}
    if len(counted) >= LEAST_COUNTED:
        weights[lambda line: id(line) in counted] = COUNTED_WEIGHT
        for face in (faces[0], faces[2], faces[3], is_capital):
            weights[lambda line, face=face: id(line) in counted or face(line)] = COUNTED_WEIGHT  # type: ignore[misc]
    weights |= dict.fromkeys(faces, SET_WEIGHT)
    return weights | {
        _is_numbered_question: NUMBERED_WEIGHT,
        _is_listed_question: NUMBERED_WEIGHT,
        _is_typed_question: 1.0,
    }


def _answering_ways(talk: Sequence[Line]) -> list[Way]:
    """Return the ways answers, not questions, may be set off: a sign, quotation marks, a colour, a place, a list."""
    ways = _look_ways(talk, LEAST_SHARE_SET)
    ways += [
        lambda line: bool(SIGN_PATTERN.match(line.words)),
        lambda line: bool(QUOTED_PATTERN.match(line.words)),
        lambda line: line.layout.is_listed,
        lambda line: line.layout.is_italic,
        lambda line: line.layout.style == QUOTED_STYLE,
    ]
    return [way for way in ways if sum(map(way, talk)) >= LEAST_SHARE_SET * len(talk) and _asks_less(way, talk)]


def _look_ways(talk: Sequence[Line], least: float, leaves_out: tuple[str, ...] = ()) -> list[Way]:
    """Return the colours and places that so large a share of the lines has."""
    looks = Counter(line.layout.look for line in talk if line.layout.look)
    often = [look for look, n in sorted(looks.items()) if n >= least * len(talk)]
    kept = [look for look in often if not (leaves_out and look.startswith(leaves_out))]
    return [lambda line, look=look: line.layout.look == look for look in kept]  # type: ignore[misc]


def _asks_less(way: Way, talk: Sequence[Line]) -> bool:
    """Tell whether the lines set off in a way have fewer question marks than others."""
    own = [line for line in talk if way(line)]
    return sum("?" in line.words for line in own) * len(talk) < sum("?" in line.words for line in talk) * len(own)


def _counted_lines(talk: Sequence[Line]) -> set[int]:
    """Return the lines whose typed numbers count on through the talk, each by one: a list in an answer starts anew."""
    counted: set[int] = set()
    expected = 1
    for line in talk:
        match = QUESTION_NUMBER.match(line.words)
        if match and int(match[1].rsplit(" ")[-1].lstrip("QqPp.")) == expected:
            counted.add(id(line))
            expected += 1
    return counted


def _is_numbered_question(line: Line) -> bool:
    return bool(NUMBERED_PATTERN.match(line.words)) and _is_typed_question(line)


def _is_listed_question(line: Line) -> bool:
    return bool(BULLET_PATTERN.match(line.words)) and line.words.rstrip().endswith("?")


def _is_typed_question(line: Line) -> bool:
    ends = line.words.rstrip(' "»”*)').endswith("?")
    return (ends and len(line.words.split()) <= LONGEST_QUESTION_WORDS) or is_capital(line)


def is_capital(line: Line) -> bool:
    """Tell whether a line of several words is in capitals."""
    return line.words.isupper() and len(line.words.split()) > 2


def without_sections(talk: Sequence[Line], questions: set[int], asks: Callable[[str], bool]) -> set[int]:
    """Leave out what heads a section: above a question in another face it asks nothing, or is a higher heading."""
    return questions - {
        id(line)
        for line, below in zip(talk, talk[1:], strict=False)
        if {id(line), id(below)} <= questions
        and line.layout.style != below.layout.style
        and (not asks(line.words) or _is_above(line, below))
    }


def _is_above(line: Line, below: Line) -> bool:
    """Tell whether both lines are headings and the first is of a higher level."""
    levels = [HEADING_LEVEL.search(one.layout.style) for one in (line, below) if one.layout.is_heading]
    return len(levels) == 2 and all(levels) and int(levels[0][1]) < int(levels[1][1])  # type: ignore[index]


def find_opening(
    lines: Sequence[Line], questions: set[int], asks: Callable[[str], bool], *, is_notes: bool
) -> int | None:
    """Return the line of the first question; in notes it may be a heading that asks nothing."""
    opening = next((n for n, line in enumerate(lines) if id(line) in questions and asks(line.words)), None)
    typed = next((n for n, line in enumerate(lines) if id(line) in questions and "?" in line.words), None)
    if not is_notes:
        opening = opening if typed is None else typed
        return None if opening is None else _first_said(lines, questions, opening)
    first = next((n for n, line in enumerate(lines) if id(line) in questions), None)
    if opening is None or first is None:
        return first
    style = lines[opening].layout.style
    headed = _first_above_a_list(lines, questions)
    if style and lines[first].layout.style == style:
        return first
    return opening if headed is None else min(opening, headed)


def _first_said(lines: Sequence[Line], questions: set[int], opening: int) -> int:
    """Return the line of the first speech before a question: a greeting set off as a question is, and answered."""
    first = opening
    for number in range(opening - 1, -1, -1):
        line = lines[number]
        if id(line) not in questions:
            continue
        is_answered = first - number > 1
        n_words = len(line.words.split())
        is_said = line.words[-1] in SENTENCE_ENDS or n_words >= FEWEST_UNENDED_WORDS
        if not is_answered or not is_said or n_words <= LONGEST_KEY_WORDS:
            break
        first = number
    return first


def _first_above_a_list(lines: Sequence[Line], questions: set[int]) -> int | None:
    """Return the first line set off as a question that has a list right below it."""
    for number, (line, below) in enumerate(zip(lines, lines[1:], strict=False)):
        is_listed = below.layout.is_listed or bool(BULLET_PATTERN.match(below.words))
        if id(line) in questions and is_listed:
            return number
    return None
