"""Tables are read in the thread that asks: threads of Arrow that still stood when Python ended aborted the process."""

import subprocess
import sys
from pathlib import Path

import pytest

TOLD = """
import os, sys
from pathlib import Path
import pandas as pd
from tasks.adapters.store import Store

def threads():
    names = [Path(f"/proc/self/task/{one}/comm").read_text() for one in os.listdir("/proc/self/task")]
    return sum(not name.startswith("jemalloc") for name in names)

store = Store(Path(sys.argv[1]), Path(sys.argv[1]), Path(sys.argv[1]))
answer = {"answer_id": "a-1", "interview_id": "XAA-01", "question_name": "q5", "row": 2, "column": "q5"}
store.write_table("XAA", "answers", [answer | {"file": "talk.txt", "sheet": ""}])
before = threads()
assert len(store.read_table("XAA", "answers")) == len(store.read_rows("XAA", "answers")) == 1
print(threads() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted where Linux lists them")
def test_table__read__starts_no_thread(tmp_path):
    told = subprocess.run([sys.executable, "-c", TOLD, str(tmp_path)], capture_output=True, text=True, timeout=100)
    assert told.stdout.strip() == "0", told.stderr
