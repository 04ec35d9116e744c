from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.capability_floor import CapabilityFloor
from tests.cases import cadre, case, decision, title
from tests.rules.judge import broken, kept, remarks, said

TITLES = (title("CV", group="specialist"), title("CX", group="specialist"), title("BT", group="leader"))
PEOPLE = (
    cadre("A", rating=90.0),
    cadre("B", rating=70.0),
    cadre("C", rating=80.0),
    cadre("L", rating=10.0, status="leaving"),
    cadre("X"),
)
RULE = CapabilityFloor(points_below=5)  # the mean of those available is 80, so the floor is 75


def office(*decisions, people=PEOPLE):
    return case(["U1", "U2"], TITLES, cadres=people, decisions=decisions, cells=True)


def test_a_weak_specialist_is_balanced_by_a_strong_one() -> None:
    assert not kept(RULE, office(), ("B", "U1", "CV"))
    assert kept(RULE, office(), ("B", "U1", "CV"), ("C", "U1", "CX")), "75 on average is enough"
    assert broken(RULE, office(), ("B", "U1", "CV"), ("A", "U2", "CV")) == [
        {"unit": "U1", "cadre": "B", "rule": "capability_floor"}
    ]
    assert kept(RULE, office(), ("B", "U1", "BT")), "leaders are not asked"
    assert not kept(CapabilityFloor(groups=("all",)), office(), ("B", "U1", "BT"))


def test_a_unit_whose_mean_is_the_provinces_is_not_below_it() -> None:
    three = office(people=[cadre(code, rating=rating) for code, rating in (("A", 70.0), ("B", 71.0), ("C", 71.0))])
    plan = (("A", "U1", "CV"), ("B", "U1", "CX"), ("C", "U1", "CV"))
    assert kept(CapabilityFloor(points_below=0), three, *plan), "the mean is 70.666..., whichever way it is rounded"
    assert not kept(CapabilityFloor(points_below=0), three, *plan[:2])


def test_who_has_no_rating_is_left_out_and_pointed_out() -> None:
    assert kept(RULE, office(), ("X", "U1", "CV"))
    assert not kept(RULE, office(), ("B", "U1", "CV"), ("X", "U1", "CX"))
    assert remarks(RULE, office()) == [("blank_capability_floor", "info", "rating 6")]


def test_a_roster_without_ratings_leaves_it_without_effect() -> None:
    nobody = office(people=["A"])
    assert RULE.rows(Facts(nobody)) == ()
    assert [f.code for f in RULE.problems(nobody)] == ["idle_rule"]


def test_an_exception_takes_the_person_out() -> None:
    assert kept(RULE, office(decision("B", "exception", rule="Floor of capability")), ("B", "U1", "CV"))


def test_what_is_missing_is_counted_in_points() -> None:
    (finding,) = RULE.violations(office(), Plan.of([("B", "U1", "CV")]))
    assert finding.amount == 5.0
    assert said(RULE, office(), ("B", "U1", "CV")) == (
        "Unit U1: điểm đánh giá bình quân của 1 chuyên viên là 70, dưới mức 75; tổng cộng thiếu 5 điểm.",
        "Unit U1: the mean rating of its 1 specialists is 70, below 75; 5 points are missing in all.",
    )
    assert RULE.limit_for(office()).en.endswith("(75 or more)")
