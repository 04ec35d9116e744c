"""The day from which months still to serve are counted: the plan date, or one fixed for a block of titles (R21)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from optimizer.domain.parameters import Refused, named_values, read_day
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Title


def _each_once(days: tuple[tuple[str, dt.date], ...]) -> tuple[tuple[str, dt.date], ...]:
    if len({fold(block) for block, _ in days}) < len(days):
        raise Refused("mỗi khối chỉ ghi một lần", "each block should be written once")
    return days


Days = Annotated[
    tuple[tuple[str, dt.date], ...],
    named_values(
        "mỗi phần ghi theo dạng khối:ngày, ví dụ Đảng:01/07/2025 | Chính quyền:01/03/2026",
        "each part should be written as block:day, such as Đảng:01/07/2025 | Chính quyền:01/03/2026",
        read=read_day,
    ),
    AfterValidator(_each_once),
]


def days_field() -> Any:
    """Return the field of the parameter `counted_from`."""
    return Field(
        default=(),
        description="Day from which the months are counted, by block of titles, such as Đảng:01/07/2025 | "
        "Chính quyền:01/03/2026; a block left out counts from the plan date.",
        json_schema_extra={
            "vi": "Thời điểm tính tuổi theo khối chức danh, ví dụ Đảng:01/07/2025 | Chính quyền:01/03/2026; khối không ghi "
            "tính từ ngày lập phương án.",
            "shown": "",
        },
    )


def counted_day(days: tuple[tuple[str, dt.date], ...], case: Case, title: Title) -> dt.date:
    """Return the day from which a title's months are counted."""
    fixed = (day for block, day in days if fold(block) == fold(title.block))
    return next(fixed, case.settings.plan_date)


def months_later(days: tuple[tuple[str, dt.date], ...], case: Case) -> list[int]:
    """Return, for each title, how many calendar months after the plan date its months are counted."""
    today = case.settings.plan_date
    starts = (counted_day(days, case, t) for t in case.titles)
    return [(day.year - today.year) * 12 + day.month - today.month for day in starts]


def since(day: dt.date, case: Case) -> Text:
    """Return from when months are counted, blank where that is the plan date."""
    if day == case.settings.plan_date:
        return Text("", "")
    month = f"{day:%m/%Y}"
    return Text(f", tính từ tháng {month}", f", counted from {month}")


def with_days(text: Text, days: tuple[tuple[str, dt.date], ...]) -> Text:
    """Return a limit in words with the days that are fixed."""
    if not days:
        return text
    written = ", ".join(f"{block} {day:%d/%m/%Y}" for block, day in days)
    return Text("{text}; tính từ: {days}", "{text}; counted from: {days}").format(text=text, days=written)
