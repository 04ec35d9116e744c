"""Dates typed as day/month into an American Excel: told by the whole column, turned back only if a person said so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import Cadre
from optimizer.sheets.dates import swapped_locale
from optimizer.sheets.profile import order_of
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable


def settle_dates(table: RawTable, problems: Problems) -> None:
    """Turn back, or leave, the date columns whose order was settled; note the others."""
    for name, column in Cadre.columns().items():
        cells = table.cells.get(name)
        if column.kind != "date" or cells is None or not swapped_locale(cells):
            continue
        header = table.headers.get(name, name)
        order = order_of(Cadre.table, header)
        if order == "swap":
            table.cells[name] = [_turned(cell) for cell in cells]
            count = sum(isinstance(c, dt.date) for c in cells)
            sample = next(c for c in cells if isinstance(c, dt.date) and c.day != c.month)
            text = _TURNED.format(
                header=header, count=count, was=f"{sample:%d/%m/%Y}", became=f"{_turned(sample):%d/%m/%Y}"
            )
            problems.add("day_month_mended", "info", text, where=table.header_address(name))
        elif order != "keep":
            text = _SWAPPED.format(header=header)
            problems.add("day_month_swapped", "error", text, _FIX, table.header_address(name))


def _turned(cell: Any) -> Any:
    return cell.replace(day=cell.month, month=cell.day) if isinstance(cell, dt.date) else cell


_SWAPPED = Text(
    "Cột “{header}”: mọi ngày thật đều có ngày ≤ 12, mọi ngày dạng chữ đều > 12; ngày và tháng đã bị đảo khi gõ vào Excel "
    "tiếng Anh.",
    "Column “{header}”: every real date has a day up to 12 and every typed one a day above 12; day and month were swapped "
    "by an American Excel.",
)
_FIX = Text(
    "So vài ngày với hồ sơ gốc; rồi chạy check với --profile TỆP.xlsx và ghi “đổi” hoặc “giữ” ở cột Ngày/tháng của tệp ấy.",
    "Compare a few dates with the papers; then run check with --profile FILE.xlsx and write “swap” or “keep” into its "
    "column Ngày/tháng.",
)
_TURNED = Text(
    "Cột “{header}”: đã đổi lại ngày và tháng của {count} ô theo hồ sơ cột, ví dụ {was} → {became}.",
    "Column “{header}”: day and month of {count} [cell was|cells were] turned back by the profile, such as {was} → {became}.",
)
