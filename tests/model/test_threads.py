"""Work side by side: the same results in the same order, and nothing left changed behind it."""

from __future__ import annotations

import sys

import pytest

from optimizer.model.threads import TURN, side_by_side


def test_threads_take_short_turns_while_they_work_side_by_side_and_the_usual_ones_after() -> None:
    usual = sys.getswitchinterval()
    inside = side_by_side(lambda _: sys.getswitchinterval(), range(3))
    assert inside == pytest.approx([TURN] * 3)
    assert sys.getswitchinterval() == pytest.approx(usual)
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda x: 1 // x, (0, 1))
    assert sys.getswitchinterval() == pytest.approx(usual)
