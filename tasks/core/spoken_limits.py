"""Spoken limits: what respondents say in the interview itself of how their words may be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.quoting import GROUP, NAMED, ROLE
from tasks.core.sources import Interview, Received, Turn
from tasks.core.speakers import INTERVIEWER, RESPONDENT
from tasks.core.spellings import simplify

LIMITED = ProblemKind(
    "P004",
    Severity.WARNING,
    "Limits on quoting were told in the interview ({places}); until somebody decides, none of its words are printed.",
    "Read these places, write the consents of the row so that they hold, and yes in the register's column limits_read.",
)
NOT_NAMED = ProblemKind(
    "P005",
    Severity.WARNING,
    "The person asked not to be told by name or post ({places}); until somebody decides, only the group is told.",
    "Read these places, write the consents of the row so that they hold, and yes in the register's column limits_read.",
)

WORDS, BODIES, POSTS, NAMES = "words", "bodies", "posts", "names"
KINDS = (WORDS, BODIES, POSTS, NAMES)
SENTENCE_END = re.compile(r"[.!?;…\n]+")
CLAUSE_END = re.compile(r"[,:()\[\]«»“”\"—–]+")
QUESTION = re.compile(r"[^.!?…\n]+\?")
GAP = r"(?:\S+ ){0,8}"
QUOTED = re.compile(
    r"«[^«»\n]*»|“[^“”\n]*”|\"[^\"\n]*\""
    r"|(?<!\w)[‘'](?=[^\W\d_])(?:[^\n‘’']|(?<=\w)[’'](?=\w)){1,200}(?<=[\w.,!?…])(?<!s)[’'](?!\w)"
)
"""What somebody is quoted to have said; an apostrophe behind an s may be a genitive ("the donors' money")."""
BESIDE_QUOTED = 300
"""Characters before and behind a quotation in which its sentence is looked for."""
FEWEST_QUOTED = 4
"""Words of the shortest quotation that is somebody else's speech and no expression ("off the record")."""
MOST_PLACES = 5
LONGEST_ANSWER, LONGEST_RESERVE = 3, 10
"""Sentences of an answer to whether one may quote that are still about that; words of those after the first."""


@dataclass(frozen=True, slots=True)
class LimitWords:
    """How limits on quoting are told (spoken_limits.yaml).

    Attributes:
        harmless: what sounds like a limit and is none.
        own_words: what respondents say beside quotation marks around words of their own.
        others_say: what a third person's words within quotation marks are opened by.
        not_theirs: words of that clause by which they may be the respondents' own for all that.
        other_things: a limit on something else than words, such as a picture.
        limits: kind -> what tells a limit of that kind, any of several: on the words, on naming a body or place, on
            naming the person.
        asks: how interviewers ask for leave to quote.
        reserves: words that make the answer to that a limit.
    """

    harmless: re.Pattern[str]
    own_words: re.Pattern[str]
    others_say: re.Pattern[str]
    not_theirs: re.Pattern[str]
    other_things: re.Pattern[str]
    limits: Mapping[str, tuple[re.Pattern[str], ...]]
    asks: re.Pattern[str]
    reserves: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SpokenLimit:
    """A limit on quoting that somebody told.

    Attributes:
        kind: one of `KINDS`.
        turn_no: of the turn in which it was told.
        place: where a person finds it.
    """

    kind: str
    turn_no: int
    place: str


def compile_limits(declared: Mapping[str, Any]) -> LimitWords:
    """Make the patterns from the declared words."""
    classes = {name: "(?:" + "|".join(words) + ")" for name, words in declared["classes"].items()}

    def compile_any(patterns: Iterable[str]) -> re.Pattern[str]:
        spelled = [_spell_out(pattern, classes) for pattern in patterns]
        return re.compile(rf" (?:{'|'.join(spelled)})(?!\S)")

    return LimitWords(
        harmless=compile_any(declared["harmless"]),
        own_words=compile_any(declared["own_words"]),
        others_say=re.compile(
            rf" (?:{'|'.join(declared['others_say'])})(?: (?:{'|'.join(declared['behind_saying'])})){{0,4}} ,$"
        ),
        not_theirs=compile_any(declared["not_theirs"]),
        other_things=compile_any(declared["other_things"]),
        limits={kind: tuple(compile_any([pattern]) for pattern in _all(declared[kind])) for kind in KINDS},
        asks=compile_any(declared["asks"]),
        reserves=compile_any(_all(declared["reserves"])),
    )


def _all(by_language: Mapping[str, Sequence[str]]) -> list[str]:
    return [pattern for patterns in by_language.values() for pattern in patterns]


def _spell_out(pattern: str, classes: Mapping[str, str]) -> str:
    for name, words in classes.items():
        pattern = pattern.replace(f"<{name}>", words)
    return pattern.replace("... ", GAP)


def find_limits(turns: Iterable[Turn], words: LimitWords, *, are_notes: bool = False) -> list[SpokenLimit]:
    """Find what respondents say of how they may be quoted.

    Args:
        turns: of one interview, in order.
        words: how limits are told.
        are_notes: somebody else wrote down what was said: then quotation marks stand around the respondents' own words.

    Returns:
        The limits in the order in which they were told, at most one of each kind in a turn.
    """
    found = []
    is_asked = False
    for turn in turns:
        if turn.speaker_role == INTERVIEWER:
            is_asked = _asks(turn.text, words)
        elif turn.speaker_role == RESPONDENT:
            text = turn.text if are_notes else _without_reported(turn.text, words)
            kinds = _limits_in(text, words, is_answer=is_asked)
            found += [SpokenLimit(kind, turn.turn_no, turn.place) for kind in KINDS if kind in kinds]
            is_asked = False
    return found


def _asks(text: str, words: LimitWords) -> bool:
    """Tell whether a question asks for leave to quote."""
    return any(words.asks.search(_plain(asked)) for asked in QUESTION.findall(text))


def _without_reported(text: str, words: LimitWords) -> str:
    """Return what somebody said without what others are quoted to have said: 'they ring up: "do not put me in red"'.

    Only what a third person's verb of saying opens is left out: a limit that is not heard prints words against
    somebody's will, and one that is heard for nothing costs a look.
    """

    def keep_or_leave(match: re.Match[str]) -> str:
        said = match.group()
        before = SENTENCE_END.split(text[max(0, match.start() - BESIDE_QUOTED) : match.start()])[-1]
        beside = f"{before} {SENTENCE_END.split(text[match.end() : match.end() + BESIDE_QUOTED])[0]}"
        is_speech = _n_words(_plain(said)) >= FEWEST_QUOTED and _is_others(_plain(before), words)
        if not is_speech or words.own_words.search(_plain(beside)):
            return said
        return " , " + said[-2] * (said[-2] in ".!?…")

    return QUOTED.sub(keep_or_leave, text)


def _is_others(before: str, words: LimitWords) -> bool:
    """Tell whether a third person's verb of saying ends what stands before a quotation, and nobody else's."""
    clause = " , " + before.removesuffix(" ,").rpartition(" , ")[2].strip() + " ,"
    return words.others_say.search(clause) is not None and not words.not_theirs.search(clause)


def _limits_in(text: str, words: LimitWords, *, is_answer: bool) -> set[str]:
    plain = "\n".join(map(_plain, filter(str.strip, SENTENCE_END.split(text))))
    said = [words.harmless.sub(" ,", one) for one in words.other_things.sub(_keep_end, plain).split("\n")]
    whole = "\n".join(said)  # no limit runs over the end of a sentence
    kinds = [kind for kind in KINDS if _is_told(kind, whole, words)]
    found: set[str] = set()
    for number, plain in enumerate(said if kinds or is_answer else ()):
        told = {kind for kind in kinds if _is_told(kind, plain, words)}
        is_about_it = is_answer and number < LONGEST_ANSWER and (not number or _n_words(plain) <= LONGEST_RESERVE)
        if is_about_it and not told and words.reserves.search(plain):
            told = {WORDS}
        found |= told
    return found


def _keep_end(taken: re.Match[str]) -> str:
    """Return what stands for words that are taken out: the ends of sentences in them are kept."""
    return "\n".join([" ,"] * (taken[0].count("\n") + 1))


def _is_told(kind: str, plain: str, words: LimitWords) -> bool:
    return any(pattern.search(plain) for pattern in words.limits[kind])


def _plain(sentence: str) -> str:
    """Return a sentence as limits are told in: small, without accents, a comma for whatever divides it, behind a blank.

    A pattern that begins with a blank is looked for at the beginnings of words only.
    """
    return " , " + " , ".join(filter(None, map(simplify, CLAUSE_END.split(sentence)))) + " ,"


def _n_words(plain: str) -> int:
    return sum(word != "," for word in plain.split())


def honour_limits(received: Received, limits: Mapping[str, Sequence[SpokenLimit]]) -> Received:
    """Narrow the consents of a country's interviews to what was told in them.

    Which part of an interview a limit is on, only a person can tell: until one has, nothing of it is printed.

    Args:
        received: what the country folder held.
        limits: interview id -> limits told in it that nobody has decided on yet.

    Returns:
        The same, with what was narrowed among its problems.
    """
    narrowed, problems = [], list(received.problems)
    for interview in received.interviews:
        narrow, problem = _honour(interview, limits.get(interview.interview_id, ()))
        narrowed.append(narrow)
        problems += [problem] if problem else []
    return replace(received, interviews=tuple(narrowed), problems=tuple(problems))


def _honour(interview: Interview, limits: Sequence[SpokenLimit]) -> tuple[Interview, Problem | None]:
    kinds = {limit.kind for limit in limits}
    if interview.consent_quote and kinds & {WORDS, BODIES}:
        attribution = GROUP if interview.attribution in (NAMED, ROLE) else interview.attribution
        narrow = replace(interview, consent_quote=False, attribution=attribution, consent_acknowledge=False)
        return narrow, LIMITED.at(interview.file, places=_places(limits))
    asks_for_less = {NAMED: kinds & {POSTS, NAMES}, ROLE: kinds & {POSTS}}.get(interview.attribution)
    if interview.consent_quote and asks_for_less:
        narrow = replace(interview, attribution=GROUP, consent_acknowledge=False)
        return narrow, NOT_NAMED.at(interview.file, places=_places(limits))
    return interview, None


def _places(limits: Sequence[SpokenLimit]) -> str:
    places = list(dict.fromkeys(limit.place or f"turn {limit.turn_no}" for limit in limits))
    return ", ".join(places[:MOST_PLACES]) + (", ..." if len(places) > MOST_PLACES else "")
