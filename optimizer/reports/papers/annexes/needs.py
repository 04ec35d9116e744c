"""Needs, present, surplus and shortage (biểu nhu cầu - hiện có - thừa/thiếu), unit by unit and title by title (R18, R19)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.papers.annex import NUMBER, Annex, comrades, roman
from optimizer.reports.papers.people import by_rank
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.reports.words import number
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.entities import Seat
    from optimizer.reports.papers.figures import Figures

COLUMNS = (
    NUMBER,
    TableColumn(Text("Vị trí, chức danh", "Title"), width=48),
    TableColumn(Text("Tối thiểu", "Minimum"), "int", 10),
    TableColumn(Text("Chỉ tiêu", "Target"), "int", 10),
    TableColumn(Text("Hiện có", "Present now"), "int", 10),
    TableColumn(Text("Sau bố trí", "After the plan"), "int", 10),
    TableColumn(Text("Thừa", "Surplus"), "int", 10),
    TableColumn(Text("Thiếu", "Shortage"), "int", 10, toned=True),
    TableColumn(Text("Ghi chú", "Note"), width=20),
)
ALL = Text("TỔNG CỘNG", "IN ALL")


class NeedsAnnex(Annex):
    """Each unit's seats: wanted, held now, held after, and what is then too many or too few."""

    name: ClassVar[str] = "needs"
    order: ClassVar[int] = 4
    sheet: ClassVar[Text] = Text("IV. Nhu cầu, thừa, thiếu", "IV. Needs")
    title: ClassVar[Text] = Text(
        "Biểu nhu cầu - hiện có - thừa, thiếu theo vị trí", "Needs, present, surplus and shortage by post"
    )

    def table(self, figures: Figures) -> Table:
        """Return the sums of all units, then each unit's sums and its titles."""
        context = figures.context
        now = Counter(
            (c.current_unit_code, title)
            for c in context.case.cadres
            if c.status == "available"
            for title in (c.current_title_code, *c.also_titles)
        )
        by_unit: dict[str, list[tuple[Seat, tuple[int, ...]]]] = {}
        for seat in context.case.seats:
            held = context.held[seat.unit_code, seat.title_code]
            counts: tuple[int, ...] = (
                seat.min, seat.target, now[seat.unit_code, seat.title_code], held, max(0, held - seat.target),
                context.missing(seat),
            )  # fmt: skip
            by_unit.setdefault(seat.unit_code, []).append((seat, counts))
        every = [counts for lines in by_unit.values() for _, counts in lines]
        rows: list[tuple[object, ...]] = [(None, ALL, *_sums(every), None)]
        tones: dict[int, Tone] = {0: "total"}
        for i, (code, lines) in enumerate(sorted(by_unit.items()), 1):
            tones[len(rows)] = "total"
            head = f"{roman(i)}. {context.unit_name(code)}"
            rows.append((None, head, *_sums([counts for _, counts in lines]), None))
            lines.sort(key=lambda line: by_rank(context, line[0].title_code))
            for n, (seat, counts) in enumerate(lines, 1):
                below = counts[3] < seat.min
                if counts[5]:
                    tones[len(rows)] = "broken" if below else "short"
                note = Text("dưới mức tối thiểu", "below the minimum") if below else None
                rows.append((n, context.title_name(seat.title_code), *counts, note))
        note = Text(
            "Hiện có: người trong danh sách đang giữ chính chức danh này tại đơn vị, không tính người nghỉ hoặc tạm dừng.",
            "Present now: people of the roster who hold this very title in the unit, those leaving or frozen left out.",
        )
        return Table(self.sheet, COLUMNS, rows, tones, (note,))

    def heading(self, row: Sequence[object]) -> object | None:
        """Return the unit whose sums a row holds."""
        return row[1] if row[0] is None else None

    def closing(self, figures: Figures) -> Text:
        """Return the sums in words."""
        text = Text(
            "Tổng cộng: {comrades} được bố trí; còn thiếu {vacant} vị trí so với chỉ tiêu",
            "In all: {comrades} placed; {vacant} [post|posts] missing against the targets",
        )
        return text.format(comrades=comrades(figures.placed), vacant=number(figures.vacant, 0))


def _sums(lines: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the sums of the six counts, noughts where there is no seat at all."""
    return tuple(sum(column) for column in zip(*lines, strict=True)) or (0,) * 6
