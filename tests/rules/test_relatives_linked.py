import pytest
from pydantic import ValidationError

from optimizer.model.facts import Facts
from optimizer.rules.relatives_linked import RelativesLinked
from tests.cases import case, decision, relation, title
from tests.rules.judge import broken, kept, said

RULE = RelativesLinked()
TITLES = (
    title("BT", group="leader", name="Secretary"),
    title("CT", group="leader", name="Chair"),
    title("KT", group="specialist", name="Accountant"),
)


def related(kind: str = "spouse", **changes: object):
    return case(["U1", "U2"], TITLES, cadres=["A", "B"], **{"relations": [relation("A", "B", kind)], **changes})


def test_two_relatives_do_not_lead_one_unit() -> None:
    assert broken(RULE, related(), ("A", "U1", "BT"), ("B", "U1", "CT")) == [
        {"cadre": "A", "cadre_b": "B", "unit": "U1", "rule": "relatives_linked"}
    ]
    assert kept(RULE, related(), ("A", "U1", "BT"), ("B", "U2", "CT"))
    assert kept(RULE, related(), ("A", "U1", "BT"), ("B", "U1", "KT"))
    assert kept(RULE, related("same_unit"), ("A", "U1", "BT"), ("B", "U1", "CT"))


def test_the_user_s_table_is_read_both_ways_round() -> None:
    table = RelativesLinked.model_validate({"linked": "Secretary+KT | CT + KT"})
    assert not kept(table, related(), ("A", "U1", "BT"), ("B", "U1", "KT"))
    assert not kept(table, related(), ("B", "U1", "CT"), ("A", "U1", "KT"))
    assert kept(table, related(), ("A", "U1", "BT"), ("B", "U1", "CT"))


def test_a_table_written_badly_is_refused_with_the_way_to_write_it() -> None:
    with pytest.raises(ValidationError, match=r"BT\+CT"):
        RelativesLinked.model_validate({"linked": "BT CT"})
    with pytest.raises(ValidationError):
        RelativesLinked.model_validate({"linked": ""})
    assert RelativesLinked.model_validate({"linked": "BT:CT"}).linked == (("BT", "CT"),)


def test_one_row_a_pair_and_unit_where_both_sides_are_the_same_titles() -> None:
    (family,) = RULE.rows(Facts(related()))
    assert len(family.lower) == 2
    (family,) = RelativesLinked.model_validate({"linked": "BT+KT"}).rows(Facts(related()))
    assert len(family.lower) == 4
    assert dict(family.because(2).subject)["cadre"] == "B"


def test_an_exception_takes_a_person_out() -> None:
    lifted = related(decisions=[decision("B", "exception", "U1", rule="Relatives in linked titles")])
    assert kept(RULE, lifted, ("A", "U1", "BT"), ("B", "U1", "CT"))
    assert not kept(RULE, lifted, ("A", "U2", "BT"), ("B", "U2", "CT"))


def test_the_sentence_and_the_limit_name_titles_not_codes() -> None:
    vi, en = said(RULE, related("parent"), ("A", "U1", "BT"), ("B", "U1", "CT"))
    assert vi == (
        "Person A (A) giữ Secretary và Person B (B) giữ Chair cùng tại Unit U1: hai người có quan hệ cha/mẹ, hai chức danh "
        "liên quan nhau."
    )
    assert en == (
        "Person A (A) holds Secretary and Person B (B) holds Chair, both at Unit U1: they are related (parent) and the "
        "titles are linked."
    )
    limit = RelativesLinked.model_validate({"linked": "BT+leader", "kinds": "con"}).limit_for(related())
    assert (
        limit.vi
        == "người thân (con) không cùng giữ hai chức danh liên quan trong một đơn vị: Secretary – nhóm lãnh đạo"
    )


def test_an_unknown_title_is_an_error() -> None:
    (finding,) = RelativesLinked.model_validate({"linked": "BT+XX | BT+KT"}).problems(related())
    assert (finding.code, finding.value) == ("unknown_title", "XX")
