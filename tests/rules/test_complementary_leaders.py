from optimizer.domain.plan import Plan
from optimizer.rules.complementary_leaders import ComplementaryLeaders
from tests.cases import cadre, case, decision, seat, title
from tests.rules.judge import broken, kept, remarks, said

TITLES = (title("BT", group="leader"), title("PB", group="leader"), title("CV", group="specialist"))
SEATS = (seat("U1", "BT"), seat("U1", "PB"), seat("U1", "CV"), seat("U2", "CV"))
PEOPLE = (
    cadre("D", expertise={"xay dung dang": 0.0}),
    cadre("K", major="Tài chính"),
    cadre("L", expertise={"tu phap": 3.0}, major="Kinh tế"),
    cadre("X"),
)
ALL = (("D", "U1", "BT"), ("L", "U1", "PB"))


def office(*decisions):
    return case(["U1", "U2"], TITLES, SEATS, PEOPLE, decisions=decisions, cells=True)


def rule(**given: object) -> ComplementaryLeaders:
    return ComplementaryLeaders.model_validate(given)


def test_party_work_economy_and_law_are_covered_together() -> None:
    assert kept(rule(), office(), *ALL), "one person may bring two strengths"
    assert len(broken(rule(), office(), ("D", "U1", "BT"), ("K", "U1", "PB"))) == 1
    assert len(broken(rule(), office(), ("X", "U1", "BT"))) == 3


def test_only_leaders_count_and_only_units_that_have_them_are_asked() -> None:
    assert len(broken(rule(), office(), ("D", "U1", "BT"), ("L", "U1", "CV"))) == 2
    assert {f["unit"] for f in broken(rule(), office())} == {"U1"}


def test_the_list_of_strengths_is_a_setting() -> None:
    assert kept(rule(strengths="tư pháp | land + finance"), office(), ("L", "U1", "BT"), ("K", "U1", "PB"))
    assert not kept(rule(strengths="land"), office(), *ALL)


def test_each_missing_strength_is_one_and_named() -> None:
    found = list(rule(strengths="law, health").violations(office(), Plan.of(ALL)))
    assert [f.amount for f in found] == [1.0, 1.0]
    assert said(rule(strengths="y tế + dân tộc"), office(), *ALL) == (
        "Unit U1: trong 2 lãnh đạo chưa có ai có thế mạnh về y tế hoặc dân tộc.",
        "Unit U1: none of the 2 leaders is strong in health or ethnic affairs.",
    )


def test_an_exception_takes_the_person_out() -> None:
    assert not kept(rule(), office(decision("D", "exception", rule="complementary_leaders")), *ALL)


def test_an_unknown_field_is_answered_with_a_near_one_and_blank_people_are_pointed_out() -> None:
    (wrong,) = (f for f in rule(strengths="xây dụnh, luật").problems(office()) if f.severity == "error")
    assert wrong.code == "unknown_field"
    assert wrong.fix.vi == "Có phải ý bạn là “xây dựng”?"
    assert remarks(rule(), office()) == [("blank_complementary_leaders", "info", "expertise 5")]
