"""Reviewed copies for a command: read, understood, said, and refused where they contradict themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from optimizer.cli.aside import keep_edited
from optimizer.cli.console import counted
from optimizer.cli.exits import Exit, Failure
from optimizer.cli.help import Option
from optimizer.cli.paths import InFile
from optimizer.domain.changes import changed_people
from optimizer.findings import Finding, has_errors, in_order
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.cli.console import Say
    from optimizer.domain.case import Case
    from optimizer.domain.plan import DecisionPrice, Outcome, Plan
    from optimizer.review.apply import Reviewed


def review_option() -> Option:
    """Return the option --review, repeatable."""
    return Option(
        ["--review", "reviews"],
        Text(
            "Bản phương án đã rà soát (các cột Khóa, Cấm, Ghế thay thế, Ý kiến, trang Quy tắc, Quyết định); "
            "dùng được nhiều lần cho nhiều người rà soát cùng một phương án.",
            "A reviewed copy of a plan (its columns lock, forbid, alternative_seat, comment, its sheets Rules and "
            "Decisions); repeat it where several people reviewed the same plan.",
        ),
        metavar="PLAN.xlsx",
        multiple=True,
        type=InFile(),
    )


def reviewed_case(say: Say, case: Case, copies: tuple[Path, ...]) -> Reviewed:
    """Return the case with what the copies ask; say what was understood, or refuse with the cells that stand against it."""
    from optimizer.review.apply import review
    from optimizer.review.understood import understood
    from optimizer.sheets.review_book import read_review

    say.note(Text("Đọc bản rà soát: {files} …", "Reading the review: {files} …").format(files=_names(copies)))
    read, found = [], []
    for path in copies:
        copy, findings = read_review(path, case)
        found += findings
        if copy is not None:
            read.append(copy)
    if len(read) < len(copies):
        raise _refused(found)
    made = review(case, read)
    found += made.findings
    if has_errors(found):
        raise _refused(found)
    made = replace(made, findings=tuple(in_order(dict.fromkeys(found))))  # of the cells as well, for `--json`
    for line in understood(made):
        say.tell(line)
    if made.findings:
        say.show(made.findings, err=True)
    return made


def changes_told(case: Case, plan: Plan) -> Text:
    """Return how many people the new plan places otherwise than the reviewed one."""
    changed = changed_people(case.previous, plan) if case.previous is not None else ()
    n = counted(len(changed), "người", "person", "people")
    return Text(
        "So với phương án đã rà soát: {n} thay đổi (xem trang Thay đổi).",
        "Against the reviewed plan: {n} placed otherwise (see the sheet Changes).",
    ).format(n=n)


def review_data(reviewed: Reviewed, plan: Plan) -> dict[str, Any]:
    """Return what was understood and how many people changed, as plain data."""
    from optimizer.review.understood import as_data

    previous = reviewed.case.previous
    changed = changed_people(previous, plan) if previous is not None else ()
    return {**as_data(reviewed), "changed": len(changed), "changed_people": list(changed)}


def priced(say: Say, case: Case, outcome: Outcome, gap: float, time_limit: float | None) -> Outcome:
    """Return the outcome with the price of every decision but exceptions, which cost nothing by themselves."""
    from optimizer.pipeline import propose
    from optimizer.review.price import prices

    wanted = [d for d in case.decisions if d.action != "exception"]
    n = counted(len(wanted), "quyết định", "decision")
    say.note(Text("Tính giá của {n} …", "Working out the price of {n} …").format(n=n))
    return replace(outcome, prices=prices(case, wanted, outcome, lambda other: propose(other, gap, time_limit)))


def price_data(price: DecisionPrice) -> dict[str, Any]:
    """Return one price as plain data."""
    names = ("cadre_id", "action", "unit_code", "title_code", "rule")
    return {
        **dict(zip(names, price.decision, strict=True)),
        "free": price.free,
        "exact": price.exact,
        "levels": [{"name": a.name, "value": a.value, "without": b.value} for a, b in price.levels],
    }


def kept_copy(say: Say, source: Path, out: Path, given: Case, case: Case) -> Path:
    """Write the copy of the case workbook that holds the decisions and changed rules of all reviews."""
    from optimizer.review.kept import kept
    from optimizer.sheets.review_keep import write_kept

    keep_edited(out, say, marked=True)
    found = kept(given, case)
    written = write_kept(source, found.added, found.gone, found.rules, out, say.lang)
    say.out(Text(f"Hồ sơ kèm quyết định: {written}", f"Case with the decisions: {written}"))
    return written


def _names(paths: tuple[Path, ...]) -> str:
    return ", ".join(path.name for path in paths)


def _refused(findings: list[Finding]) -> Failure:
    n = sum(f.severity == "error" for f in findings)
    text = Text(
        f"bản rà soát có {n} chỗ không thực hiện được; chưa giải gì.",
        f"the review has {n} place{'s' if n != 1 else ''} that cannot be done; nothing was solved.",
    )
    fix = Text(
        "Sửa các ô nêu trên trong bản rà soát rồi chạy lại.",
        "Change the cells named above in the reviewed copy, then run again.",
    )
    return Failure(Exit.INPUT, "review_error", text, fix, dict.fromkeys(findings))
