"""Small cases drawn to contradict themselves: many decisions, pairs, requirements and hard quotas over few seats."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from tests import cases as make

if TYPE_CHECKING:
    from optimizer.domain.case import Case

PEOPLE = ("A", "B", "C", "D")


def clashing_case(seed: int, *, every_seat: bool = False) -> Case:
    """Return a case of four people in which what is decided often cannot be kept; some seats are not there unless asked."""
    chance = random.Random(seed)
    units = [make.unit("U1"), make.unit("U2")]
    paired = chance.random() < 0.5
    titles = [
        make.title("BT", group="leader", min_degree=chance.choice([0, 4]), concurrent_with=("CH",) if paired else ()),
        make.title("CH", group="leader"),
    ]
    seats = [
        make.seat(u.unit_code, t.title_code, 1, max=chance.choice([1, 1, 2]))
        for u in units
        for t in titles
        if chance.random() < 0.85 or every_seat
    ] or [make.seat("U1", "BT")]
    people = [
        make.cadre(
            p,
            sex=chance.choice(["male", "male", "female"]),
            degree=chance.choice([3, 4]),
            status=chance.choice(["available"] * 5 + ["leaving"]),
            current_unit_code=chance.choice(["U1", "U2", None]),
            current_title_code="CH",
        )
        for p in PEOPLE
    ]
    return make.case(
        units, titles, seats, people, cells=True,
        decisions=[_decision(chance) for _ in range(chance.choice([2, 3, 4, 5]))],
        relations=[_relation(chance) for _ in range(chance.choice([0, 0, 1, 2]))],
        rules=_rules(chance),
    )  # fmt: skip


def _decision(chance: random.Random) -> Any:
    action = chance.choice(["lock", "lock", "lock", "keep", "forbid", "exclude"])
    unit, title = chance.choice(["U1", "U2"]), chance.choice(["BT", "CH"])
    if action in ("lock", "forbid"):
        unit, title = chance.choice([(unit, title), (unit, title), (unit, title), (unit, ""), ("", title)])
    elif action == "exclude":
        unit, title = "", ""
    return make.decision(chance.choice(PEOPLE), action, unit, title, author="Ban Tổ chức" if unit else "")


def _relation(chance: random.Random) -> Any:
    return make.relation(*chance.sample(PEOPLE, 2), chance.choice(["same_unit", "different_unit"]))


def _rules(chance: random.Random) -> list[Any]:
    found = [make.setting("women_in_leadership", mode="hard", params={"share": chance.choice(["0.3", "0.5", "1"])})]
    found = found if chance.random() < 0.5 else []
    if chance.random() < 0.3:
        found.append(make.setting("move_cap", mode="hard", params={"most": chance.choice(["0", "1"])}))
    return found
