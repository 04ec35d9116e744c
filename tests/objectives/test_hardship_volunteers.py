import pytest

from optimizer.objectives.hardship_volunteers import HardshipVolunteers
from tests.cases import cadre, case, unit
from tests.objectives.judge import amount

UNITS = (unit("U1", hardship="border"), unit("U2", hardship="mountain"), unit("U3"))


@pytest.mark.parametrize(
    ("fields", "to", "counted"),
    [
        ({}, "U1", 1.0),
        ({}, "U3", 0.0),
        ({"current_unit_code": "U1"}, "U1", 0.0),  # stays: the turns are another rule's business
        ({"current_unit_code": "U1"}, "U2", 1.0),
        ({"wish_units": ("U3", "U1")}, "U1", 0.0),
        ({"wish_units": ("U3", "U1")}, "U2", 1.0),
        ({"residence_units": ("U1",)}, "U1", 0.0),
        ({"residence_units": ("U1", "U2")}, "U1", 1.0),  # not known which of the two
    ],
)
def test_who_is_sent_to_a_hardship_unit_unasked_counts_once(fields: dict[str, object], to: str, counted: float) -> None:
    made = case(UNITS, ["T1", "T2"], cadres=[cadre("A", **fields)])
    assert amount(HardshipVolunteers(), made, ("A", to, "T1"), ("A", to, "T2")) == counted


def test_without_hardship_units_nothing_counts() -> None:
    assert amount(HardshipVolunteers(), case(["U1"], cadres=["A"]), ("A", "U1", "T1")) == 0.0
