import pytest
from pydantic import ValidationError

from optimizer.rules.age_mix import AgeMix
from tests.cases import cadre, case, decision, title
from tests.rules.judge import broken, kept, said

TITLES = (title("BT", group="leader"), title("CV", group="specialist"))
PEOPLE = (
    cadre("Y", birth_date="1990"),
    cadre("M", birth_date="1980"),
    cadre("O", birth_date="1970"),
    cadre("X"),
)
ALL = (("Y", "U1", "BT"), ("M", "U2", "BT"), ("O", "U3", "BT"))


def office(*decisions):
    return case(["U1", "U2", "U3"], TITLES, cadres=PEOPLE, decisions=decisions)


def test_each_age_group_has_its_share() -> None:
    assert kept(AgeMix(share=0.33), office(), *ALL)
    assert len(broken(AgeMix(share=0.33), office(), *ALL[:2])) == 1
    assert len(broken(AgeMix(share=0.5), office(), *ALL)) == 3
    assert len(broken(AgeMix(), office(), ("X", "U1", "BT"))) == 3, "a blank birth date is in no group"


@pytest.mark.parametrize(("born", "group"), [("2/7/1985", 0), ("1/7/1985", 1), ("2/7/1975", 1), ("1/7/1975", 2)])
def test_a_group_begins_on_the_birthday(born: str, group: int) -> None:
    found = case(["U1"], TITLES, cadres=[cadre("P", birth_date=born)])
    (quota,) = AgeMix().quotas(found)
    assert quota.tags == {"P": group}


def test_where_the_groups_begin_is_a_setting() -> None:
    later = AgeMix(share=0.33, middle_from_years=46, older_from_years=55)
    assert len(broken(later, office(), *ALL)) == 1
    with pytest.raises(ValidationError):
        AgeMix(middle_from_years=50, older_from_years=50)


def test_an_exception_takes_the_person_out() -> None:
    out = office(decision("O", "exception", rule="Cơ cấu ba độ tuổi trong lãnh đạo"))
    assert kept(AgeMix(), out, ("O", "U1", "BT"))


def test_the_sentence_says_which_group_is_missing() -> None:
    vi, en = said(AgeMix(), office(), *ALL[:2])
    assert vi == "Toàn tỉnh, thành phố: 0 trên 2 lãnh đạo từ 50 tuổi trở lên, cần ít nhất 10%; còn thiếu 0,2 người."
    assert en == "The province: 0 of the 2 leaders are 50 or older, at least 10% are to be; 0.2 missing."
