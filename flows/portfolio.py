"""The flow of every country: `good-practice-briefs`."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, tags
from prefect.states import State

from flows.country import country_brief
from flows.direct import find_countries, with_comparison
from flows.settings import BriefLanguage
from tasks.adapters.store import Store
from tasks.outcomes import Outcome, summarise


@flow(name="good-practice-briefs", flow_run_name="briefs-{language}")
def good_practice_briefs(
    countries: list[str] | None = None,
    language: BriefLanguage = "own",
    raw: str = "data/raw",
    processed: str = "data/processed",
    reports: str = "reports",
    refresh: bool = False,
) -> list[Outcome]:
    """Make the briefs of all countries; a failed country is red and alone.

    Args:
        countries: ISO 3166-1 alpha-3 codes; none means every folder in the raw folder.
        language: Language of the briefs' own words; own is the one that each source.yaml asks for.
        raw: Folder of what was received.
        processed: Folder of the tables.
        reports: Folder of the briefs.
        refresh: Make everything again although nothing changed.

    Returns:
        One outcome per country, in order.
    """
    store = Store(Path(raw), Path(processed), Path(reports))
    chosen = countries or find_countries(store)
    return with_comparison(store, [_run_one(store, country, language, refresh) for country in chosen], language)


def _run_one(store: Store, country: str, language: BriefLanguage, refresh: bool) -> Outcome:
    folders = {"raw": str(store.raw), "processed": str(store.processed), "reports": str(store.reports)}
    with tags(f"country:{country}"):
        state: State = country_brief(country, language, refresh=refresh, return_state=True, **folders)
    if state.is_completed():
        return summarise(store, country, is_written=True, is_unchanged=state.name == "Unchanged")
    found = getattr(state.result(raise_on_failure=False), "problems", ())
    return summarise(store, country, is_written=False, message=state.message or f"{country}: {state.name}", found=found)
