"""Hostile and wrong files: what they are must be told before any parser sees them."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus
from tests.corpus.raw import changed, flat, locked, ods, ole, sheet_part, xls, xlsb, zipped
from tests.sheets.books import CASE, spoiled, write_book

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add

PEOPLE, UNITS = sheet_part("Cán bộ"), sheet_part("Đơn vị")
TEXTS = "xl/sharedStrings.xml"
FLAT = flat(CASE)


def plain(path: Path, data: bytes, name: str = "case.xlsx") -> list[str]:
    """Write bytes as a case."""
    (path / name).write_bytes(data)
    return [str(path / name)]


def sound(path: Path) -> bytes:
    """Return the bytes of the sound case."""
    book = write_book(path / "sound.xlsx", CASE)
    data = book.read_bytes()
    book.unlink()
    return data


def edited(path: Path, part: str, old: bytes, new: bytes) -> list[str]:
    """Write the sound case with bytes of one part replaced."""

    def edit(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return [str(changed(path, {part: edit}))]


@add(1, (("not_a_workbook", ""),))
def empty_file(path: Path) -> list[str]:
    return plain(path, b"")


@add(1, (("file_damaged", ""),))
def only_zero_bytes(path: Path) -> list[str]:
    return plain(path, b"\0" * 20_000)


@add(1, (("not_a_workbook", ""),))
def comma_separated_text(path: Path) -> list[str]:
    return plain(path, "Mã,Họ tên\n1,Nguyễn Văn An\n".encode("utf-8-sig"))


@add(1, (("not_a_workbook", ""),))
def tab_separated_utf16(path: Path) -> list[str]:
    return plain(path, "Mã\tHọ tên\r\n1\tAn\r\n".encode("utf-16"), "case.xls")


@add(1, (("web_page_as_workbook", ""),))
def web_page(path: Path) -> list[str]:
    return plain(path, b"<html><body><table><tr><td>1</td></tr></table></body></html>", "case.xls")


@add(1, (("web_page_as_workbook", ""),))
def web_archive(path: Path) -> list[str]:
    return plain(path, b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n")


@add(1, (("web_page_as_workbook", ""),))
def xml_of_excel_2003(path: Path) -> list[str]:
    return plain(path, b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>')


@add(1, (("not_a_workbook", ""),))
def pdf_under_a_wrong_name(path: Path) -> list[str]:
    return plain(path, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")


@add(1, (("not_a_workbook", ""),))
def picture_under_a_wrong_name(path: Path) -> list[str]:
    return plain(path, b"\x89PNG\r\n\x1a\n" + b"\0" * 200)


@add(1, (("not_a_workbook", ""),))
def word_document(path: Path) -> list[str]:
    return plain(path, zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}))


@add(1, (("not_a_workbook", ""),))
def old_word_document(path: Path) -> list[str]:
    return plain(path, ole({"WordDocument": b"\xec\xa5" + b"\0" * 600}))


@add(1, (("not_a_workbook", ""),))
def ordinary_zip(path: Path) -> list[str]:
    return plain(path, zipped({"readme.txt": b"hello"}))


@add(1, (("file_damaged", ""),))
def truncated_in_the_middle(path: Path) -> list[str]:
    data = sound(path)
    return plain(path, data[: len(data) // 2])


@add(1, (("file_damaged", ""),))
def truncated_at_the_end(path: Path) -> list[str]:
    return plain(path, sound(path)[:-30])


@add(1, (("file_damaged", ""),))
def beginning_lost(path: Path) -> list[str]:
    return plain(path, sound(path)[200:])


@add(1, (("file_damaged", ""),))
def flipped_bytes(path: Path) -> list[str]:
    data = bytearray(sound(path))
    for at in range(60, len(data) - 400, 7):
        data[at] ^= 0x5A
    return plain(path, bytes(data))


@add(1, (("file_too_large", ""),), apart=True)
def zip_bomb_in_a_sheet(path: Path) -> list[str]:
    return [str(changed(path, {PEOPLE: b"<worksheet>" + b"<row/>" * 40_000_000}))]


@add(1, (("file_too_large", ""),), apart=True)
def zip_bomb_of_spaces(path: Path) -> list[str]:
    return [str(changed(path, {}, more={"xl/media/image1.png": b" " * 300_000_000}))]


@add(1, (("file_damaged", ""),), apart=True)
def billion_laughs(path: Path) -> list[str]:
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + lines + b"]>"
    return [str(changed(path, {PEOPLE: lambda d: head + d[d.index(b"<worksheet") :]}))]


@add(1, (("file_damaged", ""),))
def external_entity(path: Path) -> list[str]:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return [str(changed(path, {PEOPLE: lambda d: head + d[d.index(b"<worksheet") :]}))]


@add(1, (("file_damaged", ""),))
def entities_in_a_part_of_another_name(path: Path) -> list[str]:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    return [str(changed(path, {}, more={"xl/worksheets/sheet1.dat": bomb}))]


@add(1, (("file_damaged", ""),))
def parts_in_utf16(path: Path) -> list[str]:
    return [str(changed(path, {PEOPLE: lambda d: d.decode().replace("UTF-8", "UTF-16").encode("utf-16")}))]


@add(0, (("far_cell", "Cán bộ!XFD1"),), cadres=2, apart=True)
def stray_cell_far_right(path: Path) -> list[str]:
    return edited(path, PEOPLE, b"</row>", b'<c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>')


@add(0, (("far_cell", "Cán bộ!A1048576"),), cadres=2, apart=True)
def stray_cell_far_down(path: Path) -> list[str]:
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    return edited(path, PEOPLE, b"</sheetData>", far)


@add(0, (("far_cell", "Cán bộ!XFD1048576"),), cadres=2, apart=True)
def stray_cell_in_the_last_corner(path: Path) -> list[str]:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return edited(path, PEOPLE, b"</sheetData>", far)


@add(0, (("far_cell", "Cán bộ!XFD30099"),), cadres=2, apart=True)
def every_row_reaches_the_last_column(path: Path) -> list[str]:
    rows = b"".join(b'<row r="%d"><c r="XFD%d" s="0"><v>1</v></c></row>' % (n, n) for n in range(100, 30_100))
    return edited(path, PEOPLE, b"</sheetData>", rows + b"</sheetData>")


@add(0, cadres=2, apart=True)
def formatted_blanks_without_end(path: Path) -> list[str]:
    cells = b"".join(b'<c r="%s%%d" s="0"/>' % c for c in (b"A", b"B", b"C", b"D", b"E"))
    rows = b"".join(b'<row r="%d">' % n + cells.replace(b"%d", b"%d" % n) + b"</row>" for n in range(10, 60_000))
    return edited(path, PEOPLE, b"</sheetData>", rows + b"</sheetData>")


@add(1, (("file_too_large", ""),), apart=True)
def more_cells_than_any_roster(path: Path) -> list[str]:
    block = b"".join(b'<c r="A%d"><v>%d</v></c>' % (n, n) for n in range(1, 5_001))
    rows = b'<row r="9">' + block * 520 + b"</row></sheetData>"
    return edited(path, PEOPLE, b"</sheetData>", rows)


@add(0, cadres=2)
def declared_extent_is_a_lie(path: Path) -> list[str]:
    def lie(data: bytes) -> bytes:
        start, end = data.index(b"<dimension"), data.index(b"/>", data.index(b"<dimension")) + 2
        return data[:start] + b'<dimension ref="A1"/>' + data[end:]

    return [str(changed(path, {PEOPLE: lie}))]


@add(0, cadres=2, apart=True)
def merges_without_end(path: Path) -> list[str]:
    merges = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % n for n in range(10, 42_010))
    block = b'</sheetData><mergeCells count="42000">' + merges + b"</mergeCells>"
    return edited(path, PEOPLE, b"</sheetData>", block)


@add(0, cadres=2, apart=True)
def one_merge_over_whole_columns(path: Path) -> list[str]:
    block = b'</sheetData><mergeCells count="1"><mergeCell ref="K1:XFD1048576"/></mergeCells>'
    return edited(path, PEOPLE, b"</sheetData>", block)


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


@add(0, cadres=2)
def billions_of_texts_promised(path: Path) -> list[str]:
    def promise(data: bytes) -> bytes:
        return re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4000000000"', data)

    return [str(changed(path, {TEXTS: promise}, shared=True))]


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


@add(0, (("file_salvaged", ""),), cadres=2)
def elements_nested_without_end(path: Path) -> list[str]:
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    return edited(path, "xl/workbook.xml", b"<sheets>", deep + b"<sheets>")


@add(0, cadres=2, apart=True)
def tags_that_never_close(path: Path) -> list[str]:
    draw = random.Random(1)
    trap = b"<!--" + b"".join(b"<c r='%x' <f <row " % draw.getrandbits(64) for _ in range(120_000)) + b"-->"
    return edited(path, PEOPLE, b"</sheetData>", b"</sheetData>" + trap)


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


@add(1, (("missing_column", "Cán bộ"),), apart=True)
def merges_that_overlap_without_end(path: Path) -> list[str]:
    merges = b"".join(b'<mergeCell ref="J1:XF%d"/>' % n for n in range(1_000_000, 1_020_000))
    wide = b'<c r="SR3" t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells count="20000">' + merges
    return edited(path, PEOPLE, b"</row></sheetData>", wide + b"</mergeCells>")


@add(1, (("file_too_large", "Cán bộ"),), apart=True)
def a_million_rows_of_nonsense(path: Path) -> list[str]:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>7</v></c></row>' % (n, n) for n in range(4, 300_100))
    return edited(path, PEOPLE, b"</sheetData>", rows + b"</sheetData>")


@add(1, (("duplicate", "Cán bộ!A5"),), apart=True)
def thirty_thousand_rows_that_are_all_wrong(path: Path) -> list[str]:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>7</v></c><c r="C%d"><v>-5</v></c></row>' % (n, n, n) for n in range(4, 30_000)
    )
    return edited(path, PEOPLE, b"</sheetData>", rows + b"</sheetData>")


@add(0, (("text_cut", "Cán bộ!B2"),), cadres=2, apart=True)
def a_name_of_thirty_megabytes(path: Path) -> list[str]:
    name = random.Random(3).randbytes(15_000_000).hex().encode()
    return edited(path, PEOPLE, "Nguyễn Văn Một".encode("ascii", "xmlcharrefreplace"), name)


@add(0, (("far_cell", "Cán bộ!TA2"),), cadres=2)
def a_remark_beyond_the_columns_that_are_read(path: Path) -> list[str]:
    def add_cell(data: bytes) -> bytes:
        at = data.index(b"</row>", data.index(b'<row r="2"'))
        return data[:at] + b'<c r="TA2" t="inlineStr"><is><t>x</t></is></c>' + data[at:]

    return [str(changed(path, {PEOPLE: add_cell}))]


@add(1, (("file_too_large", ""),))
def a_file_of_three_hundred_megabytes(path: Path) -> list[str]:
    with (path / "case.xlsx").open("wb") as file:
        file.truncate(300 * 2**20)
    return [str(path / "case.xlsx")]
