"""The words of the list that belongs to a decision: one table when it is short, one a unit when it is long.

Programs lay out a single table of thousands of rows only in many minutes, and a reader looks up a unit faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.text import Lang, Text
from tests.papers.make_templates import END, listing, p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.reports.papers.drafts import Kind

HEADS = {
    "number": Text("TT", "No."), "name": Text("Họ và tên", "Name"), "born": Text("Ngày sinh", "Born"),
    "now": Text("Hiện nay", "Now"), "title": Text("Chức danh mới", "New title"), "unit": Text("Đơn vị mới", "New unit"),
    "from": Text("Từ ngày", "From"), "to": Text("Đến ngày", "To"),
}  # fmt: skip
CELLS = {
    "number": Text("{{ d.tt }}", "{{ d.number }}"),
    "name": Text("{{ d.ho_ten }}", "{{ d.name }}"),
    "born": Text("{{ d.ngay_sinh }}", "{{ d.birth_date }}"),
    "now": Text(
        "{{ d.chuc_vu_hien_nay }}",
        "{{ d.present_title }}{% if d.present_title and d.present_unit %}, {% endif %}{{ d.present_unit }}",
    ),
    "title": Text("{{ d.chuc_danh_moi }}", "{{ d.new_title }}"),
    "unit": Text("{{ d.don_vi_moi }}", "{{ d.new_unit }}"),
    "from": Text("{{ d.tu_ngay or 'Ngày ký' }}", "{{ d.from_date or 'On signing' }}"),
    "to": Text("{{ d.den_ngay }}", "{{ d.to_date }}"),
}
WIDTHS = {"number": 850, "name": 1600, "born": 1250, "now": 2000, "title": 1600, "unit": 1350, "from": 1250, "to": 1250}
CENTRED = ("number", "born", "from", "to")
WIDE = 9450
UNIT = Text(
    "{{ nhom.tt }}. {{ nhom.don_vi }} ({{ nhom.so_nguoi }} đồng chí)",
    "{{ group.number }}. {{ group.unit }} ({{ group.count }} {% if group.count == 1 %}person{% else %}people{% endif %})",
)
TOTAL = Text(
    "Tổng cộng: {{ so_nguoi_trong_danh_sach }} đồng chí./.",
    "In all: {{ listed }} {% if listed == 1 %}person{% else %}people{% endif %}./.",
)
ABOUT = Text(
    "(Kèm theo Quyết định số         , ngày      tháng      năm {{ nam }})",
    "(Attached to Decision No.         of {{ year }})",
)


def attached_list(kind: Kind, lang: Lang) -> str:
    """Return the list on pages of its own."""
    columns = [c for c in HEADS if c != "to" or kind == "secondment"]
    parts = [
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
        p(Text("DANH SÁCH", "LIST").of(lang), "center", bold=True, after=0),
        p(ABOUT.of(lang), "center", italic=True, size=13),
        p(Text("{%p if chia_theo_don_vi %}", "{%p if grouped %}").of(lang)),
        p(Text("{%p for nhom in theo_don_vi %}", "{%p for group in by_unit %}").of(lang)),
        p(size=6, after=0),  # two tables with nothing between them would be one
        _table([c for c in columns if c != "unit"], Text("d in nhom.danh_sach", "d in group.list"), lang, UNIT, True),
        p("{%p endfor %}"),
        p("{%p else %}"),
        _table(columns, Text("d in danh_sach", "d in list"), lang),
        p("{%p endif %}"),
        END,
    ]
    return "".join(parts)


def _table(
    columns: Sequence[str], loop: Text, lang: Lang, caption: Text | None = None, of_many: bool = False
) -> str:  # fmt: skip
    """Return a table over the whole width: words share what dates and numbers leave over.

    The total is its last row, so that it never stands alone on a page; of many tables only the last one has it.
    """
    fixed = sum(WIDTHS[c] for c in columns if c in CENTRED)
    words = sum(WIDTHS[c] for c in columns if c not in CENTRED)
    widths = [WIDTHS[c] if c in CENTRED else WIDTHS[c] * (WIDE - fixed) // words for c in columns]
    sides = ["center" if c in CENTRED else "left" for c in columns]
    heads, cells = [HEADS[c].of(lang) for c in columns], [CELLS[c].of(lang) for c in columns]
    above = "" if caption is None else p(caption.of(lang), "left", bold=True, size=12, before=40, after=40, keep=True)
    total = p(TOTAL.of(lang), "left", bold=True, size=12, before=40, after=40)
    return listing(heads, cells, widths, loop.of(lang), 10.5, sides, above, total, "loop.last" if of_many else "")
