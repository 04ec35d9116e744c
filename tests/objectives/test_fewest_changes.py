from optimizer.domain.plan import Plan
from optimizer.objectives.fewest_changes import FewestChanges
from tests.cases import cadre, case, title
from tests.objectives.judge import amount

TITLES = (title("BT", concurrent_with=("CH",)), "CH", "CV")
BEFORE = (("A", "U1", "BT"), ("A", "U1", "CH"), ("B", "U1", "CV"))


def office(*before, people=("A", "B", "C")):
    return case(["U1", "U2"], TITLES, cadres=[cadre(p) for p in people], previous=Plan.of(before))


def test_who_keeps_exactly_the_same_seats_does_not_change() -> None:
    assert amount(FewestChanges(), office(*BEFORE), *BEFORE) == 0


def test_each_person_counts_once_however_they_change() -> None:
    made = office(*BEFORE)
    assert amount(FewestChanges(), made) == 2, "both are left out"
    assert amount(FewestChanges(), made, *BEFORE[:2]) == 1
    assert amount(FewestChanges(), made, *BEFORE[:2], ("B", "U2", "CV")) == 1, "moved"
    assert amount(FewestChanges(), made, *BEFORE, ("C", "U2", "CV")) == 1, "new"
    assert amount(FewestChanges(), made, *BEFORE[:2], ("C", "U1", "CV")) == 2, "one out, one in"


def test_one_title_more_or_less_in_the_same_hand_is_a_change() -> None:
    made = office(*BEFORE)
    assert amount(FewestChanges(), made, BEFORE[0], BEFORE[2]) == 1
    assert amount(FewestChanges(), office(BEFORE[0]), BEFORE[0], BEFORE[1]) == 1
    assert amount(FewestChanges(), office(BEFORE[0]), BEFORE[1]) == 1


def test_who_left_the_roster_counts_as_changed() -> None:
    assert amount(FewestChanges(), office(*BEFORE, people=("B", "C")), BEFORE[2]) == 1


def test_a_placement_that_no_role_allows_can_only_change() -> None:
    made = office(("A", "U1", "BT"), ("A", "U2", "CV"))
    assert amount(FewestChanges(), made, ("A", "U1", "BT")) == 1
    assert amount(FewestChanges(), office(("A", "U9", "BT")), ("A", "U1", "BT")) == 1


def test_without_a_reviewed_plan_there_is_nothing_to_count() -> None:
    made = case(["U1"], TITLES, cadres=["A"])
    assert not FewestChanges().applies(made)
    assert amount(FewestChanges(), office(), ("A", "U1", "BT")) == 1, (
        "an empty plan was reviewed: that is another thing"
    )
