"""The door to the disk for whatever is written: a file is the old one or the new one, never half of it.

A writer that is killed leaves at most files that end in `PART`; whoever holds the country's lock sweeps them.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import combinations, takewhile
from pathlib import Path

from tasks.core.problems import Problem, ProblemKind, Severity

PART = ".msp-part"
"""Ending of a file that is being written."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ESTALE})
MOST_TRIES = 50
"""Times that a folder is made anew which others remove as soon as it is empty."""
REFUSED = FULL | {errno.EIO, errno.EROFS, errno.ESTALE}
"""What only a disk says: whoever wrote, and wherever, it is no fault of a program."""
WITHOUT_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
"""What a file system answers that cannot write a folder through: then its rename has to do."""

DISK_FULL = ProblemKind(
    "H002",
    Severity.CRITICAL,
    "The disk, or the space allowed, is full: {what} could not be written. What was made before is as it was.",
    "Make room and run again.",
)
READ_ONLY = ProblemKind(
    "H003",
    Severity.CRITICAL,
    "The folder may not be written to: {what} could not be written. What was made before is as it was.",
    "Give the account that runs this the right to write there, or name other folders.",
)
DISK_FAULT = ProblemKind(
    "H004",
    Severity.CRITICAL,
    "The disk answered with a fault ({reason}) on {what}. What was made before is as it was.",
    "Check the disk and its connection, then run again.",
)
VANISHED = ProblemKind(
    "H005",
    Severity.CRITICAL,
    "A file or folder vanished while it was needed: {what}.",
    "Run again once nobody moves or deletes files there.",
)

WRONG_PLACE = ProblemKind(
    "H008",
    Severity.CRITICAL,
    "Nothing can be written to {what}, as {reason}. Nothing was changed.",
    "Name another place in the command.",
)
ONE_IN_ANOTHER = ProblemKind(
    "H009",
    Severity.CRITICAL,
    "The folders {one} and {other} are the same, or one lies inside the other ({place}). Nothing was changed.",
    "Name folders that lie apart: what was received, the tables and the reports each need one of their own.",
)


class DiskError(OSError):
    """The disk refused.

    Attributes:
        problem: what is wrong and what to do; it names the tool's own files only.
    """

    def __init__(self, problem: Problem, number: int | None = None) -> None:
        super().__init__(number or errno.EIO, problem.code)
        self.problem = problem

    def __str__(self) -> str:
        return str(self.problem)


@contextmanager
def explained(what: str, only: frozenset[int] | None = None) -> Iterator[None]:
    """Turn what the system says of the disk into a problem.

    Args:
        what: the file or folder meant, for people; never a name that a respondent's file has.
        only: error numbers that are turned, any other error is left as it is; None turns all.

    Raises:
        DiskError: the disk refused.
    """
    try:
        yield
    except DiskError:
        raise
    except OSError as error:
        if only is not None and error.errno not in only:
            raise
        kind = next((kind for numbers, kind in KINDS if error.errno in numbers), DISK_FAULT)
        reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise DiskError(kind.at(what=what, reason=reason), error.errno) from None


def refusals_explained(what: str) -> AbstractContextManager[None]:
    """Turn what only a disk says into a problem, also where a library wrote; any other error is left as it is.

    Args:
        what: as `explained` takes it.

    Raises:
        DiskError: the disk refused.
    """
    return explained(what, only=REFUSED)


KINDS = ((FULL, DISK_FULL), (CLOSED, READ_ONLY), (GONE, VANISHED))


def check_place(path: Path, *, is_folder: bool) -> None:
    """Check that a place which a person named can be written to, before anything is made for it.

    Args:
        path: of a file or a folder; it need not be there.
        is_folder: which of both is meant.

    Raises:
        DiskError: it is the other one, stands below a file, or nothing can be made there.
    """
    above = next((one for one in (path, *path.absolute().parents) if one.exists()), path)
    reason = ""
    if above == path and path.is_dir() != is_folder:
        reason = "it is a file and no folder" if is_folder else "it is a folder and no file"
    elif not above.is_dir() and above != path:
        reason = f"{above} is a file and no folder"
    elif above.is_dir():
        reason = _refusal_of(above)
    if reason:
        raise DiskError(WRONG_PLACE.at(what=path, reason=reason), errno.EINVAL)


def need_apart(folders: Mapping[str, Path]) -> None:
    """Check that folders lie apart, also by links and by relative paths, whether they are there yet or not.

    Args:
        folders: what people call each -> where it is.

    Raises:
        DiskError: two are the same, or one lies inside another.
    """
    for (one, first), (other, second) in combinations(folders.items(), 2):
        if _holds(first, second) or _holds(second, first):
            raise DiskError(ONE_IN_ANOTHER.at(one=one, other=other, place=second), errno.EINVAL)


def _holds(outer: Path, inner: Path) -> bool:
    """Tell whether a folder is another one, or lies above it."""
    place = Path(os.path.realpath(inner))
    above = (place, *place.parents)
    return Path(os.path.realpath(outer)) in above or any(_are_one(outer, one) for one in above)


def _are_one(folder: Path, other: Path) -> bool:
    """Tell whether two paths lead to one folder, as the disk knows it: a second mount, or other capitals."""
    with suppress(OSError):
        return folder.samefile(other)
    return False


def _refusal_of(folder: Path) -> str:
    """Return why nothing can be made in a folder, "" if something can; what only a disk says is raised."""
    try:
        with explained(folder.name, only=REFUSED | CLOSED), tempfile.TemporaryDirectory(dir=folder, suffix=PART):
            return ""
    except DiskError:
        raise
    except OSError:
        return f"no file can be made in {folder}"


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that it is either the old one or the new one, never half of it, even if the power fails.

    Args:
        path: where to; its folder is made.
        content: the whole file.
        mode: who may read it; a file that is secret is never readable by others, not even while it is written.

    Raises:
        DiskError: the disk refused; the old file is as it was.
    """
    with explained(path.name):
        make_folder(path.parent)
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=PART)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                Path(part).chmod(mode)
                os.fsync(stream.fileno())
            Path(part).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(part).unlink()
            raise
        sync_folder(path.parent)


def write_spare(path: Path, content: bytes) -> None:
    """Write a file that only saves the next run time: a disk that refuses it costs that, and no more.

    Whoever comes may write it, without a lock; what a killed writer of it left goes.

    Args:
        path: where to; its folder is made.
        content: the whole file.
    """
    with suppress(DiskError):
        sweep_beside(path)
        write_bytes(path, content)


def append_line(path: Path, line: bytes) -> None:
    """Add a line at the end of a file, written through; nothing before it is touched.

    Args:
        path: the file; made, for its owner's eyes only, when there is none.
        line: or several, without the end of the last.

    Raises:
        DiskError: the disk refused; part of the line may stand there.
    """
    with explained(path.name):
        make_folder(path.parent)
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        if is_new:
            sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, written through.

    Args:
        folder: to make; the run of another country may remove those above it while they are empty.
    """
    if not folder.is_dir():
        _make(folder, lambda: None)


def _make(folder: Path, use: Callable[[], object]) -> None:
    """Make a folder and use it at once, again where it, or one above it, was removed in between as it was empty."""
    missing: set[Path] = set()
    for left in reversed(range(MOST_TRIES)):
        missing.update(takewhile(lambda one: not one.is_dir(), (folder, *folder.parents)))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            use()
            break
        except (FileNotFoundError, FileExistsError):  # it was there, and is no more when it is looked at
            if not left:
                raise
    for one in sorted(missing, reverse=True):
        with suppress(FileNotFoundError):  # an empty one may be gone again
            sync_folder(one.parent)


def move(source: Path, target: Path) -> None:
    """Put a file in another's place at once; its folder is there. `sync_folder` writes the place through."""
    with explained(target.name):
        source.replace(target)


def move_into(source: Path, folder: Path) -> None:
    """Put a folder into another that several countries share, and write the place through.

    Args:
        source: the folder; it keeps its name.
        folder: made, as often as the run of another country removes it while it is empty.

    Raises:
        DiskError: the disk refused.
    """
    with explained(source.name):
        _make(folder, lambda: source.replace(folder / source.name))
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Write a folder's list of names through to the disk, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folder; a folder that may only be written to cannot be synced
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in WITHOUT_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it; nothing happens when there is none."""
    with explained(path.name):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def remove_empty_folders(folder: Path) -> None:
    """Remove the folders below a folder, and itself, as far as nothing is in them."""
    if not folder.is_dir():
        return
    for path in sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True):
        with suppress(OSError):
            path.rmdir()
    with suppress(OSError):
        folder.rmdir()


def sweep(folder: Path, *, is_deep: bool = True) -> None:
    """Remove what a killed writer left below a folder, or right in it; only who holds its lock may."""
    with explained(folder.name):
        for path in folder.glob(f"{'**/' if is_deep else ''}*{PART}"):
            path.unlink(missing_ok=True)


def sweep_beside(path: Path) -> None:
    """Remove what a killed writer of a file left beside it: a living one, if no lock keeps it out, is refused then."""
    with explained(path.name):
        for part in path.parent.glob(f".{path.name[:100]}.*{PART}"):
            part.unlink(missing_ok=True)
