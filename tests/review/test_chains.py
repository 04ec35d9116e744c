"""Each change has its reason: the decision, rule or fact that compels it, or the step of the chain that reaches it."""

from __future__ import annotations

from typing import Any

from optimizer.domain.plan import Plan
from optimizer.domain.rounds import Round
from optimizer.reports.changes import ChangesSection
from optimizer.reports.context import Context
from optimizer.reports.render import spoken
from optimizer.review.chains import Change, changes
from tests.cases import case, decision, seat, title
from tests.review.copies import PEOPLE, PLAN, office

AN, BINH, CUONG, DUNG = PLAN
BEFORE = Plan.of(PLAN)


def found(made: Any, *after: tuple[str, str, str]) -> dict[str, Change]:
    every = {c.cadre_id: c for c in changes(made, BEFORE, Plan.of(after))}
    for c in every.values():
        assert c.reason.vi != c.reason.en
        assert "{" not in c.reason.vi + c.reason.en
    return every


def test_a_ban_its_replacement_and_who_comes_in_are_one_chain() -> None:
    made = office(decisions=[decision("CB3", "forbid", "00001", "DD", origin="to-1.xlsx › Phương án!L3")])
    every = found(made, AN, BINH, ("CB4", "00001", "DD"), ("CB5", "00002", "DD"))
    assert list(every) == ["CB3", "CB4", "CB5"]
    assert {c.chain for c in every.values()} == {1}
    assert [c.kind for c in every.values()] == ["out", "moved", "in"]
    assert [c.forced for c in every.values()] == [True, False, False]
    assert "to-1.xlsx › Phương án!L3" in every["CB3"].reason.vi
    assert (
        every["CB4"].reason.en == "Fills the seat Công chức địa chính, Phường Hồng Bàng that Lê Văn Cường (CB3) leaves"
    )
    assert (
        every["CB5"].reason.en == "Fills the seat Công chức địa chính, Xã Thủy Nguyên that Phạm Thị Dung (CB4) leaves"
    )
    assert every["CB4"].others == ("CB3", "CB5")


def test_who_makes_room_for_a_lock_is_told_for_whom() -> None:
    made = office(decisions=[decision("CB3", "lock", "00002", "DD")])
    every = found(made, AN, BINH, ("CB3", "00002", "DD"), ("CB4", "00001", "DD"))
    assert every["CB3"].forced
    assert every["CB4"].reason.en == "Makes room for Lê Văn Cường (CB3) at Công chức địa chính, Xã Thủy Nguyên"


def test_two_changes_that_have_nothing_to_do_with_each_other_are_two_chains() -> None:
    made = office(decisions=[decision("CB3", "exclude"), decision("CB2", "forbid", "00002")])
    every = found(made, AN, DUNG)
    assert {c.chain for c in every.values()} == {1, 2}


def test_a_person_who_left_and_one_whom_a_rule_now_refuses_are_reasons_too() -> None:
    people = [c.model_copy(update={"status": "leaving"}) if c.cadre_id == "CB3" else c for c in PEOPLE[:3]]
    every = found(office(cadres=people), AN, BINH)
    assert every["CB4"].reason.en == "No longer in the roster"
    assert "Status" in every["CB3"].reason.en
    assert all(c.forced for c in every.values())


def test_a_seat_that_was_closed_compels_whoever_held_it() -> None:
    seats = [seat("00001", "BT"), seat("00001", "DD"), seat("00002", "BT"), seat("00002", "DD", 0)]
    every = found(office(seats=seats), AN, BINH, CUONG)
    assert every["CB4"].forced
    assert "Seat limits" in every["CB4"].reason.en


def test_without_anything_that_compels_it_the_changed_rules_are_the_reason() -> None:
    swapped = (("CB4", "00001", "DD"), ("CB3", "00002", "DD"))
    assert "Không quyết định nào buộc" in found(office(), AN, BINH, *swapped)["CB3"].reason.vi
    told = office(rounds=(Round(1, "", (), rules=("moves",)),))
    assert found(told, AN, BINH, *swapped)["CB3"].reason.en == "Rules changed: Moves"


def test_the_sheet_of_changes_shows_before_after_why_and_whom_it_touches() -> None:
    made = office(decisions=[decision("CB3", "lock", "00002", "DD")], previous=BEFORE)
    plan = Plan.of([AN, BINH, ("CB3", "00002", "DD"), ("CB4", "00001", "DD")])
    table = ChangesSection().table(Context(plan, made))
    rows = [[spoken(v, "vi") for v in row] for row in table.rows]
    here, there, title = "Phường Hồng Bàng", "Xã Thủy Nguyên", "Công chức địa chính"
    assert [row[:7] for row in rows] == [
        ["CB3", "Lê Văn Cường", here, title, there, title, "chuyển ghế"],
        ["CB4", "Phạm Thị Dung", there, title, here, title, "chuyển ghế"],
    ]
    assert rows[0][8] == "Phạm Thị Dung (CB4)"
    assert "2 người thay đổi trong 1 chuỗi" in table.notes[0].vi
    assert len(table.below) == 1, "the changes against the present stand below"
    same = ChangesSection().table(Context(BEFORE, made))
    assert not same.rows
    assert "Không ai thay đổi" in same.empty.vi


def test_who_gives_up_one_of_two_titles_is_not_told_as_moved_into_the_other() -> None:
    titles = [title("BT", concurrent_with=("CH",)), title("CH")]
    made = case(["U1"], titles, None, ["A"], decisions=[decision("A", "forbid", "U1", "BT")])
    before, after = Plan.of([("A", "U1", "BT"), ("A", "U1", "CH")]), Plan.of([("A", "U1", "CH")])
    (change,) = changes(made, before, after)
    assert (change.before, change.after) == ((("U1", "BT"), ("U1", "CH")), (("U1", "CH"),))
