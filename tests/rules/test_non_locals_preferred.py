import pytest

from optimizer.rules.non_locals_preferred import NonLocalsPreferred
from optimizer.rules.not_local import NotLocal
from tests.cases import cadre, case, decision, old_unit, title, unit
from tests.rules.judge import kept, remarks, said

RULE = NonLocalsPreferred()
TITLES = (
    title("BT", name="Bí thư Đảng ủy", not_local=True),
    title("CT", name="Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân"),
    title("PCT", name="Phó Chủ tịch UBND"),
    title("KT", name="Chủ nhiệm Ủy ban Kiểm tra Đảng ủy"),
)


def office(home: str = "xã Cũ", decisions: object = (), **changes: object):  # type: ignore[no-untyped-def]
    units = [unit("U1", name="xã Mới"), unit("U2", name="xã Khác")]
    people = [cadre("A", home_place=home)]
    old = [old_unit("U1", "xã Cũ")]
    return case(units, TITLES, cadres=people, predecessors=old, decisions=decisions, **changes)


@pytest.mark.parametrize(("held", "ok"), [("CT", False), ("KT", False), ("PCT", True)])
def test_locals_are_counted_in_the_titles_named_and_in_no_other(held: str, ok: bool) -> None:
    assert kept(RULE, office(), ("A", "U1", held)) is ok
    assert kept(RULE, office(), ("A", "U2", held))
    assert kept(RULE, office("tỉnh Thanh Hóa"), ("A", "U1", held))


def test_titles_flagged_on_the_sheet_are_left_to_the_rule_that_closes_them() -> None:
    named = NonLocalsPreferred.model_validate({"titles": "BT, CT"})
    assert kept(named, office(), ("A", "U1", "BT"))
    assert not kept(NotLocal(), office(), ("A", "U1", "BT"))
    assert not kept(named, office(), ("A", "U1", "CT"))
    assert kept(NotLocal(), office(), ("A", "U1", "CT"))


def test_it_is_weighed_and_told_as_a_remark() -> None:
    assert RULE.modes[0] == "soft"
    vi, en = said(RULE, office(), ("A", "U1", "CT"))
    assert vi == (
        "Person A (A), Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân tại xã Mới: là người địa phương (quê quán: xã Cũ); chức "
        "danh này nên là người nơi khác."
    )
    assert en.endswith("is a local (home place: xã Cũ); somebody from elsewhere is preferred for this title.")


def test_an_exception_lifts_it_and_a_blank_home_place_does_not_meet_it() -> None:
    lifted = [decision("A", "exception", "U1", rule="non_locals_preferred")]
    assert kept(RULE, office(decisions=lifted), ("A", "U1", "CT"))
    assert not kept(RULE, office(""), ("A", "U2", "CT"))
    assert remarks(RULE, office("", cells=True)) == [("blank_non_locals_preferred", "info", "home_place 2")]


def test_the_limit_names_the_titles_of_the_case() -> None:
    assert "Chủ nhiệm Ủy ban Kiểm tra Đảng ủy" in RULE.limit_for(office()).vi
    assert "Bí thư Đảng ủy, Phó" not in RULE.limit_for(office()).vi
    (unknown,) = NonLocalsPreferred.model_validate({"titles": "PCTT"}).problems(office())
    assert (unknown.code, unknown.fix.en) == ("unknown_title", "Did you mean “PCT”?")
