"""Headers as offices make them: repeated on every page, over two columns, with crosses below, far down the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.corpus.kinds import Corpus, people
from tests.corpus.raw import changed, sheet_part
from tests.sheets.books import CADRES, spoiled

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add


@add(0, (("repeated_header", "Cán bộ!3:3"),), cadres=2)
def the_header_again_on_every_page(path: Path) -> list[str]:
    return people(path, [CADRES[0], CADRES[1], CADRES[0], CADRES[2]])


@add(0, (("repeated_header", "Cán bộ!5:5"), ("repeated_header", "Cán bộ!6:6")), cadres=2)
def the_header_again_with_its_numbers(path: Path) -> list[str]:
    numbers = [f"({n})" for n in range(1, 10)]
    title = ["DANH SÁCH (tiếp theo)"]
    rows = [CADRES[0], numbers, CADRES[1], title, CADRES[0], numbers, CADRES[2]]
    return people(path, rows, ["A4:I4"])


@add(0, (("columns_joined", "Cán bộ!B1"),), cadres=2)
def a_name_in_two_columns_under_one_header(path: Path) -> list[str]:
    rows: list[list[Any]] = [["Mã cán bộ", "Họ và tên", None, "Ngày sinh"], ["CB1", "Nguyễn Văn", "An", 1980]]
    return people(path, [*rows, ["CB2", "Trần Thị", "Hai", 1985]], ["B1:C1"])


@add(0, (("columns_joined", "Cán bộ!B1"),), cadres=2)
def a_family_name_and_a_given_name(path: Path) -> list[str]:
    return people(
        path, [["Mã cán bộ", "Họ và chữ đệm", "Tên"], ["CB1", "Nguyễn Văn", "An"], ["CB2", "Trần Thị", "Hai"]]
    )


@add(0, (("columns_joined", "Cán bộ!D2"),), lacks=("no_degree",), cadres=2)
def crosses_under_the_degrees(path: Path) -> list[str]:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Trình độ chuyên môn", None],
        [None, None, "Trên đại học", "Đại học"],
        ["CB1", "Nguyễn Văn Một", "x", None],
        ["CB2", "Trần Thị Hai", None, "x"],
    ]
    return people(path, rows, ["A1:A2", "B1:B2", "C1:D1"])


@add(0, lacks=("double_column",), cadres=2)
def codes_in_two_merged_columns(path: Path) -> list[str]:
    return people(path, [[row[0], None, *row[1:]] for row in CADRES], ["A1:B1", "A2:B2", "A3:B3"])


@add(1, (("double_column", "Cán bộ!C1"),))
def two_dates_under_one_merged_header(path: Path) -> list[str]:
    rows = [["Mã cán bộ", "Họ và tên", "Ngày sinh", None], ["CB1", "Nguyễn Văn Một", 1980, 1981]]
    return people(path, rows, ["C1:D1"])


@add(0, cadres=2)
def numerals_and_units_in_the_columns_of_people(path: Path) -> list[str]:
    return people(path, [CADRES[0], ["I", "Phường An Biên"], CADRES[1], ["II", "Xã Cẩm Giang"], CADRES[2]])


@add(0, lacks=("missing_value",), cadres=2)
def line_numbers_prepared_for_people_to_come(path: Path) -> list[str]:
    rows = [["TT", *CADRES[0]], [1, *CADRES[1]], [2, *CADRES[2]], [3], [4], [5]]
    return people(path, rows)


@add(1, (("missing_column", "Cán bộ"),))
def a_header_behind_forty_rows_of_words(path: Path) -> list[str]:
    return people(path, [*([f"Căn cứ văn bản số {n}"] for n in range(40)), *CADRES])


@add(1, (("missing_value", "Cán bộ!A3"),))
def a_header_word_in_a_row_of_data_repeats_nothing(path: Path) -> list[str]:
    return people(path, spoiled(spoiled(CADRES, 3, 1, None), 3, 2, "Họ và tên"))


@add(0, (("hidden_rows", "Cán bộ!3:3"),), cadres=2)
def a_row_of_no_height(path: Path) -> list[str]:
    def flatten(data: bytes) -> bytes:
        return data.replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"', 1)

    return [str(changed(path, {sheet_part("Cán bộ"): flatten}))]
