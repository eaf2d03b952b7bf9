"""The door to captions and recognised speech: .vtt and .srt (webvtt-py), and the JSON of Whisper and its kin."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tasks.core.sources import Layout, Piece

CAPTIONS_START = re.compile(r"^\ufeff?\s*WEBVTT(?:\s|$)")
SUBTITLES_START = re.compile(r"^\ufeff?\s*(?:\d+\s*\n)?\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
VOICE_PATTERN = re.compile(r"<v(?:\.[^\s>]+)*\s+([^>]+)>")
TAG_PATTERN = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>|\{\\an?\d\}")
NAMED_PATTERN = re.compile(r"^\s*(?:[-–]|>>)?\s*\[?([^\W_][\w.,'’()|&/°º –—-]{0,49}?)\]?\s*[:：](?!//)\s+(?=\S)")
BRACKETED_NAME_PATTERN = re.compile(r"^\s*\[([^\W\d_][^\]\n]{1,30})\]\s+(?=\S)")
SOUND_PATTERN = re.compile(r"^\W*(?:\[[^\[\]]*\]|\([^()]*\)|[♪♫][^♪♫]*[♪♫]?)\W*$")
"""A cue that is nothing but a sound: "[MUSIC]", "(applause)", "♪ ♪"."""
CHANGE_MARK = ">>"
DASH = re.compile(r"^[-–—]\s*(?=[^\s>–—-])")
"""A dash that opens what another speaker says."""
FEWEST_CHANGES = 4
MOST_SPEAKERS = 4
DEEPEST = 8
LISTS = (
    "audio_segments",
    "segments",
    "utterances",
    "entries",
    "turns",
    "monologues",
    "recognizedPhrases",
    "transcript",
    "results",
)
SPEAKERS = (
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_id",
    "speakerId",
    "speakerDisplayName",
    "speakerTag",
    "speaker_tag",
    "speaker_label",
    "speakerLabel",
    "participant",
    "name",
)
WORDS = ("text", "transcript", "content", "sentence", "display", "caption", "body")
STARTS = ("start", "start_time", "startTime", "startOffset", "begin", "offset", "timestamp")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A stretch of recognised speech."""

    speaker: str
    text: str
    start: str
    is_new: bool = False
    """Somebody else begins to speak, whoever it is."""


def looks_like_captions(text: str) -> str:
    """Tell the kind of captions a text holds: "vtt", "srt" or ""."""
    head = text[:2_000]
    return "vtt" if CAPTIONS_START.match(head) else ("srt" if SUBTITLES_START.match(head) else "")


def read_captions(text: str, kind: str) -> list[Piece]:
    """Read captions.

    Args:
        text: decoded file.
        kind: "vtt" or "srt".

    Returns:
        One piece for each uninterrupted speech, with speaker and first time stamp where the file tells them; roll-up
        repetitions are merged.

    Raises:
        webvtt.errors.MalformedFileError: these are no captions.
    """
    import webvtt

    parsed = webvtt.from_string(text) if kind == "vtt" else webvtt.from_buffer(iter(text.splitlines(True)), "srt")
    cues = [cue for caption in parsed for cue in _cues(caption.raw_text, caption.voice, caption.start)]
    spoken = (cue for cue in _named(list(_without_repetitions(cues))) if not SOUND_PATTERN.match(cue.text))
    return _pieces(spoken)


def _cues(raw: str, voice: str | None, start: str) -> Iterator[_Cue]:
    """Split a caption by its voices: two people may speak in one."""
    parts = VOICE_PATTERN.split(raw)
    names = [voice or "" if len(parts) > 1 and not parts[0].strip() else "", *parts[1::2]]
    for name, words in zip(names, parts[0::2], strict=True):
        text = html.unescape(TAG_PATTERN.sub("", words)).strip()
        if text:
            yield _Cue(html.unescape(name).strip(), text, start)


def _named(cues: list[_Cue]) -> list[_Cue]:
    """Take names off the words, `Name: words`, where the file marks speakers so: a name opens two cues or more."""
    if any(cue.speaker for cue in cues):
        return cues
    if dashed := _dashed(cues):
        return dashed
    told = [(cue, part) for cue in cues for part in _name_lines(cue.text)]
    names = [match[1] for _, part in told if (match := _name(part))]
    changes = sum(part.startswith(CHANGE_MARK) for _, part in told)
    if changes >= FEWEST_CHANGES and len(names) < changes / 2:
        return _alternating(told)
    if len(set(names)) < 2 and len(names) < max(2, len(cues) // 2):
        return list(cues)
    often = {name for name in names if names.count(name) > 1}
    known = often if len(often) > 1 else set(names) if len(set(names)) <= MOST_SPEAKERS else often
    named = []
    speaker = ""
    for cue, part in told:
        match = _name(part)
        if match and match[1] in known:
            speaker, part = match[1], part[match.end() :]
        named.append(_Cue(speaker, part.strip(), cue.start))
    return named


def _dashed(cues: Iterable[_Cue]) -> list[_Cue]:
    """Part the speeches of captions that open each one with a dash, and keep the dash; none where few cues do.

    Who of the two speaks is told from the words, as in any talk that is typed so: a dash too few would turn all later
    speeches around.
    """
    parts = [(cue, line.strip()) for cue in cues for line in cue.text.split("\n") if line.strip()]
    opened = [line for _, line in parts if DASH.match(line)]
    if len(opened) < FEWEST_CHANGES or any(_name(DASH.sub("", line)) for line in opened):
        return []
    if any(above.endswith(":") and DASH.match(line) for (_, above), (_, line) in pairwise(parts)):
        return []  # a list within a speech
    speeches: list[_Cue] = []
    for cue, line in parts:
        if speeches and not DASH.match(line):
            speeches[-1] = replace(speeches[-1], text=f"{speeches[-1].text} {line}")
        else:
            speeches.append(replace(cue, text=line, is_new=True))
    return speeches


def _name(part: str) -> re.Match[str] | None:
    return NAMED_PATTERN.match(part) or BRACKETED_NAME_PATTERN.match(part)


def _alternating(told: Iterable[tuple[_Cue, str]]) -> list[_Cue]:
    """Give the speeches of captions that only mark a change of speaker (`>>`) to two speakers in turn."""
    changes = 0
    cues = []
    for cue, part in told:
        changes += part.startswith(CHANGE_MARK)
        cues.append(_Cue(f"Speaker {changes % 2 + 1}", part.removeprefix(CHANGE_MARK).strip(), cue.start))
    return cues


def _name_lines(text: str) -> list[str]:
    """Split a cue before the lines that open with a name."""
    parts: list[str] = []
    for line in text.split("\n"):
        if parts and not _name(line) and not line.startswith(CHANGE_MARK):
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts


def _bare(line: str) -> str:
    """Return a line without the name in front, which captions repeat or drop as they roll."""
    match = NAMED_PATTERN.match(line)
    return line[match.end() :].strip() if match else line


def _without_repetitions(cues: Iterable[_Cue]) -> Iterator[_Cue]:
    """Leave out what a roll-up caption repeats of the one before."""
    shown: list[str] = []
    for cue in cues:
        lines = [line.strip() for line in cue.text.split("\n") if line.strip()]
        new = lines
        bare = [_bare(line) for line in lines]
        for overlap in range(min(len(lines), len(shown)), 0, -1):
            if shown[-overlap:] == bare[:overlap]:
                new = lines[overlap:]
                break
        if not new:
            continue
        if len(shown) == 1 and len(lines) == 1 and bare[0].startswith(shown[0] + " "):
            new = [bare[0][len(shown[0]) :].strip()]
        shown = bare
        yield replace(cue, text="\n".join(new))


def _pieces(cues: Iterable[_Cue]) -> list[Piece]:
    """Join the consecutive cues of one speaker."""
    joined: list[_Cue] = []
    for cue in cues:
        if joined and joined[-1].speaker == cue.speaker and not cue.is_new:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {cue.text}")
        else:
            joined.append(cue)
    return [Piece(" ".join(cue.text.split()), Layout(speaker=cue.speaker, start_time=cue.start)) for cue in joined]


def read_recognised_speech(text: str) -> list[Piece] | None:
    """Read the JSON of a speech recogniser: a list of stretches with words, and maybe speaker and start.

    Args:
        text: decoded file.

    Returns:
        One piece for each uninterrupted speech, or None when it is no such JSON.
    """
    try:
        found = _stretches(json.loads(text), 0)
    except (ValueError, RecursionError):
        return None
    cues = [_Cue(_first(entry, SPEAKERS), words, _stamp(entry)) for entry in found if (words := _words(entry))]
    if not any(cue.speaker for cue in cues) and (single := _single_words(json.loads(text))):
        cues = single
    return _pieces(_named(cues)) if cues else None


def _single_words(value: Any) -> list[_Cue]:
    """Read recognised speech word by word, where the words say who spoke and nothing above them does."""
    cues: list[_Cue] = []
    speakers = _speakers_by_start(value)
    for entry in _word_entries(value, 0):
        start = str(next((entry[key] for key in STARTS if key in entry), ""))
        word = _first(entry, ("punctuated_word", "word", "content", "text")) or _first(
            _best(entry), ("content", "word")
        )
        speaker = _first(entry, SPEAKERS) or speakers.get(start, "")
        is_sign = bool(word) and not any(map(str.isalnum, word))
        if is_sign and cues:
            cues[-1] = replace(cues[-1], text=cues[-1].text + word)
        elif word and (speaker or cues):
            cues.append(_Cue(speaker or cues[-1].speaker, word, _stamp(entry)))
    return cues


def _best(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the likeliest of the readings that a recogniser offers."""
    for key in ("alternatives", "nBest"):
        offered = entry.get(key)
        if isinstance(offered, list) and offered and isinstance(offered[0], dict):
            return offered[0]
    return {}


def _word_entries(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        entries = [entry for entry in value if isinstance(entry, dict)]
        if any(_is_word(entry) for entry in entries):
            yield from entries
            return
        for entry in entries:
            yield from _word_entries(entry, depth + 1)
    elif isinstance(value, dict):
        for own in value.values():
            yield from _word_entries(own, depth + 1)


def _is_word(entry: Mapping[str, Any]) -> bool:
    has_word = "word" in entry or "punctuated_word" in entry or "content" in _best(entry)
    return has_word and ("type" in entry or bool(_first(entry, SPEAKERS)))


def _speakers_by_start(value: Any) -> dict[str, str]:
    """Read who speaks when, where a recogniser keeps that apart from the words."""
    labels = value.get("results") if isinstance(value, dict) else None
    labels = labels.get("speaker_labels") if isinstance(labels, dict) else None
    segments = labels.get("segments") if isinstance(labels, dict) else None
    found: dict[str, str] = {}
    for segment in segments if isinstance(segments, list) else ():
        items = segment.get("items") if isinstance(segment, dict) else None
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                found[str(item.get("start_time", ""))] = _first(item, SPEAKERS)
    return found


def _stretches(value: Any, depth: int) -> list[Mapping[str, Any]]:
    if depth > 4:
        return []
    if isinstance(value, list):
        entries = [entry for entry in value if isinstance(entry, dict)]
        return entries if any(_words(entry) for entry in entries) else []
    if isinstance(value, dict):
        for key in LISTS:
            if found := _stretches(value.get(key), depth + 1):
                return found
    return []


def _words(entry: Mapping[str, Any]) -> str:
    direct = _first(entry, WORDS)
    if direct:
        return " ".join(direct.split())
    if direct := _first(_best(entry), ("display", "lexical", "transcript")) if "nBest" in entry else "":
        return " ".join(direct.split())
    parts = entry.get("elements") or entry.get("words")
    if isinstance(parts, list):
        said = [str(part.get("value") or part.get("word") or "") for part in parts if isinstance(part, dict)]
        return " ".join("".join(f" {word}" if not word[:1].isspace() else word for word in said).split())
    return ""


def _first(entry: Mapping[str, Any], keys: Iterable[str]) -> str:
    for key in keys:
        value = entry.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("displayName")
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _stamp(entry: Mapping[str, Any]) -> str:
    """Return when a stretch starts: a time as received, or seconds written as hours, minutes and seconds."""
    value = next((entry[key] for key in STARTS if isinstance(entry.get(key), (int, float, str))), "")
    if isinstance(value, str):
        return value
    seconds = int(min(max(value, 0), 359_999)) if value == value else 0  # noqa: PLR0124 - NaN differs from itself
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
