"""Reading the sheets about places and posts: units, old units, titles and seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.domain.distance import great_circle_km
from optimizer.domain.entities import Predecessor, Seat, Title, Unit
from optimizer.domain.place_text import named
from optimizer.sheets.cells import Judged, judge, text_of
from optimizer.sheets.fields import Fields, complete_rows, entities, note_doubles, read_fields
from optimizer.sheets.headers import RUNNING, vocabulary
from optimizer.sheets.lists import divided
from optimizer.sheets.lookup import CodeBook, title_book
from optimizer.sheets.problems import shown
from optimizer.sheets.table import is_blank
from optimizer.sheets.values import read_column
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from optimizer.domain.places import PlaceIndex
    from optimizer.findings import Severity
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable

SEAT = "seat:"  # a column of a matrix: the seats of one title
UNIT_NAME = "unit_name"
_NEAR_KM = 500.0  # so near to another unit a point outside Vietnam is meant as it stands


def read_units(table: RawTable, problems: Problems) -> list[Unit]:
    """Return the units; a blank type is taken from the name where the name says it (`Phường Ba Đình`)."""
    fields = read_fields(table, Unit, problems)
    _note_lost_zeros(table, "unit_code", fields["unit_code"], problems)
    note_doubles(table, "unit_code", fields["unit_code"], {}, problems, _TWO_UNITS, "unit")
    for i, name in enumerate(fields["name"]):
        if fields["type"][i] is None and name and (kind := named(name).kind) in ("xa", "phuong", "dac_khu"):
            fields["type"][i] = kind
    _note_missing_points(table, fields, problems)
    _settle_points(table, fields, problems, _note_abroad(table, fields, problems))
    made = entities(table, Unit, fields, complete_rows(table, fields, ("unit_code", "name")))
    return sorted(made, key=lambda u: u.unit_code)


def _note_lost_zeros(table: RawTable, name: str, codes: Sequence[Any], problems: Problems) -> None:
    """Note numbers in a column of text codes: among 00004 and 00008, a numeric 25 has lost its zeros."""
    cells = table.cells.get(name)
    if cells is None:
        return
    zeroed = {len(c) for c in cells if isinstance(c, str) and c.isdigit() and c.startswith("0")}
    if len(zeroed) != 1:
        return
    width = zeroed.pop()
    for i, code in enumerate(codes):
        if code and isinstance(cells[i], (int, float)) and len(code) < width:
            fix = _WITH_ZEROS.format(code=code.zfill(width))
            problems.cell(table, name, i, "number_as_code", "error", _LOST_ZEROS.format(value=code), fix)


def _note_abroad(table: RawTable, fields: Fields, problems: Problems) -> set[int]:
    """Return the rows of units outside Vietnam that have other units around them, which is said once.

    They are no slips, as where the units of a trial case were laid out at will, and count as they stand.
    """
    written = list(zip(fields["lat"], fields["lon"], strict=True))
    points = {
        (lat, lon) for lat, lon in written if lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180
    }
    abroad = [
        i
        for i, here in enumerate(written)
        if here in points
        and not (_in_vietnam(*here) or _in_vietnam(*here[::-1]))
        and any(there != here and great_circle_km(there, here) <= _NEAR_KM for there in points)
    ]
    if abroad:
        i = abroad[0]
        text = _ABROAD.format(lat=shown(table.cell("lat", i)), lon=shown(table.cell("lon", i)), count=len(abroad))
        problems.cell(table, "lat", i, "odd_coordinates", "warning", text, _FAR_FIX)
    return set(abroad)


def _note_missing_points(table: RawTable, fields: Fields, problems: Problems) -> None:
    placed = [lat is not None and lon is not None for lat, lon in zip(fields["lat"], fields["lon"], strict=True)]
    if not any(placed):
        return
    for i, known in enumerate(placed):
        if not known and fields["unit_code"][i]:
            subject = (("unit", fields["unit_code"][i]),)
            name = "lat" if fields["lat"][i] is None else "lon"
            problems.cell(table, name, i, "no_coordinates", "warning", _NO_POINT, _POINT_FIX, subject=subject)


def _settle_points(table: RawTable, fields: Fields, problems: Problems, abroad: set[int]) -> None:
    """Turn round coordinates that changed places, which their sizes tell in Vietnam; others outside it are no place."""
    swapped: list[int] = []
    metres: list[int] = []
    far: dict[tuple[float, float], list[int]] = {}  # a whole column of zeros is one thing to say
    for i, (lat, lon) in enumerate(zip(fields["lat"], fields["lon"], strict=True)):
        given = [abs(v) for v in (lat, lon) if v is not None]
        if given and min(given) > _TURN:
            metres.append(i)
        elif len(given) < 2 or i in abroad or _in_vietnam(lat, lon):
            continue
        elif _in_vietnam(lon, lat):
            fields["lat"][i], fields["lon"][i] = lon, lat
            swapped.append(i)
            continue
        else:
            far.setdefault((lat, lon), []).append(i)
        fields["lat"][i] = fields["lon"][i] = None
    for (lat, lon), alike in far.items():
        i = alike[0]
        subject = (("unit", fields["unit_code"][i] or ""),) if len(alike) == 1 else ()
        severity: Severity = "warning" if abs(lat) <= 90 and abs(lon) <= _TURN else "error"
        text = _point(_FAR_POINT, table, alike)
        problems.cell(table, "lat", i, "odd_coordinates", severity, text, _FAR_FIX, subject=subject)
    if metres:
        name = "lat" if table.cell("lat", metres[0]) is not None else "lon"
        text = _point(_METRES, table, metres)
        problems.cell(table, name, metres[0], "metric_coordinates", "error", text, _METRES_FIX)
    if swapped:
        text = _point(_SWAPPED, table, swapped)
        problems.cell(table, "lat", swapped[0], "swapped_coordinates", "warning", text, _SWAPPED_FIX)


def _point(text: Text, table: RawTable, rows: Sequence[int]) -> Text:
    """Return what is said of some rows, with the coordinates of the first."""
    return text.format(lat=shown(table.cell("lat", rows[0])), lon=shown(table.cell("lon", rows[0])), count=len(rows))


def _in_vietnam(lat: float, lon: float) -> bool:
    """Return whether a point lies in the frame around the country and its islands."""
    return 6 <= lat <= 24 and 101 <= lon <= 118


def read_predecessors(table: RawTable, units: CodeBook, problems: Problems) -> list[Predecessor]:
    """Return the old units and where they went."""
    fields = read_fields(table, Predecessor, problems, skip=("unit_code",))
    fields["unit_code"] = read_reference(table, "unit_code", units, problems)
    made = entities(table, Predecessor, fields, complete_rows(table, fields, ("unit_code", "old_name")))
    return sorted(made, key=lambda p: (p.unit_code, p.old_name, p.old_district, p.old_province, p.row))


def read_titles(table: RawTable, problems: Problems) -> list[Title]:
    """Return the titles, with `concurrent_with` turned into codes."""
    fields = read_fields(table, Title, problems)
    _note_lost_zeros(table, "title_code", fields["title_code"], problems)
    note_doubles(table, "title_code", fields["title_code"], {}, problems, _TWO_TITLES, "title")
    names = {c: n or "" for c, n in zip(fields["title_code"], fields["name"], strict=True) if c is not None}
    book = title_book(names)
    for i, written in enumerate(fields["concurrent_with"]):
        fields["concurrent_with"][i] = tuple(_codes(table, "concurrent_with", i, written or (), book, problems))
    made = entities(table, Title, fields, complete_rows(table, fields, ("title_code", "name")))
    return sorted(made, key=lambda t: t.title_code)


def _codes(table: RawTable, name: str, i: int, written: Sequence[str], book: CodeBook, problems: Problems) -> list[str]:
    found: list[str] = []
    for part in written:
        value = book.find(part)
        if type(value) is Judged:
            fix = divided(part, book.knows) or value.fix
            problems.cell(table, name, i, value.code, value.severity, value.text, fix, value=part)
            value = value.value
        if value is not None:
            found.append(value)
    return list(dict.fromkeys(found))


def read_reference(table: RawTable, name: str, book: CodeBook, problems: Problems) -> list[str | None]:
    """Return the codes of a column that must be filled."""
    found = book.column(table, name, problems)
    if name in table.cells:
        for i, code in enumerate(found):
            if code is None and is_blank(table.cells[name][i]):
                text = _BLANK_CODE.format(header=table.headers.get(name, name))
                problems.cell(table, name, i, "missing_value", "error", text, _FILL)
    return found


def read_seats(table: RawTable, units: CodeBook, titles: CodeBook, problems: Problems) -> list[Seat]:
    """Return the seats of the long form, checked against units and titles."""
    fields = read_fields(table, Seat, problems, skip=("unit_code", "title_code"))
    fields["unit_code"] = read_reference(table, "unit_code", units, problems)
    fields["title_code"] = read_reference(table, "title_code", titles, problems)
    keys = [(u, t) if u and t else None for u, t in zip(fields["unit_code"], fields["title_code"], strict=True)]
    note_doubles(table, "unit_code", keys, {}, problems, _TWO_SEATS, "seat")
    for i in range(len(table)):
        _settle_numbers(table, fields, i, problems)
    made = entities(table, Seat, fields, complete_rows(table, fields, ("unit_code", "title_code", "target")))
    return sorted(made, key=lambda s: (s.unit_code, s.title_code))


def _settle_numbers(table: RawTable, fields: Fields, i: int, problems: Problems) -> None:
    """Fill the blanks (min 0, max the target) and refuse numbers that contradict each other."""
    low, target, high = (fields[name][i] for name in ("min", "target", "max"))
    if target is None:
        if judge(text_of, table.cell("target", i)) is None and "target" in table.cells:
            text = _BLANK_CODE.format(header=table.headers["target"])
            problems.cell(table, "target", i, "missing_value", "error", text, _TARGET_FIX)
        return
    subject = (("unit", fields["unit_code"][i] or ""), ("title", fields["title_code"][i] or ""))
    if high is not None and target > high:
        text = _TOO_MANY.format(target=target, max=high)
        problems.cell(table, "max", i, "inconsistent_seats", "error", text, _ORDER, subject=subject)
    if low is not None and low > target:
        text = _TOO_FEW.format(min=low, target=target)
        problems.cell(table, "min", i, "inconsistent_seats", "error", text, _ORDER, subject=subject)
    fields["max"][i] = max(target, high) if high is not None else target
    fields["min"][i] = min(low, target) if low is not None else 0


def matrix_vocabulary(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of the matrix form: the unit's code or name, and every title by code or unique name."""
    found: dict[str, str] = {}
    by_name: dict[str, list[str]] = {}
    for code, name in titles.items():
        by_name.setdefault(fold(name), []).append(code)
    for name, codes in by_name.items():
        if len(codes) == 1 and name:
            found[name] = SEAT + codes[0]
    for code in titles:
        found[fold(code)] = SEAT + code
    for words, field in vocabulary(Unit).items():
        if field in ("unit_code", "name"):
            found.setdefault(words, "unit_code" if field == "unit_code" else UNIT_NAME)
    return found


def seat_names() -> dict[str, str]:
    """Return the headers by which a long form without codes names its units and titles ("name" alone may be either)."""
    return {
        word: code
        for code, cls in (("unit_code", Unit), ("title_code", Title))
        for word, field in vocabulary(cls).items()
        if field == "name" != word
    }


def read_matrix(table: RawTable, units: CodeBook, titles: CodeBook, problems: Problems) -> list[Seat]:
    """Return the seats of the matrix form: units down, titles across, each cell the target, a blank no seat."""
    by_code = units.column(table, "unit_code", problems)
    by_name = units.column(table, UNIT_NAME, problems) if "unit_code" not in table.cells else by_code
    codes = [code or name for code, name in zip(by_code, by_name, strict=True)]
    note_doubles(table, "unit_code", codes, {}, problems, _TWO_ROWS, "unit")
    target = Seat.columns()["target"]
    made: list[Seat] = []
    for name in [n for n in table.cells if n.startswith(SEAT)]:
        title = name.removeprefix(SEAT)
        numbers = read_column(table, "target", target, problems, cell_name=name)
        for i, number in enumerate(numbers):
            if codes[i] and number is not None:
                row = table.rows[i]
                made.append(
                    Seat(unit_code=codes[i], title_code=title, target=number, max=number, source=table.source, row=row)
                )
    _note_unknown_titles(table, titles, problems)
    return sorted(made, key=lambda s: (s.unit_code, s.title_code))


def _note_unknown_titles(table: RawTable, titles: CodeBook, problems: Problems) -> None:
    """Refuse a column of numbers whose header is no title: seats would be lost without a word."""
    about_units = set(vocabulary(Unit))
    for header, cells in table.extra.items():
        folded = fold(header)
        if folded in about_units or folded in _NOT_TITLES or not any(_is_count(v) for v in cells):
            continue
        value = titles.find(header)
        if type(value) is Judged and value.value is None:
            problems.add("unknown_title", "error", value.text, value.fix, table.extra_address(header), value=header)


def _is_count(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def unit_names(index: PlaceIndex, text: str) -> tuple[str, ...]:
    """Return the codes of the units of exactly this name."""
    found = index.resolve(text)
    return found.codes if found.kind == "unit" else ()


_TURN = 180.0  # degrees: no coordinate is larger; one that changed places with the other is known by its size
_NOT_TITLES = RUNNING | frozenset({"tong", "tong cong", "cong", "total", "ghi chu", "note", "notes"})
_TWO_UNITS = Text("Mã đơn vị “{value}” đã có ở {there}.", "The unit code “{value}” already stands at {there}.")
_TWO_TITLES = Text("Mã chức danh “{value}” đã có ở {there}.", "The title code “{value}” already stands at {there}.")
_TWO_SEATS = Text(
    "Chỉ tiêu của đơn vị và chức danh “{value}” đã có ở {there}.", "The seats of “{value}” already stand at {there}."
)
_TWO_ROWS = Text("Đơn vị “{value}” đã có một dòng ở {there}.", "The unit “{value}” already has a row at {there}.")
_LOST_ZEROS = Text(
    "Mã “{value}” là số, có thể đã mất số 0 ở đầu.",
    "The code “{value}” is a number and has probably lost leading zeros.",
)
_WITH_ZEROS = Text("Định dạng ô là Văn bản (Text) và ghi {code}.", "Format the cell as Text and write {code}.")
_NO_POINT = Text(
    "Đơn vị chưa có tọa độ trong khi đơn vị khác có; khoảng cách đến đơn vị này không tính được.",
    "The unit has no coordinates while others have; distances to it cannot be computed.",
)
_POINT_FIX = Text("Điền Vĩ độ và Kinh độ.", "Fill in lat and lon.")
_FAR_POINT = Text(
    "Tọa độ ({lat}; {lon}) nằm ngoài Việt Nam nên không được dùng; khoảng cách đến đơn vị đó không tính được (số đơn vị "
    "ghi như vậy: {count}).",
    "The coordinates ({lat}; {lon}) are not in Vietnam and are not used; distances to such a unit cannot be computed "
    "(units so written: {count}).",
)
_FAR_FIX = Text(
    "Ghi Vĩ độ (6 đến 24) và Kinh độ (101 đến 118) theo độ thập phân.",
    "Write lat (6 to 24) and lon (101 to 118) in decimal degrees.",
)
_ABROAD = Text(
    "Tọa độ ({lat}; {lon}) nằm ngoài Việt Nam; khoảng cách vẫn tính theo số đã ghi (số đơn vị ghi như vậy: {count}).",
    "The coordinates ({lat}; {lon}) are not in Vietnam; distances are measured as written (units so written: {count}).",
)
_METRES = Text(
    "Tọa độ ({lat}; {lon}) không phải độ thập phân, có lẽ là mét của hệ VN-2000 (số đơn vị ghi như vậy: {count}).",
    "The coordinates ({lat}; {lon}) are no decimal degrees, probably metres of VN-2000 (units so written: {count}).",
)
_METRES_FIX = Text(
    "Chuyển cả hai cột sang độ thập phân WGS-84, ví dụ 20,8449 và 106,6881; nếu chưa có thì để trống hai cột.",
    "Convert both columns to decimal degrees of WGS 84, such as 20.8449 and 106.6881, or leave both blank for now.",
)
_SWAPPED = Text(
    "Vĩ độ và Kinh độ ghi đổi chỗ ({lat}; {lon}); đã được đọc ngược lại (số đơn vị ghi như vậy: {count}).",
    "lat and lon have changed places ({lat}; {lon}) and were read the other way round (units so written: {count}).",
)
_SWAPPED_FIX = Text("Đổi chỗ hai ô cho nhau.", "Exchange the two cells.")
_BLANK_CODE = Text("Ô bắt buộc “{header}” để trống.", "The required cell “{header}” is blank.")
_FILL = Text("Điền mã, hoặc xóa cả dòng.", "Fill in the code, or delete the row.")
_TARGET_FIX = Text("Ghi số chỉ tiêu, hoặc 0 nếu không có ghế.", "Write the number of seats, or 0 for none.")
_TOO_MANY = Text("Chỉ tiêu {target} lớn hơn tối đa {max}.", "The target {target} is above the maximum {max}.")
_TOO_FEW = Text("Tối thiểu {min} lớn hơn chỉ tiêu {target}.", "The minimum {min} is above the target {target}.")
_ORDER = Text("Cần có: tối thiểu ≤ chỉ tiêu ≤ tối đa.", "It must be: minimum ≤ target ≤ maximum.")
