"""The quicker worksheet writes the very bytes of XlsxWriter's own."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from optimizer.sheets.quick_rows import quick_worksheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def parts(path: Path, kind: type[Any], seed: int) -> dict[str, bytes]:
    """Write a workbook of everything a sheet may hold and return what is in it."""
    draw = random.Random(seed)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.worksheet_class = kind
        looks = [
            None,
            *(book.add_format({"num_format": f"0.{'0' * n}"}) for n in range(6)),
            book.add_format({"bold": 1}),
        ]
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for _ in range(3):
            sheet = book.add_worksheet()
            first, last = draw.randrange(3), draw.randrange(20, 60)
            for row in range(first, last):
                for column in draw.sample(range(30), draw.randrange(8)):  # written from right to left as well
                    look = draw.choice(looks)
                    match draw.randrange(8):
                        case 0 | 1:
                            sheet.write_string(row, column, draw.choice(["a < b", "Đồng", " c ", "=1", ""]), look)
                        case 2 | 3:
                            sheet.write_number(row, column, draw.choice([1, -2.5, 1 / 3, 1e21, 0]), look)
                        case 4:
                            sheet.write_blank(row, column, None, look)
                        case 5:
                            sheet.write_formula(row, column, "=A1&B1", look, draw.choice([3, "x", True]))
                        case 6:
                            sheet.write_boolean(row, column, True, look)
                        case _:
                            sheet.write_datetime(row, column, dt.datetime(2025, 7, 1), day)
            for _ in range(6):
                sheet.set_row(draw.randrange(80), draw.choice([None, 20.5]), draw.choice(looks))
                sheet.set_column(at := draw.randrange(30), at, 12, draw.choice(looks))
            for _ in range(4):
                sheet.write_comment(draw.randrange(70), draw.randrange(40), "ghi chú")
        book.add_worksheet()
        book.set_properties({"created": dt.datetime(2025, 7, 1)})
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("seed", range(12))
def test_every_part_of_the_workbook_is_the_same(seed: int, tmp_path: Path) -> None:
    quick = parts(tmp_path / "a.xlsx", quick_worksheet(), seed)
    assert quick == parts(tmp_path / "b.xlsx", Worksheet, seed)
    assert len(quick["xl/worksheets/sheet1.xml"]) > 2000


class Put(NamedTuple):
    """One column that is put on a sheet in one go."""

    top: int
    at: int
    values: list[Any]
    looks: list[int]


VALUES: list[Any] = [None, "a < b", "", "Đồng", "=1", "100 %", 2, -0.5, -0.0, 1 / 3]
LONG = ["x" * 16_001, "😀" * 16_400]


def drawn(draw: random.Random, top: int, at: int, length: int, values: list[Any]) -> Put:
    """Return a column of some values, all of one format or each of its own."""
    looks = [draw.randrange(3) for _ in range(draw.choice([1, length]))]
    return Put(top, at, [draw.choice(values) for _ in range(length)], looks)


def tables(draw: random.Random) -> list[Put]:
    """Return two tables, one below the other, as the sections of a plan are written."""
    sizes = [(1, draw.randrange(1, 60)), (draw.randrange(70, 90), draw.randrange(1, 5_000))]
    return [drawn(draw, top, at, length, VALUES) for top, length in sizes for at in range(draw.randrange(1, 7))]


def ragged(draw: random.Random) -> list[Put]:
    """Return columns of all lengths side by side, some with texts that may be too long, and one over another."""
    found = [drawn(draw, draw.randrange(1, 4), at, draw.randrange(1, 60), VALUES + LONG * (at % 2)) for at in range(7)]
    return [*found, drawn(draw, 2, 4, 9, VALUES)]


def written(path: Path, columns: list[Put], at_once: bool, row_look: bool, cells: bool) -> dict[str, bytes]:
    """Write columns in one go or cell by cell, among much else, and return what is in the workbook."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.worksheet_class = quick_worksheet()
        book.set_properties({"created": dt.datetime(2025, 7, 1)})
        looks = [book.add_format({"num_format": f"0.{'0' * n}"}) for n in range(3)]
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Đầu", looks[2])
        for top, column, values, which in columns:
            if at_once:
                sheet.put_column(top, column, values, [looks[i] for i in which])
                continue
            for i, value in enumerate(values):
                look, row = looks[which[i % len(which)]], top + i
                if value is None:
                    sheet.write_blank(row, column, None, look)
                else:
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(row, column, value, look)
        for row in range(3, 4_000, 7):
            sheet.set_row(row, 15.0 + row % 4, looks[1] if row_look and row == 24 else None, {"level": row % 3})
        sheet.write_comment(0, 1, "ghi chú")
        if cells:
            sheet.write_comment(40, 9, "ghi chú")
            sheet.write_string(4, 1, "đè lên", looks[0])
            sheet.write_number(5, 30, 4, None)
    with zipfile.ZipFile(path) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("drawing", [tables, ragged])
@pytest.mark.parametrize(("row_look", "cells"), [(False, False), (True, False), (False, True)])
def test_a_column_put_at_once_is_the_same_as_its_cells_one_by_one(
    seed: int, drawing: Callable[[random.Random], list[Put]], row_look: bool, cells: bool, tmp_path: Path
) -> None:
    columns = drawing(random.Random(seed))
    made = [written(tmp_path / f"{once}.xlsx", columns, once, row_look, cells) for once in (True, False)]
    assert made[0] == made[1]


def test_a_column_that_does_not_fit_the_sheet_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.worksheet_class = quick_worksheet()
        sheet = book.add_worksheet()
        with pytest.raises(ValueError, match="row 1048577, column 1 lies outside"):
            sheet.put_column(1_048_575, 0, ["a", "b"], [None])


def test_the_plain_cells_do_not_go_through_the_slow_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow: list[Any] = []
    monkeypatch.setattr(Worksheet, "_write_cell", lambda *a: slow.append(a))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.worksheet_class = quick_worksheet()
        sheet, look = book.add_worksheet(), book.add_format({"bold": True})
        for row in range(5):
            sheet.write_string(row, 0, "a", look)
            sheet.write_number(row, 1, row)
            sheet.write_blank(row, 2, None, look)
    assert not slow


def test_the_rows_of_a_table_do_not_go_through_their_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow: list[Any] = []
    monkeypatch.setattr(quick_worksheet(), "_write_cells", lambda *a: slow.append(a[1]))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.worksheet_class = quick_worksheet()
        sheet, look, bold = book.add_worksheet(), book.add_format(), book.add_format({"bold": True})
        sheet.write_string(0, 0, "a", look)
        for column in range(3):
            sheet.put_column(1, column, ["a", 2, None], [look, bold, look] if column else [look])
            sheet.put_column(4, column, ["b"], [look])
    assert slow == [0]
