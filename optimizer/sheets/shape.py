"""From a grid to a table: data rows told from totals, unit headings and signatures; columns by field."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import Cadre
from optimizer.sheets.cells import judge, text_of
from optimizer.sheets.headers import BIRTH_FEMALE, BIRTH_MALE, Header, first_data_row
from optimizer.sheets.table import BadCell, Grid, Merge, RawTable, Section, column_letter, is_blank
from optimizer.sheets.values import PARSERS
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
_LIGHT = 3  # a row of a signature block holds no more cells than this


def shape(grid: Grid, header: Header, cls: type[Record]) -> RawTable:
    """Return the table below a header, without the rows that are not data."""
    first = first_data_row(grid, header)
    rows: list[Sequence[Any]] = list(grid.rows[first:])
    numbers = list(grid.numbers[first:])
    keys = [header.columns[n] for n, c in cls.columns().items() if c.filled and n in header.columns]
    _fill_down(rows, numbers, grid.merges, header, cls)
    kept, sections, joined = _data_rows(rows, numbers, keys, grid.merges, header, sections=cls is Cadre)
    columns = list(zip_longest(*(rows[i] for i in kept)))
    blank: tuple[Any, ...] = (None,) * len(kept)
    table = RawTable(grid.file, grid.sheet, [numbers[i] for i in kept], {}, header_row=0, digest=grid.digest)
    table.header_row = grid.numbers[header.first + header.depth - 1]
    table.sections = sections
    table.joined = joined
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
    split_birth(table)
    return table


def add_extra(table: RawTable, header: str, cells: Sequence[Any]) -> str:
    """Keep a column the program does not know, under its header as written; return the name it is kept under."""
    name, n = header, 2
    while name in table.extra:
        name, n = f"{header} ({n})", n + 1
    table.extra[name] = cells
    return name


def split_birth(table: RawTable) -> None:
    """Turn a pair of columns Nam and Nữ into sex and, where they hold dates, into birth dates."""
    male, female = table.cells.pop(BIRTH_MALE, None), table.cells.pop(BIRTH_FEMALE, None)
    if male is None or female is None:
        return
    letters = (table.letters[BIRTH_MALE], table.letters[BIRTH_FEMALE])
    flag = PARSERS["flag"]("")
    sexes: list[Any] = []
    births: list[Any] = []
    where: list[str] = []
    for his, hers in zip(male, female, strict=True):
        his, hers = (None if is_blank(v) else v for v in (his, hers))
        where.append(letters[1] if his is None and hers is not None else letters[0])
        if his is not None and hers is not None:
            sexes.append(BadCell("both", f"{text_of(his)} | {text_of(hers)}"))
            births.append(None)
            continue
        held = hers if his is None else his
        tick = held is not None and judge(flag, held)
        sexes.append(None if held is None or tick is False else "nữ" if his is None else "nam")
        births.append(None if held is None or isinstance(tick, bool) else held)
    if "sex" not in table.cells:
        table.cells["sex"], table.row_letters["sex"] = sexes, where
        table.headers["sex"] = table.headers[BIRTH_MALE]
    if "birth_date" not in table.cells:
        table.cells["birth_date"], table.row_letters["birth_date"] = births, where
        table.headers["birth_date"] = table.headers[BIRTH_MALE]


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
    *,
    sections: bool,
) -> tuple[list[int], list[Section], list[int]]:
    """Return the indexes of data rows, the unit headings between them, and the rows that continue the one above."""
    end = _signature(rows, keys)
    key = keys[0] if keys else 0
    covered = {n for m in merges if m.left - 1 <= key < m.right for n in range(m.top + 1, m.bottom + 1)}
    wide = {m.top for m in merges if m.right - m.left >= 2}
    found: list[Section] = []
    joined: list[int] = []
    kept: list[int] = []
    for i in range(end):
        row = rows[i]
        cell = row[key] if key < len(row) else None
        if type(cell) is str and cell and cell[-1].isdigit():  # nearly every data row: an identifier ends in a digit
            kept.append(i)
            continue
        held = [(c, v) for c, v in enumerate(row) if not is_blank(v)]
        if not held or _is_total(held):
            continue
        if not is_blank(cell) and not (sections and (len(held) == 1 or (len(held) == 2 and numbers[i] in wide))):
            kept.append(i)
        elif numbers[i] in covered:
            joined.append(numbers[i])
        elif sections and (section := _section(held, header, len(kept), numbers[i], merged=numbers[i] in wide)):
            found.append(section)
        elif not (len(held) == 1 and numbers[i] in wide):
            kept.append(i)
    return kept, found, joined


def _is_total(held: list[tuple[int, Any]]) -> bool:
    return any(isinstance(v, str) and _TOTAL.search(fold(v)) for _, v in held[:3])


def _signature(rows: list[Sequence[Any]], keys: list[int]) -> int:
    """Return the index at which the signature block at the end begins (the number of rows where there is none)."""
    start = len(rows)
    while start and _is_light(rows[start - 1], keys):
        start -= 1
    for i in range(start, len(rows)):
        signs = [isinstance(v, str) and bool(_SIGNATURE.search(fold(v))) for v in rows[i]]
        # A row with an identifier of its own is data, though its title may read like a signatory's (Bí thư).
        if any(signs) and all(k >= len(rows[i]) or is_blank(rows[i][k]) or signs[k] for k in keys[:1]):
            return i
    return len(rows)


def _is_light(row: Sequence[Any], keys: list[int]) -> bool:
    full = bool(keys) and all(k < len(row) and not is_blank(row[k]) for k in keys)
    return not full and sum(not is_blank(v) for v in row) <= _LIGHT


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
