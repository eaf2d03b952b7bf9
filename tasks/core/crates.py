"""RO-Crates: what lies in an archive, told so that machines and archivists read it (RO-Crate 1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from tasks.core.identifiers import sha256_of

METADATA = "ro-crate-metadata.json"
CONTEXT, PROFILE = "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/crate/1.1"
FORMATS = {
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".sav": "application/x-spss-sav",
    ".zsav": "application/x-spss-sav",
    ".dta": "application/x-stata-dta",
    ".qdpx": "application/zip",
    ".qdc": "application/xml",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
}


@dataclass(frozen=True, slots=True)
class Crate:
    """What an archive is.

    Attributes:
        name: title.
        description: what it holds and what was left out.
        published: ISO 8601 date of the release.
        license: terms as declared, or that there are none.
        language: BCP 47 of its reports.
        country: ISO 3166-1 alpha-3.
        program: name and version of the program.
        fingerprint: of all that the reports were made from.
    """

    name: str
    description: str
    published: str
    license: str
    language: str
    country: str
    program: tuple[str, str]
    fingerprint: str


def describe_crate(crate: Crate, files: Mapping[str, bytes]) -> bytes:
    """Write the metadata of an archive.

    Args:
        crate: what it is.
        files: path in the archive -> content, without the metadata.

    Returns:
        `ro-crate-metadata.json`: the same files give the same bytes.
    """
    names = sorted(files)
    folders = sorted({f"{PurePosixPath(name).parent.as_posix()}/" for name in names if "/" in name})
    top = [name for name in names if "/" not in name]
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": PROFILE},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": crate.name,
            "description": crate.description,
            "datePublished": crate.published,
            "license": crate.license,
            "inLanguage": crate.language,
            "identifier": crate.fingerprint,
            "spatialCoverage": crate.country,
            "hasPart": [{"@id": id_} for id_ in (*folders, *top)],
        },
    ]
    for folder in folders:
        own = [name for name in names if name.startswith(folder)]
        graph.append(
            {"@id": folder, "@type": "Dataset", "name": folder[:-1], "hasPart": [{"@id": name} for name in own]}
        )
    graph += [_file(name, files[name]) for name in names]
    graph += _made(crate, names)
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1, ensure_ascii=False).encode("utf-8")


def _file(name: str, content: bytes) -> dict[str, Any]:
    return {
        "@id": name,
        "@type": "File",
        "name": PurePosixPath(name).name,
        "encodingFormat": FORMATS.get(PurePosixPath(name).suffix.lower(), "application/octet-stream"),
        "contentSize": str(len(content)),
        "sha256": sha256_of(content),
    }


def _made(crate: Crate, names: list[str]) -> list[dict[str, Any]]:
    name, version = crate.program
    return [
        {"@id": "#program", "@type": "SoftwareApplication", "name": name, "softwareVersion": version},
        {
            "@id": "#run",
            "@type": "CreateAction",
            "name": crate.name,
            "instrument": {"@id": "#program"},
            "object": [{"@id": "inputs.json"}] if "inputs.json" in names else [],
            "result": [{"@id": one} for one in names if one.startswith("reports/")],
            "endTime": crate.published,
        },
    ]
