"""Country folders: which file a register means, whatever its folder, case or accents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from tasks.core.sources import normalise

IGNORED_PREFIXES = (".", "~$", "._")
IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})


def is_ignored(name: str) -> bool:
    """Tell whether a file is left behind by a system or an office program."""
    return name.startswith(IGNORED_PREFIXES) or name.lower() in IGNORED_NAMES


class Listing:
    """The files of a country folder.

    Args:
        files: paths below the raw folder, sorted.
    """

    def __init__(self, files: Sequence[str]) -> None:
        self.all = tuple(files)
        self._by_path: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for file in files:
            self._by_path.setdefault(_fold(file), []).append(file)
            self._by_name.setdefault(_fold(PurePosixPath(file).name), []).append(file)

    def at(self, path: str) -> list[str]:
        """Return the files at a path, whatever its case, its accents' encoding and characters that nobody sees."""
        return self._by_path.get(_fold(path), [])

    def named(self, name: str) -> list[str]:
        """Return the files of a name, wherever they lie."""
        return self._by_name.get(_fold(name), [])

    def under(self, prefix: str) -> list[str]:
        """Return the files below a folder."""
        return [file for file in self.all if _fold(file).startswith(_fold(prefix))]


def _fold(path: str) -> str:
    return normalise(path).casefold()


def resolve(named: str, files: Listing, country: str) -> list[str]:
    """Find the files that a register's cell may mean.

    Args:
        named: bare name or path, with either slash, with or without the country folder.
        files: of the country folder.
        country: the folder's name.

    Returns:
        No path when there is none or it leaves the folder, several when the name is not unique.
    """
    path = PurePosixPath(named.strip().strip('"').replace("\\", "/"))
    if ".." in path.parts or path.is_absolute():
        return []
    for candidate in (f"{country}/{path}", str(path)):
        if exact := files.at(candidate):
            return exact
    return files.named(path.name) if len(path.parts) == 1 else []
