import pytest

from optimizer.objectives.wishes import Wishes
from tests.cases import cadre, case, unit
from tests.objectives.judge import amount


@pytest.mark.parametrize(
    ("wishes", "to", "plain", "ranked"),
    [
        (("U1",), "U1", 1.0, 3.0),
        (("U1",), "U2", 0.0, 0.0),
        (("U2", "U1"), "U1", 1.0, 0.5),
        (("U1", "U2", "U1"), "U1", 1.0, 3.0),  # wished twice: the first time counts
        ((), "U1", 0.0, 0.0),
    ],
)
def test_a_wish_met_counts_by_its_rank(wishes: tuple[str, ...], to: str, plain: float, ranked: float) -> None:
    staffed = case(["U1", "U2"], cadres=[cadre("A", wish_units=wishes)])
    assert amount(Wishes(), staffed, ("A", to, "T1")) == plain
    assert amount(Wishes(first=3, later=0.5), staffed, ("A", to, "T1")) == ranked


@pytest.mark.parametrize(("to", "ranked"), [("U1", 3.0), ("U2", 3.0), ("U3", 0.5)])
def test_a_former_district_is_one_wish_whichever_of_its_units_meets_it(to: str, ranked: float) -> None:
    units = [unit(code, former_district="huyện An Dương") for code in ("U1", "U2")] + [unit("U3")]
    person = cadre("A", wishes=("xã Lạ", "huyện An Dương", "U3"), wish_units=("U1", "U2", "U3"))
    assert amount(Wishes(first=3, later=0.5), case(units, cadres=[person]), ("A", to, "T1")) == ranked


def test_a_wish_that_may_be_several_units_is_not_the_first() -> None:
    units = [unit("U1", name="Xã Tân Lập"), unit("U2", name="Xã Tân Lập"), unit("U3", name="Xã Hòa Bình")]
    staffed = case(units, cadres=[cadre("A", wishes=("xã Tân Lập", "U3", "U2"), wish_units=("U3", "U2"))])
    assert amount(Wishes(first=3, later=0.5), staffed, ("A", "U3", "T1")) == 3.0
    assert amount(Wishes(first=3, later=0.5), staffed, ("A", "U2", "T1")) == 0.5


def test_it_is_off_unless_asked_for() -> None:
    assert not Wishes.default_on
