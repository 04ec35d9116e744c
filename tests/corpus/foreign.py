"""Locked workbooks and those of other formats, opened in a process of their own."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus, plain, sound
from tests.corpus.raw import flat, locked, ods, xls, xlsb, zipped
from tests.sheets.books import CASE, spoiled

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add

FLAT = flat(CASE)


@add(1, (("file_encrypted", ""),))
def locked_without_a_password(path: Path) -> list[str]:
    return plain(path, locked(sound(path), "mật khẩu"))


@add(1, (("file_encrypted", ""),))
def locked_with_a_wrong_password(path: Path) -> list[str]:
    (path / "pw.txt").write_text("sai\n", "utf-8")
    return [*plain(path, locked(sound(path), "mật khẩu")), "--password-file", str(path / "pw.txt")]


@add(0, lacks=("file_encrypted",), cadres=2)
def locked_with_the_right_password(path: Path) -> list[str]:
    (path / "pw.txt").write_text("khác\r\nmật khẩu\r\n", "utf-8-sig")
    return [*plain(path, locked(sound(path), "mật khẩu")), "--password-file", str(path / "pw.txt")]


@add(0, cadres=2)
def locked_with_the_word_excel_tries_itself(path: Path) -> list[str]:
    return plain(path, locked(sound(path), "VelvetSweatshop"))


@add(1, (("file_damaged", ""),))
def locked_and_cut_short(path: Path) -> list[str]:
    data = locked(sound(path), "x")
    return plain(path, data[: len(data) // 2])


@add(0, (("other_format", ""),), cadres=2)
def old_excel(path: Path) -> list[str]:
    return plain(path, xls(FLAT), "case.xls")


@add(0, (("other_format", ""),), cadres=2)
def old_excel_renamed(path: Path) -> list[str]:
    return plain(path, xls(FLAT))


@add(1, (("error_cell", "Cán bộ!C3"), ("error_cell", "Cán bộ!H2")))
def old_excel_with_errors(path: Path) -> list[str]:
    rows = spoiled(spoiled(FLAT["Cán bộ"], 3, 3, "#N/A"), 2, 8, "#REF!")
    return plain(path, xls({**FLAT, "Cán bộ": rows}), "case.xls")


@add(0, (("other_format", ""),), cadres=2)
def old_excel_with_padded_codes(path: Path) -> list[str]:
    units = [[(int(v),) if isinstance(v, str) and v.isdigit() else v for v in row] for row in FLAT["Đơn vị"]]
    return plain(path, xls({**FLAT, "Đơn vị": units}), "case.xls")


@add(1, (("file_encrypted", ""),))
def old_excel_locked(path: Path) -> list[str]:
    return plain(path, xls(FLAT, locked=True), "case.xls")


@add(1, (("file_damaged", ""),))
def old_excel_cut_short(path: Path) -> list[str]:
    return plain(path, xls(FLAT)[:3_000], "case.xls")


@add(1, (("file_damaged", ""),), apart=True)
def old_excel_that_goes_in_circles(path: Path) -> list[str]:
    data = bytearray(xls(FLAT))
    start = struct.unpack("<I", data[76:80])[0] * 512 + 512
    for n in range(40):
        data[start + 4 * n : start + 4 * n + 4] = struct.pack("<I", n % 3)
    return plain(path, bytes(data), "case.xls")


@add(0, (("other_format", ""),), cadres=2)
def open_document(path: Path) -> list[str]:
    return plain(path, ods(FLAT), "case.ods")


@add(1, (("error_cell", "Cán bộ!C3"),))
def open_document_with_errors(path: Path) -> list[str]:
    return plain(path, ods({**FLAT, "Cán bộ": spoiled(FLAT["Cán bộ"], 3, 3, "#N/A")}), "case.ods")


@add(0, cadres=2, apart=True)
def open_document_with_a_million_empty_rows(path: Path) -> list[str]:
    tail = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    return plain(path, ods(FLAT, tail=tail), "case.ods")


@add(1, (("file_too_large", ""),), apart=True)
def open_document_repeating_without_end(path: Path) -> list[str]:
    tail = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    return plain(path, ods(FLAT, tail=tail), "case.ods")


@add(1, (("file_encrypted", ""),))
def open_document_locked(path: Path) -> list[str]:
    return plain(path, ods(FLAT, manifest=b"<m><encryption-data/></m>"), "case.ods")


@add(1, (("file_damaged", ""),))
def open_document_with_entities(path: Path) -> list[str]:
    data = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        }
    )
    return plain(path, data, "case.ods")


@add(0, (("other_format", ""),), cadres=2)
def binary_workbook(path: Path) -> list[str]:
    return plain(path, xlsb(FLAT), "case.xlsb")


@add(1, (("error_cell", "Cán bộ!C3"),))
def binary_workbook_with_errors(path: Path) -> list[str]:
    return plain(path, xlsb({**FLAT, "Cán bộ": spoiled(FLAT["Cán bộ"], 3, 3, "#N/A")}), "case.xlsb")


@add(1, (("file_damaged", ""),), apart=True)
def binary_workbook_with_an_impossible_row(path: Path) -> list[str]:
    data = xlsb(FLAT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(path / "case.xlsb", "w") as made:
        for name in archive.namelist():
            body = archive.read(name)
            if name.endswith("sheet5.bin"):
                row = struct.pack("<I", 2) + b"\0" * 21
                assert row in body
                body = body.replace(row, struct.pack("<I", 2**32 - 2) + b"\0" * 21)
            made.writestr(name, body)
    return [str(path / "case.xlsb")]
