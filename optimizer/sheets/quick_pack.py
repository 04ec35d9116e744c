"""XlsxWriter's workbook, whose parts are packed on one core while the next are still being written on the other.

XlsxWriter writes every part to a file of its own and packs them all at the end. Here a part stays in memory, is packed
as soon as the next one begins (the packing needs no Python), and texts without anything to escape are written as they
are. What stands in the parts is the same, which the tests compare.
"""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from optimizer.sheets.quick_rows import quick_worksheet

if TYPE_CHECKING:
    from pathlib import Path

LEVEL = 4  # of packing: less than half the time of the usual 6 for a twelfth more bytes
DAY = (1980, 1, 1, 0, 0, 0)  # of every part: the same content gives the same bytes
MODE = 0o600 << 16


def quick_workbook(path: Path, options: dict[str, Any]) -> Any:
    """Return a workbook that will be written to `path` when it is closed."""
    return _workbook()(path, options)


@lru_cache(maxsize=1)
def _workbook() -> type[Any]:
    """Return the class of workbooks; XlsxWriter is imported only now."""
    from xlsxwriter import Workbook
    from xlsxwriter.packager import Packager
    from xlsxwriter.sharedstrings import SharedStrings

    base: Any = Workbook
    packing: Any = Packager
    strings: Any = SharedStrings

    class QuickStrings(strings):  # type: ignore[misc]
        """The table of texts."""

        def _write_sst_strings(self) -> None:
            parts: list[str] = []
            for text in self.string_table.string_array:
                if _as_it_is(text):
                    parts.append(f"<si><t>{text}</t></si>")
                    continue
                self.fh.write("".join(parts))
                parts = []
                self._write_si(text)
            self.fh.write("".join(parts))

    class QuickPackager(packing):  # type: ignore[misc]
        """Packs the parts of a workbook in the order in which they are written."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path
            self.packed: list[Future[None]] = []

        def _create_package(self) -> list[Any]:
            """Write the parts and pack them; nothing is left for the workbook to pack."""
            with zipfile.ZipFile(self.path, "w") as archive:
                with ThreadPoolExecutor(1) as pool:
                    self.archive, self.pool = archive, pool
                    super()._create_package()
                    self._pack()
                for done in self.packed:
                    done.result()
            return []

        def _filename(self, xml_filename: str) -> Any:
            """Return where to write the next part; all before it are complete."""
            self._pack()
            return super()._filename(xml_filename)

        def _pack(self) -> None:
            for source, name, _ in self.filenames:
                part = zipfile.ZipInfo(name, DAY)
                part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, MODE
                self.packed.append(self.pool.submit(self._packed, part, source.getvalue()))
                source.close()
            self.filenames.clear()

        def _packed(self, part: zipfile.ZipInfo, content: str | bytes) -> None:
            self.archive.writestr(part, content, compresslevel=LEVEL)

        def _write_shared_strings_file(self) -> None:
            table = self.workbook.str_table
            if table.count:
                made = QuickStrings()
                made.string_table = table
                made._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # noqa: SLF001
                made._assemble_xml_file()  # noqa: SLF001

    class QuickWorkbook(base):  # type: ignore[misc]
        """A workbook with quick sheets; the archive that XlsxWriter itself makes stays in memory, and empty."""

        worksheet_class = quick_worksheet()

        def __init__(self, path: Path, options: dict[str, Any]) -> None:
            super().__init__(_Open(), {**options, "in_memory": True})
            self._path = path

        def _get_packager(self) -> Any:
            return QuickPackager(self._path)

    return QuickWorkbook


class _Open(io.BytesIO):
    """A file in memory that stays open: where packing fails, XlsxWriter leaves its archive to be closed with the rubbish."""

    def close(self) -> None:
        """Do nothing: whichever of the two goes first, the archive can still write its end."""


def _as_it_is(text: str) -> bool:
    """Return whether a text needs no escape, and no word about the blanks at its ends."""
    return (
        text.isprintable()
        and "&" not in text
        and "<" not in text
        and ">" not in text
        and "_x" not in text
        and not text.startswith(" ")
        and not text.endswith(" ")
    )
