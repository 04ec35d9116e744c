import pytest

from optimizer.rules.planned_title import PlannedTitle
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

TITLES = (
    title("BT", name="Bí thư Đảng ủy", group="leader", rank=1),
    title("PBT", name="Phó Bí thư Thường trực", group="leader", rank=2),
    title("CT", name="Chủ tịch UBND", group="leader", rank=2),
    title("PCT", name="Phó Chủ tịch UBND", group="manager", rank=5),
    title("CV", name="Chuyên viên", group="specialist", rank=8),
)


def office(*planned: str, now: str | None = "PCT"):  # type: ignore[no-untyped-def]
    return case(titles=TITLES, cadres=[cadre("A", current_title_code=now, planned_titles=planned)])


@pytest.mark.parametrize(
    ("planned", "ok"),
    [
        (("CT",), True),
        (("chu tich ubnd",), True),
        (("PBT",), True),  # an equal title
        (("BT",), True),  # a higher one
        (("PCT",), False),
        (("PCT", "BT"), True),
        (("Giám đốc Sở",), False),  # no title of the case
        ((), False),
    ],
)
def test_a_promotion_asks_for_planning_for_the_title_an_equal_or_a_higher_one(
    planned: tuple[str, ...], ok: bool
) -> None:
    assert kept(PlannedTitle(), office(*planned), ("A", "U1", "CT")) is ok


@pytest.mark.parametrize(
    ("planned", "ok"), [(("CT",), True), (("PBT",), True), (("BT",), False), (("BT", "PBT"), True), ((), False)]
)
def test_in_the_present_unit_planning_for_a_higher_title_is_not_enough(planned: tuple[str, ...], ok: bool) -> None:
    here = case(
        ["U1", "U2"],
        TITLES,
        cadres=[cadre("A", current_unit_code="U1", current_title_code="PCT", planned_titles=planned)],
    )
    assert kept(PlannedTitle(), here, ("A", "U1", "CT")) is ok
    assert kept(PlannedTitle(), here, ("A", "U2", "CT")) is bool(planned), "who comes from elsewhere"
    assert kept(PlannedTitle(higher_in_house=True), here, ("A", "U1", "CT")) is bool(planned)
    if planned == ("BT",):
        vi, en = said(PlannedTitle(), here, ("A", "U1", "CT"))
        assert vi.endswith(
            "quy hoạch: Bí thư Đảng ủy; không có chức danh này hoặc tương đương, là yêu cầu với người tại chỗ."
        )
        assert en.endswith("neither this title nor an equal one, as is asked in the present unit.")
    if not planned:
        vi, en = said(PlannedTitle(), here, ("A", "U1", "CT"))
        assert vi.endswith("yêu cầu có trong quy hoạch chức danh đó hoặc tương đương.")
        assert en.endswith("a higher title asks for planning for it or an equal one.")


def test_no_planning_is_asked_where_nobody_is_promoted() -> None:
    assert kept(PlannedTitle(), office(now="CT"), ("A", "U1", "PBT"))
    assert kept(PlannedTitle(), office(now="CT"), ("A", "U1", "PCT"))
    assert kept(PlannedTitle(), office(now="PCT"), ("A", "U1", "CV"))
    assert not kept(PlannedTitle(), office(now=None), ("A", "U1", "PCT"))
    assert kept(PlannedTitle(unlisted="equal"), office(now=None), ("A", "U1", "PCT"))


def test_the_sentence_names_what_the_person_is_planned_for() -> None:
    vi, en = said(PlannedTitle(), office("pct"), ("A", "U1", "CT"))
    assert vi.endswith("quy hoạch: Phó Chủ tịch UBND; không có chức danh này, chức danh tương đương hoặc cao hơn.")
    assert en.endswith("planned for: Phó Chủ tịch UBND; neither this title nor an equal or higher one.")


def test_unknown_planned_titles_are_remarked_by_cell_and_a_case_without_planning_once() -> None:
    marked = case(
        titles=TITLES, cadres=[cadre("A"), cadre("B", planned_titles=("Chủ tịch UBDN",)), cadre("C", planned_titles=("BT",))],
        cells=True,
    )  # fmt: skip
    assert remarks(PlannedTitle(), marked) == [
        ("unknown_planned_title", "warning", "planned_titles 3"),
    ]
    (unknown,) = PlannedTitle().problems(marked)
    assert unknown.fix.vi == "Có phải ý bạn là “Chủ tịch UBND”?"
    nobody = case(titles=TITLES, cadres=["A", "B"])
    assert [(f.code, f.severity) for f in PlannedTitle().problems(nobody)] == [("nobody_planned", "warning")]


def test_a_name_two_titles_share_means_neither() -> None:
    twins = (
        title("X", name="Phó phòng", group="manager", rank=7),
        title("Y", name="Phó phòng", group="manager", rank=3),
    )
    shared = case(titles=twins, cadres=[cadre("A", planned_titles=("Phó phòng",))])
    assert not kept(PlannedTitle(), shared, ("A", "U1", "X"))


def test_an_exception_is_the_door_for_special_cases() -> None:
    allowed = case(
        titles=TITLES,
        cadres=[cadre("A")],
        decisions=[decision("A", "exception", "U1", "CT", rule="Quy hoạch chức danh")],
    )
    assert kept(PlannedTitle(), allowed, ("A", "U1", "CT"))
    assert not kept(PlannedTitle(), allowed, ("A", "U1", "PBT"))
