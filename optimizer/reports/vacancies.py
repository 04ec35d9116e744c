"""The seats left empty: why, in numbers of people, and how each may be filled, in the order of R19."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.fillers import Fillers
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.reports.context import Context


class VacanciesSection(Section):
    """One row a unit and title that lacks holders."""

    name: ClassVar[str] = "vacancies"
    order: ClassVar[int] = 2
    sheet: ClassVar[Text] = Text("Ghế trống", "Vacancies")

    def table(self, context: Context) -> Table:
        """Return the vacant seats by priority, then unit and title."""
        columns = (
            TableColumn(Text("Mã đơn vị", "Unit code"), "code"),
            TableColumn(Text("Tên đơn vị", "Unit")),
            TableColumn(Text("Mã chức danh", "Title code"), "code"),
            TableColumn(Text("Tên chức danh", "Title")),
            TableColumn(Text("Tối thiểu", "Minimum"), "int", 10),
            TableColumn(Text("Chỉ tiêu", "Target"), "int", 10),
            TableColumn(Text("Đã bố trí", "Held"), "int", 10),
            TableColumn(Text("Còn thiếu", "Missing"), "int", 10, toned=True),
            TableColumn(Text("Ưu tiên", "Priority"), "int", 9),
            TableColumn(Text("Lý do", "Reason"), "sentence", width=62),
            TableColumn(Text("Cách bổ sung", "Way to fill"), width=16),
            TableColumn(Text("Gợi ý cụ thể", "Details"), "sentence", width=62),
        )
        short = [s for s in context.case.seats if context.missing(s)]
        short.sort(key=lambda s: (s.priority, s.unit_code, s.title_code))
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        fillers = Fillers(context) if short else None
        for seat in short:
            held = context.held[seat.unit_code, seat.title_code]
            tones[len(rows)] = "broken" if held < seat.min else "short"
            reason, way, details = (None, None, None) if fillers is None else fillers.of(seat)
            rows.append(
                (
                    seat.unit_code,
                    context.unit_name(seat.unit_code),
                    seat.title_code,
                    context.title_name(seat.title_code),
                    seat.min,
                    seat.target,
                    held,
                    context.missing(seat),
                    seat.priority,
                    reason,
                    way,
                    details,
                )
            )
        note = Text(
            "Cách bổ sung theo thứ tự: điều động, dùng chung (khi quy tắc được bật), hợp đồng, tuyển dụng, đào tạo. Thứ "
            "tự dòng: mức ưu tiên, đơn vị, chức danh.",
            "Ways in this order: transfer, share (where that rule is on), contract, recruit, train. Rows stand by "
            "priority, unit and title.",
        )
        empty = Text("Mọi ghế đã đủ người theo chỉ tiêu.", "Every seat is filled up to its target.")
        return Table(self.sheet, columns, rows, tones, (note,) if rows else (), empty=empty)
