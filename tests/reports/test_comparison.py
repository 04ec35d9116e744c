"""The sheets of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from optimizer.domain.plan import Plan
from optimizer.reports.comparison import (
    BrokenSection,
    MeasuresSection,
    MovedSection,
    UnitsSection,
    comparison_sections,
    verdicts,
)
from optimizer.reports.comparison_book import write_comparison
from optimizer.review.compare import Comparison, Named, compare
from optimizer.text import Text
from tests.cases import cadre, case, title
from tests.reports.tables import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang


def made() -> Comparison:
    """Return a hand-made plan that lacks a seat and breaks a rule, and a better one."""
    people = [cadre("A", name="An", degree=5), cadre("B", name="Bình")]
    this = case(["U1", "U2"], [title("TP", name="Head", min_degree=4)], cadres=people)
    by_hand = Named(Text("bản tay", "by hand"), Plan.of([("B", "U1", "TP")]))
    ours = Named(Text("bản máy", "ours"), Plan.of([("A", "U1", "TP")]))
    return compare(this, [by_hand, ours])


def test_each_measure_has_both_numbers_the_difference_and_a_judgement() -> None:
    table = MeasuresSection().table(made())
    rows = {r["Measure"]: r for r in rows_of(table)}
    assert rows["Vacant seats"]["by hand"] == rows["Vacant seats"]["ours"] == 1
    assert rows["Vacant seats"]["ours: judged"] == "equal"
    degree = rows["Degree, a hard rule"]
    assert (degree["by hand"], degree["ours"], degree["ours: difference"]) == (1, 0, -1)
    assert degree["ours: judged"] == "better"
    assert table.tones[list(rows).index("Degree, a hard rule")] == "kept"


def test_the_verdict_names_the_better_plan_and_the_rules_the_other_breaks() -> None:
    assert verdicts(made())[0].vi == (
        "Bản tay và bản máy ngang nhau ở mọi mức mục tiêu. "
        "Bản tay vi phạm quy tắc cứng ở 1 chỗ, nên không phải là phương án dùng được như đã ghi."
    )
    one = made()
    less = compare(one.case, [one.named[1], Named(Text("rỗng", "empty"), Plan(()))])
    assert verdicts(less)[0].en == (
        "Ours is better than empty, by the first level in which they differ: vacant seats, 1 against 2 seats."
    )
    assert verdicts(less)[0].vi == (
        "Bản máy tốt hơn rỗng, tính từ mức đầu tiên hai phương án khác nhau: ghế trống so với chỉ tiêu, 1 so với 2 ghế."
    )


def test_people_and_units_that_changed_are_told_by_name() -> None:
    moved = rows_of(MovedSection().table(made()), "vi")
    assert [(r["Họ và tên"], r["Thay đổi"], r["Ở bản tay"], r["Ở phương án này"]) for r in moved] == [
        ("An", "được bố trí thêm", "không bố trí", "Head tại Unit U1"),
        ("Bình", "không còn bố trí", "Head tại Unit U1", "không bố trí"),
    ]
    units = rows_of(UnitsSection().table(made()))
    assert [(u["Unit"], u["Came"], u["Left"]) for u in units] == [("Unit U1", "An (A)", "Bình (B)")]


def test_broken_rules_are_told_plan_by_plan() -> None:
    broken = rows_of(BrokenSection().table(made()))
    assert [(b["Plan"], b["Rule"], b["Mode"], b["In another plan too"]) for b in broken] == [
        ("by hand", "Degree", "hard", "no")
    ]


@pytest.mark.parametrize(
    ("lang", "sheets"),
    [
        ("vi", ["So sánh", "Người khác chỗ", "Đơn vị được, mất", "Quy tắc bị vi phạm"]),
        ("en", ["Comparison", "People moved", "Units gained, lost", "Rules broken"]),
    ],
)
def test_the_workbook_has_every_section_on_a_sheet(tmp_path: Path, lang: Lang, sheets: list[str]) -> None:
    book = openpyxl.load_workbook(write_comparison(made(), tmp_path / "c.xlsx", lang))
    assert book.sheetnames == sheets
    assert book.active.title == sheets[0]
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_every_section_speaks_both_languages() -> None:
    for section in comparison_sections():
        table = section().table(made())
        assert table.name.vi != table.name.en
        texts = [c.header for c in table.columns] + [v for row in table.rows for v in row if isinstance(v, Text)]
        for text in texts:
            assert text.vi.strip()
            assert text.en.strip()
            assert "{" not in text.vi + text.en
