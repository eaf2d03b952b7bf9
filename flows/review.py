"""The flows of the review: `export-review` and `apply-review`."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, tags
from prefect.states import Completed, Failed, State

from flows.country import guarded
from flows.languages import choose_language
from flows.parameters import store_of
from flows.settings import BriefLanguage
from tasks.accept_review import accept_review
from tasks.core.problems import has_critical
from tasks.export_review import export_review as write_workbook


@flow(name="export-review", flow_run_name="{country}-review-export")
def export_review(
    country: str = "MLI", language: BriefLanguage = "own", raw: str = "data/raw", processed: str = "data/processed"
) -> State:
    """Write the review workbook of a country: what people should look at, the most useful first.

    Args:
        country: ISO 3166-1 alpha-3 code of a country that was run.
        language: Language of the workbook's own words; own is the one that its source.yaml asks for.
        raw: Folder of what was received.
        processed: Folder of the tables; the workbook is written beside it, in `review`.
    """
    store = guarded(store_of)(raw, processed)
    with tags(f"country:{country}"):
        exported = guarded(write_workbook)(store, country, choose_language(store, country, language))
    told = [str(problem) for problem in exported.problems]
    if exported.path is None:
        return Failed(message="; ".join(told))
    return Completed(message="; ".join([f"Written: {exported.path.name}", *told]))


@flow(name="apply-review", flow_run_name="review-apply")
def apply_review(workbook: str, country: str = "", raw: str = "data/raw", processed: str = "data/processed") -> State:
    """Check a filled-in review workbook and keep its decisions; the next run of the country applies them.

    Args:
        workbook: The file that a person filled in.
        country: ISO 3166-1 alpha-3 code that it must be of; empty for the one it names.
        raw: Folder of what was received; decisions are added to its folder `review`.
        processed: Folder of the tables.
    """
    store = guarded(store_of)(raw, processed)
    accepted = guarded(accept_review)(store, Path(workbook), country)
    told = [str(problem) for problem in accepted.problems]
    if has_critical(accepted.problems):
        return Failed(message="; ".join(told))
    n = len(accepted.decisions)
    return Completed(message="; ".join([f"{accepted.country}: {n} new decisions." if n else "Nothing new.", *told]))
