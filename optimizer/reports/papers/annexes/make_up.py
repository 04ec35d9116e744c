"""The make-up of the people placed (biểu tổng hợp cơ cấu): by group of titles, then by unit (R49)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.papers.annex import Annex
from optimizer.reports.papers.people import share_text
from optimizer.reports.papers.structure import age_names, by_group, by_unit, degree_names, theory_names
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.structure import MakeUp

ALWAYS = 7  # columns that are shown even where nobody counts; of ages, degrees and theory only those somebody has
_DEGREE, _THEORY = Text("{x} (trình độ)", "{x} (degree)"), Text("{x} (LLCT)", "{x} (theory)")
_AGE = Text("{x}", "Age {x}")


class MakeUpAnnex(Annex):
    """How many are women, young, of a minority, Party members; ages, degrees, theory."""

    name: ClassVar[str] = "make_up"
    order: ClassVar[int] = 2
    sheet: ClassVar[Text] = Text("II. Cơ cấu", "II. Make-up")
    title: ClassVar[Text] = Text("Biểu tổng hợp cơ cấu cán bộ được bố trí", "Make-up of the people placed")

    def table(self, figures: Figures) -> Table:
        """Return a row for everybody, one a group, then one a unit."""
        columns = (
            TableColumn(Text("Nhóm, đơn vị", "Group or unit"), width=26),
            TableColumn(Text("Tổng số", "Total"), "int", 8),
            TableColumn(Text("Nữ", "Women"), "int", 7),
            TableColumn(Text("Tỷ lệ nữ", "Share of women"), "number", 8),
            TableColumn(Text("Dưới {n} tuổi", "Under {n}").format(n=figures.young_under), "int", 7),
            TableColumn(Text("Dân tộc thiểu số", "Minorities"), "int", 8),
            TableColumn(Text("Đảng viên", "Party members"), "int", 8),
            *(TableColumn(_AGE.format(x=x), "int", 7) for x in age_names()),
            *(TableColumn(_DEGREE.format(x=x), "int", 8) for x in degree_names()),
            *(TableColumn(_THEORY.format(x=x), "int", 7.5) for x in theory_names()),
        )
        groups = by_group(figures)
        rows: list[tuple[object, ...]] = [_cells(m) for m in groups]
        tones: dict[int, Tone] = {0: "total"}
        rows.append((Text("Theo đơn vị", "By unit"),))
        rows += [_cells(m) for m in by_unit(figures)]
        note = Text(
            "Mỗi người tính một lần, theo nhóm chức danh cao nhất. Ô trống trong danh sách cán bộ được tính là “Chưa ghi”.",
            "Each person counts once, by the highest group. Blank cells of the roster count as “Not given”.",
        )
        used = [i for i in range(len(columns)) if i < ALWAYS or any(row[i] for row in rows if len(row) > 1)]
        rows = [tuple(row[i] for i in used) if len(row) > 1 else row for row in rows]
        return Table(self.sheet, tuple(columns[i] for i in used), rows, tones, (note,))


def _cells(m: MakeUp) -> tuple[object, ...]:
    return (
        m.name,
        m.total,
        m.women,
        share_text(m.women / m.total) if m.total else None,
        m.young,
        m.minority,
        m.party,
        *(m.ages[x.vi] for x in age_names()),
        *(m.degrees[x.vi] for x in degree_names()),
        *(m.theories[x.vi] for x in theory_names()),
    )
