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
