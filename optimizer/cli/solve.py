"""`placement solve`: from a case to a plan workbook."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.alternating import Wanted, alternatives_options
from optimizer.cli.certificates import CertificateFile
from optimizer.cli.exits import wrong_usage
from optimizer.cli.help import Option
from optimizer.cli.options import command as declared
from optimizer.cli.paths import OutFile, case_argument, never_an_input, out_option, roster_option
from optimizer.cli.reviewing import review_option
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
        "Nhấn Ctrl+C một lần để dừng và giữ phương án tốt nhất đã có. Tệp đầu vào không bao giờ bị sửa.\n"
        "Với --review, chương trình nói đã hiểu gì từ bản rà soát, từ chối những dấu mâu thuẫn kèm địa chỉ ô, rồi lập "
        "phương án mới giữ đúng mọi quyết định với ít thay đổi nhất; vì sao mỗi người thay đổi ghi ở trang Thay đổi.",
        "Draft a plan, re-check it independently and write it as a workbook.\n"
        "Each level of objectives comes with its value, its proved bound and the gap between the two. "
        "Ctrl+C once stops and keeps the best plan so far. Inputs are never modified.\n"
        "With --review it says what it understood, refuses marks that contradict each other with their cells, and then "
        "makes a plan that keeps every decision with the fewest changes; the sheet Changes says why each person moves.",
    ),
    "placement solve inputs/case.xlsx --out outputs/plan.xlsx --roster inputs/district-2.xlsx\n"
    "placement solve inputs/case.xlsx --review outputs/plan.xlsx --out outputs/plan-2.xlsx\n"
    "placement solve inputs/case.xlsx --out outputs/plan.xlsx --certificate outputs/proof.json.gz\n"
    "placement solve inputs/case.xlsx --out outputs/plan.xlsx --alternatives 3 --loss 0.5% --apart 20",
    50,
    [
        case_argument(),
        out_option(Text("Tệp phương án sẽ ghi.", "The plan workbook to write."), "PLAN.xlsx"),
        roster_option(),
        review_option(),
        Option(
            ["--keep-decisions", "keep"],
            Text(
                "Ghi thêm một bản sao của tệp hồ sơ có mọi quyết định và quy tắc đã đổi qua các vòng rà soát.",
                "Also write a copy of the case workbook that holds the decisions and changed rules of all reviews.",
            ),
            metavar="CASE-COPY.xlsx",
            type=OutFile(),
        ),
        Option(
            ["--price", "price"],
            Text(
                "Tính giá của từng quyết định ở mỗi cấp mục tiêu (giải lại nhiều lần nên lâu hơn).",
                "Work out what each decision costs in each level (solves again several times, so takes longer).",
            ),
            is_flag=True,
        ),
        Option(
            ["--certificate"],
            Text(
                "Ghi thêm chứng chỉ: giá của ghế và giới hạn chứng minh từng mức, để `placement prove` tính lại; không có "
                "tên ai trong đó.",
                "Also write a certificate: the prices of seats and limits that prove each level, for `placement prove` to "
                "work out again; nobody is named in it.",
            ),
            metavar="FILE.json.gz",
            type=CertificateFile(),
        ),
        *alternatives_options(),
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
def command(
    say: Say,
    case: Path,
    out: Path,
    rosters: tuple[Path, ...],
    reviews: tuple[Path, ...],
    keep: Path | None,
    price: bool,
    certificate: Path | None,
    alternatives: int | None,
    loss: float | None,
    apart: int | None,
    time_limit: float | None,
    gap: float,
) -> int:
    """Solve the case, or solve it again after a review."""
    inputs = (case, *rosters, *reviews)
    never_an_input(out, inputs)
    if keep is not None:
        never_an_input(keep, inputs)
        if keep.resolve() == out.resolve():
            raise wrong_usage(
                Text(
                    "--out và --keep-decisions trỏ tới cùng một tệp.",
                    "--out and --keep-decisions name the same file.",
                ),
                Text("Đặt hai tên khác nhau.", "Give them two names."),
            )
    wanted = Wanted.of(alternatives, loss, apart, gap, time_limit)
    for path in () if wanted is None else wanted.files(out):
        never_an_input(path, inputs)
    job = Job(case, out, rosters, gap, time_limit, reviews, keep, price, certificate, wanted)
    return say.done(solve_to_file(say, job))
