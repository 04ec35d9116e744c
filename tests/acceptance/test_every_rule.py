"""Each rule, at the command line: a plan typed by hand that breaks it alone is refused, with the reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer import Case
from optimizer.catalogue import known
from optimizer.rules.base import Rule
from optimizer.sheets.planbook import read_plan
from tests.acceptance import balance
from tests.acceptance.office import GOOD, Placed, office_tables, swapped, write_office
from tests.cli.conftest import Run, only_json
from tests.cli.small import write_plan_by_hand

if TYPE_CHECKING:
    from pathlib import Path

# rule -> who goes out, what comes in, and words of the reason in Vietnamese and in English
Swap = tuple[list[str], list[Placed], str, str]
SWAPS: dict[str, Swap] = {
    "age_for_term": (
        ["DUNG"],
        [("GIA", "00002", "BT")],
        "Vũ Văn Gia (GIA) không thể giữ Bí thư Đảng ủy tại Xã Thủy Nguyên: còn công tác 11 tháng",
        "Vũ Văn Gia (GIA) cannot hold Bí thư Đảng ủy at Xã Thủy Nguyên: 11 months left to serve",
    ),
    "concurrent_titles": (
        ["CUONG"],
        [("BINH", "00001", "VP")],
        "Trần Thị Bình (BINH) không được kiêm Chuyên viên đất đai và Chuyên viên văn phòng",
        "Trần Thị Bình (BINH) may not hold both Chuyên viên đất đai and Chuyên viên văn phòng",
    ),
    "decisions": (
        ["CUONG"],
        [("CAM", "00001", "VP")],
        "Quyết định!B2 không được thực hiện: cấm Mai Văn Cấm (CAM)",
        "Quyết định!B2 is not kept: forbid Mai Văn Cấm (CAM)",
    ),
    "degree": (["EM"], [("CAO", "00002", "DD")], "cao đẳng", "college"),
    "experience": (["EM"], [("MOI", "00002", "DD")], "1 năm", "1 year"),
    "field": (["KE"], [("MOI", "00002", "KT")], "kế toán", "accounting"),
    "not_local": (
        ["AN"],
        [("QUE", "00001", "BT"), ("QUE", "00001", "CH")],
        "là người địa phương (quê quán: Phường Hồng Bàng)",
        "is a local (home place: Phường Hồng Bàng)",
    ),
    "non_locals_preferred": (
        ["CUONG"],
        [("QUE", "00001", "VP")],
        "Đặng Văn Quê (QUE), Chuyên viên văn phòng tại Phường Hồng Bàng: là người địa phương (quê quán: Phường Hồng Bàng)",
        "Đặng Văn Quê (QUE), Chuyên viên văn phòng at Phường Hồng Bàng: is a local (home place: Phường Hồng Bàng)",
    ),
    "non_local_share": (
        ["CUONG"],
        [("QUE", "00001", "VP")],
        "Hải Phòng: 0 trên 1 Chuyên viên văn phòng không là người địa phương, cần ít nhất 80%; còn thiếu 0,8 người",
        "Hải Phòng: 0 of the 1 Chuyên viên văn phòng are no locals, at least 80% are to be; 0.8 missing",
    ),
    "early_retirement": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "đã công tác 20 năm ở vùng khó khăn, được nghỉ hưu sớm từ tháng 03/2030; chức danh yêu cầu còn công tác 60 tháng",
        "has worked 20 years in hard places and may retire from 03/2030 on; the title asks for 60 months",
    ),
    "one_post": (
        ["EM"],
        [("CUONG", "00002", "DD")],
        "Lê Văn Cường (CUONG) được bố trí ở 2 đơn vị: Phường Hồng Bàng, Xã Thủy Nguyên",
        "Lê Văn Cường (CUONG) is placed in 2 units: Phường Hồng Bàng, Xã Thủy Nguyên",
    ),
    "performance_floor": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "điểm đánh giá 45, dưới mức 50; không bố trí vào chức danh cao hơn hiện nay",
        "rated 45, below 50; no higher title than now is open",
    ),
    "planned_title": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "quy hoạch: Chuyên viên kế toán; không có",
        "planned for: Chuyên viên kế toán; neither",
    ),
    "leaving_risk": (
        ["EM"],
        [("GIA", "00002", "DD")],
        "Xã Thủy Nguyên: lĩnh vực đất đai chỉ có người còn công tác tối đa 60 tháng, có thể nghỉ: Vũ Văn Gia (GIA)",
        "Xã Thủy Nguyên: the field land has only people with at most 60 months to retirement, who may leave: Vũ Văn",
    ),
    "periodic_change": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "giữ vị trí nhạy cảm này từ 02/2019, đã 77 tháng; đủ 60 tháng thì phải chuyển đổi",
        "in this sensitive position since 02/2019, 77 months; it changes after 60",
    ),
    "protected_persons": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "thuộc diện bảo vệ, không điều động đến địa bàn hải đảo",
        "is protected and not to be moved to a unit of this kind: island",
    ),
    "rotation_freeze": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "Lý Văn Mới (MOI) luân chuyển từ 01/2025, chưa đủ 36 tháng nên phải giữ nguyên vị trí (Phó phòng, Sở Nội vụ)",
        "Lý Văn Mới (MOI) is in rotation since 01/2025, for less than 36 months, and stays where they are (Phó phòng",
    ),
    "two_terms": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "đã giữ chức vụ đứng đầu 2 nhiệm kỳ liên tiếp tại đây; không quá 2 nhiệm kỳ",
        "has headed this place for 2 consecutive terms; at most 2 are allowed",
    ),
    "staff_group": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "Lý Văn Mới (MOI), Chuyên viên văn phòng tại Phường Hồng Bàng: đang là lao động hợp đồng",
        "Lý Văn Mới (MOI), Chuyên viên văn phòng at Phường Hồng Bàng: is on contract",
    ),
    "time_in_post": (["CUONG"], [("MOI", "00001", "VP")], "mới 5 tháng", "5 months; a higher title asks for 24"),
    "discipline": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "bị kỷ luật cảnh cáo từ 30/06/2024 (ngày muộn nhất của “Cảnh cáo 6/2024”), chưa đủ 36 tháng; không bố trí vào "
        "chức danh cao hơn hiện nay",
        "was disciplined (warning) on 30/06/2024 (the latest day of “Cảnh cáo 6/2024”), less than 36 months ago; "
        "no higher title than now is open",
    ),
    "party_member": (
        ["DUNG"],
        [("NGOAI", "00002", "BT")],
        "chưa ghi ngày vào Đảng; chức danh yêu cầu là đảng viên",
        "Party",
    ),
    "hardship_turns": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "đang công tác tại Xã Thủy Nguyên (miền núi), không có nguyện vọng đi tiếp một địa bàn khó khăn khác",
        "serves at Xã Thủy Nguyên (mountain) and does not wish for another hardship unit",
    ),
    "relatives_linked": (
        ["AN"],
        [("AN", "00001", "BT"), ("MOI", "00001", "CH")],
        "hai người có quan hệ vợ/chồng, hai chức danh liên quan nhau",
        "they are related (spouse) and the titles are linked",
    ),
    "relatives_sensitive": (
        ["AN", "CUONG"],
        [("AN", "00001", "BT"), ("AN", "00001", "CH"), ("MOI", "00001", "VP")],
        "Nguyễn Văn An (AN) giữ Bí thư Đảng ủy tại Phường Hồng Bàng trong khi Lý Văn Mới (MOI) (quan hệ: anh/chị/em) giữ "
        "vị trí nhạy cảm Chuyên viên văn phòng cùng đơn vị",
        "Nguyễn Văn An (AN) holds Bí thư Đảng ủy at Phường Hồng Bàng while Lý Văn Mới (MOI) (relation: sibling) holds "
        "the sensitive title Chuyên viên văn phòng there",
    ),
    "secondment": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "đây là biệt phái mà người này thuộc diện bảo vệ",
        "this is a secondment, and the person is protected",
    ),
    "senders_keep": (
        ["CUONG"],
        [("MOI", "00001", "VP")],
        "Xã Thủy Nguyên có 1 người lĩnh vực đất đai, phương án chuyển đi 1, được chuyển không quá 0: Lý Văn Mới (MOI)",
        "Xã Thủy Nguyên, people in the field land: 1; the plan sends 1 away, at most 0 may go: Lý Văn Mới (MOI)",
    ),
    "shared_specialist": (
        ["AN", "BINH", "CUONG", "DUNG", "EM", "KE"],
        [
            ("AN", "00001", "BT"),
            ("BINH", "00001", "DD"),
            ("DUNG", "00002", "BT"),
            ("EM", "00001", "VP"),
            ("KE", "00002", "KT"),
        ],
        "Xã Thủy Nguyên không có chuyên viên lĩnh vực đất đai, và không ở nhóm nào để dùng chung",
        "Xã Thủy Nguyên has no specialist in the field land, and is in no group to share one",
    ),
    "spouses_near": (
        ["CUONG", "DUNG"],
        [("MOI", "00001", "VP"), ("DUNG", "00002", "BT")],
        "cách nhau 41,9 km, quá 30 km",
        "are 41.9 km apart, more than 30 km",
    ),
    "seat_limits": (
        [],
        [("CAM", "00002", "DD")],
        "Xã Thủy Nguyên có 2 người giữ Chuyên viên đất đai, tối đa 1",
        "Xã Thủy Nguyên has 2 holders of Chuyên viên đất đai, at most 1",
    ),
    "status": (["CUONG"], [("NGHI", "00001", "VP")], "đang ở trạng thái “nghỉ”", "the status is “leaving”"),
    "theory": (["DUNG"], [("SO", "00002", "BT")], "sơ cấp", "elementary"),
    "together": (
        ["EM"],
        [("DOI", "00002", "DD")],
        "Trịnh Văn Đôi (DOI) và Trịnh Thị Bạn (BAN) phải ở cùng một đơn vị",
        "Trịnh Văn Đôi (DOI) and Trịnh Thị Bạn (BAN) are to be in one unit",
    ),
}

SWAPS |= {
    "banned_pairs": (
        ["CUONG", "BINH"],
        [("BINH", "00001", "DD"), ("BINH", "00001", "VP")],
        "Trần Thị Bình (BINH) giữ cả Chuyên viên đất đai và Chuyên viên văn phòng; hai chức danh này không được kiêm "
        "nhiệm từ 01/07/2025",
        "Trần Thị Bình (BINH) holds both Chuyên viên đất đai and Chuyên viên văn phòng; these may not stand in one hand "
        "from 01/07/2025",
    ),
    "deputies_average": (
        ["BINH"],
        [("BINH", "00001", "DD"), ("CAM", "00001", "DD")],
        "Phường Hồng Bàng, cấp phó của 1 phòng, trung tâm: 2 người, tối đa 1: Trần Thị Bình (BINH), Mai Văn Cấm (CAM)",
        "Phường Hồng Bàng, deputies (departments and centres: 1): 2 in post, at most 1: Trần Thị Bình (BINH), Mai Văn Cấm",
    ),
    "field_cover": (
        ["EM"],
        [("MOI", "00002", "DD")],
        "Xã Thủy Nguyên cần 1 chuyên viên đất đai, phương án có 0",
        "Xã Thủy Nguyên needs 1 in the field of land, the plan has 0",
    ),
    "seat_template": (
        [],
        [("CAM", "00002", "VP")],
        "Mai Văn Cấm (CAM) không thể giữ Chuyên viên văn phòng tại Xã Thủy Nguyên: chức danh này chỉ có ở phường, "
        "đơn vị là xã",
        "Mai Văn Cấm (CAM) cannot hold Chuyên viên văn phòng at Xã Thủy Nguyên: this title stands only in: ward; "
        "the unit is a commune",
    ),
    "staff_pools": (
        ["BINH"],
        [("BINH", "00001", "DD"), ("CAM", "00001", "DD")],
        "Phường Hồng Bàng, khối Chính quyền: 2 người, tối đa 1: Trần Thị Bình (BINH), Mai Văn Cấm (CAM)",
        "Phường Hồng Bàng, block Chính quyền: 2 in post, at most 1: Trần Thị Bình (BINH), Mai Văn Cấm (CAM)",
    ),
    "staff_total": (
        ["BINH", "EM"],
        [("BINH", "00001", "DD"), ("CAM", "00001", "DD"), ("EM", "00002", "DD")],
        "Khối Chính quyền (toàn Hải Phòng): 3 người, tối đa 2",
        "Block Chính quyền (all of Hải Phòng): 3 in post, at most 2",
    ),
    "vice_chair_average": (
        ["BINH", "EM"],
        [("BINH", "00001", "DD"), ("CAM", "00001", "DD"), ("EM", "00002", "DD")],
        "Chuyên viên đất đai (toàn Hải Phòng, 2 đơn vị): 3 người, tối đa 2",
        "Chuyên viên đất đai (all of Hải Phòng, 2 units): 3 in post, at most 2",
    ),
}

SWAPS |= balance.SWAPS

_MANAGER: dict[str, object] = {"group": "quản lý", "rank": 5}
_AT_VP: dict[str, object] = {"current_title": "Chuyên viên văn phòng", "current_unit": "Phường Hồng Bàng"}


_APART: dict[str, dict[str, object]] = {"00001": {"lat": 20.9, "lon": 106.6}, "00002": {"lat": 20.95, "lon": 106.2}}
_MOUNTAINS: dict[str, dict[str, object]] = {code: {"hardship": "miền núi"} for code in _APART}
_IN_THUY_NGUYEN: dict[str, object] = {"current_unit": "Xã Thủy Nguyên"}


def related(one: str, other: str, kind: str) -> dict[str, list[dict[str, object]]]:
    """Return the Relations sheet of the office with one more pair."""
    return {"relations": [*office_tables()["relations"], {"cadre_a": one, "cadre_b": other, "kind": kind}]}


def switched(
    rule: str, mode: str = "", params: str = "", **changes: dict[str, dict[str, object]]
) -> dict[str, list[dict[str, object]]]:
    """Return the row that switches a rule on, and the tables of the office in which some rows stand otherwise."""
    tables: dict[str, list[dict[str, object]]] = {"rules": [{"rule": rule, "on": "x", "mode": mode, "params": params}]}
    keys = {"titles": "title_code", "cadres": "cadre_id", "units": "unit_code"}
    for table, by_code in changes.items():
        tables[table] = [row | by_code.get(str(row[keys[table]]), {}) for row in office_tables()[table]]
    return tables


# Tables of the office that stand otherwise while one rule is tried: the row that switches it on, what it speaks of.
TABLES: dict[str, dict[str, list[dict[str, object]]]] = {
    "performance_floor": switched("performance_floor", titles={"VP": _MANAGER}, cadres={"MOI": {"rating": 45}}),
    "planned_title": switched(
        "planned_title",
        titles={"VP": _MANAGER},
        cadres={"CUONG": {"planned_titles": "Chuyên viên văn phòng"}, "MOI": {"planned_titles": "KT"}},
    ),
    "leaving_risk": switched("leaving_risk", "cứng", titles={"DD": {"group": "chuyên môn"}}),
    "periodic_change": switched(
        "periodic_change", titles={"VP": {"sensitive": "x"}}, cadres={"MOI": {**_AT_VP, "in_post_since": "02/2019"}}
    ),
    "protected_persons": switched(
        "protected_persons", units={"00001": {"hardship": "đảo"}}, cadres={"MOI": {"protected": "x"}}
    ),
    "rotation_freeze": switched(
        "rotation_freeze",
        cadres={"MOI": {"current_title": "Phó phòng", "current_unit": "Sở Nội vụ", "rotation_since": "01/2025"}},
    ),
    "two_terms": switched(
        "two_terms", params="titles=VP", cadres={"MOI": {**_AT_VP, "terms_here": 2}, "CUONG": {"terms_here": 2}}
    ),
    "staff_group": switched("staff_group", "cứng", cadres={"MOI": {"staff_group": "hợp đồng"}}),
    "hardship_turns": switched("hardship_turns", "cứng", units=_MOUNTAINS, cadres={"MOI": _IN_THUY_NGUYEN}),
    "relatives_linked": switched("relatives_linked", params="linked=Bí thư Đảng ủy+CH")
    | related("AN", "MOI", "vợ/chồng"),
    "relatives_sensitive": switched("relatives_sensitive", params="heads=BT", titles={"VP": {"sensitive": "x"}})
    | related("MOI", "AN", "anh/chị/em"),
    "secondment": switched(
        "secondment", cadres={"MOI": {**_IN_THUY_NGUYEN, "staff_group": "viên chức", "protected": "x"}}
    ),
    "senders_keep": switched("senders_keep", cadres={"MOI": _IN_THUY_NGUYEN}),
    "shared_specialist": switched("shared_specialist", "cứng", "fields=đất đai", units=_APART),
    "spouses_near": switched("spouses_near", "cứng", units=_APART) | related("DUNG", "MOI", "vợ/chồng"),
    "non_locals_preferred": switched("non_locals_preferred", "cứng", "titles=VP"),
    "non_local_share": switched("non_local_share", "cứng", "titles=Chuyên viên văn phòng"),
    "early_retirement": switched(
        "early_retirement",
        "cứng",
        titles={"VP": {"months_to_serve": 60}},
        cadres={"MOI": {"birth_date": "15/03/1973", "hardship_years": "20"}},
    ),
    "discipline": switched(
        "discipline",
        titles={"VP": _MANAGER},
        cadres={"CUONG": {"discipline": "không"}, "MOI": {"discipline": "Cảnh cáo 6/2024"}},
    ),
    "time_in_post": switched(
        "time_in_post",
        titles={"VP": _MANAGER},
        cadres={"CUONG": {"in_post_since": "01/2015"}, "MOI": {"in_post_since": "15/01/2025"}},
    ),
}

_SECOND_LAND = [
    {**s, "max": 2} if (s["unit_code"], s["title_code"]) == ("00001", "DD") else s for s in office_tables()["seats"]
]
_GOVERNMENT: dict[str, dict[str, object]] = {"DD": {"block": "Chính quyền"}}
TABLES |= {
    "banned_pairs": switched(
        "banned_pairs", params="pairs=DD + VP: 01/07/2025", titles={"DD": {"concurrent_with": "VP"}}
    ),
    "deputies_average": switched("deputies_average", params="deputies=DD; heads=Chuyên viên văn phòng")
    | {"seats": _SECOND_LAND},
    "field_cover": switched(
        "field_cover",
        "cứng",
        "fields=đất đai",
        titles={
            "DD": {"fields": "đất đai; môi trường", "group": "chuyên môn"},
            "KT": {"group": "chuyên môn"},
        },
        cadres={"MOI": {"expertise": "môi trường:9"}},
    ),
    "seat_template": switched("seat_template", params="types=*văn phòng: phường")
    | {"seats": [*office_tables()["seats"], {"unit_code": "00002", "title_code": "VP", "target": 0, "max": 1}]},
    "staff_pools": switched("staff_pools", "cứng", "posts=Chính quyền:1; years=0", titles=_GOVERNMENT)
    | {"seats": _SECOND_LAND},
    "staff_total": switched("staff_total", titles=_GOVERNMENT) | {"seats": _SECOND_LAND},
    "vice_chair_average": switched("vice_chair_average", params="titles=DD; average=1; since=01/07/2025")
    | {"seats": _SECOND_LAND},
}
TABLES |= balance.TABLES


def test_every_rule_has_its_swap() -> None:
    rules = {name for name, cls in known().items() if issubclass(cls, Rule)}
    assert set(SWAPS) == rules - {"change_cap"}, "a plan typed by hand is held against no reviewed plan"


@pytest.mark.parametrize("rule", ["", *TABLES])
def test_the_plan_before_any_swap_keeps_every_rule(run: Run, tmp_path: Path, rule: str) -> None:
    case = write_office(tmp_path / "case.xlsx", **TABLES.get(rule, {}))
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", GOOD)
    ended = run("verify", case, plan)
    assert ended.exit_code == 0, ended.stdout
    data = only_json(run("verify", case, plan, "--json"))
    assert data["vacant"] == 0
    assert all(check["kept"] for check in data["checks"] if check["rule"] == rule)


@pytest.mark.parametrize("rule", SWAPS)
def test_one_person_in_a_seat_they_may_not_hold_is_refused_with_the_reason(run: Run, tmp_path: Path, rule: str) -> None:
    out, into, *words = SWAPS[rule]
    case = write_office(tmp_path / "case.xlsx", **TABLES.get(rule, {}))
    refused = 1 if "hard" in known()[rule].modes else 0
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", swapped(out, into))
    for lang, said in zip(("vi", "en"), words, strict=True):
        ended = run("verify", case, plan, "--lang", lang)
        assert ended.exit_code == refused
        assert known()[rule].text.of(lang) in ended.stdout
        data = only_json(run("verify", case, plan, "--lang", lang, "--json"))
        assert data["exit_code"] == refused
        broken = {c["rule"]: c["findings"] for c in data["checks"] if not c["kept"]}
        assert set(broken) == {rule}, "this rule and no other"
        (finding,) = broken[rule]
        assert said in finding["message"]
        assert finding["message"] in ended.stdout
        assert finding["file"] in ("plan.xlsx", "case.xlsx")
        assert finding["cell"], "it says where"


def test_a_pair_without_a_score_is_refused_where_only_scored_pairs_may_be_placed(run: Run, tmp_path: Path) -> None:
    scored = [{"cadre_id": who, "unit_code": u, "title_code": t, "score": 50} for who, u, t in GOOD]
    rules = [{"rule": "suitability", "on": "x", "params": "only_scored=có"}]
    case = write_office(tmp_path / "case.xlsx", scores=scored, rules=rules)
    assert run("verify", case, write_plan_by_hand(tmp_path / "good.xlsx", GOOD)).exit_code == 0
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", swapped(["CUONG"], [("MOI", "00001", "VP")]))
    for lang, said in (("vi", "không có điểm ở trang Đánh giá"), ("en", "has no score on the Scores sheet")):
        ended = run("verify", case, plan, "--lang", lang)
        assert ended.exit_code == 1
        assert f"Lý Văn Mới (MOI) {said}" in ended.stdout


@pytest.mark.parametrize("rule", SWAPS)
def test_solving_places_nobody_where_the_rule_refuses_them(run: Run, tmp_path: Path, rule: str) -> None:
    out, into, *_ = SWAPS[rule]
    free = ({who for who, _, _ in GOOD} - set(out)) | {who for who, _, _ in into}
    tables = TABLES.get(rule, {})
    given = tables.get("cadres", office_tables()["cadres"])
    people = [c if c["cadre_id"] in free else {**c, "status": "nghỉ"} for c in given]
    case = write_office(tmp_path / "case.xlsx", **{**tables, "cadres": people})
    assert run("solve", case, "--out", "plan.xlsx", "-q").exit_code == 0
    plan, _ = read_plan(tmp_path / "plan.xlsx", Case.read(case))
    assert len(plan.by_cadre) >= 4
    assert not set(into) <= set(plan.placements)
