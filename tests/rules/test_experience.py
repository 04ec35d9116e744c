import pytest

from optimizer.rules.experience import Experience
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

TITLES = (title("T1", fields=("dat dai", "moi truong"), min_years=5), title("T2", min_years=2.5), "T3")


@pytest.mark.parametrize(
    ("expertise", "in_field", "in_any"),
    [
        ({"dat dai": 5.0}, True, True),
        ({"dat dai": 4.9}, False, True),
        ({"dat dai": 3.0, "moi truong": 3.0}, False, True),  # not added up
        ({"luat": 9.0}, False, True),
        ({"luat": 2.5}, False, True),
        ({"luat": 2.4}, False, False),
        ({}, False, False),
    ],
)
def test_the_most_years_among_the_fields_count(expertise: dict[str, float], in_field: bool, in_any: bool) -> None:
    staffed = case(titles=TITLES, cadres=[cadre("A", expertise=expertise, major="Đất đai")])
    assert kept(Experience(), staffed, ("A", "U1", "T1")) is in_field
    assert kept(Experience(), staffed, ("A", "U1", "T2")) is in_any
    assert kept(Experience(), staffed, ("A", "U1", "T3"))


def test_the_sentence_writes_years_as_each_language_does() -> None:
    vi, en = said(Experience(), case(titles=TITLES, cadres=[cadre("A", expertise={"luat": 1.5})]), ("A", "U1", "T2"))
    assert vi.endswith("có 1,5 năm kinh nghiệm phù hợp; chức danh yêu cầu từ 2,5 năm.")
    assert en.endswith("1.5 years of fitting experience; the title asks for 2.5.")


def test_blank_years_are_remarked_with_their_cell() -> None:
    staffed = case(titles=TITLES, cadres=["A"], cells=True)
    assert "chưa ghi số năm" in said(Experience(), staffed, ("A", "U1", "T1"))[0]
    assert remarks(Experience(), staffed) == [("blank_experience", "info", "expertise 2")]


def test_an_exception_lifts_it() -> None:
    assert kept(
        Experience(), case(titles=TITLES, cadres=["A"], decisions=[decision("A", "exception")]), ("A", "U1", "T1")
    )
