"""The top of a sheet says what the sheet is about, and looking at it costs as much on a long sheet as on a short one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.sheets.book import TOP_ROWS, open_book
from optimizer.sheets.headers import MAX_DEPTH, SEARCH_ROWS
from tests.sheets.books import write_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


def test_no_more_rows_are_read_than_a_header_may_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_book(tmp_path / "long.xlsx", {"Danh sách": [[n, f"Người {n}"] for n in range(1, 3001)]})
    book, _ = open_book(path)
    assert book is not None
    given, rows = [], type(book)._rows

    def counted(*asked: object) -> Iterator[object]:
        for row in rows(*asked):  # type: ignore[arg-type]
            given.append(row)
            yield row

    monkeypatch.setattr(type(book), "_rows", counted)
    with book:
        assert SEARCH_ROWS + MAX_DEPTH <= len(book.top("Danh sách").rows) <= TOP_ROWS
        assert len(given) <= TOP_ROWS
        assert len(book.grid("Danh sách").rows) == 3000
