import pytest

from tasks.adapters.disk import DiskError
from tasks.adapters.store import Store
from tasks.core.tables import TABLES, plain_rows


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


def score(unit_id, **told):
    return {"country_iso3": "XAA", "unit": "indicator", "unit_id": unit_id, "state": "scored", **told}


def test_read_rows__are_those_of_the_table(store):
    store.write_table("XAA", "scores", [score("2.1", value=3, flags=("thin",)), score("1.1", value=None)])
    assert store.read_rows("XAA", "scores") == plain_rows(store.read_table("XAA", "scores"))


@pytest.mark.parametrize("table", TABLES)
def test_read_rows__of_no_table_are_none(store, table):
    assert store.read_rows("XAA", table) == plain_rows(store.read_table("XAA", table)) == []


def test_read_rows__damaged_table_or_one_of_another_version_is_told(store):
    store.write_table("XAA", "scores", [score("1.1")])
    path = store.table_path("XAA", "scores")
    store.write_table("XAA", "problems", [])
    for other in (path.read_bytes()[:-9], store.table_path("XAA", "problems").read_bytes()):
        path.write_bytes(other)
        with pytest.raises(DiskError, match="H006"):
            store.read_rows("XAA", "scores")
