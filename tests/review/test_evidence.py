"""The cells a requirement was judged by."""

from __future__ import annotations

from itertools import product

import pytest

from optimizer.catalogue import known
from optimizer.review.evidence import judged
from optimizer.rules.base import Requirement
from tests.cases import cadre, case, seat, title, unit
from tests.contract.tiny import PARAMETERS, tiny

REQUIREMENTS = sorted(n for n, c in known().items() if issubclass(c, Requirement))


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_watching_a_requirement_changes_nothing_of_what_it_says(name: str) -> None:
    made = tiny(cells=True)
    states = set()
    for params in ({}, *PARAMETERS.get(name, ())):
        rule = known()[name].model_validate(params)
        assert isinstance(rule, Requirement)
        for c, u, t in product(made.cadres, made.units, made.titles):
            found = judged(made, rule, c, u, t, lifted=False)
            assert found.shortfall == rule.shortfall(made, c, u, t)
            assert (found.state == "lacking") == (found.shortfall is not None)
            states.add(found.state)
            if found.state == "lacking" and name != "seat_template":
                assert found.person, "who lacks something is judged by some cell"
            for one in (*found.person, *found.asked):
                assert one.where.cell
                assert one.value.vi.strip()
                assert one.value.en.strip()
    assert "lacking" in states


def test_the_cells_of_both_sides_are_named_with_what_they_say() -> None:
    made = case(
        ["U1"],
        [title("DD", fields=("dat dai",), min_degree=4)],
        [seat("U1", "DD")],
        [cadre("A", degree=5, expertise={"dat dai": 2.5})],
        cells=True,
    )
    c, u, t = made.cadres[0], made.units[0], made.titles[0]
    degree = judged(made, known()["degree"](), c, u, t, lifted=False)  # type: ignore[arg-type]
    assert degree.state == "met"
    assert [(x.column.vi, x.value.vi, str(x.where)) for x in degree.person] == [
        ("Trình độ", "thạc sĩ", "case.xlsx › Cadres!L2")
    ]
    assert [(x.column.vi, x.value.vi) for x in degree.asked] == [("Trình độ tối thiểu", "đại học")]
    field = judged(made, known()["field"](), c, u, t, lifted=False)  # type: ignore[arg-type]
    assert ("đất đai 2,5 năm", "land: 2.5") in {(x.value.vi, x.value.en) for x in field.person}


def test_a_title_that_asks_nothing_is_told_from_one_that_is_met() -> None:
    made = case(cadres=[cadre("A")])
    rule = known()["degree"]()
    assert judged(made, rule, made.cadres[0], unit("U1"), title("T1"), lifted=False).state == "not_asked"  # type: ignore[arg-type]


def test_an_exception_is_told_as_such() -> None:
    made = case(titles=[title("T1", min_degree=4)], cadres=[cadre("A", degree=1)])
    found = judged(made, known()["degree"](), made.cadres[0], made.units[0], made.titles[0], lifted=True)  # type: ignore[arg-type]
    assert found.state == "lifted"
    assert found.shortfall is not None


def test_a_blank_cell_is_shown_as_blank() -> None:
    made = case(titles=[title("T1", min_degree=4)], cadres=[cadre("A")], cells=True)
    found = judged(made, known()["degree"](), made.cadres[0], made.units[0], made.titles[0], lifted=False)  # type: ignore[arg-type]
    assert (found.person[0].value.vi, found.person[0].value.en) == ("để trống", "blank")
