"""`placement report`: what the committee reads and signs, made from a case and a plan."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.aside import keep_edited
from optimizer.cli.counting import counting
from optimizer.cli.exits import Exit, wrong_usage
from optimizer.cli.folders import fresh_folder
from optimizer.cli.help import Option, PathType
from optimizer.cli.options import command as declared
from optimizer.cli.paths import case_argument, file_option, plan_argument, roster_option
from optimizer.cli.plans import sound_plan
from optimizer.cli.reading import sound_case
from optimizer.findings import in_order
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.cli.console import Say
    from optimizer.domain.case import Case
    from optimizer.findings import Finding
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.offices import Offices
    from optimizer.reports.papers.proof import Proof
    from optimizer.reports.papers.word import Manner, Papers

REPORT = Text("bao-cao.html", "report.html")
ANNEXES = Text("phu-luc.xlsx", "annexes.xlsx")
DECISIONS = Text("quyet-dinh", "decisions")
MANNERS = ("each", "list", "none")


class OutFolder(PathType):
    """A folder to write into; it is made where its parent is there."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or say why nothing can be written there."""
        path = Path(value)
        if path.exists() and not path.is_dir():
            raise wrong_usage(
                Text(f"“{path}” là một tệp, không phải thư mục.", f"“{path}” is a file, not a folder."),
                Text("Chọn một thư mục, ví dụ “outputs/bao-cao”.", "Give a folder, such as “outputs/report”."),
            )
        if not path.parent.is_dir():
            raise wrong_usage(
                Text(f"không có thư mục “{path.parent}”.", f"there is no folder “{path.parent}”."),
                Text("Tạo thư mục ấy trước hoặc chọn nơi khác.", "Make that folder first, or choose another place."),
            )
        return path


@declared(
    "report",
    Text(
        "Lập báo cáo, phụ lục, tờ trình và dự thảo quyết định từ một phương án.\n"
        "Ghi vào thư mục: báo cáo HTML có bản đồ và biểu đồ (một tệp, không cần mạng), phụ lục Excel để in và ký, tờ trình "
        "và quyết định Word theo mẫu. Mẫu Word của cơ quan đặt cạnh tệp hồ sơ được dùng trước. "
        "Mọi con số là của bộ kiểm tra độc lập. Nếu phương án còn vi phạm quy tắc bắt buộc thì chỉ có báo cáo và phụ lục, mã "
        "kết thúc 1.",
        "Write the report, annexes, submission and draft decisions of a plan.\n"
        "Into one folder: an HTML report with map and pictures (one file, no network), Excel annexes to print and sign, the "
        "submission and decisions in Word from templates. Templates that stand beside the case are used first. "
        "Every number is the independent checker's. Where the plan breaks a hard rule there are report and annexes "
        "only, and the exit code is 1.",
    ),
    "placement report inputs/case.xlsx outputs/plan.xlsx --out outputs/report",
    70,
    [
        case_argument(),
        plan_argument(),
        Option(
            ["--out"],
            Text("Thư mục sẽ ghi các tệp vào.", "The folder to write into."),
            metavar="DIR",
            required=True,
            type=OutFolder(),
        ),
        roster_option(),
        file_option(
            ["--map", "outlines"],
            "FILE.geojson",
            Text(
                "Ranh giới các đơn vị (GeoJSON, kinh độ và vĩ độ); không có thì bản đồ chỉ có chấm và tên.",
                "Outlines of the units (GeoJSON, longitude and latitude); without it the map has points and names.",
            ),
        ),
        Option(
            ["--decisions"],
            Text(
                "Quyết định: each (mỗi người một tệp), list (kèm danh sách), none (không lập); mặc định each.",
                "Decisions: each (one file a person), list (with lists), none; default each.",
            ),
            type=click.Choice(MANNERS),
            default="each",
        ),
        Option(
            ["--copy-templates"],
            Text(
                "Chép các mẫu Word vào thư mục cạnh tệp hồ sơ để cơ quan sửa; mẫu đã có ở đó được giữ nguyên.",
                "Copy the Word templates beside the case, where the office can edit them; those there are kept.",
            ),
            is_flag=True,
        ),
    ],
)
def command(
    say: Say,
    case: Path,
    plan: Path,
    out: Path,
    rosters: tuple[Path, ...],
    outlines: Path | None,
    decisions: Manner,
    copy_templates: bool,
) -> int:
    """Write everything."""
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.offices import offices
    from optimizer.reports.papers.proof import read_proof
    from optimizer.reports.papers.shelf import Shelf
    from optimizer.reports.papers.word import Papers

    clock = _Clock()
    say.note(Text(f"Đọc {case} và {plan} …", f"Reading {case} and {plan} …"))
    read, _ = sound_case(case, rosters)  # remarks about the case are `check`'s to show
    made, remarks = sound_plan(plan, read)
    shapes, said = _outlines(outlines, read)
    told = in_order(f for f in [*remarks, *said] if f.severity != "info")
    clock.lap("read")
    say.note(Text("Kiểm tra lại phương án …", "Checking the plan …"))
    figures = Figures(Context(made, read))
    proof, offered = read_proof(plan, figures.context), offices(read)
    clock.lap("check")
    shelf = Shelf(case.parent, say.lang)
    if copy_templates:
        _tell_copied(say, shelf.copy_out())
    papers = Papers(figures, offered, proof, shelf, decisions) if figures.verdict.ok else None
    out.mkdir(exist_ok=True)
    data: dict[str, Any] = {"status": "ok" if figures.verdict.ok else "broken", "ok": figures.verdict.ok}
    data["report"] = str(_report(say, figures, proof, offered, out, shapes))
    clock.lap("report")
    data["annexes"] = str(_annexes(say, figures, offered, out))
    clock.lap("annexes")
    data |= _papers(say, papers, out)
    clock.lap("papers")
    data |= {
        "placed": figures.placed, "vacant": figures.vacant, "below_min": figures.below_min,
        "violations": len(figures.verdict.findings), "proved": proof.why is None, "seconds": clock.seconds,
        "findings": [f.to_json(say.lang) for f in told],
    }  # fmt: skip
    say.show(told)
    _tell(say, figures, data)
    return say.done(data, Exit.OK if figures.verdict.ok else Exit.INPUT)


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now


def _outlines(path: Path | None, case: Case) -> tuple[Any, list[Finding]]:
    if path is None:
        return None, []
    from optimizer.reports.html.outlines import read_outlines

    return read_outlines(path, case)


def _report(say: Say, figures: Figures, proof: Proof, offices: Offices, out: Path, outlines: Any) -> Path:
    from optimizer.reports.html.page import Report

    say.note(Text("Báo cáo …", "Report …"))
    return Report(figures, proof, offices, say.lang, outlines).write(out / REPORT.of(say.lang))


def _annexes(say: Say, figures: Figures, offices: Offices, out: Path) -> Path:
    from optimizer.reports.papers.annex_book import write_annexes

    target = out / ANNEXES.of(say.lang)
    keep_edited(target, say)
    with counting(say, Text("Phụ lục", "Annexes")) as watch:
        return write_annexes(target, figures, offices, "party", say.lang, watch)


def _papers(say: Say, papers: Papers | None, out: Path) -> dict[str, Any]:
    """Write submissions and decisions; nothing of them for a plan that breaks a hard rule: there is nothing to sign."""
    if papers is None:
        return {"submissions": [], "decisions": 0, "decisions_folder": None}
    for name in papers.submission_files():
        keep_edited(out / name, say)
    submissions = papers.write_submissions(out)
    if papers.manner == "none":
        return {"submissions": [str(p) for p in submissions], "decisions": 0, "decisions_folder": None}
    target = out / DECISIONS.of(say.lang)
    with fresh_folder(target, say) as folder, counting(say, Text("Quyết định", "Decisions")) as watch:
        count = papers.write_decisions(folder, watch)
    return {"submissions": [str(p) for p in submissions], "decisions": count, "decisions_folder": str(target)}


def _tell_copied(say: Say, copied: list[Path]) -> None:
    if copied:
        n, folder = len(copied), copied[0].parent
        say.note(Text(f"Đã chép {n} mẫu Word vào “{folder}”.", f"{n} Word templates copied to “{folder}”."))
    else:
        say.note(Text("Mọi mẫu Word đã có sẵn cạnh hồ sơ.", "Every Word template stands beside the case already."))


def _tell(say: Say, figures: Figures, data: dict[str, Any]) -> None:
    from optimizer.reports.words import number

    say.tell(
        Text(
            "Đã bố trí {placed} người; còn trống {vacant} ghế.",
            "{placed} [person|people] placed; {vacant} [seat|seats] vacant.",
        ).format(placed=number(figures.placed), vacant=number(figures.vacant))
    )
    say.out(Text("Báo cáo: {path}", "Report: {path}").format(path=data["report"]))
    say.out(Text("Phụ lục: {path}", "Annexes: {path}").format(path=data["annexes"]))
    for path in data["submissions"]:
        say.out(Text("Tờ trình: {path}", "Submission: {path}").format(path=path))
    if data["decisions_folder"]:
        text = Text("Dự thảo quyết định: {n} tệp trong {path}", "Draft decisions: {n} [file|files] in {path}")
        say.out(text.format(n=number(data["decisions"]), path=data["decisions_folder"]))
    if not figures.verdict.ok:
        text = Text(
            "Phương án còn vi phạm {n} chỗ nên chưa lập tờ trình và quyết định: sửa, hoặc ghi ngoại lệ có người cho phép.",
            "The plan breaks hard rules in {n} [place|places], so there is no submission and no decision: mend it, or "
            "record an exception that somebody allowed.",
        )
        say.out(text.format(n=number(len(figures.verdict.findings))))
