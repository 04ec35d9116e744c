"""Finding the header of a table below any title rows, and what each of its columns means.

A header of one to three rows is read, merged cells filled, levels joined. A column is known only when its words are
exactly, up to case, accents and punctuation, one of the accepted headers: likeness suggests and never decides.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import Cadre
from optimizer.sheets.cards import says_card
from optimizer.sheets.cells import text_of
from optimizer.sheets.joint_post import JOINT_HEADERS, says_joint
from optimizer.sheets.spread import drop_lone_parts, part_of
from optimizer.sheets.table import Grid, Merge, is_blank
from optimizer.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from optimizer.domain.record import Record

SEARCH_ROWS = 30
MAX_DEPTH = 3
GRADE = "grades:"
RUNNING = frozenset({"stt", "tt", "so tt", "so thu tu", "s t t"})  # headers, folded, of columns that number the rows

_PARENTHESES = re.compile(r"\([^)]*\)")
_GRADE_HEADER = re.compile(r"^(?:(?!diem).*xep loai.*|grades?|danh gia(?: nam)?) ((?:19|20)\d\d)$")
_ORDINAL = re.compile(r"^\(?\s*(\d{1,3})\s*\)?$")

Vocabulary = dict[str, str]  # folded header -> field name
_CONFIRMED: ContextVar[Callable[[str, Mapping[str, str]], Mapping[str, str]] | None]
_CONFIRMED = ContextVar("confirmed", default=None)


@dataclass
class Header:
    """Where a table's header stands, and the column of every field it names."""

    first: int  # index of its first row in the grid
    depth: int
    columns: dict[str, int]  # field name, `grades:2023`, `birth:male` -> column index
    texts: dict[int, str]  # column index -> header as written
    doubles: list[tuple[str, list[int]]] = field(default_factory=list)
    seconds: list[tuple[str, int, int]] = field(default_factory=list)  # field, its column, a further one by an alias
    wide: list[tuple[str, list[int]]] = field(default_factory=list)  # fields whose one header lies over several columns

    @property
    def fields(self) -> set[str]:
        """Return the fields that were found; a family of columns is one."""
        return {name.partition(":")[0] for name in self.columns}

    @property
    def score(self) -> int:
        """Return how many fields were found."""
        return len(self.fields)


@lru_cache
def vocabulary(cls: type[Record]) -> Vocabulary:
    """Return every accepted header of a sheet, folded, with its field."""
    found: Vocabulary = {}
    for name, column in cls.columns().items():
        for words in (column.vi, name, *column.aliases):
            found.setdefault(fold(words), name)
    if cls is Cadre:
        for words in sorted(JOINT_HEADERS):
            found.setdefault(words, "current_title")
    return found


def words_of(cls: type[Record]) -> Mapping[str, str]:
    """Return the accepted headers of a sheet, those somebody confirmed included."""
    confirmed = _CONFIRMED.get()
    return vocabulary(cls) if confirmed is None else confirmed(cls.table, vocabulary(cls))


@contextmanager
def reading_with(words: Callable[[str, Mapping[str, str]], Mapping[str, str]]) -> Iterator[None]:
    """Accept within the block the headers that `words` makes of a table's name and its own headers."""
    token = _CONFIRMED.set(words)
    try:
        yield
    finally:
        _CONFIRMED.reset(token)


def match(levels: Sequence[str], known: Mapping[str, str], *, cadres: bool = False) -> tuple[str, int] | None:
    """Return the field a column's header names and how directly: 0 in full, 1 without remarks, 2 by its last level."""
    full = " ".join(levels)
    tried: set[str] = set()
    for rank, words in enumerate((full, _PARENTHESES.sub(" ", full), levels[-1], _PARENTHESES.sub(" ", levels[-1]))):
        folded = fold(words)
        if folded in tried:
            continue
        tried.add(folded)
        if folded in known:
            return known[folded], rank
        if cadres and (year := _GRADE_HEADER.match(folded)):
            return GRADE + year.group(1), rank
    if cadres and (part := part_of(levels, known)):
        return part, 2
    return None


def columns_of(headers: Mapping[int, Sequence[str]], known: Mapping[str, str], *, cadres: bool) -> Header:
    """Return the fields of column headers (index -> levels); the most direct header wins, equals are doubles."""
    claims: dict[str, list[tuple[int, int]]] = {}
    for index, levels in headers.items():
        found = match(levels, known, cadres=cadres)
        if found:
            claims.setdefault(found[0], []).append((found[1], index))
    columns: dict[str, int] = {}
    doubles: list[tuple[str, list[int]]] = []
    seconds: list[tuple[str, int, int]] = []
    for name, claimed in claims.items():
        best = min(rank for rank, _ in claimed)
        holders = [index for rank, index in claimed if rank == best]
        if len(holders) > 1:
            # A code beside an identity number: both name a person, and the code is the one to go by. So is a post
            # alone beside one with its workplace.
            own = [i for i in holders if not says_card(" ".join(headers[i])) and not says_joint(" / ".join(headers[i]))]
            if not own and len({fold(" ".join(headers[index])) for index in holders}) == len(holders):
                own = holders[:1]  # the new number beside that of the old card
            if len(own) == 1:
                seconds.extend((name, own[0], index) for index in holders if index != own[0])
                holders = own
        columns[name] = holders[0]
        if len(holders) > 1:
            doubles.append((name, holders))
    drop_lone_parts(columns)  # a lone "Nam" is a year or a name, not half of a pair
    texts = {index: " / ".join(levels) for index, levels in headers.items()}
    return Header(0, 1, columns, texts, [d for d in doubles if d[0] in columns], seconds)


def find_header(grid: Grid, cls: type[Record], known: Mapping[str, str] | None = None) -> Header | None:
    """Return the header that names most fields of `cls` among the first rows, None where no row names any."""
    names = words_of(cls) if known is None else known
    required = {n for n, c in cls.columns().items() if c.required}
    merged = _by_cell(grid.merges, set(grid.numbers[: SEARCH_ROWS + MAX_DEPTH]))
    best: tuple[tuple[int, int, int, int], Header] | None = None
    for first in range(min(SEARCH_ROWS, len(grid.rows))):
        for depth in range(_natural_depth(grid, first), MAX_DEPTH + 1):
            if first + depth > len(grid.rows) or grid.numbers[first + depth - 1] - grid.numbers[first] >= MAX_DEPTH:
                break
            found = columns_of(_levels(grid, first, depth, merged), names, cadres=cls is Cadre)
            if not found.columns:
                continue
            found.first, found.depth = first, depth
            _part_wide(found, grid, merged)
            # More required fields, more fields, fewer header rows, further down (closer to the data).
            rank = (len(required & found.fields), found.score, -depth, first if depth > 1 else -first)
            if best is None or rank > best[0]:
                best = rank, found
    return best[1] if best else None


def _part_wide(header: Header, grid: Grid, merged: Mapping[tuple[int, int], Merge]) -> None:
    """Tell columns under one merged header from columns that claim the same field each by itself."""
    rows = grid.numbers[header.first : header.first + header.depth]
    for name, indexes in list(header.doubles):
        if any(
            len({merged.get((row, i + 1)) for i in indexes}) == 1 and (row, indexes[0] + 1) in merged for row in rows
        ):
            header.doubles.remove((name, indexes))
            header.wide.append((name, indexes))


def first_data_row(grid: Grid, header: Header) -> int:
    """Return the index of the first row below the header, a row of column numbers (1) (2) (3) skipped."""
    first = header.first + header.depth
    if first < len(grid.rows) and is_numbering(grid.rows[first]):
        return first + 1
    return first


def is_numbering(row: Sequence[Any]) -> bool:
    """Return whether a row only numbers the columns: (1) (2) (3)."""
    cells = [text_of(v) for v in row if not is_blank(v)]
    found = [_ORDINAL.match(c) for c in cells]
    numbers = [int(m.group(1)) for m in found if m]
    bracketed = all(c.strip().startswith("(") for c in cells)
    if len(numbers) != len(cells) or len(cells) < (2 if bracketed else 4):
        return False
    return all(b - a == 1 for a, b in pairwise(numbers)) and numbers[0] in (0, 1)


def _levels(grid: Grid, first: int, depth: int, merged: Mapping[tuple[int, int], Merge]) -> dict[int, list[str]]:
    """Return the texts of each column from the top level down, merged cells filled, repeats and blanks left out."""
    place = {number: i for i, number in enumerate(grid.numbers[first : first + depth], start=first)}
    width = max(len(grid.rows[i]) for i in range(first, first + depth))
    width = max([width, *(m.right for (row, _), m in merged.items() if row in place)])  # the last header may be merged
    out: dict[int, list[str]] = {}
    for column in range(width):
        levels: list[str] = []
        for number, i in place.items():
            row = grid.rows[i]
            value = row[column] if column < len(row) else None
            if is_blank(value) and (merge := merged.get((number, column + 1))):
                top = place.get(merge.top)
                value = (
                    grid.rows[top][merge.left - 1] if top is not None and merge.left <= len(grid.rows[top]) else None
                )
            if not is_blank(value) and not isinstance(value, bool):
                text = tidy(text_of(value))
                if not levels or levels[-1] != text:
                    levels.append(text)
        if levels:
            out[column] = levels
    return out


def _by_cell(merges: Iterable[Merge], rows: set[int]) -> dict[tuple[int, int], Merge]:
    """Return the merge that covers each cell of the given rows."""
    return {
        (row, column): m
        for m in merges
        if m.top in rows or m.bottom in rows
        for row in range(m.top, min(m.bottom, m.top + SEARCH_ROWS) + 1)
        if row in rows
        for column in range(m.left, min(m.right, m.left + 600) + 1)
    }


def _natural_depth(grid: Grid, first: int) -> int:
    """Return how many rows the header must have if it starts here: merges that reach down, groups over columns.

    Rows of the grid are counted: a row that only holds the lower halves of merged cells is none of them.
    """
    depth = 1
    start = grid.numbers[first]
    while depth < MAX_DEPTH:
        row = start + depth - 1
        reach = max((m.bottom for m in grid.merges if start <= m.top <= row), default=row)
        if reach > row:
            depth = min(MAX_DEPTH, reach - start + 1)
            continue
        groups = [m for m in grid.merges if m.top == row and m.right > m.left]
        below = first + _held(grid, first, depth)
        if groups and below < len(grid.rows) and grid.numbers[below] == row + 1:
            cells = grid.rows[below]
            under = any(
                sum(isinstance(v, str) and not is_blank(v) for v in cells[m.left - 1 : m.right]) >= 2 for m in groups
            )
            if under and not _fills(cells, grid.rows[below - 1], groups):
                depth += 1
                continue
        break
    return _held(grid, first, depth)


def _fills(cells: Sequence[Any], above: Sequence[Any], groups: Sequence[Merge]) -> bool:
    """Return whether a row fills most columns that have a header of their own: a person, not a second row of headers."""
    grouped = {column for m in groups for column in range(m.left - 1, m.right)}
    own = [c for c, v in enumerate(above) if c not in grouped and not is_blank(v)]
    return 2 * sum(c < len(cells) and not is_blank(cells[c]) for c in own) > len(own)


def _held(grid: Grid, first: int, depth: int) -> int:
    """Return how many rows of the grid lie within the `depth` sheet rows from its row `first` on."""
    end = grid.numbers[first] + depth
    return sum(number < end for number in grid.numbers[first : first + depth])
