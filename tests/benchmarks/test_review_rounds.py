"""Ten rounds of review on a whole city: every round verified, every decision kept, the time of each told.

The rules are those on by default: with the whole catalogue ticked the first draft alone takes minutes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from optimizer import Case
from tests.acceptance.review_script import Office, sorted_by
from tests.benchmarks.cases import USUAL, tables_of
from tests.review.copies import SOFFICE, rule_cell

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.benchmark


def test_ten_rounds_on_hai_phong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(Case.from_tables(**tables_of("hai-phong" + USUAL)), tmp_path, gap=5e-4)
    office.draft()
    units = [u.unit_code for u in office.case.units]
    told = []

    def tell(what: str) -> None:
        level = next((x for x in office.last.levels if x.name == "fewest_changes"), None)
        changes = "" if level is None else f", {level.value:g} changed (bound {level.bound})"
        told.append(f"{what}: {office.last.seconds.get('solve', 0):.1f} s, {office.last.engine}{changes}")

    def leaders(first: int, n: int) -> list[Any]:
        return [office.holder(u, "BT") for u in units[first:] if office.plan.by_seat.get((u, "BT"))][:n]

    def seats(case: Case, unit: str, title: str, more: int) -> Case:
        def changed(s: Any) -> Any:
            target = s.target + more
            return s.model_copy(update={"target": target, "max": max(s.max, target), "min": min(s.min, target)})

        rows = tuple(changed(s) if (s.unit_code, s.title_code) == (unit, title) else s for s in case.seats)
        return replace(case, seats=rows)

    tell("draft")
    locked = leaders(0, 20)
    office.round(office.copy("1", {p: {"Khóa": "x"} for p in locked}, sorted_by(1)))
    tell("1: twenty locks")
    office.round(office.copy("2", {p: {"Cấm": "x", "Ý kiến": "luân chuyển"} for p in leaders(30, 3)}))
    tell("2: three bans")
    specialist = next(s for s in office.case.seats if s.target > 1)
    office.case = seats(office.case, specialist.unit_code, specialist.title_code, -1)
    office.round(office.copy("3", {}))
    tell("3: a smaller quota")
    office.case = seats(office.case, specialist.unit_code, specialist.title_code, 1)
    office.round(office.copy("4", {}))
    tell("4: a new vacancy")
    gone = leaders(50, 1)[0]
    people = tuple(
        c.model_copy(update={"status": "leaving"}) if c.cadre_id == gone.cadre_id else c for c in office.case.cadres
    )
    office.case = replace(office.case, cadres=people)
    office.round(office.copy("5", {}, office=SOFFICE is not None))
    tell("5: a person leaves")
    one = office.copy("6a", {p: {"Khóa": "x"} for p in leaders(60, 5)})
    other = office.copy("6b", {p: {"Cấm": "có"} for p in leaders(70, 2)})
    assert office.round(one, other).round.authors
    tell("6: two reviewers")
    assert office.refused(
        office.copy("7a", {leaders(80, 1)[0]: {"Khóa": "x"}}), office.copy("7b", {leaders(80, 1)[0]: {"Cấm": "x"}})
    ) == ["review_contradiction"]
    office.round(office.copy("7", {p: {"Ý kiến": "đồng ý"} for p in leaders(0, 10)}))
    tell("7: remarks alone")
    office.round(office.copy("8", {}, rule_cell("Số người chuyển đơn vị", "Trọng số", 8)))
    tell("8: a rule weighed anew")
    cap = "Giới hạn số thay đổi so với phương án đã rà soát"

    def capped(book: Any) -> None:
        rule_cell(cap, "Bật", "x")(book)
        rule_cell(cap, "Tham số", "most=30")(book)

    office.round(office.copy("9", {p: {"Cấm": "x"} for p in leaders(90, 1)}, capped))
    tell("9: at most thirty changes")
    office.round(office.copy("10", {p: {"Khóa": "x"} for p in leaders(100, 5)}, office=SOFFICE is not None))
    tell("10: the last locks")
    assert all(p in office.plan.placements for p in locked), "what the first round locked is locked still"
    with capsys.disabled():
        print("", *told, sep="\n")
