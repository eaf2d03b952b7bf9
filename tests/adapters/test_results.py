"""Results that are kept from one run to the next."""

import errno
import os

from tasks.adapters.results import begin_results, end_results, results_of
from tasks.adapters.store import Store


def test_result__kept_under_the_same_name__is_the_latest(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    found = []
    for kept in (b"first", b"second", b"second", b"third"):
        with results_of(store, "XAA", "tell", "1") as results:
            found.append(results.recall("what"))
            results.keep(kept, "what")
    assert found == [b"", b"first", b"second", b"second"]


def test_results__of_a_killed_writer__are_swept_and_those_of_another_stage_stay(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    with results_of(store, "XAA", "portfolio", "1") as results:
        results.keep(b"row", "what")
    folder = next(tmp_path.rglob("portfolio.results")).parent
    left, others = folder / ".portfolio.results.v7hm_c52.msp-part", folder / ".mask.results.a1b2c3d4.msp-part"
    for part in (left, others):
        part.write_bytes(b"half")
    with results_of(store, "XAA", "portfolio", "1") as results:
        assert results.recall("what") == b"row"
    assert (left.exists(), others.exists()) == (False, True)


def test_results__of_a_disk_that_refused_even_to_remove_what_it_did_not_take__leave_nothing(tmp_path, monkeypatch):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    begin_results(store, "XAA", is_fresh=False)
    with monkeypatch.context() as full, results_of(store, "XAA", "release", "1") as results:
        results.keep(b"row", "what")
        for call in ("fsync", "unlink"):
            full.setattr(os, call, refuse)
    assert list(tmp_path.rglob(".release.results.*")), "the disk was not full"
    end_results(store, "XAA")
    assert not list(tmp_path.rglob(".release.results.*"))
