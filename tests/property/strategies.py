"""Tiny cases as Hypothesis draws them: every rule, decision and setting in some, small enough to try every plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from optimizer.catalogue import catalogue, known
from optimizer.objectives.base import Objective
from optimizer.rules.base import Rule
from tests import cases as make
from tests.contract.tiny import PARAMETERS as CONTRACT

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Decision, RuleSetting, Seat, Title

Post = tuple[str, str]  # unit and title code
FIELDS = ("dat dai", "moi truong", "luat")
PROVINCE = "Hải Phòng"
UNITS = (  # three places some way apart: within 15 km, then beyond 30
    make.unit(
        "U1",
        name="xã Hòa An",
        province=PROVINCE,
        cluster="Bắc",
        former_district="An Dương",
        lat=20.90,
        lon=106.60,
        type="xa",
        population=24_000,
        area_km2=20.0,
    ),
    make.unit(
        "U2",
        name="xã Cẩm Giang",
        province=PROVINCE,
        cluster="Bắc",
        former_district="Cẩm Giàng",
        lat=20.95,
        lon=106.65,
        type="phuong",
        population=9_000,
        area_km2=5.0,
    ),
    make.unit(
        "U3",
        name="đặc khu Cát Hải",
        province=PROVINCE,
        cluster="Đảo",
        former_district="Cát Hải",
        lat=20.75,
        lon=107.05,
        type="dac_khu",
        population=700,
        area_km2=90.0,
        hardship="island",
    ),
)
TITLES = ("BT", "CH", "DC")  # as in the contract tests, whose parameters name them
ACTIONS = ("lock", "lock", "lock", "forbid", "forbid", "keep", "exception", "exception", "exception", "exclude")
OFTEN = st.sampled_from((True, True, False))
LIMITS = (
    (0, 1, 1),
    (0, 1, 1),
    (1, 1, 1),
    (0, 2, 2),
    (1, 1, 2),
    (0, 0, 1),
    (1, 2, 2),
    (0, 0, 0),
)  # of a seat: min, target, max
PEOPLE = ("A", "B", "C", "D")
MOST_SEATS = {2: 6, 3: 4, 4: 4}  # for so many people: what keeps the number of plans low
LIFTABLE = sorted(n for n, c in known().items() if issubclass(c, Rule) and c.liftable != "never")
SOFTENED = sorted(n for n, c in known().items() if issubclass(c, Rule) and "soft" in c.modes)
WEIGHED = sorted(n for n, c in known().items() if issubclass(c, Objective) and not c.ties)
OWN_PARAMETERS: dict[str, tuple[dict[str, str], ...]] = {  # further ones, fit for so few people
    "suitability": (
        {"explicit": "yes"},
        {"only_scored": "yes"},
        {"minimise": "yes", "explicit": "yes"},
        {"minimise": "yes", "explicit": "yes", "only_scored": "yes"},
    ),
    "travel": ({"start": "current_unit"}, {"bands": "1:0.3|20:7", "rent": ""}),
    "moves": ({"same_cluster": "0.5"}, {"same_unit": "0.5"}),
    "wishes": ({"later": "0.5"},),
}


def parameters(name: str) -> tuple[dict[str, str], ...]:
    """Return the sets of parameters a rule or objective is drawn with, its defaults first."""
    given = OWN_PARAMETERS.get(name) or CONTRACT.get(name, ())
    return ({}, *({key: str(value) for key, value in one.items()} for one in given))


def rarely(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Return a draw that is `usual` four times out of five, so that what is asked leaves something to choose."""
    return st.sampled_from((*[usual] * 4 * len(others), *others))


@st.composite
def tiny_cases(draw: st.DrawFn) -> Case:
    """Draw a case of two to four people, one to three units and one to three titles."""
    people = PEOPLE[: draw(st.sampled_from((2, 3, 3, 4, 4)))]
    units = UNITS[: draw(st.sampled_from((1, 2, 2, 3)))]
    codes = [u.unit_code for u in units]
    titles = [draw(_title(code)) for code in TITLES[: draw(st.sampled_from((1, 2, 2, 3, 3)))]]
    seats = draw(_seats(codes, [t.title_code for t in titles], MOST_SEATS[len(people)]))
    posts = [(s.unit_code, s.title_code) for s in seats]
    tables: dict[str, Any] = {
        "predecessors": [
            make.old_unit(u.unit_code, f"xã Cũ {u.unit_code}", old_district=u.former_district, old_province=PROVINCE)
            for u in units
        ],
        "decisions": draw(st.lists(_decision(people, posts), min_size=1, max_size=2)) if draw(st.booleans()) else [],
        "relations": draw(_relations(people)),
        "scores": draw(_scores(people, posts)),
    }
    cadres = [draw(_cadre(code, codes, posts)) for code in people]
    tables["decisions"] = [d for d in tables["decisions"] if _says_something(d, cadres)]
    if draw(OFTEN):
        tables["rules"] = draw(_rules(bundled=len(titles) > 1))
    return _accepted(make.case(units, titles, seats, cadres, **tables))


def _accepted(case: Case) -> Case:
    """Return the case without the rows of the Rules sheet that are errors in it, such as titles it does not have."""
    wrong = {dict(f.subject).get("rule") for f in catalogue(case).findings if f.severity == "error"}
    return replace(case, rules=tuple(row for row in case.rules if row.rule not in wrong))


@st.composite
def _title(draw: st.DrawFn, code: str) -> Title:
    return make.title(
        code,
        fields=draw(rarely((), (FIELDS[0],), FIELDS[:2])),
        min_degree=draw(rarely(0, 3, 4)),
        min_theory=draw(rarely(0, 2)),
        party_member=draw(rarely(False, True)),
        min_years=draw(rarely(0.0, 3.0)),
        months_to_serve=draw(rarely(0, 60)),
        not_local=draw(rarely(False, True)),
        concurrent_with=tuple(c for c in TITLES if c != code and draw(st.booleans())),
        group="specialist" if code == "DC" else "leader",
        rank={"BT": 1, "CH": 3, "DC": 8}[code],
        block="Đảng" if code == "BT" else "Chính quyền",
        sensitive=code == "DC",
    )


@st.composite
def _seats(draw: st.DrawFn, units: list[str], titles: list[str], most: int) -> list[Seat]:
    spots = [(u, t) for u in units for t in titles]
    found = []
    for u, t in draw(st.lists(st.sampled_from(spots), min_size=min(most - 1, len(spots)), max_size=most, unique=True)):
        least, target, top = draw(st.sampled_from(LIMITS))
        found.append(make.seat(u, t, target, min=least, max=top, priority=draw(st.integers(1, 2))))
    return found


@st.composite
def _cadre(draw: st.DrawFn, code: str, units: list[str], posts: list[Post]) -> Cadre:
    now = draw(st.sampled_from([None, *posts]))
    homes = st.sampled_from([*["tỉnh Thanh Hóa"] * 3, *(f"xã Cũ {u}" for u in units), ""])
    living = draw(st.sampled_from([None, *units]))
    return make.cadre(
        code,
        birth_date=draw(rarely("3/1980", "1966", "7/1967", None)),
        sex=draw(st.sampled_from(("female", "female", "male", "male", None))),
        ethnicity=draw(st.sampled_from(("Kinh", "Tày", ""))),
        party_date=draw(rarely("2005", None, "2/8/2025")),
        degree=draw(rarely(4, 2, None)),
        theory=draw(rarely(3, 1, None)),
        expertise=draw(
            st.dictionaries(st.sampled_from(FIELDS), st.sampled_from([1.0, 3.0, 12.0]), min_size=1, max_size=2)
        ),
        major=draw(st.sampled_from(["", "Luật", "Đất đai; Kế toán"])),
        rating=draw(st.sampled_from([None, 60.0, 88.5])),
        home_place=draw(homes),
        residence="" if living is None else f"xã Cũ {living}",
        residence_units=() if living is None else (living,),
        current_unit_code=now and now[0],
        current_title_code=now and now[1],
        wish_units=tuple(draw(st.lists(st.sampled_from(units), max_size=2, unique=True))),
        staff_group=draw(st.sampled_from((None, "civil_servant", "public_employee"))),
        hardship_years={"A": 20.0, "C": 15.0}.get(code),
        terms_here=draw(st.sampled_from((None, 1, 2))),
        in_post_since=draw(st.sampled_from((None, "2015", "1/2/2025"))),
        protected=draw(rarely(False, True)),
        discipline=draw(rarely("", "cảnh cáo 2/2025")),
        status=draw(st.sampled_from((*["available"] * 18, "leaving", "frozen"))),
    )


@st.composite
def _decision(draw: st.DrawFn, people: tuple[str, ...], posts: list[Post]) -> Decision:
    unit, title = draw(st.sampled_from(posts))
    action = draw(st.sampled_from(ACTIONS))
    if action == "exclude" or draw(rarely(False, True)):
        unit = ""
    if action == "exclude" or draw(rarely(False, True)):
        title = ""
    lifted = draw(st.sampled_from(("", *LIFTABLE))) if action == "exception" else ""
    return make.decision(draw(st.sampled_from(people)), action, unit, title, rule=lifted)


def _says_something(d: Decision, cadres: list[Cadre]) -> bool:
    """Return whether the reader would accept the decision: a keep needs a seat, written or present."""
    now = next(c for c in cadres if c.cadre_id == d.cadre_id)
    return d.action != "keep" or bool(
        (d.unit_code or now.current_unit_code) and (d.title_code or now.current_title_code)
    )


@st.composite
def _relations(draw: st.DrawFn, people: tuple[str, ...]) -> list[Any]:
    pairs = [(a, b) for a in people for b in people if a != b]
    kinds = st.sampled_from(("same_unit", "different_unit", "spouse", "sibling"))
    chosen = (
        draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=2, unique=True)) if draw(rarely(False, True)) else []
    )
    return [make.relation(a, b, draw(kinds)) for a, b in chosen]


@st.composite
def _scores(draw: st.DrawFn, people: tuple[str, ...], posts: list[Post]) -> list[make.Spot]:
    """Draw a list of scores, some for any unit or any title; no key twice, as the reader demands."""
    units, titles = ["*", *sorted({u for u, _ in posts})], ["*", *sorted({t for _, t in posts})]
    keys = st.tuples(st.sampled_from(people), st.sampled_from(units), st.sampled_from(titles))
    chosen = draw(st.lists(keys, min_size=1, max_size=5, unique=True)) if draw(OFTEN) else []
    return [(*key, draw(st.sampled_from([0.0, 5.0, 33.3, 91.2, -4.0]))) for key in chosen]


@st.composite
def _rules(draw: st.DrawFn, bundled: bool) -> list[RuleSetting]:
    """Draw a Rules sheet: objectives weighed, levelled and switched, rules made soft or switched off."""
    found = []
    for name in draw(st.lists(st.sampled_from(WEIGHED), max_size=4, unique=True)):
        params = draw(st.sampled_from(parameters(name)))
        found.append(make.setting(name, on=draw(rarely(True, False)), params=params, **draw(_force())))
    for name in draw(st.lists(st.sampled_from(SOFTENED), min_size=1, max_size=6, unique=True)):
        mode = draw(st.sampled_from((None, "soft", *known()[name].modes)))
        params = draw(st.sampled_from(parameters(name)))
        found.append(make.setting(name, on=draw(rarely(True, False)), mode=mode, params=params, **draw(_force())))
    if bundled and draw(rarely(False, True)):
        found.append(make.setting("concurrent_titles", params={"only_concurrent": "CH"}))
    return found


@st.composite
def _force(draw: st.DrawFn) -> dict[str, Any]:
    return {"level": draw(rarely(None, 2, 3, 4)), "weight": draw(rarely(None, 0.0, 0.5, 2.0))}
