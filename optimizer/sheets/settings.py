"""Reading the settings: a key and a value a row, of which the date of the plan is the one that matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optimizer.domain.case import DEFAULT_PLAN_DATE, Settings
from optimizer.domain.entities import SETTINGS_SHEET
from optimizer.domain.office_settings import OFFICE_SETTINGS
from optimizer.findings import Address, did_you_mean
from optimizer.sheets.cells import close_names, text_of
from optimizer.sheets.dates import DateProblem, read_date
from optimizer.sheets.frames import Frame, frame_of
from optimizer.sheets.headers import is_numbering
from optimizer.sheets.table import BadCell, Grid, column_letter, is_blank
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from optimizer.sheets.problems import Problems

_PLAN_DATE = frozenset({"ngay lap phuong an", "plan date", "ngay phuong an", "ngay lap"})
_LANGUAGE = frozenset({"ngon ngu", "language", "lang"})
_LANGUAGES = {"vi": "vi", "tieng viet": "vi", "vietnamese": "vi", "en": "en", "tieng anh": "en", "english": "en"}
_KNOWN = {fold(word): text.vi for key, text in OFFICE_SETTINGS.items() for word in (key, text.vi, text.en)}
_KNOWN |= {"ngay lap phuong an": "Ngày lập phương án", "ngon ngu": "Ngôn ngữ"}  # to be asked about
_REMARKS = frozenset({"ghi chu", "note", "notes"})  # rows that are there to be read by people
_HEADERS = frozenset({"key", "khoa", "ten", "thiet lap", "muc", "noi dung", "tham so", "setting", "settings"})
_VALUES = frozenset({"value", "gia tri"})

Entry = tuple[str, Any, Address]


def read_settings(source: Grid | Frame | Mapping[str, Any] | None, problems: Problems, file: str = "") -> Settings:
    """Return the settings; without a date of the plan the first day of the two-tier model is used, and said."""
    plan_date: dt.date | None = None
    values: dict[str, str] = {}
    seen: dict[str, Address] = {}
    place = Address(file, getattr(source, "sheet", SETTINGS_SHEET.vi if file else SETTINGS_SHEET.en))
    wrong = False
    for key, value, where in _entries(source):
        name = "plan_date" if fold(key) in _PLAN_DATE else "language" if fold(key) in _LANGUAGE else tidy(key)
        if name in seen:
            problems.add("duplicate", "error", _TWICE.format(key=key, there=seen[name]), _KEEP_ONE, where, value=value)
            continue
        seen[name] = where
        if is_blank(value) or value != value:
            continue
        if name == "plan_date":
            plan_date = _plan_date(value, where, problems)
            wrong = plan_date is None
        elif name == "language":
            if language := _LANGUAGES.get(fold(text_of(value))):
                values[name] = language
            else:
                problems.add(
                    "unknown_word", "warning", _ODD_LANGUAGE.format(value=text_of(value)), where=where, value=value
                )
        else:
            values[name] = tidy(text_of(value))
            if fold(key) not in _KNOWN.keys() | _REMARKS:
                fix = did_you_mean(close_names(key, _KNOWN), _ALLOWED)
                problems.add("unknown_setting", "warning", _UNKNOWN.format(key=tidy(key)), fix, where, value=value)
    if plan_date is None and not wrong:
        text = _ASSUMED.format(date=DEFAULT_PLAN_DATE.strftime("%d/%m/%Y"))
        problems.add("plan_date_assumed", "warning", text, _ASSUMED_FIX, place)
    return Settings(plan_date or DEFAULT_PLAN_DATE, values)


def _plan_date(value: Any, where: Address, problems: Problems) -> dt.date | None:
    try:
        if isinstance(value, BadCell):
            raise DateProblem(_BAD_DATE.format(value=value), _FULL_DATE)
        found = read_date(value).date
        if found.precision != "day":
            raise DateProblem(_BAD_DATE.format(value=text_of(value)), _FULL_DATE)
    except DateProblem as problem:
        problems.add("bad_date", "error", problem.text, _FULL_DATE, where, value=value)
        return None
    return found.earliest


def _entries(source: Grid | Frame | Mapping[str, Any] | None) -> Iterator[Entry]:
    if source is None:
        return
    if isinstance(source, Grid):
        first, columns = _header(source)
        for number, row in zip(source.numbers[first:], source.rows[first:], strict=True):
            held = [c for c, v in enumerate(row) if not is_blank(v)]
            if is_numbering(row):
                continue
            if columns is None and held and fold(text_of(row[held[0]])) not in _HEADERS:
                named, at = held[0], held[0] + 1
            elif columns is not None and columns[0] in held:
                named, at = columns
            else:
                continue
            value = row[at] if at < len(row) else None
            yield text_of(row[named]), value, Address(source.file, source.sheet, f"{column_letter(at)}{number}")
    elif isinstance(source, Frame):
        keys, values = source.values(0), source.values(1)
        for i, (key, value) in enumerate(zip(keys, values, strict=True), start=1):
            if not is_blank(key):
                yield text_of(key), value, Address("", source.sheet, f"value, row {i}")
    else:
        for key, value in source.items():
            yield str(key), value, Address("", SETTINGS_SHEET.en, str(key))


def _header(grid: Grid) -> tuple[int, tuple[int, int] | None]:
    """Return the first row below the header and the columns of keys and values; without one a value follows its key."""
    for i, row in enumerate(grid.rows):
        words = [fold(text_of(v)) if isinstance(v, str) else "" for v in row]
        key = next((c for c, word in enumerate(words) if word in _HEADERS), None)
        value = next((c for c, word in enumerate(words) if word in _VALUES), None)
        if key is not None and value is not None:
            return i + 1, (key, value)
    return 0, None


def settings_source(data: object) -> Frame | Mapping[str, Any] | None:
    """Return settings given by a script: a dictionary, or a table of keys and values."""
    if data is None:
        return None
    if isinstance(data, Mapping):
        columns = {fold(str(k)): k for k in data}
        if set(columns) == {"key", "value"} and not isinstance(data[columns["key"]], str):
            return _two_columns(frame_of(data, SETTINGS_SHEET.en))
        return {str(k): v for k, v in data.items()}
    return _two_columns(frame_of(data, SETTINGS_SHEET.en))


def _two_columns(frame: Frame) -> Frame:
    """Return a frame whose first two columns are key and value, whatever their order."""
    if len(frame.headers) < 2:
        if frame.length == 0:
            return Frame(frame.sheet, [("key",), ("value",)], [[], []], 0)
        raise TypeError(f"{frame.sheet}: expected the columns key and value")
    names = [fold(" ".join(h)) for h in frame.headers]
    key = next((i for i, n in enumerate(names) if n in _HEADERS), 0)
    value = next((i for i, n in enumerate(names) if n in _VALUES), 1 if key == 0 else 0)
    return Frame(frame.sheet, [("key",), ("value",)], [frame.columns[key], frame.columns[value]], frame.length)


_UNKNOWN = Text(
    "Không có thiết lập tên “{key}” nên dòng này không có tác dụng.",
    "There is no setting “{key}”, so this row has no effect.",
)
_ALLOWED = Text(
    f"Các thiết lập có thể ghi: Ngày lập phương án, Ngôn ngữ, {', '.join(t.vi for t in OFFICE_SETTINGS.values())}.",
    f"Settings that may be written: plan_date, language, {', '.join(t.en for t in OFFICE_SETTINGS.values())}.",
)
_TWICE = Text("Thiết lập “{key}” đã có ở {there}.", "The setting “{key}” already stands at {there}.")
_KEEP_ONE = Text("Chỉ giữ lại một dòng.", "Keep only one of the rows.")
_ODD_LANGUAGE = Text(
    "Không hiểu ngôn ngữ “{value}”; ghi vi hoặc en.", "The language “{value}” is unknown; write vi or en."
)
_BAD_DATE = Text("“{value}” chưa phải là một ngày đầy đủ.", "“{value}” is not a full date.")
_FULL_DATE = Text("Ghi đủ ngày/tháng/năm, ví dụ 01/07/2025.", "Write day/month/year, as in 01/07/2025.")
_ASSUMED = Text("Không có ngày lập phương án; dùng ngày {date}.", "No date of the plan is given; {date} is used.")
_ASSUMED_FIX = Text("Thêm dòng “Ngày lập phương án” ở trang Thiết lập.", "Add a row plan_date to the sheet Settings.")
