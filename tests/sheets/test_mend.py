"""What is mended is mended exactly, kept cell by cell, and said once a column."""

from __future__ import annotations

import random

from optimizer.findings import Address
from optimizer.sheets.mend import _ODD_TEXT, _cleaned, mend_grid
from optimizer.sheets.table import Grid
from tests.corpus.old_codes import tcvn3, vni

NAMES = ["Nguyễn Văn Đức", "Trần Thị Hường", "Lê Quý Đôn", "Hà Bá Lộc", "Phạm Thu Hà"]


def mended(*column: str) -> tuple[list[object], list[str], list[tuple[str, str, str]]]:
    """Mend a column; return its cells, the codes of the findings, and every change."""
    grid = Grid("f.xlsx", "S", "", list(range(1, len(column) + 1)), [[value] for value in column])
    findings, mendings = mend_grid(grid, {})
    return (
        [row[0] for row in grid.rows],
        [f.code for f in findings],
        [(m.where.cell, m.was, m.became) for m in mendings],
    )


def test_a_sound_column_is_left_alone() -> None:
    assert mended(*NAMES) == (NAMES, [], [])


def test_each_change_is_kept_with_its_cell() -> None:
    cells, codes, changes = mended("An", "Bi\u0300nh", "  Chi  Mai")
    assert cells == ["An", "Bình", "Chi Mai"]
    assert codes == ["text_mended", "text_mended"]
    assert changes == [("A2", "Bi\u0300nh", "Bình"), ("A3", "  Chi  Mai", "Chi Mai")]


def test_a_cell_of_unseen_characters_becomes_blank() -> None:
    assert mended("An", "\u200b\u00a0")[0] == ["An", None]


def test_line_breaks_inside_a_cell_stay_as_they_divide_lists() -> None:
    assert mended("đất đai:8\r\nxây dựng:3")[0] == ["đất đai:8\nxây dựng:3"]


def test_a_whole_column_in_an_old_code_is_turned_doubtful_cells_included() -> None:
    for write in (tcvn3, vni):
        cells, codes, _ = mended(*map(write, NAMES))
        assert cells == NAMES
        assert codes == ["legacy_text"]


def test_unicode_cells_among_old_ones_stay() -> None:
    cells, codes, changes = mended(tcvn3(NAMES[0]), NAMES[1], tcvn3(NAMES[2]), "Hà Nội", "Lý")
    assert cells == [NAMES[0], NAMES[1], NAMES[2], "Hà Nội", "Lý"]
    assert codes == ["legacy_text"]
    assert len(changes) == 2


def test_one_strange_word_in_a_sheet_decides_nothing() -> None:
    assert mended("Xã Ia Púch", "Xã Ia Hrú", "Xã Ia Pa")[1] == []


def test_controls_written_as_escapes_go_and_other_escapes_stay() -> None:
    assert mended("An_x000D_ Bình", "_x0041_")[0] == ["An Bình", "_x0041_"]


def test_a_text_that_is_passed_over_is_one_that_nothing_would_be_mended_in() -> None:
    drawn = random.Random(7)
    odd = "\n\r\t\x00\x05\x1f\x85\u00a0\u0300\u00d0\u0189\u200b\u2003\u2028\u3000\ufeff\ud800_x000D_"
    passed = 0
    for _ in range(20_000):
        text = "".join(drawn.choice(drawn.choice(("ab Đệ", "ab ", odd))) for _ in range(drawn.randrange(1, 6)))
        if not _ODD_TEXT.search(text):
            passed += 1
            assert _cleaned(text, Address()) == (text, []), repr(text)
    assert passed > 1_000
