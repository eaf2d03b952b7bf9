"""A brief that someone edited in Word is never written over."""

import io
from pathlib import Path

import docx
import pytest
from builders_brief import brief

from tasks.adapters.charts import chart_png
from tasks.adapters.store import Store
from tasks.adapters.word import write_docx
from tasks.keep_edits import choose_document


@pytest.fixture
def store(tmp_path: Path) -> Store:
    run_store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    (run_store.reports / "XAA").mkdir(parents=True)
    return run_store


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(brief(), chart_png(brief()))


def edited(content: bytes) -> bytes:
    document = docx.Document(io.BytesIO(content))
    document.add_paragraph("An editor was here.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def put(store: Store, name: str, content: bytes) -> Path:
    path = store.reports / "XAA" / name
    path.write_bytes(content)
    return path


def codes(store: Store) -> list[str]:
    return list(store.read_table("XAA", "problems")["code"])


def test_document__that_nobody_edited__is_replaced(store, written):
    assert choose_document(store, "XAA").name == "brief.docx"
    put(store, "brief.docx", written)
    assert choose_document(store, "XAA").name == "brief.docx"
    assert codes(store) == []


def test_document__that_was_edited__stays_and_the_new_one_stands_beside_it(store, written):
    path = put(store, "brief.docx", edited(written))
    before = path.read_bytes()
    assert choose_document(store, "XAA").name == "brief-new.docx"
    assert codes(store) == ["B001"]
    put(store, "brief-new.docx", edited(written))
    assert choose_document(store, "XAA").name == "brief-new-2.docx"
    assert path.read_bytes() == before


def test_document__once_the_edited_one_is_away__is_brief_docx_again_and_old_ones_go(store, written):
    put(store, "brief.docx", edited(written)).unlink()
    put(store, "brief-new.docx", written)
    mine = put(store, "brief-new-2.docx", edited(written))
    assert choose_document(store, "XAA").name == "brief.docx"
    assert sorted(path.name for path in (store.reports / "XAA").iterdir()) == [mine.name]
    assert codes(store) == []
