"""`placement check`: every problem of the input at once, by cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from optimizer.cli.aside import keep_edited
from optimizer.cli.console import Say, counted, finding_counts, tally
from optimizer.cli.exits import Exit
from optimizer.cli.help import Option
from optimizer.cli.intake import NEW_PROFILE
from optimizer.cli.options import command as declared
from optimizer.cli.paths import OutFile, case_argument, never_an_input, roster_option
from optimizer.cli.reading import looked_over
from optimizer.findings import has_errors, in_order
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.findings import Finding
    from optimizer.sheets.notes import ColumnRead


_PEOPLE = "cadres"  # the table of people, by its keyword


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
    from optimizer.sheets.notes import Notes

    notes = Notes()
    read, findings = looked_over(case, rosters, notes)
    findings = in_order([*findings, *(_clashing(read) if read is not None else ())])
    marked: Path | None = None
    if annotate is not None:
        from optimizer.sheets.annotate import write_annotated

        keep_edited(annotate, say, marked=True)
        marked = write_annotated(case, findings, annotate, say.lang, notes.mendings)
    profile: Path | None = click.get_current_context().meta.get(NEW_PROFILE)
    if profile is not None:
        from optimizer.sheets.profile import write_profile

        profile = write_profile(profile, notes.columns, say.lang)
    failed = has_errors(findings)
    say.show(findings)
    say.out(Text("{file}: {tally}.", "{file}: {tally}.").format(file=case, tally=tally(findings)))
    if read is not None:
        say.tell(_extent(read))
    for line in understood(notes.columns):
        say.tell(line)
    if profile is not None:
        say.out(Text(f"Hồ sơ cột để xem và sửa: {profile}", f"The profile to look over and change: {profile}"))
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
            "columns": [c.to_json() for c in notes.columns],
            "mended": [
                {
                    "file": m.where.file,
                    "sheet": m.where.sheet,
                    "cell": m.where.cell,
                    "kind": m.kind,
                    "was": m.was,
                    "became": m.became,
                }
                for m in notes.mendings
            ],
            "profile": str(profile) if profile is not None else None,
            "findings": [f.to_json(say.lang) for f in findings],
            "annotated": str(marked) if marked is not None else None,
        },
        Exit.INPUT if failed else Exit.OK,
    )


def _clashing(case: Case) -> Iterator[Finding]:
    """Yield what cannot hold together in a case that is sound otherwise: what `solve` would end with."""
    from optimizer.review.conflicts import conflicts

    for number, conflict in enumerate(conflicts(case).found, 1):
        fix = _TAKE_BACK.format(n=len(conflict.members))
        for found in (member.finding(number) for member in conflict.members):
            yield replace(found, text=_CLASH.format(number=number, text=found.text), fix=fix)


def _extent(case: Case) -> Text:
    parts = (
        counted(len(case.units), "đơn vị", "unit"),
        counted(len(case.titles), "chức danh", "title"),
        counted(sum(s.target for s in case.seats), "chỉ tiêu", "seat"),
        counted(len(case.cadres), "cán bộ", "cadre"),
    )
    return Text(", ".join(p.vi for p in parts) + ".", ", ".join(p.en for p in parts) + ".")


def understood(columns: Iterable[ColumnRead]) -> Iterator[Text]:
    """Yield how the columns of people were understood, sheets with the same columns together."""
    sheets: dict[tuple[str, str], list[ColumnRead]] = {}
    for column in columns:
        if column.table == _PEOPLE:
            sheets.setdefault((column.file, column.sheet), []).append(column)
    alike: dict[tuple[tuple[str, str, str, str], ...], list[str]] = {}
    for (file, sheet), members in sheets.items():
        key = tuple((c.letter, c.header, c.field, c.suggestion) for c in members)
        alike.setdefault(key, []).append(f"{file} › {sheet}")
    for key, names in alike.items():
        shown = names[0] if len(names) == 1 else None
        several = counted(len(names), "trang như", "sheet like")
        place = Text(f"{several.vi} {names[0]}", f"{several.en} {names[0]}") if shown is None else Text(shown, shown)
        known = ", ".join(f"{letter} {header}" for letter, header, field, _ in key if field)
        rest = [item for item in key if not item[2]]
        yield Text(f"Đã hiểu {place.vi}: {known}.", f"Understood {place.en}: {known}.")
        if rest:
            kept = Text(*(", ".join(_carried(item, vi=vi) for item in rest) for vi in (True, False)))
            yield Text(f"  Chỉ giữ nguyên: {kept.vi}.", f"  Only carried along: {kept.en}.")


def _carried(item: tuple[str, str, str, str], *, vi: bool) -> str:
    letter, header, _, suggestion = item
    if not suggestion:
        return f"{letter} {header}"
    from optimizer.domain.entities import Cadre

    name = Cadre.columns()[suggestion].vi
    return f"{letter} {header} ({'có phải' if vi else 'perhaps'} “{name}”?)"


_CLASH = Text("Mâu thuẫn {number}: {text}", "Conflict {number}: {text}")
_TAKE_BACK = Text(
    "Sửa hoặc bỏ một trong {n} điều của mâu thuẫn này; `placement explain HỒ-SƠ.xlsx --conflicts` cho biết các cách sửa.",
    "Change or take back one of the {n} [thing|things] of this conflict; `placement explain CASE.xlsx --conflicts` tells how.",
)
