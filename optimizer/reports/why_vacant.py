"""Why seats are empty, as sets: what is short by count, who qualifies and where each serves, and how to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.explained_vacancies import ExplainedVacancies, by_reason, vacant_of
from optimizer.reports.explained_words import joined, sentence, within
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn
from optimizer.rules.base import Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.reports.context import Context
    from optimizer.review.explain import VacancyReason
    from optimizer.review.one_short import Near

    Group = Sequence[VacancyReason]

NAMED = 20  # people listed for each title and requirement they lack; `explain --vacancies --json` holds all
_GROUP, _CODE, _NAME = Text("Nhóm", "Group"), Text("Mã cán bộ", "Cadre code"), Text("Họ và tên", "Name")
_COUNT = Text(
    "Phép đếm: các ghế của nhóm cần bao nhiêu người, bao nhiêu người đủ điều kiện cho bất kỳ ghế nào trong nhóm, những "
    "người ấy giữ được nhiều nhất bao nhiêu ghế. Phần chênh lệch không phương án nào lấp được.",
    "The count: how many holders the seats of the group want, how many people qualify for any of them, and how many "
    "seats those can hold at most. The difference no plan can fill.",
)


class WhyVacantSection(Section):
    """One row a group of seats that are empty for the same reason; below, the seats, the people, and who is nearly able."""

    name: ClassVar[str] = "why_vacant"
    order: ClassVar[int] = 13
    sheet: ClassVar[Text] = Text("Vì sao ghế trống", "Why seats are empty")

    @classmethod
    def applies(cls, context: Context) -> bool:
        """Return whether the case has seats to be filled."""
        return bool(context.case.seats)

    def table(self, context: Context) -> Table:
        """Return the groups, the largest shortage first."""
        columns = (
            TableColumn(_GROUP, "int", 8),
            TableColumn(Text("Vì sao", "Why"), "sentence", 62),
            TableColumn(Text("Chức danh (số người thiếu)", "Titles (holders missing)"), "sentence", 34),
            TableColumn(Text("Còn thiếu", "Missing"), "int", 11),
            TableColumn(Text("Cần", "Wanted"), "int", 9, note=_COUNT),
            TableColumn(Text("Đủ điều kiện", "Qualified"), "int", 10, note=_COUNT),
            TableColumn(Text("Giữ được nhiều nhất", "Can hold"), "int", 11, note=_COUNT),
            TableColumn(Text("Không thể lấp", "Cannot be filled"), "int", 10, note=_COUNT),
            TableColumn(Text("Cách bổ sung", "How to fill"), "sentence", 62),
            TableColumn(Text("Ở đâu", "Where"), "sentence", 50),
        )
        words = ExplainedVacancies(context.explainer)
        groups = by_reason(context.explainer.vacancies)
        rows = [(i, *_row(words, group)) for i, group in enumerate(groups, 1)]
        below = (_seats(words, groups), _people(words, groups), _nearly(context, words, groups)) if groups else ()
        empty = Text("Mọi ghế đã đủ người theo chỉ tiêu.", "Every seat is filled up to its target.")
        return Table(self.sheet, columns, rows, notes=(_COUNT,) if rows else (), below=below, empty=empty)


def _row(words: ExplainedVacancies, group: Group) -> tuple[object, ...]:
    vacant = vacant_of(group)
    counted = [one.deficiency for one in group if one.deficiency.chain is None]
    numbers: tuple[int | None, ...] = (None, None, None, None)
    if counted:
        numbers = (
            sum(d.places for d in counted),
            sum(len(d.people) for d in counted),
            sum(d.capacity for d in counted),
            sum(d.short for d in counted),
        )
    return (
        joined(list(words.why(group)), " "), words.titles(vacant), sum(words.lack(s) for s in vacant), *numbers,
        joined(list(words.fill(group)), " "), words.where(vacant),
    )  # fmt: skip


def _seats(words: ExplainedVacancies, groups: Sequence[Group]) -> Table:
    """Return each vacant seat with its group."""
    columns = (
        TableColumn(_GROUP, "int"),
        TableColumn(Text("Ghế trống", "Vacant seat"), "sentence"),
        TableColumn(Text("Còn thiếu", "Missing"), "int"),
    )
    rows = [
        (i, words.seat_text(words.case.seats[s].unit_code, words.case.seats[s].title_code), words.lack(s))
        for i, group in enumerate(groups, 1)
        for s in vacant_of(group)
    ]
    return Table(Text("Từng ghế trống", "Each vacant seat"), columns, rows)


def _people(words: ExplainedVacancies, groups: Sequence[Group]) -> Table:
    """Return everybody who qualifies for a seat of a group that is short, and where they serve in the plan."""
    columns = (
        TableColumn(_GROUP, "int"),
        TableColumn(Text("Người đủ điều kiện đang giữ", "Who qualifies serves as"), "sentence"),
        TableColumn(_NAME),
        TableColumn(_CODE, "code"),
    )
    rows: list[tuple[object, ...]] = []
    for i, group in enumerate(groups, 1):
        people = {p for one in group if one.deficiency.chain is None for p in one.deficiency.people}
        for p in sorted(people):
            cadre = words.case.cadres[p]
            held = words.explainer.plan.by_cadre.get(cadre.cadre_id, ())
            seats = joined([words.seat_text(x.unit_code, x.title_code) for x in held], "; ")
            rows.append((i, seats if held else Text("chưa bố trí", "not placed"), cadre.name, cadre.cadre_id))
    empty = Text("Không ai trong danh sách đủ điều kiện.", "Nobody in the roster qualifies.")
    return Table(Text("Người đủ điều kiện", "Who qualifies"), columns, rows, empty=empty)


def _nearly(context: Context, words: ExplainedVacancies, groups: Sequence[Group]) -> Table:
    """Return who is not placed and lacks one requirement only: whom training or one exception would make able."""
    columns = (
        TableColumn(_GROUP, "int"),
        TableColumn(Text("Chỉ thiếu một điều kiện", "Lacks one requirement only"), "sentence"),
        TableColumn(_NAME),
        TableColumn(_CODE, "code"),
        TableColumn(Text("Nơi công tác", "Serves in")),
    )
    rows: list[tuple[object, ...]] = []
    for i, group in enumerate(groups, 1):
        for near, at in _titles(words, group):
            rows.extend((i, *row) for row in _lacking(context, near, at))
    note = Text(
        "Mỗi chức danh và điều kiện ghi tối đa {n} người, gần đạt nhất trước, rồi đến người ở gần ghế trống hơn.",
        "Up to {n} people for each title and requirement, those who miss least first, then those who live nearer.",
    )
    empty = Text("Không ai chỉ thiếu một điều kiện.", "Nobody lacks one requirement only.")
    name = Text("Người chỉ thiếu một điều kiện", "Who lacks one requirement")
    return Table(name, columns, rows, notes=(note.format(n=NAMED),) if rows else (), empty=empty)


def _titles(words: ExplainedVacancies, group: Group) -> Iterator[tuple[Near, int]]:
    """Yield each vacant title of a group once, with its first vacant seat."""
    seen: set[str] = set()
    for one in group:
        if one.deficiency.chain is not None:
            continue
        for near in one.near:
            if near.title_code not in seen:
                seen.add(near.title_code)
                yield near, next(s for s in one.deficiency.vacant if words.case.seats[s].title_code == near.title_code)


def _lacking(context: Context, near: Near, at: int) -> Iterator[tuple[object, ...]]:
    """Yield what each of the nearest people lacks for a seat, in the rule's own words."""
    case = context.case
    unit = case.unit_by_code[case.seats[at].unit_code]
    title = case.title_by_code[near.title_code]
    for rule, ids in near.by_rule:
        for code in ids[:NAMED]:
            cadre = case.cadre_by_id[code]
            lack = rule.shortfall(case, cadre, unit, title) if isinstance(rule, Requirement) else None
            said = _LACK.format(title=title.name, rule=within(rule.text), lack="" if lack is None else sentence(lack))
            yield said, cadre.name, code, cadre.current_unit


_LACK = Text("{title}: {rule}. {lack}", "{title}: {rule}. {lack}")
