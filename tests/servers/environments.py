"""The environment of a command that a test starts: nothing of Prefect's or of this project's comes in from outside."""

import os
from pathlib import Path


def clean_environment(prefect: Path | None = None, **settings: str) -> dict[str, str]:
    """Return this process's environment without settings of Prefect and of this project, but for those given.

    Args:
        prefect: Prefect's home.
        settings: environment variables by name.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "MSP_"))}
    home = {} if prefect is None else {"PREFECT_HOME": str(prefect)}
    return clean | home | settings
