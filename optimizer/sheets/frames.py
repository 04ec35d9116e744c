"""Tables from scripts: pandas frames, lists of records or plain dictionaries, without a workbook around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from optimizer.sheets.headers import columns_of
from optimizer.sheets.shape import add_extra
from optimizer.sheets.spread import join_parts
from optimizer.sheets.table import RawTable
from optimizer.text import fold

if TYPE_CHECKING:
    import pandas as pd

    from optimizer.domain.record import Record


@dataclass
class Frame:
    """A table given by a script: its column names (one or more levels) and its columns."""

    sheet: str
    headers: Sequence[tuple[str, ...]]
    columns: list[Any]  # pandas Series or lists
    length: int

    def values(self, index: int) -> Sequence[Any]:
        """Return one column as plain Python values, with None for what pandas calls missing."""
        return plain(self.columns[index])


def frame_of(data: object, sheet: str, known: Mapping[str, str] | None = None) -> Frame:
    """Return any of the accepted forms of a table as a Frame; raise TypeError for other things.

    An index of pandas is a column where it has a `known` name (`units.set_index("unit_code")`, a pivot of seats).
    """
    if _is_pandas(data):
        table = cast("pd.DataFrame", data)
        names = [n for n in table.index.names if isinstance(n, str) and n not in set(table.columns)]
        named = [n for n in names if fold(n) in (known or {})]
        if named:
            table = table.reset_index(level=named)
        headers = [
            tuple(str(part) for part in label) if isinstance(label, tuple) else (str(label),) for label in table.columns
        ]
        return Frame(sheet, headers, [table.iloc[:, j] for j in range(table.shape[1])], len(table))
    if isinstance(data, Mapping):
        columns = {str(k): list(v) for k, v in data.items()}
        lengths = {len(v) for v in columns.values()}
        if len(lengths) > 1:
            raise TypeError(f"the columns of {sheet} differ in length")
        return Frame(sheet, [(k,) for k in columns], list(columns.values()), lengths.pop() if lengths else 0)
    if isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
        return _of_records(data, sheet)
    raise TypeError(
        f"{sheet}: expected a DataFrame, a list of records or a dictionary of columns, not {type(data).__name__}"
    )


def _of_records(data: Sequence[Any], sheet: str) -> Frame:
    names: dict[str, None] = {}
    for record in data:
        if not isinstance(record, Mapping):
            raise TypeError(f"{sheet}: expected records (dictionaries), not {type(record).__name__}")
        names.update(dict.fromkeys(record))
    columns = [[record.get(name) for record in data] for name in names]
    return Frame(sheet, [(str(name),) for name in names], columns, len(data))


def _is_pandas(data: object) -> bool:
    kind = type(data)
    return kind.__module__.partition(".")[0] == "pandas" and hasattr(data, "iloc") and hasattr(data, "columns")


def plain(column: Any) -> list[Any]:
    """Return a column as Python values; NaN, NaT and NA are None, the texts "NA" and "None" stay texts."""
    if not isinstance(column, list):
        if column.dtype.kind == "M":  # plain datetimes; a time zone says nothing about the day that was written
            local = column.dt.tz_localize(None) if getattr(column.dtype, "tz", None) else column
            return cast("list[Any]", local.to_numpy("datetime64[us]").tolist())
        missing = column.isna().to_numpy()
        values = column.tolist()
        if missing.any():
            for i in missing.nonzero()[0].tolist():
                values[i] = None
        if column.dtype != object:
            return cast("list[Any]", values)
        column = values
    return [_scalar(v) for v in column]


def _scalar(value: Any) -> Any:
    """Return numpy scalars as Python ones, and every kind of missing value as None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return None if value != value else float(value)
    kind = type(value)
    if kind.__module__ == "numpy" and getattr(value, "ndim", 1) == 0:
        value = value.item()
        return None if value != value else value
    if kind.__module__.startswith("pandas") and kind.__name__ in ("NaTType", "NAType"):
        return None
    if kind.__module__ == "numpy":
        return value.tolist()
    return value


def frame_table(
    frame: Frame, cls: type[Record], known: Mapping[str, str], *, cadres: bool = False, whole: bool = False
) -> RawTable:
    """Return the table a frame holds, its columns found by field name or by any accepted header.

    With `whole`, pandas columns stay as they are (for tables too long to be lists), and unknown columns are left out.
    """
    levels = {i: [part for part in header if part] or [""] for i, header in enumerate(frame.headers)}
    header = columns_of(levels, known, cadres=cadres)
    table = RawTable("", cls.sheet_name.en, range(1, frame.length + 1), {}, framed=True)
    for name, index in header.columns.items():
        table.cells[name] = frame.columns[index] if whole else frame.values(index)
        table.letters[name] = table.headers[name] = header.texts[index]
    mapped = set(header.columns.values())
    for index in range(len(frame.headers)):
        if index not in mapped and not whole:
            add_extra(table, header.texts[index], frame.values(index))
    table.doubles = [(name, [header.texts[i] for i in indexes]) for name, indexes in header.doubles]
    join_parts(table)
    return table
