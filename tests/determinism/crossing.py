"""Invented offices in which rules cross and much is alike, as tables; and the same tables with their rows in another order."""

from __future__ import annotations

from random import Random
from typing import Any

Tables = dict[str, list[dict[str, Any]]]

FIELDS = ("đất đai", "luật", "kế toán")
GROUPS = ("lãnh đạo", "lãnh đạo", "quản lý", "chuyên môn")
SOFT = (  # rule, weight, level, parameters
    ("women_in_leadership", 20, None, "share=0,4; scope=unit"),
    ("young_in_leadership", 10, None, "share=0,3; scope=cluster; groups=all"),
    ("capability_floor", 1, 3, "points_below=2"),
    ("continuity", 5, None, "share=0,4"),
    ("move_cap", 1, 3, "most=15"),
    ("spouses_near", 4, 3, "max_km=15"),
    ("workload_need", 2, None, "groups=all"),
)


def office(seed: int, units: int = 9, people: int = 65) -> Tables:
    """Return an office drawn from `seed`: some thousand eligible placements, ratings and births in few steps, pairs, bans."""
    rng = Random(f"office {seed}")
    places = [f"U{i:02d}" for i in range(units)]
    titles = [f"T{i}" for i in range(len(GROUPS))]
    cadres = [f"P{i:03d}" for i in range(people)]

    def somewhere() -> str:
        return f"Xã Số {rng.randrange(units):02d}"

    return {
        "units": [
            {
                "unit_code": code,
                "name": f"Xã Số {i:02d}",
                "province": "Hải Phòng",
                "cluster": "Bắc" if i % 2 else "Nam",
                "former_district": f"Huyện {i % 3}",
                "lat": 20.8 + rng.randint(0, 40) / 100,
                "lon": 106.5 + rng.randint(0, 40) / 100,
                "population": 1000 * rng.randint(5, 40),
                "area_km2": rng.randint(5, 60),
            }
            for i, code in enumerate(places)
        ],
        "titles": [
            {
                "title_code": code,
                "name": f"Chức danh {i}",
                "group": GROUPS[i],
                "rank": i + 1,
                "concurrent_with": "T1" if i == 0 else None,
                "fields": FIELDS[0] if i == 3 else None,
            }
            for i, code in enumerate(titles)
        ],
        "seats": [
            {"unit_code": u, "title_code": t, "min": i % 2, "target": n, "max": n, "priority": 1 + (i > 1)}
            for u in places
            for i, t in enumerate(titles)
            for n in (rng.randint(1, 3),)
        ],
        "cadres": [
            {
                "cadre_id": code,
                "name": f"Người {code}",
                "birth_date": f"1/1/{rng.choice((1970, 1988))}",
                "sex": rng.choice(("nam", "nữ")),
                "current_unit": somewhere(),
                "current_title": f"Chức danh {rng.randrange(4)}",
                "rating": rng.choice((60, 70, 80, 90)),
                "expertise": f"{rng.choice(FIELDS)}:{rng.randint(1, 9)}",
                "residence": somewhere(),
                "wishes": somewhere() if rng.random() < 0.3 else None,
            }
            for code in cadres
        ],
        "relations": [
            {"cadre_a": a, "cadre_b": b, "kind": rng.choice(("cùng đơn vị", "khác đơn vị", "vợ/chồng"))}
            for a, b in (rng.sample(cadres, 2) for _ in range(7))
        ],
        "decisions": [
            {"cadre_id": rng.choice(cadres), "action": "cấm", "unit_code": rng.choice(places)} for _ in range(6)
        ],
        "rules": [
            {"rule": name, "on": "x", "mode": "mềm", "weight": weight, "level": level, "params": params}
            for name, weight, level, params in SOFT
        ]
        + [{"rule": name, "on": "x"} for name in ("suitability", "moves", "travel", "wishes")],
        "settings": [{"key": "plan_date", "value": "01/07/2025"}],
    }


def shuffled(tables: Tables, seed: int) -> Tables:
    """Return the tables with the rows of each in an order drawn from `seed`; 0 leaves them as they are."""
    rng = Random(seed)
    return tables if seed == 0 else {name: rng.sample(rows, len(rows)) for name, rows in tables.items()}
