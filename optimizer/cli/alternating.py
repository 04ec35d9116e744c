"""Several plans for a command: made one after the other, each written as a plan of its own, and compared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.aside import keep_edited
from optimizer.cli.exits import wrong_usage
from optimizer.cli.help import Option
from optimizer.cli.progress import watching
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.cli.console import Say
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome
    from optimizer.review.alternatives import Alternatives
    from optimizer.rules.base import Rule

MOST = 20
DEFAULT_LOSS, DEFAULT_APART = 0.005, 20


@dataclass(frozen=True)
class Wanted:
    """How many plans, what each may lose, how far apart they are, and how each is solved."""

    plans: int
    loss: float
    apart: int
    gap: float
    time_limit: float | None

    @classmethod
    def of(
        cls, plans: int | None, loss: float | None, apart: int | None, gap: float, time_limit: float | None
    ) -> Wanted | None:
        """Return what the options ask for, None where one plan is enough; what only several plans can have is refused."""
        if plans is None:
            given = [name for name, value in (("--loss", loss), ("--apart", apart)) if value is not None]
            if given:
                text = Text(
                    "{names} chỉ dùng cùng --alternatives: một phương án không có gì để so.",
                    "{names}: for --alternatives only, as one plan has nothing to be compared with.",
                )
                fix = Text("Thêm --alternatives K, hoặc bỏ tùy chọn này.", "Add --alternatives K, or leave it out.")
                raise wrong_usage(text.format(names=", ".join(given)), fix)
            return None
        loss = DEFAULT_LOSS if loss is None else loss
        return cls(plans, loss, DEFAULT_APART if apart is None else apart, gap, time_limit)

    def files(self, out: Path) -> list[Path]:
        """Return the further plans' workbooks and, last, the comparison's, beside the best plan's."""
        names = [f"{out.stem}-{i}" for i in range(2, self.plans + 1)] + [f"{out.stem}-compare"]
        return [out.with_name(name + out.suffix) for name in names]


class Share(click.FloatRange):
    """A share as people write it: 0.5%, 0,5 % or 0.005."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share, from 0 to 1."""
        from optimizer.domain.scopes import as_share

        found = float(super().convert(as_share(value), param, ctx))
        if math.isnan(found):  # passes every comparison
            self.fail(f"{value} is not a number.", param, ctx)
        return found


def alternatives_options() -> list[click.Parameter]:
    """Return the options that ask for several plans."""
    return [
        Option(
            ["--alternatives"],
            Text(
                "Lập K phương án khác nhau: PLAN.xlsx là tốt nhất, rồi PLAN-2.xlsx, PLAN-3.xlsx…, và bảng so sánh "
                "PLAN-compare.xlsx.",
                "Make K different plans: PLAN.xlsx is the best, then PLAN-2.xlsx, PLAN-3.xlsx and so on, and the comparison "
                "PLAN-compare.xlsx.",
            ),
            metavar="K",
            type=click.IntRange(2, MOST),
        ),
        Option(
            ["--loss"],
            Text(
                f"Mỗi phương án được kém phương án tốt nhất nhiều nhất chừng này ở từng mức mục tiêu; không bao giờ thêm ghế "
                f"trống (mặc định {DEFAULT_LOSS:.1%}).",
                f"What each plan may lose of the best plan's value in each level of objectives; never a further vacant seat "
                f"(default {DEFAULT_LOSS:.1%}).",
            ),
            metavar="SHARE",
            type=Share(0, 1),
        ),
        Option(
            ["--apart"],
            Text(
                f"Hai phương án bất kỳ bố trí khác nhau ít nhất chừng này người (mặc định {DEFAULT_APART}).",
                f"Any two plans place at least so many people otherwise (default {DEFAULT_APART}).",
            ),
            metavar="N",
            type=click.IntRange(1, 1_000_000),
        ),
    ]


def alternatives_written(say: Say, case: Case, first: Outcome, wanted: Wanted, out: Path) -> dict[str, Any]:
    """Make the further plans, write each and their comparison, tell of them, and return them as plain data."""
    from optimizer.catalogue import catalogue
    from optimizer.pipeline import propose
    from optimizer.reports.alternatives import sentences, write_alternatives
    from optimizer.reports.workbook import write_plan
    from optimizer.review.alternatives import alternatives

    def solve(rules: tuple[Rule, ...]) -> Outcome:
        with watching(say, wanted.time_limit) as listener:
            return propose(case, wanted.gap, wanted.time_limit, listener, also=rules)

    say.note(Text("Lập các phương án khác …", "Making further plans …"))
    found = alternatives(case, catalogue(case), first, wanted.plans, wanted.loss, wanted.apart, solve)
    *plans, comparison = wanted.files(out)
    written = []
    for path, outcome in zip(plans, found.outcomes[1:], strict=False):
        assert outcome.plan is not None
        keep_edited(path, say)
        written.append(write_plan(outcome.plan, path, case, outcome, None, say.lang))
    for path in plans[len(written) :]:
        if path.exists():
            text = Text(
                "“{path}” là của lần chạy trước, để nguyên.", "“{path}” is of an earlier run and left as it is."
            )
            say.note(text.format(path=path))
    keep_edited(comparison, say)
    compared = write_alternatives(case, found, comparison, say.lang)
    for line in sentences(found):
        say.out(line)
    for i, path in enumerate(written, 2):
        say.out(Text(f"Phương án {i}: {path}", f"Plan {i}: {path}"))
    say.out(Text(f"So sánh các phương án: {compared}", f"Comparison of the plans: {compared}"))
    return as_data(found, [out, *written], compared, say)


def as_data(found: Alternatives, written: list[Path], compared: Path, say: Say) -> dict[str, Any]:
    """Return several plans as plain data."""
    from optimizer.reports.alternatives import ending, in_common

    plans = range(len(found.plans))
    shared, everybody = in_common(found)
    return {
        "asked": found.asked,
        "loss": found.loss,
        "apart": found.apart,
        "end": found.end,
        "message": ending(found).of(say.lang),
        "plans": [
            {
                "plan": str(path),
                "status": found.outcomes[i].status,
                "levels": [
                    {"name": v.name, "value": v.value, "bound": v.bound, "gap": v.gap, "lost": found.lost(i, at)}
                    for at, v in enumerate(found.outcomes[i].levels)
                ],
                "apart": [found.distance(i, j) for j in plans],
            }
            for i, path in zip(plans, written, strict=True)
        ],
        "same_in_all": shared,
        "placed_in_any": everybody,
        "comparison": str(compared),
    }
