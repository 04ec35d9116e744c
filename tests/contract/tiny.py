"""Tiny cases in which every rule bites somewhere and lets something pass; every plan of them can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.domain.plan import Plan
from tests import cases as make

if TYPE_CHECKING:
    from optimizer.domain.case import Case

# Parameters under which a rule or objective is held to the contract, beside its defaults.
PARAMETERS: dict[str, tuple[dict[str, Any], ...]] = {
    "concurrent_titles": ({"only_concurrent": "CH"},),
    "not_local": ({"level": "district"}, {"level": "province"}, {"places": "home_place, residence"}),
    "suitability": (
        {"explicit": "yes"},
        {"only_scored": "yes"},
        {"minimise": "yes", "explicit": "yes", "only_scored": "yes"},
        {"field_points": "12,34", "years_full": 3, "rating_points": 7.77},
    ),
    "travel": ({"start": "current_unit"}, {"bands": "1:0.1|20:7", "rent": ""}),
    "moves": ({"same_cluster": 0.5, "same_district": 2}, {"other": 3}, {"from_office": 1.5}, {"same_unit": "0,3"}),
    "relatives_linked": ({}, {"linked": "BT+CH | leader+DC", "kinds": "vợ/chồng"}),
    "relatives_sensitive": ({}, {"heads": "leader, DC"}),
    "hardship_turns": ({}, {"residents": "có", "months_men": 20, "months_women": 12}, {"kinds": "hải đảo"}),
    "secondment": (
        {},
        {"levels": "xã", "staff_groups": ""},
        {"from_km": 41, "staff_groups": "viên chức"},
        {"staff_groups": "hợp đồng, viên chức, civil_servant"},
    ),
    "shared_specialist": (
        {"max_km": 41, "fields": "đất đai"},
        {"max_km": 50},
        {"groups": "xã Hòa An + U2", "fields": "đất đai | môi trường"},
        {"fields": "đất đai", "max_km": 42, "max_units": 2},
    ),
    "senders_keep": ({}, {"by_field": "không", "min_share": "0,25"}, {"fields": "đất đai", "without": "U2"}),
    "spouses_near": ({"max_km": 30}, {"max_km": "41,5"}, {"max_km": 60}),
    "degree": (
        {"hardship_degree": "trung cấp"},
        {"hardship_degree": "đại học", "hardship": "hải đảo"},
        {"hardship_degree": 0},
    ),
    "age_for_term": ({"counted_from": "Đảng: 01/06/2024", "staying_months": 48}, {"staying_months": 200}),
    "non_locals_preferred": ({"titles": "CH, DC"}, {"titles": "Title *", "level": "district"}),
    "discipline": (
        {"warning_months": 13},
        {"reprimand_months": 30, "removal_months": 12},
        {"unlisted": "ngang", "warning_months": 0},
    ),
    "time_in_post": ({"min_months": 24}, {"unlisted": "ngang"}),
    "performance_floor": ({"years": 2}, {"min_rating": 90, "unlisted": "equal"}),
    "planned_title": ({"unlisted": "cao hơn"}, {"unlisted": "equal"}),
    "leaving_risk": ({"max_months": 60}, {"fields": "đất đai"}),
    "periodic_change": ({"months": 23}, {"by_field": "đất đai:24 | môi trường:12"}, {"months": 23, "exempt_months": 0}),
    "protected_persons": ({"max_km": 15}, {"max_km": 50, "hardship": "miền núi"}, {"start": "current_unit"}),
    "rotation_freeze": ({"min_months": 19}, {"min_months": 18}, {"must_stay": "no"}),
    "two_terms": ({"max_terms": 2}, {"titles": "BT | Title CH"}, {"predecessors": "no", "max_terms": 1}),
    "staff_group": ({"groups": "hợp đồng"}, {"open_titles": "DC"}, {"groups": "viên chức | contract"}),
    "wishes": ({"first": 2, "later": 0.5},),
    "women_in_leadership": ({"share": "50%", "scope": "đơn vị"}, {"scope": "huyện cũ", "groups": "tất cả"}),
    "young_in_leadership": ({"under_years": 51, "share": 0.6}, {"scope": "cụm", "groups": "leader, chuyên môn"}),
    "minority_in_leadership": ({}, {"share": "20%", "scope": "cụm"}, {"scope": "unit", "groups": "all"}),
    "age_mix": ({}, {"share": "0,4", "scope": "tỉnh cũ"}, {"middle_from_years": 51, "older_from_years": 56}),
    "predecessor_mix": ({}, {"free": 0}, {"by": "district", "max_share": 0.3, "groups": "all"}),
    "former_province_balance": ({}, {"tolerance": "0%", "groups": "all"}, {"tolerance": 0.2, "groups": "specialist"}),
    "complementary_leaders": (
        {"strengths": "luật, môi trường + đất đai"},
        {"groups": "all", "strengths": "luật, đất đai, môi trường, y tế, tư pháp"},
    ),
    "continuity": ({}, {"share": 0, "min_leaders": 2}, {"share": 1, "min_leaders": 0, "groups": "specialist"}),
    "capability_floor": ({"points_below": 8}, {"points_below": 0, "groups": "all"}),
    "worst_unit_first": ({}, {"aim": 80, "groups": "all"}, {"groups": "leader"}),
    "workload_need": ({}, {"tolerance": 0, "groups": "all"}, {"equal_weight": 0, "area_weight": 0}),
    "move_cap": ({"most": 0}, {"most": 0, "counts": "seat"}, {"most": 1, "counts": "seat"}),
    "vice_chair_average": (
        {"titles": "BT, CH", "average": 0.5, "since": "01/01/2025"},
        {"titles": "Title *", "per_unit_before": 1},
        {"titles": "DC", "average": "1,4", "since": "2025-07-01"},
        {"titles": "DC", "per_unit_before": 0},
    ),
    "deputies_average": (
        {"deputies": "DC", "heads": "BT"},
        {"deputies": "DC, CH", "heads": "BT, CH", "average_before": "0,5", "scope": "toàn tỉnh"},
    ),
    "staff_pools": ({"posts": "Chính quyền:1", "years": 0}, {"posts": "Đảng:0 | Chính quyền:2", "start": "01/07/2018"}),
    "staff_total": ({"posts": "Chính quyền:1"}, {"posts": "Đảng:0 | chính quyền:2", "start": "30/6/2024", "years": 2}),
    "seat_template": (
        {"types": "BT: xã", "residents": "DC: 10000"},
        {"types": "", "refuse": "U1: CH, BT"},
        {"types": "DC: phường | Title C*: xã", "allow": "xã Hòa An: DC"},
    ),
    "field_cover": (
        {"fields": "môi trường"},
        {"fields": "đất đai | môi trường"},
        {"fields": "dat dai", "people_per_specialist": 10000},
        {"fields": "môi trường", "at_least": 0, "people_per_specialist": 20000},
    ),
    "banned_pairs": ({"pairs": "BT + CH: 01/07/2025"}, {"pairs": "BT + Title CH: 02/07/2025 | BT + DC"}),
    "change_cap": ({"most": 1}, {"most": 0}, {"most": 2}),
    "non_local_share": (
        {"titles": "BT, CH", "share": "50%"},
        {"titles": "DC", "scope": "unit", "level": "district", "share": 1},
        {"titles": "Title *", "share": "34%", "places": "home_place, residence"},
    ),
    "early_retirement": ({}, {"years": "20,5", "earlier_months": 24}),
}


def tiny(**changes: Any) -> Case:
    """Return three people, two units, three titles (BT with CH in one hand) and a seat of each but one."""
    given: dict[str, Any] = {
        "units": [
            make.unit(
                "U1",
                name="xã Hòa An",
                province="Hải Phòng",
                cluster="Bắc",
                former_district="Thủy Nguyên",
                lat=20.9,
                lon=106.6,
                hardship="mountain",
                type="xa",
                population=24000,
                area_km2=30.5,
            ),
            make.unit(
                "U2",
                name="phường Cẩm Giàng",
                province="Hải Phòng",
                cluster="bắc",
                former_district="Cẩm Giàng",
                lat=20.95,
                lon=106.2,
                hardship="island",
                type="phuong",
                population=9000,
                area_km2=12.0,
            ),
        ],
        "predecessors": [
            make.old_unit("U1", "xã Hòa Bình", old_district="Thủy Nguyên", old_province="Hải Phòng"),
            make.old_unit("U2", "xã Cẩm Điền", old_district="Cẩm Giàng", old_province="Hải Dương"),
            make.old_unit("U2", "xã Cẩm Đoài", old_district="Bình Giang", old_province="Hải Dương"),
        ],
        "titles": [
            make.title(
                "BT",
                party_member=True,
                min_theory=3,
                not_local=True,
                months_to_serve=60,
                concurrent_with=("CH",),
                group="leader",
                rank=1,
                block="Đảng",
            ),
            make.title("CH", party_member=True, group="leader", rank=3, block="Chính quyền"),
            make.title(
                "DC",
                fields=("dat dai", "moi truong"),
                min_years=3,
                min_degree=4,
                group="specialist",
                rank=8,
                sensitive=True,
                block="Chính quyền",
            ),
        ],
        "seats": [
            make.seat("U1", "BT"),
            make.seat("U1", "CH"),
            make.seat("U1", "DC", 2),
            make.seat("U2", "BT", 0, max=1),
            make.seat("U2", "DC", 1, min=1),
        ],
        "cadres": [
            make.cadre(
                "A",
                birth_date="3/1975",
                sex="male",
                party_date="2000",
                theory=3,
                degree=4,
                home_place="xã Hòa Bình, huyện Thủy Nguyên",
                residence="xã Cẩm Điền",
                residence_units=("U2",),
                current_unit_code="U1",
                current_title_code="BT",
                rating=88.5,
                expertise={"dat dai": 3.0},
                major="Luật",
                staff_group="public_employee",
                terms_here=2,
                ethnicity="Kinh",
            ),
            make.cadre(
                "B",
                birth_date="7/1969",
                sex="female",
                party_date="2/8/2025",
                theory=3,
                degree=5,
                home_place="tỉnh Thanh Hóa",
                residence="",
                current_unit_code="U2",
                current_title_code="BT",
                wish_units=("U2", "U1"),
                major="Môi trường; Luật",
                expertise={"luat": 12.0},
                rating=71.0,
                hardship_years=21.0,
                protected=True,
                rotation_since="1/1/2024",
                ethnicity="Tày",
                under_review="đang bị điều tra",
                current_unit="xã Cẩm Điền, huyện Cẩm Giàng",
            ),
            make.cadre(
                "C",
                status="leaving",
                wish_units=("U2",),
                residence_units=("U1", "U2"),
                current_unit_code="U2",
                current_title_code="DC",
                in_post_since="1/8/2023",
                grades=((2023, "good"), (2024, "failed")),
                planned_titles=("title ch",),
                current_unit="xã Cẩm Điền, huyện Cẩm Giàng",
                staff_group="contract",
                discipline="Cảnh cáo 15/6/2024",
            ),
        ],
        "decisions": [
            make.decision("A", "forbid", "U2", "DC"),
            make.decision("B", "lock", "U2"),
            make.decision("C", "exception", "U2", "DC", rule="status"),
            make.decision("C", "exception", "U2", ""),
            make.decision("A", "exception", "U1", "BT", rule="Not a local"),
            make.decision("C", "exception", "U2", "BT", rule="time_in_post"),
            make.decision("C", "exception", "U1", "CH", rule="Mức hoàn thành nhiệm vụ tối thiểu"),
            make.decision("C", "exception", "U2", "BT", rule="planned_title"),
            make.decision("C", "exception", "U1", "DC", rule="staff_group"),
            make.decision("B", "exception", "U1", "DC", rule="discipline"),
            make.decision("A", "exception", "U1", "CH", rule="non_locals_preferred"),
            make.decision("C", "exception", "U2", "DC", rule="shared_specialist"),
            make.decision("A", "exception", "U1", "CH", rule="two_terms"),
            make.decision("B", "exception", "U1", "DC", rule="Protected people"),
            make.decision("B", "exception", "U1", "CH", rule="rotation_freeze"),
            make.decision("B", "exception", "U1", "DC", rule="relatives_sensitive"),
            make.decision("A", "exception", "U1", "CH", rule="vice_chair_average"),
            make.decision("C", "exception", "U1", "DC", rule="deputies_average"),
            make.decision("B", "exception", "U2", "DC", rule="staff_pools"),
            make.decision("A", "exception", "U1", "CH", rule="staff_total"),
            make.decision("A", "exception", "U2", "DC", rule="seat_template"),
            make.decision("C", "exception", "U2", "DC", rule="Đủ chuyên môn từng lĩnh vực"),
            make.decision("A", "exception", "U1", "CH", rule="banned_pairs"),
            make.decision("C", "exception", "U1", "CH", rule="relatives_linked"),
            make.decision("B", "exception", "U1", "CH", rule="Vợ chồng công tác gần nhau"),
            make.decision("C", "exception", "U1", "CH", rule="women_in_leadership"),
            make.decision("A", "exception", "U2", "", rule="young_in_leadership"),
            make.decision("B", "exception", "U1", "BT", rule="minority_in_leadership"),
            make.decision("C", "exception", "U1", "", rule="age_mix"),
            make.decision("C", "exception", "U2", "DC", rule="Hài hòa giữa các đơn vị cũ"),
            make.decision("B", "exception", "U1", "CH", rule="former_province_balance"),
            make.decision("A", "exception", "", "CH", rule="complementary_leaders"),
            make.decision("B", "exception", "U2", "DC", rule="continuity"),
            make.decision("A", "exception", "U2", "DC", rule="capability_floor"),
            make.decision("A", "exception", "U2", "DC", rule="Weakest unit first"),
            make.decision("C", "exception", "", "DC", rule="workload_need"),
            make.decision("A", "exception", "U2", "BT", rule="move_cap"),
            make.decision("B", "exception", "U1", "DC", rule="together"),
            make.decision("C", "exception", "U1", "DC", rule="Cap on changes"),
            make.decision("A", "exception", "U1", "BT", rule="non_local_share"),
            make.decision("B", "exception", "U1", "CH", rule="Early retirement"),
        ],
        "relations": [
            make.relation("A", "B", "different_unit"),
            make.relation("B", "C", "same_unit"),
            make.relation("A", "B", "spouse"),
            make.relation("C", "A", "sibling"),
        ],
        "scores": [
            ("A", "U1", "BT", 91.2),
            ("A", "*", "CH", 5.0),
            ("B", "U2", "*", 33.3),
            ("B", "*", "*", 1.0),
            ("C", "U2", "DC", 0.0),
        ],
        "previous": Plan.of([("A", "U1", "BT"), ("A", "U1", "CH"), ("C", "U2", "DC")]),
    }
    return make.case(**(given | changes))


# The tiny case with one bound of one rule a step looser: what a rule not looking there would miss. A bound that is a
# parameter stands under "parameters".
LOOSER: dict[str, Any] = {
    "degree": {"titles": {"DC": {"min_degree": 0}}},
    "theory": {"titles": {"BT": {"min_theory": 0}}},
    "party_member": {"titles": {"CH": {"party_member": False}}},
    "field": {"titles": {"DC": {"fields": ()}}},
    "experience": {"titles": {"DC": {"min_years": 0.0}}},
    "age_for_term": {"titles": {"BT": {"months_to_serve": 0}}},
    "not_local": {"titles": {"BT": {"not_local": False}}},
    "status": {"cadres": {"C": {"status": "available"}}},
    "decisions": {"decisions": [make.decision("B", "lock", "U2")]},
    "together": {"relations": [make.relation("B", "C", "same_unit")]},
    "concurrent_titles": {"titles": {"DC": {"concurrent_with": ("CH",)}}},
    "seat_limits": {"seats": {("U2", "DC"): {"max": 2}}},
    "hardship_turns": {"parameters": {"kinds": "border"}},
    "secondment": {"cadres": {"A": {"staff_group": "civil_servant"}}},
    "shared_specialist": {"parameters": {"max_km": 42}},
    "relatives_linked": {"titles": {"CH": {"group": None}}},
    "relatives_sensitive": {"titles": {"DC": {"sensitive": False}}},
    "senders_keep": {"parameters": {"min_share": 0, "min_people": 0}},
    "spouses_near": {"parameters": {"max_km": 60}},
    "non_locals_preferred": {"parameters": {"titles": "CH"}},
    "discipline": {"parameters": {"warning_months": 12}},
    "time_in_post": {"parameters": {"min_months": 23}},
    "performance_floor": {"cadres": {"C": {"grades": ((2024, "done"),)}}},
    "planned_title": {"cadres": {"C": {"planned_titles": ("BT",)}}},
    "leaving_risk": {"parameters": {"max_months": 11}},
    "periodic_change": {"parameters": {"months": 24}},
    "protected_persons": {"cadres": {"B": {"protected": False}}},
    "rotation_freeze": {"parameters": {"min_months": 18}},
    "two_terms": {"cadres": {"A": {"terms_here": 1}}},
    "staff_group": {"cadres": {"C": {"staff_group": "civil_servant"}}},
    "women_in_leadership": {"parameters": {"share": 0}},
    "young_in_leadership": {"parameters": {"under_years": 51}},
    "minority_in_leadership": {"parameters": {"share": 0.3}},
    "age_mix": {"parameters": {"share": 0}},
    "predecessor_mix": {"parameters": {"free": 2}},
    "former_province_balance": {"parameters": {"tolerance": 0.4}},
    "complementary_leaders": {"parameters": {"groups": "all"}},
    "continuity": {"parameters": {"min_leaders": 0}},
    "capability_floor": {"parameters": {"points_below": 9}},
    "worst_unit_first": {"parameters": {"aim": 85}},
    "workload_need": {"parameters": {"tolerance": 0.9}},
    "move_cap": {"parameters": {"most": 1}},
    "vice_chair_average": {"parameters": {"average": 1}},
    "deputies_average": {"parameters": {"average_before": 2}},
    "staff_pools": {"parameters": {"posts": "Chính quyền:2"}},
    "staff_total": {"parameters": {"posts": "Chính quyền:2"}},
    "seat_template": {"parameters": {"residents": ""}},
    "field_cover": {"parameters": {"at_least": 0}},
    "banned_pairs": {"parameters": {"pairs": "BT + CH: 02/07/2025"}},
    "change_cap": {"parameters": {"most": 2}},
    "non_local_share": {"parameters": {"share": 0.3}},
    "early_retirement": {"parameters": {"years": 22}},
}


def looser(name: str) -> Case:
    """Return the tiny case with one bound of the named rule one step looser."""
    case = tiny()
    changes: dict[str, Any] = {}
    for table, change in LOOSER[name].items():
        if table == "parameters":
            continue
        if isinstance(change, list):
            changes[table] = change
            continue
        rows = list(getattr(case, table))
        key = {"titles": "title_code", "cadres": "cadre_id"}.get(table)
        changes[table] = [
            row.model_copy(
                update=change.get(getattr(row, key) if key else (row.unit_code, row.title_code), {}),
            )
            for row in rows
        ]
    return tiny(**changes)
