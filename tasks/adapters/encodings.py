"""The door to charset-normalizer: bytes of a text file, decoded without losing a character."""

from __future__ import annotations

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL_PATTERN = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
"""Control characters but for tabs, ends of lines and pages, and the mark of the end of old files."""
UNDEFINED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


def decode_text(content: bytes) -> str | None:
    """Decode the bytes of a text file.

    Byte order marks decide first, then strict UTF-8, then UTF-16 without a mark (every other byte is
    zero), then Windows-1252, the encoding of old office programs in the four languages. Where its
    characters make no text, charset-normalizer is asked.

    Args:
        content: the whole file.

    Returns:
        The text, or None when it is no text.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content, encoding)
    if b"\0" in content:
        return _decode_without_mark(content)
    text = _decode(content, "utf-8")
    if text is not None:
        return None if _is_binary(text) else text
    if not UNDEFINED_IN_CP1252 & set(content) and not _is_binary(western := content.decode("cp1252", errors="replace")):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    return None if best is None or _is_binary(str(best)) else str(best)


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _decode_without_mark(content: bytes) -> str | None:
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = content[start::2].count(0)
        if len(content) % 2 == 0 and zeros > 0.7 * len(content) / 2:
            return _decode(content, encoding)
    return None


def _is_binary(text: str) -> bool:
    return len(CONTROL_PATTERN.findall(text)) > len(text) * 0.01
