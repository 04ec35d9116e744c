"""Dates of a person that can hardly be true: they are asked about, and the rules go by them as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.text import Text

if TYPE_CHECKING:
    import datetime as dt

    from optimizer.domain.dates import PartialDate
    from optimizer.sheets.fields import Fields
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable
    from optimizer.sheets.values import Subjects

_YOUNGEST, _OLDEST = 16, 100
_PARTY_AGE = 18  # nobody is admitted before it by the Party's charter
_FEW = 10  # so many dates after the plan date are named one by one; of more the plan date is the likelier fault


def note_odd_dates(table: RawTable, fields: Fields, plan_date: dt.date, problems: Problems, who: Subjects) -> None:
    """Question ages nobody in office has, Party dates too early, and dates that come after the plan date."""
    for i, birth in enumerate(fields["birth_date"]):
        if birth is None:
            continue
        age = plan_date.year - birth.year
        if not _YOUNGEST <= age <= _OLDEST:
            text = _ODD_AGE.format(age=age)
            problems.cell(table, "birth_date", i, "odd_birth_date", "warning", text, _CHECK, subject=who(i))
        joined = fields["party_date"][i]
        if joined is not None and _too_young(birth, joined):
            text = _EARLY if joined.year <= birth.year else _YOUNG.format(age=_PARTY_AGE)
            problems.cell(table, "party_date", i, "odd_party_date", "warning", text, _CHECK, subject=who(i))
    for name, code, text, all_of_them in (
        ("party_date", "late_party_date", _LATE_PARTY, _LATE_PARTIES),
        ("in_post_since", "late_post_date", _LATE_POST, _LATE_POSTS),
    ):
        _note_late(table, name, fields[name], plan_date, problems, who, code, text, all_of_them)


def _too_young(birth: PartialDate, joined: PartialDate) -> bool:
    """Return whether someone was too young on joining, however the unknown days and months are read."""
    first, last = birth.earliest, joined.latest
    return (last.year - _PARTY_AGE, last.month, last.day) < (first.year, first.month, first.day)


def _note_late(
    table: RawTable,
    name: str,
    dates: list[Any],
    plan_date: dt.date,
    problems: Problems,
    who: Subjects,
    code: str,
    text: Text,
    all_of_them: Text,
) -> None:
    late = [i for i, date in enumerate(dates) if date is not None and date.earliest > plan_date]
    day = f"{plan_date:%d/%m/%Y}"
    if len(late) > _FEW:
        said = all_of_them.format(day=day, count=len(late))
        problems.cell(table, name, late[0], code, "warning", said, _CHECK_BOTH)
        return
    for i in late:
        problems.cell(table, name, i, code, "warning", text.format(day=day), _CHECK_BOTH, subject=who(i))


_ODD_AGE = Text("Theo ngày sinh này, tuổi là {age}.", "By this birth date the age is {age}.")
_EARLY = Text("Ngày vào Đảng không sau năm sinh.", "The Party date is not after the year of birth.")
_YOUNG = Text(
    "Theo ngày sinh, khi vào Đảng chưa đủ {age} tuổi.", "By the birth date the age on joining the Party is below {age}."
)
_CHECK = Text("Kiểm tra lại ngày.", "Check the date.")
_LATE_PARTY = Text(
    "Ngày vào Đảng sau ngày lập phương án {day} nên người này chưa được tính là đảng viên.",
    "The Party date is after the plan date {day}, so this person does not count as a member yet.",
)
_LATE_PARTIES = Text(
    "{count} người có ngày vào Đảng sau ngày lập phương án {day} nên chưa được tính là đảng viên.",
    "{count} people have a Party date after the plan date {day} and do not count as members yet.",
)
_LATE_POST = Text(
    "Ngày bắt đầu giữ vị trí sau ngày lập phương án {day}.", "The date in post is after the plan date {day}."
)
_LATE_POSTS = Text(
    "{count} người có ngày bắt đầu giữ vị trí sau ngày lập phương án {day}.",
    "{count} people have a date in post after the plan date {day}.",
)
_CHECK_BOTH = Text(
    "Kiểm tra ngày này và Ngày lập phương án ở trang Thiết lập.", "Check this date and plan_date on the sheet Settings."
)
