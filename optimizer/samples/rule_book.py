"""Which rules each sample ticks: what a province of that kind would ask, never what suits the solver."""

from __future__ import annotations

Ticked = tuple[dict[str, object], ...]


def _rule(
    name: str, mode: str = "", weight: float | None = None, level: int | None = None, **params: object
) -> dict[str, object]:
    """Return a row of the Rules sheet that switches a rule on; what is left out keeps its default."""
    row: dict[str, object] = {"rule": name, "on": "x"}
    if mode:
        row["mode"] = {"hard": "cứng", "soft": "mềm"}[mode]
    if level is not None:
        row["level"] = level
    if weight is not None:
        row["weight"] = weight
    if params:
        row["params"] = "; ".join(f"{key}={value}" for key, value in params.items())
    return row


LEADERS: Ticked = (_rule("concurrent_titles", only_concurrent="CTHDND"),)

_GOALS: Ticked = (_rule("wishes"), _rule("travel"), _rule("moves"), _rule("suitability"))

# What the law forbids anywhere, in a frame with departments.
_LAW: Ticked = (
    *LEADERS,
    *_GOALS,
    _rule("banned_pairs"),
    _rule("vice_chair_average", "hard"),
    _rule("deputies_average", "hard"),
    _rule("seat_template"),
    _rule("two_terms", "hard"),
    _rule("rotation_freeze", must_stay="không"),
    _rule("performance_floor", "hard"),
    _rule("protected_persons", "hard"),
    _rule("relatives_sensitive", "hard"),
    _rule("relatives_linked", "hard"),
)

# A city merged from two: 114 units, everybody in place, 2,600 too many; what the committee weighs stands below the law.
HAI_PHONG: Ticked = (
    *_LAW,
    _rule("staff_total", "hard"),
    _rule("staff_pools", "soft", 5),
    _rule("field_cover", "soft", 20, people_per_specialist=25_000),
    _rule("time_in_post", "hard"),
    _rule("planned_title", "soft", 5),
    _rule("periodic_change", "soft", 2),
    _rule("staff_group", "soft", 2),
    _rule("leaving_risk", "soft", 10, 3),
    _rule("spouses_near", "soft", 20, 3),
    _rule("women_in_leadership", "soft", 20),
    _rule("young_in_leadership", "soft", 20),
    _rule("former_province_balance", "soft", 10, tolerance="0,05"),
    _rule("predecessor_mix", "soft", 5),
    _rule("complementary_leaders", "soft", 5),
    _rule("continuity", "soft", 5),
    _rule("capability_floor", "soft", 1, 3),
    _rule("senders_keep", "soft", 5),
    _rule("secondment", "hard"),
    _rule("hardship_turns", "soft", 20, 3),
    _rule("hardship_volunteers"),
)

# A mountain province short of people: who is from here counts, nobody is moved without need.
LANG_SON: Ticked = (
    *_LAW,
    _rule("staff_total", "hard"),
    _rule("field_cover", "soft", 20),
    _rule("staff_group", "soft", 1),
    _rule("leaving_risk", "soft", 10, 3),
    _rule("spouses_near", "soft", 20, 3),
    _rule("women_in_leadership", "soft", 20),
    _rule("young_in_leadership", "soft", 20),
    _rule("minority_in_leadership", "soft", 20, scope="former_district"),
    _rule("continuity", "soft", 5, share="0,5"),
    _rule("move_cap", "soft", 5, 3, most=250),
    _rule("hardship_turns", "soft", 20, 3),
    _rule("hardship_volunteers"),
    _rule("shared_specialist", "soft", 10, 3, max_km=25),
)

# Everything at once, quotas that cross: by unit, by former district and over the city; men and women, age, capability.
HANOI: Ticked = (
    *_LAW,
    _rule("staff_total", "hard"),
    _rule("staff_pools", "soft", 5),
    _rule("field_cover", "soft", 20, people_per_specialist=30_000),
    _rule("time_in_post", "soft", 5),
    _rule("planned_title", "soft", 5),
    _rule("periodic_change", "soft", 2),
    _rule("staff_group", "soft", 2),
    _rule("leaving_risk", "soft", 10, 3),
    _rule("spouses_near", "soft", 20, 3, max_km=20),
    _rule("women_in_leadership", "hard", share="0,25"),
    _rule("young_in_leadership", "soft", 20, scope="former_district", groups="leader, manager"),
    _rule("age_mix", "soft", 10, share="0,2", groups="leader, manager"),
    _rule("minority_in_leadership", "soft", 20),
    _rule("former_province_balance", "soft", 10),
    _rule("predecessor_mix", "soft", 5),
    _rule("complementary_leaders", "soft", 5),
    _rule("continuity", "soft", 5),
    _rule("move_cap", "soft", 1, 3, most=6_000),
    _rule("capability_floor", "soft", 1, 3, points_below=3),
    _rule("worst_unit_first", "soft", 50, 3),
    _rule("workload_need", "soft", 5, tolerance="0,15"),
    _rule("senders_keep", "soft", 5),
    _rule("secondment", "hard"),
    _rule("hardship_turns", "soft", 20, 3),
    _rule("hardship_volunteers"),
    _rule("shared_specialist", "soft", 10, 3),
)
