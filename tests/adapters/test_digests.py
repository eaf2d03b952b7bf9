import hashlib
import os
import time

import pytest

from tasks.adapters import digests
from tasks.adapters.digests import SETTLED, digest_of

NOW = time.time


@pytest.fixture
def settled(tmp_path):
    """Write files; `later` lets their last change lie longer back than `SETTLED`."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture(autouse=True)
def later(monkeypatch):
    monkeypatch.setattr(digests, "_kept", {})
    monkeypatch.setattr(digests.time, "time", lambda: NOW() + 2 * SETTLED)


def test_digest_of__is_the_sha256_of_the_content(settled):
    assert digest_of(settled("a.txt", b"said")) == hashlib.sha256(b"said").hexdigest()


def test_digest_of__file_is_read_once(settled, monkeypatch):
    path = settled("a.txt", b"said")
    first = digest_of(path)
    monkeypatch.setattr(digests.hashlib, "file_digest", None)
    assert digest_of(path) == first


def test_digest_of__a_change_of_the_same_length_is_seen(settled):
    path = settled("a.txt", b"said")
    before = digest_of(path)
    told = path.stat()
    path.write_bytes(b"Said")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))  # somebody sets the time back
    assert digest_of(path) != before


def test_digest_of__a_file_that_took_the_place_of_another_is_read(settled, tmp_path):
    path = settled("a.txt", b"said")
    before = digest_of(path)
    settled("b.txt", b"told").replace(path)
    assert digest_of(path) != before


def test_digest_of__a_file_just_written_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(digests.time, "time", NOW)
    path = tmp_path / "a.txt"
    path.write_bytes(b"said")
    digest_of(path)
    assert not digests._kept


def test_digest_of__keeps_so_many(settled, monkeypatch):
    monkeypatch.setattr(digests, "MOST_KEPT", 2)
    for n in range(5):
        digest_of(settled(f"{n}.txt", b"%d" % n))
        assert len(digests._kept) <= 2


def test_digest_of__a_missing_file_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        digest_of(tmp_path / "gone.txt")
