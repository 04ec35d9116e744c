"""The people the plan does not place, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from optimizer.domain.words import field_text, field_words, wording
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn
from optimizer.reports.words import number
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.entities import Cadre
    from optimizer.reports.context import Context
    from optimizer.text import Lang

COUNTING = Text(
    "Một vị trí là một chức danh tại một đơn vị; chỉ xét điều kiện của chức danh. Người nghỉ, đang tạm dừng hoặc có quyết "
    "định không bố trí được ghi 0.",
    "A position is one title in one unit, and only the title's requirements count. People who are leaving, frozen or "
    "excluded by a decision have 0.",
)
LANGUAGES: tuple[Lang, ...] = ("vi", "en")


class UnplacedSection(Section):
    """One row a person without a seat."""

    name: ClassVar[str] = "unplaced"
    order: ClassVar[int] = 3
    sheet: ClassVar[Text] = Text("Chưa bố trí", "Not placed")

    def table(self, context: Context) -> Table:
        """Return the people not placed, by the code of their present unit, then their own."""
        columns = (
            TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
            TableColumn(Text("Họ và tên", "Name")),
            TableColumn(Text("Đơn vị công tác hiện nay", "Present unit")),
            TableColumn(Text("Chức danh hiện nay", "Present title")),
            TableColumn(Text("Lĩnh vực", "Fields"), "sentence", width=38),
            TableColumn(
                Text("Số vị trí đủ điều kiện", "Positions qualified for"),
                "int",
                note=COUNTING,
            ),
            TableColumn(Text("Trong đó còn thiếu người", "Of these, short of people"), "int"),
            TableColumn(Text("Lý do", "Reason"), "sentence", width=60),
        )
        people = [c for c in context.case.cadres if c.cadre_id not in context.plan.by_cadre]
        people.sort(key=lambda c: (c.current_unit_code or "￿", c.cadre_id))
        at = [context.facts.person_at[c.cadre_id] for c in people]
        required, every, short = context.eligible.positions(at, _short(context))
        rows: list[tuple[object, ...]] = []
        for i, cadre in enumerate(people):
            barred = None if every[i] else _barred(context, cadre)
            rows.append(
                (
                    cadre.cadre_id,
                    cadre.name,
                    cadre.current_unit,
                    cadre.current_title,
                    _fields(cadre),
                    int(required[i]) if barred is None else 0,
                    int(short[i]) if barred is None else 0,
                    barred or _reason(int(every[i]), int(required[i]), int(short[i])),
                )
            )
        note = Text("{n} người chưa bố trí.", "{n} [person|people] not placed.").format(n=number(len(rows)))
        empty = Text("Mọi người trong danh sách đều được bố trí.", "Everybody in the roster is placed.")
        return Table(self.sheet, columns, rows, notes=(note, COUNTING) if rows else (), empty=empty)


def _short(context: Context) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return (units, titles): where holders are missing."""
    facts = context.facts
    found = np.zeros((facts.n_units, facts.n_titles), bool)
    for seat in context.case.seats:
        if context.missing(seat):
            found[facts.unit_at[seat.unit_code], facts.title_at[seat.title_code]] = True
    return found


def _fields(cadre: Cadre) -> Text:
    """Return a person's fields of work with their years, the longest first, then the major as it was written."""
    known = sorted(cadre.expertise.items(), key=lambda item: (-item[1], item[0]))
    vi, en = ([f"{field_text(f).of(lang)}: {years:g}" for f, years in known] for lang in LANGUAGES)
    if cadre.major and not field_words(cadre.major) <= cadre.expertise.keys():
        vi.append(f"chuyên ngành {cadre.major}")
        en.append(f"major {cadre.major}")
    return Text("; ".join(vi), "; ".join(en))


def _barred(context: Context, cadre: Cadre) -> Text | None:
    """Return what keeps a person from every seat, whatever they qualify for, or None."""
    if cadre.status != "available":
        return Text("Trạng thái: {status}", "Status: {status}").format(status=wording("status", cadre.status))
    decided = next((d for d in context.decisions_of.get(cadre.cadre_id, ()) if d.action == "exclude"), None)
    if decided is not None:
        return Text("Có quyết định không bố trí{why}", "Excluded by a decision{why}").format(
            why=f": {decided.reason}" if decided.reason else ""
        )
    return None


def _reason(every: int, required: int, short: int) -> Text:
    if not required:
        return Text("Không đủ điều kiện cho ghế nào", "Meets the requirements of no seat")
    if not every:
        return Text(
            "Đủ điều kiện nhưng quyết định hoặc quy tắc khác không cho bố trí ghế nào",
            "Qualified, but a decision or another rule closes every seat",
        )
    if not short:
        return Text("Các ghế đủ điều kiện đều đã đủ người", "Every seat the person qualifies for is full")
    return Text(
        "Còn ghế thiếu người mà người này đủ điều kiện; quy tắc liên quan nhiều người hoặc giới hạn tìm kiếm chưa "
        "cho bố trí",
        "Some seat they qualify for is short of people; a rule about several people, or the end of the search, left "
        "it so",
    )
