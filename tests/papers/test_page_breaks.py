"""Pages of an annex: never fuller than paper, headings and signers never alone."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from optimizer.reports.papers.page_breaks import FULL, MOST_BREAKS, WIDE, filling, page_breaks, room_on_page


def pages(heights: list[float], breaks: list[int]) -> list[range]:
    return [range(a, b) for a, b in pairwise([0, *breaks, len(heights)])]


@given(st.lists(st.sampled_from([15.0, 31.0, 61.0]), min_size=1, max_size=80), st.sets(st.integers(0, 79), max_size=8))
def test_no_page_is_fuller_than_paper_and_kept_rows_stay_together(heights: list[float], kept: set[int]) -> None:
    kept = {k for k in kept if k + 1 not in kept and k + 2 not in kept}  # blocks of two rows, which a page can hold
    breaks = page_breaks(heights, kept, 300.0, 40.0)
    for n, page in enumerate(pages(heights, breaks)):
        assert sum(heights[i] for i in page) <= (300.0 if n == 0 else 260.0)
    assert not [b for b in breaks if b - 1 in kept]


@given(st.lists(st.tuples(st.floats(3, 60), st.booleans()), min_size=1, max_size=20))
def test_columns_fill_a_page_without_running_over_it(columns: list[tuple[float, bool]]) -> None:
    widths, grows = [w for w, _ in columns], [may for _, may in columns]
    made = filling(widths, grows)
    assert all(b == a or (may and b > a) for a, b, may in zip(widths, made, grows, strict=True))
    pixels = [sum(int(w * 7 + 5) for w in some) for some in (widths, made)]
    if any(grows) and pixels[0] < FULL * WIDE:
        assert FULL * WIDE - 2 * len(columns) <= pixels[1] <= FULL * WIDE + len(columns)
    else:
        assert made == widths


def test_pages_are_filled_before_a_new_one_begins() -> None:
    assert page_breaks([15.0] * 10, (), 45.0, 15.0) == [3, 5, 7, 9]


def test_the_signers_take_the_last_rows_with_them() -> None:
    assert page_breaks([15.0] * 6 + [120.0], {4, 5}, 150.0, 0.0) == [4]
    assert page_breaks([15.0] * 6 + [120.0], set(), 150.0, 0.0) == [6]


def test_a_block_taller_than_a_page_begins_one_and_is_left_to_the_program() -> None:
    assert page_breaks([15.0, 15.0, 500.0, 15.0], {1}, 100.0, 10.0) == [1, 3]


def test_excel_takes_no_more_breaks_than_it_can_hold_and_the_last_is_always_there() -> None:
    breaks = page_breaks([15.0] * 5000, (), 45.0, 15.0)
    assert len(breaks) == MOST_BREAKS
    assert breaks[-1] == 4999


def test_wide_tables_are_shrunk_so_that_more_rows_fit() -> None:
    narrow, wide = room_on_page([10.0] * 5), room_on_page([20.0] * 15)
    assert narrow < 7.17 * 72
    assert wide > 2 * narrow
