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
