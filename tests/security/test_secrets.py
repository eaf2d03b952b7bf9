"""A secret that signs in to a server stands in no log, no message, no file and no database of Prefect."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from servers.collection_servers import ASSET, EMAIL, FORM, PROJECT, CentralTwin, KoboTwin, running
from servers.environments import clean_environment

REFUSED = "s3cret-Of-The-T3am-9f2c"
PASSWORD_OF_PREFECT = "msp:pass-Word-Of-The-Server-71"
SHAPES = (REFUSED, PASSWORD_OF_PREFECT, base64.b64encode(PASSWORD_OF_PREFECT.encode()).decode())


def collect(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Collect with every log on, and with secrets that the collection server refuses."""
    loud = {"PREFECT_LOGGING_LEVEL": "DEBUG", "PREFECT_SERVER_LOGGING_LEVEL": "DEBUG"}
    secret = {"MSP_KOBO_TOKEN": REFUSED, "MSP_ODK_EMAIL": EMAIL, "MSP_ODK_PASSWORD": REFUSED}
    locked = dict.fromkeys(("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"), PASSWORD_OF_PREFECT)
    environment = clean_environment(home / "prefect", **loud, **secret, **locked, MSP_COLLECT_TRIES="1")
    command = [sys.executable, "-m", "flows.cli", "collect", "XAA", f"--raw={home / 'raw'}", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "way"), [("kobo", "--direct"), ("odk", "--direct"), ("kobo", ""), ("odk", "")])
def test_secret__stands_nowhere_after_a_refused_pull(kind, way, tmp_path, prefect_home):
    if not way:
        prefect_home(tmp_path / "prefect")
    (tmp_path / "raw" / "XAA").mkdir(parents=True)
    with running(KoboTwin() if kind == "kobo" else CentralTwin()) as twin:
        odk = ["--odk", twin.address, "--project", str(PROJECT), "--form", FORM]
        form = ["--kobo", twin.address, "--asset", ASSET] if kind == "kobo" else odk
        done = collect(tmp_path, *form, *filter(None, [way]))
    said = done.stdout + done.stderr
    assert done.returncode == 1, said[-2000:]
    assert "W001" in said
    assert way or (tmp_path / "prefect" / "prefect.db").is_file()
    for shape in SHAPES:
        assert shape not in said
        found = [path for path in tmp_path.rglob("*") if path.is_file() and shape.encode() in path.read_bytes()]
        assert found == []
