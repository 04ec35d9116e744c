"""Certificates on the command line: where one is written, and writing it whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.cli.paths import OutFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class CertificateFile(OutFile):
    """A certificate to write: squeezed, or plain text."""

    endings = (".json.gz", ".json")


def write_certificate(path: Path, data: Mapping[str, Any]) -> Path:
    """Write a certificate and return where it landed."""
    from optimizer.certificate_file import packed
    from optimizer.sheets.atomic import replacing

    with replacing(path) as landing:
        landing.path.write_bytes(packed(data, path.name.lower().endswith(".gz")))
    return landing.landed
