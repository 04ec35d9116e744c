"""`placement check`: every problem of the input at once, by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.cli.aside import keep_edited
from optimizer.cli.console import Say, counted, finding_counts, tally
from optimizer.cli.exits import Exit
from optimizer.cli.help import Option
from optimizer.cli.options import command as declared
from optimizer.cli.paths import OutFile, case_argument, never_an_input, roster_option
from optimizer.cli.reading import looked_over
from optimizer.findings import has_errors, in_order
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case


@declared(
    "check",
    Text(
        "Soát toàn bộ hồ sơ một lần, chỉ rõ từng ô có vấn đề và cách sửa.\n"
        "Màn hình hiện mỗi loại ba ví dụ; --annotate và --json có đủ. "
        "Mã kết thúc 1 nếu có lỗi, 0 nếu chỉ có cảnh báo.",
        "Find every problem of a case at once, cell by cell, with its remedy.\n"
        "The console shows three examples of each kind; --annotate and --json hold all. "
        "Exit code 1 with errors, 0 with warnings only.",
    ),
    "placement check inputs/case.xlsx --annotate outputs/case-marked.xlsx",
    40,
    [
        case_argument(),
        roster_option(),
        Option(
            ["--annotate"],
            Text(
                "Viết bản sao có tô màu và ghi chú ở từng ô; tệp gốc giữ nguyên.",
                "Write a copy with the cells coloured and noted; the original stays as it is.",
            ),
            metavar="OUT.xlsx",
            type=OutFile(),
        ),
    ],
)
def command(say: Say, case: Path, rosters: tuple[Path, ...], annotate: Path | None) -> int:
    """Check the case and say what was found."""
    if annotate is not None:
        never_an_input(annotate, (case, *rosters))
    read, findings = looked_over(case, rosters)
    findings = in_order(findings)
    marked: Path | None = None
    if annotate is not None:
        from optimizer.sheets.annotate import write_annotated

        keep_edited(annotate, say, marked=True)
        marked = write_annotated(case, findings, annotate, say.lang)
    failed = has_errors(findings)
    say.show(findings)
    say.out(Text("{file}: {tally}.", "{file}: {tally}.").format(file=case, tally=tally(findings)))
    if read is not None:
        say.tell(_extent(read))
    if marked is not None:
        say.out(Text(f"Bản đánh dấu từng ô: {marked}", f"The copy with every cell marked: {marked}"))
    elif findings:
        say.note(
            Text(
                "Thêm --annotate TỆP.xlsx để có bản đánh dấu từng ô.",
                "Add --annotate FILE.xlsx for a copy with every cell marked.",
            )
        )
    counts = {s: sum(f.severity == s for f in findings) for s in ("error", "warning", "info")}
    return say.done(
        {
            "status": "input_error" if failed else "ok",
            "file": str(case),
            "errors": counts["error"],
            "warnings": counts["warning"],
            "infos": counts["info"],
            "counts": finding_counts(findings),
            "cadres": len(read.cadres) if read is not None else None,
            "findings": [f.to_json(say.lang) for f in findings],
            "annotated": str(marked) if marked is not None else None,
        },
        Exit.INPUT if failed else Exit.OK,
    )


def _extent(case: Case) -> Text:
    parts = (
        counted(len(case.units), "đơn vị", "unit"),
        counted(len(case.titles), "chức danh", "title"),
        counted(sum(s.target for s in case.seats), "chỉ tiêu", "seat"),
        counted(len(case.cadres), "cán bộ", "cadre"),
    )
    return Text(", ".join(p.vi for p in parts) + ".", ", ".join(p.en for p in parts) + ".")
