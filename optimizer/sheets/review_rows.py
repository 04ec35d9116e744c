"""The rows of a reviewed plan sheet: each known by its key, its marks read, edits beside the review columns noted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from optimizer.domain.plan import Placement
from optimizer.findings import Address
from optimizer.sheets.cells import CellProblem, Judged, judge, text_of
from optimizer.sheets.lookup import CodeBook, cadre_book
from optimizer.sheets.problems import Problems, shown
from optimizer.sheets.review_copy import REVIEW_FIELDS, Marked
from optimizer.sheets.review_marks import READ_ONLY, mark, split_marks
from optimizer.sheets.review_seats import SeatReader
from optimizer.sheets.table import is_blank
from optimizer.sheets.values import PARSERS
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.findings import Severity
    from optimizer.sheets.review_passport import Passport
    from optimizer.sheets.review_seats import Seat
    from optimizer.sheets.table import RawTable

_OWN_WORDS = {"lock": ("khoa", "lock", "giu"), "forbid": ("cam", "forbid", "bo")}  # the header's own word is a yes
_TICKS = frozenset({"☑", "✅", "√", "☒", "✗", "✘"})
_FLAG = PARSERS["flag"]("")


class RowReader:
    """Reads the rows of one copy; what is wrong is noted in `problems`."""

    def __init__(self, case: Case, table: RawTable, passport: Passport, problems: Problems) -> None:
        self._case, self._table, self._passport, self._problems = case, table, passport, problems
        self.seats = SeatReader(case)
        self._people: CodeBook = cadre_book({c.cadre_id: c.name for c in case.cadres})
        self._keys = self._known_keys()
        self.of_row: dict[int, Placement] = {}  # what each row is about, by its place on the sheet
        self.named: list[Placement] = []  # of every row that says which placement it is, in the order of the sheet

    def rows(self) -> tuple[Marked, ...]:
        """Return the rows with something in their review columns."""
        found = []
        seen: set[Placement] = set()
        by_cells = self._left_behind()
        for i in range(len(self._table)):
            placement, own = self._placement(i, by_cells)
            if placement is None:
                self._note_nameless(i)
                continue
            seen.add(placement)
            self.of_row[i] = placement
            if own:
                self.named.append(placement)
            elif self._passport.known:
                self._note_row(i, "row_added", _ADDED if not self._decides(i) else _ADDED_MARKED, placement)
            if own and not by_cells:
                self._note_edits(i, placement)
            if (marked := self._marked(i, placement)) is not None:
                found.append(marked)
        self._note_deleted(seen)
        return tuple(found)

    # which placement a row is ----------------------------------------------------------------------------------------
    def _known_keys(self) -> dict[str, Placement]:
        return {key: made for key in self._passport.rows if (made := self.parse(key)) is not None}

    def parse(self, key: str) -> Placement | None:
        """Return the placement a key stands for; codes may hold the sign that divides them."""
        parts = tidy(key).split("|")
        if len(parts) == 3 and all(parts):
            return Placement(*parts)
        for i in range(1, len(parts) - 1):
            for j in range(i + 1, len(parts)):
                made = Placement("|".join(parts[:i]), "|".join(parts[i:j]), "|".join(parts[j:]))
                if made.unit_code in self._case.unit_by_code and made.title_code in self._case.title_by_code:
                    return made
        return None

    def _cell(self, name: str, i: int) -> Any:
        value = self._table.cell(name, i)
        return None if is_blank(value) else value

    def _written(self, i: int) -> tuple[str, str, str]:
        """Return the codes a row shows."""
        shown_codes = (tidy(text_of(self._cell(name, i))) if self._cell(name, i) is not None else "" for name in _CODES)
        cadre, unit, title = shown_codes
        return cadre, unit, title

    def _left_behind(self) -> bool:
        """Return whether the hidden keys stayed where they were while the columns beside them were sorted.

        Then the codes shown are exactly those of the keys, each once, only on other rows: the marks were made beside
        what is shown, so the codes decide.
        """
        if not self._keys or any(name not in self._table.cells for name in (*_CODES, "row_key")):
            return False
        pairs = []
        for i in range(len(self._table)):
            key = self._keys.get(tidy(text_of(self._cell("row_key", i) or "")))
            if key is not None:
                pairs.append((tuple(key), self._written(i)))
        if all(key == codes for key, codes in pairs):
            return False
        if Counter(key for key, _ in pairs) != Counter(codes for _, codes in pairs):
            return False
        self._problems.add("keys_left_behind", "warning", _LEFT_BEHIND, where=self._table.header_address("row_key"))
        return True

    def _placement(self, i: int, by_cells: bool) -> tuple[Placement | None, bool]:
        """Return the placement a row is about, and whether the row is one of the plan that was written."""
        known = self._passport.known
        key = tidy(text_of(self._cell("row_key", i) or ""))
        if key and not by_cells:
            made = self._keys.get(key) if known else self.parse(key)
            if made is not None:
                return made, True
        written = self._written(i)
        made = self._keys.get("|".join(written)) or self._resolved(i)
        if made is None and not known and all(written):
            made = Placement(*written)  # somebody the case does not know: the checker says so
        return made, made is not None and (not known or "|".join(made) in self._keys)

    def _resolved(self, i: int) -> Placement | None:
        """Return the placement that the codes or names of an added row mean, None where one is missing or unknown."""
        cadre = _code(self._people.find(self._cell("cadre_id", i)))
        unit = _code(self.seats.units.find(self._cell("unit_code", i) or self._cell("unit_name", i)))
        title = _code(self.seats.titles.find(self._cell("title_code", i) or self._cell("title_name", i)))
        return Placement(cadre, unit, title) if cadre and unit and title else None

    # marks -----------------------------------------------------------------------------------------------------------
    def _decides(self, i: int) -> bool:
        return any(self._cell(name, i) is not None for name in REVIEW_FIELDS if name != "comment")

    def _is_marked(self, i: int) -> bool:
        return any(self._cell(name, i) is not None for name in REVIEW_FIELDS)

    def _marked(self, i: int, placement: Placement) -> Marked | None:
        if not self._is_marked(i):
            return None
        if self._ambiguous(i, placement):
            return None
        seat = self._value("alternative_seat", i, self.seats.find(self._cell("alternative_seat", i), placement))
        bans = self._bans(i)
        made = Marked(
            placement,
            lock=self._ticked("lock", i),
            forbid=None if bans else self._ticked("forbid", i),
            bans=bans,
            bans_at=self._at("forbid", i),
            seat=seat,
            seat_at=self._at("alternative_seat", i),
            comment=tidy(text_of(self._cell("comment", i))) if self._cell("comment", i) is not None else "",
            comment_at=self._at("comment", i),
        )
        return made if made.decides or made.comment else None

    def _ambiguous(self, i: int, placement: Placement) -> bool:
        """Note a marked row that shows another placement of the plan than its key: nobody can tell which is meant."""
        written = self._written(i)
        if written == tuple(placement) or "|".join(written) not in self._keys:
            return False
        name = next(n for n in REVIEW_FIELDS if self._cell(n, i) is not None)
        self._problems.cell(self._table, name, i, "ambiguous_row", "error", _TWO_ROWS, _ONE_ROW)
        return True

    def _bans(self, i: int) -> tuple[Seat, ...]:
        """Return the seats written into the column of bans, none where it holds a yes, a no or something else."""
        cell = self._cell("forbid", i)
        if cell is None or type(judge(_FLAG, cell)) is not Judged:
            return ()
        return self.seats.banned(text_of(cell))

    def _ticked(self, name: str, i: int) -> Address | None:
        def parse(cell: Any) -> Any:
            if isinstance(cell, str) and (cell in _TICKS or fold(cell) in _OWN_WORDS[name]):
                return True
            try:
                return _FLAG(cell)
            except CellProblem:
                unclear = self.seats.unclear(cell) if name == "forbid" else ()
                if unclear:
                    text = _UNCLEAR.format(parts="; ".join(unclear))
                    raise CellProblem("unknown_seat", text, _HOW_TO_BAN) from None
                text = _NOT_YES.format(header=self._header(name), value=shown(cell))
                raise CellProblem("not_yes_or_no", text, _YES if name == "lock" else _YES_OR_SEATS) from None

        return self._at(name, i) if self._value(name, i, judge(parse, self._cell(name, i))) else None

    def _value(self, name: str, i: int, value: Any) -> Any:
        if type(value) is not Judged:
            return value
        who = (("cadre", tidy(text_of(self._cell("cadre_id", i) or ""))),)
        self._problems.cell(self._table, name, i, value.code, value.severity, value.text, value.fix, subject=who)
        return value.value

    def _at(self, name: str, i: int) -> Address:
        return self._table.address(name, i)

    def _header(self, name: str) -> str:
        return self._table.headers.get(name, name)

    # what is not read ------------------------------------------------------------------------------------------------
    def _note_edits(self, i: int, placement: Placement) -> None:
        """Note each read-only cell of a row that does not say what it said when the plan was written."""
        written = self._passport.rows.get("|".join(placement))
        if written is None:
            return
        for name, before in zip(READ_ONLY, split_marks(written), strict=False):
            if name in self._table.cells and mark(self._table.cell(name, i)) != before:
                text = _EDITED.format(header=self._header(name))
                self._problems.cell(self._table, name, i, "edit_ignored", "warning", text, _WHERE_TO_WRITE)

    def _note_deleted(self, seen: set[Placement]) -> None:
        for placement in self._keys.values():
            if placement not in seen:
                cadre = self._case.cadre_by_id.get(placement.cadre_id)
                who = f"{cadre.name} ({cadre.cadre_id})" if cadre else placement.cadre_id
                seat = self.seats.label((placement.unit_code, placement.title_code))
                where = Address(self._table.file, self._table.sheet)
                text = _DELETED.format(who=who, seat=seat)
                self._problems.add("row_deleted", "warning", text, _TO_REMOVE, where, value="|".join(placement))

    def _note_row(self, i: int, code: str, text: Text, placement: Placement, severity: Severity = "warning") -> None:
        name = next((n for n in _CODES if n in self._table.cells), "row_key")
        self._problems.cell(self._table, name, i, code, severity, text, value="|".join(placement))

    def _note_nameless(self, i: int) -> None:
        """Note a mark on a row that names nobody; other such rows are notes or totals of the reviewer's own."""
        name = next((n for n in REVIEW_FIELDS if self._cell(n, i) is not None), None)
        if name is not None:
            remark = name == "comment"
            severity: Severity = "warning" if remark else "error"
            for field, book in (
                ("cadre_id", self._people),
                ("unit_code", self.seats.units),
                ("title_code", self.seats.titles),
            ):
                found = book.find(self._cell(field, i))
                if type(found) is Judged and found.severity == "error":  # written, and nobody knows it
                    self._problems.cell(self._table, field, i, found.code, severity, found.text, found.fix)
                    return
            self._problems.cell(self._table, name, i, "nameless_row", severity, _NAMELESS, _NAME_IT)


def _code(found: Any) -> str:
    if type(found) is Judged:
        found = found.value
    return found if isinstance(found, str) else ""


_CODES = ("cadre_id", "unit_code", "title_code")
_NOT_YES = Text(
    "Ô “{header}” ghi “{value}”, không rõ là có hay không.", "“{header}” says “{value}”: neither yes nor no."
)
_UNCLEAR = Text(
    "Không rõ “{parts}” là ghế, đơn vị hay chức danh nào.", "It is not clear which seat, unit or title “{parts}” is."
)
_HOW_TO_BAN = Text(
    "Ghi mã hoặc tên của đơn vị, của chức danh, hoặc “mã đơn vị / mã chức danh”; nhiều mục cách nhau bằng dấu ;.",
    "Write the code or name of a unit or title, or “unit code / title code”; several with ; between.",
)
_YES = Text(
    "Ghi x hoặc để trống; lời giải thích ghi vào cột Ý kiến.",
    "Write x or leave it blank; explain in the column comment.",
)
_YES_OR_SEATS = Text(
    "Ghi x hoặc để trống; muốn cấm ghế khác thì ghi “mã đơn vị / mã chức danh”, nhiều ghế cách nhau bằng dấu ;.",
    "Write x or leave it blank; to close other seats write “unit code / title code”, several with ; between.",
)
_EDITED = Text("ô “{header}” đã bị sửa; thay đổi này không được xét.", "“{header}” was changed; the change is ignored.")
_WHERE_TO_WRITE = Text(
    "Chỉ các cột Khóa, Cấm, Ghế thay thế, Ý kiến được đọc.",
    "Only the columns lock, forbid, alternative_seat and comment are read.",
)
_DELETED = Text(
    "dòng của {who} tại ghế {seat} đã bị xóa; việc xóa dòng không được xét.",
    "the row of {who} at {seat} was deleted; deleting a row is ignored.",
)
_TO_REMOVE = Text("Để bỏ một bố trí, giữ dòng và ghi x ở cột Cấm.", "To undo a placement keep the row and mark forbid.")
_ADDED = Text(
    "dòng này do người rà soát thêm và không có dấu nên không bố trí ai; muốn bố trí thì ghi x ở cột Khóa.",
    "this row was added by the reviewer and carries no mark, so it places nobody; to place the person, mark lock.",
)
_ADDED_MARKED = Text(
    "dòng này do người rà soát thêm; dấu rà soát trên dòng vẫn được đọc.",
    "this row was added by the reviewer; its marks are read.",
)
_LEFT_BEHIND = Text(
    "cột ẩn Mã dòng không được sắp xếp cùng các cột khác; các dòng được nhận theo mã cán bộ, đơn vị, chức danh.",
    "the hidden column row_key was not sorted with the others; rows are known by the codes of person, unit and title.",
)
_TWO_ROWS = Text(
    "dòng này ghi mã của một bố trí nhưng mang mã ẩn của bố trí khác, nên không rõ dấu rà soát dành cho ai.",
    "this row shows one placement and carries the hidden key of another, so it is not clear whom the mark is about.",
)
_ONE_ROW = Text(
    "Chép dấu sang đúng dòng trong bản phương án gốc.", "Make the mark again on the right row of the plan as written."
)
_NAMELESS = Text(
    "dòng này không cho biết người, đơn vị và chức danh nên không đọc được dấu rà soát.",
    "this row does not say which person, unit and title it is about, so its mark cannot be read.",
)
_NAME_IT = Text("Ghi mã cán bộ, mã đơn vị, mã chức danh vào dòng.", "Write the codes of person, unit and title.")
