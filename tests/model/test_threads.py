"""Work side by side: the same results in the same order, and nothing left changed behind it."""

from __future__ import annotations

import sys
import threading

import pytest

from optimizer.model.threads import TURN, beside, side_by_side


def test_threads_take_short_turns_while_they_work_side_by_side_and_the_usual_ones_after() -> None:
    usual = sys.getswitchinterval()
    inside = side_by_side(lambda _: sys.getswitchinterval(), range(3))
    assert inside == pytest.approx([TURN] * 3)
    assert sys.getswitchinterval() == pytest.approx(usual)
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda x: 1 // x, (0, 1))
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_a_thread_that_stays_works_beside_this_one_in_short_turns() -> None:
    usual = sys.getswitchinterval()
    with beside() as both:
        threads = both(lambda _: threading.get_ident(), 1, 2)
        assert threads[0] == threading.get_ident() != threads[1]
        assert both(lambda _: threading.get_ident(), 1, 2) == threads
        assert both(lambda x: x * x, 3, 4) == (9, 16)
        assert sys.getswitchinterval() == pytest.approx(TURN)
        for pair in ((0, 1), (1, 0)):
            with pytest.raises(ZeroDivisionError):
                both(lambda x: 1 // x, *pair)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_work_within_work_side_by_side_stays_on_its_thread_and_goes_out_again_after() -> None:
    both = threading.Barrier(2)  # neither gets past it alone

    def inner(_: int) -> int:
        return threading.get_ident()

    def outer(_: int) -> tuple[int, set[int]]:
        both.wait(timeout=60)
        return threading.get_ident(), set(side_by_side(inner, range(50)))

    found = side_by_side(outer, range(2))
    assert all(inside == {mine} for mine, inside in found)
    assert found[0][0] != found[1][0]

    def meet(_: int) -> int:
        return both.wait(timeout=60)

    assert sorted(side_by_side(meet, range(2))) == [0, 1], "what is not within other work has both cores"
