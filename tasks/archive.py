"""Archives a country's last release: reports, data, declarations and the audit log in one ZIP."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.qda_files import write_project
from tasks.adapters.source_records import read_record
from tasks.adapters.store import Store
from tasks.audit import RELEASED, audit
from tasks.core.crates import METADATA, Crate, describe_crate
from tasks.core.folders import is_ignored
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.qda_exports import ORIGIN
from tasks.exchange import hand_out_packed, make_country_project
from tasks.export_data import make_data_files
from tasks.manifest import MANIFEST, Manifest, place_of, read_manifest
from tasks.outward_problems import outward_codes

DECLARATIONS = ("codebook.yaml", "rubric.yaml", "quoting.yaml", "exchange.yaml")
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
NO_RELEASE = ProblemKind(
    "X020",
    Severity.CRITICAL,
    "{country} has no brief that was released as it is now; nothing was archived.",
    "Run the country: `msp run {country}`.",
)


def archive(store: Store, country: str, out: Path) -> tuple[Problem, ...]:
    """Write the archive pack of a country: what was last released, and all that stands behind it within consent.

    Args:
        store: reads tables, reports, hashes of raw files, the audit log and the key.
        country: ISO 3166-1 alpha-3.
        out: the ZIP.

    Returns:
        Why nothing was written, if so. No raw file, no name of one and no key is ever in it.
    """
    manifest = read_manifest(store.processed / country / MANIFEST)
    entries = [_without_host(entry) for entry in audit(store).entries if entry.get("country") == country]
    releases = [place for place, entry in enumerate(entries) if entry.get("event") == RELEASED]
    reports = _read_reports(store, country, manifest)
    if not manifest.fingerprint or not releases or not any(name.endswith("brief.html") for name in reports):
        return (NO_RELEASE.at(country=country),)
    exported = make_country_project(store, country, manifest.language)
    files = {
        **reports,
        **{f"data/{name}": content for name, content in make_data_files(store, country, manifest.language).items()},
        **{f"declarations/{name}": (QUESTIONNAIRE / name).read_bytes() for name in DECLARATIONS},
        f"exchange/{country}.qdpx": write_project(exported.project),
        "inputs.json": _told({"fingerprint": manifest.fingerprint, "files": _hash_inputs(store, country)}),
        "audit.json": _told(entries[: releases[-1] + 1]),
    }
    crate = Crate(
        name=f"{ORIGIN} {country}",
        description=exported.project.description,
        published=str(entries[releases[-1]]["at"])[:10],
        license=_license(store, country, manifest.language),
        language=manifest.language,
        country=country,
        program=(ORIGIN, version("msp-briefs")),
        fingerprint=manifest.fingerprint,
    )
    files[METADATA] = describe_crate(crate, files)
    interviews = store.read_table(country, "interviews")
    recorded = list(interviews.loc[interviews["consent_record"].astype(bool), "interview_id"])
    return hand_out_packed(store, country, out, pack(files), files, recorded)


def _without_host(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of the audit log without the machine, and without what only the owner of the data is told."""
    told = {name: value for name, value in entry.items() if name != "host"}
    return told | {"problems": outward_codes(told["problems"])} if "problems" in told else told


def _read_reports(store: Store, country: str, manifest: Manifest) -> dict[str, bytes]:
    """Read the released reports; none where one is not as it was released."""
    found = {}
    for name, digest in sorted(manifest.outputs.items()):
        if name.startswith("reports/"):
            path = place_of(store, country, name)
            content = path.read_bytes() if path.is_file() else b""
            if hashlib.sha256(content).hexdigest() != digest:
                return {}
            found[name] = content
    return found


def _hash_inputs(store: Store, country: str) -> list[dict[str, Any]]:
    """Return the hash of each received file with its folder and ending; its name may tell a person, and stays."""
    folder = store.raw / country
    rows = []
    for path in folder.rglob("*"):
        inner = path.relative_to(folder)
        if path.is_file() and not any(map(is_ignored, inner.parts)):
            content = path.read_bytes()
            room = inner.parts[0] if len(inner.parts) > 1 else ""
            digest = hashlib.sha256(content).hexdigest()
            rows.append({"sha256": digest, "bytes": len(content), "folder": room, "ending": path.suffix.lower()})
    return sorted(rows, key=lambda row: (row["folder"], row["sha256"]))


def _license(store: Store, country: str, language: str) -> str:
    declared = read_record(store.raw / country / "source.yaml")[0].get("license")
    return str(declared) if declared else read_yaml(QUESTIONNAIRE / "exchange.yaml")["no_license"][language]


def _told(value: object) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8")


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a ZIP in a fixed order and with fixed times, so that the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, WRITTEN_AT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, files[name])
    return stream.getvalue()
