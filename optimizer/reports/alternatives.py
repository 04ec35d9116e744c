"""Several plans side by side: each level's value, how far apart they are, what they share and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.comparison import UnitsSection, comparison_sections, seats_text
from optimizer.reports.render import write_table
from optimizer.reports.table import Table, TableColumn
from optimizer.reports.words import TIE_BREAK, agreeing, level_text, number, percent, unit_of_level
from optimizer.review.alternatives import CHANGES
from optimizer.review.compare import Named, compare
from optimizer.sheets.atomic import replacing
from optimizer.sheets.xlsx import Book
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement
    from optimizer.review.alternatives import Alternatives
    from optimizer.text import Lang

Row = tuple[object, ...]
ALSO = ("measures", UnitsSection.name)  # sections of a comparison that say more of several plans


def label(i: int) -> Text:
    """Return what a plan is called, the best one first."""
    return Text("Phương án {n}", "Plan {n}").format(n=i + 1)


def write_alternatives(case: Case, found: Alternatives, path: Path, lang: Lang = "vi") -> Path:
    """Write the comparison of several plans and return where it landed."""
    tables = [_levels(found), _differences(case, found), _shared(case, found)]
    if len(found.plans) > 1:
        comparison = compare(case, [Named(label(i), plan) for i, plan in enumerate(found.plans)])
        tables += [s().table(comparison) for s in comparison_sections() if s.name in ALSO]
    with replacing(path) as landing, Book(landing.path, lang) as book:
        for i, table in enumerate(tables):
            sheet = write_table(book, table)
            if i == 0:
                sheet.activate()
    return landing.landed


# sentences -----------------------------------------------------------------------------------------------------------
def sentences(found: Alternatives) -> Iterator[Text]:
    """Yield what the plans are, level by level, how far apart, and why there are no more of them."""
    for i in range(len(found.plans)):
        yield Text("{plan}: {levels}{apart}.", "{plan}: {levels}{apart}.").format(
            plan=label(i), levels=_values(found, i), apart=_nearest(found, i)
        )
    n, every = in_common(found)
    if len(found.plans) > 1:
        yield Text(
            "{n} người giữ đúng một chỗ trong cả {k} phương án; {m} người khác chỗ ở ít nhất một phương án.",
            "{n} [person holds|people hold] the same seats in all {k} plans; {m} are placed otherwise in at least one.",
        ).format(n=number(n), k=len(found.plans), m=number(every - n))
    yield ending(found)


def _values(found: Alternatives, i: int) -> Text:
    parts = []
    for level in found.outcomes[i].levels:
        if level.name == TIE_BREAK:
            continue
        at = [v.name for v in found.outcomes[0].levels].index(level.name)
        lost = found.lost(i, at)
        note = same("")
        if abs(lost) > 1e-9 and level.name != CHANGES:
            words = Text(" (kém {s})", " ({s} worse)") if lost > 0 else Text(" (hơn {s})", " ({s} better)")
            note = words.format(s=percent(abs(lost)))
        value = number(level.value)
        parts.append(
            Text("{level}: {value} {unit}{note}", "{level}: {value} {unit}{note}").format(
                level=level_text(level), value=value, unit=agreeing(value, unit_of_level(level)), note=note
            )
        )
    return Text("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts))


def _nearest(found: Alternatives, i: int) -> Text:
    if i == 0:
        return same("")
    least = min(found.distance(j, i) for j in range(i))
    return Text(
        "; khác mỗi phương án trước ít nhất {n} người",
        "; at least {n} [person|people] otherwise than in each plan before",
    ).format(n=number(least))


def in_common(found: Alternatives) -> tuple[int, int]:
    """Return how many people hold the same seats in every plan, and how many are placed in any."""
    everybody = {p for plan in found.plans for p in plan.by_cadre}
    return sum(len(_held(found, p)) == 1 for p in everybody), len(everybody)


def _held(found: Alternatives, cadre_id: str) -> set[frozenset[tuple[str, str]]]:
    return {frozenset((p.unit_code, p.title_code) for p in plan.by_cadre.get(cadre_id, ())) for plan in found.plans}


def ending(found: Alternatives) -> Text:
    """Return why there are as many plans as there are: what is proved, and what is not."""
    asked = {"k": found.asked, "n": len(found.plans), "d": number(found.apart), "loss": percent(found.loss)}
    if found.end == "all":
        return Text(
            "Đủ {k} phương án như yêu cầu: không thêm ghế trống nào, mỗi mức mục tiêu kém không quá {loss}, và đôi một "
            "khác nhau ít nhất {d} người.",
            "All {k} plans that were asked for: no further seat vacant, no level more than {loss} worse, and any two at "
            "least {d} [person|people] apart.",
        ).format(**asked)
    if found.end == "none":
        return Text(
            "Chỉ có {n} trong {k} phương án: đã chứng minh không còn phương án nào khác {these} ít nhất {d} người mà "
            "không thêm ghế trống và không kém quá {loss}. {room}",
            "Only {n} of {k} plans: it is proved that no other plan is at least {d} [person|people] apart from {these} without "
            "a further vacant seat and without losing more than {loss}. {room}",
        ).format(**asked, these=_these(found), room=_room(found))
    level = Text("", "") if found.failed is None else _failed(found)
    if found.end == "stopped":
        return Text(
            "Chỉ có {n} trong {k} phương án: hết giới hạn trước khi tìm được phương án tiếp theo.{level}",
            "Only {n} of {k} plans: a limit struck before the next one was found.{level}",
        ).format(**asked, level=level)
    return Text(
        "Chỉ có {n} trong {k} phương án: không tìm thêm được, nhưng chưa chứng minh là không còn.{level}",
        "Only {n} of {k} plans: no further one was found, which does not prove that there is none.{level}",
    ).format(**asked, level=level)


def _these(found: Alternatives) -> Text:
    n = len(found.plans)
    if n == 1:
        return Text("phương án tốt nhất", "the best plan")
    return Text("cả {n} phương án này", "all of these {n}").format(n=n)


def _room(found: Alternatives) -> Text:
    if len(found.plans) == 1:
        return Text("Giảm --apart hoặc tăng --loss nếu cần thêm.", "Lower --apart or raise --loss for more.")
    return Text(
        "Các phương án trước được chọn lần lượt, tốt nhất trước; chọn khác đi thì có thể còn chỗ cho thêm, giảm --apart "
        "hoặc tăng --loss cũng vậy.",
        "The plans before were chosen one by one, the best first; other choices might leave room for more, and so may a "
        "lower --apart or a higher --loss.",
    )


def _failed(found: Alternatives) -> Text:
    assert found.failed is not None
    return Text(
        " Phương án tiếp theo tìm được kém quá mức ở: {level}.", " The next plan found loses too much in: {level}."
    ).format(level=level_text(found.failed))


# sheets --------------------------------------------------------------------------------------------------------------
def _levels(found: Alternatives) -> Table:
    plans = range(len(found.plans))
    columns = [
        TableColumn(Text("Cấp", "Level"), "int"),
        TableColumn(
            Text("Mức mục tiêu, quan trọng nhất trước", "Level of objectives, the most important first"),
            "sentence",
            width=50,
        ),
        TableColumn(Text("Đơn vị tính", "In"), width=22),
        *(TableColumn(label(i), "measure", width=16) for i in plans),
    ]  # fmt: skip
    columns += [
        TableColumn(Text("{plan}: kém hơn", "{plan}: loses").format(plan=label(i)), "share", width=16)
        for i in plans[1:]
    ]
    rows: list[Row] = []
    for at, level in enumerate(found.outcomes[0].levels):
        if level.name == TIE_BREAK:
            continue
        values = (round(o.levels[at].value, 6) for o in found.outcomes)
        lost = (None if level.name == CHANGES else round(found.lost(i, at), 9) + 0.0 for i in plans[1:])
        rows.append((at + 1, level_text(level), unit_of_level(level), *values, *lost))
    name = Text("Các phương án", "Plans")
    return Table(name, tuple(columns), rows, notes=(ending(found), *_notes()), below=(_apart(found),))


def _notes() -> tuple[Text, ...]:
    return (
        Text(
            "Phương án 1 là phương án tốt nhất. Mỗi phương án sau là phương án tốt nhất trong những phương án khác mọi "
            "phương án trước ít nhất chừng ấy người; tất cả đã được kiểm tra độc lập.",
            "Plan 1 is the best one. Each further plan is the best of those that place at least so many people otherwise "
            "than every plan before it; all were verified independently.",
        ),
    )


def _apart(found: Alternatives) -> Table:
    plans = range(len(found.plans))
    columns = (
        TableColumn(Text("Số người được bố trí khác nhau", "People placed otherwise"), "sentence", width=18),
        *(TableColumn(label(i), "int") for i in plans),
    )
    rows: list[Row] = [(label(i), *(None if i == j else found.distance(i, j) for j in plans)) for i in plans]
    return Table(same(""), columns, rows)


def _differences(case: Case, found: Alternatives) -> Table:
    """Return one row a person who is not in the same place in every plan, with the place in each."""
    columns = (
        TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
        TableColumn(Text("Họ và tên", "Name")),
        *(TableColumn(label(i), "sentence", width=44) for i in range(len(found.plans))),
    )
    rows: list[Row] = []
    for cadre_id in sorted({p for plan in found.plans for p in plan.by_cadre}):
        if len(_held(found, cadre_id)) > 1:
            cadre = case.cadre_by_id.get(cadre_id)
            places = (seats_text(case, _once(plan.by_cadre.get(cadre_id, ()))) for plan in found.plans)
            rows.append((cadre_id, "" if cadre is None else cadre.name, *places))
    empty = Text("Mọi người ở cùng chỗ trong các phương án.", "Everybody is in the same place in the plans.")
    return Table(Text("Điểm khác", "Differences"), columns, rows, empty=empty)


def _shared(case: Case, found: Alternatives) -> Table:
    """Return one row a placement that every plan has."""
    columns = (
        TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
        TableColumn(Text("Họ và tên", "Name")),
        TableColumn(Text("Đơn vị", "Unit")),
        TableColumn(Text("Chức danh", "Title"), "sentence", width=44),
    )
    every = set(found.plans[0].placements).intersection(*(set(plan.placements) for plan in found.plans[1:]))
    rows: list[Row] = []
    for p in sorted(every):
        cadre, unit, title = (
            case.cadre_by_id.get(p.cadre_id), case.unit_by_code.get(p.unit_code), case.title_by_code.get(p.title_code)
        )  # fmt: skip
        names = (x.name if x is not None else code for x, code in zip((cadre, unit, title), p, strict=True))
        rows.append((p.cadre_id, *names))
    note = Text("{n} bố trí có trong mọi phương án.", "{n} [placement stands|placements stand] in every plan.").format(
        n=number(len(rows))
    )
    empty = Text("Không bố trí nào có trong mọi phương án.", "No placement stands in every plan.")
    return Table(Text("Điểm chung", "In common"), columns, rows, notes=(note,) if rows else (), empty=empty)


def _once(placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
    return tuple(dict.fromkeys(placements))
