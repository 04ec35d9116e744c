import pytest
from pydantic import ValidationError

from optimizer.rules.early_retirement import EarlyRetirement
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

RULE = EarlyRetirement()
TITLES = (title("BT", name="Bí thư", months_to_serve=60), title("CV"))
PEOPLE = (  # a man born in March 1973 retires at 62 in March 2035: 116 months from July 2025, 56 where five years early
    cadre("LONG", birth_date="3/1973", sex="male", hardship_years=15.0),
    cadre("SHORT", birth_date="3/1973", sex="male", hardship_years=14.9),
    cadre("YOUNG", birth_date="7/1973", sex="male", hardship_years=30.0),  # 120 months left, 60 where early
    cadre("BLANK", sex="male", hardship_years=20.0),
    cadre(
        "HERE", birth_date="3/1973", sex="male", hardship_years=20.0, current_unit_code="U1", current_title_code="BT"
    ),
)


def office(*decisions, people=PEOPLE):
    return case(["U1", "U2"], TITLES, cadres=people, decisions=decisions, cells=True)


def test_who_may_retire_early_is_counted_as_retiring_then() -> None:
    assert not kept(RULE, office(), ("LONG", "U1", "BT"))
    assert kept(RULE, office(), ("SHORT", "U1", "BT"))
    assert kept(RULE, office(), ("YOUNG", "U1", "BT"))
    assert kept(RULE, office(), ("LONG", "U1", "CV")), "the title asks for no months"
    assert kept(RULE, office(), ("BLANK", "U1", "BT")), "the rule on age has its say there"


def test_who_stays_in_the_same_seat_is_asked_for_none() -> None:
    assert kept(RULE, office(), ("HERE", "U1", "BT"))
    assert not kept(RULE, office(), ("HERE", "U2", "BT"))


def test_the_years_and_the_months_can_be_set() -> None:
    assert not kept(EarlyRetirement(years=14.5), office(), ("SHORT", "U1", "BT"))
    assert kept(EarlyRetirement(earlier_months=56), office(), ("LONG", "U1", "BT"))
    assert not kept(EarlyRetirement(earlier_months=57), office(), ("LONG", "U1", "BT"))


def test_the_months_are_counted_from_the_day_fixed_for_the_block() -> None:
    titles = (title("BT", months_to_serve=50, block="Đảng"), title("CT", months_to_serve=50, block="Chính quyền"))
    made = case(["U1"], titles, cadres=PEOPLE)
    dated = EarlyRetirement(counted_from="Chính quyền:01/03/2026")
    assert kept(RULE, made, ("LONG", "U1", "CT")), "56 months from July 2025"
    assert not kept(dated, made, ("LONG", "U1", "CT")), "48 months from March 2026"
    assert kept(dated, made, ("LONG", "U1", "BT"))
    assert said(dated, made, ("LONG", "U1", "CT"))[0].endswith("còn công tác 50 tháng, tính từ tháng 03/2026.")
    assert dated.limit().vi.endswith("; tính từ: Chính quyền 01/03/2026")
    unknown = EarlyRetirement(counted_from="Chinh phu:01/03/2026")
    assert [f.code for f in unknown.problems(made) if f.severity == "error"] == ["unknown_block"]


def test_an_exception_that_names_it_lifts_it_at_its_seat_alone() -> None:
    lifted = office(decision("LONG", "exception", "U1", "BT", rule="early_retirement"))
    assert kept(RULE, lifted, ("LONG", "U1", "BT"))
    assert not kept(RULE, lifted, ("LONG", "U2", "BT"))
    assert not kept(RULE, office(decision("LONG", "exception")), ("LONG", "U1", "BT"))


def test_the_sentence_says_from_when_the_person_may_retire() -> None:
    vi, en = said(RULE, office(), ("LONG", "U1", "BT"))
    assert vi == (
        "Person LONG (LONG), Bí thư tại Unit U1: đã công tác 15 năm ở vùng khó khăn, được nghỉ hưu sớm từ tháng 03/2030; "
        "chức danh yêu cầu còn công tác 60 tháng."
    )
    assert en == (
        "Person LONG (LONG), Bí thư at Unit U1: has worked 15 years in hard places and may retire from 03/2030 on; "
        "the title asks for 60 months."
    )


def test_a_roster_without_such_years_and_people_without_a_birth_date_are_remarked() -> None:
    assert remarks(RULE, office()) == [("blank_early_retirement", "info", "birth_date 2")]
    (found,) = RULE.problems(office(people=(cadre("A"),)))
    assert (found.code, found.severity) == ("idle_rule", "info")


@pytest.mark.parametrize("wrong", [{"years": -1}, {"earlier_months": 121}, {"earlier_months": -1}])
def test_other_values_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EarlyRetirement.model_validate(wrong)
