import pytest

from optimizer.objectives.moves import Moves
from tests.cases import cadre, case, title, unit
from tests.objectives.judge import amount

UNITS = (
    unit("U1", cluster="Cụm Bắc"),
    unit("U2", cluster="cụm bắc"),
    unit("U3", cluster="Nam"),
    unit("U4"),
    unit("U5"),
)


@pytest.mark.parametrize(
    ("now", "to", "plain", "by_cluster"),
    [
        ("U1", "U1", 0.0, 0.0),
        ("U1", "U2", 0.8, 0.5),
        ("U1", "U3", 1.0, 2.0),
        ("U4", "U5", 1.0, 2.0),  # two units without a cluster are not in one
        ("U4", "U4", 0.0, 0.0),
        (None, "U1", 0.0, 0.0),  # from an office: no move between units
    ],
)
def test_a_move_counts_by_how_far_it_leads(now: str | None, to: str, plain: float, by_cluster: float) -> None:
    staffed = case(UNITS, ["T1", "T2"], cadres=[cadre("A", current_unit_code=now)])
    assert amount(Moves(), staffed, ("A", to, "T1"), ("A", to, "T2")) == plain
    assert amount(Moves.model_validate({"same_cluster": "0,5", "other": "2"}), staffed, ("A", to, "T1")) == by_cluster


NEAREST = (
    unit("U1", cluster="Bắc", former_district="Thủy Nguyên"),
    unit("U2", cluster="Bắc", former_district="An Dương"),
    unit("U3", cluster="Nam", former_district="thủy nguyên"),
    unit("U4", cluster="Nam", former_district="Kiến Thụy"),
    unit("U5"),
    unit("U6"),
)


@pytest.mark.parametrize(
    ("person", "to", "counted"),
    [
        ({"current_unit_code": "U1"}, "U1", 0.0),
        ({"current_unit_code": "U1"}, "U2", 1.0),  # the cluster
        ({"current_unit_code": "U1"}, "U3", 2.0),  # the former district
        ({"current_unit_code": "U1"}, "U4", 3.0),
        ({"current_unit_code": "U5"}, "U6", 3.0),  # no former district is written: none is shared
        ({"current_unit": "Sở Nội vụ"}, "U1", 4.0),  # from an office
        ({"current_unit": " "}, "U1", 0.0),  # nobody knows from where
    ],
)
def test_the_nearest_first_by_steps_the_user_sets(person: dict[str, str], to: str, counted: float) -> None:
    steps = Moves(same_cluster=1, same_district=2, other=3, from_office=4)
    staffed = case(NEAREST, cadres=[cadre("A", **person), cadre("B", current_unit_code="U2")])
    assert amount(steps, staffed, ("A", to, "T1")) == counted


def test_by_default_the_steps_grow_with_the_distance_and_one_far_move_is_better_than_two_near_ones() -> None:
    staffed = case(NEAREST, cadres=[cadre("A", current_unit_code="U1")])
    steps = [amount(Moves(), staffed, ("A", to, "T1")) for to in ("U1", "U2", "U3", "U4")]
    assert steps == [0.0, 0.8, 0.9, 1.0]
    assert 2 * steps[1] > steps[3]


@pytest.mark.parametrize(
    ("now", "held", "counted"),
    [
        ("T1", ("T1",), 0.0),
        ("T1", ("T1", "T2"), 0.0),  # the present title is kept, another is added
        ("T1", ("T2", "T3"), 0.3),
        ("T1", ("T2",), 0.3),
        (None, ("T2",), 0.0),  # the present title is none of the sheet: nobody knows whether it changes
    ],
)
def test_another_title_in_the_present_unit_counts_what_the_user_says(
    now: str | None, held: tuple[str, ...], counted: float
) -> None:
    titles = [title("T1", concurrent_with=("T2",)), title("T2", concurrent_with=("T3",)), "T3"]
    there = cadre("A", current_unit_code="U1", current_title_code=now)
    staffed = case(NEAREST, titles, cadres=[there, cadre("B", current_unit_code="U2")])
    assert amount(Moves(same_unit=0.3), staffed, *(("A", "U1", t) for t in held)) == counted
    assert amount(Moves(), staffed, *(("A", "U1", t) for t in held)) == 0.0


def test_parameters_of_older_workbooks_mean_what_they_meant() -> None:
    staffed = case(NEAREST, cadres=[cadre("A", current_unit_code="U1")])
    before = Moves.model_validate({"same_cluster": "1", "same_district": "1", "other": "1", "from_office": "0"})
    assert [amount(before, staffed, ("A", to, "T1")) for to in ("U1", "U2", "U3", "U4")] == [0.0, 1.0, 1.0, 1.0]
    assert before.limit().en == "people placed outside their present unit"


def test_who_is_not_placed_does_not_move() -> None:
    assert amount(Moves(), case(UNITS, cadres=[cadre("A", current_unit_code="U1")])) == 0.0


def test_the_limit_says_how_moves_are_counted() -> None:
    assert "0.5" in Moves(same_cluster=0.5).limit().en
    assert "trong cụm tính 0,8, trong huyện cũ 0,9, xa hơn 1" in Moves().limit().vi
    assert "another title in the unit counted 0.3" in Moves(same_unit=0.3).limit().en
    assert Moves(from_office=2).limit().en.endswith("; someone from an office counted 2")
