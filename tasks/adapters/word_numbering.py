"""The numbers that Word writes before the paragraphs of a list: they stand nowhere in the text of a document."""

from __future__ import annotations

from typing import Any

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{WORD}val"
DECIMAL = ("decimal", "decimalZero")
LARGEST_START = 999


class ListNumbers:
    """Counts the paragraphs of numbered lists in the order of the document, on the first level alone.

    Args:
        root: of the numbering part, None without one.
    """

    def __init__(self, root: Any) -> None:
        self._kinds: dict[str, str] = {}
        self._restarts: dict[str, int] = {}
        self._starts: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for kind in root.iter(f"{WORD}abstractNum") if root is not None else ():
            level = next((one for one in kind.iter(f"{WORD}lvl") if one.get(f"{WORD}ilvl") == "0"), None)
            if level is not None and _value(level, "numFmt") in DECIMAL:
                self._starts[kind.get(f"{WORD}abstractNumId", "")] = _number(_value(level, "start"))
        for own in root.iter(f"{WORD}num") if root is not None else ():
            number = own.get(f"{WORD}numId", "")
            self._kinds[number] = _value(own, "abstractNumId")
            override = own.find(f"{WORD}lvlOverride[@{WORD}ilvl='0']/{WORD}startOverride")
            if override is not None:
                self._restarts[number] = _number(override.get(VALUE, ""))

    def count(self, list_id: str, level: str) -> int | None:
        """Count a paragraph of a list.

        Args:
            list_id: of its list in the document, "" for none.
            level: "0" for the first.

        Returns:
            The number that Word writes before it; None for a bullet, another level or no list.
        """
        kind = self._kinds.get(list_id, "")
        if kind not in self._starts or level != "0":
            return None
        restart = self._restarts.pop(list_id, None)
        self._last[kind] = self._last.get(kind, self._starts[kind] - 1) + 1 if restart is None else restart
        return self._last[kind]


def _value(parent: Any, name: str) -> str:
    mark = parent.find(f"{WORD}{name}")
    return mark.get(VALUE, "") if mark is not None else ""


def _number(value: str) -> int:
    return min(int(value), LARGEST_START) if value.isdecimal() else 1
