import numpy as np

from optimizer.model.facts import Facts
from optimizer.objectives.tie_break import TieBreak
from tests.cases import case
from tests.objectives.judge import amount

PEOPLE, UNITS, TITLES = ([f"{kind}{i:02d}" for i in range(n)] for kind, n in (("P", 30), ("U", 20), ("T", 5)))
FACTS = Facts(case(UNITS, TITLES, cadres=PEOPLE))
TABLE = TieBreak().cells(FACTS).layers[0]


def test_numbers_are_whole_and_spread_from_0_to_999() -> None:
    assert TABLE.min() >= 0
    assert TABLE.max() <= 999
    assert not np.modf(TABLE)[0].any()
    assert len(np.unique(TABLE)) > 900
    assert abs(TABLE.mean() - 499.5) < 20


def test_swapping_two_people_changes_the_sum() -> None:
    # sums that separate into person, unit and title would leave every swap a tie
    a, b = TABLE[:-1, :-1, 0] + TABLE[1:, 1:, 0], TABLE[:-1, 1:, 0] + TABLE[1:, :-1, 0]
    assert (a != b).mean() > 0.99


def test_the_numbers_are_the_same_on_every_computer_and_in_any_order() -> None:
    small = case(["U1"], ["T1"], cadres=["A"])
    assert amount(TieBreak(), small, ("A", "U1", "T1")) == 676.0
    more = case(["U0", "U1", "U2"], ["T0", "T1"], cadres=["A", "0", "Z"])
    assert amount(TieBreak(), more, ("A", "U1", "T1")) == 676.0


def test_codes_of_one_kind_are_not_mistaken_for_another() -> None:
    swapped = case(["U1", "A"], ["T1", "U1"], cadres=["A", "U1"])
    values = {amount(TieBreak(), swapped, spot) for spot in [("A", "U1", "T1"), ("U1", "A", "T1")]}
    assert len(values) == 2


def test_it_is_the_last_level_and_cannot_be_switched_off() -> None:
    assert TieBreak.ties
    assert TieBreak.fixed
    assert TieBreak.default_level == 99
