"""The worth of one more: what a further seat, a further specialist or a limit moved by one would change, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from optimizer.domain.words import field_text
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn
from optimizer.reports.words import (
    TIE_BREAK,
    agreeing,
    counts_seats,
    is_soft,
    level_text,
    number,
    objective_text,
    unit_of_level,
)
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, OneMore
    from optimizer.reports.context import Context
    from optimizer.text import Lang

KINDS: dict[str, Text] = {
    "field": Text("Thêm một người có chuyên môn", "One more specialist"),
    "rule": Text("Nới một giới hạn thêm 1", "A limit moved by 1"),
    "title": Text("Thêm một ghế của chức danh", "One more seat of a title"),
    "unit": Text("Thêm một ghế tại đơn vị", "One more seat in a unit"),
    "seat": Text("Thêm một chỗ ở một ghế", "One more place in a seat"),
}
ESTIMATE = Text("ước tính: giới hạn", "estimate: bound")
EXACT = Text("chính xác: lập lại phương án", "exact: planned anew")
NEARLY = Text("lập lại phương án, chưa chứng minh hết", "planned anew, not wholly proved")
NOTES = (
    Text(
        "Ước tính là giới hạn rút ra từ giá đã chứng minh phương án: thay đổi thật không tốt hơn (sai lệch nhiều nhất bằng "
        "khoảng cách đã chứng minh của mức), nhưng có thể kém hơn. Các giới hạn khác được giữ như hiện nay.",
        "An estimate is a bound from the prices that prove the plan: the true change is no better (but for the level's "
        "proved gap), and may be less good. All other limits are taken as they stand.",
    ),
    Text(
        "Con số chính xác có bằng lệnh placement explain với --worth --exact: lập lại cả phương án với thay đổi ấy.",
        "For exact figures use placement explain with --worth --exact: the whole plan is made anew with the change.",
    ),
)


class OneMoreSection(Section):
    """Everything a committee could ask one more of, in one table, kind by kind."""

    name: ClassVar[str] = "one_more"
    order: ClassVar[int] = 12
    sheet: ClassVar[Text] = Text("Giá trị bổ sung", "Worth of one more")

    @classmethod
    def applies(cls, context: Context) -> bool:
        """Return whether the worth of one more was worked out with the plan."""
        return context.outcome is not None and bool(context.outcome.worth)

    def table(self, context: Context) -> Table:
        """Return what one more of each changes, a column for each level that any of them changes."""
        levels = shown_levels(() if context.outcome is None else context.outcome.levels)
        lines = () if context.outcome is None else context.outcome.worth
        moved = [i for i, _ in enumerate(levels) if any(figures(line)[i] for line in lines)]
        columns = (
            TableColumn(Text("Loại", "Kind")),
            TableColumn(Text("Thêm gì", "One more of what"), "sentence", width=52),
            TableColumn(Text("Thay đổi được gì", "What it changes"), "sentence", width=52),
            *(TableColumn(_header(levels, i), "measure", width=17) for i in moved),
            TableColumn(Text("Con số", "Figure"), width=20, note=NOTES[0]),
        )
        rows = [
            (
                KINDS[line.kind], what(line, context.case), changes(line, levels),
                *(figures(line)[i] for i in moved), how(line),
            )
            for line in lines
        ]  # fmt: skip
        return Table(self.sheet, columns, rows, notes=NOTES)


def shown_levels(levels: Sequence[LevelResult]) -> list[LevelResult]:
    """Return the levels that mean something to people."""
    return [level for level in levels if level.name != TIE_BREAK]


def figures(line: OneMore) -> tuple[float | None, ...]:
    """Return the changes of the levels' values: exact where these are known."""
    return line.estimate if line.exact is None else line.exact


def how(line: OneMore) -> Text:
    """Return what kind of figure a line shows."""
    if line.exact is None:
        return ESTIMATE
    return EXACT if line.proved else NEARLY


def what(line: OneMore, case: Case) -> Text:
    """Return in words what there is one more of."""
    if line.kind == "field":
        person = case.cadre_by_id[line.cadre_id]
        text = Text("{field}: thêm một người như {name} ({code})", "{field}: one more person like {name} ({code})")
        return text.format(field=field_text(line.field), name=person.name, code=person.cadre_id)
    if line.kind == "rule":
        return Text("{title}: {says}", "{title}: {says}").format(
            title=objective_text(line.rule), says=line.says or same("")
        )
    unit, title = case.unit_by_code[line.unit_code].name, case.title_by_code[line.title_code].name
    if line.fillable is None:
        return Text("{title}, {unit}", "{title}, {unit}").format(title=title, unit=unit)
    can, of = line.fillable
    if line.kind == "title":
        said = Text(
            "{title}: tốt nhất tại {unit}; có thể lấp được ở nhiều nhất {can} trong {of} đơn vị",
            "{title}: best in {unit}; could be filled in at most {can} of {of} [unit|units]",
        )
    else:
        said = Text(
            "{unit}: tốt nhất là {title}; có thể lấp được nhiều nhất {can} trong {of} loại ghế",
            "{unit}: best is {title}; at most {can} of {of} kinds of seats could be filled",
        )
    return said.format(title=title, unit=unit, can=number(can), of=number(of))


def changes(line: OneMore, levels: Sequence[LevelResult]) -> Text:
    """Return what one more changes, level by level, in words."""
    said = list(_changes(line, levels))
    if not said:
        return Text("không thay đổi gì", "nothing")
    return Text("; ".join(t.vi for t in said), "; ".join(t.en for t in said))


def _changes(line: OneMore, levels: Sequence[LevelResult]) -> Iterator[Text]:
    for i, (level, change) in enumerate(zip(levels, figures(line), strict=True)):
        if change is None:
            yield Text("{level}: giá chưa cho biết", "{level}: the prices do not say").format(level=_short(levels, i))
        elif change:
            shown = number(abs(change))
            sign = "+" if change > 0 else "−"
            text = Text("{level}: {sign}{n} {unit}", "{level}: {sign}{n} {unit}")
            yield text.format(level=_short(levels, i), sign=sign, n=shown, unit=agreeing(shown, unit_of_level(level)))


def _short(levels: Sequence[LevelResult], at: int) -> Text:
    """Return what a level is called in a line: by its number where it weighs many things together."""
    if len(levels[at].parts) < 2 or is_soft(levels[at]):
        return level_text(levels[at])
    return Text("mức {n}", "level {n}").format(n=at + 1)


def legend(levels: Sequence[LevelResult]) -> Iterator[Text]:
    """Yield what each level that lines call by its number weighs together."""
    for i, level in enumerate(levels):
        if (name := _short(levels, i)) != level_text(level):
            text = Text("{name} là điểm gộp của: {what}.", "{name} weighs together: {what}.").format(
                name=name, what=level_text(level)
            )
            yield Text(text.vi[0].upper() + text.vi[1:], text.en[0].upper() + text.en[1:])


def _header(levels: Sequence[LevelResult], at: int) -> Text:
    level, name = levels[at], _short(levels, at)
    named = level_text(level)
    if name != named:
        named = Text("{name}: {what}", "{name}: {what}").format(name=name, what=named)
        named = Text(named.vi[0].upper() + named.vi[1:], named.en[0].upper() + named.en[1:])
    better = (
        Text("càng thấp càng tốt", "the lower the better")
        if level.sense == "min" or counts_seats(level)
        else Text("càng cao càng tốt", "the higher the better")
    )
    return Text("{level} ({better})", "{level} ({better})").format(level=named, better=better)


def sentences(lines: Sequence[OneMore], levels: Sequence[LevelResult], case: Case, top: int) -> Iterator[Text]:
    """Yield the first `top` lines of each kind in words, then what levels and figures mean."""
    for kind, title in KINDS.items():
        mine = [line for line in lines if line.kind == kind]
        if mine:
            yield Text("{title} ({n} khả năng):", "{title} ({n} of them):").format(title=title, n=number(len(mine)))
        for line in mine[:top]:
            text = Text("  {what} — {changes} ({how}).", "  {what} — {changes} ({how}).")
            yield text.format(what=plain(what(line, case)), changes=changes(line, levels), how=how(line))
    yield from legend(levels)
    yield from NOTES


def plain(text: Text) -> Text:
    """Return a sentence without its full stop, to go on from there."""
    return Text(text.vi.rstrip("."), text.en.rstrip("."))


def as_data(line: OneMore, levels: Sequence[LevelResult], case: Case, lang: Lang) -> dict[str, Any]:
    """Return a line as plain data for `--json`."""
    names = [level.name for level in levels]
    return {
        "kind": line.kind,
        "unit_code": line.unit_code,
        "title_code": line.title_code,
        "field": line.field,
        "cadre_id": line.cadre_id,
        "rule": line.rule,
        "number": line.number,
        "fillable": line.fillable,
        "figure": "estimate" if line.exact is None else "exact",
        "proved": line.proved,
        "changes": dict(zip(names, figures(line), strict=True)),
        "estimate": dict(zip(names, line.estimate, strict=True)),
        "sentence": f"{plain(what(line, case)).of(lang)} — {changes(line, levels).of(lang)}",
    }
