"""What changed against the reviewed plan: before, after, why, and who else is touched (R67)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.review.chains import changes
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.entities import Cadre
    from optimizer.domain.plan import Plan
    from optimizer.reports.context import Context
    from optimizer.review.chains import Change

Seat = tuple[str, str]
KINDS = {
    "moved": Text("chuyển ghế", "moved"),
    "out": Text("thôi bố trí", "left out"),
    "in": Text("mới bố trí", "brought in"),
}
TONES: dict[str, Tone] = {"moved": "transfer", "out": "short", "in": "appointment"}
COLUMNS = (
    TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
    TableColumn(Text("Họ và tên", "Name")),
    TableColumn(Text("Đơn vị trước", "Unit before")),
    TableColumn(Text("Chức danh trước", "Title before")),
    TableColumn(Text("Đơn vị sau", "Unit after")),
    TableColumn(Text("Chức danh sau", "Title after")),
    TableColumn(Text("Thay đổi", "Change"), toned=True),
    TableColumn(Text("Vì sao", "Why"), "sentence", width=56),
    TableColumn(Text("Liên quan đến", "Touches"), "sentence", width=40),
    TableColumn(
        Text("Chuỗi", "Chain"), "int",
        note=Text(
            "Những người cùng số thay đổi vì nhau: người này rời hoặc nhận ghế của người kia.",
            "People with one number change because of each other: one leaves or takes the seat of the other.",
        ),
    ),
)  # fmt: skip


def against_reviewed(context: Context, previous: Plan, name: Text, below: Table) -> Table:
    """Return one row a changed person; the changes against the present stand below."""
    found = changes(context.case, previous, context.plan)
    rows = [_row(context, c) for c in found]
    tones: dict[int, Tone] = {i: TONES[c.kind] for i, c in enumerate(found)}
    forced = sum(c.forced for c in found)
    chains = len({c.chain for c in found})
    note = Text(
        "So với phương án đã rà soát: {n} người thay đổi trong {chains} chuỗi, trong đó {forced} người do quyết định, "
        "quy tắc hoặc dữ liệu trực tiếp buộc phải đổi.",
        "Against the reviewed plan: {n} [person|people] changed, in chains: {chains}; a decision, a rule or the data directly "
        "compel {forced} of them.",
    ).format(n=len(found), chains=chains, forced=forced)
    none = Text("Không ai thay đổi so với phương án đã rà soát.", "Nobody changes against the reviewed plan.")
    return Table(name, COLUMNS, rows, tones, (note,) if rows else (), (below,), none)


def _row(context: Context, change: Change) -> tuple[object, ...]:
    cadre = context.cadre(change.cadre_id)
    others = [_named(context.cadre(p), p) for p in change.others]
    return (
        change.cadre_id, "" if cadre is None else cadre.name,
        _units(context, change.before), _titles(context, change.before),
        _units(context, change.after), _titles(context, change.after),
        KINDS[change.kind], change.reason, same("; ".join(others)), change.chain,
    )  # fmt: skip


def _named(cadre: Cadre | None, code: str) -> str:
    return code if cadre is None else f"{cadre.name} ({code})"


def _units(context: Context, seats: Sequence[Seat]) -> str:
    return "; ".join(dict.fromkeys(context.unit_name(u) for u, _ in seats))


def _titles(context: Context, seats: Sequence[Seat]) -> str:
    return "; ".join(dict.fromkeys(context.title_name(t) for _, t in seats))
