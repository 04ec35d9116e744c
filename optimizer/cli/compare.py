"""`placement compare`: two plans, or a plan and the placement of today, on the same measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.cli.aside import keep_edited
from optimizer.cli.help import Option
from optimizer.cli.options import command as declared
from optimizer.cli.paths import OutFile, case_argument, never_an_input, roster_option
from optimizer.cli.plans import CURRENT, either_plan, sound_plan
from optimizer.cli.reading import sound_case
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from optimizer.cli.console import Say
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement
    from optimizer.review.compare import Comparison, Named, Row, UnitChange
    from optimizer.text import Lang

SHOWN_UNITS = 5  # units that gain and that lose, on the console; the workbook and `--json` hold all
_WIDEST = 60


@declared(
    "compare",
    Text(
        "So sánh hai phương án trên cùng các chỉ tiêu: ghế trống, phù hợp, đi lại, cơ cấu, quy tắc, ai chuyển, đơn vị "
        "nào được, mất.\n"
        "Phương án do chương trình lập, gõ tay, hoặc `current` là bố trí hiện nay. Bộ kiểm tra độc lập đo cả hai như "
        "nhau, không dùng bộ giải.",
        "Compare two plans on the same measures: vacancies, fit, travel, balance, rules, who moves, units gained and "
        "lost.\n"
        "A plan is one the program made, one typed by hand, or `current` for the placement of today. The independent "
        "checker measures both alike, without the solver.",
    ),
    "placement compare inputs/case.xlsx current outputs/plan.xlsx --out outputs/compare.xlsx",
    62,
    [
        case_argument(),
        either_plan(
            "plan_a",
            "PLAN_A",
            Text(
                "Phương án để so với: tệp .xlsx hoặc `current`.", "The plan to compare with: a workbook or `current`."
            ),
        ),
        either_plan(
            "plan_b",
            "PLAN_B",
            Text("Phương án được so: tệp .xlsx hoặc `current`.", "The plan compared: a workbook or `current`."),
        ),
        roster_option(),
        Option(
            ["--out"],
            Text("Ghi cả bảng so sánh ra tệp này.", "Write the whole comparison to this workbook."),
            metavar="COMPARE.xlsx",
            type=OutFile(),
        ),
    ],
)
def command(say: Say, case: Path, plan_a: Path, plan_b: Path, rosters: tuple[Path, ...], out: Path | None) -> int:
    """Compare the plans."""
    from optimizer.review.compare import Named, compare

    if out is not None:
        never_an_input(out, (case, *rosters, *(p for p in (plan_a, plan_b) if p != CURRENT)))
    read, _ = sound_case(case, rosters)
    named = []
    for path, label in zip((plan_a, plan_b), _labels(plan_a, plan_b), strict=True):
        plan, findings = sound_plan(path, read)
        say.show([f for f in findings if f.severity != "info"], err=True)
        named.append(Named(label, plan))
    comparison = compare(read, named)
    _tell(say, comparison)
    written = None
    if out is not None:
        from optimizer.reports.comparison_book import write_comparison

        keep_edited(out, say)
        written = write_comparison(comparison, out, say.lang)
        say.out(Text(f"Bảng so sánh: {written}", f"Comparison: {written}"))
    return say.done(as_data(comparison, say.lang) | {"out": None if written is None else str(written)})


def _labels(a: Path, b: Path) -> tuple[Text, Text]:
    """Return what the two plans are called: their files' names, whole paths where those are equal."""
    present = Text("bố trí hiện nay", "today's placement")
    if a.stem == b.stem and CURRENT not in (a, b):
        return Text(str(a), str(a)), Text(str(b), str(b))
    one, other = (present if p == CURRENT else Text(p.stem, p.stem) for p in (a, b))
    return one, other


# console ---------------------------------------------------------------------------------------------------------------
def _tell(say: Say, comparison: Comparison) -> None:
    from optimizer.reports.comparison import verdicts
    from optimizer.review.measures import TOPICS

    lines = [row for row in comparison.rows if not row.key.startswith("rule.") or any(row.values)]
    told = None
    _line(
        say, ["", *(n.label.of(say.lang) for n in comparison.named), Text("chênh lệch", "difference").of(say.lang), ""]
    )
    for row in lines:
        if row.topic != told:
            told = row.topic
            say.out(TOPICS[row.topic])
        _line(say, _cells(row, say.lang))
    _tell_people(say, comparison)
    for sentence in verdicts(comparison):
        say.out(sentence)


def _cells(row: Row, lang: Lang) -> list[str]:
    from optimizer.reports.comparison import judgement
    from optimizer.reports.words import number

    def shown(value: float | None) -> str:
        return "—" if value is None else number(value).of(lang)

    difference = row.difference(1)
    sign = "+" if difference is not None and difference > 0 else ""
    judged = judgement(row, 1)
    name = f"  {row.text.of(lang)} ({row.unit.of(lang)})"
    return [name, *map(shown, row.values), sign + shown(difference), "" if judged is None else judged.of(lang)]


def _line(say: Say, cells: list[str]) -> None:
    name, *numbers, judged = cells
    shown = "  ".join(f"{n:>15}" for n in numbers)
    if len(name) > _WIDEST:
        say.out(name)
        name = ""
    say.out(f"{name:<{_WIDEST}}{shown}  {judged}".rstrip())


def _tell_people(say: Say, comparison: Comparison) -> None:
    from collections import Counter

    from optimizer.cli.console import counted
    from optimizer.reports.comparison import MOVES

    moved = comparison.moved()
    kinds = Counter(m.move for m in moved)
    parts = [Text("{what}: {n}", "{what}: {n}").format(what=MOVES[k], n=n) for k, n in sorted(kinds.items())]
    said = counted(len(moved), "người khác chỗ", "person in another place", "people in another place")
    tail = Text("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts))
    say.out(Text(f"{said.vi}{f' ({tail.vi})' if parts else ''}.", f"{said.en}{f' ({tail.en})' if parts else ''}."))
    units = comparison.units()
    gained = [u for u in units if u.filled > 0][:SHOWN_UNITS]
    lost = [u for u in reversed(units) if u.filled < 0][:SHOWN_UNITS]
    for text, found in (
        (Text("Đơn vị được thêm ghế có người: {units}.", "Units with more seats held: {units}."), gained),
        (Text("Đơn vị bớt ghế có người: {units}.", "Units with fewer seats held: {units}."), lost),
    ):
        if found:
            say.out(text.format(units=_units(comparison.case, found)))


def _units(case: Case, units: Iterable[UnitChange]) -> str:
    return ", ".join(f"{case.unit_by_code[u.unit_code].name} {u.filled:+d}" for u in units)


# JSON ------------------------------------------------------------------------------------------------------------------
def as_data(comparison: Comparison, lang: Lang) -> dict[str, Any]:
    """Return a comparison as plain data."""
    from optimizer.reports.comparison import verdicts

    others = range(1, len(comparison.named))
    return {
        "status": "compared",
        "plans": [_plan(comparison, i, n, lang) for i, n in enumerate(comparison.named)],
        "verdict": [s.of(lang) for s in verdicts(comparison)],
        "measures": [
            {
                "key": row.key,
                "topic": row.topic,
                "text": row.text.of(lang),
                "unit": row.unit.of(lang),
                "better": row.better,
                "values": row.values,
                "differences": [row.difference(i) for i in others],
                "gains": [row.gain(i) for i in others],
            }
            for row in comparison.rows
        ],
        "moved": [
            {
                "plan": i,
                "cadre": m.cadre_id,
                "change": m.move,
                "before": [_seat(p) for p in m.before],
                "after": [_seat(p) for p in m.after],
            }
            for i in others
            for m in comparison.moved(i)
        ],
        "units": [
            {
                "plan": i,
                "unit": u.unit_code,
                "people": u.people,
                "came": u.came,
                "left": u.left,
                "vacant": u.vacant,
                "filled": u.filled,
                "rating": u.rating,
            }
            for i in others
            for u in comparison.units(i)
        ],
    }


def _plan(comparison: Comparison, i: int, named: Named, lang: Lang) -> dict[str, Any]:
    measured = comparison.plans[i]
    return {
        "label": named.label.of(lang),
        "ok": measured.verdict.ok,
        "levels": [{"name": v.name, "value": v.value, "sense": v.sense} for v in measured.levels],
    }


def _seat(p: Placement) -> dict[str, str]:
    return {"unit": p.unit_code, "title": p.title_code}
