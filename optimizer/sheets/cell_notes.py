"""The cells of a sheet that carry a note (a comment, as Excel calls it): their text is read by nobody."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from optimizer.findings import Address
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.findings import Severity
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHOWN = 10
_LARGEST = 32 * 2**20  # of one part that holds notes; more is not looked at
_LINK = re.compile(rb"<(?:\w{1,20}:)?Relationship\s[^<>]{0,4000}>")
_TYPE, _TARGET = re.compile(rb'\bType="[^"<>]{0,500}/comments"'), re.compile(rb'\bTarget="([^"<>]{1,500})"')
_NOTE = re.compile(rb'<(?:\w{1,20}:)?comment\s[^<>]{0,500}?\bref="([A-Z]{1,3}\d{1,7})"')


def noted_cells(data: bytes, part: str) -> tuple[str, ...]:
    """Return the cells with a note on the sheet in `part` of a workbook's archive, in the order of the file."""
    folder, name = posixpath.split(part)
    found: dict[str, None] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            links = _read(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
            for link in _LINK.findall(links):
                target = _TARGET.search(link)
                if target and _TYPE.search(link):
                    path = posixpath.normpath(posixpath.join("/", folder, target.group(1).decode("utf-8", "replace")))
                    found.update(
                        dict.fromkeys(cell.decode() for cell in _NOTE.findall(_read(archive, path.lstrip("/"))))
                    )
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, OSError):  # no notes, or none that can be read
        return tuple(found)
    return tuple(found)


def note_cell_notes(cells: Iterable[str], table: RawTable, problems: Problems, severity: Severity, fix: Text) -> None:
    """Say which cells of a table carry notes; those on its header are explanations, as our own templates have them."""
    below = [cell for cell in cells if int(cell.lstrip(_LETTERS)) > table.header_row]
    if below:
        shown = ", ".join(below[:_SHOWN]) + (", …" if len(below) > _SHOWN else "")
        where = Address(table.file, table.sheet, below[0])
        problems.add("cell_notes_ignored", severity, _NOTES.format(cells=shown), fix, where)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_LARGEST)


_NOTES = Text("Ghi chú gắn vào ô không được đọc: {cells}.", "Notes attached to cells are not read: {cells}.")
