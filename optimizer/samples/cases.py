"""The sample cases: each place with its frame, its roster and what makes it hard (DESIGN section 8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal

from optimizer.samples import rule_book
from optimizer.samples.allowed import Allowed
from optimizer.samples.careers import SUPPLY, WORKFORCE
from optimizer.samples.cells import cadre_rows
from optimizer.samples.fates import Family, relate, settle
from optimizer.samples.gazetteer import Place, bare, places
from optimizer.samples.homes import Atlas
from optimizer.samples.people import Climate, Person
from optimizer.samples.reviewers import Verdicts, decide
from optimizer.samples.roster import Bench, Mix, exactly, holders
from optimizer.samples.seat_plan import plan_seats, seat_rows
from optimizer.samples.terrain import hardship, invent_population
from optimizer.samples.title_book import GOVERNMENT, PARTY, title_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

Table = list[dict[str, object]]
_KIN_WORD = {
    "spouse": "vợ/chồng",
    "sibling": "anh/chị/em",
    "parent": "cha/mẹ",
    "same_unit": "cùng đơn vị",
    "different_unit": "khác đơn vị",
}
_NOTE = (
    "Dữ liệu mẫu: địa danh có thật; người, dân số, chỉ tiêu, địa bàn khó khăn và quyết định đều là hư cấu. | "
    "Sample data: the places are real; people, populations, seats, hardship marks and decisions are invented."
)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Everything that makes one sample what it is."""

    seed: int
    province_code: str
    former_province: str
    id_prefix: str
    climate: Climate
    book: Literal["leaders", "government", "whole"]
    specialist_degree: str
    frame: tuple[tuple[str, int], ...]  # posts by block; leaders have their fixed posts and no frame
    people: int
    leaving: int
    frozen: int
    in_post: bool  # whether the roster knows who holds the new titles already
    mix: Mix
    wishing: float
    family: Family
    verdicts: Verdicts
    rules: rule_book.Ticked
    rotating: int = 0  # people of a commune who were sent there on a turn


def _signers(kind: str) -> tuple[str, ...]:
    return (f"Ban Tổ chức {kind}", f"Ban Thường vụ {kind}", "Sở Nội vụ")


_LEADERS_MIX = Mix(
    standings=(("leader", 0.88), ("manager", 0.12)),
    levels=(("commune", 0.52), ("district", 0.36), ("province", 0.12)),
    local=0.45,
    supply=WORKFORCE,
)
_SURPLUS_MIX = Mix(
    standings=(("leader", 0.14), ("manager", 0.3), ("specialist", 0.56)),
    levels=(("commune", 0.66), ("district", 0.3), ("province", 0.04)),
    local=0.35,
    supply=SUPPLY,
)
_HANOI_MIX = Mix(
    standings=(("leader", 0.1), ("manager", 0.24), ("specialist", 0.66)),
    levels=(("commune", 0.645), ("district", 0.335), ("province", 0.02)),
    local=0.4,
    supply=WORKFORCE,
)

BLUEPRINTS: dict[str, Blueprint] = {
    "hai-phong-leaders": Blueprint(
        seed=195,
        province_code="31",
        former_province="Thành phố Hải Phòng",
        id_prefix="HP",
        climate=Climate(dt.date(2025, 7, 1)),
        book="leaders",
        specialist_degree="đại học",
        frame=(),
        people=300,
        leaving=6,
        frozen=3,
        in_post=False,
        mix=_LEADERS_MIX,
        wishing=0.25,
        family=Family(spouses=3, siblings=2, parents=0, together=0, apart=3),
        verdicts=Verdicts(3, 6, 0, 1, 2, _signers("Thành ủy")),
        rules=rule_book.LEADERS,
    ),
    "hai-phong": Blueprint(
        seed=114,
        province_code="31",
        former_province="",
        id_prefix="HP",
        climate=Climate(dt.date(2025, 10, 1)),
        book="government",
        specialist_degree="đại học",
        frame=((GOVERNMENT, 114 * 32),),
        people=114 * 32
        + 114
        + 2_600,  # a person for each post (the chair of the council is a second title), and the surplus
        leaving=120,
        frozen=45,
        in_post=True,
        mix=_SURPLUS_MIX,
        wishing=0.1,
        family=Family(spouses=30, siblings=16, parents=6, together=4, apart=8),
        verdicts=Verdicts(6, 10, 12, 4, 3, _signers("Thành ủy")),
        rules=rule_book.HAI_PHONG,
        rotating=40,
    ),
    "lang-son": Blueprint(
        seed=65,
        province_code="20",
        former_province="",
        id_prefix="LS",
        climate=Climate(
            dt.date(2025, 9, 10),
            (("Tày", 0.39), ("Nùng", 0.37), ("Kinh", 0.2), ("Dao", 0.04)),
            modest_schooling=0.14,
        ),
        book="government",
        specialist_degree="cao đẳng",
        frame=((GOVERNMENT, 2_457),),
        people=2_376 + 2 * 65,  # 2,376 on the government side, and the secretaries and standing deputies
        leaving=47,
        frozen=18,
        in_post=True,
        mix=_SURPLUS_MIX,
        wishing=0.12,
        family=Family(spouses=16, siblings=12, parents=4, together=2, apart=5),
        verdicts=Verdicts(4, 6, 8, 2, 2, _signers("Tỉnh ủy")),
        rules=rule_book.LANG_SON,
        rotating=25,
    ),
    "hanoi": Blueprint(
        seed=126,
        province_code="01",
        former_province="",
        id_prefix="HN",
        climate=Climate(dt.date(2025, 7, 1), (("Kinh", 0.985), ("Mường", 0.015))),
        book="whole",
        specialist_degree="đại học",
        frame=((GOVERNMENT, 9_622), (PARTY, 5_258)),
        people=16_206 + 4_294,
        leaving=4_294,
        frozen=110,
        in_post=False,
        mix=_HANOI_MIX,
        wishing=0.06,
        family=Family(spouses=80, siblings=50, parents=20, together=6, apart=15),
        verdicts=Verdicts(10, 16, 0, 8, 5, _signers("Thành ủy")),
        rules=rule_book.HANOI,
        rotating=60,
    ),
}


def build(place: str, seed: int | None = None) -> dict[str, Table]:
    """Return the tables of a sample; each part draws from its own stream, so one can change without the others."""
    blueprint = BLUEPRINTS[place]
    seed = blueprint.seed if seed is None else seed

    def stream(part: str) -> Random:
        return Random(f"{place}/{seed}/{part}")

    units = places(blueprint.province_code, blueprint.former_province)
    population = invent_population(stream("population"), units)
    book = title_book(blueprint.book, blueprint.specialist_degree)
    plan = plan_seats(units, population, book, dict(blueprint.frame), stream("seats"))
    book = tuple(t for t in book if any(code == t.code for _, code in plan.targets))  # small frames leave some out
    atlas = Atlas(units)
    bench = Bench(stream("people"), blueprint.climate, atlas, blueprint.mix)
    in_post = holders(bench, plan, book) if blueprint.in_post else []
    people = exactly(
        stream("cut"), in_post, blueprint.people, bench.surplus_person if blueprint.in_post else bench.free_person
    )
    _number(stream("numbers"), people, blueprint.id_prefix)
    day = blueprint.climate.plan_date
    titles = frozenset(t.code for t in book)
    settle(stream("fates"), people, day, blueprint.leaving, blueprint.frozen, titles, atlas, blueprint.wishing)
    pairs = relate(stream("kin"), people, atlas, blueprint.family)
    related = {p.cadre_id for pair in pairs for p in pair[:2]}
    people.sort(key=lambda p: p.cadre_id)
    whole = "thành phố" if units[0].province.startswith("Thành phố") else "tỉnh"
    rows = cadre_rows(stream("cells"), people, blueprint.climate.years, whole)
    tables: dict[str, Table] = {
        "units": _unit_rows(units, population),
        "predecessors": [
            {"unit_code": o.unit_code, "old_name": o.name, "old_district": o.district, "old_province": o.province}
            for u in units
            for o in u.predecessors
        ],
        "titles": [t.row() for t in book],
        "seats": seat_rows(plan, book),
        "cadres": rows,
        "relations": [{"cadre_a": a.cadre_id, "cadre_b": b.cadre_id, "kind": _KIN_WORD[kind]} for a, b, kind in pairs],
        "decisions": [],
        "rules": [dict(row) for row in blueprint.rules],
        "settings": [
            {"key": "plan_date", "value": day},
            {
                "key": "note",
                "value": _NOTE,
            },
        ],
    }
    allowed = Allowed({**tables, "cadres": _in_question(people, rows), "relations": []})
    decisions = decide(
        stream("decisions"), people, related, plan, book, atlas.by_code, day, blueprint.verdicts, allowed
    )
    spoken_of = related | {str(d["cadre_id"]) for d in decisions}
    tables["decisions"] = decisions
    tables["cadres"] = _with_turns(stream("turns"), people, rows, blueprint, spoken_of)
    return tables


def _in_question(people: Sequence[Person], rows: Table) -> Table:
    """Return the rows of those whom a reviewer may give a seat: leaders and managers who are there to be placed."""
    return [
        row
        for person, row in zip(people, rows, strict=True)
        if person.status == "available" and person.standing != "specialist"
    ]


def _number(rng: Random, people: Sequence[Person], prefix: str) -> None:
    """Give everybody an identifier that says nothing about where they stand in the tables."""
    numbers = list(range(1, len(people) + 1))
    rng.shuffle(numbers)
    for person, number in zip(people, numbers, strict=True):
        person.cadre_id = f"{prefix}{number:05d}"


def _with_turns(
    rng: Random, people: Sequence[Person], rows: Table, blueprint: Blueprint, spoken_of: AbstractSet[str]
) -> Table:
    """Say of some people in communes since when they are there on a turn (luân chuyển): most turns still run.

    Nobody of whom a decision or a relation speaks already: who is locked elsewhere is on no turn.
    """
    # who has been at the head of one place for two terms came there long before any turn that still runs
    serving = [
        i
        for i, p in enumerate(people)
        if p.level == "commune" and p.status == "available" and (p.terms or 0) < 2 and p.cadre_id not in spoken_of
    ]
    for i in rng.sample(serving, min(blueprint.rotating, len(serving))):
        months = rng.randint(3, 48)
        day = blueprint.climate.plan_date
        month = day.year * 12 + day.month - 1 - months
        rows[i]["rotation_since"] = dt.date(month // 12, month % 12 + 1, 1)
    return rows


def _unit_rows(units: Sequence[Place], population: dict[str, int]) -> Table:
    return [
        {
            "unit_code": u.code,
            "name": u.name,
            "type": u.type,
            "province": u.province,
            "cluster": "Cụm hải đảo" if u.type == "đặc khu" else f"Cụm {bare(u.former_district)}",
            "former_district": u.former_district,
            "lat": u.lat,
            "lon": u.lon,
            "population": population[u.code],
            "area_km2": u.area_km2,
            "hardship": hardship(u),
        }
        for u in units
    ]
