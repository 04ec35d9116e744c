"""What the plan changes against the present, and against the reviewed plan where there was one (R54, R64, R67)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.forms import FORMS
from optimizer.reports.plan_sheet import in_order
from optimizer.reports.reviewed_changes import against_reviewed
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.reports.terms import TONE_OF, Terms
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.reports.context import Context


class ChangesSection(Section):
    """Each person placed otherwise than in the reviewed plan, then each whose present unit or title changes."""

    name: ClassVar[str] = "changes"
    order: ClassVar[int] = 5
    sheet: ClassVar[Text] = Text("Thay đổi", "Changes")

    def table(self, context: Context) -> Table:
        """Return the changes against the reviewed plan with those against the present below, or the latter alone."""
        previous = context.case.previous
        present = self._against_present(context)
        return present if previous is None else against_reviewed(context, previous, self.sheet, present)

    def _against_present(self, context: Context) -> Table:
        """Return one row a changed person and title, in the order of the plan."""
        columns = (
            TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
            TableColumn(Text("Họ và tên", "Name")),
            TableColumn(Text("Đơn vị hiện nay", "Present unit")),
            TableColumn(Text("Chức danh hiện nay", "Present title")),
            TableColumn(Text("Đơn vị mới", "New unit")),
            TableColumn(Text("Chức danh mới", "New title")),
            TableColumn(Text("Hình thức", "Form"), toned=True),
            TableColumn(Text("Sang đơn vị khác", "Other unit")),
            TableColumn(Text("Khoảng cách (km)", "Distance (km)"), "km"),
        )
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        moved: set[str] = set()
        kept = 0
        terms = Terms(context)
        for p in in_order(context):
            cadre, title = context.cadre(p.cadre_id), context.title(p.title_code)
            form = terms.form(p)
            if cadre is None or title is None or form is None:
                continue
            if form == "keep":
                kept += 1
                continue
            elsewhere = _elsewhere(cadre.current_unit_code, cadre.current_unit, p.unit_code)
            if elsewhere == _YES:
                moved.add(p.cadre_id)
            tones[len(rows)] = TONE_OF[form]
            rows.append(
                (
                    p.cadre_id, cadre.name, cadre.current_unit, cadre.current_title, context.unit_name(p.unit_code),
                    title.name, FORMS[form], elsewhere, context.distances.get(p),
                )
            )  # fmt: skip
        note = Text(
            "{moved} người chuyển khỏi nơi đang công tác; {kept} chức danh được giữ nguyên.",
            "{moved} [person leaves|people leave] their present workplace; "
            "{kept} [title stays as it is|titles stay as they are].",
        ).format(moved=len(moved), kept=kept)
        forms = Text(
            "Điều động gồm cả việc chuyển sang chức danh chuyên môn khác trong cùng đơn vị.",
            "A transfer may also be to another specialist title in the same unit.",
        )
        return Table(self.sheet, columns, rows, tones, (note, forms))


_YES, _NO = Text("có", "yes"), Text("không", "no")


def _elsewhere(present_code: str | None, present: str, unit_code: str) -> Text | None:
    """Return whether the new unit is another workplace: an office counts as one; None where the present is blank."""
    if present_code is None:
        return _YES if present else None
    return _NO if present_code == unit_code else _YES
