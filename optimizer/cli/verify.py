"""`placement verify`: any plan judged again, without the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.console import Say, counted
from optimizer.cli.exits import Exit
from optimizer.cli.options import command as declared
from optimizer.cli.paths import case_argument, plan_argument, roster_option
from optimizer.cli.plans import sound_plan
from optimizer.cli.reading import sound_case
from optimizer.findings import Finding, in_order
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.checker import RuleCheck, Verdict

SHOWN = 10  # broken placements shown for each rule; `--json` holds all


@declared(
    "verify",
    Text(
        "Kiểm tra lại một phương án bất kỳ, kể cả gõ tay, không dùng bộ giải.\n"
        "Mỗi quy tắc được đo lại từ hồ sơ và phương án. "
        "Mã kết thúc 0 nếu mọi quy tắc bắt buộc được giữ, "
        "1 nếu có quy tắc bị vi phạm hoặc không đọc được phương án.",
        "Re-check any plan, also one typed by hand, without the solver.\n"
        "Every rule is measured again from case and plan alone. "
        "Exit code 0 when every hard rule is kept, 1 when one is broken or the plan cannot be read.",
    ),
    "placement verify inputs/case.xlsx outputs/plan.xlsx",
    60,
    [case_argument(), plan_argument(), roster_option()],
)
def command(say: Say, case: Path, plan: Path, rosters: tuple[Path, ...]) -> int:
    """Verify the plan and say which rules it keeps."""
    from optimizer.checker import verify

    read, _ = sound_case(case, rosters)
    made, unread = sound_plan(plan, read)
    verdict = verify(read, made)
    _tell(say, verdict, unread)
    return say.done(as_data(verdict, unread, say), Exit.OK if verdict.ok else Exit.INPUT)


def as_data(verdict: Verdict, findings: list[Finding], say: Say) -> dict[str, Any]:
    """Return a verdict as plain data."""
    return {
        "status": "kept" if verdict.ok else "broken",
        "ok": verdict.ok,
        "checks": [_check(check, say) for check in verdict.checks],
        "measures": verdict.measures,
        "placed": verdict.placed,
        "vacant": sum(verdict.vacant.values()),
        "vacant_by_priority": verdict.vacant,
        "below_min": sum(verdict.below_min.values()),
        "below_min_by_priority": verdict.below_min,
        "findings": [f.to_json(say.lang) for f in in_order(findings)],
    }


def _check(check: RuleCheck, say: Say) -> dict[str, Any]:
    return {
        "rule": check.name,
        "title": check.text.of(say.lang),
        "source": check.source.of(say.lang),
        "kept": check.kept,
        "soft": check.soft,
        "limit": check.limit.of(say.lang),
        "findings": [f.to_json(say.lang) for f in check.findings],
    }


def _tell(say: Say, verdict: Verdict, findings: list[Finding]) -> None:
    from optimizer.catalogue import known
    from optimizer.reports.words import number

    for check in verdict.checks:
        if not (say.quiet and check.kept):
            _tell_check(say, check)
    say.show(findings)
    for name, value in verdict.measures.items():
        if not getattr(known()[name], "ties", False):  # a tie-break measures nothing a person could use
            say.tell(_measure(name, value))
    say.tell(
        Text(
            "Đã bố trí {placed} người; còn trống {vacant} ghế.",
            "{placed} [person|people] placed; {vacant} [seat|seats] vacant.",
        ).format(placed=number(verdict.placed), vacant=number(sum(verdict.vacant.values())))
    )
    broken = sum(not c.kept and not c.soft for c in verdict.checks)
    if verdict.ok:
        say.out(Text("Phương án giữ đúng mọi quy tắc bắt buộc.", "The plan keeps every hard rule."))
    else:
        n = counted(broken, "quy tắc bắt buộc", "hard rule")
        say.out(Text(f"Phương án vi phạm {n.vi}.", f"The plan breaks {n.en}."))


def _tell_check(say: Say, check: RuleCheck) -> None:
    if check.kept:
        mark = click.style(Text("giữ đúng", "kept").of(say.lang), fg="green")
    else:
        mark = click.style(Text("VI PHẠM", "BROKEN").of(say.lang), fg="yellow" if check.soft else "red", bold=True)
    soft = Text(" (mềm)", " (soft)").of(say.lang) if check.soft else ""
    limit = f" — {check.limit.of(say.lang)}" if check.limit.of(say.lang) else ""
    say.out(f"{mark}  {check.text.of(say.lang)}{soft}{limit}")
    for finding in check.findings[:SHOWN]:
        say.out(f"    {finding.sentence(say.lang)}")
    if len(check.findings) > SHOWN:
        more = len(check.findings) - SHOWN
        say.out(Text(f"    … và {more} chỗ nữa (đủ cả trong --json)", f"    … and {more} more (all of them in --json)"))


def _measure(name: str, value: float) -> Text:
    from optimizer.reports.words import agreeing, number, objective_text, unit_of

    return Text("{what}: {n} {unit}", "{what}: {n} {unit}").format(
        what=objective_text(name), n=number(value), unit=agreeing(number(value), unit_of(name))
    )
