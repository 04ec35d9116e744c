"""Explanations as sentences, read in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from optimizer.catalogue import catalogue
from optimizer.domain.plan import Plan
from optimizer.pipeline import propose
from optimizer.reports.explained import Explained
from optimizer.reports.explained_vacancies import ExplainedVacancies
from optimizer.reports.explained_words import Words
from optimizer.review.effects import Reoptimiser
from optimizer.review.explain import Explainer
from optimizer.review.levels import level_kinds
from tests.cases import cadre, case, decision, relation, seat, setting, title, unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.case import Case
    from optimizer.text import Lang, Text

LAND = title("DD", name="Địa chính", group="specialist", fields=("dat dai",), min_degree=4)
HEAD = title("TP", name="Trưởng phòng", group="manager")
CODE_NAME = re.compile(r"\b[a-z]+_[a-z_]+\b")  # a name only a programmer would write


def said(lines: Iterable[Text], lang: Lang = "vi") -> list[str]:
    """Return the sentences in one language, held to be sentences in both."""
    found = list(lines)
    for line in found:
        for words in (line.vi, line.en):
            assert words.strip()
            assert words.rstrip()[-1] in ".:", words
            assert "{" not in words
            assert "None" not in words
            assert not CODE_NAME.search(words), words
    return [line.of(lang) for line in found]


def explainer(made: Case, placements: Iterable[tuple[str, str, str]], exact: bool = False) -> Explainer:
    active = catalogue(made)
    anew = Reoptimiser(made, level_kinds(made, active), lambda c: propose(c, gap=0.0)) if exact else None
    return Explainer(made, Plan.of(placements), active, anew)


def office(**more: object) -> Case:
    """Return two units, a head and land officers, and people of every kind."""
    people = [
        cadre("A", name="An", degree=5, expertise={"dat dai": 3.0}, rating=80, current_unit_code="U1"),
        cadre("B", name="Bình", degree=4, expertise={"dat dai": 1.0}, current_unit_code="U1"),
        cadre("C", name="Cường", degree=2, expertise={"dat dai": 6.0}),
        cadre("D", name="Dung", degree=4),
        cadre("E", name="Em", degree=4, major="đất đai", status="leaving"),
    ]
    units = [unit("U1", name="xã Một"), unit("U2", name="xã Hai")]
    seats = [seat("U1", "DD"), seat("U2", "DD", 2), seat("U1", "TP")]
    given = {"rules": [setting("degree"), setting("field")], **more}
    return case(units, [HEAD, LAND], seats, people, cells=True, **given)  # type: ignore[arg-type]


PLAN = [("A", "U1", "DD"), ("B", "U2", "DD"), ("D", "U1", "TP")]


def test_a_person_is_explained_with_evidence_costs_and_next_seats() -> None:
    made = office()
    e = explainer(made, PLAN)
    lines = said(Explained(e).person(e.person(made.cadre_by_id["B"], 5)))
    assert lines[0] == "Bình (B) được bố trí giữ Địa chính tại xã Hai."
    assert (
        "  Trình độ chuyên môn: đạt. Hồ sơ: trình độ là đại học (Cadres!L3). "
        "Yêu cầu: trình độ tối thiểu là đại học (Titles!G2)."
    ) in lines
    assert "  Số người chuyển đơn vị: 1 người quy đổi." in lines
    english = said(Explained(e).person(e.person(made.cadre_by_id["B"], 5)), "en")
    assert english[0] == "Bình (B) is placed as Địa chính at xã Hai."
    at = english.index("  1. Địa chính at xã Một. In exchange with An (A).")
    assert english[at + 1] == "     Swap, the others left in place: no level changes."
    (second,) = (line for line in english if line.startswith("  2. Trưởng phòng at xã Một. "))
    assert second.endswith("Dung (D) gives way and is left without a seat. This leaves empty: Địa chính at xã Hai.")
    assert english[english.index(second) + 1].startswith(
        "     Swap, the others left in place: vacant seats up 1 seat (worse); "
    )


def test_a_level_that_weighs_several_things_is_followed_by_each_in_its_unit() -> None:
    made = office()
    e = explainer(made, PLAN)
    option = e.person(made.cadre_by_id["B"], 5).nearest[1]
    parts = dict(option.parts)
    assert parts["moves"] == -1
    told = Words(e).effect(option.way.levels, option.parts).en
    assert f"(worse: suitability {parts['suitability']:g} points, moves -1 weighted person)" in told


def test_who_is_not_placed_is_told_why() -> None:
    made = office(decisions=[decision("C", "exclude", reason="xin nghỉ")])
    e = explainer(made, PLAN)
    words = Explained(e)
    assert said(words.person(e.person(made.cadre_by_id["E"], 5)))[:2] == [
        "Em (E) không được bố trí.",
        "Trạng thái công tác là nghỉ.",
    ]
    lines = said(words.person(e.person(made.cadre_by_id["C"], 5)))
    assert lines[1] == "Có quyết định không bố trí người này: xin nghỉ."


def test_a_decision_that_a_plan_typed_by_hand_forgets_is_told_of_the_person_left_out() -> None:
    made = office(decisions=[decision("C", "lock", "U2", "TP")])
    e = explainer(made, PLAN)
    lines = said(Explained(e).person(e.person(made.cadre_by_id["C"], 5)), "en")
    told = lines[lines.index("Has a part in these violations:") + 1]
    assert told.endswith("is not kept: lock Cường (C), Trưởng phòng at xã Hai; the plan says: not placed.")


def test_a_seat_is_explained_with_its_ranked_people_and_what_excludes_the_others() -> None:
    made = office()
    e = explainer(made, PLAN)
    lines = said(Explained(e).seat(e.seat(made.seat_by_key["U2", "DD"], 5)))
    assert lines[0] == "Địa chính tại xã Hai: chỉ tiêu 2, tối đa 2; đang giữ: Bình (B)."
    assert lines[1] == "2 người đủ điều kiện."
    assert any(line.startswith("  1. An (A), đang giữ Địa chính tại xã Một.") for line in lines)
    assert "  Trình độ chuyên môn: loại 1 người; 1 người chỉ vướng quy tắc này: Cường (C)." in lines
    assert "  Lĩnh vực chuyên môn: loại 1 người; 1 người chỉ vướng quy tắc này: Dung (D)." in lines
    assert any(line.endswith("loại 1 người; 1 người chỉ vướng quy tắc này: Em (E).") for line in lines)  # who leaves


def test_one_person_whom_one_rule_alone_keeps_away_is_not_told_as_many() -> None:
    made = office()
    e = explainer(made, PLAN)
    lines = said(Explained(e).seat(e.seat(made.seat_by_key["U2", "DD"], 5)), "en")
    assert "  Degree: excludes 1; 1 is kept away by it alone: Cường (C)." in lines


def test_the_exact_effect_says_whether_it_is_proved() -> None:
    made = office()
    e = explainer(made, PLAN, exact=True)
    lines = said(Explained(e).seat(e.seat(made.seat_by_key["U2", "DD"], 5, exact=1)), "en")
    assert any(line.startswith("     Exact, proved, with the whole plan made anew:") for line in lines)
    made = office(decisions=[decision("A", "lock", "U1", "DD")])
    e = explainer(made, PLAN, exact=True)
    lines = said(Explained(e).why_not(e.why_not(made.cadre_by_id["A"], made.units[1], LAND, exact=True)), "vi")
    exact = "     Chính xác, đã chứng minh, khi lập lại cả phương án: không thể có phương án nào như vậy."
    assert exact in lines


def test_why_not_is_told_by_rule() -> None:
    made = office()
    e = explainer(made, PLAN)
    lines = said(Explained(e).why_not(e.why_not(made.cadre_by_id["C"], made.units[1], LAND)))
    assert lines[0] == (
        "Cường (C) không giữ Địa chính tại xã Hai: khi những người khác giữ nguyên chỗ, trừ người phải nhường chỗ, thì sẽ vi "
        "phạm 1 quy tắc cứng."
    )
    assert any(line.startswith("  Trình độ chuyên môn (cứng): Cường (C) không thể giữ Địa chính") for line in lines)
    assert lines[lines.index("Tác động đến các mức mục tiêu:") + 1].startswith("     Đổi chỗ, người khác giữ nguyên: ")
    english = said(Explained(e).why_not(e.why_not(made.cadre_by_id["A"], made.units[1], LAND)), "en")
    assert english[0].startswith("No hard rule keeps An (A) from holding Địa chính at xã Hai")
    held = said(Explained(e).why_not(e.why_not(made.cadre_by_id["A"], made.units[0], LAND)))
    assert held[0] == "An (A) đang được bố trí giữ Địa chính tại xã Một."


def test_why_not_in_a_seat_that_does_not_exist() -> None:
    made = office()
    e = explainer(made, PLAN)
    lines = said(Explained(e).why_not(e.why_not(made.cadre_by_id["A"], made.units[1], HEAD)), "en")
    assert lines[0].startswith("Nobody can hold Trưởng phòng at xã Hai like that")


def test_a_set_that_is_short_is_told_by_count_with_names_and_ways() -> None:
    made = office()
    e = explainer(made, PLAN)
    lines = said(ExplainedVacancies(e).sentences(e.vacancies))
    assert lines[0] == "Còn thiếu 1 người ở 1 ghế, do 1 nguyên nhân."
    assert lines[1] == (
        "1. Địa chính (1): các ghế này cùng 1 ghế khác mà những người ấy đang giữ cần 3 người, mà chỉ 2 người đủ điều "
        "kiện cho bất kỳ ghế nào trong số đó, giữ được nhiều nhất 2."
    )
    assert lines[2].strip() == "3 - 2 = 1: không phương án nào để trống ít hơn 1 ghế trong nhóm này."
    assert lines[3].strip() == "Trống ở: xã Hai (1)."
    assert "     An (A), đang giữ Địa chính tại xã Một." in lines
    assert lines[-1].strip() == (
        "Cách bổ sung: 1) hợp đồng có thời hạn với người phù hợp; 2) tuyển dụng trong chỉ tiêu chưa dùng; "
        "3) đào tạo người chỉ chưa đạt “Trình độ chuyên môn” (1 người): Cường (C)."
    )


def test_nobody_is_hired_to_lead_where_both_kinds_of_title_lack() -> None:
    head = title("TP", name="Trưởng phòng", group="manager", fields=("dat dai",), min_degree=4)
    seats = [seat("U1", "DD"), seat("U1", "TP")]
    people = [cadre("A", name="An", degree=5, expertise={"dat dai": 3.0})]
    made = case(["U1"], [head, LAND], seats, people)
    e = explainer(made, [])
    group = [replace(e.vacancies[0], near=(), deficiency=replace(e.vacancies[0].deficiency, chain=None, vacant=(0, 1)))]
    assert said(ExplainedVacancies(e).fill(group)) == [
        "Cách bổ sung: 1) hợp đồng có thời hạn với người phù hợp (chỉ với Địa chính); "
        "2) tuyển dụng trong chỉ tiêu chưa dùng (chỉ với Địa chính); "
        "3) điều động người từ ngoài danh sách (chỉ với Trưởng phòng)."
    ]


def test_a_tick_and_a_blank_are_told_as_an_office_would_say_them() -> None:
    party = title("BT", name="Bí thư", group="leader", party_member=True)
    made = case(
        ["U1"], [party], [seat("U1", "BT")], [cadre("A", name="An")], rules=[setting("party_member")], cells=True
    )
    e = explainer(made, [])
    told = " ".join(said(Explained(e).why_not(e.why_not(made.cadre_by_id["A"], made.units[0], party))))
    assert "Hồ sơ: ngày vào Đảng để trống (" in told
    assert "Yêu cầu: đảng viên (" in told
    assert "là có" not in told


def test_nobody_who_qualifies_is_told_plainly() -> None:
    made = case(["U1"], [LAND], None, [cadre("C", name="Cường", degree=2, expertise={"dat dai": 6.0})])
    e = explainer(made, [])
    lines = said(ExplainedVacancies(e).sentences(e.vacancies), "en")
    assert lines[1] == "1. Địa chính (1): nobody in the roster qualifies; 1 place cannot be filled."


def test_who_is_locked_elsewhere_is_not_said_to_lack_anything() -> None:
    made = case(["U1", "U2"], ["T1"], None, [cadre("A", name="An")], decisions=[decision("A", "lock", "U1", "T1")])
    e = explainer(made, [("A", "U1", "T1")])
    lines = said(ExplainedVacancies(e).sentences(e.vacancies), "en")
    assert lines[1] == (
        "1. Title T1 (1): 1 person meets what is asked, but decisions have them elsewhere or nowhere: An (A); 1 place cannot "
        "be filled while these decisions stand."
    )
    made = case(["U1", "U2"], ["T1"], [seat("U1", "T1"), seat("U2", "T1", 2)], [cadre("A", name="An"), cadre("B", name="Ba")],
                decisions=[decision("A", "lock", "U1", "T1")])  # fmt: skip
    e = explainer(made, [("A", "U1", "T1"), ("B", "U2", "T1")])
    lines = said(ExplainedVacancies(e).sentences(e.vacancies), "vi")
    assert "   Không tính 1 người đạt điều kiện nhưng đã có quyết định khác: An (A)." in lines


def test_a_plan_that_could_be_better_is_told_so_with_the_moves() -> None:
    made = office()
    e = explainer(made, [("A", "U1", "DD"), ("D", "U1", "TP")])
    lines = said(ExplainedVacancies(e).sentences(e.vacancies))
    assert any("Phương án này chưa tốt nhất: có thể lấp thêm." in line for line in lines)
    assert any("Ví dụ: Bình (B) (chưa bố trí) nhận Địa chính tại xã Hai." in line for line in lines)
    assert any("Cách bổ sung: điều động như trên." in line for line in lines)


def test_a_rule_that_stops_the_moves_is_named() -> None:
    made = case(
        ["U1"], ["T1", "T2"], None, ["A", "B"],
        relations=[relation("A", "B", "different_unit")], rules=[setting("together")],
    )  # fmt: skip
    e = explainer(made, [("A", "U1", "T1")])
    lines = said(ExplainedVacancies(e).sentences(e.vacancies), "en")
    assert lines[1].endswith("all break a hard rule; the one that breaks least breaks “Together or apart”.")
    assert any("allow an exception, if the competent body agrees" in line for line in lines)


def test_a_full_plan_is_told_as_such() -> None:
    made = case(["U1"], ["T1"], None, ["A"])
    e = explainer(made, [("A", "U1", "T1")])
    assert said(ExplainedVacancies(e).sentences(e.vacancies), "en") == ["Every seat is filled up to its target."]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_many_people_are_counted_by_title_and_the_first_are_named(lang: Lang) -> None:
    people = [cadre(f"P{i:02}", expertise={"dat dai": 1.0}, degree=4) for i in range(50)]
    made = case(["U1", "U2"], [LAND], [seat("U1", "DD", 50), seat("U2", "DD", 2)], people)
    e = explainer(made, [(p.cadre_id, "U1", "DD") for p in people])
    lines = said(ExplainedVacancies(e).sentences(e.vacancies), lang)
    want = {"vi": "Những người ấy đang giữ: Địa chính 50.", "en": "They now serve as: Địa chính 50."}[lang]
    assert want in [line.strip() for line in lines]
