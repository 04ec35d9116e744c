from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.worst_unit_first import WorstUnitFirst
from tests.cases import cadre, case, decision, seat, title
from tests.rules.judge import broken, kept, remarks, said

TITLES = (title("CV", group="specialist"), title("BT", group="leader"))
SEATS = (seat("U1", "CV", 2), seat("U2", "CV"), seat("U1", "BT"))
PEOPLE = (cadre("A", rating=90.0), cadre("B", rating=60.0), cadre("C", rating=70.0), cadre("X"))
RULE = WorstUnitFirst(aim=80)


def office(*decisions, people=PEOPLE):
    return case(["U1", "U2"], TITLES, SEATS, people, decisions=decisions, cells=True)


def amount(case_, *plan: tuple[str, str, str]) -> float:
    kept(RULE, case_, *plan)  # arrays and checker agree
    return sum(f.amount or 0.0 for f in RULE.violations(case_, Plan.of(plan)))


def test_only_the_unit_farthest_below_counts() -> None:
    plan = (("B", "U1", "CV"), ("C", "U2", "CV"))
    assert broken(RULE, office(), ("C", "U2", "CV")) == [{"unit": "U2", "cadre": "C", "rule": "worst_unit_first"}]
    assert len(list(RULE.violations(office(), Plan.of(plan)))) == 1
    (family,) = RULE.rows(Facts(office()))
    assert family.worst


def test_the_distance_is_a_mean_over_the_unit_s_seats() -> None:
    assert amount(office(), ("B", "U1", "CV")) == 10.0, "20 points over two seats"
    assert amount(office(), ("B", "U2", "CV")) == 20.0
    assert amount(office(), ("B", "U1", "CV"), ("A", "U1", "CV")) == 5.0
    assert amount(office(), ("B", "U1", "CV"), ("C", "U2", "CV")) == 10.0, "the worse of 10 and 10"


def test_sizes_are_few() -> None:
    many = case([f"U{i}" for i in range(1, 41)], TITLES, [seat(f"U{i}", "CV", i) for i in range(1, 41)], PEOPLE)
    (quota,) = RULE.quotas(many)
    sizes = [row.divide for row in quota.rows]
    assert len(set(sizes)) == 14
    by_seats = dict(zip((int(row.units[0][1:]) for row in quota.rows), sizes, strict=True))
    assert (by_seats[6], by_seats[7], by_seats[28], by_seats[29]) == (6, 6, 25, 32)


def test_leaders_and_people_without_a_rating_are_left_out() -> None:
    assert kept(RULE, office(), ("B", "U1", "BT"), ("X", "U1", "CV"))
    assert remarks(RULE, office()) == [("blank_worst_unit_first", "info", "rating 5")]
    nobody = office(people=["A"])
    assert RULE.rows(Facts(nobody)) == ()
    assert [f.code for f in RULE.problems(nobody)] == ["idle_rule"]


def test_an_exception_takes_the_person_out() -> None:
    assert kept(RULE, office(decision("B", "exception", rule="worst_unit_first")), ("B", "U1", "CV"))


def test_the_sentence_names_the_weakest_unit() -> None:
    assert said(RULE, office(), ("C", "U2", "CV")) == (
        "Unit U2: đơn vị xa mức 80 điểm nhất, bình quân mỗi ghế của chuyên viên còn thiếu 10 điểm.",
        "Unit U2: the unit farthest below 80; its specialists are 10 points short a seat.",
    )
