"""`placement demo`: one sample from nothing to a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.cli.aside import keep_edited
from optimizer.cli.help import Option
from optimizer.cli.options import command as declared
from optimizer.cli.sample import Place
from optimizer.cli.solving import Job, solve_to_file
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.cli.console import Say

DEFAULT_PLACE = "hai-phong-leaders"


@declared(
    "demo",
    Text(
        "Chạy thử: tạo hồ sơ mẫu trong inputs/, giải, ghi phương án vào outputs/.\n"
        "Địa danh là thật, con người là hư cấu. Hai thư mục nằm trong thư mục đang đứng.",
        "Try it: write a sample case to inputs/, solve it, write the plan to outputs/.\n"
        "Places are real, people are invented. Both folders are made in the current folder.",
    ),
    "placement demo --place hai-phong-leaders",
    10,
    [
        Option(
            ["--place"],
            Text(
                f"Tên bộ mẫu (mặc định {DEFAULT_PLACE}); xem `placement sample --help`.",
                f"The sample (default {DEFAULT_PLACE}); see `placement sample --help`.",
            ),
            metavar="PLACE",
            type=Place(),
            default=DEFAULT_PLACE,
        )
    ],
)
def command(say: Say, place: str) -> int:
    """Write, solve and report the sample."""
    from optimizer.samples import PLACES, write_sample

    case, plan = Path("inputs") / f"{place}.xlsx", Path("outputs") / f"{place}-plan.xlsx"
    for folder in (case.parent, plan.parent):
        folder.mkdir(exist_ok=True)
    keep_edited(case, say)
    written = write_sample(place, case, lang=say.lang)
    say.tell(Text(f"Hồ sơ mẫu: {written} ({PLACES[place].vi})", f"Sample case: {written} ({PLACES[place].en})"))
    # the small sample is proved to the end; the cities end within the usual gap
    data = solve_to_file(say, Job(written, plan, gap=0.0) if place == DEFAULT_PLACE else Job(written, plan))
    say.tell(
        Text(
            f"Kiểm tra lại bất cứ lúc nào: placement verify {written} {data['plan']}",
            f"Re-check it at any time: placement verify {written} {data['plan']}",
        )
    )
    return say.done({"case": str(written), **data})
