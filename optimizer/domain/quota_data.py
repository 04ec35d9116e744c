"""What is wrong with the data a quota is counted from: blank cells, areas nobody filled in, groups without titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.dates import years_old
from optimizer.domain.scopes import GroupName, ScopeName, areas, groups_text, scope_text, titles_in
from optimizer.findings import Address, Finding
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre

_FILL = Text("Điền thông tin vào ô.", "Fill in the cell.")


def scope_problems(case: Case, rule: str, scope: ScopeName) -> Iterator[Finding]:
    """Yield a warning where no unit says which area it lies in, a remark for each unit that does not."""
    named = {unit for area in areas(case, scope) for unit in area.units}
    if not named and case.units:
        text = Text(
            "tính theo {scope} nhưng không đơn vị nào ghi thông tin này nên quy tắc không có tác dụng.",
            "it counts by {scope}, but no unit says which it lies in, so it does nothing.",
        )
        yield idle(rule, text.format(scope=scope_text(scope)))
        return
    for unit in case.units:
        if unit.unit_code not in named:
            text = Text(
                "{unit} chưa ghi thông tin để tính theo {scope} nên không được tính.",
                "{unit} does not say where it belongs, so it is left out of the count by {scope}.",
            ).format(unit=unit.name, scope=scope_text(scope))
            field = "former_district" if scope == "former_district" else "cluster" if scope == "cluster" else "name"
            yield _remark(f"blank_{rule}", rule, text, case.address(unit, field), ("unit", unit.unit_code))


def group_problems(case: Case, rule: str, groups: Iterable[GroupName]) -> Iterator[Finding]:
    """Yield a warning where no title stands in the groups a rule speaks of."""
    groups = tuple(groups)
    if not titles_in(case, groups):
        text = Text(
            "không chức danh nào thuộc nhóm {groups} (cột Nhóm, trang Chức danh) nên quy tắc không có tác dụng.",
            "no title is in the group of {groups} (column group, sheet Titles), so the rule does nothing.",
        )
        yield idle(rule, text.format(groups=groups_text(groups)))


def ages(case: Case) -> dict[str, int] | None:
    """Return the whole years of age of everybody whose birth date is given, None where it is given of nobody."""
    day = case.settings.plan_date
    found = {c.cadre_id: years_old(c.birth_date, day) for c in case.cadres if c.birth_date is not None}
    return found or None


def rating_problems(case: Case, rule: str, left_out: Text) -> Iterator[Finding]:
    """Yield a warning where nobody available is rated, else the remark `left_out` for each person who is not."""
    if all(c.rating is None for c in case.cadres if c.status == "available"):
        text = Text(
            "danh sách cán bộ chưa có điểm đánh giá nên quy tắc không có tác dụng.",
            "the roster has no ratings, so the rule does nothing.",
        )
        yield idle(rule, text)
        return
    yield from blank_cells(case, rule, "rating", lambda c: c.rating is None, left_out)


def idle(rule: str, text: Text) -> Finding:
    """Return the warning that a rule is on and has nothing to count."""
    fix = Text("Bổ sung dữ liệu, hoặc tắt quy tắc.", "Add the data, or switch the rule off.")
    return Finding("idle_rule", "warning", text, fix, subject=(("rule", rule),))


def blank_cells(case: Case, rule: str, field: str, blank: Callable[[Cadre], bool], text: Text) -> Iterator[Finding]:
    """Yield a remark for each available person whose cell a quota would need is blank."""
    for cadre in case.cadres:
        if cadre.status == "available" and blank(cadre):
            yield _remark(f"blank_{rule}", rule, text, case.address(cadre, field), ("cadre", cadre.cadre_id))


def _remark(code: str, rule: str, text: Text, where: Address, about: tuple[str, str]) -> Finding:
    return Finding(code, "info", text, _FILL, where, "", (about, ("rule", rule)))
