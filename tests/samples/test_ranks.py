"""The ranks of a sample's titles: they order the rows of a plan."""

from __future__ import annotations

from optimizer.samples.title_book import title_book


def test_leaders_rank_in_the_order_in_which_they_are_named_and_before_everybody_else() -> None:
    book = title_book("whole")
    leaders = [t.code for t in sorted(book, key=lambda t: t.rank) if t.group == "leader"]
    assert leaders == ["BT", "PBTTT", "CTHDND", "CTUBND"]
    assert [t.rank for t in book if t.code in leaders] == [1, 2, 3, 4]
    assert {t.rank for t in book if t.group == "manager"} == {5, 6, 7}
    assert {t.rank for t in book if t.group == "specialist"} == {8}
