"""Several files and sheets: rosters of many offices beside one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus, with_roster
from tests.corpus.raw import flat, locked, xls
from tests.sheets.books import CADRES, CASE, spoiled, write_book

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add
OTHERS = [CADRES[0], ["D1", "Phạm Văn Bốn", "1979", "Nam"], ["D2", "Lê Thị Năm", "1982", "Nữ"]]
OTHER_HEADERS = [
    ["TT", "Số hiệu CBCC", "Họ tên", "Năm sinh"],
    [1, "E1", "Vũ Văn Sáu", 1975],
    [2, "E2", "Đỗ Thị Bảy", 1988],
]


@add(0, cadres=4)
def one_sheet_a_district(path: Path) -> list[str]:
    return with_roster(path, write_book(path / "r.xlsx", {"Huyện A": CADRES, "Huyện B": OTHERS}))


@add(0, cadres=4)
def headers_differ_from_sheet_to_sheet(path: Path) -> list[str]:
    return with_roster(path, write_book(path / "r.xlsx", {"A": CADRES, "B": OTHER_HEADERS}))


@add(0, cadres=6)
def a_folder_of_rosters(path: Path) -> list[str]:
    folder = path / "rosters"
    folder.mkdir()
    write_book(folder / "a.xlsx", {"DS": CADRES})
    write_book(folder / "b.xlsx", {"DS": OTHERS})
    (folder / "c.xls").write_bytes(xls(flat({"DS": OTHER_HEADERS})))
    (folder / "~$a.xlsx").write_bytes(b"lock file of Excel")
    (folder / "ghi chu.txt").write_text("x", "utf-8")
    return with_roster(path, folder)


@add(2)
def a_folder_without_rosters(path: Path) -> list[str]:
    (path / "rosters").mkdir()
    return with_roster(path, path / "rosters")


@add(1, (("web_page_as_workbook", ""),))
def one_bad_file_in_a_folder(path: Path) -> list[str]:
    folder = path / "rosters"
    folder.mkdir()
    write_book(folder / "a.xlsx", {"DS": CADRES})
    (folder / "b.xls").write_bytes(b"<html>")
    return with_roster(path, folder)


@add(1, (("duplicate", "DS!A2"),))
def one_code_in_two_rosters(path: Path) -> list[str]:
    write_book(path / "a.xlsx", {"DS": CADRES})
    other = write_book(path / "b.xlsx", {"DS": spoiled(OTHERS, 2, 1, "CB1")})
    return [*with_roster(path, path / "a.xlsx"), "--roster", str(other)]


@add(0, (("same_person", "DS!A2"),), cadres=4)
def one_person_in_two_rosters(path: Path) -> list[str]:
    write_book(path / "a.xlsx", {"DS": CADRES})
    rows = spoiled(spoiled(OTHERS, 2, 2, "NGUYỄN VĂN MỘT"), 2, 3, "3/2/1980")
    return [*with_roster(path, path / "a.xlsx"), "--roster", str(write_book(path / "b.xlsx", {"DS": rows}))]


@add(1, (("no_people", ""),))
def a_roster_without_people(path: Path) -> list[str]:
    return with_roster(path, write_book(path / "r.xlsx", {"DS": [["a", "b"], [1, 2]]}))


@add(1, (("missing_column", "B!1:1"),))
def one_district_without_codes(path: Path) -> list[str]:
    sheets = {"A": CADRES, "B": [r[1:] for r in OTHERS]}
    return with_roster(path, write_book(path / "r.xlsx", sheets))


@add(0, lacks=("file_encrypted",), cadres=2)
def a_locked_roster(path: Path) -> list[str]:
    data = write_book(path / "r.xlsx", {"DS": CADRES}).read_bytes()
    (path / "r.xlsx").write_bytes(locked(data, "bí mật"))
    (path / "pw.txt").write_text("bí mật", "utf-8")
    return [*with_roster(path, path / "r.xlsx"), "--password-file", str(path / "pw.txt")]


@add(0, cadres=3)
def people_in_the_case_and_in_a_roster(path: Path) -> list[str]:
    case = write_book(path / "case.xlsx", {**CASE, "Cán bộ": CADRES[:2]})
    return [str(case), "--roster", str(write_book(path / "r.xlsx", {"DS": OTHERS}))]


@add(2)
def a_roster_that_is_not_there(path: Path) -> list[str]:
    return with_roster(path, path / "none.xlsx")


@add(0, cadres=2)
def the_same_roster_by_two_names(path: Path) -> list[str]:
    roster = write_book(path / "r.xlsx", {"DS": CADRES})
    return [*with_roster(path, roster), "--roster", str(path / "." / "r.xlsx")]
