"""Settings of a run: read from the environment (MSP_...), then from the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

BriefLanguage = Literal["en", "fr", "es", "pt"]

QUIET_PREFECT = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}
"""Environment of Prefect unless the user set it: nothing is sent anywhere, the embedded server is quiet
and has three minutes to start on a slow machine (its default of 20 s was seen to fail)."""


class Settings(BaseSettings):
    """Where a run reads and writes, and how its briefs are written."""

    model_config = SettingsConfigDict(env_prefix="MSP_", extra="ignore")

    raw: Path = Field(default=Path("data/raw"), description="Folder of what was received, one folder a country.")
    processed: Path = Field(default=Path("data/processed"), description="Folder of the tables; safe to delete.")
    reports: Path = Field(default=Path("reports"), description="Folder of the briefs, one folder a country.")
    language: BriefLanguage = Field(default="en", description="Language of the briefs' own words.")


def quiet_prefect() -> None:
    """Set Prefect's environment before it is imported; what the user has set stays."""
    for name, value in QUIET_PREFECT.items():
        os.environ.setdefault(name, value)
