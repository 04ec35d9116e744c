"""Conflicts and their repairs in sentences, and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.reports.table import Table, TableColumn
from optimizer.reports.words import TIE_BREAK, agreeing, level_text, number, percent, unit_of_level
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.domain.plan import LevelResult
    from optimizer.findings import Address
    from optimizer.review.conflicts import Conflict, Conflicts, Member
    from optimizer.review.repairs import Repair
    from optimizer.text import Lang

SHOWN_MEMBERS, SHOWN_CONFLICTS, SHOWN_STEPS = 12, 20, 12  # on the console; the workbook and `--json` hold all
EXACT = 1e-9
SHEETS = Text("Mâu thuẫn", "Conflicts"), Text("Cách sửa", "Repairs")
NO_CONFLICT = Text(
    "Không có mâu thuẫn: mọi quyết định, quy tắc cứng và chỉ tiêu có thể cùng giữ.",
    "No conflict: every decision, hard rule and number of seats can hold together.",
)


def sentences(found: Conflicts, repairs: Sequence[Repair]) -> Iterator[Text]:
    """Yield what clashes, conflict after conflict, then the repairs."""
    if not found.found:
        yield NO_CONFLICT
        return
    yield headline(found)
    for n, conflict in enumerate(found.found[:SHOWN_CONFLICTS], 1):
        yield from _conflict(n, conflict)
    if (more := len(found.found) - SHOWN_CONFLICTS) > 0:
        yield Text("… và {n} mâu thuẫn nữa (xem --json hoặc --out).", "… and {n} more (see --json or --out).").format(
            n=more
        )
    yield from _repairs(repairs)


def headline(found: Conflicts) -> Text:
    """Return how many conflicts there are and what one is."""
    n = len(found.found)
    if n == 1:
        return Text("Hồ sơ có 1 mâu thuẫn.", "The case has 1 conflict.")
    return Text(
        "Hồ sơ có {n} mâu thuẫn; không mâu thuẫn nào có chung điều gì với mâu thuẫn khác.",
        "The case has {n} [conflict|conflicts]; no two have anything in common.",
    ).format(n=n)


def _conflict(n: int, conflict: Conflict) -> Iterator[Text]:
    yield Text("Mâu thuẫn {n}: {why}", "Conflict {n}: {why}").format(n=n, why=why(conflict))
    for m in conflict.members[:SHOWN_MEMBERS]:
        yield Text("  – {place}{text}{cells}", "  – {place}{text}{cells}").format(
            place=f"{place(m.where)}: " if place(m.where) else "", text=m.text, cells=_cells(m)
        )
    if (more := len(conflict.members) - SHOWN_MEMBERS) > 0:
        yield Text("  … và {n} điều nữa (xem --json hoặc --out).", "  … and {n} more (see --json or --out).").format(
            n=more
        )


def why(conflict: Conflict) -> Text:
    """Return in a sentence what is said of a conflict's members."""
    if len(conflict.members) == 1:
        return Text("điều này tự nó đã không thể giữ được.", "this cannot be kept even by itself.")
    if not conflict.minimal:
        return Text(
            "{n} điều không thể cùng giữ; chưa đủ sức tính để biết có bỏ bớt được điều nào khỏi danh sách không.",
            "these {n} cannot hold together; the work did not suffice to tell whether fewer of them clash already.",
        ).format(n=len(conflict.members))
    return Text(
        "{n} điều không thể cùng giữ; bỏ bất kỳ điều nào trong đó thì các điều còn lại giữ được.",
        "these {n} cannot hold together; without any one of them the others can.",
    ).format(n=len(conflict.members))


def place(where: Address) -> str:
    """Return a cell without its file, as people read it."""
    return f"{where.sheet}!{where.cell}" if where.sheet and where.cell else where.sheet


def _cells(m: Member) -> Text:
    shown = ", ".join(dict.fromkeys(p for c in m.cells if (p := place(c)) and p != place(m.where)))
    return Text(" (xem {cells})", " (see {cells})").format(cells=shown) if shown else same("")


# repairs -------------------------------------------------------------------------------------------------------------
def _repairs(repairs: Sequence[Repair]) -> Iterator[Text]:
    if not repairs:
        yield Text("Chưa tìm được cách sửa nào.", "No repair was found.")
        return
    yield Text(
        "Cách sửa cho mọi mâu thuẫn, ít thay đổi nhất trước:", "Ways to mend every conflict, fewest changes first:"
    )
    for n, repair in enumerate(repairs):
        yield from _steps(n + 1, repair)
        effect = effects(repairs, n)
        if effect:
            yield _arrow(effect)
    if all(r.outcome is None for r in repairs):
        yield Text(
            "  Thêm --exact N (placement explain … --conflicts) để lập lại phương án cho N cách đầu và xem tác động.",
            "  Add --exact N (placement explain … --conflicts) to make the plan anew for the first N and see the effects.",
        )


def _arrow(parts: Sequence[Text]) -> Text:
    return Text("     → " + "; ".join(p.vi for p in parts), "     → " + "; ".join(p.en for p in parts))


def _steps(n: int, repair: Repair) -> Iterator[Text]:
    said = [_step(step.text, step.where) for step in repair.steps[:SHOWN_STEPS]]
    if len(said) == 1:
        yield Text("  {n}. {what}", "  {n}. {what}").format(n=n, what=said[0])
        return
    yield Text("  {n}. {many} thay đổi:", "  {n}. {many} [change|changes]:").format(n=n, many=len(repair.steps))
    for step in said:
        yield Text("       • {what}", "       • {what}").format(what=step)
    if (more := len(repair.steps) - SHOWN_STEPS) > 0:
        yield Text("       • … và {n} thay đổi nữa", "       • … and {n} more").format(n=more)


def _step(text: Text, where: Address) -> Text:
    shown = place(where)
    return Text("{text} ({place})", "{text} ({place})").format(text=text, place=shown) if shown else text


def effects(repairs: Sequence[Repair], n: int) -> list[Text]:
    """Return what the plan is after a repair, level by level, against the first repair's; nothing where none was made."""
    outcome, first = repairs[n].outcome, repairs[0].outcome
    if outcome is None:
        return []
    if outcome.plan is None:
        return [Text("hết giới hạn mà chưa lập được phương án", "no plan was found within the limit")]
    levels = [v for v in outcome.levels if v.name != TIE_BREAK]
    before = {} if n == 0 or first is None else {v.name: v for v in first.levels}
    return [_effect(v, before.get(v.name)) for v in levels]


def _effect(level: LevelResult, first: LevelResult | None) -> Text:
    text = Text("{level}: {value} {unit}", "{level}: {value} {unit}").format(
        level=level_text(level), value=(n := number(level.value)), unit=agreeing(n, unit_of_level(level))
    )
    notes = []
    if first is not None and abs(level.value - first.value) > EXACT * max(1.0, abs(level.value)):
        sign = "+" if level.value > first.value else "-"
        notes.append(Text("{d} so với cách 1", "{d} against 1").format(d=_signed(sign, abs(level.value - first.value))))
    if level.gap is None:
        notes.append(Text("chưa chứng minh", "not proved"))
    elif level.gap > EXACT:
        notes.append(Text("cách tốt nhất không quá {g}", "within {g} of the best").format(g=percent(level.gap)))
    if notes:
        inside = Text("; ".join(t.vi for t in notes), "; ".join(t.en for t in notes))
        text = Text("{text} ({inside})", "{text} ({inside})").format(text=text, inside=inside)
    return text


def _signed(sign: str, amount: float) -> Text:
    shown = number(amount)
    return Text(sign + shown.vi, sign + shown.en)


# plain data and tables -----------------------------------------------------------------------------------------------
def as_data(found: Conflicts, repairs: Sequence[Repair], lang: Lang) -> dict[str, Any]:
    """Return conflicts and repairs as plain data."""
    return {
        "conflicts": [
            {"minimal": c.minimal, "members": [_member_data(m, lang) for m in c.members]} for c in found.found
        ],
        "repairs": [
            {
                "steps": [{"kind": s.kind, "text": s.text.of(lang), **_address(s.where)} for s in r.steps],
                "status": None if r.outcome is None else r.outcome.status,
                "levels": None
                if r.outcome is None
                else [{"name": v.name, "value": v.value, "bound": v.bound, "gap": v.gap} for v in r.outcome.levels],
            }
            for r in repairs
        ],
    }


def _member_data(m: Member, lang: Lang) -> dict[str, Any]:
    cells = [str(c) for c in m.cells]
    return {"kind": m.demand.kind, "rule": m.demand.rule, "text": m.text.of(lang), **_address(m.where), "cells": cells}


def _address(where: Address) -> dict[str, str]:
    return {"file": where.file, "sheet": where.sheet, "cell": where.cell}


def conflict_tables(found: Conflicts, repairs: Sequence[Repair]) -> tuple[Table, Table]:
    """Return the sheets of conflicts and of repairs."""
    columns = (
        TableColumn(Text("Mâu thuẫn", "Conflict"), "int"),
        TableColumn(Text("Ô", "Cell"), "sentence", width=30),
        TableColumn(Text("Điều không thể cùng giữ", "What cannot hold together"), "sentence", width=80),
        TableColumn(Text("Ô liên quan", "Cells behind it"), "sentence", width=36),
    )
    rows: list[tuple[object, ...]] = []
    for n, c in enumerate(found.found, 1):
        for m in c.members:
            rows.append((n, str(m.where), m.text, ", ".join(dict.fromkeys(str(x) for x in m.cells))))
    notes = tuple(
        Text("Mâu thuẫn {n}: {why}", "Conflict {n}: {why}").format(n=n, why=why(c))
        for n, c in enumerate(found.found, 1)
    )
    ways = (
        TableColumn(Text("Cách", "Repair"), "int"),
        TableColumn(Text("Ô", "Cell"), "sentence", width=30),
        TableColumn(Text("Thay đổi", "Change"), "sentence", width=80),
        TableColumn(Text("Phương án khi đó", "The plan then"), "sentence", width=70),
    )
    steps: list[tuple[object, ...]] = []
    for n, repair in enumerate(repairs):
        effect = effects(repairs, n)
        said = Text("; ".join(t.vi for t in effect), "; ".join(t.en for t in effect))
        for i, s in enumerate(repair.steps):
            steps.append((n + 1, str(s.where), s.text, said if i == 0 else ""))
    return (
        Table(SHEETS[0], columns, rows, notes=notes, empty=NO_CONFLICT),
        Table(SHEETS[1], ways, steps, empty=Text("Không có.", "None.")),
    )
