"""Solving for a command: read, propose, write, and say what came of it; `solve` and `demo` both do this."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from optimizer.cli.alternating import alternatives_written
from optimizer.cli.aside import keep_edited
from optimizer.cli.certificates import write_certificate
from optimizer.cli.conflicting import conflicts_told
from optimizer.cli.console import Say, counted, finding_counts
from optimizer.cli.exits import Exit, Failure
from optimizer.cli.progress import watching
from optimizer.cli.reading import sound_case
from optimizer.cli.reviewing import changes_told, kept_copy, price_data, priced, review_data, reviewed_case
from optimizer.findings import Finding, in_order
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from optimizer.cli.alternating import Wanted
    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, Outcome

DEFAULT_GAP = 0.0005
SHOWN_REPAIRS = 3
SECONDS = ("read", "model", "solve", "check", "write")


@dataclass(frozen=True)
class Job:
    """What to solve, how far, and where to write it."""

    case: Path
    out: Path
    rosters: tuple[Path, ...] = ()
    gap: float = DEFAULT_GAP
    time_limit: float | None = None
    reviews: tuple[Path, ...] = ()
    keep: Path | None = None
    price: bool = False
    certificate: Path | None = None
    alternatives: Wanted | None = None


def solve_to_file(say: Say, job: Job) -> dict[str, Any]:
    """Solve the case, write the plan workbook, tell what came of it, and return the object for `--json`."""
    from optimizer.checker import verify
    from optimizer.pipeline import Disagreement, propose
    from optimizer.reports.summary import summary
    from optimizer.reports.workbook import write_plan

    say.note(Text(f"Đọc {job.case} …", f"Reading {job.case} …"))
    started = time.perf_counter()
    case, findings = sound_case(job.case, job.rosters)
    read = time.perf_counter() - started
    _remind(say, job, findings)
    reviewed = reviewed_case(say, case, job.reviews) if job.reviews else None
    given, case = case, case if reviewed is None else reviewed.case
    findings = [*findings, *(reviewed.findings if reviewed is not None else ())]
    try:
        with watching(say, job.time_limit) as listener:
            outcome = propose(case, job.gap, job.time_limit, listener, True)
    except Disagreement as error:
        raise _disagreement(error.verdict.findings, str(error)) from error
    plan = outcome.plan
    if plan is None:
        raise (
            _infeasible(say, case, outcome, job) if outcome.status == "infeasible" else _no_plan(outcome, findings, job)
        )
    outcome = replace(outcome, seconds={"read": read, **outcome.seconds})
    started = time.perf_counter()
    verdict = verify(case, plan) if outcome.verdict is None else outcome.verdict
    if not verdict.ok:
        raise _disagreement(verdict.findings, "")
    if job.price:
        outcome = priced(say, case, outcome, job.gap, job.time_limit)
    keep_edited(job.out, say)
    written = write_plan(plan, job.out, case, outcome, verdict, say.lang)
    outcome = replace(outcome, seconds={**outcome.seconds, "write": time.perf_counter() - started})
    for line in summary(case, outcome, verdict, say.lang):
        say.tell(line)
    if reviewed is not None:
        say.tell(changes_told(case, plan))
    _stopped(say, outcome)
    data = as_data(outcome, written, [*findings, *outcome.findings], say)
    if reviewed is not None:
        data["review"] = review_data(reviewed, plan)
    if job.price:
        data["prices"] = [price_data(p) for p in outcome.prices]
    if job.certificate is not None and outcome.certificate is not None:
        data["certificate"] = str(_certificate(say, job.certificate, outcome.certificate))
    if job.keep is not None:
        data["kept"] = str(kept_copy(say, job.case, job.keep, given, case))
    say.out(Text(f"Phương án: {written}", f"Plan: {written}"))
    if job.alternatives is not None:
        data["alternatives"] = alternatives_written(say, case, outcome, job.alternatives, job.out)
    return data


def as_data(outcome: Outcome, written: Path | None, findings: Sequence[Finding], say: Say) -> dict[str, Any]:
    """Return an outcome as plain data."""
    from optimizer.pipeline import peak_mb

    findings = in_order(dict.fromkeys(findings))
    return {
        "status": outcome.status,
        "levels": [_level(level, i == 0, say) for i, level in enumerate(outcome.levels)],
        "placed": outcome.placed,
        "vacant": outcome.vacant,
        "candidates": outcome.candidates,
        "seconds": {
            name: round(outcome.seconds.get(name, 0.0), 3) for name in dict.fromkeys([*SECONDS, *outcome.seconds])
        },
        "peak_mb": round(max(outcome.peak_mb, peak_mb()), 1),
        "plan": str(written) if written is not None else None,
        "engine": outcome.engine,
        "verified": outcome.verified,
        "stopped_by": outcome.stopped_by,
        "counts": finding_counts(findings),
        "findings": [f.to_json(say.lang) for f in findings],
    }


def _level(level: LevelResult, first: bool, say: Say) -> dict[str, Any]:
    from optimizer.reports.words import proof

    return {
        "name": level.name,
        "value": level.value,
        "bound": level.bound,
        "gap": level.gap,
        "sense": level.sense,
        "seats": level.seats,
        "by_prices": level.by_prices,
        "proof": proof(level, first).of(say.lang),
        "parts": dict(level.parts),
    }


def _certificate(say: Say, path: Path, data: dict[str, Any]) -> Path:
    written = write_certificate(path, data)
    say.out(Text(f"Chứng chỉ: {written}", f"Certificate: {written}"))
    return written


def _remind(say: Say, job: Job, findings: Sequence[Finding]) -> None:
    warnings = sum(f.severity == "warning" for f in findings)
    if warnings:
        said = counted(warnings, "cảnh báo", "warning")
        text = Text("{said}; xem bằng `placement check {case}`.", "{said}; see `placement check {case}`.")
        say.note(text.format(said=said, case=job.case))


def _stopped(say: Say, outcome: Outcome) -> None:
    reasons = {
        "time_limit": Text(
            "Đã hết giới hạn thời gian: đây là phương án tốt nhất đến lúc đó.",
            "The time limit struck: this is the best plan until then.",
        ),
        "user": Text(
            "Đã dừng theo yêu cầu: đây là phương án tốt nhất đến lúc đó.",
            "Stopped as asked: this is the best plan until then.",
        ),
        "work_limit": Text(
            "Đã hết giới hạn khối lượng tính: đây là phương án tốt nhất đến lúc đó.",
            "The work limit struck: this is the best plan until then.",
        ),
    }
    if outcome.stopped_by:
        say.out(reasons[outcome.stopped_by])


def _infeasible(say: Say, case: Case, outcome: Outcome, job: Job) -> Failure:
    """Return which demands clash, each with its cell, and the cheapest ways out."""
    told, data = conflicts_told(say, case, SHOWN_REPAIRS, None, time_limit=job.time_limit)
    text = Text(
        "không thể có phương án: các yêu cầu bắt buộc mâu thuẫn nhau.",
        "no plan can exist: what is demanded clashes.",
    )
    fix = Text(
        "Chọn một cách sửa, hoặc sửa hay bỏ một điều trong mỗi mâu thuẫn, rồi giải lại.",
        "Take one of the repairs, or change or remove one thing of each conflict, then solve again.",
    )
    return Failure(Exit.INFEASIBLE, "infeasible", text, fix, outcome.findings, told, data)


def _no_plan(outcome: Outcome, findings: Sequence[Finding], job: Job) -> Failure:
    """Return that a limit struck before there was a plan."""
    limit = counted(round(job.time_limit), "giây", "second") if job.time_limit else Text("giới hạn", "the limit")
    if outcome.stopped_by == "user":
        text = Text("đã dừng theo yêu cầu khi chưa có phương án nào.", "stopped as asked before any plan was found.")
    else:
        text = Text(f"hết {limit.vi} mà chưa có phương án nào.", f"no plan was found within {limit.en}.")
    fix = Text("Tăng --time-limit hoặc bỏ hẳn tùy chọn này.", "Raise --time-limit or leave it out.")
    return Failure(Exit.NO_PLAN, "no_plan", text, fix, dict.fromkeys([*findings, *outcome.findings]))


def _disagreement(findings: Sequence[Finding], said: str) -> Failure:
    text = Text(
        "bộ kiểm tra độc lập bác phương án của bộ giải; không ghi phương án nào. Đây là lỗi của chương trình.",
        "the independent checker refuses the engine's plan; no plan was written. This is a fault of the program.",
    )
    fix = Text(
        "Xin báo lại kèm nội dung trên (không gửi danh sách cán bộ).",
        "Please report it with the lines above (do not send the roster).",
    )
    detail = (
        "" if findings or not said else f" ({said})"
    )  # values that differ have no findings: the numbers are the report
    return Failure(Exit.DISAGREE, "disagreement", Text(text.vi + detail, text.en + detail), fix, findings)
