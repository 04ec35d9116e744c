"""The plan itself: one row a person and title, with the columns a reviewer fills in (DESIGN section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.entities import SHEETS
from optimizer.reports.forms import FORMS
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.reports.terms import TONE_OF, Terms
from optimizer.sheets.planbook import FROM_ROSTER
from optimizer.sheets.review_seats import seat_label
from optimizer.text import Text, fold, same, tidy

if TYPE_CHECKING:
    from optimizer.domain.plan import Placement
    from optimizer.reports.context import Context

FIXED: tuple[TableColumn, ...] = (
    TableColumn(Text("Mã cán bộ", "cadre_id"), "code"),
    TableColumn(Text("Họ và tên", "name")),
    TableColumn(Text("Mã đơn vị", "unit_code"), "code"),
    TableColumn(Text("Tên đơn vị", "unit_name")),
    TableColumn(Text("Mã chức danh", "title_code"), "code"),
    TableColumn(Text("Tên chức danh", "title_name")),
    TableColumn(
        Text("Hình thức", "form"),
        toned=True,
        note=Text(
            "Giữ nguyên: cùng đơn vị, cùng chức danh. Bổ nhiệm: chức danh lãnh đạo, quản lý chưa giữ, hoặc thứ bậc "
            "cao hơn. Biệt phái: theo quy tắc Biệt phái, khi quy tắc đó được bật. Điều động: các trường hợp còn lại, kể "
            "cả sang chức danh chuyên môn khác trong cùng đơn vị.",
            "Keep: same unit and title. Appointment: a leader's or manager's title not held now, or a higher rank. "
            "Secondment: as the rule Secondment says, where it is on. Transfer: all the rest, also another specialist "
            "title in the same unit.",
        ),
    ),
    TableColumn(Text("Đơn vị công tác hiện nay", "current_unit")),
    TableColumn(
        Text("Khoảng cách (km)", "distance_km"),
        "km",
        note=Text(
            "Đường chim bay từ nơi ở (không rõ thì từ đơn vị hiện nay) đến đơn vị mới; trống là chưa đủ dữ liệu.",
            "Straight line from the residence (else from the present unit) to the new unit; blank where unknown.",
        ),
    ),
    TableColumn(Text("Điểm phù hợp", "suitability"), "number"),
)
REVIEW: tuple[TableColumn, ...] = (
    TableColumn(
        Text("Khóa", "lock"), input=True, choices=("x",), width=9,
        note=Text("Ghi x: người này phải giữ ghế này.", "Write x: this person must hold this seat."),
    ),
    TableColumn(
        Text("Cấm", "forbid"), input=True, choices=("x",), width=9,
        note=Text("Ghi x: người này không giữ ghế này.", "Write x: this person must not hold this seat."),
    ),
    TableColumn(
        Text("Ghế thay thế", "alternative_seat"), input=True, width=24,
        note=Text("Chọn ghế muốn chuyển người này đến.", "Choose the seat this person should go to instead."),
    ),
    TableColumn(
        Text("Ý kiến", "comment"), input=True, width=30,
        note=Text("Ý kiến, lý do của người xem xét.", "The reviewer's remarks and reasons."),
    ),
)  # fmt: skip
TERM: tuple[TableColumn, ...] = (  # shown where the rule on secondments is on (R44)
    TableColumn(
        Text("Từ ngày", "start_date"),
        "date",
        note=Text("Ngày bắt đầu điều động, bổ nhiệm, biệt phái.", "First day of the move, appointment or secondment."),
    ),
    TableColumn(
        Text("Đến ngày", "end_date"),
        "date",
        note=Text("Ngày kết thúc biệt phái; hình thức khác không có thời hạn.", "Last day of a secondment; else none."),
    ),
)
KEY = TableColumn(Text("Mã dòng", "row_key"), "code", hidden=True)


def row_key(placement: Placement) -> str:
    """Return what a row is known by, however the reviewer sorts, filters or moves it."""
    return "|".join(placement)


class PlanSection(Section):
    """Who serves where, line by line."""

    name: ClassVar[str] = "plan"
    order: ClassVar[int] = 1
    sheet: ClassVar[Text] = Text("Phương án", "Plan")
    needs_case: ClassVar[bool] = False

    def table(self, context: Context) -> Table:
        """Return one row a person and title held, by unit, then rank of the title, then person."""
        placements = in_order(context)
        extra = extra_headers(context)
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        distances, suitability = context.distances, context.suitability
        terms = Terms(context)
        term = TERM if terms.rule is not None else ()
        for placement in placements:
            cadre, title = context.cadre(placement.cadre_id), context.title(placement.title_code)
            unit = context.unit(placement.unit_code)
            form = terms.form(placement)
            if form in TONE_OF:
                tones[len(rows)] = TONE_OF[form]
            rows.append(
                (
                    placement.cadre_id,
                    "" if cadre is None else cadre.name,
                    placement.unit_code,
                    "" if unit is None else unit.name,
                    placement.title_code,
                    "" if title is None else title.name,
                    None if form is None else FORMS[form],
                    "" if cadre is None else cadre.current_unit,
                    distances.get(placement),
                    suitability.get(placement),
                    None,
                    None,
                    None,
                    None,
                    *(terms.days(form) if term else ()),
                    *("" if cadre is None else cadre.extra.get(header) for header in extra),
                    row_key(placement),
                )
            )
        columns = (*FIXED, *_review(context), *term, *(TableColumn(h) for h in extra.values()), KEY)
        # nothing but placements may stand below the header: this sheet is read back
        return Table(self.sheet, columns, rows, tones, empty=same(""))


def in_order(context: Context) -> list[Placement]:
    """Return the placements by unit code, rank of the title (none last), title code and person."""
    last = 1_000_000

    def place(p: Placement) -> tuple[str, int, str, str]:
        title = context.title(p.title_code)
        rank = last if title is None or title.rank is None else title.rank
        return p.unit_code, rank, p.title_code, p.cadre_id

    return sorted(context.plan.placements, key=place)


def extra_headers(context: Context) -> dict[str, Text]:
    """Return the roster's own columns, and the header each gets: never one that the plan uses itself."""
    ours = [c.header for c in (*FIXED, *REVIEW, *TERM, KEY)]
    taken = {fold(word) for header in ours for word in (header.vi, header.en)}
    taken |= {fold(w) for s in SHEETS for name, c in s.columns().items() for w in (name, c.vi, *c.aliases)}
    found: dict[str, Text] = {}
    for cadre in context.case.cadres:
        for header in cadre.extra:
            if header not in found:
                shown = tidy(header)
                found[header] = FROM_ROSTER.format(header=shown) if fold(shown) in taken else same(shown)
    return found


def _review(context: Context) -> tuple[TableColumn, ...]:
    """Return the review columns, with the open seats of the case to choose from."""
    seats = tuple(
        seat_label(s.unit_code, s.title_code, context.unit_name(s.unit_code), context.title_name(s.title_code))
        for s in context.case.seats
        if s.max > 0
    )
    lock, forbid, other, comment = REVIEW
    choosing = TableColumn(other.header, input=True, choices=seats, width=other.width, note=other.note)
    return lock, forbid, choosing, comment
