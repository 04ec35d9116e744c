"""One fact that offices spread over several columns: a birth date under Nam or Nữ, a cross under a degree, a name in two.

The columns are told by their headers (`birth:male`, `degree:4`, `name:given`) and become one column of the field here;
each such joining is kept with its columns, so that it can be said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.domain import words
from optimizer.sheets.cells import judge, text_of
from optimizer.sheets.table import ERROR_CELLS, BadCell, Spread, is_blank
from optimizer.sheets.values import PARSERS
from optimizer.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from optimizer.sheets.table import RawTable

BIRTH_MALE, BIRTH_FEMALE = "birth:male", "birth:female"
NAME_FAMILY, NAME_GIVEN = "name:family", "name:given"
_SEXES = {"nam": BIRTH_MALE, "male": BIRTH_MALE, "nu": BIRTH_FEMALE, "female": BIRTH_FEMALE}
_FAMILY = frozenset(
    {
        *("ho", "ho dem", "ho va dem", "ho va chu dem", "ho chu dem", "ho va ten dem", "ho ten dem", "ho lot"),
        *("ho va chu lot", "family name", "surname", "last name"),
    }
)
_GIVEN = frozenset({"ten", "ten goi", "given name", "first name"})
_SCALES: dict[str, Callable[[str], int | None]] = {"degree": words.degree_value, "theory": words.theory_value}
_POSTGRADUATE = frozenset({"tren dai hoc", "sau dai hoc", "tren dh", "sau dh"})
_MASTER = 5  # the least of what is above a university degree


def part_of(levels: Sequence[str], known: Mapping[str, str]) -> str | None:
    """Return which part of a spread fact a column holds by the levels of its header, None where it holds none."""
    last = fold(levels[-1])
    if last in _SEXES:
        return _SEXES[last]
    if last in _FAMILY:
        return NAME_FAMILY
    if last in _GIVEN:
        return NAME_GIVEN
    for n in range(len(levels) - 1, 0, -1):  # the nearest heading above that names a field says which
        field = known.get(fold(levels[n - 1])) or known.get(fold(" ".join(levels[:n])))
        if field is not None:
            value = _level(field, levels[-1])
            return None if value is None else f"{field}:{value}"
    return None


def _level(field: str, words_: str) -> int | None:
    if field == "degree" and fold(words_) in _POSTGRADUATE:
        return _MASTER
    return _SCALES[field](words_) if field in _SCALES else None


def drop_lone_parts(columns: dict[str, int]) -> None:
    """Leave out parts that say nothing alone, or beside a column that holds the whole fact."""
    for field, parts in (
        ("", (BIRTH_MALE, BIRTH_FEMALE)),
        ("name", (NAME_FAMILY, NAME_GIVEN)),
        *((f, [n for n in columns if n.startswith(f"{f}:")]) for f in _SCALES),
    ):
        if field in columns or len(parts) < 2 or any(part not in columns for part in parts):
            for part in parts:
                columns.pop(part, None)


def join_parts(table: RawTable) -> None:
    """Turn the parts of every spread fact into one column of its field."""
    _join_births(table)
    _join_names(table)
    for field in _SCALES:
        _join_crosses(table, field)


def _join_births(table: RawTable) -> None:
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
    for field, cells in (("sex", sexes), ("birth_date", births)):
        if field not in table.cells:
            table.cells[field], table.row_letters[field] = cells, where
            table.headers[field] = table.headers[BIRTH_MALE]


def _join_names(table: RawTable) -> None:
    """Join a family name and a given name; where either is an error, the error stands for the name."""
    family, given = table.cells.pop(NAME_FAMILY, None), table.cells.pop(NAME_GIVEN, None)
    if family is None or given is None or "name" in table.cells:
        return
    table.cells["name"] = [_full(one, other) for one, other in zip(family, given, strict=True)]
    first, second = table.letters[NAME_FAMILY], table.letters[NAME_GIVEN]
    table.row_letters["name"] = [
        second if _is_bad(other) and not _is_bad(one) else first for one, other in zip(family, given, strict=True)
    ]
    _settle(table, "name", (NAME_FAMILY, NAME_GIVEN))


def _full(one: Any, other: Any) -> Any:
    for part in (one, other):
        if _is_bad(part):
            return part
    return tidy(" ".join(text_of(part) for part in (one, other) if not is_blank(part))) or None


def _is_bad(cell: Any) -> bool:
    """Return whether a cell holds an error of Excel or nothing that could be used."""
    return isinstance(cell, BadCell) or (isinstance(cell, str) and tidy(cell) in ERROR_CELLS)


def _join_crosses(table: RawTable, field: str) -> None:
    """Turn columns headed by levels, with a mark in one of them, into the level; of several marks the highest counts."""
    parts = sorted((n for n in table.cells if n.startswith(f"{field}:")), key=lambda n: -int(n.partition(":")[2]))
    if not parts or field in table.cells:
        return
    flag = PARSERS["flag"]("")
    letters = [table.letters[part] for part in parts]
    levels: list[Any] = []
    where: list[str] = []
    for cells in zip(*(table.cells.pop(part) for part in parts), strict=True):
        # A major or a year in place of the cross says as much: only "no" does not.
        marked = [i for i, cell in enumerate(cells) if not is_blank(cell) and judge(flag, cell) not in (False, None)]
        bad = next((i for i in marked if _is_bad(cells[i])), None)
        chosen = bad if bad is not None else marked[0] if marked else None
        where.append(letters[0 if chosen is None else chosen])
        levels.append(None if chosen is None else cells[chosen] if bad is not None else int(parts[chosen][-1]))
    table.cells[field], table.row_letters[field] = levels, where
    _settle(table, field, tuple(reversed(parts)))


def _settle(table: RawTable, field: str, parts: Sequence[str]) -> None:
    """Keep where a joined column came from."""
    table.letters[field], table.headers[field] = table.letters[parts[0]], table.headers[parts[0]]
    table.spread.append(Spread(field, tuple(table.letters[part] for part in parts)))
