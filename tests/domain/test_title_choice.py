import pytest

from optimizer.domain.head_count import provinces
from optimizer.domain.title_choice import names_of, seniority, titles_named
from tests.cases import case, decision, title, unit

TITLES = (
    title("PCT", name="Phó Chủ tịch UBND", rank=5),
    title("PCTH", name="Phó Chủ tịch HĐND", rank=5),
    title("CV", name="Chuyên viên (một cửa)", group="specialist"),
    title("BT", name="Bí thư Đảng ủy", rank=1),
    title("TK", name="Thư ký", group="manager"),
    title("UBND", name="PCT"),
)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("PCT", ("PCT",)),  # a code wins over the name of another title
        ("pct ", ("UBND",)),
        ("phó chủ tịch Ủy ban nhân dân", ("PCT",)),
        ("Phó Chủ tịch*", ("PCT", "PCTH")),
        ("*HĐND", ("PCTH",)),
        ("chuyen vien mot cua", ("CV",)),
        ("Phó Chủ tịch", ()),  # a part of a name needs its star
        ("*", ()),
        ("", ()),
    ],
)
def test_a_title_is_named_by_its_code_its_name_or_a_part_with_a_star(written: str, codes: tuple[str, ...]) -> None:
    assert titles_named(case(["U1"], TITLES), written) == codes


def test_the_highest_titles_come_first_and_those_without_a_rank_last() -> None:
    order = seniority(case(["U1"], TITLES))
    assert sorted(order, key=lambda code: order[code]) == ["BT", "PCT", "PCTH", "TK", "CV", "UBND"]
    assert names_of(case(["U1"], TITLES), ["CV", "BT"]) == "Bí thư Đảng ủy, Chuyên viên (một cửa)"


@pytest.mark.parametrize(
    ("written", "groups", "called"),
    [
        (("", ""), [["A", "B"]], "toàn tỉnh"),
        (("Tỉnh Lạng Sơn", ""), [["A", "B"]], "toàn tỉnh Lạng Sơn"),
        (("Thành phố Hà Nội", "hà nội"), [["A", "B"]], "toàn thành phố Hà Nội"),
        (("Lạng Sơn", "Cao Bằng"), [["A"], ["B"]], "toàn Lạng Sơn"),
    ],
)
def test_units_of_one_province_are_together_however_it_is_written(
    written: tuple[str, str], groups: list[list[str]], called: str
) -> None:
    found = provinces(case([unit(code, province=p) for code, p in zip("AB", written, strict=True)]))
    assert [[u.unit_code for u in it.units] for it in found] == groups
    assert found[0].text.vi == called


def test_exceptions_are_found_by_person() -> None:
    rows = [
        decision("A", "exception", "U1"),
        decision("A", "lock"),
        decision("B", "exception"),
        decision("A", "exception"),
    ]
    found = case(["U1"], ["T1"], cadres=["A", "B"], decisions=rows).exceptions_of
    assert {who: [d.unit_code for d in mine] for who, mine in found.items()} == {"A": ["U1", ""], "B": [""]}
