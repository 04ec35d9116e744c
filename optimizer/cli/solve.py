"""`placement solve`: from a case to a plan workbook."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.help import Option
from optimizer.cli.options import command as declared
from optimizer.cli.paths import case_argument, never_an_input, out_option, roster_option
from optimizer.cli.solving import DEFAULT_GAP, Job, solve_to_file
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.cli.console import Say


class FiniteRange(click.FloatRange):
    """A number in a range; `nan` and `inf`, which pass every comparison or outlast every run, are none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or refuse it."""
        found = super().convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(f"{value} is not a number.", param, ctx)
        return found


@declared(
    "solve",
    Text(
        "Lập phương án bố trí, kiểm tra lại độc lập rồi ghi ra tệp Excel.\n"
        "Mỗi cấp mục tiêu kèm giá trị đạt được, cận đã chứng minh và khoảng cách giữa hai số. "
        "Nhấn Ctrl+C một lần để dừng và giữ phương án tốt nhất đã có. Tệp đầu vào không bao giờ bị sửa.",
        "Draft a plan, re-check it independently and write it as a workbook.\n"
        "Each level of objectives comes with its value, its proved bound and the gap between the two. "
        "Ctrl+C once stops and keeps the best plan so far. Inputs are never modified.",
    ),
    "placement solve inputs/case.xlsx --out outputs/plan.xlsx --roster inputs/district-2.xlsx",
    50,
    [
        case_argument(),
        out_option(Text("Tệp phương án sẽ ghi.", "The plan workbook to write."), "PLAN.xlsx"),
        roster_option(),
        Option(
            ["--time-limit"],
            Text(
                "Giới hạn an toàn tính bằng giây (mặc định: không giới hạn).",
                "A safety net in seconds (default: none).",
            ),
            metavar="S",
            type=FiniteRange(min=0, min_open=True),
        ),
        Option(
            ["--gap"],
            Text(
                f"Dừng một cấp khi khoảng cách đã chứng minh không quá mức này (mặc định {DEFAULT_GAP}).",
                f"A level may stop at this proved gap (default {DEFAULT_GAP}).",
            ),
            metavar="G",
            type=FiniteRange(min=0, max=1),
            default=DEFAULT_GAP,
        ),
    ],
)
def command(say: Say, case: Path, out: Path, rosters: tuple[Path, ...], time_limit: float | None, gap: float) -> int:
    """Solve the case."""
    never_an_input(out, (case, *rosters))
    return say.done(solve_to_file(say, Job(case, out, rosters, gap, time_limit)))
