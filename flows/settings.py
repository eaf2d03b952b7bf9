"""Settings of a run: read from the environment (MSP_...), then from the command line."""

from __future__ import annotations

import os
import secrets
from dataclasses import fields
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from tasks.adapters.disk import write_bytes
from tasks.core.collections import SignIn
from tasks.core.paces import Pace

BriefLanguage = Literal["own", "en", "fr", "es", "pt"]
"""Language of briefs; "own" is the one that each country's source.yaml asks for, English where it does not."""

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


NEVER_LOUD = {"PREFECT_LOGGING_LOGGERS_UVICORN_LEVEL": "WARNING"}
"""What nobody can set otherwise: at DEBUG the web server logs each message of a web socket, the password too."""
PATIENT_PREFECT = {
    "PREFECT_CLIENT_MAX_RETRIES": "6",
    "PREFECT_CLIENT_RETRY_EXTRA_CODES": "500",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}
"""Environment of runs on a server that stays, unless the user set it: a run waits two minutes for a server, or for its
database (which the server tells with 500), that is started again; and it says twice a minute that it lives."""
PASSWORDS = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING")
"""Where Prefect looks for `user:password`: the server, and who asks it."""
USER = "msp"
LOOPBACK = "127.0.0.1"


class Settings(BaseSettings):
    """Where a run reads and writes, and how its briefs are written."""

    model_config = SettingsConfigDict(env_prefix="MSP_", extra="ignore")

    raw: Path = Field(default=Path("data/raw"), description="Folder of what was received, one folder a country.")
    processed: Path = Field(default=Path("data/processed"), description="Folder of the tables; safe to delete.")
    reports: Path = Field(default=Path("reports"), description="Folder of the briefs, one folder a country.")
    language: BriefLanguage = Field(
        default="own", description="Language of the briefs' own words; own: as each source.yaml asks, else English."
    )


class TeamSettings(BaseSettings):
    """How a team is told of runs."""

    model_config = SettingsConfigDict(env_prefix="MSP_", extra="ignore")

    webhook_url: SecretStr = Field(default=SecretStr(""), description="Where automations.yaml's messages are sent.")


class RunnerSettings(BaseSettings):
    """Where the countries of one run are worked on."""

    model_config = SettingsConfigDict(env_prefix="MSP_", extra="ignore")

    task_runner: Literal["threads", "processes", "dask"] = Field(
        default="threads", description="Where countries are worked on: in this process, in others, or by Dask."
    )
    countries_at_once: int = Field(
        default=1, ge=1, description="Countries at the same time, a count; a Dask of one's own decides itself."
    )
    dask_address: str = Field(default="", description="Address of a Dask scheduler; empty for workers of this machine.")


class CollectionSettings(BaseSettings):
    """How collection servers are asked, and what signs in to them."""

    model_config = SettingsConfigDict(env_prefix="MSP_", extra="ignore")

    kobo_token: SecretStr = Field(default=SecretStr(""), description="Token of a KoboToolbox account.")
    odk_email: str = Field(default="", description="E-mail of an ODK Central user.")
    odk_password: SecretStr = Field(default=SecretStr(""), description="Password of that user.")
    pulled_by: str = Field(default="", description="Person or team that collects, written into source.yaml.")
    collect_page_size: int = Field(default=100, ge=1, le=1000, description="Submissions asked for at once, a count.")
    collect_requests_per_second: float = Field(default=4.0, gt=0, description="Most requests in a second.")
    collect_tries: int = Field(default=5, ge=1, description="Tries for one request, a count.")
    collect_backoff_seconds: float = Field(
        default=1.0, ge=0, description="Wait before the second try, in seconds; doubles."
    )
    collect_longest_wait_seconds: float = Field(
        default=120.0, ge=0, description="Longest wait between tries, in seconds."
    )
    collect_silence_seconds: float = Field(default=60.0, gt=0, description="Longest silence in an answer, in seconds.")
    collect_answer_seconds: float = Field(default=600.0, gt=0, description="Longest time for one answer, in seconds.")

    def sign_in(self) -> SignIn:
        """Return what the environment holds to sign in with."""
        return SignIn(self.kobo_token.get_secret_value(), self.odk_email, self.odk_password.get_secret_value())

    def pace(self) -> Pace:
        """Return how fast and how patiently a server is asked."""
        return Pace(**{field.name: getattr(self, f"collect_{field.name}") for field in fields(Pace)})


def quiet_prefect() -> None:
    """Set Prefect's environment before it is imported; what the user has set stays."""
    for name, value in QUIET_PREFECT.items():
        os.environ.setdefault(name, value)
    os.environ.update(NEVER_LOUD)


def be_patient() -> None:
    """Let what runs from here outlast a server that is started again; what the user has set stays."""
    for name, value in PATIENT_PREFECT.items():
        os.environ.setdefault(name, value)


def server_environment(password_file: Path) -> dict[str, str]:
    """Return the environment of a server that stays: its password is that of the environment, else of the file.

    Args:
        password_file: made, for its owner only, when there is none.
    """
    quiet_prefect()
    be_patient()
    password = os.environ.get(PASSWORDS[0], "")
    if not password:
        if not password_file.is_file():
            write_bytes(password_file, f"{USER}:{secrets.token_urlsafe(24)}".encode(), mode=0o600)
        password = password_file.read_text(encoding="utf-8").strip()
    clean = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    return clean | dict.fromkeys(PASSWORDS, password)
