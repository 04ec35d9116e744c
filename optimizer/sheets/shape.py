"""From a grid to a table: data rows told from totals, unit headings and signatures; columns by field."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import Cadre
from optimizer.sheets.cells import text_of
from optimizer.sheets.headers import Header, first_data_row, is_numbering
from optimizer.sheets.spread import NAME_FAMILY, NAME_GIVEN, join_parts
from optimizer.sheets.table import Grid, Merge, RawTable, Section, column_letter, is_blank
from optimizer.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.domain.record import Record

_TOTAL = re.compile(
    r"^(?:tong cong|tong so|cong cong|grand total|total)\b|^(?:tong|cong)(?: \d.*)?$|^cong (?:toan|rieng|chung)\b"
)
_SIGNATURE = re.compile(
    r"^(?:nguoi lap|lap bieu|nguoi tong hop|nguoi ky|t m|tm|k t|kt|t l|tl|noi nhan|xac nhan|thu truong|truong ban|"
    r"pho truong ban|bi thu|pho bi thu|chu tich|pho chu tich|giam doc|ghi chu|luu y|ky ten|ky va ghi)\b|"
    r"\bngay\b.*\bthang\b.*\bnam\b"
)
_MARKER = re.compile(r"^\s*(?:([IVXLC]+)|([A-ZĐ])|(\d+(?:\.\d+)*))\s*[.)\-:/]\s*(?=\S)")
_ALONE = re.compile(r"^\s*(?:([IVXLC]+)|([A-ZĐ])|(\d+(?:\.\d+)*))\s*[.)]?\s*$")
_NUMERAL = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐ])\s*[.)]?\s*$")
_BODY = re.compile(
    r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tp\.?|tỉnh|khối|phòng|ban|đảng ủy|đảng uỷ|ủy ban|uỷ ban|"
    r"ubnd|hđnd|ubmttq|mặt trận|sở|chi bộ|đảng bộ|văn phòng|trung tâm)\s",
    re.IGNORECASE,
)
_LIGHT = 3  # a row of a signature block holds no more cells than this


def shape(grid: Grid, header: Header, cls: type[Record]) -> RawTable:
    """Return the table below a header, without the rows that are not data."""
    first = first_data_row(grid, header)
    rows: list[Sequence[Any]] = list(grid.rows[first:])
    numbers = list(grid.numbers[first:])
    _settle_wide(header, rows)
    keys = [header.columns[n] for n, c in cls.columns().items() if c.filled and n in header.columns]
    _fill_down(rows, numbers, grid.merges, header, cls)
    table = RawTable(grid.file, grid.sheet, [], {}, header_row=0, digest=grid.digest)
    kept = _data_rows(rows, numbers, keys, grid.merges, header, table, sections=cls is Cadre)
    columns = list(zip_longest(*(rows[i] for i in kept)))
    blank: tuple[Any, ...] = (None,) * len(kept)
    table.rows = [numbers[i] for i in kept]
    table.header_row = grid.numbers[header.first + header.depth - 1]
    for name, index in header.columns.items():
        table.cells[name] = columns[index] if index < len(columns) else blank
        table.letters[name] = column_letter(index)
        table.headers[name] = header.texts[index]
    table.seconds = [(name, column_letter(index), column_letter(other)) for name, index, other in header.seconds]
    table.doubles = [(name, [column_letter(i) for i in indexes]) for name, indexes in header.doubles]
    known = set(header.columns.values())
    for index, cells in enumerate(columns):
        if index not in known and any(v is not None for v in cells):
            name = add_extra(table, header.texts.get(index) or column_letter(index), cells)
            table.extra_letters[name] = column_letter(index)
    join_parts(table)
    return table


def _settle_wide(header: Header, rows: Sequence[Sequence[Any]]) -> None:
    """Settle columns under one merged header: a name in two is joined, columns that hold nothing are none."""
    for name, indexes in header.wide:
        held = [i for i in indexes if any(i < len(row) and not is_blank(row[i]) for row in rows)]
        if len(held) <= 1:
            header.columns[name] = held[0] if held else indexes[0]
        elif name == "name" and len(held) == 2:
            del header.columns[name]
            header.columns[NAME_FAMILY], header.columns[NAME_GIVEN] = held
        else:
            header.doubles.append((name, held))


def add_extra(table: RawTable, header: str, cells: Sequence[Any]) -> str:
    """Keep a column the program does not know, under its header as written; return the name it is kept under."""
    name, n = header, 2
    while name in table.extra:
        name, n = f"{header} ({n})", n + 1
    table.extra[name] = cells
    return name


def _fill_down(
    rows: list[Sequence[Any]], numbers: list[int], merges: Iterable[Merge], header: Header, cls: type[Record]
) -> None:
    """Give every row under a merged cell its value; the cells that name a person are never repeated."""
    place = {number: i for i, number in enumerate(numbers)}
    single = {header.columns.get("cadre_id", -1), header.columns.get("name", -1)} if cls is Cadre else set()
    mapped = set(header.columns.values()) - single
    for m in merges:
        if m.bottom == m.top or m.top not in place:
            continue
        source = rows[place[m.top]]
        for column in range(m.left - 1, min(m.right, len(source))):
            if column not in mapped or is_blank(source[column]):
                continue
            for number in range(m.top + 1, m.bottom + 1):
                if number in place:
                    row = list(rows[place[number]])
                    row.extend([None] * (column + 1 - len(row)))
                    row[column] = source[column]
                    rows[place[number]] = row


def _data_rows(
    rows: list[Sequence[Any]],
    numbers: list[int],
    keys: list[int],
    merges: Iterable[Merge],
    header: Header,
    table: RawTable,
    *,
    sections: bool,
) -> list[int]:
    """Return the indexes of data rows; the table is told of headings, repeated headers, rows that continue one above."""
    end = _signature(rows, keys, set(header.columns.values()))
    key = keys[0] if keys else 0
    covered = {n for m in merges if m.left - 1 <= key < m.right for n in range(m.top + 1, m.bottom + 1)}
    wide = {m.top for m in merges if m.right - m.left >= 2}
    mapped = set(header.columns.values())
    kept: list[int] = []
    for i in range(end):
        row = rows[i]
        cell = row[key] if key < len(row) else None
        if type(cell) is str and cell and cell[-1].isdigit():  # nearly every data row: an identifier ends in a digit
            kept.append(i)
            continue
        held = [(c, v) for c, v in enumerate(row) if not is_blank(v)]
        if not held or _is_total(held) or _is_ordinal(held, mapped):
            continue
        if _repeats(held, header, mapped) or is_numbering(row):
            table.repeated.append(numbers[i])
        elif not is_blank(cell) and not (sections and _may_head(held, merged=numbers[i] in wide)):
            kept.append(i)
        elif numbers[i] in covered:
            table.joined.append(numbers[i])
        elif sections and (section := _section(held, header, len(kept), numbers[i], merged=numbers[i] in wide)):
            table.sections.append(section)
        elif not (len(held) == 1 and numbers[i] in wide):
            kept.append(i)
    return kept


def _is_ordinal(held: list[tuple[int, Any]], mapped: set[int]) -> bool:
    """Return whether a row holds nothing but the number of a line prepared for somebody."""
    return len(held) == 1 and held[0][0] not in mapped and not isinstance(held[0][1], str)


def _repeats(held: list[tuple[int, Any]], header: Header, mapped: set[int]) -> bool:
    """Return whether a row is the header, or a row of it, written again: on every printed page, above every unit."""
    known = [(c, v) for c, v in held if c in mapped]
    if len(known) < 2 or not all(isinstance(v, str) for _, v in known):
        return False
    alike = sum(fold(v) in _levels_of(header.texts[c]) for c, v in known)
    return alike >= max(2, 0.7 * len(known))


@lru_cache(maxsize=1_000)
def _levels_of(text: str) -> frozenset[str]:
    """Return the levels of a header, each folded."""
    return frozenset(fold(level) for level in (*text.split(" / "), text)) - {""}


def _may_head(held: list[tuple[int, Any]], *, merged: bool) -> bool:
    """Return whether a row with something in the column of codes may be a heading: a text alone, or a numeral and a body."""
    if len(held) != 2:
        return len(held) == 1
    (_, first), (_, second) = held
    if merged:
        return True
    return bool(
        isinstance(first, str) and _NUMERAL.match(first) and isinstance(second, str) and _BODY.match(tidy(second))
    )


def _is_total(held: list[tuple[int, Any]]) -> bool:
    return any(isinstance(v, str) and _TOTAL.search(fold(v)) for _, v in held[:3])


def _signature(rows: list[Sequence[Any]], keys: list[int], mapped: set[int]) -> int:
    """Return the index at which the signature block at the end begins (the number of rows where there is none)."""
    start = len(rows)
    while start and _is_light(rows[start - 1], keys, mapped):
        start -= 1
    for i in range(start, len(rows)):
        signs = [isinstance(v, str) and bool(_SIGNATURE.search(fold(v))) for v in rows[i]]
        # A row with an identifier of its own is data, though its title may read like a signatory's (Bí thư).
        if any(signs) and all(k >= len(rows[i]) or is_blank(rows[i][k]) or signs[k] for k in keys[:1]):
            return i
    return len(rows)


def _is_light(row: Sequence[Any], keys: list[int], mapped: set[int]) -> bool:
    """Return whether a row may be one of signatures: few cells, no identifier, no number beside a text of the table.

    Where no column identifies anything, no row is known to lack an identifier, and none is given up.
    """
    full = all(k < len(row) and not is_blank(row[k]) for k in keys)
    held = [c for c, v in enumerate(row) if not is_blank(v)]
    counts = len(held) > 1 and any(c in mapped and isinstance(row[c], (int, float)) for c in held)
    return not full and len(held) <= _LIGHT and not counts


def _section(held: list[tuple[int, Any]], header: Header, before: int, number: int, *, merged: bool) -> Section | None:
    """Return the heading a row holds: at most a numeral and a text, and never a lone name in the column of names."""
    texts = [(c, tidy(v)) for c, v in held if isinstance(v, str)]
    if not texts or len(held) > 2:
        return None
    marker = ""
    if len(held) == 2:
        first = _ALONE.match(text_of(held[0][1]))
        if not first or held[1][0] != texts[-1][0]:
            return None
        marker = _marker(first)
    text = texts[-1][1]
    if found := _MARKER.match(text):
        marker, text = _marker(found), text[found.end() :]
    elif len(held) == 1 and not merged and texts[0][0] in (header.columns.get("name"), header.columns.get("cadre_id")):
        return Section(before, number, "?", text)  # a person without a code, unless it turns out to name a unit
    return Section(before, number, marker, text)


def _marker(found: re.Match[str]) -> str:
    return "roman" if found.group(1) else "letter" if found.group(2) else "number"
