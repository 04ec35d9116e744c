"""Small invented provinces, each from its seed: every column filled somewhere and blank somewhere, and plans of them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from optimizer.catalogue import known
from optimizer.domain.plan import Plan
from optimizer.domain.roles import roles
from optimizer.rules.base import Rule
from tests import cases as make

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre

FIELDS = ("dat dai", "moi truong", "luat", "ke toan", "giao duc")
PLACES = (  # name, type, cluster, former district, former province, lat, lon
    ("xã Hòa An", "xa", "Bắc", "Thủy Nguyên", "Hải Phòng", 20.90, 106.60),
    ("phường Cẩm Giàng", "phuong", "bắc", "Cẩm Giàng", "Hải Dương", 20.95, 106.20),
    ("xã Cẩm Giang", "xa", "Nam", "Cẩm Giàng", "Hải Dương", 20.93, 106.24),
    ("phường Lê Chân", "phuong", "Nam", "Lê Chân", "Hải Phòng", 20.85, 106.68),
    ("đặc khu Cát Hải", "dac_khu", "", "Cát Hải", "Hải Phòng", 20.75, 107.05),
)
KINDS = ("spouse", "parent", "child", "sibling", "same_unit", "different_unit")
LIFTABLE = sorted(n for n, c in known().items() if issubclass(c, Rule) and c.liftable != "never")


def province(seed: int, people: int = 14) -> Case:
    """Return the invented province of one seed."""
    rng = Random(f"province {seed}")
    units = [_unit(rng, i) for i in range(rng.randint(3, len(PLACES)))]
    codes = [u.unit_code for u in units]
    titles = _titles(rng)
    seats = [
        make.seat(u, t.title_code, n, min=rng.randint(0, n), max=n + rng.randint(0, 1), priority=rng.randint(1, 2))
        for u in codes
        for t in titles
        if (n := rng.choice((0, 1, 1, 2))) or rng.random() < 0.3
    ]
    posts = [(s.unit_code, s.title_code) for s in seats]
    cadres = [_cadre(rng, i, codes, posts) for i in range(people)]
    beside = Random(f"beside {seed}")  # apart, so that what is drawn here changes nobody else
    cadres = [_with_second_title(beside, c) for c in cadres]
    ids = [c.cadre_id for c in cadres]
    return make.case(
        units,
        titles,
        seats,
        cadres,
        predecessors=_predecessors(rng, codes),
        relations=_relations(rng, ids),
        decisions=_exceptions(rng, ids, posts),
        scores=[(who, *rng.choice(posts), rng.choice((0.0, 33.3, 91.2))) for who in rng.sample(ids, 3)],
    )


def plans(case: Case, seed: int, number: int) -> list[Plan]:
    """Return plans that an engine could make: each person nowhere or in one unit in one role, no seat beyond its maximum.

    Some are sparse, some dense, and in some most people stay where they are.
    """
    rng = Random(f"plans {seed}")
    room = {(s.unit_code, s.title_code): s.max for s in case.seats}
    hands = [
        tuple((u.unit_code, t) for t in role)
        for u in case.units
        for role in roles(case)
        if all(room.get((u.unit_code, t)) for t in role)
    ]
    found = [Plan.of([])]
    while len(found) < number:
        placed, staying = rng.choice((0.15, 0.5, 0.9, 1.0)), rng.choice((0.0, 0.2, 0.9))
        left, at = dict(room), []
        for c in rng.sample(case.cadres, len(case.cadres)):
            if rng.random() > placed:
                continue
            now = (((c.current_unit_code or "", c.current_title_code or ""),),) if rng.random() < staying else ()
            for hand in (*now, *(rng.choice(hands) for _ in range(3))):
                if all(left.get(post, 0) > 0 for post in hand):
                    at += [(c.cadre_id, *post) for post in hand]
                    left |= {post: left[post] - 1 for post in hand}
                    break
        found.append(Plan.of(at))
    return found


def _unit(rng: Random, i: int) -> Any:
    name, kind, cluster, district, _, lat, lon = PLACES[i]
    blank = rng.random() < 0.1
    return make.unit(
        f"U{i + 1}",
        name=name,
        type=kind,
        province="Hải Phòng",
        cluster=cluster,
        former_district=district,
        lat=None if blank else lat,
        lon=None if blank else lon,
        population=rng.choice((None, 700, 9_000, 24_000, 41_000)),
        area_km2=rng.choice((None, 3.5, 20.0, 120.0)),
        hardship=rng.choice(("none", "none", "mountain", "border", "island")),
    )


def _predecessors(rng: Random, units: list[str]) -> list[Any]:
    """Return one or two old communes of each unit, and one that was divided between two of them."""
    found = [
        make.old_unit(code, f"xã Cũ {k}{code}", old_district=place[3], old_province=place[4])
        for code, place in zip(units, PLACES, strict=False)
        for k in "ab"[: rng.randint(1, 2)]
    ]
    shared = rng.sample(range(len(units)), 2)
    found += [make.old_unit(units[i], "xã Chung", old_district=PLACES[i][3], old_province=PLACES[i][4]) for i in shared]
    return found


def _workplace(rng: Random, now: tuple[str, str] | None) -> str:
    """Return what the roster says of the present workplace: an office, or the old commune of the present unit."""
    if now is None:
        return rng.choice(("", "Sở Nội vụ", "Ban Tổ chức Thành ủy", "xã Chung"))
    return rng.choice(("", f"xã Cũ a{now[0]}", f"xã Cũ a{now[0]}", f"xã Cũ b{now[0]}"))


def _titles(rng: Random) -> list[Any]:
    return [
        make.title("BT", name="Bí thư Đảng ủy", group="leader", rank=1, block="Đảng", party_member=True, min_theory=3,
                   not_local=rng.random() < 0.7, months_to_serve=60, concurrent_with=("CH",)),
        make.title("CH", name="Chủ tịch HĐND", group="leader", rank=rng.choice((2, 3)), block="Chính quyền"),
        make.title("CT", name="Chủ tịch UBND", group="leader", rank=2, block="Chính quyền", min_degree=4),
        make.title("PCT", name="Phó Chủ tịch UBND", group=rng.choice(("leader", "manager")), rank=4,
                   block="Chính quyền", months_to_serve=24, concurrent_with=rng.choice(((), ("TP",)))),
        make.title("TP", name="Trưởng phòng Kinh tế", group="manager", rank=rng.choice((5, None)), block="Chính quyền"),
        make.title("DC", name="Chuyên viên địa chính", group="specialist", rank=8, block="Chính quyền",
                   fields=("dat dai", "moi truong"), min_years=3, sensitive=True),
        make.title("KT", name="Chuyên viên kế toán", group=rng.choice(("specialist", None)), rank=8, block="",
                   fields=("ke toan",), sensitive=rng.random() < 0.5),
    ]  # fmt: skip


def _cadre(rng: Random, i: int, units: list[str], posts: list[tuple[str, str]]) -> Cadre:
    now = rng.choice([None, *posts, *posts]) if posts else None
    somewhere = rng.random() < 0.2
    return make.cadre(
        f"P{i:02d}",
        birth_date=rng.choice((None, "3/1964", "7/1967", "1/7/1983", "2/7/1983", "1990", "15/6/1996")),
        sex=rng.choice((None, "male", "female", "female")),
        ethnicity=rng.choice(("Kinh", "kinh", "Tày", "Nùng", "")),
        party_date=rng.choice((None, "2005", "2/8/2025")),
        degree=rng.choice((None, 2, 4, 5)),
        theory=rng.choice((None, 1, 3, 4)),
        expertise={f: rng.choice((1.0, 3.0, 12.0)) for f in rng.sample(FIELDS, rng.randint(0, 2))},
        major=rng.choice(("", "Luật", "Đất đai; Kế toán")),
        rating=rng.choice((None, 45.0, 60.0, 71.5, 88.5, 95.0)),
        grades=rng.choice(
            ((), ((2024, "failed"),), ((2023, "good"), (2024, "excellent")), ((2022, "failed"), (2024, "done")))
        ),
        home_place=rng.choice(("", "tỉnh Thanh Hóa", *(f"xã Cũ a{u}" for u in units))),
        residence_units=tuple(rng.sample(units, rng.randint(0, 2))),
        current_unit=_workplace(rng, now),
        current_unit_code=(rng.choice(units) if somewhere else None) if now is None else now[0],
        current_title_code=None if now is None or somewhere else now[1],
        level=rng.choice((None, "commune", "district", "city")),
        planned_titles=tuple(rng.sample(["BT", "CT", "pct", "Trưởng phòng Kinh tế"], rng.randint(0, 2))),
        wish_units=tuple(rng.sample(units, rng.randint(0, 2))),
        staff_group=rng.choice((None, "cadre", "civil_servant", "public_employee", "contract")),
        terms_here=rng.choice((None, 0, 1, 2, 3)),
        in_post_since=rng.choice((None, "1/8/2023", "6/2025", "2015", "7/2020")),
        hardship_years=(None, 20.0, 15.0, None, 10.0)[i % 5],
        rotation_since=rng.choice((None, None, None, "1/1/2024", "2019")),
        protected=rng.random() < 0.2,
        discipline=rng.choice(
            (*[""] * 6, "không", "cảnh cáo 15/6/2024", "Khiển trách 2023", "cách chức", "phê bình 2019")
        ),
        under_review=rng.choice((*[""] * 9, "x")),
        status=rng.choice((*["available"] * 12, "leaving", "frozen")),
    )


def _with_second_title(rng: Random, cadre: Cadre) -> Cadre:
    """Return some with a second title in the present post (kiêm nhiệm), allowed today or not."""
    second = {"BT": "CH", "PCT": "TP", "TP": "KT", "DC": "KT"}.get(cadre.current_title_code or "")
    if second is None or rng.random() < 0.6:
        return cadre
    return cadre.model_copy(update={"also_titles": (second,)})


def _relations(rng: Random, ids: list[str]) -> list[Any]:
    found = []
    for kind in KINDS:
        for _ in range(rng.randint(0, 3)):
            a, b = rng.sample(ids, 2)
            found.append(make.relation(a, b, kind))
    return found


def _exceptions(rng: Random, ids: list[str], posts: list[tuple[str, str]]) -> list[Any]:
    """Return exceptions from some rules, of one seat, one unit, one title or any; and a lock or two."""
    found = []
    for name in rng.sample(["", *LIFTABLE], min(len(LIFTABLE), 14)):
        unit, title = rng.choice(posts)
        found.append(
            make.decision(
                rng.choice(ids), "exception", rng.choice(("", unit)), rng.choice(("", title)), rule=name,
                reason="lý do", author="Ban Thường vụ",
            )
        )  # fmt: skip
    for _ in range(rng.randint(0, 2)):
        found.append(make.decision(rng.choice(ids), rng.choice(("lock", "forbid")), *rng.choice(posts)))
    return found
