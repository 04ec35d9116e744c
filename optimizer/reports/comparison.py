"""The sheets of a comparison: the measures, who moved, which units gained or lost, the rules as each plan keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from optimizer import registry
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.reports.words import agreeing, level_text, number, unit_of_level
from optimizer.review.measures import TOPICS
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement
    from optimizer.review.compare import Comparison, Move, Row

BETTER, WORSE, EQUAL = Text("tốt hơn", "better"), Text("kém hơn", "worse"), Text("bằng nhau", "equal")
OTHER = Text("khác", "different")
MOVES: dict[Move, Text] = {
    "in": Text("được bố trí thêm", "newly placed"),
    "out": Text("không còn bố trí", "no longer placed"),
    "unit": Text("sang đơn vị khác", "to another unit"),
    "title": Text("chức danh khác trong đơn vị", "another title in the unit"),
}
NAMED = 20  # people named in one cell


class ComparisonSection(ABC):
    """One sheet of a comparison of plans. Sections are discovered; `order` is their place in the workbook."""

    name: ClassVar[str] = ""
    order: ClassVar[int] = 0
    sheet: ClassVar[Text]

    @abstractmethod
    def table(self, comparison: Comparison) -> Table:
        """Return the section's table."""


def comparison_sections() -> tuple[type[ComparisonSection], ...]:
    """Return every section in the order of the sheets."""
    found: list[type[ComparisonSection]] = list(registry.discover("optimizer.reports", ComparisonSection))
    return tuple(sorted(found, key=lambda s: (s.order, s.name)))


class MeasuresSection(ComparisonSection):
    """The same named measures of every plan."""

    name: ClassVar[str] = "measures"
    order: ClassVar[int] = 1
    sheet: ClassVar[Text] = Text("So sánh", "Comparison")

    def table(self, comparison: Comparison) -> Table:
        """Return one row a measure, then the levels in which the plans are compared."""
        columns = [
            TableColumn(Text("Nhóm", "Subject"), width=22),
            TableColumn(Text("Chỉ tiêu so sánh", "Measure"), "sentence", width=52),
            TableColumn(Text("Đơn vị tính", "In"), width=18),
            *(TableColumn(n.label, "measure", width=16) for n in comparison.named),
        ]
        for n in comparison.named[1:]:
            difference = Text("{plan}: chênh lệch", "{plan}: difference").format(plan=n.label)
            columns.append(TableColumn(difference, "measure", width=16))
            columns.append(TableColumn(Text("{plan}: đánh giá", "{plan}: judged").format(plan=n.label), toned=True))
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        for row in comparison.rows:
            if (tone := _tone(row)) is not None:
                tones[len(rows)] = tone
            judged: list[object] = []
            for i in range(1, len(row.values)):
                judged += [_rounded(row.difference(i)), judgement(row, i)]
            values = map(_rounded, row.values)
            rows.append((TOPICS[row.topic], row.text, row.unit, *values, *judged))
        return Table(self.sheet, tuple(columns), rows, tones, (_FIRST,), below=(_levels(comparison),))


def _tone(row: Row) -> Tone | None:
    """Return the colour of a row by the plan that follows the first."""
    gain = row.gain(1)
    return None if not gain else "kept" if gain > 0 else "broken"


def judgement(row: Row, i: int) -> Text | None:
    """Return in a word how plan `i` stands to the first in one measure; None where a number is missing."""
    difference, gain = row.difference(i), row.gain(i)
    if difference is None:
        return None
    if gain is None:
        return EQUAL if abs(difference) < 1e-9 else OTHER
    return EQUAL if gain == 0 else BETTER if gain > 0 else WORSE


def _levels(comparison: Comparison) -> Table:
    columns = (
        TableColumn(Text("Cấp", "Level"), "int"),
        TableColumn(Text("Mức mục tiêu, quan trọng nhất trước", "Level of objectives, the most important first"), "sentence"),
        TableColumn(Text("Đơn vị tính", "In")),
        *(TableColumn(n.label, "measure") for n in comparison.named),
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for i, level in enumerate(comparison.plans[0].levels):
        values = (_rounded(plan.levels[i].value) for plan in comparison.plans)
        rows.append((i + 1, level_text(level), unit_of_level(level), *values))
    return Table(same(""), columns, rows, notes=tuple(verdicts(comparison)))


def verdicts(comparison: Comparison) -> list[Text]:
    """Return, for each plan after the first, in a sentence which of the two is better and where it shows first."""
    return [_verdict(comparison, i) for i in range(1, len(comparison.named))]


def _verdict(comparison: Comparison, i: int) -> Text:
    a, b = comparison.named[0].label, comparison.named[i].label
    found = comparison.better(i)
    broken = [_broken(comparison, k) for k in (0, i) if not comparison.plans[k].verdict.ok]
    if found is None:
        said = Text("{a} và {b} ngang nhau ở mọi mức mục tiêu.", "{a} and {b} are equal in every level.")
        said = said.format(a=a, b=b)
    else:
        at, gain = found
        one, other = comparison.plans[0].levels[at], comparison.plans[i].levels[at]
        said = Text(
            "{best} tốt hơn {rest}, tính từ mức đầu tiên hai phương án khác nhau: {level}, {x} so với {y} {unit}.",
            "{best} is better than {rest}, by the first level in which they differ: {level}, {x} against {y} {unit}.",
        ).format(
            best=b if gain > 0 else a,
            rest=a if gain > 0 else b,
            level=_within(level_text(one)),
            x=number((other if gain > 0 else one).value),
            y=(y := number((one if gain > 0 else other).value)),
            unit=agreeing(y, unit_of_level(one)),
        )
    return _joined([_capital(t) for t in (said, *broken)])


def _broken(comparison: Comparison, k: int) -> Text:
    text = Text(
        "{plan} vi phạm quy tắc cứng ở {n} chỗ, nên không phải là phương án dùng được như đã ghi.",
        "{plan} breaks hard rules in {n} [place|places], so it is no plan that could be carried out as it stands.",
    )
    return text.format(plan=comparison.named[k].label, n=number(len(comparison.plans[k].verdict.findings)))


class MovedSection(ComparisonSection):
    """Who serves elsewhere in each plan than in the first."""

    name: ClassVar[str] = "moved"
    order: ClassVar[int] = 2
    sheet: ClassVar[Text] = Text("Người khác chỗ", "People moved")

    def table(self, comparison: Comparison) -> Table:
        """Return one row a person, by code, plan after plan."""
        columns = (
            TableColumn(Text("Phương án", "Plan")),
            TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
            TableColumn(Text("Họ và tên", "Name")),
            TableColumn(Text("Thay đổi", "Change"), width=26),
            TableColumn(Text("Ở {plan}", "In {plan}").format(plan=comparison.named[0].label), "sentence", width=46),
            TableColumn(Text("Ở phương án này", "In this plan"), "sentence", width=46),
        )
        rows: list[tuple[object, ...]] = []
        for i, n in enumerate(comparison.named[1:], 1):
            for m in comparison.moved(i):
                cadre = comparison.case.cadre_by_id.get(m.cadre_id)
                before, after = seats_text(comparison.case, m.before), seats_text(comparison.case, m.after)
                name = "" if cadre is None else cadre.name
                rows.append((n.label, m.cadre_id, name, MOVES[m.move], before, after))
        note = Text("{n} dòng.", "{n} [row|rows].").format(n=number(len(rows)))
        empty = Text("Mọi người ở cùng chỗ trong các phương án.", "Everybody is in the same place in the plans.")
        return Table(self.sheet, columns, rows, notes=(note,) if rows else (), empty=empty)


class UnitsSection(ComparisonSection):
    """Which units gain or lose people against the first plan."""

    name: ClassVar[str] = "units"
    order: ClassVar[int] = 3
    sheet: ClassVar[Text] = Text("Đơn vị được, mất", "Units gained, lost")

    def table(self, comparison: Comparison) -> Table:
        """Return one row a unit whose people differ, those that fill most more seats first."""
        first = comparison.named[0].label
        columns = (
            TableColumn(Text("Phương án", "Plan")),
            TableColumn(Text("Mã đơn vị", "Unit code"), "code"),
            TableColumn(Text("Tên đơn vị", "Unit")),
            TableColumn(Text("Ghế trống ở {plan}", "Vacant in {plan}").format(plan=first), "int"),
            TableColumn(Text("Ghế trống", "Vacant"), "int"),
            TableColumn(Text("Được thêm (+), mất (-)", "Gained (+), lost (-)"), "change"),
            TableColumn(Text("Số người ở {plan}", "People in {plan}").format(plan=first), "int"),
            TableColumn(Text("Số người", "People"), "int"),
            TableColumn(Text("Điểm đánh giá bình quân ở {plan}", "Mean rating in {plan}").format(plan=first), "measure"),
            TableColumn(Text("Điểm đánh giá bình quân", "Mean rating"), "measure"),
            TableColumn(Text("Người đến", "Came"), "sentence", width=46),
            TableColumn(Text("Người đi", "Left"), "sentence", width=46),
        )  # fmt: skip
        rows: list[tuple[object, ...]] = []
        case = comparison.case
        for i, n in enumerate(comparison.named[1:], 1):
            for c in comparison.units(i):
                rating = map(_rounded, c.rating)
                came, left = people_text(case, c.came), people_text(case, c.left)
                name = case.unit_by_code[c.unit_code].name
                rows.append((n.label, c.unit_code, name, *c.vacant, c.filled, *c.people, *rating, came, left))
        return Table(self.sheet, columns, rows, empty=Text("Không đơn vị nào khác.", "No unit differs."))


class BrokenSection(ComparisonSection):
    """Every violation in each plan, in a sentence."""

    name: ClassVar[str] = "broken"
    order: ClassVar[int] = 4
    sheet: ClassVar[Text] = Text("Quy tắc bị vi phạm", "Rules broken")

    def table(self, comparison: Comparison) -> Table:
        """Return one row a violation, hard ones first, plan after plan."""
        columns = (
            TableColumn(Text("Phương án", "Plan")),
            TableColumn(Text("Quy tắc", "Rule"), "sentence", width=34),
            TableColumn(Text("Mức", "Mode"), toned=True),
            TableColumn(Text("Nội dung", "What is broken"), "sentence", width=66),
            TableColumn(Text("Mức vượt", "Amount"), "measure"),
            TableColumn(Text("Có ở phương án khác", "In another plan too"), width=14),
        )
        every = [{f for c in plan.verdict.checks for f in c.findings} for plan in comparison.plans]
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        for i, (n, plan) in enumerate(zip(comparison.named, comparison.plans, strict=True)):
            for check in sorted(plan.verdict.checks, key=lambda c: c.soft):
                for f in check.findings[:MOST_SENTENCES]:
                    tones[len(rows)] = "short" if check.soft else "broken"
                    shared = any(f in found for k, found in enumerate(every) if k != i)
                    mode = _SOFT if check.soft else _HARD
                    rows.append((n.label, check.text, mode, f.text, f.amount, _YES if shared else _NO))
        empty = Text("Không quy tắc nào bị vi phạm.", "No rule is broken.")
        return Table(self.sheet, columns, rows, tones, empty=empty)


MOST_SENTENCES = 2_000  # of one rule in one plan
_HARD, _SOFT = Text("cứng", "hard"), Text("mềm", "soft")
_YES, _NO = Text("có", "yes"), Text("không", "no")
_FIRST = Text(
    "Chênh lệch và đánh giá đều so với phương án thứ nhất. Các số do bộ kiểm tra độc lập đo lại, như nhau cho mọi phương án.",
    "Differences and judgements are against the first plan. The independent checker measured every plan in the same way.",
)


def seats_text(case: Case, placements: Iterable[Placement]) -> Text:
    """Return the seats somebody holds in words, or that there are none."""
    said = []
    for p in placements:
        unit = case.unit_by_code[p.unit_code].name if p.unit_code in case.unit_by_code else p.unit_code
        title = case.title_by_code[p.title_code].name if p.title_code in case.title_by_code else p.title_code
        said.append(Text("{title} tại {unit}", "{title} at {unit}").format(title=title, unit=unit))
    if not said:
        return Text("không bố trí", "not placed")
    return Text("; ".join(s.vi for s in said), "; ".join(s.en for s in said))


def people_text(case: Case, people: tuple[str, ...]) -> Text:
    """Return people by name and code, the first of them where they are many."""
    named = [f"{case.cadre_by_id[p].name} ({p})" if p in case.cadre_by_id else p for p in people[:NAMED]]
    shown, left = "; ".join(named), len(people) - NAMED
    return same(shown) if left <= 0 else Text(f"{shown} và {left} người nữa", f"{shown} and {left} more")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _capital(text: Text) -> Text:
    """Return a sentence that may begin with the name of a plan."""
    return Text(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])


def _within(text: Text) -> Text:
    """Return a title for use inside a sentence."""
    return Text(text.vi[:1].lower() + text.vi[1:], text.en[:1].lower() + text.en[1:])


def _joined(parts: list[Text]) -> Text:
    return Text(" ".join(p.vi for p in parts), " ".join(p.en for p in parts))
