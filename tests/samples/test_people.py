"""The invented people look like a province's staff, and their cells like a real roster."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from random import Random
from statistics import median

import pytest

from optimizer.domain.words import degree_value, field_word, theory_value, word
from optimizer.samples import PLACES
from optimizer.samples.cells import other_tone_place
from optimizer.samples.names import person_name
from tests.samples.reading import cell_date, index_of, plan_date, sample

every_place = pytest.mark.parametrize("place", sorted(PLACES))


@every_place
def test_everybody_is_of_working_age_and_leaders_are_seasoned(place: str) -> None:
    tables = sample(place)
    day = plan_date(tables)
    ages = [day.year - cell_date(c["birth_date"]).year for c in tables["cadres"]]
    leaders = [
        day.year - cell_date(c["birth_date"]).year for c in tables["cadres"] if "Bí thư Đảng ủy" in c["current_title"]
    ]
    assert min(ages) >= 22
    assert max(ages) <= 61
    assert 36 <= median(ages) <= 50
    assert min(leaders) >= 34
    assert max(leaders) <= 59


@every_place
def test_women_serve_below_their_earlier_retirement_age(place: str) -> None:
    tables = sample(place)
    day = plan_date(tables)
    women = [c for c in tables["cadres"] if word("sex", c["sex"]) == "female"]
    assert 0.2 < len(women) / len(tables["cadres"]) < 0.5
    assert all(day.year - cell_date(c["birth_date"]).year <= 57 for c in women)


@every_place
def test_party_dates_follow_the_eighteenth_birthday_and_precede_the_plan(place: str) -> None:
    tables = sample(place)
    day = plan_date(tables)
    members = [c for c in tables["cadres"] if c["party_date"] is not None]
    assert 0.6 < len(members) / len(tables["cadres"]) < 1
    for cadre in members:
        joined, born = cell_date(cadre["party_date"]), cell_date(cadre["birth_date"])
        assert joined.not_after(day)
        assert joined.year - born.year >= 18
        if joined.precision == "day" and born.precision == "day":
            assert (joined.earliest - born.earliest).days >= 18 * 365.25


@every_place
def test_nobody_is_in_post_since_after_the_plan_or_before_twenty(place: str) -> None:
    tables = sample(place)
    day = plan_date(tables)
    for cadre in tables["cadres"]:
        since = cell_date(cadre["in_post_since"])
        assert since.not_after(day)
        assert since.year - cell_date(cadre["birth_date"]).year >= 20


@every_place
def test_every_word_in_a_cell_is_one_the_reader_knows(place: str) -> None:
    for cadre in sample(place)["cadres"]:
        assert degree_value(cadre["degree"]) is not None
        assert cadre["theory"] == "" or theory_value(cadre["theory"]) is not None
        for field in ("sex", "level", "staff_group", "status"):
            assert word(field, cadre[field]) is not None, (field, cadre[field])
        for key, grade in cadre.items():
            if key.startswith("Xếp loại"):
                assert grade == "" or word("grade", grade) is not None
        assert cadre["rating"] is None or 0 <= cadre["rating"] <= 100


@every_place
def test_titles_relations_and_decisions_use_known_words(place: str) -> None:
    tables = sample(place)
    for title in tables["titles"]:
        assert word("group", title["group"]) is not None
        assert degree_value(title["min_degree"]) is not None
        assert title["min_theory"] == "" or theory_value(title["min_theory"]) is not None
    assert all(word("kind", r["kind"]) for r in tables["relations"])
    assert all(word("action", d["action"]) for d in tables["decisions"])
    assert all(word("type", u["type"]) and word("hardship", u["hardship"]) for u in tables["units"])


def test_fields_of_titles_are_fields_of_people() -> None:
    tables = sample("hanoi")
    have = {field_word(p.rpartition(":")[0]) for c in tables["cadres"] for p in c["expertise"].split("; ")}
    asked = {field_word(f) for t in tables["titles"] for f in t["fields"].split("; ") if f}
    assert asked <= have


@every_place
def test_degrees_and_theory_are_spread_as_in_a_province(place: str) -> None:
    cadres = sample(place)["cadres"]
    degrees = Counter(degree_value(c["degree"]) for c in cadres)
    theory = Counter(theory_value(c["theory"]) if c["theory"] else None for c in cadres)
    assert 0.55 < degrees[4] / len(cadres) < 0.85
    assert 0.1 < degrees[5] / len(cadres) < 0.45
    assert theory[2] > theory[3] > theory[4]
    assert theory[3] / len(cadres) < 0.32, "the advanced course is scarce"


@every_place
def test_names_have_three_or_four_words_and_vietnamese_letters(place: str) -> None:
    names = [unicodedata.normalize("NFC", c["name"]) for c in sample(place)["cadres"]]
    assert all(3 <= len(n.split()) <= 4 for n in names)
    plain = [n for n in names if n.isascii()]
    assert len(plain) < 0.06 * len(names)


def test_names_follow_sex() -> None:
    rng = Random(1)
    women = [person_name(rng, True, "Kinh") for _ in range(400)]
    men = [person_name(rng, False, "Kinh") for _ in range(400)]
    assert sum(" Thị " in n for n in women) > 200
    assert not any(" Thị " in n for n in men)
    assert sum(n.startswith("Nguyễn ") for n in men + women) in range(200, 400)


def test_lang_son_is_mostly_tay_and_nung_with_their_surnames() -> None:
    cadres = sample("lang-son")["cadres"]
    peoples = Counter(c["ethnicity"] for c in cadres)
    assert set(peoples) == {"Tày", "Nùng", "Kinh", "Dao"}
    assert peoples["Kinh"] < 0.3 * len(cadres)
    surnames = Counter(
        unicodedata.normalize("NFC", c["name"]).split()[0].title() for c in cadres if c["ethnicity"] in ("Tày", "Nùng")
    )
    assert {s for s, _ in surnames.most_common(2)} == {"Hoàng", "Nông"}


@every_place
def test_workplaces_residences_and_homes_can_be_looked_up(place: str) -> None:
    tables = sample(place)
    places = index_of(tables)
    kinds = {
        column: Counter(places.resolve(c[column]).kind for c in tables["cadres"])
        for column in ("current_unit", "residence", "home_place")
    }
    total = len(tables["cadres"])
    assert kinds["residence"]["none"] < 0.01 * total
    assert kinds["home_place"]["none"] < 0.2 * total, "some homes lie outside the province, most do not"
    assert kinds["current_unit"]["none"] < 0.2 * total
    assert all(places.resolve(w).kind == "unit" for c in tables["cadres"] for w in c["wishes"].split("; ") if w)


@every_place
def test_some_are_locals_of_where_they_work(place: str) -> None:
    tables = sample(place)
    places = index_of(tables)
    local = known = 0
    for cadre in tables["cadres"]:
        match = places.resolve(cadre["current_unit"])
        if match.kind in ("unit", "old_unit"):
            known += 1
            local += bool(set(match.codes) & places.local_units(cadre["home_place"], "commune"))
    assert 0.15 < local / known < 0.8


@every_place
def test_kin_fit_each_other(place: str) -> None:
    tables = sample(place)
    people = {c["cadre_id"]: c for c in tables["cadres"]}
    paired = [r[side] for r in tables["relations"] for side in ("cadre_a", "cadre_b")]
    assert len(set(paired)) == len(paired)
    for relation in tables["relations"]:
        a, b = people[relation["cadre_a"]], people[relation["cadre_b"]]
        years = cell_date(b["birth_date"]).year - cell_date(a["birth_date"]).year
        if relation["kind"] == "vợ/chồng":
            assert word("sex", a["sex"]) != word("sex", b["sex"])
        elif relation["kind"] == "cha/mẹ":
            assert years >= 21
        if relation["kind"] in ("anh/chị/em", "cha/mẹ"):
            first = [unicodedata.normalize("NFC", p["name"]).split()[0].casefold() for p in (a, b)]
            assert first[0] == first[1]


def test_cells_are_as_uneven_as_in_real_rosters() -> None:
    cadres = sample("hai-phong")["cadres"]
    births = Counter(type(c["birth_date"]) for c in cadres)
    assert births[dt.date] > births[str] > births[int] > 100
    assert sum("." in str(c["birth_date"]) for c in cadres) > 100
    assert sum(unicodedata.normalize("NFC", c["name"]) != c["name"] for c in cadres) > 50
    assert sum(c["degree"].islower() for c in cadres) > 100
    assert sum("oà" in c["name"] or "uý" in c["name"] or "uỷ" in c["name"] for c in cadres) > 5


@pytest.mark.parametrize(
    ("usual", "other"),
    [("Nguyễn Thị Hòa", "Nguyễn Thị Hoà"), ("Lê Thúy, Thủy", "Lê Thuý, Thuỷ"), ("Hoàng Quý", "Hoàng Quý")],
)
def test_tone_marks_move_only_where_typists_differ(usual: str, other: str) -> None:
    assert other_tone_place(usual) == other
