"""Workbooks with damaged or strange parts: the sheets are read where they are whole, and never guessed where not."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus, edited, plain, sound
from tests.corpus.raw import changed, sheet_part
from tests.sheets.books import CASE, write_book

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add

PEOPLE = sheet_part("Cán bộ")
TEXTS = "xl/sharedStrings.xml"


@add(0, (("file_salvaged", ""),), cadres=2)
def empty_fill_in_the_styles(path: Path) -> list[str]:
    def spoil(data: bytes) -> bytes:
        start = data.index(b"<fills")
        end = data.index(b"</fills>")
        return data[:start] + b'<fills count="1"><fill/>' + data[end:]

    return [str(changed(path, {"xl/styles.xml": spoil}))]


@add(0, (("file_salvaged", ""),), cadres=2)
def broken_properties(path: Path) -> list[str]:
    return edited(path, "docProps/core.xml", b"<dcterms:created", b"<dcterms:creatd")


@add(0, (("file_salvaged", ""),), cadres=2)
def content_types_missing(path: Path) -> list[str]:
    return [str(changed(path, {"[Content_Types].xml": None}))]


@add(0, (("file_salvaged", ""),), cadres=2)
def parts_named_with_backslashes(path: Path) -> list[str]:
    book = write_book(path / "source.xlsx", CASE)
    target = path / "case.xlsx"
    with zipfile.ZipFile(book) as archive, zipfile.ZipFile(target, "w") as made:
        for name in archive.namelist():
            entry = zipfile.ZipInfo(name)
            entry.filename = name.replace("/", "\\")
            made.writestr(entry, archive.read(name))
    book.unlink()
    return [str(target)]


@add(0, cadres=2)
def strict_dialect_of_the_standard(path: Path) -> list[str]:
    def strict(data: bytes) -> bytes:
        main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        rels = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        data = data.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        return data.replace(rels, b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    parts = ["xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
    parts += [sheet_part(name) for name in CASE]
    return [str(changed(path, dict.fromkeys(parts, strict)))]


@add(1, (("file_damaged", ""),))
def a_sheet_cut_short(path: Path) -> list[str]:
    return [str(changed(path, {PEOPLE: lambda d: d[: len(d) // 2]}))]


@add(1, (("file_damaged", ""),))
def letters_that_are_no_utf8(path: Path) -> list[str]:
    return [str(changed(path, {TEXTS: lambda d: d.replace("Họ".encode(), b"H\xff\xfe", 1)}, shared=True))]


@add(1, (("file_damaged", ""),))
def texts_that_are_not_there(path: Path) -> list[str]:
    none = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return [str(changed(path, {TEXTS: none}, shared=True))]


@add(1, (("file_damaged", ""),))
def unknown_packing(path: Path) -> list[str]:
    data = bytearray(sound(path))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 10 : at + 12] = struct.pack("<H", 97)
        at = data.find(b"PK\x01\x02", at + 4)
    return plain(path, bytes(data))


@add(1, (("file_damaged", ""),))
def bad_lzma(path: Path) -> list[str]:
    data = bytearray(sound(path))
    for mark, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset : at + offset + 2] = struct.pack("<H", 14)
            at = data.find(mark, at + 4)
    return plain(path, bytes(data))


@add(1, (("file_damaged", ""),))
def zip_entries_with_a_password(path: Path) -> list[str]:
    data = bytearray(sound(path))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return plain(path, bytes(data))


@add(0, (("macros_ignored", ""),), cadres=2)
def workbook_with_macros(path: Path) -> list[str]:
    made = changed(path, {}, more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 100})
    return [str(made.rename(path / "case.xlsm"))]


@add(0, (("linked_cells", "Cán bộ"),), cadres=2)
def values_from_another_workbook(path: Path) -> list[str]:
    def link(data: bytes) -> bytes:
        start = data.index(b'<c r="I2"')
        end = data.index(b"</c>", start) + 4
        cell = '<c r="I2" t="str"><f>[1]Sheet1!$A$1</f><v>Phường An Biên</v></c>'.encode()
        return data[:start] + cell + data[end:]

    return [str(changed(path, {PEOPLE: link}, more={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}))]


@add(1, (("empty_sheet", "Cán bộ"),))
def rows_with_impossible_numbers(path: Path) -> list[str]:
    return edited(path, PEOPLE, b'<row r="2"', b'<row r="99999999999999999999999"')


@add(1, (("double_sheet", "Đơn vị"),))
def two_names_for_one_sheet(path: Path) -> list[str]:
    return edited(path, "xl/workbook.xml", 'name="Đơn vị cũ"'.encode(), 'name="Đơn vị"'.encode())


@add(0, (("file_salvaged", ""),), cadres=2)
def damage_behind_the_rows(path: Path) -> list[str]:
    wrong = (
        b'</sheetData><conditionalFormatting sqref="?!"><cfRule type="nonsense" priority="x"/></conditionalFormatting>'
    )
    return edited(path, PEOPLE, b"</sheetData>", wrong)


@add(1, (("sheet_lost", "Cán bộ"),))
def a_sheet_whose_part_is_gone(path: Path) -> list[str]:
    return [str(changed(path, {PEOPLE: None}))]


@add(1, (("sheet_lost", "Cán bộ"),))
def a_sheet_that_lies_on_the_net(path: Path) -> list[str]:
    far = b'Target="http://10.0.0.1/sheet5.xml" TargetMode="External"'
    return edited(path, "xl/_rels/workbook.xml.rels", b'Target="/xl/worksheets/sheet5.xml"', far)


@add(1, (("rows_out_of_order", "Cán bộ!2:2"),))
def rows_out_of_order(path: Path) -> list[str]:
    def turn(data: bytes) -> bytes:
        head, *rows = re.findall(rb"<row .*?</row>", data, re.DOTALL)
        return data.replace(b"".join((head, *rows)), b"".join((head, *reversed(rows))))

    return [str(changed(path, {PEOPLE: turn}))]


@add(1, (("rows_out_of_order", "Cán bộ!3:3"),))
def one_row_that_stands_twice_in_the_file(path: Path) -> list[str]:
    def twice(data: bytes) -> bytes:
        last = re.findall(rb"<row .*?</row>", data, re.DOTALL)[-1]
        return data.replace(last, last * 2)

    return [str(changed(path, {PEOPLE: twice}))]


@add(0, lacks=("file_damaged",), cadres=2)
def a_drawing_that_declares_its_kind(path: Path) -> list[str]:
    picture = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg/>'
    return [str(changed(path, {}, more={"xl/media/image1.svg": picture}))]
