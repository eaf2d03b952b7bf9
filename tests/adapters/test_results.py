"""Results that are kept from one run to the next."""

from tasks.adapters.results import results_of
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
