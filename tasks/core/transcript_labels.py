"""Labels of a transcript: what marks a speaker before the words, told from the lines of a whole file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tasks.core.speakers import INITIALS, INTERVIEWER, RESPONDENT, SAID_ENDS, TITLES, SpeakerWords
from tasks.core.spellings import simplify
from tasks.core.transcript_lines import (
    BRACKETED,
    NUMBERED_PATTERN,
    REMARK_PATTERN,
    SENTENCE_ENDS,
    SIGN_PATTERN,
    STAMP,
    STAMPS,
    Line,
    has_bare_stamps,
    label_key,
    take_stamp,
)

LONGEST_LABEL_WORDS = 5
SHORT_LABEL = re.compile(r"^[^\W\d_]{1,2}\d{0,2}$")
NAME = r"~?[^\W_][\w.'’/&°º –—-]{0,49}?(?:\s*\([^)\n]{1,60}\))?"
NAMES = rf"{NAME}(?:\s*,\s*{NAME}){{0,5}}"
COLON_PATTERN = re.compile(
    rf"^[-–•*]?\s*\**\[?\(?({NAMES}|\+\d[\d ]{{6,17}})\)?\]?\**[\s\u00a0\u202f]*"
    rf"(?:(?:[\[(]\s*|,\s*)({STAMP})(?:\s*[\])])?)?[\s\u00a0\u202f]*"
    r"(?:[:：]{1,2}(?:[–—-]|\.(?=\s))?(?![\d-])|(?<!\d)[:：]|>{1,2})\**(?!//)\s*"
)
BRACKET_PATTERN = re.compile(
    r"^(?:[\[<]([^\W\d_][\w.'’ -]{0,39}(?:\s*\([^()\n]{1,30}\))?)[\]>]|\(([^\W\d_][\w.'’ -]{0,39})\))"
    r"\s*:?\s+(?=\S)"
)
DASH_PATTERN = re.compile(
    r"^(?:\(\d{1,3}\)\s+)?"
    r"([^\W\d_]{1,3}\d{0,2}|(?:[^\W\d_]{2,5}\.\s)?[^\W\d_][\w.]{2,20}?(?: \d{1,2})?)"
    r"\s*(?:\.?\s*[-–—/]|\.(?!\d))\s+(?=\S)"
)
STAMPED_NAME_PATTERN = re.compile(
    rf"^\**([^\W\d_][\w.'’()|/ -]{{0,49}}?)\**(?:\t+|[ \u00a0]{{2,}}|\s*[,|·–-]\s*|\s+(?=[\[({{])|\s)"
    rf"\s*[\[({{]?({STAMP})(?:\s*(?:-->|–>|→|-|–)\s*{STAMP})?[\])}}]?\s*:?\s*$"
)
MESSAGE_HEAD_PATTERN = re.compile(
    r"^([^\[\]\n]{1,50}?),?\s*\[\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s+(\d{1,2}:\d{2}(?::\d{2})?)\]$"
)
TAB_PATTERN = re.compile(r"^([^\W_][^\t\n]{0,29}?)\s*\t+\s*(?=\S)")
LABEL_PATTERNS = (
    ("stamped", MESSAGE_HEAD_PATTERN),
    ("stamped", STAMPED_NAME_PATTERN),
    ("bracket", BRACKET_PATTERN),
    ("colon", COLON_PATTERN),
    ("dash", DASH_PATTERN),
    ("tab", TAB_PATTERN),
)
SIGNED_PATTERN = re.compile(
    r"^((?:\d{1,3}[-_ ]?[A-Z]{1,3}(?!\w)|[^\W\d_](?:[\w.'’& ]|-(?=\w)){0,29}?)(?:\s?\([^()]{1,20}\))?)"
    rf"(?:\s?[\[({{]{STAMP}[\])}}])?"
    r"[ \u00a0\u202f]*(?![.,:?!…%]+\s)([^\w\s\"'’“”«(\[¿¡]{1,4})[ \u00a0\u202f\t]+(?=\S)"
)
"""A short beginning with any sign behind it, as in "Salinas.- ..." or "ENQ | ..."."""
DOTTED_PATTERN = re.compile(
    r"^((?:[^\W\d_]{1,4}\.\s?)*[^\W\d_](?:[\w'’& ]|-(?=\w)){0,29}?(?:\s?\([^()]{1,20}\))?)(\.)\s+(?=\S)"
    r"(?!\d{0,2}\s*[:：])"
)
TABBED_PATTERN = re.compile(
    rf"^([^\W\d_](?:[\w.'’& \u00a0\u202f]|-(?=\w)){{0,29}}?)(?:,?\s?[\[({{]?{STAMP}[\])}}]?)?\s*(\t)\s*(?=\S)"
)
ALONE_PATTERN = re.compile(r"^([^\W\d_](?:[\w.'’& \u00a0\u202f]|-(?=\w)){0,29}?)\s*:?$")
TIMED_PATTERN = re.compile(rf"^({NAME})[\s\u00a0]+([\[({{]{STAMP}[\])}}])[\s\u00a0]+(?=[^\W\d_]|[¿¡«“\"])")
"""A name and a time in brackets with nothing but blanks around."""
SIGNS = (COLON_PATTERN, SIGNED_PATTERN, DOTTED_PATTERN, TABBED_PATTERN, TIMED_PATTERN)
TIMED = "timed"
SIGN_NAMES = {COLON_PATTERN: ":", TIMED_PATTERN: TIMED}
DASHED = re.compile(r"\s[-–—]\s")
LAST_NUMBER = re.compile(r"\s*\d+$")
LEAST_DOTTED, LONGEST_TITLED = 0.5, 3
"""Share of the lines that a label with a full stop must open: sentences end with one, too."""
WORDS = re.compile(r"[\w.'’]+")
DASHES = re.compile(r"[-–—]+")
LEAST_SIGNED, MOST_SIGNED_LABELS, LEAST_CHANGES = 5, 10, 0.6
LINE_NUMBER = re.compile(
    r"^(?:[^\W\d_]{1,5}\.?\s?|[#§]\s?)?"
    r"[\[({<]?(\d{1,5})[\])}>ºª°]?\s?[.:)|/–—-]{0,2}[\s\u00a0]+(?=\S)"
)
FEWEST_NUMBERED, LEAST_NUMBERED, MOST_SKIPPED = 12, 0.9, 9
LEAST_LED = 0.7
A_STAMP = re.compile(STAMP)
FACED_PATTERN = re.compile(r"^([^\W\d_].{0,58}?)[\s\u00a0\u202f:.,|>)\]=/–—-]*$")
BEHIND_FACE = re.compile(r"^[\s\u00a0\u202f]*(?:[:|>)\]=/]|\.?[–—-](?=\s)|\.(?=\s))?[\s\u00a0\u202f]*")
"""A label in a face of its own, and the sign that may stand behind it in the face of the words."""
FACE, BARE = "face", "bare"
WEIGHTS = {FACE: 0.75, BARE: 0.65}
"""How much less than a sign a face of its own, or nothing but a blank, counts as the end of a label."""
LEAST_COVERED, LEAST_KEPT = 0.6, 0.8
MOST_BARE_LABELS = 5
OPEN_BRACKET = re.compile(r"([^()\n]{1,40}\([^()\n]{1,40}\))\s*")
LEAST_TURN_NUMBERS = 8
LONGEST_HEAD, LONG_GAP = 300, re.compile(r"\s{40}")
"""How far into a line a label is looked for, in characters, and the gap that no label goes over."""
LEAST_RUNNING = 3
AN_HOUR = re.compile(r"^\s*\d{1,2}\s*$")
DIALOGUE_PATTERN = re.compile(r"^[-–—]\s*(?=[^\s>–—-])")
LEAST_DIALOGUE, LEAST_ASKING = 6, 0.4
LONGEST_NAME_WORDS, LEAST_ALONE, LONGEST_ALONE = 4, 3, 12
CUT_NAME = re.compile(r"\w\s[A-ZÀ-Þ][^\W\d_]{0,2}\.$")
"""A name whose last word is cut short: "Pilar Ch."."""
LONGEST_NAME = 60
"""Longest name in characters."""


def find_labels(lines: Sequence[Line], chat: re.Pattern[str] | None = None) -> None:
    """Take time stamps and what looks like a speaker's label off the beginning of each line.

    Args:
        lines: of one transcript; changed in place. What is no label is given back later, once the file tells.
        chat: how a meeting tool begins the lines of its chat; its first group is the name.
    """
    _drop_line_numbers(lines)
    allows_bare = has_bare_stamps(lines)
    for line in lines:
        if line.mark != "voice":
            take_stamp(line, allows_bare=allows_bare)
    _drop_line_numbers(lines)
    _find_signed_labels(lines, chat)
    patterns = (*([("chat", chat)] if chat is not None else []), *LABEL_PATTERNS)
    running = find_headers(lines)
    is_signed = any(line.mark == "sign" for line in lines)
    for line in lines:
        if line.mark in ("voice", "cell", "style", "sign", "heading") or REMARK_PATTERN.match(line.words):
            continue
        if simplify(line.words) in running:
            continue
        head = _head(line.words)
        for mark, pattern in patterns:
            match = pattern.match(head)
            if match and mark == "colon" and _opens_with_letters(head, match):
                continue
            if match and mark == "colon" and is_signed and DASHED.search(match[0]):
                continue
            if match and _looks_like_label(_named(match), line.words[match.end() :], mark):
                _take_label(line, match, mark)
                break


def _head(words: str) -> str:
    """Return the beginning of a line that a label may stand in; none of one that opens with a long gap."""
    head = words[:LONGEST_HEAD]
    if LONG_GAP.search(head):
        return ""
    return head if head == words else f"{head}…"


def find_running(lines: Sequence[Line]) -> frozenset[str]:
    """Return the lines that come back word for word, as a running header or footer does, simplified."""
    uses = Counter(
        simplify(line.words)
        for line in lines
        if not line.label and not line.stamp and line.layout.table is None and line.words[-1:] not in ("?", ":")
    )
    return frozenset(plain for plain, n in uses.items() if n >= LEAST_RUNNING and len(plain.split()) > 2)


def find_headers(lines: Sequence[Line]) -> frozenset[str]:
    """Return the running lines that nobody can have said, simplified.

    A sentence that comes back was said, and so was what mostly stands right below a question or a label, or twice on
    a page.
    """
    running = find_running(lines)
    uses: dict[str, list[tuple[Line | None, Line]]] = {}
    for above, line in zip([None, *lines], lines, strict=False):
        if (plain := simplify(line.words)) in running and not line.label:
            uses.setdefault(plain, []).append((above, line))
    return frozenset(plain for plain, own in uses.items() if not _is_said(own))


def _is_said(uses: Sequence[tuple[Line | None, Line]]) -> bool:
    """Tell whether a line that comes back is an answer, from the line above each use."""
    if any(line.words[-1] in SAID_ENDS for _, line in uses):
        return True
    pages = [line.layout.page for _, line in uses if line.layout.page is not None]
    answers = [above for above, _ in uses if above is not None and (above.words.endswith("?") or _is_bare_label(above))]
    return len(pages) > len(set(pages)) or len(answers) > len(uses) / 2


def _is_bare_label(line: Line) -> bool:
    return bool(line.label) and not line.words


def _drop_line_numbers(lines: Sequence[Line]) -> None:
    """Take the numbers off where they count the lines or the turns of the file, and bullets before labels."""
    numbered = _longest_count([(line, match) for line in lines if (match := LINE_NUMBER.match(line.words))])
    counts_lines = len(numbered) >= max(FEWEST_NUMBERED, LEAST_NUMBERED * len(lines))
    if not (counts_lines or _counts_turns(numbered, lines)):
        labelled = _before_labels(numbered)
        numbered = numbered if len(labelled) >= LEAST_LED * len(numbered) else labelled
    for line, match in numbered:
        _drop_lead(line, match)
    bulleted = [(line, match) for line in lines if (match := SIGN_PATTERN.match(line.words))]
    if len(_before_labels(bulleted)) >= LEAST_LED * len(bulleted):
        for line, match in bulleted:
            _drop_lead(line, match)


def _longest_count(numbered: Sequence[tuple[Line, re.Match[str]]]) -> list[tuple[Line, re.Match[str]]]:
    """Return the longest part of some numbered lines whose numbers count on."""
    best: list[tuple[Line, re.Match[str]]] = []
    for start in range(len(numbered)):
        if len(numbered) - start <= len(best):
            break
        chain = [numbered[start]]
        for line, match in numbered[start + 1 :]:
            if match[0][: match.start(1)] != chain[-1][1][0][: chain[-1][1].start(1)]:
                continue
            if int(chain[-1][1][1]) < int(match[1]) <= int(chain[-1][1][1]) + MOST_SKIPPED:
                chain.append((line, match))
        best = max(best, chain, key=len)
        if int(numbered[start][1][1]) <= 1 and len(chain) > len(numbered) / 2:
            break
    return best


def _counts_turns(numbered: Sequence[tuple[Line, re.Match[str]]], lines: Sequence[Line]) -> bool:
    """Tell whether numbers count the speeches: most of the words stand behind them, and every other asks."""
    steps = [int(two[1]) - int(one[1]) for (_, one), (_, two) in zip(numbered, numbered[1:], strict=False)]
    asking = ["?" in line.words for line, _ in numbered]
    changes = sum(one != two for one, two in zip(asking, asking[1:], strict=False))
    if len(numbered) < LEAST_TURN_NUMBERS or steps.count(1) < LEAST_NUMBERED * len(steps):
        return False
    said = sum(len(line.words) for line, _ in numbered)
    return said >= sum(len(line.words) for line in lines) / 2 and changes >= len(steps) / 2


def _before_labels(led: Sequence[tuple[Line, re.Match[str]]]) -> list[tuple[Line, re.Match[str]]]:
    """Return the lines whose lead stands before a label that comes back."""
    best: set[int] = set()
    for pattern in (*SIGNS, DASH_PATTERN, BRACKET_PATTERN, ALONE_PATTERN):
        labelled = [(line, match) for line, lead in led if (match := pattern.match(_head(_behind(line, lead))))]
        short = [(line, match) for line, match in labelled if len(_named(match).split()) <= LONGEST_LABEL_WORDS]
        best = max(best, {id(line) for line, _ in _recurring(short)}, key=len)
    return [(line, lead) for line, lead in led if id(line) in best] if len(best) >= LEAST_SIGNED else []


def _behind(line: Line, lead: re.Match[str]) -> str:
    """Return what stands behind a number and the time that may follow it."""
    rest = line.words[lead.end() :]
    stamp = next(filter(None, (pattern.match(rest) for pattern in STAMPS)), None)
    return rest[stamp.end() :] if stamp else rest


def _drop_lead(line: Line, lead: re.Match[str]) -> None:
    line.cut(lead.end())
    line.whole = line.words


def _find_signed_labels(lines: Sequence[Line], chat: re.Pattern[str] | None) -> None:
    """Take a sign of a typist's own choice for the end of a label, where it parts recurring beginnings from words.

    The sign is the one that most lines with a recurring beginning have; nothing is done where it is the colon.
    """
    running = find_running(lines)
    signed = {sign: _recurring(own) for sign, own in _beginnings_by_sign(lines, chat, running).items()}
    signed[BARE] = _bare_labels(lines, running)
    weights = {sign: len(own) * WEIGHTS.get(sign, 1.0) for sign, own in signed.items()}
    best = max(signed, key=lambda sign: (weights[sign], sign == ":", sign != "."), default=":")
    if best == ":" or len(signed[best]) < LEAST_SIGNED:
        return
    is_name = sum(len(line.words.split()) <= LONGEST_TITLED for line, _ in signed[best]) > len(signed[best]) / 2
    if best == "." and (is_name or len(signed[best]) < LEAST_DOTTED * sum(bool(line.words) for line in lines)):
        return
    for line, match in _lengthened(signed[best]) if best == "." else signed[best]:
        line.spelling, line.mark = match[1].strip(), "sign"
        line.label = label_key(line.spelling)
        stamp = A_STAMP.search(match[0])
        line.stamp = line.stamp or (stamp[0] if stamp else "")
        line.cut(match.end())
        if best == FACE and (behind := BEHIND_FACE.match(line.words)):
            line.cut(behind.end())
        take_stamp(line)


def _lengthened(signed: Sequence[tuple[Line, re.Match[str]]]) -> list[tuple[Line, re.Match[str]]]:
    """Take the name behind a title or an initial into the label, where it always follows: "M. Diarra"."""
    behind: dict[str, set[str]] = {}
    uses = Counter(label_key(_named(match)) for _, match in signed)
    for line, match in signed:
        behind.setdefault(label_key(_named(match)), set()).add(line.words[match.end() :].split(maxsplit=1)[0])
    names = {
        key: re.escape(next(iter(own)))
        for key, own in behind.items()
        if len(own) == 1 and uses[key] >= LEAST_ALONE and next(iter(own)).istitle()
    }
    told = []
    for line, match in signed:
        name = names.get(label_key(_named(match)))
        longer = re.match(rf"({re.escape(match[0])}{name})\s+(?=\S)", line.words) if name else None
        told.append((line, longer or match))
    return told


def _beginnings_by_sign(
    lines: Sequence[Line], chat: re.Pattern[str] | None, running: frozenset[str]
) -> dict[str, list[tuple[Line, re.Match[str]]]]:
    """Return the lines that open with a few words and a sign, or with words in a face of their own."""
    found: dict[str, list[tuple[Line, re.Match[str]]]] = {}
    for line in lines:
        if line.layout.table is not None or line.mark in ("voice", "cell", "style"):
            continue
        if simplify(line.words) in running or (chat is not None and chat.match(line.words)):
            continue
        head = _head(line.words)
        for match in filter(None, (pattern.match(head) for pattern in SIGNS)):
            sign = SIGN_NAMES.get(match.re) or DASHES.sub("-", match[2])
            key = _named(match)
            if key[:1].isupper() and len(BRACKETED.sub("", key).split()) <= LONGEST_LABEL_WORDS:
                found.setdefault(sign, []).append((line, match))
        face = FACED_PATTERN.match(line.words[: line.lead])
        if face and len(face[1].split()) <= LONGEST_LABEL_WORDS and not A_STAMP.search(face[1]):
            found.setdefault(FACE, []).append((line, face))
    return found


def _bare_labels(lines: Sequence[Line], running: frozenset[str]) -> list[tuple[Line, re.Match[str]]]:
    """Return the lines that open with the same few words in turns, as most of a file do: labels without a sign.

    A longer beginning is taken where nearly all lines with the shorter one have it.
    """
    alone = Counter(line.words for line in lines if len(line.words.split()) <= LONGEST_NAME_WORDS)
    able = [
        line
        for line in lines
        if line.words
        and line.layout.table is None
        and not line.mark
        and simplify(line.words) not in running
        and alone[line.words] < LEAST_ALONE
    ]
    if sum(bool(STAMPED_NAME_PATTERN.match(_head(line.words))) for line in able) >= LEAST_SIGNED:
        return []
    beginnings = [_beginnings(line.words) for line in able]
    uses = Counter(key for own in beginnings for key in own)
    matches = [_bare_match(line.words, own, uses) for line, own in zip(able, beginnings, strict=True)]
    found = [(line, match) for line, match in zip(able, matches, strict=True) if match]
    taken = _recurring(found)
    first = next((n for n, line in enumerate(able) if taken and line is taken[0][0]), 0)
    labels = {LAST_NUMBER.sub("", label_key(match[1])) for _, match in taken}
    is_covered = len(taken) >= LEAST_COVERED * (len(able) - first) and len(labels) <= MOST_BARE_LABELS
    return taken if is_covered else []


def _bare_match(words: str, beginnings: Sequence[str], uses: Mapping[str, int]) -> re.Match[str] | None:
    best = ""
    for key in beginnings:
        if uses[key] > 2 and (not best or uses[key] >= LEAST_KEPT * uses[best]):
            best = key
    pattern = rf"((?:\S+[ \u00a0]+){{{best.count(' ')}}}\S+)\s+(?=\S)"
    match = re.match(pattern, words) if best else None
    is_open = match is not None and match[1].count("(") > match[1].count(")")
    return (OPEN_BRACKET.match(words) if is_open else None) or match


def _beginnings(words: str) -> list[str]:
    """Return the first one to four words of a line, its numbers blotted out, if it opens with a capital."""
    first = words[:LONGEST_HEAD].split()[:5]
    if not first or not first[0][0].isupper():
        return []
    plain = [re.sub(r"\d+", "#", word) for word in first]
    return [" ".join(plain[:length]) for length in range(1, len(plain))]


def _recurring(signed: Sequence[tuple[Line, re.Match[str]]]) -> list[tuple[Line, re.Match[str]]]:
    """Return the lines whose beginnings come back, where those are of a few speakers who take turns.

    Numbers tell speakers apart ("Speaker 1"), or else count the questions ("Q1", "A1").
    """
    exact = [label_key(_named(match)) for _, match in signed]
    for keys in (exact, [LAST_NUMBER.sub("", key) for key in exact]):
        often = {key for key, n in Counter(keys).items() if n > 1}
        taken = [key for key in keys if key in often]
        changes = sum(first != second for first, second in zip(taken, taken[1:], strict=False))
        if 2 <= len(often) <= MOST_SIGNED_LABELS and changes >= LEAST_CHANGES * len(taken):
            return [pair for key, pair in zip(keys, signed, strict=True) if key in often]
    return []


def _opens_with_letters(words: str, colon: re.Match[str]) -> bool:
    """Tell whether a short label with a full stop or a dash stands before what a colon ends: "P4. Entonces: ..."."""
    dash = DASH_PATTERN.match(words)
    is_short = dash is not None and bool(SHORT_LABEL.match(dash[1])) and not TITLES.match(colon[1])
    return (
        dash is not None
        and is_short
        and dash.end() < colon.end()
        and len(WORDS.findall(BRACKETED.sub("", colon[1]))) > 2
    )


def _named(match: re.Match[str]) -> str:
    """Return the first group that holds something: the label."""
    return next(filter(None, match.groups()), "")


def _take_label(line: Line, match: re.Match[str], mark: str) -> None:
    line.spelling, line.mark = _named(match).strip(), mark
    line.label = label_key(line.spelling)
    if mark == "chat":
        line.mark = "stamped"
    if mark in ("stamped", "colon") and match.lastindex and match.lastindex > 1:
        line.stamp = line.stamp or match.group(2) or ""
    line.cut(match.end())
    had_stamp = bool(line.stamp)
    take_stamp(line)
    if mark == "bracket" and line.stamp and not had_stamp:
        line.mark = "stamped"


def _looks_like_label(text: str, rest: str, mark: str) -> bool:
    if any(not 0 < len(simplify(part).split()) <= LONGEST_LABEL_WORDS for part in BRACKETED.sub(" ", text).split(",")):
        return False
    if NUMBERED_PATTERN.match(f"{text}: x") and not re.match(r"^[^\W\d]|\d{1,3}[-_ ]?[A-Z]{1,3}$", text):
        return False
    if mark == "colon" and AN_HOUR.match(text):
        return False
    return not (mark == "colon" and re.match(r"^//", rest))


def label_by_style(lines: Sequence[Line], words: SpeakerWords) -> None:
    """Take a paragraph style named after a speaker for the label of its first line."""
    roles = {words.role_of(simplify(line.layout.style)) for line in lines}
    if not roles >= {INTERVIEWER, RESPONDENT}:
        return
    last = -1
    for line in lines:
        style = simplify(line.layout.style)
        if not line.label and words.role_of(style) and line.block != last:
            line.label, line.spelling, line.mark = style, line.layout.style, "style"
        last = line.block


def label_alone(lines: Sequence[Line], words: SpeakerWords) -> None:
    """Take a line that is nothing but a declared label, or a name that opens many speeches, for a label."""
    short = [label_key(line.words) for line in lines if not line.label]
    often = _names_alone(lines, words)
    for line in lines:
        if line.mark == "dash" and label_key(line.unlabelled) in often:
            line.restore()
        is_short = len(line.words) <= 2 * LONGEST_NAME and len(line.words.split()) <= LONGEST_ALONE
        plain = label_key(line.words) if is_short else ""
        is_name = plain in often or (
            bool(line.stamp) and short.count(plain) > 1 and line.words.istitle() and len(plain.split()) <= 4
        )
        is_declared = bool(words.role_of(plain)) and len(plain.split()) <= 2
        if not line.label and plain and line.layout.table is None and (is_declared or is_name):
            line.label, line.spelling, line.mark = plain, line.words, "alone"
            line.cut(len(line.words))


def label_dialogue(lines: Sequence[Line]) -> None:
    """Label a dialogue whose every speech opens with a dash: two speakers take turns, and one of them mostly asks."""
    opened = [line for line in lines if DIALOGUE_PATTERN.match(line.words) and not line.label]
    labelled = sum(bool(line.label) for line in lines[lines.index(opened[0]) :]) if opened else 0
    if len(opened) < LEAST_DIALOGUE or labelled > len(opened) / 4 or any(line.layout.is_listed for line in opened):
        return
    speeches: list[str] = []
    opening = {id(line) for line in opened}
    for line in lines:
        if id(line) in opening:
            speeches.append(line.words)
        elif speeches:
            speeches[-1] += f" {line.whole}"
    shares = [sum("?" in speech for speech in speeches[n::2]) / len(speeches[n::2]) for n in (0, 1)]
    if max(shares) < LEAST_ASKING or min(shares) > max(shares) / 2:
        return
    for number, line in enumerate(opened):
        line.restore()
        line.label = line.spelling = INTERVIEWER if shares[number % 2] == max(shares) else RESPONDENT
        line.mark = "style"
        line.cut(len(DIALOGUE_PATTERN.match(line.words)[0]))  # type: ignore[index]


def _names_alone(lines: Sequence[Line], words: SpeakerWords) -> set[str]:
    """Return what stands alone on a line again and again in turns, as the names of those who speak do."""
    running = find_running(lines)
    alone = [
        label_key(said)
        for line in lines
        if (simplify(line.words) not in running or REMARK_PATTERN.match(line.words))
        and (not line.label or line.mark == "dash")
        and (said := (line.unlabelled if line.mark == "dash" else line.words).strip("[]<>"))
        and line.layout.table is None
        and not line.layout.is_heading
        and len(said) <= LONGEST_NAME
        and len(said.split()) <= LONGEST_NAME_WORDS
        and said[0].isupper()
        and (said[-1] not in SENTENCE_ENDS or bool(INITIALS.match(said)) or bool(CUT_NAME.search(said)))
        and not any(words.is_stage(word) for word in said.split())
    ]
    often = {plain for plain, n in Counter(alone).items() if n >= LEAST_ALONE and plain not in words.fields}
    known = [plain for plain in alone if words.role_of(plain)]
    taken = [plain for plain in alone if plain in often or plain in known]
    changes = sum(first != second for first, second in zip(taken, taken[1:], strict=False))
    return often if len(set(taken)) > 1 and changes >= LEAST_CHANGES * len(taken) else set()
