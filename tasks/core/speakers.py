"""Speakers of a transcript: which labels mark one, and who of them asks; told once for a file, with evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property, lru_cache

from tasks.core.spellings import simplify
from tasks.core.transcript_lines import Line, label_key

INTERVIEWER, RESPONDENT = "interviewer", "respondent"
LEAST_QUESTION_SHARE = 0.4
SECOND_INTERVIEWER_SHARE = 0.5
MOST_ASKED_BACK = 0.25
"""Share of speeches up to which somebody who asks still answers."""
LONGEST_VALUE_WORDS = 10
LEGEND_PATTERN = re.compile(r"^\W*([^\W_][\w ]{0,24}?)\.?\s*(?:=(?!>)|–|—|-|:)\s*(.+)$")
NUMBERED_LABEL = re.compile(r"^([^\W\d]+)\s?(\d{1,3})$")
INITIALS = re.compile(r"^(?:[^\W\d_]{1,4}\d{0,2}|[^\W\d_](?:[ .]+[^\W\d_]){1,3}\.?)$")
LEAST_LIKENESS = 0.86
STRAY_PATTERN = re.compile(r"^\W{0,2}([^\W\d_][\w.'’ ]{0,29}?)\s*([;,:–—-])[;,:–—-]?\s+(?=\S)")
STRAY_SIGNS, LONGEST_STRAY = ";:–—", 80
"""Signs that may end a known label where its file uses another, and how far into a line one is looked for."""
BRACKETED = re.compile(r"^\s*\[([^\[\]]+)\]\s*$")
"""A line that is one remark: "[Entrevistan: Ana Paz y Luis Sol]"."""
TOGETHER = re.compile(r"\s(?:and|et|y|e|&)\s(?=[A-ZÀ-Þ])")
LONGEST_FRONT_MATTER = 60
LONGEST_CODE = 4
LONGEST_LEGEND = 500
"""Longest line of a legend in characters."""
CODE_PATTERN = re.compile(r"^([^\W\d_]{1,5}\d{0,2})\.?\s+(?![=:–—-])")
CODES_PATTERN = re.compile(
    r"(?:^|:\s*)([A-Z]{1,4}\d{0,2}(?:(?:\s*[,/]\s*|\s+(?:and|et|y|e)\s+)[A-Z]{1,4}\d{0,2})+)\s*[=:–—-]\s*(.+)$"
)
"""A code of a legend that only a full stop or a blank parts from what it stands for."""
KEY_WITHIN = re.compile(r"(?:^|[.;,|]\s+|\s{2,}|\t)[A-ZÀ-Þ][^\W\d_]{2,}(?: [^\W\d_]+)?\s?:(?=\s)")
LEAST_KEYS = 2
"""So many keys within one line make it front matter."""
LEAST_ANSWERS = 3
SAID_ENDS = '.?!…”»"'
"""What ends something said, and no name or title."""
LEAST_TURNS_SHARE = 0.8
LEAST_CHANGES = 0.6
"""Share of their speeches after which people who take turns change."""
TYPED_MARKS = ("colon", "dash", "sign", "alone", "tab", "bracket")
FEWEST_STAMPED = 6
"""So many lines with a name and a time and nothing else show a tool's layout: then every such line names a speaker."""
LONGEST_TITLE_WORDS = 3
SHORTEST_MISSPELT = 6
WORD_PATTERN = re.compile(r"[^\W\d_]+")
A_SENTENCE = re.compile(r"^[^\W\d_]{4,}\.\s")
"""A word with a full stop: once in a file, it is said."""
AREA_NUMBER = re.compile(r"^(?:[1-5]|i{1,3}|iv|v) ")
TITLES = re.compile(r"^(?:mr|mrs|ms|dr|pr|prof|m|mme|mlle|sr|sra|dra|eng|hon)\b\.?\s*", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def _nearest(label: str, declared: tuple[str, ...]) -> str:
    """Return the declared label that one may misspell, else the label itself."""
    return next(iter(get_close_matches(label, declared, 1, LEAST_LIKENESS)), label)


@dataclass(frozen=True)
class SpeakerWords:
    """Declared ways of marking speakers (speakers.yaml), simplified.

    Attributes:
        interviewer: labels of an interviewer.
        respondent: labels of a respondent.
        observers: labels of lines that nobody said, as a note-taker's.
        interpreters: labels of those who speak for a respondent.
        letters: single letter -> its usual role.
        numbered_respondent: pattern of labels such as "r1".
        fields: words that open a line of notes or of front matter and are no speakers.
        table_headers: words of the header of a speaker table.
        prompts: beginnings of what an interviewer says without a question mark.
        identifying_keys: header keys whose value may name a person.
        public_names: values that name nobody.
        areas: pattern of an area heading; its first group is the number.
        notices: beginnings of lines that are no part of the talk.
        messengers: what a messenger writes in a person's name ("image omitted").
        ends: notices after which nothing more is said.
        closings: words before a colon that open a last line which nobody said ("Transcribed by").
        chat: how a meeting tool begins the lines of its chat; its first group is the name.
        notes: words that say that the record is not verbatim.
        stage_directions: words in brackets that nobody said.
        legends: words before a colon that open a legend of the speakers.
        record_names: what notes call themselves in the name of their file or their first line.
        takers: what stands for whoever took notes, in a remark of their own.
        own_remarks: headings of a note-taker's own remarks.
        other_records: words in a head that tell of no interview.
        question_marks: words before the number of a question.
        answer_marks: words before the number of the question that an answer is given to.
        people_marks: those of both that count people, too.
        breaks: those of `ends` after which a talk may go on, as with the next tape.
        meetings: pattern of what stands in a head before the name of whoever was met ("interview with").
        area_names: name of an area -> its number.
        annexes: names of the questionnaire in the head of answers to it.
        interviews: pattern of what heads one of several interviews in a file; its first group is the number.
    """

    interviewer: frozenset[str]
    respondent: frozenset[str]
    observers: frozenset[str]
    interpreters: frozenset[str]
    letters: Mapping[str, str]
    numbered_respondent: re.Pattern[str]
    fields: frozenset[str]
    table_headers: frozenset[str]
    prompts: tuple[str, ...]
    identifying_keys: frozenset[str]
    public_names: frozenset[str]
    areas: re.Pattern[str]
    notices: tuple[str, ...]
    messengers: tuple[str, ...]
    ends: tuple[str, ...]
    closings: frozenset[str]
    chat: re.Pattern[str]
    notes: tuple[str, ...]
    stage_directions: frozenset[str]
    legends: frozenset[str]
    record_names: tuple[str, ...] = ()
    takers: tuple[str, ...] = ()
    own_remarks: frozenset[str] = frozenset()
    other_records: tuple[str, ...] = ()
    question_marks: frozenset[str] = frozenset()
    answer_marks: frozenset[str] = frozenset()
    people_marks: frozenset[str] = frozenset()
    annexes: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    interviews: re.Pattern[str] = re.compile(r"(?!)")
    meetings: re.Pattern[str] = re.compile(r"(?!)")
    area_names: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The longer labels, which people misspell."""
        return tuple(sorted(label for label in self.interviewer | self.respondent if len(label) >= SHORTEST_MISSPELT))

    def names_role(self, label: str) -> bool:
        """Tell whether a label says no more than a respondent's role: no name, no number, no letter."""
        return (
            len(label) > 1
            and not any(map(str.isdecimal, label))
            and self.role_of(label) == RESPONDENT
            and " " not in label
        )

    def area_of(self, heading: str) -> int | None:
        """Return the number of the area that a heading names, with or without a number in front; None for another."""
        plain = simplify(heading)
        if number := self.areas.match(plain):
            return int(number[1])
        return self.area_names.get(AREA_NUMBER.sub("", plain))

    def is_stage(self, direction: str) -> bool:
        """Tell whether words in brackets tell what happens, not what is said."""
        return any(word in self.stage_directions for word in simplify(direction).split())

    def role_of(self, label: str) -> str:
        """Return the role a label declares, "" for a name."""
        base = re.sub(r"\s*\d+$", "", label)
        is_known = base in self.interviewer or base in self.respondent or base in self.fields
        if len(base) >= SHORTEST_MISSPELT and not is_known:
            base = _nearest(base, self.declared)
        if label in self.interviewer or base in self.interviewer:
            return INTERVIEWER
        if label in self.respondent or base in self.respondent or self.numbered_respondent.match(label):
            return RESPONDENT
        first, *rest = base.split(" ") if base else [""]
        if rest and first in self.interviewer:
            return INTERVIEWER
        return RESPONDENT if rest and first in self.respondent else ""


def join_numbered_pairs(lines: Iterable[Line], words: SpeakerWords) -> None:
    """Fold `Q1:` and `R1:`, `Q2:` and `R2:` to one asker and one answerer: the numbers count questions, not people.

    Args:
        lines: of one transcript; their labels are changed in place.
        words: declared ways of marking speakers.
    """
    lines = list(lines)
    numbers: dict[str, list[str]] = {}
    for line in lines:
        if match := NUMBERED_LABEL.match(line.label):
            numbers.setdefault(match[1], []).append(match[2])
    counted = {prefix for prefix, own in numbers.items() if len(set(own)) > 1 and len(own) <= 1.3 * len(set(own))}
    asking = {prefix for prefix in counted if (words.role_of(prefix) or words.letters.get(prefix)) == INTERVIEWER}
    for prefix in counted:
        others = [set(numbers[other]) for other in counted if other != prefix]
        answered = sum(line.label != prefix and words.role_of(line.label) == RESPONDENT for line in lines)
        is_paired = answered >= 0.6 * len(numbers[prefix]) and prefix in asking
        is_paired = is_paired or any(
            len(set(numbers[prefix]) & other) >= 0.6 * len(set(numbers[prefix])) for other in others
        )
        if is_paired and asking:
            for line in lines:
                match = NUMBERED_LABEL.match(line.label)
                if match and match[1] == prefix:
                    line.label = prefix


def choose_speakers(lines: Sequence[Line], words: SpeakerWords, legend: Mapping[str, str]) -> frozenset[str]:
    """Choose the labels that mark speakers.

    A label the project declares counts, and one the legend explains; so do names and codes that recur, unless they
    are ordinary words of the text ("Challenges: ...").

    Args:
        lines: of one transcript, with what looks like labels.
        words: declared ways of marking speakers.
        legend: label -> role, from the front matter.

    Returns:
        The labels; those not chosen are the beginning of what somebody said.
    """
    uses = Counter(line.label for line in lines if line.label)
    spoken = _ordinary_words(lines)
    given = {line.label for line in lines if line.mark in ("voice", "cell", "style")}
    declared = {label for label in uses if words.role_of(label) and _opens_talk(lines, label)}
    letters = {label for label in uses if label in words.letters and _is_letter_used(lines, label)}
    chosen = given | declared | letters | _turn_takers(lines, words)
    chosen |= {label for label in uses if label in legend and _opens_talk(lines, label)}
    roles = {words.role_of(label) or legend.get(label) or words.letters.get(label) for label in chosen}
    is_known = {INTERVIEWER, RESPONDENT} <= roles
    for label, n in uses.items():
        if label not in chosen and n >= 2 and _marks_speaker(lines, label, n, words, spoken, is_known=is_known):
            chosen.add(label)
    chosen |= _gap_fillers(lines, chosen, words, legend)
    stamped = {line.label for line in lines if line.mark == "stamped" and not line.words}
    if len(stamped & chosen) > 1 and sum(line.label in stamped for line in lines) >= FEWEST_STAMPED:
        chosen |= stamped
    if not is_known and len(chosen) == 1:
        chosen |= _answerers(lines, next(iter(chosen)), uses, words)
    _mend_misspelt(lines, chosen, words)
    return frozenset(chosen | {label for label in uses if "," in label and set(label.split(", ")) <= chosen})


def find_recurring(lines: Sequence[Line]) -> frozenset[str]:
    """Find the labels of any words that come back under one kind of mark, as those of people who take turns do.

    Args:
        lines: of one transcript, with what looks like labels.

    Returns:
        The labels of the mark that most lines have; none where they do not take turns.
    """
    best: list[str] = []
    for mark in (*TYPED_MARKS, "stamped"):
        own = [line.label for line in lines if line.label and line.mark == mark]
        uses = Counter(own)
        taken = [label for label in own if uses[label] >= LEAST_ANSWERS]
        changes = sum(one != other for one, other in zip(taken, taken[1:], strict=False))
        if len(set(taken)) > 1 and changes >= LEAST_CHANGES * (len(taken) - 1):
            best = max(best, taken, key=len)
    return frozenset(best) | {line.label for line in lines if line.mark in ("voice", "cell", "style") and line.label}


def _turn_takers(lines: Sequence[Line], words: SpeakerWords) -> set[str]:
    """Return two labels of any words that follow each other again and again, one of which mostly asks."""
    labelled = [line for line in lines if line.label and line.mark in TYPED_MARKS and line.label not in words.observers]
    uses = Counter(line.label for line in labelled)
    pair = {label for label, n in uses.most_common(2) if n >= LEAST_ANSWERS}
    own = [line for line in labelled if line.label in pair]
    if len(pair) < 2:
        return set()
    within = labelled[labelled.index(own[0]) : len(labelled) - labelled[::-1].index(own[-1])]
    if len(own) < LEAST_TURNS_SHARE * len(within):
        return set()
    if pair & words.fields or not all(line.spelling[:1].isupper() for line in own):
        return set()
    changes = sum(one.label != other.label for one, other in zip(own, own[1:], strict=False))
    said = [line if line.label in pair else replace(line, label="", words=line.whole) for line in lines]
    shares = sorted(_question_share(said, label, lambda words: "?" in words) for label in pair)
    is_asked = shares[1] >= LEAST_QUESTION_SHARE and shares[0] <= shares[1] / 2
    return pair if is_asked and changes >= LEAST_TURNS_SHARE * (len(own) - 1) else set()


def _answerers(lines: Sequence[Line], asker: str, uses: Mapping[str, int], words: SpeakerWords) -> set[str]:
    """Return the ordinary words that, set before a colon, come after the one known speaker again and again."""
    labelled = [line.label for line in lines if line.label and line.mark in (*TYPED_MARKS, "stamped")]
    after = Counter(label for before, label in zip(labelled, labelled[1:], strict=False) if before == asker)
    return {
        label
        for label, n in after.items()
        if label != asker and n >= LEAST_ANSWERS and n >= 0.8 * uses[label] and label not in words.fields
    }


def _gap_fillers(
    lines: Sequence[Line], chosen: Iterable[str], words: SpeakerWords, legend: Mapping[str, str]
) -> set[str]:
    """Return labels of any words that always answer between two speeches of an interviewer, where nobody else does.

    Once is enough beside an interpreter, through whom the respondent mostly speaks.
    """
    chosen = set(chosen)
    asking = {label for label in chosen if (words.role_of(label) or legend.get(label)) == INTERVIEWER}
    labelled = [line for line in lines if line.label and line.mark == "colon"]
    found: dict[str, list[bool]] = {}
    for before, own, after in zip(labelled, labelled[1:], [*labelled[2:], None], strict=False):
        if own.label not in chosen | words.fields | words.observers and len(own.label.split()) <= LONGEST_TITLE_WORDS:
            fills = before.label in asking and (after is None or after.label in asking | words.interpreters)
            found.setdefault(own.label, []).append(fills and own.spelling[:1].isupper())
    fewest = 1 if chosen & words.interpreters else 2
    return {label for label, fills in found.items() if len(fills) >= fewest and all(fills)}


def _mend_misspelt(lines: Sequence[Line], chosen: set[str], words: SpeakerWords) -> None:
    """Give a label that is misspelt once or twice ("EQN", "Interveiwer", "P;") the spelling of the one it means."""
    uses = Counter(line.label for line in lines)
    for line in lines:
        if line.label in chosen or line.label in words.fields or line.mark not in ("", "colon", "dash", "sign"):
            continue
        match = STRAY_PATTERN.match(line.unlabelled[:LONGEST_STRAY])
        if match is None or line.layout.table is not None:
            continue
        key = label_key(match[1])
        meant = key if key in chosen and match[2] in STRAY_SIGNS else _meant(key, chosen) if uses[key] <= 2 else ""
        if meant and match[1][0].isupper():
            line.restore()
            line.label, line.spelling, line.mark = meant, match[1], "colon"
            line.cut(match.end())


def _meant(key: str, chosen: Iterable[str]) -> str:
    """Return the chosen label that one misspells, "" for none: one letter wrong in a short one, few in a long one."""
    if len(key) < 3:
        return ""
    for one in sorted(label for label in chosen if len(label) >= 3):
        if sorted(one) == sorted(key):
            return one
        slips = sum(a != b for a, b in zip(one, key, strict=False))
        if len(one) == len(key) <= 5 and one[0] == key[0] and slips == 1 and key.isalpha():
            return one
    return next(iter(get_close_matches(key, sorted(chosen), 1, LEAST_LIKENESS)), "")


def _ordinary_words(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words that the text uses in small letters."""
    spelled = {word for line in lines for word in WORD_PATTERN.findall(line.words)}
    return frozenset(simplify(word) for word in spelled if word[0].islower() and len(word) > 2)


def _marks_speaker(
    lines: Sequence[Line], label: str, n: int, words: SpeakerWords, spoken: frozenset[str], *, is_known: bool
) -> bool:
    own = [line for line in lines if line.label == label]
    parts = label.split()
    if label in words.fields or any(part in words.stage_directions for part in parts):
        return label in words.observers
    if label in words.observers:
        return True
    is_ordinary = all(part in spoken or part.isdigit() for part in parts if len(part) > 2) and not INITIALS.match(label)
    marks = {line.mark for line in own}
    if marks <= {"dash"}:
        return bool(INITIALS.match(own[0].spelling)) and own[0].spelling[:1].isupper() and n > 2
    if marks <= {"sign"} and n > 2:
        return own[0].spelling[:1].isupper() or _looks_named(own[0].spelling)
    if n > 2 and all(line.stamp for line in own) and marks <= {"colon", "tab"}:
        return True
    if marks <= {"tab"}:
        return n > 2 and len(parts) <= 2 and all(len(line.words.split()) > 1 or "?" not in line.words for line in own)
    if marks & {"stamped", "alone"}:
        return not is_ordinary or n > 3
    if is_ordinary and (is_known or not any(char.isdigit() for char in label)):
        return False
    return _looks_named(own[0].spelling) and (_says_much(own) or _heads_speech(lines, label))


def _heads_speech(lines: Sequence[Line], label: str) -> bool:
    """Tell whether a label stands alone above what is said."""
    own = [(line, below) for line, below in zip(lines, lines[1:], strict=False) if line.label == label]
    return sum(not line.words and not below.label for line, below in own) > len(own) / 2


def _looks_named(spelling: str) -> bool:
    """Tell whether a label is written as a name, initials or a code: every longer word opens with a capital."""
    longer = [word for word in re.findall(r"[^\W_]+", spelling) if len(word) > 3 or len(spelling) <= 4]
    return all(not word[0].islower() for word in longer)


def _says_much(own: Sequence[Line]) -> bool:
    """Tell whether the lines of a label hold words: those of a field of notes hold hardly any, or none."""
    return sum(len(line.words.split()) for line in own) >= 2 * len(own) or any(
        line.mark in ("stamped", "alone") for line in own
    )


def _opens_talk(lines: Sequence[Line], label: str) -> bool:
    """Tell whether a declared label opens a talk: a header line `Interviewer: A` stands alone and is short.

    One that goes on with keys of its own ("Respondent: a mayor. Mode: by phone. Language: French") is front matter.
    """
    own = [line for line in lines if line.label == label]
    if len(own) == 1 and own[0].mark == "dash" and A_SENTENCE.match(own[0].unlabelled):
        return False
    if len(own) == 1 and len(KEY_WITHIN.findall(own[0].words)) >= LEAST_KEYS and "?" not in own[0].words:
        return False
    if label[-1].isdigit():
        return any(line.words for line in own) or len(own) > 1
    return len(own) > 1 or any(
        len(line.words.split()) > 3 or "?" in line.words or line.mark in ("cell", "voice", "style") for line in own
    )


def _is_letter_used(lines: Sequence[Line], label: str) -> bool:
    own = [line for line in lines if line.label == label]
    is_capital = own[0].spelling[:1].isupper()
    if own[0].mark == "dash":
        return is_capital and len(own) > 1
    return is_capital or len(own) > 1


def read_legend(lines: Sequence[Line], words: SpeakerWords) -> dict[str, str]:
    """Read who speaks from front matter: "AY = interviewer", "I1 = interviewer, M = mother", "Interviewer: Ann Lee".

    Args:
        lines: of one transcript.
        words: declared ways of marking speakers.

    Returns:
        Label -> role: labels explained, and the names, first names, last names and initials of people named.
    """
    legend: dict[str, str] = {}
    for text in _legend_texts(lines[:LONGEST_FRONT_MATTER], words):
        for part in re.split(
            r"(?:\s*[;,|.]\s*|\s{3,}|\t)(?=[^\W\d_]{1,4}\d?\s*[=–—:-])",
            re.sub(r"^[^:=]{0,20}:\s*(?=\w{1,4}\s*[=–—-])", "", text),
        ):
            match = LEGEND_PATTERN.match(part)
            if not match:
                continue
            key, value = label_key(match[1]), match[2].strip()
            is_said = value[-1] in SAID_ENDS and "=" not in part and len(key) > LONGEST_CODE
            told = "" if is_said else _told_role(value, words)
            if told and len(value.split()) <= LONGEST_VALUE_WORDS:
                legend.setdefault(key, told)
            elif "=" in part and len(key) <= LONGEST_CODE and len(value.split()) <= 8 and match[1].strip().isupper():
                legend.setdefault(key, RESPONDENT)
            elif (role := words.role_of(key)) and _names_somebody(value):
                for spelling in _spellings_of(value):
                    legend.setdefault(spelling, role)
    return legend


def _legend_texts(lines: Sequence[Line], words: SpeakerWords) -> list[str]:
    """Return the lines of front matter, with a legend in a table or after its word spelled as "label = role"."""
    texts = []
    cells: dict[tuple[int, int], list[str]] = {}
    for line in lines:
        if len(line.whole) > LONGEST_LEGEND:
            continue
        whole = BRACKETED.sub(r"\1", line.whole)
        key, colon, rest = whole.partition(":")
        if line.layout.table is not None:
            cells.setdefault((line.layout.table, line.layout.table_row or 0), []).append(line.whole)
        elif colon and simplify(key) in words.legends:
            texts += [CODE_PATTERN.sub(r"\1 = ", part.strip()) for part in re.split(r"[;,|]", rest)]
        for part in re.split(r"\s*[|;]\s*", whole):
            codes = CODES_PATTERN.search(part)
            texts += [f"{code} = {codes[2]}" for code in re.split(r"\W+", codes[1])] if codes else [part]
    return texts + [f"{row[0].rstrip(' :')} = {row[1]}" for row in cells.values() if len(row) == 2]


def _told_role(value: str, words: SpeakerWords) -> str:
    """Return the role a legend's explanation tells; a note-taker who has a label of their own may ask, too."""
    if value[-1] in "?!…" or (value[-1] == "." and len(value.split()) > LONGEST_TITLE_WORDS):
        return ""
    first = simplify(re.split(r"[(,;/]", value)[0])
    is_title = len(first.split()) <= LONGEST_TITLE_WORDS and value[-1] not in SAID_ENDS
    known = words.role_of(first) or (next(filter(None, map(words.role_of, first.split())), "") if is_title else "")
    return known or (INTERVIEWER if first in words.observers else "")


def _names_somebody(value: str) -> bool:
    return len(value.split()) <= LONGEST_VALUE_WORDS and value[:1].isupper() and value[-1] not in SAID_ENDS


def _spellings_of(value: str) -> list[str]:
    """Return how a transcript may label the people whose names stand in its header."""
    return [spelling for person in TOGETHER.split(value) for spelling in _spellings_of_one(person)]


def _spellings_of_one(value: str) -> list[str]:
    named = TITLES.sub("", re.split(r"[(,;–—]| - ", value)[0]).strip().rstrip(".")
    parts = re.findall(r"[^\W\d_][\w'’-]*", named)
    if not parts or len(parts) > 5:
        return []
    initials = "".join(part[0] for part in parts)
    spellings = [named, value, *(parts if len(parts) > 1 else ()), initials, f"{parts[0][0]}{parts[-1][0]}"]
    return [label_key(spelling) for spelling in spellings if len(spelling) > 1]


def tell_roles(
    lines: Sequence[Line],
    labels: Iterable[str],
    words: SpeakerWords,
    legend: Mapping[str, str],
    asks: Callable[[str], bool],
) -> tuple[dict[str, str], bool]:
    """Tell who asks and who answers, from declared labels, the legend, and who asks the questions.

    Args:
        lines: of one transcript.
        labels: those that mark speakers.
        words: declared ways of marking speakers.
        legend: label -> role, from the front matter.
        asks: tells whether a text asks something.

    Returns:
        Label -> role ("" where nobody can tell), and whether the questions told it, not the labels.
    """
    known = [label for label in sorted(labels) if label not in words.observers and "," not in label]
    asked = {label: _question_share(lines, label, asks) for label in known}
    roles = {label: role for label in known if (role := legend.get(label) or words.role_of(label))}
    letters = {label: words.letters[label] for label in known if label not in roles and label in words.letters}
    unknown = [label for label in known if label not in roles]
    is_guessed = False
    if len(known) == 1 and (letters or roles):
        roles |= letters
    elif INTERVIEWER in roles.values():
        roles |= _others(unknown, letters, asked, has_asker=True)
    elif RESPONDENT in roles.values() and len(unknown) == 1:
        answers = letters.get(unknown[0]) == RESPONDENT and asked[unknown[0]] < LEAST_QUESTION_SHARE
        roles |= dict.fromkeys(unknown, RESPONDENT if answers else INTERVIEWER)
    else:
        told, is_guessed = _by_questions(unknown or [label for label in known if label not in legend], letters, asked)
        roles |= told
    overruled = _overrule(lines, roles, asked)
    roles |= overruled
    joint = {label: _joint_role(label, roles) for label in labels if "," in label}
    return dict.fromkeys(known, "") | roles | joint, is_guessed or bool(overruled)


def _overrule(lines: Sequence[Line], roles: Mapping[str, str], asked: Mapping[str, float]) -> dict[str, str]:
    """Tell the roles of two who speak in turns by their questions, where what their labels say cannot be.

    Both would be the same, or the one who asks would answer: "Visitor" and "Host", "Int'er" and "Int'ee".
    """
    uses = Counter(line.label for line in lines if line.label in asked)
    pair = [label for label, n in uses.most_common(2) if n >= LEAST_ANSWERS]
    if len(pair) < 2 or sum(uses[label] for label in pair) < LEAST_TURNS_SHARE * uses.total():
        return {}
    answerer, asker = sorted(pair, key=lambda label: (asked[label], label))
    told = {asker: INTERVIEWER, answerer: RESPONDENT}
    is_clear = asked[asker] >= SECOND_INTERVIEWER_SHARE and asked[answerer] <= MOST_ASKED_BACK
    if roles.get(asker) == roles.get(answerer):
        is_clear = asked[asker] >= LEAST_QUESTION_SHARE and asked[answerer] <= asked[asker] / 2
    return told if is_clear and any(roles.get(label) != role for label, role in told.items()) else {}


def _others(
    unknown: Sequence[str], letters: Mapping[str, str], asked: Mapping[str, float], *, has_asker: bool
) -> dict[str, str]:
    """Tell the roles of names beside a declared interviewer: whoever mostly asks is a second one."""
    return {
        label: INTERVIEWER
        if asked[label] >= SECOND_INTERVIEWER_SHARE or (not has_asker and letters.get(label) == INTERVIEWER)
        else RESPONDENT
        for label in unknown
    }


def _by_questions(
    unknown: Sequence[str], letters: Mapping[str, str], asked: Mapping[str, float]
) -> tuple[dict[str, str], bool]:
    best = max(unknown, key=lambda label: (asked[label], letters.get(label) == INTERVIEWER, label), default="")
    rivals = [asked[label] for label in unknown if label != best]
    if best and asked[best] >= LEAST_QUESTION_SHARE and all(rival < asked[best] for rival in rivals):
        roles = _others([label for label in unknown if label != best], {}, asked, has_asker=True)
        return roles | {best: INTERVIEWER}, letters.get(best) != INTERVIEWER
    if INTERVIEWER in letters.values():
        return dict.fromkeys(unknown, RESPONDENT) | dict(letters), False
    return {}, False


def _joint_role(label: str, roles: Mapping[str, str]) -> str:
    told = {roles.get(part, "") for part in label.split(", ")}
    return INTERVIEWER if told == {INTERVIEWER} else RESPONDENT


def _question_share(lines: Sequence[Line], label: str, asks: Callable[[str], bool]) -> float:
    """Return the share of a label's speeches that ask; the lines behind a label are part of its speech."""
    speeches: list[str] = []
    is_own = False
    for line in lines:
        if line.label:
            is_own = line.label == label
            if is_own:
                speeches.append(line.words)
        elif is_own:
            speeches[-1] += f"\n{line.words}"
    said = [speech for speech in speeches if speech.strip()]
    return sum(map(asks, said)) / len(said) if said else 0.0
