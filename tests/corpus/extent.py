"""Sheets larger than any roster, or that only look so: far cells, blanks, merges and rows without end."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus, edited
from tests.corpus.raw import changed, sheet_part

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add

PEOPLE = sheet_part("Cán bộ")


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
