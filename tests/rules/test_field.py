import pytest

from optimizer.rules.field import FieldOfWork
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

TITLES = (title("T1", fields=("dat dai", "moi truong")), "T2")


@pytest.mark.parametrize(
    ("known", "ok"),
    [
        ({"expertise": {"dat dai": 8.0}}, True),
        ({"expertise": {"moi truong": 0.0}}, True),  # of any length
        ({"expertise": {"luat": 20.0}}, False),
        ({"major": "Môi trường"}, True),
        ({"major": "Luật; Quản lý đất đai"}, False),  # a name not in the list is its own field
        ({"major": "Luật, Đất đai"}, True),
        ({"expertise": {"luat": 1.0}, "major": "Land"}, True),
        ({}, False),
    ],
)
def test_one_of_the_fields_by_work_or_major_passes(known: dict[str, object], ok: bool) -> None:
    staffed = case(titles=TITLES, cadres=[cadre("A", **known)])
    assert kept(FieldOfWork(), staffed, ("A", "U1", "T1")) is ok
    assert kept(FieldOfWork(), staffed, ("A", "U1", "T2"))


def test_the_sentence_names_what_is_known_and_what_is_asked() -> None:
    staffed = case(titles=TITLES, cadres=[cadre("A", expertise={"luat": 1.0}, major="Y tế")])
    vi, en = said(FieldOfWork(), staffed, ("A", "U1", "T1"))
    assert vi.endswith(
        "lĩnh vực, chuyên ngành hiện có (luật, y tế) không khớp lĩnh vực chức danh yêu cầu (đất đai, môi trường)."
    )
    assert en.endswith("known fields and major (health, law) match none the title asks for (land, environment).")


def test_blank_fields_are_said_to_be_blank() -> None:
    staffed = case(titles=TITLES, cadres=["A"], cells=True)
    assert "chưa ghi lĩnh vực và chuyên ngành" in said(FieldOfWork(), staffed, ("A", "U1", "T1"))[0]
    assert remarks(FieldOfWork(), staffed) == [("blank_field", "info", "expertise 2")]


def test_an_exception_lifts_it() -> None:
    allowed = case(titles=TITLES, cadres=["A"], decisions=[decision("A", "exception", "U1", "T1", rule="field")])
    assert kept(FieldOfWork(), allowed, ("A", "U1", "T1"))
