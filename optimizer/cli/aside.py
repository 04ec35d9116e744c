"""Nobody's work is written over: a workbook that a person has edited is kept beside the new one.

Our own files carry one fixed date of creation and of last change; any program that saves them again writes the real
date. So one small part of the file tells an untouched result, which may be replaced, from an edited one.
"""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from typing import TYPE_CHECKING

from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.cli.console import Say

_STAMP = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)<")
_DATES, _MAKER, _MARKER = "docProps/core.xml", "docProps/app.xml", b"Openpyxl"
_LARGEST = 100_000  # the properties of a workbook are a few hundred bytes; more is not read


def edited(path: Path, marked: bool = False) -> bool:
    """Return whether someone has saved the workbook since it was written, or it is no workbook of ours.

    With `marked` a copy that `check` has marked may be replaced too: it is made from the user's own workbook, so its
    dates say nothing, and it is known by its maker.
    """
    from optimizer.sheets.xlsx import CREATED

    try:
        with zipfile.ZipFile(path) as parts:
            stamps = dict(_STAMP.findall(_start(parts, _DATES)))
            marked = marked and _MARKER in _start(parts, _MAKER)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError):  # no workbook, torn, or encrypted
        return path.stat().st_size > 0
    ours = f"{CREATED:%Y-%m-%dT%H:%M:%SZ}".encode()
    return not marked and [*stamps.values()] != [ours, ours]


def _start(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as file:
        return file.read(_LARGEST)


def keep_edited(path: Path, say: Say, marked: bool = False) -> Path | None:
    """Copy an edited workbook that is about to be replaced, and say where the copy is."""
    if not path.exists() or not edited(path, marked):
        return None
    number = 1
    while (copy := path.with_name(f"{path.stem}-old{number}{path.suffix}")).exists():
        number += 1
    shutil.copy2(path, copy)
    say.note(
        Text(
            f"“{path}” đã có người sửa; bản đó được giữ ở “{copy}”.",
            f"“{path}” had been edited; that version is kept as “{copy}”.",
        )
    )
    return copy
