"""The form in which a person comes to a seat."""

from __future__ import annotations

import pytest

from optimizer.reports.forms import form_of
from tests.cases import cadre, title

SECRETARY = title("BT", group="leader", rank=1)
HEAD = title("TP", group="manager", rank=4)
CLERK = title("CV", group="specialist", rank=6)
SENIOR = title("CVC", group="specialist", rank=5)
PLAIN = title("X")


@pytest.mark.parametrize(("at", "form"), [("U1", "keep"), ("U2", "transfer")])
def test_a_title_held_beside_the_present_one_is_kept_too(at: str, form: str) -> None:
    person = cadre("A", current_unit_code="U1", current_title_code="BT", also_titles=("TP",))
    assert form_of(person, at, HEAD, SECRETARY) == form


@pytest.mark.parametrize(
    ("present", "present_unit", "new", "form"),
    [
        (CLERK, "U1", CLERK, "keep"),
        (SECRETARY, "U1", SECRETARY, "keep"),
        (CLERK, "U2", CLERK, "transfer"),
        (SECRETARY, "U2", SECRETARY, "transfer"),  # holds the title already, elsewhere
        (SENIOR, "U1", CLERK, "transfer"),  # a lower rank
        (PLAIN, "U1", CLERK, "transfer"),  # no rank to compare
        (CLERK, "U1", SENIOR, "appointment"),  # a higher rank
        (CLERK, "U1", HEAD, "appointment"),
        (SECRETARY, "U1", HEAD, "appointment"),  # a manager's title not held now
        (None, "U1", SECRETARY, "appointment"),
        (None, None, CLERK, "transfer"),
    ],
)
def test_form(present: object, present_unit: str | None, new: object, form: str) -> None:
    person = cadre("A", current_unit_code=present_unit, current_title_code=getattr(present, "title_code", None))
    assert form_of(person, "U1", new, present) == form  # type: ignore[arg-type]
