"""Ends a run in which no country has work with what is quick to load: no server, coder, lexicon or typesetting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

from flows.languages import choose_common_language, choose_language
from tasks.adapters.disk import DiskError
from tasks.adapters.locks import hold
from tasks.adapters.store import Store
from tasks.audit import note, note_each
from tasks.compare import FEWEST_COMPARED, is_compared
from tasks.manifest import fingerprint_of, inputs_of, is_current, shared_inputs
from tasks.outcomes import Outcome, summarise
from tasks.portfolio_state import find_processed, fingerprint_portfolio, is_portfolio_current, read_state
from tasks.publish import find_half_published, finish_publication, is_overview_staged

UNCHANGED = "unchanged"


def run_unchanged(store: Store, countries: Sequence[str], language: str) -> list[Outcome] | None:
    """End a run of countries in none of which anything changed since its last run, and note that of each.

    Args:
        store: the folders.
        countries: ISO 3166-1 alpha-3 codes.
        language: of the briefs; "own" is the one that each country asks for.

    Returns:
        One outcome per country, in order, as a run of them would give; None where one of them, their comparison or the
        portfolio has to be made anew, another run is at work, or the disk refuses: the run then tells.
    """
    shared = shared_inputs(store)
    facts: dict[str, Mapping[str, str]] = {}
    try:
        with ExitStack() as held:
            for country in countries:
                store.need_apart(country)
                held.enter_context(hold(store.lock_files(country), country))
                if not (made_from := _made_from(store, country, language, shared)):
                    return None
                facts[country] = made_from
            if not _is_common_current(store, countries, language):
                return None
            note_each(store.processed, UNCHANGED, facts)
    except DiskError:
        return None
    return [summarise(store, country, is_written=True, is_unchanged=True) for country in countries]


def find_unchanged(store: Store, countries: Sequence[str], language: str) -> set[str]:
    """Return those of some countries in which nothing changed since their last run, and note that of each.

    A country that another run is at work on, or whose files the disk refuses, is left to its own run, which tells; so
    are all where the audit log is refused.
    """
    shared = shared_inputs(store)
    facts: dict[str, Mapping[str, str]] = {}
    for country in countries:
        with suppress(DiskError), _hold_apart(store, country):
            if made_from := _made_from(store, country, language, shared):
                facts[country] = made_from
    with suppress(DiskError):
        if facts:
            note_each(store.processed, UNCHANGED, facts)
        return set(facts)
    return set()


@contextmanager
def _hold_apart(store: Store, country: str) -> Iterator[None]:
    """Hold a country whose folders lie apart."""
    store.need_apart(country)
    with hold(store.lock_files(country), country):
        yield


def _made_from(store: Store, country: str, language: str, shared: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is noted of a country in which nothing changed, nothing for one that has work; its lock is held."""
    own = choose_language(store, country, language)
    if finish_publication(store, country):
        note(store.processed, "completed", country)
    given = fingerprint_of(inputs_of(store, country, own, shared=shared))
    return {"inputs": given, "language": own} if is_current(store, country, given) else {}


def _is_common_current(store: Store, countries: Sequence[str], language: str) -> bool:
    """Tell whether the comparison of countries and the portfolio are as they would be made again."""
    processed = find_processed(store)
    common = choose_common_language(store, processed, language)
    is_left = bool(find_half_published(store)) or is_overview_staged(store)
    if is_left or (len(countries) >= FEWEST_COMPARED and not is_compared(store, countries)):
        return False
    return is_portfolio_current(store, read_state(store), fingerprint_portfolio(store, processed, common))
