"""Parameters of the flows: what makes a form in the UI of Prefect that offers only what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from flows.settings import Settings
from tasks.adapters.store import Store
from tasks.country_folders import find_countries

HOUR = 3600
LONGEST_RUN = 12 * HOUR
"""Seconds after which a country's run is given up: a hundred times what a large one takes."""
Backend = Literal["linear", "semantic", "llm"]


class Offered:
    """Adds the countries that have a raw folder to the schema of a parameter: a drop-down in the form.

    A code that is not offered is still valid: a folder may be new.
    """

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        """Return the schema with the folders that are there when it is asked for."""
        schema: dict[str, Any] = handler(core)
        found = find_countries(store_of())
        return schema | {"enum": found} if found else schema


CountryCode = Annotated[str, Field(pattern="^[A-Z]{3}$"), Offered()]
"""ISO 3166-1 alpha-3 code, offered as a drop-down."""


def store_of(raw: str = "", processed: str = "", reports: str = "") -> Store:
    """Return the folders of a run.

    Args:
        raw: of what was received; "" for what the settings say.
        processed: of the tables; likewise.
        reports: of the briefs; likewise.

    Raises:
        DiskError: two of them are the same, or one lies inside another.
    """
    given = {"raw": raw, "processed": processed, "reports": reports}
    settings = Settings(**{name: Path(value) for name, value in given.items() if value})
    store = Store(settings.raw, settings.processed, settings.reports)
    store.need_apart()
    return store
