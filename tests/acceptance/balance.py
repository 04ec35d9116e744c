"""For the rules about the balance of the team: what is swapped in the office's plan, and the tables that stand otherwise.

Most of them are broken by two people who change places: Cường goes to the other unit, Em comes.
"""

from __future__ import annotations

from tests.acceptance.office import Placed, Tables, office_tables

Rows = dict[str, dict[str, object]]  # by code

_CHANGED: tuple[list[str], list[Placed]] = (["CUONG", "EM"], [("CUONG", "00002", "DD"), ("EM", "00001", "VP")])
_ONE_COMES_OVER: tuple[list[str], list[Placed]] = (["CUONG", "EM"], [("CUONG", "00002", "DD")])

SWAPS: dict[str, tuple[list[str], list[Placed], str, str]] = {
    "age_mix": (
        *_CHANGED,
        "Cụm A: 0 trên 3 cán bộ từ 50 tuổi trở lên, cần ít nhất 30%; còn thiếu 0,9 người",
        "Cluster A: 0 of the 3 staff are 50 or older, at least 30% are to be; 0.9 missing",
    ),
    "capability_floor": (
        *_CHANGED,
        "Phường Hồng Bàng: điểm đánh giá bình quân của 3 cán bộ là 73,33, dưới mức 75",
        "Phường Hồng Bàng: the mean rating of its 3 staff is 73.33, below 75; 5 points are missing",
    ),
    "complementary_leaders": (
        *_CHANGED,
        "Phường Hồng Bàng: trong 3 cán bộ chưa có ai có thế mạnh về môi trường",
        "Phường Hồng Bàng: none of the 3 staff is strong in environment",
    ),
    "continuity": (
        *_CHANGED,
        "Phường Hồng Bàng: 0 trên 3 cán bộ đang công tác tại đơn vị hoặc đơn vị cũ của nó",
        "Phường Hồng Bàng: 0 of the 3 staff serve there now or in a predecessor, at least 30% are to be",
    ),
    "former_province_balance": (
        ["CUONG"],
        [("NGOAI", "00001", "VP")],
        "Hải Phòng: 1 trên 4 cán bộ đến từ Hải Phòng (cũ), cần ít nhất 30%; còn thiếu 0,2 người",
        "Hải Phòng: 1 of the 4 staff come from former Hải Phòng, at least 30% are to be; 0.2 missing",
    ),
    "minority_in_leadership": (
        *_CHANGED,
        "Phường Hồng Bàng: 1 trên 3 cán bộ là người dân tộc thiểu số, cần ít nhất 50%",
        "Phường Hồng Bàng: 1 of the 3 staff belong to a minority, at least 50% are to be; 0.5 missing",
    ),
    "move_cap": (
        *_CHANGED,
        "Phương án chuyển 2 người, tối đa 1; vượt 1 người",
        "The plan moves 2 people, at most 1 may be; 1 too many",
    ),
    "predecessor_mix": (
        *_CHANGED,
        "Phường Hồng Bàng: 2 trên 3 cán bộ đến từ phường Minh Khai, quy định tối đa 50%",
        "Phường Hồng Bàng: 2 of the 3 staff come from phường Minh Khai, at most 50% are to be; 0.5 too many",
    ),
    "women_in_leadership": (
        *_CHANGED,
        "Phường Hồng Bàng: 1 trên 3 cán bộ là nữ, cần ít nhất 50%; còn thiếu 0,5 người",
        "Phường Hồng Bàng: 1 of the 3 staff are women, at least 50% are to be; 0.5 missing",
    ),
    "workload_need": (
        *_ONE_COMES_OVER,
        "Phường Hồng Bàng: bố trí 2 cán bộ, nhu cầu theo dân số và diện tích là 3,5, tối thiểu 3",
        "Phường Hồng Bàng: 2 staff placed, population and area ask for 3.5, at least 3; 1 missing",
    ),
    "worst_unit_first": (
        *_CHANGED,
        "Phường Hồng Bàng: đơn vị xa mức 79 điểm nhất, bình quân mỗi ghế của cán bộ còn thiếu 4,25 điểm",
        "Phường Hồng Bàng: the unit farthest below 79; its staff are 4.25 points short a seat",
    ),
    "young_in_leadership": (
        *_CHANGED,
        "Phường Hồng Bàng: 1 trên 3 cán bộ dưới 42 tuổi, cần ít nhất 50%; còn thiếu 0,5 người",
        "Phường Hồng Bàng: 1 of the 3 staff are under 42, at least 50% are to be; 0.5 missing",
    ),
}


def _office(rule: str, mode: str, params: str, cadres: Rows | None = None, units: Rows | None = None) -> Tables:
    """Return the row that switches a rule on, and the tables in which some people or units stand otherwise."""
    tables = office_tables()
    return {
        "rules": [{"rule": rule, "on": "x", "mode": mode, "params": f"groups=all; {params}" if params else ""}],
        "cadres": [row | (cadres or {}).get(str(row["cadre_id"]), {}) for row in tables["cadres"]],
        "units": [row | (units or {}).get(str(row["unit_code"]), {}) for row in tables["units"]],
    }


def _people(value: dict[str, object], *names: str) -> Rows:
    return dict.fromkeys(names, value)


def _old(unit: str, name: str, province: str) -> dict[str, object]:
    return {"unit_code": unit, "old_name": name, "old_province": province}


_BORN = {"1972": "15/03/1972", "1990": "15/03/1990"}
_RATED: Rows = {
    **_people({"rating": 80}, "AN", "BINH", "CUONG"),
    **_people({"rating": 90}, "DUNG", "KE"),
    "EM": {"rating": 60},
}
_HERE: Rows = {
    "CUONG": {"current_unit": "Phường Hồng Bàng"},
    **_people({"current_unit": "Xã Thủy Nguyên"}, "DUNG", "EM"),
}
_MERGED = [_old("00001", "phường Minh Khai", "Hải Phòng"), _old("00001", "phường Phan Bội Châu", "Hải Phòng")]

TABLES: dict[str, Tables] = {
    "age_mix": _office(
        "age_mix",
        "cứng",
        "scope=cụm; share=30%",
        cadres={
            "BINH": {"birth_date": _BORN["1990"]},
            **_people({"birth_date": _BORN["1972"]}, "CUONG", "DUNG"),
        },
        units={"00001": {"cluster": "A"}},
    ),
    "capability_floor": _office("capability_floor", "cứng", "points_below=5", cadres=_RATED),
    "complementary_leaders": _office(
        "complementary_leaders",
        "",
        "strengths=môi trường",
        cadres=_people({"expertise": "đất đai:8; môi trường:3"}, "CUONG", "DUNG"),
    ),
    "continuity": _office("continuity", "", "share=30%; min_leaders=0", cadres=_HERE),
    "former_province_balance": _office(
        "former_province_balance",
        "cứng",
        "tolerance=20%",
        cadres={
            **_people({"current_unit": "phường Minh Khai"}, "AN", "CUONG"),
            **_people({"current_unit": "xã Tân Tiến", "rating": 95}, "DUNG", "EM"),
            "NGOAI": {"party_date": None, "current_unit": "xã Tân Tiến", "rating": 20},
        },
    )
    | {"predecessors": [*_MERGED, _old("00002", "xã Tân Tiến", "Hải Dương")]},
    "minority_in_leadership": _office(
        "minority_in_leadership",
        "cứng",
        "scope=đơn vị; share=50%",
        cadres={
            **_people({"ethnicity": "Kinh"}, "AN", "EM"),
            **_people({"ethnicity": "Tày"}, "BINH", "CUONG", "DUNG", "KE"),
        },
    ),
    "move_cap": {
        **_office("move_cap", "cứng", "", cadres=_HERE),
        "rules": [{"rule": "move_cap", "on": "x", "mode": "cứng", "params": "most=1"}],
    },
    "predecessor_mix": _office(
        "predecessor_mix",
        "cứng",
        "free=0",
        cadres={
            **_people({"current_unit": "phường Minh Khai"}, "AN", "EM"),
            "CUONG": {"current_unit": "phường Phan Bội Châu"},
        },
    )
    | {"predecessors": _MERGED},
    "women_in_leadership": _office(
        "women_in_leadership",
        "cứng",
        "scope=đơn vị; share=50%",
        cadres=_people({"sex": "nữ"}, "BINH", "CUONG", "DUNG", "KE"),
    ),
    "workload_need": _office(
        "workload_need", "", "tolerance=10%", units=_people({"population": 12000, "area_km2": 20}, "00001", "00002")
    ),
    "worst_unit_first": _office("worst_unit_first", "", "aim=79", cadres=_RATED),
    "young_in_leadership": _office(
        "young_in_leadership",
        "cứng",
        "scope=đơn vị; share=50%",
        cadres=_people({"birth_date": _BORN["1990"]}, "BINH", "CUONG", "DUNG", "KE"),
    ),
}
