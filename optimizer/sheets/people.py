"""Reading the sheet of people: facts, and the places and titles their cells name."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import Cadre
from optimizer.domain.place_text import COMMUNE_KINDS, parse
from optimizer.domain.words import GRADE_POINTS
from optimizer.findings import Address, did_you_mean
from optimizer.sheets.cards import check_cards, pad_cards
from optimizer.sheets.cells import text_of
from optimizer.sheets.fields import Fields, complete_rows, entities, note_doubles, read_fields
from optimizer.sheets.headers import GRADE
from optimizer.sheets.joint_post import fill_workplaces
from optimizer.sheets.lists import divided
from optimizer.sheets.lookup import reread
from optimizer.sheets.person_dates import note_odd_dates
from optimizer.sheets.problems import shown
from optimizer.sheets.pseudonyms import HIDDEN, loose_code, real_ids
from optimizer.sheets.swapped import settle_dates
from optimizer.sheets.titles_held import TitlesHeld
from optimizer.sheets.twins import Seen, note_twins
from optimizer.sheets.values import Subjects, blank_findings, read_column
from optimizer.text import Text, same, tidy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from optimizer.domain.entities import Title
    from optimizer.domain.places import PlaceIndex
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable

LAST_GRADES = 3  # years whose mean stands for a blank rating


class PeopleReader:
    """Reads one or more tables of people against the same units and titles."""

    def __init__(self, index: PlaceIndex, titles: Sequence[Title], plan_date: dt.date, problems: Problems) -> None:
        self._index = index
        self._plan_date = plan_date
        self._problems = problems
        self._seen: dict[Any, tuple[RawTable, int]] = {}
        self._loose: dict[str, tuple[str, Address]] = {}
        self._people: list[Seen] = []
        self._held = TitlesHeld(titles, index, problems)

    def read(self, table: RawTable) -> list[Cadre]:
        """Return the people of one table."""
        problems = self._problems
        if table.secret is None:
            pad_cards(table, problems)  # else it was done before pseudonyms took the place of the codes
        settle_dates(table, problems)
        ids = read_column(table, "cadre_id", Cadre.columns()["cadre_id"], problems)

        def who(i: int) -> tuple[tuple[str, str], ...]:
            return (("cadre", ids[i]),) if ids[i] else ()

        fields = read_fields(table, Cadre, problems, who, skip=("cadre_id", "grades"))
        fields["cadre_id"] = ids
        self._blank_ids(table, ids)
        note_doubles(table, "cadre_id", ids, self._seen, problems, _TWO_PEOPLE, "cadre")
        self._near_codes(table, ids, who)
        fields["grades"] = self._grades(table, who)
        self._shares(table, fields)
        self._ratings(fields)
        self._blanks(table, fields, who)
        note_odd_dates(table, fields, self._plan_date, problems, who)
        check_cards(table, real_ids(table, ids), fields["birth_date"], fields["sex"], problems, who)
        fill_workplaces(table, fields, self._index, problems)
        self._sections(table, fields)
        self._current(table, fields, who)
        self._wishes(table, fields, who)
        resolve = self._index.resolve
        fields["residence_units"] = [
            found.codes if text and (found := resolve(text)).kind in ("unit", "old_unit") else ()
            for text in fields["residence"]
        ]
        complete = complete_rows(table, fields, ("cadre_id", "name"))
        people = entities(table, Cadre, fields, complete)
        places = [table.address("cadre_id", i) for i, whole in enumerate(complete) if whole]
        names = [name for name, whole in zip(self._names(table, fields), complete, strict=True) if whole]
        self._people.extend(map(Seen, people, places, names))
        return people

    @staticmethod
    def _names(table: RawTable, fields: Fields) -> list[str]:
        """Return the real names, by which people found twice are known."""
        written = fields["name"] if table.secret is None else table.secret.names
        return [tidy(text_of(name)) if name is not None else "" for name in written]

    def note_twins(self) -> None:
        """Question people who seem to stand in the tables twice, once all tables are read."""
        note_twins(self._people, self._problems)

    def _blank_ids(self, table: RawTable, ids: Sequence[Any]) -> None:
        if "cadre_id" in table.cells:
            blank_findings(table, "cadre_id", ids, self._problems)

    def _near_codes(self, table: RawTable, ids: list[Any], who: Subjects) -> None:
        """Question codes that differ only in case or in zeros in front, and refuse the sign that means anybody."""
        for i, (code, written) in enumerate(zip(ids, real_ids(table, ids), strict=True)):
            if code is None:
                continue
            if code == "*":
                self._problems.cell(table, "cadre_id", i, "bad_code", "error", _STAR, _OTHER_CODE)
                ids[i] = None
                continue
            key = loose_code(tidy(text_of(written)))
            other, there = self._loose.setdefault(key, (code, table.address("cadre_id", i)))
            if other != code:
                said = _NEAR_CODE.format(value=code, other=other, there=there)
                self._problems.cell(table, "cadre_id", i, "near_code", "warning", said, _NEAR_FIX, subject=who(i))

    def _grades(self, table: RawTable, who: Subjects) -> list[Any]:
        """Return the yearly grades of each person from the columns `Xếp loại 2023`... and a column without a year."""
        found: list[list[tuple[int, str]]] = [[] for _ in range(len(table))]
        column = Cadre.columns()["grades"]
        last_year = self._plan_date.year - 1
        for name in [n for n in table.cells if n.startswith(GRADE)]:
            year = int(name.removeprefix(GRADE))
            for i, value in enumerate(read_column(table, "grades", column, self._problems, who, cell_name=name)):
                found[i].extend((y or year, grade) for y, grade in value or ())
        undated = False
        for i, value in enumerate(read_column(table, "grades", column, self._problems, who)):
            undated = undated or any(not year for year, _ in value or ())
            found[i].extend((year or last_year, grade) for year, grade in value or ())
        if undated:
            text = _UNDATED.format(year=last_year)
            self._problems.add("grade_without_year", "info", text, _UNDATED_FIX, table.header_address("grades"))
        return [tuple(sorted(set(grades))) or None for grades in found]

    @staticmethod
    def _ratings(fields: Fields) -> None:
        for i, grades in enumerate(fields["grades"]):
            if grades and fields["rating"][i] is None:
                points = [GRADE_POINTS[grade] for _, grade in grades[-LAST_GRADES:]]
                fields["rating"][i] = sum(points) / len(points)

    def _shares(self, table: RawTable, fields: Fields) -> None:
        """Ask once for all whether ratings below 1 are percentages: 80 % in a cell formatted so is 0.8."""
        below = [i for i, rating in enumerate(fields["rating"]) if rating is not None and 0 < rating < 1]
        if below:
            rating = fields["rating"][below[0]]
            text = _SHARE.format(value=shown(rating), points=shown(round(100 * rating, 6)), count=len(below))
            self._problems.cell(table, "rating", below[0], "rating_as_share", "warning", text, _SHARE_FIX)

    def _blanks(self, table: RawTable, fields: Fields, who: Subjects) -> None:
        """Warn of each blank birth date and sex, or once where the whole column is missing."""
        for name, code, text in (("birth_date", "no_birth_date", _NO_BIRTH), ("sex", "no_sex", _NO_SEX)):
            if name not in table.cells:
                vi = Cadre.columns()[name].vi
                fix = _ADD.format(header=vi)
                self._problems.add(code, "warning", _NO_COLUMN.format(header=vi), fix, table.header_address())
                continue
            cells = table.cells[name]
            for i, value in enumerate(fields[name]):
                if (
                    value is None
                    and fields["cadre_id"][i]
                    and (cells[i] is None or not str(cells[i]).strip("-–— \xa0"))
                ):
                    self._problems.cell(table, name, i, code, "warning", text, _FILL, value="", subject=who(i))

    def _sections(self, table: RawTable, fields: Fields) -> None:
        """Give the unit named by a heading to the people below it whose own workplace is blank."""
        places = fields["current_unit"]
        current, marker, start = "", "", 0
        for section in table.sections:
            named = self._index.resolve(section.text).kind != "none"
            if section.marker == "?" and not named:
                where = Address(table.file, table.sheet, f"{section.row}:{section.row}")
                shown = section.text if table.secret is None else HIDDEN
                self._problems.add("missing_value", "error", _LONE.format(value=shown), _LONE_FIX, where, value=shown)
                continue
            if not named and current and section.marker and section.marker != marker:
                continue  # "1. Đảng ủy" under "I. Xã Hòa Bình": still the same unit
            self._give(places, start, section.before, current)
            current, marker, start = (
                (section.text, section.marker, section.before) if named else ("", "", section.before)
            )
        self._give(places, start, len(places), current)

    @staticmethod
    def _give(places: list[Any], start: int, end: int, unit: str) -> None:
        if unit:
            places[start:end] = [written or unit for written in places[start:end]]

    def _current(self, table: RawTable, fields: Fields, who: Subjects) -> None:
        """Find the present workplace among the units and the present title among the titles."""
        codes: list[str | None] = []
        districts: Counter[str] = Counter()
        first: dict[str, int] = {}
        for i, text in enumerate(fields["current_unit"]):
            found = None
            if text:
                text = fields["current_unit"][i] = self._whole_code(table, "current_unit", i, text, who)
                found = self._index.resolve(text)
            single = found is not None and len(found.codes) == 1
            codes.append(found.codes[0] if found and single else None)
            if found is None or single:
                continue
            if found.kind == "district":
                districts[text] += 1
                first.setdefault(text, i)
            elif found.ambiguous:
                self._ambiguous(table, "current_unit", i, text, found.codes, "ambiguous_current_unit", who)
            elif near := found.suggestions if _says_commune(text) else self._index.lookalikes(text):
                fix = _WHICH.format(names=", ".join(near)) if len(near) > 1 else did_you_mean(near, same(""))
                said = _NO_UNIT.format(value=text)
                self._problems.cell(
                    table, "current_unit", i, "unknown_current_unit", "warning", said, fix, value=text, subject=who(i)
                )
        fields["current_unit_code"] = codes
        held = self._held.read(table, fields, codes)
        fields["current_title_code"] = [titles[0] if titles else None for titles in held]
        fields["also_titles"] = [titles[1:] or None for titles in held]
        for text, count in districts.items():
            said = _DISTRICT.format(value=text, count=count)
            self._problems.add(
                "district_office", "info", said, where=table.address("current_unit", first[text]), value=text
            )

    def _whole_code(self, table: RawTable, name: str, i: int, text: str, who: Subjects) -> str:
        """Return a place as written; the code of a unit that lost its zeros in front is given them back, and said."""
        code = self._index.code_like(text)
        if not code or code == text or self._index.resolve(text).kind != "none":
            return text
        it = reread(text, code)
        self._problems.cell(table, name, i, it.code, it.severity, it.text, value=text, subject=who(i))
        return code

    def _ambiguous(
        self, table: RawTable, name: str, i: int, text: str, codes: tuple[str, ...], code: str, who: Subjects
    ) -> None:
        said = _AMBIGUOUS.format(value=text, codes=", ".join(codes))
        self._problems.cell(table, name, i, code, "warning", said, _AMBIGUOUS_FIX, value=text, subject=who(i))

    def _wishes(self, table: RawTable, fields: Fields, who: Subjects) -> None:
        """Turn wishes into units in the order of the wishes; a district stands for all its units."""
        out: list[tuple[str, ...] | None] = []
        for i, wishes in enumerate(fields["wishes"] if len(self._index) else ()):  # without units that alone is said
            codes: list[str] = []
            for wish in wishes or ():
                found = self._index.resolve(self._whole_code(table, "wishes", i, wish, who))
                if found.kind == "none":
                    fix = divided(wish, self._names_unit) or did_you_mean(found.suggestions, _WISH_FIX)
                    said = _NO_WISH.format(value=wish)
                    self._problems.cell(
                        table, "wishes", i, "unknown_wish", "warning", said, fix, value=wish, subject=who(i)
                    )
                elif found.ambiguous:
                    self._ambiguous(table, "wishes", i, wish, found.codes, "ambiguous_wish", who)
                else:
                    codes.extend(found.codes)
                    if apart := divided(wish, partial(self._other_unit, found.codes)):
                        said = _ONE_WISH.format(value=wish)
                        self._problems.cell(
                            table, "wishes", i, "several_wishes", "warning", said, apart, value=wish, subject=who(i)
                        )
            out.append(tuple(dict.fromkeys(codes)) or None)
        fields["wish_units"] = out or [None] * len(table)

    def _names_unit(self, text: str) -> bool:
        return self._index.resolve(text).kind in ("unit", "old_unit")

    def _other_unit(self, codes: tuple[str, ...], text: str) -> bool:
        """Return whether a text names a commune that is none of the units given."""
        found = self._index.resolve(text)
        return _says_commune(text) and bool(found.codes) and not set(found.codes) & set(codes)


def _says_commune(text: str) -> bool:
    commune = parse(text).commune
    return commune is not None and commune.kind in COMMUNE_KINDS


_TWO_PEOPLE = Text("Mã cán bộ “{value}” đã có ở {there}.", "The person code “{value}” already stands at {there}.")
_STAR = Text(
    "“*” nghĩa là bất kỳ ai nên không thể là mã của một người.", "“*” means anybody and cannot be a person's code."
)
_OTHER_CODE = Text("Đặt một mã khác.", "Choose another code.")
_NEAR_CODE = Text(
    "Mã cán bộ “{value}” chỉ khác mã “{other}” ở {there} ở chữ hoa, chữ thường hoặc số 0 ở đầu.",
    "The person code “{value}” differs from “{other}” at {there} only in case or in zeros in front.",
)
_NEAR_FIX = Text(
    "Nếu là một người, chỉ giữ lại một dòng; nếu là hai người, nên đổi một mã.",
    "If they are one person keep one row; if they are two, better change one of the codes.",
)
_UNDATED = Text(
    "Cột xếp loại không ghi năm; được hiểu là năm {year}.", "The column of grades names no year; it is read as {year}."
)
_UNDATED_FIX = Text(
    "Ghi năm vào tiêu đề, ví dụ “Xếp loại 2024”.", "Write the year into the header, as in “Xếp loại 2024”."
)
_NO_BIRTH = Text("Không có ngày sinh nên không tính được tuổi.", "There is no birth date, so no age can be computed.")
_NO_SEX = Text(
    "Không có giới tính nên không tính được tuổi nghỉ hưu.",
    "The sex is blank, so the retirement age cannot be computed.",
)
_FILL = Text("Điền thông tin vào ô.", "Fill in the cell.")
_NO_COLUMN = Text("Bảng không có cột “{header}”.", "The table has no column “{header}”.")
_ADD = Text("Thêm cột “{header}”.", "Add the column “{header}”.")
_LONE = Text(
    "Dòng chỉ có “{value}”, thiếu mã hoặc họ tên.", "The row holds only “{value}”; the code or the name is missing."
)
_LONE_FIX = Text("Điền đủ, hoặc xóa dòng.", "Complete the row, or delete it.")
_NO_UNIT = Text("Không có đơn vị “{value}”.", "There is no unit “{value}”.")
_WHICH = Text("Có phải ý bạn là một trong: {names}?", "Did you mean one of: {names}?")
_DISTRICT = Text(
    "“{value}” là cơ quan cấp huyện cũ, đã chia về nhiều đơn vị: {count} người được coi là chưa thuộc đơn vị nào.",
    "“{value}” is an office of a former district now in several units: {count} [person belongs|people belong] to no unit yet.",
)
_SHARE = Text(
    "Điểm đánh giá ghi {value} được hiểu là {value} điểm trên thang 100, không phải {points} điểm (số người có điểm dưới "
    "1: {count}).",
    "The rating {value} is read as {value} points out of 100, not as {points} (people rated below 1: {count}).",
)
_SHARE_FIX = Text(
    "Nếu là tỷ lệ phần trăm thì ghi số điểm từ 0 đến 100 và bỏ định dạng %.",
    "If a percentage is meant, write points from 0 to 100 and take the % format away.",
)
_AMBIGUOUS = Text("“{value}” có thể là nhiều đơn vị: {codes}.", "“{value}” may be several units: {codes}.")
_AMBIGUOUS_FIX = Text(
    "Ghi mã đơn vị mới, hoặc thêm tên huyện cũ nếu chưa có.",
    "Write the code of the new unit, or add the former district if it is missing.",
)
_NO_WISH = Text("Không rõ nguyện vọng “{value}” là đơn vị nào.", "It is not clear which unit the wish “{value}” means.")
_ONE_WISH = Text(
    "“{value}” được đọc là một nguyện vọng nên có đơn vị bị bỏ qua.",
    "“{value}” is read as one wish, so a unit in it is passed over.",
)
_WISH_FIX = Text(
    "Ghi tên hoặc mã đơn vị; nhiều đơn vị thì ngăn cách bằng dấu chấm phẩy (;).",
    "Write the name or the code of a unit; several are divided by ;.",
)
