import pytest
from pydantic import ValidationError

from optimizer.domain.plan import Plan
from optimizer.rules.staff_group import StaffGroup
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

TITLES = (title("CV", name="Chuyên viên"), title("MC", name="Một cửa"))


def office(group: str | None, **facts: object):  # type: ignore[no-untyped-def]
    return case(["U1", "U2"], TITLES, cadres=[cadre("A", staff_group=group, **facts)])


@pytest.mark.parametrize(
    ("group", "ok"),
    [("public_employee", False), ("contract", False), ("civil_servant", True), ("cadre", True), (None, True)],
)
def test_public_employees_and_contract_staff_need_a_procedure(group: str | None, ok: bool) -> None:
    assert kept(StaffGroup(), office(group), ("A", "U1", "CV")) is ok


def test_who_stays_in_the_same_unit_and_title_needs_none() -> None:
    teacher = office("public_employee", current_unit_code="U1", current_title_code="CV")
    assert kept(StaffGroup(), teacher, ("A", "U1", "CV"))
    assert not kept(StaffGroup(), teacher, ("A", "U2", "CV"))
    assert not kept(StaffGroup(), teacher, ("A", "U1", "MC"))


def test_groups_and_open_titles_are_parameters_in_words() -> None:
    rule = StaffGroup.model_validate({"groups": "viên chức", "open_titles": "một cửa"})
    assert kept(rule, office("contract"), ("A", "U1", "CV"))
    assert kept(rule, office("public_employee"), ("A", "U1", "MC"))
    assert not kept(rule, office("public_employee"), ("A", "U1", "CV"))
    assert rule.limit_for(office(None)).vi.endswith("trừ: Một cửa")
    with pytest.raises(ValidationError):
        StaffGroup.model_validate({"groups": "sinh viên"})


def test_it_is_a_soft_flag_that_names_the_procedure_and_costs_one_a_placement() -> None:
    assert StaffGroup.modes[0] == "soft"
    vi, en = said(StaffGroup(), office("public_employee"), ("A", "U1", "CV"))
    assert vi == (
        "Person A (A), Chuyên viên tại Unit U1: đang là viên chức, phải làm thủ tục tiếp nhận vào làm công chức trước khi "
        "bố trí."
    )
    assert en == (
        "Person A (A), Chuyên viên at Unit U1: is a public employee: has to be admitted as a civil servant before the "
        "placement."
    )
    (finding,) = StaffGroup().violations(office("contract"), Plan.of([("A", "U1", "CV")]))
    assert finding.amount == 1.0


def test_a_public_employee_from_another_workplace_may_be_seconded_instead() -> None:
    """A secondment stays on the sender's payroll (R43): nobody is admitted for it."""
    vi, en = said(StaffGroup(), office("public_employee", current_unit_code="U2"), ("A", "U1", "CV"))
    assert "tiếp nhận vào làm công chức trước khi bố trí, hoặc biệt phái theo quy định đối với viên chức" in vi
    assert en.endswith("or seconded as a public employee (and stays on the sender's payroll).")
    for group, unit in (
        ("public_employee", "U1"),
        ("contract", "U2"),
    ):  # not within one unit; contracts are not seconded
        vi, en = said(StaffGroup(), office(group, current_unit_code=unit), ("A", "U1", "CV"))
        assert "biệt phái" not in vi
        assert "seconded" not in en


def test_blanks_and_unknown_codes_are_found_and_an_exception_lifts_it() -> None:
    marked = case(titles=TITLES, cadres=[cadre("A")], cells=True)
    assert remarks(StaffGroup(), marked) == [("blank_staff_group", "info", "staff_group 2")]
    (unknown,) = StaffGroup(open_titles=("CVV",)).problems(office("cadre"))
    assert (unknown.code, unknown.fix.en) == ("unknown_title", "Did you mean “CV”?")
    allowed = case(
        titles=TITLES,
        cadres=[cadre("A", staff_group="contract")],
        decisions=[decision("A", "exception", "", "CV", rule="staff_group")],
    )
    assert kept(StaffGroup(), allowed, ("A", "U1", "CV"))
    assert not kept(StaffGroup(), allowed, ("A", "U1", "MC"))
