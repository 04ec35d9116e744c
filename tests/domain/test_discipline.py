"""Disciplinary measures are read as rosters write them."""

from __future__ import annotations

import unicodedata

import pytest

from optimizer.domain.discipline import sanctions, under_review
from tests.cases import date


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", []),
        ("Không", []),
        ("không bị kỷ luật", []),
        ("Chưa", []),
        ("-", []),
        ("None", []),
        ("Khiển trách 15/06/2024", [("reprimand", "15/6/2024")]),
        ("KHIỂN TRÁCH (06/2024)", [("reprimand", "6/2024")]),
        ("Cảnh cáo năm 2023", [("warning", "2023")]),
        ("warning 2024-03-05", [("warning", "5/3/2024")]),
        ("cách chức 1.2.2020; khiển trách 2023", [("removal", "1/2/2020"), ("reprimand", "2023")]),
        ("Cảnh cáo", [("warning", None)]),
        ("Cảnh cáo 31/02/2024", [("warning", None)]),  # no such day: nothing is guessed
        ("Giáng chức 2022", [("other", "2022")]),
        ("có", [("other", None)]),
        # several measures that are not divided by a semicolon: each keeps its own form and date
        ("cảnh cáo 15/06/2024, khiển trách 10/01/2020", [("warning", "15/6/2024"), ("reprimand", "10/1/2020")]),
        ("khiển trách 2019 và cảnh cáo 2024", [("reprimand", "2019"), ("warning", "2024")]),
        ("cảnh cáo về Đảng và chính quyền 15/6/2024", [("warning", "15/6/2024")]),
        ("vi phạm 2019, khiển trách 2023", [("reprimand", "2023")]),
        ("cảnh cáo (giảm từ cách chức) 2023", [("removal", "2023")]),  # the gravest: nobody passes on a guess
        ("khiển trách 2019, 2023", [("reprimand", "2023")]),
        ("Cảnh cáo ngày 5 tháng 6 năm 2022", [("warning", "5/6/2022")]),
        ("Cảnh cáo, tháng 6 năm 2022", [("warning", "6/2022")]),
        (unicodedata.normalize("NFD", "cảnh cáo tháng 6 năm 2022"), [("warning", "6/2022")]),
        ("Khiển trách T3/2024", [("reprimand", "3/2024")]),
        # a part of a year is known to its last month: nobody passes on a guess
        ("Khiển trách Q1/2024", [("reprimand", "3/2024")]),
        ("Khiển trách quý I/2024", [("reprimand", "3/2024")]),
        ("Khiển trách quí 2 năm 2024", [("reprimand", "6/2024")]),
        ("cảnh cáo quý 4/2023; khiển trách QIII-2020", [("warning", "12/2023"), ("reprimand", "9/2020")]),
        ("Khiển trách 06 tháng đầu năm 2024", [("reprimand", "6/2024")]),
        ("Khiển trách quý 01/2024", [("reprimand", "3/2024")]),
        ("Khiển trách quý 1/2024/QĐ-UB năm 2023", [("reprimand", "2023")]),
        ("Khiển trách sáu tháng cuối năm 2024", [("reprimand", "12/2024")]),
        ("Khiển trách cuối năm 2024", [("reprimand", "2024")]),
        ("Khiển trách quý 5/2024", [("reprimand", None)]),  # no such quarter
        ("Khiển trách quý I/2024, QĐ ngày 15/02/2024", [("reprimand", "15/2/2024")]),
        (unicodedata.normalize("NFD", "khiển trách quý III/2024"), [("reprimand", "9/2024")]),
        # the number of a decision or a decree is no date
        ("Cảnh cáo theo QĐ 1520/QĐ-UBND", [("warning", None)]),
        ("Cảnh cáo theo QĐ 1987/QĐ-TU", [("warning", None)]),
        ("Khiển trách (QĐ 3/2024/QĐ-UBND ngày 20 tháng 11 năm 2024)", [("reprimand", "20/11/2024")]),
        ("Khiển trách theo QĐ 3/2024/QĐ-UBND", [("reprimand", None)]),
        ("Khiển trách năm 2023 theo Nghị định 112/2024/NĐ-CP", [("reprimand", "2023")]),
        ("Khiển trách 2019 - Đảng ủy xã", [("reprimand", "2019")]),
        ("Khiển trách (QĐ 45/QĐ-UBKT 06/2024)", [("reprimand", "6/2024")]),
        ("Khiển trách theo QĐ 123/2024", [("reprimand", None)]),
        ("Chưa hết thời hạn cảnh cáo 15/06/2024", [("warning", "15/6/2024")]),
        ("chưa xóa kỷ luật khiển trách 2024", [("reprimand", "2024")]),
        ("Khiển trách 2019; đã có kết luận 2024, không vi phạm", [("reprimand", "2019")]),
        ("Đã kết luận, không vi phạm nhưng cảnh cáo 2024", [("warning", "2024")]),
    ],
)
def test_form_and_date_are_read_from_one_cell(cell: str, found: list[tuple[str, str | None]]) -> None:
    told = [(m.form, m.since) for m in sanctions(cell)]
    assert told == [(form, None if day is None else date(day)) for form, day in found]


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("", False),
        ("Không", False),
        ("no", False),
        ("Chưa", False),
        ("chưa bị xem xét", False),
        ("Chưa có", False),
        ("x", True),
        ("Có", True),
        ("đang bị điều tra", True),
        ("Chưa có kết luận", True),  # it is still going on
        ("chưa xong", True),
        ("Đã có kết luận, không vi phạm", False),
        ("Đã có kết luận số 12-KL/UBKT ngày 03/05/2025: không có vi phạm.", False),
        ("Đã kết luận không phát hiện sai phạm (05/2025)", False),
        ("đã xác minh, không có dấu hiệu vi phạm", False),
        ("Concluded, no violation found", False),
        ("Đã có kết luận", True),  # with what result is not said
        ("Đã có kết luận, vi phạm", True),
        ("Đã có kết luận, không vi phạm nghiêm trọng", True),
        ("Đã có kết luận vi phạm 2019; 2024 không vi phạm", True),
        ("Đã có kết luận, không vi phạm; đang bị xem xét việc khác", True),
        ("Đang chờ kết luận, không vi phạm", True),
        ("Đã kiểm tra, chưa kết luận không vi phạm", True),
    ],
)
def test_anything_but_blank_no_and_cleared_is_a_review(cell: str, held: bool) -> None:
    assert under_review(cell) is held
