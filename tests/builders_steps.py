"""Steps of a run that do next to nothing, for tests of the run around them."""

from flows.steps import Steps
from tasks.adapters.disk import write_bytes
from tasks.adapters.store import Store


def steps() -> Steps:
    """Make steps that only write a table and copy what was received into a report."""

    def receive(draft: Store, country: str) -> None:
        answer = {"answer_id": "a-1", "interview_id": "XAA-01", "question_name": "q5", "row": 2, "column": "q5"}
        draft.write_table(country, "answers", [answer | {"file": "talk.txt", "sheet": ""}])
        write_bytes(draft.processed / country / "expectations.json", b"[]")

    def render(draft: Store, country: str, language: str) -> None:
        write_bytes(draft.reports / country / "brief.html", (draft.raw / country / "talk.txt").read_bytes())

    def nothing(*_: object) -> None:
        pass

    return Steps(receive, nothing, nothing, nothing, nothing, nothing, nothing, render, nothing)
