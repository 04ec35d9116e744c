"""Nobody's work is written over: a workbook that a person has edited is kept beside the new one.

Our own files carry one fixed date of creation and of last change; any program that saves them again writes the real
date. So one small part of the file tells an untouched result, which may be replaced, from an edited one.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING

from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.cli.console import Say

_STAMP = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)<")
_PROPERTIES = "docProps/core.xml"
_LARGEST = 100_000  # the properties of a workbook are a few hundred bytes; more is not read


def edited(path: Path) -> bool:
    """Return whether someone has saved the workbook since it was written, or it is no workbook of ours."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open(_PROPERTIES) as file:
            stamps = dict(_STAMP.findall(file.read(_LARGEST)))
    except (zipfile.BadZipFile, KeyError):
        return path.stat().st_size > 0
    return len(stamps) < 2 or len(set(stamps.values())) > 1


def keep_edited(path: Path, say: Say) -> Path | None:
    """Copy an edited workbook that is about to be replaced, and say where the copy is."""
    if not path.exists() or not edited(path):
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
