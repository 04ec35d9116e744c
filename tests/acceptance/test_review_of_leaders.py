"""A review of the leaders of Hải Phòng in several rounds, each through files, the last ones through LibreOffice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from optimizer import Case
from optimizer.samples import make
from tests.acceptance.review_script import Office, sorted_by
from tests.review.copies import SOFFICE, rule_cell

if TYPE_CHECKING:
    from pathlib import Path


def test_rounds_of_review_end_verified_with_all_decisions_kept_and_the_fewest_changes(tmp_path: Path) -> None:
    office = Office(Case.from_tables(**make("hai-phong-leaders")), tmp_path)
    office.draft()
    units = [u.unit_code for u in office.case.units]
    first = office.plan

    # 1: locks, and a ban with its reason
    locked = [office.holder(u, "BT") for u in units[:5]]
    banned = office.holder(units[6], "BT")
    marks: dict[Any, Any] = {p: {"Khóa": "x"} for p in locked}
    marks[banned] = {"Cấm": "có", "Ý kiến": "Cần đổi môi trường"}
    found = office.round(office.copy("ra-soat", marks, sorted_by(1)))
    assert (found.round.locks, found.round.forbids) == (5, 1)
    assert 1 <= len(office.changed()) < 20
    assert banned.cadre_id in office.changed()
    assert all(p in office.plan.placements for p in locked)

    # 2: two reviewers; one wants a seat for somebody, the other locks others; what round 1 decided stands
    a, b = office.holder(units[10], "CTUBND"), office.holder(units[12], "CTUBND")
    one = office.copy(
        "to-1", {a: {"Ghế thay thế": f"{units[12]} / CTUBND"}, b: {"Ghế thay thế": f"{units[10]} / CTUBND"}}
    )
    other = office.copy("to-2", {office.holder(units[20], "PBTTT"): {"Khóa": 1, "Ý kiến": "đang chủ trì đại hội"}})
    found = office.round(one, other)
    assert (found.carried, found.round.seats, found.round.locks) == (5, 2, 1), "one lock the case had made itself"
    assert office.changed() >= {a.cadre_id, b.cadre_id}
    assert office.holder(units[12], "CTUBND").cadre_id == a.cadre_id

    # 3: reviewers who disagree are refused, and nothing is decided
    again = office.holder(units[30], "BT")
    assert office.refused(office.copy("to-1", {again: {"Khóa": "x"}}), office.copy("to-2", {again: {"Cấm": "x"}})) == [
        "review_contradiction"
    ]
    assert office.refused(office.copy("to-1", {locked[0]: {"Cấm": "x", "Khóa": "x"}})) == ["review_contradiction"]

    # 4: a rule is weighed anew, and the cap on changes is set
    cap = "Giới hạn số thay đổi so với phương án đã rà soát"

    def weigh(book: Any) -> None:
        rule_cell("Số người chuyển đơn vị", "Trọng số", 20)(book)
        rule_cell(cap, "Bật", "x")(book)
        rule_cell(cap, "Tham số", "most=6")(book)

    before = office.plan
    found = office.round(office.copy("quy-tac", {}, weigh))
    assert found.round.rules == ("change_cap", "moves")
    assert len(office.changed()) <= 6
    assert before != first

    # 5: somebody leaves; the data says so, no reviewer has to
    gone = office.holder(units[40], "CTUBND")
    people = tuple(
        c.model_copy(update={"status": "leaving"}) if c.cadre_id == gone.cadre_id else c for c in office.case.cadres
    )
    office.case = replace(office.case, cadres=people)
    office.round(office.copy("chot", {}, office=SOFFICE is not None))
    assert gone.cadre_id in office.changed()
    assert all(p in office.plan.placements for p in locked), "what round 1 locked is locked still"
    assert [r.changed is not None for r in found.case.rounds[:-1]] == [True, True]
