import pytest

from optimizer.rules.theory import Theory
from tests.cases import cadre, case, decision, title
from tests.rules.judge import broken, kept, remarks, said

TITLES = (title("T1", min_theory=2), "T2")


@pytest.mark.parametrize(("theory", "ok"), [(1, False), (2, True), (4, True), (0, False), (None, False)])
def test_the_level_asked_for_is_the_lowest_that_passes(theory: int | None, ok: bool) -> None:
    staffed = case(titles=TITLES, cadres=[cadre("A", theory=theory)])
    assert kept(Theory(), staffed, ("A", "U1", "T1")) is ok
    assert kept(Theory(), staffed, ("A", "U1", "T2"))


@pytest.mark.parametrize(
    ("theory", "words"),
    [
        (None, "chưa ghi trình độ lý luận chính trị; chức danh yêu cầu từ trung cấp trở lên."),
        (0, "chưa qua đào tạo lý luận chính trị; chức danh yêu cầu từ trung cấp trở lên."),
        (1, "lý luận chính trị sơ cấp; chức danh yêu cầu từ trung cấp trở lên."),
    ],
)
def test_the_sentence_says_blank_none_or_too_low(theory: int | None, words: str) -> None:
    vi, _ = said(Theory(), case(titles=TITLES, cadres=[cadre("A", theory=theory)]), ("A", "U1", "T1"))
    assert vi.endswith(words)


def test_a_soft_rule_counts_each_title_held() -> None:
    two = case(
        titles=[title("T1", min_theory=2, concurrent_with=("T2",)), title("T2", min_theory=3)],
        cadres=[cadre("A", theory=1)],
    )
    assert [f["title"] for f in broken(Theory(), two, ("A", "U1", "T1"), ("A", "U1", "T2"))] == ["T1", "T2"]
    assert "soft" in Theory.modes


def test_a_blank_level_is_remarked_once_with_its_cell() -> None:
    assert remarks(Theory(), case(titles=TITLES, cadres=["A"], cells=True)) == [("blank_theory", "info", "theory 2")]


def test_an_exception_lifts_it() -> None:
    allowed = case(titles=TITLES, cadres=["A"], decisions=[decision("A", "exception", rule="Political theory")])
    assert kept(Theory(), allowed, ("A", "U1", "T1"))
