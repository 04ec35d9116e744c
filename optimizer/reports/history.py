"""The reviews behind a plan: who asked what in which round, how much changed, and every remark."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.catalogue import known
from optimizer.reports.passport import rounds_told
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.domain.rounds import Round
    from optimizer.reports.context import Context


class HistorySection(Section):
    """One row a round, then the remarks that decide nothing."""

    name: ClassVar[str] = "history"
    order: ClassVar[int] = 11
    sheet: ClassVar[Text] = Text("Lịch sử rà soát", "Review history")

    @classmethod
    def applies(cls, context: Context) -> bool:
        """Return whether any review led to this plan."""
        return bool(context.case.rounds)

    def table(self, context: Context) -> Table:
        """Return the rounds, the newest first."""
        columns = (
            TableColumn(Text("Vòng", "Round"), "int"),
            TableColumn(Text("Ngày", "Date"), "date"),
            TableColumn(Text("Bản rà soát", "Reviewed copy"), "sentence", width=30),
            TableColumn(Text("Người rà soát", "Reviewed by"), "sentence", width=26),
            TableColumn(Text("Khóa", "Locks"), "int"),
            TableColumn(Text("Cấm", "Bans"), "int"),
            TableColumn(Text("Đổi ghế", "Changed seats"), "int"),
            TableColumn(Text("Thêm ở trang Quyết định", "Added as decisions"), "int"),
            TableColumn(Text("Rút lại", "Taken back"), "int"),
            TableColumn(Text("Ý kiến", "Remarks"), "int"),
            TableColumn(Text("Quy tắc được đổi", "Rules changed"), "sentence", width=34),
            TableColumn(Text("Số người thay đổi sau đó", "People changed after it"), "int"),
            TableColumn(Text("Mã phương án đã rà soát", "Plan reviewed"), "code"),
        )
        told = sorted(rounds_told(context), key=lambda r: -r.number)
        rows = [
            (
                r.number, r.date, ", ".join(r.files), ", ".join(r.authors), r.locks, r.forbids, r.seats, r.rows,
                r.withdrawn, len(r.remarks), _rules(r), r.changed, r.plan,
            )
            for r in told
        ]  # fmt: skip
        return Table(self.sheet, columns, rows, below=(_remarks(context, told),))


def _rules(it: Round) -> Text:
    names = [known()[n].text if n in known() else same(n) for n in it.rules]
    return Text(", ".join(n.vi for n in names), ", ".join(n.en for n in names))


def _remarks(context: Context, rounds: list[Round]) -> Table:
    columns = (
        TableColumn(Text("Vòng", "Round"), "int"),
        TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
        TableColumn(Text("Ý kiến không kèm quyết định", "Remark without a decision"), "sentence"),
        TableColumn(Text("Người viết", "Written by"), "sentence"),
        TableColumn(Text("Họ và tên", "Name")),
        TableColumn(Text("Đơn vị", "Unit")),
        TableColumn(Text("Chức danh", "Title")),
        TableColumn(Text("Ô", "Cell"), "sentence"),
    )
    rows = []
    for it in rounds:
        for r in it.remarks:
            cadre = context.cadre(r.cadre_id)
            rows.append(
                (
                    it.number, r.cadre_id, r.text, r.author, "" if cadre is None else cadre.name,
                    context.unit_name(r.unit_code), context.title_name(r.title_code), r.origin,
                )
            )  # fmt: skip
    return Table(same(""), columns, rows, empty=Text("Không có ý kiến nào khác.", "No other remarks."))
