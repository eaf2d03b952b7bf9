"""What is released holds no identifier; a withdrawal takes somebody's words out of everything. Nobody here is real."""

import re
import shutil
import sqlite3
from pathlib import Path

import docx
import pytest
from builders_country import CIVIL_SOCIETY, HEADER, country_folder, write

from flows.direct import run_directly
from tasks.adapters.finished_files import read_finished, read_record_blocks
from tasks.adapters.key_files import write_key
from tasks.adapters.results import results_of
from tasks.adapters.store import Store
from tasks.archive import archive
from tasks.core import pseudonym_keys
from tasks.core.problems import Problem
from tasks.core.pseudonym_keys import KeyEntry
from tasks.core.releases import IDENTIFIER_HELD, LOOKS, Searcher
from tasks.exchange import export_project
from tasks.release import check_finished, find_doubts

NAME, PHONE = "Hawa Sanogo", "+223 76 12 34 56"
SAYING = f"""Interviewer: Who is the current coordinator or convenor of your platform?
Respondent: The convenor is {NAME}, and she is very active; call her on {PHONE} and she convenes the platform at once.
Interviewer: Is there an action plan available for the platform?
Respondent: Yes, we have an annual action plan for this year. It was validated in January and it is costed.
"""
WITHDRAWN = """- interview: XAA-02
  column: consent_record
  was: yes
  becomes: "no"
  reason: taken back by letter
  by: the team
  date: 2026-03-01
"""


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


def run(store: Store):
    (outcome,) = run_directly(store, ["XAA"], "en")
    return outcome


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A country that was run once, and how that ended."""
    store = store_in(tmp_path_factory.mktemp("first"))
    country_folder(store.raw)
    write(store.raw / "XAA" / "transcripts" / "gov.txt", SAYING)
    return store, run(store)


@pytest.fixture
def store(first, tmp_path):
    """The country and its reports, each test's own."""
    assert first[1].is_written
    shutil.copytree(first[0].raw.parent, tmp_path / "home")
    return store_in(tmp_path / "home")


def everything(store: Store) -> str:
    """All texts of tables and reports, as somebody who opens each of them would read them."""
    paths = [path for folder in (store.processed, store.reports) for path in folder.rglob("*") if path.is_file()]
    return "\n".join(text for path in sorted(paths) for _, text in read_finished(path))


def all_texts(store: Store) -> str:
    """All texts of every file beside the raw ones: tables, reports, the portfolio, caches, keys, logs."""
    root = store.processed.parent
    paths = [path for path in sorted(root.rglob("*")) if path.is_file() and store.raw not in path.parents]
    assert {"portfolio.xlsx", "key.json", "log.jsonl"} <= {path.name for path in paths}
    return "\n".join(text for path in paths for _, text in read_finished(path))


def rewrite_register(store: Store, change) -> None:
    path = store.raw / "XAA" / "interviews.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.slow
def test_release__of_a_clean_country__holds_no_identifier(first, store):
    outcome = first[1]
    assert {path.name for path in outcome.paths} == {
        "brief.html",
        "brief.docx",
        "brief.pdf",
        "brief.json",
        "data-quality.html",
    }
    assert not re.search("Sanogo|76 12 34", everything(store))
    assert not list(store.reports.glob(".staged"))


@pytest.mark.slow
def test_release__with_pseudonymisation_switched_off__is_blocked_and_leaves_the_last_report(store, monkeypatch):
    before = {path.name: path.read_bytes() for path in (store.reports / "XAA").iterdir()}
    write(store.raw / "XAA" / "transcripts" / "gov.txt", SAYING.replace("very active", "active"))
    monkeypatch.setattr(pseudonym_keys, "apply_replacements", lambda text, found: text)
    outcome = run(store)
    assert not outcome.is_written
    assert "L001" in {problem["code"] for problem in outcome.problems}
    told = outcome.message + str(outcome.problems)
    assert not re.search("Sanogo|76 12 34", told)
    assert {path.name: path.read_bytes() for path in (store.reports / "XAA").iterdir()} == before
    assert not list(store.reports.glob(".staged"))


@pytest.mark.slow
def test_release__blocked_by_the_brief_alone__tells_why_though_the_page_of_problems_is_released(store, monkeypatch):
    def check(store: Store, country: str, files: list[Path], *rest: object) -> list[Problem]:
        is_brief = any(path.name == "brief.docx" for path in files)
        return [IDENTIFIER_HELD.at(name="brief.docx", n=1, place="word/document.xml")] if is_brief else []

    write(store.raw / "XAA" / "transcripts" / "gov.txt", SAYING.replace("very active", "active"))
    monkeypatch.setattr("tasks.release.check_finished", check)
    outcome = run(store)
    assert not outcome.is_written
    assert [problem["code"] for problem in outcome.problems if problem["severity"] == "critical"] == ["L001"]


@pytest.mark.slow
def test_portfolio__that_names_a_person__is_blocked_and_leaves_the_last_one(store, monkeypatch):
    before = {path.name: path.read_bytes() for path in store.reports.iterdir() if path.is_file()}
    assert {"index.html", "portfolio.xlsx", "portfolio-scores.csv"} <= set(before)
    monkeypatch.setattr("tasks.render_portfolio.name_country", lambda *_: f"where {NAME.upper()} works")
    (store.processed / "portfolio.json").unlink()
    outcome = run(store)
    blocked = {problem["detail"].split()[0] for problem in outcome.problems if problem["code"] == "L001"}
    assert {"index.html", "portfolio.xlsx", "portfolio-scores.csv"} <= blocked
    assert "sanogo" not in str(outcome.problems).lower()
    assert {path.name: path.read_bytes() for path in store.reports.iterdir() if path.is_file()} == before


@pytest.mark.slow
def test_release__with_a_name_in_the_database_of_runs__is_blocked(store, tmp_path):
    database = tmp_path / "prefect.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE log (level INTEGER, message TEXT)")
        connection.execute("INSERT INTO log VALUES (30, ?)", (f"{store.raw.resolve()}: all is well",))
    assert check_finished(store, "XAA", [], [database]) == []
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO log VALUES (40, 'cannot read the words of hawa sanogo')")
    (problem,) = check_finished(store, "XAA", [], [database])
    assert (problem.code, "table log, column message" in problem.detail) == ("L001", True)
    assert "sanogo" not in str(problem).lower()


def test_release__records_that_were_clean_are_searched_again_for_a_name_that_is_known_since(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    database = tmp_path / "prefect.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE log (level INTEGER, message TEXT)")
        rows = [(30, f"run {n} of {NAME if n == 300 else 'nobody'}") for n in range(600)]
        connection.executemany("INSERT INTO log VALUES (?, ?)", rows)

    def found() -> list[str]:
        with results_of(store, "XAA", "release", "1") as results:
            return [problem.code for problem in check_finished(store, "XAA", [], [database], results)]

    write_key(store, "XAA", [KeyEntry("[person 1]", "person", "Ana Lima")], {})
    assert [found(), found()] == [[], []]
    write_key(store, "XAA", [KeyEntry("[person 1]", "person", "Ana Lima"), KeyEntry("[person 2]", "person", NAME)], {})
    assert found() == ["L001"]
    assert found() == ["L001"]


def test_record_blocks__hold_all_texts_and_stay_as_they_were_when_rows_are_added(tmp_path):
    with sqlite3.connect(tmp_path / "prefect.db") as connection:
        connection.execute("CREATE TABLE log (level INTEGER, message TEXT)")
        connection.executemany("INSERT INTO log VALUES (?, ?)", [(30, f"run {n}") for n in range(600)])
    before = list(read_record_blocks(tmp_path / "prefect.db"))
    texts = [text for place, texts in before for text in texts if place == "table log, column message"]
    assert texts == [f"run {n}" for n in range(600)]
    with sqlite3.connect(tmp_path / "prefect.db") as connection:
        connection.execute("INSERT INTO log VALUES (30, 'run 600')")
    now = list(read_record_blocks(tmp_path / "prefect.db"))
    assert len(set(now) - set(before)) == 1


@pytest.mark.parametrize(
    "line", ["cannot read the words of hawa sanogo", '{"event": "run", "file": "Hawa Sanogo.docx"}']
)
def test_release__with_a_name_in_a_log_file__is_blocked_and_who_works_is_nobodys_name(line, tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    write_key(store, "XAA", [KeyEntry("[person 1]", "person", NAME)], {})
    log = write(tmp_path / "audit" / "log.jsonl", '{"event": "run", "who": "Hawa Sanogo"}\n')
    other = write(tmp_path / "server.log", "all is well\n")
    assert check_finished(store, "XAA", [], [other]) == []
    for path in (log, other):
        path.write_text(path.read_text() + line + "\n")
    problems = check_finished(store, "XAA", [], [other])
    assert [(one.code, "a log file" in one.detail, "line 2" in one.detail) for one in problems] == [
        ("L001", True, True)
    ] * 2
    assert "sanogo" not in str(problems).lower()


def test_words_of_a_doubtful_name__are_told_and_block_nothing_and_a_registers_name_blocks(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    public = "National Market"
    page = write(tmp_path / "brief.html", f"<p>The plan of the {public} is new.</p>")
    write_key(store, "XAA", [KeyEntry("[person 1]", "person", public, is_doubt=True)], {})
    assert check_finished(store, "XAA", [page]) == []
    assert [one.code for one in find_doubts(store, "XAA", [page])] == ["L006"]
    write_key(store, "XAA", [KeyEntry("[person 1]", "person", public)], {})
    assert [one.code for one in check_finished(store, "XAA", [page])] == ["L001"]
    assert find_doubts(store, "XAA", [page]) == []
    write_key(store, "XAA", [KeyEntry("[person 1]", "person", NAME, is_doubt=True)], {})
    page.write_text(f"<p>{NAME}</p>", encoding="utf-8")
    assert [one.code for one in check_finished(store, "XAA", [page])] == ["L001"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Toño", "La reunión tiene otro tono.", []),
        ("Reponses", "Les réponses au questionnaire.", []),
        ("Prefere", "Le lieu préféré.", []),
        ("Nabintu", "Nábintu l'a dit.", ["L001"]),
        ("Francois", "François l'a dit.", ["L001"]),
        ("Eugenio", "Eugenio lo dijo.", ["L001"]),
    ],
)
def test_name__that_is_a_word_but_for_accents__blocks_nothing(name, text, found, tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    page = write(tmp_path / "brief.html", f"<p>{text}</p>")
    write_key(store, "XAA", [KeyEntry("[person 1]", "person", name)], {})
    assert [one.code for one in check_finished(store, "XAA", [page])] == found


@pytest.mark.slow
@pytest.mark.parametrize("way", ["register", "corrections"])
def test_withdrawal__by_register_or_correction__leaves_no_word_in_any_file_but_the_raw_ones(way, store):
    words = re.compile("ne se tiennent pas au niveau des communes|ligne budgétaire de l'État", re.IGNORECASE)
    assert words.search(all_texts(store))
    if way == "register":
        rewrite_register(store, lambda text: text.replace("Alliance,oui,oui", "Alliance,non,non"))
    else:
        write(store.raw / "XAA" / "corrections.yaml", WITHDRAWN)
    outcome = run(store)
    assert outcome.is_written
    assert not words.search(all_texts(store))
    said = "\n".join(text for path in (store.reports / "XAA").iterdir() for _, text in read_finished(path))
    assert not re.search(r"taken back|retiré|withdr|consent to record|L003|P001|M010|cso\.txt|cso\b", said)
    assert {"L003", "P001"} <= {problem["code"] for problem in outcome.problems}
    assert archive(store, "XAA", store.raw.parent / "out.zip") == ()
    assert not re.search(r"L003|P001", "\n".join(text for _, text in read_finished(store.raw.parent / "out.zip")))
    stale = [problem["detail"] for problem in outcome.problems if problem["code"] == "L003"]
    assert {name for name in ("brief.html", "brief.docx", "brief.pdf") if any(name in one for one in stale)} == {
        "brief.html",
        "brief.docx",
        "brief.pdf",
    }
    assert all("XAA-02" in one for one in stale)


QUOTED = [
    ("Alliance,oui,oui,groupe", "Alliance,oui,non,groupe", "XAA-02 (to be quoted)"),
    ("Alliance,oui,oui,groupe", "Alliance,oui,oui,aucune", "XAA-02 (what stands under the words)"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("was", "becomes", "told"), QUOTED, ids=["to-quote", "attribution"])
def test_consent_to_be_quoted__taken_back__names_what_was_published_exported_and_archived(was, becomes, told, store):
    export_project(store, "XAA", store.raw.parent / "out.qdpx", "en")
    assert archive(store, "XAA", store.raw.parent / "out.zip") == ()
    rewrite_register(store, lambda text: text.replace(was, becomes))
    for _ in range(2):
        outcome = run(store)
        stale = [problem["detail"] for problem in outcome.problems if problem["code"] == "L003"]
        names = {name for name in STALE_NAMES if any(f"and {name} as" in one for one in stale)}
        assert names == STALE_NAMES
        assert all(f"(interviews: 1, {told})" in one for one in stale)


STALE_NAMES = {
    "brief.html",
    "brief.docx",
    "brief.pdf",
    "brief.json",
    "out.qdpx",
    "out.zip",
    "index.html",
    "portfolio.xlsx",
}


@pytest.mark.slow
def test_withdrawal__leaves_no_word_in_tables_or_reports__and_names_what_is_stale(store):
    words = re.compile("ne se tiennent pas au niveau des communes|ligne budgétaire de l'État")
    assert words.search(everything(store))
    rewrite_register(store, lambda text: text.replace("Alliance,oui,oui", "Alliance,non,non"))
    outcome = run(store)
    assert outcome.is_written
    assert not words.search(everything(store))
    stale = [problem["detail"] for problem in outcome.problems if problem["code"] == "L003"]
    assert any("XAA-02" in detail and "brief.docx" in detail for detail in stale)


@pytest.mark.slow
def test_withdrawal__of_the_only_interview__takes_its_report_away_but_no_edits(tmp_path):
    raw = tmp_path / "raw"
    write(raw / "XAA" / "transcripts" / "cso.txt", CIVIL_SOCIETY)
    row = "XAA-02,cso.txt,XAA,15/01/2026,fr,Société civile,régional,Alliance,oui,oui,groupe"
    write(raw / "XAA" / "interviews.csv", f"{HEADER}\n{row}\n")
    store = Store(raw, tmp_path / "processed", tmp_path / "reports")
    assert run(store).is_written
    folder = store.reports / "XAA"
    document = docx.Document(folder / "brief.docx")
    document.add_paragraph("An editor was here.")
    document.save(folder / "brief.docx")
    edited = (folder / "brief.docx").read_bytes()
    rewrite_register(store, lambda text: text.replace("Alliance,oui,oui", "Alliance,non,non"))
    outcome = run(store)
    assert not outcome.is_written
    assert {path.name for path in folder.iterdir()} == {"brief.docx", "data-quality.html"}
    assert (folder / "brief.docx").read_bytes() == edited
    assert [problem["file"] for problem in outcome.problems if problem["code"] == "L005"] == ["XAA/brief.docx"]
    assert not re.search("L00[35]|P001", (folder / "data-quality.html").read_text(encoding="utf-8"))
    (folder / "brief.docx").unlink()
    assert not re.search("niveau des communes", everything(store))


@pytest.mark.slow
def test_quotation__without_consent__stands_nowhere(store):
    assert "parallel meetings" not in everything(Store(store.raw, store.reports, store.reports))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to a.b@example.org", "an e-mail"),
        ("+223 76 12 34 56", "a phone"),
        ("00 261 33 70 556 18", "a phone"),
        ("MG46 0000 5030 0871 4452 0190 127", "an account"),
        ("facebook.com/vola.nutri", "a profile"),
    ],
)
def test_search__by_looks__finds_what_no_key_knows(text, kind):
    assert [finding.kind for finding in Searcher(()).search([("p", text)])] == [kind]


@pytest.mark.parametrize("text", ["sha256 4f3c9aa10076123456ef", "2021-2025, 45 %, FCFA 600 000 000", "12/03/2023"])
def test_search__by_looks__passes_over_figures(text):
    assert LOOKS
    assert Searcher(()).search([("p", text)]) == []


def test_search__of_a_word_without_end__is_done_in_time():
    """A pattern that starts anew at each letter of it would take hours."""
    assert Searcher(()).search([("cell", "a" * 200_000)]) == []


@pytest.mark.parametrize("text", ["hawa SANOGO", "Hawa\u00a0Sanogo’s", "HAWA  SANOGO", "Hàwa Sanogo"])
def test_search__known_words__whatever_capitals_accents_and_blanks(text):
    (finding,) = Searcher([NAME], {}).search([("page 1", f"x {text} y")])
    assert (finding.kind, finding.place, finding.n) == ("", "page 1", 1)
    assert NAME not in repr(finding)
